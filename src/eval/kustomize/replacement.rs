//! `replacements:`: a field of one object copied into fields of others.

use super::edit;
use super::field_path::{self, Create};
use super::resource::{Id, Resource};
use super::selector::Selector;
use super::structured;
use crate::eval::manifest;
use crate::eval::value::{How, Kind, Number, Text, Value};
use crate::source::Span;

/// How many times a replacement looks at every object.
pub fn cost(replacement: &Value) -> usize {
    let count = |target: &Value, field: &str| edit::items_at(target, field).len();
    let of_target = |target: &Value| count(target, "reject").saturating_add(count(target, "fieldPaths")).max(1);
    edit::items_at(replacement, "targets").into_iter().map(of_target).fold(1, usize::saturating_add)
}

/// Applies one replacement. The error says why kustomize would refuse.
pub fn apply(resources: &mut [Resource], replacement: &Value) -> Result<(), String> {
    let fixed = edit::present(replacement, "sourceValue");
    let source = edit::present(replacement, "source");
    let targets = match (fixed, source, edit::present(replacement, "targets")) {
        (None, None, _) | (_, _, None) => {
            return Err("a replacement needs a source and at least one target".into());
        }
        (Some(_), Some(_), _) => return Err("a replacement has either `sourceValue` or `source`".into()),
        (_, _, Some(_)) => edit::items_at(replacement, "targets"),
    };
    let value = match (fixed, source) {
        (Some(fixed), _) => Source { value: fixed.clone(), typed: false },
        (None, Some(source)) => Source { value: find(resources, source)?, typed: true },
        (None, None) => return Ok(()),
    };
    for target in targets {
        put(resources, target, &value, replacement.at)?;
    }
    Ok(())
}

/// What is copied. The text of `sourceValue` has no type yet: where it makes a field it is read as unquoted YAML.
struct Source {
    value: Value,
    typed: bool,
}

/// The field of the one object that a source means.
fn find(resources: &[Resource], source: &Value) -> Result<Value, String> {
    let part = |key: &str| edit::present(source, key).and_then(edit::scalar).unwrap_or_default();
    let (group, version, kind) = (part("group"), part("version"), part("kind"));
    let (name, namespace) = (part("name"), part("namespace"));
    let is = |wanted: &str, actual: &str| wanted.is_empty() || wanted == actual;
    let meant = |id: &Id| {
        is(&name, &id.name)
            && is(&group, &id.group)
            && is(&version, &id.version)
            && is(&kind, &id.kind)
            && is(&namespace, id.effective_namespace())
    };
    let mut chosen = resources.iter().filter(|r| r.ids().any(|id| meant(&id)));
    let Some(object) = chosen.next() else { return Err("no object is the replacement's source".into()) };
    if chosen.next().is_some() {
        return Err("several objects could be the replacement's source".into());
    }
    let path = edit::str_at(source, &["fieldPath"]).unwrap_or("metadata.name");
    let found = field_path::lookup(&object.value, &field_path::split(path, '.'))?;
    let empty = |v: &Value| match &v.kind {
        Kind::Map(map) => map.entries.is_empty() && map.rest.is_none(),
        Kind::List(items) => items.is_empty(),
        Kind::Null => true,
        _ => false,
    };
    match found.filter(|v| !empty(v)) {
        Some(found) => piece(found, edit::present(source, "options")),
        None => Err(format!("the replacement's source has no field `{path}`")),
    }
}

fn put(resources: &mut [Resource], target: &Value, source: &Source, at: Span) -> Result<(), String> {
    let Some(block) = edit::present(target, "select") else {
        return Err("a replacement's target without `select`".into());
    };
    let select = Selector::new(block)?;
    let reject: Vec<Selector> =
        edit::items_at(target, "reject").into_iter().map(Selector::new).collect::<Result<_, _>>()?;
    let options = edit::present(target, "options");
    let create = options.and_then(|o| edit::bool_at(o, &["create"])).unwrap_or(false);
    let create = create.then_some(Create { at: source.value.at });
    let mut paths: Vec<&str> = edit::items_at(target, "fieldPaths").into_iter().filter_map(edit::as_str).collect();
    if paths.is_empty() {
        paths.push("metadata.name");
    }
    for resource in resources.iter_mut() {
        if !select.has_labels(resource) || reject.iter().any(|r| r.names_labels() && r.has_labels(resource)) {
            continue;
        }
        if reject.iter().any(|r| r.names_ids() && resource.ids().any(|id| r.matches(&id))) {
            continue;
        }
        if !resource.ids().any(|id| select.matches(&id)) {
            continue;
        }
        for path in &paths {
            let steps = field_path::split(path, '.');
            let mut next = resource.value.clone();
            let mut set = |made: bool, slot: &mut Value| {
                let new = insert(slot, made, source, options)?;
                *slot = edit::hop(new, How::Patch, at);
                Ok(())
            };
            if !structured::each(&mut next, &steps, create, &mut set)? {
                let hits = field_path::each(&mut next, &steps, create, &mut set)
                    .map_err(|why| format!("`{path}` of a replacement's target: {why}"))?;
                if hits == 0 {
                    let id = resource.id();
                    return Err(format!("{} `{}` has no field `{path}` to replace", id.kind, id.name));
                }
            }
            resource.value = next;
            resource.align();
            resource.made_by(at);
        }
    }
    Ok(())
}

fn delimiter(options: Option<&Value>) -> Option<&str> {
    options.and_then(|o| edit::str_at(o, &["delimiter"]))
}

fn index(options: Option<&Value>) -> i64 {
    match options.and_then(|o| edit::get(o, "index")).map(|v| &v.kind) {
        Some(Kind::Number(Number::Int(i))) => *i,
        _ => 0,
    }
}

/// The part of a source that `delimiter` and `index` choose.
fn piece(value: &Value, options: Option<&Value>) -> Result<Value, String> {
    let Some(delimiter) = delimiter(options) else { return Ok(value.clone()) };
    if matches!(value.kind, Kind::Unknown(_) | Kind::Text(Text::Parts(_))) {
        return Ok(value.clone());
    }
    let Some(text) = edit::scalar(value) else { return Err("a delimiter can only part plain values".into()) };
    let index = index(options);
    match usize::try_from(index).ok().and_then(|i| text.split(delimiter).nth(i).map(String::from)) {
        Some(part) => Ok(Value { kind: typed(&part, Some(value), value.at)?, ..value.clone() }),
        None => Err(format!("the replacement's source has no part {index} at `{delimiter}`")),
    }
}

/// The new value of a target: a plain field keeps its type and gets the source's text.
fn insert(old: &Value, made: bool, source: &Source, options: Option<&Value>) -> Result<Value, String> {
    let new = &source.value;
    let plain = !made && !matches!(old.kind, Kind::Map(_) | Kind::List(_));
    let unknown = |v: &Value| matches!(v.kind, Kind::Unknown(_) | Kind::Text(Text::Parts(_)));
    let mut text = edit::scalar(new).map(|s| s.into_owned());
    if let Some(delimiter) = delimiter(options) {
        if unknown(old) || unknown(new) {
            return Ok(new.clone());
        }
        if !plain && !made {
            return Err("a delimiter can only part plain values".into());
        }
        let old = edit::scalar(old).unwrap_or_default();
        let part = text.take().unwrap_or_default();
        let mut parts: Vec<String> = old.split(delimiter).map(String::from).collect();
        match usize::try_from(index(options)) {
            Err(_) => parts.insert(0, part),
            Ok(i) => match parts.get_mut(i) {
                Some(slot) => *slot = part,
                None => parts.push(part),
            },
        }
        text = Some(parts.join(delimiter));
    }
    if unknown(new) {
        return Ok(new.clone());
    }
    let kind = match (plain, &text) {
        // A map or a list has no text: a plain field becomes empty.
        (true, _) => typed(text.as_deref().unwrap_or_default(), Some(old), new.at)?,
        // A field that is made is of no type.
        (false, Some(text)) if made || !source.typed => manifest::plain(text, new.at).kind,
        (false, _) => new.kind.clone(),
    };
    Ok(Value { kind, ..new.clone() })
}

/// A text as the type of the field that it is put into. The error says that it is none of that type.
fn typed(text: &str, old: Option<&Value>, at: Span) -> Result<Kind, String> {
    let read = manifest::plain(text, at).kind;
    let wanted = match old.map(|v| &v.kind) {
        Some(Kind::Bool(_)) => matches!(read, Kind::Bool(_)).then_some("true or false"),
        Some(Kind::Number(Number::Float(_))) => matches!(read, Kind::Number(_)).then_some("a number"),
        Some(Kind::Number(_)) => {
            matches!(read, Kind::Number(Number::Int(_) | Number::Big(_))).then_some("a whole number")
        }
        Some(Kind::Null) => matches!(read, Kind::Null).then_some("null"),
        _ => return Ok(edit::text(text, at).kind),
    };
    match wanted {
        Some(_) => Ok(read),
        None => Err(format!("`{text}` does not fit the type of the field that it replaces")),
    }
}
