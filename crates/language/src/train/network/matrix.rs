//! Products of matrices of floats.

use matrixmultiply::sgemm;

/// A matrix in a slice: rows, columns, and how far apart rows and columns lie.
#[derive(Clone, Copy)]
pub struct View<'a> {
    values: &'a [f32],
    rows: usize,
    columns: usize,
    strides: (usize, usize),
}

impl<'a> View<'a> {
    /// A matrix row by row, each of `columns`, lying `stride` apart.
    pub fn new(values: &'a [f32], rows: usize, columns: usize, stride: usize) -> View<'a> {
        assert!(rows == 0 || columns == 0 || values.len() >= (rows - 1) * stride + columns);
        View { values, rows, columns, strides: (stride, 1) }
    }

    /// Rows and columns exchanged.
    pub fn turned(self) -> View<'a> {
        View { rows: self.columns, columns: self.rows, strides: (self.strides.1, self.strides.0), ..self }
    }
}

/// `out = a b + keep * out`, where the rows of `out` lie `stride` apart.
pub fn multiply(a: View<'_>, b: View<'_>, keep: f32, out: &mut [f32], stride: usize) {
    assert_eq!(a.columns, b.rows);
    if a.rows == 0 || b.columns == 0 {
        return;
    }
    assert!(out.len() >= (a.rows - 1) * stride + b.columns);
    let signed = |(r, c): (usize, usize)| (r as isize, c as isize);
    let ((ar, ac), (br, bc)) = (signed(a.strides), signed(b.strides));
    // SAFETY: the strides describe matrices that lie in the slices, whose lengths were checked.
    unsafe {
        sgemm(
            a.rows,
            a.columns,
            b.columns,
            1.0,
            a.values.as_ptr(),
            ar,
            ac,
            b.values.as_ptr(),
            br,
            bc,
            keep,
            out.as_mut_ptr(),
            stride as isize,
            1,
        );
    }
}
