//! Which lines are not the report's own words? Skip links, share and cookie lines, "read more",
//! newsletter boxes, credits. The patterns are in `lang/en/boilerplate.txt`, whose head
//! documents their grammar. Only short whole lines are tried, so that a sentence inside a
//! paragraph can never be lost.

use std::sync::OnceLock;

use dotterel_document::{Byte, Span};
use dotterel_lexicon::LexiconError;
use rustc_hash::FxHashMap;

const FILE: &str = "lang/en/boilerplate.txt";
const PATTERNS: &str = include_str!("../../../lang/en/boilerplate.txt");

/// Lines of more words are never boilerplate by pattern; the longest newsletter boxes have 30.
const MAX_WORDS: usize = 30;

/// Lines of more bytes are not even split into words.
const MAX_BYTES: usize = 400;

/// Most parts of a pattern: its states fit into 32 bits.
const MAX_PARTS: usize = 24;

/// The loaded patterns.
#[derive(Debug, Default)]
pub struct Patterns {
    patterns: Vec<Pattern>,
    /// Patterns that begin with this word, and those that end with it where they begin freely.
    by_first: FxHashMap<String, Vec<u32>>,
    by_last: FxHashMap<String, Vec<u32>>,
}

#[derive(Debug)]
struct Pattern {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    /// One of these words; `true` where it may be missing.
    Words(Vec<String>, bool),
    /// Any words, also none.
    Any,
    /// Digits.
    Number,
}

impl Patterns {
    /// The patterns of `lang/en/boilerplate.txt`.
    pub fn english() -> &'static Patterns {
        static ENGLISH: OnceLock<Patterns> = OnceLock::new();
        // The file is checked by a test; without it no line would be boilerplate.
        ENGLISH.get_or_init(|| Patterns::parse(FILE, PATTERNS).unwrap_or_default())
    }

    /// Reads a pattern file.
    ///
    /// # Errors
    /// The first line that does not follow the grammar, with its column.
    pub fn parse(file: &str, text: &str) -> Result<Patterns, LexiconError> {
        let mut all = Patterns::default();
        let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
        let mut in_section = false;
        for (number, line) in text.lines().enumerate() {
            let error = |column: usize, message: String| LexiconError { file: file.to_string(), line: number + 1, column, message };
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            if let Some(section) = trimmed.strip_prefix('[') {
                if !section.ends_with(']') || section.len() < 2 {
                    return Err(error(1, format!("section {trimmed:?} is not closed; write [name]")));
                }
                in_section = true;
                continue;
            }
            if !in_section {
                return Err(error(1, "a pattern before the first section; write [name] above it".to_string()));
            }
            if let Some(first) = seen.insert(trimmed, number + 1) {
                return Err(error(1, format!("the same pattern stands in line {first}; delete one")));
            }
            let pattern = Pattern::parse(line).map_err(|(column, message)| error(column, message))?;
            let id = all.patterns.len() as u32;
            let (keys, index) = match (pattern.first_words(), pattern.parts.last()) {
                (Some(words), _) => (words, &mut all.by_first),
                (None, Some(Part::Words(words, false))) => (words.iter().map(String::as_str).collect(), &mut all.by_last),
                _ => return Err(error(1, "a pattern must begin or end with a word".to_string())),
            };
            for key in keys {
                index.entry(key.to_string()).or_default().push(id);
            }
            all.patterns.push(pattern);
        }
        Ok(all)
    }

    /// True where the whole line is boilerplate.
    pub fn matches(&self, line: &str) -> bool {
        if line.len() > MAX_BYTES {
            return false;
        }
        let tokens: Vec<String> = tokens(line).take(MAX_WORDS + 1).collect();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return false };
        if tokens.len() > MAX_WORDS {
            return false;
        }
        let number = if first.bytes().all(|b| b.is_ascii_digit()) { self.by_first.get("<number>") } else { None };
        [self.by_first.get(first), number, self.by_last.get(last)]
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|&id| self.patterns.get(id as usize))
            .any(|pattern| pattern.matches(&tokens))
    }

    /// The lines of `text` that are boilerplate, without surrounding white space, in order.
    ///
    /// A line inside a hard-wrapped paragraph is not whole: it counts only where the line
    /// before it ends, being empty, short, closed by punctuation, or boilerplate itself.
    pub fn lines(&self, text: &str) -> Vec<Span<Byte>> {
        let mut found = Vec::new();
        let mut at = 0;
        let mut ended = true;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim();
            let start = at + (line.len() - line.trim_start().len());
            at += line.len();
            if trimmed.is_empty() {
                ended = true;
                continue;
            }
            let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(start + trimmed.len())) else { break };
            if ended && self.matches(trimmed) {
                found.push(Span::new(start, end));
                continue;
            }
            ended = trimmed.len() < 50 || trimmed.ends_with(['.', '!', '?', ':', '"', '”', '’', '\'', ')']);
        }
        found
    }
}

impl Pattern {
    fn parse(line: &str) -> Result<Pattern, (usize, String)> {
        let mut parts = Vec::new();
        let mut needed = false;
        for word in line.split_whitespace() {
            // Words of a split are slices of the line.
            let offset = word.as_ptr() as usize - line.as_ptr() as usize;
            let column = line[..offset].chars().count() + 1;
            if parts.len() == MAX_PARTS {
                return Err((column, format!("more than {MAX_PARTS} parts; split the pattern")));
            }
            parts.push(match word {
                "..." => {
                    if matches!(parts.last(), Some(Part::Any)) {
                        return Err((column, "\"...\" twice in a row; write it once".to_string()));
                    }
                    Part::Any
                }
                "<number>" => {
                    needed = true;
                    Part::Number
                }
                word => {
                    let (list, optional) = word.strip_suffix('?').map_or((word, false), |list| (list, true));
                    let words: Vec<String> = list.split('|').map(str::to_string).collect();
                    if let Some(bad) = words.iter().find(|word| !is_word(word)) {
                        return Err((column, format!("{bad:?} is no lower-case word, \"...\", \"<number>\" or \":\"")));
                    }
                    needed |= !optional;
                    Part::Words(words, optional)
                }
            });
        }
        if !needed {
            return Err((1, "no word that must be there".to_string()));
        }
        Ok(Pattern { parts })
    }

    /// The words with which a matching line can begin; `None` where it can begin with any.
    fn first_words(&self) -> Option<Vec<&str>> {
        let mut words = Vec::new();
        for part in &self.parts {
            match part {
                Part::Words(list, optional) => {
                    words.extend(list.iter().map(String::as_str));
                    if !optional {
                        return Some(words);
                    }
                }
                Part::Number => {
                    words.push("<number>");
                    return Some(words);
                }
                Part::Any => return None,
            }
        }
        None
    }

    /// Runs all states of the pattern at once: bit n is set where parts before n have matched.
    fn matches(&self, tokens: &[String]) -> bool {
        let end = 1u32 << self.parts.len();
        let mut states = self.skip(1);
        for token in tokens {
            let mut next = 0;
            for (at, part) in self.parts.iter().enumerate() {
                if states & (1 << at) == 0 {
                    continue;
                }
                next |= match part {
                    Part::Any => 1 << at,
                    Part::Number if token.bytes().all(|b| b.is_ascii_digit()) => 2 << at,
                    Part::Words(words, _) if words.contains(token) => 2 << at,
                    _ => 0,
                };
            }
            states = self.skip(next);
            if states == 0 {
                return false;
            }
        }
        states & end != 0
    }

    /// Adds the states reached by leaving out what may be missing.
    fn skip(&self, mut states: u32) -> u32 {
        for (at, part) in self.parts.iter().enumerate() {
            if states & (1 << at) != 0 && matches!(part, Part::Any | Part::Words(_, true)) {
                states |= 2 << at;
            }
        }
        states
    }
}

fn is_word(word: &str) -> bool {
    let inside = |c: char| (c.is_alphanumeric() && !c.is_uppercase()) || c == '\'';
    word == ":" || word == "©" || (!word.is_empty() && word.chars().all(inside))
}

/// Words in lower case, and colons and copyright signs; other punctuation is left out.
fn tokens(line: &str) -> impl Iterator<Item = String> + '_ {
    let mut rest = line;
    std::iter::from_fn(move || {
        let inside = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
        let start = rest.find(|c: char| c.is_alphanumeric() || c == ':' || c == '©')?;
        rest = &rest[start..];
        let first = rest.chars().next()?;
        let end = if inside(first) { rest.find(|c| !inside(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (word, after) = rest.split_at(end);
        rest = after;
        let word = word.trim_end_matches(['\'', '’']);
        Some(word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Patterns::parse("f", text).unwrap_err().to_string()
    }

    #[test]
    fn file_of_the_language_is_sound() {
        let patterns = Patterns::parse(FILE, PATTERNS).map_err(|e| e.to_string()).unwrap();
        assert!(patterns.patterns.len() > 200);
    }

    #[test]
    fn page_furniture_is_found() {
        for line in [
            "Press \"Enter\" to skip to content",
            "Skip to main content",
            "ADVERTISEMENT",
            "Advertisement - story continues below",
            "Share this article",
            "Share on Facebook",
            "Read more: Ministers meet",
            "READ MORE",
            "12 Comments",
            "Sign up for our daily newsletter and never miss a story.",
            "We use cookies to improve this site.",
            "Photo: Ann Bell/Reuters",
            "Image caption The minister arrives",
            "Getty Images",
            "© 2023 The Example",
            "(Reporting by Ann Bell; Editing by Carl Dent)",
            "The Associated Press contributed to this report.",
            "Follow us on Twitter",
            "Follow @example on Twitter.",
            "Don’t miss: ten facts",
            "All rights reserved.",
        ] {
            assert!(Patterns::english().matches(line), "{line}");
        }
    }

    #[test]
    fn sentences_of_reports_are_kept() {
        for line in [
            "",
            "The ministers shared a meal.",
            "Skip Bell, a senator, resigned.",
            "Readers of the paper protested.",
            "Russia and China will share intelligence, officials said.",
            "Reporting by journalists was banned on Monday.",
            "Advertisement of tobacco was banned by parliament.",
            "Photographs showed tanks near Kyiv.",
            "Related charges were dropped.",
            "Comment from the ministry was not available.",
            "Follow-up talks begin on Monday.",
            "Support for the government fell.",
            "Images showed smoke over the port.",
            "Video showed troops firing.",
            "Subscribers lost power after the strike.",
            "Watch officers saw the ship sink.",
            "Email accounts were hacked by Russia.",
            "Thousands joined the protest; police said “Go back”.",
            "Loading of grain ships resumed at Odesa.",
            "Sign up to the treaty, the minister told Iran.",
            "Copyright law was changed by parliament.",
        ] {
            assert!(!Patterns::english().matches(line), "{line}");
        }
    }

    #[test]
    fn only_whole_lines_of_given_text_count() {
        let text = "Press “Enter” to skip to content\r\n\n  Advertisement \nThe ministers of the two countries met in the city and had a long\nread more\nthan once.\n";
        let found: Vec<_> = Patterns::english().lines(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["Press “Enter” to skip to content", "Advertisement"]);
    }

    #[test]
    fn mistakes_in_the_file_are_named_with_their_place() {
        assert_eq!(error("skip"), "f:1:1: a pattern before the first section; write [name] above it");
        assert_eq!(error("[a"), "f:1:1: section \"[a\" is not closed; write [name]");
        assert!(error("[a]\n\nread  More").starts_with("f:3:7: \"More\" is no lower-case word"));
        assert!(error("[a]\n... x ...").starts_with("f:2:1: a pattern must begin or end"));
        assert!(error("[a]\nx? ...").starts_with("f:2:1: no word that must be there"));
        assert!(error("[a]\nx ... ...").starts_with("f:2:7: \"...\" twice"));
        assert!(error("[a]\nx\nx").starts_with("f:3:1: the same pattern stands in line 2"));
        assert!(error(&format!("[a]\n{}", "x ".repeat(25))).starts_with("f:2:49: more than 24 parts"));
    }
}
