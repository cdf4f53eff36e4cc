//! Strategic merge patches, as kustomize applies them (kyaml's `merge2`, lists growing at the front).

use super::edit;
use super::schema::{Given, Keys, Schema};
use crate::eval::manifest;
use crate::eval::value::{Entry, How, Item, Kind, Map, Value};
use crate::source::Span;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::sync::Arc;

/// Deepest nesting of a patch that is followed.
const DEPTH: u32 = 128;

/// A merge that kustomize refuses: where the patch says what does not fit, and why.
pub type Refused = (Span, String);

/// Applies a patch to an object. `None` when the patch deletes it. `at` is where the patch is named; `given` is the schema of
/// a kustomization's `openapi`, in place of kustomize's own.
///
/// Looking for elements costs steps, counted in `spent`; past `limit` the object is given back as it was. `written` is the
/// text at a place.
pub fn strategic(
    target: &Value,
    patch: &Value,
    given: Option<Given<'_>>,
    at: Span,
    written: Written<'_>,
    (spent, limit): (&mut u64, u64),
) -> Result<Option<Value>, Refused> {
    let part = |key: &str| edit::str_at(target, &[key]).unwrap_or("");
    let schema = Schema::of(part("apiVersion"), part("kind"), given);
    // Kustomize forgets what `$patch: replace` makes of a whole object.
    if edit::str_at(patch, &["$patch"]) == Some("replace") {
        return Ok(Some(target.clone()));
    }
    let walk = Walk { at, written, steps: Cell::new(*spent), limit };
    let merged = walk.merge(Some(target), Some(patch), schema, 0);
    *spent = walk.steps.get();
    if *spent > limit { Ok(Some(target.clone())) } else { merged }
}

/// Merges maps of values as `helmCharts` does: no lists are merged.
pub fn plain(target: &Value, patch: &Value, at: Span) -> Result<Option<Value>, Refused> {
    Walk { at, written: &|_| None, steps: Cell::new(0), limit: u64::MAX }.merge(Some(target), Some(patch), None, 0)
}

/// The text at a place.
pub type Written<'w> = &'w dyn Fn(Span) -> Option<Arc<str>>;

struct Walk<'w> {
    at: Span,
    written: Written<'w>,
    steps: Cell<u64>,
    limit: u64,
}

/// What `$patch` asks for.
#[derive(Clone, Copy, PartialEq)]
enum Directive {
    Merge,
    Replace,
    Delete,
}

fn is_null(value: &Value) -> bool {
    matches!(value.kind, Kind::Null)
}

fn form(value: &Value) -> &'static str {
    match value.kind {
        Kind::Map(_) => "a map",
        Kind::List(_) => "a list",
        _ => "a plain value",
    }
}

impl Walk<'_> {
    /// Merges a patch into a value; either may be missing. Without a patch the value is walked all the same where its lists
    /// have merge keys: elements that repeat a key become one.
    fn merge(
        &self,
        dest: Option<&Value>,
        patch: Option<&Value>,
        schema: Option<Schema<'_>>,
        depth: u32,
    ) -> Result<Option<Value>, Refused> {
        if depth > DEPTH {
            return Ok(dest.cloned());
        }
        if patch.is_none() && schema.is_none() {
            return Ok(dest.cloned());
        }
        let real = dest.filter(|v| !is_null(v)).or(patch.filter(|v| !is_null(v)));
        if let (Some(a), Some(b)) = (dest.filter(|v| !is_null(v)), patch.filter(|v| !is_null(v)))
            && form(a) != form(b)
            && !matches!(a.kind, Kind::Unknown(_))
            && !matches!(b.kind, Kind::Unknown(_))
        {
            return Err((b.at, format!("the patch has {} where the object has {}", form(b), form(a))));
        }
        match real.map(|v| &v.kind) {
            Some(Kind::List(_)) => match schema.map_or(Keys::None, Schema::keys) {
                Keys::None => Ok(match (dest, patch) {
                    (Some(dest), Some(patch)) if edit::same(dest, patch) => Some(dest.clone()),
                    (_, Some(patch)) if is_null(patch) => None,
                    (_, Some(patch)) => Some(self.stamp(patch.clone())),
                    (dest, None) => dest.cloned(),
                }),
                keys => self.merge_list(dest, patch, schema, &keys, depth),
            },
            Some(Kind::Map(_)) => self.merge_map(dest, patch, schema, depth),
            None => Ok(match (dest, patch) {
                // A null that the object has stays; one of the patch takes away.
                (dest, None) => dest.cloned(),
                _ => None,
            }),
            Some(_) => Ok(match (dest, patch) {
                (Some(dest), Some(patch)) if edit::same(dest, patch) => Some(dest.clone()),
                (_, Some(patch)) if is_null(patch) => None,
                (_, Some(patch)) => Some(self.stamp(patch.clone())),
                (dest, None) => dest.cloned(),
            }),
        }
    }

    fn stamp(&self, value: Value) -> Value {
        edit::hop(value, How::Patch, self.at)
    }

    fn merge_map(
        &self,
        dest: Option<&Value>,
        patch: Option<&Value>,
        schema: Option<Schema<'_>>,
        depth: u32,
    ) -> Result<Option<Value>, Refused> {
        let dest = dest.filter(|v| !is_null(v));
        let Some(patch) = patch else {
            let Some(dest) = dest else { return Ok(None) };
            return self.walk_map(dest.clone(), None, schema, depth).map(Some);
        };
        if is_null(patch) {
            return Ok(None);
        }
        let mut own = Cow::Borrowed(patch);
        let directive = map_directive(&mut own)?;
        match (dest, directive) {
            (_, Directive::Delete) => Ok(None),
            // What the patch adds is taken as it is, but for its own nulls and directives.
            (None, _) => {
                let empty = self.stamp(edit::empty_map(patch.at));
                self.walk_map(empty, Some(&own), schema, depth).map(Some)
            }
            (Some(_), Directive::Replace) => {
                let empty = self.stamp(edit::empty_map(patch.at));
                self.walk_map(empty, Some(&own), schema, depth).map(Some)
            }
            (Some(dest), Directive::Merge) => self.walk_map(dest.clone(), Some(&own), schema, depth).map(Some),
        }
    }

    fn walk_map(
        &self,
        mut base: Value,
        patch: Option<&Value>,
        schema: Option<Schema<'_>>,
        depth: u32,
    ) -> Result<Value, Refused> {
        let patched = patch.map(edit::entries).unwrap_or_default();
        if let Some(schema) = schema {
            // Fields that the patch does not name, where lists may have to be walked.
            let others: Vec<Arc<str>> = edit::entries(&base)
                .iter()
                .filter(|e| matches!(e.value.kind, Kind::Map(_) | Kind::List(_)))
                .filter(|e| !patched.iter().any(|p| p.key == e.key))
                .map(|e| e.key.clone())
                .collect();
            for key in others {
                let Some(field) = schema.field(&key) else { continue };
                let Some(old) = edit::get(&base, &key) else { continue };
                if !repeats(old, field, 0) {
                    continue;
                }
                let old = old.clone();
                match self.merge(Some(&old), None, Some(field), depth + 1)? {
                    Some(value) => replace(&mut base, &key, value),
                    None => {
                        edit::remove(&mut base, &key);
                    }
                }
            }
        }
        for entry in patched {
            let field = schema.and_then(|s| s.field(&entry.key));
            let old = edit::get(&base, &entry.key);
            let styled = old.and_then(|old| self.in_quotes(old, &entry.value));
            match self.merge(old, Some(styled.as_ref().unwrap_or(&entry.value)), field, depth + 1)? {
                Some(value) => set_entry(&mut base, entry, value),
                None => {
                    edit::remove(&mut base, &entry.key);
                }
            }
        }
        if let (Some(Map { rest: Some(rest), .. }), Kind::Map(base)) = (patch.and_then(edit::map), &mut base.kind) {
            Arc::make_mut(base).rest = Some(rest.clone());
        }
        Ok(base)
    }

    /// A number or boolean that replaces text in quotes, or in a block, is written in the same way: it becomes text.
    fn in_quotes(&self, old: &Value, new: &Value) -> Option<Value> {
        let (Kind::Text(_), Kind::Number(_) | Kind::Bool(_)) = (&old.kind, &new.kind) else { return None };
        // Text that is not written as it is: quotes around it, a block's line break after it.
        let quoted = *(self.written)(old.at)? != *edit::as_str(old)?;
        let own = || edit::scalar(new).map(|text| text.into_owned());
        // As it is written: `1.10` stays that.
        let raw = (self.written)(new.at)
            .filter(|text| !text.contains(['\n', '"', '\'']) && edit::same(&manifest::plain(text, new.at), new));
        let text = raw.map(|text| text.to_string()).or_else(own)?;
        quoted.then(|| Value { kind: edit::text(text, new.at).kind, ..new.clone() })
    }

    fn merge_list(
        &self,
        dest: Option<&Value>,
        patch: Option<&Value>,
        schema: Option<Schema<'_>>,
        keys: &Keys<'_>,
        depth: u32,
    ) -> Result<Option<Value>, Refused> {
        let dest = dest.filter(|v| !is_null(v));
        if let (Some(_), Some(patch)) = (dest, patch)
            && is_null(patch)
        {
            return Ok(None);
        }
        let mut new: Vec<Item> = patch.map(list).unwrap_or_default().to_vec();
        // Where nothing is there yet, the patch's elements are the object's own.
        let (old, place): (Vec<Item>, Span) = match (dest, patch) {
            (None, Some(patch)) => (new.clone(), patch.at),
            (None, None) => return Ok(None),
            (Some(dest), None) => (list(dest).to_vec(), dest.at),
            (Some(dest), Some(patch)) => match list_directive(&mut new)? {
                Directive::Delete => return Ok(None),
                Directive::Replace => (new.clone(), patch.at),
                Directive::Merge => (list(dest).to_vec(), dest.at),
            },
        };
        let merged = match keys {
            Keys::Fields(keys) => self.merge_elements(old, new, schema.and_then(Schema::elements), keys, depth)?,
            _ => primitives(new, old),
        };
        let fresh = dest.is_none_or(|d| d.at != place);
        let made = edit::at(Kind::List(merged.into()), place);
        Ok(Some(match dest {
            Some(dest) if edit::same(dest, &made) => dest.clone(),
            _ if fresh => self.stamp(made),
            _ => made,
        }))
    }

    /// The elements of both lists, merged by their keys (kyaml's `setAssociativeSequenceElements`).
    fn merge_elements(
        &self,
        old: Vec<Item>,
        new: Vec<Item>,
        schema: Option<Schema<'_>>,
        keys: &[&str],
        depth: u32,
    ) -> Result<Vec<Item>, Refused> {
        let mut wanted: Vec<Vec<String>> = Vec::new();
        let mut seen: HashSet<Vec<String>> = HashSet::new();
        for item in new.iter().chain(&old) {
            let Item::One(element) = item else { continue };
            let values: Vec<String> = keys.iter().map(|key| key_text(element, key).unwrap_or_default()).collect();
            if seen.insert(values.clone()) {
                wanted.push(values);
            }
        }
        if keys.len() > 1 {
            join_values(&mut wanted);
        }
        let mut old = old;
        let mut front: Vec<Item> = Vec::new();
        let mut valid: Vec<&str> = keys.to_vec();
        // Every element is looked for among all of them.
        let compared = (wanted.len() as u64).saturating_mul((old.len() + new.len()) as u64) / 4;
        self.steps.set(self.steps.get().saturating_add(compared));
        if self.steps.get() > self.limit {
            return Ok(old);
        }
        for values in &wanted {
            let (used, used_values) = valid_keys(&wanted, values, keys);
            valid.clone_from(&used);
            let (match_keys, match_values) = valid_keys(std::slice::from_ref(values), values, &used);
            let place = find(&old, &match_keys, &match_values);
            let base = place.and_then(|i| element(&old, i)).cloned();
            let over = find(&new, &match_keys, &match_values).and_then(|i| element(&new, i)).cloned();
            let merged = match (&base, &over) {
                (None, None) => None,
                (base, over) => self.merge(base.as_ref(), over.as_ref(), schema, depth + 1)?,
            };
            let merged = merged.filter(|v| !is_null(v) && !edit::entries(v).is_empty());
            let Some(mut merged) = merged else {
                for _ in &used {
                    set_element(&mut old, None, &used, &used_values);
                }
                continue;
            };
            for (key, value) in used.iter().zip(&used_values) {
                if edit::get(&merged, key).is_none() && !value.is_empty() {
                    let at = merged.at;
                    edit::set(&mut merged, key, at, edit::text(value.as_str(), at));
                }
            }
            // Kustomize merges into the object's own element; one that the patch replaces comes back below as it was.
            let replaces = over.as_ref().is_some_and(|v| edit::str_at(v, &["$patch"]) == Some("replace"));
            if let Some(slot) = place.and_then(|i| old.get_mut(i)).filter(|_| !replaces) {
                *slot = Item::One(merged.clone());
            }
            set_element(&mut front, Some(merged), &used, &used_values);
        }
        if wanted.is_empty() {
            return Ok(old);
        }
        // What was there takes the place of what it became, and follows when there is none.
        for item in old {
            let Item::One(element) = &item else {
                front.push(item);
                continue;
            };
            let mut values = Vec::new();
            for key in &valid {
                match edit::get(element, key).filter(|v| !is_null(v)).and_then(edit::scalar) {
                    Some(value) => values.push(value.into_owned()),
                    None => front.push(item.clone()),
                }
            }
            if valid.len() > 1 {
                set_element(&mut front, None, &valid, &values);
            }
            set_element(&mut front, Some(element.clone()), &valid, &values);
        }
        Ok(front)
    }
}

fn list(value: &Value) -> &[Item] {
    match &value.kind {
        Kind::List(items) => items,
        _ => &[],
    }
}

/// Whether walking a value without a patch could change it: a list with merge keys has elements that share some.
fn repeats(value: &Value, schema: Schema<'_>, depth: u32) -> bool {
    if depth > DEPTH {
        return false;
    }
    match &value.kind {
        Kind::Map(map) => {
            map.entries.iter().any(|e| schema.field(&e.key).is_some_and(|field| repeats(&e.value, field, depth + 1)))
        }
        Kind::List(items) => {
            let elements = schema.elements();
            let twice = match schema.keys() {
                Keys::None => return false,
                Keys::Primitive => {
                    let mut seen = HashSet::new();
                    edit::items(value).any(|v| edit::scalar(v).is_some_and(|text| !seen.insert(text)))
                }
                Keys::Fields(keys) => {
                    let mut seen = HashSet::new();
                    let first = keys.first().copied().unwrap_or_default();
                    edit::items(value).any(|v| {
                        edit::entries(v).is_empty() || key_text(v, first).is_none_or(|text| !seen.insert(text))
                    })
                }
            };
            twice
                || items.iter().any(|item| match (item, elements) {
                    (Item::One(v), Some(elements)) => repeats(v, elements, depth + 1),
                    _ => false,
                })
        }
        _ => false,
    }
}

/// Lists of plain values that are sets, such as `finalizers`: the patch's first, each once.
fn primitives(new: Vec<Item>, old: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for item in new.into_iter().chain(old) {
        let duplicate = match &item {
            Item::One(v) => out.iter().any(|o| matches!(o, Item::One(o) if edit::same(o, v))),
            Item::Many(_) => false,
        };
        if !duplicate {
            out.push(item);
        }
    }
    out
}

fn set_entry(base: &mut Value, entry: &Entry, value: Value) {
    edit::set(base, &entry.key, entry.key_at, value);
}

fn replace(base: &mut Value, key: &str, value: Value) {
    if let Some(slot) = edit::get_mut(base, key) {
        *slot = value;
    }
}

fn directive(text: &str, at: Span) -> Result<Directive, Refused> {
    match text {
        "merge" => Ok(Directive::Merge),
        "replace" => Ok(Directive::Replace),
        "delete" => Ok(Directive::Delete),
        other => Err((at, format!("`{other}` is no `$patch` directive"))),
    }
}

/// Reads and takes away a map's `$patch`.
fn map_directive(patch: &mut Cow<'_, Value>) -> Result<Directive, Refused> {
    let Some(given) = edit::get(patch, "$patch").filter(|v| !is_null(v)) else { return Ok(Directive::Merge) };
    let found = directive(&edit::scalar(given).unwrap_or_default(), given.at)?;
    edit::remove(patch.to_mut(), "$patch");
    Ok(found)
}

/// Reads and takes away an element that has nothing but `$patch`: it speaks for the whole list. Only the first element with
/// `$patch` is looked at.
fn list_directive(items: &mut Vec<Item>) -> Result<Directive, Refused> {
    let first = items.iter().find_map(|item| match item {
        Item::One(v) => edit::get(v, "$patch").map(|p| (edit::entries(v).len(), p)),
        Item::Many(_) => None,
    });
    let Some((1, given)) = first else { return Ok(Directive::Merge) };
    let text = edit::scalar(given).unwrap_or_default().into_owned();
    let found = directive(&text, given.at)?;
    items.retain(|item| match item {
        Item::One(v) => edit::get(v, "$patch").and_then(edit::scalar).is_none_or(|p| *p != *text),
        Item::Many(_) => true,
    });
    Ok(found)
}

fn key_text(element: &Value, key: &str) -> Option<String> {
    edit::present(element, key).and_then(edit::scalar).map(|s| s.into_owned())
}

/// The keys that some element has, with the values of one of them. Without any, all keys count.
fn valid_keys<'k>(all: &[Vec<String>], values: &[String], keys: &[&'k str]) -> (Vec<&'k str>, Vec<String>) {
    let given: Vec<bool> =
        (0..keys.len()).map(|i| all.iter().any(|v| v.get(i).is_some_and(|value| !value.is_empty()))).collect();
    if !given.iter().any(|g| *g) {
        return (keys.to_vec(), values.to_vec());
    }
    let used = keys.iter().zip(&given).filter(|(_, given)| **given).map(|(key, _)| *key).collect();
    let kept = values
        .iter()
        .zip(&given)
        .filter(|(value, given)| !value.is_empty() || **given)
        .map(|(value, _)| value.clone())
        .collect();
    (used, kept)
}

/// Values that differ only in a key which one of them leaves out count as one.
fn join_values(all: &mut [Vec<String>]) {
    for i in 0..all.len() {
        for j in 0..all.len() {
            let (Some(a), Some(b)) = (all.get(i), all.get(j)) else { continue };
            let Some(merged) = joined(a, b) else { continue };
            for index in [i, j] {
                if let Some(slot) = all.get_mut(index) {
                    slot.clone_from(&merged);
                }
            }
        }
    }
}

fn joined(a: &[String], b: &[String]) -> Option<Vec<String>> {
    let mut common = false;
    let mut out = Vec::new();
    for (a, b) in a.iter().zip(b) {
        if a == b {
            common = true;
        } else if !a.is_empty() && !b.is_empty() {
            return None;
        }
        out.push(if a.is_empty() { b.clone() } else { a.clone() });
    }
    common.then_some(out)
}

/// Whether an element has a value under a key, as kyaml's `FieldMatcher` sees it: an empty value matches whatever is there.
fn has(element: &Value, key: &str, value: &str) -> bool {
    match edit::get(element, key) {
        None => false,
        Some(_) if value.is_empty() => true,
        Some(v) => edit::scalar(v).is_some_and(|v| v == value),
    }
}

fn matches_all(element: &Value, keys: &[&str], values: &[String]) -> bool {
    keys.len() == values.len() && keys.iter().zip(values).all(|(key, value)| has(element, key, value))
}

fn find(items: &[Item], keys: &[&str], values: &[String]) -> Option<usize> {
    items
        .iter()
        .position(|item| matches!(item, Item::One(v) if matches!(v.kind, Kind::Map(_)) && matches_all(v, keys, values)))
}

fn element(items: &[Item], index: usize) -> Option<&Value> {
    match items.get(index)? {
        Item::One(v) => Some(v),
        Item::Many(_) => None,
    }
}

/// Sets, or without an element removes, the elements with these keys (kyaml's `ElementSetter`).
fn set_element(items: &mut Vec<Item>, element: Option<Value>, keys: &[&str], values: &[String]) {
    let mut found = false;
    let mut out = Vec::with_capacity(items.len() + 1);
    for item in items.drain(..) {
        let Item::One(v) = &item else {
            out.push(item);
            continue;
        };
        if is_null(v) || matches!(&v.kind, Kind::Map(map) if map.entries.is_empty() && map.rest.is_none()) {
            continue;
        }
        let is_map = matches!(v.kind, Kind::Map(_));
        // Keys without a value are looked for under the value of the key before them.
        let mut last = false;
        let same = is_map
            && keys.iter().enumerate().all(|(i, key)| {
                if let Some(value) = values.get(i) {
                    last = has(v, key, value);
                }
                last
            });
        if !same {
            if !values.is_empty() || !is_map {
                out.push(item);
            }
            continue;
        }
        found = true;
        if let Some(element) = &element {
            out.push(Item::One(element.clone()));
        }
    }
    if let Some(element) = element.filter(|_| !found) {
        out.push(Item::One(element));
    }
    *items = out;
}
