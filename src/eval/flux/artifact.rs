//! What a source holds: a tree, a part of one, or directories that an ArtifactGenerator puts together.

use super::index::{Name, ObjectName, Placed};
use super::scope::Scope;
use super::source_ref::{self, elsewhere};
use super::survey::{EXTENSIONS, flux_path, is_kind};
use crate::eval::kustomize::edit;
use crate::eval::kustomize::path::{below, is_within};
use crate::eval::value::{Unknown, Value};
use crate::source::TreeId;
use std::sync::Arc;

/// Deepest nesting of repositories that include others.
const DEPTH: u32 = 4;

/// Where an artifact comes from.
#[derive(Clone, Debug)]
pub enum Artifact {
    /// A tree among the sources.
    Tree(TreeId),
    /// Directories, each under another name: what an ArtifactGenerator puts together, the part of a repository that is pushed as
    /// an artifact, or a repository with others that it includes.
    Parts(Vec<Part>),
    /// Something that is not at hand.
    Elsewhere(Arc<Unknown>),
}

/// A directory that is copied into an artifact.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its tree, or why that is not at hand.
    pub tree: Result<TreeId, Arc<Unknown>>,
    /// The directory in its tree.
    pub from: String,
    /// The directory it is in the artifact.
    pub to: String,
}

/// Where a directory of an artifact is.
#[derive(Clone, Debug)]
pub enum Located {
    /// This directory of this tree.
    At(TreeId, String),
    /// Nowhere in the artifact.
    Nowhere,
    /// In a part of the artifact that is not at hand.
    Unseen(Arc<Unknown>),
    /// A directory that holds these directories, and nothing else.
    Above(Vec<(TreeId, String)>),
}

impl Artifact {
    /// A directory of a tree that is pushed as an artifact; the whole tree when the directory is its root.
    pub fn pushed(tree: TreeId, root: &str) -> Self {
        if root.is_empty() {
            return Artifact::Tree(tree);
        }
        Artifact::Parts(vec![Part { tree: Ok(tree), from: root.into(), to: String::new() }])
    }

    /// The tree and the directory in it that a directory of the artifact is.
    pub fn locate(&self, dir: &str) -> Located {
        let parts = match self {
            Artifact::Tree(tree) => return Located::At(*tree, dir.to_string()),
            Artifact::Parts(parts) => parts,
            Artifact::Elsewhere(unknown) => return Located::Unseen(unknown.clone()),
        };
        let holding = parts.iter().filter(|part| is_within(dir, &part.to)).max_by_key(|part| part.to.len());
        if let Some(part) = holding {
            let rest = dir.get(part.to.len()..).unwrap_or("").trim_start_matches('/');
            let found = if rest.is_empty() { part.from.clone() } else { below(&part.from, rest) };
            return match &part.tree {
                Ok(tree) => Located::At(*tree, found),
                Err(unknown) => Located::Unseen(unknown.clone()),
            };
        }
        let mut held = Vec::new();
        for part in parts.iter().filter(|part| is_within(&part.to, dir)) {
            match &part.tree {
                Ok(tree) => held.push((*tree, part.from.clone())),
                Err(unknown) => return Located::Unseen(unknown.clone()),
            }
        }
        if held.is_empty() { Located::Nowhere } else { Located::Above(held) }
    }
}

/// A directory that an ArtifactGenerator copies into one of its artifacts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Copied {
    /// The alias of the source.
    pub alias: String,
    /// The directory in the source.
    pub from: String,
    /// The directory in the artifact.
    pub to: String,
}

/// The directories that an ArtifactGenerator copies into one of its artifacts, and whether that is all it copies. As `cp` does,
/// `@source/dir/**` copies what is in the directory and `@source/dir/` the directory itself
/// (<https://github.com/fluxcd/source-watcher/blob/main/docs/spec/v1beta1/artifactgenerators.md#copy-operations>).
pub fn copies(artifact: &Value) -> (Vec<Copied>, bool) {
    let mut out = Vec::new();
    let mut complete = true;
    for copy in edit::items_at(artifact, "copy") {
        match directory_copy(copy) {
            Some(copied) => out.push(copied),
            None => complete = false,
        }
    }
    (out, complete)
}

fn directory_copy(copy: &Value) -> Option<Copied> {
    let (alias, path) = edit::str_at(copy, &["from"])?.strip_prefix('@')?.split_once('/')?;
    let to = edit::str_at(copy, &["to"])?.strip_prefix("@artifact")?.trim_matches('/');
    let contents = path == "**" || path.ends_with("/**");
    let from = path.trim_end_matches("**").trim_end_matches('/');
    if from.contains(['*', '?', '[', '{']) || !(contents || path.is_empty() || path.ends_with('/')) {
        return None;
    }
    let name = from.rsplit('/').next().filter(|name| !contents && !name.is_empty());
    let to = name.map_or(to.to_string(), |name| below(to, name));
    Some(Copied { alias: alias.to_string(), from: from.to_string(), to })
}

impl Scope<'_> {
    /// The tree behind a source; `None` while no such source is declared.
    pub fn artifact(&self, source: &ObjectName) -> Option<Artifact> {
        self.artifact_at(source, 0)
    }

    /// `include` of a GitRepository: artifacts of others, each copied to a directory.
    fn with_included(&self, base: Artifact, declared: &Value, wanted: &ObjectName, depth: u32) -> Option<Artifact> {
        let listed = edit::lookup(declared, &["spec", "include"]).map(edit::items).into_iter().flatten();
        let included: Vec<&Value> = listed.collect();
        let Artifact::Tree(tree) = base else { return Some(base) };
        if included.is_empty() {
            return Some(base);
        }
        let mut parts = vec![Part { tree: Ok(tree), from: String::new(), to: String::new() }];
        for include in included {
            let Some(name) = edit::lookup(include, &["repository", "name"]).and_then(Name::of) else { continue };
            let path = |key: &str| edit::str_at(include, &[key]).and_then(flux_path);
            let to = path("toPath").unwrap_or_else(|| name.text.clone());
            let of = ObjectName { name, at: include.at, ..wanted.clone() };
            let from = path("fromPath").unwrap_or_default();
            let artifact = if depth < DEPTH { self.artifact_at(&of, depth + 1)? } else { return Some(base) };
            parts.push(match artifact.locate(&from) {
                Located::At(tree, from) => Part { tree: Ok(tree), from, to },
                Located::Unseen(unknown) => Part { tree: Err(unknown), from: String::new(), to },
                Located::Nowhere | Located::Above(_) => {
                    Part { tree: Err(elsewhere(of.absent(), include.at)), from: String::new(), to }
                }
            });
        }
        Some(Artifact::Parts(parts))
    }

    fn artifact_at(&self, source: &ObjectName, depth: u32) -> Option<Artifact> {
        let home =
            self.home.as_ref().is_some_and(|(ns, name)| *ns == source.namespace.text && *name == source.name.text);
        if home {
            return Some(self.base.clone());
        }
        if source.kind.text == "ExternalArtifact"
            && let Some((generator, spec, artifact)) = self.generator(source)
        {
            return self.generated(&generator, &spec, &artifact, source);
        }
        match self.find_named(source) {
            Some(declared) => {
                self.with_included(source_ref::artifact(self.survey, &declared), &declared, source, depth)
            }
            // What starts Flux brings the source of that name, whoever declares it.
            None => {
                (source.namespace.text == "flux-system" && source.name.text == "flux-system").then(|| self.base.clone())
            }
        }
    }

    /// The ArtifactGenerator that makes an artifact, its `spec` and what it says of the artifact.
    fn generator(&self, wanted: &ObjectName) -> Option<(Value, Value, Value)> {
        let written = self.survey.tree(self.tree).into_iter().flat_map(|t| t.of_kind(EXTENSIONS, "ArtifactGenerator"));
        let own = self.objects.iter().map(Placed::value).filter(|v| is_kind(v, EXTENSIONS, "ArtifactGenerator"));
        let generators: Vec<&Value> =
            if self.live { own.collect() } else { own.chain(written.map(|w| &w.value)).collect() };
        generators.into_iter().find_map(|generator| {
            let namespace = Name::namespace_of(generator, &wanted.namespace.text);
            let spec = edit::get(generator, "spec").filter(|_| namespace.text == wanted.namespace.text)?;
            let named = |a: &&Value| edit::str_at(a, &["name"]) == Some(wanted.name.text.as_str());
            let artifact = edit::items_at(spec, "artifacts").into_iter().find(named)?;
            Some((generator.clone(), spec.clone(), artifact.clone()))
        })
    }

    /// An artifact that an ArtifactGenerator puts together of sources that nothing here declares.
    pub fn of_unseen_parts(&self, wanted: &ObjectName) -> Option<Artifact> {
        let named = wanted.kind.text == "ExternalArtifact" && self.generator(wanted).is_some();
        named.then(|| Artifact::Elsewhere(elsewhere(wanted.absent(), wanted.at)))
    }

    /// An artifact that an ArtifactGenerator puts together; `None` while one of its sources is not declared.
    fn generated(&self, generator: &Value, spec: &Value, artifact: &Value, wanted: &ObjectName) -> Option<Artifact> {
        let namespace = Name::namespace_of(generator, &wanted.namespace.text);
        let other = || Some(Artifact::Elsewhere(elsewhere(wanted.absent(), artifact.at)));
        let (copied, complete) = copies(artifact);
        let mut parts = Vec::new();
        for copied in copied {
            let sources = edit::items_at(spec, "sources");
            let alias = |s: &&Value| edit::str_at(s, &["alias"]) == Some(copied.alias.as_str());
            let Some(source) = sources.into_iter().find(alias) else { return other() };
            let name = source_ref::read(source, &namespace).filter(|name| name.kind.text != "ExternalArtifact");
            let Some(name) = name else { return other() };
            let (tree, from) = match self.artifact(&name)?.locate(&copied.from) {
                Located::At(tree, dir) => (tree, dir),
                Located::Unseen(unknown) => return Some(Artifact::Elsewhere(unknown)),
                Located::Nowhere | Located::Above(_) => return other(),
            };
            parts.push(Part { tree: Ok(tree), from, to: copied.to });
        }
        if complete && !parts.is_empty() { Some(Artifact::Parts(parts)) } else { other() }
    }
}
