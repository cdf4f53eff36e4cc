//! The chart of a HelmRelease: where it is, and what stands in for its values.

use super::artifact::{Artifact, Located};
use super::index::{Name, ObjectName};
use super::scope::Scope;
use super::source_ref::{self, because, elsewhere};
use super::survey::flux_path;
use super::values;
use crate::eval::helm;
use crate::eval::kustomize::{edit, path};
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::value::{Absent, Address, Marks, Unknown, Value, Why};
use crate::source::{Gap, GapKind, Sources, Span, TreeId};
use std::sync::Arc;

/// A chart to render.
pub struct Chart {
    /// Its tree.
    pub tree: TreeId,
    /// Its directory there.
    pub dir: String,
    /// Where it is named.
    pub at: Span,
    /// The `spec` of the HelmChart that names it, when there is one.
    pub spec: Option<Value>,
}

/// The chart of a release, or why it is not at hand and where it is named.
pub fn of(
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
        let there = found.is_some() || scope.artifact(&wanted).is_some();
        let outcome = if there { Outcome::Found } else { scope.absent(&wanted) };
        scope.note_object(ReferenceKind::SourceRef, owner, &wanted, outcome, suspended);
        scope.within_namespace(namespace, &wanted);
        return match found {
            Some(chart) if wanted.kind.text == "HelmChart" => {
                let spec = edit::get(&chart, "spec").cloned().unwrap_or_else(|| edit::empty_map(chart.at));
                let place = Name::namespace_of(&chart, "");
                let place = if place.text.is_empty() { namespace.clone() } else { place };
                from_spec(scope, &spec, &place, owner, suspended)
            }
            Some(source) => {
                if let Some(chart) = of_artifact(scope, &wanted) {
                    return Ok(chart);
                }
                let url =
                    edit::lookup(&source, &["spec", "url"]).map_or(wanted.name.shown().to_string(), Value::display);
                let written = |key: &&str| edit::lookup(&source, &["spec", "ref", key]).map(Value::display);
                let version = ["tag", "semver", "digest"].iter().find_map(written).map(Into::into);
                let asked = ["tag", "semver"].iter().find_map(written);
                if let Some(mapped) = mapped(scope, &url, asked.as_deref(), wanted.at) {
                    return mapped;
                }
                Err((elsewhere(Absent::Chart { name: url.into(), version }, wanted.at), wanted.at))
            }
            // What an ArtifactGenerator makes is declared by nothing of its own.
            None => of_artifact(scope, &wanted).ok_or_else(|| (elsewhere(wanted.absent(), wanted.at), wanted.at)),
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
    scope.within_namespace(namespace, &wanted);
    if wanted.kind.text == "HelmRepository" {
        let url = scope.find_named(&wanted).and_then(|r| edit::str_at(&r, &["spec", "url"]).map(str::to_owned));
        let mapped = url.and_then(|url| {
            let source = format!("{}/{name}", url.trim_end_matches('/'));
            mapped(scope, &source, version.as_deref(), at)
        });
        return mapped
            .map(|found| found.map(|chart| Chart { spec: Some(spec.clone()), ..chart }))
            .unwrap_or_else(|| Err((absent(), at)));
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
            let found = located.clone().filter(|(tree, dir)| is_chart(sources, *tree, dir));
            match found {
                Some((tree, dir)) => {
                    scope.note(ReferenceKind::ChartPath, owner, at, name, Outcome::Found, suspended);
                    scope.marked(marks);
                    Ok(Chart { tree, dir, at, spec: Some(spec.clone()) })
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

/// Whether there is a chart: a directory, or an archive.
fn is_chart(sources: &Sources, tree: TreeId, dir: &str) -> bool {
    let file = if dir.ends_with(".tgz") { dir.to_owned() } else { path::below(dir, "Chart.yaml") };
    sources.find(tree, &file).is_some()
}

/// The chart that the configuration says is on disk, of a version that is asked for; `None` for a chart of which it says
/// nothing.
fn mapped(
    scope: &Scope<'_>,
    source: &str,
    version: Option<&str>,
    at: Span,
) -> Option<Result<Chart, (Arc<Unknown>, Span)>> {
    let sources = scope.survey.sources();
    let mut others = Vec::new();
    for mapping in scope.survey.charts.iter().filter(|mapping| mapping.covers(source)) {
        let tree = sources
            .tree_ids()
            .find(|id| sources.tree(*id).is_some_and(|tree| tree.name == mapping.repository && tree.of.is_none()));
        let shown = format!("`{}//{}`", mapping.repository, mapping.path);
        let Some(tree) = tree.filter(|tree| is_chart(sources, *tree, &mapping.path)) else {
            others.push(format!("there is no chart at {shown}"));
            continue;
        };
        match (version, own_version(scope, tree, &mapping.path)) {
            (Some(asked), Some(own)) if !helm::fits(asked, &own) => {
                others.push(format!("{shown} is version {own}, and `{asked}` is asked for"));
            }
            _ => return Some(Ok(Chart { tree, dir: mapping.path.to_string(), at, spec: None })),
        }
    }
    let message = format!("the configuration says that it is on disk, but {}", others.join("; "));
    (!others.is_empty()).then(|| Err((unsaid(&message, at), at)))
}

/// The version of a chart: of an archive the one in its name, `app-1.2.0.tgz`.
fn own_version(scope: &Scope<'_>, tree: TreeId, dir: &str) -> Option<String> {
    let name = dir.rsplit('/').next().unwrap_or(dir);
    if let Some(stem) = name.strip_suffix(".tgz") {
        let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
        let starts = stem.match_indices('-').map(|(at, _)| at + 1);
        return starts.filter_map(|at| stem.get(at..)).find(|rest| digit(rest)).map(str::to_owned);
    }
    let file = scope.survey.sources().find(tree, &path::below(dir, "Chart.yaml"))?;
    let documents = scope.survey.files.get(file);
    documents
        .documents
        .first()
        .and_then(|chart| edit::lookup(chart, &["version"]))
        .and_then(edit::scalar)
        .map(Into::into)
}

/// The only chart of a tree whose directory has the same name.
fn same_name(sources: &Sources, tree: TreeId, dir: &str) -> Option<Arc<str>> {
    let name = |dir: &str| dir.rsplit('/').next().unwrap_or("").to_string();
    let charts = sources.files_of(tree).filter_map(|file| file.path.strip_suffix("/Chart.yaml").map(Arc::from));
    let mut alike = charts.filter(|other: &Arc<str>| name(other) == name(dir));
    alike.next().filter(|_| alike.next().is_none())
}

/// The chart that an artifact is, as an ExternalArtifact may be one.
fn of_artifact(scope: &Scope<'_>, wanted: &ObjectName) -> Option<Chart> {
    let Located::At(tree, dir) = scope.artifact(wanted)?.locate("") else { return None };
    is_chart(scope.survey.sources(), tree, &dir).then_some(Chart { tree, dir, at: wanted.at, spec: None })
}

/// `valuesFiles`: files of the source that, one laid over the other, take the place of the chart's `values.yaml`, which is
/// then not read (<https://fluxcd.io/flux/components/source/helmcharts/#values-files>).
pub fn values_files(scope: &mut Scope<'_>, chart: &Chart, via: &mut Vec<Span>) -> Option<Value> {
    let spec = chart.spec.as_ref()?;
    let lenient = edit::bool_at(spec, &["ignoreMissingValuesFiles"]) == Some(true);
    let mut merged: Option<Value> = None;
    for entry in edit::items_at(spec, "valuesFiles") {
        let Some(file) = edit::as_str(entry).and_then(flux_path) else { continue };
        let inside = scope.survey.sources().find(chart.tree, &file);
        let beside = scope.survey.sources().find(chart.tree, &path::below(&chart.dir, &file));
        match inside.or(beside) {
            Some(found) => {
                let documents = scope.survey.files.get(found);
                let empty = edit::empty_map(Span::file_start(found));
                let document = documents.documents.first().unwrap_or(&empty);
                via.push(document.at);
                merged = Some(match merged {
                    Some(base) => values::merge(&base, document),
                    None => document.clone(),
                });
            }
            None if lenient => {}
            None => {
                let file = entry.display();
                let message = format!("no values file `{file}` in the chart's source");
                scope.gaps.push(Gap::at(entry.at, GapKind::Evaluation, message));
            }
        }
    }
    merged
}
