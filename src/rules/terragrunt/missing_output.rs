//! `missing-output`: a unit uses an output that the other unit's module does not declare.

use crate::eval::configuration::OutputUse;
use crate::finding::{Cause, RuleId};
use crate::model::Estate;
use crate::model::fact::{Evidence, Role};
use crate::model::unit::Dependency;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding, place, undecided};
use std::collections::BTreeSet;

const ID: RuleId = "missing-output";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "terragrunt", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    for dependency in &estate.declared.dependencies {
        let subject = dependency.unit.subject(format!("dependency.{}", dependency.name));
        let mut open = BTreeSet::new();
        let mut said = BTreeSet::new();
        // What is used where its absence is forgiven says nothing.
        for used in dependency.uses.iter().filter(|used| used.needed) {
            match &used.declared {
                Ok(true) => verdicts.satisfied += 1,
                Ok(false) if said.insert(&used.output) => report(estate, dependency, used, verdicts),
                Ok(false) => {}
                Err(why) => {
                    let entry = undecided(ID, &subject, used.at, why);
                    if open.insert(entry.reason.clone()) {
                        verdicts.undecided.push(entry);
                    }
                }
            }
        }
    }
}

fn report(estate: &Estate, dependency: &Dependency, used: &OutputUse, verdicts: &mut Verdicts) {
    let output = &used.output;
    let whose = place(&dependency.target);
    let mocked = used.mocked == Some(true);
    let mut message = format!("{whose} has no output `{output}`");
    if mocked {
        message.push_str(": it exists in `mock_outputs` alone");
    }
    let mut evidence = Evidence::new(used.at, "used here");
    if let Some(unit) = estate.declared.units.iter().find(|unit| unit.address == dependency.target) {
        evidence = evidence.and(unit.at, Role::Counterpart, "its unit");
    }
    let subject = dependency.unit.subject(format!("dependency.{}", dependency.name));
    let mut found = finding(ID, &subject, message.clone(), evidence, &Basis::default());
    found.aspect = output.clone();
    found.counterpart = Some(dependency.target.clone());
    found.help = used.nearest.as_ref().map(|near| format!("did you mean `{near}`?"));
    // Whoever asks this unit for this output waits for one thing.
    let key = format!("{}:{output}", dependency.target);
    found.cause = Some(Cause { key: key.into(), message: message.into() });
    verdicts.findings.push(found);
}
