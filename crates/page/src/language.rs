//! In which language is this text? Reports in a language that we cannot read are skipped with
//! the language named, so a wrong "English" costs nonsense records and a wrong "not English"
//! costs a report.
//!
//! Three witnesses: the script; the little words of each language (`lang/languages.txt`), which
//! also know when a text is in none of them; and the crate `whichlang`, which is 99.8 % right on
//! news of the 16 languages it knows but answers with one of them whatever it is given, so it
//! only decides between languages that the words leave close. What the page declares counts for
//! short texts and as a last resort.

use std::sync::OnceLock;

use dotterel_lexicon::LexiconError;
use rustc_hash::FxHashMap;

use crate::tidy::border;

const FILE: &str = "lang/languages.txt";
const LANGUAGES: &str = include_str!("../../../lang/languages.txt");

/// Texts of fewer letters are too short to tell by words.
const FEW_LETTERS: usize = 40;

/// Bytes of each of the three samples (start, middle, end) of a long text.
const SAMPLE: usize = 800;

/// Share of a text's words that are among a language's little words, from which on we believe
/// it. English news has 0.35 to 0.5, tables and lists of names below 0.1.
const BELIEVED: f32 = 0.12;

/// Below this share there is no sign of a language at all.
const NO_SIGN: f32 = 0.05;

/// Two languages are close where one has this part of the other's share.
const CLOSE: f32 = 0.75;

/// What a letter that tells a language counts against a little word: words have about four
/// letters.
const LETTER_WEIGHT: f32 = 4.0;

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lang {
    /// ISO 639-1 code ("en").
    pub code: &'static str,
    /// English name.
    pub name: &'static str,
}

/// The language of `text`; `None` where it cannot be told (a table, a list of names, a few words).
///
/// `declared` is what the page or the input says, in any spelling ("en-GB"). It decides for
/// texts of fewer than 40 letters and for those in which nothing points to a language.
pub fn language(text: &str, declared: Option<&str>) -> Option<Lang> {
    let table = Table::embedded();
    let declared = declared.and_then(|tag| table.by_tag(tag));
    let samples = samples(text);
    let scripts = Scripts::count(&samples);
    let script = scripts.main();
    if let Some(script) = script.filter(|&script| script != "Latn") {
        return table.of_script(script, &samples, declared);
    }
    let shares = table.shares(&samples);
    let english = table.find("en");
    let in_english = english.map_or(0.0, |id| shares[id]);
    if scripts.letters < FEW_LETTERS {
        let says_english = english.filter(|_| in_english > 2.0 * BELIEVED);
        return declared.or(says_english).map(|id| table.lang(id));
    }
    let best =
        (0..table.entries.len()).filter(|&id| Some(id) != english).max_by(|&a, &b| shares[a].total_cmp(&shares[b]).then(b.cmp(&a)))?;
    if in_english >= BELIEVED && in_english >= CLOSE * shares[best] {
        return english.map(|id| table.lang(id));
    }
    let guess = guess(&samples).and_then(|code| table.find(code));
    if shares[best] >= BELIEVED {
        let close = |id: &usize| shares[*id] >= CLOSE * shares[best];
        let id = declared.filter(close).or(guess.filter(close)).unwrap_or(best);
        return Some(table.lang(id));
    }
    let sign = |id: &usize| shares[*id] >= NO_SIGN;
    guess.filter(sign).or(declared.filter(|&id| Some(id) != english || sign(&id))).map(|id| table.lang(id))
}

/// The table of languages, checked when it is read.
#[derive(Debug, Default)]
struct Table {
    entries: Vec<Entry>,
    /// Which languages have this word.
    words: FxHashMap<&'static str, Vec<u16>>,
}

#[derive(Debug)]
struct Entry {
    lang: Lang,
    script: &'static str,
    has_words: bool,
    /// Letters that tell it from the other languages of its script.
    letters: &'static str,
}

impl Table {
    fn embedded() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        // The file is checked by a test; without it every language is unknown.
        TABLE.get_or_init(|| Table::parse(FILE, LANGUAGES).unwrap_or_default())
    }

    fn parse(file: &str, text: &'static str) -> Result<Table, LexiconError> {
        let mut table = Table::default();
        for (number, line) in text.lines().enumerate() {
            let error = |at: &str, message: String| {
                let column = line.find(at).map_or(1, |byte| line[..byte].chars().count() + 1);
                LexiconError { file: file.to_string(), line: number + 1, column, message }
            };
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let (head, words) = line.split_once(" : ").unwrap_or((line, ""));
            let parts: Vec<&'static str> = head.split_whitespace().collect();
            let [code, script, name] = parts[..] else {
                return Err(error("", "a line is: code Script Name : word word ...".to_string()));
            };
            if !matches!(code.len(), 2 | 3) || !code.bytes().all(|b| b.is_ascii_lowercase()) {
                return Err(error(code, format!("{code:?} is no ISO 639 code")));
            }
            if table.find(code).is_some() {
                return Err(error(code, format!("{code:?} stands twice")));
            }
            if script != "Latn" && !SCRIPTS.iter().any(|(_, name)| *name == script) {
                return Err(error(script, format!("{script:?} is no script that this program tells apart")));
            }
            let id = table.entries.len() as u16;
            let (words, letters) = match words.strip_prefix('+') {
                Some(rest) => rest.split_once(' ').map_or(("", rest), |(letters, words)| (words, letters)),
                None => (words, ""),
            };
            for word in words.split_whitespace() {
                if word.chars().any(|c| c.is_uppercase() || c.is_ascii_punctuation()) {
                    return Err(error(word, format!("{word:?} is no lower-case word")));
                }
                let ids = table.words.entry(word).or_default();
                if ids.contains(&id) {
                    return Err(error(word, format!("{word:?} stands twice")));
                }
                ids.push(id);
            }
            table.entries.push(Entry { lang: Lang { code, name }, script, has_words: !words.is_empty(), letters });
        }
        Ok(table)
    }

    fn find(&self, code: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.lang.code == code)
    }

    fn lang(&self, id: usize) -> Lang {
        self.entries[id].lang
    }

    /// The language of a tag such as "en-GB"; old and alternative codes are understood.
    fn by_tag(&self, tag: &str) -> Option<usize> {
        let tag = tag.trim().to_ascii_lowercase();
        let code = match tag.split(['-', '_']).next()? {
            "nb" | "nn" => "no",
            "fil" => "tl",
            "in" => "id",
            "iw" => "he",
            "bs" | "sh" => "hr",
            code => code,
        };
        self.find(code).or_else(|| self.entries.iter().position(|entry| entry.lang.name.eq_ignore_ascii_case(code)))
    }

    /// For each language, which share of the words are its little words.
    fn shares(&self, samples: &[&str]) -> Vec<f32> {
        let mut counts = vec![0u32; self.entries.len()];
        let mut all = 0u32;
        let mut lower = String::new();
        for (before, word, after) in samples.iter().flat_map(|sample| words(sample)) {
            // The letters of "Iran's" and "U.S." are no words of any language.
            let piece = word.chars().nth(1).is_none() && (matches!(before, Some('\'' | '’' | '.')) || after == Some('.'));
            if piece || word.starts_with(|c: char| c.is_numeric()) {
                continue;
            }
            all += 1;
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            for &id in self.words.get(lower.as_str()).into_iter().flatten() {
                counts[id as usize] += 1;
            }
        }
        counts.into_iter().map(|count| count as f32 / all.max(1) as f32).collect()
    }

    /// The language among those of one script; the first of the table where nothing tells.
    fn of_script(&self, script: &str, samples: &[&str], declared: Option<usize>) -> Option<Lang> {
        let mut shares = self.shares(samples);
        let letters = samples.iter().flat_map(|sample| sample.chars()).filter(|c| c.is_alphabetic()).count().max(1);
        for (share, entry) in shares.iter_mut().zip(&self.entries) {
            if !entry.letters.is_empty() && entry.script == script {
                let own = samples.iter().flat_map(|sample| sample.chars()).filter(|&c| entry.letters.contains(c)).count();
                *share += LETTER_WEIGHT * own as f32 / letters as f32;
            }
        }
        let here = |id: &usize| self.entries[*id].script == script;
        let ids: Vec<usize> = (0..self.entries.len()).filter(here).collect();
        let best = ids.iter().copied().max_by(|&a, &b| shares[a].total_cmp(&shares[b]).then(b.cmp(&a)))?;
        let close = |id: &usize| here(id) && (shares[*id] >= CLOSE * shares[best] || !self.entries[*id].has_words);
        Some(self.lang(declared.filter(close).unwrap_or(best)))
    }
}

/// The words of a sample, each with the characters on either side of it.
fn words(sample: &str) -> impl Iterator<Item = (Option<char>, &str, Option<char>)> {
    let mut at = 0;
    sample.split(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
        let start = at;
        let end = start + word.len();
        let after = sample.get(end..).and_then(|rest| rest.chars().next());
        at = end + after.map_or(0, char::len_utf8);
        let before = sample.get(..start).and_then(|rest| rest.chars().next_back());
        (!word.is_empty()).then_some((before, word, after))
    })
}

/// What `whichlang` says.
fn guess(samples: &[&str]) -> Option<&'static str> {
    use whichlang::Lang as W;
    let text = samples.first()?;
    Some(match whichlang::detect_language(text) {
        W::Ara => "ar",
        W::Cmn => "zh",
        W::Deu => "de",
        W::Eng => "en",
        W::Fra => "fr",
        W::Hin => "hi",
        W::Ita => "it",
        W::Jpn => "ja",
        W::Kor => "ko",
        W::Nld => "nl",
        W::Por => "pt",
        W::Rus => "ru",
        W::Spa => "es",
        W::Swe => "sv",
        W::Tur => "tr",
        W::Vie => "vi",
    })
}

/// The whole text, or three parts of a long one.
fn samples(text: &str) -> Vec<&str> {
    if text.len() <= 3 * SAMPLE {
        return vec![text];
    }
    let part = |from: usize| {
        let start = border(text, from);
        &text[start..border(text, from + SAMPLE)]
    };
    vec![part(0), part(text.len() / 2), part(text.len() - SAMPLE)]
}

/// Code point ranges of the scripts, after Unicode's `Blocks.txt`.
const SCRIPTS: [(std::ops::RangeInclusive<u32>, &str); 33] = [
    (0x370..=0x3ff, "Grek"),
    (0x1f00..=0x1fff, "Grek"),
    (0x400..=0x52f, "Cyrl"),
    (0x530..=0x58f, "Armn"),
    (0x590..=0x5ff, "Hebr"),
    (0x600..=0x6ff, "Arab"),
    (0x750..=0x77f, "Arab"),
    (0xfb50..=0xfdff, "Arab"),
    (0xfe70..=0xfefc, "Arab"),
    (0x900..=0x97f, "Deva"),
    (0x980..=0x9ff, "Beng"),
    (0xa00..=0xa7f, "Guru"),
    (0xa80..=0xaff, "Gujr"),
    (0xb00..=0xb7f, "Orya"),
    (0xb80..=0xbff, "Taml"),
    (0xc00..=0xc7f, "Telu"),
    (0xc80..=0xcff, "Knda"),
    (0xd00..=0xd7f, "Mlym"),
    (0xd80..=0xdff, "Sinh"),
    (0xe00..=0xe7f, "Thai"),
    (0xe80..=0xeff, "Laoo"),
    (0xf00..=0xfff, "Tibt"),
    (0x1000..=0x109f, "Mymr"),
    (0x10a0..=0x10ff, "Geor"),
    (0x1100..=0x11ff, "Hang"),
    (0xac00..=0xd7af, "Hang"),
    (0x1200..=0x139f, "Ethi"),
    (0x1780..=0x17ff, "Khmr"),
    (0x3040..=0x30ff, "Jpan"),
    (0xff66..=0xff9d, "Jpan"),
    (0x3400..=0x4dbf, "Hani"),
    (0x4e00..=0x9fff, "Hani"),
    (0x20000..=0x3134f, "Hani"),
];

/// Letters counted by script.
struct Scripts {
    letters: usize,
    latin: usize,
    others: Vec<(&'static str, usize)>,
}

impl Scripts {
    fn count(samples: &[&str]) -> Scripts {
        let mut scripts = Scripts { letters: 0, latin: 0, others: Vec::new() };
        for c in samples.iter().flat_map(|sample| sample.chars()).filter(|c| c.is_alphabetic()) {
            scripts.letters += 1;
            let code = c as u32;
            if code < 0x370 {
                scripts.latin += 1;
            } else if let Some((_, name)) = SCRIPTS.iter().find(|(range, _)| range.contains(&code)) {
                match scripts.others.iter_mut().find(|(other, _)| other == name) {
                    Some((_, count)) => *count += 1,
                    None => scripts.others.push((name, 1)),
                }
            }
        }
        scripts
    }

    /// The script of more than half of the letters; `None` where there are no letters or they
    /// are of no script that we know. Latin names inside another script's text do not count
    /// much, so Latin must have most.
    fn main(&self) -> Option<&'static str> {
        let count = |name: &str| self.others.iter().find(|(other, _)| *other == name).map_or(0, |(_, count)| *count);
        let (kana, han) = (count("Jpan"), count("Hani"));
        // A page in Japanese has more Kanji than Kana, but always Kana.
        if (kana + han) * 2 > self.letters {
            return Some(if kana * 20 > kana + han { "Jpan" } else { "Hani" });
        }
        if self.latin * 2 > self.letters {
            return Some("Latn");
        }
        self.others.iter().find(|(_, count)| count * 2 > self.letters).map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> &'static str {
        language(text, None).map_or("?", |lang| lang.code)
    }

    #[test]
    fn cut_off_letters_are_no_words() {
        assert_ne!(code("Norway's King's spokesman condemned Wagner's attack."), "cs");
        assert_ne!(code("U.S. army sends U.N. mission medical help."), "cs");
    }

    #[test]
    fn file_of_languages_is_sound() {
        let table = Table::parse(FILE, LANGUAGES).map_err(|e| e.to_string()).unwrap();
        assert!(table.entries.len() > 60);
        assert_eq!(table.entries[0].lang.code, "en");
    }

    #[test]
    fn languages_are_told_by_their_words() {
        for (expected, text) in [
            ("en", "The foreign minister arrived in the capital on Tuesday for talks with her counterpart."),
            ("fr", "Le ministre des Affaires étrangères est arrivé mardi dans la capitale pour des entretiens avec son homologue."),
            ("de", "Der Außenminister ist am Dienstag zu Gesprächen mit seiner Amtskollegin in der Hauptstadt eingetroffen."),
            ("es", "El ministro de Exteriores llegó el martes a la capital para reunirse con su homóloga."),
            ("pt", "O ministro dos Negócios Estrangeiros chegou na terça-feira à capital para conversar com a sua homóloga."),
            ("it", "Il ministro degli Esteri è arrivato martedì nella capitale per un incontro con la sua omologa."),
            ("nl", "De minister van Buitenlandse Zaken is dinsdag in de hoofdstad aangekomen voor overleg met zijn collega."),
            (
                "pl",
                "Minister spraw zagranicznych przybył we wtorek do stolicy na rozmowy ze swoją odpowiedniczką, jak podano w komunikacie.",
            ),
            ("id", "Menteri luar negeri tiba di ibu kota pada hari Selasa untuk bertemu dengan rekannya dari negara itu."),
            ("ro", "Ministrul de externe a sosit marți în capitală pentru discuții cu omologul său din țara vecină."),
            ("tr", "Dışişleri bakanı salı günü mevkidaşı ile görüşmek için başkente geldi ve bir açıklama yaptı."),
            ("vi", "Bộ trưởng ngoại giao đã đến thủ đô vào thứ Ba để hội đàm với người đồng cấp của mình."),
            ("sv", "Utrikesministern kom till huvudstaden på tisdagen för att samtala med sin kollega och det var ett första möte."),
            ("ru", "Министр иностранных дел прибыл во вторник в столицу на переговоры со своей коллегой."),
            ("uk", "Міністр закордонних справ прибув у вівторок до столиці на переговори зі своєю колегою та президентом."),
            ("ar", "وصل وزير الخارجية إلى العاصمة يوم الثلاثاء لإجراء محادثات مع نظيرته"),
            ("fa", "وزیر خارجه روز سه شنبه برای گفتگو با همتای خود به پایتخت رسید و این دیدار را مهم خواند"),
            ("zh", "外交部长星期二抵达首都与同行举行会谈并发表讲话"),
            ("ja", "外務大臣は火曜日に首都に到着し、会談を行った。"),
            ("ko", "외무장관은 화요일 회담을 위해 수도에 도착했다."),
            ("hi", "विदेश मंत्री मंगलवार को बातचीत के लिए राजधानी पहुंचे और उन्होंने कहा कि यह महत्वपूर्ण है"),
            ("el", "Ο υπουργός Εξωτερικών έφτασε την Τρίτη στην πρωτεύουσα"),
            ("he", "שר החוץ הגיע ביום שלישי לבירה לשיחות"),
            ("th", "รัฐมนตรีต่างประเทศเดินทางถึงเมืองหลวงเมื่อวันอังคาร"),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }

    #[test]
    fn declared_language_decides_for_short_texts_only() {
        let lang = |text, declared| language(text, declared).map_or("?", |lang| lang.code);
        assert_eq!(lang("Moscou", Some("fr-FR")), "fr");
        assert_eq!(lang("Moscow", None), "?");
        assert_eq!(lang("The war is on", None), "en");
        assert_eq!(lang("", Some("en")), "en");
        assert_eq!(lang("", Some("nonsense")), "?");
        assert_eq!(lang("The minister said that he would not go to the talks in the capital.", Some("de")), "en");
        assert_eq!(lang("Der Minister sagte, dass er nicht zu den Gesprächen in der Hauptstadt reist.", Some("en")), "de");
    }

    #[test]
    fn lists_and_tables_are_of_no_language() {
        assert_eq!(code("Smith 12 Jones 13 Baker 14 Miller 15 Taylor 16 Cooper 17 Turner 18 Walker 19"), "?");
        assert_eq!(code("1 2 3 4 5 !!! ???"), "?");
    }

    #[test]
    fn english_with_foreign_quotations_stays_english() {
        let text = "The crowd shouted “Fuera el presidente de la república” as the police moved in, and a spokesman \
                    said that the march had been banned. Кремль did not answer.";
        assert_eq!(code(text), "en");
    }

    #[test]
    fn long_text_is_sampled() {
        let text = "Le ministre est arrivé dans la capitale pour des entretiens. ".repeat(20_000);
        assert_eq!(code(&text), "fr");
    }

    #[test]
    fn mistakes_in_the_file_are_named_with_their_place() {
        let error = |text| Table::parse("f", text).unwrap_err().to_string();
        assert!(error("en Latn").starts_with("f:1:1: a line is"));
        assert!(error("en Latn English : The").starts_with("f:1:19: \"The\" is no lower-case word"));
        assert!(error("# x\nEN Latn English").starts_with("f:2:1: \"EN\" is no ISO 639 code"));
        assert!(error("en Xxxx English").starts_with("f:1:4: \"Xxxx\" is no script"));
        assert!(error("en Latn English\nen Latn English").starts_with("f:2:1: \"en\" stands twice"));
    }
}
