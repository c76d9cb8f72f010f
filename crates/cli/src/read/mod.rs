//! `dotterel read`: a report for a person, in the terminal.

mod style;

pub mod words;

mod marks;

use std::io::{self, Write};
use std::path::Path;

use dotterel::{Coded, Coder};
use dotterel_document::{Clause, ClauseId, Event, SentId};
use dotterel_formats::input::{self, Input, Options};

use crate::arguments::{Color, ReadOptions};
use crate::prepare::{Prepared, prepare};

pub use style::Style;

/// Shows every report of the input.
pub fn run(options: &ReadOptions) -> anyhow::Result<u8> {
    match options.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    let mut coder = crate::lexicon::coder(options.lang.as_deref(), &options.frames)?;
    coder.explain = options.explain;
    coder.agentless = options.agentless;
    let style = Style::new(options.width);
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    let mut shown = 0;
    let mut status = crate::DONE;
    if options.input.as_os_str() != "-" && !Path::new(&options.input).exists() {
        anyhow::bail!("{}: no such file", options.input.display());
    }
    for item in input::documents(&[Input::from(&options.input)], Options::new(dotterel::page::decode)) {
        let raw = match item {
            Ok(raw) => raw,
            Err(error) => {
                eprintln!("dotterel: {error}; skipped");
                status = crate::SOME_SKIPPED;
                continue;
            }
        };
        let origin = raw.origin.clone();
        match prepare(raw, options.date, false) {
            Prepared::Page(page) => {
                if shown > 0 {
                    writeln!(out)?;
                }
                shown += 1;
                show(&mut out, &coder, &coder.code(page), &style, options.explain)?;
            }
            Prepared::Foreign { language } => eprintln!("dotterel: {origin}: skipped: its language is {language}"),
            Prepared::Empty => {
                eprintln!("dotterel: {origin}: no text found; skipped");
                status = crate::SOME_SKIPPED;
            }
        }
    }
    out.flush()?;
    Ok(status)
}

/// Head, then every paragraph with what was coded in it.
fn show(out: &mut impl Write, coder: &Coder, coded: &Coded, style: &Style, explain: bool) -> io::Result<()> {
    let page = &coded.page;
    if let Some(title) = &page.title {
        writeln!(out, "{}", style.wrap(&format!("{}{title}{}", style.bold, style.reset), "", ""))?;
    }
    let facts: Vec<String> =
        [page.publication.clone(), page.author.clone(), page.date.map(words::date), page.url.clone()].into_iter().flatten().collect();
    if !facts.is_empty() {
        writeln!(out, "{}", style.wrap(&format!("{}{}{}", style.dim, facts.join(" · "), style.reset), "", ""))?;
    }
    for warning in &page.warnings {
        writeln!(out, "{}", style.wrap(&format!("{}note: {warning}{}", style.dim, style.reset), "", ""))?;
    }
    if page.title.is_some() || !facts.is_empty() || !page.warnings.is_empty() {
        writeln!(out)?;
    }
    let marks = marks::of(coded);
    let silent = if explain { silent(coder, coded) } else { Vec::new() };
    let mut paragraph = None;
    let mut annotated = false;
    for id in 0..coded.text.sents.len() as SentId {
        let sent = &coded.text.sents[id as usize];
        if annotated || paragraph.is_some_and(|p| p != sent.paragraph) {
            writeln!(out)?;
        }
        paragraph = Some(sent.paragraph);
        let told_again = |e: &Event| e.also.iter().any(|again| sent.span.contains(again.start));
        annotated = explain || coded.events.iter().any(|e| e.sent == id || told_again(e)) || coded.statements.iter().any(|s| s.sent == id);
        writeln!(out, "{}", style.wrap(&marks::sentence(coded, &marks, id, style), "", ""))?;
        for event in coded.events.iter().filter(|e| e.sent == id) {
            let label = format!("{}{:<9}{}", style.quad(event.category), event.category.as_str(), style.reset);
            writeln!(out, "{}", style.wrap(&format!("{label} {}", words::event(coder, coded, event)), "    ", "              "))?;
            if explain {
                for line in &event.explanation {
                    writeln!(out, "{}", style.wrap(&format!("{}{line}{}", style.dim, style.reset), "              ", "                "))?;
                }
                let details = format!(
                    "rule {}, CAMEO {}, confidence {:.2}, words \"{}\"",
                    event.rule,
                    event.cameo.as_deref().unwrap_or("-"),
                    event.confidence,
                    event.trigger.of(&page.text)
                );
                writeln!(out, "{}", style.wrap(&format!("{}{details}{}", style.dim, style.reset), "              ", "                "))?;
            }
        }
        for event in coded.events.iter().filter(|e| e.sent != id && told_again(e)) {
            let label = format!("{}{:<9}{}", style.quad(event.category), event.category.as_str(), style.reset);
            let day = event.date.map(|d| format!(", {}", words::date(d))).unwrap_or_default();
            let line = format!("{label} {}the event \"{}\"{day}, told again{}", style.dim, event.trigger.of(&page.text), style.reset);
            writeln!(out, "{}", style.wrap(&line, "    ", "              "))?;
        }
        for statement in coded.statements.iter().filter(|s| s.sent == id) {
            let label = format!("{}said{}     ", style.statement, style.reset);
            writeln!(out, "{}", style.wrap(&format!("{label} {}", words::statement(coder, coded, statement)), "    ", "              "))?;
        }
        if explain {
            explain_silence(out, &silent, coded, id, style)?;
        }
    }
    writeln!(out)?;
    let entities = coded.actors.entities.iter().filter(|e| e.is_codable()).count();
    let counts = [
        words::count(coded.events.len(), "event", "events"),
        words::count(coded.statements.len(), "statement", "statements"),
        words::count(entities, "entity", "entities"),
    ];
    writeln!(out, "{}{}{}", style.dim, counts.join(", "), style.reset)
}

/// A predicate that gave no event, and why.
type Silent<'c> = (&'c Clause, Vec<String>);

/// With `--explain`, predicates that gave no event are named with the reason: nothing is left
/// out in silence. In order of the text, for the whole report at once.
fn silent<'c>(coder: &Coder, coded: &'c Coded) -> Vec<Silent<'c>> {
    let clauses = &coded.clauses.all;
    let spoken = |clause: &Clause| {
        let head = coded.text.tokens[clause.head as usize].span;
        coded.events.iter().any(|e| e.trigger.overlaps(head) || e.also.iter().any(|again| again.overlaps(head)))
    };
    let ids: Vec<ClauseId> = (0..clauses.len() as ClauseId).filter(|&id| !spoken(&clauses[id as usize])).collect();
    ids.iter().map(|&id| &clauses[id as usize]).zip(coder.silence(coded, &ids)).collect()
}

fn explain_silence(out: &mut impl Write, silent: &[Silent<'_>], coded: &Coded, id: SentId, style: &Style) -> io::Result<()> {
    let sent = &coded.text.sents[id as usize];
    for (clause, why) in silent.iter().filter(|(clause, _)| sent.tokens.contains(clause.head)) {
        writeln!(
            out,
            "{}",
            style.wrap(&format!("{}no event of \"{}\": {}{}", style.dim, clause.lemma, why.join("; "), style.reset), "    ", "      ")
        )?;
    }
    Ok(())
}
