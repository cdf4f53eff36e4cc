//! Conversions and marks.

use super::Function;
use super::arguments::{Answer, Call, Stop, wrong};
use super::combine::set;
use crate::eval::expression::convert;
use crate::eval::value::*;
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "tostring" => (tostring, Ty::Text),
        "tonumber" => (tonumber, Ty::Number),
        "tobool" => (tobool, Ty::Bool),
        "tolist" => (tolist, Ty::List),
        "toset" => (toset, Ty::List),
        "tomap" => (tomap, Ty::Map),
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

/// `null` converts to `null` of any type.
fn or_null(c: &Call<'_, '_>, args: &[Value], convert: impl FnOnce() -> Answer) -> Answer {
    if c.value(args, 0)?.is_null() { Ok(Value::null(c.at)) } else { convert() }
}

/// The unknown itself, with a type: a conversion keeps what it refers to.
fn typed(value: &Value, ty: Ty) -> Option<Value> {
    match &value.kind {
        Kind::Unknown(unknown) if unknown.ty == Ty::Any || unknown.ty == ty => {
            let unknown = Unknown { ty, ..Unknown::clone(unknown) };
            Some(Value { kind: Kind::Unknown(Arc::new(unknown)), ..value.clone() })
        }
        _ => None,
    }
}

fn tostring(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    if let Some(unknown) = typed(value, Ty::Text) {
        return Ok(unknown);
    }
    or_null(c, args, || Ok(Value { kind: Kind::Text(c.partly(args, 0)?), ..value.clone() }))
}

fn tonumber(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    if matches!(value.kind, Kind::Bool(_)) {
        return wrong(0, "a boolean does not convert to a number");
    }
    if let Some(unknown) = typed(value, Ty::Number) {
        return Ok(unknown);
    }
    or_null(c, args, || Ok(Value { kind: Kind::Number(c.number(args, 0)?), ..value.clone() }))
}

fn tobool(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    if let Some(unknown) = typed(value, Ty::Bool) {
        return Ok(unknown);
    }
    or_null(c, args, || Ok(Value { kind: Kind::Bool(c.flag(args, 0)?), ..value.clone() }))
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

fn tolist(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    if let Some(unknown) = typed(value, Ty::List) {
        return Ok(unknown);
    }
    or_null(c, args, || Ok(Value { kind: Kind::List(unify(c.items(args, 0)?).into()), ..value.clone() }))
}

fn toset(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    if let Some(unknown) = typed(value, Ty::List) {
        return Ok(unknown);
    }
    or_null(c, args, || Ok(Value { kind: Kind::List(set(unify(c.items(args, 0)?)).into()), ..value.clone() }))
}

fn tomap(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let value = c.value(args, 0)?;
    if let Some(unknown) = typed(value, Ty::Map) {
        return Ok(unknown);
    }
    or_null(c, args, || {
        let map = c.map(args, 0)?;
        let unified = unify(map.entries.iter().map(|entry| Item::One(entry.value.clone())).collect());
        let entries = map.entries.iter().zip(unified).map(|(entry, item)| match item {
            Item::One(value) => Entry { value, ..entry.clone() },
            Item::Many(_) => entry.clone(),
        });
        let map = Map { entries: entries.collect(), rest: map.rest.clone() };
        Ok(Value { kind: Kind::Map(Arc::new(map)), ..value.clone() })
    })
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
