//! What network policies of Kubernetes, Cilium and Calico amount to, and those that Kyverno makes.

use super::super::kubernetes::{NamespaceSelection, NetworkPolicy};
use super::objects::Cluster;
use super::read::{self, Got};
use super::views::network_policy::{self, Admin, Calico, CalicoRule, Cilium, CiliumDirection, CiliumRule};
use super::views::{Field, List, Reading, View, Viewed};
use crate::eval::kubernetes::Object;
use crate::eval::value::{Kind, Unknown, Value, Why};
use std::sync::Arc;

/// What a policy does, before it is a fact.
struct Effect {
    selects_all: bool,
    ingress: bool,
    egress: bool,
    opens: bool,
    namespaces: NamespaceSelection,
    unknown: Option<Arc<Unknown>>,
}

/// How far a policy lets traffic in one direction through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// It says nothing of it.
    Silent,
    /// Only some of it.
    Some,
    /// From, or to, every pod of the cluster.
    Open,
}

/// All network policies.
pub(super) fn network_policies(cluster: &Cluster<'_>) -> Vec<NetworkPolicy> {
    let own = cluster.viewed().filter_map(|(object, viewed)| policy(cluster, object, viewed));
    own.chain(cluster.viewed().flat_map(|(object, viewed)| generated(cluster, object, viewed))).collect()
}

fn fact(cluster: &Cluster<'_>, object: &Object, wide: bool, effect: Effect) -> NetworkPolicy {
    NetworkPolicy {
        subject: cluster.subject(object),
        selects_all: effect.selects_all,
        ingress: effect.ingress,
        egress: effect.egress,
        opens: effect.opens,
        cluster_wide: wide,
        namespaces: effect.namespaces,
        unknown: effect.unknown,
    }
}

/// The NetworkPolicies that a Kyverno ClusterPolicy makes in namespaces
/// (<https://kyverno.io/docs/policy-types/cluster-policy/generate/>).
fn generated(cluster: &Cluster<'_>, object: &Object, viewed: &Viewed<'_>) -> Vec<NetworkPolicy> {
    let View::Kyverno(kyverno) = &viewed.view else { return Vec::new() };
    if &*object.kind != "ClusterPolicy" {
        return Vec::new();
    }
    let made = kyverno.rules.iter().filter(|rule| rule.generated_kind.is("NetworkPolicy")).filter_map(|rule| {
        let generate = *rule.generate.known()?;
        let notes = Default::default();
        let policy = network_policy::NetworkPolicy::of_data(&rule.data, Reading::new(generate, &notes));
        let effect = kubernetes(&policy);
        let namespaces = kyverno_namespaces(rule.rule);
        // What it copies from elsewhere, and whom it selects otherwise, is not read.
        let open = rule.data.known().is_none() || namespaces == NamespaceSelection::Other;
        let why = || {
            let what = "which namespaces a Kyverno policy makes a NetworkPolicy in, or what it says, is not read";
            Arc::new(Unknown::new(Why::Gap(what.into()), generate.at))
        };
        let unknown = effect.unknown.clone().or_else(|| open.then(why));
        let namespaces = if open { NamespaceSelection::Other } else { namespaces };
        Some(fact(cluster, object, true, Effect { namespaces, unknown, ..effect }))
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

fn policy(cluster: &Cluster<'_>, object: &Object, viewed: &Viewed<'_>) -> Option<NetworkPolicy> {
    let wide = matches!(
        &*object.kind,
        "CiliumClusterwideNetworkPolicy" | "GlobalNetworkPolicy" | "AdminNetworkPolicy" | "BaselineAdminNetworkPolicy"
    );
    let effect = match &viewed.view {
        View::NetworkPolicy(policy) => kubernetes(policy),
        View::CalicoPolicy(policy) => calico(policy, wide),
        View::CiliumPolicy(policy) => cilium(policy, wide),
        View::AdminPolicy(policy) => admin(policy),
        _ => return None,
    };
    Some(fact(cluster, object, wide, effect))
}

/// Whether a label selector selects everything: absent (where that is allowed) or empty.
fn selects_all(selector: &Field<'_, &Value>) -> bool {
    match selector {
        Field::Absent => true,
        Field::Known(value, _) => unbounded(value),
        Field::Unknown(_) | Field::Wrong(_) => false,
    }
}

/// Whether a selector, written as a map, selects everything.
fn unbounded(selector: &Value) -> bool {
    match &selector.kind {
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

/// Whether a field is absent or has nothing in it.
fn unset(rule: &Value, key: &str) -> bool {
    match read::get(rule, key) {
        Got::Absent(_) => true,
        Got::Value(value) => empty(read::likely(value)),
        Got::Maybe(_) => false,
    }
}

/// What an unspecified or misshapen policy does.
fn nothing(why: Option<Arc<Unknown>>) -> Effect {
    Effect {
        selects_all: false,
        ingress: false,
        egress: false,
        opens: false,
        namespaces: NamespaceSelection::Other,
        unknown: why,
    }
}

/// Whether every pod of the cluster is a peer. Of `ipBlock`s nothing is said: whether one covers pods is the plugin's decision
/// (<https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors>).
fn everyone(peer: &Value) -> bool {
    let all = |key: &str| matches!(read::get(peer, key), Got::Value(v) if unbounded(read::likely(v)));
    unset(peer, "ipBlock")
        && all("namespaceSelector")
        && (read::get(peer, "podSelector").is_absent() || all("podSelector"))
}

/// Whether a peer is every address, which may or may not cover the cluster's pods.
fn anywhere(peer: &Value) -> bool {
    let block = |key: &str| read::path(peer, &["ipBlock", key]);
    block("cidr").known().and_then(read::text).is_some_and(|c| matches!(&*c, "0.0.0.0/0" | "::/0"))
        && matches!(block("except"), got if read::items(got).0.is_empty())
}

/// What the rules of one direction allow, and why that is not known.
fn peers(rules: &List<'_>, key: &str) -> (Way, Option<Arc<Unknown>>) {
    let mut why = None;
    for rule in rules.items.iter().filter(|rule| unset(rule, "ports")) {
        let (known, _) = read::items(read::get(rule, key));
        if unset(rule, key) || known.iter().any(|peer| everyone(peer)) {
            return (Way::Open, None);
        }
        if let Some(peer) = known.iter().find(|peer| anywhere(peer)) {
            let what =
                "whether a rule for every address covers the pods of the cluster is the network plugin's decision";
            why = why.or_else(|| Some(Arc::new(Unknown::new(Why::Gap(what.into()), peer.at))));
        }
    }
    (Way::Some, why)
}

/// `policyTypes` absent means Ingress, and Egress when there are egress rules
/// (<https://kubernetes.io/docs/concepts/services-networking/network-policies/>).
fn kubernetes(policy: &network_policy::NetworkPolicy<'_>) -> Effect {
    let Field::Known(spec, _) = &policy.spec else { return nothing(policy.spec.why()) };
    let (ingress, egress) = match policy.types.items.is_empty() {
        true => (true, !policy.egress.items.is_empty()),
        false => (policy.types.has("Ingress"), policy.types.has("Egress")),
    };
    let (inward, unclear) = if ingress { peers(&policy.ingress, "from") } else { (Way::Silent, None) };
    let outward = if egress { peers(&policy.egress, "to").0 } else { Way::Silent };
    let unknown = policy.types.more.cloned().or_else(|| policy.pods.why()).or_else(|| policy.ingress.more.cloned());
    let all = selects_all(&policy.pods);
    Effect {
        selects_all: all,
        ingress: inward == Way::Some,
        egress: outward == Way::Some,
        opens: all && inward == Way::Open,
        namespaces: NamespaceSelection::Other,
        unknown: unknown.or(unclear).or_else(|| read::rest(spec).cloned()),
    }
}

/// Calico: `selector` absent or `all()`; `types` absent means what the rules speak of, ingress when they speak of
/// nothing (<https://docs.tigera.io/calico/latest/reference/resources/networkpolicy>).
fn calico(policy: &Calico<'_>, wide: bool) -> Effect {
    let Field::Known(spec, _) = &policy.spec else { return nothing(policy.spec.why()) };
    if policy.hosts_only {
        return nothing(None);
    }
    let all = |selector: &Field<'_, super::super::identity::Pattern>| match selector {
        Field::Absent => true,
        field => field.text().is_some_and(|t| matches!(t.trim(), "" | "all()")),
    };
    let (ingress, egress) = match policy.types.items.is_empty() {
        true => (!policy.ingress.is_empty() || policy.egress.is_empty(), !policy.egress.is_empty()),
        false => (policy.types.has("Ingress"), policy.types.has("Egress")),
    };
    let open = |rules: &[CalicoRule<'_>], side: &str| calico_open(rules, side, wide);
    Effect {
        selects_all: all(&policy.selector) && all(&policy.accounts),
        ingress: ingress && !open(&policy.ingress, "source"),
        egress: egress && !open(&policy.egress, "destination"),
        // What another policy says first goes before this one.
        opens: false,
        namespaces: if all(&policy.namespaces) {
            NamespaceSelection::All
        } else {
            calico_namespaces(&policy.namespaces)
        },
        unknown: policy.types.more.or(read::rest(spec)).cloned(),
    }
}

/// Whether the first rule that decides lets every pod through. Rules decide in order; `Log` decides nothing.
fn calico_open(rules: &[CalicoRule<'_>], side: &str, wide: bool) -> bool {
    for rule in rules.iter().filter(|rule| !rule.action.is("Log")) {
        if !rule.action.is("Allow") {
            return false;
        }
        let limits = ["protocol", "notProtocol", "icmp", "notICMP", "http", "ipVersion"];
        let other = if side == "source" { "destination" } else { "source" };
        if limits.iter().all(|key| unset(rule.rule, key))
            && unset(rule.rule, other)
            && calico_everyone(rule.rule, side, wide)
        {
            return true;
        }
    }
    false
}

/// Whether the peers of a Calico rule are every pod of the cluster: in a namespace's policy `all()` means that namespace, unless a
/// `namespaceSelector` says otherwise.
fn calico_everyone(rule: &Value, side: &str, wide: bool) -> bool {
    let Some(peers) = read::get(rule, side).known() else { return true };
    let text = |key: &str| read::get(peers, key).known().and_then(read::text).filter(|t| !t.trim().is_empty());
    let known = ["selector", "namespaceSelector", "nets"];
    if !read::entries(peers).iter().all(|e| known.contains(&&*e.key) || empty(&e.value)) {
        return false;
    }
    let nets = read::items(read::get(peers, "nets")).0;
    let everywhere = nets.is_empty() || nets.iter().any(|n| read::text(n).is_some_and(|n| &*n == "0.0.0.0/0"));
    let pods = text("selector").is_none_or(|t| t.trim() == "all()");
    let spaces = match text("namespaceSelector") {
        Some(written) => written.trim() == "all()",
        None => wide || text("selector").is_none(),
    };
    everywhere && pods && spaces
}

/// `projectcalico.org/name == "acme"` and its negation; other selectors are not read.
fn calico_namespaces(selector: &Field<'_, super::super::identity::Pattern>) -> NamespaceSelection {
    let selector = selector.text().unwrap_or_default();
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
fn cilium(policy: &Cilium<'_>, wide: bool) -> Effect {
    let mut effect = nothing(policy.unknown.clone());
    for rule in policy.rules.iter().filter(|rule| !rule.endpoints.is_absent()) {
        let (selection, everything) = cilium_selection(&rule.endpoints, wide);
        if !effect.selects_all {
            effect.namespaces = selection;
        }
        effect.unknown = effect.unknown.or_else(|| rule.endpoints.why());
        if everything || !effect.selects_all {
            let (inward, outward) = cilium_ways(rule, wide);
            effect.ingress |= inward == Way::Some;
            effect.egress |= outward == Way::Some;
            effect.opens |= everything && inward == Way::Open && rule.ingress.deny.is_empty();
        }
        effect.selects_all |= everything;
    }
    effect.opens &= !effect.ingress;
    effect
}

fn cilium_ways(rule: &CiliumRule<'_>, wide: bool) -> (Way, Way) {
    let way = |direction: &CiliumDirection<'_>, entities: &str, endpoints: &str| {
        let section = !direction.allow.is_empty() || !direction.deny.is_empty();
        // What is denied goes before what any policy allows.
        let denies = !direction.deny.is_empty();
        if direction.allow.items.iter().any(|rule| cilium_everyone(rule, entities, endpoints, wide)) && !denies {
            return Way::Open;
        }
        match section && (denies || direction.default_deny.known() != Some(&false)) {
            true => Way::Some,
            false => Way::Silent,
        }
    };
    (way(&rule.ingress, "fromEntities", "fromEndpoints"), way(&rule.egress, "toEntities", "toEndpoints"))
}

/// Whether a rule is for every pod of the cluster on every port. An empty rule is for nobody; in a namespace's policy an empty
/// endpoint selector means that namespace (<https://docs.cilium.io/en/stable/security/policy/kubernetes/>).
fn cilium_everyone(rule: &Value, entities: &str, endpoints: &str, wide: bool) -> bool {
    let ports = read::get(rule, "toPorts");
    if !ports.is_absent() && !read::items(ports).0.is_empty() || !read::get(rule, "authentication").is_absent() {
        return false;
    }
    let by_entity = read::items(read::get(rule, entities)).0.into_iter().filter_map(read::text);
    let mut selectors = read::items(read::get(rule, endpoints)).0.into_iter();
    by_entity.into_iter().any(|e| matches!(&*e, "all" | "cluster"))
        || selectors.any(|selector| (wide && unbounded(selector)) || every_namespace(selector))
}

/// A selector that asks for nothing but that there be a namespace.
fn every_namespace(selector: &Value) -> bool {
    let expressions = read::items(read::get(selector, "matchExpressions")).0;
    let text = |v: &Value, key: &str| read::get(v, key).known().and_then(read::text).unwrap_or_default();
    let exists = |v: &&Value| {
        text(v, "key").trim_start_matches("k8s:") == "io.kubernetes.pod.namespace" && &*text(v, "operator") == "Exists"
    };
    unset(selector, "matchLabels") && !expressions.is_empty() && expressions.iter().all(exists)
}

/// Which namespaces an endpoint selector selects, and whether it selects every pod in them.
fn cilium_selection(selector: &Field<'_, &Value>, wide: bool) -> (NamespaceSelection, bool) {
    if selects_all(selector) {
        return (NamespaceSelection::All, true);
    }
    let Field::Known(selector, _) = selector else { return (NamespaceSelection::Other, false) };
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
fn admin(policy: &Admin<'_>) -> Effect {
    let Field::Known(spec, _) = &policy.spec else { return nothing(policy.spec.why()) };
    let all = !policy.namespaces.is_absent() && selects_all(&policy.namespaces);
    let denies = |rules: &List<'_>| {
        rules
            .items
            .iter()
            .any(|rule| read::get(rule, "action").known().and_then(read::text).is_some_and(|a| &*a == "Deny"))
    };
    Effect {
        selects_all: all,
        ingress: denies(&policy.ingress),
        egress: denies(&policy.egress),
        opens: false,
        namespaces: if all { NamespaceSelection::All } else { NamespaceSelection::Other },
        unknown: read::rest(spec).cloned(),
    }
}
