//! Where secrets are written: the places that no drawing of a file may show.

use super::configuration::Configuration;
use super::kubernetes::Kubernetes;
use super::value::{Item, Kind, Marks, Part, Text, Value, Why};
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeSet;

/// The places in values of a configuration, those in files that are never drawn (module models) left out.
pub fn of_configuration(sources: &Sources, c: &Configuration) -> Vec<Span> {
    let mut found = BTreeSet::new();
    for value in [&c.inputs, &c.locals, &c.outputs] {
        collect(value, Marks::NONE, 0, &mut found);
    }
    c.module.source.iter().for_each(|v| collect(v, Marks::NONE, 0, &mut found));
    c.backend.iter().for_each(|backend| collect(&backend.config, Marks::NONE, 0, &mut found));
    c.providers.iter().for_each(|provider| collect(&provider.config, Marks::NONE, 0, &mut found));
    c.resources.iter().for_each(|resource| collect(&resource.attributes, resource.marks, 0, &mut found));
    found.into_iter().filter(|at| drawn(sources, at.file)).collect()
}

/// The places in the values of objects, likewise.
pub fn of_objects(sources: &Sources, kubernetes: &Kubernetes) -> Vec<Span> {
    let mut found = BTreeSet::new();
    for object in &kubernetes.objects {
        hidden(&object.value, 0, &mut found);
    }
    found.into_iter().filter(|at| drawn(sources, at.file)).collect()
}

fn drawn(sources: &Sources, file: FileId) -> bool {
    sources.file(file).and_then(|f| sources.tree(f.tree)).is_some_and(|t| !t.embedded)
}

/// What was taken out of an object, when it was handed over, for being secret.
fn hidden(value: &Value, depth: u32, found: &mut BTreeSet<Span>) {
    match &value.kind {
        _ if depth > DEPTH => {}
        Kind::Unknown(unknown) if value.marks.has(Marks::SENSITIVE) && matches!(unknown.why, Why::Secret) => {
            found.insert(value.at);
        }
        Kind::List(items) => {
            for item in items.iter() {
                if let Item::One(inner) = item {
                    hidden(inner, depth + 1, found);
                }
            }
        }
        Kind::Map(map) => map.entries.iter().for_each(|e| hidden(&e.value, depth + 1, found)),
        _ => {}
    }
}

/// Deepest nesting that is looked into; values themselves are bounded below it.
const DEPTH: u32 = 512;

fn collect(value: &Value, outer: Marks, depth: u32, found: &mut BTreeSet<Span>) {
    let marks = outer.with(value.marks);
    let secret = marks.has(Marks::SENSITIVE);
    if depth > DEPTH {
        return;
    }
    match &value.kind {
        Kind::Text(Text::Parts(parts)) if secret => {
            found.extend(parts.iter().filter_map(|part| match part {
                Part::Known(_, at) => Some(*at),
                Part::Hole(..) => None,
            }));
        }
        Kind::Text(_) | Kind::Number(_) if secret => {
            found.insert(value.at);
        }
        Kind::List(items) => {
            for item in items.iter() {
                if let Item::One(inner) = item {
                    collect(inner, marks, depth + 1, found);
                }
            }
        }
        Kind::Map(map) => {
            for entry in &map.entries {
                // A computed key.
                if value.marks.has(Marks::SENSITIVE) {
                    found.insert(entry.key_at);
                }
                collect(&entry.value, marks, depth + 1, found);
            }
        }
        // What it most likely is, is written somewhere too.
        Kind::Unknown(unknown) => {
            if let Some(likely) = &unknown.likely {
                collect(likely, marks, depth + 1, found);
            }
        }
        _ => {}
    }
}
