//! Which lists a strategic merge patch merges, and by which keys.
//!
//! Kustomize carries the OpenAPI description of Kubernetes 1.21 and reads from it the `patchMergeKey`s of the kinds in it, by
//! group, version and kind. A kustomization's `openapi.path` replaces that description by a file of its own.

use super::edit;
use crate::eval::value::Value;

/// How a list is merged.
#[derive(Clone, Debug, PartialEq)]
pub enum Keys<'a> {
    /// It is not: the patch's list replaces the object's.
    None,
    /// It is a set of plain values.
    Primitive,
    /// Its elements are maps, told apart by these fields.
    Fields(Vec<&'a str>),
}

/// The description of one value, as far as it leads to lists that are merged.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'a>(Form<'a>);

#[derive(Clone, Copy, Debug)]
enum Form<'a> {
    /// A type of the table below.
    Own(&'static str),
    /// A field of such a type that is a list of this type.
    OwnList(&'static str, &'static str),
    /// A schema of a file, and the file.
    Given(&'a Value, Given<'a>),
}

/// The description that a kustomization names.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The file's content.
    pub file: &'a Value,
    /// Kustomize's own description is there too: it was asked for before this one was read.
    pub own_too: bool,
}

const META: &str = "ObjectMeta";
const TEMPLATE: &str = "PodTemplateSpec";

/// Lists that are merged: the type, the field, the type of the elements, the merge keys (of plain values: none).
const LISTS: &[(&str, &str, &str, &[&str])] = &[
    (META, "finalizers", "", &[]),
    (META, "ownerReferences", "", &["uid"]),
    ("PodSpec", "containers", "Container", &["name"]),
    ("PodSpec", "initContainers", "Container", &["name"]),
    ("PodSpec", "ephemeralContainers", "EphemeralContainer", &["name"]),
    ("PodSpec", "hostAliases", "", &["ip"]),
    ("PodSpec", "imagePullSecrets", "", &["name"]),
    ("PodSpec", "topologySpreadConstraints", "", &["topologyKey", "whenUnsatisfiable"]),
    ("PodSpec", "volumes", "Volume", &["name"]),
    ("PodStatus", "conditions", "", &["type"]),
    ("PodStatus", "podIPs", "", &["ip"]),
    ("Container", "env", "", &["name"]),
    ("Container", "ports", "", &["containerPort", "protocol"]),
    ("Container", "volumeDevices", "", &["devicePath"]),
    ("Container", "volumeMounts", "", &["mountPath"]),
    ("EphemeralContainer", "env", "", &["name"]),
    ("EphemeralContainer", "volumeDevices", "", &["devicePath"]),
    ("EphemeralContainer", "volumeMounts", "", &["mountPath"]),
    ("ServiceSpec", "ports", "", &["port", "protocol"]),
    ("ServiceAccount", "secrets", "", &["name"]),
    ("WebhookConfiguration", "webhooks", "", &["name"]),
    ("CSINodeSpec", "drivers", "", &["name"]),
    ("NodeSpec", "podCIDRs", "", &[]),
    ("NodeStatus", "addresses", "", &["type"]),
    ("NodeStatus", "conditions", "", &["type"]),
    ("Status", "conditions", "", &["type"]),
    ("ComponentStatus", "conditions", "", &["type"]),
];

/// Fields on the way to such lists: the type, the field, its type.
const FIELDS: &[(&str, &str, &str)] = &[
    (TEMPLATE, "metadata", META),
    (TEMPLATE, "spec", "PodSpec"),
    ("Pod", "spec", "PodSpec"),
    ("Pod", "status", "PodStatus"),
    ("PodTemplate", "template", TEMPLATE),
    ("Workload", "spec", "WorkloadSpec"),
    ("Workload", "status", "Status"),
    ("WorkloadSpec", "template", TEMPLATE),
    ("StatefulSet", "spec", "StatefulSetSpec"),
    ("StatefulSet", "status", "Status"),
    ("StatefulSetSpec", "template", TEMPLATE),
    ("PersistentVolumeClaim", "metadata", META),
    ("PersistentVolumeClaim", "status", "Status"),
    ("CronJob", "spec", "CronJobSpec"),
    ("CronJobSpec", "jobTemplate", "JobTemplateSpec"),
    ("JobTemplateSpec", "metadata", META),
    ("JobTemplateSpec", "spec", "WorkloadSpec"),
    ("Volume", "ephemeral", "EphemeralVolumeSource"),
    ("EphemeralVolumeSource", "volumeClaimTemplate", "PersistentVolumeClaimTemplate"),
    ("PersistentVolumeClaimTemplate", "metadata", META),
    ("Service", "spec", "ServiceSpec"),
    ("Service", "status", "Status"),
    ("WithStatus", "status", "Status"),
    ("Node", "spec", "NodeSpec"),
    ("Node", "status", "NodeStatus"),
    ("CSINode", "spec", "CSINodeSpec"),
];

/// The type of each kind that has more to merge than its metadata.
const KINDS: &[(&str, &str, &str)] = &[
    ("v1", "Pod", "Pod"),
    ("v1", "PodTemplate", "PodTemplate"),
    ("v1", "ReplicationController", "Workload"),
    ("v1", "Service", "Service"),
    ("v1", "ServiceAccount", "ServiceAccount"),
    ("v1", "Namespace", "WithStatus"),
    ("v1", "Node", "Node"),
    ("v1", "ComponentStatus", "ComponentStatus"),
    ("v1", "PersistentVolumeClaim", "PersistentVolumeClaim"),
    ("apps/v1", "Deployment", "Workload"),
    ("apps/v1", "DaemonSet", "Workload"),
    ("apps/v1", "ReplicaSet", "Workload"),
    ("apps/v1", "StatefulSet", "StatefulSet"),
    ("batch/v1", "Job", "Workload"),
    ("batch/v1", "CronJob", "CronJob"),
    ("batch/v1beta1", "CronJob", "CronJob"),
    ("policy/v1", "PodDisruptionBudget", "WithStatus"),
    ("policy/v1beta1", "PodDisruptionBudget", "WithStatus"),
    ("apiregistration.k8s.io/v1", "APIService", "WithStatus"),
    ("apiregistration.k8s.io/v1beta1", "APIService", "WithStatus"),
    ("storage.k8s.io/v1", "CSINode", "CSINode"),
    ("storage.k8s.io/v1beta1", "CSINode", "CSINode"),
    ("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "WebhookConfiguration"),
    ("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "WebhookConfiguration"),
    ("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", "WebhookConfiguration"),
    ("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration", "WebhookConfiguration"),
];

/// The other kinds of the description: of these only the metadata has lists to merge.
const PLAIN: &[(&str, &[&str])] = &[
    (
        "v1",
        &["Binding", "ConfigMap", "Endpoints", "Event", "LimitRange", "PersistentVolume", "ResourceQuota", "Secret"],
    ),
    ("apps/v1", &["ControllerRevision"]),
    ("apiextensions.k8s.io/v1", &["CustomResourceDefinition"]),
    ("apiextensions.k8s.io/v1beta1", &["CustomResourceDefinition"]),
    ("authentication.k8s.io/v1", &["TokenRequest", "TokenReview"]),
    ("authentication.k8s.io/v1beta1", &["TokenReview"]),
    ("authorization.k8s.io/v1", REVIEWS),
    ("authorization.k8s.io/v1beta1", REVIEWS),
    ("autoscaling/v1", &["HorizontalPodAutoscaler", "Scale"]),
    ("autoscaling/v2beta1", &["HorizontalPodAutoscaler"]),
    ("autoscaling/v2beta2", &["HorizontalPodAutoscaler"]),
    ("certificates.k8s.io/v1", &["CertificateSigningRequest"]),
    ("certificates.k8s.io/v1beta1", &["CertificateSigningRequest"]),
    ("coordination.k8s.io/v1", &["Lease"]),
    ("coordination.k8s.io/v1beta1", &["Lease"]),
    ("discovery.k8s.io/v1", &["EndpointSlice"]),
    ("discovery.k8s.io/v1beta1", &["EndpointSlice"]),
    ("events.k8s.io/v1", &["Event"]),
    ("events.k8s.io/v1beta1", &["Event"]),
    ("extensions/v1beta1", &["Ingress"]),
    ("flowcontrol.apiserver.k8s.io/v1beta1", &["FlowSchema", "PriorityLevelConfiguration"]),
    ("networking.k8s.io/v1", &["Ingress", "IngressClass", "NetworkPolicy"]),
    ("networking.k8s.io/v1beta1", &["Ingress", "IngressClass"]),
    ("node.k8s.io/v1", &["RuntimeClass"]),
    ("node.k8s.io/v1beta1", &["RuntimeClass"]),
    ("policy/v1beta1", &["Eviction", "PodSecurityPolicy"]),
    ("rbac.authorization.k8s.io/v1", RBAC),
    ("rbac.authorization.k8s.io/v1beta1", RBAC),
    ("scheduling.k8s.io/v1", &["PriorityClass"]),
    ("scheduling.k8s.io/v1beta1", &["PriorityClass"]),
    ("storage.k8s.io/v1", &["CSIDriver", "StorageClass", "VolumeAttachment"]),
    ("storage.k8s.io/v1beta1", &["CSIDriver", "CSIStorageCapacity", "StorageClass", "VolumeAttachment"]),
];

const REVIEWS: &[&str] =
    &["LocalSubjectAccessReview", "SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"];
const RBAC: &[&str] = &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

/// The references of a file that are followed from one schema before it counts as going round in circles.
const REFERENCES: u32 = 32;

impl<'a> Schema<'a> {
    /// The schema of an object, by its `apiVersion` and `kind`: of the given description, or of kustomize's own. None for
    /// kinds that are not in it, such as custom resources.
    pub fn of(api: &str, kind: &str, given: Option<Given<'a>>) -> Option<Self> {
        if let Some(given) = given {
            let (group, version) = api.split_once('/').unwrap_or(("", api));
            let is = |entry: &&Value| {
                let part = |key: &str| edit::str_at(entry, &[key]).unwrap_or("");
                part("group") == group && part("version") == version && part("kind") == kind
            };
            let definitions = edit::get(given.file, "definitions").map(edit::entries).unwrap_or_default();
            let found =
                definitions.iter().find(|d| edit::items_at(&d.value, "x-kubernetes-group-version-kind").iter().any(is));
            if found.is_some() || !given.own_too {
                return found.map(|d| Schema(Form::Given(&d.value, given)));
            }
        }
        if let Some((_, _, name)) = KINDS.iter().find(|(a, k, _)| *a == api && *k == kind) {
            return Some(Schema(Form::Own(name)));
        }
        PLAIN.iter().find(|(a, kinds)| *a == api && kinds.contains(&kind)).map(|_| Schema(Form::Own("Object")))
    }

    /// The schema of a field.
    pub fn field(self, name: &str) -> Option<Self> {
        match self.0 {
            Form::Own(ty) => {
                if let Some((owner, field, ..)) = LISTS.iter().find(|(owner, field, ..)| *owner == ty && *field == name)
                {
                    return Some(Schema(Form::OwnList(owner, field)));
                }
                if let Some((_, _, to)) = FIELDS.iter().find(|(owner, field, _)| *owner == ty && *field == name) {
                    return Some(Schema(Form::Own(to)));
                }
                if (ty, name) == ("StatefulSetSpec", "volumeClaimTemplates") {
                    return Some(Schema(Form::OwnList(ty_name(ty), "volumeClaimTemplates")));
                }
                let is_object = ty == "Object" || KINDS.iter().any(|(_, _, to)| *to == ty);
                (is_object && name == "metadata").then_some(Schema(Form::Own(META)))
            }
            Form::OwnList(..) => None,
            Form::Given(schema, given) => {
                let field = edit::get(schema, "properties").and_then(|p| edit::get(p, name));
                let field = field.or_else(|| edit::get(schema, "additionalProperties"));
                field.and_then(|s| resolve(s, given))
            }
        }
    }

    /// The schema of a list's elements.
    pub fn elements(self) -> Option<Self> {
        match self.0 {
            Form::OwnList(_, "volumeClaimTemplates") => Some(Schema(Form::Own("PersistentVolumeClaim"))),
            Form::OwnList(owner, field) => LISTS
                .iter()
                .find(|(o, f, ..)| *o == owner && *f == field)
                .map(|(_, _, to, _)| *to)
                .filter(|to| !to.is_empty())
                .map(|to| Schema(Form::Own(to))),
            Form::Own(_) => None,
            Form::Given(schema, given) => edit::get(schema, "items").and_then(|s| resolve(s, given)),
        }
    }

    /// How a list of this schema is merged.
    pub fn keys(self) -> Keys<'a> {
        match self.0 {
            Form::OwnList(owner, field) => {
                match LISTS.iter().find(|(o, f, ..)| *o == owner && *f == field).map(|(.., keys)| *keys) {
                    Some([]) => Keys::Primitive,
                    Some(keys) => Keys::Fields(keys.to_vec()),
                    None => Keys::None,
                }
            }
            Form::Own(_) => Keys::None,
            Form::Given(schema, _) => {
                let strategy = edit::str_at(schema, &["x-kubernetes-patch-strategy"]).unwrap_or("");
                if !strategy.split(',').any(|s| s == "merge") {
                    return Keys::None;
                }
                let several: Vec<&str> =
                    edit::items_at(schema, "x-kubernetes-list-map-keys").into_iter().filter_map(edit::as_str).collect();
                if !several.is_empty() {
                    return Keys::Fields(several);
                }
                match edit::str_at(schema, &["x-kubernetes-patch-merge-key"]) {
                    Some(key) => Keys::Fields(vec![key]),
                    None => Keys::Primitive,
                }
            }
        }
    }
}

fn ty_name(ty: &str) -> &'static str {
    KINDS.iter().map(|(_, _, to)| *to).find(|to| *to == ty).unwrap_or("StatefulSetSpec")
}

/// Follows `$ref`s into the file's definitions, and from there into kustomize's own.
fn resolve<'a>(schema: &'a Value, given: Given<'a>) -> Option<Schema<'a>> {
    let mut schema = schema;
    for _ in 0..REFERENCES {
        let Some(reference) = edit::str_at(schema, &["$ref"]) else { return Some(Schema(Form::Given(schema, given))) };
        let name = reference.strip_prefix("#/definitions/")?;
        match edit::lookup(given.file, &["definitions", name]) {
            Some(next) => schema = next,
            None => {
                let own = name.rsplit('.').next().filter(|_| given.own_too)?;
                let all = LISTS.iter().map(|(ty, ..)| *ty).chain(FIELDS.iter().map(|(ty, ..)| *ty));
                return all.into_iter().find(|ty| *ty == own).map(|ty| Schema(Form::Own(ty)));
            }
        }
    }
    None
}
