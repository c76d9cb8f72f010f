//! Which blocks of text does this markup show? Turns HTML into paragraphs in one pass without a
//! tree: for the extractor's cleaned output, and for pages from which no tree can be built.

use crate::markup::{Piece, Tag, decode_entities, pieces};
use crate::tidy::{one_line, plain, unescape_again};

/// What kind of block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    #[default]
    Paragraph,
    /// `h1` to `h6`.
    Heading,
    /// List item.
    Item,
    /// Row of a table.
    Row,
}

/// One block of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// Its words on one line; `\n` where a `br` parts lines that are no sentences.
    pub text: String,
    /// Bytes of `text`, roughly, that stand inside links.
    pub linked: usize,
    /// What kind of block.
    pub kind: Kind,
    /// True inside `article` or `main`.
    pub in_article: bool,
    /// Number of the innermost `article` element in the page, from 1; 0 outside any.
    pub article: u32,
    /// True inside navigation, captions, forms and their like.
    pub furniture: bool,
    /// True inside `blockquote`.
    pub quoted: bool,
}

/// All blocks in order. What stands inside elements that never hold a report's text is marked
/// as furniture; what no reader sees is left out.
pub fn blocks(html: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut skipping: Option<(&str, usize)> = None;
    for piece in pieces(html) {
        if let Some((name, depth)) = &mut skipping {
            match &piece {
                Piece::Open(tag) if tag.name.eq_ignore_ascii_case(name) => *depth += 1,
                Piece::Close(closing) if closing.eq_ignore_ascii_case(name) => *depth -= 1,
                _ => {}
            }
            if *depth == 0 {
                skipping = None;
            }
            continue;
        }
        match piece {
            Piece::Text(text) => reader.text(text),
            Piece::Open(tag) if is_any(tag.name, UNSEEN) => {
                if !tag.attributes.ends_with('/') {
                    skipping = Some((tag.name, 1));
                }
            }
            Piece::Open(tag) => reader.open(&tag),
            Piece::Close(name) => reader.close(name),
            Piece::Raw(..) => {}
        }
    }
    reader.end();
    reader.blocks
}

/// Elements whose text no reader sees.
const UNSEEN: &[&str] = &["noscript", "svg", "template", "object", "video", "audio", "canvas", "select", "head"];

/// Elements that never hold a report's text.
const FURNITURE: &[&str] = &["nav", "footer", "aside", "button", "figcaption", "dialog", "menu"];

/// Words in the class or id of an element that say the same.
const FURNITURE_CLASSES: &[&str] =
    &["caption", "credit", "newsletter", "promo", "byline", "breadcrumb", "breadcrumbs", "disclaimer", "copyright"];

/// Elements that do not part words.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "label", "nobr", "ruby", "rt",
    "hi", "ref", "graphic",
];

#[derive(Default)]
struct Reader<'h> {
    blocks: Vec<Block>,
    current: Block,
    in_link: bool,
    articles: u32,
    /// Open elements that say something about the text inside them.
    open: Vec<Marked<'h>>,
}

/// An open element that says something about the text inside it.
struct Marked<'h> {
    name: &'h str,
    /// How many elements of this name are open inside it.
    inner: usize,
    article: Option<u32>,
    furniture: bool,
    quoted: bool,
}

/// Most marked elements that are open at once; more are not marked.
const MAX_MARKED: usize = 64;

impl<'h> Reader<'h> {
    fn text(&mut self, text: &str) {
        let text = decode_entities(text);
        if self.in_link {
            self.current.linked += text.trim().len();
        }
        self.current.text.extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
    }

    fn open(&mut self, tag: &Tag<'h>) {
        let name = tag.name;
        if name.eq_ignore_ascii_case("a") {
            self.in_link = true;
        } else if is_any(name, &["br", "lb"]) {
            self.line_break();
        } else if is_any(name, &["td", "th"]) {
            self.current.text.push(' ');
        } else if !is_any(name, INLINE) {
            self.end();
            self.current.kind = kind(name);
            self.mark(tag);
        }
    }

    fn mark(&mut self, tag: &Tag<'h>) {
        let marked = Marked {
            name: tag.name,
            inner: 0,
            article: if tag.is("main") { Some(0) } else { tag.is("article").then_some(self.articles + 1) },
            furniture: is_any(tag.name, FURNITURE) || has_furniture_class(tag),
            quoted: tag.is("blockquote"),
        };
        self.articles += u32::from(tag.is("article"));
        if (marked.article.is_some() || marked.furniture || marked.quoted) && self.open.len() < MAX_MARKED {
            self.open.push(marked);
        } else if let Some(last) = self.open.iter_mut().rev().find(|marked| marked.name.eq_ignore_ascii_case(tag.name)) {
            last.inner += 1;
        }
    }

    fn close(&mut self, name: &str) {
        if name.eq_ignore_ascii_case("a") {
            self.in_link = false;
        } else if is_any(name, &["td", "th"]) {
            self.current.text.push(' ');
        } else if !is_any(name, INLINE) {
            self.end();
            if let Some(at) = self.open.iter().rposition(|marked| marked.name.eq_ignore_ascii_case(name)) {
                match self.open[at].inner {
                    0 => self.open.truncate(at),
                    _ => self.open[at].inner -= 1,
                }
            }
        }
    }

    /// A line that ends as a sentence does is a paragraph of its own; two breaks always part
    /// paragraphs; else the break stays a break.
    fn line_break(&mut self) {
        let so_far = self.current.text.trim_end_matches([' ', '\u{a0}']);
        if so_far.ends_with(['\n', '.', '!', '?', ':', '"', '”', '’']) {
            let kind = self.current.kind;
            self.end();
            self.current.kind = kind;
        } else if !so_far.is_empty() {
            self.current.text.push('\n');
        }
    }

    fn end(&mut self) {
        let mut block = std::mem::take(&mut self.current);
        let text = plain(&unescape_again(&block.text));
        let mut lines = text.split('\n').map(one_line).filter(|line| !line.is_empty());
        block.text = lines.next().unwrap_or_default();
        for line in lines {
            block.text.push('\n');
            block.text.push_str(&line);
        }
        // A rule of stars or dashes is no text.
        if block.text.contains(char::is_alphanumeric) {
            block.in_article = self.open.iter().any(|marked| marked.article.is_some());
            block.article = self.open.iter().rev().find_map(|marked| marked.article).unwrap_or(0);
            block.furniture = self.open.iter().any(|marked| marked.furniture);
            block.quoted = self.open.iter().any(|marked| marked.quoted);
            self.blocks.push(block);
        }
    }
}

fn kind(name: &str) -> Kind {
    match name.as_bytes() {
        [b'h' | b'H', b'1'..=b'6'] => Kind::Heading,
        _ if is_any(name, &["li", "dt", "dd", "item"]) => Kind::Item,
        _ if is_any(name, &["tr"]) => Kind::Row,
        _ if is_any(name, &["head"]) => Kind::Heading,
        _ => Kind::Paragraph,
    }
}

fn has_furniture_class(tag: &Tag) -> bool {
    // Most elements of a page have no class; the body of a page may have any.
    if tag.attributes.len() < 6 || is_any(tag.name, &["body", "html", "article", "main", "section"]) {
        return false;
    }
    tag.pairs().any(|(key, value)| is_any(key, &["class", "id"]) && class_words(value).any(|word| is_any(word, FURNITURE_CLASSES)))
}

/// The words of "photo-caption", "photo_caption" and "PhotoCaption".
fn class_words(value: &str) -> impl Iterator<Item = &str> {
    value.split(|c: char| !c.is_ascii_alphabetic()).flat_map(|part| {
        let mut rest = part;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?.len_utf8();
            let end = rest[first..].find(|c: char| c.is_ascii_uppercase()).map_or(rest.len(), |at| first + at);
            let (word, after) = rest.split_at(end);
            rest = after;
            Some(word)
        })
    })
}

fn is_any(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| other.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        blocks(html).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn blocks_part_and_inline_elements_do_not() {
        let html = "<div>One <b>t</b>wo\n three<p>Four&nbsp;five</p><ul><li>six<li>seven</ul>eight</div>";
        assert_eq!(texts(html), ["One two three", "Four five", "six", "seven", "eight"]);
    }

    #[test]
    fn breaks_part_sentences_and_keep_lines() {
        assert_eq!(texts("<p>One ended.<br>Two<br>lines<br><br>Three</p>"), ["One ended.", "Two\nlines", "Three"]);
    }

    #[test]
    fn navigation_forms_and_captions_are_marked() {
        let html = "<nav>a<nav>b</nav><div>c</div></nav><p>Text</p><figure><img><figcaption>d</figcaption></figure><button>e</button>\
                    <div class='x photo-caption'><div>f</div></div><noscript>g</noscript><p class=promotion>h</p><p class='PromoText'>i</p>";
        let seen: Vec<_> = blocks(html).into_iter().map(|block| (block.text, block.furniture)).collect();
        let expected =
            [("a", true), ("b", true), ("c", true), ("Text", false), ("d", true), ("e", true), ("f", true), ("h", false), ("i", true)];
        assert_eq!(seen, expected.map(|(text, furniture)| (text.to_string(), furniture)));
    }

    #[test]
    fn rows_links_articles_and_quotations_are_known() {
        let all = blocks("<table><tr><td>1<td>2</table><article><p><a>link</a> text</p></article><blockquote>q</blockquote>");
        assert_eq!((all[0].text.as_str(), all[0].kind, all[0].in_article), ("1 2", Kind::Row, false));
        assert_eq!((all[1].linked, all[1].in_article), (4, true));
        assert!(all[2].quoted && !all[2].in_article);
    }
}
