//! `lab train`: the English model from the treebanks, repeatable from a seed.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};
use dotterel_language::conllu;
use dotterel_language::train::{Cluster, Settings, train};
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
    /// Words with their two classes and perhaps a vector, gzipped (see crates/lab/data).
    #[arg(long, default_value_os_t = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/words.tsv.gz"))]
    clusters: PathBuf,
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
    /// How many sentences of news to write with their trees, and learn from too.
    #[arg(long, default_value_t = 4000)]
    news: usize,
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
    let clusters = read_clusters(&options.clusters).with_context(|| options.clusters.display().to_string())?;
    let settings =
        Settings { seed: options.seed, tagger_rounds: options.tagger_rounds, parser_rounds: options.parser_rounds, ..Settings::default() };
    let mut model = train(&documents, &clusters, &settings, &mut |line| eprintln!("{:6.1} s  {line}", start.elapsed().as_secs_f64()));
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

fn read_clusters(path: &Path) -> anyhow::Result<Vec<Cluster>> {
    let mut content = String::new();
    MultiGzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut content)?;
    let mut clusters = Vec::new();
    for (index, line) in content.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(word), Some(fine), Some(coarse)) = (fields.next(), fields.next(), fields.next()) else {
            bail!("line {}: a word and two numbers are needed", index + 1);
        };
        let vector = fields.next().unwrap_or("").split_whitespace();
        let vector = vector.map(|n| Ok(n.parse::<f32>()? / 40.0)).collect::<anyhow::Result<_>>()?;
        clusters.push(Cluster { word: word.to_string(), fine: fine.parse()?, coarse: coarse.parse()?, vector });
    }
    Ok(clusters)
}
