//! What driftline could not see.

use super::Span;
use std::sync::Arc;

/// Why something could not be seen. Each kind has a word that reports print and group by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum GapKind {
    /// A file could not be read, is not text, or lies outside the given roots.
    Unreadable,
    /// A file, or a part of it, does not parse.
    Syntax,
    /// A file that the repository refers to is absent because `.gitignore` keeps it out.
    IgnoredFile,
    /// A bound of driftline's own was reached (size, nesting, count).
    Bound,
    /// Something the language allows and driftline does not evaluate.
    Unsupported,
    /// The configuration is wrong in a way that its own program would refuse.
    Evaluation,
    /// An expression names something that is declared nowhere; its own program would refuse it.
    Undeclared,
    /// A file that parses and that its own program refuses as a whole: something is declared twice. Nothing of it is
    /// hidden by that.
    Refused,
    /// A module whose source is not at hand and that no module model covers.
    ModuleSource,
    /// A chart that is not in the given repositories, or did not render.
    Chart,
    /// A remote base, resource or revision that is not at hand.
    Remote,
}

impl GapKind {
    /// The word used in reports.
    pub fn word(self) -> &'static str {
        match self {
            GapKind::Unreadable => "unreadable",
            GapKind::Syntax => "syntax",
            GapKind::IgnoredFile => "ignored-file",
            GapKind::Bound => "bound",
            GapKind::Unsupported => "unsupported",
            GapKind::Evaluation => "evaluation",
            GapKind::Undeclared => "undeclared",
            GapKind::Refused => "refused",
            GapKind::ModuleSource => "module-source",
            GapKind::Chart => "chart",
            GapKind::Remote => "remote",
        }
    }
}

/// Something driftline could not see: not a fault of the repository, but a limit of what was judged.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Gap {
    /// Where; a gap about a whole file points at its first byte.
    pub at: Option<Span>,
    /// What kind of limit.
    pub kind: GapKind,
    /// One sentence: what was not seen and why. Never contains a sensitive value.
    pub message: Arc<str>,
    /// What would close the gap, when something would.
    pub help: Option<Arc<str>>,
}

impl Gap {
    /// A gap at a place.
    pub fn at(at: Span, kind: GapKind, message: impl Into<Arc<str>>) -> Self {
        Self { at: Some(at), kind, message: message.into(), help: None }
    }

    /// The same gap with a way to close it.
    pub fn with_help(mut self, help: impl Into<Arc<str>>) -> Self {
        self.help = Some(help.into());
        self
    }
}
