//! Words by which a language refers back: forms of address, nouns for persons, bodies and
//! places, prepositions that make a name a place. From `lang/en/anaphora.txt`, whose header
//! documents the grammar.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::LexiconError;

const FILE: &str = "lang/en/anaphora.txt";

macro_rules! cues {
    ($($name:ident = $bit:literal, $section:literal, $doc:literal;)+) => {
        /// A set of sections of the file, one bit each.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Cues(pub u32);

        impl Cues {
            $(#[doc = $doc] pub const $name: Cues = Cues(1 << $bit);)+

            const SECTIONS: &'static [(&'static str, Cues)] = &[$(($section, Cues::$name)),+];
        }
    };
}

cues! {
    ADDRESS_MASCULINE = 0, "address masculine", "Form of address of a man.";
    ADDRESS_FEMININE = 1, "address feminine", "Form of address of a woman.";
    ADDRESS_ANY = 2, "address any", "Form of address of anybody.";
    MAN = 3, "man", "Noun for a man.";
    WOMAN = 4, "woman", "Noun for a woman.";
    PERSON = 5, "person", "Noun for a human being.";
    COUNTRY = 6, "country", "Noun that may stand for a state.";
    ORGANIZATION = 7, "organization", "Noun that may stand for a body.";
    PLACE = 8, "place", "Noun that may stand for a place.";
    PARTY = 9, "party", "Noun for those just named, with a number word.";
    COUNTERPART = 10, "counterpart", "Holder of the same office elsewhere.";
    ORIGIN = 11, "origin", "Preposition that tells where somebody comes from.";
    AFFILIATING = 13, "affiliating", "Participle that makes the first word the owner.";
    MEMBERSHIP = 14, "membership", "Preposition that tells whose somebody is.";
    LOCATIVE = 15, "locative", "Preposition after which a place name is a place.";
    DIRECTIONAL = 16, "directional", "The same after a word of motion.";
    MOTION = 17, "motion", "Word of motion.";
    BECOMES = 18, "becomes", "Verb that makes subject and complement one.";
    NAMING = 22, "naming", "Preposition inside a proper name.";
    ETHNIC = 23, "ethnic", "Makes a people's name no nationality.";
    SETTLEMENT = 24, "settlement", "Noun for a place whose people are meant.";
    CHIEF_DIPLOMAT = 25, "chief diplomat", "Description of who conducts foreign policy.";
    DIPLOMATIC_OFFICE = 26, "diplomatic office", "Office that conducts foreign policy.";
    TWO = 21, "two", "Number word or determiner for two.";
    GIVEN_MASCULINE = 19, "given masculine", "Given name of men.";
    GIVEN_FEMININE = 20, "given feminine", "Given name of women.";
}

impl Cues {
    /// True where the two sets share a section.
    pub fn any(self, other: Cues) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub const fn with(self, other: Cues) -> Cues {
        Cues(self.0 | other.0)
    }
}

/// The words of the file with the sections in which they stand.
#[derive(Clone, Debug, Default)]
pub struct Anaphora {
    words: FxHashMap<String, Cues>,
}

impl Anaphora {
    /// The file that is built in, read once.
    ///
    /// # Errors
    /// Where the file breaks its grammar; a test holds that it does not.
    pub fn embedded() -> Result<&'static Anaphora, LexiconError> {
        static LIST: OnceLock<Result<Anaphora, LexiconError>> = OnceLock::new();
        LIST.get_or_init(|| Anaphora::parse(FILE, include_str!("../../../lang/en/anaphora.txt"))).as_ref().map_err(Clone::clone)
    }

    /// Reads the text of such a file; `file` is its name for errors.
    ///
    /// # Errors
    /// An unknown section, a word before the first section, a word twice in one section.
    pub fn parse(file: &str, text: &str) -> Result<Anaphora, LexiconError> {
        let mut words: FxHashMap<String, Cues> = FxHashMap::default();
        let mut section = None;
        for (index, line) in text.lines().enumerate() {
            let error = |offset: usize, message: String| LexiconError {
                file: file.to_string(),
                line: index + 1,
                column: line.get(..offset).map_or(0, |before| before.chars().count()) + 1,
                message,
            };
            let content = line.split('#').next().unwrap_or("");
            if let Some(name) = content.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                let known = Cues::SECTIONS.iter().find(|(section, _)| *section == name);
                let names: Vec<&str> = Cues::SECTIONS.iter().map(|&(section, _)| section).collect();
                section = Some(known.ok_or_else(|| error(0, format!("no section [{name}]; there are: {}", names.join(", "))))?.1);
                continue;
            }
            for word in content.split_whitespace() {
                let offset = word.as_ptr() as usize - line.as_ptr() as usize;
                let cues = section.ok_or_else(|| error(offset, "a word before the first [section]".to_string()))?;
                let entry = words.entry(word.replace('_', " ")).or_default();
                if entry.any(cues) {
                    return Err(error(offset, format!("{word:?} stands twice in this section; delete one")));
                }
                *entry = entry.with(cues);
            }
        }
        Ok(Anaphora { words })
    }

    /// The sections in which this word stands; none for an unknown word.
    pub fn cues(&self, word: &str) -> Cues {
        self.words.get(word).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_file_keeps_its_grammar() {
        if let Err(error) = Anaphora::embedded() {
            panic!("{error}");
        }
    }

    #[test]
    fn word_may_stand_in_two_sections() -> Result<(), LexiconError> {
        let list = Anaphora::parse("f", "[man]\npriest # not only\n[person]\npriest leader\n")?;
        assert_eq!(list.cues("priest"), Cues::MAN.with(Cues::PERSON));
        assert_eq!(list.cues("leader"), Cues::PERSON);
        assert_eq!(list.cues("nobody"), Cues::default());
        Ok(())
    }

    #[test]
    fn errors_name_line_and_column() {
        for (text, place) in [("[nosuch]", "f:1:1"), ("word", "f:1:1"), ("[man]\nking  king", "f:2:7")] {
            let error = Anaphora::parse("f", text).expect_err("refused").to_string();
            assert!(error.starts_with(place), "{error}");
        }
    }
}
