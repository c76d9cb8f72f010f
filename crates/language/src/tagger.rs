//! Parts of speech, left to right: for each word the best of at most 64 pairs of universal
//! and Penn tag, from its own form, its neighbours and the two tags before it.
//!
//! Words that have had a single tag in training, often enough, are not scored at all.

use crate::hash::feature;
use crate::linear::{WIDE, Wide};
use crate::word::{NOWHERE, Word};

/// Tag number standing before the first word.
pub const START: u8 = 255;

/// Number of features of a word.
pub const FEATURES: usize = 24;

/// Features of word `i`, where the tags before it are already known.
#[inline(always)]
pub fn features(words: &[Word], i: usize, tags: &[u8], out: &mut [u64; FEATURES]) {
    let at = |offset: isize| i.checked_add_signed(offset).and_then(|j| words.get(j)).unwrap_or(&NOWHERE);
    let tag = |back: usize| i.checked_sub(back).and_then(|j| tags.get(j)).copied().map_or(u64::from(START), u64::from) + 1;
    let (w, l1, r1, r2) = (at(0), at(-1), at(1), at(2));
    let (t1, t2) = (tag(1), tag(2));
    *out = [
        feature(1, [w.lower, 0, 0, 0]),
        feature(2, [w.suffix2, 0, 0, 0]),
        feature(3, [w.suffix3, 0, 0, 0]),
        feature(4, [w.suffix4, 0, 0, 0]),
        feature(6, [w.shape, w.suffix3, 0, 0]),
        feature(7, [w.shape, t1, 0, 0]),
        feature(8, [t1, 0, 0, 0]),
        feature(9, [t1, t2, 0, 0]),
        feature(10, [t1, w.lower, 0, 0]),
        feature(11, [l1.lower, 0, 0, 0]),
        feature(12, [r1.lower, 0, 0, 0]),
        feature(15, [r1.suffix3, r1.shape, 0, 0]),
        feature(17, [w.tags, t1, 0, 0]),
        feature(18, [w.tags, r1.tags, 0, 0]),
        feature(19, [w.tags, t1, r1.tags, 0]),
        feature(20, [w.tags, r1.tags, r2.tags, 0]),
        feature(24, [w.tags, w.shape, 0, 0]),
        feature(26, [w.tags, t1, t2, 0]),
        feature(27, [w.suffix3, r1.tags, t1, 0]),
        feature(28, [w.cluster, 0, 0, 0]),
        feature(29, [w.cluster, t1, 0, 0]),
        feature(30, [l1.cluster, w.cluster, 0, 0]),
        feature(31, [w.cluster, r1.cluster, 0, 0]),
        feature(32, [w.suffix2, w.coarse, t1, 0]),
    ];
}

/// Tags all words of a sentence; `tags` is cleared first.
#[inline(always)]
pub fn tag(model: &Wide, classes: usize, words: &[Word], tags: &mut Vec<u8>) {
    tags.clear();
    let mut hashes = [0; FEATURES];
    for (i, word) in words.iter().enumerate() {
        if word.only > 0 {
            tags.push(word.only - 1);
            continue;
        }
        features(words, i, tags, &mut hashes);
        let mut scores = [0i16; WIDE];
        model.add(&hashes, &mut scores);
        tags.push(best(&scores, classes));
    }
}

/// The first class with the highest score.
#[inline(always)]
pub fn best(scores: &[i16; WIDE], classes: usize) -> u8 {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate().take(classes) {
        if *score > scores[best] {
            best = class;
        }
    }
    best as u8
}
