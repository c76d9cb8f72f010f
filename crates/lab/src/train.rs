//! `lab train`: the English model from the treebanks, repeatable from a seed.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};
use dotterel_language::train::{Given, Settings, VECTOR, train, train_mentions};
use dotterel_language::{Model, conllu};
use flate2::read::MultiGzDecoder;

use crate::{news, shared, syntax};

/// Options of `lab train`.
#[derive(clap::Args)]
pub struct Options {
    /// CoNLL-U files to learn from.
    #[arg(long, num_args = 1.., default_values_os_t = [
        shared("data/treebanks/en_ewt-train.conllu"),
        shared("data/treebanks/en_gum-train.conllu"),
    ])]
    treebanks: Vec<PathBuf>,
    /// Words with their vectors, gzipped (see crates/lab/data).
    #[arg(long, default_value_os_t = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/words.tsv.gz"))]
    words: PathBuf,
    /// Where to write the model.
    #[arg(short, long, default_value_os_t = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../language/models/english.bin"))]
    output: PathBuf,
    /// Seed of all random choices.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Rounds over the data.
    #[arg(long, default_value_t = Settings::default().rounds)]
    rounds: usize,
    /// Words between two steps.
    #[arg(long, default_value_t = Settings::default().batch)]
    batch: usize,
    /// How far a step goes at most.
    #[arg(long, default_value_t = Settings::default().rate)]
    rate: f64,
    /// How many sentences of news to write with their trees, and learn from too.
    #[arg(long, default_value_t = 4000)]
    news: usize,
    /// Learn only mentions anew, for the network of this model file.
    #[arg(long, value_name = "MODEL")]
    mentions_only: Option<PathBuf>,
}

/// Trains, writes, scores.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut documents = Vec::new();
    for path in &options.treebanks {
        let content = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        documents.extend(conllu::read(&content).with_context(|| path.display().to_string())?);
    }
    documents.extend(news::documents(options.news, options.seed)?);
    if let Some(path) = &options.mentions_only {
        let mut model = syntax::load(path)?;
        train_mentions(&mut model, &documents);
        return write(&model, options, start);
    }
    let words = read_words(&options.words).with_context(|| options.words.display().to_string())?;
    let watched = syntax::sets()?;
    let settings = Settings { seed: options.seed, rounds: options.rounds, batch: options.batch, rate: options.rate, ..Settings::default() };
    let mut model =
        train(&documents, &watched, &words, &settings, &mut |line| eprintln!("{:6.1} s  {line}", start.elapsed().as_secs_f64()));
    let names: Vec<String> = options.treebanks.iter().filter_map(|p| Some(p.file_stem()?.to_string_lossy().into_owned())).collect();
    let scores = syntax::score_all(&model, false)?;
    model.about = format!("trained on {} with seed {}; {}", names.join(", "), options.seed, syntax::one_line(&scores));
    write(&model, options, start)?;
    for (name, score) in &scores {
        println!("{name}\n{score}");
    }
    Ok(())
}

fn write(model: &Model, options: &Options, start: Instant) -> anyhow::Result<()> {
    let bytes = model.to_bytes();
    std::fs::write(&options.output, &bytes).with_context(|| format!("writing {}", options.output.display()))?;
    eprintln!("{:6.1} s  wrote {} ({} bytes)", start.elapsed().as_secs_f64(), options.output.display(), bytes.len());
    Ok(())
}

fn read_words(path: &Path) -> anyhow::Result<Vec<Given>> {
    let mut content = String::new();
    MultiGzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut content)?;
    let mut words = Vec::new();
    for (index, line) in content.lines().enumerate() {
        let (word, digits) = line.split_once('\t').unwrap_or((line, ""));
        let mut vector = [0; VECTOR];
        if digits.len() != 2 * VECTOR || !digits.is_ascii() {
            bail!("line {}: a word and {VECTOR} numbers of two hexadecimal digits are needed", index + 1);
        }
        for (number, at) in vector.iter_mut().zip((0..).step_by(2)) {
            *number = u8::from_str_radix(&digits[at..at + 2], 16).with_context(|| format!("line {}", index + 1))? as i8;
        }
        words.push(Given { word: word.to_string(), vector });
    }
    Ok(words)
}
