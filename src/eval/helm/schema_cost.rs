//! How much work it is to check a value against a JSON Schema: a schema of a few lines can ask for more than any machine
//! can do (`allOf` of two references to the next, thirty times), or for ever (`{"$ref": "#"}`).

use serde_json::Value as Json;
use std::collections::HashMap;

/// Pairs of a schema and a value that are looked at.
const PAIRS: usize = 500_000;

/// How deep schemas and values may nest.
const DEPTH: usize = 400;

/// Keywords whose schema, or schemas, apply to the value itself.
const HERE: [&str; 10] =
    ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies", "extends"];

/// Keywords whose schema, or schemas, apply to what is inside of the value.
const INSIDE: [&str; 10] = [
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "items",
    "prefixItems",
    "additionalItems",
    "unevaluatedItems",
    "contains",
    "contentSchema",
];

/// Applications of one schema to one value; `None` when they have no end or are too many to count.
pub fn cost(schema: &Json, value: &Json) -> Option<u64> {
    let mut names = HashMap::new();
    named(schema, &mut names, 0)?;
    let mut counting = Counting { root: schema, names, known: HashMap::new() };
    counting.of(schema, value, 0)
}

/// The schemas that have a name of their own.
fn named<'a>(schema: &'a Json, names: &mut HashMap<&'a str, &'a Json>, depth: usize) -> Option<()> {
    if depth > DEPTH {
        return None;
    }
    match schema {
        Json::Object(map) => {
            for key in ["$id", "id", "$anchor", "$dynamicAnchor"] {
                if let Some(Json::String(name)) = map.get(key) {
                    names.insert(name.trim_start_matches('#'), schema);
                }
            }
            map.values().try_for_each(|inner| named(inner, names, depth + 1))
        }
        Json::Array(list) => list.iter().try_for_each(|inner| named(inner, names, depth + 1)),
        _ => Some(()),
    }
}

struct Counting<'a> {
    root: &'a Json,
    names: HashMap<&'a str, &'a Json>,
    /// By the addresses of a schema and a value; `None` while it is being counted.
    known: HashMap<(usize, usize), Option<u64>>,
}

impl<'a> Counting<'a> {
    fn of(&mut self, schema: &'a Json, value: &'a Json, depth: usize) -> Option<u64> {
        let Json::Object(map) = schema else { return Some(1) };
        let pair = (std::ptr::from_ref(schema) as usize, std::ptr::from_ref(value) as usize);
        if let Some(known) = self.known.get(&pair) {
            return *known;
        }
        if depth > DEPTH || self.known.len() >= PAIRS {
            return None;
        }
        self.known.insert(pair, None);
        let mut sum: u64 = 1;
        for (keyword, inner) in map {
            let key = keyword.as_str();
            if matches!(key, "$ref" | "$dynamicRef" | "$recursiveRef") {
                if let Some(target) = inner.as_str().and_then(|r| self.target(r)) {
                    sum = sum.saturating_add(self.of(target, value, depth + 1)?);
                }
            } else if HERE.contains(&key) {
                for schema in schemas(inner) {
                    sum = sum.saturating_add(self.of(schema, value, depth + 1)?);
                }
            } else if key == "properties" {
                let (Json::Object(schemas), Json::Object(values)) = (inner, value) else { continue };
                for (name, value) in values {
                    if let Some(schema) = schemas.get(name) {
                        sum = sum.saturating_add(self.of(schema, value, depth + 1)?);
                    }
                }
            } else if INSIDE.contains(&key) {
                let values: Vec<&Json> = match value {
                    Json::Object(map) => map.values().collect(),
                    Json::Array(list) => list.iter().collect(),
                    _ => continue,
                };
                for schema in schemas(inner) {
                    for value in &values {
                        sum = sum.saturating_add(self.of(schema, value, depth + 1)?);
                    }
                }
            }
        }
        self.known.insert(pair, Some(sum));
        Some(sum)
    }

    fn target(&self, reference: &str) -> Option<&'a Json> {
        let local = reference.strip_prefix('#');
        match local {
            Some("") => Some(self.root),
            Some(pointer) if pointer.starts_with('/') => self.root.pointer(pointer),
            _ => self.names.get(reference.trim_start_matches('#')).copied(),
        }
    }
}

/// A schema, a list of schemas, or schemas by name.
fn schemas(value: &Json) -> Vec<&Json> {
    match value {
        Json::Array(list) => list.iter().collect(),
        // Schemas by name are schemas of which no keyword is known: looking at both counts too much, not too little.
        Json::Object(map) => std::iter::once(value).chain(map.values().filter(|v| v.is_object())).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_never_ends_or_doubles_is_told_before_it_is_tried() {
        assert_eq!(cost(&json!({"$ref": "#"}), &json!({})), None);
        assert_eq!(
            cost(&json!({"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"not": {"$ref": "#"}}}}), &json!({})),
            None
        );
        let mut defs = serde_json::Map::new();
        for i in 0..40 {
            let next = format!("#/$defs/d{}", i + 1);
            defs.insert(format!("d{i}"), json!({"anyOf": [{"$ref": next}, {"$ref": next}]}));
        }
        let doubling = json!({"$ref": "#/$defs/d0", "$defs": defs});
        assert!(cost(&doubling, &json!({})).unwrap() > 1 << 40);
        let tree = json!({"properties": {"child": {"$ref": "#"}}, "additionalProperties": {"type": "object"}});
        assert!(cost(&tree, &json!({"child": {"child": {"child": {}}}})).unwrap() < 50);
    }
}
