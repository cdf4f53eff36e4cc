//! Kubernetes objects that Terraform applies: `kubernetes_*`, `kubernetes_manifest`, `kubectl_manifest` and
//! `helm_release` resources, as the objects they become.

mod release;
mod resource;

use super::configuration::{Configuration, Existence, Resource};
use super::flux::{concealed, shown_in_address as shown};
use super::functions;
use super::kubernetes::{Object, Reach, Unrendered};
use super::kustomize::scope::is_cluster_wide;
use super::kustomize::{Id, edit};
use super::origin;
use super::value::{Address, Kind, Ty, Unknown, Value, Why};
use crate::source::{Gap, Sources, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the resources of one configuration put into a cluster.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// The objects; their scope is the configuration's.
    pub objects: Vec<Object>,
    /// Releases whose chart is not at hand, and manifests that are not known.
    pub unrendered: Vec<Unrendered>,
    /// What could not be seen.
    pub gaps: Vec<Gap>,
}

/// Whether a resource of this type puts objects into a cluster.
pub fn applies(kind: &str) -> bool {
    matches!(kind, "helm_release" | "kubectl_manifest") || kind == "kubernetes_manifest" || resource::is_known(kind)
}

/// The objects of a configuration. A resource that exists only perhaps, or whose manifest is not known, leaves open what
/// else there is.
pub fn objects(sources: &Sources, configuration: &Configuration) -> Applied {
    let mut out = Applied::default();
    let mut writer = Writer { sources, configuration, out: &mut out };
    for resource in configuration.resources.iter().filter(|r| !r.data) {
        writer.add(resource);
    }
    out
}

struct Writer<'a> {
    sources: &'a Sources,
    configuration: &'a Configuration,
    out: &'a mut Applied,
}

impl Writer<'_> {
    fn add(&mut self, resource: &Resource) {
        let manifest = match &*resource.kind {
            "helm_release" => return self.release(resource),
            "kubernetes_manifest" => origin::field(&resource.attributes, "manifest").map(|e| Ok(e.value.clone())),
            "kubectl_manifest" => {
                let text = origin::field(&resource.attributes, "yaml_body").map(|e| &e.value);
                text.map(functions::read_yaml)
            }
            kind => resource::manifest(kind, &resource.attributes).map(Ok),
        };
        let Some(manifest) = manifest else { return };
        let perhaps = match &resource.exists {
            Existence::Certain => None,
            Existence::Perhaps(why) => Some(why.clone()),
        };
        match (manifest, perhaps) {
            (Ok(value), None) if edit::str_at(&value, &["kind"]).is_some() => self.push(resource, value, None),
            (Ok(value), why) => {
                let why = why
                    .or_else(|| value.first_unknown().cloned())
                    .unwrap_or_else(|| unknown("the manifest has no kind", resource.at));
                let namespace = edit::lookup(&value, &["metadata", "namespace"]).cloned();
                self.unseen(resource, namespace, why);
            }
            (Err(why), _) => self.unseen(resource, None, why),
        }
    }

    /// Whether a place is in a file of another language than Terraform's.
    fn is_manifest(&self, at: Span) -> bool {
        let ends = [".yaml", ".yml", ".json", ".tpl", ".tftpl", ".tmpl"];
        self.sources
            .file(at.file)
            .is_some_and(|f| ends.iter().any(|e| f.path.ends_with(e)) && !f.path.ends_with(".tf.json"))
    }

    fn owner(&self) -> Address {
        Address::new(self.configuration.repository.clone(), self.configuration.scope.clone(), "")
    }

    fn reach(&self) -> Reach {
        Reach::Live(BTreeSet::from([self.owner()]))
    }

    /// Something whose objects are not seen.
    fn unseen(&mut self, resource: &Resource, namespace: Option<Value>, why: Arc<Unknown>) {
        let unset = || origin::value(Unknown { not_null: true, ..Unknown::new(why.why.clone(), resource.at) });
        self.out.unrendered.push(Unrendered {
            release: self.owner().subject(resource.address.clone()),
            namespace: namespace.unwrap_or_else(unset),
            why,
            reach: self.reach(),
            at: resource.at,
        });
    }

    fn push(&mut self, resource: &Resource, value: Value, release: Option<Address>) {
        let value = concealed(&value);
        let id = Id::of(&value);
        // A manifest that is read from a file is written there, and the resource only applies it.
        let from_file = release.is_none() && self.is_manifest(value.at);
        let at = if from_file { value.at } else { resource.at };
        let Some(file) = self.sources.file(at.file) else { return };
        let unset = |what: &str| {
            let why = Why::Unset(what.into());
            origin::value(Unknown { ty: Ty::Text, not_null: true, ..Unknown::new(why, at) })
        };
        let namespace = match edit::lookup(&value, &["metadata", "namespace"]) {
            _ if is_cluster_wide(&id.group, &id.kind) => edit::text("", at),
            Some(namespace) if !edit::is_empty(namespace) => namespace.clone(),
            _ => edit::text("default", at),
        };
        let name = edit::lookup(&value, &["metadata", "name"]).cloned().unwrap_or_else(|| unset("metadata.name"));
        let place = if is_cluster_wide(&id.group, &id.kind) { String::new() } else { shown(&namespace) };
        let subject = format!("{}/{place}/{}", id.kind, shown(&name));
        self.out.objects.push(Object {
            address: self.owner().subject(subject),
            api_version: edit::str_at(&value, &["apiVersion"]).unwrap_or("").into(),
            kind: id.kind.clone(),
            namespace,
            name,
            marks: value.marks.with(resource.marks),
            at,
            tree: file.tree,
            path: file.path.clone(),
            release,
            applied_by: Some(self.owner()),
            reach: self.reach(),
            via: match from_file {
                true => [resource.at].into_iter().chain(resource.calls.iter().copied()).collect(),
                false => resource.calls.clone(),
            },
            generated: false,
            value,
        });
    }
}

fn unknown(message: &str, at: Span) -> Arc<Unknown> {
    Arc::new(Unknown { not_null: true, ..Unknown::new(Why::Gap(message.into()), at) })
}

/// The one nested block of a list of blocks.
fn only(value: &Value) -> Option<&Value> {
    match &value.kind {
        Kind::List(_) => value.elements().next(),
        Kind::Map(_) => Some(value),
        _ => None,
    }
}
