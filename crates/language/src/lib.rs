//! Sentences, tokens, tags and trees of a report, after Universal Dependencies.
//!
//! [`Model::analyze`] takes a [`Page`](dotterel_document::Page) to a
//! [`Text`](dotterel_document::Text). Rules make tokens and sentences; one network, trained on
//! English treebanks by [`train`], makes tags, trees and mentions. All work is linear in the
//! length of the text. `docs/parser.md` tells how and how well.
//!
//! This crate knows nothing of what words mean.

mod lists;
mod paragraphs;
mod sentences;
mod tokenize;

mod annotate;
mod features;
mod lemma;
mod lexemes;
mod mentions;
mod mst;
mod repair;
mod tree;
mod word;

pub mod conllu;
mod model;
pub mod train;

mod hash;
mod net;
mod pack;

#[cfg(test)]
mod tests;

pub use lexemes::NameKind;
pub use model::{Model, ModelError, VERSION};
