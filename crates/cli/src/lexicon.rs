//! `dotterel lexicon check`.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use dotterel::Coder;
use dotterel::lexicon::frames::Frames;

use crate::arguments::CheckOptions;

/// Reads the frames strictly, runs their examples, prints what fails.
pub fn check(options: &CheckOptions) -> anyhow::Result<u8> {
    let coder = coder(options.lang.as_deref(), &options.frames)?;
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

/// A coder with the frames of a folder, or with those built in, and on top of them those of
/// the user's folders, in their order.
pub fn coder(lang: Option<&Path>, own: &[PathBuf]) -> anyhow::Result<Coder> {
    let mut frames = match lang {
        Some(folder) => load(folder)?,
        None => Frames::embedded()?,
    };
    for folder in own {
        add(&mut frames, folder)?;
    }
    Ok(Coder::with_frames(frames)?)
}

/// Frames of a folder laid out like `lang/en`.
fn load(folder: &Path) -> anyhow::Result<Frames> {
    let words: Vec<_> = WORDS.iter().map(|name| read(folder.join(name))).collect::<anyhow::Result<_>>()?;
    let files: Vec<_> = frame_files(&folder.join("frames"))?.into_iter().map(read).collect::<anyhow::Result<_>>()?;
    let words: Vec<_> = words.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let files: Vec<_> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    Ok(Frames::parse(&words, &files)?)
}

/// Files of words beside frames, in the order in which they are read.
const WORDS: [&str; 3] = ["words.txt", "classes.txt", "contexts.txt"];

/// Adds a user's folder: its words, where it has any, then its frames.
fn add(frames: &mut Frames, folder: &Path) -> anyhow::Result<()> {
    for path in WORDS.iter().map(|name| folder.join(name)).filter(|path| path.exists()) {
        let (name, text) = read(path)?;
        frames.add_words((&name, &text))?;
    }
    let files = frame_files(folder)?;
    if files.is_empty() {
        anyhow::bail!("{}: no file NAME.frames in it", folder.display());
    }
    for path in files {
        let (name, text) = read(path)?;
        frames.add((&name, &text))?;
    }
    Ok(())
}

/// Name for messages, and text.
fn read(path: PathBuf) -> anyhow::Result<(String, String)> {
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok((path.display().to_string(), text))
}

/// The frame files of a folder, by name.
fn frame_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "frames"))
        .collect();
    paths.sort();
    Ok(paths)
}
