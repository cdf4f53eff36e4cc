//! `mock-without-output`: mocks that lack an output which the unit uses.

use crate::finding::RuleId;
use crate::model::Estate;
use crate::model::fact::{Evidence, Role};
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding, group_by_text, place};
use std::collections::BTreeSet;

const ID: RuleId = "mock-without-output";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "terragrunt", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    let mut findings = Vec::new();
    for dependency in &estate.declared.dependencies {
        let Some(mocks) = dependency.mocks else { continue };
        let subject = dependency.unit.subject(format!("dependency.{}", dependency.name));
        let mut said = BTreeSet::new();
        for used in dependency.uses.iter().filter(|used| used.needed) {
            match (used.mocked, &used.declared) {
                (Some(true), _) => verdicts.satisfied += 1,
                // What the module does not have either is another mistake.
                (Some(false), Ok(true) | Err(_)) if said.insert(&used.output) => {
                    let (output, whose) = (&used.output, place(&dependency.target));
                    let message = format!("the mocks of {whose} lack `{output}`, which the unit uses");
                    let evidence = Evidence::new(mocks, "the mocks").and(used.at, Role::Via, "used here");
                    let mut found = finding(ID, &subject, message, evidence, &Basis::default());
                    found.aspect = output.clone();
                    found.counterpart = Some(dependency.target.clone());
                    findings.push(found);
                }
                _ => {}
            }
        }
    }
    group_by_text(&mut findings, |_| "mocks lack outputs that units use".to_owned());
    verdicts.findings.extend(findings);
}
