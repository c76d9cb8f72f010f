//! Training of the network: backpropagation, in batches of whole sentences whose halves two
//! threads work on.

mod adam;
mod encoder;
mod heads;
mod layout;
mod matrix;
mod pack;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::{Example, Random, Settings};
use crate::net::{HEADS, LAYERS, WIDTH};
use crate::word::{NO_TAGS, OWN, ROWS, TAGS, UNKNOWN, Vocabulary, Word, words};
use adam::{Dense, Rates, Sparse};
use encoder::{Encoder, Masks};
use heads::{HeadMasks, Tally};
pub use layout::Layout;
pub use pack::pack;

/// Sentences laid end to end.
#[derive(Default)]
pub struct Batch {
    /// Of the words.
    sentences: Vec<Range<usize>>,
    /// Of each word, as [`Word`] has them.
    rows: Vec<[u32; ROWS]>,
    vectors: Vec<u32>,
    tags: Vec<u8>,
    labels: Vec<u8>,
    heads: Vec<Option<u32>>,
    kinds: Vec<Option<u8>>,
}

impl Batch {
    fn words(&self) -> usize {
        self.rows.len()
    }
}

/// What is dropped in training.
const DROPPED_INPUT: f64 = 0.2;
const DROPPED_BETWEEN: f64 = 0.25;
const DROPPED_READ: f64 = 0.3;
/// A word seen `n` times is hidden with probability `HIDDEN / (n + HIDDEN)`.
const HIDDEN: f64 = 0.3;
const HIDDEN_ALWAYS: f64 = 0.02;

/// The weights that training leaves.
pub struct Trained {
    /// Dense ones, as [`Layout`] says.
    pub dense: Vec<f32>,
    /// Rows of words and their features.
    pub rows: Vec<f32>,
}

/// A sentence made ready.
struct Prepared {
    words: Vec<Word>,
    /// Probability of hiding each word.
    hidden: Vec<f64>,
}

/// Learns from the examples; `watched` are only looked at.
pub fn train(
    examples: &[&Example],
    watched: &[(&str, Vec<&Example>)],
    vocabulary: &Vocabulary,
    vectors: &[i8],
    settings: &Settings,
    log: &mut dyn FnMut(String),
) -> Trained {
    let mut random = Random::new(settings.seed);
    let layout = Layout::new();
    let start = layout.start(&mut random);
    log(format!("{} dense weights, {} rows", start.len(), vocabulary.rows()));
    let mut dense = Dense::new(start);
    let mut rows = Sparse::new((0..vocabulary.rows() * WIDTH).map(|_| random.spread(0.08)).collect());
    let prepared = prepare(examples, vocabulary);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let words: usize = examples.iter().map(|e| e.forms.len()).sum();
    let total = (words / settings.batch).max(1) * settings.rounds;
    let mut step = 0i32;
    let mut workers: Vec<Worker> = (0..2).map(|_| Worker::new(&layout)).collect();
    for round in 0..settings.rounds {
        random.shuffle(&mut order);
        let mut tally = Tally::default();
        let mut at = 0;
        while at < order.len() {
            let mut halves: Vec<Batch> = Vec::new();
            for _ in 0..workers.len() {
                let mut batch = Batch::default();
                while at < order.len() && batch.words() < settings.batch / workers.len() {
                    push(&mut batch, examples[order[at]], &prepared[order[at]], Some(&mut random), vocabulary);
                    at += 1;
                }
                halves.push(batch);
            }
            step += 1;
            let seeds: Vec<u64> = halves.iter().map(|_| random.next()).collect();
            let (weights, row_values) = (&dense.values, &rows.dense.values);
            std::thread::scope(|scope| {
                for ((worker, batch), seed) in workers.iter_mut().zip(&halves).zip(seeds) {
                    let layout = &layout;
                    scope.spawn(move || worker.learn(layout, weights, row_values, batch, vectors, seed));
                }
            });
            let done = (f64::from(step) / total as f64).min(1.0);
            let warm = (f64::from(step) / 200.0).min(1.0);
            let rate = settings.rate * warm * (0.03 + 0.97 * 0.5 * (1.0 + (std::f64::consts::PI * done).cos()));
            let keep = (0.998f32).min(1.0 - 1.0 / (step as f32 * 0.1 + 1.0));
            let (first, others) = workers.split_at_mut(1);
            let slopes = &mut first[0].slopes;
            for other in others {
                slopes.iter_mut().zip(&other.slopes).for_each(|(s, o)| *s += o);
            }
            slopes.iter_mut().for_each(|s| *s *= 0.5);
            for (worker, batch) in workers.iter_mut().zip(&halves) {
                worker.by_rows.iter_mut().for_each(|s| *s *= 0.5);
                for (slope, features) in worker.by_rows.chunks_exact(WIDTH).zip(&batch.rows) {
                    features.iter().for_each(|&row| rows.add(row, slope, step, keep));
                }
                tally = tally.with(worker.tally);
            }
            let squares = workers[0].slopes.iter().map(|s| f64::from(s * s)).sum::<f64>() + rows.squares();
            let clip = (2.0 / squares.sqrt()).min(1.0) as f32;
            let rates = Rates { rate: rate as f32, decay: 0.0, keep, step, clip };
            dense.step(&workers[0].slopes, Rates { decay: settings.decay as f32, ..rates });
            rows.step(rates);
        }
        rows.settle(step, 0.998);
        log(format!("round {}: {}", round + 1, describe(tally)));
        if (round + 1) % settings.watch == 0 || round + 1 == settings.rounds {
            for (name, watched) in watched {
                let prepared = prepare(watched, vocabulary);
                let tally = workers[0].look(&layout, &dense.average, &rows.dense.average, watched, &prepared, vectors, vocabulary);
                log(format!("    {name}: {}", describe(tally)));
            }
        }
    }
    Trained { dense: dense.average, rows: rows.dense.average }
}

fn describe(tally: Tally) -> String {
    let of = |n: usize, all: usize| 100.0 * n as f64 / all.max(1) as f64;
    let share = |n: usize| of(n, tally.words);
    format!(
        "loss {:.4}, tags {:.2}, kinds {:.2}, heads {:.2}, with relation {:.2}",
        tally.loss / tally.words.max(1) as f64,
        share(tally.tags),
        of(tally.kinds, tally.told),
        share(tally.heads),
        share(tally.labelled)
    )
}

fn prepare(examples: &[&Example], vocabulary: &Vocabulary) -> Vec<Prepared> {
    let mut buffer = Vec::new();
    let mut prepared: Vec<Prepared> = Vec::new();
    let mut counts = vec![0u32; vocabulary.rows()];
    for example in examples {
        let mut found = Vec::new();
        words(example.forms.iter().map(String::as_str), vocabulary, &mut buffer, &mut found);
        if !example.written {
            found.iter().for_each(|w| counts[w.rows[OWN] as usize] += 1);
        }
        prepared.push(Prepared { words: found, hidden: Vec::new() });
    }
    for sentence in &mut prepared {
        sentence.hidden =
            sentence.words.iter().map(|w| HIDDEN_ALWAYS + HIDDEN / (HIDDEN + f64::from(counts[w.rows[OWN] as usize]))).collect();
    }
    prepared
}

/// Appends a sentence; in training words are hidden at random, and capitals changed.
fn push(batch: &mut Batch, example: &Example, prepared: &Prepared, mut random: Option<&mut Random>, vocabulary: &Vocabulary) {
    let start = batch.words();
    let mut recased = Vec::new();
    if let Some(random) = random.as_mut()
        && random.chance(RECASED)
    {
        let forms = recase(&example.forms, random.next() % 3);
        words(forms.iter().map(String::as_str), vocabulary, &mut Vec::new(), &mut recased);
    }
    let words = if recased.is_empty() { &prepared.words } else { &recased };
    for (word, &hidden) in words.iter().zip(&prepared.hidden) {
        let mut rows = word.rows;
        let mut vector = word.vector;
        if let Some(random) = random.as_mut() {
            if random.chance(hidden) {
                (rows[OWN], rows[TAGS]) = (UNKNOWN, NO_TAGS);
            }
            if random.chance(HIDDEN_ALWAYS) {
                vector = 0;
            }
        }
        batch.rows.push(rows);
        batch.vectors.push(vector);
    }
    batch.tags.extend(&example.tags);
    batch.labels.extend(&example.labels);
    batch.heads.extend(example.heads.iter().map(|&h| (h != super::NONE).then_some(h)));
    batch.kinds.extend(&example.kinds);
    batch.sentences.push(start..batch.words());
}

/// Share of the sentences that are read in capitals, with a capital on every word, or without
/// any.
const RECASED: f64 = 0.05;

fn recase(forms: &[String], how: u64) -> Vec<String> {
    let title = |form: &String| {
        let mut chars = form.chars();
        match chars.next() {
            Some(first) if form.len() > 3 => first.to_uppercase().chain(chars).collect(),
            _ => form.clone(),
        }
    };
    forms
        .iter()
        .map(|f| match how {
            0 => f.to_uppercase(),
            1 => title(f),
            _ => f.to_lowercase(),
        })
        .collect()
}

/// What a thread needs.
struct Worker {
    encoder: Encoder,
    slopes: Vec<f32>,
    by_rows: Vec<f32>,
    tally: Tally,
}

impl Worker {
    fn new(layout: &Layout) -> Worker {
        Worker { encoder: Encoder::default(), slopes: vec![0.0; layout.size], by_rows: Vec::new(), tally: Tally::default() }
    }

    fn learn(&mut self, layout: &Layout, weights: &[f32], rows: &[f32], batch: &Batch, vectors: &[i8], seed: u64) {
        let mut random = Random::new(seed);
        self.slopes.fill(0.0);
        self.tally = Tally::default();
        let count = batch.sentences.len();
        let mut mask = |width: usize, rate: f64| Masks {
            width,
            values: (0..count * width).map(|_| if random.chance(rate) { 0.0 } else { 1.0 / (1.0 - rate as f32) }).collect(),
        };
        let between: Vec<Masks> = (0..LAYERS).map(|l| mask(WIDTH, if l == 0 { DROPPED_INPUT } else { DROPPED_BETWEEN })).collect();
        let masks = HeadMasks { input: mask(WIDTH, DROPPED_BETWEEN), read: mask(HEADS, DROPPED_READ) };
        self.encoder.forward(layout, weights, rows, batch, vectors, &between);
        let last = &self.encoder.outputs[LAYERS];
        let mut slope = heads::learn(layout, weights, batch, last, &masks, &mut self.slopes, &mut self.tally);
        self.encoder.backward(layout, weights, batch, &between, &mut slope, &mut self.slopes);
        self.by_rows = slope;
    }

    /// How well sentences are read that nothing is learnt from.
    #[allow(clippy::too_many_arguments)]
    fn look(
        &mut self,
        layout: &Layout,
        weights: &[f32],
        rows: &[f32],
        examples: &[&Example],
        prepared: &[Prepared],
        vectors: &[i8],
        vocabulary: &Vocabulary,
    ) -> Tally {
        let mut tally = Tally::default();
        for (examples, prepared) in examples.chunks(64).zip(prepared.chunks(64)) {
            let mut batch = Batch::default();
            examples.iter().zip(prepared).for_each(|(e, p)| push(&mut batch, e, p, None, vocabulary));
            let between: Vec<Masks> = (0..LAYERS).map(|_| Masks::none(&batch, WIDTH)).collect();
            let masks = HeadMasks { input: Masks::none(&batch, WIDTH), read: Masks::none(&batch, HEADS) };
            self.encoder.forward(layout, weights, rows, &batch, vectors, &between);
            heads::learn(layout, weights, &batch, &self.encoder.outputs[LAYERS], &masks, &mut self.slopes, &mut tally);
        }
        tally
    }
}
