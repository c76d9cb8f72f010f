//! Actors and predicates marked in the text of a sentence.

use dotterel::Coded;
use dotterel_document::{Byte, MentionKind, SentId, Span};

use crate::read::style::{GLUE, Style};

/// A stretch of text to be marked.
pub struct Mark {
    span: Span<Byte>,
    /// Code and sector, for actors.
    code: Option<String>,
}

/// Marks of a whole report, sorted, not overlapping.
pub fn of(coded: &Coded) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for mention in &coded.actors.mentions {
        // Only names and descriptions that are coded; a phrase within a marked one stays plain.
        let Some(entity) = mention.entities.first().and_then(|&e| coded.actors.entities.get(e as usize)) else { continue };
        if !entity.is_codable() || mention.kind == MentionKind::Pronoun {
            continue;
        }
        let head = coded.text.tokens[mention.head as usize].span;
        let span = if mention.kind == MentionKind::Name { mention.bytes } else { head };
        let code = entity
            .code
            .map(|c| c.to_string())
            .into_iter()
            .chain(entity.sectors.first().map(|s| s.as_str().to_string()))
            .collect::<Vec<_>>()
            .join(" ");
        marks.push(Mark { span, code: Some(code) });
    }
    for event in &coded.events {
        marks.extend(event.also.iter().chain([&event.trigger]).map(|&span| Mark { span, code: None }));
    }
    marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    let mut last = 0;
    marks.retain(|m| {
        let keep = m.span.start >= last && !m.span.is_empty();
        if keep {
            last = m.span.end;
        }
        keep
    });
    marks
}

/// The words of a sentence with its marks.
pub fn sentence(coded: &Coded, marks: &[Mark], id: SentId, style: &Style) -> String {
    let sent = coded.text.sents[id as usize].span;
    let text = &coded.page.text;
    let mut out = String::new();
    let mut at = sent.start;
    let first = marks.partition_point(|m| m.span.start < sent.start);
    for mark in marks[first..].iter().take_while(|m| m.span.end <= sent.end) {
        out.push_str(&text[at as usize..mark.span.start as usize]);
        match &mark.code {
            Some(code) => {
                let code = code.replace(' ', GLUE);
                out.push_str(&format!("{}{}{} {}[{code}]{}", style.actor, mark.span.of(text), style.reset, style.dim, style.reset))
            }
            None => out.push_str(&format!("{}{}{}", style.trigger, mark.span.of(text), style.reset)),
        }
        at = mark.span.end;
    }
    out.push_str(&text[at as usize..sent.end as usize]);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
