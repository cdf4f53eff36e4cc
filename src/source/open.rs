//! Opening the given folders, and the revisions that something in them pins.

use super::gitdir::Allowed;
use super::listing::Listing;
use super::read::Place;
use super::{
    Contents, FileId, Gap, GapKind, Laid, Limits, NewFile, Overlay, Revision, Root, Sources, Span, Tree, TreeId, git,
    path, remote, walk,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The name of the tree that holds what is built in.
pub const EMBEDDED: &str = "module-models";

/// Most pinned revisions that are opened.
const PINNED: usize = 256;

/// What opening gives: always sources, with what could not be seen and what could not be opened.
#[derive(Debug)]
pub struct Opened {
    /// The files.
    pub sources: Sources,
    /// What could not be listed, and assumptions that could not be laid.
    pub gaps: Vec<Gap>,
    /// Assumptions that could not be laid, with the places in the configuration that ask for them.
    pub not_laid: Vec<((u32, u32), Gap)>,
    /// Folders that could not be opened at all.
    pub errors: Vec<OpenError>,
}

/// A given path that cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
#[diagnostic(code(driftline::open))]
pub struct OpenError {
    /// What is wrong with which path.
    pub message: String,
    /// What to give instead.
    #[help]
    pub help: String,
}

impl Sources {
    /// Lists the given folders. Files are read later, when they are asked for. A folder given twice is opened once. A
    /// folder inside another given one is a tree of its own, and left out of the other, when it has a name or is a
    /// clone; so are clones directly inside a given folder that is none. `overlays` are laid where the
    /// repository has no file; `embedded` (path and text) becomes the last tree. Never fails as a whole.
    pub fn open(roots: &[Root], overlays: Vec<Overlay>, embedded: &[(&str, &'static str)], limits: &Limits) -> Opened {
        let mut opened = Opened {
            sources: Sources { limits: *limits, ..Sources::default() },
            gaps: Vec::new(),
            not_laid: Vec::new(),
            errors: Vec::new(),
        };
        let mut folders: Vec<(PathBuf, Root)> = Vec::new();
        let mut add = |real: PathBuf, root: Root| {
            if folders.iter().all(|(other, _)| *other != real) {
                folders.push((real, root));
            }
        };
        for root in roots {
            match folder(&root.path) {
                Ok(real) => {
                    for name in clones_in(&real) {
                        add(real.join(&name), Root { path: root.path.join(&name), ..Root::default() });
                    }
                    add(real, root.clone());
                }
                Err(error) => opened.errors.push(error),
            }
        }
        // A part of a folder that is given too, and that nothing makes a repository of its own, is seen there already.
        let all: Vec<PathBuf> = folders.iter().map(|(real, _)| real.clone()).collect();
        folders.retain(|(real, root)| {
            let inside = all.iter().any(|other| other != real && real.starts_with(other));
            !inside || root.name.is_some() || real.join(".git").symlink_metadata().is_ok()
        });
        let mut overlays = by_repository(overlays, &mut opened.gaps);
        let mut names = Names::default();
        let walked: Vec<Result<Walk, OpenError>> =
            folders.par_iter().map(|(real, root)| Walk::of(real, root, &folders, limits)).collect();
        for ((real, root), walk) in folders.iter().zip(walked) {
            match walk {
                Ok(walk) => open_root(&mut opened, real, root, walk, &mut names, &mut overlays),
                Err(error) => opened.errors.push(error),
            }
        }
        for (repository, files) in overlays {
            // What the configuration says of a repository that is not given on this run is no mistake.
            for overlay in files.values().filter(|overlay| overlay.given.is_none()) {
                let known: Vec<&str> = opened.sources.trees.iter().map(|t| &*t.name).collect();
                let message = format!(
                    "the file assumed at `{repository}//{}` is not used: no repository named `{repository}` is read",
                    overlay.path
                );
                let help = format!("the repositories read are: {}", known.join(", "));
                opened.gaps.push(Gap {
                    at: None,
                    kind: GapKind::Evaluation,
                    message: message.into(),
                    help: Some(help.into()),
                });
            }
        }
        if !embedded.is_empty() {
            let tree = Tree {
                name: EMBEDDED.into(),
                root: PathBuf::new(),
                shown: PathBuf::new(),
                remote: None,
                revision: None,
                partial: false,
                of: None,
                embedded: true,
            };
            let files = embedded.iter().map(|(path, text)| (Arc::from(*path), Place::BuiltIn(text), None));
            opened.sources.add_tree(tree, files.collect());
        }
        opened
    }

    /// Opens the revisions that clones of the given repositories have, each as a tree of its own after the others. A
    /// revision that a clone does not have, or a tree without git, adds nothing: [`Sources::pinned`] then gives `None`
    /// and whoever needs it says so. Opening the same revision again does nothing.
    pub fn open_pinned(&mut self, wanted: &[(TreeId, Revision)]) -> Vec<Gap> {
        let wanted: BTreeSet<&(TreeId, Revision)> = wanted.iter().collect();
        let mut gaps = Vec::new();
        for (of, revision) in wanted {
            if self.pins.contains_key(&(*of, revision.clone())) {
                continue;
            }
            let Some(base) = self.tree(*of).cloned() else { continue };
            let Some(git) = self.contents(*of).and_then(|c| c.git.clone()) else { continue };
            if let Err(why) = git.objects() {
                let message = format!("`{}` {why}; the revisions it pins are not read", base.name);
                let help = "give the folder that holds those objects too, or clone without borrowing";
                let gap = Gap { at: None, kind: GapKind::Unreadable, message: message.into(), help: Some(help.into()) };
                if !gaps.contains(&gap) {
                    gaps.push(gap);
                }
                continue;
            }
            let Some(object) = git.resolve(revision) else { continue };
            if self.pins.len() >= PINNED {
                let message =
                    format!("more than {PINNED} revisions are pinned, the limit for one run; the rest is not read");
                gaps.push(Gap { at: None, kind: GapKind::Bound, message: message.into(), help: None });
                break;
            }
            let prefix = base.root.strip_prefix(&git.top).map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
            let mut listing = git.list(object, &prefix, &self.limits);
            listing.follow(&base.root, &self.limits);
            let name = match revision {
                Revision::Tag(r) | Revision::Branch(r) | Revision::Commit(r) => r.clone(),
            };
            let shown = format!("{} at {name}", base.name);
            let tree = Tree { revision: Some(name), of: Some(*of), ..base };
            gaps.extend(troubles(&listing, &shown));
            let unseen = listing.unseen();
            let id = self.add_tree(tree, new_files(listing));
            if let Some(contents) = self.contents.get_mut(usize::from(id.0)) {
                contents.git = Some(git);
                contents.unseen = unseen;
            }
            self.pins.insert((*of, revision.clone()), id);
        }
        gaps
    }
}

/// The real path of a folder to open.
fn folder(given: &Path) -> Result<PathBuf, OpenError> {
    let shown = given.display();
    let real = given.canonicalize().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => OpenError {
            message: format!("`{shown}` does not exist"),
            help: "give the folder of a Terragrunt, Terraform or Flux repository".into(),
        },
        _ => OpenError {
            message: format!("`{shown}` cannot be opened: {error}"),
            help: "give a folder you may read".into(),
        },
    })?;
    if real.is_dir() {
        return Ok(real);
    }
    let parent = match given.parent().filter(|p| !p.as_os_str().is_empty()) {
        Some(parent) => parent.display().to_string(),
        None => ".".to_owned(),
    };
    Err(OpenError {
        message: format!("`{shown}` is a file, not a folder"),
        help: format!("give the folder of the repository that holds it, such as `{parent}`"),
    })
}

/// The names of git clones directly inside a folder that lies in none, in order.
fn clones_in(real: &Path) -> Vec<PathBuf> {
    if git::top_of(real).is_some() {
        return Vec::new();
    }
    let Ok(entries) = std::fs::read_dir(real) else { return Vec::new() };
    let mut names: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|e| e.path().join(".git").symlink_metadata().is_ok())
        .map(|e| e.file_name().into())
        .collect();
    names.sort();
    names
}

type Overlays = BTreeMap<Arc<str>, BTreeMap<Arc<str>, Overlay>>;

fn by_repository(overlays: Vec<Overlay>, gaps: &mut Vec<Gap>) -> Overlays {
    let mut map = Overlays::new();
    for mut overlay in overlays {
        let normal = path::join("", &overlay.path).filter(|p| !p.is_empty());
        let Some(normal) = normal else {
            let message = format!(
                "the file assumed at `{}//{}` is not used: its path leads outside the repository",
                overlay.repository, overlay.path
            );
            gaps.push(Gap { at: None, kind: GapKind::Evaluation, message: message.into(), help: None });
            continue;
        };
        overlay.path = normal.into();
        // The last one given wins: the command line comes after the configuration.
        map.entry(overlay.repository.clone()).or_default().insert(overlay.path.clone(), overlay);
    }
    map
}

/// Names given by the user are kept; derived ones make room.
#[derive(Default)]
struct Names(HashSet<Arc<str>>);

impl Names {
    fn unique(&mut self, name: Arc<str>) -> Arc<str> {
        let mut tried = name.clone();
        let mut n = 2;
        while *tried == *EMBEDDED || !self.0.insert(tried.clone()) {
            tried = format!("{name}-{n}").into();
            n += 1;
        }
        tried
    }
}

/// What is found in one folder, independent of the others.
struct Walk {
    git: Option<git::Git>,
    walked: walk::Walked,
    /// The folder holds clones that are trees of their own: it is one only if something is left.
    holds_clones: bool,
}

impl Walk {
    fn of(real: &Path, root: &Root, folders: &[(PathBuf, Root)], limits: &Limits) -> Result<Self, OpenError> {
        let inside: Vec<PathBuf> =
            folders.iter().map(|(f, _)| f).filter(|f| *f != real && f.starts_with(real)).cloned().collect();
        let allowed = Allowed::new(folders.iter().map(|(folder, _)| folder.clone()));
        let (git, unopened) = walk::git_of(real, &allowed);
        if let Some(revision) = &root.revision {
            return Self::at(real, root, revision, (git, unopened), &inside, limits);
        }
        let mut walked = walk::walk(real, git.as_ref(), &allowed, &inside, limits);
        if let Some(why) = unopened {
            walked.listing.trouble(GapKind::Unreadable, "", why);
        }
        Ok(Walk { git, walked, holds_clones: !clones_in(real).is_empty() })
    }

    /// The files of a revision instead of those of the work tree; without those of folders that are given on their own.
    fn at(
        real: &Path,
        root: &Root,
        revision: &str,
        (git, unopened): (Option<git::Git>, Option<String>),
        inside: &[PathBuf],
        limits: &Limits,
    ) -> Result<Self, OpenError> {
        let shown = root.path.display();
        let Some(git) = git else {
            return Err(match unopened {
                Some(why) => OpenError {
                    message: format!("the revision `{revision}` of `{shown}` cannot be read: the repository {why}"),
                    help: "give the folder that holds its git directory too".into(),
                },
                None => OpenError {
                    message: format!("`{shown}` is in no git repository: there is no revision `{revision}` of it"),
                    help: "give a folder of a clone".into(),
                },
            });
        };
        if let Err(why) = git.objects() {
            return Err(OpenError {
                message: format!("the revision `{revision}` of `{shown}` cannot be read: the repository {why}"),
                help: "give the folder that holds those objects too, or clone without borrowing".into(),
            });
        }
        let Some(object) = git.named(revision) else {
            return Err(OpenError {
                message: format!("`{revision}` is no revision of the git repository `{}`", git.top.display()),
                help: "give a branch, tag or commit that this clone has; a shallow one lacks older commits".into(),
            });
        };
        let prefix = real.strip_prefix(&git.top).map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
        let mut listing = git.list(object, &prefix, limits);
        listing.follow(real, limits);
        let others: Vec<String> = inside
            .iter()
            .filter_map(|other| Some(other.strip_prefix(real).ok()?.to_string_lossy().into_owned()))
            .collect();
        listing.files.retain(|file, _| !others.iter().any(|dir| path::inside(file, dir).is_some()));
        let walked = walk::Walked { listing, ..walk::Walked::default() };
        Ok(Walk { git: Some(git), walked, holds_clones: false })
    }
}

fn open_root(opened: &mut Opened, real: &Path, root: &Root, walk: Walk, names: &mut Names, overlays: &mut Overlays) {
    let Walk { git, walked, holds_clones } = walk;
    let listing = walked.listing;
    if holds_clones && root.name.is_none() && listing.files.is_empty() && listing.troubles.is_empty() {
        return;
    }
    // A folder inside a repository is not what the repository's remote names.
    let own = git.as_ref().filter(|g| g.top == real).and_then(git::Git::remote);
    let url = root.remote.as_deref().or(own.as_deref());
    let derived = || {
        let name = url.and_then(remote::repository_name);
        let name = name.or_else(|| real.file_name().map(|n| n.to_string_lossy().into_owned()));
        name.unwrap_or_else(|| "root".into())
    };
    let name = names.unique(root.name.clone().unwrap_or_else(|| derived().into()));
    opened.gaps.extend(troubles(&listing, &name));
    let unseen = listing.unseen();
    let mut files = new_files(listing);
    let mut laid: Vec<(Arc<str>, Laid)> = Vec::new();
    let mut unneeded: Vec<Overlay> = Vec::new();
    if let Some(given) = overlays.remove(&name) {
        let present: HashSet<Arc<str>> = files.iter().map(|f| f.0.clone()).collect();
        for overlay in given.into_values() {
            if present.contains(&overlay.path) {
                unneeded.push(overlay);
            } else {
                let asked = AtomicBool::new(false);
                laid.push((overlay.path.clone(), Laid { public: overlay.public, given: overlay.given, asked }));
                files.push((overlay.path, Place::Memory, Some(overlay.text)));
            }
        }
    }
    // As git writes a path of a revision.
    let shown = match &root.revision {
        Some(revision) => PathBuf::from(format!("{revision}:{}", root.path.display())),
        None => root.path.clone(),
    };
    let tree = Tree {
        name: name.clone(),
        root: real.to_owned(),
        shown,
        remote: url.and_then(remote::normalize_remote),
        revision: None,
        partial: root.name.is_none() && git.as_ref().is_some_and(|g| g.top != real),
        of: None,
        embedded: false,
    };
    let sources = &mut opened.sources;
    let id = sources.add_tree(tree, files);
    if let Some(contents) = sources.contents.get_mut(usize::from(id.0)) {
        let Contents { git: own_git, patterns, absent, unseen: own_unseen, left_out, .. } = contents;
        *left_out = walked.left_out;
        *own_unseen = unseen;
        *own_git = git.map(Arc::new);
        *patterns = root.revision.is_none().then_some(walked.above);
        *absent = walked.absent;
    }
    for (path, laid) in laid {
        if let Some(file) = sources.find(id, &path) {
            sources.overlays.insert(file, laid);
        }
    }
    for Overlay { path, given, .. } in unneeded {
        let at: Option<FileId> = sources.find(id, &path);
        let message = format!("the file assumed at `{name}//{path}` is not used: the repository has that file");
        let gap = Gap {
            at: at.map(Span::file_start),
            kind: GapKind::Evaluation,
            message: message.into(),
            help: Some("remove the assumption, or the file".into()),
        };
        match given {
            Some(given) => opened.not_laid.push((given, gap)),
            None => opened.gaps.push(gap),
        }
    }
}

fn troubles(listing: &Listing, repository: &str) -> Vec<Gap> {
    let gap = |(path, kind, message): &(String, GapKind, String)| {
        let shown = if path.is_empty() { format!("`{repository}`") } else { format!("`{path}` in `{repository}`") };
        Gap { at: None, kind: *kind, message: format!("{shown} {message}").into(), help: None }
    };
    listing.troubles.iter().map(gap).collect()
}

fn new_files(listing: Listing) -> Vec<NewFile> {
    listing.files.into_iter().map(|(path, place)| (path.into(), place, None)).collect()
}
