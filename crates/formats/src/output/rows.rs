//! Records as rows of a table, for CSV and Parquet alike: one list of columns, one row a
//! record. `docs/record-format.md` describes every column.
//!
//! A list within a cell is joined by `;`, and lists about the same entities run side by
//! side: the second code belongs to the second name. A `;` inside a value becomes `,`.

use std::fmt::Write;

use jiff::civil::Date;

use dotterel_document::{Event, Sector, SentId, Statement};

use super::entity::{EntityAt, entities, words};
use super::jsonl::{rounded, speakers};
use super::{CODER, CodePoints, Coded, Kind};

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its cells hold.
    pub holds: ColumnType,
}

/// Type of a column's cells; any cell may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// A number with a fraction.
    Fraction,
    /// A day.
    Date,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    #[default]
    Empty,
    Text(String),
    Number(i64),
    Fraction(f32),
    Date(Date),
}

/// The cells of a record, one a column.
pub type Row = Vec<Value>;

macro_rules! table {
    ($($name:literal $holds:ident)+) => {
        &[$(Column { name: $name, holds: ColumnType::$holds }),+]
    };
}

/// Columns of the table of this type of record, in order.
pub fn columns(table: Kind) -> &'static [Column] {
    match table {
        Kind::Event => table! {
            "id" Text "doc" Text
            "date" Date "enddate" Date "date_precision" Text
            "event" Text "mode" Text "context" Text "context_evidence" Text "status" Text
            "attributed_to" Text "attributed_to_code" Text "attributed_to_sector" Text
            "attributed_to_text" Text "attributed_to_start" Text "attributed_to_end" Text
            "actor" Text "actor_code" Text "actor_sector" Text
            "actor_text" Text "actor_start" Text "actor_end" Text
            "recipient" Text "recipient_code" Text "recipient_sector" Text
            "recipient_text" Text "recipient_start" Text "recipient_end" Text
            "extracted_place" Text "resolved_place" Text "lat" Fraction "lon" Fraction
            "country_code" Text "province" Text "resolution" Number
            "place_start" Number "place_end" Number
            "event_text" Text "trigger_start" Number "trigger_end" Number
            "also_text" Text "also_start" Text "also_end" Text
            "dead" Number "injured" Number "arrested" Number "participants" Number
            "cameo" Text "quad_code" Number "event_scale" Fraction
            "text" Text "sequence" Number "text_start" Number "text_end" Number
            "rule" Text "confidence" Fraction "coder" Text
            "report_date" Date "publication" Text "url" Text
        },
        Kind::Statement => table! {
            "id" Text "doc" Text
            "speaker" Text "speaker_code" Text "speaker_sector" Text
            "speaker_text" Text "speaker_start" Text "speaker_end" Text
            "cue" Text "cue_start" Number "cue_end" Number
            "content" Text "content_start" Number "content_end" Number "quoted" Text
            "kind" Text
            "addressee" Text "addressee_code" Text "addressee_sector" Text
            "addressee_text" Text "addressee_start" Text "addressee_end" Text
            "about" Text "date" Date
            "sequence" Number "text_start" Number "text_end" Number
            "report_date" Date "publication" Text "url" Text
        },
        Kind::Document => table! {
            "id" Text "date" Date "title" Text "url" Text "publication" Text "author" Text
            "language" Text "text" Text "sentences" Number "events" Number "statements" Number
            "warnings" Text
        },
    }
}

/// The rows of one document in this table.
pub fn rows(coded: &Coded, table: Kind, with_text: bool) -> Vec<Row> {
    let index = CodePoints::new(&coded.page.text);
    let numbered = |letter: char, n: usize| Value::Text(format!("{}#{letter}{}", coded.page.id, n + 1));
    let events = || coded.events.iter().enumerate().map(|(n, event)| (numbered('e', n), event));
    let statements = || coded.statements.iter().enumerate().map(|(n, statement)| (numbered('s', n), statement));
    match table {
        Kind::Event => events().map(|(id, event)| event_row(coded, &index, id, event)).collect(),
        Kind::Statement => statements().map(|(id, statement)| statement_row(coded, &index, id, statement)).collect(),
        Kind::Document => vec![document_row(coded, with_text)],
    }
}

fn event_row(coded: &Coded, index: &CodePoints, id: Value, event: &Event) -> Row {
    let attributed_to = event.attributed_to.map(|mention| entities(coded, index, &[mention])).unwrap_or_default();
    let mut row = vec![
        id,
        text(&coded.page.id),
        date(event.date),
        date(event.end_date.filter(|_| event.date.is_some())),
        event.date.map_or(Value::Empty, |_| text(event.precision.as_str())),
        text(event.category.as_str()),
        joined(event.modes.iter().map(String::as_str)),
        joined(event.contexts.iter().map(|c| c.name)),
        joined(event.contexts.iter().map(|c| c.evidence.as_str())),
        text(event.status.as_str()),
    ];
    row.extend(entity_cells(&attributed_to[..attributed_to.len().min(1)]));
    let mut actors = entity_cells(&entities(coded, index, &event.actors));
    if event.actors.is_empty() {
        // The third cell holds sectors.
        actors[2] = text(Sector::Unk.as_str());
    }
    row.extend(actors);
    row.extend(entity_cells(&entities(coded, index, &event.recipients)));
    match &event.place {
        None => row.extend(vec![Value::Empty; 9]),
        Some(place) => {
            let both = place.lat.zip(place.lon);
            row.extend([
                text(words(coded, place.bytes)),
                text(&place.name),
                both.map_or(Value::Empty, |(lat, _)| Value::Fraction(lat)),
                both.map_or(Value::Empty, |(_, lon)| Value::Fraction(lon)),
                place.country.map_or(Value::Empty, |code| text(code.as_str())),
                optional(place.province.as_deref()),
                number(place.resolution as u32),
            ]);
            row.extend(index.span(place.bytes).map(number));
        }
    }
    row.push(text(words(coded, event.trigger)));
    row.extend(index.span(event.trigger).map(number));
    row.extend(also_cells(coded, index, event));
    let size = event.size;
    row.extend([size.dead, size.injured, size.arrested, size.participants].map(|n| n.map_or(Value::Empty, number)));
    row.push(optional(event.cameo.as_deref()));
    row.push(number(event.category.quad() as u32));
    row.push(Value::Fraction(event.category.score(&event.modes)));
    row.push(coded.text.sents.get(event.sent as usize).map_or(Value::Empty, |sent| text(words(coded, sent.span))));
    row.extend(sentence_cells(coded, index, event.sent));
    row.extend([text(&event.rule), Value::Fraction(rounded(event.confidence)), text(CODER)]);
    row.extend(report_cells(coded));
    row
}

fn statement_row(coded: &Coded, index: &CodePoints, id: Value, statement: &Statement) -> Row {
    let mut row = vec![id, text(&coded.page.id)];
    row.extend(entity_cells(&speakers(coded, index, statement)));
    match statement.cue {
        None => row.extend(vec![Value::Empty; 3]),
        Some(cue) => {
            row.push(text(words(coded, cue)));
            row.extend(index.span(cue).map(number));
        }
    }
    row.push(text(words(coded, statement.content)));
    row.extend(index.span(statement.content).map(number));
    let quoted: Vec<String> = statement.quoted.iter().map(|&span| index.span(span)).map(|[start, end]| format!("{start}-{end}")).collect();
    row.push(text(&quoted.join(";")));
    row.push(text(statement.kind.as_str()));
    row.extend(entity_cells(&entities(coded, index, &statement.addressees)));
    row.push(joined(statement.about.iter().map(|code| code.as_str())));
    row.push(date(statement.date));
    row.extend(sentence_cells(coded, index, statement.sent));
    row.extend(report_cells(coded));
    row
}

fn document_row(coded: &Coded, with_text: bool) -> Row {
    let page = coded.page;
    let whole = if with_text || page.extracted { page.text.as_str() } else { "" };
    vec![
        text(&page.id),
        date(page.date),
        optional(page.title.as_deref()),
        optional(page.url.as_deref()),
        optional(page.publication.as_deref()),
        optional(page.author.as_deref()),
        optional(page.language.as_deref()),
        text(whole),
        Value::Number(coded.text.sents.len() as i64),
        Value::Number(coded.events.len() as i64),
        Value::Number(coded.statements.len() as i64),
        joined(page.warnings.iter().map(String::as_str)),
    ]
}

/// Name, code, sectors, words, start, end: each a list of as many items as there are
/// entities, so that the lists run side by side.
fn entity_cells(entities: &[EntityAt]) -> [Value; 6] {
    let mut cells: [String; 6] = Default::default();
    for (n, entity) in entities.iter().enumerate() {
        if n > 0 {
            cells.iter_mut().for_each(|cell| cell.push(';'));
        }
        let [name, code, sectors, words, start, end] = &mut cells;
        if let Some(known) = entity.known {
            push_item(name, known.name);
            push_item(code, known.code.as_ref().map_or("", |code| code.as_str()));
            for (n, sector) in known.sectors.iter().enumerate() {
                sectors.push_str(if n > 0 { "," } else { "" });
                sectors.push_str(sector.as_str());
            }
        }
        push_item(words, entity.words);
        // Writing to memory does not fail.
        let _ = write!(start, "{}", entity.span[0]);
        let _ = write!(end, "{}", entity.span[1]);
    }
    cells.map(|cell| if cell.is_empty() { Value::Empty } else { Value::Text(cell) })
}

/// Adds an item to a list; its own `;` would part it.
fn push_item(cell: &mut String, item: &str) {
    for (n, part) in item.split(';').enumerate() {
        cell.push_str(if n > 0 { "," } else { "" });
        cell.push_str(part);
    }
}

/// Words, start and end of the further places of an event: lists that run side by side.
fn also_cells(coded: &Coded, index: &CodePoints, event: &Event) -> [Value; 3] {
    let places = || event.also.iter().map(|&span| index.span(span));
    let list = |at: usize| text(&places().map(|span| span[at].to_string()).collect::<Vec<_>>().join(";"));
    [joined(event.also.iter().map(|&span| words(coded, span))), list(0), list(1)]
}

fn sentence_cells(coded: &Coded, index: &CodePoints, sent: SentId) -> [Value; 3] {
    match coded.text.sents.get(sent as usize) {
        None => [Value::Empty, Value::Empty, Value::Empty],
        Some(found) => {
            let [start, end] = index.span(found.span);
            [number(sent + 1), number(start), number(end)]
        }
    }
}

fn report_cells(coded: &Coded) -> [Value; 3] {
    let page = coded.page;
    [date(page.date), optional(page.publication.as_deref()), optional(page.url.as_deref())]
}

fn text(value: &str) -> Value {
    if value.is_empty() { Value::Empty } else { Value::Text(value.to_string()) }
}

fn optional(value: Option<&str>) -> Value {
    text(value.unwrap_or_default())
}

fn number(value: u32) -> Value {
    Value::Number(value.into())
}

fn date(value: Option<Date>) -> Value {
    value.map_or(Value::Empty, Value::Date)
}

fn joined<'a>(list: impl Iterator<Item = &'a str>) -> Value {
    let mut cell = String::new();
    for (n, item) in list.enumerate() {
        cell.push_str(if n > 0 { ";" } else { "" });
        push_item(&mut cell, item);
    }
    if cell.is_empty() { Value::Empty } else { Value::Text(cell) }
}
