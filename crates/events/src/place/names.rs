//! Names that may be places, and the countries that a report speaks of.

use dotterel_document::ActorCode;
use dotterel_document::syntax::Upos;
use dotterel_document::text::Text;
use dotterel_lexicon::gazetteer::{Gazetteer, GazetteerPlace, PlaceWord};
use dotterel_lexicon::world::{Entry, Kind, World};
use rustc_hash::FxHashMap;

/// A name and what it may stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'w> {
    /// First token.
    pub lo: usize,
    /// Token after the last.
    pub hi: usize,
    /// From the facts of the world: a country, capital, seat, region; or a demonym, which
    /// only tells of its country.
    pub fact: Option<&'w Entry>,
    /// From the gazetteer.
    pub places: &'w [GazetteerPlace],
}

/// How often a report names each country, itself or by its people or capital.
pub(super) type SpokenOf = FxHashMap<ActorCode, u32>;

pub(super) fn find<'w>(raw: &str, text: &Text, world: &'w World, gazetteer: &'w Gazetteer) -> (Vec<Name<'w>>, SpokenOf) {
    let mut names = Vec::new();
    let mut spoken_of = SpokenOf::default();
    for sent in &text.sents {
        let (start, end) = (sent.tokens.start as usize, (sent.tokens.end as usize).min(text.tokens.len()));
        let mut i = start;
        while i < end {
            let Some(token) = text.tokens.get(i) else { break };
            let word = raw.get(token.span.range()).unwrap_or("");
            if !may_start(word, token.upos, gazetteer) {
                i += 1;
                continue;
            }
            let word_at = |n: usize| {
                let token = text.tokens.get(i + n).filter(|_| i + n < end)?;
                raw.get(token.span.range())
            };
            let fact = world.longest(word_at).and_then(|(len, ids)| {
                let entry =
                    ids.iter().map(|&id| world.entry(id)).filter(|entry| tells(entry.kind)).min_by_key(|entry| order(entry.kind))?;
                Some((len, entry))
            });
            let places = gazetteer.longest(word_at);
            let len = fact.map_or(0, |f| f.0).max(places.map_or(0, |p| p.0));
            if len == 0 {
                i += 1;
                continue;
            }
            let fact = fact.filter(|f| f.0 == len).map(|f| f.1);
            let places = places.filter(|p| p.0 == len).map_or(&[][..], |p| p.1);
            // "Georgia" may be a state or a country and so tells of neither.
            let clear = !places.iter().any(|p| p.fame == 2 && p.division && fact.is_some_and(|f| Some(p.country) != f.code));
            if let Some(code) = fact.and_then(|f| f.code).filter(|_| clear) {
                *spoken_of.entry(code).or_default() += 1;
            } else if let [only] = places
                && only.fame == 2
            {
                *spoken_of.entry(only.country).or_default() += 1;
            }
            names.push(Name { lo: i, hi: i + len, fact, places });
            i += len;
        }
    }
    (names, spoken_of)
}

/// True where a token may open a name: a capital letter, or an article as in "al-Hol".
fn may_start(word: &str, upos: Upos, gazetteer: &Gazetteer) -> bool {
    let Some(&first) = word.as_bytes().first() else { return false };
    if first.is_ascii_uppercase() {
        return !matches!(upos, Upos::Verb | Upos::Aux | Upos::Pron | Upos::Det | Upos::Punct | Upos::Cconj | Upos::Sconj);
    }
    if first.is_ascii() {
        let article = word.split('-').next().unwrap_or(word);
        return (upos == Upos::Propn || article.len() < word.len()) && article.len() <= 3 && gazetteer.is(article, PlaceWord::Article);
    }
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Kinds of facts that are places or tell of a country.
fn tells(kind: Kind) -> bool {
    order(kind) < 9
}

/// Of several facts for one name the first counts.
fn order(kind: Kind) -> u8 {
    match kind {
        Kind::Country => 0,
        Kind::Capital => 1,
        Kind::City => 2,
        Kind::Province => 3,
        Kind::Region => 4,
        Kind::Seat => 5,
        Kind::Demonym => 6,
        _ => 9,
    }
}
