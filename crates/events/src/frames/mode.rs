//! Modes and sizes from the words around an act.

use dotterel_document::{Category, Deprel, RoleKind, Size, Text, TokenId};
use dotterel_lexicon::frames::SizeKind;

use crate::frames::act::Act;
use crate::frames::fill::Ctx;

/// Adds the modes that words in the act's clause show.
pub(super) fn modes(ctx: &Ctx<'_>, act: &Act) -> Vec<String> {
    let mut modes: Vec<String> = act.modes.iter().map(|m| m.to_string()).collect();
    let tokens = words_of(ctx, act);
    for cue in ctx.known.frames.mode_cues() {
        if cue.category == act.category
            && !modes.iter().any(|m| m == cue.mode)
            && tokens.iter().any(|&t| cue.words.contains(&ctx.known.text.tokens[t as usize].lemma))
        {
            modes.push(cue.mode.to_string());
        }
    }
    modes
}

/// The tokens of the act's own clause and of its arguments, without clauses below.
fn words_of(ctx: &Ctx<'_>, act: &Act) -> Vec<TokenId> {
    let text = ctx.known.text;
    let stop = |c: TokenId| {
        matches!(
            text.tokens[c as usize].deprel,
            Deprel::AclRelcl | Deprel::Parataxis | Deprel::Advcl | Deprel::Ccomp | Deprel::Conj | Deprel::Punct
        )
    };
    let clause = ctx.clause(act.inner);
    let (mut tokens, _) = ctx.known.tree.reach(clause.head, 48, stop);
    if let Some(light) = clause.light {
        tokens.extend(ctx.known.tree.reach(light, 48, stop).0);
    }
    for role in &clause.roles {
        if role.shared && matches!(role.kind, RoleKind::Subject) {
            tokens.extend(ctx.known.tree.reach(role.head, 12, stop).0);
        }
    }
    tokens
}

/// Numbers stated with the act: "killed 12 people", "hundreds were arrested".
pub(super) fn size(ctx: &Ctx<'_>, act: &Act) -> Size {
    let mut size = Size::default();
    let clause = ctx.clause(act.inner);
    let Some(kind) = ctx.known.frames.grammar().sizes.get(&clause.lemma) else {
        return size;
    };
    let role = if *kind == SizeKind::Participants { RoleKind::Subject } else { RoleKind::Object };
    let number = clause.roles.iter().filter(|r| r.kind == role).find_map(|r| number_of(ctx, r.head));
    match kind {
        SizeKind::Dead => size.dead = number,
        SizeKind::Injured => size.injured = number,
        SizeKind::Arrested => size.arrested = number,
        SizeKind::Participants => size.participants = number,
    }
    size
}

/// The number that counts a noun.
fn number_of(ctx: &Ctx<'_>, noun: TokenId) -> Option<u32> {
    let number = ctx.known.tree.child(ctx.known.text, noun, Deprel::Nummod)?;
    let mut value = read(ctx, ctx.known.text, number)?;
    // "two hundred", "3.5 million": the parts hang on the last one.
    for &part in ctx.known.tree.children(number) {
        if matches!(ctx.known.text.tokens[part as usize].deprel, Deprel::Compound | Deprel::Nummod | Deprel::Flat) {
            let factor = read(ctx, ctx.known.text, part)?;
            value = if factor < value { value.checked_mul(factor)? } else { value.checked_add(factor)? };
        }
    }
    Some(value)
}

fn read(ctx: &Ctx<'_>, text: &Text, token: TokenId) -> Option<u32> {
    let word = text.word(&ctx.known.page.text, token);
    if let Some(&value) = ctx.known.frames.grammar().numbers.get(&text.tokens[token as usize].lemma) {
        return Some(value);
    }
    word.replace(',', "").parse().ok()
}

/// A category's CAMEO root where no frame gives a code (CAMEO 1.1b3, top level).
pub(super) fn cameo_root(category: Category, modes: &[String]) -> &'static str {
    use Category::*;
    let has = |mode: &str| modes.iter().any(|m| m == mode);
    match category {
        Agree => "030",
        Consult if has("visit") => "042",
        Consult if has("phone") => "041",
        Consult => "040",
        Support => "050",
        Concede => "080",
        Cooperate => "060",
        Aid => "070",
        Retreat if has("release") => "0841",
        Retreat if has("withdraw") => "0872",
        Retreat => "084",
        Request => "100",
        Accuse if has("investigate") => "090",
        Accuse if has("allege") => "112",
        Accuse => "111",
        Reject => "120",
        Threaten => "130",
        Protest if has("riot") => "145",
        Protest if has("strike") => "143",
        Protest if has("hunger") => "142",
        Protest if has("obstruct") => "144",
        Protest => "141",
        Sanction if has("expel") => "166",
        Sanction if has("convict") => "116",
        Sanction => "160",
        Mobilize if has("police") => "151",
        Mobilize => "150",
        Coerce if has("arrest") => "173",
        Coerce if has("seize") => "171",
        Coerce if has("deport") => "174",
        Coerce => "170",
        Assault if has("abduct") => "181",
        Assault if has("sexual") => "1821",
        Assault if has("torture") => "1822",
        Assault if has("suicide-attack") => "1831",
        Assault if has("explosives") => "183",
        Assault if has("targeted") => "186",
        Assault if has("drone") => "1952",
        Assault if has("aerial") => "195",
        Assault if has("heavy-weapons") => "194",
        Assault if has("firearms") => "193",
        Assault if has("unconventional") => "204",
        Assault => "190",
    }
}
