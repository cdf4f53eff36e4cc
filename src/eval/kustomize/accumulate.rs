//! Reads kustomization files and gathers what they name.

use super::crds;
use super::customize::Layer;
use super::documents::{Files, objects};
use super::edit;
use super::fields::Config;
use super::generate::{self, Content};
use super::names;
use super::order;
use super::origin::{self, Origin, Wanted};
use super::path;
use super::resource::Resource;
use super::shape;
use super::vars::{self, Var};
use crate::eval::budget::{Done, Limits};
use crate::eval::reference::Outcome;
use crate::eval::value::{Absent, Ty, Unknown, Value, Why};
use crate::source::{FileId, Gap, GapKind, Span, TreeId};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Deepest nesting of kustomizations.
const DEPTH: usize = 64;
/// Most objects in one build.
const OBJECTS: usize = 20_000;
/// Most kustomizations read in one build, each inclusion counted.
const VISITS: u32 = 4_000;
/// Objects that kustomizations may hand on to those above them, in all.
const HANDED: usize = 500_000;
/// Most steps of one build, a step being about a tenth of a microsecond.
const STEPS: u64 = 20_000_000;
/// What reading a kustomization, or handing on an object, costs in steps.
const HANDED_ON: u64 = 10;
/// What an object that the build keeps costs: the bound on steps is one on memory too.
const KEPT: u64 = 100;
/// How many steps one of several builds gets.
pub const LIMITS: Limits = Limits { most: STEPS, least: 2_000 };

/// What a build makes and what it rests on.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// The objects, in order.
    pub resources: Vec<Resource>,
    /// The files that have a part in it.
    pub files: BTreeSet<FileId>,
    /// The directories whose kustomization has a part in it.
    pub directories: BTreeSet<Arc<str>>,
    /// The paths it names.
    pub references: Vec<Named>,
    /// What could not be seen.
    pub gaps: Vec<Gap>,
    /// Parts that may hold further objects.
    pub unseen: Vec<Arc<Unknown>>,
    /// Manifests that do not parse, or not all of them: they can hide only what their text names.
    pub broken: Vec<(FileId, Arc<Unknown>)>,
}

/// A path named by a kustomization file.
#[derive(Clone, Debug)]
pub struct Named {
    /// The file that names it.
    pub owner: FileId,
    /// Where.
    pub at: Span,
    /// The path as written.
    pub target: Arc<str>,
    /// Whether it leads somewhere.
    pub outcome: Outcome,
}

/// What a Flux Kustomization adds to the kustomization of its path.
#[derive(Clone, Debug, Default)]
pub struct Extra {
    /// `spec.targetNamespace`.
    pub namespace: Option<Value>,
    /// `spec.namePrefix`.
    pub name_prefix: Option<Value>,
    /// `spec.nameSuffix`.
    pub name_suffix: Option<Value>,
    /// `spec.patches`, `spec.patchesStrategicMerge` and `spec.patchesJson6902`, each as an entry of `patches`.
    pub patches: Vec<Value>,
    /// `spec.components`.
    pub components: Vec<Value>,
    /// `spec.ignoreMissingComponents`.
    pub ignore_missing_components: bool,
    /// `spec.images`.
    pub images: Vec<Value>,
    /// `spec.buildMetadata`.
    pub build_metadata: Option<Value>,
    /// What is left out of the source; `None` for what Flux leaves out by default.
    pub ignored: Option<Arc<dyn Leaves>>,
    /// Where the Flux Kustomization is.
    pub at: Option<Span>,
}

/// What of a tree is not part of the source that Flux makes of it.
pub trait Leaves: std::fmt::Debug + Send + Sync {
    /// Whether a file is left out.
    fn out(&self, path: &str) -> bool;
}

/// Builds kustomizations of one tree.
#[derive(Debug)]
pub struct Kustomizer<'a> {
    files: &'a Files<'a>,
    tree: TreeId,
}

#[derive(Default)]
pub(super) struct Accumulated {
    /// The objects so far.
    pub(super) resources: Vec<Resource>,
    /// What `configurations:` files added.
    pub(super) config: Config,
    /// The present identities, each with the place of its object.
    pub(super) ids: HashMap<String, Span>,
    /// The variables so far.
    pub(super) vars: Vec<Var>,
}

/// One build under way.
pub(super) struct Run<'a> {
    pub(super) files: &'a Files<'a>,
    pub(super) tree: TreeId,
    pub(super) build: Build,
    stack: Vec<String>,
    visits: u32,
    handed: usize,
    full: bool,
    /// The places of paths that are noted: a kustomization that is included again names the same ones.
    noted: HashSet<(Span, Arc<str>)>,
    pub(super) steps: u64,
    pub(super) limit: u64,
    /// The schema of `openapi`, once one is named: the first counts. Whether kustomize's own counts beside it.
    pub(super) schema: Option<(Value, bool)>,
    /// A kustomization has said which schema counts.
    schema_is_set: bool,
    /// Patches to be merged that have been read.
    pub(super) merged: usize,
    /// What the top kustomization's `buildMetadata` asks for.
    pub(super) wanted: Wanted,
    /// The kustomization file that is read, relative to the top directory; only kept for `buildMetadata`.
    pub(super) file_path: String,
    /// The namespaces of the kustomizations around, the innermost last; for charts.
    namespaces: Vec<String>,
}

impl<'a> Kustomizer<'a> {
    /// A builder over the files of one tree.
    pub fn new(files: &'a Files<'a>, tree: TreeId) -> Self {
        Self { files, tree }
    }

    fn run(&self, limit: u64) -> Run<'a> {
        Run {
            files: self.files,
            tree: self.tree,
            build: Build::default(),
            stack: Vec::new(),
            visits: 0,
            handed: 0,
            full: false,
            noted: HashSet::new(),
            steps: 0,
            limit,
            schema: None,
            schema_is_set: false,
            merged: 0,
            wanted: Wanted::default(),
            file_path: String::new(),
            namespaces: Vec::new(),
        }
    }

    /// Builds a directory as kustomize-controller does: without a kustomization file, from every manifest in it and below.
    pub fn build(&self, dir: &str, extra: &Extra) -> Build {
        self.build_within(dir, extra, STEPS).made
    }

    /// The same within a number of steps. A build that needs more makes no objects, because those it has are not finished.
    pub fn build_within(&self, dir: &str, extra: &Extra, limit: u64) -> Done<Build> {
        let mut run = self.run(limit);
        let mut acc = Accumulated::default();
        run.directory(&mut acc, dir, Some(extra), extra.at, false);
        let own = path::kustomization_file(self.files.sources, self.tree, dir).map(Span::file_start);
        let at = extra.at.or(own).or_else(|| acc.resources.first().map(|r| r.at));
        generate::add_hashes(&mut acc.resources);
        run.spend(names::cost(&acc.resources));
        if let Some(at) = at.filter(|_| run.goes_on()) {
            for problem in names::fix(&mut acc.resources, &acc.config, at) {
                run.refuse(at, problem);
            }
        }
        if !acc.vars.is_empty() && run.on_all(&acc, acc.vars.len()) {
            for (at, problem) in vars::resolve(&mut acc.resources, &acc.vars, &acc.config) {
                run.refuse(at, problem);
            }
        }
        if run.steps > limit {
            run.used_up(at);
            acc.resources = Vec::new();
        }
        acc.resources.retain(|r| {
            edit::lookup(&r.value, &["metadata", "annotations", "config.kubernetes.io/local-config"])
                .and_then(edit::scalar)
                .is_none_or(|v| v == "false")
        });
        run.finish(&mut acc.resources, dir, at);
        run.build.resources = acc.resources;
        Done { made: run.build, used: run.steps.min(limit), cut: run.steps > limit }
    }

    /// Applies the `kustomize` block of a HelmRelease's post-renderer: patches and images.
    /// Without the steps it needs nothing is left, and the gap says so.
    pub fn post_render(
        &self,
        resources: Vec<Resource>,
        kustomize: &Value,
        at: Span,
        limit: u64,
    ) -> Done<(Vec<Resource>, Vec<Gap>)> {
        let mut run = self.run(limit);
        let mut acc = Accumulated { resources, ..Accumulated::default() };
        let extra = Extra { at: Some(at), ..Extra::default() };
        run.transform(&mut acc, Layer { dir: "", owner: None, spec: kustomize, extra: Some(&extra) });
        generate::add_hashes(&mut acc.resources);
        let cut = run.steps > limit;
        if cut {
            run.used_up(Some(at));
            acc.resources = Vec::new();
        }
        Done { made: (acc.resources, run.build.gaps), used: run.steps.min(limit), cut }
    }

    /// Builds single files, as if a kustomization named them.
    pub fn loose(&self, files: &[FileId]) -> Build {
        let mut run = self.run(STEPS);
        let mut acc = Accumulated::default();
        for file in files {
            run.file(&mut acc, *file, None);
        }
        if !run.goes_on() {
            run.used_up(acc.resources.first().map(|r| r.at));
        }
        run.build.resources = acc.resources;
        // Nobody builds these files together.
        run.build.gaps.retain(|gap| gap.kind != GapKind::Evaluation);
        run.build
    }
}

impl Run<'_> {
    pub(super) fn gap(&mut self, gap: Gap) {
        if !self.build.gaps.contains(&gap) {
            self.build.gaps.push(gap);
        }
    }

    /// Something that `kustomize build` would stop at.
    pub(super) fn refuse(&mut self, at: Span, message: impl std::fmt::Display) {
        self.gap(Gap::at(at, GapKind::Evaluation, format!("kustomize would refuse this build: {message}")));
    }

    /// Counts steps.
    pub(super) fn spend(&mut self, steps: u64) {
        self.steps = self.steps.saturating_add(steps);
    }

    /// Whether the build still has steps.
    pub(super) fn goes_on(&self) -> bool {
        self.steps <= self.limit
    }

    /// Says that the steps are used up.
    fn used_up(&mut self, at: Option<Span>) {
        let Some(at) = at else { return };
        let message = match self.limit >= STEPS {
            true => format!("this build needs more than {STEPS} steps, the limit for one; its objects are not seen"),
            false => format!(
                "this build needs more than {} steps, its share of what the whole run may take; its objects are not seen",
                self.limit
            ),
        };
        self.gap(Gap::at(at, GapKind::Bound, message));
        self.unseen(at, Why::Bound("steps of building kustomizations"));
    }

    /// The last steps: the order, and what `buildMetadata` asks for.
    fn finish(&mut self, resources: &mut [Resource], dir: &str, at: Option<Span>) {
        for resource in resources.iter_mut() {
            origin::clean(resource);
            if has_uneven_names(resource) {
                let id = resource.id();
                let message = format!(
                    "a name with a comma, of {} `{}`: kustomize ends with an error of its own",
                    id.kind, id.name
                );
                self.refuse(resource.at, message);
            }
        }
        let Some(file) = path::kustomization_file(self.files.sources, self.tree, dir) else { return };
        let documents = self.files.get(file);
        let Some(spec) = documents.documents.first() else { return };
        if let Some(options) = edit::present(spec, "sortOptions")
            && let Err(why) = order::sort(resources, options)
        {
            self.refuse(options.at, why);
        }
        if let Some(at) = edit::present(spec, "buildMetadata").map(|v| v.at).or(at) {
            origin::write(resources, self.wanted, at);
        }
    }

    /// The namespace that charts get from the kustomizations around them.
    pub(super) fn chart_namespace(&self) -> Option<String> {
        self.namespaces.last().cloned()
    }

    pub(super) fn unseen(&mut self, at: Span, why: Why) {
        self.build.unseen.push(Arc::new(Unknown { why, what: None, ty: Ty::List, not_null: true, likely: None, at }));
    }

    pub(super) fn unsupported(&mut self, at: Span, what: &str) {
        let message = format!("{what} are not evaluated");
        self.unseen(at, Why::Gap(message.as_str().into()));
        self.gap(Gap::at(at, GapKind::Unsupported, message));
    }

    /// Adds what a directory makes. Without a kustomization file that is allowed only at the top, for Flux.
    fn directory(
        &mut self,
        acc: &mut Accumulated,
        dir: &str,
        extra: Option<&Extra>,
        named_at: Option<Span>,
        component: bool,
    ) {
        self.visits += 1;
        self.spend(HANDED_ON);
        if !self.goes_on() {
            return;
        }
        if self.stack.len() >= DEPTH || self.visits > VISITS || self.handed > HANDED {
            if let Some(at) = named_at.filter(|_| !self.full) {
                self.full = true;
                let message = format!(
                    "kustomizations nested deeper than {DEPTH} or more than {VISITS} of them: the rest is not read"
                );
                self.gap(Gap::at(at, GapKind::Bound, message));
                self.unseen(at, Why::Bound("kustomizations in one build"));
            }
            return;
        }
        if self.stack.iter().any(|d| d == dir) {
            let mut cycle: Vec<&str> = self.stack.iter().skip_while(|d| *d != dir).map(String::as_str).collect();
            cycle.push(dir);
            let message = format!("a cycle of kustomizations: {}", cycle.join(" -> "));
            if let Some(at) = named_at {
                self.refuse(at, message);
            }
            return;
        }
        self.stack.push(dir.to_string());
        match path::kustomization_file(self.files.sources, self.tree, dir) {
            Some(file) => self.kustomization(acc, dir, file, extra, component),
            None => {
                if let Some(extra) = extra {
                    self.generated(acc, dir, extra);
                }
            }
        }
        self.stack.pop();
    }

    /// A directory without a kustomization file: kustomize-controller names every manifest below it, and stops at
    /// directories that have one.
    fn generated(&mut self, acc: &mut Accumulated, dir: &str, extra: &Extra) {
        let sources = self.files.sources;
        let mut directories: BTreeSet<String> = BTreeSet::new();
        let mut manifests: Vec<FileId> = Vec::new();
        for file in sources.below(self.tree, dir) {
            let mut parents: Vec<&str> = Vec::new();
            let mut up = path::parent(&file.path);
            while up.len() > dir.len() {
                parents.push(up);
                up = path::parent(up);
            }
            let nested = parents.iter().rev().find(|d| path::kustomization_file(sources, self.tree, d).is_some());
            if let Some(nested) = nested {
                directories.insert((*nested).to_string());
            } else if is_yaml(&file.path)
                && !extra
                    .ignored
                    .as_ref()
                    .map_or_else(|| ignored_by_flux(&file.path), |ignored| ignored.out(&file.path))
            {
                manifests.push(file.id);
            }
        }
        self.build.directories.insert(dir.into());
        for file in manifests {
            self.file(acc, file, None);
        }
        for nested in directories {
            let mut sub = Accumulated::default();
            self.directory(&mut sub, &nested, None, extra.at, false);
            self.absorb(acc, sub, None);
        }
        let spec = edit::empty_map(extra.at.unwrap_or(Span::file_start(FileId::from_index(0))));
        self.transform(acc, Layer { dir, owner: None, spec: &spec, extra: Some(extra) });
    }

    fn kustomization(
        &mut self,
        acc: &mut Accumulated,
        dir: &str,
        file: FileId,
        extra: Option<&Extra>,
        component: bool,
    ) {
        self.build.files.insert(file);
        self.build.directories.insert(dir.into());
        let documents = self.files.get(file);
        for gap in &documents.gaps {
            self.gap(gap.clone());
            self.unseen(Span::file_start(file), Why::Gap(gap.message.clone()));
        }
        let start = Span::file_start(file);
        let empty = edit::empty_map(start);
        let read = documents.documents.first().unwrap_or(&empty);
        let flux = extra.is_some_and(|extra| extra.at.is_some());
        let spec = self.spec(read, flux);
        let spec = spec.as_ref().unwrap_or(read);
        if !self.is_meant(spec, start, flux, component) {
            return;
        }
        if path::kustomization_files(self.files.sources, self.tree, dir).count() > 1 {
            self.refuse(start, "a directory with several kustomization files");
        }
        if self.stack.len() == 1 {
            self.wanted = Wanted::read(spec);
            // Flux keeps a kustomization that names no resources from looking empty.
            if flux && edit::items_at(spec, "resources").is_empty() {
                self.wanted = Wanted { origins: true, ..Wanted::default() };
            }
            if let Some(asked) = extra.and_then(|e| e.build_metadata.as_ref()) {
                self.wanted = Wanted::of(asked);
            }
        }
        self.openapi(acc, dir, file, spec);
        let outer = self.wanted.keeps_history().then(|| {
            let name = self.files.sources.file(file).map_or("", |f| f.path.rsplit('/').next().unwrap_or(""));
            let here = origin::join(&self.file_path, name);
            std::mem::replace(&mut self.file_path, here)
        });
        let namespace = extra.and_then(|e| e.namespace.as_ref()).or(edit::present(spec, "namespace"));
        let namespace = namespace.and_then(edit::as_str).filter(|n| !n.is_empty()).map(String::from);
        let inherited = self.namespaces.len();
        self.namespaces.extend(namespace);
        self.gather(acc, dir, file, spec, flux);
        self.transform(acc, Layer { dir, owner: Some(file), spec, extra });
        self.namespaces.truncate(inherited);
        if let Some(outer) = outer {
            self.file_path = outer;
        }
    }

    /// The kustomization with each field under its own name and of its own type; what is not is refused. Flux reads the top
    /// one less strictly, and writes it anew.
    fn spec(&mut self, read: &Value, flux: bool) -> Option<Value> {
        let sources = self.files.sources;
        let written = |span: Span| {
            let text = sources.text(span.file).ok()?;
            text.get(span.start as usize..)?.chars().next()
        };
        let mut reader = shape::Reader::new(&written);
        let spec = reader.map(read, shape::KUSTOMIZATION);
        let problems = reader.problems;
        for (at, why) in problems {
            if !flux {
                self.refuse(at, why);
            }
        }
        spec
    }

    /// Whether a kustomization file is one, of the sort that is asked for.
    fn is_meant(&mut self, spec: &Value, start: Span, flux: bool, component: bool) -> bool {
        let kind = edit::str_at(spec, &["kind"]).unwrap_or("Kustomization");
        let (word, version) = match kind {
            "Component" => ("Component", "kustomize.config.k8s.io/v1alpha1"),
            _ => ("Kustomization", "kustomize.config.k8s.io/v1beta1"),
        };
        let api = edit::str_at(spec, &["apiVersion"]).unwrap_or(version);
        let at = edit::get(spec, "apiVersion").or(edit::get(spec, "kind")).map_or(start, |v| v.at);
        if kind != word || (api != version && !api.starts_with("kustomize.config.k8s.io/")) {
            self.refuse(
                at,
                format!("`{api}` `{kind}` in a file that must hold a `kustomize.config.k8s.io` Kustomization"),
            );
            return false;
        }
        if api != version && !flux {
            self.refuse(at, format!("a {word} of `{api}`: there is only `{version}`"));
        }
        let fields = edit::entries(spec).iter().filter(|e| !matches!(&*e.key, "apiVersion" | "kind"));
        if fields.count() == 0 && !flux {
            self.refuse(start, "a kustomization file that says nothing");
        }
        let is_component = kind == "Component";
        if is_component != component && self.stack.len() > 1 {
            let message = match component {
                true => "a Kustomization among `components`, which takes only Components",
                false => "a Component among `resources`: it belongs under `components`",
            };
            self.refuse(at, message);
        }
        true
    }

    /// The schema of `openapi`: the first that a build meets is used from there on.
    fn openapi(&mut self, acc: &Accumulated, dir: &str, file: FileId, spec: &Value) {
        let Some(openapi) = edit::present(spec, "openapi") else { return };
        let given = |key: &str| edit::present(openapi, key).filter(|v| !edit::is_empty(v));
        let version = given("version");
        if let Some(path) = given("path") {
            if let Some(version) = version {
                self.refuse(version.at, "`openapi` names either a `version` or a `path`");
            }
            let Some(found) = self.named_file(dir, file, path) else { return };
            let documents = self.files.get(found);
            for gap in &documents.gaps {
                self.gap(gap.clone());
            }
            if !self.schema_is_set
                && let Some(schema) = documents.documents.first()
            {
                let own_too = self.stack.len() > 1 && (self.handed > 0 || !acc.resources.is_empty());
                self.schema = Some((schema.clone(), own_too));
                self.schema_is_set = true;
            }
        } else if let Some(version) = version {
            self.schema_is_set = true;
            if edit::as_str(version) == Some("v1.21.2") {
                return;
            }
            self.refuse(version.at, "`openapi` names a version that kustomize does not carry: it has v1.21.2 only");
        }
    }

    /// Everything that a kustomization gathers before it changes it.
    fn gather(&mut self, acc: &mut Accumulated, dir: &str, file: FileId, spec: &Value, flux: bool) {
        for field in ["resources", "bases"] {
            for entry in edit::items_at(spec, field) {
                self.resource(acc, dir, file, entry);
            }
        }
        for entry in edit::items_at(spec, "configurations") {
            if let Some(found) = self.named_file(dir, file, entry) {
                for document in &self.files.get(found).documents {
                    let mut reader = shape::Reader::new(&|_| None);
                    let read = reader.map(document, shape::CONFIGURATION);
                    for (at, why) in reader.problems {
                        self.refuse(at, why);
                    }
                    for why in acc.config.read(read.as_ref().unwrap_or(document)) {
                        self.refuse(entry.at, why);
                    }
                }
            }
        }
        for entry in edit::items_at(spec, "crds") {
            let Some(found) = self.named_file(dir, file, entry) else { continue };
            let json = self.files.sources.text(found).is_ok_and(|text| text.starts_with('{'));
            let valid = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
            if json && !self.files.sources.text(found).is_ok_and(|text| valid(&text)) {
                self.refuse(entry.at, "a file of `crds` that begins with `{` and is no JSON");
                continue;
            }
            for document in &self.files.get(found).documents {
                match crds::read(document) {
                    Ok(config) => {
                        for why in acc.config.merge(config) {
                            self.refuse(entry.at, why);
                        }
                    }
                    Err(why) => self.refuse(entry.at, why),
                }
            }
        }
        for (field, kind, secret) in
            [("configMapGenerator", "ConfigMapGenerator", false), ("secretGenerator", "SecretGenerator", true)]
        {
            for args in edit::items_at(spec, field) {
                self.generator(acc, dir, file, args, edit::present(spec, "generatorOptions"), secret);
                self.made(acc, kind);
            }
        }
        self.charts(acc, dir, file, spec, flux);
        self.made(acc, "HelmChartInflationGenerator");
        let generators = edit::items_at(spec, "generators");
        if !generators.is_empty() {
            self.generators(acc, Layer { dir, owner: Some(file), spec, extra: None }, generators);
        }
        for entry in edit::items_at(spec, "components") {
            self.component(acc, dir, file, entry, false);
        }
    }

    /// Notes for `buildMetadata` what a field of the kustomization has made.
    fn made(&mut self, acc: &mut Accumulated, kind: &str) {
        if !self.wanted.keeps_history() {
            return;
        }
        let origin = Origin::of_field(self.file_path.clone(), kind);
        for resource in acc.resources.iter_mut() {
            origin::made(resource, &origin);
        }
    }

    pub(super) fn component(&mut self, acc: &mut Accumulated, dir: &str, file: FileId, entry: &Value, lenient: bool) {
        let Some(written) = edit::as_str(entry) else { return };
        if path::is_remote(written) {
            self.remote(file, entry, written);
            return;
        }
        let found = path::join(dir, written)
            .filter(|target| path::kustomization_file(self.files.sources, self.tree, target).is_some());
        match found {
            Some(target) => {
                self.note(file, entry, written, Outcome::Found);
                self.nested(acc, &target, written, entry.at, true);
            }
            None if lenient => {}
            None => self.absent(dir, file, entry, written),
        }
    }

    /// Notes a path that leads nowhere, and why.
    fn absent(&mut self, dir: &str, file: FileId, entry: &Value, written: &str) {
        if self.noted.contains(&(entry.at, written.into())) {
            return;
        }
        let sources = self.files.sources;
        let outcome = match path::join(dir, written) {
            Some(target) if sources.is_dir(self.tree, &target) => Outcome::Missing {
                nearest: None,
                looked_for: format!("no kustomization file in directory `{target}`").into(),
            },
            Some(target) => path::missing(sources, self.tree, &target, "no file or directory", entry.at),
            None => Outcome::Missing {
                nearest: None,
                looked_for: format!("`{written}` leads out of this repository").into(),
            },
        };
        match &outcome {
            Outcome::Ignored => {
                self.unseen(entry.at, Why::MissingFile(path::join(dir, written).unwrap_or_default().into()));
            }
            Outcome::Undecided(why) => self.build.unseen.push(why.clone()),
            _ => {}
        }
        self.note(file, entry, written, outcome);
    }

    fn note(&mut self, owner: FileId, entry: &Value, written: &str, outcome: Outcome) {
        let target: Arc<str> = written.into();
        if self.noted.insert((entry.at, target.clone())) {
            self.build.references.push(Named { owner, at: entry.at, target, outcome });
        }
    }

    fn remote(&mut self, owner: FileId, entry: &Value, written: &str) {
        if self.noted.contains(&(entry.at, written.into())) {
            return;
        }
        let why = Why::NoSource(Absent::Remote(written.into()));
        self.unseen(entry.at, why.clone());
        let unknown = Arc::new(Unknown { why, what: None, ty: Ty::Any, not_null: true, likely: None, at: entry.at });
        self.note(owner, entry, written, Outcome::Undecided(unknown));
        let message = format!("`{written}` is remote and not read");
        self.gap(Gap::at(entry.at, GapKind::Remote, message));
    }

    /// An entry of `resources`: a file, or a directory with a kustomization.
    pub(super) fn resource(&mut self, acc: &mut Accumulated, dir: &str, file: FileId, entry: &Value) {
        let Some(written) = edit::as_str(entry) else { return };
        if path::is_remote(written)
            && path::join(dir, written).is_none_or(|p| self.files.sources.find(self.tree, &p).is_none())
        {
            self.remote(file, entry, written);
            return;
        }
        let target = path::join(dir, written);
        let sources = self.files.sources;
        if let Some(found) = target.as_ref().and_then(|t| sources.find(self.tree, t)) {
            self.note(file, entry, written, Outcome::Found);
            let before = acc.resources.len();
            self.file(acc, found, Some(entry.at));
            if self.wanted.keeps_history() {
                let directory = path::parent(&self.file_path);
                let origin = Origin::of_file(origin::join(directory, written));
                for resource in acc.resources.iter_mut().skip(before) {
                    origin::made(resource, &origin);
                }
            }
            return;
        }
        match target.filter(|t| path::kustomization_file(sources, self.tree, t).is_some()) {
            Some(target) => {
                self.note(file, entry, written, Outcome::Found);
                let mut sub = Accumulated::default();
                self.nested(&mut sub, &target, written, entry.at, false);
                self.absorb(acc, sub, Some(entry.at));
            }
            None => self.absent(dir, file, entry, written),
        }
    }

    /// Adds what the kustomization of another directory makes.
    fn nested(&mut self, acc: &mut Accumulated, target: &str, written: &str, at: Span, component: bool) {
        let outer = self.wanted.keeps_history().then(|| {
            let below = origin::join(path::parent(&self.file_path), written);
            std::mem::replace(&mut self.file_path, below)
        });
        self.directory(acc, target, None, Some(at), component);
        if let Some(outer) = outer {
            self.file_path = outer;
        }
    }

    fn absorb(&mut self, acc: &mut Accumulated, sub: Accumulated, named_at: Option<Span>) {
        for why in acc.config.merge(sub.config) {
            if let Some(at) = named_at {
                self.refuse(at, why);
            }
        }
        for (at, why) in vars::merge(&mut acc.vars, sub.vars) {
            self.refuse(at, why);
        }
        for mut resource in sub.resources {
            if let Some(at) = named_at {
                resource.made_by(at);
            }
            self.push(acc, resource);
        }
    }

    pub(super) fn push(&mut self, acc: &mut Accumulated, resource: Resource) {
        self.handed = self.handed.saturating_add(1);
        self.spend(if self.stack.len() > 1 { HANDED_ON } else { KEPT });
        if !self.goes_on() {
            return;
        }
        if acc.resources.len() >= OBJECTS || self.handed > HANDED {
            if !self.full {
                self.full = true;
                let message = format!(
                    "more than {OBJECTS} objects in one build, or {HANDED} handed on in it: the rest is not read"
                );
                self.gap(Gap::at(resource.at, GapKind::Bound, message));
                self.unseen(resource.at, Why::Bound("objects in one build"));
            }
            return;
        }
        let id = resource.id();
        let key = id.key();
        if let Some(twice) = acc.ids.get(&key).copied() {
            // The same document twice in one build is one mistake of the kustomization, not two objects.
            let message = format!("{} `{}` is in this build twice", id.kind, id.name);
            self.refuse(
                if twice == resource.at { resource.via.last().copied().unwrap_or(resource.at) } else { resource.at },
                message,
            );
            return;
        }
        acc.ids.insert(key, resource.at);
        acc.resources.push(resource);
    }

    /// Every object of a file.
    fn file(&mut self, acc: &mut Accumulated, file: FileId, named_at: Option<Span>) {
        self.build.files.insert(file);
        let documents = self.files.get(file);
        for gap in &documents.gaps {
            self.gap(gap.clone());
            let at = gap.at.unwrap_or(Span::file_start(file));
            let why = Why::Gap(gap.message.clone());
            let unknown = Unknown { why, what: None, ty: Ty::List, not_null: true, likely: None, at };
            self.build.broken.push((file, Arc::new(unknown)));
        }
        for (at, why) in &documents.refused {
            self.refuse(*at, why);
        }
        for document in &documents.documents {
            for object in objects(document) {
                if edit::str_at(&object, &["kind"]).is_none() {
                    self.refuse(object.at, "a document without `kind`");
                    continue;
                }
                if edit::lookup(&object, &["metadata", "name"]).is_none_or(edit::is_empty) {
                    self.refuse(object.at, "a document without `metadata.name`");
                    if edit::lookup(&object, &["metadata", "generateName"]).is_none() {
                        continue;
                    }
                }
                let mut resource = Resource::new(object);
                resource.needs_hash = origin::asks_for_hash(&resource.value);
                if let Some(at) = named_at {
                    resource.made_by(at);
                }
                self.push(acc, resource);
            }
        }
    }

    /// A file that a kustomization names beside its resources.
    pub(super) fn named_file(&mut self, dir: &str, owner: FileId, entry: &Value) -> Option<FileId> {
        let written = edit::as_str(entry)?;
        if path::is_remote(written) {
            self.remote(owner, entry, written);
            return None;
        }
        match path::join(dir, written).and_then(|p| self.files.sources.find(self.tree, &p)) {
            Some(found) => {
                self.note(owner, entry, written, Outcome::Found);
                self.build.files.insert(found);
                Some(found)
            }
            None => {
                self.absent(dir, owner, entry, written);
                None
            }
        }
    }

    pub(super) fn generator(
        &mut self,
        acc: &mut Accumulated,
        dir: &str,
        owner: FileId,
        args: &Value,
        global: Option<&Value>,
        secret: bool,
    ) {
        let mut load = |written: &str, at: Span| {
            let entry = edit::text(written, at);
            let unknown = |why: Why| {
                Content::Unknown(Arc::new(Unknown { why, what: None, ty: Ty::Text, not_null: true, likely: None, at }))
            };
            match self.named_file(dir, owner, &entry) {
                Some(found) => match self.files.sources.text(found) {
                    Ok(text) => {
                        let length = text.len();
                        Content::Text(text, Span::new(found, 0, length))
                    }
                    Err(gap) => match self.files.sources.bytes(found) {
                        Ok(bytes) => match String::from_utf8(bytes) {
                            Ok(text) => Content::Text(text.into(), Span::file_start(found)),
                            Err(odd) => Content::Binary(odd.into_bytes(), Span::file_start(found)),
                        },
                        Err(_) => unknown(Why::Gap(gap.message)),
                    },
                },
                None => unknown(Why::MissingFile(path::join(dir, written).unwrap_or_else(|| written.into()).into())),
            }
        };
        let made = generate::object(args, global, secret, &mut load);
        match made {
            Ok(resource) => {
                if let Some(why) = generate::odd_keys(&resource.value) {
                    self.refuse(args.at, why);
                }
                self.spend(KEPT);
                if let Err(why) = generate::absorb(&mut acc.resources, resource) {
                    self.refuse(args.at, why);
                }
            }
            Err(why) => self.refuse(args.at, why),
        }
    }
}

/// Kustomize keeps former names, namespaces and kinds as lists with commas, and stops when they are not of one length.
fn has_uneven_names(resource: &Resource) -> bool {
    let commas = |part: fn(&super::Id) -> &str| -> usize {
        resource.previous.iter().map(|id| part(id).matches(',').count()).sum()
    };
    let names = commas(|id| &id.name);
    names != commas(|id| &id.namespace) || names != commas(|id| &id.kind)
}

/// Whether kustomize-controller looks at a file when it lists manifests.
pub(super) fn is_yaml(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

/// Files that source-controller leaves out of an artifact by default (fluxcd/pkg `sourceignore`).
fn ignored_by_flux(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.split('/').any(|part| matches!(part, ".git" | ".github" | ".circleci"))
        || matches!(
            name,
            ".travis.yml"
                | ".gitlab-ci.yml"
                | "appveyor.yml"
                | ".drone.yml"
                | "cloudbuild.yaml"
                | "codeship-services.yml"
                | "codeship-steps.yml"
                | ".goreleaser.yml"
                | ".goreleaser.yaml"
                | ".sops.yaml"
                | ".flux.yaml"
        )
}
