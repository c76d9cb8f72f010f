//! How far a mention reaches. For each dependent of its head a table says whether it belongs to
//! it, with all below it, by its relation, side, adposition, length, the mark before it and the
//! mention's kind; then whether marks and conjunctions at the ends do.

use dotterel_document::syntax::{Deprel, Upos};
use dotterel_document::text::Token;

use super::{COUNT, STEPS, Sentence, Table, Told};
use crate::ModelError;
use crate::hash::feature;
use crate::pack::{Reader, Writer};

/// Classes of the table: a dependent belongs to the mention, or does not.
pub const OUTSIDE: usize = 0;
/// See [`OUTSIDE`].
pub const INSIDE: usize = 1;

/// What belongs to a mention.
#[derive(Default)]
pub struct Reach {
    /// Relations of dependents before the head that mostly belong, one bit each.
    pub left: u64,
    /// Of dependents after it.
    pub right: u64,
    /// What else speaks for and against.
    pub table: Table,
}

impl Reach {
    /// From the first word to after the last of the mention that word `i` heads. `subtrees` are
    /// those of [`Sentence::subtrees`], `keys` is scratch space.
    #[allow(clippy::too_many_arguments)]
    pub fn span(
        &self,
        sentence: &Sentence,
        tokens: &[Token],
        told: &[Told],
        subtrees: &[(u32, u32)],
        i: usize,
        kind: usize,
        keys: &mut Vec<u64>,
    ) -> (u32, u32) {
        let mut span = (i as u32, i as u32 + 1);
        for dependent in sentence.dependents(i) {
            let (Some(token), Some(below)) = (tokens.get(dependent), subtrees.get(dependent)) else { continue };
            keys.clear();
            dependent_keys(sentence, tokens, told, *below, i, dependent, kind, keys);
            let bits = if dependent < i { self.left } else { self.right };
            if self.holds(bits >> (token.deprel as u64 & 63) & 1 == 1, keys) {
                span = (span.0.min(below.0), span.1.max(below.1));
            }
        }
        for end in End::ALL {
            while let Some(mark) = end.mark(tokens, span, i) {
                keys.clear();
                mark_keys(sentence, tokens, told, span, mark, i, kind, keys);
                if self.holds(true, keys) {
                    break;
                }
                span = end.without(span);
            }
        }
        span
    }

    fn holds(&self, mostly: bool, keys: &[u64]) -> bool {
        let mut scores = [0; COUNT];
        // Where nothing is learnt, what mostly holds decides.
        scores[if mostly { INSIDE } else { OUTSIDE }] = STEPS as i32 / 32;
        self.table.add(keys, &mut scores);
        scores[INSIDE] > scores[OUTSIDE]
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.long(self.left);
        out.long(self.right);
    }

    /// Reads what versions before the table had.
    pub(crate) fn read(input: &mut Reader<'_>) -> Result<Reach, ModelError> {
        Ok(Reach { left: input.long()?, right: input.long()?, table: Table::default() })
    }
}

/// One of the two ends of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The last words, after the head.
    Last,
    /// The first words, before it.
    First,
}

impl End {
    /// Both, in the order in which they are looked at.
    pub const ALL: [End; 2] = [End::Last, End::First];

    /// The word at this end, where it only links or parts and is not the head.
    pub fn mark(self, tokens: &[Token], span: (u32, u32), head: usize) -> Option<usize> {
        let at = if self == End::Last { span.1.checked_sub(1)? } else { span.0 } as usize;
        let links = |t: &Token| matches!(t.upos, Upos::Punct | Upos::Cconj);
        Some(at).filter(|&at| at != head && tokens.get(at).is_some_and(links))
    }

    /// The span without the word at this end.
    pub fn without(self, span: (u32, u32)) -> (u32, u32) {
        if self == End::Last { (span.0, span.1 - 1) } else { (span.0 + 1, span.1) }
    }
}

/// Appends what tells whether the dependent belongs to the mention that word `i` heads; `below`
/// is the dependent's subtree.
#[allow(clippy::too_many_arguments)]
pub fn dependent_keys(
    sentence: &Sentence,
    tokens: &[Token],
    told: &[Told],
    below: (u32, u32),
    i: usize,
    dependent: usize,
    kind: usize,
    keys: &mut Vec<u64>,
) {
    let (Some(head), Some(token)) = (tokens.get(i), tokens.get(dependent)) else { return };
    let side = u64::from(dependent < i);
    let link = (token.deprel as u64) << 1 | side;
    let form = |at: u32| told.get(at as usize).map_or(0, |t| t.lower);
    let is_mark = |at: u32| tokens.get(at as usize).is_some_and(|t| t.upos == Upos::Punct);
    let mark = [Some(below.0), below.0.checked_sub(1)].into_iter().flatten().find(|&at| is_mark(at)).map_or(0, form);
    let at = dependent as u32;
    let case = sentence.lemma(sentence.first(at, Deprel::Case));
    let (lemma, own) = (sentence.lemma(i as u32), sentence.lemma(at));
    let kind = kind as u64;
    let long = u64::from((below.1 - below.0).min(7));
    let far = u64::from((i as u32).abs_diff(if side == 1 { below.1 } else { below.0 }).min(7));
    let predicate =
        u64::from(sentence.first(i as u32, Deprel::Cop) != u32::MAX) << 1 | u64::from(sentence.first(i as u32, Deprel::Nsubj) != u32::MAX);
    let (upos, own_upos) = (head.upos as u64, token.upos as u64);
    let all: [[u64; 3]; 20] = [
        [0, 0, 0],
        [kind, 0, 0],
        [upos, 0, 0],
        [own_upos, 0, 0],
        [case, 0, 0],
        [mark, 0, 0],
        [lemma, 0, 0],
        [own, 0, 0],
        [head.deprel as u64, 0, 0],
        [long, 0, 0],
        [predicate, own_upos, 0],
        [mark, long, 0],
        [token.xpos as u64, head.xpos as u64, 0],
        [kind, mark, upos],
        [far, mark, 0],
        [sentence.lemma(sentence.first(i as u32, Deprel::Det)), 0, 0],
        [case, kind, upos],
        [case, lemma, 0],
        [sentence.lemma(sentence.first(at, Deprel::Det)), kind, 0],
        [predicate, head.deprel as u64, mark],
    ];
    keys.extend((600..).zip(all).map(|(template, [a, b, c])| feature(template, [link, a, b, c])));
}

/// Appends what tells whether the word `mark` at an end of a span belongs to the mention.
#[allow(clippy::too_many_arguments)]
pub fn mark_keys(
    sentence: &Sentence,
    tokens: &[Token],
    told: &[Told],
    span: (u32, u32),
    mark: usize,
    i: usize,
    kind: usize,
    keys: &mut Vec<u64>,
) {
    let form = |at: usize| told.get(at).map_or(0, |t| t.lower);
    let over = sentence.governor(mark);
    let before = u64::from(mark < i);
    // The mark that opens what this one closes, or closes what it opens, hangs on the same word.
    let pairs = |at: &usize| *at != mark && tokens.get(*at).is_some_and(|t| t.upos == Upos::Punct) && sentence.governor(*at) == over;
    let opens = (span.0 as usize..span.1 as usize).find(pairs);
    let opening = opens.map_or(0, form);
    let depth = u64::from(over == i) << 1 | before;
    let all = [
        [0, 0, 0],
        [depth, 0, 0],
        [opening, 0, 0],
        [opening, depth, 0],
        [kind as u64, 0, 0],
        [u64::from(mark + 1 == tokens.len()), opening, 0],
        [tokens.get(over).map_or(0, |t| t.deprel as u64), opening, 0],
    ];
    keys.extend((640..).zip(all).map(|(template, [a, b, c])| feature(template, [form(mark), a, b, c << 1 | before])));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu;

    #[test]
    fn a_mention_is_what_belongs_to_its_head() {
        let rows = [("in", 3, "case"), ("the", 3, "det"), ("town", 0, "root"), ("of", 5, "case"), ("Kafr", 3, "nmod")];
        let rows = (1..).zip(rows).map(|(i, (form, head, relation))| format!("{i}\t{form}\t_\t_\t_\t_\t{head}\t{relation}\t_\t_\n"));
        let documents = conllu::read(&rows.collect::<String>()).unwrap_or_default();
        let tokens = &documents[0].analysis.tokens;
        let reach = Reach { left: 1 << Deprel::Det as u64, right: 1 << Deprel::Nmod as u64, ..Reach::default() };
        let (mut sentence, mut subtrees, mut keys) = (Sentence::default(), Vec::new(), Vec::new());
        sentence.read(tokens, 0);
        sentence.subtrees(&mut subtrees);
        let mut span = |i| reach.span(&sentence, tokens, &[], &subtrees, i, 3, &mut keys);
        assert_eq!((span(2), span(4)), ((1, 5), (4, 5)));
    }
}
