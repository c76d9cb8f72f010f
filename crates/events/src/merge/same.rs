//! Whether two events are one.

use dotterel_document::{Entity, EntityId, EntityType, Event, Feats, Mention, MentionId, MentionKind, Precision, Resolution, Size};

use crate::frames::Known;
use crate::merge::Group;
use crate::merge::said::{Novelty, Said};

/// How many days before the report an event may lie that the report tells elsewhere without
/// a day: news is of the last days.
const NEWS_DAYS: i32 = 7;

/// Bytes of a sentence that nobody writes twice by chance; a live report prints its paragraphs
/// again.
const PRINTED: usize = 40;

/// True where `event` is the one of `group`. Category and status are the same already.
pub(super) fn event(known: &Known<'_>, group: &Group, event: &Event, said: &Said) -> bool {
    let before = &group.event;
    let nothing_against = modes(before, event)
        && attributed(known, before, event)
        && parties(known, before, event, said.novelty)
        && days(known, before, event)
        && places(before, event)
        && sizes(before.size, event.size)
        && about(&group.said, said);
    nothing_against && speaks_for_it(known, group, event, said)
}

fn speaks_for_it(known: &Known<'_>, group: &Group, event: &Event, said: &Said) -> bool {
    let before = &group.event;
    let same_word = said.lemmas.iter().any(|l| group.said.lemmas.contains(l));
    let same_act = before.rule == event.rule || !event.modes.is_empty() && event.modes == before.modes;
    let on_a_day = before.precision == Precision::Day && event.precision == Precision::Day && before.date == event.date;
    let in_town = |e: &Event| e.place.as_ref().is_some_and(|p| p.resolution >= Resolution::City);
    let all_told = |e: &Event| !e.recipients.is_empty() || together(known, e);
    let same_day_and_place = on_a_day && in_town(before) && in_town(event) && same_word;
    let same_day_and_parties = on_a_day && all_told(before) && all_told(event) && before.rule == event.rule;
    let printed_twice = sentence(known, event).is_some_and(|s| s.len() >= PRINTED && sentence(known, before) == Some(s));
    let same_sentence = before.rule == event.rule && printed_twice;
    let word = match said.novelty {
        Novelty::Known => same_word || same_act,
        Novelty::Open => same_word,
        Novelty::New => false,
    };
    word || same_day_and_place || same_day_and_parties || same_sentence
}

/// The words of an event's sentence.
fn sentence<'k>(known: &Known<'k>, event: &Event) -> Option<&'k str> {
    known.page.text.get(known.text.sents.get(event.sent as usize)?.span.range())
}

/// True where several do it together and to nobody.
fn together(known: &Known<'_>, event: &Event) -> bool {
    event.recipients.is_empty() && (event.actors.len() > 1 || entities(known, &event.actors).len() > 1)
}

/// Equal, or told only once.
fn modes(a: &Event, b: &Event) -> bool {
    a.modes.is_empty() || b.modes.is_empty() || a.modes.iter().all(|m| b.modes.contains(m)) || b.modes.iter().all(|m| a.modes.contains(m))
}

/// Two sources that say the same have each said it; one source, or the report itself, has
/// told it twice.
fn attributed(known: &Known<'_>, a: &Event, b: &Event) -> bool {
    match (a.attributed_to, b.attributed_to) {
        (Some(a), Some(b)) => alike_all(known, &[a], &[b]),
        _ => true,
    }
}

fn parties(known: &Known<'_>, a: &Event, b: &Event, novelty: Novelty) -> bool {
    let (first, second) = (together(known, a), together(known, b));
    if first || second {
        // "The talks" need not name everybody again, but nobody new.
        let again = novelty == Novelty::Known && b.recipients.is_empty();
        return first && (again || second) && covered(known, &b.actors, &a.actors) && (again || covered(known, &a.actors, &b.actors));
    }
    alike_all(known, &a.actors, &b.actors)
        && (a.recipients.is_empty() || b.recipients.is_empty() || alike_all(known, &a.recipients, &b.recipients))
}

/// True where each party of one side is one of the other, both ways.
fn alike_all(known: &Known<'_>, a: &[MentionId], b: &[MentionId]) -> bool {
    covered(known, a, b) && covered(known, b, a)
}

fn covered(known: &Known<'_>, some: &[MentionId], all: &[MentionId]) -> bool {
    let there = entities(known, all);
    some.iter().all(|&m| match known.actors.mentions.get(m as usize) {
        Some(mention) if !mention.entities.is_empty() => {
            mention.entities.iter().all(|&a| there.iter().any(|&b| alike(known, a, b)) || named_so(known, m, all))
        }
        _ => named_so(known, m, all),
    })
}

/// True where one of the others is called by the same words; for who is not known otherwise,
/// only a name or what is known from before ("the president of the republic").
fn named_so(known: &Known<'_>, mention: MentionId, others: &[MentionId]) -> bool {
    let definite = |m: &Mention| {
        m.kind == MentionKind::Name || known.text.tokens.get(m.tokens.start as usize).is_some_and(|t| t.feats.has(Feats::DEF_DEF))
    };
    let Some(own) = known.actors.mentions.get(mention as usize) else { return false };
    let words = |m: &Mention| known.page.text.get(m.bytes.range()).map(str::to_lowercase);
    others.contains(&mention)
        || definite(own)
            && others
                .iter()
                .filter_map(|&m| known.actors.mentions.get(m as usize))
                .any(|other| other.kind == own.kind && words(other).is_some() && words(other) == words(own))
}

fn entities(known: &Known<'_>, mentions: &[MentionId]) -> Vec<EntityId> {
    let mut found = Vec::new();
    for mention in mentions.iter().filter_map(|&m| known.actors.mentions.get(m as usize)) {
        for &entity in &mention.entities {
            if !found.contains(&entity) {
                found.push(entity);
            }
        }
    }
    found
}

/// One entity, or a state and somebody who acts for it, or people of one kind and country.
pub(super) fn alike(known: &Known<'_>, a: EntityId, b: EntityId) -> bool {
    if a == b {
        return true;
    }
    let all = &known.actors.entities;
    let (Some(a), Some(b)) = (all.get(a as usize), all.get(b as usize)) else { return false };
    let state = |e: &Entity| e.kind == EntityType::Country || e.kind == EntityType::Place && e.sectors.is_empty();
    let groups = a.kind == EntityType::Group && b.kind == EntityType::Group && !a.sectors.is_empty() && a.sectors == b.sectors;
    a.code == b.code && a.code.is_some() && (state(a) || state(b) || groups)
}

fn days(known: &Known<'_>, a: &Event, b: &Event) -> bool {
    let told = |e: &Event| e.precision != Precision::Report;
    let range = |e: &Event| e.date.map(|first| (first, e.end_date.unwrap_or(first)));
    match (range(a), range(b)) {
        (Some(first), Some(second)) => match (told(a), told(b)) {
            (true, true) => first.0 <= second.1 && second.0 <= first.1,
            (false, false) => true,
            (true, false) => is_news(known, first.1),
            (false, true) => is_news(known, second.1),
        },
        _ => true,
    }
}

/// True for a day shortly before or after the report's.
fn is_news(known: &Known<'_>, day: jiff::civil::Date) -> bool {
    let Some(report) = known.page.date else { return true };
    (report - day).get_days().abs() <= NEWS_DAYS
}

/// The same place, one within the other, or told only once.
fn places(a: &Event, b: &Event) -> bool {
    let (Some(a), Some(b)) = (&a.place, &b.place) else { return true };
    if a.name == b.name {
        return true;
    }
    let (wide, narrow) = if a.resolution <= b.resolution { (a, b) } else { (b, a) };
    let country = wide.country.is_some() && wide.country == narrow.country;
    match wide.resolution {
        Resolution::Country => country,
        Resolution::Province => country && narrow.resolution > Resolution::Province && narrow.province.as_ref() == Some(&wide.name),
        _ => false,
    }
}

fn sizes(a: Size, b: Size) -> bool {
    let agree = |a: Option<u32>, b: Option<u32>| a.is_none() || b.is_none() || a == b;
    agree(a.dead, b.dead) && agree(a.injured, b.injured) && agree(a.arrested, b.arrested) && agree(a.participants, b.participants)
}

/// "Accused Kyiv of shelling" and "accused Kyiv of sabotage" are two accusations.
fn about(a: &Said, b: &Said) -> bool {
    a.about.is_empty() || b.about.is_empty() || a.about.iter().any(|word| b.about.contains(word))
}
