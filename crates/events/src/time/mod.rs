//! When: expressions of time, resolved to days against the report's date.
//!
//! A hand-written reader over the tokens of each sentence. It wakes only at a word that can
//! start a date (a month, a weekday, a unit, figures), looks a few words to both sides, and
//! resolves what it read at once: calendar dates by themselves, all others against the
//! report's date, with the tense of the governing verb where the words leave it open
//! ("met on Friday", "will meet on Friday"). Code speaks of classes of words; which words
//! these are is in `lang/en/time.txt`.
//!
//! Left out on purpose: durations ("for three days"), frequencies ("every Monday",
//! "Fridays"), times counted from an event ("a year after the invasion"; that the event is long
//! past is kept: [`long_ago`]), and dates that
//! could be read in two orders ("03/04/2023").

use dotterel_document::page::Page;
use dotterel_document::span::Span;
use dotterel_document::text::{Text, TokenId};
use dotterel_document::time::TimeExpression;
use dotterel_lexicon::time::TimeWords;

use crate::governed;

mod read;

mod calendar_date;

mod relative;

mod numeric;

mod tense;

mod calendar;

mod anchor;

pub use anchor::{LongAgo, long_ago, mark_historical};

/// All expressions of time in a text that resolve to days, in order, not overlapping.
///
/// Without a date of the page only those are found that carry their year.
pub fn find(page: &Page, text: &Text, words: &TimeWords) -> Vec<TimeExpression> {
    let mut reader = read::Reader::new(&page.text, text, words, page.date);
    reader.run();
    reader
        .found
        .into_iter()
        .map(|reading| {
            let tokens = Span::new(reading.lo as u32, reading.hi as u32);
            TimeExpression { tokens, bytes: text.bytes(tokens), start: reading.days.0, end: reading.days.1, precision: reading.precision }
        })
        .collect()
}

/// The expression that tells when the predicate at `token` happened: the nearest in the
/// tree, never one of another finite clause. For a noun ("talks in Moscow on Wednesday") its
/// own modifiers come first, then those of the verb above it.
pub fn for_token<'t>(times: &'t [TimeExpression], text: &Text, token: TokenId) -> Option<&'t TimeExpression> {
    governed::nearest(times, |time| time.tokens, |_| true, governed::Reach::Adpositional, text, token)
}

#[cfg(test)]
mod tests;
