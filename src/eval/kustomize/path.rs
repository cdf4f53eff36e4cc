//! Paths that kustomizations name: joined, looked up, and what to say when they lead nowhere.

use crate::eval::reference::Outcome;
use crate::eval::value::{Ty, Unknown, Why};
use crate::resemblance;
use crate::source::path::inside;
pub use crate::source::path::parent;
use crate::source::{FileId, Sources, Span, TreeId};
use std::sync::Arc;

/// The names a kustomization file may have, in the order kustomize looks for them.
pub const KUSTOMIZATION_FILES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// A path relative to a directory, without `.` and `..`. `None` when it leads out of the tree, or is absolute.
pub fn join(dir: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = dir.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A file or directory name under a directory; the root directory is the empty path.
pub fn below(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.into() } else { format!("{dir}/{name}") }
}

/// Whether `path` is `dir` or lies in it.
pub fn is_within(path: &str, dir: &str) -> bool {
    path == dir || inside(path, dir).is_some()
}

/// The kustomization file of a directory.
pub fn kustomization_file(sources: &Sources, tree: TreeId, dir: &str) -> Option<FileId> {
    kustomization_files(sources, tree, dir).next()
}

/// Every file of a directory that could be its kustomization file: kustomize refuses more than one.
pub fn kustomization_files<'s>(
    sources: &'s Sources,
    tree: TreeId,
    dir: &'s str,
) -> impl Iterator<Item = FileId> + use<'s> {
    KUSTOMIZATION_FILES.iter().filter_map(move |name| sources.find(tree, &below(dir, name)))
}

/// Whether an entry names something outside the repository: a URL, a git repository.
pub fn is_remote(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.contains("://")
        || ["git@", "git::", "gh:", "github.com/", "github.com:", "gitlab.com/", "bitbucket.org/"]
            .iter()
            .any(|prefix| lower.starts_with(prefix))
        || lower.contains("?ref=")
        || lower.contains(".git//")
}

/// What to say of a path, named at a place, that is not there: missing, kept out by `.gitignore`, or undecided because
/// nobody could look (a submodule that is not checked out, a sparse checkout, a link out of the root).
pub fn missing(sources: &Sources, tree: TreeId, path: &str, what: &str, at: Span) -> Outcome {
    if sources.is_ignored(tree, path) {
        return Outcome::Ignored;
    }
    if let Some(why) = sources.unseen(tree, path) {
        let why = Why::Gap(why);
        return Outcome::Undecided(Arc::new(Unknown {
            why,
            what: None,
            ty: Ty::Any,
            not_null: true,
            likely: None,
            at,
        }));
    }
    Outcome::Missing {
        nearest: nearest(sources, tree, path),
        looked_for: format!("{what} `{path}` in this repository").into(),
    }
}

/// The name beside a missing path that is most like it.
pub fn nearest(sources: &Sources, tree: TreeId, path: &str) -> Option<Arc<str>> {
    let dir = parent(path);
    let wanted = path.rsplit('/').next().unwrap_or(path);
    resemblance::nearest(wanted, sources.beside(tree, dir, wanted)).map(|name| below(dir, name).into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_repository() {
        assert_eq!(join("a/b", "../c/./d").as_deref(), Some("a/c/d"));
        assert_eq!(join("a", "..").as_deref(), Some(""));
        assert_eq!(join("a", "../.."), None);
        assert_eq!(join("a", "/etc/passwd"), None);
    }

    #[test]
    fn remote_entries_are_told_from_paths() {
        for remote in ["https://x/y.yaml", "git@github.com:o/r", "github.com/o/r//base?ref=v1", "../r.git//x?ref=1"] {
            assert!(is_remote(remote), "{remote}");
        }
        for local in ["../base", "github.com.yaml", "apps/github", "http.yaml"] {
            assert!(!is_remote(local), "{local}");
        }
    }

    #[test]
    fn the_nearest_name_is_beside_the_missing_one_and_like_it() {
        let sources = Sources::from_memory(vec![(
            "r",
            vec![("apps/deployment.yaml", ""), ("apps/x/y.yaml", ""), ("other/deploymnt.yaml", "")],
        )]);
        let tree = sources.tree_ids().next().unwrap();
        assert_eq!(nearest(&sources, tree, "apps/deploymen.yaml").as_deref(), Some("apps/deployment.yaml"));
        assert_eq!(nearest(&sources, tree, "apps/service.yaml"), None);
    }
}
