//! How an included configuration and the one that includes it become one.

use crate::eval::expression::convert;
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::value::{Entry, Item, Kind, Map, Marks, Unknown, Value, Why};
use crate::source::{Gap, GapKind};
use std::sync::Arc;

/// `merge_strategy`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Strategy {
    /// Nothing is merged.
    No,
    /// What the child sets replaces the parent's, key by key.
    Shallow,
    /// Maps merge at every level, lists are appended to the parent's; a list over anything else is refused.
    Deep,
}

/// Deepest level that is merged.
const DEPTH: u32 = 64;

/// The child's inputs over the parent's. A child whose inputs are open may override any of the parent's.
pub(super) fn inputs(parent: &Value, child: &Value, strategy: Strategy, run: &Run<'_>) -> Value {
    match strategy {
        Strategy::No => child.clone(),
        Strategy::Shallow => shallow(parent, child),
        Strategy::Deep => deep(parent, child, DEPTH, run),
    }
}

/// The default of a feature over that of an included file, merged deeply: Terragrunt merges maps alone, and refuses the rest.
pub(super) fn features(parent: &Value, child: &Value, run: &Run<'_>) -> Value {
    let other = |value: &Value| !matches!(value.kind, Kind::Map(_) | Kind::Unknown(_));
    match [parent, child].into_iter().find(|value| other(value)) {
        Some(value) => {
            let given = convert::described(value);
            let message = format!(
                "`merge_strategy = \"deep\"` merges the defaults of a feature, which must be maps; one is {given}, and Terragrunt \
                 refuses that"
            );
            refused(child, message, run)
        }
        None => inputs(parent, child, Strategy::Deep, run),
    }
}

/// What stands for a value that Terragrunt does not make; said once however often the files are merged.
fn refused(child: &Value, message: String, run: &Run<'_>) -> Value {
    let unknown = Unknown::new(Why::Gap(message.as_str().into()), child.at);
    let said = run.gaps.borrow().iter().any(|gap| gap.at == Some(child.at) && *gap.message == *message);
    run.errors.set(run.errors.get().saturating_add(1));
    if !said {
        run.gap(Gap::at(child.at, GapKind::Refused, message));
    }
    Value::unknown(unknown, child.at)
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

fn deep(parent: &Value, child: &Value, depth: u32, run: &Run<'_>) -> Value {
    let Some(depth) = depth.checked_sub(1) else { return child.clone() };
    match (&parent.kind, &child.kind) {
        (Kind::Map(_), Kind::Map(_)) => {
            let (own, rest) = open(child);
            let (inherited, parent_rest) = open(parent);
            let mut entries: Vec<Entry> = Vec::with_capacity(own.len() + inherited.len());
            for entry in own {
                let value = match inherited.iter().find(|e| e.key == entry.key) {
                    Some(parent) => deep(&parent.value, &entry.value, depth, run),
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
        (Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::Map(_), Kind::List(_)) => {
            let given = convert::described(parent);
            let message = format!("a list cannot be appended to {given}: Terragrunt refuses to merge these deeply");
            refused(child, message, run)
        }
        _ => child.clone(),
    }
}
