//! One frame: predicate words, conditions, coding, examples.

use compact_str::CompactString;
use dotterel_document::{Category, Modality, Status};

use crate::frames::path::Path;

/// Index into [`crate::frames::Frames::all`].
pub type FrameId = u32;

/// A frame as its file gives it.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// "file stem.name": "consult.visit".
    pub id: String,
    /// File, for messages.
    pub file: String,
    /// Line of its first line, from 1.
    pub line: usize,
    /// 0 for the language's own frames; 1 and more for frames added on top of them, which win
    /// over all below wherever their conditions hold.
    pub layer: u8,
    /// Verb lemmas, with particle ("carry out").
    pub verbs: Vec<CompactString>,
    /// Nouns that name the act ("visit").
    pub nouns: Vec<CompactString>,
    /// Nouns that name the act only under a verb that makes or ends it ("curfew").
    pub things: Vec<CompactString>,
    /// Adjectives and participles: predicative with a copula, or before a noun.
    pub adjectives: Vec<CompactString>,
    /// Any verb with such an auxiliary, where its own frames give nothing ("must ...").
    pub modality: Option<Modality>,
    /// What it means.
    pub coding: Coding,
    /// Who acts.
    pub actor: Path,
    /// Who is acted on.
    pub recipient: Path,
    /// Where the act that a stance or operator is about stands.
    pub act: Path,
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// CAMEO code; stances compute theirs where this is absent.
    pub cameo: Option<CompactString>,
    /// Contexts it always carries.
    pub contexts: Vec<&'static str>,
    /// Both parties act alike: all go into `actor`.
    pub reciprocal: bool,
    /// A recipient is required for it to fire.
    pub needs_recipient: bool,
    /// A stance that codes nothing without an act.
    pub needs_act: bool,
    /// The act that the stance is about comes out too, with this status.
    pub keep_act: Option<Status>,
    /// Sentences and what they must give.
    pub examples: Vec<Example>,
    /// Sentences in which it must not fire.
    pub counter_examples: Vec<Example>,
}

/// What a frame makes of its predicate.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Coding {
    /// An event of this category, with these modes.
    Event(Category, Vec<&'static str>),
    /// A stance over another act.
    Stance(Stance),
    /// Changes the factuality of another act and is no act itself.
    Operator(Operator),
    /// Keeps other frames from firing.
    #[default]
    Block,
}

/// Stances over acts (PETRARCH2's composition: agree + aid, refuse + meet, threaten + attack).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Agree, be willing, offer to.
    Agree,
    /// Promise, announce that one will: as `Agree`, but what is yielded so is CONCEDE.
    Promise,
    /// Refuse to, reject.
    Reject,
    /// Ask, demand, urge somebody to.
    Request,
    /// Threaten to.
    Threaten,
    /// Accuse of, blame for.
    Accuse,
    /// End, halt, lift what was going on.
    Stop,
    /// Call off what was to come.
    Cancel,
}

/// What an operator does to the act it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Happens as the governing verb does ("began to", "managed to").
    Keep,
    /// Not yet ("plan to", "be about to").
    Future,
    /// Wished for or attempted ("want to", "try to").
    Hypothetical,
    /// Does not happen ("fail to", "prevent").
    Negated,
    /// The subject has it done ("order an attack"): the subject becomes the actor.
    Cause,
}

/// One condition on a role.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Which role.
    pub role: Path,
    /// What is asked of it.
    pub test: Test,
    /// True where it must not hold.
    pub negated: bool,
    /// Lemmas, and classes as `@name`.
    pub words: Vec<CompactString>,
}

/// What a condition asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// The head of the filler is one of the words, or of that kind.
    Is,
    /// Any word of the filler's phrase is one of the words, or of that kind.
    Has,
    /// There is a filler.
    Present,
}

/// A sentence that tests its frame.
#[derive(Clone, Debug)]
pub struct Example {
    /// Line in the file, from 1.
    pub line: usize,
    /// The sentence.
    pub text: String,
    /// What must come out; `None` for counter-examples.
    pub expected: Option<Expected>,
}

/// The coding that an example must give.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Category.
    pub category: Category,
    /// Modes that must be there.
    pub modes: Vec<String>,
    /// Codes of the actors: "RUS", "AFG/REB", "/CVL", or "_" for anybody.
    pub actors: Vec<String>,
    /// Codes of the recipients.
    pub recipients: Vec<String>,
    /// Factuality.
    pub status: Status,
}
