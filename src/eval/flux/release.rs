//! HelmReleases: chart, values, name and namespace as helm-controller settles them, then the chart rendered.

use super::index::Placed;
use super::scope::Scope;
use super::source_ref::{self, Artifact, elsewhere};
use super::survey::flux_path;
use super::values;
use crate::eval::helm::{self, ReleaseInfo};
use crate::eval::kubernetes::{Reach, Unrendered};
use crate::eval::kustomize::path;
use crate::eval::kustomize::{Kustomizer, Resource, edit};
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::value::{Address, Unknown, Value, Why};
use crate::source::{Gap, GapKind, Span, TreeId};
use std::sync::Arc;

/// What charts are told of the cluster: nothing in the repositories says it for sure, and charts ask only whether it is
/// old.
const KUBE_VERSION: &str = "1.31.0";

/// A chart to render.
struct Chart {
    tree: TreeId,
    dir: String,
    at: Span,
}

/// Renders one HelmRelease into the scope, or notes why it cannot be.
pub fn render(scope: &mut Scope<'_>, placed: &Placed) {
    let release = placed.value().clone();
    let owner = scope.address.subject(placed.subject());
    let suspended = placed.suspended || edit::bool_at(&release, &["spec", "suspend"]) == Some(true);
    let namespace_value = placed.namespace().cloned();
    let namespace = namespace_value.as_ref().and_then(edit::scalar).unwrap_or_default().into_owned();
    let target = edit::lookup(&release, &["spec", "targetNamespace"]).filter(|v| edit::as_str(v) != Some("")).cloned();
    let default_namespace = target.clone().or(namespace_value);
    let (values, mut via) = values::of_release(scope, &release, &namespace, &owner, suspended);
    let chart = chart(scope, &release, &namespace, &owner, suspended);
    let chart = match chart {
        Ok(chart) => chart,
        Err((why, at)) => {
            unrendered(scope, &release, owner, default_namespace, why, at, suspended);
            return;
        }
    };
    let values = with_values_files(scope, &release, &chart, values, &mut via);
    let name = edit::str_at(&release, &["metadata", "name"]).unwrap_or("release");
    let release_namespace = default_namespace.as_ref().and_then(edit::scalar).unwrap_or("default".into()).into_owned();
    let release_name = match (
        edit::str_at(&release, &["spec", "releaseName"]),
        edit::str_at(&release, &["spec", "targetNamespace"]),
    ) {
        (Some(name), _) => name.to_string(),
        (None, Some(target)) => format!("{target}-{name}"),
        (None, None) => name.to_string(),
    };
    let info = ReleaseInfo {
        name: shorten(&release_name).into(),
        namespace: release_namespace.into(),
        revision: 1,
        kube_version: KUBE_VERSION.into(),
    };
    let rendered = helm::render(scope.survey.sources(), chart.tree, &chart.dir, &values, &info);
    scope.gaps.extend(rendered.gaps);
    if let Some(why) = rendered.failed {
        unrendered(scope, &release, owner.clone(), default_namespace.clone(), why, chart.at, suspended);
    }
    via.push(release.at);
    let resources: Vec<Resource> = rendered
        .objects
        .into_iter()
        .map(|object| {
            let mut resource = Resource::new(object.value);
            resource.at = object.at;
            resource.via = via.clone();
            resource
        })
        .collect();
    let resources = post_render(scope, &release, chart.tree, resources);
    for resource in resources {
        scope.place(
            chart.tree,
            resource,
            placed.applied_by.clone(),
            suspended,
            Some(owner.clone()),
            default_namespace.clone(),
        );
    }
}

/// Helm's names have at most 53 characters; helm-controller shortens longer ones and ends them with a hash.
fn shorten(name: &str) -> String {
    use sha2::{Digest, Sha256};
    if name.chars().count() <= 53 {
        return name.to_string();
    }
    let digest = Sha256::digest(name.as_bytes());
    let hash: String = digest.iter().take(6).map(|b| format!("{b:02x}")).collect();
    let kept: String = name.chars().take(40).collect();
    format!("{}-{hash}", kept.trim_end_matches('-'))
}

/// `postRenderers`: kustomize patches and images on what the chart renders.
fn post_render(scope: &mut Scope<'_>, release: &Value, tree: TreeId, mut resources: Vec<Resource>) -> Vec<Resource> {
    for renderer in edit::lookup(release, &["spec", "postRenderers"]).map(edit::items).into_iter().flatten() {
        let Some(kustomize) = edit::get(renderer, "kustomize") else { continue };
        let (kept, gaps) = Kustomizer::new(&scope.survey.files, tree).post_render(resources, kustomize, release.at);
        resources = kept;
        scope.gaps.extend(gaps);
    }
    resources
}

fn unrendered(
    scope: &mut Scope<'_>,
    release: &Value,
    owner: Address,
    namespace: Option<Value>,
    why: Arc<Unknown>,
    at: Span,
    suspended: bool,
) {
    let namespace = namespace.unwrap_or_else(|| edit::text("", release.at));
    let entry = Unrendered { release: owner, namespace, why, reach: Reach::Unknown, at };
    scope.unrendered.push((entry, suspended));
}

/// The chart of a release, or why it is not at hand and where it is named.
fn chart(
    scope: &mut Scope<'_>,
    release: &Value,
    namespace: &str,
    owner: &Address,
    suspended: bool,
) -> Result<Chart, (Arc<Unknown>, Span)> {
    if let Some(reference) = edit::lookup(release, &["spec", "chartRef"]) {
        let Some(wanted) = source_ref::read(reference, namespace) else {
            return Err((unsaid("a chartRef without a name", reference.at), reference.at));
        };
        let found = scope.find(&wanted.kind, &wanted.namespace, &wanted.name);
        let outcome = if found.is_some() { Outcome::Found } else { scope.absent(&wanted) };
        scope.note(ReferenceKind::SourceRef, owner, wanted.at, &wanted.name, outcome, suspended);
        return match found {
            Some(chart) if wanted.kind == "HelmChart" => {
                let spec = edit::get(&chart, "spec").cloned().unwrap_or_else(|| edit::empty_map(chart.at));
                let place = edit::str_at(&chart, &["metadata", "namespace"]).unwrap_or(namespace).to_string();
                from_spec(scope, &spec, &place, owner, suspended)
            }
            Some(source) => {
                let url = edit::str_at(&source, &["spec", "url"]).unwrap_or(&wanted.name);
                let tag =
                    ["tag", "semver", "digest"].iter().find_map(|key| edit::str_at(&source, &["spec", "ref", key]));
                let shown = tag.map_or(url.to_string(), |tag| format!("{url}@{tag}"));
                Err((elsewhere(shown, wanted.at), wanted.at))
            }
            None => Err((elsewhere(wanted.name.as_str(), wanted.at), wanted.at)),
        };
    }
    match edit::lookup(release, &["spec", "chart", "spec"]) {
        Some(spec) => from_spec(scope, &spec.clone(), namespace, owner, suspended),
        None => Err((unsaid("a HelmRelease without a chart", release.at), release.at)),
    }
}

fn unsaid(message: &str, at: Span) -> Arc<Unknown> {
    let why = Why::Gap(message.into());
    Arc::new(Unknown { why, what: None, ty: Default::default(), not_null: true, likely: None, at })
}

fn from_spec(
    scope: &mut Scope<'_>,
    spec: &Value,
    namespace: &str,
    owner: &Address,
    suspended: bool,
) -> Result<Chart, (Arc<Unknown>, Span)> {
    let named = edit::get(spec, "chart");
    let at = named.map_or(spec.at, |v| v.at);
    let Some(name) = named.and_then(edit::as_str) else {
        return Err((unsaid("a chart whose name is not known", at), at));
    };
    let version = edit::get(spec, "version").and_then(edit::scalar);
    let shown = version.as_ref().map_or(name.to_string(), |version| format!("{name}@{version}"));
    let Some(wanted) = edit::get(spec, "sourceRef").and_then(|r| source_ref::read(r, namespace)) else {
        return Err((unsaid("a chart without a sourceRef", at), at));
    };
    let artifact = scope.artifact(&wanted);
    let outcome = if artifact.is_some() { Outcome::Found } else { scope.absent(&wanted) };
    scope.note(ReferenceKind::SourceRef, owner, wanted.at, &wanted.name, outcome, suspended);
    if wanted.kind == "HelmRepository" {
        return Err((elsewhere(shown, at), at));
    }
    match artifact {
        Some(Artifact::Elsewhere(unknown)) => {
            scope.note(ReferenceKind::ChartPath, owner, at, name, Outcome::Undecided(unknown.clone()), suspended);
            Err((unknown, at))
        }
        Some(artifact) => {
            let sources = scope.survey.sources();
            let located = flux_path(name).and_then(|dir| artifact.locate(&dir));
            let found =
                located.clone().filter(|(tree, dir)| sources.find(*tree, &path::below(dir, "Chart.yaml")).is_some());
            match found {
                Some((tree, dir)) => {
                    scope.note(ReferenceKind::ChartPath, owner, at, name, Outcome::Found, suspended);
                    Ok(Chart { tree, dir, at })
                }
                None => {
                    let outcome = match &located {
                        Some((tree, dir)) => path::missing(sources, *tree, dir, "no chart at", at),
                        None => Outcome::Missing {
                            nearest: None,
                            looked_for: format!("`{name}` leads out of the repository").into(),
                        },
                    };
                    scope.note(ReferenceKind::ChartPath, owner, at, name, outcome, suspended);
                    Err((elsewhere(shown, at), at))
                }
            }
        }
        None => Err((elsewhere(shown, at), at)),
    }
}

/// `chart.spec.valuesFiles`: files of the source laid over the chart's own values, under the release's.
fn with_values_files(
    scope: &mut Scope<'_>,
    release: &Value,
    chart: &Chart,
    values: Value,
    via: &mut Vec<Span>,
) -> Value {
    let listed = edit::lookup(release, &["spec", "chart", "spec", "valuesFiles"]);
    let mut merged: Option<Value> = None;
    for entry in listed.map(edit::items).into_iter().flatten() {
        let Some(file) = edit::as_str(entry).and_then(flux_path) else { continue };
        let inside = scope.survey.sources().find(chart.tree, &file);
        let beside = scope.survey.sources().find(chart.tree, &path::below(&chart.dir, &file));
        match inside.or(beside) {
            Some(found) => {
                let documents = scope.survey.files.get(found);
                if let Some(document) = documents.documents.first() {
                    via.push(document.at);
                    merged = Some(match merged {
                        Some(base) => values::merge(&base, document),
                        None => document.clone(),
                    });
                }
            }
            None => {
                let message = format!("no values file `{file}` in the chart's source");
                scope.gaps.push(Gap::at(entry.at, GapKind::Evaluation, message));
            }
        }
    }
    match merged {
        Some(base) => values::merge(&base, &values),
        None => values,
    }
}
