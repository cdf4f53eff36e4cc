//! Isolation of organizations' namespaces.

pub mod namespace_without_network_policy;
pub mod namespace_without_pod_security;
pub mod pod_security_as_annotation;

use super::basis::reason;
use crate::model::Estate;
use crate::model::identity::Pattern;
use crate::model::kubernetes::{Namespace, PodSecurityFit, Subject, Workload};

/// What all Pod Security settings begin with.
const PREFIX: &str = "pod-security.kubernetes.io/";
/// The setting that refuses pods.
const ENFORCE: &str = "pod-security.kubernetes.io/enforce";

/// Whether Pod Security Admission reads this key from labels.
fn is_setting(key: &str) -> bool {
    let mode = key.strip_prefix(PREFIX).map(|k| k.strip_suffix("-version").unwrap_or(k));
    matches!(mode, Some("enforce" | "audit" | "warn"))
}

/// The namespaces that belong to an organization other than the platform's owner, with their names.
fn organizations_namespaces(estate: &Estate) -> impl Iterator<Item = (&Namespace, String)> {
    estate.declared.namespaces.iter().filter_map(|namespace| {
        let organization = namespace.organization.as_ref()?;
        let owner = estate.organizations.iter().any(|o| o.name == *organization && o.owner);
        let name = namespace.subject.name.text()?;
        (!owner && !namespace.subject.generated).then_some((namespace, name))
    })
}

/// Whether an object is in this namespace of the same cluster, as far as known.
fn is_in(subject: &Subject, namespace: &Namespace, name: &str) -> bool {
    subject.address.repository == namespace.subject.address.repository
        && subject.address.scope == namespace.subject.address.scope
        && subject.namespace.text().is_some_and(|n| n == name)
}

/// The workloads of a namespace.
fn workloads<'a>(estate: &'a Estate, namespace: &'a Namespace, name: &'a str) -> impl Iterator<Item = &'a Workload> {
    estate.declared.workloads.iter().filter(move |w| is_in(&w.subject, namespace, name))
}

/// What turning a level on would do to the pods that are declared: the first thing its owner needs to know.
fn admission(estate: &Estate, namespace: &Namespace, name: &str, level: &str) -> String {
    let mut refused = Vec::new();
    let mut admitted = 0;
    let mut open = None;
    // Of a live namespace only what is live will be refused.
    let live = namespace.subject.reach.counts();
    for workload in workloads(estate, namespace, name).filter(|w| !live || w.subject.reach.counts()) {
        let what = || {
            let kind = match (&*workload.subject.group, &*workload.subject.kind) {
                ("serving.knative.dev", "Service") => "Knative Service",
                (_, kind) => kind,
            };
            format!("{kind} {}", workload.subject.name)
        };
        match (obstacle(&workload.pod_security, level), &workload.pod_security.unknown) {
            (Some(why), _) => refused.push(format!("{} ({why})", what())),
            (None, Some(why)) => open = open.or(Some(format!("{}: {}", what(), reason(why)))),
            (None, None) => admitted += 1,
        }
    }
    let unseen = estate
        .unseen_in_namespace
        .iter()
        .any(|u| u.text.is_none() && u.scope == namespace.subject.address.scope && u.namespace.could_be(name));
    let seen = admitted + refused.len();
    let mut text = match (seen, refused.as_slice()) {
        (0, _) if open.is_none() => {
            return "No pods of this namespace are declared here, so check what runs in it".into();
        }
        (_, []) if open.is_none() => format!("The pods declared here meet `{level}`"),
        (_, []) => format!("The pods whose settings are known meet `{level}`"),
        (n, [first, more @ ..]) => {
            let others = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
            format!("`{level}` would refuse {} of the {n} workloads declared here: {first}{others}", refused.len())
        }
    };
    if let Some(open) = open {
        text.push_str(&format!("; not decided for {open}"));
    }
    if unseen {
        text.push_str("; what is not seen here may bring more");
    }
    text
}

/// The first thing that keeps pods from a level.
fn obstacle<'a>(fit: &'a PodSecurityFit, level: &str) -> Option<&'a str> {
    let first = match level {
        "privileged" => None,
        "baseline" => fit.baseline.first(),
        _ => fit.baseline.first().or_else(|| fit.restricted.first()),
    };
    first.map(|(why, _)| &**why)
}

/// The level a setting asks for, when it is one.
fn level(value: Option<&Pattern>) -> String {
    let text = value.and_then(Pattern::text).unwrap_or_default();
    let known = ["privileged", "baseline", "restricted"];
    known.iter().find(|l| **l == text).map_or("baseline", |l| l).to_string()
}
