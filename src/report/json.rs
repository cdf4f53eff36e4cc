//! The JSON report. Its shape is versioned and documented in the README; `file` is relative to its repository.

use super::{Position, Report, clean};
use crate::triage::Seen;
use serde::Serialize;

/// The version of the shape below.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    summary: Summary<'a>,
    findings: Vec<Finding<'a>>,
    causes: Vec<Cause<'a>>,
    undecided: Vec<Undecided<'a>>,
    gaps: Vec<Gap<'a>>,
}

#[derive(Serialize)]
struct Summary<'a> {
    seen: &'a Seen,
    findings: usize,
    waived: usize,
    causes: usize,
    satisfied: usize,
    undecided: usize,
    gaps: usize,
    fails: bool,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    confidence: &'a str,
    reach: &'a str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterpart: Option<String>,
    aspect: &'a str,
    fingerprint: &'a str,
    cause: usize,
    location: Location,
    related: Vec<Related>,
    waived: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver_reason: Option<String>,
}

#[derive(Serialize)]
struct Location {
    repository: String,
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct Related {
    role: &'static str,
    message: String,
    location: Location,
}

#[derive(Serialize)]
struct Cause<'a> {
    rule: &'a str,
    severity: &'a str,
    confidence: &'a str,
    message: String,
    findings: Vec<&'a str>,
}

#[derive(Serialize)]
struct Undecided<'a> {
    rule: &'a str,
    address: String,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    location: Location,
}

#[derive(Serialize)]
struct Gap<'a> {
    kind: &'a str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
}

impl From<Position> for Location {
    fn from(p: Position) -> Self {
        Self {
            repository: p.repository,
            file: p.path,
            line: p.start.line,
            column: p.start.column,
            end_line: p.end.line,
            end_column: p.end.column,
        }
    }
}

/// The whole report, indented, with a final newline.
pub fn render(report: &Report<'_>) -> String {
    let t = report.triaged;
    let findings: Vec<Finding<'_>> = t
        .findings
        .iter()
        .map(|j| {
            let f = &j.finding;
            Finding {
                rule: f.rule,
                severity: j.severity.word(),
                confidence: f.confidence.word(),
                reach: f.reach.word(),
                message: clean(&f.message).into_owned(),
                help: f.help.as_ref().map(|h| clean(h).into_owned()),
                address: f.subject.to_string(),
                counterpart: f.counterpart.as_ref().map(ToString::to_string),
                aspect: &f.aspect,
                fingerprint: &j.fingerprint,
                cause: j.cause,
                location: report.position(f.evidence.primary().at).into(),
                related: f
                    .evidence
                    .related()
                    .iter()
                    .map(|m| Related {
                        role: m.role.word(),
                        message: clean(&m.note).into_owned(),
                        location: report.position(m.at).into(),
                    })
                    .collect(),
                waived: j.waived.is_some(),
                waiver_reason: j.waived.as_ref().map(|w| clean(&w.reason).into_owned()),
            }
        })
        .collect();
    let causes = t
        .causes
        .iter()
        .map(|c| Cause {
            rule: c.rule,
            severity: c.severity.word(),
            confidence: c.confidence.word(),
            message: clean(&c.message).into_owned(),
            findings: c.findings.iter().filter_map(|i| t.findings.get(*i)).map(|j| &*j.fingerprint).collect(),
        })
        .collect();
    let undecided = t
        .undecided
        .iter()
        .map(|u| Undecided {
            rule: u.rule,
            address: u.subject.to_string(),
            reason: clean(&u.reason).into_owned(),
            help: u.help.as_ref().map(|h| clean(h).into_owned()),
            location: report.position(u.at).into(),
        })
        .collect();
    let gaps = t
        .gaps
        .iter()
        .map(|g| Gap {
            kind: g.kind.word(),
            message: clean(&g.message).into_owned(),
            help: g.help.as_ref().map(|h| clean(h).into_owned()),
            location: g.at.map(|at| report.position(at).into()),
        })
        .collect();
    let document = Document {
        version: VERSION,
        summary: Summary {
            seen: report.seen,
            findings: t.findings.len(),
            waived: t.findings.iter().filter(|j| j.waived.is_some()).count(),
            causes: t.causes.len(),
            satisfied: t.satisfied,
            undecided: t.undecided.len(),
            gaps: t.gaps.len(),
            fails: t.fails(report.fail_on),
        },
        findings,
        causes,
        undecided,
        gaps,
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}
