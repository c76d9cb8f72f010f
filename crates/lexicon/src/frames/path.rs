//! Where in a clause a frame finds its actor, recipient or act.
//!
//! `with | object.possessor` takes the first that is filled; `subject & with` takes both.
//! A step after a dot looks inside the phrase or clause that fills the step before.

use compact_str::CompactString;

/// The name of a role in a frame.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RoleName {
    /// Who does it.
    Subject,
    /// To whom or what.
    Object,
    /// Indirect object.
    Indirect,
    /// Predicative noun or adjective.
    Attribute,
    /// Complement clause.
    Clause,
    /// Purpose clause.
    Purpose,
    /// Possessor of a noun.
    Possessor,
    /// Whoever takes part in the clause above ("told Wang at talks": both).
    Company,
    /// Subject of the clause above.
    Above,
    /// Who is cited for the clause, wherever it stands.
    Speaker,
    /// The predicate itself, for conditions on its modifiers ("joint exercise").
    Itself,
    /// The light verb that carries a noun, for conditions ("announced a withdrawal").
    Light,
    /// Phrase with this adposition.
    Adposition(CompactString),
}

impl RoleName {
    /// The role of a name as frames write it. Any word that is none of the fixed names is
    /// taken for an adposition.
    pub fn parse(name: &str) -> RoleName {
        match name {
            "subject" => RoleName::Subject,
            "object" => RoleName::Object,
            "indirect" => RoleName::Indirect,
            "attribute" => RoleName::Attribute,
            "clause" => RoleName::Clause,
            "purpose" => RoleName::Purpose,
            "possessor" => RoleName::Possessor,
            "company" => RoleName::Company,
            "above" => RoleName::Above,
            "speaker" => RoleName::Speaker,
            "itself" => RoleName::Itself,
            "light" => RoleName::Light,
            other => RoleName::Adposition(other.into()),
        }
    }
}

/// Alternatives, each a union of chains of roles. Empty: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(pub Vec<Vec<Vec<RoleName>>>);

impl Path {
    /// Reads `subject & with | object.of`.
    ///
    /// # Errors
    /// The byte offset in `text` and what is wrong there.
    pub fn parse(text: &str) -> Result<Path, (usize, String)> {
        let mut alternatives = Vec::new();
        let mut at = 0;
        for alternative in text.split('|') {
            let mut union = Vec::new();
            for chain in alternative.split('&') {
                let roles: Vec<RoleName> = chain.trim().split('.').map(RoleName::parse).collect();
                if let Some(bad) = chain.trim().split('.').find(|r| r.is_empty() || !r.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
                {
                    return Err((
                        at,
                        format!(
                            "{bad:?} is no role: subject, object, indirect, attribute, clause, purpose, possessor, company, above, speaker, itself, light or an adposition, in lower case"
                        ),
                    ));
                }
                union.push(roles);
                at += chain.len() + 1;
            }
            alternatives.push(union);
        }
        Ok(Path(alternatives))
    }

    /// True where the path names nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
