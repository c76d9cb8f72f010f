//! Learning features and lemmas: tables of what is most frequent.

use std::collections::BTreeMap;

use dotterel_document::syntax::{Upos, Xpos};

use super::{Example, tags};
use crate::features::{FeatureTable, keys, last_key};
use crate::lemma::{Edit, LONGEST, Lemmas, ending_key, lower_into, word_key};
use crate::model::{around, subject_of_each};
use crate::parser::{NONE, State};
use crate::word::Vocabulary;

/// Learns the features of words from the gold trees. A key is kept only where it says
/// something else than the keys after it.
pub fn features(examples: &[&Example], vocabulary: &Vocabulary) -> FeatureTable {
    let mut counts: BTreeMap<u64, BTreeMap<u64, usize>> = BTreeMap::new();
    let mut seen: BTreeMap<Vec<u64>, ()> = BTreeMap::new();
    let (mut state, mut subjects) = (State::default(), Vec::new());
    for example in examples {
        let words = tags::words(&example.forms, vocabulary);
        state.start(words.len());
        for (i, &head) in example.heads.iter().enumerate() {
            state.nodes[i].head = head;
            state.nodes[i].label = example.labels[i];
            if head != NONE {
                state.nodes[head as usize].labels |= 1 << example.labels[i];
            }
        }
        subject_of_each(&state, &mut subjects);
        for i in 0..words.len() {
            let tag = example.tags[i];
            let around = around(&words, &example.tags, &state, &subjects, i, example.labels[i], &words[i], tag);
            let mut all = keys(around).to_vec();
            all.push(last_key(tag));
            for &key in &all {
                *counts.entry(key).or_default().entry(example.feats[i].0).or_default() += 1;
            }
            seen.insert(all, ());
        }
    }
    let best: BTreeMap<u64, u64> = counts
        .iter()
        .filter(|(_, c)| c.values().sum::<usize>() >= 2)
        .filter_map(|(&k, c)| Some((k, *c.iter().max_by_key(|&(&f, &n)| (n, f))?.0)))
        .collect();
    let mut table = FeatureTable::default();
    let mut sets: BTreeMap<u64, u16> = BTreeMap::new();
    let mut add = |table: &mut FeatureTable, key: u64, set: u64| {
        let next = table.sets.len() as u16;
        let id = *sets.entry(set).or_insert_with(|| {
            table.sets.push(set);
            next
        });
        table.table.insert(key, id);
    };
    for (all, ()) in &seen {
        for (i, key) in all.iter().enumerate() {
            let Some(&set) = best.get(key) else { continue };
            let later = all[i + 1..].iter().find_map(|k| best.get(k));
            if later != Some(&set) {
                add(&mut table, *key, set);
            }
        }
    }
    // A key dropped for agreeing with a later one must not hide behind a key in between that
    // another word needed, so those in between are put back until all agree.
    loop {
        let mut missing = Vec::new();
        for (all, ()) in &seen {
            let Some((&key, &wanted)) = all.iter().find_map(|k| best.get_key_value(k)) else { continue };
            let found = all.iter().find_map(|k| table.table.get(k)).and_then(|&i| table.sets.get(usize::from(i)));
            if found != Some(&wanted) {
                missing.push((key, wanted));
            }
        }
        if missing.is_empty() {
            return table;
        }
        for (key, set) in missing {
            add(&mut table, key, set);
        }
    }
}

/// Learns the dictionary forms.
pub fn lemmas(examples: &[&Example], tag_set: &[(Upos, Xpos)]) -> Lemmas {
    let mut counts: BTreeMap<(String, u8), BTreeMap<Edit, usize>> = BTreeMap::new();
    for example in examples {
        for i in 0..example.forms.len() {
            let mut lower = String::new();
            lower_into(&example.forms[i], &mut lower);
            let keep = tag_set.get(usize::from(example.tags[i])).is_some_and(|t| t.0 == Upos::Propn);
            let lemma = if keep { example.lemmas[i].to_lowercase() } else { example.lemmas[i].clone() };
            *counts.entry((lower.clone(), example.tags[i])).or_default().entry(edit(&lower, &lemma)).or_default() += 1;
        }
    }
    let mut lemmas = Lemmas::default();
    let mut numbers: BTreeMap<Edit, u16> = BTreeMap::new();
    let mut number = |lemmas: &mut Lemmas, edit: &Edit| {
        *numbers.entry(edit.clone()).or_insert_with(|| {
            lemmas.edits.push(edit.clone());
            lemmas.edits.len() as u16 - 1
        })
    };
    // Every word counts once for the endings: frequent words are irregular.
    let mut endings: BTreeMap<(usize, Vec<u8>, u8), BTreeMap<&Edit, usize>> = BTreeMap::new();
    let mut best: BTreeMap<(&String, u8), &Edit> = BTreeMap::new();
    for ((lower, tag), edits) in &counts {
        let Some((edit, _)) = edits.iter().max_by_key(|&(e, &n)| (n, std::cmp::Reverse(e))) else { continue };
        best.insert((lower, *tag), edit);
        let bytes = lower.as_bytes();
        for k in 0..=LONGEST.min(bytes.len()) {
            *endings.entry((k, bytes[bytes.len() - k..].to_vec(), *tag)).or_default().entry(edit).or_default() += 1;
        }
    }
    // Shorter endings come first in the map, so a longer one is kept only if it differs.
    for ((k, ending, tag), edits) in &endings {
        let total: usize = edits.values().sum();
        let Some((edit, most)) = edits.iter().max_by_key(|&(e, &n)| (n, std::cmp::Reverse(*e))) else { continue };
        let shorter = (1..=*k).find_map(|cut| lemmas.endings.get(&ending_key(&ending[cut..], *tag)).copied());
        let id = number(&mut lemmas, edit);
        let trusted = *k == 0 || (total >= 2 && *most * 2 > total);
        if trusted && shorter != Some(id) {
            lemmas.endings.insert(ending_key(ending, *tag), id);
        }
    }
    let mut buffer = String::new();
    for ((lower, tag), edit) in best {
        let expected = edit.add.as_str();
        let stem = lower.get(..lower.len().saturating_sub(usize::from(edit.cut))).unwrap_or("");
        if lemmas.lemma(lower, tag, false, &mut buffer) != format!("{stem}{expected}") {
            let id = number(&mut lemmas, edit);
            lemmas.words.insert(word_key(lower.as_bytes(), tag), id);
        }
    }
    lemmas
}

/// The edit from a lower-cased word to its lemma.
fn edit(lower: &str, lemma: &str) -> Edit {
    let common: usize = lower.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    match u8::try_from(lower.len() - common) {
        Ok(cut) => Edit { cut, add: lemma[common..].to_string() },
        Err(_) => Edit::default(),
    }
}
