//! YAML or JSON that is the text of a field (a ConfigMap's `config.yaml`), changed in it by `replacements`.

use super::edit;
use super::field_path::{self, Create};
use crate::eval::manifest;
use crate::eval::value::{Kind, Value};
use crate::source::FileId;
use crate::syntax::yaml;

/// Longest text that is looked into.
const LONGEST: usize = 256 * 1024;

/// When a step of the path leads into text, changes what is written in it and writes it back. Whether it did.
pub fn each(
    value: &mut Value,
    steps: &[String],
    create: Option<Create>,
    f: &mut dyn FnMut(bool, &mut Value) -> Result<(), String>,
) -> Result<bool, String> {
    for end in 1..steps.len() {
        let (to_text, inside) = steps.split_at(end);
        let Ok(Some(outer)) = field_path::lookup(value, to_text) else { continue };
        let Some(text) = edit::as_str(outer).filter(|text| text.len() <= LONGEST) else { continue };
        let (file, at) = (outer.at.file, outer.at);
        let parsed = yaml::parse(text, file);
        let Some(document) = parsed.documents.first().filter(|_| parsed.gaps.is_empty()) else { continue };
        let before = manifest::value(document);
        let mut after = edit::map_spans(&before, &|_| at);
        match field_path::each(&mut after, inside, create, f) {
            Ok(hits) if hits > 0 => {}
            _ => return Ok(false),
        }
        let written = match text.trim_start().starts_with(['{', '[']) {
            true => json(&after, text.contains('\n') && text.contains("  ")),
            false => in_place(text, file, &before, &after).or_else(|| block(&after)),
        };
        let Some(written) = written else { return Ok(false) };
        let to_text = to_text.to_vec();
        field_path::each(value, &to_text, None, &mut |_, slot| {
            *slot = Value { kind: edit::text(written.as_str(), slot.at).kind, ..slot.clone() };
            Ok(())
        })?;
        return Ok(true);
    }
    Ok(false)
}

/// The value as JSON with sorted keys, as Go writes it.
fn json(value: &Value, indented: bool) -> Option<String> {
    let tree = tree(value)?;
    if indented { serde_json::to_string_pretty(&tree).ok() } else { serde_json::to_string(&tree).ok() }
}

fn tree(value: &Value) -> Option<serde_json::Value> {
    use serde_json::Value as Json;
    Some(match &value.kind {
        Kind::Map(map) => {
            let mut keys: Vec<_> = map.entries.iter().collect();
            keys.sort_by(|a, b| a.key.cmp(&b.key));
            let pairs: Option<serde_json::Map<_, _>> =
                keys.into_iter().map(|e| Some((e.key.to_string(), tree(&e.value)?))).collect();
            Json::Object(pairs?)
        }
        Kind::List(_) => Json::Array(edit::items(value).map(tree).collect::<Option<_>>()?),
        Kind::Null => Json::Null,
        Kind::Bool(b) => Json::Bool(*b),
        Kind::Number(_) => serde_json::from_str(&edit::scalar(value)?).ok()?,
        Kind::Text(_) => Json::String(edit::as_str(value)?.into()),
        Kind::Unknown(_) => return None,
    })
}

/// The text with each changed plain value exchanged where it stands; `None` when more than that changed.
fn in_place(text: &str, file: FileId, before: &Value, after: &Value) -> Option<String> {
    let mut changes: Vec<(usize, usize, String)> = Vec::new();
    collect(before, after, &mut changes)?;
    changes.sort_by_key(|change| std::cmp::Reverse(change.0));
    let mut out = text.to_string();
    for (start, end, new) in changes {
        let old = out.get(start..end)?;
        if old.contains('\n') || new.contains('\n') {
            return None;
        }
        out.replace_range(start..end, &new);
    }
    // What was meant must be what is read.
    let again = yaml::parse(&out, file);
    let read = again.documents.first().map(manifest::value)?;
    edit::same(&read, after).then(|| out.trim().to_string())
}

fn collect(before: &Value, after: &Value, out: &mut Vec<(usize, usize, String)>) -> Option<()> {
    if edit::same(before, after) {
        return Some(());
    }
    match (&before.kind, &after.kind) {
        (Kind::Map(a), Kind::Map(b)) if a.entries.len() == b.entries.len() => {
            for entry in &a.entries {
                collect(&entry.value, edit::get(after, &entry.key)?, out)?;
            }
            Some(())
        }
        (Kind::List(a), Kind::List(b)) if a.len() == b.len() => {
            for (a, b) in edit::items(before).zip(edit::items(after)) {
                collect(a, b, out)?;
            }
            Some(())
        }
        _ => {
            out.push((before.at.start as usize, before.at.end as usize, scalar(after)?));
            Some(())
        }
    }
}

/// A plain value as YAML: unquoted where it stays what it is.
fn scalar(value: &Value) -> Option<String> {
    let text = match &value.kind {
        Kind::Null => return Some("null".into()),
        _ => edit::scalar(value)?,
    };
    if !matches!(value.kind, Kind::Text(_)) {
        return Some(text.into_owned());
    }
    let safe = !text.is_empty()
        && text.trim() == text
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text.contains('\n')
        && !text.starts_with([
            '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`',
        ])
        && edit::same(&manifest::plain(&text, value.at), value);
    if safe { Some(text.into_owned()) } else { serde_json::to_string(&*text).ok() }
}

/// The whole value as block YAML, two spaces a level.
fn block(value: &Value) -> Option<String> {
    let mut out = String::new();
    lines(value, 0, &mut out)?;
    Some(out.trim().to_string())
}

fn lines(value: &Value, indent: usize, out: &mut String) -> Option<()> {
    let pad = "  ".repeat(indent);
    match &value.kind {
        Kind::Map(map) if !map.entries.is_empty() => {
            for entry in &map.entries {
                let key = scalar(&edit::text(entry.key.clone(), entry.key_at))?;
                out.push_str(&format!("{pad}{key}:"));
                child(&entry.value, indent + 1, out)?;
            }
        }
        Kind::List(items) if !items.is_empty() => {
            for item in edit::items(value) {
                out.push_str(&format!("{pad}-"));
                let mut inner = String::new();
                match &item.kind {
                    Kind::Map(map) if !map.entries.is_empty() => {
                        lines(item, indent + 1, &mut inner)?;
                        out.push(' ');
                        out.push_str(inner.trim_start());
                    }
                    _ => child(item, indent + 1, out)?,
                }
            }
        }
        _ => out.push_str(&format!("{pad}{}\n", leaf(value)?)),
    }
    Some(())
}

fn child(value: &Value, indent: usize, out: &mut String) -> Option<()> {
    let nested = match &value.kind {
        Kind::Map(map) => !map.entries.is_empty(),
        Kind::List(items) => !items.is_empty(),
        _ => false,
    };
    if nested {
        out.push('\n');
        return lines(value, indent, out);
    }
    out.push_str(&format!(" {}\n", leaf(value)?));
    Some(())
}

fn leaf(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::Map(_) => Some("{}".into()),
        Kind::List(_) => Some("[]".into()),
        _ => scalar(value),
    }
}
