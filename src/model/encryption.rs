//! What keeps data, and under which key.

use super::fact::Fact;
use super::network::Environment;
use crate::eval::value::Address;
use crate::source::Span;
use std::sync::Arc;

/// How data is encrypted at rest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Encryption {
    /// Not at all.
    None,
    /// With a key the provider owns and shows nobody (S3's AES256).
    ProviderOwned,
    /// With a KMS key the provider manages in the account (`aws/rds`).
    ProviderManaged,
    /// With a KMS key of the customer's own.
    CustomerKey,
}

/// Classes of things that keep data; the configuration can demand a customer key per class.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum StoreClass {
    /// S3 bucket.
    Bucket,
    /// RDS or Aurora.
    Database,
    /// EBS volume, instance root device, node group volume.
    Volume,
    /// EFS.
    FileSystem,
    /// EKS secrets envelope encryption.
    ClusterSecrets,
    /// A state backend.
    State,
}

/// Something that keeps data.
#[derive(Clone, Debug)]
pub struct Store {
    /// Its address.
    pub address: Address,
    /// The block or module call.
    pub at: Span,
    /// Its class.
    pub class: StoreClass,
    /// Its name, for messages.
    pub name: Fact<Arc<str>>,
    /// How it is encrypted.
    pub encryption: Fact<Encryption>,
    /// The weakest it can be, also where `encryption` is not decided.
    pub at_least: Encryption,
    /// What else may decide it outside the repositories (the account's EBS default), in one clause; then a finding is
    /// only likely.
    pub unless: Option<Arc<str>>,
    /// The key, as written, when there is one.
    pub key: Fact<Arc<str>>,
    /// The declared key it refers to.
    pub key_address: Option<Address>,
    /// What it is for, when that changes the demand.
    pub purpose: StorePurpose,
    /// Where the purpose is declared.
    pub purpose_at: Option<Span>,
    /// Account id.
    pub account: Option<Arc<str>>,
    /// Environment.
    pub environment: Environment,
}

/// What a store is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StorePurpose {
    /// Anything.
    General,
    /// Load balancer or S3 access logs: KMS is not possible there.
    AccessLogs,
    /// The origin of a public CDN distribution.
    PublicOrigin,
    /// Nothing yet: a launch template that nothing declared launches from describes it.
    Template,
    /// Anybody may read it: who has no account can use no KMS key.
    PublicRead,
}
