//! Predicates with their roles: syntax turned into who does what to whom, once.
//!
//! A clause may be carried by a verb ("Wang visited Moscow"), a noun ("Wang's visit to
//! Moscow") or an adjective ("US-led"). Roles are the same for all of them, so that a frame
//! never asks how a thing was said: the passive subject is the object, "by" is the subject.

use compact_str::CompactString;

use crate::text::TokenId;

/// Index into [`Clauses::all`].
pub type ClauseId = u32;

/// All clauses of a document.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    /// In order of their heads in the text.
    pub all: Vec<Clause>,
}

/// What carries the predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A verb, or an adjective or noun with a copula.
    Verb,
    /// A noun that names an act ("visit", "invasion").
    Noun,
    /// An adjective or participle before its noun ("US-led coalition").
    Adjective,
}

/// How a clause hangs on the one above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    /// Nothing above: the sentence's main predicate.
    Root,
    /// Complement clause ("said that ...", "agreed to ...", "accused of ...ing").
    Complement,
    /// Purpose ("went to Moscow to meet Putin").
    Purpose,
    /// Condition ("if Russia attacks").
    Condition,
    /// Other adverbial clause ("as he celebrated", "after Putin gave").
    Adverbial,
    /// Relative clause or participle on a noun ("who visited", "troops occupying").
    Relative,
    /// Joined to another predicate by "and", "or", "but".
    Conjunct,
    /// A nominal predicate standing as an argument or modifier of the one above.
    Nominal,
    /// Set beside the main clause ("..., Wang said").
    Parataxis,
}

/// Factuality: PLOVER's auxiliary modes (manual, "Auxiliary modes"), with `Actual` for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Happened, or is happening.
    #[default]
    Actual,
    /// Belongs to a past period outside the news event.
    Historical,
    /// Has not happened yet.
    Future,
    /// Conditional, wished for, possible.
    Hypothetical,
    /// Denied, or did not happen.
    Negated,
}

impl Status {
    /// The name in the record format.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Actual => "actual",
            Status::Historical => "historical",
            Status::Future => "future",
            Status::Hypothetical => "hypothetical",
            Status::Negated => "negated",
        }
    }
}

/// What an auxiliary says of its verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modality {
    /// will, shall
    Future,
    /// would: hypothetical, or future when told in the past
    Would,
    /// can, may, might, could
    Possible,
    /// must, should, ought
    Obliged,
}

/// The part that something plays for a predicate, after voice and form are resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoleKind {
    /// Who does it: active subject, "by" phrase, possessor or "by" of a noun.
    Subject,
    /// Who or what it is done to: object, passive subject, "of" of a noun.
    Object,
    /// Indirect object.
    Indirect,
    /// An adpositional phrase; the adposition's lemma stands in [`Role::case`].
    Oblique,
    /// A complement clause or open complement; `head` is its predicate.
    Complement,
    /// A purpose clause; `head` is its predicate.
    Purpose,
    /// A predicative noun or adjective ("is an ally of").
    Attribute,
}

/// One argument of a predicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its part.
    pub kind: RoleKind,
    /// Head token of the phrase or clause that fills it.
    pub head: TokenId,
    /// Lemma of the adposition ("to", "against"), for obliques; empty otherwise.
    pub case: CompactString,
    /// True where it was not said here but shared from a conjoined or governing clause.
    pub shared: bool,
}

/// A predicate with its roles.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The token that carries the meaning: the verb, or the noun in "hold talks".
    pub head: TokenId,
    /// Lemma with particle ("carry out", "visit", "talk").
    pub lemma: CompactString,
    /// Verb, noun or adjective.
    pub form: Form,
    /// The light verb where there is one ("hold" in "hold talks").
    pub light: Option<TokenId>,
    /// Tokens that make up the predicate, in order: head, particle, light verb.
    pub words: Vec<TokenId>,
    /// Arguments, in order of the text, conjuncts expanded.
    pub roles: Vec<Role>,
    /// The clause that this one hangs on.
    pub parent: Option<ClauseId>,
    /// How it hangs there.
    pub link: Link,
    /// Factuality from this clause's own grammar: negation, auxiliaries, condition.
    pub status: Status,
    /// True where the clause itself is denied.
    pub negated: bool,
    /// What its auxiliary says.
    pub modality: Option<Modality>,
    /// True for a past or perfect form.
    pub past: bool,
    /// True for a passive verb form.
    pub passive: bool,
}
