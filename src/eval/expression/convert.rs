//! Conversions between types, as Terraform makes them where another type is wanted.

use super::super::value::*;
use std::sync::Arc;

/// Why a value does not convert.
#[derive(Debug)]
pub enum Refusal {
    /// It is not known.
    Unknown(Arc<Unknown>),
    /// It is of a type that does not convert; what it is, with an article.
    Wrong(&'static str),
}

/// What a value is, for messages.
pub fn described(value: &Value) -> &'static str {
    match &value.kind {
        Kind::Null => "null",
        Kind::Bool(_) => "a boolean",
        Kind::Number(_) => "a number",
        Kind::Text(_) => "text",
        Kind::List(_) => "a list",
        Kind::Map(_) => "a map",
        Kind::Unknown(_) => "not known",
    }
}

/// Text from text, numbers and booleans.
pub fn to_text(value: &Value) -> Result<Text, Refusal> {
    match &value.kind {
        Kind::Text(text) => Ok(text.clone()),
        Kind::Bool(b) => Ok(Text::Whole(if *b { "true" } else { "false" }.into())),
        Kind::Number(n) => Ok(Text::Whole(n.text().into())),
        Kind::Unknown(unknown) => match unknown.ty {
            Ty::List => Err(Refusal::Wrong("a list")),
            Ty::Map => Err(Refusal::Wrong("a map")),
            _ => Err(Refusal::Unknown(unknown.clone())),
        },
        _ => Err(Refusal::Wrong(described(value))),
    }
}

/// A number from numbers and decimal text.
pub fn to_number(value: &Value) -> Result<Number, Refusal> {
    match &value.kind {
        Kind::Number(n) => Ok(n.clone()),
        Kind::Text(Text::Whole(text)) => Number::parse(text).ok_or(Refusal::Wrong("text that is not a number")),
        Kind::Text(Text::Parts(_)) => Err(unknown_of(value)),
        Kind::Unknown(unknown) => match unknown.ty {
            Ty::List => Err(Refusal::Wrong("a list")),
            Ty::Map => Err(Refusal::Wrong("a map")),
            _ => Err(Refusal::Unknown(unknown.clone())),
        },
        _ => Err(Refusal::Wrong(described(value))),
    }
}

/// A boolean from booleans and the texts `true`, `false`.
pub fn to_bool(value: &Value) -> Result<bool, Refusal> {
    match &value.kind {
        Kind::Bool(b) => Ok(*b),
        Kind::Text(Text::Whole(text)) => match &**text {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(Refusal::Wrong("text that is not a boolean")),
        },
        Kind::Text(Text::Parts(_)) => Err(unknown_of(value)),
        Kind::Unknown(unknown) => match unknown.ty {
            Ty::List => Err(Refusal::Wrong("a list")),
            Ty::Map => Err(Refusal::Wrong("a map")),
            _ => Err(Refusal::Unknown(unknown.clone())),
        },
        _ => Err(Refusal::Wrong(described(value))),
    }
}

fn unknown_of(value: &Value) -> Refusal {
    match value.first_unknown() {
        Some(unknown) => Refusal::Unknown(unknown.clone()),
        None => Refusal::Wrong(described(value)),
    }
}

/// Values brought to one type, as the elements of a list are: beside text, numbers and booleans become text, also
/// inside of lists and of maps with the same keys.
pub fn unify(values: Vec<Value>, depth: u32) -> Vec<Value> {
    let any = |ty: Ty| values.iter().any(|value| value.ty() == ty);
    let (texts, numbers, booleans) = (any(Ty::Text), any(Ty::Number), any(Ty::Bool));
    let (lists, maps) = (any(Ty::List), any(Ty::Map));
    let scalars = texts || numbers || booleans;
    if depth > 32 || values.len() < 2 {
        return values;
    }
    match (scalars, lists, maps) {
        (true, false, false) if texts || (numbers && booleans) => values
            .into_iter()
            .map(|value| match (&value.kind, to_text(&value)) {
                (Kind::Number(_) | Kind::Bool(_), Ok(text)) => Value { kind: Kind::Text(text), ..value },
                _ => value,
            })
            .collect(),
        (false, true, false) => unify_lists(values, depth),
        (false, false, true) => unify_maps(values, depth),
        _ => values,
    }
}

fn unify_lists(values: Vec<Value>, depth: u32) -> Vec<Value> {
    let inner: Vec<Value> = values.iter().flat_map(|value| value.elements().cloned()).collect();
    let mut unified = unify(inner, depth + 1).into_iter();
    values
        .into_iter()
        .map(|value| match &value.kind {
            Kind::List(items) => {
                let items = items.iter().map(|item| match item {
                    Item::One(value) => Item::One(unified.next().unwrap_or_else(|| value.clone())),
                    many => many.clone(),
                });
                Value { kind: Kind::List(items.collect()), ..value }
            }
            _ => value,
        })
        .collect()
}

fn unify_maps(mut values: Vec<Value>, depth: u32) -> Vec<Value> {
    let keys = |value: &Value| -> Vec<Arc<str>> {
        value.as_map().map(|map| map.sorted().into_iter().map(|entry| entry.key.clone()).collect()).unwrap_or_default()
    };
    let Some(shared) = values.first().map(keys) else { return values };
    if values.iter().any(|value| keys(value) != shared) {
        return values;
    }
    for key in shared {
        let column: Vec<Value> = values.iter().filter_map(|value| value.get(&key).cloned()).collect();
        let unified = unify(column, depth + 1);
        for (value, new) in values.iter_mut().zip(unified) {
            if let Kind::Map(map) = &value.kind {
                let entries = map.entries.iter().map(|entry| match entry.key == key {
                    true => Entry { value: new.clone(), ..entry.clone() },
                    false => entry.clone(),
                });
                value.kind = Kind::Map(Arc::new(Map { entries: entries.collect(), rest: map.rest.clone() }));
            }
        }
    }
    values
}
