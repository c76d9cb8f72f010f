//! The program as a user meets it: run from outside, looked at by what it writes, what it
//! says and how it ends.

mod run;

mod damaged;

mod threads;

mod output;

mod arguments;

mod examples;

mod lexicon;

mod contexts;

mod shared;
