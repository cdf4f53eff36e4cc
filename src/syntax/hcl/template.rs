//! Templates: `~` trimming, the indentation of `<<-`, and the nesting of directives, in the order HashiCorp's parser
//! applies them (github.com/hashicorp/hcl, hclsyntax/parser_template.go).

use super::tree::{Expr, ExprKind, TemplatePart};
use crate::source::Span;
use std::sync::Arc;

/// One token of a flattened template.
pub(super) struct Piece {
    sort: Sort,
    at: Span,
    /// `~` after the opening mark.
    strip_before: bool,
    /// `~` before the closing mark.
    strip_after: bool,
}

/// What a piece is.
pub(super) enum Sort {
    /// Text of at most one line, escapes resolved.
    Literal(String),
    /// `${}`.
    Interpolation(Expr),
    /// `%{ if }`.
    If(Expr),
    /// `%{ else }`.
    Else,
    /// `%{ for }`.
    For {
        /// The key variable.
        key_var: Option<Arc<str>>,
        /// The value variable.
        value_var: Arc<str>,
        /// What is iterated.
        over: Expr,
    },
    /// `%{ endif }`, `%{ endfor }`.
    End,
}

impl Piece {
    pub(super) fn new(sort: Sort, at: Span, strip_before: bool, strip_after: bool) -> Self {
        Self { sort, at, strip_before, strip_after }
    }
}

/// The expression of a template; without interpolations and directives it is a string.
pub(super) fn assemble(pieces: Vec<Piece>, flush: bool) -> ExprKind {
    let parts = parts(pieces, flush);
    match parts.as_slice() {
        [] => ExprKind::String("".into()),
        [TemplatePart::Literal(text, _)] => ExprKind::String(text.clone()),
        _ => ExprKind::Template(parts),
    }
}

/// The parts of a template.
pub(super) fn parts(mut pieces: Vec<Piece>, flush: bool) -> Vec<TemplatePart> {
    trim(&mut pieces);
    if flush {
        dedent(&mut pieces);
    }
    let mut pieces = pieces.into_iter();
    nest(&mut pieces).0
}

/// `~` eats the white space of the one literal beside it, which ends at its line's end.
fn trim(pieces: &mut [Piece]) {
    for index in 0..pieces.len() {
        let Some(piece) = pieces.get(index) else { return };
        let (before, after) = (piece.strip_before, piece.strip_after);
        if before
            && let Some(Piece { sort: Sort::Literal(text), .. }) = index.checked_sub(1).and_then(|i| pieces.get_mut(i))
        {
            text.truncate(text.trim_end().len());
        }
        if after && let Some(Piece { sort: Sort::Literal(text), .. }) = pieces.get_mut(index + 1) {
            *text = text.trim_start().to_owned();
        }
    }
}

/// Removes the indentation that all lines of a `<<-` heredoc share; blank lines neither count nor change.
fn dedent(pieces: &mut [Piece]) {
    let mut line_start = true;
    let mut least = usize::MAX;
    let mut lines = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let text = match &piece.sort {
            Sort::Literal(text) => Some(text),
            _ => None,
        };
        if line_start {
            line_start = false;
            match text {
                Some(text) if text.trim_start().is_empty() && text.ends_with('\n') => {}
                Some(text) => {
                    let spaces = text.chars().take_while(|c| c.is_whitespace()).count();
                    least = least.min(spaces);
                    lines.push(index);
                }
                None => least = 0,
            }
        }
        line_start |= text.is_some_and(|t| t.ends_with('\n'));
    }
    for index in lines {
        if let Some(Piece { sort: Sort::Literal(text), .. }) = pieces.get_mut(index) {
            *text = text.chars().skip(least).collect();
        }
    }
}

enum Stop {
    Else,
    End,
}

fn nest(pieces: &mut std::vec::IntoIter<Piece>) -> (Vec<TemplatePart>, Stop) {
    let mut out: Vec<TemplatePart> = Vec::new();
    while let Some(piece) = pieces.next() {
        let at = piece.at;
        match piece.sort {
            Sort::Literal(text) => literal(&mut out, &text, at),
            Sort::Interpolation(expr) => out.push(TemplatePart::Interpolation(expr)),
            Sort::If(condition) => {
                let (then, stop) = nest(pieces);
                let otherwise = match stop {
                    Stop::Else => nest(pieces).0,
                    Stop::End => Vec::new(),
                };
                out.push(TemplatePart::If { condition, then, otherwise, at });
            }
            Sort::For { key_var, value_var, over } => {
                let body = nest(pieces).0;
                out.push(TemplatePart::For { key_var, value_var, over, body, at });
            }
            Sort::Else => return (out, Stop::Else),
            Sort::End => return (out, Stop::End),
        }
    }
    (out, Stop::End)
}

/// Adds a literal, joined to a literal before it.
fn literal(out: &mut Vec<TemplatePart>, text: &str, at: Span) {
    if text.is_empty() {
        return;
    }
    if let Some(TemplatePart::Literal(before, before_at)) = out.last_mut() {
        *before = format!("{before}{text}").into();
        *before_at = before_at.to(at);
        return;
    }
    out.push(TemplatePart::Literal(text.into(), at));
}
