//! No bytes make the page stage panic, overflow the stack or take long.

use std::time::{Duration, Instant};

use dotterel_page::{from_html, from_text};

/// Runs in a thread with the 2 MiB stack of a worker, and says how long it took.
fn read(html: String) -> (dotterel_document::Page, Duration) {
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(move || {
            let start = Instant::now();
            let page = from_html("bomb", html.as_bytes());
            (page, start.elapsed())
        })
        .unwrap()
        .join()
        .unwrap()
}

const SENTENCE: &str = "The ministers of both countries met in the capital on Tuesday and signed the treaty.";

#[test]
fn html_nested_100_000_deep_is_read_the_plain_way() {
    for tag in ["div", "b", "span", "table", "blockquote", "ul><li", "font color=red", "a href=x", "svg", "select", "x-y"] {
        let html = format!("<html><body>{}<p>{SENTENCE}</p>", format!("<{tag}>").repeat(100_000));
        let (page, time) = read(html);
        // Anchors close each other and so do not nest; text inside svg and select is not shown.
        if !matches!(tag, "a href=x") {
            assert!(page.warnings.iter().any(|warning| warning.contains("plain way")), "{tag}: {:?}", page.warnings);
        }
        if !matches!(tag, "svg" | "select") {
            assert_eq!(page.text, SENTENCE, "{tag}");
        }
        assert!(time < Duration::from_secs(10), "{tag}: {time:?}");
    }
}

#[test]
fn nesting_just_below_the_limit_fits_the_stack() {
    for tag in ["div", "b", "span", "table><tr><td", "blockquote", "ul><li", "i><p"] {
        let times = 480 / tag.split('>').count();
        let html = format!("<html><body>{}<p>{SENTENCE}</p>", format!("<{tag}>").repeat(times));
        let (page, time) = read(html);
        assert_eq!(page.text, SENTENCE, "{tag}");
        assert!(time < Duration::from_secs(10), "{tag}: {time:?}");
    }
}

#[test]
fn quadratic_traps_are_avoided() {
    let many = 200_000;
    let traps = [
        "<p><b id=1></p>".repeat(many),
        "<a ".repeat(many),
        format!("<div {}>", "x=1 ".repeat(many)),
        "<!--".repeat(many),
        "</div>".repeat(many),
        "<".repeat(3_000_000),
        "&".repeat(3_000_000),
        "&amp".repeat(many),
        "<script>".repeat(many),
        "<p>".repeat(many),
        "<br>".repeat(many),
        "<table>".repeat(many),
        "<td>x".repeat(many),
        "<h1>".repeat(many),
        "<a rel=author>".repeat(many),
        "<meta name=a content=b>".repeat(many),
        format!("<script type='application/ld+json'>{}</script>", "[".repeat(many)),
        format!("<script type='application/ld+json'>{}</script>", "{\"@graph\":[{\"@type\":\"Article\",\"author\":".repeat(many / 20)),
        "<time datetime='2023-01-01'>".repeat(many),
        "â€™".repeat(many),
    ];
    for trap in traps {
        let name: String = trap.chars().take(24).collect();
        let (_, time) = read(trap);
        assert!(time < Duration::from_secs(10), "{name}: {time:?}");
    }
}

#[test]
fn huge_page_is_bounded() {
    let html = format!("<html><body>{}</body></html>", format!("<p>{SENTENCE}</p>\n").repeat(200_000));
    let (page, time) = read(html);
    assert!(page.text.len() > 10_000_000);
    assert!(time < Duration::from_secs(20), "{time:?}");
    let (page, time) = read("word ".repeat(4_000_000));
    assert!(page.text.len() > 10_000_000);
    assert!(time < Duration::from_secs(20), "{time:?}");
}

#[test]
fn truncated_page_yields_what_was_there() {
    let html = format!("<html><head><title>Treaty signed</title></head><body><article><p>{SENTENCE}</p><p>{SENTENCE} Late");
    for length in (0..html.len()).step_by(7) {
        let page = from_html("cut", &html.as_bytes()[..length]);
        assert!(page.text.len() <= html.len());
    }
    assert!(from_html("cut", html.as_bytes()).text.contains(SENTENCE));
}

#[test]
fn empty_and_meaningless_pages_say_so() {
    for bytes in [&b""[..], b"<html></html>", b"\xff\xfe\x00", b"<script>var a = 1;</script>"] {
        let page = from_html("empty", bytes);
        assert_eq!(page.text, "");
        assert!(page.warnings.iter().any(|warning| warning == "no text found in the page"), "{:?}", page.warnings);
    }
}

#[test]
fn text_of_given_documents_is_untouched() {
    let text = "Skip to content\r\n\r\n  It\u{a0}rained.  \n\n\u{0}Read more\n";
    let page = from_text("text", text);
    assert_eq!(page.text, text);
    assert_eq!(page.boilerplate.iter().map(|span| span.of(text)).collect::<Vec<_>>(), ["Skip to content", "\0Read more"]);
}
