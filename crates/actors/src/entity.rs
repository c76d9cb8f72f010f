//! From chains to entities: country, sectors, office, canonical name.
//!
//! The report's own words come first, then what the mention belongs to, then the knowledge
//! files on the page's date, last the place that sentence and report are about. The last is
//! marked as inferred and given to kinds of people only, never to names.

use dotterel_document::{ActorCode, Actors, Entity, EntityType, How, Mention, MentionKind, NO_HEAD, Sector};
use dotterel_lexicon::world::{EntryId, Kind, Standing, World};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::chain::{ChainId, Chains, Link, hash};
use crate::conjunct::first_conjunct;
use crate::describe;
use crate::phrase::{Definite, Number, Phrase, Source};

/// Owners of owners that are followed ("the spokesman of the leader of the group").
const OWNERS: u32 = 4;

/// How many times as often as the next a country must be mentioned, and how often at all, to
/// be what a report is about; more than half of all mentions will do as well.
const DOMINANT: (u32, u32) = (2, 3);

/// Sentences before a phrase in which the place of its scene is looked for.
const SCENE: u32 = 8;

/// Makes the document's actors.
pub(crate) fn make(source: &Source, phrases: &[Phrase], chains: &Chains) -> Actors {
    let mut number = vec![u32::MAX; chains.len()];
    let mut members: Vec<Vec<u32>> = Vec::new();
    let mut roots: Vec<ChainId> = Vec::new();
    let mut mentions = Vec::with_capacity(phrases.len());
    for (index, phrase) in phrases.iter().enumerate() {
        let mut entities = Vec::new();
        let ids = match &chains.of[index] {
            Link::None => &[][..],
            Link::One(id) => std::slice::from_ref(id),
            Link::Many(ids) => ids,
        };
        for &id in ids {
            let root = chains.root(id);
            let slot = &mut number[root as usize];
            if *slot == u32::MAX {
                *slot = roots.len() as u32;
                roots.push(root);
                members.push(Vec::new());
            }
            entities.push(*slot);
            if ids.len() == 1 || chains.get(root).part {
                members[*slot as usize].push(index as u32);
            }
        }
        mentions.push(Mention {
            head: phrase.head,
            tokens: phrase.tokens,
            bytes: source.text.bytes(phrase.tokens),
            kind: phrase.kind,
            entities,
            as_place: phrase.as_place,
        });
    }
    let maker = Maker {
        source,
        phrases,
        chains,
        members: &members,
        number: &number,
        dominant: dominant(source, phrases),
        only: only(source),
        by_lemma: by_lemma(source, phrases),
    };
    let entities = roots.iter().enumerate().map(|(slot, &root)| maker.entity(root, slot)).collect();
    let mut heads: Vec<(u32, u32)> = mentions.iter().enumerate().map(|(id, mention)| (mention.head, id as u32)).collect();
    heads.sort_unstable();
    Actors { mentions, entities, heads }
}

/// Who of a country or organization is known to hold an office on a day.
pub(crate) fn holder(world: &World, code: ActorCode, office: &str, date: Date) -> Option<EntryId> {
    let mut holder: Option<EntryId> = None;
    for &id in world.persons_of(code) {
        let entry = world.entry(id);
        let same_office = entry.office.as_deref().is_some_and(|known| hash(known) == hash(office));
        if same_office && entry.standing(date) == Standing::Current {
            if holder.is_some_and(|other| world.entry(other).name != entry.name) {
                return None;
            }
            holder = Some(id);
        }
    }
    holder
}

/// The country that most country mentions of a report mean, if there is one.
fn dominant(source: &Source, phrases: &[Phrase]) -> Option<ActorCode> {
    let mut counts: FxHashMap<ActorCode, u32> = FxHashMap::default();
    let mut total = 0;
    for phrase in phrases {
        let Some(hit) = phrase.hit else { continue };
        if let Some(code) = source.world.entry(source.hits[hit as usize].entry).code.filter(ActorCode::is_state) {
            *counts.entry(code).or_default() += 1;
            total += 1;
        }
    }
    let mut ranked: Vec<(u32, ActorCode)> = counts.into_iter().map(|(code, count)| (count, code)).collect();
    ranked.sort_unstable_by_key(|&(count, code)| (std::cmp::Reverse(count), code));
    let &(count, code) = ranked.first()?;
    let second = ranked.get(1).map_or(0, |&(count, _)| count);
    let ahead = count * 2 > total || count >= second * DOMINANT.0;
    (count >= DOMINANT.1 && ahead).then_some(code)
}

/// Phrases of common nouns whose own words tell a state, by the noun.
fn by_lemma<'a>(source: &Source<'a, '_>, phrases: &[Phrase]) -> FxHashMap<&'a str, Vec<u32>> {
    let mut found: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
    for (index, phrase) in phrases.iter().enumerate() {
        if phrase.kind == MentionKind::Nominal && phrase.code.is_some_and(|code| code.is_state()) {
            found.entry(source.text.tokens[phrase.head as usize].lemma.as_str()).or_default().push(index as u32);
        }
    }
    found
}

/// The one country that a report names at all.
fn only(source: &Source) -> Option<ActorCode> {
    let mut codes = source
        .hits
        .iter()
        .map(|hit| source.world.entry(hit.entry))
        .filter(|entry| describe::is_state_or_body(entry))
        .filter_map(|entry| entry.code.filter(ActorCode::is_state));
    let first = codes.next()?;
    codes.all(|code| code == first).then_some(first)
}

struct Maker<'m, 'a, 'w> {
    source: &'m Source<'a, 'w>,
    phrases: &'m [Phrase<'w>],
    chains: &'m Chains,
    members: &'m [Vec<u32>],
    number: &'m [u32],
    dominant: Option<ActorCode>,
    only: Option<ActorCode>,
    /// Phrases by the lemma of their head noun, those only whose own words tell a state.
    by_lemma: FxHashMap<&'m str, Vec<u32>>,
}

impl Maker<'_, '_, '_> {
    fn entity(&self, root: ChainId, slot: usize) -> Entity {
        let world = self.source.world;
        let chain = self.chains.get(root);
        let members = &self.members[slot];
        let mut entity = Entity { kind: chain.class, ..Entity::default() };
        let person = chain.entry.filter(|&id| world.entry(id).kind == Kind::Person);
        if chain.part {
            entity.code = chain.code;
            entity.how = How::Title;
        }
        self.words(members, true, &mut entity);
        let own = entity.code.is_some();
        let ethnic = members
            .first()
            .and_then(|&index| self.phrases[index as usize].hit)
            .is_some_and(|hit| describe::is_ethnic(self.source, &self.source.hits[hit as usize]));
        if let Some(id) = chain.entry.filter(|_| !ethnic) {
            self.knowledge(id, members, person.is_some(), &mut entity);
        }
        self.words(members, false, &mut entity);
        if entity.code.is_none() || entity.sectors.is_empty() {
            self.owner(members, &mut entity);
        }
        if chain.class == EntityType::Country && chain.entry.is_some() {
            entity.sectors.clear();
        }
        if entity.code.is_none() {
            self.context(members, &mut entity);
            if entity.code.is_none() {
                self.people(members, &mut entity);
            }
        } else if !own && entity.how == How::Inferred {
            entity.how = How::Chain;
        }
        entity.name = self.name(root, slot, &entity);
        entity
    }

    /// What the words of the mentions tell: names and titles first, then, where `titles` is
    /// false, any other description.
    fn words(&self, members: &[u32], titles: bool, entity: &mut Entity) {
        for &index in members {
            let phrase = &self.phrases[index as usize];
            let title = phrase.kind == MentionKind::Name || phrase.agent.is_some_and(|agent| agent.office);
            if phrase.kind == MentionKind::Pronoun || titles && !title || !self.is_actor_like(phrase, entity) {
                continue;
            }
            if entity.code.is_none()
                && let Some(code) = phrase.code
            {
                entity.code = Some(code);
                let by_name = phrase.hit.is_some_and(|hit| {
                    let entry = self.source.world.entry(self.source.hits[hit as usize].entry);
                    entry.kind != Kind::Person
                });
                entity.how = if by_name { How::Knowledge } else { How::Title };
            }
            if entity.sectors.is_empty() {
                entity.sectors = describe::sectors(self.source, phrase);
            }
            // "State Councilor Wang Yi" says it better than "the top diplomat".
            let office = phrase.kind == MentionKind::Name || !titles;
            if office
                && entity.office.is_none()
                && entity.kind == EntityType::Person
                && let Some(span) = describe::office(self.source, phrase).filter(|span| !span.is_empty())
            {
                entity.office = Some(self.source.text.bytes(span).of(&self.source.page.text).to_string());
            }
        }
    }

    /// What the knowledge files say about a known name.
    fn knowledge(&self, id: EntryId, members: &[u32], person: bool, entity: &mut Entity) {
        let world = self.source.world;
        let entry = world.entry(id);
        let standing = self.source.page.date.map_or(Standing::Current, |date| entry.standing(date));
        if entity.code.is_none() && entry.code.is_some() {
            entity.code = entry.code;
            entity.how = How::Knowledge;
        }
        let titled = members.iter().any(|&index| self.phrases[index as usize].agent.is_some_and(|agent| agent.office));
        if person {
            if entity.office.is_none() {
                entity.office = entry.office.as_ref().map(|office| office.to_string());
            }
            if standing == Standing::Former && !titled {
                entity.sectors = vec![Sector::Eli];
            }
        }
        if entity.sectors.is_empty() {
            entity.sectors = entry.sectors.clone();
        }
    }

    /// What the mention belongs to: "its army", "the group's leader".
    fn owner(&self, members: &[u32], entity: &mut Entity) {
        for &index in members.iter().take(8) {
            let phrase = &self.phrases[index as usize];
            if !self.is_actor_like(phrase, entity) {
                continue;
            }
            let (code, sectors) = self.owner_of(phrase, OWNERS);
            if entity.code.is_none() && code.is_some() {
                entity.code = code;
                entity.how = How::Chain;
            }
            let takes = phrase.agent.is_none_or(|agent| agent.sectors.is_empty());
            if entity.sectors.is_empty() && takes {
                entity.sectors = sectors;
            }
            if entity.code.is_some() {
                return;
            }
        }
    }

    /// "Beijing's efforts" are not Chinese actors.
    fn is_actor_like(&self, phrase: &Phrase, entity: &Entity) -> bool {
        phrase.kind != MentionKind::Nominal || phrase.agent.is_some() || entity.kind != EntityType::Other
    }

    fn owner_of(&self, phrase: &Phrase, left: u32) -> (Option<ActorCode>, Vec<Sector>) {
        let none = (None, Vec::new());
        if left == 0 {
            return none;
        }
        let Some(index) = describe::owner(self.source, phrase).and_then(|head| self.chains.phrase_at(head)) else { return none };
        let Some(root) = self.chains.one(index) else { return none };
        let chain = self.chains.get(root);
        let members: &[u32] = self.members.get(self.number[root as usize] as usize).map_or(&[], Vec::as_slice);
        let mut found = Entity { kind: chain.class, ..Entity::default() };
        self.words(&members[..members.len().min(8)], false, &mut found);
        if let Some(id) = chain.entry {
            let person = self.source.world.entry(id).kind == Kind::Person;
            self.knowledge(id, &members[..members.len().min(8)], person, &mut found);
        }
        if found.code.is_none() {
            found.code = self.owner_of(&self.phrases[index as usize], left - 1).0;
        }
        if chain.class == EntityType::Country {
            found.sectors.clear();
        }
        (found.code, found.sectors)
    }

    /// Kinds of people without a country: that of the one place in their sentence, else the
    /// one that the report is about.
    fn context(&self, members: &[u32], entity: &mut Entity) {
        let Some(&first) = members.first() else { return };
        let phrase = &self.phrases[first as usize];
        // "President Akayev": an office without a country is of the one that the report is about.
        if phrase.kind == MentionKind::Name && phrase.agent.is_some_and(|agent| agent.office) {
            entity.code = self.dominant;
            return;
        }
        let people = phrase.hit.is_some_and(|hit| describe::is_ethnic(self.source, &self.source.hits[hit as usize]));
        if !people && (entity.sectors.is_empty() || phrase.kind != MentionKind::Nominal || phrase.agent.is_none()) {
            return;
        }
        // One civilian may be from anywhere; whose mother somebody is tells no country.
        let alone = phrase.number == Number::One
            && matches!(entity.sectors.first(), Some(Sector::Cvl | Sector::Med | Sector::Bus | Sector::Edu | Sector::Lab));
        if alone || phrase.definite == Definite::Owned {
            return;
        }
        // Rights groups and aid agencies work in many states.
        if entity.sectors.first() == Some(&Sector::Soc) {
            return;
        }
        // "the opposition", told as "Syria's opposition" before.
        if phrase.definite == Definite::Yes
            && let Some(code) = self.told_before(first)
        {
            entity.code = Some(code);
            entity.how = How::Chain;
            return;
        }
        let sent = phrase.sent;
        let tokens = self.source.text.sents[sent as usize].tokens;
        let mut found: Option<ActorCode> = None;
        for (_, hit) in self.source.hits_in(tokens).take(12) {
            let Some(index) = self.chains.phrase_at(hit.head) else { continue };
            let other = &self.phrases[index as usize];
            let Some(code) = self.source.world.entry(hit.entry).code.filter(ActorCode::is_state) else { continue };
            if other.as_place && self.same_clause(phrase, other) {
                if found.is_some_and(|known| known != code) {
                    return;
                }
                found = Some(code);
            }
        }
        // "Turkish-backed rebels", "courts in Europe": what names a state or place itself is not
        // of another by context.
        let names_place = self.source.hits_in(phrase.tokens).any(|(index, hit)| {
            let kind = self.source.world.entry(hit.entry).kind;
            Some(index) != phrase.hit && !matches!(kind, Kind::Ethnic | Kind::Religious | Kind::Person)
        });
        if names_place {
            return;
        }
        if let Some(code) = found.or(self.only) {
            entity.code = Some(code);
            entity.how = How::Inferred;
            return;
        }
        self.people(members, entity);
        if entity.code.is_none()
            && let Some(code) = self.scene(phrase, &entity.sectors).or(self.dominant)
        {
            entity.code = Some(code);
            entity.how = How::Inferred;
        }
    }

    /// The state that the last phrase before with the same head noun told of itself.
    fn told_before(&self, index: u32) -> Option<ActorCode> {
        let lemma = |index: u32| self.source.text.tokens[self.phrases[index as usize].head as usize].lemma.as_str();
        let of_head = self.by_lemma.get(lemma(index))?;
        let before = of_head.partition_point(|&other| other < index);
        of_head[..before].last().and_then(|&other| self.phrases[other as usize].code).filter(ActorCode::is_state)
    }

    /// The state of the place named last, in the sentence of a phrase or shortly before: where
    /// the report has its scene; sentences that name places of two states tell nothing. Only for
    /// those who are on the ground: officials and reporters speak of what is far away.
    fn scene(&self, phrase: &Phrase, sectors: &[Sector]) -> Option<ActorCode> {
        use Sector::{Cop, Crm, Cvl, Mil, Opp, Prm, Reb, Ref, Uaf};
        if !sectors.first().is_some_and(|s| matches!(s, Cop | Crm | Cvl | Mil | Opp | Prm | Reb | Ref | Uaf)) {
            return None;
        }
        let sents = &self.source.text.sents;
        let first = phrase.sent.saturating_sub(SCENE);
        (first..=phrase.sent).rev().find_map(|sent| {
            let mut codes = self.source.hits_in(sents[sent as usize].tokens).take(24).filter_map(|(_, hit)| {
                let index = self.chains.phrase_at(hit.head)?;
                let placed = self.phrases[index as usize].as_place;
                self.source.world.entry(hit.entry).code.filter(|code| placed && code.is_state())
            });
            let code = codes.next()?;
            codes.all(|other| other == code).then_some(code)
        })
    }

    /// True where a place hangs on the word that the phrase hangs on: "police fired in Nairobi",
    /// but not "the rebels' backers meet in Tehran".
    fn same_clause(&self, phrase: &Phrase, place: &Phrase) -> bool {
        let text = self.source.text;
        let governor = |head| text.tokens[first_conjunct(text, head) as usize].head;
        let (above, below) = (governor(phrase.head), governor(place.head));
        above == below && above != NO_HEAD
    }

    /// The state where most of a people live: "Shona rebels".
    fn people(&self, members: &[u32], entity: &mut Entity) {
        for &index in members.iter().take(8) {
            let phrase = &self.phrases[index as usize];
            if !self.is_actor_like(phrase, entity) {
                continue;
            }
            if let Some(code) = describe::people_code(self.source, phrase) {
                entity.code = Some(code);
                entity.how = How::Knowledge;
                return;
            }
        }
    }

    fn name(&self, root: ChainId, slot: usize, entity: &Entity) -> String {
        let world = self.source.world;
        let chain = self.chains.get(root);
        if let Some(id) = chain.entry {
            let entry = world.entry(id);
            let state = matches!(entry.kind, Kind::Country | Kind::Demonym | Kind::Capital | Kind::Seat);
            if chain.class == EntityType::Country
                && state
                && !self.members[slot].iter().all(|&index| self.phrases[index as usize].as_place && entry.kind != Kind::Country)
                && let Some(country) = entity.code.and_then(|code| world.country(code))
            {
                return country.name.to_string();
            }
            if !matches!(entry.kind, Kind::Demonym) {
                return entry.name.to_string();
            }
        }
        let text = self.source.text;
        let page = &self.source.page.text;
        if let Some(index) = chain.name.filter(|_| chain.class != EntityType::Group) {
            return text.bytes(self.phrases[index as usize].name).of(page).to_string();
        }
        let first = self.members[slot].first().map(|&index| self.phrases[index as usize].tokens);
        first.map_or(String::new(), |tokens| text.bytes(tokens).of(page).to_string())
    }
}
