//! Every Terragrunt unit and Terraform root module of the given repositories, evaluated.

mod cycles;
mod order;
mod pins;
mod settle;
mod survey;
mod weight;

pub use pins::pins;

use super::budget::{Budget, Done, Limits};
use super::configuration::Configuration;
use super::pool;
use super::published::{Leaves, reads_others};
use super::scope::Run;
use super::settings::Settings;
use super::terraform::{self, evaluate_root};
use super::terragrunt::{Asked, Outcome, Outcomes, Unit, evaluate_unit};
use super::world::World;
use crate::source::{Gap, GapKind, Sources, Span, TreeId};
use order::evaluate_units;
use rayon::prelude::*;
use settle::{READ_IN_TURN, settle};
use std::collections::BTreeSet;
use std::sync::Arc;
use survey::{Survey, survey};
use weight::weighed;

/// How many steps one configuration gets.
const LIMITS: Limits = Limits { most: Run::STEPS, least: 10_000 };

/// What the infrastructure side of the given repositories amounts to.
#[derive(Clone, Debug)]
pub struct Infrastructure<T = Configuration> {
    /// Units and root modules, or what was made of each, by tree and scope.
    pub configurations: Vec<T>,
    /// What could not be seen of files as such; what concerns one configuration is among its own gaps.
    pub gaps: Vec<Gap>,
    /// What was recognised.
    pub recognised: Recognised,
}

/// Counts of what was recognised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recognised {
    /// HCL files: `.hcl`, `.tf`, `.tf.json`, `.tfvars`.
    pub files: usize,
    /// Terragrunt units.
    pub units: usize,
    /// `terragrunt.hcl` files that are only included by others.
    pub parents: usize,
    /// `terragrunt.hcl` files that are units only where a stack gives them `values`.
    pub templates: usize,
    /// `terragrunt.stack.hcl` files.
    pub stacks: usize,
    /// Terraform root modules, variants counted once each.
    pub roots: usize,
    /// Directories of Terraform files that nobody calls and that need values nobody gives.
    pub library_modules: usize,
}

/// Evaluates every unit and root module of the work trees. Never fails: what cannot be seen is a gap. The result does
/// not depend on the number of threads.
pub fn evaluate(sources: &Sources, settings: &Settings) -> Infrastructure {
    evaluate_each(sources, settings, |configuration| configuration)
}

/// The same, of which only what `project` makes of each configuration is kept: it is called once for each that is final, on
/// the thread that evaluated it, and the values go with the configuration that it takes. A configuration may be evaluated
/// twice before it is final, and what is made of the first is then dropped.
pub fn evaluate_each<T: Send + Sync>(
    sources: &Sources,
    settings: &Settings,
    project: impl Fn(Configuration) -> T + Sync,
) -> Infrastructure<T> {
    let world = World::new(sources, settings);
    let mut budget = Budget::new(Run::ALL_STEPS);
    pool::deep(|| evaluate_here(&world, &mut budget, &project))
}

/// How configurations are taken in.
struct Intake<'p, T> {
    project: &'p (dyn Fn(Configuration) -> T + Sync),
    /// Outputs are kept for those who read states.
    states: bool,
}

/// What a configuration is evaluated from.
#[derive(Clone, Copy)]
enum From {
    /// A unit.
    Unit(usize),
    /// A root module.
    Root(usize),
    /// Nothing: its file is not at hand.
    Nowhere,
}

/// A configuration that was evaluated.
struct Evaluated<T> {
    tree: TreeId,
    scope: Arc<str>,
    at: Span,
    from: From,
    /// What it leaves for others.
    leaves: Leaves,
    state: State<T>,
}

/// What there is of a configuration.
enum State<T> {
    /// All of it: it reads what another one leaves, and is not final.
    Whole(Box<Configuration>),
    /// What was made of it.
    Made(T),
}

impl<T> Intake<'_, T> {
    /// Keeps what is made of a configuration; all of one that reads what another leaves.
    fn take(&self, configuration: Configuration, from: From) -> Evaluated<T> {
        let waits = reads_others(&configuration);
        self.kept(configuration, from, waits)
    }

    /// The same of one that is final.
    fn settled(&self, configuration: Configuration, from: From) -> Evaluated<T> {
        self.kept(configuration, from, false)
    }

    fn kept(&self, configuration: Configuration, from: From, waits: bool) -> Evaluated<T> {
        Evaluated {
            tree: configuration.tree,
            scope: configuration.scope.clone(),
            at: configuration.at,
            from,
            leaves: Leaves::of(&configuration, self.states),
            state: match waits {
                true => State::Whole(Box::new(configuration)),
                false => State::Made((self.project)(configuration)),
            },
        }
    }

    /// What a configuration is, is final.
    fn finished(&self, one: Evaluated<T>) -> Evaluated<T> {
        Evaluated { state: State::Made(self.made(one.state)), ..one }
    }

    fn made(&self, state: State<T>) -> T {
        match state {
            State::Whole(configuration) => (self.project)(*configuration),
            State::Made(made) => made,
        }
    }
}

/// Evaluates a directory of Terraform files by itself, also when other modules call it: variables without a value are
/// unknown. `None` when there are no Terraform files in it.
pub fn evaluate_module(sources: &Sources, settings: &Settings, tree: TreeId, directory: &str) -> Option<Configuration> {
    let world = World::new(sources, settings);
    let root =
        terraform::Root { tree, directory: directory.into(), scope: directory.into(), variant: None, values: None };
    pool::deep(|| evaluate_root(&world, &root, Run::STEPS).made)
}

fn evaluate_here<T: Send + Sync>(
    world: &World<'_>,
    budget: &mut Budget,
    project: &(dyn Fn(Configuration) -> T + Sync),
) -> Infrastructure<T> {
    let sources = world.sources;
    let Survey { units, heads, absent, roots, states, mut gaps, mut recognised } = survey(world, budget);
    let intake = &Intake { project, states };
    let (mut all, outcomes, cycles) = evaluate_units(world, &units, heads, budget, roots.len(), &mut gaps, intake);
    all.extend(absent.into_iter().map(|configuration| intake.take(configuration, From::Nowhere)));
    let with_units: BTreeSet<TreeId> = units.iter().map(|u| u.tree).collect();
    let broken: BTreeSet<&str> =
        gaps.iter().filter(|g| g.kind == GapKind::Syntax).filter_map(|g| directory_of(sources, g.at?)).collect();
    let numbered: Vec<(usize, &terraform::Root)> = roots.iter().enumerate().collect();
    let made = budget.deal(&numbered, 0, LIMITS, |(i, root), steps| {
        let Done { made, used, cut } = root_within(world, root, steps);
        let whole = |root: &Configuration| !(with_units.contains(&root.tree) && is_fragment(sources, root, &broken));
        let made = made.map(|root| whole(&root).then(|| intake.take(root, From::Root(*i))));
        Done { made, used, cut }
    });
    for root in made.into_iter().flatten() {
        match root {
            Some(root) => all.push(root),
            None => {
                recognised.roots -= 1;
                recognised.library_modules += 1;
            }
        }
    }
    let left = settle(world, &mut all, budget, intake, |one, steps| match one.from {
        From::Unit(i) => match units.get(i) {
            Some(unit) => {
                let Done { made: (mut made, ..), used, cut } = unit_within(world, unit, &outcomes, steps);
                cycles.mark(&mut made);
                Done { made: Some(made), used, cut }
            }
            None => Done { made: None, used: 0, cut: false },
        },
        From::Root(i) => match roots.get(i) {
            Some(root) => root_within(world, root, steps),
            None => Done { made: None, used: 0, cut: false },
        },
        From::Nowhere => Done { made: None, used: 0, cut: false },
    });
    if let Some(at) = left {
        let message = format!(
            "more than {READ_IN_TURN} configurations read each other's outputs in turn; what this one and others read is not seen"
        );
        gaps.push(Gap::at(at, GapKind::Bound, message));
    }
    all.sort_by(|a, b| (a.tree, &a.scope, a.at).cmp(&(b.tree, &b.scope, b.at)));
    let configurations = all.into_par_iter().map(|one| intake.made(one.state)).collect();

    gaps.sort();
    gaps.dedup();
    Infrastructure { configurations, gaps, recognised }
}

/// Evaluates a unit within a share of steps, what is kept of it counted too.
fn unit_within(
    world: &World<'_>,
    unit: &Unit,
    outcomes: &Outcomes,
    steps: u64,
) -> Done<(Configuration, Outcome, Asked)> {
    let Done { made: (mut configuration, mut outcome, asked), used, cut } = evaluate_unit(world, unit, outcomes, steps);
    let done = Done { made: (), used, cut };
    let Done { used, cut, .. } = weighed(&mut configuration, Some(&mut outcome), done, steps);
    Done { made: (configuration, outcome, asked), used, cut }
}

/// The same for a root module.
fn root_within(world: &World<'_>, root: &terraform::Root, steps: u64) -> Done<Option<Configuration>> {
    let Done { made, used, cut } = evaluate_root(world, root, steps);
    let done = Done { made: (), used, cut };
    let Some(mut configuration) = made else { return Done { made: None, used, cut } };
    let Done { used, cut, .. } = weighed(&mut configuration, None, done, steps);
    Done { made: Some(configuration), used, cut }
}

/// Terraform files beside units that use names nobody declares are pieces that units copy or generate from, unless the
/// declarations are in a file that does not parse.
fn is_fragment(sources: &Sources, root: &Configuration, broken: &BTreeSet<&str>) -> bool {
    let undeclared = root.gaps.iter().filter(|g| g.kind == GapKind::Undeclared).filter_map(|g| g.at);
    let mut directories = undeclared.map(|at| directory_of(sources, at));
    directories.any(|directory| directory.is_none_or(|d| !broken.contains(d))) && root.backend.is_none()
}

fn directory_of(sources: &Sources, at: Span) -> Option<&str> {
    sources.file(at.file).map(|f| super::paths::parent(&f.path))
}
