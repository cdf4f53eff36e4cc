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
/// namespaces declared below it.
fn detect(sources: &Sources, kubernetes: &Kubernetes) -> Vec<Organization> {
    let trees: BTreeSet<_> = kubernetes.clusters.iter().map(|c| c.tree).collect();
    /// Patterns of paths, and namespaces.
    type Found = (BTreeSet<String>, BTreeSet<Arc<str>>);
    let mut found: BTreeMap<Arc<str>, Found> = BTreeMap::new();
    for object in kubernetes.objects.iter().filter(|o| trees.contains(&o.tree)) {
        let Some((prefix, name)) = tenant(&object.path) else { continue };
        let slot = found.entry(name.into()).or_default();
        let pattern = format!("{}//{prefix}/**", sources.tree_name(object.tree));
        slot.0.insert(pattern);
        if &*object.kind == "Namespace" {
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
}
