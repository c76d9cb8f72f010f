//! What is said: the clause, infinitive or noun phrase that a cue reports.
//!
//! The tree is asked first. Where a parser went wrong, the order of the words decides.

use dotterel_document::{Deprel, Span, Tok, TokenId, Upos};
use dotterel_lexicon::cues::{Cue, CueClasses, CuePart};

use super::beside::in_modifier;
use super::order::{self, cut};
use super::reader::Reader;

/// The complement clause of a verb, if it has one: rather after it than before.
pub(super) fn clause(reader: &Reader, head: TokenId) -> Option<TokenId> {
    let clauses = || reader.tree.children(head).filter(|&child| reader.is(child, &[Deprel::Ccomp]));
    clauses().find(|&child| child > head).or_else(|| clauses().next())
}

/// Tokens of what a verb reports as a clause: complement, infinitive, or the clause that it
/// is set beside.
pub(super) fn of_verb(reader: &mut Reader, cue: Span<Tok>, classes: CueClasses) -> Option<Span<Tok>> {
    let verb = cue.start;
    let told = CueClasses::SPEECH.with(CueClasses::THOUGHT).with(CueClasses::EVIDENCE);
    if classes.any(told) {
        if let Some(tail) = order::tail(reader, cue) {
            return Some(tail);
        }
        let clause = clause(reader, verb);
        if clause.is_none_or(|clause| clause < verb)
            && let Some(rest) = order::after_complementizer(reader, cue)
        {
            return Some(rest);
        }
        if let Some(clause) = clause {
            let mut tokens = complement(reader, cue, clause);
            let lost = |&child: &TokenId| {
                reader.is(child, &[Deprel::Obj])
                    && reader.tree.extent(child).start == cue.end
                    && reader.tree.extent(child).end == tokens.start
            };
            if !classes.any(CueClasses::HEARER) && clause > verb && reader.tree.children(verb).any(|child| lost(&child)) {
                // The clause's subject, taken for an object of a cue that has none.
                tokens.start = cue.end;
            }
            let whole = tokens.end == reader.tree.extent(clause).end;
            if clause > verb && whole && classes.any(CueClasses::SPEECH) && reader.quote_of(verb).is_none() {
                tokens.end = order::to_the_end(reader, verb, tokens);
            }
            return Some(tokens);
        }
        if let Some(hosted) = hosted(reader, cue) {
            return Some(hosted);
        }
    }
    if classes.any(CueClasses::INTENT.with(CueClasses::HEARER)) {
        let open =
            reader.tree.children(verb).find(|&child| child > verb && reader.is(child, &[Deprel::Xcomp]) && is_infinitive(reader, child));
        if let Some(open) = open {
            return Some(complement(reader, cue, open));
        }
    }
    if classes.any(CueClasses::SPEECH) && reader.quote_of(verb).is_none() {
        if let Some(late) = order::after_late_complementizer(reader, cue) {
            return Some(late);
        }
        return order::rest(reader, cue);
    }
    None
}

/// True for a verb with the infinitive's particle.
fn is_infinitive(reader: &Reader, verb: TokenId) -> bool {
    reader.tree.children(verb).any(|child| reader.is(child, &[Deprel::Mark]) && reader.token(child).upos == Upos::Part)
}

/// Extent of a complement, on its side of the cue.
pub(super) fn complement(reader: &mut Reader, cue: Span<Tok>, clause: TokenId) -> Span<Tok> {
    let extent = reader.tree.extent(clause);
    if clause < cue.start {
        return Span::new(extent.start, extent.end.min(cue.start));
    }
    let opened = order::opens(reader, cue.end, clause);
    let start = opened.unwrap_or_else(|| order::without_complementizer(reader, Span::new(extent.start.max(cue.end), extent.end)));
    Span::new(start, cut(reader, cue.start, start, clause, extent.end))
}

/// The clause that a verb is set beside ("..., Wang retorted"; "the plan, he said, is dead").
fn hosted(reader: &mut Reader, cue: Span<Tok>) -> Option<Span<Tok>> {
    let verb = cue.start;
    if reader.is(verb, &[Deprel::Parataxis]) && reader.child(verb, &[Deprel::Obj]).is_none() {
        let host = reader.head(verb)?;
        let own = reader.tree.extent(verb);
        let mut whole = reader.tree.extent(host);
        whole.start = whole.start.max(order::sentence_start(reader, reader.sent(verb), own.start));
        if host > verb {
            return Some(Span::new(cue.end, whole.end));
        }
        // Words that only close the sentence do not make the cue stand in its middle.
        let more = (own.end..whole.end).filter(|&id| !reader.is_punct(id)).count();
        let end = if more > 1 { whole.end } else { own.start };
        return (whole.start < end).then(|| Span::new(whole.start, end));
    }
    let clause = reader.tree.children(verb).find(|&child| {
        child > verb && reader.is(child, &[Deprel::Parataxis]) && reader.word(reader.tree.extent(child).start.saturating_sub(1)) == ":"
    })?;
    Some(complement(reader, cue, clause))
}

/// Tokens of the noun phrase that a topic cue names: the object of its preposition, if its
/// last word is one, else the verb's object; with what follows it in the same clause.
pub(super) fn topic(reader: &Reader, entry: &Cue, cue: Span<Tok>) -> Option<Span<Tok>> {
    let verb = cue.start;
    let last = cue.end - 1;
    let parted = if entry.rest.is_empty() || last > verb { None } else { reader.parted_topic(entry, verb) };
    let object = if let Some(object) = parted {
        object
    } else if last > verb && reader.is(last, &[Deprel::Case, Deprel::Mark]) {
        reader.head(last).filter(|&head| head > last)?
    } else {
        let gerund = |&id: &TokenId| reader.is(id, &[Deprel::Xcomp]) && !is_infinitive(reader, id);
        let object = reader.tree.children(verb).find(|&id| id > verb && (reader.is(id, &[Deprel::Obj, Deprel::Ccomp]) || gerund(&id)));
        object?
    };
    let mut extent = reader.tree.extent(object);
    extent.start = extent.start.max(cue.end);
    if parted.is_some() {
        // Without the preposition, which is a word of the cue.
        extent.start = reader.child(object, &[Deprel::Case, Deprel::Mark]).map_or(extent.start, |mark| mark + 1).min(object);
    }
    for child in reader.tree.children(verb) {
        let own = reader.tree.extent(child);
        if child > object
            && own.start == extent.end
            && reader.is(child, &[Deprel::Obl, Deprel::Xcomp, Deprel::Advcl])
            && !reader.is_punct(own.start)
        {
            extent.end = own.end;
        }
    }
    // "called it “a disaster”"
    if let Some(quote) = (extent.end < reader.sent(verb).end).then(|| reader.quote_of(extent.end)).flatten()
        && reader.quote_tokens[quote].start == extent.end
        && reader.quote_of(verb).is_none()
    {
        extent.end = reader.quote_tokens[quote].end;
    }
    (extent.start < extent.end).then_some(extent)
}

/// Tokens of the clause that a noun or adjective takes ("claim that", "confident that").
pub(super) fn of_nominal(reader: &mut Reader, cue: Span<Tok>, infinitive: bool) -> Option<Span<Tok>> {
    let head = cue.start;
    let clause = reader.tree.children(head).find(|&child| {
        child > head
            && match reader.token(child).deprel {
                Deprel::Ccomp => true,
                Deprel::Acl | Deprel::Advcl | Deprel::Xcomp => {
                    has_complementizer(reader, child) || infinitive && is_infinitive(reader, child)
                }
                _ => false,
            }
    });
    match clause {
        Some(clause) => Some(complement(reader, cue, clause)),
        None => order::after_complementizer(reader, cue),
    }
}

fn has_complementizer(reader: &Reader, clause: TokenId) -> bool {
    reader
        .tree
        .children(clause)
        .any(|child| reader.is(child, &[Deprel::Mark]) && reader.has_class(child, CuePart::Mark, CueClasses::COMPLEMENTIZER))
}

/// Source and content of "according to X": the phrase after the cue, and what stands before
/// or after both in the sentence.
pub(super) fn of_according(reader: &Reader, cue: Span<Tok>) -> Option<(TokenId, Span<Tok>)> {
    let sent = reader.sent(cue.start);
    let source = reader.head(cue.start).filter(|&head| head >= cue.end && reader.is_nominal(head)).or_else(|| {
        (cue.end..sent.end.min(cue.end + 8)).find(|&id| reader.is_nominal(id) && !reader.is(id, &[Deprel::Compound, Deprel::NmodPoss]))
    })?;
    let phrase = super::speaker::phrase(reader, source, cue);
    let after = phrase.end.max(cue.end);
    let begin = order::sentence_start(reader, sent, cue.start);
    let words = |range: std::ops::Range<TokenId>| range.filter(|&id| !reader.is_punct(id)).count();
    let clausal = |mut range: std::ops::Range<TokenId>| range.any(|id| reader.is_finite(id) && !in_modifier(reader, id));
    let content = match (words(begin..cue.start), words(after..sent.end)) {
        (0 | 1, 0 | 1) => return None,
        (0 | 1, _) => Span::new(after, sent.end),
        (_, 0 | 1) => Span::new(begin, cue.start),
        // In the middle: of two clauses the one before, unless that only leads up to the other.
        _ if !clausal(begin..cue.start) => Span::new(begin, sent.end),
        _ if clausal(after..sent.end) && reader.token(begin).upos == Upos::Sconj => Span::new(after, sent.end),
        _ => Span::new(begin, cue.start),
    };
    Some((source, content))
}
