//! CSV (RFC 4180, lines ended by a line feed) of a table of records.

use std::io::Write;

use super::Kind;
use super::rows::{Row, Value, columns};

/// The line with the columns' names.
pub fn header(table: Kind) -> Vec<u8> {
    let names: Vec<&str> = columns(table).iter().map(|column| column.name).collect();
    let mut line = names.join(",").into_bytes();
    line.push(b'\n');
    line
}

/// The lines of these rows.
pub fn encode(rows: &[Row]) -> Vec<u8> {
    let mut out = Vec::with_capacity(rows.len() * 512);
    for row in rows {
        for (n, value) in row.iter().enumerate() {
            if n > 0 {
                out.push(b',');
            }
            // Writing to memory does not fail.
            let _ = match value {
                Value::Empty => Ok(()),
                Value::Text(text) => {
                    cell(&mut out, text);
                    Ok(())
                }
                Value::Number(number) => write!(out, "{number}"),
                Value::Fraction(number) => write!(out, "{number:?}"),
                Value::Date(date) => write!(out, "{date}"),
            };
        }
        out.push(b'\n');
    }
    out
}

/// In quotation marks only where it must be.
fn cell(out: &mut Vec<u8>, text: &str) {
    if !text.bytes().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    for (n, part) in text.split('"').enumerate() {
        if n > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part.as_bytes());
    }
    out.push(b'"');
}
