//! Helm charts, rendered without Helm: what `helm template` would print, as values with their places.
//!
//! The template language is Go's, executed here ([`exec`]) so that every value keeps where it was written, unknown
//! values stay unknown, and every loop and text is bounded. What differs at every run (random text, certificates, the
//! clock) is unknown; `lookup` finds nothing, as in `helm template`.

mod call;
mod chart;
mod coalesce;
mod datum;
mod blocks;
mod emit;
mod eval;
mod exec;
mod files;
mod fmt;
mod fragment;
mod functions;
mod ignore;
mod metadata;
mod output;
mod reads;
mod schema;
mod schema_cost;
mod source;
mod stop;
mod template;
mod text;
mod undecided;
mod versions;

pub use coalesce::merge_values;
pub use fragment::{Fragment, render_fragment};
pub use reads::{ValuePath, ValuesRead};
pub use versions::compare as version_fits;

use crate::eval::budget::{Done, Limits};
use crate::eval::pool;
use crate::eval::value::{Kind, Text, Ty, Unknown, Value, Why};
use crate::source::{FileId, Gap, GapKind, Sources, Span, TreeId};
use chart::{Chart, Loader};
use datum::{Datum, MapData, Object, Slot, from_value};
use exec::{Engine, OUTPUT};
use source::{Place, Source, without_no_value};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use stop::{Failure, Stop};
use template::Delimiters;
use text::{Str, has_reserved};

/// How much of the run's steps one chart gets: as much as the steps and the text of one chart may cost.
pub const LIMITS: Limits = Limits { most: 40_000_000, least: 2_000 };

/// What a rendered byte costs, in steps: the bound on them is one on memory too.
const RENDERED: u64 = 4;

/// What `.Release` and `.Capabilities` say.
#[derive(Clone, Debug)]
pub struct ReleaseInfo {
    /// `.Release.Name`.
    pub name: Arc<str>,
    /// `.Release.Namespace`.
    pub namespace: Arc<str>,
    /// `.Release.Revision`; 1 is an installation.
    pub revision: u32,
    /// The cluster's version, such as `1.31.0`.
    pub kube_version: Arc<str>,
}

impl Default for ReleaseInfo {
    /// The first revision of a release without a name, on the cluster version that is assumed when none is known.
    fn default() -> Self {
        Self { name: "".into(), namespace: "default".into(), revision: 1, kube_version: "1.31.0".into() }
    }
}

/// What a chart renders to.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The objects, in order of template path; custom resource definitions first.
    pub objects: Vec<RenderedObject>,
    /// What could not be seen, or was assumed.
    pub gaps: Vec<Gap>,
    /// Why the chart does not render; then there are no objects, as Helm would apply none. When only whether some
    /// objects are rendered is not known, those that are known are there all the same.
    pub failed: Option<Arc<Unknown>>,
    /// Which values the templates read, and which of the given ones nothing read.
    pub values: ValuesRead,
}

/// One object.
#[derive(Clone, Debug)]
pub struct RenderedObject {
    /// The object as a map; every value has its place.
    pub value: Value,
    /// Where it begins.
    pub at: Span,
    /// The path of its template in the repository.
    pub path: Arc<str>,
    /// It is a hook: Helm runs it, it is not part of the release.
    pub hook: bool,
}

impl RenderedObject {
    /// Whether it runs only when someone asks for the release's tests.
    pub fn is_test(&self) -> bool {
        let hook = self.value.path(&["metadata", "annotations", "helm.sh/hook"]).and_then(Value::as_str);
        hook.is_some_and(|hook| hook.split(',').all(|event| matches!(event.trim(), "test" | "test-success")))
    }
}

/// Renders the chart in a directory of a tree with the given values, which lie over the chart's own. A chart that Helm
/// would refuse gives no objects, the reason, and a gap at the template's text. Bounds (steps, text, nesting) give a
/// gap that names the bound.
pub fn render(sources: &Sources, tree: TreeId, chart_dir: &str, values: &Value, release: &ReleaseInfo) -> Rendered {
    render_within(sources, tree, chart_dir, values, release, LIMITS.most).made
}

/// The same within a share of the steps that all charts of a run have together: a chart that needs more does not render.
pub fn render_within(
    sources: &Sources,
    tree: TreeId,
    chart_dir: &str,
    values: &Value,
    release: &ReleaseInfo,
    share: u64,
) -> Done<Rendered> {
    render_over(sources, tree, chart_dir, None, values, release, share)
}

/// The same with `defaults` in the place of the chart's own values.
pub fn render_over(
    sources: &Sources,
    tree: TreeId,
    chart_dir: &str,
    defaults: Option<&Value>,
    values: &Value,
    release: &ReleaseInfo,
    share: u64,
) -> Done<Rendered> {
    pool::deep(|| render_here(sources, tree, chart_dir, (defaults, values), release, share))
}

fn failed(mut gaps: Vec<Gap>, failure: Failure) -> Rendered {
    let why = match (&failure.unknown, failure.bound) {
        (Some(unknown), _) => Why::Because(unknown.clone()),
        (None, Some(bound)) => Why::Bound(bound),
        (None, None) => Why::Gap(failure.message.as_str().into()),
    };
    let unknown = Unknown { why, what: None, ty: Ty::List, not_null: true, likely: None, at: failure.at };
    gaps.push(Gap::at(failure.at, failure.kind, failure.message));
    Rendered { gaps, failed: Some(Arc::new(unknown)), ..Rendered::default() }
}

fn refused(gaps: Vec<Gap>, at: Span, message: &str) -> Rendered {
    let message = message.to_string();
    failed(gaps, Failure { kind: GapKind::Chart, message, at, unknown: None, bound: None })
}

fn render_here(
    sources: &Sources,
    tree: TreeId,
    chart_dir: &str,
    (defaults, values): (Option<&Value>, &Value),
    release: &ReleaseInfo,
    share: u64,
) -> Done<Rendered> {
    let kube = kube_version(&release.kube_version);
    let mut engine = Engine::new(kube, values.at, share);
    let made = load_and_run(sources, tree, chart_dir, (defaults, values), release, &mut engine);
    Done { made, used: engine.used.min(share), cut: engine.is_cut() }
}

fn load_and_run(
    sources: &Sources,
    tree: TreeId,
    chart_dir: &str,
    (defaults, values): (Option<&Value>, &Value),
    release: &ReleaseInfo,
    engine: &mut Engine,
) -> Rendered {
    let dir = chart_dir.trim_start_matches("./").trim_matches('/');
    let dir = if dir == "." { "" } else { dir };
    let given = from_value(values, &mut engine.holes, 0);
    let mut loader = Loader { sources, tree, holes: &mut engine.holes, gaps: Vec::new() };
    let loaded = loader.load(dir, 0);
    let mut gaps = loader.gaps;
    let mut chart = match loaded {
        Ok(chart) => chart,
        Err(gap) => {
            let at = gap.at.unwrap_or(values.at);
            let failure = Failure { kind: gap.kind, message: gap.message.to_string(), at, unknown: None, bound: None };
            return failed(gaps, failure);
        }
    };
    if let Some(gap) = gaps.iter().find(|g| g.kind == GapKind::Syntax).cloned() {
        let at = gap.at.unwrap_or(chart.at);
        return refused(gaps, at, "the chart does not load: a file of it does not parse");
    }
    if chart.library {
        let at = metadata::field(&chart.meta, "type").map_or(chart.at, |t| t.at);
        return refused(gaps, at, "library charts are not installable");
    }
    if let Some(defaults) = defaults {
        chart.values = from_value(defaults, &mut engine.holes, 0);
    }
    engine.at = chart.at;
    let merged = coalesce::dependencies(&mut chart, &given).and_then(|()| coalesce::values(&chart, &given));
    let all = match merged {
        Ok(all) => all,
        Err(gap) => return refused(gaps, gap.at.unwrap_or(chart.at), &gap.message),
    };
    missing(&chart, &mut gaps);
    if let Some(gap) = schema::check(&chart, &all, engine, &mut gaps) {
        return refused(gaps, gap.at.unwrap_or(chart.at), &gap.message);
    }
    let kube = format!("v{}", engine.kube);
    let wanted = metadata::field(&chart.meta, "kubeVersion").and_then(|v| Some((metadata::scalar(v)?, v.at)));
    if let Some((wanted, at)) = wanted.filter(|(w, _)| !w.is_empty() && !versions::compare(w, &kube).unwrap_or(false)) {
        let message = format!("chart requires kubeVersion: {wanted} which is incompatible with Kubernetes {kube}");
        return refused(gaps, at, &message);
    }
    engine.missing = coalesce::open_missing(&chart, &all);
    let mut run = Run { sources, engine, templates: Vec::new(), crds: Vec::new(), partial: None };
    let top = Datum::Map(all.clone(), given.from());
    run.collect(&chart, &chart.name.clone(), top, release, true);
    let result = run.render();
    gaps.append(&mut run.engine.gaps);
    match result {
        Ok(objects) => {
            let read = ValuesRead::of(&chart, &all, values);
            let mut rendered = Rendered { objects, gaps, failed: run.partial, values: read };
            rendered.gaps.sort();
            rendered.gaps.dedup();
            rendered
        }
        Err(failure) => failed(gaps, *failure),
    }
}

fn kube_version(text: &str) -> semver::Version {
    versions::Version::parse(text).map_or_else(|| semver::Version::new(1, 31, 0), |v| v.semver)
}

fn missing(chart: &Chart, gaps: &mut Vec<Gap>) {
    for m in &chart.missing {
        let name = &m.name;
        let (message, help) = if let Some(why) = &m.unread {
            (
                format!("the subchart `{name}` was not rendered: {why}"),
                "unpack it into a directory under `charts/`".to_string(),
            )
        } else {
            (
                format!("the subchart `{name}` is not in the repository and was not rendered"),
                "vendor it with `helm dependency build` and unpack it under `charts/`".to_string(),
            )
        };
        gaps.push(Gap::at(m.at, GapKind::Chart, message).with_help(help));
    }
    for child in &chart.children {
        missing(child, gaps);
    }
}

struct Run<'a> {
    sources: &'a Sources,
    engine: &'a mut Engine,
    templates: Vec<Planned>,
    crds: Vec<(Arc<str>, FileId)>,
    /// A document of which nothing is known: it may be any object, or none.
    partial: Option<Arc<Unknown>>,
}

/// A template file to be parsed and, unless it only defines, run.
struct Planned {
    name: Arc<str>,
    path: Arc<str>,
    file: FileId,
    base: Arc<str>,
    context: Datum,
}

impl Run<'_> {
    /// The templates of a chart and its subcharts with what they see (`recAllTpls`).
    fn collect(&mut self, chart: &Chart, full: &str, values: Datum, release: &ReleaseInfo, root: bool) -> Datum {
        self.crds.extend(chart.crds.iter().cloned());
        let subcharts = Rc::new(std::cell::RefCell::new(MapData::default()));
        let slot = |value| Slot { key: None, value };
        let entries: BTreeMap<Arc<str>, Slot> = [
            (
                "Chart".into(),
                slot(metadata::shown(&chart.meta, &chart.name, &chart.dependencies, root, &mut self.engine.holes)),
            ),
            ("Files".into(), slot(Datum::Object(Rc::new(Object::Files(chart.files.clone()))))),
            ("Release".into(), slot(release_map(release))),
            ("Capabilities".into(), slot(capabilities(self.engine, chart.at))),
            ("Values".into(), slot(values.clone())),
            ("Subcharts".into(), slot(Datum::Map(subcharts.clone(), None))),
        ]
        .into_iter()
        .collect();
        if let Datum::Map(values, _) = &values {
            values.borrow_mut().named = Some(datum::VALUES);
        }
        let context = Datum::map(MapData { entries, named: Some(datum::VALUES), ..MapData::default() });
        for child in &chart.children {
            let inner = match &values {
                Datum::Map(map, _) => map.borrow().entries.get(&child.name).map(|s| s.value.clone()),
                _ => None,
            };
            let inner = inner.filter(|v| matches!(v, Datum::Map(..))).unwrap_or_else(|| Datum::map(MapData::default()));
            let path = format!("{full}/charts/{}", child.name);
            let seen = self.collect(child, &path, inner, release, false);
            subcharts.borrow_mut().entries.insert(child.name.clone(), slot(seen));
        }
        let base: Arc<str> = format!("{full}/templates").into();
        for (inside, path, file) in &chart.templates {
            let partial = inside.rsplit('/').next().unwrap_or("").starts_with('_');
            if chart.library && !partial {
                continue;
            }
            self.templates.push(Planned {
                name: format!("{full}/{inside}").into(),
                path: path.clone(),
                file: *file,
                base: base.clone(),
                context: context.clone(),
            });
        }
        context
    }

    fn render(&mut self) -> Result<Vec<RenderedObject>, Box<Failure>> {
        // Deeper templates first, so that definitions nearer to the root chart win.
        self.templates.sort_by(|a, b| {
            let depth = |p: &Planned| p.name.matches('/').count();
            depth(b).cmp(&depth(a)).then_with(|| b.name.cmp(&a.name))
        });
        for planned in &self.templates {
            let text = self.text(planned.file)?;
            /// Bytes of a template that cost a step to parse.
            const PARSED: usize = 64;
            self.engine.at = Span::file_start(planned.file);
            if let Err(Stop::Failed(failure)) = self.engine.charge((text.len() / PARSED) as u64) {
                return Err(failure);
            }
            let place = Place::File(planned.file);
            let delimiters = Delimiters::default();
            let source = Source { name: planned.name.clone(), text: (*text).into(), place, delimiters };
            if let Err(e) = self.engine.add(source) {
                let at = Span::new(planned.file, e.start, e.end);
                let message = format!("the template does not parse: {}", e.message);
                return Err(Box::new(Failure { kind: GapKind::Chart, message, at, unknown: None, bound: None }));
            }
        }
        let mut objects = Vec::new();
        let mut written = 0usize;
        let planned = std::mem::take(&mut self.templates);
        for planned in &planned {
            let file = planned.name.rsplit('/').next().unwrap_or("");
            if file.starts_with('_') {
                continue;
            }
            if let Datum::Map(context, _) = &planned.context {
                let pairs =
                    [("Name".into(), Datum::text(&*planned.name)), ("BasePath".into(), Datum::text(&*planned.base))];
                let template = Slot { key: None, value: Datum::from_pairs(pairs) };
                context.borrow_mut().entries.insert("Template".into(), template);
            }
            self.engine.at = Span::file_start(planned.file);
            let text = match self.engine.run(&planned.name, &planned.context) {
                Ok(text) => text,
                // Notes are only read by people; what they need to know does not decide what is applied.
                Err(Stop::Failed(f)) if file == "NOTES.txt" && (f.unknown.is_some() || f.kind != GapKind::Chart) => {
                    continue;
                }
                Err(Stop::Failed(failure)) => return Err(failure),
                Err(_) => continue,
            };
            if file == "NOTES.txt" {
                continue;
            }
            let text = without_no_value(&text);
            written = written.saturating_add(text.as_str().len());
            if written > OUTPUT {
                let message = "the chart goes beyond driftline's bound on the size of rendered text".to_string();
                return Err(Box::new(Failure {
                    kind: GapKind::Bound,
                    message,
                    at: Span::file_start(planned.file),
                    unknown: None,
                    bound: Some("size of rendered text"),
                }));
            }
            self.objects(&text, &planned.path, planned.file, &mut objects)?;
        }
        objects.sort_by(|a, b| a.path.cmp(&b.path));
        let mut all = Vec::new();
        let crds = std::mem::take(&mut self.crds);
        for (path, file) in &crds {
            let text = self.text(*file)?;
            let text = files::placed(*file, &text);
            self.objects(&text, path, *file, &mut all)?;
        }
        all.append(&mut objects);
        Ok(all)
    }

    fn text(&self, file: FileId) -> Result<Arc<str>, Box<Failure>> {
        let fail = |kind, message: String| {
            let at = Span::file_start(file);
            Box::new(Failure { kind, message, at, unknown: None, bound: None })
        };
        let text = self.sources.text(file).map_err(|gap| fail(gap.kind, gap.message.to_string()))?;
        if has_reserved(&text) {
            let message = "this file uses private characters that driftline keeps for unknown pieces of text";
            return Err(fail(GapKind::Unsupported, message.to_string()));
        }
        Ok(text)
    }

    fn objects(
        &mut self,
        text: &Str,
        path: &Arc<str>,
        file: FileId,
        out: &mut Vec<RenderedObject>,
    ) -> Result<(), Box<Failure>> {
        if let Err(Stop::Failed(failure)) = self.engine.charge(RENDERED.saturating_mul(text.as_str().len() as u64)) {
            return Err(failure);
        }
        for document in output::documents(text) {
            self.document(&document, path, file, out)?;
        }
        Ok(())
    }

    fn document(
        &mut self,
        text: &Str,
        path: &Arc<str>,
        file: FileId,
        out: &mut Vec<RenderedObject>,
    ) -> Result<(), Box<Failure>> {
        let fallback = Span::file_start(file);
        let read = output::read(text, &self.engine.holes, fallback);
        if let Some(gap) = read.gaps.first() {
            let at = gap.at.unwrap_or(fallback);
            let message = format!("the template does not render to YAML: {}", gap.message);
            let unknown = self.engine.holes.first(text.as_str()).cloned();
            return Err(Box::new(Failure { kind: GapKind::Chart, message, at, unknown, bound: None }));
        }
        for value in read.values {
            match &value.kind {
                Kind::Map(map) if !map.entries.is_empty() || map.rest.is_some() => {
                    let hook = is_hook(&value);
                    out.push(RenderedObject { at: value.at, path: path.clone(), hook, value });
                }
                Kind::Unknown(_) | Kind::Text(Text::Parts(_)) => {
                    let message = "this part of the template renders to something that is not known";
                    self.engine.note(value.at, message);
                    let hole = self.engine.holes.first(text.as_str()).cloned();
                    self.partial = self.partial.take().or(hole);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn is_hook(value: &Value) -> bool {
    let annotations = metadata::field(value, "metadata").and_then(|m| metadata::field(m, "annotations"));
    annotations.and_then(|a| metadata::field(a, "helm.sh/hook")).is_some()
}

fn release_map(release: &ReleaseInfo) -> Datum {
    let install = release.revision <= 1;
    Datum::from_pairs([
        ("Name".into(), Datum::text(&*release.name)),
        ("Namespace".into(), Datum::text(&*release.namespace)),
        ("Service".into(), Datum::text("Helm")),
        ("IsInstall".into(), Datum::bool(install)),
        ("IsUpgrade".into(), Datum::bool(!install)),
        ("Revision".into(), Datum::int(i64::from(release.revision))),
    ])
}

fn capabilities(engine: &Engine, at: Span) -> Datum {
    let structure = |name: &'static str, pairs: Vec<(&'static str, Datum)>, display: Option<Str>| {
        let entries = pairs.into_iter().map(|(k, value)| (k.into(), Slot { key: None, value })).collect();
        Datum::map(MapData { entries, structure: Some(name), display, ..MapData::default() })
    };
    let version = format!("v{}", engine.kube);
    let kube = structure(
        "chartutil.KubeVersion",
        vec![
            ("Version", Datum::text(version.as_str())),
            ("GitVersion", Datum::text(version.as_str())),
            ("String", Datum::text(version.as_str())),
            ("Major", Datum::text(engine.kube.major.to_string())),
            ("Minor", Datum::text(engine.kube.minor.to_string())),
        ],
        Some(Str::plain(version.as_str())),
    );
    let why = Why::Gap("the version of Helm that renders the chart in the cluster".into());
    let unknown = Arc::new(Unknown { why, what: None, ty: Ty::Text, not_null: true, likely: None, at });
    let field = || Datum::Unknown(unknown.clone(), None);
    let helm = structure(
        "version.BuildInfo",
        vec![("Version", field()), ("GitCommit", field()), ("GitTreeState", field()), ("GoVersion", field())],
        None,
    );
    structure(
        "*chartutil.Capabilities",
        vec![
            ("KubeVersion", kube),
            ("APIVersions", Datum::Object(Rc::new(Object::ApiVersions))),
            ("HelmVersion", helm),
        ],
        None,
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests;
