//! Files that a pattern may match although they are not listed: what `.gitignore` keeps out, and what cannot be seen.

use super::ignored::Rules;
use super::overlap::{Pattern, alternatives};
use super::{Sources, TreeId, path, walk};
use std::path::Path;

/// Most texts that the braces of a pattern stand for; one that has more may match anything.
const ALTERNATIVES: usize = 64;

impl Sources {
    /// Paths below a directory of which nothing is known, nor of what is below them, and why: links that lead out, submodules
    /// that are not checked out. They are inside `dir`, without its path.
    pub fn unseen_below<'a>(&'a self, tree: TreeId, dir: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.contents(tree).into_iter().flat_map(move |contents| {
            let unseen = contents.unseen.iter().map(|(at, why)| (at.as_str(), why.as_str()));
            let left_out = contents.left_out.iter().map(|(at, why)| (at.as_str(), *why));
            unseen.chain(left_out).filter_map(move |(at, why)| {
                let inside = path::inside(at, dir).filter(|inside| !inside.is_empty())?;
                Some((inside, why))
            })
        })
    }

    /// Whether a pattern of [`Self::perhaps_ignored`] may match a path, or something below it.
    pub fn may_match(pattern: &str, path: &str) -> bool {
        let Some(globs) = alternatives(pattern, ALTERNATIVES) else { return true };
        let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
        let name: String = name.chars().flat_map(|ch| ['\\', ch]).collect();
        let written = [name.clone(), format!("{name}/**")].map(|pattern| Pattern::below(directory, &pattern));
        let mut globs = globs.iter().map(|glob| Pattern::below("", glob));
        globs.any(|glob| written.iter().any(|written| glob.meet(written).is_some()))
    }

    /// The line of a `.gitignore` that may keep out a file below `dir` that the pattern matches: `*`, `?`, `[...]`, `{a,b}` and
    /// `**`, over paths inside `dir`. What tools make in directories of their own counts where they are `run`. `None` for
    /// trees that are not on disk.
    pub fn perhaps_ignored(&self, tree: TreeId, dir: &str, pattern: &str, run: bool) -> Option<String> {
        let (contents, root) = (self.contents(tree)?, &self.tree(tree)?.root);
        let above = contents.patterns.as_ref()?;
        let globs = alternatives(pattern, ALTERNATIVES).unwrap_or_else(|| vec!["**".to_owned()]);
        let rules = walk::rules_at(root, above.clone(), dir);
        let base = root.join(dir);
        let kept_out = |line: &str, at: &Path| {
            if is_litter(line) {
                return None;
            }
            let hit = globs.iter().find_map(|glob| {
                let found = meeting(at, line, &base, glob)?;
                let tool = found.split('/').any(walk::skipped);
                let whole = path::join(dir, &found)?;
                ((run || !tool) && self.is_ignored(tree, &whole)).then_some(())
            });
            hit.map(|()| line.trim().to_owned())
        };
        let in_force = rules.iter().flat_map(|rules| rules.lines());
        if let Some(line) = in_force.map(|(at, line)| kept_out(line, at)).find_map(|line| line) {
            return Some(line);
        }
        let own = self.below(tree, dir).filter(|file| file.path.ends_with("/.gitignore"));
        own.filter(|file| path::parent(&file.path) != dir).find_map(|file| {
            let inner = path::inside(path::parent(&file.path), dir)?;
            let everything = Pattern::below(inner, "**");
            globs.iter().find_map(|glob| Pattern::below("", glob).meet(&everything))?;
            let rules = Rules::enter(&root.join(path::parent(&file.path)), None).0?;
            rules.lines().find_map(|(at, line)| kept_out(line, at))
        })
    }
}

/// Whether a line keeps out what editors and desktops leave behind, which nobody means to read.
fn is_litter(line: &str) -> bool {
    let line = line.trim().trim_start_matches("**/").trim_matches('/');
    let named =
        [".DS_Store", "Thumbs.db", "Desktop.ini", ".directory", ".idea", ".vscode", "*~", "*.bak", "*.orig", "*.iml"];
    named.iter().any(|name| line.eq_ignore_ascii_case(name)) || line.starts_with("*.sw") || line.starts_with(".*.sw")
}

/// A path inside `base` that the glob matches and that a line of the `.gitignore` in `at` keeps out, other lines aside.
fn meeting(at: &Path, line: &str, base: &Path, glob: &str) -> Option<String> {
    let line = if line.ends_with("\\ ") { line } else { line.trim_end() };
    let (body, only_directories) = match line.strip_suffix('/') {
        Some(body) => (body, true),
        None => (line, false),
    };
    let anchored = body.contains('/');
    let body = body.strip_prefix('/').unwrap_or(body);
    let names = |path: &Path| path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    // An anchored line speaks of paths from its own directory, any other of names at any depth below.
    let (before_line, before_glob) = match (at.strip_prefix(base), base.strip_prefix(at)) {
        (Ok(inner), _) => (names(inner), String::new()),
        (_, Ok(outer)) if anchored => (String::new(), names(outer)),
        (_, Ok(_)) => (String::new(), String::new()),
        _ => return None,
    };
    let body = if anchored { body.to_owned() } else { format!("**/{body}") };
    let glob = Pattern::below(&before_glob, glob);
    let itself = if only_directories { None } else { glob.meet(&Pattern::below(&before_line, &body)) };
    // `*.log` or `.DS_Store` could be a directory's name too; nobody writes it for one without the slash.
    let directory = only_directories || !path::name(&body).contains('.');
    let inside = || glob.meet(&Pattern::below(&before_line, &format!("{body}/**")));
    let found = itself.or_else(|| if directory { inside() } else { None })?;
    path::inside(&found, &before_glob).map(str::to_owned)
}
