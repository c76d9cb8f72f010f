//! Common nouns for people and bodies, and the titles before names.

use compact_str::CompactString;
use dotterel_document::{ActorCode, Sector};
use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Names;

/// What a noun of the agent list stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AgentKind {
    /// One human being: "soldier", "president".
    Person,
    /// Several by one noun: "crew", "crowd", "family".
    Group,
    /// A body: "parliament", "army", "company".
    Body,
    /// Equipment that acts for who runs it: "warplane", "tank".
    Equipment,
}

/// The meaning of an agent noun.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    /// The noun as the file writes it.
    pub name: CompactString,
    /// Primary sector first; empty where it takes the sector of what it belongs to
    /// ("spokesman", "leader").
    pub sectors: Vec<Sector>,
    /// Person, group, body or equipment.
    pub kind: AgentKind,
    /// Country or organization that the word alone tells ("taoiseach", "pope").
    pub code: Option<ActorCode>,
    /// Bears arms.
    pub armed: bool,
    /// Stands before names as a title ("President Putin", "Gen. Milley").
    pub title: bool,
    /// An office, which somebody can have left: with "former", the person is ELI.
    pub office: bool,
    /// Speaks for the body or person it is said of: that one is the actor.
    pub speaks: bool,
}

/// All agent nouns, with the words that change them.
#[derive(Clone, Debug, Default)]
pub(super) struct Agents {
    pub(super) all: Vec<Agent>,
    names: Names,
    pub(super) modifiers: FxHashMap<CompactString, Vec<Sector>>,
    pub(super) former: FxHashSet<CompactString>,
}

impl Agents {
    /// Adds a noun with its other spellings.
    pub(super) fn push(&mut self, agent: Agent, spellings: &[&str]) {
        let id = self.all.len() as u32;
        for spelling in spellings {
            self.names.insert(&spelling.to_lowercase(), id);
        }
        self.all.push(agent);
    }

    /// Makes the nouns findable, after the last of them.
    pub(super) fn finish(&mut self) {
        self.names.finish();
    }

    pub(super) fn of(&self, lemma: &str, previous: Option<&str>) -> Option<&Agent> {
        if let Some(previous) = previous
            && let Some((2, agent)) = self.longest(|i| [previous, lemma].get(i).copied())
        {
            return Some(agent);
        }
        let (_, agent) = self.longest(|i| (i == 0).then_some(lemma))?;
        Some(agent)
    }

    pub(super) fn longest<'t>(&self, lemma_at: impl Fn(usize) -> Option<&'t str>) -> Option<(usize, &Agent)> {
        let (len, ids) = self.names.longest(|i| lemma_at(i).map(lower))?;
        Some((len, self.all.get(*ids.first()? as usize)?))
    }

    pub(super) fn modifier(&self, lemma: &str) -> &[Sector] {
        self.modifiers.get(lemma).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_former(&self, lemma: &str) -> bool {
        self.former.contains(lemma)
    }
}

/// The word in lower case; does not allocate for words up to 24 bytes.
fn lower(word: &str) -> CompactString {
    if word.is_ascii() {
        let mut lower = CompactString::new(word);
        lower.make_ascii_lowercase();
        return lower;
    }
    word.chars().flat_map(char::to_lowercase).collect()
}
