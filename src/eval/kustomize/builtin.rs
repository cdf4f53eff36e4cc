//! Kustomize's own field specifications (`builtinpluginconsts`): the fields that its transformers touch without being told.

use super::fields::FieldSpec;
use std::sync::LazyLock;

/// A field: group, version and kind (empty: any), the path, whether it is created.
type Row = (&'static str, &'static str, &'static str, &'static str, bool);

fn specs(rows: &[Row]) -> Vec<FieldSpec> {
    rows.iter().map(|(group, version, kind, path, create)| FieldSpec::of(group, version, kind, path, *create)).collect()
}

const NAME: &[Row] = &[("", "", "", "metadata/name", false)];

const NAMESPACE: &[Row] = &[
    ("", "", "Namespace", "metadata/name", true),
    ("apiregistration.k8s.io", "", "APIService", "spec/service/namespace", true),
    (
        "apiextensions.k8s.io",
        "",
        "CustomResourceDefinition",
        "spec/conversion/webhook/clientConfig/service/namespace",
        false,
    ),
];

const METADATA_LABELS: &[Row] = &[
    ("", "", "", "metadata/labels", true),
    ("", "v1", "ReplicationController", "spec/template/metadata/labels", true),
    ("", "", "Deployment", "spec/template/metadata/labels", true),
    ("", "", "ReplicaSet", "spec/template/metadata/labels", true),
    ("", "", "DaemonSet", "spec/template/metadata/labels", true),
    ("apps", "", "StatefulSet", "spec/template/metadata/labels", true),
    ("batch", "", "Job", "spec/template/metadata/labels", true),
    ("batch", "", "CronJob", "spec/jobTemplate/metadata/labels", true),
    ("batch", "", "CronJob", "spec/jobTemplate/spec/template/metadata/labels", true),
];

const VOLUME_CLAIM_LABELS: &[Row] = &[("apps", "", "StatefulSet", "spec/volumeClaimTemplates[]/metadata/labels", true)];

const SELECTORS: &[Row] = &[
    ("", "v1", "Service", "spec/selector", true),
    ("", "v1", "ReplicationController", "spec/selector", true),
    ("", "", "Deployment", "spec/selector/matchLabels", true),
    ("", "", "ReplicaSet", "spec/selector/matchLabels", true),
    ("", "", "DaemonSet", "spec/selector/matchLabels", true),
    ("apps", "", "StatefulSet", "spec/selector/matchLabels", true),
    ("batch", "", "Job", "spec/selector/matchLabels", false),
    ("batch", "", "CronJob", "spec/jobTemplate/spec/selector/matchLabels", false),
    ("policy", "", "PodDisruptionBudget", "spec/selector/matchLabels", false),
    ("networking.k8s.io", "", "NetworkPolicy", "spec/podSelector/matchLabels", false),
    ("networking.k8s.io", "", "NetworkPolicy", "spec/ingress/from/podSelector/matchLabels", false),
    ("networking.k8s.io", "", "NetworkPolicy", "spec/egress/to/podSelector/matchLabels", false),
];

/// Below the pod spec of Deployments and StatefulSets.
const AFFINITY: &[&str] = &[
    "affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
    "affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
    "affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
    "affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
    "topologySpreadConstraints/labelSelector/matchLabels",
];

const ANNOTATIONS: &[Row] = &[
    ("", "", "", "metadata/annotations", true),
    ("", "v1", "ReplicationController", "spec/template/metadata/annotations", true),
    ("", "", "Deployment", "spec/template/metadata/annotations", true),
    ("", "", "ReplicaSet", "spec/template/metadata/annotations", true),
    ("", "", "DaemonSet", "spec/template/metadata/annotations", true),
    ("", "", "StatefulSet", "spec/template/metadata/annotations", true),
    ("batch", "", "Job", "spec/template/metadata/annotations", true),
    ("batch", "", "CronJob", "spec/jobTemplate/metadata/annotations", true),
    ("batch", "", "CronJob", "spec/jobTemplate/spec/template/metadata/annotations", true),
];

const IMAGES: &[Row] = &[
    ("", "", "", "spec/containers[]/image", true),
    ("", "", "", "spec/initContainers[]/image", true),
    ("", "", "", "spec/volumes[]/image/reference", true),
    ("", "", "", "spec/template/spec/containers[]/image", true),
    ("", "", "", "spec/template/spec/initContainers[]/image", true),
    ("", "", "", "spec/template/spec/volumes[]/image/reference", true),
    ("", "", "", "spec/jobTemplate/spec/template/spec/volumes[]/image/reference", true),
];

const REPLICAS: &[Row] = &[
    ("", "", "Deployment", "spec/replicas", true),
    ("", "", "ReplicationController", "spec/replicas", true),
    ("", "", "ReplicaSet", "spec/replicas", true),
    ("", "", "StatefulSet", "spec/replicas", true),
];

/// Where `$(VAR)` is looked for in a pod spec: of containers and init containers.
const VARS_IN_CONTAINERS: &[&str] = &["args", "command", "env/value", "volumeMounts/mountPath"];

/// The kinds with pods in which `$(VAR)` is looked for.
const VARS_IN_KINDS: &[(&str, &str)] = &[
    ("CronJob", "spec/jobTemplate/spec/template/spec"),
    ("DaemonSet", "spec/template/spec"),
    ("Deployment", "spec/template/spec"),
    ("Job", "spec/template/spec"),
    ("Pod", "spec"),
    ("ReplicaSet", "spec/template/spec"),
    ("StatefulSet", "spec/template/spec"),
];

const VARS: &[Row] = &[
    // So written; it leads nowhere.
    ("", "", "CronJob", "spec/jobTemplate/spec/template/volumes/nfs/server", false),
    ("", "", "DaemonSet", "spec/template/spec/volumes/nfs/server", false),
    ("", "", "Deployment", "spec/template/spec/volumes/nfs/server", false),
    ("", "", "Deployment", "spec/template/metadata/annotations", false),
    ("", "", "Ingress", "spec/rules/host", false),
    ("", "", "Ingress", "spec/tls/hosts", false),
    ("", "", "Ingress", "spec/tls/secretName", false),
    ("", "", "Job", "spec/template/spec/volumes/nfs/server", false),
    ("", "", "Pod", "spec/volumes/nfs/server", false),
    ("", "", "ReplicaSet", "spec/template/spec/volumes/nfs/server", false),
    ("", "", "Service", "spec/ports/port", false),
    ("", "", "Service", "spec/ports/targetPort", false),
    ("", "", "StatefulSet", "spec/volumeClaimTemplates/spec/nfs/server", false),
    ("", "", "PersistentVolume", "spec/nfs/server", false),
    ("", "", "", "metadata/labels", false),
    ("", "", "", "metadata/annotations", false),
];

/// `namePrefix` and `nameSuffix`.
pub static NAMES: LazyLock<Vec<FieldSpec>> = LazyLock::new(|| specs(NAME));
/// `namespace`.
pub static NAMESPACES: LazyLock<Vec<FieldSpec>> = LazyLock::new(|| specs(NAMESPACE));
/// `labels` with `includeTemplates`.
pub static TEMPLATE_LABELS: LazyLock<Vec<FieldSpec>> = LazyLock::new(|| specs(METADATA_LABELS));
/// `labels` with `includeVolumeClaimTemplates`.
pub static VOLUME_CLAIM_TEMPLATE_LABELS: LazyLock<Vec<FieldSpec>> = LazyLock::new(|| specs(VOLUME_CLAIM_LABELS));
/// `commonLabels`, and `labels` with `includeSelectors`.
pub static COMMON_LABELS: LazyLock<Vec<FieldSpec>> = LazyLock::new(|| {
    let mut all = specs(SELECTORS);
    for kind in ["Deployment", "StatefulSet"] {
        for path in AFFINITY {
            all.push(FieldSpec::of("apps", "", kind, &format!("spec/template/spec/{path}"), false));
        }
    }
    all.extend(specs(METADATA_LABELS));
    all.extend(specs(VOLUME_CLAIM_LABELS));
    all
});
/// `commonAnnotations`.
pub static COMMON_ANNOTATIONS: LazyLock<Vec<FieldSpec>> = LazyLock::new(|| specs(ANNOTATIONS));
/// `images`, beside every list called `containers` or `initContainers`.
pub static IMAGE_FIELDS: LazyLock<Vec<FieldSpec>> = LazyLock::new(|| specs(IMAGES));
/// `replicas`.
pub static REPLICA_FIELDS: LazyLock<Vec<FieldSpec>> = LazyLock::new(|| specs(REPLICAS));
/// `vars`: where `$(NAME)` is replaced.
pub static VAR_REFERENCES: LazyLock<Vec<FieldSpec>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for (kind, pod) in VARS_IN_KINDS {
        for containers in ["containers", "initContainers"] {
            for field in VARS_IN_CONTAINERS {
                all.push(FieldSpec::of("", "", kind, &format!("{pod}/{containers}/{field}"), false));
            }
        }
    }
    all.extend(specs(VARS));
    all
});
