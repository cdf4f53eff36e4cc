//! What the given trees hold before anything is built: manifests, charts, kustomizations.

use super::ignored;
use super::sets;
use crate::eval::budget::Budget;
use crate::eval::kustomize::path::{self, KUSTOMIZATION_FILES};
use crate::eval::kustomize::{Build, Extra, Files, Kustomizer, LIMITS, edit, objects, type_of};
use crate::eval::value::{Unknown, Value};
use crate::source::{FileId, Gap, Sources, TreeId};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

/// A document as it is written.
#[derive(Clone, Debug)]
pub struct Written {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: Arc<str>,
    /// The object.
    pub value: Value,
}

/// One tree.
#[derive(Debug)]
pub struct TreeSurvey {
    /// The tree.
    pub id: TreeId,
    /// Its name in addresses.
    pub name: Arc<str>,
    /// YAML and JSON files that may hold manifests, in order of path; nothing inside charts.
    pub manifests: Vec<FileId>,
    /// Directories with a kustomization file, outside charts.
    pub kustomizations: BTreeMap<Arc<str>, FileId>,
    /// Every object of `manifests`, as written.
    pub objects: Vec<Written>,
    /// The kinds and names among `objects`.
    by_name: HashMap<(String, String), Vec<usize>>,
}

/// Steps of building directories as they are, before anything says that it applies them.
const STEPS: u64 = 40_000_000;

/// What directories build to.
type Built = HashMap<(TreeId, Arc<str>), Arc<Build>>;

/// All trees.
#[derive(Debug)]
pub struct Survey<'s> {
    /// The files, parsed.
    pub files: Files<'s>,
    /// The work trees that hold Kubernetes manifests.
    pub trees: Vec<TreeSurvey>,
    /// What could not be read of files that may hold manifests, also where nothing else is a manifest.
    pub gaps: Vec<Gap>,
    built: Mutex<Built>,
    budget: Mutex<Budget>,
    sets: Mutex<HashMap<TreeId, Option<Arc<Unknown>>>>,
    ignores: Mutex<HashMap<TreeId, Arc<[FileId]>>>,
    /// For pinned revisions: the files whose text is the same in the work tree, where a person would edit it.
    pub remaps: HashMap<TreeId, Remap>,
}

/// Files of a pinned revision and the same in the work tree.
pub type Remap = BTreeMap<FileId, FileId>;

impl<'s> Survey<'s> {
    /// Parses every manifest of the work trees, in parallel.
    pub fn new(sources: &'s Sources) -> Self {
        let pinned = sources.tree_ids().filter_map(|id| Some((id, sources.tree(id)?.of?)));
        let remaps = pinned.map(|(id, of)| (id, remap(sources, id, of))).collect();
        Self { remaps, ..Self::of(sources, |_| true) }
    }

    /// Parses only the files that mention a word.
    pub fn mentioning(sources: &'s Sources, word: &str) -> Self {
        Self::of(sources, |file| {
            let generated = sources.file(file).is_some_and(|f| f.path.ends_with("gotk-components.yaml"));
            !generated && sources.text(file).is_ok_and(|text| text.contains(word))
        })
    }

    fn of(sources: &'s Sources, wanted: impl Fn(FileId) -> bool + Sync) -> Self {
        let files = Files::new(sources);
        let mut trees: Vec<TreeSurvey> = Vec::new();
        for id in sources.tree_ids() {
            let Some(tree) = sources.tree(id) else { continue };
            if tree.of.is_none() {
                trees.push(TreeSurvey::list(sources, id));
            }
        }
        for tree in &mut trees {
            let json = |file: FileId| sources.file(file).is_some_and(|f| f.path.ends_with(".json"));
            let manifest = |file: FileId| {
                !json(file)
                    || sources.text(file).is_ok_and(|text| text.contains("\"apiVersion\"") && text.contains("\"kind\""))
            };
            let kept = tree.manifests.par_iter().copied().filter(|file| manifest(*file) && wanted(*file));
            tree.manifests = kept.collect();
            tree.kustomizations.retain(|_, file| wanted(*file));
        }
        let all: Vec<FileId> = trees.iter().flat_map(|t| t.manifests.iter().copied()).collect();
        files.preload(&all);
        for tree in &mut trees {
            tree.read(&files);
        }
        let gaps = all.iter().flat_map(|file| files.get(*file).gaps.clone()).collect();
        trees.retain(|t| !t.kustomizations.is_empty() || !t.objects.is_empty());
        Self {
            files,
            trees,
            gaps,
            built: Mutex::default(),
            budget: Mutex::new(Budget::new(STEPS)),
            sets: Mutex::default(),
            ignores: Mutex::default(),
            remaps: HashMap::new(),
        }
    }

    /// What a directory builds to as it is; built once. Who asks for several asks for [`Survey::build_all`] first, so that
    /// they share what steps there are.
    pub fn build(&self, tree: TreeId, dir: &str) -> Arc<Build> {
        let key = (tree, Arc::from(dir));
        if let Some(known) = self.known(&key) {
            return known;
        }
        self.build_all(tree, std::iter::once(&key.1));
        self.known(&key).unwrap_or_default()
    }

    fn known(&self, key: &(TreeId, Arc<str>)) -> Option<Arc<Build>> {
        self.built.lock().ok()?.get(key).cloned()
    }

    /// Builds directories of a tree, in parallel, each once.
    pub fn build_all<'d>(&self, tree: TreeId, dirs: impl Iterator<Item = &'d Arc<str>>) {
        let new: BTreeSet<Arc<str>> =
            dirs.filter(|dir| self.known(&(tree, (*dir).clone())).is_none()).cloned().collect();
        let new: Vec<Arc<str>> = new.into_iter().collect();
        // Not held while others work: a thread that waits for them may take up anything.
        let taken = self.budget.lock().map(|mut budget| std::mem::replace(&mut *budget, Budget::new(0)));
        let Ok(mut budget) = taken else { return };
        let builder = Kustomizer::new(&self.files, tree);
        let made = budget.deal(&new, 0, LIMITS, |dir, steps| builder.build_within(dir, &Extra::default(), steps));
        if let Ok(mut slot) = self.budget.lock() {
            *slot = budget;
        }
        if let Ok(mut built) = self.built.lock() {
            built.extend(new.into_iter().map(|dir| (tree, dir)).zip(made.into_iter().map(Arc::new)));
        }
    }

    /// Why something among what the ResourceSets of a tree make is not known.
    pub fn unseen_sets(&self, tree: TreeId) -> Option<Arc<Unknown>> {
        if let Some(known) = self.sets.lock().ok().and_then(|sets| sets.get(&tree).cloned()) {
            return known;
        }
        let found = sets::unseen(self, tree);
        if let Ok(mut sets) = self.sets.lock() {
            sets.insert(tree, found.clone());
        }
        found
    }

    /// The `.sourceignore` files of a tree.
    pub fn source_ignores(&self, tree: TreeId) -> Arc<[FileId]> {
        if let Some(known) = self.ignores.lock().ok().and_then(|all| all.get(&tree).cloned()) {
            return known;
        }
        let found: Arc<[FileId]> = ignored::files(self, tree).into();
        if let Ok(mut all) = self.ignores.lock() {
            all.insert(tree, found.clone());
        }
        found
    }

    /// The sources.
    pub fn sources(&self) -> &'s Sources {
        self.files.sources
    }

    /// A work tree with manifests.
    pub fn tree(&self, id: TreeId) -> Option<&TreeSurvey> {
        self.trees.iter().find(|t| t.id == id)
    }

    /// The path of a file.
    pub fn path(&self, file: FileId) -> Arc<str> {
        self.sources().file(file).map_or_else(|| "".into(), |f| f.path.clone())
    }
}

fn remap(sources: &Sources, pinned: TreeId, of: TreeId) -> Remap {
    let files: Vec<_> = sources.files_of(pinned).collect();
    let same = files.par_iter().filter_map(|file| {
        let other = sources.find(of, &file.path)?;
        sources.same_text(file.id, other).then_some((file.id, other))
    });
    same.collect()
}

impl TreeSurvey {
    fn list(sources: &Sources, id: TreeId) -> Self {
        let mut charts: BTreeSet<Arc<str>> = BTreeSet::new();
        for file in sources.files_of(id) {
            if file.path.rsplit('/').next() == Some("Chart.yaml") {
                charts.insert(path::parent(&file.path).into());
            }
        }
        let in_chart = |file: &str| {
            let mut up = path::parent(file);
            loop {
                if charts.contains(up) {
                    return true;
                }
                if up.is_empty() {
                    return false;
                }
                up = path::parent(up);
            }
        };
        let mut manifests = Vec::new();
        let mut kustomizations = BTreeMap::new();
        for file in sources.files_of(id) {
            let name = file.path.rsplit('/').next().unwrap_or("");
            let is_kustomization = KUSTOMIZATION_FILES.contains(&name);
            let is_manifest = [".yaml", ".yml", ".json"].iter().any(|ext| name.ends_with(ext));
            if !(is_kustomization || is_manifest) || in_chart(&file.path) || is_tooling(&file.path) {
                continue;
            }
            if is_kustomization {
                kustomizations.entry(path::parent(&file.path).into()).or_insert(file.id);
            }
            manifests.push(file.id);
        }
        Self {
            id,
            name: sources.tree_name(id),
            manifests,
            kustomizations,
            objects: Vec::new(),
            by_name: HashMap::new(),
        }
    }

    fn read(&mut self, files: &Files<'_>) {
        for file in &self.manifests {
            let path: Arc<str> = files.sources.file(*file).map_or_else(|| "".into(), |f| f.path.clone());
            for document in &files.get(*file).documents {
                for value in objects(document) {
                    let Some((api, kind)) = type_of(&value) else { continue };
                    if api.starts_with("kustomize.config.k8s.io/") {
                        continue;
                    }
                    let name = edit::str_at(&value, &["metadata", "name"]).unwrap_or("").to_string();
                    self.by_name.entry((kind.to_string(), name)).or_default().push(self.objects.len());
                    self.objects.push(Written { file: *file, path: path.clone(), value });
                }
            }
        }
        // Something that is named like a kustomization and holds something else is not one.
        self.kustomizations.retain(|_, file| {
            let documents = files.get(*file);
            documents
                .documents
                .first()
                .and_then(type_of)
                .is_none_or(|(api, _)| api.starts_with("kustomize.config.k8s.io/"))
        });
    }

    /// The objects of a kind and name, wherever they are written.
    pub fn named(&self, kind: &str, name: &str) -> impl Iterator<Item = &Written> {
        let found = self.by_name.get(&(kind.to_string(), name.to_string()));
        found.into_iter().flatten().filter_map(|index| self.objects.get(*index))
    }

    /// The objects of a kind of a group.
    pub fn of_kind<'a>(&'a self, group: &'a str, kind: &'a str) -> impl Iterator<Item = &'a Written> {
        self.objects.iter().filter(move |w| is_kind(&w.value, group, kind))
    }
}

/// Whether an object is of a group and kind.
pub fn is_kind(value: &Value, group: &str, kind: &str) -> bool {
    type_of(value).is_some_and(|(api, k)| k == kind && api.split_once('/').map_or("", |(g, _)| g) == group)
}

/// The group of Flux Kustomizations.
pub const KUSTOMIZE: &str = "kustomize.toolkit.fluxcd.io";
/// The group of HelmReleases.
pub const HELM: &str = "helm.toolkit.fluxcd.io";
/// The group of ArtifactGenerators.
pub const EXTENSIONS: &str = "source.extensions.fluxcd.io";
/// The group of ResourceSets and FluxInstances.
pub const OPERATOR: &str = "fluxcd.controlplane.io";
/// The group of sources.
pub const SOURCE: &str = "source.toolkit.fluxcd.io";

/// Whether an object is a Flux Kustomization.
pub fn is_flux_kustomization(value: &Value) -> bool {
    is_kind(value, KUSTOMIZE, "Kustomization")
}

/// Files of tools beside the cluster: never applied by it.
fn is_tooling(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.split('/')
        .any(|part| matches!(part, ".github" | ".gitlab" | ".circleci" | ".vscode" | ".taskfiles" | "node_modules"))
        || name.starts_with("docker-compose")
        || matches!(
            name,
            "mkdocs.yml" | "mkdocs.yaml" | "package.json" | "package-lock.json" | "tsconfig.json" | "renovate.json"
        )
}

/// A path as Flux writes it (`./clusters/prod`), relative to the tree's root.
pub fn flux_path(written: &str) -> Option<String> {
    path::join("", written.trim_start_matches('/'))
}
