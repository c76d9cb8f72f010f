//! `dotterel code`: documents in, records out, in the documents' order.
//!
//! Every thread takes the next document, codes it and encodes its records; the main thread
//! writes them in order. A thread that is far ahead of the writer waits, so that memory does
//! not grow with the number of documents.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Instant;

use anyhow::Context;
use dotterel::Coder;
use dotterel_formats::input::{self, Documents, Input, Options};
use dotterel_formats::output::{self, AtomicFile, Chunk, Encoder, Writer};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::arguments::{CodeOptions, Format, Kind};
use crate::prepare::{NO_DATE, Prepared, prepare};

/// How many documents a thread may be ahead of the writer.
const AHEAD: u64 = 256;

/// What became of one document.
enum Outcome {
    Coded { origin: String, chunk: Chunk, bytes: u64, dated: bool, notes: Vec<String> },
    Foreign { origin: String, language: String },
    Failed { message: String },
}

/// Codes everything that is named.
pub fn run(options: &CodeOptions) -> anyhow::Result<u8> {
    let started = Instant::now();
    let mut coder = crate::lexicon::coder(options.lang.as_deref(), &options.frames)?;
    coder.agentless = options.agentless;
    let inputs: Vec<Input> = options.inputs.iter().map(Input::from).collect();
    let encoder = Encoder {
        format: match options.format {
            Format::Jsonl => output::Format::Jsonl,
            Format::Csv => output::Format::Csv,
            Format::Parquet => output::Format::Parquet,
        },
        only: options.only.map(|kind| match kind {
            Kind::Event => output::Kind::Event,
            Kind::Statement => output::Kind::Statement,
            Kind::Document => output::Kind::Document,
        }),
        with_text: options.with_text,
    };
    let documents = input::documents(&inputs, Options::new(dotterel::page::decode));
    let bar = bar(options, &inputs);
    let progress = documents.progress();
    let mut summary = Summary::default();
    let job = Job { coder: &coder, encoder, options };
    match &options.output {
        Some(path) => {
            let file = AtomicFile::create(path).with_context(|| path.display().to_string())?;
            let mut writer = Writer::new(&encoder, file).with_context(|| path.display().to_string())?;
            job.run(documents, &mut writer, &mut summary, &bar, &|| progress.bytes())?;
            if let Some(file) = writer.finish().with_context(|| path.display().to_string())? {
                file.commit().with_context(|| path.display().to_string())?;
            }
        }
        None => {
            if encoder.format == output::Format::Parquet && io::stdout().is_terminal() {
                anyhow::bail!("Parquet is no text for a terminal: give a file with -o FILE");
            }
            let mut writer = Writer::new(&encoder, io::BufWriter::with_capacity(1 << 16, io::stdout()))?;
            job.run(documents, &mut writer, &mut summary, &bar, &|| progress.bytes())?;
            writer.finish()?;
        }
    }
    bar.finish_and_clear();
    if !options.quiet {
        eprintln!("{}", summary.in_words(started.elapsed().as_secs_f64()));
    }
    Ok(if summary.failed > 0 { crate::SOME_SKIPPED } else { crate::DONE })
}

struct Job<'a> {
    coder: &'a Coder,
    encoder: Encoder,
    options: &'a CodeOptions,
}

/// What the threads share: where the documents come from, and how far the writer is.
struct Shared {
    documents: Mutex<(u64, Documents)>,
    written: Mutex<u64>,
    moved: Condvar,
}

impl Job<'_> {
    fn run<W: Write + Send>(
        &self,
        documents: Documents,
        writer: &mut Writer<W>,
        summary: &mut Summary,
        bar: &ProgressBar,
        read: &dyn Fn() -> u64,
    ) -> io::Result<()> {
        let threads = self.options.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        let shared = Shared { documents: Mutex::new((0, documents)), written: Mutex::new(0), moved: Condvar::new() };
        let (sender, receiver) = sync_channel(threads * 4);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let (sender, shared) = (sender.clone(), &shared);
                scope.spawn(move || {
                    loop {
                        // A panic while the lock was held would have been in a reader; the
                        // iterator goes on with the next file.
                        let mut next = shared.documents.lock().unwrap_or_else(PoisonError::into_inner);
                        let number = next.0;
                        let Some(item) = next.1.next() else { return };
                        next.0 += 1;
                        drop(next);
                        let mut written = shared.written.lock().unwrap_or_else(PoisonError::into_inner);
                        while number >= written.saturating_add(AHEAD) {
                            written = shared.moved.wait(written).unwrap_or_else(PoisonError::into_inner);
                        }
                        drop(written);
                        if sender.send((number, self.code(item))).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let result = self.write(receiver, &shared, writer, summary, bar, read);
            // Threads that wait for a writer that has stopped go on and find the channel closed.
            *shared.written.lock().unwrap_or_else(PoisonError::into_inner) = u64::MAX;
            shared.moved.notify_all();
            result
        })
    }

    fn write<W: Write + Send>(
        &self,
        receiver: Receiver<(u64, Outcome)>,
        shared: &Shared,
        writer: &mut Writer<W>,
        summary: &mut Summary,
        bar: &ProgressBar,
        read: &dyn Fn() -> u64,
    ) -> io::Result<()> {
        let mut waiting: BTreeMap<u64, Outcome> = BTreeMap::new();
        let mut next = 0;
        for (number, outcome) in receiver {
            waiting.insert(number, outcome);
            while let Some(outcome) = waiting.remove(&next) {
                next += 1;
                match outcome {
                    Outcome::Coded { origin, chunk, bytes, dated, notes } => {
                        summary.add(&chunk, bytes);
                        summary.undated += u64::from(!dated);
                        if !self.options.quiet {
                            for note in notes {
                                self.tell(bar, &format!("{origin}: note: {note}"));
                            }
                        }
                        writer.write(chunk)?;
                    }
                    Outcome::Foreign { origin, language } => {
                        summary.foreign.entry(language.clone()).and_modify(|n| *n += 1).or_insert(1u64);
                        self.tell(bar, &format!("{origin}: skipped: its language is {language}"));
                    }
                    Outcome::Failed { message } => {
                        summary.failed += 1;
                        self.tell(bar, &format!("{message}; skipped"));
                    }
                }
            }
            *shared.written.lock().unwrap_or_else(PoisonError::into_inner) = next;
            shared.moved.notify_all();
            bar.set_position(read());
            bar.set_message(format!("{} documents, {} events", summary.documents, summary.events));
            if writer.is_closed() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Messages stand above the bar, and in a log where there is no bar. Errors are shown
    /// with `--quiet` too: nothing is lost in silence.
    fn tell(&self, bar: &ProgressBar, message: &str) {
        if bar.is_hidden() {
            eprintln!("dotterel: {message}");
        } else {
            bar.println(format!("dotterel: {message}"));
        }
    }

    fn code(&self, item: input::Item) -> Outcome {
        let raw = match item {
            Ok(raw) => raw,
            Err(error) => return Outcome::Failed { message: error.to_string() },
        };
        let (origin, bytes) = (raw.origin.clone(), raw.bytes);
        // No input should make a stage panic; should one all the same, the others go on.
        let result = catch_unwind(AssertUnwindSafe(|| match prepare(raw, self.options.date, self.options.any_language) {
            Prepared::Page(page) => {
                // Missing dates are common and counted in the summary; the rest is told.
                let dated = page.date.is_some();
                let notes = page.warnings.iter().filter(|w| *w != NO_DATE).cloned().collect();
                let coded = self.coder.code(page);
                let chunk = self.encoder.encode(&output::Coded {
                    page: &coded.page,
                    text: &coded.text,
                    actors: &coded.actors,
                    events: &coded.events,
                    statements: &coded.statements,
                });
                Outcome::Coded { origin: origin.clone(), chunk, bytes, dated, notes }
            }
            Prepared::Foreign { language } => Outcome::Foreign { origin: origin.clone(), language },
            Prepared::Empty => Outcome::Failed { message: format!("{origin}: no text found") },
        }));
        result.unwrap_or_else(|_| Outcome::Failed { message: format!("{origin}: coding failed inside; please report this document") })
    }
}

/// What the last lines say.
#[derive(Default)]
struct Summary {
    documents: u64,
    events: u64,
    statements: u64,
    bytes: u64,
    failed: u64,
    undated: u64,
    foreign: BTreeMap<String, u64>,
}

impl Summary {
    fn add(&mut self, chunk: &Chunk, bytes: u64) {
        self.documents += chunk.counts.documents;
        self.events += chunk.counts.events;
        self.statements += chunk.counts.statements;
        self.bytes += bytes;
    }

    fn in_words(&self, seconds: f64) -> String {
        let count = |n: u64, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
        let mut words = format!(
            "{} coded: {}, {}, in {seconds:.2} s ({:.1} MB/s).",
            count(self.documents, "document"),
            count(self.events, "event"),
            count(self.statements, "statement"),
            self.bytes as f64 / 1e6 / seconds.max(1e-9),
        );
        if self.undated > 0 {
            words.push_str(&format!(
                " {} without a day of publication: \"on Monday\" stays unresolved there; --date sets one.",
                count(self.undated, "document")
            ));
        }
        if !self.foreign.is_empty() {
            let list: Vec<String> = self.foreign.iter().map(|(language, n)| format!("{n} in {language}")).collect();
            words.push_str(&format!(" Skipped for their language: {}.", list.join(", ")));
        }
        if self.failed > 0 {
            words.push_str(&format!(" {} could not be read or coded, each named above.", count(self.failed, "document")));
        }
        words
    }
}

fn bar(options: &CodeOptions, inputs: &[Input]) -> ProgressBar {
    if options.quiet || !io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let bar = match input::total_bytes(inputs) {
        Some(total) => ProgressBar::new(total).with_style(
            ProgressStyle::with_template("{bar:24} {percent:>3} %  {binary_bytes_per_sec}  {msg}  {eta} left")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        ),
        None => ProgressBar::new_spinner().with_style(
            ProgressStyle::with_template("{spinner} {binary_bytes_per_sec}  {msg}  {elapsed}")
                .unwrap_or_else(|_| ProgressStyle::default_spinner()),
        ),
    };
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}
