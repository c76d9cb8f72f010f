//! Mentions: what a noun or pronoun names and how far it reaches. The network says which words
//! head one; the tree says what belongs to it: all that hangs on the head, less the dependents
//! whose relation and side show that they only link it to the sentence (adpositions,
//! conjunctions, a clause of which it is the predicate).

use dotterel_document::Span;
use dotterel_document::text::{Nominal, NominalKind};

use crate::ModelError;
use crate::pack::{Reader, Writer};
use crate::tree::{NONE, Node};

/// Relations of the dependents that belong to a mention, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reach {
    /// Of dependents before the head.
    pub left: u64,
    /// Of dependents after it.
    pub right: u64,
}

impl Reach {
    /// Whether a dependent belongs to the mention that its head heads.
    pub fn holds(self, label: u8, before: bool) -> bool {
        (if before { self.left } else { self.right }) >> (label & 63) & 1 == 1
    }

    /// Appends the mentions of a sentence, whose first token has the document-wide id `first`.
    pub fn mentions(self, nodes: &[Node], kinds: &[u8], first: u32, out: &mut Vec<Nominal>) {
        if kinds.iter().all(|&k| k == 0) {
            return;
        }
        let spans = subtrees(nodes);
        let mut reach: Vec<(u32, u32)> = (0..nodes.len() as u32).map(|i| (i, i + 1)).collect();
        for (i, node) in nodes.iter().enumerate() {
            if node.head != NONE
                && self.holds(node.label, (i as u32) < node.head)
                && let (Some(head), Some(span)) = (reach.get_mut(node.head as usize), spans.get(i))
            {
                *head = (head.0.min(span.0), head.1.max(span.1));
            }
        }
        let start = out.len();
        for (i, (&kind, (from, to))) in kinds.iter().zip(reach).enumerate() {
            if let Some(&kind) = usize::from(kind).checked_sub(1).and_then(|k| NominalKind::ALL.get(k)) {
                out.push(Nominal { tokens: Span::new(first + from, first + to), head: first + i as u32, kind });
            }
        }
        out[start..].sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end)));
    }

    pub(crate) fn write(self, out: &mut Writer) {
        out.long(self.left);
        out.long(self.right);
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Result<Reach, ModelError> {
        Ok(Reach { left: input.long()?, right: input.long()? })
    }
}

/// From the first to after the last word at or below each word.
fn subtrees(nodes: &[Node]) -> Vec<(u32, u32)> {
    let mut spans: Vec<(u32, u32)> = (0..nodes.len() as u32).map(|i| (i, i + 1)).collect();
    for i in 0..nodes.len() as u32 {
        let mut at = nodes[i as usize].head;
        // No path is longer than the sentence.
        for _ in 0..nodes.len() {
            let Some(span) = spans.get_mut(at as usize) else { break };
            *span = (span.0.min(i), span.1.max(i + 1));
            at = nodes[at as usize].head;
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::nodes;
    use dotterel_document::syntax::Deprel;

    #[test]
    fn a_mention_is_what_belongs_to_its_head() {
        // in the town of Kafr: case det root case nmod
        let labels = [Deprel::Case, Deprel::Det, Deprel::Root, Deprel::Case, Deprel::Nmod].map(|d| d as u8);
        let mut tree = Vec::new();
        nodes([2, 2, NONE, 4, 2].into_iter().zip(labels), &mut tree);
        let reach = Reach { left: 1 << Deprel::Det as u64, right: 1 << Deprel::Nmod as u64 };
        let mut found = Vec::new();
        reach.mentions(&tree, &[0, 0, 3, 0, 3], 10, &mut found);
        let place = |from, to, head| Nominal { tokens: Span::new(from, to), head, kind: NominalKind::Place };
        assert_eq!(found, vec![place(11, 15, 12), place(14, 15, 14)]);
    }
}
