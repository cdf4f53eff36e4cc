//! Pods and what brings them.
//!
//! Fields are those of `PodTemplateSpec`
//! (<https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-template-v1/>) and `PodSpec`
//! (<https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/>).

use super::field::{Field, List, Pairs, Reading};
use super::named::Named;
use crate::eval::value::{Kind, Unknown, Value};
use crate::model::identity::Pattern;
use std::sync::Arc;

/// What an object says of the pods it brings.
#[derive(Clone, Debug)]
pub struct Pods<'v> {
    /// One template, or several of a workflow.
    pub templates: Vec<PodTemplate<'v>>,
    /// Why the templates, or some of them, are not known.
    pub unknown: Option<Arc<Unknown>>,
    /// Whoever runs the pods adds to them what is not written; in a clause.
    pub completed: Option<&'static str>,
}

/// The template of a pod.
#[derive(Clone, Debug)]
pub struct PodTemplate<'v> {
    /// What holds `metadata` and `spec`.
    pub template: Template<'v>,
    /// Its labels.
    pub labels: Pairs<'v>,
    /// `serviceAccountName`, or the older `serviceAccount`; absent means `default`.
    pub service_account: Field<'v, Pattern>,
    /// `automountServiceAccountToken`.
    pub token: Field<'v, bool>,
    /// `nodeSelector`.
    pub node_selector: Pairs<'v>,
    /// `tolerations`.
    pub tolerations: Vec<Toleration<'v>>,
    /// `priorityClassName`.
    pub priority_class: Field<'v, Pattern>,
    /// `runtimeClassName`.
    pub runtime_class: Field<'v, Pattern>,
    /// `topologySpreadConstraints` and `affinity` are written.
    pub spread: bool,
    /// The names of its containers with what they run.
    pub containers: Vec<Container<'v>>,
}

/// Where a pod template is written.
#[derive(Clone, Debug)]
pub enum Template<'v> {
    /// As one map.
    Written(&'v Value),
    /// In several places of an object; put together here as the pod it becomes.
    Assembled(Value),
}

impl Template<'_> {
    /// The map with `metadata` and `spec`.
    pub fn value(&self) -> &Value {
        match self {
            Template::Written(value) => value,
            Template::Assembled(value) => value,
        }
    }
}

/// A toleration.
#[derive(Clone, Debug)]
pub struct Toleration<'v> {
    /// `key`; absent with `operator: Exists` tolerates everything.
    pub key: Field<'v, Pattern>,
    /// `operator`: `Equal` when absent.
    pub operator: Field<'v, Pattern>,
    /// `value`.
    pub value: Field<'v, Pattern>,
    /// `effect`; absent means every effect.
    pub effect: Field<'v, Pattern>,
}

/// A container of any kind.
#[derive(Clone, Debug)]
pub struct Container<'v> {
    /// `name`.
    pub name: Field<'v, Pattern>,
    /// `image`.
    pub image: Field<'v, Pattern>,
    /// `resources`.
    pub resources: Field<'v, &'v Value>,
}

/// The pods of an object; `None` when it brings none. Kinds that nobody listed here bring pods when they hold a template with
/// containers where Deployments hold it.
pub fn pods<'v>(group: &str, kind: &str, read: Reading<'v, '_>) -> Option<Pods<'v>> {
    const DEPLOYMENT: &[&str] = &["spec", "template"];
    const CRON: &[&str] = &["spec", "jobTemplate", "spec", "template"];
    let path: &'static [&'static str] = match (group, kind) {
        ("", "Pod") | ("serving.knative.dev", "Revision") => return whole(read.from, read, kind == "Revision"),
        ("", "PodTemplate") => &["template"],
        ("", "ReplicationController")
        | ("apps" | "extensions", "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet")
        | ("batch", "Job") => DEPLOYMENT,
        ("batch", "CronJob") => CRON,
        ("serving.knative.dev", "Service" | "Configuration") => DEPLOYMENT,
        ("argoproj.io", "Rollout") => DEPLOYMENT,
        ("argoproj.io", "Workflow" | "WorkflowTemplate" | "ClusterWorkflowTemplate") => {
            return steps(read.inside(&["spec"])?);
        }
        ("argoproj.io", "CronWorkflow") => {
            return steps(read.inside(&["spec", "workflowSpec"])?);
        }
        ("apps.kruise.io", "CloneSet" | "StatefulSet" | "DaemonSet" | "BroadcastJob" | "UnitedDeployment") => {
            DEPLOYMENT
        }
        ("apps.kruise.io", "AdvancedCronJob") => &["spec", "template", "jobTemplate", "spec", "template"],
        ("keda.sh", "ScaledJob") => &["spec", "jobTargetRef", "template"],
        ("" | "apps" | "batch" | "rbac.authorization.k8s.io" | "networking.k8s.io" | "apiextensions.k8s.io", _) => {
            return None;
        }
        _ => return other(read),
    };
    let template = read.map(path);
    match template {
        Field::Known(template, _) => whole(template, read, group == "serving.knative.dev"),
        // A Rollout may name its workload elsewhere (`workloadRef`): it brings no pods of its own.
        Field::Absent => None,
        field => Some(Pods { templates: Vec::new(), unknown: field.why(), completed: None }),
    }
}

/// A kind that is not listed, with a plain template. Nothing is said of its shape: what else may be meant is not known.
fn other<'v>(read: Reading<'v, '_>) -> Option<Pods<'v>> {
    let paths: [&[&str]; 3] =
        [&["spec", "template"], &["spec", "jobTemplate", "spec", "template"], &["spec", "jobTargetRef", "template"]];
    let plain = |path: &&[&str]| {
        let template = read.from.path(path)?;
        let containers = template.path(&["spec", "containers"])?;
        let named = |v: &Value| v.get("name").is_some() && v.get("image").is_some();
        (matches!(containers.kind, Kind::List(_)) && containers.elements().any(named)).then_some(template)
    };
    let template = paths.iter().find_map(plain)?;
    whole(template, read, false)
}

const KNATIVE: &str = "Knative fills in what is missing when `secure-pod-defaults` is enabled in its configuration";
const ARGO: &str = "Argo Workflows adds containers of its own, with settings of its controller";

fn whole<'v>(template: &'v Value, read: Reading<'v, '_>, knative: bool) -> Option<Pods<'v>> {
    let read = read.of(template);
    let spec = match read.map(&["spec"]) {
        Field::Known(spec, _) => spec,
        Field::Absent => return None,
        field => return Some(Pods { templates: Vec::new(), unknown: field.why(), completed: None }),
    };
    let template = pod(Template::Written(template), read.pairs(&["metadata", "labels"]), read.of(spec));
    Some(Pods { templates: vec![template], unknown: None, completed: knative.then_some(KNATIVE) })
}

fn pod<'v>(template: Template<'v>, labels: Pairs<'v>, spec: Reading<'v, '_>) -> PodTemplate<'v> {
    let service_account = match spec.name(&["serviceAccountName"], "ServiceAccount") {
        Field::Absent => spec.name(&["serviceAccount"], "ServiceAccount"),
        named => named,
    };
    for secret in spec.each(&["imagePullSecrets"]) {
        secret.name(&["name"], "Secret");
    }
    for volume in spec.each(&["volumes"]) {
        volume_names(volume);
    }
    let mut containers = Vec::new();
    for kind in [&["initContainers"] as &'static [&'static str], &["containers"], &["ephemeralContainers"]] {
        containers.extend(spec.each(kind).into_iter().map(container));
    }
    let toleration = |read: Reading<'v, '_>| Toleration {
        key: read.text(&["key"]),
        operator: read.text(&["operator"]),
        value: read.text(&["value"]),
        effect: read.text(&["effect"]),
    };
    PodTemplate {
        template,
        labels,
        service_account,
        token: spec.flag(&["automountServiceAccountToken"]),
        node_selector: spec.pairs(&["nodeSelector"]),
        tolerations: spec.each(&["tolerations"]).into_iter().map(toleration).collect(),
        priority_class: spec.wide_name(&["priorityClassName"], "PriorityClass"),
        runtime_class: spec.wide_name(&["runtimeClassName"], "RuntimeClass"),
        spread: !spec.list(&["topologySpreadConstraints"]).is_empty() || !spec.any(&["affinity"]).is_absent(),
        containers,
    }
}

fn volume_names(volume: Reading<'_, '_>) {
    let optional = |path| volume.flag(path).known() == Some(&true);
    let secret = Named { optional: optional(&["secret", "optional"]), ..Named::own("Secret", volume.from) };
    volume.named(&["secret", "secretName"], secret);
    let map = Named { optional: optional(&["configMap", "optional"]), ..Named::own("ConfigMap", volume.from) };
    volume.named(&["configMap", "name"], map);
    volume.name(&["persistentVolumeClaim", "claimName"], "PersistentVolumeClaim");
    volume.wide_name(&["ephemeral", "volumeClaimTemplate", "spec", "storageClassName"], "StorageClass");
    volume.name(&["csi", "nodePublishSecretRef", "name"], "Secret");
    if volume.text(&["csi", "driver"]).is("secrets-store.csi.k8s.io") {
        volume.name(&["csi", "volumeAttributes", "secretProviderClass"], "SecretProviderClass");
    }
    for source in volume.each(&["projected", "sources"]) {
        source.link(&["secret"], "Secret");
        source.link(&["configMap"], "ConfigMap");
    }
}

fn container<'v>(read: Reading<'v, '_>) -> Container<'v> {
    for source in read.each(&["envFrom"]) {
        source.link(&["secretRef"], "Secret");
        source.link(&["configMapRef"], "ConfigMap");
    }
    for variable in read.each(&["env"]) {
        variable.link(&["valueFrom", "secretKeyRef"], "Secret");
        variable.link(&["valueFrom", "configMapKeyRef"], "ConfigMap");
    }
    Container { name: read.text(&["name"]), image: read.text(&["image"]), resources: read.map(&["resources"]) }
}

/// The pods of a Workflow: one for each template that runs something
/// (<https://argo-workflows.readthedocs.io/en/latest/fields/>).
fn steps<'v>(spec: Reading<'v, '_>) -> Option<Pods<'v>> {
    let own = spec.name(&["serviceAccountName"], "ServiceAccount");
    let listed = spec.list(&["templates"]);
    let mut templates = Vec::new();
    for step in spec.each(&["templates"]) {
        let singles = ["container", "script"].iter().filter_map(|key| step.from.get(key));
        let lists = ["initContainers", "sidecars"].iter().filter_map(|key| step.from.get(key));
        let set = step.from.path(&["containerSet", "containers"]);
        let containers: Vec<Value> =
            singles.cloned().chain(lists.chain(set).flat_map(Value::elements).cloned()).collect();
        if containers.is_empty() {
            continue;
        }
        let at = step.from.at;
        let mut entries = vec![("containers", Value::list(containers, at))];
        let volumes = [spec.from, step.from].into_iter().filter_map(|v| v.get("volumes"));
        let volumes: Vec<Value> = volumes.flat_map(Value::elements).cloned().collect();
        entries.push(("volumes", Value::list(volumes, at)));
        entries.extend(spec.from.get("hostNetwork").map(|v| ("hostNetwork", v.clone())));
        let context = step.from.get("securityContext").or_else(|| spec.from.get("securityContext"));
        entries.extend(context.map(|v| ("securityContext", v.clone())));
        let assembled = Value::map([("spec", Value::map(entries, at))], at);
        for volume in spec.each(&["volumes"]).into_iter().chain(step.each(&["volumes"])) {
            volume_names(volume);
        }
        let mut run: Vec<Container<'v>> = Vec::new();
        for single in [&["container"] as &'static [&'static str], &["script"]] {
            run.extend(step.inside(single).map(container));
        }
        for several in [&["initContainers"] as &'static [&'static str], &["sidecars"], &["containerSet", "containers"]]
        {
            run.extend(step.each(several).into_iter().map(container));
        }
        templates.push(PodTemplate {
            template: Template::Assembled(assembled),
            labels: step.pairs(&["metadata", "labels"]),
            service_account: match step.name(&["serviceAccountName"], "ServiceAccount") {
                Field::Absent => own.clone(),
                named => named,
            },
            token: step.flag(&["automountServiceAccountToken"]),
            node_selector: step.pairs(&["nodeSelector"]),
            tolerations: Vec::new(),
            priority_class: step.wide_name(&["priorityClassName"], "PriorityClass"),
            runtime_class: Field::Absent,
            spread: !step.any(&["affinity"]).is_absent(),
            containers: run,
        });
    }
    if templates.is_empty() && listed.more.is_none() {
        return None;
    }
    Some(Pods { templates, unknown: listed.more.cloned(), completed: Some(ARGO) })
}

/// The claims that a StatefulSet makes for each of its pods, with the storage class each asks for.
pub fn claims<'v>(read: Reading<'v, '_>) -> List<'v> {
    for claim in read.each(&["spec", "volumeClaimTemplates"]) {
        claim.wide_name(&["spec", "storageClassName"], "StorageClass");
    }
    read.list(&["spec", "volumeClaimTemplates"])
}
