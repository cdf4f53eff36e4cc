//! `public-cluster-endpoint`: a Kubernetes API that the whole internet can knock at.

use crate::eval::value::Marks;
use crate::finding::{Finding, RuleId};
use crate::model::Estate;
use crate::model::fact::{Fact, Role};
use crate::model::workload::Cluster;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, Weight, finding, group_by_text, named, undecided, weigh};
use ipnet::IpNet;
use std::sync::Arc;

const ID: RuleId = "public-cluster-endpoint";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "workload", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    for cluster in &estate.declared.clusters {
        let public = match weigh(&cluster.endpoint_public) {
            Weight::Is(false, _) => {
                verdicts.satisfied += 1;
                continue;
            }
            // AWS makes the endpoint public unless it is told otherwise.
            Weight::Is(true, basis) | Weight::Unset(basis) => basis,
            Weight::Open(why) => {
                verdicts.undecided.push(undecided(ID, &cluster.address, cluster.endpoint_public.at(), why));
                continue;
            }
        };
        match weigh(&cluster.public_cidrs) {
            Weight::Is(cidrs, _) if !cidrs.is_empty() && !cidrs.iter().any(world) => {
                verdicts.satisfied += 1;
            }
            // Without ranges AWS lets everybody in.
            Weight::Is(_, rests) | Weight::Unset(rests) => verdicts.findings.push(open(cluster, &public.and(rests))),
            Weight::Open(why) => {
                verdicts.undecided.push(undecided(ID, &cluster.address, cluster.public_cidrs.at(), why));
            }
        }
    }
    group_by_text(&mut verdicts.findings, |_| "the API endpoints of clusters are open to the internet".into());
}

/// A range that restricts nobody.
fn world(cidr: &Arc<str>) -> bool {
    cidr.parse::<IpNet>().is_ok_and(|net| net.prefix_len() == 0)
}

fn open(cluster: &Cluster, basis: &Basis) -> Finding {
    let whose = named("cluster", &cluster.name, &cluster.address);
    let (cidrs, public) = (&cluster.public_cidrs, &cluster.endpoint_public);
    let evidence = if written(cluster, cidrs) {
        let evidence = cidrs.evidence.clone().noted("everybody");
        if written(cluster, public) {
            evidence.and(public.at(), Role::Cause, "makes the endpoint public")
        } else {
            evidence
        }
    } else if written(cluster, public) {
        public.evidence.clone().noted("public, and open to every address")
    } else {
        public.evidence.clone().noted("public unless it is told otherwise")
    };
    Finding {
        help: Some(
            "make the endpoint private, or name the ranges that may reach it, such as those of a VPN or of the runners"
                .into(),
        ),
        ..finding(ID, &cluster.address, format!("the API endpoint of {whose} is open to the internet"), evidence, basis)
    }
}

/// Whether somebody wrote this, rather than a default of the module or of AWS deciding it.
fn written<T>(cluster: &Cluster, fact: &Fact<T>) -> bool {
    // A value that a variable's default only chooses is written all the same.
    let by_default = fact.marks.has(Marks::DEFAULTED)
        && (fact.marks.has(Marks::MODELLED)
            || fact.evidence.related().iter().any(|m| m.note.starts_with("default of")));
    fact.get().is_some() && !by_default && fact.at() != cluster.at
}
