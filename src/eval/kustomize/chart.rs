//! `helmCharts:` of a kustomization: charts that are in the repository, rendered as `kustomize build --enable-helm` has Helm
//! render them.

use super::accumulate::{Accumulated, Run};
use super::resource::Resource;
use super::{edit, merge, path};
use crate::eval::helm::{self, ReleaseInfo};
use crate::eval::value::{Absent, Kind, Value, Why};
use crate::source::{FileId, Gap, GapKind, Span};

/// Where charts lie when a kustomization does not say.
const HOME: &str = "charts";
/// What rendering a chart costs in steps of a build: its own are about as long.
const RENDERING: u64 = 1;

impl Run<'_> {
    /// One entry of `helmCharts`, or the configuration of a `HelmChartInflationGenerator`.
    pub(super) fn chart(&mut self, acc: &mut Accumulated, dir: &str, owner: FileId, chart: &Value, home: Option<&str>) {
        match self.rendered(dir, owner, chart, home) {
            Ok(objects) => {
                for object in objects {
                    self.push(acc, object);
                }
            }
            Err(Some(why)) => self.refuse(chart.at, why),
            Err(None) => {}
        }
    }

    /// The objects of a chart. The error is what kustomize would refuse, or nothing when a gap has said it already.
    fn rendered(
        &mut self,
        dir: &str,
        owner: FileId,
        chart: &Value,
        home: Option<&str>,
    ) -> Result<Vec<Resource>, Option<String>> {
        let text = |key: &str| edit::str_at(chart, &[key]);
        let flag = |key: &str| edit::bool_at(chart, &[key]).unwrap_or(false);
        let name = text("name").ok_or_else(|| Some("a chart without a name".to_string()))?;
        for (field, value) in [("name", Some(name)), ("releaseName", text("releaseName"))] {
            if value.is_some_and(|v| v.starts_with('-')) {
                return Err(Some(format!("the `{field}` of a chart begins with `-`")));
            }
        }
        let merge_mode = text("valuesMerge").unwrap_or("override");
        if !matches!(merge_mode, "merge" | "override" | "replace") {
            return Err(Some("`valuesMerge` is none of `merge`, `override` and `replace`".into()));
        }
        let home = text("chartHome").or(home).unwrap_or(HOME);
        let inside = match (text("version"), text("repo")) {
            (Some(version), Some(_)) => format!("{home}/{name}-{version}/{name}"),
            _ => format!("{home}/{name}"),
        };
        let sources = self.files.sources;
        let Some(chart_dir) = path::join(dir, &inside).filter(|d| sources.is_dir(self.tree, d)) else {
            let what = match text("repo") {
                Some(repo) => format!("the chart `{name}` of {repo} is not in this repository and not rendered"),
                None => format!("the chart `{name}` is not in `{inside}` of this repository and not rendered"),
            };
            let absent = Absent::Chart { name: name.into(), version: text("version").map(Into::into) };
            self.unseen(chart.at, Why::NoSource(absent));
            self.gap(Gap::at(chart.at, GapKind::Chart, what));
            return Err(None);
        };
        let (Some(release), None) = (text("releaseName"), text("nameTemplate")) else {
            self.unsupported(chart.at, "charts whose release is named anew at every run");
            return Err(None);
        };
        let values = self.chart_values(dir, owner, chart, &chart_dir, merge_mode)?;
        let namespace = text("namespace").map(String::from).or_else(|| self.chart_namespace());
        let mut info = ReleaseInfo {
            name: release.into(),
            namespace: namespace.unwrap_or_else(|| "default".into()).into(),
            ..ReleaseInfo::default()
        };
        if let Some(version) = text("kubeVersion") {
            info.kube_version = version.into();
        }
        let share = self.limit.saturating_sub(self.steps).clamp(helm::LIMITS.least, helm::LIMITS.most);
        let done = helm::render_within(sources, self.tree, &chart_dir, &values, &info, share);
        self.spend(done.used.saturating_mul(RENDERING));
        for gap in done.made.gaps {
            self.gap(gap);
        }
        if let Some(why) = done.made.failed {
            self.build.unseen.push(why);
        }
        let (with_crds, hooks, tests) = (flag("includeCRDs"), !flag("skipHooks"), !flag("skipTests"));
        let of_crds = |path: &str| {
            let inside = path.strip_prefix(&*chart_dir).unwrap_or(path).trim_start_matches('/');
            !inside.starts_with("templates/") && inside.split('/').any(|part| part == "crds")
        };
        let kept = done.made.objects.into_iter().filter(|object| {
            (with_crds || !of_crds(&object.path)) && (hooks || !object.hook) && (tests || !object.is_test())
        });
        Ok(kept
            .map(|object| {
                let mut resource = Resource::new(object.value);
                resource.at = object.at;
                resource.from_chart = true;
                resource.made_by(chart.at);
                resource
            })
            .collect())
    }

    /// The values that a chart gets beside its own: `valuesFile`, `valuesInline` and `additionalValuesFiles`.
    fn chart_values(
        &mut self,
        dir: &str,
        owner: FileId,
        chart: &Value,
        chart_dir: &str,
        mode: &str,
    ) -> Result<Value, Option<String>> {
        let empty = || edit::empty_map(chart.at);
        let inline = edit::present(chart, "valuesInline").filter(|v| !edit::entries(v).is_empty());
        let file = match edit::present(chart, "valuesFile").filter(|v| !edit::is_empty(v)) {
            Some(written) => self.named_file(dir, owner, written).ok_or(None)?,
            None => {
                let own = path::below(chart_dir, "values.yaml");
                let found = self.files.sources.find(self.tree, &own);
                found.ok_or_else(|| Some(format!("`{own}` is not there, which kustomize reads")))?
            }
        };
        let from_file = self.values_of(file, chart.at);
        let refused = |(_, why): (Span, String)| Some(why);
        let mut values = match inline {
            None => from_file,
            Some(inline) if mode == "replace" => inline.clone(),
            Some(inline) if mode == "merge" => {
                merge::plain(inline, &from_file, chart.at).map_err(refused)?.unwrap_or_else(empty)
            }
            Some(inline) => merge::plain(&from_file, inline, chart.at).map_err(refused)?.unwrap_or_else(empty),
        };
        for entry in edit::items_at(chart, "additionalValuesFiles") {
            let Some(file) = self.named_file(dir, owner, entry) else { return Err(None) };
            values = helm::merge_values(&values, &self.values_of(file, entry.at));
        }
        Ok(values)
    }

    /// The values in a file; an empty file has none.
    fn values_of(&mut self, file: FileId, at: Span) -> Value {
        let documents = self.files.get(file);
        for gap in &documents.gaps {
            self.gap(gap.clone());
        }
        let first = documents.documents.first().filter(|v| !matches!(v.kind, Kind::Null));
        first.cloned().unwrap_or_else(|| edit::empty_map(at))
    }
}

/// An entry of the older `helmChartInflationGenerator`, as an entry of `helmCharts`.
pub fn from_old(old: &Value) -> Value {
    let mut chart = edit::empty_map(old.at);
    let names = [
        ("chartName", "name"),
        ("chartVersion", "version"),
        ("chartRepoUrl", "repo"),
        ("values", "valuesFile"),
        ("valuesLocal", "valuesInline"),
        ("valuesMerge", "valuesMerge"),
        ("releaseName", "releaseName"),
    ];
    for (from, to) in names {
        if let Some(entry) = edit::entry(old, from) {
            edit::set(&mut chart, to, entry.key_at, entry.value.clone());
        }
    }
    chart
}
