//! For people at a terminal: one picture a cause, then a summary that says how much was seen.

use super::excerpt::Excerpts;
use super::summary::{count, summary};
use super::{Report, line};
use crate::eval::kubernetes::Reach;
use crate::eval::value::Address;
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
    /// Break notes and help at that width; what is not for a terminal keeps them on one line, for those who search it.
    pub wrap: bool,
    /// Also draw causes without a live place, and list every place and gap.
    pub all: bool,
}

impl Style {
    /// A text in lines that fit beside the gutter, the first one after a word of some columns. A word that is longer than a
    /// line stays whole.
    fn paragraph(self, text: &str, first: usize) -> String {
        // The widest gutter of line numbers, and ` = `.
        const GUTTER: usize = 9;
        if !self.wrap {
            return text.to_owned();
        }
        let room = self.width.max(40).saturating_sub(GUTTER + first);
        let mut out = String::with_capacity(text.len() + 16);
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                out.push('\n');
            }
            let mut used = 0;
            for (j, word) in line.split(' ').enumerate() {
                let columns = word.chars().count();
                if j > 0 && used + 1 + columns > room {
                    out.push('\n');
                    used = 0;
                } else if j > 0 {
                    out.push(' ');
                    used += 1;
                }
                out.push_str(word);
                used += columns;
            }
        }
        out
    }
}

/// Places listed under a cause before the rest is only counted.
const PLACES: usize = 8;

/// The whole report.
pub fn render(report: &Report<'_>, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() }.term_width(style.width.max(40));
    let excerpts = Excerpts::new(report);
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
        out.push_str(&draw(report, &excerpts, cause, &members, &renderer, style));
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

pub(super) fn open<'a>(report: &Report<'a>, cause: &'a CauseEntry) -> impl Iterator<Item = &'a Judged> + use<'a> {
    let findings = &report.triaged.findings;
    cause.findings.iter().filter_map(|i| findings.get(*i)).filter(|j| j.waived.is_none())
}

fn draw(
    report: &Report<'_>,
    excerpts: &Excerpts<'_, '_>,
    cause: &CauseEntry,
    members: &[&Judged],
    renderer: &Renderer,
    style: Style,
) -> String {
    let Some(first) = members.first() else { return String::new() };
    let level = match cause.severity {
        Severity::High => Level::ERROR.with_name("high"),
        Severity::Medium => Level::WARNING.with_name("medium"),
        Severity::Low => Level::INFO.with_name("low"),
        Severity::Info => Level::NOTE.with_name("info"),
    };
    let likely = if cause.confidence == Confidence::Likely { " (likely)" } else { "" };
    let message = if members.len() > 1 { cause.message.to_string() } else { first.finding.message.clone() };
    let title = format!("{}{likely}", line(&message));
    let mut elements: Vec<Element<'_>> = Vec::new();
    for snippet in snippets(report, excerpts, first) {
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
        elements.push(Level::HELP.message(style.paragraph(&line(&help), "help: ".len())).into());
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
    // One text that serves several subjects (an included file, a template line) is one line with all of them.
    let mut lines: Vec<(Span, &'static str, Vec<String>)> = Vec::new();
    let mut scopes: BTreeMap<String, usize> = BTreeMap::new();
    for j in members {
        *scopes.entry(name(&j.finding.subject)).or_default() += 1;
    }
    // Several resources of one directory are told apart by what they are called in it.
    let name = |subject: &Address| {
        let short = name(subject);
        let several = scopes.get(&short).is_some_and(|n| *n > 1) && short == *subject.scope;
        match several.then(|| within(subject)).filter(|own| !own.is_empty()) {
            Some(own) => format!("{short} {own}"),
            None => short,
        }
    };
    for j in members {
        let at = j.finding.evidence.primary().at;
        let reach = match &j.finding.reach {
            Reach::Live(_) | Reach::Unknown => "",
            Reach::Suspended => " (suspended)",
            Reach::Dormant => " (dormant)",
        };
        match lines.iter_mut().find(|(place, word, _)| *place == at && *word == reach) {
            Some((_, _, names)) => names.push(name(&j.finding.subject)),
            None => lines.push((at, reach, vec![name(&j.finding.subject)])),
        }
    }
    for (at, reach, names) in lines.iter().take(limit) {
        let line = report.sources.line_col(at.file, at.start);
        let shown = if style.all { names.len() } else { 3 };
        let mut what = names.iter().take(shown).map(|n| super::line(n)).collect::<Vec<_>>().join(", ");
        if names.len() > shown {
            let _ = write!(what, " and {} more", names.len() - shown);
        }
        let path = report.shown_path(at.file);
        let _ = write!(text, "\n  {path}:{}:{}  {what}{reach}", line.line, line.column);
    }
    if lines.len() > limit {
        let _ = write!(text, "\n  and {} more; --all lists them", lines.len() - limit);
    }
    text
}

/// What a person calls a subject: `Namespace acme`, `ServiceAccount acme/app`, or where a resource is declared.
fn name(subject: &Address) -> String {
    let mut parts = subject.subject.splitn(3, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(kind), Some(""), Some(name)) if !kind.contains('.') => format!("{kind} {name}"),
        (Some(kind), Some(namespace), Some(name)) if !kind.contains('.') => format!("{kind} {namespace}/{name}"),
        _ if subject.scope.is_empty() => subject.subject.to_string(),
        _ => subject.scope.to_string(),
    }
}

/// What tells a resource from the others of its directory: the last key of its address, else the address.
fn within(subject: &Address) -> &str {
    let keyed = subject.subject.rsplit_once("[\"").and_then(|(_, rest)| rest.split_once("\"]"));
    keyed.map_or(&*subject.subject, |(key, _)| key)
}

/// The places of one finding, the primary file first. Each snippet is a window of whole lines.
fn snippets<'a>(
    report: &Report<'a>,
    excerpts: &Excerpts<'_, 'a>,
    judged: &Judged,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut files: Vec<(FileId, Vec<&Mark>)> = Vec::new();
    for mark in judged.finding.evidence.marks() {
        match files.iter_mut().find(|(f, marks)| *f == mark.at.file && near(report, marks, mark)) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((mark.at.file, vec![mark])),
        }
    }
    files.into_iter().take(6).filter_map(|(file, marks)| snippet(report, excerpts, file, &marks)).collect()
}

fn near(report: &Report<'_>, marks: &[&Mark], mark: &Mark) -> bool {
    let line = |s: Span| report.sources.line_col(s.file, s.start).line;
    marks.iter().all(|m| line(m.at).abs_diff(line(mark.at)) < 200)
}

fn snippet<'a>(
    report: &Report<'a>,
    excerpts: &Excerpts<'_, 'a>,
    file: FileId,
    marks: &[&Mark],
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let text = report.sources.text(file).unwrap_or_else(|_| "".into());
    let hidden = !report.may_show(file);
    let lo = marks.iter().map(|m| m.at.start as usize).min()?.min(text.len());
    let hi = marks.iter().map(|m| m.at.end as usize).max()?.min(text.len());
    // A byte order mark is no column.
    let top = if text.starts_with('\u{feff}') && lo >= '\u{feff}'.len_utf8() { '\u{feff}'.len_utf8() } else { 0 };
    let start = text.get(..lo).and_then(|t| t.rfind('\n')).map_or(top, |i| i + 1);
    let end = text.get(hi..).and_then(|t| t.find('\n')).map_or(text.len(), |i| hi + i);
    let first_line = report.sources.line_col(file, u32::try_from(start).unwrap_or(0)).line;
    let window = excerpts.drawn(file, &text, start..end);
    let mut snippet =
        Snippet::source(window.clone()).line_start(first_line as usize).path(report.shown_path(file)).fold(true);
    for mark in marks {
        let range = clamp(&window, mark.at, start);
        let kind = if mark.role == Role::Primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let label = match (hidden, line(&mark.note)) {
            (true, note) if note.is_empty() => Some("a private assumption, not shown".to_owned()),
            (true, note) => Some(format!("{note} (a private assumption, not shown)")),
            (false, note) => (!note.is_empty()).then_some(note),
        };
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn help_is_broken_at_the_width_of_a_terminal_and_nowhere_else() {
        let style = Style { colour: false, width: 40, wrap: true, all: false };
        let text = "set `encrypted = true` on the device, and `kms_key_id` for a key of your own";
        let broken = style.paragraph(text, 6);
        assert!(broken.lines().count() > 2 && broken.lines().all(|line| line.chars().count() <= 25), "{broken}");
        assert_eq!(broken.replace('\n', " "), text);
        let long = "x".repeat(200);
        assert_eq!(style.paragraph(&long, 6), long);
        assert_eq!(Style { wrap: false, ..style }.paragraph(text, 6), text);
        let renderer = Renderer::plain().term_width(40);
        let group = Level::ERROR.primary_title("title").element(Level::HELP.message(broken));
        let drawn = renderer.render(&[group]);
        assert!(drawn.lines().all(|line| line.chars().count() <= 40), "{drawn}");
    }
}
