//! Quotations: which stretches of the text stand between quotation marks.
//!
//! Marks are paired paragraph by paragraph, since that is as far as a missing mark can do
//! harm. Reports mix straight and curly marks and turn curly ones the wrong way, so a mark's
//! neighbours say more than its shape: space before and none after opens, the other way
//! round closes, and only in between does the shape decide. A quotation over several
//! paragraphs opens each anew and closes only at its end; one that never closes ends with
//! its paragraph. A single mark is a quotation mark only where it cannot be an apostrophe.
//!
//! Reads characters only: knows no tokens and no words.

use dotterel_document::{Byte, Span};

/// One quotation, within one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    /// From the opening mark to the closing one, both included; without closing mark, to
    /// the end of the paragraph's words.
    pub span: Span<Byte>,
    /// Length of the opening mark in bytes.
    pub open: u32,
    /// Length of the closing mark in bytes; 0 where it never closes.
    pub close: u32,
    /// True where it goes on from the paragraph before, which never closed.
    pub continues: bool,
}

impl Quotation {
    /// What stands between the marks.
    pub fn inside(&self) -> Span<Byte> {
        Span::new(self.span.start + self.open, self.span.end - self.close)
    }
}

/// All outermost quotations of these paragraphs, in order, not overlapping.
pub(super) fn find(text: &str, paragraphs: &[Span<Byte>]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut left_open = false;
    for paragraph in paragraphs {
        let Some(words) = text.get(paragraph.range()) else { continue };
        let first = found.len();
        pair(words, paragraph.start, &mut found);
        let begins = paragraph.start + (words.len() - words.trim_start().len()) as u32;
        if let Some(quotation) = found.get_mut(first) {
            quotation.continues = left_open && quotation.span.start == begins;
        }
        left_open = found.len() > first && found.last().is_some_and(|q| q.close == 0);
    }
    found
}

/// What a mark at some place can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

/// Pairs the marks of one paragraph that begins at byte `base`.
fn pair(words: &str, base: u32, found: &mut Vec<Quotation>) {
    // The outermost open quotation, and how many are open inside it.
    let mut open: Option<(usize, usize)> = None;
    let mut depth = 0usize;
    let mut before = None;
    let mut at = 0;
    let push = |found: &mut Vec<Quotation>, start: usize, length: usize, end: usize, close: usize| {
        found.push(Quotation {
            span: Span::new(base + start as u32, base + end as u32),
            open: length as u32,
            close: close as u32,
            continues: false,
        });
    };
    // Where the last single quotation ends: its closing mark is no opening one.
    let mut single_end = 0;
    while let Some(c) = words[at..].chars().next() {
        let length = double_mark(&words[at..]);
        if length == 0 {
            if open.is_none()
                && at >= single_end
                && is_single(c)
                && let Some(end) = single(words, at, before)
            {
                push(found, at, c.len_utf8(), end, words[..end].chars().next_back().map_or(0, char::len_utf8));
                single_end = end;
                before = words[..end].chars().next_back();
                at = end;
                continue;
            }
            before = Some(c);
            at += c.len_utf8();
            continue;
        }
        let after = words[at + length..].chars().next();
        match (side(c, before, after), open) {
            (Side::Opens, None) => open = Some((at, length)),
            (Side::Either, None) if c != '”' => open = Some((at, length)),
            // A closing mark with nothing to close: inches, or its partner is lost.
            (_, None) => {}
            (Side::Opens, Some((start, opening))) => {
                if curly(c) && closes_twice(&words[at + length..]) {
                    depth += 1;
                } else {
                    // The one before never closed: it ends where the next begins.
                    let end = words[..at].trim_end().len();
                    if end > start + opening {
                        push(found, start, opening, end, 0);
                    }
                    open = Some((at, length));
                    depth = 0;
                }
            }
            (_, Some(_)) if depth > 0 => depth -= 1,
            (_, Some((start, opening))) => {
                push(found, start, opening, at + length, length);
                open = None;
            }
        }
        before = Some(c);
        at += length;
    }
    if let Some((start, opening)) = open {
        let end = words.trim_end().len();
        if end > start + opening {
            push(found, start, opening, end, 0);
        }
    }
}

/// Length in bytes of the double mark that `rest` begins with, 0 where it begins with none.
fn double_mark(rest: &str) -> usize {
    match rest.as_bytes() {
        [b'"', ..] => 1,
        // Two straight singles, and TeX's opening pair.
        [b'\'', b'\'', ..] | [b'`', b'`', ..] => 2,
        [0xE2, 0x80, 0x9C..=0x9F, ..] => 3,
        [0xC2, 0xAB | 0xBB, ..] => 2,
        _ => 0,
    }
}

fn curly(c: char) -> bool {
    matches!(c, '“' | '„' | '«')
}

fn is_single(c: char) -> bool {
    matches!(c, '\'' | '‘')
}

/// Tells by its neighbours, then by its shape, whether a mark opens or closes.
fn side(c: char, before: Option<char>, after: Option<char>) -> Side {
    // Marks of direction and width that pages carry are no letters either.
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    let edge_before = before.is_none_or(|b| blank(b) || matches!(b, '(' | '[' | '{' | '—' | '–' | '‘' | '/'));
    let edge_after = after.is_none_or(|a| blank(a) || matches!(a, ')' | ']' | '}' | '—' | '–' | '’' | '.' | ',' | ';' | ':' | '!' | '?'));
    match (edge_before, edge_after) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        _ => match c {
            '“' | '„' | '«' | '`' => Side::Opens,
            '”' | '»' => Side::Closes,
            _ => Side::Either,
        },
    }
}

/// True where two closing marks follow before the next opening one: then a mark that opens
/// inside a quotation is nested and does not tell that the outer one never closed. Looks
/// no further than a few hundred bytes, so that hostile text costs no more than its length.
fn closes_twice(rest: &str) -> bool {
    let mut closed = 0;
    for (at, c) in rest.char_indices() {
        if at > 400 {
            return closed == 1;
        }
        match c {
            '”' | '»' => closed += 1,
            '“' | '„' | '«' if closed > 0 => return false,
            _ => {}
        }
        if closed == 2 {
            return true;
        }
    }
    false
}

/// The end of a quotation in single marks that opens at `at`, where it certainly is one:
/// the opening mark follows a border and stands before a letter, and before the next such
/// mark comes a closing one after punctuation or, for curly marks, after any letter but "s".
fn single(words: &str, at: usize, before: Option<char>) -> Option<usize> {
    let border = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–');
    if before.is_some_and(|b| !border(b)) {
        return None;
    }
    let mut chars = words[at..].char_indices();
    let (_, mark) = chars.next()?;
    let curly = mark == '‘';
    let first = words[at + mark.len_utf8()..].chars().next()?;
    if !first.is_alphabetic() {
        return None;
    }
    let mut previous = mark;
    let mut fallback = None;
    for (offset, c) in chars {
        if offset > 2000 || is_single(c) && border(previous) || double_mark(&words[at + offset..]) > 0 {
            break;
        }
        let closes = if curly { c == '’' } else { c == '\'' };
        let end = at + offset + c.len_utf8();
        if closes && words[end..].chars().next().is_none_or(|next| !next.is_alphanumeric()) {
            if matches!(previous, ',' | '.' | '?' | '!' | '…') {
                return Some(end);
            }
            if curly && previous.is_alphanumeric() && previous != 's' {
                fallback = fallback.or(Some(end));
            }
        }
        previous = c;
    }
    fallback
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quotations of a text whose paragraphs are its lines; `~` for one that continues.
    fn check(text: &str, expected: &[&str]) {
        let mut paragraphs = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            paragraphs.push(Span::new(at as u32, (at + line.len()) as u32));
            at += line.len() + 1;
        }
        let found: Vec<String> =
            find(text, &paragraphs).iter().map(|q| format!("{}{}", if q.continues { "~" } else { "" }, q.span.of(text))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn straight_curly_and_doubled_marks_pair() {
        check(r#"He said "yes" and "no.""#, &[r#""yes""#, r#""no.""#]);
        check("A “first” and “second,” too", &["“first”", "“second,”"]);
        check("It is ''odd,'' he said.", &["''odd,''"]);
        check("‘We will go,’ she said.", &["‘We will go,’"]);
    }

    #[test]
    fn wrong_way_marks_follow_their_neighbours() {
        check("“The end,“ he said", &["“The end,“"]);
        check("”The end,” he said", &["”The end,”"]);
        check("“The end,\" he said", &["“The end,\""]);
    }

    #[test]
    fn apostrophes_and_inches_are_no_marks() {
        check("The workers' party won't leave 'em in the '80s, says O'Neil's aide", &[]);
        check("He is 6' 2\" tall and she 5' 1\".", &[]);
        check("the rock ’n’ roll of ‘workers’ parties’ long ago", &[]);
    }

    #[test]
    fn unclosed_quotations_end_with_the_paragraph_or_the_next_one() {
        check("“One. Two.\nThree", &["“One. Two."]);
        check("“One,” he said. “Two. \nThree “four”", &["“One,”", "“Two.", "“four”"]);
        check("\"One, he said. \"Two,\" she said", &["\"One, he said.", "\"Two,\""]);
    }

    #[test]
    fn a_quotation_over_paragraphs_opens_each() {
        check("He said: “One.\n“Two.\n“Three.”\n“Four.”", &["“One.", "~“Two.", "~“Three.”", "“Four.”"]);
    }

    #[test]
    fn nested_marks_stay_inside() {
        check("“He said ‘no,’ and “never” again,” Li said", &["“He said ‘no,’ and “never” again,”"]);
    }

    #[test]
    fn hostile_marks_cost_linear_time() {
        let text = "(‘a(‘".repeat(10_000) + &"“a ".repeat(10_000) + &"\" b".repeat(10_000) + &"'c ".repeat(10_000);
        let started = std::time::Instant::now();
        let found = find(&text, &[Span::new(0, text.len() as u32)]);
        assert!(!found.is_empty());
        // Quadratic time would be minutes.
        assert!(started.elapsed().as_secs() < 20);
    }
}
