//! Everything that is applied from one starting point, followed through Flux Kustomizations and HelmReleases.

use super::apply::{KUSTOMIZATIONS, Patience};
use super::artifact::Artifact;
use super::controllers;
use super::entry::Entry;
use super::index::{Index, Name, ObjectName, Placed};
use super::release;
use super::source_ref::{self, because};
use super::survey::{HELM, Survey, is_flux_kustomization, is_kind};
use crate::eval::budget::{Budget, Done, Limits};
use crate::eval::helm;
use crate::eval::kubernetes::{Controllers, Unrendered};
use crate::eval::kustomize::path;
use crate::eval::kustomize::{self, Build, Extra, Id, Kustomizer, Resource, edit, scope};
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::similar::Names;
use crate::eval::value::{Address, Marks, Unknown, Value, Why};
use crate::source::{FileId, Gap, GapKind, Span, TreeId};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Most objects of one scope.
const OBJECTS: usize = 100_000;

/// Bytes of manifests that do not parse which one scope searches for names.
const SEARCHED: usize = 256 * 1024 * 1024;

/// Objects by kind, namespace and name.
pub type Applied = HashMap<(String, String, String), Value>;

/// A name that must lead somewhere, as one scope sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What kind of name.
    pub kind: ReferenceKind,
    /// Who names it.
    pub owner: Address,
    /// Where.
    pub at: Span,
    /// The name.
    pub target: Arc<str>,
    /// The object it names, when it names one.
    pub object: Option<ObjectName>,
    /// Whether it leads somewhere.
    pub outcome: Outcome,
    /// Who names it is reached only through something suspended.
    pub suspended: bool,
    /// Marks of the value that gave the name.
    pub marks: Marks,
}

/// Steps of building and rendering what all scopes of a run apply.
pub const STEPS: u64 = 80_000_000;
/// How many of them one scope gets.
pub const SHARE: Limits = Limits { most: STEPS, least: 10_000 };

/// What is applied from one starting point.
#[derive(Debug)]
pub struct Scope<'s> {
    /// The trees.
    pub survey: &'s Survey<'s>,
    /// The repository and directory that its objects' addresses begin with.
    pub address: Address,
    /// A cluster applies it.
    pub live: bool,
    /// For what no cluster applies: the objects that clusters of this tree apply, which it may lean on.
    beside: Arc<Applied>,
    /// The tree it starts in.
    pub tree: TreeId,
    /// Its objects.
    pub objects: Vec<Placed>,
    /// The same by name.
    pub index: Index,
    /// Names that must lead somewhere.
    pub references: Vec<Seen>,
    /// Charts that were not rendered, and whether only something suspended brings them.
    pub unrendered: Vec<(Unrendered, bool)>,
    /// What could not be seen.
    pub gaps: Vec<Gap>,
    /// Parts that may hold further objects.
    pub unseen: Vec<Arc<Unknown>>,
    /// Manifests that do not parse: they can hide only what their text names.
    pub broken: Vec<(FileId, Arc<Unknown>)>,
    /// The files that have a part in it, and whether only through something suspended.
    pub files: BTreeMap<FileId, bool>,
    /// The directories that are built.
    pub directories: BTreeSet<(TreeId, Arc<str>)>,
    /// The source that the bootstrap brings: this tree, whatever its URL says.
    pub home: Option<(String, String)>,
    /// What that source holds.
    pub base: Artifact,
    /// The Flux Kustomizations that were applied.
    pub applied: BTreeSet<String>,
    /// How the cluster's controllers run, as far as objects have said it so far.
    pub controllers: Controllers,
    released: BTreeSet<usize>,
    /// The ResourceSets that were rendered.
    pub rendered_sets: BTreeSet<usize>,
    /// The steps it may still take.
    pub budget: Budget,
    /// Bytes of manifests that do not parse which may still be searched for names.
    searchable: Cell<usize>,
}

impl<'s> Scope<'s> {
    fn new(survey: &'s Survey<'s>, address: Address, tree: TreeId, live: bool, steps: u64) -> Self {
        Self {
            survey,
            address,
            live,
            beside: Arc::default(),
            tree,
            objects: Vec::new(),
            index: Index::default(),
            references: Vec::new(),
            unrendered: Vec::new(),
            gaps: Vec::new(),
            unseen: Vec::new(),
            broken: Vec::new(),
            files: BTreeMap::new(),
            directories: BTreeSet::new(),
            home: None,
            base: Artifact::Tree(tree),
            applied: BTreeSet::new(),
            controllers: Controllers::default(),
            released: BTreeSet::new(),
            rendered_sets: BTreeSet::new(),
            budget: Budget::new(steps),
            searchable: Cell::new(SEARCHED),
        }
    }

    /// Everything that a cluster applies from an entry point.
    pub fn live(survey: &'s Survey<'s>, entry: &Entry, steps: u64) -> Done<Self> {
        let mut scope = Scope::new(survey, entry.address.clone(), entry.tree, true, steps);
        scope.base = Artifact::pushed(entry.tree, &entry.root);
        for object in &entry.brings {
            scope.place(entry.tree, Resource::new(object.clone()), None, false, None, None);
        }
        match &entry.bootstrap {
            Some(kustomization) => {
                let namespace = Name::namespace_of(kustomization, "flux-system");
                if let Some(source) =
                    edit::lookup(kustomization, &["spec", "sourceRef"]).and_then(|r| source_ref::read(r, &namespace))
                {
                    scope.home = Some((source.namespace.text, source.name.text));
                }
                let job = scope.prepare(kustomization.clone(), true, false, Patience::Nothing);
                scope.apply(job.into_iter().collect());
            }
            None => {
                scope.home = Some(("flux-system".into(), "flux-system".into()));
                let builder = Kustomizer::new(&survey.files, entry.tree);
                let steps = scope.budget.share(1, kustomize::LIMITS);
                let built = builder.build_within(&entry.path, &Extra::default(), steps);
                let build = scope.budget.take(built, steps, kustomize::LIMITS);
                scope.take(entry.tree, build, None, false, None);
            }
        }
        scope.run();
        scope.done()
    }

    /// Everything that a build nobody applies would bring.
    pub fn dormant(
        survey: &'s Survey<'s>,
        address: Address,
        (tree, base): (TreeId, Artifact),
        build: Build,
        beside: Arc<Applied>,
        steps: u64,
    ) -> Done<Self> {
        let mut scope = Scope::new(survey, address, tree, false, steps);
        scope.base = base;
        scope.beside = beside;
        scope.home = Some(("flux-system".into(), "flux-system".into()));
        scope.take(tree, build, None, false, None);
        scope.run();
        scope.done()
    }

    fn done(self) -> Done<Self> {
        let Done { used, cut, .. } = self.budget.done(());
        Done { made: self, used, cut }
    }

    fn run(&mut self) {
        while self.kustomizations(Patience::Everything)
            || self.resource_sets(Patience::Everything)
            || self.kustomizations(Patience::NoSecrets)
            || self.kustomizations(Patience::Nothing)
            || self.resource_sets(Patience::Nothing)
            || self.releases()
        {
            let full = self.objects.len() >= OBJECTS || self.applied.len() >= KUSTOMIZATIONS;
            if let Some(at) = self.objects.first().map(|o| o.resource.at).filter(|_| full) {
                let message = format!(
                    "more than {KUSTOMIZATIONS} Flux Kustomizations or {OBJECTS} objects from one entry point: the rest is not followed"
                );
                self.gaps.push(Gap::at(at, GapKind::Bound, message));
                break;
            }
        }
        self.depends_on();
        self.charts_may_bring();
        self.reconsider();
    }

    /// An object of this scope; a dormant scope may lean on what is written elsewhere in its tree.
    pub fn find(&self, kind: &str, namespace: &str, name: &str) -> Option<Value> {
        if let Some(index) = self.index.find(kind, namespace, name) {
            return self.objects.get(index).map(|o| o.value().clone());
        }
        if self.live {
            return None;
        }
        if let Some(applied) = self.beside.get(&(kind.into(), namespace.into(), name.into())) {
            return Some(applied.clone());
        }
        let tree = self.survey.tree(self.tree)?;
        let mut candidates: Vec<&Value> = tree.named(kind, name).map(|w| &w.value).collect();
        candidates.sort_by_key(|v| edit::str_at(v, &["metadata", "namespace"]) != Some(namespace));
        candidates.first().map(|v| (*v).clone())
    }

    /// The object that another one names.
    pub fn find_named(&self, wanted: &ObjectName) -> Option<Value> {
        self.find(&wanted.kind.text, &wanted.namespace.text, &wanted.name.text)
    }

    /// What to say of an object that nothing in this scope declares.
    pub fn absent(&self, wanted: &ObjectName) -> Outcome {
        let broken =
            || self.broken.iter().find(|(file, _)| self.may_hide(*file, &wanted.name.text)).map(|(_, why)| why);
        if let Some(unknown) = self.unseen.first().or_else(broken) {
            return Outcome::Undecided(unknown.clone());
        }
        if wanted.namespace.text.is_empty() {
            return Outcome::Undecided(because(Why::Unset("metadata.namespace".into()), wanted.at));
        }
        // What nobody applies may lean on anything that the tree's ResourceSets make.
        let not_evaluated = if self.live { None } else { self.survey.unseen_sets(self.tree) };
        if let Some(why) = not_evaluated.or_else(|| self.made_by_policy(&wanted.kind.text)) {
            return Outcome::Undecided(why);
        }
        let ObjectName { kind, namespace, name, .. } = wanted;
        let place = if self.live { "that this cluster applies" } else { "in this repository" };
        let astray = match self.index.find(&kind.text, "", &name.text) {
            Some(_) if !namespace.text.is_empty() => "; the one of that name sets no namespace",
            _ => "",
        };
        Outcome::Missing {
            nearest: None,
            looked_for: format!(
                "no {} `{}/{}` among the objects {place}{astray}",
                kind.shown(),
                namespace.shown(),
                name.shown()
            )
            .into(),
        }
    }

    /// Why an object of a kind that a Kyverno policy makes cannot be missed: which ones it makes is not read
    /// (<https://kyverno.io/docs/policy-types/cluster-policy/generate/>).
    fn made_by_policy(&self, kind: &str) -> Option<Arc<Unknown>> {
        let beside = self.beside.values().filter(|_| !self.live);
        let policies = self.objects.iter().map(Placed::value).chain(beside);
        let mut found = policies.filter(|v| {
            let policy = is_kind(v, "kyverno.io", "ClusterPolicy") || is_kind(v, "kyverno.io", "Policy");
            policy && edit::lookup(v, &["spec"]).is_some_and(|spec| makes(spec, kind))
        });
        let policy = found.next()?;
        let why = Why::Gap(format!("a Kyverno policy makes objects of kind {kind}, and which is not evaluated").into());
        Some(because(why, policy.at))
    }

    /// Whether a manifest that does not parse could hold an object of this name: its text has the name, or a name that a
    /// prefix or suffix could complete, or it could bring other files. One that is not searched, because enough was, may.
    fn may_hide(&self, file: FileId, name: &str) -> bool {
        let Ok(text) = self.survey.sources().text(file) else { return true };
        let left = self.searchable.get();
        self.searchable.set(left.saturating_sub(text.len()));
        if left < text.len() {
            return true;
        }
        let brings = ["kustomize.toolkit.fluxcd.io", "fluxcd.controlplane.io"];
        let completed = |value: &str| value.contains("${") || (!value.is_empty() && name.contains(value));
        text.contains(name) || brings.iter().any(|group| text.contains(group)) || written_names(&text).any(completed)
    }

    /// Notes a name.
    pub fn note(
        &mut self,
        kind: ReferenceKind,
        owner: &Address,
        at: Span,
        target: &str,
        outcome: Outcome,
        suspended: bool,
    ) {
        // Where nobody says what the variables are, a name with one in it is not known.
        let outcome = match outcome {
            Outcome::Missing { .. } if !self.live && target.contains("${") => {
                let why = format!("`{target}` is filled in by variables that nothing here gives");
                Outcome::Undecided(because(Why::Gap(why.into()), at))
            }
            outcome => outcome,
        };
        let (owner, target) = (owner.clone(), target.into());
        self.references.push(Seen { kind, owner, at, target, object: None, outcome, suspended, marks: Marks::NONE });
    }

    /// Notes the name of an object.
    pub fn note_object(
        &mut self,
        kind: ReferenceKind,
        owner: &Address,
        object: &ObjectName,
        outcome: Outcome,
        suspended: bool,
    ) {
        self.note(kind, owner, object.at, &object.name.text, outcome, suspended);
        if let Some(seen) = self.references.last_mut() {
            seen.object = Some(object.clone());
            seen.marks = object.name.marks;
        }
    }

    /// Says that the name noted last has these marks.
    pub fn marked(&mut self, marks: Marks) {
        if let Some(seen) = self.references.last_mut() {
            seen.marks = seen.marks.with(marks);
        }
    }

    /// Looks again for objects that were missing when they were named: others may have brought them since. What is still
    /// missing is told the nearest name there is.
    fn reconsider(&mut self) {
        let mut references = std::mem::take(&mut self.references);
        let mut missing = Vec::new();
        for seen in &mut references {
            let (Outcome::Missing { .. }, Some(object)) = (&seen.outcome, &seen.object) else { continue };
            if self.find_named(object).is_some() {
                seen.outcome = Outcome::Found;
            } else if let undecided @ Outcome::Undecided(_) = self.absent(object) {
                seen.outcome = undecided;
            } else if let Outcome::Missing { nearest, .. } = &mut seen.outcome {
                missing.push((object, nearest));
            }
        }
        if !missing.is_empty() {
            let mut known: HashMap<(&str, &str), Names> = HashMap::new();
            let present = self.index.present();
            for (object, nearest) in missing {
                let place = (object.kind.text.as_str(), object.namespace.text.as_str());
                let Some(present) = present.get(&place) else { continue };
                let names = known.entry(place).or_insert_with(|| present.iter().copied().collect());
                *nearest = names.nearest(&object.name.text).map(Into::into);
            }
        }
        self.references = references;
    }

    /// The address of an object of this scope.
    pub fn owner(&self, value: &Value, default_namespace: &str) -> Address {
        let id = Id::of(value);
        let namespace = if id.namespace.is_empty() { default_namespace } else { &id.namespace };
        let secret = |key| edit::lookup(value, &["metadata", key]).is_some_and(|v| v.marks.has(Marks::SENSITIVE));
        let namespace = if secret("namespace") { "?" } else { namespace };
        let name = if secret("name") { "?" } else { &*id.name };
        self.address.subject(format!("{}/{namespace}/{name}", id.kind))
    }

    /// Takes over what a build made.
    pub fn take(
        &mut self,
        tree: TreeId,
        build: Build,
        applied_by: Option<Address>,
        suspended: bool,
        release: Option<Address>,
    ) {
        let remap = self.survey.remaps.get(&tree);
        for file in &build.files {
            let file = remap.and_then(|map| map.get(file)).copied().unwrap_or(*file);
            let entry = self.files.entry(file).or_insert(suspended);
            *entry &= suspended;
        }
        self.directories.extend(build.directories.iter().map(|d| (tree, d.clone())));
        for named in build.references {
            let file = self.survey.path(named.owner);
            let name: Arc<str> = self.survey.sources().tree_name(tree);
            let base = file.rsplit('/').next().unwrap_or("").to_string();
            let owner = Address::new(name, path::parent(&file), base);
            self.note(ReferenceKind::KustomizationResource, &owner, named.at, &named.target, named.outcome, suspended);
        }
        self.gaps.extend(build.gaps);
        self.unseen.extend(build.unseen);
        self.broken.extend(build.broken);
        for resource in build.resources {
            self.place(tree, resource, applied_by.clone(), suspended, release.clone(), None);
        }
    }

    /// Adds one object.
    pub fn place(
        &mut self,
        tree: TreeId,
        mut resource: Resource,
        applied_by: Option<Address>,
        suspended: bool,
        release: Option<Address>,
        default_namespace: Option<Value>,
    ) {
        if self.objects.len() >= OBJECTS {
            let message = format!("more than {OBJECTS} objects from one entry point: the rest is not read");
            let gap = Gap::at(resource.at, GapKind::Bound, message);
            if self.gaps.last().is_none_or(|last| last.message != gap.message) {
                self.gaps.push(gap);
            }
            return;
        }
        if let Some(map) = self.survey.remaps.get(&tree) {
            let move_span = |span: Span| Span { file: map.get(&span.file).copied().unwrap_or(span.file), ..span };
            resource.value = edit::map_spans(&resource.value, &move_span);
            resource.at = move_span(resource.at);
            resource.via = resource.via.iter().map(|s| move_span(*s)).collect();
        }
        controllers::learn(&mut self.controllers, &resource.value);
        let suspended = suspended || release.is_none() && applied_by.is_some() && left_alone(&resource.value);
        let placed = Placed { resource, tree, applied_by, release, default_namespace, suspended };
        self.index.add(&placed, self.objects.len());
        self.objects.push(placed);
    }

    /// Renders the HelmReleases that are new.
    fn releases(&mut self) -> bool {
        let pending: Vec<usize> = (0..self.objects.len())
            .filter(|i| !self.released.contains(i))
            .filter(|i| self.objects.get(*i).is_some_and(|o| is_kind(o.value(), HELM, "HelmRelease")))
            .collect();
        let progress = !pending.is_empty();
        let mut jobs = Vec::new();
        for index in pending {
            self.released.insert(index);
            let Some(placed) = self.objects.get(index).cloned() else { continue };
            jobs.extend(release::prepare(self, &placed));
        }
        let sources = self.survey.sources();
        let rendered = self.budget.deal(&jobs, 0, helm::LIMITS, |job, steps| release::render(sources, job, steps));
        let count = jobs.len();
        for (done, (job, rendered)) in jobs.into_iter().zip(rendered).enumerate() {
            let steps = self.budget.share(count.saturating_sub(done), kustomize::LIMITS);
            release::finish(self, job, rendered, steps);
        }
        progress
    }

    /// A ConfigMap that was missing when its name was read may come from a chart: from one rendered since, or from one in the
    /// same namespace that is not rendered and after whose release it is named, as charts name what they bring.
    fn charts_may_bring(&mut self) {
        let mut decided = Vec::new();
        for (index, seen) in self.references.iter().enumerate() {
            if seen.kind != ReferenceKind::ValuesFrom || !matches!(seen.outcome, Outcome::Missing { .. }) {
                continue;
            }
            let namespace = seen.owner.subject.split('/').nth(1).unwrap_or("");
            if self.find("ConfigMap", namespace, &seen.target).is_some() {
                decided.push((index, Outcome::Found));
                continue;
            }
            let could = |entry: &&(Unrendered, bool)| {
                let release = entry.0.release.subject.rsplit('/').next().unwrap_or("");
                let there = edit::as_str(&entry.0.namespace).is_none_or(|name| name == namespace);
                // A chart cannot bring its own values.
                let other = entry.0.release != seen.owner;
                there && other && !release.is_empty() && seen.target.contains(release)
            };
            if let Some((entry, _)) = self.unrendered.iter().find(could) {
                decided.push((index, Outcome::Undecided(entry.why.clone())));
            }
        }
        for (index, outcome) in decided {
            if let Some(seen) = self.references.get_mut(index) {
                seen.outcome = outcome;
            }
        }
    }

    /// `dependsOn` of Flux Kustomizations and HelmReleases, when all objects are known.
    fn depends_on(&mut self) {
        let mut seen = Vec::new();
        for placed in &self.objects {
            let value = placed.value();
            if !(is_flux_kustomization(value) || is_kind(value, HELM, "HelmRelease")) {
                continue;
            }
            let id = placed.resource.id();
            for dependency in edit::lookup(value, &["spec", "dependsOn"]).map(edit::items).into_iter().flatten() {
                let Some(name) = edit::get(dependency, "name") else { continue };
                let Some(called) = Name::of(name) else { continue };
                let wanted = ObjectName {
                    kind: Name::plain(&id.kind),
                    namespace: Name::at(dependency, "namespace").unwrap_or_else(|| Name::namespace_of(value, "")),
                    name: called,
                    at: name.at,
                };
                let found = self.find_named(&wanted).is_some();
                let outcome = if found { Outcome::Found } else { self.absent(&wanted) };
                seen.push((self.owner(value, "flux-system"), wanted, outcome, placed.suspended));
            }
        }
        for (owner, wanted, outcome, suspended) in seen {
            self.note_object(ReferenceKind::DependsOn, &owner, &wanted, outcome, suspended);
        }
    }
}

/// Whether kustomize-controller leaves an object of its Kustomization alone, until someone says otherwise.
fn left_alone(object: &Value) -> bool {
    let says = |key: &str, word: &str| {
        ["labels", "annotations"].iter().any(|field| edit::str_at(object, &["metadata", field, key]) == Some(word))
    };
    says("kustomize.toolkit.fluxcd.io/reconcile", "disabled") || says("kustomize.toolkit.fluxcd.io/ssa", "Ignore")
}

/// Whether an object of this identity has no namespace in the cluster.
pub fn is_cluster_wide(id: &Id) -> bool {
    scope::is_cluster_wide(&id.group, &id.kind)
}

/// Whether a rule of a Kyverno policy makes objects of a kind: named as `ConfigMap` or, where it clones, as `v1/ConfigMap`.
fn makes(spec: &Value, kind: &str) -> bool {
    edit::items_at(spec, "rules").into_iter().filter_map(|rule| edit::get(rule, "generate")).any(|generate| {
        let clones = edit::get(generate, "cloneList").map(|c| edit::items_at(c, "kinds")).unwrap_or_default();
        let cloned = |v: &&Value| edit::as_str(v).is_some_and(|k| k.rsplit('/').next() == Some(kind));
        edit::str_at(generate, &["kind"]) == Some(kind) || clones.iter().any(cloned)
    })
}

/// What stands after each `name:` of a text that does not parse.
fn written_names(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("name:").filter_map(|(at, key)| {
        let whole = text.get(..at)?.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '-');
        let rest = text.get(at + key.len()..)?;
        let value = rest.split(['\n', ',', '}']).next().unwrap_or(rest);
        let value = value.split(" #").next().unwrap_or(value).trim().trim_matches(['"', '\'']);
        whole.then_some(value)
    })
}
