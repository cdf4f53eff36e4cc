//! Policies beside Pod Security Admission that refuse pods.

use super::super::kubernetes::PodPolicy;
use super::objects::Cluster;
use super::read;
use crate::eval::kubernetes::Object;

/// The policies of Kyverno and Gatekeeper that check pods by the Pod Security Standards, as their published collections mark them
/// (<https://kyverno.io/policies/pod-security/>, <https://open-policy-agent.github.io/gatekeeper-library/>).
pub(super) fn pod_policies(cluster: &Cluster<'_>) -> Vec<PodPolicy> {
    let policy = |object: &Object| {
        let group = object.api_version.split_once('/').map_or("", |(group, _)| group);
        let enforces = match (group, &*object.kind) {
            ("kyverno.io", "ClusterPolicy") => kyverno(object)?,
            ("constraints.gatekeeper.sh", kind) if kind.starts_with("K8sPSP") => {
                let action = read::path(&object.value, &["spec", "enforcementAction"]).known().and_then(read::text);
                action.is_none_or(|action| &*action == "deny")
            }
            _ => return None,
        };
        Some(PodPolicy { subject: cluster.subject(object), enforces })
    };
    cluster.kubernetes.objects.iter().filter_map(policy).collect()
}

/// Whether a Kyverno policy of the Pod Security Standards refuses pods; `None` for other policies.
fn kyverno(object: &Object) -> Option<bool> {
    let text = |path: &[&str]| read::path(&object.value, path).known().and_then(read::text);
    let rules = read::items(read::path(&object.value, &["spec", "rules"])).0;
    let category = text(&["metadata", "annotations", "policies.kyverno.io/category"]);
    let standard = category.is_some_and(|c| c.starts_with("Pod Security"))
        || rules.iter().any(|rule| read::path(rule, &["validate", "podSecurity"]).known().is_some());
    let enforce = |action: &str| action.eq_ignore_ascii_case("enforce");
    let of_rule = |rule: &&crate::eval::value::Value| {
        read::path(rule, &["validate", "failureAction"]).known().and_then(read::text).is_some_and(|a| enforce(&a))
    };
    let of_policy = text(&["spec", "validationFailureAction"]).is_some_and(|a| enforce(&a));
    standard.then(|| of_policy || rules.iter().any(of_rule))
}
