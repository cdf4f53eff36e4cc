//! What it means: the estate.
//!
//! The model is built in two steps. [`Declared`] holds facts as the configurations and objects declare them, keyed by
//! address, and what was covered; it merges in any order. [`Estate`] adds what follows from all of them together:
//! indexes, joins, organizations, the tie between a Flux path and a cluster.

pub mod build;
pub mod encryption;
pub mod estate;
pub mod fact;
pub mod graph;
pub mod identity;
pub mod kubernetes;
pub mod network;
pub mod organization;
pub mod resource;
pub mod unit;
pub mod unread;
pub mod workload;

use crate::eval::reference::PathReference;
use crate::eval::value::{Address, Unknown};
use crate::source::{Gap, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Facts as they are declared. Every list is sorted by address.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// VPCs.
    pub vpcs: Vec<network::Vpc>,
    /// Subnets.
    pub subnets: Vec<network::Subnet>,
    /// Subnet tiers.
    pub tiers: Vec<network::Tier>,
    /// NAT gateways, by VPC.
    pub nats: Vec<network::NatSetup>,
    /// What lets networks meet.
    pub connections: Vec<network::Connection>,
    /// EKS clusters.
    pub clusters: Vec<workload::Cluster>,
    /// Nodes, instances, databases, mount targets with their placement.
    pub machines: Vec<workload::Machine>,
    /// Databases.
    pub databases: Vec<workload::Database>,
    /// What keeps data.
    pub stores: Vec<encryption::Store>,
    /// IAM roles.
    pub roles: Vec<identity::Role>,
    /// IAM OpenID Connect providers.
    pub oidc_providers: Vec<identity::OidcProvider>,
    /// Units and root modules.
    pub units: Vec<unit::Unit>,
    /// Which units they depend on.
    pub dependencies: Vec<unit::Dependency>,
    /// Resources and data sources of every provider.
    pub resources: Vec<resource::Resource>,
    /// Pod Identity associations.
    pub pod_identities: Vec<identity::PodIdentity>,
    /// Namespaces.
    pub namespaces: Vec<kubernetes::Namespace>,
    /// Service accounts.
    pub service_accounts: Vec<kubernetes::ServiceAccount>,
    /// Workloads.
    pub workloads: Vec<kubernetes::Workload>,
    /// Network policies.
    pub network_policies: Vec<kubernetes::NetworkPolicy>,
    /// Resource quotas.
    pub quotas: Vec<kubernetes::Quota>,
    /// HelmReleases.
    pub releases: Vec<kubernetes::Release>,
    /// Names of other things in Kubernetes objects.
    pub object_references: Vec<kubernetes::ObjectReference>,
    /// Paths that must lead somewhere, of both sides.
    pub path_references: Vec<PathReference>,
    /// Flux entry points.
    pub entries: Vec<kubernetes::EntryPoint>,
    /// What may bring objects that are not seen, and files that were not wholly read: absence in their namespaces cannot be
    /// proven.
    pub unseen_objects: Vec<UnseenObjects>,
    /// Fields of objects in a shape that the cluster refuses.
    pub misshapen: Vec<Gap>,
    /// Policies that check pods beside Pod Security Admission.
    pub pod_policies: Vec<kubernetes::PodPolicy>,
    /// Network plugins that enforce NetworkPolicies, as objects in a cluster show them.
    pub network_plugins: Vec<kubernetes::NetworkPlugin>,
    /// Organizations: those of the configuration, else the detected ones.
    pub organizations: Vec<organization::Organization>,
    /// Files, or parts of files, that do not parse, with how the file is reached.
    pub unparsable: Vec<Unparsable>,
    /// What of the files was not read.
    pub unread: unread::Unread,
    /// How much of each class was seen.
    pub coverage: Vec<identity::Coverage>,
    /// A Terragrunt or Terraform configuration was among what was given.
    pub has_infrastructure: bool,
    /// A Flux, Kustomize or plain Kubernetes repository was among what was given.
    pub has_kubernetes: bool,
}

/// A file that does not parse, or that its own program refuses.
#[derive(Clone, Debug)]
pub struct Unparsable {
    /// Repository and path.
    pub address: Address,
    /// Where it stops.
    pub at: Span,
    /// The parser's words.
    pub message: Arc<str>,
    /// It parses, and its own program refuses it: something is declared twice. Then this is the text at the place, and nothing
    /// is hidden.
    pub refused: Option<Arc<str>>,
    /// How the file is reached.
    pub reach: crate::eval::kubernetes::Reach,
}

/// Everything the given repositories declare, joined.
#[derive(Clone, Debug, Default)]
pub struct Estate {
    /// The facts.
    pub declared: Declared,
    /// Organizations.
    pub organizations: Vec<organization::Organization>,
    /// Ties between Flux entry points and clusters.
    pub ties: Vec<organization::ClusterTie>,
    /// Accounts.
    pub accounts: Vec<organization::Account>,
    /// What could not be seen, of all layers.
    pub gaps: Vec<Gap>,
    /// Position of each VPC by address.
    pub vpc_index: BTreeMap<Address, usize>,
    /// Position of each subnet by address.
    pub subnet_index: BTreeMap<Address, usize>,
    /// What may bring objects that are not seen: absence in their namespaces cannot be proven.
    pub unseen_in_namespace: Vec<UnseenObjects>,
}

/// Objects that may exist in a namespace without being seen: those of a release that was not rendered, or of a file that was
/// not wholly read.
#[derive(Clone, Debug)]
pub struct UnseenObjects {
    /// The entry point's scope.
    pub scope: Arc<str>,
    /// The HelmRelease, Flux Kustomization or ResourceSet, or the file.
    pub release: Address,
    /// The namespace.
    pub namespace: identity::Pattern,
    /// Why they are not seen.
    pub why: Arc<Unknown>,
    /// How it is reached.
    pub reach: crate::eval::kubernetes::Reach,
    /// For a file, its text: it can hold only what it names.
    pub text: Option<Arc<str>>,
}

impl UnseenObjects {
    /// Whether an object of this kind (a part of its name is enough) may be among them.
    pub fn may_hold(&self, kind: &str) -> bool {
        self.text.as_ref().is_none_or(|text| text.contains(kind))
    }
}
