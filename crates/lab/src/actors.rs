//! `lab score-coref` and `lab score-actors`: who is meant, against gold.
//!
//! Coreference is scored as CoNLL 2012 did (Pradhan et al., 2014): the mean F1 of MUC, B³ and
//! entity-based CEAF, here over chains of two mentions or more on gold trees. A mention is its
//! syntactic head, since span borders are not what is asked; of two gold mentions with one
//! head (a coordination and its first member) the shorter counts.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use anyhow::Context;
use dotterel_document::{Actors, Entity, Mention, MentionKind, Page, Text, Upos};
use dotterel_language::Model;
use dotterel_language::conllu;
use dotterel_lexicon::world::World;
use serde_json::Value;

use crate::shared;

/// Options of `lab score-coref`.
#[derive(clap::Args)]
pub struct CorefOptions {
    /// Treebank with an `Entity=` layer.
    #[arg(long)]
    treebank: Option<PathBuf>,
    /// Show the chains of this document, gold and found.
    #[arg(long)]
    show: Option<String>,
}

/// Options of `lab score-actors`.
#[derive(clap::Args)]
pub struct ActorOptions {
    /// List what was missed.
    #[arg(long)]
    verbose: bool,
    /// Print the actors of a plain text file instead.
    #[arg(long)]
    show: Option<PathBuf>,
    /// Date of that file.
    #[arg(long)]
    date: Option<String>,
}

/// Chains as sets of mention heads.
type Chains = Vec<Vec<u32>>;

/// Scores chains and prints.
pub fn score_coref(options: &CorefOptions) -> anyhow::Result<()> {
    let path = options.treebank.clone().unwrap_or_else(|| shared("data/treebanks/en_gum-dev.conllu"));
    let input = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let documents = conllu::read(&input)?;
    let gold = gold_chains(&input);
    let world = World::embedded()?;
    let mut ours = [Score::default(), Score::default()];
    let mut baseline = [Score::default(), Score::default()];
    let mut links = HashMap::new();
    for (index, (document, gold)) in documents.iter().zip(&gold).enumerate() {
        let page = Page { id: document.id.clone(), text: document.text.clone(), ..Page::default() };
        let actors = dotterel_actors::resolve(&page, &document.analysis, &world);
        let found = found_chains(&document.analysis, &actors);
        if options.show.as_deref() == Some(document.id.as_str()) {
            show_chains("gold", &page, &document.analysis, gold);
            show_chains("found", &page, &document.analysis, &found);
        }
        ours[index % 2].add(gold, &found);
        baseline[index % 2].add(gold, &same_string(&page, &document.analysis, &actors));
        count_links(&document.analysis, &actors, gold, &found, &mut links);
    }
    println!("{} documents of {}", documents.len(), path.display());
    println!("{:<28}{:>7}{:>7}{:>7}{:>8}", "", "MUC", "B3", "CEAFe", "CoNLL");
    for (name, scores) in
        [("same string, all", &baseline), ("found, even documents", &ours), ("found, odd documents", &ours), ("found, all", &ours)]
    {
        let score = match name {
            "found, even documents" => scores[0].clone(),
            "found, odd documents" => scores[1].clone(),
            _ => scores[0].plus(&scores[1]),
        };
        let [muc, b3, ceaf] = score.f1();
        println!("{name:<28}{:>7.1}{:>7.1}{:>7.1}{:>8.1}", muc * 100.0, b3 * 100.0, ceaf * 100.0, (muc + b3 + ceaf) * 100.0 / 3.0);
    }
    println!("\nmentions with a gold antecedent, linked to a gold mention of the chain before them:");
    let mut rows: Vec<_> = links.into_iter().collect();
    rows.sort();
    for (kind, [right, wrong, missed, spurious]) in rows {
        println!("  {kind:<10} right {right:>5}  wrong {wrong:>5}  none {missed:>5}  linked without gold {spurious:>5}");
    }
    Ok(())
}

/// Reads the chains of the `Entity=` layer, document by document.
fn gold_chains(input: &str) -> Vec<Chains> {
    let mut documents: Vec<HashMap<u32, Vec<(u32, u32)>>> = Vec::new();
    let mut open: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
    let mut token = 0u32;
    for line in input.lines() {
        if line.starts_with("# newdoc") {
            documents.push(HashMap::new());
            open.clear();
            token = 0;
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() != 10 || columns[0].contains(['-', '.']) {
            continue;
        }
        let Some(chains) = documents.last_mut() else { continue };
        let entity = columns[9].split('|').find_map(|m| m.strip_prefix("Entity=")).unwrap_or("");
        let mut rest = entity;
        while !rest.is_empty() {
            if let Some(opening) = rest.strip_prefix('(') {
                let end = opening.find(['(', ')']).unwrap_or(opening.len());
                let fields: Vec<&str> = opening[..end].split('-').collect();
                let number: u32 = fields[0].parse().unwrap_or(u32::MAX);
                let head: u32 = fields.get(5).and_then(|f| f.split(',').next()).and_then(|f| f.parse().ok()).unwrap_or(1);
                open.entry(number).or_default().push((token, token + head.max(1) - 1));
                rest = &opening[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    if let Some((start, head)) = open.get_mut(&number).and_then(Vec::pop) {
                        let _ = start;
                        chains.entry(number).or_default().push((head, 1));
                    }
                    rest = after;
                }
            } else {
                let end = rest.find(')').unwrap_or(rest.len());
                let number: u32 = rest[..end].trim_start_matches(')').parse().unwrap_or(u32::MAX);
                if let Some((start, head)) = open.get_mut(&number).and_then(Vec::pop) {
                    chains.entry(number).or_default().push((head, token - start + 1));
                }
                rest = rest.get(end + 1..).unwrap_or("");
            }
        }
        token += 1;
    }
    documents.into_iter().map(shortest_by_head).collect()
}

/// Keeps the shortest of the mentions that share a head, and the chains of two or more.
fn shortest_by_head(chains: HashMap<u32, Vec<(u32, u32)>>) -> Chains {
    let mut best: HashMap<u32, (u32, u32)> = HashMap::new();
    for (&number, mentions) in &chains {
        for &(head, len) in mentions {
            let slot = best.entry(head).or_insert((len, number));
            if (len, number) < *slot {
                *slot = (len, number);
            }
        }
    }
    let mut by_chain: HashMap<u32, Vec<u32>> = HashMap::new();
    for (head, (_, number)) in best {
        by_chain.entry(number).or_default().push(head);
    }
    tidy(by_chain.into_values().collect())
}

fn tidy(mut chains: Chains) -> Chains {
    chains.retain(|chain| chain.len() > 1);
    chains.iter_mut().for_each(|chain| chain.sort_unstable());
    chains.sort();
    chains
}

fn found_chains(text: &Text, actors: &Actors) -> Chains {
    let mut chains: Chains = vec![Vec::new(); actors.entities.len()];
    for mention in &actors.mentions {
        if let [entity] = mention.entities[..]
            && text.tokens[mention.head as usize].upos != Upos::Adj
        {
            chains[entity as usize].push(mention.head);
        }
    }
    tidy(chains)
}

/// The baseline: mentions are one where their words are, "the" set aside.
fn same_string(page: &Page, text: &Text, actors: &Actors) -> Chains {
    let mut chains: HashMap<String, Vec<u32>> = HashMap::new();
    for mention in &actors.mentions {
        if text.tokens[mention.head as usize].upos != Upos::Adj {
            let words = mention.bytes.of(&page.text).to_lowercase();
            let words = words.strip_prefix("the ").unwrap_or(&words).to_string();
            chains.entry(words).or_default().push(mention.head);
        }
    }
    tidy(chains.into_values().collect())
}

fn show_chains(title: &str, page: &Page, text: &Text, chains: &Chains) {
    println!("--- {title}");
    for chain in chains {
        let words: Vec<String> = chain.iter().map(|&head| format!("{}/{}", text.word(&page.text, head), head)).collect();
        println!("{}", words.join("  "));
    }
}

/// Counts, for every mention that has an antecedent in gold or in what was found, whether
/// the nearest antecedent found is of the gold chain.
fn count_links(text: &Text, actors: &Actors, gold: &Chains, found: &Chains, counts: &mut HashMap<&'static str, [u32; 4]>) {
    let chain_of = |chains: &Chains| -> HashMap<u32, usize> {
        chains.iter().enumerate().flat_map(|(i, chain)| chain.iter().map(move |&head| (head, i))).collect()
    };
    let (in_gold, in_found) = (chain_of(gold), chain_of(found));
    for mention in &actors.mentions {
        if text.tokens[mention.head as usize].upos == Upos::Adj {
            continue;
        }
        let before = |chains: &Chains, of: &HashMap<u32, usize>| {
            let &chain = of.get(&mention.head)?;
            chains[chain].iter().copied().filter(|&head| head < mention.head).max()
        };
        let slot = match (before(gold, &in_gold), before(found, &in_found)) {
            (Some(_), Some(antecedent)) if in_gold.get(&antecedent) == in_gold.get(&mention.head) => 0,
            (Some(_), Some(_)) => 1,
            (Some(_), None) => 2,
            (None, Some(_)) => 3,
            (None, None) => continue,
        };
        let kind = match mention.kind {
            MentionKind::Name => "name",
            MentionKind::Nominal => "noun",
            MentionKind::Pronoun => "pronoun",
            MentionKind::Adjective => "modifier",
        };
        counts.entry(kind).or_default()[slot] += 1;
    }
}

/// Sums of the three measures: right and total of recall, right and total of precision.
#[derive(Clone, Default)]
struct Score {
    muc: [f64; 4],
    b3: [f64; 4],
    ceaf: [f64; 4],
}

impl Score {
    fn add(&mut self, gold: &Chains, found: &Chains) {
        let (right, total) = muc(gold, found);
        let (right_back, total_back) = muc(found, gold);
        sum(&mut self.muc, [right, total, right_back, total_back]);
        let (right, total) = b3(gold, found);
        let (right_back, total_back) = b3(found, gold);
        sum(&mut self.b3, [right, total, right_back, total_back]);
        let similarity = ceaf(gold, found);
        sum(&mut self.ceaf, [similarity, gold.len() as f64, similarity, found.len() as f64]);
    }

    fn plus(&self, other: &Score) -> Score {
        let mut all = self.clone();
        sum(&mut all.muc, other.muc);
        sum(&mut all.b3, other.b3);
        sum(&mut all.ceaf, other.ceaf);
        all
    }

    fn f1(&self) -> [f64; 3] {
        [self.muc, self.b3, self.ceaf].map(|[right, total, right_back, total_back]| {
            let (recall, precision) = (right / total.max(1.0), right_back / total_back.max(1.0));
            if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) }
        })
    }
}

fn sum(into: &mut [f64; 4], more: [f64; 4]) {
    into.iter_mut().zip(more).for_each(|(a, b)| *a += b);
}

/// Recall of MUC links (Vilain et al., 1995): right and total.
fn muc(key: &Chains, response: &Chains) -> (f64, f64) {
    let of = index(response);
    let (mut right, mut total) = (0, 0);
    for chain in key {
        let mut parts: HashSet<usize> = HashSet::new();
        let mut alone = 0;
        for head in chain {
            match of.get(head) {
                Some(&part) => {
                    parts.insert(part);
                }
                None => alone += 1,
            }
        }
        right += chain.len() - parts.len() - alone;
        total += chain.len() - 1;
    }
    (right as f64, total as f64)
}

/// Recall of B³ (Bagga and Baldwin, 1998): right and total.
fn b3(key: &Chains, response: &Chains) -> (f64, f64) {
    let of = index(response);
    let (mut right, mut total) = (0.0, 0.0);
    for chain in key {
        let mut counts: HashMap<usize, f64> = HashMap::new();
        for head in chain {
            if let Some(&part) = of.get(head) {
                *counts.entry(part).or_default() += 1.0;
            }
        }
        right += counts.values().map(|n| n * n).sum::<f64>() / chain.len() as f64;
        total += chain.len() as f64;
    }
    (right, total)
}

fn index(chains: &Chains) -> HashMap<u32, usize> {
    chains.iter().enumerate().flat_map(|(i, chain)| chain.iter().map(move |&head| (head, i))).collect()
}

/// Best one-to-one alignment of chains by shared mentions (Luo, 2005, φ4): its similarity.
fn ceaf(gold: &Chains, found: &Chains) -> f64 {
    let of = index(found);
    let size = gold.len().max(found.len());
    let mut similarity = vec![vec![0.0; size]; size];
    for (i, chain) in gold.iter().enumerate() {
        let mut shared: HashMap<usize, f64> = HashMap::new();
        for head in chain {
            if let Some(&part) = of.get(head) {
                *shared.entry(part).or_default() += 1.0;
            }
        }
        for (part, n) in shared {
            similarity[i][part] = 2.0 * n / (chain.len() + found[part].len()) as f64;
        }
    }
    best_alignment(&similarity)
}

/// The greatest sum of one cell in each row and column (Kuhn and Munkres, by potentials).
fn best_alignment(gain: &[Vec<f64>]) -> f64 {
    let n = gain.len();
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let mut row_of = vec![0usize; n + 1];
    for row in 1..=n {
        let mut way = vec![0usize; n + 1];
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; n + 1];
        let mut used = vec![false; n + 1];
        loop {
            used[column] = true;
            let at = row_of[column];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for j in 1..=n {
                if used[j] {
                    continue;
                }
                let cost = -gain[at - 1][j - 1] - u[at] - v[j];
                if cost < least[j] {
                    least[j] = cost;
                    way[j] = column;
                }
                if least[j] < delta {
                    delta = least[j];
                    next = j;
                }
            }
            for j in 0..=n {
                if used[j] {
                    u[row_of[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            row_of[column] = row_of[way[column]];
            column = way[column];
        }
    }
    (1..=n).map(|j| gain[row_of[j] - 1][j - 1]).sum()
}

/// Scores the actors of the gold standard records and prints.
pub fn score_actors(options: &ActorOptions) -> anyhow::Result<()> {
    let world = World::embedded()?;
    let model = Model::embedded();
    if let Some(path) = &options.show {
        let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        let date = options.date.as_deref().map(str::parse).transpose()?;
        return show_actors(&Page { text, date, ..Page::default() }, model, &world);
    }
    let path = shared("data/relations/gsr-sample.json");
    let records: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?)?;
    let mut tallies: HashMap<(&str, &str), Tally> = HashMap::new();
    for (index, record) in records.iter().enumerate() {
        let half = if index % 2 == 0 { "even" } else { "odd" };
        let text = record["text"].as_str().unwrap_or("").to_string();
        let page = Page { text, ..Page::default() };
        let analysis = model.analyze(&page);
        let actors = dotterel_actors::resolve(&page, &analysis, &world);
        for role in ["source", "target"] {
            for gold in record[role].as_array().into_iter().flatten() {
                let tally = tallies.entry((role, half)).or_default();
                tally.count(&page, &analysis, &actors, gold, options.verbose);
            }
        }
    }
    println!("records: {}", records.len());
    for role in ["source", "target"] {
        let mut all = Tally::default();
        for half in ["even", "odd"] {
            let tally = tallies.remove(&(role, half)).unwrap_or_default();
            tally.print(&format!("{role}, {half} records"));
            all.add(&tally);
        }
        all.print(&format!("{role}, all"));
    }
    Ok(())
}

#[derive(Default)]
struct Tally {
    texts: u32,
    found: u32,
    country: u32,
    with_sector: u32,
    sector: u32,
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.texts += other.texts;
        self.found += other.found;
        self.country += other.country;
        self.with_sector += other.with_sector;
        self.sector += other.sector;
    }

    fn count(&mut self, page: &Page, text: &Text, actors: &Actors, gold: &Value, verbose: bool) {
        let words = gold["actorText"].as_str().unwrap_or("");
        let (Some(code), false) = (gold["code"].as_str(), words.is_empty()) else { return };
        self.texts += 1;
        let Some(mention) = mention_of(page, text, actors, words) else {
            if verbose {
                println!("not found: {words:?} in {:?}", page.text);
            }
            return;
        };
        self.found += 1;
        let entity = mention.entities.first().and_then(|&id| actors.entities.get(id as usize)).cloned().unwrap_or_default();
        let found = entity.code.as_ref().map_or("---", |code| code.as_str());
        let right = match code {
            "IGO" => matches!(found, "IGO" | "UNO" | "EUR"),
            // Misspelt in the records.
            "VTN" => found == "VNM",
            "ITL" => found == "ITA",
            "JAP" => found == "JPN",
            code => found == code,
        };
        self.country += u32::from(right);
        let sector = gold["sector"].as_str().and_then(|s| s.get(..3)).unwrap_or("");
        let mut sector_right = true;
        if !sector.is_empty() {
            self.with_sector += 1;
            let first = entity.sectors.first().map_or("---", |s| s.as_str());
            sector_right = first == sector || (sector == "INS" && first == "REB");
            self.sector += u32::from(sector_right);
        }
        if verbose && !(right && sector_right) {
            println!("{words:?}: gold {code} {sector}, found {} ({})", describe(&entity), mention.bytes.of(&page.text));
        }
    }

    fn print(&self, name: &str) {
        let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
        println!(
            "{name:<22} mention found {:>3} of {:>3} ({:.2})   country right {:.3} of found   primary sector right {:.3} of {} with one",
            self.found,
            self.texts,
            share(self.found, self.texts),
            share(self.country, self.found),
            share(self.sector, self.with_sector),
            self.with_sector,
        );
    }
}

/// The mention of the gold words: that of their syntactic head, else the one that covers most
/// of them (shared bytes over all bytes of both, at least 0.4).
fn mention_of<'a>(page: &Page, text: &Text, actors: &'a Actors, words: &str) -> Option<&'a Mention> {
    let start = page.text.find(words)?;
    let end = start + words.len();
    let inside = |id: u32| text.tokens.get(id as usize).is_some_and(|t| t.span.start as usize >= start && t.span.end as usize <= end);
    let overlap = |m: &Mention| {
        let shared = (end.min(m.bytes.end as usize)).saturating_sub(start.max(m.bytes.start as usize));
        let all = end.max(m.bytes.end as usize) - start.min(m.bytes.start as usize);
        shared as f64 / all as f64
    };
    let heads = (0..text.tokens.len() as u32).filter(|&id| inside(id) && !inside(text.tokens[id as usize].head));
    let headed = heads.filter_map(|id| actors.by_head(id)).max_by(|a, b| overlap(a).total_cmp(&overlap(b)));
    if headed.is_some() {
        return headed;
    }
    let best = actors.mentions.iter().max_by(|a, b| overlap(a).total_cmp(&overlap(b)))?;
    (overlap(best) >= 0.4).then_some(best)
}

fn describe(entity: &Entity) -> String {
    let sectors: Vec<&str> = entity.sectors.iter().map(|s| s.as_str()).collect();
    let office = entity.office.as_deref().map_or(String::new(), |o| format!(", {o}"));
    let code = entity.code.map_or("---".to_string(), |c| c.to_string());
    format!("{} {code} {} [{:?} {}{office}]", entity.name, sectors.join("+"), entity.kind, entity.how.as_str())
}

fn show_actors(page: &Page, model: &Model, world: &World) -> anyhow::Result<()> {
    let text = model.analyze(page);
    let actors = dotterel_actors::resolve(page, &text, world);
    let mut at = 0;
    for (index, sent) in text.sents.iter().enumerate() {
        println!("\n{}", sent.span.of(&page.text));
        while let Some(mention) = actors.mentions.get(at).filter(|m| text.tokens[m.head as usize].sent as usize <= index) {
            at += 1;
            let entities: Vec<String> =
                mention.entities.iter().map(|&id| format!("#{id} {}", describe(&actors.entities[id as usize]))).collect();
            let place = if mention.as_place { " (place)" } else { "" };
            println!("    {:<44} {:?}{place}  {}", mention.bytes.of(&page.text), mention.kind, entities.join("; "));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every mention of the acceptance report's people and states, pronouns included: words,
    /// and one of the meanings that these words must have somewhere in the report.
    const REPORT: &[(&str, &str)] = &[
        ("Putin", "Vladimir Putin RUS"),
        ("he", "Vladimir Putin RUS"),
        ("President Vladimir Putin", "Vladimir Putin RUS"),
        ("China\u{2019}s top diplomat", "Wang Yi CHN"),
        ("he", "Vladimir Putin RUS"),
        ("his Chinese counterpart", "Xi Jinping CHN"),
        ("his", "Vladimir Putin RUS"),
        ("Chinese State Councilor Wang Yi", "Wang Yi CHN"),
        ("him", "Wang Yi CHN"),
        ("my friend", "Xi Jinping CHN"),
        ("Xi", "Xi Jinping CHN"),
        ("Moscow", "Moscow RUS"),
        ("Moscow", "Russia RUS"),
        ("Beijing", "China CHN"),
        ("The United States", "United States USA"),
        ("Europe", "European Union EUR"),
        ("Ukraine", "Ukraine UKR"),
        ("it", "China CHN"),
        ("Antony Blinken", "Antony Blinken USA"),
        ("itself", "China CHN"),
        ("Wang", "Wang Yi CHN"),
        ("their", "Wang Yi CHN; Nikolai Patrushev RUS"),
        ("their nations", "China CHN; Russia RUS"),
        ("Patrushev", "Nikolai Patrushev RUS"),
        ("Russian Foreign Minister Sergei Lavrov", "Sergei Lavrov RUS"),
    ];

    #[test]
    fn report_mentions_are_resolved() -> anyhow::Result<()> {
        let path = shared("data/report.txt");
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("skipped: {} is absent", path.display());
            return Ok(());
        };
        let page = Page { text, date: Some("2023-02-22".parse()?), ..Page::default() };
        let analysis = Model::embedded().analyze(&page);
        let actors = dotterel_actors::resolve(&page, &analysis, &World::embedded()?);
        let meaning = |mention: &Mention| -> String {
            let names: Vec<String> = mention
                .entities
                .iter()
                .map(|&id| &actors.entities[id as usize])
                .map(|entity| format!("{} {}", entity.name, entity.code.map_or("---".to_string(), |code| code.to_string())))
                .collect();
            names.join("; ")
        };
        let mut wrong = Vec::new();
        for &(words, expected) in REPORT {
            // A title before a full name may belong to its mention or not, as the parser has it.
            let says = |mention: &str| mention == words || words.contains(' ') && mention.ends_with(words);
            let found: Vec<String> = actors.mentions.iter().filter(|m| says(m.bytes.of(&page.text))).map(meaning).collect();
            if !found.iter().any(|meaning| meaning == expected) {
                wrong.push(format!("{words:?}: expected {expected:?}, found {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    }

    #[test]
    fn measures_agree_with_a_worked_example() {
        // Gold {1 2 3} {4 5}, found {1 2} {3 4 5}: MUC and B³ by hand.
        let gold = vec![vec![1, 2, 3], vec![4, 5]];
        let found = vec![vec![1, 2], vec![3, 4, 5]];
        assert_eq!(muc(&gold, &found), (2.0, 3.0));
        let (right, total) = b3(&gold, &found);
        assert!((right - (4.0 / 3.0 + 1.0 / 3.0 + 2.0)).abs() < 1e-9 && total == 5.0);
        // {1 2 3} with {1 2}: 2*2/5; {4 5} with {3 4 5}: 2*2/5.
        assert!((ceaf(&gold, &found) - 1.6).abs() < 1e-9);
    }
}
