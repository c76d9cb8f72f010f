//! Dates in figures: "2023-02-22", "22/02/2023", "2014-2016", "1990s".
//!
//! Works on bytes, since a tokenizer may or may not split such a date.

use jiff::civil::Date;

use super::calendar::{self, Days};
use dotterel_document::time::Precision;

/// Reads a date in figures at the start of `text`. Gives its length in bytes too.
///
/// Where day and month could be exchanged ("03/04/2023") it is no date: nothing tells
/// which order the writer follows.
pub(super) fn read(text: &str) -> Option<(usize, Days, Precision)> {
    let bytes = text.as_bytes();
    let (a, a_len) = figures(bytes)?;
    let rest = bytes.get(a_len..)?;
    let (mark, mark_len) = mark(rest)?;
    let second = rest.get(mark_len..)?;
    if a_len == 4 && mark == b's' && (1000..=2090).contains(&a) && a % 10 == 0 {
        return whole_word(bytes, a_len + mark_len).then_some((
            a_len + mark_len,
            calendar::years(a as i16, a as i16 + 9)?,
            Precision::Year,
        ));
    }
    let (b, b_len) = figures(second)?;
    let two = a_len + mark_len + b_len;
    let third = second.get(b_len..)?;
    let three = self::mark(third).filter(|m| m.0 == mark).and_then(|(_, len)| Some((figures(third.get(len..)?)?, len)));
    let day = |year: u32, month: u32, day: u32, len: usize| {
        let date = Date::new(year as i16, month as i8, day as i8).ok()?;
        whole_word(bytes, len).then_some((len, (date, date), Precision::Day))
    };
    match three {
        Some(((c, c_len), len)) => {
            let all = two + len + c_len;
            match (a_len, b_len, c_len) {
                (4, 1..=2, 1..=2) if mark != b's' => day(a, b, c, all),
                (1..=2, 1..=2, 4) if mark != b's' => match (a, b) {
                    (13..=31, 1..=12) => day(c, b, a, all),
                    (1..=12, 13..=31) => day(c, a, b, all),
                    // Points part day and month in this order only.
                    (1..=31, 1..=12) if mark == b'.' || a == b => day(c, b, a, all),
                    _ => None,
                },
                _ => None,
            }
        }
        None if a_len == 4 && matches!(mark, b'-' | b'/') && year(a) && whole_word(bytes, two) => {
            let last = match b_len {
                4 => b,
                2 => a / 100 * 100 + b,
                _ => return None,
            };
            let fits = year(last) && a < last && last - a < 100;
            fits.then_some((two, calendar::years(a as i16, last as i16)?, Precision::Year))
        }
        None => None,
    }
}

/// True where four figures may be a year of the news: 1800 to 2099.
pub(super) fn year(number: u32) -> bool {
    (1800..=2099).contains(&number)
}

/// The number at the start and its length; at most four figures.
fn figures(bytes: &[u8]) -> Option<(u32, usize)> {
    let len = bytes.iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    if len == 0 || len > 4 {
        return None;
    }
    let value = bytes.get(..len)?.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    Some((value, len))
}

/// A mark between numbers: dash of any length, slash, point; or the "s" of a decade.
fn mark(bytes: &[u8]) -> Option<(u8, usize)> {
    match bytes {
        [b'-', ..] => Some((b'-', 1)),
        [b'/', ..] => Some((b'/', 1)),
        [b'.', ..] => Some((b'.', 1)),
        [b's', ..] => Some((b's', 1)),
        [b'\'', b's', ..] => Some((b's', 2)),
        // The en dash, and the right quote of "1990’s".
        [0xE2, 0x80, 0x93, ..] => Some((b'-', 3)),
        [0xE2, 0x80, 0x99, b's', ..] => Some((b's', 4)),
        _ => None,
    }
}

fn whole_word(bytes: &[u8], len: usize) -> bool {
    match bytes.get(len) {
        Some(b) => !b.is_ascii_alphanumeric() && *b != b'%',
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let got = match read(text) {
            Some((len, (start, end), precision)) => format!("{} {start}..{end} {}", &text[..len], precision.as_str()),
            None => String::new(),
        };
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn iso_date() {
        check("2023-02-22, he", "2023-02-22 2023-02-22..2023-02-22 day");
        check("2023-02-31", "");
    }

    #[test]
    fn order_of_day_and_month_only_where_certain() {
        check("22/02/2023", "22/02/2023 2023-02-22..2023-02-22 day");
        check("02/22/2023", "02/22/2023 2023-02-22..2023-02-22 day");
        check("03/04/2023", "");
        check("3.4.2023", "3.4.2023 2023-04-03..2023-04-03 day");
    }

    #[test]
    fn spans_of_years_and_decades() {
        check("2014–2016", "2014–2016 2014-01-01..2016-12-31 year");
        check("2014-16", "2014-16 2014-01-01..2016-12-31 year");
        check("1990s", "1990s 1990-01-01..1999-12-31 year");
        check("1914-1918", "1914-1918 1914-01-01..1918-12-31 year");
    }

    #[test]
    fn other_figures_are_no_dates() {
        for text in ["2014", "20140-2016", "3-2", "1.5", "555-1234-22", "2,000", "2016-2014", "10/11", "0000-00-00"] {
            check(text, "");
        }
    }
}
