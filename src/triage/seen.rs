//! How much was seen: the part of every report that keeps silence honest.

/// Counts of what the given repositories hold and how far they were understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Seen {
    /// Repositories given.
    pub repositories: usize,
    /// Files that were parsed.
    pub files: usize,
    /// Terragrunt units evaluated.
    pub units: usize,
    /// Of these and of root modules, those whose module's resources are known (by source or model).
    pub modules_resolved: usize,
    /// Terraform root modules evaluated.
    pub root_modules: usize,
    /// Resources declared.
    pub resources: usize,
    /// Flux entry points.
    pub entry_points: usize,
    /// Kubernetes objects after rendering.
    pub objects: usize,
    /// Of these, live ones (or all, when no entry point is known).
    pub objects_live: usize,
    /// HelmReleases whose chart was not rendered.
    pub releases_unrendered: usize,
    /// HelmReleases whose chart was rendered.
    pub releases_rendered: usize,
    /// Names and paths that lead somewhere.
    pub references_resolved: usize,
    /// Names and paths in all.
    pub references: usize,
}

impl Seen {
    /// Nothing that could be judged: not the same as nothing wrong.
    pub fn is_nothing(&self) -> bool {
        self.units + self.root_modules + self.objects + self.entry_points == 0
    }
}
