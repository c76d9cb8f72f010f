//! Where each matrix lies among the dense weights of the network, and what they start as.

use std::ops::Range;

use super::super::Random;
use crate::net::{ARC, DISTANCES, GATES, HEADS, LAYERS, RELATION, VECTOR, WIDTH};
use dotterel_document::syntax::Deprel;

/// Relations.
pub const RELATIONS: usize = Deprel::ALL.len();

/// Ranges of the dense weights. A matrix lies row by row, one row an output.
#[derive(Clone, Debug)]
pub struct Layout {
    /// From a word's given vector to the first layer.
    pub given: Range<usize>,
    /// Of each layer: the matrix, how the cell weighs in both gates, and the gates' bias.
    pub layers: Vec<[Range<usize>; 3]>,
    /// Everything that is read off the last layer.
    pub heads: Range<usize>,
    /// Its bias.
    pub heads_bias: Range<usize>,
    /// From what a dependent looks for to what heads offer, and its bias.
    pub arcs: Range<usize>,
    /// See `arcs`.
    pub arcs_bias: Range<usize>,
    /// What distances a dependent looks for, and its bias.
    pub distances: Range<usize>,
    /// See `distances`.
    pub distances_bias: Range<usize>,
    /// The root as a head, for arcs and for relations.
    pub root: Range<usize>,
    /// See `root`.
    pub root_relation: Range<usize>,
    /// From the pair to its relations, and their bias.
    pub relations: Range<usize>,
    /// See `relations`.
    pub relations_bias: Range<usize>,
    /// How many weights there are.
    pub size: usize,
}

impl Layout {
    /// The layout, which only the sizes in [`crate::net`] decide.
    pub fn new() -> Layout {
        let mut size = 0;
        let mut next = |count: usize| {
            size += count;
            size - count..size
        };
        let layout = Layout {
            given: next(WIDTH * VECTOR),
            layers: (0..LAYERS).map(|_| [next(GATES * WIDTH * WIDTH), next(2 * WIDTH), next(2 * WIDTH)]).collect(),
            heads: next(HEADS * WIDTH),
            heads_bias: next(HEADS),
            arcs: next(ARC * ARC),
            arcs_bias: next(ARC),
            distances: next(DISTANCES * ARC),
            distances_bias: next(DISTANCES),
            root: next(ARC),
            root_relation: next(RELATION),
            relations: next(RELATIONS * RELATION),
            relations_bias: next(RELATIONS),
            size: 0,
        };
        Layout { size, ..layout }
    }

    /// Weights to start from.
    pub fn start(&self, random: &mut Random) -> Vec<f32> {
        let mut weights = vec![0.0; self.size];
        let mut fill = |range: &Range<usize>, spread: f32| weights[range.clone()].iter_mut().for_each(|w| *w = random.spread(spread));
        fill(&self.given, (1.0 / VECTOR as f32).sqrt());
        for [matrix, cell, _] in &self.layers {
            fill(matrix, (3.0 / WIDTH as f32).sqrt());
            fill(cell, 0.3);
        }
        fill(&self.heads, (3.0 / WIDTH as f32).sqrt());
        fill(&self.arcs, (3.0 / ARC as f32).sqrt() * 0.7);
        fill(&self.root, 0.5);
        fill(&self.root_relation, 0.5);
        fill(&self.relations, (3.0 / RELATION as f32).sqrt());
        weights
    }
}
