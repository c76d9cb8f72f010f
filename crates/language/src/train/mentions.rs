//! Learning what words say of the kinds of mentions: logistic regression over all that
//! [`Sentence::shows`], with AdaGrad (Duchi et al. 2011). It learns apart from the network, whose
//! scores on its own training sentences are surer than they are elsewhere; reading adds both.

use std::collections::BTreeMap;

use super::{Random, news};
use crate::conllu::Document;
use crate::mentions::{COUNT, Kinds, STEPS, Sentence, Told, WEIGHT, Weights};
use crate::model::Model;

/// Rounds over the data.
const ROUNDS: usize = 6;
/// How far a step goes at first.
const RATE: f32 = 0.15;
/// How much a weight shrinks for each time that it is used.
const DECAY: f32 = 0.001;
/// What is shown less often is not learnt.
const SEEN: usize = 2;

/// A word to learn from: the numbers of what it shows, and its kind.
struct Example {
    shown: Vec<u32>,
    kind: usize,
}

/// A weight for each kind, and the sums of squares that steps are divided by.
#[derive(Clone)]
struct Row {
    weights: [f32; COUNT],
    squares: [f32; COUNT],
}

/// Learns from the documents that tell mentions, with the trees that the model finds.
pub fn kinds(model: &Model, documents: &[Document]) -> Kinds {
    let mut words: Vec<(Vec<u64>, usize)> = Vec::new();
    for document in documents.iter().filter(|d| !d.analysis.nominals.is_empty() && !d.id.starts_with(news::PREFIX)) {
        observe(model, document, &mut words);
    }
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    words.iter().flat_map(|w| &w.0).for_each(|&key| *counts.entry(key).or_default() += 1);
    let keys: Vec<u64> = counts.into_iter().filter(|&(_, count)| count >= SEEN).map(|(key, _)| key).collect();
    let number = |key: &u64| keys.binary_search(key).ok().map(|n| n as u32);
    let examples: Vec<Example> =
        words.iter().map(|(shown, kind)| Example { shown: shown.iter().filter_map(number).collect(), kind: *kind }).collect();
    let rows = learn(&examples, keys.len());
    let round = |row: &Row| -> Weights { row.weights.map(|w| (w * STEPS / WEIGHT as f32).round().clamp(-127.0, 127.0) as i8) };
    let entries: Vec<(u64, Weights)> =
        keys.iter().copied().zip(rows.iter().map(round)).filter(|(_, w)| w.iter().any(|&w| w != 0)).collect();
    Kinds::build(&entries)
}

/// Appends what the words of a document that may head a mention show, and what they head.
fn observe(model: &Model, document: &Document, words: &mut Vec<(Vec<u64>, usize)>) {
    let mut text = document.analysis.clone();
    let told = model.tell(&document.text, &mut text);
    let mut sentence = Sentence::default();
    for sent in &document.analysis.sents {
        let range = sent.tokens.range();
        let (Some(tokens), Some(told)) = (text.tokens.get(range.clone()), told.get(range)) else { continue };
        let kinds = super::kinds(document, sent.tokens);
        sentence.read(tokens, sent.tokens.start);
        for (i, kind) in kinds.iter().enumerate() {
            if told.get(i).is_some_and(Told::may_head) {
                let mut keys = Vec::new();
                sentence.shows(tokens, told, i, &mut keys);
                words.push((keys, kind.map_or(0, usize::from)));
            }
        }
    }
}

fn learn(examples: &[Example], count: usize) -> Vec<Row> {
    let mut rows = vec![Row { weights: [0.0; COUNT], squares: [1e-6; COUNT] }; count];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(1);
    for round in 0..ROUNDS {
        random.shuffle(&mut order);
        let rate = RATE * (1.0 - round as f32 / ROUNDS as f32) + 0.01;
        for example in order.iter().map(|&i| &examples[i]) {
            let mut slope = [0.0; COUNT];
            for &shown in &example.shown {
                slope.iter_mut().zip(rows[shown as usize].weights).for_each(|(s, w)| *s += w);
            }
            softmax(&mut slope);
            slope[example.kind] -= 1.0;
            for &shown in &example.shown {
                let row = &mut rows[shown as usize];
                for ((weight, square), slope) in row.weights.iter_mut().zip(&mut row.squares).zip(slope) {
                    let step = slope + DECAY * *weight;
                    *square += step * step;
                    *weight -= rate * step / square.sqrt();
                }
            }
        }
    }
    rows
}

/// Makes chances of scores.
fn softmax(scores: &mut [f32; COUNT]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|s| *s = (*s - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|s| *s /= sum);
}
