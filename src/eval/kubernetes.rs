//! What Flux would apply: objects with their origin and reach.

use super::reference::PathReference;
use super::value::{Address, Marks, Unknown, Value};
use crate::source::{Gap, Span, TreeId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything the Kubernetes side of the given repositories amounts to.
#[derive(Clone, Debug, Default)]
pub struct Kubernetes {
    /// Entry points: the Flux Kustomizations that bootstrap a cluster.
    pub clusters: Vec<ClusterEntry>,
    /// Every object, live ones first, in a stable order.
    pub objects: Vec<Object>,
    /// Charts that did not render: what could be in them is not known.
    pub unrendered: Vec<Unrendered>,
    /// Paths and names that must lead somewhere.
    pub references: Vec<PathReference>,
    /// Files that should hold manifests and do not parse.
    pub unparsable: Vec<UnparsableFile>,
    /// What could not be seen.
    pub gaps: Vec<Gap>,
}

/// A file, or a document in it, that is no YAML.
#[derive(Clone, Debug)]
pub struct UnparsableFile {
    /// Where it stops being YAML.
    pub at: Span,
    /// The tree.
    pub tree: TreeId,
    /// The path.
    pub path: Arc<str>,
    /// What is wrong.
    pub message: Arc<str>,
    /// How the file is reached: live when a live kustomization names it.
    pub reach: Reach,
}

/// An entry point: where Flux starts.
#[derive(Clone, Debug)]
pub struct ClusterEntry {
    /// `repository//clusters/prod-cluster`.
    pub address: Address,
    /// The tree.
    pub tree: TreeId,
    /// The directory the first Kustomization applies.
    pub path: Arc<str>,
    /// The bootstrap Kustomization.
    pub at: Span,
    /// How its controllers run.
    pub controllers: Controllers,
}

/// How the controllers of a cluster run, as far as the repository says it and it changes what they apply: arguments of their
/// Deployments, and what a `FluxInstance` says in their place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Controllers {
    /// kustomize-controller refuses a variable that is not set and has no default: the feature gate
    /// `StrictPostBuildSubstitutions`, which is on from version 1.9.
    pub strict_substitution: bool,
    /// `--no-cross-namespace-refs`: names of objects in other namespaces are refused.
    pub no_cross_namespace_refs: bool,
    /// `--no-remote-bases`: a kustomization that takes something from a URL is refused.
    pub no_remote_bases: bool,
    /// `--default-service-account`: what applies objects for whoever names no account.
    pub default_service_account: Option<Arc<str>>,
}

/// One object as it would reach the cluster.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its identity: repository, the cluster's entry point (or the directory, when dormant), `Kind/namespace/name`.
    pub address: Address,
    /// `apps/v1`.
    pub api_version: Arc<str>,
    /// `Deployment`.
    pub kind: Arc<str>,
    /// The namespace it ends in, as far as known; empty for cluster-wide kinds.
    pub namespace: Value,
    /// Its name.
    pub name: Value,
    /// The whole object as a map, after kustomize, Flux and Helm; every value has its place.
    pub value: Value,
    /// Where it begins: the document, or the template.
    pub at: Span,
    /// The tree its file is in.
    pub tree: TreeId,
    /// The path of the file it is written in.
    pub path: Arc<str>,
    /// The HelmRelease that renders it.
    pub release: Option<Address>,
    /// The Flux Kustomization that applies it (the HelmRelease's own, for rendered objects).
    pub applied_by: Option<Address>,
    /// How it is reached.
    pub reach: Reach,
    /// Other documents that make it what it is: kustomization, patch, values.
    pub via: Arc<[Span]>,
    /// Marks on the object as a whole.
    pub marks: Marks,
    /// Written by `flux bootstrap` (gotk-components.yaml): its owner does not edit it.
    pub generated: bool,
}

/// From where something is reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Applied from these entry points.
    Live(BTreeSet<Address>),
    /// Reached only through something with `suspend: true`.
    Suspended,
    /// Entry points exist and none leads here.
    Dormant,
    /// No entry point was found, or the way here is not known.
    Unknown,
}

impl Reach {
    /// The word used in reports.
    pub fn word(&self) -> &'static str {
        match self {
            Reach::Live(_) => "live",
            Reach::Suspended => "suspended",
            Reach::Dormant => "dormant",
            Reach::Unknown => "unknown",
        }
    }

    /// Live or unknown: something a gate must take seriously.
    pub fn counts(&self) -> bool {
        matches!(self, Reach::Live(_) | Reach::Unknown)
    }
}

/// A HelmRelease whose chart was not rendered.
#[derive(Clone, Debug)]
pub struct Unrendered {
    /// The HelmRelease.
    pub release: Address,
    /// The namespace its objects would go to, as far as known.
    pub namespace: Value,
    /// Why not.
    pub why: Arc<Unknown>,
    /// How it is reached.
    pub reach: Reach,
    /// Where the chart is named.
    pub at: Span,
}
