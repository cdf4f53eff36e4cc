//! HelmReleases: chart, values, name and namespace as helm-controller settles them, then the chart rendered.

use super::chart::{self, Chart};
use super::index::{Name, Placed};
use super::post_render::{self, Policy};
use super::scope::Scope;
use super::values;
use crate::eval::budget::Done;
use crate::eval::helm::{self, ReleaseInfo, Rendered};
use crate::eval::kubernetes::{Reach, Unrendered};
use crate::eval::kustomize::{Resource, edit};
use crate::eval::value::{Address, Entry, Item, Kind, Map, Part, Text, Ty, Unknown, Value, Why};
use crate::source::{Sources, Span};
use std::sync::Arc;

/// What charts are told of the cluster: nothing in the repositories says it for sure, and charts ask only whether it is
/// old.
pub const KUBE_VERSION: &str = "1.31.0";

/// A release with all that its chart is given.
pub struct Job {
    release: Value,
    owner: Address,
    applied_by: Option<Address>,
    suspended: bool,
    /// The namespace the HelmRelease is in.
    own_namespace: Option<Value>,
    /// The namespace it installs to.
    namespace: Option<Value>,
    chart: Chart,
    /// What `valuesFiles` put in the place of the chart's own values.
    defaults: Option<Value>,
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
    let namespace = target.clone().or(own_namespace.clone());
    let (values, mut via) = values::of_release(scope, &release, &from, &owner, suspended);
    let chart = match chart::of(scope, &release, &from, &owner, suspended) {
        Ok(chart) => chart,
        Err((why, at)) => {
            unrendered(scope, &release, owner, namespace, why, at, suspended);
            return None;
        }
    };
    let defaults = chart::values_files(scope, &chart, &mut via);
    scope.other_cluster(&release);
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
    Some(Job {
        release,
        owner,
        applied_by,
        suspended,
        own_namespace,
        namespace,
        chart,
        defaults,
        values,
        via,
        info,
        stand_ins,
    })
}

/// Renders the chart of a job. Needs nothing but the files, so that several can be rendered at once.
pub fn render(sources: &Sources, job: &Job, steps: u64) -> Done<Rendered> {
    let Job { chart, defaults, values, info, .. } = job;
    helm::render_over(sources, chart.tree, &chart.dir, defaults.as_ref(), values, info, steps)
}

/// Takes over what a job rendered; `steps` are for its post-renderers.
pub fn finish(scope: &mut Scope<'_>, job: Job, rendered: Rendered, steps: u64) {
    scope.gaps.extend(rendered.gaps);
    if let Some(why) = rendered.failed {
        let (owner, namespace) = (job.owner.clone(), job.namespace.clone());
        unrendered(scope, &job.release, owner, namespace, why, job.chart.at, job.suspended);
    }
    let policy = Policy::of(&job.release);
    let (mut resources, mut apart) = (Vec::new(), Vec::new());
    for object in rendered.objects.into_iter().filter(|object| !object.is_test() && !policy.leaves_out(object)) {
        let beside = policy.is_apart(&object);
        let mut value = object.value;
        for (word, unknown) in &job.stand_ins {
            value = with_holes(&value, word, unknown);
        }
        let mut resource = Resource::new(value);
        resource.at = object.at;
        resource.via.clone_from(&job.via);
        if beside { &mut apart } else { &mut resources }.push(resource);
    }
    let own = job.own_namespace.as_ref();
    apart.extend(post_render::apply(scope, &job.release, own, job.chart.tree, resources, steps));
    for resource in apart {
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
