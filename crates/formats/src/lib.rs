//! What goes in and what comes out: files of many kinds into documents, coded documents
//! into records.
//!
//! [`input`] tells files apart by their content and hands on one document after the other;
//! `docs/inputs.md` describes the kinds. [`output`] writes records as
//! `docs/record-format.md` describes them. The stages in between are not known here.

pub mod input;

pub mod output;
