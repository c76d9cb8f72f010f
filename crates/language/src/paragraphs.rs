//! Paragraphs of a plain text: blank lines part them, and so does the end of a line that
//! its author ended; line breaks that only wrap long lines do not.

use std::ops::Range;

use dotterel_document::Page;

/// Lines narrower than this are not taken for wrapped text.
const NARROWEST: usize = 45;
/// Lines wider than this (in characters) are not taken for wrapped text.
const WIDEST: usize = 132;

/// Byte ranges of the paragraphs, without boilerplate and surrounding blanks.
pub fn paragraphs(page: &Page) -> Vec<Range<usize>> {
    let text = page.text.as_str();
    let mut out = Vec::new();
    let mut from = 0;
    for hole in &page.boilerplate {
        let (start, end) = (hole.start as usize, hole.end as usize);
        if start >= from && end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end) {
            blocks(text, from..start, &mut out);
            from = end;
        }
    }
    blocks(text, from..text.len(), &mut out);
    out
}

/// Cuts at blank lines.
fn blocks(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if trimmed.is_empty() {
            block(text, &lines, out);
            lines.clear();
        } else {
            lines.push(start..start + trimmed.len());
        }
    }
    block(text, &lines, out);
}

/// Joins wrapped lines of a block, parts the others.
fn block(text: &str, lines: &[Range<usize>], out: &mut Vec<Range<usize>>) {
    let Some(first) = lines.first() else { return };
    let widths: Vec<usize> = lines.iter().map(|l| text[l.clone()].chars().count()).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    let near = widths.iter().filter(|&&w| w + 14 >= widest).count();
    // Wrapped text fills its lines: at least half of them end near the right margin, and more
    // than the one that sets it.
    let wrapped = (NARROWEST..=WIDEST).contains(&widest) && lines.len() >= 3 && near >= 2 && near * 2 >= lines.len() - 1;
    let mut current = first.clone();
    for (i, pair) in lines.windows(2).enumerate() {
        let (line, next) = (&text[pair[0].clone()], &text[pair[1].clone()]);
        if runs_on(line, next, widths[i], if wrapped { widest } else { usize::MAX }) {
            current.end = pair[1].end;
        } else {
            out.push(std::mem::replace(&mut current, pair[1].clone()));
        }
    }
    out.push(current);
}

/// True where the line break between two lines is no paragraph's end.
fn runs_on(line: &str, next: &str, width: usize, margin: usize) -> bool {
    let ended = line.ends_with(['.', '!', '?', ':', '”', '"', '…', ';']);
    let starts_small = next.starts_with(|c: char| c.is_lowercase());
    if starts_small && !ended && width >= NARROWEST / 2 {
        return true;
    }
    if next.starts_with(['•', '*', '-', '–', '—', '·', '▪', '◦']) {
        return false;
    }
    // The next line's first word would not have fitted.
    let word = next.split(char::is_whitespace).next().map_or(0, |w| w.chars().count());
    margin != usize::MAX && width + 1 + word + 2 > margin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let page = Page { text: text.to_string(), ..Page::default() };
        let found: Vec<String> = paragraphs(&page).into_iter().map(|r| text[r].replace('\n', "/")).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn blank_lines_and_headlines_part_paragraphs() {
        check(
            "Leaders meet\nThe two leaders met in Vienna.\n\n  They talked. \n",
            &["Leaders meet", "The two leaders met in Vienna.", "They talked."],
        );
    }

    #[test]
    fn one_long_line_among_short_ones_is_not_wrapped() {
        check(
            "NEWS AGENCY\nLONDON — Britain said Monday it would expel five diplomats\nThe move came late.",
            &["NEWS AGENCY", "LONDON — Britain said Monday it would expel five diplomats", "The move came late."],
        );
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The minister said on Monday that the agreement would be\nsigned in Geneva within a week, provided that the Senate\nratifies it. Nobody objected.\nA new paragraph starts here since the line was short.";
        assert_eq!(paragraphs(&Page { text: text.to_string(), ..Page::default() }).len(), 2);
    }

    #[test]
    fn boilerplate_is_left_out() {
        let mut page = Page { text: "Skip to content Real text.".to_string(), ..Page::default() };
        page.boilerplate.push(dotterel_document::Span::new(0, 15));
        assert_eq!(paragraphs(&page), vec![16..26]);
    }
}
