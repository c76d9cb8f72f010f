//! Towns and first-level divisions of the world, and the words that show a name to be a place.
//!
//! Loads `world/cities.tsv`, `world/provinces.tsv` and `lang/en/place.txt`. The two tables
//! are sorted by name and stay as they are in the program's text: an entry borrows from
//! them, and a table of 64-bit hashes of normal forms finds it. Nothing is copied, so that
//! loading takes a few milliseconds.

use std::collections::hash_map::Entry as Slot;

use dotterel_document::ActorCode;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::LexiconError;

const CITIES: (&str, &str) = ("world/cities.tsv", include_str!("../../../world/cities.tsv"));
const PROVINCES: (&str, &str) = ("world/provinces.tsv", include_str!("../../../world/provinces.tsv"));
const WORDS: (&str, &str) = ("lang/en/place.txt", include_str!("../../../lang/en/place.txt"));

/// A town or a first-level division.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GazetteerPlace {
    /// Usual English name, which may differ from the name it was found by.
    pub name: &'static str,
    /// Country.
    pub country: ActorCode,
    /// First-level division: the one in which a town lies; its own name for a division.
    pub province: &'static str,
    /// Degrees north and east; the middle of its towns for a division.
    pub at: (f32, f32),
    /// How often it is in the news: 0 seldom, 1 seat of a division, 2 often.
    pub fame: u8,
    /// True for a first-level division.
    pub division: bool,
}

/// What a word says about the name beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum PlaceWord {
    /// Adposition that puts what happens into the place ("in", "near").
    At,
    /// Adposition of the end of a movement ("to").
    To,
    /// Adposition of its start ("from").
    From,
    /// Adposition before what an act of force strikes ("on").
    On,
    /// What a name names ("city").
    Kind,
    /// A part of a country ("province").
    Division,
    /// Stands between adposition and name ("eastern").
    Direction,
    /// Lemma that moves somebody ("travel").
    Movement,
    /// Lemma of an act that happens at its object ("siege").
    Strike,
    /// Lemma of an event that a name before it locates ("conference").
    Gathering,
    /// Article that opens a name in lower case ("al-Hol").
    Article,
}

const CLASSES: &[(&str, PlaceWord)] = &[
    ("at", PlaceWord::At),
    ("to", PlaceWord::To),
    ("from", PlaceWord::From),
    ("on", PlaceWord::On),
    ("kinds", PlaceWord::Kind),
    ("divisions", PlaceWord::Division),
    ("directions", PlaceWord::Direction),
    ("movement", PlaceWord::Movement),
    ("strikes", PlaceWord::Strike),
    ("gatherings", PlaceWord::Gathering),
    ("articles", PlaceWord::Article),
];

/// The places of the world that the program knows besides countries and capitals.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    places: Vec<GazetteerPlace>,
    /// From the hash of a name to its entries, which stand side by side in `places`.
    names: FxHashMap<u64, (u32, u32)>,
    /// Hashes of the beginnings of names of several words.
    beginnings: FxHashSet<u64>,
    /// One bit for each [`PlaceWord`].
    words: FxHashMap<&'static str, u16>,
}

/// No name in the tables has more words.
const MOST_WORDS: usize = 6;

impl Gazetteer {
    /// The places that the program carries.
    ///
    /// # Errors
    /// Where an embedded table breaks its own grammar; the crate's tests find it first.
    pub fn embedded() -> Result<Gazetteer, LexiconError> {
        Gazetteer::parse(CITIES, PROVINCES, WORDS)
    }

    /// Reads the two tables and the words, each as its name for errors and its text.
    ///
    /// # Errors
    /// With line and column: a line without its six or seven fields, a country that is no
    /// code, coordinates out of range, names out of order, an unknown section.
    pub fn parse(
        cities: (&str, &'static str),
        provinces: (&str, &'static str),
        words: (&str, &'static str),
    ) -> Result<Gazetteer, LexiconError> {
        let mut gazetteer = Gazetteer::default();
        gazetteer.table(cities.0, cities.1, false)?;
        gazetteer.table(provinces.0, provinces.1, true)?;
        gazetteer.words(words.0, words.1)?;
        Ok(gazetteer)
    }

    fn table(&mut self, file: &str, text: &'static str, division: bool) -> Result<(), LexiconError> {
        // A line takes about 35 bytes.
        self.places.reserve(text.len() / 35);
        self.names.reserve(text.len() / 35);
        let mut last = 0u64;
        // Divisions that bear the name of a town join it: their places must stand side by side.
        let mut moved: FxHashMap<u64, Vec<GazetteerPlace>> = FxHashMap::default();
        for (n, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let fail = |field: usize, message: &str| LexiconError {
                file: file.to_string(),
                line: n + 1,
                column: line.split('\t').take(field).map(|f| f.chars().count() + 1).sum::<usize>() + 1,
                message: message.to_string(),
            };
            let mut fields = line.split('\t');
            let mut next = |field: usize, what: &str| fields.next().ok_or_else(|| fail(field, what));
            let name = next(0, "a name is missing")?;
            let country = ActorCode::new(next(1, "a country is missing")?).ok_or_else(|| fail(1, "a country is three capital letters"))?;
            let province = next(2, "a division is missing")?;
            let number = |field: usize, text: &str, limit: f32| match text.parse::<f32>() {
                Ok(degrees) if degrees.abs() <= limit => Ok(degrees),
                _ => Err(fail(field, "degrees are wrong")),
            };
            let lat = number(3, next(3, "a latitude is missing")?, 90.0)?;
            let lon = number(4, next(4, "a longitude is missing")?, 180.0)?;
            let fame = match next(5, "the fame is missing")? {
                "0" => 0,
                "1" => 1,
                "2" => 2,
                _ => return Err(fail(5, "the fame is 0, 1 or 2")),
            };
            let usual = fields.next().unwrap_or(name);
            let hash = self.enter(name).ok_or_else(|| fail(0, "a name needs a letter and at most six words"))?;
            let place = GazetteerPlace { name: usual, country, province, at: (lat, lon), fame, division };
            let index = self.places.len() as u32;
            match self.names.entry(hash) {
                Slot::Vacant(slot) => {
                    slot.insert((index, index + 1));
                    self.places.push(place);
                }
                Slot::Occupied(mut slot) if last == hash => {
                    slot.get_mut().1 = index + 1;
                    self.places.push(place);
                }
                Slot::Occupied(slot) if division => {
                    let (from, to) = *slot.get();
                    let known = self.places.get(from as usize..to as usize).unwrap_or_default().to_vec();
                    moved.entry(hash).or_insert(known).push(place);
                    continue;
                }
                Slot::Occupied(_) => return Err(fail(0, "lines with the same name must stand together")),
            }
            last = hash;
        }
        // In an order that does not hang on the hash map's.
        let mut moved: Vec<_> = moved.into_iter().collect();
        moved.sort_unstable_by_key(|(hash, _)| *hash);
        for (hash, places) in moved {
            let index = self.places.len() as u32;
            self.names.insert(hash, (index, index + places.len() as u32));
            self.places.extend(places);
        }
        Ok(())
    }

    /// The hash of a name; its beginnings are entered.
    fn enter(&mut self, name: &str) -> Option<u64> {
        let mut hash = Hash::default();
        let mut words = 0;
        // Parts of a hyphened name begin it too, since a tokenizer may part them.
        for part in name.split([' ', '-']) {
            if hash.started {
                self.beginnings.insert(hash.value);
            }
            words += usize::from(hash.word(part));
        }
        (hash.started && words <= MOST_WORDS).then_some(hash.value)
    }

    fn words(&mut self, file: &str, text: &'static str) -> Result<(), LexiconError> {
        let mut class = None;
        for (n, line) in text.lines().enumerate() {
            let fail = |column: usize, message: String| LexiconError { file: file.to_string(), line: n + 1, column, message };
            let body = line.split('#').next().unwrap_or("").trim();
            if let Some(name) = body.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                class = CLASSES.iter().find(|c| c.0 == name).map(|c| c.1);
                if class.is_none() {
                    return Err(fail(2, format!("unknown section {name:?}")));
                }
                continue;
            }
            for word in body.split_whitespace() {
                let class = class.ok_or_else(|| fail(1, "words stand before the first section".to_string()))?;
                *self.words.entry(word).or_default() |= 1 << class as u8;
            }
        }
        Ok(())
    }

    /// The longest name that starts at a token, as its number of tokens and the places it may
    /// stand for, divisions after towns. `word_at(0)` is the text of that token, `word_at(1)`
    /// of the next; `None` ends the search. Case, accents, dots, apostrophes and hyphens do
    /// not count.
    pub fn longest<'t>(&self, word_at: impl Fn(usize) -> Option<&'t str>) -> Option<(usize, &[GazetteerPlace])> {
        let mut hash = Hash::default();
        let mut best = None;
        let mut hyphen = false;
        for len in 1..=2 * MOST_WORDS {
            let Some(word) = word_at(len - 1) else { break };
            let mut any = false;
            for part in word.split('-') {
                any |= hash.word(part);
            }
            if !any {
                // One hyphen may stand between two words of a name, nothing else.
                if len == 1 || hyphen || word != "-" {
                    break;
                }
                hyphen = true;
                continue;
            }
            hyphen = false;
            if let Some(&(from, to)) = self.names.get(&hash.value) {
                best = self.places.get(from as usize..to as usize).map(|places| (len, places));
            }
            if !self.beginnings.contains(&hash.value) {
                break;
            }
        }
        best
    }

    /// True where a word, or lemma, in lower case has this class.
    pub fn is(&self, word: &str, class: PlaceWord) -> bool {
        self.words.get(word).is_some_and(|bits| bits & (1 << class as u8) != 0)
    }

    /// How many names lead to a place.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// True where no place is known.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

/// FNV-1a over the normal form of words: lower case, no accents, no dots or apostrophes.
///
/// Among fifty thousand names two share 64 bits with a chance below one in ten thousand
/// million, and a word of a text meets a wrong one about as seldom; so the bytes are not
/// compared.
struct Hash {
    value: u64,
    started: bool,
}

impl Default for Hash {
    fn default() -> Self {
        Hash { value: 0xcbf2_9ce4_8422_2325, started: false }
    }
}

impl Hash {
    /// Takes in one word; false where nothing of it counts.
    fn word(&mut self, word: &str) -> bool {
        let mut fresh = true;
        for c in word.chars() {
            let folded = match c {
                'A'..='Z' => [c.to_ascii_lowercase() as u8, 0],
                'a'..='z' | '0'..='9' => [c as u8, 0],
                _ if c.is_ascii() => continue,
                _ => fold(c),
            };
            for byte in folded.into_iter().filter(|b| *b != 0) {
                if fresh && self.started {
                    self.byte(b' ');
                }
                fresh = false;
                self.started = true;
                self.byte(byte);
            }
        }
        !fresh
    }

    fn byte(&mut self, byte: u8) {
        self.value = (self.value ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
}

/// A letter with a mark as one or two plain letters; nothing for quotes and marks.
fn fold(c: char) -> [u8; 2] {
    let one = |b: u8| [b, 0];
    match c {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' | 'ǎ' | 'ạ'..='ặ' => one(b'a'),
        'Æ' | 'æ' => [b'a', b'e'],
        'Ç' | 'ç' | 'Ć'..='č' => one(b'c'),
        'Ď'..='đ' | 'Ð' | 'ð' | 'ḍ' => one(b'd'),
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' | 'ə' | 'ẹ'..='ệ' => one(b'e'),
        'Ĝ'..='ģ' => one(b'g'),
        'Ĥ'..='ħ' | 'ḥ' => one(b'h'),
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' | 'ỉ' | 'ị' => one(b'i'),
        'Ĵ' | 'ĵ' => one(b'j'),
        'Ķ' | 'ķ' => one(b'k'),
        'Ĺ'..='ł' => one(b'l'),
        'Ñ' | 'ñ' | 'Ń'..='ň' => one(b'n'),
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' | 'ơ' | 'ọ'..='ợ' => one(b'o'),
        'Œ' | 'œ' => [b'o', b'e'],
        'Ŕ'..='ř' => one(b'r'),
        'Ś'..='š' | 'Ș' | 'ș' | 'ṣ' => one(b's'),
        'ß' => [b's', b's'],
        'Ţ'..='ŧ' | 'Ț' | 'ț' | 'ṭ' => one(b't'),
        'Þ' | 'þ' => [b't', b'h'],
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' | 'ư' | 'ụ'..='ự' => one(b'u'),
        'Ŵ' | 'ŵ' => one(b'w'),
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => one(b'y'),
        'Ź'..='ž' | 'ẓ' => one(b'z'),
        _ => [0, 0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWNS: &str = "# name\tcountry\tdivision\tlat\tlon\tfame\tusual\n\
        Deir ez-Zor\tSYR\tDeir ez-Zor\t35.34\t40.14\t2\n\
        Goma\tCOD\tNord Kivu\t-1.67\t29.23\t2\n\
        Goma\tPHL\tDavao\t6.79\t125.32\t0\n\
        Kiev\tUKR\tKyiv City\t50.45\t30.52\t2\tKyiv\n\
        San Cristobal\tVEN\tTachira\t7.77\t-72.22\t1\n";

    fn gazetteer() -> Gazetteer {
        Gazetteer::parse(("c", TOWNS), ("p", "Goma\tCOD\tGoma\t-1.5\t29.0\t1\n"), ("w", "[at]\nin at")).unwrap()
    }

    fn found(words: &[&str]) -> Vec<String> {
        let gazetteer = gazetteer();
        let Some((len, places)) = gazetteer.longest(|i| words.get(i).copied()) else { return Vec::new() };
        places.iter().map(|p| format!("{len} {} {}", p.name, p.country)).collect()
    }

    #[test]
    fn places_of_one_name_come_together_with_the_division() {
        assert_eq!(found(&["Goma", "and"]), ["1 Goma COD", "1 Goma PHL", "1 Goma COD"]);
    }

    #[test]
    fn spelling_does_not_matter() {
        for words in [&["Deir", "ez", "-", "Zor"][..], &["Deir", "ez-Zor"], &["DEIR", "EZ-ZOR"]] {
            assert_eq!(found(words), [format!("{} Deir ez-Zor SYR", words.len())]);
        }
        assert_eq!(found(&["San", "Cristóbal"]), ["2 San Cristobal VEN"]);
        assert_eq!(found(&["San", "Diego"]), Vec::<String>::new());
    }

    #[test]
    fn another_name_leads_to_the_usual_one() {
        assert_eq!(found(&["Kiev"]), ["1 Kyiv UKR"]);
    }

    #[test]
    fn words_have_classes() {
        assert!(gazetteer().is("in", PlaceWord::At) && !gazetteer().is("in", PlaceWord::To));
    }

    #[test]
    fn errors_name_the_field() {
        let check = |line: &'static str| Gazetteer::parse(("c", line), ("p", ""), ("w", "")).unwrap_err().to_string();
        assert_eq!(check("A\tUK"), "c:1:3: a country is three capital letters");
        assert_eq!(check("A\tGBR\tx\t95"), "c:1:9: degrees are wrong");
        assert_eq!(
            check("A\tGBR\tx\t5\t5\t0\nB\tGBR\tx\t5\t5\t0\nA\tGBR\tx\t5\t5\t0"),
            "c:3:1: lines with the same name must stand together"
        );
        assert!(check("A\tGBR\tx\t5\t5\t7").contains("fame"));
    }

    #[test]
    fn embedded_tables_are_right() {
        let gazetteer = Gazetteer::embedded().unwrap();
        assert!(gazetteer.len() > 5000, "{}", gazetteer.len());
        let mosul = gazetteer.longest(|i| ["Mosul"].get(i).copied()).unwrap().1;
        assert_eq!(mosul.first().map(|p| p.country.as_str()), Some("IRQ"));
    }
}
