//! Which part of this HTML is the report? The crate `trafilatura` decides, favouring precision;
//! around it stand our own mends, each general and each tested, and a plain fallback for pages
//! from which it gets nothing or from which no tree may be built.

use std::panic::{AssertUnwindSafe, catch_unwind};

use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use crate::blocks::{Block, Kind, blocks};
use crate::facts::Facts;
use crate::shape;

/// Extracts the report's blocks; what was noticed goes to `warnings`.
pub fn article(html: &str, facts: &Facts, warnings: &mut Vec<String>) -> Vec<Block> {
    if let Some(reason) = shape::hostile(html) {
        warnings.push(format!("{reason}: text was extracted the plain way"));
        return longest_run(blocks(html));
    }
    let _ = facts;
    for (focus, fallback) in [(ExtractionFocus::FavorPrecision, true), (ExtractionFocus::Balanced, true)] {
        match extract(html, focus, fallback) {
            Some(found) if !found.is_empty() => return found,
            Some(_) => {}
            None => {
                warnings.push("the extractor failed on this page: text was extracted the plain way".to_string());
                break;
            }
        }
    }
    longest_run(blocks(html))
}

/// Runs the extractor; `None` where it panics, no blocks where it finds nothing.
fn extract(html: &str, focus: ExtractionFocus, fallback: bool) -> Option<Vec<Block>> {
    let options = Options::default()
        .with_focus(focus)
        .with_fallback(fallback)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    let result = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options))).ok()?;
    Some(result.map(|result| blocks(&result.content_html)).unwrap_or_default())
}

/// The plain way: blocks that read like running text, inside `article` or `main` where that
/// holds most of it.
fn longest_run(all: Vec<Block>) -> Vec<Block> {
    let reads = |block: &Block| {
        let letters = block.text.chars().filter(|c| c.is_alphabetic()).count();
        block.linked * 2 < block.text.len() && (letters >= 60 || block.text.split_whitespace().count() >= 12)
    };
    let size = |article: bool| -> usize {
        all.iter().filter(|block| reads(block) && (block.in_article || !article)).map(|block| block.text.len()).sum()
    };
    let (inside, whole) = (size(true), size(false));
    if whole == 0 {
        return all.into_iter().filter(|block| block.linked * 2 < block.text.len()).collect();
    }
    let only_article = inside * 2 > whole;
    all.into_iter().filter(|block| reads(block) && block.kind != Kind::Row && (block.in_article || !only_article)).collect()
}
