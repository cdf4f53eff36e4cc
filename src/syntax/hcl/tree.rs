//! The compact tree of HCL: what `hcl-edit` or JSON syntax is lowered to.

use crate::source::Span;
use std::sync::Arc;

/// A file's or block's content, in source order. Duplicate attributes are kept; the evaluator decides.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// `name = expression`.
    pub attributes: Vec<Attribute>,
    /// `kind "label" { ... }`.
    pub blocks: Vec<Block>,
}

impl Body {
    /// The attribute of this name; of duplicates the last, as HashiCorp's object constructor does.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().rev().find(|a| &*a.name == name)
    }

    /// All blocks of this kind, in source order.
    pub fn blocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> + 'a {
        self.blocks.iter().filter(move |b| &*b.kind == kind)
    }
}

/// `name = expression`.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The name.
    pub name: Arc<str>,
    /// Where the name is.
    pub name_at: Span,
    /// The value.
    pub value: Expr,
    /// Name and value.
    pub at: Span,
}

/// `kind "label" ... { body }`.
#[derive(Clone, Debug)]
pub struct Block {
    /// The block's type.
    pub kind: Arc<str>,
    /// Where the type is.
    pub kind_at: Span,
    /// Labels with their places.
    pub labels: Vec<(Arc<str>, Span)>,
    /// What is inside.
    pub body: Body,
    /// From the type to the closing brace.
    pub at: Span,
    /// From the type to the end of the last label: what a report underlines.
    pub header_at: Span,
}

impl Block {
    /// The label at a position.
    pub fn label(&self, index: usize) -> Option<&Arc<str>> {
        self.labels.get(index).map(|(l, _)| l)
    }
}

/// An expression with its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: Box<ExprKind>,
    /// Where it is.
    pub at: Span,
}

/// The forms of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// The literal's own text, so that long integers survive.
    Number(Arc<str>),
    /// A quoted string without interpolation, escapes resolved.
    String(Arc<str>),
    /// A quoted template or heredoc.
    Template(Vec<TemplatePart>),
    /// A bare name at the root of a traversal: `local`, `var`, `each`, a `for` variable.
    Variable(Arc<str>),
    /// `object.name`.
    GetAttr(Expr, Arc<str>, Span),
    /// `object[key]`, and the legacy `object.0` (a number literal as the key).
    Index(Expr, Expr),
    /// `object[*].a.b` (full) or `object.*.a.b` (attribute only); what follows is applied to each element.
    Splat {
        /// What is iterated.
        over: Expr,
        /// `[*]` takes indexes too; `.*` takes attributes only.
        full: bool,
        /// Applied to each element, in order.
        then: Vec<SplatStep>,
    },
    /// `name(args...)`; `provider::a::b(...)` keeps its colons in the name.
    Call {
        /// The function's name.
        name: Arc<str>,
        /// Where the name is.
        name_at: Span,
        /// Arguments.
        args: Vec<Expr>,
        /// The last argument is followed by `...`.
        expand: bool,
    },
    /// `[a, b]`.
    Tuple(Vec<Expr>),
    /// `{ key = value }`; keys in source order, duplicates kept.
    Object(Vec<ObjectItem>),
    /// `[for ...]` or `{for ...}`.
    For(ForExpr),
    /// `condition ? a : b`.
    Conditional(Expr, Expr, Expr),
    /// `-a`, `!a`.
    Unary(UnaryOp, Expr),
    /// `a op b`.
    Binary(BinaryOp, Expr, Expr),
    /// `(a)`.
    Paren(Expr),
}

/// One step after a splat.
#[derive(Clone, Debug)]
pub enum SplatStep {
    /// `.name`.
    Attr(Arc<str>, Span),
    /// `[key]`.
    Index(Expr),
    /// A splat inside a splat: `a[*].b[*].c` applies `[*].c` to each `b`. Always the last step.
    Splat {
        /// `[*]` or `.*`.
        full: bool,
        /// Applied to each element, in order.
        then: Vec<SplatStep>,
    },
}

/// An item of an object constructor.
#[derive(Clone, Debug)]
pub struct ObjectItem {
    /// A bare name is a string; `(expr)` is an expression.
    pub key: ObjectKey,
    /// The key's place.
    pub key_at: Span,
    /// The value.
    pub value: Expr,
}

/// The forms of object keys.
#[derive(Clone, Debug)]
pub enum ObjectKey {
    /// `name =`.
    Name(Arc<str>),
    /// Anything else.
    Expr(Expr),
}

/// A `for` expression.
#[derive(Clone, Debug)]
pub struct ForExpr {
    /// The key or index variable, when two are named.
    pub key_var: Option<Arc<str>>,
    /// The value variable.
    pub value_var: Arc<str>,
    /// What is iterated.
    pub over: Expr,
    /// The key expression of an object result.
    pub key: Option<Expr>,
    /// The value expression.
    pub value: Expr,
    /// `...` after the value: group values by key.
    pub group: bool,
    /// `if`.
    pub condition: Option<Expr>,
}

/// `-` and `!`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    /// `-`
    Negate,
    /// `!`
    Not,
}

/// Binary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the names are the operators")]
pub enum BinaryOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
}

/// A part of a template.
#[derive(Clone, Debug)]
pub enum TemplatePart {
    /// Text, escapes resolved, indentation of `<<-` and `~` trimming already applied.
    Literal(Arc<str>, Span),
    /// `${ expr }`.
    Interpolation(Expr),
    /// `%{ if }`.
    If {
        /// The condition.
        condition: Expr,
        /// Parts when true.
        then: Vec<TemplatePart>,
        /// Parts when false.
        otherwise: Vec<TemplatePart>,
        /// The directive's place.
        at: Span,
    },
    /// `%{ for }`.
    For {
        /// The key or index variable, when two are named.
        key_var: Option<Arc<str>>,
        /// The value variable.
        value_var: Arc<str>,
        /// What is iterated.
        over: Expr,
        /// Parts for each element.
        body: Vec<TemplatePart>,
        /// The directive's place.
        at: Span,
    },
}
