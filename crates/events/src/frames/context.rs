//! Contexts: what the report is about where it tells an event, by the words that stand for
//! each of PLOVER's 37 contexts (`lang/en/contexts.txt`).
//!
//! The manual takes a context from the paragraph or the whole document, so that an ASSAULT
//! with `election` may just stand in a report about an election. Each carries how near its
//! evidence stands; whoever wants only what the event's own sentence says can ask for that.

use dotterel_document::record::{Context, Evidence};
use dotterel_document::{Category, Event, SentId, Text};
use dotterel_lexicon::frames::Frames;

use crate::frames::Known;
use crate::frames::fill::Ctx;

/// Weight of a word in the event's sentence and in its neighbours, and how much is enough:
/// two words in the sentence, one there and one beside it, or three beside it.
const IN_SENTENCE: u32 = 2;
const BESIDE: u32 = 1;
const ENOUGH: u32 = 3;

/// A document is about what stands in at least so many of its sentences, and in one of so
/// many; one word in the event's sentence is enough where so many sentences share it.
const SENTENCES: usize = 3;
const ONE_OF: usize = 5;

/// Contexts of the sentence and its paragraph, and those that the act always has.
pub(super) fn contexts(ctx: &Ctx<'_>, sent: SentId, fixed: &[&'static str]) -> Vec<Context> {
    let text = ctx.known.text;
    let frames = ctx.known.frames;
    let mut counts: Vec<(&'static str, u32)> = Vec::new();
    count(text, frames, sent, IN_SENTENCE, &mut counts);
    let own: Vec<&'static str> = counts.iter().filter(|(_, n)| *n >= ENOUGH).map(|(c, _)| *c).collect();
    // Neighbours only: a paragraph may be the whole document.
    let paragraph = text.sents.get(sent as usize).map(|s| s.paragraph);
    for near in [sent.checked_sub(1), sent.checked_add(1)].into_iter().flatten() {
        if text.sents.get(near as usize).is_some_and(|s| Some(s.paragraph) == paragraph) {
            count(text, frames, near, BESIDE, &mut counts);
        }
    }
    let mut contexts: Vec<Context> = fixed.iter().chain(&own).map(|&name| Context { name, evidence: Evidence::Sentence }).collect();
    let near = counts.iter().filter(|(_, n)| *n >= ENOUGH);
    contexts.extend(near.map(|&(name, _)| Context { name, evidence: Evidence::Paragraph }));
    tidy(&mut contexts);
    contexts
}

/// Adds what follows from modes and what the whole document is about.
pub(super) fn complete(known: &Known<'_>, events: &mut [Event]) {
    if events.is_empty() {
        return;
    }
    let (text, frames) = (known.text, known.frames);
    // In how many sentences each context has a word.
    let mut sentences: Vec<(&'static str, usize)> = Vec::new();
    let mut here: Vec<(&'static str, u32)> = Vec::new();
    for sent in 0..text.sents.len() as SentId {
        here.clear();
        count(text, frames, sent, 1, &mut here);
        for &(context, _) in &here {
            match sentences.iter_mut().find(|(c, _)| *c == context) {
                Some((_, n)) => *n += 1,
                None => sentences.push((context, 1)),
            }
        }
    }
    sentences.retain(|(_, n)| *n >= SENTENCES);
    for event in events {
        // Manual, COERCE: these two modes are their contexts.
        let mode = |name: &str| event.category == Category::Coerce && event.modes.iter().any(|m| m == name);
        let of_modes = ["misinformation", "cyber"].into_iter().filter(|name| mode(name));
        event.contexts.extend(of_modes.map(|name| Context { name, evidence: Evidence::Sentence }).collect::<Vec<_>>());
        here.clear();
        count(text, frames, event.sent, 1, &mut here);
        let about = sentences.iter().filter(|(context, n)| n * ONE_OF >= text.sents.len() || here.iter().any(|(c, _)| c == context));
        event.contexts.extend(about.map(|&(name, _)| Context { name, evidence: Evidence::Document }));
        tidy(&mut event.contexts);
        // Manual, "crime": not together with those that say which crime.
        let which = |c: &Context| c.evidence != Evidence::Document && matches!(c.name, "trafficking" | "corruption" | "illegal_drugs");
        if event.contexts.iter().any(which) {
            event.contexts.retain(|c| c.name != "crime");
        }
    }
}

/// Adds `weight` to each context for each of its words in a sentence.
fn count(text: &Text, frames: &Frames, sent: SentId, weight: u32, counts: &mut Vec<(&'static str, u32)>) {
    let tokens = text.sents.get(sent as usize).and_then(|s| text.tokens.get(s.tokens.range())).unwrap_or_default();
    for token in tokens {
        for &context in frames.contexts(&token.lemma) {
            match counts.iter_mut().find(|(c, _)| *c == context) {
                Some((_, n)) => *n += weight,
                None => counts.push((context, weight)),
            }
        }
    }
}

/// In the order of names, each once with its nearest evidence.
pub(crate) fn tidy(contexts: &mut Vec<Context>) {
    contexts.sort_unstable();
    contexts.dedup_by_key(|c| c.name);
}
