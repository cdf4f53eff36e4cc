//! Files, or parts of files, that do not parse and are applied: by a configuration that reads them, or by a kustomization
//! or Flux path that includes them. What nobody applies (templates, tooling, drafts) stays a gap.

use super::super::Unparsable;
use super::projection::Projected;
use crate::eval::configuration::ModuleSource;
use crate::eval::kubernetes::{Kubernetes, Reach};
use crate::eval::value::Address;
use crate::source::path::{inside, name, parent};
use crate::source::{Gap, GapKind, Sources, Span, TreeId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One entry for each place.
pub(super) fn unparsable(
    sources: &Sources,
    configurations: &[Projected],
    kubernetes: &Kubernetes,
    gaps: &[Gap],
) -> Vec<Unparsable> {
    let mut found: BTreeMap<Span, Unparsable> = BTreeMap::new();
    for file in &kubernetes.unparsable {
        found.entry(file.at).or_insert_with(|| Unparsable {
            address: Address::new(sources.tree_name(file.tree), file.path.clone(), ""),
            at: file.at,
            message: file.message.clone(),
            refused: None,
            reach: file.reach.clone(),
        });
    }
    let applied = Applied::new(sources, configurations);
    let own = configurations.iter().flat_map(|c| &c.gaps);
    for gap in own.chain(gaps).filter(|g| matches!(g.kind, GapKind::Syntax | GapKind::Refused)) {
        let Some(at) = gap.at else { continue };
        let Some(file) = sources.file(at.file).filter(|f| applied.reads(f.tree, &f.path)) else { continue };
        found.entry(at).or_insert_with(|| Unparsable {
            address: Address::new(sources.tree_name(file.tree), file.path.clone(), ""),
            at,
            message: gap.message.clone(),
            refused: (gap.kind == GapKind::Refused).then(|| written(sources, at)),
            reach: Reach::Live(BTreeSet::new()),
        });
    }
    found.into_values().collect()
}

/// What is written at a place, as far as an identity needs it.
fn written(sources: &Sources, at: Span) -> Arc<str> {
    let text = sources.text(at.file).ok();
    let here = text.as_deref().and_then(|text| text.get(at.start as usize..at.end as usize)).unwrap_or("");
    here.chars().take(80).collect::<String>().into()
}

/// The directories that configurations read.
struct Applied {
    /// Of modules: their own, and those of local modules behind them.
    modules: BTreeSet<(TreeId, Arc<str>)>,
    /// Of units.
    units: BTreeSet<(TreeId, Arc<str>)>,
}

impl Applied {
    fn new(sources: &Sources, configurations: &[Projected]) -> Self {
        let mut modules = BTreeSet::new();
        let mut units = BTreeSet::new();
        for c in configurations {
            let own: Arc<str> = c.directory().into();
            modules.insert((c.tree, own.clone()));
            units.insert((c.tree, own));
            if let ModuleSource::Local(directory) = &c.module.resolved {
                modules.insert((c.tree, directory.clone()));
            }
            let places = c.resources.iter().flat_map(|r| r.calls.iter().chain([&r.at]));
            for file in places.filter_map(|at| sources.file(at.file)) {
                modules.insert((file.tree, parent(&file.path).into()));
            }
        }
        Self { modules, units }
    }

    /// Terraform's files count in a module's directory, Terragrunt's in a unit's or in one above it.
    fn reads(&self, tree: TreeId, path: &str) -> bool {
        let directory = parent(path);
        let name = name(path);
        if [".tf", ".tf.json", ".tfvars"].iter().any(|end| name.ends_with(end)) {
            return self.modules.contains(&(tree, directory.into()));
        }
        let terragrunt = (name.ends_with(".hcl") && !name.starts_with('.')) || name.ends_with(".hcl.json");
        terragrunt
            && self
                .units
                .iter()
                .any(|(of, unit)| *of == tree && (**unit == *directory || inside(unit, directory).is_some()))
    }
}
