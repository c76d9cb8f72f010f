//! Who does what to whom in each clause.
//!
//! Syntax is turned into predicates with roles once, here, so that frames never ask how a
//! thing was said: passive subjects are objects, "by" phrases subjects, relative pronouns
//! their antecedents; infinitives get the subject that their verb gives them; conjoined verbs
//! share what they share; "hold talks" is `talk`, and "Wang's trip to Moscow" is a clause
//! like "Wang travelled to Moscow".
//!
//! The code speaks Universal Dependencies only; words come from the lexicon. It decides no
//! category and knows no actor.

mod status;

mod roles;

mod nominal;

mod links;

#[cfg(test)]
mod tests;

use compact_str::CompactString;
use dotterel_document::{Clause, Clauses, Deprel, Form, Link, Page, Text, TokenId, Tree, Upos};
use dotterel_lexicon::frames::Frames;

/// All clauses of a document, in order of their heads.
pub fn clauses(page: &Page, text: &Text, tree: &Tree, frames: &Frames) -> Clauses {
    let mut ctx = Ctx { page, text, tree, frames, clauses: Vec::new(), of_token: vec![NONE; text.tokens.len()] };
    ctx.find(page);
    links::link(&mut ctx);
    roles::verbs(&mut ctx);
    nominal::nouns(&mut ctx);
    Clauses { all: ctx.clauses }
}

/// No clause.
const NONE: u32 = u32::MAX;

struct Ctx<'a> {
    page: &'a Page,
    text: &'a Text,
    tree: &'a Tree,
    frames: &'a Frames,
    clauses: Vec<Clause>,
    /// The clause that a token heads, or [`NONE`].
    of_token: Vec<u32>,
}

impl Ctx<'_> {
    fn find(&mut self, page: &Page) {
        for id in 0..self.text.tokens.len() as TokenId {
            let token = &self.text.tokens[id as usize];
            let form = match token.upos {
                Upos::Verb => {
                    if matches!(
                        token.deprel,
                        Deprel::Compound | Deprel::Case | Deprel::Fixed | Deprel::Flat | Deprel::Aux | Deprel::AuxPass | Deprel::Cop
                    ) {
                        continue;
                    }
                    // "US-led talks", "besieged city": a participle before its noun.
                    if token.deprel == Deprel::Amod {
                        Form::Adjective
                    } else if self.stands_as_noun(page, id) {
                        Form::Noun
                    } else {
                        Form::Verb
                    }
                }
                Upos::Adj if self.stands_as_noun(page, id) => Form::Noun,
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Pron | Upos::Adv | Upos::Num
                    if self.tree.child(self.text, id, Deprel::Cop).is_some() =>
                {
                    Form::Verb
                }
                Upos::Noun if token.deprel != Deprel::Fixed => Form::Noun,
                // The tagger takes an act noun within a title for part of the name now and then
                // ("the Kremlin Meeting"); a name is no act.
                Upos::Adj if token.deprel == Deprel::Amod && !self.frames.of(Form::Adjective, &token.lemma).is_empty() => Form::Adjective,
                _ => continue,
            };
            let lemma = self.lemma(page, id);
            if form == Form::Noun && !self.frames.is_act_noun(&lemma) {
                continue;
            }
            if form == Form::Adjective && self.frames.of(Form::Adjective, &lemma).is_empty() {
                continue;
            }
            let grammar = status::grammar(self, id, form);
            let mut words = vec![id];
            words.extend(self.tree.children(id).iter().copied().filter(|&c| self.text.tokens[c as usize].deprel == Deprel::CompoundPrt));
            words.sort_unstable();
            self.of_token[id as usize] = self.clauses.len() as u32;
            self.clauses.push(Clause {
                head: id,
                lemma,
                form,
                light: None,
                words,
                roles: Vec::new(),
                parent: None,
                link: Link::Root,
                status: grammar.status,
                negated: grammar.negated,
                modality: grammar.modality,
                past: grammar.past,
                passive: grammar.passive,
            });
        }
    }

    /// "held military exercises", "launched an offensive": the tagger's verb or adjective is a
    /// noun where it fills a noun's place with a noun's dependents.
    fn stands_as_noun(&self, page: &Page, id: TokenId) -> bool {
        let token = &self.text.tokens[id as usize];
        if !self.frames.is_act_noun(&token.lemma) {
            return false;
        }
        let has = |test: fn(Deprel) -> bool| self.tree.children(id).iter().any(|&c| test(self.text.tokens[c as usize].deprel));
        match token.deprel {
            Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl | Deprel::OblAgent | Deprel::Nmod => {
                has(|d| matches!(d, Deprel::Det | Deprel::Amod | Deprel::NmodPoss | Deprel::Case | Deprel::Compound))
            }
            // "carried out strikes": right behind a verb that carries nouns, without a
            // clause's dependents.
            Deprel::Ccomp | Deprel::Xcomp | Deprel::Advcl | Deprel::AdvclRelcl => {
                let before = (token.head..id).skip(1).all(|t| {
                    matches!(
                        self.text.tokens[t as usize].deprel,
                        Deprel::CompoundPrt | Deprel::Compound | Deprel::Amod | Deprel::Det | Deprel::Nummod
                    )
                });
                let carried = || {
                    let mut lemma = self.text.tokens[token.head as usize].lemma.clone();
                    self.add_particles(page, token.head, &mut lemma);
                    self.frames.grammar().light.contains_key(&lemma)
                };
                token.head < id
                    && before
                    && carried()
                    && !has(|d| matches!(d, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Aux | Deprel::AuxPass | Deprel::Mark | Deprel::Cop))
            }
            _ => false,
        }
    }

    /// Lemma with its particle; capitals of a name that names an act are lowered.
    fn lemma(&self, page: &Page, id: TokenId) -> CompactString {
        let token = &self.text.tokens[id as usize];
        let mut lemma = token.lemma.clone();
        // A closed compound noun ("air strike", "prisoner swap") is looked up whole first.
        if token.upos == Upos::Noun || self.stands_as_noun(page, id) {
            for &child in self.tree.children(id) {
                // "cease-fire" comes as three tokens.
                let hyphened = child + 2 == id && self.text.word(&page.text, child + 1) == "-";
                // The parser takes a noun before a noun for an adjective now and then.
                let before = &self.text.tokens[child as usize];
                if before.deprel != Deprel::Compound && !(before.deprel == Deprel::Amod && (hyphened || before.upos == Upos::Noun)) {
                    continue;
                }
                if child + 1 == id || hyphened {
                    let joint = if hyphened { '-' } else { ' ' };
                    let whole = compact_str::format_compact!("{}{joint}{}", self.text.tokens[child as usize].lemma, lemma);
                    if self.frames.is_act_noun(&whole) {
                        return whole;
                    }
                }
            }
        }
        self.add_particles(page, id, &mut lemma);
        lemma
    }

    fn add_particles(&self, page: &Page, id: TokenId, lemma: &mut CompactString) {
        for &child in self.tree.children(id) {
            let token = &self.text.tokens[child as usize];
            if token.deprel == Deprel::CompoundPrt {
                lemma.push(' ');
                for c in self.text.word(&page.text, child).chars() {
                    lemma.extend(c.to_lowercase());
                }
            } else if token.deprel == Deprel::Advmod && child > id && matches!(token.upos, Upos::Adv | Upos::Adp) {
                // "pulled back": the parser takes a particle for an adverb now and then. It is
                // one where the two together are known for a verb.
                let whole = compact_str::format_compact!("{lemma} {}", token.lemma);
                if !self.frames.of(Form::Verb, &whole).is_empty() || self.frames.grammar().light.contains_key(&whole) {
                    *lemma = whole;
                }
            }
        }
    }

    fn clause_of(&self, token: TokenId) -> Option<u32> {
        let clause = *self.of_token.get(token as usize)?;
        (clause != NONE).then_some(clause)
    }
}
