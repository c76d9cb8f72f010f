//! Places as parties: a town that is acted on is of its state, and so are people in it.
//!
//! Names of towns resolve against the gazetteer after the actors are found, so this is a step of
//! its own. It fills what nothing else told, and corrects only what the scene of the report had
//! to tell ("civilians in Aleppo" in a report about Turkey).

use dotterel_document::{Actors, Deprel, Entity, EntityType, How, MentionKind, PlaceMention, Sector, Text, TokenId, Tree};
use dotterel_lexicon::anaphora::{Anaphora, Cues};

/// Sectors of people who are where things happen.
const ON_THE_GROUND: [Sector; 7] = [Sector::Cvl, Sector::Ref, Sector::Reb, Sector::Uaf, Sector::Prm, Sector::Crm, Sector::Opp];

/// Gives towns, and people and things in them, the country of the place.
pub fn ground(actors: &mut Actors, text: &Text, tree: &Tree, places: &[PlaceMention]) {
    let Ok(words) = Anaphora::embedded() else { return };
    let country_at = |token: TokenId| {
        let after = places.partition_point(|place| place.tokens.start <= token);
        let place = places.get(after.checked_sub(1)?)?;
        place.country.filter(|_| place.tokens.contains(token))
    };
    let loose = |entity: &Entity| entity.how == How::Inferred && !matches!(entity.kind, EntityType::Country);
    for mention in &actors.mentions {
        let &[id] = mention.entities.as_slice() else { continue };
        let Some(entity) = actors.entities.get_mut(id as usize).filter(|entity| loose(entity)) else { continue };
        if mention.kind == MentionKind::Pronoun {
            continue;
        }
        if let Some(code) = country_at(mention.head) {
            entity.code = Some(code);
            entity.how = How::Knowledge;
            continue;
        }
        // "Russia's invasion of Ukraine" is nobody's.
        if mention.kind != MentionKind::Nominal || entity.kind == EntityType::Other && entity.sectors.is_empty() {
            continue;
        }
        // "militants in Idlib", "the city of Aleppo".
        let within = tree.children(mention.head).iter().find_map(|&child| {
            let token = text.tokens.get(child as usize)?;
            let case = tree.children(child).iter().find(|&&c| text.tokens[c as usize].deprel == Deprel::Case)?;
            let lemma = &text.tokens[*case as usize].lemma;
            let belongs = words.cues(lemma).any(Cues::LOCATIVE.with(Cues::MEMBERSHIP).with(Cues::NAMING));
            (token.deprel == Deprel::Nmod && belongs).then(|| country_at(child))?
        });
        if let Some(code) = within {
            entity.code = Some(code);
            entity.how = How::Title;
            continue;
        }
        // "shelled civilians in Aleppo", the place hung on the verb: people on the ground are of
        // where it happens.
        let Some(first) = entity.sectors.first().filter(|_| mention.kind == MentionKind::Nominal) else { continue };
        let Some(token) = text.tokens.get(mention.head as usize).filter(|_| ON_THE_GROUND.contains(first)) else { continue };
        if !matches!(token.deprel, Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass) || token.head as usize >= text.tokens.len() {
            continue;
        }
        let around = tree.children(token.head).iter().find_map(|&child| {
            let case = tree.children(child).iter().find(|&&c| text.tokens[c as usize].deprel == Deprel::Case)?;
            let local = words.cues(&text.tokens[*case as usize].lemma).any(Cues::LOCATIVE);
            (text.tokens[child as usize].deprel == Deprel::Obl && local).then(|| country_at(child))?
        });
        if let Some(code) = around {
            entity.code = Some(code);
        }
    }
}
