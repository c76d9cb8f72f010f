//! The best-filled record of an event that was said several times.

use dotterel_document::{Event, EventPlace, MentionId, Precision};

use crate::frames::{Known, context};

/// Makes one event of two: the fuller one, with what only the other tells.
pub(super) fn take(known: &Known<'_>, into: &mut Event, mut other: Event) {
    // Whether the report vouches for it shows where it is told first.
    let source = into.attributed_to;
    if fullness(known, &other) > fullness(known, into) {
        std::mem::swap(into, &mut other);
    }
    into.also.push(other.trigger);
    into.also.append(&mut other.also);
    into.also.retain(|&span| span != into.trigger);
    into.also.sort_unstable();
    into.also.dedup();
    if specific(known, &other.recipients) > specific(known, &into.recipients) {
        into.recipients = other.recipients;
    }
    if exactness(other.precision) > exactness(into.precision) {
        (into.date, into.end_date, into.precision) = (other.date, other.end_date, other.precision);
    }
    let place = |place: &Option<EventPlace>| place.as_ref().map_or(0, |p| p.resolution as u32);
    if place(&other.place) > place(&into.place) {
        into.place = other.place;
    }
    into.modes.extend(other.modes.into_iter().filter(|m| !into.modes.contains(m)).collect::<Vec<_>>());
    into.contexts.append(&mut other.contexts);
    context::tidy(&mut into.contexts);
    let size = &mut into.size;
    size.dead = size.dead.or(other.size.dead);
    size.injured = size.injured.or(other.size.injured);
    size.arrested = size.arrested.or(other.size.arrested);
    size.participants = size.participants.or(other.size.participants);
    into.attributed_to = source;
    // A longer CAMEO code is a more exact one, where it is of the same kind.
    let (own, others) = (into.cameo.as_deref().unwrap_or(""), other.cameo.as_deref().unwrap_or(""));
    if others.len() > own.len() && others.starts_with(own) {
        into.cameo = other.cameo;
    }
    into.confidence = into.confidence.max(other.confidence);
    into.explanation.append(&mut other.explanation);
}

/// How much of a record is filled; of two alike the first told stays.
fn fullness(known: &Known<'_>, event: &Event) -> u32 {
    let parties = 3 * specific(known, &event.actors) + 3 * specific(known, &event.recipients);
    let place = event.place.as_ref().map_or(0, |p| p.resolution as u32);
    let size = event.size;
    let numbers = [size.dead, size.injured, size.arrested, size.participants].iter().flatten().count() as u32;
    parties + 2 * exactness(event.precision) + place + 2 * event.modes.len().min(3) as u32 + 2 * numbers
}

/// How exactly parties are known: two for each with a code, one more for its sectors.
fn specific(known: &Known<'_>, mentions: &[MentionId]) -> u32 {
    let of = |m: &MentionId| known.actors.mentions.get(*m as usize).and_then(|m| m.entities.first());
    let entities = mentions.iter().filter_map(of).filter_map(|&e| known.actors.entities.get(e as usize));
    entities.map(|e| 2 * u32::from(e.code.is_some()) + u32::from(!e.sectors.is_empty())).sum::<u32>() + u32::from(!mentions.is_empty())
}

fn exactness(precision: Precision) -> u32 {
    match precision {
        Precision::Report => 0,
        Precision::Year => 1,
        Precision::Month => 2,
        Precision::Week => 3,
        Precision::Day => 4,
    }
}
