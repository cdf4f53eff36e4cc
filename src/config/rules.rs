//! `rules:`, whose parameters are the rules' own.

use super::mention::{Mention, Names};
use super::problem::{Problems, suggest};
use super::shape::article;
use crate::finding::Severity;
use crate::rule::{Parameter, Parameters};
use crate::syntax::yaml::{Node, NodeKind, ScalarStyle};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the configuration needs to know of a rule.
#[derive(Clone, Debug)]
pub struct RuleSpec {
    /// Its id.
    pub id: Arc<str>,
    /// Its parameters with their defaults, which also tell their types.
    pub parameters: Vec<(Arc<str>, Parameter)>,
}

/// What the configuration changes about rules.
#[derive(Clone, Debug, Default)]
pub struct RuleSettings {
    /// Rules that do not run.
    pub off: BTreeSet<Arc<str>>,
    /// Severities that replace the pages'.
    pub severity: BTreeMap<Arc<str>, Severity>,
    /// Parameters that replace the pages' defaults.
    pub parameters: BTreeMap<Arc<str>, Parameters>,
}

impl RuleSettings {
    /// Sets a parameter, where a rule has it.
    pub(super) fn set(&mut self, specs: &[RuleSpec], rule: &str, name: &str, value: Parameter) {
        let spec = specs.iter().find(|s| &*s.id == rule);
        if let Some(spec) = spec.filter(|s| s.parameters.iter().any(|(n, _)| &**n == name)) {
            self.parameters.entry(spec.id.clone()).or_default().0.insert(name.into(), value);
        }
    }
}

/// The schema of `rules:`. Which rules there are, and their parameters, is not in it: pages may bring more.
pub(super) fn schema() -> Value {
    json!({
        "type": "object",
        "description": "Settings by rule id: `off`, or a severity and the rule's parameters.",
        "additionalProperties": { "anyOf": [
            { "const": OFF, "description": "The rule does not run." },
            {
                "type": "object",
                "description": "A severity, and parameters of the rule.",
                "properties": { "severity": {
                    "enum": SEVERITIES.map(Severity::word),
                    "description": "Replaces the rule's own severity.",
                } },
            },
        ] },
    })
}

const OFF: &str = "off";
const SEVERITIES: [Severity; 4] = [Severity::Info, Severity::Low, Severity::Medium, Severity::High];

/// Patterns among the rules' own parameters that are meant to match something.
pub(super) fn mentions(node: &Node) -> Vec<Mention> {
    let allowed = node.get("public-subnet-workload").and_then(|rule| rule.get("allowed"));
    let Some(NodeKind::Sequence(items)) = allowed.map(|list| &list.kind) else { return Vec::new() };
    let mention =
        |item: &Node| Some(Mention { names: Names::PublicWorkloads, text: item.text()?.into(), at: item.at.into() });
    items.iter().filter_map(mention).collect()
}

pub(super) fn read(node: &Node, specs: &[RuleSpec], settings: &mut RuleSettings, problems: &mut Problems) {
    let NodeKind::Mapping(pairs) = &node.kind else {
        if node.text().is_none_or(|text| !matches!(text, "" | "~" | "null")) {
            problems.add(node.at, format!("`rules` must be a mapping of rule ids, not {}", article(node)));
        }
        return;
    };
    let mut seen = BTreeSet::new();
    for (key, value) in pairs.iter() {
        let Some(id) = key.text() else { continue };
        if !seen.insert(id) {
            problems.add(key.at, format!("`{id}` is given twice"));
            continue;
        }
        let Some(spec) = specs.iter().find(|s| &*s.id == id) else {
            unknown_rule(id, key, specs, problems);
            continue;
        };
        match &value.kind {
            NodeKind::Scalar(text, _) if &**text == OFF => {
                settings.off.insert(spec.id.clone());
            }
            NodeKind::Mapping(pairs) => read_one(spec, pairs, settings, problems),
            _ => problems.add_with_help(
                value.at,
                format!("the settings of `{id}` must be `off` or a mapping"),
                format!("write `{id}: off`, or settings such as `{id}: {{severity: low}}`"),
            ),
        }
    }
}

/// Says that there is no such rule.
pub(super) fn unknown_rule(id: &str, at: &Node, specs: &[RuleSpec], problems: &mut Problems) {
    unknown_rule_at(id, at.at.into(), specs, problems);
}

pub(super) fn unknown_rule_at(id: &str, at: super::Place, specs: &[RuleSpec], problems: &mut Problems) {
    let help = suggest(id, specs.iter().map(|s| &*s.id), "`driftline rules` lists them");
    problems.add_with_help(at, format!("there is no rule `{id}`"), help);
}

fn read_one(spec: &RuleSpec, pairs: &[(Node, Node)], settings: &mut RuleSettings, problems: &mut Problems) {
    let mut seen = BTreeSet::new();
    for (key, value) in pairs {
        let Some(name) = key.text() else { continue };
        if !seen.insert(name) {
            problems.add(key.at, format!("`{name}` is given twice"));
            continue;
        }
        if name == "severity" {
            match SEVERITIES.into_iter().find(|s| Some(s.word()) == value.text()) {
                Some(severity) => {
                    settings.severity.insert(spec.id.clone(), severity);
                }
                None => {
                    let word = value.text().unwrap_or("");
                    let help = suggest(word, SEVERITIES.iter().map(|s| s.word()), "one of");
                    problems.add_with_help(value.at, format!("`{word}` is no severity"), help);
                }
            }
            continue;
        }
        let Some((name, default)) = spec.parameters.iter().find(|(n, _)| &**n == name) else {
            let known = spec.parameters.iter().map(|(n, _)| &**n).chain(["severity"]);
            let help = suggest(name, known, "known here");
            problems.add_with_help(key.at, format!("the rule `{}` has no parameter `{name}`", spec.id), help);
            continue;
        };
        match parameter(value, default) {
            Ok(value) => {
                settings.parameters.entry(spec.id.clone()).or_default().0.insert(name.clone(), value);
            }
            Err(wanted) => problems.add(value.at, format!("the parameter `{name}` of `{}` must be {wanted}", spec.id)),
        }
    }
}

fn parameter(node: &Node, like: &Parameter) -> Result<Parameter, &'static str> {
    let plain = match &node.kind {
        NodeKind::Scalar(text, ScalarStyle::Plain) => Some(&**text),
        _ => None,
    };
    match like {
        Parameter::Integer(_) => plain.and_then(|t| t.parse().ok()).map(Parameter::Integer).ok_or("a whole number"),
        Parameter::Boolean(_) => match plain {
            Some("true") => Ok(Parameter::Boolean(true)),
            Some("false") => Ok(Parameter::Boolean(false)),
            _ => Err("true or false"),
        },
        Parameter::Text(_) => node.text().map(|t| Parameter::Text(t.into())).ok_or("text"),
        Parameter::List(_) => {
            let NodeKind::Sequence(items) = &node.kind else { return Err("a list of texts") };
            let texts: Option<Vec<Arc<str>>> = items.iter().map(|i| i.text().map(Arc::from)).collect();
            texts.map(Parameter::List).ok_or("a list of texts")
        }
    }
}
