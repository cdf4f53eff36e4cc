//! `Chart.yaml`: what Helm demands of it, and what `.Chart` shows of it.

use super::datum::{Datum, Holes, MapData, Slot, from_value};
use super::fmt;
use super::text::{Origin, Str};
use super::versions::Version;
use crate::eval::value::{Item, Kind, Marks, Number, Text, Value};
use crate::source::{Gap, GapKind, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

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

/// The dependencies that `Chart.yaml` or `requirements.yaml` declares; `None` when it says nothing of them.
pub fn dependencies(value: &Value) -> Option<Vec<Dependency>> {
    let declared = field(value, "dependencies")?;
    Some(items(Some(declared)).into_iter().filter_map(dependency).collect())
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

/// The texts of `Chart.yaml`: their name in templates and in the file.
const TEXTS: [(&str, &str); 11] = [
    ("Name", "name"),
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
];

/// What Helm refuses in `Chart.yaml` (`Metadata.Validate`, and the types of its fields); `at` is where the file begins.
pub fn refused(meta: &Value, dependencies: &[Dependency], at: Span) -> Option<Gap> {
    let gap = |at: Span, message: String| Some(Gap::at(at, GapKind::Chart, message));
    if !matches!(meta.kind, Kind::Map(_) | Kind::Null) {
        return gap(meta.at, "cannot load Chart.yaml: it is not a map".into());
    }
    let plural = ["sources", "keywords", "maintainers", "dependencies"];
    for key in TEXTS.iter().map(|(_, key)| *key).chain(plural).chain(["annotations"]) {
        let Some(value) = field(meta, key).filter(|v| !matches!(v.kind, Kind::Null)) else { continue };
        let fits = match &value.kind {
            Kind::List(_) => plural.contains(&key),
            Kind::Map(_) => key == "annotations",
            Kind::Unknown(_) => true,
            _ => !plural.contains(&key) && key != "annotations",
        };
        if !fits {
            return gap(value.at, format!("cannot load Chart.yaml: `{key}` has the wrong type"));
        }
    }
    let text = |key: &str| field(meta, key).and_then(|v| scalar(v).map(|text| (text, v.at)));
    let Some((name, name_at)) = text("name").filter(|(name, _)| !name.is_empty()) else {
        return gap(at, "chart.metadata.name is required".into());
    };
    if matches!(name.as_str(), "." | "..") || name.contains('/') {
        return gap(name_at, format!("chart.metadata.name {name:?} is invalid"));
    }
    match text("version").filter(|(version, _)| !version.is_empty()) {
        None => return gap(at, "chart.metadata.version is required".into()),
        Some((version, at)) if Version::parse(&version).is_none() => {
            return gap(at, format!("chart.metadata.version {version:?} is invalid"));
        }
        Some(_) => {}
    }
    if let Some((_, at)) = text("type").filter(|(t, _)| !matches!(t.as_str(), "" | "application" | "library")) {
        return gap(at, "chart.metadata.type must be application or library".into());
    }
    let mut keys = BTreeSet::new();
    for dependency in dependencies {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        if dependency.alias.as_ref().is_some_and(|alias| !alias.chars().all(allowed)) {
            let name = &dependency.name;
            return gap(dependency.at, format!("dependency {name:?} has disallowed characters in the alias"));
        }
        if !keys.insert(dependency.key().clone()) {
            let key = dependency.key();
            return gap(dependency.at, format!("more than one dependency with name or alias {key:?}"));
        }
    }
    None
}

fn slot(value: Datum) -> Slot {
    Slot { key: None, value }
}

fn text(of: &Value, key: &str) -> Datum {
    match field(of, key).map(|v| (v, scalar(v))) {
        Some((value, Some(text))) => {
            let from = Origin { at: value.at, via: None, marks: Marks::NONE, literal: false };
            // Helm makes every space a plain one and drops what cannot be printed.
            let text: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
            let text: String = text.chars().filter(|c| !c.is_control()).collect();
            Datum::Text(Str::new(text, Some(Rc::new(from))))
        }
        _ => Datum::text(""),
    }
}

fn structure(name: &'static str, entries: BTreeMap<Arc<str>, Slot>) -> Datum {
    Datum::map(MapData { entries, structure: Some(name), ..MapData::default() })
}

fn texts(of: &Value, fields: &[(&str, &str)]) -> BTreeMap<Arc<str>, Slot> {
    fields.iter().map(|(name, key)| ((*name).into(), slot(text(of, key)))).collect()
}

/// `.Chart`: Go's struct, whose fields have capital names. `name` is the chart's, or its alias; `dependencies` are those
/// that are not switched off.
pub fn shown(meta: &Value, name: &str, dependencies: &[Dependency], root: bool, holes: &mut Holes) -> Datum {
    let mut entries = texts(meta, &TEXTS);
    let own = match text(meta, "name") {
        Datum::Text(text) => Datum::Text(text.remade(name)),
        other => other,
    };
    entries.insert("Name".into(), slot(own));
    if matches!(&entries.get("APIVersion").map(|s| &s.value), Some(Datum::Text(text)) if text.as_str().is_empty()) {
        entries.insert("APIVersion".into(), slot(Datum::text("v1")));
    }
    for (name, key) in [("Sources", "sources"), ("Keywords", "keywords")] {
        let value = field(meta, key).map_or(Datum::list(Vec::new()), |v| match from_value(v, holes, 0) {
            Datum::Nil => Datum::list(Vec::new()),
            other => other,
        });
        entries.insert(name.into(), slot(value));
    }
    let maintainers = items(field(meta, "maintainers")).into_iter();
    let maintainers = maintainers
        .map(|m| structure("chart.Maintainer", texts(m, &[("Name", "name"), ("Email", "email"), ("URL", "url")])));
    entries.insert("Maintainers".into(), slot(Datum::list(maintainers.collect())));
    entries.insert("Dependencies".into(), slot(Datum::list(dependencies.iter().map(declared).collect())));
    let annotations = field(meta, "annotations").map(|v| from_value(v, holes, 0));
    let annotations = annotations.filter(|a| matches!(a, Datum::Map(..))).unwrap_or(Datum::map(MapData::default()));
    if let Datum::Map(map, _) = &annotations {
        map.borrow_mut().named = Some(super::datum::TEXTS);
    }
    entries.insert("Annotations".into(), slot(annotations));
    let deprecated = field(meta, "deprecated").is_some_and(|v| matches!(v.kind, Kind::Bool(true)));
    entries.insert("Deprecated".into(), slot(Datum::bool(deprecated)));
    entries.insert("IsRoot".into(), slot(Datum::bool(root)));
    structure("struct { chart.Metadata; IsRoot bool }", entries)
}

fn declared(dependency: &Dependency) -> Datum {
    let text = |text: &str| slot(Datum::text(text));
    let tags = dependency.tags.iter().map(|tag| Datum::text(tag.as_str())).collect();
    let entries = [
        ("Name", text(dependency.key())),
        ("Version", text(&dependency.version)),
        ("Repository", text(&dependency.repository)),
        ("Condition", text(&dependency.condition)),
        ("Alias", text(dependency.alias.as_deref().unwrap_or(""))),
        ("Tags", slot(Datum::list(tags))),
        ("Enabled", slot(Datum::bool(dependency.enabled))),
    ];
    structure("chart.Dependency", entries.into_iter().map(|(name, slot)| (name.into(), slot)).collect())
}
