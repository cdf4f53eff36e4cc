//! Which organization an object belongs to: by declared path, by its release, or by namespace; never by a substring.

use super::super::identity::Pattern;
use super::super::organization::{Organization, Ownership};
use super::place::environment_of_path;
use super::read;
use crate::eval::kubernetes::{Kubernetes, Object};
use crate::eval::value::Address;
use crate::source::Sources;
use globset::{Glob, GlobSetBuilder};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Directories whose children are tenants, one each.
const FAMILIES: [&str; 8] =
    ["organizations", "organisations", "orgs", "tenants", "teams", "customers", "clients", "organization"];

/// Children of such a directory that are no tenant's own.
const SHARED: [&str; 11] = [
    "base",
    "common",
    "shared",
    "default",
    "templates",
    "template",
    "example",
    "examples",
    "overlays",
    "components",
    "all",
];

/// Labels by which a namespace says whose it is: Flux's (`flux create tenant`) and Capsule's.
const TENANT_LABELS: [&str; 2] = ["toolkit.fluxcd.io/tenant", "capsule.clastix.io/tenant"];

/// Organizations and how to tell membership.
pub(super) struct Membership<'a> {
    pub(super) organizations: Vec<Organization>,
    sources: &'a Sources,
    /// The file of each HelmRelease: what it renders belongs to whoever owns the release.
    release_files: HashMap<&'a Address, Arc<str>>,
}

impl<'a> Membership<'a> {
    pub(super) fn new(sources: &'a Sources, kubernetes: &'a Kubernetes, ownership: &Ownership) -> Self {
        let organizations = if ownership.organizations.is_empty() {
            detect(sources, kubernetes)
        } else {
            ownership.organizations.clone()
        };
        let release = |o: &&Object| &*o.kind == "HelmRelease";
        let release_files =
            kubernetes.objects.iter().filter(release).map(|o| (&o.address, file_of(sources, o))).collect();
        Membership { organizations, sources, release_files }
    }

    /// The organization whose path patterns match a file (`repository//path`).
    pub(super) fn of_file(&self, file: &str) -> Option<Arc<str>> {
        self.organizations.iter().find(|o| o.paths.is_match(file)).map(|o| o.name.clone())
    }

    /// The organization that has the namespace.
    pub(super) fn of_namespace(&self, namespace: &str) -> Option<Arc<str>> {
        let has = |o: &&Organization| o.namespaces.iter().any(|n| &**n == namespace);
        self.organizations.iter().find(has).map(|o| o.name.clone())
    }

    /// The organization of an object: whose file it is written in (for rendered objects, the release's file), else whose
    /// kustomization or patch brings it, else whose namespace it is in. What an organization's own kustomization brings
    /// into its own namespace is its own, whoever wrote the file.
    pub(super) fn of_object(&self, object: &Object, namespace: &Pattern) -> Option<Arc<str>> {
        let of_namespace = namespace.text().and_then(|n| self.of_namespace(&n));
        let via: BTreeSet<Option<Arc<str>>> = object
            .via
            .iter()
            .filter_map(|at| self.sources.file(at.file))
            .map(|f| self.of_file(&format!("{}//{}", self.sources.tree_name(f.tree), f.path)))
            .collect();
        if of_namespace.is_some() && via.contains(&of_namespace) {
            return of_namespace;
        }
        let released = object.release.as_ref().and_then(|r| self.release_files.get(r));
        if let Some(found) = released.and_then(|file| self.of_file(file)) {
            return Some(found);
        }
        if let Some(found) = self.of_file(&file_of(self.sources, object)) {
            return Some(found);
        }
        let mut named = via.into_iter().flatten();
        if let (Some(only), None) = (named.next(), named.next()) {
            return Some(only);
        }
        of_namespace
    }
}

/// `repository//path` of the file an object is written in.
pub(super) fn file_of(sources: &Sources, object: &Object) -> Arc<str> {
    format!("{}//{}", sources.tree_name(object.tree), object.path).into()
}

/// Organizations by directory, in trees that Flux starts from: `.../organizations/<x>/...` makes `x` one, with the
/// namespaces declared below it. Where the layout is another (`tenants/base/<x>/...`), a namespace below such a directory says by
/// its label whose it is.
fn detect(sources: &Sources, kubernetes: &Kubernetes) -> Vec<Organization> {
    let trees: BTreeSet<_> = kubernetes.clusters.iter().map(|c| c.tree).collect();
    /// Patterns of paths, and namespaces.
    type Found = (BTreeSet<String>, BTreeSet<Arc<str>>);
    let mut found: BTreeMap<Arc<str>, Found> = BTreeMap::new();
    let release = |o: &&Object| &*o.kind == "HelmRelease";
    let releases: HashMap<&Address, &Object> =
        kubernetes.objects.iter().filter(release).map(|o| (&o.address, o)).collect();
    for object in kubernetes.objects.iter().filter(|o| trees.contains(&o.tree)) {
        // A namespace that a tenant's release renders is the tenant's, wherever the chart lies.
        let by_release = object.release.as_ref().filter(|_| is_namespace(object)).and_then(|r| releases.get(r));
        let owner =
            by_release.copied().filter(|o| trees.contains(&o.tree) && tenant(&o.path).is_some()).unwrap_or(object);
        let Some((prefix, name)) = tenant(&owner.path) else {
            if let Some((name, namespace)) = labelled(object) {
                let slot = found.entry(name.clone()).or_default();
                slot.0.extend(
                    named_directory(&object.path, &name).map(|d| format!("{}//{d}/**", sources.tree_name(object.tree))),
                );
                slot.1.insert(namespace);
            }
            continue;
        };
        let slot = found.entry(name.into()).or_default();
        let pattern = format!("{}//{prefix}/**", sources.tree_name(owner.tree));
        slot.0.insert(pattern);
        if is_namespace(object) {
            slot.1.extend(read::text(&object.name));
        }
    }
    let organization = |(name, (patterns, namespaces)): (Arc<str>, Found)| {
        let mut paths = GlobSetBuilder::new();
        for pattern in &patterns {
            let stem = pattern.strip_suffix("/**").unwrap_or(pattern);
            if let Ok(glob) = Glob::new(&format!("{}/**", globset::escape(stem))) {
                paths.add(glob);
            }
        }
        Some(Organization {
            name,
            owner: false,
            paths: paths.build().ok()?,
            namespaces: namespaces.into_iter().collect(),
            accounts: Vec::new(),
            at: None,
            detected: true,
        })
    };
    found.into_iter().filter_map(organization).collect()
}

/// Whether an object is a namespace of the cluster, not a cloud's thing of that name.
fn is_namespace(object: &Object) -> bool {
    &*object.kind == "Namespace" && &*object.api_version == "v1"
}

/// Whose a namespace below a directory of tenants says it is, and its name.
fn labelled(object: &Object) -> Option<(Arc<str>, Arc<str>)> {
    if !is_namespace(object) || !object.path.split('/').any(|part| FAMILIES.contains(&part)) {
        return None;
    }
    let label = |key: &&str| read::path(&object.value, &["metadata", "labels", key]).known().and_then(read::text);
    let name = TENANT_LABELS.iter().find_map(label).filter(|name| !name.is_empty())?;
    Some((name, read::text(&object.name)?))
}

/// The directory of a path that has this name, below a directory of tenants.
fn named_directory<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let (mut start, mut in_family) = (0, false);
    for part in path.split('/') {
        let end = start + part.len();
        if in_family && part == name && end < path.len() {
            return path.get(..end);
        }
        in_family |= FAMILIES.contains(&part);
        start = end + 1;
    }
    None
}

/// The directory that makes a path a tenant's, and the tenant's name.
fn tenant(path: &str) -> Option<(&str, &str)> {
    let mut start = 0;
    let mut in_family = false;
    for part in path.split('/') {
        let end = start + part.len();
        // The last part is the file: only directories make tenants.
        if end >= path.len() {
            return None;
        }
        if in_family {
            let shared = SHARED.contains(&part) || environment_of_path(part).is_some();
            return if shared { None } else { path.get(..end).map(|prefix| (prefix, part)) };
        }
        in_family = FAMILIES.contains(&part);
        start = end + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_is_a_directory_right_below_its_family() {
        let found = |p| tenant(p).map(|(prefix, name)| (prefix.to_owned(), name.to_owned()));
        assert_eq!(
            found("clusters/prod/organizations/acme/app/release.yaml"),
            Some(("clusters/prod/organizations/acme".into(), "acme".into()))
        );
        assert_eq!(found("tenants/acme.yaml"), None);
        assert_eq!(found("tenants/base/dev-team/rbac.yaml"), None);
        assert_eq!(found("tenants/staging/kustomization.yaml"), None);
        assert_eq!(found("apps/acme/release.yaml"), None);
    }

    #[test]
    fn the_directory_of_a_labelled_namespace_is_the_one_named_like_its_tenant() {
        assert_eq!(named_directory("tenants/base/dev-team/rbac.yaml", "dev-team"), Some("tenants/base/dev-team"));
        assert_eq!(named_directory("tenants/base/rbac.yaml", "dev-team"), None);
        assert_eq!(named_directory("dev-team/tenants/rbac.yaml", "dev-team"), None);
    }
}
