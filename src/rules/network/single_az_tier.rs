//! `single-az-tier`: a tier of subnets that covers fewer availability zones than are required.

use super::{Open, vpc_words};
use crate::eval::value::{Address, Marks};
use crate::finding::{Cause, Finding, RuleId, Undecided};
use crate::model::Estate;
use crate::model::fact::{Evidence, Role};
use crate::model::network::Tier;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, Weight, finding, place, shown, weigh};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const ID: RuleId = "single-az-tier";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "network", check };

/// The model's name for single subnets of one VPC whose routes are not known.
const UNCLASSIFIED: &str = "unclassified";

/// One tier; or several resources of one VPC that are one tier by their names, such as `private_a` and `private_b`.
struct Group<'e> {
    name: &'e str,
    tiers: Vec<&'e Tier>,
    zones: BTreeSet<&'e Arc<str>>,
    basis: Basis,
}

impl Group<'_> {
    fn subnets(&self) -> usize {
        self.tiers.iter().map(|t| t.subnets.len()).sum()
    }
}

fn check(estate: &Estate, parameters: &Parameters, verdicts: &mut Verdicts) {
    let required = usize::try_from(parameters.integer("required_azs")).unwrap_or(0).max(1);
    let mut groups: BTreeMap<(Address, &str), Group<'_>> = BTreeMap::new();
    let mut of_network: BTreeMap<Address, BTreeSet<&Arc<str>>> = BTreeMap::new();
    for tier in estate.declared.tiers.iter().filter(|t| !t.subnets.is_empty()) {
        let name = stem(&tier.name);
        let new = || Group { name, tiers: Vec::new(), zones: BTreeSet::new(), basis: Basis::default() };
        let group = groups.entry((network(tier), name)).or_insert_with(new);
        group.tiers.push(tier);
        if let Weight::Is(zones, basis) = weigh(&tier.zones) {
            group.zones.extend(zones);
            group.basis = std::mem::take(&mut group.basis).and(basis);
            of_network.entry(network(tier)).or_default().extend(zones);
        }
    }
    let mut open = Open::default();
    for ((network, _), group) in &groups {
        let of_network = of_network.get(network).map_or(0, BTreeSet::len);
        judge(estate, group, network, of_network, required, verdicts, &mut open);
    }
    open.finish(&mut verdicts.undecided);
}

fn judge(
    estate: &Estate,
    group: &Group<'_>,
    network: &Address,
    of_network: usize,
    required: usize,
    verdicts: &mut Verdicts,
    open: &mut Open,
) {
    let Some(first) = group.tiers.first() else { return };
    if group.zones.len() >= required {
        verdicts.satisfied += 1;
        return;
    }
    if let Some((tier, why)) = group.tiers.iter().find_map(|tier| Some((tier, tier.more.as_ref()?))) {
        open.add(ID, network, tier.at, why);
        return;
    }
    // A VPC that is declared elsewhere may have subnets elsewhere too.
    if first.vpc.is_none() {
        verdicts.undecided.push(Undecided {
            rule: ID,
            subject: network.clone(),
            at: first.at,
            reason: "the VPC of these subnets is not declared here, and may have more".into(),
            help: Some("give the repository that declares it too".into()),
        });
        return;
    }
    // Single subnets whose routes tell nothing are no tier; they still show how wide the whole network is.
    let a_tier = group.name != UNCLASSIFIED || of_network < required;
    let several =
        group.tiers.iter().flat_map(|t| &t.subnets).filter_map(|a| estate.subnet(a)).any(|s| s.each.is_some());
    let unknown = group.tiers.iter().find_map(|tier| match weigh(&tier.zones) {
        Weight::Open(why) => Some((tier.zones.at(), why)),
        _ => None,
    });
    match unknown {
        None if a_tier && !group.zones.is_empty() => {
            verdicts.findings.push(narrow(estate, group, first, of_network, required));
        }
        // Each subnet is in one zone: too few subnets are too few zones, whichever these are.
        Some(_) if !several && group.subnets() < required && group.name != UNCLASSIFIED => {
            verdicts.findings.push(few(estate, group, first, required));
        }
        Some((at, why)) if a_tier => open.add(ID, network, at, why),
        _ => {}
    }
}

/// A tier's name without what tells its parts from each other: `private_a`, `private-1b` and `private2` are `private`.
fn stem(name: &str) -> &str {
    let letter = |text: &str| {
        let mut chars = text.chars().rev();
        let last = chars.next().is_some_and(|c| matches!(c, 'a'..='f'));
        last && chars.next().is_some_and(|c| c.is_ascii_digit() || matches!(c, '_' | '-'))
    };
    let mut stem = name;
    if letter(stem) {
        stem = stem.get(..stem.len() - 1).unwrap_or(stem);
    }
    stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    stem = stem.trim_end_matches(['_', '-']);
    for word in ["_az", "-az", "_zone", "-zone"] {
        stem = stem.strip_suffix(word).unwrap_or(stem);
    }
    if stem.is_empty() { name } else { stem }
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
fn narrow(estate: &Estate, group: &Group<'_>, first: &Tier, of_network: usize, required: usize) -> Finding {
    let (whose, name) = (whose(estate, first), group.name);
    let marks = group.tiers.iter().fold(Marks::NONE, |marks, tier| marks.with(tier.zones.marks));
    let zones: Vec<&str> = group.zones.iter().map(|z| shown(z, marks)).collect();
    let list = zones.join(", ");
    let message = match zones.as_slice() {
        [zone] if group.subnets() == 1 => {
            format!("the {name} tier of {whose} is one subnet in {zone}; {required} availability zones are required")
        }
        [zone] => {
            format!("the {name} subnets of {whose} are all in {zone}; {required} availability zones are required")
        }
        _ => {
            let covered = zones.len();
            format!(
                "the {name} subnets of {whose} cover {covered} availability zones ({list}); {required} are required"
            )
        }
    };
    // When the whole network has too few zones, the zones are the mistake; otherwise this tier's subnets.
    if of_network < required && group.subnets() >= zones.len().max(2) {
        let zone = first.subnets.first().and_then(|address| estate.subnet(address)).map_or(first.at, |s| s.zone.at());
        let evidence = Evidence::new(zone, format!("only {list}")).and(first.at, Role::Via, "the subnets");
        let laid_out =
            if of_network == 1 { "one availability zone".into() } else { format!("{of_network} availability zones") };
        let cause = Cause {
            key: format!("{ID} {}", network(first)).into(),
            message: format!("{whose} is laid out over {laid_out}; {required} are required").into(),
        };
        return Finding {
            help: Some(format!("name {required} zones, and a subnet of each tier in each of them")),
            cause: Some(cause),
            ..finding(ID, &first.address, message, evidence, &group.basis)
        };
    }
    let evidence = Evidence::new(first.at, format!("only {list}"));
    Finding { help: Some(more(name, required)), ..finding(ID, &first.address, message, evidence, &group.basis) }
}

/// A tier with fewer subnets than zones are required.
fn few(estate: &Estate, group: &Group<'_>, first: &Tier, required: usize) -> Finding {
    let subnets = if group.subnets() == 1 { "one subnet".into() } else { format!("{} subnets", group.subnets()) };
    let message = format!(
        "the {} tier of {} has {subnets}, so it cannot cover the {required} availability zones that are required",
        group.name,
        whose(estate, first),
    );
    let evidence = Evidence::new(first.at, subnets);
    let help = Some(more(group.name, required));
    Finding { help, ..finding(ID, &first.address, message, evidence, &Basis::default()) }
}

fn more(name: &str, required: usize) -> String {
    format!("give the {name} tier a subnet in each of {required} availability zones")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_tier_have_one_stem() {
        for name in ["private", "private_a", "private-1b", "private2", "private_az1", "private_az_c"] {
            assert_eq!(stem(name), "private", "{name}");
        }
        assert_eq!(stem("private_us_east_1a"), stem("private_us_east_1b"));
        for name in ["data", "database", "edge", "a", "2"] {
            assert_eq!(stem(name), name);
        }
    }
}
