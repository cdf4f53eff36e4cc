//! Generated text of which pieces are not known: a name stands for each while the text is parsed, and a reference to that
//! name takes its place wherever it ended in a text or a key, so that no function and no operator takes the name for a
//! value.

use crate::source::Span;
use crate::syntax::hcl::{Body, Expr, ExprKind, ObjectKey, SplatStep, TemplatePart};
use std::sync::Arc;

const STEM: &str = "driftline_hole_";

/// The name that stands for the hole with this number.
pub(super) fn placeholder(index: usize) -> String {
    format!("{STEM}{index}_")
}

/// Makes references of the names of the first `holes` holes, in all expressions of a body. The parser bounds the nesting.
pub(super) fn fill(body: &mut Body, holes: usize) {
    if holes == 0 {
        return;
    }
    for attribute in &mut body.attributes {
        expression(&mut attribute.value, holes);
    }
    for block in &mut body.blocks {
        fill(&mut block.body, holes);
    }
}

fn expression(expr: &mut Expr, holes: usize) {
    let at = expr.at;
    match &mut *expr.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Variable(_) => {}
        ExprKind::String(text) => {
            if let Some(parts) = split(text, at, holes) {
                *expr.kind = ExprKind::Template(parts);
            }
        }
        ExprKind::Template(parts) => template(parts, holes),
        ExprKind::GetAttr(inner, ..) | ExprKind::Unary(_, inner) | ExprKind::Paren(inner) => expression(inner, holes),
        ExprKind::Index(left, right) | ExprKind::Binary(_, left, right) => {
            expression(left, holes);
            expression(right, holes);
        }
        ExprKind::Conditional(condition, then, otherwise) => {
            for inner in [condition, then, otherwise] {
                expression(inner, holes);
            }
        }
        ExprKind::Splat { over, then, .. } => {
            expression(over, holes);
            steps(then, holes);
        }
        ExprKind::Call { args, .. } | ExprKind::Tuple(args) => {
            args.iter_mut().for_each(|inner| expression(inner, holes));
        }
        ExprKind::Object(items) => {
            for item in items {
                match &mut item.key {
                    ObjectKey::Name(name) => {
                        if let Some(parts) = split(name, item.key_at, holes) {
                            let kind = Box::new(ExprKind::Template(parts));
                            item.key = ObjectKey::Expr(Expr { kind, at: item.key_at });
                        }
                    }
                    ObjectKey::Expr(key) => expression(key, holes),
                }
                expression(&mut item.value, holes);
            }
        }
        ExprKind::For(each) => {
            for inner in [&mut each.over, &mut each.value].into_iter().chain(&mut each.key).chain(&mut each.condition) {
                expression(inner, holes);
            }
        }
    }
}

fn steps(then: &mut [SplatStep], holes: usize) {
    for step in then {
        match step {
            SplatStep::Attr(..) => {}
            SplatStep::Index(key) => expression(key, holes),
            SplatStep::Splat { then, .. } => steps(then, holes),
        }
    }
}

fn template(parts: &mut Vec<TemplatePart>, holes: usize) {
    for part in std::mem::take(parts) {
        match part {
            TemplatePart::Literal(text, at) => match split(&text, at, holes) {
                Some(pieces) => parts.extend(pieces),
                None => parts.push(TemplatePart::Literal(text, at)),
            },
            TemplatePart::Interpolation(mut inner) => {
                expression(&mut inner, holes);
                parts.push(TemplatePart::Interpolation(inner));
            }
            TemplatePart::If { mut condition, mut then, mut otherwise, at } => {
                expression(&mut condition, holes);
                template(&mut then, holes);
                template(&mut otherwise, holes);
                parts.push(TemplatePart::If { condition, then, otherwise, at });
            }
            TemplatePart::For { key_var, value_var, mut over, mut body, at } => {
                expression(&mut over, holes);
                template(&mut body, holes);
                parts.push(TemplatePart::For { key_var, value_var, over, body, at });
            }
        }
    }
}

/// The pieces of a text that holds names of holes; `None` when it holds none.
fn split(text: &str, at: Span, holes: usize) -> Option<Vec<TemplatePart>> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|tail| tail.find(STEM)).map(|start| start + from) {
        let tail = rest.get(found + STEM.len()..).unwrap_or_default();
        let index = tail.split_once('_').and_then(|(digits, _)| digits.parse().ok()).filter(|index| *index < holes);
        let Some(index) = index else {
            from = found + STEM.len();
            continue;
        };
        let name = placeholder(index);
        let (before, after) = rest.split_at(found);
        if !before.is_empty() {
            parts.push(TemplatePart::Literal(before.into(), at));
        }
        let kind = Box::new(ExprKind::Variable(Arc::from(name.as_str())));
        parts.push(TemplatePart::Interpolation(Expr { kind, at }));
        rest = after.get(name.len()..).unwrap_or_default();
        from = 0;
    }
    if parts.is_empty() {
        return None;
    }
    if !rest.is_empty() {
        parts.push(TemplatePart::Literal(rest.into(), at));
    }
    Some(parts)
}
