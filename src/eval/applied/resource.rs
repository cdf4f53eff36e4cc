//! `kubernetes_*` resources of the hashicorp/kubernetes provider as the objects they make: snake case becomes camel case,
//! repeated nested blocks become lists, other nested blocks objects. Arguments that are maps are taken as they are.

use super::only;
use crate::eval::kustomize::edit;
use crate::eval::origin;
use crate::eval::value::{Entry, Item, Kind, Map, Value};
use std::sync::Arc;

/// Deepest nesting of blocks that is converted.
const DEEPEST: u32 = 24;

/// Resource types, without `kubernetes_` and the version behind, with the API version and kind of what they make.
const KINDS: &[(&str, &str, &str)] = &[
    ("cluster_role", "rbac.authorization.k8s.io/v1", "ClusterRole"),
    ("cluster_role_binding", "rbac.authorization.k8s.io/v1", "ClusterRoleBinding"),
    ("config_map", "v1", "ConfigMap"),
    ("cron_job", "batch/v1", "CronJob"),
    ("daemon_set", "apps/v1", "DaemonSet"),
    ("daemonset", "apps/v1", "DaemonSet"),
    ("deployment", "apps/v1", "Deployment"),
    ("horizontal_pod_autoscaler", "autoscaling/v2", "HorizontalPodAutoscaler"),
    ("ingress", "networking.k8s.io/v1", "Ingress"),
    ("ingress_class", "networking.k8s.io/v1", "IngressClass"),
    ("job", "batch/v1", "Job"),
    ("limit_range", "v1", "LimitRange"),
    ("namespace", "v1", "Namespace"),
    ("network_policy", "networking.k8s.io/v1", "NetworkPolicy"),
    ("persistent_volume", "v1", "PersistentVolume"),
    ("persistent_volume_claim", "v1", "PersistentVolumeClaim"),
    ("pod", "v1", "Pod"),
    ("pod_disruption_budget", "policy/v1", "PodDisruptionBudget"),
    ("priority_class", "scheduling.k8s.io/v1", "PriorityClass"),
    ("resource_quota", "v1", "ResourceQuota"),
    ("role", "rbac.authorization.k8s.io/v1", "Role"),
    ("role_binding", "rbac.authorization.k8s.io/v1", "RoleBinding"),
    ("secret", "v1", "Secret"),
    ("service", "v1", "Service"),
    ("service_account", "v1", "ServiceAccount"),
    ("stateful_set", "apps/v1", "StatefulSet"),
    ("storage_class", "storage.k8s.io/v1", "StorageClass"),
];

/// Nested blocks that may be repeated, and what the object calls the list.
const LISTS: &[(&str, &str)] = &[
    ("container", "containers"),
    ("egress", "egress"),
    ("env", "env"),
    ("env_from", "envFrom"),
    ("from", "from"),
    ("host_aliases", "hostAliases"),
    ("image_pull_secret", "imagePullSecrets"),
    ("image_pull_secrets", "imagePullSecrets"),
    ("ingress", "ingress"),
    ("init_container", "initContainers"),
    ("items", "items"),
    ("limit", "limits"),
    ("match_expressions", "matchExpressions"),
    ("path", "paths"),
    ("port", "ports"),
    ("ports", "ports"),
    ("rule", "rules"),
    ("secret", "secrets"),
    ("subject", "subjects"),
    ("tls", "tls"),
    ("to", "to"),
    ("toleration", "tolerations"),
    ("topology_spread_constraint", "topologySpreadConstraints"),
    ("volume", "volumes"),
    ("volume_claim_template", "volumeClaimTemplates"),
    ("volume_device", "volumeDevices"),
    ("volume_mount", "volumeMounts"),
];

/// Names whose camel case has an abbreviation in it.
const NAMES: &[(&str, &str)] = &[
    ("cluster_ip", "clusterIP"),
    ("external_ips", "externalIPs"),
    ("host_ip", "hostIP"),
    ("host_ipc", "hostIPC"),
    ("host_pid", "hostPID"),
    ("load_balancer_ip", "loadBalancerIP"),
    ("non_resource_urls", "nonResourceURLs"),
    ("storage_provisioner", "provisioner"),
];

/// API version and kind of what a resource type makes.
fn made_by(kind: &str) -> Option<(&'static str, &'static str)> {
    let name = kind.strip_prefix("kubernetes_")?;
    let name = ["_v1", "_v2", "_v2beta2"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    KINDS.iter().find(|(known, _, _)| *known == name).map(|(_, version, object)| (*version, *object))
}

/// Whether a resource of this type makes an object.
pub(super) fn is_known(kind: &str) -> bool {
    made_by(kind).is_some()
}

/// The object that a resource of this type makes; `None` for types that make none.
pub(super) fn manifest(kind: &str, attributes: &Value) -> Option<Value> {
    let (api_version, object) = made_by(kind)?;
    let mut made = converted(attributes, DEEPEST);
    let at = attributes.at;
    edit::set(&mut made, "apiVersion", at, edit::text(api_version, at));
    edit::set(&mut made, "kind", at, edit::text(object, at));
    Some(made)
}

/// The arguments of a block in the object's own names.
fn converted(block: &Value, depth: u32) -> Value {
    let (Kind::Map(map), Some(depth)) = (&block.kind, depth.checked_sub(1)) else { return block.clone() };
    let mut entries: Vec<Entry> = Vec::with_capacity(map.entries.len());
    for entry in map.entries.iter().filter(|e| !matches!(e.value.kind, Kind::Null)) {
        let blocks = is_blocks(&entry.value);
        let (key, value) = match LISTS.iter().find(|(name, _)| *name == &*entry.key) {
            Some((_, plural)) if blocks => ((*plural).to_owned(), each(&entry.value, depth)),
            _ if blocks => match only(&entry.value) {
                Some(one) => (camel(&entry.key), converted(one, depth)),
                None => continue,
            },
            _ => (camel(&entry.key), entry.value.clone()),
        };
        entries.push(origin::entry(key, entry.key_at, value));
    }
    let map = Map { entries: entries.into(), rest: map.rest.clone() };
    Value { kind: Kind::Map(Arc::new(map)), ..block.clone() }
}

/// Nested blocks are lists of maps; an argument that is a list has elements of other types.
fn is_blocks(value: &Value) -> bool {
    match &value.kind {
        Kind::List(items) => {
            let block = |item: &Item| matches!(item, Item::One(Value { kind: Kind::Map(_), .. }));
            !items.is_empty() && items.iter().all(block)
        }
        _ => false,
    }
}

fn each(blocks: &Value, depth: u32) -> Value {
    let items = match &blocks.kind {
        Kind::List(items) => items.iter(),
        _ => return blocks.clone(),
    };
    let items = items.map(|item| match item {
        Item::One(block) => Item::One(converted(block, depth)),
        Item::Many(unknown) => Item::Many(unknown.clone()),
    });
    Value { kind: Kind::List(items.collect()), ..blocks.clone() }
}

/// `service_account_name` as `serviceAccountName`.
fn camel(name: &str) -> String {
    if let Some((_, known)) = NAMES.iter().find(|(snake, _)| *snake == name) {
        return (*known).to_owned();
    }
    let mut words = name.split('_');
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        out.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}
