//! What source-controller leaves out of a source: `.sourceignore` files and `spec.ignore`, in the syntax of `.gitignore`
//! (<https://fluxcd.io/flux/components/source/gitrepositories/#excluding-files>). Either takes the place of what is left out
//! by default.

use super::index::ObjectName;
use super::scope::Scope;
use super::survey::Survey;
use crate::eval::kustomize::{Leaves, edit};
use crate::source::path::parent;
use crate::source::{FileId, TreeId};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::sync::Arc;

/// Most patterns of one source.
const PATTERNS: usize = 10_000;

/// The patterns of one source, the later ones stronger.
#[derive(Debug)]
struct Ignored(Vec<Gitignore>);

impl Leaves for Ignored {
    fn out(&self, path: &str) -> bool {
        for patterns in self.0.iter().rev() {
            let root = patterns.path().to_str().unwrap_or("");
            if !root.is_empty() && crate::source::path::inside(path, root).is_none() {
                continue;
            }
            match patterns.matched_path_or_any_parents(path, false) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }
}

/// The `.sourceignore` files of a tree, those nearer to the root first.
pub fn files(survey: &Survey<'_>, tree: TreeId) -> Vec<FileId> {
    let mut found: Vec<(usize, FileId)> = survey
        .sources()
        .files_of(tree)
        .filter(|file| file.path.rsplit('/').next() == Some(".sourceignore"))
        .map(|file| (file.path.matches('/').count(), file.id))
        .collect();
    found.sort();
    found.into_iter().map(|(_, file)| file).collect()
}

impl Scope<'_> {
    /// What is left out of a source; `None` when that is what is left out by default.
    pub fn left_out(&self, source: Option<&ObjectName>, tree: TreeId) -> Option<Arc<dyn Leaves>> {
        let mut texts: Vec<(String, String)> = Vec::new();
        for file in self.survey.source_ignores(tree).iter() {
            if let Ok(text) = self.survey.sources().text(*file) {
                texts.push((parent(&self.survey.path(*file)).to_string(), text.to_string()));
            }
        }
        let declared = source.and_then(|source| self.find_named(source));
        if let Some(own) = declared.as_ref().and_then(|d| edit::str_at(d, &["spec", "ignore"])) {
            texts.push((String::new(), own.to_string()));
        }
        let mut left = PATTERNS;
        let mut all = Vec::new();
        for (root, text) in &texts {
            let mut builder = GitignoreBuilder::new(root);
            for line in text.lines().take(left) {
                // What is no pattern leaves nothing out.
                let _ = builder.add_line(None, line);
                left = left.saturating_sub(1);
            }
            all.extend(builder.build().ok().filter(|patterns| !patterns.is_empty()));
        }
        if all.is_empty() { None } else { Some(Arc::new(Ignored(all))) }
    }
}
