//! Nouns that refer back or name an office: "the group", "both countries", "China's top
//! diplomat".
//!
//! Linked only on strong evidence (same noun, an office that somebody holds, "both countries"
//! after just two), since a wrong link costs a coded event more than a missing one.

use dotterel_document::{ActorCode, Deprel, EntityType, Feats, MentionKind};
use dotterel_lexicon::anaphora::Cues;
use dotterel_lexicon::world::{AgentKind, EntryId};
use rustc_hash::FxHashMap;

use crate::anaphora::before;
use crate::chain::{ChainId, Chains, Link, hash};
use crate::describe;
use crate::entity;
use crate::phrase::{Definite, Number, Phrase, Source};

/// Persons of the whole report by country and office; `None` where two share them.
pub(crate) type Titles = FxHashMap<(ActorCode, u64), Option<ChainId>>;

/// Key of whoever conducts a country's foreign policy.
const CHIEF_DIPLOMAT: u64 = 1;

/// Collects who is named with which office of which country.
pub(crate) fn titles(source: &Source, phrases: &[Phrase], chains: &Chains) -> Titles {
    let mut titles = Titles::default();
    for (index, phrase) in phrases.iter().enumerate() {
        let (MentionKind::Name, Some(agent)) = (phrase.kind, phrase.agent) else { continue };
        let Some(id) = chains.one(index as u32).filter(|&id| chains.get(id).class == EntityType::Person) else { continue };
        let Some(code) = chain_code(source, chains, id) else { continue };
        if describe::is_former(source, phrase) {
            continue;
        }
        let office = hash(&agent.name);
        let diplomat = source.words.cues(&agent.name).any(Cues::DIPLOMATIC_OFFICE).then_some(CHIEF_DIPLOMAT);
        for key in [Some(office), diplomat].into_iter().flatten() {
            let slot = titles.entry((code, key)).or_insert(Some(id));
            if *slot != Some(id) {
                *slot = None;
            }
        }
    }
    titles
}

/// The country of a chain as far as names and titles tell it.
fn chain_code(source: &Source, chains: &Chains, id: ChainId) -> Option<ActorCode> {
    let chain = chains.get(id);
    chain.code.or_else(|| chain.entry.and_then(|entry| source.world.entry(entry).code))
}

pub(crate) fn noun(
    source: &Source,
    phrases: &[Phrase],
    chains: &mut Chains,
    nouns: &FxHashMap<u64, u32>,
    offices: &FxHashMap<u64, ChainId>,
    titles: &Titles,
    index: u32,
) {
    if chains.one(index).is_some() {
        return;
    }
    let phrase = &phrases[index as usize];
    if let Some(codes) = describe::several_codes(source, phrase) {
        chains.start_parts(source, phrases, index, &codes);
        return;
    }
    let found = several(source, phrases, chains, index)
        .or_else(|| whose_country(source, chains, phrase))
        .or_else(|| by_office(source, chains, phrase, offices).map(Link::One))
        .or_else(|| by_title(source, phrase, titles).map(Link::One))
        .or_else(|| same_noun(source, phrases, chains, nouns, index).map(Link::One))
        .or_else(|| by_kind(phrases, chains, index).map(Link::One));
    match found {
        Some(Link::One(id)) => chains.add(source, phrases, id, index),
        Some(link) => chains.of[index as usize] = link,
        None => {
            let id = chains.start(source, phrases, index);
            if let Some(entry) = office_holder(source, phrase) {
                let known = source.world.entry(entry);
                chains.identify(id, entry, known.gender, &known.name);
            }
        }
    }
}

/// "China's top diplomat", "the Turkish foreign minister": the one person of the report,
/// named before or after, who has that office for that country.
fn by_title(source: &Source, phrase: &Phrase, titles: &Titles) -> Option<ChainId> {
    if phrase.number == Number::Many || !matches!(phrase.definite, Definite::Yes | Definite::Owned) || describe::is_former(source, phrase) {
        return None;
    }
    let code = phrase.code?;
    let agent = phrase.agent.filter(|agent| agent.kind == AgentKind::Person)?;
    let last = phrase.head.checked_sub(1).and_then(|id| source.text.tokens.get(id as usize)).map_or("", |token| token.lemma.as_str());
    let described = format!("{last} {}", source.text.tokens[phrase.head as usize].lemma);
    let diplomat = [described.as_str(), agent.name.as_str()].iter().any(|words| source.words.cues(words).any(Cues::CHIEF_DIPLOMAT));
    let key = if diplomat { CHIEF_DIPLOMAT } else { hash(&agent.name) };
    titles.get(&(code, key)).copied().flatten()
}

/// "Their nations", "his country": the countries of those persons.
fn whose_country(source: &Source, chains: &Chains, phrase: &Phrase) -> Option<Link> {
    if phrase.definite != Definite::Owned || !phrase.cues.any(Cues::COUNTRY) || phrase.class == EntityType::Person {
        return None;
    }
    let owner = source.tree.child(source.text, phrase.head, Deprel::NmodPoss).and_then(|head| chains.phrase_at(head))?;
    let owners = match &chains.of[owner as usize] {
        Link::One(id) => std::slice::from_ref(id),
        Link::Many(ids) => ids,
        Link::None => return None,
    };
    let mut found = Vec::new();
    for &id in owners {
        if chains.get(id).class == EntityType::Country {
            return None;
        }
        let country = chains.country(chain_code(source, chains, id)?)?;
        if !found.contains(&country) {
            found.push(country);
        }
    }
    match (found.as_slice(), phrase.number) {
        (&[one], Number::One | Number::Either) => Some(Link::One(one)),
        ([_, _, ..], Number::Many) => Some(Link::Many(found)),
        _ => None,
    }
}

/// "The two leaders", "both countries": exactly two of the kind in this sentence and the one
/// before, or the last pair joined by "and".
fn several(source: &Source, phrases: &[Phrase], chains: &Chains, index: u32) -> Option<Link> {
    let phrase = &phrases[index as usize];
    if phrase.number != Number::Many || phrase.definite == Definite::No && !has_total(source, phrase) {
        return None;
    }
    let two = source.tree.children(phrase.head).iter().any(|&child| {
        let token = &source.text.tokens[child as usize];
        token.deprel == Deprel::Nummod && token.feats.has(Feats::NUMTYPE_CARD) && source.words.cues(&token.lemma).any(Cues::TWO)
    }) || has_two(source, phrase);
    if !two {
        return None;
    }
    let wanted = |class: EntityType| match phrase.class {
        EntityType::Group | EntityType::Person => class == EntityType::Person,
        EntityType::Country => class == EntityType::Country,
        EntityType::Organization => class == EntityType::Organization,
        _ if phrase.cues.any(Cues::PARTY) => matches!(class, EntityType::Person | EntityType::Country | EntityType::Organization),
        _ => false,
    };
    let mut found: Vec<ChainId> = Vec::new();
    for other in before(index) {
        let candidate = &phrases[other as usize];
        if candidate.sent + 1 < phrase.sent || candidate.tokens.covers(phrase.tokens) {
            continue;
        }
        let Some(id) = chains.one(other) else { continue };
        let singular = candidate.number != Number::Many && !candidate.as_place;
        if singular && wanted(chains.get(id).class) && !found.contains(&id) && chains.get(id).name.is_some() {
            found.push(id);
        }
    }
    if found.len() == 2 {
        found.reverse();
        return Some(Link::Many(found));
    }
    None
}

fn has_total(source: &Source, phrase: &Phrase) -> bool {
    source.tree.children(phrase.head).iter().any(|&child| source.text.tokens[child as usize].feats.has(Feats::PRON_TOT))
}

/// A determiner for two ("both").
fn has_two(source: &Source, phrase: &Phrase) -> bool {
    source.tree.children(phrase.head).iter().any(|&child| {
        let token = &source.text.tokens[child as usize];
        matches!(token.deprel, Deprel::Det | Deprel::DetPredet | Deprel::Nummod) && source.words.cues(&token.lemma).any(Cues::TWO)
    })
}

/// "The president", "the Russian president": who was last called so, or who is known to hold
/// the office on that day.
fn by_office(source: &Source, chains: &mut Chains, phrase: &Phrase, offices: &FxHashMap<u64, ChainId>) -> Option<ChainId> {
    let agent = phrase.agent.filter(|agent| agent.kind == AgentKind::Person && (agent.office || agent.title))?;
    if phrase.number == Number::Many || !matches!(phrase.definite, Definite::Yes | Definite::Owned) || describe::is_former(source, phrase) {
        return None;
    }
    let code = phrase.code;
    if let Some(&id) = offices.get(&hash(&agent.name)) {
        let chain = chains.get(id);
        let same_country = match (code, chain.code.or_else(|| chain.entry.and_then(|entry| source.world.entry(entry).code))) {
            (Some(a), Some(b)) => a == b,
            (Some(_), None) => false,
            (None, _) => phrase.definite == Definite::Yes && describe::owner(source, phrase).is_none(),
        };
        if same_country {
            return Some(id);
        }
    }
    let holder = office_holder(source, phrase)?;
    chains.known(&source.world.entry(holder).name)
}

/// Who is known to hold the office that a phrase names, on the page's date: "the Russian
/// president", "Israel's prime minister".
fn office_holder(source: &Source, phrase: &Phrase) -> Option<EntryId> {
    let agent = phrase.agent.filter(|agent| agent.kind == AgentKind::Person && agent.office)?;
    let definite = matches!(phrase.definite, Definite::Yes | Definite::Owned);
    if phrase.number == Number::Many || !definite || describe::is_former(source, phrase) {
        return None;
    }
    let code = phrase.code?;
    entity::holder(source.world, code, &agent.name, source.page.date?)
}

/// The last phrase with the same noun, where this one may point back to it and says nothing
/// new about it.
fn same_noun(source: &Source, phrases: &[Phrase], chains: &Chains, nouns: &FxHashMap<u64, u32>, index: u32) -> Option<ChainId> {
    let phrase = &phrases[index as usize];
    if phrase.definite == Definite::No {
        return None;
    }
    let &other = nouns.get(&hash(&source.text.tokens[phrase.head as usize].lemma))?;
    let antecedent = &phrases[other as usize];
    if antecedent.number != phrase.number || antecedent.tokens.overlaps(phrase.tokens) || phrase.sent > antecedent.sent + 20 {
        return None;
    }
    // "His army" and "their army" are two, unless the possessors are one.
    let owner = |p: &Phrase| describe::owner(source, p);
    match (owner(phrase), owner(antecedent)) {
        (None, _) => {}
        (Some(a), Some(b)) => {
            let same_chain = || Some(chains.one(chains.phrase_at(a)?)? == chains.one(chains.phrase_at(b)?)?);
            let same_words = source.text.tokens[a as usize].lemma == source.text.tokens[b as usize].lemma;
            if !same_chain().unwrap_or(same_words) {
                return None;
            }
        }
        (Some(_), None) => return None,
    }
    let known = modifiers(source, antecedent);
    let new = modifiers(source, phrase);
    if new.iter().any(|word| !known.contains(word)) {
        return None;
    }
    // Without an article the two must say the same ("peace talks ... peace talks").
    if phrase.definite == Definite::Bare && (antecedent.definite != Definite::Bare || known.len() != new.len()) {
        return None;
    }
    let codes = (phrase.code, antecedent.code);
    if matches!(codes, (Some(a), Some(b)) if a != b) {
        return None;
    }
    chains.one(other)
}

/// Lemmas before the head that tell things of one kind apart.
fn modifiers<'a>(source: &Source<'a, '_>, phrase: &Phrase) -> Vec<&'a str> {
    source
        .tree
        .children(phrase.head)
        .iter()
        .map(|&child| &source.text.tokens[child as usize])
        .filter(|token| matches!(token.deprel, Deprel::Amod | Deprel::Compound | Deprel::Nummod))
        .map(|token| token.lemma.as_str())
        .collect()
}

/// "The group", "the country", "the man": the last of that kind, where the noun stands alone.
fn by_kind(phrases: &[Phrase], chains: &Chains, index: u32) -> Option<ChainId> {
    let phrase = &phrases[index as usize];
    if phrase.definite != Definite::Yes || phrase.number == Number::Many || phrase.tokens.len() > 2 {
        return None;
    }
    let (wanted, sentences) = match phrase.cues {
        cues if cues.any(Cues::MAN.with(Cues::WOMAN)) => (EntityType::Person, 2),
        cues if cues.any(Cues::COUNTRY) => (EntityType::Country, 2),
        cues if cues.any(Cues::ORGANIZATION) && phrase.agent.is_none_or(|agent| agent.sectors.is_empty()) => (EntityType::Organization, 2),
        _ => return None,
    };
    for other in before(index) {
        let candidate = &phrases[other as usize];
        if candidate.sent + sentences < phrase.sent {
            return None;
        }
        let Some(id) = chains.one(other) else { continue };
        let chain = chains.get(id);
        let genders = matches!((chain.gender, phrase.gender), (Some(a), Some(b)) if a != b);
        let inside = candidate.tokens.covers(phrase.tokens);
        if chain.class == wanted && chain.name.is_some() && !genders && !inside && candidate.kind != MentionKind::Adjective {
            return Some(id);
        }
    }
    None
}

/// Joins a predicate noun to its subject: "Wang is China's top diplomat".
pub(crate) fn predicate(source: &Source, phrases: &[Phrase], chains: &mut Chains, index: u32) {
    let phrase = &phrases[index as usize];
    if phrase.kind == MentionKind::Pronoun || source.tree.child(source.text, phrase.head, Deprel::Cop).is_none() {
        return;
    }
    let Some(subject) = source.tree.child(source.text, phrase.head, Deprel::Nsubj).and_then(|head| chains.phrase_at(head)) else { return };
    let other = &phrases[subject as usize];
    let class = phrase.class == other.class || phrase.class == EntityType::Other;
    let denied = source.tree.children(phrase.head).iter().any(|&child| source.text.tokens[child as usize].feats.has(Feats::POLARITY_NEG));
    let (Some(a), Some(b)) = (chains.one(subject), chains.one(index)) else { return };
    let named = chains.get(a).name.is_some() && chains.get(b).name.is_some();
    let tells = phrase.class != EntityType::Other || phrase.definite == Definite::Yes;
    if tells && !denied && !named && (class || chains.get(a).class == phrase.class) && phrase.number == other.number {
        chains.join(phrases, a, b);
    }
}
