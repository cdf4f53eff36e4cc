//! Service accounts that the values of an unrendered HelmRelease describe: public charts take the role's ARN under
//! `serviceAccount.annotations`, wherever that stands.

use super::super::identity::Pattern;
use super::super::kubernetes::{ServiceAccount, Subject};
use super::objects::Cluster;
use super::read::{self, Got};
use super::views::core::ROLE_ARN;
use crate::eval::kubernetes::Object;
use crate::eval::value::{Kind, Value};
use std::collections::HashSet;

/// Deepest nesting of values that is searched.
const DEPTH: u32 = 12;

/// The accounts that unrendered releases would bring, as far as their values tell.
pub(super) fn release_accounts(cluster: &Cluster<'_>) -> Vec<ServiceAccount> {
    let unrendered: HashSet<_> = cluster.kubernetes.unrendered.iter().map(|u| &u.release).collect();
    let mut out = Vec::new();
    for object in cluster.kubernetes.objects.iter().filter(|o| unrendered.contains(&o.address)) {
        if let Got::Value(values) = read::path(&object.value, &["spec", "values"]) {
            search(cluster, object, values, "values", 0, &mut out);
        }
    }
    out
}

fn search(
    cluster: &Cluster<'_>,
    object: &Object,
    value: &Value,
    path: &str,
    depth: u32,
    out: &mut Vec<ServiceAccount>,
) {
    let Kind::Map(map) = &value.kind else { return };
    let role = read::path(value, &["annotations", ROLE_ARN]);
    let created = read::get(value, "create").known().and_then(read::boolean) != Some(false);
    if role.set().is_some() && created {
        out.push(account(cluster, object, value, role, path));
    }
    if depth < DEPTH {
        for entry in map.entries.iter() {
            search(cluster, object, &entry.value, &format!("{path}.{}", entry.key), depth + 1, out);
        }
    }
}

fn account(cluster: &Cluster<'_>, object: &Object, value: &Value, role: Got<'_>, path: &str) -> ServiceAccount {
    let release = cluster.subject(object);
    let target = read::path(&object.value, &["spec", "targetNamespace"]).set();
    let namespace = target.and_then(read::pattern).unwrap_or_else(|| release.namespace.clone());
    let named = read::get(value, "name").set();
    // Without a name the chart makes one of the release's and its own.
    let name = named.and_then(read::pattern).unwrap_or_else(Pattern::unknown);
    let organization = cluster.organization(object, &release);
    let written = match name.text() {
        Some(text) => format!("ServiceAccount/{namespace}/{text}"),
        None => format!("{}/{path}", object.address.subject),
    };
    let mut role_arn = cluster.read.pattern(role, object.at);
    if let Some(value) = role.set() {
        role_arn.evidence = cluster.places(object, value);
    }
    let subject = Subject {
        address: object.address.subject(written),
        group: "".into(),
        kind: "ServiceAccount".into(),
        namespace,
        name,
        name_at: named.map_or(role_arn.at(), |n| n.at),
        release: Some(object.address.clone()),
        ..release
    };
    ServiceAccount { role_arn, organization, subject }
}
