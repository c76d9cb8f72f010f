//! Words and marks after Universal Dependencies (EWT and GUM): clitics are cut off
//! ("do" + "n't"), hyphens part words except after prefixes, currency and percent signs
//! stand alone, abbreviations keep their full stop, addresses stay whole.
//!
//! Every rule looks at most at one chunk between blanks and takes time linear in it.

use std::ops::Range;

use crate::lists::{Lists, Place};

/// A token as a range of bytes, before sentences are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw {
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
    /// The next token belongs to the same UD multiword token.
    pub joined: bool,
}

/// Appends the tokens of one paragraph to `out`.
pub fn tokenize(text: &str, range: Range<usize>, lists: &Lists, out: &mut Vec<Raw>) {
    let mut chunker = Chunker { text, lists, out, lower: String::new(), open_quote: false };
    let Some(paragraph) = text.get(range.clone()) else { return };
    let bytes = paragraph.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // ASCII letters first: most chunks are nothing else.
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
            at += 1;
        }
        if at == bytes.len() || bytes[at] == b' ' || bytes[at] == b'\n' {
            if at > start {
                chunker.word(range.start + start, range.start + at);
            }
            at += 1;
            continue;
        }
        let end = paragraph[start..].find(is_blank).map_or(bytes.len(), |i| start + i);
        chunker.chunk(range.start + start, range.start + end);
        at = end + paragraph[end..].chars().next().map_or(1, char::len_utf8);
    }
}

/// White space, and characters that show nothing.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
}

struct Chunker<'t, 'o> {
    text: &'t str,
    lists: &'t Lists,
    out: &'o mut Vec<Raw>,
    lower: String,
    /// A single quotation mark was opened and not yet closed.
    open_quote: bool,
}

impl Chunker<'_, '_> {
    fn push(&mut self, start: usize, end: usize, joined: bool) {
        self.out.push(Raw { start: start as u32, end: end as u32, joined });
    }

    /// Cuts what stands between two blanks.
    fn chunk(&mut self, start: usize, end: usize) {
        let text = self.text;
        let noted = text[start..end].starts_with('[');
        let mut at = start;
        while at < end {
            let rest = &text[at..end];
            let Some(c) = rest.chars().next() else { return };
            let before = text[start..at].chars().next_back();
            let opened = before.is_none_or(|b| matches!(b, '(' | '[' | '“' | '"' | '‘'));
            let found = address(rest).or_else(|| if opened { self.whole(rest, at == start) } else { None });
            if let Some(length) = found {
                self.push(at, at + length, false);
                at += length;
            } else if c.is_alphanumeric() || starts_word(rest, before) {
                let mut length = self.word_length(rest, end, noted);
                if rest[length..].starts_with('/')
                    && let Some(stop) = rest[..length].rfind('.')
                    && self.is_ending(&rest[stop + 1..])
                {
                    // A place on the net without "http:".
                    length = rest.trim_end_matches(CLOSERS).len().max(length);
                }
                self.word(at, at + length);
                at += length;
            } else if is_apostrophe(c) {
                at += self.apostrophe(at, start, end);
            } else {
                let length = mark_length(rest, c);
                self.push(at, at + length, false);
                at += length;
            }
        }
    }

    /// The length of a word of the list of whole words at the start of `rest`, or of a clitic
    /// that stands alone.
    fn whole(&mut self, rest: &str, first: bool) -> Option<usize> {
        let byte = rest.chars().next().map(|c| if is_apostrophe(c) { b'\'' } else { rest.as_bytes()[0].to_ascii_lowercase() })?;
        if !self.lists.whole_starts.contains(&byte) {
            return None;
        }
        let length = |entry: &str| {
            let mut of_rest = rest.chars();
            let mut length = 0;
            let mut last = '\0';
            for wanted in entry.chars() {
                last = of_rest.next()?;
                length += last.len_utf8();
                if !(last.eq_ignore_ascii_case(&wanted) || wanted == '\'' && is_apostrophe(last)) {
                    return None;
                }
            }
            let next = of_rest.next().unwrap_or(' ');
            // A word ends here, and a row of marks is no part of a longer one.
            (next != last && !(last.is_alphanumeric() && next.is_alphanumeric())).then_some(length)
        };
        self.lists.whole.iter().find_map(|entry| length(entry)).or_else(|| {
            // "the people 's choice": here the whole chunk is the clitic.
            let of_chunk = |clitic: &&String| clitic.starts_with('\'') && length(clitic) == Some(rest.len());
            self.lists.clitics.iter().filter(|_| first).find(of_chunk).map(|_| rest.len())
        })
    }

    /// An apostrophe or single quotation mark at `at`; returns how far it reaches.
    fn apostrophe(&mut self, at: usize, start: usize, end: usize) -> usize {
        let text = self.text;
        let rest = &text[at..end];
        let c = rest.chars().next().unwrap_or('\'');
        let width = c.len_utf8();
        let before = text[start..at].chars().next_back();
        let after = rest[width..].chars().next();
        let letters = rest[width..].chars().take_while(|c| c.is_ascii_alphabetic()).count();
        let attached = before.is_some_and(|b| b.is_alphanumeric() || matches!(b, '.' | '”' | '"' | ')'));
        if attached && letters > 0 {
            self.lower.clear();
            self.lower.push('\'');
            self.lower.extend(rest[width..width + letters].chars().map(|c| c.to_ascii_lowercase()));
            if self.lists.clitics.contains(&self.lower) {
                self.join_last();
                self.push(at, at + width + letters, false);
                return width + letters;
            }
        }
        if !attached && c != '‘' && after.is_some_and(|a| a.is_ascii_digit()) {
            // A year without its century: '90s.
            let length = width + rest[width..].bytes().take_while(|b| b.is_ascii_digit() || *b == b's').count();
            self.push(at, at + length, false);
            return length;
        }
        // Two of them are one quotation mark.
        if rest[width..].starts_with(if c == '‘' { '’' } else { c }) && matches!(c, '\'' | '’' | '‘') {
            let length = width + rest[width..].chars().next().map_or(0, char::len_utf8);
            self.push(at, at + length, false);
            return length;
        }
        if before.is_none() || before == Some('(') {
            self.open_quote = true;
        } else if self.open_quote {
            self.open_quote = false;
        } else if before.is_some_and(|b| matches!(b, 's' | 'S' | 'z' | 'x')) {
            self.join_last();
        }
        self.push(at, at + width, false);
        width
    }

    fn join_last(&mut self) {
        if let Some(last) = self.out.last_mut() {
            last.joined = true;
        }
    }

    /// A word without marks around it: cut off clitics and units.
    fn word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        let bytes = word.as_bytes();
        let plain = bytes.iter().all(u8::is_ascii_alphabetic);
        if plain {
            if bytes.len() <= 8 && self.lists.split_ends.contains(&bytes[bytes.len() - 1].to_ascii_lowercase()) {
                self.lower.clear();
                self.lower.extend(word.chars().map(|c| c.to_ascii_lowercase()));
                let first = self.lists.splits.get(&self.lower).or_else(|| self.lists.small_splits.get(word));
                if let Some(&first) = first {
                    self.push(start, start + first, true);
                    self.push(start + first, end, false);
                    return;
                }
            }
            return self.push(start, end, false);
        }
        // Longer words have no clitics; the bound keeps hostile input linear.
        if word.len() <= 64 && word.contains(is_apostrophe) {
            self.lower.clear();
            self.lower.extend(word.chars().map(|c| if is_apostrophe(c) { '\'' } else { c.to_ascii_lowercase() }));
            for clitic in &self.lists.clitics {
                if self.lower.len() > clitic.len() && self.lower.ends_with(clitic.as_str()) {
                    let cut = word.char_indices().rev().nth(clitic.chars().count() - 1).map_or(0, |(i, _)| i);
                    if cut == 0 || is_decade(&word[..cut], clitic) {
                        break;
                    }
                    self.word(start, start + cut);
                    self.join_last();
                    return self.push(start + cut, end, false);
                }
            }
        } else if bytes[0].is_ascii_digit()
            && let Some(letter) = word.find(|c: char| c.is_alphabetic())
        {
            self.lower.clear();
            self.lower.extend(word[letter..].chars().map(|c| c.to_ascii_lowercase()));
            if self.lists.units.contains(&self.lower) {
                self.push(start, start + letter, false);
                return self.push(start + letter, end, false);
            }
        } else if bytes[bytes.len() - 1].is_ascii_digit()
            && let Some(digit) = word.find(|c: char| !c.is_ascii_alphabetic())
            && (1..=3).contains(&digit)
        {
            self.lower.clear();
            self.lower.extend(word[..digit].chars().map(|c| c.to_ascii_lowercase()));
            if self.lists.signs.contains(&self.lower) {
                self.push(start, start + digit, false);
                return self.push(start + digit, end, false);
            }
        }
        self.push(start, end, false);
    }

    /// How far the word at the start of `rest` reaches. `end` is where the chunk ends.
    /// Numbers after a square bracket are `noted`.
    fn word_length(&mut self, rest: &str, end: usize, noted: bool) -> usize {
        let mut before = '\0';
        let mut chars = rest.char_indices().peekable();
        let mut segment = 0;
        while let Some((i, c)) = chars.next() {
            let next = chars.peek().map_or('\0', |&(_, n)| n);
            let inside = c.is_alphanumeric()
                || is_combining(c)
                || c == '_'
                || i == 0
                || match c {
                    '\'' | '’' | 'ʼ' | '`' => before.is_alphanumeric() && next.is_alphabetic(),
                    // Notes are no thousands: "[1,2]".
                    ',' if noted => before.is_ascii_digit() && rest[i + 1..].bytes().take_while(u8::is_ascii_digit).take(4).count() == 3,
                    ',' | ':' | '/' => before.is_ascii_digit() && next.is_ascii_digit(),
                    '&' => before.is_uppercase() && next.is_uppercase(),
                    '-' | '‐' | '‑' => {
                        if before.is_ascii_digit() && next.is_ascii_digit() {
                            let from = rest[..i].rfind(|c: char| !c.is_ascii_digit() && c != '-').map_or(0, |j| j + 1);
                            return phone_length(rest, from).unwrap_or(i).max(i);
                        }
                        segment = i + c.len_utf8();
                        next.is_alphanumeric() && self.is_prefix(&rest[..i])
                    }
                    '.' if next.is_alphanumeric() => {
                        let after = &rest[i + 1..];
                        if !next.is_lowercase() && segment == 0 && i > 1 && self.keeps_stop(rest, i, end) {
                            // A blank was forgotten: "Mr.Smith", "Nov.28".
                            return i + 1;
                        }
                        let letters = before.is_alphabetic() && next.is_alphabetic();
                        let acronym = letters
                            && i - segment <= 2
                            && !(i - segment == 2 && rest[segment..].starts_with(char::is_lowercase) && !next.is_lowercase())
                            && {
                                let run = after.bytes().take_while(u8::is_ascii_alphabetic).take(4).count();
                                run <= 2 || segment > 0 || next.is_lowercase()
                            };
                        segment = i + 1;
                        acronym || !letters || (before.is_lowercase() && next.is_lowercase()) || self.is_ending(after)
                    }
                    '.' if next == '.' => false,
                    '.' => {
                        if self.keeps_stop(rest, i, end) {
                            return i + 1;
                        }
                        false
                    }
                    _ => false,
                };
            if !inside {
                return i;
            }
            before = c;
        }
        rest.len()
    }

    fn is_prefix(&mut self, word: &str) -> bool {
        // A prefix of a prefix ("ex-vice-president") is cut after the first.
        if word.len() > 8 {
            return false;
        }
        self.lower.clear();
        self.lower.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        self.lists.prefixes.contains(&self.lower)
    }

    /// True where a known last part of names of files and places on the net begins `rest`.
    fn is_ending(&mut self, rest: &str) -> bool {
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).take(6).count();
        self.lower.clear();
        self.lower.extend(rest.chars().take(length).map(|c| c.to_ascii_lowercase()));
        self.lists.endings.contains(&self.lower)
    }

    /// True where the full stop at byte `i` of `rest` belongs to the word before it. `end` is
    /// where the chunk ends, and `rest` with it.
    fn keeps_stop(&mut self, rest: &str, i: usize, end: usize) -> bool {
        if i > 16 {
            return false;
        }
        let word = &rest[..i];
        let after = &rest[i + 1..];
        // What follows the stop, past a blank.
        let follows = |lists: &Lists, text: &str, lower: &mut String| {
            let next = text[end..].trim_start_matches(is_blank);
            if after.is_empty() && next.is_empty() {
                return true;
            }
            if !after.is_empty() {
                return false;
            }
            let letters = next.bytes().take_while(u8::is_ascii_alphabetic).take(8).count();
            lower.clear();
            lower.push_str(&next[..letters]);
            // "J. I. Rodale": the next is an initial too.
            lists.openers.contains(lower.as_str()) && !next[letters..].starts_with('.')
        };
        let mut letters = word.chars();
        let single = letters.next().filter(|_| letters.next().is_none());
        if single.is_some_and(char::is_uppercase) {
            return !follows(self.lists, self.text, &mut self.lower);
        }
        // After a prefix too: "non-U.S."
        if is_acronym(word.rsplit('-').next().unwrap_or(word)) {
            return true;
        }
        self.lower.clear();
        self.lower.extend(word.chars().flat_map(char::to_lowercase));
        let Some(abbreviation) = self.lists.abbreviations.get(&self.lower) else { return false };
        if abbreviation.capital && !word.starts_with(char::is_uppercase) {
            return false;
        }
        match abbreviation.place {
            Place::Before | Place::Any => true,
            Place::Number => {
                let next = after.chars().next().or_else(|| self.text[end..].chars().find(|&c| !is_blank(c)));
                let bracket = self.text[..end - rest.len()].ends_with('(') && after.is_empty();
                bracket || next.is_some_and(|c| c.is_ascii_digit())
            }
            Place::Inside => {
                // Before a small letter, or a mark that cannot follow a sentence.
                let next = after.chars().next().or_else(|| self.text[end..].chars().find(|&c| !is_blank(c)));
                next.is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | '–' | '—' | '-'))
            }
        }
    }
}

/// True where `number` with the clitic is a decade: "the 1960's".
fn is_decade(number: &str, clitic: &str) -> bool {
    clitic == "'s" && matches!(number.len(), 2 | 4) && number.ends_with('0') && number.bytes().all(|b| b.is_ascii_digit())
}

/// Letters parted by full stops: "U.S", "a.m", "Ph.D".
fn is_acronym(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|s| (1..=2).contains(&s.chars().count()) && s.chars().all(char::is_alphabetic))
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe0f}')
}

/// A word that starts with a sign: hashtags and names on networks, international numbers,
/// decimals without a whole part. `last` is what stands before in the chunk.
fn starts_word(rest: &str, last: Option<char>) -> bool {
    let first = last.is_none();
    let mut chars = rest.chars();
    let (c, next) = (chars.next(), chars.next().unwrap_or('\0'));
    match c {
        Some('#' | '@') => first && next.is_alphabetic(),
        Some('+') => first && next.is_ascii_digit(),
        Some('.') => last.is_none_or(|l| matches!(l, '$' | '£' | '€')) && next.is_ascii_digit(),
        _ => false,
    }
}

/// How many bytes of `rest` are one mark.
fn mark_length(rest: &str, c: char) -> usize {
    let run = |of: &[char]| rest.find(|x: char| !of.contains(&x)).unwrap_or(rest.len());
    match c {
        '!' | '?' => {
            let marks = run(&['!', '?']);
            // A full stop after them is one by mistake; several are a pause.
            let stops = rest[marks..].bytes().take_while(|&b| b == b'.').take(2).count();
            if stops == 1 { marks + 1 } else { marks }
        }
        '.' if rest[1..].starts_with(['!', '?']) => 1 + rest[1..].find(|c| !matches!(c, '!' | '?')).unwrap_or(rest.len() - 1),
        '`' => run(&['`']).min(2),
        '.' | '-' | '—' | '*' | '=' | '_' | '~' | '•' | '<' | '>' | '+' | '#' => run(&[c]),
        _ => c.len_utf8(),
    }
}

/// The length of the digits and hyphens from `from` on, if they are a telephone number or a
/// date; with the text before it.
fn phone_length(rest: &str, from: usize) -> Option<usize> {
    let tail = rest.get(from..)?;
    let length = tail.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(tail.len());
    let digits = tail[..length].trim_end_matches('-');
    let mut groups = digits.split('-');
    let (first, second, third) = (groups.next()?, groups.next()?, groups.next());
    let keep = third.is_some() || (first.len() == 3 && second.len() == 4);
    keep.then_some(from + digits.len())
}

/// Marks that stand after an address, not in it.
const CLOSERS: [char; 16] = ['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '"', '”', '’', '>', '»', '…'];

/// The length of a web or mail address at the start of `rest`.
fn address(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let starts = |p: &str| bytes.len() > p.len() && bytes[..p.len()].eq_ignore_ascii_case(p.as_bytes());
    if starts("http://") || starts("https://") || starts("www.") || starts("ftp://") {
        let length = rest.find(['"', '”', '<', '>']).unwrap_or(rest.len());
        return Some(rest[..length].trim_end_matches(CLOSERS).len()).filter(|&n| n > 4);
    }
    if !bytes.first()?.is_ascii_alphanumeric() {
        return None;
    }
    // Names before the sign are short, so the search for it is bounded.
    let window = &bytes[..bytes.len().min(254)];
    let mail = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-' | b'@');
    let length = window.iter().position(|b| !mail(b)).unwrap_or(window.len());
    let sign = window[..length].iter().position(|&b| b == b'@')?;
    let mut end = length;
    while end > 0 && !window[end - 1].is_ascii_alphanumeric() {
        end -= 1;
    }
    // A place on the net, or at least a name on either side: "Rice@ENRON".
    let named = |at: usize| window.get(at).is_some_and(u8::is_ascii_alphabetic);
    let names = sign > 0 && named(sign - 1) && named(sign + 1);
    (end > sign + 1 && (names || window[sign..end].contains(&b'.'))).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut out = Vec::new();
        tokenize(text, 0..text.len(), Lists::english(), &mut out);
        let words: Vec<&str> = out.iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
        assert_eq!(words.join("|"), expected);
    }

    #[test]
    fn clitics_are_cut_off() {
        check("They can't, won't and shouldn't've.", "They|ca|n't|,|wo|n't|and|should|n't|'ve|.");
        check("Wang’s trip isn’t the U.S.'s.", "Wang|’s|trip|is|n’t|the|U.S.|'s|.");
        check("the soldiers' barracks; I'm gonna", "the|soldiers|'|barracks|;|I|'m|gon|na");
        check("O'Brien cannot", "O'Brien|can|not");
        check("im sure theyre wont Im Jong", "i|m|sure|they|re|wo|nt|Im|Jong");
    }

    #[test]
    fn hyphens_part_words_but_not_prefixes() {
        check("a full-scale, U.S.-led non-violent e-mail", "a|full|-|scale|,|U.S.|-|led|non-violent|e-mail");
        check("the 22-year-old in 2019-20 — yes", "the|22|-|year|-|old|in|2019|-|20|—|yes");
        check("call 713-853-3989 now", "call|713-853-3989|now");
    }

    #[test]
    fn numbers_signs_and_units() {
        check("$200 billion, 3.5% of 1,200", "$|200|billion|,|3.5|%|of|1,200");
        check("at 7:30PM on the 20th, 35mm, the 1990s, '90s", "at|7:30|PM|on|the|20th|,|35|mm|,|the|1990s|,|'90s");
        check("9/11 and/or No. 10.", "9/11|and|/|or|No.|10|.");
        check("the 1960’s; [1,2] 1,200 $.04", "the|1960’s|;|[|1|,|2|]|1,200|$|.04");
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        check("Lt. Gen. J. K. Smith said no. He left the U.S.", "Lt.|Gen.|J.|K.|Smith|said|no|.|He|left|the|U.S.");
        check("at 5 p.m. in the sun.", "at|5|p.m.|in|the|sun|.");
        check("a Ph.D. from a non-U.S. school, cf. p. 12", "a|Ph.D.|from|a|non-U.S.|school|,|cf.|p.|12");
    }

    #[test]
    fn the_last_stop_is_the_sentences_where_no_initial_can_be() {
        check("They chose plan B. The others left.", "They|chose|plan|B|.|The|others|left|.");
        check("He got a C.", "He|got|a|C|.");
        check("J. I. Roe, etc., and so on, etc. Others", "J.|I.|Roe|,|etc.|,|and|so|on|,|etc|.|Others");
        check("(b. May 1960) plan b. It is", "(|b.|May|1960|)|plan|b|.|It|is");
    }

    #[test]
    fn forgotten_blanks_are_no_words() {
        check("Mr.Roe left.He ate on Nov.28", "Mr.|Roe|left|.|He|ate|on|Nov.|28");
        check("it will be.The end", "it|will|be|.|The|end");
    }

    #[test]
    fn words_with_marks_in_them_stay_whole() {
        check("w/o them :) US$4.5 and Rs500", "w/o|them|:)|US$|4.5|and|Rs|500");
        check("‘em the people 's (as follows:) -", "‘em|the|people|'s|(|as|follows|:|)|-");
    }

    #[test]
    fn marks_and_quotes() {
        check("“Why?!” he (she) said...", "“|Why|?!|”|he|(|she|)|said|...");
        check("What?! so!!. ’’a’’ +++", "What|?!|so|!!.|’’|a|’’|+++");
        check("end.Next \"a\" 'b' ‘c’", "end|.|Next|\"|a|\"|'|b|'|‘|c|’");
    }

    #[test]
    fn addresses_stay_whole() {
        check("(see https://a.org/b?c=d, x.y@z.org.)", "(|see|https://a.org/b?c=d|,|x.y@z.org|.|)");
        check("pic.abc.com/3Bd, PLAN.XLS Abc.org", "pic.abc.com/3Bd|,|PLAN.XLS|Abc.org");
        check("Roe@ACME wrote", "Roe@ACME|wrote");
    }
}
