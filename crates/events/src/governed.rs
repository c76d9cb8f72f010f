//! Which expression of time or place belongs to a predicate.
//!
//! Nearest in the tree, not in the words: "Putin said on Monday that he will meet Xi on
//! Friday" has one day for each of its two predicates.

use dotterel_document::NO_HEAD;
use dotterel_document::span::{Span, Tok};
use dotterel_document::syntax::{Deprel, Feats, Upos};
use dotterel_document::text::{Text, TokenId};

/// How far up and down a tree is looked.
const HEIGHT: usize = 12;

/// How many expressions on each side of the predicate are looked at, so that a hostile
/// sentence of nothing but dates costs no more than any other.
const NEIGHBOURS: usize = 12;

/// How deep in the phrases of a predicate an expression may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Not in what it is done to: "condemned Monday's attack" does not tell when.
    Adpositional,
    /// In all of them: "shelled a school in Kherson" tells where.
    All,
}

/// The one of `items`, sorted by their tokens, that belongs to the predicate at `token`.
///
/// In this order: one that modifies it; one deeper in its adpositional phrases; for a noun,
/// one that modifies the verbs and nouns above it, up to the verb of its clause; for a verb
/// that shares its clause ("met and signed"), those of the other verb; last, the nearest one
/// in the same clause. Never one of another finite clause.
pub(crate) fn nearest<'t, T>(
    items: &'t [T],
    tokens: impl Fn(&T) -> Span<Tok>,
    usable: impl Fn(&T) -> bool,
    reach: Reach,
    text: &Text,
    token: TokenId,
) -> Option<&'t T> {
    let sent = text.sents.get(text.tokens.get(token as usize)?.sent as usize)?.tokens;
    let here = items.partition_point(|item| tokens(item).start < token);
    let near = items.get(here.saturating_sub(NEIGHBOURS)..(here + NEIGHBOURS).min(items.len()))?;
    let mut chain = None;
    let candidates = near.iter().filter(|item| sent.covers(tokens(item)) && usable(item));
    candidates
        .filter_map(|item| {
            let span = tokens(item);
            let chain = chain.get_or_insert_with(|| upward(text, token));
            let cost = cost(text, token, chain, span, reach)?;
            Some((cost, span.start.abs_diff(token), item))
        })
        .min_by_key(|(cost, distance, _)| (*cost, *distance))
        .map(|found| found.2)
}

/// The token of `lo..hi` whose head lies outside: a content word where there is one.
pub(crate) fn head_of(text: &Text, lo: usize, hi: usize) -> Option<TokenId> {
    let inside = |t: TokenId| (lo..hi).contains(&(t as usize));
    let outward = |t: &TokenId| text.tokens.get(*t as usize).is_some_and(|token| !inside(token.head));
    let mut heads = (lo as TokenId..hi as TokenId).filter(outward);
    let first = heads.next()?;
    // A preposition or comma inside the span may hang elsewhere.
    let light = |t: TokenId| {
        text.tokens.get(t as usize).is_none_or(|t| matches!(t.upos, Upos::Adp | Upos::Det | Upos::Punct | Upos::Adv | Upos::Adj))
    };
    if light(first) { heads.find(|&t| !light(t)).or(Some(first)) } else { Some(first) }
}

/// What the expression `lo..hi` with this head hangs on, put right where the tree is surely
/// wrong: "said on Monday that he is ill" gives Monday to what stands before it, and a
/// preposition that hangs elsewhere than its noun knows better.
pub(crate) fn governor(text: &Text, lo: usize, head: TokenId) -> TokenId {
    let Some(token) = text.tokens.get(head as usize) else { return NO_HEAD };
    if token.head == NO_HEAD {
        return NO_HEAD;
    }
    let before = lo.checked_sub(1).and_then(|i| text.tokens.get(i)).filter(|t| t.sent == token.sent && t.upos == Upos::Adp);
    if let Some(adposition) = before
        && adposition.deprel != Deprel::Case
        && (adposition.deprel != Deprel::CompoundPrt || matches!(token.deprel, Deprel::Nsubj | Deprel::NsubjPass))
        && adposition.head != NO_HEAD
        && (adposition.head as usize) < lo
    {
        return adposition.head;
    }
    let Some(above) = text.tokens.get(token.head as usize) else { return token.head };
    let outside = matches!(above.deprel, Deprel::Ccomp) && above.head < head && head < token.head;
    if outside {
        let from = (above.head as usize + 1).max(lo.saturating_sub(HEIGHT));
        let inside = text.tokens.get(from..lo).is_some_and(|between| between.iter().any(|t| t.head == token.head));
        if !inside {
            return above.head;
        }
    }
    token.head
}

/// The predicate and what it hangs on, as far as they share one time, each with its cost.
fn upward(text: &Text, token: TokenId) -> Vec<(TokenId, u32)> {
    let mut chain = vec![(token, 0)];
    let mut node = token;
    for step in 1..=HEIGHT as u32 {
        let Some(here) = text.tokens.get(node as usize) else { break };
        if here.head == NO_HEAD {
            break;
        }
        let shares = match here.deprel {
            // Nouns share the time of what they hang on: "held talks on Monday".
            _ if nominal(here.deprel) => true,
            // "Met Xi and signed a deal", but not "and troops fired on them".
            Deprel::Conj => !has_subject(text, node),
            // "Arrived on Monday, pledging aid": participles and infinitives of manner and purpose.
            Deprel::Advcl => !here.feats.has(Feats::VERBFORM_FIN) && !has_subject(text, node),
            // "Troops killed on Monday": the participle has its own time, or that of the verb.
            Deprel::Acl => here.feats.any(Feats::VERBFORM_PART.with(Feats::VERBFORM_GER)),
            _ => false,
        };
        if !shares {
            break;
        }
        node = here.head;
        chain.push((node, 10 * step));
    }
    chain
}

fn nominal(deprel: Deprel) -> bool {
    matches!(
        deprel,
        Deprel::Nsubj
            | Deprel::NsubjPass
            | Deprel::Obj
            | Deprel::Iobj
            | Deprel::Obl
            | Deprel::OblAgent
            | Deprel::OblUnmarked
            | Deprel::Nmod
            | Deprel::NmodPoss
            | Deprel::NmodUnmarked
            | Deprel::NmodDesc
            | Deprel::Compound
            | Deprel::Appos
            | Deprel::Amod
    )
}

fn has_subject(text: &Text, node: TokenId) -> bool {
    let from = node.saturating_sub(8) as usize;
    text.tokens
        .get(from..node as usize)
        .is_some_and(|near| near.iter().any(|t| t.head == node && matches!(t.deprel, Deprel::Nsubj | Deprel::NsubjPass)))
}

/// How well an expression fits; less is better, `None` where it belongs elsewhere.
fn cost(text: &Text, token: TokenId, chain: &[(TokenId, u32)], span: Span<Tok>, reach: Reach) -> Option<u32> {
    if span.contains(token) {
        return None;
    }
    let mut node = head_of(text, span.start as usize, span.end as usize)?;
    let mut extra = 0;
    for depth in 0..HEIGHT as u32 {
        let here = text.tokens.get(node as usize)?;
        let up = if depth == 0 { governor(text, span.start as usize, node) } else { here.head };
        if up == NO_HEAD {
            // The expression is the predicate ("the vote is on Friday") or nothing is parsed.
            return chain.iter().find(|(above, _)| *above == node).map(|(_, cost)| cost + 100);
        }
        if depth > 0 {
            // On the way from the expression up to the predicate: phrases, but no clauses,
            // and no acts that have their time for themselves ("condemned Monday's attack").
            let passes = match here.deprel {
                Deprel::Obl | Deprel::OblUnmarked | Deprel::Nmod | Deprel::NmodUnmarked | Deprel::Advmod | Deprel::OblAgent => true,
                Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Appos | Deprel::Flat | Deprel::Compound => {
                    here.upos == Upos::Propn
                }
                Deprel::Conj => here.upos != Upos::Verb,
                _ => false,
            };
            let passes = passes || (reach == Reach::All && matches!(here.deprel, Deprel::Obj | Deprel::NsubjPass | Deprel::Nsubj));
            // Who does something may be elsewhere: a weak hint.
            extra += if here.deprel == Deprel::Nsubj { 8 } else { 0 };
            if !passes {
                return same_clause(text, token, node);
            }
        }
        if let Some((_, cost)) = chain.iter().find(|(above, _)| *above == up) {
            return Some(cost + 2 * depth + extra);
        }
        node = up;
    }
    None
}

/// The cost of an expression that only stands in the same clause.
fn same_clause(text: &Text, token: TokenId, node: TokenId) -> Option<u32> {
    // A verb takes no time from inside another phrase; a noun may, from its own clause.
    let verb = |t: TokenId| text.tokens.get(t as usize).is_some_and(|t| matches!(t.upos, Upos::Verb | Upos::Aux));
    if verb(token) {
        return None;
    }
    (clause(text, token)? == clause(text, node)?).then_some(1000)
}

/// The verb at the top of a token's clause.
fn clause(text: &Text, mut node: TokenId) -> Option<TokenId> {
    for _ in 0..2 * HEIGHT {
        let here = text.tokens.get(node as usize)?;
        if here.head == NO_HEAD || !nominal(here.deprel) && here.deprel != Deprel::Conj && here.deprel != Deprel::Advmod {
            return Some(node);
        }
        node = here.head;
    }
    None
}
