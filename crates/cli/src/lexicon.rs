//! `dotterel lexicon check`.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use dotterel::Coder;
use dotterel::lexicon::frames::Frames;

use crate::arguments::CheckOptions;

/// Reads the frames strictly, runs their examples, prints what fails.
pub fn check(options: &CheckOptions) -> anyhow::Result<u8> {
    let coder = coder(options.lang.as_deref())?;
    let (run, failures) = dotterel::check::examples(&coder, &options.prefix);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for failure in &failures {
        writeln!(out, "{failure}")?;
    }
    let frames = coder.frames.all().iter().filter(|f| f.id.starts_with(&options.prefix)).count();
    writeln!(out, "{frames} frames, {run} examples, {} failed", failures.len())?;
    out.flush()?;
    Ok(if failures.is_empty() { crate::DONE } else { crate::FAILED })
}

/// A coder with the frames of a folder, or with those built in.
pub fn coder(lang: Option<&Path>) -> anyhow::Result<Coder> {
    Ok(match lang {
        Some(folder) => Coder::with_frames(load(folder)?)?,
        None => Coder::new()?,
    })
}

/// Frames of a folder laid out like `lang/en`.
fn load(folder: &Path) -> anyhow::Result<Frames> {
    let read = |path: &Path| std::fs::read_to_string(path).with_context(|| path.display().to_string());
    let mut words = Vec::new();
    for name in ["words.txt", "classes.txt", "contexts.txt"] {
        let path = folder.join(name);
        words.push((path.display().to_string(), read(&path)?));
    }
    let frames = folder.join("frames");
    let mut paths: Vec<_> = std::fs::read_dir(&frames)
        .with_context(|| frames.display().to_string())?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "frames"))
        .collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        files.push((path.display().to_string(), read(&path)?));
    }
    let words: Vec<_> = words.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let files: Vec<_> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    Ok(Frames::parse(&words, &files)?)
}
