//! Listing a folder, in parallel, the way git would.

use super::git::{self, DEPTH, Git};
use super::gitdir::Allowed;
use super::ignored::Rules;
use super::listing::{Link, Listing};
use super::read::{Place, io_problem};
use super::{GapKind, Limits, path};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Directories that hold what tools made or fetched, never what a person wrote.
pub(super) fn skipped(name: &str) -> bool {
    matches!(name, ".git" | ".terragrunt-cache" | ".terraform" | ".terragrunt-stack" | "node_modules")
}

/// Patterns of a clone's own, below its top.
const EXCLUDE: &str = ".git/info/exclude";

/// What a walk found.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) listing: Listing,
    /// The patterns in force at the root, its own `.gitignore` not included.
    pub(super) above: Option<Arc<Rules>>,
    /// Tracked files that are absent from the work tree.
    pub(super) absent: BTreeSet<String>,
    /// Tracked paths that this checkout leaves out, and why.
    pub(super) left_out: BTreeMap<String, &'static str>,
}

struct Walk<'a> {
    root: &'a Path,
    /// Other roots, which are trees of their own.
    leave_out: &'a [PathBuf],
    limits: &'a Limits,
    seen: AtomicUsize,
    ignored: AtomicUsize,
}

#[derive(Default)]
struct Found {
    listing: Listing,
    /// Repositories inside the root, with the path from the root.
    nested: Vec<String>,
}

/// Lists the files below `root` (canonical). `leave_out` are canonical folders that are given on their own.
/// `allowed` are all given folders: no repository inside the root reads what is outside of them.
pub(super) fn walk(
    root: &Path,
    git: Option<&Git>,
    allowed: &Allowed,
    leave_out: &[PathBuf],
    limits: &Limits,
) -> Walked {
    let mut troubles = Listing::default();
    let above = rules_above(root, git, &mut troubles);
    let walk = Walk { root, leave_out, limits, seen: AtomicUsize::new(0), ignored: AtomicUsize::new(0) };
    let mut found = walk.directory(root, "", above.clone(), 0, true);
    if walk.seen.load(Ordering::Relaxed) > limits.files {
        // Which files come first must not depend on threads.
        walk.seen.store(0, Ordering::Relaxed);
        found = walk.directory(root, "", above.clone(), 0, false);
        found.listing.too_many(limits);
    }
    let Found { mut listing, nested } = found;
    listing.troubles.append(&mut troubles.troubles);
    let mut walked = Walked { listing, above, absent: BTreeSet::new(), left_out: BTreeMap::new() };
    if let Some(git) = git {
        walk.add_tracked(git, &mut walked);
    }
    for dir in nested {
        match Git::open(&root.join(&dir), git.map_or(allowed, Git::allowed), false) {
            Ok(git) => walk.add_tracked(&git, &mut walked),
            Err(why) => walked.listing.trouble(GapKind::Unreadable, &dir, unopened(&why)),
        }
    }
    walked.listing.follow(root, limits);
    if walked.listing.files.is_empty() && walk.ignored.load(Ordering::Relaxed) > 0 {
        let message = "holds no file that git would track: `.gitignore` matches all of them";
        walked.listing.trouble(GapKind::IgnoredFile, "", message);
    }
    walked
}

pub(super) fn unopened(why: &str) -> String {
    format!("is a git repository that cannot be opened ({why}); tracked files that `.gitignore` matches were not seen")
}

/// The patterns of the folders above the root, down from the top of its git repository.
fn rules_above(root: &Path, git: Option<&Git>, troubles: &mut Listing) -> Option<Arc<Rules>> {
    let git = git?;
    let top = git.top.as_path();
    let (mut rules, why) = Rules::exclude(top, &git.exclude_file());
    if let Some(why) = why {
        troubles.trouble(GapKind::Bound, ".git/info/exclude", why);
    }
    let mut dirs: Vec<&Path> = root.ancestors().skip(1).take_while(|d| d.starts_with(top)).collect();
    dirs.reverse();
    for dir in dirs {
        let (next, why) = Rules::enter(dir, rules);
        rules = next;
        if let Some(why) = why {
            troubles.trouble(GapKind::Bound, "", format!("lies below a `.gitignore` that {why}"));
        }
    }
    rules
}

impl Walk<'_> {
    fn directory(&self, dir: &Path, at: &str, rules: Option<Arc<Rules>>, depth: usize, parallel: bool) -> Found {
        let mut found = Found::default();
        let listing = &mut found.listing;
        if depth > DEPTH {
            listing.trouble(
                GapKind::Bound,
                at,
                format!("is nested deeper than {DEPTH} directories and was not listed"),
            );
            return found;
        }
        let entries = match std::fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) => {
                listing.trouble(GapKind::Unreadable, at, io_problem(&error).message);
                return found;
            }
        };
        let mut rules = rules;
        if depth > 0 && dir.join(".git").symlink_metadata().is_ok() {
            let (own, _) = Rules::exclude(dir, &dir.join(EXCLUDE));
            rules = own;
            found.nested.push(at.to_owned());
        }
        let (rules, why) = Rules::enter(dir, rules);
        if let Some(why) = why {
            listing.trouble(GapKind::Bound, &below(at, ".gitignore"), why);
        }
        let mut entries: Vec<_> = entries.filter_map(Result::ok).map(|e| (e.file_name(), e.file_type())).collect();
        if !parallel {
            entries.sort_by(|a, b| a.0.cmp(&b.0));
        }
        let mut directories = Vec::new();
        for (name, kind) in entries {
            let Ok(kind) = kind else { continue };
            let shown = name.to_string_lossy();
            if skipped(&shown) && (kind.is_dir() || shown == ".git") {
                continue;
            }
            let full = dir.join(&name);
            if rules.as_deref().is_some_and(|r| r.ignores(&full, kind.is_dir())) {
                self.ignored.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            if self.leave_out.contains(&full) {
                continue;
            }
            if self.seen.fetch_add(1, Ordering::Relaxed) >= self.limits.files {
                return found;
            }
            let path = below(at, &shown);
            if kind.is_dir() {
                directories.push((full, path));
            } else if kind.is_symlink() {
                listing.links.insert(path, link(self.root, &full));
            } else if kind.is_file() {
                let place =
                    if name.to_str().is_some() && !at.contains('\u{fffd}') { Place::Disk } else { Place::At(full) };
                listing.files.insert(path, place);
            }
        }
        let next = |(full, path): (PathBuf, String)| self.directory(&full, &path, rules.clone(), depth + 1, parallel);
        if parallel {
            directories.into_par_iter().map(next).collect::<Vec<_>>().into_iter().fold(found, merge)
        } else {
            directories.into_iter().map(next).fold(found, merge)
        }
    }
}

fn merge(mut all: Found, mut one: Found) -> Found {
    all.listing.files.append(&mut one.listing.files);
    all.listing.links.append(&mut one.listing.links);
    all.listing.troubles.append(&mut one.listing.troubles);
    all.nested.append(&mut one.nested);
    all
}

fn below(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

/// Where a symbolic link on disk leads.
fn link(root: &Path, full: &Path) -> Link {
    match full.canonicalize() {
        Ok(target) => match target.strip_prefix(root) {
            Ok(inside) => match inside.to_str() {
                Some(inside) => Link::To(inside.replace(std::path::MAIN_SEPARATOR, "/")),
                None => Link::Closed("is a symbolic link to a name that is not UTF-8".into()),
            },
            Err(_) => Link::Outside,
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            // Whether it would have led outside does not matter: there is nothing.
            Link::Closed("is a symbolic link to something that does not exist".into())
        }
        Err(error) => Link::Closed(format!("is a symbolic link that cannot be followed: {error}")),
    }
}

impl Walk<'_> {
    /// Adds the files that git tracks although `.gitignore` matches them.
    fn add_tracked(&self, git: &Git, walked: &mut Walked) {
        let Walk { root, leave_out, limits, .. } = self;
        let listing = &mut walked.listing;
        let tracked = match git.tracked() {
            Ok(tracked) => tracked,
            Err(why) => {
                let message = format!(
                    "has a git index that cannot be read ({why}); tracked files that `.gitignore` matches were not seen"
                );
                listing.trouble(GapKind::Unreadable, "", message);
                return;
            }
        };
        // The repository may begin above the root, or below it.
        let (prefix, offset) = match (root.strip_prefix(&git.top), git.top.strip_prefix(root)) {
            (Ok(prefix), _) => (prefix.to_string_lossy().into_owned(), String::new()),
            (_, Ok(offset)) => (String::new(), offset.to_string_lossy().into_owned()),
            _ => return,
        };
        let at = |file: &str| path::inside(file, &prefix).map(|inside| below(&offset, inside));
        for (file, why) in tracked.left_out {
            // A path that is there all the same is listed like any other.
            let Some(at) = at(&file).filter(|at| root.join(at).read_dir().map_or(true, |mut d| d.next().is_none()))
            else {
                continue;
            };
            if !listing.files.contains_key(&at) && !listing.links.contains_key(&at) {
                walked.left_out.insert(at, why);
            }
        }
        let mut parents: HashMap<String, bool> = HashMap::new();
        for file in tracked.files {
            let Some(at) = at(&file) else { continue };
            if listing.files.contains_key(&at) || listing.links.contains_key(&at) {
                continue;
            }
            if path::parent(&at).split('/').any(skipped) {
                continue;
            }
            let full = root.join(&at);
            if leave_out.iter().any(|other| full.starts_with(other)) {
                continue;
            }
            let Ok(found) = full.symlink_metadata() else {
                walked.absent.insert(at);
                continue;
            };
            // A tracked directory may since have become a link to somewhere else.
            let parent = path::parent(&at);
            let real = *parents.entry(parent.to_owned()).or_insert_with(|| {
                let parent = root.join(parent);
                parent.canonicalize().is_ok_and(|real| real == parent)
            });
            if !real {
                continue;
            }
            if listing.files.len() + listing.links.len() >= limits.files {
                listing.too_many(limits);
                return;
            }
            if found.is_symlink() {
                listing.links.insert(at, link(root, &full));
            } else if found.is_file() {
                listing.files.insert(at, Place::Disk);
            }
        }
    }
}

/// Whether the patterns in force at `path` (from the root) match it or a directory above it.
pub(super) fn ignores(root: &Path, above: Option<Arc<Rules>>, path: &str) -> bool {
    let mut dir = root.to_owned();
    let mut rules = Rules::enter(&dir, above).0;
    let mut names = path.split('/').peekable();
    while let Some(name) = names.next() {
        dir.push(name);
        let last = names.peek().is_none();
        if let Some(rules) = rules.as_deref() {
            // Nobody knows whether something absent would be a directory: either counts.
            if rules.ignores(&dir, true) || last && rules.ignores(&dir, false) {
                return true;
            }
        }
        if !last {
            if dir.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
                return false;
            }
            if dir.join(".git").symlink_metadata().is_ok() {
                rules = Rules::exclude(&dir, &dir.join(EXCLUDE)).0;
            }
            rules = Rules::enter(&dir, rules).0;
        }
    }
    false
}

/// The git repository a folder lies in, when there is one that opens; else why it does not open.
pub(super) fn git_of(root: &Path, allowed: &Allowed) -> (Option<Git>, Option<String>) {
    match git::top_of(root).map(|top| Git::open(&top, allowed, true)) {
        Some(Ok(git)) => (Some(git), None),
        Some(Err(why)) => (None, Some(unopened(&why))),
        None => (None, None),
    }
}
