//! A name means the same in one document: what was found for a noun is weighed with what was
//! found for it elsewhere in the text. Only kinds are settled so, not whether a noun heads a
//! mention at all.

use rustc_hash::FxHashMap;

use super::{COUNT, STEPS, Scores};

/// A word that may head a mention.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The word.
    pub token: u32,
    /// Hash of its lemma where that is a noun, so that the same one can be known again.
    pub name: Option<u64>,
    /// What speaks for each kind.
    pub scores: Scores,
}

/// Below the best kind by more than this, a kind is not worse for being worse still.
const FLOOR: i32 = 7 * STEPS as i32;

/// How much the other places count, in tenths. Swept from 1 to 12 on GUM dev.
const OTHERS: i32 = 8;

/// The other places as if they were not that many: their sum is divided by the root of how many
/// they are, since one text's errors are alike.
fn damped(sum: i32, others: u32) -> i32 {
    sum / (others.isqrt().max(1) as i32)
}

/// Settles the kinds of the same nouns.
pub fn settle(candidates: &mut [Candidate]) {
    let mut sums: FxHashMap<u64, (Scores, u32)> = FxHashMap::default();
    for candidate in candidates.iter() {
        if let Some(name) = candidate.name {
            let (sum, count) = sums.entry(name).or_default();
            let own = floored(&candidate.scores);
            sum.iter_mut().zip(own).for_each(|(s, o)| *s = s.saturating_add(o));
            *count += 1;
        }
    }
    for candidate in candidates {
        let Some((sum, count)) = candidate.name.and_then(|name| sums.get(&name)) else { continue };
        if *count < 2 {
            continue;
        }
        let own = floored(&candidate.scores);
        let best = best_kind(&candidate.scores);
        for k in 1..COUNT {
            candidate.scores[k] = candidate.scores[k].saturating_add(damped(sum[k] - own[k], count - 1) / 10 * OTHERS);
        }
        // Whether it is a mention is not asked of the others.
        let raised = best_kind(&candidate.scores) - best;
        candidate.scores[1..].iter_mut().for_each(|s| *s -= raised);
    }
}

fn best_kind(scores: &Scores) -> i32 {
    scores[1..].iter().copied().fold(i32::MIN / 4, i32::max)
}

/// How far each is below the best of all, but for [`FLOOR`].
fn floored(scores: &Scores) -> Scores {
    let best = scores.iter().copied().fold(i32::MIN / 4, i32::max);
    scores.map(|s| (s - best).max(-FLOOR))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mentions::highest;

    #[test]
    fn the_same_noun_gets_the_kind_that_most_of_its_places_have() {
        let sure = |name| Candidate { token: 0, name: Some(name), scores: [0, 0, 0, 500, 0, 0, 0, 0, 0, 0, 0] };
        let unsure = |name| Candidate { token: 1, name, scores: [0, 0, 90, 60, 0, 0, 0, 0, 0, 0, 0] };
        let mut all = [sure(7), unsure(Some(7)), unsure(Some(8)), unsure(None)];
        settle(&mut all);
        assert_eq!(all.map(|c| highest(&c.scores)), [3, 3, 2, 2]);
        // It is as much a mention as before.
        assert_eq!(all[1].scores[3], 90);
    }
}
