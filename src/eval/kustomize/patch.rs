//! `patches:` and the older fields for them: read, told apart, applied to the objects they mean.

use super::accumulate::{Accumulated, Run};
use super::documents::{Reader, objects};
use super::resource::{Id, Resource};
use super::schema::Given;
use super::selector::Selector;
use super::{edit, json6902, merge, path};
use crate::eval::value::{Kind, Value};
use crate::source::{FileId, Gap, GapKind, Span};
use std::collections::HashSet;

/// What a patch is.
enum Patch {
    /// Objects to be merged.
    Merge(Vec<Value>),
    /// JSON patch operations.
    Json(Value),
}

/// How an entry is read: the older fields each allow less.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Field {
    /// `patches`.
    Patches,
    /// `patchesStrategicMerge`.
    Merge,
    /// `patchesJson6902`.
    Json,
}

impl Run<'_> {
    /// One entry of `patches`, `patchesStrategicMerge` or `patchesJson6902`.
    pub(super) fn patch(
        &mut self,
        acc: &mut Accumulated,
        dir: &str,
        owner: Option<FileId>,
        entry: &Value,
        field: Field,
    ) {
        let given = |key: &str| edit::present(entry, key).filter(|v| !edit::is_empty(v));
        let text = given("patch").or(given("jsonOp"));
        let (documents, bracket, at) = match (given("path"), text) {
            (Some(_), Some(_)) => {
                self.refuse(entry.at, "a patch has either `path` or `patch`, not both");
                return;
            }
            (Some(written), None) => {
                let Some(found) = owner.and_then(|owner| self.named_file(dir, owner, written)) else { return };
                let documents = self.files.get(found);
                for gap in &documents.gaps {
                    self.gap(gap.clone());
                }
                let json = self.files.sources.text(found).ok().filter(|t| t.starts_with('['));
                (documents.documents.clone(), json, written.at)
            }
            (None, Some(inline)) => match &inline.kind {
                Kind::Map(_) | Kind::List(_) => (vec![inline.clone()], None, inline.at),
                _ => match self.files.embedded(inline, Reader::Kustomize) {
                    Some(documents) => {
                        for gap in documents.gaps {
                            self.gap(gap);
                        }
                        let json = edit::as_str(inline).map(str::trim).filter(|t| t.starts_with('['));
                        (documents.documents, json.map(Into::into), inline.at)
                    }
                    None => {
                        let message = "a patch that is not wholly known is not applied";
                        self.gap(Gap::at(inline.at, GapKind::Unsupported, message));
                        return;
                    }
                },
            },
            (None, None) => {
                self.refuse(entry.at, "a patch without `patch` or `path`");
                return;
            }
        };
        let selector = match edit::present(entry, "target").map(Selector::new).transpose() {
            Ok(selector) => selector,
            Err(why) => {
                self.refuse(entry.at, why);
                return;
            }
        };
        // Operations are read as sigs.k8s.io/yaml reads, objects as kustomize itself does.
        let documents = match documents.first().map(|d| &d.kind) {
            Some(Kind::List(_)) => self.operations(dir, entry).unwrap_or(documents),
            _ => documents,
        };
        let is_json = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        let patch = read(documents, bracket.is_none_or(|text| is_json(&text)));
        match patch {
            Some(Patch::Json(operations)) if field != Field::Merge => {
                let Some(selector) = selector else {
                    self.refuse(entry.at, "a JSON patch without a target");
                    return;
                };
                if field == Field::Json && edit::str_at(entry, &["target", "name"]).is_none() {
                    self.refuse(entry.at, "`patchesJson6902` needs the name of its target");
                    return;
                }
                self.json_patch(acc, entry, &selector, &operations, field);
            }
            Some(Patch::Merge(patches)) if field != Field::Json => {
                if selector.is_some() && patches.len() > 1 {
                    self.refuse(entry.at, "several patches in one entry of `patches` cannot have a `target`");
                    return;
                }
                self.merged += patches.len();
                for patch in &patches {
                    self.merge_patch(acc, entry, selector.as_ref(), patch);
                }
            }
            _ => self.refuse(at, "a patch that is neither an object nor a list of JSON patch operations"),
        }
    }

    /// The documents of a patch that is a list of operations, read again for it.
    fn operations(&self, dir: &str, entry: &Value) -> Option<Vec<Value>> {
        let given = |key: &str| edit::present(entry, key).filter(|v| !edit::is_empty(v));
        if let Some(inline) = given("patch").or(given("jsonOp")) {
            return self.files.embedded(inline, Reader::Helm).map(|read| read.documents);
        }
        let file = path::join(dir, edit::as_str(given("path")?)?)?;
        let found = self.files.sources.find(self.tree, &file)?;
        self.files.read_as(found, Reader::Helm)
    }

    fn json_patch(
        &mut self,
        acc: &mut Accumulated,
        entry: &Value,
        target: &Selector,
        operations: &Value,
        field: Field,
    ) {
        if !self.on_all(acc, 1) {
            return;
        }
        let patch_cost = edit::items(operations).count() as u64;
        for resource in acc.resources.iter_mut() {
            if !target.selects(resource) {
                continue;
            }
            self.steps = self.steps.saturating_add(weight(&resource.value).saturating_mul(patch_cost));
            if self.steps > self.limit {
                return;
            }
            if field == Field::Patches {
                resource.remember();
            }
            // Kustomize's own notes are among the annotations while it works on an object.
            let noted = !resource.previous.is_empty() || resource.needs_hash;
            match json6902::apply(&resource.value, operations, noted, entry.at) {
                Ok(value) => {
                    resource.value = value;
                    resource.align();
                    resource.made_by(entry.at);
                    resource.made_by(operations.at);
                }
                Err((at, why)) => {
                    let id = resource.id();
                    let message = format!("kustomize would refuse this build: on {} `{}`, {why}", id.kind, id.name);
                    let gap = Gap::at(at, GapKind::Evaluation, message);
                    if !self.build.gaps.contains(&gap) {
                        self.build.gaps.push(gap);
                    }
                }
            }
        }
    }

    fn merge_patch(&mut self, acc: &mut Accumulated, entry: &Value, target: Option<&Selector>, patch: &Value) {
        let wanted = Id::of(patch);
        if !self.on_all(acc, 1) {
            return;
        }
        let allow = |key: &str| edit::bool_at(entry, &["options", key]).unwrap_or(false);
        let (rename, retype) = (allow("allowNameChange"), allow("allowKindChange"));
        let meant = |resource: &Resource| match target {
            Some(selector) => selector.selects(resource),
            None => resource.ever(&wanted),
        };
        let chosen: HashSet<usize> =
            acc.resources.iter().enumerate().filter(|(_, r)| meant(r)).map(|(index, _)| index).collect();
        if target.is_none() && chosen.len() > 1 {
            let what = format!("several objects could be what this patch names, {} `{}`", wanted.kind, wanted.name);
            self.refuse(patch.at, what);
            return;
        }
        let mut problems: Vec<(Span, String)> = Vec::new();
        let sources = self.files.sources;
        let written = |span: Span| {
            sources
                .text(span.file)
                .ok()
                .and_then(|text| text.get(span.start as usize..span.end as usize).map(Into::into))
        };
        let mut kept = Vec::with_capacity(acc.resources.len());
        for (index, mut resource) in acc.resources.drain(..).enumerate() {
            if !chosen.contains(&index) {
                kept.push(resource);
                continue;
            }
            self.steps = self.steps.saturating_add(weight(&resource.value)).saturating_add(weight(patch));
            if self.steps > self.limit {
                kept.push(resource);
                continue;
            }
            if rename || retype {
                resource.remember();
            }
            let given = self.schema.as_ref().map(|(file, own_too)| Given { file, own_too: *own_too });
            let spent = (&mut self.steps, self.limit);
            match merge::strategic(&resource.value, patch, given, entry.at, &written, spent) {
                Ok(Some(mut value)) => {
                    restore(&mut value, &resource.value, rename, retype);
                    resource.value = value;
                    resource.made_by(entry.at);
                    resource.made_by(patch.at);
                    kept.push(resource);
                }
                Ok(None) => {}
                Err(problem) => {
                    problems.push(problem);
                    kept.push(resource);
                }
            }
        }
        acc.resources = kept;
        for (at, why) in problems {
            self.refuse(at, why);
        }
        if rename || retype {
            let mut seen = HashSet::new();
            let twice = acc.resources.iter().map(Resource::id).find(|id| !seen.insert(id.key()));
            if let Some(id) = twice {
                self.refuse(patch.at, format!("with this patch, {} `{}` is in the build twice", id.kind, id.name));
            }
        }
        // What is remote may hold the object.
        if chosen.is_empty() && target.is_none() && self.build.unseen.is_empty() {
            self.refuse(patch.at, format!("no object is what this patch names, {} `{}`", wanted.kind, wanted.name));
        }
    }
}

/// A patch changes neither the kind nor the name of an object unless it may, and never the version or the namespace.
fn restore(value: &mut Value, old: &Value, rename: bool, retype: bool) {
    let mut put_back = |path: &[&str]| {
        let (Some((last, parents)), before) = (path.split_last(), edit::lookup(old, path)) else { return };
        let mut slot = &mut *value;
        for key in parents {
            if edit::get(slot, key).is_none() {
                let at = slot.at;
                edit::set(slot, key, at, edit::empty_map(at));
            }
            let Some(next) = edit::get_mut(slot, key) else { return };
            slot = next;
        }
        match before {
            Some(before) if edit::get(slot, last).is_some_and(|now| edit::same(now, before)) => {}
            Some(before) => edit::set(slot, last, before.at, before.clone()),
            None => {
                edit::remove(slot, last);
            }
        }
    };
    put_back(&["apiVersion"]);
    if !retype {
        put_back(&["kind"]);
    }
    if !rename {
        put_back(&["metadata", "name"]);
    }
    put_back(&["metadata", "namespace"]);
}

/// What the documents of a patch are: all of them objects, or the first a list of operations. `list_allowed` is false for text
/// that begins with `[` and is no JSON.
fn read(documents: Vec<Value>, list_allowed: bool) -> Option<Patch> {
    if let Some(Value { kind: Kind::List(_), .. }) = documents.first() {
        let first = documents.into_iter().next()?;
        let all_maps = edit::items(&first).all(|op| matches!(op.kind, Kind::Map(_)));
        return (list_allowed && all_maps).then_some(Patch::Json(first));
    }
    let found: Vec<Value> = documents.iter().flat_map(objects).collect();
    let named = |v: &Value| {
        let name = edit::lookup(v, &["metadata", "name"]);
        edit::str_at(v, &["kind"]).is_some() && name.is_some_and(|name| !edit::is_empty(name))
    };
    found.iter().all(named).then_some(Patch::Merge(found))
}

/// What changing an object costs, in steps: by the length of its text.
pub(super) fn weight(value: &Value) -> u64 {
    const BYTES: u32 = 16;
    15 + u64::from(value.at.end.saturating_sub(value.at.start) / BYTES)
}
