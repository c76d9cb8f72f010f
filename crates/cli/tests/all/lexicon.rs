//! What the lexicon promises.

use std::path::Path;

use crate::run::{folder, run, run_with};

/// Every frame's examples, as `dotterel lexicon check` runs them.
#[test]
fn every_frame_codes_its_examples() {
    let result = run(&["lexicon", "check"]);
    assert_eq!(result.status, 0, "\n{}{}", result.text(), result.stderr);
}

#[test]
fn a_mistake_in_a_frame_is_named_with_its_line() {
    let lang = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang/en");
    let copy = folder(&[(
        "consult.frames",
        b"frame visit\n  verb visit\n  event CONSULT sightseeing\n  example Wang visited Moscow. => CONSULT; CHN > RUS\n".as_slice(),
    )]);
    std::fs::create_dir(copy.path().join("frames")).unwrap();
    std::fs::rename(copy.path().join("consult.frames"), copy.path().join("frames/consult.frames")).unwrap();
    for name in ["words.txt", "classes.txt", "contexts.txt"] {
        std::fs::copy(lang.join(name), copy.path().join(name)).unwrap();
    }
    let folder = copy.path().to_str().unwrap();
    let checked = run(&["lexicon", "check", "--lang", folder]);
    assert_eq!(checked.status, 1);
    checked.says("consult.frames:3:", "sightseeing");
    let coded = run_with(&["code", "--lang", folder, "-"], b"Wang visited Moscow.");
    assert_eq!(coded.status, 1);
    coded.says("consult.frames:3:", "sightseeing");
}

/// A user's own frames stand in for those built in.
#[test]
fn frames_from_a_folder_are_used() {
    let lang = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang/en");
    let copy = folder(&[]);
    std::fs::create_dir(copy.path().join("frames")).unwrap();
    std::fs::write(
        copy.path().join("frames/own.frames"),
        "frame condemn\n  verb condemn\n  event THREATEN\n  recipient object\n  example France condemned Germany. => THREATEN; FRA > DEU\n",
    )
    .unwrap();
    for name in ["words.txt", "classes.txt", "contexts.txt"] {
        std::fs::copy(lang.join(name), copy.path().join(name)).unwrap();
    }
    let coded = run_with(&["code", "--only", "event", "--lang", copy.path().to_str().unwrap(), "-"], b"France condemned Germany.");
    assert_eq!(coded.status, 0, "{}", coded.stderr);
    assert_eq!(coded.records()[0]["rule"], "own.condemn");
}
