//! The number of threads changes nothing but the time.

use crate::run::{examples, run, shared};

fn same_bytes(input: &str) {
    for format in ["jsonl", "csv", "parquet"] {
        let outputs: Vec<Vec<u8>> = ["1", "2", "7"]
            .iter()
            .map(|threads| {
                let result = run(&["code", "--quiet", "--format", format, "--threads", threads, input]);
                assert_eq!(result.status, 0, "{}", result.stderr);
                result.stdout
            })
            .collect();
        assert!(outputs[0].len() > 1000, "something is written");
        assert!(outputs.iter().all(|o| *o == outputs[0]), "{format} of {input} depends on the number of threads");
    }
}

#[test]
fn examples_give_the_same_bytes_with_any_number_of_threads() {
    same_bytes(&examples());
}

#[test]
fn news_gives_the_same_bytes_with_any_number_of_threads() {
    if let Some(news) = shared("data/news/guardian.jsonl") {
        same_bytes(&news);
    }
}
