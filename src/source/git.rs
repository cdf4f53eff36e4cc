//! What git knows of a folder: the index, the remote, and the files of other revisions. Only read, with `gix`, from
//! the repository's own directory: no hooks, no filters, no configuration but the repository's, nothing is run.

use super::gitdir::{Allowed, GitDir};
use super::listing::{Link, Listing};
use super::read::{Place, Problem, check_size};
use super::{GapKind, Limits, Revision, path};
use gix::bstr::ByteSlice;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// An open git repository.
#[derive(Debug)]
pub(super) struct Git {
    repository: gix::ThreadSafeRepository,
    dir: GitDir,
    objects: OnceLock<Result<(), String>>,
    /// The top of its work tree, canonical.
    pub(super) top: PathBuf,
}

/// What the index of a repository says.
#[derive(Default)]
pub(super) struct Tracked {
    /// Files that ought to be in the work tree.
    pub(super) files: Vec<String>,
    /// Files and directories that are not, and why.
    pub(super) left_out: Vec<(String, &'static str)>,
}

/// The top of the work tree a folder lies in: the nearest folder upward that holds `.git`.
pub(super) fn top_of(dir: &Path) -> Option<PathBuf> {
    dir.ancestors().find(|d| d.join(".git").symlink_metadata().is_ok()).map(Path::to_owned)
}

/// Whether a text is what a blob holds.
pub(super) fn is_blob(object: gix::ObjectId, text: &str) -> bool {
    gix::objs::compute_hash(object.kind(), gix::objs::Kind::Blob, text.as_bytes()).is_ok_and(|id| id == object)
}

/// Tags beyond this many are not looked at.
const TAGS: usize = 100_000;

/// Directories nested deeper than this are not listed.
pub(super) const DEPTH: usize = 128;

impl Git {
    /// Opens the repository of a work tree. What it reads lies in the allowed folders; only one that was `given` may have
    /// its git directory elsewhere.
    pub(super) fn open(top: &Path, allowed: &Allowed, given: bool) -> Result<Self, String> {
        let dir = GitDir::find(top, allowed, given)?;
        let repository = gix::open::Options::isolated().open(top).map_err(|e| e.to_string())?;
        Ok(Self { repository, dir, objects: OnceLock::new(), top: top.to_owned() })
    }

    /// What may be read for this repository, and so for those inside its work tree.
    pub(super) fn allowed(&self) -> &Allowed {
        &self.dir.allowed
    }

    /// Why objects are not read, when some of them lie outside of the given folders.
    pub(super) fn objects(&self) -> Result<(), &str> {
        self.objects.get_or_init(|| self.dir.objects()).as_ref().copied().map_err(String::as_str)
    }

    /// `origin`'s URL, or the only remote's, as written.
    pub(super) fn remote(&self) -> Option<String> {
        let repository = self.repository.to_thread_local();
        // Every section counts, also those of a checkout that belongs to another user, as in containers: a URL is only
        // compared, never fetched.
        let config = repository.config_snapshot();
        let sections = config.plumbing().sections_by_name("remote").into_iter().flatten();
        let remotes: Vec<(String, String)> = sections
            .filter_map(|section| {
                let name = section.header().subsection_name()?.to_str_lossy().into_owned();
                Some((name, section.value("url")?.to_str_lossy().into_owned()))
            })
            .collect();
        match remotes.as_slice() {
            [(_, url)] => Some(url.clone()),
            several => several.iter().find(|(name, _)| name == "origin").map(|(_, url)| url.clone()),
        }
    }

    /// What the index says, with paths from the top of the work tree.
    pub(super) fn tracked(&self) -> Result<Tracked, String> {
        let repository = self.repository.to_thread_local();
        let mut tracked = Tracked::default();
        if !repository.index_path().exists() {
            return Ok(tracked);
        }
        let index = repository.open_index().map_err(|e| e.to_string())?;
        for entry in index.entries() {
            let Ok(path) = entry.path(&index).to_str() else { continue };
            let path = path.trim_end_matches('/').to_owned();
            if entry.mode.is_submodule() {
                tracked.left_out.push((path, "is a git submodule that is not checked out"));
            } else if entry.flags.contains(gix::index::entry::Flags::SKIP_WORKTREE) || entry.mode.is_sparse() {
                tracked.left_out.push((path, "is tracked by git and left out of this sparse checkout"));
            } else {
                tracked.files.push(path);
            }
        }
        Ok(tracked)
    }

    /// The file with patterns that belong to this clone alone.
    pub(super) fn exclude_file(&self) -> PathBuf {
        self.repository.to_thread_local().common_dir().join("info/exclude")
    }

    /// The tree object of a revision; `None` when this clone does not have it.
    pub(super) fn resolve(&self, revision: &Revision) -> Option<gix::ObjectId> {
        self.objects().ok()?;
        let repository = self.repository.to_thread_local();
        let reference = |name: String| {
            let mut found = repository.try_find_reference(name.as_str()).ok()??;
            Some(found.peel_to_id().ok()?.detach())
        };
        let id = match revision {
            Revision::Tag(name) => reference(format!("refs/tags/{name}"))?,
            Revision::Branch(name) => {
                reference(format!("refs/heads/{name}")).or_else(|| reference(format!("refs/remotes/origin/{name}")))?
            }
            Revision::Commit(hex) => {
                let whole = hex.len() >= 7 && hex.chars().all(|c| c.is_ascii_hexdigit());
                if !whole {
                    return None;
                }
                repository.rev_parse_single(hex.as_ref()).ok()?.detach()
            }
        };
        Some(repository.find_object(id).ok()?.peel_to_tree().ok()?.id)
    }

    /// The names of its tags, at most [`TAGS`] of them.
    pub(super) fn tags(&self) -> Vec<String> {
        let repository = self.repository.to_thread_local();
        let Ok(references) = repository.references() else { return Vec::new() };
        let Ok(tags) = references.tags() else { return Vec::new() };
        let names = tags.filter_map(|tag| Some(tag.ok()?.name().shorten().to_str().ok()?.to_owned()));
        names.take(TAGS).collect()
    }

    /// The files of a tree object below `prefix`, with paths relative to it. A prefix that is not there lists nothing.
    pub(super) fn list(&self, tree: gix::ObjectId, prefix: &str, limits: &Limits) -> Listing {
        let repository = self.repository.to_thread_local();
        let mut listing = Listing::default();
        let mut start = tree;
        for name in prefix.split('/').filter(|n| !n.is_empty()) {
            let Some(below) = repository.find_tree(start).ok().and_then(|t| {
                let entry = t.find_entry(name)?;
                entry.mode().is_tree().then(|| entry.object_id())
            }) else {
                return listing;
            };
            start = below;
        }
        let mut waiting = vec![(start, String::new(), 0usize)];
        while let Some((id, dir, depth)) = waiting.pop() {
            if depth > DEPTH {
                listing.trouble(
                    GapKind::Bound,
                    &dir,
                    format!("is nested deeper than {DEPTH} directories and was not listed"),
                );
                continue;
            }
            let Ok(tree) = repository.find_tree(id) else {
                listing.trouble(GapKind::Remote, &dir, "is not in this clone (its git object is missing)");
                continue;
            };
            for entry in tree.iter() {
                let Ok(entry) = entry else {
                    listing.trouble(GapKind::Unreadable, &dir, "cannot be listed: its git object is damaged");
                    break;
                };
                let Ok(name) = entry.filename().to_str() else { continue };
                let path = if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") };
                let mode = entry.mode();
                if mode.is_tree() {
                    if !super::walk::skipped(name) {
                        waiting.push((entry.object_id(), path, depth + 1));
                    }
                } else if mode.is_link() {
                    let link = match self.blob(entry.object_id(), limits) {
                        Ok(target) => match std::str::from_utf8(&target).ok().and_then(|t| path::join(&dir, t)) {
                            Some(target) => Link::To(target),
                            None => Link::Outside,
                        },
                        Err(problem) => Link::Closed(problem.message),
                    };
                    listing.links.insert(path, link);
                } else if mode.is_blob() {
                    listing.files.insert(path, Place::Blob(entry.object_id()));
                }
                if listing.files.len() + listing.links.len() >= limits.files {
                    listing.too_many(limits);
                    return listing;
                }
            }
        }
        listing
    }

    /// A blob's bytes, after its size was checked.
    pub(super) fn blob(&self, id: gix::ObjectId, limits: &Limits) -> Result<Vec<u8>, Problem> {
        let repository = self.repository.to_thread_local();
        let missing = || Problem {
            kind: GapKind::Remote,
            message: "is not in this clone (its git object is missing)".into(),
            help: Some("fetch the whole repository; a shallow or partial clone does not hold every revision"),
        };
        let header = repository.find_header(id).map_err(|_| missing())?;
        check_size(header.size(), limits)?;
        let mut object = repository.find_object(id).map_err(|_| missing())?;
        Ok(std::mem::take(&mut object.data))
    }
}
