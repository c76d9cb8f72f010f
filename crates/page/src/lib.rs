//! Which part of this HTML is the report, who published it, and when?
//!
//! The first stage: bytes in, [`Page`] out. A messy page is no error: what was noticed stands in
//! [`Page::warnings`]. Nothing here reads a file or a clock, and no input makes it panic.

mod decode;
mod markup;
mod shape;

mod dates;
mod facts;
mod json_ld;

mod align;
mod article;
mod blocks;
mod boilerplate;
mod mends;
mod mojibake;
mod tidy;

mod language;

use dotterel_document::Page;

pub use boilerplate::Patterns;
pub use decode::{decode, decode_html, is_binary, looks_like_html};
pub use language::{Lang, language};

/// Reads an HTML page: the report's text, cleaned, paragraphs parted by a blank line, and what
/// the page says about itself.
pub fn from_html(id: &str, bytes: &[u8]) -> Page {
    let (html, mut warnings) = decode_html(bytes);
    let facts = facts::facts(&html);
    let blocks = article::article(&html, &facts, &mut warnings);
    let text = blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n\n");
    warnings.extend(facts.warnings);
    if text.is_empty() {
        warnings.push("no text found in the page".to_string());
    }
    let language = language(&text, facts.language.as_deref()).map(|lang| lang.code.to_string());
    Page {
        id: id.to_string(),
        text,
        date: facts.date,
        title: facts.title,
        url: facts.url,
        publication: facts.publication,
        author: facts.author,
        language: language.or(facts.language),
        extracted: true,
        boilerplate: Vec::new(),
        warnings,
    }
}

/// Takes a plain text as it is, since offsets are the given text's; lines that are not the
/// report's own words are marked and not removed.
pub fn from_text(id: &str, text: &str) -> Page {
    Page {
        id: id.to_string(),
        text: text.to_string(),
        language: language(text, None).map(|lang| lang.code.to_string()),
        boilerplate: Patterns::english().lines(text),
        ..Page::default()
    }
}
