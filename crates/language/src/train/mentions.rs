//! Learning mentions: what words say of their kinds, and what belongs to them. Both by logistic
//! regression, with AdaGrad (Duchi et al. 2011), with the trees that the model finds. The kinds
//! are learnt apart from the network, whose scores on its own training sentences are surer than
//! they are elsewhere; reading adds both.

use std::collections::BTreeMap;

use dotterel_document::text::{Nominal, Text};

use super::{Random, news};
use crate::conllu::Document;
use crate::mentions::{COUNT, Context, INSIDE, LEARNT, Mentions, OUTSIDE, Reach, STEPS, Sentence, Table, Told, WEIGHT, Weights};
use crate::mentions::{End, dependent_keys, mark_keys};
use crate::model::Model;

/// Rounds over the data.
const ROUNDS: usize = 6;
/// How far a step goes at first.
const RATE: f32 = 0.15;
/// How much a weight shrinks for each time that it is used.
const DECAY: f32 = 0.001;

/// Keys none of whose weights is as much as this, in steps, are left out. At 6 F1 of persons,
/// organizations and places on GUM dev falls by half a point.
const LEAST: i8 = 3;

/// A decision to learn from: the keys of what is shown, and its class.
type Decision = (Vec<u64>, usize);

/// A weight for each class, and the sums of squares that steps are divided by.
#[derive(Clone)]
struct Row {
    weights: [f32; COUNT],
    squares: [f32; COUNT],
}

/// Learns from the documents of treebanks that tell mentions; `reach` is what mostly holds.
pub fn mentions(model: &Model, documents: &[Document], reach: Reach) -> Mentions {
    let (mut kinds, mut spans) = (Vec::new(), Vec::new());
    for document in documents.iter().filter(|d| !d.analysis.nominals.is_empty() && !d.id.starts_with(news::PREFIX)) {
        let mut text = document.analysis.clone();
        let told = model.tell(&document.text, &mut text);
        observe(document, &text, &told, &mut kinds, &mut spans);
    }
    Mentions { kinds: learn(&kinds), reach: Reach { table: learn(&spans), ..reach } }
}

/// Appends what the words of a document that may head a mention show, and what they head; and
/// for those that do, what of their dependents shows whether they belong to it.
fn observe(document: &Document, text: &Text, told: &[Told], kinds: &mut Vec<Decision>, spans: &mut Vec<Decision>) {
    let (mut sentence, mut subtrees) = (Sentence::default(), Vec::new());
    // Of several mentions with a head the shortest is what is learnt.
    let mut shortest: BTreeMap<u32, &Nominal> = BTreeMap::new();
    for mention in &document.analysis.nominals {
        let known = shortest.entry(mention.head).or_insert(mention);
        if mention.tokens.len() <= known.tokens.len() {
            *known = mention;
        }
    }
    let mut context = Context::default();
    for sent in &document.analysis.sents {
        let range = sent.tokens.range();
        let (Some(tokens), Some(told)) = (text.tokens.get(range.clone()), told.get(range)) else { continue };
        let first = sent.tokens.start;
        sentence.read(tokens, first);
        sentence.subtrees(&mut subtrees);
        for (i, word) in told.iter().enumerate() {
            let mention = shortest.get(&(first + i as u32));
            let kind = mention.map_or(0, |m| 1 + m.kind as usize);
            if word.may_head(LEARNT) {
                let mut keys = Vec::new();
                sentence.shows(tokens, told, i, &mut keys);
                context.shows(&tokens[i], word, &mut keys);
                context.pass(&tokens[i], word);
                kinds.push((keys, kind));
            }
            let Some(gold) = mention.map(|m| m.tokens) else { continue };
            let side = |at: u32| if gold.contains(first + at) { INSIDE } else { OUTSIDE };
            let mut span = (i as u32, i as u32 + 1);
            for dependent in sentence.dependents(i) {
                let Some(&below) = subtrees.get(dependent) else { continue };
                let mut keys = Vec::new();
                dependent_keys(&sentence, tokens, told, below, i, dependent, kind, &mut keys);
                spans.push((keys, side(dependent as u32)));
                if side(dependent as u32) == INSIDE {
                    span = (span.0.min(below.0), span.1.max(below.1));
                }
            }
            for end in End::ALL {
                while let Some(mark) = end.mark(tokens, span, i) {
                    let mut keys = Vec::new();
                    mark_keys(&sentence, tokens, told, span, mark, i, kind, &mut keys);
                    spans.push((keys, side(mark as u32)));
                    if side(mark as u32) == INSIDE {
                        break;
                    }
                    span = end.without(span);
                }
            }
        }
    }
}

fn learn(decisions: &[Decision]) -> Table {
    let mut keys: Vec<u64> = decisions.iter().flat_map(|d| d.0.iter().copied()).collect();
    keys.sort_unstable();
    keys.dedup();
    let number = |key: &u64| keys.binary_search(key).ok();
    let examples: Vec<(Vec<usize>, usize)> =
        decisions.iter().map(|(shown, class)| (shown.iter().filter_map(number).collect(), *class)).collect();
    let mut classes: Vec<usize> = decisions.iter().map(|d| d.1).collect();
    classes.sort_unstable();
    classes.dedup();
    let rows = rows(&examples, keys.len(), classes.last().map_or(0, |&c| c + 1));
    let round = |row: &Row| -> Weights { row.weights.map(|w| (w * STEPS / WEIGHT as f32).round().clamp(-127.0, 127.0) as i8) };
    let entries: Vec<(u64, Weights)> =
        keys.iter().copied().zip(rows.iter().map(round)).filter(|(_, w)| w.iter().any(|&w| w.abs() >= LEAST)).collect();
    Table::build(&entries)
}

/// Learns a row for each key; there are `classes` classes.
fn rows(examples: &[(Vec<usize>, usize)], keys: usize, classes: usize) -> Vec<Row> {
    let mut rows = vec![Row { weights: [0.0; COUNT], squares: [1e-6; COUNT] }; keys];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(1);
    for round in 0..ROUNDS {
        random.shuffle(&mut order);
        let rate = RATE * (1.0 - round as f32 / ROUNDS as f32) + 0.01;
        for (shown, class) in order.iter().map(|&i| &examples[i]) {
            let mut slope = [0.0; COUNT];
            for &key in shown {
                slope.iter_mut().zip(rows[key].weights).for_each(|(s, w)| *s += w);
            }
            softmax(&mut slope[..classes]);
            slope[*class] -= 1.0;
            for &key in shown {
                let row = &mut rows[key];
                for ((weight, square), slope) in row.weights.iter_mut().zip(&mut row.squares).zip(slope).take(classes) {
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
fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|s| *s = (*s - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|s| *s /= sum);
}
