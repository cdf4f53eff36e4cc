//! `postBuild`: variables in the text of objects, as kustomize-controller's `envsubst` replaces them.

use crate::eval::kustomize::edit;
use crate::eval::manifest;
use crate::eval::value::{Entry, How, Item, Kind, Map, Marks, Part, Text, Ty, Unknown, Value, Why};
use crate::source::{Gap, GapKind, Span, names_a_secret};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Deepest nesting of defaults in defaults.
const DEPTH: u32 = 16;
/// Most text, in bytes, that variables bring into the objects of one Flux Kustomization.
pub const BYTES: usize = 32 * 1024 * 1024;

/// The variables of one Flux Kustomization.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    /// Known ones.
    pub known: BTreeMap<String, Value>,
    /// Set when there may be more: a Secret, a ConfigMap that is not in the repositories.
    pub more: Option<Arc<Unknown>>,
}

impl Variables {
    /// Without variables nothing is replaced, not even defaults.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty() && self.more.is_none()
    }

    /// Adds a variable; a later one wins.
    pub fn set(&mut self, name: &str, mut value: Value) {
        if names_a_secret(name) {
            value.marks = value.marks.with(Marks::SENSITIVE);
        }
        let value = match edit::scalar(&value) {
            Some(text) if text.contains('\n') => {
                Value { kind: edit::text(text.replace('\n', ""), value.at).kind, ..value }
            }
            _ => value,
        };
        self.known.insert(name.to_string(), value);
    }

    /// Says that a source of variables is not known: it may add some, and may change those set before it.
    pub fn obscure(&mut self, unknown: Arc<Unknown>) {
        for value in self.known.values_mut() {
            value.marks = value.marks.with(Marks::OVERRIDABLE);
        }
        self.more = Some(unknown);
    }
}

/// Replaces the variables in an object, unless it opts out. What is replaced is taken from `budget`, in bytes; where it
/// is used up, variables are unknown and a gap says so.
pub fn apply(object: &Value, variables: &Variables, budget: &mut usize, gaps: &mut Vec<Gap>) -> Value {
    let opted_out = ["labels", "annotations"].iter().any(|field| {
        edit::str_at(object, &["metadata", field, "kustomize.toolkit.fluxcd.io/substitute"]) == Some("disabled")
    });
    if variables.is_empty() || opted_out {
        return object.clone();
    }
    let quotes = edit::str_at(object, &["kind"]) != Some("Secret");
    let mut run = Run { variables, budget, gaps, quotes };
    run.value(object).unwrap_or_else(|| object.clone())
}

struct Run<'a> {
    variables: &'a Variables,
    budget: &'a mut usize,
    gaps: &'a mut Vec<Gap>,
    /// Whether messages may quote the object.
    quotes: bool,
}

impl Run<'_> {
    /// The value with its variables replaced; `None` when there is nothing to replace.
    fn value(&mut self, value: &Value) -> Option<Value> {
        match &value.kind {
            Kind::Text(Text::Whole(text)) => self.text(text, value),
            Kind::Text(Text::Parts(parts)) => {
                let mut changed = false;
                let mut out = Vec::new();
                for part in parts.iter() {
                    match part {
                        Part::Known(text, at) if text.contains("${") => {
                            changed = true;
                            out.extend(self.parts(text, *at, 0));
                        }
                        other => out.push(other.clone()),
                    }
                }
                changed.then(|| self.joined(out, value))
            }
            Kind::List(list) => {
                let new: Vec<Option<Value>> = list
                    .iter()
                    .map(|item| match item {
                        Item::One(v) => self.value(v),
                        Item::Many(_) => None,
                    })
                    .collect();
                if new.iter().all(Option::is_none) {
                    return None;
                }
                let items = list.iter().zip(new).map(|(old, new)| new.map_or_else(|| old.clone(), Item::One)).collect();
                Some(Value { kind: Kind::List(items), ..value.clone() })
            }
            Kind::Map(map) => {
                let mut rest = map.rest.clone();
                let mut changed = false;
                let mut entries: Vec<Entry> = Vec::with_capacity(map.entries.len());
                for old in &map.entries {
                    let (key, value) = (self.key(old), self.value(&old.value));
                    changed |= key.is_some() || value.is_some();
                    match key {
                        // A key that is not known may be any.
                        Some(Err(unknown)) => rest = Some(unknown),
                        key => entries.push(Entry {
                            key: key.and_then(Result::ok).unwrap_or_else(|| old.key.clone()),
                            key_at: old.key_at,
                            value: value.unwrap_or_else(|| old.value.clone()),
                        }),
                    }
                }
                if !changed {
                    return None;
                }
                let map = Map { entries: entries.into(), rest };
                Some(Value { kind: Kind::Map(Arc::new(map)), ..value.clone() })
            }
            _ => None,
        }
    }

    /// The key with its variables replaced; `None` when there is nothing to replace.
    fn key(&mut self, entry: &Entry) -> Option<Result<Arc<str>, Arc<Unknown>>> {
        if !entry.key.contains("${") {
            return None;
        }
        let parts = self.parts(&entry.key, entry.key_at, 0);
        let hole = parts.iter().find_map(|part| match part {
            Part::Hole(unknown, _) => Some(unknown.clone()),
            Part::Known(..) => None,
        });
        Some(whole(&parts).map(Into::into).ok_or_else(|| hole.unwrap_or_else(|| secret(entry.key_at))))
    }

    fn text(&mut self, text: &str, value: &Value) -> Option<Value> {
        if !text.contains("${") {
            return None;
        }
        let parts = self.parts(text, value.at, 0);
        Some(self.joined(parts, value))
    }

    fn joined(&self, parts: Vec<Part>, value: &Value) -> Value {
        let origin = parts.iter().find_map(|part| match part {
            Part::Known(_, at) | Part::Hole(_, at) if *at != value.at => Some(*at),
            _ => None,
        });
        let marks = value.marks.with(self.marks(value));
        let new = match whole(&parts) {
            Some(text) => {
                let was_plain = edit::as_str(value).is_none_or(stays_plain);
                let kind = if was_plain && stays_plain(&text) && !text.is_empty() {
                    // Flux replaces text in YAML that was written anew, without quotes where none are needed.
                    manifest::plain(&text, value.at).kind
                } else if was_plain && text.is_empty() {
                    Kind::Null
                } else {
                    Kind::Text(Text::Whole(text.into()))
                };
                Value { kind, marks, ..value.clone() }
            }
            None => match parts.as_slice() {
                [Part::Hole(unknown, _)] => Value { kind: Kind::Unknown(unknown.clone()), marks, ..value.clone() },
                _ => Value { kind: Kind::Text(Text::Parts(parts.into())), marks, ..value.clone() },
            },
        };
        match origin {
            Some(origin) => edit::hop(new, How::Substitution, origin),
            None => new,
        }
    }

    fn marks(&self, value: &Value) -> Marks {
        let Some(text) = edit::as_str(value) else { return Marks::NONE };
        self.variables
            .known
            .iter()
            .filter(|(name, _)| text.contains(&format!("${{{name}")))
            .fold(Marks::NONE, |marks, (_, v)| marks.with(v.marks))
            .without(Marks::SENSITIVE)
    }

    fn parts(&mut self, text: &str, at: Span, depth: u32) -> Vec<Part> {
        let mut out = Vec::new();
        let mut known = String::new();
        let mut rest = text;
        while let Some(start) = rest.find("${") {
            let before = rest.get(..start).unwrap_or("");
            let after = rest.get(start..).unwrap_or("");
            if let Some(before) = before.strip_suffix('$') {
                // `$${` is a literal `${`.
                known.push_str(before);
                known.push_str("${");
                rest = after.get(2..).unwrap_or("");
                continue;
            }
            known.push_str(before);
            if *self.budget == 0 {
                let rest = self.used_up(at);
                if !known.is_empty() {
                    out.push(Part::Known(std::mem::take(&mut known).into(), at));
                }
                out.push(rest);
                return out;
            }
            let Some(end) = closing(after) else {
                known.push_str(after);
                rest = "";
                break;
            };
            let inner = after.get(2..end).unwrap_or("");
            rest = after.get(end + 1..).unwrap_or("");
            for part in self.variable(inner, at, depth) {
                match part {
                    Part::Known(text, place) if place == at => known.push_str(&text),
                    other => {
                        if !known.is_empty() {
                            out.push(Part::Known(std::mem::take(&mut known).into(), at));
                        }
                        out.push(other);
                    }
                }
            }
        }
        known.push_str(rest);
        if !known.is_empty() {
            out.push(Part::Known(known.into(), at));
        }
        out
    }

    fn variable(&mut self, inner: &str, at: Span, depth: u32) -> Vec<Part> {
        let name_end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inner.len());
        let (name, operator) = inner.split_at(name_end);
        if *self.budget == 0 {
            return vec![self.used_up(at)];
        }
        let value = self.variables.known.get(name).cloned();
        let text = value.as_ref().and_then(edit::scalar).map(|s| s.into_owned());
        // Each piece takes memory even when it adds no text.
        let cost = text.as_ref().map_or(0, String::len).saturating_add(64);
        if cost > *self.budget {
            *self.budget = 0;
            return vec![self.used_up(at)];
        }
        *self.budget -= cost;
        if name.is_empty() || depth > DEPTH {
            return vec![self.odd(inner, at)];
        }
        let place = value.as_ref().map_or(at, |v| v.at);
        let unknown = match (&value, &text) {
            // What a secret says is never put into other text; that it says something is all that counts.
            (Some(v), Some(text)) if v.marks.has(Marks::SENSITIVE) && !text.is_empty() => Some(secret(v.at)),
            (Some(v), None) => match &v.kind {
                Kind::Unknown(unknown) => Some(unknown.clone()),
                Kind::Null => None,
                _ => Some(hole("a variable that is not wholly known", v.at)),
            },
            (None, _) => self.variables.more.clone(),
            _ => None,
        };
        let set = || Part::Known(text.clone().unwrap_or_default().into(), place);
        match operator {
            "" => match unknown {
                Some(unknown) => vec![Part::Hole(unknown, place)],
                None => vec![set()],
            },
            _ if operator.starts_with([':', '-', '=']) && !operator.starts_with(":+") => {
                let default = operator
                    .strip_prefix(":-")
                    .or_else(|| operator.strip_prefix(":="))
                    .or_else(|| operator.strip_prefix('-'))
                    .or_else(|| operator.strip_prefix('='));
                let Some(default) = default else { return vec![self.odd(inner, at)] };
                if let Some(unknown) = unknown {
                    if matches!(unknown.why, Why::Secret) && text.is_some() {
                        return vec![Part::Hole(unknown, place)];
                    }
                    let likely = edit::text(default, at);
                    let with = Unknown { likely: Some(likely), ..(*unknown).clone() };
                    return vec![Part::Hole(Arc::new(with), at)];
                }
                // A variable without a value is an empty one to Flux: both kinds of default step in.
                match text.as_deref() {
                    None | Some("") => self.parts(default, at, depth + 1),
                    Some(_) => vec![set()],
                }
            }
            ",," | "^^" => match (unknown, &text) {
                (Some(unknown), _) => vec![Part::Hole(unknown, place)],
                (None, text) => {
                    let text = text.clone().unwrap_or_default();
                    let text = if operator == ",," { text.to_lowercase() } else { text.to_uppercase() };
                    vec![Part::Known(text.into(), place)]
                }
            },
            _ => vec![self.odd(inner, at)],
        }
    }

    fn used_up(&mut self, at: Span) -> Part {
        let message = "more than 32 MiB of substituted text in one Kustomization; the rest is not substituted";
        if !self.gaps.iter().any(|gap| gap.kind == GapKind::Bound && &*gap.message == message) {
            self.gaps.push(Gap::at(at, GapKind::Bound, message));
        }
        Part::Hole(hole(message, at), at)
    }

    fn odd(&mut self, inner: &str, at: Span) -> Part {
        let shown = if self.quotes { inner } else { "…" };
        let message = format!("the substitution `${{{shown}}}` is not evaluated");
        let gap = Gap::at(at, GapKind::Unsupported, message.clone());
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
        Part::Hole(hole(&message, at), at)
    }
}

fn hole(message: &str, at: Span) -> Arc<Unknown> {
    Arc::new(Unknown { why: Why::Gap(message.into()), what: None, ty: Ty::Text, not_null: true, likely: None, at })
}

fn secret(at: Span) -> Arc<Unknown> {
    Arc::new(Unknown { why: Why::Secret, what: None, ty: Ty::Text, not_null: true, likely: None, at })
}

fn whole(parts: &[Part]) -> Option<String> {
    parts
        .iter()
        .map(|part| match part {
            Part::Known(text, _) => Some(&**text),
            Part::Hole(..) => None,
        })
        .collect()
}

/// The offset of the brace that closes a `${`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0u32;
    let mut previous = ' ';
    for (offset, c) in text.char_indices() {
        match c {
            '{' if previous == '$' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(offset);
                }
            }
            '\n' => return None,
            _ => {}
        }
        previous = c;
    }
    None
}

/// Whether text would be written without quotes when an object is turned into YAML.
fn stays_plain(text: &str) -> bool {
    let first = text.chars().next().unwrap_or(' ');
    !text.contains('\n')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && text.trim() == text
        && !matches!(
            first,
            '{' | '[' | '*' | '&' | '!' | '%' | '@' | '`' | '\'' | '"' | '|' | '>' | '#' | ',' | '}' | ']'
        )
        && !text.starts_with("- ")
        && !text.starts_with("? ")
}
