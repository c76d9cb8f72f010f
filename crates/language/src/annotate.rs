//! Given tokens analysed: tags, trees, features, dictionary forms, mentions.

use std::cell::RefCell;
use std::ops::Range;

use dotterel_document::syntax::{Deprel, Upos, Xpos};
use dotterel_document::text::{NO_HEAD, Text, Token};

use crate::features::Around;
use crate::mentions::{self, Told};
use crate::model::Model;
use crate::net::{Found, KINDS, Space};
use crate::repair::repair;
use crate::sentences;
use crate::tree::{NONE, Node, nodes, subjects};
use crate::word::{self, Word};

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
    fn range(&self) -> Range<usize> {
        self.from as usize..self.to as usize
    }
}

/// Space reused.
#[derive(Default)]
struct Scratch {
    pieces: Vec<Piece>,
    words: Vec<Word>,
    ranges: Vec<Range<usize>>,
    buffer: Vec<u8>,
    space: Space,
    found: Found,
    nodes: Vec<Node>,
    subjects: Vec<u32>,
    lower: String,
    /// Of each token of the text.
    told: Vec<Told>,
    mentions: mentions::Space,
    /// Root of the last sentence.
    root: Option<u32>,
}

impl Model {
    /// Tags, parses and lemmatizes given tokens: all fields but spans, sentences and
    /// `joined` are overwritten. `text` is what the spans index. Token spans that are not
    /// slices of `text` are taken for empty words.
    pub fn annotate(&self, text: &str, analysis: &mut Text) {
        thread_local! {
            // Kept from document to document: a quarter of a short one's time was the system's
            // clearing of fresh memory.
            static SCRATCH: RefCell<Scratch> = RefCell::default();
        }
        SCRATCH.with_borrow_mut(|scratch| {
            self.annotate_in(text, analysis, scratch);
            self.mentions.find(analysis, &scratch.told, &mut scratch.mentions);
        });
    }

    /// Like [`Model::annotate`] but for mentions: what they are found by, for each token.
    pub(crate) fn tell(&self, text: &str, analysis: &mut Text) -> Vec<Told> {
        let mut scratch = Scratch::default();
        self.annotate_in(text, analysis, &mut scratch);
        scratch.told
    }

    fn annotate_in(&self, text: &str, analysis: &mut Text, scratch: &mut Scratch) {
        scratch.pieces.clear();
        analysis.nominals.clear();
        scratch.told.clear();
        scratch.told.resize(analysis.tokens.len(), Told::default());
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
                self.pieces(text, &mut analysis.tokens, scratch);
            }
        }
        self.pieces(text, &mut analysis.tokens, scratch);
    }

    /// Analyses the pieces that wait.
    fn pieces(&self, text: &str, tokens: &mut [Token], scratch: &mut Scratch) {
        let Scratch { pieces, words, ranges, buffer, space, found, nodes, subjects, lower, told, root, .. } = scratch;
        let word_of = |token: &Token| text.get(token.span.range()).unwrap_or("");
        words.clear();
        ranges.clear();
        pieces.retain(|piece| tokens.get(piece.range()).is_some());
        for piece in pieces.iter() {
            let start = words.len();
            let tokens = tokens.get(piece.range()).unwrap_or_default();
            word::words(tokens.iter().map(word_of), &self.vocabulary, buffer, words);
            ranges.push(start..words.len());
        }
        self.net.run(words, ranges, self.tags.len(), space, found);
        for (piece, range) in pieces.iter().zip(ranges.iter()) {
            let Some(tokens) = tokens.get_mut(piece.range()) else { continue };
            let part = |all: &'_ [u8]| all.get(range.clone()).unwrap_or_default().to_vec();
            let (tags, mut labels) = (part(&found.tags), part(&found.labels));
            let kinds = found.kinds.get(range.start * KINDS..range.end * KINDS).unwrap_or_default();
            let mut heads = found.heads.get(range.clone()).unwrap_or_default().to_vec();
            let length = heads.len().min(labels.len()).min(tags.len());
            if let (Some(heads), Some(labels)) = (heads.get_mut(..length), labels.get_mut(..length)) {
                let tag = |i: usize| tags.get(i).and_then(|&t| self.tags.get(usize::from(t))).copied().unwrap_or((Upos::X, Xpos::None));
                repair(heads, labels, tag);
            }
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
            let told = told.get_mut(piece.range()).unwrap_or_default();
            for ((told, kinds), word) in told.iter_mut().zip(kinds.chunks_exact(KINDS)).zip(words) {
                *told = Told::new(kinds, word.lower, word.shape);
            }
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
