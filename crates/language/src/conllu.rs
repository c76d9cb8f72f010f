//! [CoNLL-U](https://universaldependencies.org/format.html), read and written.
//!
//! Reading makes a [`Text`] with all its annotation and the document's characters, so that
//! training, scoring and `dotterel parse --tokenized` see the same types as everything else.
//! Empty nodes and enhanced dependencies are left out.

use std::fmt::Write;

use compact_str::CompactString;
use dotterel_document::syntax::{Deprel, Feats, Upos, Xpos};
use dotterel_document::text::{NO_HEAD, Nominal, NominalKind, Sent, Text, Token};
use dotterel_document::{Byte, Span};

/// One document of a CoNLL-U file.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// From `# newdoc id`, or empty.
    pub id: String,
    /// The characters, paragraphs parted by a blank line, sentences by their white space.
    pub text: String,
    /// Sentences and tokens with spans into `text`.
    pub analysis: Text,
    /// Comment lines of each sentence, without `#` and the blank after it.
    pub comments: Vec<Vec<String>>,
}

/// What is wrong with a CoNLL-U file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct ConlluError {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// Reads a file. A file without `# newdoc` is one document.
///
/// # Errors
/// Where a line has not ten columns, ids are not in order, a head is no token of the
/// sentence, or a part of speech is unknown. Unknown relations fall back to their main type,
/// then to `dep`; `_` is allowed everywhere but in the id and form columns.
pub fn read(input: &str) -> Result<Vec<Document>, ConlluError> {
    let mut reader = Reading::default();
    for (index, line) in input.lines().enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let line = if index == 0 { line.strip_prefix('\u{feff}').unwrap_or(line) } else { line };
        reader.line(line).map_err(|message| ConlluError { line: index + 1, message })?;
        reader.number = index + 1;
    }
    reader.finish_sentence().map_err(|message| ConlluError { line: reader.number, message })?;
    reader.documents.retain(|d| !d.analysis.sents.is_empty());
    Ok(reader.documents)
}

/// State of the reader within a sentence.
#[derive(Default)]
struct Reading {
    documents: Vec<Document>,
    comments: Vec<String>,
    rows: Vec<Row>,
    /// Last id of the multiword token being read, and whether a space follows it.
    multiword: Option<(usize, bool)>,
    new_document: Option<String>,
    new_paragraph: bool,
    number: usize,
}

struct Row {
    token: Token,
    /// What MISC has under `Entity`, as GUM writes it: brackets of mentions.
    entity: String,
    form: String,
    head: Option<usize>,
    space: bool,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.trim().is_empty() {
            return self.finish_sentence();
        }
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.strip_prefix(' ').unwrap_or(comment);
            if let Some(rest) = comment.strip_prefix("newdoc") {
                self.new_document = Some(rest.trim().strip_prefix("id =").unwrap_or("").trim().to_string());
            } else if comment.starts_with("newpar") && !comment.starts_with("newpar_") {
                self.new_paragraph = true;
            }
            self.comments.push(comment.to_string());
            return Ok(());
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns[..] else {
            return Err(format!("{} columns where ten parted by tabs are needed", columns.len()));
        };
        let space = !misc.split('|').any(|m| m == "SpaceAfter=No");
        if id.contains('.') {
            return Ok(());
        }
        let expected = self.rows.len() + 1;
        if let Some((from, to)) = id.split_once('-') {
            match (from.parse::<usize>(), to.parse::<usize>()) {
                (Ok(from), Ok(to)) if from == expected && to > from => self.multiword = Some((to, space)),
                _ => return Err(format!("token range {id:?} where a range from {expected} was due")),
            }
            return Ok(());
        }
        if id.parse() != Ok(expected) {
            return Err(format!("token id {id:?} where {expected} was due"));
        }
        if form.is_empty() {
            return Err("a token without a form".to_string());
        }
        let head = match head {
            "_" => None,
            head => Some(head.parse::<usize>().map_err(|_| format!("head {head:?} is not a number"))?),
        };
        let (space, joined) = match self.multiword {
            Some((to, _)) if expected < to => (false, true),
            Some((to, after)) if expected == to => (after, false),
            _ => (space, false),
        };
        let token = Token {
            span: Span::default(),
            lemma: CompactString::from(lemma),
            upos: if upos == "_" { Upos::X } else { upos.parse().map_err(|_| format!("unknown part of speech {upos:?}"))? },
            xpos: xpos.parse().unwrap_or(Xpos::None),
            feats: Feats::parse(feats),
            head: NO_HEAD,
            deprel: relation(deprel),
            sent: 0,
            joined,
        };
        let entity = misc.split('|').find_map(|m| m.strip_prefix("Entity=")).unwrap_or("").to_string();
        self.rows.push(Row { token, entity, form: form.to_string(), head, space });
        Ok(())
    }

    fn finish_sentence(&mut self) -> Result<(), String> {
        self.multiword = None;
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.rows);
        if let Some(id) = self.new_document.take() {
            self.documents.push(Document { id, ..Document::default() });
        }
        if self.documents.is_empty() {
            self.documents.push(Document::default());
        }
        let Some(document) = self.documents.last_mut() else { return Ok(()) };
        let text = &mut document.text;
        let analysis = &mut document.analysis;
        let paragraph = std::mem::take(&mut self.new_paragraph) || analysis.paragraphs.is_empty();
        if paragraph && !text.is_empty() {
            text.truncate(text.trim_end().len());
            text.push_str("\n\n");
        }
        let (from, first) = (text.len() as u32, analysis.tokens.len() as u32);
        let sent = analysis.sents.len() as u32;
        let count = rows.len();
        let spans = mentions(rows.iter().map(|r| r.entity.as_str()));
        let mut end = from;
        for (i, row) in rows.into_iter().enumerate() {
            let mut token = row.token;
            token.sent = sent;
            let start = text.len() as u32;
            text.push_str(&row.form);
            end = text.len() as u32;
            token.span = Span::new(start, end);
            token.head = match row.head {
                None | Some(0) => NO_HEAD,
                Some(head) if head <= count && head != i + 1 => first + head as u32 - 1,
                Some(head) => return Err(format!("token {} has head {head}, which it cannot have", i + 1)),
            };
            if row.space {
                text.push(' ');
            }
            analysis.tokens.push(token);
        }
        for (start, stop, kind) in spans {
            let tokens = Span::new(first + start, first + stop);
            let outside =
                |t: &u32| analysis.tokens.get(*t as usize).is_some_and(|token| token.head == NO_HEAD || !tokens.contains(token.head));
            let head = (tokens.start..tokens.end).find(outside).unwrap_or(tokens.start);
            analysis.nominals.push(Nominal { tokens, head, kind });
        }
        if paragraph {
            analysis.paragraphs.push(Span::new(from, end));
        } else if let Some(last) = analysis.paragraphs.last_mut() {
            last.end = end;
        }
        analysis.sents.push(Sent {
            span: Span::new(from, end),
            tokens: Span::new(first, first + count as u32),
            paragraph: analysis.paragraphs.len() as u32 - 1,
        });
        document.comments.push(std::mem::take(&mut self.comments));
        Ok(())
    }
}

/// The mentions of a sentence, first token and the one after the last counted from its start,
/// in order of their start, the longer first. Brackets of kinds unknown to us, and brackets that
/// are not closed, are passed over.
fn mentions<'e>(entities: impl Iterator<Item = &'e str>) -> Vec<(u32, u32, NominalKind)> {
    let mut open: Vec<(&str, u32, Option<NominalKind>)> = Vec::new();
    let mut found = Vec::new();
    for (at, entity) in (0..).zip(entities) {
        let mut rest = entity;
        while !rest.is_empty() {
            let opens = rest.starts_with('(');
            let body = rest.strip_prefix('(').unwrap_or(rest);
            let end = body.find(['(', ')']).unwrap_or(body.len());
            let mut fields = body[..end].split('-');
            let id = fields.next().unwrap_or("");
            if opens {
                let kind = fields.next().and_then(|name| NominalKind::ALL.iter().copied().find(|k| k.as_str() == name));
                open.push((id, at, kind));
            }
            rest = &body[end..];
            if let Some(after) = rest.strip_prefix(')') {
                rest = after;
                if let Some(place) = open.iter().rposition(|o| o.0 == id)
                    && let (_, start, Some(kind)) = open.remove(place)
                {
                    found.push((start, at + 1, kind));
                }
            }
        }
    }
    found.sort_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
    found
}

fn relation(name: &str) -> Deprel {
    let main = name.split(':').next().unwrap_or(name);
    name.parse().or_else(|_| main.parse()).unwrap_or(Deprel::Dep)
}

/// Writes an analysed document. `comments` holds further comment lines for each sentence
/// (`# sent_id`, `# text` and paragraph marks are always written); it may be empty.
pub fn write(id: &str, text: &str, analysis: &Text, comments: &[Vec<String>]) -> String {
    let mut out = String::new();
    let mut paragraph = None;
    for (number, sent) in analysis.sents.iter().enumerate() {
        if number == 0 && !id.is_empty() {
            let _ = writeln!(out, "# newdoc id = {}", one_line(id));
        }
        if paragraph != Some(sent.paragraph) {
            paragraph = Some(sent.paragraph);
            out.push_str("# newpar\n");
        }
        let kept = comments.get(number).map_or(&[][..], Vec::as_slice);
        let has = |name: &str| kept.iter().any(|c| c.starts_with(name));
        if !has("sent_id") {
            let _ = writeln!(out, "# sent_id = {}{}{}", one_line(id), if id.is_empty() { "" } else { "-" }, number + 1);
        }
        for comment in kept.iter().filter(|c| !c.starts_with("newdoc") && !c.starts_with("newpar") && !c.starts_with("text =")) {
            let _ = writeln!(out, "# {comment}");
        }
        let _ = writeln!(out, "# text = {}", one_line(slice(text, sent.span)));
        sentence(&mut out, text, analysis, sent);
        out.push('\n');
    }
    out
}

fn sentence(out: &mut String, text: &str, analysis: &Text, sent: &Sent) {
    let tokens = analysis.tokens.get(sent.tokens.range()).unwrap_or_default();
    let follows = |i: usize| tokens.get(i + 1).is_some_and(|next| next.span.start == tokens[i].span.end);
    let mut inside = false;
    for (i, token) in tokens.iter().enumerate() {
        if token.joined && !inside {
            let last = (i..tokens.len()).find(|&j| !tokens[j].joined).unwrap_or(tokens.len() - 1);
            let form = slice(text, token.span.join(tokens[last].span));
            let misc = if follows(last) { "SpaceAfter=No" } else { "_" };
            let _ = writeln!(out, "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", i + 1, last + 1, one_line(form));
        }
        let head = if token.head == NO_HEAD { 0 } else { (token.head + 1).saturating_sub(sent.tokens.start) };
        let misc = if !token.joined && !inside && follows(i) { "SpaceAfter=No" } else { "_" };
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{misc}",
            i + 1,
            one_line(slice(text, token.span)),
            if token.lemma.is_empty() { "_" } else { token.lemma.as_str() },
            token.upos,
            token.xpos,
            token.feats,
            token.deprel,
        );
        inside = token.joined;
    }
}

fn slice(text: &str, span: Span<Byte>) -> &str {
    text.get(span.range()).unwrap_or("")
}

/// Line breaks and tabs would end the field, so they become blanks.
fn one_line(text: &str) -> String {
    text.split(['\n', '\r', '\t']).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "# newdoc id = d\n# newpar\n# sent_id = d-1\n# text = We can't wait.\n\
        1\tWe\twe\tPRON\tPRP\tCase=Nom\t4\tnsubj\t_\t_\n\
        2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        2\tca\tcan\tAUX\tMD\tVerbForm=Fin\t4\taux\t_\t_\n\
        3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\t_\n\
        4\twait\twait\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No\n\
        5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n";

    #[test]
    fn mentions_are_read_from_their_brackets() {
        let rows = [
            "1\tThe\t_\t_\t_\t_\t2\tdet\t_\tEntity=(4-organization-new-cf1-2-sgl",
            "2\tarmy\t_\t_\t_\t_\t0\troot\t_\t_",
            "3\tof\t_\t_\t_\t_\t4\tcase\t_\t_",
            "4\tMali\t_\t_\t_\t_\t2\tnmod\t_\tEntity=(5-place-new-cf2-1-sgl)4)|SpaceAfter=No",
            "5\tit\t_\t_\t_\t_\t2\tdep\t_\tEntity=9)(7-nosuch-x)(8-person-y",
        ];
        let read = read(&(rows.join("\n") + "\n")).expect("sound rows");
        let span = |from, to, head, kind| Nominal { tokens: Span::new(from, to), head, kind };
        // Brackets that open nothing, name no kind or are not closed are passed over.
        let expected = vec![span(0, 4, 1, NominalKind::Organization), span(3, 4, 3, NominalKind::Place)];
        assert_eq!(read[0].analysis.nominals, expected);
    }

    #[test]
    fn what_is_read_is_written_again() {
        let documents = read(SMALL).unwrap();
        let document = &documents[0];
        assert_eq!(document.text.trim_end(), "We can't wait.");
        assert_eq!(write("d", &document.text, &document.analysis, &document.comments), SMALL);
    }

    #[test]
    fn errors_name_the_line() {
        assert_eq!(read("1\ta\n").unwrap_err().line, 1);
        let swapped = SMALL.replace("4\twait", "5\twait");
        assert_eq!(read(&swapped).unwrap_err().to_string(), "line 9: token id \"5\" where 4 was due");
        let far = SMALL.replace("\t4\tnsubj", "\t40\tnsubj");
        assert!(read(&far).is_err());
    }

    #[test]
    fn columns_may_be_empty() {
        let documents = read("1\tGo\t_\t_\t_\t_\t_\t_\t_\t_\n").unwrap();
        assert_eq!(documents[0].analysis.tokens[0].head, NO_HEAD);
    }
}
