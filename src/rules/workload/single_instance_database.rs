//! `single-instance-database`: a database that is gone while its one instance is.

use crate::finding::{Finding, RuleId, Severity};
use crate::model::Estate;
use crate::model::network::Environment;
use crate::model::workload::Database;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, Weight, finding, named, undecided, weigh};

const ID: RuleId = "single-instance-database";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "workload", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    // A replica is the second instance of something else; what has no instance is a secondary that waits without one.
    for database in estate.declared.databases.iter().filter(|d| !d.replica) {
        let basis = match weigh(&database.instances) {
            Weight::Is(1, basis) => basis,
            Weight::Is(0, _) | Weight::Unset(_) => continue,
            Weight::Is(..) => {
                verdicts.satisfied += 1;
                continue;
            }
            Weight::Open(why) => {
                verdicts.undecided.push(undecided(ID, &database.address, database.instances.at(), why));
                continue;
            }
        };
        match weigh(&database.autoscaling_min) {
            Weight::Is(0, rests) | Weight::Unset(rests) => verdicts.findings.push(alone(database, &basis.and(rests))),
            Weight::Is(..) => verdicts.satisfied += 1,
            Weight::Open(why) => {
                verdicts.undecided.push(undecided(ID, &database.address, database.autoscaling_min.at(), why));
            }
        }
    }
}

fn alone(database: &Database, basis: &Basis) -> Finding {
    let (message, note, help) = if database.cluster {
        let whose = named("database cluster", &database.name, &database.address);
        let help = "add a second instance, in another zone: it takes over when the first one fails";
        (format!("{whose} has one instance"), "one instance", help)
    } else {
        let whose = named("database", &database.name, &database.address);
        let help = "set `multi_az = true`: a standby in another zone takes over when the first one fails";
        (format!("{whose} is one instance without a standby"), "no standby", help)
    };
    Finding {
        help: Some(help.into()),
        // Elsewhere it is a choice that saves money, worth knowing and no more.
        severity: matches!(database.environment, Environment::Other(_)).then_some(Severity::Low),
        ..finding(ID, &database.address, message, database.instances.evidence.clone().noted(note), basis)
    }
}
