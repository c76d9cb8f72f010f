//! The weights of the network, as the model file has them, and arranged for running.

use std::borrow::Cow;

use dotterel_document::syntax::Deprel;

use super::matrix::Matrix;
use super::{ARC, DISTANCES, GATES, HEADS, LAYERS, RELATION, VECTOR, WIDTH};
use crate::ModelError;
use crate::pack::{Reader, Writer};

/// A matrix rounded to bytes: for each output a row, what a step of it is worth, and a bias.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// The rows.
    pub values: Vec<i8>,
    /// What one step of each row is worth.
    pub scale: Vec<f32>,
    /// Bias of each output.
    pub bias: Vec<f32>,
}

impl Weights {
    /// Rounds a matrix.
    pub fn round(weights: &[f32], inputs: usize, bias: &[f32]) -> Weights {
        let mut rounded = Weights { bias: bias.to_vec(), ..Weights::default() };
        for row in weights.chunks_exact(inputs) {
            let scale = row.iter().fold(1e-6f32, |m, w| m.max(w.abs())) / 127.0;
            rounded.values.extend(row.iter().map(|w| (w / scale).round() as i8));
            rounded.scale.push(scale);
        }
        rounded
    }

    fn write(&self, out: &mut Writer) {
        out.bytes(&self.values);
        out.floats(&self.scale);
        out.floats(&self.bias);
    }

    fn read(input: &mut Reader<'_>, outputs: usize, inputs: usize) -> Result<Weights, ModelError> {
        Ok(Weights { values: input.bytes(outputs * inputs)?, scale: input.floats(outputs)?, bias: input.floats(outputs)? })
    }
}

/// What the file has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Packed {
    /// Given vectors of words, [`VECTOR`] wide, the first for words that have none; bytes with a
    /// sign. These and the rows are most of the file, and are left where they are if they can be.
    pub vectors: Cow<'static, [u8]>,
    /// Rows of words and their features, [`WIDTH`] wide; bytes with a sign.
    pub rows: Cow<'static, [u8]>,
    /// What one step of a row is worth.
    pub row_step: f32,
    /// From given vectors to the first layer.
    pub given: Weights,
    /// The layers' matrices. The bias is the gates'; candidates have none.
    pub layers: Vec<Weights>,
    /// For each layer how the cell weighs in the forget gates, then in the output gates.
    pub cells: Vec<Vec<f32>>,
    /// What is read off the last layer.
    pub heads: Weights,
    /// From dependents to what they look for in a head, then to the distances they look for.
    pub arcs: Weights,
    /// From pairs to relations.
    pub relations: Weights,
    /// The root as a head: what it offers, and its part in relations.
    pub root: Vec<f32>,
    /// See `root`.
    pub root_relation: Vec<f32>,
}

const RELATIONS: usize = Deprel::ALL.len();

impl Packed {
    pub(crate) fn write(&self, out: &mut Writer) {
        out.number((self.vectors.len() / VECTOR) as u32);
        out.number((self.rows.len() / WIDTH) as u32);
        out.out.extend(self.vectors.iter());
        out.out.extend(self.rows.iter());
        out.floats(&[self.row_step]);
        self.given.write(out);
        for (layer, cell) in self.layers.iter().zip(&self.cells) {
            layer.write(out);
            out.floats(cell);
        }
        for part in [&self.heads, &self.arcs, &self.relations] {
            part.write(out);
        }
        out.floats(&self.root);
        out.floats(&self.root_relation);
    }

    /// `keep` makes what lasts of a slice of the file.
    pub(crate) fn read<'b>(input: &mut Reader<'b>, keep: impl Fn(&'b [u8]) -> Cow<'static, [u8]>) -> Result<Packed, ModelError> {
        let (vectors, rows) = (input.number()? as usize, input.number()? as usize);
        let mut packed = Packed {
            vectors: keep(input.take(vectors.saturating_mul(VECTOR))?),
            rows: keep(input.take(rows.saturating_mul(WIDTH))?),
            row_step: input.float()?,
            given: Weights::read(input, WIDTH, VECTOR)?,
            ..Packed::default()
        };
        for _ in 0..LAYERS {
            packed.layers.push(Weights::read(input, GATES * WIDTH, WIDTH)?);
            packed.cells.push(input.floats(2 * WIDTH)?);
        }
        packed.heads = Weights::read(input, HEADS, WIDTH)?;
        packed.arcs = Weights::read(input, ARC + DISTANCES, ARC)?;
        packed.relations = Weights::read(input, RELATIONS, RELATION)?;
        packed.root = input.floats(ARC)?;
        packed.root_relation = input.floats(RELATION)?;
        Ok(packed)
    }
}

/// The network, ready to run.
#[derive(Default)]
pub struct Net {
    /// As the file has it.
    pub packed: Packed,
    pub(super) given: Matrix,
    pub(super) layers: Vec<Matrix>,
    pub(super) heads: Matrix,
    pub(super) arcs: Matrix,
    pub(super) relations: Matrix,
}

impl Net {
    /// Arranges weights for running.
    pub fn new(packed: Packed) -> Net {
        Net {
            given: Matrix::new(&packed.given),
            layers: packed.layers.iter().map(Matrix::new).collect(),
            heads: Matrix::new(&packed.heads),
            arcs: Matrix::new(&packed.arcs),
            relations: Matrix::new(&packed.relations),
            packed,
        }
    }

    /// How many rows and how many given vectors there are.
    pub fn sizes(&self) -> (usize, usize) {
        (self.packed.rows.len() / WIDTH, self.packed.vectors.len() / VECTOR)
    }
}
