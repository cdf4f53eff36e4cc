//! `driftline rules` and `driftline explain`.

use super::{CLEAN, COULD_NOT_RUN, complain, print};
use crate::rule::Parameter;
use crate::rules::{self, CATALOGUE};
use clap::{Args, ValueEnum};
use std::fmt::Write as _;

#[derive(Args)]
pub(super) struct RulesArguments {
    /// How to print
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

#[derive(Args)]
pub(super) struct ExplainArguments {
    /// The rule's id
    rule: String,
}

pub(super) fn rules(arguments: &RulesArguments) -> u8 {
    if arguments.format == Format::Json {
        let all: Vec<serde_json::Value> = CATALOGUE
            .iter()
            .map(|e| {
                serde_json::json!({
                    "id": e.rule.id,
                    "family": e.rule.family,
                    "title": &*e.page.title,
                    "severity": e.page.severity.word(),
                    "since": &*e.page.since,
                    "peers": e.page.peers.iter().map(|p| &**p).collect::<Vec<_>>(),
                })
            })
            .collect();
        let text = format!("{}\n", serde_json::to_string_pretty(&all).unwrap_or_default());
        return if print(&text) { CLEAN } else { COULD_NOT_RUN };
    }
    let mut out = String::new();
    let width = CATALOGUE.iter().map(|e| e.rule.id.len()).max().unwrap_or(0);
    let mut families: Vec<&str> = CATALOGUE.iter().map(|e| e.rule.family).collect();
    families.sort_unstable();
    families.dedup();
    for family in families {
        let _ = writeln!(out, "{family}");
        for e in CATALOGUE.iter().filter(|e| e.rule.family == family) {
            let _ = writeln!(out, "  {:width$}  {:6}  {}", e.rule.id, e.page.severity.word(), e.page.title);
        }
    }
    let _ = writeln!(out, "\n`driftline explain RULE` prints a rule's page.");
    if print(&out) { CLEAN } else { COULD_NOT_RUN }
}

pub(super) fn explain(arguments: &ExplainArguments) -> u8 {
    let Some(entry) = rules::find(&arguments.rule) else {
        let near = rules::nearest(&arguments.rule).map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
        complain(&format!("error: there is no rule `{}`{near}\n`driftline rules` lists them", arguments.rule));
        return COULD_NOT_RUN;
    };
    let page = &entry.page;
    let mut out = format!("{} ({}): {}\n", page.id, page.severity.word(), page.title);
    for (name, spec) in &page.parameters {
        let default = match &spec.default {
            Parameter::Integer(n) => n.to_string(),
            Parameter::Boolean(b) => b.to_string(),
            Parameter::Text(t) => t.to_string(),
            Parameter::List(l) => format!("[{}]", l.join(", ")),
        };
        let _ = writeln!(out, "  {name} (default {default}): {}", spec.about);
    }
    let _ = write!(out, "\n{}\n", page.body);
    if !page.references.is_empty() {
        let _ = writeln!(out, "\n## References\n");
        for reference in &page.references {
            let _ = writeln!(out, "- {reference}");
        }
    }
    if !page.peers.is_empty() {
        let _ = writeln!(out, "\nOther tools: {}", page.peers.join(", "));
    }
    if print(&out) { CLEAN } else { COULD_NOT_RUN }
}
