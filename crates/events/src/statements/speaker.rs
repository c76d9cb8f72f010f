//! Who speaks, and to whom: from the cue up and down the tree.

use dotterel_document::{Byte, Deprel, Feats, MentionId, Span, Tok, TokenId, Upos};
use dotterel_lexicon::cues::{CueClasses, CuePart};

use super::reader::Reader;

/// How far up a chain of clauses a shared subject is looked for.
const CLIMB: usize = 6;

const SUBJECTS: &[Deprel] = &[Deprel::Nsubj, Deprel::NsubjOuter];

/// The head of the phrase that says what a speech verb reports, given where its content
/// stands. Before the verb, a content leaves the subject close to it, in front or behind
/// ("..., said Wang"), and only failing that in a clause above.
pub(super) fn of_speech(reader: &Reader, cue: Span<Tok>, content: Span<Byte>, from: TokenId, content_before: bool) -> Option<TokenId> {
    let outside = |&id: &TokenId| !content.contains(reader.token(id).span.start);
    let verb = cue.start;
    if !content_before {
        return of_verb(reader, verb).filter(outside).or_else(|| nearby(reader, cue, 0, false).filter(outside));
    }
    subject(reader, verb)
        .filter(|_| !reader.is_passive(verb))
        .map(|subject| antecedent(reader, verb, subject))
        .filter(outside)
        .or_else(|| inverted(reader, cue, from))
        .or_else(|| nearby(reader, cue, from, true).filter(outside))
        .or_else(|| of_verb(reader, verb).filter(outside))
}

/// "..., said Wang": with nothing but adverbs between content and verb, the noun after the
/// verb is its subject, whatever the tree calls it.
fn inverted(reader: &Reader, cue: Span<Tok>, from: TokenId) -> Option<TokenId> {
    let verb = cue.start;
    if reader.is_passive(verb) || !(from..verb).all(|id| reader.is_punct(id) || reader.token(id).upos == Upos::Adv) {
        return None;
    }
    const SHAPES: &[Deprel] = &[Deprel::Nsubj, Deprel::Obj, Deprel::Iobj, Deprel::Ccomp, Deprel::Xcomp, Deprel::Obl, Deprel::Dep];
    reader.tree.children(verb).find(|&child| {
        child >= cue.end && reader.is_nominal(child) && reader.is(child, SHAPES) && reader.child(child, &[Deprel::Case]).is_none()
    })
}

/// The head of the phrase that says, thinks or wants what the cue `cue` reports.
pub(super) fn of_verb(reader: &Reader, cue: TokenId) -> Option<TokenId> {
    let mut verb = cue;
    for _ in 0..CLIMB {
        if let Some(agent) = reader.child(verb, &[Deprel::OblAgent]) {
            return Some(agent);
        }
        if let Some(subject) = subject(reader, verb) {
            if verb == cue && reader.is_passive(verb) {
                return None;
            }
            return Some(antecedent(reader, verb, subject));
        }
        if let Some(subject) = reader.child(verb, &[Deprel::NsubjPass]) {
            // What is done to the subject of a passive cue is the saying itself.
            return (verb != cue && !reader.is_passive(cue)).then(|| antecedent(reader, verb, subject));
        }
        if let Some(&leader) = reader.follows.get(&verb) {
            verb = leader;
            continue;
        }
        let head = reader.head(verb)?;
        verb = match reader.token(verb).deprel {
            Deprel::Conj | Deprel::Advcl | Deprel::Dep => head,
            Deprel::Parataxis if verb != cue => head,
            Deprel::Xcomp | Deprel::Ccomp => {
                // "asked him to say": the object is who speaks.
                let object = reader.child(head, &[Deprel::Obj, Deprel::Iobj]);
                match object {
                    Some(object) if reader.is_nominal(object) && object < verb => return Some(object),
                    _ => head,
                }
            }
            Deprel::Acl if reader.is_nominal(head) => {
                // "a statement saying": whoever made the statement, else the statement.
                let made = reader.has_class(head, CuePart::Noun, CueClasses::SPEECH).then(|| of_noun(reader, head)).flatten();
                return Some(made.unwrap_or(head));
            }
            Deprel::AclRelcl if reader.is_nominal(head) => return None,
            _ => return None,
        };
        if !matches!(reader.token(verb).upos, Upos::Verb | Upos::Aux | Upos::Adj | Upos::Noun | Upos::Propn) {
            return None;
        }
    }
    None
}

/// The subject nearest to its verb, on the same side of any quotation mark.
fn subject(reader: &Reader, verb: TokenId) -> Option<TokenId> {
    let subjects =
        || reader.tree.children(verb).filter(|&child| reader.is(child, SUBJECTS) && reader.quote_of(child) == reader.quote_of(verb));
    subjects().filter(|&child| child < verb).last().or_else(|| subjects().next())
}

/// The noun that a relative pronoun stands for, or the subject itself.
fn antecedent(reader: &Reader, verb: TokenId, subject: TokenId) -> TokenId {
    if !reader.token(subject).feats.has(Feats::PRON_REL) {
        return subject;
    }
    let mut clause = verb;
    for _ in 0..CLIMB {
        match reader.head(clause) {
            Some(head) if reader.is(clause, &[Deprel::AclRelcl, Deprel::Acl]) => return head,
            Some(head) => clause = head,
            None => break,
        }
    }
    subject
}

/// Who makes the claim that a noun names: its possessor, the phrase brought in by "by" or
/// the like, or the subject of the verb that it is the object of.
pub(super) fn of_noun(reader: &Reader, noun: TokenId) -> Option<TokenId> {
    if let Some(possessor) = reader.child(noun, &[Deprel::NmodPoss]) {
        return Some(possessor);
    }
    let brought = reader
        .tree
        .children(noun)
        .find(|&child| reader.is(child, &[Deprel::Nmod, Deprel::OblAgent]) && case_has(reader, child, CueClasses::SOURCE));
    if brought.is_some() {
        return brought;
    }
    let verb = reader.head(noun).filter(|_| reader.is(noun, &[Deprel::Obj, Deprel::Obl]))?;
    if !matches!(reader.token(verb).upos, Upos::Verb) {
        return None;
    }
    of_verb(reader, verb)
}

/// True where the phrase is brought in by an adposition of this class.
fn case_has(reader: &Reader, phrase: TokenId, class: CueClasses) -> bool {
    reader.child(phrase, &[Deprel::Case]).is_some_and(|case| reader.has_class(case, CuePart::Mark, class))
}

/// Heads of those who are told: the object of a cue that takes a hearer, and the phrase
/// brought in by an adposition of class `addressee` ("said to reporters").
pub(super) fn hearers(reader: &Reader, verb: TokenId, takes_hearer: bool) -> Vec<TokenId> {
    let passive = reader.is_passive(verb);
    reader
        .tree
        .children(verb)
        .filter(|&child| match reader.token(child).deprel {
            Deprel::Obj | Deprel::Iobj => takes_hearer && !passive && reader.is_nominal(child),
            Deprel::NsubjPass => takes_hearer,
            Deprel::Obl => case_has(reader, child, CueClasses::ADDRESSEE),
            _ => false,
        })
        .collect()
}

/// The phrase of a source: its whole extent, less the clause that holds the cue and what
/// stands in quotation marks.
pub(super) fn phrase(reader: &Reader, head: TokenId, cue: Span<Tok>) -> Span<Tok> {
    let extent = reader.tree.extent(head);
    let (mut start, mut end) = (extent.start, extent.end);
    if head < cue.start {
        end = end.min(cue.start);
        // Up to the relative clause or participle that holds the cue.
        for child in reader.tree.children(head) {
            let under = reader.tree.extent(child);
            if child > head && under.contains(cue.start) {
                end = end.min(under.start);
            }
        }
    } else {
        start = start.max(cue.end);
    }
    // The adposition that brings the source in is no part of its name, nor is a genitive mark.
    for child in reader.tree.children(head).filter(|&child| reader.is(child, &[Deprel::Case])) {
        if child < head {
            start = start.max(child + 1);
        } else {
            end = end.min(child);
        }
    }
    // "According to Putin, Russia and China are ...": what is joined after a comma is no source.
    if cue.end <= head {
        for child in reader.tree.children(head).filter(|&child| child > head && reader.is(child, &[Deprel::Conj])) {
            let under = reader.tree.extent(child);
            if under.start > head && (reader.is_punct(under.start) || reader.is_punct(under.start - 1)) {
                end = end.min(under.start);
            }
        }
    }
    // Two subjects joined by a conjunction that the tree left apart ("Wang and Patrushev").
    if let Some(other) = left_apart(reader, head) {
        start = start.min(reader.tree.extent(other).start);
    }
    let outside = |id: TokenId| reader.quote_of(id) == reader.quote_of(head);
    while end > head + 1 && (reader.is_punct(end - 1) || !outside(end - 1)) {
        end -= 1;
    }
    while start < head && (reader.is_punct(start) || reader.token(start).upos == Upos::Cconj || !outside(start)) {
        start += 1;
    }
    Span::new(start.min(head), end.max(head + 1))
}

/// Another subject of the same verb, with a conjunction and no verb or comma between the two.
fn left_apart(reader: &Reader, head: TokenId) -> Option<TokenId> {
    let verb = reader.head(head).filter(|&verb| verb > head)?;
    let joins = |other: TokenId| {
        let plain = |id: TokenId| !matches!(reader.token(id).upos, Upos::Verb | Upos::Aux | Upos::Punct);
        (other + 1..head).all(plain) && (other + 1..head).any(|id| reader.token(id).upos == Upos::Cconj)
    };
    let near = head.saturating_sub(20);
    reader.tree.children(verb).find(|&other| near <= other && other < head && reader.is(other, SUBJECTS) && joins(other))
}

/// Mentions of a phrase's head and of what is joined to it by "and", within the phrase.
pub(super) fn mentions(reader: &Reader, head: TokenId, phrase: Span<Tok>) -> Vec<MentionId> {
    let mut found: Vec<MentionId> = Vec::new();
    found.extend(left_apart(reader, head).filter(|&other| phrase.contains(other)).and_then(|other| mention(reader, other)));
    found.extend(mention(reader, head));
    for child in reader.tree.children(head) {
        if phrase.contains(child) && reader.is(child, &[Deprel::Conj]) && reader.is_nominal(child) {
            found.extend(mention(reader, child).filter(|id| !found.contains(id)));
        }
    }
    found
}

/// The mention with this head; failing that, where name and title hang the other way round,
/// the one that holds the head.
fn mention(reader: &Reader, head: TokenId) -> Option<MentionId> {
    if let Some(id) = reader.actors.id_by_head(head) {
        return Some(id);
    }
    reader
        .tree
        .children(head)
        .filter(|&child| reader.is(child, &[Deprel::Flat, Deprel::Appos, Deprel::Compound, Deprel::NmodDesc]))
        .filter_map(|child| reader.actors.id_by_head(child))
        .find(|&id| reader.actors.mentions.get(id as usize).is_some_and(|m| m.tokens.contains(head)))
}

/// Where the tree gives a speech verb no subject: the word right before it, adverbs and
/// auxiliaries aside, or after a content also the word right after it, if that is a noun, or
/// a capital makes it look like a name. Behind a comma the phrase is longer ("the head of
/// the bank, a lawyer, said"): then its first noun from `from` on, where its content ends.
fn nearby(reader: &Reader, cue: Span<Tok>, from: TokenId, content_before: bool) -> Option<TokenId> {
    let verb = cue.start;
    if reader.is_passive(verb) {
        return None;
    }
    let sent = reader.sent(verb);
    let capital = |id: TokenId| reader.is_capital(id);
    let name = |id: &TokenId| reader.quote_of(*id).is_none() && (reader.is_nominal(*id) || capital(*id));
    // A participle or infinitive has its subject elsewhere, and so has a verb after "and".
    let open = !reader.is_finite(verb) && !content_before;
    let before = (from.max(sent.start)..verb)
        .rev()
        .take(6)
        .find(|&id| capital(id) || !matches!(reader.token(id).upos, Upos::Adv | Upos::Aux))
        .filter(|_| !open);
    if before.is_some_and(|id| reader.is_punct(id)) {
        let part = |id: &TokenId| name(id) && !reader.is(*id, &[Deprel::Compound, Deprel::NmodPoss, Deprel::NmodDesc]);
        return (from.max(sent.start)..verb).take(30).find(part);
    }
    let after = Some(cue.end).filter(|&id| content_before && id < sent.end);
    before.filter(name).or(after.filter(name))
}
