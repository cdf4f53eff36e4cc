//! Arithmetic, comparisons and logic, three-valued where something is unknown.

use super::super::scope::Dialect;
use super::super::value::*;
use super::super::value_ops::equals;
use super::Evaluator;
use super::convert::{self, Refusal};
use crate::source::Span;
use crate::syntax::hcl::{BinaryOp, Expr, ExprKind};
use std::cmp::Ordering;
use std::sync::Arc;

/// Whether two expressions are of one kind of collection for certain: both constructed, or converted alike.
fn alike(a: &Expr, b: &Expr) -> bool {
    match (&*a.kind, &*b.kind) {
        (ExprKind::Paren(inner), _) => alike(inner, b),
        (_, ExprKind::Paren(inner)) => alike(a, inner),
        (ExprKind::Call { name: a, .. }, ExprKind::Call { name: b, .. }) => {
            a == b && matches!(&**a, "toset" | "tolist" | "tomap")
        }
        (a, b) => [a, b].iter().all(|kind| matches!(kind, ExprKind::Tuple(_) | ExprKind::Object(_) | ExprKind::For(_))),
    }
}

impl Evaluator<'_, '_> {
    #[inline(never)]
    pub(super) fn not(&self, inner: &Expr, at: Span) -> Value {
        let value = self.expr(inner);
        match convert::to_bool(&value) {
            Ok(b) => Value::bool(!b, at).marked(value.marks),
            Err(refusal) => self.refused(refusal, Ty::Bool, "`!` takes a boolean", inner.at).marked(value.marks),
        }
    }

    #[inline(never)]
    pub(super) fn negate(&self, inner: &Expr, at: Span) -> Value {
        let value = self.expr(inner);
        match convert::to_number(&value) {
            Ok(n) => Value::number(n.negate(), at).marked(value.marks),
            Err(refusal) => self.refused(refusal, Ty::Number, "`-` takes a number", inner.at).marked(value.marks),
        }
    }

    /// An unknown that follows from an operand, or the error that it is of a wrong type.
    fn refused(&self, refusal: Refusal, ty: Ty, wanted: &str, at: Span) -> Value {
        match refusal {
            Refusal::Unknown(unknown) => {
                let mut out = Unknown::because(&unknown, at).of(ty);
                out.not_null = true;
                Value::unknown(out, at)
            }
            Refusal::Wrong(found) => self.error(at, format!("{wanted}, this is {found}")),
        }
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
        let wanted = if decisive { "`||` takes booleans" } else { "`&&` takes booleans" };
        let a = self.expr(left);
        let first = convert::to_bool(&a);
        if matches!(first, Ok(b) if b == decisive) {
            return Value::bool(decisive, at).marked(a.marks);
        }
        let b = self.expr(right);
        let marks = a.marks.with(b.marks);
        match (first, convert::to_bool(&b)) {
            (Ok(_), Ok(b)) => Value::bool(b, at).marked(marks),
            (Err(Refusal::Unknown(_)), Ok(b)) if b == decisive => Value::bool(decisive, at).marked(marks),
            (Err(refusal), _) => self.refused(refusal, Ty::Bool, wanted, left.at).marked(marks),
            (_, Err(refusal)) => self.refused(refusal, Ty::Bool, wanted, right.at).marked(marks),
        }
    }

    fn equality(&self, left: &Expr, right: &Expr, positive: bool, at: Span) -> Value {
        let a = self.expr(left);
        let b = self.expr(right);
        let marks = a.marks.with(b.marks).with(a.all_marks()).with(b.all_marks());
        let collections = matches!((&a.kind, &b.kind), (Kind::List(_), Kind::List(_)) | (Kind::Map(_), Kind::Map(_)));
        let result = match equals(&a, &b) {
            // In Terraform a list never equals a tuple, nor a map an object, and values do not keep which they are.
            Some(true) if collections && self.scope.dialect() == Dialect::Terraform && !alike(left, right) => {
                let why = "whether two collections are equal depends on their declared types";
                let unknown = Unknown::new(Why::Gap(why.into()), at).of(Ty::Bool);
                return Value::unknown(unknown, at).marked(marks);
            }
            result => result,
        };
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
        let wanted = "this operator takes numbers";
        let (x, y) = match (convert::to_number(&a), convert::to_number(&b)) {
            (Ok(x), Ok(y)) => (x, y),
            (Err(Refusal::Wrong(found)), _) => {
                return self.refused(Refusal::Wrong(found), ty, wanted, left.at).marked(marks);
            }
            (_, Err(refusal)) => return self.refused(refusal, ty, wanted, right.at).marked(marks),
            (Err(refusal), _) => return self.refused(refusal, ty, wanted, left.at).marked(marks),
        };
        let kind = match op {
            BinaryOp::Add => x.add(&y).map(Kind::Number),
            BinaryOp::Subtract => x.subtract(&y).map(Kind::Number),
            BinaryOp::Multiply => x.multiply(&y).map(Kind::Number),
            BinaryOp::Divide | BinaryOp::Modulo if y.as_f64() == 0.0 => {
                return self.error(right.at, "division by zero").marked(marks);
            }
            BinaryOp::Divide => x.divide(&y).map(Kind::Number),
            BinaryOp::Modulo => x.modulo(&y).map(Kind::Number),
            _ => x.order(&y).map(|order| {
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
