//! Go's `text/template` language: text to a tree in which every node has its byte range.
//!
//! The rules are those of `text/template/parse` (Go 1.26): what is not a template there is a [`ParseError`] here, with
//! its place.
//!
//! The parser of the `gotmpl` crate was tried: it takes a missing `{{end}}` and stops silently at a stray one, drops the
//! line break after `{{- /* comment */}}`, has no end of actions, and recurses without a bound over `{{else if}}`.

mod lexer;
mod parser;
mod tree;

pub use lexer::{Constant, Delimiters, constant};
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
