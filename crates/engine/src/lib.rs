//! Dotterel reads news reports and keeps the record of who did what to whom, when and where,
//! who said so, and in which words. It codes in PLOVER and CAMEO.
//!
//! This crate is the pipeline on one screen: the stages, in order. It reads no file and no
//! clock; what it is given decides what comes out, byte for byte.
//!
//! ```
//! use dotterel::{Coder, Page};
//!
//! let coder = Coder::new()?;
//! let mut page = Page { id: "r1".into(), text: "Wang Yi visited Moscow on Wednesday.".into(), ..Page::default() };
//! page.date = Some("2023-02-22".parse()?);
//! let coded = coder.code(page);
//! assert!(coded.text.tokens.len() > 5);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod check;

pub use dotterel_document as document;
pub use dotterel_document::Page;
pub use dotterel_language as language;
pub use dotterel_lexicon as lexicon;
pub use dotterel_page as page;

use dotterel_document::{Actors, Clauses, Event, PlaceMention, Statement, Text, TimeExpression, Tree};
use dotterel_events::frames::Known;
use dotterel_events::{confidence, frames, merge, place, statements, time};
use dotterel_language::{Model, NameKind};
use dotterel_lexicon::LexiconError;
use dotterel_lexicon::confidence::Confidence;
use dotterel_lexicon::cues::Cues;
use dotterel_lexicon::frames::Frames;
use dotterel_lexicon::gazetteer::Gazetteer;
use dotterel_lexicon::time::TimeWords;
use dotterel_lexicon::world::{Kind, World};

/// What all documents share: models and lexicons. Made once, used by all threads.
pub struct Coder {
    /// Tokenizer, tagger, parser.
    pub model: Model,
    /// Facts of the world.
    pub world: World,
    /// Towns and provinces.
    pub gazetteer: Gazetteer,
    /// Words of time.
    pub time_words: TimeWords,
    /// Words that report statements.
    pub cues: Cues,
    /// Frames.
    pub frames: Frames,
    /// What makes an event sure.
    pub confidence: Confidence,
    /// Whether acts come out of which nobody says who does them (`actor` is `UNK` then).
    pub agentless: bool,
    /// Whether events carry the reasons for their frames.
    pub explain: bool,
}

/// Everything that was found in a report.
#[derive(Debug)]
pub struct Coded {
    /// The report.
    pub page: Page,
    /// Sentences, tokens, trees.
    pub text: Text,
    /// Predicates with roles.
    pub clauses: Clauses,
    /// Who is meant.
    pub actors: Actors,
    /// When.
    pub times: Vec<TimeExpression>,
    /// Where.
    pub places: Vec<PlaceMention>,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// What happened.
    pub events: Vec<Event>,
}

impl Coder {
    /// A coder with the lexicons and the model that come with the program.
    ///
    /// # Errors
    /// A lexicon file that does not check; tests keep this out of a release.
    pub fn new() -> Result<Coder, LexiconError> {
        Coder::with_frames(Frames::embedded()?)
    }

    /// A coder with other frames than those that come with the program.
    ///
    /// # Errors
    /// Like [`Coder::new`].
    pub fn with_frames(frames: Frames) -> Result<Coder, LexiconError> {
        let world = World::embedded()?;
        Ok(Coder {
            model: Model::with_names(names(&world)),
            world,
            gazetteer: Gazetteer::embedded()?,
            time_words: TimeWords::embedded()?,
            cues: Cues::embedded()?,
            frames,
            confidence: Confidence::embedded()?,
            agentless: false,
            explain: false,
        })
    }

    /// Codes one report, stage after stage.
    pub fn code(&self, page: Page) -> Coded {
        self.code_watched(page, |_| {})
    }

    /// Like [`Coder::code`]; calls `after` with each stage's name when it is done, for measuring.
    pub fn code_watched(&self, page: Page, mut after: impl FnMut(&'static str)) -> Coded {
        let text = self.model.analyze(&page);
        after("language");
        let tree = Tree::new(&text);
        let clauses = dotterel_clause::clauses(&page, &text, &tree, &self.frames);
        after("clause");
        let mut actors = dotterel_actors::resolve(&page, &text, &self.world);
        after("actors");
        let times = time::find(&page, &text, &self.time_words);
        let places = place::find(&page, &text, &self.world, &self.gazetteer);
        dotterel_actors::ground(&mut actors, &text, &tree, &places);
        after("time, place");
        let statements = statements::find(&page, &text, &actors, &self.cues);
        after("statements");
        let known = Known {
            page: &page,
            text: &text,
            tree: &tree,
            clauses: &clauses,
            actors: &actors,
            times: &times,
            places: &places,
            statements: &statements,
            frames: &self.frames,
            agentless: self.agentless,
        };
        let mut events = frames::code(&known, self.explain);
        time::mark_historical(&mut events, &time::long_ago(&page, &text, &self.time_words), &text);
        confidence::set(&known, &self.confidence, &mut events, self.explain);
        let events = merge::once(&known, events);
        after("events");
        Coded { page, text, clauses, actors, times, places, statements, events }
    }

    /// Why each of these clauses of a coded report gave no event: for each frame of its
    /// predicate, what did not hold.
    pub fn silence(&self, coded: &Coded, clauses: &[dotterel_document::ClauseId]) -> Vec<Vec<String>> {
        frames::silence(&coded.known(self, &Tree::new(&coded.text)), clauses)
    }
}

impl Coded {
    /// What the stage of events knows of the report, to ask it again; `tree` is that of `text`.
    pub fn known<'a>(&'a self, coder: &'a Coder, tree: &'a Tree) -> Known<'a> {
        Known {
            page: &self.page,
            text: &self.text,
            tree,
            clauses: &self.clauses,
            actors: &self.actors,
            times: &self.times,
            places: &self.places,
            statements: &self.statements,
            frames: &coder.frames,
            agentless: coder.agentless,
        }
    }
}

/// Names that the tagger should know for names. Words of organizations and parties are left
/// out: most are common words with a capital.
fn names(world: &World) -> impl Iterator<Item = (&str, NameKind)> {
    world.entries().iter().filter_map(|entry| {
        let kind = match entry.kind {
            Kind::Country => NameKind::Country,
            Kind::Demonym => NameKind::Demonym,
            Kind::Person | Kind::Capital | Kind::City | Kind::Province => NameKind::Other,
            _ => return None,
        };
        Some((entry.name.as_str(), kind))
    })
}
