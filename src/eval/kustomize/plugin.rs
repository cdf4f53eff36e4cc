//! Transformers, generators and validators that a kustomization names by file or writes out: kustomize's own kinds. Any other
//! kind is a program or a container that is not run.

use super::accumulate::{Accumulated, Run};
use super::customize::Layer;
use super::documents::{Reader, objects};
use super::edit;
use super::fields::FieldSpec;
use super::origin::{self, Origin};
use super::patch::Field;
use super::resource::Resource;
use super::transform::{self, Subjects};
use super::value_add;
use super::{generate, names};
use crate::eval::value::{Value, Why};
use crate::source::{FileId, Gap, GapKind};

/// The `apiVersion` of kustomize's own kinds.
const BUILTIN: &str = "builtin";

const TRANSFORMERS: &[&str] = &[
    "AnnotationsTransformer",
    "HashTransformer",
    "ImageTagTransformer",
    "LabelTransformer",
    "NamespaceTransformer",
    "PatchJson6902Transformer",
    "PatchStrategicMergeTransformer",
    "PatchTransformer",
    "PrefixSuffixTransformer",
    "PrefixTransformer",
    "ReplacementTransformer",
    "ReplicaCountTransformer",
    "SuffixTransformer",
    "ValueAddTransformer",
];
const GENERATORS: &[&str] =
    &["ConfigMapGenerator", "HelmChartInflationGenerator", "IAMPolicyGenerator", "SecretGenerator"];

impl Run<'_> {
    /// The configurations that entries of `generators`, `transformers` or `validators` stand for: written out, in a file, or
    /// what a directory makes.
    fn configurations(&mut self, layer: Layer<'_>, entries: Vec<&Value>) -> Vec<Resource> {
        let mut gathered = Accumulated::default();
        let Some(owner) = layer.owner else { return Vec::new() };
        let mut paths = Vec::new();
        for entry in entries {
            let inline = edit::as_str(entry).is_some_and(|text| text.contains('\n') || text.contains(": "));
            if !inline {
                paths.push(entry);
                continue;
            }
            let Some(documents) = self.files.embedded(entry, Reader::Kustomize) else { continue };
            for gap in documents.gaps {
                self.gap(gap);
            }
            for object in documents.documents.iter().flat_map(objects) {
                let mut resource = Resource::new(object);
                if self.wanted.keeps_history() {
                    origin::made(&mut resource, &Origin::of_file(self.file_path.clone()));
                }
                self.push(&mut gathered, resource);
            }
        }
        for entry in paths {
            self.resource(&mut gathered, layer.dir, owner, entry);
        }
        gathered.resources
    }

    /// Entries of `generators`.
    pub(super) fn generators(&mut self, acc: &mut Accumulated, layer: Layer<'_>, entries: Vec<&Value>) {
        for config in self.configurations(layer, entries) {
            let Some(kind) = self.own_kind(&config, GENERATORS, TRANSFORMERS, "generator") else { continue };
            let before = acc.resources.len();
            let Some(owner) = layer.owner else { continue };
            match kind {
                "ConfigMapGenerator" | "SecretGenerator" => {
                    self.generator(acc, layer.dir, owner, &config.value, None, kind == "SecretGenerator");
                }
                "HelmChartInflationGenerator" => self.chart(acc, layer.dir, owner, &config.value, None),
                _ => self.iam_policy(acc, &config.value),
            }
            if self.wanted.keeps_history() {
                let origin = Origin::of_plugin(source_path(&config), &config.value);
                for made in acc.resources.iter_mut().skip(before) {
                    origin::made(made, &origin);
                }
            }
        }
    }

    /// Entries of `transformers` or, when nothing may change, `validators`.
    pub(super) fn external(&mut self, acc: &mut Accumulated, layer: Layer<'_>, entries: Vec<&Value>, checks: bool) {
        let word = if checks { "validator" } else { "transformer" };
        for config in self.configurations(layer, entries) {
            let Some(kind) = self.own_kind(&config, TRANSFORMERS, GENERATORS, word) else { continue };
            if !self.on_all(acc, 2) {
                return;
            }
            let before: Option<Vec<Value>> = checks.then(|| acc.resources.iter().map(|r| r.value.clone()).collect());
            self.run_transformer(acc, layer, kind, &config.value);
            if let Some(before) = before {
                let same = before.len() == acc.resources.len()
                    && before.iter().zip(&acc.resources).all(|(old, new)| edit::same(old, &new.value));
                if !same {
                    self.refuse(config.at, "a validator changes the objects");
                }
            } else if self.wanted.keeps_history() {
                origin::changed(&mut acc.resources, &Origin::of_plugin(source_path(&config), &config.value));
            }
        }
    }

    /// The kind of a configuration when it is kustomize's own and of the right sort.
    fn own_kind(
        &mut self,
        config: &Resource,
        wanted: &'static [&'static str],
        others: &[&str],
        word: &str,
    ) -> Option<&'static str> {
        let id = config.id();
        if id.group.is_empty() && &*id.version == BUILTIN {
            if let Some(kind) = wanted.iter().find(|kind| **kind == &*id.kind) {
                return Some(kind);
            }
            let message = match others.contains(&&*id.kind) {
                true => format!("`{}` is no {word}", id.kind),
                false => format!("kustomize has no `{}` of its own", id.kind),
            };
            self.refuse(config.at, message);
            return None;
        }
        let message = format!("the {word} `{}` is a program or a container, which Flux does not run", id.kind);
        self.refuse(config.at, &message);
        self.unseen(config.at, Why::Gap(message.into()));
        None
    }

    fn run_transformer(&mut self, acc: &mut Accumulated, layer: Layer<'_>, kind: &str, config: &Value) {
        let (dir, owner) = (layer.dir, layer.owner);
        let specs = FieldSpec::read_all(config, "fieldSpecs");
        let given = |key: &str| edit::present(config, key).filter(|v| !edit::is_empty(v));
        match kind {
            "AnnotationsTransformer" | "LabelTransformer" => {
                let field = if kind == "LabelTransformer" { "labels" } else { "annotations" };
                if let Some(pairs) = given(field) {
                    self.pairs(acc, pairs, &specs);
                }
            }
            "NamespaceTransformer" => {
                let Some(mode) = Subjects::read(edit::str_at(config, &["setRoleBindingSubjects"])) else {
                    self.refuse(
                        config.at,
                        "`setRoleBindingSubjects` is none of `defaultOnly`, `allServiceAccounts`, `none`",
                    );
                    return;
                };
                let unset = edit::bool_at(config, &["unsetOnly"]).unwrap_or(false);
                let namespace = edit::lookup(config, &["metadata", "namespace"]).filter(|v| !edit::is_empty(v));
                if let Some(namespace) = namespace {
                    let found = transform::namespace(&mut acc.resources, namespace, &specs, mode, unset);
                    self.problems(namespace.at, found);
                }
            }
            "PrefixTransformer" | "SuffixTransformer" | "PrefixSuffixTransformer" => {
                if edit::present(config, "fieldSpecs").is_none() {
                    self.refuse(config.at, format!("a `{kind}` needs `fieldSpecs`"));
                    return;
                }
                for (field, before) in [("prefix", true), ("suffix", false)] {
                    let own = kind.to_ascii_lowercase().starts_with(field) || kind == "PrefixSuffixTransformer";
                    if let Some(affix) = given(field).filter(|_| own) {
                        let found = transform::affix(&mut acc.resources, affix, before, &specs);
                        self.problems(affix.at, found);
                    }
                }
            }
            "ImageTagTransformer" => {
                if let Some(image) = given("imageTag") {
                    transform::image(&mut acc.resources, image, &specs);
                }
            }
            "ReplicaCountTransformer" => {
                let found = given("replica").is_some_and(|r| transform::replicas(&mut acc.resources, r, &specs));
                if !found {
                    self.refuse(config.at, "the `replica` names no object of this build");
                }
            }
            "PatchTransformer" => self.patch(acc, dir, owner, config, Field::Patches),
            "PatchJson6902Transformer" => self.patch(acc, dir, owner, config, Field::Json),
            "PatchStrategicMergeTransformer" => {
                let mut entries: Vec<(&str, &Value)> =
                    edit::items_at(config, "paths").into_iter().map(|path| ("path", path)).collect();
                entries.extend(given("patches").map(|text| ("patch", text)));
                if entries.is_empty() {
                    self.refuse(config.at, "a patch without `paths` or `patches`");
                }
                for (field, entry) in entries {
                    let mut patch = edit::empty_map(entry.at);
                    edit::set(&mut patch, field, entry.at, entry.clone());
                    self.patch(acc, dir, owner, &patch, Field::Merge);
                }
            }
            "ReplacementTransformer" => {
                self.replacements(acc, dir, owner, &edit::items_at(config, "replacements"));
            }
            "ValueAddTransformer" => {
                let mut targets: Vec<Value> = edit::items_at(config, "targets").into_iter().cloned().collect();
                if let (Some(written), Some(owner)) = (given("targetFilePath"), owner)
                    && let Some(found) = self.named_file(dir, owner, written)
                {
                    let documents = self.files.get(found);
                    for document in &documents.documents {
                        targets.extend(edit::items_at(document, "targets").into_iter().cloned());
                    }
                }
                if let Err(why) = value_add::apply(&mut acc.resources, config, &targets, dir) {
                    self.refuse(config.at, why);
                }
            }
            _ => {
                generate::add_hashes(&mut acc.resources);
                self.spend(names::cost(&acc.resources));
            }
        }
    }

    /// A service account of Google's cloud with the annotation that ties it to an account there.
    fn iam_policy(&mut self, acc: &mut Accumulated, config: &Value) {
        if edit::str_at(config, &["cloud"]) != Some("gke") {
            self.refuse(config.at, "`cloud` of an IAM policy must be `gke`");
            return;
        }
        let at = config.at;
        let part = |path: &[&str]| edit::str_at(config, path).unwrap_or_default();
        let account = format!(
            "{}@{}.iam.gserviceaccount.com",
            part(&["serviceAccount", "name"]),
            part(&["serviceAccount", "projectId"])
        );
        let mut annotations = edit::empty_map(at);
        edit::set(&mut annotations, "iam.gke.io/gcp-service-account", at, edit::text(account, at));
        let mut metadata = edit::empty_map(at);
        edit::set(&mut metadata, "annotations", at, annotations);
        for field in ["name", "namespace"] {
            if let Some(value) = edit::lookup(config, &["kubernetesService", field]).filter(|v| !edit::is_empty(v)) {
                edit::set(&mut metadata, field, value.at, value.clone());
            }
        }
        let mut value = edit::empty_map(at);
        edit::set(&mut value, "apiVersion", at, edit::text("v1", at));
        edit::set(&mut value, "kind", at, edit::text("ServiceAccount", at));
        edit::set(&mut value, "metadata", at, metadata);
        self.push(acc, Resource::new(value));
    }

    /// The charts of a kustomization.
    pub(super) fn charts(&mut self, acc: &mut Accumulated, dir: &str, owner: FileId, spec: &Value, flux: bool) {
        let old = edit::items_at(spec, "helmChartInflationGenerator");
        let charts = edit::items_at(spec, "helmCharts");
        let Some(first) = charts.first().or(old.first()) else { return };
        if flux {
            let message = "Flux does not render `helmCharts` of a kustomization";
            self.gap(Gap::at(first.at, GapKind::Evaluation, format!("kustomize would refuse this build: {message}")));
        }
        let global = edit::lookup(spec, &["helmGlobals", "chartHome"]).and_then(edit::as_str);
        let of_old = old.iter().rev().find_map(|c| edit::str_at(c, &["chartHome"]));
        let home = match edit::present(spec, "helmGlobals") {
            Some(_) => global,
            None => of_old,
        };
        for chart in charts {
            self.chart(acc, dir, owner, chart, home);
        }
        for chart in old {
            self.chart(acc, dir, owner, &super::chart::from_old(chart), home);
        }
    }
}

/// The file of a configuration, for `buildMetadata`.
fn source_path(config: &Resource) -> String {
    config.origin.as_ref().map(|history| history.path()).unwrap_or_default()
}
