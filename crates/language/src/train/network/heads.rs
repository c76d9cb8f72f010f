//! What is read off the last layer: tags, kinds of mentions, arcs, relations; with the loss and
//! the way back.

use super::layout::{Layout, RELATIONS};
use super::matrix::{View, multiply};
use super::{Batch, encoder::Masks};
use crate::net::curve::{bend, bend_slope};
use crate::net::*;

/// How much each part of the loss counts.
const TAG_SHARE: f32 = 0.7;
const KIND_SHARE: f32 = 0.5;

/// What a batch cost and how much of it was right.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Loss, summed over words, each part with its share.
    pub loss: f64,
    /// Words.
    pub words: usize,
    /// Words whose tag is right.
    pub tags: usize,
    /// Words of which it is told what they head, and those of them with that right.
    pub told: usize,
    /// See `told`.
    pub kinds: usize,
    /// Words whose best head is right.
    pub heads: usize,
    /// Words whose best head, and relation given the right head, are right.
    pub labelled: usize,
}

impl Tally {
    /// Both together.
    pub fn with(self, other: Tally) -> Tally {
        Tally {
            loss: self.loss + other.loss,
            words: self.words + other.words,
            tags: self.tags + other.tags,
            told: self.told + other.told,
            kinds: self.kinds + other.kinds,
            heads: self.heads + other.heads,
            labelled: self.labelled + other.labelled,
        }
    }
}

/// Masks of dropout for what is read off.
pub struct HeadMasks {
    /// For the last layer.
    pub input: Masks,
    /// For what arcs and relations are scored by, as wide as the heads.
    pub read: Masks,
}

/// Loss, slopes of the weights (added) and of the last layer (returned).
pub fn learn(
    layout: &Layout,
    weights: &[f32],
    batch: &Batch,
    last: &[f32],
    masks: &HeadMasks,
    slopes: &mut [f32],
    tally: &mut Tally,
) -> Vec<f32> {
    let count = batch.words();
    let share = 1.0 / count.max(1) as f32;
    let mut input = Vec::new();
    masks.input.apply(&batch.sentences, last, &mut input);
    let mut read: Vec<f32> = weights[layout.heads_bias.clone()].repeat(count);
    let matrix = View::new(&weights[layout.heads.clone()], HEADS, WIDTH, WIDTH);
    multiply(View::new(&input, count, WIDTH, WIDTH), matrix.turned(), 1.0, &mut read, HEADS);
    let mut back = vec![0.0; count * HEADS];
    let mut right_heads = vec![false; count];
    // Tags and kinds.
    for at in 0..count {
        let (row, back) = (&read[at * HEADS..], &mut back[at * HEADS..]);
        let (loss, best) = softmax(&row[..TAGS], usize::from(batch.tags[at]), TAG_SHARE * share, &mut back[..TAGS]);
        tally.loss += f64::from(TAG_SHARE * loss);
        tally.tags += usize::from(best == usize::from(batch.tags[at]));
        if let Some(kind) = batch.kinds[at] {
            let (loss, best) =
                softmax(&row[AT_KIND..AT_DEPENDENT], usize::from(kind), KIND_SHARE * share, &mut back[AT_KIND..AT_DEPENDENT]);
            tally.loss += f64::from(KIND_SHARE * loss);
            tally.told += 1;
            tally.kinds += usize::from(best == usize::from(kind));
        }
    }
    tally.words += count;
    arcs(layout, weights, batch, &read, &masks.read, share, &mut back, slopes, tally, &mut right_heads);
    relations(layout, weights, batch, &read, &masks.read, share, &mut back, slopes, tally, &right_heads);
    for row in back.chunks_exact(HEADS) {
        slopes[layout.heads_bias.clone()].iter_mut().zip(row).for_each(|(s, b)| *s += b);
    }
    let back = View::new(&back, count, HEADS, HEADS);
    multiply(back.turned(), View::new(&input, count, WIDTH, WIDTH), 1.0, &mut slopes[layout.heads.clone()], WIDTH);
    let mut slope = vec![0.0; count * WIDTH];
    multiply(back, matrix, 0.0, &mut slope, WIDTH);
    let mut out = Vec::new();
    masks.input.apply(&batch.sentences, &slope, &mut out);
    out
}

/// Bent and masked columns of what was read.
fn bent(batch: &Batch, read: &[f32], masks: &Masks, from: usize, width: usize) -> Vec<f32> {
    let mut out = vec![0.0; batch.words() * width];
    for (sentence, mask) in batch.sentences.iter().zip(masks.values.chunks_exact(HEADS)) {
        for at in sentence.clone() {
            for u in 0..width {
                out[at * width + u] = bend(read[at * HEADS + from + u]) * mask[from + u];
            }
        }
    }
    out
}

/// The way back through [`bent`].
fn unbend(batch: &Batch, read: &[f32], masks: &Masks, from: usize, width: usize, slope: &[f32], back: &mut [f32]) {
    for (sentence, mask) in batch.sentences.iter().zip(masks.values.chunks_exact(HEADS)) {
        for at in sentence.clone() {
            for u in 0..width {
                back[at * HEADS + from + u] += slope[at * width + u] * mask[from + u] * bend_slope(bend(read[at * HEADS + from + u]));
            }
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn arcs(
    layout: &Layout,
    weights: &[f32],
    batch: &Batch,
    read: &[f32],
    masks: &Masks,
    share: f32,
    back: &mut [f32],
    slopes: &mut [f32],
    tally: &mut Tally,
    right: &mut [bool],
) {
    let count = batch.words();
    let dependents = bent(batch, read, masks, AT_DEPENDENT, ARC);
    let offers = bent(batch, read, masks, AT_HEAD, ARC);
    let dependents_view = View::new(&dependents, count, ARC, ARC);
    let mut wanted = weights[layout.arcs_bias.clone()].repeat(count);
    let arc_matrix = View::new(&weights[layout.arcs.clone()], ARC, ARC, ARC);
    multiply(dependents_view, arc_matrix.turned(), 1.0, &mut wanted, ARC);
    let mut far = weights[layout.distances_bias.clone()].repeat(count);
    let far_matrix = View::new(&weights[layout.distances.clone()], DISTANCES, ARC, ARC);
    multiply(dependents_view, far_matrix.turned(), 1.0, &mut far, DISTANCES);
    let root = &weights[layout.root.clone()];
    let mut back_wanted = vec![0.0; count * ARC];
    let mut back_offers = vec![0.0; count * ARC];
    let mut back_far = vec![0.0; count * DISTANCES];
    let (mut scores, mut slope) = (Vec::new(), Vec::new());
    for sentence in &batch.sentences {
        let n = sentence.len();
        let wide = n + 1;
        scores.clear();
        scores.resize(n * wide, 0.0);
        slope.clear();
        slope.resize(n * wide, 0.0);
        let range = sentence.start * ARC..sentence.end * ARC;
        let (wanted, offers) = (View::new(&wanted[range.clone()], n, ARC, ARC), View::new(&offers[range.clone()], n, ARC, ARC));
        multiply(wanted, offers.turned(), 0.0, &mut scores, wide);
        multiply(wanted, View::new(root, 1, ARC, ARC).turned(), 0.0, &mut scores[n..], wide);
        for i in 0..n {
            let far = &far[(sentence.start + i) * DISTANCES..][..DISTANCES];
            let row = &mut scores[i * wide..(i + 1) * wide];
            for (j, score) in row.iter_mut().enumerate() {
                *score += if j == n { far[ROOT_DISTANCE] } else { far[distance(i, j)] };
            }
            row[i] = -1e9;
            let gold = batch.heads[sentence.start + i].map_or(n, |h| h as usize);
            let (loss, best) = softmax(row, gold, share, &mut slope[i * wide..(i + 1) * wide]);
            tally.loss += f64::from(loss);
            if best == gold {
                tally.heads += 1;
                right[sentence.start + i] = true;
            }
            let back_far = &mut back_far[(sentence.start + i) * DISTANCES..][..DISTANCES];
            for (j, s) in slope[i * wide..(i + 1) * wide].iter().enumerate() {
                back_far[if j == n { ROOT_DISTANCE } else { distance(i, j) }] += s;
            }
        }
        let by_heads = View::new(&slope, n, n, wide);
        let by_root = View::new(&slope[n..], n, 1, wide);
        multiply(by_heads, offers, 0.0, &mut back_wanted[range.clone()], ARC);
        multiply(by_root, View::new(root, 1, ARC, ARC), 1.0, &mut back_wanted[range.clone()], ARC);
        multiply(by_heads.turned(), wanted, 0.0, &mut back_offers[range.clone()], ARC);
        multiply(by_root.turned(), wanted, 1.0, &mut slopes[layout.root.clone()], ARC);
    }
    let back_wanted_view = View::new(&back_wanted, count, ARC, ARC);
    let back_far_view = View::new(&back_far, count, DISTANCES, DISTANCES);
    multiply(back_wanted_view.turned(), dependents_view, 1.0, &mut slopes[layout.arcs.clone()], ARC);
    multiply(back_far_view.turned(), dependents_view, 1.0, &mut slopes[layout.distances.clone()], ARC);
    add_rows(&back_wanted, &mut slopes[layout.arcs_bias.clone()]);
    add_rows(&back_far, &mut slopes[layout.distances_bias.clone()]);
    let mut back_dependents = vec![0.0; count * ARC];
    multiply(back_wanted_view, arc_matrix, 0.0, &mut back_dependents, ARC);
    multiply(back_far_view, far_matrix, 1.0, &mut back_dependents, ARC);
    unbend(batch, read, masks, AT_DEPENDENT, ARC, &back_dependents, back);
    unbend(batch, read, masks, AT_HEAD, ARC, &back_offers, back);
}

#[allow(clippy::too_many_arguments)]
fn relations(
    layout: &Layout,
    weights: &[f32],
    batch: &Batch,
    read: &[f32],
    masks: &Masks,
    share: f32,
    back: &mut [f32],
    slopes: &mut [f32],
    tally: &mut Tally,
    right: &[bool],
) {
    let count = batch.words();
    let mut sum = vec![0.0; count * RELATION];
    let root = &weights[layout.root_relation.clone()];
    let head_row =
        |sentence: &std::ops::Range<usize>, at: usize| batch.heads[at].map(|h| (sentence.start + h as usize) * HEADS + AT_RELATION_HEAD);
    for (sentence, mask) in batch.sentences.iter().zip(masks.values.chunks_exact(HEADS)) {
        for at in sentence.clone() {
            let head = head_row(sentence, at).map_or(root, |from| &read[from..from + RELATION]);
            let own = &read[at * HEADS + AT_RELATION_DEPENDENT..][..RELATION];
            for u in 0..RELATION {
                sum[at * RELATION + u] = bend(own[u] + head[u]) * mask[AT_RELATION_DEPENDENT + u];
            }
        }
    }
    let mut scores = weights[layout.relations_bias.clone()].repeat(count);
    let matrix = View::new(&weights[layout.relations.clone()], RELATIONS, RELATION, RELATION);
    let sum_view = View::new(&sum, count, RELATION, RELATION);
    multiply(sum_view, matrix.turned(), 1.0, &mut scores, RELATIONS);
    let mut slope = vec![0.0; count * RELATIONS];
    for (at, right) in right.iter().enumerate() {
        let range = at * RELATIONS..(at + 1) * RELATIONS;
        let gold = usize::from(batch.labels[at]);
        let (loss, best) = softmax(&scores[range.clone()], gold, share, &mut slope[range]);
        tally.loss += f64::from(loss);
        tally.labelled += usize::from(best == gold && *right);
    }
    let slope_view = View::new(&slope, count, RELATIONS, RELATIONS);
    multiply(slope_view.turned(), sum_view, 1.0, &mut slopes[layout.relations.clone()], RELATION);
    add_rows(&slope, &mut slopes[layout.relations_bias.clone()]);
    let mut by_sum = vec![0.0; count * RELATION];
    multiply(slope_view, matrix, 0.0, &mut by_sum, RELATION);
    for (sentence, mask) in batch.sentences.iter().zip(masks.values.chunks_exact(HEADS)) {
        for at in sentence.clone() {
            let head = head_row(sentence, at);
            for u in 0..RELATION {
                let other = head.map_or(root[u], |from| read[from + u]);
                let bent = bend(read[at * HEADS + AT_RELATION_DEPENDENT + u] + other);
                let s = by_sum[at * RELATION + u] * mask[AT_RELATION_DEPENDENT + u] * bend_slope(bent);
                back[at * HEADS + AT_RELATION_DEPENDENT + u] += s;
                match head {
                    Some(from) => back[from + u] += s,
                    None => slopes[layout.root_relation.start + u] += s,
                }
            }
        }
    }
}

fn add_rows(rows: &[f32], sum: &mut [f32]) {
    for row in rows.chunks_exact(sum.len()) {
        sum.iter_mut().zip(row).for_each(|(s, r)| *s += r);
    }
}

/// Writes the slope of the cross entropy by the scores, times `share`; returns the loss and the
/// first of the best.
fn softmax(scores: &[f32], gold: usize, share: f32, slope: &mut [f32]) -> (f32, usize) {
    let mut best = 0;
    for (i, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = i;
        }
    }
    let mut sum = 0.0;
    for (s, score) in slope.iter_mut().zip(scores) {
        *s = (score - scores[best]).exp();
        sum += *s;
    }
    for s in slope.iter_mut() {
        *s *= share / sum;
    }
    slope[gold] -= share;
    (sum.ln() + scores[best] - scores[gold], best)
}
