//! Organizations, clusters and accounts: what the configuration declares or what was detected.

use super::identity::Class;
use crate::eval::value::Address;
use crate::source::Span;
use globset::GlobSet;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Who owns what, as the configuration declares it. Empty lists are detected where that is certain.
#[derive(Clone, Debug, Default)]
pub struct Ownership {
    /// `organizations:`.
    pub organizations: Vec<Organization>,
    /// `clusters:`.
    pub clusters: Vec<ClusterTie>,
    /// `accounts:`.
    pub accounts: Vec<Account>,
    /// `network.connected:`: groups whose VPCs meet in a way that no file declares.
    pub connected: Vec<Connected>,
    /// Classes of which the configuration says that all are declared.
    pub complete: BTreeSet<Class>,
}

/// Networks that meet by the configuration's word.
#[derive(Clone, Debug)]
pub struct Connected {
    /// Patterns of addresses: of a VPC (`repository//scope//aws_vpc.this[0]`), or of the configuration that declares it
    /// (`repository//scope`).
    pub members: GlobSet,
    /// The entry in the configuration.
    pub at: Option<Span>,
}

/// A tenant. Membership is by declared path, namespace or account only, never by a substring.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Its name.
    pub name: Arc<str>,
    /// The platform's owner: may be referenced by all, and may span.
    pub owner: bool,
    /// `repository//path` patterns of files that are its own.
    pub paths: GlobSet,
    /// Its namespaces.
    pub namespaces: Vec<Arc<str>>,
    /// Its accounts.
    pub accounts: Vec<Arc<str>>,
    /// Its entry in the configuration, when it is declared there.
    pub at: Option<Span>,
    /// Found by driftline in the directories rather than declared.
    pub detected: bool,
}

/// A tie between a Flux path and the cluster that Terraform creates.
#[derive(Clone, Debug)]
pub struct ClusterTie {
    /// Its name.
    pub name: Arc<str>,
    /// The Flux entry point.
    pub entry: Address,
    /// The configuration that creates the cluster.
    pub unit: Option<Address>,
    /// Account id.
    pub account: Option<Arc<str>>,
    /// Region.
    pub region: Option<Arc<str>>,
    /// OIDC provider, as the issuer without `https://`.
    pub oidc: Option<Arc<str>>,
    /// Whether something in the cluster enforces NetworkPolicies, as the configuration says.
    pub network_policy: Option<bool>,
    /// Found by driftline rather than declared: one entry point, one cluster.
    pub detected: bool,
}

/// An AWS account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Twelve digits.
    pub id: Arc<str>,
    /// Its name.
    pub name: Option<Arc<str>>,
    /// `production`, `staging`.
    pub environment: Option<Arc<str>>,
}
