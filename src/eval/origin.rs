//! Where values come from: steps, marks, and unknowns that refer to something.

use super::value::{Entry, Hop, How, Item, Kind, Map, Marks, Ref, Step, Ty, Unknown, Value, Why};
use crate::source::{Span, names_a_secret};
use std::sync::Arc;

/// Longest chain of steps that is kept; the steps nearest to the use are dropped beyond it.
const STEPS: u16 = 32;

/// The value with one more step of its origin.
pub(super) fn step(mut value: Value, how: How, at: Span) -> Value {
    let depth = value.via.as_ref().map_or(0, |hop| hop.depth).saturating_add(1);
    if depth <= STEPS && value.at != at {
        value.via = Some(Arc::new(Hop { how, at, from: value.via.take(), depth }));
    }
    value
}

/// An unknown with nothing known about it but why.
pub(super) fn unknown(why: Why, at: Span) -> Unknown {
    Unknown { why, what: None, ty: Ty::Any, not_null: false, likely: None, at }
}

/// An unknown as a value.
pub(super) fn value(unknown: Unknown) -> Value {
    let at = unknown.at;
    shared(Arc::new(unknown), at)
}

/// A shared unknown as a value.
pub(super) fn shared(unknown: Arc<Unknown>, at: Span) -> Value {
    Value { kind: Kind::Unknown(unknown), at, marks: Marks::NONE, via: None }
}

/// A value without an origin of its own.
pub(super) fn plain(kind: Kind, at: Span) -> Value {
    Value { kind, at, marks: Marks::NONE, via: None }
}

/// Known text.
pub(super) fn text(text: impl Into<Arc<str>>, at: Span) -> Value {
    plain(Kind::Text(super::value::Text::Whole(text.into())), at)
}

/// A map.
pub(super) fn map(entries: Vec<Entry>, rest: Option<Arc<Unknown>>, at: Span) -> Value {
    plain(Kind::Map(Arc::new(Map { entries: entries.into(), rest })), at)
}

/// A list.
pub(super) fn list(items: Vec<Item>, at: Span) -> Value {
    plain(Kind::List(items.into()), at)
}

/// One entry of a map.
pub(super) fn entry(key: impl Into<Arc<str>>, key_at: Span, value: Value) -> Entry {
    Entry { key: key.into(), key_at, value }
}

/// The text of a value, when it is wholly known.
pub(super) fn known_text(value: &Value) -> Option<&Arc<str>> {
    match &value.kind {
        Kind::Text(super::value::Text::Whole(text)) => Some(text),
        _ => None,
    }
}

/// The entry of this key, when the value is a map that has it.
pub(super) fn field<'v>(value: &'v Value, key: &str) -> Option<&'v Entry> {
    match &value.kind {
        Kind::Map(map) => map.entries.iter().find(|e| &*e.key == key),
        _ => None,
    }
}

/// The map inside a value.
pub(super) fn as_map(value: &Value) -> Option<&Arc<Map>> {
    match &value.kind {
        Kind::Map(map) => Some(map),
        _ => None,
    }
}

/// What is under `key` of an unknown: it follows from it, and refers into the same thing.
pub(super) fn below(of: &Arc<Unknown>, key: &Arc<str>, at: Span) -> Value {
    let what = of.what.as_ref().map(|r| {
        let path = r.path.iter().cloned().chain([Step::Key(key.clone())]).collect();
        Ref { owner: r.owner.clone(), path }
    });
    let why = if what.is_some() { of.why.clone() } else { Why::Because(of.clone()) };
    value(Unknown { why, what, ty: Ty::Any, not_null: false, likely: None, at })
}

/// The value with marks on it and on everything inside.
pub(super) fn mark(mut value: Value, marks: Marks) -> Value {
    if marks == Marks::NONE {
        return value;
    }
    value.marks = value.marks.with(marks);
    match &value.kind {
        Kind::List(items) => {
            let items = items.iter().map(|item| match item {
                Item::One(v) => Item::One(mark(v.clone(), marks)),
                Item::Many(u) => Item::Many(u.clone()),
            });
            value.kind = Kind::List(items.collect());
        }
        Kind::Map(map) => {
            let entries = map.entries.iter().map(|e| Entry { value: mark(e.value.clone(), marks), ..e.clone() });
            value.kind = Kind::Map(Arc::new(Map { entries: entries.collect(), rest: map.rest.clone() }));
        }
        _ => {}
    }
    value
}

/// The value under a name: a secret's is sensitive. A flag is none (`manage_master_user_password = true`).
pub(super) fn named(name: &str, value: Value) -> Value {
    let plain = matches!(value.kind, Kind::Null | Kind::Bool(_));
    if plain || !names_a_secret(name) { value } else { mark(value, Marks::SENSITIVE) }
}

/// Turns what may be overridden into what it is: unknown because of `open`, and likely what was computed. Unknowns and
/// references stay as they are.
pub(super) fn likely(value: &Value, open: &Arc<Unknown>) -> Value {
    let overridable = value.marks.has(Marks::OVERRIDABLE);
    match &value.kind {
        Kind::Unknown(_) => value.clone(),
        _ if overridable => {
            let inner = Unknown {
                why: open.why.clone(),
                what: None,
                ty: ty(value),
                not_null: false,
                likely: Some(value.clone()),
                at: open.at,
            };
            Value { kind: Kind::Unknown(Arc::new(inner)), at: value.at, marks: value.marks, via: value.via.clone() }
        }
        Kind::List(items) => {
            let items = items.iter().map(|item| match item {
                Item::One(v) => Item::One(likely(v, open)),
                Item::Many(u) => Item::Many(u.clone()),
            });
            Value { kind: Kind::List(items.collect()), ..value.clone() }
        }
        Kind::Map(map) => {
            let entries = map.entries.iter().map(|e| Entry { value: likely(&e.value, open), ..e.clone() });
            let map = Map { entries: entries.collect(), rest: map.rest.clone() };
            Value { kind: Kind::Map(Arc::new(map)), ..value.clone() }
        }
        _ => value.clone(),
    }
}

/// A value as one that is only likely, because of `why`.
pub(super) fn probable(of: &Value, why: Why) -> Value {
    value(Unknown { why, what: None, ty: ty(of), not_null: false, likely: Some(of.clone()), at: of.at })
}

/// The type of a value, as far as it is known.
pub(super) fn ty(value: &Value) -> Ty {
    match &value.kind {
        Kind::Null => Ty::Any,
        Kind::Bool(_) => Ty::Bool,
        Kind::Number(_) => Ty::Number,
        Kind::Text(_) => Ty::Text,
        Kind::List(_) => Ty::List,
        Kind::Map(_) => Ty::Map,
        Kind::Unknown(u) => u.ty,
    }
}
