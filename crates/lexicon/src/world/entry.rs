//! One fact about one name.

use compact_str::CompactString;
use dotterel_document::{ActorCode, Sector};
use jiff::civil::Date;

/// Index into [`World::entries`](super::World::entries).
pub type EntryId = u32;

macro_rules! kinds {
    ($($kind:ident = $section:literal, $doc:literal;)+) => {
        /// What kind of thing a name stands for; in the files, the name of the section.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $(#[doc = $doc] $kind),+ }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),+];

            /// The section's name in the files.
            pub fn as_str(self) -> &'static str {
                match self { $(Kind::$kind => $section),+ }
            }

            /// The kind of a section.
            pub fn from_section(name: &str) -> Option<Kind> {
                match name { $($section => Some(Kind::$kind),)+ _ => None }
            }
        }
    };
}

kinds! {
    Country = "country", "A state or territory; a territory has the code of the state that holds it.";
    Demonym = "demonym", "What belongs to a country or its people: \"Turkish\", \"Turk\", \"Turks\".";
    Capital = "capital", "A capital: a place, and where it acts its government.";
    Seat = "seat", "A building or town that stands for who sits in it: \"Kremlin\", \"Brussels\".";
    City = "city", "Any other town.";
    Province = "province", "A first-level part of a country.";
    Region = "region", "A region of the world or of a country; without a code it is too vague to code.";
    Organization = "organization", "An intergovernmental or non-governmental organization.";
    ArmedGroup = "armed group", "An armed group that is no state's.";
    Party = "party", "A political party.";
    Company = "company", "A company.";
    Media = "media", "A news agency, paper or broadcaster.";
    Ethnic = "ethnic", "A people within or across states.";
    Religious = "religious", "A religious community.";
    Force = "force", "An army, police or intelligence service by its name.";
    Ministry = "ministry", "A body of one state by its name: ministry, parliament, court, agency.";
    Person = "person", "Somebody in one office; a person with several offices has several entries.";
}

/// Grammatical gender of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// "she"
    Female,
    /// "he"
    Male,
}

/// How a fact stands to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It holds on that day.
    Current,
    /// It held before: a former president, a former name.
    Former,
    /// It holds later: somebody not yet in office.
    Future,
}

/// One fact: what a name stands for, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Canonical name; several entries of one person share it.
    pub name: CompactString,
    /// Country or PLOVER code; `None` for what is too vague or spans countries.
    pub code: Option<ActorCode>,
    /// Primary sector first.
    pub sectors: Vec<Sector>,
    /// Office held in the years of the entry ("President").
    pub office: Option<CompactString>,
    /// First day on which it holds; `None` for always.
    pub from: Option<Date>,
    /// Last day on which it holds; `None` for until now.
    pub until: Option<Date>,
    /// Latitude and longitude in degrees.
    pub at: Option<(f32, f32)>,
    /// First-level division in which the place lies.
    pub province: Option<CompactString>,
    /// Of persons only.
    pub gender: Option<Gender>,
}

impl Entry {
    /// How the fact stands to a day.
    pub fn standing(&self, date: Date) -> Standing {
        if self.from.is_some_and(|from| date < from) {
            Standing::Future
        } else if self.until.is_some_and(|until| date > until) {
            Standing::Former
        } else {
            Standing::Current
        }
    }

    /// True where there is a day on which both hold.
    pub fn overlaps(&self, other: &Entry) -> bool {
        let from = self.from.unwrap_or(Date::MIN).max(other.from.unwrap_or(Date::MIN));
        let until = self.until.unwrap_or(Date::MAX).min(other.until.unwrap_or(Date::MAX));
        from <= until
    }
}
