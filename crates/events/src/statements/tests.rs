//! Snippets with their trees, so that no model is needed to test a rule.
//!
//! A snippet is a list of sentences, one token a line: FORM LEMMA UPOS HEAD DEPREL and, where
//! a rule asks for them, FEATS. Heads count from 1 within the sentence, 0 is the root. Words
//! are parted by blanks except before and after the marks that carry none in print. An empty
//! line parts sentences, a line `---` paragraphs.

use compact_str::CompactString;
use dotterel_document::{Actors, Deprel, Feats, NO_HEAD, Page, Sent, Span, Statement, Text, Token, Upos, Xpos};
use dotterel_lexicon::cues::Cues;

fn snippet(lines: &str) -> (Page, Text) {
    let mut page = Page::default();
    let mut text = Text::default();
    let mut rows: Vec<Vec<&str>> = Vec::new();
    let mut paragraph = 0;
    for line in lines.lines().chain([""]) {
        let columns: Vec<&str> = line.split_whitespace().collect();
        match columns.as_slice() {
            [] => sentence(&mut page.text, &mut text, &mut rows, paragraph),
            ["---"] => {
                sentence(&mut page.text, &mut text, &mut rows, paragraph);
                page.text.push_str("\n\n");
                paragraph = page.text.len() as u32;
            }
            _ => rows.push(columns),
        }
    }
    (page, text)
}

fn sentence(out: &mut String, text: &mut Text, rows: &mut Vec<Vec<&str>>, paragraph: u32) {
    if rows.is_empty() {
        return;
    }
    let base = text.tokens.len() as u32;
    for (at, row) in rows.iter().enumerate() {
        let [form, lemma, upos, head, deprel, feats @ ..] = row.as_slice() else { panic!("five columns: {row:?}") };
        let tight = matches!(*form, "," | "." | "?" | ":" | "”" | "'s" | "n't") || out.ends_with(['“', '\n']);
        if !out.is_empty() && !tight {
            out.push(' ');
        }
        let start = out.len() as u32;
        out.push_str(form);
        let head: u32 = head.parse().unwrap();
        let mut feats = feats.first().map_or(Feats::default(), |f| Feats::parse(f));
        if matches!(*upos, "VERB" | "AUX") && feats == Feats::default() && *deprel != "xcomp" {
            feats = Feats::VERBFORM_FIN.with(Feats::TENSE_PAST);
        }
        text.tokens.push(Token {
            span: Span::new(start, out.len() as u32),
            lemma: CompactString::from(*lemma),
            upos: upos.parse::<Upos>().unwrap(),
            xpos: Xpos::None,
            feats,
            head: if head == 0 { NO_HEAD } else { base + head - 1 },
            deprel: deprel.parse::<Deprel>().unwrap(),
            sent: text.sents.len() as u32,
            joined: false,
        });
        if at + 1 == rows.len() {
            let span = Span::new(text.tokens[base as usize].span.start, out.len() as u32);
            let tokens = Span::new(base, text.tokens.len() as u32);
            let number = match text.paragraphs.last_mut() {
                Some(last) if last.start == paragraph => {
                    last.end = span.end;
                    text.paragraphs.len() - 1
                }
                _ => {
                    text.paragraphs.push(Span::new(paragraph, span.end));
                    text.paragraphs.len() - 1
                }
            };
            text.sents.push(Sent { span, tokens, paragraph: number as u32 });
        }
    }
    rows.clear();
}

fn statements(lines: &str) -> (String, Vec<Statement>) {
    let (page, text) = snippet(lines);
    let found = super::find(&page, &text, &Actors::default(), &Cues::embedded().unwrap());
    (page.text, found)
}

/// Each statement as "source | cue | content | kind", a `-` after the kind where it asserts nothing.
fn check(lines: &str, expected: &[&str]) {
    let (text, found) = statements(lines);
    let words = |span: Option<Span<_>>| span.map_or("", |s| s.of(&text));
    let shown: Vec<String> = found
        .iter()
        .map(|s| {
            let asserts = if s.asserts { "" } else { "-" };
            format!("{} | {} | {} | {}{asserts}", words(s.source), words(s.cue), s.content.of(&text), s.kind.as_str())
        })
        .collect();
    assert_eq!(shown, expected);
}

const SAID_AFTER: &str = "
“ “ PUNCT 3 punct
We we PRON 3 nsubj
won win VERB 6 ccomp
, , PUNCT 3 punct
” ” PUNCT 3 punct
said say VERB 0 root
Wang Wang PROPN 6 nsubj
. . PUNCT 6 punct";

#[test]
fn a_quotation_before_its_cue_is_direct() {
    check(SAID_AFTER, &["Wang | said | “We won,” | direct"]);
}

#[test]
fn a_quotation_that_goes_on_after_the_cue_is_one_statement() {
    let lines = format!(
        "{SAID_AFTER}

“ “ PUNCT 3 punct
They they PRON 3 nsubj
lost lose VERB 0 root
. . PUNCT 3 punct
” ” PUNCT 3 punct"
    );
    check(&lines, &["Wang | said | “We won,” said Wang. “They lost.” | direct"]);
}

#[test]
fn a_quotation_alone_in_the_next_paragraph_continues_the_speaker() {
    let lines = format!(
        "{SAID_AFTER}
---
“ “ PUNCT 3 punct
They they PRON 3 nsubj
lost lose VERB 0 root
. . PUNCT 3 punct
” ” PUNCT 3 punct"
    );
    check(&lines, &["Wang | said | “We won,” | direct", "Wang |  | “They lost.” | direct"]);
}

#[test]
fn a_clause_after_the_cue_is_told_without_its_conjunction() {
    check(
        "
Wang Wang PROPN 2 nsubj
said say VERB 0 root
that that SCONJ 5 mark
they they PRON 5 nsubj
lost lose VERB 2 ccomp
. . PUNCT 2 punct",
        &["Wang | said | they lost | indirect"],
    );
}

#[test]
fn a_negated_cue_asserts_nothing() {
    check(
        "
Wang Wang PROPN 4 nsubj
did do AUX 4 aux
n't not PART 4 advmod Polarity=Neg
say say VERB 0 root
that that SCONJ 7 mark
they they PRON 7 nsubj
lost lose VERB 4 ccomp
. . PUNCT 4 punct",
        &["Wang | say | they lost | indirect-"],
    );
}

#[test]
fn a_thing_that_is_expressed_claims_nothing() {
    check(
        "
Europe Europe PROPN 2 nsubj
expressed express VERB 0 root
skepticism skepticism NOUN 2 obj
over over ADP 6 case
the the DET 6 det
plan plan NOUN 3 nmod
. . PUNCT 2 punct",
        &["Europe | expressed | skepticism over the plan | indirect-"],
    );
}

#[test]
fn a_cue_set_beside_its_content_takes_what_stands_before_it() {
    check(
        "
The the DET 4 det
“ “ PUNCT 4 punct
strategic strategic ADJ 4 amod
ties tie NOUN 7 nsubj
” ” PUNCT 4 punct
will will AUX 7 aux VerbForm=Fin
end end VERB 0 root VerbForm=Inf
, , PUNCT 7 punct
Wang Wang PROPN 10 nsubj
retorted retort VERB 7 parataxis
. . PUNCT 7 punct",
        &["Wang | retorted | The “strategic ties” will end | mixed"],
    );
}

#[test]
fn a_flat_tree_leaves_the_order_of_words() {
    // The parser lost the clause before the comma.
    check(
        "
They they PRON 2 nsubj
lost lose VERB 5 dep
, , PUNCT 5 punct
Wang Wang PROPN 5 nsubj
said say VERB 0 root
. . PUNCT 5 punct",
        &["Wang | said | They lost | indirect"],
    );
    // And the one after the cue.
    check(
        "
Wang Wang PROPN 2 nsubj
said say VERB 0 root
they they PRON 2 obj
lost lose VERB 2 dep
. . PUNCT 2 punct",
        &["Wang | said | they lost | indirect"],
    );
}

#[test]
fn a_participle_of_speech_ends_the_content_and_keeps_the_subject() {
    check(
        "
Wang Wang PROPN 2 nsubj
affirmed affirm VERB 0 root
they they PRON 4 nsubj
agree agree VERB 2 ccomp Tense=Pres|VerbForm=Fin
, , PUNCT 6 punct
pledging pledge VERB 4 advcl Tense=Pres|VerbForm=Part
to to PART 8 mark
help help VERB 6 xcomp
. . PUNCT 2 punct",
        &["Wang | affirmed | they agree | indirect", "Wang | pledging | to help | indirect"],
    );
}

#[test]
fn a_second_verb_of_speech_without_subject_ends_the_content() {
    check(
        "
Putin Putin PROPN 2 nsubj
told tell VERB 0 root
Wang Wang PROPN 2 obj
ties tie NOUN 5 nsubj
grow grow VERB 2 ccomp Tense=Pres|VerbForm=Fin
and and CCONJ 7 cc
asked ask VERB 5 conj Tense=Past|VerbForm=Fin
him he PRON 7 obj
to to PART 10 mark
come come VERB 7 xcomp
. . PUNCT 2 punct",
        &["Putin | told | ties grow | indirect", "Putin | asked | to come | indirect"],
    );
}

#[test]
fn according_takes_the_clause_on_either_side() {
    check(
        "
According accord VERB 3 case
to to ADP 1 fixed
Putin Putin PROPN 6 obl
, , PUNCT 3 punct
ties tie NOUN 6 nsubj
grow grow VERB 0 root
. . PUNCT 6 punct",
        &["Putin | According to | ties grow | indirect"],
    );
    check(
        "
Ties tie NOUN 2 nsubj
grow grow VERB 0 root
, , PUNCT 6 punct
according accord VERB 6 case
to to ADP 4 fixed
Putin Putin PROPN 2 obl
. . PUNCT 2 punct",
        &["Putin | according to | Ties grow | indirect"],
    );
}

#[test]
fn a_noun_reports_its_clause_for_its_possessor() {
    check(
        "
Wang Wang PROPN 3 nmod:poss
's 's PART 1 case
claim claim NOUN 7 nsubj
that that SCONJ 6 mark
they they PRON 6 nsubj
lost lose VERB 3 acl
angered anger VERB 0 root
Li Li PROPN 7 obj
. . PUNCT 7 punct",
        &["Wang | claim | they lost | indirect"],
    );
}

#[test]
fn a_relative_clause_speaks_for_its_noun() {
    check(
        "
Li Li PROPN 8 nsubj
, , PUNCT 4 punct
who who PRON 4 nsubj PronType=Rel
said say VERB 1 acl:relcl
they they PRON 6 nsubj
lost lose VERB 4 ccomp
, , PUNCT 4 punct
left leave VERB 0 root
. . PUNCT 8 punct",
        &["Li | said | they lost | indirect"],
    );
}

#[test]
fn a_passive_cue_has_no_speaker() {
    check(
        "
Li Li PROPN 3 nsubj:pass
was be AUX 3 aux:pass
told tell VERB 0 root
that that SCONJ 6 mark
they they PRON 6 nsubj
lost lose VERB 3 ccomp
. . PUNCT 3 punct",
        &[" | told | they lost | indirect"],
    );
}

#[test]
fn words_that_only_name_a_topic_assert_nothing() {
    check(
        "
Wang Wang PROPN 2 nsubj
called call VERB 0 root
for for ADP 5 case
a a DET 5 det
ban ban NOUN 2 obl
. . PUNCT 2 punct",
        &["Wang | called for | a ban | indirect-"],
    );
}

#[test]
fn a_topic_may_stand_behind_the_hearer() {
    check(
        "
Wang Wang PROPN 2 nsubj
warned warn VERB 0 root
Li Li PROPN 2 obj
against against ADP 6 case
the the DET 6 det
war war NOUN 2 obl
. . PUNCT 2 punct",
        &["Wang | warned | the war | indirect-"],
    );
}

#[test]
fn an_inverted_subject_is_found_whatever_the_tree_calls_it() {
    check(
        "
“ “ PUNCT 3 punct
We we PRON 3 nsubj
won win VERB 0 root
, , PUNCT 3 punct
” ” PUNCT 3 punct
said say VERB 3 conj
Wang Wang PROPN 6 ccomp
. . PUNCT 3 punct",
        &["Wang | said | “We won,” | direct"],
    );
}

#[test]
fn scare_quotes_are_no_statement() {
    check(
        "
The the DET 4 det
“ “ PUNCT 4 punct
free free ADJ 4 amod
press press NOUN 6 nsubj
” ” PUNCT 4 punct
left leave VERB 0 root
. . PUNCT 6 punct",
        &[],
    );
}

#[test]
fn the_innermost_assertion_covers_a_byte() {
    let lines = "
Wang Wang PROPN 2 nsubj
said say VERB 0 root
Li Li PROPN 4 nsubj
claims claim VERB 2 ccomp
they they PRON 6 nsubj
lost lose VERB 4 ccomp
. . PUNCT 2 punct";
    let (text, found) = statements(lines);
    let at = |word: &str| super::covering(&found, text.find(word).unwrap() as u32).and_then(|s| s.source).map(|s| s.of(&text));
    assert_eq!(at("lost"), Some("Li"));
    assert_eq!(at("claims"), Some("Wang"));
    assert_eq!(at("said"), None);
}

#[test]
fn ten_thousand_unclosed_quotations_cost_linear_time() {
    let mut lines = String::new();
    for _ in 0..10_000 {
        lines.push_str("“ “ PUNCT 2 punct\nGo go VERB 0 root\nsaid say VERB 2 parataxis\nWang Wang PROPN 3 nsubj\n\n");
    }
    let started = std::time::Instant::now();
    let (text, found) = statements(&lines);
    assert!(found.iter().all(|s| text.get(s.content.range()).is_some()));
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}

#[test]
fn a_sentence_without_content_leads_to_the_quotation_after_it() {
    check(
        "
Wang Wang PROPN 2 nsubj
answered answer VERB 0 root
in in ADP 5 case
a a DET 5 det
letter letter NOUN 2 obl
. . PUNCT 2 punct
---
“ “ PUNCT 3 punct
They they PRON 3 nsubj
lost lose VERB 0 root
. . PUNCT 3 punct
” ” PUNCT 3 punct",
        &["Wang | answered | “They lost.” | direct"],
    );
}

#[test]
fn a_colon_brings_in_a_quotation_without_a_verb_of_speech() {
    check(
        "
Wang Wang PROPN 2 nsubj
issued issue VERB 0 root
a a DET 4 det
statement statement NOUN 2 obj
: : PUNCT 2 punct
“ “ PUNCT 8 punct
They they PRON 8 nsubj
lost lose VERB 2 parataxis
. . PUNCT 8 punct
” ” PUNCT 8 punct",
        &["Wang | statement | “They lost.” | direct"],
    );
}

#[test]
fn what_is_quoted_thinks_nothing_of_its_own() {
    check(
        "
“ “ PUNCT 3 punct
I I PRON 3 nsubj Person=1
think think VERB 8 ccomp
they they PRON 5 nsubj
lost lose VERB 3 ccomp
, , PUNCT 3 punct
” ” PUNCT 3 punct
said say VERB 0 root
Wang Wang PROPN 8 nsubj
. . PUNCT 8 punct",
        &["Wang | said | “I think they lost,” | direct"],
    );
}

#[test]
fn two_subjects_left_apart_both_speak() {
    check(
        "
Wang Wang PROPN 4 nsubj
and and CCONJ 3 cc
Patrushev Patrushev PROPN 4 nsubj
said say VERB 0 root
they they PRON 6 nsubj
won win VERB 4 ccomp
. . PUNCT 4 punct",
        &["Wang and Patrushev | said | they won | indirect"],
    );
}

/// Words, marks and trees at random, with heads that may form cycles: whatever comes out must
/// lie in the text, on character borders, in order.
#[test]
fn any_tree_over_any_words_is_survived() {
    const WORDS: &[&str] = &[
        "said",
        "told",
        "according",
        "to",
        "that",
        "claim",
        "called",
        "for",
        "“",
        "”",
        "\"",
        "'",
        "‘",
        "’",
        ",",
        ":",
        ".",
        "?",
        "Wang",
        "é",
        "и",
        "was",
        "vowed",
        "and",
        "who",
        "''",
        "confident",
        "\u{200b}",
    ];
    const LEMMAS: &[&str] = &["say", "tell", "accord", "to", "that", "claim", "call", "for", "be", "vow", "x", "confident"];
    const USUAL: &[Deprel] = &[
        Deprel::Ccomp,
        Deprel::Nsubj,
        Deprel::Obj,
        Deprel::Obl,
        Deprel::Parataxis,
        Deprel::Xcomp,
        Deprel::Case,
        Deprel::Conj,
        Deprel::Mark,
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let cues = Cues::embedded().unwrap();
    let mut count = 0;
    for _ in 0..3_000 {
        let (mut page, mut text) = (Page::default(), Text::default());
        for _ in 0..1 + random(4) {
            let (base, start) = (text.tokens.len() as u32, page.text.len() as u32);
            let length = 1 + random(14);
            for _ in 0..length {
                let from = page.text.len() as u32;
                page.text.push_str(WORDS[random(WORDS.len())]);
                let span = Span::new(from, page.text.len() as u32);
                if random(3) > 0 {
                    page.text.push_str([" ", "\n", "\u{a0}"][random(3)]);
                }
                text.tokens.push(Token {
                    span,
                    lemma: LEMMAS[random(LEMMAS.len())].into(),
                    upos: if random(2) == 0 { Upos::Verb } else { Upos::ALL[random(Upos::ALL.len())] },
                    xpos: Xpos::None,
                    feats: if random(2) == 0 { Feats::VERBFORM_FIN } else { Feats(1 << random(63)) },
                    head: if random(5) == 0 { NO_HEAD } else { base + random(length) as u32 },
                    deprel: if random(3) > 0 { USUAL[random(USUAL.len())] } else { Deprel::ALL[random(Deprel::ALL.len())] },
                    sent: text.sents.len() as u32,
                    joined: false,
                });
            }
            let span = Span::new(start, page.text.len() as u32);
            if text.paragraphs.is_empty() || random(2) == 0 {
                text.paragraphs.push(span);
            } else if let Some(last) = text.paragraphs.last_mut() {
                last.end = span.end;
            }
            let paragraph = text.paragraphs.len() as u32 - 1;
            text.sents.push(Sent { span, tokens: Span::new(base, text.tokens.len() as u32), paragraph });
        }
        let found = super::find(&page, &text, &Actors::default(), &cues);
        for s in &found {
            for span in [Some(s.content), s.source, s.cue].into_iter().flatten().chain(s.quoted.iter().copied()) {
                assert!(page.text.get(span.range()).is_some_and(|words| !words.is_empty()), "{span:?} in {:?}", page.text);
            }
            super::covering(&found, s.content.start);
        }
        assert!(found.is_sorted_by_key(|s| s.content.start));
        count += found.len();
    }
    assert!(count > 1_000, "only {count} statements: the words no longer make any");
}

/// The acceptance report with the trained model: every gold content is found, by half of the
/// longer of the two. Skipped where the shared data are absent.
#[test]
fn the_acceptance_report_yields_its_statements() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/");
    let (Ok(text), Ok(gold)) =
        (std::fs::read_to_string(format!("{data}report.txt")), std::fs::read_to_string(format!("{data}report.gold.json")))
    else {
        eprintln!("skipped: no {data}report.txt");
        return;
    };
    let page = Page { text, ..Page::default() };
    let analysis = dotterel_language::Model::embedded().analyze(&page);
    let found = super::find(&page, &analysis, &Actors::default(), &Cues::embedded().unwrap());
    let points = |byte: u32| page.text[..byte as usize].chars().count();
    let contents: Vec<(usize, usize)> = found.iter().map(|s| (points(s.content.start), points(s.content.end))).collect();
    let mut missing = Vec::new();
    let spans = gold.split("\"statements\"").nth(1).unwrap().split("\"span\"").skip(1);
    for span in spans {
        let numbers: Vec<usize> = span.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).take(2).collect();
        let &[start, end] = numbers.as_slice() else { panic!("a span is two numbers: {span}") };
        let shared = |&(s, e): &(usize, usize)| e.min(end).saturating_sub(s.max(start)) * 2 >= (e - s).max(end - start);
        if !contents.iter().any(shared) {
            missing.push((start, end));
        }
    }
    assert_eq!(missing, []);
}
