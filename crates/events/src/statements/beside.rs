//! The quotation beside a cue: "…," Wang said; Wang said: "…".
//!
//! Decided by what stands between the two, since no tree is to be trusted across quotation
//! marks: a subject and its like, an addressee, a time or place, but no other clause.

use dotterel_document::{Deprel, Span, Tok, TokenId, Upos};
use dotterel_lexicon::cues::{CueClasses, CuePart};

use super::reader::Reader;

/// Longest stretch of tokens between a cue and a quotation that belong together.
pub(super) const REACH: u32 = 30;

/// A quotation beside a cue.
pub(super) struct Beside {
    /// Which quotation.
    pub quote: usize,
    /// True where the cue comes after it.
    pub before: bool,
}

/// The quotation that a speech verb brings in, if it stands beside one.
pub(super) fn quotation(reader: &Reader, cue: Span<Tok>, claimed: &[bool]) -> Option<Beside> {
    let verb = cue.start;
    if reader.quote_of(verb).is_some() {
        return None;
    }
    let sent = reader.sent(verb);
    let next = reader.quote_tokens.partition_point(|q| q.start < cue.end);
    let previous = next.checked_sub(1).filter(|&q| reader.quote_tokens[q].end <= verb && reader.quote_tokens[q].end >= sent.start);
    let before = previous.filter(|&q| !claimed[q] && leads_to_cue(reader, q, verb, sent));
    let after = Some(next).filter(|&q| q < claimed.len() && !claimed[q] && cue_leads_to(reader, cue, q, sent));
    match (before, after) {
        // A full stop, or the end of a sentence, parts the quotation before from the cue: it
        // is rather what follows that is said.
        (Some(q), Some(next)) if ends_with(reader, q, &['.']) || reader.quote_tokens[q].end == sent.start => {
            Some(Beside { quote: next, before: false })
        }
        (Some(q), _) => Some(Beside { quote: q, before: true }),
        (None, Some(q)) => Some(Beside { quote: q, before: false }),
        (None, None) => None,
    }
}

/// True where nothing but a subject and its like stands between a quotation and the cue
/// after it.
fn leads_to_cue(reader: &Reader, quote: usize, verb: TokenId, sent: Span<Tok>) -> bool {
    let end = reader.quote_tokens[quote].end;
    if verb - end > REACH || !same_paragraph(reader, end.saturating_sub(1), verb) {
        return false;
    }
    let comma_after = end < verb && reader.word(end) == ",";
    if !comma_after && !ends_with(reader, quote, &[',', '?', '!', '.', '…', '-', '—', '–']) {
        return false;
    }
    // A quotation that ends as a sentence of its own is no part of the next one, unless
    // that one has nothing else to report.
    let sentence = end == sent.start || reader.word(end).starts_with(char::is_uppercase);
    if sentence && ends_with(reader, quote, &['.']) && super::content::clause(reader, verb).is_some_and(|clause| clause > verb) {
        return false;
    }
    (end..verb).enumerate().all(|(nth, id)| match reader.token(id).upos {
        Upos::Cconj | Upos::Sconj => nth > 1 && !reader.is(id, &[Deprel::Mark]),
        Upos::Verb | Upos::Aux => reader.head(id) == Some(verb) || in_modifier(reader, id),
        _ => reader.quote_of(id).is_none(),
    })
}

/// True where a quotation after the cue is what the cue brings in: no word between belongs
/// to a clause that only goes on inside the marks.
fn cue_leads_to(reader: &Reader, cue: Span<Tok>, quote: usize, sent: Span<Tok>) -> bool {
    let start = reader.quote_tokens[quote].start;
    let colon = start > cue.end && reader.word(start - 1) == ":";
    if start.saturating_sub(cue.end) > REACH {
        return false;
    }
    if start >= sent.end {
        // "He said:" and the quotation as a sentence, or a paragraph, of its own.
        let open = colon || reader.word(start - 1) == ",";
        return open && start == sent.end && (cue.end..start).all(|id| !reader.is_finite(id) || in_modifier(reader, id));
    }
    if colon {
        return (cue.end..start).all(|id| !reader.is_finite(id) || in_modifier(reader, id));
    }
    if !carries_on(reader, quote, sent) {
        return false;
    }
    (cue.end..start).all(|id| {
        let token = reader.token(id);
        match token.upos {
            Upos::Punct => true,
            Upos::Verb | Upos::Aux => in_modifier(reader, id),
            _ if reader.has_class(id, CuePart::Mark, CueClasses::COMPLEMENTIZER) => false,
            _ if reader.is(id, &[Deprel::Mark]) => true,
            _ if id == cue.end && token.upos == Upos::Propn => reader.is_punct(id + 1) || token.head <= start,
            _ => token.head < start,
        }
    })
}

/// False where the marks hold a part of a clause that goes on after them ("said “a wise
/// woman” can bring ...").
fn carries_on(reader: &Reader, quote: usize, sent: Span<Tok>) -> bool {
    let tokens = reader.quote_tokens[quote];
    let clause = (tokens.start..tokens.end).any(|id| reader.is_finite(id));
    let closed = ends_with(reader, quote, &[',', '?', '!', '.', '…']);
    clause || closed || tokens.end >= sent.end || reader.is_punct(tokens.end) || !(tokens.end..sent.end).any(|id| reader.is_finite(id))
}

/// The words before a quotation that belong to its clause ("It was a “disaster,” Wang
/// said"): then they are said too. `None` where the quotation stands by itself.
pub(super) fn lead_in(reader: &Reader, quote: usize) -> Option<TokenId> {
    let start = reader.quote_tokens[quote].start;
    let sent = reader.sent(start);
    let own =
        |id: TokenId| reader.quote_of(id).is_some() || !matches!(reader.token(id).upos, Upos::Punct | Upos::Cconj | Upos::Adv | Upos::Intj);
    if sent.start >= start || start - sent.start > 3 * REACH || !(sent.start..start).any(own) {
        return None;
    }
    let reports = |id: TokenId| reader.token(id).upos == Upos::Verb && reader.has_class(id, CuePart::Verb, CueClasses::SPEECH);
    (!(sent.start..start).any(|id| reader.quote_of(id).is_none() && reports(id))).then_some(sent.start)
}

/// True for a verb that only describes a noun ("a statement released on Friday").
pub(super) fn in_modifier(reader: &Reader, id: TokenId) -> bool {
    const MODIFIERS: &[Deprel] = &[Deprel::Acl, Deprel::AclRelcl, Deprel::Amod, Deprel::Compound];
    reader.is(id, MODIFIERS)
        || reader.is(id, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]) && reader.head(id).is_some_and(|head| reader.is(head, MODIFIERS))
}

/// True where the last character inside the marks, or right after them, is one of these.
pub(super) fn ends_with(reader: &Reader, quote: usize, marks: &[char]) -> bool {
    let quote = &reader.quotes[quote];
    let inside = reader.src.get(quote.inside().range()).unwrap_or("");
    inside.trim_end_matches(closes_inner).ends_with(marks)
}

/// White space and marks that close a quotation within a quotation.
pub(super) fn closes_inner(c: char) -> bool {
    c.is_whitespace() || matches!(c, '’' | '\'' | '”' | '"')
}

pub(super) fn same_paragraph(reader: &Reader, one: TokenId, other: TokenId) -> bool {
    let paragraph = |id: TokenId| reader.text.sents.get(reader.token(id).sent as usize).map(|s| s.paragraph);
    paragraph(one) == paragraph(other)
}
