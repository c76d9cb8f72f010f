//! Is this page safe to build a tree from? Measures nesting and size in one linear pass, since
//! tree builders and extractors recurse, and some of HTML's repair rules multiply elements.
//!
//! The rules imitate the tree construction of the
//! [HTML standard](https://html.spec.whatwg.org/multipage/parsing.html#tree-construction) only as
//! far as needed to never count less than what a browser would build.

use crate::markup::{Piece, pieces};

/// Deepest nesting for which a tree is built. Real pages stay below 100; the recursion of the
/// extractor at 500 fits into a thread's 2 MiB, debug builds included (test below).
const MAX_DEPTH: usize = 500;

/// Most elements for which a tree is built; a long live blog has about 20,000. The extractor
/// takes 0.1 ms an element.
const MAX_ELEMENTS: usize = 40_000;

/// Most bytes of text for which a tree is built: the length of a long book.
const MAX_TEXT: usize = 2_000_000;

/// Most attributes of one tag: the tree builder looks for doubles among them one by one.
const MAX_ATTRIBUTES: usize = 1_000;

/// Most bytes for which a tree is built. Extraction walks the tree many times.
const MAX_BYTES: usize = 6_000_000;

/// Why no tree is built from `html`, in words for a warning; `None` where all is well.
pub fn hostile(html: &str) -> Option<String> {
    if html.len() > MAX_BYTES {
        return Some(format!("page of {} MB is too long to build a tree from", html.len() / 1_000_000));
    }
    let mut open: Vec<&str> = Vec::new();
    let mut formatting = 0usize;
    let mut elements = 0usize;
    let mut text = 0usize;
    for piece in pieces(html) {
        match piece {
            Piece::Open(tag) => {
                if tag.attributes.len() > 2 * MAX_ATTRIBUTES && tag.pairs().nth(MAX_ATTRIBUTES).is_some() {
                    return Some(format!("a tag with more than {MAX_ATTRIBUTES} attributes"));
                }
                elements += 1;
                if is_any(tag.name, FORMATTING) {
                    formatting += 1;
                } else {
                    // Formatting elements left open are opened anew in the next block.
                    if !is_any(tag.name, PHRASING) {
                        elements += formatting;
                        close_implied(&mut open, tag.name);
                    }
                    if !is_any(tag.name, VOID) {
                        open.push(tag.name);
                    }
                }
                if open.len() + formatting > MAX_DEPTH {
                    return Some(format!("elements nested more than {MAX_DEPTH} deep"));
                }
                if elements > MAX_ELEMENTS {
                    return Some(format!("more than {MAX_ELEMENTS} elements"));
                }
            }
            Piece::Close(name) => {
                if is_any(name, FORMATTING) {
                    formatting = formatting.saturating_sub(1);
                } else {
                    close(&mut open, name);
                }
            }
            Piece::Text(more) => {
                text += more.len();
                // A `<` that opens no tag costs as much as a tag.
                elements += more.bytes().filter(|&b| b == b'<').count();
                if text > MAX_TEXT {
                    return Some(format!("more than {} MB of text", MAX_TEXT / 1_000_000));
                }
                if elements > MAX_ELEMENTS {
                    return Some(format!("more than {MAX_ELEMENTS} elements"));
                }
            }
            Piece::Raw(..) => elements += 1,
        }
    }
    None
}

/// Closes `name` and what is open inside it, unless a scope's border lies between.
fn close(open: &mut Vec<&str>, name: &str) {
    for at in (0..open.len()).rev() {
        if open[at].eq_ignore_ascii_case(name) {
            open.truncate(at);
            return;
        }
        if is_any(open[at], SCOPES) {
            return;
        }
    }
}

/// A paragraph ends where the next block begins, a list item where the next begins.
fn close_implied(open: &mut Vec<&str>, next: &str) {
    let Some(last) = open.last() else { return };
    let sibling = is_any(next, SIBLINGS) && last.eq_ignore_ascii_case(next);
    if sibling || last.eq_ignore_ascii_case("p") {
        open.pop();
    }
}

fn is_any(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| other.eq_ignore_ascii_case(name))
}

const VOID: &[&str] = &["br", "img", "input", "meta", "link", "hr", "source", "wbr", "area", "base", "col", "embed", "param", "track"];

/// Reopened by the tree builder after a block has closed over them. `a` is not among them: a
/// second `a` closes the first.
const FORMATTING: &[&str] = &["b", "i", "em", "strong", "font", "u", "s", "small", "big", "code", "strike", "tt", "nobr"];

/// Elements that live inside a paragraph.
const PHRASING: &[&str] = &["a", "span", "br", "img", "wbr", "input", "label", "time", "sub", "sup", "cite"];

/// What an end tag does not reach through.
const SCOPES: &[&str] =
    &["td", "th", "table", "caption", "object", "template", "marquee", "applet", "html", "svg", "math", "foreignobject", "select"];

/// Elements that close an open one of their own name.
const SIBLINGS: &[&str] = &["li", "dt", "dd", "option", "tr", "td", "th", "p", "tbody", "optgroup"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_safe() {
        assert_eq!(hostile("<html><body><div><p>a<p>b<br><ul><li>c<li>d</ul></div></body></html>"), None);
        assert_eq!(hostile(&"<p>one <b>two</b> <a href=x>three</a>".repeat(5_000)), None);
        assert_eq!(hostile(""), None);
    }

    #[test]
    fn deep_nesting_is_seen_whatever_the_element() {
        for bomb in ["<div>", "<b>", "<span>", "<table><tr><td>", "<x-y>", "<div><object></div>", "<p><b id=1></p>"] {
            assert!(hostile(&bomb.repeat(100_000)).is_some(), "{bomb}");
        }
    }

    #[test]
    fn reopened_formatting_is_counted_at_every_block() {
        let page = "<font>".repeat(300) + &"<p>x</p>".repeat(1_000);
        assert!(hostile(&page).is_some());
    }

    #[test]
    fn tag_with_very_many_attributes_is_seen() {
        let page = format!("<a {}>", "x ".repeat(5_000));
        assert!(hostile(&page).is_some());
    }
}
