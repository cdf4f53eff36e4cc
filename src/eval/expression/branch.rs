//! Conditionals, also where the condition is not known.

use super::super::value::*;
use super::super::value_ops::equals;
use super::Evaluator;
use super::convert::{self, Refusal};
use crate::source::Span;
use crate::syntax::hcl::Expr;
use std::sync::Arc;

impl Evaluator<'_, '_> {
    #[inline(never)]
    pub(super) fn conditional(&self, condition: &Expr, then: &Expr, otherwise: &Expr, at: Span) -> Value {
        let test = self.expr(condition);
        let (taken, other) = match convert::to_bool(&test) {
            Ok(true) => (then, otherwise),
            Ok(false) => (otherwise, then),
            Err(Refusal::Wrong(found)) => {
                return self.error(condition.at, format!("a condition must be a boolean, this is {found}"));
            }
            Err(Refusal::Unknown(unknown)) => return self.either(&unknown, then, otherwise, at).marked(test.marks),
        };
        let value = self.expr(taken);
        // Both results have one type, so the other result matters where this one holds numbers or booleans.
        let value = if convertible(&value) {
            let (other, failed) = self.probe(other);
            match convert::unify(vec![value.clone(), other], 0).into_iter().next() {
                Some(unified) if !failed => unified,
                _ => value,
            }
        } else {
            value
        };
        value.marked(test.marks)
    }

    /// Either branch: what they agree on is known.
    fn either(&self, unknown: &Arc<Unknown>, then: &Expr, otherwise: &Expr, at: Span) -> Value {
        let (a, a_failed) = self.attempt(then);
        let (b, b_failed) = self.attempt(otherwise);
        if a_failed || b_failed {
            return Value::unknown(Unknown::because(unknown, at), at);
        }
        join(&a, &b, unknown, at, 0)
    }
}

/// Whether a number or boolean is in it that may become text.
fn convertible(value: &Value) -> bool {
    match &value.kind {
        Kind::Number(_) | Kind::Bool(_) => true,
        Kind::List(_) => value.elements().any(convertible),
        Kind::Map(map) => map.entries.iter().any(|entry| convertible(&entry.value)),
        _ => false,
    }
}

/// What two values that may each be the one have in common.
pub(crate) fn join(a: &Value, b: &Value, why: &Arc<Unknown>, at: Span, depth: u32) -> Value {
    let marks = a.marks.with(b.marks);
    if equals(a, b) == Some(true) {
        return a.clone().marked(marks);
    }
    let unknown = |ty: Ty| {
        let mut out = Unknown::because(why, at).of(ty);
        out.not_null = not_null(a) && not_null(b);
        Value::unknown(out, at).marked(marks)
    };
    if depth > 32 {
        return unknown(Ty::Any);
    }
    match (&a.kind, &b.kind) {
        (Kind::Map(x), Kind::Map(y)) => {
            let mut rest = x.rest.clone().or(y.rest.clone());
            let mut entries = Vec::new();
            for entry in &x.entries {
                match y.get(&entry.key) {
                    Some(other) => {
                        let value = join(&entry.value, other, why, at, depth + 1);
                        entries.push(Entry { value, ..entry.clone() });
                    }
                    None => rest = rest.or_else(|| Some(Arc::new(Unknown::because(why, at)))),
                }
            }
            if y.entries.iter().any(|entry| x.get(&entry.key).is_none()) {
                rest = rest.or_else(|| Some(Arc::new(Unknown::because(why, at))));
            }
            Value::new(Kind::Map(Arc::new(Map { entries: entries.into(), rest })), at).marked(marks)
        }
        (Kind::List(x), Kind::List(y)) => {
            let all = |items: &[Item]| items.iter().all(|item| matches!(item, Item::One(_)));
            if x.len() != y.len() || !all(x) || !all(y) {
                return unknown(Ty::List);
            }
            let items = a.elements().zip(b.elements()).map(|(x, y)| join(x, y, why, at, depth + 1));
            Value::list(items, at).marked(marks)
        }
        _ if a.ty() == b.ty() => unknown(a.ty()),
        (Kind::Null, _) => unknown(b.ty()),
        (_, Kind::Null) => unknown(a.ty()),
        _ => unknown(Ty::Any),
    }
}

fn not_null(value: &Value) -> bool {
    match &value.kind {
        Kind::Null => false,
        Kind::Unknown(unknown) => unknown.not_null,
        _ => true,
    }
}
