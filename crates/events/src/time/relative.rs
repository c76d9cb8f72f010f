//! Times that are counted: "three days ago", "last week", "the past three months",
//! "earlier this year", "the weekend", "last night", "two days later".

use dotterel_document::syntax::{Upos, Xpos};
use dotterel_document::time::Precision;
use dotterel_lexicon::time::{Joint, Relation, TimeWord, Unit};
use jiff::civil::Date;

use super::calendar::{self, Days};
use super::read::{Kind, Reader, Reading, nearest};
use super::tense::Outlook;

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    Exact(i32),
    /// Two or more, not told.
    Several,
    Half,
}

impl Reader<'_> {
    /// "Today", "yesterday morning", "overnight".
    pub fn day(&self, i: usize, from: i8, to: i8) -> Option<Reading> {
        let report = self.report?;
        // "USA Today", "Russia Today".
        if self.capital(i) && i > self.lo && self.capital(i - 1) {
            return None;
        }
        let weekday = |j: usize| matches!(self.class(j), Some(TimeWord::Weekday { .. }));
        if from != to {
            // "Overnight Tuesday", "overnight into Wednesday"; "an overnight success".
            let article = self.class(i.wrapping_sub(1)) == Some(TimeWord::Number(1));
            if article || weekday(i + 1) || weekday(i + 2) {
                return None;
            }
        }
        let hi = i + 1 + usize::from(self.class(i + 1) == Some(TimeWord::Part));
        let lo = self.with_earlier(i);
        let days = (calendar::add_days(report, from.into())?, calendar::add_days(report, to.into())?);
        Some(Reading { lo, hi, days, precision: Precision::Day, kind: Kind::Other })
    }

    /// "Last night", "this morning", "that evening".
    pub fn part(&self, i: usize) -> Option<Reading> {
        let report = self.report?;
        let at = i.checked_sub(1).filter(|&at| at >= self.floor)?;
        let day = match self.relation(at)? {
            Relation::Last => calendar::add_days(report, -1)?,
            Relation::This if !self.joint(i + 1, Joint::Of) => report,
            Relation::That | Relation::Same => self.anchor(Precision::Day)?,
            Relation::Previous => calendar::add_days(self.anchor(Precision::Day).unwrap_or(report), -1)?,
            Relation::Following => calendar::add_days(self.anchor(Precision::Day)?, 1)?,
            _ => return None,
        };
        Some(Reading { lo: self.with_earlier(at), hi: i + 1, days: (day, day), precision: Precision::Day, kind: Kind::Other })
    }

    /// "Last summer", "in the spring of 2014".
    pub fn season(&self, i: usize, from: i8, to: i8) -> Option<Reading> {
        let comma = usize::from(self.joint(i + 1, Joint::Of));
        let before = i.checked_sub(1)?;
        let relation = self.relation(before);
        let lo = if relation.is_some() { before } else { i };
        let reading = |hi: usize, days: Days| {
            let part = relation.and_then(|r| cut(days, r, Unit::Month)).unwrap_or(days);
            Some(Reading { lo, hi, days: part, precision: Precision::Month, kind: Kind::Other })
        };
        if let Some((year, hi)) = self.year_number(i + 1 + comma) {
            return reading(hi, calendar::months(year, from, to)?);
        }
        let report = self.report?;
        if let Some((year, hi)) = self.year_period(i + 1) {
            return reading(hi, calendar::months(year, from, to)?);
        }
        let the = usize::from(self.joint(before, Joint::The));
        let said = self.joint(before.wrapping_sub(the), Joint::In);
        // "The Arab Spring", "in the fall of Aleppo", "the spring offensive".
        if (self.capital(i) && i > self.lo) || self.joint(i + 1, Joint::Of) || self.noun(i + 1) && relation.is_none() {
            return None;
        }
        let years = [report.year() - 2, report.year() - 1, report.year(), report.year() + 1];
        let mut choices = years.into_iter().filter_map(|year| calendar::months(year, from, to));
        match relation {
            Some(Relation::Last | Relation::Past | Relation::Previous) => reading(i + 1, choices.rfind(|d| d.1 < report)?),
            Some(Relation::Next | Relation::Coming) => reading(i + 1, choices.find(|d| d.0 > report)?),
            Some(Relation::This) => {
                let now = choices.clone().find(|d| d.0 <= report && report <= d.1);
                reading(i + 1, now.or_else(|| choices.find(|d| d.0.year() == report.year()))?)
            }
            Some(Relation::Early | Relation::Late | Relation::Mid) => reading(i + 1, nearest(choices, report, self.outlook(lo, i + 1))?),
            None if said => reading(i + 1, nearest(choices, report, self.outlook(lo, i + 1))?),
            _ => None,
        }
    }

    /// Everything that is built on a unit: the reading around the token that names it.
    pub fn unit(&self, i: usize, unit: Unit) -> Option<Reading> {
        let report = self.report?;
        // "Labor Day", "Fashion Week".
        if self.capital(i) && i > self.lo {
            return None;
        }
        if let Some(reading) = self.day_around(i, report).filter(|_| unit == Unit::Day) {
            return Some(reading);
        }
        let (count, left) = self.count(i);
        let reading = match self.counted_right(i, unit, count, left, report) {
            Some(found) => found?,
            None => self.related(i, unit, count, left, report)?,
        };
        let (lo, days) = self.position(reading.lo, reading.days, unit);
        Some(Reading { lo, days, ..reading })
    }

    /// "The day before yesterday", "the day after tomorrow".
    fn day_around(&self, i: usize, report: Date) -> Option<Reading> {
        let Some(TimeWord::Day { from, to }) = self.class(i + 2) else { return None };
        let shift = match self.class(i + 1) {
            Some(TimeWord::Joint(Joint::Before)) => from - 1,
            Some(TimeWord::Joint(Joint::After)) => to + 1,
            _ => return None,
        };
        let day = calendar::add_days(report, shift.into())?;
        Some(Reading { lo: i, hi: i + 3, days: (day, day), precision: Precision::Day, kind: Kind::Other })
    }

    /// "Three days ago", "two weeks later", "a month earlier", "in two weeks' time".
    /// `None` where nothing of the kind follows, `Some(None)` where it leads nowhere.
    fn counted_right(&self, i: usize, unit: Unit, count: Option<Count>, left: usize, report: Date) -> Option<Option<Reading>> {
        let hi = i + 2;
        let ends = |j: usize| self.token(j).is_none_or(|t| matches!(t.upos, Upos::Punct | Upos::Cconj | Upos::Aux | Upos::Verb));
        let reading = |base: Date, sign: i32, hi: usize| {
            let lo = if count.is_some() { left } else { i };
            let count = count.unwrap_or(if self.plural_unit(i) { Count::Several } else { Count::Exact(1) });
            let (days, precision) = distance(base, unit, count, sign)?;
            Some(Reading { lo, hi, days, precision, kind: Kind::Other })
        };
        match self.class(i + 1) {
            Some(TimeWord::Relation(Relation::Ago)) => {
                // "A year ago today", "two years ago this month".
                if let (Some(TimeWord::Day { from: 0, .. }), Some(Count::Exact(n))) = (self.class(hi), count) {
                    let day = calendar::moved(report, unit, -n)?;
                    return Some(Some(Reading { lo: left, hi: hi + 1, days: (day, day), precision: Precision::Day, kind: Kind::Other }));
                }
                if let (Some(Relation::This), Some(TimeWord::Unit(finer)), Some(Count::Exact(n))) =
                    (self.relation(hi), self.class(hi + 1), count)
                {
                    let days = calendar::whole(calendar::moved(report, unit, -n)?, finer, 0)?;
                    return Some(Some(Reading { lo: left, hi: hi + 2, days, precision: precision(finer), kind: Kind::Other }));
                }
                Some(reading(report, -1, hi))
            }
            Some(TimeWord::Relation(Relation::Earlier)) if count.is_some() => {
                if self.joint(hi, Joint::Than) {
                    return Some(None);
                }
                Some(reading(self.anchor(precision(unit)).unwrap_or(report), -1, hi))
            }
            Some(TimeWord::Relation(Relation::Later)) if count.is_some() => {
                if self.joint(hi, Joint::Than) {
                    return Some(None);
                }
                Some(self.anchor(precision(unit)).and_then(|base| reading(base, 1, hi)))
            }
            Some(TimeWord::Joint(Joint::Before)) if ends(hi) && (count.is_some() || self.joint(left.wrapping_sub(1), Joint::The)) => {
                Some(reading(self.anchor(precision(unit)).unwrap_or(report), -1, hi))
            }
            Some(TimeWord::Joint(Joint::After)) if ends(hi) && (count.is_some() || self.joint(left.wrapping_sub(1), Joint::The)) => {
                Some(self.anchor(precision(unit)).and_then(|base| reading(base, 1, hi)))
            }
            _ if matches!(self.word(i + 1), "'" | "’" | "'s" | "’s") && self.relation(hi) == Some(Relation::Time) && count.is_some() => {
                Some(reading(report, 1, hi + 1))
            }
            _ => None,
        }
    }

    /// "Last week", "the past three months", "this year", "the weekend", "recent days".
    fn related(&self, i: usize, unit: Unit, count: Option<Count>, left: usize, report: Date) -> Option<Reading> {
        let at = left.wrapping_sub(1);
        let plural = self.plural_unit(i);
        let hi = i + 1;
        let relation = self.relation(at).filter(|_| at >= self.floor && at >= self.lo);
        let reading = |lo: usize, days: Days| Some(Reading { lo, hi, days, precision: precision(unit), kind: Kind::Other });
        let of = self.joint(hi, Joint::Of);
        let the = self.joint(at.wrapping_sub(1), Joint::The);
        let owned = self.token(at.wrapping_sub(1)).is_some_and(|t| matches!(t.xpos, Xpos::PrpPoss | Xpos::Pos));
        let back = |count: Count| Some((back_to(report, unit, count)?, report));
        let ahead = |count: Count| Some((report, back_to_sign(report, unit, count, 1)?));
        let span = |lo: usize, days: Days| {
            let precision = match unit {
                Unit::Hour if days.0 == days.1 => Precision::Day,
                Unit::Hour | Unit::Day => Precision::Week,
                _ => precision(unit),
            };
            Some(Reading { lo, hi, days, precision, kind: Kind::Other })
        };
        if unit == Unit::Hour && !matches!(relation, Some(Relation::Last | Relation::Past)) {
            return None;
        }
        match relation {
            Some(Relation::Last) if count.is_some() => span(at, back(count?)?),
            Some(Relation::Last) if owned || (the && of) || plural || matches!(unit, Unit::Day | Unit::Hour) => None,
            Some(Relation::Last) => {
                let shift = if unit == Unit::Weekend { self.weekend_shift(report, Outlook::Past, true) } else { -1 };
                let days = calendar::whole(report, unit, shift)?;
                if the && unit != Unit::Weekend { span(at, back(Count::Exact(1))?) } else { self.cut_before(at, reading(at, days)?, unit) }
            }
            Some(Relation::Past) => {
                if unit == Unit::Weekend {
                    let lo = if self.relation(at.wrapping_sub(1)) == Some(Relation::This) { at - 1 } else { at };
                    return reading(lo, calendar::whole(report, unit, self.weekend_shift(report, Outlook::Past, false))?);
                }
                let counted = count.unwrap_or(if plural { Count::Several } else { Count::Exact(1) });
                if unit == Unit::Day && counted == Count::Exact(1) {
                    return None;
                }
                let lo = if self.relation(at.wrapping_sub(1)) == Some(Relation::This) { at - 1 } else { at };
                span(lo, back(counted)?)
            }
            Some(Relation::Recent) if plural => span(at, back(count.unwrap_or(Count::Several))?),
            Some(Relation::Coming) => {
                let counted = count.unwrap_or(if plural { Count::Several } else { Count::Exact(1) });
                if unit == Unit::Weekend {
                    return reading(at, calendar::whole(report, unit, i32::from(calendar::weekday(report) > 5))?);
                }
                let lo = if self.relation(at.wrapping_sub(1)) == Some(Relation::This) { at - 1 } else { at };
                if lo < at && !plural {
                    return reading(lo, calendar::whole(report, unit, 1)?);
                }
                span(at, ahead(counted)?)
            }
            Some(Relation::Next) if count.is_some() => span(at, ahead(count?)?),
            Some(Relation::Next) if plural || owned || (the && of) => None,
            Some(Relation::Next) if unit == Unit::Day => reading(at, calendar::whole(self.anchor(Precision::Day)?, unit, 1)?),
            Some(Relation::Next) if the && unit != Unit::Weekend => span(at, ahead(Count::Exact(1))?),
            Some(Relation::Next) => self.cut_before(at, reading(at, calendar::whole(report, unit, 1)?)?, unit),
            Some(Relation::This) if count.is_some() || plural || unit == Unit::Day => None,
            Some(Relation::This) => {
                let shift = if unit == Unit::Weekend { self.weekend_shift(report, self.outlook(at, hi), false) } else { 0 };
                let shift = if unit == Unit::Weekend && self.outlook(at, hi) == Outlook::Unclear { 0 } else { shift };
                self.cut_before(at, reading(at, calendar::whole(report, unit, shift)?)?, unit)
            }
            Some(Relation::Previous) if !plural && count.is_none() => {
                reading(at, calendar::whole(self.anchor(precision(unit)).unwrap_or(report), unit, -1)?)
            }
            Some(Relation::Following) if !plural && count.is_none() => {
                reading(at, calendar::whole(self.anchor(precision(unit))?, unit, 1)?)
            }
            Some(Relation::Same | Relation::That) if !plural && count.is_none() && !of => {
                // "That year" is the year of what was last dated; "that day when" is no day.
                reading(at, calendar::whole(self.anchor(precision(unit))?, unit, 0)?)
            }
            _ if unit == Unit::Weekend => {
                let shift = self.weekend_shift(report, self.outlook(i, hi), false);
                self.cut_before(i, reading(i, calendar::whole(report, unit, shift)?)?, unit)
            }
            // "In three days the vote will be held".
            None if count.is_some_and(|c| c != Count::Exact(1) || unit != Unit::Day)
                && self.joint(at, Joint::In)
                && !of
                && !self.dash(i + 1)
                && self.outlook(left, hi) == Outlook::Future =>
            {
                let (days, precision) = distance(report, unit, count?, 1)?;
                Some(Reading { lo: left, hi, days, precision, kind: Kind::Other })
            }
            // "The end of the week".
            None if count.is_none() && !plural && unit != Unit::Day && unit != Unit::Hour && self.joint(at, Joint::The) => {
                let days = calendar::whole(report, unit, 0)?;
                let (lo, days) = self.position(i, days, unit);
                (lo < i).then_some(())?;
                reading(lo, days)
            }
            _ => None,
        }
    }

    /// Weeks from the report's to the weekend meant. On Saturday and Sunday "the weekend" is
    /// on; before, it is the last one or the next. `named_last`: "last weekend".
    fn weekend_shift(&self, report: Date, outlook: Outlook, named_last: bool) -> i32 {
        let during = calendar::weekday(report) > 5;
        match outlook {
            _ if during => -i32::from(named_last),
            Outlook::Future => 0,
            _ => -1,
        }
    }

    /// "Earlier this year", "late last week", "early next month".
    fn cut_before(&self, at: usize, reading: Reading, unit: Unit) -> Option<Reading> {
        let report = self.report?;
        let Some(before) = at.checked_sub(1).filter(|&b| b >= self.floor) else { return Some(reading) };
        let relation = self.relation(before);
        let days = match relation {
            Some(Relation::Earlier) => (reading.days.0, reading.days.1.min(report)),
            Some(Relation::Later) => (reading.days.0.max(report.min(reading.days.1)), reading.days.1),
            Some(relation @ (Relation::Early | Relation::Late | Relation::Mid)) => {
                cut(reading.days, relation, unit).unwrap_or(reading.days)
            }
            _ => return Some(reading),
        };
        Some(Reading { lo: before, days, ..reading })
    }

    /// "The end of last week", "the start of the month".
    fn position(&self, lo: usize, days: Days, unit: Unit) -> (usize, Days) {
        let mut at = lo.wrapping_sub(1);
        if self.joint(at, Joint::The) {
            at = at.wrapping_sub(1);
        }
        if !self.joint(at, Joint::Of) {
            return (lo, days);
        }
        at = at.wrapping_sub(1);
        let Some(relation) = self.relation(at).filter(|_| at >= self.floor) else { return (lo, days) };
        match relation {
            Relation::Start | Relation::End | Relation::Mid => cut(days, relation, unit).map_or((lo, days), |part| (at, part)),
            _ => (lo, days),
        }
    }

    /// "Last week" after a weekday: its days and the token after it.
    pub fn week_period(&self, i: usize) -> Option<(Days, usize)> {
        let shift = match self.relation(i)? {
            Relation::Last => -1,
            Relation::This => 0,
            Relation::Next => 1,
            _ => return None,
        };
        let week = self.class(i + 1) == Some(TimeWord::Unit(Unit::Week)) && !self.plural_unit(i + 1);
        Some((calendar::week(self.report.filter(|_| week)?, shift)?, i + 2))
    }

    /// The count before a unit and the first token of it.
    pub(super) fn count(&self, i: usize) -> (Option<Count>, usize) {
        let mut at = i;
        // "Two and a half years" counts as two, "a couple of weeks" as two.
        let of = at.wrapping_sub(1);
        if self.joint(of, Joint::Of) && matches!(self.class(of.wrapping_sub(1)), Some(TimeWord::Number(_) | TimeWord::Several)) {
            at = of;
        }
        if self.class(at.wrapping_sub(1)) == Some(TimeWord::Number(1)) && self.relation(at.wrapping_sub(2)) == Some(Relation::Half) {
            return (Some(Count::Half), at - 2);
        }
        if self.relation(at.wrapping_sub(1)) == Some(Relation::Half) {
            let mut from = at - 1;
            while from > self.floor
                && (self.joint(from - 1, Joint::And) || self.class(from - 1) == Some(TimeWord::Number(1)) || self.dash(from - 1))
                && at - from < 4
            {
                from -= 1;
            }
            return match self.number(from) {
                Some((n, start)) if from < at - 1 => (Some(Count::Exact(n)), start),
                _ => (Some(Count::Half), from),
            };
        }
        match self.class(at.wrapping_sub(1)) {
            Some(TimeWord::Several) => {
                let article = self.class(at.wrapping_sub(2)) == Some(TimeWord::Number(1));
                (Some(Count::Several), at - 1 - usize::from(article))
            }
            _ => match self.number(at) {
                Some((n, start)) => (Some(Count::Exact(n)), start),
                None => (None, i),
            },
        }
    }

    /// The number that ends before token `end`, in words or figures, and its first token.
    fn number(&self, end: usize) -> Option<(i32, usize)> {
        let at = end.checked_sub(1).filter(|&at| at >= self.floor)?;
        let word = self.word(at);
        if word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 4 {
            return Some((word.parse().ok()?, at));
        }
        if let Some((tens, ones)) = word.split_once('-') {
            return match (self.words.class(tens), self.words.class(ones)) {
                (Some(TimeWord::Number(t)), Some(TimeWord::Number(o))) if t >= 20 && o < 10 => Some((i32::from(t + o), at)),
                _ => None,
            };
        }
        let Some(TimeWord::Number(n)) = self.class(at) else { return None };
        let n = i32::from(n);
        // "Twenty - five", "a hundred", "a couple".
        if let Some(TimeWord::Number(tens @ 20..=90)) = self.class(at.wrapping_sub(2))
            && n < 10
            && self.dash(at - 1)
        {
            return Some((i32::from(tens) + n, at - 2));
        }
        if n > 1 && self.class(at.wrapping_sub(1)) == Some(TimeWord::Number(1)) && at > self.floor {
            return Some((n, at - 1));
        }
        Some((n, at))
    }

    pub(super) fn plural_unit(&self, i: usize) -> bool {
        // The tag where there is one; without tags the form differs from the lemma.
        let Some(token) = self.token(i) else { return false };
        match token.xpos {
            Xpos::Nns | Xpos::Nnps => true,
            Xpos::Nn | Xpos::Nnp => false,
            _ => self.word(i).ends_with('s') && !token.lemma.is_empty() && !self.word(i).eq_ignore_ascii_case(&token.lemma),
        }
    }

    fn with_earlier(&self, at: usize) -> usize {
        let earlier = at > self.floor
            && matches!(self.relation(at - 1), Some(Relation::Earlier | Relation::Later | Relation::Early | Relation::Late));
        at - usize::from(earlier)
    }
}

/// The days that lie `count` units before or after `base`: the whole day, week, month or
/// year, since nobody means a day by "three months ago".
fn distance(base: Date, unit: Unit, count: Count, sign: i32) -> Option<(Days, Precision)> {
    let whole = |moved: Date, unit: Unit| calendar::whole(moved, unit, 0);
    match (count, unit) {
        (_, Unit::Hour) => Some(((base, base), Precision::Day)),
        (Count::Exact(n), Unit::Day) => Some((whole(calendar::add_days(base, sign * n)?, Unit::Day)?, Precision::Day)),
        (Count::Exact(n), Unit::Week | Unit::Fortnight | Unit::Weekend) => {
            Some((whole(calendar::moved(base, unit, sign * n)?, Unit::Week)?, Precision::Week))
        }
        (Count::Exact(n), Unit::Month) => Some((whole(calendar::moved(base, unit, sign * n)?, Unit::Month)?, Precision::Month)),
        (Count::Exact(n), _) => Some((whole(calendar::moved(base, unit, sign * n)?, Unit::Year)?, Precision::Year)),
        (Count::Half, Unit::Year) => Some((whole(calendar::add_months(base, sign * 6)?, Unit::Month)?, Precision::Month)),
        (Count::Half, Unit::Decade) => Some((whole(calendar::add_months(base, sign * 60)?, Unit::Year)?, Precision::Year)),
        (Count::Half, Unit::Century) => Some((whole(calendar::add_months(base, sign * 600)?, Unit::Year)?, Precision::Year)),
        (Count::Half, _) => None,
        (Count::Several, _) => {
            let far = back_to_sign(base, unit, Count::Several, sign)?;
            let near = calendar::moved(base, unit, sign * 2)?;
            let (from, to) = if sign < 0 { (far, near) } else { (near, far) };
            Some(match unit {
                Unit::Day => ((from, to), Precision::Week),
                Unit::Week | Unit::Fortnight | Unit::Weekend => ((from, to), Precision::Month),
                Unit::Month => ((calendar::whole(from, Unit::Month, 0)?.0, calendar::whole(to, Unit::Month, 0)?.1), Precision::Year),
                _ => ((calendar::whole(from, Unit::Year, 0)?.0, calendar::whole(to, Unit::Year, 0)?.1), Precision::Year),
            })
        }
    }
}

fn back_to(base: Date, unit: Unit, count: Count) -> Option<Date> {
    back_to_sign(base, unit, count, -1)
}

/// The far end of a stretch of `count` units. "Several" reaches to about seven of them:
/// our reading of how news speaks of "recent days" and "the past few weeks".
fn back_to_sign(base: Date, unit: Unit, count: Count, sign: i32) -> Option<Date> {
    match count {
        Count::Exact(n) if unit == Unit::Hour => calendar::add_days(base, sign * (n / 24)),
        Count::Exact(n) => calendar::moved(base, unit, sign * n),
        Count::Half if unit == Unit::Year => calendar::add_months(base, sign * 6),
        Count::Half if unit == Unit::Decade => calendar::add_months(base, sign * 60),
        Count::Half => None,
        Count::Several => {
            let n = match unit {
                Unit::Day => 7,
                Unit::Week | Unit::Fortnight | Unit::Weekend | Unit::Month => 6,
                Unit::Year => 7,
                Unit::Decade | Unit::Century => 5,
                Unit::Hour => 0,
            };
            calendar::moved(base, unit, sign * n)
        }
    }
}

fn precision(unit: Unit) -> Precision {
    match unit {
        Unit::Hour | Unit::Day => Precision::Day,
        Unit::Week | Unit::Fortnight | Unit::Weekend => Precision::Week,
        Unit::Month => Precision::Month,
        Unit::Year | Unit::Decade | Unit::Century => Precision::Year,
    }
}

/// The part of a stretch that "early", "mid", "late" (thirds of it), "the start" and "the
/// end" of it (a day or two of a week, ten days of a month, a month of a year) mean.
pub(super) fn cut(days: Days, relation: Relation, unit: Unit) -> Option<Days> {
    let (first, last) = days;
    let length = first.until(last).ok()?.get_days();
    let from = |days: i32| calendar::add_days(first, days);
    let by_year = |early: i32, late: i32, years: i32| -> Option<Days> {
        // Whole months of a year, whole years of a decade.
        let month = |m: i32| calendar::add_months(first, m * years);
        Some((month(early)?, calendar::add_days(month(late)?, -1)?))
    };
    match (unit, relation) {
        (Unit::Year, Relation::Early) => by_year(0, 4, 1),
        (Unit::Year, Relation::Mid) => by_year(4, 8, 1),
        (Unit::Year, Relation::Late) => by_year(8, 12, 1),
        (Unit::Year, Relation::Start) => by_year(0, 1, 1),
        (Unit::Year, Relation::End) => by_year(11, 12, 1),
        (Unit::Decade, Relation::Early | Relation::Start) => by_year(0, 48, 1),
        (Unit::Decade, Relation::Mid) => by_year(48, 84, 1),
        (Unit::Decade, Relation::Late | Relation::End) => by_year(84, 120, 1),
        (Unit::Week | Unit::Weekend | Unit::Fortnight, Relation::Early | Relation::Start) => Some((first, from(1)?.min(last))),
        (Unit::Week, Relation::Mid) => Some((from(1)?, from(3)?)),
        (Unit::Week, Relation::Late | Relation::End) => Some((from(3)?, last)),
        // Seasons: thirds of their length.
        (Unit::Month, Relation::Early | Relation::Start) if length > 31 => Some((first, from(length / 3)?)),
        (Unit::Month, Relation::Mid) if length > 31 => Some((from(length / 3 + 1)?, from(2 * length / 3)?)),
        (Unit::Month, Relation::Late | Relation::End) if length > 31 => Some((from(2 * length / 3 + 1)?, last)),
        (Unit::Month, Relation::Early | Relation::Start) => Some((first, from(9)?)),
        (Unit::Month, Relation::Mid) => Some((from(10)?, from(19)?)),
        (Unit::Month, Relation::Late | Relation::End) => Some((from(20)?, last)),
        _ => None,
    }
}
