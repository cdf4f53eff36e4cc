//! What there is to evaluate: units, those of stacks too, and root modules.

use super::{LIMITS, Recognised};
use crate::eval::budget::Budget;
use crate::eval::configuration::Configuration;
use crate::eval::paths;
use crate::eval::published::names_states;
use crate::eval::terraform;
use crate::eval::terragrunt::{self, Head, Unit, head};
use crate::eval::world::{Generated, Place, World};
use crate::source::{FileId, Gap, GapKind, SourceFile, Sources, Span, TreeId};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Units and stacks that all stacks of a run may expand to.
const STACKS: u64 = 100_000;

/// What there is to evaluate.
#[derive(Default)]
pub(super) struct Survey {
    /// Units.
    pub units: Vec<Unit>,
    /// What decides the order of units, for each.
    pub heads: Vec<Head>,
    /// Units of stacks whose files are not at hand.
    pub absent: Vec<Configuration>,
    /// Root modules.
    pub roots: Vec<terraform::Root>,
    /// Somebody may read another configuration's state: a file names such a data source, or modules come from elsewhere.
    pub states: bool,
    /// What could not be seen of files as such.
    pub gaps: Vec<Gap>,
    /// Counts of what was recognised.
    pub recognised: Recognised,
}

/// Looks through the work trees.
pub(super) fn survey(world: &World<'_>, budget: &mut Budget) -> Survey {
    let sources = world.sources;
    let trees: Vec<TreeId> = sources.tree_ids().filter(|id| is_work_tree(world, *id)).collect();
    let files: Vec<FileId> =
        trees.iter().flat_map(|t| sources.files_of(*t)).filter(|f| is_hcl(&f.path)).map(|f| f.id).collect();
    // Trees of files are many times as large as their text: those of units are let go of until each one's turn.
    let looked: Vec<(FileId, bool, Vec<Gap>)> = files
        .par_iter()
        .filter_map(|id| {
            let terragrunt = |path: &str| path.ends_with(".hcl") || path.ends_with(".hcl.json");
            let takes_values = sources.file(*id).is_some_and(|f| terragrunt(&f.path)) && takes_values(world, *id);
            let gaps = world.file(*id).gaps.clone();
            if named(sources, *id, terragrunt::UNIT_FILES) {
                world.forget(*id);
            }
            (takes_values || !gaps.is_empty()).then_some((*id, takes_values, gaps))
        })
        .collect();
    let taking: BTreeSet<FileId> = looked.iter().filter(|(_, takes, _)| *takes).map(|(id, ..)| *id).collect();
    let mut gaps: Vec<Gap> = looked.into_iter().flat_map(|(.., gaps)| gaps).collect();
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
        let home = sources.file(file).map(|f| (f.tree, Arc::from(paths::parent(&f.path))));
        home.is_some_and(|home| of_others.contains(&home)) || taking.contains(&file)
    };
    let (of_templates, expanded): (Vec<_>, Vec<_>) =
        stacks.iter().zip(expanded).partition(|(file, _)| is_template(**file));
    // A stack that generates itself is its own template, and nothing else would tell of it.
    for (_, template) in of_templates {
        gaps.extend(template.gaps.into_iter().filter(|gap| gap.kind == GapKind::Bound));
        gaps.extend(template.endless);
    }
    let expanded = expanded.into_iter().map(|(_, expanded)| expanded).collect::<Vec<terragrunt::Expanded>>();
    let mut candidates: Vec<Unit> = files.iter().filter_map(|id| candidate(world, *id)).collect();
    let templates: BTreeSet<(TreeId, Arc<str>)> =
        expanded.iter().flat_map(|e| &e.units).map(|unit| unit.home.clone()).collect();
    let before = candidates.len();
    candidates.retain(|unit| !templates.contains(&unit.home) && !taking.contains(&unit.file));
    recognised.templates = before - candidates.len();
    let mut absent = Vec::new();
    let mut copies: BTreeMap<Place, Place> = BTreeMap::new();
    for stack in expanded {
        gaps.extend(stack.gaps);
        gaps.extend(stack.endless);
        copies.extend(stack.stacks);
        absent.extend(stack.absent);
        candidates.extend(stack.units);
    }
    let moved = candidates.iter().filter(|u| (u.tree, &u.directory) != (u.home.0, &u.home.1));
    copies.extend(moved.map(|u| ((u.tree, u.directory.clone()), u.home.clone())));
    let generated = candidates.iter().map(|u| (u.tree, u.directory.clone()));
    let nowhere = absent.iter().map(|c: &Configuration| (c.tree, c.scope.clone()));
    world.set_generated(Generated { units: generated.chain(nowhere).collect(), copies });
    // As many units are still to be evaluated.
    let heads: Vec<Head> = budget.deal(&candidates, candidates.len(), LIMITS, |unit, steps| {
        let done = head(world, unit, steps);
        world.forget(unit.file);
        done
    });
    let included: BTreeSet<FileId> = heads.iter().flat_map(|h| h.includes.iter().copied()).collect();
    let (units, heads): (Vec<Unit>, Vec<Head>) =
        candidates.into_iter().zip(heads).filter(|(u, h)| h.has_module || !included.contains(&u.file)).unzip();
    recognised.parents = included.iter().filter(|id| named(sources, **id, terragrunt::UNIT_FILES)).count()
        - units.iter().filter(|u| included.contains(&u.file)).count();
    recognised.units = units.len() + absent.len();

    let used: BTreeSet<(TreeId, Arc<str>)> = heads.iter().filter_map(|h| h.module.clone()).collect();
    let mut roots = Vec::new();
    for tree in &trees {
        let beside = units.iter().filter(|u| u.home.0 == *tree).map(|u| u.home.1.clone()).collect();
        let (found, library) = terraform::discover(world, *tree, &beside, &used);
        recognised.roots += found.len();
        recognised.library_modules += library;
        roots.extend(found);
    }
    let elsewhere = sources.trees().iter().any(|tree| tree.revision.is_some());
    let states = elsewhere || files.par_iter().any(|id| sources.text(*id).is_ok_and(|text| names_states(&text)));
    Survey { units, heads, absent, roots, states, gaps, recognised }
}

/// A tree whose configurations are judged: not a pinned revision, and not the module models.
fn is_work_tree(world: &World<'_>, tree: TreeId) -> bool {
    world.sources.tree(tree).is_some_and(|t| t.revision.is_none()) && !world.is_models(tree)
}

pub(super) fn is_hcl(path: &str) -> bool {
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
    let directory = paths::parent(&file.path);
    let name = terragrunt::VALUES_FILE;
    let beside = if directory.is_empty() { name.to_owned() } else { format!("{directory}/{name}") };
    world.sources.find(file.tree, &beside).is_none() && terragrunt::takes_values(&world.file(id))
}

fn candidate(world: &World<'_>, id: FileId) -> Option<Unit> {
    let sources = world.sources;
    let own_name = |file: &SourceFile| {
        let name = paths::name_of(&file.path);
        let other = world.settings.unit_files.iter().any(|n| **n == *name);
        let directory = paths::parent(&file.path);
        let mut beside = sources.children(file.tree, directory);
        other && !beside.any(|f| terragrunt::UNIT_FILES.contains(&paths::name_of(&f.path)))
    };
    let file = sources.file(id).filter(|file| named(sources, id, terragrunt::UNIT_FILES) || own_name(file))?;
    if file.path.split('/').any(|name| name == ".boilerplate") {
        return None;
    }
    let directory: Arc<str> = paths::parent(&file.path).into();
    let home = (file.tree, directory.clone());
    Some(Unit { tree: file.tree, directory, file: id, home, values: None, over: None, at: Span::file_start(id) })
}
