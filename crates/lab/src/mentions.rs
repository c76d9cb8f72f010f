//! `lab score-mentions`: how well mentions agree with those of the GUM development set, spans
//! with their kind and without.

use std::collections::{BTreeMap, BTreeSet};

use dotterel_document::text::{NominalKind, Text};
use dotterel_document::{Page, Span};
use dotterel_language::Model;
use dotterel_language::conllu::Document;

use crate::syntax::{Pair, sets};

/// Options of `lab score-mentions`.
#[derive(clap::Args)]
pub struct Options {
    /// Start from raw text instead of gold tokens.
    #[arg(long)]
    raw: bool,
    /// A model file; the embedded model by default.
    #[arg(long)]
    model: Option<std::path::PathBuf>,
    /// Print each mention that only one side has: `-` for gold, `+` for found, with its kind.
    #[arg(long)]
    errors: bool,
}

/// Counts for spans without kind, for spans with kind, and for each kind.
#[derive(Default)]
struct Score {
    spans: Pair,
    kinds: Pair,
    heads: Pair,
    by_kind: BTreeMap<NominalKind, Pair>,
}

/// Scores and prints.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let loaded = options.model.as_deref().map(crate::syntax::load).transpose()?;
    let model = loaded.as_ref().unwrap_or_else(|| Model::embedded());
    for (name, documents) in sets()? {
        // EWT does not tell mentions.
        let told: Vec<&Document> = documents.iter().filter(|d| !d.analysis.nominals.is_empty()).collect();
        if told.is_empty() {
            continue;
        }
        let mut score = Score::default();
        for document in told {
            let page = Page { text: document.text.clone(), ..Page::default() };
            let found = if options.raw {
                model.analyze(&page)
            } else {
                let mut given = document.analysis.clone();
                model.annotate(&page.text, &mut given);
                given
            };
            compare(&document.analysis, &found, &mut score);
            if options.errors {
                differences(document, &found);
            }
        }
        println!("{name}, {}", if options.raw { "raw text" } else { "gold tokens" });
        let print = |name: &str, pair: &Pair| println!("  {name:<14} {pair}");
        print("spans", &score.spans);
        print("spans + kinds", &score.kinds);
        print("heads + kinds", &score.heads);
        let mut three = Pair::default();
        for kind in [NominalKind::Person, NominalKind::Organization, NominalKind::Place] {
            if let Some(pair) = score.by_kind.get(&kind) {
                three.right += pair.right;
                three.found += pair.found;
                three.gold += pair.gold;
            }
        }
        print("the three", &three);
        score.by_kind.iter().for_each(|(kind, pair)| print(kind.as_str(), pair));
    }
    Ok(())
}

/// Spans in bytes, so that tokens need not agree. A span counts once, however often it is told.
fn compare(gold: &Text, found: &Text, score: &mut Score) {
    let spans =
        |text: &Text| -> BTreeSet<(Span<_>, NominalKind)> { text.nominals.iter().map(|m| (text.bytes(m.tokens), m.kind)).collect() };
    let heads = |text: &Text| -> BTreeSet<(Span<_>, NominalKind)> {
        text.nominals.iter().map(|m| (text.bytes(Span::new(m.head, m.head + 1)), m.kind)).collect()
    };
    let (gold_spans, found_spans) = (spans(gold), spans(found));
    let bare = |all: &BTreeSet<(Span<_>, NominalKind)>| -> BTreeSet<Span<_>> { all.iter().map(|(s, _)| *s).collect() };
    count(&bare(&gold_spans), &bare(&found_spans), &mut score.spans);
    count(&gold_spans, &found_spans, &mut score.kinds);
    count(&heads(gold), &heads(found), &mut score.heads);
    for &kind in NominalKind::ALL {
        let of = |all: &BTreeSet<(Span<_>, NominalKind)>| all.iter().filter(|m| m.1 == kind).copied().collect();
        count(&of(&gold_spans), &of(&found_spans), score.by_kind.entry(kind).or_default());
    }
}

/// Prints the mentions that only one side has, in order of their place.
fn differences(document: &Document, found: &Text) {
    let spans =
        |text: &Text| -> BTreeSet<(Span<_>, NominalKind)> { text.nominals.iter().map(|m| (text.bytes(m.tokens), m.kind)).collect() };
    let (gold, found) = (spans(&document.analysis), spans(found));
    for mention in gold.symmetric_difference(&found) {
        let sign = if gold.contains(mention) { '-' } else { '+' };
        println!("{sign} {:<12} {}..{} {}", mention.1.as_str(), mention.0.start, mention.0.end, mention.0.of(&document.text));
    }
}

fn count<T: Ord>(gold: &BTreeSet<T>, found: &BTreeSet<T>, pair: &mut Pair) {
    pair.right += gold.intersection(found).count();
    pair.found += found.len();
    pair.gold += gold.len();
}
