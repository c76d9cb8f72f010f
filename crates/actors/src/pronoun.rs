//! Pronouns, and who "I" is in a quotation.
//!
//! A pronoun of the third person takes the best of the phrases before it that agree with it:
//! after Lappin and Leass (1994), salience by grammatical role, nearness and how often a
//! chain was mentioned, with binding as there. The weights are set by hand; `lab
//! score-coref` tells what they are worth.

use dotterel_document::{Deprel, EntityType, Feats, MentionKind, NO_HEAD, TokenId, Upos};
use rustc_hash::FxHashMap;

use crate::anaphora::before;
use crate::chain::{ChainId, Chains, Link};
use crate::conjunct::first_conjunct;
use crate::phrase::{Number, Phrase, Source};
use crate::quote::Quotes;

pub(crate) fn pronoun(
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
        // "said that cooperation is vital and asked him": a thing asks nobody, so that the second
        // verb is the first one's, wherever the parser has hung it.
        let thing = |subject: TokenId| {
            let token = &source.text.tokens[subject as usize];
            at != verb && token.upos == Upos::Noun && source.world.agent(&token.lemma, None).is_none()
        };
        if own.is_some_and(|subject| !thing(subject)) {
            return own;
        }
        let token = source.text.tokens.get(at as usize)?;
        let joined = matches!(token.deprel, Deprel::Xcomp | Deprel::Conj | Deprel::Advcl);
        if !(joined || own.is_some() && token.deprel == Deprel::Ccomp) {
            return own;
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
