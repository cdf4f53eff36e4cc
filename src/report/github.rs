//! GitHub workflow commands: annotations on the lines of a pull request.

use super::{Report, clean};
use crate::finding::Severity;
use std::fmt::Write as _;

/// One line a finding that is not waived; `%`, CR and LF escaped as the runner expects. Dormant and suspended ones are
/// notices.
pub fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    let open = report.triaged.causes.iter().flat_map(|c| &c.findings);
    for judged in open.filter_map(|i| report.triaged.findings.get(*i)).filter(|j| j.waived.is_none()) {
        let f = &judged.finding;
        let command = match judged.severity {
            _ if !f.reach.counts() => "notice",
            Severity::High => "error",
            Severity::Medium => "warning",
            Severity::Low | Severity::Info => "notice",
        };
        let at = f.evidence.primary().at;
        let p = report.position(at);
        let mut message = f.message.clone();
        if let Some(help) = &f.help {
            let _ = write!(message, "\n{help}");
        }
        for mark in f.evidence.related() {
            let r = report.position(mark.at);
            let _ =
                write!(message, "\n{}: {}//{}:{} {}", mark.role.word(), r.repository, r.path, r.start.line, mark.note);
        }
        let _ = writeln!(
            out,
            "::{command} file={},line={},endLine={},col={},title={}::{}",
            property(&report.shown_path(at.file)),
            p.start.line,
            p.end.line.max(p.start.line),
            p.start.column,
            property(f.rule),
            data(&clean(&message)),
        );
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
