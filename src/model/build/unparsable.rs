//! Files, or parts of files, that do not parse, with how they are reached.

use super::super::Unparsable;
use super::objects::merge;
use crate::eval::configuration::Configuration;
use crate::eval::kubernetes::{Kubernetes, Reach};
use crate::eval::reference::{PathReference, ReferenceKind};
use crate::eval::value::Address;
use crate::source::{FileId, Gap, GapKind, Sources, Span, TreeId};
use std::collections::{BTreeMap, BTreeSet};

/// How files of Terragrunt and Terraform end.
const INFRASTRUCTURE: [&str; 5] = [".hcl", ".hcl.json", ".tf", ".tf.json", ".tfvars"];

/// One entry for each place; the same place seen by several configurations is one.
pub(super) fn unparsable(
    sources: &Sources,
    configurations: &[Configuration],
    kubernetes: &Kubernetes,
    gaps: &[Gap],
) -> Vec<Unparsable> {
    let mut found: BTreeMap<Span, Unparsable> = BTreeMap::new();
    let mut names: Option<Vec<Named<'_>>> = None;
    let own = configurations.iter().flat_map(|c| &c.gaps);
    for gap in own.chain(&kubernetes.gaps).chain(gaps) {
        let Some((at, file)) = syntax(sources, gap) else { continue };
        let name = sources.file(file).map(|f| (sources.tree_name(f.tree), f.path.clone()));
        let Some((repository, path)) = name else { continue };
        let infrastructure = INFRASTRUCTURE.iter().any(|end| path.ends_with(end));
        let reach = if infrastructure {
            Reach::Live(BTreeSet::new())
        } else {
            let names = names.get_or_insert_with(|| named(sources, kubernetes));
            reach(sources, kubernetes, names, file)
        };
        found.entry(at).or_insert_with(|| Unparsable {
            address: Address::new(repository, path, ""),
            at,
            message: gap.message.clone(),
            reach,
        });
    }
    found.into_values().collect()
}

fn syntax(sources: &Sources, gap: &Gap) -> Option<(Span, FileId)> {
    let at = gap.at.filter(|_| gap.kind == GapKind::Syntax)?;
    let file = sources.file(at.file)?;
    let models = sources.tree(file.tree).is_some_and(|t| t.embedded);
    (!models).then_some((at, file.id))
}

/// What a kustomization or a Flux object names, in paths of its repository.
struct Named<'k> {
    tree: TreeId,
    kind: ReferenceKind,
    target: String,
    reach: &'k Reach,
}

fn named<'k>(sources: &Sources, kubernetes: &'k Kubernetes) -> Vec<Named<'k>> {
    let read = |reference: &'k PathReference| {
        let from = sources.file(reference.at.file)?;
        let directory = match reference.kind {
            ReferenceKind::KustomizationResource => from.path.rsplit_once('/').map_or("", |(d, _)| d),
            ReferenceKind::FluxPath | ReferenceKind::ChartPath => "",
            _ => return None,
        };
        let target = normal(directory, &reference.target)?;
        Some(Named { tree: from.tree, kind: reference.kind, target, reach: &reference.reach })
    };
    kubernetes.references.iter().filter_map(read).collect()
}

/// How a Kubernetes file is reached: by the kustomizations and Flux paths that name it, else by what else is in it.
fn reach(sources: &Sources, kubernetes: &Kubernetes, names: &[Named<'_>], id: FileId) -> Reach {
    let Some(file) = sources.file(id) else { return Reach::Unknown };
    let mut best = if kubernetes.clusters.is_empty() { Reach::Unknown } else { Reach::Dormant };
    for object in &kubernetes.objects {
        if object.at.file == id || object.via.iter().any(|v| v.file == id) {
            merge(&mut best, &object.reach);
        }
    }
    for name in names.iter().filter(|n| n.tree == file.tree) {
        let rest = match name.target.as_str() {
            "" => Some(&*file.path),
            target => file.path.strip_prefix(target).and_then(|r| r.strip_prefix('/')),
        };
        // A directory that is named means its kustomization file; a Flux path without one, all that is below.
        let applies = match (name.kind, rest) {
            (_, None) => *file.path == *name.target,
            (_, Some("kustomization.yaml" | "kustomization.yml" | "Kustomization")) => true,
            (ReferenceKind::FluxPath, Some(_)) => unlisted(sources, id, &name.target),
            (kind, Some(_)) => kind == ReferenceKind::ChartPath,
        };
        if applies {
            merge(&mut best, name.reach);
        }
    }
    best
}

/// Whether a Flux path applies the file without naming it: no kustomization stands between the two.
fn unlisted(sources: &Sources, id: FileId, target: &str) -> bool {
    let Some(file) = sources.file(id) else { return false };
    let names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
    let mut directory = file.path.rsplit_once('/').map_or("", |(d, _)| d);
    loop {
        let has = names.iter().any(|n| {
            let path = if directory.is_empty() { (*n).to_owned() } else { format!("{directory}/{n}") };
            sources.find(file.tree, &path).is_some()
        });
        if has {
            return false;
        }
        if directory == target || directory.is_empty() {
            return true;
        }
        directory = directory.rsplit_once('/').map_or("", |(d, _)| d);
    }
}

/// A path relative to a directory, without `.` and `..`; `None` when it leaves the repository.
pub(super) fn normal(directory: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = directory.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_made_normal_and_never_leave_the_repository() {
        assert_eq!(normal("apps/acme", "../base/./x.yaml").as_deref(), Some("apps/base/x.yaml"));
        assert_eq!(normal("", "./clusters/prod").as_deref(), Some("clusters/prod"));
        assert_eq!(normal("apps", "../../x"), None);
    }
}
