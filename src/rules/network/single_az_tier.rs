//! `single-az-tier`: a tier of subnets that covers fewer availability zones than are required.

use super::{Open, vpc_words};
use crate::eval::value::Address;
use crate::finding::{Cause, Finding, RuleId};
use crate::model::Estate;
use crate::model::fact::{Evidence, Role};
use crate::model::network::{Subnet, Tier};
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, Weight, finding, place, weigh};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const ID: RuleId = "single-az-tier";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "network", check };

/// The model's name for single subnets of one VPC whose routes are not known.
const UNCLASSIFIED: &str = "unclassified";

fn check(estate: &Estate, parameters: &Parameters, verdicts: &mut Verdicts) {
    let required = usize::try_from(parameters.integer("required_azs")).unwrap_or(0).max(1);
    let subnets: BTreeMap<&Address, &Subnet> = estate.declared.subnets.iter().map(|s| (&s.address, s)).collect();
    let mut of_network: BTreeMap<Address, BTreeSet<&Arc<str>>> = BTreeMap::new();
    for tier in &estate.declared.tiers {
        of_network.entry(network(tier)).or_default().extend(tier.zones.get_or_likely().into_iter().flatten());
    }
    let mut open = Open::default();
    for tier in &estate.declared.tiers {
        let narrow_network = of_network.get(&network(tier)).is_none_or(|zones| zones.len() < required);
        // Single subnets whose routes tell nothing are no tier; together they still show how wide the network is.
        if tier.subnets.is_empty() || &*tier.name == UNCLASSIFIED && !narrow_network {
            continue;
        }
        let several = tier.subnets.iter().filter_map(|s| subnets.get(s)).any(|s| s.each.is_some());
        match weigh(&tier.zones) {
            Weight::Is(zones, _) if zones.len() >= required => verdicts.satisfied += 1,
            Weight::Is(zones, basis) if !zones.is_empty() => {
                let zones_of_network = of_network.get(&network(tier)).map_or(0, BTreeSet::len);
                verdicts.findings.push(narrow(estate, tier, &subnets, zones, zones_of_network, required, &basis));
            }
            // Each subnet is in one zone: too few subnets are too few zones, whichever these are.
            _ if !several && tier.subnets.len() < required && &*tier.name != UNCLASSIFIED => {
                verdicts.findings.push(few(estate, tier, required));
            }
            Weight::Open(why) => open.add(ID, &network(tier), tier.zones.at(), why),
            Weight::Is(..) | Weight::Unset(_) => {}
        }
    }
    open.finish(&mut verdicts.undecided);
}

/// The VPC, else the configuration that declares the tier.
fn network(tier: &Tier) -> Address {
    tier.vpc.clone().unwrap_or_else(|| tier.address.subject(""))
}

fn whose(estate: &Estate, tier: &Tier) -> String {
    let vpc = tier.vpc.as_ref().and_then(|address| estate.vpc(address));
    vpc.map_or_else(|| place(&tier.address).to_string(), vpc_words)
}

/// A tier whose zones are known.
fn narrow(
    estate: &Estate,
    tier: &Tier,
    subnets: &BTreeMap<&Address, &Subnet>,
    zones: &[Arc<str>],
    zones_of_network: usize,
    required: usize,
    basis: &Basis,
) -> Finding {
    let whose = whose(estate, tier);
    let list = zones.join(", ");
    let message = match zones {
        [zone] if tier.subnets.len() == 1 => {
            format!(
                "the {} tier of {whose} is one subnet in {zone}; {required} availability zones are required",
                tier.name
            )
        }
        [zone] => {
            format!(
                "the {} subnets of {whose} are all in {zone}; {required} availability zones are required",
                tier.name
            )
        }
        _ => format!(
            "the {} subnets of {whose} cover {} availability zones ({list}); {required} are required",
            tier.name,
            zones.len(),
        ),
    };
    // When the whole network has too few zones, the zones are the mistake; otherwise this tier's subnets.
    if zones_of_network < required && tier.subnets.len() >= zones.len().max(2) {
        let zone = tier.subnets.iter().find_map(|address| subnets.get(address)).map_or(tier.at, |s| s.zone.at());
        let evidence = Evidence::new(zone, format!("only {list}")).and(tier.at, Role::Via, "the subnets");
        let cause = Cause {
            key: format!("{ID} {}", network(tier)).into(),
            message: format!(
                "{whose} is laid out over {}; {required} availability zones are required",
                count(zones_of_network)
            )
            .into(),
        };
        return Finding {
            help: Some(format!("name {required} zones, and a subnet of each tier in each of them")),
            cause: Some(cause),
            ..finding(ID, &tier.address, message, evidence, basis)
        };
    }
    let evidence = Evidence::new(tier.at, format!("only {list}"));
    Finding { help: Some(more(tier, required)), ..finding(ID, &tier.address, message, evidence, basis) }
}

/// A tier with fewer subnets than zones are required.
fn few(estate: &Estate, tier: &Tier, required: usize) -> Finding {
    let subnets = if tier.subnets.len() == 1 { "one subnet".into() } else { format!("{} subnets", tier.subnets.len()) };
    let message = format!(
        "the {} tier of {} has {subnets}, so it cannot cover the {required} availability zones that are required",
        tier.name,
        whose(estate, tier),
    );
    let evidence = Evidence::new(tier.at, subnets);
    Finding { help: Some(more(tier, required)), ..finding(ID, &tier.address, message, evidence, &Basis::default()) }
}

fn more(tier: &Tier, required: usize) -> String {
    format!("give the {} tier a subnet in each of {required} availability zones", tier.name)
}

fn count(zones: usize) -> String {
    if zones == 1 { "one availability zone".into() } else { format!("{zones} availability zones") }
}
