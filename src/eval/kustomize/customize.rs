//! What a kustomization does to the objects it has gathered, in kustomize's order.

use super::accumulate::{Accumulated, Extra, Run};
use super::builtin;
use super::edit;
use super::fields::{self, Config, FieldSpec};
use super::origin::{self, Origin};
use super::patch::Field;
use super::transform::{self, Problems, Subjects};
use super::{replacement, vars};
use crate::eval::value::{Kind, Value};
use crate::source::{FileId, Span};

/// A kustomization that is being applied: where it is, and what it says.
#[derive(Clone, Copy)]
pub(super) struct Layer<'l> {
    /// The directory.
    pub dir: &'l str,
    /// The file; none where Flux makes one up.
    pub owner: Option<FileId>,
    /// Its content.
    pub spec: &'l Value,
    /// What a Flux Kustomization adds.
    pub extra: Option<&'l Extra>,
}

impl Run<'_> {
    /// The transformers, the validators and the variables.
    pub(super) fn transform(&mut self, acc: &mut Accumulated, layer: Layer<'_>) {
        self.transformers(acc, layer);
        for field in ["transformers", "validators"] {
            let entries = edit::items_at(layer.spec, field);
            if !entries.is_empty() {
                self.external(acc, layer, entries, field == "validators");
            }
        }
        let wanted = edit::items_at(layer.spec, "vars");
        if !wanted.is_empty() && self.on_all(acc, wanted.len()) {
            for (at, why) in vars::gather(&mut acc.vars, &mut acc.resources, wanted) {
                self.refuse(at, why);
            }
        }
        self.on_all(acc, 1);
        acc.ids = acc.resources.iter().map(|r| (r.id().key(), r.at)).collect();
    }

    fn transformers(&mut self, acc: &mut Accumulated, layer: Layer<'_>) {
        let Layer { dir, owner, spec, extra } = layer;
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
        let merged = edit::items_at(spec, "patchesStrategicMerge");
        let read = self.merged;
        let gaps = self.build.gaps.len();
        for entry in &merged {
            // An entry is a patch, or else the file of one.
            let inline =
                edit::as_str(entry).is_some_and(|text| text.contains('\n') || text.trim_start().starts_with('{'));
            let field = if inline { "patch" } else { "path" };
            let mut patch = edit::empty_map(entry.at);
            edit::set(&mut patch, field, entry.at, (*entry).clone());
            self.patch(acc, dir, owner, &patch, Field::Merge);
        }
        if let Some(first) = merged.first() {
            if self.merged == read && self.build.gaps.len() == gaps && self.build.unseen.is_empty() {
                self.refuse(first.at, "`patchesStrategicMerge` with nothing in it");
            }
            self.ran(acc, "PatchStrategicMergeTransformer");
        }
        let own: Vec<Value> = edit::items_at(spec, "patches").into_iter().cloned().collect();
        for patch in own.iter().chain(&extra.patches) {
            self.patch(acc, dir, owner, patch, Field::Patches);
            self.ran(acc, "PatchTransformer");
        }
        let given = |field: &str| edit::present(spec, field);
        let namespace = extra.namespace.as_ref().or(given("namespace"));
        if let Some(namespace) = namespace.filter(|n| edit::as_str(n) != Some("") && self.on_all(acc, 1)) {
            let specs = all(&builtin::NAMESPACES, &config.namespace);
            let found = transform::namespace(&mut acc.resources, namespace, &specs, Subjects::Default, false);
            self.problems(namespace.at, found);
            for resource in &mut acc.resources {
                resource.made_by(namespace.at);
            }
            self.ran(acc, "NamespaceTransformer");
        }
        let affixes = [
            (extra.name_prefix.as_ref().or(given("namePrefix")), true, &config.prefix, "PrefixTransformer"),
            (extra.name_suffix.as_ref().or(given("nameSuffix")), false, &config.suffix, "SuffixTransformer"),
        ];
        for (affix, before, more, kind) in affixes {
            let Some(affix) = affix.filter(|a| edit::as_str(a) != Some("") && self.on_all(acc, 1)) else { continue };
            let found = transform::affix(&mut acc.resources, affix, before, &all(&builtin::NAMES, more));
            self.problems(affix.at, found);
            self.ran(acc, kind);
        }
        self.labels(acc, spec, &config);
        let size = |pairs: &&Value| edit::entries(pairs).len();
        if let Some(pairs) = given("commonAnnotations").filter(|p| size(p) > 0 && self.on_all(acc, size(p))) {
            let specs = all(&builtin::COMMON_ANNOTATIONS, &config.common_annotations);
            self.pairs(acc, pairs, &specs);
            self.ran(acc, "AnnotationsTransformer");
        }
        for patch in edit::items_at(spec, "patchesJson6902") {
            self.patch(acc, dir, owner, patch, Field::Json);
            self.ran(acc, "PatchJson6902Transformer");
        }
        for entry in edit::items_at(spec, "replicas") {
            let specs = all(&builtin::REPLICA_FIELDS, &config.replicas);
            if self.on_all(acc, 1) && !transform::replicas(&mut acc.resources, entry, &specs) {
                self.refuse(entry.at, "`replicas` names no object of this build");
            }
            self.ran(acc, "ReplicaCountTransformer");
        }
        let images = merged_images(spec, &extra.images);
        let specs = if images.is_empty() { Vec::new() } else { all(&builtin::IMAGE_FIELDS, &config.images) };
        for image in images {
            if !self.on_all(acc, 1) {
                break;
            }
            transform::image(&mut acc.resources, &image, &specs);
            self.ran(acc, "ImageTagTransformer");
        }
        let replacements = edit::items_at(spec, "replacements");
        if !replacements.is_empty() {
            self.replacements(acc, dir, owner, &replacements);
            self.ran(acc, "ReplacementTransformer");
        }
    }

    fn labels(&mut self, acc: &mut Accumulated, spec: &Value, config: &Config) {
        let labels = edit::items_at(spec, "labels");
        let common = edit::present(spec, "commonLabels").filter(|pairs| !edit::entries(pairs).is_empty());
        for label in &labels {
            let pairs = edit::present(label, "pairs");
            let flag = |key: &str| edit::bool_at(label, &[key]).unwrap_or(false);
            let mut specs = FieldSpec::read_all(label, "fields");
            let mut problems = Problems::new();
            let mut more = |list: Vec<FieldSpec>| {
                for spec in list {
                    problems.extend(fields::add(&[], &mut specs, spec).err());
                }
            };
            more(config.labels.clone());
            if flag("includeSelectors") {
                more(all(&builtin::COMMON_LABELS, &config.common_labels));
            } else {
                if flag("includeTemplates") {
                    more(all(&builtin::TEMPLATE_LABELS, &config.template_labels));
                }
                if flag("includeVolumeClaimTemplates") {
                    more(all(&builtin::VOLUME_CLAIM_TEMPLATE_LABELS, &config.volume_claim_labels));
                }
                more(vec![FieldSpec::of("", "", "", "metadata/labels", true)]);
            }
            self.problems(label.at, problems);
            if let Some(pairs) = pairs
                && self.on_all(acc, edit::entries(pairs).len().saturating_add(specs.len() / 8))
            {
                self.pairs(acc, pairs, &specs);
            }
            self.ran(acc, "LabelTransformer");
        }
        if labels.is_empty() && common.is_none() {
            return;
        }
        if let Some(pairs) = common
            && self.on_all(acc, edit::entries(pairs).len())
        {
            self.pairs(acc, pairs, &all(&builtin::COMMON_LABELS, &config.common_labels));
        }
        self.ran(acc, "LabelTransformer");
    }

    pub(super) fn pairs(&mut self, acc: &mut Accumulated, pairs: &Value, specs: &[FieldSpec]) {
        let found = transform::pairs(&mut acc.resources, pairs, specs);
        self.problems(pairs.at, found);
        let odd = edit::entries(pairs).iter().find(|e| super::documents::is_odd_key(&e.key));
        if let Some(entry) = odd {
            let message = format!("the key `{}` is written without quotes, and is no text then", entry.key);
            self.refuse(entry.key_at, message);
        }
    }

    pub(super) fn problems(&mut self, at: Span, problems: Problems) {
        for problem in problems {
            self.refuse(at, problem);
        }
    }

    /// Entries of `replacements`, some of which name files of them.
    pub(super) fn replacements(&mut self, acc: &mut Accumulated, dir: &str, owner: Option<FileId>, entries: &[&Value]) {
        for entry in entries {
            let from_file = edit::present(entry, "path").filter(|v| !edit::is_empty(v));
            let replacements: Vec<Value> = match (from_file, owner) {
                (Some(_), _) if edit::get(entry, "source").is_some() || edit::get(entry, "targets").is_some() => {
                    self.refuse(entry.at, "a replacement has either `path` or a source and targets");
                    continue;
                }
                (Some(written), Some(owner)) => match self.named_file(dir, owner, written) {
                    Some(found) => {
                        let documents = self.files.get(found);
                        for gap in &documents.gaps {
                            self.gap(gap.clone());
                        }
                        let read = documents.documents.first().cloned();
                        read.map_or_else(Vec::new, |d| match &d.kind {
                            Kind::List(_) => edit::items(&d).cloned().collect(),
                            _ => vec![d],
                        })
                    }
                    None => Vec::new(),
                },
                _ => vec![(*entry).clone()],
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

    /// Notes for `buildMetadata` that a field of the kustomization has been applied.
    fn ran(&mut self, acc: &mut Accumulated, kind: &str) {
        if self.wanted.keeps_history() {
            origin::changed(&mut acc.resources, &Origin::of_field(self.file_path.clone(), kind));
        }
    }

    /// Counts the steps of looking at every object, as many times. Whether the build still has steps.
    pub(super) fn on_all(&mut self, acc: &Accumulated, times: usize) -> bool {
        const LOOKED_AT: u64 = 5;
        let objects = acc.resources.len() as u64;
        self.spend(objects.saturating_mul(LOOKED_AT.saturating_mul(times.max(1) as u64)));
        self.goes_on()
    }
}

/// Kustomize's own fields and those that are configured.
fn all(own: &[FieldSpec], more: &[FieldSpec]) -> Vec<FieldSpec> {
    own.iter().chain(more).cloned().collect()
}

/// `images:` of the kustomization with those of the Flux Kustomization laid over them, name by name.
fn merged_images(spec: &Value, extra: &[Value]) -> Vec<Value> {
    let mut images: Vec<Value> = edit::items_at(spec, "images").into_iter().cloned().collect();
    images.extend(edit::items_at(spec, "imageTags").into_iter().cloned());
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
