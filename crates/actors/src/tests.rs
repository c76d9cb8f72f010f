//! One behaviour a test, on trees made by hand and a small world of their own.
//!
//! A tree is written as `word/UPOS/head/relation` with heads counted from 1 in the sentence;
//! features may follow in a fifth field. Lines are sentences, an empty line parts paragraphs.

use dotterel_document::syntax::{Feats, Xpos};
use dotterel_document::{Actors, NO_HEAD, Page, Sent, Span, Text, Token, Upos};
use dotterel_lexicon::world::{Source, World};

const WORLD: &str = "\
[country]
China; People's Republic of China | CHN
Colombia | COL
Israel | ISR
Jordan | JOR
Kenya | KEN
Palestine | PSE
Russia | RUS
Sudan | SDN
Syria | SYR
Turkey | TUR
Ukraine | UKR
United States; US; U.S. | USA
[demonym]
Chinese | CHN
Israeli; Israelis | ISR
Kenyan; Kenyans | KEN
Palestinian; Palestinians | PSE
Russian; Russians | RUS
Sudanese | SDN
Turkish | TUR
American; Americans | USA
[capital]
Beijing | CHN | | | at=39.9 116.4
Moscow | RUS | | | at=55.75 37.62
Nairobi | KEN | | | at=-1.29 36.82
[seat]
Kremlin | RUS | GOV
[region]
Crimea | UKR
West
[ethnic]
Kurd; Kurdish; Kurds |
[armed group]
Hamas | PSE | REB
[organization]
United Nations; UN | UNO
[person]
Angela Merkel | DEU | GOV | 2005-11-22..2021-12-08 | Chancellor; female
Vladimir Putin | RUS | GOV | 2012-05.. | President
[Xi] Jinping | CHN | GOV | 2013-03.. | President
[country]
Germany | DEU
[agent]
administration | GOV | body
army | MIL | body armed
chief of staff | MIL | person armed office
counterpart | GOV | person
diplomat | GOV | person
doctor | MED | person title
fighter | REB | person armed
force | MIL | body armed
forces | MIL | body armed
foreign minister | GOV | person title office
government | GOV | body
group | | body
gunman | UAF | person armed
leader | | person office
minister | GOV | person title office
ministry | GOV | body
police | COP | body armed
president | GOV | person title office
prime minister | GOV | person title office
protester | CVL | person
rebel | REB | person armed
secretary of state | GOV | person title office
separatist | REB | person armed
spokesman | | person speaks
state councilor | GOV | person title office
[modifier]
rebel; separatist | REB
[former]
former; ex
";

fn read(tree: &str) -> (String, Text) {
    let (mut page, mut text) = (String::new(), Text::default());
    let mut new_paragraph = true;
    for line in tree.lines().map(str::trim) {
        if line.is_empty() {
            new_paragraph = true;
            continue;
        }
        if !page.is_empty() {
            page.push_str(if new_paragraph { "\n\n" } else { " " });
        }
        let (from, first) = (page.len() as u32, text.tokens.len() as u32);
        for (index, item) in line.split_whitespace().enumerate() {
            let fields: Vec<&str> = item.split('/').collect();
            let [word, upos, head, deprel] = fields[..4] else { panic!("{item}") };
            if index > 0 && !word.starts_with(['\u{2019}', ',', '.', ')', '\u{201d}']) {
                page.push(' ');
            }
            let start = page.len() as u32;
            page.push_str(word);
            let upos: Upos = upos.parse().unwrap_or_else(|_| panic!("{item}"));
            let head: u32 = head.parse().unwrap_or_else(|_| panic!("{item}"));
            let given = Feats::parse(fields.get(4).copied().unwrap_or("_"));
            let plural = matches!(upos, Upos::Noun | Upos::Propn) && word.ends_with('s') && word.len() > 4;
            let number = match (given.any(Feats::NUMBER_PLUR.with(Feats::NUMBER_SING)), upos) {
                (false, Upos::Noun | Upos::Propn) if plural => Feats::NUMBER_PLUR,
                (false, Upos::Noun | Upos::Propn) => Feats::NUMBER_SING,
                _ => Feats::default(),
            };
            let lower = word.to_lowercase();
            let lemma = match fields.get(5) {
                Some(lemma) => (*lemma).to_string(),
                None if upos == Upos::Propn || upos == Upos::Adj => word.to_string(),
                None if plural => lower.trim_end_matches('s').to_string(),
                None => lower,
            };
            text.tokens.push(Token {
                span: Span::new(start, page.len() as u32),
                lemma: lemma.into(),
                upos,
                xpos: if word == "-" { Xpos::Hyph } else { Xpos::None },
                feats: given.with(number).with(pronoun(word, upos)).with(article(word, upos)),
                head: if head == 0 { NO_HEAD } else { first + head - 1 },
                deprel: deprel.parse().unwrap_or_else(|_| panic!("{item}")),
                sent: text.sents.len() as u32,
                joined: false,
            });
        }
        let span = Span::new(from, page.len() as u32);
        if new_paragraph {
            text.paragraphs.push(span);
        }
        new_paragraph = false;
        text.sents.push(Sent { span, tokens: Span::new(first, text.tokens.len() as u32), paragraph: text.paragraphs.len() as u32 - 1 });
    }
    (page, text)
}

fn pronoun(word: &str, upos: Upos) -> Feats {
    if upos != Upos::Pron {
        return Feats::default();
    }
    Feats::parse(match word.to_lowercase().as_str() {
        "he" | "him" | "his" => "Gender=Masc|Number=Sing|Person=3|PronType=Prs",
        "she" | "her" => "Gender=Fem|Number=Sing|Person=3|PronType=Prs",
        "it" | "its" => "Gender=Neut|Number=Sing|Person=3|PronType=Prs",
        "itself" => "Gender=Neut|Number=Sing|Person=3|PronType=Prs|Reflex=Yes",
        "they" | "them" | "their" => "Number=Plur|Person=3|PronType=Prs",
        "i" | "my" => "Number=Sing|Person=1|PronType=Prs",
        "we" | "our" => "Number=Plur|Person=1|PronType=Prs",
        _ => "_",
    })
}

fn article(word: &str, upos: Upos) -> Feats {
    match (upos, word.to_lowercase().as_str()) {
        (Upos::Det, "the" | "both") => Feats::parse("Definite=Def"),
        (Upos::Det, _) => Feats::parse("Definite=Ind"),
        (Upos::Num, _) => Feats::parse("NumType=Card"),
        _ => Feats::default(),
    }
}

fn resolved(tree: &str) -> (Page, Actors) {
    let world = World::parse(&[Source { file: "test", text: WORLD }]).unwrap_or_else(|error| panic!("{error}"));
    let (text, analysis) = read(tree);
    let page = Page { text, date: "2023-02-22".parse().ok(), ..Page::default() };
    let actors = super::resolve(&page, &analysis, &world);
    let mut heads: Vec<u32> = actors.mentions.iter().map(|mention| mention.head).collect();
    heads.sort_unstable();
    heads.dedup();
    assert_eq!(heads.len(), actors.mentions.len(), "one mention a head");
    (page, actors)
}

/// Compares mentions by their words with "name CODE SEC+SEC", several parted by "; "; the
/// last mention with those words counts.
fn check(tree: &str, expected: &[(&str, &str)]) {
    let (page, actors) = resolved(tree);
    for &(words, meaning) in expected {
        let Some(mention) = actors.mentions.iter().rev().find(|mention| mention.bytes.of(&page.text) == words) else {
            let all: Vec<&str> = actors.mentions.iter().map(|mention| mention.bytes.of(&page.text)).collect();
            panic!("no mention {words:?} in {all:?}");
        };
        let found: Vec<String> = mention
            .entities
            .iter()
            .map(|&id| {
                let entity = &actors.entities[id as usize];
                let sectors: Vec<&str> = entity.sectors.iter().map(|sector| sector.as_str()).collect();
                let meaning =
                    format!("{} {} {}", entity.name, entity.code.map_or("---".to_string(), |code| code.to_string()), sectors.join("+"));
                meaning.trim_end().to_string()
            })
            .collect();
        assert_eq!(found.join("; "), meaning, "{words}");
    }
}

fn places(tree: &str, expected: &[(&str, bool)]) {
    let (page, actors) = resolved(tree);
    for &(words, as_place) in expected {
        let mention = actors.mentions.iter().find(|mention| mention.bytes.of(&page.text) == words);
        assert_eq!(mention.map(|mention| mention.as_place), Some(as_place), "{words}");
    }
}

#[test]
fn title_gives_country_sector_and_office() {
    let tree = "Chinese/ADJ/3/amod State/PROPN/3/compound Councilor/PROPN/4/nmod:desc Wang/PROPN/6/nsubj Yi/PROPN/4/flat left/VERB/0/root";
    check(tree, &[("Chinese State Councilor Wang Yi", "Wang Yi CHN GOV"), ("Chinese", "China CHN")]);
    let (_, actors) = resolved(tree);
    let office = actors.mentions[0].entities.first().and_then(|&id| actors.entities[id as usize].office.clone());
    assert_eq!(office.as_deref(), Some("State Councilor"));
}

#[test]
fn last_name_and_full_name_are_one() {
    check(
        "Akim/PROPN/2/nsubj spoke/VERB/0/root
         Kenyan/ADJ/2/amod minister/NOUN/3/nmod:desc Joseph/PROPN/5/nsubj Akim/PROPN/3/flat left/VERB/0/root",
        &[("Akim", "Joseph Akim KEN GOV"), ("Kenyan minister Joseph Akim", "Joseph Akim KEN GOV")],
    );
}

#[test]
fn title_and_name_parsed_apart_are_joined() {
    check(
        "his/PRON/3/nmod:poss Chinese/ADJ/3/amod counterpart/NOUN/5/nsubj Li/PROPN/5/nsubj left/VERB/0/root",
        &[("his Chinese counterpart", "Li CHN GOV"), ("Li", "Li CHN GOV")],
    );
}

#[test]
fn known_last_name_needs_an_office_on_the_day() {
    check("Putin/PROPN/2/nsubj left/VERB/0/root", &[("Putin", "Vladimir Putin RUS GOV")]);
    check("Merkel/PROPN/2/nsubj left/VERB/0/root", &[("Merkel", "Merkel ---")]);
    check("Angela/PROPN/3/nsubj Merkel/PROPN/1/flat left/VERB/0/root", &[("Angela Merkel", "Angela Merkel DEU ELI")]);
}

#[test]
fn apposition_describes_in_both_orders() {
    let one = "Israel/PROPN/3/nmod:poss \u{2019}s/PART/1/case minister/NOUN/7/nsubj ,/PUNCT/5/punct Dan/PROPN/3/appos Levi/PROPN/5/flat left/VERB/0/root";
    check(one, &[("Dan Levi", "Dan Levi ISR GOV"), ("Israel\u{2019}s minister", "Dan Levi ISR GOV")]);
    let other = "Dan/PROPN/7/nsubj Levi/PROPN/1/flat ,/PUNCT/6/punct Israel/PROPN/6/nmod:poss \u{2019}s/PART/4/case minister/NOUN/1/appos left/VERB/0/root";
    check(other, &[("Dan Levi", "Dan Levi ISR GOV")]);
}

#[test]
fn names_beside_each_other_are_a_list() {
    check(
        "Russia/PROPN/4/nsubj ,/PUNCT/3/punct China/PROPN/1/appos agreed/VERB/0/root",
        &[("Russia", "Russia RUS"), ("China", "China CHN")],
    );
}

#[test]
fn conjuncts_are_two_mentions() {
    check(
        "Putin/PROPN/4/nsubj and/CCONJ/3/cc Xi/PROPN/1/conj met/VERB/0/root",
        &[("Putin", "Vladimir Putin RUS GOV"), ("Xi", "Xi Jinping CHN GOV")],
    );
}

#[test]
fn organization_of_a_country_by_membership() {
    check(
        "the/DET/2/det chief/NOUN/9/nsubj of/ADP/4/case staff/NOUN/2/nmod of/ADP/8/case the/DET/8/det Sudanese/ADJ/8/amod army/NOUN/2/nmod left/VERB/0/root",
        &[("the chief of staff of the Sudanese army", "the chief of staff of the Sudanese army SDN MIL")],
    );
    check(
        "police/NOUN/7/nsubj in/ADP/6/case Colombia/PROPN/6/nmod:poss \u{2019}s/PART/3/case largest/ADJ/6/amod city/NOUN/1/nmod fired/VERB/0/root",
        &[("police in Colombia\u{2019}s largest city", "police in Colombia\u{2019}s largest city COL COP")],
    );
}

#[test]
fn backers_are_not_the_country() {
    check(
        "Turkish/ADJ/3/obl:unmarked -/PUNCT/1/punct backed/VERB/4/amod/_/back rebels/NOUN/5/nsubj fled/VERB/0/root",
        &[("Turkish - backed rebels", "Turkish - backed rebels --- REB")],
    );
    check(
        "Hamas/PROPN/3/obl:unmarked -/PUNCT/1/punct run/VERB/4/amod/_/run ministry/NOUN/5/nsubj spoke/VERB/0/root",
        &[("Hamas - run ministry", "Hamas - run ministry PSE GOV")],
    );
    check(
        "pro/ADJ/3/amod -/PUNCT/1/punct Russian/ADJ/4/amod separatists/NOUN/8/nsubj in/ADP/7/case eastern/ADJ/7/amod Ukraine/PROPN/4/nmod fled/VERB/0/root",
        &[("pro - Russian separatists in eastern Ukraine", "pro - Russian separatists in eastern Ukraine UKR REB")],
    );
}

#[test]
fn people_by_kind_have_country_and_sector() {
    check(
        "two/NUM/3/nummod Palestinian/ADJ/3/amod gunmen/NOUN/4/nsubj/Number=Plur/gunman fired/VERB/0/root",
        &[("two Palestinian gunmen", "two Palestinian gunmen PSE UAF")],
    );
    check("the/DET/2/det Russians/PROPN/3/nsubj left/VERB/0/root", &[("the Russians", "the Russians RUS CVL")]);
}

#[test]
fn people_of_two_countries_are_two() {
    check(
        "Russian/ADJ/4/amod and/CCONJ/3/cc Chinese/ADJ/1/conj diplomats/NOUN/5/nsubj met/VERB/0/root",
        &[("Russian and Chinese diplomats", "Russian and Chinese diplomats RUS GOV; Russian and Chinese diplomats CHN GOV")],
    );
}

#[test]
fn former_office_holders_are_elites() {
    check(
        "former/ADJ/3/amod Kenyan/ADJ/3/amod president/NOUN/4/nmod:desc Moses/PROPN/6/nsubj Kato/PROPN/4/flat left/VERB/0/root",
        &[("former Kenyan president Moses Kato", "Moses Kato KEN ELI")],
    );
}

#[test]
fn office_alone_is_who_holds_it() {
    check(
        "the/DET/3/det Russian/ADJ/3/amod president/NOUN/4/nsubj left/VERB/0/root",
        &[("the Russian president", "Vladimir Putin RUS GOV")],
    );
    check(
        "Kenyan/ADJ/3/amod foreign/ADJ/3/amod minister/NOUN/4/nmod:desc Ann/PROPN/6/nsubj Okoth/PROPN/4/flat came/VERB/0/root
         the/DET/2/det minister/NOUN/3/nsubj left/VERB/0/root",
        &[("the minister", "Ann Okoth KEN GOV")],
    );
}

#[test]
fn spokesman_has_the_sector_of_the_body() {
    check(
        "a/DET/3/det police/NOUN/3/compound spokesman/NOUN/6/nsubj in/ADP/5/case Kenya/PROPN/3/nmod left/VERB/0/root",
        &[("a police spokesman in Kenya", "a police spokesman in Kenya KEN COP")],
    );
}

#[test]
fn person_of_a_countrys_name_is_no_country() {
    check("Michael/PROPN/3/nsubj Jordan/PROPN/1/flat left/VERB/0/root", &[("Michael Jordan", "Michael Jordan ---")]);
}

#[test]
fn capital_acts_for_its_state_and_is_a_place() {
    places(
        "Moscow/PROPN/2/nsubj rejected/VERB/0/root ties/NOUN/2/obj with/ADP/5/case Beijing/PROPN/3/nmod in/ADP/7/case Nairobi/PROPN/2/obl",
        &[("Moscow", false), ("Beijing", false), ("Nairobi", true)],
    );
    check("Moscow/PROPN/2/nsubj rejected/VERB/0/root it/PRON/2/obj", &[("Moscow", "Russia RUS")]);
    check("he/PRON/2/nsubj died/VERB/0/root in/ADP/4/case Moscow/PROPN/2/obl", &[("Moscow", "Moscow RUS")]);
}

#[test]
fn direction_is_a_place_after_motion_only() {
    places("he/PRON/2/nsubj went/VERB/0/root/_/go to/ADP/4/case Moscow/PROPN/2/obl", &[("Moscow", true)]);
    places("he/PRON/2/nsubj gave/VERB/0/root aid/NOUN/2/obj to/ADP/5/case Moscow/PROPN/2/obl", &[("Moscow", false)]);
    places(
        "talks/NOUN/0/root between/ADP/3/case Moscow/PROPN/1/nmod and/CCONJ/5/cc Beijing/PROPN/3/conj",
        &[("Moscow", false), ("Beijing", false)],
    );
}

#[test]
fn dateline_is_a_place() {
    places(
        "MOSCOW/PROPN/5/dep (/PUNCT/3/punct Reuters/PROPN/1/appos )/PUNCT/3/punct \u{2014}/PUNCT/7/punct Russia/PROPN/7/nsubj left/VERB/0/root",
        &[("MOSCOW", true), ("Russia", false)],
    );
}

#[test]
fn pronoun_agrees_in_gender_and_number() {
    check(
        "Angela/PROPN/3/nsubj Merkel/PROPN/1/flat met/VERB/0/root Putin/PROPN/3/obj
         He/PRON/2/nsubj left/VERB/0/root
         She/PRON/2/nsubj stayed/VERB/0/root",
        &[("He", "Vladimir Putin RUS GOV"), ("She", "Angela Merkel DEU ELI")],
    );
    check(
        "Putin/PROPN/4/nsubj and/CCONJ/3/cc Xi/PROPN/1/conj met/VERB/0/root
         They/PRON/2/nsubj left/VERB/0/root",
        &[("They", "Vladimir Putin RUS GOV; Xi Jinping CHN GOV")],
    );
}

#[test]
fn object_pronoun_is_not_its_own_subject() {
    check(
        "Xi/PROPN/2/nsubj came/VERB/0/root
         Putin/PROPN/2/nsubj met/VERB/0/root Li/PROPN/2/obj and/CCONJ/5/cc asked/VERB/2/conj him/PRON/5/obj",
        &[("him", "Li ---")],
    );
}

#[test]
fn reflexive_is_the_subject() {
    check(
        "China/PROPN/2/nsubj sees/VERB/0/root Russia/PROPN/2/obj and/CCONJ/5/cc defends/VERB/2/conj itself/PRON/5/obj",
        &[("itself", "China CHN")],
    );
}

#[test]
fn pronoun_before_its_name() {
    check(
        "As/SCONJ/3/mark he/PRON/3/nsubj arrived/VERB/6/advcl ,/PUNCT/3/punct Putin/PROPN/6/nsubj spoke/VERB/0/root",
        &[("he", "Vladimir Putin RUS GOV")],
    );
}

#[test]
fn nations_of_persons_are_their_countries() {
    check(
        "Russia/PROPN/4/nsubj and/CCONJ/3/cc China/PROPN/1/conj agree/VERB/0/root
         Putin/PROPN/8/nsubj and/CCONJ/3/cc Xi/PROPN/1/conj said/VERB/0/root their/PRON/6/nmod:poss nations/NOUN/7/nsubj agree/VERB/4/ccomp now/ADV/7/advmod",
        &[("their nations", "Russia RUS; China CHN")],
    );
}

#[test]
fn two_of_a_kind_are_the_last_two() {
    let before = "Putin/PROPN/2/nsubj met/VERB/0/root Xi/PROPN/2/obj\n";
    check(
        &format!("{before}the/DET/3/det two/NUM/3/nummod leaders/NOUN/4/nsubj agreed/VERB/0/root"),
        &[("the two leaders", "Vladimir Putin RUS GOV; Xi Jinping CHN GOV")],
    );
    // Of three nobody knows which.
    check(
        &format!("{before}Merkel/PROPN/2/nsubj called/VERB/0/root\nthe/DET/3/det two/NUM/3/nummod leaders/NOUN/4/nsubj agreed/VERB/0/root"),
        &[("the two leaders", "the two leaders ---")],
    );
}

#[test]
fn acronym_in_brackets_is_the_body() {
    check(
        "the/DET/3/det Sudanese/ADJ/3/amod Front/PROPN/7/nsubj (/PUNCT/5/punct SF/PROPN/3/appos )/PUNCT/5/punct fought/VERB/0/root
         SF/PROPN/2/nsubj left/VERB/0/root",
        &[("SF", "Sudanese Front SDN")],
    );
}

#[test]
fn speaker_says_i() {
    check(
        "\u{201c}/PUNCT/3/punct I/PRON/3/nsubj leave/VERB/6/ccomp \u{201d}/PUNCT/3/punct Putin/PROPN/6/nsubj said/VERB/0/root Xi/PROPN/6/iobj",
        &[("I", "Vladimir Putin RUS GOV")],
    );
}

#[test]
fn country_of_people_from_the_only_place() {
    let tree = "police/NOUN/2/nsubj fired/VERB/0/root in/ADP/4/case Nairobi/PROPN/2/obl";
    check(tree, &[("police", "police KEN COP")]);
    let (_, actors) = resolved(tree);
    assert_eq!(actors.mentions.first().map(|m| actors.entities[m.entities[0] as usize].how.as_str()), Some("inferred"));
}

#[test]
fn administration_is_of_its_head() {
    check(
        "the/DET/3/det Putin/PROPN/3/compound administration/NOUN/4/nsubj spoke/VERB/0/root",
        &[("Putin", "Vladimir Putin RUS GOV"), ("the Putin administration", "the Putin administration RUS GOV")],
    );
}

#[test]
fn unknown_name_after_in_is_a_place_and_no_he() {
    check(
        "Li/PROPN/2/nsubj died/VERB/0/root in/ADP/4/case Baghuz/PROPN/2/obl
         He/PRON/2/nsubj fought/VERB/0/root",
        &[("He", "Li ---")],
    );
}

#[test]
fn vague_regions_have_no_code() {
    check("the/DET/2/det West/PROPN/3/nsubj left/VERB/0/root", &[("the West", "West ---")]);
}

#[test]
fn broken_trees_are_survived() {
    // Heads in a circle, outside the document, and a phrase that hangs on itself.
    let world = World::parse(&[Source { file: "test", text: WORLD }]).unwrap_or_else(|error| panic!("{error}"));
    let (text, mut analysis) = read("Russia/PROPN/2/nsubj army/NOUN/3/nmod of/ADP/1/conj his/PRON/2/nmod:poss Putin/PROPN/5/appos");
    analysis.tokens[2].head = 4_000_000;
    let page = Page { text, ..Page::default() };
    assert!(!super::resolve(&page, &analysis, &world).mentions.is_empty());
    assert!(super::resolve(&Page::default(), &Text::default(), &world).mentions.is_empty());
}
