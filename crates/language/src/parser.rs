//! Dependency trees by transitions: arc-hybrid (Kuhlmann, Gómez-Rodríguez & Satta 2011),
//! greedy. Each step shifts the next word or attaches the top of the stack, to the next
//! word or to the word under it; the relation is chosen as soon as an arc is made, so that
//! later steps see it. Work is linear in the length of the sentence.

use crate::hash::feature;
use crate::linear::{Narrow, WIDE, Wide};
use crate::tagger::best;
use crate::word::{NOWHERE, Word};

/// No word: beyond the stack or the buffer.
pub const NONE: u32 = u32::MAX;

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Push the next word.
    Shift = 0,
    /// Attach the top of the stack to the next word.
    Left = 1,
    /// Attach the top of the stack to the word under it.
    Right = 2,
}

/// All actions, in the order of their numbers.
pub const ACTIONS: [Action; 3] = [Action::Shift, Action::Left, Action::Right];

/// What is known of a word during the parse.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Its head, or [`NONE`].
    pub head: u32,
    /// Relation to the head.
    pub label: u8,
    /// Outermost dependents so far.
    pub left: u32,
    /// See `left`.
    pub right: u32,
    /// Numbers of dependents so far, at most 7.
    pub lefts: u8,
    /// See `lefts`.
    pub rights: u8,
    /// Relations of the dependents so far, one bit each.
    pub labels: u64,
}

const EMPTY: Node = Node { head: NONE, label: 0, left: NONE, right: NONE, lefts: 0, rights: 0, labels: 0 };

/// A state of the parse.
#[derive(Default)]
pub struct State {
    /// Words waiting for a head, the last on top.
    pub stack: Vec<u32>,
    /// The next word.
    pub next: u32,
    /// All words.
    pub nodes: Vec<Node>,
}

impl State {
    /// The start, for a sentence of `count` words.
    pub fn start(&mut self, count: usize) {
        self.stack.clear();
        self.next = 0;
        self.nodes.clear();
        self.nodes.resize(count, EMPTY);
    }

    /// Word `depth` on the stack, 0 for the top.
    #[inline]
    pub fn stacked(&self, depth: usize) -> u32 {
        self.stack.len().checked_sub(depth + 1).and_then(|i| self.stack.get(i)).copied().unwrap_or(NONE)
    }

    /// True where everything but the root has a head.
    pub fn finished(&self) -> bool {
        self.next as usize >= self.nodes.len() && self.stack.len() < 2
    }

    /// True where the action can be done.
    pub fn allows(&self, action: Action) -> bool {
        let waiting = (self.next as usize) < self.nodes.len();
        match action {
            Action::Shift => waiting,
            Action::Left => waiting && !self.stack.is_empty(),
            Action::Right => self.stack.len() > 1,
        }
    }

    /// The arc that the action would make: head, dependent.
    pub fn arc(&self, action: Action) -> Option<(u32, u32)> {
        match action {
            Action::Shift => None,
            Action::Left => Some((self.next, self.stacked(0))),
            Action::Right => Some((self.stacked(1), self.stacked(0))),
        }
    }

    /// Does an allowed action; `label` is the relation of the arc.
    pub fn act(&mut self, action: Action, label: u8) {
        let Some((head, dependent)) = self.arc(action) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        if let Some(node) = self.nodes.get_mut(dependent as usize) {
            node.head = head;
            node.label = label;
        }
        if let Some(node) = self.nodes.get_mut(head as usize) {
            node.labels |= 1 << (label & 63);
            if dependent < head {
                if node.left == NONE || dependent < node.left {
                    node.left = dependent;
                }
                node.lefts = (node.lefts + 1).min(7);
            } else {
                if node.right == NONE || dependent > node.right {
                    node.right = dependent;
                }
                node.rights = (node.rights + 1).min(7);
            }
        }
    }
}

/// A sentence ready to be parsed.
#[derive(Clone, Copy)]
pub struct Input<'s> {
    /// Its words.
    pub words: &'s [Word],
    /// Their tags.
    pub tags: &'s [u8],
}

impl Input<'_> {
    #[inline]
    fn word(&self, i: u32) -> u64 {
        self.words.get(i as usize).unwrap_or(&NOWHERE).known
    }

    #[inline]
    fn tag(&self, i: u32) -> u64 {
        self.tags.get(i as usize).map_or(200, |&t| u64::from(t)) + 1
    }
}

/// Number of features for choosing an action.
pub const ACTION_FEATURES: usize = 46;

/// Features for choosing an action.
#[inline]
pub fn action_features(input: Input<'_>, state: &State, out: &mut [u64; ACTION_FEATURES]) {
    let (s0, s1, s2) = (state.stacked(0), state.stacked(1), state.stacked(2));
    let b0 = if (state.next as usize) < state.nodes.len() { state.next } else { NONE };
    let after = |k: u32| if b0 == NONE { NONE } else { b0 + k };
    let (s0w, s0t) = (input.word(s0), input.tag(s0));
    let (s1w, s1t) = (input.word(s1), input.tag(s1));
    let (s2t, s2w) = (input.tag(s2), input.word(s2));
    let (b0w, b0t) = (input.word(b0), input.tag(b0));
    let (b1w, b1t) = (input.word(after(1)), input.tag(after(1)));
    let b2t = input.tag(after(2));
    let node = |i: u32| state.nodes.get(i as usize).copied().unwrap_or(EMPTY);
    let (n0, n1, nb) = (node(s0), node(s1), node(b0));
    let label = |i: u32| state.nodes.get(i as usize).map_or(99, |n| u64::from(n.label));
    let (s0l, s0r, s1r, s1l) = (input.tag(n0.left), input.tag(n0.right), input.tag(n1.right), input.tag(n1.left));
    let b0l = input.tag(nb.left);
    let valency = |n: Node| u64::from(n.lefts) << 4 | u64::from(n.rights);
    let distance = |a: u32, b: u32| {
        if a == NONE || b == NONE { 0 } else { u64::from((b - a).min(9).min(if b - a > 5 { 6 + (b - a > 9) as u32 } else { 9 })) + 1 }
    };
    let (d0, d1) = (distance(s0, b0), distance(s1, s0));
    *out = [
        feature(101, [s0w, s0t, 0, 0]),
        feature(102, [s0t, 0, 0, 0]),
        feature(103, [s1w, s1t, 0, 0]),
        feature(104, [s1t, 0, 0, 0]),
        feature(105, [b0w, b0t, 0, 0]),
        feature(106, [b0t, 0, 0, 0]),
        feature(107, [b1w, b1t, 0, 0]),
        feature(108, [b1t, b2t, 0, 0]),
        feature(109, [s2t, s2w, 0, 0]),
        feature(110, [s0w, b0w, 0, 0]),
        feature(111, [s0w, b0t, s0t, 0]),
        feature(112, [s0t, b0w, b0t, 0]),
        feature(113, [s0t, b0t, d0, 0]),
        feature(114, [s1w, s0w, 0, 0]),
        feature(115, [s1w, s0t, s1t, 0]),
        feature(116, [s1t, s0w, s0t, 0]),
        feature(117, [s1t, s0t, d1, 0]),
        feature(118, [s1t, s0t, b0t, 0]),
        feature(119, [s0t, b0t, b1t, 0]),
        feature(120, [s2t, s1t, s0t, 0]),
        feature(121, [s1t, s0t, b0t, b1t]),
        feature(122, [s1t, s0t, b0w, 0]),
        feature(123, [s1w, s0t, b0t, 0]),
        feature(124, [s1t, s0w, b0t, 0]),
        feature(125, [s0t, s0l, b0t, 0]),
        feature(126, [s0t, s0r, b0t, 0]),
        feature(127, [s1t, s1r, s0t, b0t]),
        feature(128, [s1t, s1l, s0t, 0]),
        feature(129, [s0t, b0l, b0t, 0]),
        feature(130, [s1t, s0t, s0l, 0]),
        feature(131, [s1t, s0t, s0r, 0]),
        feature(132, [s0w, s0t, valency(n0), 0]),
        feature(133, [s0t, n0.labels, b0t, 0]),
        feature(134, [s1t, n1.labels, s0t, 0]),
        feature(135, [s1w, n1.labels, 0, 0]),
        feature(136, [s0w, n0.labels, 0, 0]),
        feature(137, [b0t, nb.labels, s0t, 0]),
        feature(138, [s1t, s0t, input.word(n0.left), 0]),
        feature(139, [s1w, input.word(n0.left), s0t, 0]),
        feature(140, [s1t, s0t, label(n0.left), label(n0.right)]),
        feature(141, [s1w, b0w, 0, 0]),
        feature(142, [s0w, d0, b0t, 0]),
        feature(143, [s1w, d1, s0t, 0]),
        feature(144, [s0t, b0t, b1t, b2t]),
        feature(145, [s1t, b0t, s2t, s0t]),
        feature(146, [s0t, b0t, input.word(n0.right), 1]),
    ];
}

/// Number of features for choosing a relation.
pub const LABEL_FEATURES: usize = 26;

/// Features for choosing the relation of the arc from `head` to `dependent`; `head` may be
/// [`NONE`] for the root.
#[inline]
pub fn label_features(input: Input<'_>, state: &State, head: u32, dependent: u32, out: &mut [u64; LABEL_FEATURES]) {
    let (hw, ht) = (input.word(head), input.tag(head));
    let (dw, dt) = (input.word(dependent), input.tag(dependent));
    let node = |i: u32| state.nodes.get(i as usize).copied().unwrap_or(EMPTY);
    let (h, d) = (node(head), node(dependent));
    let right = u64::from(head < dependent);
    let gap = u64::from(head.abs_diff(dependent).min(5)) << 1 | right;
    let (dl, dr) = (input.word(d.left), input.word(d.right));
    let (dlt, drt) = (input.tag(d.left), input.tag(d.right));
    let before = input.tag(dependent.wrapping_sub(1));
    let after = input.tag(dependent.wrapping_add(1));
    let lower = |i: u32| input.words.get(i as usize).unwrap_or(&NOWHERE).lower;
    *out = [
        feature(201, [dt, right, 0, 0]),
        feature(202, [dw, dt, right, 0]),
        feature(203, [hw, ht, right, 0]),
        feature(204, [ht, dt, gap, 0]),
        feature(205, [hw, dt, right, 0]),
        feature(206, [ht, dw, right, 0]),
        feature(207, [hw, dw, right, 0]),
        feature(208, [ht, dt, d.labels, right]),
        feature(209, [ht, dt, h.labels, right]),
        feature(210, [ht, dt, dl, right]),
        feature(211, [hw, dt, dl, right]),
        feature(212, [ht, dt, dr, right]),
        feature(213, [dt, before, after, right]),
        feature(214, [ht, dt, before, right]),
        feature(215, [ht, dt, after, right]),
        feature(216, [dw, d.labels, right, 0]),
        feature(217, [hw, h.labels, right, dt]),
        feature(218, [ht, dlt, dt, drt]),
        feature(219, [dt, d.labels, h.labels, ht]),
        feature(220, [lower(dependent), right, 0, 0]),
        feature(221, [ht, dt, lower(dependent.wrapping_sub(1)), right]),
        feature(222, [ht, dt, lower(dependent.wrapping_add(1)), right]),
        feature(223, [ht, dt, input.word(h.left), right]),
        feature(224, [hw, dl, dw, right]),
        feature(225, [dt, dl, dr, right]),
        feature(226, [ht, dt, u64::from(h.rights), right]),
    ];
}

/// The weights of a parser.
#[derive(Default)]
pub struct Parser {
    /// Chooses the action.
    pub actions: Narrow,
    /// Chooses the relation.
    pub labels: Wide,
    /// Number of relations.
    pub classes: usize,
    /// Relation of the root.
    pub root: u8,
}

impl Parser {
    /// The best relation for an arc.
    #[inline]
    fn label(&self, input: Input<'_>, state: &State, head: u32, dependent: u32) -> u8 {
        let mut hashes = [0; LABEL_FEATURES];
        label_features(input, state, head, dependent, &mut hashes);
        let mut scores = [0i16; WIDE];
        self.labels.add(&hashes, &mut scores);
        scores[usize::from(self.root) % WIDE] = i16::MIN;
        best(&scores, self.classes)
    }

    /// Parses a sentence; the tree is left in `state.nodes`.
    pub fn parse(&self, input: Input<'_>, state: &mut State) {
        state.start(input.words.len());
        let mut hashes = [0; ACTION_FEATURES];
        while !state.finished() {
            let allowed = ACTIONS.map(|a| state.allows(a));
            let only = allowed.iter().filter(|&&a| a).count() == 1;
            let mut chosen = ACTIONS.into_iter().find(|&a| state.allows(a)).unwrap_or(Action::Shift);
            if !only {
                action_features(input, state, &mut hashes);
                let mut scores = [0i32; 3];
                self.actions.add(&hashes, &mut scores);
                for action in ACTIONS {
                    if allowed[action as usize] && scores[action as usize] > scores[chosen as usize] {
                        chosen = action;
                    }
                }
            }
            let label = state.arc(chosen).map_or(0, |(head, dependent)| self.label(input, state, head, dependent));
            state.act(chosen, label);
        }
        if let Some(&root) = state.stack.first()
            && let Some(node) = state.nodes.get_mut(root as usize)
        {
            node.label = self.root;
        }
    }
}
