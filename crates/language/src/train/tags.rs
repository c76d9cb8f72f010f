//! Learning tags.

use dotterel_document::syntax::{Upos, Xpos};

use super::perceptron::Perceptron;
use super::{Cluster, Example, Random, Settings, vocabulary};
use crate::linear::{WIDE, Wide};
use crate::tagger::{FEATURES, features, tag};
use crate::word::{Vocabulary, Word, casing};

/// Share of the sentences that are also learnt from in capitals, and with a capital on
/// every word, as headlines are written.
const RECASED: f64 = 0.04;

/// Features seen less often are not learnt.
const LEAST: u8 = 2;

/// Learns from the examples.
pub fn train(
    examples: &[&Example],
    vocabulary: &Vocabulary,
    classes: usize,
    rounds: usize,
    seed: u64,
    log: &mut dyn FnMut(String),
) -> Wide {
    let mut random = Random::new(seed);
    let mut model = Perceptron::<WIDE>::new(LEAST);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let prepared: Vec<Vec<Word>> = examples.iter().map(|e| words(&e.forms, vocabulary)).collect();
    let (mut tags, mut hashes) = (Vec::new(), [0; FEATURES]);
    for (example, words) in examples.iter().zip(&prepared) {
        for i in 0..words.len() {
            features(words, i, &example.tags, &mut hashes);
            model.count(&hashes);
        }
    }
    for round in 0..rounds {
        random.shuffle(&mut order);
        let (mut wrong, mut total) = (0, 0);
        for &number in &order {
            let example = examples[number];
            let recased;
            let words = if random.chance(RECASED) {
                recased = words(&recase(&example.forms, random.chance(0.5)), vocabulary);
                &recased
            } else {
                &prepared[number]
            };
            tags.clear();
            for (i, &gold) in example.tags.iter().enumerate() {
                if words[i].only > 0 {
                    tags.push(words[i].only - 1);
                    continue;
                }
                features(words, i, &tags, &mut hashes);
                let scores = model.score(&hashes);
                let best = (0..classes).fold(0, |b, c| if scores[c] > scores[b] { c } else { b });
                model.tick();
                total += 1;
                if best != usize::from(gold) {
                    model.update(&hashes, usize::from(gold), best);
                    wrong += 1;
                }
                tags.push(best as u8);
            }
        }
        if round + 1 == rounds {
            log(format!("tagger round {}: {:.2} % wrong in training", round + 1, 100.0 * wrong as f64 / total as f64));
        }
    }
    let (packed, rows) = model.pack(2);
    log(format!("tagger: {rows} features"));
    packed
}

/// Tags every example by a tagger that has not seen it.
pub fn jackknife(
    examples: &[&Example],
    tag_set: &[(Upos, Xpos)],
    clusters: &[Cluster],
    settings: &Settings,
    log: &mut dyn FnMut(String),
) -> Vec<Vec<u8>> {
    let mut predicted = vec![Vec::new(); examples.len()];
    let (mut right, mut total) = (0, 0);
    for fold in 0..settings.folds {
        // Blocks of neighbours, so that a document is not on both sides.
        let held = |i: usize| i / 50 % settings.folds == fold;
        let seen: Vec<&Example> = examples.iter().enumerate().filter(|&(i, _)| !held(i)).map(|(_, e)| *e).collect();
        let vocabulary = vocabulary::build(&seen, tag_set, clusters);
        let model = train(&seen, &vocabulary, tag_set.len(), settings.tagger_rounds.min(4), settings.seed + fold as u64, &mut |_| {});
        for (i, example) in examples.iter().enumerate().filter(|&(i, _)| held(i)) {
            let words = words(&example.forms, &vocabulary);
            tag(&model, tag_set.len(), &words, &mut predicted[i]);
            right += predicted[i].iter().zip(&example.tags).filter(|(a, b)| a == b).count();
            total += example.tags.len();
        }
    }
    log(format!("jackknifed tags: {:.2} % right", 100.0 * right as f64 / total.max(1) as f64));
    predicted
}

/// Looks at the words of a sentence.
pub fn words(forms: &[String], vocabulary: &Vocabulary) -> Vec<Word> {
    let casing = casing(forms.iter().map(String::as_str));
    let mut buffer = Vec::new();
    forms.iter().map(|f| Word::new(f, casing, vocabulary, &mut buffer)).collect()
}

fn recase(forms: &[String], capitals: bool) -> Vec<String> {
    let title = |form: &String| {
        let mut chars = form.chars();
        match chars.next() {
            Some(first) if form.len() > 3 => first.to_uppercase().chain(chars).collect(),
            _ => form.clone(),
        }
    };
    forms.iter().map(|f| if capitals { f.to_uppercase() } else { title(f) }).collect()
}
