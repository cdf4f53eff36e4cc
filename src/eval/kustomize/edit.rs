//! Reading and changing values in place: maps and lists are shared, and copied only where they change.

use crate::eval::value::{Entry, Hop, How, Item, Kind, Map, Number, Part, Text, Value};
use crate::source::Span;
use std::borrow::Cow;
use std::sync::Arc;

/// The longest chain of steps that is kept; older steps are dropped.
const HOPS: u16 = 32;

/// A value of a kind, written at a place.
pub fn at(kind: Kind, at: Span) -> Value {
    Value { kind, at, marks: Default::default(), via: None }
}

/// Text.
pub fn text(s: impl Into<Arc<str>>, place: Span) -> Value {
    at(Kind::Text(Text::Whole(s.into())), place)
}

/// A map without entries.
pub fn empty_map(place: Span) -> Value {
    at(Kind::Map(Arc::new(Map::default())), place)
}

/// The map inside a value.
pub fn map(value: &Value) -> Option<&Map> {
    match &value.kind {
        Kind::Map(map) => Some(map),
        _ => None,
    }
}

/// The entries of a map; none for anything else.
pub fn entries(value: &Value) -> &[Entry] {
    map(value).map_or(&[], |m| &m.entries)
}

/// A key of a map.
pub fn get<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    entries(value).iter().find(|e| &*e.key == key).map(|e| &e.value)
}

/// The entry of a key, for its place.
pub fn entry<'a>(value: &'a Value, key: &str) -> Option<&'a Entry> {
    entries(value).iter().find(|e| &*e.key == key)
}

/// A key of a map that is present and not null.
pub fn present<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    get(value, key).filter(|v| !matches!(v.kind, Kind::Null))
}

/// The value at a path of keys.
pub fn lookup<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |v, key| get(v, key))
}

/// Whole text.
pub fn as_str(value: &Value) -> Option<&str> {
    match &value.kind {
        Kind::Text(Text::Whole(s)) => Some(s),
        _ => None,
    }
}

/// Whole, non-empty text at a path.
pub fn str_at<'a>(value: &'a Value, path: &[&str]) -> Option<&'a str> {
    lookup(value, path).and_then(as_str).filter(|s| !s.is_empty())
}

/// Whether a value is null or empty text.
pub fn is_empty(value: &Value) -> bool {
    matches!(value.kind, Kind::Null) || as_str(value) == Some("")
}

/// A boolean at a path.
pub fn bool_at(value: &Value, path: &[&str]) -> Option<bool> {
    match lookup(value, path)?.kind {
        Kind::Bool(b) => Some(b),
        _ => None,
    }
}

/// A scalar as it would be written; `None` for maps, lists, null and what is not wholly known.
pub fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match &value.kind {
        Kind::Text(Text::Whole(s)) => Some(Cow::Borrowed(s)),
        Kind::Bool(b) => Some(Cow::Borrowed(if *b { "true" } else { "false" })),
        Kind::Number(Number::Int(i)) => Some(Cow::Owned(i.to_string())),
        Kind::Number(Number::Float(f)) => Some(Cow::Owned(f.to_string())),
        Kind::Number(Number::Big(s)) => Some(Cow::Borrowed(s)),
        _ => None,
    }
}

/// The known elements of a list.
pub fn items(value: &Value) -> impl Iterator<Item = &Value> {
    let list: &[Item] = match &value.kind {
        Kind::List(list) => list,
        _ => &[],
    };
    list.iter().filter_map(|item| match item {
        Item::One(v) => Some(v),
        Item::Many(_) => None,
    })
}

/// The known elements of the list at a key; none when there is no such key.
pub fn items_at<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    get(value, key).map(|list| items(list).collect()).unwrap_or_default()
}

/// The value of a key, to change it.
pub fn get_mut<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    let Kind::Map(map) = &mut value.kind else { return None };
    let index = map.entries.iter().position(|e| &*e.key == key)?;
    Arc::make_mut(map).entries.get_mut(index).map(|e| &mut e.value)
}

/// The elements of a list, to change them.
pub fn items_mut(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    let list: &mut [Item] = match &mut value.kind {
        Kind::List(list) => Arc::make_mut(list),
        _ => &mut [],
    };
    list.iter_mut().filter_map(|item| match item {
        Item::One(v) => Some(v),
        Item::Many(_) => None,
    })
}

/// Sets a key of a map; a value that is no map becomes one.
pub fn set(value: &mut Value, key: &str, key_at: Span, new: Value) {
    if !matches!(value.kind, Kind::Map(_)) {
        *value = empty_map(key_at);
    }
    let Kind::Map(map) = &mut value.kind else { return };
    let map = Arc::make_mut(map);
    if let Some(entry) = map.entries.iter_mut().find(|e| &*e.key == key) {
        entry.value = new;
        return;
    }
    let mut entries = std::mem::take(&mut map.entries).into_vec();
    entries.push(Entry { key: key.into(), key_at, value: new });
    map.entries = entries.into_boxed_slice();
}

/// Puts a value into a place, as a transformer or patch does: one that says what is there already changes nothing, so that
/// the value keeps its origin.
pub fn overwrite(slot: &mut Value, new: Value) {
    if !same(slot, &new) {
        *slot = new;
    }
}

/// [`set`], but what is there already keeps its origin.
pub fn set_changed(value: &mut Value, key: &str, key_at: Span, new: Value) {
    if get(value, key).is_none_or(|old| !same(old, &new)) {
        set(value, key, key_at, new);
    }
}

/// Removes a key of a map.
pub fn remove(value: &mut Value, key: &str) -> Option<Value> {
    let Kind::Map(map) = &mut value.kind else { return None };
    let index = map.entries.iter().position(|e| &*e.key == key)?;
    let map = Arc::make_mut(map);
    let mut entries = std::mem::take(&mut map.entries).into_vec();
    let entry = entries.remove(index);
    map.entries = entries.into_boxed_slice();
    Some(entry.value)
}

/// A list.
pub fn list(values: Vec<Value>, place: Span) -> Value {
    at(Kind::List(values.into_iter().map(Item::One).collect()), place)
}

/// The same value with one more step on its way.
pub fn hop(mut value: Value, how: How, place: Span) -> Value {
    let depth = value.via.as_ref().map_or(0, |h| h.depth).saturating_add(1);
    let from = if depth >= HOPS { None } else { value.via.take() };
    value.via = Some(Arc::new(Hop { how, at: place, from, depth: if depth >= HOPS { 1 } else { depth } }));
    value
}

/// The value with every place in it changed by `f`.
pub fn map_spans(value: &Value, f: &dyn Fn(Span) -> Span) -> Value {
    let kind = match &value.kind {
        Kind::Map(map) => Kind::Map(Arc::new(Map {
            entries: map
                .entries
                .iter()
                .map(|e| Entry { key: e.key.clone(), key_at: f(e.key_at), value: map_spans(&e.value, f) })
                .collect(),
            rest: map.rest.clone(),
        })),
        Kind::List(list) => Kind::List(
            list.iter()
                .map(|item| match item {
                    Item::One(v) => Item::One(map_spans(v, f)),
                    Item::Many(unknown) => Item::Many(unknown.clone()),
                })
                .collect(),
        ),
        Kind::Text(Text::Parts(parts)) => Kind::Text(Text::Parts(
            parts
                .iter()
                .map(|part| match part {
                    Part::Known(s, place) => Part::Known(s.clone(), f(*place)),
                    Part::Hole(unknown, place) => Part::Hole(unknown.clone(), f(*place)),
                })
                .collect(),
        )),
        other => other.clone(),
    };
    Value { kind, at: f(value.at), marks: value.marks, via: value.via.as_ref().map(|hop| map_hop(hop, f)) }
}

fn map_hop(hop: &Arc<Hop>, f: &dyn Fn(Span) -> Span) -> Arc<Hop> {
    Arc::new(Hop {
        how: hop.how,
        at: f(hop.at),
        from: hop.from.as_ref().map(|from| map_hop(from, f)),
        depth: hop.depth,
    })
}

/// Whether two values are the same, wherever they are written; unknowns are the same only when they are one.
pub fn same(a: &Value, b: &Value) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Null, Kind::Null) => true,
        (Kind::Bool(a), Kind::Bool(b)) => a == b,
        (Kind::Number(a), Kind::Number(b)) => a == b,
        (Kind::Text(Text::Whole(a)), Kind::Text(Text::Whole(b))) => a == b,
        (Kind::Text(Text::Parts(a)), Kind::Text(Text::Parts(b))) => Arc::ptr_eq(a, b),
        (Kind::List(a), Kind::List(b)) => {
            Arc::ptr_eq(a, b)
                || a.len() == b.len()
                    && a.iter().zip(b.iter()).all(|pair| match pair {
                        (Item::One(a), Item::One(b)) => same(a, b),
                        (Item::Many(a), Item::Many(b)) => Arc::ptr_eq(a, b),
                        _ => false,
                    })
        }
        (Kind::Map(a), Kind::Map(b)) => {
            Arc::ptr_eq(a, b)
                || a.entries.len() == b.entries.len()
                    && a.rest.is_none() == b.rest.is_none()
                    && a.entries.iter().all(|e| {
                        b.entries
                            .iter()
                            .find(|other| other.key == e.key)
                            .is_some_and(|other| same(&e.value, &other.value))
                    })
        }
        (Kind::Unknown(a), Kind::Unknown(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}
