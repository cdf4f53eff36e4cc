//! Where Flux starts in each tree.

use super::FluxSettings;
use super::instance;
use super::survey::{Survey, TreeSurvey, Written, flux_path, is_flux_kustomization};
use crate::eval::kustomize::edit;
use crate::eval::kustomize::path::{self, below, is_within};
use crate::eval::value::{Address, Value};
use crate::source::{FileId, Sources, Span, TreeId};
use crate::syntax::hcl::{self, ExprKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A place where Flux starts.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The repository and the directory.
    pub address: Address,
    /// The tree.
    pub tree: TreeId,
    /// The directory that is applied first.
    pub path: Arc<str>,
    /// The directory that is pushed as an artifact, when that is not the whole repository: paths are relative to it.
    pub root: Arc<str>,
    /// What says so.
    pub at: Span,
    /// The Flux Kustomization that applies the directory, when it is in the repository.
    pub bootstrap: Option<Value>,
    /// Objects that are there before anything is applied: what the Flux operator makes of a FluxInstance.
    pub brings: Vec<Value>,
}

/// The entry points of all trees, in order of tree and path.
pub fn find(survey: &Survey<'_>, settings: &FluxSettings) -> Vec<Entry> {
    let mut entries = Vec::new();
    for tree in &survey.trees {
        let mut found: BTreeMap<String, Entry> = BTreeMap::new();
        for (id, dir) in settings.entry_points.iter().filter(|(id, _)| *id == tree.id) {
            let Some(dir) = flux_path(dir) else { continue };
            let first = survey.sources().below(*id, &dir).next().map(|f| f.id);
            if let Some(file) = first {
                found.insert(dir.clone(), entry(tree, "", &dir, Span::file_start(file), None));
            }
        }
        bootstraps(survey, tree, &mut found);
        patched(survey, tree, &mut found);
        instances(survey, tree, &mut found);
        terraform(survey, tree, &mut found);
        unclaimed(survey, tree, &mut found);
        without_parts(survey, tree, &mut found);
        entries.extend(found.into_values());
    }
    entries
}

/// A directory that is taken for an entry point because someone says so; `None` without a file in it.
pub fn given(sources: &Sources, tree: TreeId, dir: &str) -> Option<Entry> {
    let file = sources.below(tree, dir).next()?.id;
    let address = Address::new(sources.tree_name(tree), dir, "");
    Some(Entry {
        address,
        tree,
        path: dir.into(),
        root: "".into(),
        at: Span::file_start(file),
        bootstrap: None,
        brings: Vec::new(),
    })
}

fn entry(tree: &TreeSurvey, root: &str, dir: &str, at: Span, bootstrap: Option<Value>) -> Entry {
    let address = Address::new(tree.name.clone(), dir, "");
    Entry { address, tree: tree.id, path: dir.into(), root: root.into(), at, bootstrap, brings: Vec::new() }
}

/// The directory that is pushed as the artifact in which `dir` is a path: a directory above the file that names it. Only an
/// artifact that is not a repository itself can be a part of one. The root and the directory in the tree.
fn pushed(
    survey: &Survey<'_>,
    tree: &TreeSurvey,
    kind: Option<&str>,
    file: &str,
    dir: &str,
) -> Option<(String, String)> {
    let there = |dir: &str| survey.sources().is_dir(tree.id, dir);
    if there(dir) {
        return Some((String::new(), dir.to_string()));
    }
    if dir.is_empty() || !matches!(kind, Some("OCIRepository" | "Bucket")) {
        return None;
    }
    let ends = file.match_indices('/').map(|(end, _)| end);
    ends.filter_map(|end| file.get(..end)).map(|root| (root.to_string(), below(root, dir))).find(|(_, dir)| there(dir))
}

/// Flux Kustomizations whose path builds the file that declares them.
fn bootstraps(survey: &Survey<'_>, tree: &TreeSurvey, found: &mut BTreeMap<String, Entry>) {
    for written in tree.objects.iter().filter(|w| is_flux_kustomization(&w.value)) {
        let Some(dir) = edit::str_at(&written.value, &["spec", "path"]).map_or(Some(String::new()), flux_path) else {
            continue;
        };
        let kind = edit::str_at(&written.value, &["spec", "sourceRef", "kind"]);
        let Some((root, dir)) = pushed(survey, tree, kind, &written.path, &dir) else { continue };
        if !is_within(&written.path, &dir) || found.get(&dir).is_some_and(|e| e.bootstrap.is_some()) {
            continue;
        }
        // The root of a repository holds every file: there a name must say that it is the bootstrap.
        let named = edit::str_at(&written.value, &["metadata", "name"]) == Some("flux-system");
        if dir.is_empty() && !named && !written.path.ends_with("gotk-sync.yaml") {
            continue;
        }
        let build = survey.build(tree.id, &dir);
        if build.files.contains(&written.file) {
            found.insert(dir.clone(), entry(tree, &root, &dir, written.value.at, Some(written.value.clone())));
        }
    }
}

/// Directories whose build holds a Flux Kustomization of this very directory, as a patch of its own names it.
fn patched(survey: &Survey<'_>, tree: &TreeSurvey, found: &mut BTreeMap<String, Entry>) {
    let named: BTreeSet<String> = tree
        .objects
        .iter()
        .filter(|w| is_flux_kustomization(&w.value))
        .filter_map(|w| edit::str_at(&w.value, &["spec", "path"]).and_then(flux_path))
        .filter(|dir| tree.kustomizations.contains_key(dir.as_str()) && !found.contains_key(dir))
        .collect();
    for dir in named {
        let build = survey.build(tree.id, &dir);
        let own = build.resources.iter().find(|r| {
            let path = edit::str_at(&r.value, &["spec", "path"]).and_then(flux_path);
            is_flux_kustomization(&r.value) && path.as_deref() == Some(dir.as_str())
        });
        if let Some(own) = own {
            let at = edit::lookup(&own.value, &["spec", "path"]).map_or(own.at, |v| v.at);
            found.insert(dir.clone(), entry(tree, "", &dir, at, Some(own.value.clone())));
        }
    }
}

/// `FluxInstance` objects, and releases of the chart that makes one.
fn instances(survey: &Survey<'_>, tree: &TreeSurvey, found: &mut BTreeMap<String, Entry>) {
    for instance in instance::all(survey, tree) {
        let Some(path) = edit::lookup(&instance.spec, &["sync", "path"]) else { continue };
        let Some(dir) = edit::as_str(path).and_then(flux_path) else { continue };
        let kind = edit::str_at(&instance.spec, &["sync", "kind"]);
        let Some((root, dir)) = pushed(survey, tree, kind, &instance.file, &dir) else { continue };
        if found.contains_key(&dir) {
            continue;
        }
        let mut entry = entry(tree, &root, &dir, path.at, None);
        if let Some((source, kustomization)) = instance.objects(survey, tree) {
            entry.brings = vec![source, kustomization.clone()];
            entry.bootstrap = Some(kustomization);
        }
        found.insert(dir.clone(), entry);
    }
}

/// The `path` of `flux_bootstrap_git` resources of Terraform, where it is written out
/// (<https://registry.terraform.io/providers/fluxcd/flux/latest/docs/resources/bootstrap_git>). Which repository they are for
/// is in the provider's configuration: the one where there is such a directory with manifests.
fn terraform(survey: &Survey<'_>, tree: &TreeSurvey, found: &mut BTreeMap<String, Entry>) {
    for file in survey.sources().files().iter().filter(|f| f.path.ends_with(".tf")) {
        let Ok(text) = survey.sources().text(file.id) else { continue };
        if !text.contains("flux_bootstrap_git") {
            continue;
        }
        for block in hcl::parse(&text, file.id).body.blocks_of("resource") {
            let path =
                block.body.attribute("path").filter(|_| block.label(0).is_some_and(|l| &**l == "flux_bootstrap_git"));
            let Some(path) = path else { continue };
            let ExprKind::String(written) = &*path.value.kind else { continue };
            let Some(dir) = flux_path(written) else { continue };
            let holds = tree.objects.iter().any(|w| !dir.is_empty() && is_within(&w.path, &dir));
            if holds && !found.contains_key(&dir) {
                found.insert(dir.clone(), entry(tree, "", &dir, path.value.at, None));
            }
        }
    }
}

/// Leaves out directories that another entry point applies anyway: they are of one cluster, which is moving from one way of
/// starting Flux to another.
fn without_parts(survey: &Survey<'_>, tree: &TreeSurvey, found: &mut BTreeMap<String, Entry>) {
    let outer: Vec<String> = found.keys().cloned().collect();
    found.retain(|dir, _| {
        !outer.iter().any(|other| {
            let inside = !other.is_empty() && other != dir && is_within(dir, other);
            inside && survey.build(tree.id, other).files.iter().any(|file| is_within(&survey.path(*file), dir))
        })
    });
}

/// Directories that directly hold Flux Kustomizations which nothing includes: clusters whose bootstrap files are not
/// committed. With another entry point in the tree only its neighbours count; the rest was switched off.
fn unclaimed(survey: &Survey<'_>, tree: &TreeSurvey, found: &mut BTreeMap<String, Entry>) {
    let mut flux: BTreeMap<&str, Vec<&Written>> = BTreeMap::new();
    for written in tree.objects.iter().filter(|w| is_flux_kustomization(&w.value)) {
        flux.entry(path::parent(&written.path)).or_default().push(written);
    }
    let known: Vec<String> = found.keys().cloned().collect();
    let neighbours: BTreeSet<&str> = known.iter().map(|dir| path::parent(dir)).collect();
    flux.retain(|dir, _| {
        let near =
            known.is_empty() || neighbours.contains(path::parent(dir)) && path::parent(dir).ends_with("clusters");
        near && !dir.is_empty()
    });
    if flux.is_empty() {
        return;
    }
    let claimed = claimed(survey, tree);
    for (dir, objects) in flux {
        let inside = found.keys().any(|entry| is_within(dir, entry));
        let free = objects.iter().all(|w| !claimed.contains(&w.file));
        let leads = objects.iter().find(|w| {
            let path = edit::str_at(&w.value, &["spec", "path"]).and_then(flux_path);
            path.is_some_and(|path| survey.sources().is_dir(tree.id, &path))
                || edit::str_at(&w.value, &["spec", "sourceRef", "kind"]) == Some("ExternalArtifact")
        });
        if let Some(first) = leads.filter(|_| free && !inside) {
            found.insert(dir.to_string(), entry(tree, "", dir, first.value.at, None));
        }
    }
}

/// Files that a kustomization of another directory or the path of a Flux Kustomization includes.
fn claimed(survey: &Survey<'_>, tree: &TreeSurvey) -> BTreeSet<FileId> {
    let mut claimed = BTreeSet::new();
    survey.build_all(tree.id, tree.kustomizations.keys());
    for dir in tree.kustomizations.keys() {
        for file in &survey.build(tree.id, dir).files {
            if path::parent(&survey.path(*file)) != &**dir {
                claimed.insert(*file);
            }
        }
    }
    for written in tree.objects.iter().filter(|w| is_flux_kustomization(&w.value)) {
        let Some(dir) = edit::str_at(&written.value, &["spec", "path"]).and_then(flux_path) else { continue };
        if !survey.sources().is_dir(tree.id, &dir) || is_within(&written.path, &dir) {
            continue;
        }
        claimed.extend(survey.build(tree.id, &dir).files.iter().copied());
    }
    claimed
}
