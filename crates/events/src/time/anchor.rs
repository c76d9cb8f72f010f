//! Events that the report counts years from: "over a year after Putin ordered the invasion".
//!
//! Such an event gives a date to no predicate that could be resolved, but tells of itself that
//! it belongs to a past period outside the news (manual, "Auxiliary modes", historical).

use dotterel_document::syntax::Deprel;
use dotterel_document::text::{Text, TokenId};
use dotterel_document::{Event, NO_HEAD, Page, Status};
use dotterel_lexicon::time::{Joint, TimeWord, TimeWords, Unit};

use super::read::Reader;
use super::relative::Count;

/// How far up a tree an event is followed to what is counted from.
const HEIGHT: usize = 12;

/// Something that years are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongAgo {
    /// The word that counts from it: "after", "since".
    joint: TokenId,
    /// Its head: "ordered", "invasion".
    head: TokenId,
}

/// Everything in a text that lies a year or more back because years are counted from it, in
/// order. "A year before the vote" is not among them: the vote may be to come.
pub fn long_ago(page: &Page, text: &Text, words: &TimeWords) -> Vec<LongAgo> {
    let mut reader = Reader::new(&page.text, text, words, page.date);
    let mut found = Vec::new();
    for sent in &text.sents {
        (reader.lo, reader.hi) = (sent.tokens.start as usize, (sent.tokens.end as usize).min(text.tokens.len()));
        reader.floor = reader.lo;
        for i in reader.lo..reader.hi {
            let Some(TimeWord::Unit(unit)) = reader.class(i) else { continue };
            let joint = (i + 1) as TokenId;
            let counts = matches!(reader.class(i + 1), Some(TimeWord::Joint(Joint::After | Joint::Since)));
            if i + 1 < reader.hi && counts && is_long(unit, reader.count(i).0, reader.plural_unit(i)) {
                found.extend(counted_from(text, joint).map(|head| LongAgo { joint, head }));
            }
        }
    }
    found
}

/// Marks the events that years are counted from as historical.
pub fn mark_historical(events: &mut [Event], anchors: &[LongAgo], text: &Text) {
    if anchors.is_empty() {
        return;
    }
    for event in events.iter_mut().filter(|e| e.status == Status::Actual) {
        let first = text.tokens.partition_point(|t| t.span.end <= event.trigger.start);
        let mut words = (first..text.tokens.len()).take_while(|&t| text.tokens[t].span.start < event.trigger.end);
        if words.any(|t| is_long_ago(anchors, text, t as TokenId)) {
            event.status = Status::Historical;
        }
    }
}

/// True for a year and more.
fn is_long(unit: Unit, count: Option<Count>, plural: bool) -> bool {
    let least = match unit {
        Unit::Year | Unit::Decade | Unit::Century => 1,
        Unit::Month => 12,
        Unit::Fortnight => 26,
        Unit::Week | Unit::Weekend => 52,
        Unit::Day => 365,
        Unit::Hour => return false,
    };
    match count {
        Some(Count::Exact(n)) => n >= least,
        // "Several years", "years after": two at least.
        Some(Count::Several) => least == 1,
        None => least == 1 && plural,
        Some(Count::Half) => false,
    }
}

/// The head of what stands after "after": the verb of a clause, or a noun.
fn counted_from(text: &Text, joint: TokenId) -> Option<TokenId> {
    let above = |t: TokenId| text.tokens.get(t as usize).map(|t| t.head).filter(|&h| h != NO_HEAD && h > joint);
    let head = above(joint)?;
    // "After Russia invaded": the word may hang on the subject instead of the verb.
    let subject = matches!(text.tokens.get(head as usize)?.deprel, Deprel::Nsubj | Deprel::NsubjPass);
    if subject { above(head) } else { Some(head) }
}

fn is_long_ago(anchors: &[LongAgo], text: &Text, token: TokenId) -> bool {
    let mut node = token;
    let near = anchors.partition_point(|a| a.joint < token);
    for _ in 0..HEIGHT {
        // Two at most can matter: what is counted from and what that is counted from.
        if anchors[near.saturating_sub(2)..near].iter().any(|a| a.head == node) {
            return true;
        }
        match text.tokens.get(node as usize) {
            // What is said beside it has its own time: "the war, which Kyiv now wins".
            Some(here) if !matches!(here.deprel, Deprel::AclRelcl | Deprel::Parataxis) && here.head != NO_HEAD => node = here.head,
            _ => return false,
        }
    }
    false
}
