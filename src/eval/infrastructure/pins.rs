//! Which revisions of given repositories are read, found without evaluating what is in them.

use super::evaluate_here;
use super::survey::{Survey, is_hcl, survey};
use crate::eval::budget::Budget;
use crate::eval::pool;
use crate::eval::scope::Run;
use crate::eval::settings::Settings;
use crate::eval::terraform::resolve;
use crate::eval::value::Marks;
use crate::eval::world::World;
use crate::source::{FileId, Revision, Sources, TreeId};
use crate::syntax::hcl::ExprKind;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Steps for finding sources, when these have to be evaluated with everything that they may rest on.
const STEPS: u64 = Run::ALL_STEPS / 8;

/// The revisions of given repositories that module sources pin and that are not open yet. Reads nothing but text unless a
/// repository is named; then the sources of units, and the module calls below them as they are written. Only where a source
/// rests on another unit's outputs, or stands in a file that is generated, is everything evaluated, within an eighth of what a
/// run may use.
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
    pool::deep(|| {
        let mut budget = Budget::new(STEPS);
        let found = survey(&world, &mut budget);
        if !written(&world, &found) || generates_calls(sources, &hcl) {
            evaluate_here(&world, &mut budget, &drop);
        }
    });
    world.wanted()
}

/// Follows the sources of units, and from them and the root modules every module call. Says whether all of them could be
/// told from what is written.
fn written(world: &World<'_>, found: &Survey) -> bool {
    let mut open: Vec<(TreeId, Arc<str>)> = found.roots.iter().map(|r| (r.tree, r.directory.clone())).collect();
    let mut told = true;
    for (unit, head) in found.units.iter().zip(&found.heads) {
        told &= !head.waits;
        open.push(unit.home.clone());
        open.extend(head.module.clone());
        if let Some(text) = &head.source
            && let Ok(module) = resolve(world, unit.tree, &unit.directory, text, None)
            && !module.marks.has(Marks::MODELLED)
        {
            open.push((module.tree, module.directory));
        }
    }
    let mut seen: BTreeSet<(TreeId, Arc<str>)> = BTreeSet::new();
    while let Some(at) = open.pop() {
        if !seen.insert(at.clone()) {
            continue;
        }
        let Some(definition) = world.definition(at.0, &at.1) else { continue };
        for (_, block) in &definition.modules {
            let Some(source) = block.body.attribute("source") else { continue };
            let ExprKind::String(text) = &*source.value.kind else {
                told = false;
                continue;
            };
            if let Ok(module) = resolve(world, at.0, &at.1, text, None)
                && !module.marks.has(Marks::MODELLED)
            {
                open.push((module.tree, module.directory));
            }
        }
    }
    told
}

/// Whether Terragrunt's files write Terraform's with module calls in them.
fn generates_calls(sources: &Sources, hcl: &[FileId]) -> bool {
    let terragrunt = |id: &&FileId| sources.file(**id).is_some_and(|f| f.path.ends_with(".hcl"));
    let calls = |text: &str| text.contains("generate") && text.contains("module \"");
    hcl.par_iter().filter(|id| terragrunt(id)).any(|id| sources.text(*id).is_ok_and(|text| calls(&text)))
}
