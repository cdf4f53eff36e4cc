//! Arithmetic, comparisons and logic, three-valued where something is unknown.

use super::super::value::*;
use super::super::value_ops::equals;
use super::Evaluator;
use super::types::{self, Type};
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::{BinaryOp, Expr};
use std::cmp::Ordering;
use std::sync::Arc;

/// Said where an operand is null.
const NULL: &str = "Operation failed: Error during operation: argument must not be null";

/// What is said of a division by zero.
const DIVISION_BY_ZERO: &str = "division by zero";

/// Whether a value is an infinity, as a division by zero gives.
pub(super) fn is_infinite(value: &Value) -> bool {
    matches!(&value.kind, Kind::Unknown(unknown) if matches!(&unknown.why, Why::Gap(why) if **why == *DIVISION_BY_ZERO))
}

impl Evaluator<'_, '_> {
    #[inline(never)]
    pub(super) fn not(&self, inner: &Expr, at: Span) -> Value {
        let value = self.expr(inner);
        match self.operand(&value, &Type::Bool, "unary", inner.at, at) {
            Ok(operand) => match operand.as_bool() {
                Some(b) => Value::bool(!b, at).marked(value.marks),
                None => self.follows(&[&operand], Ty::Bool, at).marked(value.marks),
            },
            Err(failed) => failed.marked(value.marks),
        }
    }

    #[inline(never)]
    pub(super) fn negate(&self, inner: &Expr, at: Span) -> Value {
        let value = self.expr(inner);
        match self.operand(&value, &Type::Number, "unary", inner.at, at) {
            Ok(operand) => match &operand.kind {
                Kind::Number(n) => Value::number(n.negate(), at).marked(value.marks),
                _ => self.follows(&[&operand], Ty::Number, at).marked(value.marks),
            },
            Err(failed) => failed.marked(value.marks),
        }
    }

    /// A value as what an operator takes, or the error that it is not.
    fn operand(&self, value: &Value, ty: &Type, which: &str, place: Span, at: Span) -> Result<Value, Value> {
        match types::convert(value, ty) {
            Ok(value) if value.is_null() && which == "unary" => Err(self.error(at, NULL)),
            Ok(value) => Ok(value),
            Err(why) => {
                let why = why.message();
                Err(self.error(place, format!("Invalid operand: Unsuitable value for {which} operand: {why}")))
            }
        }
    }

    /// Both operands; each that does not fit is an error of its own.
    fn operands(
        &self,
        [a, b]: [&Value; 2],
        ty: &Type,
        [left, right]: [&Expr; 2],
        at: Span,
    ) -> Result<[Value; 2], Value> {
        let a = self.operand(a, ty, "left", left.at, at);
        let b = self.operand(b, ty, "right", right.at, at);
        let (a, b) = match (a, b) {
            (Ok(a), Ok(b)) => (a, b),
            (Err(failed), _) | (_, Err(failed)) => return Err(failed),
        };
        if a.is_null() || b.is_null() {
            return Err(self.error(at, NULL));
        }
        Ok([a, b])
    }

    /// An unknown that follows from the operands that are unknown.
    fn follows(&self, operands: &[&Value], ty: Ty, at: Span) -> Value {
        let cause = operands.iter().find_map(|value| value.first_unknown());
        let mut unknown = match cause {
            Some(cause) => Unknown::because(cause, at),
            None => Unknown::new(Why::Gap("the values are not known".into()), at),
        };
        unknown.ty = ty;
        unknown.not_null = true;
        Value::unknown(unknown, at)
    }

    #[inline(never)]
    pub(super) fn binary(&self, op: BinaryOp, left: &Expr, right: &Expr, at: Span) -> Value {
        match op {
            BinaryOp::And => self.logic(left, right, false, at),
            BinaryOp::Or => self.logic(left, right, true, at),
            BinaryOp::Equal => self.equality(left, right, true, at),
            BinaryOp::NotEqual => self.equality(left, right, false, at),
            _ => self.arithmetic(op, left, right, at),
        }
    }

    /// `&&` and `||`: `decisive` decides alone, whatever the other side is.
    fn logic(&self, left: &Expr, right: &Expr, decisive: bool, at: Span) -> Value {
        let a = self.expr(left);
        if let Ok(known) = types::convert(&a, &Type::Bool)
            && known.as_bool() == Some(decisive)
        {
            return Value::bool(decisive, at).marked(a.marks);
        }
        let b = self.expr(right);
        let marks = a.marks.with(b.marks);
        match self.operands([&a, &b], &Type::Bool, [left, right], at) {
            Err(failed) => failed.marked(marks),
            Ok([x, y]) => match (x.as_bool(), y.as_bool()) {
                (Some(x), Some(y)) if x == y => Value::bool(x, at).marked(marks),
                (Some(_), Some(_)) => Value::bool(decisive, at).marked(marks),
                (_, Some(y)) if y == decisive => Value::bool(decisive, at).marked(marks),
                _ => self.follows(&[&x, &y], Ty::Bool, at).marked(marks),
            },
        }
    }

    fn equality(&self, left: &Expr, right: &Expr, positive: bool, at: Span) -> Value {
        let a = self.expr(left);
        let b = self.expr(right);
        let marks = a.marks.with(b.marks).with(a.all_marks()).with(b.all_marks());
        let formed = |value: &Value| value.form() != Form::Either;
        let known = |value: &Value| matches!(value.kind, Kind::List(_) | Kind::Map(_));
        let result = match equals(&a, &b) {
            None if a.ty() == b.ty()
                && formed(&a)
                && formed(&b)
                && a.form() != b.form()
                && (known(&a) || known(&b)) =>
            {
                Some(false)
            }
            // A list never equals a tuple, nor a map an object.
            Some(true) => same_form(&a, &b, 0),
            result => result,
        };
        if result.is_none() && a.first_unknown().or(b.first_unknown()).is_none() {
            let why = "whether two collections are equal depends on their declared types";
            let unknown = Unknown::new(Why::Gap(why.into()), at).of(Ty::Bool);
            return Value::unknown(unknown, at).marked(marks);
        }
        match result {
            Some(equal) => Value::bool(equal == positive, at).marked(marks),
            None => {
                let cause = a.first_unknown().or(b.first_unknown());
                let unknown = match cause {
                    Some(cause) => Unknown::because(cause, at),
                    None => Unknown::new(Why::Gap("the values cannot be compared".into()), at),
                };
                Value::unknown(unknown.of(Ty::Bool), at).marked(marks)
            }
        }
    }

    fn arithmetic(&self, op: BinaryOp, left: &Expr, right: &Expr, at: Span) -> Value {
        let a = self.expr(left);
        let b = self.expr(right);
        let marks = a.marks.with(b.marks);
        let compares =
            matches!(op, BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual);
        let ty = if compares { Ty::Bool } else { Ty::Number };
        let [x, y] = match self.operands([&a, &b], &Type::Number, [left, right], at) {
            Ok(operands) => operands,
            Err(failed) => return failed.marked(marks),
        };
        let (Kind::Number(x), Kind::Number(y)) = (&x.kind, &y.kind) else {
            return self.follows(&[&x, &y], ty, at).marked(marks);
        };
        let kind = match op {
            BinaryOp::Add => x.add(y).map(Kind::Number),
            BinaryOp::Subtract => x.subtract(y).map(Kind::Number),
            BinaryOp::Multiply => x.multiply(y).map(Kind::Number),
            BinaryOp::Divide if y.as_f64() == 0.0 && x.as_f64() == 0.0 => {
                return self.error(right.at, DIVISION_BY_ZERO).marked(marks);
            }
            // Terraform makes this an infinity: no error where it is made, and nothing takes it in the end.
            BinaryOp::Divide if y.as_f64() == 0.0 => {
                self.run.gap(Gap::at(right.at, GapKind::Evaluation, DIVISION_BY_ZERO));
                let infinite = Unknown::new(Why::Gap(DIVISION_BY_ZERO.into()), right.at).of(Ty::Number);
                return Value::unknown(infinite, right.at).marked(marks);
            }
            BinaryOp::Modulo if y.as_f64() == 0.0 => Some(Kind::Number(x.clone())),
            BinaryOp::Divide => x.divide(y).map(Kind::Number),
            BinaryOp::Modulo => x.modulo(y).map(Kind::Number),
            _ => x.order(y).map(|order| {
                Kind::Bool(match op {
                    BinaryOp::Less => order == Ordering::Less,
                    BinaryOp::LessOrEqual => order != Ordering::Greater,
                    BinaryOp::Greater => order == Ordering::Greater,
                    _ => order != Ordering::Less,
                })
            }),
        };
        match kind {
            Some(kind) => Value::new(kind, at).marked(marks),
            None => {
                let why: Arc<str> = "a number beyond what driftline keeps exactly".into();
                Value::unknown(Unknown::new(Why::Gap(why), at).of(ty), at).marked(marks)
            }
        }
    }
}

/// Whether two equal values are of one kind throughout: `None` where that is not known.
fn same_form(a: &Value, b: &Value, depth: u32) -> Option<bool> {
    let here = match (a.form(), b.form()) {
        _ if !matches!(a.kind, Kind::List(_) | Kind::Map(_)) => return Some(true),
        (Form::Either, _) | (_, Form::Either) => None,
        (x, y) => Some(x == y),
    };
    if here == Some(false) || depth > 32 {
        return here;
    }
    let inner: Vec<Option<bool>> = match (&a.kind, &b.kind) {
        (Kind::List(_), _) => a.elements().zip(b.elements()).map(|(a, b)| same_form(a, b, depth + 1)).collect(),
        (Kind::Map(a), Kind::Map(b)) => {
            a.entries.iter().filter_map(|entry| Some(same_form(&entry.value, b.get(&entry.key)?, depth + 1))).collect()
        }
        _ => Vec::new(),
    };
    match inner.contains(&Some(false)) {
        true => Some(false),
        false if here.is_none() || inner.contains(&None) => None,
        false => Some(true),
    }
}
