//! The fuzz targets' checks on their seeds and on mutations of them, without a fuzzer: the same
//! inputs in every run.

#[path = "../../../fuzz/checks.rs"]
mod checks;

use std::path::PathBuf;

/// The bytes of all seeds of a target, in the order of their names.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// A row of numbers without pattern (xorshift, Marsaglia 2003), the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// Cuts, copies, repeats and overwrites pieces of a seed, or puts pieces of another into it.
fn mutate(seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seeds[numbers.below(seeds.len())].clone();
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(bytes.len() + 1);
        let to = (at + numbers.below(24)).min(bytes.len());
        match numbers.below(6) {
            0 => drop(bytes.drain(at..to)),
            1 => bytes.insert(at, numbers.below(256) as u8),
            2 => {
                let piece = bytes[at..to].to_vec();
                let place = numbers.below(bytes.len() + 1);
                bytes.splice(place..place, piece);
            }
            3 => {
                let piece = bytes[at..to].repeat(numbers.below(40));
                bytes.splice(at..at, piece);
            }
            4 => {
                let other = &seeds[numbers.below(seeds.len())];
                let from = numbers.below(other.len());
                let end = (from + numbers.below(60)).min(other.len());
                bytes.splice(at..to, other[from..end].iter().copied());
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << numbers.below(8);
                }
            }
        }
    }
    bytes
}

fn run(target: &str, rounds: usize, check: fn(&[u8])) {
    let seeds = seeds(target);
    assert!(seeds.len() >= 2, "{target}: the seeds are gone");
    for seed in &seeds {
        check(seed);
    }
    // More on demand: DOTTEREL_FUZZ_ROUNDS=1000000 cargo test -p lab --test corpus
    let rounds = std::env::var("DOTTEREL_FUZZ_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(rounds);
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    for round in 0..rounds {
        let bytes = mutate(&seeds, &mut numbers);
        let outcome = std::panic::catch_unwind(|| check(&bytes));
        assert!(outcome.is_ok(), "{target}, round {round}: {:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn any_text_is_analyzed() {
    run("analyze", 3000, checks::analyze);
}

#[test]
fn any_page_is_read() {
    run("page", 1000, checks::page);
}

#[test]
fn any_frames_are_read_or_refused() {
    run("frames", 1000, checks::frames);
}
