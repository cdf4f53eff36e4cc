//! Clusters, node groups, instances, databases: what runs in networks.

use super::fact::Fact;
use super::network::{Cidr, Environment, Placement};
use crate::eval::value::Address;
use crate::source::Span;
use std::sync::Arc;

/// An EKS cluster.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// `aws_eks_cluster.this[0]`.
    pub address: Address,
    /// The block or module call.
    pub at: Span,
    /// Its name.
    pub name: Fact<Arc<str>>,
    /// `endpoint_public_access`.
    pub endpoint_public: Fact<bool>,
    /// `public_access_cidrs`.
    pub public_cidrs: Fact<Vec<Arc<str>>>,
    /// `service_ipv4_cidr`; absent when AWS chooses.
    pub service_cidr: Fact<Cidr>,
    /// The VPC of its subnets, when declared in the estate.
    pub vpc: Option<Address>,
    /// The subnets of its control plane.
    pub placement: Option<Placement>,
    /// `version`.
    pub version: Fact<Arc<str>>,
    /// The VPC CNI add-on is told to enforce NetworkPolicies: `None` when nothing tells, e.g. no add-on declared.
    pub network_policy: Fact<bool>,
    /// Account id.
    pub account: Option<Arc<str>>,
    /// Region.
    pub region: Option<Arc<str>>,
    /// Environment.
    pub environment: Environment,
}

/// What kind of thing runs or is placed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum MachineKind {
    NodeGroup,
    AutoscalingGroup,
    FargateProfile,
    Instance,
    Database,
    MountTarget,
}

impl MachineKind {
    /// In words, for messages.
    pub fn words(self) -> &'static str {
        match self {
            MachineKind::NodeGroup => "node group",
            MachineKind::AutoscalingGroup => "autoscaling group",
            MachineKind::FargateProfile => "Fargate profile",
            MachineKind::Instance => "instance",
            MachineKind::Database => "database",
            MachineKind::MountTarget => "mount target",
        }
    }
}

/// Something placed in subnets: nodes, instances, databases.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Its address.
    pub address: Address,
    /// The block or module call.
    pub at: Span,
    /// What it is.
    pub kind: MachineKind,
    /// Its name, for messages.
    pub name: Fact<Arc<str>>,
    /// Where.
    pub placement: Option<Placement>,
    /// It gets a public address of its own (`associate_public_ip_address`); absent when the subnet decides.
    pub public_ip: Fact<bool>,
    /// The cluster it belongs to, for node groups and Fargate profiles.
    pub cluster: Option<Address>,
    /// Environment.
    pub environment: Environment,
}

/// A database: an Aurora cluster or a single RDS instance.
#[derive(Clone, Debug)]
pub struct Database {
    /// `aws_rds_cluster.this[0]` or `aws_db_instance.this[0]`.
    pub address: Address,
    /// The block or module call.
    pub at: Span,
    /// `aurora-postgresql`.
    pub engine: Fact<Arc<str>>,
    /// Identifier, for messages.
    pub name: Fact<Arc<str>>,
    /// Aurora: the number of instances; otherwise 1, or 2 with `multi_az`.
    pub instances: Fact<u32>,
    /// Autoscaling keeps at least this many readers.
    pub autoscaling_min: Fact<u32>,
    /// A replica of another database, or a secondary of a global cluster.
    pub replica: bool,
    /// The subnets of its subnet group.
    pub placement: Option<Placement>,
    /// `publicly_accessible` of it or of one of its instances.
    pub public: Fact<bool>,
    /// Environment.
    pub environment: Environment,
    /// An Aurora or Multi-AZ DB cluster rather than a single RDS instance.
    pub cluster: bool,
}
