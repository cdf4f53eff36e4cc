//! Waivers: exceptions granted with a reason, in the files or in the configuration.

use super::Settings;
use crate::eval::kubernetes::Reach;
use crate::eval::value::Address;
use crate::finding::{Confidence, Finding, RuleId, Severity};
use crate::model::fact::{Evidence, Role};
use crate::rules;
use crate::source::{Sources, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

const MARK: &str = "driftline: allow";

/// `# driftline: allow RULE -- reason`, on or above the line or at the end of it.
#[derive(Clone, Debug)]
pub struct InlineWaiver {
    /// The rules named, as written.
    pub rules: Vec<Arc<str>>,
    /// The reason; empty when none is given.
    pub reason: Arc<str>,
    /// From `driftline:` to the end of the comment.
    pub at: Span,
    /// The line (from 1) it is about.
    pub line: u32,
    /// It silenced something.
    pub used: bool,
    address: Address,
}

/// Every inline waiver of the work trees, in order of place.
pub fn inline_waivers(sources: &Sources) -> Vec<InlineWaiver> {
    let mut found = Vec::new();
    for tree in sources.tree_ids() {
        let Some(info) = sources.tree(tree) else { continue };
        if info.of.is_some() || info.embedded {
            continue;
        }
        for file in sources.files_of(tree) {
            let readable = [".hcl", ".tf", ".tfvars", ".yaml", ".yml", ".tpl"];
            if !readable.iter().any(|end| file.path.ends_with(end)) {
                continue;
            }
            let Ok(text) = sources.text(file.id) else { continue };
            if text.contains(MARK) {
                let address = Address::new(sources.tree_name(tree), file.path.clone(), "");
                scan(&text, |at, rules, reason, line| {
                    let at = Span::new(file.id, at.0, at.1);
                    found.push(InlineWaiver { rules, reason, at, line, used: false, address: address.clone() });
                });
            }
        }
    }
    found
}

/// Finds waivers in comments. A comment alone on its line is about the next line that is not itself a comment; one at
/// the end of a line is about that line.
fn scan(text: &str, mut emit: impl FnMut((usize, usize), Vec<Arc<str>>, Arc<str>, u32)) {
    let starts = ["#", "//", "/*", "{{/*", "{{- /*"];
    let is_comment = |line: &str| {
        let line = line.trim_start();
        starts.iter().any(|s| line.starts_with(s))
    };
    let lines: Vec<&str> = text.split('\n').collect();
    // For each line, the first at or after it that is code.
    let mut code: Vec<Option<usize>> = vec![None; lines.len()];
    let mut next = None;
    for (i, (line, code)) in lines.iter().zip(&mut code).enumerate().rev() {
        if !is_comment(line) && !line.trim().is_empty() {
            next = Some(i);
        }
        *code = next;
    }
    let mut offset = 0;
    for (i, line) in lines.iter().enumerate() {
        let here = offset;
        offset += line.len() + 1;
        let Some(at) = line.find(MARK) else { continue };
        let before = line.get(..at).unwrap_or("");
        let opener = before.trim_end();
        if !starts.iter().any(|s| opener.ends_with(s)) {
            continue;
        }
        let rest = line.get(at + MARK.len()..).unwrap_or("");
        let end = ["*/", "\r"].iter().filter_map(|e| rest.find(e)).min().unwrap_or(rest.len());
        let rest = rest.get(..end).unwrap_or(rest).trim_end();
        let (names, reason) = rest.split_once("--").unwrap_or((rest, ""));
        let names = names.split('#').next().unwrap_or("");
        let rules = names.split([',', ' ']).filter(|n| !n.is_empty()).map(Arc::from).collect();
        let target = if is_comment(line) { code.get(i + 1).copied().flatten().unwrap_or(i) } else { i };
        let span = (here + at, here + at + MARK.len() + rest.len());
        emit(span, rules, reason.trim().into(), u32::try_from(target + 1).unwrap_or(u32::MAX));
    }
}

impl InlineWaiver {
    /// Whether it silences this finding: its rule is named, a reason is given, and its line is where the finding, or what
    /// causes it, begins.
    pub fn covers(&self, sources: &Sources, finding: &Finding) -> bool {
        if self.reason.is_empty() || !self.rules.iter().any(|r| &**r == finding.rule) {
            return false;
        }
        finding
            .evidence
            .marks()
            .filter(|m| matches!(m.role, Role::Primary | Role::Cause))
            .any(|mark| mark.at.file == self.at.file && sources.line_col(mark.at.file, mark.at.start).line == self.line)
    }

    /// What is wrong with the waiver itself.
    pub(super) fn problem(&self, _today: Option<jiff::civil::Date>) -> Option<Finding> {
        if self.rules.is_empty() {
            return Some(self.finding("rules", "this waiver names no rule".into(), None));
        }
        if let Some(unknown) = self.rules.iter().find(|r| rules::find(r).is_none()) {
            let near = rules::nearest(unknown).map(|n| format!("did you mean `{n}`?"));
            return Some(self.finding(unknown, format!("this waiver names `{unknown}`, which is no rule"), near));
        }
        if self.reason.is_empty() {
            let help = format!("write `# driftline: allow {} -- why it is right here`", self.rules.join(", "));
            return Some(self.finding(
                "reason",
                "this waiver gives no reason, so it waives nothing".into(),
                Some(help),
            ));
        }
        None
    }

    fn finding(&self, aspect: &str, message: String, help: Option<String>) -> Finding {
        waiver_finding("invalid-waiver", Severity::Medium, self.address.clone(), self.at, aspect, message, help)
    }
}

/// Waivers that silenced nothing, or that have expired.
pub(super) fn unused(sources: &Sources, inline: &[InlineWaiver], settings: &Settings, used: &[bool]) -> Vec<Finding> {
    let known: BTreeSet<&str> = rules::CATALOGUE.iter().map(|e| e.rule.id).collect();
    let mut found: Vec<Finding> = inline
        .iter()
        .filter(|w| !w.used && !w.reason.is_empty() && !w.rules.is_empty())
        .filter(|w| w.rules.iter().all(|r| known.contains(&**r)))
        .map(|w| {
            let message = format!("this waiver of `{}` matches no finding", w.rules.join("`, `"));
            let help = Some("remove it, or move it to the line that the finding names".into());
            waiver_finding("unused-waiver", Severity::Low, w.address.clone(), w.at, "unused", message, help)
        })
        .collect();
    for (waiver, used) in settings.waivers.iter().zip(used) {
        let Some(at) = waiver.at else { continue };
        let Some(file) = sources.file(at.file) else { continue };
        let address = Address::new(sources.tree_name(file.tree), file.path.clone(), waiver.rule.clone());
        let expired = waiver.until.filter(|until| settings.today.is_some_and(|today| *until < today));
        let (rule, message, help): (RuleId, _, _) = if let Some(until) = expired {
            let help = "renew it with a new reason, or repair what it waives";
            ("invalid-waiver", format!("this waiver of `{}` ended on {until}", waiver.rule), help)
        } else if !used {
            let help = "remove it, or correct its address";
            ("unused-waiver", format!("this waiver of `{}` matches no finding", waiver.rule), help)
        } else {
            continue;
        };
        let severity = if expired.is_some() { Severity::Medium } else { Severity::Low };
        let aspect = format!("{}:{}", waiver.rule, waiver.address.as_ref().map_or("*", |g| g.glob().glob()));
        found.push(waiver_finding(rule, severity, address, at, &aspect, message, Some(help.into())));
    }
    found
}

fn waiver_finding(
    rule: RuleId,
    severity: Severity,
    subject: Address,
    at: Span,
    aspect: &str,
    message: String,
    help: Option<String>,
) -> Finding {
    Finding {
        rule,
        subject,
        counterpart: None,
        symmetric: false,
        aspect: aspect.into(),
        message,
        help,
        evidence: Evidence::at(at),
        confidence: Confidence::Certain,
        severity: Some(severity),
        reach: Reach::Live(BTreeSet::new()),
        cause: None,
    }
}
