//! `public-subnet-workload`: nodes, instances and databases in subnets that the internet can reach.

use crate::eval::value::Address;
use crate::finding::{Finding, RuleId, Undecided};
use crate::model::Estate;
use crate::model::fact::{Evidence, Role};
use crate::model::network::{Exposure, Placement, Subnet, SubnetChoice};
use crate::model::workload::{Machine, MachineKind};
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Allowed, Basis, finding, group_by_text, named, undecided};
use std::collections::BTreeMap;

const ID: RuleId = "public-subnet-workload";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "workload", check };

fn check(estate: &Estate, parameters: &Parameters, verdicts: &mut Verdicts) {
    let allowed = Allowed::new(parameters.list("allowed"));
    let subnets: BTreeMap<&Address, &Subnet> = estate.declared.subnets.iter().map(|s| (&s.address, s)).collect();
    for machine in &estate.declared.machines {
        // A mount target has no public address, wherever it is.
        let (Some(placement), false) = (&machine.placement, machine.kind == MachineKind::MountTarget) else { continue };
        if allowed.has(&machine.address) {
            verdicts.satisfied += 1;
            continue;
        }
        if let Some(choice) = placement.subnets.iter().find(|c| c.exposure == Exposure::Public) {
            verdicts.findings.push(public(machine, placement, choice, &subnets));
        } else if let Some(choice) = placement.subnets.iter().find(|c| c.exposure == Exposure::Unknown) {
            verdicts.undecided.push(Undecided {
                rule: ID,
                subject: machine.address.clone(),
                at: choice.at,
                reason: format!("whether `{}` is public is not known", choice.text).into(),
                help: None,
            });
        } else if let Some(why) = &placement.more {
            verdicts.undecided.push(undecided(ID, &machine.address, placement.at, why));
        } else if !placement.subnets.is_empty() {
            verdicts.satisfied += 1;
        }
    }
    group_by_text(&mut verdicts.findings, |finding| {
        let kind = estate.declared.machines.iter().find(|m| m.address == finding.subject).map(|m| m.kind.words());
        format!("{}s are placed in public subnets", kind.unwrap_or("machine"))
    });
}

/// Whether what the choice would be called with `private` for `public` is declared. What stands behind a variable or a local
/// of another name is not known.
fn has_twin(choice: &SubnetChoice, subnets: &BTreeMap<&Address, &Subnet>) -> bool {
    let stem = |subject: &str| subject.split('[').next().unwrap_or("").to_owned();
    let named = ["var.", "local.", "each."].iter().any(|start| choice.text.contains(start));
    let plain = !choice.text.contains(['(', ',', '?', '{', '\n']);
    !named
        && plain
        && choice.subnets.iter().any(|address| {
            let twin = stem(&address.subject.replace("public", "private"));
            twin != stem(&address.subject)
                && subnets.keys().any(|other| {
                    other.repository == address.repository
                        && other.scope == address.scope
                        && stem(&other.subject) == twin
                })
        })
}

fn public(
    machine: &Machine,
    placement: &Placement,
    choice: &SubnetChoice,
    subnets: &BTreeMap<&Address, &Subnet>,
) -> Finding {
    let whose = named(machine.kind.words(), &machine.name, &machine.address);
    let single = |address: &Address| subnets.get(address).is_none_or(|s| s.each.is_none());
    let alone = choice.subnets.len() == 1 && choice.subnets.iter().all(single);
    let one = placement.subnets.len() == 1 && (alone || choice.text.ends_with(']'));
    let (verb, noun) = if machine.kind == MachineKind::Database { ("is placed", "subnet") } else { ("runs", "subnet") };
    let message = if one {
        format!("{whose} {verb} in a public {noun} ({})", choice.text)
    } else {
        format!("{whose} {verb} in public {noun}s ({})", choice.text)
    };
    let basis = if choice.by_name {
        Basis::likely("going by the subnet's name, as its routes are not known")
    } else {
        Basis::default()
    };
    let mut evidence = Evidence::new(choice.at, if one { "a public subnet" } else { "public subnets" });
    let subnet = choice.subnets.iter().find_map(|address| subnets.get(address));
    if let Some(subnet) = subnet {
        let note = if choice.by_name { "the subnet" } else { "the subnet, routed to an internet gateway" };
        evidence = evidence.and(subnet.at, Role::Counterpart, note);
    }
    let private = choice.text.replace("public", "private");
    let place = if private != *choice.text && has_twin(choice, subnets) {
        format!("private subnets, `{private}`")
    } else {
        "private subnets".into()
    };
    Finding {
        counterpart: subnet.map(|s| s.address.clone()),
        help: Some(format!(
            "place it in {place}; if it is meant to face the internet, list `{}` under `network.public_workloads` in \
             driftline.yaml",
            machine.address,
        )),
        ..finding(ID, &machine.address, message, evidence, &basis)
    }
}
