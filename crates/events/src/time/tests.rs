use dotterel_document::Page;
use dotterel_language::Model;
use dotterel_lexicon::time::TimeWords;

use super::*;

/// What is found in a text, as the table writes it.
fn read(text: &str, date: &str, words: &TimeWords) -> String {
    let page = Page { text: text.to_string(), date: date.parse().ok(), ..Page::default() };
    let analysed = Model::embedded().analyze(&page);
    let found = find(&page, &analysed, words);
    let cells: Vec<String> = found.iter().map(|time| cell(&page.text, time)).collect();
    if cells.is_empty() { "-".to_string() } else { cells.join("; ") }
}

fn cell(text: &str, time: &TimeExpression) -> String {
    let days = if time.start == time.end { time.start.to_string() } else { format!("{}..{}", time.start, time.end) };
    format!("{}: {days} {}", time.bytes.of(text), time.precision.as_str())
}

#[test]
fn table_of_expressions() {
    let table = include_str!("../../../../tests/time-table.tsv");
    let words = TimeWords::embedded().unwrap();
    let rows: Vec<&str> = table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    assert!(rows.len() >= 300, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let cells: Vec<&str> = row.split('\t').collect();
        let [text, date, expected] = cells.as_slice() else { panic!("three cells: {row}") };
        let got = read(text, date, &words);
        if got != *expected {
            wrong.push(format!("{text} [{date}]\n  expected {expected}\n  got      {got}"));
        }
    }
    let report = format!("{} of {} rows are wrong:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    println!("{report}");
    assert!(wrong.is_empty(), "{report}");
}

/// The words of the expression that tells when the predicate `word` happened.
fn when(text: &str, word: &str) -> String {
    let words = TimeWords::embedded().unwrap();
    let page = Page { text: text.to_string(), date: "2023-02-22".parse().ok(), ..Page::default() };
    let analysed = Model::embedded().analyze(&page);
    let times = find(&page, &analysed, &words);
    let token = (0..analysed.tokens.len() as u32).find(|&t| analysed.word(text, t) == word).unwrap();
    for_token(&times, &analysed, token).map_or("-", |time| time.bytes.of(text)).to_string()
}

#[test]
fn verb_takes_its_own_modifier() {
    let text = "Putin said on Monday that he will meet Xi on Friday.";
    assert_eq!(when(text, "said"), "Monday");
    assert_eq!(when(text, "meet"), "Friday");
}

#[test]
fn noun_takes_its_modifier_and_then_its_verbs() {
    assert_eq!(when("Blinken warned Wang at weekend talks in Munich.", "talks"), "weekend");
    assert_eq!(when("Lavrov held separate talks with Wang earlier Wednesday.", "talks"), "earlier Wednesday");
    assert_eq!(when("Putin told Wang at talks in Moscow on Wednesday that ties are vital.", "talks"), "Wednesday");
}

#[test]
fn date_of_another_clause_is_not_taken() {
    assert_eq!(when("Putin said on Monday that Xi is eager to visit.", "visit"), "-");
    assert_eq!(when("Troops who fled on Monday attacked the village.", "attacked"), "-");
}

#[test]
fn date_of_an_act_that_is_spoken_of_stays_with_it() {
    let text = "The union condemned Tuesday's attack.";
    assert_eq!(when(text, "attack"), "Tuesday");
    assert_eq!(when(text, "condemned"), "-");
}

#[test]
fn joined_verbs_share_a_date() {
    assert_eq!(when("On Friday, Putin met Xi and signed a deal.", "signed"), "Friday");
}

#[test]
fn text_without_tags_is_read_by_words_alone() {
    let words = TimeWords::embedded().unwrap();
    let text = "He left on 24 February 2022 , three days ago and last week .";
    let page = Page { text: text.to_string(), date: "2023-02-22".parse().ok(), ..Page::default() };
    let found: Vec<String> = find(&page, &bare(text), &words).iter().map(|time| cell(text, time)).collect();
    assert_eq!(found, ["24 February 2022: 2022-02-24 day", "three days ago: 2023-02-19 day", "last week: 2023-02-13..2023-02-19 week"]);
}

#[test]
fn hostile_text_is_read_in_linear_time() {
    let words = TimeWords::embedded().unwrap();
    for piece in ["Monday to ", "last ", "early the end of ", "2 to ", "twenty - ", "a couple of week ", "2014 and ", "May "] {
        let text = piece.repeat(20_000);
        let page = Page { text: text.clone(), date: "2023-02-22".parse().ok(), ..Page::default() };
        let analysed = bare(&text);
        let start = std::time::Instant::now();
        let times = find(&page, &analysed, &words);
        for token in (0..analysed.tokens.len() as u32).step_by(50) {
            let _ = for_token(&times, &analysed, token);
        }
        assert!(start.elapsed().as_secs() < 5, "{piece:?} took {:?}", start.elapsed());
    }
}

/// Words parted by spaces, in one sentence, without tags or tree.
fn bare(text: &str) -> Text {
    use dotterel_document::syntax::{Deprel, Feats, Upos, Xpos};
    use dotterel_document::text::{NO_HEAD, Sent, Token};
    let mut tokens = Vec::new();
    let mut start = 0;
    for word in text.split(' ') {
        let end = start + word.len();
        if !word.is_empty() {
            tokens.push(Token {
                span: Span::new(start as u32, end as u32),
                lemma: Default::default(),
                upos: Upos::X,
                xpos: Xpos::None,
                feats: Feats::default(),
                head: NO_HEAD,
                deprel: Deprel::Dep,
                sent: 0,
                joined: false,
            });
        }
        start = end + 1;
    }
    let sent = Sent { span: Span::new(0, text.len() as u32), tokens: Span::new(0, tokens.len() as u32), paragraph: 0 };
    Text { paragraphs: vec![sent.span], sents: vec![sent], tokens, nominals: Vec::new() }
}

#[test]
fn any_words_with_any_tree_are_survived() {
    use dotterel_document::syntax::{Deprel, Feats, Upos, Xpos};
    const WORDS: &[&str] = &[
        "Monday",
        "May",
        "March",
        "2014",
        "22",
        "22nd",
        "last",
        "next",
        "this",
        "the",
        "of",
        "week",
        "years",
        "ago",
        "and",
        "to",
        "-",
        "two",
        "half",
        "a",
        "mid-March",
        "mid-1990s",
        "2023-02-22",
        "99/99/9999",
        "1990s",
        "early",
        "end",
        "weekend",
        "night",
        "today",
        "overnight",
        "summer",
        "9999",
        "Easter",
        "Ramadan",
        "later",
        "earlier",
        "before",
        "yesterday",
        "in",
        "since",
        "first",
        "couple",
        "decades",
        "century",
        "St",
        "New",
        "Year's",
        "eve",
        "’",
        "time",
        ",",
    ];
    let words = TimeWords::embedded().unwrap();
    let mut seed = 1u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    let mut total = 0;
    for round in 0..3000 {
        let length = 1 + random(14);
        let text: Vec<&str> = (0..length).map(|_| WORDS[random(WORDS.len())]).collect();
        let text = text.join(" ");
        let mut analysed = bare(&text);
        for token in &mut analysed.tokens {
            token.upos = Upos::ALL[random(Upos::ALL.len())];
            token.xpos = Xpos::ALL[random(Xpos::ALL.len())];
            token.deprel = Deprel::ALL[random(Deprel::ALL.len())];
            token.head = if random(4) == 0 { u32::MAX } else { random(length) as u32 };
            token.feats = Feats(1 << random(63));
        }
        let date = ["2023-02-22", "-9999-01-01", "9999-12-31", "0000-01-01", ""][round % 5];
        let page = Page { text: text.clone(), date: date.parse().ok(), ..Page::default() };
        let times = find(&page, &analysed, &words);
        for time in &times {
            assert!(time.start <= time.end, "{text}: {time:?}");
            assert!(!time.bytes.is_empty(), "{text}: {time:?}");
        }
        for pair in times.windows(2) {
            assert!(pair[0].tokens.end <= pair[1].tokens.start, "{text}: {pair:?}");
        }
        for token in 0..length as u32 {
            let _ = for_token(&times, &analysed, token);
        }
        total += times.len();
    }
    assert!(total > 3000, "{total} expressions only");
}

/// The words that years are counted from, as heads.
fn long_past(text: &str) -> Vec<String> {
    let words = TimeWords::embedded().unwrap();
    let page = Page { text: text.to_string(), date: "2023-02-22".parse().ok(), ..Page::default() };
    let analysed = Model::embedded().analyze(&page);
    let anchors = long_ago(&page, &analysed, &words);
    let event = |t: u32| dotterel_document::Event {
        category: dotterel_document::Category::Assault,
        modes: Vec::new(),
        contexts: Vec::new(),
        status: dotterel_document::Status::Actual,
        attributed_to: None,
        actors: Vec::new(),
        recipients: Vec::new(),
        date: None,
        end_date: None,
        precision: dotterel_document::Precision::Report,
        place: None,
        trigger: analysed.tokens[t as usize].span,
        also: Vec::new(),
        sent: 0,
        size: dotterel_document::Size::default(),
        cameo: None,
        rule: String::new(),
        confidence: 0.5,
        guessed: false,
        explanation: Vec::new(),
    };
    let act = |t: &u32| matches!(analysed.tokens[*t as usize].upos, dotterel_document::Upos::Verb | dotterel_document::Upos::Noun);
    let mut events: Vec<_> = (0..analysed.tokens.len() as u32).filter(act).map(event).collect();
    mark_historical(&mut events, &anchors, &analysed);
    let past = events.iter().filter(|e| e.status == dotterel_document::Status::Historical);
    past.map(|e| e.trigger.of(text).to_string()).collect()
}

#[test]
fn what_years_are_counted_from_is_long_past() {
    for (text, past) in [
        ("Turkey shelled Afrin two years after Russia invaded Georgia.", vec!["invaded"]),
        ("Macron visited Kigali more than two decades after the massacre.", vec!["massacre"]),
        ("Putin met Xi over a year after he ordered an invasion.", vec!["ordered", "invasion"]),
        ("Years after troops attacked Georgia, Tbilisi accused Moscow.", vec!["troops", "attacked"]),
        ("Eighteen months after the coup, Mali expelled the envoy.", vec!["coup"]),
    ] {
        assert_eq!(long_past(text), past, "{text}");
    }
}

#[test]
fn what_days_or_months_are_counted_from_is_not() {
    for text in [
        "Putin met Xi hours after Russia shelled Kharkiv.",
        "Putin met Xi three months after Russia shelled Kharkiv.",
        "Half a year after the coup, Mali expelled the envoy.",
        "A year before Germany attacked Poland, Britain met Hitler.",
        "The talks began after Russia attacked Georgia.",
        "The year after",
    ] {
        assert_eq!(long_past(text), Vec::<String>::new(), "{text}");
    }
}
