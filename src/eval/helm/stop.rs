//! Why templates stop.

use crate::eval::value::{Unknown, Why};
use crate::source::{GapKind, Span};
use std::sync::Arc;

/// Why a template stopped.
#[derive(Debug)]
pub enum Stop {
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// The chart does not render.
    Failed(Box<Failure>),
}

/// Why a chart does not render.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What kind of limit.
    pub kind: GapKind,
    /// One sentence.
    pub message: String,
    /// The text of the template.
    pub at: Span,
    /// The unknown that a decision needs.
    pub unknown: Option<Arc<Unknown>>,
    /// The bound that was reached.
    pub bound: Option<&'static str>,
}

/// Why a function gives no value.
#[derive(Debug)]
pub enum Fault {
    /// Go's error.
    Error(String),
    /// A bound of driftline's.
    Bound(&'static str),
    /// Not evaluated by driftline.
    Unsupported(String),
    /// Not decided.
    Unknown(Arc<Unknown>),
    /// A template that the function ran stopped.
    Stop(Stop),
}

/// What an unknown rests on, in a few words.
pub fn reason(unknown: &Unknown) -> String {
    let root = match &unknown.why {
        Why::Because(deeper) => &deeper.why,
        why => why,
    };
    match root {
        Why::MissingFile(path) => format!("a value of `{path}`, which is not in the repository"),
        Why::Environment(name) => format!("the variable `{name}`"),
        Why::NoSource(name) => format!("`{name}`, whose source is not at hand"),
        Why::Secret => "a secret".to_string(),
        Why::Gap(text) => text.to_string(),
        Why::Unset(name) => format!("`{name}`, which is not set"),
        Why::Applied | Why::Command | Why::Because(_) | Why::Volatile | Why::Bound(_) => {
            "a value that is not known".to_string()
        }
    }
}
