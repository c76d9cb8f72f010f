//! Which tokens and mentions fill the roles that a frame names.

use compact_str::CompactString;
use dotterel_document::{
    Clause, ClauseId, Deprel, EntityType, Form, How, Link, Mention, MentionId, MentionKind, Role, RoleKind, Sector, TokenId, Upos,
};
use dotterel_lexicon::frames::{Condition, Path, RoleName, Test};

use crate::frames::Known;

/// No clause or mention.
pub(super) const NONE: u32 = u32::MAX;

/// Nouns between a predicate and the verb above that are climbed over.
const CLIMB: usize = 3;

/// Tokens of a phrase that are searched for a phrase further in.
const DEEP: usize = 12;

/// What is known, indexed by token.
pub(super) struct Ctx<'a> {
    pub known: &'a Known<'a>,
    pub explain: bool,
    /// The clause that each token heads.
    clause_of: Vec<ClauseId>,
    /// The outermost mention that each token heads.
    mention_of: Vec<MentionId>,
    /// The noun clause that each light verb carries.
    carried_by: Vec<ClauseId>,
}

impl<'a> Ctx<'a> {
    pub fn new(known: &'a Known<'a>, explain: bool) -> Self {
        let n = known.text.tokens.len();
        let mut clause_of = vec![NONE; n];
        let mut carried_by = vec![NONE; n];
        for (id, clause) in known.clauses.all.iter().enumerate() {
            clause_of[clause.head as usize] = id as u32;
            if let Some(light) = clause.light {
                carried_by[light as usize] = id as u32;
            }
        }
        let mut mention_of = vec![NONE; n];
        for (id, mention) in known.actors.mentions.iter().enumerate() {
            if let Some(slot) = mention_of.get_mut(mention.head as usize) {
                if *slot == NONE {
                    *slot = id as u32;
                }
            }
        }
        Ctx { known, explain, clause_of, mention_of, carried_by }
    }

    pub fn clause(&self, id: ClauseId) -> &'a Clause {
        &self.known.clauses.all[id as usize]
    }

    pub fn clause_of(&self, token: TokenId) -> Option<ClauseId> {
        self.clause_of.get(token as usize).copied().filter(|&c| c != NONE)
    }

    /// True for an infinitive that complements a verb or tells its purpose, and for a noun that
    /// such a verb carries.
    pub fn is_to_be_done(&self, id: ClauseId) -> bool {
        let clause = self.clause(id);
        let verb = clause.light.unwrap_or(clause.head);
        matches!(clause.link, Link::Complement | Link::Purpose) && self.is_infinitive(verb)
    }

    /// The noun clause that a light verb carries.
    pub fn carried_by(&self, verb: TokenId) -> Option<ClauseId> {
        self.carried_by.get(verb as usize).copied().filter(|&c| c != NONE)
    }

    pub fn mention(&self, id: MentionId) -> &'a Mention {
        &self.known.actors.mentions[id as usize]
    }

    /// The adposition of a phrase.
    pub fn case(&self, token: TokenId) -> Option<&'a CompactString> {
        let text = self.known.text;
        let case = self.known.tree.children(token).iter().find(|&&c| text.tokens[c as usize].deprel == Deprel::Case)?;
        Some(&text.tokens[*case as usize].lemma)
    }

    /// True for a verb with "to" before it.
    pub fn is_infinitive(&self, verb: TokenId) -> bool {
        self.known.tree.children(verb).iter().any(|&c| {
            let token = &self.known.text.tokens[c as usize];
            token.deprel == Deprel::Mark && token.upos == Upos::Part
        })
    }

    /// The outermost mention that a token heads.
    pub fn mention_of(&self, token: TokenId) -> Option<MentionId> {
        self.mention_of.get(token as usize).copied().filter(|&m| m != NONE)
    }

    /// Head tokens of what fills a path, for a clause. The first alternative that is filled.
    pub fn tokens(&self, clause: ClauseId, path: &Path) -> Vec<TokenId> {
        self.first_filled(clause, path, |_| true)
    }

    /// Mentions that fill a path as actors or recipients.
    pub fn mentions(&self, clause: ClauseId, path: &Path, side: Side) -> Vec<MentionId> {
        for alternative in &path.0 {
            let mut found = Vec::new();
            for chain in alternative {
                for token in self.chain(clause, chain) {
                    let Some(mention) = self.party(token, side) else { continue };
                    for mention in [mention].into_iter().chain(self.joined(token, mention)) {
                        if !found.contains(&mention) {
                            found.push(mention);
                        }
                    }
                }
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// "Russian and Syrian bombs": nationalities joined to the one that stands for the phrase.
    fn joined(&self, token: TokenId, mention: MentionId) -> impl Iterator<Item = MentionId> {
        let head = self.mention(mention).head;
        let inside = head != token && self.mention(mention).kind == MentionKind::Adjective;
        let children = if inside { self.known.tree.children(head) } else { &[] };
        let text = self.known.text;
        children
            .iter()
            .filter(move |&&c| text.tokens[c as usize].deprel == Deprel::Conj)
            .filter_map(|&c| self.mention_of(c).filter(|&m| self.mention(m).kind == MentionKind::Adjective && self.has_code(m)))
    }

    fn first_filled(&self, clause: ClauseId, path: &Path, keep: impl Fn(TokenId) -> bool) -> Vec<TokenId> {
        for alternative in &path.0 {
            let mut found = Vec::new();
            for chain in alternative {
                for token in self.chain(clause, chain) {
                    if keep(token) && !found.contains(&token) {
                        found.push(token);
                    }
                }
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn chain(&self, clause: ClauseId, chain: &[RoleName]) -> Vec<TokenId> {
        let Some((first, rest)) = chain.split_first() else {
            return Vec::new();
        };
        let mut tokens = self.role(clause, first);
        for role in rest {
            tokens = tokens.into_iter().flat_map(|t| self.inside(t, role)).collect();
        }
        tokens
    }

    /// True for an exercise of forces (class `drill`).
    pub fn is_drill(&self, id: ClauseId) -> bool {
        self.known.frames.in_class("drill", &self.clause(id).lemma)
    }

    /// What a clause is done to.
    pub fn objects(&self, id: ClauseId) -> Vec<TokenId> {
        self.role(id, &RoleName::Object)
    }

    /// Heads of the fillers of one role of a clause; what is counted stands for its number
    /// ("11 of Iran's prisoners", "a batch of soldiers").
    fn role(&self, id: ClauseId, role: &RoleName) -> Vec<TokenId> {
        let mut tokens = self.plain_role(id, role);
        for token in &mut tokens {
            *token = self.counted(*token);
        }
        tokens
    }

    /// The noun that a number or a noun of quantity counts; the token itself otherwise.
    fn counted(&self, token: TokenId) -> TokenId {
        let t = &self.known.text.tokens[token as usize];
        let frames = self.known.frames;
        let money = frames.in_class("money", &t.lemma);
        let quantity = money || t.upos == Upos::Num || frames.in_class("quantity", &t.lemma);
        if !quantity || self.clause_of(token).is_some() {
            return token;
        }
        // "$2 million in aid", but "two in Baghdad".
        let class = if money { "contents" } else { "partitive" };
        self.adpositional(token, |case| frames.in_class(class, case)).first().copied().unwrap_or(token)
    }

    fn plain_role(&self, id: ClauseId, role: &RoleName) -> Vec<TokenId> {
        let clause = self.clause(id);
        let of = |kind: RoleKind| clause.roles.iter().filter(move |r| r.kind == kind).map(|r| r.head).collect::<Vec<_>>();
        let with_case = |case: &str| -> Vec<TokenId> {
            clause
                .roles
                .iter()
                .filter(|r| matches!(r.kind, RoleKind::Oblique | RoleKind::Complement) && r.case == case && !self.is_time(r.head))
                .map(|r| r.head)
                .collect()
        };
        match role {
            RoleName::Subject => {
                let subjects = of(RoleKind::Subject);
                // Who modifies a noun is only taken for its doer where nobody else is named.
                let plain: Vec<TokenId> = subjects.iter().copied().filter(|&t| !self.is_modifier_of(t, clause)).collect();
                if plain.is_empty() { subjects } else { plain }
            }
            RoleName::Object => {
                let direct = of(RoleKind::Object);
                if !direct.is_empty() || clause.form == Form::Verb {
                    return direct;
                }
                self.known.frames.grammar().nominal_object.iter().map(|case| with_case(case)).find(|t| !t.is_empty()).unwrap_or_default()
            }
            RoleName::Indirect => of(RoleKind::Indirect),
            RoleName::Attribute => of(RoleKind::Attribute),
            RoleName::Purpose => of(RoleKind::Purpose),
            RoleName::Clause => clause
                .roles
                .iter()
                .filter(|r| r.kind == RoleKind::Complement && !self.is_adposition(r.head, &r.case) && !self.is_adverbial(r))
                .map(|r| r.head)
                .collect(),
            RoleName::Possessor => self.dependents(clause.head, |d| d == Deprel::NmodPoss),
            RoleName::Company => self.company(id),
            RoleName::Itself => vec![clause.head],
            RoleName::Light => clause.light.into_iter().collect(),
            RoleName::Above => {
                // A noun between them may name nobody: "released a statement criticising".
                let mut above = clause.parent;
                for _ in 0..CLIMB {
                    let Some(parent) = above else { break };
                    let subjects = self.plain_role(parent, &RoleName::Subject);
                    if !subjects.is_empty() || self.clause(parent).form == Form::Verb {
                        return subjects;
                    }
                    above = self.clause(parent).parent;
                }
                Vec::new()
            }
            RoleName::Speaker => {
                let at = self.known.text.tokens[clause.head as usize].span.start;
                crate::statements::covering(self.known.statements, at)
                    .map_or_else(Vec::new, |s| s.speakers.iter().map(|&m| self.mention(m).head).collect())
            }
            RoleName::Adposition(case) => {
                let direct = with_case(case);
                // "gave equipment to Nicaragua": the parser hangs the phrase on the object as
                // often as on the verb, and sometimes further in. What belongs to a noun is
                // another matter ("of").
                if direct.is_empty() && clause.form == Form::Verb {
                    let near: Vec<TokenId> = of(RoleKind::Object).into_iter().flat_map(|o| self.adpositional(o, |c| c == case)).collect();
                    if near.is_empty() && self.known.frames.in_class("loose", case) {
                        return self.adpositional_within(clause, case);
                    }
                    return near;
                }
                direct
            }
        }
    }

    /// "that" and "to" mark complement clauses but are no adpositions.
    fn is_adposition(&self, head: TokenId, case: &CompactString) -> bool {
        !case.is_empty()
            && self.known.tree.children(head).iter().any(|&c| {
                let token = &self.known.text.tokens[c as usize];
                token.upos == Upos::Adp && token.lemma == *case
            })
    }

    /// "after taking the town, it sought to": a participle with a word before it is no complement.
    fn is_adverbial(&self, role: &Role) -> bool {
        !role.case.is_empty() && self.known.text.tokens[role.head as usize].deprel == Deprel::Advcl
    }

    /// True for what says when ("on Wednesday"): it plays no other part, whatever its adposition.
    fn is_time(&self, token: TokenId) -> bool {
        self.known.times.iter().any(|t| t.tokens.contains(token)) || self.lemma_is(token, |lemma| self.known.frames.in_class("when", lemma))
    }

    fn is_modifier_of(&self, token: TokenId, clause: &Clause) -> bool {
        let t = &self.known.text.tokens[token as usize];
        t.head == clause.head && matches!(t.deprel, Deprel::Compound | Deprel::Amod | Deprel::NmodDesc) && clause.form == Form::Noun
    }

    /// Subject and objects of the clause that a noun stands in ("Putin told Wang at talks").
    fn company(&self, id: ClauseId) -> Vec<TokenId> {
        let clause = self.clause(id);
        let Some(parent) = clause.parent else {
            return Vec::new();
        };
        if clause.light.is_some() || clause.form != Form::Noun {
            return Vec::new();
        }
        // Only where the noun says when or where the verb happened.
        if !matches!(self.known.text.tokens[clause.head as usize].deprel, Deprel::Obl | Deprel::Nmod) {
            return Vec::new();
        }
        self.clause(parent)
            .roles
            .iter()
            .filter(|r| matches!(r.kind, RoleKind::Subject | RoleKind::Object | RoleKind::Indirect) && r.head != clause.head)
            .map(|r| r.head)
            .filter(|&t| self.mention_of(t).is_some_and(|m| self.is_agent(m)))
            .collect()
    }

    /// Fillers of a role within a phrase or the clause that it heads.
    fn inside(&self, token: TokenId, role: &RoleName) -> Vec<TokenId> {
        if let Some(clause) = self.clause_of(token) {
            let found = self.role(clause, role);
            if !found.is_empty() {
                return found;
            }
        }
        match role {
            RoleName::Possessor | RoleName::Subject => self.dependents(token, |d| d == Deprel::NmodPoss),
            RoleName::Object => self.adpositional(token, |case| self.known.frames.grammar().nominal_object.iter().any(|c| c == case)),
            RoleName::Adposition(wanted) => self.adpositional(token, |case| case == wanted),
            // "an order to leave", and infinitives that the parser hangs on the object.
            RoleName::Clause => self.dependents(token, |d| d == Deprel::Acl),
            _ => Vec::new(),
        }
    }

    fn dependents(&self, token: TokenId, keep: impl Fn(Deprel) -> bool) -> Vec<TokenId> {
        self.known.tree.children(token).iter().copied().filter(|&c| keep(self.known.text.tokens[c as usize].deprel)).collect()
    }

    fn adpositional(&self, token: TokenId, keep: impl Fn(&CompactString) -> bool) -> Vec<TokenId> {
        let text = self.known.text;
        let mut found = Vec::new();
        for &child in self.known.tree.children(token) {
            let has_case = self.known.tree.children(child).iter().any(|&c| {
                let t = &text.tokens[c as usize];
                t.deprel == Deprel::Case && keep(&t.lemma)
            });
            if has_case {
                found.push(child);
                found.extend(self.known.tree.children(child).iter().copied().filter(|&c| text.tokens[c as usize].deprel == Deprel::Conj));
            }
        }
        found
    }

    /// Phrases with an adposition anywhere inside the objects and obliques of a verb, the
    /// first in the text.
    fn adpositional_within(&self, clause: &Clause, case: &CompactString) -> Vec<TokenId> {
        let text = self.known.text;
        let stop = |c: TokenId| !matches!(text.tokens[c as usize].deprel, Deprel::Nmod | Deprel::Conj | Deprel::Appos | Deprel::Compound);
        let roles = clause.roles.iter().filter(|r| matches!(r.kind, RoleKind::Object | RoleKind::Oblique) && !r.shared);
        for role in roles {
            let (tokens, _) = self.known.tree.reach(role.head, DEEP, stop);
            let inside = tokens.into_iter().find_map(|t| self.adpositional(t, |c| c == case).first().copied());
            if let Some(found) = inside {
                return vec![found];
            }
        }
        Vec::new()
    }

    /// Whoever else takes part in a clause, where a frame's own path finds nobody: object,
    /// then the phrases that name a party most often. Places where it happened do not count.
    pub fn others(&self, id: ClauseId) -> Vec<MentionId> {
        let clause = self.clause(id);
        let locative = |case: &str| self.known.frames.in_class("locative", case) || self.known.frames.in_class("aside", case);
        let roles = clause
            .roles
            .iter()
            .filter(|r| matches!(r.kind, RoleKind::Object | RoleKind::Indirect))
            .chain(clause.roles.iter().filter(|r| r.kind == RoleKind::Oblique && !locative(&r.case)));
        for role in roles {
            // "withdrew its troops": what is the doer's own is not whom it is done to.
            if self.dependents(role.head, |d| d == Deprel::NmodPoss).iter().any(|&t| self.is_doer(clause, t)) {
                continue;
            }
            // "set up two field hospitals": what is made is not whom it is made for.
            if let Some(mention) = self.party(role.head, Side::Recipient).filter(|&m| self.has_code(m) || self.is_people(m)) {
                return vec![mention];
            }
        }
        Vec::new()
    }

    /// True where a token stands for who does what a clause says.
    fn is_doer(&self, clause: &Clause, token: TokenId) -> bool {
        let Some(own) = self.mention_of(token) else { return false };
        let subjects = clause.roles.iter().filter(|r| r.kind == RoleKind::Subject).filter_map(|r| self.mention_of(r.head));
        subjects.into_iter().any(|s| self.mention(s).entities.iter().any(|e| self.mention(own).entities.contains(e)))
    }

    /// The mention that stands for a party, from the head of a phrase: the phrase itself where
    /// it can act, else whoever is named inside ("a U.S. court decision", "Assad's forces").
    pub fn party(&self, token: TokenId, side: Side) -> Option<MentionId> {
        let own = self.mention_of(token);
        if let Some(m) = own {
            if self.is_codable(m)
                && (self.is_agent(m) || side == Side::Recipient)
                && !(side == Side::Actor && self.mention(m).as_place && self.is_place(m))
            {
                return Some(m);
            }
        }
        if let Some(m) = own {
            // A person or body of which nothing is known is still who did it; a town is where
            // ("the Salisbury attack").
            let where_it_was = side == Side::Actor && self.mention(m).as_place && self.is_place(m);
            if self.is_agent(m) && self.clause_of(token).is_none() && self.mention(m).kind != MentionKind::Adjective && !where_it_was {
                return Some(m);
            }
        }
        if let Some(m) = self.named_inside(token, side) {
            return Some(m);
        }
        // A name of which nothing is known ("Lagumdzija refused"); before an act's noun it is
        // more often where it was ("the Salisbury attack").
        let before = matches!(self.known.text.tokens[token as usize].deprel, Deprel::Compound | Deprel::Amod);
        own.filter(|&m| self.is_bare_name(m) && !(side == Side::Actor && (self.mention(m).as_place || before)))
    }

    /// True for a proper name that is not one of a treaty, cup, day or the like.
    pub fn is_bare_name(&self, id: MentionId) -> bool {
        let mention = self.mention(id);
        mention.kind == MentionKind::Name
            && !mention.entities.is_empty()
            && !self.lemma_is(mention.head, |lemma| self.known.frames.in_class("matter", lemma))
    }

    /// Breadth first, a few levels down a noun phrase.
    fn named_inside(&self, token: TokenId, side: Side) -> Option<MentionId> {
        let text = self.known.text;
        let mut level = vec![token];
        for _ in 0..3 {
            let mut next = Vec::new();
            for &head in &level {
                for &child in self.known.tree.children(head) {
                    let t = &text.tokens[child as usize];
                    let part = match t.deprel {
                        Deprel::NmodPoss | Deprel::Compound | Deprel::NmodDesc | Deprel::Flat | Deprel::Appos => true,
                        Deprel::Amod => t.upos != Upos::Verb,
                        Deprel::Nmod => side == Side::Recipient || self.clause_of(token).is_none(),
                        Deprel::Conj => head != token,
                        _ => false,
                    };
                    if part {
                        if let Some(m) = self.mention_of(child) {
                            if self.is_codable(m) && (side == Side::Recipient || self.is_agent(m)) {
                                return Some(m);
                            }
                        }
                        next.push(child);
                    }
                }
            }
            if next.is_empty() || next.len() > 32 {
                break;
            }
            level = next;
        }
        None
    }

    pub fn is_codable(&self, id: MentionId) -> bool {
        self.mention(id).entities.iter().any(|&e| self.known.actors.entities.get(e as usize).is_some_and(|e| e.is_codable()))
    }

    /// Soldiers, police and the like, not by name.
    pub fn is_force(&self, id: MentionId) -> bool {
        self.mention(id).kind == MentionKind::Nominal && self.has_sector(id, &[Sector::Mil, Sector::Cop, Sector::Prm])
    }

    /// True where the report says of which state somebody is; false where only the scene tells.
    pub fn has_stated_code(&self, id: MentionId) -> bool {
        self.mention(id)
            .entities
            .iter()
            .any(|&e| self.known.actors.entities.get(e as usize).is_some_and(|e| e.code.is_some() && e.how != How::Inferred))
    }

    /// A state, its government or its forces: whose the state's forces are.
    pub fn commands(&self, id: MentionId) -> bool {
        self.kind(id, |k| k == EntityType::Country) || self.has_sector(id, &[Sector::Gov, Sector::Mil])
    }

    /// One human being.
    pub fn is_one_person(&self, id: MentionId) -> bool {
        self.kind(id, |k| k == EntityType::Person)
    }

    /// Human beings, not a body or thing.
    fn is_people(&self, id: MentionId) -> bool {
        self.kind(id, |k| matches!(k, EntityType::Person | EntityType::Group))
    }

    /// True where a state or PLOVER's code for a body is known.
    pub fn has_code(&self, id: MentionId) -> bool {
        self.mention(id).entities.iter().any(|&e| self.known.actors.entities.get(e as usize).is_some_and(|e| e.code.is_some()))
    }

    /// Somebody who can act: a person, a body, a group, a state, a pronoun for one.
    pub fn is_agent(&self, id: MentionId) -> bool {
        let mention = self.mention(id);
        mention.entities.iter().any(|&e| {
            self.known.actors.entities.get(e as usize).is_some_and(|e| {
                matches!(e.kind, EntityType::Person | EntityType::Country | EntityType::Organization | EntityType::Group)
                    || !e.sectors.is_empty()
            })
        })
    }

    /// True for a town, region or building.
    pub fn is_place(&self, id: MentionId) -> bool {
        self.kind(id, |k| k == EntityType::Place)
    }

    fn kind(&self, id: MentionId, test: impl Fn(EntityType) -> bool) -> bool {
        self.mention(id).entities.iter().any(|&e| self.known.actors.entities.get(e as usize).is_some_and(|e| test(e.kind)))
    }

    /// True where both stand for somebody of the same state: "Putin said his country will not".
    pub fn same_country(&self, a: MentionId, b: MentionId) -> bool {
        let codes = |m: MentionId| self.mention(m).entities.iter().filter_map(|&e| self.known.actors.entities.get(e as usize)?.code);
        codes(a).any(|code| codes(b).any(|other| other == code))
    }

    fn has_sector(&self, id: MentionId, sectors: &[Sector]) -> bool {
        self.mention(id)
            .entities
            .iter()
            .any(|&e| self.known.actors.entities.get(e as usize).is_some_and(|e| e.sectors.iter().any(|s| sectors.contains(s))))
    }

    /// Who acts in public affairs: a state or its people in office, a party, an armed group, an
    /// international body; not private people, companies or the press.
    pub fn is_public(&self, id: MentionId) -> bool {
        use Sector::{Cop, Gov, Jud, Leg, Mil, Opp, Prm, Pty, Reb, Spy, Uaf};
        self.mention(id).entities.iter().any(|&e| {
            self.known.actors.entities.get(e as usize).is_some_and(|e| {
                let office = e.sectors.iter().any(|s| matches!(s, Cop | Gov | Jud | Leg | Mil | Opp | Prm | Pty | Reb | Spy | Uaf));
                let body = e.code.is_some_and(|c| matches!(c.as_str(), "IGO" | "UNO" | "EUR" | "IMG"));
                office || body || e.kind == EntityType::Country || e.kind == EntityType::Place && e.sectors.is_empty() && e.code.is_some()
            })
        })
    }

    /// True where a condition of a frame holds for a clause.
    pub fn holds(&self, clause: ClauseId, condition: &Condition) -> bool {
        self.holds_for(&self.tokens(clause, &condition.role), condition)
    }

    /// The same where what fills the condition's role is known.
    pub fn holds_for(&self, fillers: &[TokenId], condition: &Condition) -> bool {
        let holds = match condition.test {
            Test::Present => !fillers.is_empty(),
            Test::Is => fillers.iter().any(|&t| condition.words.iter().any(|w| self.word_is(t, w))),
            Test::Has => fillers.iter().any(|&t| {
                let (tokens, _) = self.known.tree.reach(t, 40, |c| {
                    matches!(
                        self.known.text.tokens[c as usize].deprel,
                        Deprel::AclRelcl | Deprel::Parataxis | Deprel::Advcl | Deprel::Conj | Deprel::Punct
                    )
                });
                tokens.iter().any(|&t| condition.words.iter().any(|w| self.word_is(t, w)))
            }),
        };
        holds != condition.negated
    }

    fn word_is(&self, token: TokenId, word: &CompactString) -> bool {
        let Some(class) = word.strip_prefix('@') else {
            return self.lemma_is(token, |lemma| lemma == word);
        };
        let mention = self.mention_of(token);
        let is = |test: &dyn Fn(MentionId) -> bool| mention.is_some_and(test);
        match class {
            "actor" => self.party(token, Side::Actor).is_some(),
            "person" => is(&|m| self.kind(m, |k| k == EntityType::Person)),
            "country" => is(&|m| self.kind(m, |k| k == EntityType::Country)),
            "organization" => is(&|m| self.kind(m, |k| k == EntityType::Organization)),
            "group" => is(&|m| self.kind(m, |k| k == EntityType::Group)),
            "place" => is(&|m| self.kind(m, |k| matches!(k, EntityType::Place | EntityType::Country)) || self.mention(m).as_place),
            "armed" => is(&|m| self.has_sector(m, &[Sector::Mil, Sector::Reb, Sector::Uaf, Sector::Prm, Sector::Cop])),
            "public" => self.party(token, Side::Recipient).is_some_and(|m| self.is_public(m)),
            "name" => is(&|m| self.mention(m).kind == MentionKind::Name),
            "pronoun" => is(&|m| self.mention(m).kind == MentionKind::Pronoun),
            class => self.lemma_is(token, |lemma| self.known.frames.in_class(class, lemma)),
        }
    }

    /// Tries the lemma, and its lower-case form where it is written with a capital.
    pub fn lemma_is(&self, token: TokenId, test: impl Fn(&str) -> bool) -> bool {
        let lemma = &self.known.text.tokens[token as usize].lemma;
        test(lemma)
            || lemma.chars().any(char::is_uppercase) && test(&lemma.to_lowercase())
            || self.clause_of(token).is_some_and(|c| test(&self.clause(c).lemma))
    }
}

/// Which party is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Actor,
    Recipient,
}
