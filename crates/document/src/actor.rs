//! Who is meant: mentions, coreference chains, and the entities behind them.

use std::fmt;

use crate::span::{Byte, Span, Tok};
use crate::text::TokenId;

/// Index into [`Actors::mentions`].
pub type MentionId = u32;

/// Index into [`Actors::entities`]; also the number of the coreference chain.
pub type EntityId = u32;

/// Everything that was found about who is meant in a document.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// Mentions, sorted by start, longer first.
    pub mentions: Vec<Mention>,
    /// One entity a chain.
    pub entities: Vec<Entity>,
    /// Head token and number of every mention, sorted, for [`Actors::by_head`]. Empty in
    /// `Actors` made by hand, which are then searched through.
    pub heads: Vec<(TokenId, MentionId)>,
}

impl Actors {
    /// The outermost mention whose head is this token.
    pub fn by_head(&self, head: TokenId) -> Option<&Mention> {
        let id = self.id_by_head(head)?;
        self.mentions.get(id as usize)
    }

    /// The number of the outermost mention whose head is this token.
    pub fn id_by_head(&self, head: TokenId) -> Option<MentionId> {
        if self.heads.is_empty() {
            return self.mentions.iter().position(|m| m.head == head).map(|id| id as MentionId);
        }
        let first = self.heads.partition_point(|&(token, _)| token < head);
        self.heads.get(first).filter(|&&(token, _)| token == head).map(|&(_, id)| id)
    }
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A proper name, with its titles ("Chinese State Councilor Wang Yi").
    Name,
    /// A common noun ("the top diplomat", "two gunmen").
    Nominal,
    /// A pronoun or possessive ("he", "their").
    Pronoun,
    /// A nationality or other adjective that stands for an actor ("Russian" in "Russian jets").
    Adjective,
}

/// What kind of thing is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EntityType {
    /// A human being or several.
    Person,
    /// A state, taken as an actor or as a place.
    Country,
    /// A body: government, party, army, firm, armed group.
    Organization,
    /// People by kind ("protesters", "two gunmen", "civilians").
    Group,
    /// A town, region, building.
    Place,
    /// Anything else.
    #[default]
    Other,
}

/// One mention of an entity.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Syntactic head.
    pub head: TokenId,
    /// All tokens of the phrase, without relative clauses and appositions.
    pub tokens: Span<Tok>,
    /// The same in bytes of the text.
    pub bytes: Span<Byte>,
    /// How it refers.
    pub kind: MentionKind,
    /// What it stands for: one entity, or several for plural antecedents ("both leaders").
    pub entities: Vec<EntityId>,
    /// True where a place name stands as a place ("in Moscow"), not for its government.
    pub as_place: bool,
}

/// A country code of ISO 3166-1 alpha-3, or one of PLOVER's: KOS and the non-state codes
/// IGO, UNO, EUR, NGO, ISM, IMG, MNC (manual, "Country field").
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorCode([u8; 3]);

impl ActorCode {
    /// The code of three capital letters; `None` for anything else.
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(ActorCode(bytes))
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// True for a state, false for PLOVER's non-state codes.
    pub fn is_state(&self) -> bool {
        !matches!(self.as_str(), "IGO" | "UNO" | "EUR" | "NGO" | "ISM" | "IMG" | "MNC")
    }
}

impl fmt::Debug for ActorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for ActorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! sectors {
    ($($name:ident = $text:literal, $doc:literal;)+) => {
        /// PLOVER's sector codes (manual, "Sector codes").
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Sector { $(#[doc = $doc] $name),+ }

        impl Sector {
            /// All sectors.
            pub const ALL: &'static [Sector] = &[$(Sector::$name),+];

            /// The three-letter code.
            pub fn as_str(self) -> &'static str {
                match self { $(Sector::$name => $text),+ }
            }

            /// The sector of a three-letter code.
            pub fn from_code(code: &str) -> Option<Sector> {
                match code { $($text => Some(Sector::$name),)+ _ => None }
            }

            /// The sector in plain words, lower case.
            pub fn in_words(self) -> &'static str {
                match self { $(Sector::$name => $doc),+ }
            }
        }
    };
}

sectors! {
    Cop = "COP", "police";
    Gov = "GOV", "government";
    Jud = "JUD", "judiciary";
    Leg = "LEG", "legislature";
    Mil = "MIL", "military";
    Prm = "PRM", "paramilitary";
    Pty = "PTY", "party";
    Reb = "REB", "armed opposition";
    Spy = "SPY", "intelligence service";
    Uaf = "UAF", "unidentified armed";
    Unk = "UNK", "unidentified";
    Agr = "AGR", "agricultural labour";
    Bus = "BUS", "business";
    Crm = "CRM", "criminals";
    Cvl = "CVL", "civilians";
    Edu = "EDU", "education";
    Eli = "ELI", "former officials";
    Jrn = "JRN", "media";
    Lab = "LAB", "labour";
    Med = "MED", "health";
    Ref = "REF", "refugees";
    Opp = "OPP", "political opposition";
    Pre = "PRE", "partially recognised entity";
    Rel = "REL", "religious organisation";
    Soc = "SOC", "other civil society";
}

/// Where the code and sector of an entity come from: `how` in the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum How {
    /// The report's own words at this mention ("Chinese State Councilor").
    Title,
    /// Another mention of the same chain.
    Chain,
    /// The knowledge files, on the report's date.
    Knowledge,
    /// A user's dictionary.
    Dictionary,
    /// Context only.
    #[default]
    Inferred,
}

impl How {
    /// The name in the record format.
    pub fn as_str(self) -> &'static str {
        match self {
            How::Title => "title",
            How::Chain => "chain",
            How::Knowledge => "knowledge",
            How::Dictionary => "dictionary",
            How::Inferred => "inferred",
        }
    }
}

/// Who or what a chain of mentions stands for.
#[derive(Clone, Debug, Default)]
pub struct Entity {
    /// Country or PLOVER code; `None` where nothing tells.
    pub code: Option<ActorCode>,
    /// Primary sector first, then the others. Empty for a state as a whole.
    pub sectors: Vec<Sector>,
    /// Canonical name ("Vladimir Putin", "Russia"), or the fullest mention of the chain.
    pub name: String,
    /// Office as the report or the knowledge gives it ("State Councilor").
    pub office: Option<String>,
    /// Kind of thing.
    pub kind: EntityType,
    /// Where code and sectors come from.
    pub how: How,
}

impl Entity {
    /// True where the entity can be an actor in a record: it has a code or a sector.
    pub fn is_codable(&self) -> bool {
        self.code.is_some() || !self.sectors.is_empty()
    }
}
