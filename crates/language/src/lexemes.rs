//! Words that no treebank has: inflected verbs of `lang/en/verbs.txt`, and names that the
//! caller knows. They are taken to be like a word that training knew, so that the tagger has
//! its set of possible tags to go by, and the lemmatizer its dictionary form.

use dotterel_document::syntax::{Upos, Xpos};

use crate::lemma::{Edit, Lemmas, word_key};
use crate::model::Model;
use crate::word::{Entry, SURE, Vocabulary, lower_hash};

/// One verb a line: base, third person, past, participle, gerund.
const VERBS: &str = include_str!("../../../lang/en/verbs.txt");

/// Penn tags of the five columns.
const COLUMNS: [&[Xpos]; 5] = [&[Xpos::Vb, Xpos::Vbp], &[Xpos::Vbz], &[Xpos::Vbd], &[Xpos::Vbn], &[Xpos::Vbg]];

/// Something wrong in the list: line from 1, and what.
pub type ListError = (usize, String);

/// Teaches the model the verbs of the list.
///
/// # Errors
/// The first line that has not five columns, or stands before any `like`.
pub fn verbs(model: &mut Model) -> Result<(), ListError> {
    let mut alike: Option<Vec<&str>> = None;
    let mut different: Option<Vec<&str>> = None;
    let mut buffer = Vec::new();
    for (number, line) in VERBS.lines().enumerate() {
        let line = line.split('#').next().unwrap_or("").trim();
        if line.is_empty() {
            continue;
        }
        let mut columns: Vec<&str> = line.split_whitespace().collect();
        let is_like = columns.first() == Some(&"like") && columns.len() == 6;
        if is_like {
            columns.remove(0);
            let slot = if columns[2] == columns[3] { &mut alike } else { &mut different };
            *slot = Some(columns);
            continue;
        }
        let [base, _, past, participle, _] = columns[..] else {
            return Err((number + 1, "expected five columns: base, third person, past, participle, gerund".to_string()));
        };
        let Some(like) = (if past == participle { &alike } else { &different }) else {
            return Err((number + 1, "expected a line `like` first".to_string()));
        };
        for (column, forms) in columns.iter().enumerate() {
            for form in forms.split('/') {
                // A word that has a vector tells by it what it may be: "exercises" is a noun as well.
                let hash = lower_hash(form, &mut buffer);
                if model.vocabulary.get(hash).is_none_or(|known| known.vector == 0) {
                    learn(&mut model.vocabulary, form, like[column], false);
                }
                for &xpos in COLUMNS[column] {
                    if let Some(tag) = model.tags.iter().position(|&t| t == (Upos::Verb, xpos)) {
                        lemma(&mut model.lemmas, form, base, tag as u8);
                    }
                }
            }
        }
    }
    Ok(())
}

/// What a name is, for the tagger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// Of a country: stands before what training knew of a common noun ("Turkey", "Chad").
    Country,
    /// A nationality ("Kenyan").
    Demonym,
    /// Any other name.
    Other,
}

/// Names that training surely knew, for each kind.
const LIKE_NAME: &str = "france";
const LIKE_DEMONYM: &str = "german";

/// Teaches the vocabulary the words of a name. Words of one or two letters and words that
/// begin with a small letter ("of") are left as they are.
pub fn name(vocabulary: &mut Vocabulary, name: &str, kind: NameKind) {
    let single = !name.contains([' ', '-']);
    for word in name.split([' ', '-', '\'', '’']) {
        if word.chars().count() > 2 && word.starts_with(char::is_uppercase) {
            let like = if kind == NameKind::Demonym { LIKE_DEMONYM } else { LIKE_NAME };
            learn(vocabulary, word, like, single && kind == NameKind::Country);
        }
    }
}

fn learn(vocabulary: &mut Vocabulary, form: &str, like: &str, always: bool) {
    let mut buffer = Vec::new();
    let Some(model) = vocabulary.get(lower_hash(like, &mut buffer)).filter(|m| m.tags != 0) else { return };
    let hash = lower_hash(form, &mut buffer);
    match vocabulary.get(hash) {
        Some(known) if known.tags != 0 && !always => {}
        Some(known) => {
            // Words that have a vector keep it.
            let vector = if known.vector > 0 { known.vector } else { model.vector };
            vocabulary.set(hash, Entry { tags: model.tags, vector, flags: known.flags & !SURE, ..known });
        }
        None => vocabulary.set(hash, Entry { tags: model.tags, vector: model.vector, ..Entry::default() }),
    }
}

fn lemma(lemmas: &mut Lemmas, form: &str, base: &str, tag: u8) {
    let key = word_key(form.as_bytes(), tag);
    if lemmas.words.contains_key(&key) {
        return;
    }
    let shared = form.bytes().zip(base.bytes()).take_while(|(a, b)| a == b).count();
    let edit = Edit { cut: (form.len() - shared) as u8, add: base.get(shared..).unwrap_or("").to_string() };
    let at = lemmas.edits.iter().position(|e| *e == edit).unwrap_or_else(|| {
        lemmas.edits.push(edit);
        lemmas.edits.len() - 1
    });
    if let Ok(at) = u16::try_from(at) {
        lemmas.words.insert(key, at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_verbs_reads() {
        let mut model = Model::unpack();
        assert_eq!(verbs(&mut model), Ok(()));
    }

    #[test]
    fn rare_verbs_get_their_lemma() {
        let page =
            dotterel_document::Page { text: "The army has been bombarded by rebels who hijacked planes.".into(), ..Default::default() };
        let text = Model::embedded().analyze(&page);
        let lemmas: Vec<&str> = text.tokens.iter().map(|t| t.lemma.as_str()).collect();
        assert!(lemmas.contains(&"bombard") && lemmas.contains(&"hijack"), "{lemmas:?}");
    }
}
