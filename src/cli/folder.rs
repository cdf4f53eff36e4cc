//! Which folder an argument means, which repository holds it, and where it is inside of that.

use crate::config;
use crate::source::{Sources, TreeId};
use std::path::{Path, PathBuf};

/// The folder on disk that an argument names; the folder of the file, when it names one.
pub(super) fn folder(named: &str) -> Option<PathBuf> {
    let real = Path::new(named).canonicalize().ok()?;
    if real.is_dir() { Some(real) } else { real.parent().map(Path::to_owned) }
}

/// What to read for a folder: where its configuration is, else the git repository it lies in, else where the user stands
/// when that is above it, else itself.
pub(super) fn home_of(folder: &Path) -> PathBuf {
    let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    let configured = config::find(folder).and_then(|file| file.parent()?.canonicalize().ok());
    let top = || folder.ancestors().find(|dir| dir.join(".git").symlink_metadata().is_ok()).map(Path::to_owned);
    let above = || here.clone().filter(|here| folder.starts_with(here));
    let home = configured.or_else(top).or_else(above).unwrap_or_else(|| folder.to_owned());
    // As a person would write it from where they stand.
    match here {
        Some(here) if here == home => PathBuf::from("."),
        Some(here) => home.strip_prefix(&here).map_or_else(|_| home.clone(), Path::to_owned),
        None => home,
    }
}

/// The tree that holds a folder, the deepest of several, and the path inside.
pub(super) fn directory_in(sources: &Sources, folder: &Path) -> Option<(TreeId, String)> {
    let trees = sources.tree_ids().filter_map(|id| {
        let tree = sources.tree(id).filter(|t| !t.embedded && t.revision.is_none())?;
        let inside = folder.strip_prefix(tree.root.canonicalize().ok()?).ok()?;
        let parts: Vec<_> = inside.components().map(|c| c.as_os_str().to_string_lossy()).collect();
        Some((id, parts.join("/")))
    });
    trees.min_by_key(|(_, inside)| inside.len())
}
