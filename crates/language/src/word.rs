//! What a single word shows, as numbers ready for hashing: its letters, ending, shape, and
//! what the training data knew of it. Made once per token, used by tagger and parser.

use crate::ModelError;
use crate::hash;
use crate::pack::{Reader, Writer};

/// What one word shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// Lower-cased word, digits as 0, apostrophes straight.
    pub lower: u64,
    /// Last two, three and four bytes of it.
    pub suffix2: u64,
    /// See `suffix2`.
    pub suffix3: u64,
    /// See `suffix2`.
    pub suffix4: u64,
    /// Kinds of characters in order, runs collapsed.
    pub shape: u64,
    /// Number of its vector: its own where it is common, else that of its class, else one
    /// for its shape and ending. 0 stands for no word.
    pub vector: u32,
    /// Which tags the word had in training, as a set; 0 where it was not seen.
    pub tags: u64,
    /// Class of words that behave alike, with whether this one starts with a capital.
    pub cluster: u64,
    /// The same, with far fewer classes and without the capital.
    pub coarse: u64,
    /// The only tag that the word ever has, plus one; 0 where it is not certain.
    pub only: u8,
}

/// The sentinel beyond either end of a sentence.
pub const NOWHERE: Word =
    Word { lower: 1, suffix2: 1, suffix3: 1, suffix4: 1, shape: 1, vector: 0, tags: 1, cluster: 1, coarse: 1, only: 0 };

/// What training knew of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Entry {
    /// Number of the set of its tags.
    pub tags: u16,
    /// See [`Word::only`].
    pub only: u8,
    /// [`COMMON`], [`SMALL`], [`CLOSED`].
    pub flags: u8,
    /// Its class, counted from 1; 0 for none.
    pub cluster: u16,
    /// Its class among few; 0 for none.
    pub coarse: u8,
    /// Number of its own vector, counted from 1; 0 for none.
    pub own: u16,
}

/// The word was seen often enough to stand for itself.
pub const COMMON: u8 = 1;
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

    /// The highest number that [`Word::vector`] can have.
    pub fn highest_vector(&self) -> usize {
        let own = self.slots.iter().map(|(_, e)| usize::from(e.own)).max().unwrap_or(0);
        (SHAPES + CLASSES) as usize + own
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.slots.len() as u32);
        for (mark, entry) in &self.slots {
            out.number(*mark);
            if *mark != 0 {
                out.u16(entry.tags);
                out.byte(entry.only);
                out.byte(entry.flags);
                out.u16(entry.cluster);
                out.byte(entry.coarse);
                out.u16(entry.own);
            }
        }
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Result<Vocabulary, ModelError> {
        let count = input.table_size(4)?;
        let mut slots = vec![(0, Entry::default()); count];
        for slot in &mut slots {
            slot.0 = input.number()?;
            if slot.0 != 0 {
                slot.1 = Entry {
                    tags: input.u16()?,
                    only: input.byte()?,
                    flags: input.byte()?,
                    cluster: input.u16()?,
                    coarse: input.byte()?,
                    own: input.u16()?,
                };
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

impl Word {
    /// Looks at a word. `buffer` is scratch space.
    pub fn new(word: &str, casing: Casing, vocabulary: &Vocabulary, buffer: &mut Vec<u8>) -> Word {
        lower_form(word, buffer);
        let lower = hash::bytes(buffer, 0);
        let n = buffer.len();
        let suffix = |k: usize| hash::bytes(&buffer[n.saturating_sub(k)..], k as u64);
        let entry = vocabulary.get(lower);
        let mut shape = shape(word);
        if casing == Casing::Headline && entry.is_some_and(|e| e.flags & SMALL != 0) {
            shape = self::shape("a");
        }
        let (suffix2, suffix3) = (suffix(2), suffix(3));
        let common = entry.is_some_and(|e| e.flags & COMMON != 0);
        let capital = word.bytes().next().is_some_and(|b| b.is_ascii_uppercase()) && casing == Casing::Plain;
        // A word without a class stands for itself if it is common, else for its shape.
        let own = if common { lower } else { shape };
        let class = |class: u64| if class > 0 { class + 10 } else { own };
        let (cluster, coarse) = entry.map_or((0, 0), |e| (u64::from(e.cluster), u64::from(e.coarse)));
        Word {
            lower,
            suffix2,
            suffix3,
            suffix4: suffix(4),
            shape,
            vector: vector(entry, suffix2, shape),
            tags: entry.map_or(0, |e| u64::from(e.tags) + 2),
            cluster: class(cluster) << 1 | u64::from(capital),
            coarse: class(coarse),
            only: entry.map_or(0, |e| e.only),
        }
    }
}

/// Vectors for words that training knew nothing of.
pub const SHAPES: u32 = 128;
/// Vectors for classes of words.
pub const CLASSES: u32 = 512;

/// See [`Word::vector`]: first the shapes, then the classes, then the common words.
fn vector(entry: Option<Entry>, suffix2: u64, shape: u64) -> u32 {
    match entry {
        Some(Entry { own, .. }) if own > 0 => SHAPES + CLASSES + u32::from(own),
        Some(Entry { cluster, .. }) if cluster > 0 => SHAPES + u32::from(cluster).min(CLASSES),
        _ => 1 + ((suffix2 % 31) * 4 + shape % 4) as u32,
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
