//! `decryption`: what an object keeps encrypted with sops is decrypted before it is applied. Nothing here decrypts; a value
//! that is encrypted becomes a secret that nobody sees, the keys stay.

use crate::eval::kustomize::edit;
use crate::eval::value::{Item, Kind, Map, Marks, Ty, Unknown, Value, Why};
use std::sync::Arc;

/// Deepest nesting that is looked into.
const DEPTH: u32 = 200;

/// Makes the encrypted values of an object unknown, and takes out what sops keeps beside them.
pub fn apply(object: &mut Value) {
    if edit::get(object, "sops").is_none() {
        return;
    }
    edit::remove(object, "sops");
    if let Some(new) = opened(object, 0) {
        *object = new;
    }
}

/// The value with its encrypted parts unknown; `None` when there are none.
fn opened(value: &Value, depth: u32) -> Option<Value> {
    if depth > DEPTH {
        return None;
    }
    match &value.kind {
        Kind::Text(_) if edit::as_str(value).is_some_and(|text| text.starts_with("ENC[")) => {
            let why = Why::Secret;
            let unknown = Unknown { why, what: None, ty: Ty::Text, not_null: true, likely: None, at: value.at };
            let marks = value.marks.with(Marks::SENSITIVE);
            Some(Value { kind: Kind::Unknown(Arc::new(unknown)), marks, ..value.clone() })
        }
        Kind::List(items) => {
            let new: Vec<Option<Value>> = items
                .iter()
                .map(|item| match item {
                    Item::One(inner) => opened(inner, depth + 1),
                    Item::Many(_) => None,
                })
                .collect();
            new.iter().any(Option::is_some).then(|| {
                let items = items.iter().zip(new).map(|(old, new)| new.map_or_else(|| old.clone(), Item::One));
                Value { kind: Kind::List(items.collect()), ..value.clone() }
            })
        }
        Kind::Map(map) => {
            let new: Vec<Option<Value>> = map.entries.iter().map(|e| opened(&e.value, depth + 1)).collect();
            new.iter().any(Option::is_some).then(|| {
                let mut entries = map.entries.clone();
                for (entry, new) in entries.iter_mut().zip(new) {
                    if let Some(new) = new {
                        entry.value = new;
                    }
                }
                let kind = Kind::Map(Arc::new(Map { entries, rest: map.rest.clone() }));
                Value { kind, ..value.clone() }
            })
        }
        _ => None,
    }
}
