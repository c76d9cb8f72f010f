//! What happened: frames over clauses give events.
//!
//! For every clause the most specific frame that fits is chosen. A frame of a stance
//! ("refuse to") or an operator ("want to") takes the act of the clause below it and makes
//! one event of both; what it has taken does not come out by itself. Status is settled
//! before category, since it changes it (manual, "Auxiliary modes": a future CONSULT is AGREE).

mod fill;

mod nearby;

mod choose;

mod act;

mod stance;

mod settle;

mod mode;

pub(crate) mod context;

use dotterel_document::{Actors, Clauses, Event, Page, PlaceMention, Statement, Text, TimeExpression, Tree};
use dotterel_lexicon::frames::Frames;

/// Everything that is known about a report before its events are coded.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The report.
    pub page: &'a Page,
    /// Its sentences and tokens.
    pub text: &'a Text,
    /// Children of every token.
    pub tree: &'a Tree,
    /// Its predicates.
    pub clauses: &'a Clauses,
    /// Who is meant.
    pub actors: &'a Actors,
    /// When.
    pub times: &'a [TimeExpression],
    /// Where.
    pub places: &'a [PlaceMention],
    /// Who said what.
    pub statements: &'a [Statement],
    /// The lexicon.
    pub frames: &'a Frames,
    /// Whether an act comes out that is done to somebody but of which nobody says who does it
    /// ("four people were killed"). Strict PLOVER leaves it out; the manual calls it open.
    pub agentless: bool,
}

/// All events of a report, in order of their triggers. With `explain`, each carries the
/// reasons for its frame and why the other candidates lost.
pub fn code(known: &Known<'_>, explain: bool) -> Vec<Event> {
    let ctx = fill::Ctx::new(known, explain);
    let acts = act::all(&ctx);
    let mut events: Vec<Event> = acts.into_iter().filter_map(|act| settle::event(&ctx, act)).collect();
    events.sort_by_key(|e| (e.trigger, e.category));
    events.dedup_by(|a, b| a.trigger == b.trigger && a.category == b.category && a.actors == b.actors && a.recipients == b.recipients);
    context::complete(known, &mut events);
    events
}

/// Why each of these clauses gave no event: for each of its frames, what did not hold.
pub fn silence(known: &Known<'_>, clauses: &[dotterel_document::ClauseId]) -> Vec<Vec<String>> {
    let ctx = fill::Ctx::new(known, true);
    clauses.iter().map(|&clause| choose::silence(&ctx, clause)).collect()
}
