//! `cross-org-reference`: an object of one organization that names something of another's.

use crate::finding::{Cause, RuleId};
use crate::model::Estate;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding};
use std::collections::BTreeSet;

const ID: RuleId = "cross-org-reference";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "tenancy", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    let owner = |name: &str| estate.organizations.iter().any(|o| &*o.name == name && o.owner);
    let mut seen = BTreeSet::new();
    for reference in &estate.declared.object_references {
        let (Some(from), Some(to)) = (&reference.organization, &reference.to_organization) else { continue };
        if from == to || owner(from) || owner(to) {
            verdicts.satisfied += 1;
            continue;
        }
        // One text may be reached by several ways; it is one reference.
        if &*reference.kind == "directory" && !seen.insert(reference.at()) {
            continue;
        }
        let (subject, at) = (&reference.from, reference.at());
        let named = match reference.namespace.text().filter(|n| !n.is_empty()) {
            Some(namespace) if &*reference.kind != "Namespace" => {
                format!("{} {namespace}/{}", reference.kind, reference.name)
            }
            _ => format!("{} {}", reference.kind, reference.name),
        };
        let message =
            format!("{} {} of organization {from} refers to {named} of organization {to}", subject.kind, subject.name);
        let evidence = reference.places.clone().noted(format!("belongs to {to}"));
        let mut found = finding(ID, &subject.address, message, evidence, &Basis::default());
        found.counterpart = reference.to.clone();
        found.aspect = format!("{}/{}/{}", reference.kind, reference.namespace, reference.name).into();
        found.help = Some(format!(
            "name something of {from}'s own, or of the platform's owner; if both are one organization, declare them so"
        ));
        found.reach = subject.reach.clone();
        found.cause = Some(Cause {
            key: format!("{}:{}", at.file.index(), at.start).into(),
            message: format!("objects of organization {from} refer to {named} of organization {to}").into(),
        });
        verdicts.findings.push(found);
    }
}
