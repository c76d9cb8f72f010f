//! Which words name which acts: frames, the word classes their conditions use, and the
//! grammar words of the clause layer.
//!
//! A frame never speaks of word order. It names a predicate and speaks of its roles, which
//! the clause layer has already made alike for active, passive, relative and nominal forms.
//! The file format is documented in `lang/en/README.md`.

mod frame;

mod path;

mod parse;

mod words;

pub use frame::{Coding, Condition, Example, Expected, Frame, FrameId, Operator, Stance, Test};
pub use path::{Path, RoleName};
pub use words::{Grammar, Light, ModeCue, SizeKind};

use compact_str::CompactString;
use dotterel_document::Form;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::LexiconError;

/// All frames, word classes and grammar words of a language.
#[derive(Debug, Default)]
pub struct Frames {
    frames: Vec<Frame>,
    verbs: FxHashMap<CompactString, Vec<FrameId>>,
    nouns: FxHashMap<CompactString, Vec<FrameId>>,
    adjectives: FxHashMap<CompactString, Vec<FrameId>>,
    /// Nouns that name an act but happen only under a verb that makes them happen.
    things: FxHashSet<CompactString>,
    classes: FxHashMap<CompactString, FxHashSet<CompactString>>,
    /// Mode cues: category, mode, words that show it.
    cues: Vec<words::ModeCue>,
    contexts: FxHashMap<CompactString, Vec<&'static str>>,
    grammar: Grammar,
    by_id: FxHashMap<String, FrameId>,
}

/// A lexicon file: its name for messages, and its text.
pub type Source<'a> = (&'a str, &'a str);

/// The frame files embedded in the program, sorted by name: of two frames that fit alike the
/// first wins, and a folder of frames is read in the same order.
const FRAMES: &[Source<'static>] = &[
    ("lang/en/frames/accuse.frames", include_str!("../../../../lang/en/frames/accuse.frames")),
    ("lang/en/frames/agree.frames", include_str!("../../../../lang/en/frames/agree.frames")),
    ("lang/en/frames/aid.frames", include_str!("../../../../lang/en/frames/aid.frames")),
    ("lang/en/frames/assault.frames", include_str!("../../../../lang/en/frames/assault.frames")),
    ("lang/en/frames/coerce.frames", include_str!("../../../../lang/en/frames/coerce.frames")),
    ("lang/en/frames/concede.frames", include_str!("../../../../lang/en/frames/concede.frames")),
    ("lang/en/frames/consult.frames", include_str!("../../../../lang/en/frames/consult.frames")),
    ("lang/en/frames/cooperate.frames", include_str!("../../../../lang/en/frames/cooperate.frames")),
    ("lang/en/frames/mobilize.frames", include_str!("../../../../lang/en/frames/mobilize.frames")),
    ("lang/en/frames/operators.frames", include_str!("../../../../lang/en/frames/operators.frames")),
    ("lang/en/frames/protest.frames", include_str!("../../../../lang/en/frames/protest.frames")),
    ("lang/en/frames/reject.frames", include_str!("../../../../lang/en/frames/reject.frames")),
    ("lang/en/frames/request.frames", include_str!("../../../../lang/en/frames/request.frames")),
    ("lang/en/frames/retreat.frames", include_str!("../../../../lang/en/frames/retreat.frames")),
    ("lang/en/frames/sanction.frames", include_str!("../../../../lang/en/frames/sanction.frames")),
    ("lang/en/frames/support.frames", include_str!("../../../../lang/en/frames/support.frames")),
    ("lang/en/frames/threaten.frames", include_str!("../../../../lang/en/frames/threaten.frames")),
];

/// Grammar words; word classes and mode cues; contexts.
const WORDS: &[Source<'static>] = &[
    ("lang/en/words.txt", include_str!("../../../../lang/en/words.txt")),
    ("lang/en/classes.txt", include_str!("../../../../lang/en/classes.txt")),
    ("lang/en/contexts.txt", include_str!("../../../../lang/en/contexts.txt")),
];

impl Frames {
    /// The frames that come with the program.
    ///
    /// # Errors
    /// The first thing wrong in a file; a test keeps this from happening in a release.
    pub fn embedded() -> Result<Frames, LexiconError> {
        Frames::parse(WORDS, FRAMES)
    }

    /// Reads words files and frame files.
    ///
    /// # Errors
    /// The first thing wrong, with file, line and column.
    pub fn parse(words: &[Source<'_>], files: &[Source<'_>]) -> Result<Frames, LexiconError> {
        let mut frames = Frames::default();
        for &file in words {
            words::read(file, &mut frames)?;
        }
        let mut known = FxHashMap::default();
        for &file in files {
            frames.enter(file, &mut known)?;
        }
        frames.index();
        Ok(frames)
    }

    /// Adds the frames of one more file, on top of those there are: a frame whose id is known
    /// replaces the older one, a line `drop` takes frames away, and where several frames fit,
    /// those added last win.
    ///
    /// # Errors
    /// The first thing wrong, with file, line and column; nothing of the file is added then.
    pub fn add(&mut self, file: Source<'_>) -> Result<(), LexiconError> {
        let own = parse::file(file, &self.classes)?;
        if let Some(drop) = own.drops.iter().find(|d| !self.frames.iter().any(|f| d.takes(&f.id))) {
            return Err(drop.error(file.0));
        }
        self.frames.retain(|f| !own.drops.iter().any(|d| d.takes(&f.id)));
        let mut new = Vec::new();
        // Files of one folder are added one by one and lie in one layer each: the later wins.
        let layer = self.frames.iter().map(|f| f.layer).max().unwrap_or(0).saturating_add(1);
        for mut frame in own.frames {
            match self.frames.iter_mut().find(|f| f.id == frame.id) {
                Some(older) => {
                    frame.layer = older.layer;
                    *older = frame;
                }
                None => {
                    frame.layer = layer;
                    new.push(frame);
                }
            }
        }
        self.frames.splice(0..0, new);
        self.index();
        Ok(())
    }

    /// Adds words to the classes, mode cues, contexts and grammar words there are, as
    /// `classes.txt` and its like give them. For frames that are added later.
    ///
    /// # Errors
    /// The first thing wrong, with file, line and column.
    pub fn add_words(&mut self, file: Source<'_>) -> Result<(), LexiconError> {
        words::read(file, self)
    }

    /// Frames of the language's own files, in the order of the files.
    fn enter(&mut self, file: Source<'_>, known: &mut FxHashMap<String, usize>) -> Result<(), LexiconError> {
        let own = parse::file(file, &self.classes)?;
        if let Some(drop) = own.drops.first() {
            return Err(drop.error(file.0));
        }
        for frame in own.frames {
            if let Some(&first) = known.get(&frame.id) {
                let message = format!("frame {} stands twice; first in {}:{}", frame.id, self.frames[first].file, self.frames[first].line);
                return Err(LexiconError { file: frame.file, line: frame.line, column: 1, message });
            }
            known.insert(frame.id.clone(), self.frames.len());
            self.frames.push(frame);
        }
        Ok(())
    }

    fn index(&mut self) {
        self.verbs.clear();
        self.nouns.clear();
        self.adjectives.clear();
        self.things.clear();
        self.by_id.clear();
        for (at, frame) in self.frames.iter().enumerate() {
            let at = at as FrameId;
            self.by_id.insert(frame.id.clone(), at);
            let enter = |map: &mut FxHashMap<CompactString, Vec<FrameId>>, words: &[CompactString]| {
                for word in words {
                    map.entry(word.clone()).or_default().push(at);
                }
            };
            enter(&mut self.verbs, &frame.verbs);
            enter(&mut self.nouns, &frame.nouns);
            enter(&mut self.nouns, &frame.things);
            enter(&mut self.adjectives, &frame.adjectives);
            self.things.extend(frame.things.iter().cloned());
        }
        // A word that any frame takes as a full noun is one.
        for frame in &self.frames {
            for noun in &frame.nouns {
                self.things.remove(noun);
            }
        }
    }

    /// Every frame, in the order of the files.
    pub fn all(&self) -> &[Frame] {
        &self.frames
    }

    /// One frame.
    pub fn get(&self, id: FrameId) -> &Frame {
        &self.frames[id as usize]
    }

    /// The frame of this id ("consult.visit").
    pub fn by_id(&self, id: &str) -> Option<&Frame> {
        self.frames.get(*self.by_id.get(id)? as usize)
    }

    /// Frames that a predicate of this form and lemma may have.
    pub fn of(&self, form: Form, lemma: &str) -> &[FrameId] {
        let map = match form {
            Form::Verb => &self.verbs,
            Form::Noun => &self.nouns,
            Form::Adjective => &self.adjectives,
        };
        map.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Frames of any verb with this auxiliary.
    pub fn of_modality(&self, modality: dotterel_document::Modality) -> impl Iterator<Item = FrameId> + '_ {
        self.frames.iter().enumerate().filter(move |(_, f)| f.modality == Some(modality)).map(|(id, _)| id as FrameId)
    }

    /// True where the noun names an act by itself or under a light verb.
    pub fn is_act_noun(&self, lemma: &str) -> bool {
        self.nouns.contains_key(lemma)
    }

    /// True where the noun names an act only under a verb that makes it happen ("curfew").
    pub fn is_thing(&self, lemma: &str) -> bool {
        self.things.contains(lemma)
    }

    /// True where the lemma belongs to a word class (name without `@`).
    pub fn in_class(&self, class: &str, lemma: &str) -> bool {
        self.classes.get(class).is_some_and(|words| words.contains(lemma))
    }

    /// Cues of modes, in the order of the file.
    pub fn mode_cues(&self) -> &[words::ModeCue] {
        &self.cues
    }

    /// Contexts that a word speaks for.
    pub fn contexts(&self, lemma: &str) -> &[&'static str] {
        self.contexts.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Auxiliaries, light verbs, conditional marks.
    pub fn grammar(&self) -> &Grammar {
        &self.grammar
    }
}

#[cfg(test)]
mod tests;
