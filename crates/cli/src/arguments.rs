//! The command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Codes news reports: who did what to whom, when, where, and who said so.
#[derive(Parser)]
#[command(
    name = "dotterel",
    version,
    about,
    after_help = "Exit status: 0 done; 1 the run could not be done; 2 wrong arguments; 3 done, but some documents could not be read or coded."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Code reports and write records: events, statements, documents
    Code(CodeOptions),
    /// Show a report in the terminal, with what was coded under each sentence
    Read(ReadOptions),
    /// Print sentences, tags and trees as CoNLL-U
    Parse(ParseOptions),
    /// Code the bundled example reports and show what came out
    Demo(DemoOptions),
    /// Check the lexicon
    Lexicon {
        #[command(subcommand)]
        command: LexiconCommand,
    },
}

#[derive(Subcommand)]
pub enum LexiconCommand {
    /// Read all frame files strictly and run their examples
    Check(CheckOptions),
}

#[derive(Args)]
pub struct CodeOptions {
    /// Files or folders: HTML, text, JSON Lines, JSON, CSV, TSV, WARC, each also gzip or zstd; `-` for standard input
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub format: Format,
    /// Write to this file (whole or not at all) instead of standard output
    #[arg(short, long)]
    pub output: Option<PathBuf>,
    /// Day of publication of documents that give none
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
    /// Threads that code at once; the output does not depend on it
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Write records of one kind only
    #[arg(long, value_enum)]
    pub only: Option<Kind>,
    /// Write the text of every document, not only of HTML pages
    #[arg(long)]
    pub with_text: bool,
    /// Read the frames from this folder (laid out like `lang/en`) instead of those built in
    #[arg(long, value_name = "DIR")]
    pub lang: Option<PathBuf>,
    /// Add the frames of this folder to those built in: a known id replaces, `drop ID` takes away (docs/lexicon.md)
    #[arg(long, value_name = "DIR")]
    pub frames: Vec<PathBuf>,
    /// Code documents whatever their language seems to be
    #[arg(long)]
    pub any_language: bool,
    /// Code also what is done to somebody by nobody who is named; `actor` is `UNK` there
    #[arg(long)]
    pub agentless: bool,
    /// No progress bar and no summary
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub enum Format {
    Jsonl,
    Csv,
    Parquet,
}

#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub enum Kind {
    Event,
    Statement,
    Document,
}

#[derive(Args)]
pub struct ReadOptions {
    /// A file with one or more reports; `-` for standard input
    pub input: PathBuf,
    /// Day of publication where the report gives none
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
    /// Show also what is done to somebody by nobody who is named
    #[arg(long)]
    pub agentless: bool,
    /// Say which rule fired on which words, and why the others lost
    #[arg(long)]
    pub explain: bool,
    /// Read the frames from this folder (laid out like `lang/en`) instead of those built in
    #[arg(long, value_name = "DIR")]
    pub lang: Option<PathBuf>,
    /// Add the frames of this folder to those built in: a known id replaces, `drop ID` takes away (docs/lexicon.md)
    #[arg(long, value_name = "DIR")]
    pub frames: Vec<PathBuf>,
    /// Columns; the terminal's by default
    #[arg(long)]
    pub width: Option<usize>,
    /// When to colour
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Args)]
pub struct ParseOptions {
    /// A text file, or CoNLL-U with `--tokenized`; `-` for standard input
    pub input: PathBuf,
    /// The input is CoNLL-U: keep its sentences and tokens
    #[arg(long)]
    pub tokenized: bool,
}

#[derive(Args)]
pub struct DemoOptions {
    /// Folder with the example reports; by default `examples` here or beside the sources
    #[arg(long)]
    pub examples: Option<PathBuf>,
    /// Columns; the terminal's by default
    #[arg(long)]
    pub width: Option<usize>,
}

#[derive(Args)]
pub struct CheckOptions {
    /// Only frames whose id starts so ("consult", "assault.shoot")
    #[arg(default_value = "")]
    pub prefix: String,
    /// Read the frames from this folder (like `lang/en`) instead of those built in
    #[arg(long)]
    pub lang: Option<PathBuf>,
    /// Add the frames of this folder to those built in: a known id replaces, `drop ID` takes away (docs/lexicon.md)
    #[arg(long, value_name = "DIR")]
    pub frames: Vec<PathBuf>,
}
