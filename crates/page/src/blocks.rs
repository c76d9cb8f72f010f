//! Which blocks of text does this markup show? Turns HTML into paragraphs in one pass without a
//! tree: for the extractor's cleaned output, and for pages from which no tree can be built.

use crate::markup::{Piece, decode_entities, pieces};
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
}

/// All blocks in order, without what stands inside elements that never hold a report's text
/// (navigation, forms, captions).
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
            Piece::Open(tag) if is_any(tag.name, SKIPPED) => {
                if !tag.attributes.ends_with('/') {
                    skipping = Some((tag.name, 1));
                }
                reader.end();
            }
            Piece::Open(tag) => reader.open(tag.name),
            Piece::Close(name) => reader.close(name),
            Piece::Raw(..) => {}
        }
    }
    reader.end();
    reader.blocks
}

/// Elements that never hold a report's text.
const SKIPPED: &[&str] = &[
    "nav",
    "footer",
    "aside",
    "form",
    "button",
    "select",
    "noscript",
    "svg",
    "figcaption",
    "template",
    "object",
    "video",
    "audio",
    "canvas",
    "head",
    "dialog",
    "menu",
];

/// Elements that do not part words.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "label", "nobr", "ruby", "rt",
    "hi", "ref", "graphic",
];

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    current: Block,
    links: usize,
    articles: usize,
}

impl Reader {
    fn text(&mut self, text: &str) {
        // A block without end (100 MB without a tag) is cut, at white space where there is any.
        let text = decode_entities(text);
        if self.links > 0 {
            self.current.linked += text.trim().len();
        }
        self.current.text.push_str(&text.replace(['\n', '\r', '\t'], " "));
    }

    fn open(&mut self, name: &str) {
        if name.eq_ignore_ascii_case("a") {
            self.links = 1;
        } else if name.eq_ignore_ascii_case("br") || name.eq_ignore_ascii_case("lb") {
            self.line_break();
        } else if is_any(name, &["td", "th"]) {
            self.current.text.push(' ');
        } else if !is_any(name, INLINE) {
            self.end();
            self.current.kind = kind(name);
            if is_any(name, &["article", "main"]) {
                self.articles += 1;
            }
        }
    }

    fn close(&mut self, name: &str) {
        if name.eq_ignore_ascii_case("a") {
            self.links = 0;
        } else if is_any(name, &["td", "th"]) {
            self.current.text.push(' ');
        } else if !is_any(name, INLINE) {
            self.end();
            if is_any(name, &["article", "main"]) {
                self.articles = self.articles.saturating_sub(1);
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
        if !block.text.is_empty() {
            block.in_article = self.articles > 0;
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
    fn navigation_forms_and_captions_are_left_out() {
        let html = "<nav>a<nav>b</nav>c</nav><p>Text</p><figure><img><figcaption>d</figcaption></figure><form>e</form>";
        assert_eq!(texts(html), ["Text"]);
    }

    #[test]
    fn rows_links_and_articles_are_known() {
        let all = blocks("<table><tr><td>1<td>2</table><article><p><a>link</a> text</p></article>");
        assert_eq!((all[0].text.as_str(), all[0].kind, all[0].in_article), ("1 2", Kind::Row, false));
        assert_eq!((all[1].linked, all[1].in_article), (4, true));
    }
}
