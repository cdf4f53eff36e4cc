//! Paths and names in the repositories that must lead somewhere.

use super::kubernetes::Reach;
pub use super::value::HIDDEN;
use super::value::{Address, Marks, Unknown, Why};
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
    /// Marks of the value that gave the name.
    pub marks: Marks,
}

impl PathReference {
    /// The same reference as it may be shown: with SENSITIVE marks, nothing in it tells the name.
    pub fn withheld(mut self) -> PathReference {
        if !self.marks.has(Marks::SENSITIVE) {
            return self;
        }
        self.target = HIDDEN.into();
        self.outcome = match self.outcome {
            Outcome::Missing { .. } => {
                Outcome::Missing { nearest: None, looked_for: "there is nothing at this sensitive path".into() }
            }
            Outcome::Undecided(why) => Outcome::Undecided(withheld(&why, self.marks)),
            other => other,
        };
        self
    }
}

/// An unknown whose reason may quote a name, without that name when the marks have SENSITIVE.
pub fn withheld(why: &Arc<Unknown>, marks: Marks) -> Arc<Unknown> {
    if !marks.has(Marks::SENSITIVE) {
        return why.clone();
    }
    let told = match &why.why {
        Why::NoSource(absent) => Why::NoSource(absent.hidden()),
        Why::MissingFile(_) => Why::MissingFile(HIDDEN.into()),
        _ => Why::Gap("it depends on a sensitive path".into()),
    };
    Arc::new(Unknown { why: told, what: None, ..Unknown::clone(why) })
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
