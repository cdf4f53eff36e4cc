//! For people at a terminal: one picture a cause, then a summary that says how much was seen.

use super::{Report, clean, masked};
use crate::eval::kubernetes::Reach;
use crate::finding::{Confidence, Severity};
use crate::model::fact::{Mark, Role};
use crate::rules;
use crate::source::{FileId, Span};
use crate::triage::{CauseEntry, Judged};
use annotate_snippets::{AnnotationKind, Element, Level, Renderer, Snippet};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// With colours.
    pub colour: bool,
    /// Columns.
    pub width: usize,
    /// Also draw causes without a live place, and list every place and gap.
    pub all: bool,
}

/// Places listed under a cause before the rest is only counted.
const PLACES: usize = 8;
/// Reasons and gaps listed in the summary before the rest is only counted.
const REASONS: usize = 8;

/// The whole report.
pub fn render(report: &Report<'_>, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() }.term_width(style.width.max(40));
    let mut out = String::new();
    let mut quiet: BTreeMap<&'static str, usize> = BTreeMap::new();
    for cause in &report.triaged.causes {
        let members: Vec<&Judged> = open(report, cause).collect();
        if members.is_empty() {
            continue;
        }
        if !style.all && !members.iter().any(|j| j.finding.reach.counts()) {
            *quiet.entry(cause.rule).or_default() += members.len();
            continue;
        }
        out.push_str(&draw(report, cause, &members, &renderer, style));
        out.push_str("\n\n");
    }
    if !quiet.is_empty() {
        let total: usize = quiet.values().sum();
        let rules: Vec<String> = quiet.iter().map(|(rule, n)| format!("{rule} ({n})")).collect();
        let _ = writeln!(
            out,
            "Not live (dormant or suspended), and so not drawn: {}: {}. Show with --all.\n",
            count(total, "finding"),
            rules.join(", ")
        );
    }
    summary(report, style, &mut out);
    out
}

fn open<'a>(report: &Report<'a>, cause: &'a CauseEntry) -> impl Iterator<Item = &'a Judged> + use<'a> {
    let findings = &report.triaged.findings;
    cause.findings.iter().filter_map(|i| findings.get(*i)).filter(|j| j.waived.is_none())
}

fn draw(report: &Report<'_>, cause: &CauseEntry, members: &[&Judged], renderer: &Renderer, style: Style) -> String {
    let Some(first) = members.first() else { return String::new() };
    let level = match cause.severity {
        Severity::High => Level::ERROR.with_name("high"),
        Severity::Medium => Level::WARNING.with_name("medium"),
        Severity::Low => Level::INFO.with_name("low"),
        Severity::Info => Level::NOTE.with_name("info"),
    };
    let likely = if cause.confidence == Confidence::Likely { " (likely)" } else { "" };
    let message = if members.len() > 1 { cause.message.to_string() } else { first.finding.message.clone() };
    let title = format!("{}{likely}", clean(&message));
    let mut elements: Vec<Element<'_>> = Vec::new();
    for snippet in snippets(report, first) {
        elements.push(snippet.into());
    }
    if members.len() > 1 {
        elements.push(Level::NOTE.no_name().message(places(report, members, style)).into());
    } else if !first.finding.reach.counts() {
        elements.push(
            Level::NOTE.message(format!("{}: no live entry point leads here", first.finding.reach.word())).into(),
        );
    }
    let help = first.finding.help.clone().or_else(|| {
        rules::find(cause.rule).map(|e| e.page.fix.lines().take_while(|l| !l.is_empty()).collect::<Vec<_>>().join(" "))
    });
    if let Some(help) = help.filter(|h| !h.is_empty()) {
        elements.push(Level::HELP.message(clean(&help).into_owned()).into());
    }
    let group = level.primary_title(title).id(cause.rule).elements(elements);
    renderer.render(&[group])
}

fn places(report: &Report<'_>, members: &[&Judged], style: Style) -> String {
    let mut text = format!("{} in all", count(members.len(), "place"));
    let live = members.iter().filter(|j| j.finding.reach.counts()).count();
    if live < members.len() {
        let _ = write!(text, ", {live} live");
    }
    text.push(':');
    let limit = if style.all { usize::MAX } else { PLACES };
    for j in members.iter().take(limit) {
        let at = j.finding.evidence.primary().at;
        let line = report.sources.line_col(at.file, at.start);
        let reach = match &j.finding.reach {
            Reach::Live(_) | Reach::Unknown => String::new(),
            other => format!(" ({})", other.word()),
        };
        let subject = &j.finding.subject;
        let what = if subject.subject.is_empty() { &subject.scope } else { &subject.subject };
        let path = report.shown_path(at.file);
        let _ = write!(text, "\n  {path}:{}:{}  {}{reach}", line.line, line.column, clean(what));
    }
    if members.len() > limit {
        let _ = write!(text, "\n  and {} more; --all lists them", members.len() - limit);
    }
    text
}

/// The places of one finding, the primary file first. Each snippet is a window of whole lines.
fn snippets<'a>(report: &Report<'a>, judged: &Judged) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut files: Vec<(FileId, Vec<&Mark>)> = Vec::new();
    for mark in judged.finding.evidence.marks() {
        match files.iter_mut().find(|(f, marks)| *f == mark.at.file && near(report, marks, mark)) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((mark.at.file, vec![mark])),
        }
    }
    files.into_iter().take(6).filter_map(|(file, marks)| snippet(report, file, &marks)).collect()
}

fn near(report: &Report<'_>, marks: &[&Mark], mark: &Mark) -> bool {
    let line = |s: Span| report.sources.line_col(s.file, s.start).line;
    marks.iter().all(|m| line(m.at).abs_diff(line(mark.at)) < 200)
}

fn snippet<'a>(
    report: &Report<'a>,
    file: FileId,
    marks: &[&Mark],
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let text = report.sources.text(file).unwrap_or_else(|_| "".into());
    let hidden = !report.may_show(file);
    let lo = marks.iter().map(|m| m.at.start as usize).min()?.min(text.len());
    let hi = marks.iter().map(|m| m.at.end as usize).max()?.min(text.len());
    let start = text.get(..lo).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let end = text.get(hi..).and_then(|t| t.find('\n')).map_or(text.len(), |i| hi + i);
    let first_line = report.sources.line_col(file, u32::try_from(start).unwrap_or(0)).line;
    let mut window = String::new();
    for line in text.get(start..end).unwrap_or("").split_inclusive('\n') {
        if hidden {
            window.extend(
                line.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).flat_map(|c| std::iter::repeat_n(c, 1)),
            );
        } else {
            window.push_str(&masked(line));
        }
    }
    let mut snippet =
        Snippet::source(window.clone()).line_start(first_line as usize).path(report.shown_path(file)).fold(true);
    for mark in marks {
        let range = clamp(&window, mark.at, start);
        let kind = if mark.role == Role::Primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let label = (!mark.note.is_empty()).then(|| clean(&mark.note).into_owned());
        snippet = snippet.annotation(kind.span(range).label(label));
    }
    Some(snippet)
}

/// A span inside the window, on character boundaries, and on its first line only when it covers many.
fn clamp(window: &str, at: Span, offset: usize) -> std::ops::Range<usize> {
    let floor = |mut i: usize| {
        i = i.min(window.len());
        while !window.is_char_boundary(i) {
            i -= 1;
        }
        i
    };
    let start = floor((at.start as usize).saturating_sub(offset));
    let mut end = floor((at.end as usize).saturating_sub(offset)).max(start);
    let text = window.get(start..end).unwrap_or("");
    if text.matches('\n').count() > 3 {
        end = start + text.find('\n').unwrap_or(0);
    }
    let trimmed = window.get(start..end).unwrap_or("").trim_end().len();
    start..start + trimmed
}

fn summary(report: &Report<'_>, style: Style, out: &mut String) {
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
        parts.push(format!("{} ({} live)", count(seen.objects, "Kubernetes object"), seen.objects_live));
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
            format!("{n} because {}{}", clean(reason), clean(&help))
        }),
    );
    if !triaged.gaps.is_empty() {
        let _ = writeln!(out, "Not seen: {}", count(triaged.gaps.len(), "gap"));
        list(
            out,
            style,
            triaged.gaps.len(),
            triaged.gaps.iter().map(|gap| {
                let place = gap.at.map(|at| {
                    let p = report.sources.line_col(at.file, at.start);
                    format!("{}:{}:{}: ", report.shown_path(at.file), p.line, p.column)
                });
                let help = gap.help.as_ref().map(|h| format!(" ({})", clean(h))).unwrap_or_default();
                format!("{}{}{help}", place.unwrap_or_default(), clean(&gap.message))
            }),
        );
    }
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

fn list(out: &mut String, style: Style, total: usize, lines: impl Iterator<Item = String>) {
    let limit = if style.all { usize::MAX } else { REASONS };
    for line in lines.take(limit) {
        let _ = writeln!(out, "  {line}");
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
