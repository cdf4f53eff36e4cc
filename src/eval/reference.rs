//! Paths and names in the repositories that must lead somewhere.

use super::kubernetes::Reach;
use super::value::{Address, Unknown};
use crate::source::Span;
use std::sync::Arc;

/// Something that names a file, a directory or an object which ought to exist.
#[derive(Clone, Debug)]
pub struct PathReference {
    /// What names it.
    pub kind: ReferenceKind,
    /// Who names it: the unit, the kustomization, the Flux object.
    pub owner: Address,
    /// Where the name is written.
    pub at: Span,
    /// The name as written, as far as known.
    pub target: Arc<str>,
    /// Whether it leads somewhere.
    pub outcome: Outcome,
    /// How the one who names it is reached.
    pub reach: Reach,
}

/// What kind of name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum ReferenceKind {
    /// An entry of `resources`, `components`, `patches[].path`, generators' files.
    KustomizationResource,
    /// `spec.path` of a Flux Kustomization.
    FluxPath,
    /// `sourceRef`, `chartRef`.
    SourceRef,
    /// `valuesFrom`.
    ValuesFrom,
    /// `spec.chart.spec.chart` of a GitRepository source.
    ChartPath,
    /// `dependsOn`.
    DependsOn,
    /// `dependency.config_path`, `dependencies.paths`.
    ConfigPath,
    /// `include.path`, `find_in_parent_folders`, `read_terragrunt_config`.
    Include,
    /// A local module source.
    ModuleSource,
}

/// Whether a name leads somewhere.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It does.
    Found,
    /// It does not.
    Missing {
        /// The nearest existing name, for did-you-mean.
        nearest: Option<Arc<str>>,
        /// What was looked for, in one clause ("no file or directory `apps/base` in this repository").
        looked_for: Arc<str>,
    },
    /// `.gitignore` matches the target: it may exist where it matters.
    Ignored,
    /// Not decided.
    Undecided(Arc<Unknown>),
}
