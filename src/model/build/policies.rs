//! NetworkPolicies of Kubernetes, Cilium and Calico, and those that Kyverno makes.

use super::super::kubernetes::{NamespaceSelection, NetworkPolicy};
use super::objects::Cluster;
use super::read::{self, Got};
use crate::eval::kubernetes::Object;
use crate::eval::value::{Kind, Unknown, Value, Why};
use std::sync::Arc;

/// What a policy does, before it is a fact.
struct Effect {
    selects_all: bool,
    ingress: bool,
    egress: bool,
    namespaces: NamespaceSelection,
    unknown: Option<Arc<Unknown>>,
}

/// All network policies.
pub(super) fn network_policies(cluster: &Cluster<'_>) -> Vec<NetworkPolicy> {
    let own = cluster.kubernetes.objects.iter().filter_map(|o| policy(cluster, o));
    own.chain(cluster.kubernetes.objects.iter().flat_map(|o| generated(cluster, o))).collect()
}

/// The NetworkPolicies that a Kyverno ClusterPolicy makes in namespaces
/// (<https://kyverno.io/docs/policy-types/cluster-policy/generate/>).
fn generated(cluster: &Cluster<'_>, object: &Object) -> Vec<NetworkPolicy> {
    if &*object.kind != "ClusterPolicy" || !object.api_version.starts_with("kyverno.io/") {
        return Vec::new();
    }
    let rules = read::items(read::path(&object.value, &["spec", "rules"])).0;
    let made = rules.into_iter().filter_map(|rule| {
        let generate = read::get(rule, "generate").known()?;
        let kind = read::get(generate, "kind").known().and_then(read::text)?;
        if &*kind != "NetworkPolicy" {
            return None;
        }
        let effect = kubernetes(read::path(generate, &["data", "spec"]));
        let namespaces = kyverno_namespaces(rule);
        // What it copies from elsewhere, and whom it selects otherwise, is not read.
        let open = read::get(generate, "data").known().is_none() || namespaces == NamespaceSelection::Other;
        let why = || {
            let what = "which namespaces a Kyverno policy makes a NetworkPolicy in, or what it says, is not read";
            Arc::new(Unknown::new(Why::Gap(what.into()), generate.at))
        };
        Some(NetworkPolicy {
            subject: cluster.subject(object),
            selects_all: effect.selects_all,
            ingress: effect.ingress,
            egress: effect.egress,
            cluster_wide: true,
            namespaces: if open { NamespaceSelection::Other } else { namespaces },
            unknown: effect.unknown.or_else(|| open.then(why)),
        })
    });
    made.collect()
}

/// The namespaces that a rule of Kyverno speaks of: what it matches (one of `any`, or all of `all`) but what it excludes by name.
fn kyverno_namespaces(rule: &Value) -> NamespaceSelection {
    let filters = |key: &str| -> Vec<&Value> {
        let Got::Value(block) = read::get(rule, key) else { return Vec::new() };
        let mut out: Vec<&Value> = read::items(read::get(block, "any")).0;
        out.extend(read::items(read::get(block, "all")).0);
        out.into_iter().chain([block]).filter_map(|filter| read::get(filter, "resources").known()).collect()
    };
    let texts = |resources: &Value, keys: &[&str]| -> Vec<Arc<str>> {
        let one = |key: &&str| read::get(resources, key).known().and_then(read::text);
        let lists = keys.iter().flat_map(|key| read::items(read::get(resources, key)).0);
        keys.iter().filter_map(one).chain(lists.filter_map(read::text)).collect()
    };
    let only = |resources: &Value, keys: &[&str]| read::entries(resources).iter().all(|e| keys.contains(&&*e.key));
    let plain = |names: &[Arc<str>]| !names.iter().any(|n| n.contains(['*', '?', '{']));
    let matched = filters("match");
    let [resources] = matched.as_slice() else { return NamespaceSelection::Other };
    let kinds = texts(resources, &["kinds"]);
    let named = texts(resources, &["name", "names"]);
    if !kinds.iter().any(|k| matches!(&**k, "Namespace" | "v1/Namespace"))
        || !only(resources, &["kinds", "name", "names", "operations"])
        || !plain(&named)
        || read::get(rule, "preconditions").known().is_some()
    {
        return NamespaceSelection::Other;
    }
    let excluded = filters("exclude");
    let except: Vec<Arc<str>> =
        excluded.iter().flat_map(|resources| texts(resources, &["namespaces", "name", "names"])).collect();
    let clear = excluded.iter().all(|r| only(r, &["kinds", "namespaces", "name", "names"])) && plain(&except);
    match (clear, named.is_empty(), except.is_empty()) {
        (false, ..) => NamespaceSelection::Other,
        (true, true, true) => NamespaceSelection::All,
        (true, true, false) => NamespaceSelection::Except(except),
        (true, false, _) => NamespaceSelection::Named(named.into_iter().filter(|n| !except.contains(n)).collect()),
    }
}

fn policy(cluster: &Cluster<'_>, object: &Object) -> Option<NetworkPolicy> {
    let group = object.api_version.rsplit_once('/').map_or("", |(g, _)| g);
    let wide = matches!(
        &*object.kind,
        "CiliumClusterwideNetworkPolicy" | "GlobalNetworkPolicy" | "AdminNetworkPolicy" | "BaselineAdminNetworkPolicy"
    );
    let spec = read::get(&object.value, "spec");
    let effect = match (group, &*object.kind) {
        ("networking.k8s.io", "NetworkPolicy") => kubernetes(spec),
        ("crd.projectcalico.org" | "projectcalico.org", "NetworkPolicy" | "GlobalNetworkPolicy") => calico(spec),
        ("cilium.io", "CiliumNetworkPolicy" | "CiliumClusterwideNetworkPolicy") => cilium(object, wide),
        ("policy.networking.k8s.io", "AdminNetworkPolicy" | "BaselineAdminNetworkPolicy") => admin(spec),
        _ => return None,
    };
    Some(NetworkPolicy {
        subject: cluster.subject(object),
        selects_all: effect.selects_all,
        ingress: effect.ingress,
        egress: effect.egress,
        cluster_wide: wide,
        namespaces: effect.namespaces,
        unknown: effect.unknown,
    })
}

/// Whether a label selector selects everything: absent (where that is allowed), null or empty.
fn selects_all(selector: Got<'_>) -> bool {
    let Got::Value(value) = selector else { return matches!(selector, Got::Absent(_)) };
    match &value.kind {
        Kind::Null => true,
        Kind::Map(map) => map.rest.is_none() && map.entries.iter().all(|e| empty(&e.value)),
        _ => false,
    }
}

fn empty(value: &Value) -> bool {
    match &value.kind {
        Kind::Null => true,
        Kind::Map(map) => map.entries.is_empty() && map.rest.is_none(),
        Kind::List(items) => items.is_empty(),
        _ => false,
    }
}

/// Whether one of the rules is empty: it allows everything.
fn allows_all(rules: Got<'_>) -> bool {
    read::items(rules).0.iter().any(|r| empty(r))
}

/// `policyTypes` absent means Ingress, and Egress when there are egress rules
/// (<https://kubernetes.io/docs/concepts/services-networking/network-policies/>).
fn kubernetes(spec: Got<'_>) -> Effect {
    let none = NamespaceSelection::Other;
    let Got::Value(spec) = spec else {
        return Effect {
            selects_all: false,
            ingress: false,
            egress: false,
            namespaces: none,
            unknown: spec.why().cloned(),
        };
    };
    let (types, unclear) = read::items(read::get(spec, "policyTypes"));
    let has = |name: &str| types.iter().any(|t| read::text(t).is_some_and(|t| &*t == name));
    let rules = |key| read::get(spec, key);
    let (ingress, egress) = if types.is_empty() {
        (true, !read::items(rules("egress")).0.is_empty())
    } else {
        (has("Ingress"), has("Egress"))
    };
    let selector = read::get(spec, "podSelector");
    let unknown = unclear.or(selector.why()).or(rules("ingress").why()).or(read::rest(spec)).cloned();
    Effect {
        selects_all: selects_all(selector),
        ingress: ingress && !allows_all(rules("ingress")),
        egress: egress && !allows_all(rules("egress")),
        namespaces: none,
        unknown,
    }
}

/// Calico: `selector` absent or `all()`; `types` absent means what the rules speak of, ingress when they speak of
/// nothing (<https://docs.tigera.io/calico/latest/reference/resources/networkpolicy>).
fn calico(spec: Got<'_>) -> Effect {
    let Got::Value(spec) = spec else { return kubernetes(spec) };
    let all = |key: &str| match read::get(spec, key) {
        Got::Value(value) => read::text(value).is_some_and(|t| matches!(t.trim(), "" | "all()")) || empty(value),
        got => got.is_absent(),
    };
    let (types, unclear) = read::items(read::get(spec, "types"));
    let has = |name: &str| types.iter().any(|t| read::text(t).is_some_and(|t| &*t == name));
    let rules = |key| read::items(read::get(spec, key)).0;
    let (ingress, egress) = if types.is_empty() {
        (!rules("ingress").is_empty() || rules("egress").is_empty(), !rules("egress").is_empty())
    } else {
        (has("Ingress"), has("Egress"))
    };
    // A rule that only says `action: Allow` lets everything through.
    let open = |rule: &&Value| {
        let entries = read::entries(rule);
        let allow = |e: &crate::eval::value::Entry| read::text(&e.value).is_some_and(|t| &*t == "Allow");
        entries.len() == 1 && entries.iter().all(|e| &*e.key == "action" && allow(e))
    };
    Effect {
        selects_all: all("selector") && all("serviceAccountSelector"),
        ingress: ingress && !rules("ingress").iter().any(open),
        egress: egress && !rules("egress").iter().any(open),
        namespaces: if all("namespaceSelector") { NamespaceSelection::All } else { calico_namespaces(spec) },
        unknown: unclear.or(read::rest(spec)).cloned(),
    }
}

/// `projectcalico.org/name == "acme"` and its negation; other selectors are not read.
fn calico_namespaces(spec: &Value) -> NamespaceSelection {
    let selector = read::get(spec, "namespaceSelector").known().and_then(read::text).unwrap_or_default();
    let names = ["projectcalico.org/name", "kubernetes.io/metadata.name"];
    for (operator, negated) in [("==", false), ("!=", true)] {
        let Some((key, value)) = selector.split_once(operator) else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        let simple = !value.contains(['&', '|', '"', '\'', ' ']);
        if names.contains(&key.trim()) && simple {
            let named = vec![value.into()];
            return if negated { NamespaceSelection::Except(named) } else { NamespaceSelection::Named(named) };
        }
    }
    NamespaceSelection::Other
}

/// Cilium: `spec` or `specs`; a section with at least one rule switches its direction to default deny
/// (<https://docs.cilium.io/en/stable/security/policy/intro/>).
fn cilium(object: &Object, wide: bool) -> Effect {
    let mut specs: Vec<&Value> = Vec::new();
    let mut unknown = None;
    for key in ["spec", "specs"] {
        let (known, more) = read::items(read::get(&object.value, key));
        specs.extend(known);
        unknown = unknown.or_else(|| more.cloned());
    }
    let mut effect =
        Effect { selects_all: false, ingress: false, egress: false, namespaces: NamespaceSelection::Other, unknown };
    for spec in specs {
        let selector = read::get(spec, "endpointSelector");
        if selector.is_absent() {
            continue;
        }
        let (selection, everything) = cilium_selection(selector, wide);
        let restricts = |direction: &str| {
            let rules = |key: &str| !read::items(read::get(spec, key)).0.is_empty();
            let denied = read::path(spec, &["enableDefaultDeny", direction]).known().and_then(read::boolean);
            let section = rules(direction) || rules(&format!("{direction}Deny"));
            section && denied != Some(false) && !cilium_open(spec, direction)
        };
        if everything {
            if !effect.selects_all {
                effect.namespaces = selection;
            }
            effect.selects_all = true;
            effect.ingress |= restricts("ingress");
            effect.egress |= restricts("egress");
        } else if !effect.selects_all {
            effect.ingress |= restricts("ingress");
            effect.egress |= restricts("egress");
            effect.namespaces = selection;
        }
    }
    effect
}

/// `fromEntities: [all]` or `toEntities: [all]` without ports lets everything through.
fn cilium_open(spec: &Value, direction: &str) -> bool {
    let key = if direction == "ingress" { "fromEntities" } else { "toEntities" };
    read::items(read::get(spec, direction)).0.iter().any(|rule| {
        let all = read::items(read::get(rule, key)).0.iter().any(|e| read::text(e).is_some_and(|t| &*t == "all"));
        all && read::get(rule, "toPorts").is_absent()
    })
}

/// Which namespaces an endpoint selector selects, and whether it selects every pod in them.
fn cilium_selection(selector: Got<'_>, wide: bool) -> (NamespaceSelection, bool) {
    if selects_all(selector) {
        return (NamespaceSelection::All, true);
    }
    let Got::Value(selector) = selector else { return (NamespaceSelection::Other, false) };
    let bare = |key: &str| -> Arc<str> { key.strip_prefix("k8s:").unwrap_or(key).into() };
    const NAME: &str = "io.kubernetes.pod.namespace";
    const LABELS: &str = "io.cilium.k8s.namespace.labels.";
    let (mut named, mut except, mut labels) = (Vec::new(), Vec::new(), Vec::new());
    let mut other = !wide || read::rest(selector).is_some();
    if let Got::Value(pairs) = read::get(selector, "matchLabels") {
        for entry in read::entries(pairs) {
            let Some(value) = read::text(&entry.value) else {
                other = true;
                continue;
            };
            match &*bare(&entry.key) {
                NAME => named.push(value),
                key => match key.strip_prefix(LABELS) {
                    Some(label) => labels.push((Arc::from(label), value)),
                    None => other = true,
                },
            }
        }
    }
    for expression in read::items(read::get(selector, "matchExpressions")).0 {
        let text = |key| read::get(expression, key).known().and_then(read::text).unwrap_or_default();
        let values = read::items(read::get(expression, "values")).0.into_iter().filter_map(read::text);
        match (&*bare(&text("key")), &*text("operator")) {
            (NAME, "In") => named.extend(values),
            (NAME, "NotIn") => except.extend(values),
            (NAME, "Exists") => {}
            _ => other = true,
        }
    }
    match (other, named.is_empty(), except.is_empty(), labels.is_empty()) {
        (true, ..) => (NamespaceSelection::Other, false),
        (false, true, true, true) => (NamespaceSelection::All, true),
        (false, false, true, true) => (NamespaceSelection::Named(named), true),
        (false, true, false, true) => (NamespaceSelection::Except(except), true),
        (false, true, true, false) => (NamespaceSelection::Labelled(labels), true),
        _ => (NamespaceSelection::Other, false),
    }
}

/// AdminNetworkPolicy: a `subject` of all namespaces; it restricts where a rule denies.
fn admin(spec: Got<'_>) -> Effect {
    let Got::Value(spec) = spec else { return kubernetes(spec) };
    let namespaces = read::path(spec, &["subject", "namespaces"]);
    let all = !namespaces.is_absent() && selects_all(namespaces);
    let denies = |direction: &str| {
        let deny = |r: &&Value| read::get(r, "action").known().and_then(read::text).is_some_and(|a| &*a == "Deny");
        read::items(read::get(spec, direction)).0.iter().any(deny)
    };
    Effect {
        selects_all: all,
        ingress: denies("ingress"),
        egress: denies("egress"),
        namespaces: if all { NamespaceSelection::All } else { NamespaceSelection::Other },
        unknown: read::rest(spec).cloned(),
    }
}
