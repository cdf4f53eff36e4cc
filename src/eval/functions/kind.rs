//! Conversions and marks.

use super::Function;
use super::arguments::{Answer, Call, Stop, failed, wrong};
use crate::eval::expression::convert;
use crate::eval::expression::types::{self, Mismatch, Type};
use crate::eval::scope::Dialect;
use crate::eval::value::*;

/// What Terraform v0.15.3 says of `defaults`.
const EXPERIMENT: &str = "this function is experimental and available only when the experiment keyword \
                          module_variable_optional_attrs is enabled for the current module";

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "tostring" => (|c, a| to(c, a, &Type::Text), Ty::Text),
        "tonumber" => (|c, a| to(c, a, &Type::Number), Ty::Number),
        "tobool" => (|c, a| to(c, a, &Type::Bool), Ty::Bool),
        "tolist" => (|c, a| to(c, a, &Type::List(Box::new(Type::Dynamic))), Ty::List),
        "toset" => (|c, a| to(c, a, &Type::Set(Box::new(Type::Dynamic))), Ty::List),
        "tomap" => (|c, a| to(c, a, &Type::Map(Box::new(Type::Dynamic))), Ty::Map),
        "sensitive" => (|c, a| Ok(c.value(a, 0)?.clone().marked(Marks::SENSITIVE)), Ty::Any),
        "nonsensitive" => (nonsensitive, Ty::Any),
        "issensitive" => (issensitive, Ty::Bool),
        "ephemeralasnull" => (|c, a| Ok(c.value(a, 0)?.clone()), Ty::Any),
        // Its second argument is a type as it is written, which the evaluator reads.
        "convert" => (|_, _| failed("the type must be written out"), Ty::Any),
        "defaults" => (|_, _| failed(EXPERIMENT), Ty::Any),
        _ => return None,
    };
    Some(Function { run, gives })
}

/// A value as another type, or why not in the words of Terraform's conversion functions.
fn to(c: &Call<'_, '_>, args: &[Value], want: &Type) -> Answer {
    let value = c.value(args, 0)?;
    if value.is_null() {
        return Ok(Value::null(c.at));
    }
    let why = match types::convert(value, want) {
        Ok(converted) => return Ok(converted),
        Err(why) => why,
    };
    let (got, wanted) = (Type::of(value), want.wanted());
    let shown = value.display();
    match (want, &got, why) {
        (Type::Bool, Type::Text, _) => {
            wrong(0, format!("cannot convert {shown:?} to bool; only the strings \"true\" or \"false\" are allowed"))
        }
        (Type::Number, Type::Text, _) => wrong(
            0,
            format!("cannot convert {shown:?} to number; given string must be a decimal representation of a number"),
        ),
        (_, _, Mismatch::Value(why)) => wrong(0, why),
        _ => wrong(0, format!("cannot convert {} to {wanted}", got.name())),
    }
}

/// One type for all elements of a list.
pub(super) fn unify(items: Vec<Item>) -> Vec<Item> {
    let known: Vec<Value> = items
        .iter()
        .filter_map(|item| match item {
            Item::One(value) => Some(value.clone()),
            Item::Many(_) => None,
        })
        .collect();
    let mut unified = convert::unify(known, 0).into_iter();
    items
        .into_iter()
        .map(|item| match item {
            Item::One(value) => Item::One(unified.next().unwrap_or(value)),
            many => many,
        })
        .collect()
}

/// What Terraform is told to show may still come from where driftline must not print it: it stays sensitive.
fn nonsensitive(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    let redundant = !value.is_unknown() && !value.marks.has(Marks::SENSITIVE);
    match redundant && c.scope.dialect() == Dialect::Terragrunt {
        true => wrong(0, "the given value is not sensitive, so this call is redundant"),
        false => Ok(value.clone()),
    }
}

fn issensitive(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    match value.why() {
        Some(unknown) if !value.marks.has(Marks::SENSITIVE) => Err(Stop::Unknown(unknown.clone())),
        _ => Ok(Value::bool(value.marks.has(Marks::SENSITIVE), c.at)),
    }
}
