//! Words of time: which classes of word make up a date, and which English words are in them.
//!
//! Loads `lang/en/time.txt`. The reader of dates asks for the class of a word and speaks of
//! classes only, so that another language needs another file and no other code.

use compact_str::CompactString;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::LexiconError;

const FILE: &str = "lang/en/time.txt";
const EMBEDDED: &str = include_str!("../../../lang/en/time.txt");

/// Length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// An hour or less: never moves the day by itself.
    Hour,
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// Two weeks.
    Fortnight,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// Saturday and Sunday.
    Weekend,
}

/// How a word moves or cuts the time that it stands with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Relation {
    Last,
    Next,
    This,
    Past,
    Previous,
    Coming,
    Following,
    Recent,
    Earlier,
    Later,
    Early,
    Late,
    Mid,
    Start,
    End,
    Ago,
    Same,
    That,
    Half,
    Time,
    Eve,
}

/// Function words that hold an expression together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Joint {
    The,
    Of,
    To,
    Until,
    And,
    Between,
    From,
    For,
    In,
    Since,
    On,
    By,
    Before,
    After,
    At,
    Or,
    Than,
    Around,
    Bc,
}

/// The class of a word of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeWord {
    /// A month, 1 to 12. `doubtful`: also a name or a common word.
    Month {
        /// 1 for January.
        number: i8,
        /// True for "May", "March".
        doubtful: bool,
    },
    /// A day of the week.
    Weekday {
        /// 1 for Monday, as ISO 8601 counts.
        number: i8,
        /// True for "Sun", "Sat".
        doubtful: bool,
    },
    /// A day or two counted from the report's ("yesterday" is -1 to -1).
    Day {
        /// Days from the report's day to the first day meant.
        from: i8,
        /// Days from the report's day to the last day meant.
        to: i8,
    },
    /// A unit of time.
    Unit(Unit),
    /// A part of a day ("night"); true where it belongs to the end of the day before
    /// after [`Relation::Last`].
    Part,
    /// A season: its first and last month; winter runs over the year's end.
    Season {
        /// First month.
        from: i8,
        /// Last month.
        to: i8,
    },
    /// A cardinal number in words.
    Number(u16),
    /// "Several", "few": more than two, not told how many.
    Several,
    /// An ordinal number in words.
    Ordinal(i8),
    /// Moves or cuts a time.
    Relation(Relation),
    /// Holds an expression together.
    Joint(Joint),
}

/// When a holiday is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holiday {
    /// The same month and day every year.
    Fixed {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// The nth weekday of a month; -1 is the last.
    Nth {
        /// 1 to 12.
        month: i8,
        /// 1 for Monday.
        weekday: i8,
        /// 1 to 5, or -1.
        nth: i8,
    },
    /// Days after Easter Sunday.
    Easter(i16),
    /// A month of the Islamic year, or a day in it where `day` is not 0.
    Hijri {
        /// 1 to 12.
        month: i8,
        /// 1 to 30, or 0 for the whole month.
        day: i8,
    },
    /// One day in history.
    Once(Date),
}

/// What a phrase of several words means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimePhrase {
    /// A holiday.
    Holiday(Holiday),
    /// A name that only looks like a time.
    NotADate,
}

/// All that the reader of dates knows of a language.
#[derive(Clone, Debug, Default)]
pub struct TimeWords {
    classes: FxHashMap<CompactString, TimeWord>,
    /// By the lower-cased first word; the longest first.
    phrases: FxHashMap<CompactString, Vec<(CompactString, TimePhrase)>>,
    endings: FxHashSet<CompactString>,
    clock: FxHashSet<CompactString>,
    plans: FxHashSet<CompactString>,
    schedules: FxHashSet<CompactString>,
    ability: FxHashSet<CompactString>,
    forward: FxHashSet<CompactString>,
    tails: FxHashSet<CompactString>,
    heads: FxHashSet<CompactString>,
    /// Which first three letters open a word that can start a reading.
    gate: Vec<u64>,
}

/// Longest word of any class, in bytes; a longer word is none of ours.
const LONGEST: usize = 16;

impl TimeWords {
    /// The English words that are built into the program.
    ///
    /// # Errors
    /// Where `lang/en/time.txt` breaks its own grammar.
    pub fn embedded() -> Result<TimeWords, LexiconError> {
        TimeWords::parse(EMBEDDED, FILE)
    }

    /// Reads a file of time words; `file` is its name for errors.
    ///
    /// # Errors
    /// With line and column: an unknown section, a line without a colon, a value that the
    /// section does not know, a word given two classes.
    pub fn parse(text: &str, file: &str) -> Result<TimeWords, LexiconError> {
        let mut words = TimeWords { gate: vec![0; 512], ..TimeWords::default() };
        let mut section = "";
        for (n, line) in text.lines().enumerate() {
            let fail = |column: usize, message: String| LexiconError { file: file.to_string(), line: n + 1, column, message };
            let body = line.split('#').next().unwrap_or("").trim_end();
            if body.trim().is_empty() {
                continue;
            }
            if let Some(name) = body.strip_prefix('[') {
                section = name.strip_suffix(']').ok_or_else(|| fail(1, "a section ends with \"]\"".into()))?;
                if !SECTIONS.contains(&section) {
                    return Err(fail(2, format!("unknown section {section:?}; known are {}", SECTIONS.join(", "))));
                }
                continue;
            }
            let Some((value, rest)) = body.split_once(':') else {
                return Err(fail(1, "a line is \"value: word word\"".into()));
            };
            let column = value.chars().count() + 2;
            words.line(section, value.trim(), rest).map_err(|message| fail(column, message))?;
        }
        for list in words.phrases.values_mut() {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        Ok(words)
    }

    fn line(&mut self, section: &str, value: &str, rest: &str) -> Result<(), String> {
        let phrases = rest.split(',').map(str::trim).filter(|p| !p.is_empty());
        match section {
            "holidays" | "fixed days" | "not dates" => {
                let meaning = match section {
                    "holidays" => TimePhrase::Holiday(holiday(value)?),
                    "fixed days" => TimePhrase::Holiday(Holiday::Once(value.parse().map_err(|_| format!("{value:?} is not a date"))?)),
                    _ => TimePhrase::NotADate,
                };
                for phrase in phrases {
                    let first = phrase.split([' ', '\'']).next().unwrap_or(phrase).to_lowercase();
                    self.open_gate(&first);
                    self.phrases.entry(first.into()).or_default().push((phrase.into(), meaning));
                }
                return Ok(());
            }
            "name heads" => {
                self.heads.extend(phrases.map(CompactString::from));
                return Ok(());
            }
            _ => {}
        }
        for word in rest.split_whitespace() {
            let (word, doubtful) = match word.strip_suffix('?') {
                Some(word) => (word, true),
                None => (word, false),
            };
            if word.to_lowercase() != word {
                return Err(format!("{word:?} must be in lower case"));
            }
            let set = match section {
                "endings" => Some(&mut self.endings),
                "clock" => Some(&mut self.clock),
                "plans" => Some(&mut self.plans),
                "schedules" => Some(&mut self.schedules),
                "ability" => Some(&mut self.ability),
                "forward" => Some(&mut self.forward),
                "name tails" => Some(&mut self.tails),
                _ => None,
            };
            if let Some(set) = set {
                if !set.insert(word.into()) {
                    return Err(format!("{word:?} stands here twice"));
                }
                continue;
            }
            let class = class(section, value, doubtful)?;
            if word.len() > LONGEST {
                return Err(format!("{word:?} is longer than {LONGEST} bytes"));
            }
            if self.classes.insert(word.into(), class).is_some() {
                return Err(format!("{word:?} has a class already"));
            }
            if matches!(
                class,
                TimeWord::Month { .. }
                    | TimeWord::Weekday { .. }
                    | TimeWord::Day { .. }
                    | TimeWord::Unit(_)
                    | TimeWord::Part
                    | TimeWord::Season { .. }
                    | TimeWord::Ordinal(_)
                    | TimeWord::Relation(Relation::Mid)
            ) {
                self.open_gate(word);
            }
        }
        Ok(())
    }

    fn open_gate(&mut self, word: &str) {
        let key = gate_key(word.as_bytes());
        self.gate[key / 64] |= 1 << (key % 64);
    }

    /// False where no reading starts at this word. Looks at three letters only.
    #[inline]
    pub fn may_start(&self, word: &str) -> bool {
        let key = gate_key(word.as_bytes());
        self.gate[key / 64] & (1 << (key % 64)) != 0
    }

    /// The class of a word in any case, with or without the full stop of an abbreviation.
    pub fn class(&self, word: &str) -> Option<TimeWord> {
        self.with_lower(word, |lower| self.classes.get(lower).copied())
    }

    /// The phrases that open with this word, the longest first.
    pub fn phrases(&self, first: &str) -> &[(CompactString, TimePhrase)] {
        self.with_lower(first, |lower| self.phrases.get(lower)).map_or(&[], Vec::as_slice)
    }

    /// True for the letters after the digits of an ordinal ("nd").
    pub fn is_ordinal_ending(&self, letters: &str) -> bool {
        self.with_lower(letters, |lower| self.endings.get(lower)).is_some()
    }

    /// True for a word that makes the number before it a time of day.
    pub fn is_clock(&self, word: &str) -> bool {
        self.with_lower(word, |lower| self.clock.get(lower)).is_some()
    }

    /// True for the lemma of a word whose complement lies ahead ("plan", "due").
    pub fn is_plan(&self, lemma: &str) -> bool {
        self.plans.contains(lemma)
    }

    /// True for the lemma of a verb that looks ahead in the present tense.
    pub fn is_schedule(&self, lemma: &str) -> bool {
        self.schedules.contains(lemma)
    }

    /// True for the lemma of a modal that speaks of the past where it is negated.
    pub fn is_ability(&self, lemma: &str) -> bool {
        self.ability.contains(lemma)
    }

    /// True for an adposition that looks ahead from a noun.
    pub fn is_forward(&self, word: &str) -> bool {
        self.with_lower(word, |lower| self.forward.get(lower)).is_some()
    }

    /// True for a word that makes a name of the date before it.
    pub fn is_name_tail(&self, word: &str) -> bool {
        self.with_lower(word, |lower| self.tails.get(lower)).is_some()
    }

    /// True for a word that makes a name of the weekday or month after it.
    pub fn is_name_head(&self, word: &str) -> bool {
        self.with_lower(word, |lower| self.heads.get(lower)).is_some()
    }

    /// Calls `look` with the word in lower case and without a final full stop.
    fn with_lower<T>(&self, word: &str, look: impl Fn(&str) -> Option<T>) -> Option<T> {
        let word = match word.strip_suffix('.') {
            Some(stem) if !stem.is_empty() => stem,
            _ => word,
        };
        if word.len() > LONGEST || word.is_empty() {
            return None;
        }
        let mut buffer = [0u8; LONGEST];
        let lower = buffer.get_mut(..word.len())?;
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        look(std::str::from_utf8(lower).ok()?)
    }
}

const SECTIONS: &[&str] = &[
    "months",
    "weekdays",
    "days",
    "units",
    "parts",
    "seasons",
    "numbers",
    "ordinals",
    "endings",
    "relations",
    "joints",
    "clock",
    "plans",
    "schedules",
    "ability",
    "forward",
    "name tails",
    "name heads",
    "holidays",
    "fixed days",
    "not dates",
];

/// The first three bytes without their case, five bits each.
#[inline]
fn gate_key(word: &[u8]) -> usize {
    let bits = |at: usize| (word.get(at).copied().unwrap_or(0) & 31) as usize;
    (bits(0) * 32 + bits(1)) * 32 + bits(2)
}

fn class(section: &str, value: &str, doubtful: bool) -> Result<TimeWord, String> {
    let number = |low: i16, high: i16| match value.parse::<i16>() {
        Ok(n) if (low..=high).contains(&n) => Ok(n),
        _ => Err(format!("{value:?} is not a number from {low} to {high}")),
    };
    let range = |low: i8, high: i8| {
        let (from, to) = value.split_once("..").unwrap_or((value, value));
        match (from.trim().parse::<i8>(), to.trim().parse::<i8>()) {
            (Ok(from), Ok(to)) if from >= low && to <= high => Ok((from, to)),
            _ => Err(format!("{value:?} is not a range within {low}..{high}")),
        }
    };
    Ok(match section {
        "months" => TimeWord::Month { number: number(1, 12)? as i8, doubtful },
        "weekdays" => TimeWord::Weekday { number: number(1, 7)? as i8, doubtful },
        "days" => range(-7, 7).map(|(from, to)| TimeWord::Day { from, to })?,
        "units" => TimeWord::Unit(unit(value)?),
        "parts" => TimeWord::Part,
        "seasons" => range(1, 12).map(|(from, to)| TimeWord::Season { from, to })?,
        "numbers" if value == "several" => TimeWord::Several,
        "numbers" => TimeWord::Number(number(0, 1000)? as u16),
        "ordinals" => TimeWord::Ordinal(number(1, 31)? as i8),
        "relations" => TimeWord::Relation(relation(value)?),
        "joints" => TimeWord::Joint(joint(value)?),
        _ => return Err("this line stands in no section".to_string()),
    })
}

fn unit(value: &str) -> Result<Unit, String> {
    Ok(match value {
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "weekend" => Unit::Weekend,
        _ => return Err(format!("unknown unit {value:?}")),
    })
}

fn relation(value: &str) -> Result<Relation, String> {
    Ok(match value {
        "last" => Relation::Last,
        "next" => Relation::Next,
        "this" => Relation::This,
        "past" => Relation::Past,
        "previous" => Relation::Previous,
        "coming" => Relation::Coming,
        "following" => Relation::Following,
        "recent" => Relation::Recent,
        "earlier" => Relation::Earlier,
        "later" => Relation::Later,
        "early" => Relation::Early,
        "late" => Relation::Late,
        "mid" => Relation::Mid,
        "start" => Relation::Start,
        "end" => Relation::End,
        "ago" => Relation::Ago,
        "same" => Relation::Same,
        "that" => Relation::That,
        "half" => Relation::Half,
        "time" => Relation::Time,
        "eve" => Relation::Eve,
        _ => return Err(format!("unknown relation {value:?}")),
    })
}

fn joint(value: &str) -> Result<Joint, String> {
    Ok(match value {
        "the" => Joint::The,
        "of" => Joint::Of,
        "to" => Joint::To,
        "until" => Joint::Until,
        "and" => Joint::And,
        "between" => Joint::Between,
        "from" => Joint::From,
        "for" => Joint::For,
        "in" => Joint::In,
        "since" => Joint::Since,
        "on" => Joint::On,
        "by" => Joint::By,
        "before" => Joint::Before,
        "after" => Joint::After,
        "at" => Joint::At,
        "or" => Joint::Or,
        "than" => Joint::Than,
        "around" => Joint::Around,
        "bc" => Joint::Bc,
        _ => return Err(format!("unknown joint {value:?}")),
    })
}

fn holiday(value: &str) -> Result<Holiday, String> {
    let wrong = || format!("{value:?} is no rule for a holiday: 12-25, 11 4 4, easter -2, hijri 9");
    let numbers: Vec<&str> = value.split([' ', '-']).filter(|p| !p.is_empty()).collect();
    let small = |text: &str| text.parse::<i8>().map_err(|_| wrong());
    if let Some(days) = value.strip_prefix("easter ") {
        return days.trim().parse().map(Holiday::Easter).map_err(|_| wrong());
    }
    match numbers.as_slice() {
        ["hijri", month] => Ok(Holiday::Hijri { month: small(month)?, day: 0 }),
        ["hijri", month, day] => Ok(Holiday::Hijri { month: small(month)?, day: small(day)? }),
        [month, day] if value.contains('-') => Ok(Holiday::Fixed { month: small(month)?, day: small(day)? }),
        [month, weekday, nth] => {
            let nth = if value.contains('-') { -small(nth)? } else { small(nth)? };
            Ok(Holiday::Nth { month: small(month)?, weekday: small(weekday)?, nth })
        }
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_file_is_right() {
        let words = TimeWords::embedded().unwrap();
        assert_eq!(words.class("Feb."), Some(TimeWord::Month { number: 2, doubtful: false }));
        assert_eq!(words.class("MAY"), Some(TimeWord::Month { number: 5, doubtful: true }));
        assert_eq!(words.class("overnight"), Some(TimeWord::Day { from: -1, to: 0 }));
        assert!(words.may_start("Wednesday") && !words.may_start("zebra"));
    }

    #[test]
    fn longer_phrases_come_first() {
        let words = TimeWords::embedded().unwrap();
        let good: Vec<_> = words.phrases("Good").iter().map(|(p, _)| p.as_str()).collect();
        assert_eq!(good, ["Good Friday Agreement", "Good Friday Accord", "Good Friday"]);
    }

    #[test]
    fn errors_name_line_and_column() {
        let check = |text: &str| TimeWords::parse(text, "t").unwrap_err().to_string();
        assert_eq!(check("[months]\n13: nonember"), "t:2:4: \"13\" is not a number from 1 to 12");
        assert_eq!(check("[months]\n1: may\n2: may"), "t:3:3: \"may\" has a class already");
        assert!(check("[nosuch]").starts_with("t:1:2: unknown section"));
        assert_eq!(check("x"), "t:1:1: a line is \"value: word word\"");
        assert_eq!(check("1: x"), "t:1:3: this line stands in no section");
    }

    #[test]
    fn holidays_follow_rules() {
        assert_eq!(holiday("5 1 -1"), Ok(Holiday::Nth { month: 5, weekday: 1, nth: -1 }));
        assert_eq!(holiday("easter -46"), Ok(Holiday::Easter(-46)));
        assert_eq!(holiday("12-25"), Ok(Holiday::Fixed { month: 12, day: 25 }));
        assert!(holiday("someday").is_err());
    }
}
