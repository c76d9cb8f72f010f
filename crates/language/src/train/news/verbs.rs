//! Verbs with their auxiliaries.

use super::Writer;
use super::tree::Tree;

pub(super) const ADVERB: (&str, &str) = ("ADV", "RB");
const PARTICIPLE: &str = "Tense=Past|VerbForm=Part";
pub(super) const PASSIVE: &str = "Tense=Past|VerbForm=Part|Voice=Pass";
const PRESENT_PARTICIPLE: &str = "Tense=Pres|VerbForm=Part";
const INFINITIVE: &str = "VerbForm=Inf";

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

impl Writer<'_> {
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
}

fn finite(tense: &str, plural: bool) -> String {
    format!("Mood=Ind|Number={}|Person=3|Tense={tense}|VerbForm=Fin", if plural { "Plur" } else { "Sing" })
}

pub(super) fn be(form: Form, plural: bool) -> Tree {
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

pub(super) fn not() -> Tree {
    Tree::new("not", "not", ("PART", "RB"), "Polarity=Neg").to("advmod")
}

pub(super) fn to() -> Tree {
    Tree::plain("to", ("PART", "TO")).to("mark")
}

pub(super) fn mark(word: &str) -> Tree {
    Tree::plain(word, ("SCONJ", "IN")).to("mark")
}
