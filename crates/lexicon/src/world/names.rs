//! Names as paths of words in a trie, and the normal form in which words are compared.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// A set of names of one or more words, each with numbers of whatever it names.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// Number of each word that occurs in a name, in normal form.
    words: FxHashMap<CompactString, u32>,
    /// From a node by a word to the next node.
    edges: FxHashMap<(u32, u32), u32>,
    /// Number of nodes.
    nodes: u32,
    /// Meanings in the order of insertion: node where the name ends, and what it stands for.
    meanings: Vec<(u32, u32)>,
    /// The same ordered by node, after [`Names::finish`]: node `n` has the numbers
    /// `ids[starts[n]..starts[n + 1]]`.
    ids: Vec<u32>,
    starts: Vec<u32>,
}

const ROOT: u32 = 0;

impl Default for Names {
    fn default() -> Self {
        Names {
            words: FxHashMap::default(),
            edges: FxHashMap::default(),
            nodes: ROOT + 1,
            meanings: Vec::new(),
            ids: Vec::new(),
            starts: Vec::new(),
        }
    }
}

impl Names {
    /// Makes room for about so many names, which saves rehashing while they come in.
    pub(super) fn reserve(&mut self, names: usize) {
        self.words.reserve(names);
        self.edges.reserve(2 * names);
        self.meanings.reserve(names);
    }

    /// Adds a meaning of a name, to be found after [`Names::finish`]. A name without a
    /// letter or digit is left out.
    pub(super) fn insert(&mut self, name: &str, id: u32) {
        let mut node = ROOT;
        for part in name.split_whitespace().flat_map(parts) {
            let next_word = self.words.len() as u32;
            let word = match is_plain(part).then(|| self.words.get(part)).flatten() {
                Some(&word) => word,
                None => *self.words.entry(fold(part)).or_insert(next_word),
            };
            node = *self.edges.entry((node, word)).or_insert(self.nodes);
            self.nodes = self.nodes.max(node + 1);
        }
        // Spellings of one fact often fold to the same name, one after the other.
        if node != ROOT && !self.meanings.iter().rev().take(8).any(|&last| last == (node, id)) {
            self.meanings.push((node, id));
        }
    }

    /// Orders the meanings by node. Those of one name keep the order of their insertion.
    pub(super) fn finish(&mut self) {
        self.starts = vec![0; self.nodes as usize + 1];
        for &(node, _) in &self.meanings {
            self.starts[node as usize + 1] += 1;
        }
        for node in 0..self.nodes as usize {
            self.starts[node + 1] += self.starts[node];
        }
        let mut next = self.starts.clone();
        self.ids = vec![0; self.meanings.len()];
        for &(node, id) in &self.meanings {
            self.ids[next[node as usize] as usize] = id;
            next[node as usize] += 1;
        }
    }

    /// What the name that ends at a node stands for.
    fn ends(&self, node: u32) -> &[u32] {
        let bounds = self.starts.get(node as usize).zip(self.starts.get(node as usize + 1));
        bounds.and_then(|(&start, &end)| self.ids.get(start as usize..end as usize)).unwrap_or(&[])
    }

    /// See [`World::longest`](super::World::longest).
    pub(super) fn longest<S: AsRef<str>>(&self, word_at: impl Fn(usize) -> Option<S>) -> Option<(usize, &[u32])> {
        let mut node = self.step(ROOT, word_at(0)?.as_ref())?;
        let mut best = None;
        // At most one token that is no word of the name (hyphen, initial) between two that are,
        // so that a run of them costs nothing.
        let mut skipped = false;
        let mut len = 1;
        loop {
            if !skipped && !self.ends(node).is_empty() {
                best = Some((len, self.ends(node)));
            }
            let Some(word) = word_at(len) else {
                return best;
            };
            let word = word.as_ref();
            len += 1;
            if let Some(next) = self.step(node, word) {
                node = next;
                skipped = false;
            } else if !skipped && (is_hyphen(word) || is_initial(word)) {
                skipped = true;
            } else {
                return best;
            }
        }
    }

    /// The meanings of a name that is given whole.
    pub(super) fn exact(&self, name: &str) -> &[u32] {
        let mut node = ROOT;
        for word in name.split_whitespace() {
            match self.step(node, word) {
                Some(next) => node = next,
                None => return &[],
            }
        }
        self.ends(node)
    }

    /// From a node by one token, which may hold several words ("al-Qaida", "People's").
    fn step(&self, node: u32, token: &str) -> Option<u32> {
        if is_plain(token) {
            return self.edge(node, token);
        }
        let mut at = node;
        let mut any = false;
        for part in parts(token) {
            at = self.edge(at, &fold(part))?;
            any = true;
        }
        any.then_some(at)
    }

    fn edge(&self, node: u32, word: &str) -> Option<u32> {
        if let Some(&number) = self.words.get(word)
            && let Some(&next) = self.edges.get(&(node, number))
        {
            return Some(next);
        }
        self.headline_edge(node, word)
    }

    /// Words of a headline in capitals. Short ones are left alone: "WHO" is not "Who".
    fn headline_edge(&self, node: u32, word: &str) -> Option<u32> {
        let long_enough = word.len() >= 4 || (node != ROOT && word.len() >= 2);
        if !long_enough || !word.bytes().all(|b| b.is_ascii_uppercase()) {
            return None;
        }
        let lower = word.to_ascii_lowercase();
        let title = format!("{}{}", &word[..1], &lower[1..]);
        [title, lower].iter().find_map(|form| self.edges.get(&(node, *self.words.get(form.as_str())?)).copied())
    }
}

/// A whole name in the form in which names are compared, words with single spaces.
pub(super) fn normal(name: &str) -> CompactString {
    let mut out = CompactString::default();
    for part in name.split_whitespace().flat_map(parts) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&fold(part));
    }
    out
}

/// True for tokens that are their own normal form.
fn is_plain(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_hyphen(token: &str) -> bool {
    matches!(token, "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
}

/// "J." or "J", between the words of a person's name.
fn is_initial(token: &str) -> bool {
    let mut chars = token.chars();
    chars.next().is_some_and(char::is_uppercase) && matches!((chars.next(), chars.next()), (None | Some('.'), None))
}

/// The words inside one token: split at hyphens, and before a possessive "'s". Parts
/// without a letter or digit are left out.
fn parts(token: &str) -> impl Iterator<Item = &str> {
    let possessive = ["'s", "\u{2019}s", "\u{2018}s"].iter().any(|s| token.len() > s.len() && token.ends_with(s));
    let (stem, tail) = if possessive { token.split_at(token.len() - 1) } else { (token, "") };
    stem.split(['-', '\u{2010}', '\u{2011}', '\u{2013}'])
        .chain(std::iter::once(tail))
        .filter(|part| part.chars().any(char::is_alphanumeric))
}

/// One word without dots and apostrophes, and with its accents taken off.
fn fold(word: &str) -> CompactString {
    word.chars().filter(|c| c.is_alphanumeric() || matches!(c, '&' | '+')).flat_map(plain_letter).collect()
}

/// A Latin letter without its accent, as one or two letters; any other character as it is.
/// Covers the letters of Latin-1 and Latin Extended-A, and the Romanian and Vietnamese ones
/// that news agencies write.
fn plain_letter(c: char) -> impl Iterator<Item = char> {
    let pair = match c {
        'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => ('A', None),
        'à'..='å' | 'ā' | 'ă' | 'ą' => ('a', None),
        'Æ' => ('A', Some('e')),
        'æ' => ('a', Some('e')),
        'Ç' | 'Ć' | 'Ĉ' | 'Ċ' | 'Č' => ('C', None),
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => ('c', None),
        'Ď' | 'Đ' | 'Ð' => ('D', None),
        'ď' | 'đ' | 'ð' => ('d', None),
        'È'..='Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' | 'Ə' => ('E', None),
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ə' => ('e', None),
        'Ĝ' | 'Ğ' | 'Ġ' | 'Ģ' => ('G', None),
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => ('g', None),
        'Ì'..='Ï' | 'Ĩ' | 'Ī' | 'Į' | 'İ' => ('I', None),
        'ì'..='ï' | 'ĩ' | 'ī' | 'į' | 'ı' => ('i', None),
        'Ķ' => ('K', None),
        'ķ' => ('k', None),
        'Ĺ' | 'Ļ' | 'Ľ' | 'Ł' => ('L', None),
        'ĺ' | 'ļ' | 'ľ' | 'ł' => ('l', None),
        'Ñ' | 'Ń' | 'Ņ' | 'Ň' => ('N', None),
        'ñ' | 'ń' | 'ņ' | 'ň' => ('n', None),
        'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ŏ' | 'Ő' | 'Ơ' => ('O', None),
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' => ('o', None),
        'Œ' => ('O', Some('e')),
        'œ' => ('o', Some('e')),
        'Ŕ' | 'Ř' => ('R', None),
        'ŕ' | 'ř' => ('r', None),
        'Ś' | 'Ŝ' | 'Ş' | 'Š' | 'Ș' => ('S', None),
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => ('s', None),
        'ß' => ('s', Some('s')),
        'Ţ' | 'Ť' | 'Ț' => ('T', None),
        'ţ' | 'ť' | 'ț' => ('t', None),
        'Ù'..='Ü' | 'Ũ' | 'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' | 'Ư' => ('U', None),
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' => ('u', None),
        'Ý' | 'Ÿ' => ('Y', None),
        'ý' | 'ÿ' => ('y', None),
        'Ź' | 'Ż' | 'Ž' => ('Z', None),
        'ź' | 'ż' | 'ž' => ('z', None),
        other => (other, None),
    };
    std::iter::once(pair.0).chain(pair.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        for (id, name) in ["United States", "US", "al-Qaida", "People's Liberation Army", "Sanaa", "Donald Trump", "Who"].iter().enumerate()
        {
            names.insert(name, id as u32);
        }
        names.finish();
        names
    }

    fn check(text: &str, expected: Option<(usize, &[u32])>) {
        let tokens: Vec<&str> = text.split(' ').collect();
        assert_eq!(names().longest(|i| tokens.get(i).copied()), expected, "{text}");
    }

    #[test]
    fn dots_accents_hyphens_and_apostrophes_do_not_count() {
        check("U.S. troops", Some((1, &[1])));
        check("US", Some((1, &[1])));
        check("us", None);
        check("al - Qaida said", Some((3, &[2])));
        check("al-Qaida said", Some((1, &[2])));
        check("al Qaida", Some((2, &[2])));
        check("People 's Liberation Army", Some((4, &[3])));
        check("People\u{2019}s Liberation Army", Some((3, &[3])));
        check("Sana\u{2019}a", Some((1, &[4])));
        check("Sanaà", Some((1, &[4])));
    }

    #[test]
    fn initials_are_passed_over_and_headlines_match() {
        check("Donald J. Trump", Some((3, &[5])));
        check("DONALD TRUMP", Some((2, &[5])));
        check("WHO", None);
        check("UNITED STATES", Some((2, &[0])));
    }

    #[test]
    fn what_is_no_name_ends_the_match() {
        check("United Nations", None);
        check("US -", Some((1, &[1])));
        check("", None);
        check("-", None);
        check("...", None);
        check("\u{fffd}é", None);
    }
}
