//! Learning trees.

use dotterel_document::syntax::Deprel;

use super::perceptron::Perceptron;
use super::{Example, Random, Settings, tags};
use crate::linear::WIDE;
use crate::parser::{ACTION_FEATURES, ACTIONS, Action, Input, LABEL_FEATURES, NONE, Parser, State, action_features, label_features};
use crate::word::{Vocabulary, Word};

/// A tree to learn, projective.
struct Gold {
    heads: Vec<u32>,
    dependents: Vec<Vec<u32>>,
}

/// Learns from the examples with the given tags.
pub fn train(
    examples: &[&Example],
    predicted: &[Vec<u8>],
    vocabulary: &Vocabulary,
    settings: &Settings,
    log: &mut dyn FnMut(String),
) -> Parser {
    let golds: Vec<Gold> = examples.iter().map(|e| Gold::new(&e.heads)).collect();
    let prepared: Vec<Vec<Word>> = examples.iter().map(|e| tags::words(&e.forms, vocabulary)).collect();
    let mut random = Random::new(settings.seed + 100);
    let mut actions = Perceptron::<3>::new();
    let mut labels = Perceptron::<WIDE>::new();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = State::default();
    let (mut hashes, mut label_hashes) = ([0; ACTION_FEATURES], [0; LABEL_FEATURES]);
    let (classes, root) = (Deprel::ALL.len(), Deprel::Root as usize);
    for round in 0..settings.parser_rounds {
        random.shuffle(&mut order);
        let (mut steps, mut wrong) = (0, 0);
        for &number in &order {
            let (example, gold) = (examples[number], &golds[number]);
            let input = Input { words: &prepared[number], tags: &predicted[number] };
            state.start(input.words.len());
            while !state.finished() {
                let costs = ACTIONS.map(|a| if state.allows(a) { gold.cost(&state, a) } else { u32::MAX });
                let least = costs.iter().copied().min().unwrap_or(0);
                let mut chosen = ACTIONS[costs.iter().position(|&c| c == least).unwrap_or(0)];
                if costs.iter().filter(|&&c| c != u32::MAX).count() > 1 {
                    action_features(input, &state, &mut hashes);
                    let scores = actions.score(&hashes);
                    let top = |allowed: &dyn Fn(Action) -> bool| {
                        ACTIONS
                            .into_iter()
                            .filter(|&a| allowed(a))
                            .reduce(|b, a| if scores[a as usize] > scores[b as usize] { a } else { b })
                    };
                    let guess = top(&|a| state.allows(a)).unwrap_or(chosen);
                    let right = top(&|a| costs[a as usize] == least).unwrap_or(chosen);
                    actions.tick();
                    steps += 1;
                    if costs[guess as usize] > least {
                        actions.update(&hashes, right as usize, guess as usize);
                        wrong += 1;
                    }
                    chosen = if round > 0 && random.chance(0.9) { guess } else { right };
                }
                let mut label = 0;
                if let Some((head, dependent)) = state.arc(chosen) {
                    label_features(input, &state, head, dependent, &mut label_hashes);
                    let scores = labels.score(&label_hashes);
                    label = (0..classes).filter(|&c| c != root).fold(0, |b, c| if scores[c] > scores[b] { c } else { b });
                    if example.heads[dependent as usize] == head {
                        let right = usize::from(example.labels[dependent as usize]);
                        labels.tick();
                        if label != right {
                            labels.update(&label_hashes, right, label);
                        }
                    }
                }
                state.act(chosen, label as u8);
            }
        }
        log(format!(
            "parser round {}: {:.2} % of {steps} steps wrong in training",
            round + 1,
            100.0 * f64::from(wrong) / f64::from(steps.max(1))
        ));
    }
    let ((actions, action_rows), (labels, label_rows)) = (actions.pack(3), labels.pack(3));
    log(format!("parser: {action_rows} features for actions, {label_rows} for relations"));
    Parser { actions, labels, classes, root: root as u8 }
}

impl Gold {
    fn new(heads: &[u32]) -> Gold {
        let mut heads = heads.to_vec();
        projectivize(&mut heads);
        let mut dependents = vec![Vec::new(); heads.len()];
        for (i, &head) in heads.iter().enumerate() {
            if head != NONE {
                dependents[head as usize].push(i as u32);
            }
        }
        Gold { heads, dependents }
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
            let gold = Gold::new(heads);
            let mut state = State::default();
            state.start(heads.len());
            while !state.finished() {
                let action = ACTIONS.into_iter().filter(|&a| state.allows(a)).find(|&a| gold.cost(&state, a) == 0);
                state.act(action.expect("an action without cost"), 0);
            }
            assert_eq!(state.nodes.iter().map(|n| n.head).collect::<Vec<_>>(), heads);
        }
    }

    #[test]
    fn crossing_arcs_are_lifted() {
        let mut heads = vec![2, 3, NONE, 2];
        projectivize(&mut heads);
        assert_eq!(heads, vec![2, 2, NONE, 2]);
    }
}
