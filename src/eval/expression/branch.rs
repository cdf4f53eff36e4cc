//! Conditionals, also where the condition is not known.

use super::super::value::*;
use super::super::value_ops::equals;
use super::Evaluator;
use super::types::{self, Type};
use crate::source::Span;
use crate::syntax::hcl::Expr;
use std::sync::Arc;

impl Evaluator<'_, '_> {
    #[inline(never)]
    pub(super) fn conditional(&self, condition: &Expr, then: &Expr, otherwise: &Expr, at: Span) -> Value {
        let test = self.expr(condition);
        if test.is_null() {
            let message = "Null condition: The condition value is null. Conditions must either be true or false";
            return self.error(condition.at, message);
        }
        let Ok(decided) = types::convert(&test, &Type::Bool) else {
            let message = "Incorrect condition type: The condition expression must be of type bool";
            return self.error(condition.at, message);
        };
        let Some(decided) = decided.as_bool() else {
            let Some(unknown) = decided.first_unknown().or(test.first_unknown()) else { return test };
            return self.either(unknown, then, otherwise, at).marked(test.marks);
        };
        let (taken, other) = if decided { (then, otherwise) } else { (otherwise, then) };
        let value = self.expr(taken);
        // Both results have one type, so the other result matters too.
        let (other, failed) = self.probe(other);
        if failed || value.is_null() || other.is_null() {
            return value.marked(test.marks);
        }
        let unified = match decided {
            true => self.unified(&value, &other, then.at),
            false => self.unified(&other, &value, then.at),
        };
        let value = match unified {
            Unified::Not(failed) => failed,
            Unified::Either => value,
            Unified::As(ty) => types::convert(&value, &ty).unwrap_or(value),
        };
        value.marked(test.marks)
    }

    /// The one type that two results have, or the error that they have none.
    fn unified(&self, then: &Value, otherwise: &Value, at: Span) -> Unified {
        let (a, b) = (Type::of(then), Type::of(otherwise));
        match types::unify(&[a.clone(), b.clone()]) {
            Some(ty) => Unified::As(ty),
            None if !types::certain(then) || !types::certain(otherwise) => match (scalar(&a), scalar(&b)) {
                // One of them is a collection and the other is not, whatever else they are.
                (true, false) | (false, true) if a != Type::Dynamic && b != Type::Dynamic => {
                    Unified::Not(self.inconsistent(&a, &b, at))
                }
                _ => Unified::Either,
            },
            None => Unified::Not(self.inconsistent(&a, &b, at)),
        }
    }

    fn inconsistent(&self, a: &Type, b: &Type, at: Span) -> Value {
        let how = types::differ(a, b);
        let message = format!(
            "Inconsistent conditional result types: The true and false result expressions must have consistent types. {how}"
        );
        self.error(at, message)
    }

    /// Either branch: what they agree on is known.
    fn either(&self, unknown: &Arc<Unknown>, then: &Expr, otherwise: &Expr, at: Span) -> Value {
        let (a, a_failed) = self.attempt(then);
        let (b, b_failed) = self.attempt(otherwise);
        if a_failed || b_failed {
            return Value::unknown(Unknown::because(unknown, at), at);
        }
        if a.is_null() || b.is_null() {
            return join(&a, &b, unknown, at, 0);
        }
        match self.unified(&a, &b, then.at) {
            Unified::Not(failed) => failed,
            Unified::Either => join(&a, &b, unknown, at, 0),
            Unified::As(ty) => {
                let (a, b) = (types::convert(&a, &ty).unwrap_or(a), types::convert(&b, &ty).unwrap_or(b));
                join(&a, &b, unknown, at, 0)
            }
        }
    }
}

/// What the results of a conditional have in common.
enum Unified {
    /// One type.
    As(Type),
    /// Perhaps nothing.
    Either,
    /// Nothing; the error.
    Not(Value),
}

fn scalar(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Number | Type::Bool)
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
            let map = Value::new(Kind::Map(Arc::new(Map { entries: entries.into(), rest })), at);
            map.marked(marks).formed(shared_form(a, b))
        }
        (Kind::List(x), Kind::List(y)) => {
            let all = |items: &[Item]| items.iter().all(|item| matches!(item, Item::One(_)));
            if x.len() != y.len() || !all(x) || !all(y) {
                return unknown(Ty::List).formed(shared_form(a, b));
            }
            let items = a.elements().zip(b.elements()).map(|(x, y)| join(x, y, why, at, depth + 1));
            Value::list(items, at).marked(marks).formed(shared_form(a, b))
        }
        _ if a.ty() == b.ty() => unknown(a.ty()),
        (Kind::Null, _) => unknown(b.ty()),
        (_, Kind::Null) => unknown(a.ty()),
        _ => unknown(Ty::Any),
    }
}

fn shared_form(a: &Value, b: &Value) -> Form {
    if a.form() == b.form() { a.form() } else { Form::Either }
}

fn not_null(value: &Value) -> bool {
    match &value.kind {
        Kind::Null => false,
        Kind::Unknown(unknown) => unknown.not_null,
        _ => true,
    }
}
