//! Contents by the order of the words, where the tree knows none.
//!
//! What precedes ", X said" at a sentence's end is its content, and so is what follows a
//! conjunction after the cue, up to the next verb that goes on with the cue's subject.

use dotterel_document::{Deprel, Feats, Span, Tok, TokenId, Upos};
use dotterel_lexicon::cues::{CueClasses, CuePart};

use super::beside::{REACH, ends_with, in_modifier};
use super::reader::Reader;

/// By order: the sentence up to the comma before "X said" or "said X" at its end.
pub(super) fn tail(reader: &Reader, cue: Span<Tok>) -> Option<Span<Tok>> {
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
pub(super) fn sentence_start(reader: &Reader, sent: Span<Tok>, end: TokenId) -> TokenId {
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
pub(super) fn after_complementizer(reader: &mut Reader, cue: Span<Tok>) -> Option<Span<Tok>> {
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
pub(super) fn after_late_complementizer(reader: &mut Reader, cue: Span<Tok>) -> Option<Span<Tok>> {
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

/// First token of the clause that a conjunction opens after the cue and what belongs to the
/// cue ("told Wang in Moscow that ..."), whatever the tree makes of the words between.
pub(super) fn opens(reader: &Reader, from: TokenId, clause: TokenId) -> Option<TokenId> {
    let plain = |&id: &TokenId| {
        !matches!(reader.token(id).upos, Upos::Verb | Upos::Aux | Upos::Punct) && reader.quote_of(id) == reader.quote_of(from)
    };
    let that =
        (from..clause.min(from + REACH)).take_while(plain).find(|&id| reader.has_class(id, CuePart::Mark, CueClasses::COMPLEMENTIZER))?;
    Some(that + 1)
}

/// First token after leading punctuation and a conjunction that only opens the clause.
pub(super) fn without_complementizer(reader: &Reader, tokens: Span<Tok>) -> TokenId {
    let mut start = tokens.start;
    while start + 1 < tokens.end
        && (reader.is_punct(start) && reader.quote_of(start).is_none()
            || reader.is(start, &[Deprel::Mark]) && reader.has_class(start, CuePart::Mark, CueClasses::COMPLEMENTIZER))
    {
        start += 1;
    }
    start
}

/// By order: everything after "X said" that holds a finite verb.
pub(super) fn rest(reader: &mut Reader, cue: Span<Tok>) -> Option<Span<Tok>> {
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

/// Parsers let go of the later parts of a long complement, which then hang on the cue: all
/// that follows in the cue's clause is content, up to a clause that is joined to the cue.
pub(super) fn to_the_end(reader: &Reader, verb: TokenId, tokens: Span<Tok>) -> TokenId {
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

/// Where a content that begins at `start` ends: before a participle of speech set off by a
/// comma (", pledging to"), or a verb in the cue's own tense, not the content's, joined
/// without a subject ("and asked him"), though the tree hangs them into the content.
pub(super) fn cut(reader: &mut Reader, verb: TokenId, start: TokenId, clause: TokenId, end: TokenId) -> TokenId {
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
        let participle = reader.has_class(id, CuePart::Verb, CueClasses::SPEECH)
            && token.feats.any(Feats::VERBFORM_PART.with(Feats::VERBFORM_GER))
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
