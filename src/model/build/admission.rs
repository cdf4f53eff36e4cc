//! Policies beside Pod Security Admission that refuse pods.

use super::super::kubernetes::{NamespaceSelection, PodPolicy};
use super::objects::Cluster;
use super::read::{self, Got};
use super::views::admission::{Constraint, Kyverno, KyvernoRule, Validating};
use super::views::{Field, List, View, Viewed};
use crate::eval::kubernetes::Object;
use crate::eval::value::{Kind, Text, Value};
use std::sync::Arc;

/// The fields of a pod that the Pod Security Standards speak of
/// (<https://kubernetes.io/docs/concepts/security/pod-security-standards/>).
const CONTROLS: [&str; 17] = [
    "privileged",
    "hostPath",
    "hostNetwork",
    "hostPID",
    "hostIPC",
    "hostPort",
    "hostProcess",
    "runAsNonRoot",
    "runAsUser",
    "capabilities",
    "allowPrivilegeEscalation",
    "seccompProfile",
    "seLinuxOptions",
    "procMount",
    "sysctls",
    "appArmorProfile",
    "podSecurity",
];
/// Deepest nesting of a rule that is searched for them.
const DEPTH: u32 = 24;

/// The policies of Kyverno, Gatekeeper and Kubernetes itself that check what pods may do: by the Pod Security Standards, or by
/// fields that those speak of. Policies of anything else (labels, registries, probes) are none.
pub(super) fn pod_policies(cluster: &Cluster<'_>) -> Vec<PodPolicy> {
    let policy = |(object, viewed): (&Object, &Viewed<'_>)| {
        let found = match &viewed.view {
            View::Kyverno(policy) => kyverno(policy)?,
            View::Constraint(constraint) if object.kind.starts_with("K8sPSP") => gatekeeper(constraint),
            View::Validating(policy) if checks_pods(policy) => match object.kind.as_ref() {
                "ValidatingPolicy" => (policy.actions.has("Deny"), selected(&policy.constraints)),
                _ => bound(cluster, object, policy),
            },
            _ => return None,
        };
        let subject = cluster.subject(object);
        let (enforces, namespaces) = found;
        // A policy that is itself in a namespace speaks of that one.
        let own = subject.namespace.text().filter(|n| !n.is_empty());
        let namespaces = own.map_or(namespaces, |own| NamespaceSelection::Named(vec![own.into()]));
        Some(PodPolicy { subject, enforces, namespaces })
    };
    cluster.viewed().filter_map(policy).collect()
}

/// Whether a Kyverno policy that concerns the security of pods refuses them, and in which namespaces; `None` for other policies.
fn kyverno(policy: &Kyverno<'_>) -> Option<(bool, NamespaceSelection)> {
    let collection = policy.category.text().is_some_and(|c| c.starts_with("Pod Security"));
    let concerned = |rule: &&KyvernoRule<'_>| {
        !rule.pod_security.is_absent()
            || rule.validate.known().is_some_and(|v| collection || speaks_of_controls(v, DEPTH))
    };
    let rules: Vec<&KyvernoRule<'_>> =
        policy.rules.iter().filter(|rule| rule.validate.known().is_some()).filter(concerned).collect();
    if rules.is_empty() {
        return None;
    }
    let enforce = |action: &Field<'_, _>| action.text().map(|action: String| action.eq_ignore_ascii_case("enforce"));
    let enforced: Vec<&&KyvernoRule<'_>> =
        rules.iter().filter(|rule| enforce(&rule.action).or_else(|| enforce(&policy.action)) == Some(true)).collect();
    let Some(first) = enforced.first() else { return Some((false, NamespaceSelection::Other)) };
    let selected = enforced.iter().map(|rule| pods_of(rule.rule));
    // One rule for all namespaces is enough; otherwise the rules need to agree.
    let mut namespaces = pods_of(first.rule);
    for other in selected {
        match (&namespaces, &other) {
            (NamespaceSelection::All, _) => {}
            (_, NamespaceSelection::All) => namespaces = NamespaceSelection::All,
            (a, b) if a == b => {}
            _ => namespaces = NamespaceSelection::Other,
        }
    }
    if policy.overridden {
        namespaces = NamespaceSelection::Other;
    }
    Some((true, namespaces))
}

/// The namespaces of the pods that a rule of Kyverno matches. Single pods and users that it leaves out do not count.
fn pods_of(rule: &Value) -> NamespaceSelection {
    let filters = |key: &str| -> Vec<&Value> {
        let Got::Value(block) = read::get(rule, key) else { return Vec::new() };
        let mut out: Vec<&Value> = read::items(read::get(block, "any")).0;
        out.extend(read::items(read::get(block, "all")).0);
        out.into_iter().chain([block]).filter_map(|filter| read::get(filter, "resources").known()).collect()
    };
    let texts = |resources: &Value, key: &str| -> Vec<Arc<str>> {
        read::items(read::get(resources, key)).0.into_iter().filter_map(read::text).collect()
    };
    let limited = |resources: &Value| {
        ["namespaceSelector", "selector", "name", "names"].iter().any(|key| !read::get(resources, key).is_absent())
    };
    let mut named: Option<Vec<Arc<str>>> = Some(Vec::new());
    let mut any = false;
    for resources in filters("match") {
        let kinds = texts(resources, "kinds");
        let pods = |kind: &Arc<str>| {
            let bare = kind.rsplit('/').next().unwrap_or("");
            matches!(bare, "Pod" | "*" | "Deployment" | "StatefulSet" | "DaemonSet")
        };
        if !kinds.iter().any(pods) {
            continue;
        }
        if limited(resources) {
            return NamespaceSelection::Other;
        }
        any = true;
        match (texts(resources, "namespaces"), &mut named) {
            (own, Some(named)) if !own.is_empty() => named.extend(own),
            (_, named) => *named = None,
        }
    }
    let mut except = Vec::new();
    for resources in filters("exclude") {
        if !read::get(resources, "namespaceSelector").is_absent() {
            return NamespaceSelection::Other;
        }
        except.extend(texts(resources, "namespaces"));
    }
    match (any, named) {
        (false, _) => NamespaceSelection::Other,
        (true, Some(named)) if except.is_empty() => NamespaceSelection::Named(named),
        (true, Some(_)) => NamespaceSelection::Other,
        (true, None) if except.is_empty() => NamespaceSelection::All,
        (true, None) => NamespaceSelection::Except(except),
    }
}

/// Whether a rule speaks of a field of the Pod Security Standards: as a key of a pattern, with Kyverno's anchors around it
/// (`=(hostPath)`), or in a condition's text.
fn speaks_of_controls(value: &Value, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match &value.kind {
        Kind::Map(map) => map.entries.iter().any(|e| {
            let key = e.key.trim_end_matches(')').rsplit('(').next().unwrap_or("");
            // What a person is told is no check.
            &*e.key != "message" && (CONTROLS.contains(&key) || speaks_of_controls(&e.value, depth))
        }),
        Kind::List(_) => value.elements().any(|inner| speaks_of_controls(inner, depth)),
        Kind::Text(Text::Whole(text)) => {
            let words = text.split(|c: char| !c.is_ascii_alphanumeric());
            words.into_iter().any(|word| CONTROLS.contains(&word))
        }
        _ => false,
    }
}

/// A constraint of Gatekeeper's library for pods (<https://open-policy-agent.github.io/gatekeeper-library/>).
fn gatekeeper(constraint: &Constraint<'_>) -> (bool, NamespaceSelection) {
    let enforces = match &constraint.action {
        Field::Absent => true,
        action => action.is("deny"),
    };
    let limited = constraint.matches.known().is_some_and(|m| {
        ["namespaceSelector", "labelSelector", "name"].iter().any(|key| !read::get(m, key).is_absent())
    });
    let texts = |list: &List<'_>| list.texts().collect::<Vec<_>>();
    let namespaces = match (limited, texts(&constraint.namespaces), texts(&constraint.excluded)) {
        (true, ..) => NamespaceSelection::Other,
        (false, named, except) if named.is_empty() && except.is_empty() => NamespaceSelection::All,
        (false, named, except) if except.is_empty() => NamespaceSelection::Named(named),
        (false, named, except) if named.is_empty() => NamespaceSelection::Except(except),
        _ => NamespaceSelection::Other,
    };
    (enforces, namespaces)
}

/// Whether a policy in CEL checks such fields of pods, or of what brings them, when they are made.
fn checks_pods(policy: &Validating<'_>) -> bool {
    let pods = policy.resources.items.iter().any(|rule| {
        let has = |key: &str, words: &[&str]| {
            read::items(read::get(rule, key)).0.into_iter().filter_map(read::text).any(|t| words.contains(&&*t))
        };
        has("resources", &["pods", "*", "deployments"]) && has("operations", &["CREATE", "*"])
    });
    let texts = policy.validations.items.iter().chain(&policy.variables.items);
    pods && texts.into_iter().any(|one| speaks_of_controls(one, DEPTH))
}

/// Whether a binding of the same cluster puts a policy into force, and where.
fn bound(cluster: &Cluster<'_>, object: &Object, policy: &Validating<'_>) -> (bool, NamespaceSelection) {
    let name = read::text(&object.name);
    let own = selected(&policy.constraints);
    let mut found = None;
    for (other, viewed) in cluster.viewed().filter(|(o, _)| o.address.scope == object.address.scope) {
        let View::ValidatingBinding(binding) = &viewed.view else { continue };
        let same = name.as_deref().is_some_and(|name| binding.policy.is(name));
        if !same || !binding.actions.has("Deny") || !other.reach.counts() && object.reach.counts() {
            continue;
        }
        match selected(&binding.resources) {
            NamespaceSelection::All => return (true, own),
            limited => found = found.or(Some(limited)),
        }
    }
    match (found, own) {
        (Some(limited), NamespaceSelection::All) => (true, limited),
        (Some(_), _) => (true, NamespaceSelection::Other),
        (None, own) => (false, own),
    }
}

/// The namespaces that `matchConstraints` or `matchResources` keep to.
fn selected(constraints: &Field<'_, &Value>) -> NamespaceSelection {
    const NAME: &str = "kubernetes.io/metadata.name";
    let constraints = match constraints {
        Field::Absent => return NamespaceSelection::All,
        Field::Known(constraints, _) => constraints,
        Field::Unknown(_) | Field::Wrong(_) => return NamespaceSelection::Other,
    };
    if !read::get(constraints, "objectSelector").is_absent()
        || !read::get(constraints, "excludeResourceRules").is_absent()
    {
        return NamespaceSelection::Other;
    }
    let selector = match read::get(constraints, "namespaceSelector") {
        Got::Value(selector) => selector,
        Got::Absent(_) => return NamespaceSelection::All,
        Got::Maybe(_) => return NamespaceSelection::Other,
    };
    let mut labels: Vec<(Arc<str>, Arc<str>)> = Vec::new();
    if let Some(pairs) = read::get(selector, "matchLabels").known() {
        labels.extend(read::entries(pairs).iter().filter_map(|e| Some((e.key.clone(), read::text(&e.value)?))));
    }
    let expressions = read::items(read::get(selector, "matchExpressions")).0;
    match (labels.as_slice(), expressions.as_slice()) {
        ([], []) => NamespaceSelection::All,
        ([(key, value)], []) if &**key == NAME => NamespaceSelection::Named(vec![value.clone()]),
        (_, []) => NamespaceSelection::Labelled(labels),
        ([], [one]) => {
            let text = |key: &str| read::get(one, key).known().and_then(read::text).unwrap_or_default();
            let values = read::items(read::get(one, "values")).0.into_iter().filter_map(read::text).collect();
            match (&*text("key"), &*text("operator")) {
                (NAME, "In") => NamespaceSelection::Named(values),
                (NAME, "NotIn") => NamespaceSelection::Except(values),
                _ => NamespaceSelection::Other,
            }
        }
        _ => NamespaceSelection::Other,
    }
}
