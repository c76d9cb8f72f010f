//! Noun phrases: every one is a mention of something.
//!
//! A phrase is its head with the modifiers that say what it is: determiners, adjectives,
//! compounds, titles, possessors, short prepositional phrases. Relative clauses, participles
//! after the noun, appositions and conjuncts are not part of it; conjuncts and appositions
//! are phrases of their own. Spans are at most [`LONGEST`] tokens, so that a broken tree over
//! a long sentence costs no more than a sound one.

use dotterel_document::{ActorCode, Deprel, EntityType, Feats, MentionKind, Page, SentId, Span, Text, Tok, TokenId, Upos, Xpos};
use dotterel_lexicon::anaphora::{Anaphora, Cues};
use dotterel_lexicon::world::{Agent, Gender, Kind, World};

use crate::class::{classify, classify_hit};
use crate::conjunct::first_conjunct;
use crate::hits::Hit;
use crate::name::{find_name, has_flat_after, head_agent, title};
use dotterel_document::Tree;

/// Tokens that a phrase may span, and nodes of the tree that are looked at for it.
pub(crate) const LONGEST: u32 = 40;

/// Tokens that a prepositional phrase inside a phrase may span.
const LONGEST_INNER: u32 = 10;

/// Grammatical number of what is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    One,
    Many,
    /// One body of several people ("the police"), or not known.
    Either,
}

/// How a phrase points to what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Definite {
    /// "the", "this", "both".
    Yes,
    /// "a", "some", "two".
    No,
    /// "Israel's", "his".
    Owned,
    /// No determiner.
    Bare,
}

/// A noun phrase and what its own words tell.
pub(crate) struct Phrase<'w> {
    pub(crate) head: TokenId,
    pub(crate) sent: SentId,
    pub(crate) tokens: Span<Tok>,
    pub(crate) kind: MentionKind,
    /// The proper name inside, without titles and nationality; empty where there is none.
    pub(crate) name: Span<Tok>,
    /// Index of the known name that is or holds the head.
    pub(crate) hit: Option<u32>,
    /// Occupation, body or title: of the head noun, or of the title before the name.
    pub(crate) agent: Option<&'w Agent>,
    /// Where the words of that noun stand.
    pub(crate) agent_at: Span<Tok>,
    pub(crate) number: Number,
    pub(crate) gender: Option<Gender>,
    pub(crate) class: EntityType,
    pub(crate) definite: Definite,
    /// What the head noun is said to be in `anaphora.txt`.
    pub(crate) cues: Cues,
    pub(crate) as_place: bool,
    /// Country or organization that the phrase's own words tell.
    pub(crate) code: Option<ActorCode>,
}

/// What phrases are made from.
pub(crate) struct Source<'a, 'w> {
    pub(crate) page: &'a Page,
    pub(crate) text: &'a Text,
    pub(crate) tree: &'a Tree,
    pub(crate) world: &'w World,
    pub(crate) words: &'w Anaphora,
    pub(crate) hits: &'a [Hit],
    /// Tokens that are proper nouns.
    pub(crate) proper: &'a [bool],
}

impl<'a, 'w> Source<'a, 'w> {
    pub(crate) fn word(&self, token: TokenId) -> &'a str {
        self.text.word(&self.page.text, token)
    }

    pub(crate) fn is_proper(&self, token: TokenId) -> bool {
        self.proper.get(token as usize).copied().unwrap_or(false)
    }

    pub(crate) fn cues(&self, token: TokenId) -> Cues {
        let lemma = self.text.tokens[token as usize].lemma.as_str();
        if lemma.bytes().any(|b| b.is_ascii_uppercase()) {
            let cues = self.words.cues(lemma);
            return if cues == Cues::default() { self.words.cues(&lemma.to_lowercase()) } else { cues };
        }
        self.words.cues(lemma)
    }

    /// The known names that start inside a span.
    pub(crate) fn hits_in(&self, tokens: Span<Tok>) -> impl Iterator<Item = (u32, &'a Hit)> + use<'a, 'w> {
        let first = self.hits.partition_point(|hit| hit.tokens.start < tokens.start);
        self.hits[first..]
            .iter()
            .take_while(move |hit| hit.tokens.start < tokens.end)
            .enumerate()
            .map(move |(i, hit)| ((first + i) as u32, hit))
    }

    /// The known name over a token.
    pub(crate) fn hit_over(&self, token: TokenId) -> Option<u32> {
        let after = self.hits.partition_point(|hit| hit.tokens.start <= token);
        let index = after.checked_sub(1)?;
        self.hits[index].tokens.contains(token).then_some(index as u32)
    }

    /// The lemma of the adposition of a phrase; of the first conjunct for the others.
    pub(crate) fn case(&self, head: TokenId) -> Option<&'a str> {
        let own = self.own_case(head);
        if own.is_some() {
            return own;
        }
        let first = first_conjunct(self.text, head);
        if first == head { None } else { self.own_case(first) }
    }

    fn own_case(&self, head: TokenId) -> Option<&'a str> {
        let case = self.tree.children(head).iter().copied().find(|&child| {
            let token = &self.text.tokens[child as usize];
            token.deprel == Deprel::Case && token.upos != Upos::Part && child < head
        })?;
        Some(self.text.tokens[case as usize].lemma.as_str())
    }
}

/// All phrases, sorted by start, longer first.
pub(crate) fn find<'w>(source: &Source<'_, 'w>) -> Vec<Phrase<'w>> {
    let mut phrases = Vec::with_capacity(source.text.tokens.len() / 3);
    for id in 0..source.text.tokens.len() as TokenId {
        let hit = source.hit_over(id);
        if is_head(source, id, hit) {
            phrases.push(phrase(source, id, hit));
        } else if let Some(phrase) = hit.and_then(|index| modifier(source, id, index)) {
            phrases.push(phrase);
        }
    }
    phrases.sort_by_key(|phrase| (phrase.tokens.start, std::cmp::Reverse(phrase.tokens.end), phrase.head));
    phrases
}

/// True where a token heads a noun phrase.
fn is_head(source: &Source, id: TokenId, hit: Option<u32>) -> bool {
    let text = source.text;
    let token = &text.tokens[id as usize];
    let governor = text.tokens.get(token.head as usize);
    let under_nominal = governor.is_some_and(|g| {
        matches!(g.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::X | Upos::Pron | Upos::Sym | Upos::Verb)
    });
    if let Some(hit) = hit
        && source.hits[hit as usize].head != id
    {
        return false;
    }
    match token.upos {
        Upos::Pron => {
            token.deprel != Deprel::Expl
                && token.xpos != Xpos::Ex
                && !token.feats.any(Feats::PRON_REL.with(Feats::PRON_INT))
                && !matches!(token.deprel, Deprel::Det | Deprel::Fixed | Deprel::Mark | Deprel::Case)
        }
        Upos::Noun | Upos::Propn | Upos::X => match token.deprel {
            Deprel::Fixed | Deprel::Goeswith | Deprel::Case | Deprel::Mark | Deprel::Cc | Deprel::Punct | Deprel::Det => false,
            // "The Trump administration": a name before a common noun is somebody too.
            Deprel::Compound if under_nominal => source.is_proper(id) && !source.is_proper(token.head) && token.head > id,
            Deprel::Compound | Deprel::Flat | Deprel::NmodDesc | Deprel::Amod => !under_nominal,
            _ => !(token.upos == Upos::X && token.deprel == Deprel::Dep),
        },
        // "the wounded", "the two", "both": words that stand for a noun left out.
        Upos::Adj | Upos::Num | Upos::Det | Upos::Verb => {
            let argument = matches!(
                token.deprel,
                Deprel::Nsubj
                    | Deprel::NsubjPass
                    | Deprel::Obj
                    | Deprel::Iobj
                    | Deprel::Obl
                    | Deprel::OblAgent
                    | Deprel::Nmod
                    | Deprel::NmodPoss
            );
            argument
                && match token.upos {
                    Upos::Det => !token.feats.has(Feats::PRON_ART),
                    Upos::Num => source.word(id).starts_with(char::is_alphabetic),
                    _ => source.tree.child(text, id, Deprel::Det).is_some() && source.tree.child(text, id, Deprel::Cop).is_none(),
                }
        }
        _ => false,
    }
}

/// A known name that modifies a noun: "Russian jets", "US officials", "the Hamas leader".
fn modifier<'w>(source: &Source<'_, 'w>, id: TokenId, index: u32) -> Option<Phrase<'w>> {
    let hit = &source.hits[index as usize];
    if hit.head != id {
        return None;
    }
    let entry = source.world.entry(hit.entry);
    let kind = match entry.kind {
        Kind::Country | Kind::Demonym | Kind::Capital | Kind::Seat | Kind::City | Kind::Province | Kind::Region => MentionKind::Adjective,
        Kind::Ethnic | Kind::Religious => MentionKind::Adjective,
        _ => MentionKind::Name,
    };
    let mut phrase = bare(source, id, hit.tokens, kind);
    phrase.hit = Some(index);
    phrase.name = hit.tokens;
    classify_hit(source, &mut phrase, index);
    Some(phrase)
}

fn bare<'w>(source: &Source<'_, 'w>, head: TokenId, tokens: Span<Tok>, kind: MentionKind) -> Phrase<'w> {
    Phrase {
        head,
        sent: source.text.tokens[head as usize].sent,
        tokens,
        kind,
        name: Span::default(),
        hit: None,
        agent: None,
        agent_at: Span::default(),
        number: Number::Either,
        gender: None,
        class: EntityType::Other,
        definite: Definite::Bare,
        cues: Cues::default(),
        as_place: false,
        code: None,
    }
}

fn phrase<'w>(source: &Source<'_, 'w>, id: TokenId, hit: Option<u32>) -> Phrase<'w> {
    let text = source.text;
    let token = &text.tokens[id as usize];
    // "Montenegro Municipality Association" is not Montenegro, whatever the tree says.
    let hit = hit.filter(|&hit| !has_flat_after(source, id, source.hits[hit as usize].tokens.end));
    let mut tokens = extent(source, id);
    if let Some(hit) = hit {
        tokens = tokens.join(source.hits[hit as usize].tokens);
    }
    let mut phrase = bare(source, id, tokens, MentionKind::Nominal);
    phrase.number = match token.feats {
        feats if feats.any(Feats::NUMBER_PLUR.with(Feats::NUMBER_PTAN)) => Number::Many,
        feats if feats.has(Feats::NUMBER_SING) => Number::One,
        _ if token.upos == Upos::Noun || token.upos == Upos::Propn => Number::One,
        _ => Number::Either,
    };
    if token.upos == Upos::Pron && hit.is_none() {
        pronoun(source, &mut phrase);
        return phrase;
    }
    phrase.cues = source.cues(id);
    phrase.definite = definiteness(source, id);
    if matches!(token.upos, Upos::Num | Upos::Det) {
        phrase.number = Number::Many;
    }
    phrase.hit = hit;
    find_name(source, &mut phrase);
    if phrase.name.is_empty() {
        if phrase.agent.is_none() {
            head_agent(source, &mut phrase);
        }
    } else {
        phrase.kind = MentionKind::Name;
        title(source, &mut phrase);
    }
    classify(source, &mut phrase);
    phrase
}

/// The tokens of a phrase.
fn extent(source: &Source, head: TokenId) -> Span<Tok> {
    let text = source.text;
    let mut budget = LONGEST;
    let inner = grow(source, head, true, 0, &mut budget);
    let sent = text.sents[text.tokens[head as usize].sent as usize].tokens;
    let start = inner.start.max(sent.start).max((head + 1).saturating_sub(LONGEST));
    let end = inner.end.min(sent.end).min(head + LONGEST);
    Span::new(start.min(head), end.max(head + 1))
}

/// The span of a node with those children that belong to its phrase.
fn grow(source: &Source, node: TokenId, top: bool, depth: u32, budget: &mut u32) -> Span<Tok> {
    let text = source.text;
    let mut span = Span::new(node, node + 1);
    if depth > 8 {
        return span;
    }
    for &child in source.tree.children(node) {
        if *budget == 0 {
            break;
        }
        let token = &text.tokens[child as usize];
        let belongs = match token.deprel {
            Deprel::Det
            | Deprel::DetPredet
            | Deprel::Compound
            | Deprel::Nummod
            | Deprel::NmodPoss
            | Deprel::Flat
            | Deprel::NmodDesc
            | Deprel::Fixed
            | Deprel::Goeswith
            | Deprel::CompoundPrt => true,
            Deprel::Amod => child < node || token.upos != Upos::Verb,
            Deprel::Nmod => child > node && !after_comma(source, child) && joins(source, node, child),
            Deprel::Case | Deprel::Conj | Deprel::Cc | Deprel::CcPreconj => !top,
            Deprel::Advmod => !top,
            Deprel::Obl | Deprel::OblUnmarked | Deprel::OblAgent | Deprel::Obj | Deprel::NmodUnmarked => !top && child < node,
            _ => false,
        };
        if !belongs {
            continue;
        }
        *budget -= 1;
        let inner = grow(source, child, false, depth + 1, budget);
        if token.deprel == Deprel::Nmod && (inner.len() as u32 > LONGEST_INNER) {
            continue;
        }
        span = span.join(inner);
    }
    span
}

/// True where a prepositional phrase belongs to its noun's phrase. A participle is no
/// preposition ("including"); proper names hold few of them, and not "on Tuesday".
fn joins(source: &Source, node: TokenId, child: TokenId) -> bool {
    let case = source.tree.children(child).iter().copied().find(|&id| source.text.tokens[id as usize].deprel == Deprel::Case);
    let Some(case) = case else { return true };
    let token = &source.text.tokens[case as usize];
    if source.hit_over(node).is_some() {
        return false;
    }
    // "officials on Wednesday": of people only what says where they belong is part of their phrase.
    if source.world.agent(&source.text.tokens[node as usize].lemma, None).is_some()
        && !source.words.cues(&token.lemma).any(Cues::MEMBERSHIP)
    {
        return false;
    }
    token.upos == Upos::Adp && (!source.is_proper(node) || source.words.cues(&token.lemma).any(Cues::NAMING))
}

/// True where a comma or bracket stands before the phrase of `child`.
fn after_comma(source: &Source, child: TokenId) -> bool {
    let text = source.text;
    let first = source.tree.children(child).first().copied().unwrap_or(child).min(child);
    let Some(before) = first.checked_sub(1) else { return false };
    text.tokens[before as usize].upos == Upos::Punct && text.tokens[before as usize].xpos != Xpos::Hyph
}

fn pronoun(source: &Source, phrase: &mut Phrase) {
    let feats = source.text.tokens[phrase.head as usize].feats;
    phrase.kind = MentionKind::Pronoun;
    phrase.tokens = Span::new(phrase.head, phrase.head + 1);
    if feats.has(Feats::GENDER_FEM) {
        phrase.gender = Some(Gender::Female);
        phrase.class = EntityType::Person;
    } else if feats.has(Feats::GENDER_MASC) {
        phrase.gender = Some(Gender::Male);
        phrase.class = EntityType::Person;
    }
}

fn definiteness(source: &Source, head: TokenId) -> Definite {
    let text = source.text;
    let mut definite = Definite::Bare;
    for &child in source.tree.children(head) {
        let token = &text.tokens[child as usize];
        match token.deprel {
            Deprel::Det | Deprel::DetPredet => {
                definite =
                    if token.feats.any(Feats::DEF_DEF.with(Feats::PRON_DEM).with(Feats::PRON_TOT)) { Definite::Yes } else { Definite::No };
            }
            Deprel::NmodPoss => definite = Definite::Owned,
            Deprel::Nummod if definite == Definite::Bare => definite = Definite::No,
            _ => {}
        }
    }
    definite
}
