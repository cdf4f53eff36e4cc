//! One file a format. What is common to them is here: where things are, and what must not be printed.

mod excerpt;
pub mod github;
pub mod graph;
pub mod human;
pub mod json;
pub mod sarif;
pub mod show;
mod summary;

use crate::source::{FileId, LineCol, Sources, Span, TreeId, without_credentials};
use crate::triage::{FailOn, Seen, Triaged};
use std::borrow::Cow;

/// What a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// What was found.
    pub triaged: &'a Triaged,
    /// How much was seen.
    pub seen: &'a Seen,
    /// Where secrets are written, in order.
    pub secrets: &'a [Span],
    /// What makes the run fail.
    pub fail_on: FailOn,
}

/// A place as reports print it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The repository's name; `name@revision` for a pinned revision.
    pub repository: String,
    /// The path inside the repository.
    pub path: String,
    /// First character.
    pub start: LineCol,
    /// One past the last character.
    pub end: LineCol,
}

impl<'a> Report<'a> {
    /// Where a span is.
    pub fn position(&self, span: Span) -> Position {
        position(self.sources, span)
    }

    /// The path as a person can open it: the root as given, then the path; `name@revision/path` for what is not on disk.
    pub fn shown_path(&self, file: FileId) -> String {
        let Some(f) = self.sources.file(file) else { return String::new() };
        let path = match self.sources.tree(f.tree) {
            Some(t) if t.revision.is_none() && !t.shown.as_os_str().is_empty() => {
                t.shown.join(&*f.path).to_string_lossy().into_owned()
            }
            _ => format!("{}/{}", tree_label(self.sources, f.tree), f.path),
        };
        let path = path.strip_prefix("./").filter(|p| !p.starts_with(':')).unwrap_or(&path);
        let path = line(path);
        if path.starts_with(':') { format!("./{path}") } else { path }
    }

    /// Whether the file's text may be shown: private assumptions may not.
    pub fn may_show(&self, file: FileId) -> bool {
        self.sources.assumed(file) != Some(false)
    }
}

/// Where a span is.
fn position(sources: &Sources, span: Span) -> Position {
    let (repository, path) = match sources.file(span.file) {
        Some(file) => (tree_label(sources, file.tree), file.path.to_string()),
        None => (String::new(), String::new()),
    };
    let start = sources.line_col(span.file, span.start);
    let end = sources.line_col(span.file, span.end);
    Position { repository: clean(&repository).into_owned(), path: clean(&path).into_owned(), start, end }
}

fn tree_label(sources: &Sources, tree: TreeId) -> String {
    match sources.tree(tree) {
        Some(t) => match &t.revision {
            Some(revision) => format!("{}@{revision}", t.name),
            None => t.name.to_string(),
        },
        None => String::new(),
    }
}

/// [`clean`] text on one line. What reads a log acts on how a line begins: GitHub's runner takes `::error::` there for a command
/// (<https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>), so no line may begin with what a linted file says.
pub fn line(text: &str) -> String {
    clean(text).replace(['\n', '\u{2028}', '\u{2029}'], "\u{fffd}")
}

/// Text as it may be printed: control characters are made visible, so that nothing from a linted file steers a terminal or a
/// log, and credentials are hidden.
pub fn clean(text: &str) -> Cow<'_, str> {
    let text = without_credentials(text);
    let steers = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    if !text.contains(steers) {
        return text;
    }
    Cow::Owned(text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect())
}
