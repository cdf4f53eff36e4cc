//! Which directories git's own files may be read from.
//!
//! `.git` may be a file or a link that leads anywhere, and a repository may borrow another one's objects. In a tree that
//! a stranger wrote, that would make us read repositories nobody gave: so everything must lie inside the given folders,
//! unless it is a given folder's own git directory and that names the folder as its work tree, as `git worktree` and
//! `git submodule` write it on both sides.

use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes read of the small files that name other directories.
const BYTES: u64 = 64 * 1024;
/// How deep repositories may borrow from each other; git's own limit.
const BORROWED: usize = 5;

/// Directories, canonical, whose files may be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Allowed(Vec<PathBuf>);

impl Allowed {
    /// These folders and what is in them.
    pub(super) fn new(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        Self(folders.into_iter().collect())
    }

    /// One more folder.
    pub(super) fn and(&self, folder: &Path) -> Self {
        let mut all = self.clone();
        all.0.push(folder.to_owned());
        all
    }

    fn holds(&self, path: &Path) -> bool {
        self.0.iter().any(|folder| path.starts_with(folder))
    }

    /// Whether a path is not there, or is inside once links are followed.
    fn may_read(&self, path: &Path) -> bool {
        match path.canonicalize() {
            Ok(real) => self.holds(&real),
            Err(_) => path.symlink_metadata().is_err(),
        }
    }
}

/// A work tree's git directory, and what may be read for it.
#[derive(Debug)]
pub(super) struct GitDir {
    /// The directory that branches, objects and settings are in; work trees share it.
    common: PathBuf,
    pub(super) allowed: Allowed,
}

impl GitDir {
    /// Finds the git directory of the work tree at `top`. `given`: a person named this folder, so its git directory may lie
    /// elsewhere if that agrees. Fails with what to say of a directory that is not to be read.
    pub(super) fn find(top: &Path, allowed: &Allowed, given: bool) -> Result<Self, String> {
        let dot = top.join(".git");
        let odd = |_| "its `.git` leads to nothing that can be read".to_owned();
        let real = dot.canonicalize().map_err(odd)?;
        let own = if real.is_dir() {
            real.clone()
        } else {
            let text = small(&real).and_then(|t| Some(t.strip_prefix("gitdir:")?.trim().to_owned()));
            let target = text.ok_or("its `.git` is a file that names no directory")?;
            top.join(target).canonicalize().map_err(odd)?
        };
        let common = match small(&own.join("commondir")) {
            Some(text) => own.join(text.trim()).canonicalize().map_err(odd)?,
            None => own.clone(),
        };
        let inside = allowed.and(top);
        let allowed = if inside.holds(&own) && inside.holds(&common) {
            inside
        } else if given && !inside.holds(&own) && names(&own, &common, &dot, top) {
            inside.and(&common)
        } else {
            return Err(format!(
                "its git directory is outside of the given folders and does not name this folder as its work tree: `{}`",
                if inside.holds(&own) { &common } else { &own }.display()
            ));
        };
        let mut files = ["index", "config", "HEAD"].into_iter().map(|name| own.join(name));
        let mut shared = ["config", "packed-refs", "refs", "info", "objects"].into_iter().map(|name| common.join(name));
        if let Some(out) = files.find(|path| !allowed.may_read(path)).or(shared.find(|path| !allowed.may_read(path))) {
            return Err(format!("`{}` leads out of the given folders", out.display()));
        }
        Ok(Self { common, allowed })
    }

    /// Whether all objects are inside; else what to say of those that are not. A link to a single object is one too.
    pub(super) fn objects(&self) -> Result<(), String> {
        let mut seen = Vec::new();
        self.objects_in(&self.common.join("objects"), 0, &mut seen)
    }

    fn objects_in(&self, dir: &Path, depth: usize, seen: &mut Vec<PathBuf>) -> Result<(), String> {
        let out = |path: &Path| format!("borrows git objects from outside of the given folders: `{}`", path.display());
        let Ok(real) = dir.canonicalize() else { return Ok(()) };
        if !self.allowed.holds(&real) {
            return Err(out(dir));
        }
        if seen.contains(&real) {
            return Ok(());
        }
        seen.push(real.clone());
        if let Some(link) = link_out(&real, &self.allowed, 2) {
            return Err(out(&link));
        }
        let borrowed = small(&real.join("info/alternates")).unwrap_or_default();
        let lines =
            borrowed.lines().map(|line| line.trim().trim_matches('"')).filter(|l| !l.is_empty() && !l.starts_with('#'));
        for line in lines {
            if depth >= BORROWED {
                return Err(format!("borrows git objects through more than {BORROWED} others"));
            }
            self.objects_in(&real.join(line), depth + 1, seen)?;
        }
        Ok(())
    }
}

/// Whether a git directory says that this folder is its work tree.
fn names(own: &Path, common: &Path, dot: &Path, top: &Path) -> bool {
    let same = |path: PathBuf, as_: &Path| match (path.canonicalize(), as_.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    };
    if own != common {
        // `git worktree add` writes the way back into `worktrees/NAME/gitdir`.
        let back = small(&own.join("gitdir")).map(|text| own.join(text.trim()));
        return own.starts_with(common.join("worktrees"))
            && back.is_some_and(|back| {
                back.parent().is_some_and(|dir| same(dir.to_owned(), top)) && back.ends_with(".git")
            })
            && dot.symlink_metadata().is_ok_and(|found| found.is_file());
    }
    // `git submodule` writes it into the settings; so does `git config core.worktree`.
    let settings = small(&own.join("config")).unwrap_or_default();
    let Ok(settings) = gix::config::File::try_from(settings.as_str()) else { return false };
    let written = settings.string("core.worktree");
    written.is_some_and(|path| same(own.join(path.to_string()), top))
}

/// A symbolic link below a directory that leads outside, looked for to a depth.
fn link_out(dir: &Path, allowed: &Allowed, depth: usize) -> Option<PathBuf> {
    let entries = std::fs::read_dir(dir).ok()?;
    for entry in entries.filter_map(Result::ok) {
        let Ok(kind) = entry.file_type() else { continue };
        let path = entry.path();
        if kind.is_symlink() && !allowed.may_read(&path) {
            return Some(path);
        }
        if let Some(below) = depth.checked_sub(1).filter(|_| kind.is_dir())
            && let Some(out) = link_out(&path, allowed, below)
        {
            return Some(out);
        }
    }
    None
}

/// The text of a small file.
fn small(path: &Path) -> Option<String> {
    if !path.metadata().ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    std::fs::File::open(path).ok()?.take(BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}
