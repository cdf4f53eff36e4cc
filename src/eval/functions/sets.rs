//! Functions over sets.

use super::Function;
use super::arguments::{Answer, Call, Stop, failed, wrong};
use super::combine::unordered;
use crate::eval::expression::types::{self, Type};
use crate::eval::expression::{MAX_ELEMENTS, convert};
use crate::eval::value::*;
use crate::eval::value_ops::equals;
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "setproduct" => (setproduct, Ty::List),
        "setunion" => (setunion, Ty::List),
        "setintersection" => (setintersection, Ty::List),
        "setsubtract" => (setsubtract, Ty::List),
        _ => return None,
    };
    Some(Function { run, gives })
}

/// The items of a set: sorted, without duplicates.
pub(crate) fn set(items: Vec<Item>) -> Vec<Item> {
    let mut known: Vec<Value> = Vec::new();
    let mut others: Vec<Item> = Vec::new();
    for item in items {
        match item {
            Item::One(value) if value.first_unknown().is_none() => known.push(value),
            other => others.push(other),
        }
    }
    known.sort_by(order);
    known.dedup_by(|a, b| equals(a, b) == Some(true));
    unordered(others).into_iter().chain(known.into_iter().map(Item::One)).collect()
}

/// The order of a set's elements: by type, numbers by value, texts by bytes, the rest by how they print.
fn order(a: &Value, b: &Value) -> std::cmp::Ordering {
    match (&a.kind, &b.kind) {
        (Kind::Number(a), Kind::Number(b)) => a.order(b).unwrap_or(std::cmp::Ordering::Equal),
        (Kind::Text(Text::Whole(a)), Kind::Text(Text::Whole(b))) => a.cmp(b),
        (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
        _ => super::json::encode_plain(a).cmp(&super::json::encode_plain(b)),
    }
}

/// Of sets a set, else a list; each row is a tuple.
fn setproduct(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    if args.len() < 2 {
        return failed("at least two arguments are required");
    }
    let mut out: Vec<Vec<Value>> = vec![Vec::new()];
    for index in 0..args.len() {
        c.items_or(args, index, || wrong(index, "a set or a list is required"))?;
        let of_one_type = match types::convert(c.value(args, index)?, &Type::List(Box::new(Type::Dynamic))) {
            Ok(list) => list,
            Err(why) => return wrong(index, why.message()),
        };
        let elements = c.elements(std::slice::from_ref(&of_one_type), 0)?;
        if out.len().saturating_mul(elements.len()) > MAX_ELEMENTS {
            return Err(Stop::Is(Why::Bound("a list of more than 1000000 elements")));
        }
        out = out
            .iter()
            .flat_map(|row| elements.iter().map(move |element| row.iter().chain([element]).cloned().collect()))
            .collect();
    }
    let rows = out.into_iter().map(|row| Item::One(Value::list(row, c.at).formed(Form::Structure))).collect();
    if args.iter().any(|arg| arg.form() == Form::Set) {
        return Ok(c.list(set(rows))?.formed(Form::Set));
    }
    Ok(c.list(rows)?.formed(Form::Collection))
}

/// That sets have one type.
fn compatible(args: &[Value]) -> Result<(), Stop> {
    let types: Vec<Type> = args
        .iter()
        .filter(|arg| !arg.items().is_empty())
        .map(Type::of)
        .filter(|ty| *ty != Type::Set(Box::new(Type::Dynamic)))
        .collect();
    match types.is_empty() || types::unify(&types).is_some() || !args.iter().all(types::certain) {
        true => Ok(()),
        false => failed("given sets must all have compatible element types"),
    }
}

fn setunion(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    compatible(args)?;
    let mut all = Vec::new();
    for index in 0..args.len() {
        match c.items(args, index) {
            Ok(items) => all.extend(items),
            Err(Stop::Unknown(unknown)) => all.push(Item::Many(Arc::new(unknown.step(Step::Each)))),
            Err(stop) => return Err(stop),
        }
    }
    c.list(set(super::kind::unify(all)))
}

/// Whether a list holds a value; stops when that is not known.
fn holds(list: &[Value], value: &Value) -> Result<bool, Stop> {
    let mut doubt = None;
    for candidate in list {
        match equals(candidate, value) {
            Some(true) => return Ok(true),
            Some(false) => {}
            None => doubt = doubt.or_else(|| candidate.first_unknown().or(value.first_unknown()).cloned()),
        }
    }
    match doubt {
        Some(unknown) => Err(Stop::Unknown(unknown)),
        None => Ok(false),
    }
}

/// The elements of all arguments, brought to one type.
fn alike(c: &Call<'_, '_>, args: &[Value]) -> Result<Vec<Vec<Value>>, Stop> {
    compatible(args)?;
    let lists = (0..args.len()).map(|index| c.elements(args, index)).collect::<Result<Vec<_>, _>>()?;
    let lengths: Vec<usize> = lists.iter().map(Vec::len).collect();
    let mut unified = convert::unify(lists.into_iter().flatten().collect(), 0).into_iter();
    Ok(lengths.into_iter().map(|length| unified.by_ref().take(length).collect()).collect())
}

fn setintersection(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut lists = alike(c, args)?.into_iter();
    let mut left = lists.next().unwrap_or_default();
    for right in lists {
        let mut kept = Vec::new();
        for value in left {
            if holds(&right, &value)? {
                kept.push(value);
            }
        }
        left = kept;
    }
    c.list(set(left.into_iter().map(Item::One).collect()))
}

fn setsubtract(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let mut lists = alike(c, args)?.into_iter();
    let (left, right) = (lists.next().unwrap_or_default(), lists.next().unwrap_or_default());
    let mut kept = Vec::new();
    for value in left {
        if !holds(&right, &value)? {
            kept.push(Item::One(value));
        }
    }
    c.list(set(kept))
}
