//! An object on its way through a kustomize build, with the identities it had.

use super::edit;
use super::origin::History;
use super::scope;
use crate::eval::value::Value;
use crate::source::Span;
use std::sync::Arc;

/// Group, version, kind, namespace and name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Id {
    /// The API group; empty for core.
    pub group: Arc<str>,
    /// The version.
    pub version: Arc<str>,
    /// The kind.
    pub kind: Arc<str>,
    /// The namespace as written; empty without one.
    pub namespace: Arc<str>,
    /// The name.
    pub name: Arc<str>,
}

impl Id {
    /// The identity of an object as it is now.
    pub fn of(value: &Value) -> Self {
        let api = edit::str_at(value, &["apiVersion"]).unwrap_or("");
        let (group, version) = api.split_once('/').unwrap_or(("", api));
        Self {
            group: group.into(),
            version: version.into(),
            kind: edit::str_at(value, &["kind"]).unwrap_or("").into(),
            namespace: edit::str_at(value, &["metadata", "namespace"]).unwrap_or("").into(),
            name: edit::lookup(value, &["metadata", "name"]).and_then(edit::scalar).unwrap_or_default().into(),
        }
    }

    /// Whether kustomize knows the kind as cluster-wide.
    pub fn is_cluster_scoped(&self) -> bool {
        scope::is_known_cluster_scoped(&self.group, &self.version, &self.kind)
    }

    /// The namespace kustomize compares by: `default` when none is written, a word of its own for cluster-wide kinds.
    pub fn effective_namespace(&self) -> &str {
        if self.is_cluster_scoped() {
            "_non_namespaceable_"
        } else if self.namespace.is_empty() {
            "default"
        } else {
            &self.namespace
        }
    }

    /// The identity as one word, equal when the identities match.
    pub fn key(&self) -> String {
        format!("{}/{}/{}/{}/{}", self.group, self.version, self.kind, self.effective_namespace(), self.name)
    }

    /// The same object, as kustomize compares identities.
    pub fn matches(&self, other: &Id) -> bool {
        self.group == other.group
            && self.version == other.version
            && self.kind == other.kind
            && self.name == other.name
            && self.effective_namespace() == other.effective_namespace()
    }
}

/// What a generator does when the object exists already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Behavior {
    /// It must not exist.
    #[default]
    Create,
    /// It is replaced.
    Replace,
    /// Its data is merged.
    Merge,
}

/// An object in a build.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The object.
    pub value: Value,
    /// Where it begins.
    pub at: Span,
    /// The identities it had before each change of name or namespace, the first one first.
    pub previous: Vec<Id>,
    /// Name prefixes it was given, the innermost first.
    pub prefixes: Vec<Arc<str>>,
    /// Name suffixes it was given, the innermost first.
    pub suffixes: Vec<Arc<str>>,
    /// Its name gets a hash of its content.
    pub needs_hash: bool,
    /// For generated objects.
    pub behavior: Behavior,
    /// The kustomizations and patches that made it what it is.
    pub via: Vec<Span>,
    /// It comes from `helmCharts`: kustomize leaves its namespace alone.
    pub from_chart: bool,
    /// The `vars` that name it.
    pub(super) vars: Vec<Arc<str>>,
    /// Where it comes from and what changed it, when `buildMetadata` asks.
    pub(super) origin: Option<Box<History>>,
}

impl Resource {
    /// An object as it is written.
    pub fn new(value: Value) -> Self {
        Self {
            at: value.at,
            value,
            previous: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            needs_hash: false,
            behavior: Behavior::Create,
            via: Vec::new(),
            from_chart: false,
            vars: Vec::new(),
            origin: None,
        }
    }

    /// Its identity now.
    pub fn id(&self) -> Id {
        Id::of(&self.value)
    }

    /// Its first identity.
    pub fn original(&self) -> Id {
        self.previous.first().cloned().unwrap_or_else(|| self.id())
    }

    /// Keeps the present identity among the previous ones, with the namespace that kustomize compares by.
    pub fn remember(&mut self) {
        let id = self.id();
        let namespace = id.effective_namespace().into();
        self.previous.push(Id { namespace, ..id });
    }

    /// Gives the previous identities the present group and version: kustomize remembers kinds, names and namespaces only.
    pub(super) fn align(&mut self) {
        let now = self.id();
        for id in &mut self.previous {
            id.group.clone_from(&now.group);
            id.version.clone_from(&now.version);
        }
    }

    /// Its identities, the present one first, as `replacements` look at them.
    pub(super) fn ids(&self) -> impl Iterator<Item = Id> + '_ {
        std::iter::once(self.id()).chain(self.previous.iter().cloned())
    }

    /// Whether it has or had an identity.
    pub fn ever(&self, id: &Id) -> bool {
        let kind = edit::str_at(&self.value, &["kind"]).unwrap_or("");
        if self.previous.is_empty() && kind != &*id.kind {
            return false;
        }
        self.id().matches(id) || self.previous.iter().any(|p| p.matches(id))
    }

    /// Notes a document that has a part in it, once.
    pub fn made_by(&mut self, place: Span) {
        if !self.via.contains(&place) {
            self.via.push(place);
        }
    }
}
