//! `subnet-outside-vpc`: a subnet whose range is in none of its VPC's ranges.

use super::{Open, by_vpc, range, subnet_words, tiers, vpc_words};
use crate::eval::value::Unknown;
use crate::finding::{Finding, RuleId};
use crate::model::Estate;
use crate::model::fact::Role;
use crate::model::network::{Subnet, Vpc};
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, Weight, finding, weigh};
use crate::source::Span;
use ipnet::IpNet;

const ID: RuleId = "subnet-outside-vpc";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "network", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    let tiers = tiers(estate);
    let mut open = Open::default();
    for (address, subnets) in by_vpc(estate) {
        let Some(vpc) = estate.vpc(address) else { continue };
        for subnet in subnets {
            let (net, basis) = match weigh(&subnet.cidr) {
                // What is no range at all is `invalid-cidr`'s.
                Weight::Is(cidr, basis) => match cidr.net {
                    Some(net) => (net, basis),
                    None => continue,
                },
                Weight::Unset(_) => continue,
                Weight::Open(why) => {
                    open.add(ID, &vpc.address, subnet.cidr.at(), why);
                    continue;
                }
            };
            match inside(vpc, &net) {
                Inside::Yes => verdicts.satisfied += 1,
                Inside::No(rests) => {
                    let words = subnet_words(subnet, &tiers);
                    verdicts.findings.push(outside(subnet, vpc, &words, basis.and(rests)));
                }
                Inside::Open(at, why) => open.add(ID, &vpc.address, at.unwrap_or(subnet.cidr.at()), why),
                Inside::NotJudged => {}
            }
        }
    }
    open.finish(&mut verdicts.undecided);
}

/// Whether a subnet is inside its VPC.
enum Inside<'a> {
    Yes,
    No(Basis),
    Open(Option<Span>, &'a Unknown),
    NotJudged,
}

/// Whether a VPC's ranges hold a subnet's.
fn inside<'v>(vpc: &'v Vpc, net: &IpNet) -> Inside<'v> {
    let same_family =
        |range: &IpNet| matches!((range, net), (IpNet::V4(_), IpNet::V4(_)) | (IpNet::V6(_), IpNet::V6(_)));
    let mut rests = Basis::default();
    let mut open = None;
    let mut judged = false;
    for fact in &vpc.cidrs {
        match weigh(fact) {
            Weight::Is(cidr, basis) => {
                if let Some(range) = cidr.net.filter(same_family) {
                    if range.contains(net) {
                        return Inside::Yes;
                    }
                    judged = true;
                    rests = rests.and(basis);
                }
            }
            Weight::Open(why) => open = open.or(Some((fact.at(), why))),
            Weight::Unset(_) => {}
        }
    }
    match (open, &vpc.more_cidrs) {
        (Some((at, why)), _) => Inside::Open(Some(at), why),
        (None, Some(why)) => Inside::Open(None, why),
        (None, None) if judged => Inside::No(rests),
        (None, None) => Inside::NotJudged,
    }
}

fn outside(subnet: &Subnet, vpc: &Vpc, words: &str, basis: Basis) -> Finding {
    let ranges: Vec<&str> = vpc.cidrs.iter().map(range).collect();
    let ranges = ranges.join(", ");
    let mut evidence = subnet.cidr.evidence.clone().noted(format!("not in {ranges}"));
    if let Some(cidr) = vpc.cidrs.first() {
        evidence = evidence.and(cidr.at(), Role::Counterpart, "the range of the VPC");
    }
    let message = format!("subnet {words} is outside {} ({ranges})", vpc_words(vpc));
    Finding {
        counterpart: Some(vpc.address.clone()),
        help: Some(format!("take its range from {ranges}, or add its range to the VPC's secondary ranges")),
        ..finding(ID, &subnet.address, message, evidence, &basis)
    }
}
