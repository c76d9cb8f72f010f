//! Facts of the world: countries, capitals, organizations, armed groups, parties, office
//! holders with their years; and the English words for kinds of people (`lang/en/agents.txt`).
//!
//! The facts are text files, one fact a line, whose grammar `world/README.md` documents.
//! Names are found by walking a trie of words, so that a look-up costs one hash where a
//! word starts no name. What is true of a name depends on the day: [`World::at`] chooses.
//!
//! Knows nothing about sentences: which of several readings of a name is meant
//! (Washington the city, the government, the man) is for the actor and place stages.

use compact_str::CompactString;
use dotterel_document::ActorCode;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::LexiconError;

mod entry;

mod agent;

mod source;

mod verify;

mod names;

pub use agent::{Agent, AgentKind};
pub use entry::{Entry, EntryId, Gender, Kind, Standing};
pub use source::Source;
pub use verify::verify;

use agent::Agents;
use names::Names;

macro_rules! embed {
    ($path:literal) => {
        Source { file: $path, text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../", $path)) }
    };
}
/// The files under `world/` and the agent words, as they were when the program was built.
pub const EMBEDDED: &[Source<'static>] = &[
    embed!("world/countries.txt"),
    embed!("world/armed-groups.txt"),
    embed!("world/capitals.txt"),
    embed!("world/companies.txt"),
    embed!("world/demonyms.txt"),
    embed!("world/forces.txt"),
    embed!("world/media.txt"),
    embed!("world/organizations.txt"),
    embed!("world/parties.txt"),
    embed!("world/peoples.txt"),
    embed!("world/persons.txt"),
    embed!("world/regions.txt"),
    embed!("world/seats.txt"),
    embed!("lang/en/agents.txt"),
];

/// All facts, with their indexes.
#[derive(Clone, Debug, Default)]
pub struct World {
    entries: Vec<Entry>,
    names: Names,
    last_names: FxHashMap<CompactString, Vec<EntryId>>,
    persons_of: FxHashMap<ActorCode, Vec<EntryId>>,
    countries: FxHashMap<ActorCode, EntryId>,
    agents: Agents,
}

impl World {
    /// The facts that the program carries.
    ///
    /// # Errors
    /// A mistake in an embedded file; the crate's tests find it first.
    pub fn embedded() -> Result<World, LexiconError> {
        World::parse(EMBEDDED)
    }

    /// The facts that the program carries, and the user's own after them.
    ///
    /// # Errors
    /// The first mistake in one of the files.
    pub fn embedded_with(more: &[Source]) -> Result<World, LexiconError> {
        let mut sources = EMBEDDED.to_vec();
        sources.extend_from_slice(more);
        World::parse(&sources)
    }

    /// Reads facts from texts in the grammar of `world/README.md`.
    ///
    /// # Errors
    /// The first mistake, with its place: unknown section, code, sector or date; a country
    /// code that no `[country]` line of these sources has.
    pub fn parse(sources: &[Source]) -> Result<World, LexiconError> {
        let mut world = World::default();
        let mut unknown = Vec::new();
        // A line of facts has about 60 bytes and two spellings.
        let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
        world.entries.reserve(bytes / 60);
        world.names.reserve(bytes / 30);
        for source in sources {
            source::read(source, &mut world, &mut unknown)?;
        }
        world.names.finish();
        world.agents.finish();
        // A code may stand before the line of its country, even in another file.
        for (code, error) in unknown {
            if !world.countries.contains_key(&code) {
                return Err(error);
            }
        }
        Ok(world)
    }

    /// One fact.
    ///
    /// # Panics
    /// Where the id came from another world.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id as usize]
    }

    /// All facts, in the order of the files.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The longest name that starts at a token, as its number of tokens and the facts it may
    /// stand for. `word_at(0)` is the text of that token, `word_at(1)` of the next, and so on;
    /// `None` ends the search (end of sentence).
    ///
    /// Case counts, except that words in capitals ("RUSSIA") match as headlines do. Dots,
    /// accents, apostrophes (straight and curly) and hyphens do not count: "U.S.", "US";
    /// "al-Qaida" as one token or three. A middle initial is passed over.
    pub fn longest<'t>(&self, word_at: impl Fn(usize) -> Option<&'t str>) -> Option<(usize, &[EntryId])> {
        self.names.longest(word_at)
    }

    /// The facts for a whole name given as one text; empty where it is unknown.
    pub fn named(&self, name: &str) -> &[EntryId] {
        self.names.exact(name)
    }

    /// Office entries of everybody with this last name ("Putin", "Xi", "von der Leyen"),
    /// several where several people or several offices bear it.
    pub fn person_by_last_name(&self, last: &str) -> &[EntryId] {
        if let Some(ids) = self.last_names.get(last) {
            return ids;
        }
        self.last_names.get(names::normal(last).as_str()).map_or(&[], Vec::as_slice)
    }

    /// Office entries of all known people of a country or organization.
    pub fn persons_of(&self, code: ActorCode) -> &[EntryId] {
        self.persons_of.get(&code).map_or(&[], Vec::as_slice)
    }

    /// The country entry of a code, under its usual name.
    pub fn country(&self, code: ActorCode) -> Option<&Entry> {
        self.countries.get(&code).map(|&id| self.entry(id))
    }

    /// True where the fact holds on that day.
    pub fn valid(&self, entry: &Entry, date: Date) -> bool {
        entry.standing(date) == Standing::Current
    }

    /// The fact among `ids` that holds on the day, and how it stands then. Where several
    /// hold, the one that began last; where none does, the one that ended last before the
    /// day (a former president), else the next to begin. Without a day, the latest.
    pub fn at(&self, ids: &[EntryId], date: Option<Date>) -> Option<(EntryId, Standing)> {
        let date = date.unwrap_or(Date::MAX);
        let began = |id: EntryId| self.entry(id).from.unwrap_or(Date::MIN);
        let ended = |id: EntryId| self.entry(id).until.unwrap_or(Date::MAX);
        // Strict comparisons keep the first of equals, which the files put first.
        let first_max = |standing: Standing, key: &dyn Fn(EntryId) -> Date| {
            let mut best: Option<EntryId> = None;
            for &id in ids {
                let better = best.is_none_or(|b| key(id) > key(b));
                if self.entry(id).standing(date) == standing && better {
                    best = Some(id);
                }
            }
            best.map(|id| (id, standing))
        };
        first_max(Standing::Current, &began).or_else(|| first_max(Standing::Former, &ended)).or_else(|| {
            let next = ids.iter().copied().min_by_key(|&id| began(id))?;
            Some((next, Standing::Future))
        })
    }

    /// The kind of people or body that a common noun stands for ("soldier", "parliament"),
    /// with the lemma before it, for nouns of two words ("prime minister").
    pub fn agent(&self, lemma: &str, previous: Option<&str>) -> Option<&Agent> {
        self.agents.of(lemma, previous)
    }

    /// The longest agent noun or title that starts at a token ("secretary of state",
    /// "Lt. Gen."), as its number of tokens and its meaning. `lemma_at` as in [`World::longest`];
    /// case does not count.
    pub fn longest_agent<'t>(&self, lemma_at: impl Fn(usize) -> Option<&'t str>) -> Option<(usize, &Agent)> {
        self.agents.longest(lemma_at)
    }

    /// Sectors that an adjective or noun lends to the noun it modifies ("military",
    /// "separatist", "opposition"); empty where it lends none.
    pub fn modifier(&self, lemma: &str) -> &[dotterel_document::Sector] {
        self.agents.modifier(lemma)
    }

    /// True for words that put an office in the past ("former", "ex", "ousted").
    pub fn is_former(&self, lemma: &str) -> bool {
        self.agents.is_former(lemma)
    }
}

#[cfg(test)]
mod tests;
