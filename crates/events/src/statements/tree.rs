//! The dependency trees of a document with the extent of every subtree.
//!
//! Contents and source phrases are whole subtrees, so their first and last tokens are made
//! once, in time linear in the tokens. A cycle of heads merely stays unextended.

use dotterel_document::{Deprel, Span, Text, Tok, TokenId};

/// Children and extents of every token.
pub(super) struct Tree {
    below: dotterel_document::tree::Tree,
    left: Vec<TokenId>,
    right: Vec<TokenId>,
}

impl Tree {
    pub fn new(text: &Text) -> Tree {
        let below = dotterel_document::tree::Tree::new(text);
        let count = text.tokens.len() as u32;
        let mut left: Vec<TokenId> = (0..count).collect();
        let mut right = left.clone();
        let mut waiting: Vec<u32> = (0..count).map(|id| below.children(id).len() as u32).collect();
        // Leaves first: each token hands its extent to its head once all its own have come.
        let mut ready: Vec<TokenId> = (0..count).filter(|&id| waiting[id as usize] == 0).collect();
        while let Some(id) = ready.pop() {
            let head = text.tokens[id as usize].head;
            let Some(open) = waiting.get_mut(head as usize) else { continue };
            left[head as usize] = left[head as usize].min(left[id as usize]);
            right[head as usize] = right[head as usize].max(right[id as usize]);
            *open -= 1;
            if *open == 0 {
                ready.push(head);
            }
        }
        Tree { below, left, right }
    }

    /// Tokens that hang on `token`, in order.
    pub fn children(&self, token: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        self.below.children(token).iter().copied()
    }

    /// The first child with one of these relations.
    pub fn child(&self, text: &Text, token: TokenId, relations: &[Deprel]) -> Option<TokenId> {
        self.children(token).find(|&child| relations.contains(&text.tokens[child as usize].deprel))
    }

    /// From the first to the last token of the subtree.
    pub fn extent(&self, token: TokenId) -> Span<Tok> {
        Span::new(self.left[token as usize], self.right[token as usize] + 1)
    }
}
