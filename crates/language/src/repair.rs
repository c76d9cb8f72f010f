//! What a finished tree says that no sentence can: mended by rule.
//!
//! "imposed new targeted sanctions", "carried out a prisoner swap": the network takes a word
//! before the object's noun for a predicate of its own now and then. A participle of the past
//! has no object, and a noun between a verb and its bare object belongs to the object. Both parts
//! of "cease-fire" are one word, which a verb governs once.

use std::ops::Range;

use dotterel_document::syntax::{Deprel, Upos, Xpos};

use crate::tree::NONE;

/// Words between a verb and its object that are looked over.
const NEAR: u32 = 8;

/// Mends heads and relations of a sentence in place; `tag` tells the tags of word `i`.
pub fn repair(heads: &mut [u32], labels: &mut [u8], tag: impl Fn(usize) -> (Upos, Xpos)) {
    for word in 1..heads.len().saturating_sub(1) {
        if let Some((verb, noun)) = before_object(heads, labels, &tag, word) {
            reattach(heads, labels, &tag, word, verb, noun);
        }
        join_hyphened(heads, labels, &tag, word);
    }
}

/// "cease-fire" with both parts as objects: the first is part of the second.
fn join_hyphened(heads: &mut [u32], labels: &mut [u8], tag: &impl Fn(usize) -> (Upos, Xpos), hyphen: usize) {
    let (first, second) = (hyphen - 1, hyphen + 1);
    let alike = heads[first] == heads[second] && labels[first] == labels[second] && heads[first] != NONE;
    if alike && tag(hyphen).1 == Xpos::Hyph && tag(second).0 == Upos::Noun {
        (heads[first], labels[first]) = (second as u32, Deprel::Compound as u8);
    }
}

/// The verb and the object's noun, where `word` stands between the two and belongs to the noun.
fn before_object(heads: &[u32], labels: &[u8], tag: &impl Fn(usize) -> (Upos, Xpos), word: usize) -> Option<(usize, usize)> {
    let noun = word + 1;
    let is = |i: usize, deprel: Deprel| labels.get(i) == Some(&(deprel as u8));
    if ![Deprel::Xcomp, Deprel::Advcl, Deprel::Ccomp].iter().any(|&d| is(word, d)) || !matches!(tag(noun).0, Upos::Noun | Upos::Propn) {
        return None;
    }
    let verb = heads[word];
    if verb == NONE || verb as usize >= word || word as u32 - verb > NEAR || tag(verb as usize).0 != Upos::Verb {
        return None;
    }
    let verb = verb as usize;
    let own = heads[noun] == word as u32 && is(noun, Deprel::Obj);
    let shared = heads[noun] == verb as u32 && is(noun, Deprel::Obj);
    let fits = match tag(word).1 {
        // "set free the men" is another matter: there the adjective's noun is the verb's.
        Xpos::Jj | Xpos::Vbn => own,
        Xpos::Nn | Xpos::Nnp => own || shared,
        _ => false,
    };
    let between = (verb + 1..word).all(|i| matches!(tag(i).0, Upos::Det | Upos::Adj | Upos::Num | Upos::Adv | Upos::Noun | Upos::Propn));
    let other_object = (0..heads.len()).any(|i| i != noun && heads[i] == verb as u32 && is(i, Deprel::Obj));
    // What has a subject or an auxiliary of its own is a clause.
    let clause = children(heads, word).any(|i| {
        let function = [Deprel::Mark, Deprel::Aux, Deprel::AuxPass, Deprel::Cop].iter().any(|&d| is(i, d));
        function || is(i, Deprel::Nsubj) && tag(i).0 != Upos::Adj
    });
    (fits && between && !other_object && !clause).then_some((verb, noun))
}

fn reattach(heads: &mut [u32], labels: &mut [u8], tag: &impl Fn(usize) -> (Upos, Xpos), word: usize, verb: usize, noun: usize) {
    for child in 0..heads.len() {
        if heads[child] != word as u32 || child == noun {
            continue;
        }
        // Modifiers before it are the noun's as well; what stands behind is the verb's.
        if child < word {
            heads[child] = noun as u32;
            if labels[child] == Deprel::Nsubj as u8 {
                labels[child] = Deprel::Amod as u8;
            }
        } else if child > noun {
            heads[child] = verb as u32;
        }
    }
    (heads[noun], labels[noun]) = (verb as u32, Deprel::Obj as u8);
    let modifier = if matches!(tag(word).1, Xpos::Nn | Xpos::Nnp) { Deprel::Compound } else { Deprel::Amod };
    (heads[word], labels[word]) = (noun as u32, modifier as u8);
}

fn children(heads: &[u32], word: usize) -> impl Iterator<Item = usize> + '_ {
    let range: Range<usize> = 0..heads.len();
    range.filter(move |&i| heads[i] == word as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_participle_before_the_object_is_its_modifier() {
        // He imposed new targeted sanctions.
        let tags = [
            (Upos::Pron, Xpos::Prp),
            (Upos::Verb, Xpos::Vbd),
            (Upos::Adj, Xpos::Jj),
            (Upos::Verb, Xpos::Vbn),
            (Upos::Noun, Xpos::Nns),
            (Upos::Punct, Xpos::Period),
        ];
        let mut heads = [1, NONE, 3, 1, 3, 1];
        let mut labels = [Deprel::Nsubj, Deprel::Root, Deprel::Nsubj, Deprel::Advcl, Deprel::Obj, Deprel::Punct].map(|d| d as u8);
        repair(&mut heads, &mut labels, |i| tags[i]);
        assert_eq!(heads, [1, NONE, 4, 4, 1, 1]);
        let mended = [Deprel::Nsubj, Deprel::Root, Deprel::Amod, Deprel::Amod, Deprel::Obj, Deprel::Punct].map(|d| d as u8);
        assert_eq!(labels, mended);
    }

    #[test]
    fn a_clause_stays_one() {
        // He saw rebels killed people. ("rebels" is the subject below.)
        let tags = [
            (Upos::Pron, Xpos::Prp),
            (Upos::Verb, Xpos::Vbd),
            (Upos::Noun, Xpos::Nns),
            (Upos::Verb, Xpos::Vbn),
            (Upos::Noun, Xpos::Nns),
            (Upos::Punct, Xpos::Period),
        ];
        let mut heads = [1, NONE, 3, 1, 3, 1];
        let mut labels = [Deprel::Nsubj, Deprel::Root, Deprel::Nsubj, Deprel::Ccomp, Deprel::Obj, Deprel::Punct].map(|d| d as u8);
        let before = (heads, labels);
        repair(&mut heads, &mut labels, |i| tags[i]);
        assert_eq!((heads, labels), before);
    }
}
