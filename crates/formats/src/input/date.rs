//! Days as inputs write them.
//!
//! Read are: `2023-02-22`, with `/` or `.` too; `20230222`; RFC 3339 and ISO 8601 times
//! (`2023-02-22T10:00:00Z`); RFC 2822 (`Wed, 22 Feb 2023 10:00:00 +0000`); and `22 February
//! 2023` or `February 22, 2023`. The day is the one written, in whatever zone it was written.
//! `22/02/2023` is not read: two countries would read two days.

use jiff::civil::Date;

/// The day; `None` for what is not understood or is not in the calendar, such as year 0.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.starts_with(|c: char| c.is_ascii_digit()) { numeric(text).or_else(|| in_words(text)) } else { in_words(text) }
}

/// What to tell the user where [`parse`] gave nothing.
pub fn warning(given: &str) -> String {
    let shown: String = given.trim().chars().take(40).collect();
    format!("date {shown:?} is not a day that is understood: left out")
}

/// Year first, in digits.
fn numeric(text: &str) -> Option<Date> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, month, day, rest) = match digits {
        4 => {
            let separator = text[4..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
            let (month, rest) = number(&text[5..])?;
            let (day, rest) = number(rest.strip_prefix(separator)?)?;
            (&text[..4], month, day, rest)
        }
        8 | 14 => (&text[..4], text[4..6].parse().ok()?, text[6..8].parse().ok()?, &text[digits..]),
        _ => return None,
    };
    date(year.parse().ok()?, month, day).filter(|_| is_time(rest))
}

/// With the name of the month; a weekday may stand before.
fn in_words(text: &str) -> Option<Date> {
    let mut words = text.split([' ', ',', '\t', '-', '\u{a0}']).filter(|word| !word.is_empty());
    let mut first = words.next()?;
    if is_weekday(first) {
        first = words.next()?;
    }
    let second = words.next()?;
    let third = words.next()?;
    let (day, month) = match (month(first), month(second)) {
        (Some(month), _) => (ordinal(second)?, month),
        (None, Some(month)) => (ordinal(first)?, month),
        (None, None) => return None,
    };
    let year = third.trim_end_matches('.');
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    date(year.parse().ok()?, month, day)
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    (year > 0).then(|| Date::new(year, month, day).ok()).flatten()
}

/// One or two digits, and the rest.
fn number(text: &str) -> Option<(i8, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 2 {
        return None;
    }
    Some((text[..digits].parse().ok()?, &text[digits..]))
}

/// "22", "22nd".
fn ordinal(word: &str) -> Option<i8> {
    let (day, rest) = number(word.trim_end_matches('.'))?;
    matches!(rest, "" | "st" | "nd" | "rd" | "th").then_some(day)
}

/// True for what may follow a day: nothing, or a time.
fn is_time(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['T', 't', ' ', ',']);
    rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'Z' | 'z' | '+' | '-'))
}

/// Month names of the mail and web formats, whole or cut to at least three letters.
fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
    i8::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_in_many_ways() {
        let day = jiff::civil::date(2023, 2, 22);
        for text in [
            "2023-02-22",
            " 2023-2-22 ",
            "2023/02/22",
            "2023.02.22",
            "20230222",
            "20230222103000",
            "20230222T103000Z",
            "2023-02-22T23:30:00-05:00",
            "2023-02-22 10:00:00.123",
            "2023-02-22Z",
            "Wed, 22 Feb 2023 10:00:00 +0000",
            "22 Feb 2023 10:00 GMT",
            "22 February 2023",
            "22-Feb-2023",
            "22nd February, 2023",
            "February 22, 2023",
            "Feb. 22, 2023",
            "Wednesday, February 22, 2023 at 5 p.m.",
        ] {
            assert_eq!(parse(text), Some(day), "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        for text in [
            "0000-01-01",
            "0000-00-00",
            "2023-02-30",
            "2023-13-01",
            "20231301",
            "22/02/2023",
            "2023",
            "yesterday",
            "2023-02",
            "31 June 2023",
            "2023-02-22x",
            "1677024000",
            "",
            "Feb",
            "１２３４-01-01",
            "2023-é1-01",
            "12345é",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
