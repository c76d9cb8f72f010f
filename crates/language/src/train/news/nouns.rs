//! Common nouns with determiner, modifiers and what follows them.

use super::Writer;
use super::grammar::Noun;
use super::phrases::{PLURAL, SINGULAR, digits, name_word, the};
use super::tree::{Tree, capitalized};

const NUMBERS: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

impl Writer<'_> {
    /// A noun with the nouns and adjectives that belong to it, and nothing else.
    pub fn bare_noun(&mut self, class: &str, plural: bool, capital: bool) -> Tree {
        let noun = self.noun(class);
        build(&noun, plural, capital)
    }

    fn noun(&mut self, class: &str) -> Noun {
        match self.grammar.nouns.get(class) {
            Some(all) => {
                let extra = if self.chance(0.35) { self.world.agents.get(class).map_or(&[][..], Vec::as_slice) } else { &[] };
                if extra.is_empty() {
                    all[self.random.next() as usize % all.len()].clone()
                } else {
                    let word = extra[self.random.next() as usize % extra.len()].clone();
                    Noun { parts: vec![(word, ' ')], phrase: None }
                }
            }
            None => Noun { parts: vec![(class.to_string(), ' ')], phrase: None },
        }
    }

    /// A common noun with determiner, modifiers and what follows it.
    pub fn common(&mut self, class: &str, depth: usize) -> Tree {
        let noun = self.noun(class);
        let mark = noun.parts.last().map_or(' ', |p| p.1);
        let people = matches!(class, "person" | "crowd" | "official" | "armed" | "group");
        let often = match class {
            "crowd" => 0.85,
            "armed" => 0.7,
            "official" | "person" => 0.35,
            "weapon" | "building" | "good" => 0.5,
            "group" => 0.6,
            "body" | "office" | "event" | "topic" => 0.05,
            "land" | "deal" | "measure" | "meeting" | "violence" | "claim" => 0.25,
            _ => 0.2,
        };
        let plural = match mark {
            'p' | 'm' => true,
            'u' | 's' => false,
            _ => self.chance(often),
        };
        let mut head = build(&noun, plural, false);
        let headed_by_mass = mark == 'u';
        if people || matches!(class, "body" | "vehicle" | "building") {
            if self.chance(0.14) {
                let all = &self.grammar.adjectives;
                let word = all[self.random.next() as usize % all.len()].clone();
                let many = matches!(word.as_str(), "several" | "many");
                if !many || plural {
                    head.push_first(Tree::adjective(&word));
                }
            }
            if self.chance(0.33) {
                let origin = self.origin();
                head.push_first(origin);
            } else if people && self.chance(0.1) {
                let mut of = if self.chance(0.75) { self.armed_name() } else { self.name_of("org") };
                of.before.retain(|t| t.relation != "det");
                head.push_first(of.to("compound"));
            } else if people && self.chance(0.03) {
                let backed = self.backed();
                head.push_first(backed);
            }
        }
        let fixed = matches!(class, "fire" | "concern" | "support" | "tribute" | "responsibility" | "refuge" | "suspicion" | "humanity");
        let many = head.before.iter().any(|t| matches!(t.form.as_str(), "several" | "many"));
        if class == "possession" || (!fixed && !headed_by_mass && self.chance(0.1)) {
            let owner = self.owner(depth);
            head.push_first(owner);
        } else if fixed || (headed_by_mass && self.chance(0.92)) || many {
        } else if plural {
            match self.below(100) {
                0..17 => head.push_first(the()),
                17..20 => head.push_first(Tree::new("some", "some", ("DET", "DT"), "PronType=Ind").to("det")),
                20..38 if people || class == "building" || class == "vehicle" => {
                    let number = self.number();
                    head.push_first(number);
                }
                38..42 if people => {
                    let word = ["dozens", "hundreds", "thousands", "scores"][self.below(4)];
                    let mut many = Tree::new(word, word.trim_end_matches('s'), ("NOUN", "NNS"), PLURAL);
                    head.push_first(Tree::preposition("of"));
                    many.push(head.to("nmod"));
                    return many;
                }
                _ => {}
            }
        } else if !self.headline {
            let definite = matches!(class, "body" | "office") || self.chance(0.4);
            let article = if definite { the() } else { article_for(&head) };
            head.push_first(article);
        }
        self.after_noun(&noun, &mut head, class, people, depth);
        head
    }

    fn after_noun(&mut self, noun: &Noun, head: &mut Tree, class: &str, people: bool, depth: usize) {
        if let Some((preposition, of, optional)) = &noun.phrase {
            if depth < 3 && !(*optional && self.chance(0.5)) {
                let mut next = self.phrase(of, depth + 2).to("nmod");
                next.push_first(Tree::preposition(preposition));
                head.push(next);
            }
            if depth < 2 && self.chance(0.1) && matches!(class, "violence" | "meeting") {
                let mut by = self.phrase("armed", depth + 2).to("nmod");
                by.push_first(Tree::preposition(if class == "violence" { "by" } else { "between" }));
                if class == "meeting" {
                    by = self.pair("state", depth + 2).to("nmod");
                    by.push_first(Tree::preposition("between"));
                }
                head.push(by);
            }
            return;
        }
        // What happens or stands somewhere is followed by where more often than the verb before it.
        let (chance, preposition, of) = match class {
            "violence" | "event" | "topic" | "crime" => (0.35, "in", "country"),
            "building" | "land" => (0.25, "in", "place"),
            "claim" | "measure" => (0.3, "by", "actor"),
            _ => (0.0, "", ""),
        };
        if depth < 4 && self.chance(chance) {
            let mut next = self.phrase(of, depth + 2).to("nmod");
            next.push_first(Tree::preposition(preposition));
            head.push(next);
            return;
        }
        if depth >= 2 || self.headline {
            return;
        }
        match self.below(100) {
            0..8 if people || class == "building" => {
                let mut place = self.phrase("place", depth + 2).to("nmod");
                place.push_first(Tree::preposition(["in", "in", "from", "near"][self.below(4)]));
                head.push(place);
            }
            8..11 if class == "official" || class == "body" => {
                let whose = if self.chance(0.6) { "country" } else { "group" };
                let mut of = self.phrase(whose, depth + 2).to("nmod");
                of.push_first(Tree::preposition("of"));
                head.push(of);
            }
            11..15 if people => {
                let clause = self.relative(head.is_plural(), class, depth + 1);
                head.push(clause);
            }
            15..18 if people => {
                let clause = self.reduced(depth + 1);
                head.push(clause);
            }
            18..20 if people && head.is_plural() => {
                let mut among = self.phrase(class, depth + 2).to("nmod");
                among.push_first(Tree::new("including", "include", ("VERB", "VBG"), "Tense=Pres|VerbForm=Part").to("case"));
                head.push(among.between_commas());
            }
            _ => {}
        }
    }

    /// "Iran-backed", "U.S.-led".
    fn backed(&mut self) -> Tree {
        let (form, lemma) =
            [("backed", "back"), ("led", "lead"), ("allied", "ally"), ("trained", "train"), ("controlled", "control")][self.below(5)];
        let mut participle = Tree::new(form, lemma, ("VERB", "VBN"), "Tense=Past|VerbForm=Part|Voice=Pass").to("amod");
        let mut by = match self.below(3) {
            0 => name_word("U.S."),
            1 => name_word("Saudi"),
            _ => {
                let name = self.pick_name(|w| &w.countries);
                self.flat(&name)
            }
        }
        .to("obl:unmarked");
        by.push(Tree::mark("-"));
        participle.glued = true;
        participle.push_before(by);
        participle
    }

    fn number(&mut self) -> Tree {
        let mut number = if self.chance(0.6) {
            let word = NUMBERS[self.below(9)];
            Tree::new(word, word, ("NUM", "CD"), "NumForm=Word|NumType=Card")
        } else {
            digits(11 + self.below(300))
        }
        .to("nummod");
        match self.below(20) {
            0 | 1 => {
                let mut least = Tree::new("least", "least", ("ADJ", "JJS"), "Degree=Sup").to("nmod");
                least.push_before(Tree::preposition("at"));
                number.push_before(least);
            }
            2 => {
                let mut more = Tree::new("more", "more", ("ADJ", "JJR"), "Degree=Cmp|ExtPos=ADV").to("advmod");
                more.push(Tree::plain("than", ("ADP", "IN")).to("fixed"));
                number.push_before(more);
            }
            3 => {
                let about = ["about", "around", "some", "nearly"][self.below(4)];
                number.push_before(Tree::plain(about, ("ADV", "RB")).to("advmod"));
            }
            _ => {}
        }
        number
    }
}

pub(super) fn article_for(head: &Tree) -> Tree {
    let next = head.before.first().map_or(head, |t| t.before.first().unwrap_or(t));
    let vowel = next.form.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) || next.form.starts_with("un");
    Tree::new(if vowel { "an" } else { "a" }, "a", ("DET", "DT"), "Definite=Ind|PronType=Art").to("det")
}
fn build(noun: &Noun, plural: bool, capital: bool) -> Tree {
    let mut owner: Option<Tree> = None;
    let Some(((last, _), rest)) = noun.parts.split_last() else { return name_word("Rome") };
    let (form, feats) = if plural { (plural_of(last), PLURAL) } else { (last.clone(), SINGULAR) };
    let mut head = if capital {
        Tree::new(&capitalized(&form), &capitalized(last), ("PROPN", if plural { "NNPS" } else { "NNP" }), feats)
    } else {
        Tree::new(&form, last, ("NOUN", if plural { "NNS" } else { "NN" }), feats)
    };
    for (word, mark) in rest {
        let shown = if capital { capitalized(word) } else { word.clone() };
        if word == "'s" {
            if let Some(mut modifier) = head.before.pop() {
                modifier.relation = "nmod:poss";
                modifier.push(Tree { joined: true, ..Tree::new("'s", "'s", ("PART", "POS"), "_").to("case") });
                owner = Some(modifier);
            }
            head.before.extend(owner.take());
            continue;
        }
        head.push_before(match mark {
            'a' => Tree::new(&shown, &shown, ("ADJ", if capital { "NNP" } else { "JJ" }), "Degree=Pos").to("amod"),
            'p' if word == "women" => Tree::new(&shown, "woman", ("NOUN", "NNS"), PLURAL).to("compound"),
            'p' | 'm' => Tree::new(&plural_of(&shown), &shown, ("NOUN", "NNS"), PLURAL).to("compound"),
            'g' => Tree::new(&shown, if word == "ruling" { "rule" } else { "fish" }, ("VERB", "VBG"), "VerbForm=Ger").to("amod"),
            _ if capital => Tree::new(&shown, &shown, ("PROPN", "NNP"), SINGULAR).to("compound"),
            _ => Tree::new(&shown, &shown, ("NOUN", "NN"), SINGULAR).to("compound"),
        });
    }
    head
}

/// A noun in the plural, by the rules of spelling.
fn plural_of(noun: &str) -> String {
    let consonant = |c: char| !"aeiou".contains(c);
    if noun.ends_with('s') && !noun.ends_with("ss") && !noun.ends_with("bus")
        || matches!(noun, "police" | "people" | "aircraft" | "media" | "arms")
    {
        return noun.to_string();
    }
    if noun == "child" {
        return "children".to_string();
    }
    if let Some(stem) = noun.strip_suffix("man") {
        return format!("{stem}men");
    }
    if let Some(stem) = noun.strip_suffix("wife") {
        return format!("{stem}wives");
    }
    if let Some(stem) = noun.strip_suffix('y')
        && stem.ends_with(consonant)
    {
        return format!("{stem}ies");
    }
    if noun.ends_with("ss") || noun.ends_with("ch") || noun.ends_with("sh") || noun.ends_with('x') || noun.ends_with("bus") {
        return format!("{noun}es");
    }
    format!("{noun}s")
}
