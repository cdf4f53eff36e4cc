//! The tree of a template.

use super::lexer::Constant;
use std::sync::Arc;

/// What a text defines.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The text itself.
    pub body: Body,
    /// Its `define` and `block` templates, in source order.
    pub defines: Vec<(Arc<str>, Body)>,
}

/// A sequence of nodes.
#[derive(Debug, Default)]
pub struct Body {
    /// In source order.
    pub nodes: Vec<Node>,
}

impl Body {
    /// Nothing but white space and comments: such a definition does not replace another of the same name.
    pub fn is_empty(&self, source: &str) -> bool {
        self.nodes.iter().all(|node| match node {
            Node::Text { start, end } => source.get(*start..*end).unwrap_or("").trim().is_empty(),
            _ => false,
        })
    }
}

/// One node. `start..end` is the byte range of the whole action, delimiters included.
#[derive(Debug)]
#[allow(missing_docs, reason = "the language's own words")]
pub enum Node {
    Text { start: usize, end: usize },
    Action { pipe: Pipe, start: usize, end: usize },
    If(Box<Branch>),
    With(Box<Branch>),
    Range(Box<Branch>),
    Template { name: Arc<str>, pipe: Option<Pipe>, start: usize, end: usize },
    Break,
    Continue,
}

/// `if`, `with` or `range`.
#[derive(Debug)]
pub struct Branch {
    /// The condition, or what is ranged over.
    pub pipe: Pipe,
    /// When it holds.
    pub body: Body,
    /// When it does not; `else if` is an `If` alone in here.
    pub otherwise: Option<Body>,
    /// First byte of the opening action.
    pub start: usize,
    /// One past the opening action.
    pub end: usize,
}

/// Commands chained with `|`.
#[derive(Debug)]
pub struct Pipe {
    /// `$x :=` or `$i, $v :=`.
    pub variables: Vec<Arc<str>>,
    /// `=` and not `:=`.
    pub assign: bool,
    /// At least one.
    pub commands: Vec<Command>,
}

/// A function or value with its arguments.
#[derive(Debug)]
pub struct Command {
    /// At least one.
    pub words: Vec<Expr>,
    /// First byte.
    pub start: usize,
}

/// An operand.
#[derive(Debug)]
#[allow(missing_docs, reason = "the language's own words")]
pub enum Expr {
    Dot,
    Nil,
    Bool(bool),
    Text(Arc<str>),
    Number(Constant),
    /// `.a.b`
    Field(Vec<Arc<str>>),
    /// `$x.a.b`
    Variable(Arc<str>, Vec<Arc<str>>),
    /// A function's name.
    Function(Arc<str>),
    /// `( ... )`
    Pipe(Box<Pipe>),
    /// `( ... ).a.b`
    Chain(Box<Expr>, Vec<Arc<str>>),
}
