//! Factuality from a clause's own grammar: negation, auxiliaries, condition, voice.
//!
//! What governing verbs do to it (want, refuse, fail) is the frames' work.

use dotterel_document::{Deprel, Feats, Form, Modality, Status, TokenId, Upos};

use crate::Ctx;

/// What the words of a clause say about its factuality.
pub(crate) struct Grammar {
    pub status: Status,
    pub negated: bool,
    pub modality: Option<Modality>,
    pub past: bool,
    pub passive: bool,
}

/// Reads the dependents of `head`.
pub(crate) fn grammar(ctx: &Ctx<'_>, head: TokenId, form: Form) -> Grammar {
    let words = ctx.frames.grammar();
    let token = &ctx.text.tokens[head as usize];
    let mut negated = false;
    let mut modality = None;
    let mut conditional = false;
    // A main verb's past tense is tagged as its participle now and then: without a passive
    // auxiliary or subject it is active ("Turkish police clashed").
    let finite = matches!(token.deprel, Deprel::Root | Deprel::AclRelcl | Deprel::Ccomp | Deprel::Parataxis);
    let mut passive = token.feats.has(Feats::VOICE_PASS) && !(finite && ctx.tree.child(ctx.text, head, Deprel::NsubjPass).is_none());
    let mut past = token.feats.has(Feats::TENSE_PAST);
    for &child in ctx.tree.children(head) {
        let dependent = &ctx.text.tokens[child as usize];
        let negative = dependent.feats.any(Feats::POLARITY_NEG.with(Feats::PRON_NEG)) || words.negators.contains(&dependent.lemma);
        match dependent.deprel {
            Deprel::Advmod | Deprel::Det | Deprel::Dep if negative => negated = true,
            // "no longer": the denial stands on the adverb.
            Deprel::Advmod if form == Form::Verb && dependent.upos == Upos::Adv && ctx.denies(child) => negated = true,
            // "little intention"
            Deprel::Amod if form == Form::Noun && negative => negated = true,
            Deprel::Mark | Deprel::Case if words.negators.contains(&dependent.lemma) => negated = true,
            Deprel::Mark | Deprel::Advmod if words.conditional.contains(&dependent.lemma) => conditional = true,
            Deprel::Aux if form == Form::Verb => {
                if let Some(&said) = words.modals.get(&dependent.lemma) {
                    modality = Some(said);
                }
                past |= dependent.feats.has(Feats::TENSE_PAST);
            }
            Deprel::AuxPass => {
                passive = true;
                past |= dependent.feats.has(Feats::TENSE_PAST);
            }
            Deprel::Cop => past |= dependent.feats.has(Feats::TENSE_PAST),
            // "No troops were sent": the denial stands on the argument.
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj if form == Form::Verb => {
                negated |= dependent.feats.has(Feats::PRON_NEG) && dependent.upos == Upos::Pron
                    || ctx.tree.children(child).iter().any(|&g| {
                        let det = &ctx.text.tokens[g as usize];
                        det.deprel == Deprel::Det && det.feats.has(Feats::PRON_NEG)
                    });
            }
            _ => {}
        }
    }
    // "are to hold talks", "India to supply wheat" (a headline): an infinitive with a subject that
    // no verb governs is to come.
    if form == Form::Verb && modality.is_none() && finite_place(token.deprel) && is_to_come(ctx, head) {
        modality = Some(Modality::Future);
    }
    // "who'd held talks": before a participle the short form is "had".
    if modality == Some(Modality::Would) && token.feats.has(Feats::VERBFORM_PART.with(Feats::TENSE_PAST)) && !passive {
        modality = None;
        past = true;
    }
    // A finite verb in a clause under "if".
    let status = if negated {
        Status::Negated
    } else if conditional {
        Status::Hypothetical
    } else {
        match modality {
            Some(Modality::Future) => Status::Future,
            Some(Modality::Would) => {
                if told_in_the_past(ctx, head) {
                    Status::Future
                } else {
                    Status::Hypothetical
                }
            }
            Some(Modality::Possible | Modality::Obliged) => Status::Hypothetical,
            None => Status::Actual,
        }
    };
    Grammar { status, negated, modality, past, passive }
}

/// Where a verb of its own stands, and not one that another governs.
fn finite_place(deprel: Deprel) -> bool {
    matches!(deprel, Deprel::Root | Deprel::Ccomp | Deprel::Conj | Deprel::Parataxis | Deprel::AclRelcl)
}

/// True for an infinitive with its particle and a subject before it.
fn is_to_come(ctx: &Ctx<'_>, head: TokenId) -> bool {
    let children = ctx.tree.children(head);
    let is = |test: &dyn Fn(&dotterel_document::Token) -> bool| children.iter().any(|&c| c < head && test(&ctx.text.tokens[c as usize]));
    is(&|t| t.deprel == Deprel::Mark && t.upos == Upos::Part) && is(&|t| matches!(t.deprel, Deprel::Nsubj | Deprel::NsubjPass))
}

impl Ctx<'_> {
    /// True where a word has a negator of its own right before it.
    fn denies(&self, word: TokenId) -> bool {
        self.tree
            .children(word)
            .iter()
            .any(|&c| c + 1 == word && self.frames.grammar().negators.contains(&self.text.tokens[c as usize].lemma))
    }
}

/// "announced it would withdraw": under a verb of saying, "would" is the future of the past.
fn told_in_the_past(ctx: &Ctx<'_>, head: TokenId) -> bool {
    let mut at = head;
    for _ in 0..3 {
        let token = &ctx.text.tokens[at as usize];
        let Some(above) = ctx.text.tokens.get(token.head as usize) else {
            // "Wang would visit Moscow, the ministry said": the saying hangs below.
            return ctx.tree.children(at).iter().any(|&c| {
                let child = &ctx.text.tokens[c as usize];
                child.deprel == Deprel::Parataxis && ctx.frames.grammar().speech.contains(&child.lemma)
            });
        };
        match token.deprel {
            Deprel::Conj => at = token.head,
            Deprel::Ccomp | Deprel::Acl | Deprel::Parataxis => return ctx.frames.grammar().speech.contains(&above.lemma),
            _ => return false,
        }
    }
    false
}
