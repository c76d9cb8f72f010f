//! Byte offsets into code points, once per document.

use dotterel_document::{Byte, Span};

/// Counts code points up to any byte of a text.
///
/// An ASCII text needs nothing; for others the count is kept for every 128 bytes and
/// the rest is counted on demand.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t [u8],
    /// Code points before each block; empty for ASCII.
    before: Vec<u32>,
}

/// Bytes between two kept counts: 4 bytes of index for 128 of text.
const BLOCK: usize = 128;

impl<'t> CodePoints<'t> {
    /// Looks through the text once.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut before = Vec::new();
        if !text.is_ascii() {
            before.reserve(bytes.len() / BLOCK + 1);
            let mut count = 0;
            for block in bytes.chunks(BLOCK) {
                before.push(count);
                count += starts(block);
            }
            before.push(count);
        }
        CodePoints { text: bytes, before }
    }

    /// Code points before this byte. Beyond the end: all.
    pub fn at(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        match self.before.get(byte / BLOCK) {
            Some(&before) => before + starts(&self.text[byte / BLOCK * BLOCK..byte]),
            None => byte as u32,
        }
    }

    /// Start and end in code points.
    pub fn span(&self, span: Span<Byte>) -> [u32; 2] {
        [self.at(span.start), self.at(span.end)]
    }
}

/// Number of characters that start in these bytes of UTF-8.
fn starts(bytes: &[u8]) -> u32 {
    // A continuation byte is 0b10......: less than -64 as a signed number.
    bytes.iter().map(|&b| u32::from(b as i8 >= -64)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn offsets_count_characters(text in "\\PC{0,400}") {
            let index = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.at(byte as u32), count as u32);
            }
            prop_assert_eq!(index.at(text.len() as u32), text.chars().count() as u32);
            prop_assert_eq!(index.at(u32::MAX), text.chars().count() as u32);
        }

        #[test]
        fn code_points_of_a_span_select_its_words(text in "[a-zé中🐦 ]{1,300}", a in 0usize..300, b in 0usize..300) {
            let chars: Vec<(usize, char)> = text.char_indices().collect();
            let (a, b) = (a % chars.len(), b % chars.len());
            let (from, to) = (chars[a.min(b)].0, chars[a.max(b)].0);
            let [start, end] = CodePoints::new(&text).span(Span::new(from as u32, to as u32));
            let words: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
            prop_assert_eq!(words, &text[from..to]);
        }
    }
}
