//! A report as it came in: its text and what its page says about it.

use jiff::civil::Date;

/// One report, before any analysis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Document id: given by the input, or the file's stem.
    pub id: String,
    /// The report's text. For text and JSON input exactly as given; for HTML the extracted
    /// text, paragraphs parted by a blank line. All byte spans index this string.
    pub text: String,
    /// Day of publication.
    pub date: Option<Date>,
    /// Headline, without the site's name.
    pub title: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Who published it ("The Guardian").
    pub publication: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// ISO 639-1 code of the text's language.
    pub language: Option<String>,
    /// True where `text` was extracted from HTML, so that output must carry it.
    pub extracted: bool,
    /// Byte ranges of `text` that are not the report's own words (skip links, share and
    /// cookie lines) and are not analysed. Sorted, not overlapping.
    pub boilerplate: Vec<crate::Span<crate::Byte>>,
    /// What was noticed on the way ("no date found"): `warnings` in the output.
    pub warnings: Vec<String>,
}
