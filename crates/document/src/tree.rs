//! Children lists of all tokens, built once a document.

use crate::span::{Span, Tok};
use crate::syntax::Deprel;
use crate::text::{Text, TokenId};

/// The dependents of every token, in order of the text.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Where each token's dependents start in `children`; one more than there are tokens.
    first: Vec<u32>,
    children: Vec<TokenId>,
}

impl Tree {
    /// Counts and fills in two passes, so that the cost is linear in the tokens. A head outside
    /// the document counts as none.
    pub fn new(text: &Text) -> Tree {
        let n = text.tokens.len();
        let mut first = vec![0u32; n + 1];
        for token in &text.tokens {
            if (token.head as usize) < n {
                first[token.head as usize + 1] += 1;
            }
        }
        for i in 0..n {
            first[i + 1] += first[i];
        }
        let mut next = first.clone();
        let mut children = vec![0; first[n] as usize];
        for (id, token) in text.tokens.iter().enumerate() {
            if (token.head as usize) < n {
                let slot = &mut next[token.head as usize];
                children[*slot as usize] = id as TokenId;
                *slot += 1;
            }
        }
        Tree { first, children }
    }

    /// The dependents of a token.
    pub fn children(&self, head: TokenId) -> &[TokenId] {
        &self.children[self.first[head as usize] as usize..self.first[head as usize + 1] as usize]
    }

    /// The first dependent with this relation.
    pub fn child(&self, text: &Text, head: TokenId, deprel: Deprel) -> Option<TokenId> {
        self.children(head).iter().copied().find(|&c| text.tokens[c as usize].deprel == deprel)
    }

    /// The tokens from the first to the last below a head, the head included, without
    /// following the dependents for which `stop` holds. Visits at most `limit` tokens.
    pub fn reach(&self, head: TokenId, limit: usize, stop: impl Fn(TokenId) -> bool) -> (Vec<TokenId>, Span<Tok>) {
        let mut seen = vec![head];
        let mut at = 0;
        let (mut low, mut high) = (head, head);
        while at < seen.len() && seen.len() < limit {
            for &child in self.children(seen[at]) {
                if !stop(child) {
                    low = low.min(child);
                    high = high.max(child);
                    seen.push(child);
                }
            }
            at += 1;
        }
        (seen, Span::new(low, high + 1))
    }
}
