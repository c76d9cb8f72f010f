//! The model file, and what it does to a page: paragraphs, sentences, tokens, tags, trees,
//! features, lemmas.

use std::borrow::Cow;
use std::io::{Read, Write};
use std::sync::OnceLock;

use compact_str::CompactString;
use dotterel_document::syntax::{Deprel, Feats, Upos, Xpos};
use dotterel_document::text::{NO_HEAD, Sent, Text, Token};
use dotterel_document::{Page, Span};

use crate::features::FeatureTable;
use crate::hash;
use crate::lemma::Lemmas;
use crate::lexemes::{self, NameKind};
use crate::lists::Lists;
use crate::mentions::{Mentions, Reach, Table};
use crate::net::{Net, Packed, TAGS};
use crate::pack::{Reader, Writer};
use crate::paragraphs::paragraphs;
use crate::sentences;
use crate::tokenize::{Raw, tokenize};
use crate::word::Vocabulary;

/// First bytes of a model file.
const MAGIC: &[u8; 8] = b"dotterel";

/// Version of the file's format.
///
/// When to bump this: a section is added or changes its layout, a feature template or a
/// hash changes. History: 1 linear parser; 2 the parser's
/// network; 3 possible relations by tag; 4 one network for all, mentions, a checksum; 5 what words say
/// of the kinds and spans of mentions, at the end of the body.
pub const VERSION: u32 = 5;

/// The oldest version that is read: kinds of mentions are the network's alone then.
const OLDEST: u32 = 4;

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
    pub(crate) mentions: Mentions,
    pub(crate) features: FeatureTable,
    pub(crate) lemmas: Lemmas,
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
        if !(OLDEST..=VERSION).contains(&found) {
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
        let mut reach = Reach::read(&mut input)?;
        let features = FeatureTable::read(&mut input)?;
        let lemmas = Lemmas::read(&mut input)?;
        let mut kinds = Table::default();
        if found > OLDEST {
            kinds = Table::read(&mut input)?;
            reach.table = Table::read(&mut input)?;
        }
        if tags.is_empty() || tags.len() > TAGS {
            return Err(ModelError::Damaged("the tag set"));
        }
        if (vocabulary.rows(), vocabulary.vectors()) != net.sizes() {
            return Err(ModelError::Damaged("words without rows"));
        }
        Ok(Model { about, tags, vocabulary, net, mentions: Mentions { reach, kinds }, features, lemmas })
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
        self.mentions.reach.write(&mut body);
        self.features.write(&mut body);
        self.lemmas.write(&mut body);
        self.mentions.kinds.write(&mut body);
        self.mentions.reach.table.write(&mut body);
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
