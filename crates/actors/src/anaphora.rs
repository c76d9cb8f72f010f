//! Nouns and pronouns that refer back.
//!
//! The second walk over the phrases, in order of the text. A noun is linked only on strong
//! evidence (same noun, an office that somebody holds, "both countries" after just two), since
//! a wrong link costs a coded event more than a missing one. A pronoun takes the best of the
//! phrases before it that agree with it: after Lappin and Leass (1994), salience by
//! grammatical role, nearness, and how often a chain was mentioned; binding as there.

use dotterel_document::{ActorCode, Deprel, EntityType, Feats, MentionKind, NO_HEAD, TokenId, Upos};
use dotterel_lexicon::anaphora::Cues;
use dotterel_lexicon::world::{AgentKind, EntryId};
use rustc_hash::FxHashMap;

use crate::chain::{ChainId, Chains, Link, hash};
use crate::describe;
use crate::entity;
use crate::phrase::{Definite, Number, Phrase, Source};
use crate::quote::Quotes;
use crate::tree::first_conjunct;

/// Phrases before an anaphor that are looked at.
const LOOK_BACK: usize = 48;

/// Links the nouns and pronouns that `chains` leaves open.
pub(crate) fn resolve(source: &Source, phrases: &[Phrase], quotes: &Quotes, chains: &mut Chains) {
    let mut nouns: FxHashMap<u64, u32> = FxHashMap::default();
    let mut persons_by_office: FxHashMap<u64, ChainId> = FxHashMap::default();
    let mut voices = FxHashMap::default();
    let titles = titles(source, phrases, chains);
    // By heads, so that "their" is known before "their nations".
    let mut order: Vec<u32> = (0..phrases.len() as u32).collect();
    order.sort_by_key(|&index| phrases[index as usize].head);
    for index in order {
        let phrase = &phrases[index as usize];
        match phrase.kind {
            MentionKind::Pronoun => pronoun(source, phrases, quotes, chains, &mut voices, index),
            MentionKind::Nominal => {
                noun(source, phrases, chains, &nouns, &persons_by_office, &titles, index);
                if let Some(agent) = phrase.agent {
                    remember_office(&mut persons_by_office, chains, index, &agent.name);
                }
                nouns.insert(hash(&source.text.tokens[phrase.head as usize].lemma), index);
            }
            _ => {
                if let Some(agent) = phrase.agent {
                    remember_office(&mut persons_by_office, chains, index, &agent.name);
                }
            }
        }
        predicate(source, phrases, chains, index);
    }
}

/// Persons of the whole report by country and office; `None` where two share them.
type Titles = FxHashMap<(ActorCode, u64), Option<ChainId>>;

/// Key of whoever conducts a country's foreign policy.
const CHIEF_DIPLOMAT: u64 = 1;

/// Collects who is named with which office of which country.
fn titles(source: &Source, phrases: &[Phrase], chains: &Chains) -> Titles {
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

/// Notes who was last called by an office: "minister" also after "foreign minister".
fn remember_office(offices: &mut FxHashMap<u64, ChainId>, chains: &Chains, index: u32, office: &str) {
    let Some(id) = chains.one(index).filter(|&id| chains.get(id).class == EntityType::Person) else { return };
    offices.insert(hash(office), id);
    if let Some((_, last)) = office.rsplit_once(' ') {
        offices.insert(hash(last), id);
    }
}

fn noun(
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
fn predicate(source: &Source, phrases: &[Phrase], chains: &mut Chains, index: u32) {
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

/// The phrases before one, nearest first.
fn before(index: u32) -> impl Iterator<Item = u32> {
    (0..index).rev().take(LOOK_BACK)
}

fn pronoun(
    source: &Source,
    phrases: &[Phrase],
    quotes: &Quotes,
    chains: &mut Chains,
    voices: &mut FxHashMap<(u64, u64), ChainId>,
    index: u32,
) {
    let phrase = &phrases[index as usize];
    let feats = source.text.tokens[phrase.head as usize].feats;
    if feats.any(Feats::PERSON_1.with(Feats::PERSON_2)) {
        first_or_second_person(source, phrases, quotes, chains, voices, index);
        return;
    }
    if !feats.has(Feats::PERSON_3) || !feats.has(Feats::PRON_PRS) {
        return;
    }
    if let Some(link) = antecedent(source, phrases, quotes, chains, index) {
        match link {
            Link::One(id) => chains.add(source, phrases, id, index),
            link => chains.of[index as usize] = link,
        }
    }
}

/// "I" is who speaks; "we" is, where a body or state speaks. Where nobody is seen to speak,
/// all of one person and number are one chain in their quotation, or in the report's own voice.
fn first_or_second_person(
    source: &Source,
    phrases: &[Phrase],
    quotes: &Quotes,
    chains: &mut Chains,
    voices: &mut FxHashMap<(u64, u64), ChainId>,
    index: u32,
) {
    let phrase = &phrases[index as usize];
    let feats = source.text.tokens[phrase.head as usize].feats;
    let plural = feats.has(Feats::NUMBER_PLUR);
    let speaker = quotes.speaker(phrase.head).and_then(|head| chains.phrase_at(head)).and_then(|speaker| chains.one(speaker));
    if let Some(id) = speaker.filter(|_| feats.has(Feats::PERSON_1)) {
        let class = chains.get(id).class;
        let body = matches!(class, EntityType::Organization | EntityType::Country | EntityType::Group);
        if body == plural {
            chains.add(source, phrases, id, index);
            return;
        }
    }
    let voice = match (quotes.number(phrase.head), speaker) {
        (None, _) => 0,
        (Some(_), Some(id)) => 1 + 2 * u64::from(id),
        (Some(quote), None) => 2 + 2 * quote as u64,
    };
    let person = feats.0 & (Feats::PERSON_1.0 | Feats::PERSON_2.0 | Feats::NUMBER_PLUR.0);
    match voices.get(&(voice, person)) {
        Some(&id) => chains.add(source, phrases, id, index),
        None => {
            let id = chains.start(source, phrases, index);
            voices.insert((voice, person), id);
        }
    }
}

/// What is asked of every candidate for a pronoun, found once.
struct Anaphor<'p, 'w> {
    phrase: &'p Phrase<'w>,
    plural: bool,
    reflexive: bool,
    possessive: bool,
    /// Subject of the verb whose object the pronoun is.
    subject: Option<TokenId>,
    /// What governs the pronoun, from the nearest.
    governors: Vec<TokenId>,
    /// Who speaks the words around it.
    speaker: Option<ChainId>,
}

impl<'p, 'w> Anaphor<'p, 'w> {
    fn new(source: &Source, quotes: &Quotes, chains: &Chains, phrase: &'p Phrase<'w>) -> Self {
        let tokens = &source.text.tokens;
        let token = &tokens[phrase.head as usize];
        let reflexive = token.feats.has(Feats::REFLEX);
        let object = matches!(token.deprel, Deprel::Obj | Deprel::Iobj | Deprel::Obl);
        let mut governors = Vec::with_capacity(12);
        let mut at = token.head;
        while let Some(governor) = tokens.get(at as usize).filter(|_| governors.len() < 12) {
            governors.push(at);
            at = governor.head;
        }
        Anaphor {
            phrase,
            plural: token.feats.has(Feats::NUMBER_PLUR),
            reflexive,
            possessive: token.deprel == Deprel::NmodPoss,
            subject: if reflexive || object { subject(source, token.head) } else { None },
            governors,
            speaker: quotes.speaker(phrase.head).and_then(|head| chains.phrase_at(head)).and_then(|index| chains.one(index)),
        }
    }

    /// Sentences back in which an antecedent is looked for.
    fn reach(&self) -> u32 {
        if self.phrase.gender.is_some() {
            3
        } else if self.plural {
            2
        } else {
            1
        }
    }
}

/// The best antecedent of a pronoun of the third person.
fn antecedent(source: &Source, phrases: &[Phrase], quotes: &Quotes, chains: &Chains, index: u32) -> Option<Link> {
    let phrase = &phrases[index as usize];
    let anaphor = Anaphor::new(source, quotes, chains, phrase);
    let mut best: Option<(i32, Link)> = None;
    let mut distance = 0;
    for other in before(index) {
        let candidate = &phrases[other as usize];
        if phrase.sent.saturating_sub(candidate.sent) > anaphor.reach() {
            break;
        }
        distance += 1;
        let Some(link) = candidate_link(source, phrases, chains, phrase, other, anaphor.plural) else { continue };
        if !may_bind(source, &anaphor, candidate) {
            continue;
        }
        let score = salience(source, quotes, chains, &anaphor, candidate, &link) - 2 * distance.min(20);
        if best.as_ref().is_none_or(|(top, _)| score > *top) {
            best = Some((score, link));
        }
    }
    match best {
        Some((_, link)) => Some(link),
        None => cataphor(source, phrases, chains, phrase, anaphor.plural).map(Link::One),
    }
}

/// What a candidate stands for, where it agrees with the pronoun.
fn candidate_link(source: &Source, phrases: &[Phrase], chains: &Chains, phrase: &Phrase, other: u32, plural: bool) -> Option<Link> {
    let candidate = &phrases[other as usize];
    if plural && let Some(pair) = coordination(source, phrases, chains, other) {
        return Some(Link::Many(pair));
    }
    let link = &chains.of[other as usize];
    let Link::One(id) = link else {
        return (plural && *link != Link::None).then(|| link.clone());
    };
    let id = chains.root(*id);
    let chain = chains.get(id);
    // "All" and "two" are no one that can be meant again, and "we" are not "they".
    let feats = source.text.tokens[candidate.head as usize].feats;
    if candidate.kind == MentionKind::Pronoun && feats.any(Feats::PERSON_1.with(Feats::PERSON_2)) {
        return None;
    }
    if matches!(source.text.tokens[candidate.head as usize].upos, Upos::Det | Upos::Num) {
        return None;
    }
    let agrees = if let Some(gender) = phrase.gender {
        let human = chain.class == EntityType::Person || (chain.class == EntityType::Other && candidate.kind == MentionKind::Name);
        human && candidate.number != Number::Many && chain.gender.is_none_or(|other| other == gender)
    } else if plural {
        candidate.number == Number::Many
            || chain.class == EntityType::Group
            || (candidate.number == Number::Either && chain.class == EntityType::Organization)
            || (chain.number == Number::Many && candidate.kind == MentionKind::Pronoun)
    } else {
        !matches!(chain.class, EntityType::Person | EntityType::Group) && candidate.number != Number::Many && !is_person_pronoun(candidate)
    };
    agrees.then_some(Link::One(id))
}

fn is_person_pronoun(phrase: &Phrase) -> bool {
    phrase.kind == MentionKind::Pronoun && phrase.gender.is_some()
}

/// All members of the coordination that starts with this phrase, where all are of one kind.
fn coordination(source: &Source, phrases: &[Phrase], chains: &Chains, first: u32) -> Option<Vec<ChainId>> {
    let phrase = &phrases[first as usize];
    if source.text.tokens[phrase.head as usize].deprel == Deprel::Conj {
        return None;
    }
    let mut found = vec![chains.one(first)?];
    for &child in source.tree.children(phrase.head) {
        let token = &source.text.tokens[child as usize];
        if token.deprel == Deprel::Conj {
            found.push(chains.one(chains.phrase_at(child)?)?);
        }
    }
    if found.len() == 1 {
        found.push(chains.one(beside(source, phrases, first)?)?);
    }
    let class = chains.get(found[0]).class;
    let alike = found.iter().all(|&id| chains.get(id).class == class);
    found.sort_unstable();
    found.dedup();
    let actors = matches!(class, EntityType::Person | EntityType::Country | EntityType::Organization | EntityType::Group);
    (found.len() > 1 && actors && alike).then_some(found)
}

/// The phrase that a conjunction right after this one joins to it, whatever the tree says.
fn beside(source: &Source, phrases: &[Phrase], first: u32) -> Option<u32> {
    let phrase = &phrases[first as usize];
    let end = phrase.tokens.end;
    source.text.tokens.get(end as usize).filter(|token| token.upos == Upos::Cconj && token.sent == phrase.sent)?;
    let next = phrases.partition_point(|other| other.tokens.start <= end);
    // A broken tree may have put the conjunction into the second phrase.
    let with = phrases[first as usize + 1..next].iter().position(|other| other.tokens.start == end).map(|at| first + 1 + at as u32);
    with.or_else(|| phrases.get(next).filter(|other| other.tokens.start == end + 1).map(|_| next as u32))
}

/// True for a member of a coordination.
fn is_coordinated(source: &Source, phrase: &Phrase) -> bool {
    source.text.tokens[phrase.head as usize].deprel == Deprel::Conj || source.tree.child(source.text, phrase.head, Deprel::Conj).is_some()
}

/// The subject of a verb, its own or shared along conjuncts and open complements.
fn subject(source: &Source, verb: TokenId) -> Option<TokenId> {
    let mut at = verb;
    for _ in 0..6 {
        let own = [Deprel::Nsubj, Deprel::NsubjPass].into_iter().find_map(|deprel| source.tree.child(source.text, at, deprel));
        if own.is_some() {
            return own;
        }
        let token = source.text.tokens.get(at as usize)?;
        if !matches!(token.deprel, Deprel::Xcomp | Deprel::Conj | Deprel::Advcl) {
            return None;
        }
        at = token.head;
    }
    None
}

/// Binding: a pronoun is not another argument of the verb whose subject it means, nor part of
/// the very phrase it refers to; a reflexive is nothing else.
fn may_bind(source: &Source, anaphor: &Anaphor, candidate: &Phrase) -> bool {
    let tokens = &source.text.tokens;
    let place = first_conjunct(source.text, candidate.head);
    let is_subject = anaphor.subject == Some(place);
    if anaphor.reflexive || is_subject {
        return anaphor.reflexive && is_subject;
    }
    let head = tokens[place as usize].head;
    let same_verb = head != NO_HEAD && anaphor.governors.first() == Some(&head);
    if same_verb && !anaphor.possessive {
        return false;
    }
    !anaphor.governors.contains(&candidate.head) && !candidate.tokens.contains(anaphor.phrase.head)
}

/// What a thing that is no actor loses as antecedent of "they" and "it".
const PLURAL_THING: i32 = 12;
const THING: i32 = 4;

fn salience(source: &Source, quotes: &Quotes, chains: &Chains, anaphor: &Anaphor, candidate: &Phrase, link: &Link) -> i32 {
    let text = source.text;
    let phrase = anaphor.phrase;
    let apart = phrase.sent.saturating_sub(candidate.sent) as i32;
    let place = first_conjunct(text, candidate.head);
    let role = text.tokens[place as usize].deprel;
    let mut score = -30 * apart;
    score += match role {
        Deprel::Nsubj | Deprel::NsubjPass => 30,
        Deprel::Obj | Deprel::Iobj => 15,
        Deprel::NmodPoss => 10,
        Deprel::Obl | Deprel::OblAgent => 8,
        Deprel::Nmod => 3,
        Deprel::Root => 15,
        _ => 0,
    };
    // The subject of the main clause is what the sentence is about.
    if matches!(role, Deprel::Nsubj | Deprel::NsubjPass)
        && text.tokens.get(text.tokens[place as usize].head as usize).is_some_and(|verb| verb.deprel == Deprel::Root)
    {
        score += 10;
    }
    score += match candidate.kind {
        MentionKind::Name => 8,
        MentionKind::Pronoun => 12,
        MentionKind::Nominal => 0,
        MentionKind::Adjective => -25,
    };
    if candidate.as_place {
        score -= 15;
    }
    if text.tokens[phrase.head as usize].deprel == role {
        score += 6;
    }
    match link {
        Link::One(id) => {
            score += 2 * (chains.get(*id).count.min(6) as i32);
            if is_coordinated(source, candidate) && candidate.number != Number::Many {
                score -= 30;
            }
        }
        Link::Many(_) => score += 12,
        Link::None => {}
    }
    if let (Link::One(id), None) = (link, phrase.gender) {
        let chain = chains.get(*id);
        let plural = anaphor.plural;
        if plural && matches!(candidate.number, Number::Either) {
            score -= 12;
        }
        if chain.class == EntityType::Other {
            score -= if plural { PLURAL_THING } else { THING };
        }
    }
    // Inside a quotation "he" is not who speaks.
    if let (Some(speaker), Link::One(id)) = (anaphor.speaker, link)
        && chains.root(speaker) == *id
        && !quotes.contains(candidate.head)
    {
        score -= 60;
    }
    score
}

/// "As he arrived, Putin said": the subject of the clause above, where nothing before agrees.
fn cataphor(source: &Source, phrases: &[Phrase], chains: &Chains, phrase: &Phrase, plural: bool) -> Option<ChainId> {
    let text = source.text;
    let mut at = phrase.head;
    for _ in 0..12 {
        let token = text.tokens.get(at as usize)?;
        if token.deprel == Deprel::Advcl && at < token.head {
            let subject: TokenId = source.tree.child(text, token.head, Deprel::Nsubj).filter(|&subject| subject > phrase.head)?;
            let index = chains.phrase_at(subject)?;
            return match candidate_link(source, phrases, chains, phrase, index, plural)? {
                Link::One(id) => Some(id),
                _ => None,
            };
        }
        at = token.head;
    }
    None
}
