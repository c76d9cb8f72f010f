//! Phrases with a noun at the head: which, and names.

use super::Writer;
use super::nouns::article_for;
use super::tree::Tree;

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

    pub fn pair(&mut self, class: &str, depth: usize) -> Tree {
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

    pub fn armed_name(&mut self) -> Tree {
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
    pub fn name_of(&mut self, class: &str) -> Tree {
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
}

pub(super) fn digits(number: usize) -> Tree {
    Tree::new(&number.to_string(), &number.to_string(), ("NUM", "CD"), "NumForm=Digit|NumType=Card")
}

pub(super) fn the() -> Tree {
    Tree::new("the", "the", ("DET", "DT"), "Definite=Def|PronType=Art").to("det")
}

pub(super) fn name_word(word: &str) -> Tree {
    Tree::new(word, word, ("PROPN", "NNP"), SINGULAR)
}
