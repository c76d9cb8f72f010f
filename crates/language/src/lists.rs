//! What the tokenizer and the sentence splitter know of English, from `lang/en/`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

const TOKENS: &str = include_str!("../../../lang/en/tokens.txt");
const ABBREVIATIONS: &str = include_str!("../../../lang/en/abbreviations.txt");

/// How an abbreviation stands to the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Never at the end: it belongs to the next word.
    Before,
    /// The same, and an abbreviation only before a number or after an opening bracket.
    Number,
    /// May be at the end.
    Any,
    /// May be at the end, and then the full stop is the sentence's and no part of it.
    Inside,
}

/// An abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// Where it may stand.
    pub place: Place,
    /// True where it is one only if written with a capital.
    pub capital: bool,
}

/// The lists. All keys are in small letters.
#[derive(Debug, Default)]
pub struct Lists {
    /// Abbreviations without their last full stop, in small letters.
    pub abbreviations: FxHashMap<String, Abbreviation>,
    /// Endings cut off, with straight apostrophes, longest first.
    pub clitics: Vec<String>,
    /// Words to be cut, with the length of the first part.
    pub splits: FxHashMap<String, usize>,
    /// First parts that keep their hyphen.
    pub prefixes: FxHashSet<String>,
    /// What is cut from a number before it.
    pub units: FxHashSet<String>,
    /// What is cut from a number after it.
    pub signs: FxHashSet<String>,
    /// Words to be cut where they are written in small letters throughout.
    pub small_splits: FxHashMap<String, usize>,
    /// The last bytes of words to be cut.
    pub split_ends: FxHashSet<u8>,
    /// Last parts of file names and of addresses on the net.
    pub endings: FxHashSet<String>,
    /// Words with marks in them that are not cut, with straight apostrophes, longest first.
    pub whole: Vec<String>,
    /// The first bytes of [`Lists::whole`], in small letters.
    pub whole_starts: FxHashSet<u8>,
    /// Words that begin a sentence where they follow an initial.
    pub openers: FxHashSet<String>,
    /// Words that close a letter, before a comma and a name.
    pub farewells: FxHashSet<String>,
}

impl Lists {
    /// The lists for English.
    pub fn english() -> &'static Lists {
        static LISTS: OnceLock<Lists> = OnceLock::new();
        // The files are part of the program and checked by a test.
        LISTS.get_or_init(|| Lists::parse(TOKENS, ABBREVIATIONS).unwrap_or_default())
    }

    /// Reads both files.
    ///
    /// # Errors
    /// The file, line and reason of the first entry that is not understood.
    fn parse(tokens: &str, abbreviations: &str) -> Result<Lists, String> {
        let mut lists = Lists::default();
        let mut seen = BTreeMap::new();
        for (file, content) in [("lang/en/tokens.txt", tokens), ("lang/en/abbreviations.txt", abbreviations)] {
            for (index, line) in content.lines().enumerate() {
                let line = line.trim();
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                let wrong = |message: &str| format!("{file}:{}:1: {message}: {line:?}", index + 1);
                if seen.insert((file, line), index).is_some() {
                    return Err(wrong("said twice"));
                }
                let words: Vec<&str> = line.split_whitespace().collect();
                match (file, &words[..]) {
                    ("lang/en/tokens.txt", ["clitic", x]) => lists.clitics.push((*x).to_string()),
                    ("lang/en/tokens.txt", ["split", a, b]) => {
                        lists.split_ends.extend(b.bytes().last());
                        lists.splits.insert(format!("{a}{b}"), a.len());
                    }
                    ("lang/en/tokens.txt", ["prefix", x]) => {
                        lists.prefixes.insert((*x).to_string());
                    }
                    ("lang/en/tokens.txt", ["unit", x]) => {
                        lists.units.insert((*x).to_string());
                    }
                    ("lang/en/tokens.txt", ["small", a, b]) => {
                        lists.split_ends.extend(b.bytes().last());
                        lists.small_splits.insert(format!("{a}{b}"), a.len());
                    }
                    ("lang/en/tokens.txt", ["sign", x]) => {
                        lists.signs.insert((*x).to_string());
                    }
                    ("lang/en/tokens.txt", ["ending", x]) => {
                        lists.endings.insert((*x).to_string());
                    }
                    ("lang/en/tokens.txt", ["whole", x]) => {
                        lists.whole_starts.extend(x.bytes().next().map(|b| b.to_ascii_lowercase()));
                        lists.whole.push((*x).to_string());
                    }
                    ("lang/en/abbreviations.txt", ["opener", x]) => {
                        lists.openers.insert((*x).to_string());
                    }
                    ("lang/en/abbreviations.txt", ["farewell", x]) => {
                        lists.farewells.insert((*x).to_string());
                    }
                    ("lang/en/abbreviations.txt", [class, x]) => {
                        let place = match *class {
                            "before" => Place::Before,
                            "number" => Place::Number,
                            "any" => Place::Any,
                            "inside" => Place::Inside,
                            _ => return Err(wrong("not a class of abbreviations")),
                        };
                        let capital = x.chars().any(char::is_uppercase);
                        lists.abbreviations.insert(x.to_lowercase(), Abbreviation { place, capital });
                    }
                    _ => return Err(wrong("not an entry of this file")),
                }
            }
        }
        lists.clitics.sort_by_key(|c| std::cmp::Reverse(c.len()));
        lists.whole.sort_by_key(|w| std::cmp::Reverse(w.len()));
        Ok(lists)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lists_are_sound() {
        let lists = Lists::parse(TOKENS, ABBREVIATIONS).unwrap();
        assert!(lists.abbreviations.len() > 100 && lists.clitics.len() > 5);
    }

    #[test]
    fn a_wrong_entry_is_named() {
        let error = Lists::parse("clitic 's\nclitik x\n", "").unwrap_err();
        assert!(error.starts_with("lang/en/tokens.txt:2:1:"), "{error}");
    }
}
