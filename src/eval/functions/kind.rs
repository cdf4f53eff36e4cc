//! Conversions and marks.

use super::Function;
use super::arguments::{Answer, Call, Stop, wrong};
use crate::eval::expression::convert;
use crate::eval::expression::types::{self, Mismatch, Type};
use crate::eval::value::*;
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "tostring" => (|c, a| to(c, a, &Type::Text), Ty::Text),
        "tonumber" => (|c, a| to(c, a, &Type::Number), Ty::Number),
        "tobool" => (|c, a| to(c, a, &Type::Bool), Ty::Bool),
        "tolist" => (|c, a| to(c, a, &Type::List(Box::new(Type::Dynamic))), Ty::List),
        "toset" => (|c, a| to(c, a, &Type::Set(Box::new(Type::Dynamic))), Ty::List),
        "tomap" => (|c, a| to(c, a, &Type::Map(Box::new(Type::Dynamic))), Ty::Map),
        "sensitive" => (|c, a| Ok(c.value(a, 0)?.clone().marked(Marks::SENSITIVE)), Ty::Any),
        // What Terraform is told to show may still come from where driftline must not print it.
        "nonsensitive" => (|c, a| Ok(c.value(a, 0)?.clone()), Ty::Any),
        "issensitive" => (issensitive, Ty::Bool),
        "ephemeralasnull" => (|c, a| Ok(c.value(a, 0)?.clone()), Ty::Any),
        "convert" => (|c, a| Ok(c.value(a, 0)?.clone()), Ty::Any),
        "defaults" => (defaults, Ty::Any),
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

fn issensitive(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    match value.why() {
        Some(unknown) if !value.marks.has(Marks::SENSITIVE) => Err(Stop::Unknown(unknown.clone())),
        _ => Ok(Value::bool(value.marks.has(Marks::SENSITIVE), c.at)),
    }
}

/// `defaults` (gone since Terraform 1.3): fills nulls from the second argument.
fn defaults(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    fn fill(value: &Value, with: &Value, depth: u32) -> Value {
        match (&value.kind, &with.kind) {
            (Kind::Null, _) => with.clone(),
            (Kind::Map(map), Kind::Map(defaults)) if depth < 64 => {
                let mut entries: Vec<Entry> = map
                    .entries
                    .iter()
                    .map(|entry| match defaults.get(&entry.key) {
                        Some(default) => Entry { value: fill(&entry.value, default, depth + 1), ..entry.clone() },
                        None => entry.clone(),
                    })
                    .collect();
                let missing = defaults.entries.iter().filter(|entry| map.get(&entry.key).is_none());
                entries.extend(missing.cloned());
                let map = Map { entries: entries.into(), rest: map.rest.clone() };
                Value { kind: Kind::Map(Arc::new(map)), ..value.clone() }
            }
            _ => value.clone(),
        }
    }
    Ok(fill(c.value(args, 0)?, c.value(args, 1)?, 0))
}
