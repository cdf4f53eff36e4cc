//! What no entry point leads to: kustomizations that nobody includes, and manifests beside them.

use super::assemble::Assembly;
use super::scope::{SHARE, Scope};
use super::survey::{Survey, TreeSurvey, is_flux_kustomization};
use crate::eval::kustomize::path::{self, is_within};
use crate::eval::kustomize::{Build, Kustomizer, edit, objects, type_of};
use crate::eval::value::Address;
use crate::source::{FileId, GapKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Names of directories for what is out of use, and for what is read or copied rather than applied.
const NOT_FOR_USE: [&str; 15] = [
    "archive",
    "archived",
    "archives",
    "attic",
    "deprecated",
    "docs",
    "example",
    "examples",
    "graveyard",
    "retired",
    "samples",
    "template",
    "templates",
    "trash",
    "unused",
];

/// Something that nobody includes.
struct Candidate {
    dir: Arc<str>,
    build: Build,
    /// It brings Flux Kustomizations, which bring further directories.
    leads: bool,
}

/// Adds everything of every tree that is not reached.
pub fn add<'s>(survey: &'s Survey<'s>, assembly: &mut Assembly<'s>) {
    for tree in &survey.trees {
        let kustomizer = Kustomizer::new(&survey.files, tree.id);
        let roots = roots(survey, tree, assembly);
        let loose =
            loose(survey, tree, assembly, &roots).into_iter().map(|(dir, files)| (dir, kustomizer.loose(&files)));
        let built = roots.into_iter().map(|dir| {
            let build = (*survey.build(tree.id, &dir)).clone();
            (dir, build)
        });
        let mut candidates: Vec<Candidate> = built
            .chain(loose)
            .map(|(dir, build)| {
                let leads = build.resources.iter().any(|r| is_flux_kustomization(&r.value));
                Candidate { dir, build, leads }
            })
            .collect();
        candidates.sort_by(|a, b| a.dir.cmp(&b.dir));
        let count = candidates.len();
        // What brings further directories comes first, so that these are built as it says; the rest stands alone.
        let (leading, others): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|c| c.leads);
        let beside = assembly.applied(tree.id);
        let base = (tree.id, assembly.base(tree.id));
        for (done, candidate) in leading.into_iter().enumerate() {
            let dir = candidate.dir.clone();
            if let Some((address, build)) = settle(survey, tree, assembly, candidate) {
                let steps = assembly.budget.share(count.saturating_sub(done), SHARE);
                let scope = Scope::dormant(survey, address, base.clone(), build, beside.clone(), steps);
                let mut scope = assembly.budget.take(scope, steps, SHARE);
                forget_references(&mut scope, assembly, &dir);
                assembly.add(scope);
            }
        }
        let settled: Vec<_> = others
            .into_iter()
            .filter_map(|c| {
                let dir = c.dir.clone();
                settle(survey, tree, assembly, c).map(|(address, build)| (dir, address, build))
            })
            .collect();
        let scopes = assembly.budget.deal(&settled, 0, SHARE, |(_, address, build), steps| {
            Scope::dormant(survey, address.clone(), base.clone(), build.clone(), beside.clone(), steps)
        });
        for ((dir, _, _), mut scope) in settled.into_iter().zip(scopes) {
            forget_references(&mut scope, assembly, &dir);
            assembly.add(scope);
        }
    }
}

/// What a repository keeps under such a name, and no entry point leads to, is not meant to build: where its names lead is nobody's
/// concern.
fn forget_references(scope: &mut Scope<'_>, assembly: &Assembly<'_>, dir: &str) {
    let spare = dir.split('/').any(|part| NOT_FOR_USE.contains(&part.trim_start_matches(['.', '_'])));
    if spare && assembly.has_entries(scope.tree) {
        scope.references.clear();
    }
}

/// What is left of a candidate that is not part of something already, and its address.
fn settle(
    survey: &Survey<'_>,
    tree: &TreeSurvey,
    assembly: &Assembly<'_>,
    candidate: Candidate,
) -> Option<(Address, Build)> {
    let Candidate { dir, mut build, .. } = candidate;
    if build.directories.is_empty() {
        build.resources.retain(|r| !assembly.has_file(r.at.file));
        if build.resources.is_empty() {
            return None;
        }
    } else if build.directories.iter().all(|directory| assembly.has_directory(tree.id, directory)) {
        return None;
    }
    if tree.kustomizations.get(&dir).is_some_and(|file| is_component(survey, *file)) {
        // A component alone has nothing to work on: what it says about others proves nothing.
        build.gaps.retain(|gap| gap.kind != GapKind::Evaluation);
    }
    let scope = assembly.entry_above(tree.id, &dir).unwrap_or(dir);
    Some((Address::new(tree.name.clone(), scope, ""), build))
}

fn is_component(survey: &Survey<'_>, file: FileId) -> bool {
    survey.files.get(file).documents.first().and_then(type_of).is_some_and(|(_, kind)| kind == "Component")
}

/// Kustomizations that are not reached and that no other kustomization includes; of a cycle, the first.
fn roots(survey: &Survey<'_>, tree: &TreeSurvey, assembly: &Assembly<'_>) -> Vec<Arc<str>> {
    let left: Vec<&Arc<str>> = tree.kustomizations.keys().filter(|dir| !assembly.has_directory(tree.id, dir)).collect();
    let mut included: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for dir in &left {
        let Some(file) = tree.kustomizations.get(*dir) else { continue };
        let documents = survey.files.get(*file);
        let Some(spec) = documents.documents.first() else { continue };
        for field in ["resources", "bases", "components"] {
            for entry in edit::items_at(spec, field) {
                if let Some(target) = edit::as_str(entry).and_then(|written| path::join(dir, written)) {
                    included.entry(target).or_default().insert(dir);
                }
            }
        }
    }
    let mut roots: Vec<Arc<str>> =
        left.iter().filter(|dir| !included.contains_key(&dir.to_string())).map(|d| (*d).clone()).collect();
    // Whatever is left after following the roots is in a cycle.
    let mut covered: BTreeSet<Arc<str>> = BTreeSet::new();
    survey.build_all(tree.id, roots.iter());
    for root in &roots {
        covered.extend(survey.build(tree.id, root).directories.iter().cloned());
    }
    for dir in left {
        if !covered.contains(dir) {
            covered.extend(survey.build(tree.id, dir).directories.iter().cloned());
            roots.push(dir.clone());
        }
    }
    roots
}

/// Files with objects that are not reached and that no kustomization names, by directory.
/// `roots` are those that bring all others.
fn loose(
    survey: &Survey<'_>,
    tree: &TreeSurvey,
    assembly: &Assembly<'_>,
    roots: &[Arc<str>],
) -> BTreeMap<Arc<str>, Vec<FileId>> {
    let mut named: BTreeSet<FileId> = BTreeSet::new();
    for dir in roots {
        named.extend(survey.build(tree.id, dir).files.iter().copied());
    }
    let mut out: BTreeMap<Arc<str>, Vec<FileId>> = BTreeMap::new();
    for file in &tree.manifests {
        if named.contains(file) || assembly.has_file(*file) {
            continue;
        }
        let documents = survey.files.get(*file);
        let manifest = |value: &crate::eval::value::Value| {
            type_of(value).is_some_and(|(api, _)| !api.starts_with("kustomize.config.k8s.io/"))
                && edit::lookup(value, &["metadata", "name"]).is_some()
        };
        if documents.documents.iter().flat_map(objects).any(|value| manifest(&value)) {
            let path = survey.path(*file);
            out.entry(path::parent(&path).into()).or_default().push(*file);
        }
    }
    out
}

/// The entry directory that lies above a directory.
pub fn above<'a>(entries: impl Iterator<Item = &'a Arc<str>>, dir: &str) -> Option<Arc<str>> {
    entries.filter(|entry| is_within(dir, entry)).max_by_key(|entry| entry.len()).cloned()
}
