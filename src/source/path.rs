//! Paths inside a tree: `/` between names, no leading `./`, the root is the empty path.

/// Joins a relative path to a directory and resolves `.` and `..` by name. `None` when the result would lie outside the
/// tree, or when `relative` is absolute.
pub fn join(dir: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') {
        return None;
    }
    let mut names: Vec<&str> = Vec::new();
    for name in dir.split('/').chain(relative.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}

/// The directory a path lies in; the root's is the root.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}

/// The last name of a path.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The path inside `dir`, without the leading `/`; `None` when it is not below it. Everything is below the root.
pub fn inside<'a>(path: &'a str, dir: &str) -> Option<&'a str> {
    if dir.is_empty() {
        return Some(path);
    }
    path.strip_prefix(dir)?.strip_prefix('/')
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn join_resolves_dots_and_stays_inside() {
        assert_eq!(join("a/b", "../c/./d").as_deref(), Some("a/c/d"));
        assert_eq!(join("a", "..").as_deref(), Some(""));
        assert_eq!(join("", "./x//y/").as_deref(), Some("x/y"));
        assert_eq!(join("a", "../.."), None);
        assert_eq!(join("a", "../../a/b"), None, "leaving and coming back still leaves");
        assert_eq!(join("a", "/etc/passwd"), None);
    }

    #[test]
    fn inside_respects_name_boundaries() {
        assert_eq!(inside("app/x", "app"), Some("x"));
        assert_eq!(inside("apple/x", "app"), None);
        assert_eq!(inside("app", "app"), None);
        assert_eq!(inside("app", ""), Some("app"));
    }
}
