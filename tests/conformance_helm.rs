//! Charts rendered here against what the real `helm template` renders (`tests/conformance/helm/record.sh`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use driftline::eval::helm::{ReleaseInfo, render};
use driftline::eval::manifest;
use driftline::eval::value::{Item, Kind, Marks, Number, Part, Text, Value};
use driftline::source::{FileId, Limits, Root, Sources, Span, TreeId};
use driftline::syntax::yaml;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn json(value: &Value) -> Json {
    match &value.kind {
        Kind::Null => Json::Null,
        Kind::Bool(b) => (*b).into(),
        Kind::Number(Number::Int(n)) => Json::from(*n as f64),
        Kind::Number(Number::Float(n)) => (*n).into(),
        Kind::Number(Number::Big(n)) => n.parse::<f64>().unwrap().into(),
        Kind::Text(Text::Whole(text)) => text.to_string().into(),
        Kind::Text(Text::Parts(parts)) => {
            let piece = |p: &Part| match p {
                Part::Known(text, _) => text.to_string(),
                Part::Hole(..) => "?".to_string(),
            };
            parts.iter().map(piece).collect::<String>().into()
        }
        Kind::List(items) => items
            .iter()
            .map(|item| match item {
                Item::One(value) => json(value),
                Item::Many(_) => "...".into(),
            })
            .collect(),
        Kind::Map(map) => map.entries.iter().map(|e| (e.key.to_string(), json(&e.value))).collect(),
        Kind::Unknown(_) => "?".into(),
    }
}

fn key(object: &Json) -> String {
    format!("{}/{}", object["kind"], object["metadata"]["name"])
}

/// Where two values first differ.
fn difference(path: &str, expected: &Json, found: &Json) -> Option<String> {
    match (expected, found) {
        (Json::Object(a), Json::Object(b)) => {
            let keys: BTreeMap<&String, ()> = a.keys().chain(b.keys()).map(|k| (k, ())).collect();
            keys.keys().find_map(|k| {
                let (x, y) = (a.get(*k).unwrap_or(&Json::Null), b.get(*k).unwrap_or(&Json::Null));
                let absent = a.contains_key(*k) != b.contains_key(*k);
                let path = format!("{path}.{k}");
                if absent { Some(format!("{path}: helm {x}, here {y}")) } else { difference(&path, x, y) }
            })
        }
        (Json::Array(a), Json::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(i, (x, y))| difference(&format!("{path}[{i}]"), x, y))
        }
        (a, b) if a == b => None,
        (a, b) => Some(format!("{path}:\n      helm {a}\n      here {b}")),
    }
}

fn values(sources: &Sources, tree: TreeId, path: &str) -> Value {
    let file = sources.find(tree, path).expect("values.yaml");
    let parsed = yaml::parse(&sources.text(file).unwrap(), file);
    let nothing =
        Value { kind: Kind::Map(Default::default()), at: Span::file_start(file), marks: Marks::NONE, via: None };
    parsed.documents.first().map_or(nothing, manifest::value)
}

fn compare(sources: &Sources, case: &str, expected: &str) -> Result<(), String> {
    let tree = TreeId(0);
    let given = values(sources, tree, &format!("{case}/values.yaml"));
    let release =
        ReleaseInfo { name: "release".into(), namespace: "space".into(), revision: 1, kube_version: "1.31.0".into() };
    let rendered = render(sources, tree, &format!("{case}/chart"), &given, &release);
    let failed = rendered.failed.is_some();
    if let Some(why) = expected.strip_prefix("# refused: ") {
        if !failed {
            return Err(format!("helm refuses this chart: {why}"));
        }
        // The same template and line are named.
        let place = rendered.gaps.last().and_then(|g| g.at).expect("a failure has a place");
        let path = sources.file(place.file).map(|f| f.path.to_string()).unwrap_or_default();
        let line = sources.line_col(place.file, place.start).line;
        let inside = path.strip_prefix(&format!("{case}/chart/")).unwrap_or(&path);
        let exact = format!("{inside}:{line}");
        let known_elsewhere = why.contains("YAML parse error") || why.contains("unexpected EOF");
        if !known_elsewhere && !why.contains(&exact) {
            return Err(format!("helm says `{}`, here it is {exact}", why.trim()));
        }
        return Ok(());
    }
    if failed {
        return Err(format!("does not render: {:?}", rendered.gaps.last().map(|g| &g.message)));
    }
    let parsed = yaml::parse(expected, FileId::from_index(0));
    let documents = parsed.documents.iter().map(|d| json(&manifest::value(d))).filter(|d| !d.is_null());
    let mut theirs: Vec<Json> = documents.collect();
    let mut ours: Vec<Json> = rendered.objects.iter().map(|o| json(&o.value)).collect();
    theirs.sort_by_key(key);
    ours.sort_by_key(key);
    let names = |list: &[Json]| list.iter().map(key).collect::<Vec<_>>();
    if names(&theirs) != names(&ours) {
        return Err(format!("objects differ: helm {:?}, here {:?}", names(&theirs), names(&ours)));
    }
    match theirs.iter().zip(&ours).find_map(|(a, b)| difference(&key(a), a, b)) {
        Some(difference) => Err(difference),
        None => Ok(()),
    }
}

#[test]
fn charts_render_as_helm_renders_them() {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/helm");
    let opened = Sources::open(&[Root { path: root.clone(), ..Root::default() }], Vec::new(), &[], &Limits::default());
    let mut cases: Vec<String> = std::fs::read_dir(&root)
        .unwrap()
        .filter_map(|entry| entry.ok().filter(|e| e.path().is_dir()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    cases.sort();
    assert!(cases.len() >= 40, "the recorded cases are missing");
    let mut wrong = Vec::new();
    for case in &cases {
        let expected = std::fs::read_to_string(root.join(case).join("expected.yaml")).unwrap();
        if let Err(message) = compare(&opened.sources, case, &expected) {
            wrong.push(format!("{case}: {message}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases differ:\n  {}", wrong.len(), cases.len(), wrong.join("\n  "));
}
