//! Events said twice in a report are one event, with its best-filled record.
//!
//! A report tells its news in the first sentence and again, with more of it, further down.
//! Two events are one where nothing speaks against it (category, modes, status, parties,
//! day, place, numbers and what it is about agree or are told only once) and something
//! speaks for it: the same predicate word, a definite noun that takes the event up again
//! ("the attack"; Heim 1982: an indefinite is new, a definite is known), or the same day and
//! place. What is only possible stays two: two records of one event can still be joined by
//! the reader, one record of two cannot be parted.
//!
//! The fullest of them becomes the record, takes what the others know better, and keeps
//! their words in [`Event::also`], so that no trigger is lost.

mod said;

mod same;

mod fill;

use std::collections::BTreeMap;

use dotterel_document::{Category, Event, Status};

use crate::frames::Known;
use said::Said;

/// How many events of one category and status before it an event is compared with, so that
/// a report of any length costs no more than its length.
const LOOK_BACK: usize = 32;

/// An event with everything that was said of it so far.
struct Group {
    event: Event,
    said: Said,
}

/// The events of a report, each once, in the order of their triggers.
///
/// Every trigger of `events` is the trigger of one event that comes out or stands among its
/// further places.
pub fn once(known: &Known<'_>, events: Vec<Event>) -> Vec<Event> {
    let mut groups: Vec<Group> = Vec::with_capacity(events.len());
    let mut kinds: BTreeMap<(Category, Status), Vec<usize>> = BTreeMap::new();
    for event in events {
        let said = Said::of(known, &event);
        let kind = kinds.entry((event.category, event.status)).or_default();
        let mut before = kind.iter().rev().take(LOOK_BACK).copied();
        let found = before.find(|&at| same::event(known, &groups[at], &event, &said));
        match found {
            Some(at) => {
                groups[at].said.add(said);
                fill::take(known, &mut groups[at].event, event);
            }
            None => {
                kind.push(groups.len());
                groups.push(Group { event, said });
            }
        }
    }
    let mut events: Vec<Event> = groups.into_iter().map(|group| group.event).collect();
    events.sort_by_key(|e| (e.trigger, e.category));
    events
}

#[cfg(test)]
mod tests;
