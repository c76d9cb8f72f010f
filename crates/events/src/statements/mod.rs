//! Who said what: statements, from quotation marks and from cue words.
//!
//! A statement is a stretch of the report that somebody else vouches for: quoted, told in
//! the report's words, or both. Two things lead to one: a cue ("said", "claim that",
//! "according to"), whose content is found in the tree or beside it, and a pair of quotation
//! marks without a cue, which goes on with the speaker before. Which words are cues stands in
//! `lang/en/cues.txt`; here only their classes and Universal Dependencies are known.
//!
//! Leaves out what has no source in the text ("reportedly", "is expected to").

mod quotation;

mod tree;

mod reader;

mod beside;

mod content;

mod order;

mod speaker;

mod unclaimed;

#[cfg(test)]
mod tests;

use dotterel_document::{
    ActorCode, Actors, Byte, Deprel, Feats, MentionId, MentionKind, Page, Span, Statement, StatementKind, Text, Tok, TokenId,
};
use dotterel_lexicon::cues::{Cue, CueClasses, CuePart, Cues};

use reader::Reader;

/// All statements of a report, sorted by the start of their content, longer first.
pub fn find(page: &Page, text: &Text, actors: &Actors, cues: &Cues) -> Vec<Statement> {
    let mut reader = Reader::new(page, text, actors, cues);
    let mut claimed = vec![false; reader.quotes.len()];
    let mut drafts = Vec::new();
    let mut matches = Vec::new();
    for id in 0..text.tokens.len() as TokenId {
        reader.cues_at(id, &mut matches);
        for &(cue, words) in &matches {
            if let Some(draft) = attribute(&mut reader, cue, words, &mut claimed) {
                drafts.push(draft);
                break;
            }
        }
    }
    unclaimed::attribute(&reader, &mut drafts, &claimed);
    finish(&reader, drafts)
}

/// The innermost statement whose content covers this byte of the text and that puts it
/// forward as a claim; what a statement only names is nobody's claim.
///
/// `statements` must be in the order in which [`find`] gives them. At most 64 statements
/// that begin before the byte are looked at, so that asking for many bytes stays linear.
pub fn covering(statements: &[Statement], byte: u32) -> Option<&Statement> {
    let after = statements.partition_point(|s| s.content.start <= byte);
    statements[..after].iter().rev().take(64).filter(|s| s.asserts && s.content.contains(byte)).min_by_key(|s| s.content.len())
}

/// A statement in the making.
struct Draft {
    /// Tokens of the cue; empty for none.
    cue: Option<Span<Tok>>,
    content: Span<Byte>,
    /// Head of the source's phrase.
    speaker: Option<TokenId>,
    hearers: Vec<TokenId>,
    /// Quoted whole, apart from a cue in the middle.
    direct: bool,
    asserts: bool,
}

/// The statement that this cue reports, if it reports any.
fn attribute(reader: &mut Reader, cue: &Cue, words: Span<Tok>, claimed: &mut [bool]) -> Option<Draft> {
    let head = words.start;
    match cue.part {
        CuePart::Verb => of_verb(reader, cue, words, claimed),
        CuePart::Noun | CuePart::Adjective => {
            if !reports_here(reader, head) {
                return None;
            }
            let speaker = if cue.part == CuePart::Noun { speaker::of_noun(reader, head) } else { speaker::of_verb(reader, head) };
            if cue.classes.any(CueClasses::TOPIC) {
                let content = content::topic(reader, cue, words)?;
                return Draft::new(reader, words, reader.content_bytes(content, head), Some(speaker?), false);
            }
            let content = content::of_nominal(reader, words, cue.classes.any(CueClasses::INTENT))?;
            let asserts = !cue.classes.any(CueClasses::INTENT) && !is_negated(reader, head);
            Draft::new(reader, words, reader.content_bytes(content, head), speaker, asserts)
        }
        CuePart::Phrase => {
            let (source, content) = content::of_according(reader, words)?;
            Draft::new(reader, words, reader.content_bytes(content, head), Some(source), true)
        }
        CuePart::Mark => None,
    }
}

fn of_verb(reader: &mut Reader, cue: &Cue, words: Span<Tok>, claimed: &mut [bool]) -> Option<Draft> {
    let classes = cue.classes;
    let head = words.start;
    if reader.is(head, &[Deprel::Amod, Deprel::Compound]) && !order::opens_right_after(reader, words) {
        return None;
    }
    let speaks = classes.any(CueClasses::SPEECH);
    let reports = reports_here(reader, head);
    if !reports && (!speaks || reader.quote_of(head).is_some() && !reader.is_finite(head)) {
        return None;
    }
    let takes_hearer = classes.any(CueClasses::HEARER);
    let asserts = !is_negated(reader, head);
    if speaks && let Some(beside) = beside::quotation(reader, words, claimed) {
        let mut bytes = reader.quotes[beside.quote].span;
        claimed[beside.quote] = true;
        let mut direct = true;
        if beside.before
            && let Some(start) = beside::lead_in(reader, beside.quote)
        {
            bytes.start = reader.token(start).span.start;
            direct = false;
        }
        let from = if beside.before { reader.quote_tokens[beside.quote].end } else { 0 };
        let speaker = speaker::of_speech(reader, words, bytes, from, beside.before);
        let mut draft = Draft::new(reader, words, bytes, speaker, asserts)?;
        draft.direct = direct;
        draft.hearers = speaker::hearers(reader, head, takes_hearer);
        draft.hearers.retain(|&hearer| Some(hearer) != draft.speaker);
        return Some(draft);
    }
    let classes = if reports { classes } else { CueClasses::SPEECH };
    if let Some(tokens) = content::of_verb(reader, words, classes) {
        let bytes = reader.content_bytes(tokens, head);
        let speaker = match speaks {
            true if tokens.end <= head => speaker::of_speech(reader, words, bytes, tokens.end, true),
            true => speaker::of_speech(reader, words, bytes, 0, false),
            false => speaker::of_verb(reader, head).filter(|&s| !tokens.contains(s)),
        };
        let intends = !classes.any(CueClasses::SPEECH.with(CueClasses::THOUGHT).with(CueClasses::EVIDENCE));
        let mut draft = Draft::new(reader, words, bytes, speaker, asserts && !intends && !names_a_thing(reader, classes, head, tokens))?;
        draft.hearers = speaker::hearers(reader, head, takes_hearer);
        draft.hearers.retain(|&hearer| !tokens.contains(hearer) && Some(hearer) != draft.speaker);
        return Some(draft);
    }
    if classes.any(CueClasses::TOPIC) && !reader.is_passive(head) {
        let tokens = content::topic(reader, cue, words)?;
        let speaker = speaker::of_verb(reader, head)?;
        let mut draft = Draft::new(reader, words, reader.content_bytes(tokens, head), Some(speaker), false)?;
        draft.hearers = speaker::hearers(reader, head, takes_hearer || words.len() == 1 && !cue.rest.is_empty());
        draft.hearers.retain(|&hearer| !tokens.contains(hearer) && Some(hearer) != draft.speaker);
        return Some(draft);
    }
    None
}

/// True where the content of a cue that takes things is one and no clause: "expressed
/// skepticism over the plan, which Beijing has promised to reveal" claims no promise.
fn names_a_thing(reader: &Reader, classes: CueClasses, head: TokenId, content: Span<Tok>) -> bool {
    let thing = |child: TokenId| {
        reader.is(child, &[Deprel::Obj])
            && reader.token(child).upos == dotterel_document::Upos::Noun
            && reader.tree.extent(child).start == content.start
    };
    classes.any(CueClasses::TOPIC) && content::clause(reader, head).is_none() && reader.tree.children(head).any(thing)
}

/// True where a cue of thought, evidence, intent or topic reports somebody's: not inside a
/// quotation, where its words are the speaker's own; not in the infinitive, where nobody is
/// said to have thought it; not of the report's own "I" and its readers' "you".
fn reports_here(reader: &Reader, head: TokenId) -> bool {
    let own = Feats::PERSON_1.with(Feats::PERSON_2);
    reader.quote_of(head).is_none()
        && !reader.token(head).feats.has(Feats::VERBFORM_INF)
        && !speaker::of_verb(reader, head).is_some_and(|subject| reader.token(subject).feats.any(own))
}

fn is_negated(reader: &Reader, head: TokenId) -> bool {
    reader.tree.children(head).any(|child| reader.token(child).feats.has(Feats::POLARITY_NEG))
}

impl Draft {
    /// `None` where the content holds no word.
    fn new(reader: &Reader, cue: Span<Tok>, content: Span<Byte>, speaker: Option<TokenId>, asserts: bool) -> Option<Draft> {
        let words = reader.src.get(content.range())?;
        let speaker = speaker.filter(|&s| !content.contains(reader.token(s).span.start) || cue.contains(s));
        words.contains(char::is_alphabetic).then_some(Draft {
            cue: Some(cue),
            content,
            speaker,
            hearers: Vec::new(),
            direct: false,
            asserts,
        })
    }
}

/// Drafts to statements, in order; of two with the same content the one with the later cue.
fn finish(reader: &Reader, mut drafts: Vec<Draft>) -> Vec<Statement> {
    drafts.sort_by_key(|d| (d.content.start, std::cmp::Reverse(d.content.end), std::cmp::Reverse(d.cue.map_or(0, |c| c.start + 1))));
    drafts.dedup_by(|later, first| later.content == first.content);
    drafts.iter().map(|draft| statement(reader, draft)).collect()
}

fn statement(reader: &Reader, draft: &Draft) -> Statement {
    let cue_tokens = draft.cue.unwrap_or_default();
    let quoted: Vec<Span<Byte>> =
        reader.quotes_in(draft.content).map(|q| reader.quotes[q].span).filter(|&q| draft.content.covers(q)).collect();
    let kind = match quoted.is_empty() {
        true => StatementKind::Indirect,
        false if draft.direct || quoted[0] == draft.content => StatementKind::Direct,
        false => StatementKind::Mixed,
    };
    let mut addressees: Vec<MentionId> = Vec::new();
    for &hearer in &draft.hearers {
        addressees.extend(speaker::mentions(reader, hearer, reader.tree.extent(hearer)));
    }
    let phrase = draft.speaker.map(|head| (head, speaker::phrase(reader, head, cue_tokens)));
    Statement {
        speakers: phrase.map_or_else(Vec::new, |(head, tokens)| speaker::mentions(reader, head, tokens)),
        source: phrase.map(|(_, tokens)| reader.text.bytes(tokens)),
        cue: draft.cue.map(|tokens| reader.text.bytes(tokens)),
        content: draft.content,
        quoted,
        kind,
        addressees,
        about: about(reader, draft.content),
        date: None,
        asserts: draft.asserts,
        sent: sentence_at(reader, draft.content.start),
    }
}

/// The sentence in which a byte stands.
fn sentence_at(reader: &Reader, byte: u32) -> u32 {
    reader.text.sents.partition_point(|s| s.span.start <= byte).saturating_sub(1) as u32
}

/// States of the actors named inside, each once, in the order of the text. Looks at the
/// first few hundred mentions only: a longer content is about everything.
fn about(reader: &Reader, content: Span<Byte>) -> Vec<ActorCode> {
    let mut found: Vec<ActorCode> = Vec::new();
    let mentions = &reader.actors.mentions;
    let first = mentions.partition_point(|m| m.bytes.start < content.start);
    for mention in mentions[first..].iter().take(300).take_while(|m| m.bytes.start < content.end) {
        if mention.kind == MentionKind::Pronoun || !content.covers(mention.bytes) {
            continue;
        }
        for &entity in &mention.entities {
            let code = reader.actors.entities.get(entity as usize).and_then(|e| e.code);
            found.extend(code.filter(|code| code.is_state() && !found.contains(code)));
        }
    }
    found
}
