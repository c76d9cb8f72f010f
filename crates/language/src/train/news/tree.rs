//! Trees of words, and their writing as CoNLL-U.

use std::fmt::Write;

/// A word with its dependents.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub form: String,
    pub lemma: String,
    /// Part of speech and Penn tag.
    pub tags: (&'static str, &'static str),
    pub feats: String,
    pub relation: &'static str,
    pub before: Vec<Tree>,
    pub after: Vec<Tree>,
    /// No space before it.
    pub glued: bool,
    /// Written as one word with the word before ("Egypt" + "'s").
    pub joined: bool,
}

impl Tree {
    pub fn new(form: &str, lemma: &str, tags: (&'static str, &'static str), feats: &str) -> Tree {
        Tree {
            form: form.to_string(),
            lemma: lemma.to_string(),
            tags,
            feats: feats.to_string(),
            relation: "root",
            before: Vec::new(),
            after: Vec::new(),
            glued: false,
            joined: false,
        }
    }

    /// A word that is its own lemma, without features.
    pub fn plain(form: &str, tags: (&'static str, &'static str)) -> Tree {
        Tree::new(form, form, tags, "_")
    }

    pub fn preposition(form: &str) -> Tree {
        Tree::plain(form, ("ADP", "IN")).to("case")
    }

    pub fn adjective(form: &str) -> Tree {
        Tree::new(form, &form.to_lowercase(), ("ADJ", "JJ"), "Degree=Pos").to("amod")
    }

    /// A mark of punctuation that stands close to the word before it.
    pub fn mark(form: &str) -> Tree {
        let xpos = match form {
            "." => ".",
            "," => ",",
            "(" => "-LRB-",
            ")" => "-RRB-",
            "-" => "HYPH",
            "\"" => "''",
            _ => ":",
        };
        Tree { glued: form != "(" && form != "--", ..Tree::plain(form, ("PUNCT", xpos)).to("punct") }
    }

    /// With this relation to its head.
    pub fn to(mut self, relation: &'static str) -> Tree {
        self.relation = relation;
        self
    }

    pub fn push(&mut self, dependent: Tree) {
        self.after.push(dependent);
    }

    /// The last of the words before the head so far.
    pub fn push_before(&mut self, dependent: Tree) {
        self.before.push(dependent);
    }

    /// The first word of all.
    pub fn push_first(&mut self, dependent: Tree) {
        self.before.insert(0, dependent);
    }

    /// The tree between commas, as appositions and relative clauses stand.
    pub fn between_commas(mut self) -> Tree {
        self.push_first(Tree::mark(","));
        self.push(Tree::mark(","));
        self
    }

    pub fn is_plural(&self) -> bool {
        self.feats.contains("Number=Plur") || self.after.iter().any(|t| t.relation == "conj")
    }
}

struct Row<'a> {
    tree: &'a Tree,
    head: Option<usize>,
}

/// Writes the sentence: capital at the start, one comma where several meet.
pub(super) fn write(out: &mut String, tree: &Tree, capital: bool) {
    let mut rows = Vec::new();
    flatten(tree, &mut rows);
    if let Some(root) = rows.iter().position(|r| std::ptr::eq(r.tree, tree)) {
        rows[root].head = None;
    }
    let is = |i: usize, marks: &str| rows.get(i).is_some_and(|r: &Row<'_>| r.tree.tags.0 == "PUNCT" && marks.contains(&r.tree.form));
    let dropped: Vec<bool> =
        (0..rows.len()).map(|i| is(i, ",") && (i == 0 || is(i + 1, ",.)--") || is(i.wrapping_sub(1), "(--"))).collect();
    let mut ids = vec![0; rows.len()];
    let mut next = 0;
    for (id, &dropped) in ids.iter_mut().zip(&dropped) {
        next += usize::from(!dropped);
        *id = next;
    }
    let kept: Vec<usize> = (0..rows.len()).filter(|&i| !dropped[i]).collect();
    for (k, &i) in kept.iter().enumerate() {
        let (row, following) = (&rows[i], kept.get(k + 1).map(|&j| rows[j].tree));
        let starts = k == 0 || (k == 1 && rows[kept[0]].tree.tags.1 == "``");
        let form = if starts && capital { capitalized(&row.tree.form) } else { row.tree.form.clone() };
        let misc = if following.is_some_and(|t| t.glued || t.joined) { "SpaceAfter=No" } else { "_" };
        let joins = following.is_some_and(|t| t.joined);
        if joins {
            let last = kept.get(k + 2).map(|&j| rows[j].tree);
            let misc = if last.is_some_and(|t| t.glued) { "SpaceAfter=No" } else { "_" };
            let _ = writeln!(out, "{}-{}\t{form}{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", ids[i], ids[i] + 1, following.map_or("", |t| &t.form));
        }
        let t = row.tree;
        let misc = if joins || t.joined { "_" } else { misc };
        let head = row.head.map_or(0, |h| ids[h]);
        let relation = if row.head.is_none() { "root" } else { t.relation };
        let _ = writeln!(out, "{}\t{form}\t{}\t{}\t{}\t{}\t{head}\t{relation}\t_\t{misc}", ids[i], t.lemma, t.tags.0, t.tags.1, t.feats);
    }
    out.push('\n');
}

/// Appends the words in order; returns the place of the tree's own word.
fn flatten<'a>(tree: &'a Tree, rows: &mut Vec<Row<'a>>) -> usize {
    let mut places: Vec<usize> = tree.before.iter().map(|t| flatten(t, rows)).collect();
    let own = rows.len();
    rows.push(Row { tree, head: None });
    places.extend(tree.after.iter().map(|t| flatten(t, rows)));
    for place in places {
        rows[place].head = Some(own);
    }
    own
}

pub(super) fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
