//! The end of the report for people: how much was seen, what was not decided and why.

use super::human::{Style, open};
use super::{Report, line};
use crate::finding::Severity;
use crate::source::Gap;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Reasons and gaps listed before the rest is only counted.
const REASONS: usize = 8;

/// Coverage, checks, gaps and counts.
pub(super) fn summary(report: &Report<'_>, style: Style, out: &mut String) {
    let seen = report.seen;
    let triaged = report.triaged;
    let mut parts = vec![count(seen.repositories, "repository"), count(seen.files, "file")];
    if seen.units > 0 {
        parts.push(count(seen.units, "Terragrunt unit"));
    }
    if seen.root_modules > 0 {
        parts.push(count(seen.root_modules, "Terraform root module"));
    }
    if seen.units + seen.root_modules > 0 {
        parts.push(format!("{} with known resources", seen.modules_resolved));
        parts.push(count(seen.resources, "resource"));
    }
    if seen.objects > 0 {
        parts.push(count(seen.entry_points, "Flux entry point"));
        let reached = match seen.entry_points {
            0 => "not known from where they are applied".to_string(),
            _ => format!("{} live", seen.objects_live),
        };
        parts.push(format!("{} ({reached})", count(seen.objects, "Kubernetes object")));
    }
    if seen.releases_rendered + seen.releases_unrendered > 0 {
        let total = seen.releases_rendered + seen.releases_unrendered;
        parts.push(format!("{} of {} rendered", seen.releases_rendered, count(total, "HelmRelease")));
    }
    let _ = writeln!(out, "Seen: {}", parts.join(", "));
    let _ = writeln!(out, "References: {} of {} resolved", seen.references_resolved, seen.references);

    let decided = triaged.satisfied + triaged.findings.len();
    let _ = writeln!(out, "Checks: {} decided, {} undecided", decided, triaged.undecided.len());
    let mut reasons: BTreeMap<&str, (usize, Option<&str>)> = BTreeMap::new();
    for u in &triaged.undecided {
        let entry = reasons.entry(&u.reason).or_insert((0, u.help.as_deref()));
        entry.0 += 1;
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(reason, (n, _))| (std::cmp::Reverse(*n), *reason));
    list(
        out,
        style,
        reasons.len(),
        reasons.iter().map(|(reason, (n, help))| {
            let help = help.map(|h| format!("; {h}")).unwrap_or_default();
            format!("{n} because {}{}", line(reason), line(&help))
        }),
    );
    gaps(report, style, out);
    let live = |s: Severity| {
        let open = triaged.findings.iter().filter(|j| j.waived.is_none() && j.finding.reach.counts());
        open.filter(|j| j.severity == s).count()
    };
    let counts: Vec<String> = [Severity::High, Severity::Medium, Severity::Low, Severity::Info]
        .into_iter()
        .filter(|s| live(*s) > 0)
        .map(|s| format!("{} {}", live(s), s.word()))
        .collect();
    let waived = triaged.findings.iter().filter(|j| j.waived.is_some()).count();
    let asleep = triaged.findings.iter().filter(|j| j.waived.is_none() && !j.finding.reach.counts()).count();
    let shown = triaged.causes.iter().filter(|c| open(report, c).any(|j| j.finding.reach.counts())).count();
    let mut line = match counts.is_empty() {
        true => "Findings: none".to_string(),
        false => format!("Findings: {} from {}", counts.join(", "), count(shown, "cause")),
    };
    if asleep > 0 {
        let _ = write!(line, "; {asleep} not live");
    }
    if waived > 0 {
        let _ = write!(line, "; {waived} waived");
    }
    let _ = writeln!(out, "{line}");
}

/// Gaps, those with the same words as one line.
fn gaps(report: &Report<'_>, style: Style, out: &mut String) {
    let gaps = &report.triaged.gaps;
    if gaps.is_empty() {
        return;
    }
    let mut lines: Vec<(&Gap, usize)> = Vec::new();
    for gap in gaps {
        match lines.iter_mut().find(|(g, _)| !style.all && g.message == gap.message && g.kind == gap.kind) {
            Some((_, n)) => *n += 1,
            None => lines.push((gap, 1)),
        }
    }
    let _ = writeln!(out, "Not seen: {}", count(gaps.len(), "gap"));
    let shown = lines.iter().map(|(gap, n)| {
        let place = gap.at.map(|at| {
            let p = report.sources.line_col(at.file, at.start);
            format!("{}:{}:{}: ", report.shown_path(at.file), p.line, p.column)
        });
        let more = if *n > 1 { format!(", and {} more", count(n - 1, "place")) } else { String::new() };
        let help = gap.help.as_ref().map(|h| format!(" ({})", line(h))).unwrap_or_default();
        format!("{}{}{more}{help}", place.unwrap_or_default(), line(&gap.message))
    });
    list(out, style, lines.len(), shown);
}

fn list(out: &mut String, style: Style, total: usize, lines: impl Iterator<Item = String>) {
    let limit = if style.all { usize::MAX } else { REASONS };
    for text in lines.take(limit) {
        let _ = writeln!(out, "  {text}");
    }
    if total > limit {
        let _ = writeln!(out, "  and {} more; --all lists them", total - limit);
    }
}

/// `1 file`, `2 files`, `2 repositories`.
pub fn count(n: usize, noun: &str) -> String {
    match (n, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{n} {stem}ies"),
        _ => format!("{n} {noun}s"),
    }
}
