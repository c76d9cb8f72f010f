//! How fast, in how much memory: documents coded in this process, with nothing written.
//!
//! Whole runs with one and with two threads, the language stage alone with one and with two,
//! then one thread stage by stage, so that it shows what bounds the speed. Of several rounds the fastest counts: on a machine with other work,
//! the others measure that work.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use dotterel::{Coded, Coder, Page};
use dotterel_formats::input::{self, Body, Input, RawDocument};
use dotterel_formats::output::{self, Encoder};
use dotterel_language::Model;

/// What `lab bench` takes.
#[derive(clap::Args)]
pub struct Options {
    /// Files or folders to code; by default the news and the pages of the shared data.
    inputs: Vec<PathBuf>,
    /// How often each run is repeated.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Only the language stage, from text to trees, with nothing but its model in memory.
    #[arg(long)]
    language: bool,
}

/// Measures and prints.
///
/// # Errors
/// Where there is nothing to code.
pub fn run(options: &Options) -> Result<()> {
    let mut inputs = options.inputs.clone();
    if inputs.is_empty() {
        inputs = vec![crate::shared("data/news/guardian.jsonl"), crate::shared("data/pages/html")];
    }
    let rounds = options.rounds.max(1);
    if options.language {
        let started = Instant::now();
        let model = Model::embedded();
        println!("model ready after {:.0} ms, {} of memory", millis(started.elapsed()), memory());
        for path in &inputs {
            let pages: Vec<Page> = read(path)?.iter().map(page).collect();
            println!("\n{}: {} documents", path.display(), pages.len());
            language(model, &pages, rounds);
        }
        return Ok(());
    }
    let started = Instant::now();
    let coder = Coder::new()?;
    let ready = started.elapsed();
    println!("models and lexicons ready after {:.0} ms, {} of memory", millis(ready), memory());
    for (number, path) in inputs.iter().enumerate() {
        let began = Instant::now();
        let documents = read(path)?;
        if number == 0 {
            let reading = began.elapsed();
            let first = Instant::now();
            code(&coder, &documents[0]);
            println!(
                "first record after {:.0} ms, of which {:.0} ms for reading the whole input",
                millis(ready + reading + first.elapsed()),
                millis(reading)
            );
        }
        println!("\n{}", path.display());
        measure(&coder, &documents, rounds);
    }
    Ok(())
}

fn read(path: &std::path::Path) -> Result<Vec<RawDocument>> {
    let documents: Vec<RawDocument> =
        input::documents(&[Input::from(path)], input::Options::new(dotterel::page::decode)).flatten().collect();
    if documents.is_empty() {
        bail!("{}: nothing to code", path.display());
    }
    Ok(documents)
}

/// The language stage alone: from the pages' texts to trees.
fn language(model: &Model, pages: &[Page], rounds: usize) {
    for threads in [1, 2] {
        forget_peak();
        let (mut best, mut work) = (Duration::MAX, u64::MAX);
        let tokens = AtomicUsize::new(0);
        for _ in 0..rounds {
            tokens.store(0, Ordering::Relaxed);
            let (next, nanos) = (AtomicUsize::new(0), AtomicU64::new(0));
            let started = Instant::now();
            std::thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| {
                        while let Some(page) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                            tokens.fetch_add(std::hint::black_box(model.analyze(page)).tokens.len(), Ordering::Relaxed);
                        }
                        nanos.fetch_add(processor_nanos(), Ordering::Relaxed);
                    });
                }
            });
            best = best.min(started.elapsed());
            work = work.min(nanos.into_inner());
        }
        let tokens = tokens.into_inner() as f64;
        println!(
            "  language alone, {threads} thread{}: {:.3} s, {:.0} tokens/s ({:.0} a second of processor time), peak memory {}",
            if threads == 1 { "" } else { "s" },
            best.as_secs_f64(),
            tokens / best.as_secs_f64(),
            tokens * 1e9 / work.max(1) as f64,
            memory()
        );
    }
}

/// What is in the documents.
#[derive(Clone, Copy, Default)]
struct Size {
    input: usize,
    text: usize,
    tokens: usize,
    events: usize,
    statements: usize,
}

fn measure(coder: &Coder, documents: &[RawDocument], rounds: usize) {
    let mut size = Size::default();
    for document in documents {
        let coded = code(coder, document).0;
        size.input += document.bytes as usize;
        size.text += coded.page.text.len();
        size.tokens += coded.text.tokens.len();
        size.events += coded.events.len();
        size.statements += coded.statements.len();
    }
    println!(
        "  {} documents: {:.2} MB of input, {:.2} MB of text, {} tokens; {} events, {} statements",
        documents.len(),
        size.input as f64 / 1e6,
        size.text as f64 / 1e6,
        size.tokens,
        size.events,
        size.statements
    );
    for threads in [1, 2] {
        forget_peak();
        let runs: Vec<(Duration, Duration)> = (0..rounds).map(|_| whole(coder, documents, threads)).collect();
        let best = runs.iter().map(|r| r.0).min().unwrap_or_default();
        let work = runs.iter().map(|r| r.1).min().unwrap_or_default();
        let per_second = |n: usize| n as f64 / best.as_secs_f64();
        println!(
            "  {threads} thread{}: {:.3} s ({:.3} s of processor time), {:.0} documents/s, {:.0} tokens/s, {:.2} MB/s of input, {:.2} MB/s of text, peak memory {}",
            if threads == 1 { "" } else { "s" },
            best.as_secs_f64(),
            work.as_secs_f64(),
            per_second(documents.len()),
            per_second(size.tokens),
            per_second(size.input) / 1e6,
            per_second(size.text) / 1e6,
            memory()
        );
    }
    let pages: Vec<Page> = documents.iter().map(page).collect();
    language(Model::embedded(), &pages, rounds);
    drop(pages);
    stages(coder, documents, rounds, size);
}

/// Codes everything once: time by the clock, and processor time of all threads.
fn whole(coder: &Coder, documents: &[RawDocument], threads: usize) -> (Duration, Duration) {
    let next = AtomicUsize::new(0);
    let work = AtomicU64::new(0);
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(document) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
                    std::hint::black_box(code(coder, document));
                }
                work.fetch_add(processor_nanos(), Ordering::Relaxed);
            });
        }
    });
    (started.elapsed(), Duration::from_nanos(work.into_inner()))
}

/// Processor time of this thread so far, to some milliseconds; 0 where the system does not tell.
fn processor_nanos() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// Time of every stage, each the least of all rounds.
fn stages(coder: &Coder, documents: &[RawDocument], rounds: usize, size: Size) {
    let mut best: Vec<(&str, Duration)> = Vec::new();
    for _ in 0..rounds {
        let mut sums: Vec<(&str, Duration)> = Vec::new();
        for document in documents {
            let mut last = Instant::now();
            code_watched(coder, document, |stage| {
                let now = Instant::now();
                let time = now - std::mem::replace(&mut last, now);
                match sums.iter_mut().find(|(name, _)| *name == stage) {
                    Some((_, sum)) => *sum += time,
                    None => sums.push((stage, time)),
                }
            });
        }
        if best.is_empty() {
            best = sums;
        } else {
            for ((_, least), (_, sum)) in best.iter_mut().zip(sums) {
                *least = sum.min(*least);
            }
        }
    }
    let total: Duration = best.iter().map(|(_, time)| *time).sum();
    for (stage, time) in &best {
        println!(
            "  {stage:<12} {:>7.1} ms  {:>4.1} %  {:>7.0} ns a token",
            millis(*time),
            100.0 * time.as_secs_f64() / total.as_secs_f64(),
            time.as_nanos() as f64 / size.tokens.max(1) as f64
        );
    }
    println!("  {:<12} {:>7.1} ms           {:>7.0} ns a token", "all", millis(total), total.as_nanos() as f64 / size.tokens.max(1) as f64);
}

/// One document from bytes to records.
fn code(coder: &Coder, document: &RawDocument) -> (Coded, output::Chunk) {
    code_watched(coder, document, |_| {})
}

fn code_watched(coder: &Coder, document: &RawDocument, mut after: impl FnMut(&'static str)) -> (Coded, output::Chunk) {
    let page = page(document);
    std::hint::black_box(dotterel::page::language(&page.text, page.language.as_deref()));
    after("page");
    let coded = coder.code_watched(page, &mut after);
    let chunk = Encoder::default().encode(&output::Coded {
        page: &coded.page,
        text: &coded.text,
        actors: &coded.actors,
        events: &coded.events,
        statements: &coded.statements,
    });
    after("records");
    (coded, chunk)
}

fn page(document: &RawDocument) -> Page {
    let mut page = match &document.body {
        Body::Html(bytes) => dotterel::page::from_html(&document.id, bytes),
        Body::Text(text) => dotterel::page::from_text(&document.id, text),
    };
    page.date = document.date.or(page.date);
    page
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Largest resident memory since [`forget_peak`], where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kib.map_or_else(|| "not known".to_string(), |k| format!("{:.0} MB", k * 1024.0 / 1e6))
}

fn forget_peak() {
    // Linux; elsewhere the peak is not known anyway.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
