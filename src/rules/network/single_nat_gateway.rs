//! `single-nat-gateway`: a production VPC over several zones whose way out is in one of them.

use super::{Open, vpc_words};
use crate::finding::{Finding, RuleId, Undecided};
use crate::model::Estate;
use crate::model::fact::Evidence;
use crate::model::network::NatSetup;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, Weight, environment, finding, place, weigh};

const ID: RuleId = "single-nat-gateway";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "network", check };

fn check(estate: &Estate, parameters: &Parameters, verdicts: &mut Verdicts) {
    let environments = parameters.list("environments");
    let mut open = Open::default();
    for nat in &estate.declared.nats {
        let concerned = environment(&nat.environment).map(|e| environments.iter().any(|x| x.eq_ignore_ascii_case(e)));
        if nat.regional || concerned == Some(false) {
            continue;
        }
        let basis = match weigh(&nat.count) {
            Weight::Is(1, basis) => basis,
            Weight::Is(0, _) | Weight::Unset(_) => continue,
            Weight::Is(..) => {
                verdicts.satisfied += 1;
                continue;
            }
            Weight::Open(why) => {
                open.add(ID, &nat.address, nat.count.at(), why);
                continue;
            }
        };
        let zones = match weigh(&nat.zones) {
            // One zone and one gateway fail together; that is `single-az-tier`'s to say.
            Weight::Is(0 | 1, _) => {
                verdicts.satisfied += 1;
                continue;
            }
            Weight::Is(zones, rests) => Ok((*zones, rests)),
            Weight::Open(_) | Weight::Unset(_) => Err(Basis::likely("unless that VPC is in one zone only")),
        };
        if concerned.is_none() {
            verdicts.undecided.push(Undecided {
                rule: ID,
                subject: nat.address.clone(),
                at: nat.count.at(),
                reason: "nothing tells which environment its account is".into(),
                help: Some("name the account's environment under `accounts:` in driftline.yaml".into()),
            });
            continue;
        }
        verdicts.findings.push(one(estate, nat, zones, basis));
    }
    open.finish(&mut verdicts.undecided);
}

fn one(estate: &Estate, nat: &NatSetup, zones: Result<(u32, Basis), Basis>, basis: Basis) -> Finding {
    let vpc = nat.vpc.as_ref().and_then(|address| estate.vpc(address));
    let whose = vpc.map_or_else(|| place(&nat.address).to_string(), vpc_words);
    let (over, rests) = match zones {
        Ok((zones, rests)) => (format!("the {zones} zones"), rests),
        Err(rests) => ("all zones".into(), rests),
    };
    let message = format!("{over} of {whose} go out through one NAT gateway");
    Finding {
        counterpart: nat.vpc.clone(),
        help: Some(
            "have a gateway in each zone: `single_nat_gateway = false` and `one_nat_gateway_per_az = true`".into(),
        ),
        ..finding(ID, &nat.address, message, Evidence::new(nat.count.at(), "one gateway"), &rests.and(basis))
    }
}
