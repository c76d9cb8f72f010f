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
    /// The same, and an abbreviation only before a number.
    Number,
    /// May be at the end.
    Any,
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
                        lists.splits.insert(format!("{a}{b}"), a.len());
                    }
                    ("lang/en/tokens.txt", ["prefix", x]) => {
                        lists.prefixes.insert((*x).to_string());
                    }
                    ("lang/en/tokens.txt", ["unit", x]) => {
                        lists.units.insert((*x).to_string());
                    }
                    ("lang/en/abbreviations.txt", [class, x]) => {
                        let place = match *class {
                            "before" => Place::Before,
                            "number" => Place::Number,
                            "any" => Place::Any,
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
