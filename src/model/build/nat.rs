//! How many NAT gateways a VPC has.

use super::super::fact::{Evidence, Fact, Role, State};
use super::super::network::{Exposure, NatSetup, Subnet};
use super::databases::count_state;
use super::infrastructure::{Declaration, Infrastructure};
use super::network;
use super::read;
use crate::eval::value::{Address, Marks};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Inputs of the VPC module that decide the number.
const INPUTS: [&str; 4] = ["single_nat_gateway", "one_nat_gateway_per_az", "enable_nat_gateway", "nat_gateways"];

/// NAT gateways by VPC; where the VPC is not declared, by configuration.
pub(super) fn nats(infra: &Infrastructure<'_>, subnets: &[Subnet]) -> Vec<NatSetup> {
    let mut groups: BTreeMap<Address, (Option<Address>, Vec<&Declaration<'_>>)> = BTreeMap::new();
    for gateway in infra.of_kind("aws_nat_gateway") {
        let vpc = vpc_of_gateway(infra, gateway, subnets);
        let owner = vpc.clone().unwrap_or_else(|| gateway.address.subject(gateway.resource.module.clone()));
        groups.entry(owner).or_insert_with(|| (vpc, Vec::new())).1.push(gateway);
    }
    groups.into_values().filter_map(|(vpc, gateways)| setup(infra, vpc, &gateways, subnets)).collect()
}

fn vpc_of_gateway(infra: &Infrastructure<'_>, gateway: &Declaration<'_>, subnets: &[Subnet]) -> Option<Address> {
    let by_subnet = gateway.get("subnet_id").set().and_then(read::reference_of).and_then(|reference| {
        let found = infra.referred(reference);
        let first = found.first()?;
        subnets.iter().find(|s| s.address == first.address)?.vpc.clone()
    });
    let in_module = || {
        let mut vpcs =
            infra.of_kind("aws_vpc").filter(|v| v.unit == gateway.unit && v.resource.module == gateway.resource.module);
        let only = vpcs.next()?;
        if vpcs.next().is_some() { None } else { Some(only.address.clone()) }
    };
    by_subnet.or_else(in_module)
}

fn setup(
    infra: &Infrastructure<'_>,
    vpc: Option<Address>,
    gateways: &[&Declaration<'_>],
    subnets: &[Subnet],
) -> Option<NatSetup> {
    let first = *gateways.first()?;
    let is = |g: &Declaration<'_>, key, word| g.get(key).known().and_then(read::text).is_some_and(|t| &*t == word);
    let private = |g: &Declaration<'_>| is(g, "connectivity_type", "private");
    let regional = gateways.iter().any(|g| is(g, "availability_mode", "regional"));
    let zonal: Vec<&Declaration<'_>> =
        gateways.iter().copied().filter(|g| !private(g) && !is(g, "availability_mode", "regional")).collect();
    if zonal.is_empty() && !regional {
        return None;
    }
    let at = infra.input_at(first, &INPUTS).unwrap_or_else(|| first.at());
    let mut evidence = Evidence::at(at);
    if at != first.at() {
        evidence = evidence.and(first.at(), Role::Via, "");
    }
    for gateway in &zonal {
        if !infra.read.embedded(gateway.at()) && gateway.at() != at && gateway.at() != first.at() {
            evidence = evidence.and(gateway.at(), Role::Cause, "");
        }
    }
    let unclear = zonal.iter().find_map(|g| g.each().or_else(|| g.perhaps().cloned()));
    let count = u32::try_from(zonal.len()).unwrap_or(u32::MAX);
    let state = match unclear {
        Some(why) => State::Unknown { why, likely: None },
        None => count_state(count, &zonal),
    };
    let marks = gateways.iter().fold(Marks::NONE, |m, g| m.with(g.resource.marks));
    let members: Vec<&Subnet> = subnets.iter().filter(|s| vpc.is_some() && s.vpc == vpc && !s.outpost).collect();
    // What is routed to an internet gateway does not go out through NAT.
    let inside: Vec<&Subnet> = members.iter().copied().filter(|s| s.exposure != Exposure::Public).collect();
    let members = if inside.is_empty() { members } else { inside };
    let zones = if members.is_empty() {
        let why = read::odd(at, "the subnets of the VPC are not declared here");
        Fact::unknown(why, at)
    } else {
        read::map_fact(network::zones(&members, at), |z: Vec<Arc<str>>| u32::try_from(z.len()).unwrap_or(u32::MAX))
    };
    Some(NatSetup {
        address: first.address.clone(),
        at,
        vpc,
        count: Fact { state, evidence, marks },
        zones,
        regional,
        environment: infra.environment(first),
    })
}
