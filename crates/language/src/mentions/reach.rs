//! How far a mention reaches: all that hangs on its head, less the dependents whose relation and
//! side show that they only link it to the sentence (adpositions, conjunctions, a clause of which
//! it is the predicate).

use dotterel_document::text::Token;

use crate::ModelError;
use crate::pack::{Reader, Writer};
use crate::tree::NONE;

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

    /// First token of each word's mention, if it heads one, and the token after the last, of a
    /// sentence whose first token has the document-wide id `first`.
    pub fn spans(self, tokens: &[Token], first: u32) -> Vec<(u32, u32)> {
        let heads: Vec<u32> = tokens.iter().map(|t| t.head.checked_sub(first).unwrap_or(NONE)).collect();
        let subtrees = subtrees(&heads);
        let mut reach: Vec<(u32, u32)> = (0..tokens.len() as u32).map(|i| (i, i + 1)).collect();
        for (i, token) in tokens.iter().enumerate() {
            let Some(&over) = heads.get(i) else { continue };
            if self.holds(token.deprel as u8, (i as u32) < over)
                && let (Some(over), Some(span)) = (reach.get_mut(over as usize), subtrees.get(i))
            {
                *over = (over.0.min(span.0), over.1.max(span.1));
            }
        }
        reach.into_iter().map(|(from, to)| (first + from, first + to)).collect()
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
fn subtrees(heads: &[u32]) -> Vec<(u32, u32)> {
    let mut spans: Vec<(u32, u32)> = (0..heads.len() as u32).map(|i| (i, i + 1)).collect();
    for (i, &head) in (0..).zip(heads) {
        let mut at = head;
        // No path is longer than the sentence.
        for _ in 0..heads.len() {
            let Some(span) = spans.get_mut(at as usize) else { break };
            *span = (span.0.min(i), span.1.max(i + 1));
            at = heads[at as usize];
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu;
    use dotterel_document::syntax::Deprel;

    #[test]
    fn a_mention_is_what_belongs_to_its_head() {
        let rows = ["in\t3\tcase", "the\t3\tdet", "town\t0\troot", "of\t5\tcase", "Kafr\t3\tnmod"];
        let rows: Vec<String> =
            (1..).zip(rows).map(|(i, row)| row.replacen('\t', "\t_\t_\t_\t_\t", 1).replacen("", &format!("{i}\t"), 1) + "\t_\t_").collect();
        let documents = conllu::read(&rows.join("\n")).unwrap_or_default();
        let reach = Reach { left: 1 << Deprel::Det as u64, right: 1 << Deprel::Nmod as u64 };
        let spans = reach.spans(&documents[0].analysis.tokens, 0);
        assert_eq!((spans[2], spans[4]), ((1, 5), (4, 5)));
    }
}
