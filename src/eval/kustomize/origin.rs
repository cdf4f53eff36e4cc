//! `buildMetadata`: annotations that say where an object comes from and what changed it.

use super::edit;
use super::resource::Resource;
use super::transform::stringly;
use crate::eval::value::{Kind, Value};
use crate::source::Span;
use std::sync::Arc;

const ORIGIN: &str = "config.kubernetes.io/origin";
const TRANSFORMATIONS: &str = "alpha.config.kubernetes.io/transformations";
const MANAGED_BY: &str = "app.kubernetes.io/managed-by";

/// What the label of `managedByLabel` says: the release of kustomize that is followed here.
const KUSTOMIZE: &str = "kustomize-v5.8.2";

/// Where an object comes from: a file, or what a kustomization has in it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Origin {
    /// The file, relative to the directory that is built.
    pub path: String,
    /// The file that configures what made it.
    pub configured_in: String,
    /// `apiVersion`, `kind`, `name` and `namespace` of what made it.
    pub configured_by: [String; 4],
}

/// Where an object comes from and what changed it since.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct History {
    origin: Option<Origin>,
    changes: Vec<Origin>,
}

impl History {
    /// The file that it comes from.
    pub fn path(&self) -> String {
        self.origin.as_ref().map(|origin| origin.path.clone()).unwrap_or_default()
    }
}

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Wanted {
    /// `originAnnotations`.
    pub origins: bool,
    /// `transformerAnnotations`.
    pub changes: bool,
    /// `managedByLabel`.
    pub managed_by: bool,
}

impl Wanted {
    /// Reads `buildMetadata`.
    pub fn read(spec: &Value) -> Self {
        edit::get(spec, "buildMetadata").map(Self::of).unwrap_or_default()
    }

    /// The list that `buildMetadata` is.
    pub fn of(asked: &Value) -> Self {
        let has = |word: &str| edit::items(asked).any(|v| edit::as_str(v) == Some(word));
        Self {
            origins: has("originAnnotations"),
            changes: has("transformerAnnotations"),
            managed_by: has("managedByLabel"),
        }
    }

    /// Whether the history of objects is kept at all.
    pub fn keeps_history(self) -> bool {
        self.origins || self.changes
    }
}

impl Origin {
    /// A file that is read.
    pub fn of_file(path: String) -> Self {
        Self { path, ..Self::default() }
    }

    /// A field of a kustomization file.
    pub fn of_field(file: String, kind: &str) -> Self {
        let configured_by = ["builtin".into(), kind.into(), String::new(), String::new()];
        Self { configured_in: file, configured_by, ..Self::default() }
    }

    /// A transformer or generator that a file configures.
    pub fn of_plugin(file: String, config: &Value) -> Self {
        let part = |path: &[&str]| edit::str_at(config, path).unwrap_or_default().to_string();
        let configured_by =
            [part(&["apiVersion"]), part(&["kind"]), part(&["metadata", "name"]), part(&["metadata", "namespace"])];
        Self { configured_in: file, configured_by, ..Self::default() }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (key, value) in [("path", &self.path), ("configuredIn", &self.configured_in)] {
            if !value.is_empty() {
                lines.push(format!("{key}: {value}"));
            }
        }
        if self.configured_by.iter().any(|part| !part.is_empty()) {
            lines.push("configuredBy:".into());
            for (key, value) in ["apiVersion", "kind", "name", "namespace"].iter().zip(&self.configured_by) {
                if !value.is_empty() {
                    lines.push(format!("  {key}: {value}"));
                }
            }
        }
        lines
    }
}

/// Forgets where an object comes from: a generator replaces it.
pub fn forget(resource: &mut Resource) {
    if let Some(history) = &mut resource.origin {
        history.origin = None;
    }
}

/// Says where an object comes from, unless that is known.
pub fn made(resource: &mut Resource, origin: &Origin) {
    let history = resource.origin.get_or_insert_default();
    if history.origin.is_none() {
        history.origin = Some(origin.clone());
    }
}

/// Says that a transformer has run; objects without an origin were made by it.
pub fn changed(resources: &mut [Resource], by: &Origin) {
    for resource in resources {
        let history = resource.origin.get_or_insert_default();
        match history.origin {
            None => history.origin = Some(by.clone()),
            Some(_) => history.changes.push(by.clone()),
        }
    }
}

/// A path of a kustomization, seen from the directory of the build: `base` is where the kustomization is.
pub fn join(base: &str, written: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(written.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Kustomize's notes to itself, which it takes away at the end: also those that a manifest has.
fn is_note(key: &str) -> bool {
    matches!(key, "config.kubernetes.io/path" | "config.kubernetes.io/index" | "config.k8s.io/id")
        || key.strip_prefix("internal.config.kubernetes.io/").is_some_and(|note| {
            matches!(
                note,
                "previousKinds"
                    | "previousNames"
                    | "prefixes"
                    | "suffixes"
                    | "previousNamespaces"
                    | "allowNameChange"
                    | "allowKindChange"
                    | "refBy"
                    | "generatorBehavior"
                    | "needsHashSuffix"
                    | "path"
                    | "index"
                    | "seqindent"
                    | "id"
                    | "annotations-migration-resource-id"
                    | "helm-generated"
            )
        })
}

/// Whether a manifest asks for a hash of its content as kustomize notes it.
pub fn asks_for_hash(object: &Value) -> bool {
    let key = "internal.config.kubernetes.io/needsHashSuffix";
    edit::str_at(object, &["metadata", "annotations", key]) == Some("enabled")
}

/// Takes away kustomize's notes, and annotations that hold nothing else. Every annotation becomes text then.
pub fn clean(resource: &mut Resource) {
    let Some(annotations) = edit::lookup(&resource.value, &["metadata", "annotations"]) else { return };
    let entries = edit::entries(annotations);
    let notes: Vec<_> = entries.iter().map(|e| e.key.clone()).filter(|key| is_note(key)).collect();
    let noted = !notes.is_empty() || !resource.previous.is_empty() || resource.needs_hash || resource.from_chart;
    let empty = entries.len() == notes.len() && edit::map(annotations).is_some_and(|map| map.rest.is_none());
    let typed = entries.iter().any(|e| matches!(e.value.kind, Kind::Bool(_) | Kind::Number(_)));
    if notes.is_empty() && !typed && !(noted && empty) {
        return;
    }
    let Some(metadata) = edit::get_mut(&mut resource.value, "metadata") else { return };
    if noted && empty {
        edit::remove(metadata, "annotations");
    } else if let Some(annotations) = edit::get_mut(metadata, "annotations") {
        for key in notes {
            edit::remove(annotations, &key);
        }
        if let Kind::Map(map) = &mut annotations.kind {
            for entry in &mut Arc::make_mut(map).entries {
                entry.value = stringly(&entry.value);
            }
        }
    }
}

/// Writes what is asked for into the objects.
pub fn write(resources: &mut [Resource], wanted: Wanted, at: Span) {
    for resource in resources {
        let history = resource.origin.take();
        if let Some(history) = &history {
            if let Some(origin) = history.origin.as_ref().filter(|_| wanted.origins) {
                let text: String = origin.lines().iter().map(|line| format!("{line}\n")).collect();
                annotate(&mut resource.value, ORIGIN, text, at);
            }
            if wanted.changes && !history.changes.is_empty() {
                let mut text = String::new();
                for change in &history.changes {
                    for (index, line) in change.lines().iter().enumerate() {
                        text.push_str(if index == 0 { "- " } else { "  " });
                        text.push_str(line);
                        text.push('\n');
                    }
                }
                annotate(&mut resource.value, TRANSFORMATIONS, text, at);
            }
        }
        if wanted.managed_by {
            set(&mut resource.value, "labels", MANAGED_BY, KUSTOMIZE.into(), at);
        }
    }
}

fn annotate(value: &mut Value, key: &str, text: String, at: Span) {
    set(value, "annotations", key, text, at);
}

fn set(value: &mut Value, field: &str, key: &str, text: String, at: Span) {
    let Some(metadata) = edit::get_mut(value, "metadata") else { return };
    if edit::present(metadata, field).is_none() {
        edit::set(metadata, field, at, edit::empty_map(at));
    }
    if let Some(map) = edit::get_mut(metadata, field) {
        edit::set(map, key, at, edit::text(text, at));
    }
}
