//! Who is acted on where a frame's own paths find nobody: the parties that the predicate's
//! phrase names further in.
//!
//! "imposed a curfew on Basra", "an inquiry into the business of the Kempinski group", "sent
//! medicine for hospitals in Yemen": the one acted on often stands deeper than any path
//! reaches, and a parser hangs such phrases now here, now there. The specification asks for
//! somebody named in the text (§2.12), so only parties count: first those who can act, then
//! the place whose people they are, then names of which nothing is known.

use dotterel_document::{Category, ClauseId, Deprel, MentionId, TokenId, Upos};

use crate::frames::act::{is_means, same};
use crate::frames::fill::Ctx;

/// Tokens that are looked at, so that a broken tree costs no more than a sound one.
const MOST: usize = 60;

/// What a mention is worth as the one acted on; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    /// A state, or a body or person of which the state is known.
    Party,
    /// A place, standing for its people.
    Place,
    /// A body or people of no known state.
    Kind,
    /// A name and no more.
    Name,
}

/// Parties named inside the phrases of these clauses, but for the doers; several where they
/// are joined by "and". The first of the best tier. With `state`, only those whose state is known.
pub(super) fn parties(ctx: &Ctx<'_>, clauses: &[ClauseId], category: Category, doers: &[MentionId], state: bool) -> Vec<MentionId> {
    use Category::{Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest, Request, Retreat, Support, Threaten};
    let several = several(ctx, doers);
    let known = |mention: MentionId, aside: bool| {
        let tier = tier(ctx, mention, aside).filter(|_| !doers.iter().any(|&d| is_part_of(ctx, mention, d)))?;
        if is_means(ctx, category, doers, mention) {
            return None;
        }
        // Several who agree do so with each other; where they meet is no party.
        if tier == Tier::Place && several && matches!(category, Agree | Support | Consult | Cooperate) {
            return None;
        }
        if state {
            return (tier <= Tier::Place).then_some(tier);
        }
        // What is agreed, asked, promised or given is not with or to one's own state.
        let own_state = doers.iter().any(|&d| ctx.same_country(d, mention));
        if own_state && matches!(category, Agree | Aid | Concede | Request | Support | Threaten) {
            return None;
        }
        // Where a state's own people march, fast or stand ready is only where they are.
        let own_ground = tier == Tier::Place && own_state;
        let may = match category {
            Mobilize | Retreat => tier == Tier::Party || tier == Tier::Place && !own_ground,
            Protest => tier != Tier::Place || !own_ground && doers.iter().any(|&d| ctx.has_code(d)),
            // Force and repression are at home as often as not.
            Assault | Coerce => true,
            _ => !(aside && own_ground),
        };
        may.then_some(tier)
    };
    let mut best: Option<(Tier, TokenId, MentionId)> = None;
    for &id in clauses {
        let clause = ctx.clause(id);
        for start in clause.light.into_iter().chain([clause.head]) {
            walk(ctx, start, &mut |token, aside| {
                let Some(mention) = ctx.mention_of(token) else { return };
                let Some(tier) = known(mention, aside) else { return };
                if best.is_none_or(|(other, ..)| tier < other) {
                    best = Some((tier, token, mention));
                }
            });
        }
        if best.is_some() {
            break;
        }
    }
    let Some((found, token, mention)) = best else { return Vec::new() };
    let mut all = vec![mention];
    for &other in ctx.known.tree.children(token) {
        if ctx.known.text.tokens[other as usize].deprel == Deprel::Conj {
            all.extend(ctx.mention_of(other).filter(|&m| known(m, false) == Some(found)));
        }
    }
    all
}

/// True for two parties and more, also where one phrase names them ("Iran and six powers").
pub(super) fn several(ctx: &Ctx<'_>, doers: &[MentionId]) -> bool {
    let joined = |&d: &MentionId| ctx.known.tree.child(ctx.known.text, ctx.mention(d).head, Deprel::Conj).is_some();
    doers.len() > 1 || doers.iter().any(joined)
}

/// True for the doer himself, and for whoever his own phrase names ("the Greek minister").
fn is_part_of(ctx: &Ctx<'_>, mention: MentionId, doer: MentionId) -> bool {
    same(ctx, mention, doer) || ctx.mention(doer).tokens.contains(ctx.mention(mention).head)
}

/// What a mention is worth; `None` for what is no party. `aside` is true in phrases that say
/// where: there only places count.
fn tier(ctx: &Ctx<'_>, id: MentionId, aside: bool) -> Option<Tier> {
    let mention = ctx.mention(id);
    let is_time = ctx.known.times.iter().any(|t| t.tokens.contains(mention.head));
    if mention.entities.is_empty() || is_time {
        return None;
    }
    let place = mention.as_place || ctx.is_place(id);
    if place || aside {
        return (place && ctx.is_codable(id)).then_some(Tier::Place);
    }
    if ctx.is_codable(id) && ctx.is_agent(id) {
        return Some(if ctx.has_code(id) { Tier::Party } else { Tier::Kind });
    }
    ctx.is_bare_name(id).then_some(Tier::Name)
}

/// Goes through the phrases under a predicate, what it is done to first; subjects, other
/// clauses and asides are left out.
fn walk(ctx: &Ctx<'_>, start: TokenId, visit: &mut impl FnMut(TokenId, bool)) {
    let mut left = MOST;
    let mut stack = vec![(start, false)];
    while let Some((token, aside)) = stack.pop() {
        if token != start {
            visit(token, aside);
        }
        let mut next: Vec<(u8, TokenId, bool)> = Vec::new();
        for &child in ctx.known.tree.children(token) {
            let Some(order) = order(ctx, token, child, token == start) else { continue };
            let case = ctx.case(child).map(|case| case.as_str()).unwrap_or_default();
            let agent = ctx.known.text.tokens[child as usize].deprel == Deprel::OblAgent;
            if agent || !ctx.known.frames.in_class("aside", case) {
                next.push((order, child, aside || ctx.known.frames.in_class("locative", case)));
            }
        }
        if left < next.len() {
            return;
        }
        left -= next.len();
        next.sort_by_key(|&(order, child, _)| (order, child));
        stack.extend(next.into_iter().rev().map(|(_, child, aside)| (child, aside)));
    }
}

/// When a child is looked at, and whether at all.
fn order(ctx: &Ctx<'_>, parent: TokenId, child: TokenId, top: bool) -> Option<u8> {
    let text = ctx.known.text;
    let token = &text.tokens[child as usize];
    let verbal = |t: TokenId| matches!(text.tokens[t as usize].upos, Upos::Verb | Upos::Aux);
    match token.deprel {
        Deprel::Obj | Deprel::Iobj => Some(0),
        Deprel::NmodPoss | Deprel::Compound | Deprel::Amod | Deprel::Flat | Deprel::NmodDesc | Deprel::Appos => Some(0),
        Deprel::Nmod => Some(1),
        // Under a verb: a second object that the parser has hung too high.
        Deprel::Conj if !verbal(child) => Some(1),
        Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl => Some(2),
        Deprel::Obl => Some(3),
        // "positions held by Isis"
        Deprel::OblAgent if !top => Some(3),
        Deprel::Advcl if ctx.is_infinitive(child) => Some(4),
        // "the president's visit" under a noun; a verb's own subject has done it.
        Deprel::Nsubj | Deprel::NsubjPass if !top && !verbal(parent) => Some(2),
        _ => None,
    }
}
