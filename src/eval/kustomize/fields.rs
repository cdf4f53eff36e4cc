//! Field specifications: which fields of which kinds a transformer touches. Kustomize's own, and those that
//! `configurations:` files add.

use super::resource::Id;
use super::{builtin, edit};
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
    pub fn of(group: &str, version: &str, kind: &str, path: &str, create: bool) -> Self {
        let some = |s: &str| if s.is_empty() { None } else { Some(Arc::from(s)) };
        Self { group: some(group), version: some(version), kind: some(kind), path: split(path), create }
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

    /// Reads a list of them.
    pub fn read_all(value: &Value, key: &str) -> Vec<Self> {
        edit::items_at(value, key).into_iter().filter_map(Self::read).collect()
    }

    /// Whether objects of this identity are meant.
    pub fn selects(&self, id: &Id) -> bool {
        selected(&self.group, &id.group) && selected(&self.version, &id.version) && selected(&self.kind, &id.kind)
    }

    /// The path as written.
    pub fn joined(&self) -> String {
        self.path.join("/")
    }

    /// Whether the path is this one, written without escapes.
    pub fn is(&self, path: &str) -> bool {
        self.path.iter().map(|part| &**part).eq(path.split('/'))
    }

    /// Whether this one stands for another (`effectivelyEquals`).
    fn stands_for(&self, other: &Self) -> bool {
        let part = |own: &Option<Arc<str>>, other: &Option<Arc<str>>| other.is_none() || own == other;
        part(&self.group, &other.group)
            && part(&self.version, &other.version)
            && part(&self.kind, &other.kind)
            && self.path == other.path
    }
}

/// Adds a specification to those that are there, unless one stands for it. The error says that the two do not agree about
/// creating the field.
pub fn add(own: &[FieldSpec], more: &mut Vec<FieldSpec>, spec: FieldSpec) -> Result<(), String> {
    match own.iter().chain(more.iter()).find(|known| known.stands_for(&spec)) {
        Some(known) if known.create != spec.create => {
            Err(format!("`{}` is configured with and without `create`", spec.joined()))
        }
        Some(_) => Ok(()),
        None => {
            more.push(spec);
            Ok(())
        }
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
/// on the way are made, and the field itself starts as null at `at`. Whether the path fits the value: a plain value on the way
/// does not.
pub fn visit(value: &mut Value, path: &[Arc<str>], create: Option<Span>, f: &mut dyn FnMut(&mut Value)) -> bool {
    let Some((step, rest)) = path.split_first() else {
        f(value);
        return true;
    };
    match value.kind {
        Kind::List(_) => {
            let mut fits = true;
            for item in edit::items_mut(value) {
                fits &= visit(item, path, create, f);
            }
            return fits;
        }
        Kind::Map(_) => {}
        Kind::Null | Kind::Unknown(_) => return true,
        _ => return false,
    }
    let (key, is_list) = match step.strip_suffix("[]") {
        Some(key) => (key, true),
        None => (&**step, false),
    };
    let missing = edit::present(value, key).is_none();
    if missing {
        let Some(at) = create.filter(|_| !is_list) else { return true };
        let fresh = if rest.is_empty() { edit::at(Kind::Null, at) } else { edit::empty_map(at) };
        edit::set(value, key, at, fresh);
    }
    match edit::get_mut(value, key) {
        Some(child) => visit(child, rest, create, f),
        None => true,
    }
}

/// Which fields hold the names of which kinds.
#[derive(Clone, Debug, PartialEq)]
pub struct NameReference {
    /// Group of the kind that is named, or any.
    pub group: Option<Arc<str>>,
    /// Its version, or any.
    pub version: Option<Arc<str>>,
    /// The kind, or any.
    pub kind: Option<Arc<str>>,
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
    /// `namePrefix`.
    pub prefix: Vec<FieldSpec>,
    /// `nameSuffix`.
    pub suffix: Vec<FieldSpec>,
    /// `commonLabels`.
    pub common_labels: Vec<FieldSpec>,
    /// `labels`.
    pub labels: Vec<FieldSpec>,
    /// `templateLabels`.
    pub template_labels: Vec<FieldSpec>,
    /// `volumeClaimTemplateLabels`.
    pub volume_claim_labels: Vec<FieldSpec>,
    /// `commonAnnotations`.
    pub common_annotations: Vec<FieldSpec>,
    /// `images`.
    pub images: Vec<FieldSpec>,
    /// `replicas`.
    pub replicas: Vec<FieldSpec>,
    /// `varReference`.
    pub vars: Vec<FieldSpec>,
}

impl Config {
    /// Adds what a `configurations:` file says. The errors say which of it kustomize would refuse.
    pub fn read(&mut self, document: &Value) -> Vec<String> {
        let fields = |key: &str| FieldSpec::read_all(document, key);
        self.merge(Config {
            name_references: edit::items_at(document, "nameReference")
                .into_iter()
                .map(|entry| NameReference {
                    group: edit::str_at(entry, &["group"]).map(Arc::from),
                    version: edit::str_at(entry, &["version"]).map(Arc::from),
                    kind: edit::str_at(entry, &["kind"]).map(Arc::from),
                    fields: FieldSpec::read_all(entry, "fieldSpecs"),
                })
                .collect(),
            namespace: fields("namespace"),
            prefix: fields("namePrefix"),
            suffix: fields("nameSuffix"),
            common_labels: fields("commonLabels"),
            labels: fields("labels"),
            template_labels: fields("templateLabels"),
            volume_claim_labels: fields("volumeClaimTemplateLabels"),
            common_annotations: fields("commonAnnotations"),
            images: fields("images"),
            replicas: fields("replicas"),
            vars: fields("varReference"),
        })
    }

    /// Adds another configuration; what is there already stays once. The errors say what does not go together.
    pub fn merge(&mut self, other: Config) -> Vec<String> {
        let mut problems = Vec::new();
        for reference in other.name_references {
            if !self.name_references.contains(&reference) {
                self.name_references.push(reference);
            }
        }
        let mut all = |own: &[FieldSpec], more: &mut Vec<FieldSpec>, from: Vec<FieldSpec>| {
            for spec in from {
                problems.extend(add(own, more, spec).err());
            }
        };
        all(&builtin::NAMESPACES, &mut self.namespace, other.namespace);
        all(&builtin::NAMES, &mut self.prefix, other.prefix);
        all(&builtin::NAMES, &mut self.suffix, other.suffix);
        all(&builtin::COMMON_LABELS, &mut self.common_labels, other.common_labels);
        all(&[], &mut self.labels, other.labels);
        all(&builtin::TEMPLATE_LABELS, &mut self.template_labels, other.template_labels);
        all(&builtin::VOLUME_CLAIM_TEMPLATE_LABELS, &mut self.volume_claim_labels, other.volume_claim_labels);
        all(&builtin::COMMON_ANNOTATIONS, &mut self.common_annotations, other.common_annotations);
        all(&builtin::IMAGE_FIELDS, &mut self.images, other.images);
        all(&builtin::REPLICA_FIELDS, &mut self.replicas, other.replicas);
        all(&builtin::VAR_REFERENCES, &mut self.vars, other.vars);
        problems
    }
}
