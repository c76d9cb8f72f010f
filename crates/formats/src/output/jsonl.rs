//! JSON Lines: the record format itself.

use dotterel_document::{Byte, Event, EventPlace, SentId, Span, Statement};

use super::entity::{self, EntityAt, entities, words};
use super::json::Json;
use super::{CODER, CodePoints, Coded, Encoder, Kind};

/// The lines of one document: its own, then its events, then its statements.
pub fn encode(coded: &Coded, encoder: &Encoder) -> Vec<u8> {
    let wants = |kind| encoder.only.is_none_or(|only| only == kind);
    let index = CodePoints::new(&coded.page.text);
    let mut json = Json::with_capacity(512 + 1024 * coded.events.len() + 512 * coded.statements.len());
    if wants(Kind::Document) {
        document(&mut json, coded, &index, encoder.with_text);
    }
    if wants(Kind::Event) {
        for (n, event) in coded.events.iter().enumerate() {
            write_event(&mut json, coded, &index, n + 1, event);
        }
    }
    if wants(Kind::Statement) {
        for (n, statement) in coded.statements.iter().enumerate() {
            write_statement(&mut json, coded, &index, n + 1, statement);
        }
    }
    json.into_bytes()
}

fn document(json: &mut Json, coded: &Coded, index: &CodePoints, with_text: bool) {
    let page = coded.page;
    json.object(|json| {
        json.field("type", "document");
        json.name("id").string(&page.id);
        if let Some(date) = page.date {
            json.name("date").plain(date);
        }
        json.field("title", page.title.as_deref().unwrap_or_default());
        json.field("url", page.url.as_deref().unwrap_or_default());
        json.field("publication", page.publication.as_deref().unwrap_or_default());
        json.field("author", page.author.as_deref().unwrap_or_default());
        json.field("language", page.language.as_deref().unwrap_or_default());
        if with_text || page.extracted {
            json.field("text", &page.text);
        }
        if !coded.text.sents.is_empty() {
            json.name("sentences").list(|json| {
                for sent in &coded.text.sents {
                    json.pair(index.span(sent.span));
                }
            });
        }
        json.field_list("warnings", page.warnings.iter().map(String::as_str));
    });
    json.newline();
}

fn write_event(json: &mut Json, coded: &Coded, index: &CodePoints, n: usize, event: &Event) {
    json.object(|json| {
        json.field("type", "event");
        json.name("id").string(&format!("{}#e{n}", coded.page.id));
        json.name("doc").string(&coded.page.id);
        if let Some(date) = event.date {
            json.name("date").plain(date);
            if let Some(end) = event.end_date {
                json.name("enddate").plain(end);
            }
            json.field("date_precision", event.precision.as_str());
        }
        json.name("event").list(|json| json.string(event.category.as_str()));
        json.field_list("mode", event.modes.iter().map(String::as_str));
        json.field_list("context", event.contexts.iter().map(|c| c.name));
        json.field_list("context_evidence", event.contexts.iter().map(|c| c.evidence.as_str()));
        json.field("status", event.status.as_str());
        if let Some(mention) = event.attributed_to
            && let Some(source) = entities(coded, index, &[mention]).first()
        {
            json.name("attributed_to");
            entity::write(json, source);
        }
        if event.actors.is_empty() {
            entity::write_unknown(json, "actor");
        }
        entity::write_list(json, "actor", &entities(coded, index, &event.actors));
        entity::write_list(json, "recipient", &entities(coded, index, &event.recipients));
        if let Some(place) = &event.place {
            write_place(json, coded, index, place);
        }
        json.field("event_text", words(coded, event.trigger));
        json.name("trigger").pair(index.span(event.trigger));
        write_also(json, coded, index, event);
        write_size(json, event);
        json.field("cameo", event.cameo.as_deref().unwrap_or_default());
        json.name("quad_code").number(event.category.quad() as u32);
        json.name("event_scale").fraction(event.category.score(&event.modes));
        if let Some(sent) = coded.text.sents.get(event.sent as usize) {
            json.field("text", words(coded, sent.span));
        }
        write_text_info(json, coded, index, event.sent);
        json.field("rule", &event.rule);
        json.name("confidence").fraction(rounded(event.confidence));
        json.field("coder", CODER);
    });
    json.newline();
}

fn write_place(json: &mut Json, coded: &Coded, index: &CodePoints, place: &EventPlace) {
    json.name("event_loc").object(|json| {
        json.field("extracted_place", words(coded, place.bytes));
        json.field("resolved_place", &place.name);
        if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
            json.name("lat").fraction(lat);
            json.name("lon").fraction(lon);
        }
        if let Some(country) = place.country {
            json.name("country_code").plain(country);
        }
        json.field("province", place.province.as_deref().unwrap_or_default());
        json.name("resolution").number(place.resolution as u32);
        let [start, end] = index.span(place.bytes);
        json.name("start").number(start);
        json.name("end").number(end);
    });
}

/// Where the report tells the same event again.
fn write_also(json: &mut Json, coded: &Coded, index: &CodePoints, event: &Event) {
    if event.also.is_empty() {
        return;
    }
    json.name("also").list(|json| {
        for &again in &event.also {
            json.object(|json| {
                json.field("event_text", words(coded, again));
                json.name("trigger").pair(index.span(again));
                write_text_info(json, coded, index, sentence_of(coded, again));
            });
        }
    });
}

/// The sentence that a stretch of the text begins in; past the last one where there is none.
fn sentence_of(coded: &Coded, bytes: Span<Byte>) -> SentId {
    let sents = &coded.text.sents;
    let at = sents.partition_point(|s| s.span.end <= bytes.start);
    sents.get(at).filter(|s| s.span.contains(bytes.start)).map_or(SentId::MAX, |_| at as SentId)
}

fn write_size(json: &mut Json, event: &Event) {
    let size = event.size;
    let stated = [("dead", size.dead), ("injured", size.injured), ("arrested", size.arrested), ("participants", size.participants)];
    if stated.iter().any(|(_, number)| number.is_some()) {
        json.name("size").object(|json| {
            for (name, number) in stated {
                if let Some(number) = number {
                    json.name(name).number(number);
                }
            }
        });
    }
}

fn write_text_info(json: &mut Json, coded: &Coded, index: &CodePoints, sent: SentId) {
    if let Some(found) = coded.text.sents.get(sent as usize) {
        let [start, end] = index.span(found.span);
        json.name("text_info").object(|json| {
            json.name("sequence").number(sent + 1);
            json.name("start").number(start);
            json.name("end").number(end);
        });
    }
}

fn write_statement(json: &mut Json, coded: &Coded, index: &CodePoints, n: usize, statement: &Statement) {
    json.object(|json| {
        json.field("type", "statement");
        json.name("id").string(&format!("{}#s{n}", coded.page.id));
        json.name("doc").string(&coded.page.id);
        let speakers = speakers(coded, index, statement);
        // Always there, so that a reader need not ask: an empty object where nobody is named.
        json.name("speaker");
        match speakers.split_first() {
            Some((first, others)) => {
                entity::write(json, first);
                entity::write_list(json, "speakers", others);
            }
            None => json.object(|_| {}),
        }
        if let Some(cue) = statement.cue {
            let [start, end] = index.span(cue);
            json.name("cue").object(|json| {
                json.field("text", words(coded, cue));
                json.name("start").number(start);
                json.name("end").number(end);
            });
        }
        let [start, end] = index.span(statement.content);
        json.name("content").object(|json| {
            json.field("text", words(coded, statement.content));
            json.name("start").number(start);
            json.name("end").number(end);
            if !statement.quoted.is_empty() {
                json.name("quoted").list(|json| {
                    for &quoted in &statement.quoted {
                        json.pair(index.span(quoted));
                    }
                });
            }
        });
        json.field("kind", statement.kind.as_str());
        entity::write_list(json, "addressee", &entities(coded, index, &statement.addressees));
        json.field_list("about", statement.about.iter().map(|code| code.as_str()));
        if let Some(date) = statement.date {
            json.name("date").plain(date);
        }
        write_text_info(json, coded, index, statement.sent);
    });
    json.newline();
}

/// The speakers; where none is an actor, the words that name the source.
pub fn speakers<'a>(coded: &Coded<'a>, index: &CodePoints, statement: &Statement) -> Vec<EntityAt<'a>> {
    let mut speakers = entities(coded, index, &statement.speakers);
    if speakers.is_empty() {
        speakers.extend(statement.source.map(|source| entity::bare(coded, index, source)));
    }
    speakers
}

/// Four decimals are more than any calibration tells apart.
pub fn rounded(confidence: f32) -> f32 {
    (confidence * 10_000.0).round() / 10_000.0
}
