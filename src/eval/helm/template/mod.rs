//! Go's `text/template` language: text to a tree in which every node has its byte range.
//!
//! The rules are those of `text/template/parse` (Go 1.26): what is not a template there is a [`ParseError`] here, with
//! its place.

mod lexer;
mod parser;
mod tree;

pub use lexer::{Constant, constant};
pub use parser::parse;
pub use tree::{Body, Branch, Command, Expr, Node, Pipe};

/// Why a text is not a template.
#[derive(Clone, Debug, PartialEq)]
pub struct ParseError {
    /// In Go's words.
    pub message: String,
    /// First byte of what is wrong.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}
