//! Reads frame files. Strict: whatever is not understood is an error with its place.

use std::str::FromStr;

use compact_str::CompactString;
use dotterel_document::record::CONTEXTS;
use dotterel_document::{Category, Modality, Status};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::LexiconError;
use crate::frames::Source;
use crate::frames::frame::{Coding, Condition, Example, Expected, Frame, Operator, Stance, Test};
use crate::frames::path::Path;

/// Classes that the program itself knows: kinds of mentions.
pub const BUILT_IN: [&str; 10] = ["actor", "person", "country", "organization", "group", "place", "armed", "public", "name", "pronoun"];

type Classes = FxHashMap<CompactString, FxHashSet<CompactString>>;

/// What one file says.
#[derive(Debug, Default)]
pub(super) struct FrameFile {
    pub frames: Vec<Frame>,
    /// Frames of earlier files that are to go.
    pub drops: Vec<Drop>,
}

/// A line `drop ID`, `drop FILE.*` or `drop *`.
#[derive(Debug)]
pub(super) struct Drop {
    pub pattern: String,
    line: usize,
    column: usize,
}

impl Drop {
    pub fn takes(&self, id: &str) -> bool {
        match self.pattern.strip_suffix('*') {
            Some(start) => id.starts_with(start),
            None => id == self.pattern,
        }
    }

    /// Where there is no such frame.
    pub fn error(&self, file: &str) -> LexiconError {
        let message = format!("no frame {} to drop", self.pattern);
        LexiconError { file: file.to_string(), line: self.line, column: self.column, message }
    }
}

/// All frames of one file, and what it drops.
pub(super) fn file((file, text): Source<'_>, classes: &Classes) -> Result<FrameFile, LexiconError> {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file).trim_end_matches(".frames");
    let mut frames: Vec<Frame> = Vec::new();
    let mut drops: Vec<Drop> = Vec::new();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for (number, line) in text.lines().enumerate() {
        let at = Place { file, line, number: number + 1 };
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let (key, value) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
        let value = value.trim();
        if key == "drop" {
            let name = value.strip_suffix(".*").unwrap_or(value);
            if !frames.is_empty() {
                return Err(at.error(key, "`drop` stands before the first frame"));
            }
            if value != "*" && (name.is_empty() || name.contains(['*', ',', ' '])) {
                return Err(at.error(value, "`drop` takes one frame's id (consult.visit), a file's frames (consult.*) or * for all"));
            }
            let LexiconError { line, column, .. } = at.error(value, "");
            drops.push(Drop { pattern: value.to_string(), line, column });
            continue;
        }
        if key == "frame" {
            if let Some(frame) = frames.last() {
                finish(frame, file)?;
            }
            if value.is_empty() || !value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
                return Err(at.error(value, "a frame's name is lower-case letters, digits and hyphens"));
            }
            let id = format!("{stem}.{value}");
            if !seen.insert(id.clone()) {
                return Err(at.error(value, &format!("frame {id} stands twice in this file")));
            }
            frames.push(Frame { id, file: file.to_string(), line: number + 1, ..Frame::default() });
            continue;
        }
        let Some(frame) = frames.last_mut() else {
            return Err(at.error(key, "expected `frame NAME` or `drop NAME` first"));
        };
        entry(frame, key, value, &at, classes)?;
    }
    if let Some(frame) = frames.last() {
        finish(frame, file)?;
    }
    Ok(FrameFile { frames, drops })
}

/// Where an error stands.
struct Place<'a> {
    file: &'a str,
    line: &'a str,
    number: usize,
}

impl Place<'_> {
    fn error(&self, at: &str, message: &str) -> LexiconError {
        let byte = (at.as_ptr() as usize).checked_sub(self.line.as_ptr() as usize).filter(|&b| b <= self.line.len()).unwrap_or(0);
        LexiconError {
            file: self.file.to_string(),
            line: self.number,
            column: self.line.get(..byte).map_or(1, |before| before.chars().count() + 1),
            message: message.to_string(),
        }
    }
}

fn finish(frame: &Frame, file: &str) -> Result<(), LexiconError> {
    let error = |message: &str| LexiconError {
        file: file.to_string(),
        line: frame.line,
        column: 1,
        message: format!("frame {}: {message}", frame.id),
    };
    if frame.verbs.is_empty()
        && frame.nouns.is_empty()
        && frame.things.is_empty()
        && frame.adjectives.is_empty()
        && frame.modality.is_none()
    {
        return Err(error("no predicate: add a line `verb`, `noun`, `thing` or `adj`"));
    }
    let needs = match frame.coding {
        Coding::Block => frame.counter_examples.is_empty(),
        _ => frame.examples.is_empty(),
    };
    if needs {
        return Err(error("no example: every frame carries one (`not` for a blocking frame)"));
    }
    Ok(())
}

fn entry(frame: &mut Frame, key: &str, value: &str, at: &Place<'_>, classes: &Classes) -> Result<(), LexiconError> {
    let path = |text: &str| Path::parse(text).map_err(|(offset, message)| at.error(text.get(offset..).unwrap_or(text), &message));
    match key {
        "verb" => frame.verbs.extend(list(value)),
        "noun" => frame.nouns.extend(list(value)),
        "thing" => frame.things.extend(list(value)),
        "adj" => frame.adjectives.extend(list(value)),
        "modal" => {
            frame.modality = Some(modality(value).ok_or_else(|| at.error(value, "a modality is future, would, possible or obliged"))?);
        }
        "event" => {
            let mut parts = value.split_whitespace();
            let name = parts.next().unwrap_or("");
            let category = Category::from_name(name).ok_or_else(|| at.error(value, &format!("{name:?} is no PLOVER category")))?;
            let mut modes = Vec::new();
            for mode in parts {
                let known = category.modes().iter().find(|(m, _)| *m == mode);
                let Some(&(mode, _)) = known else {
                    return Err(at.error(mode, &format!("{mode:?} is no mode of {name}")));
                };
                modes.push(mode);
            }
            frame.coding = Coding::Event(category, modes);
            if frame.actor.is_empty() {
                frame.actor = path("subject")?;
            }
        }
        "stance" => {
            frame.coding = Coding::Stance(match value {
                "AGREE" => Stance::Agree,
                "PROMISE" => Stance::Promise,
                "REJECT" => Stance::Reject,
                "REQUEST" => Stance::Request,
                "THREATEN" => Stance::Threaten,
                "ACCUSE" => Stance::Accuse,
                "STOP" => Stance::Stop,
                "CANCEL" => Stance::Cancel,
                _ => {
                    return Err(at.error(value, "a stance is AGREE, PROMISE, REJECT, REQUEST, THREATEN, ACCUSE, STOP or CANCEL"));
                }
            });
            if frame.actor.is_empty() {
                frame.actor = path("subject")?;
            }
            if frame.act.is_empty() {
                frame.act = path("clause | object")?;
            }
        }
        "operator" => {
            frame.coding = Coding::Operator(match value {
                "keep" => Operator::Keep,
                "future" => Operator::Future,
                "hypothetical" => Operator::Hypothetical,
                "negated" => Operator::Negated,
                "cause" => Operator::Cause,
                _ => {
                    return Err(at.error(value, "an operator is keep, future, hypothetical, negated or cause"));
                }
            });
            if frame.actor.is_empty() {
                frame.actor = path("subject")?;
            }
            if frame.act.is_empty() {
                frame.act = path("clause | object")?;
            }
        }
        "block" => frame.coding = Coding::Block,
        "actor" => frame.actor = path(value)?,
        "recipient" => frame.recipient = path(value)?,
        "act" => frame.act = path(value)?,
        "cameo" => {
            if !(2..=4).contains(&value.len()) || !value.bytes().all(|b| b.is_ascii_digit()) {
                return Err(at.error(value, "a CAMEO code is two to four digits"));
            }
            frame.cameo = Some(value.into());
        }
        "context" => {
            for name in list(value) {
                let Some(&context) = CONTEXTS.iter().find(|c| **c == name) else {
                    return Err(at.error(value, &format!("{name:?} is no PLOVER context")));
                };
                frame.contexts.push(context);
            }
        }
        "reciprocal" => frame.reciprocal = true,
        "needs" => match value {
            "recipient" => frame.needs_recipient = true,
            "act" => frame.needs_act = true,
            _ => return Err(at.error(value, "`needs` takes recipient or act")),
        },
        "keep" => {
            frame.keep_act = Some(
                status(value).ok_or_else(|| at.error(value, "`keep` takes a status: actual, future, hypothetical, negated, historical"))?,
            )
        }
        "where" => frame.conditions.push(condition(value, at, classes)?),
        "example" => {
            let Some((text, expected)) = value.rsplit_once("=>") else {
                return Err(at.error(value, "expected `example SENTENCE => CATEGORY modes; ACTORS > RECIPIENTS; status`"));
            };
            let expected = self::expected(expected).map_err(|message| at.error(expected, &message))?;
            frame.examples.push(Example { line: at.number, text: text.trim().to_string(), expected: Some(expected) });
        }
        "not" => frame.counter_examples.push(Example { line: at.number, text: value.to_string(), expected: None }),
        _ => {
            return Err(at.error(key, &format!("{key:?} is no key: verb, noun, thing, adj, modal, event, stance, operator, block, actor, recipient, act, cameo, context, reciprocal, needs, keep, where, example, not")));
        }
    }
    Ok(())
}

fn list(value: &str) -> impl Iterator<Item = CompactString> + '_ {
    value.split(',').map(str::trim).filter(|w| !w.is_empty()).map(CompactString::from)
}

fn status(name: &str) -> Option<Status> {
    [Status::Actual, Status::Historical, Status::Future, Status::Hypothetical, Status::Negated].into_iter().find(|s| s.as_str() == name)
}

/// What an auxiliary says, by its name in words.txt.
pub(super) fn modality(name: &str) -> Option<Modality> {
    match name {
        "future" => Some(Modality::Future),
        "would" => Some(Modality::Would),
        "possible" => Some(Modality::Possible),
        "obliged" => Some(Modality::Obliged),
        _ => None,
    }
}

/// `ROLE is [not] WORDS`, `ROLE has [not] WORDS`, `ROLE present`, `ROLE absent`.
fn condition(value: &str, at: &Place<'_>, classes: &Classes) -> Result<Condition, LexiconError> {
    let find = |word: &str| value.split_whitespace().any(|w| w == word);
    let (role, test, negated, words) = if find("is") {
        let (role, rest) = value.split_once(" is ").unwrap_or((value, ""));
        (role, Test::Is, rest.trim_start().starts_with("not "), rest.trim_start().trim_start_matches("not "))
    } else if find("has") {
        let (role, rest) = value.split_once(" has ").unwrap_or((value, ""));
        (role, Test::Has, rest.trim_start().starts_with("not "), rest.trim_start().trim_start_matches("not "))
    } else if let Some(role) = value.strip_suffix(" present") {
        (role, Test::Present, false, "")
    } else if let Some(role) = value.strip_suffix(" absent") {
        (role, Test::Present, true, "")
    } else {
        return Err(at.error(
            value,
            "a condition is `ROLE is WORDS`, `ROLE is not WORDS`, `ROLE has WORDS`, `ROLE has not WORDS`, `ROLE present` or `ROLE absent`",
        ));
    };
    let role = Path::parse(role).map_err(|(_, message)| at.error(value, &message))?;
    let words: Vec<CompactString> = list(words).collect();
    if test != Test::Present && words.is_empty() {
        return Err(at.error(value, "no words to compare with"));
    }
    for word in &words {
        if let Some(class) = word.strip_prefix('@') {
            if !BUILT_IN.contains(&class) && !classes.contains_key(class) {
                return Err(at.error(
                    value,
                    &format!(
                        "no class {word}; define `class {class}: ...` in words.txt, or use {}",
                        BUILT_IN.map(|c| format!("@{c}")).join(", ")
                    ),
                ));
            }
        }
    }
    Ok(Condition { role, test, negated, words })
}

/// `CATEGORY modes; ACTORS > RECIPIENTS; status`.
fn expected(text: &str) -> Result<Expected, String> {
    let mut parts = text.split(';').map(str::trim);
    let mut words = parts.next().unwrap_or("").split_whitespace();
    let name = words.next().unwrap_or("");
    let category = Category::from_name(name).ok_or_else(|| format!("{name:?} is no PLOVER category"))?;
    let modes: Vec<String> = words.map(str::to_string).collect();
    if let Some(mode) = modes.iter().find(|m| !category.modes().iter().any(|(known, _)| known == m)) {
        return Err(format!("{mode:?} is no mode of {name}"));
    }
    let sides = parts.next().ok_or("expected `; ACTORS > RECIPIENTS` after the category")?;
    let (actors, recipients) = sides.split_once('>').unwrap_or((sides, ""));
    let codes = |side: &str| list(side).map(|c| c.to_string()).collect::<Vec<_>>();
    let status = match parts.next() {
        None | Some("") => Status::Actual,
        Some(name) => status(name).ok_or_else(|| format!("{name:?} is no status"))?,
    };
    Ok(Expected { category, modes, actors: codes(actors), recipients: codes(recipients), status })
}

impl FromStr for Expected {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        expected(text)
    }
}
