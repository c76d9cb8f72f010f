//! A sentence's tree while it is made: heads count from the sentence's first word.

use dotterel_document::syntax::Deprel;

/// No word: the head of the root.
pub const NONE: u32 = u32::MAX;

/// A word's place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its head, or [`NONE`].
    pub head: u32,
    /// Relation to the head.
    pub label: u8,
    /// Relations of its dependents, one bit each.
    pub labels: u64,
}

/// Makes the nodes of a tree from heads and relations.
pub fn nodes(tree: impl Iterator<Item = (u32, u8)>, out: &mut Vec<Node>) {
    out.clear();
    out.extend(tree.map(|(head, label)| Node { head, label, labels: 0 }));
    for i in 0..out.len() {
        let Node { head, label, .. } = out[i];
        if let Some(head) = out.get_mut(head as usize) {
            head.labels |= 1 << (label & 63);
        }
    }
}

/// The subject of each word, where it has one.
pub fn subjects(nodes: &[Node], out: &mut Vec<u32>) {
    out.clear();
    out.resize(nodes.len(), NONE);
    for (i, node) in nodes.iter().enumerate() {
        let is_subject = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Expl, Deprel::NsubjOuter].iter().any(|&d| d as u8 == node.label);
        if is_subject && let Some(subject) = out.get_mut(node.head as usize) {
            *subject = i as u32;
        }
    }
}
