//! Where sentences end: at marks that end them, with the quotation marks and brackets that
//! close after them, unless an abbreviation, an initial or a small letter tells otherwise.
//! A quotation that never closes changes nothing.

use crate::lists::{Lists, Place};
use crate::tokenize::{Raw, is_apostrophe};
use crate::word::{CLOSED, Vocabulary, lower_hash};

/// Sentences longer than this many tokens are cut, so that nothing downstream is
/// superlinear in a text without full stops.
pub const LONGEST: usize = 256;

/// Cuts the tokens of one paragraph into sentences: pushes the end of each (index into
/// `tokens`, plus `offset`) to `ends`.
pub fn split(text: &str, tokens: &[Raw], offset: usize, vocabulary: &Vocabulary, ends: &mut Vec<usize>) {
    let careless = tokens.first().is_some_and(|t| text.get(t.start as usize..).is_some_and(|rest| rest.starts_with(char::is_lowercase)));
    let mut splitter = Splitter { text, tokens, vocabulary, lists: Lists::english(), buffer: Vec::new(), key: String::new(), careless };
    let mut from = 0;
    let mut i = 0;
    while i < tokens.len() {
        let end = splitter.sentence_end(i, from);
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
        if !stop {
            return None;
        }
        let mut end = i + 1;
        while end < self.tokens.len() && self.closes(end) {
            end += 1;
        }
        // A note's number belongs to the sentence before it: "He left. [17] She stayed."
        let digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
        if self.word(end) == "[" && digits(self.word(end + 1)) && self.word(end + 2) == "]" {
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
        if small_start && !(self.careless && full && start == first && end == i + 1) {
            return None;
        }
        if matches!(first, ',' | ';' | ':' | ')' | ']' | '%') || (matches!(first, '-' | '–' | '—') && end > i + 1) {
            return None;
        }
        if word.len() > 1 && last == b'.' && !word.starts_with('.') {
            return self.after_abbreviation(i, end, start).then_some(end);
        }
        if word == "." && end == i + 1 && i == from + 1 && self.word(from).bytes().all(|b| b.is_ascii_digit()) {
            // "3. Third item": the number belongs to its item.
            return None;
        }
        if (word.starts_with("..") || word.starts_with('…')) && !(start.is_uppercase() || start.is_ascii_digit() || opens) {
            return None;
        }
        // A bracket inside a sentence: "(He left. He came back.)" stands alone, but "the
        // deal (signed in St. Louis. Again) failed" does not; what opened it decides.
        Some(end)
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
            _ if start.is_ascii_digit() => false,
            _ => {
                let mut at = end;
                while at < self.tokens.len() && at < end + 2 && !self.word(at).starts_with(char::is_alphanumeric) {
                    at += 1;
                }
                let opened = at > end && !is_apostrophe(self.word(end).chars().next().unwrap_or(' ')) && !self.word(end).starts_with('(');
                let hash = lower_hash(self.word(at), &mut self.buffer);
                opened || self.vocabulary.get(hash).is_some_and(|e| e.flags & CLOSED != 0)
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
