//! Roles of verbal predicates.

use compact_str::CompactString;
use dotterel_document::{Deprel, Feats, Form, Link, Role, RoleKind, TokenId, Upos};

use crate::Ctx;
use crate::links::is_infinitive;

/// Fills the roles of every verb clause, from the top of each sentence down, so that a
/// clause can take the subject of the one above it.
pub(crate) fn verbs(ctx: &mut Ctx<'_>) {
    for id in order(ctx) {
        if ctx.clauses[id as usize].form == Form::Noun {
            continue;
        }
        let mut roles = own(ctx, id);
        inherit(ctx, id, &mut roles);
        let clause = &mut ctx.clauses[id as usize];
        clause.roles = roles;
        clause.roles.sort_by_key(|r| r.head);
    }
}

/// Clause ids, every clause after its parent. Climbing a chain of parents costs its depth,
/// so chains are followed with a stack and each clause is put out once.
fn order(ctx: &Ctx<'_>) -> Vec<u32> {
    let n = ctx.clauses.len();
    let mut done = vec![false; n];
    let mut order = Vec::with_capacity(n);
    let mut stack = Vec::new();
    for id in 0..n as u32 {
        let mut at = Some(id);
        while let Some(id) = at.filter(|&id| !done[id as usize]) {
            done[id as usize] = true;
            stack.push(id);
            at = ctx.clauses[id as usize].parent;
        }
        while let Some(id) = stack.pop() {
            order.push(id);
        }
    }
    order
}

/// What the clause's own dependents say.
fn own(ctx: &Ctx<'_>, id: u32) -> Vec<Role> {
    let clause = &ctx.clauses[id as usize];
    let mut roles = Vec::new();
    let has_object = ctx.tree.child(ctx.text, clause.head, Deprel::Obj).is_some();
    let copular = ctx.tree.child(ctx.text, clause.head, Deprel::Cop).is_some();
    if copular {
        roles.push(Role { kind: RoleKind::Attribute, head: clause.head, case: CompactString::default(), shared: false });
    }
    // A verb has one subject; where the parser finds two, the nearer one is it.
    let subject =
        ctx.tree.children(clause.head).iter().copied().rfind(|&c| c < clause.head && ctx.text.tokens[c as usize].deprel == Deprel::Nsubj);
    for &child in ctx.tree.children(clause.head) {
        let token = &ctx.text.tokens[child as usize];
        if token.deprel == Deprel::Nsubj && subject.is_some_and(|s| child < s) {
            continue;
        }
        let mut push = |kind, case: CompactString| expand(ctx, child, kind, case, false, &mut roles);
        match token.deprel {
            Deprel::Nsubj | Deprel::NsubjOuter => push(RoleKind::Subject, CompactString::default()),
            // "Nepal was given aid": the passive subject is the indirect object where there
            // is an object besides.
            // Without a passive auxiliary or participle a verb is active whatever the parser says
            // ("police used force").
            Deprel::NsubjPass if !clause.passive => push(RoleKind::Subject, CompactString::default()),
            Deprel::NsubjPass => push(if has_object { RoleKind::Indirect } else { RoleKind::Object }, CompactString::default()),
            // "clashed over rights": what has an adposition is no object.
            Deprel::Obj => {
                let case = case_of(ctx, child);
                push(if case.is_empty() { RoleKind::Object } else { RoleKind::Oblique }, case);
            }
            Deprel::Iobj => push(RoleKind::Indirect, CompactString::default()),
            Deprel::OblAgent => {
                let case = case_of(ctx, child);
                // "rebuffed mediation by Kenya": an active verb has its doer before it.
                let active = !clause.passive && ctx.tree.child(ctx.text, clause.head, Deprel::Nsubj).is_some();
                if !active && (case.is_empty() || ctx.frames.grammar().agent.contains(&case)) {
                    push(RoleKind::Subject, CompactString::default());
                } else {
                    push(RoleKind::Oblique, case);
                }
            }
            Deprel::Obl | Deprel::Nmod => {
                let case = case_of(ctx, child);
                if !case.is_empty() {
                    // The parser leaves the agent of a passive as a plain oblique now and then.
                    if clause.passive && ctx.frames.grammar().agent.contains(&case) {
                        push(RoleKind::Subject, CompactString::default());
                    } else {
                        push(RoleKind::Oblique, case);
                    }
                } else if token.deprel == Deprel::Obl && !clause.passive && !has_object && child > clause.head {
                    // The parser takes an object for an oblique now and then; a bare oblique
                    // behind a verb without an object is one.
                    push(RoleKind::Object, CompactString::default());
                }
            }
            // "carried out strikes", read as a clause.
            Deprel::Ccomp | Deprel::Xcomp | Deprel::Advcl | Deprel::AdvclRelcl
                if ctx.clause_of(child).is_some_and(|c| ctx.clauses[c as usize].form == Form::Noun) =>
            {
                push(RoleKind::Object, CompactString::default());
            }
            // "seized control of a firm", read as a predicate.
            Deprel::Xcomp if token.upos == Upos::Noun && !has_object && !clause.passive && child == clause.head + 1 => {
                push(RoleKind::Object, CompactString::default())
            }
            Deprel::Ccomp | Deprel::Xcomp => {
                let case = mark_of(ctx, child);
                push(RoleKind::Complement, case);
            }
            Deprel::Advcl => {
                let case = mark_of(ctx, child);
                if is_infinitive(ctx, child) {
                    push(RoleKind::Purpose, CompactString::default());
                } else if let Some((_, case)) = owner_before(ctx, child) {
                    push(RoleKind::Complement, case);
                } else if !case.is_empty() && ctx.text.tokens[child as usize].feats.any(Feats::VERBFORM_GER.with(Feats::VERBFORM_PART)) {
                    // "accused Russia of sending tanks", "barred him from running".
                    push(RoleKind::Complement, case);
                }
            }
            _ => {}
        }
    }
    // "Peruvian police have arrested": a bare noun before a verb that has no subject is one.
    if !clause.passive && !roles.iter().any(|r| r.kind == RoleKind::Subject) {
        let bare = ctx.tree.children(clause.head).iter().copied().rfind(|&c| {
            let token = &ctx.text.tokens[c as usize];
            c < clause.head
                && matches!(token.deprel, Deprel::OblUnmarked | Deprel::Obl)
                && matches!(token.upos, Upos::Noun | Upos::Propn)
                && case_of(ctx, c).is_empty()
        });
        if let Some(bare) = bare.filter(|_| clause.link != Link::Relative) {
            expand(ctx, bare, RoleKind::Subject, CompactString::default(), false, &mut roles);
        }
    }
    // "was shot dead by police": the agent hangs on the adjective now and then.
    if clause.passive && !roles.iter().any(|r| r.kind == RoleKind::Subject) {
        let below = ctx.tree.children(clause.head).iter().filter(|&&c| matches!(ctx.text.tokens[c as usize].upos, Upos::Adj | Upos::Adv));
        for &agent in below.flat_map(|&c| ctx.tree.children(c)) {
            let oblique = matches!(ctx.text.tokens[agent as usize].deprel, Deprel::Obl | Deprel::OblAgent | Deprel::Nmod);
            if oblique && ctx.frames.grammar().agent.contains(&case_of(ctx, agent)) {
                expand(ctx, agent, RoleKind::Subject, CompactString::default(), false, &mut roles);
            }
        }
    }
    roles
}

/// The filler and what is joined to it, link by link where the parser has made a chain of them.
pub(crate) fn expand(ctx: &Ctx<'_>, head: TokenId, kind: RoleKind, case: CompactString, shared: bool, roles: &mut Vec<Role>) {
    roles.push(Role { kind, head: antecedent(ctx, head), case: case.clone(), shared });
    let mut waiting = vec![head];
    let clausal = matches!(kind, RoleKind::Complement | RoleKind::Purpose);
    for _ in 0..LONGEST_CHAIN {
        let Some(at) = waiting.pop() else { break };
        for &child in ctx.tree.children(at) {
            let token = &ctx.text.tokens[child as usize];
            if token.deprel == Deprel::Conj && (clausal || !matches!(token.upos, Upos::Verb | Upos::Aux)) {
                roles.push(Role { kind, head: child, case: case.clone(), shared });
                waiting.push(child);
            }
        }
    }
}

/// Conjuncts that are followed from one to the next.
const LONGEST_CHAIN: usize = 8;

/// The noun that a relative pronoun stands for; the token itself otherwise.
fn antecedent(ctx: &Ctx<'_>, token: TokenId) -> TokenId {
    if !ctx.text.tokens[token as usize].feats.has(Feats::PRON_REL) {
        return token;
    }
    let mut at = token;
    for _ in 0..4 {
        let dependent = &ctx.text.tokens[at as usize];
        if dependent.head as usize >= ctx.text.tokens.len() {
            break;
        }
        if dependent.deprel == Deprel::AclRelcl {
            return dependent.head;
        }
        at = dependent.head;
    }
    token
}

/// Lemma of the adposition on a phrase. Where the parser has hung it on the first word of a
/// name instead ("by al-Shabaab fighters"), it is found there.
pub(crate) fn case_of(ctx: &Ctx<'_>, head: TokenId) -> CompactString {
    let direct = |head: TokenId| {
        ctx.tree
            .children(head)
            .iter()
            .map(|&c| &ctx.text.tokens[c as usize])
            .find(|t| t.deprel == Deprel::Case && t.upos != Upos::Part)
            .map(|t| t.lemma.clone())
    };
    direct(head)
        .or_else(|| {
            let first = ctx.tree.children(head).first().copied().filter(|&c| c < head)?;
            matches!(ctx.text.tokens[first as usize].deprel, Deprel::Compound | Deprel::Amod | Deprel::Nummod | Deprel::Flat)
                .then(|| direct(first))?
        })
        .unwrap_or_default()
}

fn mark_of(ctx: &Ctx<'_>, head: TokenId) -> CompactString {
    ctx.tree
        .children(head)
        .iter()
        .map(|&c| &ctx.text.tokens[c as usize])
        .find(|t| matches!(t.deprel, Deprel::Mark | Deprel::Case) && matches!(t.upos, Upos::Adp | Upos::Sconj))
        .filter(|t| t.upos == Upos::Adp || matches!(t.deprel, Deprel::Case) || t.lemma.len() <= 7)
        .map(|t| t.lemma.clone())
        .unwrap_or_default()
}

/// "against China providing aid": the noun before a participle, and its adposition, where that
/// is one after which such a noun does what the participle says. The parser hangs both on the
/// verb above, each by itself, as often as together.
fn owner_before(ctx: &Ctx<'_>, verb: TokenId) -> Option<(TokenId, CompactString)> {
    let token = &ctx.text.tokens[verb as usize];
    let first = ctx.tree.children(verb).first().copied().unwrap_or(verb).min(verb);
    let noun = first.checked_sub(1)?;
    let before = &ctx.text.tokens[noun as usize];
    if !token.feats.any(Feats::VERBFORM_GER.with(Feats::VERBFORM_PART)) || token.feats.has(Feats::TENSE_PAST) || before.sent != token.sent {
        return None;
    }
    let nominal = matches!(before.upos, Upos::Noun | Upos::Propn) && matches!(before.deprel, Deprel::Nmod | Deprel::Obl);
    let case = case_of(ctx, noun);
    (nominal && ctx.frames.grammar().owner.contains(&case)).then_some((noun, case))
}

/// Arguments that stand with another clause or with the noun above.
fn inherit(ctx: &Ctx<'_>, id: u32, roles: &mut Vec<Role>) {
    let clause = &ctx.clauses[id as usize];
    let head = &ctx.text.tokens[clause.head as usize];
    let has = |roles: &[Role], kind| roles.iter().any(|r| r.kind == kind);
    let share = |roles: &mut Vec<Role>, kind, from: TokenId| expand(ctx, from, kind, CompactString::default(), true, roles);
    if clause.link == Link::Relative || clause.form == Form::Adjective {
        let noun = head.head;
        if (noun as usize) < ctx.text.tokens.len() {
            let past_participle = clause.passive || head.feats.has(Feats::TENSE_PAST) && head.feats.has(Feats::VERBFORM_PART);
            if clause.form == Form::Adjective {
                // "a US-led coalition": the noun is what is led, the compound leads.
                if !has(roles, RoleKind::Object) {
                    share(roles, RoleKind::Object, noun);
                }
                for &child in ctx.tree.children(clause.head) {
                    if matches!(
                        ctx.text.tokens[child as usize].deprel,
                        Deprel::Compound | Deprel::OblUnmarked | Deprel::Obl | Deprel::Nsubj | Deprel::Amod
                    ) && !has(roles, RoleKind::Subject)
                    {
                        share(roles, RoleKind::Subject, child);
                    }
                }
            } else if head.deprel == Deprel::Acl && past_participle {
                let main = ctx.text.tokens[noun as usize].deprel == Deprel::Root && sentence_is_closed(ctx, noun);
                if has(roles, RoleKind::Object) || main {
                    // "attackers set fire to a church", read as a participle: what has an
                    // object of its own is done by the noun. So is the only verb of a whole
                    // sentence ("thousands rallied against the president.").
                    share(roles, RoleKind::Subject, noun);
                } else {
                    share(roles, RoleKind::Object, noun);
                }
            } else if !(has(roles, RoleKind::Subject) || clause.passive && has(roles, RoleKind::Object)) {
                share(roles, if clause.passive { RoleKind::Object } else { RoleKind::Subject }, noun);
            } else if head.deprel == Deprel::AclRelcl
                && !has(roles, RoleKind::Object)
                && !has(roles, RoleKind::Complement)
                && !roles.iter().any(|r| r.head == noun)
            {
                share(roles, RoleKind::Object, noun);
            }
        }
        return;
    }
    let Some(parent) = clause.parent.map(|p| &ctx.clauses[p as usize]) else {
        return;
    };
    let take = |roles: &mut Vec<Role>, from: RoleKind, to: RoleKind| {
        let found: Vec<Role> = parent
            .roles
            .iter()
            .filter(|r| r.kind == from)
            .map(|r| Role { kind: to, head: r.head, case: CompactString::default(), shared: true })
            .collect();
        let any = !found.is_empty();
        roles.extend(found);
        any
    };
    match clause.link {
        Link::Conjunct => {
            if ctx.text.tokens[clause.head as usize].head == parent.head {
                if !has(roles, RoleKind::Subject) && !clause.passive {
                    let _ = take(roles, RoleKind::Subject, RoleKind::Subject)
                        || parent.passive && take(roles, RoleKind::Object, RoleKind::Subject);
                }
                if clause.passive && !has(roles, RoleKind::Object) {
                    let _ = if parent.passive {
                        take(roles, RoleKind::Object, RoleKind::Object)
                    } else {
                        take(roles, RoleKind::Subject, RoleKind::Object)
                    };
                }
                // "arrested and jailed the men" puts the object on the first verb.
                if !clause.passive
                    && !has(roles, RoleKind::Object)
                    && !has(roles, RoleKind::Complement)
                    && object_after(ctx, parent.head, clause.head)
                {
                    take(roles, RoleKind::Object, RoleKind::Object);
                }
            }
        }
        Link::Complement | Link::Purpose | Link::Adverbial | Link::Condition => {
            let to = if clause.passive { RoleKind::Object } else { RoleKind::Subject };
            if has(roles, to) {
                return;
            }
            let finite = head.feats.has(Feats::VERBFORM_FIN) && !is_infinitive(ctx, clause.head);
            if finite && head.deprel != Deprel::Xcomp {
                return;
            }
            if let Some((noun, _)) = owner_before(ctx, clause.head).filter(|_| clause.link == Link::Adverbial) {
                share(roles, to, noun);
                return;
            }
            let mark = mark_of(ctx, clause.head);
            let object_controls = match clause.link {
                Link::Complement => !ctx.frames.grammar().subject_control.contains(&parent.lemma),
                // "accused Iran of arming rebels", but "angered Iran by arming rebels".
                Link::Adverbial => !mark.is_empty() && !ctx.frames.grammar().shared_subject.contains(&mark),
                _ => false,
            };
            if object_controls {
                if take(roles, RoleKind::Indirect, to) || take(roles, RoleKind::Object, to) {
                    return;
                }
                // "called on Iran to stop", "appealed to donors to give".
                if parent.form == Form::Verb {
                    if let Some(role) = parent
                        .roles
                        .iter()
                        .find(|r| r.kind == RoleKind::Oblique && r.head < clause.head && ctx.frames.grammar().addressee.contains(&r.case))
                    {
                        roles.push(Role { kind: to, head: role.head, case: CompactString::default(), shared: true });
                        return;
                    }
                }
            }
            if !take(roles, RoleKind::Subject, to) && parent.passive {
                take(roles, RoleKind::Object, to);
            }
        }
        _ => {}
    }
}

/// True where the object of `verb` stands after `later`, so that both verbs have it.
fn object_after(ctx: &Ctx<'_>, verb: TokenId, later: TokenId) -> bool {
    ctx.tree.child(ctx.text, verb, Deprel::Obj).is_some_and(|o| o > later)
}

/// True where the sentence of a token ends in a full stop: no headline.
fn sentence_is_closed(ctx: &Ctx<'_>, token: TokenId) -> bool {
    let sentence = &ctx.text.sents[ctx.text.tokens[token as usize].sent as usize];
    sentence.tokens.range().last().is_some_and(|last| ctx.text.word(&ctx.page.text, last as TokenId) == ".")
}
