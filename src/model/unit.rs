//! Units and root modules as the model sees them: where they apply, and what could not be read of them.

use super::network::Environment;
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
