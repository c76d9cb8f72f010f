//! What became of the judgements in the present coding.

use std::fmt;

use dotterel_document::{Byte, Span};

use crate::judged::Found;
use crate::judged::rows::{Judged, Tuple, Verdict};

/// What the judgements say of a coded event.
///
/// The same tuple on the same words was judged itself. Otherwise the category is that of
/// any judged or expected event of this category on these words, and the tuple is right or
/// wrong by an expected event of this category there; where there is none, it is unknown.
pub fn verdict(known: &Judged, report: &str, found: &Found) -> Verdict {
    let here = |id: &str, span: Span<Byte>| id == report && found.spans.iter().any(|s| s.overlaps(span));
    let mut verdict = Verdict::default();
    for row in known.expected.iter().filter(|r| here(&r.id, r.span) && r.tuple.category == found.tuple.category) {
        verdict.category = Some(true);
        verdict.tuple = Some(verdict.tuple == Some(true) || row.tuple == found.tuple);
    }
    for row in known.coded.iter().filter(|r| here(&r.id, r.span) && r.tuple.category == found.tuple.category) {
        verdict.category = verdict.category.or(row.verdict.category);
        if row.tuple == found.tuple {
            return row.verdict;
        }
    }
    // A wrong category is a wrong tuple, whatever else it says.
    if verdict.category == Some(false) {
        verdict.tuple = Some(false);
    }
    verdict
}

/// Counts over reports.
#[derive(Debug, Default, PartialEq)]
pub struct Score {
    /// Reports.
    pub reports: usize,
    /// Coded events.
    pub coded: usize,
    /// Right and judged categories.
    pub category: (usize, usize),
    /// Right and judged tuples.
    pub tuple: (usize, usize),
    /// Events of the openings: category found, whole tuple found, all.
    pub recall: (usize, usize, usize),
}

impl Score {
    /// Adds the events of one report. Gives what is to be told of single events.
    pub fn add(&mut self, known: &Judged, report: &str, events: &[Found]) -> Vec<(Span<Byte>, String)> {
        let mut notes = Vec::new();
        self.reports += 1;
        self.coded += events.len();
        for event in events {
            let verdict = verdict(known, report, event);
            for (judged, (right, all)) in [(verdict.category, &mut self.category), (verdict.tuple, &mut self.tuple)] {
                *right += usize::from(judged == Some(true));
                *all += usize::from(judged.is_some());
            }
            let what = match (verdict.category, verdict.tuple) {
                (Some(false), _) => "wrong category",
                (Some(true), Some(false)) => "wrong parties or status",
                (None, _) => "not judged",
                (_, None) => "parties and status not judged",
                _ => continue,
            };
            let at = event.spans.first().copied().unwrap_or_default();
            notes.push((at, format!("{what}: {}", in_short(&event.tuple))));
        }
        for row in known.expected.iter().filter(|r| r.id == report) {
            let same = |e: &&Found| e.tuple.category == row.tuple.category && e.spans.iter().any(|s| s.overlaps(row.span));
            let there: Vec<&Found> = events.iter().filter(same).collect();
            let whole = there.iter().any(|e| e.tuple == row.tuple);
            self.recall.0 += usize::from(!there.is_empty());
            self.recall.1 += usize::from(whole);
            self.recall.2 += 1;
            if !whole {
                let what = if there.is_empty() { "missing" } else { "missing with these parties and status" };
                notes.push((row.span, format!("{what}: {}", in_short(&row.tuple))));
            }
        }
        notes.sort();
        notes
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |right: usize, all: usize| if all == 0 { "-".to_string() } else { format!("{:.3}", right as f64 / all as f64) };
        let line = |f: &mut fmt::Formatter<'_>, what: &str, right: usize, all: usize| {
            writeln!(f, "{what:<34} {:>6}  {right}/{all}", share(right, all))
        };
        writeln!(f, "{} reports, {} events coded", self.reports, self.coded)?;
        line(f, "precision of the category", self.category.0, self.category.1)?;
        line(f, "precision of the full tuple", self.tuple.0, self.tuple.1)?;
        line(f, "recall of the category in openings", self.recall.0, self.recall.2)?;
        line(f, "recall of the tuple in openings", self.recall.1, self.recall.2)?;
        let (category, tuple) = (self.coded - self.category.1, self.coded - self.tuple.1);
        writeln!(f, "not yet judged: {category} categories, {tuple} tuples")
    }
}

fn in_short(tuple: &Tuple) -> String {
    let codes = |codes: &[String]| if codes.is_empty() { "-".to_string() } else { codes.join(",") };
    format!("{} {} > {} {}", tuple.category.as_str(), codes(&tuple.actors), codes(&tuple.recipients), tuple.status.as_str())
}
