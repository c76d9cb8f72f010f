//! A sample of news, every coded event judged by hand, and the judgements kept so that they
//! can be asked again after every change.
//!
//! `lab draw-events` draws reports by a seed, codes them and writes a sheet: one line an
//! event, with its words, and the opening of each report. Whoever judges sets two letters a
//! line and adds what is missing in the openings; `--bare` then takes the words out, since the
//! news is not ours to keep. `lab score-judged` codes again and compares. An event whose
//! like was never judged counts as neither right nor wrong and is listed.

mod rows;

mod score;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use dotterel::{Coded, Coder};
use dotterel_document::{Byte, Event, MentionId, Span};

use crate::json_lines::{self, Line};
use rows::{CodedRow, Judged, ReportRow, Tuple};

/// What `lab draw-events` takes.
#[derive(clap::Args)]
pub struct DrawOptions {
    /// News, one JSON object a line: id, date, text.
    #[arg(default_value_os_t = crate::shared("data/news/guardian.jsonl"))]
    news: PathBuf,
    /// Seed of the draw.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many reports.
    #[arg(long, default_value_t = 30)]
    reports: usize,
    /// A filled sheet or kept judgements; their verdicts are carried over.
    #[arg(long)]
    judged: Option<PathBuf>,
    /// Leave the words out: the form that is kept.
    #[arg(long)]
    bare: bool,
}

/// What `lab score-judged` takes.
#[derive(clap::Args)]
pub struct ScoreOptions {
    /// Kept judgements.
    #[arg(default_value_os_t = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/judged-events.tsv"))]
    judged: PathBuf,
    /// The news that was judged.
    #[arg(default_value_os_t = crate::shared("data/news/guardian.jsonl"))]
    news: PathBuf,
    /// List wrong, missing and unjudged events.
    #[arg(long)]
    list: bool,
}

/// Paragraphs, and where a report has one only, sentences, of which everything that should be
/// coded is listed.
const OPENING: (usize, usize) = (5, 10);

/// Draws, codes and prints the sheet.
///
/// # Errors
/// Where a file cannot be read or is not in its format.
pub fn draw(options: &DrawOptions) -> Result<()> {
    let news = read_news(&options.news)?;
    let known = options.judged.as_deref().map(read_judged).transpose()?.unwrap_or_default();
    let coder = Coder::new()?;
    let mut out = rows::HEADER.to_string();
    for at in draw_some(news.len(), options.reports, options.seed) {
        let coded = code(&coder, &news[at]);
        sheet(&mut out, &coded, &known, options.bare);
    }
    print!("{out}");
    Ok(())
}

/// Codes the judged reports again and prints what became of the judgements.
///
/// # Errors
/// Where a file cannot be read or is not in its format, or the news are others than were judged.
pub fn score(options: &ScoreOptions) -> Result<()> {
    let known = read_judged(&options.judged)?;
    let news = read_news(&options.news)?;
    let coder = Coder::new()?;
    let mut total = score::Score::default();
    for report in &known.reports {
        let found =
            news.iter().find(|n| n.id == report.id).with_context(|| format!("no report {} in {}", report.id, options.news.display()))?;
        anyhow::ensure!(
            found.text.len() == report.bytes as usize,
            "report {} has {} bytes, but {} when it was judged: offsets do not hold",
            report.id,
            found.text.len(),
            report.bytes
        );
        let coded = code(&coder, found);
        let notes = total.add(&known, &report.id, &events(&coded));
        if options.list {
            for (span, note) in notes {
                let words = coded.page.text.get(span.range()).unwrap_or_default();
                println!("{} {}..{} \"{words}\": {note}", report.id, span.start, span.end);
            }
        }
    }
    print!("{total}");
    Ok(())
}

/// The judged reports, coded, and of each event whether its category is right, where it is
/// known.
///
/// # Errors
/// Like [`score()`].
pub fn judged_events(coder: &Coder, path: &Path) -> Result<Vec<(Coded, Vec<Option<bool>>)>> {
    let known = read_judged(path)?;
    let news = read_news(&crate::shared("data/news/guardian.jsonl"))?;
    let mut all = Vec::new();
    for report in &known.reports {
        if let Some(found) = news.iter().find(|n| n.id == report.id && n.text.len() == report.bytes as usize) {
            let coded = code(coder, found);
            let right = events(&coded).iter().map(|event| score::verdict(&known, &report.id, event).category).collect();
            all.push((coded, right));
        }
    }
    Ok(all)
}

/// One report of the news.
struct Report {
    id: String,
    date: Option<jiff::civil::Date>,
    text: String,
}

fn read_news(path: &Path) -> Result<Vec<Report>> {
    let report = |row: Line| {
        Ok(Report {
            id: row.text("id")?.to_string(),
            date: row.value["date"].as_str().and_then(|d| d.parse().ok()),
            text: row.text("text")?.to_string(),
        })
    };
    json_lines::read(path)?.into_iter().map(report).collect()
}

fn read_judged(path: &Path) -> Result<Judged> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    rows::parse(&text).map_err(|(line, message)| anyhow::anyhow!("{}:{line}: {message}", path.display()))
}

fn code(coder: &Coder, report: &Report) -> Coded {
    let mut page = dotterel::page::from_text(&report.id, &report.text);
    page.date = report.date;
    coder.code(page)
}

/// `count` numbers below `n`, drawn without repetition, in order of the draw.
fn draw_some(n: usize, count: usize, seed: u64) -> Vec<usize> {
    // SplitMix64 (Steele, Lea, Flood 2014) and the shuffle of Fisher and Yates.
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    let mut all: Vec<usize> = (0..n).collect();
    let count = count.min(n);
    for at in 0..count {
        let other = at + (next() % (n - at) as u64) as usize;
        all.swap(at, other);
    }
    all.truncate(count);
    all
}

/// Triggers of an event, the record's own first, and its tuple.
struct Found {
    spans: Vec<Span<Byte>>,
    tuple: Tuple,
}

fn events(coded: &Coded) -> Vec<Found> {
    let tuple = |event: &Event| Tuple {
        category: event.category,
        actors: codes(coded, &event.actors),
        recipients: codes(coded, &event.recipients),
        status: event.status,
    };
    coded.events.iter().map(|e| Found { spans: [e.trigger].into_iter().chain(e.also.iter().copied()).collect(), tuple: tuple(e) }).collect()
}

/// Country and PLOVER codes, sorted, each once; `?` for whoever has none.
fn codes(coded: &Coded, mentions: &[MentionId]) -> Vec<String> {
    let mut codes = Vec::new();
    for mention in mentions.iter().filter_map(|&m| coded.actors.mentions.get(m as usize)) {
        let entities = mention.entities.iter().filter_map(|&e| coded.actors.entities.get(e as usize));
        codes.extend(entities.map(|e| e.code.map_or_else(|| "?".to_string(), |c| c.to_string())));
        if mention.entities.is_empty() {
            codes.push("?".to_string());
        }
    }
    codes.sort();
    codes.dedup();
    codes
}

/// Appends the lines of one report.
fn sheet(out: &mut String, coded: &Coded, known: &Judged, bare: bool) {
    let id = &coded.page.id;
    let one_line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = |span: Span<Byte>| coded.page.text.get(span.range()).map(one_line).unwrap_or_default();
    rows::write_report(out, &ReportRow { id: id.clone(), bytes: coded.page.text.len() as u32 });
    if !bare {
        for sent in coded.text.sents.iter().take(opening(coded)) {
            let _ = writeln!(out, "# {}..{} {}", sent.span.start, sent.span.end, words(sent.span));
        }
    }
    let found = events(coded);
    let mut kept: Vec<CodedRow> = Vec::new();
    for (event, found) in coded.events.iter().zip(&found) {
        let verdict = score::verdict(known, id, found);
        let row = CodedRow { id: id.clone(), span: event.trigger, tuple: found.tuple.clone(), verdict };
        let names = |mentions: &[MentionId]| {
            let all = mentions.iter().filter_map(|&m| coded.actors.mentions.get(m as usize));
            all.map(|m| words(m.bytes)).collect::<Vec<_>>().join("; ")
        };
        let sentence = coded.text.sents.get(event.sent as usize).map(|s| words(s.span)).unwrap_or_default();
        let shown = [words(event.trigger), names(&event.actors), names(&event.recipients), event.rule.clone(), sentence];
        rows::write_coded(out, &row, if bare { &[] } else { &shown });
        kept.push(row);
    }
    // Judgements of what is no longer coded hold for the day when it is again.
    for row in known.coded.iter().filter(|r| r.id == *id && !kept.iter().any(|k| k.span == r.span && k.tuple == r.tuple)) {
        rows::write_coded(out, row, &[]);
    }
    for row in known.expected.iter().filter(|r| r.id == *id) {
        rows::write_expected(out, row);
    }
}

/// How many sentences are the opening.
fn opening(coded: &Coded) -> usize {
    let sents = &coded.text.sents;
    match sents.iter().position(|s| s.paragraph as usize >= OPENING.0) {
        Some(end) => end,
        None if sents.iter().any(|s| s.paragraph > 0) => sents.len(),
        None => OPENING.1.min(sents.len()),
    }
}

#[cfg(test)]
mod tests;
