//! JSON patches (RFC 6902), as `evanphx/json-patch` applies them.

use super::edit;
use crate::eval::value::{How, Item, Kind, Value};
use crate::source::Span;
use std::sync::Arc;

/// Applies the operations of a patch. `noted` says that kustomize has notes of its own among the object's annotations. The error says which operation does not fit the object, and where it is written.
pub fn apply(target: &Value, operations: &Value, noted: bool, at: Span) -> Result<Value, (Span, String)> {
    let mut value = target.clone();
    if noted {
        lend_annotations(&mut value);
    }
    for operation in edit::items(operations) {
        let fail = |message: String| (operation.at, message);
        let op = edit::str_at(operation, &["op"]).ok_or_else(|| fail("an operation without `op`".into()))?;
        let path = edit::get(operation, "path")
            .and_then(edit::as_str)
            .ok_or_else(|| fail(format!("`{op}` without `path`")))?;
        let steps = steps(path);
        let given = || {
            edit::get(operation, "value")
                .cloned()
                .map(|v| edit::hop(v, How::Patch, at))
                .ok_or_else(|| fail(format!("`{op}` of `{path}` without `value`")))
        };
        let from = || {
            edit::get(operation, "from")
                .and_then(edit::as_str)
                .map(self::steps)
                .ok_or_else(|| fail(format!("`{op}` of `{path}` without `from`")))
        };
        let absent = || fail(format!("`{op}` names `{path}`, which the object does not have"));
        match op {
            "add" => add(&mut value, &steps, given()?, operation.at).ok_or_else(absent)?,
            "replace" => {
                let new = given()?;
                match find_mut(&mut value, &steps) {
                    Some(slot) => edit::overwrite(slot, new),
                    // A missing last key of a map is set all the same (so the library).
                    None => set_key(&mut value, &steps, new, operation.at).ok_or_else(absent)?,
                }
            }
            "remove" => {
                remove(&mut value, &steps).ok_or_else(absent)?;
            }
            "move" => {
                let moved = remove(&mut value, &from()?).ok_or_else(absent)?;
                add(&mut value, &steps, moved, operation.at).ok_or_else(absent)?;
            }
            "copy" => {
                let copied = find_mut(&mut value, &from()?).map(|v| v.clone()).ok_or_else(absent)?;
                add(&mut value, &steps, copied, operation.at).ok_or_else(absent)?;
            }
            "test" => {
                let parents = steps.split_last().map_or(&[][..], |(_, parents)| parents);
                if find_mut(&mut value, parents).is_none() {
                    return Err(absent());
                }
                let actual = find_mut(&mut value, &steps).map(|v| v.clone());
                let wanted = edit::get(operation, "value").cloned();
                let equal = match (&actual, &wanted) {
                    (Some(a), Some(b)) => edit::same(a, b),
                    (None, Some(b)) => matches!(b.kind, Kind::Null),
                    _ => false,
                };
                if !equal {
                    return Err(fail(format!("`test` of `{path}` does not hold")));
                }
            }
            other => return Err(fail(format!("`{other}` is no JSON patch operation"))),
        }
    }
    if noted && edit::lookup(&value, &["metadata", "annotations"]).is_some_and(|v| edit::entries(v).is_empty()) {
        remove(&mut value, &["metadata".into(), "annotations".into()]);
    }
    Ok(value)
}

/// While kustomize works on an object, its own notes are among the annotations: `add` to `/metadata/annotations/x` fits an object
/// that is written without any.
fn lend_annotations(value: &mut Value) {
    let Some(metadata) = edit::get_mut(value, "metadata").filter(|v| matches!(v.kind, Kind::Map(_))) else { return };
    if edit::present(metadata, "annotations").is_none() {
        let at = metadata.at;
        edit::set(metadata, "annotations", at, edit::empty_map(at));
    }
}

fn steps(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

fn index(step: &str, length: usize) -> Option<usize> {
    match step.strip_prefix('-') {
        Some(back) => length.checked_sub(back.parse::<usize>().ok()?),
        None => step.parse().ok(),
    }
}

fn child<'a>(value: &'a mut Value, step: &str) -> Option<&'a mut Value> {
    if let Kind::Map(_) = value.kind {
        return edit::get_mut(value, step);
    }
    let Kind::List(list) = &mut value.kind else { return None };
    let index = index(step, list.len())?;
    match Arc::make_mut(list).get_mut(index)? {
        Item::One(v) => Some(v),
        Item::Many(_) => None,
    }
}

fn find_mut<'a>(value: &'a mut Value, steps: &[String]) -> Option<&'a mut Value> {
    steps.iter().try_fold(value, |v, step| child(v, step))
}

fn add(value: &mut Value, steps: &[String], new: Value, at: Span) -> Option<()> {
    let Some((last, parents)) = steps.split_last() else {
        *value = new;
        return Some(());
    };
    let parent = find_mut(value, parents)?;
    match &mut parent.kind {
        Kind::Map(_) => edit::set_changed(parent, last, at, new),
        Kind::List(list) => {
            let mut items: Vec<Item> = list.to_vec();
            let index = if last == "-" { items.len() } else { index(last, items.len())? };
            if index > items.len() {
                return None;
            }
            items.insert(index, Item::One(new));
            *list = items.into();
        }
        _ => return None,
    }
    Some(())
}

fn set_key(value: &mut Value, steps: &[String], new: Value, at: Span) -> Option<()> {
    let (last, parents) = steps.split_last()?;
    let parent = find_mut(value, parents).filter(|v| matches!(v.kind, Kind::Map(_)))?;
    edit::set(parent, last, at, new);
    Some(())
}

fn remove(value: &mut Value, steps: &[String]) -> Option<Value> {
    let (last, parents) = steps.split_last()?;
    let parent = find_mut(value, parents)?;
    match &mut parent.kind {
        Kind::Map(_) => edit::remove(parent, last),
        Kind::List(list) => {
            let mut items: Vec<Item> = list.to_vec();
            let index = index(last, items.len())?;
            if index >= items.len() {
                return None;
            }
            let removed = items.remove(index);
            *list = items.into();
            match removed {
                Item::One(v) => Some(v),
                Item::Many(_) => None,
            }
        }
        _ => None,
    }
}
