//! When: expressions in the text, resolved to days.

use jiff::civil::Date;

use crate::span::{Byte, Span, Tok};

/// How exactly a date is known: `date_precision` in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// A single day.
    Day,
    /// A week or weekend.
    Week,
    /// A month.
    Month,
    /// A year or longer.
    Year,
    /// No expression: the report's own date.
    Report,
}

impl Precision {
    /// The name in the record format.
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Week => "week",
            Precision::Month => "month",
            Precision::Year => "year",
            Precision::Report => "report",
        }
    }
}

/// One expression of time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// Its tokens.
    pub tokens: Span<Tok>,
    /// The same in bytes of the text.
    pub bytes: Span<Byte>,
    /// First day meant.
    pub start: Date,
    /// Last day meant; the same as `start` for a single day.
    pub end: Date,
    /// How exact it is.
    pub precision: Precision,
}
