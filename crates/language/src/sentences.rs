//! Where sentences end: at marks that end them, with the quotation marks and brackets that
//! close after them, unless an abbreviation, an initial or a small letter tells otherwise.
//! A quotation that never closes changes nothing.

use crate::lists::{Lists, Place};
use crate::tokenize::{Raw, is_apostrophe};
use crate::word::{CLOSED, SMALL, Vocabulary, lower_hash};

/// Sentences longer than this many tokens are cut, so that nothing downstream is
/// superlinear in a text without full stops.
pub const LONGEST: usize = 256;

/// At most so many closing marks and notes are looked at after a mark; whatever closes more is
/// no prose.
const MOST_CLOSING: usize = 48;

/// Cuts the tokens of one paragraph into sentences: pushes the end of each (index into
/// `tokens`, plus `offset`) to `ends`.
pub fn split(text: &str, tokens: &[Raw], offset: usize, vocabulary: &Vocabulary, ends: &mut Vec<usize>) {
    let careless = tokens.first().is_some_and(|t| text.get(t.start as usize..).is_some_and(|rest| rest.starts_with(char::is_lowercase)));
    let mut splitter = Splitter { text, tokens, vocabulary, lists: Lists::english(), buffer: Vec::new(), key: String::new(), careless };
    let mut from = 0;
    let mut i = 0;
    while i < tokens.len() {
        let end = splitter.sentence_end(i, from).or_else(|| splitter.line_end(i, from));
        if let Some(end) = end {
            ends.push(offset + end);
            from = end;
            i = end;
            continue;
        }
        i += 1;
        if i - from >= LONGEST && i < tokens.len() {
            let cut = splitter.best_cut(from, i);
            ends.push(offset + cut);
            from = cut;
        }
    }
    if from < tokens.len() {
        ends.push(offset + tokens.len());
    }
}

struct Splitter<'t> {
    text: &'t str,
    tokens: &'t [Raw],
    vocabulary: &'t Vocabulary,
    lists: &'t Lists,
    buffer: Vec<u8>,
    key: String,
    /// The paragraph starts with a small letter: its writer uses no capitals.
    careless: bool,
}

impl<'t> Splitter<'t> {
    fn word(&self, i: usize) -> &'t str {
        self.tokens.get(i).and_then(|t| self.text.get(t.start as usize..t.end as usize)).unwrap_or("")
    }

    /// True where a blank stands before token `i`.
    fn parted(&self, i: usize) -> bool {
        match (i.checked_sub(1).and_then(|p| self.tokens.get(p)), self.tokens.get(i)) {
            (Some(last), Some(token)) => last.end < token.start,
            _ => true,
        }
    }

    /// If a sentence that started at `from` ends with token `i` and what closes after it:
    /// where it ends.
    fn sentence_end(&mut self, i: usize, from: usize) -> Option<usize> {
        let word = self.word(i);
        let last = word.as_bytes().last().copied()?;
        let stop = match last {
            b'.' | b'!' | b'?' => true,
            _ => word.ends_with('…') || word.ends_with('。'),
        };
        // Dots that a sentence starts with are no end.
        if !stop || (i == from && word.starts_with(['.', '…'])) {
            return None;
        }
        let mut end = i + 1;
        while end < self.tokens.len() && end - i <= MOST_CLOSING && self.closes(end) {
            end += 1;
        }
        // A note's number belongs to the sentence before it: "He left. [17] She stayed."
        while end - i <= MOST_CLOSING && self.word(end) == "[" && is_number(self.word(end + 1)) && self.word(end + 2) == "]" {
            end += 3;
        }
        if end >= self.tokens.len() {
            return Some(end);
        }
        let next = self.word(end);
        let first = next.chars().next()?;
        let full = matches!(word, "." | "!" | "?");
        let blank_forgotten = full && first.is_uppercase() && end == i + 1 && i > from + 2;
        if !(self.parted(end) || blank_forgotten) {
            return None;
        }
        let opens = matches!(first, '“' | '"' | '‘' | '\'' | '(' | '[' | '«' | '-' | '–' | '—' | '•' | '*' | '`' | '„');
        let start = if opens { self.word(end + 1).chars().next().unwrap_or(' ') } else { first };
        let small_start = start.is_lowercase() && !(opens && matches!(first, '•' | '*'));
        if small_start && !(full && start == first && end == i + 1 && (self.careless || self.ends_plainly(i, from))) {
            return None;
        }
        if matches!(first, ',' | ';' | ':' | ')' | ']' | '%') || (matches!(first, '-' | '–' | '—') && end > i + 1) {
            return None;
        }
        if word.len() > 1 && last == b'.' && first_is_letter(word) {
            return self.after_abbreviation(i, end, start).then_some(end);
        }
        if word == "." && end == i + 1 && i == from + 1 && self.word(from).split('.').all(is_number) {
            // "3. Third item", "2.1. A chapter": the number belongs to its item.
            return None;
        }
        if (word.starts_with("..") || word.starts_with('…')) && !(start.is_uppercase() || start.is_ascii_digit() || opens) {
            return None;
        }
        // A bracket inside a sentence: "(He left. He came back.)" stands alone, but "the
        // deal (signed in St. Louis. Again) failed" does not; what opened it decides.
        Some(end)
    }

    /// True where the mark at `i` ends a sentence though a small letter follows: the word before
    /// it is a common one in small letters, so that no abbreviation is behind the mark.
    fn ends_plainly(&mut self, i: usize, from: usize) -> bool {
        let Some(last) = i.checked_sub(1).filter(|&last| last > from + 1) else { return false };
        let word = self.word(last);
        if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return false;
        }
        let hash = lower_hash(word, &mut self.buffer);
        self.vocabulary.get(hash).is_some_and(|e| e.own != 0)
    }

    /// The end of a line whose break is lost, at token `i`, where no mark ends it: after the
    /// stamp of a letter, an address, a ruler, a smiley, the greeting at a letter's end, and before
    /// the next item of a list.
    fn line_end(&mut self, i: usize, from: usize) -> Option<usize> {
        let end = i + 1;
        let next = self.word(end).chars().next()?;
        if !self.parted(end) {
            return None;
        }
        let word = self.word(i);
        let last = word.as_bytes().last().copied()?;
        let item = matches!(next, '•' | '▪' | '●' | '◦') && i > from;
        let ends = if item || is_ruler(word) != is_ruler(self.word(end)) {
            true
        } else if next.is_lowercase() {
            false
        } else if word == "," {
            i == from + 1 && next.is_uppercase() && {
                self.key.clear();
                self.key.extend(self.word(from).chars().flat_map(char::to_lowercase));
                self.lists.farewells.contains(&self.key)
            }
        } else if next.is_alphanumeric() && (matches!(last, b')' | b'(') || (word.len() < 4 && !last.is_ascii_alphanumeric())) {
            word.len() > 1 && self.lists.whole.iter().any(|w| w == word) && is_face(word)
        } else if is_address(word) {
            next.is_alphanumeric() || matches!(next, '=' | '*' | '-' | '"')
        } else {
            next.is_alphabetic() && self.is_stamp(i, from)
        };
        ends.then_some(end)
    }

    /// True where a day, a time and perhaps the half of the day end at token `i`:
    /// "11/29/2000 04:49 PM".
    fn is_stamp(&self, i: usize, from: usize) -> bool {
        let is_time = |word: &str| word.len() <= 8 && word.contains(':') && word.split(':').all(is_number);
        let is_half = |word: &str| word.len() == 2 && self.lists.units.contains(word.to_ascii_lowercase().as_str());
        if is_half(self.word(i + 1)) {
            return false;
        }
        let time = if is_half(self.word(i)) { i.checked_sub(1) } else { Some(i) };
        let Some(time) = time.filter(|&t| t > from) else { return false };
        let day = self.word(time - 1);
        is_time(self.word(time)) && day.bytes().filter(|&b| b == b'/').count() == 2 && day.split('/').all(is_number)
    }

    /// True where token `i` closes what stands before it.
    fn closes(&self, i: usize) -> bool {
        let word = self.word(i);
        match word {
            "”" | "’" | ")" | "]" | "»" | "''" => !self.parted(i) || word == "”",
            "\"" | "'" => !self.parted(i) || (self.parted(i + 1) && i + 1 >= self.tokens.len()),
            _ => false,
        }
    }

    /// Whether an abbreviation at `i` ends the sentence when `start` begins the next word.
    fn after_abbreviation(&mut self, i: usize, end: usize, start: char) -> bool {
        let word = self.word(i);
        let stem = &word[..word.len() - 1];
        if stem.chars().count() == 1 {
            // An initial; "vitamin C." at the end is rarer by far.
            return end > i + 1;
        }
        self.key.clear();
        self.key.extend(stem.chars().flat_map(char::to_lowercase));
        match self.lists.abbreviations.get(&self.key).map(|a| a.place) {
            Some(Place::Before | Place::Number) => false,
            _ if end > i + 1 => true,
            // A dateline goes on with a dash.
            _ if start.is_ascii_digit() || matches!(self.word(end), "-" | "--" | "–" | "—") => false,
            _ => {
                let mut at = end;
                while at < self.tokens.len() && at < end + 2 && !self.word(at).starts_with(char::is_alphanumeric) {
                    at += 1;
                }
                let opened = at > end && !is_apostrophe(self.word(end).chars().next().unwrap_or(' ')) && !self.word(end).starts_with('(');
                // After a time of day, any word that is written small elsewhere starts a sentence;
                // after "U.S.", a title may follow.
                self.key.clear();
                self.key.extend(word.chars().flat_map(char::to_lowercase));
                let telling = if self.lists.units.contains(&self.key) { CLOSED | SMALL } else { CLOSED };
                let hash = lower_hash(self.word(at), &mut self.buffer);
                opened || self.vocabulary.get(hash).is_some_and(|e| e.flags & telling != 0)
            }
        }
    }

    /// Where to cut a sentence that is too long: after the last comma or the like in its
    /// second half, not inside a multiword token.
    fn best_cut(&self, from: usize, to: usize) -> usize {
        let middle = from + (to - from) / 2;
        let mark = |i: &usize| matches!(self.word(*i), "," | ";" | ":" | "-" | "—" | "–" | ")" | "|" | "/");
        let cut = (middle..to).rev().find(|i| mark(i)).map_or(to, |i| i + 1);
        (middle..=cut).rev().find(|&i| i > 0 && !self.tokens.get(i - 1).is_some_and(|t| t.joined)).unwrap_or(to)
    }
}

fn first_is_letter(word: &str) -> bool {
    word.starts_with(char::is_alphanumeric)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// A line of one mark: "-----".
fn is_ruler(word: &str) -> bool {
    let first = word.as_bytes().first().copied().unwrap_or(0);
    word.len() >= 5 && matches!(first, b'-' | b'=' | b'*' | b'~' | b'#' | b'+') && word.bytes().all(|b| b == first)
}

/// A face made of marks.
fn is_face(word: &str) -> bool {
    word.contains([':', ';', '=', '^', '<'])
}

/// A web or mail address.
fn is_address(word: &str) -> bool {
    word.len() > 6 && (word.contains("://") || word.starts_with("www.") || (word.contains('@') && word.contains('.')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Model;
    use crate::tokenize::tokenize;

    /// `|` stands where sentences are to part.
    #[track_caller]
    fn check(expected: &str) {
        let text = expected.replace(" | ", " ");
        let (mut tokens, mut ends) = (Vec::new(), Vec::new());
        tokenize(&text, 0..text.len(), Lists::english(), &mut tokens);
        split(&text, &tokens, 0, &Model::embedded().vocabulary, &mut ends);
        let mut from = 0;
        let mut found = Vec::new();
        for end in ends {
            found.push(&text[tokens[from].start as usize..tokens[end - 1].end as usize]);
            from = end;
        }
        assert_eq!(found.join(" | "), expected);
    }

    #[test]
    fn titles_initials_and_datelines_end_nothing() {
        check("Lt. Gen. J. K. Roe met Sen. Doe in St. Louis, Mo. | They talked.");
        check("PALO ALTO, Calif. — Rebels left. | No. 10 was silent.");
        check("MONROE, La. -- Deputies made an arrest.");
        check("They chose plan B. | The others left.");
        check("Troops left at 3 a.m. | Police came at 5 p.m. Sunday.");
        check("… But the U.S. President stayed.");
    }

    #[test]
    fn numbers_belong_to_their_items_and_notes_to_their_sentences() {
        check("2.1. A new chapter begins. | It ends.");
        check("He left. [17] [18] | She stayed.");
    }

    #[test]
    fn a_small_letter_starts_a_sentence_only_after_a_common_word() {
        check("the town fell. | nobody spoke of it.");
        check("They took the town. | nobody spoke of it.");
        check("“Why do you leave?” he asked.");
        check("The film Who Is It? was shown.");
    }

    #[test]
    fn lines_whose_breaks_are_lost_are_parted() {
        check("Ann Roe 11/29/2000 04:49 PM | Please see below.");
        check("See http://a.example/bcd | More follows.");
        check("All is well :) | We leave.");
        check("• Roe writes on trade | • Doe lives in Bonn");
        check("Thanks, | Ann");
        check("The end | ---------- | Another report");
        check("She wrote “#IStandWithThem” and left.");
    }
}
