//! What holds for every text: tokens cover it in order, nothing panics, and no step takes more
//! than linear time. The large inputs would not end in a day were a step quadratic.

use dotterel_document::text::Text;
use dotterel_document::{Page, Span};
use dotterel_language::Model;
use proptest::prelude::*;

fn page(text: String) -> Page {
    Page { text, ..Page::default() }
}

/// Tokens are slices in order with only blanks between them, and sentences hold them all.
fn assert_covered(page: &Page, analysis: &Text) {
    let text = page.text.as_str();
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}');
    let mut at = 0;
    for token in &analysis.tokens {
        let between = text.get(at..token.span.start as usize);
        assert!(between.is_some_and(|b| b.chars().all(blank)), "only blanks between tokens: {between:?}");
        let word = text.get(token.span.range());
        assert!(word.is_some_and(|w| !w.is_empty() && !w.chars().any(char::is_whitespace)), "a word: {word:?}");
        at = token.span.end as usize;
    }
    assert!(text[at..].chars().all(blank), "nothing left over: {:?}", &text[at..]);
    let mut next = 0;
    for sent in &analysis.sents {
        assert!(sent.tokens.start == next && sent.tokens.len() <= 512, "{} tokens", sent.tokens.len());
        next = sent.tokens.end;
    }
    assert_eq!(next as usize, analysis.tokens.len());
}

/// Pieces that meet the rules of the tokenizer and the splitter, and characters that meet none.
fn piece() -> impl Strategy<Value = String> {
    let given = [
        "“",
        "’s",
        "U.S.",
        "http://",
        "Thanks,",
        "\0\u{1b}\u{7f}",
        "\u{202e}\u{200f}\u{2066}",
        "\u{301}\u{fe0f}\u{200d}",
        "\u{2028}\u{85}\u{b}",
        "\u{ad}\u{feff}",
        "İıſß",
        "🇩🇪👩\u{200d}👧你好。",
        "a@b",
        ":)",
        "1/2/2003 4:05 PM",
    ];
    prop_oneof![
        "[A-Za-z]{1,9}",
        "[0-9]{1,4}",
        "[.!?,;:'\"()\\[\\]{}<>/\\\\|@#$%&*+=_~^-]{1,6}",
        proptest::sample::select(given.to_vec()).prop_map(str::to_string),
        "[ \n\t]{1,3}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn tokens_cover_any_text(pieces in proptest::collection::vec(piece(), 0..60)) {
        let page = page(pieces.concat());
        assert_covered(&page, &Model::embedded().segment(&page));
    }

    #[test]
    fn what_is_repeated_is_covered(piece in piece(), times in 1usize..2000) {
        let page = page(piece.repeat(times));
        assert_covered(&page, &Model::embedded().segment(&page));
    }

    #[test]
    fn boilerplate_of_any_kind_leaves_tokens_in_order(text in any::<String>(), holes in proptest::collection::vec((0u32..200, 0u32..200), 0..4)) {
        let mut page = page(text);
        page.boilerplate = holes.iter().map(|&(start, length)| Span::new(start, start + length)).collect();
        let mut at = 0;
        for token in Model::embedded().segment(&page).tokens {
            prop_assert!(token.span.start >= at && page.text.get(token.span.range()).is_some());
            at = token.span.end;
        }
    }
}

#[test]
fn a_megabyte_of_anything_is_segmented() {
    let pieces = [
        "a",
        ".",
        "\"",
        "“",
        "'",
        "’",
        "(",
        ")",
        "]",
        "[1]",
        "-",
        "1-",
        "1,",
        "a.",
        "A.",
        "a'",
        "a-",
        "é",
        "\u{301}",
        "\u{202e}",
        "1",
        "!",
        "@",
        "a@",
        "/",
        "a.com/",
        "www.",
        "https://",
        "#",
        "A&",
        ".)",
        ". ) ",
        ". [1] ",
        "no.",
        "etc.",
        "x\n",
        "\n",
        "x\n\n",
        "\u{ad}",
        ":)",
        "Thanks, ",
        "----- ",
        "1/1/2001 1:00 ",
        "$.1",
        "A. ",
        "a. b ",
    ];
    for piece in pieces {
        let page = page(piece.repeat((1 << 20) / piece.len()));
        assert_covered(&page, &Model::embedded().segment(&page));
    }
}

#[test]
fn a_megabyte_of_closing_marks_is_no_part_of_a_sentence() {
    for closing in [")", "”", "'' ", "[1]", " [1]"] {
        let page = page(format!("He left.{}", closing.repeat((1 << 20) / closing.len())));
        assert_covered(&page, &Model::embedded().segment(&page));
    }
}

#[test]
fn ten_thousand_tokens_without_a_stop_are_analyzed() {
    let page = page("the old town of ".repeat(2500));
    let analysis = Model::embedded().analyze(&page);
    assert_covered(&page, &analysis);
    assert_eq!(analysis.tokens.len(), 10_000);
}

#[test]
fn a_hundred_kilobytes_of_marks_are_analyzed() {
    for piece in [".", "\"", "(", "a", "x ", "- "] {
        let page = page(piece.repeat(100_000 / piece.len()));
        assert_covered(&page, &Model::embedded().analyze(&page));
    }
}
