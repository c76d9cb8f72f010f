//! Trains what makes an event sure, and measures whether it ranks: `lang/en/confidence.txt`.
//!
//! Learns from two kinds of judgements: sentences with known relations (an event between the
//! two parties of a line is right where its category is the line's) and judged news
//! ([`crate::judged`]). Everything it tells of its quality comes from folds it has not seen.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use dotterel::{Coded, Coder, Page};
use dotterel_document::{Category, Event, MentionId, Tree};
use dotterel_events::confidence::features;
use dotterel_lexicon::confidence::Feature;

use crate::json_lines;

/// What `lab train-confidence` takes.
#[derive(clap::Args)]
pub struct Options {
    /// Relations to learn from: only the half that may be looked at.
    relations: PathBuf,
    /// Judged news to learn from, too.
    #[arg(long)]
    judged: Option<PathBuf>,
    /// Parts of the cross-validation.
    #[arg(long, default_value_t = 10)]
    folds: usize,
    /// Weight of the ridge that holds all features but `always` near nought, since there are few
    /// examples.
    #[arg(long, default_value_t = 0.003)]
    ridge: f64,
    /// Write the weights here.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

/// One event of which it is known whether it is right.
struct Example {
    /// Which sentence or report it comes from.
    group: usize,
    features: Vec<Feature>,
    right: bool,
    category: Category,
    /// What the program says of it now.
    present: f64,
}

/// Trains, cross-validates, prints, writes.
///
/// # Errors
/// Where a file cannot be read or written.
pub fn run(options: &Options) -> Result<()> {
    let coder = Coder::new()?;
    let mut examples = relations(&coder, &options.relations)?;
    if let Some(path) = &options.judged {
        let groups = examples.last().map_or(0, |e| e.group + 1);
        for (n, (coded, right)) in crate::judged::judged_events(&coder, path)?.into_iter().enumerate() {
            examples.extend(known_of(&coder, &coded, groups + n, |at| right[at]));
        }
    }
    let right = examples.iter().filter(|e| e.right).count();
    println!("{} events, {right} right ({:.3})", examples.len(), right as f64 / examples.len().max(1) as f64);
    let held_out: Vec<f64> = cross_validate(&examples, options.folds.max(2), options.ridge);
    let present: Vec<f64> = examples.iter().map(|e| e.present).collect();
    let rate = vec![right as f64 / examples.len().max(1) as f64; examples.len()];
    for (name, chances) in
        [("as coded now", &present), ("the share of right ones for all", &rate), ("trained, on held-out folds", &held_out)]
    {
        let (brier, log) = losses(&examples, chances);
        let (first, choices) = ranking(&examples, chances);
        println!(
            "{name:<32} Brier {brier:.4}  log loss {log:.4}  best of several right {first}/{choices}  area {:.3}",
            area(&examples, chances)
        );
    }
    println!("\nreliability of the trained chances on held-out folds:\n{}", reliability(&examples, &held_out));
    let all: Vec<usize> = (0..examples.len()).collect();
    let weights = train(&examples, &all, options.ridge);
    let mut file = HEADER.to_string();
    for (feature, weight) in Feature::ALL.iter().zip(&weights) {
        let _ = writeln!(file, "{:<20} {:>5}   # {}", feature.as_str(), (weight * 100.0).round() as i32, feature.in_words());
    }
    match &options.output {
        Some(path) => std::fs::write(path, file).with_context(|| path.display().to_string())?,
        None => print!("{file}"),
    }
    Ok(())
}

const HEADER: &str = "\
# What makes an event sure: weights of a logistic regression in hundredths of a logit, made by
# `lab train-confidence`. docs/results.md says on what and how well it is calibrated.
";

/// Events between the parties of each line.
fn relations(coder: &Coder, path: &Path) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for row in json_lines::read(path)? {
        let page = Page { id: row.number.to_string(), text: row.text("text")?.to_string(), ..Page::default() };
        let (source, target) = (places(&page.text, row.text("source")?), places(&page.text, row.text("target")?));
        let gold = row.text("event")?;
        let coded = coder.code(page);
        examples.extend(known_of(coder, &coded, row.number, |at| {
            let event = &coded.events[at];
            answers(&coded, event, &source, &target).then(|| label(event.category) == gold)
        }));
    }
    Ok(examples)
}

/// Examples of one report: those events of which it is known whether they are right.
fn known_of(coder: &Coder, coded: &Coded, group: usize, right: impl Fn(usize) -> Option<bool>) -> Vec<Example> {
    let tree = Tree::new(&coded.text);
    let known = coded.known(coder, &tree);
    let example = |(at, event): (usize, &Event)| {
        Some(Example {
            group,
            features: features(&known, event, &coded.events),
            right: right(at)?,
            category: event.category,
            present: f64::from(event.confidence),
        })
    };
    coded.events.iter().enumerate().filter_map(example).collect()
}

/// The benchmark's 15 categories: it has CONCEDE and RETREAT as one.
fn label(category: Category) -> &'static str {
    match category {
        Category::Concede | Category::Retreat => "YIELD",
        other => other.as_str(),
    }
}

/// Where these words stand in the text, folding ASCII case.
fn places(text: &str, words: &str) -> Vec<(u32, u32)> {
    let (text, words) = (text.to_ascii_lowercase(), words.trim().to_ascii_lowercase());
    if words.is_empty() {
        return Vec::new();
    }
    text.match_indices(&words).map(|(at, _)| (at as u32, (at + words.len()) as u32)).collect()
}

/// True where the event is between the two parties, as `score_relations.py` has it.
fn answers(coded: &Coded, event: &Event, source: &[(u32, u32)], target: &[(u32, u32)]) -> bool {
    let touches = |m: MentionId, places: &[(u32, u32)]| {
        coded.actors.mentions.get(m as usize).is_some_and(|m| places.iter().any(|&(a, b)| m.bytes.start < b && a < m.bytes.end))
    };
    let any = |mentions: &[MentionId], places: &[(u32, u32)]| mentions.iter().any(|&m| touches(m, places));
    if any(&event.actors, source) && any(&event.recipients, target) {
        return true;
    }
    let apart = |a: MentionId| touches(a, source) && event.actors.iter().any(|&b| b != a && touches(b, target));
    event.recipients.is_empty() && event.actors.iter().any(|&a| apart(a))
}

/// The chance of every example by a model that has not seen its group.
fn cross_validate(examples: &[Example], folds: usize, ridge: f64) -> Vec<f64> {
    let mut chances = vec![0.5; examples.len()];
    for fold in 0..folds {
        let (inside, outside): (Vec<usize>, Vec<usize>) = (0..examples.len()).partition(|&at| examples[at].group % folds != fold);
        let weights = train(examples, &inside, ridge);
        for at in outside {
            chances[at] = chance(&weights, &examples[at].features);
        }
    }
    chances
}

/// Steps of the descent, and its rate.
const STEPS: usize = 3000;
const RATE: f64 = 0.5;

/// Logistic regression by gradient descent.
fn train(examples: &[Example], which: &[usize], ridge: f64) -> Vec<f64> {
    let mut weights = vec![0.0; Feature::ALL.len()];
    let n = which.len().max(1) as f64;
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = weights.iter().enumerate().map(|(f, w)| if f == 0 { 0.0 } else { ridge * w }).collect();
        for example in which.iter().map(|&at| &examples[at]) {
            let error = chance(&weights, &example.features) - f64::from(u8::from(example.right));
            for &feature in &example.features {
                gradient[feature as usize] += error / n;
            }
        }
        weights.iter_mut().zip(&gradient).for_each(|(w, g)| *w -= RATE * g);
    }
    weights
}

fn chance(weights: &[f64], features: &[Feature]) -> f64 {
    let logit: f64 = features.iter().map(|&f| weights[f as usize]).sum();
    1.0 / (1.0 + (-logit).exp())
}

/// Mean squared error and mean negative logarithm of the chances.
fn losses(examples: &[Example], chances: &[f64]) -> (f64, f64) {
    let n = examples.len().max(1) as f64;
    let of = |f: &dyn Fn(f64, f64) -> f64| {
        examples.iter().zip(chances).map(|(e, &p)| f(p.clamp(0.001, 0.999), f64::from(u8::from(e.right)))).sum::<f64>() / n
    };
    (of(&|p, y| (p - y).powi(2)), of(&|p, y| -(y * p.ln() + (1.0 - y) * (1.0 - p).ln())))
}

/// Of the groups with several categories to choose from, one of them right: in how many the
/// surest is right.
fn ranking(examples: &[Example], chances: &[f64]) -> (usize, usize) {
    let (mut first, mut choices) = (0, 0);
    let mut from = 0;
    while from < examples.len() {
        let to = from + examples[from..].iter().take_while(|e| e.group == examples[from].group).count();
        let here = &examples[from..to];
        let several = here.iter().any(|e| label(e.category) != label(here[0].category));
        if several && here.iter().any(|e| e.right) {
            choices += 1;
            let best = (from..to).rev().max_by(|&a, &b| chances[a].total_cmp(&chances[b]));
            first += usize::from(best.is_some_and(|b| examples[b].right));
        }
        from = to;
    }
    (first, choices)
}

/// The chance that a right event is surer than a wrong one.
fn area(examples: &[Example], chances: &[f64]) -> f64 {
    let (mut better, mut pairs) = (0.0, 0.0);
    for (right, &p) in examples.iter().zip(chances).filter(|(e, _)| e.right) {
        debug_assert!(right.right);
        for (_, &q) in examples.iter().zip(chances).filter(|(e, _)| !e.right) {
            better += if p > q {
                1.0
            } else if p == q {
                0.5
            } else {
                0.0
            };
            pairs += 1.0;
        }
    }
    if pairs == 0.0 { 0.5 } else { better / pairs }
}

/// In fifths of the examples by chance: what was promised and what came.
fn reliability(examples: &[Example], chances: &[f64]) -> String {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    order.sort_by(|&a, &b| chances[a].total_cmp(&chances[b]).then(a.cmp(&b)));
    let mut out = String::from("  promised  right     n\n");
    for bin in order.chunks(order.len().div_ceil(5).max(1)) {
        let mean = bin.iter().map(|&at| chances[at]).sum::<f64>() / bin.len() as f64;
        let right = bin.iter().filter(|&&at| examples[at].right).count() as f64 / bin.len() as f64;
        let _ = writeln!(out, "  {mean:>8.3}  {right:>5.3}  {:>4}", bin.len());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(group: usize, features: &[Feature], right: bool, category: Category) -> Example {
        Example { group, features: features.to_vec(), right, category, present: 0.5 }
    }

    #[test]
    fn training_learns_shares() {
        // With a noun one in four is right, without three in four.
        let examples: Vec<Example> = (0..200)
            .map(|n| {
                let noun = n % 2 == 0;
                let features: &[Feature] = if noun { &[Feature::Always, Feature::Noun] } else { &[Feature::Always] };
                example(n, features, (n / 2) % 4 < if noun { 1 } else { 3 }, Category::Aid)
            })
            .collect();
        let all: Vec<usize> = (0..200).collect();
        let weights = train(&examples, &all, 0.003);
        assert!((chance(&weights, &[Feature::Always]) - 0.75).abs() < 0.05, "{weights:?}");
        assert!((chance(&weights, &[Feature::Always, Feature::Noun]) - 0.25).abs() < 0.05, "{weights:?}");
        let held_out = cross_validate(&examples, 10, 0.003);
        assert!(area(&examples, &held_out) > 0.7);
    }

    #[test]
    fn the_best_of_several_is_counted_where_there_is_a_choice() {
        let examples = [
            example(0, &[], true, Category::Aid),
            example(0, &[], false, Category::Assault),
            example(1, &[], true, Category::Aid),
            example(2, &[], false, Category::Aid),
            example(2, &[], false, Category::Assault),
        ];
        assert_eq!(ranking(&examples, &[0.9, 0.1, 0.1, 0.1, 0.1]), (1, 1));
        assert_eq!(ranking(&examples, &[0.1, 0.9, 0.1, 0.1, 0.1]), (0, 1));
    }
}
