//! The best tree over a sentence: every word takes the head that scores best; where that gives
//! no tree, cycles are contracted (Chu & Liu 1965, Edmonds 1967). One word is the root.

/// A pair of dependent and head, the root's head being the number of words.
type Arc = (u16, u16);

/// Taken off every score of the root, so that the best tree has it only once.
const ONE_ROOT: i64 = 1 << 48;

/// Scores of `count` words: for each dependent those of all heads, then that of the root.
pub struct Scores<'s> {
    /// Row by row.
    pub values: &'s [i32],
    /// How many words.
    pub count: usize,
}

/// Finds the heads of the best tree; the root's is `count`. At most 65,535 words.
pub fn best(scores: &Scores<'_>, heads: &mut Vec<u32>) {
    let n = scores.count;
    heads.clear();
    for (i, row) in scores.values.chunks_exact(n + 1).enumerate().take(n) {
        let mut best = n;
        for (j, score) in row.iter().enumerate() {
            if j != i && *score > row[best] {
                best = j;
            }
        }
        heads.push(best as u32);
    }
    if !is_tree(heads) {
        *heads = contract(scores);
    }
}

/// One root, and every word reaches it.
fn is_tree(heads: &[u32]) -> bool {
    let n = heads.len();
    if heads.iter().filter(|&&h| h as usize == n).count() != 1 {
        return n == 0;
    }
    let mut reached = vec![0u32; n];
    for start in 0..n {
        let mark = start as u32 + 1;
        let mut at = start;
        while at < n && reached[at] == 0 {
            reached[at] = mark;
            at = heads[at] as usize;
        }
        // A word met on this very walk lies on a cycle.
        if at < n && reached[at] == mark {
            return false;
        }
    }
    true
}

/// What a contraction replaced: for each member of the cycle its words and its arc in the cycle.
struct Cycle {
    members: Vec<(Vec<u16>, Arc)>,
}

fn contract(scores: &Scores<'_>) -> Vec<u32> {
    let n = scores.count;
    let wide = n + 1;
    let mut score: Vec<i64> = scores.values.iter().take(n * wide).map(|&s| i64::from(s)).collect();
    let mut arc: Vec<Arc> = (0..n * wide).map(|k| ((k / wide) as u16, (k % wide) as u16)).collect();
    (0..n).for_each(|i| score[i * wide + n] -= ONE_ROOT);
    let mut active: Vec<usize> = (0..n).collect();
    let mut words: Vec<Vec<u16>> = (0..n).map(|i| vec![i as u16]).collect();
    let mut cycles: Vec<Cycle> = Vec::new();
    let mut head: Vec<usize> = (0..n).map(|v| highest(&score[v * wide..], &active, v, n)).collect();
    while let Some(cycle) = cycle(&active, &head, n) {
        let into = cycle[0];
        let inside = |v: usize| cycle.contains(&v);
        for &v in active.iter().filter(|&&v| !inside(v)) {
            if let Some(u) = cycle.iter().copied().max_by_key(|&u| (score[v * wide + u], std::cmp::Reverse(u))) {
                (score[v * wide + into], arc[v * wide + into]) = (score[v * wide + u], arc[v * wide + u]);
            }
        }
        for v in active.iter().copied().filter(|&v| !inside(v)).chain([n]) {
            let gain = |u: usize| score[u * wide + v] - score[u * wide + head[u]];
            if let Some(u) = cycle.iter().copied().max_by_key(|&u| (gain(u), std::cmp::Reverse(u))) {
                let gain = gain(u);
                // The cycle's own arcs are still to be read: only arcs from outside change.
                (score[into * wide + v], arc[into * wide + v]) = (gain, arc[u * wide + v]);
            }
        }
        let members: Vec<(Vec<u16>, Arc)> = cycle.iter().map(|&u| (std::mem::take(&mut words[u]), arc[u * wide + head[u]])).collect();
        words[into] = members.iter().flat_map(|m| m.0.iter().copied()).collect();
        cycles.push(Cycle { members });
        active.retain(|&v| v == into || !inside(v));
        // Who wanted a member wants the whole, which scores the same; only the whole looks anew.
        for &v in &active {
            if inside(head[v]) {
                head[v] = into;
            }
        }
        head[into] = highest(&score[into * wide..], &active, into, n);
    }
    let mut heads = vec![u32::MAX; n];
    let set = |heads: &mut Vec<u32>, (dependent, head): Arc| heads[usize::from(dependent)] = u32::from(head);
    active.iter().for_each(|&v| set(&mut heads, arc[v * wide + head[v]]));
    for cycle in cycles.iter().rev() {
        for (words, own) in &cycle.members {
            // The member that the tree enters from outside loses its arc in the cycle.
            if words.iter().all(|&w| heads[usize::from(w)] == u32::MAX) {
                set(&mut heads, *own);
            }
        }
    }
    heads
}

/// The head that scores best for `v`, of several the first; `n` is the root.
fn highest(row: &[i64], active: &[usize], v: usize, n: usize) -> usize {
    let mut best = n;
    for &u in active {
        if u != v && row[u] > row[best] {
            best = u;
        }
    }
    best
}

/// The first cycle of the heads, smallest member first.
fn cycle(active: &[usize], head: &[usize], n: usize) -> Option<Vec<usize>> {
    let mut seen = vec![usize::MAX; n];
    for &start in active {
        let mut at = start;
        while at < n && seen[at] == usize::MAX {
            seen[at] = start;
            at = head[at];
        }
        if at < n && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = head[at];
            while next != at {
                cycle.push(next);
                next = head[next];
            }
            cycle.sort_unstable();
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(scores: &Scores<'_>, heads: &[u32]) -> i64 {
        heads.iter().enumerate().map(|(i, &h)| i64::from(scores.values[i * (scores.count + 1) + h as usize])).sum()
    }

    /// The best sum over all trees, found by trying all.
    fn exhaustive(scores: &Scores<'_>) -> i64 {
        let n = scores.count;
        let mut best = i64::MIN;
        for number in 0..(n + 1).pow(n as u32) {
            let heads: Vec<u32> = (0..n).map(|i| (number / (n + 1).pow(i as u32) % (n + 1)) as u32).collect();
            if heads.iter().enumerate().all(|(i, &h)| h as usize != i) && is_tree(&heads) {
                best = best.max(sum(scores, &heads));
            }
        }
        best
    }

    proptest! {
        #[test]
        fn small_trees_are_the_best(count in 1usize..=5, values in proptest::collection::vec(-20i32..20, 30)) {
            let scores = Scores { values: &values[..count * (count + 1)], count };
            let mut heads = Vec::new();
            best(&scores, &mut heads);
            prop_assert!(is_tree(&heads), "{:?}", heads);
            prop_assert_eq!(sum(&scores, &heads), exhaustive(&scores));
        }

        #[test]
        fn trees_have_one_root_and_no_cycle(count in 1usize..=60, seed in any::<u32>()) {
            let values: Vec<i32> = (0..count * (count + 1)).map(|i| ((i as u32).wrapping_mul(2_654_435_761).rotate_left(seed % 31) ^ seed) as i32 >> 4).collect();
            let mut heads = Vec::new();
            best(&Scores { values: &values, count }, &mut heads);
            prop_assert!(is_tree(&heads), "{:?}", heads);
            prop_assert!(heads.iter().enumerate().all(|(i, &h)| h as usize != i));
        }
    }

    #[test]
    fn nested_cycles_in_a_long_sentence_take_little_time() {
        // Pairs that want each other, pairs of pairs, and so on.
        let count = 512;
        let value = |i: usize, j: usize| if i == j { 0 } else { -((usize::BITS - (i ^ j).leading_zeros()) as i32) };
        let values: Vec<i32> = (0..count).flat_map(|i| (0..=count).map(move |j| if j == count { -1000 } else { value(i, j) })).collect();
        let mut heads = Vec::new();
        best(&Scores { values: &values, count }, &mut heads);
        assert!(is_tree(&heads));
    }
}
