//! `lab score-syntax`: how well tokens, sentences, tags, lemmas and trees agree with the
//! development sets, measured as the CoNLL 2018 shared task did: words are aligned by their
//! characters, scores are F1 over all words, punctuation included. LAS is given twice: with
//! subtypes (`nsubj:pass` is not `nsubj`), and by main types, which is what the task compared.

use std::collections::HashMap;
use std::fmt::{self, Write};
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
    /// Only from raw text; without this and `--gold`, both are scored.
    #[arg(long)]
    raw: bool,
    /// Only from gold tokens.
    #[arg(long, conflicts_with = "raw")]
    gold: bool,
    /// A model file; the embedded model by default.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Print the analysis of a file as CoNLL-U instead: plain text, or CoNLL-U with tokens.
    #[arg(long)]
    show: Option<PathBuf>,
}

/// Name, file, and what the ids of the documents that count begin with.
const SETS: [(&str, &str, &str); 3] = [
    ("EWT dev", "data/treebanks/en_ewt-dev.conllu", ""),
    ("GUM dev", "data/treebanks/en_gum-dev.conllu", ""),
    ("news of GUM dev", "data/treebanks/en_gum-dev.conllu", "GUM_news_"),
];

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
///
/// # Errors
/// Where a file cannot be read or is no model or CoNLL-U.
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
    let ways: Vec<(&str, bool)> = [("gold tokens", false), ("raw text", true)]
        .into_iter()
        .filter(|&(_, raw)| if raw { !options.gold } else { !options.raw })
        .collect();
    for (name, documents) in sets()? {
        let scores: Vec<Score> = ways.iter().map(|&(_, raw)| score(model, &documents, raw)).collect();
        let columns: Vec<(&str, &Score)> = ways.iter().map(|w| w.0).zip(&scores).collect();
        println!("\n{}", report(name, &columns));
    }
    Ok(())
}

/// Reads a model file.
///
/// # Errors
/// Where the file cannot be read or is no model.
pub fn load(path: &Path) -> anyhow::Result<Model> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    Model::from_bytes(&bytes).with_context(|| path.display().to_string())
}

/// The development sets, with their names.
///
/// # Errors
/// Where a file cannot be read or is no CoNLL-U.
pub fn sets() -> anyhow::Result<Vec<(&'static str, Vec<Document>)>> {
    SETS.iter().map(|&(name, path, prefix)| Ok((name, documents(path, prefix)?))).collect()
}

/// Scores on all development sets.
///
/// # Errors
/// As for [`sets`].
pub fn score_all(model: &Model, raw: bool) -> anyhow::Result<Vec<(&'static str, Score)>> {
    Ok(sets()?.iter().map(|(name, documents)| (*name, score(model, documents, raw))).collect())
}

/// The documents of a file whose ids begin with `prefix`.
fn documents(path: &str, prefix: &str) -> anyhow::Result<Vec<Document>> {
    let path = shared(path);
    let content = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut documents = conllu::read(&content)?;
    documents.retain(|d| d.id.starts_with(prefix));
    Ok(documents)
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
        write!(f, "{:6.2}  (precision {:.2}, recall {:.2}, {} in gold)", self.f1(), self.precision(), self.recall(), self.gold)
    }
}

impl Pair {
    /// F1 in percent.
    pub fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }

    fn precision(&self) -> f64 {
        100.0 * self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.gold.max(1) as f64
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
    las_main: Pair,
    relations: HashMap<Deprel, Pair>,
    seconds: f64,
    words: usize,
}

impl Score {
    /// The measures by name, relations left out.
    fn measures(&self) -> [(&'static str, &Pair); 9] {
        [
            ("tokens", &self.tokens),
            ("sentences", &self.sents),
            ("UPOS", &self.upos),
            ("XPOS", &self.xpos),
            ("feats", &self.feats),
            ("lemma", &self.lemma),
            ("UAS", &self.uas),
            ("LAS, with subtypes", &self.las),
            ("LAS, main types (CoNLL 2018)", &self.las_main),
        ]
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report("", &[("", self)]))
    }
}

/// A table of one set: a line for each measure, F1 in a column for each way of scoring.
fn report(name: &str, columns: &[(&str, &Score)]) -> String {
    let mut out = String::new();
    let Some((_, first)) = columns.first() else { return out };
    let _ = write!(out, "{:<32}", if name.is_empty() { "F1".to_string() } else { format!("{name}, F1") });
    for (way, _) in columns {
        let _ = write!(out, "{way:>13}");
    }
    let _ = writeln!(out, "{:>10}", "in gold");
    let mut line = |name: &str, pairs: &[Pair]| {
        let _ = write!(out, "  {name:<30}");
        for pair in pairs {
            let _ = write!(out, "{:>13.2}", pair.f1());
        }
        let _ = write!(out, "{:>10}", pairs.first().map_or(0, |p| p.gold));
        if name.chars().all(|c| c.is_lowercase() || c == ':') && !matches!(name, "tokens" | "sentences" | "feats" | "lemma") {
            let parts = pairs.iter().map(|p| format!("{:.1}/{:.1}", p.precision(), p.recall())).collect::<Vec<_>>();
            let _ = write!(out, "   precision/recall {}", parts.join(", "));
        }
        out.push('\n');
    };
    for (number, (name, _)) in first.measures().iter().enumerate() {
        line(name, &columns.iter().map(|(_, s)| *s.measures()[number].1).collect::<Vec<_>>());
    }
    for relation in CORE {
        let pairs = columns.iter().map(|(_, s)| s.relations.get(&relation).copied().unwrap_or_default()).collect::<Vec<_>>();
        line(relation.as_str(), &pairs);
    }
    let _ = write!(out, "  {:<30}", "tokens/s on one core");
    for (_, score) in columns {
        let _ = write!(out, "{:>13.0}", score.words as f64 / score.seconds.max(1e-9));
    }
    out
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
    let (mut tokens, mut upos, mut xpos, mut feats, mut lemma, mut uas, mut las, mut las_main) = (0, 0, 0, 0, 0, 0, 0, 0);
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
        las_main += usize::from(head && main(g.deprel) == main(token.deprel));
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
        (&mut score.las_main, las_main),
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

/// A relation without its subtype.
fn main(relation: Deprel) -> &'static str {
    let name = relation.as_str();
    name.split_once(':').map_or(name, |(main, _)| main)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> Document {
        let lines: Vec<String> = rows
            .lines()
            .map(|row| {
                let c: Vec<&str> = row.split(' ').collect();
                format!("{}\t{}\t{}\tNOUN\tNN\t_\t{}\t{}\t_\t_\n", c[0], c[1], c[1], c[2], c[3])
            })
            .collect();
        conllu::read(&lines.concat()).unwrap().remove(0)
    }

    #[test]
    fn subtypes_count_in_one_of_the_two_scores() {
        let gold = read("1 rebels 2 nsubj:pass\n2 shot 0 root\n3 dead 2 xcomp");
        let found = read("1 rebels 2 nsubj\n2 shot 0 root\n3 dead 1 xcomp");
        let mut score = Score::default();
        compare(&gold.analysis, &found.analysis, &mut score);
        assert_eq!((score.uas.right, score.las.right, score.las_main.right), (2, 1, 2));
        assert_eq!(score.sents.f1(), 100.0);
        let pair = score.relations[&Deprel::NsubjPass];
        assert_eq!((pair.right, pair.found, pair.gold), (0, 0, 1));
        assert!(report("x", &[("gold tokens", &score)]).contains("LAS, main types (CoNLL 2018)          66.67"));
    }
}
