//! What is secret beside the values that were taken out already: keys made of secrets, and what sops wrote.

use crate::eval::kubernetes::Kubernetes;
use crate::eval::sensitive;
use crate::eval::value::{Entry, Item, Kind, Map, Marks, Text, Unknown, Value, Why};
use crate::source::{Sources, Span};
use std::sync::Arc;

/// Where secrets are written: disjoint, in order.
#[derive(Debug, Default)]
pub struct Places(Vec<Span>);

impl Places {
    /// The places of what is secret in a cluster's objects.
    pub fn of(sources: &Sources, kubernetes: &Kubernetes) -> Self {
        let mut places: Vec<Span> = Vec::new();
        for span in sensitive::of_objects(sources, kubernetes) {
            match places.last_mut() {
                Some(last) if last.file == span.file && span.start <= last.end => last.end = last.end.max(span.end),
                _ => places.push(span),
            }
        }
        Self(places)
    }

    fn hold(&self, at: Span) -> bool {
        let before = self.0.partition_point(|place| (place.file, place.start) <= (at.file, at.start));
        let found = before.checked_sub(1).and_then(|index| self.0.get(index));
        found.is_some_and(|place| place.file == at.file && at.start < place.end)
    }
}

/// Deepest nesting that is looked into; what lies deeper is left out.
const DEPTH: u32 = 400;

/// An object without keys that are written where a secret is, and with what sops wrote marked as secret: its own `sops`
/// block, and texts it encrypted.
pub fn hidden(value: &Value, places: &Places) -> Value {
    let value = inside(value, places, 0);
    let Kind::Map(map) = &value.kind else { return value };
    let entries = map.entries.iter().map(|entry| match &*entry.key {
        "sops" => Entry { value: sealed(&entry.value, 0), ..entry.clone() },
        _ => entry.clone(),
    });
    Value { kind: Kind::Map(Arc::new(Map { entries: entries.collect(), rest: map.rest.clone() })), ..value }
}

fn inside(value: &Value, places: &Places, depth: u32) -> Value {
    match &value.kind {
        Kind::Map(map) => {
            let kept = |entry: &&Entry| depth < DEPTH && !places.hold(entry.key_at);
            let entries: Box<[Entry]> = map
                .entries
                .iter()
                .filter(kept)
                .map(|entry| Entry { value: inside(&entry.value, places, depth + 1), ..entry.clone() })
                .collect();
            let rest = match entries.len() < map.entries.len() {
                true => Some(secret(value.at)),
                false => map.rest.clone(),
            };
            Value { kind: Kind::Map(Arc::new(Map { entries, rest })), ..value.clone() }
        }
        Kind::List(items) if depth < DEPTH => {
            let items = items.iter().map(|item| match item {
                Item::One(inner) => Item::One(inside(inner, places, depth + 1)),
                Item::Many(unknown) => Item::Many(unknown.clone()),
            });
            Value { kind: Kind::List(items.collect()), ..value.clone() }
        }
        Kind::Text(Text::Whole(text)) if text.starts_with("ENC[") => sealed(value, depth),
        _ => value.clone(),
    }
}

fn secret(at: Span) -> Arc<Unknown> {
    let ty = crate::eval::value::Ty::Any;
    Arc::new(Unknown { why: Why::Secret, what: None, ty, not_null: true, likely: None, at })
}

/// The value with every scalar in it secret.
fn sealed(value: &Value, depth: u32) -> Value {
    match &value.kind {
        Kind::Map(map) if depth < DEPTH => {
            let entries = map.entries.iter().map(|e| Entry { value: sealed(&e.value, depth + 1), ..e.clone() });
            let map = Map { entries: entries.collect(), rest: map.rest.clone() };
            Value { kind: Kind::Map(Arc::new(map)), ..value.clone() }
        }
        Kind::List(items) if depth < DEPTH => {
            let items = items.iter().map(|item| match item {
                Item::One(inner) => Item::One(sealed(inner, depth + 1)),
                Item::Many(unknown) => Item::Many(unknown.clone()),
            });
            Value { kind: Kind::List(items.collect()), ..value.clone() }
        }
        Kind::Null => value.clone(),
        _ => {
            Value { kind: Kind::Unknown(secret(value.at)), marks: value.marks.with(Marks::SENSITIVE), ..value.clone() }
        }
    }
}
