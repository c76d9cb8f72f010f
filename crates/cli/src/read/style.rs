//! Colours and line width. `anstream` strips the colours where they are not wanted.

use anstyle::{AnsiColor, Style as Ansi};
use dotterel_document::Category;
use dotterel_document::Quad;

/// A space at which no line is broken, until [`Style::wrap`] is through.
pub const GLUE: &str = "\u{e000}";

/// How things look.
pub struct Style {
    /// Headlines.
    pub bold: String,
    /// What is beside the point.
    pub dim: String,
    /// Actors in the text.
    pub actor: String,
    /// Words of a predicate.
    pub trigger: String,
    /// Statements.
    pub statement: String,
    /// Back to plain.
    pub reset: String,
    width: usize,
}

impl Style {
    /// For a terminal of this width, or for the one at hand.
    pub fn new(width: Option<usize>) -> Style {
        let width = width.or_else(|| terminal_size::terminal_size().map(|(w, _)| usize::from(w.0))).unwrap_or(100);
        let color = |c: AnsiColor| Ansi::new().fg_color(Some(c.into()));
        Style {
            bold: Ansi::new().bold().to_string(),
            dim: Ansi::new().dimmed().to_string(),
            actor: color(AnsiColor::Cyan).bold().to_string(),
            trigger: Ansi::new().underline().to_string(),
            statement: color(AnsiColor::Magenta).to_string(),
            reset: anstyle::Reset.to_string(),
            // Lines of over 110 columns are hard to read.
            width: width.clamp(40, 110),
        }
    }

    /// Green for cooperation, yellow and red for conflict.
    pub fn quad(&self, category: Category) -> String {
        let style = match category.quad() {
            Quad::VerbalCooperation => Ansi::new().fg_color(Some(AnsiColor::Green.into())),
            Quad::MaterialCooperation => Ansi::new().fg_color(Some(AnsiColor::Green.into())).bold(),
            Quad::VerbalConflict => Ansi::new().fg_color(Some(AnsiColor::Yellow.into())),
            Quad::MaterialConflict => Ansi::new().fg_color(Some(AnsiColor::Red.into())).bold(),
        };
        style.to_string()
    }

    /// Wraps to the width; escape sequences take no room.
    pub fn wrap(&self, text: &str, first: &str, rest: &str) -> String {
        let options = textwrap::Options::new(self.width).initial_indent(first).subsequent_indent(rest).break_words(false);
        textwrap::fill(text, options).replace(GLUE, " ")
    }
}
