//! The trees of a document, readable from above: the children of every token.

use dotterel_document::{Deprel, Text, TokenId};

/// Children of every token, in order of the text. Built once for a document in linear
/// time, since [`Text::children`] looks through the sentence on every call.
pub(crate) struct Tree {
    first: Vec<u32>,
    children: Vec<TokenId>,
}

impl Tree {
    /// Reads the heads of `text`. A head outside the document counts as none.
    pub(crate) fn new(text: &Text) -> Tree {
        let count = text.tokens.len();
        let mut first = vec![0u32; count + 1];
        for token in &text.tokens {
            if let Some(slot) = first.get_mut(token.head as usize).filter(|_| (token.head as usize) < count) {
                *slot += 1;
            }
        }
        let mut total = 0;
        for slot in &mut first {
            total += std::mem::replace(slot, total);
        }
        let mut next = first.clone();
        let mut children = vec![0; total as usize];
        for (id, token) in text.tokens.iter().enumerate() {
            if let Some(slot) = next.get_mut(token.head as usize).filter(|_| (token.head as usize) < count) {
                if let Some(child) = children.get_mut(*slot as usize) {
                    *child = id as TokenId;
                }
                *slot += 1;
            }
        }
        Tree { first, children }
    }

    /// The children of a token.
    pub(crate) fn children(&self, token: TokenId) -> &[TokenId] {
        let start = self.first.get(token as usize).copied().unwrap_or(0) as usize;
        let end = self.first.get(token as usize + 1).copied().unwrap_or(0) as usize;
        self.children.get(start..end).unwrap_or(&[])
    }

    /// The first child with this relation.
    pub(crate) fn child(&self, text: &Text, token: TokenId, deprel: Deprel) -> Option<TokenId> {
        self.children(token).iter().copied().find(|&child| text.tokens[child as usize].deprel == deprel)
    }
}

/// The token whose place in the sentence a conjunct shares: the first of the coordination.
/// Looks at 32 tokens at the most, so that no chain costs more than a constant.
pub(crate) fn first_conjunct(text: &Text, mut token: TokenId) -> TokenId {
    for _ in 0..32 {
        match text.tokens.get(token as usize) {
            Some(t) if t.deprel == Deprel::Conj && (t.head as usize) < text.tokens.len() => token = t.head,
            _ => break,
        }
    }
    token
}
