//! What do we know: loads and checks `lang/` (what is true of English) and `world/`
//! (facts that are no language's).

pub mod error;

pub mod world;

pub mod anaphora;

pub mod frames;

pub mod cues;

pub mod time;

pub mod confidence;

pub use error::LexiconError;
pub mod gazetteer;
