//! Templates: text with what is interpolated, and holes where that is not known.

use super::super::value::*;
use super::convert::{self, Refusal};
use super::types::{self, Type};
use super::{Binding, Evaluator, MAX_PARTS, MAX_TEXT, charge};
use crate::source::Span;
use crate::syntax::hcl::{Expr, TemplatePart};
use std::sync::Arc;

/// What a template has given so far.
struct Output {
    parts: Vec<Part>,
    marks: Marks,
    bytes: usize,
}

impl Evaluator<'_, '_> {
    #[inline(never)]
    pub(super) fn template(&self, parts: &[TemplatePart], at: Span) -> Value {
        let mut out = Output { parts: Vec::new(), marks: Marks::NONE, bytes: 0 };
        self.parts(parts, &mut out);
        if out.bytes > MAX_TEXT {
            return self.bound_reached(at, "a text longer than 16 MiB").marked(out.marks);
        }
        if out.parts.len() > MAX_PARTS {
            return self.bound_reached(at, "a text of more than 100000 parts").marked(out.marks);
        }
        // Text that was cut off is not known.
        if self.run.budget.get() == 0 {
            return self.steps_reached(at).marked(out.marks);
        }
        charge(Value::parts(out.parts, at).marked(out.marks), self.run)
    }

    /// Whether a bound is reached and the rest is not worth assembling.
    fn full(&self, out: &Output) -> bool {
        out.bytes > MAX_TEXT || out.parts.len() > MAX_PARTS || self.run.budget.get() == 0
    }

    /// Takes from the budget what assembling this much costs.
    fn pay(&self, parts: usize, bytes: usize) {
        let cost = u64::try_from(parts.saturating_mul(8).saturating_add(bytes / 16)).unwrap_or(u64::MAX);
        self.run.budget.set(self.run.budget.get().saturating_sub(cost));
    }

    fn parts(&self, parts: &[TemplatePart], out: &mut Output) {
        for part in parts {
            if self.full(out) {
                return;
            }
            // A piece takes memory even when it adds no text.
            self.pay(1, 0);
            match part {
                TemplatePart::Literal(text, at) => {
                    out.bytes += text.len();
                    out.parts.push(Part::Known(super::normal(text), *at));
                }
                TemplatePart::Interpolation(inner) => self.interpolate(inner, out),
                TemplatePart::If { condition, then, otherwise, at } => {
                    let value = self.expr(condition);
                    out.marks = out.marks.with(value.marks);
                    self.chosen(&value, condition.at, [then, otherwise], *at, out);
                }
                TemplatePart::For { key_var, value_var, over, body, at } => {
                    self.repeat(key_var.as_deref(), value_var, over, body, *at, out);
                }
            }
        }
    }

    /// What `%{ if }` gives.
    fn chosen(&self, test: &Value, condition: Span, arms: [&[TemplatePart]; 2], at: Span, out: &mut Output) {
        let [then, otherwise] = arms;
        let failed = if test.is_null() {
            let message = "Null condition: The condition value is null. Conditions must either be true or false";
            self.error(condition, message)
        } else {
            match types::convert(test, &Type::Bool) {
                Ok(decided) => match (decided.as_bool(), decided.first_unknown()) {
                    (Some(true), _) => return self.parts(then, out),
                    (Some(false), _) => return self.parts(otherwise, out),
                    (None, Some(unknown)) => return self.hole(unknown, at, out),
                    (None, None) => return,
                },
                Err(_) => {
                    let message = "Incorrect condition type: The condition expression must be of type bool";
                    self.error(condition, message)
                }
            }
        };
        self.push(&failed, condition, out);
    }

    fn hole(&self, cause: &Arc<Unknown>, at: Span, out: &mut Output) {
        out.parts.push(Part::Hole(Arc::new(Unknown::because(cause, at).of(Ty::Text)), at));
    }

    fn interpolate(&self, inner: &Expr, out: &mut Output) {
        let value = self.expr(inner);
        self.push(&value, inner.at, out);
    }

    fn push(&self, value: &Value, at: Span, out: &mut Output) {
        out.marks = out.marks.with(value.marks);
        match convert::to_text(value) {
            Ok(Text::Whole(text)) => {
                self.pay(1, text.len());
                out.bytes += text.len();
                out.parts.push(Part::Known(text, value.at));
            }
            Ok(Text::Parts(parts)) => {
                for part in parts.iter() {
                    if self.full(out) {
                        return;
                    }
                    let bytes = if let Part::Known(text, _) = part { text.len() } else { 0 };
                    self.pay(1, bytes);
                    out.bytes += bytes;
                    out.parts.push(part.clone());
                }
            }
            Err(Refusal::Unknown(unknown)) => out.parts.push(Part::Hole(unknown, at)),
            Err(Refusal::Wrong(_)) => {
                let failed = self.error(at, match value.is_null() {
                    true => "Invalid template interpolation value: The expression result is null. Cannot include a null value in a string template",
                    false => "Invalid template interpolation value: Cannot include the given value in a string template: string required",
                });
                if let Kind::Unknown(unknown) = failed.kind {
                    out.parts.push(Part::Hole(unknown, at));
                }
            }
        }
    }

    fn repeat(
        &self,
        key_var: Option<&str>,
        value_var: &str,
        over: &Expr,
        body: &[TemplatePart],
        at: Span,
        out: &mut Output,
    ) {
        let collection = self.expr(over);
        out.marks = out.marks.with(collection.marks);
        let Some(steps) = self.iterate(&collection, over.at) else {
            let failed = self.not_iterable(&collection, over.at);
            self.push(&failed, at, out);
            return;
        };
        for step in steps {
            if self.full(out) {
                return;
            }
            if let Some(many) = step.many {
                self.hole(&many, at, out);
                continue;
            }
            let value = Binding { name: value_var, value: &step.value, outer: self.bindings };
            match key_var {
                None => Evaluator { bindings: Some(&value), ..*self }.parts(body, out),
                Some(name) => {
                    let key = Binding { name, value: &step.key, outer: Some(&value) };
                    Evaluator { bindings: Some(&key), ..*self }.parts(body, out);
                }
            }
        }
    }
}
