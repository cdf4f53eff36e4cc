//! HelmReleases: chart, values, name and namespace as helm-controller settles them, then the chart rendered.

use super::artifact::{Artifact, Located};
use super::index::{Name, Placed};
use super::scope::Scope;
use super::source_ref::{self, because, elsewhere};
use super::survey::flux_path;
use super::values;
use crate::eval::budget::Done;
use crate::eval::helm::{self, ReleaseInfo, Rendered};
use crate::eval::kubernetes::{Reach, Unrendered};
use crate::eval::kustomize::path;
use crate::eval::kustomize::{Kustomizer, LIMITS, Resource, edit};
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::value::{Absent, Address, Entry, Item, Kind, Map, Marks, Part, Text, Ty, Unknown, Value, Why};
use crate::source::{Gap, GapKind, Sources, Span, TreeId};
use std::sync::Arc;

/// What charts are told of the cluster: nothing in the repositories says it for sure, and charts ask only whether it is
/// old.
pub const KUBE_VERSION: &str = "1.31.0";

/// A chart to render.
struct Chart {
    tree: TreeId,
    dir: String,
    at: Span,
}

/// A release with all that its chart is given.
pub struct Job {
    release: Value,
    owner: Address,
    applied_by: Option<Address>,
    suspended: bool,
    namespace: Option<Value>,
    chart: Chart,
    values: Value,
    via: Vec<Span>,
    info: ReleaseInfo,
    /// Words that stand for a name or namespace that is not known.
    stand_ins: Vec<(&'static str, Arc<Unknown>)>,
}

/// Stands for a release's namespace that nothing in the repositories says.
const UNKNOWN_NAMESPACE: &str = "namespace-that-nothing-says";
/// The same for a release's name.
const UNKNOWN_NAME: &str = "name-that-nothing-says";

/// Settles chart, values, name and namespace of a HelmRelease; what cannot be rendered is noted instead.
pub fn prepare(scope: &mut Scope<'_>, placed: &Placed) -> Option<Job> {
    let release = placed.value().clone();
    let owner = scope.address.subject(placed.subject());
    let suspended = placed.suspended || edit::bool_at(&release, &["spec", "suspend"]) == Some(true);
    let own_namespace = placed.namespace().cloned();
    let from = own_namespace.as_ref().and_then(Name::of).unwrap_or_default();
    let given = |key: &str| edit::lookup(&release, &["spec", key]).filter(|v| !edit::is_empty(v)).cloned();
    let target = given("targetNamespace");
    let namespace = target.clone().or(own_namespace);
    let (values, mut via) = values::of_release(scope, &release, &from, &owner, suspended);
    let chart = match chart(scope, &release, &from, &owner, suspended) {
        Ok(chart) => chart,
        Err((why, at)) => {
            unrendered(scope, &release, owner, namespace, why, at, suspended);
            return None;
        }
    };
    let values = with_values_files(scope, &release, &chart, values, &mut via);
    via.push(release.at);
    let mut stand_ins = Vec::new();
    let name = edit::lookup(&release, &["metadata", "name"]).and_then(edit::scalar);
    let release_name = match (given("releaseName"), &target) {
        (Some(name), _) => edit::scalar(&name).map(|n| n.into_owned()),
        (None, Some(target)) => edit::scalar(target).zip(name).map(|(target, name)| format!("{target}-{name}")),
        (None, None) => name.map(|n| n.into_owned()),
    };
    let release_name = release_name.map(|name| shorten(&name)).unwrap_or_else(|| {
        stand_ins.push((UNKNOWN_NAME, unset("metadata.name", release.at)));
        UNKNOWN_NAME.into()
    });
    let release_namespace = namespace.as_ref().and_then(edit::scalar).map(|n| n.into_owned()).unwrap_or_else(|| {
        stand_ins.push((UNKNOWN_NAMESPACE, unset("metadata.namespace", release.at)));
        UNKNOWN_NAMESPACE.into()
    });
    let info = ReleaseInfo {
        name: release_name.into(),
        namespace: release_namespace.into(),
        revision: 1,
        kube_version: KUBE_VERSION.into(),
    };
    let applied_by = placed.applied_by.clone();
    Some(Job { release, owner, applied_by, suspended, namespace, chart, values, via, info, stand_ins })
}

/// Renders the chart of a job. Needs nothing but the files, so that several can be rendered at once.
pub fn render(sources: &Sources, job: &Job, steps: u64) -> Done<Rendered> {
    helm::render_within(sources, job.chart.tree, &job.chart.dir, &job.values, &job.info, steps)
}

/// Takes over what a job rendered; `steps` are for its post-renderers.
pub fn finish(scope: &mut Scope<'_>, job: Job, rendered: Rendered, steps: u64) {
    scope.gaps.extend(rendered.gaps);
    if let Some(why) = rendered.failed {
        let (owner, namespace) = (job.owner.clone(), job.namespace.clone());
        unrendered(scope, &job.release, owner, namespace, why, job.chart.at, job.suspended);
    }
    let mut resources = Vec::new();
    for object in rendered.objects.into_iter().filter(|object| !object.is_test()) {
        let mut value = object.value;
        for (word, unknown) in &job.stand_ins {
            value = with_holes(&value, word, unknown);
        }
        let mut resource = Resource::new(value);
        resource.at = object.at;
        resource.via.clone_from(&job.via);
        resources.push(resource);
    }
    for resource in post_render(scope, &job.release, job.chart.tree, resources, steps) {
        let owner = Some(job.owner.clone());
        scope.place(job.chart.tree, resource, job.applied_by.clone(), job.suspended, owner, job.namespace.clone());
    }
}

/// The value with holes where a word stands for something unknown.
fn with_holes(value: &Value, word: &str, unknown: &Arc<Unknown>) -> Value {
    let kind = match &value.kind {
        Kind::Text(Text::Whole(text)) if text.contains(word) => {
            let mut parts = Vec::new();
            for (index, piece) in text.split(word).enumerate() {
                if index > 0 {
                    parts.push(Part::Hole(unknown.clone(), value.at));
                }
                if !piece.is_empty() {
                    parts.push(Part::Known(piece.into(), value.at));
                }
            }
            match parts.as_slice() {
                [Part::Hole(..)] => Kind::Unknown(unknown.clone()),
                _ => Kind::Text(Text::Parts(parts.into())),
            }
        }
        Kind::List(list) => Kind::List(
            list.iter()
                .map(|item| match item {
                    Item::One(v) => Item::One(with_holes(v, word, unknown)),
                    Item::Many(u) => Item::Many(u.clone()),
                })
                .collect(),
        ),
        Kind::Map(map) => Kind::Map(Arc::new(Map {
            entries: map
                .entries
                .iter()
                .map(|e| Entry { value: with_holes(&e.value, word, unknown), ..e.clone() })
                .collect(),
            rest: map.rest.clone(),
        })),
        other => other.clone(),
    };
    Value { kind, ..value.clone() }
}

fn unset(what: &str, at: Span) -> Arc<Unknown> {
    let why = Why::Unset(what.into());
    Arc::new(Unknown { why, what: None, ty: Ty::Text, not_null: true, likely: None, at })
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
    namespace: &Name,
    owner: &Address,
    suspended: bool,
) -> Result<Chart, (Arc<Unknown>, Span)> {
    if let Some(reference) = edit::lookup(release, &["spec", "chartRef"]) {
        let Some(wanted) = source_ref::read(reference, namespace) else {
            return Err((unsaid("a chartRef without a name", reference.at), reference.at));
        };
        let found = scope.find_named(&wanted);
        let outcome = if found.is_some() { Outcome::Found } else { scope.absent(&wanted) };
        scope.note_object(ReferenceKind::SourceRef, owner, &wanted, outcome, suspended);
        return match found {
            Some(chart) if wanted.kind.text == "HelmChart" => {
                let spec = edit::get(&chart, "spec").cloned().unwrap_or_else(|| edit::empty_map(chart.at));
                let place = Name::namespace_of(&chart, "");
                let place = if place.text.is_empty() { namespace.clone() } else { place };
                from_spec(scope, &spec, &place, owner, suspended)
            }
            Some(source) => {
                let url =
                    edit::lookup(&source, &["spec", "url"]).map_or(wanted.name.shown().to_string(), Value::display);
                let written = |key: &&str| edit::lookup(&source, &["spec", "ref", key]).map(Value::display);
                let version = ["tag", "semver", "digest"].iter().find_map(written).map(Into::into);
                Err((elsewhere(Absent::Chart { name: url.into(), version }, wanted.at), wanted.at))
            }
            None => Err((elsewhere(wanted.absent(), wanted.at), wanted.at)),
        };
    }
    match edit::lookup(release, &["spec", "chart", "spec"]) {
        Some(spec) => from_spec(scope, &spec.clone(), namespace, owner, suspended),
        None => Err((unsaid("a HelmRelease without a chart", release.at), release.at)),
    }
}

fn unsaid(message: &str, at: Span) -> Arc<Unknown> {
    because(Why::Gap(message.into()), at)
}

fn from_spec(
    scope: &mut Scope<'_>,
    spec: &Value,
    namespace: &Name,
    owner: &Address,
    suspended: bool,
) -> Result<Chart, (Arc<Unknown>, Span)> {
    let named = edit::get(spec, "chart");
    let at = named.map_or(spec.at, |v| v.at);
    let Some(name) = named.and_then(edit::as_str) else {
        return Err((unsaid("a chart whose name is not known", at), at));
    };
    let marks = named.map_or(Marks::NONE, |v| v.marks);
    let version = edit::get(spec, "version").and_then(|v| edit::scalar(v).map(|_| v.display()));
    let told = named.map_or(String::new(), Value::display);
    let absent =
        || elsewhere(Absent::Chart { name: told.as_str().into(), version: version.clone().map(Into::into) }, at);
    let Some(wanted) = edit::get(spec, "sourceRef").and_then(|r| source_ref::read(r, namespace)) else {
        return Err((unsaid("a chart without a sourceRef", at), at));
    };
    let artifact = scope.artifact(&wanted);
    let outcome = if artifact.is_some() { Outcome::Found } else { scope.absent(&wanted) };
    scope.note_object(ReferenceKind::SourceRef, owner, &wanted, outcome, suspended);
    if wanted.kind.text == "HelmRepository" {
        return Err((absent(), at));
    }
    match artifact {
        Some(Artifact::Elsewhere(unknown)) => {
            scope.note(ReferenceKind::ChartPath, owner, at, name, Outcome::Undecided(unknown.clone()), suspended);
            scope.marked(marks);
            Err((unknown, at))
        }
        Some(artifact) => {
            let sources = scope.survey.sources();
            let located = flux_path(name).and_then(|dir| match artifact.locate(&dir) {
                Located::At(tree, dir) => Some((tree, dir)),
                Located::Above(_) | Located::Nowhere | Located::Unseen(_) => None,
            });
            let found =
                located.clone().filter(|(tree, dir)| sources.find(*tree, &path::below(dir, "Chart.yaml")).is_some());
            match found {
                Some((tree, dir)) => {
                    scope.note(ReferenceKind::ChartPath, owner, at, name, Outcome::Found, suspended);
                    scope.marked(marks);
                    Ok(Chart { tree, dir, at })
                }
                None => {
                    let outcome = match &located {
                        Some((tree, dir)) => match path::missing(sources, *tree, dir, "no chart at", at) {
                            Outcome::Missing { looked_for, nearest: None } => {
                                Outcome::Missing { nearest: same_name(sources, *tree, dir), looked_for }
                            }
                            other => other,
                        },
                        None => Outcome::Missing {
                            nearest: None,
                            looked_for: format!("`{name}` leads out of the repository").into(),
                        },
                    };
                    scope.note(ReferenceKind::ChartPath, owner, at, name, outcome, suspended);
                    scope.marked(marks);
                    Err((absent(), at))
                }
            }
        }
        None => Err((absent(), at)),
    }
}

/// The only chart of a tree whose directory has the same name.
fn same_name(sources: &Sources, tree: TreeId, dir: &str) -> Option<Arc<str>> {
    let name = |dir: &str| dir.rsplit('/').next().unwrap_or("").to_string();
    let charts = sources.files_of(tree).filter_map(|file| file.path.strip_suffix("/Chart.yaml").map(Arc::from));
    let mut alike = charts.filter(|other: &Arc<str>| name(other) == name(dir));
    alike.next().filter(|_| alike.next().is_none())
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
                let file = entry.display();
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
