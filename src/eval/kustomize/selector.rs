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
    /// Reads a block. The error says which pattern or selector kustomize would refuse; a pattern that is not known selects
    /// nothing.
    pub fn new(block: &Value) -> Result<Self, String> {
        let mut impossible = false;
        let mut pattern = |key: &str| -> Result<Option<Regex>, String> {
            let Some(value) = edit::present(block, key) else { return Ok(None) };
            match edit::scalar(value) {
                Some(text) if text.is_empty() => Ok(None),
                Some(text) => Regex::new(&format!("^(?:{text})$"))
                    .map(Some)
                    .map_err(|_| format!("the `{key}` of a selector, `{text}`, is no regular expression")),
                None => {
                    impossible = true;
                    Ok(None)
                }
            }
        };
        let selector = Selector {
            group: pattern("group")?,
            version: pattern("version")?,
            kind: pattern("kind")?,
            name: pattern("name")?,
            namespace: pattern("namespace")?,
            labels: edit::str_at(block, &["labelSelector"]).map(Requirements::new).transpose()?,
            annotations: edit::str_at(block, &["annotationSelector"]).map(Requirements::new).transpose()?,
            impossible: false,
        };
        Ok(Selector { impossible, ..selector })
    }

    /// Whether an object is meant by a patch: by its first identity or its present one.
    pub fn selects(&self, resource: &Resource) -> bool {
        if self.impossible {
            return false;
        }
        let current = resource.id();
        let original = resource.previous.first();
        let either = |pattern: &Option<Regex>, part: fn(&Id) -> &str| match pattern {
            Some(regex) => regex.is_match(part(&current)) || original.is_some_and(|id| regex.is_match(part(id))),
            None => true,
        };
        self.is_of_kind(&current)
            && either(&self.namespace, Id::effective_namespace)
            && either(&self.name, |id| &id.name)
            && self.has_labels(resource)
    }

    fn is_of_kind(&self, id: &Id) -> bool {
        let now = |pattern: &Option<Regex>, text: &str| pattern.as_ref().is_none_or(|regex| regex.is_match(text));
        now(&self.group, &id.group) && now(&self.version, &id.version) && now(&self.kind, &id.kind)
    }

    /// Whether a replacement means an identity, apart from labels and annotations: namespaces as they are written.
    pub fn matches(&self, id: &Id) -> bool {
        let now = |pattern: &Option<Regex>, text: &str| pattern.as_ref().is_none_or(|regex| regex.is_match(text));
        !self.impossible && self.is_of_kind(id) && now(&self.name, &id.name) && now(&self.namespace, &id.namespace)
    }

    /// Whether the labels and annotations that it asks for are there.
    pub fn has_labels(&self, resource: &Resource) -> bool {
        self.labels.as_ref().is_none_or(|r| r.hold(&resource.value, "labels"))
            && self.annotations.as_ref().is_none_or(|r| r.hold(&resource.value, "annotations"))
    }

    /// Whether it asks for labels or annotations.
    pub fn names_labels(&self) -> bool {
        self.labels.is_some() || self.annotations.is_some()
    }

    /// Whether it asks for a kind, name or namespace.
    pub fn names_ids(&self) -> bool {
        self.impossible
            || [&self.group, &self.version, &self.kind, &self.name, &self.namespace].iter().any(|p| p.is_some())
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
    Above(String, i64),
    Below(String, i64),
}

impl Requirements {
    /// The error says which part is no requirement.
    fn new(text: &str) -> Result<Self, String> {
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
        let parts = parts.iter().map(|p| p.trim()).filter(|p| !p.is_empty());
        parts.map(Requirement::new).collect::<Result<_, _>>().map(Self)
    }

    fn hold(&self, object: &Value, field: &str) -> bool {
        let get = |key: &str| edit::lookup(object, &["metadata", field, key]).and_then(edit::scalar);
        self.0.iter().all(|requirement| match requirement {
            Requirement::In(key, values) => get(key).is_some_and(|v| values.iter().any(|w| *w == v)),
            Requirement::NotIn(key, values) => get(key).is_none_or(|v| values.iter().all(|w| *w != v)),
            Requirement::Exists(key) => get(key).is_some(),
            Requirement::Absent(key) => get(key).is_none(),
            Requirement::Above(key, than) => get(key).and_then(|v| v.parse::<i64>().ok()).is_some_and(|v| v > *than),
            Requirement::Below(key, than) => get(key).and_then(|v| v.parse::<i64>().ok()).is_some_and(|v| v < *than),
        })
    }
}

impl Requirement {
    fn new(part: &str) -> Result<Self, String> {
        let wrong = || format!("`{part}` is no requirement of a label selector");
        let set = |text: &str| -> Result<Vec<String>, String> {
            let inner = text.trim().strip_prefix('(').and_then(|t| t.strip_suffix(')')).ok_or_else(wrong)?;
            Ok(inner.split(',').map(|v| v.trim().to_string()).collect())
        };
        let number = |text: &str| text.trim().parse::<i64>().map_err(|_| wrong());
        let (key, requirement) = if let Some((key, values)) = part.split_once(" notin ") {
            (key, Requirement::NotIn(key.trim().into(), set(values)?))
        } else if let Some((key, values)) = part.split_once(" in ") {
            (key, Requirement::In(key.trim().into(), set(values)?))
        } else if let Some((key, value)) = part.split_once("!=") {
            (key, Requirement::NotIn(key.trim().into(), vec![value.trim().into()]))
        } else if let Some((key, value)) = part.split_once("==").or_else(|| part.split_once('=')) {
            (key, Requirement::In(key.trim().into(), vec![value.trim().into()]))
        } else if let Some((key, value)) = part.split_once('>') {
            (key, Requirement::Above(key.trim().into(), number(value)?))
        } else if let Some((key, value)) = part.split_once('<') {
            (key, Requirement::Below(key.trim().into(), number(value)?))
        } else if let Some(key) = part.strip_prefix('!') {
            (key, Requirement::Absent(key.trim().into()))
        } else {
            (part, Requirement::Exists(part.into()))
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        if key.trim().is_empty() || !key.trim().chars().all(plain) {
            return Err(wrong());
        }
        Ok(requirement)
    }
}
