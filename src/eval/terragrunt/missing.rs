//! Files that are named and not there: git-ignored ones are the normal case, others a mistake.

use super::reading::Session;
use crate::eval::kubernetes::Reach;
use crate::eval::modules::Source;
use crate::eval::origin;
use crate::eval::paths;
use crate::eval::reference::{HIDDEN, Outcome, PathReference, ReferenceKind};
use crate::eval::scope::Run;
use crate::eval::value::{Marks, Ref, Unknown, Value, Why};
use crate::resemblance::slips;
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::ExprKind;
use std::sync::Arc;

impl Session<'_> {
    /// Records a name that must lead somewhere.
    pub(super) fn refer(&self, kind: ReferenceKind, at: Span, target: &str, outcome: Outcome, marks: Marks) {
        let reference = PathReference {
            kind,
            owner: self.owner.clone(),
            at,
            target: target.into(),
            outcome,
            reach: Reach::Unknown,
            marks,
        };
        self.references.borrow_mut().push(reference.withheld());
    }

    /// What a file is that a search upwards from `start` (a directory whose parents are searched) did not find.
    pub(super) fn not_in_parents(&self, name: &str, start: &str, at: Span, marks: Marks, run: &Run<'_>) -> Value {
        let Some(likely) = self.ignored_in_parents(name, start) else {
            let sources = self.world.sources;
            if let Some(why) = ancestors(start).find_map(|dir| sources.unseen(self.tree, &under(dir, name))) {
                return self.unseen(ReferenceKind::Include, at, (name, name), why, marks, run);
            }
            if self.lives_in_more() {
                let why = "the unit's module lies outside of the repository, and so may this file".into();
                return self.unseen(ReferenceKind::Include, at, (name, name), why, marks, run);
            }
            let nearest = self.nearest(name, start);
            let looked_for =
                format!("no `{name}` in `{}` or any directory above it", shown(paths::parent(start))).into();
            let missing = Outcome::Missing { nearest, looked_for };
            return self.refused(
                ReferenceKind::Include,
                at,
                name,
                missing,
                &under(paths::parent(start), name),
                marks,
                run,
            );
        };
        self.refer(ReferenceKind::Include, at, name, Outcome::Ignored, marks);
        let (name, likely) = (told(name, marks), told(&likely, marks));
        let message = format!(
            "`{name}` is not in the repository because `.gitignore` matches it; what is read from it is unknown"
        );
        let help = format!("give its values with `--assume` or `assume:`, for example at `{likely}`");
        run.gap(Gap::at(at, GapKind::IgnoredFile, message).with_help(help));
        self.absent(likely, at)
    }

    /// Whether the unit names a module by a path out of the repository: it is then written for a checkout beside others,
    /// or inside of one, where a search upwards goes on.
    fn lives_in_more(&self) -> bool {
        let path = under(&self.home.1, super::UNIT_FILES.first().copied().unwrap_or_default());
        let Some(file) = self.world.sources.find(self.home.0, &path) else { return false };
        let file = self.world.file(file);
        file.blocks_of("terraform").filter_map(|block| block.body.attribute("source")).any(|source| {
            let ExprKind::String(text) = &*source.value.kind else { return false };
            match Source::parse(text) {
                Source::Local(path) => paths::locate(self.world.sources, self.tree, &self.unit, &path).is_none(),
                _ => false,
            }
        })
    }

    /// Where a file would most likely be that `.gitignore` keeps out of every directory above; `None` when nothing does.
    pub(super) fn ignored_in_parents(&self, name: &str, start: &str) -> Option<String> {
        let ignored = ancestors(start).any(|dir| self.world.sources.is_ignored(self.tree, &under(dir, name)));
        ignored.then(|| under(self.level_of(start), name))
    }

    /// What a file is that is named by its path and is not there; `written` is how the path is written.
    pub(super) fn not_at(
        &self,
        path: &str,
        written: &str,
        kind: ReferenceKind,
        at: Span,
        marks: Marks,
        run: &Run<'_>,
    ) -> Value {
        if self.world.sources.is_ignored(self.tree, path) {
            self.refer(kind, at, written, Outcome::Ignored, marks);
            let path = told(path, marks);
            let message = format!(
                "`{path}` is not in the repository because `.gitignore` matches it; what is read from it is unknown"
            );
            let help = format!("give its values with `--assume` or `assume:` at `{path}`");
            run.gap(Gap::at(at, GapKind::IgnoredFile, message).with_help(help));
        } else if let Some(why) = self.world.sources.unseen(self.tree, path) {
            return self.unseen(kind, at, (path, written), why, marks, run);
        } else {
            let name = path.rsplit('/').next().unwrap_or(path);
            let nearest = self.nearest(name, path);
            let missing = Outcome::Missing { nearest, looked_for: format!("no file `{path}`").into() };
            return self.refused(kind, at, written, missing, path, marks, run);
        }
        self.absent(told(path, marks), at)
    }

    /// A file that may be there, where nobody could look: in a submodule that is not checked out, outside a sparse
    /// checkout, behind a link out of the root.
    fn unseen(
        &self,
        kind: ReferenceKind,
        at: Span,
        (path, written): (&str, &str),
        why: Arc<str>,
        marks: Marks,
        run: &Run<'_>,
    ) -> Value {
        let unknown = Arc::new(Unknown::new(Why::Gap(why.clone()), at));
        self.refer(kind, at, written, Outcome::Undecided(unknown), marks);
        let target = told(path, marks);
        let message = format!("`{target}` cannot be seen: {why}; what is read from it is unknown");
        run.gap(Gap::at(at, GapKind::Unreadable, message));
        self.absent(target, at)
    }

    /// A name that leads nowhere is an error, which `try` may recover from: the reference is only kept together with the
    /// gap that is recorded here; see [`Session::settle`].
    #[allow(clippy::too_many_arguments)]
    fn refused(
        &self,
        kind: ReferenceKind,
        at: Span,
        target: &str,
        missing: Outcome,
        path: &str,
        marks: Marks,
        run: &Run<'_>,
    ) -> Value {
        self.refer(kind, at, target, missing, marks);
        run.errors.set(run.errors.get().saturating_add(1));
        run.gap(Gap::at(at, GapKind::Evaluation, marker(told(target, marks))));
        self.absent(told(path, marks), at)
    }

    /// Drops references that a `try` has recovered from, and the gaps that stood for those that remain.
    pub(super) fn settle(&self, run: &Run<'_>) -> Vec<PathReference> {
        let mut gaps = run.gaps.borrow_mut();
        let mut references = self.references.take();
        references.retain(|r| {
            let (Outcome::Missing { .. }, ReferenceKind::Include) = (&r.outcome, r.kind) else { return true };
            let marker = marker(&r.target);
            gaps.iter().any(|gap| gap.at == Some(r.at) && *gap.message == *marker)
        });
        for r in &references {
            let marker = marker(&r.target);
            gaps.retain(|gap| gap.at != Some(r.at) || *gap.message != *marker);
        }
        references
    }

    /// An unknown that stands for a whole absent file.
    fn absent(&self, path: &str, at: Span) -> Value {
        let what =
            Ref { owner: crate::eval::value::Address::new(self.repository.clone(), path, ""), path: Arc::new([]) };
        origin::value(Unknown { what: Some(what), ..origin::unknown(Why::MissingFile(path.into()), at) })
    }

    /// The directory where a file that units share is most likely kept: one level below the deepest directory above that
    /// has such a file of its own (`region.hcl` beside `numinia/` puts `env.hcl` into `numinia/`).
    fn level_of<'p>(&self, start: &'p str) -> &'p str {
        let mut below = paths::parent(start);
        for dir in ancestors(start) {
            let shares = self.world.sources.children(self.tree, dir).any(|f| {
                let name = f.path.rsplit('/').next().unwrap_or("");
                name.ends_with(".hcl") && !name.starts_with("terragrunt.") && !name.starts_with('.')
            });
            if shares {
                return below;
            }
            below = dir;
        }
        paths::parent(start)
    }

    /// The most similar file name in the directories above.
    fn nearest(&self, name: &str, start: &str) -> Option<Arc<str>> {
        let mut best: Option<(usize, String)> = None;
        for dir in ancestors(start) {
            for other in self.world.sources.beside(self.tree, dir, name) {
                let slips = slips(name, other).filter(|_| other.ends_with(".hcl"));
                let Some(slips) = slips.filter(|slips| best.as_ref().is_none_or(|(least, _)| slips < least)) else {
                    continue;
                };
                let path = under(dir, other);
                if self.world.sources.find(self.tree, &path).is_some() {
                    best = Some((slips, path));
                }
            }
        }
        best.map(|(_, path)| path.into())
    }
}

/// A name for messages.
fn told(name: &str, marks: Marks) -> &str {
    if marks.has(Marks::SENSITIVE) { HIDDEN } else { name }
}

fn marker(target: &str) -> String {
    format!("`{target}` leads nowhere")
}

/// The directories above a directory, nearest first, the root last.
pub(super) fn ancestors(directory: &str) -> impl Iterator<Item = &str> {
    let mut current = Some(directory);
    std::iter::from_fn(move || {
        let dir = current.filter(|d| !d.is_empty())?;
        let above = paths::parent(dir);
        current = Some(above);
        Some(above)
    })
}

/// A path below a directory.
pub(super) fn under(directory: &str, name: &str) -> String {
    if directory.is_empty() { name.to_owned() } else { format!("{directory}/{name}") }
}

fn shown(directory: &str) -> &str {
    if directory.is_empty() { "the repository's root" } else { directory }
}
