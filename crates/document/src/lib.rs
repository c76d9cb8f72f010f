//! What is known about a report: page, text, syntax, clauses, actors, records.
//!
//! Plain types and no logic: each pipeline stage reads what the stages before
//! it left here and adds its own. Stages meet only in these types, never in
//! each other, so this crate knows nothing of English, files or models.
//!
//! One file per stage, in the order in which a report passes through them.

pub mod span;

pub mod page;

pub mod text;

pub mod syntax;

pub mod tree;

pub mod clause;

pub mod actor;

pub mod time;

pub mod place;

pub mod record;

pub use actor::{ActorCode, Actors, Entity, EntityId, EntityType, How, Mention, MentionId, MentionKind, Sector};
pub use clause::{Clause, ClauseId, Clauses, Form, Link, Modality, Role, RoleKind, Status};
pub use page::Page;
pub use place::{PlaceMention, Resolution};
pub use record::{Category, Context, Event, EventPlace, Evidence, Quad, Size, Statement, StatementKind};
pub use span::{Byte, Span, Tok};
pub use syntax::{Deprel, Feats, Upos, Xpos};
pub use text::{NO_HEAD, Nominal, NominalKind, Sent, SentId, Text, Token, TokenId};
pub use time::{Precision, TimeExpression};
pub use tree::Tree;
