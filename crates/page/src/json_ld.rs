//! What the page's JSON-LD says about the article ([schema.org](https://schema.org/NewsArticle)).
//!
//! Tolerates what real pages do: arrays, `@graph`, comments and CDATA around the JSON, raw line
//! breaks inside strings, trailing commas. What stays unreadable is left out.

use serde_json::Value;

/// The fields of an article that we read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// `headline`, else `name`.
    pub headline: Option<String>,
    /// `datePublished`, as written.
    pub published: Option<String>,
    /// `author`: their names.
    pub authors: Vec<String>,
    /// `publisher`: its name.
    pub publisher: Option<String>,
    /// `inLanguage`, as written.
    pub language: Option<String>,
    /// `url`, or `mainEntityOfPage`.
    pub url: Option<String>,
    /// `articleBody`.
    pub body: Option<String>,
}

/// Deepest nesting that is looked at; `serde_json` itself stops at 128.
const MAX_DEPTH: usize = 32;

/// Reads the content of one `<script type="application/ld+json">`; `None` where it holds no article.
pub fn read(script: &str) -> Option<Article> {
    let value = parse(script)?;
    // Authors and publishers are often given once in the graph and referred to by `@id`.
    let mut nodes = Vec::new();
    collect(&value, 0, &mut nodes);
    let rank = |node: &Value| types(node).filter_map(article_rank).min();
    let node = nodes.iter().filter(|node| rank(node).is_some()).min_by_key(|node| rank(node))?;
    let names = |value: Option<&Value>| value.map(|value| names(value, &nodes)).unwrap_or_default();
    Some(Article {
        headline: string(node.get("headline")).or_else(|| string(node.get("name"))),
        published: string(node.get("datePublished")).or_else(|| string(node.get("dateCreated"))),
        authors: names(node.get("author")),
        publisher: names(node.get("publisher")).into_iter().next(),
        language: string(node.get("inLanguage")),
        url: string(node.get("url")).or_else(|| string(node.get("mainEntityOfPage"))),
        body: string(node.get("articleBody")),
    })
}

fn parse(script: &str) -> Option<Value> {
    let script = script.split_once("<![CDATA[").map_or(script, |(_, inner)| inner);
    // What stands before (a comment's opening) and after the first value is not JSON.
    let script = script.get(script.find(['{', '['])?..)?;
    first_value(script).or_else(|| first_value(&tidy(script)))
}

fn first_value(script: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(script).into_iter().next()?.ok()
}

/// Escapes raw control characters inside strings and drops commas before a closing bracket.
fn tidy(script: &str) -> String {
    let mut out = String::with_capacity(script.len() + 64);
    let (mut inside, mut escaped) = (false, false);
    for c in script.chars() {
        if inside {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => inside = false,
                _ => {}
            }
            match c {
                '\n' => out.push_str("\\n"),
                c if c < ' ' => out.push(' '),
                c => out.push(c),
            }
            continue;
        }
        match c {
            '"' => inside = true,
            '}' | ']' => {
                let kept = out.trim_end().trim_end_matches([',', ';']).len();
                out.truncate(kept);
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// All objects that may be articles or be referred to, outer ones first.
fn collect<'v>(value: &'v Value, depth: usize, nodes: &mut Vec<&'v Value>) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, depth + 1, nodes)),
        Value::Object(map) => {
            nodes.push(value);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item"] {
                if let Some(inner) = map.get(key) {
                    collect(inner, depth + 1, nodes);
                }
            }
        }
        _ => {}
    }
}

fn types(node: &Value) -> impl Iterator<Item = &str> {
    let kind = node.get("@type");
    let many = kind.and_then(Value::as_array).into_iter().flatten();
    kind.into_iter().chain(many).filter_map(Value::as_str)
}

/// The better the type says that this is the report, the lower.
fn article_rank(kind: &str) -> Option<u8> {
    let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
    match kind {
        "NewsArticle" | "ReportageNewsArticle" | "AnalysisNewsArticle" | "BackgroundNewsArticle" | "LiveBlogPosting" => Some(0),
        "Article" | "BlogPosting" | "OpinionNewsArticle" | "ReviewNewsArticle" | "Report" | "SocialMediaPosting" => Some(1),
        "TechArticle" | "ScholarlyArticle" | "MedicalScholarlyArticle" | "Review" | "ClaimReview" => Some(2),
        "WebPage" | "ItemPage" => Some(3),
        _ => None,
    }
}

fn string(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => string(items.first()),
        Value::Object(map) => string(map.get("@id").or_else(|| map.get("alternateName")).or_else(|| map.get("name"))),
        _ => None,
    }
}

/// Names of the persons or bodies that `value` gives or refers to.
fn names(value: &Value, nodes: &[&Value]) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Array(items) => items.iter().take(16).flat_map(|item| names(item, nodes)).collect(),
        Value::Object(map) => {
            if let Some(name) = map.get("name") {
                return match name {
                    Value::Array(items) => items.iter().filter_map(|item| string(Some(item))).take(16).collect(),
                    name => string(Some(name)).into_iter().collect(),
                };
            }
            let id = map.get("@id");
            let other = nodes.iter().find(|node| id.is_some() && node.get("@id") == id);
            other.and_then(|node| string(node.get("name"))).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_is_found_in_graph_and_arrays() {
        let script = r##"{"@context":"https://schema.org","@graph":[
            {"@type":"Organization","@id":"#org","name":"The Example"},
            {"@type":"Person","@id":"#p1","name":"Ann Bell"},
            {"@type":["NewsArticle"],"headline":"A title","datePublished":"2023-02-22T23:00:00-05:00",
             "author":[{"@id":"#p1"},{"@type":"Person","name":"Carl Dent"}],"publisher":{"@id":"#org"},
             "inLanguage":"en-GB","mainEntityOfPage":{"@type":"WebPage","@id":"https://example.org/a"}}]}"##;
        let article = read(script).unwrap();
        assert_eq!(article.headline.as_deref(), Some("A title"));
        assert_eq!(article.published.as_deref(), Some("2023-02-22T23:00:00-05:00"));
        assert_eq!(article.authors, ["Ann Bell", "Carl Dent"]);
        assert_eq!(article.publisher.as_deref(), Some("The Example"));
        assert_eq!(article.language.as_deref(), Some("en-GB"));
        assert_eq!(article.url.as_deref(), Some("https://example.org/a"));
    }

    #[test]
    fn broken_json_is_tolerated() {
        let script = "<!-- //<![CDATA[\n[{\"@type\":\"Article\",\"headline\":\"Two\nlines\",},] //]]> -->";
        assert_eq!(read(script).unwrap().headline.as_deref(), Some("Two\nlines"));
        for script in ["", "{", "}{", "[[[", "{\"@type\":\"Article\"", "null", "{\"@type\":3}", &"[".repeat(10_000)] {
            assert_eq!(read(script), None, "{script:.20}");
        }
    }

    #[test]
    fn news_article_goes_before_web_page() {
        let script = r#"[{"@type":"WebPage","name":"Site"},{"@type":"NewsArticle","headline":"Report"}]"#;
        assert_eq!(read(script).unwrap().headline.as_deref(), Some("Report"));
    }
}
