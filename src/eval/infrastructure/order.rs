//! Units in the order of their dependencies, each level in parallel.

use super::cycles::{knots, way_round};
use super::{Evaluated, From, Intake, LIMITS, State, unit_within};
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

/// The directories of units that lead back to the first.
type Way = Arc<[Arc<str>]>;

/// For each unit on a cycle the ways round from there.
#[derive(Debug, Default)]
pub(super) struct Cycles(HashMap<(TreeId, Arc<str>), Vec<Way>>);

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

/// What waits for what, and for how long what units amount to is needed.
struct Order {
    /// What each depends on, with the place that says so.
    edges: Vec<Vec<(usize, Span)>>,
    /// Who waits for each, once for each dependency.
    dependents: Vec<Vec<usize>>,
    /// How many of its dependencies are not done.
    left: Vec<usize>,
    /// How many dependencies of units that are not done lead to it.
    users: Vec<usize>,
    state: Vec<Progress>,
    ready: BTreeSet<usize>,
    /// How many are not done.
    pending: usize,
}

/// How far a unit is.
#[derive(Clone, Copy, Default)]
struct Progress {
    done: bool,
    /// It goes on without those of its dependencies that are not done.
    forced: bool,
    /// It was asked for after it had been let go, and stays from then on.
    stays: bool,
}

impl Order {
    fn new(count: usize) -> Self {
        Self {
            edges: vec![Vec::new(); count],
            dependents: vec![Vec::new(); count],
            left: vec![0; count],
            users: vec![0; count],
            state: vec![Progress::default(); count],
            ready: (0..count).collect(),
            pending: count,
        }
    }

    fn of(&self, one: usize) -> Progress {
        self.state.get(one).copied().unwrap_or(Progress { done: true, ..Progress::default() })
    }

    fn is_done(&self, one: usize) -> bool {
        self.of(one).done
    }

    fn change(&mut self, one: usize, change: impl FnOnce(&mut Progress)) {
        if let Some(progress) = self.state.get_mut(one) {
            change(progress);
        }
    }

    /// One depends on another.
    fn depend(&mut self, one: usize, on: usize, at: Span) {
        let (Some(edges), Some(users)) = (self.edges.get_mut(one), self.users.get_mut(on)) else { return };
        edges.push((on, at));
        *users += 1;
        if !self.is_done(on)
            && let (Some(dependents), Some(left)) = (self.dependents.get_mut(on), self.left.get_mut(one))
        {
            dependents.push(one);
            *left += 1;
            self.ready.remove(&one);
        }
    }

    fn finish(&mut self, one: usize) {
        if self.is_done(one) {
            return;
        }
        self.change(one, |progress| progress.done = true);
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

    /// What only this one still needed, of what it depends on.
    fn let_go(&mut self, one: usize) -> Vec<usize> {
        let mut unused = Vec::new();
        for (on, _) in self.edges.get(one).into_iter().flatten() {
            if let Some(users) = self.users.get_mut(*on) {
                *users = users.saturating_sub(1);
                if *users == 0 && !self.state.get(*on).is_some_and(|progress| progress.stays) {
                    unused.push(*on);
                }
            }
        }
        unused
    }

    /// One that is done is evaluated once more, and then stays.
    fn again(&mut self, one: usize) {
        if !self.is_done(one) {
            return;
        }
        self.change(one, |progress| (progress.done, progress.stays) = (false, true));
        self.pending += 1;
        self.ready.insert(one);
        for (on, _) in self.edges.get(one).into_iter().flatten() {
            if let Some(users) = self.users.get_mut(*on) {
                *users += 1;
            }
        }
    }

    fn is_needed(&self, one: usize) -> bool {
        self.of(one).stays || self.users.get(one).is_some_and(|users| *users > 0)
    }

    /// What one still waits for.
    fn next(&self, one: usize) -> impl Iterator<Item = usize> + '_ {
        let edges = self.edges.get(one).map_or(&[][..], Vec::as_slice);
        edges.iter().map(|(to, _)| *to).filter(|to| !self.is_done(*to))
    }
}

/// Evaluates units, those that others depend on first. `others` are still to be evaluated after them. The outcomes are those
/// that units which read other configurations depend on: they are evaluated again.
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
                order.depend(i, *on, *at);
            }
        }
    }
    drop(heads);
    let mut outcomes = Outcomes::new();
    let mut evaluated: Vec<Option<Evaluated<T>>> = units.iter().map(|_| None).collect();
    let mut cycles = Cycles::default();
    while order.pending > 0 {
        if order.ready.is_empty() {
            first_of_cycles(&mut order, units, gaps, &mut cycles);
        }
        let ready: Vec<(usize, &Unit)> = order.ready.iter().filter_map(|i| Some((*i, units.get(*i)?))).collect();
        if ready.is_empty() {
            break;
        }
        let waiting = order.pending.saturating_sub(ready.len());
        let made = budget.deal(&ready, waiting.saturating_add(others), LIMITS, |(i, unit), steps| {
            let Done { made: (mut configuration, outcome, asked), used, cut } =
                unit_within(world, unit, &outcomes, steps);
            cycles.mark(&mut configuration);
            world.forget(unit.file);
            let outcome = order.is_needed(*i).then_some(outcome);
            Done { made: Box::new((intake.take(configuration, From::Unit(*i)), outcome, asked)), used, cut }
        });
        let mut finished = Vec::new();
        for ((i, unit), made) in ready.into_iter().zip(made) {
            let (taken, outcome, asked) = *made;
            let known =
                |on: &usize| units.get(*on).is_some_and(|u| outcomes.contains_key(&(u.tree, u.directory.clone())));
            let asked: Vec<(usize, Span)> = asked
                .into_iter()
                .filter_map(|(directory, at)| Some((*index.get(&(unit.tree, directory))?, at)))
                .filter(|(on, _)| *on != i)
                .collect();
            // Outputs asked for in a file that it reads: what they come from goes first, again if nobody seemed to need it.
            let forced = order.of(i).forced;
            let missed: Vec<(usize, Span)> =
                asked.iter().filter(|(on, _)| !known(on) && (!forced || order.is_done(*on))).copied().collect();
            for (on, at) in &missed {
                order.again(*on);
                order.depend(i, *on, *at);
            }
            if !missed.is_empty() {
                continue;
            }
            let waits = matches!(taken.state, State::Whole(_));
            if waits {
                asked.into_iter().for_each(|(on, at)| order.depend(i, on, at));
            }
            if let Some(slot) = evaluated.get_mut(i) {
                *slot = Some(taken);
            }
            finished.push((i, waits, outcome));
        }
        let mut unused = Vec::new();
        for (i, waits, outcome) in finished {
            match (units.get(i).filter(|_| order.is_needed(i)), outcome) {
                (Some(unit), Some(outcome)) => {
                    outcomes.insert((unit.tree, unit.directory.clone()), Arc::new(outcome));
                }
                // One that was evaluated beside it asked for it.
                (Some(_), None) => {
                    order.change(i, |progress| progress.stays = true);
                    continue;
                }
                (None, _) => {}
            }
            order.finish(i);
            if !waits {
                unused.extend(order.let_go(i));
            }
        }
        for unit in unused.into_iter().filter_map(|i| units.get(i)) {
            outcomes.remove(&(unit.tree, unit.directory.clone()));
        }
    }
    (evaluated.into_iter().flatten().collect(), outcomes, cycles)
}

/// Where units wait for each other: of each cycle that waits for nothing else the first goes first, without what it depends
/// on.
fn first_of_cycles(order: &mut Order, units: &[Unit], gaps: &mut Vec<Gap>, cycles: &mut Cycles) {
    let waiting: Vec<usize> = (0..units.len()).filter(|i| !order.is_done(*i)).collect();
    let knots = knots(&waiting, |i| order.next(i));
    for first in knots.iter().filter_map(|members| members.first()) {
        order.change(*first, |progress| progress.forced = true);
        order.ready.insert(*first);
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
}
