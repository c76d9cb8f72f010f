//! Where: names that stand as places, resolved to country, division and coordinates.
//!
//! First all names that may be places are found, from the facts of the world (countries,
//! capitals, seats) and from the gazetteer (towns, divisions). Then each is asked whether it
//! stands as a place here: after "in", as the goal of a movement, as what an attack strikes,
//! before "province", in a dateline. "Moscow said" is no place but a government. Last, a
//! name that several places bear goes to the one whose country the report speaks of, else to
//! the best known; one that nothing decides stays unresolved and is left out.
//!
//! A country has no coordinates: nothing happens at the middle of a country.

use dotterel_document::page::Page;
use dotterel_document::place::PlaceMention;
use dotterel_document::text::{Text, TokenId};
use dotterel_lexicon::gazetteer::Gazetteer;
use dotterel_lexicon::world::World;

use crate::governed;

mod names;

mod standing;

mod resolve;

/// All names of a text that stand as places and are known, in order, not overlapping.
pub fn find(page: &Page, text: &Text, world: &World, gazetteer: &Gazetteer) -> Vec<PlaceMention> {
    let (names, spoken_of) = names::find(&page.text, text, world, gazetteer);
    let mut found: Vec<PlaceMention> = Vec::new();
    let mut standing = standing::Reader::new(&page.text, text, gazetteer);
    let mut i = 0;
    while let Some(name) = names.get(i) {
        i += 1;
        let Some(stand) = standing.of(name) else { continue };
        let context = resolve::Context { raw: &page.text, text, gazetteer, spoken_of: &spoken_of, names: &names, at: i - 1 };
        if let Some((mention, used)) = resolve::resolve(name, stand, &context) {
            standing.keep(mention.tokens, stand);
            i += used;
            found.push(mention);
        }
    }
    standing.drop_sources(&mut found);
    found
}

/// The place where the predicate at `token` happened: a place that modifies it or what it
/// hangs on, in its own clause; never the dateline's.
pub fn for_token<'p>(places: &'p [PlaceMention], text: &Text, token: TokenId) -> Option<&'p PlaceMention> {
    governed::nearest(places, |place| place.tokens, |place| !place.dateline, governed::Reach::All, text, token)
}

#[cfg(test)]
mod tests;
