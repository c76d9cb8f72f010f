//! What the written news sentences of the training data are about: the repository's tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use dotterel_language::conllu::{self, Document};
use dotterel_language::train::news::{Names, write};

/// Options of `lab news`.
#[derive(clap::Args)]
pub struct Options {
    /// How many sentences.
    #[arg(default_value_t = 20)]
    count: usize,
    /// Seed of all random choices.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Prints sentences as CoNLL-U.
pub fn run(options: &Options) -> anyhow::Result<()> {
    for document in documents(options.count, options.seed)? {
        print!("{}", conllu::write(&document.id, &document.text, &document.analysis, &document.comments));
    }
    Ok(())
}

/// Longest name taken, in words.
const LONGEST: usize = 3;

/// Writes so many sentences, from a seed.
pub fn documents(count: usize, seed: u64) -> anyhow::Result<Vec<Document>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).with_context(|| path.to_string());
    let names = names(&root)?;
    let path = "lang/en/training/news-grammar.txt";
    write(count, seed, &read(path)?, &read("lang/en/verbs.txt")?, &names).map_err(|e| anyhow::anyhow!("{path}: {e}"))
}

fn names(root: &Path) -> anyhow::Result<Names> {
    let lines = |path: &str| -> anyhow::Result<Vec<String>> {
        let content = std::fs::read_to_string(root.join(path)).with_context(|| path.to_string())?;
        Ok(content.lines().filter(|l| !l.starts_with(['#', '[']) && !l.trim().is_empty()).map(String::from).collect())
    };
    let first =
        |line: &str| line.split('|').next().unwrap_or("").split(';').next().unwrap_or("").replace(['[', ']'], "").trim().to_string();
    let one_word = |name: &String| name.chars().all(char::is_alphabetic) && name.starts_with(char::is_uppercase);
    let plain = |name: &String| {
        let words: Vec<&str> = name.split(' ').collect();
        let letters = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.'));
        letters && words.len() <= LONGEST && words.iter().all(|w| !matches!(*w, "of" | "the" | "for" | "and" | "in"))
    };
    let mut names = Names {
        countries: lines("world/countries.txt")?.iter().map(|l| first(l)).filter(one_word).collect(),
        demonyms: lines("world/demonyms.txt")?.iter().map(|l| first(l)).filter(one_word).collect(),
        cities: lines("world/capitals.txt")?.iter().map(|l| first(l)).filter(one_word).collect(),
        persons: lines("world/persons.txt")?.iter().map(|l| first(l)).filter(|n| plain(n) && n.contains(' ')).collect(),
        groups: lines("world/armed-groups.txt")?
            .iter()
            .map(|l| first(l))
            .filter(|n| one_word(n) || (plain(n) && n.starts_with("al-")))
            .collect(),
        agents: BTreeMap::new(),
    };
    for line in lines("world/cities.tsv")? {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [name, .., "1" | "2"] | [name, .., "1" | "2", _] = fields[..]
            && one_word(&name.to_string())
        {
            names.cities.push(name.to_string());
        }
    }
    for line in lines("lang/en/agents.txt")? {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let [noun, sector, flags] = fields[..] else { continue };
        let noun = noun.split(';').next().unwrap_or("");
        if !noun.chars().all(|c| c.is_ascii_lowercase()) || noun.ends_with('s') {
            continue;
        }
        let has = |flag: &str| flags.split_whitespace().any(|f| f == flag);
        let class = match () {
            () if !has("person") => continue,
            () if has("armed") => "armed",
            () if has("title") || has("office") => "official",
            () if sector.starts_with("CVL") => "crowd",
            () => "person",
        };
        names.agents.entry(class.to_string()).or_default().push(noun.to_string());
    }
    Ok(names)
}
