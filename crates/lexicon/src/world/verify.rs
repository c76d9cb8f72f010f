//! Looks for contradictions and disorder in files of facts: more than reading them needs.

use std::collections::BTreeMap;

use super::World;
use super::entry::Kind;
use super::names::normal;
use super::source::Source;
use crate::LexiconError;

/// Everything that is wrong with some files of facts, in the order of their lines.
///
/// Beside what [`World::parse`] rejects: lines out of order within a section; the same line
/// twice; one name with two codes in one section in overlapping years, where the kind does
/// not share names across states as persons and parties do; an agent noun given twice.
pub fn verify(sources: &[Source]) -> Vec<LexiconError> {
    let world = match World::parse(sources) {
        Ok(world) => world,
        Err(error) => return vec![error],
    };
    let mut errors = Vec::new();
    // A world holds one entry a line of facts, in order, so a counter tells which is which.
    let mut next_entry = 0;
    let mut meanings: BTreeMap<(Kind, String), Vec<(usize, String)>> = BTreeMap::new();
    let mut nouns: BTreeMap<String, String> = BTreeMap::new();
    for source in sources {
        let mut section = "";
        let mut previous = String::new();
        for (number, text) in source.text.lines().enumerate() {
            let text = text.trim_end();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            if text.starts_with('[') && !text.contains('|') {
                section = text.trim_matches(['[', ']']);
                previous.clear();
                continue;
            }
            let mut report = |message: String| {
                let file = source.file.to_string();
                errors.push(LexiconError { file, line: number + 1, column: 1, message });
            };
            let key = sort_key(text);
            if key < previous {
                report(format!("out of order: {key:?} sorts before {previous:?}"));
            } else if key == previous {
                report("the same line twice".to_string());
            }
            previous = key;
            let names = text.split('|').next().unwrap_or_default().split(';').map(str::trim);
            let place = format!("{}:{}", source.file, number + 1);
            match Kind::from_section(section) {
                Some(kind) => {
                    let entry = world.entry(next_entry as u32);
                    for name in names.filter(|name| !name.is_empty()) {
                        let seen = meanings.entry((kind, normal(name).to_string())).or_default();
                        for (other, other_place) in seen.iter() {
                            let other = world.entry(*other as u32);
                            if !is_shared(kind) && other.code != entry.code && other.overlaps(entry) {
                                report(format!("{name:?} has another code at {other_place} in overlapping years"));
                            }
                            if kind == Kind::Person && other.name == entry.name && other.gender != entry.gender {
                                report(format!("{name:?} has another gender at {other_place}"));
                            }
                        }
                        seen.push((next_entry, place.clone()));
                    }
                    next_entry += 1;
                }
                None => {
                    for name in names.filter(|name| !name.is_empty()) {
                        let noun = format!("[{section}] {}", name.to_lowercase());
                        if let Some(other) = nouns.insert(noun, place.clone()) {
                            report(format!("{name:?} stands at {other} already"));
                        }
                    }
                }
            }
        }
    }
    errors
}

/// True for kinds whose names several states have ("Socialist Party"): context must choose.
fn is_shared(kind: Kind) -> bool {
    matches!(kind, Kind::Person | Kind::Party)
}

/// Lines are sorted by name in normal form and small letters, then by the rest as written
/// with empty space left out, so that a person's offices stand in the order of their years.
fn sort_key(text: &str) -> String {
    let mut fields = text.split('|').map(str::trim);
    let names = fields.next().unwrap_or_default();
    let first = names.split(';').next().unwrap_or_default();
    let mut rest: Vec<&str> = fields.collect();
    // Years before code and sectors.
    if rest.len() > 2 {
        let years = rest.remove(2);
        rest.insert(0, years);
    }
    format!("{}|{}", normal(first).to_lowercase(), rest.join("|"))
}
