//! Clauses by the frames of their verbs.

use super::Writer;
use super::grammar::{Complement, Frame};
use super::phrases::{PLURAL, SINGULAR};
use super::tree::Tree;
use super::verbs::{ADVERB, Form, PASSIVE, mark, not, to};

/// Whether a clause has its subject.
pub(super) enum Subject {
    New,
    Given(Tree),
    /// Understood; the verb goes with a plural where `true`.
    None(bool),
}

impl Writer<'_> {
    pub fn frame(&mut self, depth: usize) -> Frame {
        self.frame_for("", depth)
    }

    /// A frame with the subject's class, or any; deep down, one without a clause in it.
    pub fn frame_for(&mut self, subject: &str, depth: usize) -> Frame {
        let all = &self.grammar.frames;
        for _ in 0..200 {
            let frame = &all[self.random.next() as usize % all.len()];
            let clause =
                |c: &Complement| matches!(c, Complement::Infinitive | Complement::Bare | Complement::Gerund(_) | Complement::Content);
            if (subject.is_empty() || frame.subject == subject) && (depth < 2 || !frame.complements.iter().any(|c| clause(&c.0))) {
                return frame.clone();
            }
        }
        all[0].clone()
    }

    /// A clause with this frame or any.
    pub fn clause(&mut self, frame: Option<Frame>, form: Form, subject: Subject, depth: usize) -> Tree {
        let frame = match frame {
            Some(frame) => frame,
            None => self.frame(depth),
        };
        let verb = frame.verbs[self.random.next() as usize % frame.verbs.len()].clone();
        let has = |wanted: fn(&Complement) -> bool| frame.complements.iter().any(|c| wanted(&c.0));
        let can_be_passive = has(|c| matches!(c, Complement::Object(_) | Complement::Recipient(_))) && !self.active_only;
        let can_be_passive = can_be_passive && !matches!(form, Form::Gerund(_) | Form::Progressive) && verb != "let";
        let can_be_passive = can_be_passive && !(self.headline && form == Form::Present);
        let chance = match subject {
            Subject::New => 0.25,
            Subject::Given(_) => 0.0,
            Subject::None(_) => 0.06,
        };
        let passive = can_be_passive && self.chance(chance);
        let recipient = has(|c| matches!(c, Complement::Recipient(_)));
        let understood_plural = matches!(subject, Subject::None(true));
        let mut dependents: Vec<Tree> = Vec::new();
        let mut promoted = None;
        for (complement, optional) in &frame.complements {
            if *optional && self.chance(0.5) || (self.headline && matches!(complement, Complement::Phrase { .. }) && *optional) {
                continue;
            }
            match complement {
                Complement::Object(class) => {
                    let mut object = self.phrase(class, depth + 1).to("obj");
                    if !passive && depth > 0 && self.chance(0.06) {
                        object = pronoun(self.below(3), false).to("obj");
                    }
                    if passive && !recipient { promoted = Some(object) } else { dependents.push(object) }
                }
                Complement::Recipient(class) => {
                    let object = self.phrase(class, depth + 1).to("iobj");
                    if passive { promoted = Some(object) } else { dependents.push(object) }
                }
                Complement::Phrase { preposition, class } => {
                    let mut phrase = self.phrase(class, depth + 1).to("obl");
                    phrase.push_first(Tree::preposition(preposition));
                    dependents.push(phrase);
                }
                Complement::Particle(word) => {
                    let particle = Tree::plain(word, ("ADP", "RP")).to("compound:prt");
                    let before = dependents.len() == 1 && !(dependents[0].after.is_empty() && self.chance(0.35));
                    if before { dependents.insert(0, particle) } else { dependents.push(particle) }
                }
                Complement::Infinitive | Complement::Bare => {
                    let mut inner = self.clause(None, Form::Infinitive, Subject::None(false), depth + 1).to("xcomp");
                    if matches!(complement, Complement::Infinitive) {
                        if self.chance(0.05) {
                            inner.push_first(not());
                        }
                        inner.push_first(to());
                    } else if passive {
                        inner.push_first(to());
                    }
                    dependents.push(inner);
                }
                Complement::Gerund(preposition) => {
                    let after_verb = preposition.is_empty();
                    let inner = self.clause(None, Form::Gerund(after_verb), Subject::None(false), depth + 1);
                    let mut inner = inner.to(if after_verb { "xcomp" } else { "advcl" });
                    if !after_verb {
                        inner.push_first(mark(preposition));
                    }
                    dependents.push(inner);
                }
                Complement::Content => {
                    let form = if self.chance(0.6) { Form::Past } else { self.main_form() };
                    let form = if self.headline { Form::Present } else { form };
                    let mut inner = if self.chance(0.2) && !self.headline {
                        let pronoun = pronoun(self.below(3), true).to("nsubj");
                        let frame = self.frame(depth + 1);
                        self.clause(Some(frame), form, Subject::Given(pronoun), depth + 1)
                    } else {
                        self.clause(None, form, Subject::New, depth + 1)
                    }
                    .to("ccomp");
                    if self.chance(0.25) && !self.headline {
                        let time = self.time();
                        inner.push(time);
                    }
                    if self.chance(0.5) && !self.headline {
                        inner.push_first(mark("that"));
                    }
                    dependents.push(inner);
                }
                Complement::Noun(word) => {
                    let predicate = Tree::new(word, word, ("NOUN", "NN"), SINGULAR).to("xcomp");
                    if dependents.len() == 1 && self.chance(0.1) { dependents.insert(0, predicate) } else { dependents.push(predicate) }
                }
                Complement::Adjective(word) => dependents.push(Tree::adjective(word).to("xcomp")),
            }
        }
        let subject = match (promoted, subject) {
            (Some(object), Subject::New) => Some(object.to("nsubj:pass")),
            (_, Subject::New) if depth > 0 && !self.headline && self.chance(0.12) => Some(pronoun(self.below(3), true).to("nsubj")),
            (_, Subject::New) => Some(self.phrase(&frame.subject, depth + 1).to("nsubj")),
            (_, Subject::Given(tree)) => Some(tree),
            (_, Subject::None(_)) => None,
        };
        let plural = match &subject {
            Some(tree) => tree.is_plural() || tree.lemma == "they",
            None => understood_plural,
        };
        let negative = self.chance(0.05) && !matches!(form, Form::Infinitive | Form::Gerund(_)) && !self.headline;
        let mut head = if self.headline && form == Form::Past {
            // Headlines leave the auxiliary of the passive out.
            self.verb(&verb, if passive { Form::Past } else { Form::Present }, plural, passive, false)
        } else {
            self.verb(&verb, form, plural, passive, negative)
        };
        if self.headline && passive {
            head.before.retain(|t| t.relation != "aux:pass");
        }
        if self.chance(0.04) && !self.headline {
            let word = ["also", "reportedly", "repeatedly", "later", "publicly", "officially", "briefly", "again"][self.below(8)];
            let adverb = match word {
                "later" => Tree::new("later", "late", ("ADV", "RBR"), "Degree=Cmp"),
                _ => Tree::plain(word, ADVERB),
            };
            head.push_before(adverb.to("advmod"));
        }
        if let Some(subject) = subject {
            head.push_first(subject);
        }
        let by = if passive && self.chance(0.5) {
            let mut by = self.phrase(&frame.subject, depth + 1).to("obl:agent");
            by.push_first(Tree::preposition("by"));
            Some(by)
        } else {
            None
        };
        let early = self.chance(0.5);
        if early && !dependents.first().is_some_and(|d| d.relation == "obj" || d.relation == "compound:prt" || d.relation == "xcomp") {
            head.after.extend(by);
            head.after.extend(dependents);
        } else {
            head.after.extend(dependents);
            head.after.extend(by);
        }
        // Phrases come before clauses.
        head.after.sort_by_key(|t| matches!(t.relation, "ccomp" | "xcomp" | "advcl") && t.tags.0 == "VERB");
        head
    }

    /// "who fled the city", "that was captured by rebels".
    pub fn relative(&mut self, plural: bool, class: &str, depth: usize) -> Tree {
        let human = !matches!(class, "group" | "body");
        let pronoun = if human && self.chance(0.85) {
            Tree::new("who", "who", ("PRON", "WP"), "PronType=Rel")
        } else {
            let word = if human || self.chance(0.5) { "that" } else { "which" };
            Tree::new(word, word, ("PRON", "WDT"), "PronType=Rel")
        };
        let pronoun = Tree { feats: if plural { format!("{}|{PLURAL}", pronoun.feats) } else { pronoun.feats.clone() }, ..pronoun };
        let frame = self.frame(depth + 1);
        self.active_only = true;
        let mut clause = self.clause(Some(frame), Form::Past, Subject::Given(pronoun.to("nsubj")), depth + 1).to("acl:relcl");
        self.active_only = false;
        for dependent in &mut clause.before {
            if dependent.relation == "nsubj" {
                dependent.feats = "PronType=Rel".to_string();
            }
        }
        if self.chance(0.3) { clause.between_commas() } else { clause }
    }

    /// "killed in the attack", "accused of treason", "demanding reforms".
    pub fn reduced(&mut self, depth: usize) -> Tree {
        if self.chance(0.35) {
            let mut clause = self.clause(None, Form::Gerund(true), Subject::None(true), depth + 1);
            clause.relation = "acl";
            return clause;
        }
        let (verb, preposition, class) = [
            ("kill", "in", "violence"),
            ("accuse", "of", "crime"),
            ("arrest", "in", "town"),
            ("detain", "by", "military"),
            ("wound", "in", "violence"),
            ("suspect", "of", "crime"),
            ("hold", "by", "armed"),
            ("back", "by", "country"),
            ("support", "by", "country"),
            ("arm", "with", "weapon"),
            ("capture", "by", "armed"),
        ][self.below(11)];
        let Some(verb) = self.grammar.verbs.get(verb).cloned() else { return Tree::plain(verb, ("VERB", "VBN")) };
        let mut head = Tree::new(&verb.participle, &verb.base, ("VERB", "VBN"), PASSIVE).to("acl");
        let mut phrase = self.phrase(class, depth + 1).to(if preposition == "by" { "obl:agent" } else { "obl" });
        phrase.push_first(Tree::preposition(preposition));
        head.push(phrase);
        head
    }
}

fn pronoun(which: usize, nominative: bool) -> Tree {
    let (nom, acc, feats) = [
        ("he", "him", "Gender=Masc|Number=Sing|Person=3|PronType=Prs"),
        ("it", "it", "Gender=Neut|Number=Sing|Person=3|PronType=Prs"),
        ("they", "them", "Number=Plur|Person=3|PronType=Prs"),
    ][which % 3];
    let (form, case) = if nominative { (nom, "Nom") } else { (acc, "Acc") };
    Tree::new(form, nom, ("PRON", "PRP"), &format!("Case={case}|{feats}"))
}
