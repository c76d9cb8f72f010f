//! `dotterel demo`: the bundled examples, coded, and what came out at a glance.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use dotterel::{Coded, Coder};
use dotterel_document::Category;
use dotterel_formats::input::{self, Input, Options};

use crate::arguments::DemoOptions;
use crate::prepare::{Prepared, prepare};
use crate::read::{Style, words};

/// Codes every example and prints a report's headline, its events and the totals.
pub fn run(options: &DemoOptions) -> anyhow::Result<u8> {
    let folder = folder(options)?;
    let coder = Coder::new()?;
    let started = Instant::now();
    let style = Style::new(options.width);
    let mut out = anstream::stdout().lock();
    let mut totals = vec![0usize; Category::ALL.len()];
    let (mut documents, mut statements, mut skipped) = (0, 0, Vec::new());
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_none_or(|e| e != "md"))
        .collect();
    files.sort();
    let inputs: Vec<Input> = files.into_iter().map(Input::Path).collect();
    for item in input::documents(&inputs, Options::new(dotterel::page::decode)) {
        let raw = match item {
            Ok(raw) => raw,
            Err(error) => {
                skipped.push(error.to_string());
                continue;
            }
        };
        let origin = raw.origin.clone();
        match prepare(raw, None, false) {
            Prepared::Page(page) => {
                let coded = coder.code(page);
                documents += 1;
                statements += coded.statements.len();
                for event in &coded.events {
                    totals[Category::ALL.iter().position(|&c| c == event.category).unwrap_or(0)] += 1;
                }
                show(&mut out, &coder, &coded, &style)?;
            }
            Prepared::Foreign { language } => skipped.push(format!("{origin}: its language is {language}")),
            Prepared::Empty => skipped.push(format!("{origin}: no text found")),
        }
    }
    let events: usize = totals.iter().sum();
    writeln!(
        out,
        "{}{documents} reports, {events} events, {statements} statements in {:.2} s{}",
        style.bold,
        started.elapsed().as_secs_f64(),
        style.reset
    )?;
    for (category, n) in Category::ALL.iter().zip(&totals).filter(|(_, n)| **n > 0) {
        writeln!(out, "  {}{:<10}{} {:>4} {}", style.quad(*category), category.as_str(), style.reset, n, "▇".repeat((*n).div_ceil(2)))?;
    }
    for message in &skipped {
        writeln!(out, "  skipped: {message}")?;
    }
    writeln!(out)?;
    writeln!(out, "Next: dotterel read {}   or   dotterel code {} > records.jsonl", example(&folder), folder.display())?;
    Ok(crate::DONE)
}

fn show(out: &mut impl Write, coder: &Coder, coded: &Coded, style: &Style) -> io::Result<()> {
    let title = coded.page.title.clone().unwrap_or_else(|| coded.page.text.lines().next().unwrap_or("").to_string());
    let date = coded.page.date.map_or_else(|| "no date".to_string(), |d| d.to_string());
    writeln!(out, "{}{date}  {title}{}", style.bold, style.reset)?;
    for event in &coded.events {
        let line = words::event(coder, coded, event);
        writeln!(
            out,
            "{}",
            style.wrap(
                &format!("{}{:<9}{} {line}", style.quad(event.category), event.category.as_str(), style.reset),
                "  ",
                "            "
            )
        )?;
    }
    writeln!(out)
}

/// The examples where the program is run from its sources, or beside it.
fn folder(options: &DemoOptions) -> anyhow::Result<PathBuf> {
    if let Some(folder) = &options.examples {
        return Ok(folder.clone());
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    [PathBuf::from("examples"), beside]
        .into_iter()
        .find(|p| p.is_dir())
        .and_then(|p| p.canonicalize().ok())
        .context("no folder `examples` here; name one with --examples")
}

fn example(folder: &Path) -> String {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    names.sort();
    names.first().map_or_else(|| "FILE".to_string(), |p| p.display().to_string())
}
