//! When was the page published? Reads dates as pages write them: ISO 8601 with any tail, RFC
//! 2822, months in words, addresses with a date in their path. Only the civil date as written
//! counts: a report of 23:30 in New York is of that day, whatever the day in London.
//!
//! Knows the English month names only; pages state dates of other languages in ISO 8601.

use jiff::civil::Date;

/// First year in which a report can have been published on the web's pages or in the archives
/// that are digitised into them.
const FIRST_YEAR: i16 = 1600;

/// Last year that is not nonsense. A fixed bound, since the stage reads no clock.
const LAST_YEAR: i16 = 2199;

/// Reads the date that `text` begins with or is.
///
/// # Errors
/// `Err` with the reason where the text looks like a date but cannot be one (month 13, year 0);
/// `Ok(None)` where it does not look like one.
pub fn read(text: &str) -> Result<Option<Date>, String> {
    let text = text.trim();
    let found = numeric(text).or_else(|| compact(text)).or_else(|| in_words(text)).or_else(|| unix(text));
    let Some((year, month, day)) = found else { return Ok(None) };
    civil(year, month, day).map(Some).ok_or_else(|| format!("{:?} is no date of a report", shorten(text)))
}

/// The date in the path of an address: `/2023/02/22/`, `/2023-02-22-`, `/2023/feb/22/`.
pub fn in_url(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    for window in parts.windows(3) {
        let [year, month, day] = window else { continue };
        if year.len() == 4
            && let Ok(year) = year.parse()
            && let Some(month) = month_number(month).or_else(|| digits(month, 2))
            && let Some(day) = digits(day, 2)
            && let Some(date) = civil(year, month, day)
            && date.year() >= 1990
        {
            return Some(date);
        }
    }
    // "/20230222/": eight digits alone.
    parts.iter().filter(|part| part.len() == 8).find_map(|part| {
        let (year, month, day) = compact(part)?;
        civil(year, month, day).filter(|date| date.year() >= 1990)
    })
}

fn civil(year: i16, month: i8, day: i8) -> Option<Date> {
    let date = Date::new(year, month, day).ok()?;
    (FIRST_YEAR..=LAST_YEAR).contains(&date.year()).then_some(date)
}

/// `2023-02-22T10:00:00+01:00`, `2023/2/22`, `2023.02.22`; and with the year last
/// `02/22/2023` (American), `22.02.2023` (dots: day first).
fn numeric(text: &str) -> Option<(i16, i8, i8)> {
    let (first, rest) = number(text)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (second, rest) = number(&rest[1..])?;
    let (third, rest) = number(rest.strip_prefix(separator)?)?;
    if rest.starts_with(|c: char| c == separator || c.is_ascii_digit()) {
        return None;
    }
    let value = |part: &str| part.parse::<i16>().ok();
    let small = |part: &str| if part.len() <= 2 { part.parse::<i8>().ok() } else { None };
    if first.len() == 4 {
        return Some((value(first)?, small(second)?, small(third)?));
    }
    if third.len() != 4 {
        return None;
    }
    let (a, b, year) = (small(first)?, small(second)?, value(third)?);
    match separator {
        '.' => Some((year, b, a)),
        _ if a > 12 => Some((year, b, a)),
        // Only where it cannot be read two ways.
        _ if b > 12 || a == b => Some((year, a, b)),
        _ => None,
    }
}

/// `20230222` or `20230222T100000Z`.
fn compact(text: &str) -> Option<(i16, i8, i8)> {
    let (number, rest) = number(text)?;
    let number = if number.len() == 14 { &number[..8] } else { number };
    if number.len() != 8 || rest.starts_with(['-', '/', '.']) {
        return None;
    }
    let year: i16 = number[..4].parse().ok()?;
    // Eight digits that begin otherwise are a count or an id.
    if !(1900..=LAST_YEAR).contains(&year) {
        return None;
    }
    Some((year, number[4..6].parse().ok()?, number[6..].parse().ok()?))
}

/// `Wed, 22 Feb 2023 10:00`, `February 22, 2023`, `22nd of February 2023`.
fn in_words(text: &str) -> Option<(i16, i8, i8)> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && *w != "of").take(16).collect();
    let at = words.iter().position(|word| month_number(word).is_some())?;
    let month = month_number(words[at])?;
    let before = at.checked_sub(1).and_then(|i| words.get(i)).and_then(|w| day_number(w));
    let after = words.get(at + 1);
    let year = |word: Option<&&str>| word.filter(|w| w.len() == 4).and_then(|w| w.parse::<i16>().ok());
    if let Some(day) = before
        && let Some(year) = year(after)
    {
        return Some((year, month, day));
    }
    Some((year(words.get(at + 2))?, month, day_number(after?)?))
}

/// Seconds or milliseconds since 1970, as some meta tags give them. The day is that of UTC.
fn unix(text: &str) -> Option<(i16, i8, i8)> {
    let seconds: i64 = match text.len() {
        10 => text.parse().ok()?,
        13 => text.parse::<i64>().ok()? / 1_000,
        _ => return None,
    };
    let days = i32::try_from(seconds.div_euclid(86_400)).ok()?;
    let date = Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days)).ok()?;
    Some((date.year(), date.month(), date.day()))
}

fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    (end > 0).then(|| text.split_at(end))
}

fn digits(text: &str, most: usize) -> Option<i8> {
    if text.is_empty() || text.len() > most || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn day_number(word: &str) -> Option<i8> {
    let (number, tail) = number(word)?;
    if !matches!(tail, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    digits(number, 2)
}

fn month_number(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let word = word.to_ascii_lowercase();
    if word.len() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|month| *month == word || month[..3] == word || (word == "sept" && *month == "september"))?;
    i8::try_from(at + 1).ok()
}

fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = match read(text) {
            Ok(Some(date)) => date.to_string(),
            Ok(None) => "none".to_string(),
            Err(_) => "nonsense".to_string(),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_are_read_as_written() {
        check("2023-02-22", "2023-02-22");
        check("2023-02-22T23:30:00-05:00", "2023-02-22");
        check(" 2023/2/3 10:00", "2023-02-03");
        check("20230222", "2023-02-22");
        check("20230222T101500Z", "2023-02-22");
        check("Wed, 22 Feb 2023 10:00:00 GMT", "2023-02-22");
        check("February 22nd, 2023", "2023-02-22");
        check("Published: 22 September 2023 at 10am", "2023-09-22");
        check("22.02.2023", "2023-02-22");
        check("02/22/2023", "2023-02-22");
        check("1677060000", "2023-02-22");
        check("1677060000000", "2023-02-22");
    }

    #[test]
    fn nonsense_is_rejected_by_name() {
        for text in ["0000-00-00", "0000-01-01T00:00:00Z", "2023-02-30", "2023-13-01", "9999-12-31", "0001-01-01"] {
            check(text, "nonsense");
        }
        assert!(read("0000-01-01").unwrap_err().contains("0000-01-01"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "today", "3 hours ago", "02/03/2023", "12345678", "May be", "1.2.3", "99999999999999999999"] {
            check(text, "none");
        }
    }

    #[test]
    fn address_gives_the_date_of_its_path() {
        let date = |url| in_url(url).map(|d| d.to_string());
        assert_eq!(date("https://example.org/world/2023/02/22/title-10-11-12").as_deref(), Some("2023-02-22"));
        assert_eq!(date("https://example.org/world/2023/feb/22/title").as_deref(), Some("2023-02-22"));
        assert_eq!(date("https://example.org/news-2023-02-22.html").as_deref(), Some("2023-02-22"));
        assert_eq!(date("https://example.org/20230222/a").as_deref(), Some("2023-02-22"));
        assert_eq!(date("https://example.org/a?d=2023/02/22"), None);
        assert_eq!(date("https://example.org/2023/02/30/a"), None);
        assert_eq!(date("https://example.org/article-14847854"), None);
    }
}
