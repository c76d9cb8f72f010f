//! Chains of mentions of one thing: what names, nationality, apposition and predication say.
//!
//! A first walk joins all names of a document, so that what a later "President Vladimir
//! Putin" tells is known when an earlier "he" is looked at (`anaphora`).

use std::hash::Hasher;

use dotterel_document::{ActorCode, Deprel, EntityType, MentionKind, Span, Tok, TokenId, Upos};
use dotterel_lexicon::world::{EntryId, Gender, Kind};
use rustc_hash::{FxHashMap, FxHasher};

use crate::phrase::{Definite, Number, Phrase, Source};

/// Letters of the longest particle of a surname ("von", "van").
const LONGEST_PARTICLE: usize = 3;

/// Number of a chain while chains are still being joined.
pub(crate) type ChainId = u32;

/// What is known of a chain.
pub(crate) struct Chain {
    parent: ChainId,
    pub(crate) class: EntityType,
    pub(crate) number: Number,
    pub(crate) gender: Option<Gender>,
    /// A known name in it.
    pub(crate) entry: Option<EntryId>,
    /// Phrase with the fullest proper name.
    pub(crate) name: Option<u32>,
    /// Country that its words told so far.
    pub(crate) code: Option<ActorCode>,
    /// Mentions so far.
    pub(crate) count: u32,
    /// True for one country's part of people of several.
    pub(crate) part: bool,
    /// True where it was mentioned by one bare name ("Wang").
    bare: bool,
}

/// All chains, and which phrases belong to them.
pub(crate) struct Chains {
    all: Vec<Chain>,
    /// Chains of every phrase: none where it is not resolved, several for plurals.
    pub(crate) of: Vec<Link>,
    /// Head token to phrase.
    heads: Vec<u32>,
    keys: FxHashMap<u64, ChainId>,
    /// Single words of names: first and last names, head words, acronyms.
    weak: FxHashMap<u64, ChainId>,
}

/// What a phrase refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Link {
    /// Not known.
    #[default]
    None,
    /// One chain.
    One(ChainId),
    /// Several.
    Many(Vec<ChainId>),
}

impl Chains {
    /// Joins the names of a document.
    pub(crate) fn of_names(source: &Source, phrases: &[Phrase]) -> Chains {
        let mut chains = Chains {
            all: Vec::new(),
            of: vec![Link::None; phrases.len()],
            heads: by_head(source, phrases),
            keys: FxHashMap::default(),
            weak: FxHashMap::default(),
        };
        for (index, phrase) in phrases.iter().enumerate() {
            if !phrase.name.is_empty() {
                chains.add_name(source, phrases, index as u32);
            }
        }
        chains.know_last_names(source, phrases);
        for index in 0..phrases.len() {
            chains.appose(source, phrases, index as u32);
            chains.title_before(source, phrases, index as u32);
        }
        chains
    }

    /// The phrase whose head is this token.
    pub(crate) fn phrase_at(&self, head: TokenId) -> Option<u32> {
        self.heads.get(head as usize).copied().filter(|&index| index != NO_PHRASE)
    }

    /// The chain that a chain was joined to.
    pub(crate) fn root(&self, mut id: ChainId) -> ChainId {
        while self.all[id as usize].parent != id {
            id = self.all[id as usize].parent;
        }
        id
    }

    /// A chain, after joining.
    pub(crate) fn get(&self, id: ChainId) -> &Chain {
        &self.all[self.root(id) as usize]
    }

    /// The one chain of a phrase.
    pub(crate) fn one(&self, phrase: u32) -> Option<ChainId> {
        match self.of[phrase as usize] {
            Link::One(id) => Some(self.root(id)),
            _ => None,
        }
    }

    /// The chain of a known person, by the canonical name.
    pub(crate) fn known(&self, name: &str) -> Option<ChainId> {
        self.keys.get(&hash(name)).map(|&id| self.root(id))
    }

    /// Number of chains, joined ones included.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// A new chain for a phrase.
    pub(crate) fn start(&mut self, source: &Source, phrases: &[Phrase], index: u32) -> ChainId {
        let id = self.all.len() as ChainId;
        self.all.push(Chain {
            parent: id,
            class: EntityType::Other,
            number: Number::Either,
            gender: None,
            entry: None,
            name: None,
            code: None,
            count: 0,
            part: false,
            bare: false,
        });
        self.add(source, phrases, id, index);
        id
    }

    /// New chains for people of several countries, one for each.
    pub(crate) fn start_parts(&mut self, source: &Source, phrases: &[Phrase], index: u32, codes: &[ActorCode]) {
        let mut ids = Vec::with_capacity(codes.len());
        for &code in codes {
            let id = self.start(source, phrases, index);
            let chain = &mut self.all[id as usize];
            chain.code = Some(code);
            chain.part = true;
            ids.push(id);
        }
        self.of[index as usize] = Link::Many(ids);
    }

    /// Sets the known person that a chain stands for.
    pub(crate) fn identify(&mut self, id: ChainId, entry: EntryId, gender: Option<Gender>, name: &str) {
        let id = self.root(id);
        let chain = &mut self.all[id as usize];
        chain.entry = chain.entry.or(Some(entry));
        chain.gender = chain.gender.or(gender);
        self.keys.entry(hash(name)).or_insert(id);
    }

    /// Adds a phrase to a chain, and what it tells.
    pub(crate) fn add(&mut self, source: &Source, phrases: &[Phrase], id: ChainId, index: u32) {
        let id = self.root(id);
        let phrase = &phrases[index as usize];
        self.of[index as usize] = Link::One(id);
        let chain = &mut self.all[id as usize];
        chain.count += 1;
        if phrase.kind == MentionKind::Pronoun {
            return;
        }
        // The first mention decides the number; names say more about the class than nouns.
        if chain.count == 1 {
            chain.number = phrase.number;
        }
        if chain.class == EntityType::Other || (phrase.hit.is_some() && chain.entry.is_none()) {
            chain.class = phrase.class;
        }
        chain.gender = chain.gender.or(phrase.gender);
        if chain.class == EntityType::Person {
            chain.number = Number::One;
        }
        if let Some(hit) = phrase.hit
            && chain.entry.is_none()
        {
            chain.entry = Some(source.hits[hit as usize].entry);
        }
        if chain.code.is_none() {
            chain.code = phrase.code;
        }
        if phrase.name.len() == 1 {
            chain.bare = true;
        }
        let fuller = |other: u32| phrases[other as usize].name.len() < phrase.name.len();
        if !phrase.name.is_empty() && phrase.kind == MentionKind::Name && chain.name.is_none_or(fuller) {
            chain.name = Some(index);
        }
    }

    /// Makes one chain of two.
    pub(crate) fn join(&mut self, phrases: &[Phrase], first: ChainId, second: ChainId) {
        let (first, second) = (self.root(first), self.root(second));
        if first == second {
            return;
        }
        // The larger stays, so that no path to a root is longer than a logarithm.
        let larger = |a: ChainId, b: ChainId| self.all[a as usize].count >= self.all[b as usize].count;
        let (keep, gone) = if larger(first, second) { (first, second) } else { (second, first) };
        self.all[gone as usize].parent = keep;
        let (low, high) = (keep.min(gone) as usize, keep.max(gone) as usize);
        let (left, right) = self.all.split_at_mut(high);
        let (kept, lost) = if keep < gone { (&mut left[low], &right[0]) } else { (&mut right[0], &left[low]) };
        kept.count += lost.count;
        kept.gender = kept.gender.or(lost.gender);
        kept.code = kept.code.or(lost.code);
        kept.bare |= lost.bare;
        if kept.class == EntityType::Other || (kept.entry.is_none() && lost.entry.is_some()) {
            kept.class = lost.class;
        }
        kept.entry = kept.entry.or(lost.entry);
        kept.name = match (kept.name, lost.name) {
            (Some(a), Some(b)) if phrases[b as usize].name.len() > phrases[a as usize].name.len() => Some(b),
            (a, b) => a.or(b),
        };
        if kept.class == EntityType::Person {
            kept.number = Number::One;
        }
    }

    fn add_name(&mut self, source: &Source, phrases: &[Phrase], index: u32) {
        let phrase = &phrases[index as usize];
        if let Some(hit) = phrase.hit {
            let entry = source.world.entry(source.hits[hit as usize].entry);
            let country = matches!(entry.kind, Kind::Country | Kind::Demonym | Kind::Capital | Kind::Seat);
            let key = match (entry.kind, entry.code) {
                (Kind::Demonym, _) if phrase.kind != MentionKind::Adjective => {
                    if phrase.number != Number::Many || phrase.definite == Definite::No {
                        self.start(source, phrases, index);
                        return;
                    }
                    hash(&entry.name) ^ 1
                }
                (Kind::Capital | Kind::Seat, _) if phrase.as_place => hash(&entry.name) ^ 2,
                (_, Some(code)) if country => hash(code.as_str()) ^ 3,
                _ => hash(&entry.name),
            };
            self.by_key(source, phrases, index, key);
            if entry.kind == Kind::Person {
                self.register_words(source, phrase);
            }
            return;
        }
        let key = hash_words(source, phrase.name);
        if let Some(&id) = self.keys.get(&key)
            && self.fits(phrase, id)
        {
            self.add(source, phrases, id, index);
            return;
        }
        let known = self.by_words(source, phrases, phrase);
        let id = match known {
            Some(id) => {
                self.add(source, phrases, id, index);
                id
            }
            None => self.start(source, phrases, index),
        };
        self.keys.insert(key, id);
        self.register_words(source, phrase);
    }

    fn by_key(&mut self, source: &Source, phrases: &[Phrase], index: u32, key: u64) {
        match self.keys.get(&key) {
            Some(&id) => self.add(source, phrases, id, index),
            None => {
                let phrase = &phrases[index as usize];
                let known = if phrase.class == EntityType::Person { self.by_words(source, phrases, phrase) } else { None };
                let id = match known {
                    Some(id) => {
                        self.add(source, phrases, id, index);
                        id
                    }
                    None => self.start(source, phrases, index),
                };
                self.keys.insert(key, id);
            }
        }
    }

    /// People whom the report calls by their last name only and who are known: exactly one
    /// of that name must hold an office on the day.
    fn know_last_names(&mut self, source: &Source, phrases: &[Phrase]) {
        for id in 0..self.all.len() as ChainId {
            let chain = &self.all[id as usize];
            let Some(index) = chain.name.filter(|_| chain.parent == id && chain.entry.is_none()) else { continue };
            if !matches!(chain.class, EntityType::Person | EntityType::Other) {
                continue;
            }
            let phrase = &phrases[index as usize];
            // A longer name that is not known is somebody else.
            if name_words(source, phrase.name).len() > 1 && !source.text.bytes(phrase.name).of(&source.page.text).contains('-') {
                continue;
            }
            let Some(entry) = last_name(source, source.text.bytes(phrase.name).of(&source.page.text)) else { continue };
            let known = source.world.entry(entry);
            let chain = &mut self.all[id as usize];
            let other_country = chain.code.is_some() && chain.code != known.code;
            let other_gender = matches!((chain.gender, known.gender), (Some(a), Some(b)) if a != b);
            if other_country || other_gender {
                continue;
            }
            chain.entry = Some(entry);
            chain.class = EntityType::Person;
            chain.gender = chain.gender.or(known.gender);
            chain.number = Number::One;
            match self.keys.get(&hash(&known.name)) {
                Some(&other) => self.join(phrases, other, id),
                None => {
                    self.keys.insert(hash(&known.name), id);
                }
            }
        }
    }

    /// The chain that a part of the name, or the name it is a part of, belongs to.
    fn by_words(&self, source: &Source, phrases: &[Phrase], phrase: &Phrase) -> Option<ChainId> {
        let words = name_words(source, phrase.name);
        if let [only] = words.as_slice() {
            let &id = self.weak.get(&word_key(source, *only))?;
            return self.fits(phrase, id).then_some(id);
        }
        // "De Mistura" after "Staffan de Mistura".
        if let [particle, last] = words.as_slice()
            && source.word(*particle).chars().count() <= LONGEST_PARTICLE
            && let Some(&id) = self.weak.get(&word_key(source, *last))
        {
            let whole = |name: Span<Tok>| source.text.bytes(name).of(&source.page.text).to_lowercase();
            let known = self.get(id).name.map(|index| whole(phrases[index as usize].name));
            if known.is_some_and(|known| known.ends_with(&whole(phrase.name))) && self.fits(phrase, id) {
                return Some(id);
            }
        }
        // "Putin" came first, "Vladimir Putin" now.
        let ends = [words.last().copied(), words.first().copied()];
        for word in ends.into_iter().flatten() {
            if let Some(&id) = self.weak.get(&word_key(source, word))
                && self.get(id).name.is_some_and(|name| phrases[name as usize].name.len() == 1)
                && self.fits(phrase, id)
                && matches!(self.get(id).class, EntityType::Person | EntityType::Other)
                && matches!(phrase.class, EntityType::Person | EntityType::Other)
            {
                return Some(id);
            }
        }
        let acronym = acronym(source, &words)?;
        self.weak.get(&acronym).copied().filter(|&id| self.fits(phrase, id))
    }

    fn register_words(&mut self, source: &Source, phrase: &Phrase) {
        let words = name_words(source, phrase.name);
        let Some(id) = self.phrase_at(phrase.head).and_then(|index| self.one(index)) else { return };
        let ends = [words.last().copied(), words.first().copied()];
        for word in ends.into_iter().flatten() {
            let key = word_key(source, word);
            // Whoever has been called by the bare name keeps it.
            let taken = self.weak.get(&key).is_some_and(|&other| self.root(other) != id && self.get(other).bare);
            if !taken {
                self.weak.insert(key, id);
            }
        }
        if phrase.class != EntityType::Person
            && let Some(acronym) = acronym(source, &words)
        {
            self.weak.entry(acronym).or_insert(id);
        }
    }

    /// True where a name can belong to a chain: gender, number, kind and nationality agree.
    fn fits(&self, phrase: &Phrase, id: ChainId) -> bool {
        let chain = self.get(id);
        let gender = !matches!((phrase.gender, chain.gender), (Some(a), Some(b)) if a != b);
        let class = phrase.class == chain.class
            || phrase.class == EntityType::Other
            || chain.class == EntityType::Other
            || (phrase.class == EntityType::Organization && chain.class == EntityType::Group);
        gender && class
    }

    /// Joins a title to the name right after it, where the tree made two phrases of them:
    /// "his counterpart | Xi Jinping", "Secretary of State [Antony Blinken]".
    fn title_before(&mut self, source: &Source, phrases: &[Phrase], index: u32) {
        let phrase = &phrases[index as usize];
        let person = phrase.class == EntityType::Person && phrase.kind == MentionKind::Nominal && phrase.number == Number::One;
        if !person || phrase.definite == Definite::No {
            return;
        }
        let (start, end) = (phrase.tokens.start, phrase.tokens.end);
        if let Some(name) = self.known_after_comma(source, phrases, index) {
            match self.one(index) {
                Some(id) => self.join(phrases, name, id),
                None => self.add(source, phrases, name, index),
            }
            return;
        }
        let after = phrases[index as usize + 1..]
            .iter()
            .take(12)
            .take_while(|other| other.tokens.start <= end && other.sent == phrase.sent)
            .position(|other| {
                let inside = other.tokens.end == end && other.tokens.start > phrase.agent_at.start.max(start);
                let before = other.tokens.start.checked_sub(1).and_then(|id| source.text.tokens.get(id as usize));
                let free = before.is_some_and(|token| token.upos != Upos::Adp);
                other.kind == MentionKind::Name
                    && other.name.start == other.tokens.start
                    && matches!(other.class, EntityType::Person | EntityType::Other)
                    && (other.tokens.start == end || inside && free)
                    && !matches!((phrase.gender, other.gender), (Some(a), Some(b)) if a != b)
            });
        let Some(offset) = after else { return };
        let Some(name) = self.one(index + 1 + offset as u32) else { return };
        match self.one(index) {
            Some(id) => self.join(phrases, name, id),
            None => self.add(source, phrases, name, index),
        }
        let id = self.root(name);
        self.all[id as usize].class = EntityType::Person;
    }

    /// "Syria's dictator, Bashar al-Assad": a known person of the same country after a comma,
    /// whatever the tree says.
    fn known_after_comma(&self, source: &Source, phrases: &[Phrase], index: u32) -> Option<ChainId> {
        let phrase = &phrases[index as usize];
        let end = phrase.tokens.end;
        let code = phrase.code?;
        let comma = source.text.tokens.get(end as usize).filter(|token| token.sent == phrase.sent && token.upos == Upos::Punct)?;
        if comma.span.len() != 1 || self.one(index).is_some() {
            return None;
        }
        let next = phrases[index as usize + 1..].iter().take(12).position(|other| other.tokens.start == end + 1)?;
        let other = &phrases[index as usize + 1 + next];
        let entry = other.hit.map(|hit| source.world.entry(source.hits[hit as usize].entry)).filter(|entry| entry.kind == Kind::Person)?;
        let token = &source.text.tokens[other.head as usize];
        let of_verb = source.text.tokens.get(token.head as usize).is_some_and(|verb| verb.upos == Upos::Verb);
        let subject = token.deprel == Deprel::Nsubj && of_verb;
        if subject || entry.code != Some(code) || other.name.start != other.tokens.start {
            return None;
        }
        self.one(index + 1 + next as u32)
    }

    /// The chain of a country, where the report names it.
    pub(crate) fn country(&self, code: ActorCode) -> Option<ChainId> {
        self.keys.get(&(hash(code.as_str()) ^ 3)).map(|&id| self.root(id))
    }

    /// Joins an apposition to what it stands beside: "Benjamin Netanyahu, Israel's prime
    /// minister", "the Libyan National Army (LNA)". Two different names are a list.
    fn appose(&mut self, source: &Source, phrases: &[Phrase], index: u32) {
        let phrase = &phrases[index as usize];
        let token = &source.text.tokens[phrase.head as usize];
        if token.deprel != Deprel::Appos {
            return;
        }
        let Some(governor) = self.phrase_at(token.head) else { return };
        let other = &phrases[governor as usize];
        if !agree(phrase, other) {
            return;
        }
        match (self.one(governor), self.one(index)) {
            (None, None) => {
                let id = self.start(source, phrases, governor);
                self.add(source, phrases, id, index);
            }
            (Some(id), None) => self.add(source, phrases, id, index),
            (None, Some(id)) => self.add(source, phrases, id, governor),
            (Some(a), Some(b)) => {
                let (short, long) = if phrase.name.len() < other.name.len() { (phrase, other) } else { (other, phrase) };
                let words = name_words(source, long.name);
                let is_acronym = short.name.len() == 1 && acronym(source, &words) == Some(word_key(source, short.name.start));
                if is_acronym {
                    self.join(phrases, a, b);
                }
            }
        }
    }
}

/// Marks tokens that head no phrase.
const NO_PHRASE: u32 = u32::MAX;

fn by_head(source: &Source, phrases: &[Phrase]) -> Vec<u32> {
    let mut heads = vec![NO_PHRASE; source.text.tokens.len()];
    for (index, phrase) in phrases.iter().enumerate() {
        heads[phrase.head as usize] = index as u32;
    }
    heads
}

/// The one person of a last name who holds an office on the page's date; without a date,
/// the only one of that name at all.
fn last_name(source: &Source, name: &str) -> Option<EntryId> {
    let mut found: Option<EntryId> = None;
    for &id in source.world.person_by_last_name(name) {
        let entry = source.world.entry(id);
        if source.page.date.is_some_and(|date| !source.world.valid(entry, date)) {
            continue;
        }
        if found.is_some_and(|other| source.world.entry(other).name != entry.name) {
            return None;
        }
        found = Some(id);
    }
    found
}

/// True where two phrases beside each other can mean the same.
fn agree(a: &Phrase, b: &Phrase) -> bool {
    let class = a.class == b.class || a.class == EntityType::Other || b.class == EntityType::Other;
    let number = !matches!((a.number, b.number), (Number::One, Number::Many) | (Number::Many, Number::One));
    let gender = !matches!((a.gender, b.gender), (Some(a), Some(b)) if a != b);
    let bodies = matches!(
        (a.class, b.class),
        (EntityType::Organization, EntityType::Group)
            | (EntityType::Group, EntityType::Organization)
            | (EntityType::Country, EntityType::Place)
            | (EntityType::Place, EntityType::Country)
    );
    (class || bodies) && number && gender && a.kind != MentionKind::Adjective && b.kind != MentionKind::Adjective
}

/// The tokens of a name that are words.
fn name_words(source: &Source, name: Span<Tok>) -> Vec<TokenId> {
    (name.start..name.end)
        .filter(|&id| {
            let upos = source.text.tokens[id as usize].upos;
            !matches!(upos, Upos::Punct | Upos::Adp | Upos::Det | Upos::Cconj | Upos::Part | Upos::Sym)
        })
        .collect()
}

/// Initials of a name of two words or more.
fn acronym(source: &Source, words: &[TokenId]) -> Option<u64> {
    if words.len() < 2 {
        return None;
    }
    let mut hasher = FxHasher::default();
    for &word in words {
        let first = source.word(word).chars().next()?;
        if first.is_uppercase() {
            first.to_lowercase().for_each(|c| hasher.write_u32(c as u32));
        }
    }
    Some(hasher.finish())
}

/// One word of a name, without case, dots and a short article before a hyphen ("al-").
fn word_key(source: &Source, word: TokenId) -> u64 {
    let word = source.word(word);
    let stem = match word.split_once('-') {
        Some((article, rest)) if article.chars().count() <= 2 && rest.chars().count() > 2 => rest,
        _ => word,
    };
    hash(stem)
}

fn hash_words(source: &Source, name: Span<Tok>) -> u64 {
    let mut hasher = FxHasher::default();
    for id in name.start..name.end {
        write_folded(&mut hasher, source.word(id));
    }
    hasher.finish()
}

/// The hash under which words are compared: letters and digits only, without case.
pub(crate) fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    write_folded(&mut hasher, text);
    hasher.finish()
}

fn write_folded(hasher: &mut FxHasher, text: &str) {
    if text.is_ascii() {
        for b in text.bytes().filter(u8::is_ascii_alphanumeric) {
            hasher.write_u32(u32::from(b.to_ascii_lowercase()));
        }
        return;
    }
    for c in text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
        hasher.write_u32(c as u32);
    }
}
