//! The objects of one scope, found by kind, namespace and name.

use crate::eval::kustomize::{Id, Resource, edit};
use crate::eval::value::{Absent, Address, Kind, Marks, Value};
use crate::source::{Span, TreeId};
use std::collections::HashMap;
use std::sync::Arc;

/// An object that reaches a cluster, or would.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The object with its history.
    pub resource: Resource,
    /// Its tree.
    pub tree: TreeId,
    /// The Flux Kustomization or HelmRelease that brings it.
    pub applied_by: Option<Address>,
    /// The HelmRelease that renders it.
    pub release: Option<Address>,
    /// The namespace it gets when it names none.
    pub default_namespace: Option<Value>,
    /// Reached only through something suspended.
    pub suspended: bool,
}

impl Placed {
    /// The object.
    pub fn value(&self) -> &Value {
        &self.resource.value
    }

    /// Its namespace as far as known.
    pub fn namespace(&self) -> Option<&Value> {
        edit::lookup(self.value(), &["metadata", "namespace"])
            .filter(|v| !matches!(v.kind, Kind::Null) && edit::as_str(v) != Some(""))
            .or(self.default_namespace.as_ref())
    }

    /// `Kind/namespace/name`, unknown parts as `?`.
    pub fn subject(&self) -> String {
        let id = self.resource.id();
        let namespace = if super::scope::is_cluster_wide(&id) {
            String::new()
        } else {
            self.namespace().map_or(String::new(), shown)
        };
        let name = edit::lookup(self.value(), &["metadata", "name"])
            .or(edit::lookup(self.value(), &["metadata", "generateName"]))
            .map_or("?".into(), shown);
        let kind = edit::lookup(self.value(), &["kind"]).map_or("?".into(), shown);
        format!("{kind}/{namespace}/{name}")
    }
}

/// A value in an address: text with `?` for what is not known or never shown.
pub fn shown(value: &Value) -> String {
    use crate::eval::value::{Part, Text};
    if value.marks.has(Marks::SENSITIVE) {
        return "?".into();
    }
    match &value.kind {
        Kind::Text(Text::Parts(parts)) => parts
            .iter()
            .map(|part| match part {
                Part::Known(text, _) => &**text,
                Part::Hole(..) => "?",
            })
            .collect(),
        Kind::Null => String::new(),
        _ => edit::scalar(value).map_or("?".into(), |s| s.into_owned()),
    }
}

/// Objects by what they are called.
#[derive(Debug, Default)]
pub struct Index {
    by_name: HashMap<(Arc<str>, String, String), Vec<usize>>,
}

impl Index {
    /// Adds an object.
    pub fn add(&mut self, placed: &Placed, index: usize) {
        let id: Id = placed.resource.id();
        let namespace = placed.namespace().and_then(edit::scalar).unwrap_or_default().into_owned();
        self.by_name.entry((id.kind, namespace, id.name.to_string())).or_default().push(index);
    }

    /// The object of that kind, namespace and name; the first when there are several.
    pub fn find(&self, kind: &str, namespace: &str, name: &str) -> Option<usize> {
        self.by_name.get(&(kind.into(), namespace.to_string(), name.to_string()))?.first().copied()
    }

    /// The names by kind and namespace.
    pub fn present(&self) -> HashMap<(&str, &str), Vec<&str>> {
        let mut present: HashMap<(&str, &str), Vec<&str>> = HashMap::new();
        for (kind, namespace, name) in self.by_name.keys() {
            present.entry((kind, namespace)).or_default().push(name);
        }
        present
    }
}

/// A text that an object or the name of one is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The text.
    pub text: String,
    /// Marks of the value that gave it.
    pub marks: Marks,
}

impl Name {
    /// A text that is written by us.
    pub fn plain(text: &str) -> Self {
        Self { text: text.into(), marks: Marks::NONE }
    }

    /// A scalar that is wholly known.
    pub fn of(value: &Value) -> Option<Self> {
        Some(Self { text: edit::scalar(value)?.into_owned(), marks: value.marks })
    }

    /// The text under a key.
    pub fn at(map: &Value, key: &str) -> Option<Self> {
        edit::get(map, key).filter(|v| edit::as_str(v).is_some()).and_then(Self::of)
    }

    /// The namespace that an object writes.
    pub fn namespace_of(object: &Value, default: &str) -> Self {
        let written = edit::lookup(object, &["metadata", "namespace"]).filter(|v| edit::as_str(v).is_some());
        written.filter(|v| edit::as_str(v) != Some("")).and_then(Self::of).unwrap_or_else(|| Self::plain(default))
    }

    /// The text for messages.
    pub fn shown(&self) -> &str {
        if self.marks.has(Marks::SENSITIVE) { "?" } else { &self.text }
    }
}

/// A name of an object that another object writes.
#[derive(Clone, Debug)]
pub struct ObjectName {
    /// Kind.
    pub kind: Name,
    /// Namespace.
    pub namespace: Name,
    /// Name.
    pub name: Name,
    /// Where the name is written.
    pub at: Span,
}

impl ObjectName {
    /// The object as one that is not among the given repositories.
    pub fn absent(&self) -> Absent {
        Absent::Object {
            kind: self.kind.shown().into(),
            namespace: self.namespace.shown().into(),
            name: self.name.shown().into(),
        }
    }
}
