//! The values a HelmRelease gives its chart, and the variables that ConfigMaps and Secrets hold.

use super::assign::assign;
use super::index::{Name, ObjectName};
use super::scope::Scope;
use super::source_ref::{because, elsewhere};
use super::substitute::Variables;
use crate::eval::kustomize::{Files, Reader, edit};
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::value::{Address, How, Kind, Map, Marks, Ty, Unknown, Value, Why};
use crate::source::{Gap, GapKind, Span};
use base64::Engine;
use std::sync::Arc;

/// The variables that a ConfigMap or Secret holds.
pub fn variables(object: &Value, variables: &mut Variables) {
    let secret = edit::str_at(object, &["kind"]) == Some("Secret");
    if secret && let Some(unknown) = sealed(object) {
        variables.obscure(unknown);
        return;
    }
    for (key, value) in data(object) {
        variables.set(&key, value);
    }
    for field in ["data", "stringData"] {
        if let Some(Kind::Map(map)) = edit::get(object, field).map(|v| &v.kind)
            && let Some(rest) = &map.rest
        {
            variables.obscure(rest.clone());
        }
    }
}

/// The keys of a ConfigMap or Secret; those of a Secret are decoded and sensitive.
fn data(object: &Value) -> Vec<(Arc<str>, Value)> {
    let secret = edit::str_at(object, &["kind"]) == Some("Secret");
    let mut out = Vec::new();
    for (field, encoded) in [("data", secret), ("stringData", false)] {
        for entry in edit::get(object, field).map(edit::entries).unwrap_or_default() {
            let mut value = entry.value.clone();
            if encoded && let Some(text) = edit::as_str(&value) {
                let decoded = base64::engine::general_purpose::STANDARD.decode(text.trim()).ok();
                match decoded.and_then(|bytes| String::from_utf8(bytes).ok()) {
                    Some(text) => value = Value { kind: edit::text(text, value.at).kind, ..value },
                    None => value = unknown_text("a Secret's value that is no base64 text", value.at),
                }
            }
            if secret {
                value.marks = value.marks.with(Marks::SENSITIVE);
            }
            out.push((entry.key.clone(), value));
        }
    }
    out
}

/// Whether a Secret is encrypted in the repository (sops).
fn sealed(object: &Value) -> Option<Arc<Unknown>> {
    let encrypted = edit::get(object, "sops").is_some()
        || ["data", "stringData"].iter().any(|field| {
            edit::get(object, field)
                .map(edit::entries)
                .unwrap_or_default()
                .iter()
                .any(|e| edit::as_str(&e.value).is_some_and(|text| text.starts_with("ENC[")))
        });
    encrypted.then(|| {
        Arc::new(Unknown { why: Why::Secret, what: None, ty: Ty::Text, not_null: true, likely: None, at: object.at })
    })
}

fn unknown_text(message: &str, at: Span) -> Value {
    let unknown = Unknown { why: Why::Gap(message.into()), what: None, ty: Ty::Text, not_null: true, likely: None, at };
    edit::at(Kind::Unknown(Arc::new(unknown)), at)
}

/// `valuesFrom` in order, then `values`; each reference is noted. The spans are those of the documents it read.
pub fn of_release(
    scope: &mut Scope<'_>,
    release: &Value,
    namespace: &Name,
    owner: &Address,
    suspended: bool,
) -> (Value, Vec<Span>) {
    let mut values = edit::empty_map(release.at);
    let mut via = Vec::new();
    for from in edit::lookup(release, &["spec", "valuesFrom"]).map(edit::items).into_iter().flatten() {
        let Some(name) = edit::get(from, "name") else { continue };
        let kind = Name::at(from, "kind").unwrap_or_else(|| Name::plain("ConfigMap"));
        let optional = edit::bool_at(from, &["optional"]) == Some(true);
        let target = edit::str_at(from, &["targetPath"]);
        let Some(called) = Name::of(name) else {
            let unknown = because(Why::Gap(format!("the name of the {} is not known", kind.shown()).into()), name.at);
            overlay_unknown(&mut values, target, unknown.clone());
            scope.note(ReferenceKind::ValuesFrom, owner, name.at, "?", Outcome::Undecided(unknown), suspended);
            continue;
        };
        let wanted = ObjectName { kind, namespace: namespace.clone(), name: called, at: name.at };
        let key = Name::at(from, "valuesKey").unwrap_or_else(|| Name::plain("values.yaml"));
        match scope.find_named(&wanted) {
            Some(object) => {
                scope.note_object(ReferenceKind::ValuesFrom, owner, &wanted, Outcome::Found, suspended);
                via.push(object.at);
                let literal = edit::bool_at(from, &["literal"]) == Some(true);
                read(scope, &mut values, &object, &key, (target, literal), optional, &wanted);
            }
            None => {
                let unknown = elsewhere(wanted.absent(), wanted.at);
                if !optional {
                    let outcome = if wanted.kind.text == "Secret" {
                        Outcome::Undecided(unknown.clone())
                    } else {
                        scope.absent(&wanted)
                    };
                    scope.note_object(ReferenceKind::ValuesFrom, owner, &wanted, outcome, suspended);
                }
                overlay_unknown(&mut values, target, unknown);
            }
        }
    }
    if let Some(inline) = edit::lookup(release, &["spec", "values"]) {
        values = merge(&values, inline);
    }
    (values, via)
}

/// Lays one key of a ConfigMap or Secret over the values.
fn read(
    scope: &mut Scope<'_>,
    values: &mut Value,
    object: &Value,
    key: &Name,
    (target, literal): (Option<&str>, bool),
    optional: bool,
    wanted: &ObjectName,
) {
    if wanted.kind.text == "Secret"
        && let Some(unknown) = sealed(object)
    {
        overlay_unknown(values, target, unknown);
        return;
    }
    let found = data(object).into_iter().find(|(k, _)| **k == *key.text).map(|(_, v)| v);
    let Some(found) = found else {
        let rest = ["data", "stringData"].iter().find_map(|field| match edit::get(object, field).map(|v| &v.kind) {
            Some(Kind::Map(map)) => map.rest.clone(),
            Some(Kind::Unknown(unknown)) => Some(unknown.clone()),
            _ => None,
        });
        match rest {
            Some(unknown) => overlay_unknown(values, target, unknown),
            None if optional => {}
            None => {
                let message = format!("the {} has no key `{}`", wanted.absent(), key.shown());
                scope.gaps.push(Gap::at(wanted.at, GapKind::Evaluation, message));
            }
        }
        return;
    };
    if let Some(path) = target {
        if !assign(values, path, &found, literal, wanted.at) {
            let message =
                format!("Helm would refuse this: what `{}` holds is no value for a `targetPath`", key.shown());
            scope.gaps.push(Gap::at(wanted.at, GapKind::Evaluation, message));
        }
        return;
    }
    let documents = embedded(&scope.survey.files, &found);
    match documents {
        Some((Some(document), gaps)) => {
            scope.gaps.extend(gaps);
            *values = merge(values, &edit::hop(document, How::Values, wanted.at));
        }
        Some((None, gaps)) => {
            let broken = gaps.first().map(|g| g.message.clone());
            scope.gaps.extend(gaps);
            if let Some(message) = broken {
                let why = Why::Gap(message);
                let unknown = Unknown { why, what: None, ty: Ty::Map, not_null: true, likely: None, at: found.at };
                overlay_unknown(values, None, Arc::new(unknown));
            }
        }
        None => {
            let unknown = match &found.kind {
                Kind::Unknown(unknown) => unknown.clone(),
                _ => because(Why::Gap(format!("the value of `{}` is no text", key.shown()).into()), found.at),
            };
            overlay_unknown(values, None, unknown);
        }
    }
}

fn embedded(files: &Files<'_>, value: &Value) -> Option<(Option<Value>, Vec<Gap>)> {
    let documents = files.embedded(value, Reader::Helm)?;
    let mut first = documents.documents.into_iter().next();
    if let Some(document) = &mut first
        && value.marks.has(Marks::SENSITIVE)
    {
        mark(document, Marks::SENSITIVE);
    }
    Some((first, documents.gaps))
}

fn mark(value: &mut Value, marks: Marks) {
    value.marks = value.marks.with(marks);
    if let Kind::List(_) = value.kind {
        edit::items_mut(value).for_each(|v| mark(v, marks));
    }
    if let Kind::Map(map) = &mut value.kind {
        Arc::make_mut(map).entries.iter_mut().for_each(|e| mark(&mut e.value, marks));
    }
}

/// Flux's merge of values: maps deep, everything else replaced. A null stays, for the chart to delete a default.
pub fn merge(base: &Value, over: &Value) -> Value {
    merge_at(base, over, 0)
}

fn merge_at(base: &Value, over: &Value, depth: u32) -> Value {
    let (Kind::Map(old), Kind::Map(new)) = (&base.kind, &over.kind) else { return over.clone() };
    if depth > 128 {
        return over.clone();
    }
    let mut merged = Value { kind: Kind::Map(old.clone()), ..over.clone() };
    for entry in &new.entries {
        let value = match edit::get(&merged, &entry.key) {
            Some(under) => merge_at(under, &entry.value, depth + 1),
            None => entry.value.clone(),
        };
        replace(&mut merged, entry.key.clone(), entry.key_at, value);
    }
    if let (Some(rest), Kind::Map(map)) = (&new.rest, &mut merged.kind) {
        Arc::make_mut(map).rest = Some(rest.clone());
    }
    merged
}

/// Sets a key with its own place: the key that was written last.
fn replace(map: &mut Value, key: Arc<str>, key_at: Span, value: Value) {
    edit::set(map, &key, key_at, value);
    if let Kind::Map(map) = &mut map.kind
        && let Some(entry) = Arc::make_mut(map).entries.iter_mut().find(|e| e.key == key)
    {
        entry.key_at = key_at;
    }
}

/// Says that values nobody sees come over those that are there.
fn overlay_unknown(values: &mut Value, target: Option<&str>, unknown: Arc<Unknown>) {
    if let Some(path) = target {
        let at = unknown.at;
        assign(values, path, &edit::at(Kind::Unknown(unknown), at), true, at);
        return;
    }
    obscure(values, &unknown);
}

fn obscure(value: &mut Value, unknown: &Arc<Unknown>) {
    value.marks = value.marks.with(Marks::OVERRIDABLE);
    if let Kind::Map(map) = &mut value.kind {
        let map: &mut Map = Arc::make_mut(map);
        map.rest = Some(unknown.clone());
        map.entries.iter_mut().for_each(|e| obscure(&mut e.value, unknown));
    }
}
