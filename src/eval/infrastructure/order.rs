//! Units in the order of their dependencies, each level in parallel.

use super::cycles::{knots, way_round};
use super::{Evaluated, From, Intake, LIMITS, unit_within};
use crate::eval::budget::{Budget, Done};
use crate::eval::configuration::Configuration;
use crate::eval::terragrunt::{Head, Outcomes, Unit};
use crate::eval::world::World;
use crate::source::{Gap, GapKind, Span, TreeId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Units of a cycle that are named in a message.
const NAMED: usize = 10;
/// Units of a cycle that are named in a dependency.
const KEPT: usize = 100;

/// For each unit on a cycle the dependencies that lead on, and the way round from there.
#[derive(Debug, Default)]
pub(super) struct Cycles(HashMap<(TreeId, Arc<str>), Vec<Arc<[Arc<str>]>>>);

impl Cycles {
    /// Notes a way round, its first unit being its last too.
    fn add(&mut self, tree: TreeId, way: &[Arc<str>]) {
        let round = way.get(..way.len().saturating_sub(1)).unwrap_or_default();
        for (from, scope) in round.iter().enumerate() {
            let rest = round.iter().cycle().skip(from).take(round.len().min(KEPT));
            let here = rest.chain([scope]).cloned().collect();
            self.0.entry((tree, scope.clone())).or_default().push(here);
        }
    }

    /// Tells a unit at its dependencies the ways round that they lead.
    pub(super) fn mark(&self, configuration: &mut Configuration) {
        let ways = self.0.get(&(configuration.tree, configuration.scope.clone()));
        for way in ways.into_iter().flatten() {
            let next = way.get(1);
            for dependency in configuration.dependencies.iter_mut().filter(|d| d.target.as_ref() == next) {
                dependency.cycle = way.clone();
            }
        }
    }
}

/// What waits for what.
struct Order {
    /// What each depends on, with the place that says so.
    edges: Vec<Vec<(usize, Span)>>,
    /// Who depends on each, once for each dependency.
    dependents: Vec<Vec<usize>>,
    /// How many of its dependencies are not done.
    left: Vec<usize>,
    done: Vec<bool>,
    ready: BTreeSet<usize>,
    /// How many are not done.
    pending: usize,
}

impl Order {
    fn new(count: usize) -> Self {
        Self {
            edges: vec![Vec::new(); count],
            dependents: vec![Vec::new(); count],
            left: vec![0; count],
            done: vec![false; count],
            ready: (0..count).collect(),
            pending: count,
        }
    }

    fn is_done(&self, one: usize) -> bool {
        self.done.get(one).copied().unwrap_or(true)
    }

    fn wait(&mut self, one: usize, on: usize, at: Span) {
        let (Some(edges), Some(dependents)) = (self.edges.get_mut(one), self.dependents.get_mut(on)) else { return };
        edges.push((on, at));
        if !self.done.get(on).copied().unwrap_or(true) {
            dependents.push(one);
            if let Some(left) = self.left.get_mut(one) {
                *left += 1;
            }
            self.ready.remove(&one);
        }
    }

    fn finish(&mut self, one: usize) {
        if let Some(done) = self.done.get_mut(one).filter(|done| !**done) {
            *done = true;
            self.pending -= 1;
            self.ready.remove(&one);
            for dependent in self.dependents.get_mut(one).map(std::mem::take).unwrap_or_default() {
                if let Some(left) = self.left.get_mut(dependent) {
                    *left = left.saturating_sub(1);
                    if *left == 0 && !self.is_done(dependent) {
                        self.ready.insert(dependent);
                    }
                }
            }
        }
    }

    /// What one still waits for.
    fn next(&self, one: usize) -> impl Iterator<Item = usize> + '_ {
        let edges = self.edges.get(one).map_or(&[][..], Vec::as_slice);
        edges.iter().map(|(to, _)| *to).filter(|to| !self.is_done(*to))
    }
}

/// Evaluates units, those that others depend on first. `others` are still to be evaluated after them.
pub(super) fn evaluate_units<T: Send>(
    world: &World<'_>,
    units: &[Unit],
    heads: Vec<Head>,
    budget: &mut Budget,
    others: usize,
    gaps: &mut Vec<Gap>,
    intake: &Intake<'_, T>,
) -> (Vec<Evaluated<T>>, Outcomes, Cycles) {
    let index: BTreeMap<(TreeId, Arc<str>), usize> =
        units.iter().enumerate().map(|(i, u)| ((u.tree, u.directory.clone()), i)).collect();
    let mut order = Order::new(units.len());
    for (i, (unit, head)) in units.iter().zip(&heads).enumerate() {
        for (directory, at) in &head.dependencies {
            if let Some(on) = index.get(&(unit.tree, directory.clone())) {
                order.wait(i, *on, *at);
            }
        }
    }
    drop(heads);
    let mut outcomes = Outcomes::new();
    let mut evaluated: Vec<Evaluated<T>> = Vec::with_capacity(units.len());
    let mut cycles = Cycles::default();
    while order.pending > 0 {
        let mut ready: Vec<usize> = order.ready.iter().copied().collect();
        let forced = ready.is_empty();
        if forced {
            ready = first_of_cycles(&order, units, gaps, &mut cycles);
        }
        let next: Vec<(usize, &Unit)> = ready.iter().filter_map(|i| Some((*i, units.get(*i)?))).collect();
        if next.is_empty() {
            break;
        }
        let waiting = order.pending.saturating_sub(next.len());
        let made = budget.deal(&next, waiting.saturating_add(others), LIMITS, |(i, unit), steps| {
            let Done { made: (mut configuration, outcome, missed), used, cut } =
                unit_within(world, unit, &outcomes, steps);
            cycles.mark(&mut configuration);
            Done { made: (intake.take(configuration, From::Unit(*i)), outcome, missed), used, cut }
        });
        let mut finished = Vec::new();
        for ((i, unit), (taken, outcome, missed)) in next.into_iter().zip(made) {
            // Outputs asked for in a file that it reads: what they come from goes first.
            let new = missed.into_iter().filter_map(|(dir, at)| Some((*index.get(&(unit.tree, dir))?, at)));
            let new: Vec<(usize, Span)> = new.filter(|(to, _)| !order.is_done(*to) && *to != i).collect();
            if !forced && !new.is_empty() {
                new.into_iter().for_each(|(on, at)| order.wait(i, on, at));
                continue;
            }
            outcomes.insert((unit.tree, unit.directory.clone()), Arc::new(outcome));
            evaluated.push(taken);
            finished.push((i, unit.file));
        }
        for (i, file) in finished {
            order.finish(i);
            world.forget(file);
        }
    }
    (evaluated, outcomes, cycles)
}

/// Where units wait for each other: of each cycle that waits for nothing else the first goes first, without what it depends
/// on.
fn first_of_cycles(order: &Order, units: &[Unit], gaps: &mut Vec<Gap>, cycles: &mut Cycles) -> Vec<usize> {
    let waiting: Vec<usize> = (0..units.len()).filter(|i| !order.is_done(*i)).collect();
    let knots = knots(&waiting, |i| order.next(i));
    let mut forced = Vec::new();
    for first in knots.iter().filter_map(|members| members.first()) {
        forced.push(*first);
        let (Some(unit), Some(way)) = (units.get(*first), way_round(*first, |i| order.next(i))) else { continue };
        let names: Vec<Arc<str>> =
            way.iter().filter_map(|i| units.get(*i)).map(|unit| unit.directory.clone()).collect();
        let at = order.edges.get(*first).into_iter().flatten().find(|(to, _)| way.get(1) == Some(to));
        let mut shown: Vec<String> = names.iter().map(|name| name.to_string()).collect();
        if let Some(more) = shown.len().checked_sub(NAMED + 1).filter(|more| *more > 1) {
            shown.splice(NAMED..shown.len() - 1, [format!("({more} more)")]);
        }
        let message = format!("these units depend on each other: {}", shown.join(" -> "));
        gaps.push(Gap { at: at.map(|(_, at)| *at), kind: GapKind::Evaluation, message: message.into(), help: None });
        cycles.add(unit.tree, &names);
    }
    forced
}
