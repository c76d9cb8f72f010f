//! Roles of nominal predicates, and light verbs that carry them.

use compact_str::CompactString;
use dotterel_document::{Clause, Deprel, Form, Link, Role, RoleKind, Status, TokenId, Upos};
use dotterel_lexicon::frames::Light;

use crate::Ctx;
use crate::roles::{case_of, expand};

/// Fills the roles of every noun clause. Verb clauses are ready by now.
pub(crate) fn nouns(ctx: &mut Ctx<'_>) {
    for id in 0..ctx.clauses.len() as u32 {
        if ctx.clauses[id as usize].form != Form::Noun {
            continue;
        }
        let mut roles = own(ctx, ctx.clauses[id as usize].head);
        agent_of_object(ctx, ctx.clauses[id as usize].head, &mut roles);
        if let Some((verb, light)) = light_verb(ctx, id) {
            carry(ctx, verb, light, ctx.clauses[id as usize].head, &mut roles);
            if light == Light::Reverse {
                // "came under [attack from rebels]".
                for role in roles.iter_mut().filter(|r| r.kind == RoleKind::Oblique && ctx.frames.grammar().origin.contains(&r.case)) {
                    role.kind = RoleKind::Subject;
                    role.case = CompactString::default();
                }
            }
            let carrier = ctx.clauses[verb as usize].clone();
            let clause = &mut ctx.clauses[id as usize];
            take_grammar(clause, &carrier);
        }
        roles.sort_by_key(|r| r.head);
        ctx.clauses[id as usize].roles = roles;
    }
}

/// Possessor, nationality, adpositional phrases and infinitives of the noun itself.
fn own(ctx: &Ctx<'_>, noun: TokenId) -> Vec<Role> {
    let mut roles = Vec::new();
    for &child in ctx.tree.children(noun) {
        let token = &ctx.text.tokens[child as usize];
        match token.deprel {
            Deprel::NmodPoss => expand(ctx, child, RoleKind::Subject, CompactString::default(), false, &mut roles),
            // "the Russian invasion", "a Taliban attack", "US sanctions": whoever modifies the
            // noun does it. Whether it is an actor at all is for the frames to see.
            Deprel::Compound | Deprel::Amod | Deprel::NmodDesc
                if matches!(token.upos, Upos::Propn | Upos::Adj | Upos::Noun) && is_name_like(ctx, child) =>
            {
                expand(ctx, child, RoleKind::Subject, CompactString::default(), false, &mut roles);
            }
            Deprel::Nmod | Deprel::Obl | Deprel::OblAgent | Deprel::NmodUnmarked | Deprel::Obj => {
                let case = case_of(ctx, child);
                if ctx.frames.grammar().agent.contains(&case) {
                    expand(ctx, child, RoleKind::Subject, CompactString::default(), false, &mut roles);
                } else if !case.is_empty() {
                    expand(ctx, child, RoleKind::Oblique, case, false, &mut roles);
                    // "the killing of villagers by soldiers": the agent hangs on the villagers
                    // in many trees.
                    for &agent in ctx.tree.children(child) {
                        if ctx.text.tokens[agent as usize].deprel == Deprel::Nmod
                            && ctx.frames.grammar().agent.contains(&case_of(ctx, agent))
                        {
                            expand(ctx, agent, RoleKind::Subject, CompactString::default(), false, &mut roles);
                        }
                    }
                }
            }
            Deprel::Acl | Deprel::Ccomp | Deprel::Xcomp
                if ctx.clause_of(child).is_some_and(|c| ctx.clauses[c as usize].link == Link::Complement) =>
            {
                expand(ctx, child, RoleKind::Complement, CompactString::default(), false, &mut roles);
            }
            // "an attack carried out by rebels", "talks held in Geneva".
            Deprel::Acl => {
                if let Some(clause) = ctx.clause_of(child).map(|c| &ctx.clauses[c as usize]) {
                    if ctx.frames.grammar().light.get(&clause.lemma) == Some(&Light::Forward) {
                        roles.extend(clause.roles.iter().filter(|r| r.kind != RoleKind::Object).cloned());
                    }
                }
            }
            _ => {}
        }
    }
    roles
}

/// "crushed an uprising by the rebels": an active verb has its doer before it, so that a "by"
/// phrase the parser has hung on it belongs to the noun that it is done to.
fn agent_of_object(ctx: &Ctx<'_>, noun: TokenId, roles: &mut Vec<Role>) {
    let token = &ctx.text.tokens[noun as usize];
    let Some(verb) = ctx.clause_of(token.head).map(|c| &ctx.clauses[c as usize]) else { return };
    if token.deprel != Deprel::Obj || verb.passive || verb.form != Form::Verb || roles.iter().any(|r| r.kind == RoleKind::Subject) {
        return;
    }
    let by = verb.roles.iter().find(|r| r.kind == RoleKind::Oblique && r.head > noun && ctx.frames.grammar().agent.contains(&r.case));
    roles.extend(by.map(|r| Role { kind: RoleKind::Subject, case: CompactString::default(), ..r.clone() }));
}

/// A modifier that could name somebody: a noun, or an adjective with a capital.
fn is_name_like(ctx: &Ctx<'_>, token: TokenId) -> bool {
    ctx.text.tokens[token as usize].upos != Upos::Adj || ctx.text.word(&ctx.page.text, token).starts_with(char::is_uppercase)
}

/// The light verb whose noun this is, as a clause id.
fn light_verb(ctx: &Ctx<'_>, id: u32) -> Option<(u32, Light)> {
    let noun = ctx.clauses[id as usize].head;
    let token = &ctx.text.tokens[noun as usize];
    let (mut governor, mut deprel, mut phrase) = (token.head, token.deprel, noun);
    // "held talks and a dinner": a conjunct hangs on the first object.
    if deprel == Deprel::Conj && (governor as usize) < ctx.text.tokens.len() {
        phrase = governor;
        (governor, deprel) = (ctx.text.tokens[governor as usize].head, ctx.text.tokens[governor as usize].deprel);
    }
    let verb = ctx.clause_of(governor)?;
    let clause = &ctx.clauses[verb as usize];
    // "is open to talks": an adjective with a copula carries nothing.
    if clause.form == Form::Noun || ctx.text.tokens[clause.head as usize].upos == Upos::Adj {
        return None;
    }
    let light = &ctx.frames.grammar().light;
    match deprel {
        Deprel::Obj | Deprel::NsubjPass => light.get(&clause.lemma).map(|&l| (verb, l)),
        // The parser takes an object for a clause or a bare oblique now and then.
        Deprel::Ccomp | Deprel::Xcomp | Deprel::Advcl | Deprel::AdvclRelcl => light.get(&clause.lemma).map(|&l| (verb, l)),
        Deprel::Obl if case_of(ctx, phrase).is_empty() && phrase > clause.head => light.get(&clause.lemma).map(|&l| (verb, l)),
        // "talks began", "an attack took place": nobody does them here.
        Deprel::Obl => {
            let with_case = compact_str::format_compact!("{} {}", clause.lemma, case_of(ctx, phrase));
            light.get(&with_case).map(|&l| (verb, l))
        }
        _ => None,
    }
}

/// Hands the arguments of the light verb to its noun.
fn carry(ctx: &Ctx<'_>, verb: u32, light: Light, noun: TokenId, roles: &mut Vec<Role>) {
    let carrier = &ctx.clauses[verb as usize];
    let has_subject = roles.iter().any(|r| r.kind == RoleKind::Subject && !is_modifier(ctx, r.head, noun));
    for role in &carrier.roles {
        if role.head == noun {
            continue;
        }
        match (role.kind, light) {
            (RoleKind::Subject, Light::Forward) => {
                if !has_subject {
                    // A modifier is no doer once the verb has one: "Russia launched missile
                    // attacks", "Iran faces US sanctions" keeps its own.
                    roles.retain(|r| r.kind != RoleKind::Subject || r.shared || !is_modifier(ctx, r.head, noun));
                    roles.push(Role { shared: true, ..role.clone() });
                }
            }
            (RoleKind::Subject, Light::Reverse) => roles.push(Role { kind: RoleKind::Object, shared: true, ..role.clone() }),
            (RoleKind::Oblique, Light::Reverse) if ctx.frames.grammar().origin.contains(&role.case) => {
                roles.push(Role { kind: RoleKind::Subject, case: CompactString::default(), shared: true, head: role.head });
            }
            (RoleKind::Oblique | RoleKind::Indirect | RoleKind::Complement | RoleKind::Purpose, _) => {
                roles.push(Role { shared: true, ..role.clone() })
            }
            _ => {}
        }
    }
}

fn is_modifier(ctx: &Ctx<'_>, token: TokenId, noun: TokenId) -> bool {
    let token = &ctx.text.tokens[token as usize];
    token.head == noun && matches!(token.deprel, Deprel::Compound | Deprel::Amod | Deprel::NmodDesc)
}

/// The noun happens as its light verb does.
fn take_grammar(clause: &mut Clause, carrier: &Clause) {
    clause.light = Some(carrier.head);
    clause.words.push(carrier.head);
    clause.words.extend(carrier.words.iter().copied());
    clause.words.sort_unstable();
    clause.words.dedup();
    // "has little intention": the denial may stand on the noun.
    let denied = clause.negated != carrier.negated;
    clause.status = match (denied, carrier.status) {
        (true, _) => Status::Negated,
        (false, Status::Negated) => Status::Actual,
        (false, status) => status,
    };
    clause.negated = denied;
    clause.modality = carrier.modality;
    clause.past = carrier.past;
    clause.passive = carrier.passive;
    clause.parent = carrier.parent;
    clause.link = carrier.link;
}
