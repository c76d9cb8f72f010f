//! `words.txt`: word classes, light verbs, auxiliaries, mode cues, contexts.
//!
//! One entry a line: `KIND NAME: word, word, ...`. Several lines of one name add up.

use compact_str::CompactString;
use dotterel_document::record::CONTEXTS;
use dotterel_document::{Category, Modality};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::LexiconError;
use crate::frames::{Frames, Source};

/// Grammar words that the clause layer asks for.
#[derive(Debug, Default)]
pub struct Grammar {
    /// Verbs that carry a noun's act.
    pub light: FxHashMap<CompactString, Light>,
    /// Auxiliaries and what they say about factuality.
    pub modals: FxHashMap<CompactString, Modality>,
    /// Subordinators of condition.
    pub conditional: FxHashSet<CompactString>,
    /// Verbs whose subject, not object, does what their infinitive says ("promise").
    pub subject_control: FxHashSet<CompactString>,
    /// Words that deny what they modify beyond what the treebank's features mark ("without").
    pub negators: FxHashSet<CompactString>,
    /// Adpositions that mark the doer of a passive or of a noun ("by").
    pub agent: FxHashSet<CompactString>,
    /// Adpositions that mark whom a reverse light verb's act comes from ("from").
    pub origin: FxHashSet<CompactString>,
    /// Adpositions whose phrase does what the infinitive says ("called on Iran to stop").
    pub addressee: FxHashSet<CompactString>,
    /// Adpositions that mark what a noun's act is done to, best first ("against", "on", "of").
    pub nominal_object: Vec<CompactString>,
    /// Subordinators whose participle has its verb's subject ("by arming", "after meeting").
    pub shared_subject: FxHashSet<CompactString>,
    /// Adpositions after which a noun does what the participle behind it says ("against China
    /// providing aid").
    pub owner: FxHashSet<CompactString>,
    /// Subordinators whose participle is part of what its verb says ("may provoke Iran by
    /// boycotting the talks"), so that it is no more real than that.
    pub manner: FxHashSet<CompactString>,
    /// Number words and their values.
    pub numbers: FxHashMap<CompactString, u32>,
    /// What the number of a predicate's object counts: dead, injured, arrested, participants.
    pub sizes: FxHashMap<CompactString, SizeKind>,
    /// Verbs and nouns of saying, under which "would" is a future of the past.
    pub speech: FxHashSet<CompactString>,
}

/// How a light verb hands its subject to its noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// Its subject does it: "launch an attack".
    Forward,
    /// It is done to its subject: "come under attack", "face criticism from".
    Reverse,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeKind {
    /// Killed.
    Dead,
    /// Wounded.
    Injured,
    /// Detained.
    Arrested,
    /// Taking part.
    Participants,
}

/// Words in a clause that show a mode.
#[derive(Clone, Debug)]
pub struct ModeCue {
    /// Category it applies to.
    pub category: Category,
    /// The mode.
    pub mode: &'static str,
    /// Lemmas.
    pub words: FxHashSet<CompactString>,
}

pub(super) fn read((file, text): Source<'_>, frames: &mut Frames) -> Result<(), LexiconError> {
    for (number, line) in text.lines().enumerate() {
        let error = |at: usize, message: String| LexiconError {
            file: file.to_string(),
            line: number + 1,
            column: line.get(..at).map_or(1, |before| before.chars().count() + 1),
            message,
        };
        let content = line.split('#').next().unwrap_or("");
        if content.trim().is_empty() {
            continue;
        }
        let Some((head, list)) = content.split_once(':') else {
            return Err(error(0, "expected `KIND NAME: word, word`".to_string()));
        };
        let mut head_words = head.split_whitespace();
        let (kind, name) = (head_words.next().unwrap_or(""), head_words.next().unwrap_or(""));
        let extra = head_words.next();
        let words: Vec<CompactString> = list.split(',').map(str::trim).filter(|w| !w.is_empty()).map(CompactString::from).collect();
        if words.is_empty() {
            return Err(error(head.len() + 1, "no words after the colon".to_string()));
        }
        let grammar = &mut frames.grammar;
        match (kind, name, extra) {
            ("class", name, None) if !name.is_empty() => {
                frames.classes.entry(name.into()).or_default().extend(words);
            }
            ("light", "forward", None) => grammar.light.extend(words.into_iter().map(|w| (w, Light::Forward))),
            ("light", "reverse", None) => grammar.light.extend(words.into_iter().map(|w| (w, Light::Reverse))),
            ("modal", name, None) => {
                let Some(modality) = super::parse::modality(name) else {
                    return Err(error(kind.len() + 1, format!("{name:?} is no modality: future, would, possible, obliged")));
                };
                grammar.modals.extend(words.into_iter().map(|w| (w, modality)));
            }
            ("mark", "condition", None) => grammar.conditional.extend(words),
            ("control", "subject", None) => grammar.subject_control.extend(words),
            ("negator", "word", None) => grammar.negators.extend(words),
            ("case", "agent", None) => grammar.agent.extend(words),
            ("case", "origin", None) => grammar.origin.extend(words),
            ("case", "addressee", None) => grammar.addressee.extend(words),
            ("case", "object", None) => grammar.nominal_object.extend(words),
            ("mark", "shared-subject", None) => grammar.shared_subject.extend(words),
            ("case", "owner", None) => grammar.owner.extend(words),
            ("mark", "manner", None) => grammar.manner.extend(words),
            ("number", value, None) => {
                let value = value.parse().map_err(|_| error(kind.len() + 1, format!("{value:?} is no number")))?;
                grammar.numbers.extend(words.into_iter().map(|w| (w, value)));
            }
            ("size", name, None) => {
                let size = match name {
                    "dead" => SizeKind::Dead,
                    "injured" => SizeKind::Injured,
                    "arrested" => SizeKind::Arrested,
                    "participants" => SizeKind::Participants,
                    _ => {
                        return Err(error(kind.len() + 1, format!("{name:?} is no size: dead, injured, arrested, participants")));
                    }
                };
                grammar.sizes.extend(words.into_iter().map(|w| (w, size)));
            }
            ("speech", "word", None) => grammar.speech.extend(words),
            ("mode", category, Some(mode)) => {
                let Some(category) = Category::from_name(category) else {
                    return Err(error(kind.len() + 1, format!("{category:?} is no PLOVER category")));
                };
                let Some(&(mode, _)) = category.modes().iter().find(|(m, _)| *m == mode) else {
                    return Err(error(kind.len() + 1, format!("{mode:?} is no mode of {}", category.as_str())));
                };
                frames.cues.push(ModeCue { category, mode, words: words.into_iter().collect() });
            }
            ("context", name, None) => {
                let Some(&context) = CONTEXTS.iter().find(|c| **c == name) else {
                    return Err(error(kind.len() + 1, format!("{name:?} is no PLOVER context")));
                };
                for word in words {
                    frames.contexts.entry(word).or_default().push(context);
                }
            }
            _ => {
                return Err(error(
                    0,
                    format!(
                        "{:?} is no entry: class NAME, light forward|reverse, modal NAME, mark condition|shared-subject|manner, control subject, negator word, speech word, case agent|origin|addressee|object|owner, number VALUE, size NAME, mode CATEGORY MODE, context NAME",
                        head.trim()
                    ),
                ));
            }
        }
    }
    Ok(())
}
