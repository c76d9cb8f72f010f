//! The model file, and what it does to a page: paragraphs, sentences, tokens, tags, trees,
//! features, lemmas.

use std::io::{Read, Write};
use std::sync::OnceLock;

use compact_str::CompactString;
use dotterel_document::syntax::{Deprel, Feats, Upos, Xpos};
use dotterel_document::text::{NO_HEAD, Sent, Text, Token};
use dotterel_document::{Page, Span};

use crate::features::{Around, FeatureTable};
use crate::lemma::Lemmas;
use crate::lexemes::{self, NameKind};
use crate::linear::{WIDE, Wide};
use crate::lists::Lists;
use crate::pack::{Reader, Writer};
use crate::paragraphs::paragraphs;
use crate::parser::{Allowed, Marks, NONE, Parser, Scratch as ParserScratch, State};
use crate::sentences;
use crate::tagger;
use crate::tokenize::{Raw, tokenize};
use crate::word::{Vocabulary, Word, casing};

/// First bytes of a model file.
const MAGIC: &[u8; 8] = b"dotterel";

/// Version of the file's format.
///
/// When to bump this: a section is added or changes its layout, a feature template or a
/// hash changes. History: 1 linear parser; 2 the parser's
/// network; 3 possible relations by tag.
pub const VERSION: u32 = 3;

/// The model that is part of the program.
static ENGLISH: &[u8] = include_bytes!("../models/english.bin");

/// Why a model could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The file is none of ours.
    #[error("not a Dotterel model (it does not start with \"dotterel\")")]
    Magic,
    /// The file was made for another version of the program.
    #[error("model format {found}, but this program reads {VERSION}: train it again with `lab train`")]
    Version {
        /// Version in the file.
        found: u32,
    },
    /// The file is damaged.
    #[error("damaged model: {0}")]
    Damaged(&'static str),
}

/// A trained language: tokenizer, tagger, lemmatizer, parser.
#[derive(Default)]
pub struct Model {
    /// What trained it and how well it does, for people.
    pub about: String,
    /// Pairs of tags that the tagger chooses from.
    pub tags: Vec<(Upos, Xpos)>,
    /// For each of `tags`, whether it is punctuation.
    pub(crate) is_mark: Vec<bool>,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) tagger: Wide,
    pub(crate) parser: Parser,
    pub(crate) features: FeatureTable,
    pub(crate) lemmas: Lemmas,
}

/// Space reused from sentence to sentence.
#[derive(Default)]
struct Scratch {
    words: Vec<Word>,
    tags: Vec<u8>,
    parser: ParserScratch,
    state: State,
    buffer: Vec<u8>,
    lower: String,
    subjects: Vec<u32>,
}

impl Model {
    /// The English model that is part of the program, unpacked once.
    ///
    /// # Panics
    /// Where the embedded file is damaged, which a test rules out.
    pub fn embedded() -> &'static Model {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Model::with_names(std::iter::empty::<(&str, NameKind)>()))
    }

    /// The English model, which besides knows these names to be names.
    ///
    /// # Panics
    /// Like [`Model::embedded`].
    pub fn with_names<'n>(names: impl IntoIterator<Item = (&'n str, NameKind)>) -> Model {
        let mut model = Model::unpack();
        if let Err((line, message)) = lexemes::verbs(&mut model) {
            panic!("lang/en/verbs.txt:{line}:1: {message}");
        }
        for (name, kind) in names {
            lexemes::name(&mut model.vocabulary, name, kind);
        }
        model
    }

    /// As training left it.
    pub(crate) fn unpack() -> Model {
        match Model::from_bytes(ENGLISH) {
            Ok(model) => model,
            Err(error) => panic!("crates/language/models/english.bin: {error}"),
        }
    }

    /// Unpacks a model file.
    ///
    /// # Errors
    /// Where the bytes are not a model of this version, or are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, ModelError> {
        let mut header = Reader { rest: bytes };
        if header.take(MAGIC.len()).ok() != Some(MAGIC) {
            return Err(ModelError::Magic);
        }
        let found = header.number()?;
        if found != VERSION {
            return Err(ModelError::Version { found });
        }
        let about = header.text()?.to_string();
        let size = header.number()? as usize;
        if size > 1 << 28 {
            return Err(ModelError::Damaged("a body too large"));
        }
        let mut body = Vec::with_capacity(size);
        flate2::read::ZlibDecoder::new(header.rest)
            .take(size as u64)
            .read_to_end(&mut body)
            .map_err(|_| ModelError::Damaged("the compressed body"))?;
        if body.len() != size {
            return Err(ModelError::Damaged("cut short"));
        }
        let mut input = Reader { rest: &body };
        let mut tags = Vec::new();
        for _ in 0..input.count(2)? {
            let upos = Upos::ALL.get(usize::from(input.byte()?)).ok_or(ModelError::Damaged("an unknown tag"))?;
            let xpos = Xpos::ALL.get(usize::from(input.byte()?)).ok_or(ModelError::Damaged("an unknown tag"))?;
            tags.push((*upos, *xpos));
        }
        let vocabulary = Vocabulary::read(&mut input)?;
        let tagger = Wide::read(&mut input)?;
        let mut allowed = Allowed::default();
        for _ in 0..input.count(8)? {
            // Bits beyond the relations would name none.
            allowed.sets.push(input.long()? & ((1 << Deprel::ALL.len()) - 1));
        }
        let net = crate::net::Net::read(&mut input)?;
        let parser = Parser { allowed, net, marks: Marks { weights: crate::linear::Narrow::read(&mut input)? } };
        let features = FeatureTable::read(&mut input)?;
        let lemmas = Lemmas::read(&mut input)?;
        if tags.is_empty() || tags.len() > WIDE {
            return Err(ModelError::Damaged("the tag set"));
        }
        let is_mark = tags.iter().map(|t| t.0 == Upos::Punct).collect();
        Ok(Model { about, tags, is_mark, vocabulary, tagger, parser, features, lemmas })
    }

    /// Packs the model into the bytes of a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Writer::default();
        body.number(self.tags.len() as u32);
        for &(upos, xpos) in &self.tags {
            body.byte(upos as u8);
            body.byte(xpos as u8);
        }
        self.vocabulary.write(&mut body);
        self.tagger.write(&mut body);
        body.number(self.parser.allowed.sets.len() as u32);
        for &set in &self.parser.allowed.sets {
            body.long(set);
        }
        self.parser.net.write(&mut body);
        self.parser.marks.weights.write(&mut body);
        self.features.write(&mut body);
        self.lemmas.write(&mut body);
        let mut header = Writer::default();
        header.out.extend(MAGIC);
        header.number(VERSION);
        header.text(&self.about);
        header.number(body.out.len() as u32);
        let mut packed = flate2::write::ZlibEncoder::new(header.out, flate2::Compression::best());
        // Writing to memory cannot fail.
        let _ = packed.write_all(&body.out);
        packed.finish().unwrap_or_default()
    }

    /// Finds paragraphs, sentences and tokens of a page and analyses them. Boilerplate is
    /// left out.
    pub fn analyze(&self, page: &Page) -> Text {
        let mut analysis = self.segment(page);
        self.annotate(&page.text, &mut analysis);
        analysis
    }

    /// Paragraphs, sentences and tokens only; everything else is left empty.
    pub fn segment(&self, page: &Page) -> Text {
        let text = page.text.as_str();
        let mut analysis = Text::default();
        let (mut raw, mut ends) = (Vec::new(), Vec::new());
        for range in paragraphs(page) {
            raw.clear();
            ends.clear();
            tokenize(text, range.clone(), Lists::english(), &mut raw);
            if raw.is_empty() {
                continue;
            }
            sentences::split(text, &raw, 0, &self.vocabulary, &mut ends);
            let paragraph = analysis.paragraphs.len() as u32;
            analysis.paragraphs.push(Span::new(range.start as u32, range.end as u32));
            let mut from = 0;
            for &end in &ends {
                push_sentence(&mut analysis, &raw[from..end], paragraph);
                from = end;
            }
        }
        analysis
    }

    /// Tags, parses and lemmatizes given tokens: all fields but spans, sentences and
    /// `joined` are overwritten. `text` is what the spans index. Token spans that are not
    /// slices of `text` are taken for empty words.
    pub fn annotate(&self, text: &str, analysis: &mut Text) {
        let mut scratch = Scratch::default();
        for number in 0..analysis.sents.len() {
            let Some(tokens) = analysis.sents.get(number).map(|s| s.tokens.range()) else { break };
            let base = tokens.start;
            let Some(tokens) = analysis.tokens.get_mut(tokens) else { continue };
            // Given sentences may be of any length; trees are made piece by piece.
            let mut root = None;
            for (piece, part) in tokens.chunks_mut(sentences::LONGEST * 2).enumerate() {
                let first = (base + piece * sentences::LONGEST * 2) as u32;
                let found = self.sentence(text, part, first, &mut scratch);
                match (root, found) {
                    (None, found) => root = found,
                    (Some(top), Some(found)) => {
                        if let Some(token) = part.get_mut((found - first) as usize) {
                            token.head = top;
                            token.deprel = Deprel::Parataxis;
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Analyses one piece whose first token has the document-wide id `first`; returns the
    /// root's id.
    fn sentence(&self, text: &str, tokens: &mut [Token], first: u32, scratch: &mut Scratch) -> Option<u32> {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has what the function needs. It is the same code, compiled
            // for wider registers; sums of integers are the same. Measured, with all look-ups of a
            // word made first: 2.4 instead of 3.1 microseconds a token on a busy machine.
            return unsafe { self.sentence_avx2(text, tokens, first, scratch) };
        }
        self.sentence_any(text, tokens, first, scratch)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn sentence_avx2(&self, text: &str, tokens: &mut [Token], first: u32, scratch: &mut Scratch) -> Option<u32> {
        self.sentence_any(text, tokens, first, scratch)
    }

    #[inline(always)]
    fn sentence_any(&self, text: &str, tokens: &mut [Token], first: u32, scratch: &mut Scratch) -> Option<u32> {
        let Scratch { words, tags, parser, state, buffer, lower, subjects } = scratch;
        let word_of = |token: &Token| text.get(token.span.range()).unwrap_or("");
        let casing = casing(tokens.iter().map(word_of));
        words.clear();
        words.extend(tokens.iter().map(|t| Word::new(word_of(t), casing, &self.vocabulary, buffer)));
        tagger::tag(&self.tagger, self.tags.len(), words, tags);
        self.parser.parse(words, tags, &self.is_mark, parser, state);
        let mut root = None;
        for (i, (token, node)) in tokens.iter_mut().zip(&state.nodes).enumerate() {
            token.deprel = Deprel::ALL.get(usize::from(node.label)).copied().unwrap_or(Deprel::Dep);
            token.head = if node.head == NONE { NO_HEAD } else { first + node.head };
            if node.head == NONE {
                root = Some(first + i as u32);
            }
        }
        subject_of_each(state, subjects);
        for (i, token) in tokens.iter_mut().enumerate() {
            let (Some(word), Some(&tag), Some(node)) = (words.get(i), tags.get(i), state.nodes.get(i)) else { break };
            let (upos, xpos) = self.tags.get(usize::from(tag)).copied().unwrap_or((Upos::X, Xpos::None));
            token.upos = upos;
            token.xpos = xpos;
            let around = around(words, tags, state, subjects, i, node.label, word, tag);
            token.feats = self.features.find(around);
            token.lemma = self.lemmas.lemma(word_of(token), tag, upos == Upos::Propn, lower);
        }
        root
    }
}

/// What the tree says around word `i`, for [`FeatureTable`].
#[allow(clippy::too_many_arguments)]
pub(crate) fn around(words: &[Word], tags: &[u8], state: &State, subjects: &[u32], i: usize, label: u8, word: &Word, tag: u8) -> Around {
    const TELLING: u64 = 1 << Deprel::Aux as u64
        | 1 << Deprel::AuxPass as u64
        | 1 << Deprel::NsubjPass as u64
        | 1 << Deprel::Mark as u64
        | 1 << Deprel::Cop as u64
        | 1 << Deprel::Expl as u64;
    let node = state.nodes.get(i);
    let auxiliary = label == Deprel::Aux as u8 || label == Deprel::AuxPass as u8 || label == Deprel::Cop as u8;
    let from = if auxiliary { node.map_or(NONE, |n| n.head) } else { i as u32 };
    let subject = subjects.get(from as usize).copied().unwrap_or(NONE);
    Around {
        lower: word.lower,
        shape: word.shape,
        tag,
        label,
        subject: tags.get(subject as usize).copied().unwrap_or(255),
        // A common word is told apart only where it is frequent: pronouns are.
        pronoun: words.get(subject as usize).filter(|w| w.only > 0).map_or(0, |w| w.lower),
        labels: node.map_or(0, |n| n.labels & TELLING),
    }
}

/// The subject of each word, where it has one.
pub(crate) fn subject_of_each(state: &State, subjects: &mut Vec<u32>) {
    subjects.clear();
    subjects.resize(state.nodes.len(), NONE);
    for (i, node) in state.nodes.iter().enumerate() {
        let is_subject = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Expl, Deprel::NsubjOuter].iter().any(|&d| d as u8 == node.label);
        if is_subject && let Some(subject) = subjects.get_mut(node.head as usize) {
            *subject = i as u32;
        }
    }
}

fn push_sentence(analysis: &mut Text, raw: &[Raw], paragraph: u32) {
    let (Some(first), Some(last)) = (raw.first(), raw.last()) else { return };
    let sent = analysis.sents.len() as u32;
    let start = analysis.tokens.len() as u32;
    analysis.tokens.extend(raw.iter().map(|r| Token {
        span: Span::new(r.start, r.end),
        lemma: CompactString::default(),
        upos: Upos::X,
        xpos: Xpos::None,
        feats: Feats::default(),
        head: NO_HEAD,
        deprel: Deprel::Dep,
        sent,
        joined: r.joined,
    }));
    analysis.sents.push(Sent { span: Span::new(first.start, last.end), tokens: Span::new(start, analysis.tokens.len() as u32), paragraph });
}
