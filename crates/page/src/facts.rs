//! What does the page say about itself? Title, date, author, publication, address, language:
//! collected in one pass over the markup and then chosen by how far each source is to be
//! trusted: JSON-LD, then meta tags made for sharing and search, then marks in the page, then
//! the address. A date that cannot be is named in the warnings and the next source is asked.

use jiff::civil::Date;

use crate::dates;
use crate::json_ld::{self, Article};
use crate::markup::{Piece, Tag, decode_entities, pieces};
use crate::tidy::{one_line, plain};

/// What a page says about itself; fields as in [`dotterel_document::Page`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Headline, without the site's name.
    pub title: Option<String>,
    /// Day of publication, in the zone in which the page gives it.
    pub date: Option<Date>,
    /// Byline, without "By".
    pub author: Option<String>,
    /// Who published it.
    pub publication: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Language as declared, lower-case primary subtag ("en").
    pub language: Option<String>,
    /// Everything the page calls its title, letters and digits only, lower case.
    pub titles: Vec<String>,
    /// The article's text as JSON-LD gives it.
    pub body: Option<String>,
    /// Values that cannot be, by name.
    pub warnings: Vec<String>,
}

/// Reads the facts out of a page.
pub fn facts(html: &str) -> Facts {
    let found = collect(html);
    let mut warnings = Vec::new();
    let article = found.article.clone().unwrap_or_default();
    let url = found.url(&article);
    let publication = found.meta(&["og:site_name", "application-name"]).or_else(|| article.publisher.as_deref().and_then(clean));
    let date = found.date(&article, url.as_deref(), &mut warnings);
    Facts {
        title: found.title(&article, publication.as_deref()),
        date,
        author: found.author(&article),
        language: found.language(&article),
        body: article.body.map(|body| plain(&decode_entities(&body))),
        titles: found.titles(),
        publication,
        url,
        warnings,
    }
}

/// Everything of interest in the order of the page.
#[derive(Default)]
struct Found {
    article: Option<Article>,
    metas: Vec<(String, String)>,
    html_language: Option<String>,
    canonical: Option<String>,
    title: Option<String>,
    headings: Vec<String>,
    /// `datetime` of `time` elements; true where marked as the date of publication.
    times: Vec<(String, bool)>,
    bylines: Vec<String>,
}

/// How many `time` elements and headings are kept; the first of a page are the report's own.
const MANY: usize = 8;

/// How many bytes of JSON-LD are read in one page.
const MAX_JSON: usize = 4_000_000;

fn collect(html: &str) -> Found {
    let mut found = Found::default();
    // Text that is being gathered: what for, the element that ends it, how deep inside.
    let mut gather: Option<(Gather, &str, usize, String)> = None;
    let mut json_left = MAX_JSON;
    for piece in pieces(html) {
        if let Some((what, name, depth, text)) = &mut gather {
            match &piece {
                Piece::Text(more) if text.len() < 400 => text.push_str(more),
                Piece::Open(tag) if tag.name.eq_ignore_ascii_case(name) => *depth += 1,
                Piece::Close(closing) if closing.eq_ignore_ascii_case(name) => {
                    *depth -= 1;
                    if *depth == 0 {
                        match what {
                            Gather::Heading => found.headings.extend(clean(text)),
                            Gather::Byline => found.bylines.extend(clean(text)),
                        }
                        gather = None;
                    }
                }
                Piece::Open(_) | Piece::Close(_) => text.push(' '),
                _ => {}
            }
        }
        match piece {
            Piece::Open(tag) => {
                found.tag(&tag);
                if gather.is_none() {
                    gather = found.wants(&tag).map(|what| (what, tag.name, 1, String::new()));
                }
            }
            Piece::Raw(tag, content) if tag.is("title") => {
                found.title = found.title.take().or_else(|| clean(content));
            }
            Piece::Raw(tag, content) if tag.is("script") && content.len() <= json_left => {
                let kind = tag.get("type").unwrap_or_default();
                if kind.trim().to_ascii_lowercase().starts_with("application/ld+json") {
                    json_left -= content.len();
                    found.json(content);
                }
            }
            _ => {}
        }
    }
    found
}

enum Gather {
    Heading,
    Byline,
}

impl Found {
    fn tag(&mut self, tag: &Tag) {
        if tag.is("meta") {
            let name = tag.get("property").or_else(|| tag.get("name")).or_else(|| tag.get("itemprop"));
            if let (Some(name), Some(content)) = (name, tag.get("content"))
                && self.metas.len() < 1_000
            {
                self.metas.push((name.trim().to_ascii_lowercase(), content.into_owned()));
            }
        } else if tag.is("link") && self.canonical.is_none() {
            if tag.get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
                self.canonical = tag.get("href").map(|href| href.trim().to_string());
            }
        } else if tag.is("html") {
            self.html_language =
                self.html_language.take().or_else(|| tag.get("lang").or_else(|| tag.get("xml:lang")).map(|l| l.into_owned()));
        } else if self.times.len() < MANY
            && let Some(time) = tag.get("datetime").or_else(|| tag.is("time").then(|| tag.get("content")).flatten())
        {
            let published = tag.get("pubdate").is_some()
                || tag.get("itemprop").is_some_and(|prop| prop.contains("datePublished"))
                || tag.get("class").is_some_and(|class| class.to_ascii_lowercase().contains("publish"));
            self.times.push((time.into_owned(), published));
        }
    }

    /// What the text inside this element is wanted for.
    fn wants(&self, tag: &Tag) -> Option<Gather> {
        if tag.is("h1") {
            return (self.headings.len() < MANY).then_some(Gather::Heading);
        }
        if self.bylines.len() >= MANY || !["a", "span", "div", "p", "address", "li"].iter().any(|name| tag.is(name)) {
            return None;
        }
        let is = |name: &str, value: &str| {
            tag.get(name).is_some_and(|text| text.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(value)))
        };
        let byline = is("rel", "author")
            || is("itemprop", "author")
            || ["byline", "author", "author-name", "byline-name", "article-author", "post-author"].iter().any(|class| is("class", class));
        byline.then_some(Gather::Byline)
    }

    /// Keeps the best article of the page's JSON-LD blocks: the first that has a headline.
    fn json(&mut self, script: &str) {
        let Some(article) = json_ld::read(script) else { return };
        match &mut self.article {
            None => self.article = Some(article),
            Some(old) => {
                let (better, worse) =
                    if old.published.is_none() && article.published.is_some() { (article, old.clone()) } else { (old.clone(), article) };
                *old = Article {
                    headline: better.headline.or(worse.headline),
                    published: better.published.or(worse.published),
                    authors: if better.authors.is_empty() { worse.authors } else { better.authors },
                    publisher: better.publisher.or(worse.publisher),
                    language: better.language.or(worse.language),
                    url: better.url.or(worse.url),
                    body: better.body.or(worse.body),
                };
            }
        }
    }

    /// The first meta tag of these names that says something.
    fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.metas.iter().filter(|(key, _)| key == name).find_map(|(_, value)| clean(value)))
    }

    /// All that the page calls its title.
    fn titles(&self) -> Vec<String> {
        let headline = self.article.iter().filter_map(|article| article.headline.as_deref()).filter_map(clean);
        let named = ["og:title", "twitter:title", "dc.title", "headline"].iter().filter_map(|name| self.meta(&[name]));
        headline
            .chain(named)
            .chain(self.headings.iter().cloned())
            .chain(self.title.clone())
            .map(|title| crate::mends::letters(&title))
            .filter(|title| !title.is_empty())
            .collect()
    }

    fn title(&self, article: &Article, publication: Option<&str>) -> Option<String> {
        let site = |title: String| without_site(&title, publication, &self.headings);
        let headline = article.headline.as_deref().and_then(clean);
        // A headline of JSON-LD that is the site's name is the page's, not the report's.
        headline
            .filter(|headline| Some(headline.as_str()) != publication)
            .or_else(|| self.meta(&["og:title", "twitter:title", "dc.title", "headline"]).map(site))
            .or_else(|| self.headings.first().cloned())
            .or_else(|| self.title.clone().map(site))
    }

    fn author(&self, article: &Article) -> Option<String> {
        let mut names: Vec<String> = article.authors.iter().filter_map(|name| person(name)).collect();
        for meta in ["author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author", "twitter:creator"] {
            if names.is_empty() {
                names = self.metas.iter().filter(|(key, _)| key == meta).filter_map(|(_, value)| person(value)).collect();
            }
        }
        if names.is_empty() {
            names = self.bylines.iter().filter_map(|name| person(name)).take(1).collect();
        }
        let mut unique: Vec<String> = Vec::new();
        for name in names {
            if !unique.contains(&name) && unique.len() < MANY {
                unique.push(name);
            }
        }
        (!unique.is_empty()).then(|| unique.join(", "))
    }

    fn url(&self, article: &Article) -> Option<String> {
        let absolute = |url: &String| url.starts_with("http://") || url.starts_with("https://");
        let og = self.meta(&["og:url", "twitter:url"]);
        let home = |url: &String| url.split_once("://").is_some_and(|(_, rest)| !rest.trim_end_matches('/').contains('/'));
        let canonical = self.canonical.clone().filter(|url| absolute(url) && !home(url));
        canonical.or_else(|| og.filter(absolute)).or_else(|| article.url.clone().filter(absolute))
    }

    fn language(&self, article: &Article) -> Option<String> {
        let tags = [
            self.html_language.clone(),
            article.language.clone(),
            self.meta(&["og:locale", "content-language", "language", "dc.language"]),
        ];
        tags.into_iter().flatten().find_map(|tag| primary_subtag(&tag))
    }

    fn date(&self, article: &Article, url: Option<&str>, warnings: &mut Vec<String>) -> Option<Date> {
        let metas = |names: &[&str]| -> Vec<String> {
            names.iter().flat_map(|name| self.metas.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.clone())).collect()
        };
        let mut candidates: Vec<String> = article.published.clone().into_iter().collect();
        candidates.extend(metas(&PUBLISHED));
        candidates.extend(self.times.iter().filter(|(_, published)| *published).map(|(time, _)| time.clone()));
        candidates.extend(self.times.first().map(|(time, _)| time.clone()));
        let mut try_all = |candidates: Vec<String>| {
            for candidate in candidates {
                match dates::read(&candidate) {
                    Ok(Some(date)) => return Some(date),
                    Ok(None) => {}
                    Err(reason) => {
                        let warning = format!("date of the page: {reason}");
                        if !warnings.contains(&warning) {
                            warnings.push(warning);
                        }
                    }
                }
            }
            None
        };
        try_all(candidates)
            .or_else(|| url.and_then(dates::in_url))
            .or_else(|| try_all(metas(&["date", "article:modified_time", "og:updated_time", "last-modified"])))
    }
}

/// Meta tags that give the date of publication, the most specific first.
const PUBLISHED: [&str; 20] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "og:article:published_time",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "article.published",
    "original-publish-date",
    "displaydate",
];

/// One line of text, `None` where empty.
fn clean(text: &str) -> Option<String> {
    // Many pages escape twice.
    let text = decode_entities(text);
    let text = decode_entities(&text).into_owned();
    Some(one_line(&plain(&text))).filter(|line| !line.is_empty())
}

/// Cuts " - The Example" or " | The Example" off a title: where the tail is the site's name, or
/// where the page's own heading shows how long the title is.
fn without_site(title: &str, publication: Option<&str>, headings: &[String]) -> String {
    if let Some(heading) = headings.iter().find(|heading| heading.len() > 10 && title.starts_with(heading.as_str())) {
        return heading.clone();
    }
    let same = |part: &str| {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        publication.is_some_and(|name| {
            let (part, name) = (letters(part), letters(name));
            !part.is_empty() && (part == name || name.starts_with(&part) || part.starts_with(&name))
        })
    };
    let mut title = title.trim();
    for separator in [" | ", " - ", " – ", " — ", " :: ", " « ", " · "] {
        while let Some((head, tail)) = title.rsplit_once(separator) {
            // A short tail after a bar is the site even where the page does not give its name.
            let short = separator == " | " && tail.split_whitespace().count() <= 4 && head.split_whitespace().count() >= 4;
            if head.trim().is_empty() || !(same(tail) || short) {
                break;
            }
            title = head.trim_end();
        }
        if let Some((head, tail)) = title.split_once(separator)
            && same(head)
            && tail.split_whitespace().count() >= 3
        {
            title = tail.trim_start();
        }
    }
    title.to_string()
}

/// A byline without "By", addresses and handles; `None` where it is no name.
fn person(text: &str) -> Option<String> {
    let text = clean(text)?;
    let text = text.trim_start_matches(['@', '|', '-', '–', ' ']);
    let text = match text.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") || by.eq_ignore_ascii_case("by:") => &text[3..],
        _ => text,
    };
    let text = text.trim().trim_end_matches([',', '|', ';', ' ']);
    let odd = text.contains("://") || text.contains("www.") || text.contains('{') || text.contains('<');
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (!odd && letters >= 2 && text.chars().count() <= 120).then(|| text.to_string())
}

/// "en" of "en-GB", "en_US", "EN".
fn primary_subtag(tag: &str) -> Option<String> {
    let tag = tag.trim().split(['-', '_', ',', ';']).next()?.to_ascii_lowercase();
    let code = match tag.as_str() {
        "eng" | "english" => "en",
        code => code,
    };
    (matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_lowercase())).then(|| code.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(html: &str) -> Option<String> {
        facts(html).date.map(|date| date.to_string())
    }

    #[test]
    fn json_ld_goes_before_meta_tags() {
        let page = facts(
            r#"<html lang="en-GB"><title>Talks open - The Example</title>
            <meta property="og:title" content="Talks | The Example"><meta property="og:site_name" content="The Example">
            <meta property="article:published_time" content="2023-02-23T04:00:00Z"><meta name=author content="By Ann Bell">
            <link rel=canonical href="https://example.org/world/talks">
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"Talks open in Moscow",
            "datePublished":"2023-02-22T23:00:00-05:00","author":{"name":"Carl Dent"}}</script>"#,
        );
        assert_eq!(page.title.as_deref(), Some("Talks open in Moscow"));
        assert_eq!(page.date.map(|d| d.to_string()).as_deref(), Some("2023-02-22"));
        assert_eq!(page.author.as_deref(), Some("Carl Dent"));
        assert_eq!(page.publication.as_deref(), Some("The Example"));
        assert_eq!(page.url.as_deref(), Some("https://example.org/world/talks"));
        assert_eq!(page.language.as_deref(), Some("en"));
        assert!(page.warnings.is_empty());
    }

    #[test]
    fn title_loses_the_name_of_the_site() {
        let title = |html: &str| facts(html).title;
        assert_eq!(title("<title>Talks open in Moscow | The Example</title>").as_deref(), Some("Talks open in Moscow"));
        let named = "<meta property=og:site_name content=Example>";
        assert_eq!(title(&format!("{named}<title>Talks open - Example</title>")).as_deref(), Some("Talks open"));
        assert_eq!(title(&format!("{named}<title>Example: x</title>")).as_deref(), Some("Example: x"));
        assert_eq!(title("<title>Envoy - and spy - expelled</title>").as_deref(), Some("Envoy - and spy - expelled"));
        assert_eq!(title("<title>Talks - World</title><h1>Talks <b>open</b></h1>").as_deref(), Some("Talks open"));
        assert_eq!(title("<meta property='og:title' content='Ann &amp;#8217;s &amp; Bob'>").as_deref(), Some("Ann ’s & Bob"));
    }

    #[test]
    fn dates_are_looked_for_in_order() {
        let url = "<link rel=canonical href='https://example.org/2023/02/22/a'>";
        assert_eq!(date(&format!("{url}<time datetime='2023-02-21T10:00'>")).as_deref(), Some("2023-02-21"));
        assert_eq!(date(url).as_deref(), Some("2023-02-22"));
        assert_eq!(date("<meta name=pubdate content=20230220>").as_deref(), Some("2023-02-20"));
        let times = "<time datetime='2023-01-01'></time><time class=published datetime='2023-02-22'></time>";
        assert_eq!(date(times).as_deref(), Some("2023-02-22"));
        assert_eq!(date("<p>no date"), None);
    }

    #[test]
    fn impossible_date_is_named_and_the_next_source_asked() {
        let page = facts("<meta property='article:published_time' content='0000-00-00'><time datetime='2023-02-22'>");
        assert_eq!(page.date.map(|d| d.to_string()).as_deref(), Some("2023-02-22"));
        assert_eq!(page.warnings, [r#"date of the page: "0000-00-00" is no date of a report"#]);
    }

    #[test]
    fn bylines_are_names_only() {
        let author = |html: &str| facts(html).author;
        assert_eq!(author("<span class='byline'>By <a rel=author>Ann Bell</a></span>").as_deref(), Some("Ann Bell"));
        assert_eq!(author("<meta name=author content='https://example.org/ann'>"), None);
        assert_eq!(author("<p itemprop=author>  By: Ann Bell | </p>").as_deref(), Some("Ann Bell"));
    }
}
