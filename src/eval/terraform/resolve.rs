//! From a module's source to the directory that holds it, or to why it is not at hand.

use crate::eval::configuration::ModuleSource;
use crate::eval::modules::{Model, NoModel, Source, exact_version};
use crate::eval::paths;
use crate::eval::reference::HIDDEN;
use crate::eval::value::Marks;
use crate::eval::world::World;
use crate::source::{Revision, Tree, TreeId};
use std::sync::Arc;

/// A module that is at hand.
#[derive(Clone, Debug)]
pub(in crate::eval) struct Found {
    /// Its tree.
    pub tree: TreeId,
    /// Its directory.
    pub directory: Arc<str>,
    /// MODELLED and FITTED, for a module model.
    pub marks: Marks,
    /// How it was found.
    pub how: ModuleSource,
}

impl Found {
    /// A module model.
    pub fn model(model: &Model, fitted: bool) -> Found {
        let marks = if fitted { Marks::MODELLED.with(Marks::FITTED) } else { Marks::MODELLED };
        Found {
            tree: model.tree,
            directory: model.directory.clone(),
            marks,
            how: ModuleSource::Model { source: model.source.clone(), versions: model.versions.clone(), fitted },
        }
    }

    fn local(tree: TreeId, directory: &str) -> Found {
        let directory: Arc<str> = directory.into();
        Found { tree, directory: directory.clone(), marks: Marks::NONE, how: ModuleSource::Local(directory) }
    }
}

/// A module that is not at hand.
#[derive(Clone, Debug)]
pub(in crate::eval) struct NotFound {
    /// What it is called.
    pub name: Arc<str>,
    /// One sentence: what was not found and why.
    pub message: String,
    /// What would help.
    pub help: String,
    /// The directory that a source names, when it is certain that it is absent: then the repository is wrong.
    pub local: Option<String>,
    /// That directory in words, when it lies in another repository's revision.
    pub elsewhere: Option<String>,
}

impl NotFound {
    /// What was looked for in vain.
    pub fn looked_for(&self, directory: &str) -> Arc<str> {
        match &self.elsewhere {
            Some(place) => format!("no Terraform files in {place}").into(),
            None => format!("no Terraform files in `{directory}`").into(),
        }
    }

    /// The same without the name, when the source that gave it is sensitive. What is local stays, to be looked for.
    pub fn withheld(self, marks: Marks) -> NotFound {
        if !marks.has(Marks::SENSITIVE) {
            return self;
        }
        NotFound {
            name: HIDDEN.into(),
            message: "the source of a module is sensitive and not at hand; its resources are not seen".into(),
            help: MAP_IT.into(),
            local: self.local,
            elsewhere: self.elsewhere,
        }
    }
}

const MAP_IT: &str = "point `modules:` in driftline.yaml at a checkout of the module to have it read";

/// Resolves a source as seen from a directory. `version` is the `version` argument of a registry module.
pub(in crate::eval) fn resolve(
    world: &World<'_>,
    tree: TreeId,
    directory: &str,
    text: &str,
    version: Option<&str>,
) -> Result<Found, NotFound> {
    let source = Source::parse(text);
    let (base, _) = text.split_once('?').unwrap_or((text, ""));
    let name: Arc<str> = base.into();
    if let Source::Local(path) = &source {
        let looked = paths::locate(world.sources, tree, directory, path);
        return match looked {
            Some((at, dir)) if world.definition(at, &dir).is_some() => Ok(Found::local(at, &dir)),
            Some((at, dir)) => Err(NotFound {
                name,
                message: format!("the module source `{path}` leads to `{dir}`, which holds no Terraform files"),
                help: "correct the source, or add the module".into(),
                // What lies in a directory that is there may be generated.
                local: (!world.sources.is_dir(at, &dir)).then_some(dir),
                elsewhere: None,
            }),
            None if world.sources.tree(tree).is_some_and(|t| t.partial) => Err(NotFound {
                name,
                message: format!("the module source `{path}` leads out of the given folder"),
                help: "give the whole repository: only what is in the given folders is read".into(),
                local: None,
                elsewhere: None,
            }),
            None => Err(NotFound {
                name,
                message: format!("the module source `{path}` leads out of the repository"),
                help: MAP_IT.into(),
                local: None,
                elsewhere: None,
            }),
        };
    }
    if let Some(found) = mapped(world, base, &source) {
        return Ok(found);
    }
    if let Some(found) = pinned(world, &source) {
        return Ok(found);
    }
    let wanted = match &source {
        Source::Registry { version: own, .. } => own.as_deref().or(version),
        Source::Git { reference, .. } => {
            let named = reference.as_deref().map(|name| name.strip_prefix("refs/tags/").unwrap_or(name));
            named.filter(|name| exact_version(name).is_some())
        }
        _ => None,
    };
    let not =
        |message: String| NotFound { name: name.clone(), message, help: MAP_IT.into(), local: None, elsewhere: None };
    let modelled = source.registry_name().map(|name| world.models().choose(&name, source.submodule(), wanted));
    if let Some(Ok(model)) = &modelled {
        return Ok(Found::model(model, false));
    }
    if let (Source::Git { reference: Some(reference), .. }, Some(work)) = (&source, given(world, &source)) {
        let repository = world.sources.tree_name(work);
        let message = match pinned_directory(world, &source) {
            Some((tree, dir)) => {
                let whole = world.sources.tree(work).is_some_and(|tree| !tree.partial);
                // The revision is there and does not have the directory: nothing that is fetched changes that.
                let absent = whole && !world.sources.is_dir(tree, &dir) && world.sources.unseen(tree, &dir).is_none();
                let place = format!("`{dir}` of repository `{repository}` at `{reference}`");
                let message = format!("{place} holds no Terraform files");
                let help = "correct the source, or pin a revision that has the module".into();
                let local = absent.then_some(dir);
                return Err(NotFound { help, local, elsewhere: Some(place), ..not(message) });
            }
            None => format!(
                "the clone of repository `{repository}` has no `{reference}`; the module's resources are not seen"
            ),
        };
        return Err(NotFound { help: "fetch the tags and branches of that clone".into(), ..not(message) });
    }
    let Some(modelled) = modelled else {
        return Err(not(format!(
            "the source of module `{base}` is not among the given repositories; its resources are not seen"
        )));
    };
    match modelled {
        Ok(model) => Ok(Found::model(model, false)),
        Err(NoModel::Unmodelled) => Err(not(format!(
            "driftline has no model of module `{base}`, and its source is not at hand; its resources are not seen"
        ))),
        Err(NoModel::OutOfRange(ranges)) => Err(not(format!(
            "module `{base}` at version `{}` is outside the ranges driftline has models for ({}); its resources are not seen",
            wanted.unwrap_or(""),
            ranges.join("; "),
        ))),
        Err(NoModel::NoVersion(ranges)) => Err(NotFound {
            help: format!("pin a version inside {}, or {MAP_IT}", ranges.join("; ")),
            ..not(format!(
                "module `{base}` is not pinned to a version that decides which of its models applies; its resources are not seen"
            ))
        }),
    }
}

/// The checkout that `modules:` names.
fn mapped(world: &World<'_>, base: &str, source: &Source) -> Option<Found> {
    let mut directories = mapped_directories(world, base, source);
    let (tree, dir) = directories.find(|(tree, dir)| world.definition(*tree, dir).is_some())?;
    Some(Found::local(tree, &dir))
}

fn mapped_directories<'m>(
    world: &'m World<'_>,
    base: &'m str,
    source: &'m Source,
) -> impl Iterator<Item = (TreeId, String)> + 'm {
    let cut = source.submodule().and_then(|sub| base.strip_suffix(sub)).unwrap_or(base).trim_end_matches('/');
    world.settings.modules.iter().filter_map(move |mapping| {
        if !mapping.covers(cut) && !source.registry_name().is_some_and(|name| mapping.covers(&name)) {
            return None;
        }
        let mut trees = world.sources.tree_ids();
        let tree = trees.find(|id| *world.sources.tree_name(*id) == *mapping.repository)?;
        Some((tree, paths::join(&mapping.directory, source.submodule().unwrap_or(""))?))
    })
}

/// The given repository this source names, when the revision it pins was opened.
fn pinned(world: &World<'_>, source: &Source) -> Option<Found> {
    let (tree, dir) = pinned_directory(world, source)?;
    world.definition(tree, &dir).is_some().then(|| Found::local(tree, &dir))
}

/// The directory in a given repository; without `?ref=` in its work tree. A revision that is not open is asked for.
fn pinned_directory(world: &World<'_>, source: &Source) -> Option<(TreeId, String)> {
    let Source::Git { submodule, reference, .. } = source else { return None };
    let work = given(world, source)?;
    let directory = submodule.clone().unwrap_or_default();
    let Some(reference) = reference else { return Some((work, directory)) };
    let revisions = revisions(reference);
    match revisions.iter().find_map(|revision| world.sources.pinned(work, revision)) {
        Some(tree) => Some((tree, directory)),
        None => {
            world.want(revisions.into_iter().map(|revision| (work, revision)));
            None
        }
    }
}

/// What a `?ref=` may be, in the order git looks: a tag, a branch or a commit, or one of them by its full name.
fn revisions(reference: &str) -> Vec<Revision> {
    let short = reference.strip_prefix("refs/").unwrap_or(reference);
    let full = match (short.strip_prefix("tags/"), short.strip_prefix("heads/")) {
        (Some(tag), _) => Some(Revision::Tag(tag.into())),
        (_, Some(branch)) => Some(Revision::Branch(branch.into())),
        _ => None,
    };
    let name: Arc<str> = reference.into();
    let plain = [Revision::Tag(name.clone()), Revision::Branch(name.clone()), Revision::Commit(name)];
    full.into_iter().chain(plain).collect()
}

/// The given repository that a git source names.
fn given(world: &World<'_>, source: &Source) -> Option<TreeId> {
    let Source::Git { remote, .. } = source else { return None };
    world.sources.tree_ids().find(|id| {
        let tree = world.sources.tree(*id);
        // Hosts and owners are not told apart by case.
        let is = |t: &Tree| t.remote.as_deref().is_some_and(|r| r.eq_ignore_ascii_case(remote));
        tree.is_some_and(|t| t.revision.is_none() && is(t))
    })
}

/// The directory a source names, whatever it holds: local, mapped, or in a given repository at the revision it pins.
pub(in crate::eval) fn directory_of(
    world: &World<'_>,
    tree: TreeId,
    directory: &str,
    text: &str,
) -> Option<(TreeId, String)> {
    let source = Source::parse(text);
    if let Source::Local(path) = &source {
        return paths::locate(world.sources, tree, directory, path);
    }
    let (base, _) = text.split_once('?').unwrap_or((text, ""));
    mapped_directories(world, base, &source).next().or_else(|| pinned_directory(world, &source))
}
