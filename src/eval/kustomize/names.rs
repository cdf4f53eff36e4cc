//! After names changed: the fields of other objects that hold them.

use super::edit;
use super::fields::{Config, FieldSpec, selected, visit};
use super::resource::{Id, Resource};
use crate::eval::value::{How, Kind, Value};
use crate::source::Span;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A name reference of kustomize's own: group and kind that is named, group and kind that names, the field.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

const RBAC: &str = "rbac.authorization.k8s.io";
const KNATIVE: &str = "serving.knative.dev";
const ADMISSION: &str = "admissionregistration.k8s.io";

/// The rows that concern no pod template (kustomize's `namereference.go`).
const ROWS: &[Row] = &[
    ("", "Deployment", "", "HorizontalPodAutoscaler", "spec/scaleTargetRef/name"),
    ("", "ReplicationController", "", "HorizontalPodAutoscaler", "spec/scaleTargetRef/name"),
    ("", "ReplicaSet", "", "HorizontalPodAutoscaler", "spec/scaleTargetRef/name"),
    ("", "StatefulSet", "", "HorizontalPodAutoscaler", "spec/scaleTargetRef/name"),
    ("", "ConfigMap", "", "Node", "spec/configSource/configMap"),
    ("", "ConfigMap", "", "Role", "rules/resourceNames"),
    ("", "ConfigMap", "", "ClusterRole", "rules/resourceNames"),
    ("", "ConfigMap", "", "Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap"),
    ("", "Secret", "", "Ingress", "spec/tls/secretName"),
    ("", "Secret", "", "Ingress", "metadata/annotations/ingress.kubernetes.io\\/auth-secret"),
    ("", "Secret", "", "Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret"),
    ("", "Secret", "", "Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret"),
    ("", "Secret", "", "ServiceAccount", "imagePullSecrets/name"),
    ("", "Secret", "", "StorageClass", "parameters/secretName"),
    ("", "Secret", "", "StorageClass", "parameters/adminSecretName"),
    ("", "Secret", "", "StorageClass", "parameters/userSecretName"),
    ("", "Secret", "", "StorageClass", "parameters/secretRef"),
    ("", "Secret", "", "Role", "rules/resourceNames"),
    ("", "Secret", "", "ClusterRole", "rules/resourceNames"),
    ("", "Secret", KNATIVE, "Service", "spec/template/spec/containers/env/valueFrom/secretKeyRef/name"),
    ("", "Secret", "", "PersistentVolume", "spec/azureFile/secretName"),
    ("", "Service", "apps", "StatefulSet", "spec/serviceName"),
    ("", "Service", "", "Ingress", "spec/rules/http/paths/backend/serviceName"),
    ("", "Service", "", "Ingress", "spec/backend/serviceName"),
    ("", "Service", "", "Ingress", "spec/rules/http/paths/backend/service/name"),
    ("", "Service", "", "Ingress", "spec/defaultBackend/service/name"),
    ("", "Service", "apiregistration.k8s.io", "APIService", "spec/service/name"),
    ("", "Service", ADMISSION, "ValidatingWebhookConfiguration", "webhooks/clientConfig/service"),
    ("", "Service", ADMISSION, "MutatingWebhookConfiguration", "webhooks/clientConfig/service"),
    (RBAC, "Role", RBAC, "RoleBinding", "roleRef/name"),
    (RBAC, "ClusterRole", RBAC, "RoleBinding", "roleRef/name"),
    (RBAC, "ClusterRole", RBAC, "ClusterRoleBinding", "roleRef/name"),
    ("", "ServiceAccount", RBAC, "RoleBinding", "subjects"),
    ("", "ServiceAccount", RBAC, "ClusterRoleBinding", "subjects"),
    ("", "PersistentVolume", "", "PersistentVolumeClaim", "spec/volumeName"),
    ("", "PersistentVolume", "", "ClusterRole", "rules/resourceNames"),
    ("storage.k8s.io", "StorageClass", "", "PersistentVolume", "spec/storageClassName"),
    ("storage.k8s.io", "StorageClass", "", "PersistentVolumeClaim", "spec/storageClassName"),
    ("storage.k8s.io", "StorageClass", "", "StatefulSet", "spec/volumeClaimTemplates/spec/storageClassName"),
    (ADMISSION, "ValidatingAdmissionPolicy", ADMISSION, "ValidatingAdmissionPolicyBinding", "spec/policyName"),
];

/// Kinds with pods, and where their pod spec is; whether ConfigMaps and Secrets, and whether the rest is looked for.
const PODS: &[(&str, &str, bool, bool)] = &[
    ("Pod", "spec", true, true),
    ("PodTemplate", "template/spec", true, false),
    ("Deployment", "spec/template/spec", true, true),
    ("ReplicaSet", "spec/template/spec", true, false),
    ("ReplicationController", "spec/template/spec", false, true),
    ("DaemonSet", "spec/template/spec", true, true),
    ("StatefulSet", "spec/template/spec", true, true),
    ("Job", "spec/template/spec", true, true),
    ("CronJob", "spec/jobTemplate/spec/template/spec", true, true),
];

/// Fields of a pod spec: what is named, the field, whether it is among those of ConfigMaps and Secrets.
const POD_FIELDS: &[(&str, &str, &str, bool)] = &[
    ("", "ConfigMap", "volumes/configMap/name", true),
    ("", "ConfigMap", "containers/env/valueFrom/configMapKeyRef/name", true),
    ("", "ConfigMap", "initContainers/env/valueFrom/configMapKeyRef/name", true),
    ("", "ConfigMap", "containers/envFrom/configMapRef/name", true),
    ("", "ConfigMap", "initContainers/envFrom/configMapRef/name", true),
    ("", "ConfigMap", "volumes/projected/sources/configMap/name", true),
    ("", "Secret", "volumes/secret/secretName", true),
    ("", "Secret", "containers/env/valueFrom/secretKeyRef/name", true),
    ("", "Secret", "initContainers/env/valueFrom/secretKeyRef/name", true),
    ("", "Secret", "containers/envFrom/secretRef/name", true),
    ("", "Secret", "initContainers/envFrom/secretRef/name", true),
    ("", "Secret", "imagePullSecrets/name", true),
    ("", "Secret", "volumes/projected/sources/secret/name", true),
    ("", "ServiceAccount", "serviceAccountName", false),
    ("", "PersistentVolumeClaim", "volumes/persistentVolumeClaim/claimName", false),
    ("scheduling.k8s.io", "PriorityClass", "priorityClassName", false),
];

/// A kind that is named.
#[derive(Debug)]
struct Target {
    group: Option<Arc<str>>,
    version: Option<Arc<str>>,
    kind: Option<Arc<str>>,
}

impl Target {
    fn selects(&self, id: &Id) -> bool {
        selected(&self.group, &id.group) && selected(&self.version, &id.version) && selected(&self.kind, &id.kind)
    }
}

/// What is known of each object while references are followed.
#[derive(Debug)]
struct Known {
    id: Id,
    previous: Vec<Id>,
    prefixes: Vec<Arc<str>>,
    suffixes: Vec<Arc<str>>,
    /// The name's value, with its place and its holes.
    name: Option<Value>,
    namespace: Option<Value>,
}

/// What following the references costs, in steps: each may be to any of the objects that had one name.
pub fn cost(resources: &[Resource]) -> u64 {
    let mut by_name: HashMap<&str, u64> = HashMap::new();
    for previous in resources.iter().flat_map(|r| &r.previous) {
        *by_name.entry(&previous.name).or_default() += 1;
    }
    let pairs = by_name.values().fold(0u64, |sum, n| sum.saturating_add(n.saturating_mul(*n) / 16));
    pairs.saturating_add(resources.len() as u64)
}

/// Rewrites every field that names a renamed object. Returns what could not be decided.
pub fn fix(resources: &mut [Resource], config: &Config, at: Span) -> Vec<String> {
    let known: Vec<Known> = resources
        .iter()
        .map(|r| Known {
            id: r.id(),
            previous: r.previous.clone(),
            prefixes: r.prefixes.clone(),
            suffixes: r.suffixes.clone(),
            name: edit::lookup(&r.value, &["metadata", "name"]).cloned(),
            namespace: edit::lookup(&r.value, &["metadata", "namespace"]).cloned(),
        })
        .collect();
    let mut problems: Vec<String> = resources.iter().filter_map(blank_subject).collect();
    let renamed: BTreeSet<Arc<str>> = known
        .iter()
        .filter(|k| {
            k.previous.iter().any(|p| {
                p.name != k.id.name || p.kind != k.id.kind || p.effective_namespace() != k.id.effective_namespace()
            })
        })
        .flat_map(|k| k.previous.iter().map(|p| p.kind.clone()))
        .collect();
    if renamed.is_empty() {
        return problems;
    }
    let table: Vec<(Target, FieldSpec)> =
        table(config).into_iter().filter(|(t, _)| t.kind.as_ref().is_none_or(|kind| renamed.contains(kind))).collect();
    let mut by_name: HashMap<&str, Vec<&Known>> = HashMap::new();
    for k in &known {
        let names: BTreeSet<&str> = k.previous.iter().map(|p| &*p.name).collect();
        for name in names {
            by_name.entry(name).or_default().push(k);
        }
    }
    for (index, resource) in resources.iter_mut().enumerate() {
        let Some(referrer) = known.get(index) else { continue };
        let original = referrer.previous.first().unwrap_or(&referrer.id);
        let namespaces = subject_namespaces(referrer, &resource.value);
        for (target, field) in table.iter().filter(|(_, field)| field.selects(original)) {
            let role = field.joined().ends_with("roleRef/name").then(|| role_ref(&resource.value)).flatten();
            let sight = Sight { referrer, target, role, by_name: &by_name, namespaces: &namespaces, at };
            visit(&mut resource.value, &field.path, None, &mut |value| {
                if let Err(problem) = sight.update(value) {
                    problems.push(problem);
                }
            });
        }
    }
    problems
}

fn table(config: &Config) -> Vec<(Target, FieldSpec)> {
    let some = |s: &str| if s.is_empty() { None } else { Some(Arc::from(s)) };
    let mut table: Vec<(Target, FieldSpec)> = ROWS
        .iter()
        .map(|(group, kind, by_group, by_kind, path)| {
            (
                Target { group: some(group), version: None, kind: Some((*kind).into()) },
                FieldSpec::of(by_group, if *by_group == KNATIVE { "v1" } else { "" }, by_kind, path, false),
            )
        })
        .collect();
    for (pod, spec, data, others) in PODS {
        for (group, kind, field, is_data) in POD_FIELDS {
            if if *is_data { *data } else { *others } {
                table.push((
                    Target { group: some(group), version: None, kind: Some((*kind).into()) },
                    FieldSpec::of("", "", pod, &format!("{spec}/{field}"), false),
                ));
            }
        }
    }
    for extra in &config.name_references {
        for field in &extra.fields {
            table.push((
                Target { group: extra.group.clone(), version: extra.version.clone(), kind: extra.kind.clone() },
                field.clone(),
            ));
        }
    }
    table
}

/// The namespaces of a role binding's subjects, in which it may name accounts.
fn subject_namespaces(referrer: &Known, value: &Value) -> BTreeSet<String> {
    let mut namespaces = BTreeSet::new();
    if &*referrer.id.kind == "RoleBinding" {
        for subject in edit::items_at(value, "subjects") {
            if edit::str_at(subject, &["kind"]) == Some("ServiceAccount") {
                namespaces.extend(edit::str_at(subject, &["namespace"]).map(str::to_string));
            }
        }
    }
    namespaces
}

/// A role binding's account with a namespace that is no text.
fn blank_subject(resource: &Resource) -> Option<String> {
    if edit::str_at(&resource.value, &["kind"]) != Some("RoleBinding") {
        return None;
    }
    let subjects = edit::items_at(&resource.value, "subjects");
    let blank = |subject: &&Value| {
        edit::str_at(subject, &["kind"]) == Some("ServiceAccount")
            && edit::get(subject, "namespace")
                .is_some_and(|n| matches!(n.kind, Kind::Null | Kind::Number(_) | Kind::Bool(_)))
    };
    subjects
        .iter()
        .any(blank)
        .then(|| format!("a subject of RoleBinding `{}` has a blank namespace", resource.id().name))
}

fn role_ref(value: &Value) -> Option<(Arc<str>, Arc<str>)> {
    let role = edit::get(value, "roleRef")?;
    Some((edit::str_at(role, &["apiGroup"])?.into(), edit::str_at(role, &["kind"])?.into()))
}

/// One field of one object, looking for the object it names.
struct Sight<'a> {
    referrer: &'a Known,
    target: &'a Target,
    role: Option<(Arc<str>, Arc<str>)>,
    by_name: &'a HashMap<&'a str, Vec<&'a Known>>,
    /// Namespaces beside its own in which it may name objects.
    namespaces: &'a BTreeSet<String>,
    at: Span,
}

impl<'a> Sight<'a> {
    /// The objects of a former name that the referrer could mean: those of its namespace, and cluster-wide ones.
    fn reachable(&self, old: &str) -> Vec<&'a Known> {
        let from = &self.referrer.id;
        let found = self.by_name.get(old).into_iter().flatten().copied();
        found
            .filter(|k| {
                from.is_cluster_scoped()
                    || k.id.is_cluster_scoped()
                    || k.id.effective_namespace() == from.effective_namespace()
                    || self.namespaces.contains(&*k.id.namespace)
            })
            .collect()
    }

    fn update(&self, value: &mut Value) -> Result<(), String> {
        match value.kind {
            Kind::Map(_) => return self.update_map(value),
            // A field that holds several names: `resourceNames`, `subjects`.
            Kind::List(_) => return edit::items_mut(value).try_for_each(|item| self.update(item)),
            _ => {}
        }
        let Some(old) = edit::scalar(value).map(|s| s.into_owned()) else { return Ok(()) };
        let Some(found) = self.select(&old, self.reachable(&old), false)? else { return Ok(()) };
        if let Some(name) = found.name.as_ref().filter(|_| *found.id.name != *old) {
            *value = self.renamed(value, name);
        }
        Ok(())
    }

    fn update_map(&self, value: &mut Value) -> Result<(), String> {
        let Some(old) = edit::get(value, "name").and_then(edit::scalar).map(|s| s.into_owned()) else { return Ok(()) };
        let candidates: Vec<&Known> = match edit::get(value, "namespace").and_then(edit::scalar) {
            None => self.reachable(&old),
            Some(namespace) => {
                let of = |by: fn(&Known) -> &str| -> Vec<&Known> {
                    self.reachable(&old).into_iter().filter(|k| by(k) == namespace).collect()
                };
                let original = of(|k| k.previous.first().unwrap_or(&k.id).effective_namespace());
                if original.is_empty() { of(|k| k.id.effective_namespace()) } else { original }
            }
        };
        let Some(found) = self.select(&old, candidates, true)? else { return Ok(()) };
        if *found.id.name != *old
            && let (Some(name), Some(field)) = (&found.name, edit::get(value, "name"))
        {
            let new = self.renamed(field, name);
            edit::set(value, "name", self.at, new);
        }
        if let Some(namespace) = found.namespace.as_ref().filter(|_| !found.id.namespace.is_empty()) {
            let same = edit::get(value, "namespace").is_some_and(|n| edit::same(n, namespace));
            if !same {
                edit::set(value, "namespace", self.at, namespace.clone());
            }
        }
        Ok(())
    }

    /// The new name at the place of the old one: there a person writes it.
    fn renamed(&self, old: &Value, name: &Value) -> Value {
        let mut new = edit::hop(name.clone(), How::Patch, name.at);
        new.at = old.at;
        new
    }

    fn select(&self, old: &str, candidates: Vec<&'a Known>, both: bool) -> Result<Option<&'a Known>, String> {
        let target = self.target;
        let mut left: Vec<&Known> = candidates
            .into_iter()
            .filter(|k| k.previous.iter().any(|p| target.selects(p)))
            .filter(|k| {
                self.role
                    .as_ref()
                    .is_none_or(|(group, kind)| k.previous.iter().any(|p| p.group == *group && p.kind == *kind))
            })
            .filter(|k| {
                self.referrer.id.is_cluster_scoped()
                    || k.id.is_cluster_scoped()
                    || &*k.id.kind == "ServiceAccount"
                    || k.id.effective_namespace() == self.referrer.id.effective_namespace()
            })
            .collect();
        if left.len() != 1 {
            left.retain(|k| affixes_match(k, self.referrer, true));
            if left.len() > 1 {
                left.retain(|k| affixes_match(k, self.referrer, false));
            }
        }
        let Some(first) = left.first().copied() else { return Ok(None) };
        let alike = left.iter().all(|k| k.id.name == first.id.name && (!both || k.id.namespace == first.id.namespace));
        if alike {
            Ok(Some(first))
        } else {
            Err(format!("`{old}` in {} `{}` could mean several objects", self.referrer.id.kind, self.referrer.id.name))
        }
    }
}

fn affixes_match(a: &Known, b: &Known, allow_empty: bool) -> bool {
    let ends = |x: &[Arc<str>], y: &[Arc<str>]| {
        let same = (x.is_empty() && y.is_empty())
            || (!x.is_empty() && !y.is_empty() && x.iter().rev().zip(y.iter().rev()).all(|(x, y)| x == y));
        (allow_empty && (x.is_empty() || y.is_empty())) || same
    };
    ends(&a.prefixes, &b.prefixes) && ends(&a.suffixes, &b.suffixes)
}
