use super::*;

/// A small world, written for these tests.
fn world() -> World {
    let text = "\
[country]
Germany | DEU
Russia; Russian Federation | RUS
Russia's Neighbour; Soviet Union | RUS | | ..1991-12-25
[capital]
Moscow | RUS | | | at=55.75 37.62
[person]
Angela Merkel | DEU | GOV | 2005-11-22..2021-12-08 | Chancellor; female
Vladimir Putin; Vladimir V. Putin | RUS | GOV | 2000-05..2008-05 | President
Vladimir Putin | RUS | GOV | 2008-05..2012-05 | Prime Minister
Vladimir Putin | RUS | GOV | 2012-05.. | President
Ursula [von der Leyen] | EUR | GOV | 2019-12.. | President of the European Commission; female
[agent]
lieutenant general; Lt. Gen. | MIL | person armed title office
minister | GOV | person title office
prime minister | GOV | person title office
spokesman | | person speaks
[modifier]
military | MIL
[former]
former; ex
";
    World::parse(&[Source { file: "test", text }]).unwrap()
}

fn date(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

#[test]
fn office_is_that_of_the_day() {
    let world = world();
    let putin = world.person_by_last_name("Putin");
    let office = |day| {
        let (id, standing) = world.at(putin, date(day)).unwrap();
        (world.entry(id).office.clone().unwrap().to_string(), standing)
    };
    assert_eq!(office("2001-01-01"), ("President".into(), Standing::Current));
    assert_eq!(office("2010-01-01"), ("Prime Minister".into(), Standing::Current));
    assert_eq!(office("2023-02-22"), ("President".into(), Standing::Current));
    assert_eq!(office("1999-01-01"), ("President".into(), Standing::Future));
    let merkel = world.named("Angela Merkel");
    assert_eq!(world.at(merkel, date("2022-01-01")), Some((merkel[0], Standing::Former)));
    assert_eq!(world.at(&[], None), None);
}

#[test]
fn last_names_of_several_words() {
    let world = world();
    let ids = world.person_by_last_name("von der Leyen");
    assert_eq!(ids.len(), 1);
    assert_eq!(world.person_by_last_name("Leyen"), ids);
    assert!(world.person_by_last_name("Ursula").is_empty());
    assert_eq!(world.entry(ids[0]).name, "Ursula von der Leyen");
    assert_eq!(world.entry(ids[0]).gender, Some(Gender::Female));
}

#[test]
fn agents_of_one_and_two_words() {
    let world = world();
    assert_eq!(world.agent("minister", Some("prime")).unwrap().name, "prime minister");
    assert_eq!(world.agent("minister", Some("the")).unwrap().name, "minister");
    assert_eq!(world.agent("prime", None), None);
    let words = ["Lt.", "Gen.", "Smith"];
    let (len, agent) = world.longest_agent(|i| words.get(i).copied()).unwrap();
    assert_eq!((len, agent.armed), (2, true));
    assert_eq!(world.modifier("military"), [dotterel_document::Sector::Mil]);
    assert!(world.is_former("ex") && !world.is_former("new"));
}

#[test]
fn mistakes_are_told_with_their_place() {
    for (text, expected) in [
        ("Russia | RUS", "t:1:1: a section header such as [country] must come first"),
        ("[state]", "t:1:2: no section [state]"),
        ("[country]\nRussia | RUSS", "t:2:10: \"RUSS\" is no code of three capital letters"),
        ("[capital]\nMoscow | RUS", "t:2:10: no [country] line has the code RUS"),
        ("[country]\nRussia | RUS | KGB", "t:2:16: no sector \"KGB\""),
        ("[country]\nRussia | RUS | | 1999-13..", "t:2:18: \"1999-13\" is no date"),
        ("[country]\nRussia | RUS | | 1999..1998", "t:2:18: the years end before they begin"),
        ("[country]\nRussia | RUS\n[capital]\nMoscow | RUS | | | at=95 1", "t:4:20: write at=LATITUDE"),
        ("[country]\nRussia | RUS\n[person]\nA B | RUS | GOV", "t:4:1: a person needs an office"),
        ("[agent]\nsoldier | MIL | armed", "t:2:1: say person, group, body or equipment"),
        ("[agent]\nsoldier | MIL | person | x", "t:2:25: too many fields"),
        ("[country]\n | RUS", "t:2:1: the first field must hold a name"),
    ] {
        let error = World::parse(&[Source { file: "t", text }]).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{text:?} gave {error}");
    }
}

#[test]
fn verify_finds_disorder_and_contradiction() {
    let text = "[country]\nB | BBB\nA; X | AAA\n[country]\nX | CCC\n[agent]\na | | body\nb; a | | body\n";
    let errors: Vec<String> = verify(&[Source { file: "t", text }]).iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "t:3:1: out of order: \"a|AAA\" sorts before \"b|BBB\"",
            "t:5:1: \"X\" has another code at t:3 in overlapping years",
            "t:8:1: \"a\" stands at t:7 already",
        ]
    );
}

/// Offices of heads of state and government.
const HEADS: &[&str] = &[
    "Acting President",
    "Chairman of the High Council of State",
    "Chairman of the Presidential Leadership Council",
    "Chairman of the Sovereign Council",
    "Chancellor",
    "Chief Adviser",
    "Chief Executive",
    "De Facto Leader",
    "Emir",
    "Emperor",
    "General Secretary",
    "Interim Chairman",
    "Interim Head of State",
    "Interim President",
    "Interim Prime Minister",
    "Junta Leader",
    "King",
    "Leader",
    "Member of the Presidency",
    "Military Ruler",
    "Paramount Leader",
    "Pope",
    "Premier",
    "President",
    "President of Serbia and Montenegro",
    "President of Yugoslavia",
    "Prime Minister",
    "Prince",
    "Queen",
    "State Counsellor",
    "Sultan",
    "Supreme Leader",
    "Taliban Leader",
    "Taoiseach",
];
const FOREIGN: &[&str] = &["External Affairs Minister", "Foreign Minister", "Foreign Secretary", "Secretary of State"];
const DEFENCE: &[&str] = &["Defence Secretary", "Defense Minister", "Defense Secretary", "Secretary of Defense"];
const G20: &[&str] =
    &["ARG", "AUS", "BRA", "CAN", "CHN", "DEU", "FRA", "GBR", "IDN", "IND", "ITA", "JPN", "KOR", "MEX", "RUS", "SAU", "TUR", "USA", "ZAF"];

/// What `docs/knowledge.md` states; print it with
/// `cargo test -p dotterel-lexicon counts -- --nocapture`.
#[test]
fn counts() {
    let world = World::embedded().unwrap();
    for &kind in Kind::ALL {
        let facts: Vec<&Entry> = world.entries().iter().filter(|e| e.kind == kind).collect();
        let names: std::collections::BTreeSet<&str> = facts.iter().map(|e| e.name.as_str()).collect();
        let codes: std::collections::BTreeSet<_> = facts.iter().filter_map(|e| e.code).collect();
        println!("{:14} {:5} facts {:5} names {:4} codes", kind.as_str(), facts.len(), names.len(), codes.len());
    }
    let persons: Vec<&Entry> = world.entries().iter().filter(|e| e.kind == Kind::Person).collect();
    let states: std::collections::BTreeSet<ActorCode> =
        world.entries().iter().filter(|e| e.kind == Kind::Country).filter_map(|e| e.code).collect();
    let years_held = |state: ActorCode, offices: &[&str], years: std::ops::RangeInclusive<i16>| {
        years
            .filter(|&year| {
                let day = Date::new(year, 7, 1).unwrap();
                persons.iter().any(|e| {
                    e.code == Some(state)
                        && e.standing(day) == Standing::Current
                        && e.office.as_deref().is_some_and(|held| offices.contains(&held))
                })
            })
            .count()
    };
    let led: Vec<usize> = states.iter().map(|&s| years_held(s, HEADS, 2000..=2025)).collect();
    println!(
        "heads of state or government on 1 July of 2000-2025: {} of {} states in all 26 years, {} of {} years",
        led.iter().filter(|&&years| years == 26).count(),
        states.len(),
        led.iter().sum::<usize>(),
        26 * states.len(),
    );
    for (what, offices) in [("foreign", FOREIGN), ("defence", DEFENCE)] {
        let held: Vec<String> =
            G20.iter().map(|code| format!("{code} {}", years_held(ActorCode::new(code).unwrap(), offices, 1990..=2025))).collect();
        println!("{what} ministers, years of 36 from 1990: {}", held.join(", "));
    }
    println!("{} agent nouns", world.agents.all.len());
    assert!(persons.len() > 3000 && world.agents.all.len() > 2000);
}

#[test]
fn embedded_world_knows_the_names_of_the_news() {
    let world = World::embedded().unwrap();
    let find = |text: &str, day: &str| {
        let tokens: Vec<&str> = text.split(' ').collect();
        let (len, ids) = world.longest(|i| tokens.get(i).copied()).unwrap();
        let (id, _) = world.at(ids, date(day)).unwrap();
        let entry = world.entry(id);
        let sectors: Vec<&str> = entry.sectors.iter().map(|s| s.as_str()).collect();
        format!("{len} {:?} {:?} {}", entry.kind, entry.code, sectors.join(" "))
    };
    for (text, day, expected) in [
        ("U.S. troops", "2023-01-01", "1 Country Some(USA) "),
        ("Côte d\u{2019}Ivoire", "2023-01-01", "2 Country Some(CIV) "),
        ("Guinea - Bissau border", "2023-01-01", "3 Country Some(GNB) "),
        ("Puerto Rico", "2023-01-01", "2 Country Some(USA) "),
        ("Abkhazia", "2023-01-01", "1 Country Some(GEO) PRE"),
        ("Kremlin", "2023-01-01", "1 Seat Some(RUS) GOV"),
        ("Taliban fighters", "2020-01-01", "1 ArmedGroup Some(AFG) REB"),
        ("Taliban", "2022-01-01", "1 ArmedGroup Some(AFG) GOV"),
        ("al - Shabaab", "2020-01-01", "3 ArmedGroup Some(SOM) REB"),
        ("U.N. Security Council", "2020-01-01", "3 Organization Some(UNO) GOV"),
        ("Revolutionary Guards", "2020-01-01", "2 Force Some(IRN) MIL"),
        ("UN security council", "2020-01-01", "3 Organization Some(UNO) GOV"),
        ("Labour party", "2015-01-01", "2 Party Some(GBR) PTY OPP"),
        ("Kurdistan Workers' party", "2020-01-01", "3 ArmedGroup Some(TUR) REB"),
        ("Isis fighters", "2017-01-01", "1 ArmedGroup Some(IMG) REB"),
        ("Xi Jinping", "2023-02-22", "2 Person Some(CHN) GOV"),
        ("Wang Yi", "2023-02-22", "2 Person Some(CHN) GOV"),
        ("Nikolai Patrushev", "2023-02-22", "2 Person Some(RUS) GOV"),
        ("State Department", "2023-02-22", "2 Ministry Some(USA) GOV"),
    ] {
        assert_eq!(find(text, day), expected, "{text} on {day}");
    }
}

#[test]
fn embedded_files_are_right() {
    let errors = verify(EMBEDDED);
    for error in &errors {
        println!("{error}");
    }
    assert!(errors.is_empty(), "{} mistakes", errors.len());
}
