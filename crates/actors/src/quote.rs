//! Which tokens stand between quotation marks, and who speaks there.
//!
//! Only as much as "I" and "he" in a quotation ask for; statements are found elsewhere.

use dotterel_document::{Deprel, Span, Tok, TokenId};
use rustc_hash::FxHashMap;

use crate::phrase::Source;

/// Quotations in order, each within one paragraph.
pub(crate) struct Quotes {
    spans: Vec<(Span<Tok>, Option<TokenId>)>,
}

impl Quotes {
    /// Finds the quotations. One that never closes ends with its paragraph.
    pub(crate) fn find(source: &Source) -> Quotes {
        let text = source.text;
        let mut spans: Vec<(Span<Tok>, Option<TokenId>)> = Vec::new();
        let mut open: Option<TokenId> = None;
        let mut paragraph = u32::MAX;
        for sent in &text.sents {
            if sent.paragraph != paragraph {
                if let Some(start) = open.take() {
                    spans.push((Span::new(start, sent.tokens.start), None));
                }
                paragraph = sent.paragraph;
            }
            for id in sent.tokens.start..sent.tokens.end {
                let mark = mark(source, id);
                match (open, mark) {
                    (None, Mark::Open | Mark::Either) => open = Some(id),
                    (Some(start), Mark::Close | Mark::Either) => {
                        spans.push((Span::new(start, id + 1), None));
                        open = None;
                    }
                    _ => {}
                }
            }
        }
        if let Some(start) = open {
            spans.push((Span::new(start, text.tokens.len() as TokenId), None));
        }
        let mut quotes = Quotes { spans };
        quotes.find_speakers(source);
        quotes
    }

    /// True for a token between quotation marks.
    pub(crate) fn contains(&self, token: TokenId) -> bool {
        self.over(token).is_some()
    }

    /// The head of the subject that speaks the words around a token.
    pub(crate) fn speaker(&self, token: TokenId) -> Option<TokenId> {
        self.spans[self.over(token)?].1
    }

    /// The number of the quotation around a token.
    pub(crate) fn number(&self, token: TokenId) -> Option<usize> {
        self.over(token)
    }

    fn over(&self, token: TokenId) -> Option<usize> {
        let after = self.spans.partition_point(|(span, _)| span.start <= token);
        let index = after.checked_sub(1)?;
        self.spans[index].0.contains(token).then_some(index)
    }

    /// Looks in the sentences where a quotation starts and ends for the subject of a verb
    /// outside it; a quotation without one goes on from the last of its paragraph.
    fn find_speakers(&mut self, source: &Source) {
        let text = source.text;
        let mut last: Option<(u32, TokenId)> = None;
        // Many quotations may share a sentence, which is looked at once.
        let mut seen: FxHashMap<u32, Option<TokenId>> = FxHashMap::default();
        for index in 0..self.spans.len() {
            let (span, _) = self.spans[index];
            let Some(first) = text.tokens.get(span.start as usize) else { continue };
            let paragraph = text.sents[first.sent as usize].paragraph;
            let end = text.tokens[span.end as usize - 1].sent;
            let found =
                [end, first.sent].into_iter().find_map(|sent| *seen.entry(sent).or_insert_with(|| self.subject_outside(source, sent)));
            let speaker = found.or(last.filter(|&(p, _)| p == paragraph).map(|(_, head)| head));
            if let Some(head) = speaker {
                last = Some((paragraph, head));
            }
            self.spans[index].1 = speaker;
        }
    }

    /// The subject of a verb outside quotations: the nearest to the root.
    fn subject_outside(&self, source: &Source, sent: u32) -> Option<TokenId> {
        let text = source.text;
        let tokens = text.sents[sent as usize].tokens;
        let mut best: Option<(u8, TokenId)> = None;
        // Long sentences are looked at from both ends only.
        let near = |id: &TokenId| *id < tokens.start + 200 || *id + 200 > tokens.end;
        for id in (tokens.start..tokens.end).filter(near) {
            let token = &text.tokens[id as usize];
            if token.deprel != Deprel::Nsubj || self.contains(id) || self.contains(token.head) {
                continue;
            }
            let rank = match text.tokens.get(token.head as usize).map(|verb| verb.deprel) {
                Some(Deprel::Root) => 0,
                Some(Deprel::Parataxis) => 1,
                _ => 2,
            };
            if best.is_none_or(|(other, _)| rank < other) {
                best = Some((rank, id));
            }
        }
        best.map(|(_, id)| id)
    }
}

enum Mark {
    None,
    Open,
    Close,
    Either,
}

fn mark(source: &Source, id: TokenId) -> Mark {
    match source.word(id) {
        "\u{201c}" | "``" | "\u{ab}" => Mark::Open,
        "\u{201d}" | "\u{bb}" => Mark::Close,
        "\"" | "''" => Mark::Either,
        _ => Mark::None,
    }
}
