//! `overlapping-cidrs`: ranges that meet and share addresses.

use super::{Open, by_vpc, range, subnet_words, tiers, vpc, vpc_words};
use crate::eval::value::{Address, Marks};
use crate::finding::{Finding, RuleId};
use crate::model::Estate;
use crate::model::fact::{Evidence, Fact, Role};
use crate::model::network::{Cidr, Connection, Subnet, Vpc};
use crate::model::workload::Cluster;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, Weight, finding, named, weigh};
use ipnet::{IpNet, Ipv4Net};
use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::Arc;

const ID: RuleId = "overlapping-cidrs";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "network", check };

/// The most pairs that are reported of one VPC: whoever has more has one mistake, not thousands.
const PAIRS: usize = 1_000;

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    let mut open = Open::default();
    subnets(estate, verdicts, &mut open);
    vpcs(estate, verdicts, &mut open);
    services(estate, verdicts, &mut open);
    open.finish(&mut verdicts.undecided);
}

/// Whether two ranges share addresses.
fn overlap(a: &IpNet, b: &IpNet) -> bool {
    a.contains(b) || b.contains(a)
}

/// Which of two ranges a person edits: the one that is not an assumption, then the smaller, then the one further down.
fn edited<'f>(a: &'f Fact<Cidr>, b: &'f Fact<Cidr>) -> (&'f Fact<Cidr>, &'f Fact<Cidr>) {
    let rank = |fact: &Fact<Cidr>| {
        let prefix = fact.get_or_likely().and_then(|c| c.net).map_or(0, |n| n.prefix_len());
        (!fact.marks.has(Marks::ASSUMED), prefix, fact.at())
    };
    if rank(a) > rank(b) { (a, b) } else { (b, a) }
}

fn places(first: &Fact<Cidr>, second: &Fact<Cidr>) -> Evidence {
    let evidence = first.evidence.clone().noted(format!("shares addresses with {}", range(second)));
    evidence.and(second.at(), Role::Counterpart, "the other range")
}

/// Subnets of one VPC.
fn subnets(estate: &Estate, verdicts: &mut Verdicts, open: &mut Open) {
    let tiers = tiers(estate);
    for (address, subnets) in by_vpc(estate) {
        let Some(vpc) = vpc(estate, address) else { continue };
        let mut nets: Vec<(IpNet, Basis, &Subnet)> = Vec::new();
        for subnet in subnets {
            match weigh(&subnet.cidr) {
                Weight::Is(cidr, basis) => nets.extend(cidr.net.map(|net| (net, basis, subnet))),
                Weight::Unset(_) => {}
                Weight::Open(why) => open.add(ID, &vpc.address, subnet.cidr.at(), why),
            }
        }
        // CIDRs nest or are apart: in this order, what overlaps a range follows it without a gap.
        nets.sort_by_key(|(net, _, subnet)| (net.network(), net.prefix_len(), subnet.cidr.at(), &subnet.address));
        let mut pairs = 0;
        let mut touched = BTreeSet::new();
        for (i, (net, basis, subnet)) in nets.iter().enumerate() {
            let inside = nets.iter().skip(i + 1).take_while(|(other, ..)| overlap(net, other));
            for (_, rests, other) in inside.take(PAIRS.saturating_sub(pairs)) {
                pairs += 1;
                touched.extend([&subnet.address, &other.address]);
                let basis = basis.clone().and(rests.clone());
                verdicts.findings.push(subnet_pair(subnet, other, vpc, &tiers, &basis));
            }
        }
        verdicts.satisfied += nets.iter().filter(|(.., subnet)| !touched.contains(&subnet.address)).count();
    }
}

fn subnet_pair(a: &Subnet, b: &Subnet, vpc: &Vpc, tiers: &BTreeMap<&Address, &Arc<str>>, basis: &Basis) -> Finding {
    let (first, second) = edited(&a.cidr, &b.cidr);
    let (a, b) = if std::ptr::eq(first, &a.cidr) { (a, b) } else { (b, a) };
    let (a_words, b_words) = (subnet_words(a, tiers), subnet_words(b, tiers));
    let message = format!("subnet {a_words} overlaps {b_words} in {}", vpc_words(vpc));
    Finding {
        counterpart: Some(b.address.clone()),
        symmetric: true,
        help: Some(format!(
            "give one of them a range of its own inside {}",
            vpc.cidrs.first().map_or("the VPC", range)
        )),
        ..finding(ID, &a.address, message, places(first, second), basis)
    }
}

/// VPCs that something declared lets meet.
fn vpcs(estate: &Estate, verdicts: &mut Verdicts, open: &mut Open) {
    let mut seen = BTreeSet::new();
    for connection in &estate.declared.connections {
        for (i, a) in connection.vpcs.iter().enumerate() {
            for b in connection.vpcs.iter().skip(i + 1) {
                let pair = if a < b { (a, b) } else { (b, a) };
                if a == b || !seen.insert(pair) {
                    continue;
                }
                if let (Some(a), Some(b)) = (vpc(estate, a), vpc(estate, b))
                    && !same(a, b)
                {
                    vpc_pair(a, b, connection, verdicts, open);
                }
            }
        }
    }
}

/// Whether two declarations are one VPC, such as one that moves from one repository to another.
fn same(a: &Vpc, b: &Vpc) -> bool {
    let text = |vpc: &Vpc| vpc.cidrs.first().and_then(|c| c.get()).and_then(|c| c.net);
    a.account.is_some()
        && a.account == b.account
        && a.region.is_some()
        && a.region == b.region
        && a.name.get().is_some()
        && a.name.get() == b.name.get()
        && text(a) == text(b)
}

/// Ranges that are never routed between VPCs: shared address space, where clusters put their pods.
fn unrouted(net: &IpNet) -> bool {
    let shared = Ipv4Net::new_assert(Ipv4Addr::new(100, 64, 0, 0), 10);
    matches!(net, IpNet::V4(v4) if shared.contains(v4))
}

fn vpc_pair(a: &Vpc, b: &Vpc, connection: &Connection, verdicts: &mut Verdicts, open: &mut Open) {
    let routed = |vpc| known(vpc).into_iter().filter(|(_, net, _)| !unrouted(net)).collect::<Vec<_>>();
    let (a_ranges, b_ranges) = (routed(a), routed(b));
    for (x, x_net, x_basis) in &a_ranges {
        for (y, y_net, y_basis) in &b_ranges {
            if !overlap(x_net, y_net) {
                continue;
            }
            let (first, second) = edited(x, y);
            let (a, b) = if std::ptr::eq(first, *x) { (a, b) } else { (b, a) };
            let (a_range, b_range) = (range(first), range(second));
            let (a_words, b_words) = (vpc_words(a), vpc_words(b));
            let message =
                format!("{a_words} ({a_range}) overlaps {b_words} ({b_range}), and they meet: {}", connection.what);
            let mut evidence = places(first, second);
            if let Some(at) = connection.at {
                evidence = evidence.and(at, Role::Cause, "what lets them meet");
            }
            verdicts.findings.push(Finding {
                counterpart: Some(b.address.clone()),
                symmetric: true,
                help: Some(
                    "give one of them another range while it is still empty: the range of a VPC cannot be changed later"
                        .into(),
                ),
                ..finding(ID, &a.address, message, evidence, &x_basis.clone().and(y_basis.clone()))
            });
            return;
        }
    }
    let unknown = [a, b].into_iter().find_map(|vpc| {
        let range = vpc.cidrs.iter().find_map(|c| match weigh(c) {
            Weight::Open(why) => Some((vpc, c.at(), why)),
            _ => None,
        });
        range.or_else(|| vpc.more_cidrs.as_ref().map(|why| (vpc, vpc.at, why)))
    });
    match unknown {
        Some((vpc, at, why)) => open.add(ID, &vpc.address, at, why),
        None => verdicts.satisfied += 1,
    }
}

fn known(vpc: &Vpc) -> Vec<(&Fact<Cidr>, IpNet, Basis)> {
    let mut found = Vec::new();
    for fact in &vpc.cidrs {
        if let Weight::Is(Cidr { net: Some(net), .. }, basis) = weigh(fact) {
            found.push((fact, *net, basis));
        }
    }
    found
}

/// A service range that is written down, against the VPC its cluster is in. Without one, AWS takes a range apart from it.
fn services(estate: &Estate, verdicts: &mut Verdicts, open: &mut Open) {
    for cluster in &estate.declared.clusters {
        let Some(net) = cluster.service_cidr.get().and_then(|cidr| cidr.net) else { continue };
        let Some(vpc) = cluster.vpc.as_ref().and_then(|address| vpc(estate, address)) else { continue };
        let ranges = known(vpc);
        if let Some((other, _, basis)) = ranges.iter().find(|(_, range, _)| overlap(range, &net)) {
            verdicts.findings.push(service(cluster, vpc, other, basis));
        } else if let Some((fact, why)) = vpc.cidrs.iter().find_map(|c| match weigh(c) {
            Weight::Open(why) => Some((c, why)),
            _ => None,
        }) {
            open.add(ID, &cluster.address, fact.at(), why);
        } else {
            verdicts.satisfied += 1;
        }
    }
}

fn service(cluster: &Cluster, vpc: &Vpc, other: &Fact<Cidr>, basis: &Basis) -> Finding {
    let message = format!(
        "the service range {} of {} overlaps {} ({})",
        range(&cluster.service_cidr),
        named("cluster", &cluster.name, &cluster.address),
        vpc_words(vpc),
        range(other),
    );
    Finding {
        counterpart: Some(vpc.address.clone()),
        aspect: "service range".into(),
        help: Some(
            "take a range outside the VPC and all it is connected to, such as `172.20.0.0/16`, or leave it to AWS"
                .into(),
        ),
        ..finding(ID, &cluster.address, message, places(&cluster.service_cidr, other), basis)
    }
}
