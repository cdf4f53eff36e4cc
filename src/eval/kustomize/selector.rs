//! Which objects a patch or a replacement means.

use super::edit;
use super::resource::{Id, Resource};
use crate::eval::value::Value;
use regex::Regex;

/// A `target` or `select` block. Patterns are anchored regular expressions; a missing one means anything.
#[derive(Debug, Default)]
pub struct Selector {
    group: Option<Regex>,
    version: Option<Regex>,
    kind: Option<Regex>,
    name: Option<Regex>,
    namespace: Option<Regex>,
    labels: Option<Requirements>,
    annotations: Option<Requirements>,
    impossible: bool,
}

impl Selector {
    /// Reads a block. A pattern that is no regular expression, or not known, selects nothing.
    pub fn new(block: &Value) -> Self {
        let mut selector = Selector::default();
        let mut impossible = false;
        let mut pattern = |key: &str| {
            let value = edit::present(block, key)?;
            match edit::scalar(value).map(|text| Regex::new(&format!("^(?:{text})$"))) {
                Some(Ok(regex)) if !regex.as_str().eq("^(?:)$") => Some(regex),
                Some(Ok(_)) => None,
                _ => {
                    impossible = true;
                    None
                }
            }
        };
        selector.group = pattern("group");
        selector.version = pattern("version");
        selector.kind = pattern("kind");
        selector.name = pattern("name");
        selector.namespace = pattern("namespace");
        selector.labels = edit::str_at(block, &["labelSelector"]).map(Requirements::new);
        selector.annotations = edit::str_at(block, &["annotationSelector"]).map(Requirements::new);
        selector.impossible = impossible;
        selector
    }

    /// Whether an object is meant, by its first identity or its present one.
    pub fn selects(&self, resource: &Resource) -> bool {
        let (original, current) = (resource.original(), resource.id());
        let either = |pattern: &Option<Regex>, part: fn(&Id) -> &str| match pattern {
            Some(regex) => regex.is_match(part(&original)) || regex.is_match(part(&current)),
            None => true,
        };
        let now = |pattern: &Option<Regex>, text: &str| pattern.as_ref().is_none_or(|regex| regex.is_match(text));
        !self.impossible
            && either(&self.namespace, Id::effective_namespace)
            && either(&self.name, |id| &id.name)
            && now(&self.group, &current.group)
            && now(&self.version, &current.version)
            && now(&self.kind, &current.kind)
            && self.labels.as_ref().is_none_or(|r| r.hold(&resource.value, "labels"))
            && self.annotations.as_ref().is_none_or(|r| r.hold(&resource.value, "annotations"))
    }
}

/// A label selector in its text form: `a=b,c!=d,e in (x,y),f,!g`.
#[derive(Debug)]
struct Requirements(Vec<Requirement>);

#[derive(Debug)]
enum Requirement {
    In(String, Vec<String>),
    NotIn(String, Vec<String>),
    Exists(String),
    Absent(String),
}

impl Requirements {
    fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut depth = 0u32;
        let mut part = String::new();
        for c in text.chars() {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    parts.push(std::mem::take(&mut part));
                    continue;
                }
                _ => {}
            }
            part.push(c);
        }
        parts.push(part);
        Self(parts.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).map(Requirement::new).collect())
    }

    fn hold(&self, object: &Value, field: &str) -> bool {
        let get = |key: &str| edit::lookup(object, &["metadata", field, key]).and_then(edit::scalar);
        self.0.iter().all(|requirement| match requirement {
            Requirement::In(key, values) => get(key).is_some_and(|v| values.iter().any(|w| *w == v)),
            Requirement::NotIn(key, values) => get(key).is_none_or(|v| values.iter().all(|w| *w != v)),
            Requirement::Exists(key) => get(key).is_some(),
            Requirement::Absent(key) => get(key).is_none(),
        })
    }
}

impl Requirement {
    fn new(part: &str) -> Self {
        let set = |text: &str| {
            let inner = text.trim().trim_start_matches('(').trim_end_matches(')');
            inner.split(',').map(|v| v.trim().to_string()).collect()
        };
        if let Some((key, values)) = part.split_once(" notin ") {
            Requirement::NotIn(key.trim().into(), set(values))
        } else if let Some((key, values)) = part.split_once(" in ") {
            Requirement::In(key.trim().into(), set(values))
        } else if let Some((key, value)) = part.split_once("!=") {
            Requirement::NotIn(key.trim().into(), vec![value.trim().into()])
        } else if let Some((key, value)) = part.split_once("==").or_else(|| part.split_once('=')) {
            Requirement::In(key.trim().into(), vec![value.trim().into()])
        } else if let Some(key) = part.strip_prefix('!') {
            Requirement::Absent(key.trim().into())
        } else {
            Requirement::Exists(part.into())
        }
    }
}
