//! What the extractor leaves in and a reader would not call the report: the title once more,
//! bylines and dates above the text, share and newsletter lines, teasers of other reports below
//! it. Every mend looks at whole blocks only, never inside a paragraph.

use crate::blocks::{Block, Kind};
use crate::boilerplate::Patterns;
use crate::facts::Facts;

/// Blocks above the text among which title, byline and date are looked for.
const HEAD: usize = 6;

/// Drops what is not the report's own words.
pub fn mend(mut blocks: Vec<Block>, facts: &Facts) -> Vec<Block> {
    let patterns = Patterns::english();
    let furniture: Vec<bool> = blocks.iter().map(|block| patterns.matches(&block.text)).collect();
    blocks.truncate(end_of_text(&blocks, &furniture));
    let mut flags = furniture.into_iter();
    blocks.retain(|_| flags.next() != Some(true));
    blocks.retain(|block| !is_shortcode(&block.text));
    drop_head(&mut blocks, facts);
    while blocks.len() > 1 && blocks.last().is_some_and(|block| block.kind == Kind::Heading) {
        // A heading with nothing below it announces what was dropped.
        blocks.pop();
    }
    blocks
}

/// Where a box of teasers begins below the text: a line such as "related stories", and after it
/// nothing but short lines that are no sentences.
fn end_of_text(blocks: &[Block], furniture: &[bool]) -> usize {
    let mut end = blocks.len();
    for at in (1..blocks.len()).rev() {
        if furniture[at] {
            end = at;
        } else if !is_teaser(&blocks[at].text) {
            break;
        }
    }
    end
}

fn is_teaser(text: &str) -> bool {
    !text.ends_with(['.', '"', '”', '’', ':']) && text.split_whitespace().count() <= 16
}

/// A code of the page's own software that was shown as text: `[button link="..."]...[/button]`.
fn is_shortcode(text: &str) -> bool {
    let text = text.trim();
    let name = |rest: &str| rest.starts_with(|c: char| c.is_ascii_lowercase());
    text.starts_with('[') && text.ends_with(']') && name(&text[1..]) && (text.contains("[/") || text.contains('='))
}

/// Drops the title, the byline and the date where they stand above the text.
fn drop_head(blocks: &mut Vec<Block>, facts: &Facts) {
    let mut at = 0;
    blocks.retain(|block| {
        at += 1;
        at > HEAD || !(repeats_title(&block.text, facts) || is_byline(&block.text, facts))
    });
}

fn repeats_title(text: &str, facts: &Facts) -> bool {
    let letters = letters(text);
    !letters.is_empty() && facts.titles.contains(&letters)
}

/// A short line without a sentence's end that names the author or is a date.
fn is_byline(text: &str, facts: &Facts) -> bool {
    let words = text.split_whitespace().count();
    if words > 14 || text.ends_with(['.', '!', '?', '"', '”', ':']) {
        return false;
    }
    let names_author = facts.author.as_deref().is_some_and(|author| {
        author.split(", ").any(|name| name.len() > 4 && text.contains(name) && words <= name.split_whitespace().count() + 8)
    });
    names_author || matches!(crate::dates::read(text), Ok(Some(_)))
}

/// Letters and digits in lower case, for comparing titles.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Block {
        let (kind, text) = text.strip_prefix("# ").map_or((Kind::Paragraph, text), |text| (Kind::Heading, text));
        Block { text: text.to_string(), kind, ..Block::default() }
    }

    fn check(texts: &[&str], expected: &[&str]) {
        let facts =
            Facts { titles: vec![letters("Treaty signed at last")], author: Some("Ann Bell, Carl Dent".to_string()), ..Facts::default() };
        let found = mend(texts.iter().map(|text| block(text)).collect(), &facts);
        assert_eq!(found.iter().map(|block| block.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn title_byline_and_date_above_the_text_go() {
        let body = "The ministers met.";
        check(&["# Treaty signed, at last!", "By Ann Bell and Carl Dent", "22 February 2023", body], &[body]);
        check(&["Ann Bell met the ministers.", body], &["Ann Bell met the ministers.", body]);
    }

    #[test]
    fn title_far_below_is_text() {
        let mut texts = vec!["One sentence of the text."; HEAD];
        texts.push("Treaty signed at last");
        texts.push("Another sentence.");
        check(&texts, &texts);
    }

    #[test]
    fn teasers_below_the_text_go_with_their_heading() {
        let body = "The ministers met.";
        check(&[body, "# Related stories", "Ministers quarrel over tax", "Ten facts about treaties"], &[body]);
        check(&[body, "Read more", "And they signed."], &[body, "And they signed."]);
    }

    #[test]
    fn heading_with_nothing_below_it_goes() {
        check(&["The ministers met.", "# What next"], &["The ministers met."]);
        check(&["# What next", "They will meet again."], &["# What next".trim_start_matches("# "), "They will meet again."]);
    }

    #[test]
    fn shortcodes_go_and_words_in_brackets_stay() {
        let body = "[The] ministers met [in secret]";
        check(&["[button link=\"x\"] Send[/button]", body], &[body]);
    }
}
