//! Field specifications: which fields of which kinds a transformer touches. Kustomize's own, and those that
//! `configurations:` files add.

use super::edit;
use super::resource::Id;
use crate::eval::value::{Kind, Value};
use crate::source::Span;
use std::sync::Arc;

/// Fields of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldSpec {
    /// Group, or any.
    pub group: Option<Arc<str>>,
    /// Version, or any.
    pub version: Option<Arc<str>>,
    /// Kind, or any.
    pub kind: Option<Arc<str>>,
    /// The path.
    pub path: Arc<[Arc<str>]>,
    /// Missing parts of the path are created.
    pub create: bool,
}

impl FieldSpec {
    /// A specification from its written parts; empty parts mean anything.
    pub fn new(group: &str, kind: &str, path: &str, create: bool) -> Self {
        let some = |s: &str| if s.is_empty() { None } else { Some(Arc::from(s)) };
        Self { group: some(group), version: None, kind: some(kind), path: split(path), create }
    }

    /// Reads an entry of a `configurations:` file.
    pub fn read(entry: &Value) -> Option<Self> {
        let some = |key: &str| edit::str_at(entry, &[key]).map(Arc::from);
        Some(Self {
            group: some("group"),
            version: some("version"),
            kind: some("kind"),
            path: split(edit::str_at(entry, &["path"])?),
            create: edit::bool_at(entry, &["create"]).unwrap_or(false),
        })
    }

    /// Whether objects of this identity are meant.
    pub fn selects(&self, id: &Id) -> bool {
        selected(&self.group, &id.group) && selected(&self.version, &id.version) && selected(&self.kind, &id.kind)
    }

    /// The path as written.
    pub fn joined(&self) -> String {
        self.path.join("/")
    }
}

/// Whether a missing or equal pattern.
pub fn selected(pattern: &Option<Arc<str>>, text: &str) -> bool {
    pattern.as_ref().is_none_or(|p| **p == *text)
}

/// Splits a path at `/`, not at `\/`.
pub fn split(path: &str) -> Arc<[Arc<str>]> {
    let mut parts = vec![String::new()];
    let mut chars = path.trim_start_matches('/').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'/') => {
                chars.next();
                if let Some(last) = parts.last_mut() {
                    last.push('/');
                }
            }
            '/' => parts.push(String::new()),
            _ => {
                if let Some(last) = parts.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    parts.into_iter().map(Arc::from).collect()
}

/// Calls `f` on every field at a path; lists on the way are passed through element by element. With `create`, missing maps
/// on the way are made, and the field itself starts as null at `at`.
pub fn visit(value: &mut Value, path: &[Arc<str>], create: Option<Span>, f: &mut dyn FnMut(&mut Value)) {
    if let Kind::List(_) = value.kind {
        for item in edit::items_mut(value) {
            visit(item, path, create, f);
        }
        return;
    }
    let Some((step, rest)) = path.split_first() else {
        f(value);
        return;
    };
    if !matches!(value.kind, Kind::Map(_)) {
        return;
    }
    let (key, is_list) = match step.strip_suffix("[]") {
        Some(key) => (key, true),
        None => (&**step, false),
    };
    let missing = edit::present(value, key).is_none();
    if missing {
        let Some(at) = create.filter(|_| !is_list) else { return };
        let fresh = if rest.is_empty() { edit::at(Kind::Null, at) } else { edit::empty_map(at) };
        edit::set(value, key, at, fresh);
    }
    let Some(child) = edit::get_mut(value, key) else { return };
    if rest.is_empty() && !is_list {
        f(child);
    } else {
        visit(child, rest, create, f);
    }
}

/// Which fields hold the names of which kinds.
#[derive(Clone, Debug, PartialEq)]
pub struct NameReference {
    /// Group of the kind that is named, or any.
    pub group: Option<Arc<str>>,
    /// Its version, or any.
    pub version: Option<Arc<str>>,
    /// The kind.
    pub kind: Arc<str>,
    /// The fields.
    pub fields: Vec<FieldSpec>,
}

/// What `configurations:` files add to kustomize's own field specifications.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// `nameReference`.
    pub name_references: Vec<NameReference>,
    /// `namespace`.
    pub namespace: Vec<FieldSpec>,
    /// `namePrefix` and `nameSuffix`.
    pub names: Vec<FieldSpec>,
    /// `commonLabels`.
    pub common_labels: Vec<FieldSpec>,
    /// `labels`.
    pub labels: Vec<FieldSpec>,
    /// `commonAnnotations`.
    pub common_annotations: Vec<FieldSpec>,
    /// `images`.
    pub images: Vec<FieldSpec>,
    /// `replicas`.
    pub replicas: Vec<FieldSpec>,
}

impl Config {
    /// Adds what a `configurations:` file says.
    pub fn read(&mut self, document: &Value) {
        let fields =
            |key: &str| edit::items_at(document, key).into_iter().filter_map(FieldSpec::read).collect::<Vec<_>>();
        self.merge(Config {
            name_references: edit::items_at(document, "nameReference")
                .into_iter()
                .filter_map(|entry| {
                    Some(NameReference {
                        group: edit::str_at(entry, &["group"]).map(Arc::from),
                        version: edit::str_at(entry, &["version"]).map(Arc::from),
                        kind: edit::str_at(entry, &["kind"])?.into(),
                        fields: edit::items_at(entry, "fieldSpecs").into_iter().filter_map(FieldSpec::read).collect(),
                    })
                })
                .collect(),
            namespace: fields("namespace"),
            names: fields("namePrefix"),
            common_labels: fields("commonLabels"),
            labels: fields("labels"),
            common_annotations: fields("commonAnnotations"),
            images: fields("images"),
            replicas: fields("replicas"),
        });
    }

    /// Adds another configuration; what is there already stays once.
    pub fn merge(&mut self, other: Config) {
        fn add<T: PartialEq>(to: &mut Vec<T>, from: Vec<T>) {
            for item in from {
                if !to.contains(&item) {
                    to.push(item);
                }
            }
        }
        add(&mut self.name_references, other.name_references);
        add(&mut self.namespace, other.namespace);
        add(&mut self.names, other.names);
        add(&mut self.common_labels, other.common_labels);
        add(&mut self.labels, other.labels);
        add(&mut self.common_annotations, other.common_annotations);
        add(&mut self.images, other.images);
        add(&mut self.replicas, other.replicas);
    }
}
