//! `lab score-syntax`: how well tokens, sentences, tags, lemmas and trees agree with the
//! development sets, measured as the CoNLL 2018 shared task did: words are aligned by their
//! characters, scores are F1 over all words, punctuation included.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;

use anyhow::Context;
use dotterel_document::syntax::Deprel;
use dotterel_document::text::{NO_HEAD, Text};
use dotterel_document::{Page, Span};
use dotterel_language::Model;
use dotterel_language::conllu::{self, Document};

use crate::shared;

/// Options of `lab score-syntax`.
#[derive(clap::Args)]
pub struct Options {
    /// Start from raw text instead of gold tokens.
    #[arg(long)]
    raw: bool,
    /// A model file; the embedded model by default.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Print the analysis of a file as CoNLL-U instead: plain text, or CoNLL-U with tokens.
    #[arg(long)]
    show: Option<PathBuf>,
}

const SETS: [(&str, &str); 2] = [("EWT dev", "data/treebanks/en_ewt-dev.conllu"), ("GUM dev", "data/treebanks/en_gum-dev.conllu")];

/// Relations that event coding rests on.
const CORE: [Deprel; 13] = [
    Deprel::Nsubj,
    Deprel::NsubjPass,
    Deprel::Obj,
    Deprel::Iobj,
    Deprel::Obl,
    Deprel::OblAgent,
    Deprel::Ccomp,
    Deprel::Xcomp,
    Deprel::Conj,
    Deprel::Appos,
    Deprel::NmodPoss,
    Deprel::Nmod,
    Deprel::AclRelcl,
];

/// Scores and prints.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let start = Instant::now();
    let loaded = options.model.as_deref().map(load).transpose()?;
    let model = loaded.as_ref().unwrap_or_else(|| Model::embedded());
    println!("model ready in {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    if let Some(path) = &options.show {
        let content = std::fs::read_to_string(path)?;
        if path.extension().is_some_and(|e| e == "conllu") {
            for mut document in conllu::read(&content)? {
                model.annotate(&document.text, &mut document.analysis);
                print!("{}", conllu::write(&document.id, &document.text, &document.analysis, &[]));
            }
        } else {
            let page = Page { text: content, ..Page::default() };
            print!("{}", conllu::write("", &page.text, &model.analyze(&page), &[]));
        }
        return Ok(());
    }
    for (name, score) in score_all(model, options.raw)? {
        println!("{name}{}\n{score}", if options.raw { ", raw text" } else { ", gold tokens" });
    }
    Ok(())
}

/// Reads a model file.
pub fn load(path: &Path) -> anyhow::Result<Model> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    Model::from_bytes(&bytes).with_context(|| path.display().to_string())
}

/// The development sets.
pub fn sets() -> anyhow::Result<Vec<(&'static str, Vec<Document>)>> {
    let mut out = Vec::new();
    for (name, path) in SETS {
        let path = shared(path);
        let content = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        out.push((name, conllu::read(&content)?));
    }
    Ok(out)
}

/// Scores on all development sets.
pub fn score_all(model: &Model, raw: bool) -> anyhow::Result<Vec<(&'static str, Score)>> {
    Ok(sets()?.iter().map(|(name, documents)| (*name, score(model, documents, raw))).collect())
}

/// The main figures in a line, for the model's header.
pub fn one_line(scores: &[(&str, Score)]) -> String {
    let line = |(name, s): &(&str, Score)| {
        let [upos, xpos, feats, lemma, uas, las] = [&s.upos, &s.xpos, &s.feats, &s.lemma, &s.uas, &s.las].map(Pair::f1);
        format!("{name}: UPOS {upos:.2} XPOS {xpos:.2} feats {feats:.2} lemma {lemma:.2} UAS {uas:.2} LAS {las:.2}")
    };
    scores.iter().map(line).collect::<Vec<_>>().join("; ")
}

/// Counts for precision and recall.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pair {
    /// How many are right.
    pub right: usize,
    /// How many were found.
    pub found: usize,
    /// How many the gold has.
    pub gold: usize,
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |n: usize| 100.0 * self.right as f64 / n.max(1) as f64;
        write!(f, "{:6.2}  (precision {:.2}, recall {:.2}, {} in gold)", self.f1(), share(self.found), share(self.gold), self.gold)
    }
}

impl Pair {
    /// F1 in percent.
    pub fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }
}

/// What was counted on a set.
#[derive(Debug, Default)]
pub struct Score {
    tokens: Pair,
    sents: Pair,
    upos: Pair,
    xpos: Pair,
    feats: Pair,
    lemma: Pair,
    uas: Pair,
    las: Pair,
    /// With the main types of relations only, as the shared task of 2018 counted.
    main: Pair,
    relations: HashMap<Deprel, Pair>,
    seconds: f64,
    words: usize,
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [
            ("tokens", &self.tokens),
            ("sentences", &self.sents),
            ("UPOS", &self.upos),
            ("XPOS", &self.xpos),
            ("feats", &self.feats),
            ("lemma", &self.lemma),
            ("UAS", &self.uas),
            ("LAS", &self.las),
            ("LAS 2018", &self.main),
        ];
        for (name, pair) in all {
            writeln!(f, "  {name:<10} {:6.2}  ({} words or sentences)", pair.f1(), pair.gold)?;
        }
        for relation in CORE {
            let pair = self.relations.get(&relation).copied().unwrap_or_default();
            writeln!(f, "  {:<10} {pair}", relation.as_str())?;
        }
        write!(f, "  {:.0} tokens/s on one core", self.words as f64 / self.seconds)
    }
}

/// Scores the model's analysis of the documents.
fn score(model: &Model, documents: &[Document], raw: bool) -> Score {
    let mut score = Score::default();
    for document in documents {
        let page = Page { text: document.text.clone(), ..Page::default() };
        let start = cpu_seconds();
        let found = if raw {
            model.analyze(&page)
        } else {
            let mut given = document.analysis.clone();
            model.annotate(&page.text, &mut given);
            given
        };
        score.seconds += cpu_seconds() - start;
        score.words += found.tokens.len();
        compare(&document.analysis, &found, &mut score);
    }
    score
}

/// Time this thread has run on a core, so that a busy machine does not count.
fn cpu_seconds() -> f64 {
    let nanos = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = nanos.and_then(|s| s.split(' ').next()?.parse::<f64>().ok());
    static START: OnceLock<Instant> = OnceLock::new();
    nanos.map_or_else(|| START.get_or_init(Instant::now).elapsed().as_secs_f64(), |n| n / 1e9)
}

fn compare(gold: &Text, found: &Text, score: &mut Score) {
    let gold_sents: HashMap<_, ()> = gold.sents.iter().map(|s| (s.span, ())).collect();
    add(&mut score.sents, found.sents.iter().filter(|s| gold_sents.contains_key(&s.span)).count(), found.sents.len(), gold.sents.len());
    let by_span: HashMap<Span<_>, usize> = gold.tokens.iter().enumerate().map(|(i, t)| (t.span, i)).collect();
    let (mut tokens, mut upos, mut xpos, mut feats, mut lemma, mut uas, mut las, mut main) = (0, 0, 0, 0, 0, 0, 0, 0);
    let span = |text: &Text, head: u32| text.tokens.get(head as usize).map(|t| t.span);
    for token in &found.tokens {
        score.relations.entry(token.deprel).or_default().found += 1;
        let Some(&g) = by_span.get(&token.span) else { continue };
        let g = &gold.tokens[g];
        tokens += 1;
        upos += usize::from(g.upos == token.upos);
        xpos += usize::from(g.xpos == token.xpos);
        feats += usize::from(g.feats == token.feats);
        lemma += usize::from(g.lemma == token.lemma || g.lemma == "_");
        let head = (g.head == NO_HEAD) == (token.head == NO_HEAD) && span(gold, g.head) == span(found, token.head);
        uas += usize::from(head);
        let main_type = |d: Deprel| d.as_str().split(':').next();
        main += usize::from(head && main_type(g.deprel) == main_type(token.deprel));
        if head && g.deprel == token.deprel {
            las += 1;
            score.relations.entry(token.deprel).or_default().right += 1;
        }
    }
    for token in &gold.tokens {
        score.relations.entry(token.deprel).or_default().gold += 1;
    }
    let pairs = [
        (&mut score.tokens, tokens),
        (&mut score.upos, upos),
        (&mut score.xpos, xpos),
        (&mut score.feats, feats),
        (&mut score.lemma, lemma),
        (&mut score.uas, uas),
        (&mut score.las, las),
        (&mut score.main, main),
    ];
    for (pair, right) in pairs {
        add(pair, right, found.tokens.len(), gold.tokens.len());
    }
}

fn add(pair: &mut Pair, right: usize, found: usize, gold: usize) {
    pair.right += right;
    pair.found += found;
    pair.gold += gold;
}
