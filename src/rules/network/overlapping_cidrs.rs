//! `overlapping-cidrs`: ranges that meet and share addresses.

use super::{Open, by_vpc, range, subnet_words, tiers, vpc_words};
use crate::eval::value::{Address, Marks, Unknown, Why};
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

/// The most pairs of connected VPCs that are compared.
const COMPARED: usize = 250_000;

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
        let Some(vpc) = estate.vpc(address) else { continue };
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
        help: Some("give one of them a range of its own inside the VPC".into()),
        ..finding(ID, &a.address, message, places(first, second), basis)
    }
}

/// VPCs that something declared lets meet.
fn vpcs(estate: &Estate, verdicts: &mut Verdicts, open: &mut Open) {
    let mut seen = BTreeSet::new();
    let before = verdicts.findings.len();
    let mut compared = 0;
    for connection in &estate.declared.connections {
        for (i, a) in connection.vpcs.iter().enumerate() {
            for b in connection.vpcs.iter().skip(i + 1) {
                if verdicts.findings.len() - before >= PAIRS {
                    return;
                }
                compared += 1;
                if compared > COMPARED {
                    if let Some(at) = connection.at.or_else(|| estate.vpc(a).map(|vpc| vpc.at)) {
                        let why = Unknown::new(Why::Bound("more than 250000 pairs of connected VPCs"), at);
                        open.add(ID, a, at, &why);
                    }
                    return;
                }
                let pair = if a < b { (a, b) } else { (b, a) };
                if a == b || !seen.insert(pair) {
                    continue;
                }
                if let (Some(a), Some(b)) = (estate.vpc(a), estate.vpc(b))
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
                format!("{a_words} ({a_range}) overlaps {b_words} ({b_range}), and {} connects them", connection.what);
            let mut evidence = places(first, second);
            if let Some(at) = connection.at {
                evidence = evidence.and(at, Role::Cause, "what connects them");
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
        let Some(vpc) = cluster.vpc.as_ref().and_then(|address| estate.vpc(address)) else { continue };
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::model::network::{Environment, Exposure};
    use crate::source::{FileId, Span};

    fn fact(text: &str, line: usize, marks: Marks) -> Fact<Cidr> {
        Fact::known(Cidr::parse(text), Span::new(FileId::from_index(0), line, line + 1), marks)
    }

    fn vpc(scope: &str, cidrs: Vec<Fact<Cidr>>) -> Vpc {
        let at = cidrs[0].at();
        Vpc {
            address: Address::new("infra", scope, "aws_vpc.this"),
            at,
            name: Fact::known(scope.into(), at, Marks::NONE),
            cidrs,
            more_cidrs: None,
            perhaps: None,
            account: None,
            region: None,
            environment: Environment::Unknown,
        }
    }

    fn subnet(name: &str, vpc: &Vpc, cidr: Fact<Cidr>) -> Subnet {
        Subnet {
            address: vpc.address.subject(name),
            at: cidr.at(),
            vpc: Some(vpc.address.clone()),
            zone: Fact::absent(cidr.at()),
            cidr,
            exposure: Exposure::Private,
            by_name: false,
            tier: None,
            outpost: false,
            each: None,
        }
    }

    fn estate(vpcs: Vec<Vpc>, subnets: Vec<Subnet>, meet: bool) -> Estate {
        let vpc_index = vpcs.iter().enumerate().map(|(i, v)| (v.address.clone(), i)).collect();
        let mut estate = Estate { vpc_index, ..Estate::default() };
        if meet {
            let vpcs: Vec<Address> = vpcs.iter().map(|v| v.address.clone()).collect();
            // The same two, by two peerings.
            for what in ["a VPC peering", "a transit gateway"] {
                let vpcs = vpcs.clone();
                estate.declared.connections.push(Connection { what: what.into(), at: None, vpcs, beyond: false });
            }
        }
        estate.declared.vpcs = vpcs;
        estate.declared.subnets = subnets;
        estate
    }

    fn judged(estate: &Estate) -> Verdicts {
        let mut verdicts = Verdicts::default();
        check(estate, &Parameters::default(), &mut verdicts);
        verdicts
    }

    #[test]
    fn a_pair_is_one_finding_at_the_smaller_range() {
        let games = vpc("games", vec![fact("10.0.0.0/16", 1, Marks::NONE)]);
        let tools = vpc("tools", vec![fact("10.0.8.0/21", 2, Marks::NONE)]);
        let apart = judged(&estate(vec![games.clone(), tools.clone()], vec![], false));
        assert!(apart.findings.is_empty());
        let verdicts = judged(&estate(vec![games.clone(), tools.clone()], vec![], true));
        assert_eq!(verdicts.findings.len(), 1);
        let finding = &verdicts.findings[0];
        assert_eq!((&finding.subject, finding.counterpart.as_ref()), (&tools.address, Some(&games.address)));
        assert_eq!(
            finding.message,
            "VPC tools (10.0.8.0/21) overlaps VPC games (10.0.0.0/16), and a VPC peering connects them"
        );
    }

    #[test]
    fn an_assumed_range_is_the_other_side() {
        let games = vpc("games", vec![fact("10.0.0.0/16", 1, Marks::NONE)]);
        let literal = subnet("aws_subnet.database[1]", &games, fact("10.0.5.0/24", 3, Marks::NONE));
        let assumed = subnet("aws_subnet.private[1]", &games, fact("10.0.5.0/24", 9, Marks::ASSUMED));
        let next = subnet("aws_subnet.private[2]", &games, fact("10.0.6.0/24", 10, Marks::ASSUMED));
        let verdicts = judged(&estate(vec![games], vec![assumed, literal.clone(), next], false));
        assert_eq!(verdicts.findings.len(), 1);
        assert_eq!(verdicts.findings[0].subject, literal.address);
        assert_eq!(verdicts.satisfied, 1);
    }

    #[test]
    fn pod_ranges_may_be_shared_between_networks_but_not_inside_one() {
        let pods = |line| fact("100.64.0.0/16", line, Marks::NONE);
        let games = vpc("games", vec![fact("10.0.0.0/16", 1, Marks::NONE), pods(2)]);
        let tools = vpc("tools", vec![fact("10.1.0.0/16", 3, Marks::NONE), pods(4)]);
        let subnets = vec![subnet("a", &games, fact("100.64.0.0/20", 5, Marks::NONE)), subnet("b", &games, pods(6))];
        let verdicts = judged(&estate(vec![games, tools], subnets, true));
        let places: Vec<_> = verdicts.findings.iter().map(|f| f.evidence.primary().at.start).collect();
        assert_eq!(places, [5]);
    }

    #[test]
    fn a_vpc_that_moves_between_repositories_is_one() {
        let mut old = vpc("games", vec![fact("10.0.0.0/16", 1, Marks::NONE)]);
        old.account = Some("111122223333".into());
        old.region = Some("eu-west-1".into());
        let new = Vpc { address: Address::new("terragrunt", "games", "aws_vpc.this[0]"), ..old.clone() };
        assert!(judged(&estate(vec![old, new], vec![], true)).findings.is_empty());
    }

    #[test]
    fn thousands_of_equal_ranges_stay_bounded() {
        let games = vpc("games", vec![fact("10.0.0.0/16", 1, Marks::NONE)]);
        let one = |i: usize| subnet(&format!("s{i}"), &games, fact("10.0.5.0/24", i, Marks::NONE));
        let subnets = (0..5_000).map(one).collect();
        assert_eq!(judged(&estate(vec![games.clone()], subnets, false)).findings.len(), PAIRS);
    }
}
