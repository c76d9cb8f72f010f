//! Acts: what a clause means, stances and operators composed with what they are about.

use compact_str::CompactString;
use dotterel_document::{Category, ClauseId, Form, Link, MentionId, Status};
use dotterel_lexicon::frames::{Coding, Frame, FrameId, Operator, Path, RoleName, Stance};

use crate::frames::choose;
use crate::frames::fill::{Ctx, Side};
use crate::frames::nearby;
use crate::frames::stance;

/// What a clause means, before its status has changed its category.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub category: Category,
    pub modes: Vec<&'static str>,
    pub cameo: Option<CompactString>,
    pub contexts: Vec<&'static str>,
    pub actors: Vec<MentionId>,
    pub recipients: Vec<MentionId>,
    /// Both parties act alike and stand in `actors`.
    pub reciprocal: bool,
    /// No role names the recipients; they stand further inside.
    pub guessed: bool,
    /// The clause whose words are the trigger.
    pub clause: ClauseId,
    /// The clause of the act itself, where a stance or operator governs it.
    pub inner: ClauseId,
    /// Operators over the act, innermost first.
    pub above: Vec<ClauseId>,
    pub rule: FrameId,
    pub status: Status,
    /// Clauses that this act has taken in, so that they do not come out by themselves.
    pub used: Vec<ClauseId>,
    /// Acts inside it that come out all the same.
    pub kept: Vec<Act>,
    pub fit: u32,
    pub why: Vec<String>,
}

impl Act {
    /// What a frame makes of a clause by itself: its parties, code and contexts, and the
    /// clause's own factuality.
    fn new(ctx: &Ctx<'_>, id: ClauseId, rule: FrameId, category: Category) -> Act {
        let frame = ctx.known.frames.get(rule);
        let mut actors = ctx.mentions(id, &frame.actor, Side::Actor);
        // "released a statement criticising the army": who is said to criticise is who released it.
        let clause = ctx.clause(id);
        if actors.is_empty() && clause.link == Link::Relative && clause.form == Form::Verb && !clause.passive {
            actors = ctx.mentions(id, &above(), Side::Actor);
        }
        Act {
            category,
            modes: Vec::new(),
            cameo: frame.cameo.clone(),
            contexts: frame.contexts.clone(),
            actors,
            recipients: ctx.mentions(id, &frame.recipient, Side::Recipient),
            reciprocal: false,
            guessed: false,
            clause: id,
            inner: id,
            above: Vec::new(),
            rule,
            status: clause.status,
            used: Vec::new(),
            kept: Vec::new(),
            fit: 0,
            why: Vec::new(),
        }
    }

    /// An act inside it does not come out by itself, nor do those that it had taken in.
    fn take(&mut self, inner: &Act) {
        self.used.push(inner.clause);
        self.used.extend_from_slice(&inner.used);
    }
}

/// The path to who does what the clause above says.
fn above() -> Path {
    Path(vec![vec![vec![RoleName::Above]]])
}

/// Deepest nesting of stances and operators that is followed.
const DEEPEST: usize = 6;

/// Acts of all clauses that no other act has taken in.
pub(super) fn all(ctx: &Ctx<'_>) -> Vec<Act> {
    let n = ctx.known.clauses.all.len();
    let mut memo = Memo { acts: vec![None; n] };
    let mut used = vec![false; n];
    for id in 0..n as ClauseId {
        if let Some(act) = memo.act(ctx, id, 0) {
            for &taken in &act.used {
                // "Ukraine's appeal was rejected": nobody rejects it, but the appeal was made.
                used[taken as usize] |= !act.actors.is_empty() || ctx.clause(taken).form != Form::Noun;
            }
        }
    }
    let mut out = Vec::new();
    for (id, act) in memo.acts.into_iter().enumerate().filter(|(id, _)| !used[*id]) {
        let Some(mut act) = act.flatten() else {
            out.extend(modal(ctx, id as ClauseId));
            continue;
        };
        if is_mere_thing(ctx, &act) {
            continue;
        }
        // "will lead a delegation on a visit": a meeting that a verb of the future speaks of.
        if act.status == Status::Actual && act.category == Category::Consult && act.above.is_empty() && is_to_come(ctx, act.clause) {
            act.status = Status::Future;
        }
        // What somebody is to do ("allowed it to deliver", "came to attack") is not done yet,
        // unless a governing verb has taken it for its own.
        if act.status == Status::Actual && act.above.is_empty() && ctx.is_to_be_done(act.clause) && !is_said_so(ctx, &act) {
            act.status = Status::Hypothetical;
        }
        out.append(&mut act.kept);
        out.push(*act);
    }
    out
}

/// "Turkish restrictions remain a worry": a noun that names its act only under a verb (`thing`).
fn is_mere_thing(ctx: &Ctx<'_>, act: &Act) -> bool {
    let clause = ctx.clause(act.clause);
    let alone = clause.form == Form::Noun && clause.light.is_none() && act.above.is_empty() && act.inner == act.clause;
    alone && ctx.known.frames.get(act.rule).things.contains(&clause.lemma)
}

/// "used the speech to condemn Israel": what is said is done in saying it, where the verb that it
/// was the purpose of is past.
fn is_said_so(ctx: &Ctx<'_>, act: &Act) -> bool {
    use Category::{Accuse, Reject, Request, Support};
    let clause = ctx.clause(act.clause);
    let above = clause.parent.map(|parent| ctx.clause(parent));
    matches!(act.category, Accuse | Reject | Request | Support)
        && clause.link == Link::Purpose
        && above.is_some_and(|above| above.past && above.status == Status::Actual)
}

/// True for a noun without a verb of its own that stands in a clause about the future.
fn is_to_come(ctx: &Ctx<'_>, id: ClauseId) -> bool {
    let clause = ctx.clause(id);
    clause.form == Form::Noun
        && clause.light.is_none()
        && clause.link == Link::Nominal
        && clause.parent.is_some_and(|parent| ctx.clause(parent).status == Status::Future)
}

/// What an auxiliary alone makes of a verb that no frame knows: "Iran must choose".
fn modal(ctx: &Ctx<'_>, id: ClauseId) -> Option<Act> {
    let clause = ctx.clause(id);
    let modality = clause.modality.filter(|_| clause.form == Form::Verb && !clause.negated)?;
    // A light verb has left the word to its noun.
    if ctx.carried_by(clause.head).is_some() {
        return None;
    }
    ctx.known.frames.of_modality(modality).find_map(|rule| {
        let frame = ctx.known.frames.get(rule);
        let Coding::Event(category, modes) = &frame.coding else { return None };
        if !frame.conditions.iter().all(|c| ctx.holds(id, c)) {
            return None;
        }
        let mut act = event(ctx, id, rule, frame, *category, modes);
        act.status = Status::Actual;
        (!act.actors.is_empty() && !act.recipients.is_empty()).then_some(act)
    })
}

struct Memo {
    /// Not yet asked; asked and nothing (also while it is being asked); an act.
    acts: Vec<Option<Option<Box<Act>>>>,
}

impl Memo {
    fn act(&mut self, ctx: &Ctx<'_>, id: ClauseId, depth: usize) -> Option<Act> {
        match &self.acts[id as usize] {
            Some(known) => return known.as_deref().cloned(),
            None if depth > DEEPEST => return None,
            None => self.acts[id as usize] = Some(None),
        }
        let act = self.find(ctx, id, depth);
        self.acts[id as usize] = Some(act.clone().map(Box::new));
        act
    }

    fn find(&mut self, ctx: &Ctx<'_>, id: ClauseId, depth: usize) -> Option<Act> {
        let clause = ctx.clause(id);
        // A light verb leaves the word to its noun.
        if clause.form != Form::Noun {
            if let Some(noun) = ctx.carried_by(clause.head) {
                if self.act(ctx, noun, depth + 1).is_some() {
                    return None;
                }
            }
        }
        for choice in choose::frames(ctx, id) {
            let frame = ctx.known.frames.get(choice.frame);
            let mut act = match &frame.coding {
                Coding::Block => return None,
                Coding::Event(category, modes) => {
                    let mut act = event(ctx, id, choice.frame, frame, *category, modes);
                    self.take_in(ctx, &mut act, frame, depth);
                    act
                }
                Coding::Stance(stance) => match self.stance(ctx, id, choice.frame, frame, *stance, depth) {
                    Some(act) => act,
                    None => continue,
                },
                Coding::Operator(operator) => match self.operator(ctx, id, frame, *operator, depth) {
                    Some(act) => act,
                    None => continue,
                },
            };
            act.fit = act.fit.max(choice.fit);
            if ctx.explain {
                act.why.insert(0, format!("{} ({}:{}) fired on \"{}\"", frame.id, frame.file, frame.line, clause.lemma));
                act.why.extend(choice.lost);
            }
            return Some(act);
        }
        None
    }

    /// What an event frame says by itself does not come out beside it: the act on its `act` line
    /// ("threatened to cut aid"), and what is ended, lifted, cut or refused ("lifted its ban").
    fn take_in(&mut self, ctx: &Ctx<'_>, act: &mut Act, frame: &Frame, depth: usize) {
        if !frame.act.is_empty() {
            if let Some(inner) = self.inner(ctx, act.clause, frame, depth) {
                act.take(&inner);
            }
        }
        use Category::{Concede, Reject, Retreat, Sanction};
        if !matches!(act.category, Concede | Reject | Retreat | Sanction) {
            return;
        }
        for token in ctx.objects(act.clause) {
            let noun =
                ctx.clause_of(token).filter(|&c| c != act.clause && ctx.clause(c).form == Form::Noun && ctx.clause(c).light.is_none());
            if let Some(inner) = noun.and_then(|c| self.act(ctx, c, depth + 1)) {
                act.take(&inner);
            }
        }
    }

    /// The act that stands where the frame looks for it.
    fn inner(&mut self, ctx: &Ctx<'_>, id: ClauseId, frame: &Frame, depth: usize) -> Option<Act> {
        for alternative in &frame.act.0 {
            let path = Path(vec![alternative.clone()]);
            let fillers = ctx.tokens(id, &path);
            let said = fillers.iter().any(|&t| ctx.clause_of(t).is_some_and(|c| c != id && ctx.clause(c).form == Form::Verb));
            for token in fillers {
                let Some(clause) = ctx.clause_of(token).filter(|&c| c != id) else { continue };
                // "agreed to hold talks": the act is the noun's, not the light verb's.
                let carried = ctx.carried_by(token).filter(|&c| c != id).and_then(|c| self.act(ctx, c, depth + 1));
                if let Some(act) = carried.or_else(|| self.act(ctx, clause, depth + 1)) {
                    return Some(act);
                }
            }
            // "The strikes were intended to reassure": what is intended is said, and no act; the
            // strikes are none of it.
            if said {
                break;
            }
        }
        None
    }

    fn stance(&mut self, ctx: &Ctx<'_>, id: ClauseId, rule: FrameId, frame: &Frame, stance: Stance, depth: usize) -> Option<Act> {
        // What the stance is about says the category.
        let mut act = Act::new(ctx, id, rule, Category::Agree);
        match self.inner(ctx, id, frame, depth) {
            // "tried to stop the looting by the militias": what others do is prevented, not given up.
            Some(mut inner) if stance == Stance::Stop && is_of_others(ctx, &act, &inner) => {
                inner.status = match ctx.clause(id).status {
                    Status::Actual => negate(inner.status),
                    own => weaker(own, negate(inner.status)),
                };
                inner.used.push(inner.clause);
                inner.above.push(id);
                return Some(inner);
            }
            Some(mut inner) => {
                stance::compose(ctx, stance, &mut act, &inner);
                act.take(&inner);
                act.inner = inner.inner;
                act.fit = inner.fit;
                if let Some(status) = frame.keep_act {
                    inner.status = weaker(status, inner.status);
                    act.why.extend_from_slice(&inner.why);
                    act.kept.append(&mut inner.kept);
                    act.kept.push(inner);
                } else {
                    act.why.append(&mut inner.why);
                }
            }
            None if frame.needs_act => return None,
            None => stance::bare(stance, &mut act),
        }
        without_actors(ctx, &mut act);
        without_means(ctx, &mut act);
        // "agreed to lend a billion to Indonesia": whoever the complement is about.
        let about: Vec<ClauseId> = ctx.tokens(id, &frame.act).into_iter().filter_map(|t| ctx.clause_of(t)).filter(|&c| c != id).collect();
        let clauses: Vec<ClauseId> = about.into_iter().chain([id]).collect();
        if act.recipients.is_empty() {
            act.recipients = clauses.iter().map(|&c| ctx.others(c)).find(|r| !r.is_empty()).unwrap_or_default();
            // Several who agree do so with each other; where they are to meet is no party.
            if act.category == Category::Agree && nearby::several(ctx, &act.actors) {
                act.recipients.retain(|&m| !ctx.mention(m).as_place);
            }
            without_actors(ctx, &mut act);
            without_means(ctx, &mut act);
        }
        whoever_is_near(ctx, &mut act, &clauses);
        Some(act)
    }

    fn operator(&mut self, ctx: &Ctx<'_>, id: ClauseId, frame: &Frame, operator: Operator, depth: usize) -> Option<Act> {
        let mut act = self.inner(ctx, id, frame, depth)?;
        let own = ctx.clause(id).status;
        let governed = match operator {
            Operator::Keep | Operator::Cause => act.status,
            Operator::Future => weaker(Status::Future, act.status),
            Operator::Hypothetical => weaker(Status::Hypothetical, act.status),
            Operator::Negated => negate(act.status),
        };
        act.status = match own {
            Status::Negated => negate(governed),
            own => weaker(own, governed),
        };
        // "is considering talks with the United States": who considers would take part.
        if act.reciprocal && act.actors.len() == 1 {
            let subjects = ctx.mentions(id, &frame.actor, Side::Actor);
            act.actors.extend(subjects.into_iter().filter(|m| !act.actors.contains(m)).collect::<Vec<_>>());
            same_once(ctx, &mut act.actors);
        }
        if operator == Operator::Cause || act.actors.is_empty() {
            let subjects = ctx.mentions(id, &frame.actor, Side::Actor);
            if !subjects.is_empty() {
                act.actors = subjects;
                without_actors(ctx, &mut act);
            }
        }
        // The words of the event are those of the act; what governs it may say when and where.
        act.used.push(act.clause);
        act.above.push(id);
        Some(act)
    }
}

/// An act named by a frame of its own.
fn event(ctx: &Ctx<'_>, id: ClauseId, rule: FrameId, frame: &Frame, category: Category, modes: &[&'static str]) -> Act {
    let mut act = Act { modes: modes.to_vec(), reciprocal: frame.reciprocal, ..Act::new(ctx, id, rule, category) };
    if frame.reciprocal {
        let more = std::mem::take(&mut act.recipients);
        act.actors.extend(more.into_iter().filter(|m| !act.actors.contains(m)).collect::<Vec<_>>());
        same_once(ctx, &mut act.actors);
        // "has held several meetings in Baghdad": one person abroad, with whom is left open;
        // ministers meet each other.
        if category == Category::Consult && act.actors.len() == 1 && ctx.is_one_person(act.actors[0]) && ctx.has_code(act.actors[0]) {
            act.recipients = nearby::parties(ctx, &[id], category, &act.actors, false);
            act.recipients.retain(|&m| ctx.is_place(m) && ctx.has_code(m) && !ctx.same_country(act.actors[0], m));
            act.guessed = !act.recipients.is_empty();
        }
    } else {
        without_actors(ctx, &mut act);
        without_means(ctx, &mut act);
        if !frame.recipient.is_empty() {
            if act.recipients.is_empty() {
                act.recipients = ctx.others(id);
                without_actors(ctx, &mut act);
                without_means(ctx, &mut act);
            }
            whoever_is_near(ctx, &mut act, &[id]);
        }
    }
    act
}

/// Where no path finds anybody who is acted on: the parties named further inside. Where only
/// people of no known state are found ("killed 48 people in two attacks in Kabul"), the state
/// or place that is named with them stands beside them.
fn whoever_is_near(ctx: &Ctx<'_>, act: &mut Act, clauses: &[ClauseId]) {
    let found = !act.recipients.is_empty();
    if found && act.recipients.iter().any(|&m| ctx.has_stated_code(m)) {
        return;
    }
    let near = nearby::parties(ctx, clauses, act.category, &act.actors, found);
    if near.is_empty() {
        return;
    }
    act.guessed = !found;
    act.recipients.extend(near);
    same_once(ctx, &mut act.recipients);
    if ctx.explain {
        act.why.push("recipient: no role names its state; the nearest party inside the predicate's phrases".to_string());
    }
}

/// "mobilised the army", "withdraw its troops": forces are the doer's means, not whom he acts
/// on (specification, §6: in MOBILIZE "the forces are part of the actor").
fn without_means(ctx: &Ctx<'_>, act: &mut Act) {
    let (category, actors) = (act.category, &act.actors);
    act.recipients.retain(|&r| !is_means(ctx, category, actors, r));
}

/// True for unnamed forces of the doer's own or of no state, in acts that are done with them.
pub(super) fn is_means(ctx: &Ctx<'_>, category: Category, doers: &[MentionId], mention: MentionId) -> bool {
    matches!(category, Category::Mobilize | Category::Agree | Category::Retreat | Category::Aid)
        && ctx.is_force(mention)
        && doers.iter().any(|&d| ctx.commands(d) && (!ctx.has_code(mention) || ctx.same_country(d, mention)))
}

/// True where an act has doers of its own, none of them who takes the stance or of his state.
fn is_of_others(ctx: &Ctx<'_>, act: &Act, inner: &Act) -> bool {
    use Category::{Assault, Coerce, Mobilize, Protest};
    matches!(inner.category, Assault | Coerce | Mobilize | Protest)
        && !inner.actors.is_empty()
        && !act.actors.is_empty()
        && !inner.actors.iter().any(|&i| act.actors.iter().any(|&a| same(ctx, a, i) || ctx.same_country(a, i)))
}

/// Nobody is acted on by himself.
pub(super) fn without_actors(ctx: &Ctx<'_>, act: &mut Act) {
    same_once(ctx, &mut act.actors);
    same_once(ctx, &mut act.recipients);
    let actors = &act.actors;
    act.recipients.retain(|&r| !actors.iter().any(|&a| same(ctx, a, r)));
}

/// Two mentions of one entity are one party.
fn same_once(ctx: &Ctx<'_>, mentions: &mut Vec<MentionId>) {
    let mut kept: Vec<MentionId> = Vec::with_capacity(mentions.len());
    for &m in mentions.iter() {
        if !kept.iter().any(|&k| same(ctx, k, m)) {
            kept.push(m);
        }
    }
    *mentions = kept;
}

/// True where two mentions stand for the same.
pub(super) fn same(ctx: &Ctx<'_>, a: MentionId, b: MentionId) -> bool {
    a == b || ctx.mention(a).entities.iter().any(|e| ctx.mention(b).entities.contains(e))
}

/// Of two statuses, one governing the other, what remains.
pub(super) fn weaker(outer: Status, inner: Status) -> Status {
    match (outer, inner) {
        (Status::Actual, inner) => inner,
        (outer, Status::Actual) => outer,
        (Status::Negated, inner) => negate(inner),
        (_, Status::Negated) => Status::Negated,
        (Status::Hypothetical, _) | (_, Status::Hypothetical) => Status::Hypothetical,
        (Status::Future, _) | (_, Status::Future) => Status::Future,
        (Status::Historical, _) => Status::Historical,
    }
}

fn negate(status: Status) -> Status {
    match status {
        Status::Negated => Status::Actual,
        // What might happen, denied, does not happen.
        _ => Status::Negated,
    }
}
