//! Whole sentences.

use super::Writer;
use super::clauses::Subject;
use super::phrases::SINGULAR;
use super::tree::Tree;
use super::verbs::{Form, be, mark, not, to};

impl Writer<'_> {
    /// A whole sentence.
    pub fn sentence(&mut self) -> Tree {
        self.headline = self.chance(0.1);
        if self.headline {
            let mut root = self.headline();
            if self.chance(0.15) {
                root.push(Tree::mark("."));
            }
            return root;
        }
        let mut root = match self.below(100) {
            0..6 => self.attributed(),
            6..9 => self.copula(),
            9..13 => self.nominal(),
            13..18 => self.coordinated(),
            _ => {
                let form = self.main_form();
                self.clause(None, form, Subject::New, 0)
            }
        };
        if root.relation != "done" {
            self.surround(&mut root);
        }
        root.push(Tree::mark("."));
        root
    }

    pub fn main_form(&mut self) -> Form {
        match self.below(100) {
            0..68 => Form::Past,
            68..80 => Form::Perfect,
            80..84 => Form::Progressive,
            84..92 => Form::Modal,
            92..94 => Form::Pluperfect,
            _ => Form::Present,
        }
    }

    fn headline(&mut self) -> Tree {
        match self.below(10) {
            0..6 => self.clause(None, Form::Present, Subject::New, 1),
            6 => self.clause(None, Form::Past, Subject::New, 1),
            7 => {
                let frame = self.frame(1);
                let subject = self.phrase(&frame.subject, 2);
                let mut root = self.clause(Some(frame), Form::Infinitive, Subject::None(false), 1);
                root.push_first(to());
                root.push_first(subject.to("nsubj"));
                root
            }
            _ => {
                let mut root = self.clause(None, Form::Present, Subject::New, 2);
                let by = self.phrase("speaker", 2).to("nsubj");
                let mut say = self.verb("say", Form::Present, by.is_plural(), false, false);
                say.push_first(by);
                root.relation = "ccomp";
                say.push(root);
                say
            }
        }
    }

    /// Time, place, adverbial clauses and attribution around a main clause.
    fn surround(&mut self, root: &mut Tree) {
        if self.chance(0.45) {
            let time = self.time();
            if self.chance(0.18) {
                let mut time = time;
                time.push(Tree::mark(","));
                root.push_first(time);
            } else {
                root.push(time);
            }
        }
        if self.chance(0.13) {
            let place = self.place();
            root.push(place);
        }
        if self.chance(0.22) {
            let clause = self.adverbial(root.is_plural());
            root.push(clause);
        } else if self.chance(0.03) {
            let mut clause = self.clause(None, Form::Past, Subject::New, 2).to("advcl");
            clause.push_first(mark(["After", "As", "While", "Although", "Because"][self.below(5)]));
            clause.push(Tree::mark(","));
            lower_first(&mut clause);
            root.push_first(clause);
        }
        match self.below(100) {
            0..5 => {
                let mut source = self.phrase("speaker", 2).to("obl");
                let mut according = Tree::new("according", "accord", ("VERB", "VBG"), "ExtPos=ADP|Tense=Pres|VerbForm=Part").to("case");
                according.push(Tree::plain("to", ("ADP", "IN")).to("fixed"));
                source.push_first(according);
                if self.chance(0.3) {
                    source.push(Tree::mark(","));
                    root.push_first(source);
                } else {
                    source.push_first(Tree::mark(","));
                    root.push(source);
                }
            }
            5..8 => {
                let mut second = self.clause(None, Form::Past, Subject::New, 1).to("conj");
                second.push_first(Tree::plain(if self.chance(0.5) { "and" } else { "but" }, ("CCONJ", "CC")).to("cc"));
                second.push_first(Tree::mark(","));
                root.push(second);
            }
            _ => {}
        }
    }

    /// "…, the army said.", with and without quotation marks.
    fn attributed(&mut self) -> Tree {
        let quoted = self.chance(0.35);
        let form = self.main_form();
        let mut content = self.clause(None, form, Subject::New, 1).to("ccomp");
        if self.chance(0.3) {
            let time = self.time();
            content.push(time);
        }
        if quoted {
            let opening = Tree { tags: ("PUNCT", "``"), glued: false, ..Tree::mark("\"") };
            content.push_first(opening);
        }
        content.push(Tree::mark(","));
        if quoted {
            content.push(Tree::mark("\""));
            // What follows an opening mark stands close to it.
            close_after_first(&mut content);
        }
        let by = self.phrase("speaker", 1).to("nsubj");
        let verb = ["say", "say", "say", "say", "report", "announce", "add", "warn"][self.below(8)];
        let mut say = self.verb(verb, Form::Past, by.is_plural(), false, false);
        if self.chance(0.25) {
            say.push(by);
        } else {
            say.push_first(by);
        }
        say.push_first(content);
        if self.chance(0.3) {
            let time = self.time();
            say.push(time);
        }
        say.relation = "done";
        say
    }

    /// "X is the leader of Y."
    fn copula(&mut self) -> Tree {
        let class = if self.chance(0.5) { "name" } else { "actor" };
        let subject = self.phrase(class, 1).to("nsubj");
        let plural = subject.is_plural();
        let form = if self.chance(0.6) { Form::Present } else { Form::Past };
        let mut root = if self.chance(0.5) {
            let word =
                ["ready", "responsible", "concerned", "guilty", "safe", "critical", "willing", "unable", "likely", "dead"][self.below(10)];
            let mut adjective = Tree::adjective(word).to("root");
            match word {
                "ready" | "willing" | "unable" | "likely" => {
                    let mut inner = self.clause(None, Form::Infinitive, Subject::None(plural), 2).to("xcomp");
                    inner.push_first(to());
                    adjective.push(inner);
                }
                "responsible" | "concerned" | "critical" => {
                    let mut over = self.phrase("topic", 2).to("obl");
                    over.push_first(Tree::preposition(match word {
                        "responsible" => "for",
                        "concerned" => "about",
                        _ => "of",
                    }));
                    adjective.push(over);
                }
                _ => {}
            }
            adjective
        } else {
            let mut noun = self.phrase(if plural { "crowd" } else { "office" }, 2);
            noun.relation = "root";
            if noun.tags.0 != "NOUN" {
                noun = Tree::new("member", "member", ("NOUN", "NN"), SINGULAR);
                noun.push_first(Tree::new("a", "a", ("DET", "DT"), "Definite=Ind|PronType=Art").to("det"));
            }
            noun
        };
        if self.chance(0.12) {
            root.push_first(not());
        }
        root.push_first(be(form, plural).to("cop"));
        root.push_first(subject);
        root
    }

    /// What somebody did, by a noun as the subject: "The arrest of X drew criticism".
    fn nominal(&mut self) -> Tree {
        let class = ["violence", "meeting", "measure", "deal", "claim"][self.below(5)];
        let mut subject = self.phrase(class, 0);
        let plural = subject.is_plural();
        let (verb, object) = match class {
            "violence" => [
                ("kill", "crowd"),
                ("wound", "crowd"),
                ("destroy", "building"),
                ("damage", "building"),
                ("follow", "event"),
                ("take", "place!"),
            ][self.below(6)],
            "meeting" => [("begin", ""), ("end", ""), ("take", "place!"), ("fail", ""), ("continue", "")][self.below(5)],
            _ => {
                [("anger", "actor"), ("provoke", "event"), ("threaten", "country"), ("end", "event"), ("help", "crowd"), ("include", "aid")]
                    [self.below(6)]
            }
        };
        let mut root = self.verb(verb, Form::Past, plural, false, false);
        subject.relation = "nsubj";
        root.push_first(subject);
        match object {
            "" => {}
            "place!" => root.push(Tree::new("place", "place", ("NOUN", "NN"), SINGULAR).to("obj")),
            class => {
                let object = self.phrase(class, 1).to("obj");
                root.push(object);
            }
        }
        root
    }

    /// "X did this and did that."
    fn coordinated(&mut self) -> Tree {
        let frame = self.frame(1);
        let subject = frame.subject.clone();
        let mut root = self.clause(Some(frame), Form::Past, Subject::New, 1);
        if root.before.iter().any(|t| t.relation == "nsubj:pass") {
            return root;
        }
        let plural = root.before.iter().any(|t| t.relation == "nsubj" && t.is_plural());
        let frame = self.frame_for(&subject, 2);
        self.active_only = true;
        let mut second = self.clause(Some(frame), Form::Past, Subject::None(plural), 2).to("conj");
        self.active_only = false;
        second.push_first(Tree::plain(if self.chance(0.85) { "and" } else { "but" }, ("CCONJ", "CC")).to("cc"));
        root.push(second);
        root
    }
}

/// The conjunction that opens a sentence gets its capital when the sentence is written.
fn lower_first(tree: &mut Tree) {
    if let Some(first) = tree.before.first_mut() {
        first.form = first.form.to_lowercase();
        first.lemma.clone_from(&first.form);
    }
}

/// The word after the first word of the tree stands close to it.
fn close_after_first(tree: &mut Tree) {
    fn close(tree: &mut Tree) {
        match tree.before.first_mut() {
            Some(first) => close(first),
            None => tree.glued = true,
        }
    }
    match tree.before.get_mut(1) {
        Some(second) => close(second),
        None => tree.glued = true,
    }
}
