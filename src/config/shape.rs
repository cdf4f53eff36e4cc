//! Checks a YAML document against the JSON Schema of the configuration, naming every difference with its place, and
//! converts what fits: every scalar becomes `{value, at}`.

use super::problem::{Place, Problems, suggest};
use crate::syntax::yaml::{Node, NodeKind, ScalarStyle};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Walks one document.
pub(super) struct Shape<'a> {
    pub(super) schema: &'a Value,
    pub(super) problems: &'a mut Problems,
    /// Top-level keys that someone else reads.
    pub(super) elsewhere: &'a [&'a str],
}

impl Shape<'_> {
    /// The converted document; parts that do not fit are left out.
    pub(super) fn document(&mut self, node: &Node) -> Value {
        self.node(&self.schema.clone(), node, "").unwrap_or_else(|| json!({}))
    }

    fn node(&mut self, schema: &Value, node: &Node, path: &str) -> Option<Value> {
        let schema = self.resolve(schema);
        match kind(&schema) {
            "object" => self.object(&schema, node, path),
            "array" => self.array(&schema, node, path),
            "integer" => self.scalar(node, path, "a whole number").and_then(|t| self.integer(&schema, node, &t, path)),
            "boolean" => match self.scalar(node, path, "true or false")?.as_str() {
                "true" => Some(spanned(node, true.into())),
                "false" => Some(spanned(node, false.into())),
                other => {
                    self.problems.add(node.at, format!("{} must be true or false, not `{other}`", named(path)));
                    None
                }
            },
            _ => self.scalar(node, path, "text").and_then(|text| self.text(&schema, node, text, path)),
        }
    }

    /// Follows `$ref`, and looks through "or null".
    fn resolve(&self, schema: &Value) -> Value {
        let mut schema = schema.clone();
        for _ in 0..8 {
            if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix("#/$defs/")) {
                schema = self.schema.get("$defs").and_then(|d| d.get(name)).cloned().unwrap_or(Value::Null);
            } else if let Some(some) = schema.get("anyOf").and_then(Value::as_array) {
                let real = some.iter().find(|s| s.get("type").and_then(Value::as_str) != Some("null"));
                schema = real.cloned().unwrap_or(Value::Null);
            } else {
                break;
            }
        }
        schema
    }

    fn object(&mut self, schema: &Value, node: &Node, path: &str) -> Option<Value> {
        let pairs = match &node.kind {
            NodeKind::Mapping(pairs) => pairs,
            _ if unwritten(node) => return Some(json!({})),
            _ => {
                self.problems.add(node.at, format!("{} must be a mapping, not {}", named(path), article(node)));
                return None;
            }
        };
        let empty = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let others = schema.get("additionalProperties").filter(|a| a.is_object());
        let mut seen = BTreeSet::new();
        let mut result = Map::new();
        for (key, value) in pairs.iter() {
            let Some(name) = key.text() else { continue };
            if path.is_empty() && self.elsewhere.contains(&name) {
                continue;
            }
            if !seen.insert(name) {
                self.problems.add(key.at, format!("`{name}` is given twice"));
                continue;
            }
            let below = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let Some(schema) = properties.get(name).or(others) else {
                let place = if path.is_empty() { "the configuration".to_owned() } else { named(path) };
                let help = suggest(name, properties.keys().map(String::as_str), "known keys here");
                self.problems.add_with_help(key.at, format!("{place} has no key `{name}`"), help);
                continue;
            };
            let resolved = self.resolve(schema);
            if unwritten(value) && matches!(kind(&resolved), "object" | "array") {
                continue;
            }
            if let Some(value) = self.node(schema, value, &below) {
                result.insert(name.to_owned(), value);
            }
        }
        let required = schema.get("required").and_then(Value::as_array);
        let mut whole = true;
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if !seen.contains(name) {
                let at = pairs.first().map_or(node.at, |(key, _)| key.at);
                self.problems.add(at, format!("{} needs `{name}`", named(path)));
            }
            whole &= result.contains_key(name);
        }
        whole.then_some(Value::Object(result))
    }

    fn array(&mut self, schema: &Value, node: &Node, path: &str) -> Option<Value> {
        let NodeKind::Sequence(items) = &node.kind else {
            if unwritten(node) {
                return Some(json!([]));
            }
            let message = format!("{} must be a list, not {}", named(path), article(node));
            self.problems.add_with_help(node.at, message, "put each element on a line of its own after `- `");
            return None;
        };
        let item = schema.get("items").cloned().unwrap_or(Value::Null);
        let values =
            items.iter().enumerate().filter_map(|(i, node)| self.node(&item, node, &format!("{path}[{i}]"))).collect();
        Some(Value::Array(values))
    }

    fn scalar(&mut self, node: &Node, path: &str, wanted: &str) -> Option<String> {
        match &node.kind {
            NodeKind::Scalar(text, style) if *style != ScalarStyle::Plain || !matches!(&**text, "" | "~" | "null") => {
                Some(text.to_string())
            }
            NodeKind::Scalar(..) => {
                self.problems.add(node.at, format!("{} has no value; it must be {wanted}", named(path)));
                None
            }
            _ => {
                self.problems.add(node.at, format!("{} must be {wanted}, not {}", named(path), article(node)));
                None
            }
        }
    }

    fn integer(&mut self, schema: &Value, node: &Node, text: &str, path: &str) -> Option<Value> {
        let Ok(number) = text.parse::<i64>() else {
            self.problems.add(node.at, format!("{} must be a whole number, not `{text}`", named(path)));
            return None;
        };
        let bound = |name: &str| schema.get(name).and_then(Value::as_i64);
        let (low, high) = (bound("minimum").unwrap_or(i64::MIN), bound("maximum").unwrap_or(i64::MAX));
        if number < low || number > high {
            let demand = if low == high { format!("must be {low}") } else { format!("must be from {low} to {high}") };
            self.problems.add(node.at, format!("{} {demand}, not {number}", named(path)));
            return None;
        }
        Some(spanned(node, number.into()))
    }

    fn text(&mut self, schema: &Value, node: &Node, text: String, path: &str) -> Option<Value> {
        let words = words(schema);
        if !words.is_empty() && !words.contains(&text.as_str()) {
            let help = suggest(&text, words.iter().copied(), "one of");
            self.problems.add_with_help(node.at, format!("{} cannot be `{text}`", named(path)), help);
            return None;
        }
        let date = schema.get("format").and_then(Value::as_str) == Some("date");
        if date && (text.len() != 10 || text.parse::<jiff::civil::Date>().is_err()) {
            self.problems.add(node.at, format!("`{text}` is no day of the calendar written as YYYY-MM-DD"));
            return None;
        }
        Some(spanned(node, text.into()))
    }
}

/// The words of an enumeration, however the schema lists them.
fn words(schema: &Value) -> Vec<&str> {
    let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let each = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    listed.chain(each.filter_map(|s| s.get("const").and_then(Value::as_str))).collect()
}

fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).find(|k| *k != "null").unwrap_or("string"),
        _ => "string",
    }
}

fn spanned(node: &Node, value: Value) -> Value {
    let Place { start, end } = node.at.into();
    json!({ "value": value, "at": [start, end] })
}

fn unwritten(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Scalar(text, ScalarStyle::Plain) if matches!(&**text, "" | "~" | "null"))
}

fn named(path: &str) -> String {
    if path.is_empty() { "the configuration".to_owned() } else { format!("`{path}`") }
}

/// What a node is, in words.
pub(super) fn article(node: &Node) -> &'static str {
    match &node.kind {
        NodeKind::Mapping(_) => "a mapping",
        NodeKind::Sequence(_) => "a list",
        NodeKind::Scalar(..) => "text",
    }
}
