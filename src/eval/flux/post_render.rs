//! What helm-controller leaves out of what a chart renders, and what it changes in the rest.

use super::scope::Scope;
use super::source_ref::because;
use crate::eval::helm::RenderedObject;
use crate::eval::kustomize::{Kustomizer, LIMITS, Resource, edit};
use crate::eval::value::{Kind, Value, Why};
use crate::source::TreeId;

/// What a HelmRelease says of hooks and custom resource definitions.
pub struct Policy {
    /// `crds: Skip`, at installation and at upgrades, which skip them unless told otherwise.
    skip_crds: bool,
    /// The actions whose hooks are not run: `install`, `upgrade`, `rollback`, `delete`.
    no_hooks: Vec<&'static str>,
    /// `postRenderStrategy: nohooks`.
    hooks_apart: bool,
}

impl Policy {
    /// The policy of a release.
    pub fn of(release: &Value) -> Self {
        let said = |path: &[&str]| {
            let mut whole = vec!["spec"];
            whole.extend(path);
            edit::bool_at(release, &whole) == Some(true)
        };
        let policy = |action: &str| edit::str_at(release, &["spec", action, "crds"]);
        let at_install = match policy("install") {
            Some(policy) => policy == "Skip",
            None => said(&["install", "skipCRDs"]),
        };
        let actions =
            [("install", "install"), ("upgrade", "upgrade"), ("rollback", "rollback"), ("uninstall", "delete")];
        let off = actions.into_iter().filter(|(action, _)| said(&[action, "disableHooks"]));
        Self {
            skip_crds: at_install && policy("upgrade").is_none_or(|policy| policy == "Skip"),
            no_hooks: off.map(|(_, event)| event).collect(),
            hooks_apart: edit::str_at(release, &["spec", "postRenderStrategy"]) == Some("nohooks"),
        }
    }

    /// Whether an object is never applied.
    pub fn leaves_out(&self, object: &RenderedObject) -> bool {
        if is_definition(object) {
            return self.skip_crds;
        }
        let events = edit::str_at(&object.value, &["metadata", "annotations", "helm.sh/hook"]);
        let off = |event: &str| self.no_hooks.iter().any(|action| event.trim().ends_with(action));
        events.is_some_and(|events| events.split(',').all(off))
    }

    /// Whether an object does not pass through the post-renderers.
    pub fn is_apart(&self, object: &RenderedObject) -> bool {
        is_definition(object) || self.hooks_apart && object.hook
    }
}

/// Whether an object is of a chart's `crds` directory, which is not part of its templates.
fn is_definition(object: &RenderedObject) -> bool {
    let mut parts = object.path.rsplit('/').skip(1);
    !object.hook && parts.any(|part| part == "crds") && !object.path.contains("/templates/")
}

/// `postRenderers`, kustomize patches and images, then the labels that name the release, and `commonMetadata`.
pub fn apply(
    scope: &mut Scope<'_>,
    release: &Value,
    namespace: Option<&Value>,
    tree: TreeId,
    resources: Vec<Resource>,
    steps: u64,
) -> Vec<Resource> {
    let mut resources = post_render(scope, release, tree, resources, steps);
    for resource in &mut resources {
        owner_labels(&mut resource.value, "helm.toolkit.fluxcd.io", release, namespace);
        common_metadata(&mut resource.value, release);
    }
    resources
}

/// The labels by which a Flux controller knows its objects again: the name and namespace of who applies them.
pub fn owner_labels(object: &mut Value, group: &str, owner: &Value, namespace: Option<&Value>) {
    let Some(metadata) = edit::get_mut(object, "metadata").filter(|v| matches!(v.kind, Kind::Map(_))) else { return };
    let name = edit::lookup(owner, &["metadata", "name"]);
    let pairs = [("name", name), ("namespace", namespace)];
    for (key, value) in pairs.into_iter().filter_map(|(key, value)| Some((key, value?))) {
        if edit::present(metadata, "labels").is_none() {
            edit::set(metadata, "labels", value.at, edit::empty_map(value.at));
        }
        let Some(labels) = edit::get_mut(metadata, "labels").filter(|v| matches!(v.kind, Kind::Map(_))) else { return };
        edit::set_changed(labels, &format!("{group}/{key}"), value.at, value.clone());
    }
}

/// `commonMetadata`: labels and annotations of every object. What a Flux object says of it stands in its `spec`.
pub fn common_metadata(object: &mut Value, applier: &Value) {
    for field in ["labels", "annotations"] {
        let Some(pairs) = edit::lookup(applier, &["spec", "commonMetadata", field]) else { continue };
        if edit::entries(pairs).is_empty() {
            continue;
        }
        let Some(metadata) = edit::get_mut(object, "metadata") else { continue };
        if edit::present(metadata, field).is_none() {
            edit::set(metadata, field, pairs.at, edit::empty_map(pairs.at));
        }
        let Some(slot) = edit::get_mut(metadata, field).filter(|v| matches!(v.kind, Kind::Map(_))) else { continue };
        for entry in edit::entries(pairs) {
            edit::set_changed(slot, &entry.key, entry.key_at, entry.value.clone());
        }
    }
}

fn post_render(
    scope: &mut Scope<'_>,
    release: &Value,
    tree: TreeId,
    mut resources: Vec<Resource>,
    mut steps: u64,
) -> Vec<Resource> {
    for renderer in edit::lookup(release, &["spec", "postRenderers"]).map(edit::items).into_iter().flatten() {
        let Some(kustomize) = edit::get(renderer, "kustomize") else { continue };
        let builder = Kustomizer::new(&scope.survey.files, tree);
        let done = builder.post_render(resources, kustomize, release.at, steps);
        let (rest, cut) = (steps.saturating_sub(done.used), done.cut);
        let (kept, gaps) = scope.budget.take(done, steps, LIMITS);
        steps = rest;
        if cut {
            scope.unseen.push(because(Why::Bound("steps of building kustomizations"), release.at));
        }
        resources = kept;
        scope.gaps.extend(gaps);
    }
    resources
}
