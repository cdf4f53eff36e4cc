//! Which names a file needs: whether an expression refers to `values`, for instance, outside of `try` and `can`.

use crate::eval::world::File;
use crate::syntax::hcl::{Body, Expr, ExprKind, ForExpr, ObjectKey, SplatStep, TemplatePart};
use std::sync::Arc;

/// Deepest nesting that is looked at; beyond it a name counts as not used.
const DEPTH: u32 = 256;

/// Whether a file cannot be evaluated without this name: something outside of `try` and `can` refers to it.
pub(in crate::eval) fn needs(file: &File, name: &str) -> bool {
    let mut search = Search { name, bound: Vec::new() };
    file.attributes.iter().any(|a| search.expr(&a.value, DEPTH))
        || file.blocks.iter().any(|b| search.body(&b.body, DEPTH))
}

struct Search<'n> {
    name: &'n str,
    bound: Vec<Arc<str>>,
}

impl Search<'_> {
    fn body(&mut self, body: &Body, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        body.attributes.iter().any(|a| self.expr(&a.value, depth))
            || body.blocks.iter().any(|b| self.body(&b.body, depth))
    }

    fn any(&mut self, exprs: &[Expr], depth: u32) -> bool {
        exprs.iter().any(|e| self.expr(e, depth))
    }

    fn expr(&mut self, expr: &Expr, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        match &*expr.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) => false,
            ExprKind::Variable(name) => **name == *self.name && !self.bound.contains(name),
            ExprKind::Template(parts) => self.parts(parts, depth),
            ExprKind::GetAttr(of, ..) | ExprKind::Unary(_, of) | ExprKind::Paren(of) => self.expr(of, depth),
            ExprKind::Index(a, b) | ExprKind::Binary(_, a, b) => self.expr(a, depth) || self.expr(b, depth),
            ExprKind::Splat { over, then, .. } => self.expr(over, depth) || self.steps(then, depth),
            ExprKind::Call { name, .. } if matches!(&**name, "try" | "can") => false,
            ExprKind::Call { args, .. } => self.any(args, depth),
            ExprKind::Tuple(items) => self.any(items, depth),
            ExprKind::Object(items) => items.iter().any(|item| {
                let of_key = match &item.key {
                    ObjectKey::Name(_) => false,
                    ObjectKey::Expr(key) => self.expr(key, depth),
                };
                of_key || self.expr(&item.value, depth)
            }),
            ExprKind::For(inner) => self.comprehension(inner, depth),
            ExprKind::Conditional(a, b, c) => self.expr(a, depth) || self.expr(b, depth) || self.expr(c, depth),
        }
    }

    fn steps(&mut self, steps: &[SplatStep], depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        steps.iter().any(|step| match step {
            SplatStep::Attr(..) => false,
            SplatStep::Index(key) => self.expr(key, depth),
            SplatStep::Splat { then, .. } => self.steps(then, depth),
        })
    }

    fn comprehension(&mut self, inner: &ForExpr, depth: u32) -> bool {
        if self.expr(&inner.over, depth) {
            return true;
        }
        let before = self.bound.len();
        self.bound.extend(inner.key_var.iter().chain([&inner.value_var]).cloned());
        let parts = [inner.key.as_ref(), Some(&inner.value), inner.condition.as_ref()];
        let found = parts.into_iter().flatten().any(|e| self.expr(e, depth));
        self.bound.truncate(before);
        found
    }

    fn parts(&mut self, parts: &[TemplatePart], depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        parts.iter().any(|part| match part {
            TemplatePart::Literal(..) => false,
            TemplatePart::Interpolation(inner) => self.expr(inner, depth),
            TemplatePart::If { condition, then, otherwise, .. } => {
                self.expr(condition, depth) || self.parts(then, depth) || self.parts(otherwise, depth)
            }
            TemplatePart::For { key_var, value_var, over, body, .. } => {
                if self.expr(over, depth) {
                    return true;
                }
                let before = self.bound.len();
                self.bound.extend(key_var.iter().chain([value_var]).cloned());
                let found = self.parts(body, depth);
                self.bound.truncate(before);
                found
            }
        })
    }
}
