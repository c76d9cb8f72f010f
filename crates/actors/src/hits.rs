//! Names that the knowledge files know, wherever they stand: the tree is not asked, so that
//! a parser's error inside a name costs nothing.

use dotterel_document::{Deprel, Page, Span, Text, Tok, TokenId, Upos};
use dotterel_lexicon::anaphora::{Anaphora, Cues};
use dotterel_lexicon::world::{AgentKind, EntryId, Kind, World};

use dotterel_document::Tree;

/// A known name in the text.
pub(crate) struct Hit {
    /// Its tokens.
    pub(crate) tokens: Span<Tok>,
    /// The token of them that hangs on a word outside.
    pub(crate) head: TokenId,
    /// The likeliest reading on the page's date.
    pub(crate) entry: EntryId,
}

/// Finds all known names, longest first, left to right, none overlapping.
pub(crate) fn find(page: &Page, text: &Text, tree: &Tree, world: &World, words: &Anaphora) -> Vec<Hit> {
    let mut hits = Vec::new();
    for sent in &text.sents {
        let mut at = sent.tokens.start;
        while at < sent.tokens.end {
            let Some(hit) = starting_at(page, text, tree, world, words, at, sent.tokens.end) else {
                at += 1;
                continue;
            };
            at = hit.tokens.end;
            hits.push(hit);
        }
    }
    hits
}

fn starting_at(page: &Page, text: &Text, tree: &Tree, world: &World, words: &Anaphora, at: TokenId, end: TokenId) -> Option<Hit> {
    let token = &text.tokens[at as usize];
    let word = token.span.of(&page.text);
    if token.upos != Upos::Propn && !starts_like_a_name(word) {
        return None;
    }
    let word_at = |i: usize| {
        let id = at as usize + i;
        (id < end as usize).then(|| text.tokens[id].span.of(&page.text))
    };
    let (len, readings) = world.longest(word_at)?;
    let tokens = Span::new(at, at + len as u32);
    let head = head_of(text, tokens);
    let local = tree.children(head).iter().any(|&child| {
        let token = &text.tokens[child as usize];
        token.deprel == Deprel::Case && words.cues(&token.lemma).any(Cues::LOCATIVE.with(Cues::DIRECTIONAL))
    });
    let entry = likeliest(page, world, readings, local)?;
    let kind = world.entry(entry).kind;
    let initial = at == text.sents[token.sent as usize].tokens.start;
    // A long capitalised word is a name even where the tagger took it for something else.
    let sure = word.len() >= 5 && (token.upos != Upos::Verb || !initial);
    if len == 1 && ((is_function_word(token.upos) && !sure) || is_part_of_a_person(page, text, world, words, tree, head, kind)) {
        return None;
    }
    Some(Hit { tokens, head, entry })
}

/// Names begin with a capital, or hold one after a small article ("al-Qaida").
fn starts_like_a_name(word: &str) -> bool {
    let first = word.chars().next().unwrap_or(' ');
    first.is_uppercase() || (word.len() > 2 && word.bytes().any(|b| b.is_ascii_uppercase()))
}

/// The token that hangs on a word outside the span; the last of several.
pub(crate) fn head_of(text: &Text, tokens: Span<Tok>) -> TokenId {
    let outside = |&id: &TokenId| !tokens.contains(text.tokens[id as usize].head);
    let mut heads = (tokens.start..tokens.end).rev().filter(outside);
    // A trailing possessive or bracket is no head.
    heads.find(|&id| text.tokens[id as usize].upos != Upos::Punct).unwrap_or(tokens.start)
}

/// Of several readings: what holds on the day, things before people of the same name; of a
/// part of the world and a body of one name ("Europe"), the part where it stands as a place.
fn likeliest(page: &Page, world: &World, readings: &[EntryId], local: bool) -> Option<EntryId> {
    let first = *readings.first()?;
    if readings.len() == 1 {
        return Some(first);
    }
    let is_person = |&id: &EntryId| world.entry(id).kind == Kind::Person;
    if readings.iter().all(is_person) {
        return world.at(readings, page.date).map(|(id, _)| id);
    }
    let kind = |id: EntryId| world.entry(id).kind;
    let region = readings.iter().copied().find(|&id| kind(id) == Kind::Region);
    let body = readings.iter().copied().find(|&id| kind(id) == Kind::Organization);
    if let (Some(region), Some(body)) = (region, body) {
        return Some(if local { region } else { body });
    }
    let things: Vec<EntryId> = readings.iter().copied().filter(|id| !is_person(id)).collect();
    let current = things.iter().copied().find(|&id| page.date.is_none_or(|day| world.valid(world.entry(id), day)));
    current.or_else(|| world.at(&things, page.date).map(|(id, _)| id))
}

/// Words that a name of one token is not, whatever its capital says ("May" the auxiliary).
fn is_function_word(upos: Upos) -> bool {
    matches!(
        upos,
        Upos::Verb | Upos::Aux | Upos::Adp | Upos::Det | Upos::Adv | Upos::Pron | Upos::Sconj | Upos::Cconj | Upos::Part | Upos::Intj
    )
}

/// True where the run of proper nouns around a token ends in a word for a body or place:
/// "Montenegro Municipality Association".
fn ends_in_body(page: &Page, text: &Text, world: &World, words: &Anaphora, head: TokenId) -> bool {
    let mut last = head;
    while let Some(token) = text.tokens.get(last as usize + 1).filter(|token| token.upos == Upos::Propn && last < head + 8) {
        if token.sent != text.tokens[head as usize].sent {
            break;
        }
        last += 1;
    }
    if last == head {
        return false;
    }
    let word = text.word(&page.text, last).to_lowercase();
    words.cues(&word).any(Cues::ORGANIZATION.with(Cues::PLACE))
        || world.agent(&word, None).is_some_and(|agent| agent.kind == AgentKind::Body)
}

/// "Michael Jordan" is no country.
fn is_part_of_a_person(page: &Page, text: &Text, world: &World, words: &Anaphora, tree: &Tree, head: TokenId, kind: Kind) -> bool {
    if matches!(kind, Kind::Person) || ends_in_body(page, text, world, words, head) {
        return false;
    }
    let token = &text.tokens[head as usize];
    let flat = |&child: &TokenId| text.tokens[child as usize].deprel == Deprel::Flat && child == head + 1;
    let governed =
        token.deprel == Deprel::Flat && text.tokens.get(token.head as usize).is_some_and(|governor| governor.upos == Upos::Propn);
    governed || tree.children(head).iter().any(flat)
}
