//! Quotations that no cue claims: the speaker before goes on.
//!
//! "..., Wang said. “And more.”" continues in the same paragraph; a quotation that stands
//! alone in a paragraph continues the one before. A quotation that is no sentence of its own
//! is only a part of the report's words, and no statement.

use dotterel_document::{Span, Upos};
use dotterel_lexicon::cues::{CueClasses, CuePart};

use super::Draft;
use super::reader::Reader;
use super::speaker;

/// Adds each unclaimed quotation to the draft that it goes on with, or as a draft of its own.
pub(super) fn attribute(reader: &Reader, drafts: &mut Vec<Draft>, claimed: &[bool]) {
    // Cues that have a content, in order, as the drafts come.
    let reported: Vec<u32> = drafts.iter().filter_map(|draft| draft.cue).map(|cue| cue.start).collect();
    // Drafts by the ends of their contents, for the one that ended last before a quotation,
    // and by their starts, for those inside of which a quotation stands.
    let mut ends: Vec<usize> = (0..drafts.len()).collect();
    ends.sort_by_key(|&d| (drafts[d].content.end, d));
    let mut starts: Vec<usize> = (0..drafts.len()).collect();
    starts.sort_by_key(|&d| (drafts[d].content.start, d));
    let (mut ended, mut started) = (0, 0);
    let mut last: Option<usize> = None;
    let mut covered = 0;
    for (quote, &claimed) in claimed.iter().enumerate() {
        let span = reader.quotes[quote].span;
        while let Some(&draft) = ends.get(ended).filter(|&&d| drafts[d].content.end <= span.start) {
            let quoted = !reader.quotes_in(drafts[draft].content).is_empty();
            if quoted || last.is_none_or(|l| last_paragraph(reader, &drafts[l]) != last_paragraph(reader, &drafts[draft])) {
                last = Some(draft);
            }
            ended += 1;
        }
        while let Some(&draft) = starts.get(started).filter(|&&d| drafts[d].content.start <= span.start) {
            covered = covered.max(drafts[draft].content.end);
            started += 1;
        }
        if claimed || span.start < covered || !is_sentence(reader, quote) {
            continue;
        }
        if let Some(draft) = after_colon(reader, quote).or_else(|| after_sentence(reader, quote, &reported)) {
            drafts.push(draft);
            last = Some(drafts.len() - 1);
            covered = span.end;
            continue;
        }
        let Some(previous) = last else { continue };
        let here = paragraph(reader, span.start);
        let there = last_paragraph(reader, &drafts[previous]);
        if here == there && ends_quoted(reader, &drafts[previous]) && follows_cue(reader, &drafts[previous], span.start) {
            drafts[previous].content.end = span.end;
            covered = span.end;
            continue;
        }
        if here == there || here == there + 1 && (reader.quotes[quote].continues || opens_paragraph(reader, quote)) {
            let content = span;
            let speaker = drafts[previous].speaker;
            drafts.push(Draft { cue: None, content, speaker, hearers: Vec::new(), direct: true, asserts: true });
            last = Some(drafts.len() - 1);
            covered = span.end;
        }
    }
}

/// "Wang issued the following statement: “...”": a quotation that a sentence ending with a
/// colon brings in without a verb of speech. Its source is the sentence's subject, or the
/// name that alone stands before the colon; its cue the last noun of speech, if any.
fn after_colon(reader: &Reader, quote: usize) -> Option<Draft> {
    let start = reader.quote_tokens[quote].start;
    let colon = start.checked_sub(1).filter(|&id| reader.word(id) == ":" && reader.quote_of(id).is_none())?;
    let sent = reader.sent(colon);
    let noun = |&id: &u32| reader.token(id).upos == Upos::Noun && reader.has_class(id, CuePart::Noun, CueClasses::SPEECH);
    let cue = (sent.start..colon).rev().take(40).take_while(|&id| reader.quote_of(id).is_none()).find(noun);
    let root = (sent.start..colon).find(|&id| reader.head(id).is_none_or(|head| head < sent.start || head >= colon))?;
    let speaker = match reader.token(root).upos {
        Upos::Propn if colon - sent.start < 6 => Some(root),
        _ => cue.and_then(|cue| speaker::of_noun(reader, cue)).or_else(|| speaker::of_verb(reader, root)),
    };
    let content = reader.quotes[quote].span;
    let cue = cue.map(|cue| Span::new(cue, cue + 1));
    speaker.map(|_| Draft { cue, content, speaker, hearers: Vec::new(), direct: true, asserts: true })
}

/// "Wang answered in a statement." and the quotation as a paragraph of its own: a verb of
/// speech that has no content in its own sentence.
fn after_sentence(reader: &Reader, quote: usize, reported: &[u32]) -> Option<Draft> {
    if !opens_paragraph(reader, quote) {
        return None;
    }
    let before = reader.quote_tokens[quote].start.checked_sub(1)?;
    let sent = reader.sent(before);
    let reports = |&id: &u32| {
        reader.quote_of(id).is_none()
            && reader.token(id).upos == Upos::Verb
            && reader.is_finite(id)
            && reader.has_class(id, CuePart::Verb, CueClasses::SPEECH)
    };
    let cue = (sent.start..sent.end).rev().find(reports)?;
    let cue = Span::new(cue, cue + 1);
    if reported.binary_search(&cue.start).is_ok() {
        return None;
    }
    let content = reader.quotes[quote].span;
    let speaker = speaker::of_speech(reader, cue, content, 0, false);
    speaker.map(|_| Draft { cue: Some(cue), content, speaker, hearers: Vec::new(), direct: true, asserts: true })
}

/// Number, from 1, of the paragraph that holds this byte.
fn paragraph(reader: &Reader, byte: u32) -> usize {
    reader.text.paragraphs.partition_point(|p| p.start <= byte)
}

/// The paragraph in which a draft's content ends.
fn last_paragraph(reader: &Reader, draft: &Draft) -> usize {
    paragraph(reader, draft.content.end.saturating_sub(1))
}

/// True where a draft's content ends with the end of a quotation, so that another one can
/// take it up again.
fn ends_quoted(reader: &Reader, draft: &Draft) -> bool {
    let last = reader.quotes_in(draft.content).last();
    last.is_some_and(|quote| reader.quotes[quote].span.end == draft.content.end)
}

/// True where the draft's cue stands between its content and this byte, and nothing else
/// does but its clause: the sentence of the cue ends right before, or has not ended.
fn follows_cue(reader: &Reader, draft: &Draft, byte: u32) -> bool {
    let Some(cue) = draft.cue else { return reader.trim(Span::new(draft.content.end, byte)).is_empty() };
    let at = reader.token(cue.start).span.start;
    if at < draft.content.end {
        return false;
    }
    let sent = reader.sent(cue.start);
    let next = reader.text.tokens.get(sent.end as usize).map_or(u32::MAX, |t| t.span.start);
    byte <= next
}

/// True where the quotation begins its sentence and either ends one or has a verb and
/// enough words to be one.
fn is_sentence(reader: &Reader, quote: usize) -> bool {
    let tokens = reader.quote_tokens[quote];
    if tokens.is_empty() {
        return false;
    }
    let begins = reader.sent(tokens.start).start == tokens.start || tokens.start > 0 && reader.is_punct(tokens.start - 1);
    let inside = reader.src.get(reader.quotes[quote].inside().range()).unwrap_or("").trim_end_matches(super::beside::closes_inner);
    let ends = inside.ends_with(['.', '?', '!', ',', '…', '—']) || reader.quotes[quote].close == 0;
    let words = (tokens.start..tokens.end).filter(|&id| !reader.is_punct(id)).take(5).count();
    let clause = (tokens.start..tokens.end).any(|id| matches!(reader.token(id).upos, Upos::Verb | Upos::Aux));
    begins && ends && clause && words >= 2
}

fn opens_paragraph(reader: &Reader, quote: usize) -> bool {
    let start = reader.quotes[quote].span.start;
    let paragraph = reader.text.paragraphs.get(paragraph(reader, start).saturating_sub(1));
    paragraph.and_then(|p| reader.src.get(p.start as usize..start as usize)).is_some_and(|lead| lead.trim().is_empty())
}
