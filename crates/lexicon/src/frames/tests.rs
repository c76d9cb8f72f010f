use super::*;

const CLASSES: Source<'static> = ("classes.txt", "class road: road, motorway\n");

fn frame(name: &str, verb: &str, category: &str) -> String {
    format!("frame {name}\n  verb {verb}\n  event {category}\n  example France did it. => {category}; FRA >\n")
}

fn base() -> Frames {
    let text = frame("visit", "visit", "CONSULT") + &frame("meet", "meet", "CONSULT");
    Frames::parse(&[CLASSES], &[("lang/consult.frames", &text)]).unwrap()
}

fn ids(frames: &Frames) -> Vec<&str> {
    frames.all().iter().map(|f| f.id.as_str()).collect()
}

#[test]
fn a_known_id_replaces_and_a_new_one_comes_first() {
    let mut frames = base();
    frames.add(("mine/consult.frames", &(frame("tour", "visit", "CONSULT") + &frame("visit", "visit", "PROTEST")))).unwrap();
    assert_eq!(ids(&frames), ["consult.tour", "consult.visit", "consult.meet"]);
    assert_eq!(frames.of(Form::Verb, "visit"), [0, 1]);
    assert_eq!(frames.get(1).coding, Coding::Event(dotterel_document::Category::Protest, Vec::new()));
    assert_eq!(frames.get(1).file, "mine/consult.frames");
    assert_eq!(frames.all().iter().map(|f| f.layer).collect::<Vec<_>>(), [1, 0, 0]);
}

#[test]
fn a_drop_takes_frames_away() {
    let mut frames = base();
    frames.add(("mine/own.frames", &("drop consult.visit\n".to_string() + &frame("tour", "visit", "CONSULT")))).unwrap();
    assert_eq!(ids(&frames), ["own.tour", "consult.meet"]);
    frames.add(("mine/none.frames", "drop consult.*\n")).unwrap();
    assert_eq!(ids(&frames), ["own.tour"]);
    frames.add(("mine/none.frames", "# nothing is left\ndrop *\n")).unwrap();
    assert!(ids(&frames).is_empty() && frames.of(Form::Verb, "visit").is_empty());
}

#[test]
fn words_are_added_to_what_there_is() {
    let mut frames = base();
    frames.add_words(("mine/classes.txt", "class road: lane\nclass glue: glue\n")).unwrap();
    assert!(frames.in_class("road", "road") && frames.in_class("road", "lane") && frames.in_class("glue", "glue"));
    let text =
        "frame block\n  verb block\n  event PROTEST obstruct\n  where object is @road, @glue\n  example France did it. => PROTEST; FRA >\n";
    frames.add(("mine/own.frames", text)).unwrap();
}

#[test]
fn mistakes_are_named_with_their_place_and_nothing_is_added() {
    for (text, at, message) in [
        ("\ndrop consult.fly\n", (2, 6), "no frame consult.fly to drop"),
        ("drop con*\n", (1, 6), "`drop` takes one frame's id"),
        ("drop\n", (1, 1), "`drop` takes one frame's id"),
        (&(frame("a", "b", "AID") + "drop consult.visit\n"), (5, 1), "`drop` stands before the first frame"),
        (&(frame("a", "b", "AID") + &frame("a", "c", "AID")), (5, 7), "stands twice in this file"),
        ("frame a\n  verb b\n  event HUG\n", (3, 9), "\"HUG\" is no PLOVER category"),
        ("frame a\n  verb b\n  event AID\n", (1, 1), "no example"),
    ] {
        let mut frames = base();
        let error = frames.add(("mine/consult.frames", text)).unwrap_err();
        assert_eq!((error.line, error.column), at, "{error}");
        assert!(error.message.contains(message), "{error}");
        assert_eq!(ids(&frames), ["consult.visit", "consult.meet"]);
    }
    let twice = frame("visit", "visit", "CONSULT");
    let error = Frames::parse(&[CLASSES], &[("a/consult.frames", &twice), ("b/consult.frames", &twice)]).unwrap_err();
    assert!(error.message.contains("first in a/consult.frames:1"), "{error}");
}
