//! ResourceSets of the Flux operator, as far as they need no template language
//! (<https://fluxoperator.dev/docs/crd/resourceset/>).

use super::index::shown;
use super::source_ref::elsewhere;
use crate::eval::kustomize::edit;
use crate::eval::value::{Absent, How, Item, Kind, Marks, Part, Text, Unknown, Value};
use crate::source::Span;
use std::sync::Arc;

/// Most objects that one ResourceSet makes.
const OBJECTS: usize = 5_000;
/// Deepest nesting of a resource.
const DEPTH: u32 = 64;

/// The objects that a ResourceSet makes: its `resources`, once for each of its `inputs`, with `<< inputs.name >>` replaced. What
/// takes more than that is not evaluated, and the reason is returned.
pub fn objects(set: &Value) -> Result<Vec<Value>, Arc<Unknown>> {
    let refuse = || not_evaluated(set.at);
    let spec = edit::get(set, "spec").ok_or_else(refuse)?;
    if ["resourcesTemplate", "inputsFrom", "inputStrategy", "steps"]
        .iter()
        .any(|key| edit::present(spec, key).is_some())
    {
        return Err(refuse());
    }
    let whole = |key: &str| match edit::present(spec, key).map(|v| &v.kind) {
        None => Some(Vec::new()),
        Some(Kind::List(items)) => {
            items.iter().map(|item| if let Item::One(v) = item { Some(v) } else { None }).collect()
        }
        Some(_) => None,
    };
    let resources: Vec<&Value> = whole("resources").ok_or_else(refuse)?;
    let mut inputs: Vec<Option<&Value>> = whole("inputs").ok_or_else(refuse)?.into_iter().map(Some).collect();
    if inputs.is_empty() {
        inputs.push(None);
    }
    let mut out: Vec<Value> = Vec::new();
    for input in inputs {
        for resource in &resources {
            if out.len() >= OBJECTS {
                return Err(refuse());
            }
            let mut made = Filler { set, input }.fill(resource, 0).ok_or_else(refuse)?;
            common_metadata(&mut made, spec);
            if !out.iter().any(|other| edit::same(other, &made)) {
                out.push(made);
            }
        }
    }
    Ok(out)
}

/// Why what a ResourceSet makes is not known.
pub fn not_evaluated(at: Span) -> Arc<Unknown> {
    elsewhere(Absent::ResourceSet, at)
}

struct Filler<'v> {
    set: &'v Value,
    input: Option<&'v Value>,
}

impl Filler<'_> {
    /// A value with its expressions replaced; `None` when one of them is more than a name.
    fn fill(&self, value: &Value, depth: u32) -> Option<Value> {
        if depth > DEPTH {
            return None;
        }
        let mut out = value.clone();
        match &value.kind {
            Kind::Map(map) => {
                if map.entries.iter().any(|entry| entry.key.contains("<<")) {
                    return None;
                }
                let mut filled = (**map).clone();
                for entry in filled.entries.iter_mut() {
                    entry.value = self.fill(&entry.value, depth + 1)?;
                }
                out.kind = Kind::Map(Arc::new(filled));
            }
            Kind::List(items) => {
                let filled = items.iter().map(|item| match item {
                    Item::One(v) => self.fill(v, depth + 1).map(Item::One),
                    Item::Many(_) => Some(item.clone()),
                });
                out.kind = Kind::List(filled.collect::<Option<Vec<Item>>>()?.into());
            }
            Kind::Text(Text::Whole(text)) if text.contains("<<") => return self.text(value, text),
            Kind::Text(Text::Parts(parts)) => {
                let open = |part: &Part| matches!(part, Part::Known(text, _) if text.contains("<<"));
                if parts.iter().any(open) {
                    return None;
                }
            }
            _ => {}
        }
        Some(out)
    }

    fn text(&self, value: &Value, text: &str) -> Option<Value> {
        let mut out = String::new();
        let mut marks = Marks::NONE;
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("<<") {
            let (expression, after) = after.split_once(">>")?;
            let found = self.named(expression.trim(), value.at)?;
            if before.is_empty() && after.is_empty() && out.is_empty() {
                return Some(edit::hop(found, How::Template, value.at));
            }
            marks = marks.with(found.marks);
            out.push_str(before);
            out.push_str(&edit::scalar(&found)?);
            rest = after;
        }
        out.push_str(rest);
        let mut filled = edit::text(out, value.at);
        filled.marks = value.marks.with(marks);
        Some(filled)
    }

    /// `inputs.a.b`; the operator itself adds `inputs.provider`.
    fn named(&self, expression: &str, at: Span) -> Option<Value> {
        let path: Vec<&str> = expression.strip_prefix("inputs.")?.split('.').collect();
        if !path.iter().all(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')) {
            return None;
        }
        if let Some(found) = self.input.and_then(|input| edit::lookup(input, &path)) {
            return Some(found.clone());
        }
        match path.as_slice() {
            ["provider", name @ ("name" | "namespace")] => {
                let own = edit::lookup(self.set, &["metadata", name])?;
                Some(edit::text(shown(own), at))
            }
            _ => None,
        }
    }
}

/// `commonMetadata`: labels and annotations of every object.
fn common_metadata(object: &mut Value, spec: &Value) {
    for field in ["labels", "annotations"] {
        let Some(pairs) = edit::lookup(spec, &["commonMetadata", field]) else { continue };
        let Some(metadata) = edit::get_mut(object, "metadata") else { continue };
        if edit::present(metadata, field).is_none() {
            edit::set(metadata, field, pairs.at, edit::empty_map(pairs.at));
        }
        let Some(slot) = edit::get_mut(metadata, field) else { continue };
        for entry in edit::entries(pairs) {
            edit::set_changed(slot, &entry.key, entry.key_at, entry.value.clone());
        }
    }
}
