//! Parquet of a table of records, with typed columns: text, 64-bit whole numbers, 32-bit
//! fractions, dates. Every column may be empty. Packed with Snappy, which every reader has.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::rows::{Column, ColumnType, Row, Value, columns};
use super::{CODER, Kind};

/// A table being written. Rows are kept until there are enough for a row group.
pub struct Table<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    rows: Vec<Row>,
    /// Bytes of text in `rows`.
    bytes: usize,
}

/// Rows of a group at most.
const GROUP_ROWS: usize = 100_000;
/// Bytes of text of a group, roughly at most: what keeps memory bounded.
const GROUP_BYTES: usize = 32 << 20;

impl<W: Write + Send> Table<W> {
    /// Begins the file.
    pub fn new(table: Kind, out: W) -> io::Result<Self> {
        let columns = columns(table);
        let schema = schema(columns).map_err(to_io)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by(CODER.to_string()).build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(to_io)?;
        Ok(Table { writer, rows: Vec::new(), bytes: 0 })
    }

    /// Adds rows, and writes a group where there are enough.
    pub fn write(&mut self, rows: Vec<Row>) -> io::Result<()> {
        for row in &rows {
            for value in row {
                self.bytes += size_of::<Value>() + if let Value::Text(text) = value { text.len() } else { 0 };
            }
        }
        self.rows.extend(rows);
        if self.rows.len() >= GROUP_ROWS || self.bytes >= GROUP_BYTES {
            self.write_group().map_err(to_io)?;
        }
        Ok(())
    }

    /// Writes what is left and the footer.
    pub fn finish(mut self) -> io::Result<W> {
        if !self.rows.is_empty() {
            self.write_group().map_err(to_io)?;
        }
        let mut out = self.writer.into_inner().map_err(to_io)?;
        out.flush()?;
        Ok(out)
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        let mut group = self.writer.next_row_group()?;
        let mut at = 0;
        while let Some(mut column) = group.next_column()? {
            let cells = rows.iter().map(|row| row.get(at).unwrap_or(&Value::Empty));
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(writer) => {
                    let (values, levels) = present(cells, |value| match value {
                        Value::Text(text) => Some(ByteArray::from(text.as_str())),
                        _ => None,
                    });
                    writer.write_batch(&values, Some(&levels), None)?;
                }
                ColumnWriter::Int64ColumnWriter(writer) => {
                    let (values, levels) = present(cells, |value| match value {
                        Value::Number(number) => Some(*number),
                        _ => None,
                    });
                    writer.write_batch(&values, Some(&levels), None)?;
                }
                ColumnWriter::FloatColumnWriter(writer) => {
                    let (values, levels) = present(cells, |value| match value {
                        Value::Fraction(number) => Some(*number),
                        _ => None,
                    });
                    writer.write_batch(&values, Some(&levels), None)?;
                }
                ColumnWriter::Int32ColumnWriter(writer) => {
                    let (values, levels) = present(cells, |value| match value {
                        Value::Date(date) => Some(days_since_1970(*date)),
                        _ => None,
                    });
                    writer.write_batch(&values, Some(&levels), None)?;
                }
                _ => return Err(ParquetError::General(format!("column {at} has a type that no table uses"))),
            }
            column.close()?;
            at += 1;
        }
        group.close()?;
        Ok(())
    }
}

/// The values that are there, and for every cell 1 or 0.
fn present<'a, T>(cells: impl Iterator<Item = &'a Value>, pick: impl Fn(&Value) -> Option<T>) -> (Vec<T>, Vec<i16>) {
    let mut values = Vec::new();
    let mut levels = Vec::new();
    for cell in cells {
        let value = pick(cell);
        levels.push(i16::from(value.is_some()));
        values.extend(value);
    }
    (values, levels)
}

fn days_since_1970(date: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.since(epoch).map_or(0, |span| span.get_days())
}

fn schema(columns: &[Column]) -> Result<Type, ParquetError> {
    let fields = columns.iter().map(|column| {
        let (physical, logical) = match column.holds {
            ColumnType::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            ColumnType::Number => (Physical::INT64, None),
            ColumnType::Fraction => (Physical::FLOAT, None),
            ColumnType::Date => (Physical::INT32, Some(LogicalType::Date)),
        };
        let field =
            Type::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL).with_logical_type(logical).build()?;
        Ok(Arc::new(field))
    });
    Type::group_type_builder("record").with_fields(fields.collect::<Result<_, ParquetError>>()?).build()
}

fn to_io(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(inner) => io::Error::other(inner),
        },
        error => io::Error::other(error),
    }
}
