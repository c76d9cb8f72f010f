//! Handmade events over handmade words. A snippet is one sentence a line, `|` between the
//! lines; nouns of acts carry their article as a child.

use compact_str::CompactString;
use dotterel_document::{
    ActorCode, Actors, Clause, Clauses, Deprel, Entity, EntityType, Feats, Form, Link, Mention, MentionKind, NO_HEAD, Page, PlaceMention,
    Precision, Resolution, Role, RoleKind, Sent, Size, Span, Text, Token, Tree, Upos, Xpos,
};
use dotterel_lexicon::frames::Frames;
use jiff::civil::{Date, date};

use super::*;

/// A report under construction: words, clauses, parties.
#[derive(Default)]
struct Report {
    page: Page,
    text: Text,
    clauses: Clauses,
    actors: Actors,
    events: Vec<Event>,
}

const WANG: u32 = 0;
const PUTIN: u32 = 1;
const RUSSIA: u32 = 2;
const UKRAINE: u32 = 3;
const LAVROV: u32 = 4;

impl Report {
    fn new() -> Report {
        let entity = |code: &str, name: &str, kind| Entity {
            code: ActorCode::new(code),
            name: name.into(),
            kind,
            sectors: if kind == EntityType::Person { vec![dotterel_document::Sector::Gov] } else { Vec::new() },
            ..Entity::default()
        };
        let mut report = Report::default();
        report.page.date = Some(date(2023, 2, 22));
        report.actors.entities = vec![
            entity("CHN", "Wang Yi", EntityType::Person),
            entity("RUS", "Vladimir Putin", EntityType::Person),
            entity("RUS", "Russia", EntityType::Country),
            entity("UKR", "Ukraine", EntityType::Country),
            entity("RUS", "Sergei Lavrov", EntityType::Person),
        ];
        report
    }

    fn word(&mut self, word: &str, upos: Upos, feats: Feats, head: u32, deprel: Deprel) -> u32 {
        let id = self.text.tokens.len() as u32;
        let start = self.page.text.len() as u32;
        self.page.text.push_str(word);
        let span = Span::new(start, self.page.text.len() as u32);
        self.page.text.push(' ');
        let sent = self.text.sents.len() as u32;
        let lemma = CompactString::from(word.to_lowercase());
        self.text.tokens.push(Token { span, lemma, upos, xpos: Xpos::None, feats, head, deprel, sent, joined: false });
        id
    }

    fn mention(&mut self, entity: u32) -> u32 {
        let id = self.actors.mentions.len() as u32;
        let head = self.word("Name", Upos::Propn, Feats::default(), NO_HEAD, Deprel::Root);
        let bytes = self.text.tokens[head as usize].span;
        let tokens = Span::new(head, head + 1);
        self.actors.mentions.push(Mention { head, tokens, bytes, kind: MentionKind::Adjective, entities: vec![entity], as_place: false });
        id
    }

    /// One sentence with one event: "[article] word about". The article is `the`, `a` or none.
    fn tell(&mut self, article: Option<Feats>, word: &str, form: Form, actors: &[u32], recipients: &[u32], about: &[&str]) -> &mut Event {
        let first = self.text.tokens.len() as u32;
        let actors: Vec<u32> = actors.iter().map(|&e| self.mention(e)).collect();
        let recipients: Vec<u32> = recipients.iter().map(|&e| self.mention(e)).collect();
        let head = self.text.tokens.len() as u32 + u32::from(article.is_some());
        if let Some(feats) = article {
            self.word("the", Upos::Det, feats, head, Deprel::Det);
        }
        let plural = if word.ends_with('s') { Feats::NUMBER_PLUR } else { Feats::default() };
        let upos = if form == Form::Noun { Upos::Noun } else { Upos::Verb };
        self.word(word, upos, plural, NO_HEAD, Deprel::Root);
        let mut roles = Vec::new();
        for thing in about {
            let thing = self.word(thing, Upos::Noun, Feats::default(), head, Deprel::Obl);
            roles.push(Role { kind: RoleKind::Oblique, head: thing, case: "of".into(), shared: false });
        }
        let last = self.text.tokens.len() as u32;
        let sent = self.text.sents.len() as u32;
        let span = Span::new(self.text.tokens[first as usize].span.start, self.text.tokens[last as usize - 1].span.end);
        self.text.sents.push(Sent { span, tokens: Span::new(first, last), paragraph: 0 });
        self.clauses.all.push(Clause {
            head,
            lemma: word.to_lowercase().into(),
            form,
            light: None,
            words: vec![head],
            roles,
            parent: None,
            link: Link::Root,
            status: Status::Actual,
            negated: false,
            modality: None,
            past: true,
            passive: false,
        });
        self.events.push(Event {
            category: Category::Assault,
            modes: Vec::new(),
            contexts: Vec::new(),
            status: Status::Actual,
            attributed_to: None,
            actors,
            recipients,
            date: Some(date(2023, 2, 22)),
            end_date: None,
            precision: Precision::Report,
            place: None,
            trigger: self.text.tokens[head as usize].span,
            also: Vec::new(),
            sent,
            size: Size::default(),
            cameo: Some("19".into()),
            rule: format!("assault.{word}"),
            confidence: 0.5,
            guessed: false,
            explanation: Vec::new(),
        });
        self.events.last_mut().unwrap()
    }

    fn verb(&mut self, word: &str, actors: &[u32], recipients: &[u32]) -> &mut Event {
        self.tell(None, word, Form::Verb, actors, recipients, &[])
    }

    fn noun(&mut self, article: Option<Feats>, word: &str, actors: &[u32], recipients: &[u32]) -> &mut Event {
        self.tell(article, word, Form::Noun, actors, recipients, &[])
    }

    fn once(&self) -> Vec<Event> {
        let tree = Tree::new(&self.text);
        let frames = Frames::default();
        let known = Known {
            page: &self.page,
            text: &self.text,
            tree: &tree,
            clauses: &self.clauses,
            actors: &self.actors,
            times: &[],
            places: &[],
            statements: &[],
            frames: &frames,
            agentless: false,
        };
        let events = once(&known, self.events.clone());
        let spans = |events: &[Event]| {
            let mut all: Vec<_> = events.iter().flat_map(|e| e.also.iter().copied().chain([e.trigger])).collect();
            all.sort_unstable();
            all
        };
        assert_eq!(spans(&events), spans(&self.events), "no trigger is lost, and none stands twice");
        events
    }
}

fn on(event: &mut Event, day: Date) -> &mut Event {
    event.date = Some(day);
    event.precision = Precision::Day;
    event
}

fn town(event: &mut Event, name: &str, country: &str) {
    event.place = Some(PlaceMention {
        tokens: Span::new(0, 0),
        bytes: Span::new(0, 0),
        name: name.into(),
        lat: None,
        lon: None,
        country: ActorCode::new(country),
        province: None,
        resolution: Resolution::City,
        dateline: false,
    });
}

const THE: Option<Feats> = Some(Feats::DEF_DEF);
const A: Option<Feats> = Some(Feats::DEF_IND);

#[test]
fn the_same_word_with_the_same_parties_is_one_event_and_the_fullest_record() {
    let mut report = Report::new();
    report.verb("struck", &[RUSSIA], &[]);
    town(on(report.verb("struck", &[RUSSIA], &[UKRAINE]), date(2023, 2, 21)), "Kherson", "UKR");
    let events = report.once();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].date, Some(date(2023, 2, 21)));
    assert_eq!(events[0].recipients, report.events[1].recipients);
    assert_eq!((events[0].trigger, events[0].also.clone()), (report.events[1].trigger, vec![report.events[0].trigger]));
}

#[test]
fn the_first_record_takes_what_only_the_second_knows() {
    let mut report = Report::new();
    let first = report.verb("struck", &[RUSSIA], &[UKRAINE]);
    first.modes = vec!["aerial".into()];
    first.size.dead = Some(3);
    report.verb("struck", &[RUSSIA], &[]).size.injured = Some(7);
    let events = report.once();
    assert_eq!(events[0].trigger, report.events[0].trigger);
    assert_eq!((events[0].size.dead, events[0].size.injured), (Some(3), Some(7)));
}

#[test]
fn two_visits_on_different_days_are_two() {
    let mut report = Report::new();
    on(report.verb("visited", &[WANG], &[RUSSIA]), date(2023, 2, 20));
    on(report.verb("visited", &[WANG], &[RUSSIA]), date(2023, 2, 22));
    assert_eq!(report.once().len(), 2);
}

#[test]
fn a_day_long_past_is_not_the_news() {
    let mut report = Report::new();
    report.verb("visited", &[WANG], &[RUSSIA]);
    on(report.verb("visited", &[WANG], &[RUSSIA]), date(2022, 10, 3));
    assert_eq!(report.once().len(), 2);
}

#[test]
fn two_places_numbers_or_statuses_are_two() {
    for differ in [
        (|a: &mut Event, b: &mut Event| (town(a, "Kherson", "UKR"), town(b, "Odesa", "UKR"))) as fn(&mut Event, &mut Event) -> _,
        |a, b| (a.size.dead = Some(3), b.size.dead = Some(5)),
        |a, b| (a.status = Status::Actual, b.status = Status::Negated),
        |a, b| (a.modes = vec!["aerial".into()], b.modes = vec!["firearms".into()]),
    ] {
        let mut report = Report::new();
        report.verb("struck", &[RUSSIA], &[UKRAINE]);
        report.verb("struck", &[RUSSIA], &[UKRAINE]);
        let (a, b) = report.events.split_at_mut(1);
        differ(&mut a[0], &mut b[0]);
        assert_eq!(report.once().len(), 2);
    }
}

#[test]
fn other_parties_are_another_event_but_a_state_and_its_people_are_one() {
    let mut report = Report::new();
    report.verb("struck", &[RUSSIA], &[UKRAINE]);
    report.verb("struck", &[UKRAINE], &[RUSSIA]);
    assert_eq!(report.once().len(), 2);
    report.verb("struck", &[PUTIN], &[UKRAINE]);
    let events = report.once();
    assert_eq!(events.len(), 2);
    assert_eq!(events[1].category, Category::Assault);
    let mut people = Report::new();
    people.verb("met", &[PUTIN], &[UKRAINE]);
    people.verb("met", &[LAVROV], &[UKRAINE]);
    assert_eq!(people.once().len(), 2, "two persons of one state are two");
}

#[test]
fn a_definite_noun_takes_up_its_kind_of_act_and_an_indefinite_is_new() {
    let mut report = Report::new();
    report.verb("struck", &[RUSSIA], &[UKRAINE]).rule = "assault.strike".into();
    report.noun(THE, "bombardment", &[RUSSIA], &[UKRAINE]).rule = "assault.strike".into();
    report.noun(A, "bombardment", &[RUSSIA], &[UKRAINE]).rule = "assault.strike".into();
    report.noun(THE, "invasion", &[RUSSIA], &[UKRAINE]).rule = "assault.invade".into();
    let events = report.once();
    assert_eq!(events.len(), 3);
    assert_eq!(events[0].also, vec![report.events[1].trigger]);
}

#[test]
fn attacks_in_general_are_many_and_talks_are_one() {
    let mut report = Report::new();
    report.noun(None, "attacks", &[RUSSIA], &[UKRAINE]);
    report.noun(None, "attacks", &[RUSSIA], &[UKRAINE]);
    assert_eq!(report.once().len(), 2);
    let mut report = Report::new();
    for _ in 0..2 {
        report.noun(None, "talks", &[WANG, PUTIN], &[]).category = Category::Consult;
    }
    assert_eq!(report.once().len(), 1);
}

#[test]
fn the_meeting_need_not_name_all_again_but_nobody_new() {
    let meeting = |second: &[u32]| {
        let mut report = Report::new();
        report.noun(None, "meeting", &[WANG, PUTIN], &[]);
        report.noun(THE, "meeting", second, &[]);
        report.events.iter_mut().for_each(|e| e.category = Category::Consult);
        report.once().len()
    };
    assert_eq!(meeting(&[PUTIN]), 1);
    assert_eq!(meeting(&[PUTIN, LAVROV]), 2);
}

#[test]
fn two_things_said_are_two() {
    let mut report = Report::new();
    for about in ["shelling", "sabotage", "shelling"] {
        report.tell(None, "accused", Form::Verb, &[RUSSIA], &[UKRAINE], &[about]).category = Category::Accuse;
    }
    let events = report.once();
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].also.len(), 1);
}

#[test]
fn two_sources_have_each_said_it_and_the_first_telling_keeps_its_source() {
    let mut report = Report::new();
    for source in [WANG, PUTIN] {
        report.verb("struck", &[RUSSIA], &[UKRAINE]);
        let source = report.mention(source);
        report.events.last_mut().unwrap().attributed_to = Some(source);
    }
    assert_eq!(report.once().len(), 2);
    report.events[1].attributed_to = None;
    let events = report.once();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].attributed_to, report.events[0].attributed_to);
}

#[test]
fn a_sentence_printed_twice_tells_nothing_new() {
    let mut report = Report::new();
    for _ in 0..2 {
        report.tell(A, "strike", Form::Noun, &[RUSSIA], &[UKRAINE], &["warehouse", "outskirts", "neighbourhood"]);
    }
    assert_eq!(report.once().len(), 1);
}

#[test]
fn many_events_of_one_kind_take_no_more_than_their_number() {
    let mut report = Report::new();
    for _ in 0..2000 {
        report.noun(A, "strike", &[RUSSIA], &[UKRAINE]);
    }
    assert_eq!(report.once().len(), 2000);
}

/// Events drawn by a fixed generator: whatever is made one, no trigger is lost (asserted by
/// `once`), the order is that of the triggers, and a second pass is no worse.
#[test]
fn no_trigger_is_ever_lost() {
    let mut state = 7u64;
    let mut draw = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for _ in 0..200 {
        let mut report = Report::new();
        for _ in 0..draw(12) {
            let words = ["struck", "strike", "strikes", "talks", "met"];
            let article = [None, THE, A][draw(3) as usize];
            let form = if draw(2) == 0 { Form::Noun } else { Form::Verb };
            let word = words[draw(5) as usize];
            let actors: Vec<u32> = (0..=draw(2)).map(|_| draw(5) as u32).collect();
            let recipients: Vec<u32> = (0..draw(2)).map(|_| draw(5) as u32).collect();
            let day = draw(4) as i8;
            let event = report.tell(article, word, form, &actors, &recipients, &[]);
            if day > 0 {
                on(event, date(2023, 2, 19 + day));
            }
            if day == 2 {
                town(event, "Kherson", "UKR");
            }
            event.size.dead = (day == 3).then_some(4);
        }
        let events = report.once();
        assert!(events.is_sorted_by_key(|e| (e.trigger, e.category)));
        assert!(events.iter().all(|e| e.also.is_sorted() && !e.also.contains(&e.trigger)));
    }
}
