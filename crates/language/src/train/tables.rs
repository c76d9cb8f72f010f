//! Learning features and lemmas: tables of what is most frequent.

use std::collections::BTreeMap;

use dotterel_document::syntax::{Deprel, Upos, Xpos};
use dotterel_document::{Span, Tok};

use super::Example;
use crate::annotate::around;
use crate::conllu::Document;
use crate::features::{FeatureTable, keys, last_key};
use crate::lemma::{Edit, LONGEST, Lemmas, ending_key, lower_into, word_key};
use crate::mentions::Reach;
use crate::tree::{nodes, subjects};
use crate::word::{self, Vocabulary};

/// Learns the features of words from the gold trees. A key is kept only where it says
/// something else than the keys after it.
pub fn features(examples: &[&Example], vocabulary: &Vocabulary) -> FeatureTable {
    let mut counts: BTreeMap<u64, BTreeMap<u64, usize>> = BTreeMap::new();
    let mut seen: BTreeMap<Vec<u64>, ()> = BTreeMap::new();
    let (mut tree, mut subject_of, mut words, mut buffer) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for example in examples {
        words.clear();
        word::words(example.forms.iter().map(String::as_str), vocabulary, &mut buffer, &mut words);
        nodes(example.heads.iter().copied().zip(example.labels.iter().copied()), &mut tree);
        subjects(&tree, &mut subject_of);
        for i in 0..words.len() {
            let tag = example.tags[i];
            let around = around(&words, &example.tags, &tree, &subject_of, i, example.labels[i], &words[i], tag);
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

/// Learns which dependents belong to a mention: those of a relation and side that mostly do.
pub fn reach(documents: &[Document]) -> Reach {
    let mut counts: BTreeMap<(bool, Deprel), (usize, usize)> = BTreeMap::new();
    for document in documents {
        let tokens = &document.analysis.tokens;
        // Of several mentions with a head the shortest is what the network learns.
        let mut shortest: BTreeMap<u32, Span<Tok>> = BTreeMap::new();
        for mention in &document.analysis.nominals {
            let span = shortest.entry(mention.head).or_insert(mention.tokens);
            if mention.tokens.len() < span.len() {
                *span = mention.tokens;
            }
        }
        for (id, token) in (0..).zip(tokens) {
            if let Some(span) = shortest.get(&token.head) {
                let (inside, all) = counts.entry((id < token.head, token.deprel)).or_default();
                *inside += usize::from(span.contains(id));
                *all += 1;
            }
        }
    }
    let mut reach = Reach::default();
    for ((before, relation), (inside, all)) in counts {
        if inside * 2 > all {
            *(if before { &mut reach.left } else { &mut reach.right }) |= 1 << relation as u64;
        }
    }
    reach
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
