//! What holds for any bytes. The fuzz targets call these, and so does a test of `lab` with the
//! seeds beside this file and mutations of them (`crates/lab/tests/corpus.rs`).

use dotterel_document::text::{NO_HEAD, Text};
use dotterel_document::{Page, Span};
use dotterel_language::Model;
use dotterel_lexicon::frames::Frames;

/// The language stage on a text: any bytes, read as UTF-8 with replacements.
pub fn analyze(bytes: &[u8]) {
    let page = Page { text: String::from_utf8_lossy(bytes).into_owned(), ..Page::default() };
    sound(&page, &Model::embedded().analyze(&page));
}

/// The page stage on a page, and the language stage on what it makes of it.
pub fn page(bytes: &[u8]) {
    let page = dotterel_page::from_html("fuzz", bytes);
    let mut end = 0;
    for hole in &page.boilerplate {
        assert!(hole.start >= end && page.text.get(hole.range()).is_some(), "boilerplate in order, on characters");
        end = hole.end;
    }
    sound(&page, &Model::embedded().analyze(&page));
}

/// The reader of frame files, with the language's own words and classes: what is wrong is
/// named by line and column, and nothing panics.
pub fn frames(bytes: &[u8]) {
    const WORDS: [(&str, &str); 3] = [
        ("words.txt", include_str!("../lang/en/words.txt")),
        ("classes.txt", include_str!("../lang/en/classes.txt")),
        ("contexts.txt", include_str!("../lang/en/contexts.txt")),
    ];
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = Frames::parse(&WORDS, &[("fuzz.frames", &text)]) {
        let lines = text.lines().count();
        assert!((1..=lines + 1).contains(&error.line), "line {} of {lines}: {error}", error.line);
        assert!(error.column >= 1, "{error}");
    }
    // The same bytes as a file of words.
    let _ = Frames::parse(&[("fuzz.txt", &text)], &[]);
}

/// Tokens are slices of the text in order, only blanks stand between them, sentences follow
/// each other, and each is one tree.
pub fn sound(page: &Page, analysis: &Text) {
    let text = page.text.as_str();
    let mut at = 0;
    let mut spans: Vec<Span<_>> = analysis.tokens.iter().map(|t| t.span).collect();
    for span in &spans {
        assert!(span.start >= at && span.end > span.start, "tokens in order");
        assert!(text.get(span.range()).is_some_and(|w| !w.chars().any(char::is_whitespace)), "a word, on characters");
        at = span.end;
    }
    spans.extend(page.boilerplate.iter().copied());
    spans.sort_by_key(|s| s.start);
    at = 0;
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}');
    for span in spans.into_iter().chain([Span::new(text.len() as u32, text.len() as u32)]) {
        let between = text.get(at as usize..span.start.max(at) as usize);
        assert!(between.is_some_and(|b| b.chars().all(blank)), "a word left out: {between:?}");
        at = at.max(span.end);
    }
    let mut next = 0;
    for (number, sent) in analysis.sents.iter().enumerate() {
        assert!(sent.tokens.start == next && !sent.tokens.is_empty(), "sentences follow each other");
        assert!(sent.tokens.len() <= 512, "a sentence of {} tokens", sent.tokens.len());
        next = sent.tokens.end;
        assert_eq!(sent.span, analysis.bytes(sent.tokens));
        let tokens = &analysis.tokens[sent.tokens.range()];
        assert!(tokens.iter().all(|t| t.sent as usize == number && !t.lemma.is_empty()));
        assert_eq!(tokens.iter().filter(|t| t.head == NO_HEAD).count(), 1, "one root");
        for token in tokens {
            let (mut head, mut steps) = (token.head, 0);
            while head != NO_HEAD {
                assert!(sent.tokens.contains(head) && steps <= tokens.len(), "a tree");
                head = analysis.tokens[head as usize].head;
                steps += 1;
            }
        }
    }
    assert_eq!(next as usize, analysis.tokens.len());
}
