//! Floors on the data beside the repository; skipped, with a message, where it is absent.
//! The figures that stand are in `docs/results.md`.

use std::io::Read;
use std::path::Path;
use std::process::Command;

use crate::run::{folder, run, shared};

/// Runs a score of the shared tools; `None` without Python.
fn score(tool: &str, gold: &str, coded: &str) -> Option<String> {
    match Command::new("python3").args([tool, gold, coded]).output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(!text.is_empty(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
            Some(text)
        }
        Err(error) => {
            println!("skipped: python3: {error}");
            None
        }
    }
}

/// The number after a word of the last line.
fn figure(text: &str, word: &str) -> String {
    let last = text.lines().last().unwrap_or_default();
    last.split_whitespace()
        .skip_while(|w| *w != word)
        .nth(1)
        .unwrap_or_else(|| panic!("no {word} in {last:?}"))
        .trim_matches(|c: char| !c.is_ascii_digit() && c != '.')
        .to_string()
}

/// Codes `input` into a file and scores that.
fn code_and_score(tool: &str, gold: &str, input: &str, date: &[&str]) -> Option<String> {
    let (tool, gold, input) = (shared(tool)?, shared(gold)?, shared(input)?);
    let out = folder(&[]);
    let coded = out.path().join("coded.jsonl");
    let mut arguments = vec!["code", "--quiet", &input, "-o", coded.to_str().unwrap()];
    arguments.extend_from_slice(date);
    let result = run(&arguments);
    assert_eq!(result.status, 0, "{}", result.stderr);
    score(&tool, &gold, coded.to_str().unwrap())
}

/// The acceptance report: 12 events and 7 statements are required in all.
#[test]
fn the_report_gives_8_events_and_5_statements() {
    let Some(text) = code_and_score("tools/score_report.py", "data/report.gold.json", "data/report.txt", &["--date", "2023-02-22"]) else {
        return;
    };
    let last = text.lines().last().unwrap_or_default();
    let events: u32 =
        last.strip_prefix("events ").and_then(|l| l.split('/').next()).and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("{text}"));
    let statements: u32 = last
        .rsplit("statements ")
        .next()
        .and_then(|l| l.split('/').next())
        .and_then(|n| n.parse().ok())
        .unwrap_or_else(|| panic!("{text}"));
    assert!(events >= 8 && statements >= 5, "{text}");
}

/// 1,050 sentences with source and target.
#[test]
fn relations_are_right_in_45_of_100() {
    let relations = "data/relations/plv-train.jsonl";
    let Some(text) = code_and_score("tools/score_relations.py", relations, relations, &["--any-language"]) else { return };
    assert_eq!(figure(&text, "n"), "1050");
    let accuracy: f64 = figure(&text, "accuracy").parse().unwrap();
    assert!(accuracy >= 0.45, "{text}");
}

/// 90 pages as they lie on the web.
#[test]
fn real_pages_are_coded_without_a_panic() {
    let Some(pages) = shared("data/pages/html") else { return };
    let result = run(&["code", "--any-language", &pages]);
    assert!(!result.stderr.contains("panicked") && !result.stderr.contains("coding failed inside"), "{}", result.stderr);
    assert!(matches!(result.status, 0 | 3), "{}", result.stderr);
    let files = std::fs::read_dir(&pages).unwrap().count();
    assert_eq!(files, 90);
    // Pages without an article are among them; they are named.
    let named = result.stderr.lines().filter(|l| l.ends_with("; skipped")).count();
    assert_eq!(result.documents().len() + named, files, "{}", result.stderr);
}

/// Packed pages and the same pages unpacked are the same documents.
#[test]
fn a_packed_page_is_the_same_page() {
    let Some(pages) = shared("data/pages/html") else { return };
    let mut names: Vec<_> = std::fs::read_dir(&pages).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    let Some(packed) = names.first() else { return };
    let mut page = Vec::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(packed).unwrap()).read_to_end(&mut page).unwrap();
    let name = Path::new(packed).file_stem().unwrap().to_str().unwrap().to_string();
    let plain = folder(&[(&name, &page)]);
    let code = |path: &str| run(&["code", "--any-language", "--quiet", path]).stdout;
    assert_eq!(code(packed.to_str().unwrap()), code(plain.path().join(&name).to_str().unwrap()));
}
