//! Why templates stop.

use crate::eval::value::Unknown;
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
