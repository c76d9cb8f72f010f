//! Which words of a phrase are its proper name, which its title or occupation.

use dotterel_document::{Deprel, Span, TokenId, Upos};
use dotterel_lexicon::anaphora::Cues;
use dotterel_lexicon::world::{AgentKind, Gender, Kind};

use crate::phrase::{Definite, Number, Phrase, Source};

/// Finds the proper name in a phrase: the known name over the head, or the run of
/// capitalised words around it, cut after the last title.
pub(crate) fn find_name<'w>(source: &Source<'_, 'w>, phrase: &mut Phrase<'w>) {
    let text = source.text;
    let head = phrase.head;
    if let Some(hit) = phrase.hit {
        phrase.name = source.hits[hit as usize].tokens;
        return;
    }
    if !source.is_proper(head) {
        return;
    }
    let mut start = head;
    while start > phrase.tokens.start && is_name_part(source, start - 1, head) {
        start -= 1;
    }
    let mut end = head + 1;
    while end < phrase.tokens.end && is_name_part(source, end, head) {
        end += 1;
    }
    // Small words link names only from inside ("van der Bellen").
    while start < head && !source.is_proper(start) && !source.word(start).starts_with(char::is_uppercase) {
        start += 1;
    }
    while end > head + 1 && !source.word(end - 1).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
        end -= 1;
    }
    // Nationality before the name, and everything up to the last title, is description.
    for (_, hit) in source.hits_in(Span::new(start, head)) {
        if matches!(source.world.entry(hit.entry).kind, Kind::Demonym | Kind::Country) && has_flat(source, head) {
            start = start.max(hit.tokens.end.min(head));
        }
    }
    let mut at = start;
    let limit = phrase.tokens.end;
    while at < end {
        let lemma_at = |i: usize| {
            let id = at as usize + i;
            (id < limit as usize).then(|| text.tokens[id].lemma.as_str())
        };
        match source.world.longest_agent(lemma_at) {
            Some((len, agent)) if at + len as u32 >= end => {
                // A name that ends in a title or body is no person's: "Foreign Ministry".
                phrase.agent = Some(agent);
                phrase.agent_at = Span::new(at, at + len as u32);
                start = end;
                break;
            }
            Some((len, agent)) if agent.title => {
                start = at + len as u32;
                at = start;
            }
            Some((len, _)) => at += len as u32,
            None => at += 1,
        }
    }
    while start < end && source.words.cues(source.word(start)).any(ADDRESS) {
        start += 1;
        if start < end && source.word(start) == "." {
            start += 1;
        }
    }
    phrase.name = Span::new(start, end);
}

/// Forms of address of any gender.
const ADDRESS: Cues = Cues::ADDRESS_ANY.with(Cues::ADDRESS_FEMININE).with(Cues::ADDRESS_MASCULINE);

pub(crate) fn has_flat_after(source: &Source, head: TokenId, end: TokenId) -> bool {
    let flat = |&&child: &&TokenId| source.text.tokens[child as usize].deprel == Deprel::Flat && child >= end;
    source.tree.children(head).iter().find(flat).is_some_and(|&child| source.is_proper(child))
}

pub(crate) fn has_flat(source: &Source, head: TokenId) -> bool {
    source.tree.child(source.text, head, Deprel::Flat).is_some()
}

/// True for a token that can be part of the name around `head`.
fn is_name_part(source: &Source, id: TokenId, head: TokenId) -> bool {
    let token = &source.text.tokens[id as usize];
    if token.deprel == Deprel::NmodDesc && token.head == head {
        return false;
    }
    match token.upos {
        _ if source.is_proper(id) => !matches!(token.deprel, Deprel::NmodPoss | Deprel::Nmod),
        Upos::Adj | Upos::Noun | Upos::Num | Upos::Verb => source.word(id).starts_with(char::is_uppercase),
        Upos::Adp | Upos::Det => {
            token.deprel != Deprel::Case && token.deprel != Deprel::Det && !source.word(id).starts_with(char::is_uppercase)
        }
        Upos::Punct => matches!(source.word(id), "-" | "." | "&" | "\u{2019}" | "'"),
        Upos::Cconj => source.word(id) == "&",
        _ => false,
    }
}

/// The occupation, body or kind of people that the head noun names.
pub(crate) fn head_agent<'w>(source: &Source<'_, 'w>, phrase: &mut Phrase<'w>) {
    let text = source.text;
    let head = phrase.head;
    for back in (0..=2u32).rev() {
        let Some(start) = head.checked_sub(back).filter(|&start| start >= phrase.tokens.start) else { continue };
        let end = text.sents[phrase.sent as usize].tokens.end;
        let lemma_at = |i: usize| {
            let id = start as usize + i;
            (id < end as usize).then(|| text.tokens[id].lemma.as_str())
        };
        if let Some((len, agent)) = source.world.longest_agent(lemma_at)
            && start + len as u32 > head
        {
            // A title without an article is the abstract noun: "justice".
            let abstract_noun = agent.title
                && phrase.definite == Definite::Bare
                && phrase.number == Number::One
                && phrase.tokens.len() == 1
                && text.tokens[head as usize].lemma.starts_with(char::is_lowercase)
                && !matches!(text.tokens[head as usize].deprel, Deprel::Appos | Deprel::Xcomp | Deprel::Root | Deprel::NmodDesc);
            if !abstract_noun {
                phrase.agent = Some(agent);
                phrase.agent_at = Span::new(start, start + len as u32);
            }
            return;
        }
    }
}

/// The title before the name: the last agent noun there.
pub(crate) fn title<'w>(source: &Source<'_, 'w>, phrase: &mut Phrase<'w>) {
    let text = source.text;
    let mut at = phrase.tokens.start;
    let end = phrase.name.start;
    while at < end {
        let lemma_at = |i: usize| {
            let id = at as usize + i;
            (id < end as usize).then(|| text.tokens[id].lemma.as_str())
        };
        let cues = source.words.cues(source.word(at));
        if cues.any(Cues::ADDRESS_MASCULINE) {
            phrase.gender = Some(Gender::Male);
        } else if cues.any(Cues::ADDRESS_FEMININE) {
            phrase.gender = Some(Gender::Female);
        }
        match source.world.longest_agent(lemma_at) {
            Some((len, agent)) => {
                let words = Span::new(at, at + len as u32);
                at = words.end;
                if agent.kind == AgentKind::Person || phrase.agent.is_none() {
                    phrase.agent = Some(agent);
                    phrase.agent_at = words;
                }
            }
            None => at += 1,
        }
    }
}
