//! Records of handmade and of random documents: exact, read back, and alike in all formats.

use std::io::{self, Write};

use jiff::civil::date;
use proptest::prelude::*;

use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::Field;
use dotterel_document::{
    ActorCode, Actors, Byte, Category, Context, Entity, EntityType, Event, EventPlace, Evidence, How, Mention, MentionKind, Page,
    Precision, Resolution, Sector, Sent, Size, Span, Statement, StatementKind, Status, Text, record::CONTEXTS,
};

use super::read::{Record, records};
use super::rows::{Row, Value};
use super::*;

/// A document that owns its parts.
#[derive(Debug)]
struct Whole {
    page: Page,
    text: Text,
    actors: Actors,
    events: Vec<Event>,
    statements: Vec<Statement>,
}

impl Whole {
    fn coded(&self) -> Coded<'_> {
        let Whole { page, text, actors, events, statements } = self;
        Coded { page, text, actors, events, statements }
    }

    fn jsonl(&self, only: Option<Kind>) -> String {
        let encoder = Encoder { only, ..Encoder::default() };
        String::from_utf8(written(&encoder, &[self])).unwrap()
    }
}

/// The output for these documents.
fn written(encoder: &Encoder, documents: &[&Whole]) -> Vec<u8> {
    let mut writer = Writer::new(encoder, Vec::new()).unwrap();
    for whole in documents {
        writer.write(encoder.encode(&whole.coded())).unwrap();
    }
    writer.finish().unwrap().unwrap()
}

/// The bytes of these words in the text.
fn bytes(text: &str, words: &str) -> Span<Byte> {
    let start = text.find(words).unwrap();
    Span::new(start as u32, (start + words.len()) as u32)
}

fn mention(bytes: Span<Byte>, entities: &[u32]) -> Mention {
    Mention { head: 0, tokens: Span::new(0, 1), bytes, kind: MentionKind::Name, entities: entities.to_vec(), as_place: false }
}

fn entity(code: &str, sectors: &[Sector], name: &str, office: Option<&str>) -> Entity {
    Entity {
        code: ActorCode::new(code),
        sectors: sectors.to_vec(),
        name: name.into(),
        office: office.map(str::to_string),
        kind: EntityType::Person,
        how: How::Title,
    }
}

/// "Both" stands for two entities, and "sources" for none.
fn sample() -> Whole {
    let text = "Zoë’s envoy, Wang Yi; met Özil in Köln. “We agree,” both said; sources doubt it.";
    let sentence = |words: &str| Sent { span: bytes(text, words), tokens: Span::new(0, 1), paragraph: 0 };
    let mentions = vec![
        mention(bytes(text, "Wang Yi"), &[0]),
        mention(bytes(text, "Özil"), &[1]),
        mention(bytes(text, "both"), &[0, 1]),
        mention(bytes(text, "sources"), &[]),
    ];
    let entities =
        vec![entity("CHN", &[Sector::Gov, Sector::Mil], "Wang Yi", Some("envoy")), entity("DEU", &[], "Germany; the state", None)];
    let event = Event {
        category: Category::Consult,
        modes: vec!["visit".into(), "multilateral".into()],
        contexts: vec![Context { name: "diplomatic", evidence: Evidence::Paragraph }],
        status: Status::Actual,
        attributed_to: Some(3),
        actors: vec![2],
        recipients: vec![1],
        date: Some(date(2023, 2, 22)),
        end_date: Some(date(2023, 2, 23)),
        precision: Precision::Day,
        place: Some(EventPlace {
            tokens: Span::new(0, 1),
            bytes: bytes(text, "Köln"),
            name: "Cologne".into(),
            lat: Some(50.938),
            lon: Some(6.96),
            country: ActorCode::new("DEU"),
            province: Some("North Rhine-Westphalia".into()),
            resolution: Resolution::City,
            dateline: false,
        }),
        trigger: bytes(text, "met"),
        also: vec![bytes(text, "agree"), bytes(text, "doubt it")],
        sent: 0,
        size: Size { dead: None, injured: Some(3), arrested: None, participants: Some(2) },
        cameo: Some("042".into()),
        rule: "consult.meet".into(),
        confidence: 0.876_543_2,
        guessed: false,
        explanation: Vec::new(),
    };
    let statement = |speakers: Vec<u32>, source, content: &str, kind| Statement {
        speakers,
        source,
        cue: Some(bytes(text, "said")),
        content: bytes(text, content),
        quoted: vec![bytes(text, "“We agree,”")],
        kind,
        addressees: vec![0],
        about: ActorCode::new("DEU").into_iter().collect(),
        date: Some(date(2023, 2, 22)),
        sent: 1,
        asserts: true,
    };
    Whole {
        page: Page {
            id: "d\"1".into(),
            text: text.into(),
            date: Some(date(2023, 2, 24)),
            title: Some("A\ttitle".into()),
            publication: Some("The Paper".into()),
            warnings: vec!["one; two".into()],
            ..Page::default()
        },
        text: Text {
            sents: vec![sentence("Zoë’s envoy, Wang Yi; met Özil in Köln."), sentence("“We agree,” both said; sources doubt it.")],
            ..Text::default()
        },
        actors: Actors { mentions, entities, ..Actors::default() },
        events: vec![event],
        statements: vec![
            statement(vec![2], None, "“We agree,”", StatementKind::Direct),
            Statement {
                cue: None,
                quoted: Vec::new(),
                addressees: Vec::new(),
                ..statement(Vec::new(), Some(bytes(text, "sources")), "doubt it", StatementKind::Indirect)
            },
        ],
    }
}

#[test]
fn records_are_written_as_the_format_says() {
    let lines = sample().jsonl(None);
    let expected = [
        r#"{"type":"document","id":"d\"1","date":"2023-02-24","title":"A\ttitle","publication":"The Paper","sentences":[[0,39],[40,80]],"warnings":["one; two"]}"#,
        concat!(
            r#"{"type":"event","id":"d\"1#e1","doc":"d\"1","date":"2023-02-22","enddate":"2023-02-23","date_precision":"day","#,
            r#""event":["CONSULT"],"mode":["visit","multilateral"],"context":["diplomatic"],"context_evidence":["paragraph"],"status":"actual","#,
            r#""attributed_to":{"entity_text":"sources","start":63,"end":70},"#,
            r#""actor":[{"code":"CHN","sector":["GOV","MIL"],"entity_text":"both","start":52,"end":56,"identifier_text":"Wang Yi","office":"envoy","chain":0,"how":"title"},"#,
            r#"{"code":"DEU","entity_text":"both","start":52,"end":56,"identifier_text":"Germany; the state","chain":1,"how":"title"}],"#,
            r#""recipient":[{"code":"DEU","entity_text":"Özil","start":26,"end":30,"identifier_text":"Germany; the state","chain":1,"how":"title"}],"#,
            r#""event_loc":{"extracted_place":"Köln","resolved_place":"Cologne","lat":50.938,"lon":6.96,"country_code":"DEU","province":"North Rhine-Westphalia","resolution":4,"start":34,"end":38},"#,
            r#""event_text":"met","trigger":[22,25],"#,
            r#""also":[{"event_text":"agree","trigger":[44,49],"text_info":{"sequence":2,"start":40,"end":80}},"#,
            r#"{"event_text":"doubt it","trigger":[71,79],"text_info":{"sequence":2,"start":40,"end":80}}],"#,
            r#""size":{"injured":3,"participants":2},"cameo":"042","quad_code":1,"event_scale":4.0,"#,
            r#""text":"Zoë’s envoy, Wang Yi; met Özil in Köln.","text_info":{"sequence":1,"start":0,"end":39},"#,
            r#""rule":"consult.meet","confidence":0.8765,"coder":"dotterel 0.1.0"}"#
        ),
        concat!(
            r#"{"type":"statement","id":"d\"1#s1","doc":"d\"1","#,
            r#""speaker":{"code":"CHN","sector":["GOV","MIL"],"entity_text":"both","start":52,"end":56,"identifier_text":"Wang Yi","office":"envoy","chain":0,"how":"title"},"#,
            r#""speakers":[{"code":"DEU","entity_text":"both","start":52,"end":56,"identifier_text":"Germany; the state","chain":1,"how":"title"}],"#,
            r#""cue":{"text":"said","start":57,"end":61},"content":{"text":"“We agree,”","start":40,"end":51,"quoted":[[40,51]]},"kind":"direct","#,
            r#""addressee":[{"code":"CHN","sector":["GOV","MIL"],"entity_text":"Wang Yi","start":13,"end":20,"identifier_text":"Wang Yi","office":"envoy","chain":0,"how":"title"}],"#,
            r#""about":["DEU"],"date":"2023-02-22","text_info":{"sequence":2,"start":40,"end":80}}"#
        ),
        concat!(
            r#"{"type":"statement","id":"d\"1#s2","doc":"d\"1","speaker":{"entity_text":"sources","start":63,"end":70},"#,
            r#""content":{"text":"doubt it","start":71,"end":79},"kind":"indirect","about":["DEU"],"date":"2023-02-22","#,
            r#""text_info":{"sequence":2,"start":40,"end":80}}"#
        ),
    ];
    for (line, expected) in lines.lines().zip(expected) {
        assert_eq!(line, expected.replace("0.1.0", env!("CARGO_PKG_VERSION")));
    }
    assert_eq!(lines.lines().count(), expected.len());
}

#[test]
fn only_leaves_the_other_types_out() {
    let whole = sample();
    for (kind, count) in [(Kind::Document, 1), (Kind::Event, 1), (Kind::Statement, 2)] {
        let lines = whole.jsonl(Some(kind));
        let name = format!("{{\"type\":\"{kind:?}\"").to_lowercase();
        assert!(lines.lines().count() == count && lines.lines().all(|line| line.starts_with(&name)), "{lines}");
    }
    let counts = Encoder { only: Some(Kind::Document), ..Encoder::default() }.encode(&whole.coded()).counts;
    assert_eq!(counts, Counts { documents: 1, events: 1, statements: 2 });
}

#[test]
fn the_text_is_written_where_it_is_asked_for_or_extracted() {
    let mut whole = sample();
    let text_of = |whole: &Whole, with_text| {
        let encoder = Encoder { only: Some(Kind::Document), with_text, ..Encoder::default() };
        let line = written(&encoder, &[whole]);
        match records(line.as_slice()).next().unwrap().unwrap() {
            Record::Document(document) => document.text,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(text_of(&whole, false), None);
    assert_eq!(text_of(&whole, true).as_deref(), Some(whole.page.text.as_str()));
    whole.page.extracted = true;
    assert_eq!(text_of(&whole, false).as_deref(), Some(whole.page.text.as_str()));
}

#[test]
fn csv_has_a_header_and_lists_that_run_side_by_side() {
    let whole = sample();
    for kind in [Kind::Event, Kind::Statement, Kind::Document] {
        let encoder = Encoder { format: Format::Csv, only: Some(kind), with_text: true };
        let csv = written(&encoder, &[&whole, &whole]);
        let mut reader = ::csv::Reader::from_reader(csv.as_slice());
        let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_string).collect();
        let names: Vec<&str> = columns(kind).iter().map(|column| column.name).collect();
        assert_eq!(header, names);
        let rows = rows::rows(&whole.coded(), kind, true);
        let read: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(read.len(), rows.len() * 2);
        for (record, row) in read.iter().zip(rows.iter().cycle()) {
            assert_eq!(record.iter().collect::<Vec<_>>(), row.iter().map(shown).collect::<Vec<_>>());
        }
        if kind == Kind::Event {
            let cell = |name: &str| &read[0][names.iter().position(|n| *n == name).unwrap()];
            assert_eq!(cell("actor"), "Wang Yi;Germany, the state");
            assert_eq!(cell("actor_code"), "CHN;DEU");
            assert_eq!(cell("actor_sector"), "GOV,MIL;");
            assert_eq!(cell("actor_start"), "52;52");
            assert_eq!(cell("recipient_text"), "Özil");
            assert_eq!((cell("attributed_to"), cell("attributed_to_text")), ("", "sources"));
            assert_eq!((cell("date"), cell("enddate"), cell("report_date")), ("2023-02-22", "2023-02-23", "2023-02-24"));
            assert_eq!((cell("also_text"), cell("also_start"), cell("also_end")), ("agree;doubt it", "44;71", "49;79"));
            assert_eq!((cell("lat"), cell("resolution"), cell("dead"), cell("injured")), ("50.938", "4", "", "3"));
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Fraction(number) => format!("{number:?}"),
        Value::Date(date) => date.to_string(),
    }
}

#[test]
fn rows_fit_their_columns() {
    let whole = sample();
    for kind in [Kind::Event, Kind::Statement, Kind::Document] {
        for row in rows::rows(&whole.coded(), kind, true) {
            assert_eq!(row.len(), columns(kind).len());
            for (value, column) in row.iter().zip(columns(kind)) {
                let fits = matches!(
                    (value, column.holds),
                    (Value::Empty, _)
                        | (Value::Text(_), ColumnType::Text)
                        | (Value::Number(_), ColumnType::Number)
                        | (Value::Fraction(_), ColumnType::Fraction)
                        | (Value::Date(_), ColumnType::Date)
                );
                assert!(fits, "{column:?} holds {value:?}");
            }
        }
    }
}

/// The cells of a Parquet file.
fn parquet_rows(file: Vec<u8>) -> (Vec<String>, Vec<Row>) {
    let path = std::env::temp_dir().join(format!("dotterel-parquet-{}-{}", std::process::id(), file.len()));
    std::fs::write(&path, file).unwrap();
    let reader = SerializedFileReader::new(std::fs::File::open(&path).unwrap()).unwrap();
    std::fs::remove_file(&path).unwrap();
    let names = reader.metadata().file_metadata().schema().get_fields().iter().map(|f| f.name().to_string()).collect();
    let rows = reader.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        row.get_column_iter()
            .map(|(_, field)| match field {
                Field::Null => Value::Empty,
                Field::Str(text) => Value::Text(text.clone()),
                Field::Long(number) => Value::Number(*number),
                Field::Float(number) => Value::Fraction(*number),
                Field::Date(days) => Value::Date(date(1970, 1, 1).checked_add(jiff::Span::new().days(*days)).unwrap()),
                other => panic!("{other:?}"),
            })
            .collect()
    });
    (names, rows.collect())
}

#[test]
fn parquet_reads_back_the_same_typed_cells() {
    let whole = sample();
    for kind in [Kind::Event, Kind::Statement, Kind::Document] {
        let encoder = Encoder { format: Format::Parquet, only: Some(kind), with_text: true };
        let file = written(&encoder, &[&whole, &whole]);
        assert_eq!(file, written(&encoder, &[&whole, &whole]), "same input, same bytes");
        let (names, read) = parquet_rows(file);
        assert_eq!(names, columns(kind).iter().map(|column| column.name).collect::<Vec<_>>());
        let rows = rows::rows(&whole.coded(), kind, true);
        assert_eq!(read, [rows.clone(), rows].concat());
    }
    let (_, none) = parquet_rows(written(&Encoder { format: Format::Parquet, ..Encoder::default() }, &[]));
    assert!(none.is_empty());
}

#[test]
fn parquet_of_many_rows_comes_in_groups() {
    let whole = sample();
    let encoder = Encoder { format: Format::Parquet, only: Some(Kind::Statement), with_text: false };
    let many: Vec<&Whole> = std::iter::repeat_n(&whole, 12_000).collect();
    let (_, read) = parquet_rows(written(&encoder, &many));
    assert_eq!(read.len(), 24_000);
    assert_eq!(read[0], read[23_998]);
}

/// A pipe whose reader goes away after some bytes.
#[derive(Debug)]
struct Pipe(usize);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let n = bytes.len().min(self.0);
        self.0 -= n;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let whole = sample();
    for format in [Format::Jsonl, Format::Csv, Format::Parquet] {
        for room in [0, 4, 10, 600] {
            let encoder = Encoder { format, ..Encoder::default() };
            let mut writer = Writer::new(&encoder, Pipe(room)).unwrap();
            for _ in 0..10 {
                writer.write(encoder.encode(&whole.coded())).unwrap();
            }
            // Parquet keeps its rows until the end.
            assert_eq!(writer.is_closed(), format != Format::Parquet, "{format:?} {room}");
            assert!(writer.finish().unwrap().is_none(), "{format:?} {room}");
        }
    }
}

#[test]
fn other_failures_of_writing_are_errors() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let whole = sample();
    for format in [Format::Jsonl, Format::Csv, Format::Parquet] {
        let encoder = Encoder { format, ..Encoder::default() };
        let result = Writer::new(&encoder, Full).and_then(|mut writer| {
            writer.write(encoder.encode(&whole.coded()))?;
            writer.finish().map(|_| ())
        });
        assert_eq!(result.unwrap_err().kind(), io::ErrorKind::StorageFull, "{format:?}");
    }
}

#[test]
fn errors_of_reading_name_the_line() {
    let read: Vec<_> = records(&b"{\"type\":\"document\",\"id\":\"a\"}\n\n{\"type\":\"other\"}\n"[..]).collect();
    assert!(matches!(&read[0], Ok(Record::Document(document)) if document.id == "a"));
    let error = read[1].as_ref().unwrap_err().to_string();
    assert!(error.starts_with("line 3: unknown variant `other`"), "{error}");
}

#[test]
fn ids_out_of_range_are_no_panic() {
    let mut whole = sample();
    whole.events[0].actors = vec![99];
    whole.events[0].sent = 99;
    whole.events[0].trigger = Span::new(1, 999);
    whole.events[0].also = vec![Span::new(1, 999), Span::new(998, 999)];
    whole.actors.mentions[1].entities = vec![99];
    whole.page.text = "é".into();
    for format in [Format::Jsonl, Format::Csv, Format::Parquet] {
        for only in [Kind::Event, Kind::Statement, Kind::Document] {
            written(&Encoder { format, only: Some(only), with_text: true }, &[&whole]);
        }
    }
}

/// Columns and fields, for the test of the documentation.
fn names_in_use() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for kind in [Kind::Event, Kind::Statement, Kind::Document] {
        names.extend(columns(kind).iter().map(|column| column.name.to_string()));
    }
    fn fields(value: &serde_json::Value, names: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(map) => map.iter().for_each(|(name, value)| {
                names.push(name.clone());
                fields(value, names);
            }),
            serde_json::Value::Array(list) => list.iter().for_each(|value| fields(value, names)),
            _ => {}
        }
    }
    for line in sample().jsonl(None).lines() {
        fields(&serde_json::from_str(line).unwrap(), &mut names);
    }
    names
}

#[test]
fn every_column_and_field_is_documented() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/record-format.md");
    let described = std::fs::read_to_string(path).unwrap();
    for name in names_in_use() {
        assert!(described.contains(&format!("`{name}`")), "docs/record-format.md does not describe `{name}`");
    }
}

prop_compose! {
    /// A text and spans of it.
    fn text_and_spans()(text in "[ -~é“中🐦\n]{1,200}")(
        spans in prop::collection::vec((0..=text.chars().count(), 0..=text.chars().count()), 12),
        text in Just(text),
    ) -> (String, Vec<Span<Byte>>) {
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let spans = spans.iter().map(|&(a, b)| Span::new(borders[a.min(b)] as u32, borders[a.max(b)] as u32)).collect();
        (text, spans)
    }
}

prop_compose! {
    fn any_whole()(
        (text, spans) in text_and_spans(),
        category in prop::sample::select(Category::ALL),
        contexts in prop::sample::subsequence(&CONTEXTS[..], 0..4),
        status in prop::sample::select(vec![Status::Actual, Status::Negated, Status::Future]),
        strings in prop::collection::vec(prop::option::of(any::<String>()), 12),
        numbers in prop::collection::vec(prop::option::of(any::<u32>()), 4),
        sectors in prop::sample::subsequence(Sector::ALL, 0..3),
        ids in prop::collection::vec(0u32..4, 12),
        (lat, lon) in (-90f32..90.0, -180f32..180.0),
        code in "[A-Z]{3}",
        days in prop::collection::vec(prop::option::of(-700_000i32..2_900_000), 3),
        confidence in 0f32..1.0,
    ) -> Whole {
        let string = |n: usize| strings[n].clone();
        let day = |n: usize| days[n].map(|days| date(1970, 1, 1).saturating_add(jiff::Span::new().days(days)));
        let event = Event {
            category,
            modes: category.modes().iter().take(2).map(|(mode, _)| mode.to_string()).collect(),
            contexts: contexts.into_iter().map(|name| Context { name, evidence: Evidence::Document }).collect(),
            status,
            attributed_to: strings[0].as_ref().map(|_| ids[0]),
            actors: ids[1..3].to_vec(),
            recipients: ids[3..ids[4] as usize + 3].to_vec(),
            date: day(0),
            end_date: day(1),
            precision: Precision::Week,
            place: strings[1].as_ref().map(|name| EventPlace {
                tokens: Span::new(0, 0),
                bytes: spans[0],
                name: name.clone(),
                lat: numbers[0].map(|_| lat),
                lon: numbers[1].map(|_| lon),
                country: ActorCode::new(&code),
                province: string(2),
                resolution: Resolution::Province,
                dateline: true,
            }),
            trigger: spans[1],
            also: spans[10..].to_vec(),
            sent: ids[5],
            size: Size { dead: numbers[0], injured: numbers[1], arrested: numbers[2], participants: numbers[3] },
            cameo: string(3),
            rule: string(4).unwrap_or_default(),
            confidence,
            guessed: false,
            explanation: Vec::new(),
        };
        let statement = Statement {
            speakers: ids[6..7].iter().copied().filter(|&id| id > 1).collect(),
            source: strings[5].as_ref().map(|_| spans[2]),
            cue: strings[6].as_ref().map(|_| spans[3]),
            content: spans[4],
            quoted: spans[5..7].to_vec(),
            kind: StatementKind::Mixed,
            addressees: ids[7..9].to_vec(),
            about: ActorCode::new(&code).into_iter().collect(),
            date: day(2),
            sent: ids[9],
            asserts: true,
        };
        let mentions = spans[7..10].iter().zip(&ids[9..]).map(|(&span, &id)| mention(span, &[id, 1])).collect();
        let entities = (0..3).map(|n| Entity {
            code: ActorCode::new(&code).filter(|_| n > 0),
            sectors: sectors.clone(),
            name: string(7 + n).unwrap_or_default(),
            office: string(10),
            kind: EntityType::Group,
            how: How::Chain,
        }).collect();
        Whole {
            page: Page {
                id: string(11).unwrap_or_default(), date: day(0), title: string(0), url: string(1),
                publication: string(2), author: string(3), language: string(4), extracted: numbers[0].is_some(),
                warnings: strings.iter().flatten().cloned().collect(), text, boilerplate: Vec::new(),
            },
            text: Text {
                sents: spans[10..].iter().map(|&span| Sent { span, tokens: Span::new(0, 0), paragraph: 0 }).collect(),
                ..Text::default()
            },
            actors: Actors { mentions, entities, ..Actors::default() },
            events: vec![event],
            statements: vec![statement],
        }
    }
}

/// Every pair of words and offsets in a record.
fn places(value: &serde_json::Value, found: &mut Vec<(String, usize, usize)>) {
    let serde_json::Value::Object(map) = value else {
        if let serde_json::Value::Array(list) = value {
            list.iter().for_each(|value| places(value, found));
        }
        return;
    };
    let number = |value: &serde_json::Value| value.as_u64().map(|n| n as usize);
    let words = ["text", "entity_text", "extracted_place"].iter().find_map(|name| map.get(*name)?.as_str());
    if let (Some(start), Some(end)) = (map.get("start").and_then(number), map.get("end").and_then(number))
        // The words of `text_info` stand outside it, in `text`.
        && !map.contains_key("sequence")
    {
        found.push((words.unwrap_or_default().to_string(), start, end));
    }
    if let (Some(trigger), words) = (map.get("trigger"), map.get("event_text").and_then(|t| t.as_str()).unwrap_or_default()) {
        found.push((words.to_string(), number(&trigger[0]).unwrap(), number(&trigger[1]).unwrap()));
    }
    if let Some(info) = map.get("text_info").filter(|_| map.contains_key("event")) {
        let words = map.get("text").and_then(|t| t.as_str()).unwrap_or_default();
        found.push((words.to_string(), number(&info["start"]).unwrap(), number(&info["end"]).unwrap()));
    }
    map.values().for_each(|value| places(value, found));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn records_read_back_to_the_same_bytes(whole in any_whole()) {
        let lines = whole.jsonl(None);
        prop_assert_eq!(lines.lines().count(), 3);
        for (line, record) in lines.lines().zip(records(lines.as_bytes())) {
            prop_assert_eq!(serde_json::to_string(&record.unwrap()).unwrap(), line);
        }
    }

    #[test]
    fn offsets_of_every_record_select_its_words(whole in any_whole()) {
        let text: Vec<char> = whole.page.text.chars().collect();
        let mut found = Vec::new();
        for line in whole.jsonl(None).lines() {
            places(&serde_json::from_str(line).unwrap(), &mut found);
        }
        // At least the trigger and the content.
        prop_assert!(found.len() >= 2);
        for (words, start, end) in found {
            prop_assert_eq!(text[start..end].iter().collect::<String>(), words);
        }
    }

    #[test]
    fn csv_reads_back_any_cells(whole in any_whole()) {
        for kind in [Kind::Event, Kind::Statement, Kind::Document] {
            let encoder = Encoder { format: Format::Csv, only: Some(kind), with_text: true };
            let csv = written(&encoder, &[&whole]);
            let mut reader = ::csv::Reader::from_reader(csv.as_slice());
            let read: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            let rows = rows::rows(&whole.coded(), kind, true);
            prop_assert_eq!(read.len(), rows.len());
            for (record, row) in read.iter().zip(&rows) {
                prop_assert_eq!(record.iter().collect::<Vec<_>>(), row.iter().map(shown).collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn an_act_of_nobody_has_the_actor_unk() {
    let mut whole = sample();
    whole.events[0].actors.clear();
    let line = whole.jsonl(Some(Kind::Event));
    assert!(line.contains(r#""actor":[{"sector":["UNK"]}],"#), "{line}");
    let Some(Ok(Record::Event(event))) = records(line.as_bytes()).next() else { panic!("{line}") };
    assert_eq!(event.actor[0].sector, ["UNK"]);
    let row = &rows::rows(&whole.coded(), Kind::Event, false)[0];
    let cell = |name: &str| &row[columns(Kind::Event).iter().position(|c| c.name == name).unwrap()];
    assert_eq!((cell("actor_sector"), cell("actor")), (&Value::Text("UNK".into()), &Value::Empty));
}
