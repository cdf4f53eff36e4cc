//! How an included configuration and the one that includes it become one.

use crate::eval::origin;
use crate::eval::value::{Entry, Item, Kind, Map, Marks, Unknown, Value};
use std::sync::Arc;

/// `merge_strategy`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Strategy {
    /// Nothing is merged.
    No,
    /// What the child sets replaces the parent's, key by key.
    Shallow,
    /// Maps merge at every level, lists are appended to the parent's.
    Deep,
}

/// Deepest level that is merged.
const DEPTH: u32 = 64;

/// The child's inputs over the parent's. A child whose inputs are open may override any of the parent's.
pub(super) fn inputs(parent: &Value, child: &Value, strategy: Strategy) -> Value {
    match strategy {
        Strategy::No => child.clone(),
        Strategy::Shallow => shallow(parent, child),
        Strategy::Deep => deep(parent, child, DEPTH),
    }
}

fn open(value: &Value) -> (Vec<Entry>, Option<Arc<Unknown>>) {
    match &value.kind {
        Kind::Map(map) => (map.entries.to_vec(), map.rest.clone()),
        Kind::Unknown(unknown) => (Vec::new(), Some(unknown.clone())),
        _ => (Vec::new(), None),
    }
}

fn shallow(parent: &Value, child: &Value) -> Value {
    let (mut entries, rest) = open(child);
    let (inherited, parent_rest) = open(parent);
    for entry in inherited {
        if !entries.iter().any(|e| e.key == entry.key) {
            entries.push(overridable(entry, rest.is_some()));
        }
    }
    merged(child, entries, rest.or(parent_rest))
}

fn overridable(entry: Entry, open: bool) -> Entry {
    if !open {
        return entry;
    }
    Entry { value: origin::mark(entry.value, Marks::OVERRIDABLE), ..entry }
}

fn merged(child: &Value, entries: Vec<Entry>, rest: Option<Arc<Unknown>>) -> Value {
    Value { kind: Kind::Map(Arc::new(Map { entries: entries.into(), rest })), ..child.clone() }
}

fn deep(parent: &Value, child: &Value, depth: u32) -> Value {
    let Some(depth) = depth.checked_sub(1) else { return child.clone() };
    match (&parent.kind, &child.kind) {
        (Kind::Map(_), Kind::Map(_)) => {
            let (own, rest) = open(child);
            let (inherited, parent_rest) = open(parent);
            let mut entries: Vec<Entry> = Vec::with_capacity(own.len() + inherited.len());
            for entry in own {
                let value = match inherited.iter().find(|e| e.key == entry.key) {
                    Some(parent) => deep(&parent.value, &entry.value, depth),
                    None => entry.value.clone(),
                };
                entries.push(Entry { value, ..entry });
            }
            for entry in inherited {
                if !entries.iter().any(|e| e.key == entry.key) {
                    entries.push(overridable(entry, rest.is_some()));
                }
            }
            merged(child, entries, rest.or(parent_rest))
        }
        (Kind::List(before), Kind::List(after)) => {
            let items: Vec<Item> = before.iter().chain(after.iter()).cloned().collect();
            Value { kind: Kind::List(items.into()), ..child.clone() }
        }
        (Kind::Unknown(unknown), Kind::List(after)) => {
            let items: Vec<Item> = std::iter::once(Item::Many(unknown.clone())).chain(after.iter().cloned()).collect();
            Value { kind: Kind::List(items.into()), ..child.clone() }
        }
        (Kind::Unknown(unknown), Kind::Map(map)) => {
            merged(child, map.entries.to_vec(), map.rest.clone().or_else(|| Some(unknown.clone())))
        }
        _ => child.clone(),
    }
}
