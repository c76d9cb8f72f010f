//! The model file, and what it does to a page: paragraphs, sentences, tokens, tags, trees,
//! features, lemmas.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{Read, Write};
use std::sync::OnceLock;

use compact_str::CompactString;
use dotterel_document::syntax::{Deprel, Feats, Upos, Xpos};
use dotterel_document::text::{NO_HEAD, Nominal, Sent, Text, Token};
use dotterel_document::{Page, Span};

use crate::features::{Around, FeatureTable};
use crate::hash;
use crate::lemma::Lemmas;
use crate::lexemes::{self, NameKind};
use crate::lists::Lists;
use crate::mentions::Reach;
use crate::net::{Found, Net, Packed, Space, TAGS};
use crate::pack::{Reader, Writer};
use crate::paragraphs::paragraphs;
use crate::sentences;
use crate::tokenize::{Raw, tokenize};
use crate::tree::{NONE, Node, nodes, subjects};
use crate::word::{Vocabulary, Word};

/// First bytes of a model file.
const MAGIC: &[u8; 8] = b"dotterel";

/// Version of the file's format.
///
/// When to bump this: a section is added or changes its layout, a feature template or a
/// hash changes. History: 1 linear parser; 2 the parser's
/// network; 3 possible relations by tag; 4 one network for all, mentions, a checksum.
pub const VERSION: u32 = 4;

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
    pub(crate) vocabulary: Vocabulary,
    pub(crate) net: Net,
    pub(crate) reach: Reach,
    pub(crate) features: FeatureTable,
    pub(crate) lemmas: Lemmas,
}

/// Words that the network reads together, at least: enough that each weight fetched is used
/// many times, few enough that what lies between layers stays in the near caches.
const TOGETHER: u32 = 96;

/// Tokens of a sentence that are analysed together.
struct Piece {
    from: u32,
    to: u32,
    /// The sentence began in the piece before.
    goes_on: bool,
}

impl Piece {
    fn range(&self) -> std::ops::Range<usize> {
        self.from as usize..self.to as usize
    }
}

/// Space reused.
#[derive(Default)]
struct Scratch {
    pieces: Vec<Piece>,
    words: Vec<Word>,
    ranges: Vec<std::ops::Range<usize>>,
    buffer: Vec<u8>,
    space: Space,
    found: Found,
    nodes: Vec<Node>,
    subjects: Vec<u32>,
    lower: String,
    /// Root of the last sentence.
    root: Option<u32>,
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
        match Model::read(ENGLISH, Cow::Borrowed) {
            Ok(model) => model,
            Err(error) => panic!("crates/language/models/english.bin: {error}"),
        }
    }

    /// Unpacks a model file.
    ///
    /// # Errors
    /// Where the bytes are not a model of this version, or are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, ModelError> {
        Model::read(bytes, |slice| Cow::Owned(slice.to_vec()))
    }

    fn read<'b>(bytes: &'b [u8], keep: impl Fn(&'b [u8]) -> Cow<'static, [u8]>) -> Result<Model, ModelError> {
        let mut header = Reader { rest: bytes };
        if header.take(MAGIC.len()).ok() != Some(MAGIC) {
            return Err(ModelError::Magic);
        }
        let found = header.number()?;
        if found != VERSION {
            return Err(ModelError::Version { found });
        }
        let sum = header.long()?;
        if hash::bytes(header.rest, 0) != sum {
            return Err(ModelError::Damaged("its checksum"));
        }
        let about = header.text()?.to_string();
        let (size, packed) = (header.number()? as usize, header.number()? as usize);
        if size > 1 << 28 {
            return Err(ModelError::Damaged("a body too large"));
        }
        let mut body = Vec::with_capacity(size);
        flate2::read::ZlibDecoder::new(header.take(packed)?)
            .take(size as u64)
            .read_to_end(&mut body)
            .map_err(|_| ModelError::Damaged("the compressed body"))?;
        if body.len() != size {
            return Err(ModelError::Damaged("cut short"));
        }
        let net = Net::new(Packed::read(&mut header, keep)?);
        let mut input = Reader { rest: &body };
        let mut tags = Vec::new();
        for _ in 0..input.count(2)? {
            let upos = Upos::ALL.get(usize::from(input.byte()?)).ok_or(ModelError::Damaged("an unknown tag"))?;
            let xpos = Xpos::ALL.get(usize::from(input.byte()?)).ok_or(ModelError::Damaged("an unknown tag"))?;
            tags.push((*upos, *xpos));
        }
        let vocabulary = Vocabulary::read(&mut input)?;
        let reach = Reach::read(&mut input)?;
        let features = FeatureTable::read(&mut input)?;
        let lemmas = Lemmas::read(&mut input)?;
        if tags.is_empty() || tags.len() > TAGS {
            return Err(ModelError::Damaged("the tag set"));
        }
        if (vocabulary.rows(), vocabulary.vectors()) != net.sizes() {
            return Err(ModelError::Damaged("words without rows"));
        }
        Ok(Model { about, tags, vocabulary, net, reach, features, lemmas })
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
        self.reach.write(&mut body);
        self.features.write(&mut body);
        self.lemmas.write(&mut body);
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        // Writing to memory cannot fail.
        let _ = packed.write_all(&body.out);
        let packed = packed.finish().unwrap_or_default();
        let mut rest = Writer::default();
        rest.text(&self.about);
        rest.number(body.out.len() as u32);
        rest.number(packed.len() as u32);
        rest.out.extend(packed);
        // Weights do not shrink, and are read faster as they are.
        self.net.packed.write(&mut rest);
        let mut file = Writer::default();
        file.out.extend(MAGIC);
        file.number(VERSION);
        file.long(hash::bytes(&rest.out, 0));
        file.out.extend(rest.out);
        file.out
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
        thread_local! {
            // Kept from document to document: a quarter of a short one's time was the system's
            // clearing of fresh memory.
            static SCRATCH: RefCell<Scratch> = RefCell::default();
        }
        SCRATCH.with_borrow_mut(|scratch| self.annotate_in(text, analysis, scratch));
    }

    fn annotate_in(&self, text: &str, analysis: &mut Text, scratch: &mut Scratch) {
        scratch.pieces.clear();
        analysis.nominals.clear();
        for sent in &analysis.sents {
            // Given sentences may be of any length; trees are made piece by piece.
            let mut from = sent.tokens.start;
            while from < sent.tokens.end {
                let to = sent.tokens.end.min(from + sentences::LONGEST as u32 * 2);
                scratch.pieces.push(Piece { from, to, goes_on: from > sent.tokens.start });
                from = to;
            }
            let waiting: u32 = scratch.pieces.iter().map(|p| p.to - p.from).sum();
            if waiting >= TOGETHER {
                self.pieces(text, &mut analysis.tokens, &mut analysis.nominals, scratch);
            }
        }
        self.pieces(text, &mut analysis.tokens, &mut analysis.nominals, scratch);
    }

    /// Analyses the pieces that wait.
    fn pieces(&self, text: &str, tokens: &mut [Token], nominals: &mut Vec<Nominal>, scratch: &mut Scratch) {
        let Scratch { pieces, words, ranges, buffer, space, found, nodes, subjects, lower, root } = scratch;
        let word_of = |token: &Token| text.get(token.span.range()).unwrap_or("");
        words.clear();
        ranges.clear();
        pieces.retain(|piece| tokens.get(piece.range()).is_some());
        for piece in pieces.iter() {
            let start = words.len();
            let tokens = tokens.get(piece.range()).unwrap_or_default();
            crate::word::words(tokens.iter().map(word_of), &self.vocabulary, buffer, words);
            ranges.push(start..words.len());
        }
        self.net.run(words, ranges, self.tags.len(), space, found);
        for (piece, range) in pieces.iter().zip(ranges.iter()) {
            let Some(tokens) = tokens.get_mut(piece.range()) else { continue };
            let part = |all: &'_ [u8]| all.get(range.clone()).unwrap_or_default().to_vec();
            let (tags, labels, kinds) = (part(&found.tags), part(&found.labels), part(&found.kinds));
            let heads = found.heads.get(range.clone()).unwrap_or_default();
            let words = words.get(range.clone()).unwrap_or_default();
            self::nodes(heads.iter().copied().zip(labels), nodes);
            self::subjects(nodes, subjects);
            for (i, (token, node)) in tokens.iter_mut().zip(nodes.iter()).enumerate() {
                token.deprel = Deprel::ALL.get(usize::from(node.label)).copied().unwrap_or(Deprel::Dep);
                token.head = if node.head == NONE { NO_HEAD } else { piece.from + node.head };
                if node.head == NONE {
                    match (piece.goes_on, *root) {
                        (true, Some(top)) => (token.head, token.deprel) = (top, Deprel::Parataxis),
                        _ => *root = Some(piece.from + i as u32),
                    }
                }
                let (Some(word), Some(&tag)) = (words.get(i), tags.get(i)) else { break };
                let (upos, xpos) = self.tags.get(usize::from(tag)).copied().unwrap_or((Upos::X, Xpos::None));
                token.upos = upos;
                token.xpos = xpos;
                token.feats = self.features.find(around(words, &tags, nodes, subjects, i, node.label, word, tag));
                token.lemma = self.lemmas.lemma(word_of(token), tag, upos == Upos::Propn, lower);
            }
            self.reach.mentions(nodes, &kinds, piece.from, nominals);
        }
        pieces.clear();
    }
}

/// What the tree says around word `i`, for [`FeatureTable`].
#[allow(clippy::too_many_arguments)]
pub(crate) fn around(words: &[Word], tags: &[u8], nodes: &[Node], subjects: &[u32], i: usize, label: u8, word: &Word, tag: u8) -> Around {
    const TELLING: u64 = 1 << Deprel::Aux as u64
        | 1 << Deprel::AuxPass as u64
        | 1 << Deprel::NsubjPass as u64
        | 1 << Deprel::Mark as u64
        | 1 << Deprel::Cop as u64
        | 1 << Deprel::Expl as u64;
    let node = nodes.get(i);
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
        pronoun: words.get(subject as usize).filter(|w| w.sure).map_or(0, |w| w.lower),
        labels: node.map_or(0, |n| n.labels & TELLING),
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
