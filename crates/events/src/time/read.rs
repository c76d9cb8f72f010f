//! The reader: walks the tokens, wakes the grammars, joins ranges, keeps what was found.

use dotterel_document::syntax::{Feats, Upos, Xpos};
use dotterel_document::text::{Text, Token};
use dotterel_document::time::Precision;
use dotterel_lexicon::time::{Holiday, Joint, Relation, TimePhrase, TimeWord, TimeWords};
use jiff::civil::Date;

use super::calendar::{self, Days};
use super::calendar_date::Parts;
use super::tense::{self, Outlook};

/// One expression as read: tokens `lo..hi` and what they mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    pub lo: usize,
    pub hi: usize,
    pub days: Days,
    pub precision: Precision,
    pub kind: Kind,
}

/// What a range needs to know of its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A weekday by itself.
    Weekday,
    /// A calendar date; its parts, so that the year may come from the other end.
    Calendar(Parts),
    /// Anything else.
    Other,
}

/// What was last mentioned, for "two days later" and "the same day".
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    pub day: Date,
    pub precision: Precision,
    sent: usize,
}

pub(super) struct Reader<'a> {
    pub raw: &'a str,
    pub text: &'a Text,
    pub words: &'a TimeWords,
    pub report: Option<Date>,
    pub found: Vec<Reading>,
    /// Tokens of the sentence at hand.
    pub lo: usize,
    pub hi: usize,
    /// First token that no reading has taken yet.
    pub floor: usize,
    sent: usize,
    anchor: Option<Anchor>,
    /// One bit for each month whose name somebody bears in this report ("Theresa May").
    borne: u16,
}

/// How many sentences an anchor holds.
const ANCHOR_REACH: usize = 2;

impl<'a> Reader<'a> {
    pub fn new(raw: &'a str, text: &'a Text, words: &'a TimeWords, report: Option<Date>) -> Self {
        Reader { raw, text, words, report, found: Vec::new(), lo: 0, hi: 0, floor: 0, sent: 0, anchor: None, borne: 0 }
    }

    pub fn run(&mut self) {
        for (s, sent) in self.text.sents.iter().enumerate() {
            self.sent = s;
            self.lo = sent.tokens.start as usize;
            self.hi = (sent.tokens.end as usize).min(self.text.tokens.len());
            self.floor = self.lo;
            let mut i = self.lo;
            while i < self.hi {
                let word = self.word(i);
                let wakes = word.as_bytes().first().is_some_and(u8::is_ascii_digit) || self.words.may_start(word);
                if wakes {
                    self.note_name(i);
                    if let Some(end) = self.skip(i) {
                        self.floor = end;
                        i = end;
                        continue;
                    }
                    if let Some(reading) = self.at(i, false) {
                        let reading = self.range(reading);
                        self.keep(reading);
                        i = reading.hi.max(i + 1);
                        continue;
                    }
                }
                i += 1;
            }
        }
    }

    /// Notes that a month's name is somebody's name: it follows another name directly.
    fn note_name(&mut self, i: usize) {
        let Some(TimeWord::Month { number, doubtful: true }) = self.class(i) else { return };
        let before = i.checked_sub(1).and_then(|b| self.token(b)).filter(|t| t.upos == Upos::Propn);
        let named = before.is_some()
            && self.capital(i)
            && self.class(i - 1).is_none()
            && !self.word(i + 1).starts_with(|c: char| c.is_ascii_digit());
        if named {
            self.borne |= 1 << number;
        }
    }

    /// True where somebody in this report bears the name of a month.
    pub fn is_borne(&self, month: i8) -> bool {
        self.borne & (1 << month) != 0
    }

    fn keep(&mut self, reading: Reading) {
        self.floor = reading.hi;
        self.anchor = Some(Anchor { day: reading.days.0, precision: reading.precision, sent: self.sent });
        self.found.push(reading);
    }

    /// The reading around token `i`. `joined`: it follows "to" or "and" of a range.
    fn at(&self, i: usize, joined: bool) -> Option<Reading> {
        if let Some(reading) = self.holiday(i) {
            return Some(reading);
        }
        let word = self.word(i);
        if word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            return self.figures(i).or_else(|| self.calendar(i)).or_else(|| self.year(i, joined));
        }
        let Some(class) = self.class(i) else { return self.compound(i) };
        // "Every Monday", "each week" are no single time.
        if self.token(i.wrapping_sub(1)).is_some_and(|t| t.feats.has(Feats::PRON_TOT)) {
            return None;
        }
        match class {
            TimeWord::Month { .. } | TimeWord::Ordinal(_) => self.calendar(i),
            TimeWord::Weekday { .. } => self.weekday(i),
            TimeWord::Day { from, to } => self.day(i, from, to),
            TimeWord::Unit(unit) => self.unit(i, unit),
            TimeWord::Part => self.part(i),
            TimeWord::Season { from, to } => self.season(i, from, to),
            _ => None,
        }
    }

    /// Joins "Monday to Friday", "May 2014 and June 2015" after "between", and two days, months
    /// or years that follow each other ("Monday and Tuesday").
    fn range(&self, first: Reading) -> Reading {
        let j = first.hi;
        let between = (1..=2).any(|back| first.lo.checked_sub(back).is_some_and(|i| self.joint(i, Joint::Between)));
        let and = self.joint(j, Joint::And);
        if !(and || self.joint(j, Joint::To) || self.joint(j, Joint::Until) || self.dash(j))
            || self.report.is_none() && first.kind == Kind::Other
        {
            return first;
        }
        let mut start = j + 1;
        while self.joint(start, Joint::The) || self.class(start).is_some_and(|c| matches!(c, TimeWord::Relation(_))) {
            start += 1;
        }
        let Some(mut second) = (start < self.hi).then(|| self.at(start, true)).flatten().filter(|r| r.lo > j) else {
            return first;
        };
        let mut first = first;
        if let (Kind::Calendar(a), Kind::Calendar(b)) = (first.kind, second.kind) {
            if let (None, Some(year)) = (a.year, b.year) {
                let year = if a.month > b.month { year.saturating_sub(1) } else { year };
                if let Some(days) = (Parts { year: Some(year), ..a }).days() {
                    first.days = days;
                }
            } else if b.year.is_none() && second.days.0 < first.days.0 {
                let moved = (calendar::add_months(second.days.0, 12), calendar::add_months(second.days.1, 12));
                if let (Some(from), Some(to)) = moved {
                    second.days = (from, to);
                }
            }
        }
        if second.kind == Kind::Weekday
            && second.days.0 < first.days.0
            && let (Some(from), Some(to)) = (calendar::add_days(second.days.0, 7), calendar::add_days(second.days.1, 7))
        {
            second.days = (from, to);
        }
        let next = calendar::add_days(first.days.1, 1) == Some(second.days.0);
        let follows = first.precision == second.precision && next;
        if second.days.0 < first.days.0 || (and && !between && !follows) {
            return first;
        }
        let precision = if rank(first.precision) >= rank(second.precision) { first.precision } else { second.precision };
        Reading { lo: first.lo, hi: second.hi, days: (first.days.0, second.days.1.max(first.days.1)), precision, kind: Kind::Other }
    }

    /// The end of a phrase that only looks like a date.
    fn skip(&self, i: usize) -> Option<usize> {
        let phrases = self.words.phrases(self.first_word(i));
        phrases.iter().filter(|p| p.1 == TimePhrase::NotADate).find_map(|(phrase, _)| self.phrase_end(i, phrase))
    }

    fn holiday(&self, i: usize) -> Option<Reading> {
        let phrases = self.words.phrases(self.first_word(i));
        let (rule, end, several) = phrases.iter().find_map(|(phrase, meaning)| match meaning {
            TimePhrase::Holiday(rule) => self.phrase_end(i, phrase).map(|end| (*rule, end, phrase.contains([' ', '-', '/']))),
            TimePhrase::NotADate => None,
        })?;
        if let Holiday::Once(day) = rule {
            return Some(Reading { lo: i, hi: end, days: (day, day), precision: Precision::Day, kind: Kind::Other });
        }
        // "The Christmas market", "Ramadan Shallah": a name or modifier, not the day.
        let next = self.token(end);
        if !several && next.is_some_and(|t| matches!(t.upos, Upos::Noun | Upos::Propn) || self.capital(end)) {
            return None;
        }
        if !several && i > self.lo && self.capital(i - 1) && i - 1 > self.lo {
            return None;
        }
        let long = matches!(rule, Holiday::Hijri { day: 0, .. });
        let precision = match rule {
            Holiday::Hijri { .. } if long => Precision::Month,
            Holiday::Hijri { .. } => Precision::Week,
            _ => Precision::Day,
        };
        let comma = usize::from(self.word(end) == ",");
        let reading = |lo, hi, days| Reading { lo, hi, days, precision, kind: Kind::Other };
        if let Some((year, hi)) = self.year_number(end + comma) {
            return Some(reading(i, hi, calendar::holiday(rule, year)?));
        }
        let report = self.report?;
        if let Some((period, hi)) = self.year_period(end) {
            return Some(reading(i, hi, calendar::holiday(rule, period)?));
        }
        let relation = self.relation(i.wrapping_sub(1));
        let lo = if matches!(relation, Some(Relation::Last | Relation::Next | Relation::This)) { i - 1 } else { i };
        let years = [report.year() - 1, report.year(), report.year() + 1];
        let mut choices = years.iter().filter_map(|&year| calendar::holiday(rule, year));
        let days = match relation {
            Some(Relation::This) => calendar::holiday(rule, report.year())?,
            Some(Relation::Last) => choices.rfind(|d| d.1 < report)?,
            Some(Relation::Next) => choices.clone().find(|d| d.0 > report)?,
            _ => nearest(choices, report, self.outlook(lo, end))?,
        };
        Some(reading(lo, end, days))
    }

    // What the grammars ask of the tokens.

    pub fn token(&self, i: usize) -> Option<&'a Token> {
        if (self.lo..self.hi).contains(&i) { self.text.tokens.get(i) } else { None }
    }

    /// The characters of a token; empty outside the sentence.
    pub fn word(&self, i: usize) -> &'a str {
        self.token(i).and_then(|t| self.raw.get(t.span.range())).unwrap_or("")
    }

    pub fn class(&self, i: usize) -> Option<TimeWord> {
        self.words.class(self.word(i))
    }

    pub fn relation(&self, i: usize) -> Option<Relation> {
        match self.class(i) {
            Some(TimeWord::Relation(relation)) => Some(relation),
            _ => None,
        }
    }

    pub fn joint(&self, i: usize, joint: Joint) -> bool {
        self.class(i) == Some(TimeWord::Joint(joint))
    }

    pub fn dash(&self, i: usize) -> bool {
        matches!(self.word(i), "-" | "–" | "—")
    }

    pub fn capital(&self, i: usize) -> bool {
        self.word(i).as_bytes().first().is_some_and(u8::is_ascii_uppercase)
    }

    /// True for a noun in the plural.
    pub fn plural(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| matches!(t.xpos, Xpos::Nns | Xpos::Nnps))
    }

    pub fn noun(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| matches!(t.upos, Upos::Noun | Upos::Propn))
    }

    pub fn outlook(&self, lo: usize, hi: usize) -> Outlook {
        tense::outlook(self.raw, self.text, self.words, (self.lo, self.hi), lo, hi)
    }

    /// What "later" and "the same" count from; `precision` is the coarsest that will do.
    pub fn anchor(&self, precision: Precision) -> Option<Date> {
        let anchor = self.anchor.filter(|a| self.sent - a.sent <= ANCHOR_REACH)?;
        (rank(anchor.precision) <= rank(precision)).then_some(anchor.day)
    }

    /// The first word of a phrase at a token: up to an apostrophe or hyphen inside it.
    fn first_word(&self, i: usize) -> &'a str {
        let word = self.word(i);
        match word.find(['\'', '’']) {
            Some(at) if at > 0 => &word[..at],
            _ => word,
        }
    }

    /// The token after a phrase that starts at token `i`, if it stands there in full.
    fn phrase_end(&self, i: usize, phrase: &str) -> Option<usize> {
        let start = self.token(i)?.span.start as usize;
        let mut rest = self.raw.get(start..)?.chars().peekable();
        let mut len = 0;
        for wanted in phrase.chars() {
            let c = rest.next()?;
            let same = c == wanted || (wanted == '\'' && c == '’') || (wanted == ' ' && c.is_whitespace()) || (wanted == '-' && c == '–');
            if !same {
                return None;
            }
            len += c.len_utf8();
        }
        if rest.peek().is_some_and(|c| c.is_alphanumeric()) {
            return None;
        }
        Some(self.token_at(i, start + len))
    }

    /// The first token from `i` on that starts at or after a byte.
    pub fn token_at(&self, i: usize, byte: usize) -> usize {
        let mut end = i;
        while self.token(end).is_some_and(|t| (t.span.start as usize) < byte) {
            end += 1;
        }
        end
    }
}

/// The range of days that fits the outlook, or the nearest.
pub(super) fn nearest(choices: impl Iterator<Item = Days> + Clone, report: Date, outlook: Outlook) -> Option<Days> {
    let distance = |days: &Days| {
        let span = if days.0 > report { report.until(days.0) } else { days.1.min(report).until(report) };
        span.map_or(i32::MAX, |s| s.get_days())
    };
    match outlook {
        Outlook::Past => choices.filter(|d| d.0 <= report).last(),
        Outlook::Future => choices.filter(|d| d.1 >= report).min_by_key(|d| d.0),
        // What is behind is spoken of more often than what is ahead.
        Outlook::Unclear => choices.min_by_key(|d| if d.0 > report { 2 * i64::from(distance(d)) } else { i64::from(distance(d)) }),
    }
}

/// Coarser precisions rank higher.
pub(super) fn rank(precision: Precision) -> u8 {
    match precision {
        Precision::Day => 0,
        Precision::Week => 1,
        Precision::Month => 2,
        Precision::Year | Precision::Report => 3,
    }
}
