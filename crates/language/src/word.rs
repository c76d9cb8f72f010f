//! What a single word shows, as numbers ready for hashing: its letters, ending, shape, and
//! what the training data knew of it. Made once per token.

use crate::ModelError;
use crate::hash;
use crate::pack::{Reader, Writer};

/// Number of rows that a word adds up.
pub const ROWS: usize = 8;

/// Which of a word's rows is its own, and which that of its set of tags: training hides both at
/// times, lest the network know only what it has seen.
pub const OWN: usize = 0;
/// See [`OWN`].
pub const TAGS: usize = 1;

/// How many rows each feature has; the words' own rows come after all others.
const SIZES: [u32; ROWS - 1] = [1024, 2048, 4096, 8192, 4096, 512, 16];

/// Row of a word that has none of its own. Its own rows follow it.
pub const UNKNOWN: u32 = {
    let (mut sum, mut i) = (0, 0);
    while i < SIZES.len() {
        sum += SIZES[i];
        i += 1;
    }
    sum
};

/// Row of a word whose set of tags is not known.
pub const NO_TAGS: u32 = 0;

/// What one word shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// Lower-cased word, digits as 0, apostrophes straight.
    pub lower: u64,
    /// Kinds of characters in order, runs collapsed.
    pub shape: u64,
    /// The word has practically always the same tag.
    pub sure: bool,
    /// Rows that the network adds up for it: its own, its tags', its endings' of two to four
    /// bytes, its beginning's, its shape's, its place's.
    pub rows: [u32; ROWS],
    /// Number of its given vector, 0 for none.
    pub vector: u32,
}

/// What training knew of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Entry {
    /// Number of the set of its tags.
    pub tags: u16,
    /// [`SURE`], [`SMALL`], [`CLOSED`].
    pub flags: u8,
    /// Number of its own row, counted from 1; 0 for none.
    pub own: u16,
    /// Number of its given vector, counted from 1; 0 for none.
    pub vector: u32,
}

/// The word has practically always the same tag.
pub const SURE: u8 = 1;
/// The word is mostly written without a capital inside a sentence.
pub const SMALL: u8 = 2;
/// The word is of a closed class, so a capital on it means that a sentence starts.
pub const CLOSED: u8 = 4;

/// The words of the training data, by the hash of their lower-cased form.
#[derive(Default)]
pub struct Vocabulary {
    slots: Vec<(u32, Entry)>,
}

impl Vocabulary {
    /// Packs entries by [`lower_hash`].
    pub fn build(entries: &[(u64, Entry)]) -> Vocabulary {
        let mut slots = vec![(0, Entry::default()); (entries.len() * 2).next_power_of_two().max(16)];
        let mask = slots.len() - 1;
        for &(hash, entry) in entries {
            let mark = (hash >> 32) as u32 | 1;
            let mut at = hash as usize & mask;
            while slots[at].0 != 0 && slots[at].0 != mark {
                at = (at + 1) & mask;
            }
            slots[at] = (mark, entry);
        }
        Vocabulary { slots }
    }

    /// What is known of the word with this hash.
    #[inline]
    pub fn get(&self, hash: u64) -> Option<Entry> {
        let mask = self.slots.len().wrapping_sub(1);
        let mark = (hash >> 32) as u32 | 1;
        let mut at = hash as usize & mask;
        loop {
            match self.slots.get(at) {
                Some(&(found, entry)) if found == mark => return Some(entry),
                Some(&(0, _)) | None => return None,
                Some(_) => at = (at + 1) & mask,
            }
        }
    }

    /// Adds a word, or replaces what is known of it. Nothing happens where the table is so
    /// full that look-ups would become slow.
    pub fn set(&mut self, hash: u64, entry: Entry) {
        let mask = self.slots.len().wrapping_sub(1);
        let mark = (hash >> 32) as u32 | 1;
        let mut at = hash as usize & mask;
        for _ in 0..64 {
            match self.slots.get_mut(at) {
                Some(slot) if slot.0 == mark || slot.0 == 0 => {
                    *slot = (mark, entry);
                    return;
                }
                Some(_) => at = (at + 1) & mask,
                None => return,
            }
        }
    }

    /// How many rows its words can ask for.
    pub fn rows(&self) -> usize {
        let own = self.slots.iter().map(|(_, e)| usize::from(e.own)).max().unwrap_or(0);
        UNKNOWN as usize + 1 + own
    }

    /// How many given vectors its words can ask for.
    pub fn vectors(&self) -> usize {
        self.slots.iter().map(|(_, e)| e.vector as usize).max().unwrap_or(0) + 1
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.slots.len() as u32);
        for (mark, entry) in &self.slots {
            out.number(*mark);
            if *mark != 0 {
                out.u16(entry.tags);
                out.byte(entry.flags);
                out.u16(entry.own);
                out.number(entry.vector);
            }
        }
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Result<Vocabulary, ModelError> {
        let count = input.table_size(4)?;
        let mut slots = vec![(0, Entry::default()); count];
        for slot in &mut slots {
            slot.0 = input.number()?;
            if slot.0 != 0 {
                slot.1 = Entry { tags: input.u16()?, flags: input.byte()?, own: input.u16()?, vector: input.number()? };
            }
        }
        if count > 0 && slots.iter().all(|s| s.0 != 0) {
            return Err(ModelError::Damaged("a full table"));
        }
        Ok(Vocabulary { slots })
    }
}

/// The lower-cased form used for look-ups, in `buffer`: digits as 0, apostrophes straight.
pub fn lower_form(word: &str, buffer: &mut Vec<u8>) {
    buffer.clear();
    if word.is_ascii() {
        buffer.extend(word.bytes().map(|b| match b {
            b'0'..=b'9' => b'0',
            b'`' if word.len() > 1 && !word.starts_with("``") => b'\'',
            _ => b.to_ascii_lowercase(),
        }));
        return;
    }
    let mut utf8 = [0; 4];
    for c in word.chars() {
        match c {
            '’' | '‘' | 'ʼ' => buffer.push(b'\''),
            '“' | '”' | '„' => buffer.push(b'"'),
            '0'..='9' => buffer.push(b'0'),
            _ => {
                for lower in c.to_lowercase() {
                    buffer.extend(lower.encode_utf8(&mut utf8).as_bytes());
                }
            }
        }
    }
}

/// Hash of the form made by [`lower_form`].
pub fn lower_hash(word: &str, buffer: &mut Vec<u8>) -> u64 {
    lower_form(word, buffer);
    hash::bytes(buffer, 0)
}

/// How the letters of a sentence are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Casing {
    /// As usual: capitals mean something.
    Plain,
    /// A headline in capitals, or with a capital on every word: capitals say little.
    Headline,
}

/// Looks at the words of a sentence: where nearly all that could be small are capitalised,
/// capitals say nothing.
pub fn casing<'t>(words: impl Iterator<Item = &'t str>) -> Casing {
    let (mut small, mut capital) = (0, 0);
    for (i, word) in words.enumerate() {
        let mut bytes = word.bytes();
        match bytes.next() {
            Some(b'a'..=b'z') if word.len() > 3 => small += 1,
            Some(b'A'..=b'Z') if i > 0 && word.len() > 3 => capital += 1,
            _ => {}
        }
        if small > 2 {
            return Casing::Plain;
        }
    }
    if capital >= 3 && capital >= small * 6 { Casing::Headline } else { Casing::Plain }
}

/// Looks at the words of a sentence and appends them. `buffer` is scratch space.
pub fn words<'t>(forms: impl Iterator<Item = &'t str> + Clone, vocabulary: &Vocabulary, buffer: &mut Vec<u8>, out: &mut Vec<Word>) {
    let casing = casing(forms.clone());
    let count = forms.clone().count();
    out.extend(forms.enumerate().map(|(i, form)| {
        let ends = if i == 0 { FIRST } else { 0 } | if i + 1 == count { LAST } else { 0 };
        Word::new(form, casing, ends, vocabulary, buffer)
    }));
}

/// Bits of the row of a word's place.
const FIRST: u32 = 1;
const LAST: u32 = 2;
const CAPITAL: u32 = 4;
const HEADLINE: u32 = 8;

impl Word {
    /// Looks at a word. `ends` says at which ends of the sentence it stands.
    fn new(word: &str, casing: Casing, ends: u32, vocabulary: &Vocabulary, buffer: &mut Vec<u8>) -> Word {
        lower_form(word, buffer);
        let lower = hash::bytes(buffer, 0);
        let n = buffer.len();
        let suffix = |k: usize| hash::bytes(&buffer[n.saturating_sub(k)..], k as u64);
        let entry = vocabulary.get(lower).unwrap_or_default();
        let headline = casing == Casing::Headline;
        let shape = if headline && entry.flags & SMALL != 0 { shape("a") } else { shape(word) };
        let capital = !headline && word.bytes().next().is_some_and(|b| b.is_ascii_uppercase());
        let bit = |set: bool, bit: u32| if set { bit } else { 0 };
        let place = ends | bit(capital, CAPITAL) | bit(headline, HEADLINE);
        let values = [u64::from(entry.tags), suffix(2), suffix(3), suffix(4), hash::bytes(&buffer[..n.min(3)], 9), shape, u64::from(place)];
        let mut rows = [UNKNOWN + u32::from(entry.own); ROWS];
        let mut base = 0;
        for ((row, value), size) in rows[TAGS..].iter_mut().zip(values).zip(SIZES) {
            *row = base + (value % u64::from(size)) as u32;
            base += size;
        }
        Word { lower, shape, sure: entry.flags & SURE != 0, rows, vector: entry.vector }
    }
}

/// Kinds of characters in order, runs collapsed to two: capital, small, digit, each other
/// ASCII character itself, letters beyond ASCII as one kind.
fn shape(word: &str) -> u64 {
    let mut h = 0u64;
    let (mut last, mut run) = (0u8, 0);
    for (i, byte) in word.bytes().enumerate() {
        let kind = match byte {
            b'A'..=b'Z' => 1,
            b'a'..=b'z' => 2,
            b'0'..=b'9' => 3,
            0x80..=0xff => 4,
            other => other,
        };
        run = if kind == last { run + 1 } else { 0 };
        last = kind;
        if run < 2 && i < 24 {
            h = h.wrapping_mul(131).wrapping_add(u64::from(kind));
        }
    }
    hash::finish(h.wrapping_add(77))
}
