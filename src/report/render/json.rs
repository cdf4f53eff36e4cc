//! Objects as one JSON array. With origins each element holds the object and, beside it, where everything in it is written:
//! `{"object": ..., "at": "file:line:column", "with": [...], "by": "...", "fields": ...}`. `fields` has the object's own shape,
//! and for each scalar `{"at": ..., "via": [...]}` with `"unknown"` (why), `"sensitive": true` or `"overridable": true`.

use super::yaml::owned;
use super::{DEEPEST, STEPS, Scalar, hops, parts, place, scalar, why};
use crate::eval::go_yaml::{self, natural};
use crate::eval::rendering::Manifest;
use crate::eval::value::{Entry, Item, Kind, Map, Marks, Number, Text, Value};
use crate::source::Sources;
use serde_json::{Map as Object, Value as Json, json};

/// The array in pieces to be printed one after the other: an object stands on lines of its own, and only one of them is held
/// as text at a time.
pub fn pieces<'a>(
    sources: &'a Sources,
    manifests: &'a [Manifest],
    origins: bool,
) -> impl Iterator<Item = String> + use<'a> {
    let last = manifests.len().saturating_sub(1);
    let each = manifests.iter().enumerate().map(move |(index, manifest)| {
        let value = if origins { placed(sources, manifest) } else { value(&manifest.value, 0) };
        let text = serde_json::to_string_pretty(&value).unwrap_or_default().replace('\n', "\n  ");
        format!("  {text}{}\n", if index == last { "" } else { "," })
    });
    std::iter::once("[\n".to_owned()).chain(each).chain(std::iter::once("]\n".to_owned()))
}

fn placed(sources: &Sources, manifest: &Manifest) -> Json {
    let mut out = Object::new();
    out.insert("object".into(), value(&manifest.value, 0));
    out.insert("at".into(), place(sources, manifest.at).into());
    if let Some(template) = &manifest.template {
        out.insert("template".into(), (**template).into());
    }
    let with = parts(sources, manifest);
    if !with.is_empty() {
        out.insert("with".into(), with.into());
    }
    if let Some(owner) = &manifest.owner {
        out.insert("by".into(), owned(owner).into());
    }
    out.insert("fields".into(), fields(sources, &manifest.value, 0));
    Json::Object(out)
}

fn sorted(map: &Map) -> Vec<&Entry> {
    let mut entries: Vec<&Entry> = map.entries.iter().collect();
    entries.sort_by(|a, b| natural(&a.key, &b.key));
    entries
}

/// A value as it is; words of ours stand for what is not known or never shown, and what may be there beside it is not.
pub(super) fn value(of: &Value, depth: usize) -> Json {
    match scalar(of) {
        Scalar::Stand(text, _) => text.into(),
        Scalar::Plain(kind) => match kind {
            Kind::Bool(b) => (*b).into(),
            Kind::Number(n) => number(n),
            Kind::Text(Text::Whole(text)) => (**text).into(),
            Kind::List(items) if depth < DEEPEST => {
                let items = items.iter().filter_map(|item| match item {
                    Item::One(inner) => Some(value(inner, depth + 1)),
                    Item::Many(_) => None,
                });
                items.collect()
            }
            Kind::Map(map) if depth < DEEPEST => {
                Json::Object(sorted(map).iter().map(|e| (e.key.to_string(), value(&e.value, depth + 1))).collect())
            }
            _ => Json::Null,
        },
    }
}

/// A number as the YAML has it: where JSON cannot carry it exactly, as text.
fn number(number: &Number) -> Json {
    match number {
        Number::Int(n) => (*n).into(),
        Number::Float(f) => serde_json::Number::from_f64(*f).map_or(Json::Null, Json::Number),
        Number::Big(text) => match (text.parse::<u64>(), text.parse::<f64>()) {
            (Ok(n), _) => n.into(),
            (_, Ok(f)) => serde_json::Number::from_f64(f).map_or_else(|| go_yaml::number(number).into(), Json::Number),
            _ => (**text).into(),
        },
    }
}

fn fields(sources: &Sources, of: &Value, depth: usize) -> Json {
    match &of.kind {
        Kind::List(items) if !items.is_empty() && depth < DEEPEST => {
            let items = items.iter().map(|item| match item {
                Item::One(inner) => fields(sources, inner, depth + 1),
                Item::Many(unknown) => json!({ "more": why(unknown) }),
            });
            items.collect()
        }
        Kind::Map(map) if !map.entries.is_empty() && depth < DEEPEST => {
            let entries = sorted(map).into_iter().map(|e| (e.key.to_string(), fields(sources, &e.value, depth + 1)));
            Json::Object(entries.collect())
        }
        _ => {
            let mut out = Object::new();
            out.insert("at".into(), place(sources, of.at).into());
            let via: Vec<String> =
                hops(of).filter(|hop| hop.at != of.at).take(STEPS).filter_map(|hop| place(sources, hop.at)).collect();
            if !via.is_empty() {
                out.insert("via".into(), via.into());
            }
            match scalar(of) {
                Scalar::Stand(_, Some(unknown)) => {
                    out.insert("unknown".into(), why(&unknown).into());
                }
                Scalar::Stand(_, None) => {
                    out.insert("sensitive".into(), true.into());
                }
                Scalar::Plain(_) if of.marks.has(Marks::OVERRIDABLE) => {
                    out.insert("overridable".into(), true.into());
                }
                Scalar::Plain(_) => {}
            }
            Json::Object(out)
        }
    }
}
