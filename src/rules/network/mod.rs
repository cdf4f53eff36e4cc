//! Networks: ranges, zones, routes out.

pub mod invalid_cidr;
pub mod overlapping_cidrs;
pub mod single_az_tier;
pub mod single_nat_gateway;
pub mod subnet_outside_vpc;

use super::basis::{named, undecided};
use crate::eval::value::{Address, Marks, Unknown};
use crate::finding::{RuleId, Undecided};
use crate::model::Estate;
use crate::model::fact::Fact;
use crate::model::network::{Cidr, Subnet, Vpc};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A VPC for messages: `VPC production-numinia`.
fn vpc_words(vpc: &Vpc) -> String {
    named("VPC", &vpc.name, &vpc.address)
}

/// A range for messages, as it is written; one that must not be shown is told by what it is.
fn range(fact: &Fact<Cidr>) -> &str {
    match fact.marks {
        marks if marks.has(Marks::SENSITIVE.with(Marks::ASSUMED)) => "an assumed range",
        marks if marks.has(Marks::SENSITIVE) => "a sensitive range",
        _ => fact.get_or_likely().map_or("?", |cidr| &cidr.text),
    }
}

/// The tier each subnet is in, by name.
fn tiers(estate: &Estate) -> BTreeMap<&Address, &Arc<str>> {
    estate.declared.tiers.iter().flat_map(|tier| tier.subnets.iter().map(move |s| (s, &tier.name))).collect()
}

/// A subnet for messages: `10.0.5.0/24 (database)`.
fn subnet_words(subnet: &Subnet, tiers: &BTreeMap<&Address, &Arc<str>>) -> String {
    match tiers.get(&subnet.address) {
        Some(tier) => format!("{} ({tier})", range(&subnet.cidr)),
        None => range(&subnet.cidr).to_string(),
    }
}

/// Verdicts that were not reached, one for each network and reason: a list that is unknown is one thing not known, however
/// many subnets it makes.
#[derive(Default)]
struct Open(BTreeMap<(Address, Arc<str>), Undecided>);

impl Open {
    fn add(&mut self, rule: RuleId, subject: &Address, at: Span, why: &Unknown) {
        let one = undecided(rule, subject, at, why);
        self.0.entry((subject.clone(), one.reason.clone())).or_insert(one);
    }

    fn finish(self, into: &mut Vec<Undecided>) {
        into.extend(self.0.into_values());
    }
}

/// Subnets by the VPC they are in; those whose VPC nobody declares are left out.
fn by_vpc(estate: &Estate) -> BTreeMap<&Address, Vec<&Subnet>> {
    let mut found: BTreeMap<&Address, Vec<&Subnet>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for subnet in &estate.declared.subnets {
        if let Some(vpc) = &subnet.vpc
            && seen.insert(&subnet.address)
        {
            found.entry(vpc).or_default().push(subnet);
        }
    }
    found
}
