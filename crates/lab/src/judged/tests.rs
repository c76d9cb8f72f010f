use dotterel_document::{Category, Status};

use super::*;

fn tuple(category: Category, actors: &[&str], recipients: &[&str]) -> Tuple {
    let codes = |codes: &[&str]| codes.iter().map(|c| c.to_string()).collect();
    Tuple { category, actors: codes(actors), recipients: codes(recipients), status: Status::Actual }
}

const FILE: &str = "# words\n\
    report\tr1\t100\n\
    coded\tr1\t10\t17\tCONSULT\tCHN\tRUS\tactual\ty\ty\tvisited\n\
    coded\tr1\t30\t36\tASSAULT\tRUS\tUKR\tactual\tn\tn\n\
    coded\tr1\t40\t46\tACCUSE\tUSA\t-\tactual\t?\t?\n\
    expected\tr1\t10\t17\tCONSULT\tCHN\tRUS\tactual\n\
    expected\tr1\t60\t66\tAID\tCHN,USA\tRUS\tactual\n";

#[test]
fn a_file_reads_back_as_written() {
    let judged = rows::parse(FILE).unwrap();
    let mut out = String::from("# words\n");
    judged.reports.iter().for_each(|r| rows::write_report(&mut out, r));
    let shown = ["visited".to_string()];
    judged.coded.iter().for_each(|r| rows::write_coded(&mut out, r, if r.span.start == 10 { &shown } else { &[] }));
    judged.expected.iter().for_each(|r| rows::write_expected(&mut out, r));
    assert_eq!(out, FILE);
}

#[test]
fn what_is_not_understood_is_an_error_with_its_line() {
    for (line, message) in [
        ("coded\tr1\t1\t2\tHUG\t-\t-\tactual\ty\ty", "\"HUG\" is no PLOVER category"),
        ("coded\tr1\t2\t2\tAID\t-\t-\tactual\ty\ty", "2..2 holds no words"),
        ("coded\tr1\t1\t2\tAID\t-\t-\tmaybe\ty\ty", "\"maybe\" is no status"),
        ("coded\tr1\t1\t2\tAID\t-\t-\tactual\tn\ty", "a tuple with a wrong category is not right"),
        ("coded\tr1\t1\t2\tAID\t-\t-\tactual\tyes\ty", "\"yes\" is no verdict: y, n or ?"),
        ("expected\tr1\t1", "too few fields for `expected`"),
        ("event\tr1", "\"event\" is no kind of line: report, coded, expected"),
    ] {
        assert_eq!(rows::parse(&format!("report\tr1\t9\n{line}\n")).unwrap_err(), (2, message.to_string()));
    }
    assert!(rows::parse("coded\tr2\t1\t2\tAID\t-\t-\tactual\ty\ty").is_err());
}

#[test]
fn judgements_are_found_by_words_and_category() {
    let judged = rows::parse(FILE).unwrap();
    let ask = |start, end, tuple| {
        let found = Found { spans: vec![Span::new(start, end)], tuple };
        let verdict = score::verdict(&judged, "r1", &found);
        (verdict.category, verdict.tuple)
    };
    assert_eq!(ask(12, 20, tuple(Category::Consult, &["CHN"], &["RUS"])), (Some(true), Some(true)));
    assert_eq!(ask(12, 20, tuple(Category::Consult, &["CHN"], &[])), (Some(true), Some(false)));
    assert_eq!(ask(30, 36, tuple(Category::Assault, &["?"], &[])), (Some(false), Some(false)));
    assert_eq!(ask(30, 36, tuple(Category::Aid, &["RUS"], &["UKR"])), (None, None));
    assert_eq!(ask(40, 46, tuple(Category::Accuse, &["USA"], &[])), (None, None));
}

#[test]
fn the_score_counts_right_wrong_unjudged_and_missing() {
    let judged = rows::parse(FILE).unwrap();
    let found = |start: u32, tuple| Found { spans: vec![Span::new(start, start + 6)], tuple };
    let mut score = score::Score::default();
    let notes = score.add(
        &judged,
        "r1",
        &[
            found(10, tuple(Category::Consult, &["CHN"], &["RUS"])),
            found(30, tuple(Category::Assault, &["RUS"], &["UKR"])),
            found(40, tuple(Category::Accuse, &["USA"], &[])),
            found(60, tuple(Category::Aid, &["CHN"], &["RUS"])),
        ],
    );
    let expected = score::Score { reports: 1, coded: 4, category: (2, 3), tuple: (1, 3), recall: (2, 1, 2) };
    assert_eq!(score, expected);
    assert_eq!(notes.len(), 4, "{notes:?}");
    assert!(score.to_string().contains("precision of the category           0.667  2/3"), "{score}");
}

#[test]
fn a_draw_is_the_same_for_the_same_seed_and_has_no_report_twice() {
    let drawn = draw_some(125, 30, 1);
    assert_eq!(drawn, draw_some(125, 30, 1));
    assert_ne!(drawn, draw_some(125, 30, 2));
    let mut sorted = drawn.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!((sorted.len(), sorted.last().is_some_and(|&l| l < 125)), (30, true));
    assert_eq!(draw_some(3, 30, 1).len(), 3);
}

/// The kept judgements read, and where the news are there, they fit them.
#[test]
fn kept_judgements_fit_the_news() {
    let judged = read_judged(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/judged-events.tsv")).unwrap();
    assert!(!judged.reports.is_empty());
    let path = crate::shared("data/news/guardian.jsonl");
    let Ok(news) = read_news(&path) else {
        println!("skipped: no {}", path.display());
        return;
    };
    for report in &judged.reports {
        let found = news.iter().find(|n| n.id == report.id).unwrap();
        assert_eq!(found.text.len(), report.bytes as usize);
        let spans = judged.coded.iter().filter(|r| r.id == report.id).map(|r| r.span);
        for span in spans.chain(judged.expected.iter().filter(|r| r.id == report.id).map(|r| r.span)) {
            assert!(found.text.get(span.range()).is_some_and(|words| !words.trim().is_empty()), "{} {span:?}", report.id);
        }
    }
}
