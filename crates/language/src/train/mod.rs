//! Training: treebanks in, a [`Model`] out. Repeatable from a seed.
//!
//! Averaged perceptrons throughout (Collins 2002). The parser learns with a dynamic oracle,
//! from states that its own mistakes lead to (Goldberg & Nivre 2013), on tags as the tagger
//! predicts them for sentences it has not seen (jackknifing).

pub mod news;

mod network;
mod perceptron;

mod tables;
mod tags;
mod trees;
mod vocabulary;

use dotterel_document::syntax::{Feats, Upos, Xpos};
use dotterel_document::text::NO_HEAD;

use crate::conllu::Document;
use crate::linear::WIDE;
use crate::model::Model;
use crate::parser::NONE;

/// How to train.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Seed of all random choices.
    pub seed: u64,
    /// Rounds over the data for the tagger.
    pub tagger_rounds: usize,
    /// Rounds over the data for the parser.
    pub parser_rounds: usize,
    /// Parts for jackknifing.
    pub folds: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { seed: 1, tagger_rounds: 8, parser_rounds: 10, folds: 5 }
    }
}

/// A word with its classes of words that behave alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// The word, in small letters.
    pub word: String,
    /// Its class, counted from 1.
    pub fine: u16,
    /// Its class among few, counted from 1.
    pub coarse: u8,
    /// A vector that tells how it behaves; empty where it is not needed.
    pub vector: Vec<f32>,
}

/// A sentence to learn from; heads count from its first word.
pub(crate) struct Example {
    pub forms: Vec<String>,
    pub tags: Vec<u8>,
    pub heads: Vec<u32>,
    pub labels: Vec<u8>,
    pub feats: Vec<Feats>,
    pub lemmas: Vec<String>,
    /// Not from a treebank: words are not counted in it.
    pub written: bool,
}

/// Trains a model; `log` is told about the progress.
pub fn train(documents: &[Document], clusters: &[Cluster], settings: &Settings, log: &mut dyn FnMut(String)) -> Model {
    let tag_set = tag_set(documents);
    let examples = examples(documents, &tag_set);
    log(format!("{} sentences, {} tokens, {} tags", examples.len(), examples.iter().map(|e| e.forms.len()).sum::<usize>(), tag_set.len()));
    let all: Vec<&Example> = examples.iter().collect();
    let predicted = tags::jackknife(&all, &tag_set, clusters, settings, log);
    let vocabulary = vocabulary::build(&all, &tag_set, clusters);
    let tagger = tags::train(&all, &vocabulary, tag_set.len(), settings.tagger_rounds, settings.seed, log);
    let is_mark: Vec<bool> = tag_set.iter().map(|t| t.0 == Upos::Punct).collect();
    let parser = trees::train(&all, &predicted, &is_mark, &vocabulary, clusters, settings, log);
    let features = tables::features(&all, &vocabulary);
    let lemmas = tables::lemmas(&all, &tag_set);
    Model { about: String::new(), tags: tag_set, is_mark, vocabulary, tagger, parser, features, lemmas }
}

/// The most frequent pairs of tags, the most frequent first.
fn tag_set(documents: &[Document]) -> Vec<(Upos, Xpos)> {
    let mut counts = std::collections::BTreeMap::new();
    for token in documents.iter().flat_map(|d| &d.analysis.tokens) {
        *counts.entry((token.upos, token.xpos)).or_insert(0usize) += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by_key(|&(tag, count)| (std::cmp::Reverse(count), tag));
    sorted.into_iter().map(|(tag, _)| tag).take(WIDE).collect()
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
                written: document.id.starts_with(news::PREFIX),
            });
        }
    }
    out
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
