//! Events and statements in plain words.

use dotterel::{Coded, Coder};
use dotterel_document::{Category, Event, MentionId, Precision, Statement, Status};
use jiff::civil::Date;

/// "Wang Yi (China, government) visited Russia, Moscow, 22 Feb 2023, actual".
pub fn event(coder: &Coder, coded: &Coded, event: &Event) -> String {
    let mut actors = parties(coder, coded, &event.actors);
    if event.actors.is_empty() {
        actors = "somebody".to_string();
    }
    let recipients = parties(coder, coded, &event.recipients);
    let (verb, preposition) = verb(event);
    let mut words = if recipients.is_empty() {
        format!("{actors} {verb}")
    } else if preposition.is_empty() {
        format!("{actors} {verb} {recipients}")
    } else {
        format!("{actors} {verb} {preposition} {recipients}")
    };
    if !event.modes.is_empty() {
        words.push_str(&format!(" [{}]", event.modes.join(", ")));
    }
    // "visited Russia, Russia" would say it twice.
    if let Some(place) = event.place.as_ref().filter(|p| !recipients.starts_with(&p.name)) {
        words.push_str(&format!(", {}", place.name));
    }
    if let Some(day) = event.date {
        words.push_str(&format!(", {}", when(day, event.end_date, event.precision)));
    }
    for (n, what) in [
        (event.size.dead, "dead"),
        (event.size.injured, "injured"),
        (event.size.arrested, "arrested"),
        (event.size.participants, "taking part"),
    ] {
        if let Some(n) = n {
            words.push_str(&format!(", {n} {what}"));
        }
    }
    words.push_str(&format!(", {}", event.status.as_str()));
    if let Some(source) = event.attributed_to {
        words.push_str(&format!(", according to {}", parties(coder, coded, &[source])));
    }
    words
}

/// "Vladimir Putin (Russia, government) to Wang Yi (China, government): words".
pub fn statement(coder: &Coder, coded: &Coded, statement: &Statement) -> String {
    let mut speaker = parties(coder, coded, &statement.speakers);
    if speaker.is_empty() {
        speaker = statement.source.map_or_else(|| "somebody".to_string(), |s| s.of(&coded.page.text).to_string());
    }
    let addressee = parties(coder, coded, &statement.addressees);
    let to = if addressee.is_empty() { String::new() } else { format!(" to {addressee}") };
    let content = statement.content.of(&coded.page.text).split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{speaker}{to}: {content}")
}

/// "1 event", "2 events".
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// "22 Feb 2023".
pub fn date(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

fn when(start: Date, end: Option<Date>, precision: Precision) -> String {
    match (precision, end) {
        (Precision::Month, _) => start.strftime("%b %Y").to_string(),
        (Precision::Year, None) => start.strftime("%Y").to_string(),
        (Precision::Year, Some(end)) if end.year() == start.year() => start.strftime("%Y").to_string(),
        (Precision::Year, Some(end)) => format!("{} to {}", start.strftime("%Y"), end.strftime("%Y")),
        (_, Some(end)) => format!("{} to {}", date(start), date(end)),
        _ => date(start),
    }
}

/// "Wang Yi (China, government) and Vladimir Putin (Russia, government)".
fn parties(coder: &Coder, coded: &Coded, mentions: &[MentionId]) -> String {
    let mut names = Vec::new();
    for &m in mentions {
        let Some(mention) = coded.actors.mentions.get(m as usize) else { continue };
        if mention.entities.is_empty() {
            names.push(mention.bytes.of(&coded.page.text).to_string());
        }
        for &e in &mention.entities {
            if let Some(entity) = coded.actors.entities.get(e as usize) {
                let name = if entity.name.is_empty() { mention.bytes.of(&coded.page.text).to_string() } else { entity.name.clone() };
                let country = entity.code.map(|c| coder.world.country(c).map_or_else(|| c.to_string(), |k| k.name.to_string()));
                let facts: Vec<String> = country
                    .filter(|c| *c != name)
                    .into_iter()
                    .chain(entity.sectors.iter().take(2).map(|s| s.in_words().to_string()))
                    .collect();
                names.push(if facts.is_empty() { name } else { format!("{name} ({})", facts.join(", ")) });
            }
        }
    }
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// Verb for what happened and the word before the recipient.
fn verb(event: &Event) -> (String, &'static str) {
    let has = |mode: &str| event.modes.iter().any(|m| m == mode);
    let (past, bare, preposition) = match event.category {
        Category::Agree => ("agreed", "agree", "with"),
        Category::Consult if has("visit") => ("visited", "visit", ""),
        Category::Consult if has("phone") => ("spoke by telephone", "speak by telephone", "with"),
        Category::Consult => ("met", "meet", ""),
        Category::Support => ("supported", "support", ""),
        Category::Concede => ("conceded", "concede", "to"),
        Category::Cooperate => ("cooperated", "cooperate", "with"),
        Category::Aid => ("gave aid", "give aid", "to"),
        Category::Retreat if has("ceasefire") => ("ceased fire", "cease fire", "against"),
        Category::Retreat if has("release") => ("released", "release", ""),
        Category::Retreat if has("withdraw") => ("withdrew", "withdraw", "from"),
        Category::Retreat if has("resign") => ("resigned", "resign", "from"),
        Category::Retreat => ("yielded", "yield", "to"),
        Category::Request => ("made a request", "make a request", "to"),
        Category::Accuse if has("investigate") => ("investigated", "investigate", ""),
        Category::Accuse if has("disapprove") => ("criticized", "criticize", ""),
        Category::Accuse => ("accused", "accuse", ""),
        Category::Reject => ("rejected", "reject", ""),
        Category::Threaten => ("threatened", "threaten", ""),
        Category::Protest => ("protested", "protest", "against"),
        Category::Sanction if has("convict") => ("convicted", "convict", ""),
        Category::Sanction if has("expel") => ("expelled", "expel", ""),
        Category::Sanction => ("sanctioned", "sanction", ""),
        Category::Mobilize => ("mobilized forces", "mobilize forces", "against"),
        Category::Coerce if has("arrest") => ("arrested", "arrest", ""),
        Category::Coerce if has("curfew") => ("imposed a curfew", "impose a curfew", "on"),
        Category::Coerce => ("coerced", "coerce", ""),
        Category::Assault => ("attacked", "attack", ""),
    };
    let verb = match event.status {
        Status::Future => format!("will {bare}"),
        Status::Hypothetical => format!("might {bare}"),
        Status::Negated => format!("did not {bare}"),
        Status::Actual | Status::Historical => past.to_string(),
    };
    (verb, preposition)
}
