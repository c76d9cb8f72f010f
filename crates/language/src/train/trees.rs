//! Learning trees.

use dotterel_document::syntax::Deprel;

use super::network::Network;
use super::perceptron::Perceptron;
use super::{Cluster, Example, Random, Settings, tags};
use crate::net::WIDTH;
use crate::parser::{
    ACTIONS, Action, Allowed, Item, Marks, NONE, Node, OUTCOMES, Parser, ROWS, Seen, State, first_label, items, mark, mark_candidates,
    mark_features, see,
};
use crate::word::{CLASSES, Casing, SHAPES, Vocabulary, Word};

/// Sentences that are parsed side by side in training, one step a batch.
const BATCH: usize = 100;

/// Rate of learning at the start and, in equal steps, at the end.
const RATES: (f32, f32) = (1.5e-3, 5e-5);

/// A tree to learn, projective, over the items of a sentence.
struct Gold {
    items: Vec<Item>,
    heads: Vec<u32>,
    labels: Vec<u8>,
    dependents: Vec<Vec<u32>>,
}

/// Learns from the examples with the given tags.
pub fn train(
    examples: &[&Example],
    predicted: &[Vec<u8>],
    is_mark: &[bool],
    vocabulary: &Vocabulary,
    clusters: &[Cluster],
    settings: &Settings,
    log: &mut dyn FnMut(String),
) -> Parser {
    let words: Vec<Vec<Word>> = examples.iter().map(|e| tags::words(&e.forms, vocabulary)).collect();
    let golds: Vec<Gold> = examples.iter().enumerate().filter_map(|(i, e)| Gold::new(e, &words[i], &predicted[i], is_mark)).collect();
    let mut random = Random::new(settings.seed + 100);
    let mut network = network(vocabulary, clusters, &mut random);
    let mut order: Vec<usize> = (0..golds.len()).collect();
    let batches = golds.iter().map(|g| g.items.len() * 2).sum::<usize>() / BATCH * settings.parser_rounds;
    let mut done = 0;
    let labels = Deprel::ALL.len();
    let allowed = allowed(&golds);
    for round in 0..settings.parser_rounds {
        random.shuffle(&mut order);
        let (mut steps, mut wrong) = (0, 0);
        let mut waiting = order.iter();
        let mut active: Vec<(usize, State)> = Vec::new();
        loop {
            active.retain(|(_, state)| !state.finished());
            while active.len() < BATCH {
                let Some(&number) = waiting.next() else { break };
                let mut state = State::default();
                state.start(golds[number].items.len());
                if !state.finished() {
                    active.push((number, state));
                }
            }
            if active.is_empty() {
                break;
            }
            let seen: Vec<Seen> = active
                .iter()
                .map(|(number, state)| {
                    let mut seen = Seen::default();
                    see(&golds[*number].items, state, &mut seen);
                    seen
                })
                .collect();
            let scores = network.forward(&seen, &mut random);
            let mut slope = vec![0.0; scores.len()];
            for (((number, state), scores), slope) in
                active.iter_mut().zip(scores.chunks_exact(OUTCOMES)).zip(slope.chunks_exact_mut(OUTCOMES))
            {
                let gold = &golds[*number];
                let costs = gold.costs(state);
                let least = costs.iter().copied().min().unwrap_or(0);
                let top = |allowed: &dyn Fn(Action) -> bool| {
                    ACTIONS.into_iter().filter(|&a| allowed(a)).reduce(|b, a| if scores[a as usize] > scores[b as usize] { a } else { b })
                };
                let guess = top(&|a| costs[a as usize] != u32::MAX).unwrap_or(Action::Shift);
                let right = top(&|a| costs[a as usize] == least).unwrap_or(guess);
                if costs.iter().filter(|&&c| c != u32::MAX).count() > 1 {
                    steps += 1;
                    wrong += usize::from(costs[guess as usize] > least);
                    // All actions of the least cost are right; their shares among
                    // themselves are left as they are.
                    let shares = softmax(&scores[..3], |i| costs[i] != u32::MAX);
                    let good: f32 = (0..3).filter(|&i| costs[i] == least).map(|i| shares[i]).sum();
                    for i in 0..3 {
                        let target = if costs[i] == least { shares[i] / good.max(1e-9) } else { 0.0 };
                        slope[i] += shares[i] - target;
                    }
                }
                let chosen = if round > 0 && random.chance(0.9) { guess } else { right };
                let mut label = 0;
                if let Some((head, dependent)) = state.arc(chosen) {
                    let from = first_label(chosen);
                    let outcomes = &scores[from..from + labels];
                    label =
                        (0..labels).filter(|&c| c != Deprel::Root as usize).fold(0, |b, c| if outcomes[c] > outcomes[b] { c } else { b });
                    if gold.heads[dependent as usize] == head {
                        let right = usize::from(gold.labels[dependent as usize]);
                        let shares = softmax(outcomes, |_| true);
                        for (i, share) in shares.iter().enumerate() {
                            slope[from + i] += share - f32::from(u8::from(i == right));
                        }
                    }
                }
                state.act(chosen, label as u8);
            }
            done += 1;
            let progress = (done as f32 / batches as f32).min(1.0);
            let scale = 1.0 / seen.len() as f32;
            slope.iter_mut().for_each(|s| *s *= scale);
            network.backward(&seen, &slope, RATES.0 + (RATES.1 - RATES.0) * progress);
        }
        log(format!("parser round {}: {:.2} % of {steps} steps wrong in training", round + 1, 100.0 * wrong as f64 / steps.max(1) as f64));
    }
    let marks = train_marks(examples, &words, predicted, is_mark, settings, log);
    Parser { allowed, net: network.pack(), marks }
}

/// The relations that words of each tag have at least three times, by side.
fn allowed(golds: &[Gold]) -> Allowed {
    let mut counts = vec![[0u32; 64]; Allowed::SETS];
    for gold in golds {
        for (i, (&head, &label)) in gold.heads.iter().zip(&gold.labels).enumerate().filter(|(_, (h, _))| **h != NONE) {
            let action = if head > i as u32 { Action::Left } else { Action::Right };
            counts[Allowed::index(action, &gold.items[i])][usize::from(label)] += 1;
        }
    }
    let set = |row: &[u32; 64]| (0..64).filter(|&i| row[i] >= 3 && i != Deprel::Root as usize).fold(0u64, |set, i| set | 1 << i);
    Allowed { sets: counts.iter().map(set).collect() }
}

/// A network whose word vectors start from the given ones.
fn network(vocabulary: &Vocabulary, clusters: &[Cluster], random: &mut Random) -> Network {
    let casing = Casing::Plain;
    let mut buffer = Vec::new();
    let mut sums: Vec<(Vec<f32>, f32)> = Vec::new();
    for cluster in clusters.iter().filter(|c| !c.vector.is_empty()) {
        let own = Word::new(&cluster.word, casing, vocabulary, &mut buffer).vector;
        let class = SHAPES + u32::from(cluster.fine).min(CLASSES);
        for at in if own == class { vec![own] } else { vec![own, class] } {
            if sums.len() <= at as usize {
                sums.resize(at as usize + 1, (vec![0.0; WIDTH], 0.0));
            }
            let (sum, count) = &mut sums[at as usize];
            sum.iter_mut().zip(&cluster.vector).for_each(|(s, v)| *s += v);
            *count += 1.0;
        }
    }
    let highest = vocabulary.highest_vector().max(sums.len());
    let mut network = Network::new(highest + 1, ROWS, random);
    for (at, (sum, count)) in sums.iter().enumerate().filter(|(_, s)| s.1 > 0.0) {
        let mean: Vec<f32> = sum.iter().map(|s| s / count).collect();
        network.set_vector(at as u32, &mean);
    }
    network
}

/// Shares of the allowed outcomes.
fn softmax(scores: &[f32], allowed: impl Fn(usize) -> bool) -> Vec<f32> {
    let highest = scores.iter().enumerate().filter(|&(i, _)| allowed(i)).map(|(_, &s)| s).fold(f32::MIN, f32::max);
    let mut shares: Vec<f32> = scores.iter().enumerate().map(|(i, &s)| if allowed(i) { (s - highest).exp() } else { 0.0 }).collect();
    let sum: f32 = shares.iter().sum();
    shares.iter_mut().for_each(|s| *s /= sum);
    shares
}

/// Learns where punctuation marks hang, in gold trees.
fn train_marks(
    examples: &[&Example],
    words: &[Vec<Word>],
    predicted: &[Vec<u8>],
    is_mark: &[bool],
    settings: &Settings,
    log: &mut dyn FnMut(String),
) -> Marks {
    let mut model = Perceptron::<3>::new(0);
    let (mut input, mut marks) = (Vec::new(), Vec::new());
    let mut candidates = Vec::new();
    for round in 0..settings.parser_rounds.min(6) {
        let (mut wrong, mut total) = (0, 0);
        for (i, example) in examples.iter().enumerate() {
            let Some(gold) = Gold::new(example, &words[i], &predicted[i], is_mark) else { continue };
            items(&words[i], &predicted[i], is_mark, &mut input, &mut marks);
            let nodes: Vec<Node> = gold.nodes();
            let mut right = 0;
            for &token in &marks {
                while input.get(right as usize).is_some_and(|i| i.token < token) {
                    right += 1;
                }
                let described = mark(&words[i], token, right);
                candidates.clear();
                mark_candidates(&nodes, right, |at, leftward, step, top| {
                    candidates.push((at, mark_features(&input, &nodes, described, at, leftward, step, top)));
                });
                let head = example.heads[token as usize];
                let Some(best) = candidates.iter().find(|c| input[c.0 as usize].token == head) else { continue };
                let score = |c: &(u32, [u64; crate::parser::MARK_FEATURES])| model.score(&c.1)[0];
                let Some(guess) = candidates.iter().reduce(|b, c| if score(c) > score(b) { c } else { b }) else { continue };
                total += 1;
                let (best, guess) = (*best, *guess);
                model.tick();
                if guess.0 != best.0 {
                    wrong += 1;
                    // One class is scored; the second takes up the other half of the update.
                    model.update(&best.1, 0, 1);
                    model.update(&guess.1, 1, 0);
                }
            }
        }
        if round == 0 || round == 5 {
            log(format!(
                "marks round {}: {:.2} % of {total} wrong in training",
                round + 1,
                100.0 * f64::from(wrong) / f64::from(total.max(1))
            ));
        }
    }
    Marks { weights: model.pack(2).0 }
}

impl Gold {
    /// The tree without marks; words under a mark hang on the mark's head instead. `None`
    /// where nothing is left.
    fn new(example: &Example, words: &[Word], predicted: &[u8], is_mark: &[bool]) -> Option<Gold> {
        let (mut input, mut marks) = (Vec::new(), Vec::new());
        items(words, predicted, is_mark, &mut input, &mut marks);
        let mut number = vec![NONE; words.len()];
        for (i, item) in input.iter().enumerate() {
            number[item.token as usize] = i as u32;
        }
        let mut heads: Vec<u32> = Vec::with_capacity(input.len());
        for item in &input {
            let mut head = example.heads[item.token as usize];
            for _ in 0..words.len() {
                if head == NONE || number[head as usize] != NONE {
                    break;
                }
                head = example.heads[head as usize];
            }
            heads.push(if head == NONE { NONE } else { number[head as usize] });
        }
        // Where a mark was the root, its first word becomes it.
        let first = heads.iter().position(|&h| h == NONE)? as u32;
        for (i, head) in heads.iter_mut().enumerate() {
            if *head == NONE && i as u32 != first {
                *head = first;
            }
        }
        projectivize(&mut heads);
        let labels = input.iter().map(|i| example.labels[i.token as usize]).collect();
        let mut dependents = vec![Vec::new(); heads.len()];
        for (i, &head) in heads.iter().enumerate() {
            if head != NONE {
                dependents[head as usize].push(i as u32);
            }
        }
        Some(Gold { items: input, heads, labels, dependents })
    }

    /// The finished tree, as the parser leaves it.
    fn nodes(&self) -> Vec<Node> {
        let mut state = State::default();
        state.start(self.items.len());
        while !state.finished() {
            let action = self.best(&state);
            let label = state.arc(action).map_or(0, |(_, d)| self.labels[d as usize]);
            state.act(action, label);
        }
        if let Some(&root) = state.stack.first() {
            state.nodes[root as usize].label = Deprel::Root as u8;
        }
        state.nodes
    }

    fn costs(&self, state: &State) -> [u32; 3] {
        ACTIONS.map(|a| if state.allows(a) { self.cost(state, a) } else { u32::MAX })
    }

    /// The first action of the least cost.
    fn best(&self, state: &State) -> Action {
        ACTIONS.into_iter().zip(self.costs(state)).min_by_key(|&(_, cost)| cost).map_or(Action::Shift, |(action, _)| action)
    }

    /// How many arcs of the tree the action puts out of reach (Goldberg & Nivre 2013,
    /// arc-hybrid). The root counts as a word whose head lies under the whole stack.
    fn cost(&self, state: &State, action: Action) -> u32 {
        let next = state.next;
        let waits = |i: u32| i >= next;
        let stacked = |i: u32| i < next && state.nodes[i as usize].head == NONE;
        match action {
            Action::Shift => {
                let head = self.heads[next as usize];
                let lost = if head == NONE { !state.stack.is_empty() } else { stacked(head) && head != state.stacked(0) };
                u32::from(lost) + self.dependents[next as usize].iter().filter(|&&d| stacked(d)).count() as u32
            }
            Action::Left | Action::Right => {
                let top = state.stacked(0);
                let head = self.heads[top as usize];
                let lost = match action {
                    _ if head == NONE => true,
                    Action::Left => head == state.stacked(1) || (waits(head) && head != next),
                    _ => waits(head),
                };
                u32::from(lost) + self.dependents[top as usize].iter().filter(|&&d| waits(d)).count() as u32
            }
        }
    }
}

/// Lifts crossing arcs until there are none (Nivre & Nilsson 2005, without marking labels).
fn projectivize(heads: &mut [u32]) {
    let above = |heads: &[u32], mut i: u32, top: u32| {
        for _ in 0..heads.len() {
            if i == top {
                return true;
            }
            if i == NONE {
                return false;
            }
            i = heads[i as usize];
        }
        false
    };
    for _ in 0..heads.len() {
        let crossing = (0..heads.len() as u32)
            .filter(|&d| {
                let h = heads[d as usize];
                h != NONE && (h.min(d) + 1..h.max(d)).any(|k| !above(heads, k, h))
            })
            .min_by_key(|&d| heads[d as usize].abs_diff(d));
        let Some(d) = crossing else { return };
        let head = heads[d as usize];
        if heads[head as usize] == NONE {
            return;
        }
        heads[d as usize] = heads[head as usize];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oracle_always_reaches_the_tree() {
        let trees: [&[u32]; 4] = [&[1, NONE, 1], &[NONE, 0, 1, 0], &[2, 2, 5, 5, 5, NONE, 7, 5], &[NONE]];
        for heads in trees {
            let count = heads.len();
            let example = Example {
                written: false,
                forms: vec![String::new(); count],
                tags: vec![0; count],
                heads: heads.to_vec(),
                labels: vec![0; count],
                feats: Vec::new(),
                lemmas: Vec::new(),
            };
            let gold = Gold::new(&example, &vec![Word::default(); count], &example.tags, &[false]).expect("a tree");
            assert_eq!(gold.nodes().iter().map(|n| n.head).collect::<Vec<_>>(), heads);
        }
    }

    #[test]
    fn crossing_arcs_are_lifted() {
        let mut heads = vec![2, 3, NONE, 2];
        projectivize(&mut heads);
        assert_eq!(heads, vec![2, 2, NONE, 2]);
    }
}
