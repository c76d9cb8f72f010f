//! Runs the examples that frames carry.

use dotterel_document::{Event, Page};
use dotterel_lexicon::frames::{Coding, Expected, Frame};

use crate::{Coded, Coder};

/// An example that did not give what it promises.
#[derive(Clone, Debug)]
pub struct Failure {
    /// File of the frame.
    pub file: String,
    /// Line of the example.
    pub line: usize,
    /// Frame.
    pub frame: String,
    /// The sentence.
    pub text: String,
    /// What was coded instead.
    pub message: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}: {}\n    {}", self.file, self.line, self.frame, self.text, self.message)
    }
}

/// Day on which examples are taken to be reported.
pub const REPORT_DAY: &str = "2023-02-22";

/// Codes every example of the frames whose id starts with `prefix`. Gives the number of
/// examples that were run, and those that failed.
pub fn examples(coder: &Coder, prefix: &str) -> (usize, Vec<Failure>) {
    let mut run = 0;
    let mut failures = Vec::new();
    for frame in coder.frames.all().iter().filter(|f| f.id.starts_with(prefix)) {
        for example in frame.examples.iter().chain(&frame.counter_examples) {
            run += 1;
            let page = Page { id: "example".to_string(), text: example.text.clone(), date: REPORT_DAY.parse().ok(), ..Page::default() };
            let coded = coder.code(page);
            let message = match &example.expected {
                Some(expected) => misses(&coded, frame, expected),
                None => fires(&coded, frame),
            };
            if let Some(message) = message {
                failures.push(Failure {
                    file: frame.file.clone(),
                    line: example.line,
                    frame: frame.id.clone(),
                    text: example.text.clone(),
                    message,
                });
            }
        }
    }
    (run, failures)
}

fn misses(coded: &Coded, frame: &Frame, expected: &Expected) -> Option<String> {
    // What an operator governs comes out under the rule of the act.
    let any_rule = matches!(frame.coding, Coding::Operator(_));
    let found = coded.events.iter().any(|e| (any_rule || e.rule == frame.id) && answers(coded, e, expected));
    (!found).then(|| format!("coded: {}", in_short(coded)))
}

fn fires(coded: &Coded, frame: &Frame) -> Option<String> {
    let bad = match frame.coding {
        // A blocking frame keeps the category of its file from its predicate; what another,
        // more specific frame makes of the same words is that frame's affair.
        Coding::Block => {
            let category = frame.id.split('.').next().unwrap_or("").to_uppercase();
            let category = dotterel_document::Category::from_name(&category);
            coded.events.iter().filter(|e| category.is_none_or(|c| c == e.category)).any(|e| {
                let own = |c: &dotterel_document::Clause| frame.verbs.contains(&c.lemma) || frame.nouns.contains(&c.lemma);
                coded
                    .clauses
                    .all
                    .iter()
                    .filter(|c| own(c))
                    .any(|c| e.also.iter().chain([&e.trigger]).any(|t| coded.text.tokens[c.head as usize].span.overlaps(*t)))
            })
        }
        _ => coded.events.iter().any(|e| e.rule == frame.id),
    };
    bad.then(|| format!("must not fire; coded: {}", in_short(coded)))
}

fn answers(coded: &Coded, event: &Event, expected: &Expected) -> bool {
    event.category == expected.category
        && event.status == expected.status
        && expected.modes.iter().all(|m| event.modes.contains(m))
        && sides_match(coded, &event.actors, &expected.actors)
        && sides_match(coded, &event.recipients, &expected.recipients)
}

fn sides_match(coded: &Coded, mentions: &[u32], wanted: &[String]) -> bool {
    let entities: Vec<(String, Vec<&str>)> = parties(coded, mentions);
    let matches = |want: &str, (code, sectors): &(String, Vec<&str>)| {
        let (want_code, want_sector) = want.split_once('/').unwrap_or((want, ""));
        want == "_" || (want_code.is_empty() || want_code == code) && (want_sector.is_empty() || sectors.contains(&want_sector))
    };
    wanted.iter().all(|w| entities.iter().any(|e| matches(w, e))) && entities.iter().all(|e| wanted.iter().any(|w| matches(w, e)))
}

/// Code and sectors of everybody that the mentions stand for; code and sectors are empty
/// where nothing is known.
fn parties<'a>(coded: &'a Coded, mentions: &[u32]) -> Vec<(String, Vec<&'a str>)> {
    let mut parties = Vec::new();
    for &m in mentions {
        let mention = &coded.actors.mentions[m as usize];
        for &e in &mention.entities {
            if let Some(entity) = coded.actors.entities.get(e as usize) {
                parties
                    .push((entity.code.map_or_else(String::new, |c| c.to_string()), entity.sectors.iter().map(|s| s.as_str()).collect()));
            }
        }
        if mention.entities.is_empty() {
            parties.push((String::new(), Vec::new()));
        }
    }
    parties
}

/// The events of a report in one line each, as examples write them.
pub fn in_short(coded: &Coded) -> String {
    if coded.events.is_empty() {
        return "nothing".to_string();
    }
    let side = |mentions: &[u32]| {
        parties(coded, mentions)
            .into_iter()
            .map(|(code, sectors)| {
                if sectors.is_empty() {
                    if code.is_empty() { "?".to_string() } else { code }
                } else {
                    format!("{code}/{}", sectors.join("+"))
                }
            })
            .collect::<Vec<_>>()
            .join(", ")
    };
    coded
        .events
        .iter()
        .map(|e| {
            let modes = e.modes.iter().map(|m| format!(" {m}")).collect::<String>();
            format!("{}{modes}; {} > {}; {} [{}]", e.category.as_str(), side(&e.actors), side(&e.recipients), e.status.as_str(), e.rule)
        })
        .collect::<Vec<_>>()
        .join(" | ")
}
