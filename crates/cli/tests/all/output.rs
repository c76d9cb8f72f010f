//! Where records go and in which form.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::run::{examples, folder, of_type, path, program, run, run_with};

const REPORT: &[u8] = b"Chinese State Councilor Wang Yi visited Moscow on Wednesday.";

#[test]
fn standard_input_is_a_dash() {
    let result = run_with(&["code", "--date", "2023-02-22", "-"], REPORT);
    assert_eq!(result.status, 0, "{}", result.stderr);
    assert_eq!(result.documents(), ["stdin"]);
    assert!(result.stderr.contains("1 document coded"), "{}", result.stderr);
}

#[test]
fn the_record_of_a_visit_has_the_documented_fields() {
    let result = run_with(&["code", "--date", "2023-02-22", "-"], REPORT);
    let records = result.records();
    let event = of_type(&records, "event").into_iter().find(|e| e["event"][0] == "CONSULT").expect("the visit is coded").clone();
    let expected = serde_json::json!({
        "type": "event", "doc": "stdin", "date": "2023-02-22", "date_precision": "day",
        "event": ["CONSULT"], "mode": ["visit"], "status": "actual",
        "event_text": "visited", "trigger": [32, 39], "cameo": "042", "quad_code": 1,
        "text": "Chinese State Councilor Wang Yi visited Moscow on Wednesday.",
        "text_info": {"sequence": 1, "start": 0, "end": 60},
    });
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&event[field], value, "{field} of {event}");
    }
    let actor = &event["actor"][0];
    assert_eq!((&actor["code"], &actor["identifier_text"]), (&"CHN".into(), &"Wang Yi".into()));
    assert_eq!(actor["sector"], serde_json::json!(["GOV"]));
    assert_eq!(event["recipient"][0]["code"], "RUS");
    assert_eq!(event["event_loc"]["resolved_place"], "Moscow");
    assert_eq!(event["coder"], concat!("dotterel ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn only_one_kind_of_record_is_written_where_asked() {
    for kind in ["event", "statement", "document"] {
        let result = run(&["code", "--only", kind, &examples()]);
        let records = result.records();
        assert!(!records.is_empty());
        assert_eq!(of_type(&records, kind).len(), records.len(), "nothing but {kind}");
    }
}

#[test]
fn a_table_has_a_row_for_every_event() {
    let events = run(&["code", "--only", "event", &examples()]).records().len();
    let csv = run(&["code", "--format", "csv", &examples()]);
    let mut header = csv.text().lines().next().expect("a header").split(',');
    assert_eq!(header.next(), Some("id"));
    // Ids are the first column and never quoted; quoted fields may hold line feeds.
    assert_eq!(csv.text().lines().filter(|l| l.split(',').next().is_some_and(|id| id.contains("#e"))).count(), events);
    let parquet = run(&["code", "--format", "parquet", &examples()]);
    assert!(parquet.stdout.starts_with(b"PAR1") && parquet.stdout.ends_with(b"PAR1"));
}

#[test]
fn the_date_given_stands_in_where_the_document_has_none() {
    let lines = b"{\"id\":\"dated\",\"date\":\"2020-06-03\",\"text\":\"Germany condemned Russia on Monday.\"}\n{\"id\":\"undated\",\"text\":\"Germany condemned Russia on Monday.\"}\n";
    let folder = folder(&[("news.jsonl", lines)]);
    let records = run(&["code", "--date", "2022-01-12", &path(&folder, "news.jsonl")]).records();
    let dates: Vec<_> = of_type(&records, "document").iter().map(|r| r["date"].clone()).collect();
    assert_eq!(dates, ["2020-06-03", "2022-01-12"]);
    let result = run(&["code", &path(&folder, "news.jsonl")]);
    assert!(result.stderr.contains("1 document without a day of publication"), "{}", result.stderr);
}

#[test]
fn an_output_file_is_whole_or_as_it_was() {
    let folder = folder(&[("out.jsonl", b"old"), ("report.txt", REPORT)]);
    let (out, report) = (path(&folder, "out.jsonl"), path(&folder, "report.txt"));

    // Killed while it waits for the rest of its input.
    let mut child = program(&["code", "-", "-o", &out]).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"text\":\"Germany condemned Russia.\"}\n").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(std::fs::read(&out).unwrap(), b"old");

    let result = run(&["code", &report, "-o", &out]);
    assert_eq!(result.status, 0, "{}", result.stderr);
    assert!(result.stdout.is_empty());
    assert!(std::fs::read_to_string(&out).unwrap().ends_with("}\n"));
}

#[test]
fn an_output_that_cannot_be_made_is_an_error_and_leaves_nothing() {
    let folder = folder(&[("report.txt", REPORT)]);
    let result = run(&["code", &path(&folder, "report.txt"), "-o", &path(&folder, "no/such/out.jsonl")]);
    assert_eq!(result.status, 1);
    result.says("no/such/out.jsonl", "");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = program(&["code", "--quiet", &examples(), &examples(), &examples(), &examples()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"type\":\"document\""));
    drop(lines);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn no_command_minds_that_nobody_reads() {
    let examples = examples();
    let wire = format!("{examples}/wire.jsonl");
    for arguments in [
        &["code", "-q", &examples] as &[&str],
        &["read", &wire],
        &["parse", &wire],
        &["demo", "--examples", &examples],
        &["lexicon", "check", "consult"],
    ] {
        let mut child = program(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""), "{arguments:?}");
    }
}

/// Acts of nobody come out only where they are asked for.
#[test]
fn acts_of_nobody_are_coded_where_they_are_asked_for() {
    let text = b"Three journalists were arrested in Turkey on Monday.";
    let plain = run_with(&["code", "--only", "event", "-"], text);
    assert!(plain.records().is_empty(), "{}", plain.text());
    let all = run_with(&["code", "--only", "event", "--agentless", "-"], text).records();
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!((&all[0]["event"][0], &all[0]["actor"]), (&"COERCE".into(), &serde_json::json!([{"sector": ["UNK"]}])));
}

/// What is told twice is one record with both places.
#[test]
fn what_a_report_tells_twice_is_one_record() {
    let text = b"Russia bombed Kharkiv on Monday.\n\nRussia bombed Kharkiv early on Monday, killing three people, officials said.";
    let records = run_with(&["code", "--only", "event", "--date", "2023-02-22", "-"], text).records();
    let bombed: Vec<_> = records.iter().filter(|r| r["event_text"] == "bombed").collect();
    assert_eq!(bombed.len(), 1, "{records:?}");
    assert_eq!(bombed[0]["also"].as_array().map(Vec::len), Some(1), "{bombed:?}");
}
