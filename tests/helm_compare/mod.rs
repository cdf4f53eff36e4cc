//! Rendered charts compared with what `helm template` printed: by what the objects say, not by order or spelling.

use driftline::eval::helm::{ReleaseInfo, Rendered, render};
use driftline::eval::manifest;
use driftline::eval::value::{Item, Kind, Map, Number, Part, Text, Unknown, Value, Why};
use driftline::source::{FileId, Limits, Root, Sources, TreeId};
use driftline::syntax::yaml;
use std::collections::BTreeMap;
use std::path::Path;

/// What a comparison found for one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every field is the same; some may be volatile.
    Equal,
    /// Where the two first differ.
    Different(String),
}

/// Opens a folder as the sources to render from.
pub fn open(root: &Path) -> Sources {
    let root = Root { path: root.to_owned(), name: None, remote: None };
    Sources::open(&[root], Vec::new(), &[], &Limits::default()).sources
}

/// The first document of a values file; an empty map when it has none.
pub fn values(sources: &Sources, path: &str) -> Value {
    let file = sources.find(TreeId(0), path).expect("the values file");
    let parsed = yaml::parse(&sources.text(file).unwrap(), file);
    let nothing = Value::map(Vec::<(&str, Value)>::new(), driftline::source::Span::file_start(file));
    parsed.documents.first().map_or(nothing, manifest::value)
}

/// Renders as the recorded commands do: `helm template release CHART --namespace space --kube-version 1.31.0`.
pub fn rendered(sources: &Sources, chart: &str, given: &Value) -> Rendered {
    let release =
        ReleaseInfo { name: "release".into(), namespace: "space".into(), revision: 1, kube_version: "1.31.0".into() };
    render(sources, TreeId(0), chart, given, &release)
}

/// The objects of a stream of YAML.
pub fn objects(text: &str) -> Vec<Value> {
    let parsed = yaml::parse(text, FileId::from_index(0));
    let objects = parsed.documents.iter().map(manifest::value);
    objects.filter(|o| !matches!(&o.kind, Kind::Null)).collect()
}

/// Each object by its name with what comparing it gives; an object that only one side has is different.
pub fn compare(theirs: &[Value], ours: &[Value]) -> Vec<(String, Verdict)> {
    let mut groups: BTreeMap<String, (Vec<&Value>, Vec<&Value>)> = BTreeMap::new();
    for value in theirs {
        groups.entry(key(value)).or_default().0.push(value);
    }
    for value in ours {
        groups.entry(key(value)).or_default().1.push(value);
    }
    // A name that is partly random fits no other name: what is left over of one kind is compared pairwise.
    let lone: Vec<String> =
        groups.iter().filter(|(k, g)| k.contains('?') && g.0.is_empty()).map(|(k, _)| k.clone()).collect();
    for name in lone {
        let fits = |k: &String, g: &(Vec<&Value>, Vec<&Value>)| g.1.is_empty() && wild(&name, k);
        let Some(other) = groups.iter().find(|(k, g)| fits(k, g)).map(|(k, _)| k.clone()) else { continue };
        let taken = groups.remove(&name).unwrap_or_default().1;
        groups.entry(other).or_default().1 = taken;
    }
    let mut out = Vec::new();
    for (name, (theirs, ours)) in groups {
        for i in 0..theirs.len().max(ours.len()) {
            let verdict = match (theirs.get(i), ours.get(i)) {
                (Some(a), Some(b)) => difference("", a, b).map_or(Verdict::Equal, Verdict::Different),
                (Some(_), None) => Verdict::Different("only helm renders it".into()),
                _ => Verdict::Different("helm does not render it".into()),
            };
            out.push((name.clone(), verdict));
        }
    }
    out
}

/// The kind and name of an object.
pub fn key(object: &Value) -> String {
    let field = |path: &[&str]| object.path(path).map(shown).unwrap_or_default();
    format!("{} {}/{}", field(&["kind"]), field(&["metadata", "namespace"]), field(&["metadata", "name"]))
}

fn wild(pattern: &str, text: &str) -> bool {
    let mut rest = text;
    let mut pieces = pattern.split('?');
    let Some(left) = pieces.next().and_then(|first| rest.strip_prefix(first)) else { return false };
    rest = left;
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else { return rest.is_empty() };
    for piece in middle {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

fn volatile(unknown: &Unknown) -> bool {
    match &unknown.why {
        Why::Volatile => true,
        Why::Because(deeper) => volatile(deeper),
        _ => false,
    }
}

fn number(n: &Number) -> f64 {
    match n {
        Number::Int(n) => *n as f64,
        Number::Float(n) => *n,
        Number::Big(n) => n.parse().unwrap_or(f64::NAN),
    }
}

/// A value on one line; `?` for what is not known.
pub fn shown(value: &Value) -> String {
    match &value.kind {
        Kind::Null => "null".into(),
        Kind::Bool(b) => b.to_string(),
        Kind::Number(n) => number(n).to_string(),
        Kind::Text(Text::Whole(text)) => text.to_string(),
        Kind::Text(Text::Parts(parts)) => parts
            .iter()
            .map(|part| match part {
                Part::Known(text, _) => text.to_string(),
                Part::Hole(..) => "?".to_string(),
            })
            .collect(),
        Kind::List(items) => {
            let each = items.iter().map(|item| match item {
                Item::One(value) => shown(value),
                Item::Many(_) => "...".into(),
            });
            format!("[{}]", each.collect::<Vec<_>>().join(", "))
        }
        Kind::Map(map) => {
            let each = map.entries.iter().map(|e| format!("{}: {}", e.key, shown(&e.value)));
            format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
        }
        Kind::Unknown(unknown) => format!("? ({:?})", unknown.why),
    }
}

/// Where two values first differ. What is volatile here may be anything there.
pub fn difference(path: &str, theirs: &Value, ours: &Value) -> Option<String> {
    let told = || Some(format!("{path}:\n      helm {:?}\n      here {:?}", shown(theirs), shown(ours)));
    match (&theirs.kind, &ours.kind) {
        (_, Kind::Unknown(unknown)) if volatile(unknown) => None,
        (Kind::Map(a), Kind::Map(b)) => maps(path, a, b),
        (Kind::List(a), Kind::List(b)) => {
            if a.len() != b.len() {
                return told();
            }
            a.iter().zip(b.iter()).enumerate().find_map(|(i, pair)| match pair {
                (Item::One(a), Item::One(b)) => difference(&format!("{path}[{i}]"), a, b),
                _ => told(),
            })
        }
        (Kind::Text(Text::Whole(a)), Kind::Text(Text::Whole(b))) => {
            if a == b {
                None
            } else {
                told()
            }
        }
        (Kind::Text(Text::Whole(a)), Kind::Text(Text::Parts(parts))) => {
            let known = parts.iter().all(|p| match p {
                Part::Known(..) => true,
                Part::Hole(unknown, _) => volatile(unknown),
            });
            if known && wild(&shown(ours), a) { None } else { told() }
        }
        (Kind::Number(a), Kind::Number(b)) => {
            if number(a) == number(b) {
                None
            } else {
                told()
            }
        }
        (Kind::Bool(a), Kind::Bool(b)) => {
            if a == b {
                None
            } else {
                told()
            }
        }
        (Kind::Null, Kind::Null) => None,
        _ => told(),
    }
}

fn maps(path: &str, theirs: &Map, ours: &Map) -> Option<String> {
    let more = ours.rest.as_ref();
    if let Some(rest) = more.filter(|rest| !volatile(rest)) {
        return Some(format!("{path}: here it may hold more ({:?})", rest.why));
    }
    for entry in &theirs.entries {
        let inner = format!("{path}.{}", entry.key);
        match ours.entries.iter().find(|e| e.key == entry.key) {
            Some(found) => {
                if let Some(found) = difference(&inner, &entry.value, &found.value) {
                    return Some(found);
                }
            }
            None if more.is_some() => {}
            None => return Some(format!("{inner}: only helm has it: {}", shown(&entry.value))),
        }
    }
    let extra = ours.entries.iter().find(|e| theirs.entries.iter().all(|t| t.key != e.key));
    extra.map(|e| format!("{path}.{}: helm does not have it: {}", e.key, shown(&e.value)))
}
