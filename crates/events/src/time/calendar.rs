//! Date arithmetic: weeks, months, holidays. Knows nothing of texts.
//!
//! Every function answers `None` where the calendar ends (years -9999 to 9999).

use dotterel_lexicon::time::{Holiday, Unit};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// First and last day, both inside.
pub(super) type Days = (Date, Date);

pub(super) fn add_days(date: Date, days: i32) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

/// Months later or, where negative, earlier; the day is cut to the month's length.
pub(super) fn add_months(date: Date, months: i32) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// 1 for Monday.
pub(super) fn weekday(date: Date) -> i32 {
    i32::from(date.weekday().to_monday_one_offset())
}

/// Monday to Sunday around a day, moved by weeks.
pub(super) fn week(date: Date, weeks: i32) -> Option<Days> {
    let monday = add_days(date, 1 - weekday(date) + 7 * weeks)?;
    Some((monday, add_days(monday, 6)?))
}

pub(super) fn month(year: i16, month: i8) -> Option<Days> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// The months `from` to `to` of a year; where `to` is smaller it lies in the year after.
pub(super) fn months(year: i16, from: i8, to: i8) -> Option<Days> {
    let end = if to < from { year.checked_add(1)? } else { year };
    Some((month(year, from)?.0, month(end, to)?.1))
}

/// All days of the years `from` to `to`.
pub(super) fn years(from: i16, to: i16) -> Option<Days> {
    Some((Date::new(from, 1, 1).ok()?, Date::new(to, 12, 31).ok()?))
}

/// The whole unit around a day, moved by `shift` units: the day, week, month, year ...
pub(super) fn whole(date: Date, unit: Unit, shift: i32) -> Option<Days> {
    let year = |length: i32| {
        let first = i32::from(date.year()).div_euclid(length).checked_add(shift)?.checked_mul(length)?;
        years(i16::try_from(first).ok()?, i16::try_from(first + length - 1).ok()?)
    };
    match unit {
        Unit::Hour => Some((date, date)),
        Unit::Day => add_days(date, shift).map(|d| (d, d)),
        Unit::Week => week(date, shift),
        Unit::Fortnight => week(date, shift.checked_mul(2)?),
        Unit::Weekend => {
            let (monday, sunday) = week(date, shift)?;
            Some((add_days(monday, 5)?, sunday))
        }
        Unit::Month => {
            let moved = add_months(date, shift)?;
            month(moved.year(), moved.month())
        }
        Unit::Year => year(1),
        Unit::Decade => year(10),
        Unit::Century => year(100),
    }
}

/// The day that lies `count` units after `date`, before it where negative.
pub(super) fn moved(date: Date, unit: Unit, count: i32) -> Option<Date> {
    match unit {
        Unit::Hour => Some(date),
        Unit::Day => add_days(date, count),
        Unit::Week | Unit::Weekend => add_days(date, count.checked_mul(7)?),
        Unit::Fortnight => add_days(date, count.checked_mul(14)?),
        Unit::Month => add_months(date, count),
        Unit::Year => add_months(date, count.checked_mul(12)?),
        Unit::Decade => add_months(date, count.checked_mul(120)?),
        Unit::Century => add_months(date, count.checked_mul(1200)?),
    }
}

/// The days of a holiday in a year. A Hijri feast may fall twice into a civil year; this
/// is the first.
pub(super) fn holiday(rule: Holiday, year: i16) -> Option<Days> {
    let day = match rule {
        Holiday::Fixed { month, day } => Date::new(year, month, day).ok()?,
        Holiday::Nth { month, weekday: wanted, nth } => {
            let (first, last) = self::month(year, month)?;
            let wanted = i32::from(wanted);
            if nth < 0 {
                add_days(last, -(weekday(last) - wanted).rem_euclid(7))?
            } else {
                add_days(first, (wanted - weekday(first)).rem_euclid(7) + 7 * (i32::from(nth) - 1))?
            }
        }
        Holiday::Easter(days) => add_days(easter(year)?, i32::from(days))?,
        Holiday::Hijri { month, day } => {
            // The Islamic year is about 354.37 days long, so at most two begin in a civil one.
            let about = (f64::from(year) - 622.0) * 33.0 / 32.0;
            let first = about as i32 - 1;
            return (first..first + 4).find_map(|hijri| {
                let start = islamic(hijri, month, day.max(1))?;
                let end = if day == 0 { add_days(islamic_next(hijri, month)?, -1)? } else { add_days(start, 2)? };
                (start.year() == year).then_some((start, end))
            });
        }
        Holiday::Once(date) => date,
    };
    Some((day, day))
}

/// Easter Sunday of the Gregorian calendar: Meeus, Jones and Butcher's algorithm.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15).rem_euclid(30);
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

/// A day of the tabular Islamic calendar (30-year cycle, civil epoch 19 July 622 Gregorian).
fn islamic(year: i32, month: i8, day: i8) -> Option<Date> {
    let month = i32::from(month);
    let days = i32::from(day) - 1 + 29 * (month - 1) + month / 2 + (year - 1).checked_mul(354)? + (3 + 11 * year).div_euclid(30);
    add_days(Date::constant(622, 7, 19), days)
}

fn islamic_next(year: i32, month: i8) -> Option<Date> {
    if month == 12 { islamic(year + 1, 1, 1) } else { islamic(year, month + 1, 1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn week_runs_from_monday_to_sunday() {
        assert_eq!(week(date(2023, 2, 22), 0), Some((date(2023, 2, 20), date(2023, 2, 26))));
        assert_eq!(whole(date(2023, 2, 22), Unit::Weekend, -1), Some((date(2023, 2, 18), date(2023, 2, 19))));
    }

    #[test]
    fn moving_by_months_keeps_to_the_month() {
        assert_eq!(add_months(date(2024, 3, 31), -1), Some(date(2024, 2, 29)));
        assert_eq!(months(2022, 12, 2), Some((date(2022, 12, 1), date(2023, 2, 28))));
    }

    #[test]
    fn holidays_by_rule() {
        let day = |rule, year| holiday(rule, year).map(|d| d.0);
        assert_eq!(day(Holiday::Easter(0), 2023), Some(date(2023, 4, 9)));
        assert_eq!(day(Holiday::Easter(0), 2024), Some(date(2024, 3, 31)));
        assert_eq!(day(Holiday::Easter(-2), 2016), Some(date(2016, 3, 25)));
        assert_eq!(day(Holiday::Nth { month: 11, weekday: 4, nth: 4 }, 2022), Some(date(2022, 11, 24)));
        assert_eq!(day(Holiday::Nth { month: 5, weekday: 1, nth: -1 }, 2021), Some(date(2021, 5, 31)));
    }

    #[test]
    fn tabular_islamic_calendar_is_within_a_day() {
        // Ramadan began on 23 March 2023 and on 11 March 2024 in most countries.
        for (year, real) in [(2023, date(2023, 3, 23)), (2024, date(2024, 3, 11)), (2016, date(2016, 6, 6))] {
            let (start, _) = holiday(Holiday::Hijri { month: 9, day: 0 }, year).unwrap();
            let off = start.since(real).unwrap().get_days().abs();
            assert!(off <= 1, "{start} is {off} days off");
        }
    }

    #[test]
    fn calendar_ends_quietly() {
        assert_eq!(add_days(Date::MAX, 1), None);
        assert_eq!(moved(date(2023, 1, 1), Unit::Century, 30000), None);
        assert_eq!(whole(date(2023, 1, 1), Unit::Century, 1 << 24), None);
    }
}
