//! Whole estates: every planted mistake is found at its line, nothing else is, and the answer does not depend on the
//! number of threads.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use support::{Place, check, found, marks};

/// The marks of an estate's repositories: name and folder.
fn planted(estate: &Path, repositories: &[(&str, &str)]) -> BTreeSet<Place> {
    repositories.iter().flat_map(|(name, folder)| marks(&estate.join(folder), name, None)).collect()
}

fn compare(estate: &str, repositories: &[(&str, &str)], also: &[(&str, &str, u64)]) {
    let folder = Path::new("fixtures/estates").join(estate);
    let mut expected = planted(&folder, repositories);
    expected.extend(also.iter().map(|(r, f, l)| (r.to_string(), f.to_string(), *l)));
    let report = check(Path::new("."), &[folder.to_str().unwrap()], &[]);
    let found = found(&report, None);
    let missed: Vec<_> = expected.difference(&found).collect();
    let extra: Vec<_> = found.difference(&expected).collect();
    assert!(missed.is_empty() && extra.is_empty(), "missed: {missed:#?}\nnot planted: {extra:#?}");
}

const NUMINIA: &[(&str, &str)] = &[("numinia-terragrunt", "terragrunt"), ("numinia-k8s", "k8s")];

#[test]
fn every_mistake_planted_in_numinia_is_found_and_nothing_else() {
    compare("numinia", NUMINIA, &[]);
}

#[test]
fn the_repaired_numinia_has_nothing_at_medium_or_above() {
    let report = check(Path::new("."), &["fixtures/estates/numinia-repaired"], &[]);
    let findings = report["findings"].as_array().unwrap();
    let serious: Vec<_> = findings.iter().filter(|f| f["severity"] == "medium" || f["severity"] == "high").collect();
    assert!(serious.is_empty(), "{serious:#?}");
}

#[test]
fn every_mistake_planted_in_layers_is_found_and_nothing_else() {
    // CDKTF's JSON has no comments to mark a line with.
    compare("layers", &[("infra", ".")], &[("bucket-without-kms", "infra//aws/cdk.tf.json", 404)]);
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_the_threads() {
    let run = |threads: &str, format: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
            .args(["check", "fixtures/estates/numinia", "--format", format])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        (output.status.code(), output.stdout)
    };
    for format in ["json", "human", "sarif", "github"] {
        let one = run("1", format);
        assert_eq!(one, run("4", format), "{format}");
        assert_eq!(one, run("2", format), "{format}");
        assert!(!one.1.is_empty());
    }
}
