//! `invalid-cidr`: ranges that AWS or the provider will not take.

use super::{Open, range, subnet_words, tiers, vpc_words};
use crate::eval::value::{Address, Marks};
use crate::finding::{Finding, RuleId};
use crate::model::Estate;
use crate::model::fact::Fact;
use crate::model::network::Cidr;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Weight, finding, named, weigh};
use ipnet::{IpNet, Ipv4Net};
use std::collections::BTreeSet;
use std::net::Ipv4Addr;

const ID: RuleId = "invalid-cidr";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "network", check };

/// The prefixes AWS takes, and what for.
struct Bounds {
    what: &'static str,
    shortest: u8,
    longest: u8,
    private: bool,
}

const VPC: Bounds = Bounds { what: "a VPC", shortest: 16, longest: 28, private: false };
const SUBNET: Bounds = Bounds { what: "a subnet", shortest: 16, longest: 28, private: false };
const SERVICES: Bounds = Bounds { what: "an EKS service range", shortest: 12, longest: 24, private: true };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    let tiers = tiers(estate);
    let mut open = Open::default();
    let mut seen = BTreeSet::new();
    for vpc in &estate.declared.vpcs {
        let whole = vpc_words(vpc);
        for (i, cidr) in vpc.cidrs.iter().enumerate() {
            let aspect = if i == 0 { String::new() } else { format!("secondary {i}") };
            let whose = format!("the range {} of {whole}", range(cidr));
            judge(&vpc.address, &aspect, &whose, cidr, &VPC, &vpc.address, verdicts, &mut open);
        }
    }
    for subnet in estate.declared.subnets.iter().filter(|s| seen.insert(&s.address)) {
        let whose = format!("subnet {}", subnet_words(subnet, &tiers));
        let group = subnet.vpc.clone().unwrap_or_else(|| subnet.address.subject(""));
        judge(&subnet.address, "", &whose, &subnet.cidr, &SUBNET, &group, verdicts, &mut open);
    }
    for cluster in &estate.declared.clusters {
        let whose = format!(
            "the service range {} of {}",
            range(&cluster.service_cidr),
            named("cluster", &cluster.name, &cluster.address)
        );
        if cluster.service_cidr.get().is_some() {
            let cidr = &cluster.service_cidr;
            judge(&cluster.address, "service range", &whose, cidr, &SERVICES, &cluster.address, verdicts, &mut open);
        }
    }
    open.finish(&mut verdicts.undecided);
}

#[allow(clippy::too_many_arguments, reason = "one call for each kind of range")]
fn judge(
    subject: &Address,
    aspect: &str,
    whose: &str,
    fact: &Fact<Cidr>,
    bounds: &Bounds,
    group: &Address,
    verdicts: &mut Verdicts,
    open: &mut Open,
) {
    let (cidr, basis) = match weigh(fact) {
        Weight::Is(cidr, basis) => (cidr, basis),
        Weight::Unset(_) => return,
        Weight::Open(why) => return open.add(ID, group, fact.at(), why),
    };
    // An IPv6-only subnet has an empty IPv4 range.
    if cidr.text.trim().is_empty() {
        return;
    }
    let hidden = fact.marks.has(Marks::SENSITIVE);
    let Some((problem, note, help)) = problem(cidr, bounds, hidden) else {
        verdicts.satisfied += 1;
        return;
    };
    verdicts.findings.push(Finding {
        aspect: aspect.into(),
        help: Some(help),
        ..finding(ID, subject, format!("{whose} {problem}"), fact.evidence.clone().noted(note), &basis)
    });
}

/// What is wrong with a range: the words for the message, for the place, and what to write.
fn problem(cidr: &Cidr, bounds: &Bounds, hidden: bool) -> Option<(String, String, String)> {
    let Some(net) = cidr.net else {
        return Some((
            "is no CIDR".into(),
            "no CIDR".into(),
            "write an address and a prefix, such as `10.0.0.0/16`".into(),
        ));
    };
    if cidr.host_bits && hidden {
        let bits = "has bits set beyond its prefix";
        return Some((bits.into(), "".into(), "write the address of the network, or the prefix that was meant".into()));
    }
    if cidr.host_bits {
        return Some((
            format!("has bits set beyond its prefix; the network is {net}"),
            format!("the network is {net}"),
            format!("write `{net}`, or the prefix that was meant"),
        ));
    }
    // What AWS takes for IPv6 depends on where the range comes from.
    let IpNet::V4(v4) = net else { return None };
    let (shortest, longest) = (bounds.shortest, bounds.longest);
    if !(shortest..=longest).contains(&v4.prefix_len()) {
        let size = if v4.prefix_len() < shortest { "large" } else { "small" };
        return Some((
            format!("is too {size}: AWS takes /{shortest} to /{longest} for {}", bounds.what),
            format!("/{shortest} to /{longest}"),
            format!("choose a prefix from /{shortest} to /{longest}"),
        ));
    }
    if bounds.private && !private().iter().any(|block| block.contains(&v4)) {
        return Some((
            "is not in a private block".into(),
            "not private".into(),
            "take the range from 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16".into(),
        ));
    }
    None
}

/// The private blocks of RFC 1918.
fn private() -> [Ipv4Net; 3] {
    [([10, 0, 0, 0], 8), ([172, 16, 0, 0], 12), ([192, 168, 0, 0], 16)]
        .map(|(octets, prefix)| Ipv4Net::new_assert(Ipv4Addr::from(octets), prefix))
}
