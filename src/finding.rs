//! Findings: what is wrong, where, how sure, and what to do.

use crate::eval::kubernetes::Reach;
use crate::eval::value::Address;
use crate::model::fact::Evidence;
use crate::source::Span;
use std::sync::Arc;

/// A rule's name: kebab-case, reads well after "allow".
pub type RuleId = &'static str;

/// How much it matters when true.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
}

impl Severity {
    /// The word used in pages, configuration and reports.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
        }
    }
}

/// How sure it is to be true.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Confidence {
    /// Rests on a default or constraint of a module model chosen by fit, or on a name.
    Likely,
    /// Follows from what is written.
    Certain,
}

impl Confidence {
    /// The word used in reports.
    pub fn word(self) -> &'static str {
        match self {
            Confidence::Likely => "likely",
            Confidence::Certain => "certain",
        }
    }
}

/// One violation of one rule by one subject.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// What is wrong.
    pub subject: Address,
    /// The other side, for joins and pairs.
    pub counterpart: Option<Address>,
    /// Subject and counterpart are interchangeable.
    pub symmetric: bool,
    /// Which aspect of the subject, when a rule can find several: a declared key, never the message.
    pub aspect: Arc<str>,
    /// One sentence for this place.
    pub message: String,
    /// What to do about this place, when it differs from the page's Fix.
    pub help: Option<String>,
    /// Places; the first is what a person edits.
    pub evidence: Evidence,
    /// How sure.
    pub confidence: Confidence,
    /// The severity, where it differs from the page's.
    pub severity: Option<Severity>,
    /// How the subject is reached; `Live` with no entry points for infrastructure.
    pub reach: Reach,
    /// Findings of one rule with the same cause key are one entry with several places.
    pub cause: Option<Cause>,
}

/// One mistake seen in several places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// The same for all places of one mistake.
    pub key: Arc<str>,
    /// What to say of all places together, without a number.
    pub message: Arc<str>,
}

/// A rule that could not decide.
#[derive(Clone, Debug)]
pub struct Undecided {
    /// The rule.
    pub rule: RuleId,
    /// What was judged.
    pub subject: Address,
    /// Where.
    pub at: Span,
    /// The reason, in one clause ("`env.hcl` is not in the repository").
    pub reason: Arc<str>,
    /// What would decide it, when something would.
    pub help: Option<Arc<str>>,
}
