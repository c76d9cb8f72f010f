//! The network that reads sentences: sums of rows for what each word shows, and its given vector,
//! go through layers that run over the sentence in both directions, each with a recurrence that
//! needs no product of its own (SRU, Lei et al. 2018); from the last layer are read, for each
//! word, its tags, what mention it heads, its head (Dozat & Manning 2017) and its relation.
//!
//! Products are of bytes and sums of them in integers. All else is done number by number in
//! floats, whose sums, products and roundings IEEE 754 fixes, in one order: every machine finds
//! the same tree.

pub mod curve;
pub mod matrix;

mod read;
pub(crate) mod registers;
mod run;
mod weights;

pub use run::{Found, Space};
pub use weights::{Net, Packed, Weights};

/// Width of a word's given vector.
pub const VECTOR: usize = 100;
/// What one step of a given vector is.
pub const VECTOR_STEP: f32 = 1.0 / 32.0;
/// Width of the layers, both directions together.
pub const WIDTH: usize = 256;
/// Width of one direction.
pub const HALF: usize = WIDTH / 2;
/// Number of layers.
pub const LAYERS: usize = 3;
/// Products of a unit: candidate, forget gate, output gate.
pub const GATES: usize = 3;
/// Most pairs of tags.
pub const TAGS: usize = 64;
/// Kinds of mentions and none, rounded up.
pub const KINDS: usize = 16;
/// Width of what arcs are scored by.
pub const ARC: usize = 128;
/// Width of what relations are scored by.
pub const RELATION: usize = 128;
/// Classes of distances from a dependent to its head, the root's among them.
pub const DISTANCES: usize = 24;

/// Where each part lies in what is read off the last layer.
pub const AT_KIND: usize = TAGS;
/// See [`AT_KIND`].
pub const AT_DEPENDENT: usize = AT_KIND + KINDS;
/// See [`AT_KIND`].
pub const AT_HEAD: usize = AT_DEPENDENT + ARC;
/// See [`AT_KIND`].
pub const AT_RELATION_DEPENDENT: usize = AT_HEAD + ARC;
/// See [`AT_KIND`].
pub const AT_RELATION_HEAD: usize = AT_RELATION_DEPENDENT + RELATION;
/// Width of what is read off the last layer.
pub const HEADS: usize = AT_RELATION_HEAD + RELATION;

/// Class of the distance from a dependent to a head, both positions in the sentence.
#[inline]
pub fn distance(dependent: usize, head: usize) -> usize {
    let far = dependent.abs_diff(head);
    let class = match far {
        0..=6 => far,
        7..=8 => 7,
        9..=12 => 8,
        13..=20 => 9,
        _ => 10,
    };
    if head < dependent { 11 - class } else { 11 + class }
}

/// Class of the root's distance.
pub const ROOT_DISTANCE: usize = 11;
