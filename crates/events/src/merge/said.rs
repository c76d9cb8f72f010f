//! How an event is said: its word, whether the word points back, what it is about.

use compact_str::CompactString;
use dotterel_document::{Clause, Event, Feats, Form, Quad, RoleKind, TokenId, Upos};

use crate::confidence::clause;
use crate::frames::Known;

/// How many words of what an event is about are looked at.
const ABOUT: usize = 24;

/// How a word stands to what was told before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Novelty {
    /// "The attack", "this attack": known already.
    Known,
    /// "An attack", "a second attack", "attacks": another one.
    New,
    /// A verb, or a noun of which nothing tells.
    Open,
}

/// What the words of an event tell about its being another one or the same.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// Lemmas of the predicate, one for each time it was said.
    pub lemmas: Vec<CompactString>,
    pub novelty: Novelty,
    /// Lemmas of what it is about: things that are no party, day or place, and the words of
    /// complement clauses.
    pub about: Vec<CompactString>,
}

impl Said {
    pub fn of(known: &Known<'_>, event: &Event) -> Said {
        let Some(clause) = clause(known, event) else {
            return Said { lemmas: Vec::new(), novelty: Novelty::New, about: Vec::new() };
        };
        Said { lemmas: vec![clause.lemma.clone()], novelty: novelty(known, event, clause), about: about(known, event, clause) }
    }

    /// Adds what was said another time of the same event.
    pub fn add(&mut self, other: Said) {
        let new = |list: &[CompactString], word: &CompactString| !list.contains(word);
        self.lemmas.extend(other.lemmas.into_iter().filter(|l| new(&self.lemmas, l)).collect::<Vec<_>>());
        self.about.extend(other.about.into_iter().filter(|l| new(&self.about, l)).collect::<Vec<_>>());
    }
}

fn novelty(known: &Known<'_>, event: &Event, clause: &Clause) -> Novelty {
    if clause.form != Form::Noun {
        return Novelty::Open;
    }
    let tokens = &known.text.tokens;
    let modifiers = || known.tree.children(clause.head).iter().filter_map(|&c| tokens.get(c as usize));
    if modifiers().any(|t| t.feats.any(Feats::DEF_IND.with(Feats::NUMTYPE_ORD).with(Feats::NUMTYPE_CARD))) {
        return Novelty::New;
    }
    if modifiers().any(|t| t.upos == Upos::Det && t.feats.any(Feats::DEF_DEF.with(Feats::PRON_DEM))) {
        return Novelty::Known;
    }
    // "Attacks on civilians" are many. What is said in words has a plural for one ("talks").
    let deeds = matches!(event.category.quad(), Quad::MaterialCooperation | Quad::MaterialConflict);
    let plural = tokens.get(clause.head as usize).is_some_and(|t| t.feats.has(Feats::NUMBER_PLUR));
    if plural && deeds { Novelty::New } else { Novelty::Open }
}

fn about(known: &Known<'_>, event: &Event, clause: &Clause) -> Vec<CompactString> {
    let text = known.text;
    let parties = || event.actors.iter().chain(&event.recipients).filter_map(|&m| known.actors.mentions.get(m as usize));
    let names_party = |token: TokenId| parties().any(|m| m.tokens.contains(token));
    let tells_when = |token: TokenId| {
        let near = known.times.partition_point(|t| t.tokens.end <= token);
        known.times.get(near).is_some_and(|t| t.tokens.contains(token))
    };
    let mut words: Vec<CompactString> = Vec::new();
    for role in &clause.roles {
        let tokens = match role.kind {
            RoleKind::Object | RoleKind::Oblique => vec![role.head],
            RoleKind::Complement | RoleKind::Purpose => known.tree.reach(role.head, ABOUT, |_| false).0,
            RoleKind::Subject | RoleKind::Indirect | RoleKind::Attribute => continue,
        };
        for id in tokens {
            let Some(token) = text.tokens.get(id as usize) else { continue };
            if !matches!(token.upos, Upos::Noun | Upos::Verb) || names_party(id) || tells_when(id) || id == clause.head {
                continue;
            }
            if !words.contains(&token.lemma) {
                words.push(token.lemma.clone());
            }
        }
    }
    words
}
