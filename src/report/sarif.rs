//! SARIF 2.1.0, as GitHub code scanning reads it: one run, one result a finding, URIs relative to each repository.

use super::{Position, Report, clean};
use crate::finding::Severity;
use crate::rules::CATALOGUE;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The schema the output names.
pub const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The whole log, indented, with a final newline.
pub fn render(report: &Report<'_>) -> String {
    let t = report.triaged;
    let used: BTreeSet<&str> = t.findings.iter().map(|j| j.finding.rule).collect();
    let entries: Vec<_> = CATALOGUE.iter().filter(|e| used.contains(e.rule.id)).collect();
    let rules: Vec<Value> = entries
        .iter()
        .map(|e| {
            json!({
                "id": e.rule.id,
                "shortDescription": { "text": &*e.page.title },
                "fullDescription": { "text": &*e.page.why },
                "help": { "text": &*e.page.fix, "markdown": &*e.page.body },
                "defaultConfiguration": { "level": level(e.page.severity) },
                "properties": {
                    "tags": [&*e.page.family],
                    "security-severity": security_severity(e.page.severity),
                },
            })
        })
        .collect();
    let index = |id: &str| entries.iter().position(|e| e.rule.id == id);
    let mut bases = serde_json::Map::new();
    for tree in report.sources.trees().iter().filter(|t| !t.embedded && t.revision.is_none()) {
        let about = format!("the root of the repository {}", clean(&tree.name));
        bases.insert(base_id(&tree.name), json!({ "description": { "text": about } }));
    }
    let results: Vec<Value> = t
        .findings
        .iter()
        .map(|j| {
            let f = &j.finding;
            let mut text = clean(&f.message).into_owned();
            if let Some(help) = &f.help {
                text.push_str("\n\n");
                text.push_str(&clean(help));
            }
            let related: Vec<Value> = f
                .evidence
                .related()
                .iter()
                .enumerate()
                .map(|(i, m)| {
                    let mut location = physical(&report.position(m.at));
                    set(&mut location, "id", json!(i + 1));
                    set(&mut location, "message", json!({ "text": format!("{}: {}", m.role.word(), clean(&m.note)) }));
                    location
                })
                .collect();
            let mut result = json!({
                "ruleId": f.rule,
                "level": level(j.severity),
                "message": { "text": text },
                "locations": [physical(&report.position(f.evidence.primary().at))],
                "partialFingerprints": { "driftline/v1": &*j.fingerprint },
                "properties": {
                    "severity": j.severity.word(),
                    "confidence": f.confidence.word(),
                    "reach": f.reach.word(),
                    "address": f.subject.to_string(),
                },
            });
            if let Some(i) = index(f.rule) {
                set(&mut result, "ruleIndex", json!(i));
            }
            if !related.is_empty() {
                set(&mut result, "relatedLocations", json!(related));
            }
            if let Some(waived) = &j.waived {
                let kind = if waived.inline { "inSource" } else { "external" };
                set(&mut result, "suppressions", json!([{ "kind": kind, "justification": clean(&waived.reason) }]));
            }
            result
        })
        .collect();
    let notifications: Vec<Value> = t
        .gaps
        .iter()
        .map(|g| {
            let mut n = json!({ "level": "note", "message": { "text": clean(&g.message) } });
            if let Some(at) = g.at {
                set(&mut n, "locations", json!([physical(&report.position(at))]));
            }
            n
        })
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "driftline",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": bases,
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn physical(p: &Position) -> Value {
    let mut region = json!({ "startLine": p.start.line, "startColumn": p.start.column });
    if (p.end.line, p.end.column) > (p.start.line, p.start.column) {
        set(&mut region, "endLine", json!(p.end.line));
        set(&mut region, "endColumn", json!(p.end.column));
    }
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&p.path), "uriBaseId": base_id(&p.repository) },
        "region": region,
    }})
}

/// Sets a key of an object made above.
fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

fn base_id(repository: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    format!("REPO_{}", repository.replace(|c: char| !plain(c), "_"))
}

/// A relative URI: what a path may hold and a URI may not is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'@' | b'+' => {
                out.push(byte as char)
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "3.0",
        Severity::Info => "1.0",
    }
}
