//! `dependency-cycle`: units that depend on each other.

use crate::finding::RuleId;
use crate::model::Estate;
use crate::model::fact::{Evidence, Role};
use crate::model::unit::Dependency;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding};
use std::collections::BTreeSet;
use std::sync::Arc;

const ID: RuleId = "dependency-cycle";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "terragrunt", check };

/// How many units of a cycle a message names.
const NAMED: usize = 8;

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    let all = &estate.declared.dependencies;
    let mut seen: BTreeSet<(Arc<str>, Vec<Arc<str>>)> = BTreeSet::new();
    for dependency in all {
        if dependency.cycle.is_empty() {
            verdicts.satisfied += 1;
            continue;
        }
        let way = from_the_first(&dependency.cycle);
        if !seen.insert((dependency.unit.repository.clone(), way.clone())) {
            continue;
        }
        let Some(first) = way.first() else { continue };
        // One cycle is one finding, wherever it is entered.
        let step = |from: &Arc<str>, to: &Arc<str>| -> Option<&Dependency> {
            let is = |d: &&Dependency| {
                d.unit.repository == dependency.unit.repository && d.unit.scope == *from && d.target.scope == *to
            };
            all.iter().find(is)
        };
        let next = |i: usize| way.get((i + 1) % way.len());
        let steps: Vec<&Dependency> = way.iter().enumerate().filter_map(|(i, from)| step(from, next(i)?)).collect();
        let Some(start) = steps.first() else { continue };
        let shown: Vec<&str> = way.iter().take(NAMED).map(|scope| shown(scope)).collect();
        let more = way.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" -> ({more} more)") } else { String::new() };
        let message = match way.as_slice() {
            [one] => format!("{} depends on itself", self::shown(one)),
            _ => format!("these units depend on each other: {}{more} -> {}", shown.join(" -> "), self::shown(first)),
        };
        let mut evidence = Evidence::new(start.at, "the way round starts here");
        for step in steps.iter().skip(1).take(NAMED) {
            evidence = evidence.and(step.at, Role::Via, "and leads on here");
        }
        let mut found = finding(ID, &start.unit, message, evidence, &Basis::default());
        found.aspect = way.join(" ").into();
        verdicts.findings.push(found);
    }
}

/// The units of a cycle, each once, the first by name first.
fn from_the_first(cycle: &[Arc<str>]) -> Vec<Arc<str>> {
    let mut way: Vec<Arc<str>> = cycle.iter().skip(1).cloned().collect();
    let first = way.iter().enumerate().min_by(|a, b| a.1.cmp(b.1)).map_or(0, |(i, _)| i);
    way.rotate_left(first);
    way
}

fn shown(scope: &str) -> &str {
    if scope.is_empty() { "the root of the repository" } else { scope }
}
