//! What holds for every text, and what the embedded model must be able to do.

use dotterel_document::text::{NO_HEAD, Text};
use dotterel_document::{Deprel, Page, Upos, Xpos};
use proptest::prelude::*;

use crate::{Model, conllu};

fn analyze(text: &str) -> (Page, Text) {
    let page = Page { text: text.to_string(), ..Page::default() };
    let analysis = Model::embedded().analyze(&page);
    (page, analysis)
}

/// Spans are slices in order, sentences hold their tokens, every sentence is a tree.
fn assert_sound(page: &Page, analysis: &Text) {
    let mut end = 0;
    for token in &analysis.tokens {
        assert!(token.span.start >= end && !token.span.is_empty(), "tokens in order");
        assert!(page.text.get(token.span.range()).is_some_and(|w| !w.trim().is_empty()), "a word");
        end = token.span.end;
    }
    let mut next = 0;
    for (number, sent) in analysis.sents.iter().enumerate() {
        assert_eq!(sent.tokens.start, next, "sentences follow each other");
        next = sent.tokens.end;
        assert!(analysis.paragraphs[sent.paragraph as usize].covers(sent.span));
        let tokens = &analysis.tokens[sent.tokens.range()];
        assert_eq!(sent.span, analysis.bytes(sent.tokens));
        assert!(tokens.iter().all(|t| t.sent as usize == number && !t.lemma.is_empty()));
        assert_eq!(tokens.iter().filter(|t| t.head == NO_HEAD && t.deprel == Deprel::Root).count(), 1, "one root");
        for token in tokens {
            let mut at = token.head;
            let mut steps = 0;
            while at != NO_HEAD {
                assert!(sent.tokens.contains(at) && steps <= tokens.len(), "a tree");
                at = analysis.tokens[at as usize].head;
                steps += 1;
            }
        }
    }
    assert_eq!(next as usize, analysis.tokens.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_sound_trees(text in "\\PC{0,200}") {
        let (page, analysis) = analyze(&text);
        assert_sound(&page, &analysis);
    }

    #[test]
    fn any_bytes_give_sound_trees(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (page, analysis) = analyze(&String::from_utf8_lossy(&bytes));
        assert_sound(&page, &analysis);
    }

    #[test]
    fn text_like_news_gives_sound_trees(words in proptest::collection::vec(
        "([A-Z]?[a-z]{1,7}|[\"'“”‘’().,!?;:—…-]{1,3}|U\\.S\\.|Mr\\.|n't|[0-9]{1,4}|\n\n?)", 0..60)) {
        let (page, analysis) = analyze(&words.join(" "));
        assert_sound(&page, &analysis);
        let (_, again) = analyze(&page.text);
        prop_assert_eq!(format!("{:?}", analysis), format!("{:?}", again));
        let written = conllu::write("x", &page.text, &analysis, &[]);
        let read = conllu::read(&written).map_err(|e| TestCaseError::fail(format!("{e}\n{written}")))?;
        let count: usize = read.iter().map(|d| d.analysis.tokens.len()).sum();
        prop_assert_eq!(count, analysis.tokens.len());
    }

    #[test]
    fn damaged_models_are_refused(at in any::<prop::sample::Index>(), bit in 0u32..8, cut in any::<bool>()) {
        let mut bytes = include_bytes!("../models/english.bin").to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        bytes.truncate(if cut { at } else { bytes.len() });
        prop_assert!(Model::from_bytes(&bytes).is_err());
    }

    #[test]
    fn a_forged_model_does_no_harm(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40)) {
        // Where the sum is right but the rest is not, trees are poor but sound.
        let mut bytes = include_bytes!("../models/english.bin").to_vec();
        for (at, byte) in places {
            let at = 20 + at.index(bytes.len() - 20);
            bytes[at] = byte;
        }
        let sum = crate::hash::bytes(&bytes[20..], 0);
        bytes[12..20].copy_from_slice(&sum.to_le_bytes());
        if let Ok(model) = Model::from_bytes(&bytes) {
            let page = Page { text: "Rebels took the town of Kafr. The minister resigned!".to_string(), ..Page::default() };
            assert_sound(&page, &model.analyze(&page));
        }
    }
}

#[test]
fn long_sentences_are_cut() {
    let (page, analysis) = analyze(&"word ".repeat(10_000));
    assert_sound(&page, &analysis);
    assert_eq!(analysis.tokens.len(), 10_000);
    assert!(analysis.sents.iter().all(|s| s.tokens.len() <= crate::sentences::LONGEST));
}

#[test]
fn hostile_text_takes_linear_time() {
    // Each would take minutes if any step were quadratic.
    for piece in ["a", "a's", "1-", "a.", "(", "\"", "a@", "é", "- ", "x\n", "https://"] {
        let (page, analysis) = analyze(&piece.repeat(30_000 / piece.len()));
        assert_sound(&page, &analysis);
    }
}

#[test]
fn given_sentences_of_any_length_stay_whole() {
    let mut text = String::new();
    for i in 1..=1500 {
        text.push_str(&format!("{i}\tword\t_\t_\t_\t_\t_\t_\t_\t_\n"));
    }
    let mut document = conllu::read(&text).unwrap().remove(0);
    Model::embedded().annotate(&document.text, &mut document.analysis);
    assert_eq!(document.analysis.sents.len(), 1);
    let page = Page { text: document.text, ..Page::default() };
    assert_sound(&page, &document.analysis);
}

#[test]
fn boilerplate_has_no_tokens() {
    let mut page = Page { text: "Skip to content. Rebels took the town.".to_string(), ..Page::default() };
    page.boilerplate.push(dotterel_document::Span::new(0, 16));
    let analysis = Model::embedded().analyze(&page);
    assert_eq!(analysis.word(&page.text, 0), "Rebels");
}

#[test]
fn the_embedded_model_says_what_trained_it() {
    assert!(Model::embedded().about.contains("en_ewt-train"), "{}", Model::embedded().about);
}

/// Words with tag, relation and head word.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str, &str)]) {
    let (page, analysis) = analyze(text);
    for &(word, relation, head) in expected {
        let id = (0..analysis.tokens.len() as u32).find(|&i| analysis.word(&page.text, i) == word).expect(word);
        let token = &analysis.tokens[id as usize];
        let found = if token.head == NO_HEAD { "" } else { analysis.word(&page.text, token.head) };
        assert_eq!((token.deprel.as_str(), found), (relation, head), "{word} in {text:?}");
    }
}

#[test]
fn plain_news_sentences_are_parsed() {
    check(
        "The minister visited Moscow on Tuesday.",
        &[("minister", "nsubj", "visited"), ("Moscow", "obj", "visited"), ("Tuesday", "obl", "visited")],
    );
    check("Three soldiers were killed by rebels in the north.", &[("soldiers", "nsubj:pass", "killed"), ("rebels", "obl:agent", "killed")]);
    check("The president said that the army would leave.", &[("leave", "ccomp", "said"), ("army", "nsubj", "leave")]);
    check("Officials refused to meet the delegation.", &[("meet", "xcomp", "refused"), ("delegation", "obj", "meet")]);
    check("France’s government condemned the attack.", &[("France", "nmod:poss", "government"), ("attack", "obj", "condemned")]);
}

#[test]
fn tags_and_lemmas() {
    let (page, analysis) = analyze("Troops weren't leaving; the men's houses burned.");
    let all: Vec<_> = (0..analysis.tokens.len() as u32)
        .map(|i| (analysis.word(&page.text, i), analysis.tokens[i as usize].lemma.as_str(), analysis.tokens[i as usize].upos))
        .collect();
    assert!(all.contains(&("n't", "not", Upos::Part)), "{all:?}");
    assert!(all.contains(&("were", "be", Upos::Aux)), "{all:?}");
    assert!(all.contains(&("leaving", "leave", Upos::Verb)), "{all:?}");
    assert!(all.contains(&("men", "man", Upos::Noun)), "{all:?}");
    assert_eq!(analysis.tokens.last().map(|t| t.xpos), Some(Xpos::Period));
}

#[test]
fn sentences_end_where_they_should() {
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let (page, analysis) = analyze(text);
        let found: Vec<&str> = analysis.sents.iter().map(|s| s.span.of(&page.text)).collect();
        assert_eq!(found, expected);
    }
    check("He left. She stayed.", &["He left.", "She stayed."]);
    check(
        "Gen. J. K. Smith met U.S. Secretary of State John Roe. They talked.",
        &["Gen. J. K. Smith met U.S. Secretary of State John Roe.", "They talked."],
    );
    check(
        "They live in the U.S. The others left at 5 p.m. They were late.",
        &["They live in the U.S.", "The others left at 5 p.m.", "They were late."],
    );
    check(
        "“We won.” He smiled. “It is over, he said. Nobody answered.",
        &["“We won.”", "He smiled.", "“It is over, he said.", "Nobody answered."],
    );
    check("“Why?” he asked. It rose 3.5 percent.", &["“Why?” he asked.", "It rose 3.5 percent."]);
    check("KYIV (AP) — Talks failed.", &["KYIV (AP) — Talks failed."]);
    check("Leaders meet in Vienna\nThe two leaders met on Friday.", &["Leaders meet in Vienna", "The two leaders met on Friday."]);
}
