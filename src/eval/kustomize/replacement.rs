//! `replacements:`: a field of one object copied into fields of others.

use super::edit;
use super::resource::Resource;
use super::selector::Selector;
use crate::eval::value::{How, Kind, Value};
use crate::source::Span;

/// How many times a replacement looks at every object.
pub fn cost(replacement: &Value) -> usize {
    let count = |target: &Value, field: &str| edit::items_at(target, field).len();
    let of_target = |target: &Value| count(target, "reject").saturating_add(count(target, "fieldPaths")).max(1);
    edit::items_at(replacement, "targets").into_iter().map(of_target).fold(1, usize::saturating_add)
}

/// Applies one replacement. The error says why kustomize would refuse.
pub fn apply(resources: &mut [Resource], replacement: &Value) -> Result<(), String> {
    let Some(source) = edit::present(replacement, "source") else {
        return Err("a replacement without a source".into());
    };
    let selector = Selector::new(source);
    let chosen: Vec<&Resource> = resources.iter().filter(|r| selector.selects(r)).collect();
    let [object] = chosen.as_slice() else {
        return Err(if chosen.is_empty() {
            "no object is the replacement's source".into()
        } else {
            "several objects could be the replacement's source".into()
        });
    };
    let field = edit::str_at(source, &["fieldPath"]).unwrap_or("metadata.name");
    let found = collect(&object.value, &split(field));
    let Some(found) = found.first() else {
        return Err(format!("the replacement's source has no field `{field}`"));
    };
    let value = piece(found, edit::present(source, "options"))?;

    for target in edit::items_at(replacement, "targets") {
        let Some(select) = edit::present(target, "select") else {
            return Err("a replacement's target without `select`".into());
        };
        let select = Selector::new(select);
        let reject: Vec<Selector> = edit::items_at(target, "reject").into_iter().map(Selector::new).collect();
        let options = edit::present(target, "options");
        let create = options.and_then(|o| edit::bool_at(o, &["create"])).unwrap_or(false);
        let mut paths: Vec<String> =
            edit::items_at(target, "fieldPaths").into_iter().filter_map(edit::as_str).map(String::from).collect();
        if paths.is_empty() {
            paths.push("metadata.name".into());
        }
        for resource in resources.iter_mut() {
            if !select.selects(resource) || reject.iter().any(|r| r.selects(resource)) {
                continue;
            }
            for path in &paths {
                let steps = split(path);
                let mut hits = 0u32;
                let mut problem = None;
                let before = resource.id();
                let mut next = resource.value.clone();
                put(&mut next, &steps, create.then_some(value.at), &mut |slot| {
                    hits += 1;
                    match insert(slot, &value, options) {
                        Ok(new) => *slot = edit::hop(new, How::Patch, replacement.at),
                        Err(why) => problem = Some(why),
                    }
                });
                if let Some(problem) = problem {
                    return Err(problem);
                }
                if hits == 0 {
                    return Err(format!("{} `{}` has no field `{path}` to replace", before.kind, before.name));
                }
                if before != super::resource::Id::of(&next) {
                    resource.remember();
                }
                resource.value = next;
                resource.made_by(replacement.at);
            }
        }
    }
    Ok(())
}

/// The part of a source that `delimiter` and `index` choose.
fn piece(value: &Value, options: Option<&Value>) -> Result<Value, String> {
    let Some(delimiter) = options.and_then(|o| edit::str_at(o, &["delimiter"])) else { return Ok(value.clone()) };
    let Some(text) = edit::scalar(value) else { return Ok(value.clone()) };
    let index = index(options);
    match usize::try_from(index).ok().and_then(|i| text.split(delimiter).nth(i).map(String::from)) {
        Some(part) => Ok(Value { kind: edit::text(part, value.at).kind, ..value.clone() }),
        None => Err(format!("the replacement's source has no part {index} at `{delimiter}`")),
    }
}

fn index(options: Option<&Value>) -> i64 {
    match options.and_then(|o| edit::get(o, "index")).map(|v| &v.kind) {
        Some(Kind::Number(crate::eval::value::Number::Int(i))) => *i,
        _ => 0,
    }
}

/// The new value of a target: the source, or the old text with one part exchanged.
fn insert(old: &Value, new: &Value, options: Option<&Value>) -> Result<Value, String> {
    let Some(delimiter) = options.and_then(|o| edit::str_at(o, &["delimiter"])) else {
        // A scalar keeps the type it had.
        if let (Kind::Text(_), Kind::Bool(_) | Kind::Number(_), Some(text)) = (&old.kind, &new.kind, edit::scalar(new))
        {
            return Ok(Value { kind: edit::text(text.into_owned(), new.at).kind, ..new.clone() });
        }
        return Ok(new.clone());
    };
    let (Some(old), Some(part)) = (edit::scalar(old), edit::scalar(new)) else { return Ok(new.clone()) };
    let mut parts: Vec<String> = old.split(delimiter).map(String::from).collect();
    let index = index(options);
    match usize::try_from(index) {
        Err(_) => parts.insert(0, part.into_owned()),
        Ok(i) if i >= parts.len() => parts.push(part.into_owned()),
        Ok(i) => {
            if let Some(slot) = parts.get_mut(i) {
                *slot = part.into_owned();
            }
        }
    }
    Ok(Value { kind: edit::text(parts.join(delimiter), new.at).kind, ..new.clone() })
}

/// Splits a field path at dots; `\.` is a dot, and `[...]` is one step.
fn split(path: &str) -> Vec<String> {
    let mut steps = vec![String::new()];
    let mut chars = path.chars().peekable();
    let mut depth = 0u32;
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'.') => {
                chars.next();
                if let Some(last) = steps.last_mut() {
                    last.push('.');
                }
            }
            '.' if depth == 0 => steps.push(String::new()),
            _ => {
                match c {
                    '[' => depth += 1,
                    ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if let Some(last) = steps.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    steps.retain(|s| !s.is_empty());
    steps
}

/// `[name=web]` as key and value; `[=value]` for a list of plain values.
fn filter(step: &str) -> Option<(&str, &str)> {
    step.strip_prefix('[')?.strip_suffix(']')?.split_once('=')
}

fn collect(value: &Value, steps: &[String]) -> Vec<Value> {
    let Some((step, rest)) = steps.split_first() else { return vec![value.clone()] };
    if let Kind::List(_) = value.kind {
        return edit::items(value)
            .enumerate()
            .filter(|(i, item)| meant(item, *i, step))
            .flat_map(|(_, item)| collect(item, rest))
            .collect();
    }
    edit::get(value, step).map(|child| collect(child, rest)).unwrap_or_default()
}

fn meant(item: &Value, index: usize, step: &str) -> bool {
    if step == "*" {
        return true;
    }
    match filter(step) {
        Some(("", wanted)) => edit::scalar(item).is_some_and(|v| v == wanted),
        Some((key, wanted)) => edit::get(item, key).and_then(edit::scalar).is_some_and(|v| v == wanted),
        None => step.parse::<usize>().is_ok_and(|i| i == index),
    }
}

fn put(value: &mut Value, steps: &[String], create: Option<Span>, f: &mut dyn FnMut(&mut Value)) {
    let Some((step, rest)) = steps.split_first() else {
        f(value);
        return;
    };
    if let Kind::List(_) = value.kind {
        for (index, item) in edit::items_mut(value).enumerate() {
            if meant(item, index, step) {
                put(item, rest, create, f);
            }
        }
        return;
    }
    if step == "*" {
        let keys: Vec<_> = edit::entries(value).iter().map(|e| e.key.clone()).collect();
        for key in keys {
            if let Some(child) = edit::get_mut(value, &key) {
                put(child, rest, create, f);
            }
        }
        return;
    }
    if edit::get(value, step).is_none() {
        let Some(at) = create else { return };
        if filter(step).is_some() || !matches!(value.kind, Kind::Map(_) | Kind::Null) {
            return;
        }
        edit::set(value, step, at, edit::at(Kind::Null, at));
    }
    if let Some(child) = edit::get_mut(value, step) {
        put(child, rest, create, f);
    }
}
