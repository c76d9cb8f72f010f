//! Reading and writing the sections of a model file: little-endian numbers, plain bytes.

use crate::ModelError;

/// Writes to a growing buffer.
#[derive(Default)]
pub struct Writer {
    /// What was written.
    pub out: Vec<u8>,
}

impl Writer {
    pub fn byte(&mut self, value: u8) {
        self.out.push(value);
    }

    pub fn u16(&mut self, value: u16) {
        self.out.extend(value.to_le_bytes());
    }

    pub fn number(&mut self, value: u32) {
        self.out.extend(value.to_le_bytes());
    }

    pub fn long(&mut self, value: u64) {
        self.out.extend(value.to_le_bytes());
    }

    pub fn bytes(&mut self, values: &[i8]) {
        self.out.extend(values.iter().map(|&v| v as u8));
    }

    pub fn floats(&mut self, values: &[f32]) {
        values.iter().for_each(|v| self.out.extend(v.to_le_bytes()));
    }

    pub fn text(&mut self, value: &str) {
        self.number(value.len() as u32);
        self.out.extend(value.as_bytes());
    }
}

/// Reads from a slice; every read is checked.
pub struct Reader<'b> {
    /// What is left.
    pub rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        let (head, rest) = self.rest.split_at_checked(count).ok_or(ModelError::Damaged("cut short"))?;
        self.rest = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.take(N)?.try_into().map_err(|_| ModelError::Damaged("cut short"))
    }

    pub fn byte(&mut self) -> Result<u8, ModelError> {
        Ok(self.array::<1>()?[0])
    }

    pub fn u16(&mut self) -> Result<u16, ModelError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub fn number(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub fn long(&mut self) -> Result<u64, ModelError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    pub fn bytes(&mut self, count: usize) -> Result<Vec<i8>, ModelError> {
        Ok(self.take(count)?.iter().map(|&b| b as i8).collect())
    }

    /// Numbers, none of which is infinite or no number.
    pub fn floats(&mut self, count: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.take(count.saturating_mul(4))?;
        let floats: Vec<f32> = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        if floats.iter().all(|f| f.is_finite()) { Ok(floats) } else { Err(ModelError::Damaged("a number that is none")) }
    }

    pub fn float(&mut self) -> Result<f32, ModelError> {
        self.floats(1)?.first().copied().ok_or(ModelError::Damaged("cut short"))
    }

    pub fn text(&mut self) -> Result<&'b str, ModelError> {
        let count = self.number()? as usize;
        std::str::from_utf8(self.take(count)?).map_err(|_| ModelError::Damaged("text that is not UTF-8"))
    }

    /// A count of elements of `size` bytes each that must still fit into the rest.
    pub fn count(&mut self, size: usize) -> Result<usize, ModelError> {
        let count = self.number()? as usize;
        if count.saturating_mul(size) > self.rest.len() {
            return Err(ModelError::Damaged("a count larger than the file"));
        }
        Ok(count)
    }

    /// The size of a hash table: 0 or a power of two that fits into the rest.
    pub fn table_size(&mut self, size: usize) -> Result<usize, ModelError> {
        let count = self.count(size)?;
        if count != 0 && !count.is_power_of_two() {
            return Err(ModelError::Damaged("a table size that is no power of two"));
        }
        Ok(count)
    }
}
