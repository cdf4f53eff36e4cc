//! Charts as they lie in a repository: metadata, values, templates, files, vendored subcharts.

use super::datum::{Datum, FileText, Holes, MapData, Slot, from_value};
use super::files::{literal, unreadable};
use super::fmt;
use super::text::{Origin, Str, has_reserved};
use crate::eval::manifest;
use crate::eval::value::{Item, Kind, Marks, Number, Text, Value};
use crate::source::{FileId, Gap, GapKind, Sources, Span, TreeId};
use crate::syntax::yaml;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// How deep subcharts may nest.
const DEPTH: usize = 8;

/// A chart and its subcharts.
pub struct Chart {
    /// Its name, or the alias its parent gives it.
    pub name: Arc<str>,
    /// `Chart.yaml`, as a value.
    pub meta: Value,
    /// Where `Chart.yaml` begins.
    pub at: Span,
    /// Its `values.yaml`.
    pub values: Datum,
    /// Its templates: the path inside the chart, the path in the repository, the file.
    pub templates: Vec<(Arc<str>, Arc<str>, FileId)>,
    /// Its custom resource definitions, in the same way.
    pub crds: Vec<(Arc<str>, Arc<str>, FileId)>,
    /// Its other files.
    pub files: Vec<(Arc<str>, FileText)>,
    /// Its subcharts.
    pub children: Vec<Chart>,
    /// What `Chart.yaml` says of its dependencies.
    pub dependencies: Vec<Dependency>,
    /// A library: only its definitions count.
    pub library: bool,
    /// Subcharts that are packed or not there; known to be switched off ones are not among them.
    pub missing: Vec<Missing>,
}

/// A declared dependency.
#[derive(Clone)]
pub struct Dependency {
    /// The chart's name.
    pub name: Arc<str>,
    /// The name it is used under.
    pub alias: Option<Arc<str>>,
    /// The versions that fit.
    pub version: String,
    /// Paths into the values, the first boolean decides.
    pub condition: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Where the chart comes from.
    pub repository: String,
    /// What of its values becomes the parent's: (child, parent).
    pub imports: Vec<(String, String)>,
    /// Where it is declared.
    pub at: Span,
    /// Not switched off.
    pub enabled: bool,
}

impl Dependency {
    /// The name its values live under.
    pub fn key(&self) -> &Arc<str> {
        self.alias.as_ref().unwrap_or(&self.name)
    }
}

/// A subchart that is not at hand.
#[derive(Clone)]
pub struct Missing {
    /// The name its values would live under.
    pub name: Arc<str>,
    /// Where it is named.
    pub at: Span,
    /// It is there, but packed.
    pub packed: bool,
}

/// Loading: what it reads from and what it could not read.
pub struct Loader<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// The repository.
    pub tree: TreeId,
    /// The unknown pieces of the rendering.
    pub holes: &'a mut Holes,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

/// A field of a map.
pub fn field<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match &value.kind {
        Kind::Map(map) => map.entries.iter().find(|e| &*e.key == key).map(|e| &e.value),
        _ => None,
    }
}

/// A scalar as text, as Helm reads `Chart.yaml`.
pub fn scalar(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::Text(Text::Whole(text)) => Some(text.to_string()),
        Kind::Bool(b) => Some(b.to_string()),
        Kind::Number(Number::Int(n)) => Some(n.to_string()),
        Kind::Number(Number::Float(n)) => Some(fmt::float(*n)),
        Kind::Number(Number::Big(n)) => Some(n.to_string()),
        _ => None,
    }
}

fn items(value: Option<&Value>) -> Vec<&Value> {
    match value.map(|v| &v.kind) {
        Some(Kind::List(items)) => items
            .iter()
            .filter_map(|i| match i {
                Item::One(v) => Some(v),
                Item::Many(_) => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

impl Loader<'_> {
    /// The first document of a YAML file.
    fn document(&mut self, file: FileId) -> Option<Value> {
        let text = match self.sources.text(file) {
            Ok(text) => text,
            Err(gap) => {
                self.gaps.push(gap);
                return None;
            }
        };
        if has_reserved(&text) {
            self.gaps.push(Gap::at(
                Span::file_start(file),
                GapKind::Unsupported,
                "this file uses private characters that driftline keeps for unknown pieces of text",
            ));
            return None;
        }
        let parsed = yaml::parse(&text, file);
        self.gaps.extend(parsed.gaps);
        parsed.documents.first().map(manifest::value)
    }

    /// Loads the chart in a directory; `Err` is the place and reason why there is none.
    pub fn load(&mut self, dir: &str, depth: usize) -> Result<Chart, Gap> {
        let join = |name: &str| if dir.is_empty() { name.to_string() } else { format!("{dir}/{name}") };
        let gap = |message: String| Gap { at: None, kind: GapKind::Chart, message: message.into(), help: None };
        let Some(chart_file) = self.sources.find(self.tree, &join("Chart.yaml")) else {
            return Err(gap(format!("no Chart.yaml in `{dir}`")));
        };
        let at = Span::file_start(chart_file);
        let before = self.gaps.len();
        let Some(meta) = self.document(chart_file) else {
            let gap = self.gaps.get(before).cloned();
            return Err(gap.unwrap_or_else(|| Gap::at(at, GapKind::Chart, "Chart.yaml is empty")));
        };
        let Some(name) = field(&meta, "name").and_then(scalar) else {
            return Err(Gap::at(at, GapKind::Chart, "chart.metadata.name is required"));
        };
        let mut chart = Chart {
            name: name.into(),
            library: field(&meta, "type").and_then(scalar).is_some_and(|t| t.eq_ignore_ascii_case("library")),
            dependencies: items(field(&meta, "dependencies")).into_iter().filter_map(dependency).collect(),
            meta,
            at,
            values: Datum::map(MapData::default()),
            templates: Vec::new(),
            crds: Vec::new(),
            files: Vec::new(),
            children: Vec::new(),
            missing: Vec::new(),
        };
        let ignored = Ignore::load(self.sources, self.tree, &join(".helmignore"));
        let mut subcharts: BTreeMap<String, FileId> = BTreeMap::new();
        let below: Vec<(FileId, Arc<str>)> =
            self.sources.below(self.tree, dir).map(|f| (f.id, f.path.clone())).collect();
        for (file, path) in below {
            let inside: Arc<str> = path.get(dir.len()..).unwrap_or("").trim_start_matches('/').into();
            if ignored.matches(&inside) {
                continue;
            }
            let mut parts = inside.splitn(3, '/');
            match (parts.next().unwrap_or(""), parts.next()) {
                ("Chart.yaml" | "Chart.lock" | "values.schema.json", None) => {}
                ("values.yaml", None) => {
                    if let Some(value) = self.document(file) {
                        match from_value(&value, self.holes, 0) {
                            values @ Datum::Map(..) => chart.values = values,
                            Datum::Nil => {}
                            _ => return Err(Gap::at(value.at, GapKind::Chart, "values.yaml is not a map")),
                        }
                    }
                }
                ("requirements.yaml", None) => {
                    if let Some(value) = self.document(file) {
                        chart
                            .dependencies
                            .extend(items(field(&value, "dependencies")).into_iter().filter_map(dependency));
                    }
                }
                ("templates", Some(_)) => chart.templates.push((inside.clone(), path.clone(), file)),
                ("charts", Some(first)) => {
                    let sub = !first.starts_with(['_', '.']) && !first.ends_with(".prov");
                    let directory = inside.len() > "charts/".len() + first.len();
                    if sub && (directory || first.ends_with(".tgz")) {
                        subcharts.entry(first.to_string()).or_insert(file);
                    }
                }
                (first, rest) => {
                    if first == "crds"
                        && rest.is_some()
                        && (inside.ends_with(".yaml") || inside.ends_with(".yml") || inside.ends_with(".json"))
                    {
                        chart.crds.push((inside.clone(), path.clone(), file));
                    }
                    let text = match self.sources.text(file) {
                        Ok(text) if has_reserved(&text) => {
                            unreadable("private characters".into(), Span::file_start(file))
                        }
                        Ok(text) => literal(file, &text),
                        Err(gap) => unreadable(gap.message, Span::file_start(file)),
                    };
                    chart.files.push((inside.clone(), text));
                }
            }
        }
        self.children(&mut chart, dir, subcharts, depth);
        Ok(chart)
    }

    fn children(&mut self, chart: &mut Chart, dir: &str, found: BTreeMap<String, FileId>, depth: usize) {
        let prefix = if dir.is_empty() { String::new() } else { format!("{dir}/") };
        for (name, file) in found {
            if name.ends_with(".tgz") {
                let known = chart.dependencies.iter().map(|d| (d.name.clone(), d.key().clone()));
                let stem =
                    known.into_iter().filter(|(n, _)| name.starts_with(&format!("{n}-"))).max_by_key(|(n, _)| n.len());
                let key = stem.map_or_else(|| name.trim_end_matches(".tgz").into(), |(_, key)| key);
                chart.missing.push(Missing { name: key, at: Span::file_start(file), packed: true });
                continue;
            }
            if depth >= DEPTH {
                self.gaps.push(Gap::at(
                    Span::file_start(file),
                    GapKind::Bound,
                    format!("subcharts nest deeper than driftline's bound of {DEPTH}"),
                ));
                continue;
            }
            match self.load(&format!("{prefix}charts/{name}"), depth + 1) {
                Ok(child) => chart.children.push(child),
                Err(gap) => self.gaps.push(Gap { at: gap.at.or(Some(Span::file_start(file))), ..gap }),
            }
        }
        for dependency in chart.dependencies.clone() {
            let vendored = chart.children.iter().any(|c| c.name == dependency.name)
                || chart.missing.iter().any(|m| m.packed && m.name == *dependency.key());
            if vendored {
                continue;
            }
            let local = dependency
                .repository
                .strip_prefix("file://")
                .and_then(|relative| crate::source::path::join(dir, relative))
                .filter(|path| {
                    path != dir
                        && depth < DEPTH
                        && self.sources.find(self.tree, &format!("{path}/Chart.yaml")).is_some()
                });
            let loaded = local.and_then(|path| match self.load(&path, depth + 1) {
                Ok(child) => Some(child),
                Err(gap) => {
                    self.gaps.push(gap);
                    None
                }
            });
            match loaded {
                Some(child) => chart.children.push(child),
                None => {
                    chart.missing.push(Missing { name: dependency.key().clone(), at: dependency.at, packed: false })
                }
            }
        }
    }
}

fn dependency(value: &Value) -> Option<Dependency> {
    let text = |key: &str| field(value, key).and_then(scalar);
    let imports = items(field(value, "import-values")).into_iter().filter_map(|i| match &i.kind {
        Kind::Text(Text::Whole(name)) => Some((format!("exports.{name}"), ".".to_string())),
        _ => Some((field(i, "child").and_then(scalar)?, field(i, "parent").and_then(scalar)?)),
    });
    Some(Dependency {
        name: text("name")?.into(),
        alias: text("alias").filter(|a| !a.is_empty()).map(Into::into),
        version: text("version").unwrap_or_default(),
        condition: text("condition").unwrap_or_default(),
        tags: items(field(value, "tags")).into_iter().filter_map(scalar).collect(),
        repository: text("repository").unwrap_or_default(),
        imports: imports.collect(),
        at: field(value, "name").map_or(value.at, |n| n.at),
        enabled: true,
    })
}

/// `.Chart`: Go's struct, whose fields have capital names.
pub fn metadata(chart: &Chart, root: bool, holes: &mut Holes) -> Datum {
    let mut entries: BTreeMap<Arc<str>, Slot> = BTreeMap::new();
    let text = |key: &str| {
        let found = field(&chart.meta, key);
        match found.map(|v| (v, scalar(v))) {
            Some((value, Some(text))) => {
                let from = Origin { at: value.at, via: None, marks: Marks::NONE, literal: false };
                Datum::Text(Str::new(text, Some(Rc::new(from))))
            }
            _ => Datum::text(""),
        }
    };
    for (name, key) in [
        ("Home", "home"),
        ("Version", "version"),
        ("Description", "description"),
        ("Icon", "icon"),
        ("APIVersion", "apiVersion"),
        ("Condition", "condition"),
        ("Tags", "tags"),
        ("AppVersion", "appVersion"),
        ("KubeVersion", "kubeVersion"),
        ("Type", "type"),
    ] {
        entries.insert(name.into(), Slot { key: None, value: text(key) });
    }
    let name = match text("name") {
        Datum::Text(text) => Datum::Text(text.remade(&*chart.name)),
        other => other,
    };
    entries.insert("Name".into(), Slot { key: None, value: name });
    for (name, key) in [
        ("Sources", "sources"),
        ("Keywords", "keywords"),
        ("Maintainers", "maintainers"),
        ("Dependencies", "dependencies"),
    ] {
        let value = field(&chart.meta, key).map_or(Datum::list(Vec::new()), |v| from_value(v, holes, 0));
        entries.insert(name.into(), Slot { key: None, value });
    }
    let annotations =
        field(&chart.meta, "annotations").map_or(Datum::map(MapData::default()), |v| from_value(v, holes, 0));
    entries.insert("Annotations".into(), Slot { key: None, value: annotations });
    let deprecated = field(&chart.meta, "deprecated").is_some_and(|v| matches!(v.kind, Kind::Bool(true)));
    entries.insert("Deprecated".into(), Slot { key: None, value: Datum::bool(deprecated) });
    entries.insert("IsRoot".into(), Slot { key: None, value: Datum::bool(root) });
    Datum::map(MapData { entries, structure: Some("struct { chart.Metadata; IsRoot bool }"), ..MapData::default() })
}

/// `.helmignore`: one pattern a line, `!` takes back, `/` at the end means a directory.
struct Ignore {
    patterns: Vec<(globset::GlobMatcher, bool, bool, bool)>,
}

impl Ignore {
    fn load(sources: &Sources, tree: TreeId, path: &str) -> Ignore {
        let text = sources.find(tree, path).and_then(|f| sources.text(f).ok()).unwrap_or_else(|| "".into());
        let mut patterns = Vec::new();
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (negated, rule) = line.strip_prefix('!').map_or((false, line), |r| (true, r));
            let (directory, rule) = rule.strip_suffix('/').map_or((false, rule), |r| (true, r));
            let rooted = rule.contains('/');
            let rule = rule.trim_start_matches('/');
            if let Ok(glob) = globset::GlobBuilder::new(rule).literal_separator(true).build() {
                patterns.push((glob.compile_matcher(), negated, directory, rooted));
            }
        }
        Ignore { patterns }
    }

    /// Whether a file, or a directory above it, is ignored.
    fn matches(&self, path: &str) -> bool {
        if path.strip_prefix("templates/").is_some_and(|p| p.split('/').any(|part| part.starts_with('.'))) {
            return true;
        }
        let mut end = 0;
        loop {
            let next = path.get(end..).and_then(|r| r.find('/')).map(|i| end + i);
            let part = path.get(..next.unwrap_or(path.len())).unwrap_or(path);
            let name = part.rsplit('/').next().unwrap_or(part);
            let mut ignored = false;
            for (glob, negated, directory, rooted) in &self.patterns {
                let hit = (next.is_some() || !directory) && glob.is_match(if *rooted { part } else { name });
                // Helm ignores everything that a negated rule does not match.
                if *negated && !hit && next.is_none() && !directory {
                    continue;
                }
                if hit {
                    ignored = !negated;
                }
            }
            if ignored {
                return true;
            }
            match next {
                Some(i) => end = i + 1,
                None => return false,
            }
        }
    }
}
