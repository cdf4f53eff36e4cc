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

/// What is done to each expression.
#[derive(Clone, Copy)]
struct How {
    holes: usize,
    place: Option<Span>,
}

/// Makes references of the names of the first `holes` holes, in all expressions of a body, and puts everything in it at one
/// place when it has none of its own. What is named by a hole is left out; then it returns true. The parser bounds the
/// nesting.
pub(super) fn fill(body: &mut Body, holes: usize, place: Option<Span>) -> bool {
    if holes == 0 && place.is_none() {
        return false;
    }
    let is_hole = |name: &str| holes > 0 && name.contains(STEM);
    let before = body.attributes.len() + body.blocks.len();
    body.attributes.retain(|attribute| !is_hole(&attribute.name));
    body.blocks.retain(|block| !is_hole(&block.kind) && !block.labels.iter().any(|(label, _)| is_hole(label)));
    let how = How { holes, place };
    let mut named = body.attributes.len() + body.blocks.len() < before;
    for attribute in &mut body.attributes {
        expression(&mut attribute.value, how);
        if let Some(at) = place {
            attribute.name_at = at;
            attribute.at = at;
        }
    }
    for block in &mut body.blocks {
        named |= fill(&mut block.body, holes, place);
        if let Some(at) = place {
            block.kind_at = at;
            block.at = at;
            block.header_at = at;
            block.labels.iter_mut().for_each(|(_, label_at)| *label_at = at);
        }
    }
    named
}

fn expression(expr: &mut Expr, how: How) {
    let at = how.place.unwrap_or(expr.at);
    expr.at = at;
    match &mut *expr.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Variable(_) => {}
        ExprKind::String(text) => {
            if let Some(parts) = split(text, at, how.holes) {
                *expr.kind = ExprKind::Template(parts);
            }
        }
        ExprKind::Template(parts) => template(parts, how),
        ExprKind::GetAttr(inner, _, name_at) => {
            *name_at = how.place.unwrap_or(*name_at);
            expression(inner, how);
        }
        ExprKind::Unary(_, inner) | ExprKind::Paren(inner) => expression(inner, how),
        ExprKind::Index(left, right) | ExprKind::Binary(_, left, right) => {
            expression(left, how);
            expression(right, how);
        }
        ExprKind::Conditional(condition, then, otherwise) => {
            for inner in [condition, then, otherwise] {
                expression(inner, how);
            }
        }
        ExprKind::Splat { over, then, .. } => {
            expression(over, how);
            steps(then, how);
        }
        ExprKind::Call { name_at, args, .. } => {
            *name_at = how.place.unwrap_or(*name_at);
            args.iter_mut().for_each(|inner| expression(inner, how));
        }
        ExprKind::Tuple(args) => {
            args.iter_mut().for_each(|inner| expression(inner, how));
        }
        ExprKind::Object(items) => {
            for item in items {
                item.key_at = how.place.unwrap_or(item.key_at);
                match &mut item.key {
                    ObjectKey::Name(name) => {
                        if let Some(parts) = split(name, item.key_at, how.holes) {
                            let kind = Box::new(ExprKind::Template(parts));
                            item.key = ObjectKey::Expr(Expr { kind, at: item.key_at });
                        }
                    }
                    ObjectKey::Expr(key) => expression(key, how),
                }
                expression(&mut item.value, how);
            }
        }
        ExprKind::For(each) => {
            for inner in [&mut each.over, &mut each.value].into_iter().chain(&mut each.key).chain(&mut each.condition) {
                expression(inner, how);
            }
        }
    }
}

fn steps(then: &mut [SplatStep], how: How) {
    for step in then {
        match step {
            SplatStep::Attr(_, at) => *at = how.place.unwrap_or(*at),
            SplatStep::Index(key) => expression(key, how),
            SplatStep::Splat { then, .. } => steps(then, how),
        }
    }
}

fn template(parts: &mut Vec<TemplatePart>, how: How) {
    for mut part in std::mem::take(parts) {
        if let (
            Some(place),
            TemplatePart::Literal(_, at) | TemplatePart::If { at, .. } | TemplatePart::For { at, .. },
        ) = (how.place, &mut part)
        {
            *at = place;
        }
        match part {
            TemplatePart::Literal(text, at) => match split(&text, at, how.holes) {
                Some(pieces) => parts.extend(pieces),
                None => parts.push(TemplatePart::Literal(text, at)),
            },
            TemplatePart::Interpolation(mut inner) => {
                expression(&mut inner, how);
                parts.push(TemplatePart::Interpolation(inner));
            }
            TemplatePart::If { mut condition, mut then, mut otherwise, at } => {
                expression(&mut condition, how);
                template(&mut then, how);
                template(&mut otherwise, how);
                parts.push(TemplatePart::If { condition, then, otherwise, at });
            }
            TemplatePart::For { key_var, value_var, mut over, mut body, at } => {
                expression(&mut over, how);
                template(&mut body, how);
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
