//! Each of PLOVER's 37 contexts on a report of two sentences, as `tests/context-table.tsv` has
//! them: an event of the first sentence must carry the context, and no event of a report
//! about something else may.

use dotterel_document::record::CONTEXTS;

use crate::run::{folder, path, run};

/// Context and text of every row.
fn rows() -> Vec<(String, String)> {
    let table = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/context-table.tsv")).unwrap();
    table
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|l| l.split_once('\t').unwrap_or_else(|| panic!("two fields: {l}")))
        .map(|(context, text)| (context.to_string(), text.to_string()))
        .collect()
}

#[test]
fn every_context_is_found_and_its_evidence_is_told() {
    let rows = rows();
    let missing: Vec<&&str> = CONTEXTS.iter().filter(|c| !rows.iter().any(|(context, _)| context == **c)).collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
    let lines: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(n, (_, text))| serde_json::json!({"id": n.to_string(), "date": "2023-02-22", "text": text}).to_string())
        .collect();
    let input = folder(&[("rows.jsonl", lines.join("\n").as_bytes())]);
    let records = run(&["code", "--only", "event", "--any-language", &path(&input, "rows.jsonl")]).records();
    let mut wrong = Vec::new();
    for (n, (context, text)) in rows.iter().enumerate() {
        let id = n.to_string();
        let events: Vec<_> = records.iter().filter(|r| r["doc"] == id.as_str()).collect();
        let list = |record: &serde_json::Value, field: &str| -> Vec<String> {
            record[field].as_array().into_iter().flatten().filter_map(|v| v.as_str()).map(str::to_string).collect()
        };
        for event in &events {
            assert_eq!(list(event, "context").len(), list(event, "context_evidence").len());
        }
        let found: Vec<String> = events.iter().flat_map(|e| list(e, "context")).collect();
        if context == "-" && (events.is_empty() || !found.is_empty()) || context != "-" && !found.contains(context) {
            wrong.push(format!("{context}: {found:?} in {} events of {text}", events.len()));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_stands_all_over_the_report_is_its_context_by_the_document() {
    let text = "Merkel met Macron in Berlin on Monday.\n\nVoters go to the polls next month. \
        The ballot will be the first in years. Candidates have begun to campaign.";
    let input = folder(&[("report.txt", text.as_bytes())]);
    let records = run(&["code", "--only", "event", "--date", "2023-02-22", &path(&input, "report.txt")]).records();
    let met = records.iter().find(|r| r["event"][0] == "CONSULT").expect("a meeting");
    let at = met["context"].as_array().unwrap().iter().position(|c| c == "election").expect("the context of the document");
    assert_eq!(met["context_evidence"][at], "document");
}
