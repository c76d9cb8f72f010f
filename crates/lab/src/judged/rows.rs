//! The file of judgements: lines of fields parted by tabs, in three kinds.
//!
//! - `report ID BYTES`: a report that was judged whole, and the length of its text.
//! - `coded ID START END CATEGORY ACTORS RECIPIENTS STATUS CATEGORY? TUPLE?`: an event that
//!   was coded, and whether its category and its whole tuple are right: `y`, `n`, or `?`
//!   where nobody has judged it. Further fields are for the eye.
//! - `expected ID START END CATEGORY ACTORS RECIPIENTS STATUS`: an event of the report's
//!   opening that should be coded.
//!
//! Offsets are bytes of the report's text. ACTORS and RECIPIENTS are codes parted by commas,
//! sorted, `?` for whoever has no country, `-` for nobody.

use std::fmt::Write;

use dotterel_document::{Byte, Category, Span, Status};

/// What stands at the head of every such file.
pub const HEADER: &str = "\
# Events of drawn news reports, judged against the PLOVER manual: see crates/lab/src/judged/rows.rs.
# report ID BYTES | coded ID START END CATEGORY ACTORS RECIPIENTS STATUS CATEGORY? TUPLE? | expected ID START END CATEGORY ACTORS RECIPIENTS STATUS
";

/// All judgements of a file.
#[derive(Debug, Default)]
pub struct Judged {
    pub reports: Vec<ReportRow>,
    pub coded: Vec<CodedRow>,
    pub expected: Vec<ExpectedRow>,
}

/// A report that was judged whole.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    pub id: String,
    /// Length of its text.
    pub bytes: u32,
}

/// Who did what to whom, as far as it is judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuple {
    pub category: Category,
    pub actors: Vec<String>,
    pub recipients: Vec<String>,
    pub status: Status,
}

/// What was found of an event; `None` where nobody has judged it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Verdict {
    pub category: Option<bool>,
    pub tuple: Option<bool>,
}

/// An event that was coded.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedRow {
    pub id: String,
    pub span: Span<Byte>,
    pub tuple: Tuple,
    pub verdict: Verdict,
}

/// An event that should be coded.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpectedRow {
    pub id: String,
    pub span: Span<Byte>,
    pub tuple: Tuple,
}

/// Reads a file.
///
/// # Errors
/// Line, counted from 1, and what is wrong with it.
pub fn parse(text: &str) -> Result<Judged, (usize, String)> {
    let mut judged = Judged::default();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        row(&fields, &mut judged).map_err(|message| (number + 1, message))?;
    }
    for report in judged.coded.iter().map(|r| &r.id).chain(judged.expected.iter().map(|r| &r.id)) {
        if !judged.reports.iter().any(|r| r.id == *report) {
            return Err((1, format!("no line `report` for {report}")));
        }
    }
    Ok(judged)
}

fn row(fields: &[&str], judged: &mut Judged) -> Result<(), String> {
    match fields {
        ["report", id, bytes, ..] => judged.reports.push(ReportRow { id: id.to_string(), bytes: number(bytes)? }),
        ["coded", id, start, end, category, actors, recipients, status, of_category, of_tuple, ..] => judged.coded.push(CodedRow {
            id: id.to_string(),
            span: span(start, end)?,
            tuple: tuple(category, actors, recipients, status)?,
            verdict: verdict(of_category, of_tuple)?,
        }),
        ["expected", id, start, end, category, actors, recipients, status, ..] => judged.expected.push(ExpectedRow {
            id: id.to_string(),
            span: span(start, end)?,
            tuple: tuple(category, actors, recipients, status)?,
        }),
        [kind @ ("report" | "coded" | "expected"), ..] => return Err(format!("too few fields for `{kind}`")),
        [kind, ..] => return Err(format!("{kind:?} is no kind of line: report, coded, expected")),
        [] => {}
    }
    Ok(())
}

fn number(field: &str) -> Result<u32, String> {
    field.parse().map_err(|_| format!("{field:?} is no number"))
}

fn span(start: &str, end: &str) -> Result<Span<Byte>, String> {
    let (start, end) = (number(start)?, number(end)?);
    if start >= end {
        return Err(format!("{start}..{end} holds no words"));
    }
    Ok(Span::new(start, end))
}

fn tuple(category: &str, actors: &str, recipients: &str, status: &str) -> Result<Tuple, String> {
    let statuses = [Status::Actual, Status::Historical, Status::Future, Status::Hypothetical, Status::Negated];
    let codes = |field: &str| {
        let mut codes: Vec<String> = field.split(',').map(str::trim).filter(|c| !c.is_empty() && *c != "-").map(str::to_string).collect();
        codes.sort();
        codes.dedup();
        codes
    };
    Ok(Tuple {
        category: Category::from_name(category).ok_or_else(|| format!("{category:?} is no PLOVER category"))?,
        actors: codes(actors),
        recipients: codes(recipients),
        status: statuses.into_iter().find(|s| s.as_str() == status).ok_or_else(|| format!("{status:?} is no status"))?,
    })
}

fn verdict(category: &str, tuple: &str) -> Result<Verdict, String> {
    let read = |field: &str| match field {
        "y" => Ok(Some(true)),
        "n" => Ok(Some(false)),
        "?" => Ok(None),
        _ => Err(format!("{field:?} is no verdict: y, n or ?")),
    };
    let verdict = Verdict { category: read(category)?, tuple: read(tuple)? };
    if verdict.category == Some(false) && verdict.tuple == Some(true) {
        return Err("a tuple with a wrong category is not right".to_string());
    }
    Ok(verdict)
}

/// Appends a line `report`.
pub fn write_report(out: &mut String, row: &ReportRow) {
    let _ = writeln!(out, "report\t{}\t{}", row.id, row.bytes);
}

/// Appends a line `coded`, with fields for the eye.
pub fn write_coded(out: &mut String, row: &CodedRow, shown: &[String]) {
    let letter = |verdict: Option<bool>| match verdict {
        Some(true) => "y",
        Some(false) => "n",
        None => "?",
    };
    let _ = write!(out, "coded\t{}\t{}\t{}", row.id, fields(row.span, &row.tuple), letter(row.verdict.category));
    let _ = write!(out, "\t{}", letter(row.verdict.tuple));
    for field in shown {
        let _ = write!(out, "\t{field}");
    }
    out.push('\n');
}

/// Appends a line `expected`.
pub fn write_expected(out: &mut String, row: &ExpectedRow) {
    let _ = writeln!(out, "expected\t{}\t{}", row.id, fields(row.span, &row.tuple));
}

fn fields(span: Span<Byte>, tuple: &Tuple) -> String {
    let codes = |codes: &[String]| if codes.is_empty() { "-".to_string() } else { codes.join(",") };
    let (actors, recipients) = (codes(&tuple.actors), codes(&tuple.recipients));
    format!("{}\t{}\t{}\t{actors}\t{recipients}\t{}", span.start, span.end, tuple.category.as_str(), tuple.status.as_str())
}
