//! What the statement stage knows while it reads one document: the tree, the quotations,
//! and which token stands in which of them.

use dotterel_document::{Actors, Byte, Deprel, Feats, Page, Span, Text, Tok, Token, TokenId, Upos};
use dotterel_lexicon::cues::{Cue, CueClasses, CuePart, Cues};

use super::quotation::{self, Quotation};
use super::tree::Tree;

/// Token stands in no quotation.
const OUTSIDE: u32 = u32::MAX;

pub(super) struct Reader<'a> {
    pub src: &'a str,
    pub text: &'a Text,
    pub actors: &'a Actors,
    pub cues: &'a Cues,
    pub tree: Tree,
    pub quotes: Vec<Quotation>,
    /// Tokens of each quotation, its marks included.
    pub quote_tokens: Vec<Span<Tok>>,
    quote_of: Vec<u32>,
    /// For participles that the tree hangs into a statement's content, but which go on with
    /// the cue's subject ("affirmed that ..., pledging to ..."): the verb that they follow.
    pub follows: rustc_hash::FxHashMap<TokenId, TokenId>,
}

impl<'a> Reader<'a> {
    pub fn new(page: &'a Page, text: &'a Text, actors: &'a Actors, cues: &'a Cues) -> Self {
        let quotes = quotation::find(&page.text, &text.paragraphs);
        let mut quote_of = vec![OUTSIDE; text.tokens.len()];
        let mut quote_tokens = Vec::with_capacity(quotes.len());
        let mut at = 0;
        for (number, quote) in quotes.iter().enumerate() {
            while text.tokens.get(at).is_some_and(|t| t.span.end <= quote.span.start) {
                at += 1;
            }
            let first = at;
            while text.tokens.get(at).is_some_and(|t| t.span.start < quote.span.end) {
                quote_of[at] = number as u32;
                at += 1;
            }
            quote_tokens.push(Span::new(first as u32, at as u32));
        }
        Reader { src: &page.text, text, actors, cues, tree: Tree::new(text), quotes, quote_tokens, quote_of, follows: Default::default() }
    }

    pub fn token(&self, id: TokenId) -> &'a Token {
        &self.text.tokens[id as usize]
    }

    pub fn word(&self, id: TokenId) -> &'a str {
        let span = self.token(id).span;
        self.src.get(span.range()).unwrap_or("")
    }

    /// The quotation in which a token stands.
    pub fn quote_of(&self, id: TokenId) -> Option<usize> {
        self.quote_of.get(id as usize).filter(|&&q| q != OUTSIDE).map(|&q| q as usize)
    }

    /// Tokens of the sentence in which a token stands.
    pub fn sent(&self, id: TokenId) -> Span<Tok> {
        self.text.sents.get(self.token(id).sent as usize).map_or(Span::new(id, id + 1), |sent| sent.tokens)
    }

    pub fn head(&self, id: TokenId) -> Option<TokenId> {
        let head = self.token(id).head;
        (head != id && (head as usize) < self.text.tokens.len()).then_some(head)
    }

    pub fn is(&self, id: TokenId, relations: &[Deprel]) -> bool {
        relations.contains(&self.token(id).deprel)
    }

    pub fn child(&self, id: TokenId, relations: &[Deprel]) -> Option<TokenId> {
        self.tree.child(self.text, id, relations)
    }

    pub fn is_punct(&self, id: TokenId) -> bool {
        self.token(id).upos == Upos::Punct
    }

    pub fn is_nominal(&self, id: TokenId) -> bool {
        matches!(self.token(id).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }

    /// A verb form that can carry a main clause.
    pub fn is_finite(&self, id: TokenId) -> bool {
        let token = self.token(id);
        matches!(token.upos, Upos::Verb | Upos::Aux) && token.feats.has(Feats::VERBFORM_FIN)
    }

    pub fn is_passive(&self, verb: TokenId) -> bool {
        const MARKS: &[Deprel] = &[Deprel::AuxPass, Deprel::NsubjPass, Deprel::CsubjPass, Deprel::OblAgent];
        // A name is no auxiliary.
        self.tree.children(verb).any(|child| self.is(child, MARKS) && !(self.is(child, &[Deprel::AuxPass]) && self.is_capital(child)))
    }

    /// True where a capital within a sentence tells of a name.
    pub fn is_capital(&self, id: TokenId) -> bool {
        id > self.sent(id).start && self.word(id).starts_with(char::is_uppercase)
    }

    /// True where a token is a word of this class and part of speech, whatever stands around.
    pub fn has_class(&self, id: TokenId, part: CuePart, classes: CueClasses) -> bool {
        self.cues.starting(&self.token(id).lemma).iter().any(|cue| cue.part == part && cue.rest.is_empty() && cue.classes.any(classes))
    }

    /// The longest cue that begins at this token, and its tokens. A verb's or noun's cue
    /// words stand side by side, as lemmas; fixed phrases are compared as they are written.
    pub fn cues_at(&self, id: TokenId, out: &mut Vec<(&'a Cue, Span<Tok>)>) {
        out.clear();
        let token = self.token(id);
        self.match_cues(self.cues.starting(&token.lemma), id, out);
        if out.is_empty() {
            let word = self.word(id);
            let mut buffer = [0u8; 16];
            if let Some(lower) = buffer.get_mut(..word.len()).filter(|_| word != token.lemma) {
                lower.copy_from_slice(word.as_bytes());
                lower.make_ascii_lowercase();
                self.match_cues(self.cues.starting(std::str::from_utf8(lower).unwrap_or("")), id, out);
                out.retain(|(cue, _)| cue.part == CuePart::Phrase);
            }
        }
    }

    /// True where a fixed phrase that brings in a source begins ("according to").
    pub fn begins_according(&self, id: TokenId) -> bool {
        let mut found = Vec::new();
        self.cues_at(id, &mut found);
        found.iter().any(|(cue, _)| cue.classes.any(CueClasses::ACCORDING))
    }

    /// What a topic cue names behind a hearer, a time or a place ("warned Wang in Munich
    /// against ..."): the head of the phrase or clause that the cue's preposition brings in.
    pub fn parted_topic(&self, cue: &Cue, verb: TokenId) -> Option<TokenId> {
        let [preposition] = cue.rest.as_slice() else { return None };
        self.tree.children(verb).find(|&child| {
            child > verb
                && self.is(child, &[Deprel::Obl, Deprel::Advcl])
                && self
                    .tree
                    .children(child)
                    .any(|mark| mark < child && self.is(mark, &[Deprel::Case, Deprel::Mark]) && self.token(mark).lemma == *preposition)
        })
    }

    fn match_cues(&self, candidates: &'a [Cue], id: TokenId, out: &mut Vec<(&'a Cue, Span<Tok>)>) {
        for cue in candidates {
            let fits = match cue.part {
                // A capital within a sentence makes a name of it ("the United States").
                CuePart::Verb => {
                    self.token(id).upos == Upos::Verb && !(self.word(id).starts_with(char::is_uppercase) && self.in_lower_case(id))
                }
                CuePart::Noun => self.token(id).upos == Upos::Noun,
                CuePart::Adjective => self.token(id).upos == Upos::Adj,
                CuePart::Phrase => true,
                CuePart::Mark => false,
            };
            let end = id + 1 + cue.rest.len() as u32;
            let rest_fits = || {
                end <= self.sent(id).end
                    && cue
                        .rest
                        .iter()
                        .zip(id + 1..)
                        .all(|(lemma, at)| self.token(at).lemma == *lemma || self.word(at).eq_ignore_ascii_case(lemma))
            };
            if !fits {
                continue;
            }
            if rest_fits() {
                out.push((cue, Span::new(id, end)));
            } else if cue.part == CuePart::Verb && cue.classes.any(CueClasses::TOPIC) && self.parted_topic(cue, id).is_some() {
                out.push((cue, Span::new(id, id + 1)));
            }
        }
    }

    /// True where the word before begins with a small letter, so that a capital tells something.
    fn in_lower_case(&self, id: TokenId) -> bool {
        id > self.sent(id).start && self.word(id - 1).starts_with(char::is_lowercase)
            || id + 1 < self.sent(id).end
                && id > self.sent(id).start
                && self.word(id + 1).starts_with(char::is_lowercase)
                && !self.is_punct(id - 1)
    }

    /// Bytes of these tokens, without white space and punctuation at their borders, and with
    /// quotations whole that begin or end inside, unless `cue` itself stands in them: then
    /// nothing outside of that quotation belongs to what is said in it.
    pub fn content_bytes(&self, tokens: Span<Tok>, cue: TokenId) -> Span<Byte> {
        if tokens.is_empty() || tokens.end as usize > self.text.tokens.len() {
            return Span::default();
        }
        let around = self.quote_of(cue);
        let mut bytes = self.text.bytes(tokens);
        if let Some(quote) = self.quote_of(tokens.start).filter(|&q| Some(q) != around) {
            bytes.start = bytes.start.min(self.quotes[quote].span.start);
        }
        if let Some(quote) = self.quote_of(tokens.end - 1).filter(|&q| Some(q) != around) {
            bytes.end = bytes.end.max(self.quotes[quote].span.end);
        }
        if let Some(quote) = around {
            let inside = self.quotes[quote].inside();
            bytes = Span::new(bytes.start.max(inside.start), bytes.end.min(inside.end));
        }
        self.trim(bytes)
    }

    /// Takes white space and joining punctuation off both ends.
    pub fn trim(&self, bytes: Span<Byte>) -> Span<Byte> {
        let Some(words) = self.src.get(bytes.range()) else { return Span::default() };
        let joins = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '-' | '–' | '—' | '…');
        let trimmed = words.trim_start_matches(joins);
        let start = bytes.start + (words.len() - trimmed.len()) as u32;
        Span::new(start, start + trimmed.trim_end_matches(joins).len() as u32)
    }

    /// Quotations that overlap these bytes.
    pub fn quotes_in(&self, bytes: Span<Byte>) -> std::ops::Range<usize> {
        let first = self.quotes.partition_point(|q| q.span.end <= bytes.start);
        let last = self.quotes.partition_point(|q| q.span.start < bytes.end);
        first..last.max(first)
    }
}
