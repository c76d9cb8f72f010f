//! What is read off the last layer: tags, mentions, heads and relations.

use std::ops::Range;

use super::curve::bend;
use super::matrix::byte;
use super::registers::widest;
use super::run::Found;
use super::*;
use crate::mst::{self, Scores};
use crate::tree::NONE;

/// What 1.0 is in the numbers that arcs are scored by: what dependents look for reaches to 16.
const WANTED: f32 = 2047.0;
/// What heads offer reaches to 1.
const OFFERED: f32 = 127.0;

/// Space reused.
#[derive(Default)]
pub struct Space {
    heads: Vec<f32>,
    bytes: Vec<u8>,
    wanted: Vec<f32>,
    wanted_steps: Vec<i16>,
    offered: Vec<i16>,
    scores: Vec<i32>,
    tree: Vec<u32>,
    relations: Vec<f32>,
}

impl Space {
    /// Reads what there is for the words of the sentences; `last` is the last layer.
    pub fn run(&mut self, net: &Net, sentences: &[Range<usize>], last: &[u8], tags: usize, found: &mut Found) {
        let count = last.len() / WIDTH;
        net.heads.multiply(last, &mut self.heads);
        let wide = net.heads.outputs();
        found.tags.clear();
        found.kinds.clear();
        for row in self.heads.chunks_exact(wide) {
            found.tags.push(highest(&row[..tags.min(TAGS)]));
            found.kinds.extend(&row[AT_KIND..AT_KIND + KINDS]);
        }
        self.bytes.resize(count * ARC, 0);
        bend_into(&self.heads, wide, AT_DEPENDENT, &mut self.bytes);
        net.arcs.multiply(&self.bytes, &mut self.wanted);
        self.wanted_steps.resize(count * ARC, 0);
        self.offered.resize((count + 1) * ARC, 0);
        steps(&self.wanted, net.arcs.outputs(), &self.heads, wide, &mut self.wanted_steps, &mut self.offered);
        for (to, from) in self.offered[count * ARC..].iter_mut().zip(&net.packed.root) {
            // The root may offer more than words can, but no sum may overflow.
            *to = (from * OFFERED).clamp(-500.0, 500.0) as i16;
        }
        found.heads.clear();
        for sentence in sentences {
            let n = sentence.len();
            self.scores.resize(n * (n + 1), 0);
            arcs(sentence, count, &self.wanted_steps, &self.offered, &self.wanted, net.arcs.outputs(), &mut self.scores);
            mst::best(&Scores { values: &self.scores, count: n }, &mut self.tree);
            found.heads.extend(self.tree.iter().map(|&h| if h as usize == n { NONE } else { h }));
        }
        self.bytes.resize(count * RELATION, 0);
        pairs(sentences, &found.heads, &self.heads, wide, &net.packed.root_relation, &mut self.bytes);
        net.relations.multiply(&self.bytes, &mut self.relations);
        found.labels.clear();
        let root = dotterel_document::syntax::Deprel::Root as u8;
        let count = dotterel_document::syntax::Deprel::ALL.len();
        for (row, &head) in self.relations.chunks_exact(net.relations.outputs()).zip(&found.heads) {
            let label = if head == NONE { root } else { highest_but(&row[..count], root) };
            found.labels.push(label);
        }
    }
}

/// The first of the highest.
fn highest(row: &[f32]) -> u8 {
    highest_but(row, u8::MAX)
}

fn highest_but(row: &[f32], not: u8) -> u8 {
    let mut best = usize::from(not == 0);
    for (i, value) in row.iter().enumerate() {
        if *value > row[best] && i != usize::from(not) {
            best = i;
        }
    }
    best as u8
}

widest! {
    bend_into(heads: &[f32], wide: usize, from: usize, bytes: &mut [u8]) {
        for (row, bytes) in heads.chunks_exact(wide).zip(bytes.chunks_exact_mut(ARC)) {
            for (b, v) in bytes.iter_mut().zip(&row[from..from + ARC]) {
                *b = byte(bend(*v));
            }
        }
    }
}

widest! {
    steps(wanted: &[f32], wanted_wide: usize, heads: &[f32], wide: usize, wanted_steps: &mut [i16], offered: &mut [i16]) {
        for (row, out) in wanted.chunks_exact(wanted_wide).zip(wanted_steps.chunks_exact_mut(ARC)) {
            for (o, v) in out.iter_mut().zip(&row[..ARC]) {
                *o = (v * WANTED).clamp(-32000.0, 32000.0) as i16;
            }
        }
        for (row, out) in heads.chunks_exact(wide).zip(offered.chunks_exact_mut(ARC)) {
            for (o, v) in out.iter_mut().zip(&row[AT_HEAD..AT_HEAD + ARC]) {
                *o = (bend(*v) * OFFERED) as i16;
            }
        }
    }
}

widest! {
    arcs(sentence: &Range<usize>, count: usize, wanted: &[i16], offered: &[i16], far: &[f32], far_wide: usize, scores: &mut [i32]) {
        let n = sentence.len();
        let root: &[i16] = &offered[count * ARC..(count + 1) * ARC];
        for (i, row) in scores.chunks_exact_mut(n + 1).enumerate() {
            let at = sentence.start + i;
            let wanted: &[i16] = &wanted[at * ARC..(at + 1) * ARC];
            let far = &far[at * far_wide + ARC..][..DISTANCES];
            // A class of distances in the units of the sums.
            let step = |class: usize| (far[class] * (WANTED * OFFERED)) as i32;
            let steps: [i32; DISTANCES] = std::array::from_fn(step);
            for (j, score) in row.iter_mut().enumerate() {
                let head = if j == n { root } else { &offered[(sentence.start + j) * ARC..(sentence.start + j + 1) * ARC] };
                let sum: i32 = wanted.iter().zip(head).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum();
                *score = sum.saturating_add(steps[if j == n { ROOT_DISTANCE } else { distance(i, j) }]);
            }
        }
    }
}

widest! {
    pairs(sentences: &[Range<usize>], tree: &[u32], heads: &[f32], wide: usize, root: &[f32], bytes: &mut [u8]) {
        for sentence in sentences {
            for at in sentence.clone() {
                let head = tree[at];
                let other = if head == NONE {
                    root
                } else {
                    &heads[(sentence.start + head as usize) * wide + AT_RELATION_HEAD..][..RELATION]
                };
                let own = &heads[at * wide + AT_RELATION_DEPENDENT..][..RELATION];
                for ((b, x), y) in bytes[at * RELATION..(at + 1) * RELATION].iter_mut().zip(own).zip(other) {
                    *b = byte(bend(x + y));
                }
            }
        }
    }
}
