//! What a configuration says of things in the repositories: each is meant to match something.

use super::Place;
use std::sync::Arc;

/// A pattern, path or name in the configuration that ought to match something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What it names.
    pub names: Names,
    /// The text as written.
    pub text: Arc<str>,
    /// Where it is written.
    pub at: Place,
}

/// What a mention names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Names {
    /// VPCs, by a pattern of addresses: `network.connected`.
    Vpcs,
    /// What may be in a public subnet, by a pattern of addresses: `network.public_workloads`, or the rule's own `allowed`.
    PublicWorkloads,
    /// An organization's files, by a pattern of `repository//path`.
    Files,
    /// A namespace.
    Namespace,
    /// An AWS account id.
    Account,
    /// The directory that a cluster applies: `clusters.path`.
    ClusterPath,
    /// The configuration that creates a cluster: `clusters.unit`.
    ClusterUnit,
    /// A directory: `entry_points`, `modules.path`, `charts.path`.
    Directory,
    /// The source of a module, as configurations write it; a `*` at the end matches any continuation.
    ModuleSource,
}
