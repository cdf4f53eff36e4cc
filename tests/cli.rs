//! The command line as a person uses it: each `tests/cmd/*.trycmd` is a session with its exact output, and what the README
//! shows is what is printed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::process::Command;

#[test]
fn sessions() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = fs::read_to_string("README.md").unwrap();
    let example = readme.split("```console\n").nth(1).unwrap().split("\n```").next().unwrap();
    let (command, shown) = example.split_once('\n').unwrap();
    let arguments = command.strip_prefix("$ driftline ").unwrap().split(' ');
    let output = Command::new(env!("CARGO_BIN_EXE_driftline")).args(arguments).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    for part in shown.split("...\n").map(str::trim).filter(|part| !part.is_empty()) {
        for line in part.lines() {
            assert!(
                printed.lines().any(|l| l == line),
                "the README shows a line that is not printed:\n{line}\n{printed}"
            );
        }
    }
}

#[test]
fn explain_prints_the_page() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_driftline")).args(["explain", "single-nat-gateway"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let printed = String::from_utf8(output.stdout).unwrap();
    let page = fs::read_to_string("rules/network/single-nat-gateway.md").unwrap();
    let body = page.splitn(3, "---\n").nth(2).unwrap().trim();
    assert!(printed.starts_with("single-nat-gateway (medium)") && printed.contains(body), "{printed}");
}

#[test]
fn the_readme_configuration_is_valid() {
    let readme = fs::read_to_string("README.md").unwrap();
    let block = readme.split("```yaml\n").find(|b| b.starts_with("repositories:                      #")).unwrap();
    let text = block.split("\n```").next().unwrap();
    let work = tempfile::tempdir().unwrap();
    for folder in ["infrastructure", "k8s/assume"] {
        fs::create_dir_all(work.path().join(folder)).unwrap();
    }
    fs::write(work.path().join("k8s/assume/env.hcl"), "locals {}\n").unwrap();
    fs::write(work.path().join("k8s/driftline.yaml"), text).unwrap();
    fs::write(work.path().join("k8s/kustomization.yaml"), "resources: []\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
        .current_dir(work.path().join("k8s"))
        .args(["check", "--config", "driftline.yaml"])
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(!errors.contains("driftline.yaml:"), "{errors}");
}
