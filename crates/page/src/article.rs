//! Which part of this HTML is the report? The crate `trafilatura` decides, favouring precision;
//! around it stand our own mends, each general and each tested, and a plain fallback for pages
//! from which it gets nothing or from which no tree may be built.

use std::panic::{AssertUnwindSafe, catch_unwind};

use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use crate::align;
use crate::blocks::{Block, Kind, blocks};
use crate::facts::Facts;
use crate::mends;
use crate::shape;

/// Extracts the report's blocks; what was noticed goes to `warnings`.
pub fn article(html: &str, facts: &Facts, warnings: &mut Vec<String>) -> Vec<Block> {
    let page = blocks(html);
    let mut found = match shape::hostile(html) {
        Some(reason) => {
            warnings.push(format!("{reason}: text was extracted the plain way"));
            Vec::new()
        }
        None => extract(html, &page, facts).unwrap_or_else(|| {
            warnings.push("the extractor failed on this page: text was extracted the plain way".to_string());
            Vec::new()
        }),
    };
    if found.is_empty() {
        found = mends::mend(running_text(page), facts);
    }
    found
}

/// Favours precision, and asks the extractor's slower ways only where that finds nothing or
/// less than half of the page's running text; then they must find much more. `None` where the
/// extractor panics.
fn extract(html: &str, page: &[Block], facts: &Facts) -> Option<Vec<Block>> {
    let stated = facts.body.as_deref().unwrap_or_default().len();
    let there = size(&running_text(page.to_vec())).max(stated);
    let mut best = Vec::new();
    for (focus, fallback) in
        [(ExtractionFocus::FavorPrecision, false), (ExtractionFocus::FavorPrecision, true), (ExtractionFocus::Balanced, true)]
    {
        let found = mends::mend(align::with_page(run(html, focus, fallback)?, page), facts);
        if best.is_empty() || (2 * size(&found) > 3 * size(&best) && !align::is_listing(&found, page)) {
            best = found;
        }
        let enough = if fallback { !best.is_empty() } else { 2 * size(&best) >= there };
        if enough {
            break;
        }
    }
    Some(best)
}

/// Runs the extractor once; `None` where it panics, no blocks where it finds nothing.
fn run(html: &str, focus: ExtractionFocus, fallback: bool) -> Option<Vec<Block>> {
    let options = Options::default()
        .with_focus(focus)
        .with_fallback(fallback)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    // The extractor holds no state between calls that a panic could leave broken.
    let result = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options))).ok()?;
    Some(result.map(|result| blocks(&result.content_html)).unwrap_or_default())
}

fn size(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.text.len()).sum()
}

/// The plain way: blocks that read like running text, inside `article` or `main` where that
/// holds most of it.
fn running_text(all: Vec<Block>) -> Vec<Block> {
    let reads = |block: &Block| {
        let letters = block.text.chars().filter(|c| c.is_alphabetic()).count();
        !block.furniture && block.linked * 2 < block.text.len() && (letters >= 60 || block.text.split_whitespace().count() >= 12)
    };
    let size = |article: bool| -> usize {
        all.iter().filter(|block| reads(block) && (block.in_article || !article)).map(|block| block.text.len()).sum()
    };
    let (inside, whole) = (size(true), size(false));
    if whole == 0 {
        let unlinked: Vec<Block> = all.iter().filter(|block| !block.furniture && block.linked * 2 < block.text.len()).cloned().collect();
        return if unlinked.is_empty() { all } else { unlinked };
    }
    let only_article = inside * 2 > whole;
    all.into_iter().filter(|block| reads(block) && block.kind != Kind::Row && (block.in_article || !only_article)).collect()
}
