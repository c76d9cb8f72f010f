//! What a pronoun may refer to: kinds of the last nouns before it, through the document. Nothing
//! is resolved here (that is the actors' stage); it only tells kinds apart that pronouns do not
//! ("it", "they").

use dotterel_document::syntax::{Deprel, Upos, Xpos};
use dotterel_document::text::Token;

use super::{Told, highest};
use crate::hash::feature;

/// Kinds of the last nouns that head a mention, as the network has them: one and many, of any
/// relation and of subjects. 0 for none yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Context {
    last: [u64; 2],
    subject: [u64; 2],
}

impl Context {
    /// Appends what the context says of a pronoun; of other words it says nothing.
    pub fn shows(&self, token: &Token, told: &Told, keys: &mut Vec<u64>) {
        if token.upos != Upos::Pron {
            return;
        }
        let relation = token.deprel as u64;
        let [one, many] = self.last;
        let [one_subject, many_subject] = self.subject;
        let all = [
            [one, 0, 0],
            [many, 0, 0],
            [one_subject, 0, 0],
            [many_subject, 0, 0],
            [one, one_subject, 0],
            [many, many_subject, 0],
            [one_subject, relation, 0],
            [many_subject, relation, 0],
        ];
        keys.extend((700..).zip(all).map(|(template, [a, b, c])| feature(template, [told.lower, a, b, c])));
    }

    /// Goes past a word.
    pub fn pass(&mut self, token: &Token, told: &Told) {
        if !matches!(token.upos, Upos::Noun | Upos::Propn) {
            return;
        }
        let kind = highest(&told.scores) as u64;
        if kind == 0 {
            return;
        }
        let many = usize::from(matches!(token.xpos, Xpos::Nns | Xpos::Nnps));
        self.last[many] = kind;
        if matches!(token.deprel, Deprel::Nsubj | Deprel::NsubjPass) {
            self.subject[many] = kind;
        }
    }
}
