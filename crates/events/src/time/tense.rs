//! Which way a date looks: back or ahead, by the tense of the predicate that governs it.
//!
//! "Met on Friday" is the last Friday, "will meet on Friday" the next one.

use dotterel_document::NO_HEAD;
use dotterel_document::syntax::{Deprel, Feats, Upos, Xpos};
use dotterel_document::text::{Text, TokenId};
use dotterel_lexicon::time::{Joint, TimeWord, TimeWords};

use crate::governed::{governor, head_of};

/// Where a date without a year or week is to be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outlook {
    /// Before the report or on its day.
    Past,
    /// After the report or on its day.
    Future,
    /// Nothing tells.
    Unclear,
}

/// How far up a tree is looked; real clauses are shallower.
const HEIGHT: usize = 24;

/// How many tokens before a predicate its auxiliaries may stand.
const REACH: u32 = 10;

/// The outlook of the expression in tokens `lo..hi`. `sent` are the tokens of its sentence.
pub(super) fn outlook(raw: &str, text: &Text, words: &TimeWords, sent: (usize, usize), lo: usize, hi: usize) -> Outlook {
    let word = |i: usize| text.tokens.get(i).map_or("", |t| t.span.of(raw));
    // "Elections for Sunday", "ahead of Friday": but not "fined for Sunday's attack".
    let modifier =
        text.tokens.get(hi).filter(|_| hi < sent.1).is_some_and(|t| {
            t.xpos == Xpos::Pos || (matches!(t.upos, Upos::Noun | Upos::Propn) && t.head != NO_HEAD && t.head as usize >= hi)
        });
    if lo > sent.0 && words.is_forward(word(lo - 1)) && !modifier {
        return Outlook::Future;
    }
    if lo > sent.0 + 1 && words.is_forward(word(lo - 2)) && !words.is_forward(word(lo - 1)) && text.tokens[lo - 1].upos == Upos::Adp {
        return Outlook::Future;
    }
    // "Since June" has begun, whatever the verb says.
    if lo > sent.0 && words.class(word(lo - 1)) == Some(TimeWord::Joint(Joint::Since)) {
        return Outlook::Past;
    }
    let Some(top) = head_of(text, lo, hi) else { return Outlook::Unclear };
    let mut node = governor(text, lo, top);
    if node == NO_HEAD {
        // The expression is the predicate: "the vote is on Friday".
        return match verb(text, words, top) {
            Some(Verb::Present) => Outlook::Future,
            Some(found) => found.outlook(false),
            None => linear(text, sent, lo),
        };
    }
    for _ in 0..HEIGHT {
        let Some(token) = text.tokens.get(node as usize) else { break };
        match verb(text, words, node) {
            Some(Verb::Infinitive) => return infinitive(text, words, node),
            // "Vowed to march on Saturday": what is vowed lies ahead, and a tree that hangs the
            // date on the vow is likely wrong. "Agreed on Friday to stop" looks back.
            Some(Verb::Past | Verb::Present) if words.is_plan(&token.lemma) && complement_between(text, node, lo) => {
                return Outlook::Future;
            }
            Some(found) => return found.outlook(words.is_schedule(&token.lemma)),
            // "A meeting planned for Friday", "talks due in March".
            None if words.is_plan(&token.lemma) && token.upos != Upos::Noun => return Outlook::Future,
            // "The third operation since sending troops in February".
            None if token.feats.any(Feats::VERBFORM_GER.with(Feats::VERBFORM_PART)) && follows_past(text, raw, words, node) => {
                return Outlook::Past;
            }
            None => {}
        }
        if token.head == NO_HEAD {
            return linear(text, sent, node as usize);
        }
        node = token.head;
    }
    Outlook::Unclear
}

/// True for a participle after "since" or "after".
fn follows_past(text: &Text, raw: &str, words: &TimeWords, node: TokenId) -> bool {
    let before = node.checked_sub(1).and_then(|i| text.tokens.get(i as usize));
    let class = before.filter(|t| t.head == node).and_then(|t| words.class(raw.get(t.span.range()).unwrap_or("")));
    matches!(class, Some(TimeWord::Joint(Joint::Since | Joint::After)))
}

/// True where an infinitive that completes the predicate stands between it and the date.
fn complement_between(text: &Text, node: TokenId, lo: usize) -> bool {
    let between = text.tokens.get(node as usize..lo.min(node as usize + 3 * REACH as usize).max(node as usize));
    between.is_some_and(|tokens| {
        tokens
            .iter()
            .any(|t| t.head == node && matches!(t.deprel, Deprel::Xcomp | Deprel::Advcl | Deprel::Acl) && !t.feats.has(Feats::VERBFORM_FIN))
    })
}

/// Forms of a predicate, as far as time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Past,
    Present,
    Progressive,
    Modal,
    Infinitive,
}

impl Verb {
    fn outlook(self, schedule: bool) -> Outlook {
        match self {
            Verb::Past => Outlook::Past,
            Verb::Modal | Verb::Progressive => Outlook::Future,
            Verb::Present | Verb::Infinitive if schedule => Outlook::Future,
            Verb::Present | Verb::Infinitive => Outlook::Unclear,
        }
    }
}

/// The form of the predicate at `node`; `None` for a noun, or a participle on its own,
/// whose time is that of what it hangs on.
fn verb(text: &Text, words: &TimeWords, node: TokenId) -> Option<Verb> {
    let token = text.tokens.get(node as usize)?;
    let sent = text.sents.get(token.sent as usize)?;
    let from = node.saturating_sub(REACH).max(sent.tokens.start);
    let (mut modal, mut ability, mut negated, mut past, mut present, mut perfect) = (false, false, false, false, false, false);
    for child in text.tokens.get(from as usize..(node + 1).min(sent.tokens.end) as usize)?.iter().filter(|t| t.head == node) {
        negated |= child.feats.has(Feats::POLARITY_NEG);
        if !matches!(child.deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop) {
            continue;
        }
        if child.xpos == Xpos::Md {
            modal = true;
            ability |= words.is_ability(&child.lemma);
        } else if child.feats.has(Feats::TENSE_PAST.with(Feats::VERBFORM_FIN)) {
            past = true;
        } else if child.feats.has(Feats::VERBFORM_FIN) {
            present = true;
            perfect |= child.deprel == Deprel::Aux && token.feats.has(Feats::TENSE_PAST);
        } else if child.feats.has(Feats::VERBFORM_INF) {
            // "Will have met", "would have met".
            perfect |= child.deprel == Deprel::Aux;
        } else if child.feats.has(Feats::TENSE_PAST) {
            // "Has been killed", "has been raging".
            perfect = true;
        }
    }
    let participle = token.feats.any(Feats::VERBFORM_PART.with(Feats::VERBFORM_GER));
    if modal {
        let back = (perfect && participle) || (ability && negated);
        Some(if back { Verb::Past } else { Verb::Modal })
    } else if past || perfect {
        Some(Verb::Past)
    } else if present {
        let progressive = participle && token.feats.has(Feats::TENSE_PRES);
        Some(if progressive { Verb::Progressive } else { Verb::Present })
    } else if token.feats.has(Feats::VERBFORM_FIN) {
        Some(if token.feats.has(Feats::TENSE_PAST) { Verb::Past } else { Verb::Present })
    } else if token.feats.has(Feats::VERBFORM_INF) {
        Some(Verb::Infinitive)
    } else {
        None
    }
}

/// "Plans to meet" looks ahead, "flew in to meet" and "managed to meet" look back.
fn infinitive(text: &Text, words: &TimeWords, mut node: TokenId) -> Outlook {
    for _ in 0..HEIGHT {
        let Some(token) = text.tokens.get(node as usize) else { break };
        if token.head == NO_HEAD {
            return Outlook::Future;
        }
        let Some(above) = text.tokens.get(token.head as usize) else { break };
        if words.is_plan(&above.lemma) {
            return Outlook::Future;
        }
        match verb(text, words, token.head) {
            Some(Verb::Past) => return Outlook::Past,
            Some(Verb::Infinitive) | None => node = token.head,
            Some(_) => return Outlook::Future,
        }
    }
    Outlook::Unclear
}

/// Without a tree: the nearest finite verb or modal.
fn linear(text: &Text, sent: (usize, usize), at: usize) -> Outlook {
    let near = at.saturating_sub(20).max(sent.0)..(at + 20).min(sent.1);
    let finite = near.filter_map(|i| {
        let token = text.tokens.get(i)?;
        if token.xpos == Xpos::Md {
            Some((at.abs_diff(i), Outlook::Future))
        } else if token.feats.has(Feats::VERBFORM_FIN.with(Feats::TENSE_PAST)) {
            Some((at.abs_diff(i), Outlook::Past))
        } else {
            None
        }
    });
    finite.min_by_key(|f| f.0).map_or(Outlook::Unclear, |f| f.1)
}
