//! Lays the extractor's blocks beside the page's own. What the extractor loses or keeps by
//! mistake shows there: a block that is a caption or a mere link in the page goes, and a
//! sentence that stands between two blocks of the report and was lost comes back.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::blocks::{Block, Kind};
use crate::mends::letters;
use crate::tidy::border;

/// Shorter blocks (in letters) are too common to find their place by them.
const TELLING: usize = 20;

/// From how many letters on a paragraph that stands twice is dropped the second time: pull quotes
/// and texts that are in the page once for the screen and once for the phone.
const REPEATED: usize = 100;

/// How many `article` elements one report may consist of: the text and, say, a box inside it.
const MOST_ARTICLES: usize = 2;

/// Longest run of blocks of the page, between two that were extracted, that is looked through.
const MAX_GAP: usize = 8;

/// Most that the page's block may be longer than what was extracted of it.
const MOST_LOST: usize = 400;

/// The extracted blocks, mended by what `page` shows about them.
pub fn with_page(extracted: Vec<Block>, page: &[Block]) -> Vec<Block> {
    let keys: Vec<String> = page.iter().map(|block| letters(&block.text)).collect();
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut beginnings: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, key) in keys.iter().enumerate() {
        places.entry(key).or_default().push(at);
        if let Some(beginning) = beginning(key) {
            beginnings.entry(beginning).or_default().push(at);
        }
    }
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let mut out: Vec<Block> = Vec::new();
    // Where in the page the last found block stands, and where in `out`.
    let mut last: Option<(usize, usize)> = None;
    for mut block in extracted {
        let key = letters(&block.text);
        let all: &[usize] = places.get(key.as_str()).map_or(&[], Vec::as_slice);
        let furniture = !all.is_empty() && all.iter().all(|&at| is_no_text(&page[at]));
        let sentence = block.kind == Kind::Paragraph && block.text.ends_with(['.', '!', '?', '"', '”']);
        let repeated = sentence && key.len() >= REPEATED && seen.contains(&key);
        if furniture || repeated {
            continue;
        }
        let after = |places: &[usize]| places.iter().copied().find(|&at| last.is_none_or(|(before, _)| at > before));
        let mut found = after(all).filter(|_| key.len() >= TELLING);
        if found.is_none() && all.is_empty() {
            // The extractor drops words inside a paragraph now and then; the page's paragraph is whole.
            found = beginning(&key).and_then(|beginning| beginnings.get(beginning)).and_then(|places| after(places));
            if let Some(at) = found.filter(|&at| (key.len()..key.len() + MOST_LOST).contains(&keys[at].len())) {
                block = page[at].clone();
            }
        }
        if let Some(at) = found {
            if let Some((before, from)) = last
                && at - before <= MAX_GAP
            {
                fill(&mut out, from, &page[before + 1..at], &keys[before + 1..at]);
            }
            last = Some((at, out.len()));
        }
        out.push(block);
        seen.insert(key);
    }
    out
}

/// The letters by which a paragraph is found where its end differs.
fn beginning(key: &str) -> Option<&str> {
    (key.len() > 2 * TELLING).then(|| &key[..border(key, 2 * TELLING)])
}

/// True where the blocks come from several `article` elements: a front page, a list of related
/// reports, readers' comments.
pub fn is_listing(extracted: &[Block], page: &[Block]) -> bool {
    let keys: FxHashSet<String> = extracted.iter().map(|block| letters(&block.text)).collect();
    let mut articles: Vec<u32> = page
        .iter()
        .filter(|block| block.article > 0 && block.text.len() >= TELLING && keys.contains(&letters(&block.text)))
        .map(|block| block.article)
        .collect();
    articles.sort_unstable();
    articles.dedup();
    articles.len() > MOST_ARTICLES
}

/// A caption, a form, or one link that is no heading: a teaser, a tag, "next page".
fn is_no_text(block: &Block) -> bool {
    block.furniture || (is_link(block) && block.kind != Kind::Heading)
}

fn is_link(block: &Block) -> bool {
    block.linked > 0 && block.linked * 10 >= block.text.len() * 9
}

/// Puts lost sentences of a gap back, behind the block of `out` at `from`.
fn fill(out: &mut Vec<Block>, from: usize, gap: &[Block], keys: &[String]) {
    let present: String = out[from..].iter().map(|block| letters(&block.text)).collect();
    let mut lost = Vec::new();
    for (block, key) in gap.iter().zip(keys) {
        if is_sentence(block) && !present.contains(key.as_str()) {
            // A block of which a part was extracted stands for its part.
            match out[from + 1..].iter().position(|part| key.contains(&letters(&part.text))) {
                Some(at) => out[from + 1 + at] = block.clone(),
                None => lost.push(block.clone()),
            }
        }
    }
    out.splice(from + 1..from + 1, lost);
}

fn is_sentence(block: &Block) -> bool {
    if block.furniture || block.kind == Kind::Row {
        return false;
    }
    let words = block.text.split_whitespace().count();
    if block.quoted {
        return words >= 4 && block.linked * 10 < block.text.len() * 7;
    }
    words >= 6 && block.linked * 2 < block.text.len() && block.text.ends_with(['.', '!', '?', '"', '”', '’', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::blocks;

    const ONE: &str = "The ministers of both countries met in the capital on Tuesday.";
    const TWO: &str = "They signed the treaty that their deputies had negotiated in secret.";
    const THREE: &str = "Parliament is expected to vote on the treaty in the coming month.";

    fn check(extracted: &[&str], page: &str, expected: &[&str]) {
        let extracted = extracted.iter().map(|text| Block { text: text.to_string(), ..Block::default() }).collect();
        let found = with_page(extracted, &blocks(page));
        assert_eq!(found.iter().map(|block| block.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn lost_sentence_comes_back() {
        let page = format!("<p>{ONE}</p><div class=x>{TWO}</div><p>{THREE}</p>");
        check(&[ONE, THREE], &page, &[ONE, TWO, THREE]);
    }

    #[test]
    fn what_is_no_sentence_stays_lost() {
        let page = format!("<p>{ONE}</p><figcaption>{TWO}</figcaption><p>Ten facts</p><p><a>{TWO}</a></p><p>{THREE}</p>");
        check(&[ONE, THREE], &page, &[ONE, THREE]);
    }

    #[test]
    fn captions_and_teasers_go() {
        let page = format!("<p>{ONE}</p><div class=photo-caption>{TWO}</div><p><a href=x>{THREE}</a></p>");
        check(&[ONE, TWO, THREE], &page, &[ONE]);
    }

    #[test]
    fn words_dropped_inside_a_paragraph_come_back() {
        let whole = format!("{ONE} They signed <a href=x>the treaty</a> in secret.");
        let broken = format!("{ONE} They signed in secret.");
        check(&[&broken], &format!("<p>{whole}</p>"), &[&format!("{ONE} They signed the treaty in secret.")]);
    }

    #[test]
    fn paragraph_that_stands_twice_is_kept_once() {
        let long = format!("{ONE} {TWO}");
        check(&[&long, THREE, &long], &format!("<p>{long}</p><p>{THREE}</p><p>{long}</p>"), &[&long, THREE]);
    }

    #[test]
    fn listing_is_known_by_its_articles() {
        let page = blocks(&format!("<article>{ONE}</article><article>{TWO}</article><article>{THREE}</article>"));
        assert!(is_listing(&page, &page));
        assert!(!is_listing(&page[..2], &page));
    }
}
