//! Training: treebanks in, a [`Model`] out. Repeatable from a seed.

pub mod news;

mod mentions;
mod network;
mod tables;
mod vocabulary;

use dotterel_document::syntax::{Feats, Upos, Xpos};
use dotterel_document::text::NO_HEAD;
use dotterel_document::{Span, Tok};

use crate::conllu::Document;
use crate::model::Model;
pub use crate::net::VECTOR;
use crate::net::{Net, TAGS};
use crate::tree::NONE;

/// How to train.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Seed of all random choices.
    pub seed: u64,
    /// Rounds over the data.
    pub rounds: usize,
    /// Words between two steps.
    pub batch: usize,
    /// How far a step goes at most.
    pub rate: f64,
    /// Share by which dense weights shrink in a step, times the rate.
    pub decay: f64,
    /// Rounds between two looks at the documents that nothing is learnt from.
    pub watch: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { seed: 1, rounds: 20, batch: 1000, rate: 0.003, decay: 0.01, watch: 2 }
    }
}

/// A word with its given vector.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// The word, in small letters.
    pub word: String,
    /// What tells how it is used.
    pub vector: [i8; VECTOR],
}

/// A sentence to learn from; heads count from its first word.
pub(crate) struct Example {
    pub forms: Vec<String>,
    pub tags: Vec<u8>,
    pub heads: Vec<u32>,
    pub labels: Vec<u8>,
    pub feats: Vec<Feats>,
    pub lemmas: Vec<String>,
    /// For each word 0, or 1 and the kind of the mention that it heads; `None` where that is
    /// not told.
    pub kinds: Vec<Option<u8>>,
    /// Not from a treebank: words are not counted in it.
    pub written: bool,
}

/// Trains a model; `log` is told about the progress, also on `watched` documents, of which
/// nothing is learnt.
pub fn train(
    documents: &[Document],
    watched: &[(&str, Vec<Document>)],
    given: &[Given],
    settings: &Settings,
    log: &mut dyn FnMut(String),
) -> Model {
    let tag_set = tag_set(documents);
    let examples = examples(documents, &tag_set);
    log(format!("{} sentences, {} tokens, {} tags", examples.len(), examples.iter().map(|e| e.forms.len()).sum::<usize>(), tag_set.len()));
    let all: Vec<&Example> = examples.iter().collect();
    let vocabulary = vocabulary::build(&all, &tag_set, given);
    let watched: Vec<(&str, Vec<Example>)> = watched.iter().map(|(n, d)| (*n, self::examples(d, &tag_set))).collect();
    let watched: Vec<(&str, Vec<&Example>)> = watched.iter().map(|(n, e)| (*n, e.iter().collect())).collect();
    let mut vectors = vec![0; VECTOR];
    given.iter().for_each(|g| vectors.extend(g.vector));
    let trained = network::train(&all, &watched, &vocabulary, &vectors, settings, log);
    let net = Net::new(network::pack(&trained, vectors));
    let features = tables::features(&all, &vocabulary);
    let lemmas = tables::lemmas(&all, &tag_set);
    let mut model = Model { tags: tag_set, vocabulary, net, features, lemmas, ..Model::default() };
    train_mentions(&mut model, documents);
    model
}

/// Learns mentions anew, apart from what the network says of them.
pub fn train_mentions(model: &mut Model, documents: &[Document]) {
    model.mentions = mentions::mentions(model, documents, tables::reach(documents));
}

/// The most frequent pairs of tags, the most frequent first.
fn tag_set(documents: &[Document]) -> Vec<(Upos, Xpos)> {
    let mut counts = std::collections::BTreeMap::new();
    for token in documents.iter().flat_map(|d| &d.analysis.tokens) {
        *counts.entry((token.upos, token.xpos)).or_insert(0usize) += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by_key(|&(tag, count)| (std::cmp::Reverse(count), tag));
    sorted.into_iter().map(|(tag, _)| tag).take(TAGS).collect()
}

fn examples(documents: &[Document], tag_set: &[(Upos, Xpos)]) -> Vec<Example> {
    let mut out = Vec::new();
    for document in documents {
        for sent in &document.analysis.sents {
            let tokens = &document.analysis.tokens[sent.tokens.range()];
            let heads: Vec<u32> = tokens.iter().map(|t| if t.head == NO_HEAD { NONE } else { t.head - sent.tokens.start }).collect();
            if heads.iter().filter(|&&h| h == NONE).count() != 1 {
                continue;
            }
            out.push(Example {
                forms: tokens.iter().map(|t| t.span.of(&document.text).to_string()).collect(),
                tags: tokens
                    .iter()
                    .map(|t| {
                        let exact = tag_set.iter().position(|&x| x == (t.upos, t.xpos));
                        exact.or_else(|| tag_set.iter().position(|x| x.0 == t.upos)).unwrap_or(0) as u8
                    })
                    .collect(),
                heads,
                labels: tokens.iter().map(|t| t.deprel as u8).collect(),
                feats: tokens.iter().map(|t| t.feats).collect(),
                lemmas: tokens.iter().map(|t| t.lemma.to_string()).collect(),
                kinds: kinds(document, sent.tokens),
                written: document.id.starts_with(news::PREFIX),
            });
        }
    }
    out
}

/// What each token of a sentence heads: of several mentions with a head the shortest. A document
/// without mentions does not tell them.
fn kinds(document: &Document, tokens: Span<Tok>) -> Vec<Option<u8>> {
    if document.analysis.nominals.is_empty() {
        return vec![None; tokens.len()];
    }
    let mut kinds = vec![Some(0); tokens.len()];
    let mut mentions: Vec<_> = document.analysis.nominals.iter().filter(|m| tokens.contains(m.head)).collect();
    mentions.sort_by_key(|m| std::cmp::Reverse(m.tokens.len()));
    for mention in mentions {
        kinds[(mention.head - tokens.start) as usize] = Some(1 + mention.kind as u8);
    }
    kinds
}

/// A small generator of random numbers (xorshift64*), so that training is repeatable.
pub(crate) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    /// A number between `-spread` and `spread`.
    pub fn spread(&mut self, spread: f32) -> f32 {
        (self.next() as f64 / (1u64 << 53) as f64 * 2.0 - 1.0) as f32 * spread
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        (self.next() as f64) < probability * (1u64 << 53) as f64
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}
