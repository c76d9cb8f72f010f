//! Reads the files of facts. `world/README.md` documents the grammar.

use compact_str::CompactString;
use dotterel_document::{ActorCode, Sector};
use jiff::civil::Date;

use super::World;
use super::agent::{Agent, AgentKind};
use super::entry::{Entry, EntryId, Gender, Kind};
use super::names::normal;
use crate::LexiconError;

/// A file of facts: its path, for messages, and what is in it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// Path as the user knows it.
    pub file: &'s str,
    /// The text of the file.
    pub text: &'s str,
}

/// What the lines under a section header are.
#[derive(Clone, Copy)]
enum Section {
    Facts(Kind),
    Agents,
    Modifiers,
    Former,
}

/// One line that states something, with what a message about it needs.
pub(super) struct Line<'s> {
    file: &'s str,
    number: usize,
    text: &'s str,
}

impl<'s> Line<'s> {
    /// An error at `part`, which is a slice of this line.
    pub(super) fn error(&self, part: &str, message: impl Into<String>) -> LexiconError {
        let offset = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let column = self.text.get(..offset).map_or(1, |before| before.chars().count() + 1);
        LexiconError { file: self.file.to_string(), line: self.number, column, message: message.into() }
    }

    /// The fields between bars, trimmed. A missing field is empty.
    fn fields<const N: usize>(&self) -> Result<[&'s str; N], LexiconError> {
        let mut fields = [&self.text[self.text.len()..]; N];
        for (number, field) in self.text.split('|').enumerate() {
            match fields.get_mut(number) {
                Some(place) => *place = field.trim(),
                None => {
                    return Err(self.error(field, format!("too many fields: there are {N} at most")));
                }
            }
        }
        if fields[0].is_empty() {
            return Err(self.error(self.text, "the first field must hold a name"));
        }
        Ok(fields)
    }
}

/// Codes that no country had yet when they were read, with the error that this may be.
pub(super) type Unknown = Vec<(ActorCode, LexiconError)>;

/// Adds the facts of one file.
pub(super) fn read(source: &Source, world: &mut World, unknown: &mut Unknown) -> Result<(), LexiconError> {
    let mut section = None;
    for (number, text) in source.text.lines().enumerate() {
        let text = text.trim_end();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let line = Line { file: source.file, number: number + 1, text };
        // A name may start with a bracket too, but has its code after a bar.
        if let Some(name) = text.strip_prefix('[').filter(|_| !text.contains('|')) {
            let name = name.strip_suffix(']').ok_or_else(|| line.error(text, "a section header ends with ]"))?;
            section = Some(section_of(name).ok_or_else(|| line.error(name, sections_message(name)))?);
            continue;
        }
        match section {
            None => {
                return Err(line.error(text, "a section header such as [country] must come first"));
            }
            Some(Section::Facts(kind)) => fact(&line, kind, world, unknown)?,
            Some(Section::Agents) => agent(&line, world, unknown)?,
            Some(Section::Modifiers) => {
                let [words, sectors] = line.fields()?;
                let sectors = sectors_of(&line, sectors)?;
                for word in list(words) {
                    world.agents.modifiers.insert(word.into(), sectors.clone());
                }
            }
            Some(Section::Former) => {
                let [words] = line.fields()?;
                world.agents.former.extend(list(words).map(CompactString::from));
            }
        }
    }
    Ok(())
}

fn section_of(name: &str) -> Option<Section> {
    match name {
        "agent" => Some(Section::Agents),
        "modifier" => Some(Section::Modifiers),
        "former" => Some(Section::Former),
        _ => Kind::from_section(name).map(Section::Facts),
    }
}

fn sections_message(name: &str) -> String {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    format!("no section [{name}]; there are agent, modifier, former, {}", kinds.join(", "))
}

/// `names | code | sectors | years | office; at=.. ..; in=..; female`
fn fact(line: &Line, kind: Kind, world: &mut World, unknown: &mut Unknown) -> Result<(), LexiconError> {
    let [names, code, sectors, years, more] = line.fields()?;
    let code = code_of(line, code, kind, world, unknown)?;
    let (from, until) = years_of(line, years)?;
    let id = world.entries.len() as EntryId;
    let mut entry = Entry {
        kind,
        name: CompactString::default(),
        code,
        sectors: sectors_of(line, sectors)?,
        office: None,
        from,
        until,
        at: None,
        province: None,
        gender: (kind == Kind::Person).then_some(Gender::Male),
    };
    let territory = details(line, more, &mut entry)?;
    for (position, spelling) in list(names).enumerate() {
        let (name, last) = last_name(line, spelling)?;
        if kind == Kind::Person {
            // "Rafsanjani" for "Hashemi Rafsanjani" too, "Maliki" for "al-Maliki".
            let last = normal(last);
            let shorter = last.rsplit(' ').next().map(CompactString::from);
            for form in std::iter::once(last).chain(shorter) {
                let ids = world.last_names.entry(form).or_default();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        world.names.insert(&name, id);
        for small in small_letters(kind, &name).into_iter().flatten() {
            world.names.insert(&small, id);
        }
        if position == 0 {
            entry.name = name;
        }
    }
    if let Some(code) = code {
        match kind {
            Kind::Person => world.persons_of.entry(code).or_default().push(id),
            // Territories and former names have the code of a state but are not its name.
            Kind::Country if from.is_none() && until.is_none() && !territory => {
                world.countries.entry(code).or_insert(id);
            }
            _ => {}
        }
    }
    world.entries.push(entry);
    Ok(())
}

/// A body's name as papers that spare capitals write it: "Labour party", "Free Syrian army",
/// "UN security council". Of armed groups, names of two words stay ("Islamic State" is not
/// "an Islamic state").
fn small_letters(kind: Kind, name: &str) -> [Option<String>; 2] {
    use Kind::{ArmedGroup, Force, Ministry, Organization, Party};
    let words = name.split(' ').count();
    let body = match kind {
        Party | Organization | Ministry | Force => words > 1,
        ArmedGroup => words > 2,
        _ => false,
    };
    let (Some((head, last)), Some((first, rest)), true) = (name.rsplit_once(' '), name.split_once(' '), body) else {
        return [None, None];
    };
    let changes = |part: &str| part.chars().skip(1).any(char::is_lowercase);
    let last_small = changes(last).then(|| format!("{head} {}", last.to_lowercase()));
    let rest_small = (words > 2 && changes(rest)).then(|| format!("{first} {}", rest.to_lowercase()));
    [last_small, rest_small]
}

/// Marks a `[country]` line as a territory that has the code of the state that holds it.
const TERRITORY: &str = "territory";

/// The last field: what is said beside names, code, sectors and years. True for a territory.
fn details(line: &Line, more: &str, entry: &mut Entry) -> Result<bool, LexiconError> {
    let mut territory = false;
    for part in list(more) {
        match part.split_once('=') {
            Some(("at", at)) => {
                let numbers =
                    at.trim().split_once(' ').and_then(|(lat, lon)| Some((lat.parse::<f32>().ok()?, lon.trim().parse::<f32>().ok()?)));
                match numbers {
                    Some((lat, lon)) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => entry.at = Some((lat, lon)),
                    _ => {
                        return Err(line.error(part, "write at=LATITUDE LONGITUDE in degrees, as at=55.75 37.62"));
                    }
                }
            }
            Some(("in", province)) => entry.province = Some(province.trim().into()),
            Some((key, _)) => {
                return Err(line.error(part, format!("unknown key {key:?}; there are at and in")));
            }
            None if part == "female" && entry.kind == Kind::Person => entry.gender = Some(Gender::Female),
            None if part == TERRITORY && entry.kind == Kind::Country => territory = true,
            None if entry.kind == Kind::Person && entry.office.is_none() => entry.office = Some(part.into()),
            None => return Err(line.error(part, "this kind of fact has no such detail")),
        }
    }
    if entry.kind == Kind::Person && entry.office.is_none() {
        return Err(line.error(line.text, "a person needs an office in the fifth field"));
    }
    Ok(territory)
}

/// The name without the brackets around its last name, and that last name; without
/// brackets, the last word.
fn last_name<'s>(line: &Line, spelling: &'s str) -> Result<(CompactString, &'s str), LexiconError> {
    let Some((before, rest)) = spelling.split_once('[') else {
        let last = spelling.rsplit(' ').next().unwrap_or(spelling);
        return Ok((spelling.into(), last));
    };
    let Some((last, after)) = rest.split_once(']') else {
        return Err(line.error(rest, "the bracket around the last name is not closed"));
    };
    let mut name = CompactString::from(before);
    name.push_str(last);
    name.push_str(after);
    Ok((name, last))
}

/// `nouns | sectors | flags`
fn agent(line: &Line, world: &mut World, unknown: &mut Unknown) -> Result<(), LexiconError> {
    let [names, sectors, flags] = line.fields()?;
    let sectors = sectors_of(line, sectors)?;
    let spellings: Vec<&str> = list(names).collect();
    let mut agent = Agent {
        name: spellings.first().copied().unwrap_or_default().into(),
        sectors,
        kind: AgentKind::Person,
        code: None,
        armed: false,
        title: false,
        office: false,
        speaks: false,
    };
    let mut kind = None;
    for flag in flags.split_whitespace() {
        match flag {
            "person" => kind = Some(AgentKind::Person),
            "group" => kind = Some(AgentKind::Group),
            "body" => kind = Some(AgentKind::Body),
            "equipment" => kind = Some(AgentKind::Equipment),
            "armed" => agent.armed = true,
            "title" => agent.title = true,
            "office" => agent.office = true,
            "speaks" => agent.speaks = true,
            _ => match flag.strip_prefix("code=") {
                Some(code) => agent.code = code_of(line, code, Kind::Person, world, unknown)?,
                None => return Err(line.error(flag, format!("unknown flag {flag:?}"))),
            },
        }
    }
    agent.kind = kind.ok_or_else(|| line.error(line.text, "say person, group, body or equipment"))?;
    world.agents.push(agent, &spellings);
    Ok(())
}

fn code_of(line: &Line, code: &str, kind: Kind, world: &World, unknown: &mut Unknown) -> Result<Option<ActorCode>, LexiconError> {
    if code.is_empty() {
        return match kind {
            Kind::Region | Kind::Ethnic | Kind::Religious | Kind::Media => Ok(None),
            _ => Err(line.error(line.text, format!("a {} needs a code in the second field", kind.as_str()))),
        };
    }
    let Some(parsed) = ActorCode::new(code) else {
        return Err(line.error(code, format!("{code:?} is no code of three capital letters")));
    };
    if kind == Kind::Country && !parsed.is_state() {
        return Err(line.error(code, format!("{code} is no state's code")));
    }
    if kind != Kind::Country && parsed.is_state() && !world.countries.contains_key(&parsed) {
        unknown.push((parsed, line.error(code, format!("no [country] line has the code {code}"))));
    }
    Ok(Some(parsed))
}

fn sectors_of(line: &Line, field: &str) -> Result<Vec<Sector>, LexiconError> {
    field.split_whitespace().map(|code| Sector::from_code(code).ok_or_else(|| line.error(code, format!("no sector {code:?}")))).collect()
}

/// `1999..2008-05-07`, `2012..`, `..1991`, `2001`; both ends belong to it.
fn years_of(line: &Line, field: &str) -> Result<(Option<Date>, Option<Date>), LexiconError> {
    if field.is_empty() {
        return Ok((None, None));
    }
    let (from, until) = field.split_once("..").unwrap_or((field, field));
    let from = edge_of(line, from, false)?;
    let until = edge_of(line, until, true)?;
    match (from, until) {
        (Some(a), Some(b)) if a > b => Err(line.error(field, "the years end before they begin")),
        _ => Ok((from, until)),
    }
}

/// First or last day of a year, month or day.
fn edge_of(line: &Line, text: &str, last: bool) -> Result<Option<Date>, LexiconError> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut numbers = text.split('-').map(|part| part.parse::<i16>().ok());
    let year = numbers.next().flatten();
    let month = numbers.next().map(|n| n.and_then(|n| i8::try_from(n).ok()));
    let day = numbers.next().map(|n| n.and_then(|n| i8::try_from(n).ok()));
    let date = match (year, month, day, numbers.next()) {
        (Some(year), None, None, None) if last => Date::new(year, 12, 31).ok(),
        (Some(year), None, None, None) => Date::new(year, 1, 1).ok(),
        (Some(year), Some(Some(month)), None, None) => {
            Date::new(year, month, 1).ok().map(|date| if last { date.last_of_month() } else { date })
        }
        (Some(year), Some(Some(month)), Some(Some(day)), None) => Date::new(year, month, day).ok(),
        _ => None,
    };
    match date {
        Some(date) => Ok(Some(date)),
        None => Err(line.error(text, format!("{text:?} is no date; write 1999, 1999-12 or 1999-12-31"))),
    }
}

fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split(';').map(str::trim).filter(|part| !part.is_empty())
}
