//! How a field of an included configuration and the same field of the one that includes it become one. Only `inputs` and
//! mocks merge at every level; most of the others go by name, or the child's replaces the parent's.

use super::merge::{self, Strategy};
use crate::eval::scope::Run;
use crate::eval::value::{Entry, Item, Kind, Map, Value};
use std::sync::Arc;

/// A field that both set. `strategy` is that of the include.
pub(super) fn field(key: &str, parent: &Value, child: &Value, strategy: Strategy, run: &Run<'_>) -> Value {
    match (key, strategy) {
        ("terraform", _) => terraform(parent, child, strategy),
        ("dependencies", _) => dependencies(parent, child, strategy),
        ("dependency", Strategy::Deep) => by_name(parent, child, |parent, child| dependency(parent, child, run)),
        ("feature", Strategy::Deep) => by_name(parent, child, |parent, child| feature(parent, child, run)),
        ("dependency" | "generate" | "feature", _) => by_name(parent, child, |_, child| child.clone()),
        ("engine", Strategy::Deep) => by_name(parent, child, set),
        ("exclude", Strategy::Deep) => exclude(parent, child),
        ("errors", Strategy::Deep) => by_name(parent, child, errors),
        _ => child.clone(),
    }
}

/// The child's value, unless it is null.
fn set(parent: &Value, child: &Value) -> Value {
    if child.is_null() { parent.clone() } else { child.clone() }
}

/// The entries of two maps, those of both as `both` makes them; the parent's come first.
fn by_name(parent: &Value, child: &Value, both: impl Fn(&Value, &Value) -> Value) -> Value {
    let (Kind::Map(inherited), Kind::Map(own)) = (&parent.kind, &child.kind) else { return child.clone() };
    let shared = inherited.entries.iter().map(|entry| match own.entries.iter().find(|e| e.key == entry.key) {
        Some(over) => Entry { value: both(&entry.value, &over.value), ..over.clone() },
        None => entry.clone(),
    });
    let added = own.entries.iter().filter(|e| inherited.get(&e.key).is_none()).cloned();
    let rest = own.rest.clone().or_else(|| inherited.rest.clone());
    let map = Map { entries: shared.chain(added).collect(), rest };
    Value { kind: Kind::Map(Arc::new(map)), ..child.clone() }
}

fn terraform(parent: &Value, child: &Value, strategy: Strategy) -> Value {
    let (Kind::Map(_), Kind::Map(own)) = (&parent.kind, &child.kind) else { return child.clone() };
    let merged = by_name(parent, child, set);
    let Kind::Map(map) = &merged.kind else { return merged };
    let entries = map.entries.iter().map(|entry| {
        let (Some(inherited), Some(over)) = (parent.get(&entry.key), own.get(&entry.key)) else {
            return entry.clone();
        };
        let value = match (&*entry.key, strategy) {
            ("extra_arguments" | "before_hook" | "after_hook" | "error_hook", _) => {
                by_name(inherited, over, |_, child| child.clone())
            }
            ("include_in_copy" | "exclude_from_copy", Strategy::Deep) => match (&over.kind, &inherited.kind) {
                (Kind::List(after), Kind::List(before)) => {
                    let items: Vec<Item> = after.iter().chain(before.iter()).cloned().collect();
                    Value { kind: Kind::List(items.into()), ..over.clone() }
                }
                _ => return entry.clone(),
            },
            // Terragrunt takes these from the parent once the parent has a `terraform` block at all.
            ("include_in_copy" | "exclude_from_copy" | "update_source_with_cas" | "mutable", _) => inherited.clone(),
            _ => return entry.clone(),
        };
        Entry { value, ..entry.clone() }
    });
    let map = Map { entries: entries.collect(), rest: map.rest.clone() };
    Value { kind: Kind::Map(Arc::new(map)), ..merged }
}

/// `dependencies.paths`: the parent's, then those of the child that the parent does not have; when merging deeply, the
/// child's come last even when the parent has them too.
fn dependencies(parent: &Value, child: &Value, strategy: Strategy) -> Value {
    let (Some(inherited), Some(own)) = (parent.get("paths"), child.get("paths")) else { return child.clone() };
    let (Kind::List(before), Kind::List(after)) = (&inherited.kind, &own.kind) else { return child.clone() };
    let texts: Vec<&str> = inherited.elements().filter_map(Value::as_str).collect();
    let new = |item: &&Item| match item {
        Item::One(value) if strategy != Strategy::Deep => value.as_str().is_none_or(|path| !texts.contains(&path)),
        _ => true,
    };
    let items: Vec<Item> = before.iter().chain(after.iter().filter(new)).cloned().collect();
    let paths = Value { kind: Kind::List(items.into()), ..own.clone() };
    Value::map([("paths", paths)], child.at)
}

/// A feature over another of the same name: their defaults merge.
fn feature(parent: &Value, child: &Value, run: &Run<'_>) -> Value {
    let merged = by_name(parent, child, set);
    let Kind::Map(map) = &merged.kind else { return merged };
    let entries = map.entries.iter().map(|entry| match (parent.get("default"), child.get("default")) {
        (Some(inherited), Some(own)) if &*entry.key == "default" => {
            Entry { value: merge::features(inherited, own, run), ..entry.clone() }
        }
        _ => entry.clone(),
    });
    let map = Map { entries: entries.collect(), rest: map.rest.clone() };
    Value { kind: Kind::Map(Arc::new(map)), ..merged }
}

/// A dependency block over another of the same name, attribute by attribute: mocks merge, commands are appended.
fn dependency(parent: &Value, child: &Value, run: &Run<'_>) -> Value {
    let merged = by_name(parent, child, set);
    let Kind::Map(map) = &merged.kind else { return merged };
    let entries = map.entries.iter().map(|entry| {
        let (Some(inherited), Some(own)) = (parent.get(&entry.key), child.get(&entry.key)) else {
            return entry.clone();
        };
        let value = match &*entry.key {
            "mock_outputs" | "mock_outputs_allowed_terraform_commands" if inherited.is_null() => own.clone(),
            "mock_outputs" | "mock_outputs_allowed_terraform_commands" if own.is_null() => inherited.clone(),
            "mock_outputs" | "mock_outputs_allowed_terraform_commands" => {
                merge::inputs(inherited, own, Strategy::Deep, run)
            }
            // These are not merged at all.
            "mock_outputs_merge_strategy_with_state" | "mock_outputs_merge_with_state" => inherited.clone(),
            _ => return entry.clone(),
        };
        Entry { value, ..entry.clone() }
    });
    let map = Map { entries: entries.collect(), rest: map.rest.clone() };
    Value { kind: Kind::Map(Arc::new(map)), ..merged }
}

fn exclude(parent: &Value, child: &Value) -> Value {
    let Kind::Map(own) = &child.kind else { return child.clone() };
    let actions = parent.get("actions").filter(|_| own.get("actions").is_none_or(|a| a.items().is_empty()));
    let mut entries: Vec<Entry> =
        own.entries.iter().filter(|e| &*e.key != "actions" || actions.is_none()).cloned().collect();
    if let Some(actions) = actions {
        entries.push(Entry { key: "actions".into(), key_at: actions.at, value: actions.clone() });
    }
    let map = Map { entries: entries.into(), rest: own.rest.clone() };
    Value { kind: Kind::Map(Arc::new(map)), ..child.clone() }
}

/// The blocks of one kind inside of `errors`, by name: lists of errors are appended, what else the child sets wins.
fn errors(parent: &Value, child: &Value) -> Value {
    if parent.is_null() || child.is_null() {
        return set(parent, child);
    }
    let name = |value: &Value| value.get("name").and_then(Value::as_str).map(str::to_owned);
    let mut items: Vec<Value> = parent.elements().cloned().collect();
    for own in child.elements() {
        match items.iter_mut().find(|item| name(item) == name(own)) {
            Some(item) => {
                let merged = by_name(item, own, |inherited, own| match (&inherited.kind, &own.kind) {
                    (Kind::List(before), Kind::List(after)) => {
                        let items: Vec<Item> = before.iter().chain(after.iter()).cloned().collect();
                        Value { kind: Kind::List(items.into()), ..own.clone() }
                    }
                    (Kind::Map(_), Kind::Map(_)) => by_name(inherited, own, |_, own| own.clone()),
                    _ => set(inherited, own),
                });
                *item = merged;
            }
            None => items.push(own.clone()),
        }
    }
    Value::list(items, child.at)
}
