//! Git remote URLs, compared by what they name.

use std::sync::Arc;

/// A git URL as `host/owner/name`, so that the ways to write one repository are equal: scheme, user, port, `.git`, case
/// and the `git::` prefix, `//subdirectory` and `?ref=` of Terraform sources do not matter. `None` for local paths and
/// for what names no host and repository.
pub fn normalize_remote(url: &str) -> Option<Arc<str>> {
    normalized(url).map(|(host, path)| format!("{host}/{path}").to_lowercase().into())
}

/// The repository's own name as written: the last component.
pub(super) fn repository_name(url: &str) -> Option<String> {
    let (_, path) = normalized(url)?;
    path.rsplit('/').next().map(str::to_owned)
}

fn normalized(url: &str) -> Option<(String, String)> {
    let url = url.trim();
    let url = url.strip_prefix("git::").unwrap_or(url);
    let url = url.split(['?', '#']).next()?;
    let (authority, path) = match url.split_once("://") {
        Some((scheme, rest)) => {
            let scheme = scheme.to_ascii_lowercase();
            if !matches!(scheme.as_str(), "https" | "http" | "ssh" | "git" | "git+ssh" | "git+https") {
                return None;
            }
            rest.split_once('/')?
        }
        // `git@host:owner/name`; a one-letter host is a Windows drive, a slash before the colon a local path.
        None => match url.split_once(':') {
            Some((host, path)) if host.len() > 1 && !host.contains('/') && !path.starts_with(':') => (host, path),
            _ => return None,
        },
    };
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?.to_ascii_lowercase();
    let host = match host.as_str() {
        "ssh.github.com" => "github.com".to_owned(),
        "altssh.gitlab.com" => "gitlab.com".to_owned(),
        _ => host,
    };
    let path = path.trim_start_matches('/');
    let path = path.split("//").next()?.trim_end_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/');
    if host.is_empty() || path.is_empty() {
        return None;
    }
    Some((host, path.to_owned()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_to_write_one_repository_are_equal() {
        for url in [
            "https://github.com/numengames/numinia-k8s",
            "https://github.com/numengames/numinia-k8s.git",
            "https://token:x@GitHub.com:443/numengames/numinia-k8s/",
            "ssh://git@github.com/numengames/numinia-k8s",
            "ssh://git@ssh.github.com:443/numengames/numinia-k8s.git",
            "git@github.com:numengames/numinia-k8s.git",
            "git@github.com:Numengames/Numinia-k8s",
            "git::https://github.com/numengames/numinia-k8s.git//modules/vpc?ref=v1",
        ] {
            assert_eq!(normalize_remote(url).as_deref(), Some("github.com/numengames/numinia-k8s"), "{url}");
        }
    }

    #[test]
    fn local_paths_and_other_schemes_name_no_remote() {
        for url in
            ["/srv/git/x.git", "../x", "./a:b", "file:///srv/x", "C:\\x", "oci://ghcr.io/a/b", "", "https://github.com"]
        {
            assert_eq!(normalize_remote(url), None, "{url}");
        }
    }

    #[test]
    fn nested_groups_stay_whole() {
        assert_eq!(normalize_remote("git@gitlab.com:a/b/c.git").as_deref(), Some("gitlab.com/a/b/c"));
    }
}
