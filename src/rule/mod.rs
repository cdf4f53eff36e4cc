//! What a rule is: an id, a check over the estate, and a page.

pub mod page;

use crate::finding::{Finding, RuleId, Undecided};
use crate::model::Estate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A rule. Severity, title, rationale and remedy live on its page.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id; the page is `rules/<family>/<id>.md`.
    pub id: RuleId,
    /// The family: the page's folder.
    pub family: &'static str,
    /// Judges the estate.
    pub check: fn(&Estate, &Parameters, &mut Verdicts),
}

/// What a check says. Every subject it judges gets exactly one of the three answers.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// Violated.
    pub findings: Vec<Finding>,
    /// Not decided.
    pub undecided: Vec<Undecided>,
    /// How many subjects satisfy the rule.
    pub satisfied: usize,
}

/// A rule's parameters: the page's defaults, overridden by the configuration. Types were checked when it was read.
#[derive(Clone, Debug, Default)]
pub struct Parameters(pub BTreeMap<Arc<str>, Parameter>);

/// A parameter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// `integer`
    Integer(i64),
    /// `boolean`
    Boolean(bool),
    /// `string`
    Text(Arc<str>),
    /// `list`
    List(Vec<Arc<str>>),
}

impl Parameters {
    /// An integer; 0 when the page declares none of this name.
    pub fn integer(&self, name: &str) -> i64 {
        match self.0.get(name) {
            Some(Parameter::Integer(n)) => *n,
            _ => 0,
        }
    }

    /// A boolean; false when the page declares none of this name.
    pub fn boolean(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(Parameter::Boolean(true)))
    }

    /// A list; empty when the page declares none of this name.
    pub fn list(&self, name: &str) -> &[Arc<str>] {
        match self.0.get(name) {
            Some(Parameter::List(l)) => l,
            _ => &[],
        }
    }
}
