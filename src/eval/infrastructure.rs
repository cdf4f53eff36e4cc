//! Every Terragrunt unit and Terraform root module of the given repositories, evaluated.

use super::budget::{Budget, Done, Limits};
use super::configuration::{Configuration, ConfigurationKind};
use super::pool;
use super::published::Published;
use super::scope::Run;
use super::settings::Settings;
use super::terraform::{self, evaluate_root};
use super::terragrunt::{self, Head, Outcomes, Unit, evaluate_unit, head};
use super::world::{Generated, Place, World};
use crate::source::{FileId, Gap, GapKind, Revision, Sources, Span, TreeId};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many steps one configuration gets.
const LIMITS: Limits = Limits { most: Run::STEPS, least: 10_000 };
/// Units and stacks that all stacks of a run may expand to.
const STACKS: u64 = 100_000;

/// What the infrastructure side of the given repositories amounts to.
#[derive(Clone, Debug, Default)]
pub struct Infrastructure {
    /// Units and root modules, by tree and scope.
    pub configurations: Vec<Configuration>,
    /// What could not be seen of files as such; what concerns one configuration is among its own gaps.
    pub gaps: Vec<Gap>,
    /// What was recognised.
    pub recognised: Recognised,
}

/// Units of a cycle that are named.
const NAMED: usize = 10;

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
    let world = World::new(sources, settings);
    pool::deep(|| evaluate_here(&world))
}

/// The revisions of given repositories that module sources pin and that are not open yet. Reads nothing but text unless a
/// repository is named.
pub fn pins(sources: &Sources, settings: &Settings) -> Vec<(TreeId, Revision)> {
    let names: Vec<Arc<str>> = sources
        .trees()
        .iter()
        .filter(|t| t.revision.is_none())
        .filter_map(|t| t.remote.as_deref()?.rsplit('/').next().map(Arc::from))
        .collect();
    let hcl: Vec<FileId> = sources.files().iter().filter(|f| is_hcl(&f.path)).map(|f| f.id).collect();
    // The remotes' names are in lower case.
    let names_one = |text: &str| {
        text.contains("ref=") && {
            let text = text.to_ascii_lowercase();
            names.iter().any(|name| text.contains(&**name))
        }
    };
    if names.is_empty() || !hcl.par_iter().any(|id| sources.text(*id).is_ok_and(|text| names_one(&text))) {
        return Vec::new();
    }
    let world = World::new(sources, settings);
    pool::deep(|| evaluate_here(&world));
    world.wanted()
}

/// Evaluates a directory of Terraform files by itself, also when other modules call it: variables without a value are
/// unknown. `None` when there are no Terraform files in it.
pub fn evaluate_module(sources: &Sources, settings: &Settings, tree: TreeId, directory: &str) -> Option<Configuration> {
    let world = World::new(sources, settings);
    let root = terraform::Root { tree, directory: directory.into(), scope: directory.into(), values: None };
    pool::deep(|| evaluate_root(&world, &root, Run::STEPS).made)
}

fn evaluate_here(world: &World<'_>) -> Infrastructure {
    let sources = world.sources;
    let trees: Vec<TreeId> = sources.tree_ids().filter(|id| is_work_tree(world, *id)).collect();
    let files: Vec<FileId> =
        trees.iter().flat_map(|t| sources.files_of(*t)).filter(|f| is_hcl(&f.path)).map(|f| f.id).collect();
    let mut gaps: Vec<Gap> = files.par_iter().flat_map_iter(|id| world.file(*id).gaps.clone()).collect();
    let mut recognised = Recognised { files: files.len(), ..Recognised::default() };

    let stacks: Vec<FileId> =
        files.iter().copied().filter(|id| named(sources, *id, &[terragrunt::STACK_FILE])).collect();
    recognised.stacks = stacks.len();
    let mut units_of_stacks = Budget::new(STACKS);
    let expanded: Vec<terragrunt::Expanded> =
        units_of_stacks.deal(&stacks, 0, terragrunt::STACK_LIMITS, |id, share| terragrunt::expand(world, *id, share));
    // A stack that others generate, or that takes values nobody gives here, is a template of theirs.
    let of_others: BTreeSet<Place> = expanded.iter().flat_map(|e| &e.stacks).map(|(_, home)| home.clone()).collect();
    let is_template = |file: FileId| {
        let home = sources.file(file).map(|f| (f.tree, Arc::from(super::paths::parent(&f.path))));
        home.is_some_and(|home| of_others.contains(&home)) || takes_values(world, file)
    };
    let (of_templates, expanded): (Vec<_>, Vec<_>) =
        stacks.iter().zip(expanded).partition(|(file, _)| is_template(**file));
    // A stack that generates itself is its own template, and nothing else would tell of it.
    let endless = of_templates.into_iter().flat_map(|(_, template)| template.gaps);
    gaps.extend(endless.filter(|gap| gap.kind == GapKind::Bound));
    let expanded = expanded.into_iter().map(|(_, expanded)| expanded).collect::<Vec<terragrunt::Expanded>>();
    let mut candidates: Vec<Unit> = files.iter().filter_map(|id| candidate(world, *id)).collect();
    let templates: BTreeSet<(TreeId, Arc<str>)> =
        expanded.iter().flat_map(|e| &e.units).map(|unit| unit.home.clone()).collect();
    let before = candidates.len();
    candidates.retain(|unit| !templates.contains(&unit.home) && !takes_values(world, unit.file));
    recognised.templates = before - candidates.len();
    let mut absent = Vec::new();
    let mut copies: BTreeMap<Place, Place> = BTreeMap::new();
    for stack in expanded {
        gaps.extend(stack.gaps);
        copies.extend(stack.stacks);
        absent.extend(stack.absent);
        candidates.extend(stack.units);
    }
    let moved = candidates.iter().filter(|u| (u.tree, &u.directory) != (u.home.0, &u.home.1));
    copies.extend(moved.map(|u| ((u.tree, u.directory.clone()), u.home.clone())));
    let generated = candidates.iter().map(|u| (u.tree, u.directory.clone()));
    let nowhere = absent.iter().map(|c: &Configuration| (c.tree, c.scope.clone()));
    world.set_generated(Generated { units: generated.chain(nowhere).collect(), copies });
    let mut budget = Budget::new(Run::ALL_STEPS);
    // As many units are still to be evaluated.
    let heads: Vec<Head> = budget.deal(&candidates, candidates.len(), LIMITS, |unit, steps| head(world, unit, steps));
    let included: BTreeSet<FileId> = heads.iter().flat_map(|h| h.includes.iter().copied()).collect();
    let (units, heads): (Vec<Unit>, Vec<Head>) =
        candidates.into_iter().zip(heads).filter(|(u, h)| h.has_module || !included.contains(&u.file)).unzip();
    recognised.parents = included.iter().filter(|id| named(sources, **id, terragrunt::UNIT_FILES)).count()
        - units.iter().filter(|u| included.contains(&u.file)).count();
    recognised.units = units.len();

    let used: BTreeSet<(TreeId, Arc<str>)> = heads.iter().filter_map(|h| h.module.clone()).collect();
    let mut roots = Vec::new();
    for tree in &trees {
        let beside = units.iter().filter(|u| u.home.0 == *tree).map(|u| u.home.1.clone()).collect();
        let (found, library) = terraform::discover(world, *tree, &beside, &used);
        recognised.roots += found.len();
        recognised.library_modules += library;
        roots.extend(found);
    }
    let (mut configurations, outcomes) = evaluate_units(world, &units, &heads, &mut budget, roots.len(), &mut gaps);
    recognised.units += absent.len();
    configurations.extend(absent);
    let made = budget.deal(&roots, 0, LIMITS, |root, steps| evaluate_root(world, root, steps));
    let with_units: BTreeSet<TreeId> = units.iter().map(|u| u.tree).collect();
    let broken: BTreeSet<&str> =
        gaps.iter().filter(|g| g.kind == GapKind::Syntax).filter_map(|g| directory_of(sources, g.at?)).collect();
    for root in made.into_iter().flatten() {
        if with_units.contains(&root.tree) && is_fragment(sources, &root, &broken) {
            recognised.roots -= 1;
            recognised.library_modules += 1;
        } else {
            configurations.push(root);
        }
    }
    let unit_at: BTreeMap<(TreeId, &str), &Unit> = units.iter().rev().map(|u| ((u.tree, &*u.directory), u)).collect();
    let root_at: BTreeMap<(TreeId, &str), &terraform::Root> =
        roots.iter().rev().map(|r| ((r.tree, &*r.scope), r)).collect();
    let left = settle(world, &mut configurations, &mut budget, |configuration, steps| {
        let at = (configuration.tree, &*configuration.scope);
        match (configuration.kind, unit_at.get(&at), root_at.get(&at)) {
            (ConfigurationKind::Unit, Some(unit), _) => {
                let Done { made: (made, ..), used, cut } = evaluate_unit(world, unit, &outcomes, steps);
                Done { made: Some(made), used, cut }
            }
            (ConfigurationKind::RootModule, _, Some(root)) => evaluate_root(world, root, steps),
            _ => Done { made: None, used: 0, cut: false },
        }
    });
    if let Some(at) = left {
        let message = format!(
            "more than {READ_IN_TURN} configurations read each other's outputs in turn; what this one and others read is not seen"
        );
        gaps.push(Gap::at(at, GapKind::Bound, message));
    }
    configurations.sort_by(|a, b| (a.tree, &a.scope, a.at).cmp(&(b.tree, &b.scope, b.at)));

    gaps.sort();
    gaps.dedup();
    Infrastructure { configurations, gaps, recognised }
}

/// Longest chain of configurations that read each other's outputs or parameters.
const READ_IN_TURN: usize = 64;

/// Evaluates again what reads another configuration's outputs or parameters, after the one it reads. Those that read each
/// other in a circle, or after very many others, stay as they are: nothing in the repositories decides what is in their
/// states, or it is not followed that far: then the place of the first of them.
fn settle(
    world: &World<'_>,
    configurations: &mut [Configuration],
    budget: &mut Budget,
    again: impl Fn(&Configuration, u64) -> Done<Option<Configuration>> + Sync,
) -> Option<Span> {
    let mut settled: Vec<bool> = configurations.iter().map(|c| !reads(c)).collect();
    for _ in 0..READ_IN_TURN {
        if !settled.contains(&false) {
            return None;
        }
        let published = Published::of(configurations, &settled);
        let is_settled = |index: &usize| settled.get(*index).copied().unwrap_or(true);
        let ready: Vec<(usize, bool)> = configurations
            .iter()
            .enumerate()
            .filter(|(index, _)| !is_settled(index))
            .map(|(index, configuration)| (index, published.needs(configuration)))
            .filter(|(_, needs)| needs.iter().all(is_settled))
            .map(|(index, needs)| (index, !needs.is_empty()))
            .collect();
        if ready.is_empty() {
            return None;
        }
        world.publish(published);
        let changed: Vec<(usize, &Configuration)> = ready
            .iter()
            .filter(|(_, needs)| *needs)
            .filter_map(|(index, _)| Some((*index, configurations.get(*index)?)))
            .collect();
        let made = budget.deal(&changed, 0, LIMITS, |(_, configuration), steps| again(configuration, steps));
        let indices: Vec<usize> = changed.iter().map(|(index, _)| *index).collect();
        for (index, configuration) in indices.into_iter().zip(made) {
            if let (Some(slot), Some(configuration)) = (configurations.get_mut(index), configuration) {
                *slot = configuration;
            }
        }
        for (index, _) in ready {
            if let Some(slot) = settled.get_mut(index) {
                *slot = true;
            }
        }
    }
    let open = configurations.iter().zip(&settled).find(|(_, settled)| !**settled);
    open.map(|(configuration, _)| configuration.at)
}

/// Whether it has a data source that reads what another configuration leaves.
fn reads(configuration: &Configuration) -> bool {
    let kinds = ["terraform_remote_state", "tfe_outputs", "aws_ssm_parameter"];
    configuration.resources.iter().any(|r| r.data && kinds.contains(&&*r.kind))
}

/// Terraform files beside units that use names nobody declares are pieces that units copy or generate from, unless the
/// declarations are in a file that does not parse.
fn is_fragment(sources: &Sources, root: &Configuration, broken: &BTreeSet<&str>) -> bool {
    let undeclared = root.gaps.iter().filter(|g| super::expression::names_nothing(&g.message)).filter_map(|g| g.at);
    let mut directories = undeclared.map(|at| directory_of(sources, at));
    directories.any(|directory| directory.is_none_or(|d| !broken.contains(d))) && root.backend.is_none()
}

fn directory_of(sources: &Sources, at: Span) -> Option<&str> {
    sources.file(at.file).map(|f| super::paths::parent(&f.path))
}

/// A tree whose configurations are judged: not a pinned revision, and not the module models.
fn is_work_tree(world: &World<'_>, tree: TreeId) -> bool {
    world.sources.tree(tree).is_some_and(|t| t.revision.is_none()) && !world.is_models(tree)
}

fn is_hcl(path: &str) -> bool {
    let ends = [".hcl", ".hcl.json", ".tfvars", ".tfvars.json"];
    ends.iter().any(|end| path.ends_with(end)) || terraform::is_terraform(path)
}

fn named(sources: &Sources, id: FileId, names: &[&str]) -> bool {
    let name = sources.file(id).map(|f| f.path.rsplit('/').next().unwrap_or("").to_owned());
    name.is_some_and(|name| names.contains(&name.as_str()))
}

/// Whether a file cannot do without `values.*`, which only a stack gives, or a file of values beside it.
fn takes_values(world: &World<'_>, id: FileId) -> bool {
    let Some(file) = world.sources.file(id) else { return false };
    let directory = super::paths::parent(&file.path);
    let name = terragrunt::VALUES_FILE;
    let beside = if directory.is_empty() { name.to_owned() } else { format!("{directory}/{name}") };
    world.sources.find(file.tree, &beside).is_none() && terragrunt::takes_values(&world.file(id))
}

fn candidate(world: &World<'_>, id: FileId) -> Option<Unit> {
    let sources = world.sources;
    let own_name = |file: &crate::source::SourceFile| {
        let name = super::paths::name_of(&file.path);
        let other = world.settings.unit_files.iter().any(|n| **n == *name);
        let directory = super::paths::parent(&file.path);
        let mut beside = sources.children(file.tree, directory);
        other && !beside.any(|f| terragrunt::UNIT_FILES.contains(&super::paths::name_of(&f.path)))
    };
    let file = sources.file(id).filter(|file| named(sources, id, terragrunt::UNIT_FILES) || own_name(file))?;
    if file.path.split('/').any(|name| name == ".boilerplate") {
        return None;
    }
    let directory: Arc<str> = super::paths::parent(&file.path).into();
    let home = (file.tree, directory.clone());
    Some(Unit { tree: file.tree, directory, file: id, home, values: None, over: None, at: Span::file_start(id) })
}

/// Evaluates units in the order of their dependencies, each level in parallel.
/// `others` are still to be evaluated after them.
fn evaluate_units(
    world: &World<'_>,
    units: &[Unit],
    heads: &[Head],
    budget: &mut Budget,
    others: usize,
    gaps: &mut Vec<Gap>,
) -> (Vec<Configuration>, Outcomes) {
    let index: BTreeMap<(TreeId, Arc<str>), usize> =
        units.iter().enumerate().map(|(i, u)| ((u.tree, u.directory.clone()), i)).collect();
    let mut edges: Vec<Vec<(usize, Span)>> = units
        .iter()
        .zip(heads)
        .map(|(unit, head)| {
            let targets = head.dependencies.iter();
            targets.filter_map(|(dir, at)| index.get(&(unit.tree, dir.clone())).map(|i| (*i, *at))).collect()
        })
        .collect();
    let mut pending: Vec<usize> = (0..units.len()).collect();
    let mut done = vec![false; units.len()];
    let is_done = |done: &[bool], i: usize| done.get(i).copied().unwrap_or(true);
    let mut outcomes = Outcomes::new();
    let mut configurations: Vec<Configuration> = Vec::with_capacity(units.len());
    let mut cycles: Vec<(TreeId, Vec<Arc<str>>)> = Vec::new();
    while !pending.is_empty() {
        let free = |i: &usize| edges.get(*i).is_none_or(|e| e.iter().all(|(to, _)| is_done(&done, *to)));
        let (mut ready, mut waiting): (Vec<usize>, Vec<usize>) = pending.iter().copied().partition(free);
        let mut forced = false;
        if ready.is_empty() {
            // A cycle: one of its units goes first, without what it depends on.
            let Some((first, at, way)) = pending.iter().find_map(|i| cycle(*i, &edges, units)) else { break };
            let mut shown: Vec<String> = way.iter().map(|name| name.to_string()).collect();
            if let Some(more) = shown.len().checked_sub(NAMED + 1).filter(|more| *more > 1) {
                shown.splice(NAMED..shown.len() - 1, [format!("({more} more)")]);
            }
            let names = shown.join(" -> ");
            gaps.push(Gap::at(at, GapKind::Evaluation, format!("these units depend on each other: {names}")));
            if let Some(unit) = units.get(first) {
                cycles.push((unit.tree, way));
            }
            ready = vec![first];
            forced = true;
            waiting = pending.iter().copied().filter(|i| *i != first).collect();
        }
        let next: Vec<(usize, &Unit)> = ready.iter().filter_map(|i| Some((*i, units.get(*i)?))).collect();
        let made = budget.deal(&next, waiting.len().saturating_add(others), LIMITS, |(_, unit), steps| {
            evaluate_unit(world, unit, &outcomes, steps)
        });
        let mut finished = Vec::new();
        for ((i, unit), (configuration, outcome, missed)) in next.into_iter().zip(made) {
            // Outputs asked for in a file that it reads: what they come from goes first.
            let new = missed.into_iter().filter_map(|(dir, at)| Some((*index.get(&(unit.tree, dir))?, at)));
            let new: Vec<(usize, Span)> = new.filter(|(to, _)| !is_done(&done, *to) && *to != i).collect();
            if let (false, false, Some(of)) = (forced, new.is_empty(), edges.get_mut(i)) {
                of.extend(new);
                waiting.push(i);
                continue;
            }
            outcomes.insert((unit.tree, unit.directory.clone()), Arc::new(outcome));
            configurations.push(configuration);
            finished.push(i);
        }
        for i in finished {
            if let Some(slot) = done.get_mut(i) {
                *slot = true;
            }
        }
        waiting.sort_unstable();
        pending = waiting;
    }
    for (tree, way) in &cycles {
        mark_cycle(&mut configurations, *tree, way);
    }
    (configurations, outcomes)
}

/// Tells each unit on a cycle, at the dependency that leads on, the way round from there.
fn mark_cycle(configurations: &mut [Configuration], tree: TreeId, way: &[Arc<str>]) {
    let round = way.get(..way.len().saturating_sub(1)).unwrap_or_default();
    for configuration in configurations.iter_mut().filter(|c| c.tree == tree) {
        let Some(from) = round.iter().position(|scope| *scope == configuration.scope) else { continue };
        let (before, after) = round.split_at(from);
        let mut here: Vec<Arc<str>> = after.iter().chain(before).cloned().collect();
        here.push(configuration.scope.clone());
        let next = here.get(1).cloned();
        let here: Arc<[Arc<str>]> = here.into();
        for dependency in configuration.dependencies.iter_mut().filter(|d| d.target == next) {
            dependency.cycle = here.clone();
        }
    }
}

/// The cycle a unit is on: the place of its first step, and the way round.
fn cycle(start: usize, edges: &[Vec<(usize, Span)>], units: &[Unit]) -> Option<(usize, Span, Vec<Arc<str>>)> {
    let mut came: BTreeMap<usize, usize> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for (to, _) in edges.get(at).into_iter().flatten() {
            if *to == start {
                let mut way = vec![at];
                while let Some(before) = way.last().and_then(|i| came.get(i)) {
                    way.push(*before);
                }
                way.reverse();
                if way.first() != Some(&start) {
                    way.insert(0, start);
                }
                let next = way.get(1).copied().unwrap_or(start);
                let place = edges.get(start)?.iter().find(|(to, _)| *to == next)?.1;
                way.push(start);
                let names = way.iter().filter_map(|i| units.get(*i)).map(|u| u.directory.clone());
                return Some((start, place, names.collect()));
            }
            if !came.contains_key(to) && *to != start {
                came.insert(*to, at);
                queue.push_back(*to);
            }
        }
    }
    None
}
