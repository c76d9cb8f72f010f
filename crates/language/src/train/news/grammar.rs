//! Reading the words and frames that the sentences are made of.

use std::collections::BTreeMap;

/// A noun with what modifies it, of a class.
#[derive(Clone, Debug)]
pub(super) struct Noun {
    /// Modifiers with their marks, then the head with its mark.
    pub parts: Vec<(String, char)>,
    /// Preposition, class of what follows it, and whether it may be missing.
    pub phrase: Option<(String, String, bool)>,
}

/// One part of what a verb takes.
#[derive(Clone, Debug)]
pub(super) enum Complement {
    Object(String),
    Recipient(String),
    Phrase { preposition: String, class: String },
    Particle(String),
    Infinitive,
    Bare,
    Gerund(String),
    Content,
    Noun(String),
    Adjective(String),
}

/// Verbs that take the same things.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub verbs: Vec<String>,
    pub subject: String,
    pub complements: Vec<(Complement, bool)>,
}

/// A verb's forms.
#[derive(Clone, Debug)]
pub(super) struct Verb {
    pub base: String,
    pub third: String,
    pub past: String,
    pub participle: String,
    pub gerund: String,
}

/// All that is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Grammar {
    pub nouns: BTreeMap<String, Vec<Noun>>,
    /// Names by class; each its parts with their marks.
    pub names: BTreeMap<String, Vec<Vec<(String, char)>>>,
    pub adjectives: Vec<String>,
    pub regions: Vec<String>,
    pub demonyms: Vec<String>,
    pub frames: Vec<Frame>,
    pub verbs: BTreeMap<String, Verb>,
}

impl Grammar {
    /// Reads `news-grammar.txt`, and the verbs from `verbs.txt`.
    ///
    /// # Errors
    /// The line and what is wrong with it.
    pub fn read(grammar: &str, verbs: &str) -> Result<Grammar, String> {
        let mut all = Grammar { verbs: read_verbs(verbs), ..Grammar::default() };
        let mut section = String::new();
        for (number, line) in grammar.lines().enumerate() {
            let line = line.split('#').next().unwrap_or("").trim();
            if line.is_empty() {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = name.to_string();
                continue;
            }
            let wrong = |what: String| format!("line {}: {what}", number + 1);
            let items = line.split(',').map(str::trim).filter(|i| !i.is_empty());
            match section.as_str() {
                "" => return Err(wrong("expected a section".to_string())),
                "verb" => all.verbs.extend(read_verbs(line)),
                "frame" => all.frames.push(frame(line, &all.verbs).map_err(wrong)?),
                "adjective" => all.adjectives.extend(items.map(String::from)),
                "region" => all.regions.extend(items.map(String::from)),
                "demonym" => all.demonyms.extend(items.map(String::from)),
                name => match name.strip_prefix("names ") {
                    Some(class) => {
                        all.names.entry(class.to_string()).or_default().extend(items.map(|i| i.split_whitespace().map(part).collect()));
                    }
                    None => all.nouns.entry(name.to_string()).or_default().extend(items.map(noun)),
                },
            }
        }
        Ok(all)
    }
}

fn part(word: &str) -> (String, char) {
    match word.rsplit_once('/') {
        Some((word, mark)) => (word.to_string(), mark.chars().next().unwrap_or(' ')),
        None => (word.to_string(), ' '),
    }
}

fn noun(item: &str) -> Noun {
    let mut found = Noun { parts: Vec::new(), phrase: None };
    for word in item.split_whitespace() {
        match word.split_once(':') {
            Some((preposition, class)) => {
                let optional = class.ends_with('?');
                found.phrase = Some((preposition.to_string(), class.trim_end_matches('?').to_string(), optional));
            }
            None => found.parts.push(part(word)),
        }
    }
    found
}

fn frame(line: &str, verbs: &BTreeMap<String, Verb>) -> Result<Frame, String> {
    let columns: Vec<&str> = line.split('|').map(str::trim).collect();
    let (names, subject, rest) = match columns[..] {
        [names, subject] => (names, subject, ""),
        [names, subject, rest] => (names, subject, rest),
        _ => return Err("expected verbs | subject | complements".to_string()),
    };
    let names: Vec<String> = names.split_whitespace().map(String::from).collect();
    if let Some(unknown) = names.iter().find(|n| !verbs.contains_key(*n)) {
        return Err(format!("{unknown:?} is not in verbs.txt"));
    }
    let complements = rest
        .split_whitespace()
        .map(|word| {
            let (word, optional) = word.strip_suffix('?').map_or((word, false), |w| (w, true));
            let complement = match word.split_once(':') {
                None if word == "inf" => Complement::Infinitive,
                None if word == "bare" => Complement::Bare,
                None if word == "that" => Complement::Content,
                None => Complement::Object(word.to_string()),
                Some(("iobj", class)) => Complement::Recipient(class.to_string()),
                Some(("prt", word)) => Complement::Particle(word.to_string()),
                Some(("pred", word)) => Complement::Noun(word.to_string()),
                Some(("adj", word)) => Complement::Adjective(word.to_string()),
                Some((preposition, "ing")) => Complement::Gerund(preposition.to_string()),
                Some((preposition, class)) => Complement::Phrase { preposition: preposition.to_string(), class: class.to_string() },
            };
            // `ing` alone is a gerund without a preposition.
            let complement = match complement {
                Complement::Object(class) if class == "ing" => Complement::Gerund(String::new()),
                other => other,
            };
            (complement, optional)
        })
        .collect();
    Ok(Frame { verbs: names, subject: subject.to_string(), complements })
}

fn read_verbs(list: &str) -> BTreeMap<String, Verb> {
    let mut verbs = BTreeMap::new();
    for line in list.lines().map(|l| l.split('#').next().unwrap_or("")) {
        let first: Vec<&str> = line.split_whitespace().map(|f| f.split('/').next().unwrap_or(f)).collect();
        if let [base, third, past, participle, gerund] = first[..] {
            let [base, third, past, participle, gerund] = [base, third, past, participle, gerund].map(String::from);
            verbs.insert(base.clone(), Verb { base, third, past, participle, gerund });
        }
    }
    verbs
}
