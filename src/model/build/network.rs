//! VPCs, subnets and their exposure, tiers, and what connects networks.

use super::super::fact::{Evidence, Fact, Role, State};
use super::super::network::{Cidr, Connection, Environment, Exposure, Subnet, Tier, Vpc};
use super::infrastructure::{Declaration, Infrastructure};
use super::read::{self, or_default};
use super::routes::Routes;
use crate::eval::configuration::InstanceKey;
use crate::eval::value::{Address, Marks, Step, Unknown, Value};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

fn cidr(value: &Value) -> Option<Cidr> {
    read::text(value).map(|t| Cidr::parse(&t))
}

/// The VPC that a `vpc_id` means.
pub(super) fn vpc_of<'a>(infra: &Infrastructure<'a>, of: &Declaration<'a>, attribute: &str) -> Option<Address> {
    vpc_within(infra, of, attribute, 4)
}

fn vpc_within<'a>(infra: &Infrastructure<'a>, of: &Declaration<'a>, attribute: &str, steps: u32) -> Option<Address> {
    let value = of.get(attribute).set()?;
    let found = infra.referred(read::reference_of(value)?);
    let vpcs: BTreeSet<Address> = found
        .iter()
        .filter_map(|d| match &*d.resource.kind {
            "aws_vpc" => Some(d.address.clone()),
            // A secondary range is a step between the VPC and what depends on the range.
            "aws_vpc_ipv4_cidr_block_association" | "aws_subnet" if steps > 0 => {
                vpc_within(infra, d, "vpc_id", steps - 1)
            }
            _ => None,
        })
        .collect();
    let mut vpcs = vpcs.into_iter();
    let only = vpcs.next();
    if vpcs.next().is_some() { None } else { only }
}

/// All VPCs.
pub(super) fn vpcs(infra: &Infrastructure<'_>) -> Vec<Vpc> {
    let mut secondary: HashMap<Address, Vec<&Declaration<'_>>> = HashMap::new();
    for association in infra.of_kind("aws_vpc_ipv4_cidr_block_association") {
        if let Some(vpc) = vpc_of(infra, association, "vpc_id") {
            secondary.entry(vpc).or_default().push(association);
        }
    }
    infra
        .of_kind("aws_vpc")
        .map(|vpc| {
            let at = vpc.at();
            let mut cidrs = vec![infra.read.fact(vpc.get("cidr_block"), at, cidr)];
            let mut more_cidrs = None;
            for association in secondary.get(&vpc.address).into_iter().flatten() {
                match association.each() {
                    Some(why) => more_cidrs = Some(why),
                    None => cidrs.push(infra.read.fact(association.get("cidr_block"), association.at(), cidr)),
                }
            }
            let place = infra.place(vpc);
            Vpc {
                address: vpc.address.clone(),
                at,
                name: infra.read.text(vpc.path(&["tags", "Name"]), at),
                cidrs,
                more_cidrs,
                perhaps: vpc.perhaps().cloned(),
                account: place.and_then(|p| p.account.clone()),
                region: place.and_then(|p| p.region.clone()),
                environment: infra.environment(vpc),
            }
        })
        .collect()
}

/// What a name says about the exposure of what carries it.
pub(super) fn exposure_by_name(name: &str) -> Exposure {
    let lower = name.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    if says(&["private", "intra", "database", "isolated", "internal", "nonpublic", "non_public", "non-public"]) {
        Exposure::Private
    } else if says(&["public"]) {
        Exposure::Public
    } else {
        Exposure::Unknown
    }
}

/// All subnets, with what their routes make them.
pub(super) fn subnets(infra: &Infrastructure<'_>) -> Vec<Subnet> {
    let routes = Routes::new(infra);
    infra
        .of_kind("aws_subnet")
        .map(|subnet| {
            let home = subnet.at();
            let cidr = infra.read.fact(subnet.get("cidr_block"), home, cidr);
            let zone = match subnet.get("availability_zone") {
                set if !set.is_absent() => infra.read.text(set, home),
                _ => infra.read.text(subnet.get("availability_zone_id"), home),
            };
            let mut exposure = routes.exposure(subnet);
            let mut by_name = false;
            if exposure == Exposure::Unknown {
                exposure = exposure_by_name(&subnet.resource.name);
                by_name = exposure != Exposure::Unknown;
            }
            let at = match cidr.why() {
                // The list that the module makes the subnets of.
                Some(_) if subnet.each().is_some() => {
                    infra.input_at(subnet, &[&format!("{}_subnets", subnet.resource.name)]).unwrap_or(home)
                }
                _ if cidr.is_absent() => home,
                _ => cidr.at(),
            };
            Subnet {
                address: subnet.address.clone(),
                at,
                vpc: vpc_of(infra, subnet, "vpc_id"),
                cidr,
                zone,
                exposure,
                by_name,
                tier: None,
                outpost: subnet.get("outpost_arn").set().is_some_and(|v| read::text(v).is_none_or(|t| !t.is_empty())),
                each: subnet.each(),
            }
        })
        .collect()
}

/// Groups subnets into tiers, and tells each subnet its tier: subnets of one resource with `count` or `for_each` are one
/// tier; single subnets are grouped by VPC and exposure.
pub(super) fn tiers(infra: &Infrastructure<'_>, subnets: &mut [Subnet]) -> Vec<Tier> {
    struct Group {
        name: Arc<str>,
        members: Vec<usize>,
        environment: Environment,
    }
    let declarations: HashMap<&Address, &Declaration<'_>> =
        infra.of_kind("aws_subnet").map(|d| (&d.address, d)).collect();
    let mut alike: HashMap<&Address, usize> = HashMap::new();
    for declaration in declarations.values() {
        *alike.entry(&declaration.base).or_default() += 1;
    }
    // A module's tiers are its lists. Elsewhere one instance is one subnet, however it is counted.
    let single = |d: &Declaration<'_>| {
        let alone = alike.get(&d.base) == Some(&1) && d.each().is_none() && !d.resource.marks.has(Marks::MODELLED);
        d.resource.key == InstanceKey::Single || alone
    };
    let mut groups: BTreeMap<Address, Group> = BTreeMap::new();
    for (i, subnet) in subnets.iter().enumerate().filter(|(_, s)| !s.outpost) {
        let Some(declaration) = declarations.get(&subnet.address) else { continue };
        let (address, name) = if single(declaration) {
            let word = match subnet.exposure {
                Exposure::Public => "public",
                Exposure::Private => "private",
                Exposure::Unknown => "unclassified",
            };
            // Subnets without a known VPC are never put together with those of another configuration.
            let (owner, vpc) = match &subnet.vpc {
                Some(vpc) => (vpc, &*vpc.subject),
                None => (&subnet.address, "subnets"),
            };
            (owner.subject(format!("{vpc}/{word}")), Arc::from(word))
        } else {
            (declaration.base.clone(), declaration.resource.name.clone())
        };
        let environment = infra.environment(declaration);
        groups.entry(address).or_insert(Group { name, members: Vec::new(), environment }).members.push(i);
    }
    let mut tiers = Vec::new();
    for (address, group) in groups {
        let members: Vec<&Subnet> = group.members.iter().filter_map(|i| subnets.get(*i)).collect();
        let Some(first) = members.first() else { continue };
        let same = |f: fn(&Subnet) -> Exposure| {
            if members.iter().all(|m| f(m) == f(first)) { f(first) } else { Exposure::Unknown }
        };
        tiers.push(Tier {
            at: first.at,
            vpc: first.vpc.clone().filter(|v| members.iter().all(|m| m.vpc.as_ref() == Some(v))),
            name: group.name,
            subnets: members.iter().map(|m| m.address.clone()).collect(),
            zones: zones(&members, first.at),
            more: None,
            exposure: same(|s| s.exposure),
            environment: group.environment,
            address: address.clone(),
        });
        for i in group.members {
            if let Some(subnet) = subnets.get_mut(i) {
                subnet.tier = Some(address.clone());
            }
        }
    }
    tiers
}

/// The distinct zones of subnets: known only when each one's is, and no more subnets may exist; likely when each one's
/// is known or likely.
pub(super) fn zones(members: &[&Subnet], at: Span) -> Fact<Vec<Arc<str>>> {
    if let Some(listed) = listed_zones(members) {
        let reason = "how many zones the region has";
        let state = match listed.len() {
            0..=2 => State::Known(listed),
            _ => State::Unknown { why: read::odd(at, reason), likely: Some(listed) },
        };
        return Fact { state, evidence: Evidence::at(at), marks: Default::default() };
    }
    let mut evidence = Evidence::at(at);
    let mut found: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut marks = Default::default();
    let mut why: Option<Arc<Unknown>> = None;
    let mut open = false;
    for member in members {
        marks = member.zone.marks.with(marks);
        if let Some(zone) = member.zone.get_or_likely()
            && found.insert(zone.clone())
            && member.zone.at() != at
        {
            let secret = member.zone.marks.has(Marks::SENSITIVE);
            evidence = evidence.and(member.zone.at(), Role::Cause, if secret { "".into() } else { zone.clone() });
        }
        let reason = match (&member.each, &member.zone.state) {
            (Some(each), _) => member.zone.why().or(Some(each)).cloned(),
            (None, State::Known(_)) => None,
            (None, State::Unknown { why, .. }) => Some(why.clone()),
            (None, State::Absent) => {
                Some(read::odd(member.zone.at(), "no availability zone is written; AWS chooses one"))
            }
        };
        open |= reason.is_some() && (member.each.is_some() || member.zone.get_or_likely().is_none());
        why = why.or(reason);
    }
    let zones: Vec<Arc<str>> = found.into_iter().collect();
    let state = match why {
        Some(why) => State::Unknown { why, likely: (!open).then_some(zones) },
        None => State::Known(zones),
    };
    Fact { state, evidence, marks }
}

/// The distinct zones of subnets that are each in one of those that `aws_availability_zones` gives: no zone is listed
/// twice, and every region has two at least.
fn listed_zones(members: &[&Subnet]) -> Option<Vec<Arc<str>>> {
    let mut list = None;
    let mut zones: BTreeSet<Arc<str>> = BTreeSet::new();
    for member in members {
        let State::Unknown { why, likely: None } = &member.zone.state else { return None };
        let of = read::reference(why).filter(|_| member.each.is_none())?;
        let listed = of.owner.subject.split('.').nth_back(1) == Some("aws_availability_zones");
        if !listed || !matches!(&*of.path, [Step::Key(_), Step::Index(_)]) {
            return None;
        }
        let from = (&of.owner, of.path.first());
        if *list.get_or_insert(from) != from {
            return None;
        }
        zones.insert(of.to_string().into());
    }
    (!zones.is_empty()).then(|| zones.into_iter().collect())
}

/// What lets VPCs meet: peerings, transit gateways, VPN customer gateways, and groups of the configuration.
pub(super) fn connections(infra: &Infrastructure<'_>, vpcs: &[Vpc]) -> Vec<Connection> {
    let mut out = Vec::new();
    for peering in infra.of_kind("aws_vpc_peering_connection") {
        let ends: BTreeSet<Address> =
            ["vpc_id", "peer_vpc_id"].iter().filter_map(|a| vpc_of(infra, peering, a)).collect();
        let beyond = ends.len() < 2;
        out.push(Connection {
            what: "a VPC peering".into(),
            at: Some(peering.at()),
            vpcs: ends.into_iter().collect(),
            beyond,
        });
    }
    let mut hubs: BTreeMap<(&str, String), (Span, BTreeSet<Address>)> = BTreeMap::new();
    let mut meet = |what, hub: String, at, vpc| {
        hubs.entry((what, hub)).or_insert_with(|| (at, BTreeSet::new())).1.insert(vpc);
    };
    for attachment in infra.of_kind("aws_ec2_transit_gateway_vpc_attachment") {
        let Some(hub) = attachment.get("transit_gateway_id").set().and_then(identity) else { continue };
        if let Some(vpc) = vpc_of(infra, attachment, "vpc_id") {
            meet("a transit gateway", hub, attachment.at(), vpc);
        }
    }
    for vpn in infra.of_kind("aws_vpn_connection") {
        let Some(hub) = vpn.get("customer_gateway_id").set().and_then(identity) else { continue };
        let gateways = vpn.get("vpn_gateway_id").set();
        for gateway in gateways.map(|v| infra.join(v, "aws_vpn_gateway", &[], vpn)).unwrap_or_default() {
            if let Some(vpc) = vpc_of(infra, gateway, "vpc_id") {
                meet("a VPN", hub.clone(), vpn.at(), vpc);
            }
        }
    }
    for ((what, _), (at, members)) in hubs {
        let vpcs = members.into_iter().collect();
        out.push(Connection { what: what.into(), at: Some(at), vpcs, beyond: true });
    }
    for group in &infra.ownership.connected {
        let member = |v: &&Vpc| {
            let unit = v.address.subject("").to_string();
            group.members.is_match(&unit) || group.members.is_match(v.address.to_string())
        };
        let vpcs: Vec<Address> = vpcs.iter().filter(member).map(|v| v.address.clone()).collect();
        if vpcs.len() > 1 {
            out.push(Connection {
                what: "`network.connected` in the configuration".into(),
                at: group.at,
                vpcs,
                beyond: false,
            });
        }
    }
    out
}

/// What makes two mentions of an id the same: an equal reference or an equal text.
fn identity(value: &Value) -> Option<String> {
    match read::reference_of(value) {
        Some(reference) => {
            let mut owner = reference.owner.clone();
            if &*owner.subject == "outputs" {
                let keys = reference.path.iter().map(|s| format!("{s:?}")).collect::<Vec<_>>();
                owner = owner.subject(format!("outputs {}", keys.join(".")));
            }
            Some(owner.to_string())
        }
        None => read::text(value).map(|t| t.to_string()),
    }
}

/// Whether a boolean argument is true, with the provider's default when it is not written.
pub(super) fn flag(infra: &Infrastructure<'_>, of: &Declaration<'_>, key: &str, default: bool) -> Fact<bool> {
    let note = format!("`{key}` is {default} by default");
    or_default(infra.read.boolean(of.get(key), of.at()), default, &note)
}
