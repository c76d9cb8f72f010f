//! Writing JSON into a buffer, fast and with the fields in the order in which they are
//! written.

use std::io::Write;

/// A buffer that knows where a comma belongs.
#[derive(Debug, Default)]
pub struct Json {
    out: Vec<u8>,
}

impl Json {
    /// An empty buffer.
    pub fn with_capacity(bytes: usize) -> Self {
        Json { out: Vec::with_capacity(bytes) }
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Ends a line.
    pub fn newline(&mut self) {
        self.out.push(b'\n');
    }

    /// `{ ... }` as the next element.
    pub fn object(&mut self, fill: impl FnOnce(&mut Self)) {
        self.comma();
        self.out.push(b'{');
        fill(self);
        self.out.push(b'}');
    }

    /// `[ ... ]` as the next element.
    pub fn list(&mut self, fill: impl FnOnce(&mut Self)) {
        self.comma();
        self.out.push(b'[');
        fill(self);
        self.out.push(b']');
    }

    /// The name of a field; its value follows. Names are ours and need no escapes.
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.comma();
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self
    }

    /// A string as the next element.
    pub fn string(&mut self, text: &str) {
        self.comma();
        self.out.push(b'"');
        escape(&mut self.out, text);
        self.out.push(b'"');
    }

    /// Anything that prints as a string without escapes: dates, codes.
    pub fn plain(&mut self, value: impl std::fmt::Display) {
        self.comma();
        self.out.push(b'"');
        // Writing to memory does not fail.
        let _ = write!(self.out, "{value}");
        self.out.push(b'"');
    }

    /// A whole number as the next element.
    pub fn number(&mut self, mut number: u32) {
        self.comma();
        let mut digits = [0u8; 10];
        let mut at = digits.len();
        loop {
            at -= 1;
            digits[at] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 || at == 0 {
                break;
            }
        }
        self.out.extend_from_slice(&digits[at..]);
    }

    /// A number with a fraction as the next element, shortest that reads back the same; what
    /// is not finite becomes `null`.
    pub fn fraction(&mut self, number: f32) {
        self.comma();
        if number.is_finite() {
            let _ = write!(self.out, "{number:?}");
        } else {
            self.out.extend_from_slice(b"null");
        }
    }

    /// `[start,end]` as the next element.
    pub fn pair(&mut self, [start, end]: [u32; 2]) {
        self.list(|json| {
            json.number(start);
            json.number(end);
        });
    }

    /// A field with a string, left out where it is empty.
    pub fn field(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.name(name).string(text);
        }
    }

    /// A field with a list of strings, left out where it is empty.
    pub fn field_list<'a>(&mut self, name: &str, list: impl IntoIterator<Item = &'a str>) {
        let mut list = list.into_iter().peekable();
        if list.peek().is_some() {
            self.name(name).list(|json| list.for_each(|text| json.string(text)));
        }
    }

    /// Parts this element from the one before.
    fn comma(&mut self) {
        if !matches!(self.out.last(), None | Some(b'{' | b'[' | b':' | b'\n')) {
            self.out.push(b',');
        }
    }
}

/// Escapes as RFC 8259 demands, and no more: text stays readable.
fn escape(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.extend_from_slice(&bytes[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            8 => out.extend_from_slice(b"\\b"),
            12 => out.extend_from_slice(b"\\f"),
            _ => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
    }
    out.extend_from_slice(&bytes[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_string_reads_back(text in any::<String>(), number in any::<u32>(), fraction in any::<f32>()) {
            let mut json = Json::default();
            json.list(|json| {
                json.string(&text);
                json.number(number);
                json.fraction(fraction);
            });
            let read: (String, u32, Option<f32>) = serde_json::from_slice(&json.into_bytes()).unwrap();
            prop_assert_eq!(read, (text, number, fraction.is_finite().then_some(fraction)));
        }
    }
}
