//! Which nouns are proper, where the tagger may have missed it.

use dotterel_document::{Page, Text, TokenId, Upos};
use rustc_hash::FxHashSet;

use crate::chain::hash;

/// Share of capitalised words, in tenths, above which a sentence is a headline in which
/// capitals say nothing.
const HEADLINE: usize = 6;

/// Tokens that are names by their tag or by their capital: a noun written with one inside a
/// sentence, or at its start where the report writes the word so inside another.
pub(crate) fn find(page: &Page, text: &Text) -> Vec<bool> {
    let mut proper = vec![false; text.tokens.len()];
    let mut inside: FxHashSet<u64> = FxHashSet::default();
    let mut small: FxHashSet<u64> = FxHashSet::default();
    let mut initial: Vec<TokenId> = Vec::new();
    for sent in &text.sents {
        let tokens = &text.tokens[sent.tokens.range()];
        let words = tokens.iter().filter(|token| token.span.of(&page.text).starts_with(char::is_alphabetic)).count();
        let capitals = tokens.iter().filter(|token| token.span.of(&page.text).starts_with(char::is_uppercase)).count();
        let headline = capitals * 10 > words * HEADLINE && words > 4;
        let mut first = true;
        for (id, token) in (sent.tokens.start..).zip(tokens) {
            let word = token.span.of(&page.text);
            let capital = word.starts_with(char::is_uppercase);
            if token.upos == Upos::Propn {
                proper[id as usize] = true;
                if capital && !first {
                    inside.insert(hash(word));
                }
            } else if matches!(token.upos, Upos::Noun | Upos::X) && !headline {
                if capital && first {
                    initial.push(id);
                } else if capital {
                    proper[id as usize] = true;
                    inside.insert(hash(word));
                } else if token.upos == Upos::Noun {
                    small.insert(hash(word));
                }
            }
            // A sentence starts anew after a quotation mark or colon.
            first = first && !word.starts_with(char::is_alphanumeric)
                || matches!(token.upos, Upos::Punct) && !matches!(word, "," | "-" | "\u{2019}" | "'");
        }
    }
    for id in initial {
        let key = hash(text.word(&page.text, id));
        proper[id as usize] = inside.contains(&key) && !small.contains(&key);
    }
    proper
}
