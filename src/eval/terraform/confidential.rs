//! Arguments of resources that are secret although their names do not say so.

use crate::eval::origin;
use crate::eval::value::{Entry, Item, Kind, Map, Marks, Value};
use crate::source::names_a_secret;
use std::sync::Arc;

/// Arguments that their providers' schemas call sensitive, or whose type says so, by resource type.
const ARGUMENTS: [(&str, &[&str]); 14] = [
    ("aws_secretsmanager_secret_version", &["secret_string", "secret_binary"]),
    ("azurerm_key_vault_secret", &["value"]),
    ("github_actions_environment_secret", &["plaintext_value", "encrypted_value"]),
    ("github_actions_organization_secret", &["plaintext_value", "encrypted_value"]),
    ("github_actions_secret", &["plaintext_value", "encrypted_value"]),
    ("gitlab_project_variable", &["value"]),
    ("google_secret_manager_secret_version", &["secret_data"]),
    ("kubernetes_secret", &["data", "binary_data"]),
    ("kubernetes_secret_v1", &["data", "binary_data"]),
    ("kubernetes_secret_v1_data", &["data"]),
    ("local_sensitive_file", &["content", "content_base64"]),
    ("vault_generic_secret", &["data_json"]),
    ("vault_kv_secret", &["data_json"]),
    ("vault_kv_secret_v2", &["data_json"]),
];

/// The arguments of a resource, those that are secret with the mark.
pub(super) fn confidential(kind: &str, attributes: Value) -> Value {
    let hide = |names: &[&str], attributes: Value| {
        names.iter().fold(attributes, |value, name| changed(value, name, |held| origin::mark(held, Marks::SENSITIVE)))
    };
    let text = |name: &str| origin::field(&attributes, name).and_then(|e| e.value.as_str());
    match kind {
        // Of a `String` the provider hides the value too; a person wrote it where everyone reads it.
        "aws_ssm_parameter" if !matches!(text("type"), Some("String" | "StringList")) => {
            hide(&["value", "value_wo"], attributes)
        }
        "tfe_variable" => {
            let open =
                origin::field(&attributes, "sensitive").is_none_or(|e| matches!(e.value.kind, Kind::Bool(false)));
            if open { attributes } else { hide(&["value"], attributes) }
        }
        "helm_release" => {
            changed(changed(attributes, "set_sensitive", |set| settings(set, true)), "set", |set| settings(set, false))
        }
        "kubernetes_manifest" => changed(attributes, "manifest", |manifest| {
            if origin::field(&manifest, "kind").and_then(|e| e.value.as_str()) == Some("Secret") {
                hide(&["data", "stringData"], manifest)
            } else {
                manifest
            }
        }),
        _ => match ARGUMENTS.iter().find(|(of, _)| *of == kind) {
            Some((_, names)) => hide(names, attributes),
            None => attributes,
        },
    }
}

/// The map with one of its values changed; other values as they are.
fn changed(of: Value, name: &str, change: impl Fn(Value) -> Value) -> Value {
    let Some(map) = origin::as_map(&of).filter(|map| map.entries.iter().any(|e| &*e.key == name)) else { return of };
    let entries = map.entries.iter().map(|entry| match &*entry.key == name {
        true => Entry { value: change(entry.value.clone()), ..entry.clone() },
        false => entry.clone(),
    });
    let map = Map { entries: entries.collect(), rest: map.rest.clone() };
    Value { kind: Kind::Map(Arc::new(map)), ..of }
}

/// `set` blocks of a release: the values of all, or of those that set a value with a secret's name.
fn settings(blocks: Value, all: bool) -> Value {
    let secret = |block: &Value| {
        let name = origin::field(block, "name").and_then(|e| e.value.as_str());
        all || name.is_none_or(names_a_secret)
    };
    let one = |block: Value| {
        if secret(&block) { changed(block, "value", |value| origin::mark(value, Marks::SENSITIVE)) } else { block }
    };
    match &blocks.kind {
        Kind::List(items) => {
            let items = items.iter().map(|item| match item {
                Item::One(block) => Item::One(one(block.clone())),
                Item::Many(why) => Item::Many(why.clone()),
            });
            Value { kind: Kind::List(items.collect()), ..blocks }
        }
        _ => blocks,
    }
}
