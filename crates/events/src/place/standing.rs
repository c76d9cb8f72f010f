//! Whether a name stands as a place.

use dotterel_document::NO_HEAD;
use dotterel_document::place::PlaceMention;
use dotterel_document::span::{Span, Tok};
use dotterel_document::syntax::{Deprel, Upos};
use dotterel_document::text::{Text, Token, TokenId};
use dotterel_lexicon::gazetteer::{Gazetteer, PlaceWord};
use dotterel_lexicon::world::Kind;

use super::names::Name;
use crate::governed::head_of;

/// How a name stands as a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// Something happens there.
    At,
    /// A movement starts there, from the word that governs it.
    Source(TokenId),
    /// The report was written there.
    Dateline,
}

pub(super) struct Reader<'a> {
    raw: &'a str,
    text: &'a Text,
    gazetteer: &'a Gazetteer,
    /// The last name that stood as a place, for "in Damascus and Aleppo".
    last: Option<(Span<Tok>, Stand)>,
    sources: Vec<(Span<Tok>, TokenId)>,
}

/// How many paragraphs may open with a dateline: title and teaser may come first.
const DATELINE_PARAGRAPHS: u32 = 4;

/// How long a dateline is: place, date, agency.
const DATELINE_TOKENS: usize = 16;

impl<'a> Reader<'a> {
    pub fn new(raw: &'a str, text: &'a Text, gazetteer: &'a Gazetteer) -> Self {
        Reader { raw, text, gazetteer, last: None, sources: Vec::new() }
    }

    /// How a name stands; `None` where it is no place here.
    pub fn of(&self, name: &Name) -> Option<Stand> {
        if name.fact.is_some_and(|fact| fact.kind == Kind::Demonym) && name.places.is_empty() {
            return None;
        }
        if self.is_dateline(name) {
            return Some(Stand::Dateline);
        }
        if self.is_part(name) {
            return None;
        }
        // "Kirkuk province": what follows belongs to the name.
        let hi = name.hi + usize::from(self.names_kind(name.hi));
        let before = self.before(name.lo);
        let head = head_of(self.text, name.lo, hi)?;
        let token = self.token(head as usize)?;
        let governor = self.token(token.head as usize).filter(|_| token.head != NO_HEAD);
        let is = |token: Option<&Token>, class| token.is_some_and(|t| self.gazetteer.is(&t.lemma, class));
        if let Some(at) = before {
            let word = self.lower(at);
            let adposition = self.token(at).is_some_and(|t| matches!(t.upos, Upos::Adp | Upos::X | Upos::Sconj | Upos::Adv));
            if adposition && self.gazetteer.is(&word, PlaceWord::At) {
                return Some(Stand::At);
            }
            // "The city of Raqqa".
            if self.gazetteer.is(&word, PlaceWord::On) && at.checked_sub(1).is_some_and(|i| self.names_kind(i)) {
                return Some(Stand::At);
            }
            // "Flew from Paris to Moscow": a tree may hang the goal on the start.
            let above = |t: &Token| self.token(t.head as usize).filter(|_| t.head != NO_HEAD);
            let mover = match governor {
                Some(governor) if governor.upos == Upos::Propn => above(governor),
                Some(governor) => Some(governor),
                None => at.checked_sub(1).and_then(|i| self.token(i)),
            };
            if self.gazetteer.is(&word, PlaceWord::To) && is(mover, PlaceWord::Movement) {
                return Some(Stand::At);
            }
            if self.gazetteer.is(&word, PlaceWord::From) && is(mover, PlaceWord::Movement) {
                return Some(Stand::Source(token.head));
            }
            if self.gazetteer.is(&word, PlaceWord::On) && is(mover, PlaceWord::Strike) {
                return Some(Stand::At);
            }
        }
        let state = name.fact.is_some_and(|fact| fact.kind == Kind::Country);
        match token.deprel {
            Deprel::Obj | Deprel::NsubjPass if is(governor, PlaceWord::Strike) => Some(Stand::At),
            // "Iraq's second city, Mosul".
            Deprel::Appos if governor.is_some_and(|g| self.gazetteer.is(&g.lemma, PlaceWord::Kind)) => Some(Stand::At),
            // "The Munich conference", but not "US strikes".
            Deprel::Compound | Deprel::NmodUnmarked | Deprel::NmodDesc | Deprel::Amod
                if !state && token.head as usize >= hi && is(governor, PlaceWord::Gathering) =>
            {
                Some(Stand::At)
            }
            // "In Damascus and Aleppo".
            Deprel::Conj => {
                let (span, stand) = self.last?;
                span.contains(token.head).then_some(stand)
            }
            _ => None,
        }
    }

    /// Remembers a name that stands as a place.
    pub fn keep(&mut self, tokens: Span<Tok>, stand: Stand) {
        self.last = Some((tokens, stand));
        if let Stand::Source(governor) = stand {
            self.sources.push((tokens, governor));
        }
    }

    /// Takes out where movements start, where it is said where they end: "flew from Paris to
    /// Moscow" happens in Moscow.
    pub fn drop_sources(&self, found: &mut Vec<PlaceMention>) {
        for &(source, governor) in &self.sources {
            let here = found.partition_point(|place| place.tokens.start < source.start);
            let near = here.saturating_sub(2)..(here + 3).min(found.len());
            let goal = found.get(near).unwrap_or_default().iter().any(|place| {
                let head = head_of(self.text, place.tokens.start as usize, place.tokens.end as usize);
                place.tokens != source
                    && head.and_then(|h| self.token(h as usize)).is_some_and(|t| t.head == governor || source.contains(t.head))
            });
            if goal && found.get(here).is_some_and(|place| place.tokens == source) {
                found.remove(here);
            }
        }
    }

    /// "MOSCOW (Reuters) -", "KABUL, Feb 22 (Xinhua) —" at the start of a paragraph.
    fn is_dateline(&self, name: &Name) -> bool {
        let Some(sent) = self.token(name.lo).and_then(|t| self.text.sents.get(t.sent as usize)) else { return false };
        if sent.tokens.start as usize != name.lo || sent.paragraph >= DATELINE_PARAGRAPHS {
            return false;
        }
        let end = (name.lo + DATELINE_TOKENS).min(sent.tokens.end as usize);
        for i in name.hi..end {
            let (Some(token), Some(before)) = (self.token(i), self.token(i - 1)) else { return false };
            let word = self.word(i);
            if matches!(word, "-" | "–" | "—" | "--") {
                return token.span.start > before.span.end || word == "—";
            }
            let fits = word.starts_with(|c: char| c.is_uppercase() || !c.is_alphanumeric() || c.is_ascii_digit());
            if !fits || word.ends_with(['!', '?', ':']) {
                return false;
            }
        }
        false
    }

    /// True where the name is a part of a longer one: "Samuel Jackson", "Paris Hilton".
    fn is_part(&self, name: &Name) -> bool {
        let proper = |i: usize| self.token(i).is_some_and(|t| t.upos == Upos::Propn) && self.word(i).starts_with(char::is_uppercase);
        let same = |i: usize| self.token(i).is_some_and(|t| self.token(name.lo).is_some_and(|n| n.sent == t.sent));
        let before = name.lo.checked_sub(1).filter(|&i| same(i) && proper(i));
        let before = before.filter(|&i| !self.gazetteer.is(&self.lower(i), PlaceWord::Direction));
        let after = Some(name.hi).filter(|&i| same(i) && proper(i) && !self.names_kind(i));
        // A state's own name stands before anything: "Syria Democratic Forces" is left to the actors.
        let joined = |a: usize, b: usize| match (self.token(a), self.token(b)) {
            (Some(x), Some(y)) => {
                let inside = |t: u32| (name.lo..name.hi).contains(&(t as usize));
                let chain = |t: &Token| {
                    matches!(
                        t.deprel,
                        Deprel::Flat
                            | Deprel::Compound
                            | Deprel::Appos
                            | Deprel::Nmod
                            | Deprel::NmodUnmarked
                            | Deprel::NmodDesc
                            | Deprel::List
                            | Deprel::Dep
                    )
                };
                (inside(x.head) && chain(x))
                    || (inside(y.head) && chain(y))
                    || (x.head as usize == b && chain(x))
                    || (y.head as usize == a && chain(y))
            }
            _ => false,
        };
        before.is_some_and(|i| joined(i, name.lo)) || after.is_some_and(|i| joined(name.hi - 1, i) && !self.gathers(i))
    }

    fn gathers(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| self.gazetteer.is(&t.lemma.to_lowercase(), PlaceWord::Gathering))
    }

    /// True for "city", "province" and the like at a token.
    pub fn names_kind(&self, i: usize) -> bool {
        let word = self.lower(i);
        self.gazetteer.is(&word, PlaceWord::Kind) || self.gazetteer.is(&word, PlaceWord::Division)
    }

    /// The word before a name, articles and directions passed over.
    fn before(&self, lo: usize) -> Option<usize> {
        let sent = self.token(lo)?.sent;
        let mut at = lo;
        for _ in 0..4 {
            at = at.checked_sub(1)?;
            let token = self.token(at).filter(|t| t.sent == sent)?;
            let passes = token.upos == Upos::Det || self.word(at) == "-" || self.gazetteer.is(&self.lower(at), PlaceWord::Direction);
            if !passes {
                return Some(at);
            }
        }
        None
    }

    fn token(&self, i: usize) -> Option<&'a Token> {
        self.text.tokens.get(i)
    }

    fn word(&self, i: usize) -> &'a str {
        self.token(i).and_then(|t| self.raw.get(t.span.range())).unwrap_or("")
    }

    fn lower(&self, i: usize) -> compact_str::CompactString {
        compact_str::CompactString::from_str_to_lowercase(self.word(i))
    }
}
