//! Paragraphs, sentences and tokens of a report, and the tree over each sentence.

use compact_str::CompactString;

use crate::span::{Byte, Span, Tok};
use crate::syntax::{Deprel, Feats, Upos, Xpos};

/// Index into [`Text::tokens`].
pub type TokenId = u32;

/// Index into [`Text::sents`].
pub type SentId = u32;

/// Head of a token that has none (the root of its sentence, or a token not yet parsed).
pub const NO_HEAD: TokenId = u32::MAX;

/// The analysed text. Tokens are numbered through the whole document, and heads are
/// document-wide token ids, so that no stage has to add a sentence's offset.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Paragraphs in order.
    pub paragraphs: Vec<Span<Byte>>,
    /// Sentences in order; none crosses a paragraph.
    pub sents: Vec<Sent>,
    /// All tokens (UD syntactic words) in order.
    pub tokens: Vec<Token>,
    /// Mentions of persons, places and other things, in order of their first token, longer ones
    /// first; one may lie in another.
    pub nominals: Vec<Nominal>,
}

/// A mention of a person, a place or another thing: a noun or pronoun and what belongs to it
/// ("the minister of defence"). What it refers to is for the actors stage to say
/// ([`Mention`](crate::Mention)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nominal {
    /// Its tokens, from the first to the last.
    pub tokens: Span<Tok>,
    /// The noun or pronoun that all others depend on.
    pub head: TokenId,
    /// What it names.
    pub kind: NominalKind,
}

/// What a mention names: the types of entities of the
/// [GUM corpus](https://wiki.gucorpling.org/gum/entities).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum NominalKind {
    Person,
    Organization,
    Place,
    Time,
    Event,
    Object,
    Abstract,
    Animal,
    Plant,
    Substance,
}

impl NominalKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: &'static [NominalKind] = &[
        NominalKind::Person,
        NominalKind::Organization,
        NominalKind::Place,
        NominalKind::Time,
        NominalKind::Event,
        NominalKind::Object,
        NominalKind::Abstract,
        NominalKind::Animal,
        NominalKind::Plant,
        NominalKind::Substance,
    ];

    /// The kind as GUM writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            NominalKind::Person => "person",
            NominalKind::Organization => "organization",
            NominalKind::Place => "place",
            NominalKind::Time => "time",
            NominalKind::Event => "event",
            NominalKind::Object => "object",
            NominalKind::Abstract => "abstract",
            NominalKind::Animal => "animal",
            NominalKind::Plant => "plant",
            NominalKind::Substance => "substance",
        }
    }
}

/// One sentence.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its words in the text, without surrounding white space.
    pub span: Span<Byte>,
    /// Its tokens.
    pub tokens: Span<Tok>,
    /// Which paragraph it stands in: index into [`Text::paragraphs`].
    pub paragraph: u32,
}

/// One UD syntactic word.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its characters in the text. Parts of a multiword token ("do" + "n't", "Wang" + "'s")
    /// each cover their own part.
    pub span: Span<Byte>,
    /// Lower-cased dictionary form, proper nouns as written.
    pub lemma: CompactString,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn part of speech.
    pub xpos: Xpos,
    /// Morphological features.
    pub feats: Feats,
    /// Document-wide id of the head, or [`NO_HEAD`] for the root.
    pub head: TokenId,
    /// Relation to the head.
    pub deprel: Deprel,
    /// Which sentence it stands in.
    pub sent: SentId,
    /// True where the next token belongs to the same UD multiword token.
    pub joined: bool,
}

impl Text {
    /// The token's characters.
    pub fn word<'t>(&self, text: &'t str, token: TokenId) -> &'t str {
        self.tokens[token as usize].span.of(text)
    }

    /// Tokens whose head is `head`, in order. Looks through the head's sentence.
    pub fn children(&self, head: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let sent = &self.sents[self.tokens[head as usize].sent as usize];
        (sent.tokens.start..sent.tokens.end).filter(move |&t| self.tokens[t as usize].head == head)
    }

    /// The bytes from the first to the last of these tokens.
    pub fn bytes(&self, tokens: Span<Tok>) -> Span<Byte> {
        if tokens.is_empty() {
            return Span::default();
        }
        Span::new(self.tokens[tokens.start as usize].span.start, self.tokens[tokens.end as usize - 1].span.end)
    }
}
