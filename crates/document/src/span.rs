//! Half-open ranges that carry their unit in their type.
//!
//! Most span bugs are a mix of two units, so a range of bytes and a range of
//! tokens are different types. Output offsets are Unicode code points; they
//! are made from bytes at the very end, in `formats`.

use std::fmt;
use std::marker::PhantomData;

/// Unit: bytes of the document's text (`Page::text`), always on a character border.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Byte {}

/// Unit: tokens of the document, counted from its first token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tok {}

/// A half-open range `start..end` in unit `U`.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span<U> {
    /// First position inside.
    pub start: u32,
    /// First position after.
    pub end: u32,
    unit: PhantomData<U>,
}

impl<U> Clone for Span<U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U> Copy for Span<U> {}

impl<U> fmt::Debug for Span<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl<U> Default for Span<U> {
    fn default() -> Self {
        Span::new(0, 0)
    }
}

impl<U> Span<U> {
    /// The range `start..end`. A range whose end lies before its start is empty at `start`.
    pub fn new(start: u32, end: u32) -> Self {
        Span { start, end: end.max(start), unit: PhantomData }
    }

    /// Number of positions inside.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True where nothing is inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The range for indexing a slice of the same unit.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// True where `position` is inside.
    pub fn contains(self, position: u32) -> bool {
        self.start <= position && position < self.end
    }

    /// True where all of `other` is inside.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True where the two share at least one position.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest range that holds both.
    pub fn join(self, other: Self) -> Self {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl Span<Byte> {
    /// The words of `text` in this range.
    ///
    /// # Panics
    /// Where the range does not lie in `text` on character borders; spans made by the
    /// stages for this very text always do.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }
}
