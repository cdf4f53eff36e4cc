//! Objects compared by what they say, not by order or spelling.

use driftline::eval::kustomize::{Build, Extra, Files, Kustomizer, Named, edit};
use driftline::eval::manifest;
use driftline::eval::reference::Outcome;
use driftline::eval::value::{Item, Kind, Text, Value};
use driftline::source::{FileId, GapKind, Sources, TreeId};
use driftline::syntax::yaml;

/// One line for each way in which a build differs from what kustomize printed.
pub fn differences(sources: &Sources, tree: TreeId, dir: &str, expected: &str) -> Vec<String> {
    let files = Files::new(sources);
    let build = Kustomizer::new(&files, tree).build(dir, &Extra::default());
    let wanted: Vec<Value> =
        yaml::parse(expected, FileId::from_index(0)).documents.iter().map(manifest::value).collect();
    let actual: Vec<Value> = build.resources.iter().map(|r| r.value.clone()).collect();
    let mut out = Vec::new();
    for value in &wanted {
        match actual.iter().find(|other| name(other) == name(value)) {
            Some(other) => compare(&name(value), value, other, &mut out),
            None => out.push(format!("{}: not built", name(value))),
        }
    }
    for value in &actual {
        if !wanted.iter().any(|other| name(other) == name(value)) {
            out.push(format!("{}: built, kustomize does not", name(value)));
        }
    }
    out
}

/// The build of a directory.
#[allow(dead_code)]
pub fn build(sources: &Sources, tree: TreeId, dir: &str) -> Build {
    let files = Files::new(sources);
    Kustomizer::new(&files, tree).build(dir, &Extra::default())
}

/// Why kustomize would refuse a build: what its gaps say, or a path that leads nowhere.
#[allow(dead_code)]
pub fn refused(build: &Build) -> Option<String> {
    // A file that does not parse, and a path that leads nowhere, are told as such.
    let kinds = [GapKind::Evaluation, GapKind::Syntax, GapKind::Chart, GapKind::Unreadable];
    let missing = |named: &&Named| matches!(named.outcome, Outcome::Missing { .. } | Outcome::Ignored);
    let gap = build.gaps.iter().find(|gap| kinds.contains(&gap.kind)).map(|gap| gap.message.to_string());
    gap.or_else(|| build.references.iter().find(missing).map(|named| format!("`{}` is missing", named.target)))
}

/// The objects of a build, in order.
#[allow(dead_code)]
pub fn names(build: &Build) -> Vec<String> {
    build.resources.iter().map(|r| name(&r.value)).collect()
}

/// The objects that kustomize printed, in order.
#[allow(dead_code)]
pub fn printed(expected: &str) -> Vec<String> {
    let parsed = yaml::parse(expected, FileId::from_index(0));
    parsed.documents.iter().map(manifest::value).map(|v| name(&v)).collect()
}

fn name(value: &Value) -> String {
    let part =
        |path: &[&str]| edit::lookup(value, path).and_then(edit::scalar).map(|s| s.into_owned()).unwrap_or_default();
    format!(
        "{} {} {}/{}",
        part(&["apiVersion"]),
        part(&["kind"]),
        part(&["metadata", "namespace"]),
        part(&["metadata", "name"])
    )
}

fn compare(path: &str, wanted: &Value, actual: &Value, out: &mut Vec<String>) {
    match (&wanted.kind, &actual.kind) {
        (Kind::Map(a), Kind::Map(b)) => {
            for entry in &a.entries {
                let inner = format!("{path}.{}", entry.key);
                match b.entries.iter().find(|e| e.key == entry.key) {
                    Some(other) => compare(&inner, &entry.value, &other.value, out),
                    None if matches!(entry.value.kind, Kind::Null) => {}
                    None => out.push(format!("{inner}: missing, wanted {}", shown(&entry.value))),
                }
            }
            for entry in &b.entries {
                if !a.entries.iter().any(|e| e.key == entry.key) && !matches!(entry.value.kind, Kind::Null) {
                    out.push(format!("{path}.{}: not wanted, is {}", entry.key, shown(&entry.value)));
                }
            }
        }
        (Kind::List(a), Kind::List(b)) => {
            if a.len() != b.len() {
                out.push(format!("{path}: {} elements wanted, are {}", a.len(), b.len()));
                return;
            }
            for (index, pair) in a.iter().zip(b.iter()).enumerate() {
                if let (Item::One(a), Item::One(b)) = pair {
                    compare(&format!("{path}[{index}]"), a, b, out);
                }
            }
        }
        _ => {
            if !edit::same(wanted, actual) {
                out.push(format!("{path}: wanted {}, is {}", shown(wanted), shown(actual)));
            }
        }
    }
}

fn shown(value: &Value) -> String {
    match &value.kind {
        Kind::Null => "null".into(),
        Kind::Bool(b) => b.to_string(),
        Kind::Number(n) => format!("{n:?}"),
        Kind::Text(Text::Whole(text)) => format!("{text:?}"),
        other => format!("{other:?}").chars().take(80).collect(),
    }
}
