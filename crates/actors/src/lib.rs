//! Who is meant: from the words of a report to mentions, chains and entities.
//!
//! Four walks over the document, each linear: known names (`hits`), noun phrases (`phrase`),
//! chains of names (`chain`), nouns and pronouns that refer back (`anaphora`); then every
//! chain becomes an entity with country and sectors (`entity`).
//!
//! Reads Universal Dependencies trees and the knowledge of `dotterel-lexicon`; knows nothing
//! about predicates, and does not decide who acts.

mod conjunct;

mod proper;

mod hits;

mod phrase;

mod name;

mod class;

mod place;

mod describe;

mod quote;

mod chain;

mod anaphora;

mod noun;

mod pronoun;

mod entity;

mod ground;

use dotterel_document::{Actors, Page, Text};
use dotterel_lexicon::anaphora::Anaphora;
use dotterel_lexicon::world::World;

use chain::Chains;
use dotterel_document::Tree;
use phrase::Source;
use quote::Quotes;

pub use ground::ground;

/// Finds everything that is mentioned in a report and who or what each mention stands for.
///
/// Every token heads one mention at the most. Pronouns that could not be resolved have no
/// entity; every other mention has at least one, several for plurals ("both leaders").
pub fn resolve(page: &Page, text: &Text, world: &World) -> Actors {
    // The embedded list is checked by a test of the lexicon crate; without it nothing is
    // known about anaphora, and names still resolve.
    let none = Anaphora::default();
    let words = Anaphora::embedded().unwrap_or(&none);
    let tree = Tree::new(text);
    let hits = hits::find(page, text, &tree, world, words);
    let proper = proper::find(page, text);
    let source = Source { page, text, tree: &tree, world, words, hits: &hits, proper: &proper };
    let mut phrases = phrase::find(&source);
    place::mark(&source, &mut phrases);
    describe::mark(&source, &mut phrases);
    let quotes = Quotes::find(&source);
    let mut chains = Chains::of_names(&source, &phrases);
    anaphora::resolve(&source, &phrases, &quotes, &mut chains);
    entity::make(&source, &phrases, &chains)
}

#[cfg(test)]
mod tests;
