//! Files, or parts of files, that do not parse, with how they are reached.

use super::super::Unparsable;
use super::objects::merge;
use crate::eval::configuration::Configuration;
use crate::eval::kubernetes::{Kubernetes, Reach};
use crate::eval::reference::ReferenceKind;
use crate::eval::value::Address;
use crate::source::{FileId, Gap, GapKind, Sources, Span};
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
    let own = configurations.iter().flat_map(|c| &c.gaps);
    for gap in own.chain(&kubernetes.gaps).chain(gaps) {
        let Some((at, file)) = syntax(sources, gap) else { continue };
        let name = sources.file(file).map(|f| (sources.tree_name(f.tree), f.path.clone()));
        let Some((repository, path)) = name else { continue };
        let infrastructure = INFRASTRUCTURE.iter().any(|end| path.ends_with(end));
        let reach = if infrastructure { Reach::Live(BTreeSet::new()) } else { reach(sources, kubernetes, file) };
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

/// How a Kubernetes file is reached: by the kustomizations and Flux paths that name it, else by what else is in it.
fn reach(sources: &Sources, kubernetes: &Kubernetes, id: FileId) -> Reach {
    let Some(file) = sources.file(id) else { return Reach::Unknown };
    let mut best = if kubernetes.clusters.is_empty() { Reach::Unknown } else { Reach::Dormant };
    for object in &kubernetes.objects {
        if object.at.file == id || object.via.iter().any(|v| v.file == id) {
            merge(&mut best, &object.reach);
        }
    }
    for reference in &kubernetes.references {
        let Some(from) = sources.file(reference.at.file).filter(|f| f.tree == file.tree) else { continue };
        let target = match reference.kind {
            ReferenceKind::KustomizationResource => {
                let directory = from.path.rsplit_once('/').map_or("", |(d, _)| d);
                normal(directory, &reference.target)
            }
            ReferenceKind::FluxPath | ReferenceKind::ChartPath => normal("", &reference.target),
            _ => continue,
        };
        let Some(target) = target else { continue };
        let below = target.is_empty() || file.path.strip_prefix(&*target).is_some_and(|r| r.starts_with('/'));
        let generated = below && reference.kind == ReferenceKind::FluxPath && unlisted(sources, id, &target);
        let chart = below && reference.kind == ReferenceKind::ChartPath;
        // A directory that is named means its kustomization file.
        let kustomization = below
            && file.path.strip_prefix(&*target).is_some_and(|r| {
                matches!(r.trim_start_matches('/'), "kustomization.yaml" | "kustomization.yml" | "Kustomization")
            });
        if *file.path == *target || kustomization || generated || chart {
            merge(&mut best, &reference.reach);
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
