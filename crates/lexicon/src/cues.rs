//! Which words report speech, thought and intention: `lang/en/cues.txt`.
//!
//! The file's own header documents its format. Here it is read strictly and packed by first
//! lemma, so that the statement stage asks once a token. Knows nothing of sentences.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::error::LexiconError;

/// Path by which errors name the embedded file.
const FILE: &str = "lang/en/cues.txt";

/// All cues, by the first of their words.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// Cues of one first lemma, those of more words first.
    by_first: FxHashMap<CompactString, Vec<Cue>>,
    /// Number of cues.
    count: usize,
}

/// One cue: "say", "call for", "according to".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The lemmas after the first.
    pub rest: Vec<CompactString>,
    /// Part of speech of the first word.
    pub part: CuePart,
    /// What kind of cue it is.
    pub classes: CueClasses,
}

/// Part of speech of a cue's first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CuePart {
    /// "Wang said".
    Verb,
    /// "Wang's claim".
    Noun,
    /// "Wang is confident".
    Adjective,
    /// Fixed words before their source ("according to").
    Phrase,
    /// A conjunction or adposition ("that", "to").
    Mark,
}

/// A set of cue classes, one bit each; the file's header says what they mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CueClasses(u16);

impl CueClasses {
    /// Said or written.
    pub const SPEECH: CueClasses = CueClasses(1);
    /// The object is the one who is told.
    pub const HEARER: CueClasses = CueClasses(1 << 1);
    /// Thought, felt or known.
    pub const THOUGHT: CueClasses = CueClasses(1 << 2);
    /// Shown by a document, a study, a poll.
    pub const EVIDENCE: CueClasses = CueClasses(1 << 3);
    /// Wanted, promised or refused, with an infinitive.
    pub const INTENT: CueClasses = CueClasses(1 << 4);
    /// Takes a noun phrase that names what was said.
    pub const TOPIC: CueClasses = CueClasses(1 << 5);
    /// Its source follows.
    pub const ACCORDING: CueClasses = CueClasses(1 << 6);
    /// Opens a clause and is no part of its content.
    pub const COMPLEMENTIZER: CueClasses = CueClasses(1 << 7);

    /// Brings in the one who is told.
    pub const ADDRESSEE: CueClasses = CueClasses(1 << 8);
    /// Brings in the one who says what a noun names.
    pub const SOURCE: CueClasses = CueClasses(1 << 9);

    const NAMES: [(&'static str, CueClasses); 10] = [
        ("speech", CueClasses::SPEECH),
        ("hearer", CueClasses::HEARER),
        ("thought", CueClasses::THOUGHT),
        ("evidence", CueClasses::EVIDENCE),
        ("intent", CueClasses::INTENT),
        ("topic", CueClasses::TOPIC),
        ("according", CueClasses::ACCORDING),
        ("complementizer", CueClasses::COMPLEMENTIZER),
        ("addressee", CueClasses::ADDRESSEE),
        ("source", CueClasses::SOURCE),
    ];

    /// True where any class of `other` is in this set.
    pub fn any(self, other: CueClasses) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub const fn with(self, other: CueClasses) -> CueClasses {
        CueClasses(self.0 | other.0)
    }
}

impl CuePart {
    const NAMES: [(&'static str, CuePart); 5] = [
        ("verb", CuePart::Verb),
        ("noun", CuePart::Noun),
        ("adjective", CuePart::Adjective),
        ("phrase", CuePart::Phrase),
        ("mark", CuePart::Mark),
    ];
}

impl Cues {
    /// The cues that the program carries.
    ///
    /// # Errors
    /// Where the embedded file is not well formed; a test holds that it is.
    pub fn embedded() -> Result<Cues, LexiconError> {
        Cues::parse(FILE, include_str!("../../../lang/en/cues.txt"))
    }

    /// Reads a cue file; `file` names it in errors.
    ///
    /// # Errors
    /// At the first line that is not WORDS PART CLASSES, names an unknown class, or repeats a cue.
    pub fn parse(file: &str, text: &str) -> Result<Cues, LexiconError> {
        let mut cues = Cues::default();
        for (number, line) in text.lines().enumerate() {
            let fault = |word: &str, message: String| LexiconError {
                file: file.to_string(),
                line: number + 1,
                column: column_of(line, word),
                message,
            };
            let body = line.split('#').next().unwrap_or("");
            let columns: Vec<&str> = body.split_whitespace().collect();
            if columns.is_empty() {
                continue;
            }
            let Some((at, part)) = columns.iter().enumerate().skip(1).find_map(|(i, c)| Some((i, part_named(c)?))) else {
                return Err(fault(
                    columns[0],
                    format!("no part of speech after {:?}: write verb, noun, adjective, phrase or mark", columns[0]),
                ));
            };
            let mut classes = CueClasses::default();
            for &name in &columns[at + 1..] {
                match CueClasses::NAMES.iter().find(|(n, _)| *n == name) {
                    Some(&(_, class)) => classes = classes.with(class),
                    None => {
                        return Err(fault(name, format!("unknown class {name:?}: write one of {}", class_names())));
                    }
                }
            }
            if classes == CueClasses::default() {
                return Err(fault(columns[at], format!("cue {:?} has no class: write one of {}", columns[..at].join(" "), class_names())));
            }
            if classes == CueClasses::HEARER {
                return Err(fault("hearer", "class hearer never stands alone: say what is told, as in `speech hearer`".to_string()));
            }
            let cue = Cue { rest: columns[1..at].iter().map(|&w| w.into()).collect(), part, classes };
            let known = cues.by_first.entry(columns[0].into()).or_default();
            if known.iter().any(|k| k.rest == cue.rest && k.part == cue.part) {
                return Err(fault(
                    columns[0],
                    format!("cue {:?} stands twice as {}: join its classes on one line", columns[..at].join(" "), columns[at]),
                ));
            }
            known.push(cue);
            cues.count += 1;
        }
        for known in cues.by_first.values_mut() {
            known.sort_by_key(|cue| std::cmp::Reverse(cue.rest.len()));
        }
        Ok(cues)
    }

    /// The cues that begin with this lemma, those of more words first.
    pub fn starting(&self, lemma: &str) -> &[Cue] {
        self.by_first.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Number of cues.
    pub fn len(&self) -> usize {
        self.count
    }

    /// True where there is no cue at all.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

fn part_named(name: &str) -> Option<CuePart> {
    CuePart::NAMES.iter().find(|(n, _)| *n == name).map(|&(_, part)| part)
}

fn class_names() -> String {
    CueClasses::NAMES.map(|(name, _)| name).join(", ")
}

/// Column, from 1 and in characters, of `word`, which is a slice of `line` or a copy of one.
fn column_of(line: &str, word: &str) -> usize {
    line.find(word).map_or(1, |byte| line[..byte].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_file_is_well_formed_and_rich() {
        let cues = Cues::embedded().unwrap();
        assert!(cues.len() >= 250, "{} cues", cues.len());
        let tell = cues.starting("tell").iter().find(|c| c.rest.is_empty() && c.part == CuePart::Verb).unwrap();
        assert!(tell.classes.any(CueClasses::HEARER));
    }

    #[test]
    fn longer_cues_come_first() {
        let cues = Cues::parse("t", "call verb topic\ncall out for verb topic # as in appeals\ncall for verb topic\n").unwrap();
        let lengths: Vec<usize> = cues.starting("call").iter().map(|c| c.rest.len()).collect();
        assert_eq!(lengths, [2, 1, 0]);
    }

    #[test]
    fn faults_name_line_and_column() {
        let fault = |text: &str| Cues::parse("f", text).unwrap_err();
        let f = fault("# x\n\nsay  verb  spech\n");
        assert_eq!((f.line, f.column), (3, 12));
        assert!(f.message.contains("spech"));
        assert!(fault("say speech\n").message.contains("part of speech"));
        assert!(fault("say verb\n").message.contains("no class"));
        assert!(fault("tell verb hearer\n").message.contains("alone"));
        assert!(fault("say verb speech\nsay verb thought\n").message.contains("twice"));
    }
}
