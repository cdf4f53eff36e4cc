//! `.gitignore`, read the way git does: the file nearest to a path decides, the last pattern that matches wins, and
//! nothing below an ignored directory can be taken back. The user's own global patterns are left out, so that the
//! answer does not depend on the machine.

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::Path;
use std::sync::Arc;

/// Largest `.gitignore` that is read, in bytes.
pub(super) const LARGEST: u64 = 256 * 1024;

/// The patterns that hold in one directory, nearest first.
#[derive(Debug)]
pub(super) struct Rules {
    matcher: Gitignore,
    /// The lines that keep something out.
    lines: Vec<String>,
    above: Option<Arc<Rules>>,
}

impl Rules {
    /// `above` and the `.gitignore` of `dir`. The message says why a file with patterns was not read.
    pub(super) fn enter(dir: &Path, above: Option<Arc<Rules>>) -> (Option<Arc<Rules>>, Option<String>) {
        Self::with(dir, &dir.join(".gitignore"), above)
    }

    /// The patterns of `info/exclude` in the git directory, which every `.gitignore` outranks.
    pub(super) fn exclude(top: &Path, file: &Path) -> (Option<Arc<Rules>>, Option<String>) {
        Self::with(top, file, None)
    }

    fn with(dir: &Path, file: &Path, above: Option<Arc<Rules>>) -> (Option<Arc<Rules>>, Option<String>) {
        // git does not follow a symbolic link here either; one to a device would never end.
        let Ok(found) = file.symlink_metadata() else { return (above, None) };
        if !found.is_file() {
            return (above, None);
        }
        if found.len() > LARGEST {
            let why = format!("has more than {} KiB of patterns, the limit, and was not read", LARGEST / 1024);
            return (above, Some(why));
        }
        let bytes = match std::fs::read(file) {
            Ok(bytes) => bytes,
            Err(error) => return (above, Some(format!("cannot be read: {error}"))),
        };
        let text = String::from_utf8_lossy(&bytes);
        let mut builder = GitignoreBuilder::new(dir);
        let mut lines = Vec::new();
        for line in text.trim_start_matches('\u{feff}').lines() {
            // A pattern git would not understand matches nothing, as in git.
            let _ = builder.add_line(None, line);
            if !line.trim().is_empty() && !line.starts_with(['#', '!']) {
                lines.push(line.to_owned());
            }
        }
        match builder.build() {
            Ok(matcher) if !matcher.is_empty() => (Some(Arc::new(Rules { matcher, lines, above })), None),
            _ => (above, None),
        }
    }

    /// The lines that keep something out, nearest first, each with the directory it is read from.
    pub(super) fn lines(&self) -> impl Iterator<Item = (&Path, &str)> {
        let all = std::iter::successors(Some(self), |rules| rules.above.as_deref());
        all.flat_map(|rules| rules.lines.iter().map(|line| (rules.matcher.path(), line.as_str())))
    }

    /// Whether the path itself is matched; the directories above it are the caller's to ask about first.
    pub(super) fn ignores(&self, path: &Path, is_dir: bool) -> bool {
        let mut rules = Some(self);
        while let Some(here) = rules {
            match here.matcher.matched(path, is_dir) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => rules = here.above.as_deref(),
            }
        }
        false
    }
}
