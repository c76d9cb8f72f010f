//! Hashes of words and features. They are part of the model file's format: a change here
//! needs a new model and a higher [`crate::model::VERSION`].

const K: u64 = 0x9e37_79b9_7f4a_7c15;

/// Spreads the bits of `h` over the whole word.
#[inline(always)]
pub fn finish(h: u64) -> u64 {
    let h = (h ^ (h >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    h ^ (h >> 29)
}

/// Hash of some bytes, eight at a time.
#[inline]
pub fn bytes(input: &[u8], seed: u64) -> u64 {
    let mut h = seed ^ (input.len() as u64).wrapping_mul(K);
    let mut chunks = input.chunks_exact(8);
    for chunk in &mut chunks {
        let mut eight = [0; 8];
        eight.copy_from_slice(chunk);
        h = (h.rotate_left(23) ^ u64::from_le_bytes(eight)).wrapping_mul(K);
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut tail = 0u64;
        for &byte in rest {
            tail = tail << 8 | u64::from(byte);
        }
        h = (h.rotate_left(23) ^ tail).wrapping_mul(K);
    }
    finish(h)
}

/// Hash of a feature: the number of its template and one to four atoms.
#[inline(always)]
pub fn feature(template: u64, atoms: [u64; 4]) -> u64 {
    let h = template.wrapping_mul(K)
        ^ atoms[0].wrapping_mul(0xbf58_476d_1ce4_e5b9)
        ^ atoms[1].wrapping_mul(0x94d0_49bb_1331_11eb).rotate_left(17)
        ^ atoms[2].wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(31)
        ^ atoms[3].wrapping_mul(0xc4ce_b9fe_1a85_ec53).rotate_left(47);
    finish(h)
}
