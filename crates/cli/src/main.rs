//! The program `dotterel`.

mod arguments;

mod prepare;

mod code;

mod read;

mod parse;

mod demo;

mod lexicon;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command, LexiconCommand};

/// Stages make many short lists; this allocator takes a twentieth off the time (docs/results.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Everything was coded or skipped for its language.
pub const DONE: u8 = 0;
/// The run could not be done: the output cannot be written, the frames have a mistake.
pub const FAILED: u8 = 1;
/// The run was done, but some documents could not be read or coded.
pub const SOME_SKIPPED: u8 = 3;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Code(options) => code::run(options),
        Command::Read(options) => read::run(options),
        Command::Parse(options) => parse::run(options),
        Command::Demo(options) => demo::run(options),
        Command::Lexicon { command: LexiconCommand::Check(options) } => lexicon::check(options),
    };
    match result {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            // A reader that has gone away ("dotterel code ... | head") is no error.
            let gone = error
                .chain()
                .any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe));
            if gone {
                return ExitCode::from(DONE);
            }
            eprintln!("dotterel: {error:#}");
            ExitCode::from(FAILED)
        }
    }
}
