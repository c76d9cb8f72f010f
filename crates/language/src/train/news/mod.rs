//! Sentences in the manner of news reports, with their trees, written by a grammar of our own.
//!
//! The treebanks are web text: they have few plain sentences of who did what to whom
//! ("Rights groups criticized Egypt"), and a parser that has only seen them takes such verbs for
//! participles. The grammar's words and frames come from `lang/en/training/news-grammar.txt`,
//! names from the tables of the world; trees and features follow the usage of EWT and GUM.
//! What is written makes no sense and needs none: it shows forms and places of words.

mod sentences;

mod adjuncts;
mod clauses;
mod nouns;
mod phrases;
mod verbs;

mod grammar;
mod tree;

use std::collections::BTreeMap;

use super::Random;
use crate::conllu::{self, Document};
use grammar::Grammar;

/// Names that the sentences are about.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Countries of one word.
    pub countries: Vec<String>,
    /// Adjectives of countries.
    pub demonyms: Vec<String>,
    /// Towns.
    pub cities: Vec<String>,
    /// People, first names and last names.
    pub persons: Vec<String>,
    /// Armed groups.
    pub groups: Vec<String>,
    /// Further nouns of one word for people, by class of the grammar.
    pub agents: BTreeMap<String, Vec<String>>,
}

/// Start of the ids of the documents written here.
pub const PREFIX: &str = "news-grammar-";

/// The state of the writer.
struct Writer<'a> {
    grammar: &'a Grammar,
    world: &'a Names,
    random: Random,
    /// Articles are left out, verbs stand in the present.
    headline: bool,
    /// No passive, so that two clauses can share a subject.
    active_only: bool,
}

impl Writer<'_> {
    fn below(&mut self, limit: usize) -> usize {
        (self.random.next() % limit.max(1) as u64) as usize
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.random.chance(probability)
    }

    fn pick_name(&mut self, list: impl Fn(&Names) -> &Vec<String>) -> String {
        let all = list(self.world);
        let at = self.below(all.len());
        all.get(at).cloned().unwrap_or_else(|| "Rome".to_string())
    }
}

/// Writes so many sentences, as documents of ten, from a seed.
///
/// # Errors
/// What is wrong with the grammar, and where.
pub fn write(count: usize, seed: u64, grammar: &str, verbs: &str, world: &Names) -> Result<Vec<Document>, String> {
    let grammar = Grammar::read(grammar, verbs)?;
    let mut writer = Writer { grammar: &grammar, world, random: Random::new(seed ^ 0x6e65_7773), headline: false, active_only: false };
    let mut text = String::new();
    for number in 0..count {
        if number % 10 == 0 {
            text.push_str(&format!("# newdoc id = {PREFIX}{}\n", number / 10));
        }
        text.push_str("# newpar\n");
        let sentence = writer.sentence();
        tree::write(&mut text, &sentence, true);
    }
    conllu::read(&text).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRAMMAR: &str = "[names org]\nthe/D United/A Nations/P\n[names armed]\nal Shabaab/H\n[names country]\nSri Lanka/F\n\
        [adjective]\nlocal\n[region]\nnorthern\n[demonym]\nKurdish\n[armed]\nrebel\n[crowd]\nvillager\n[official]\nprime/a minister\n\
        [body]\narmy\n[frame]\nkill | armed | crowd\nshoot | armed | crowd prt:down\n";
    const VERBS: &str = "kill kills killed killed killing\nshoot shoots shot shot shooting\nsay says said said saying\n";

    #[test]
    fn sentences_are_trees_and_repeatable() {
        let world = Names { countries: vec!["Kenya".to_string()], ..Names::default() };
        let documents = write(200, 1, GRAMMAR, VERBS, &world).unwrap();
        assert_eq!(documents.iter().map(|d| d.analysis.sents.len()).sum::<usize>(), 200);
        for document in &documents {
            for sent in &document.analysis.sents {
                let tokens = &document.analysis.tokens[sent.tokens.range()];
                assert_eq!(tokens.iter().filter(|t| t.head == dotterel_document::text::NO_HEAD).count(), 1);
            }
        }
        let again = write(200, 1, GRAMMAR, VERBS, &world).unwrap();
        assert!(documents.iter().zip(&again).all(|(a, b)| a.text == b.text));
    }

    #[test]
    fn unknown_verbs_are_named() {
        let error = write(1, 1, "[frame]\nfrobnicate | armed | crowd\n", VERBS, &Names::default()).unwrap_err();
        assert_eq!(error, "line 2: \"frobnicate\" is not in verbs.txt");
    }
}
