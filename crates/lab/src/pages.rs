//! How well is a report cut out of its page? Scores article bodies with the measure of the
//! [article extraction benchmark](https://github.com/scrapinghub/article-extraction-benchmark):
//! shingles of four words, counted with repetition, precision and recall averaged over pages.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use rustc_hash::FxHashMap;

/// What `lab score-pages` takes.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with `ground-truth.json` and `html/<id>.html.gz`.
    #[arg(long, default_value_os_t = crate::shared("data/pages"))]
    folder: PathBuf,
    /// Print every page, the worst first.
    #[arg(long)]
    each: bool,
}

/// Scores and prints.
///
/// # Errors
/// Where a file is missing or not what it should be.
pub fn run(options: &Options) -> Result<()> {
    score_pages(&options.folder, options.each).map(drop)
}

/// Precision, recall and F1 of a set of pages, each 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// Mean of the pages' precision, over pages for which something was extracted.
    pub precision: f64,
    /// Mean of the pages' recall, over pages that have an article.
    pub recall: f64,
    /// Harmonic mean of the two means.
    pub f1: f64,
}

/// Shares of shingles found, added and lost in one page; they sum to 1, or are all 0 where
/// neither side has a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// In both texts.
    pub found: f64,
    /// Only in the extracted text.
    pub added: f64,
    /// Only in the true text.
    pub lost: f64,
}

impl Shares {
    /// Share of the extracted shingles that are in the article.
    pub fn precision(self) -> f64 {
        ratio(self.found, self.added, self.lost)
    }

    /// Share of the article's shingles that were extracted.
    pub fn recall(self) -> f64 {
        ratio(self.found, self.lost, self.added)
    }
}

/// Scores the pages below `folder` (`ground-truth.json`, `html/<id>.html.gz`) and prints the
/// figures; with `each`, also a line for every page, worst first.
///
/// # Errors
/// Where a file is missing or not what it should be.
pub fn score_pages(folder: &Path, each: bool) -> Result<Scores> {
    let truth: BTreeMap<String, serde_json::Value> =
        serde_json::from_reader(std::io::BufReader::new(open(&folder.join("ground-truth.json"))?))?;
    let mut shares = Vec::new();
    let (mut bytes, mut seconds) = (0usize, 0f64);
    for (id, entry) in &truth {
        let mut html = Vec::new();
        let path = folder.join("html").join(format!("{id}.html.gz"));
        flate2::read::MultiGzDecoder::new(open(&path)?).read_to_end(&mut html).with_context(|| format!("reading {}", path.display()))?;
        let start = Instant::now();
        let page = dotterel_page::from_html(id, &html);
        seconds += start.elapsed().as_secs_f64();
        bytes += html.len();
        shares.push((id, compare(entry["articleBody"].as_str().unwrap_or(""), &page.text)));
    }
    if each {
        shares.sort_by(|a, b| a.1.found.total_cmp(&b.1.found));
        for (id, page) in &shares {
            println!("{}  precision {:.3}  recall {:.3}", &id[..12.min(id.len())], page.precision(), page.recall());
        }
    }
    let scores = average(shares.iter().map(|(_, page)| *page));
    let pages = truth.len();
    println!(
        "pages {pages}  precision {:.4}  recall {:.4}  F1 {:.4}  {:.2} ms/page  {:.1} MB/s of HTML",
        scores.precision,
        scores.recall,
        scores.f1,
        1000.0 * seconds / pages.max(1) as f64,
        bytes as f64 / 1e6 / seconds.max(1e-9),
    );
    Ok(scores)
}

/// Compares an extracted text with the true one (`string_shingle_matching` of the benchmark).
pub fn compare(truth: &str, extracted: &str) -> Shares {
    let (truth, extracted) = (words(truth), words(extracted));
    let mut counts: FxHashMap<&[&str], (u32, u32)> = FxHashMap::default();
    for shingle in shingles(&truth) {
        counts.entry(shingle).or_default().0 += 1;
    }
    for shingle in shingles(&extracted) {
        counts.entry(shingle).or_default().1 += 1;
    }
    // Whole numbers, so that the order of the map does not matter.
    let (mut found, mut added, mut lost) = (0u64, 0u64, 0u64);
    for (in_truth, in_extracted) in counts.into_values() {
        found += u64::from(in_truth.min(in_extracted));
        added += u64::from(in_extracted.saturating_sub(in_truth));
        lost += u64::from(in_truth.saturating_sub(in_extracted));
    }
    let sum = (found + added + lost).max(1) as f64;
    Shares { found: found as f64 / sum, added: added as f64 / sum, lost: lost as f64 / sum }
}

/// Averages over pages as the benchmark does: pages without any shingle on one side do not
/// count for that side.
pub fn average(pages: impl Iterator<Item = Shares> + Clone) -> Scores {
    let precision = mean(pages.clone().filter(|p| p.found + p.added > 0.0).map(Shares::precision));
    let recall = mean(pages.filter(|p| p.found + p.lost > 0.0).map(Shares::recall));
    let sum = precision + recall;
    Scores { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
}

fn open(path: &Path) -> Result<File> {
    File::open(path).with_context(|| format!("opening {}", path.display()))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0u32), |(sum, count), value| (sum + value, count + 1));
    sum / f64::from(count.max(1))
}

fn ratio(found: f64, wrong: f64, other: f64) -> f64 {
    if wrong == 0.0 && other == 0.0 {
        1.0
    } else if found == 0.0 && wrong == 0.0 {
        0.0
    } else {
        found / (found + wrong)
    }
}

/// The words that Python's `\w+` finds.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect()
}

/// Runs of four words; a shorter text is one shingle.
fn shingles<'w, 't>(words: &'w [&'t str]) -> impl Iterator<Item = &'w [&'t str]> {
    let size = words.len().clamp(1, 4);
    words.windows(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_more_adds_one_shingle() {
        let page = compare("a b c d e", "a b c d e f");
        assert!((page.precision() - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(page.recall(), 1.0);
    }

    #[test]
    fn repeated_text_counts_as_added() {
        assert_eq!(compare("a b c d", "a b c d. a b c d").found, 1.0 / 5.0);
    }

    #[test]
    fn empty_extraction_costs_recall_only() {
        let scores = average([compare("a b c d", "a b c d"), compare("a b c d", "")].into_iter());
        assert_eq!((scores.precision, scores.recall), (1.0, 0.5));
    }

    #[test]
    fn punctuation_and_case_are_as_in_the_benchmark() {
        assert_eq!(compare("It's, so.", "It s so").found, 1.0);
        assert_eq!(compare("One two", "one two").found, 0.0);
    }
}
