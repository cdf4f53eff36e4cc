//! `crds:`: files of OpenAPI definitions whose extensions say which fields are names, labels and annotations.

use super::edit;
use super::fields::{Config, FieldSpec, NameReference};
use crate::eval::value::{Kind, Value};

/// Deepest nesting of definitions that is followed.
const DEPTH: usize = 32;
/// Most fields that one file may describe: a definition can refer to many, each to many more.
const FIELDS: usize = 10_000;

/// Reads a file. The error says why kustomize would refuse it.
pub fn read(definitions: &Value) -> Result<Config, String> {
    let mut config = Config::default();
    let mut left = FIELDS;
    for entry in edit::entries(definitions) {
        if !matches!(entry.value.kind, Kind::Map(_) | Kind::Null) {
            return Err(format!("`{}` is no OpenAPI definition", entry.key));
        }
    }
    for entry in edit::entries(definitions) {
        let Some(properties) = properties(&entry.value) else { continue };
        if ["kind", "apiVersion", "metadata"].iter().any(|key| edit::get(properties, key).is_none()) {
            continue;
        }
        let kind = entry.key.rsplit('.').next().unwrap_or(&entry.key);
        gather(&mut config, definitions, &entry.key, kind, &mut Vec::new(), &mut left);
    }
    Ok(config)
}

fn properties(definition: &Value) -> Option<&Value> {
    let schema = edit::entries(definition).iter().find(|e| e.key.eq_ignore_ascii_case("schema"))?;
    edit::get(&schema.value, "properties")
}

fn gather(config: &mut Config, definitions: &Value, name: &str, kind: &str, path: &mut Vec<String>, left: &mut usize) {
    let Some(properties) = edit::get(definitions, name).and_then(properties) else { return };
    if path.len() >= DEPTH {
        return;
    }
    for entry in edit::entries(properties) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        let property = &entry.value;
        path.push(entry.key.to_string());
        let has = |key: &str| edit::get(property, key).is_some();
        let spec = |path: &[String]| FieldSpec::of("", "", kind, &path.join("/"), false);
        if has("x-kubernetes-annotation") {
            config.common_annotations.push(spec(path));
        }
        if has("x-kubernetes-label-selector") {
            config.common_labels.push(spec(path));
        }
        if has("x-kubernetes-identity") {
            config.prefix.push(spec(path));
        }
        let text = |key: &str| edit::str_at(property, &[key]);
        if let (Some(version), Some(target)) =
            (text("x-kubernetes-object-ref-api-version"), text("x-kubernetes-object-ref-kind"))
        {
            let mut full = path.clone();
            full.push(text("x-kubernetes-object-ref-name-key").unwrap_or("name").into());
            config.name_references.push(NameReference {
                group: None,
                version: Some(version.into()),
                kind: Some(target.into()),
                fields: vec![spec(&full)],
            });
        }
        if let Some(next) = text("$ref") {
            gather(config, definitions, next, kind, path, left);
        }
        path.pop();
    }
}
