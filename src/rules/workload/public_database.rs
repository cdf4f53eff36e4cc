//! `public-database`: a database with an address on the internet.

use crate::finding::{Finding, RuleId};
use crate::model::Estate;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Allowed, Weight, finding, group_by_text, named, undecided, weigh};

const ID: RuleId = "public-database";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "workload", check };

fn check(estate: &Estate, parameters: &Parameters, verdicts: &mut Verdicts) {
    let allowed = Allowed::new(parameters.list("allowed"));
    for database in &estate.declared.databases {
        if allowed.has(&database.address) {
            verdicts.satisfied += 1;
            continue;
        }
        match weigh(&database.public) {
            Weight::Is(true, basis) => {
                let whose = named("database", &database.name, &database.address);
                let evidence = database.public.evidence.clone().noted("gives it a public address");
                verdicts.findings.push(Finding {
                    help: Some(
                        "set `publicly_accessible = false` and reach it through the VPC, a VPN or a bastion".into(),
                    ),
                    ..finding(ID, &database.address, format!("{whose} is publicly accessible"), evidence, &basis)
                });
            }
            // Nobody who leaves it out gets a public database.
            Weight::Is(false, _) | Weight::Unset(_) => verdicts.satisfied += 1,
            Weight::Open(why) => {
                verdicts.undecided.push(undecided(ID, &database.address, database.public.at(), why));
            }
        }
    }
    group_by_text(&mut verdicts.findings, |_| "databases are publicly accessible".into());
}
