//! From act to event: status changes category, then place, date, modes and the rest.

use dotterel_document::{
    Category, Deprel, Event, Feats, Form, MentionId, MentionKind, Modality, PlaceMention, Precision, RoleKind, Span, Status,
};

use crate::frames::act::{Act, same};
use crate::frames::fill::{Ctx, Side};
use crate::frames::{Known, context, mode, stance};
use crate::{place, statements, time};

/// The event of an act; `None` where nobody does it.
pub(super) fn event(ctx: &Ctx<'_>, mut act: Act) -> Option<Event> {
    let known = ctx.known;
    let clause = ctx.clause(act.clause);
    let inner = ctx.clause(act.inner);
    let trigger = trigger(known, &act);
    let sent = known.text.tokens[clause.head as usize].sent;

    let statement = statements::covering(known.statements, trigger.start);
    let speakers: &[MentionId] = statement.map_or(&[], |s| &s.speakers);
    by_status(ctx, &mut act, speakers, inner.modality.or(clause.modality));
    // One party alone does not meet: "after the ministers' meeting" names no second one.
    let alone =
        act.reciprocal && inner.form == Form::Noun && inner.light.is_none() && parties(ctx, &act.actors) < 2 && act.recipients.is_empty();
    let nobody = act.actors.is_empty() && (!known.agentless || act.recipients.is_empty());
    if nobody || alone || !concerns_public(ctx, &act) {
        return None;
    }
    act.actors = named(ctx, &act.actors);
    act.recipients = named(ctx, &act.recipients);
    let attributed_to = speakers.iter().copied().find(|s| !act.actors.iter().any(|a| same(ctx, *a, *s)));

    // The act's own words first, then the stance's, then what governs them.
    let heads: Vec<u32> = [inner.head, clause.head].into_iter().chain(act.above.iter().map(|&c| ctx.clause(c).head)).collect();
    let when = heads.iter().find_map(|&h| time::for_token(known.times, known.text, h));
    let (date, end_date, precision) = match when {
        Some(t) => (Some(t.start), (t.end != t.start).then_some(t.end), t.precision),
        None => (known.page.date, None, Precision::Report),
    };
    // A past period outside the news event (manual, "historical"): more than a year back.
    if let (Status::Actual, Some(when), Some(report)) = (act.status, when, known.page.date) {
        if when.end < report.checked_sub(jiff::Span::new().years(1)).unwrap_or(report) {
            act.status = Status::Historical;
        }
    }
    let place = heads.iter().find_map(|&h| place::for_token(known.places, known.text, h)).cloned();
    let mut modes = mode::modes(ctx, &act);
    if act.category == Category::Consult && modes.is_empty() && place.as_ref().is_some_and(|p| on_third_ground(ctx, &act.actors, p)) {
        modes.push("third-party".to_string());
    }
    let cameo = act.cameo.as_ref().map_or_else(|| mode::cameo_root(act.category, &modes).to_string(), ToString::to_string);
    let explanation = std::mem::take(&mut act.why);
    Some(Event {
        category: act.category,
        contexts: context::contexts(ctx, sent, &act.contexts),
        modes,
        status: act.status,
        attributed_to,
        size: mode::size(ctx, &act),
        actors: act.actors,
        recipients: act.recipients,
        date,
        end_date,
        precision,
        place,
        trigger,
        also: Vec::new(),
        sent,
        cameo: Some(cameo),
        rule: known.frames.get(act.rule).id.clone(),
        confidence: 0.0,
        guessed: act.guessed,
        explanation,
    })
}

/// Pronouns give way to the nearest mention before them that says who is meant, so that a record
/// points at words that name its parties. A pronoun for several ("they") becomes all of them.
fn named(ctx: &Ctx<'_>, mentions: &[MentionId]) -> Vec<MentionId> {
    let all = &ctx.known.actors.mentions;
    let mut out: Vec<MentionId> = Vec::with_capacity(mentions.len());
    for &id in mentions {
        let mention = ctx.mention(id);
        let mut found: Vec<MentionId> = Vec::new();
        if mention.kind == MentionKind::Pronoun {
            for entity in &mention.entities {
                let before = (0..id).rev().take(FARTHEST_NAME).find(|&m| {
                    let other = &all[m as usize];
                    other.kind != MentionKind::Pronoun && other.kind != MentionKind::Adjective && other.entities == [*entity]
                });
                found.extend(before);
            }
            if found.len() != mention.entities.len() {
                found.clear();
            }
        }
        if found.is_empty() {
            found.push(name_beside(ctx, id).unwrap_or(id));
        }
        out.extend(found.into_iter().filter(|m| !out.contains(m)).collect::<Vec<_>>());
    }
    out
}

/// The name set beside a description: "his Iranian counterpart, Mostafa Najjar".
fn name_beside(ctx: &Ctx<'_>, id: MentionId) -> Option<MentionId> {
    let mention = ctx.mention(id);
    if mention.kind != MentionKind::Nominal {
        return None;
    }
    let beside = ctx.known.tree.children(mention.head).iter().filter(|&&c| ctx.known.text.tokens[c as usize].deprel == Deprel::Appos);
    beside
        .filter_map(|&c| ctx.mention_of(c))
        .find(|&m| ctx.mention(m).kind == MentionKind::Name && ctx.mention(m).entities == mention.entities)
}

/// How many mentions back a pronoun's name is looked for.
const FARTHEST_NAME: usize = 400;

/// True where all who meet are of states, and the place is in none of them (manual, CONSULT
/// "third-party").
fn on_third_ground(ctx: &Ctx<'_>, actors: &[MentionId], place: &PlaceMention) -> bool {
    let Some(country) = place.country else { return false };
    let mut codes =
        actors.iter().flat_map(|&m| &ctx.mention(m).entities).map(|&e| ctx.known.actors.entities.get(e as usize).and_then(|e| e.code));
    actors.len() > 1 && codes.all(|code| code.is_some_and(|c| c.is_state() && c != country))
}

/// False where a private person of whom neither state nor name is known does something to
/// nobody in particular ("the man agreed"): that is no political event.
fn concerns_public(ctx: &Ctx<'_>, act: &Act) -> bool {
    let known = |m: MentionId| ctx.has_code(m) || ctx.is_public(m) || ctx.mention(m).kind == MentionKind::Name;
    let private = |m: MentionId| ctx.is_one_person(m) && !known(m);
    !act.actors.iter().all(|&m| private(m)) || act.recipients.iter().any(|&m| known(m))
}

/// How many states these mentions are of.
fn states(ctx: &Ctx<'_>, mentions: &[MentionId]) -> usize {
    let entities = &ctx.known.actors.entities;
    let mut codes: Vec<_> =
        mentions.iter().flat_map(|&m| &ctx.mention(m).entities).filter_map(|&e| entities.get(e as usize)?.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.len()
}

/// How many entities these mentions stand for; a plural stands for several.
fn parties(ctx: &Ctx<'_>, mentions: &[MentionId]) -> usize {
    mentions
        .iter()
        .map(|&m| {
            let mention = ctx.mention(m);
            let plural =
                ctx.known.text.tokens[mention.head as usize].feats.has(Feats::NUMBER_PLUR) && mention.kind != MentionKind::Adjective;
            mention.entities.len().max(1 + usize::from(plural))
        })
        .sum()
}

/// Longest stretch of text that is shown as the words of one predicate.
const LONGEST_TRIGGER: u32 = 60;

/// The words of the predicate; only its head's where they stand far apart.
fn trigger(known: &Known<'_>, act: &Act) -> Span<dotterel_document::Byte> {
    let clause = &known.clauses.all[act.clause as usize];
    let head = known.text.tokens[clause.head as usize].span;
    let all = clause.words.iter().fold(head, |span, &t| span.join(known.text.tokens[t as usize].span));
    if all.end - all.start <= LONGEST_TRIGGER { all } else { head }
}

/// Manual, "Auxiliary modes": where one category says it, no category with a mark is used.
fn by_status(ctx: &Ctx<'_>, act: &mut Act, speakers: &[MentionId], modality: Option<Modality>) {
    use Category::*;
    let same_mouth = speakers.iter().any(|&s| act.actors.iter().any(|&a| same(ctx, a, s)));
    let own_words = speakers.is_empty() || speakers.iter().any(|&s| act.actors.iter().any(|&a| same(ctx, a, s) || ctx.same_country(a, s)));
    // "US and Western allies launch war games": one state's drill shows force, one of several is
    // cooperation (specification, "MOBILIZE vs COOPERATE").
    if act.category == Mobilize && states(ctx, &act.actors) > 1 && act.recipients.is_empty() && ctx.is_drill(act.inner) {
        (act.category, act.cameo, act.reciprocal) = (Cooperate, Some("062".into()), true);
        act.modes.clear();
    }
    match (act.status, act.category) {
        // "Russia says Israel must end attacks": what a speaker says another has to do.
        (Status::Hypothetical, Retreat | Concede | Aid | Cooperate | Consult | Support | Agree)
            if modality == Some(Modality::Obliged) && !same_mouth && !speakers.is_empty() && !act.actors.is_empty() =>
        {
            let asked = std::mem::replace(&mut act.actors, speakers.to_vec());
            act.recipients = asked;
            act.modes = vec![match act.category {
                Retreat | Concede => "yield",
                Consult => "meet",
                _ => "assist",
            }];
            act.cameo = None;
            act.category = Request;
            act.status = Status::Actual;
        }
        (Status::Future, Consult | Support | Cooperate | Aid) => {
            if act.reciprocal {
                act.recipients.clear();
            }
            // "Paris will host the premier": the host has agreed to it, whoever is to visit.
            if act.category == Consult && is_named_as_doer(ctx, act) {
                std::mem::swap(&mut act.actors, &mut act.recipients);
            }
            act.cameo = Some(
                match act.category {
                    Consult => "036",
                    Support => "032",
                    Cooperate => "031",
                    _ => "033",
                }
                .into(),
            );
            act.modes.clear();
            act.category = Agree;
            act.status = Status::Actual;
        }
        // Opening the door to others or letting somebody go, when promised, is an offer; giving
        // ground in a dispute stays CONCEDE.
        (Status::Future, Retreat) if stance::is_offer(&act.modes) => {
            act.cameo = Some("035".into());
            act.modes.clear();
            act.category = Agree;
            act.status = Status::Actual;
        }
        (Status::Future, Retreat) => {
            act.cameo = Some("035".into());
            act.modes.clear();
            act.category = Concede;
            act.status = Status::Actual;
        }
        (Status::Future, Agree | Concede | Threaten) => act.status = Status::Actual,
        // An announcement of force against somebody is a threat by who would do it.
        // "raise a border force" is against nobody.
        (Status::Future, Sanction | Mobilize | Coerce | Assault) if own_words && !speakers.is_empty() && !act.recipients.is_empty() => {
            act.modes = match act.category {
                Assault | Mobilize => vec!["violence"],
                Coerce if act.modes.contains(&"arrest") => vec!["arrest"],
                Coerce => vec!["restrict"],
                _ if act.modes.contains(&"expel") => vec!["expel"],
                _ => vec!["relations"],
            };
            act.cameo = None;
            act.category = Threaten;
            act.status = Status::Actual;
        }
        // A strike or boycott that is announced (manual, THREATEN "restrict"); a march is not.
        (Status::Future, Protest)
            if own_words && !speakers.is_empty() && act.modes.iter().any(|m| matches!(*m, "strike" | "boycott" | "obstruct")) =>
        {
            act.modes = vec!["restrict"];
            act.cameo = Some("133".into());
            act.category = Threaten;
            act.status = Status::Actual;
        }
        // "will not lift the embargo": a refusal is REJECT, not negation.
        (Status::Negated, Consult | Support | Cooperate | Aid | Retreat | Concede | Agree)
            if matches!(modality, Some(Modality::Future | Modality::Would)) && own_words =>
        {
            if act.reciprocal {
                // "will not meet the rebels": one side refuses the other.
                let path = &ctx.known.frames.get(act.rule).recipient;
                let refused = ctx.mentions(act.inner, path, Side::Recipient);
                let (others, own): (Vec<MentionId>, Vec<MentionId>) =
                    act.actors.iter().partition(|&&a| refused.iter().any(|&r| same(ctx, a, r)));
                if !own.is_empty() {
                    act.actors = own;
                    act.recipients.extend(others);
                }
            }
            act.modes = vec![match act.category {
                Consult => "meet",
                Retreat | Concede => "yield",
                _ => "assist",
            }];
            act.cameo = None;
            act.category = Reject;
            act.status = Status::Actual;
        }
        _ => {}
    }
}

/// True where the one acted on is the grammatical doer, as with "host".
fn is_named_as_doer(ctx: &Ctx<'_>, act: &Act) -> bool {
    let subjects: Vec<MentionId> =
        ctx.clause(act.inner).roles.iter().filter(|r| r.kind == RoleKind::Subject).filter_map(|r| ctx.party(r.head, Side::Actor)).collect();
    !act.recipients.is_empty() && act.recipients.iter().all(|r| subjects.contains(r))
}
