//! What runs in clusters and who it belongs to.

use super::fact::{Evidence, Fact, Mark};
use super::identity::Pattern;
use crate::eval::kubernetes::Reach;
use crate::eval::value::{Address, Unknown};
use crate::source::Span;
use std::sync::Arc;

/// What every Kubernetes fact carries.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Repository, cluster entry point, `Kind/namespace/name`.
    pub address: Address,
    /// `apiVersion`'s group, without the version; empty for core.
    pub group: Arc<str>,
    /// Kind.
    pub kind: Arc<str>,
    /// Namespace as far as known; empty for cluster-wide objects.
    pub namespace: Pattern,
    /// Name as far as known.
    pub name: Pattern,
    /// `metadata.name`.
    pub name_at: Span,
    /// The object's first line.
    pub at: Span,
    /// The path of the file it is written in, with its repository: `numinia-k8s//clusters/...`.
    pub file: Arc<str>,
    /// The Flux Kustomization that applies it.
    pub brought_by: Option<Address>,
    /// The HelmRelease that renders it.
    pub release: Option<Address>,
    /// Other places that make it what it is: its release, kustomizations, patches, values.
    pub trail: Arc<[Mark]>,
    /// How it is reached.
    pub reach: Reach,
    /// Written by `flux bootstrap` (gotk-components.yaml): its owner does not edit it.
    pub generated: bool,
}

impl Subject {
    /// The places of something that the object does not say: where it would be written, then what else makes the object what
    /// it is.
    pub fn lacks(&self, note: impl Into<Arc<str>>) -> Evidence {
        self.trail.iter().fold(Evidence::new(self.name_at, note), |e, m| e.and(m.at, m.role, m.note.clone()))
    }
}

/// A namespace, declared or only used (`declared` false: objects live in it, or `createNamespace`).
#[derive(Clone, Debug)]
pub struct Namespace {
    /// What it is.
    pub subject: Subject,
    /// There is a Namespace object.
    pub declared: bool,
    /// Its labels.
    pub labels: Vec<Label>,
    /// The labels may hold more keys.
    pub more_labels: Option<Arc<Unknown>>,
    /// Its annotations.
    pub annotations: Vec<Label>,
    /// The annotations may hold more keys.
    pub more_annotations: Option<Arc<Unknown>>,
    /// Its organization, by declared membership.
    pub organization: Option<Arc<str>>,
}

/// A label or annotation.
#[derive(Clone, Debug)]
pub struct Label {
    /// The key.
    pub key: Arc<str>,
    /// Where the key is.
    pub key_at: Span,
    /// The value.
    pub value: Fact<Pattern>,
}

/// A service account.
#[derive(Clone, Debug)]
pub struct ServiceAccount {
    /// What it is.
    pub subject: Subject,
    /// `eks.amazonaws.com/role-arn`; absent without the annotation.
    pub role_arn: Fact<Pattern>,
    /// Its organization.
    pub organization: Option<Arc<str>>,
}

/// Something that brings pods: Deployment, StatefulSet, DaemonSet, Job, CronJob, Pod, Knative Service.
#[derive(Clone, Debug)]
pub struct Workload {
    /// What it is.
    pub subject: Subject,
    /// `serviceAccountName`; absent means `default`.
    pub service_account: Fact<Pattern>,
    /// Whether its pods would be admitted at a Pod Security level.
    pub pod_security: PodSecurityFit,
    /// Labels of its pods, as far as known.
    pub pod_labels: Vec<Label>,
    /// Its organization.
    pub organization: Option<Arc<str>>,
}

/// Which Pod Security Standard a pod template meets.
#[derive(Clone, Debug)]
pub struct PodSecurityFit {
    /// What keeps it from `baseline`, each with its place.
    pub baseline: Vec<(Arc<str>, Span)>,
    /// What keeps it from `restricted` beside those.
    pub restricted: Vec<(Arc<str>, Span)>,
    /// Something in the pod template is not known.
    pub unknown: Option<Arc<Unknown>>,
}

/// A policy of Kyverno, Gatekeeper or Kubernetes itself that checks what pods may do.
#[derive(Clone, Debug)]
pub struct PodPolicy {
    /// What it is.
    pub subject: Subject,
    /// It refuses pods rather than report them.
    pub enforces: bool,
    /// The namespaces whose pods it checks.
    pub namespaces: NamespaceSelection,
}

/// A NetworkPolicy, or Cilium's or Calico's kind of it.
#[derive(Clone, Debug)]
pub struct NetworkPolicy {
    /// What it is.
    pub subject: Subject,
    /// Selects every pod of its namespace.
    pub selects_all: bool,
    /// Restricts incoming traffic.
    pub ingress: bool,
    /// Restricts outgoing traffic.
    pub egress: bool,
    /// Lets all pods of the cluster reach every pod it selects, whatever other policies keep out.
    pub opens: bool,
    /// Applies to the whole cluster (CiliumClusterwideNetworkPolicy, GlobalNetworkPolicy).
    pub cluster_wide: bool,
    /// For cluster-wide ones: which namespaces it selects.
    pub namespaces: NamespaceSelection,
    /// Something in it that decides the above is not known.
    pub unknown: Option<Arc<Unknown>>,
}

/// Which namespaces a cluster-wide policy selects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NamespaceSelection {
    /// All of them.
    All,
    /// Those with these names.
    Named(Vec<Arc<str>>),
    /// All but those with these names.
    Except(Vec<Arc<str>>),
    /// Those that carry all of these labels.
    Labelled(Vec<(Arc<str>, Arc<str>)>),
    /// A selector that is not one of these forms.
    Other,
}

impl NamespaceSelection {
    /// Whether a namespace of this name is selected; names may be patterns with `*` and `?`. `namespace` is what is known of
    /// it. `None` when that is not known.
    pub fn selects(&self, name: &str, namespace: Option<&Namespace>) -> Option<bool> {
        let like = |pattern: &Arc<str>| Pattern::whole(pattern.clone()).wildcard(name) == Some(true);
        match self {
            NamespaceSelection::All => Some(true),
            NamespaceSelection::Named(names) => Some(names.iter().any(like)),
            NamespaceSelection::Except(names) => Some(!names.iter().any(like)),
            NamespaceSelection::Other => None,
            NamespaceSelection::Labelled(wanted) => {
                let found = namespace?;
                let has = |key: &Arc<str>, value: &Arc<str>| {
                    let same = |l: &Label| l.value.get().and_then(Pattern::text).is_some_and(|v| *v == **value);
                    found.labels.iter().any(|l| l.key == *key && same(l))
                };
                let all = wanted.iter().all(|(key, value)| has(key, value));
                if !all && (found.more_labels.is_some() || !found.declared) { None } else { Some(all) }
            }
        }
    }
}

/// A Flux entry point.
#[derive(Clone, Debug)]
pub struct EntryPoint {
    /// Repository and directory.
    pub address: Address,
    /// The bootstrap Kustomization.
    pub at: Span,
}

/// Cilium or Calico in a cluster.
#[derive(Clone, Debug)]
pub struct NetworkPlugin {
    /// Repository and scope of the cluster.
    pub address: Address,
    /// `Cilium` or `Calico`.
    pub name: Arc<str>,
    /// The object that shows it.
    pub at: Span,
    /// How it is reached.
    pub reach: Reach,
}

/// A ResourceQuota.
#[derive(Clone, Debug)]
pub struct Quota {
    /// What it is.
    pub subject: Subject,
}

/// A HelmRelease.
#[derive(Clone, Debug)]
pub struct Release {
    /// What it is.
    pub subject: Subject,
    /// Where its objects go.
    pub target_namespace: Pattern,
    /// Why it was not rendered, when it was not.
    pub unrendered: Option<Arc<Unknown>>,
    /// `spec.chart.spec.chart` or `spec.chartRef.name`, as far as known.
    pub chart: Fact<Pattern>,
    /// What its own `spec.values` set, in the order they are written: at most [`Release::VALUES`] of them. What `valuesFrom` adds
    /// is not among them.
    pub sets: Vec<SetValue>,
    /// Its organization.
    pub organization: Option<Arc<str>>,
}

impl Release {
    /// Most values of one release that are kept.
    pub const VALUES: usize = 4096;
}

/// A value that a release sets for its chart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetValue {
    /// The keys to it; lists and what is no map end it.
    pub path: Arc<[Arc<str>]>,
    /// Where its last key is written.
    pub at: Span,
}

/// A name in one object that means another object, secret, role or host.
#[derive(Clone, Debug)]
pub struct ObjectReference {
    /// Who names.
    pub from: Subject,
    /// The organization of who names.
    pub organization: Option<Arc<str>>,
    /// What kind of thing is named: `ServiceAccount`, `GitRepository`, `Secret`, `IAM role`, `AWS secret`, `Namespace`.
    pub kind: Arc<str>,
    /// The namespace named, else the object's own; empty for what has none.
    pub namespace: Pattern,
    /// The namespace is written in the reference rather than the object's own.
    pub namespace_named: bool,
    /// The organization of what is named: by namespace, or by the object it names.
    pub to_organization: Option<Arc<str>>,
    /// The object it names, when it is declared.
    pub to: Option<Address>,
    /// The name.
    pub name: Pattern,
    /// Nothing is wrong when it is not there.
    pub optional: bool,
    /// Who names it makes it.
    pub made: bool,
    /// Where it is written, and how that came into the object.
    pub places: Evidence,
}

impl ObjectReference {
    /// Where a person would change the name.
    pub fn at(&self) -> Span {
        self.places.primary().at
    }
}
