//! Dates of the calendar: "22 February 2023", "Feb. 22", "in March", "in 2014", weekdays.

use dotterel_document::syntax::{Upos, Xpos};
use dotterel_document::time::Precision;
use dotterel_lexicon::time::{Joint, Relation, TimeWord, Unit};
use jiff::civil::Date;

use super::calendar::{self, Days};
use super::numeric;
use super::read::{Kind, Reader, Reading, nearest};
use super::relative::cut;
use super::tense::Outlook;

/// The parts of a calendar date that were said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Parts {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: Option<i8>,
    /// Last day of a range within the month ("2-5 May").
    pub last: Option<i8>,
}

impl Parts {
    /// The days meant, where the year is known.
    pub fn days(self) -> Option<Days> {
        let year = self.year?;
        let Some(month) = self.month else { return calendar::years(year, year) };
        let Some(day) = self.day else { return calendar::month(year, month) };
        let first = Date::new(year, month, day).ok()?;
        let last = match self.last {
            Some(last) => Date::new(year, month, last).ok().filter(|l| *l >= first)?,
            None => first,
        };
        Some((first, last))
    }

    fn precision(self) -> Precision {
        match (self.month, self.day) {
            (None, _) => Precision::Year,
            (_, None) => Precision::Month,
            _ => Precision::Day,
        }
    }
}

impl Reader<'_> {
    /// A date in figures ("2023-02-22") or a span of years.
    pub fn figures(&self, i: usize) -> Option<Reading> {
        let start = self.token(i)?.span.start as usize;
        // Figures inside a longer word or number ("B-1990s", "1.2.2020.3") are none.
        let before = self.raw.get(..start)?.as_bytes().last();
        if before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'$' | b'.' | b'/' | b'#')) {
            return None;
        }
        let (len, days, precision) = numeric::read(self.raw.get(start..)?)?;
        let hi = self.token_at(i, start + len);
        if self.token(hi - 1).is_some_and(|t| t.span.end as usize > start + len) {
            return None;
        }
        let mut reading = Reading { lo: i, hi, days, precision, kind: Kind::Other };
        if precision == Precision::Year {
            (reading.lo, reading.days) = self.cut_left(i, days, Unit::Decade);
        }
        Some(reading)
    }

    /// A date with a month in words, from its day, its month or its ordinal on.
    pub fn calendar(&self, i: usize) -> Option<Reading> {
        let (parts, hi) = self.day_month(i).or_else(|| self.month_day(i))?;
        let month_at = (i..hi).find(|&j| matches!(self.class(j), Some(TimeWord::Month { .. })))?;
        let doubtful = matches!(self.class(month_at), Some(TimeWord::Month { doubtful: true, .. }));
        if !self.capital(month_at) || self.is_name(i, hi) {
            return None;
        }
        let mut lo = i;
        if parts.day.is_none() {
            let (cut_lo, _) = self.cut_left(i, (Date::ZERO, Date::ZERO), Unit::Month);
            let relation = self.relation(i.wrapping_sub(1)).filter(|r| {
                matches!(r, Relation::Last | Relation::Next | Relation::This | Relation::Past | Relation::Coming | Relation::Previous)
            });
            let company = relation.is_some() || cut_lo < i || self.month_follows_adposition(i);
            let company = company || (self.month_modifies(i, hi) && !self.is_borne(parts.month?));
            if doubtful && parts.year.is_none() && !company {
                return None;
            }
            if let (Some(relation), None) = (relation, parts.year) {
                lo = i - 1;
                let days = self.related_month(parts.month?, relation)?;
                return Some(Reading { lo, hi, days, precision: Precision::Month, kind: Kind::Other });
            }
            lo = cut_lo;
        } else if self.relation(i.wrapping_sub(1)) == Some(Relation::Eve)
            || self.joint(i.wrapping_sub(1), Joint::Of) && self.relation(i.wrapping_sub(2)) == Some(Relation::Eve)
        {
            let eve = if self.joint(i - 1, Joint::Of) { i - 2 } else { i - 1 };
            let (parts, days) = self.settle(parts, eve, hi)?;
            let day = calendar::add_days(days.0, -1)?;
            return Some(Reading { lo: eve, hi, days: (day, day), precision: parts.precision(), kind: Kind::Other });
        }
        let (parts, mut days) = self.settle(parts, lo, hi)?;
        if lo < i {
            days = self.cut_left(i, days, Unit::Month).1;
        }
        Some(Reading { lo, hi, days, precision: parts.precision(), kind: Kind::Calendar(parts) })
    }

    /// Finds the year where none was said.
    fn settle(&self, mut parts: Parts, lo: usize, hi: usize) -> Option<(Parts, Days)> {
        if parts.year.is_some() {
            return Some((parts, parts.days()?));
        }
        let report = self.report?;
        let year = report.year();
        let choices = [year - 1, year, year + 1].into_iter().filter_map(|year| Parts { year: Some(year), ..parts }.days());
        // A month that has only begun is behind as well as ahead.
        let days = nearest(choices, report, self.outlook(lo, hi))?;
        if parts.day.is_some() {
            // The year stays open, so that the other end of a range can give it.
            return Some((parts, days));
        }
        parts.year = None;
        Some((parts, days))
    }

    fn related_month(&self, month: i8, relation: Relation) -> Option<Days> {
        let report = self.report?;
        let year = report.year();
        let year = match relation {
            Relation::Last | Relation::Past | Relation::Previous if month >= report.month() => year - 1,
            Relation::Next | Relation::Coming if month <= report.month() => year + 1,
            _ => year,
        };
        calendar::month(year, month)
    }

    /// "22 February 2023", "the 4th of July", "2-5 May", "2 and 3 May".
    fn day_month(&self, i: usize) -> Option<(Parts, usize)> {
        let (day, ordinal, mut j) = self.day_number(i)?;
        let mut last = None;
        if self.dash(j) || self.joint(j, Joint::To) || self.joint(j, Joint::And) || self.joint(j, Joint::Until) {
            let skip = 1 + usize::from(self.joint(j + 1, Joint::The));
            if let Some((second, _, after)) = self.day_number(j + skip) {
                last = Some(second);
                j = after;
            }
        }
        if self.joint(j, Joint::Of) && (ordinal || self.word(i).len() <= 2) {
            j += 1;
        }
        let TimeWord::Month { number, .. } = self.class(j)? else { return None };
        let (year, hi) = self.year_after(j + 1);
        Some((Parts { year, month: Some(number), day: Some(day), last }, hi))
    }

    /// "February 22, 2023", "May 2-5", "February 2023", "February".
    fn month_day(&self, i: usize) -> Option<(Parts, usize)> {
        let TimeWord::Month { number, .. } = self.class(i)? else { return None };
        let mut parts = Parts { month: Some(number), ..Parts::default() };
        let the = usize::from(self.joint(i + 1, Joint::The));
        let mut j = i + 1;
        if let Some((day, ordinal, after)) = self.day_number(i + 1 + the).filter(|d| the == 0 || d.1) {
            // "In May 12 people died": figures that count something are no day.
            let counts = !ordinal && self.plural(after) && self.token(i + 1).is_some_and(|t| t.head as usize == after);
            if !counts {
                parts.day = Some(day);
                j = after;
                let joins = self.dash(j) || self.joint(j, Joint::To) || self.joint(j, Joint::And) || self.joint(j, Joint::Until);
                let second = self.day_number(j + 1).filter(|d| joins && d.0 > day && !self.month_at(d.2) && !self.plural(d.2));
                if let Some((last, _, after)) = second {
                    parts.last = Some(last);
                    j = after;
                }
            }
        }
        let (year, hi) = self.year_after(j);
        parts.year = year;
        Some((parts, hi))
    }

    fn month_at(&self, i: usize) -> bool {
        matches!(self.class(i), Some(TimeWord::Month { .. }))
    }

    /// A day of the month, whether it is an ordinal, and the token after it.
    fn day_number(&self, i: usize) -> Option<(i8, bool, usize)> {
        if let Some(TimeWord::Ordinal(day)) = self.class(i) {
            return Some((day, true, i + 1));
        }
        let word = self.word(i);
        let figures = word.bytes().take_while(u8::is_ascii_digit).count();
        let day: i8 = word.get(..figures)?.parse().ok().filter(|d| (1..=31).contains(d))?;
        let ending = word.get(figures..)?;
        if !ending.is_empty() {
            return self.words.is_ordinal_ending(ending).then_some((day, true, i + 1));
        }
        let adjacent = self.token(i)?.span.end == self.token(i + 1).map_or(0, |t| t.span.start);
        if adjacent && self.words.is_ordinal_ending(self.word(i + 1)) {
            return Some((day, true, i + 2));
        }
        // "5.5", "5%" and "5,000" are numbers.
        let number = adjacent && matches!(self.word(i + 1), "%" | "/" | ":");
        (!number).then_some((day, false, i + 1))
    }

    /// Four figures that can be a year, and the token after them.
    pub fn year_number(&self, i: usize) -> Option<(i16, usize)> {
        let word = self.word(i);
        if word.len() != 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number: u32 = word.parse().ok()?;
        let after = self.word(i + 1);
        let adjacent = self.token(i + 1).is_some_and(|t| self.token(i).is_some_and(|y| y.span.end == t.span.start));
        let other = self.words.is_clock(after) || (adjacent && matches!(after, "%" | ":" | "°")) || self.joint(i + 1, Joint::Bc);
        (numeric::year(number) && !other).then_some((number as i16, i + 1))
    }

    /// A year after a day and month: "2023", ", 2023", "of 2023", "last year".
    fn year_after(&self, i: usize) -> (Option<i16>, usize) {
        let skip = usize::from(self.word(i) == "," || self.joint(i, Joint::Of));
        if let Some((year, hi)) = self.year_number(i + skip) {
            // "On May 5, 2000 people marched".
            let counts = self.plural(hi) && self.token(i + skip).is_some_and(|t| t.head as usize == hi) && skip > 0;
            if !counts {
                return (Some(year), hi);
            }
        }
        match self.year_period(i) {
            Some((year, hi)) => (Some(year), hi),
            None => (None, i),
        }
    }

    /// "Last year", "of this year", after a month or holiday.
    pub fn year_period(&self, i: usize) -> Option<(i16, usize)> {
        let at = i + usize::from(self.joint(i, Joint::Of));
        let shift = match self.relation(at)? {
            Relation::Last => -1,
            Relation::This => 0,
            Relation::Next => 1,
            _ => return None,
        };
        let year = self.class(at + 1) == Some(TimeWord::Unit(Unit::Year)) && !self.plural(at + 1);
        year.then_some((self.report?.year() + shift, at + 2))
    }

    /// A weekday, with what stands before and after it.
    pub fn weekday(&self, i: usize) -> Option<Reading> {
        let Some(TimeWord::Weekday { number, doubtful }) = self.class(i) else { return None };
        if !self.capital(i) || (i > self.lo && self.words.is_name_head(self.word(i - 1)) && self.capital(i - 1)) {
            return None;
        }
        let mut hi = i + 1;
        // "Wednesday 22 February", "Wednesday, Feb. 22, 2023".
        let comma = usize::from(self.word(hi) == ",");
        let the = usize::from(self.joint(hi + comma, Joint::The));
        if let Some(date) = self.calendar(hi + comma + the).filter(|d| d.precision == Precision::Day && d.lo == hi + comma + the) {
            let mut date = Reading { lo: i, ..date };
            if let (Kind::Calendar(parts @ Parts { year: None, last: None, .. }), Some(report)) = (date.kind, self.report) {
                // The weekday tells the year.
                let years = [report.year(), report.year() - 1, report.year() + 1];
                let fits = |days: &Days| calendar::weekday(days.0) == i32::from(number);
                let mut choices = years.into_iter().filter_map(|year| Parts { year: Some(year), ..parts }.days());
                if let Some(days) = choices.find(fits) {
                    date.days = days;
                }
            }
            return Some(date);
        }
        if let Some(date) = self.figures(hi + comma).filter(|date| date.precision == Precision::Day) {
            return Some(Reading { lo: i, ..date });
        }
        if doubtful && !self.joint(i.wrapping_sub(1), Joint::On) || self.is_name(i, hi) {
            return None;
        }
        let report = self.report?;
        if self.class(hi) == Some(TimeWord::Part) && !self.capital(hi) {
            hi += 1;
        }
        let day = |days: Date, lo: usize, hi: usize| Reading { lo, hi, days: (days, days), precision: Precision::Day, kind: Kind::Weekday };
        let of = usize::from(self.joint(hi, Joint::Of));
        if let Some((week, after)) = self.week_period(hi + of) {
            return Some(day(calendar::add_days(week.0, i32::from(number) - 1)?, i, after));
        }
        let today = calendar::weekday(report);
        // Days back to, and ahead to, such a day other than the report's.
        let back = -((today - i32::from(number) - 1).rem_euclid(7) + 1);
        let ahead = back + if back == -7 { 14 } else { 7 };
        let same = today == i32::from(number);
        let mut lo = i;
        let relation = self.relation(i.wrapping_sub(1));
        let shift = match relation {
            Some(Relation::Last | Relation::Past | Relation::Previous) => {
                lo = i - 1;
                back
            }
            // "Next Friday" is that of the next week, "this Friday" that of this one.
            Some(Relation::Next) => {
                lo = i - 1;
                7 - today + i32::from(number)
            }
            Some(Relation::Coming | Relation::Following) => {
                lo = i - 1;
                ahead
            }
            Some(Relation::This) => {
                lo = i - 1;
                let shift = i32::from(number) - today;
                if shift < 0 && self.outlook(lo, hi) == Outlook::Future { shift + 7 } else { shift }
            }
            _ => {
                if matches!(relation, Some(Relation::Earlier | Relation::Later | Relation::Early | Relation::Late)) {
                    lo = i - 1;
                } else if self.joint(i.wrapping_sub(1), Joint::On)
                    && matches!(
                        self.relation(i.wrapping_sub(2)),
                        Some(Relation::Earlier | Relation::Later | Relation::Early | Relation::Late)
                    )
                {
                    lo = i - 2;
                }
                match self.outlook(lo, hi) {
                    _ if same => 0,
                    Outlook::Future => ahead,
                    _ => back,
                }
            }
        };
        if lo < i && lo > self.lo && self.relation(lo - 1) == Some(Relation::This) {
            lo -= 1;
        }
        if lo < self.floor {
            lo = i;
        }
        Some(day(calendar::add_days(report, shift)?, lo, hi))
    }

    /// A year by itself, where its company shows that it is one. `joined`: it ends a range.
    pub fn year(&self, i: usize, joined: bool) -> Option<Reading> {
        let (year, hi) = self.year_number(i)?;
        let days = calendar::years(year, year)?;
        let (lo, cut) = self.cut_left(i, days, Unit::Year);
        let reading =
            Reading { lo, hi, days: cut, precision: Precision::Year, kind: Kind::Calendar(Parts { year: Some(year), ..Parts::default() }) };
        let reading = if lo < i { Reading { precision: Precision::Month, kind: Kind::Other, ..reading } } else { reading };
        let counts = self.plural(hi) || self.token(i)?.xpos == Xpos::Nnp && self.capital(hi);
        if self.is_name(i, hi) || counts && !self.joint(i.wrapping_sub(1), Joint::The) {
            return None;
        }
        let modifies = self.noun(hi) || self.token(hi).is_some_and(|t| t.upos == Upos::Adj);
        let before = i.checked_sub(1)?;
        // "In 2012 and 2018".
        let listed = self.found.last().is_some_and(|last| last.hi == before && last.precision == Precision::Year)
            && (self.joint(before, Joint::And) || self.joint(before, Joint::Or) || self.word(before) == ",");
        let company = match self.class(before) {
            _ if listed => !modifies,
            _ if joined || lo < i => !modifies || lo < i,
            Some(TimeWord::Joint(Joint::In | Joint::Since)) => true,
            Some(TimeWord::Joint(Joint::From | Joint::Of | Joint::By | Joint::Until | Joint::Before | Joint::After | Joint::Between)) => {
                !modifies
            }
            Some(TimeWord::Unit(Unit::Year)) => true,
            // "The 2014 annexation", "their 2024 target", "Russia's 2014 war".
            Some(TimeWord::Joint(Joint::The)) => self.noun(hi),
            _ => {
                let token = self.token(before);
                let owner = token.is_some_and(|t| t.xpos == Xpos::Pos || t.xpos == Xpos::PrpPoss);
                let bracket = self.word(before) == "(" && matches!(self.word(hi), ")" | "-" | "–");
                let season = matches!(self.class(before), Some(TimeWord::Season { .. }));
                (owner && self.noun(hi)) || bracket || season
            }
        };
        company.then_some(reading)
    }

    /// True where the date at `lo..hi` is a part of a name ("March 14 Alliance", "Theresa May").
    fn is_name(&self, lo: usize, hi: usize) -> bool {
        let tail = self.capital(hi) && self.words.is_name_tail(self.word(hi));
        let head = lo > self.lo && self.capital(lo - 1) && self.words.is_name_head(self.word(lo - 1));
        tail || head
    }

    /// True where the word before a month can stand before a time but hardly before a name.
    fn month_follows_adposition(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else { return false };
        match self.class(before) {
            Some(TimeWord::Joint(Joint::In | Joint::Since | Joint::Until)) => {
                // "In March on Rome", "in May's cabinet".
                let next = self.word(i + 1);
                !self.capital(i + 1) && !matches!(next, "'s" | "’s")
            }
            Some(TimeWord::Joint(Joint::By | Joint::Before | Joint::After | Joint::Between | Joint::From | Joint::To | Joint::And)) => {
                self.range_of_months(i)
            }
            _ => false,
        }
    }

    /// "The April referendum", "Turkey's April vote".
    fn month_modifies(&self, i: usize, hi: usize) -> bool {
        let before = self.token(i.wrapping_sub(1));
        let owner = before.is_some_and(|t| t.upos == Upos::Det || matches!(t.xpos, Xpos::Pos | Xpos::PrpPoss));
        owner && self.noun(hi) && !self.capital(hi)
    }

    /// "Mid-March", "mid-2004", "mid-1990s" as one token.
    pub fn compound(&self, i: usize) -> Option<Reading> {
        let (first, rest) = self.word(i).split_once(['-', '–'])?;
        let Some(TimeWord::Relation(relation @ (Relation::Early | Relation::Mid | Relation::Late))) = self.words.class(first) else {
            return None;
        };
        let reading = |hi: usize, days: Days, unit: Unit, precision: Precision| {
            Some(Reading { lo: i, hi, days: cut(days, relation, unit)?, precision, kind: Kind::Other })
        };
        if let Some(TimeWord::Month { number, .. }) = self.words.class(rest) {
            let (year, hi) = self.year_after(i + 1);
            let (_, days) = self.settle(Parts { year, month: Some(number), ..Parts::default() }, i, hi)?;
            return reading(hi, days, Unit::Month, Precision::Month);
        }
        if let Some((len, days, Precision::Year)) = numeric::read(rest) {
            return (len == rest.len()).then(|| reading(i + 1, days, Unit::Decade, Precision::Year))?;
        }
        let year: i16 = rest.parse().ok().filter(|&year| rest.len() == 4 && numeric::year(year as u32))?;
        reading(i + 1, calendar::years(year, year)?, Unit::Year, Precision::Month)
    }

    /// "From March to May", "between May and July", "by May or June".
    fn range_of_months(&self, i: usize) -> bool {
        let joins = |j: usize| {
            self.dash(j) || self.joint(j, Joint::To) || self.joint(j, Joint::And) || self.joint(j, Joint::Or) || self.joint(j, Joint::Until)
        };
        let after = joins(i + 1) && self.month_at(i + 2);
        let before = i >= 2 && joins(i - 1) && (self.month_at(i - 2) || self.year_number(i - 2).is_some());
        after || before
    }

    /// "Early", "late", "mid-", "the end of" before a month, year or decade: where the
    /// expression starts, and the part of the days that is meant.
    pub fn cut_left(&self, i: usize, days: Days, unit: Unit) -> (usize, Days) {
        let mut at = i.wrapping_sub(1);
        if self.joint(at, Joint::The) {
            at = at.wrapping_sub(1);
        }
        if self.dash(at) || self.joint(at, Joint::Of) {
            at = at.wrapping_sub(1);
        }
        let Some(relation) = self.relation(at).filter(|_| at >= self.floor) else { return (i, days) };
        let of = self.joint(at + 1, Joint::Of);
        let fits = match relation {
            Relation::Early | Relation::Late | Relation::Mid => !of || relation == Relation::Mid,
            Relation::Start | Relation::End => of,
            _ => false,
        };
        match cut(days, relation, unit) {
            Some(part) if fits => (at, part),
            _ => (i, days),
        }
    }
}
