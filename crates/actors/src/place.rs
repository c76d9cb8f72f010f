//! Place or actor: whether a place name stands for a place ("in Moscow") or for who governs
//! there ("Moscow rejected", "ties with Beijing").

use dotterel_document::{Deprel, EntityType, MentionKind, TokenId, Upos};
use dotterel_lexicon::anaphora::Cues;
use dotterel_lexicon::world::Kind;

use crate::conjunct::first_conjunct;
use crate::phrase::{Phrase, Source};

/// Tokens at the start of a report in which a dateline ends.
const DATELINE: u32 = 14;

/// Sets [`Phrase::as_place`] of every phrase.
pub(crate) fn mark(source: &Source, phrases: &mut [Phrase]) {
    let dateline = dateline_end(source);
    for phrase in phrases.iter_mut() {
        let Some(hit) = phrase.hit else {
            unknown(source, phrase);
            continue;
        };
        let kind = source.world.entry(source.hits[hit as usize].entry).kind;
        if phrase.head < dateline && matches!(kind, Kind::Organization | Kind::Seat) {
            // "UNITED NATIONS: ..." is where it was written.
            phrase.as_place = true;
            phrase.class = EntityType::Place;
            continue;
        }
        if !matches!(kind, Kind::Country | Kind::Capital | Kind::Seat | Kind::City | Kind::Province | Kind::Region) {
            continue;
        }
        phrase.as_place = phrase.head < dateline || stands_as_place(source, phrase, kind);
        if phrase.as_place && matches!(kind, Kind::Capital | Kind::Seat) {
            phrase.class = EntityType::Place;
        }
    }
}

/// A name that nobody knows is a place where it stands as one: "in Ain Issa".
fn unknown(source: &Source, phrase: &mut Phrase) {
    if phrase.kind != MentionKind::Name || phrase.class != EntityType::Other {
        return;
    }
    let Some(cues) = source.case(phrase.head).map(|case| source.words.cues(case)) else { return };
    let head = first_conjunct(source.text, phrase.head);
    let motion = || source.cues(source.text.tokens[head as usize].head.min(source.text.tokens.len() as u32 - 1)).any(Cues::MOTION);
    if cues.any(Cues::LOCATIVE) || (cues.any(Cues::DIRECTIONAL) && motion()) {
        phrase.class = EntityType::Place;
        phrase.as_place = true;
    }
}

fn stands_as_place(source: &Source, phrase: &Phrase, kind: Kind) -> bool {
    let text = source.text;
    let local = matches!(kind, Kind::City | Kind::Province | Kind::Seat | Kind::Capital);
    if phrase.kind == MentionKind::Adjective {
        let head = text.tokens[phrase.head as usize].head;
        return local && !names_people(source, head);
    }
    let mut head = first_conjunct(text, phrase.head);
    // "Aleppo, Syria": the second stands as the first does.
    if matches!(text.tokens[head as usize].deprel, Deprel::Appos | Deprel::NmodUnmarked | Deprel::List | Deprel::Flat) {
        let governor = text.tokens[head as usize].head;
        if text.tokens.get(governor as usize).is_some_and(|token| token.upos == Upos::Propn) {
            head = first_conjunct(text, governor);
        }
    }
    let token = &text.tokens[head as usize];
    let town = matches!(kind, Kind::City | Kind::Province);
    let Some(case) = source.case(phrase.head).or_else(|| source.case(head)) else {
        return town && !matches!(token.deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::NmodPoss);
    };
    let cues = source.words.cues(case);
    if cues.any(Cues::LOCATIVE) {
        return true;
    }
    let governor = token.head;
    if (governor as usize) >= text.tokens.len() {
        return town;
    }
    let governed = source.cues(governor);
    if cues.any(Cues::DIRECTIONAL) {
        return governed.any(Cues::MOTION) || (cues.any(Cues::ORIGIN) && names_people(source, governor));
    }
    // "the city of Aleppo"
    if !cues.any(Cues::NAMING) {
        return false;
    }
    governed.any(Cues::PLACE) || (town && text.tokens[governor as usize].upos == Upos::Noun && !names_people(source, governor))
}

/// True where a noun stands for people or a body, so that a place beside it is theirs.
fn names_people(source: &Source, noun: TokenId) -> bool {
    let Some(token) = source.text.tokens.get(noun as usize) else { return false };
    let previous = noun.checked_sub(1).and_then(|id| source.text.tokens.get(id as usize)).map(|token| token.lemma.as_str());
    source.world.agent(&token.lemma, previous).is_some()
        || source.cues(noun).any(Cues::PERSON.with(Cues::MAN).with(Cues::WOMAN).with(Cues::ORGANIZATION))
}

/// First token after the dateline ("BEIRUT, Lebanon (Reuters) - ..."); 0 where there is none.
fn dateline_end(source: &Source) -> TokenId {
    let Some(sent) = source.text.sents.first() else { return 0 };
    let first = sent.tokens.start;
    let starts_with_name = source.hits.first().is_some_and(|hit| hit.tokens.start == first);
    if !starts_with_name {
        return 0;
    }
    let limit = (first + DATELINE).min(source.text.tokens.len() as u32);
    for id in first + 1..limit {
        let token = &source.text.tokens[id as usize];
        match token.upos {
            // A dash that stands free, not the hyphen in a word.
            Upos::Punct | Upos::Sym if is_dash(source, id) => return id,
            // "KABUL: ...", as South Asian papers write it.
            Upos::Punct if id < first + 3 && source.word(id) == ":" => return id,
            Upos::Verb | Upos::Aux | Upos::Part => return 0,
            _ => {}
        }
    }
    0
}

fn is_dash(source: &Source, id: TokenId) -> bool {
    let span = source.text.tokens[id as usize].span;
    let before = source.page.text[..span.start as usize].ends_with(char::is_whitespace);
    let after = source.page.text[span.end as usize..].starts_with(char::is_whitespace);
    let word = source.word(id);
    matches!(word, "\u{2014}" | "--") || (matches!(word, "-" | "\u{2013}") && before && after)
}
