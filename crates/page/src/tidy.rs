//! Evens out white space and characters of extracted text. Works on text that we produced
//! ourselves; given text is never touched, since its offsets are the user's.

use std::borrow::Cow;

use crate::mojibake;

/// Text without control and invisible characters, mojibake mended; line breaks are kept.
pub fn plain(text: &str) -> String {
    let text = mojibake::mend(text);
    let odd = |c: char| c.is_control() || is_invisible(c) || matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}');
    if !text.contains(odd) {
        return text.into_owned();
    }
    text.chars()
        .filter(|&c| !is_invisible(c))
        .map(|c| match c {
            '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
            c if odd(c) => ' ',
            c => c,
        })
        .collect()
}

/// All white space as single spaces, none at the ends.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The last border between characters that is not behind byte `at`.
pub fn border(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Entities that were escaped twice in the page and so came through as text ("&amp;nbsp;").
pub fn unescape_again(text: &str) -> Cow<'_, str> {
    if text.contains("&#") || text.contains("&nbsp;") || text.contains("&amp;") || text.contains("quot;") || text.contains("quo;") {
        crate::markup::decode_entities(text)
    } else {
        Cow::Borrowed(text)
    }
}

/// Characters without width that are no part of a word: soft hyphen, zero-width space, byte
/// order mark, directional marks. Joiners stay, since some scripts and emoji need them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_invisible_characters_go() {
        assert_eq!(plain("a\u{0}b\u{ad}c\u{200b}d\u{a0}e\r\nf\u{feff}"), "a bcd e \nf");
        assert_eq!(one_line("  a \n\t b  "), "a b");
    }

    #[test]
    fn doubly_escaped_entities_are_decoded() {
        assert_eq!(unescape_again("A&amp;nbsp;B"), "A&nbsp;B");
        assert_eq!(unescape_again("it&#8217;s"), "it’s");
        assert_eq!(unescape_again("AT&T"), "AT&T");
    }
}
