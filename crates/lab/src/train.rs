//! `lab train`: the English model from the treebanks, repeatable from a seed.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use dotterel_language::conllu;
use dotterel_language::train::{Settings, train};

use crate::{shared, syntax};

/// Options of `lab train`.
#[derive(clap::Args)]
pub struct Options {
    /// CoNLL-U files to learn from.
    #[arg(long, num_args = 1.., default_values_os_t = [
        shared("data/treebanks/en_ewt-train.conllu"),
        shared("data/treebanks/en_gum-train.conllu"),
    ])]
    treebanks: Vec<PathBuf>,
    /// Where to write the model.
    #[arg(short, long, default_value_os_t = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../language/models/english.bin"))]
    output: PathBuf,
    /// Seed of all random choices.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Rounds over the data for the tagger.
    #[arg(long, default_value_t = Settings::default().tagger_rounds)]
    tagger_rounds: usize,
    /// Rounds over the data for the parser.
    #[arg(long, default_value_t = Settings::default().parser_rounds)]
    parser_rounds: usize,
}

/// Trains, writes, scores.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut documents = Vec::new();
    for path in &options.treebanks {
        let content = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        documents.extend(conllu::read(&content).with_context(|| path.display().to_string())?);
    }
    let settings =
        Settings { seed: options.seed, tagger_rounds: options.tagger_rounds, parser_rounds: options.parser_rounds, ..Settings::default() };
    let mut model = train(&documents, &settings, &mut |line| eprintln!("{:6.1} s  {line}", start.elapsed().as_secs_f64()));
    let names: Vec<String> = options.treebanks.iter().filter_map(|p| Some(p.file_stem()?.to_string_lossy().into_owned())).collect();
    let scores = syntax::score_all(&model, false)?;
    model.about = format!("trained on {} with seed {}; {}", names.join(", "), options.seed, syntax::one_line(&scores));
    let bytes = model.to_bytes();
    std::fs::write(&options.output, &bytes).with_context(|| format!("writing {}", options.output.display()))?;
    eprintln!("{:6.1} s  wrote {} ({} bytes)", start.elapsed().as_secs_f64(), options.output.display(), bytes.len());
    for (name, score) in &scores {
        println!("{name}\n{score}");
    }
    Ok(())
}
