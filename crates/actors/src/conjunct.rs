//! Coordination: which conjunct stands for the whole in its sentence.

use dotterel_document::{Deprel, Text, TokenId};

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
