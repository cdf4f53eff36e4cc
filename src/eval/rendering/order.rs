//! The order in which kustomize and Helm print objects.

use super::Manifest;
use crate::eval::kustomize::{Id, edit};
use crate::eval::value::Value;
use std::cmp::Ordering;

/// What kustomize prints first (`SortOrderTransformer`, the legacy order, which is the default).
const FIRST: [&str; 22] = [
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
];

/// What kustomize prints last.
const LAST: [&str; 2] = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/// What Helm installs first (`releaseutil.InstallOrder`); other kinds follow by name.
const INSTALLED: [&str; 36] = [
    "PriorityClass",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodSecurityPolicy",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "SecretList",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleList",
    "ClusterRoleBinding",
    "ClusterRoleBindingList",
    "Role",
    "RoleList",
    "RoleBinding",
    "RoleBindingList",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
    "Ingress",
    "APIService",
];

/// Sorts as kustomize does with these `sortOptions`, or without any.
pub fn as_kustomize(objects: &mut [Manifest], options: Option<&Value>) {
    if options.and_then(|options| edit::str_at(options, &["order"])) == Some("fifo") {
        return;
    }
    let given = options.and_then(|options| edit::get(options, "legacySortOptions"));
    let listed =
        |key: &str| given.map(|given| edit::items_at(given, key).into_iter().filter_map(edit::as_str).collect());
    let first: Vec<&str> = listed("orderFirst").unwrap_or_else(|| FIRST.to_vec());
    let last: Vec<&str> = listed("orderLast").unwrap_or_else(|| LAST.to_vec());
    objects.sort_by_cached_key(|object| {
        let id = Id::of(&object.value);
        let place = |list: &[&str]| list.iter().position(|kind| *kind == &*id.kind);
        let rank = match (place(&first), place(&last)) {
            (_, Some(last)) => first.len() + 1 + last,
            (Some(first), None) => first,
            (None, None) => first.len(),
        };
        let or = |text: &str, absent: &str| if text.is_empty() { absent.to_owned() } else { text.to_owned() };
        let kind = [or(&id.group, "~G"), or(&id.version, "~V"), or(&id.kind, "~K")].join("_");
        let name = [or(&id.namespace, "~X"), or(&id.name, "~N")].join("|");
        (rank, kind, name)
    });
}

/// Sorts as `helm template` prints: definitions of `crds/`, then by kind, hooks last; within a kind by template. `about`
/// gives an object, its template, and whether it is of `crds/`.
pub fn as_helm<T>(mut objects: Vec<T>, about: impl Fn(&T) -> (&Value, &str, bool)) -> Vec<T> {
    objects.sort_by(|a, b| {
        let ((a, a_template, a_crd), (b, b_template, b_crd)) = (about(a), about(b));
        let class = |value: &Value, crd: bool| match crd {
            true => 0,
            false => 1 + u8::from(is_hook(value)),
        };
        let inside = || match a_crd && b_crd {
            true => Ordering::Equal,
            false => by_kind(kind(a), kind(b)).then_with(|| a_template.cmp(b_template)),
        };
        class(a, a_crd).cmp(&class(b, b_crd)).then_with(inside)
    });
    objects
}

fn kind(value: &Value) -> &str {
    edit::str_at(value, &["kind"]).unwrap_or("")
}

fn is_hook(value: &Value) -> bool {
    edit::lookup(value, &["metadata", "annotations", "helm.sh/hook"]).is_some()
}

/// A hook of an event that Helm does not know: it skips the object.
pub fn is_unknown_hook(value: &Value) -> bool {
    const EVENTS: [&str; 10] = [
        "pre-install",
        "post-install",
        "pre-delete",
        "post-delete",
        "pre-upgrade",
        "post-upgrade",
        "pre-rollback",
        "post-rollback",
        "test",
        "test-success",
    ];
    let events = edit::str_at(value, &["metadata", "annotations", "helm.sh/hook"]);
    let known = |event: &str| EVENTS.contains(&event.trim().to_lowercase().as_str());
    events.is_some_and(|events| !events.split(',').all(known))
}

fn by_kind(a: &str, b: &str) -> Ordering {
    let place = |kind: &str| INSTALLED.iter().position(|k| *k == kind);
    match (place(a), place(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}
