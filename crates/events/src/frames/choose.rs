//! Which frame a clause has: the most specific that fits.

use dotterel_document::{ClauseId, Form, RoleKind, TokenId, Upos};
use dotterel_lexicon::frames::{Coding, Condition, Frame, FrameId, Path, RoleName};

use crate::frames::fill::{Ctx, Side};

/// The frame that won, and why each of the others lost.
pub(super) struct Choice {
    pub frame: FrameId,
    /// Grows with conditions met and parties found.
    pub fit: u32,
    pub lost: Vec<String>,
}

/// Best fitting frames of a clause, best first; those that do not fit are left out.
pub(super) fn frames(ctx: &Ctx<'_>, clause: ClauseId) -> Vec<Choice> {
    let predicate = ctx.clause(clause);
    let frames = ctx.known.frames;
    let mut ids = frames.of(predicate.form, &predicate.lemma);
    // "is ready to": an adjective with a copula.
    if predicate.roles.iter().any(|r| r.kind == RoleKind::Attribute) && ctx.known.text.tokens[predicate.head as usize].upos == Upos::Adj {
        ids = frames.of(Form::Adjective, &predicate.lemma);
    }
    // "is a target": a noun with a copula is no verb, but "is a donor to" and "are on strike" are
    // what the verb's frames mean.
    let copular = predicate.form == Form::Verb && predicate.roles.iter().any(|r| r.kind == RoleKind::Attribute);
    let meant = || frames.in_class("role", &predicate.lemma) || ctx.case(predicate.head).is_some();
    if copular && ctx.known.text.tokens[predicate.head as usize].upos == Upos::Noun && !meant() {
        ids = frames.of(Form::Noun, &predicate.lemma);
    }
    // "gunned down" has its own frame or none, but a verb with a particle that no frame
    // knows ("speed up work") means what it means without.
    if ids.is_empty() {
        if let Some((verb, _)) = predicate.lemma.split_once(' ').filter(|_| predicate.form == Form::Verb) {
            ids = frames.of(predicate.form, verb);
        }
    }
    let mut fitting: Vec<Choice> = Vec::new();
    let mut lost: Vec<String> = Vec::new();
    // The frames of a word ask for the same few roles: each is looked up once.
    let mut roles = Fillers::default();
    for &id in ids {
        let frame = frames.get(id);
        if let Some(failed) = frame.conditions.iter().find(|c| !roles.hold(ctx, clause, c)) {
            if ctx.explain {
                lost.push(format!("{}: its condition on {} does not hold", frame.id, name_of(failed)));
            }
            continue;
        }
        if frame.needs_recipient && ctx.mentions(clause, &frame.recipient, Side::Recipient).is_empty() {
            if ctx.explain {
                lost.push(format!("{}: nobody it is done to", frame.id));
            }
            continue;
        }
        fitting.push(Choice { frame: id, fit: fit(ctx, clause, frame), lost: Vec::new() });
    }
    fitting.sort_by(|a, b| b.fit.cmp(&a.fit).then(a.frame.cmp(&b.frame)));
    if ctx.explain {
        let others: Vec<String> = fitting.iter().skip(1).map(|c| format!("{}: less specific", frames.get(c.frame).id)).collect();
        if let Some(first) = fitting.first_mut() {
            first.lost = lost;
            first.lost.extend(others);
        }
    }
    fitting
}

/// What fills the roles of one clause, as far as conditions have asked for it.
#[derive(Default)]
struct Fillers<'f> {
    found: Vec<(&'f Path, Vec<TokenId>)>,
}

impl<'f> Fillers<'f> {
    fn hold(&mut self, ctx: &Ctx<'_>, clause: ClauseId, condition: &'f Condition) -> bool {
        let known = self.found.iter().position(|(path, _)| **path == condition.role);
        let at = known.unwrap_or_else(|| {
            self.found.push((&condition.role, ctx.tokens(clause, &condition.role)));
            self.found.len() - 1
        });
        ctx.holds_for(&self.found[at].1, condition)
    }
}

/// Why a clause gave no event, one line a frame.
pub(super) fn silence(ctx: &Ctx<'_>, clause: ClauseId) -> Vec<String> {
    let predicate = ctx.clause(clause);
    let frames = ctx.known.frames;
    let fitting = self::frames(ctx, clause);
    let mut lines = Vec::new();
    for choice in &fitting {
        let frame = frames.get(choice.frame);
        let parties = |path, side| ctx.mentions(clause, path, side).len();
        let why = match frame.coding {
            Coding::Block => "blocks the others",
            Coding::Event(..) if parties(&frame.actor, Side::Actor) == 0 => "nobody who does it",
            Coding::Event(..) => "taken into another event, or said twice",
            Coding::Stance(_) | Coding::Operator(_) => "no act that it is about, or nobody who does it",
        };
        lines.push(format!("{}: {why}", frame.id));
        lines.extend(choice.lost.iter().cloned());
    }
    if lines.is_empty() {
        for &id in frames.of(predicate.form, &predicate.lemma) {
            let frame = frames.get(id);
            if let Some(failed) = frame.conditions.iter().find(|c| !ctx.holds(clause, c)) {
                lines.push(format!("{}: its condition on {} does not hold", frame.id, name_of(failed)));
            } else {
                lines.push(format!("{}: nobody it is done to", frame.id));
            }
        }
    }
    if lines.is_empty() {
        lines.push("no frame has this predicate".to_string());
    }
    lines
}

/// Conditions count most, then parties found; a block beats what is no more specific.
fn fit(ctx: &Ctx<'_>, clause: ClauseId, frame: &Frame) -> u32 {
    let conditions = frame.conditions.len() as u32 * 10;
    let recipient = u32::from(!frame.recipient.is_empty() && !ctx.mentions(clause, &frame.recipient, Side::Recipient).is_empty()) * 4;
    let block = u32::from(frame.coding == Coding::Block) * 5;
    // A user's frames stand above the language's own, whatever these ask for.
    conditions + recipient + block + u32::from(frame.layer) * 1000
}

fn name_of(condition: &Condition) -> String {
    condition
        .role
        .0
        .first()
        .and_then(|union| union.first())
        .map(|chain| {
            chain
                .iter()
                .map(|role| match role {
                    RoleName::Adposition(word) => word.to_string(),
                    other => format!("{other:?}").to_lowercase(),
                })
                .collect::<Vec<_>>()
                .join(".")
        })
        .unwrap_or_default()
}
