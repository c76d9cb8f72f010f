//! How clauses hang together.

use dotterel_document::{Deprel, Feats, Form, Link, Status, TokenId, Upos, Xpos};

use crate::Ctx;

/// Sets `parent` and `link` of every clause.
pub(crate) fn link(ctx: &mut Ctx<'_>) {
    for id in 0..ctx.clauses.len() {
        let head = ctx.clauses[id].head;
        let (parent, link) = find(ctx, head, ctx.clauses[id].form);
        ctx.clauses[id].parent = parent;
        ctx.clauses[id].link = link;
        share_auxiliary(ctx, id);
        share_manner(ctx, id);
    }
}

/// "may provoke Iran by boycotting the talks": how it would be done is no more real than that.
fn share_manner(ctx: &mut Ctx<'_>, id: usize) {
    let clause = &ctx.clauses[id];
    let (Link::Adverbial, Some(parent), Status::Actual) = (clause.link, clause.parent, clause.status) else { return };
    let how = ctx.tree.children(clause.head).iter().any(|&c| {
        let child = &ctx.text.tokens[c as usize];
        matches!(child.deprel, Deprel::Mark | Deprel::Case) && ctx.frames.grammar().manner.contains(&child.lemma)
    });
    if how && ctx.clauses[parent as usize].status != Status::Negated {
        ctx.clauses[id].status = ctx.clauses[parent as usize].status;
    }
}

/// "may attack or invade", "did not meet or talk": a conjoined verb that is not finite has the
/// auxiliaries and the negation of the verb before it.
fn share_auxiliary(ctx: &mut Ctx<'_>, id: usize) {
    let clause = &ctx.clauses[id];
    let (Link::Conjunct, Some(parent)) = (clause.link, clause.parent) else { return };
    let token = &ctx.text.tokens[clause.head as usize];
    let before = &ctx.clauses[parent as usize];
    // "was betrayed and arrested": the second participle is passive by the first's auxiliary.
    let has = |deprel| ctx.tree.child(ctx.text, clause.head, deprel).is_some();
    let participle = token.xpos == Xpos::Vbn || token.feats.has(Feats::VERBFORM_PART.with(Feats::TENSE_PAST));
    if before.passive && participle && token.head == before.head && !has(Deprel::Obj) && !has(Deprel::Nsubj) && !has(Deprel::Aux) {
        ctx.clauses[id].passive = true;
    }
    let clause = &ctx.clauses[id];
    let before = &ctx.clauses[parent as usize];
    // "will withdraw and release": a bare form behind an auxiliary is one under it, whatever
    // the tagger says.
    let bare = token.xpos == Xpos::Vbp && before.modality.is_some() && ctx.tree.child(ctx.text, clause.head, Deprel::Nsubj).is_none();
    // "is not operating but does fund": an auxiliary of its own.
    let own = ctx.tree.child(ctx.text, clause.head, Deprel::Aux).is_some();
    if token.head != before.head || own || token.feats.has(Feats::VERBFORM_FIN) && !bare || clause.status != Status::Actual {
        return;
    }
    let (status, negated, modality, past) = (before.status, before.negated, before.modality, before.past);
    let clause = &mut ctx.clauses[id];
    (clause.status, clause.negated, clause.modality, clause.past) = (status, negated, modality, past);
}

/// Longest way up from a noun to the clause it belongs to.
const LONGEST_CLIMB: usize = 12;

fn find(ctx: &Ctx<'_>, head: TokenId, form: Form) -> (Option<u32>, Link) {
    let token = &ctx.text.tokens[head as usize];
    let link = match form {
        Form::Noun | Form::Adjective => Link::Nominal,
        Form::Verb => match token.deprel {
            Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj | Deprel::CsubjPass | Deprel::CsubjOuter => Link::Complement,
            Deprel::Advcl | Deprel::AdvclRelcl => adverbial(ctx, head),
            Deprel::AclRelcl => Link::Relative,
            Deprel::Acl => {
                if is_infinitive(ctx, head) || has_finite_mark(ctx, head) {
                    Link::Complement
                } else {
                    Link::Relative
                }
            }
            Deprel::Conj => Link::Conjunct,
            Deprel::Parataxis => Link::Parataxis,
            Deprel::Root => return (None, Link::Root),
            _ => Link::Adverbial,
        },
    };
    let mut at = head;
    for _ in 0..LONGEST_CLIMB {
        let above = ctx.text.tokens[at as usize].head;
        if above as usize >= ctx.text.tokens.len() {
            // A relative clause on a noun that heads the sentence stays one.
            let free = if link == Link::Relative { Link::Relative } else { Link::Root };
            return (None, if form == Form::Verb { free } else { Link::Nominal });
        }
        if let Some(clause) = ctx.clause_of(above) {
            return (Some(clause), link);
        }
        at = above;
    }
    (None, link)
}

fn adverbial(ctx: &Ctx<'_>, head: TokenId) -> Link {
    if ctx.tree.children(head).iter().any(|&c| {
        let child = &ctx.text.tokens[c as usize];
        child.deprel == Deprel::Mark && ctx.frames.grammar().conditional.contains(&child.lemma)
    }) {
        Link::Condition
    } else if is_infinitive(ctx, head) {
        Link::Purpose
    } else {
        Link::Adverbial
    }
}

/// "to leave": an infinitive with its particle.
pub(crate) fn is_infinitive(ctx: &Ctx<'_>, head: TokenId) -> bool {
    let token = &ctx.text.tokens[head as usize];
    let marked = |c: &TokenId| {
        let child = &ctx.text.tokens[*c as usize];
        child.deprel == Deprel::Mark && child.upos == Upos::Part
    };
    ctx.tree.children(head).iter().any(marked)
        || token.feats.has(Feats::VERBFORM_INF) && ctx.tree.child(ctx.text, head, Deprel::Nsubj).is_none()
}

fn has_finite_mark(ctx: &Ctx<'_>, head: TokenId) -> bool {
    ctx.tree.children(head).iter().any(|&c| {
        let child = &ctx.text.tokens[c as usize];
        child.deprel == Deprel::Mark && child.upos == Upos::Sconj
    }) && ctx.tree.children(head).iter().any(|&c| matches!(ctx.text.tokens[c as usize].deprel, Deprel::Nsubj | Deprel::NsubjPass))
}
