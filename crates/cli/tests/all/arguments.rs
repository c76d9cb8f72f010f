//! Exit statuses, help, and what is asked of `read`, `parse` and `demo`.

use crate::run::{examples, folder, path, run, run_with};

#[test]
fn help_names_the_exit_statuses() {
    let result = run(&["--help"]);
    assert_eq!(result.status, 0);
    let words = result.text().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("Exit status: 0 done; 1 the run could not be done; 2 wrong arguments; 3 done, but some documents"), "{words}");
}

#[test]
fn wrong_arguments_are_status_2_and_say_what_is_wrong() {
    for (arguments, part) in [
        (&["code"] as &[&str], "<INPUTS>"),
        (&["code", "x.txt", "--date", "2023-02-30"], "2023-02-30"),
        (&["code", "x.txt", "--format", "xml"], "xml"),
        (&["code", "x.txt", "--threads", "two"], "two"),
        (&["code", "x.txt", "--threads", "0"], "--threads"),
        (&["fly"], "fly"),
        (&[], "Usage"),
    ] {
        let result = run(arguments);
        assert_eq!(result.status, 2, "{arguments:?}: {}", result.stderr);
        assert!(result.stderr.contains(part), "{arguments:?}: {}", result.stderr);
    }
}

#[test]
fn a_report_is_shown_with_what_was_coded() {
    let folder = folder(&[("2023-02-22-visit.txt", b"Chinese State Councilor Wang Yi visited Moscow on Wednesday.".as_slice())]);
    let file = path(&folder, "2023-02-22-visit.txt");
    let plain = run(&["read", &file]);
    assert_eq!(plain.status, 0, "{}", plain.stderr);
    assert!(plain.text().contains("Wang Yi (China, government) visited"), "{}", plain.text());
    assert!(plain.text().contains("22 Feb 2023, actual"), "{}", plain.text());
    assert!(!plain.text().contains('\x1b'), "no colours where nobody sees them");
    assert!(run(&["read", &file, "--color", "always"]).text().contains('\x1b'));
    let explained = run(&["read", &file, "--explain"]);
    assert!(
        explained.text().contains("rule consult.visit") && explained.text().contains("lang/en/frames/consult.frames:"),
        "{}",
        explained.text()
    );
    assert!(plain.text().lines().all(|l| l.chars().count() <= 100));
}

#[test]
fn reading_what_is_not_there_is_status_1_and_what_is_empty_status_3() {
    let missing = run(&["read", "no-such-file.txt"]);
    assert_eq!(missing.status, 1);
    missing.says("no-such-file.txt", "no such file");
    let empty = run_with(&["read", "-"], b"");
    assert_eq!(empty.status, 3);
    empty.says("standard input", "empty");
}

#[test]
fn trees_are_conllu_and_given_tokens_are_kept() {
    let raw = run_with(&["parse", "-"], b"Wang Yi visited Moscow. He didn't stay.");
    assert_eq!(raw.status, 0, "{}", raw.stderr);
    let sentences: Vec<&str> = raw.text().trim_end().split("\n\n").collect();
    assert_eq!(sentences.len(), 2, "{}", raw.text());
    let given = "# sent_id = s1\n# text = e-mail war-torn Syria\n1\te-mail\t_\t_\t_\t_\t_\t_\t_\t_\n2\twar-torn\t_\t_\t_\t_\t_\t_\t_\t_\n3\tSyria\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let tokenized = run_with(&["parse", "--tokenized", "-"], given.as_bytes());
    assert_eq!(tokenized.status, 0, "{}", tokenized.stderr);
    let rows: Vec<Vec<&str>> =
        tokenized.text().lines().filter(|l| l.starts_with(|c: char| c.is_ascii_digit())).map(|l| l.split('\t').collect()).collect();
    assert_eq!(rows.iter().map(|r| r[1]).collect::<Vec<_>>(), ["e-mail", "war-torn", "Syria"]);
    assert!(rows.iter().all(|r| r.len() == 10 && r[3] != "_"), "{}", tokenized.text());
    assert_eq!(rows.iter().filter(|r| r[6] == "0" && r[7] == "root").count(), 1);
}

#[test]
fn the_demo_codes_the_examples() {
    let result = run(&["demo", "--examples", &examples()]);
    assert_eq!(result.status, 0, "{}", result.stderr);
    assert!(result.text().contains("29 reports"), "{}", result.text());
    assert!(result.text().contains("its language is German"));
}

/// `docs/cli.md` names every command and option that the program has.
#[test]
fn every_option_is_documented() {
    let guide = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/cli.md")).unwrap();
    for command in [&["code"] as &[&str], &["read"], &["parse"], &["demo"], &["lexicon", "check"]] {
        assert!(guide.contains(&format!("dotterel {}", command.join(" "))), "{command:?}");
        let help = run(&[command, &["--help"]].concat());
        for option in help.text().split_whitespace().filter(|w| w.starts_with("--") && !["--help", "--version"].contains(w)) {
            assert!(guide.contains(option.trim_end_matches(',')), "{option} of {command:?} is not in docs/cli.md");
        }
    }
}
