//! Which of the places that bear a name is meant.

use dotterel_document::ActorCode;
use dotterel_document::place::{PlaceMention, Resolution};
use dotterel_document::span::Span;
use dotterel_document::text::Text;
use dotterel_lexicon::gazetteer::{Gazetteer, GazetteerPlace, PlaceWord};
use dotterel_lexicon::world::{Entry, Kind};

use super::names::{Name, SpokenOf};
use super::standing::Stand;

/// What the text around a name tells.
pub(super) struct Context<'a, 'w> {
    pub raw: &'a str,
    pub text: &'a Text,
    pub gazetteer: &'a Gazetteer,
    pub spoken_of: &'a SpokenOf,
    pub names: &'a [Name<'w>],
    /// Number of the name in `names`.
    pub at: usize,
}

/// Tokens between a country's name and a town's that it may tell of: "the Syrian city of".
const HINT: usize = 6;

/// The place that a name means here, and how many of the names after it it takes in
/// ("Munich, Germany" takes one).
pub(super) fn resolve(name: &Name, stand: Stand, context: &Context) -> Option<(PlaceMention, usize)> {
    let mut hi = name.hi;
    let class = |i: usize, class| context.gazetteer.is(&context.lower(i), class);
    let mut division_named = false;
    let mut town_named = false;
    if class(hi, PlaceWord::Division) {
        division_named = true;
        hi += 1;
    } else if class(hi, PlaceWord::Kind) {
        town_named = true;
        hi += 1;
    }
    if let Some(kind) = name.lo.checked_sub(2).filter(|&i| class(i + 1, PlaceWord::On)) {
        division_named |= class(kind, PlaceWord::Division);
        town_named |= class(kind, PlaceWord::Kind);
    }
    // "Munich, Germany", "Paris, Texas": a larger place behind a comma that holds one of ours.
    let larger = context.names.get(context.at + 1).filter(|next| next.lo == hi + 1 && context.word(hi) == "," && !context.owns(next.hi));
    let holds = |place: &GazetteerPlace| larger.is_some_and(|l| l.holds(place));
    let fact_held =
        name.fact.is_some_and(|fact| larger.is_some_and(|l| l.fact.is_some_and(|big| big.kind == Kind::Country && big.code == fact.code)));
    let explicit = fact_held || name.places.iter().any(holds);
    // "Moscow, Idaho": a town that the tables do not have.
    if !explicit
        && larger.is_some_and(|l| l.fact.is_none_or(|f| f.kind != Kind::Country) && l.places.iter().any(|p| p.division && p.fame == 2))
    {
        return None;
    }
    let used = usize::from(explicit && larger.is_some());
    let end = match larger {
        Some(larger) if explicit => larger.hi,
        _ => hi,
    };
    let hint = context.hint(name);
    let score = |place: &GazetteerPlace| {
        let spoken = context.spoken_of.get(&place.country).copied().unwrap_or(0).min(5);
        let mut score = i64::from(place.fame) * 10 + if spoken > 0 { 15 + i64::from(spoken) } else { 0 };
        score += if holds(place) { 1000 } else { 0 };
        score += if hint == Some(place.country) { 40 } else { 0 };
        score += if division_named == place.division { 100 } else { 0 };
        score - if town_named && place.division { 200 } else { 0 }
    };
    // The first of equals, in the order of the tables.
    let best = name.places.iter().map(|place| (score(place), place)).fold(None, |best: Option<(i64, &GazetteerPlace)>, next| match best {
        Some(best) if best.0 >= next.0 => Some(best),
        _ => Some(next),
    });
    let best = best.map(|b| b.1).filter(|place| {
        let one_country = name.places.iter().all(|p| p.country == place.country);
        // A division may be known by its town.
        let famous = name.places.iter().any(|p| p.fame == 2 && p.country == place.country);
        let known = famous || context.spoken_of.contains_key(&place.country) || holds(place) || hint == Some(place.country);
        known || (place.fame == 1 && one_country)
    });
    let tokens = Span::new(name.lo as u32, end as u32);
    let bytes = context.text.bytes(tokens);
    let dateline = stand == Stand::Dateline;
    let from_fact = name.fact.filter(|fact| {
        let beaten = match best {
            // "Georgia" in a report on the United States; "Tripoli" in one on Lebanon.
            Some(place) if Some(place.country) != fact.code => {
                holds(place)
                    || hint == Some(place.country) && hint != fact.code
                    || (place.fame == 2
                        && context.spoken_of.contains_key(&place.country)
                        && fact.code.is_none_or(|c| !context.spoken_of.contains_key(&c)))
            }
            // "Damascus province" is a division, "Mexico" a country.
            Some(place) => division_named && place.division && fact.kind != Kind::Country,
            None => false,
        };
        fact.kind != Kind::Demonym && !beaten
    });
    if let Some(fact) = from_fact {
        let mention = context.of_fact(fact, name)?;
        return Some((PlaceMention { tokens, bytes, dateline, ..mention }, used));
    }
    let place = best?;
    let (at, resolution) = match (place.division, division_named) {
        (true, _) => (Some(place.at), Resolution::Province),
        // A division that the tables know by its town only: its middle is not known.
        (false, true) => (None, Resolution::Province),
        (false, false) => (Some(place.at), Resolution::City),
    };
    let mention = PlaceMention {
        tokens,
        bytes,
        name: place.name.to_string(),
        lat: at.map(|a| a.0),
        lon: at.map(|a| a.1),
        country: Some(place.country),
        province: Some(place.province).filter(|p| !p.is_empty()).map(str::to_string),
        resolution,
        dateline,
    };
    Some((mention, used))
}

impl Name<'_> {
    /// True where this is the country or division of a place.
    fn holds(&self, place: &GazetteerPlace) -> bool {
        let country = self.fact.is_some_and(|fact| fact.kind == Kind::Country && fact.code == Some(place.country));
        let division = self.places.iter().any(|p| p.division && p.country == place.country && p.province == place.province);
        country || (division && !place.division)
    }
}

impl Context<'_, '_> {
    fn word(&self, i: usize) -> &str {
        self.text.tokens.get(i).and_then(|t| self.raw.get(t.span.range())).unwrap_or("")
    }

    fn lower(&self, i: usize) -> compact_str::CompactString {
        compact_str::CompactString::from_str_to_lowercase(self.word(i))
    }

    /// True where the word before token `i` is an owner: "Damascus, Syria's capital".
    fn owns(&self, i: usize) -> bool {
        self.text.tokens.get(i).is_some_and(|t| t.xpos == dotterel_document::syntax::Xpos::Pos)
    }

    /// The country of a name shortly before: "the Syrian city of Raqqa", "Iraq's Anbar".
    fn hint(&self, name: &Name) -> Option<ActorCode> {
        let before = self.names.get(self.at.checked_sub(1)?)?;
        let same = self.text.tokens.get(before.lo)?.sent == self.text.tokens.get(name.lo)?.sent;
        let fact = before.fact.filter(|f| matches!(f.kind, Kind::Country | Kind::Demonym))?;
        fact.code.filter(|_| same && name.lo - before.hi <= HINT)
    }

    /// A country, capital or seat; `None` for what is too vague to be a place.
    fn of_fact(&self, fact: &Entry, name: &Name) -> Option<PlaceMention> {
        let resolution = match fact.kind {
            Kind::Country => Resolution::Country,
            Kind::Capital | Kind::City => Resolution::City,
            Kind::Province | Kind::Region => Resolution::Province,
            Kind::Seat => Resolution::BelowCity,
            _ => return None,
        };
        let country = fact.code?;
        let known = name.places.iter().find(|place| place.country == country && place.division == (resolution == Resolution::Province));
        // The table's town of that name may be another one: Washington in Kansas.
        let near = |place: &GazetteerPlace| fact.at.is_none_or(|(lat, lon)| (lat - place.at.0).abs() + (lon - place.at.1).abs() < 1.0);
        let known = known.filter(|place| resolution != Resolution::Country && (near(place) || place.division));
        let at = fact.at.filter(|_| resolution != Resolution::Country).or(known.map(|place| place.at));
        let province = fact.province.as_ref().map(|p| p.to_string()).or(known.map(|place| place.province.to_string()));
        Some(PlaceMention {
            tokens: Span::default(),
            bytes: Span::default(),
            name: fact.name.to_string(),
            lat: at.map(|a| a.0),
            lon: at.map(|a| a.1),
            country: Some(country),
            province: province.filter(|p| !p.is_empty()),
            resolution,
            dateline: false,
        })
    }
}
