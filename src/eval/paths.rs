//! Absolute paths, as functions like `get_terragrunt_dir` return them: the place of a checkout on this machine says
//! nothing about the platform, so a tree's root is written as `/NAME`.

pub(super) use crate::source::path::{join, parent};
use crate::source::{Sources, TreeId};

/// The absolute path of something in a tree.
pub(super) fn absolute(sources: &Sources, tree: TreeId, path: &str) -> String {
    let root = root(sources, tree);
    if path.is_empty() { root } else { format!("{root}/{path}") }
}

/// The last name of a path.
pub(super) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn root(sources: &Sources, tree: TreeId) -> String {
    format!("/{}", sources.tree_name(tree).replace('/', "-"))
}

/// The place a path names, as seen from a directory: `None` when it lies outside of `tree` (and, for an absolute path, of
/// every tree).
pub(super) fn locate(sources: &Sources, tree: TreeId, directory: &str, path: &str) -> Option<(TreeId, String)> {
    if !path.starts_with('/') {
        return join(directory, path).map(|p| (tree, p));
    }
    let others = sources.tree_ids().filter(|id| *id != tree);
    std::iter::once(tree).chain(others).find_map(|id| {
        let rest = path.strip_prefix(root(sources, id).as_str())?;
        if !rest.is_empty() && !rest.starts_with('/') {
            return None;
        }
        join("", rest.trim_start_matches('/')).map(|p| (id, p))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn an_absolute_path_leads_back_to_its_place() {
        let sources = Sources::from_memory(vec![("owner/live", vec![("a/b.hcl", "")]), ("other", vec![])]);
        let mut ids = sources.tree_ids();
        let (live, other) = (ids.next().unwrap(), ids.next().unwrap());
        let path = absolute(&sources, live, "a");
        assert_eq!(path, "/owner-live/a");
        assert_eq!(locate(&sources, other, "x", &format!("{path}/../c")), Some((live, "c".into())));
        assert_eq!(locate(&sources, live, "a", "../../x"), None, "outside of the tree");
        assert_eq!(locate(&sources, live, "a", "/etc/passwd"), None);
    }
}
