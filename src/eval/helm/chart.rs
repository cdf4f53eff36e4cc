//! Charts as they lie in a repository: metadata, values, templates, files, vendored subcharts.

use super::datum::{Datum, FileText, Holes, MapData, from_value};
use super::files::{literal, unreadable};
use super::ignore::Ignore;
use super::metadata::{self, Dependency, field, scalar};
use super::text::has_reserved;
use crate::eval::manifest;
use crate::eval::value::Value;
use crate::source::{FileId, Gap, GapKind, SourceFile, Sources, Span, TreeId, path};
use crate::syntax::yaml;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How deep subcharts may nest.
const DEPTH: usize = 8;

/// A chart and its subcharts.
#[derive(Clone)]
pub struct Chart {
    /// Its name, or the alias its parent gives it.
    pub name: Arc<str>,
    /// `Chart.yaml`, as a value.
    pub meta: Value,
    /// Where `Chart.yaml` begins.
    pub at: Span,
    /// Its `values.yaml`.
    pub values: Datum,
    /// Its `values.schema.json`.
    pub schema: Option<(FileId, Arc<str>)>,
    /// Its templates: the path inside the chart, the path in the repository, the file.
    pub templates: Vec<(Arc<str>, Arc<str>, FileId)>,
    /// Its custom resource definitions.
    pub crds: Vec<(Arc<str>, FileId)>,
    /// Its other files.
    pub files: Vec<(Arc<str>, FileText)>,
    /// Its subcharts.
    pub children: Vec<Chart>,
    /// What `Chart.yaml` says of its dependencies.
    pub dependencies: Vec<Dependency>,
    /// A library: only its definitions count.
    pub library: bool,
    /// Subcharts that are switched off.
    pub off: Vec<Arc<str>>,
    /// The values that decided which subcharts there are, and what was imported from them, as dotted paths.
    pub decided: Vec<String>,
    /// Subcharts that are not at hand; known to be switched off ones are not among them.
    pub missing: Vec<Missing>,
}

/// A subchart that is not at hand.
#[derive(Clone)]
pub struct Missing {
    /// The name its values would live under.
    pub name: Arc<str>,
    /// Where it is named.
    pub at: Span,
    /// It is there, but cannot be read; why.
    pub unread: Option<Arc<str>>,
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

/// A file of a chart: its path inside the chart, and the file.
type Inside<'a> = (Arc<str>, &'a SourceFile);

fn refused(at: Option<Span>, message: impl Into<Arc<str>>) -> Gap {
    Gap { at, kind: GapKind::Chart, message: message.into(), help: None }
}

impl<'a> Loader<'a> {
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
        if let Some(at) = parsed.documents.first().and_then(null_key) {
            self.gaps.push(Gap::at(at, GapKind::Syntax, "a key is `null`, which Helm does not read"));
        }
        parsed.documents.first().map(manifest::value)
    }

    /// Loads the chart in a directory or a `.tgz`; `Err` is the place and reason why there is none.
    pub fn load(&mut self, dir: &str, depth: usize) -> Result<Chart, Gap> {
        if let Some(packed) = self.sources.packed(self.tree, dir) {
            let files = packed?.iter().filter_map(|f| Some((path::inside(&f.path, dir)?.into(), f))).collect();
            return self.files(files, None, dir, depth);
        }
        let ignored = self.ignored(&path_in(dir, ".helmignore"))?;
        let sources: &'a Sources = self.sources;
        let files = sources.below(self.tree, dir).filter_map(|f| Some((path::inside(&f.path, dir)?.into(), f)));
        let files = files.filter(|(inside, _): &Inside<'_>| !ignored.matches(inside)).collect();
        self.files(files, Some(dir), dir, depth)
    }

    fn ignored(&self, path: &str) -> Result<Ignore, Gap> {
        let file = self.sources.find(self.tree, path);
        let text = file.map_or(Ok("".into()), |file| self.sources.text(file))?;
        Ignore::parse(&text).map_err(|(line, message)| {
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let end = start + text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
            refused(
                file.map(|file| Span::new(file, start, end)),
                format!("Helm does not read this `.helmignore`: {message}"),
            )
        })
    }

    /// A chart from its files (`loader.LoadFiles`). `dir` is its directory, when it lies in one; `shown` names it.
    fn files(&mut self, files: Vec<Inside<'a>>, dir: Option<&str>, shown: &str, depth: usize) -> Result<Chart, Gap> {
        let Some((_, chart_file)) = files.iter().find(|(inside, _)| &**inside == "Chart.yaml") else {
            return Err(refused(None, format!("no Chart.yaml in `{shown}`")));
        };
        let at = Span::file_start(chart_file.id);
        let before = self.gaps.len();
        let Some(meta) = self.document(chart_file.id) else {
            let gap = self.gaps.get(before).cloned();
            return Err(gap.unwrap_or_else(|| refused(Some(at), "Chart.yaml is empty")));
        };
        let old = matches!(field(&meta, "apiVersion").and_then(scalar).as_deref(), None | Some("" | "v1"));
        let mut chart = Chart {
            name: field(&meta, "name").and_then(scalar).unwrap_or_default().into(),
            library: field(&meta, "type").and_then(scalar).is_some_and(|t| t.eq_ignore_ascii_case("library")),
            dependencies: metadata::dependencies(&meta).unwrap_or_default(),
            meta,
            at,
            values: Datum::map(MapData::default()),
            schema: None,
            templates: Vec::new(),
            crds: Vec::new(),
            files: Vec::new(),
            children: Vec::new(),
            off: Vec::new(),
            decided: Vec::new(),
            missing: Vec::new(),
        };
        let mut subcharts: BTreeMap<Arc<str>, Vec<Inside<'a>>> = BTreeMap::new();
        for (inside, file) in files {
            let (first, rest) = inside.split_once('/').map_or((&*inside, None), |(first, rest)| (first, Some(rest)));
            match (first, rest) {
                ("Chart.yaml" | "Chart.lock", None) => {}
                ("values.schema.json", None) => match self.sources.text(file.id) {
                    Ok(text) => chart.schema = Some((file.id, text)),
                    Err(gap) => self.gaps.push(gap),
                },
                ("values.yaml", None) => {
                    if let Some(value) = self.document(file.id) {
                        match from_value(&value, self.holes, 0) {
                            values @ Datum::Map(..) => chart.values = values,
                            Datum::Nil => {}
                            _ => return Err(refused(Some(value.at), "values.yaml is not a map")),
                        }
                    }
                }
                ("requirements.yaml" | "requirements.lock", None) => {
                    if first.ends_with(".yaml")
                        && let Some(declared) = self.document(file.id).as_ref().and_then(metadata::dependencies)
                    {
                        chart.dependencies = declared;
                    }
                    if old {
                        chart.files.push((inside.clone(), self.content(file)));
                    }
                }
                ("templates", Some(_)) => chart.templates.push((inside.clone(), file.path.clone(), file.id)),
                ("charts", Some(rest)) if !rest.ends_with(".prov") => {
                    let (name, below) = rest.split_once('/').unwrap_or((rest, ""));
                    if !name.starts_with(['_', '.']) && (!below.is_empty() || name.ends_with(".tgz")) {
                        subcharts.entry(name.into()).or_default().push((below.into(), file));
                    }
                }
                (first, rest) => {
                    let definition = [".yaml", ".yml", ".json"].iter().any(|end| inside.ends_with(end));
                    if first == "crds" && rest.is_some() && definition {
                        chart.crds.push((file.path.clone(), file.id));
                    }
                    chart.files.push((inside.clone(), self.content(file)));
                }
            }
        }
        if let Some(gap) = metadata::refused(&chart.meta, &chart.dependencies, at) {
            return Err(gap);
        }
        self.children(&mut chart, dir, subcharts, depth)?;
        Ok(chart)
    }

    fn content(&self, file: &SourceFile) -> FileText {
        match self.sources.text(file.id) {
            Ok(text) if has_reserved(&text) => unreadable("private characters".into(), Span::file_start(file.id)),
            Ok(text) => literal(file.id, &text),
            Err(gap) => unreadable(gap.message, Span::file_start(file.id)),
        }
    }

    fn children(
        &mut self,
        chart: &mut Chart,
        dir: Option<&str>,
        found: BTreeMap<Arc<str>, Vec<Inside<'a>>>,
        depth: usize,
    ) -> Result<(), Gap> {
        for (name, files) in found {
            let Some((below, first)) = files.first().cloned() else { continue };
            let at = Span::file_start(first.id);
            if depth >= DEPTH {
                let message = format!("subcharts nest deeper than driftline's bound of {DEPTH}");
                self.gaps.push(Gap::at(at, GapKind::Bound, message));
                continue;
            }
            let loaded = if below.is_empty() && name.ends_with(".tgz") {
                match self.sources.packed(self.tree, &first.path) {
                    // What is beyond a bound is not known to be wrong.
                    Some(Err(gap)) if gap.kind == GapKind::Bound => {
                        chart.missing.push(packed(chart, &name, at, gap));
                        continue;
                    }
                    _ => self.load(&first.path, depth + 1),
                }
            } else {
                let shown = first.path.strip_suffix(&*below).unwrap_or(&first.path).trim_end_matches('/');
                self.files(files, dir.is_some().then_some(shown), shown, depth + 1)
            };
            // Helm does not load a chart with a subchart that it cannot load.
            chart.children.push(loaded.map_err(|gap| Gap { at: gap.at.or(Some(at)), ..gap })?);
        }
        for dependency in chart.dependencies.clone() {
            let vendored = chart.children.iter().any(|c| c.name == dependency.name)
                || chart.missing.iter().any(|m| m.unread.is_some() && m.name == *dependency.key());
            if vendored {
                continue;
            }
            match self.local(dir, &dependency, depth) {
                Some(child) => chart.children.push(child),
                None => {
                    let missing = Missing { name: dependency.key().clone(), at: dependency.at, unread: None };
                    chart.missing.push(missing);
                }
            }
        }
        Ok(())
    }

    /// The chart of a dependency whose repository is a directory of the tree: what `helm dependency build` vendors.
    fn local(&mut self, dir: Option<&str>, dependency: &Dependency, depth: usize) -> Option<Chart> {
        let relative = dependency.repository.strip_prefix("file://")?;
        let path = path::join(dir?, relative).filter(|path| Some(&**path) != dir && depth < DEPTH)?;
        self.sources.find(self.tree, &path_in(&path, "Chart.yaml"))?;
        match self.load(&path, depth + 1) {
            Ok(child) => Some(child),
            Err(gap) => {
                self.gaps.push(gap);
                None
            }
        }
    }
}

/// The first key that is `null`.
fn null_key(node: &yaml::Node) -> Option<Span> {
    let null = |key: &yaml::Node| match &key.kind {
        yaml::NodeKind::Scalar(text, yaml::ScalarStyle::Plain) => {
            key.tag.is_none() && matches!(&**text, "" | "~" | "null" | "Null" | "NULL")
        }
        _ => false,
    };
    let pairs = node.pairs().iter();
    let inside = pairs.clone().map(|(_, value)| value).chain(node.elements()).find_map(null_key);
    pairs.map(|(key, _)| key).find(|key| null(key)).map(|key| key.at).or(inside)
}

/// A packed subchart that cannot be read, under the name that its values have.
fn packed(chart: &Chart, name: &str, at: Span, gap: Gap) -> Missing {
    let stems = chart.dependencies.iter().filter(|d| name.starts_with(&format!("{}-", d.name)));
    let key = stems.max_by_key(|d| d.name.len()).map(|d| d.key().clone());
    Missing { name: key.unwrap_or_else(|| name.trim_end_matches(".tgz").into()), at, unread: Some(gap.message) }
}

fn path_in(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_string() } else { format!("{dir}/{name}") }
}
