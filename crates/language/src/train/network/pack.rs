//! Rounding the trained weights to what the model file has.

use std::ops::Range;

use super::{Layout, Trained};
use crate::net::{ARC, GATES, Packed, RELATION, VECTOR, WIDTH, Weights};

/// Rounds the weights.
pub fn pack(trained: &Trained, vectors: Vec<i8>) -> Packed {
    let layout = Layout::new();
    let part = |range: &Range<usize>| &trained.dense[range.clone()];
    let mut packed = Packed {
        vectors: vectors.iter().map(|&v| v as u8).collect(),
        given: Weights::round(part(&layout.given), VECTOR, &[0.0; WIDTH]),
        heads: Weights::round(part(&layout.heads), WIDTH, part(&layout.heads_bias)),
        arcs: Weights::round(
            &[part(&layout.arcs), part(&layout.distances)].concat(),
            ARC,
            &[part(&layout.arcs_bias), part(&layout.distances_bias)].concat(),
        ),
        relations: Weights::round(part(&layout.relations), RELATION, part(&layout.relations_bias)),
        root: part(&layout.root).to_vec(),
        root_relation: part(&layout.root_relation).to_vec(),
        ..Packed::default()
    };
    for [matrix, cell, bias] in &layout.layers {
        let bias = [&[0.0; WIDTH], part(bias)].concat();
        assert_eq!(bias.len(), GATES * WIDTH);
        packed.layers.push(Weights::round(part(matrix), WIDTH, &bias));
        packed.cells.push(part(cell).to_vec());
    }
    // The few largest are cut off, lest all others become coarse.
    let mut sizes: Vec<f32> = trained.rows.iter().map(|v| v.abs()).collect();
    let rank = sizes.len() - 1 - sizes.len() / 20_000;
    let (_, &mut largest, _) = sizes.select_nth_unstable_by(rank, f32::total_cmp);
    packed.row_step = largest.max(1e-3) / 127.0;
    packed.rows = trained.rows.iter().map(|v| (v / packed.row_step).round() as i8 as u8).collect();
    packed
}
