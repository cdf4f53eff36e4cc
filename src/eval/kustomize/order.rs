//! `sortOptions`: the order of the objects.

use super::edit;
use super::resource::{Id, Resource};
use crate::eval::value::Value;
use std::cmp::Ordering;
use std::collections::HashMap;

/// Kinds that others need, first.
const FIRST: &[&str] = &[
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
/// Kinds that could stand in the way of others, last.
const LAST: &[&str] = &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/// Sorts as `sortOptions` asks. The error says why kustomize would refuse it.
pub fn sort(resources: &mut [Resource], options: &Value) -> Result<(), String> {
    let legacy = edit::present(options, "legacySortOptions");
    match edit::str_at(options, &["order"]) {
        Some("fifo") if legacy.is_some() => Err("`legacySortOptions` are given, and the order is `fifo`".into()),
        Some("fifo") => Ok(()),
        Some("legacy") => {
            let kinds = |key: &str| -> Option<Vec<String>> {
                let list = edit::items_at(legacy?, key);
                Some(list.into_iter().filter_map(edit::as_str).map(String::from).collect())
            };
            let own = |list: &[&str]| list.iter().map(|kind| (*kind).to_string()).collect::<Vec<_>>();
            let first = kinds("orderFirst").unwrap_or_else(|| own(FIRST));
            let last = kinds("orderLast").unwrap_or_else(|| own(LAST));
            by_kind(resources, &first, &last);
            Ok(())
        }
        _ => Err("the order of `sortOptions` is neither `fifo` nor `legacy`".into()),
    }
}

fn by_kind(resources: &mut [Resource], first: &[String], last: &[String]) {
    let mut rank: HashMap<&str, i64> = HashMap::new();
    let before = i64::try_from(first.len()).unwrap_or(i64::MAX);
    for (place, kind) in (0i64..).zip(first) {
        rank.insert(kind, place - before);
    }
    for (place, kind) in (1i64..).zip(last) {
        rank.insert(kind, place);
    }
    resources.sort_by_cached_key(|r| {
        let id = r.id();
        let rank = rank.get(&*id.kind).copied().unwrap_or(0);
        (rank, Key(id))
    });
}

/// An identity, compared as kustomize's older releases spelled it.
#[derive(PartialEq, Eq)]
struct Key(Id);

impl Key {
    fn kind(&self) -> String {
        let or = |text: &str, none: &str| if text.is_empty() { none.to_string() } else { text.to_string() };
        format!("{}_{}_{}", or(&self.0.group, "~G"), or(&self.0.version, "~V"), or(&self.0.kind, "~K"))
    }

    fn name(&self) -> String {
        let or = |text: &str, none: &str| if text.is_empty() { none.to_string() } else { text.to_string() };
        format!("{}|{}", or(&self.0.namespace, "~X"), or(&self.0.name, "~N"))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let namespaces = &*self.0.kind == "Namespace" && &*other.0.kind == "Namespace";
        let kinds = match self.kind().cmp(&other.kind()) {
            // The core kind comes before others that are called Namespace.
            order if namespaces && (self.0.group.is_empty() || other.0.group.is_empty()) => order.reverse(),
            order => order,
        };
        kinds.then_with(|| self.name().cmp(&other.name()))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
