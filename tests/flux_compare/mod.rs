//! Objects compared by what they say, not by order or spelling.

use driftline::eval::manifest;
use driftline::eval::value::{Item, Kind, Number, Text, Value};
use driftline::source::FileId;
use driftline::syntax::yaml;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;

/// The text files below a directory, with their paths.
#[allow(dead_code)]
pub fn files(root: &Path, dir: &Path, out: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(root, &path, out);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            out.push((path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"), text));
        }
    }
}

/// The objects of a YAML stream, as Kubernetes reads it.
pub fn documents(text: &str) -> Vec<Json> {
    let parsed = yaml::parse(text, FileId::from_index(0));
    parsed.documents.iter().map(|d| json(&manifest::value(d))).filter(|d| !d.is_null()).collect()
}

/// A value as JSON; what is not known is the text `?`.
pub fn json(value: &Value) -> Json {
    match &value.kind {
        Kind::Null => Json::Null,
        Kind::Bool(b) => (*b).into(),
        Kind::Number(Number::Int(n)) => (*n).into(),
        Kind::Number(Number::Float(f)) => serde_json::Number::from_f64(*f).map_or("?".into(), Json::Number),
        Kind::Number(Number::Big(n)) => n.parse::<f64>().map_or("?".into(), Json::from),
        Kind::Text(Text::Whole(text)) => (**text).into(),
        Kind::Text(Text::Parts(_)) | Kind::Unknown(_) => "?".into(),
        Kind::List(items) => {
            items.iter().map(|item| if let Item::One(v) = item { json(v) } else { "?".into() }).collect()
        }
        Kind::Map(map) => {
            let mut out: serde_json::Map<String, Json> =
                map.entries.iter().map(|e| (e.key.to_string(), json(&e.value))).collect();
            if map.rest.is_some() {
                out.insert("?".into(), "?".into());
            }
            Json::Object(out)
        }
    }
}

/// What an object is called.
pub fn name(object: &Json) -> String {
    let part = |path: &str| object.pointer(path).and_then(Json::as_str).unwrap_or_default().to_string();
    let group = part("/apiVersion").split_once('/').map_or(String::new(), |(group, _)| group.to_string());
    format!("{group} {} {}/{}", part("/kind"), part("/metadata/namespace"), part("/metadata/name"))
}

/// Objects beside those that are wanted.
#[derive(Debug, Default)]
pub struct Comparison {
    /// How many are the same.
    pub equal: usize,
    /// How many of these have values that are not known.
    pub open: usize,
    /// One line for each way in which an object differs, by object.
    pub different: BTreeMap<String, Vec<String>>,
    /// Wanted, and not there.
    pub missing: Vec<String>,
    /// There, and not wanted.
    pub surplus: Vec<String>,
}

/// Compares objects by name; of several with one name those are compared that are most alike. One that names no namespace may be
/// in any: programs differ in whether they write down the one it gets.
pub fn comparison(wanted: &[Json], actual: &[Json]) -> Comparison {
    let mut left: BTreeMap<String, Vec<&Json>> = BTreeMap::new();
    for object in actual {
        left.entry(name(object)).or_default().push(object);
    }
    let mut out = Comparison::default();
    for object in wanted {
        let own = name(object);
        let bare = name(&without_namespace(object));
        let key = if left.get(&own).is_some_and(|found| !found.is_empty()) { &own } else { &bare };
        let judged = left.get(key).into_iter().flatten().enumerate().map(|(index, other)| {
            let (mut lines, mut open) = (Vec::new(), 0);
            match key == &own {
                true => compare(&own, object, other, &mut lines, &mut open),
                false => compare(&own, &without_namespace(object), other, &mut lines, &mut open),
            }
            (lines, open, index)
        });
        let Some((lines, open, index)) = judged.min_by_key(|(lines, ..)| lines.len()) else {
            out.missing.push(own);
            continue;
        };
        left.get_mut(key).unwrap().remove(index);
        match lines.is_empty() {
            true => {
                out.equal += 1;
                out.open += usize::from(open > 0);
            }
            false => out.different.entry(own).or_default().extend(lines),
        }
    }
    out.surplus = left.iter().flat_map(|(name, objects)| objects.iter().map(move |_| name.clone())).collect();
    out
}

fn without_namespace(object: &Json) -> Json {
    let mut object = object.clone();
    if let Some(metadata) = object.get_mut("metadata").and_then(Json::as_object_mut) {
        metadata.remove("namespace");
    }
    object
}

/// One line for each way in which objects differ from those that are wanted.
#[allow(dead_code)]
pub fn differences(wanted: &[Json], actual: &[Json]) -> Vec<String> {
    let found = comparison(wanted, actual);
    let mut out: Vec<String> = found.different.into_values().flatten().collect();
    out.extend(found.missing.iter().map(|name| format!("{name}: not built")));
    out.extend(found.surplus.iter().map(|name| format!("{name}: built, and not wanted")));
    if found.open > 0 {
        out.push(format!("{} objects have values that are not known", found.open));
    }
    out
}

fn compare(path: &str, wanted: &Json, actual: &Json, out: &mut Vec<String>, open: &mut usize) {
    match (wanted, actual) {
        // What nobody here can know: a secret, or what the reference program writes in its place.
        (_, Json::String(text)) if text == "?" => *open += 1,
        (Json::String(text), _) if text.contains("..PLACEHOLDER_") => *open += 1,
        (Json::Object(a), Json::Object(b)) => {
            for (key, value) in a {
                let inner = format!("{path}.{key}");
                match b.get(key) {
                    Some(other) => compare(&inner, value, other, out, open),
                    None if value.is_null() => {}
                    None if b.contains_key("?") => *open += 1,
                    None => out.push(format!("{inner}: missing, wanted {}", shown(value))),
                }
            }
            for (key, value) in b.iter().filter(|(key, value)| *key != "?" && !a.contains_key(*key) && !value.is_null())
            {
                out.push(format!("{path}.{key}: not wanted, is {}", shown(value)));
            }
        }
        (Json::Array(a), Json::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                compare(&format!("{path}[{index}]"), a, b, out, open);
            }
        }
        (Json::Number(a), Json::Number(b)) if a.as_f64() == b.as_f64() => {}
        _ if wanted == actual => {}
        _ => out.push(format!("{path}: wanted {}, is {}", shown(wanted), shown(actual))),
    }
}

fn shown(value: &Json) -> String {
    value.to_string().chars().take(100).collect()
}
