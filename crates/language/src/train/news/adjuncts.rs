//! When, where, after what: what surrounds a clause.

use super::Writer;
use super::clauses::Subject;
use super::phrases::{PLURAL, SINGULAR, digits, name_word, the};
use super::tree::Tree;
use super::verbs::{ADVERB, Form, mark, to};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

impl Writer<'_> {
    pub fn adverbial(&mut self, plural: bool) -> Tree {
        match self.below(10) {
            0..3 => {
                let word = ["after", "as", "while", "because", "if", "before"][self.below(6)];
                let mut clause = self.clause(None, Form::Past, Subject::New, 2).to("advcl");
                clause.push_first(mark(word));
                if matches!(word, "while" | "as") && self.chance(0.4) {
                    clause.push_first(Tree::mark(","));
                }
                clause
            }
            3 | 4 => {
                let mut clause = self.clause(None, Form::Infinitive, Subject::None(plural), 2).to("advcl");
                clause.push_first(to());
                clause
            }
            5 | 6 => {
                let mut clause = self.clause(None, Form::Gerund(false), Subject::None(plural), 1).to("advcl");
                clause.push_first(Tree::mark(","));
                clause
            }
            7 => {
                let mut clause = self.clause(None, Form::Gerund(false), Subject::None(plural), 1).to("advcl");
                clause.push_first(mark(["after", "before", "for", "by", "without"][self.below(5)]));
                clause
            }
            _ => {
                let class = ["violence", "meeting", "topic", "event"][self.below(4)];
                let mut phrase = self.phrase(class, 2).to("obl");
                phrase.push_first(Tree::preposition(["after", "during", "despite", "in", "before", "over", "following"][self.below(6)]));
                phrase
            }
        }
    }

    pub fn place(&mut self) -> Tree {
        let mut place = if self.chance(0.2) {
            let region = ["northern", "southern", "eastern", "western", "central"][self.below(5)];
            let mut country = self.country();
            if !country.before.is_empty() {
                country = self.phrase("town", 2);
            }
            country.push_first(Tree::adjective(region));
            country
        } else {
            self.phrase("place", 2)
        }
        .to("obl");
        place.push_first(Tree::preposition(["in", "in", "in", "near", "outside", "at"][self.below(6)]));
        place
    }

    pub fn time(&mut self) -> Tree {
        match self.below(20) {
            0..6 => {
                let mut day = name_word(DAYS[self.below(7)]).to("obl");
                day.push_first(Tree::preposition("on"));
                day
            }
            6..11 => name_word(DAYS[self.below(7)]).to("obl:unmarked"),
            11 | 12 => {
                let unit = ["week", "month", "year", "night"][self.below(4)];
                let mut noun = Tree::new(unit, unit, ("NOUN", "NN"), SINGULAR).to("obl:unmarked");
                noun.push_first(if self.chance(0.6) {
                    Tree::adjective("last")
                } else {
                    Tree::new("this", "this", ("DET", "DT"), "Number=Sing|PronType=Dem").to("det")
                });
                noun
            }
            13..16 => {
                let mut when = if self.chance(0.5) { digits(1970 + self.below(60)) } else { name_word(MONTHS[self.below(12)]) }.to("obl");
                when.push_first(Tree::preposition("in"));
                when
            }
            16 => {
                let mut ago = Tree::plain("ago", ADVERB).to("advmod");
                let unit = ["day", "week", "month", "year"][self.below(4)];
                let mut noun = Tree::new(&format!("{unit}s"), unit, ("NOUN", "NNS"), PLURAL).to("obl:unmarked");
                let number = ["two", "three", "four", "five"][self.below(4)];
                noun.push_first(Tree::new(number, number, ("NUM", "CD"), "NumForm=Word|NumType=Card").to("nummod"));
                ago.push_before(noun);
                ago
            }
            17 => {
                let mut day = Tree::new("day", "day", ("NOUN", "NN"), SINGULAR).to("obl");
                day.push_before(Tree::new("same", "same", ("ADJ", "JJ"), "Degree=Pos").to("amod"));
                day.push_first(the());
                day.push_first(Tree::preposition("on"));
                day
            }
            _ => {
                let word = ["yesterday", "today"][self.below(2)];
                Tree::new(word, word, ("NOUN", "NN"), SINGULAR).to("obl:unmarked")
            }
        }
    }
}
