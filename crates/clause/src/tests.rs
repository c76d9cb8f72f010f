//! Handmade trees, one behaviour each. A tree is written as `form/UPOS/head/deprel[/feats]`
//! a word, lemma = form in small letters unless `form=lemma`; heads count from 1.

use dotterel_document::{Clause, Clauses, Form, NO_HEAD, Page, RoleKind, Status, Text, Tree};
use dotterel_language::conllu;
use dotterel_lexicon::frames::Frames;
use proptest::prelude::*;

use crate::clauses;

/// Words and a frame file of three acts, enough for the clause layer.
fn frames() -> Frames {
    let words = "light forward: hold, launch, pay\nlight reverse: come under, face\nmodal future: will\nmodal would: would\nmodal possible: may\nmark condition: if\n\
                 control subject: promise\nspeech word: say, announce\ncase agent: by\ncase origin: from\ncase addressee: on\ncase object: against, on, of\n\
                 mark shared-subject: by, after\nnegator word: without\n";
    let acts = "frame meet\n noun talk\n event CONSULT\n example A. => CONSULT; _\nframe attack\n noun attack\n event ASSAULT\n example A. => ASSAULT; _\n\
                frame visit\n noun visit\n event CONSULT visit\n example A. => CONSULT; _\n";
    Frames::parse(&[("words.txt", words)], &[("acts.frames", acts)]).expect("the test's own lexicon reads")
}

fn read(tree: &str) -> (Page, Text) {
    let mut lines = String::new();
    for (number, word) in tree.split_whitespace().enumerate() {
        let parts: Vec<&str> = word.split('/').collect();
        let (form, lemma) = parts[0].split_once('=').map_or((parts[0], parts[0].to_lowercase()), |(f, l)| (f, l.to_string()));
        let feats = parts.get(4).copied().unwrap_or("_");
        lines.push_str(&format!("{}\t{form}\t{lemma}\t{}\t_\t{feats}\t{}\t{}\t_\t_\n", number + 1, parts[1], parts[2], parts[3]));
    }
    lines.push('\n');
    let document = conllu::read(&lines).expect("the test's own tree reads").remove(0);
    (Page { text: document.text, ..Page::default() }, document.analysis)
}

fn coded(tree: &str) -> (Page, Text, Clauses) {
    let (page, text) = read(tree);
    let found = clauses(&page, &text, &Tree::new(&text), &frames());
    (page, text, found)
}

/// Roles of the clause with this lemma, as "subject:Wang with:Putin".
fn roles(tree: &str, lemma: &str) -> String {
    let (page, text, found) = coded(tree);
    let clause = clause(&found, lemma);
    let mut roles: Vec<String> = clause
        .roles
        .iter()
        .map(|r| {
            let name = match r.kind {
                RoleKind::Oblique => r.case.to_string(),
                kind => format!("{kind:?}").to_lowercase(),
            };
            format!("{name}:{}", text.word(&page.text, r.head))
        })
        .collect();
    roles.dedup();
    roles.join(" ")
}

fn clause<'c>(found: &'c Clauses, lemma: &str) -> &'c Clause {
    found.all.iter().find(|c| c.lemma == lemma).unwrap_or_else(|| panic!("no clause {lemma}: {:?}", found.all))
}

#[test]
fn passive_swaps_subject_and_object() {
    let tree = "Moscow/PROPN/3/nsubj:pass was/AUX/3/aux:pass visited=visit/VERB/0/root/Tense=Past|VerbForm=Part|Voice=Pass by/ADP/5/case Wang/PROPN/3/obl:agent";
    assert_eq!(roles(tree, "visit"), "object:Moscow subject:Wang");
}

#[test]
fn relative_pronoun_is_its_antecedent() {
    let tree = "Wang/PROPN/6/nsubj ,/PUNCT/4/punct who/PRON/4/nsubj/PronType=Rel visited=visit/VERB/1/acl:relcl/Tense=Past|VerbForm=Fin Moscow/PROPN/4/obj left=leave/VERB/0/root";
    assert_eq!(roles(tree, "visit"), "subject:Wang object:Moscow");
}

#[test]
fn reduced_relative_takes_the_noun_for_its_object() {
    let tree = "troops/NOUN/4/nsubj sent=send/VERB/1/acl/Tense=Past|VerbForm=Part|Voice=Pass there/ADV/2/advmod left=leave/VERB/0/root";
    assert_eq!(roles(tree, "send"), "object:troops");
}

#[test]
fn object_controls_the_infinitive() {
    let tree = "France/PROPN/2/nsubj urged=urge/VERB/0/root Iran/PROPN/2/obj to/PART/5/mark stop/VERB/2/xcomp/VerbForm=Inf";
    assert_eq!(roles(tree, "stop"), "subject:Iran");
}

#[test]
fn promise_is_kept_by_who_gives_it() {
    let tree = "France/PROPN/2/nsubj promised=promise/VERB/0/root Iran/PROPN/2/obj to/PART/5/mark help/VERB/2/xcomp/VerbForm=Inf";
    assert_eq!(roles(tree, "help"), "subject:France");
}

#[test]
fn conjoined_verbs_share_their_subject() {
    let tree =
        "Police/NOUN/2/nsubj arrested=arrest/VERB/0/root/VerbForm=Fin and/CCONJ/4/cc jailed=jail/VERB/2/conj/VerbForm=Fin him/PRON/4/obj";
    assert_eq!(roles(tree, "jail"), "subject:Police object:him");
}

#[test]
fn light_verb_hands_its_subject_to_its_noun() {
    let tree = "Wang/PROPN/2/nsubj held=hold/VERB/0/root talks=talk/NOUN/2/obj with/ADP/5/case Putin/PROPN/3/nmod";
    assert_eq!(roles(tree, "talk"), "subject:Wang with:Putin");
    let (_, _, found) = coded(tree);
    assert!(clause(&found, "talk").light.is_some());
}

#[test]
fn reverse_light_verb_makes_its_subject_the_object() {
    let tree = "Troops/NOUN/2/nsubj came=come/VERB/0/root under/ADP/4/case attack/NOUN/2/obl from/ADP/6/case rebels=rebel/NOUN/4/nmod";
    let found = roles(tree, "attack");
    assert!(found.contains("object:Troops"), "{found}");
}

#[test]
fn noun_takes_possessor_and_by_for_its_subject() {
    let tree = "Wang/PROPN/3/nmod:poss 's/PART/1/case visit/NOUN/0/root to/ADP/5/case Moscow/PROPN/3/nmod";
    assert_eq!(roles(tree, "visit"), "subject:Wang to:Moscow");
}

#[test]
fn factuality_follows_negation_auxiliary_and_condition() {
    let status = |tree: &str, lemma: &str| clause(&coded(tree).2, lemma).status;
    assert_eq!(status("He/PRON/4/nsubj did=do/AUX/4/aux not/PART/4/advmod/Polarity=Neg go/VERB/0/root", "go"), Status::Negated);
    assert_eq!(status("He/PRON/3/nsubj will/AUX/3/aux go/VERB/0/root", "go"), Status::Future);
    assert_eq!(status("He/PRON/3/nsubj may/AUX/3/aux go/VERB/0/root", "go"), Status::Hypothetical);
    assert_eq!(status("if/SCONJ/3/mark he/PRON/3/nsubj goes=go/VERB/4/advcl leave/VERB/0/root", "go"), Status::Hypothetical);
    assert_eq!(status("He/PRON/2/nsubj said=say/VERB/0/root he/PRON/5/nsubj would/AUX/5/aux go/VERB/2/ccomp", "go"), Status::Future);
    assert_eq!(status("He/PRON/3/nsubj would/AUX/3/aux go/VERB/0/root", "go"), Status::Hypothetical);
}

#[test]
fn conjunct_without_auxiliary_shares_it() {
    let tree = "They/PRON/3/nsubj may/AUX/3/aux attack/VERB/0/root/VerbForm=Inf or/CCONJ/5/cc invade/VERB/3/conj/VerbForm=Inf";
    assert_eq!(clause(&coded(tree).2, "invade").status, Status::Hypothetical);
}

proptest! {
    /// Whatever the tree, cycles included, nothing panics and every role points into the text.
    #[test]
    fn any_tree_is_read(shape in proptest::collection::vec((0usize..12, 0usize..50, 0usize..17), 1..12)) {
        let (page, mut text) = read(&"a/NOUN/0/root ".repeat(12));
        for (token, (head, deprel, upos)) in text.tokens.iter_mut().zip(&shape) {
            token.head = if *head == 11 { NO_HEAD } else { *head as u32 };
            token.deprel = dotterel_document::Deprel::ALL[*deprel % dotterel_document::Deprel::ALL.len()];
            token.upos = dotterel_document::Upos::ALL[*upos];
        }
        let found = clauses(&page, &text, &Tree::new(&text), &frames());
        for clause in &found.all {
            prop_assert!(clause.roles.iter().all(|r| (r.head as usize) < text.tokens.len()));
            prop_assert!(clause.form != Form::Noun || !clause.lemma.is_empty());
        }
    }
}
