//! Patches and transformers of one kustomization, in kustomize's order.

use super::accumulate::{Accumulated, Extra, Run};
use super::documents::{Reader, objects};
use super::edit;
use super::fields::FieldSpec;
use super::resource::Id;
use super::selector::Selector;
use super::transform::{self, LabelReach};
use super::{json6902, merge, replacement};
use crate::eval::value::{Kind, Value};
use crate::source::{FileId, Gap, GapKind};

impl Run<'_> {
    /// The transformers, in kustomize's order.
    pub(super) fn transform(
        &mut self,
        acc: &mut Accumulated,
        dir: &str,
        owner: Option<FileId>,
        spec: &Value,
        extra: Option<&Extra>,
    ) {
        self.transformers(acc, dir, owner, spec, extra);
        self.on_all(acc, 1);
        acc.ids = acc.resources.iter().map(|r| (r.id().key(), r.at)).collect();
    }

    fn transformers(
        &mut self,
        acc: &mut Accumulated,
        dir: &str,
        owner: Option<FileId>,
        spec: &Value,
        extra: Option<&Extra>,
    ) {
        let none = Extra::default();
        let extra = extra.unwrap_or(&none);
        let owner_file = owner.or(extra.at.map(|at| at.file));
        if let Some(owner) = owner_file {
            for entry in &extra.components {
                self.component(acc, dir, owner, entry, extra.ignore_missing_components);
            }
        }
        let config = acc.config.clone();
        let owner = owner.or(owner_file);
        for entry in edit::items_at(spec, "patchesStrategicMerge") {
            let inline =
                edit::as_str(entry).is_some_and(|text| text.contains('\n') || text.trim_start().starts_with('{'));
            let field = if inline { "patch" } else { "path" };
            let mut patch = edit::empty_map(entry.at);
            edit::set(&mut patch, field, entry.at, entry.clone());
            self.patch(acc, dir, owner, &patch);
        }
        let own: Vec<Value> = edit::items_at(spec, "patches").into_iter().cloned().collect();
        for patch in own.iter().chain(&extra.patches) {
            self.patch(acc, dir, owner, patch);
        }
        let namespace = extra.namespace.as_ref().or(edit::present(spec, "namespace"));
        if let Some(namespace) = namespace.filter(|n| edit::as_str(n) != Some("") && self.on_all(acc, 1)) {
            for twice in transform::namespace(&mut acc.resources, namespace, &config) {
                self.refuse(namespace.at, format!("with this namespace, {twice} is in the build twice"));
            }
            for resource in &mut acc.resources {
                resource.made_by(namespace.at);
            }
        }
        let prefix = extra.name_prefix.as_ref().or(edit::present(spec, "namePrefix"));
        if let Some(prefix) = prefix.filter(|_| self.on_all(acc, 1)) {
            transform::affix(&mut acc.resources, prefix, true, &config);
        }
        let suffix = extra.name_suffix.as_ref().or(edit::present(spec, "nameSuffix"));
        if let Some(suffix) = suffix.filter(|_| self.on_all(acc, 1)) {
            transform::affix(&mut acc.resources, suffix, false, &config);
        }
        for label in edit::items_at(spec, "labels") {
            let Some(pairs) = edit::present(label, "pairs") else { continue };
            let flag = |key: &str| edit::bool_at(label, &[key]).unwrap_or(false);
            let reach = LabelReach {
                templates: flag("includeTemplates"),
                selectors: flag("includeSelectors"),
                volume_claims: flag("includeVolumeClaimTemplates"),
            };
            let fields: Vec<FieldSpec> =
                edit::items_at(label, "fields").into_iter().filter_map(FieldSpec::read).collect();
            if self.on_all(acc, edit::entries(pairs).len().saturating_add(fields.len())) {
                transform::labels(&mut acc.resources, pairs, reach, &fields, &config);
            }
        }
        let all = |pairs: &&Value| edit::entries(pairs).len();
        if let Some(pairs) = edit::present(spec, "commonLabels").filter(|pairs| self.on_all(acc, all(pairs))) {
            let reach = LabelReach { templates: true, selectors: true, volume_claims: true };
            transform::labels(&mut acc.resources, pairs, reach, &[], &config);
        }
        if let Some(pairs) = edit::present(spec, "commonAnnotations").filter(|pairs| self.on_all(acc, all(pairs))) {
            transform::annotations(&mut acc.resources, pairs, &config);
        }
        for patch in edit::items_at(spec, "patchesJson6902") {
            self.patch(acc, dir, owner, patch);
        }
        for entry in edit::items_at(spec, "replicas") {
            if self.on_all(acc, 1) && !transform::replicas(&mut acc.resources, entry, &config) {
                self.refuse(entry.at, "`replicas` names no object of this build");
            }
        }
        for image in merged_images(spec, &extra.images) {
            if !self.on_all(acc, 1) {
                break;
            }
            if let Some(problem) = transform::image(&mut acc.resources, &image, &config) {
                self.refuse(image.at, problem);
            }
        }
        for entry in edit::items_at(spec, "replacements") {
            let from_file = edit::present(entry, "path");
            let replacements: Vec<Value> = match (from_file, owner) {
                (Some(written), Some(owner)) => match self.named_file(dir, owner, written) {
                    Some(found) => self
                        .files
                        .get(found)
                        .documents
                        .iter()
                        .flat_map(|d| match &d.kind {
                            Kind::List(_) => edit::items(d).cloned().collect(),
                            _ => vec![d.clone()],
                        })
                        .collect(),
                    None => Vec::new(),
                },
                _ => vec![entry.clone()],
            };
            for replacement in replacements {
                if !self.on_all(acc, replacement::cost(&replacement)) {
                    break;
                }
                if let Err(why) = replacement::apply(&mut acc.resources, &replacement) {
                    self.refuse(replacement.at, why);
                }
            }
        }
    }

    /// Counts the steps of looking at every object, as many times. Whether the build still has steps.
    fn on_all(&mut self, acc: &Accumulated, times: usize) -> bool {
        const LOOKED_AT: u64 = 5;
        let objects = acc.resources.len() as u64;
        self.spend(objects.saturating_mul(LOOKED_AT.saturating_mul(times.max(1) as u64)));
        self.goes_on()
    }

    /// One entry of `patches`, `patchesStrategicMerge` or `patchesJson6902`.
    fn patch(&mut self, acc: &mut Accumulated, dir: &str, owner: Option<FileId>, entry: &Value) {
        let documents = match (edit::present(entry, "path"), edit::present(entry, "patch")) {
            (Some(written), _) => {
                let Some(found) = owner.and_then(|owner| self.named_file(dir, owner, written)) else { return };
                let documents = self.files.get(found);
                for gap in &documents.gaps {
                    self.gap(gap.clone());
                }
                documents.documents.clone()
            }
            (None, Some(inline)) => match &inline.kind {
                Kind::Map(_) | Kind::List(_) => vec![inline.clone()],
                _ => match self.files.embedded(inline, Reader::Kustomize) {
                    Some(documents) => {
                        for gap in documents.gaps {
                            self.gap(gap);
                        }
                        documents.documents
                    }
                    None => {
                        self.gap(Gap::at(
                            inline.at,
                            GapKind::Unsupported,
                            "a patch that is not wholly known is not applied",
                        ));
                        return;
                    }
                },
            },
            (None, None) => {
                self.refuse(entry.at, "a patch without `patch` or `path`");
                return;
            }
        };
        let target = edit::present(entry, "target").map(Selector::new);
        let allow = |key: &str| edit::bool_at(entry, &["options", key]).unwrap_or(false);
        let (rename, retype) = (allow("allowNameChange"), allow("allowKindChange"));
        for document in &documents {
            if let Kind::List(_) = document.kind {
                self.json_patch(acc, entry, target.as_ref(), document);
                continue;
            }
            for patch in objects(document) {
                self.merge_patch(acc, entry, target.as_ref(), &patch, rename, retype);
            }
        }
    }

    fn json_patch(&mut self, acc: &mut Accumulated, entry: &Value, target: Option<&Selector>, operations: &Value) {
        let Some(target) = target else {
            self.refuse(entry.at, "a JSON patch without a target");
            return;
        };
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
            resource.remember();
            match json6902::apply(&resource.value, operations, entry.at) {
                Ok(value) => {
                    resource.value = value;
                    resource.made_by(entry.at);
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

    fn merge_patch(
        &mut self,
        acc: &mut Accumulated,
        entry: &Value,
        target: Option<&Selector>,
        patch: &Value,
        rename: bool,
        retype: bool,
    ) {
        let wanted = Id::of(patch);
        let mut hit = false;
        if !self.on_all(acc, 1) {
            return;
        }
        let mut kept = Vec::with_capacity(acc.resources.len());
        for mut resource in acc.resources.drain(..) {
            let meant = match target {
                Some(selector) => selector.selects(&resource),
                None => !hit && resource.ever(&wanted),
            };
            if !meant {
                kept.push(resource);
                continue;
            }
            hit = true;
            self.steps = self.steps.saturating_add(weight(&resource.value)).saturating_add(weight(patch));
            if self.steps > self.limit {
                kept.push(resource);
                continue;
            }
            if rename || retype {
                resource.remember();
            }
            let mut patch = patch.clone();
            if !retype {
                edit::remove(&mut patch, "kind");
                edit::remove(&mut patch, "apiVersion");
            }
            if let Some(metadata) = edit::get_mut(&mut patch, "metadata") {
                edit::remove(metadata, "namespace");
                if !rename {
                    edit::remove(metadata, "name");
                }
                if edit::entries(metadata).is_empty() {
                    edit::remove(&mut patch, "metadata");
                }
            }
            if let Some(value) = merge::strategic(&resource.value, &patch, entry.at) {
                resource.value = value;
                resource.made_by(patch.at);
                kept.push(resource);
            }
        }
        acc.resources = kept;
        // What is remote may hold the object.
        if !hit && target.is_none() && self.build.unseen.is_empty() {
            self.refuse(patch.at, format!("no object is what this patch names, {} `{}`", wanted.kind, wanted.name));
        }
    }
}

/// What changing an object costs, in steps: by the length of its text.
fn weight(value: &Value) -> u64 {
    const BYTES: u32 = 16;
    15 + u64::from(value.at.end.saturating_sub(value.at.start) / BYTES)
}

/// `images:` of the kustomization with those of the Flux Kustomization laid over them, name by name.
fn merged_images(spec: &Value, extra: &[Value]) -> Vec<Value> {
    let mut images: Vec<Value> = edit::items_at(spec, "images").into_iter().cloned().collect();
    for over in extra {
        let name = edit::str_at(over, &["name"]);
        match images.iter_mut().find(|image| edit::str_at(image, &["name"]) == name) {
            Some(image) => {
                if let Some(new) = edit::present(over, "newName") {
                    edit::set(image, "newName", new.at, new.clone());
                }
                let (tag, digest) = (edit::present(over, "newTag"), edit::present(over, "digest"));
                if tag.is_some() || digest.is_some() {
                    edit::remove(image, "newTag");
                    edit::remove(image, "digest");
                    for (key, value) in [("newTag", tag), ("digest", digest)] {
                        if let Some(value) = value {
                            edit::set(image, key, value.at, value.clone());
                        }
                    }
                }
            }
            None => images.push(over.clone()),
        }
    }
    images
}
