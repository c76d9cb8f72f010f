//! The example reports, coded.

use serde_json::Value;

use crate::run::{examples, folder, of_type, path, run};

#[test]
fn all_thirty_are_read_and_the_german_one_is_skipped_with_its_language_named() {
    let result = run(&["code", &examples()]);
    assert_eq!(result.status, 0, "{}", result.stderr);
    assert_eq!(result.documents().iter().filter(|id| id.as_str() != "README").count(), 29);
    result.says("2018-03-14-bundestag-merkel.txt", "its language is German");
    assert!(result.stderr.contains("1 in German"), "{}", result.stderr);
    let records = result.records();
    for document in of_type(&records, "document") {
        let id = document["id"].as_str().unwrap();
        if id == "README" {
            continue;
        }
        assert!(document["date"].is_string(), "{id} has a date");
        assert!(of_type(&records, "event").iter().any(|e| e["doc"] == id), "{id} has an event");
    }
}

/// The README shows a sentence and a record of it; that is what comes out.
#[test]
fn the_record_in_the_readme_is_what_comes_out() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    let sentence = readme.lines().find_map(|l| l.strip_prefix("> ")).expect("a quoted sentence");
    let shown = readme.split("```json").nth(1).and_then(|rest| rest.split("```").next()).expect("a block of JSON");
    let mut shown: Value = serde_json::from_str(shown).expect("the block is JSON");
    let line = serde_json::json!({"id": "r1", "date": "2022-02-25", "text": sentence}).to_string();
    let input = folder(&[("news.jsonl", line.as_bytes())]);
    let records = run(&["code", "--only", "event", &path(&input, "news.jsonl")]).records();
    let mut coded =
        records.iter().find(|r| r["id"] == shown["id"]).unwrap_or_else(|| panic!("{} is not among {records:?}", shown["id"])).clone();
    // What may move with the model's and the frames' weights.
    for record in [&mut shown, &mut coded] {
        record["confidence"].take();
        for side in ["actor", "recipient"] {
            record[side][0]["chain"].take();
        }
    }
    assert_eq!(shown, coded);
}

/// Every offset, in every record, selects the words that the record quotes.
#[test]
fn every_span_selects_the_words_it_stands_for() {
    let records = run(&["code", "--with-text", &examples()]).records();
    let mut spans = 0;
    let mut text: Vec<char> = Vec::new();
    for record in &records {
        match record["type"].as_str() {
            Some("document") => {
                text = record["text"].as_str().expect("--with-text").chars().collect();
                for sentence in record["sentences"].as_array().unwrap() {
                    let (start, end) = (sentence[0].as_u64().unwrap() as usize, sentence[1].as_u64().unwrap() as usize);
                    assert!(start < end && end <= text.len(), "{sentence} of {}", record["id"]);
                }
            }
            Some("event") => {
                spans += check(&text, record, &record["trigger"], &record["event_text"]);
                spans += check_all(&text, record);
            }
            _ => spans += check_all(&text, record),
        }
    }
    assert!(spans > 1000, "{spans} spans were looked at");
}

/// Objects with `start` and `end` beside the words they quote, at any depth.
fn check_all(text: &[char], value: &Value) -> usize {
    let mut spans = 0;
    if let Some(object) = value.as_object() {
        if let (Some(start), Some(end)) = (object.get("start"), object.get("end")) {
            let words = ["entity_text", "extracted_place", "text"].iter().find_map(|k| object.get(*k));
            if let Some(words) = words {
                spans += check(text, value, &Value::from(vec![start.clone(), end.clone()]), words);
            }
        }
        if let (Some(info), Some(words)) = (object.get("text_info"), object.get("text")) {
            spans += check(text, value, &Value::from(vec![info["start"].clone(), info["end"].clone()]), words);
        }
        spans += object.values().map(|v| check_all(text, v)).sum::<usize>();
    }
    spans + value.as_array().map_or(0, |items| items.iter().map(|v| check_all(text, v)).sum())
}

fn check(text: &[char], record: &Value, span: &Value, words: &Value) -> usize {
    let (start, end) = (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
    let found: String = text.get(start..end).unwrap_or_else(|| panic!("{span} is outside the text: {record}")).iter().collect();
    assert_eq!(Some(found.as_str()), words.as_str(), "{record}");
    1
}
