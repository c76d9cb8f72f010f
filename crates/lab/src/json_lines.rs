//! Files of one JSON object a line, with errors that name the file and the line.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

/// One line of such a file.
pub struct Line {
    /// Which line of the file it is, from 0; blank ones count.
    pub number: usize,
    /// `file:line`, from 1, for errors.
    pub place: String,
    /// As it stands in the file.
    pub written: String,
    /// What it holds.
    pub value: Value,
}

impl Line {
    /// The text of a field.
    ///
    /// # Errors
    /// Where there is none.
    pub fn text(&self, key: &str) -> Result<&str> {
        self.value[key].as_str().with_context(|| format!("{}: no text in `{key}`", self.place))
    }
}

/// All lines that are not blank.
///
/// # Errors
/// Where the file cannot be read, or a line is no JSON.
pub fn read(path: &Path) -> Result<Vec<Line>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let line = |(number, written): (usize, &str)| {
        let place = format!("{}:{}", path.display(), number + 1);
        let value = serde_json::from_str(written).with_context(|| place.clone())?;
        Ok(Line { number, place, written: written.to_string(), value })
    };
    text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(line).collect()
}
