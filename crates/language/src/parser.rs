//! Dependency trees by transitions: arc-hybrid (Kuhlmann, Gómez-Rodríguez & Satta 2011),
//! greedy. Each step shifts the next word or attaches the top of the stack, to the next
//! word or to the word under it; the relation is chosen as soon as an arc is made, so that
//! later steps see it. Work is linear in the length of the sentence.

use dotterel_document::syntax::Deprel;

use crate::hash::feature;
use crate::linear::Narrow;
use crate::net::{Net, PLACES};
use crate::word::Word;

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

static EMPTY: Node = Node { head: NONE, label: 0, left: NONE, right: NONE, lefts: 0, rights: 0, labels: 0 };

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

/// A word as the parser sees it. Punctuation marks are not words to the parser, they are
/// properties of the words around them (Ma, Zhang & Zhu 2014).
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Number of its vector; see [`Word::vector`].
    pub vector: u32,
    /// Its tag, counted from 2.
    pub tag: u64,
    /// The marks between the word before and this one, hashed; 0 for none.
    pub mark: u64,
    /// How many marks stand before this word in the sentence.
    pub marks: u32,
    /// Which token it is.
    pub token: u32,
}

/// What stands beyond either end.
static OUTSIDE: Item = Item { vector: 0, tag: 1, mark: 1, marks: 0, token: NONE };

/// Makes items of all words that are not marks, and lists the marks.
pub fn items(words: &[Word], tags: &[u8], is_mark: &[bool], out: &mut Vec<Item>, marks: &mut Vec<u32>) {
    out.clear();
    marks.clear();
    let mut mark = 0u64;
    for (i, (word, &tag)) in words.iter().zip(tags).enumerate() {
        if is_mark.get(usize::from(tag)).copied().unwrap_or(false) {
            marks.push(i as u32);
            mark = mark.rotate_left(9) ^ word.lower;
            continue;
        }
        out.push(Item { vector: word.vector, tag: u64::from(tag) + 2, mark, marks: marks.len() as u32, token: i as u32 });
        mark = 0;
    }
}

/// What the network sees of a state.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Vectors of the words, by place.
    pub words: [u32; PLACES],
    /// Rows of everything else; the first `count` hold.
    pub rows: [u32; MOST],
    /// Number of rows.
    pub count: usize,
}

impl Default for Seen {
    fn default() -> Self {
        Seen { words: [0; PLACES], rows: [0; MOST], count: 0 }
    }
}

/// Most rows that a state can show.
const MOST: usize = 64;
/// Tags have numbers below this.
const TAGS: u32 = 68;
/// Relations have numbers below this, 49 for none.
const LABELS: u32 = 64;

/// Where the rows of each kind begin.
mod at {
    use super::{LABELS, TAGS};

    pub const TAG: u32 = 0;
    pub const LABEL: u32 = TAG + 12 * TAGS;
    pub const BAG: u32 = LABEL + 6 * LABELS;
    pub const DISTANCE: u32 = BAG + 3 * LABELS;
    pub const MARK: u32 = DISTANCE + 2 * 16;
    pub const CROSSED: u32 = MARK + 5 * 64;
    pub const VALENCY: u32 = CROSSED + 2 * 4;
    pub const PAIR: u32 = VALENCY + 4 * 8;
    pub const END: u32 = PAIR + 3 * TAGS * TAGS;
}

/// Number of rows.
pub const ROWS: usize = at::END as usize;

/// Looks at a state.
#[inline(always)]
pub fn see(input: &[Item], state: &State, seen: &mut Seen) {
    let (s0, s1, s2) = (state.stacked(0), state.stacked(1), state.stacked(2));
    let b0 = if (state.next as usize) < state.nodes.len() { state.next } else { NONE };
    let after = |k: u32| if b0 == NONE { NONE } else { b0 + k };
    let item = |i: u32| input.get(i as usize).unwrap_or(&OUTSIDE);
    let node = |i: u32| state.nodes.get(i as usize).unwrap_or(&EMPTY);
    let (i0, i1, i2, j0, j1, j2) = (item(s0), item(s1), item(s2), item(b0), item(after(1)), item(after(2)));
    let (n0, n1, nb) = (node(s0), node(s1), node(b0));
    let (l0, r0, r1, l1, lb) = (item(n0.left), item(n0.right), item(n1.right), item(n1.left), item(nb.left));
    seen.words = [i0, i1, i2, j0, j1, l0, r0, r1, lb, j2, l1].map(|i| i.vector);
    seen.count = 0;
    let mut push = |row: u32| {
        if let Some(to) = seen.rows.get_mut(seen.count) {
            *to = row;
            seen.count += 1;
        }
    };
    let tag = |i: &Item| i.tag as u32;
    for (k, i) in [i0, i1, i2, j0, j1, j2, l0, r0, r1, l1, lb, item(state.stacked(3))].into_iter().enumerate() {
        push(at::TAG + k as u32 * TAGS + tag(i));
    }
    let label = |i: u32| state.nodes.get(i as usize).map_or(49, |n| u32::from(n.label));
    for (k, i) in [n0.left, n0.right, n1.left, n1.right, nb.left, n0.right].into_iter().enumerate().take(5) {
        push(at::LABEL + k as u32 * LABELS + label(i));
    }
    for (k, n) in [n0, n1, nb].into_iter().enumerate() {
        let mut bag = n.labels;
        while bag != 0 {
            push(at::BAG + k as u32 * LABELS + bag.trailing_zeros());
            bag &= bag - 1;
        }
    }
    let distance = |a: u32, b: u32| if a == NONE || b == NONE { 0 } else { (b - a).min(12) };
    push(at::DISTANCE + distance(s0, b0));
    push(at::DISTANCE + 16 + distance(s1, s0));
    for (k, i) in [j0, j1, i0, l0, lb].into_iter().enumerate() {
        if i.mark != 0 {
            push(at::MARK + k as u32 * 64 + (i.mark % 61) as u32);
        }
    }
    let crossed = |a: &Item, b: &Item| b.marks.saturating_sub(a.marks).min(3);
    push(at::CROSSED + crossed(i0, j0));
    push(at::CROSSED + 4 + crossed(i1, i0));
    for (k, count) in [n0.lefts, n0.rights, n1.rights, nb.lefts].into_iter().enumerate() {
        push(at::VALENCY + k as u32 * 8 + u32::from(count));
    }
    for (k, (a, b)) in [(i0, j0), (i1, i0), (j0, j1)].into_iter().enumerate() {
        push(at::PAIR + k as u32 * TAGS * TAGS + tag(a) * TAGS + tag(b));
    }
}

/// Space that is reused from sentence to sentence.
#[derive(Default)]
pub struct Scratch {
    items: Vec<Item>,
    marks: Vec<u32>,
    state: State,
}

/// Outcomes of the network: actions, then relations of an arc to the left, then to the right.
pub const OUTCOMES: usize = 3 + 2 * Deprel::ALL.len();

/// The first outcome that is a relation of the arc that the action makes.
pub fn first_label(action: Action) -> usize {
    if action == Action::Left { 3 } else { 3 + Deprel::ALL.len() }
}

/// Which relations a word may have, by the side its head is on and by its tag: one bit each.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// Sets for heads to the right, then for heads to the left.
    pub sets: Vec<u64>,
}

impl Allowed {
    /// Number of sets.
    pub const SETS: usize = 2 * TAGS as usize;

    /// Where the set of an arc stands.
    pub fn index(action: Action, dependent: &Item) -> usize {
        usize::from(action == Action::Right) * TAGS as usize + dependent.tag as usize
    }

    /// The relations of the arc that the action makes; all where training saw none.
    #[inline(always)]
    pub fn set(&self, action: Action, dependent: Option<&Item>) -> u64 {
        let set = dependent.and_then(|d| self.sets.get(Allowed::index(action, d))).copied().unwrap_or(0);
        if set == 0 { EVERY_LABEL } else { set }
    }
}

/// All relations but the root's.
const EVERY_LABEL: u64 = ((1 << Deprel::ALL.len()) - 1) & !(1 << Deprel::Root as u64);

/// The weights of a parser.
#[derive(Default)]
pub struct Parser {
    /// Which relations are possible.
    pub allowed: Allowed,
    /// Chooses actions and relations.
    pub net: Net,
    /// Attaches the marks.
    pub marks: Marks,
}

impl Parser {
    /// Parses a sentence; the tree is left in `tree`, one node a token. `is_mark` tells for
    /// each tag whether it is punctuation.
    #[inline(always)]
    pub fn parse(&self, words: &[Word], tags: &[u8], is_mark: &[bool], scratch: &mut Scratch, tree: &mut State) {
        let Scratch { items: input, marks, state } = scratch;
        items(words, tags, is_mark, input, marks);
        if input.is_empty() {
            // Nothing but marks: they are all there is.
            items(words, tags, &[], input, marks);
        }
        self.parse_items(input, state);
        tree.start(words.len());
        for (item, node) in input.iter().zip(&state.nodes) {
            if let Some(to) = tree.nodes.get_mut(item.token as usize) {
                to.head = input.get(node.head as usize).map_or(NONE, |h| h.token);
                to.label = node.label;
                to.labels = node.labels;
            }
        }
        let mut right = 0;
        for &token in marks.iter() {
            while input.get(right as usize).is_some_and(|i| i.token < token) {
                right += 1;
            }
            let head = self.marks.head(input, &state.nodes, mark(words, token, right));
            if let (Some(to), Some(head)) = (tree.nodes.get_mut(token as usize), input.get(head as usize)) {
                to.head = head.token;
                to.label = Deprel::Punct as u8;
            }
        }
    }

    /// Parses items; the tree is left in `state.nodes`.
    #[inline(always)]
    fn parse_items(&self, input: &[Item], state: &mut State) {
        state.start(input.len());
        let mut seen = Seen::default();
        while !state.finished() {
            see(input, state, &mut seen);
            let hidden = self.net.hidden(&seen.words, seen.rows.get(..seen.count).unwrap_or_default());
            let mut chosen = (Action::Shift, i32::MIN);
            for action in ACTIONS.into_iter().filter(|&a| state.allows(a)) {
                let score = self.net.score(&hidden, action as usize);
                if score > chosen.1 {
                    chosen = (action, score);
                }
            }
            let action = chosen.0;
            let mut label = (0, i32::MIN);
            if action != Action::Shift {
                let mut set = self.allowed.set(action, input.get(state.stacked(0) as usize));
                while set != 0 {
                    let number = set.trailing_zeros();
                    set &= set - 1;
                    let score = self.net.score(&hidden, first_label(action) + number as usize);
                    if score > label.1 {
                        label = (number as u8, score);
                    }
                }
            }
            state.act(action, label.0);
        }
        if let Some(&root) = state.stack.first()
            && let Some(node) = state.nodes.get_mut(root as usize)
        {
            node.label = Deprel::Root as u8;
        }
    }
}

/// Chooses the heads of punctuation marks, after the words have theirs. A mark may hang on
/// any word that it can reach without crossing an arc: the words that lie on the way up
/// from its left neighbour and from its right neighbour, to the arc that spans it.
#[derive(Default)]
pub struct Marks {
    /// Scores a candidate: the first class is taken.
    pub weights: Narrow,
}

/// Number of features of a candidate.
pub const MARK_FEATURES: usize = 12;

/// The highest number of candidates looked at on each side.
const CLIMB: usize = 12;

/// Calls `found` with each word that the mark before item `right` could hang on, nearest
/// first, left side before right side.
pub fn mark_candidates(nodes: &[Node], right: u32, mut found: impl FnMut(u32, bool, usize, bool)) {
    for leftward in [true, false] {
        let mut at = if leftward { right.wrapping_sub(1) } else { right };
        for step in 0..CLIMB {
            let Some(node) = nodes.get(at as usize) else { break };
            let head = node.head;
            // The top on this side: its head lies beyond the mark, or there is none.
            let top = head == NONE || (head < right) != leftward;
            found(at, leftward, step, top);
            if top {
                break;
            }
            at = head;
        }
    }
}

/// What a mark shows, besides its candidates.
#[derive(Clone, Copy)]
pub struct Mark {
    /// Hash of the mark.
    pub word: u64,
    /// Hash of the token after it.
    pub next: u64,
    /// Hash of the token before it.
    pub last: u64,
    /// Is it the first or the last token, or the last but one?
    pub place: u64,
    /// Item after it.
    pub right: u32,
}

/// Features of a candidate.
pub fn mark_features(input: &[Item], nodes: &[Node], mark: Mark, at: u32, leftward: bool, step: usize, top: bool) -> [u64; MARK_FEATURES] {
    let item = |i: u32| input.get(i as usize).unwrap_or(&OUTSIDE);
    let node = nodes.get(at as usize).copied().unwrap_or(EMPTY);
    let (w, label, tag) = (mark.word, u64::from(node.label), item(at).tag);
    let side = u64::from(leftward) << 1 | u64::from(top) | u64::from(node.head == NONE) << 2;
    let step = (step.min(3) as u64) << 8 | side;
    let other = if leftward { mark.right } else { mark.right.wrapping_sub(1) };
    let across = nodes.get(other as usize).map_or(99, |n| u64::from(n.label));
    let neighbours = u64::from(nodes.get(mark.right.wrapping_sub(1) as usize).map_or(99, |n| n.label)) << 8
        | u64::from(nodes.get(mark.right as usize).map_or(99, |n| n.label));
    let outside = node.labels;
    [
        feature(401, [w, step, 0, 0]),
        feature(402, [w, label, side, 0]),
        feature(403, [w, label, side, across]),
        feature(404, [w, tag, side, 0]),
        feature(405, [w, label, step, mark.place]),
        feature(406, [w, label, side, mark.next]),
        feature(407, [w, label, side, mark.last]),
        feature(408, [w, side, neighbours, label]),
        feature(409, [w, side, item(mark.right).tag, label]),
        feature(410, [w, side, item(mark.right.wrapping_sub(1)).tag, label]),
        feature(411, [w, label, side, outside]),
        feature(412, [w, step, across, mark.place]),
    ]
}

impl Marks {
    /// The best head (an item) for a mark.
    pub fn head(&self, input: &[Item], nodes: &[Node], mark: Mark) -> u32 {
        let (mut best, mut highest) = (NONE, i32::MIN);
        mark_candidates(nodes, mark.right, |at, leftward, step, top| {
            let mut scores = [0; 3];
            self.weights.add(&mark_features(input, nodes, mark, at, leftward, step, top), &mut scores);
            if scores[0] > highest {
                (best, highest) = (at, scores[0]);
            }
        });
        best
    }
}

/// Describes mark number `token` of a sentence; `right` is the item after it.
pub fn mark(words: &[Word], token: u32, right: u32) -> Mark {
    let count = words.len() as u32;
    let hash = |i: u32| words.get(i as usize).map_or(1, |w| w.lower);
    // Whether it is the first or second of a pair of quotation marks that look alike.
    let word = hash(token);
    let before = words.iter().take(token as usize).filter(|w| w.lower == word).count() as u64 & 1;
    let place = u64::from(token == 0) | u64::from(token + 1 == count) << 1 | u64::from(token + 2 == count) << 2 | before << 3;
    Mark { word, next: hash(token.wrapping_add(1)), last: hash(token.wrapping_sub(1)), place, right }
}
