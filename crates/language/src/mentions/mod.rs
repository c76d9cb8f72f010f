//! Mentions: what a noun or pronoun names and how far it reaches. The network says how much
//! speaks for each kind, from the words around; what words, their governors and their
//! dependents say ([`shows`], [`table`]) is added, and what was found for the same word elsewhere in the
//! document ([`settle`]). How far it reaches is read off the tree ([`reach`]).

mod context;
mod reach;
mod settle;
mod shows;
mod table;

pub use context::Context;
pub use reach::{End, INSIDE, OUTSIDE, Reach, dependent_keys, mark_keys};
pub use shows::Sentence;
pub use table::{Table, WEIGHT, Weights};

use dotterel_document::text::{Nominal, NominalKind, Text};

use crate::net::KINDS;

/// How many kinds there are, with none, which is number 0.
pub const COUNT: usize = NominalKind::ALL.len() + 1;
const _: () = assert!(COUNT <= KINDS);

/// What speaks for each kind of mention, none first.
pub type Scores = [i32; COUNT];

/// Steps of a score that make 1.0 in the network's numbers, which are logarithms of odds.
pub const STEPS: f32 = 64.0;

/// Training looks at words for which the network gives no more than this for their being none: of
/// the heads of mentions that leaves out one in 300, of the other words two thirds.
pub const LEARNT: i32 = 6 * STEPS as i32;

/// Reading looks at fewer, and asks nothing else where the network is surer of a kind than
/// [`SURE`]. On GUM dev a quarter of the words is left to ask about, and F1 is the same within
/// 0.03 as when half of them is.
const READ: i32 = 3 * STEPS as i32;
/// See [`READ`].
const SURE: i32 = 4 * STEPS as i32;

/// What a word shows that its token does not tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    /// What the network finds.
    pub scores: Scores,
    /// Hash of the lower-cased word.
    pub lower: u64,
    /// Its shape.
    pub shape: u64,
}

impl Told {
    /// Takes over what the network found: as many numbers as there are kinds, or more.
    pub fn new(network: &[f32], lower: u64, shape: u64) -> Told {
        let mut scores = [0; COUNT];
        for (score, value) in scores.iter_mut().zip(network) {
            *score = (value * STEPS) as i32;
        }
        Told { scores, lower, shape }
    }

    /// Whether the word may head a mention: no more than `margin` speaks for none.
    pub fn may_head(&self, margin: i32) -> bool {
        self.scores[1..].iter().any(|&s| s > self.scores[0] - margin)
    }

    /// Whether the network leaves a doubt about the kind, or whether there is one.
    fn is_open(&self) -> bool {
        let best = highest(&self.scores);
        (0..COUNT).any(|k| k != best && self.scores[k] >= self.scores[best] - SURE)
    }
}

/// What training learnt of mentions.
#[derive(Default)]
pub struct Mentions {
    /// How far they reach.
    pub reach: Reach,
    /// What they name.
    pub kinds: Table,
}

/// Space reused.
#[derive(Default)]
pub struct Space {
    sentence: Sentence,
    keys: Vec<u64>,
    found: Vec<settle::Candidate>,
    spans: Vec<(u32, u32)>,
    subtrees: Vec<(u32, u32)>,
}

impl Mentions {
    /// Finds the mentions of an analysed text; `told` has an entry for each token.
    pub fn find(&self, text: &mut Text, told: &[Told], space: &mut Space) {
        let Space { sentence, keys, found, spans, subtrees } = space;
        found.clear();
        spans.clear();
        let mut context = Context::default();
        for sent in &text.sents {
            let range = sent.tokens.range();
            let (Some(tokens), Some(told)) = (text.tokens.get(range.clone()), told.get(range)) else { continue };
            if !told.iter().any(|t| t.may_head(READ)) {
                continue;
            }
            let first = sent.tokens.start;
            sentence.read(tokens, first);
            sentence.subtrees(subtrees);
            for (i, word) in told.iter().enumerate().filter(|(_, t)| t.may_head(READ)) {
                let Some(token) = tokens.get(i) else { break };
                let mut scores = word.scores;
                if word.is_open() {
                    keys.clear();
                    sentence.shows(tokens, told, i, keys);
                    context.shows(token, word, keys);
                    self.kinds.add(keys, &mut scores);
                }
                context.pass(token, word);
                found.push(settle::Candidate { token: first + i as u32, name: sentence.name(tokens, i), scores });
                // What is no mention now stays none.
                let span = match highest(&scores) {
                    0 => (0, 0),
                    kind => self.reach.span(sentence, tokens, told, subtrees, i, kind, keys),
                };
                spans.push((first + span.0, first + span.1));
            }
        }
        settle::settle(found);
        let kinds = found.iter().map(|c| highest(&c.scores).checked_sub(1).and_then(|k| NominalKind::ALL.get(k)));
        text.nominals.clear();
        for ((candidate, kind), &(from, to)) in found.iter().zip(kinds).zip(spans.iter()) {
            if let Some(&kind) = kind {
                text.nominals.push(Nominal { tokens: dotterel_document::Span::new(from, to), head: candidate.token, kind });
            }
        }
        text.nominals.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end)));
    }
}

/// The first of the highest.
fn highest(scores: &Scores) -> usize {
    (1..COUNT).fold(0, |best, k| if scores[k] > scores[best] { k } else { best })
}
