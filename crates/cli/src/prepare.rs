//! From a raw document to a page that can be coded, or the reason why not.

use dotterel::Page;
use dotterel_formats::input::{Body, RawDocument};
use jiff::civil::Date;

/// Warning of documents whose day of publication is not known.
pub const NO_DATE: &str = "no date: weekdays and other relative dates are not resolved; give one with --date";

/// What to do with a document.
pub enum Prepared {
    /// Code it.
    Page(Page),
    /// Leave it, for its language.
    Foreign {
        /// The language's English name.
        language: String,
    },
    /// Leave it: there is no text.
    Empty,
}

/// Reads the page, fills in what the input knows better, and looks at the language.
pub fn prepare(raw: RawDocument, date: Option<Date>, any_language: bool) -> Prepared {
    let mut page = match raw.body {
        Body::Html(bytes) => dotterel::page::from_html(&raw.id, &bytes),
        Body::Text(text) => dotterel::page::from_text(&raw.id, &text),
    };
    if page.text.trim().is_empty() {
        return Prepared::Empty;
    }
    // What the archive says of a document stands before what its page says.
    page.date = raw.date.or(page.date).or_else(|| date_in_name(&raw.id)).or(date).or(raw.captured);
    page.title = raw.title.or(page.title.take());
    page.url = raw.url.or(page.url.take());
    page.publication = raw.publication.or(page.publication.take());
    page.author = raw.author.or(page.author.take());
    page.warnings.splice(0..0, raw.warnings);
    if page.date.is_none() {
        page.warnings.push(NO_DATE.to_string());
    }
    let declared = raw.language.or(page.language.take());
    match dotterel::page::language(&page.text, declared.as_deref()) {
        Some(found) => {
            if found.code != "en" && !any_language {
                return Prepared::Foreign { language: found.name.to_string() };
            }
            page.language = Some(found.code.to_string());
        }
        None => page.language = declared,
    }
    Prepared::Page(page)
}

/// "2023-02-22-talks-in-moscow": archives often put the day before the name.
fn date_in_name(id: &str) -> Option<Date> {
    let name = id.rsplit('/').next().unwrap_or(id);
    let day = name.get(..10)?;
    let next = name[10..].chars().next();
    if next.is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    day.parse().ok().filter(|d: &Date| d.year() > 1000)
}

#[cfg(test)]
mod tests {
    use super::date_in_name;

    #[test]
    fn a_day_before_the_name_is_the_date() {
        assert_eq!(date_in_name("2010-04-08-new-start-treaty"), Some("2010-04-08".parse().unwrap()));
        assert_eq!(date_in_name("report"), None);
        assert_eq!(date_in_name("2010-13-45-x"), None);
        assert_eq!(date_in_name("éééééééééé"), None);
    }
}
