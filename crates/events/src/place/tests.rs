use dotterel_document::Page;
use dotterel_language::Model;
use std::sync::OnceLock;

use super::*;

fn knowledge() -> &'static (World, Gazetteer) {
    static KNOWLEDGE: OnceLock<(World, Gazetteer)> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| (World::embedded().unwrap(), Gazetteer::embedded().unwrap()))
}

fn analyse(text: &str) -> (Page, Text, Vec<PlaceMention>) {
    let (world, gazetteer) = knowledge();
    let page = Page { text: text.to_string(), ..Page::default() };
    let analysed = Model::embedded().analyze(&page);
    let places = find(&page, &analysed, world, gazetteer);
    (page, analysed, places)
}

/// Every place as "words: name, country, province, resolution".
fn check(text: &str, expected: &[&str]) {
    let (page, _, places) = analyse(text);
    let got: Vec<String> = places
        .iter()
        .map(|p| {
            let country = p.country.map_or("-".to_string(), |c| c.to_string());
            let dateline = if p.dateline { " dateline" } else { "" };
            format!(
                "{}: {} {country} {} {:?}{dateline}",
                p.bytes.of(&page.text),
                p.name,
                p.province.as_deref().unwrap_or("-"),
                p.resolution
            )
        })
        .collect();
    assert_eq!(got, expected, "{text}");
}

/// The words of the place where the predicate `word` happened.
fn place_of(text: &str, word: &str) -> String {
    let (_, analysed, places) = analyse(text);
    let token = (0..analysed.tokens.len() as u32).find(|&t| analysed.word(text, t) == word).unwrap();
    for_token(&places, &analysed, token).map_or("-", |p| p.bytes.of(text)).to_string()
}

#[test]
fn town_after_an_adposition() {
    check("A bomb exploded in Mosul.", &["Mosul: Mosul IRQ Nineveh City"]);
    check("Shells fell near Kramatorsk.", &["Kramatorsk: Kramatorsk UKR Donetsk City"]);
}

#[test]
fn country_has_no_coordinates() {
    let (_, _, places) = analyse("Troops are fighting in Ukraine.");
    assert_eq!(places.len(), 1);
    assert_eq!((places[0].lat, places[0].resolution), (None, dotterel_document::Resolution::Country));
}

#[test]
fn direction_stands_between() {
    check("Rebels attacked a base in eastern Ukraine.", &["Ukraine: Ukraine UKR - Country"]);
}

#[test]
fn larger_place_behind_a_comma_decides() {
    check("They met in Munich, Germany.", &["Munich, Germany: Munich DEU Bavaria City"]);
    check("A tornado hit a school in Portland, Maine.", &[]);
    check("A tornado hit a school in Portland, Oregon.", &["Portland, Oregon: Portland USA Oregon City"]);
}

#[test]
fn kind_of_a_name_shows_a_place() {
    check("The army shelled the Syrian city of Raqqa.", &["Raqqa: Raqqa SYR Raqqa City"]);
    check("Fighting broke out in Kirkuk province.", &["Kirkuk province: Kirkuk IRQ Kirkuk Province"]);
}

#[test]
fn government_is_no_place() {
    check("Moscow said it would respond.", &[]);
    check("China imposed sanctions on Russia.", &[]);
    check("Ties between Moscow and Beijing are close.", &[]);
}

#[test]
fn dateline_is_marked() {
    check("MOSCOW (Reuters) - The president resigned.", &["MOSCOW: Moscow RUS Moscow City dateline"]);
    check(
        "KABUL, Feb 22 (Xinhua) -- A bomb exploded in Kunduz.",
        &["KABUL: Kabul AFG Kabul City dateline", "Kunduz: Kunduz AFG Kunduz City"],
    );
}

#[test]
fn movement_ends_at_a_place() {
    check("Wang flew from Paris to Moscow.", &["Moscow: Moscow RUS Moscow City"]);
    check("Wang's trip to Moscow was long.", &["Moscow: Moscow RUS Moscow City"]);
    check("He wrote a letter to Moscow.", &[]);
}

#[test]
fn what_is_struck_or_visited_is_a_place() {
    check("Rebels attacked Idlib.", &["Idlib: Idlib SYR Idlib City"]);
    check("The siege of Aleppo ended.", &["Aleppo: Aleppo SYR Aleppo City"]);
    check("Macron visited Beirut.", &["Beirut: Beirut LBN Beirut City"]);
}

#[test]
fn people_named_like_towns_are_no_places() {
    check("In Samuel Jackson they trust.", &[]);
    check("Police spoke to Paris Hilton.", &[]);
}

#[test]
fn country_spoken_of_decides_between_towns() {
    check("Lebanese troops fired on crowds in Tripoli. Lebanon is in crisis.", &["Tripoli: Tripoli LBN North Lebanon City"]);
    check("Libyan militias clashed in Tripoli.", &["Tripoli: Tripoli LBY Tripoli City"]);
}

#[test]
fn joined_places_all_count() {
    check("Protests were held in Homs and Hama.", &["Homs: Homs SYR Homs City", "Hama: Hama SYR Hama City"]);
}

#[test]
fn predicate_happens_where_it_is_said() {
    let text = "Putin met Wang in Moscow, and troops shelled a school in Kherson.";
    assert_eq!(place_of(text, "met"), "Moscow");
    assert_eq!(place_of(text, "shelled"), "Kherson");
    assert_eq!(place_of("Putin told Wang at talks in Moscow on Wednesday that ties are vital.", "talks"), "Moscow");
    assert_eq!(place_of("Blinken warned Wang at weekend talks in Munich.", "talks"), "Munich");
    assert_eq!(place_of("Wang's trip to Moscow was long.", "trip"), "Moscow");
    assert_eq!(place_of("Macron visited Beirut.", "visited"), "Beirut");
}

#[test]
fn dateline_is_not_where_it_happened() {
    assert_eq!(place_of("KABUL (Reuters) - Gunmen killed two soldiers.", "killed"), "-");
}

#[test]
fn any_words_with_any_tree_are_survived() {
    use dotterel_document::span::Span;
    use dotterel_document::syntax::{Deprel, Feats, Upos, Xpos};
    use dotterel_document::text::{Sent, Token};
    const WORDS: &[&str] = &[
        "Moscow", "Aleppo", "al", "-", "al-Hol", "Deir", "ez-Zor", "Georgia", "in", "to", "from", "of", "on", "city", "province", ",",
        "Syria", "Syrian", "and", "visited", "the", "eastern", "São", "Paulo", "—", "Ukraine", "Kremlin", "'s",
    ];
    let (world, gazetteer) = knowledge();
    let mut seed = 7u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    let mut total = 0;
    for _ in 0..12_000 {
        let length = 1 + random(12);
        let words: Vec<&str> = (0..length).map(|_| WORDS[random(WORDS.len())]).collect();
        let mut tokens = Vec::new();
        let mut start = 0u32;
        for word in &words {
            let end = start + word.len() as u32;
            tokens.push(Token {
                span: Span::new(start, end),
                lemma: (*word).into(),
                // Sensible tags mostly, so that there is something to find.
                upos: match random(4) {
                    0 => Upos::ALL[random(Upos::ALL.len())],
                    _ if word.starts_with(char::is_uppercase) => Upos::Propn,
                    _ => Upos::Adp,
                },
                xpos: Xpos::ALL[random(Xpos::ALL.len())],
                feats: Feats::default(),
                head: if random(4) == 0 { u32::MAX } else { random(length) as u32 },
                deprel: Deprel::ALL[random(Deprel::ALL.len())],
                sent: 0,
                joined: false,
            });
            start = end + 1;
        }
        let page = Page { text: words.join(" "), ..Page::default() };
        let sent = Sent { span: Span::new(0, page.text.len() as u32), tokens: Span::new(0, length as u32), paragraph: 0 };
        let analysed = Text { paragraphs: vec![sent.span], sents: vec![sent], tokens, nominals: Vec::new() };
        let places = find(&page, &analysed, world, gazetteer);
        for pair in places.windows(2) {
            assert!(pair[0].tokens.end <= pair[1].tokens.start, "{}: {pair:?}", page.text);
        }
        for token in 0..length as u32 {
            let _ = for_token(&places, &analysed, token);
        }
        total += places.len();
    }
    assert!(total > 500, "{total} places only");
}
