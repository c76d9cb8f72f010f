//! How sure each event is: features of its frame, its words and its parties, weighed by
//! what was right on sentences with known relations ([`dotterel_lexicon::confidence`]).
//!
//! The chance is that of the category, given that the parties are right. Which frame a
//! clause has is decided before, by how specific the frames are.

use dotterel_document::{Clause, Event, Form, MentionId, Status};
use dotterel_lexicon::confidence::{Confidence, Feature};
use dotterel_lexicon::frames::Coding;

use crate::frames::Known;

/// Tokens between an event's words and a party from which it counts as far.
const FAR: u32 = 12;

/// Tokens of a long sentence, and events of a crowded one.
const LONG: usize = 40;
const CROWD: usize = 4;

/// Sets the confidence of every event. With `explain`, says what it is made of.
pub fn set(known: &Known<'_>, confidence: &Confidence, events: &mut [Event], explain: bool) {
    let features: Vec<Vec<Feature>> = events.iter().map(|event| self::features(known, event, events)).collect();
    for (event, features) in events.iter_mut().zip(features) {
        event.confidence = confidence.of(&features);
        if explain {
            let parts = features.iter().filter(|&&f| confidence.weight(f) != 0);
            let parts: Vec<String> = parts.map(|&f| format!("{} {:+}", f.in_words(), confidence.weight(f))).collect();
            event.explanation.push(format!("confidence {:.2}: {}", event.confidence, parts.join(", ")));
        }
    }
}

/// What holds of an event. `all` are the events of the report in order of their triggers.
pub fn features(known: &Known<'_>, event: &Event, all: &[Event]) -> Vec<Feature> {
    use Feature::*;
    let mut found = vec![Always];
    let mut add = |holds: bool, feature: Feature| {
        if holds {
            found.push(feature);
        }
    };
    if let Some(frame) = known.frames.by_id(&event.rule) {
        let conditions = frame.conditions.len();
        add(conditions == 0, NoCondition);
        add(conditions == 1, OneCondition);
        add(conditions >= 3, ManyConditions);
        add(matches!(frame.coding, Coding::Stance(_)), Stance);
    }
    let clause = clause(known, event);
    let form = clause.map(|c| (c.form, c.light.is_some()));
    add(form == Some((Form::Noun, false)), Noun);
    add(form == Some((Form::Noun, true)), Light);
    add(form.is_some_and(|(form, _)| form == Form::Adjective), Adjective);
    let unknown = |mentions: &[MentionId]| {
        mentions
            .iter()
            .filter_map(|&m| known.actors.mentions.get(m as usize))
            .any(|mention| !mention.entities.iter().any(|&e| known.actors.entities.get(e as usize).is_some_and(|e| e.is_codable())))
    };
    add(unknown(&event.actors), UnknownActor);
    add(unknown(&event.recipients), UnknownRecipient);
    let together = event.recipients.is_empty() && event.actors.len() > 1;
    add(event.recipients.is_empty() && !together, NoRecipient);
    add(together, Together);
    let far = |mentions: &[MentionId]| {
        let near = |m: MentionId| known.actors.mentions.get(m as usize).zip(clause).is_some_and(|(m, c)| m.head.abs_diff(c.head) <= FAR);
        !mentions.is_empty() && !mentions.iter().any(|&m| near(m))
    };
    add(far(&event.actors), FarActor);
    add(far(&event.recipients), FarRecipient);
    add(event.guessed, Guessed);
    add(event.status != Status::Actual, NotActual);
    add(event.attributed_to.is_some(), Attributed);
    let sent = known.text.sents.get(event.sent as usize);
    add(sent.is_some_and(|s| s.tokens.len() >= LONG), LongSentence);
    let from = all.partition_point(|e| e.trigger < event.trigger).saturating_sub(CROWD);
    let beside = all.get(from..).unwrap_or_default().iter().take(3 * CROWD).filter(|e| e.sent == event.sent).count();
    add(beside >= CROWD, Crowded);
    found
}

/// The clause whose words are the trigger: of several one with a light verb, which leaves the
/// word to its noun, else the first.
pub(crate) fn clause<'k>(known: &Known<'k>, event: &Event) -> Option<&'k Clause> {
    let tokens = &known.text.tokens;
    let clauses = &known.clauses.all;
    let start = |clause: &Clause| tokens.get(clause.head as usize).map_or(0, |t| t.span.start);
    let from = clauses.partition_point(|c| start(c) < event.trigger.start);
    let within = clauses.get(from..)?.iter().take_while(|c| start(c) < event.trigger.end);
    within.max_by_key(|c| (c.light.is_some(), u32::MAX - c.head))
}
