//! Person, body, state, place: what kind of thing a phrase means, its number and gender.

use dotterel_document::{EntityType, MentionKind, Upos};
use dotterel_lexicon::anaphora::Cues;
use dotterel_lexicon::world::{AgentKind, Gender, Kind};

use crate::name::has_flat;
use crate::phrase::{Definite, Number, Phrase, Source};

/// What kind of thing is meant, its number and gender.
pub(crate) fn classify(source: &Source, phrase: &mut Phrase) {
    if let Some(hit) = phrase.hit {
        classify_hit(source, phrase, hit);
        return;
    }
    let cues = phrase.cues;
    if phrase.gender.is_none() {
        if cues.any(Cues::MAN) {
            phrase.gender = Some(Gender::Male);
        } else if cues.any(Cues::WOMAN) {
            phrase.gender = Some(Gender::Female);
        }
    }
    if phrase.kind == MentionKind::Name {
        classify_name(source, phrase);
        return;
    }
    let state = cues.any(Cues::COUNTRY) && !cues.any(Cues::PERSON);
    phrase.class = match phrase.agent.map(|agent| agent.kind) {
        Some(AgentKind::Body) if state => EntityType::Country,
        Some(AgentKind::Person) if phrase.number == Number::Many => EntityType::Group,
        Some(AgentKind::Person) => EntityType::Person,
        Some(AgentKind::Group) => EntityType::Group,
        Some(AgentKind::Body) => EntityType::Organization,
        Some(AgentKind::Equipment) => EntityType::Organization,
        None if cues.any(Cues::MAN.with(Cues::WOMAN).with(Cues::PERSON)) => {
            if phrase.number == Number::Many {
                EntityType::Group
            } else {
                EntityType::Person
            }
        }
        None if cues.any(Cues::ORGANIZATION) => EntityType::Organization,
        None if cues.any(Cues::COUNTRY) => EntityType::Country,
        None if cues.any(Cues::PLACE) => EntityType::Place,
        None => EntityType::Other,
    };
    if phrase.class == EntityType::Organization || phrase.agent.is_some_and(|agent| agent.kind == AgentKind::Group) {
        phrase.number = if phrase.number == Number::Many { Number::Many } else { Number::Either };
    }
}

fn classify_name(source: &Source, phrase: &mut Phrase) {
    let first = source.words.cues(source.word(phrase.name.start));
    if phrase.gender.is_none() {
        if first.any(Cues::GIVEN_MASCULINE) {
            phrase.gender = Some(Gender::Male);
        } else if first.any(Cues::GIVEN_FEMININE) {
            phrase.gender = Some(Gender::Female);
        }
    }
    let titled = phrase.agent.is_some_and(|agent| agent.kind == AgentKind::Person) || phrase.gender.is_some();
    let last = phrase.name.end - 1;
    let cues = source.cues(last);
    let word = source.word(last);
    let acronym = phrase.name.len() == 1 && word.len() >= 2 && !word.bytes().any(|b| b.is_ascii_lowercase());
    phrase.class = if titled {
        EntityType::Person
    } else if cues.any(Cues::ORGANIZATION) || acronym {
        EntityType::Organization
    } else if cues.any(Cues::PLACE) {
        EntityType::Place
    } else if phrase.number == Number::Many {
        EntityType::Group
    } else if has_flat(source, phrase.head) && phrase.definite == Definite::Bare {
        EntityType::Person
    } else {
        EntityType::Other
    };
    if phrase.class == EntityType::Organization {
        phrase.number = Number::Either;
    }
}

pub(crate) fn classify_hit(source: &Source, phrase: &mut Phrase, hit: u32) {
    let entry = source.world.entry(source.hits[hit as usize].entry);
    let plural = phrase.number == Number::Many && source.text.tokens[phrase.head as usize].upos != Upos::Adj;
    phrase.class = match entry.kind {
        Kind::Country | Kind::Capital | Kind::Seat => EntityType::Country,
        Kind::Demonym if phrase.kind == MentionKind::Adjective => EntityType::Country,
        Kind::Demonym if plural => EntityType::Group,
        Kind::Demonym => EntityType::Person,
        Kind::Ethnic | Kind::Religious => EntityType::Group,
        Kind::City | Kind::Province | Kind::Region => EntityType::Place,
        Kind::Person => EntityType::Person,
        Kind::Organization | Kind::ArmedGroup | Kind::Party | Kind::Company | Kind::Media | Kind::Force | Kind::Ministry => {
            EntityType::Organization
        }
    };
    phrase.number = match phrase.class {
        EntityType::Organization => Number::Either,
        EntityType::Group => Number::Many,
        _ => Number::One,
    };
    if entry.kind == Kind::Person {
        phrase.gender = entry.gender.or(phrase.gender);
    }
}
