//! What a word shows of what it may name, as keys: itself, its tags and relation, its governor
//! and what else hangs there, its dependents, its neighbours.

use dotterel_document::syntax::{Deprel, Upos};
use dotterel_document::text::Token;

use super::Told;
use crate::hash;

/// No word.
const NONE: u32 = u32::MAX;

/// Relations of which a word's first dependent is looked up often.
const SLOTS: [Deprel; 8] =
    [Deprel::Case, Deprel::Det, Deprel::Cop, Deprel::Nsubj, Deprel::Obj, Deprel::NmodPoss, Deprel::Amod, Deprel::Compound];

/// Relations of dependents whose lemma tells something.
const TELLING: u64 = 1 << Deprel::Flat as u64
    | 1 << Deprel::Compound as u64
    | 1 << Deprel::Appos as u64
    | 1 << Deprel::Nmod as u64
    | 1 << Deprel::Conj as u64
    | 1 << Deprel::Amod as u64
    | 1 << Deprel::NmodPoss as u64
    | 1 << Deprel::Acl as u64
    | 1 << Deprel::AclRelcl as u64
    | 1 << Deprel::Nummod as u64
    | 1 << Deprel::Nsubj as u64
    | 1 << Deprel::NmodUnmarked as u64;

/// A sentence made ready: who hangs on whom. Positions count from its first word.
#[derive(Default)]
pub struct Sentence {
    lemmas: Vec<u64>,
    heads: Vec<u32>,
    /// First dependent of each word, and of each word the next that hangs where it hangs.
    kids: Vec<u32>,
    next: Vec<u32>,
    slots: Vec<[u32; SLOTS.len()]>,
}

impl Sentence {
    /// Reads the sentence whose first token has the document-wide id `first`.
    pub fn read(&mut self, tokens: &[Token], first: u32) {
        let count = tokens.len();
        self.lemmas.clear();
        self.lemmas.extend(tokens.iter().map(|t| hash::bytes(t.lemma.as_bytes(), 1)));
        self.heads.clear();
        self.heads.extend(tokens.iter().map(|t| t.head.checked_sub(first).filter(|&h| (h as usize) < count).unwrap_or(NONE)));
        for list in [&mut self.kids, &mut self.next] {
            list.clear();
            list.resize(count, NONE);
        }
        self.slots.clear();
        self.slots.resize(count, [NONE; SLOTS.len()]);
        // From behind, so that lists are in order and the first dependent stays.
        for (i, token) in tokens.iter().enumerate().rev() {
            let Some(kid) = self.heads.get(i).and_then(|&h| self.kids.get_mut(h as usize)) else { continue };
            self.next[i] = *kid;
            *kid = i as u32;
            if let Some(slot) = SLOTS.iter().position(|&d| d == token.deprel) {
                self.slots[self.heads[i] as usize][slot] = i as u32;
            }
        }
    }

    /// Hash of the lemma of word `i` where it is a noun; of a flat name its last word's ("Byron"
    /// for "Lord Byron").
    pub fn name(&self, tokens: &[Token], i: usize) -> Option<u64> {
        let is_noun = tokens.get(i).is_some_and(|t| matches!(t.upos, Upos::Noun | Upos::Propn));
        let last = self.dependents(i).filter(|&d| tokens.get(d).is_some_and(|t| t.deprel == Deprel::Flat)).last().unwrap_or(i);
        self.lemmas.get(last).copied().filter(|_| is_noun)
    }

    /// From the first to after the last word at or below each word.
    pub fn subtrees(&self, spans: &mut Vec<(u32, u32)>) {
        let count = self.heads.len();
        spans.clear();
        spans.extend((0..count as u32).map(|i| (i, i + 1)));
        for (i, &head) in (0..).zip(&self.heads) {
            let mut at = head;
            // No path is longer than the sentence.
            for _ in 0..count {
                let Some(span) = spans.get_mut(at as usize) else { break };
                *span = (span.0.min(i), span.1.max(i + 1));
                at = self.heads[at as usize];
            }
        }
    }

    /// The dependents of a word in order.
    pub fn dependents(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        let kid = |at: u32| Some(at).filter(|&k| k != NONE);
        std::iter::successors(self.kids.get(of).copied().and_then(kid), move |&k| self.next.get(k as usize).copied().and_then(kid))
            .map(|k| k as usize)
    }

    /// The governor of a word, or a number beyond the sentence.
    pub fn governor(&self, of: usize) -> usize {
        self.heads.get(of).map_or(usize::MAX, |&h| h as usize)
    }

    /// Hash of a word's lemma; 0 beyond the sentence.
    pub fn lemma(&self, at: u32) -> u64 {
        self.lemmas.get(at as usize).copied().unwrap_or(0)
    }

    /// The first dependent of word `of` with this relation, one of [`SLOTS`].
    pub fn first(&self, of: u32, relation: Deprel) -> u32 {
        let slot = SLOTS.iter().position(|&d| d == relation);
        slot.zip(self.slots.get(of as usize)).map_or(NONE, |(slot, kids)| kids[slot])
    }

    /// Appends the keys of word `i`; `told` has an entry for each token.
    pub fn shows(&self, tokens: &[Token], told: &[Told], i: usize, keys: &mut Vec<u64>) {
        let (Some(token), Some(own), Some(&lemma)) = (tokens.get(i), told.get(i), self.lemmas.get(i)) else { return };
        let at = i as u32;
        let form = |at: u32| told.get(at as usize).map_or(0, |t| t.lower);
        let (upos, xpos, relation) = (token.upos as u64 + 1, token.xpos as u64, token.deprel as u64 + 1);
        let governor = self.heads[i];
        let over = tokens.get(governor as usize);
        let (over_lemma, over_upos) = (self.lemma(governor), over.map_or(0, |t| t.upos as u64 + 1));
        let kid = |relation| self.lemma(self.first(at, relation));
        let beside = |relation| Some(self.first(governor, relation)).filter(|&k| k != at).map_or(0, |k| self.lemma(k));
        let case = kid(Deprel::Case);
        let determiner = form(self.first(at, Deprel::Det));
        let (before, after) = (i.checked_sub(1).map_or(1, |b| form(b as u32)), form(at + 1));
        let mut template = 400;
        let mut key = |a: u64, b: u64| {
            template += 1;
            keys.push(hash::feature(template, [a, b, 0, 0]));
        };
        key(own.lower, 0);
        key(lemma, upos);
        key(upos, relation);
        key(xpos, relation);
        let [short, long] = ending(token);
        key(short, upos);
        key(long, upos);
        key(own.shape, upos);
        key(over_lemma, relation);
        key(over_lemma, case);
        key(over_upos, case);
        key(lemma, case);
        key(lemma, relation);
        key(determiner, upos);
        key(upos, case);
        key(lemma, determiner);
        key(before, upos);
        key(after, upos);
        key(lemma, before);
        key(lemma, after);
        key(kid(Deprel::NmodPoss), upos);
        key(kid(Deprel::Amod), upos);
        key(kid(Deprel::Compound), upos);
        key(beside(Deprel::Nsubj), relation);
        key(beside(Deprel::Obj), relation);
        key(if beside(Deprel::Cop) != 0 { over_lemma } else { 0 }, relation);
        key(over_upos, relation);
        key(relation, case);
        key(upos, u64::from(i == 0));
        key(if kid(Deprel::Cop) != 0 { kid(Deprel::Nsubj) } else { 0 }, upos);
        key(over.map_or(0, |t| t.deprel as u64 + 1), relation);
        let found = |at: u32| told.get(at as usize).map_or(99, |t| super::highest(&t.scores) as u64);
        key(found(governor), relation);
        key(if matches!(token.deprel, Deprel::Conj | Deprel::Appos | Deprel::Nsubj | Deprel::Nmod) { found(governor) } else { 98 }, upos);
        let mut next = self.kids[i];
        while let (Some(dependent), Some(shown)) = (tokens.get(next as usize), told.get(next as usize)) {
            let label = dependent.deprel as u64;
            keys.push(hash::feature(491, [label, upos, 0, 0]));
            if matches!(dependent.deprel, Deprel::Conj | Deprel::Appos | Deprel::Nmod | Deprel::Nsubj | Deprel::NmodPoss) {
                keys.push(hash::feature(497, [label, found(next), 0, 0]));
                keys.push(hash::feature(498, [label, found(next), upos, 0]));
            }
            if TELLING >> (label & 63) & 1 == 1 {
                keys.push(hash::feature(492, [label, self.lemma(next), 0, 0]));
            }
            if matches!(dependent.deprel, Deprel::Flat | Deprel::Compound) {
                keys.push(hash::feature(493, [shown.lower, u64::from(token.upos == Upos::Propn), 0, 0]));
                keys.push(hash::feature(494, [shown.shape, label, 0, 0]));
            }
            if dependent.deprel == Deprel::Nmod {
                let case = self.lemma(self.first(next, Deprel::Case));
                keys.push(hash::feature(495, [case, lemma, 0, 0]));
                keys.push(hash::feature(496, [case, upos, 0, 0]));
            }
            next = self.next[next as usize];
        }
    }
}

/// Hashes of the last three and four bytes of the lemma.
fn ending(token: &Token) -> [u64; 2] {
    let bytes = token.lemma.as_bytes();
    [3, 4].map(|k| hash::bytes(&bytes[bytes.len().saturating_sub(k)..], k as u64))
}
