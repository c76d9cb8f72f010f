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

/// The worked example of docs/lexicon.md.
fn protest_ontology() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/ontology/protest").to_string()
}

#[test]
fn the_worked_ontology_codes_its_examples() {
    for prefix in ["tactics", "protest.protest-noun"] {
        let result = run(&["lexicon", "check", prefix, "--frames", &protest_ontology()]);
        assert_eq!(result.status, 0, "\n{}{}", result.text(), result.stderr);
        assert!(!result.text().contains("0 frames"), "{}", result.text());
    }
}

#[test]
fn own_frames_add_replace_and_drop() {
    let text = b"Activists glued themselves to a road in Austria. Relatives held a vigil against the government in Hungary. Libyans rose up against the president.";
    let rules = |arguments: &[&str]| -> Vec<String> {
        let coded = run_with(arguments, text);
        assert_eq!(coded.status, 0, "{}", coded.stderr);
        coded.records().iter().map(|r| r["rule"].as_str().unwrap_or_default().to_string()).collect()
    };
    let built_in = rules(&["code", "--only", "event", "--date", "2023-02-22", "-"]);
    let own = rules(&["code", "--only", "event", "--date", "2023-02-22", "--frames", &protest_ontology(), "-"]);
    assert!(!built_in.contains(&"tactics.glue".to_string()) && own.contains(&"tactics.glue".to_string()), "{built_in:?} {own:?}");
    for gone in ["protest.protest-noun", "protest.revolt"] {
        assert!(built_in.contains(&gone.to_string()) && !own.contains(&gone.to_string()), "{gone}: {built_in:?} {own:?}");
    }
}

#[test]
fn mistakes_in_own_frames_are_named_with_their_line() {
    let own = folder(&[("own.frames", b"drop consult.teleport\n".as_slice())]);
    let path = own.path().to_str().unwrap();
    for command in [vec!["lexicon", "check", "--frames", path], vec!["code", "--frames", path, "-"], vec!["read", "--frames", path, "-"]] {
        let result = run_with(&command, b"Wang visited Moscow.");
        assert_eq!(result.status, 1);
        result.says("own.frames:1:6", "no frame consult.teleport to drop");
    }
    let wrong =
        folder(&[("own.frames", b"frame hug\n  verb hug\n  event AID\n  example France hugged Spain. => AID; ESP > FRA\n".as_slice())]);
    let checked = run(&["lexicon", "check", "own", "--frames", wrong.path().to_str().unwrap()]);
    assert_eq!(checked.status, 1);
    assert!(checked.text().contains("own.frames:4: own.hug"), "{}", checked.text());
    let empty = folder(&[]);
    let result = run(&["lexicon", "check", "--frames", empty.path().to_str().unwrap()]);
    assert_eq!(result.status, 1);
    result.says(empty.path().to_str().unwrap(), "no file NAME.frames in it");
}
