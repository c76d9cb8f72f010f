//! What a phrase's own words tell: country, sectors, office.
//!
//! A nationality counts by how it hangs on the head: directly ("Chinese State Councilor"), as
//! possessor ("Israel's prime minister"), after a preposition of membership ("police in
//! Lima"), or as owner before a participle ("Hamas-run ministry"). What backs, arms or
//! opposes somebody is not whose they are.

use dotterel_document::{ActorCode, Deprel, MentionKind, Sector, Span, Tok, TokenId, Upos, Xpos};
use dotterel_lexicon::anaphora::Cues;
use dotterel_lexicon::world::{Entry, EntryId, Kind};

use crate::hits::Hit;
use crate::phrase::{Number, Phrase, Source};

/// Steps from a name up to the head of its phrase that are followed.
const STEPS: u32 = 8;

/// How a known name hangs on the head of its phrase; the smaller, the closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    /// "Chinese officials", "US officials".
    Modifier,
    /// "Israel's prime minister".
    Possessor,
    /// "president of Ukraine".
    Member,
    /// "Hamas-run".
    Owner,
}

/// Sets [`Phrase::code`] of every phrase.
pub(crate) fn mark(source: &Source, phrases: &mut [Phrase]) {
    for phrase in phrases.iter_mut().filter(|phrase| phrase.kind != MentionKind::Pronoun) {
        phrase.code = own_code(source, phrase);
    }
}

/// The country or organization code that the phrase's own words tell.
fn own_code(source: &Source, phrase: &Phrase) -> Option<ActorCode> {
    if let Some(hit) = phrase.hit {
        let entry = source.world.entry(source.hits[hit as usize].entry);
        if entry.kind != Kind::Person {
            return entry.code.filter(|_| is_state_or_body(entry) && !is_ethnic(source, &source.hits[hit as usize]));
        }
    }
    let coded = |entry: &Entry| entry.code.is_some() && is_state_or_body(entry);
    let owner = owner_hit(source, phrase, coded).and_then(|(_, hit)| source.world.entry(hit.entry).code);
    // What the noun alone tells ("pope") yields to what the phrase says.
    owner.or(phrase.agent.and_then(|agent| agent.code))
}

/// Peoples and faiths live in many states, so that where one lives is weak evidence.
pub(crate) fn is_state_or_body(entry: &Entry) -> bool {
    !matches!(entry.kind, Kind::Ethnic | Kind::Religious)
}

/// The code of the people or faith that the phrase names.
pub(crate) fn people_code(source: &Source, phrase: &Phrase) -> Option<ActorCode> {
    if let Some(hit) = phrase.hit {
        let hit = &source.hits[hit as usize];
        return source.world.entry(hit.entry).code.filter(|_| !is_ethnic(source, hit));
    }
    owner_hit(source, phrase, |entry| entry.code.is_some() && !is_state_or_body(entry))
        .and_then(|(_, hit)| source.world.entry(hit.entry).code)
}

/// The countries of people of several: "U.S. and Russian negotiators".
pub(crate) fn several_codes(source: &Source, phrase: &Phrase) -> Option<Vec<ActorCode>> {
    let people = phrase.agent.is_some() || phrase.cues.any(PEOPLE);
    if phrase.number != Number::Many || !people || phrase.hit.is_some() {
        return None;
    }
    let mut codes = Vec::new();
    let mut joined = false;
    let mut last: Option<&Hit> = None;
    for (_, hit) in source.hits_in(phrase.tokens) {
        let Some(code) = source.world.entry(hit.entry).code else { continue };
        // "Courts in France and Germany", "U.S. and Russian negotiators".
        let tie = tie(source, phrase, hit);
        if tie == Some(Tie::Member) || (tie == Some(Tie::Modifier) && hit.head < phrase.head) {
            // The word between tells it where the tree does not ("Russian and Chinese officials").
            let between = last.map_or(&[][..], |last| &source.text.tokens[last.tokens.end as usize..hit.tokens.start as usize]);
            joined |= source.text.tokens[hit.head as usize].deprel == Deprel::Conj || between.iter().any(|t| t.upos == Upos::Cconj);
            last = Some(hit);
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    (joined && codes.len() > 1).then_some(codes)
}

/// Nouns for people, bodies and states.
const PEOPLE: Cues = Cues::PERSON.with(Cues::MAN).with(Cues::WOMAN).with(Cues::ORGANIZATION).with(Cues::PARTY);

/// The known name inside the phrase that tells whose the phrase is.
fn owner_hit<'a>(source: &Source<'a, '_>, phrase: &Phrase, wanted: impl Fn(&Entry) -> bool) -> Option<(Tie, &'a Hit)> {
    let mut best: Option<(Tie, &Hit)> = None;
    for (index, hit) in source.hits_in(phrase.tokens) {
        if Some(index) == phrase.hit || !wanted(source.world.entry(hit.entry)) {
            continue;
        }
        if let Some(tie) = tie(source, phrase, hit)
            && best.is_none_or(|(other, _)| tie < other)
        {
            best = Some((tie, hit));
        }
    }
    best
}

/// "Ethnic Albanians" are not of Albania.
pub(crate) fn is_ethnic(source: &Source, hit: &Hit) -> bool {
    let before = hit.tokens.start.checked_sub(1).and_then(|id| source.text.tokens.get(id as usize));
    before.is_some_and(|token| source.words.cues(&token.lemma.to_lowercase()).any(Cues::ETHNIC))
}

/// How a name hangs on the phrase's head; `None` where it says nothing about whose it is.
fn tie(source: &Source, phrase: &Phrase, hit: &Hit) -> Option<Tie> {
    let text = source.text;
    let start = hit.tokens.start;
    // The second part of "pro-Russian"; both parts of "Iranian-Iraqi" are names.
    if start >= 2 && text.tokens[start as usize - 1].xpos == Xpos::Hyph && !source.hits_in(Span::new(start - 2, start - 1)).any(|_| true) {
        return None;
    }
    if is_ethnic(source, hit) {
        return None;
    }
    let mut tie = Tie::Modifier;
    let mut at = hit.head;
    for _ in 0..STEPS {
        if at == phrase.head || phrase.name.contains(at) {
            return Some(tie);
        }
        let token = &text.tokens[at as usize];
        let governor = text.tokens.get(token.head as usize)?;
        if governor.upos == Upos::Verb && token.head != phrase.head {
            if !source.cues(token.head).any(Cues::AFFILIATING) {
                return None;
            }
            tie = tie.max(Tie::Owner);
        } else {
            match token.deprel {
                Deprel::NmodPoss => tie = tie.max(Tie::Possessor),
                Deprel::Nmod => {
                    let case = source.case(at)?;
                    if !source.words.cues(case).any(Cues::MEMBERSHIP) {
                        return None;
                    }
                    tie = tie.max(Tie::Member);
                }
                Deprel::Appos | Deprel::Parataxis | Deprel::Acl | Deprel::AclRelcl => return None,
                _ => {}
            }
        }
        at = token.head;
    }
    None
}

/// The head of the phrase that this one belongs to, where that has no known name: "its
/// army", "the group's leader", "spokesman for the ministry".
pub(crate) fn owner(source: &Source, phrase: &Phrase) -> Option<TokenId> {
    let text = source.text;
    let mut heads = [Some(phrase.head), None];
    if !phrase.agent_at.is_empty() && !phrase.agent_at.contains(phrase.head) {
        heads[1] = Some(phrase.agent_at.end - 1);
    }
    for head in heads.into_iter().flatten() {
        for &child in source.tree.children(head) {
            let token = &text.tokens[child as usize];
            let member =
                token.deprel == Deprel::Nmod && source.case(child).is_some_and(|case| source.words.cues(case).any(Cues::MEMBERSHIP));
            let name = token.deprel == Deprel::Compound
                && source.is_proper(child)
                && source.hit_over(child).is_none()
                && phrase.kind == MentionKind::Nominal;
            if token.deprel == Deprel::NmodPoss || member || name {
                return Some(child);
            }
        }
    }
    None
}

/// The sectors that the phrase's own words tell, primary first.
pub(crate) fn sectors(source: &Source, phrase: &Phrase) -> Vec<Sector> {
    if let Some(hit) = phrase.hit {
        let entry = source.world.entry(source.hits[hit as usize].entry);
        if entry.kind != Kind::Person && phrase.kind != MentionKind::Nominal {
            let people = (matches!(entry.kind, Kind::Demonym | Kind::Ethnic | Kind::Religious) && phrase.kind == MentionKind::Name)
                || entry.kind == Kind::City;
            return if people && entry.sectors.is_empty() { vec![Sector::Cvl] } else { entry.sectors.clone() };
        }
    }
    let mut sectors = Vec::new();
    let agent = phrase.agent.map_or(&[][..], |agent| &agent.sectors);
    let lent = modifiers(source, phrase);
    let armed = phrase.agent.is_some_and(|agent| agent.armed);
    let takes_over = lent.iter().any(|sector| matches!(sector, Sector::Reb | Sector::Prm | Sector::Pre)) && armed;
    if takes_over || agent.is_empty() || agent == [Sector::Unk] || agent == [Sector::Cvl] {
        extend(&mut sectors, &lent);
    }
    if !takes_over && (agent != [Sector::Unk] || sectors.is_empty()) {
        extend(&mut sectors, agent);
    }
    if phrase.agent.is_some() {
        extend(&mut sectors, &lent);
    }
    let of_body =
        |entry: &Entry| !matches!(entry.kind, Kind::Country | Kind::Demonym | Kind::Capital | Kind::City | Kind::Province | Kind::Region);
    if let Some((tie, hit)) = owner_hit(source, phrase, of_body) {
        let entry = source.world.entry(hit.entry);
        let speaks = phrase.agent.is_none_or(|agent| agent.sectors.is_empty() || agent.speaks);
        // "Hamas fighters" are what Hamas is; a "Hamas-run ministry" is a ministry.
        if speaks || (matches!(entry.kind, Kind::ArmedGroup | Kind::Party) && tie != Tie::Owner) {
            let mut first = entry.sectors.clone();
            extend(&mut first, &sectors);
            sectors = first;
        }
    }
    if sectors.is_empty() && phrase.cues.any(Cues::SETTLEMENT) {
        sectors.push(Sector::Cvl);
    }
    if is_former(source, phrase) {
        sectors.retain(|&sector| sector != Sector::Gov && sector != Sector::Eli);
        sectors.insert(0, Sector::Eli);
    }
    sectors
}

/// Sectors that words before the head lend it: adjectives ("rebel", "military") and nouns
/// for bodies ("army chief").
fn modifiers(source: &Source, phrase: &Phrase) -> Vec<Sector> {
    let text = source.text;
    let mut sectors = Vec::new();
    if phrase.agent.is_none() && !phrase.cues.any(Cues::PERSON.with(Cues::MAN).with(Cues::WOMAN).with(Cues::ORGANIZATION)) {
        return sectors;
    }
    let end = if phrase.name.is_empty() { phrase.head } else { phrase.name.start };
    let mut at = phrase.tokens.start;
    while at < end {
        if phrase.agent_at.contains(at) || source.hits_in(Span::new(at, at + 1)).any(|_| true) {
            at += 1;
            continue;
        }
        let token = &text.tokens[at as usize];
        let of_head = matches!(token.deprel, Deprel::Amod | Deprel::Compound | Deprel::Conj | Deprel::NmodPoss | Deprel::NmodDesc);
        let lemma_at = |i: usize| {
            let id = at as usize + i;
            (id < end as usize).then(|| text.tokens[id].lemma.as_str())
        };
        if of_head {
            let lent = source.world.modifier(&token.lemma);
            if !lent.is_empty() {
                extend(&mut sectors, lent);
            } else if matches!(token.upos, Upos::Noun | Upos::Propn)
                && let Some((len, agent)) = source.world.longest_agent(lemma_at)
            {
                extend(&mut sectors, &agent.sectors);
                at += len as u32;
                continue;
            }
        }
        at += 1;
    }
    sectors
}

fn extend(sectors: &mut Vec<Sector>, more: &[Sector]) {
    for &sector in more {
        if !sectors.contains(&sector) {
            sectors.push(sector);
        }
    }
}

/// True for "former president", "ousted leader", "ex-minister".
pub(crate) fn is_former(source: &Source, phrase: &Phrase) -> bool {
    if !phrase.agent.is_some_and(|agent| agent.office) {
        return false;
    }
    let end = phrase.agent_at.start;
    let start = phrase.tokens.start.max(end.saturating_sub(6));
    (start..end).any(|id| source.world.is_former(&source.text.tokens[id as usize].lemma.to_lowercase()))
}

/// The words of the office before a name or in the head noun: from after the nationality to
/// the title's last word ("Security Council Secretary").
pub(crate) fn office(source: &Source, phrase: &Phrase) -> Option<Span<Tok>> {
    phrase.agent.filter(|agent| agent.office || agent.title)?;
    let mut start = phrase.tokens.start;
    for (_, hit) in source.hits_in(Span::new(start, phrase.agent_at.start)) {
        let kind = source.world.entry(hit.entry).kind;
        if matches!(kind, Kind::Country | Kind::Demonym | Kind::Person) {
            start = hit.tokens.end;
        }
    }
    // Small words and adjectives in lower case are no part of an office.
    while start < phrase.agent_at.start {
        let token = &source.text.tokens[start as usize];
        let word = source.word(start);
        let country = |&id: &EntryId| matches!(source.world.entry(id).kind, Kind::Country | Kind::Demonym);
        let nationality = source.world.named(word).first().is_some_and(country);
        let part =
            !nationality && matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj) && !source.world.is_former(&word.to_lowercase());
        if part && (word.starts_with(char::is_uppercase) || token.upos == Upos::Noun) {
            break;
        }
        start += 1;
    }
    Some(Span::new(start, phrase.agent_at.end))
}
