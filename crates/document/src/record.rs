//! What comes out: events and statements, as `docs/record-format.md` describes them.
//!
//! Offsets are bytes here; the writers in `formats` turn them into code points.

use jiff::civil::Date;

use crate::actor::{ActorCode, MentionId};
use crate::clause::Status;
use crate::place::PlaceMention;
use crate::span::{Byte, Span};
use crate::text::SentId;
use crate::time::Precision;

/// Quad class (manual, "Quad counts").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Quad {
    /// Words of cooperation.
    VerbalCooperation = 1,
    /// Deeds of cooperation.
    MaterialCooperation = 2,
    /// Words of conflict.
    VerbalConflict = 3,
    /// Deeds of conflict.
    MaterialConflict = 4,
}

macro_rules! categories {
    ($($name:ident = $text:literal, $quad:ident, $score:literal, [$(($mode:literal, $mscore:literal)),*];)+) => {
        /// PLOVER's 16 event categories (manual, "Event categories").
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Category { $($name),+ }

        impl Category {
            /// All categories, in the manual's order.
            pub const ALL: &'static [Category] = &[$(Category::$name),+];

            /// The manual's word.
            pub fn as_str(self) -> &'static str {
                match self { $(Category::$name => $text),+ }
            }

            /// The category of the manual's word.
            pub fn from_name(name: &str) -> Option<Category> {
                match name { $($text => Some(Category::$name),)+ _ => None }
            }

            /// Quad class.
            pub fn quad(self) -> Quad {
                match self { $(Category::$name => Quad::$quad),+ }
            }

            /// Modes with their scores (specification, §4).
            pub fn modes(self) -> &'static [(&'static str, f32)] {
                match self { $(Category::$name => &[$(($mode, $mscore)),*]),+ }
            }

            /// Score of the category without a mode.
            pub fn base_score(self) -> f32 {
                match self { $(Category::$name => $score),+ }
            }
        }
    };
}

categories! {
    Agree = "AGREE", VerbalCooperation, 2.5, [];
    Consult = "CONSULT", VerbalCooperation, 2.5,
        [("visit", 4.0), ("third-party", 1.0), ("multilateral", 4.0), ("phone", 1.5)];
    Support = "SUPPORT", VerbalCooperation, 5.0, [];
    Concede = "CONCEDE", VerbalCooperation, 4.5, [];
    Cooperate = "COOPERATE", MaterialCooperation, 9.5, [];
    Aid = "AID", MaterialCooperation, 10.0, [];
    Retreat = "RETREAT", MaterialCooperation, 6.5,
        [("withdraw", 8.0), ("release", 6.5), ("disarm", 10.0), ("ceasefire", 7.5), ("access", 6.5), ("resign", 4.5)];
    Request = "REQUEST", VerbalConflict, 0.0,
        [("assist", 0.5), ("change", -1.0), ("yield", -1.0), ("meet", 0.0)];
    Accuse = "ACCUSE", VerbalConflict, -3.0,
        [("disapprove", -2.0), ("investigate", -3.5), ("allege", -3.5)];
    Reject = "REJECT", VerbalConflict, -2.0,
        [("assist", -1.5), ("change", -2.0), ("yield", -2.0), ("meet", -2.0)];
    Threaten = "THREATEN", VerbalConflict, -3.5,
        [("restrict", -3.0), ("arrest", -3.5), ("relations", -3.5), ("expel", -3.5), ("territory", -4.0), ("violence", -3.5)];
    Protest = "PROTEST", MaterialConflict, -5.0,
        [("demo", -5.0), ("riot", -7.0), ("strike", -5.0), ("hunger", -4.5), ("boycott", -4.5), ("obstruct", -4.5), ("vandalize", -5.0)];
    Sanction = "SANCTION", MaterialConflict, -6.0,
        [("convict", -6.0), ("expel", -5.5), ("withdraw", -6.0), ("discontinue", -6.0)];
    Mobilize = "MOBILIZE", MaterialConflict, -5.5,
        [("troops", -6.5), ("weapons", -6.5), ("police", -5.5), ("militia", -6.0)];
    Coerce = "COERCE", MaterialConflict, -7.0,
        [("seize", -7.0), ("restrict", -7.0), ("censor", -6.5), ("curfew", -6.5), ("martial-law", -7.5),
         ("arrest", -7.0), ("deport", -7.0), ("withhold", -7.0), ("misinformation", -6.5), ("cyber", -7.0)];
    Assault = "ASSAULT", MaterialConflict, -9.0,
        [("abduct", -8.5), ("beat", -7.5), ("torture", -8.5), ("sexual", -8.5), ("targeted", -9.5),
         ("destroy", -8.5), ("primitive", -8.0), ("firearms", -9.0), ("explosives", -9.0),
         ("suicide-attack", -9.5), ("aerial", -9.5), ("drone", -9.5), ("heavy-weapons", -9.5),
         ("crowd-control", -7.5), ("unconventional", -10.0)];
}

impl Category {
    /// PLOVER score: the mode's of greatest magnitude, else the category's. The manual is
    /// silent on several modes; the specification decides so (§1).
    pub fn score(self, modes: &[String]) -> f32 {
        self.modes()
            .iter()
            .filter(|(mode, _)| modes.iter().any(|m| m == mode))
            .map(|&(_, score)| score)
            .max_by(|a, b| a.abs().total_cmp(&b.abs()))
            .unwrap_or(self.base_score())
    }
}

/// PLOVER's 37 contexts (manual, "Contexts").
pub const CONTEXTS: [&str; 37] = [
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resource",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
];

/// How near to an event the words stand that speak for a context (manual, "Contexts": from the
/// paragraph or the document).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// In its sentence, or in what its frame names.
    Sentence,
    /// In its paragraph.
    Paragraph,
    /// All over the document.
    Document,
}

impl Evidence {
    /// The name in the record format.
    pub fn as_str(self) -> &'static str {
        match self {
            Evidence::Sentence => "sentence",
            Evidence::Paragraph => "paragraph",
            Evidence::Document => "document",
        }
    }
}

/// A context of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Context {
    /// Its name, from [`CONTEXTS`].
    pub name: &'static str,
    /// What speaks for it.
    pub evidence: Evidence,
}

/// Numbers stated with an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Killed.
    pub dead: Option<u32>,
    /// Wounded.
    pub injured: Option<u32>,
    /// Detained.
    pub arrested: Option<u32>,
    /// Taking part.
    pub participants: Option<u32>,
}

/// Where an event happened.
pub type EventPlace = PlaceMention;

/// One coded event.
#[derive(Clone, Debug)]
pub struct Event {
    /// Category.
    pub category: Category,
    /// Modes, legal for the category.
    pub modes: Vec<String>,
    /// Contexts, in order of their names, each once.
    pub contexts: Vec<Context>,
    /// Factuality.
    pub status: Status,
    /// Who says so, where the report does not assert it itself.
    pub attributed_to: Option<MentionId>,
    /// Who does it.
    pub actors: Vec<MentionId>,
    /// To whom.
    pub recipients: Vec<MentionId>,
    /// First day; `None` where neither the text nor the report gives one.
    pub date: Option<Date>,
    /// Last day, where it differs.
    pub end_date: Option<Date>,
    /// How exact the date is.
    pub precision: Precision,
    /// Where it happened.
    pub place: Option<EventPlace>,
    /// The words of the predicate, in bytes of the text.
    pub trigger: Span<Byte>,
    /// The words of the predicate where the report tells the same event again, in order;
    /// without `trigger`.
    pub also: Vec<Span<Byte>>,
    /// Sentence.
    pub sent: SentId,
    /// Numbers stated.
    pub size: Size,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Id of the frame that made it ("consult.visit").
    pub rule: String,
    /// The chance that the category is right, 0..1.
    pub confidence: f32,
    /// True where no role names the recipients: they were found further inside.
    pub guessed: bool,
    /// Why this frame and not another, for `--explain`: one line each.
    pub explanation: Vec<String>,
}

/// How a statement is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatementKind {
    /// Quoted whole.
    Direct,
    /// Told in the report's words.
    Indirect,
    /// Told, with quoted parts.
    Mixed,
}

impl StatementKind {
    /// The name in the record format.
    pub fn as_str(self) -> &'static str {
        match self {
            StatementKind::Direct => "direct",
            StatementKind::Indirect => "indirect",
            StatementKind::Mixed => "mixed",
        }
    }
}

/// Somebody's words, as the report gives them.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Who speaks; several for a joint statement ("Wang and Patrushev affirmed").
    pub speakers: Vec<MentionId>,
    /// The words of the source as they stand, also where they are no actor ("sources").
    pub source: Option<Span<Byte>>,
    /// The words that report it ("told", "according to"); `None` for a quotation that goes on.
    pub cue: Option<Span<Byte>>,
    /// What is said.
    pub content: Span<Byte>,
    /// Quoted parts of the content, quotation marks included.
    pub quoted: Vec<Span<Byte>>,
    /// How it is reported.
    pub kind: StatementKind,
    /// To whom.
    pub addressees: Vec<MentionId>,
    /// Countries spoken about.
    pub about: Vec<ActorCode>,
    /// When it was said, where the report tells.
    pub date: Option<Date>,
    /// True where the content is put forward as a claim ("said that ..."); false where it is
    /// only named ("called for a ban"), wanted ("hopes to win") or not said ("did not say
    /// whether"), so that what happens in it is not attributed to the speaker.
    pub asserts: bool,
    /// Sentence in which the content starts.
    pub sent: SentId,
}
