//! Clauses and sentences.

use super::Writer;
use super::grammar::{Complement, Frame};
use super::phrases::{PLURAL, SINGULAR, digits, name_word, the};
use super::tree::Tree;

const ADVERB: (&str, &str) = ("ADV", "RB");
const PARTICIPLE: &str = "Tense=Past|VerbForm=Part";
const PASSIVE: &str = "Tense=Past|VerbForm=Part|Voice=Pass";
const PRESENT_PARTICIPLE: &str = "Tense=Pres|VerbForm=Part";
const INFINITIVE: &str = "VerbForm=Inf";
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// In which form a verb stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Past,
    Present,
    Perfect,
    Pluperfect,
    Progressive,
    Modal,
    Infinitive,
    /// In -ing, where `true` after another verb.
    Gerund(bool),
}

/// Whether a clause has its subject.
pub(super) enum Subject {
    New,
    Given(Tree),
    /// Understood; the verb goes with a plural where `true`.
    None(bool),
}

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

    fn main_form(&mut self) -> Form {
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

    fn frame(&mut self, depth: usize) -> Frame {
        self.frame_for("", depth)
    }

    /// A frame with the subject's class, or any; deep down, one without a clause in it.
    fn frame_for(&mut self, subject: &str, depth: usize) -> Frame {
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

    /// A verb with its auxiliaries.
    pub fn verb(&mut self, name: &str, form: Form, plural: bool, passive: bool, negative: bool) -> Tree {
        let Some(verb) = self.grammar.verbs.get(name).cloned() else { return Tree::plain(name, ("VERB", "VB")) };
        let head = |form: &str, xpos: &'static str, feats: &str| Tree::new(form, &verb.base, ("VERB", xpos), feats);
        let aux = |form: &str, lemma: &str, xpos: &'static str, feats: &str| Tree::new(form, lemma, ("AUX", xpos), feats).to("aux");
        let mut before: Vec<Tree> = Vec::new();
        let mut tree = if passive {
            let mut be = match form {
                Form::Perfect | Form::Pluperfect => {
                    before.push(have(form, plural));
                    aux("been", "be", "VBN", PARTICIPLE)
                }
                Form::Modal => {
                    before.push(self.modal());
                    aux("be", "be", "VB", INFINITIVE)
                }
                Form::Infinitive => aux("be", "be", "VB", INFINITIVE),
                _ => be(form, plural),
            };
            be.relation = "aux:pass";
            before.push(be);
            head(&verb.participle, "VBN", PASSIVE)
        } else {
            match form {
                Form::Past if negative => {
                    before.push(aux("did", "do", "VBD", &finite("Past", plural)));
                    head(&verb.base, "VB", INFINITIVE)
                }
                Form::Past => head(&verb.past, "VBD", &finite("Past", plural)),
                Form::Present if negative => {
                    before.push(if plural {
                        aux("do", "do", "VBP", &finite("Pres", true))
                    } else {
                        aux("does", "do", "VBZ", &finite("Pres", false))
                    });
                    head(&verb.base, "VB", INFINITIVE)
                }
                Form::Present if plural => head(&verb.base, "VBP", &finite("Pres", true)),
                Form::Present => head(&verb.third, "VBZ", &finite("Pres", false)),
                Form::Perfect | Form::Pluperfect => {
                    before.push(have(form, plural));
                    head(&verb.participle, "VBN", PARTICIPLE)
                }
                Form::Progressive => {
                    let present = self.chance(0.6);
                    before.push(be(if present { Form::Present } else { Form::Past }, plural).to("aux"));
                    head(&verb.gerund, "VBG", PRESENT_PARTICIPLE)
                }
                Form::Modal => {
                    before.push(self.modal());
                    head(&verb.base, "VB", INFINITIVE)
                }
                Form::Infinitive => head(&verb.base, "VB", INFINITIVE),
                Form::Gerund(after_verb) => head(&verb.gerund, "VBG", if after_verb { "VerbForm=Ger" } else { PRESENT_PARTICIPLE }),
            }
        };
        if negative {
            let at = before.len().min(1);
            before.insert(at, not());
        }
        tree.before = before;
        tree
    }

    fn modal(&mut self) -> Tree {
        let word = ["will", "will", "would", "could", "may", "should", "must", "can"][self.below(8)];
        Tree::new(word, word, ("AUX", "MD"), "VerbForm=Fin").to("aux")
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

    fn adverbial(&mut self, plural: bool) -> Tree {
        match self.below(10) {
            0..3 => {
                let word = ["after", "as", "while", "because", "if", "before"][self.below(6)];
                let mut clause = self.clause(None, Form::Past, Subject::New, 2).to("advcl");
                clause.push_first(mark(word));
                if matches!(word, "while" | "as") && self.chance(0.4) {
                    clause.push_first(Tree::mark(","));
                }
                clause
            }
            3 | 4 => {
                let mut clause = self.clause(None, Form::Infinitive, Subject::None(plural), 2).to("advcl");
                clause.push_first(to());
                clause
            }
            5 | 6 => {
                let mut clause = self.clause(None, Form::Gerund(false), Subject::None(plural), 1).to("advcl");
                clause.push_first(Tree::mark(","));
                clause
            }
            7 => {
                let mut clause = self.clause(None, Form::Gerund(false), Subject::None(plural), 1).to("advcl");
                clause.push_first(mark(["after", "before", "for", "by", "without"][self.below(5)]));
                clause
            }
            _ => {
                let class = ["violence", "meeting", "topic", "event"][self.below(4)];
                let mut phrase = self.phrase(class, 2).to("obl");
                phrase.push_first(Tree::preposition(["after", "during", "despite", "in", "before", "over", "following"][self.below(6)]));
                phrase
            }
        }
    }

    fn place(&mut self) -> Tree {
        let mut place = if self.chance(0.2) {
            let region = ["northern", "southern", "eastern", "western", "central"][self.below(5)];
            let mut country = self.country();
            if !country.before.is_empty() {
                country = self.phrase("town", 2);
            }
            country.push_first(Tree::adjective(region));
            country
        } else {
            self.phrase("place", 2)
        }
        .to("obl");
        place.push_first(Tree::preposition(["in", "in", "in", "near", "outside", "at"][self.below(6)]));
        place
    }

    fn time(&mut self) -> Tree {
        match self.below(20) {
            0..6 => {
                let mut day = name_word(DAYS[self.below(7)]).to("obl");
                day.push_first(Tree::preposition("on"));
                day
            }
            6..11 => name_word(DAYS[self.below(7)]).to("obl:unmarked"),
            11 | 12 => {
                let unit = ["week", "month", "year", "night"][self.below(4)];
                let mut noun = Tree::new(unit, unit, ("NOUN", "NN"), SINGULAR).to("obl:unmarked");
                noun.push_first(if self.chance(0.6) {
                    Tree::adjective("last")
                } else {
                    Tree::new("this", "this", ("DET", "DT"), "Number=Sing|PronType=Dem").to("det")
                });
                noun
            }
            13..16 => {
                let mut when = if self.chance(0.5) { digits(1970 + self.below(60)) } else { name_word(MONTHS[self.below(12)]) }.to("obl");
                when.push_first(Tree::preposition("in"));
                when
            }
            16 => {
                let mut ago = Tree::plain("ago", ADVERB).to("advmod");
                let unit = ["day", "week", "month", "year"][self.below(4)];
                let mut noun = Tree::new(&format!("{unit}s"), unit, ("NOUN", "NNS"), PLURAL).to("obl:unmarked");
                let number = ["two", "three", "four", "five"][self.below(4)];
                noun.push_first(Tree::new(number, number, ("NUM", "CD"), "NumForm=Word|NumType=Card").to("nummod"));
                ago.push_before(noun);
                ago
            }
            17 => {
                let mut day = Tree::new("day", "day", ("NOUN", "NN"), SINGULAR).to("obl");
                day.push_before(Tree::new("same", "same", ("ADJ", "JJ"), "Degree=Pos").to("amod"));
                day.push_first(the());
                day.push_first(Tree::preposition("on"));
                day
            }
            _ => {
                let word = ["yesterday", "today"][self.below(2)];
                Tree::new(word, word, ("NOUN", "NN"), SINGULAR).to("obl:unmarked")
            }
        }
    }
}

fn finite(tense: &str, plural: bool) -> String {
    format!("Mood=Ind|Number={}|Person=3|Tense={tense}|VerbForm=Fin", if plural { "Plur" } else { "Sing" })
}

fn be(form: Form, plural: bool) -> Tree {
    let (word, xpos, tense) = match (form, plural) {
        (Form::Present, false) => ("is", "VBZ", "Pres"),
        (Form::Present, true) => ("are", "VBP", "Pres"),
        (_, false) => ("was", "VBD", "Past"),
        (_, true) => ("were", "VBD", "Past"),
    };
    Tree::new(word, "be", ("AUX", xpos), &finite(tense, plural))
}

fn have(form: Form, plural: bool) -> Tree {
    let (word, xpos, tense) = match (form, plural) {
        (Form::Pluperfect, _) => ("had", "VBD", "Past"),
        (_, false) => ("has", "VBZ", "Pres"),
        (_, true) => ("have", "VBP", "Pres"),
    };
    Tree::new(word, "have", ("AUX", xpos), &finite(tense, plural)).to("aux")
}

fn not() -> Tree {
    Tree::new("not", "not", ("PART", "RB"), "Polarity=Neg").to("advmod")
}

fn to() -> Tree {
    Tree::plain("to", ("PART", "TO")).to("mark")
}

fn mark(word: &str) -> Tree {
    Tree::plain(word, ("SCONJ", "IN")).to("mark")
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
