//! Mentions into the entity objects that records carry.

use dotterel_document::{ActorCode, Byte, How, Mention, MentionId, Sector, Span};

use super::json::Json;
use super::{CodePoints, Coded};

/// One entity at one mention.
#[derive(Clone, Copy, Debug)]
pub struct EntityAt<'a> {
    /// The words of the mention.
    pub words: &'a str,
    /// The same in code points.
    pub span: [u32; 2],
    /// What is known of it; `None` for words that stand for nothing known.
    pub known: Option<Known<'a>>,
}

/// What is known of an entity.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Country or PLOVER code.
    pub code: Option<ActorCode>,
    /// Primary sector first.
    pub sectors: &'a [Sector],
    /// Canonical name.
    pub name: &'a str,
    /// Office.
    pub office: Option<&'a str>,
    /// Coreference chain.
    pub chain: u32,
    /// Where code and sectors come from.
    pub how: How,
}

/// The entities of these mentions, in order: one for each entity that a mention stands for.
pub fn entities<'a>(coded: &Coded<'a>, index: &CodePoints, mentions: &[MentionId]) -> Vec<EntityAt<'a>> {
    let mut list = Vec::with_capacity(mentions.len());
    for mention in mentions.iter().filter_map(|&id| coded.actors.mentions.get(id as usize)) {
        let bare = bare(coded, index, mention.bytes);
        let before = list.len();
        list.extend(known(coded, mention).map(|known| EntityAt { known: Some(known), ..bare }));
        if list.len() == before {
            list.push(bare);
        }
    }
    list
}

/// Words that stand for nothing known.
pub fn bare<'a>(coded: &Coded<'a>, index: &CodePoints, bytes: Span<Byte>) -> EntityAt<'a> {
    EntityAt { words: words(coded, bytes), span: index.span(bytes), known: None }
}

/// The words of a span of the text; none where it does not lie in the text.
pub fn words<'a>(coded: &Coded<'a>, bytes: Span<Byte>) -> &'a str {
    coded.page.text.get(bytes.range()).unwrap_or_default()
}

fn known<'a>(coded: &Coded<'a>, mention: &'a Mention) -> impl Iterator<Item = Known<'a>> {
    let entities = &coded.actors.entities;
    mention.entities.iter().filter_map(|&chain| {
        let entity = entities.get(chain as usize)?;
        Some(Known {
            code: entity.code,
            sectors: &entity.sectors,
            name: &entity.name,
            office: entity.office.as_deref(),
            chain,
            how: entity.how,
        })
    })
}

/// Writes the entity object.
pub fn write(json: &mut Json, entity: &EntityAt) {
    json.object(|json| {
        if let Some(known) = entity.known {
            if let Some(code) = known.code {
                json.name("code").plain(code);
            }
            json.field_list("sector", known.sectors.iter().map(|sector| sector.as_str()));
        }
        json.field("entity_text", entity.words);
        json.name("start").number(entity.span[0]);
        json.name("end").number(entity.span[1]);
        if let Some(known) = entity.known {
            json.field("identifier_text", known.name);
            json.field("office", known.office.unwrap_or_default());
            json.name("chain").number(known.chain);
            json.field("how", known.how.as_str());
        }
    });
}

/// Writes a field with a list of entity objects, left out where it is empty.
pub fn write_list(json: &mut Json, name: &str, entities: &[EntityAt]) {
    if !entities.is_empty() {
        json.name(name).list(|json| entities.iter().for_each(|entity| write(json, entity)));
    }
}

/// Writes a field with one entity of which nothing is told: the actor of "four were killed".
pub fn write_unknown(json: &mut Json, name: &str) {
    json.name(name).list(|json| json.object(|json| json.field_list("sector", [Sector::Unk.as_str()])));
}
