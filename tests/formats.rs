//! What each format promises to its readers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

fn run(format: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
        .args(["check", "fixtures/estates/numinia", "--color", "never", "--format", format])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stdout).unwrap()
}

fn json() -> Value {
    serde_json::from_str(&run("json")).unwrap()
}

#[test]
fn sarif_is_valid_and_says_the_same_as_json() {
    let text = run("sarif");
    let log: Value = serde_json::from_str(&text).unwrap();
    let schema: Value = serde_json::from_str(&fs::read_to_string("tests/schemas/sarif-2.1.0.json").unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&log).map(|e| format!("{} at {}", e, e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let _: serde_sarif::sarif::Sarif = serde_json::from_str(&text).unwrap();

    let results = log["runs"][0]["results"].as_array().unwrap();
    let findings = json()["findings"].as_array().unwrap().clone();
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(&findings) {
        let at = &result["locations"][0]["physicalLocation"];
        assert_eq!(result["ruleId"], finding["rule"]);
        assert_eq!(at["region"]["startLine"], finding["location"]["line"]);
        let uri = at["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.starts_with('/') && !uri.contains("://"), "{uri} is not relative");
        assert!(at["region"]["startLine"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn json_places_exist_and_each_identity_is_one_entry() {
    let report = json();
    assert_eq!(report["version"], 1);
    let mut seen = BTreeSet::new();
    for finding in report["findings"].as_array().unwrap() {
        assert!(seen.insert(finding["fingerprint"].as_str().unwrap().to_string()), "twice: {finding:#}");
        let at = &finding["location"];
        let folder = match at["repository"].as_str().unwrap() {
            "numinia-terragrunt" => "fixtures/estates/numinia/terragrunt",
            "numinia-k8s" => "fixtures/estates/numinia/k8s",
            other => panic!("{other} is no repository of the estate"),
        };
        let text = fs::read_to_string(Path::new(folder).join(at["file"].as_str().unwrap())).unwrap();
        let line = text.lines().nth(at["line"].as_u64().unwrap() as usize - 1).expect("the line exists");
        assert!(at["column"].as_u64().unwrap() as usize <= line.chars().count() + 1);
        let cause = &report["causes"][finding["cause"].as_u64().unwrap() as usize];
        assert!(cause["findings"].as_array().unwrap().contains(&finding["fingerprint"]));
    }
    let summary = &report["summary"];
    assert_eq!(summary["findings"].as_u64().unwrap() as usize, seen.len());
    assert_eq!(summary["fails"], true);
    assert!(summary["seen"]["units"].as_u64().unwrap() > 20);
}

#[test]
fn a_finding_keeps_its_fingerprint_when_lines_move() {
    let prints = |shift: bool| {
        let work = tempfile::tempdir().unwrap();
        let unit = work.path().join("repo/vpc");
        fs::create_dir_all(&unit).unwrap();
        let text = "terraform {\n  source = \"tfr:///terraform-aws-modules/vpc/aws?version=5.19.0\"\n}\ninputs = {\n  name = \"a\"\n  \
                    cidr = \"10.0.0.1/16\"\n}\n";
        let head = if shift { "# one more line\n\n" } else { "" };
        fs::write(unit.join("terragrunt.hcl"), format!("{head}{text}")).unwrap();
        let report = support::check(work.path(), &["repo"], &[]);
        report["findings"][0]["fingerprint"].as_str().unwrap().to_string()
    };
    assert_eq!(prints(false), prints(true));
}

#[test]
fn github_annotations_are_one_escaped_line_each() {
    let text = run("github");
    let open = json()["findings"].as_array().unwrap().iter().filter(|f| f["waived"] == false).count();
    assert_eq!(text.lines().count(), open);
    for line in text.lines() {
        let rest = ["::error ", "::warning ", "::notice "].iter().find_map(|c| line.strip_prefix(c));
        let (properties, message) = rest.unwrap_or_else(|| panic!("{line}")).split_once("::").unwrap();
        assert!(properties.contains("file=fixtures/estates/numinia/") && properties.contains(",line="), "{line}");
        assert!(!message.is_empty() && !message.contains('\r'));
    }
}

#[test]
fn private_assumptions_are_in_no_format() {
    let work = tempfile::tempdir().unwrap();
    let unit = work.path().join("repo/vpc");
    fs::create_dir_all(&unit).unwrap();
    fs::write(
        unit.join("terragrunt.hcl"),
        "locals {\n  e = read_terragrunt_config(find_in_parent_folders(\"env.hcl\")).locals\n}\nterraform {\n  source = \
         \"tfr:///terraform-aws-modules/vpc/aws?version=5.19.0\"\n}\ninputs = {\n  name = local.e.name\n  cidr = local.e.cidr\n}\n",
    )
    .unwrap();
    fs::write(work.path().join("repo/.gitignore"), "env.hcl\n").unwrap();
    fs::write(work.path().join("env.hcl"), "locals {\n  name = \"hush-hush\"\n  cidr = \"10.99.0.7/16\"\n}\n").unwrap();
    for format in ["human", "json", "sarif", "github"] {
        let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
            .current_dir(work.path())
            .args(["check", "repo", "--assume", "env.hcl", "--format", format, "--all"])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "host bits of the assumed range are found: {text}");
        assert!(text.contains("invalid-cidr"), "{format}: {text}");
        if format == "human" {
            assert!(text.contains("a private assumption, not shown"), "a blank line says why it is blank: {text}");
        }
        assert!(!text.contains("hush-hush") && !text.contains("10.99.0"), "{format} prints a private value: {text}");
    }
}

#[test]
fn sensitive_values_in_paths_zones_and_keys_are_in_no_format() {
    let work = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = work.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let read = "locals {\n  e = read_terragrunt_config(find_in_parent_folders(\"env.hcl\")).locals\n}\n";
    write("env.hcl", "locals {\n  name = \"hush-hush\"\n  zone = \"eu-hush-1a\"\n}\n");
    write("repo/.gitignore", "env.hcl\n");
    write("repo/root.hcl", "");
    let paths = [
        ("a", "dependency \"d\" {\n  config_path = \"../${local.e.name}\"\n}\n"),
        ("b", "include \"i\" {\n  path = find_in_parent_folders(\"${local.e.name}.hcl\")\n}\n"),
        ("c", "include \"i\" {\n  path = \"../${local.e.name}/x.hcl\"\n}\n"),
        ("d", "inputs = {\n  x = read_terragrunt_config(\"../${local.e.name}.hcl\").locals.y\n}\n"),
        ("e", "terraform {\n  source = \"../${local.e.name}/vpc\"\n}\n"),
        ("f", "terraform {\n  source = \"git::https://example.com/${local.e.name}.git//vpc?ref=v1.0.0\"\n}\n"),
        ("g", "dependency \"d\" {\n  config_path = \"../../../${local.e.name}\"\n}\n"),
        ("h", "terraform {\n  source = \"tfr:///${local.e.name}/vpc/aws?version=1.0.0\"\n}\n"),
    ];
    for (unit, text) in paths {
        write(&format!("repo/{unit}/terragrunt.hcl"), &format!("{read}{text}"));
    }
    write(
        "repo/net/terragrunt.hcl",
        &format!(
            "{read}terraform {{\n  source = \"../modules/net\"\n}}\ninputs = {{\n  zone = local.e.zone\n  name = local.e.name\n}}\n"
        ),
    );
    write(
        "repo/modules/net/main.tf",
        r#"variable "zone" {}
variable "name" {}
resource "aws_vpc" "this" {
  for_each   = toset([var.name])
  cidr_block = "10.0.0.1/16"
  tags       = { Name = each.key }
}
resource "aws_subnet" "private" {
  for_each          = { (var.name) = "10.0.1.0/24", "${var.name}-b" = "10.0.1.0/24" }
  vpc_id            = aws_vpc.this[var.name].id
  cidr_block        = each.value
  availability_zone = var.zone
}
module "again" {
  for_each = toset([var.name])
  source   = "./${each.key}"
}
"#,
    );
    for format in ["human", "json", "sarif", "github"] {
        let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
            .current_dir(work.path())
            .args(["check", "repo", "--assume", "env.hcl", "--format", format, "--all"])
            .output()
            .unwrap();
        for text in [output.stdout, output.stderr] {
            let text = String::from_utf8(text).unwrap();
            assert!(!text.contains("hush"), "{format} prints a private value: {text}");
            if format == "json" && !text.is_empty() {
                for rule in ["dangling-reference", "single-az-tier", "invalid-cidr"] {
                    assert!(text.contains(rule), "{rule} is judged all the same: {text}");
                }
                assert!(text.contains("aws_vpc.this[(sensitive:"), "{text}");
            }
        }
    }
}
