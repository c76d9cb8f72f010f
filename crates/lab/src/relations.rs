//! The relation benchmark in two halves: one to learn from its errors, one only to score, so
//! that a rule written for a sentence shows.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

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
    let name = options.gold.display();
    let text = fs::read_to_string(&options.gold).with_context(|| name.to_string())?;
    fs::create_dir_all(&options.folder)?;
    let mut halves = [Vec::new(), Vec::new()];
    for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value = serde_json::from_str(line).with_context(|| format!("{name}:{}", number + 1))?;
        let id = row["id"]
            .as_u64()
            .or_else(|| row["id"].as_str()?.parse().ok())
            .with_context(|| format!("{name}:{}: no whole number in `id`", number + 1))?;
        writeln!(halves[(id % 2) as usize], "{line}")?;
    }
    for (half, file) in halves.iter().zip(["even.jsonl", "odd.jsonl"]) {
        let path = options.folder.join(file);
        fs::write(&path, half).with_context(|| path.display().to_string())?;
        println!("{} lines in {}", half.iter().filter(|b| **b == b'\n').count(), path.display());
    }
    Ok(())
}
