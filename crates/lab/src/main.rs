//! Trains models, scores them against gold, measures. Never needed to use the program.

mod actors;
mod bench;
mod cities;
mod confidence;
mod json_lines;
mod judged;
mod mentions;
mod news;
mod pages;
mod relations;
mod syntax;
mod train;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// The program's allocator, so that `lab bench` measures what the program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "lab", about = "Trains and measures Dotterel", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train the English model from the treebanks and write it.
    Train(train::Options),
    /// Write sentences of news with their trees, as `train` learns from.
    News(news::Options),
    /// Score the text cut out of web pages, with the article extraction benchmark's measure.
    ScorePages(pages::Options),
    /// Make world/cities.tsv and world/provinces.tsv from the GeoNames list.
    Cities(cities::Options),
    /// Score tokens, tags, lemmas and trees on the development sets.
    ScoreSyntax(syntax::Options),
    /// Score mentions of persons, places and other things on the development set that tells them.
    ScoreMentions(mentions::Options),
    /// Score coreference chains on gold trees, beside a string-match baseline.
    ScoreCoref(actors::CorefOptions),
    /// Score countries and sectors of actors on the gold standard records.
    ScoreActors(actors::ActorOptions),
    /// Measure speed and memory, whole and by stage.
    Bench(bench::Options),
    /// Part the relations in two by their ids: even ones to look at, odd ones only to score.
    SplitRelations(relations::SplitOptions),
    /// Train what makes an event sure, and cross-validate it.
    TrainConfidence(confidence::Options),
    /// Draw news reports by a seed, code them, and write a sheet on which to judge the events.
    DrawEvents(judged::DrawOptions),
    /// Code the judged reports again: precision and recall by the kept judgements.
    ScoreJudged(judged::ScoreOptions),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Train(options) => train::run(&options),
        Command::News(options) => news::run(&options),
        Command::ScorePages(options) => pages::run(&options),
        Command::Cities(options) => cities::run(&options),
        Command::ScoreSyntax(options) => syntax::run(&options),
        Command::ScoreMentions(options) => mentions::run(&options),
        Command::ScoreCoref(options) => actors::score_coref(&options),
        Command::ScoreActors(options) => actors::score_actors(&options),
        Command::Bench(options) => bench::run(&options),
        Command::SplitRelations(options) => relations::split(&options),
        Command::TrainConfidence(options) => confidence::run(&options),
        Command::DrawEvents(options) => judged::draw(&options),
        Command::ScoreJudged(options) => judged::score(&options),
    }
}

/// A file or folder of the shared data, which lies beside the repository.
fn shared(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path)
}
