//! Stances over acts: which category, mode and CAMEO code come of "refuse" and "meet".
//!
//! One lexicon of acts serves AGREE, REJECT, REQUEST, THREATEN and the endings of what was
//! going on. Rules are those of the manual's chapter on categories; the sections are named.

use dotterel_document::{Category, MentionId, Status};
use dotterel_lexicon::frames::Stance;

use crate::frames::act::Act;
use crate::frames::fill::Ctx;

/// Sets category, mode, CAMEO code and parties of a stance from the act it is about.
pub(super) fn compose(ctx: &Ctx<'_>, stance: Stance, act: &mut Act, inner: &Act) {
    let (category, mode, cameo) = code(stance, inner);
    act.category = category;
    act.modes = mode.into_iter().collect();
    if act.cameo.is_none() {
        act.cameo = cameo.map(Into::into);
    }
    act.contexts.extend(inner.contexts.iter().copied());
    if act.recipients.is_empty() {
        let others = |mentions: &[MentionId]| -> Vec<MentionId> {
            mentions.iter().copied().filter(|&m| !act.actors.iter().any(|&a| super::act::same(ctx, a, m))).collect()
        };
        act.recipients = match stance {
            // Who is asked or accused is who would do it.
            Stance::Request | Stance::Accuse => {
                let doers = others(&inner.actors);
                if doers.is_empty() { others(&inner.recipients) } else { doers }
            }
            // "is eager for Xi to visit Russia": who else is to do it is who is agreed with.
            Stance::Agree | Stance::Promise if !others(&inner.actors).is_empty() => others(&inner.actors),
            _ => {
                let targets = others(&inner.recipients);
                if targets.is_empty() { others(&inner.actors) } else { targets }
            }
        };
    }
    if act.actors.is_empty() && matches!(stance, Stance::Stop | Stance::Cancel) {
        act.actors = inner.actors.clone();
    }
}

/// A stance whose act is not known.
pub(super) fn bare(stance: Stance, act: &mut Act) {
    let (category, mode, cameo) = match stance {
        Stance::Agree | Stance::Promise => (Category::Agree, None, "030"),
        Stance::Reject => (Category::Reject, None, "120"),
        Stance::Request => (Category::Request, None, "100"),
        Stance::Threaten => (Category::Threaten, None, "130"),
        Stance::Accuse => (Category::Accuse, Some("allege"), "112"),
        Stance::Stop => (Category::Sanction, Some("discontinue"), "160"),
        Stance::Cancel => (Category::Reject, None, "120"),
    };
    act.category = category;
    act.modes = mode.into_iter().collect();
    if act.cameo.is_none() {
        act.cameo = Some(cameo.into());
    }
}

type Code = (Category, Option<&'static str>, Option<&'static str>);

fn code(stance: Stance, inner: &Act) -> Code {
    use Category::*;
    // "not to attack", "to end attacks": giving up force or coercion is yielding.
    let negated = inner.status == Status::Negated;
    let kind = inner.category;
    match stance {
        Stance::Agree | Stance::Promise => match kind {
            Consult => (Agree, None, Some("036")),
            Support => (Agree, None, Some("032")),
            Cooperate => (Agree, None, Some("031")),
            Aid => (Agree, None, Some("033")),
            // AGREE is agreement and shown willingness (manual, "AGREE"; CAMEO 035); a retreat that
            // is announced or promised is CONCEDE (manual, "CONCEDE": "announced ... would withdraw").
            Retreat | Concede if stance == Stance::Agree || is_offer(&inner.modes) => (Agree, None, Some("035")),
            Retreat | Concede => (Concede, None, Some("035")),
            _ if negated && is_force(kind) => (if stance == Stance::Agree { Agree } else { Concede }, None, Some("035")),
            Protest | Sanction | Mobilize | Coerce | Assault | Threaten => threat(inner),
            _ => (Agree, None, Some("030")),
        },
        Stance::Reject => {
            // "rejected calls for a ceasefire" keeps what was called for.
            let mode = if matches!(kind, Request | Reject) { same_mode(inner) } else { wish(inner, negated) };
            (
                Reject,
                mode,
                Some(match mode {
                    Some("assist") => "121",
                    Some("meet") => "125",
                    Some("yield") => "124",
                    Some("change") => "123",
                    _ => "120",
                }),
            )
        }
        Stance::Request => {
            let mode = if matches!(kind, Request | Reject) { same_mode(inner) } else { wish(inner, negated) };
            (
                Request,
                mode,
                Some(match mode {
                    Some("assist") if kind == Aid => "103",
                    Some("assist") => "101",
                    Some("meet") => "106",
                    Some("yield") => "105",
                    Some("change") => "104",
                    _ => "100",
                }),
            )
        }
        Stance::Threaten => threat(inner),
        Stance::Accuse => (
            Accuse,
            Some("allege"),
            Some(match kind {
                Assault | Coerce => "1122",
                Mobilize => "1123",
                _ => "112",
            }),
        ),
        Stance::Stop => stop(inner),
        Stance::Cancel => match kind {
            // "REJECT vs SANCTION": a cancelled meeting is REJECT.
            Consult | Agree => (Reject, Some("meet"), Some("125")),
            _ => stop(inner),
        },
    }
}

/// "AGREE vs CONCEDE": the manual gives yielding under dispute or pressure to CONCEDE and a
/// cooperative offer to AGREE. Letting in observers or aid, letting captives go and stepping
/// down are taken for offers when they are promised; withdrawal, truce, disarming and easing
/// for yielding.
pub(super) fn is_offer(modes: &[&str]) -> bool {
    modes.iter().any(|m| matches!(*m, "access" | "release" | "resign"))
}

fn is_force(kind: Category) -> bool {
    matches!(kind, Category::Assault | Category::Coerce | Category::Mobilize | Category::Sanction | Category::Protest | Category::Threaten)
}

fn same_mode(inner: &Act) -> Option<&'static str> {
    inner.modes.first().copied().filter(|m| Category::Reject.modes().iter().any(|(known, _)| known == m))
}

/// What is asked for or refused: REQUEST's and REJECT's shared modes.
fn wish(inner: &Act, negated: bool) -> Option<&'static str> {
    use Category::*;
    match inner.category {
        // A call on an official to go is one for a change of leadership (CAMEO 1041).
        Retreat if inner.modes.contains(&"resign") => Some("change"),
        Aid | Cooperate | Support | Agree => Some("assist"),
        Consult => Some("meet"),
        Retreat | Concede => Some("yield"),
        kind if negated && is_force(kind) => Some("yield"),
        _ => None,
    }
}

/// What is threatened: THREATEN's modes.
fn threat(inner: &Act) -> Code {
    use Category::*;
    let (mode, cameo) = match inner.category {
        Assault => (Some("violence"), "138"),
        Mobilize => (Some("violence"), "138"),
        Coerce if inner.modes.contains(&"arrest") => (Some("arrest"), "137"),
        Coerce if inner.modes.contains(&"deport") => (Some("expel"), "136"),
        Coerce => (Some("restrict"), "132"),
        Sanction if inner.modes.contains(&"expel") => (Some("expel"), "136"),
        Sanction if inner.modes.contains(&"withdraw") => (Some("relations"), "131"),
        Sanction => (Some("restrict"), "1312"),
        Protest => (Some("restrict"), "133"),
        Consult => (Some("relations"), "134"),
        Aid | Cooperate | Support | Retreat if inner.status == Status::Negated => (Some("relations"), "131"),
        Retreat => (Some("relations"), "131"),
        _ => (None, "130"),
    };
    (Threaten, mode, Some(cameo))
}

/// What was going on and now ends.
fn stop(inner: &Act) -> Code {
    use Category::*;
    match inner.category {
        Aid => (Sanction, Some("discontinue"), Some("162")),
        Consult => (Sanction, Some("withdraw"), Some("164")),
        Cooperate | Support | Agree => (Sanction, Some("discontinue"), Some("161")),
        Assault => (Retreat, Some("ceasefire"), Some("0871")),
        Mobilize => (Retreat, Some("withdraw"), Some("0872")),
        // "085 ease sanctions": RETREAT without a mode.
        Sanction => (Retreat, None, Some("085")),
        // "CONCEDE vs COERCE": lifting a curfew or restriction is CONCEDE.
        Coerce => (Concede, None, Some("0813")),
        Protest | Request | Threaten | Accuse => (Concede, None, Some("082")),
        Concede | Retreat => (Sanction, None, Some("160")),
        Reject => (Agree, None, Some("030")),
    }
}
