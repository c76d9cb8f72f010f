//! Inputs of every kind, whole and broken, through the front door.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;

/// A folder of its own for each test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("dotterel-input-{}-{n}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn latin1(bytes: &[u8]) -> (String, Vec<String>) {
    (bytes.iter().map(|&b| char::from(b)).collect(), vec!["read as Latin-1".to_string()])
}

fn options() -> Options {
    Options::new(latin1)
}

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn zstd(data: &[u8]) -> Vec<u8> {
    compress_to_vec(data, CompressionLevel::Fastest)
}

/// What came out, one line an item: `id | body | date` or `ERROR message` with the folder's
/// name taken out.
fn outcome_of(folder: &Folder, paths: &[&Path], options: Options) -> Vec<String> {
    let inputs: Vec<Input> = paths.iter().map(|&path| Input::from(path)).collect();
    let strip = |text: String| text.replace(&format!("{}/", folder.0.display()), "");
    documents(&inputs, options)
        .map(|item| match item {
            Err(error) => strip(format!("ERROR {error}")),
            Ok(document) => {
                let body = match &document.body {
                    Body::Text(text) => text.clone(),
                    Body::Html(html) => String::from_utf8_lossy(html).into_owned(),
                };
                let mut line = format!("{} | {body}", document.id);
                if let Some(date) = document.date {
                    line += &format!(" | {date}");
                }
                for warning in &document.warnings {
                    line += &format!(" | WARNING {warning}");
                }
                strip(line)
            }
        })
        .collect()
}

fn outcome(name: &str, content: impl AsRef<[u8]>) -> Vec<String> {
    let folder = Folder::new();
    let path = folder.file(name, content);
    outcome_of(&folder, &[&path], options())
}

#[test]
fn text_is_given_exactly_without_its_byte_order_mark() {
    assert_eq!(outcome("report.txt", "\u{feff}One.\r\n\r\nTwo “é”.\n"), ["report | One.\r\n\r\nTwo “é”.\n"]);
    assert_eq!(outcome("report.txt", b"caf\xe9"), ["report | café | WARNING read as Latin-1"]);
}

#[test]
fn utf16_files_of_every_kind_are_read() {
    let wide = |text: &str| -> Vec<u8> { format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect() };
    assert_eq!(outcome("a.txt", wide("Wang “left”.")), ["a | Wang “left”."]);
    assert_eq!(outcome("b", wide("{\"id\":1,\"text\":\"x\"}\r\n")), ["1 | x"]);
    assert_eq!(outcome("c", wide("id,text\r\n7,x\r\n")), ["7 | x"]);
    assert_eq!(outcome("d.html", wide("<html>x")), ["d | \u{feff}<html>x"]);
}

#[test]
fn json_lines_know_their_fields_and_make_up_ids() {
    let lines = concat!(
        "\u{feff}{\"id\":\"a\",\"date\":\"2023-02-22\",\"text\":\"one\",\"other\":{\"x\":[1,2]}}\n",
        "\n",
        "{\"ID\":17,\"event_text\":\"two\",\"pub_date\":\"Feb 3, 2020\"}\r\n",
        "{\"html\":\"<p>three\",\"id\":null,\"date\":\"\"}\n",
        "{\"text\":\"four\",\"id\":-2.5}",
    );
    assert_eq!(outcome("news.jsonl", lines), ["a | one | 2023-02-22", "17 | two | 2020-02-03", "news-4 | <p>three", "-2.5 | four"]);
}

#[test]
fn metadata_reaches_the_document() {
    let folder = Folder::new();
    let line = r#"{"text":"x","title":" T ","url":"http://e.org/","source":"The Paper","author":["A B","C D"],"language":"en"}"#;
    let path = folder.file("n.jsonl", line);
    let document = documents(&[Input::from(&path)], options()).next().unwrap().unwrap();
    assert_eq!(document.title.as_deref(), Some("T"));
    assert_eq!(document.url.as_deref(), Some("http://e.org/"));
    assert_eq!(document.publication.as_deref(), Some("The Paper"));
    assert_eq!(document.author.as_deref(), Some("A B, C D"));
    assert_eq!(document.language.as_deref(), Some("en"));
    assert_eq!(document.origin, format!("{}, line 1", path.display()));
}

#[test]
fn a_bad_line_is_one_error_and_the_rest_goes_on() {
    let lines = concat!(
        "{\"id\":\"a\",\"text\":\"one\"}\n",
        "{\"id\":\"b\"}\n",
        "{\"text\":\"  \"}\n",
        "{\"text\":5}\n",
        "{\"id\":\"c\",\"text\":\"half\n",
        "[1,2]\n",
        "\"word\"\n",
        "not json\n",
        "{\"id\":\"d\",\"text\":\"two\"} x\n",
        "{\"id\":\"e\",\"text\":\"three\"}\n",
    );
    assert_eq!(
        outcome("n.jsonl", lines),
        [
            "a | one",
            "ERROR n.jsonl, line 2: document \"b\": no `text`, `event_text` or `html`",
            "ERROR n.jsonl, line 3: no `text`, `event_text` or `html`",
            "ERROR n.jsonl, line 4: `text` is a number, not a string",
            "ERROR n.jsonl, line 5: not a JSON document: EOF while parsing a string (column 22)",
            "ERROR n.jsonl, line 6: not a JSON document: invalid type: sequence, expected an object with a document (column 1)",
            "ERROR n.jsonl, line 7: not a JSON document: invalid type: string \"word\", expected an object with a document (column 6)",
            "ERROR n.jsonl, line 8: not a JSON document: expected ident (column 2)",
            "ERROR n.jsonl, line 9: not a JSON document: trailing characters (column 25)",
            "e | three",
        ]
    );
}

#[test]
fn a_date_that_is_none_is_a_warning() {
    assert_eq!(
        outcome("n.jsonl", "{\"id\":1,\"text\":\"x\",\"date\":\"0000-05-01\"}\n{\"id\":2,\"text\":\"y\",\"date\":{}}"),
        ["1 | x | WARNING date \"0000-05-01\" is not a day that is understood: left out", "2 | y | WARNING `date` is an object: left out",]
    );
}

#[test]
fn json_nested_deep_is_an_error_not_a_crash() {
    for field in ["text", "unknown"] {
        let deep = format!("{{\"{field}\":{}\n{{\"id\":2,\"text\":\"y\"}}\n", "[".repeat(200_000));
        let out = outcome("n.jsonl", deep);
        assert!(out[0].starts_with("ERROR n.jsonl, line 1: not a JSON document: "), "{out:?}");
        assert_eq!(out[1], "2 | y");
    }
}

#[test]
fn arrays_and_objects_over_several_lines_are_read() {
    let array = "[\n {\"id\": 1, \"text\": \"a } ] \\\" b\"},\n {\"text\":\n \"two\"} , 5 ]";
    assert_eq!(
        outcome("a.json", array),
        ["1 | a } ] \" b", "a-2 | two", "ERROR a.json, line 4: `5` where an object should begin; the rest was not read",]
    );
    assert_eq!(outcome("b.json", "{\n \"text\": \"x\"\n}\n{\n \"text\": \"y\"\n}"), ["b-1 | x", "b-2 | y"]);
    assert_eq!(
        outcome("c.json", "[{\"text\":\"x\"},\n{\"id\":1},\n{\"text\":\n5},{\"text\":\"y"),
        [
            "c-1 | x",
            "ERROR c.json, line 2: document \"1\": no `text`, `event_text` or `html`",
            "ERROR c.json, line 3: `text` is a number, not a string",
            "ERROR c.json, line 4: the file ends inside this object",
        ]
    );
    assert_eq!(outcome("d.json", "[]"), Vec::<String>::new());
}

#[test]
fn tables_are_read_by_their_header() {
    let table = "ID,Date,Text,Extra\na,2023-02-22,\"one,\n\"\"two\"\"\",x\n\nb,,three\n,,,\nc,,,\nd,2020-01-01,four,x,y\n";
    assert_eq!(
        outcome("t.csv", table),
        [
            "a | one,\n\"two\" | 2023-02-22",
            "b | three",
            "ERROR t.csv, line 7: document \"c\": no `text`, `event_text` or `html`",
            "d | four | 2020-01-01 | WARNING the row has 5 cells, the header 4: the last were left out",
        ]
    );
    assert_eq!(outcome("t", "text\tid\nx\t1\n"), ["1 | x"]);
    assert_eq!(outcome("t.csv", "\u{feff}text;date\nx;2020-01-01\n"), ["t-2 | x | 2020-01-01"]);
    assert_eq!(outcome("t.csv", b"text,id\ncaf\xe9,1\n"), ["1 | café | WARNING read as Latin-1"]);
    assert_eq!(outcome("t.csv", "a,b\n1,2\n"), ["ERROR t.csv, line 1: no column `text`, `event_text` or `html`; the columns are: a, b"]);
}

#[test]
fn a_quotation_mark_left_open_does_not_eat_memory() {
    let folder = Folder::new();
    let table = format!("id,text\n1,fine\n2,\"open\n{}", "3,lost\n".repeat(50_000));
    let path = folder.file("t.csv", table);
    let out = outcome_of(&folder, &[&path], Options { longest: 100_000, ..options() });
    assert_eq!(out.len(), 2);
    assert!(out[1].contains("a row longer than 100000 bytes (is a quotation mark left open?)"), "{out:?}");
}

#[test]
fn packed_files_are_read_whatever_they_are_called() {
    let lines = b"{\"id\":1,\"text\":\"x\"}\n{\"id\":2,\"text\":\"y\"}\n";
    assert_eq!(outcome("n.jsonl.gz", gzip(lines)), ["1 | x", "2 | y"]);
    assert_eq!(outcome("n.jsonl.zst", zstd(lines)), ["1 | x", "2 | y"]);
    assert_eq!(outcome("page.html.gz", gzip(b"<html>x")), ["page | <html>x"]);
    assert_eq!(outcome("plain.txt", zstd(b"text")), ["plain | text"]);
    // Members and frames in a row, an empty one and a skippable one among them.
    let two = [gzip(&lines[..20]), gzip(b""), gzip(&lines[20..]), vec![0; 512]].concat();
    assert_eq!(outcome("n.gz", two), ["1 | x", "2 | y"]);
    let skippable = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3].to_vec();
    let two = [skippable.clone(), zstd(&lines[..20]), skippable, zstd(&lines[20..])].concat();
    assert_eq!(outcome("n.zst", two), ["1 | x", "2 | y"]);
}

/// Lines that do not pack well, so that a cut lies in the middle of them.
fn many_lines(count: u32) -> String {
    let mut seed = 1u32;
    let mut lines = String::new();
    for n in 0..count {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        lines += &format!("{{\"id\":{n},\"text\":\"{seed:x}{:x}\"}}\n", seed.rotate_left(7) ^ n);
    }
    lines
}

#[test]
fn gzip_cut_short_keeps_what_was_unpacked_before() {
    let packed = gzip(many_lines(20_000).as_bytes());
    let cut = &packed[..packed.len() / 2];
    let out = outcome("n.jsonl.gz", cut);
    let (last, before) = out.split_last().unwrap();
    assert!(before.len() > 5_000, "{}", before.len());
    assert!(before.iter().enumerate().all(|(n, line)| line.starts_with(&format!("{n} | "))));
    let start = format!("ERROR n.jsonl.gz, byte {}: gzip data cut short; the ", cut.len());
    assert!(last.starts_with(&start) && last.ends_with(" bytes unpacked before it were read"), "{last}");
}

#[test]
fn damaged_packing_is_named_with_its_place() {
    let packed = gzip(b"One sentence.");
    let out = outcome("a.txt.gz", &packed[..packed.len() - 6]);
    assert_eq!(out.len(), 1);
    assert!(out[0].starts_with("ERROR a.txt.gz, byte 27: gzip data cut short"), "{out:?}");

    assert!(outcome("a.gz", &packed[..5])[0].starts_with("ERROR a.gz, byte 5: gzip data cut short"));

    let mut broken = packed.clone();
    let crc = broken.len() - 8;
    broken[crc] ^= 1;
    assert!(outcome("a.gz", &broken)[0].contains("damaged gzip data"), "{:?}", outcome("a.gz", &broken));

    let trailing = [packed.as_slice(), b"junk"].concat();
    let out = outcome("a.gz", &trailing);
    assert!(out[0].starts_with(&format!("ERROR a.gz, byte {}: what follows the gzip data is not gzip", packed.len())));

    let packed = zstd(many_lines(20_000).as_bytes());
    let out = outcome("n.zst", &packed[..packed.len() / 2]);
    assert!(out.len() > 1_000);
    assert!(out[out.len() - 1].contains(": zstd data cut short; the "), "{:?}", out.last());
}

#[test]
fn what_is_no_text_is_an_error_with_its_name() {
    assert_eq!(outcome("e.txt", ""), ["ERROR e.txt: empty file"]);
    assert_eq!(outcome("e.gz", gzip(b"")), ["ERROR e.gz: empty after unpacking"]);
    assert_eq!(outcome("w.txt", " \n\n"), ["ERROR w.txt: nothing but white space"]);
    assert_eq!(outcome("p.txt", b"\x89PNG\r\n\x1a\n\0\0"), ["ERROR p.txt: a PNG image, not text"]);
    assert_eq!(outcome("z.html", b"PK\x03\x04\x14"), ["ERROR z.html: a zip archive (or office document), not text"]);
    assert_eq!(outcome("b.jsonl", b"\x07\0\x01"), ["ERROR b.jsonl: binary data (zero byte at 1), not text"]);
    let twice = gzip(&gzip(b"x"));
    assert_eq!(outcome("t.gz", twice), ["ERROR t.gz: gzip data packed twice (unpack it first), not text"]);
}

#[test]
fn a_document_longer_than_allowed_is_an_error() {
    let folder = Folder::new();
    let text = folder.file("t.txt", "123456789012345678901234567890");
    let lines = folder.file("l.jsonl", "{\"text\":\"much longer than it may be\"}\n{\"text\":\"ok\"}\n");
    let array = folder.file("a.json", "[{\"text\":\"much longer than it may be\"},{\"text\":\"ok\"}]");
    let out = outcome_of(&folder, &[&text, &lines, &array], Options { longest: 20, ..options() });
    assert_eq!(
        out,
        [
            "ERROR t.txt: longer than 20 bytes",
            "ERROR l.jsonl, line 1: longer than 20 bytes",
            "l-2 | ok",
            "ERROR a.json, line 1: longer than 20 bytes",
            "a-2 | ok",
        ]
    );
}

#[test]
fn a_hundred_megabytes_without_a_full_stop_are_handed_on() {
    let folder = Folder::new();
    let path = folder.file("long.txt", "word ".repeat(20 << 20));
    let document = documents(&[Input::from(&path)], options()).next().unwrap().unwrap();
    assert_eq!(document.bytes, 100 << 20);
}

#[test]
fn folders_are_read_in_order_without_hidden_files() {
    let folder = Folder::new();
    for name in ["b/report.txt", "a/report.txt", "a/.hidden.txt", ".git/x.txt", "c.txt", "a/report.html", "d.jsonl"] {
        folder.file(name, if name == "d.jsonl" { "{\"text\":\"x\"}" } else { "x" });
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(&folder.0, folder.0.join("a/loop")).unwrap();
    let out = outcome_of(&folder, &[&folder.0], options());
    assert_eq!(out, ["report | x", "a/report | x", "b/report | x", "c | x", "d-1 | x"]);
    let total = total_bytes(&[Input::from(&folder.0)]);
    assert_eq!(total, Some(4 + 12));
}

#[test]
fn a_missing_file_is_an_error_and_the_next_is_read() {
    let folder = Folder::new();
    let there = folder.file("there.txt", "x");
    let missing = folder.0.join("missing.txt");
    let out = outcome_of(&folder, &[&missing, &there, &there], options());
    assert_eq!(out[0], "ERROR missing.txt: no such file or folder");
    assert_eq!(out[1], "there | x");
    assert_eq!(out.len(), 3);
}

#[test]
fn ids_differ_also_where_one_file_is_named_three_times() {
    let folder = Folder::new();
    let path = Input::from(folder.file("a.txt", "x"));
    let ids: Vec<String> = documents(&[path.clone(), path.clone(), path], options()).map(|d| d.unwrap().id).collect();
    let stem = folder.0.join("a").display().to_string();
    assert_eq!(ids, ["a".to_string(), stem.clone(), format!("{stem}.txt")]);
}

#[test]
fn a_dash_is_standard_input() {
    assert_eq!(Input::from("-"), Input::Stdin);
    assert_eq!(Input::from("x"), Input::Path("x".into()));
    assert_eq!(total_bytes(&[Input::Stdin]), None);
}

/// A record of a web archive.
fn record(kind: &str, uri: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2023-02-22T10:00:00Z\r\n\
         WARC-Record-ID: <urn:uuid:{}>\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len(),
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn page(uri: &str, html: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}");
    record("response", uri, "application/http; msgtype=response", block.as_bytes())
}

fn archive() -> Vec<Vec<u8>> {
    let chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\
                    Content-Encoding: gzip\r\n\r\n";
    let packed = gzip(b"<p>chunked");
    let (one, two) = packed.split_at(7);
    let chunks = [&b"7\r\n"[..], one, format!("\r\n{:x}\r\n", two.len()).as_bytes(), two, b"\r\n0\r\n\r\n"].concat();
    let latin = b"HTTP/1.0 200 OK\r\ncontent-type: text/html;charset=iso-8859-1\r\n\r\n<p>caf\xe9";
    let http = "application/http; msgtype=response";
    vec![
        record("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
        record("request", "http://e.org/a", "application/http; msgtype=request", b"GET /a HTTP/1.1\r\n\r\n"),
        page("http://e.org/a", "<p>one"),
        record("response", "<http://e.org/b>", http, &[&chunked[..], &chunks].concat()),
        record("response", "http://e.org/c", http, latin),
        record("response", "http://e.org/d", http, b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>no"),
        record("response", "http://e.org/e.png", http, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        record("response", "http://e.org/f", http, b"broken"),
        record("conversion", "http://e.org/g", "text/plain", "WARC/1.0 é".as_bytes()),
        page("http://e.org/a", "<p>again"),
    ]
}

const OF_ARCHIVE: [&str; 6] = [
    "http://e.org/a | <p>one",
    "http://e.org/b | <p>chunked",
    "http://e.org/c | \u{feff}<p>café",
    "ERROR PLACE: http://e.org/f: no HTTP status line",
    "http://e.org/g | WARC/1.0 é",
    "urn:uuid:67 | <p>again",
];

/// The lines with the place of errors made general.
fn without_places(mut lines: Vec<String>) -> Vec<String> {
    for line in &mut lines {
        if line.starts_with("ERROR")
            && let Some(at) = line.find(": ")
        {
            *line = format!("ERROR PLACE{}", &line[at..]);
        }
    }
    lines
}

#[test]
fn web_archives_give_their_pages_plain_and_packed() {
    let records = archive();
    assert_eq!(without_places(outcome("c.warc", records.concat())), OF_ARCHIVE);
    let members: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    assert_eq!(without_places(outcome("c.warc.gz", members.concat())), OF_ARCHIVE);
    assert_eq!(without_places(outcome("c.warc.zst", zstd(&records.concat()))), OF_ARCHIVE);
}

#[test]
fn pages_of_web_archives_carry_address_and_day_of_capture() {
    let folder = Folder::new();
    let path = folder.file("c.warc", archive().concat());
    let mut all = documents(&[Input::from(&path)], options());
    let first = all.next().unwrap().unwrap();
    assert_eq!(first.url.as_deref(), Some("http://e.org/a"));
    assert_eq!((first.date, first.captured), (None, Some(jiff::civil::date(2023, 2, 22))));
    let start: usize = archive()[..2].iter().map(Vec::len).sum();
    assert_eq!(first.origin, format!("{}, byte {start}", path.display()));
    assert_eq!(all.by_ref().count(), 5);
    assert_eq!(all.progress().passed_over(), 4);
    assert_eq!(all.progress().bytes(), fs::metadata(&path).unwrap().len());
}

#[test]
fn a_web_archive_cut_in_the_middle_keeps_the_records_before() {
    let records = [page("http://e.org/a", "<p>one"), page("http://e.org/b", &many_lines(500))];
    let plain = records.concat();
    let start = records[0].len();
    let out = outcome("c.warc", &plain[..plain.len() - 1000]);
    let block = records[1].len() - 4 - plain[start..].windows(4).position(|w| w == b"\r\n\r\n").unwrap() - 4;
    assert_eq!(
        out,
        [
            "http://e.org/a | <p>one".to_string(),
            format!("ERROR c.warc, byte {start}: http://e.org/b: the file ends inside this record, after {} of {block} bytes", block - 996),
        ]
    );

    let packed = [gzip(&records[0]), gzip(&records[1])].concat();
    let cut = packed.len() - 100;
    let out = outcome("c.warc.gz", &packed[..cut]);
    assert_eq!(out[0], "http://e.org/a | <p>one");
    assert!(out[1].starts_with(&format!("ERROR c.warc.gz, byte {cut}: gzip data cut short")), "{out:?}");
    assert_eq!(out.len(), 2);
}

#[test]
fn a_broken_record_of_a_web_archive_is_passed_over() {
    let mut broken = page("http://e.org/b", "<p>two");
    let at = broken.windows(7).position(|w| w == b"Length:").unwrap();
    broken[at + 8] = b'x';
    let archive = [page("http://e.org/a", "<p>one"), broken, page("http://e.org/c", "<p>three")];
    let start = archive[0].len();
    let out = outcome("c.warc", archive.concat());
    assert_eq!(out[0], "http://e.org/a | <p>one");
    assert_eq!(out[1], format!("ERROR c.warc, byte {start}: WARC record without Content-Length: passed over"));
    assert!(out[2].ends_with("no WARC record begins here: passed over"), "{out:?}");
    assert_eq!(out[3], "http://e.org/c | <p>three");
    assert_eq!(out.len(), 4);
}

mod hostile {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_end_without_a_panic(
            start in prop::sample::select(vec![
                &b""[..], b"{\"text\":", b"[{\"text\":\"", b"id,text\n", b"WARC/1.0\r\n", b"\x1f\x8b\x08\0",
                b"\x28\xb5\x2f\xfd", b"\xff\xfe", b"\xfe\xff\xd8", b"<html", b"\xef\xbb\xbf",
                b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 90\r\n\r\nHTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n",
            ]),
            rest in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let out = outcome("x", [start, &rest].concat());
            prop_assert!(out.len() < 400);
        }

        #[test]
        fn an_archive_cut_anywhere_gives_whole_pages_and_at_most_one_new_error(cut in 0usize..100_000) {
            let packed: Vec<u8> = archive().iter().flat_map(|record| gzip(record)).collect();
            let out = without_places(outcome("c.warc.gz", &packed[..cut % packed.len()]));
            let pages = out.iter().filter(|line| !line.starts_with("ERROR"));
            let whole = OF_ARCHIVE.iter().filter(|line| !line.starts_with("ERROR"));
            prop_assert!(pages.zip(whole).all(|(a, b)| a == b));
            prop_assert!(out.iter().filter(|line| line.starts_with("ERROR")).count() <= 2);
        }
    }
}
