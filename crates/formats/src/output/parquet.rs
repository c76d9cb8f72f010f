//! Parquet of a table of records, with typed columns: text, 64-bit whole numbers, 32-bit
//! fractions, dates. Every column may be empty. Packed with Snappy, which every reader has.

use std::io::{self, Write};
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::rows::{Column, ColumnType, Row, Value, columns};
use super::{CODER, Kind};

/// A table being written. Cells are kept by column until there are enough for a row group.
pub struct Table<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Vec<Cells>,
    /// Rows in `columns`.
    rows: usize,
    /// Bytes in `columns`, roughly.
    bytes: usize,
}

/// Rows of a group at most.
const GROUP_ROWS: usize = 100_000;
/// Bytes of a group, roughly at most: what keeps memory bounded.
const GROUP_BYTES: usize = 32 << 20;

/// The cells of a column: for each 1 or 0, and the values of those that are there.
struct Cells {
    levels: Vec<i16>,
    values: Values,
}

enum Values {
    /// One after the other, and where each ends: one allocation for all.
    Text {
        bytes: Vec<u8>,
        ends: Vec<usize>,
    },
    Number(Vec<i64>),
    Fraction(Vec<f32>),
    Date(Vec<i32>),
}

impl Cells {
    fn new(holds: ColumnType) -> Self {
        let values = match holds {
            ColumnType::Text => Values::Text { bytes: Vec::new(), ends: Vec::new() },
            ColumnType::Number => Values::Number(Vec::new()),
            ColumnType::Fraction => Values::Fraction(Vec::new()),
            ColumnType::Date => Values::Date(Vec::new()),
        };
        Cells { levels: Vec::new(), values }
    }

    /// Adds a cell; a value of another type than the column's is none.
    fn push(&mut self, value: Value) {
        let present = match (&mut self.values, value) {
            (Values::Text { bytes, ends }, Value::Text(text)) => {
                bytes.extend_from_slice(text.as_bytes());
                ends.push(bytes.len());
                true
            }
            (Values::Number(values), Value::Number(number)) => {
                values.push(number);
                true
            }
            (Values::Fraction(values), Value::Fraction(number)) => {
                values.push(number);
                true
            }
            (Values::Date(values), Value::Date(date)) => {
                values.push(days_since_1970(date));
                true
            }
            _ => false,
        };
        self.levels.push(present.into());
    }

    /// Hands the cells over, and is empty again.
    fn write(&mut self, column: &mut ColumnWriter) -> Result<(), ParquetError> {
        let levels = Some(self.levels.as_slice());
        match (column, &mut self.values) {
            (ColumnWriter::ByteArrayColumnWriter(writer), Values::Text { bytes, ends }) => {
                let all = Bytes::from(std::mem::take(bytes));
                let starts = std::iter::once(0).chain(ends.iter().copied());
                let values: Vec<ByteArray> = starts.zip(ends.iter()).map(|(start, &end)| all.slice(start..end).into()).collect();
                writer.write_batch(&values, levels, None)?;
                ends.clear();
            }
            (ColumnWriter::Int64ColumnWriter(writer), Values::Number(values)) => {
                writer.write_batch(values, levels, None)?;
                values.clear();
            }
            (ColumnWriter::FloatColumnWriter(writer), Values::Fraction(values)) => {
                writer.write_batch(values, levels, None)?;
                values.clear();
            }
            (ColumnWriter::Int32ColumnWriter(writer), Values::Date(values)) => {
                writer.write_batch(values, levels, None)?;
                values.clear();
            }
            _ => return Err(ParquetError::General("cells of another type than their column".to_string())),
        }
        self.levels.clear();
        Ok(())
    }
}

impl<W: Write + Send> Table<W> {
    /// Begins the file.
    pub fn new(table: Kind, out: W) -> io::Result<Self> {
        let columns = columns(table);
        let schema = schema(columns).map_err(to_io)?;
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(CODER.to_string())
            // Least and greatest value of a row group: enough to skip groups by date.
            .set_statistics_enabled(EnabledStatistics::Chunk);
        // Hardly two cells of these are the same, so a dictionary of them is lost work.
        for name in ["id", "text", "content"] {
            properties = properties.set_column_dictionary_enabled(name.into(), false);
        }
        let properties = properties.build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(to_io)?;
        let columns = columns.iter().map(|column| Cells::new(column.holds)).collect();
        Ok(Table { writer, columns, rows: 0, bytes: 0 })
    }

    /// Adds rows, and writes a group where there are enough.
    pub fn write(&mut self, rows: Vec<Row>) -> io::Result<()> {
        for row in rows {
            self.rows += 1;
            for (cells, value) in self.columns.iter_mut().zip(row) {
                self.bytes += size_of::<i16>()
                    + match &value {
                        Value::Empty => 0,
                        Value::Text(text) => text.len() + size_of::<usize>(),
                        _ => size_of::<i64>(),
                    };
                cells.push(value);
            }
        }
        if self.rows >= GROUP_ROWS || self.bytes >= GROUP_BYTES {
            self.write_group().map_err(to_io)?;
        }
        Ok(())
    }

    /// Writes what is left and the footer.
    pub fn finish(mut self) -> io::Result<W> {
        if self.rows > 0 {
            self.write_group().map_err(to_io)?;
        }
        let mut out = self.writer.into_inner().map_err(to_io)?;
        out.flush()?;
        Ok(out)
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        let mut columns = self.columns.iter_mut();
        while let (Some(mut column), Some(cells)) = (group.next_column()?, columns.next()) {
            cells.write(column.untyped())?;
            column.close()?;
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
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
