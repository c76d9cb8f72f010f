//! Phrases with a noun at the head.

use super::Writer;
use super::grammar::Noun;
use super::tree::{Tree, capitalized};

const NUMBERS: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
pub(super) const SINGULAR: &str = "Number=Sing";
pub(super) const PLURAL: &str = "Number=Plur";

/// How a class of several kinds is made up: kinds and their weights.
const KINDS: &[(&str, &[(&str, usize)])] = &[
    ("actor", &[("country", 26), ("body", 12), ("group", 16), ("official", 10), ("armed", 12), ("org", 10), ("name", 8), ("crowd", 6)]),
    ("state", &[("country", 50), ("body", 22), ("org", 10), ("official", 10), ("name", 8)]),
    ("military", &[("armed", 62), ("body", 18), ("country", 12), ("org", 8)]),
    ("target", &[("building", 30), ("vehicle", 25), ("armed", 20), ("crowd", 20), ("town", 5)]),
    ("place", &[("town", 50), ("country", 30), ("building", 10), ("land", 10)]),
    ("speaker", &[("official", 40), ("body", 15), ("group", 10), ("name", 25), ("org", 10)]),
    ("criticized", &[("country", 60), ("body", 40)]),
];

impl Writer<'_> {
    /// A noun phrase of the class. `depth` counts the phrases and clauses around it.
    pub fn phrase(&mut self, class: &str, depth: usize) -> Tree {
        if let Some((_, kinds)) = KINDS.iter().find(|k| k.0 == class) {
            let total: usize = kinds.iter().map(|k| k.1).sum();
            let mut left = self.below(total);
            for (kind, weight) in *kinds {
                if left < *weight {
                    return self.phrase(kind, depth);
                }
                left -= weight;
            }
        }
        if depth < 2 && matches!(class, "actor" | "armed" | "official" | "crowd" | "country" | "body") && self.chance(0.05) {
            return self.pair(class, depth + 1);
        }
        match class {
            "pair" => self.pair("state", depth),
            "country" => self.country(),
            "town" => self.town(),
            "org" => self.name_of("org"),
            "name" => self.person(depth),
            "money" => self.money(),
            "person" | "official" if self.chance(0.3) => self.person(depth),
            "armed" if self.chance(0.2) => self.armed_name(),
            "military" => self.phrase("armed", depth),
            _ => self.common(class, depth),
        }
    }

    fn pair(&mut self, class: &str, depth: usize) -> Tree {
        let (mut first, mut second) = (self.phrase(class, depth + 2), self.phrase(class, depth + 2).to("conj"));
        second.push_first(Tree::plain("and", ("CCONJ", "CC")).to("cc"));
        first.push(second);
        first
    }

    pub fn country(&mut self) -> Tree {
        if self.chance(0.2) {
            self.name_of("country")
        } else {
            let name = self.pick_name(|w| &w.countries);
            self.flat(&name)
        }
    }

    fn city(&mut self) -> Tree {
        let name = self.pick_name(|w| &w.cities);
        self.flat(&name)
    }

    fn armed_name(&mut self) -> Tree {
        if self.chance(0.6) {
            self.name_of("armed")
        } else {
            let name = self.pick_name(|w| &w.groups);
            self.flat(&name)
        }
    }

    fn town(&mut self) -> Tree {
        if self.chance(0.72) {
            let mut city = self.city();
            if self.chance(0.12) {
                let country = self.country().to("nmod:unmarked").between_commas();
                city.push(country);
            }
            return city;
        }
        let word = ["city", "town", "village", "port", "capital", "district", "province"][self.below(7)];
        let mut town = Tree::new(word, word, ("NOUN", "NN"), SINGULAR);
        if self.chance(0.6) {
            let region = self.region();
            town.push_before(region);
        }
        town.push_first(the());
        let mut city = self.city().to("nmod");
        if word == "capital" {
            city = Tree { relation: "appos", ..city }.between_commas();
        } else {
            city.push_first(Tree::preposition("of"));
        }
        town.push(city);
        town
    }

    fn region(&mut self) -> Tree {
        let all = &self.grammar.regions;
        let word = all[self.random.next() as usize % all.len()].clone();
        Tree::adjective(&word)
    }

    /// A name by its parts: the first word is the head, and hyphens stand apart.
    pub fn flat(&mut self, name: &str) -> Tree {
        let mut words = name.split(' ').flat_map(|word| {
            let mut parts = word.split('-');
            let first = parts.next().map(|p| (p, false));
            first.into_iter().chain(parts.map(|p| (p, true)))
        });
        let Some((first, _)) = words.next() else { return name_word("Rome") };
        let mut head = name_word(first);
        for (word, hyphen) in words {
            let mut next = name_word(word).to("flat");
            if hyphen {
                next.glued = true;
                next.push_first(Tree::mark("-"));
            }
            head.push(next);
        }
        head
    }

    /// A name of the grammar's list.
    fn name_of(&mut self, class: &str) -> Tree {
        let Some(all) = self.grammar.names.get(class) else { return name_word("Rome") };
        let parts = &all[self.random.next() as usize % all.len()];
        let is_flat = parts.iter().any(|p| matches!(p.1, 'F' | 'H'));
        if is_flat {
            let joined: String = parts
                .iter()
                .enumerate()
                .map(|(i, p)| if i == 0 { p.0.clone() } else { format!("{}{}", if p.1 == 'H' { "-" } else { " " }, p.0) })
                .collect();
            return self.flat(&joined);
        }
        let Some((last, rest)) = parts.split_last() else { return name_word("Rome") };
        let mut head = name_word(&last.0);
        if last.1 == 'P' {
            head.tags = ("PROPN", "NNPS");
            head.feats = PLURAL.to_string();
            if let Some(singular) = last.0.strip_suffix('s') {
                head.lemma = if matches!(singular, "State" | "Nation" | "Netherland" | "Philippine" | "Emirate" | "Right") {
                    last.0.clone()
                } else {
                    singular.to_string()
                };
            }
        }
        for (word, mark) in rest {
            head.push_before(match mark {
                'D' if self.headline => continue,
                'D' => the(),
                'A' => Tree::new(word, word, ("ADJ", "NNP"), "Degree=Pos").to("amod"),
                'P' => Tree::new(word, word, ("PROPN", "NNPS"), PLURAL).to("compound"),
                _ => name_word(word).to("compound"),
            });
        }
        head
    }

    /// Somebody by name, mostly with title or apposition.
    fn person(&mut self, depth: usize) -> Tree {
        let full = self.pick_name(|w| &w.persons);
        let last_only = self.chance(0.3);
        let mut name =
            if last_only { name_word(full.rsplit(' ').next().unwrap_or(&full).rsplit('-').next().unwrap_or("")) } else { self.flat(&full) };
        match self.below(10) {
            0..4 => {
                let capital = self.chance(0.7);
                let mut title = self.bare_noun("official", false, capital);
                if self.chance(0.45) {
                    let origin = self.origin();
                    title.push_first(origin);
                } else if self.chance(0.15) {
                    let owner = self.owner(depth);
                    title.push_first(owner);
                }
                if self.chance(0.12) {
                    title.push_first(Tree::adjective("former"));
                }
                name.push_first(title.to("nmod:desc"));
            }
            4 if depth < 2 && !self.headline => {
                let mut office = self.bare_noun("official", false, false);
                let article = self.chance(0.5);
                if article {
                    let article = article_for(&office);
                    office.push_first(article);
                } else {
                    let owner = self.owner(depth);
                    office.push_first(owner);
                }
                if self.chance(0.3) {
                    let mut whose = self.phrase("body", depth + 2).to("nmod");
                    whose.push_first(Tree::preposition(["of", "for", "in"][self.below(3)]));
                    office.push(whose);
                }
                name.push(office.to("appos").between_commas());
            }
            5 if depth < 2 && !self.headline => {
                let mut office = self.bare_noun("official", false, false);
                let owner = self.owner(depth);
                office.push_first(owner);
                office.push(name.to("appos").between_commas());
                return office;
            }
            _ => {}
        }
        name
    }

    fn money(&mut self) -> Tree {
        let mut sign = Tree::plain("$", ("SYM", "$"));
        let number = digits(2 + self.below(400));
        if self.chance(0.8) {
            let word = ["million", "million", "billion"][self.below(3)];
            let mut unit = Tree::new(word, word, ("NUM", "CD"), "NumForm=Word|NumType=Card").to("nummod");
            unit.push_before(Tree { glued: true, ..number.to("compound") });
            sign.push(unit);
        } else {
            sign.push(Tree { glued: true, ..number.to("nummod") });
        }
        if self.chance(0.2) {
            let about = ["about", "around", "nearly", "almost", "roughly"][self.below(5)];
            sign.push_first(Tree::plain(about, ("ADV", "RB")).to("advmod"));
        }
        sign
    }

    /// What tells the country of somebody: an adjective, or a name as a modifier.
    pub fn origin(&mut self) -> Tree {
        if self.chance(0.25) {
            let all = &self.grammar.demonyms;
            let word = all[self.random.next() as usize % all.len()].clone();
            if word.chars().all(|c| c.is_uppercase() || c == '.') || matches!(word.as_str(), "Taliban" | "Hamas") {
                return name_word(&word).to("compound");
            }
            return Tree::new(&word, &word, ("ADJ", "JJ"), "Degree=Pos").to("amod");
        }
        let word = self.pick_name(|w| &w.demonyms);
        Tree::new(&word, &word, ("ADJ", "JJ"), "Degree=Pos").to("amod")
    }

    /// "Egypt's", "the country's", "his".
    pub fn owner(&mut self, depth: usize) -> Tree {
        if self.chance(0.25) {
            let (form, lemma, feats) = [
                ("his", "his", "Case=Gen|Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs"),
                ("its", "its", "Case=Gen|Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs"),
                ("their", "their", "Case=Gen|Number=Plur|Person=3|Poss=Yes|PronType=Prs"),
                ("her", "her", "Case=Gen|Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs"),
            ][self.below(4)];
            return Tree::new(form, lemma, ("PRON", "PRP$"), feats).to("nmod:poss");
        }
        let mut owner = match self.below(10) {
            0..6 => self.country(),
            6 => {
                let word = ["country", "nation", "city", "group", "region"][self.below(5)];
                let mut noun = Tree::new(word, word, ("NOUN", "NN"), SINGULAR);
                noun.push_first(the());
                noun
            }
            7 => {
                let name = self.pick_name(|w| &w.persons);
                self.flat(&name)
            }
            _ => self.phrase("body", depth + 3),
        };
        if !owner.after.iter().all(|t| t.relation == "flat") {
            owner = self.country();
        }
        let last = owner.after.last().map_or(&owner.form, |t| &t.form).clone();
        let form = if owner.is_plural() && last.ends_with('s') { "'" } else { "'s" };
        owner.push(Tree { joined: true, ..Tree::new(form, "'s", ("PART", "POS"), "_").to("case") });
        owner.to("nmod:poss")
    }

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
    fn common(&mut self, class: &str, depth: usize) -> Tree {
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

pub(super) fn digits(number: usize) -> Tree {
    Tree::new(&number.to_string(), &number.to_string(), ("NUM", "CD"), "NumForm=Digit|NumType=Card")
}

pub(super) fn the() -> Tree {
    Tree::new("the", "the", ("DET", "DT"), "Definite=Def|PronType=Art").to("det")
}

fn article_for(head: &Tree) -> Tree {
    let next = head.before.first().map_or(head, |t| t.before.first().unwrap_or(t));
    let vowel = next.form.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) || next.form.starts_with("un");
    Tree::new(if vowel { "an" } else { "a" }, "a", ("DET", "DT"), "Definite=Ind|PronType=Art").to("det")
}

pub(super) fn name_word(word: &str) -> Tree {
    Tree::new(word, word, ("PROPN", "NNP"), SINGULAR)
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
