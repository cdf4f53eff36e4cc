//! A finding points at the text a person would change and shows the rest of the way there: template, values, patch, variable,
//! release. The estate has one of each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use support::{check, found, marks};

const ESTATE: &str = "fixtures/estates/origins";

/// `file: the line's text` of a location of the JSON report.
fn line(location: &Value) -> String {
    let (repository, file) = (location["repository"].as_str().unwrap(), location["file"].as_str().unwrap());
    let text = fs::read_to_string(Path::new(ESTATE).join(repository).join(file)).unwrap();
    let number = usize::try_from(location["line"].as_u64().unwrap()).unwrap();
    let line = text.lines().nth(number - 1).unwrap().split(" # expect").next().unwrap().trim();
    format!("{}: {line}", file.rsplit('/').next().unwrap())
}

/// The places of the finding of a rule about a subject: the primary one, then the others in order.
fn places(report: &Value, rule: &str, subject: &str) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    let about = |f: &&Value| f["rule"] == rule && f["address"].as_str().unwrap().ends_with(subject);
    let finding = findings.iter().find(about).unwrap_or_else(|| panic!("no {rule} about {subject}"));
    let related = finding["related"].as_array().unwrap().iter().map(|r| line(&r["location"]));
    std::iter::once(line(&finding["location"])).chain(related).collect()
}

#[test]
fn each_mistake_is_at_the_line_that_a_person_would_change() {
    let report = check(Path::new("."), &[ESTATE], &[]);
    let expected: BTreeSet<_> =
        ["infra", "k8s"].iter().flat_map(|r| marks(&Path::new(ESTATE).join(r), r, None)).collect();
    assert_eq!(found(&report, None), expected);
}

#[test]
fn the_rest_of_the_way_is_shown_beside_it() {
    let report = check(Path::new("."), &[ESTATE], &[]);
    let role = "role-not-declared";
    let table: &[(&str, &str, &[&str])] = &[
        (
            role,
            "ServiceAccount/acme/of-values",
            &[
                "release.yaml: role: arn:aws:iam::111122223333:role/of-the-release",
                "accounts.yaml: eks.amazonaws.com/role-arn: {{ .Values.role }}",
            ],
        ),
        (
            role,
            "ServiceAccount/globex/of-values",
            &[
                "values.yaml: role: arn:aws:iam::111122223333:role/of-the-chart",
                "accounts.yaml: eks.amazonaws.com/role-arn: {{ .Values.role }}",
                "release.yaml: name: tenant",
            ],
        ),
        (
            role,
            "ServiceAccount/acme/of-a-helper",
            &[
                "_helpers.tpl: eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/of-a-helper",
                "accounts.yaml: {{- include \"tenant.annotations\" . | nindent 4 }}",
                "release.yaml: name: tenant",
            ],
        ),
        (
            role,
            "ServiceAccount/globex/of-the-template",
            &[
                "accounts.yaml: eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/of-the-template",
                "release.yaml: name: tenant",
            ],
        ),
        (
            role,
            "ServiceAccount/shared/of-a-patch",
            &[
                "role.yaml: eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/of-a-patch",
                "kustomization.yaml: - path: role.yaml",
                "accounts.yaml: name: of-a-patch",
            ],
        ),
        (
            role,
            "ServiceAccount/shared/of-a-variable",
            &[
                "apps.yaml: substituted_role: arn:aws:iam::111122223333:role/of-a-variable",
                "accounts.yaml: eks.amazonaws.com/role-arn: ${substituted_role}",
            ],
        ),
        (
            role,
            "ServiceAccount/shared/of-text-with-a-variable",
            &[
                "accounts.yaml: eks.amazonaws.com/role-arn: arn:aws:iam::${account}:role/of-text",
                "apps.yaml: account: \"111122223333\"",
            ],
        ),
        (
            role,
            "ServiceAccount/acme/of-a-variable-in-values",
            &[
                "gotk-sync.yaml: extra_role: arn:aws:iam::111122223333:role/of-a-variable-in-values",
                "release.yaml: extra: ${extra_role}",
                "accounts.yaml: eks.amazonaws.com/role-arn: {{ .Values.extra | quote }}",
            ],
        ),
        (
            "pod-security-as-annotation",
            "Namespace//shared",
            &["kustomization.yaml: pod-security.kubernetes.io/enforce: baseline", "namespace.yaml: name: shared"],
        ),
        (
            "namespace-without-network-policy",
            "Namespace//acme",
            &[
                "namespace.yaml: name: {{ .Values.organization }}",
                "release.yaml: name: tenant",
                "values.yaml: apiVersion: v1",
            ],
        ),
        (
            "cross-org-reference",
            "RoleBinding/acme/readers",
            &[
                "values.yaml: reader: globex",
                "release.yaml: name: tenant",
                "accounts.yaml: namespace: {{ .Values.reader }}",
            ],
        ),
    ];
    for (rule, subject, wanted) in table {
        let mut found = places(&report, rule, subject);
        let mut wanted: Vec<String> = wanted.iter().map(|w| w.to_string()).collect();
        assert_eq!(found.first(), wanted.first(), "{rule} {subject}");
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{rule} {subject}");
    }
}

#[test]
fn a_template_that_two_organizations_render_is_one_cause() {
    let report = check(Path::new("."), &[ESTATE], &[]);
    let findings = report["findings"].as_array().unwrap();
    for file in ["_helpers.tpl", "namespace.yaml"] {
        let of_rule = |rule: &str| -> Vec<u64> {
            let here = |f: &&Value| f["location"]["file"].as_str().unwrap().ends_with(file) && f["rule"] == rule;
            findings.iter().filter(here).map(|f| f["cause"].as_u64().unwrap()).collect()
        };
        let rule = if file == "_helpers.tpl" { "role-not-declared" } else { "namespace-without-pod-security" };
        let causes = of_rule(rule);
        assert_eq!(causes.len(), 2, "{file}");
        assert_eq!(causes[0], causes[1], "{file}");
    }
}

#[test]
fn people_and_code_scanning_are_shown_the_way_too() {
    let run = |format: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
            .args(["check", ESTATE, "--format", format, "--fail-on", "never"])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let human = run("human");
    for shown in [
        "eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/of-a-helper",
        "{{- include \"tenant.annotations\" . | nindent 4 }}",
        "rendered by this template",
        "rendered for this release",
        "eks.amazonaws.com/role-arn: ${substituted_role}",
        "used as a variable here",
        "- path: role.yaml",
        "patched here",
    ] {
        assert!(human.contains(shown), "{shown} is not in\n{human}");
    }
    let sarif: Value = serde_json::from_str(&run("sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let uri = |l: &Value| l["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned();
    let helper = results.iter().find(|r| uri(&r["locations"][0]).ends_with("_helpers.tpl")).unwrap();
    let related: Vec<String> = helper["relatedLocations"].as_array().unwrap().iter().map(uri).collect();
    assert_eq!(related, ["charts/tenant/templates/accounts.yaml", "clusters/prod/organizations/acme/release.yaml"]);
}
