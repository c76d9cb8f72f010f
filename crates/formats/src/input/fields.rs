//! The fields of a document in JSON and tables: which names are known, and what makes a
//! document of them.

use super::{Body, RawDocument, date};

/// A field, by any of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// `id`.
    Id,
    /// `date`.
    Date,
    /// `pub_date`, as the NGEC coder names it; second to `date`.
    PubDate,
    /// `text`.
    Text,
    /// `event_text`, as the NGEC coder names it; second to `text`.
    EventText,
    /// `html`.
    Html,
    /// `title`.
    Title,
    /// `url`.
    Url,
    /// `publication`.
    Publication,
    /// `source`; second to `publication`.
    Source,
    /// `author`.
    Author,
    /// `language`.
    Language,
}

/// Number of names.
const COUNT: usize = 12;

impl Name {
    /// The field of this name; case and white space around it do not matter.
    pub fn of(name: &[u8]) -> Option<Name> {
        const NAMES: [(&str, Name); COUNT] = [
            ("id", Name::Id),
            ("date", Name::Date),
            ("pub_date", Name::PubDate),
            ("text", Name::Text),
            ("event_text", Name::EventText),
            ("html", Name::Html),
            ("title", Name::Title),
            ("url", Name::Url),
            ("publication", Name::Publication),
            ("source", Name::Source),
            ("author", Name::Author),
            ("language", Name::Language),
        ];
        let name = name.strip_prefix(b"\xef\xbb\xbf").unwrap_or(name).trim_ascii();
        NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known.as_bytes())).map(|&(_, field)| field)
    }

    /// True for the fields that can hold the report itself.
    pub fn is_body(self) -> bool {
        matches!(self, Name::Text | Name::EventText | Name::Html)
    }
}

/// The values of one record.
#[derive(Debug, Default)]
pub struct Fields {
    values: [Option<String>; COUNT],
    /// What could not be used as it is.
    pub warnings: Vec<String>,
    /// Why the text cannot be used, where it is there but no text.
    pub unusable: Option<String>,
}

impl Fields {
    /// Sets a field; an empty value is none, and the last of several counts.
    pub fn set(&mut self, name: Name, value: String) {
        if let Some(slot) = self.values.get_mut(name as usize) {
            *slot = (!value.trim().is_empty()).then_some(value);
        }
    }

    fn take(&mut self, names: &[Name]) -> Option<String> {
        names.iter().find_map(|&name| self.values.get_mut(name as usize)?.take())
    }

    /// The document. `bytes` is the length of the record it was made of.
    ///
    /// # Errors
    /// Where there is no text: the reason.
    pub fn document(mut self, default_id: impl FnOnce() -> String, origin: String) -> Result<RawDocument, String> {
        let given_id = self.take(&[Name::Id]).map(|id| id.trim().to_string());
        let body = match self.take(&[Name::Text, Name::EventText]) {
            Some(text) => Body::Text(text),
            None => match self.take(&[Name::Html]) {
                Some(html) => Body::Html(html.into_bytes()),
                None => {
                    let what = self.unusable.unwrap_or_else(|| "no `text`, `event_text` or `html`".to_string());
                    return Err(match given_id {
                        Some(id) => format!("document {id:?}: {what}"),
                        None => what,
                    });
                }
            },
        };
        let mut warnings = std::mem::take(&mut self.warnings);
        let id = given_id.unwrap_or_else(default_id);
        let date = self.take(&[Name::Date, Name::PubDate]).and_then(|given| {
            let date = date::parse(&given);
            if date.is_none() {
                warnings.push(date::warning(&given));
            }
            date
        });
        let bytes = match &body {
            Body::Html(html) => html.len(),
            Body::Text(text) => text.len(),
        };
        let trimmed = |value: Option<String>| value.map(|v| v.trim().to_string());
        Ok(RawDocument {
            id,
            origin,
            body,
            date,
            captured: None,
            title: trimmed(self.take(&[Name::Title])),
            url: trimmed(self.take(&[Name::Url])),
            publication: trimmed(self.take(&[Name::Publication, Name::Source])),
            author: trimmed(self.take(&[Name::Author])),
            language: trimmed(self.take(&[Name::Language])),
            bytes: bytes as u64,
            warnings,
        })
    }
}
