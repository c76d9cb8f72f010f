//! Nouns and pronouns that refer back.
//!
//! The second walk over the phrases, in order of their heads. Nouns are linked in `noun`,
//! pronouns in `pronoun`.

use dotterel_document::{EntityType, MentionKind};
use rustc_hash::FxHashMap;

use crate::chain::{ChainId, Chains, hash};
use crate::noun::{noun, predicate, titles};
use crate::phrase::{Phrase, Source};
use crate::pronoun::pronoun;
use crate::quote::Quotes;

/// Phrases before an anaphor that are looked at.
const LOOK_BACK: usize = 48;

/// Links the nouns and pronouns that `chains` leaves open.
pub(crate) fn resolve(source: &Source, phrases: &[Phrase], quotes: &Quotes, chains: &mut Chains) {
    let mut nouns: FxHashMap<u64, u32> = FxHashMap::default();
    let mut persons_by_office: FxHashMap<u64, ChainId> = FxHashMap::default();
    let mut voices = FxHashMap::default();
    let titles = titles(source, phrases, chains);
    // By heads, so that "their" is known before "their nations".
    let mut order: Vec<u32> = (0..phrases.len() as u32).collect();
    order.sort_by_key(|&index| phrases[index as usize].head);
    for index in order {
        let phrase = &phrases[index as usize];
        match phrase.kind {
            MentionKind::Pronoun => pronoun(source, phrases, quotes, chains, &mut voices, index),
            MentionKind::Nominal => {
                noun(source, phrases, chains, &nouns, &persons_by_office, &titles, index);
                if let Some(agent) = phrase.agent {
                    remember_office(&mut persons_by_office, chains, index, &agent.name);
                }
                nouns.insert(hash(&source.text.tokens[phrase.head as usize].lemma), index);
            }
            _ => {
                if let Some(agent) = phrase.agent {
                    remember_office(&mut persons_by_office, chains, index, &agent.name);
                }
            }
        }
        predicate(source, phrases, chains, index);
    }
}

/// Notes who was last called by an office: "minister" also after "foreign minister".
fn remember_office(offices: &mut FxHashMap<u64, ChainId>, chains: &Chains, index: u32, office: &str) {
    let Some(id) = chains.one(index).filter(|&id| chains.get(id).class == EntityType::Person) else { return };
    offices.insert(hash(office), id);
    if let Some((_, last)) = office.rsplit_once(' ') {
        offices.insert(hash(last), id);
    }
}

/// The phrases before one, nearest first.
pub(crate) fn before(index: u32) -> impl Iterator<Item = u32> {
    (0..index).rev().take(LOOK_BACK)
}
