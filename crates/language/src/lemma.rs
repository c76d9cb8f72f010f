//! Dictionary forms: a table of words for which the rules go wrong, else the rule of the
//! longest known ending. Both are learned, both give an edit: cut so many bytes from the
//! end, then append this.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::ModelError;
use crate::hash;
use crate::pack::{Reader, Writer};

/// Longest ending that a rule looks at, in bytes.
pub const LONGEST: usize = 7;

/// Cut `cut` bytes from the end of the lower-cased word, then append `add`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edit {
    /// Bytes to cut.
    pub cut: u8,
    /// What to append.
    pub add: String,
}

/// The lemmatizer's tables.
#[derive(Default)]
pub struct Lemmas {
    /// All edits.
    pub edits: Vec<Edit>,
    /// Word and tag to edit.
    pub words: FxHashMap<u64, u16>,
    /// Ending and tag to edit.
    pub endings: FxHashMap<u64, u16>,
}

/// Key of a word with its tag.
pub fn word_key(lower: &[u8], tag: u8) -> u64 {
    hash::bytes(lower, 1000 + u64::from(tag))
}

/// Key of an ending with a tag.
pub fn ending_key(ending: &[u8], tag: u8) -> u64 {
    hash::bytes(ending, 5000 + u64::from(tag))
}

impl Lemmas {
    /// The lemma of a word with this tag; `lower` is its lower-cased form. `keep` says that
    /// the lemma is written as the word is (proper nouns), `buffer` is scratch space.
    pub fn lemma(&self, word: &str, tag: u8, keep: bool, buffer: &mut String) -> CompactString {
        buffer.clear();
        lower_into(word, buffer);
        let lower = buffer.as_str();
        let edit = self.words.get(&word_key(lower.as_bytes(), tag)).or_else(|| {
            let bytes = lower.as_bytes();
            (0..=LONGEST.min(bytes.len())).rev().find_map(|k| self.endings.get(&ending_key(&bytes[bytes.len() - k..], tag)))
        });
        let edit = edit.and_then(|&e| self.edits.get(usize::from(e)));
        let base = if keep { word } else { lower };
        let Some(edit) = edit else { return CompactString::from(base) };
        match base.len().checked_sub(usize::from(edit.cut)).and_then(|end| base.get(..end)) {
            Some(stem) => {
                let mut lemma = CompactString::from(stem);
                if keep && word.len() > 1 && !word.bytes().any(|b| b.is_ascii_lowercase()) {
                    edit.add.chars().for_each(|c| lemma.extend(c.to_uppercase()));
                } else {
                    lemma.push_str(&edit.add);
                }
                if lemma.is_empty() { CompactString::from(base) } else { lemma }
            }
            None => CompactString::from(base),
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.edits.len() as u32);
        for edit in &self.edits {
            out.byte(edit.cut);
            out.text(&edit.add);
        }
        for table in [&self.words, &self.endings] {
            let mut sorted: Vec<_> = table.iter().map(|(&k, &v)| (v, k)).collect();
            sorted.sort_unstable();
            out.number(sorted.len() as u32);
            for (edit, key) in sorted {
                out.long(key);
                out.u16(edit);
            }
        }
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Result<Lemmas, ModelError> {
        let mut lemmas = Lemmas::default();
        for _ in 0..input.count(5)? {
            lemmas.edits.push(Edit { cut: input.byte()?, add: input.text()?.to_string() });
        }
        for table in [&mut lemmas.words, &mut lemmas.endings] {
            let count = input.count(10)?;
            table.reserve(count);
            for _ in 0..count {
                let key = input.long()?;
                table.insert(key, input.u16()?);
            }
        }
        Ok(lemmas)
    }
}

/// Appends the lower-cased word; apostrophes are made straight, so that "’s" is "'s".
pub fn lower_into(word: &str, out: &mut String) {
    for c in word.chars() {
        match c {
            '’' | '‘' | 'ʼ' => out.push('\''),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            c if c.is_ascii() => out.push(c),
            c => out.extend(c.to_lowercase()),
        }
    }
}
