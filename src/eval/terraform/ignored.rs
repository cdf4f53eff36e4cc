//! `lifecycle { ignore_changes }`: an argument that Terraform writes once and then leaves to whoever changes it.

use super::resource::traversal;
use crate::eval::origin;
use crate::eval::value::{Entry, Item, Kind, Map, Ref, Step, Unknown, Value, Why};
use crate::syntax::hcl::{Body, Expr, ExprKind};
use std::sync::Arc;

/// The arguments of an instance with those that are ignored after creation unknown, and likely what is written. `own` is
/// the instance. A path that names nothing changes nothing.
pub(super) fn ignored(attributes: Value, body: &Body, own: &Ref) -> Value {
    let written = body.blocks_of("lifecycle").filter_map(|block| block.body.attribute("ignore_changes"));
    written.fold(attributes, |value, attribute| match &*attribute.value.kind {
        ExprKind::Tuple(paths) => paths.iter().fold(value, |value, path| match steps(path) {
            Some(steps) => open(value, &steps, own),
            None => value,
        }),
        _ if traversal(&attribute.value).as_deref() == Some("all") => {
            let Some(map) = origin::as_map(&value).cloned() else { return value };
            map.entries.iter().fold(value, |value, e| open(value, &[Step::Key(e.key.clone())], own))
        }
        _ => value,
    })
}

/// `tags["x"]`, `scaling_config[0].desired_size`.
fn steps(path: &Expr) -> Option<Vec<Step>> {
    match &*path.kind {
        // JSON writes the path as text.
        ExprKind::Variable(name) | ExprKind::String(name) => Some(
            name.split('.').map(|part| part.parse().map_or_else(|_| Step::Key(part.into()), Step::Index)).collect(),
        ),
        ExprKind::GetAttr(of, name, _) => {
            let mut all = steps(of)?;
            all.push(Step::Key(name.clone()));
            Some(all)
        }
        ExprKind::Index(of, key) => {
            let mut all = steps(of)?;
            all.push(match &*key.kind {
                ExprKind::String(key) => Step::Key(key.clone()),
                ExprKind::Number(index) => Step::Index(index.parse().ok()?),
                _ => return None,
            });
            Some(all)
        }
        _ => None,
    }
}

/// The value with what lies at a path no longer certain.
fn open(value: Value, path: &[Step], own: &Ref) -> Value {
    let Some((first, rest)) = path.split_first() else {
        match &value.kind {
            Kind::Unknown(_) => return value,
            Kind::List(blocks) if is_blocks(blocks) => {
                let blocks = blocks.iter().map(|item| match item {
                    Item::One(block) => Item::One(inside(block.clone(), own)),
                    item => item.clone(),
                });
                return Value { kind: Kind::List(blocks.collect()), ..value };
            }
            _ => {}
        }
        let unknown = Unknown { what: Some(own.clone()), ..origin::unknown(Why::Ignored, value.at) };
        let unknown = Unknown { ty: value.ty(), likely: Some(value.clone()), ..unknown };
        return Value { kind: Kind::Unknown(Arc::new(unknown)), ..value };
    };
    let own = Ref { owner: own.owner.clone(), path: own.path.iter().cloned().chain([first.clone()]).collect() };
    match (&value.kind, first) {
        (Kind::Map(map), Step::Key(key)) => {
            let entries = map.entries.iter().map(|entry| match entry.key == *key {
                true => Entry { value: open(entry.value.clone(), rest, &own), ..entry.clone() },
                false => entry.clone(),
            });
            let map = Map { entries: entries.collect(), rest: map.rest.clone() };
            Value { kind: Kind::Map(Arc::new(map)), ..value }
        }
        (Kind::List(items), Step::Index(index)) => {
            let items = items.iter().enumerate().map(|(i, item)| match item {
                Item::One(inner) if u32::try_from(i) == Ok(*index) => Item::One(open(inner.clone(), rest, &own)),
                item => item.clone(),
            });
            Value { kind: Kind::List(items.collect()), ..value }
        }
        _ => value,
    }
}

fn is_blocks(items: &[Item]) -> bool {
    !items.is_empty() && items.iter().all(|item| matches!(item, Item::One(Value { kind: Kind::Map(_), .. })))
}

/// A block that is ignored as a whole: it may hold more than is written, and what is written may be changed, but for what
/// the thing is called, which nobody changes without making another.
fn inside(block: Value, own: &Ref) -> Value {
    let Kind::Map(map) = &block.kind else { return block };
    let entries = map.entries.iter().map(|entry| match &*entry.key {
        "name" | "namespace" => entry.clone(),
        _ => Entry { value: open(entry.value.clone(), &[], own), ..entry.clone() },
    });
    let rest = map.rest.clone().unwrap_or_else(|| Arc::new(origin::unknown(Why::Ignored, block.at)));
    let map = Map { entries: entries.collect(), rest: Some(rest) };
    Value { kind: Kind::Map(Arc::new(map)), ..block }
}
