//! What is said: the clause, quotation or noun phrase that a cue reports.
//!
//! The tree is asked first. Where a parser went wrong, which it does most often around
//! quotation marks, the order of the words decides: what precedes ", X said" is its content,
//! and so is what follows "X said" up to the next verb that goes on with X.

use dotterel_document::{Deprel, Feats, Span, Tok, TokenId, Upos};
use dotterel_lexicon::cues::{CueClasses, CuePart};

use super::reader::Reader;

/// Longest stretch of tokens between a cue and a quotation that belong together.
const REACH: u32 = 30;

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
        // A full stop ends the quotation before: it is rather what follows that is said.
        (Some(q), Some(next)) if ends_with(reader, q, &['.']) => Some(Beside { quote: next, before: false }),
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
    if sentence && ends_with(reader, quote, &['.']) && clause(reader, verb).is_some_and(|clause| clause > verb) {
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

/// True for a verb that only describes a noun ("a statement released on Friday").
fn in_modifier(reader: &Reader, id: TokenId) -> bool {
    const MODIFIERS: &[Deprel] = &[Deprel::Acl, Deprel::AclRelcl, Deprel::Amod, Deprel::Compound];
    reader.is(id, MODIFIERS)
        || reader.is(id, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]) && reader.head(id).is_some_and(|head| reader.is(head, MODIFIERS))
}

/// True where the last character inside the marks, or right after them, is one of these.
fn ends_with(reader: &Reader, quote: usize, marks: &[char]) -> bool {
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

/// The complement clause of a verb, if it has one: rather after it than before.
fn clause(reader: &Reader, head: TokenId) -> Option<TokenId> {
    let clauses = || reader.tree.children(head).filter(|&child| reader.is(child, &[Deprel::Ccomp]));
    clauses().find(|&child| child > head).or_else(|| clauses().next())
}

/// Tokens of what a verb reports as a clause: complement, infinitive, or the clause that it
/// is set beside.
pub(super) fn of_verb(reader: &mut Reader, cue: Span<Tok>, classes: CueClasses) -> Option<Span<Tok>> {
    let verb = cue.start;
    let told = CueClasses::SPEECH.with(CueClasses::THOUGHT).with(CueClasses::EVIDENCE);
    if classes.any(told) {
        if let Some(tail) = tail(reader, cue) {
            return Some(tail);
        }
        let clause = clause(reader, verb);
        if clause.is_none_or(|clause| clause < verb) {
            if let Some(rest) = after_complementizer(reader, cue) {
                return Some(rest);
            }
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
                tokens.end = to_the_end(reader, verb, tokens);
            }
            return Some(tokens);
        }
        if let Some(beside) = beside(reader, cue) {
            return Some(beside);
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
        if let Some(late) = after_late_complementizer(reader, cue) {
            return Some(late);
        }
        return rest(reader, cue);
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
    let opened = opens(reader, cue.end, clause);
    let start = opened.unwrap_or_else(|| without_complementizer(reader, Span::new(extent.start.max(cue.end), extent.end)));
    Span::new(start, cut(reader, cue.start, start, clause, extent.end))
}

/// First token of the clause that a conjunction opens after the cue and what belongs to the
/// cue ("told Wang in Moscow that ..."), whatever the tree makes of the words between.
fn opens(reader: &Reader, from: TokenId, clause: TokenId) -> Option<TokenId> {
    let plain = |&id: &TokenId| {
        !matches!(reader.token(id).upos, Upos::Verb | Upos::Aux | Upos::Punct) && reader.quote_of(id) == reader.quote_of(from)
    };
    let that =
        (from..clause.min(from + REACH)).take_while(plain).find(|&id| reader.has_class(id, CuePart::Mark, CueClasses::COMPLEMENTIZER))?;
    Some(that + 1)
}

/// Parsers let go of the later parts of a long complement, which then hang on the cue: all
/// that follows in the cue's clause is content, up to a clause that is joined to the cue.
fn to_the_end(reader: &Reader, verb: TokenId, tokens: Span<Tok>) -> TokenId {
    let mut end = tokens.end;
    for child in reader.tree.children(verb).filter(|&child| child >= tokens.end) {
        let relative = reader.tree.children(child).any(|id| reader.token(id).feats.has(Feats::PRON_REL));
        if reader.is(child, &[Deprel::Conj, Deprel::Parataxis]) && !relative {
            break;
        }
        if !reader.is_punct(child) {
            end = end.max(reader.tree.extent(child).end);
        }
    }
    end
}

/// First token after leading punctuation and a conjunction that only opens the clause.
fn without_complementizer(reader: &Reader, tokens: Span<Tok>) -> TokenId {
    let mut start = tokens.start;
    while start + 1 < tokens.end
        && (reader.is_punct(start) && reader.quote_of(start).is_none()
            || reader.is(start, &[Deprel::Mark]) && reader.has_class(start, CuePart::Mark, CueClasses::COMPLEMENTIZER))
    {
        start += 1;
    }
    start
}

/// Where a content that begins at `start` ends: before a participle of speech set off by a
/// comma (", pledging to"), or a verb of speech in the cue's own tense joined without a
/// subject ("and asked him"), though the tree hangs them into the content.
fn cut(reader: &mut Reader, verb: TokenId, start: TokenId, clause: TokenId, end: TokenId) -> TokenId {
    let tense = Feats::TENSE_PAST.with(Feats::TENSE_PRES);
    let same_tense = |a: TokenId, b: TokenId| reader.token(a).feats.0 & tense.0 == reader.token(b).feats.0 & tense.0;
    for id in start + 1..end {
        let token = reader.token(id);
        if reader.word(id - 1) == "," && reader.quote_of(id).is_none() && reader.begins_according(id) {
            return id - 1;
        }
        if token.upos != Upos::Verb || id == clause || reader.quote_of(id).is_some() {
            continue;
        }
        if !reader.has_class(id, CuePart::Verb, CueClasses::SPEECH) {
            continue;
        }
        let participle = token.feats.any(Feats::VERBFORM_PART.with(Feats::VERBFORM_GER))
            && !token.feats.has(Feats::TENSE_PAST)
            && reader.is(id, &[Deprel::Advcl, Deprel::Conj, Deprel::Parataxis, Deprel::Xcomp])
            && reader.word(id - 1) == ",";
        let joined = token.feats.has(Feats::VERBFORM_FIN)
            && reader.is(id, &[Deprel::Conj])
            && reader.token(id - 1).upos == Upos::Cconj
            && same_tense(id, verb)
            && !same_tense(id, clause)
            && reader.child(id, &[Deprel::Nsubj]).is_none();
        if participle || joined {
            reader.follows.insert(id, verb);
            return id - 1;
        }
    }
    end
}

/// The clause that a verb is set beside ("..., Wang retorted"; "the plan, he said, is dead").
fn beside(reader: &mut Reader, cue: Span<Tok>) -> Option<Span<Tok>> {
    let verb = cue.start;
    if reader.is(verb, &[Deprel::Parataxis]) && reader.child(verb, &[Deprel::Obj]).is_none() {
        let host = reader.head(verb)?;
        let own = reader.tree.extent(verb);
        let mut whole = reader.tree.extent(host);
        whole.start = whole.start.max(sentence_start(reader, reader.sent(verb), own.start));
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

/// By order: the sentence up to the comma before "X said" or "said X" at its end.
fn tail(reader: &Reader, cue: Span<Tok>) -> Option<Span<Tok>> {
    let verb = cue.start;
    if reader.quote_of(verb).is_some() || !reader.is_finite(verb) {
        return None;
    }
    let sent = reader.sent(verb);
    let subject = reader.tree.children(verb).filter(|&child| reader.is(child, &[Deprel::Nsubj]) && reader.is_nominal(child)).last();
    let first = reader
        .tree
        .children(verb)
        .find(|&child| child < verb && reader.is(child, &[Deprel::Aux, Deprel::Advmod]) && !reader.is_punct(child));
    let start = subject.map_or(verb, |subject| reader.tree.extent(subject).start).min(verb).min(first.unwrap_or(verb));
    if start <= sent.start + 2 || reader.word(start - 1) != "," || sent.end - verb > REACH {
        return None;
    }
    if (cue.end..sent.end).any(|id| reader.quote_of(id).is_some() || reader.is_finite(id) && !in_modifier(reader, id)) {
        return None;
    }
    let begin = sentence_start(reader, sent, start - 1);
    (begin..start - 1).any(|id| reader.is_finite(id)).then(|| Span::new(begin, start - 1))
}

/// Where the sentence before token `end` begins: after a quotation that closes with a full
/// stop, for the marks hide the sentence's border from the splitter.
fn sentence_start(reader: &Reader, sent: Span<Tok>, end: TokenId) -> TokenId {
    let previous = reader.quote_tokens.partition_point(|q| q.end < end).checked_sub(1);
    match previous.map(|q| (q, reader.quote_tokens[q])) {
        Some((q, tokens))
            if tokens.end > sent.start
                && tokens.end < end
                && ends_with(reader, q, &['.', '?', '!'])
                && reader.word(tokens.end).starts_with(char::is_uppercase) =>
        {
            tokens.end
        }
        _ => sent.start,
    }
}

/// True where a conjunction that opens a content stands right after the cue.
pub(super) fn opens_right_after(reader: &Reader, cue: Span<Tok>) -> bool {
    let sent = reader.sent(cue.start);
    let start = cue.end + 1;
    start < sent.end
        && !(reader.is_punct(start) && reader.quote_of(start).is_none())
        && reader.has_class(cue.end, CuePart::Mark, CueClasses::COMPLEMENTIZER)
}

/// By order: what follows a conjunction right after the cue, to the sentence's end, though
/// the tree knows no clause there.
fn after_complementizer(reader: &mut Reader, cue: Span<Tok>) -> Option<Span<Tok>> {
    if !opens_right_after(reader, cue) {
        return None;
    }
    let sent = reader.sent(cue.start);
    let start = cue.end + 1;
    let carries = |&id: &TokenId| matches!(reader.token(id).upos, Upos::Verb | Upos::Aux);
    let clause = (start..sent.end).find(carries).unwrap_or(start);
    let end = cut(reader, cue.start, start, clause, sent.end);
    Some(Span::new(start, end))
}

/// By order: what follows a conjunction that stands some words after the cue ("saying in
/// court that ..."), unless a verb right after it makes it a relative pronoun.
fn after_late_complementizer(reader: &mut Reader, cue: Span<Tok>) -> Option<Span<Tok>> {
    let verb = cue.start;
    let sent = reader.sent(verb);
    let start = opens(reader, cue.end, sent.end)?;
    let carries = |&id: &TokenId| matches!(reader.token(id).upos, Upos::Verb | Upos::Aux);
    if start >= sent.end || carries(&start) {
        return None;
    }
    let clause = (start..sent.end).find(carries)?;
    let end = cut(reader, verb, start, clause, sent.end);
    Some(Span::new(start, end))
}

/// By order: everything after "X said" that holds a finite verb.
fn rest(reader: &mut Reader, cue: Span<Tok>) -> Option<Span<Tok>> {
    let verb = cue.start;
    let sent = reader.sent(verb);
    let subject = reader.child(verb, &[Deprel::Nsubj]).is_some_and(|subject| subject < verb);
    let participle =
        reader.token(verb).feats.any(Feats::VERBFORM_GER.with(Feats::VERBFORM_PART)) && !reader.token(verb).feats.has(Feats::TENSE_PAST);
    if !subject && !participle {
        return None;
    }
    if reader.is_passive(verb) {
        return None;
    }
    let finite = (cue.end..sent.end).find(|&id| reader.is_finite(id) && !in_modifier(reader, id))?;
    let start = opens(reader, cue.end, finite).unwrap_or_else(|| without_complementizer(reader, Span::new(cue.end, sent.end)));
    let end = cut(reader, verb, start, finite, sent.end);
    Some(Span::new(start, end))
}

/// Tokens of the noun phrase that a topic cue names: the object of its preposition, if its
/// last word is one, else the verb's object; with what follows it in the same clause.
pub(super) fn topic(reader: &Reader, cue: Span<Tok>) -> Option<Span<Tok>> {
    let verb = cue.start;
    let last = cue.end - 1;
    let object = if last > verb && reader.is(last, &[Deprel::Case, Deprel::Mark]) {
        reader.head(last).filter(|&head| head > last)?
    } else {
        let gerund = |&id: &TokenId| reader.is(id, &[Deprel::Xcomp]) && !is_infinitive(reader, id);
        let object = reader.tree.children(verb).find(|&id| id > verb && (reader.is(id, &[Deprel::Obj, Deprel::Ccomp]) || gerund(&id)));
        object?
    };
    let mut extent = reader.tree.extent(object);
    extent.start = extent.start.max(cue.end);
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
    if let Some(quote) = (extent.end < reader.sent(verb).end).then(|| reader.quote_of(extent.end)).flatten() {
        if reader.quote_tokens[quote].start == extent.end && reader.quote_of(verb).is_none() {
            extent.end = reader.quote_tokens[quote].end;
        }
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
        None => after_complementizer(reader, cue),
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
    let begin = sentence_start(reader, sent, cue.start);
    let words = |range: std::ops::Range<TokenId>| range.filter(|&id| !reader.is_punct(id)).count();
    let clausal = |mut range: std::ops::Range<TokenId>| range.any(|id| reader.is_finite(id) && !in_modifier(reader, id));
    let content = match (words(begin..cue.start), words(after..sent.end)) {
        (0 | 1, 0 | 1) => return None,
        (0 | 1, _) => Span::new(after, sent.end),
        (_, 0 | 1) => Span::new(begin, cue.start),
        // In the middle: of two clauses the one before, unless that only leads up to the other.
        _ if !clausal(begin..cue.start) => Span::new(begin, sent.end),
        _ if clausal(after..sent.end) && matches!(reader.token(begin).upos, Upos::Sconj | Upos::Adp) => Span::new(after, sent.end),
        _ => Span::new(begin, cue.start),
    };
    Some((source, content))
}
