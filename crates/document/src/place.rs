//! Where: place names in the text, resolved to country and coordinates.

use crate::actor::ActorCode;
use crate::span::{Byte, Span, Tok};

/// How exact a place is (record format, `resolution`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Resolution {
    /// A country.
    Country = 1,
    /// A first-level division.
    Province = 2,
    /// A second-level division.
    District = 3,
    /// A town.
    City = 4,
    /// A building, a street.
    BelowCity = 5,
}

/// One place name, standing as a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// Its tokens.
    pub tokens: Span<Tok>,
    /// The same in bytes of the text.
    pub bytes: Span<Byte>,
    /// Usual English name.
    pub name: String,
    /// Degrees north; absent where not known. Never a country's centroid for a town.
    pub lat: Option<f32>,
    /// Degrees east.
    pub lon: Option<f32>,
    /// Country.
    pub country: Option<ActorCode>,
    /// First-level division.
    pub province: Option<String>,
    /// How exact.
    pub resolution: Resolution,
    /// True where it is the dateline's place, which is not where events happened.
    pub dateline: bool,
}
