//! What a source holds: a tree, a part of one, or directories that an ArtifactGenerator puts together.

use super::index::{Name, ObjectName, Placed};
use super::scope::Scope;
use super::source_ref::{self, elsewhere};
use super::survey::{EXTENSIONS, is_kind};
use crate::eval::kustomize::edit;
use crate::eval::kustomize::path::{below, is_within};
use crate::eval::value::{Unknown, Value};
use crate::source::TreeId;
use std::sync::Arc;

/// Where an artifact comes from.
#[derive(Clone, Debug)]
pub enum Artifact {
    /// A tree among the sources.
    Tree(TreeId),
    /// Directories of a tree, each under another name: what an ArtifactGenerator puts together, or the part of a repository that
    /// is pushed as an artifact.
    Parts(TreeId, Vec<Part>),
    /// Something that is not at hand.
    Elsewhere(Arc<Unknown>),
}

/// A directory that is copied into an artifact.
#[derive(Clone, Debug)]
pub struct Part {
    /// The directory in its tree.
    pub from: String,
    /// The directory it is in the artifact.
    pub to: String,
}

/// Where a directory of an artifact is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Located {
    /// This directory of this tree.
    At(TreeId, String),
    /// Nowhere in the artifact.
    Nowhere,
    /// A directory that holds these directories of the tree, and nothing else.
    Above(TreeId, Vec<String>),
}

impl Artifact {
    /// A directory of a tree that is pushed as an artifact; the whole tree when the directory is its root.
    pub fn pushed(tree: TreeId, root: &str) -> Self {
        if root.is_empty() {
            return Artifact::Tree(tree);
        }
        Artifact::Parts(tree, vec![Part { from: root.into(), to: String::new() }])
    }

    /// The tree and the directory in it that a directory of the artifact is.
    pub fn locate(&self, dir: &str) -> Located {
        let (tree, parts) = match self {
            Artifact::Tree(tree) => return Located::At(*tree, dir.to_string()),
            Artifact::Parts(tree, parts) => (*tree, parts),
            Artifact::Elsewhere(_) => return Located::Nowhere,
        };
        let holding = parts.iter().filter(|part| is_within(dir, &part.to)).max_by_key(|part| part.to.len());
        if let Some(part) = holding {
            let rest = dir.get(part.to.len()..).unwrap_or("").trim_start_matches('/');
            let found = if rest.is_empty() { part.from.clone() } else { below(&part.from, rest) };
            return Located::At(tree, found);
        }
        let held: Vec<String> =
            parts.iter().filter(|part| is_within(&part.to, dir)).map(|part| part.from.clone()).collect();
        if held.is_empty() { Located::Nowhere } else { Located::Above(tree, held) }
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
            Some(declared) => Some(source_ref::artifact(self.survey, &declared)),
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
        let mut tree = None;
        for copied in copied {
            let sources = edit::items_at(spec, "sources");
            let alias = |s: &&Value| edit::str_at(s, &["alias"]) == Some(copied.alias.as_str());
            let Some(source) = sources.into_iter().find(alias) else { return other() };
            let name = source_ref::read(source, &namespace).filter(|name| name.kind.text != "ExternalArtifact");
            let Some(name) = name else { return other() };
            let (found, from) = match self.artifact(&name)? {
                Artifact::Elsewhere(unknown) => return Some(Artifact::Elsewhere(unknown)),
                artifact => match artifact.locate(&copied.from) {
                    Located::At(tree, dir) => (tree, dir),
                    Located::Nowhere | Located::Above(..) => return other(),
                },
            };
            if *tree.get_or_insert(found) != found {
                return other();
            }
            parts.push(Part { from, to: copied.to });
        }
        match tree {
            Some(tree) if complete => Some(Artifact::Parts(tree, parts)),
            _ => other(),
        }
    }
}
