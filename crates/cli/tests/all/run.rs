//! Runs the program and keeps what it gave.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// What a run gave.
pub struct Run {
    /// Exit status; -1 where a signal ended it.
    pub status: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Run {
    /// Standard output as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).expect("the output is UTF-8")
    }

    /// Standard output as records.
    pub fn records(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
    }

    /// Ids of the documents that were coded.
    pub fn documents(&self) -> Vec<String> {
        of_type(&self.records(), "document").iter().map(|r| r["id"].as_str().unwrap_or_default().to_string()).collect()
    }

    /// Fails unless standard error has a line with both.
    pub fn says(&self, document: &str, reason: &str) {
        assert!(
            self.stderr.lines().any(|l| l.contains(document) && l.contains(reason)),
            "no line with {document:?} and {reason:?} in:\n{}",
            self.stderr
        );
    }
}

/// The program, to be run with these arguments.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dotterel"));
    command.args(arguments);
    command
}

/// Runs it to its end.
pub fn run(arguments: &[&str]) -> Run {
    run_with(arguments, b"")
}

/// Runs it with these bytes on standard input.
pub fn run_with(arguments: &[&str], input: &[u8]) -> Run {
    let mut child =
        program(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    // A program that does not read its input closes it: no error here.
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    feeder.join().expect("the input is fed");
    Run { status: output.status.code().unwrap_or(-1), stdout: output.stdout, stderr: String::from_utf8_lossy(&output.stderr).into_owned() }
}

/// Records of one type.
pub fn of_type<'a>(records: &'a [Value], kind: &str) -> Vec<&'a Value> {
    records.iter().filter(|r| r["type"] == kind).collect()
}

/// A new folder with these files in it.
pub fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("a file for the test");
    }
    folder
}

/// Path of a file in a folder, as an argument.
pub fn path(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).to_str().expect("a plain path").to_string()
}

/// The example reports.
pub fn examples() -> String {
    root().join("examples").to_str().expect("a plain path").to_string()
}

/// A file of the shared data beside the repository; `None`, with a message, where it is absent.
pub fn shared(name: &str) -> Option<String> {
    let path = root().join("../shared").join(name);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    path.to_str().map(str::to_string)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
