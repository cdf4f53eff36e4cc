//! Units and root modules as the model sees them: where they apply, and what could not be read of them.

use super::network::Environment;
use crate::eval::configuration::OutputUse;
use crate::eval::value::{Address, Unknown};
use crate::source::Span;
use std::sync::Arc;

/// A Terragrunt unit or a Terraform root module.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Repository and directory; no subject.
    pub address: Address,
    /// Its file, or the block that declares it.
    pub at: Span,
    /// The module it applies, in words: `terraform-aws-modules/vpc/aws 5.19.0`, or a local directory.
    pub module: Option<Arc<str>>,
    /// Why its module is not at hand, when it is not.
    pub missing: Option<Arc<Unknown>>,
    /// The account of its default AWS provider, when certain.
    pub account: Option<Arc<str>>,
    /// The region of its default AWS provider, when known.
    pub region: Option<Arc<str>>,
    /// Environment.
    pub environment: Environment,
    /// How many resources of it are certain.
    pub resources: usize,
}

/// A unit that another one depends on.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// The unit that depends on it.
    pub unit: Address,
    /// The label of the `dependency` block; empty for a path of `dependencies`.
    pub name: Arc<str>,
    /// The unit it depends on.
    pub target: Address,
    /// The config path.
    pub at: Span,
    /// The directories of the units it leads through back to this one, this one first and last, when they depend on each other.
    pub cycle: Arc<[Arc<str>]>,
    /// `mock_outputs`, when given.
    pub mocks: Option<Span>,
    /// Its outputs that the unit uses, in order of their places.
    pub uses: Vec<OutputUse>,
}
