//! Modules that live in another given repository: a `git::` source is read from that repository's objects at the ref it
//! pins.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn git(at: &Path, arguments: &[&str]) {
    let done = Command::new("git")
        .args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.com",
            "-c",
            "init.defaultBranch=main",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .current_dir(at)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn module(at: &Path, size: u32) {
    let text = format!(
        "variable \"name\" {{}}\nmodule \"inner\" {{\n  source = \"../inner\"\n}}\noutput \"name\" {{\n  value = \"${{var.name}}-{size}-${{module.inner.v}}\"\n}}\n"
    );
    write(&at.join("net/main.tf"), &text);
    write(&at.join("inner/main.tf"), &format!("output \"v\" {{\n  value = \"inner{size}\"\n}}\n"));
    git(at, &["add", "."]);
    git(at, &["commit", "-qm", "x"]);
}

fn outputs(at: &Path, unit: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
        .current_dir(at)
        .args(["show", unit, "live", "modules", "--json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_module_is_read_at_the_ref_its_source_pins() {
    let work = tempfile::tempdir().unwrap();
    let modules = work.path().join("modules");
    fs::create_dir_all(&modules).unwrap();
    git(&modules, &["init", "-q"]);
    git(&modules, &["remote", "add", "origin", "git@github.com:acme/infra-modules.git"]);
    module(&modules, 1);
    git(&modules, &["tag", "v1"]);
    module(&modules, 2);
    git(&modules, &["branch", "next"]);
    module(&modules, 3);
    write(&modules.join("net/main.tf"), "output \"name\" {\n  value = \"not committed\"\n}\n");
    let unit = |name: &str, source: &str| {
        let text = format!(
            "locals {{\n  base = \"git::https://github.com/acme/infra-modules.git\"\n}}\nterraform {{\n  source = \"{source}\"\n}}\ninputs = {{\n  name = \"{name}\"\n}}\n"
        );
        write(&work.path().join(format!("live/{name}/terragrunt.hcl")), &text);
    };
    unit("tagged", "${local.base}//net?ref=v1");
    unit("branch", "git::git@github.com:acme/infra-modules.git//net?ref=next");
    unit("open", "${local.base}//net");
    unit("full", "${local.base}//net?ref=refs/tags/v1");
    unit("full-branch", "${local.base}//net?ref=refs/heads/next");
    unit("nowhere", "${local.base}//nat?ref=v1");
    unit("absent", "${local.base}//net?ref=v9");
    write(
        &work.path().join("live/plain/main.tf"),
        "provider \"aws\" {}\nmodule \"net\" {\n  source = \"github.com/acme/infra-modules//net?ref=v1\"\n  name = \"root\"\n}\noutput \"name\" {\n  value = module.net.name\n}\n",
    );
    let name = |unit: &str| outputs(work.path(), unit)["configurations"][0]["outputs"]["map"]["name"]["value"].clone();
    assert_eq!(name("tagged"), "tagged-1-inner1");
    assert_eq!(name("full"), "full-1-inner1");
    assert_eq!(name("full-branch"), "full-branch-2-inner2");
    assert_eq!(name("branch"), "branch-2-inner2");
    assert_eq!(name("plain"), "root-1-inner1");
    assert_eq!(name("open"), "not committed");
    let absent = outputs(work.path(), "absent");
    let gaps = absent["configurations"][0]["gaps"].to_string();
    assert!(gaps.contains("infra-modules") && gaps.contains("`v9`"), "{gaps}");

    // What a revision that is here does not have is wrong; a revision that is not here may have it.
    let checked = Command::new(env!("CARGO_BIN_EXE_driftline"))
        .current_dir(work.path())
        .args(["check", "live", "modules", "--format", "json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let dangling: Vec<String> =
        findings.filter(|f| f["rule"] == "dangling-reference").map(|finding| finding.to_string()).collect();
    assert_eq!(dangling.len(), 1, "{dangling:#?}");
    assert!(dangling[0].contains("nowhere/terragrunt.hcl") && dangling[0].contains("`nat`"), "{dangling:#?}");
}
