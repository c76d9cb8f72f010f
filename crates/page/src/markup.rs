//! What tags and text stand in this HTML, in order? A tokenizer in one linear pass without a
//! tree, so that it cannot overflow a stack however the input is nested.
//!
//! It is lenient as browsers are: what is no tag is text, an unclosed tag or script ends with
//! the document. It serves the facts a page states about itself, the measuring of hostile
//! pages before a tree is built, and the plain fallback. It knows nothing of page layout.

use std::borrow::Cow;

/// One piece of markup, borrowed from the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'h> {
    /// `<name attributes>`.
    Open(Tag<'h>),
    /// `</name>`; the name as written.
    Close(&'h str),
    /// Characters between tags, entities not yet decoded.
    Text(&'h str),
    /// What stands inside `script`, `style`, `title`, `textarea` and their like, which hold no tags:
    /// the element's opening tag and its content.
    Raw(Tag<'h>, &'h str),
}

/// An opening tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'h> {
    /// Name as written ("DIV").
    pub name: &'h str,
    /// Everything between the name and `>`.
    pub attributes: &'h str,
}

impl<'h> Tag<'h> {
    /// True where the tag has this lower-case name.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, entities decoded; the first one where it is given twice.
    pub fn get(&self, name: &str) -> Option<Cow<'h, str>> {
        self.pairs().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| decode_entities(value))
    }

    /// All attributes as written; the value is empty where there is none.
    pub fn pairs(&self) -> Attributes<'h> {
        Attributes { rest: self.attributes }
    }
}

/// Iterator over the attributes of a tag.
pub struct Attributes<'h> {
    rest: &'h str,
}

impl<'h> Iterator for Attributes<'h> {
    type Item = (&'h str, &'h str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/' || c == '=');
        if rest.is_empty() {
            self.rest = rest;
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            self.rest = after;
            return Some((key, ""));
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &value[1..];
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.rest = after;
        Some((key, value))
    }
}

/// Reads `html` piece by piece.
pub fn pieces(html: &str) -> Pieces<'_> {
    Pieces { html, at: 0, plain: false }
}

/// Iterator over the pieces of a page.
pub struct Pieces<'h> {
    html: &'h str,
    at: usize,
    /// After `<plaintext>` nothing is a tag any more.
    plain: bool,
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        loop {
            let rest = self.html.get(self.at..).filter(|rest| !rest.is_empty())?;
            if self.plain || !starts_markup(rest.as_bytes()) {
                let end = if self.plain { rest.len() } else { text_end(rest) };
                self.at += end;
                return Some(Piece::Text(&rest[..end]));
            }
            let bytes = rest.as_bytes();
            match bytes[1] {
                b'!' if rest.starts_with("<!--") => {
                    // `<!-->` and `<!--->` are whole comments.
                    let inner = &rest[4..];
                    self.at += if inner.starts_with('>') {
                        5
                    } else if inner.starts_with("->") {
                        6
                    } else {
                        inner.find("-->").map_or(rest.len(), |end| end + 7)
                    };
                }
                b'!' | b'?' => self.at += rest.find('>').map_or(rest.len(), |end| end + 1),
                b'/' => {
                    let end = rest.find('>').unwrap_or(rest.len());
                    self.at += (end + 1).min(rest.len());
                    let name = &rest[2..end];
                    return Some(Piece::Close(&name[..name_end(name)]));
                }
                _ => return Some(self.open(rest)),
            }
        }
    }
}

impl<'h> Pieces<'h> {
    fn open(&mut self, rest: &'h str) -> Piece<'h> {
        let name = &rest[1..];
        let name = &name[..name_end(name)];
        let start = 1 + name.len();
        let end = tag_end(&rest.as_bytes()[start..]).map_or(rest.len(), |end| start + end);
        let tag = Tag { name, attributes: &rest[start..end] };
        self.at += (end + 1).min(rest.len());
        if tag.is("plaintext") {
            self.plain = true;
        }
        if !RAW.iter().any(|raw| tag.is(raw)) {
            return Piece::Open(tag);
        }
        let inside = &self.html[self.at..];
        let (length, closed) = raw_end(inside, name);
        self.at += closed;
        Piece::Raw(tag, &inside[..length])
    }
}

/// Elements whose content is characters only.
const RAW: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// True where `rest`, which begins anywhere, begins with a tag, comment or declaration.
fn starts_markup(rest: &[u8]) -> bool {
    match rest {
        [b'<', b'!' | b'?', ..] => true,
        [b'<', b'/', name, ..] => name.is_ascii_alphabetic(),
        [b'<', name, ..] => name.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Length of the text that `rest` begins with.
fn text_end(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut from = 1.min(bytes.len());
    // The first character may be a `<` that is text.
    while !rest.is_char_boundary(from) {
        from += 1;
    }
    while let Some(found) = rest[from..].find('<') {
        if starts_markup(&bytes[from + found..]) {
            return from + found;
        }
        from += found + 1;
    }
    bytes.len()
}

fn name_end(name: &str) -> usize {
    name.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').unwrap_or(name.len())
}

/// Where the `>` stands that ends a tag, quotes respected.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    let mut after_equals = false;
    for (at, &byte) in bytes.iter().enumerate() {
        match quote {
            Some(open) => {
                if byte == open {
                    quote = None;
                }
            }
            None => match byte {
                b'>' => return Some(at),
                b'"' | b'\'' if after_equals => {
                    quote = Some(byte);
                    after_equals = false;
                }
                b'=' => after_equals = true,
                byte if byte.is_ascii_whitespace() => {}
                _ => after_equals = false,
            },
        }
    }
    None
}

/// Length of a raw element's content, and with its closing tag.
fn raw_end(inside: &str, name: &str) -> (usize, usize) {
    let mut from = 0;
    while let Some(found) = inside[from..].find("</") {
        let at = from + found;
        let after = &inside.as_bytes()[at + 2..];
        if after.len() >= name.len()
            && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && after.get(name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
        {
            let close = inside[at..].find('>').map_or(inside.len(), |end| at + end + 1);
            return (at, close);
        }
        from = at + 2;
    }
    (inside.len(), inside.len())
}

/// Replaces character references (`&amp;`, `&#8217;`, `&nbsp`) as the HTML standard does;
/// what is none stays as it is.
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let (decoded, length) = entity(rest);
        match decoded {
            Some((first, second)) => {
                out.push(first);
                out.extend(second);
            }
            None => out.push('&'),
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The characters of the reference that `rest` (after its `&`) begins with, and its length.
fn entity(rest: &str) -> (Option<(char, Option<char>)>, usize) {
    if let Some(number) = rest.strip_prefix('#') {
        let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 2),
            None => (number, 10, 1),
        };
        let length = digits.bytes().take_while(|b| (*b as char).is_digit(radix)).count();
        if length == 0 {
            return (None, 0);
        }
        let value = u32::from_str_radix(&digits[..length], radix).unwrap_or(u32::MAX);
        let end = prefix + length + usize::from(digits[length..].starts_with(';'));
        return (Some((windows_1252(value), None)), end);
    }
    // The longest name is "CounterClockwiseContourIntegral;".
    let length = rest.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let semicolon = rest[length..].starts_with(';');
    let names = (1..=length + usize::from(semicolon)).rev();
    for end in names {
        // Only the old names count without a semicolon; the table holds both spellings.
        if let Some(&(first, second)) = markup5ever::data::NAMED_ENTITIES.get(&rest[..end])
            && let Some(first) = char::from_u32(first).filter(|&c| c != '\0')
        {
            return (Some((first, char::from_u32(second).filter(|&c| c != '\0'))), end);
        }
    }
    (None, 0)
}

/// The character of a numeric reference; 0x80 to 0x9F are taken from Windows-1252.
fn windows_1252(value: u32) -> char {
    match value {
        0x80..=0x9f => {
            let byte = [value as u8];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
            text.chars().next().unwrap_or('\u{fffd}')
        }
        0 => '\u{fffd}',
        _ => char::from_u32(value).unwrap_or('\u{fffd}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open<'h>(name: &'h str, attributes: &'h str) -> Piece<'h> {
        Piece::Open(Tag { name, attributes })
    }

    #[test]
    fn tags_text_and_raw_elements_come_in_order() {
        let html = "<!doctype html><p class=a>1 < 2<br/><script>if (a<b) '</p>'</script></p><!-- x -->y";
        let script = Tag { name: "script", attributes: "" };
        assert_eq!(
            pieces(html).collect::<Vec<_>>(),
            [
                open("p", " class=a"),
                Piece::Text("1 < 2"),
                open("br", "/"),
                Piece::Raw(script, "if (a<b) '</p>'"),
                Piece::Close("p"),
                Piece::Text("y"),
            ]
        );
    }

    #[test]
    fn attributes_are_read_in_every_quoting() {
        let tag = Tag { name: "a", attributes: r#" href="x>y" Title='T&amp;U' data-x=1 hidden/"# };
        assert_eq!(tag.get("href").as_deref(), Some("x>y"));
        assert_eq!(tag.get("title").as_deref(), Some("T&U"));
        assert_eq!(tag.get("data-x").as_deref(), Some("1"));
        assert_eq!(tag.get("hidden").as_deref(), Some(""));
        assert_eq!(tag.get("none"), None);
    }

    #[test]
    fn quoted_angle_bracket_does_not_end_a_tag() {
        let all: Vec<_> = pieces(r#"<a title="1>2">x</a>"#).collect();
        assert_eq!(all[0], open("a", r#" title="1>2""#));
        assert_eq!(all[1], Piece::Text("x"));
    }

    #[test]
    fn unclosed_ends_with_the_document() {
        for html in ["<p", "<p class='", "<!-- ", "</", "</p", "<script>x", "<", "<!", "é<", "<é"] {
            assert!(pieces(html).count() <= 2, "{html}");
        }
    }

    #[test]
    fn entities_are_decoded_as_in_browsers() {
        let text = "&lt;A&amp;B&gt; &ldquo;x&rdquo; it&#8217;s &#x2019;&#146; &nbsp;&eacute &ampx &unknown; &#; & &#0;";
        assert_eq!(decode_entities(text), "<A&B> “x” it’s ’’ \u{a0}é &x &unknown; &#; & \u{fffd}");
    }
}
