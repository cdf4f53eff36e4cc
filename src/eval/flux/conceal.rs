//! What is secret in objects is taken out of them before anything else reads them.

use crate::eval::kustomize::edit;
use crate::eval::value::{Entry, Item, Kind, Map, Marks, Unknown, Value, Why};
use crate::source::names_a_secret;
use std::sync::Arc;

/// An object as it is handed over: what is secret in it is unknown, so that nothing that reads it can tell it. That is what
/// a Secret holds, what carries the mark, and what stands under a secret's name.
pub fn concealed(value: &Value) -> Value {
    let mut value = value.clone();
    if edit::str_at(&value, &["kind"]) == Some("Secret") {
        for field in ["data", "stringData"] {
            if let Some(held) = edit::get_mut(&mut value, field) {
                *held = conceal(held, true, 0).unwrap_or_else(|| held.clone());
            }
        }
    }
    conceal(&value, false, 0).unwrap_or(value)
}

/// Deepest nesting that is looked into; what lies deeper is concealed as a whole.
const DEPTH: u32 = 200;

/// The value without what is secret; `None` when there is nothing to hide.
fn conceal(value: &Value, secret: bool, depth: u32) -> Option<Value> {
    let secret = secret || value.marks.has(Marks::SENSITIVE) || depth > DEPTH;
    let marks = if secret { value.marks.with(Marks::SENSITIVE) } else { value.marks };
    match &value.kind {
        Kind::List(items) => {
            let new: Vec<Option<Value>> = items
                .iter()
                .map(|item| match item {
                    Item::One(inner) => conceal(inner, secret, depth + 1),
                    Item::Many(_) => None,
                })
                .collect();
            if new.iter().all(Option::is_none) {
                return None;
            }
            let items = items.iter().zip(new).map(|(old, new)| new.map_or_else(|| old.clone(), Item::One));
            Some(Value { kind: Kind::List(items.collect()), marks, ..value.clone() })
        }
        Kind::Map(map) => {
            // `{name: DB_PASSWORD, value: ...}`, as containers write their environment.
            let of_secret = map.get("name").and_then(edit::as_str).is_some_and(names_a_secret);
            let inner = |entry: &Entry| {
                let plain = !matches!(entry.value.kind, Kind::Text(_) | Kind::Number(_));
                let named = !plain && (names_a_secret(&entry.key) || of_secret && &*entry.key == "value");
                conceal(&entry.value, secret || named, depth + 1)
            };
            let new: Vec<Option<Value>> = map.entries.iter().map(inner).collect();
            if new.iter().all(Option::is_none) {
                return None;
            }
            let entries = map.entries.iter().zip(new).map(|(old, new)| match new {
                Some(value) => Entry { value, ..old.clone() },
                None => old.clone(),
            });
            let map = Map { entries: entries.collect(), rest: map.rest.clone() };
            Some(Value { kind: Kind::Map(Arc::new(map)), marks, ..value.clone() })
        }
        Kind::Text(_) | Kind::Number(_) if secret => {
            let (ty, at) = (value.ty(), value.at);
            let unknown = Unknown { why: Why::Secret, what: None, ty, not_null: true, likely: None, at };
            Some(Value { kind: Kind::Unknown(Arc::new(unknown)), marks, ..value.clone() })
        }
        _ => None,
    }
}
