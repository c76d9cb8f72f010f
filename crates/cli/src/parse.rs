//! `dotterel parse`: CoNLL-U.

use std::io::{Read, Write};

use anyhow::Context;
use dotterel::Coder;
use dotterel::language::conllu;

use crate::arguments::ParseOptions;

/// Prints trees for a text, or for CoNLL-U with its tokens kept.
pub fn run(options: &ParseOptions) -> anyhow::Result<u8> {
    let mut bytes = Vec::new();
    if options.input.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).context("standard input")?;
    } else {
        bytes = std::fs::read(&options.input).with_context(|| options.input.display().to_string())?;
    }
    let (text, _) = dotterel::page::decode(&bytes);
    let coder = Coder::new()?;
    let model = &coder.model;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if options.tokenized {
        for mut given in conllu::read(&text).with_context(|| options.input.display().to_string())? {
            model.annotate(&given.text, &mut given.analysis);
            out.write_all(conllu::write(&given.id, &given.text, &given.analysis, &given.comments).as_bytes())?;
        }
    } else {
        let id = options.input.file_stem().map_or_else(|| "text".to_string(), |s| s.to_string_lossy().into_owned());
        let page = dotterel::page::from_text(&id, &text);
        let analysis = model.analyze(&page);
        out.write_all(conllu::write(&page.id, &page.text, &analysis, &[]).as_bytes())?;
    }
    out.flush()?;
    Ok(crate::DONE)
}
