//! The relation benchmark in two halves: one to learn from its errors, one only to score, so
//! that a rule written for a sentence shows.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::json_lines;

/// What `lab split-relations` takes.
#[derive(clap::Args)]
pub struct SplitOptions {
    /// Gold sentences, one JSON object a line.
    #[arg(long, default_value_os_t = crate::shared("data/relations/plv-train.jsonl"))]
    gold: PathBuf,
    /// Folder for `even.jsonl` and `odd.jsonl`.
    folder: PathBuf,
}

/// Writes the two halves.
///
/// # Errors
/// Where a line has no whole number for an id, or a file cannot be written.
pub fn split(options: &SplitOptions) -> Result<()> {
    fs::create_dir_all(&options.folder)?;
    let mut halves = [Vec::new(), Vec::new()];
    for row in json_lines::read(&options.gold)? {
        let id = &row.value["id"];
        let id = id.as_u64().or_else(|| id.as_str()?.parse().ok()).with_context(|| format!("{}: no whole number in `id`", row.place))?;
        writeln!(halves[(id % 2) as usize], "{}", row.written)?;
    }
    for (half, file) in halves.iter().zip(["even.jsonl", "odd.jsonl"]) {
        let path = options.folder.join(file);
        fs::write(&path, half).with_context(|| path.display().to_string())?;
        println!("{} lines in {}", half.iter().filter(|b| **b == b'\n').count(), path.display());
    }
    Ok(())
}
