//! Waivers: exceptions granted with a reason, in the files or in the configuration.

use super::setting::all_here;
use super::{ConfiguredWaiver, Settings};
use crate::eval::kubernetes::Reach;
use crate::eval::value::Address;
use crate::finding::{Confidence, Finding, RuleId, Severity, Undecided};
use crate::model::fact::{Evidence, Role};
use crate::rules;
use crate::source::{Sources, Span};
use crate::syntax::{hcl, yaml};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

const MARK: &str = "driftline:";

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
            let readable = [".hcl", ".tf", ".tfvars", ".tofu", ".yaml", ".yml", ".tpl"];
            if !readable.iter().any(|end| file.path.ends_with(end)) {
                continue;
            }
            let Ok(text) = sources.text(file.id) else { continue };
            if text.contains(MARK) {
                let address = Address::new(sources.tree_name(tree), file.path.clone(), "");
                let comments = Comments::of(&file.path, &text);
                scan(&text, &comments, |at, rules, reason, line| {
                    let at = Span::new(file.id, at.0, at.1);
                    found.push(InlineWaiver { rules, reason, at, line, used: false, address: address.clone() });
                });
            }
        }
    }
    found
}

/// Where the comments of a text are, as far as that is known.
struct Comments {
    ranges: Vec<Range<usize>>,
    /// Beyond this byte lines are judged by how they look.
    known: usize,
}

impl Comments {
    fn of(path: &str, text: &str) -> Self {
        if path.ends_with(".tpl") {
            return Self::unknown();
        }
        if path.ends_with(".yaml") || path.ends_with(".yml") {
            let (ranges, known) = yaml::comments(text);
            return Self { ranges, known };
        }
        Self { ranges: hcl::comments(text), known: text.len() }
    }

    fn unknown() -> Self {
        Self { ranges: Vec::new(), known: 0 }
    }

    /// Whether a byte is inside a comment, and where that begins; `None` where nothing is known.
    fn at(&self, byte: usize) -> Option<Option<usize>> {
        if byte >= self.known {
            return None;
        }
        let after = self.ranges.partition_point(|range| range.start <= byte);
        let last = after.checked_sub(1).and_then(|i| self.ranges.get(i));
        Some(last.filter(|range| byte < range.end).map(|range| range.start))
    }
}

/// What opens a comment in templates, whatever the text around it is.
const OF_TEMPLATES: [&str; 2] = ["{{/*", "{{- /*"];

/// What opens a comment in HCL, YAML and templates.
const OPENERS: [&str; 5] = ["#", "//", "/*", "{{/*", "{{- /*"];

/// Finds waivers in comments. A comment alone on its line is about the next line that is not itself a comment; one at
/// the end of a line is about that line.
fn scan(text: &str, comments: &Comments, mut emit: impl FnMut((usize, usize), Vec<Arc<str>>, Arc<str>, u32)) {
    let lines: Vec<&str> = text.split('\n').collect();
    let looks = |line: &str| OPENERS.iter().any(|s| line.trim_start().starts_with(s));
    let of_template = |line: &str| OF_TEMPLATES.iter().any(|s| line.trim_start().starts_with(s));
    let is_comment = |line: &str, start: usize| {
        let first = start + line.len() - line.trim_start().len();
        looks(line) && (of_template(line) || comments.at(first).is_none_or(|comment| comment.is_some()))
    };
    // The next line of code after each line, found from the end, so that many waivers cost no more than one.
    let mut next = vec![None; lines.len()];
    let mut code = None;
    let mut start = text.len() + 1;
    for (i, line) in lines.iter().enumerate().rev() {
        start = start.saturating_sub(line.len() + 1);
        if let Some(slot) = next.get_mut(i) {
            *slot = code;
        }
        if !is_comment(line, start) && !line.trim().is_empty() {
            code = Some(i);
        }
    }
    let mut offset = 0;
    for (i, line) in lines.iter().enumerate() {
        let here = offset;
        offset += line.len() + 1;
        let Some(at) = line.find(MARK) else { continue };
        let before = line.get(..at).unwrap_or("");
        let opened = match comments.at(here + at) {
            _ if OF_TEMPLATES.iter().any(|s| before.trim_end().ends_with(s)) => in_comment(before),
            // The mark is the first thing that the comment says.
            Some(Some(comment)) => {
                let said = text.get(comment..here + at).unwrap_or("");
                said.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '/' | '*')).is_empty()
            }
            Some(None) => false,
            None => in_comment(before),
        };
        if !opened {
            continue;
        }
        let rest = line.get(at + MARK.len()..).unwrap_or("");
        let end = ["*/", "\r"].iter().filter_map(|e| rest.find(e)).min().unwrap_or(rest.len());
        let rest = rest.get(..end).unwrap_or(rest).trim_end();
        let (names, reason) = rest.split_once("--").unwrap_or((rest, ""));
        let names = names.split('#').next().unwrap_or("");
        // What is not `allow RULE` names no rule, and says so.
        let rules = match names.trim_start().strip_prefix("allow ") {
            Some(names) => names.split([',', ' ']).filter(|n| !n.is_empty()).map(Arc::from).collect(),
            None => Vec::new(),
        };
        let target = if is_comment(line, here) { next.get(i).copied().flatten().unwrap_or(i) } else { i };
        let span = (here + at, here + at + MARK.len() + rest.len());
        emit(span, rules, reason.trim().into(), u32::try_from(target + 1).unwrap_or(u32::MAX));
    }
}

/// Whether what precedes a mark opens a comment: an opener, not inside a quoted string.
fn in_comment(before: &str) -> bool {
    let before = before.trim_end();
    let opener = OPENERS.iter().filter_map(|s| before.strip_suffix(s)).min_by_key(|code| code.len());
    opener.is_some_and(|code| {
        let apart = code.is_empty() || code.ends_with(char::is_whitespace);
        apart && code.matches('"').count() % 2 == 0 && code.matches('\'').count() % 2 == 0
    })
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
    pub(super) fn problem(&self) -> Option<Finding> {
        let form = || Some("write `# driftline: allow RULE -- why it is right here`".to_owned());
        if self.rules.is_empty() {
            return Some(self.finding("rules", "this comment addresses driftline and is no waiver".into(), form()));
        }
        if self.reason.is_empty() && self.rules.iter().any(|r| matches!(&**r, "-" | "—" | "–")) {
            return Some(self.finding("reason", "the reason of a waiver follows two hyphens".into(), form()));
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
        own_finding("invalid-waiver", Severity::Medium, self.address.clone(), self.at, aspect, message, help)
    }
}

/// Waivers that silenced nothing, or that have expired. A waiver whose finding could not be made on this run, because its rule
/// did not run or was undecided there, or because a repository was not given, may be right and is left alone.
pub(super) fn unused(
    sources: &Sources,
    inline: &[InlineWaiver],
    settings: &Settings,
    used: &[bool],
    undecided: &[Undecided],
) -> Vec<Finding> {
    let open = |rule: &str| settings.off.contains(rule);
    let undecided_in =
        |w: &&InlineWaiver| undecided.iter().any(|u| u.at.file == w.at.file && w.rules.iter().any(|r| **r == *u.rule));
    let known: BTreeSet<&str> = rules::CATALOGUE.iter().map(|e| e.rule.id).collect();
    let mut found: Vec<Finding> = inline
        .iter()
        .filter(|w| !w.used && !w.reason.is_empty() && !w.rules.is_empty())
        .filter(|w| w.rules.iter().all(|r| known.contains(&**r)))
        .filter(|w| settings.whole && !w.rules.iter().any(|r| open(r)) && !undecided_in(w))
        .map(|w| {
            let message = format!("this waiver of `{}` matches no finding", w.rules.join("`, `"));
            let help = Some("remove it, or move it to the line that the finding names".into());
            own_finding("unused-waiver", Severity::Low, w.address.clone(), w.at, "unused", message, help)
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
        } else if !used && !open(&waiver.rule) && decided(sources, waiver, settings, undecided) {
            let help = "remove it, or correct its address";
            ("unused-waiver", format!("this waiver of `{}` matches no finding", waiver.rule), help)
        } else {
            continue;
        };
        let severity = if expired.is_some() { Severity::Medium } else { Severity::Low };
        let aspect = format!("{}:{}", waiver.rule, waiver.address.as_ref().map_or("*", |g| g.glob().glob()));
        found.push(own_finding(rule, severity, address, at, &aspect, message, Some(help.into())));
    }
    found
}

/// Whether everything that a waiver of the configuration may match was seen and decided.
fn decided(sources: &Sources, waiver: &ConfiguredWaiver, settings: &Settings, undecided: &[Undecided]) -> bool {
    let pattern = waiver.address.as_ref().map_or("**", |matches| matches.glob().glob());
    let matches = |u: &Undecided| {
        let address = u.subject.to_string();
        *u.rule == *waiver.rule && waiver.address.as_ref().is_none_or(|glob| glob.is_match(&address))
    };
    all_here(sources, settings, pattern) && !undecided.iter().any(matches)
}

/// A finding about driftline's own settings.
pub(super) fn own_finding(
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::{Comments, scan};

    fn found_in(path: &str, text: &str) -> Vec<(Vec<String>, String, u32)> {
        let mut out = Vec::new();
        scan(text, &Comments::of(path, text), |_, rules, reason, line| {
            out.push((rules.iter().map(ToString::to_string).collect(), reason.to_string(), line));
        });
        out
    }

    fn found(text: &str) -> Vec<(Vec<String>, String, u32)> {
        found_in("main.tf", text)
    }

    #[test]
    fn a_waiver_is_about_its_line_or_the_next_line_of_code() {
        let text = "# driftline: allow a, b -- fine\n# more\n\nx = 1\ny = 2 // driftline: allow c -- here\n";
        let rules = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(found(text), [(rules(&["a", "b"]), "fine".into(), 4), (rules(&["c"]), "here".into(), 5)]);
        assert_eq!(found_in("templates/a.yaml", "{{- /* driftline: allow a -- t */}}\nkind: A\n")[0].1, "t");
    }

    #[test]
    fn text_in_a_string_is_no_waiver() {
        assert!(found("note = \"# driftline: allow a -- no\"\n").is_empty());
        assert!(found_in("a.yaml", "url: x#driftline: allow a -- no\n").is_empty());
        assert!(found_in("a.yaml", "url: \"x # driftline: allow a -- no\"\n").is_empty());
        assert!(found("url = <<E\n# driftline: allow a -- no\nE\n").is_empty());
        assert!(found_in("a.yaml", "text: |\n  # driftline: allow a -- no\n  more\nb: 1\n").is_empty());
        assert!(found_in("a.yaml", "text: >-\n  x\n\n  # driftline: allow a -- no\n").is_empty());
    }

    #[test]
    fn a_comment_beside_text_with_quotes_is_one() {
        assert_eq!(found("note = \"it's\" # driftline: allow a -- yes\n").len(), 1);
        assert_eq!(found_in("a.yaml", "note: it's # driftline: allow a -- yes\n").len(), 1);
        assert_eq!(found_in("a.yaml", "a:\n  # driftline: allow a -- yes\n  b: 1\n")[0].2, 3);
        assert_eq!(found("a = <<E\nx\nE\n# driftline: allow a -- yes\nb = <<E\n# text\nE\n")[0].2, 5);
    }

    #[test]
    fn beyond_what_parses_lines_are_judged_by_how_they_look() {
        let text = "a: 1\n{{- if .Values.x }}\n# driftline: allow a -- yes\nb: {{ .Values.b }}\n";
        assert_eq!(found_in("templates/a.yaml", text)[0].2, 4);
    }

    #[test]
    fn a_comment_that_nearly_is_a_waiver_is_seen() {
        assert_eq!(found("# driftline: ignore a -- no\nx = 1\n"), [(Vec::new(), "no".into(), 2)]);
        assert_eq!(found("# driftline:allow a -- yes\nx = 1\n")[0].0, ["a"]);
    }

    #[test]
    fn many_waivers_cost_no_more_than_their_lines() {
        let text = "# driftline: allow a -- b\n".repeat(200_000);
        assert_eq!(found(&text).len(), 200_000);
    }
}
