//! Organizations, clusters and accounts: what the configuration declares or what was detected.

use crate::eval::value::Address;
use crate::source::Span;
use globset::GlobSet;
use std::sync::Arc;

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
