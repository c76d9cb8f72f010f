//! Bad input never stops a run: it is named with its place, the rest is coded, and the exit
//! status tells.

use std::io::Write;

use crate::run::{folder, of_type, path, run};

/// Bytes that texts and pages are made of.
const LIKELY: &[u8] = " <>{}[]\",:;.'abcdefghé“”&=\n".as_bytes();

const GOOD: &[u8] = b"French President Emmanuel Macron visited Berlin on Monday.";

/// Codes a folder with a good report and one other file; the good one must come out.
fn beside_a_good_one(name: &str, bytes: &[u8]) -> crate::run::Run {
    let folder = folder(&[("good.txt", GOOD), (name, bytes)]);
    let result = run(&["code", "--date", "2022-01-12", folder.path().to_str().unwrap()]);
    assert!(result.documents().iter().any(|id| id == "good"), "the rest is coded; {}", result.stderr);
    result
}

#[test]
fn an_empty_file_is_named() {
    let result = beside_a_good_one("nothing.txt", b"");
    assert_eq!(result.status, 3);
    result.says("nothing.txt", "empty file");
}

#[test]
fn white_space_alone_is_named() {
    let result = beside_a_good_one("blank.txt", b" \n\t\r\n ");
    assert_eq!(result.status, 3);
    result.says("blank.txt", "nothing but white space");
}

#[test]
fn a_picture_is_named_for_what_it_is() {
    let result = beside_a_good_one("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    assert_eq!(result.status, 3);
    result.says("photo.txt", "a PNG image, not text");
}

#[test]
fn zero_bytes_are_no_text() {
    let result = beside_a_good_one("zeros.txt", b"abc\0\0def");
    assert_eq!(result.status, 3);
    result.says("zeros.txt", "binary data (zero byte at 3)");
}

/// Five megabytes here; `docs/results.md` has the run with a hundred.
#[test]
fn text_without_a_full_stop_is_coded() {
    let text = "the minister met the leaders and said that soldiers walked to the town and then ".repeat(65_000);
    let folder = folder(&[("endless.txt", text.as_bytes())]);
    let result = run(&["code", "--only", "document", &path(&folder, "endless.txt")]);
    assert_eq!(result.status, 0, "{}", result.stderr);
    let records = result.records();
    assert!(records[0]["sentences"].as_array().unwrap().len() > 100, "an endless sentence is cut in pieces");
}

#[test]
fn a_page_nested_a_hundred_thousand_deep_is_read_and_the_depth_is_told() {
    let deep = 100_000;
    let page = format!(
        "<html><body><p>The German chancellor visited Paris on Monday.</p>{}<p>France and Germany signed an agreement.</p>{}</body></html>",
        "<div>".repeat(deep),
        "</div>".repeat(deep)
    );
    let result = beside_a_good_one("deep.html", page.as_bytes());
    assert_eq!(result.status, 0, "{}", result.stderr);
    result.says("deep.html", "elements nested more than 500 deep");
    assert!(result.text().contains("France and Germany signed an agreement."));
}

#[test]
fn gzip_cut_short_is_named_with_its_byte() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    for n in 0..200 {
        writeln!(packed, "{{\"id\":\"r{n}\",\"date\":\"2022-01-12\",\"text\":\"Minister number {n} visited Berlin on Monday.\"}}").unwrap();
    }
    let packed = packed.finish().unwrap();
    let half = packed.len() / 2;
    let result = beside_a_good_one("news.jsonl.gz", &packed[..half]);
    assert_eq!(result.status, 3);
    result.says("news.jsonl.gz", &format!("byte {half}: gzip data cut short"));
    assert!(result.documents().iter().any(|id| id == "r0"), "what was whole before the cut is coded");
}

#[test]
fn a_web_archive_cut_in_the_middle_is_named_with_its_record() {
    let body = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nGerman Chancellor Olaf Scholz visited Paris on Monday and met the president of France.";
    let mut archive = Vec::new();
    let mut second = 0;
    for n in 1..=2 {
        second = archive.len();
        write!(
            archive,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/{n}\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .unwrap();
        archive.extend_from_slice(body);
        archive.extend_from_slice(b"\r\n\r\n");
    }
    archive.truncate(archive.len() - 40);
    let result = beside_a_good_one("crawl.warc", &archive);
    assert_eq!(result.status, 3);
    result.says("crawl.warc", &format!("byte {second}"));
    result.says("http://example.org/2", "the file ends inside this record");
    assert!(result.documents().iter().any(|id| id == "http://example.org/1"));
}

#[test]
fn a_date_in_the_year_0_is_told_and_the_document_coded() {
    let line = br#"{"id":"zero","date":"0000-05-01","text":"French President Emmanuel Macron visited Berlin on Monday."}"#;
    let result = beside_a_good_one("old.jsonl", line);
    assert_eq!(result.status, 0, "{}", result.stderr);
    result.says("old.jsonl, line 1", "\"0000-05-01\"");
    let records = result.records();
    let document = of_type(&records, "document").into_iter().find(|r| r["id"] == "zero").expect("it is coded").clone();
    assert_eq!(document["date"], "2022-01-12", "--date stands in");
    assert!(document["warnings"][0].as_str().unwrap().contains("0000-05-01"));
}

#[test]
fn lines_without_text_and_lines_that_are_no_json_are_named() {
    let lines = b"{\"id\":\"a\",\"date\":\"2022-01-12\"}\nnot json\n{\"id\":\"c\",\"date\":\"2022-01-12\",\"text\":\"Germany condemned Russia.\"}\n";
    let result = beside_a_good_one("news.jsonl", lines);
    assert_eq!(result.status, 3);
    result.says("news.jsonl, line 1", "no `text`");
    result.says("news.jsonl, line 2", "not a JSON document");
    assert!(result.documents().iter().any(|id| id == "c"));
    assert!(result.stderr.contains("2 documents could not be read or coded"), "{}", result.stderr);
}

#[test]
fn a_missing_file_is_named_and_the_rest_coded() {
    let folder = folder(&[("good.txt", GOOD)]);
    let result = run(&["code", &path(&folder, "none.txt"), &path(&folder, "good.txt")]);
    assert_eq!(result.documents(), ["good"]);
    assert_eq!(result.status, 3);
    result.says("none.txt", "");
}

/// Bytes without sense, of every kind that is told apart: nothing may panic.
#[test]
fn no_bytes_make_it_panic() {
    let heads: [&[u8]; 9] = [
        b"<html>",
        b"{\"text\":\"",
        b"[{\"text\":",
        b"id,text\n",
        b"WARC/1.0\r\n",
        b"\x1f\x8b\x08\0",
        b"\x28\xb5\x2f\xfd",
        b"\xff\xfe",
        b"The minister said ",
    ];
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for round in 0..40 {
        let mut bytes = heads[round % heads.len()].to_vec();
        for _ in 0..(round * 37) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            // Text and markup rather than control characters in two of three.
            bytes.push(if state.is_multiple_of(3) { (state >> 8) as u8 } else { LIKELY[(state >> 8) as usize % LIKELY.len()] });
        }
        files.push((format!("file{round}"), bytes));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let folder = folder(&files);
    let result = run(&["code", "--any-language", folder.path().to_str().unwrap()]);
    assert!(matches!(result.status, 0 | 3), "status {}: {}", result.status, result.stderr);
    assert!(!result.stderr.contains("panicked"), "{}", result.stderr);
}
