//! Strategic merge patches, as kustomize applies them (kyaml's `merge2`, lists growing at the front).

use super::edit;
use super::scope;
use crate::eval::value::{Entry, How, Item, Kind, Map, Value};
use crate::source::Span;
use std::sync::Arc;

/// Deepest nesting of a patch that is followed.
const DEPTH: u32 = 128;

/// Applies a patch to an object. `None` when the patch deletes it. `at` is where the patch is named.
pub fn strategic(target: &Value, patch: &Value, at: Span) -> Option<Value> {
    let api = edit::str_at(target, &["apiVersion"]).unwrap_or("");
    let group = api.split_once('/').map_or("", |(group, _)| group);
    let walk =
        Walk { known: scope::is_builtin_group(group), kind: edit::str_at(target, &["kind"]).unwrap_or("").into(), at };
    walk.merge(Some(target), patch, &mut Vec::new(), 0)
}

struct Walk {
    /// Kustomize knows the schema: lists with merge keys are merged.
    known: bool,
    kind: Arc<str>,
    at: Span,
}

enum Directive {
    Merge,
    Replace,
    Delete,
}

impl Walk {
    fn merge(&self, dest: Option<&Value>, patch: &Value, path: &mut Vec<Arc<str>>, depth: u32) -> Option<Value> {
        if depth > DEPTH {
            return dest.cloned();
        }
        let dest = dest.filter(|d| !matches!(d.kind, Kind::Null));
        match (&patch.kind, dest) {
            (Kind::Null, _) => None,
            (Kind::Map(map), _) => {
                self.merge_map(dest.filter(|d| matches!(d.kind, Kind::Map(_))), patch, map, path, depth)
            }
            (Kind::List(list), Some(Value { kind: Kind::List(old), .. })) => match self.keys(path) {
                Keys::None if edit::same(dest?, patch) => dest.cloned(),
                Keys::None => Some(self.stamp(patch.clone())),
                Keys::Primitive => Some(self.merge_primitives(dest?, old, list)),
                Keys::Fields(keys) => self.merge_list(dest?, old, patch, list, keys, path, depth),
            },
            (Kind::List(list), None) if !matches!(self.keys(path), Keys::None) => {
                // An element that only deletes has nothing to delete here.
                let kept: Vec<Item> = list
                    .iter()
                    .filter(|item| match item {
                        Item::One(v) => edit::str_at(v, &["$patch"]) != Some("delete"),
                        Item::Many(_) => true,
                    })
                    .map(|item| match item {
                        Item::One(v) => {
                            let mut v = v.clone();
                            edit::remove(&mut v, "$patch");
                            Item::One(v)
                        }
                        Item::Many(u) => Item::Many(u.clone()),
                    })
                    .collect();
                Some(self.stamp(edit::at(Kind::List(kept.into()), patch.at)))
            }
            (_, Some(dest)) if edit::same(dest, patch) => Some(dest.clone()),
            _ => Some(self.stamp(patch.clone())),
        }
    }

    fn stamp(&self, value: Value) -> Value {
        edit::hop(value, How::Patch, self.at)
    }

    fn merge_map(
        &self,
        dest: Option<&Value>,
        patch: &Value,
        map: &Map,
        path: &mut Vec<Arc<str>>,
        depth: u32,
    ) -> Option<Value> {
        let mut base = match (directive(patch), dest) {
            (Directive::Delete, _) => return None,
            (Directive::Replace, _) | (Directive::Merge, None) => self.stamp(edit::empty_map(patch.at)),
            (Directive::Merge, Some(dest)) => dest.clone(),
        };
        for entry in &map.entries {
            if &*entry.key == "$patch" {
                continue;
            }
            path.push(entry.key.clone());
            let merged = self.merge(edit::get(&base, &entry.key), &entry.value, path, depth + 1);
            path.pop();
            match merged {
                Some(value) => set_entry(&mut base, entry, value),
                None => {
                    edit::remove(&mut base, &entry.key);
                }
            }
        }
        if let (Some(rest), Kind::Map(base)) = (&map.rest, &mut base.kind) {
            Arc::make_mut(base).rest = Some(rest.clone());
        }
        Some(base)
    }

    /// Lists of plain values that are sets, such as `finalizers`: the patch's first, each once.
    fn merge_primitives(&self, dest: &Value, old: &[Item], new: &[Item]) -> Value {
        let mut out: Vec<Item> = Vec::new();
        for item in new.iter().chain(old) {
            let duplicate = match item {
                Item::One(v) => out.iter().any(|o| matches!(o, Item::One(o) if edit::same(o, v))),
                Item::Many(_) => false,
            };
            if !duplicate {
                out.push(item.clone());
            }
        }
        self.stamp(edit::at(Kind::List(out.into()), dest.at))
    }

    #[allow(clippy::too_many_arguments)]
    fn merge_list(
        &self,
        dest: &Value,
        old: &[Item],
        patch: &Value,
        new: &[Item],
        keys: &[&str],
        path: &mut Vec<Arc<str>>,
        depth: u32,
    ) -> Option<Value> {
        // `- $patch: replace` (or delete) as an element of its own speaks for the whole list.
        let alone = |v: &Value| edit::entries(v).len() == 1 && edit::get(v, "$patch").is_some();
        let whole = new.iter().find_map(|item| match item {
            Item::One(v) if alone(v) => edit::str_at(v, &["$patch"]),
            _ => None,
        });
        let new: Vec<&Item> = new.iter().filter(|item| !matches!(item, Item::One(v) if alone(v))).collect();
        match whole {
            Some("delete") => return None,
            Some("replace") => {
                let kept: Vec<Item> = new.into_iter().cloned().collect();
                return Some(self.stamp(edit::at(Kind::List(kept.into()), patch.at)));
            }
            _ => {}
        }
        let parts: Vec<Vec<String>> = if keys.len() > 1 { values(&new, old, keys) } else { Vec::new() };
        let used: Vec<&str> = keys
            .iter()
            .enumerate()
            .filter(|(i, _)| parts.is_empty() || parts.iter().any(|v| v.get(*i).is_some_and(|v| !v.is_empty())))
            .map(|(_, key)| *key)
            .collect();
        if let [key] = used.as_slice() {
            return Some(self.merge_by_key(dest, old, &new, key, path, depth));
        }
        // With several keys, what is new comes first and what is merged stays where it was.
        let mut kept: Vec<Option<Item>> = old.iter().cloned().map(Some).collect();
        let mut front: Vec<Item> = Vec::new();
        let mut done: Vec<&Vec<String>> = Vec::new();
        for wanted in &parts {
            if done.contains(&wanted) {
                continue;
            }
            done.push(wanted);
            let is = |item: &Item| matches!(item, Item::One(v) if has_keys(v, keys, wanted));
            let Some(Item::One(element)) = new.iter().copied().find(|item| is(item)) else { continue };
            let slot = kept.iter_mut().find(|slot| slot.as_ref().is_some_and(is));
            let base = match slot.as_deref() {
                Some(Some(Item::One(v))) => Some(v.clone()),
                _ => None,
            };
            let merged = self.merge(base.as_ref(), element, path, depth + 1).map(Item::One);
            match slot {
                Some(slot) => *slot = merged,
                None => front.extend(merged),
            }
        }
        // An old element that leaves a key out drives away the new ones that share the rest (so kyaml).
        for old in kept.iter().flatten() {
            let Item::One(old) = old else { continue };
            let given: Vec<&str> = keys.iter().copied().filter(|key| edit::present(old, key).is_some()).collect();
            if given.len() < used.len() {
                front.retain(|item| match item {
                    Item::One(v) => !given.iter().all(|key| {
                        let part = |v| edit::present(v, key).and_then(edit::scalar);
                        part(v).is_some() && part(v) == part(old)
                    }),
                    Item::Many(_) => true,
                });
            }
        }
        front.extend(kept.into_iter().flatten());
        Some(edit::at(Kind::List(front.into()), dest.at))
    }

    /// With one key, the patch's elements come first, in its order.
    fn merge_by_key(
        &self,
        dest: &Value,
        old: &[Item],
        new: &[&Item],
        key: &str,
        path: &mut Vec<Arc<str>>,
        depth: u32,
    ) -> Value {
        let name = |v: &Value| edit::present(v, key).and_then(edit::scalar).map(|s| s.into_owned());
        let mut rest: Vec<Option<Item>> = old.iter().cloned().map(Some).collect();
        let mut front: Vec<Item> = Vec::new();
        for item in new {
            let Item::One(element) = item else {
                front.push((*item).clone());
                continue;
            };
            let wanted = name(element);
            let slot = rest.iter_mut().find(|slot| match slot {
                Some(Item::One(candidate)) => wanted.is_some() && name(candidate) == wanted,
                _ => false,
            });
            let found = slot.and_then(Option::take);
            let base = match &found {
                Some(Item::One(v)) => Some(v),
                _ => None,
            };
            if let Some(merged) = self.merge(base, element, path, depth + 1) {
                front.push(Item::One(merged));
            }
        }
        front.extend(rest.into_iter().flatten());
        edit::at(Kind::List(front.into()), dest.at)
    }

    /// The merge keys of the list at a path: Kubernetes' `patchMergeKey`s; none for custom resources.
    fn keys(&self, path: &[Arc<str>]) -> Keys {
        let field = path.last().map_or("", |s| s);
        let parent = path.len().checked_sub(2).and_then(|i| path.get(i)).map_or("", |s| s);
        if !self.known {
            return Keys::None;
        }
        let in_container = matches!(parent, "containers" | "initContainers" | "ephemeralContainers");
        match field {
            "finalizers" if matches!(parent, "metadata") => Keys::Primitive,
            "ownerReferences" if parent == "metadata" => Keys::Fields(&["uid"]),
            "containers" | "initContainers" | "ephemeralContainers" | "volumes" if parent == "spec" => {
                Keys::Fields(&["name"])
            }
            "imagePullSecrets" => Keys::Fields(&["name"]),
            "secrets" if &*self.kind == "ServiceAccount" => Keys::Fields(&["name"]),
            "hostAliases" if parent == "spec" => Keys::Fields(&["ip"]),
            "topologySpreadConstraints" if parent == "spec" => Keys::Fields(&["topologyKey", "whenUnsatisfiable"]),
            "resourceClaims" | "schedulingGates" if parent == "spec" => Keys::Fields(&["name"]),
            "env" if in_container => Keys::Fields(&["name"]),
            "ports" if in_container => Keys::Fields(&["containerPort", "protocol"]),
            "volumeMounts" if in_container => Keys::Fields(&["mountPath"]),
            "volumeDevices" if in_container => Keys::Fields(&["devicePath"]),
            "ports" if &*self.kind == "Service" && parent == "spec" => Keys::Fields(&["port", "protocol"]),
            "conditions" if parent == "status" => Keys::Fields(&["type"]),
            "webhooks" if self.kind.ends_with("WebhookConfiguration") => Keys::Fields(&["name"]),
            _ => Keys::None,
        }
    }
}

enum Keys {
    None,
    Primitive,
    Fields(&'static [&'static str]),
}

fn set_entry(base: &mut Value, entry: &Entry, value: Value) {
    edit::set(base, &entry.key, entry.key_at, value);
}

fn directive(patch: &Value) -> Directive {
    match edit::str_at(patch, &["$patch"]) {
        Some("delete") => Directive::Delete,
        Some("replace") => Directive::Replace,
        _ => Directive::Merge,
    }
}

/// The values of the merge keys of every element, the patch's first. Elements that differ only in a key which one of them
/// leaves out count as one; kyaml then looks for the full set of keys, and does not find the element without.
fn values(new: &[&Item], old: &[Item], keys: &[&str]) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    for item in new.iter().copied().chain(old) {
        let Item::One(v) = item else { continue };
        let part = |key: &&str| edit::present(v, key).and_then(edit::scalar).unwrap_or_default().into_owned();
        let values: Vec<String> = keys.iter().map(part).collect();
        if !out.contains(&values) {
            out.push(values);
        }
    }
    for i in 0..out.len() {
        let Some(first) = out.get(i).cloned() else { break };
        for j in 0..out.len() {
            let Some(merged) = out.get(j).and_then(|second| joined(&first, second)) else { continue };
            for index in [i, j] {
                if let Some(slot) = out.get_mut(index) {
                    slot.clone_from(&merged);
                }
            }
        }
    }
    out
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

/// Whether an element has these values under its merge keys; empty ones do not matter.
fn has_keys(element: &Value, keys: &[&str], values: &[String]) -> bool {
    keys.iter()
        .zip(values)
        .filter(|(_, value)| !value.is_empty())
        .all(|(key, value)| edit::present(element, key).and_then(edit::scalar).is_some_and(|v| v == value.as_str()))
}
