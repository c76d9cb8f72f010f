//! What happened, who said what, when, where.

pub mod frames;

pub mod merge;

pub mod confidence;

pub mod time;

pub mod place;

pub mod statements;

mod governed;
