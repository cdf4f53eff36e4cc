//! VPCs, subnets, routes out, and what connects networks.

use super::fact::Fact;
use crate::eval::value::{Address, Unknown};
use crate::source::Span;
use ipnet::IpNet;
use std::sync::Arc;

/// A CIDR as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cidr {
    /// The text.
    pub text: Arc<str>,
    /// The network it names, host bits cleared; `None` when the text is no CIDR.
    pub net: Option<IpNet>,
    /// The address part has bits set beyond the prefix.
    pub host_bits: bool,
}

impl Cidr {
    /// Reads a CIDR; never fails, a text that is none has no `net`.
    pub fn parse(text: &str) -> Self {
        let parsed: Option<IpNet> = text.trim().parse().ok();
        Self {
            text: text.into(),
            net: parsed.map(|n| n.trunc()),
            host_bits: parsed.is_some_and(|n| n.addr() != n.network()),
        }
    }
}

/// A VPC.
#[derive(Clone, Debug)]
pub struct Vpc {
    /// `aws_vpc.this[0]` of its configuration.
    pub address: Address,
    /// The block or module call.
    pub at: Span,
    /// `Name` tag or the module's `name`.
    pub name: Fact<Arc<str>>,
    /// The primary range first, then secondary ones.
    pub cidrs: Vec<Fact<Cidr>>,
    /// More secondary ranges may exist.
    pub more_cidrs: Option<Arc<Unknown>>,
    /// It exists only if something that is not known says so.
    pub perhaps: Option<Arc<Unknown>>,
    /// Account id, when the configuration's provider or `accounts:` tells.
    pub account: Option<Arc<str>>,
    /// Region, when known.
    pub region: Option<Arc<str>>,
    /// Environment (`production`, `staging`), from `accounts:` or the path.
    pub environment: Environment,
}

/// What an environment is for: some rules concern production only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Production: by configuration, or a path or account named `prod`, `production`, `live`.
    Production,
    /// Named otherwise (`staging`, `dev`).
    Other(Arc<str>),
    /// Nothing tells.
    Unknown,
}

/// One subnet, or an unknown number of alike subnets (`each`).
#[derive(Clone, Debug)]
pub struct Subnet {
    /// `aws_subnet.private[0]`.
    pub address: Address,
    /// The block, or the list element that declares it.
    pub at: Span,
    /// The VPC it is in, when declared in the estate.
    pub vpc: Option<Address>,
    /// Its range.
    pub cidr: Fact<Cidr>,
    /// `eu-west-1a`.
    pub zone: Fact<Arc<str>>,
    /// What its routes make it.
    pub exposure: Exposure,
    /// The routes are not known; only its name speaks for the exposure.
    pub by_name: bool,
    /// The tier it belongs to.
    pub tier: Option<Address>,
    /// `outpost_arn` is set: it lives in one place by nature and belongs to no tier.
    pub outpost: bool,
    /// It stands for an unknown number of subnets.
    pub each: Option<Arc<Unknown>>,
}

/// What a subnet's routes make it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Exposure {
    /// A route to an internet gateway.
    Public,
    /// A route out through NAT, transit gateway or none at all.
    Private,
    /// The routes are not known.
    Unknown,
}

/// A group of subnets that serve one purpose in one VPC: `private`, `database`.
#[derive(Clone, Debug)]
pub struct Tier {
    /// `aws_subnet.private` of its configuration.
    pub address: Address,
    /// The list or the first block.
    pub at: Span,
    /// The VPC.
    pub vpc: Option<Address>,
    /// `private`, `public`, `database`.
    pub name: Arc<str>,
    /// Subnet addresses.
    pub subnets: Vec<Address>,
    /// The distinct AZs they cover in the end, sorted; known only when certain.
    pub zones: Fact<Vec<Arc<str>>>,
    /// More subnets of it may exist than are seen.
    pub more: Option<Arc<Unknown>>,
    /// What its subnets are, when all are the same.
    pub exposure: Exposure,
    /// Environment.
    pub environment: Environment,
}

/// NAT gateways of one VPC.
#[derive(Clone, Debug)]
pub struct NatSetup {
    /// The first gateway's address.
    pub address: Address,
    /// Where the number is decided: the input that says so, else the block or module call.
    pub at: Span,
    /// The VPC.
    pub vpc: Option<Address>,
    /// How many zonal gateways there are.
    pub count: Fact<u32>,
    /// AZs that the VPC's subnets cover, when known.
    pub zones: Fact<u32>,
    /// A regional NAT gateway, or egress through a transit gateway.
    pub regional: bool,
    /// Environment.
    pub environment: Environment,
}

/// Something that lets networks meet.
#[derive(Clone, Debug)]
pub struct Connection {
    /// What it is, in words: `a VPC peering`, `a transit gateway`, `network.connected` of the configuration.
    pub what: Arc<str>,
    /// Where it is declared, when in a file.
    pub at: Option<Span>,
    /// VPCs that meet through it.
    pub vpcs: Vec<Address>,
    /// It also reaches networks that are not declared in the estate.
    pub beyond: bool,
}

/// Where something runs or is attached.
#[derive(Clone, Debug)]
pub struct Placement {
    /// The subnets, as references resolve.
    pub subnets: Vec<SubnetChoice>,
    /// There may be more.
    pub more: Option<Arc<Unknown>>,
    /// The argument that places it.
    pub at: Span,
}

/// One subnet something is placed in.
#[derive(Clone, Debug)]
pub struct SubnetChoice {
    /// The declared subnets it refers to; several when a whole tier is named.
    pub subnets: Vec<Address>,
    /// Public or private, decided by routes, else by the output's or tier's name.
    pub exposure: Exposure,
    /// Only the name of an output or a literal id speaks for it, not the routes.
    pub by_name: bool,
    /// The reference, in words: `dependency.vpc.outputs.public_subnets[0]`.
    pub text: Arc<str>,
    /// Where it is written.
    pub at: Span,
}
