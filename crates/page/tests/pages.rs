//! Real pages, and bytes of every kind: no panic, and texts that keep their promises.

use std::io::Read;
use std::path::PathBuf;

use dotterel_document::Page;
use dotterel_page::{decode, from_html, from_text, is_binary, language, looks_like_html};
use proptest::prelude::*;

/// What holds for every page that was read from HTML.
fn check(page: &Page) {
    assert!(page.extracted);
    assert!(!page.text.contains("\n\n\n") && !page.text.contains("  ") && page.text.trim() == page.text, "{:?}", page.text);
    assert!(page.text.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", page.text);
    for field in [&page.title, &page.author, &page.publication, &page.url, &page.language].into_iter().flatten() {
        assert!(!field.trim().is_empty() && !field.contains('\n'), "{field:?}");
    }
}

#[test]
fn real_pages_are_read_without_a_panic() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/pages/html");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let (mut pages, mut dated, mut titled) = (0, 0, 0);
    for file in files {
        let mut html = Vec::new();
        let file = std::fs::File::open(file.unwrap().path()).unwrap();
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut html).unwrap();
        assert!(looks_like_html(&html) && !is_binary(&html));
        let page = from_html("page", &html);
        check(&page);
        assert!(page.text.len() > 200);
        pages += 1;
        dated += u32::from(page.date.is_some());
        titled += u32::from(page.title.is_some());
    }
    println!("{pages} pages, {titled} with a title, {dated} with a date");
    assert!(titled == pages && dated * 10 >= pages * 8);
}

#[test]
fn page_becomes_a_clean_report() {
    let html = r#"<!doctype html><html lang=en><head><title>Treaty signed | The Example</title>
        <meta property="og:site_name" content="The Example">
        <script type="application/ld+json">{"@type":"NewsArticle","headline":"Treaty signed in the capital",
        "datePublished":"2023-02-22T23:30:00-05:00","author":{"@type":"Person","name":"Ann Bell"}}</script></head>
        <body><nav><a href=/>Home</a></nav><article><h1>Treaty signed in the capital</h1><p>By Ann Bell</p>
        <p>The ministers of both countries met in the capital on Tuesday and signed the treaty, which had been
        negotiated for two years by their deputies in secret meetings.</p>
        <figure><img src=a.jpg><figcaption>The ministers at the signing. Photo: Carl Dent</figcaption></figure>
        <p>Itâ€™s &ldquo;a new beginning&rdquo;, one of them&nbsp;said, and his guest agreed that the two countries
        had waited too long for this day.</p>
        <p>Read more: <a href=/x>Ministers quarrel over treaty</a></p>
        <p>Parliament is expected to vote on the treaty next month, although the opposition has announced that it
        will not take part in the debate.</p>
        <p>Sign up for our newsletter to get the latest news.</p></article>
        <footer>© 2023 The Example</footer></body></html>"#;
    let page = from_html("treaty", html.as_bytes());
    check(&page);
    let paragraphs: Vec<&str> = page.text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 3, "{paragraphs:#?}");
    assert!(paragraphs[0].starts_with("The ministers of both countries") && paragraphs[0].ends_with("secret meetings."));
    assert!(paragraphs[1].starts_with("It’s “a new beginning”, one of them said"));
    assert!(paragraphs[2].starts_with("Parliament is expected"));
    assert_eq!(page.title.as_deref(), Some("Treaty signed in the capital"));
    assert_eq!(page.date.map(|date| date.to_string()).as_deref(), Some("2023-02-22"));
    assert_eq!(page.author.as_deref(), Some("Ann Bell"));
    assert_eq!(page.publication.as_deref(), Some("The Example"));
    assert_eq!(page.language.as_deref(), Some("en"));
    assert_eq!(page.warnings, [""; 0]);
}

/// Bytes that look like HTML more often than chance would have it.
fn markup() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[ -~\n]{0,12}",
        "\\PC{0,6}",
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<div class='",
            "'>",
            "<!--",
            "-->",
            "<script type=\"application/ld+json\">",
            "</script>",
            "{\"@type\":\"Article\",",
            "\"headline\":\"",
            "\"}",
            "<title>",
            "</title>",
            "&amp;",
            "&#8217;",
            "&#x110000;",
            "â€",
            "Ã©",
            "<meta property=og:title content=",
            "<time datetime=",
            "2023-02-30",
            "<br>",
            "<table><td>",
            "<svg>",
            "<select>",
            "<template>",
            "<plaintext>",
            "\u{0}",
            "\u{feff}",
            "Read more: ",
            "Advertisement",
            "The ministers met in the capital and signed the treaty. ",
        ])
        .prop_map(str::to_string),
    ];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_markup_makes_it_panic(html in markup()) {
        check(&from_html("random", html.as_bytes()));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&from_html("random", &bytes));
        let (text, _) = decode(&bytes);
        language(&text, None);
        is_binary(&bytes);
        looks_like_html(&bytes);
    }

    #[test]
    fn given_text_is_kept_and_its_marks_lie_on_characters(text in markup()) {
        let page = from_text("random", &text);
        prop_assert_eq!(&page.text, &text);
        let mut before = 0;
        for span in &page.boilerplate {
            prop_assert!(span.start >= before && !span.is_empty());
            prop_assert!(text.get(span.range()).is_some());
            before = span.end;
        }
    }
}
