//! What would otherwise stay unsaid: settings that match nothing, assumptions that nothing reads, files that their own program
//! refuses; and what must not be said when only a part of the platform was given.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const VPC: &str = "terraform {\n  source = \"tfr:///terraform-aws-modules/vpc/aws?version=5.19.0\"\n}\n\ninputs = {\n  name = \"main\"\n  cidr = \"10.0.0.0/16\"\n}\n";
const NAMESPACE: &str = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: acme-pre\n";

fn platform(configuration: &str) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    write(work.path(), "infra/live/vpc/terragrunt.hcl", VPC);
    write(work.path(), "k8s/clusters/prod/kustomization.yaml", "resources: [namespace.yaml]\n");
    write(work.path(), "k8s/clusters/prod/namespace.yaml", NAMESPACE);
    write(work.path(), "driftline.yaml", configuration);
    work
}

fn write(folder: &Path, path: &str, text: &str) {
    let to = folder.join(path);
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::write(to, text).unwrap();
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_driftline")).current_dir(folder).arg("check").args(arguments).output().unwrap()
}

fn report(folder: &Path, arguments: &[&str]) -> Value {
    let output = run(folder, &[&["--format", "json"], arguments].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// `line: message` of a rule's findings.
fn said(report: &Value, rule: &str) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == rule);
    findings.map(|f| format!("{}: {}", f["location"]["line"], f["message"].as_str().unwrap())).collect()
}

const REPOSITORIES: &str = "repositories:\n  - {name: infra, path: infra}\n  - {name: k8s, path: k8s}\n";

#[test]
fn a_setting_that_matches_nothing_is_said_at_its_place_and_does_not_fail_the_run() {
    let settings = "organizations:
  - name: acme
    paths: [\"k8s//clusters/prod/acme/**\", \"k8s//clusters/prod/**\"]
    namespaces: [acme, acme-pre, kube-system]
clusters:
  - {name: prod, path: k8s//clusters/prd, unit: infra//live/eks}
network:
  connected:
    - [infra//live/vpc, infra//live/vpcs]
  public_workloads: [infra//live/bastion, infra//live/vpc]
entry_points: [k8s//clusters/dev]
rules:
  unused-waiver: off
  namespace-without-network-policy: off
  namespace-without-pod-security: off
waivers:
  - {rule: public-database, address: infra//live/db/**, reason: x}
";
    let work = platform(&format!("{REPOSITORIES}{settings}"));
    let made = report(work.path(), &[]);
    assert_eq!(
        said(&made, "unused-setting"),
        [
            "6: `k8s//clusters/prod/acme/**` matches nothing: no file has such a path",
            "7: `acme` matches nothing: no namespace of this name is declared or used",
            "9: `k8s//clusters/prd` matches nothing: nothing is applied from this directory",
            "9: `infra//live/eks` matches nothing: no unit or root module is there",
            "12: `infra//live/vpcs` matches nothing: no VPC has such an address",
            "13: `infra//live/bastion` matches nothing: nothing is declared at such an address",
            "14: `k8s//clusters/dev` matches nothing: there is no such directory",
        ]
    );
    assert_eq!(said(&made, "unused-waiver"), Vec::<String>::new(), "the rule is off");
    assert_eq!(run(work.path(), &[]).status.code(), Some(0));
    let off = settings.replace("unused-waiver: off", "unused-setting: {severity: high}");
    fs::write(work.path().join("driftline.yaml"), format!("{REPOSITORIES}{off}")).unwrap();
    let made = report(work.path(), &[]);
    assert_eq!(said(&made, "unused-waiver"), ["20: this waiver of `public-database` matches no finding"]);
    assert_eq!(run(work.path(), &[]).status.code(), Some(1), "its severity can be raised");
}

#[test]
fn on_one_repository_alone_nothing_is_said_of_the_others() {
    let settings = "organizations:
  - name: acme
    paths: [\"k8s//teams/**\"]
    namespaces: [acme]
    accounts: [\"111122223333\"]
clusters:
  - {name: prod, path: k8s//clusters/none}
assume:
  - {path: k8s//clusters/env.hcl, hcl: \"locals {}\"}
waivers:
  - {rule: cross-org-reference, address: k8s//**, reason: x}
  - {rule: cross-org-reference, address: \"**\", reason: x}
";
    let work = platform(&format!("{REPOSITORIES}{settings}"));
    write(
        work.path(),
        "infra/live/vpc/more.hcl",
        "# driftline: allow overlapping-cidrs -- peers in the other repository\nlocals {}\n",
    );
    let made = report(work.path(), &["--config", "driftline.yaml", "infra"]);
    for rule in ["unused-setting", "unused-waiver"] {
        assert_eq!(said(&made, rule), Vec::<String>::new());
    }
    assert_eq!(made["gaps"], Value::Array(Vec::new()));
    let made = report(work.path(), &[]);
    assert_eq!(said(&made, "unused-waiver").len(), 3, "with all of them everything is said");
}

#[test]
fn a_waiver_of_an_undecided_check_is_left_alone() {
    let account = "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n  namespace: acme-pre\n  annotations:\n    # driftline: allow role-not-declared -- made by hand\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/a\n";
    let work = platform("waivers:\n  - {rule: role-not-declared, address: k8s//**, reason: x}\n");
    write(work.path(), "k8s/clusters/prod/account.yaml", account);
    write(work.path(), "k8s/clusters/prod/kustomization.yaml", "resources: [namespace.yaml, account.yaml]\n");
    let made = report(work.path(), &["k8s"]);
    assert!(made["undecided"].as_array().unwrap().iter().any(|u| u["rule"] == "role-not-declared"));
    assert_eq!(said(&made, "unused-waiver"), Vec::<String>::new());
}

#[test]
fn an_assumption_that_nothing_reads_is_said_once_where_it_is_asked_for() {
    let work = platform(&format!("{REPOSITORIES}assume:\n  - {{path: infra//live/env.hcl, hcl: \"locals {{}}\"}}\n"));
    let made = report(work.path(), &[]);
    let gaps = made["gaps"].as_array().unwrap();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!(gaps[0]["message"], "the file assumed at `infra//live/env.hcl` is read by nothing");
    assert_eq!((&gaps[0]["location"]["file"], &gaps[0]["location"]["line"]), (&"driftline.yaml".into(), &5.into()));
    let reads = "locals {\n  env = read_terragrunt_config(find_in_parent_folders(\"env.hcl\"))\n}\n";
    write(work.path(), "infra/live/vpc/terragrunt.hcl", &format!("{reads}{VPC}"));
    assert_eq!(report(work.path(), &[])["gaps"], Value::Array(Vec::new()));
}

#[test]
fn assumptions_that_cannot_be_used_stop_the_run_with_the_reason() {
    let work = platform("");
    write(work.path(), "env.hcl", "locals {\n  secret = \"hush\n}\n");
    write(work.path(), "good.hcl", "locals {}\n");
    let says = |arguments: &[&str], words: &[&str]| {
        let output = run(work.path(), arguments);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert_eq!(errors.matches("error:").count(), 1, "{errors}");
        assert!(words.iter().all(|word| errors.contains(word)) && !errors.contains("hush"), "{errors}");
    };
    says(&["infra", "--assume", "live/env.hcl=env.hcl"], &["env.hcl does not parse: line 2, column 12"]);
    says(&["infra", "--assume", "live/env.hcl=none.hcl"], &["none.hcl cannot be read"]);
    let twice = ["infra", "--assume", "live/env.hcl=good.hcl", "--assume", "infra//live/env.hcl=good.hcl"];
    says(&twice, &["--assume lays two files at `infra//live/env.hcl`"]);
    says(&["infra", "--assume", "k8s//env.hcl=good.hcl"], &["names the repository `k8s`", "are: infra"]);
}

#[test]
fn what_is_declared_twice_is_found_at_the_second_place_and_the_rest_goes_on() {
    let work = platform("");
    let twice = format!("{VPC}\ninputs = {{\n  name = \"other\"\n}}\n");
    write(work.path(), "infra/live/vpc/terragrunt.hcl", &twice);
    write(
        work.path(),
        "infra/roots/main.tf",
        "terraform {\n  backend \"s3\" {}\n}\nresource \"aws_s3_bucket\" \"a\" {\n  bucket = \"a\"\n}\nresource \"aws_s3_bucket\" \"a\" {\n  bucket = \"b\"\n}\n",
    );
    let made = report(work.path(), &["infra"]);
    assert_eq!(
        said(&made, "unparsable-file"),
        [
            "10: Terragrunt refuses terragrunt.hcl: `inputs` is set twice here, first on line 5; it may be set only once",
            "7: Terraform refuses main.tf: resource `aws_s3_bucket.a` is declared twice, first on line 4",
        ]
    );
    assert_eq!(made["gaps"], Value::Array(Vec::new()), "nothing is hidden by it");
    assert!(!said(&made, "bucket-without-kms").is_empty());
}

#[test]
fn a_repository_that_only_the_configuration_names_is_missed_there() {
    let work = platform("repositories:\n  - {name: infra, path: infra}\n  - {name: k8s, path: nowhere}\n");
    let output = run(work.path(), &[]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        errors.contains("the repository `nowhere` does not exist") && errors.contains("driftline.yaml:3:23"),
        "{errors}"
    );
}

#[test]
fn what_cannot_be_told_is_not_said_to_match_nothing() {
    let settings = "organizations:
  - {name: acme, accounts: [\"111122223333\", \"444455556666\", \"777788889999\"]}
network:
  connected:
    - [infra//live/vpc, infra//live/other, infra//live/none]
modules:
  - {source: git@github.com:acme/modules.git, path: infra//modules}
  - {source: git@github.com:acme/absent-modules.git, path: infra//live}
";
    let work = platform(&format!("{REPOSITORIES}{settings}"));
    let provider =
        "provider \"aws\" {\n  region              = \"eu-west-1\"\n  allowed_account_ids = [\"111122223333\"]\n}\n";
    let generate = format!(
        "generate \"provider\" {{\n  path      = \"p.tf\"\n  if_exists = \"overwrite\"\n  contents  = <<E\n{provider}E\n}}\n"
    );
    let other = "terraform {\n  source = \"git::git@github.com:acme/modules.git//vpc?ref=v1\"\n}\n";
    write(work.path(), "infra/live/vpc/terragrunt.hcl", &format!("{generate}{VPC}"));
    write(work.path(), "infra/live/other/terragrunt.hcl", &format!("# 444455556666\n{generate}{other}"));
    assert_eq!(
        said(&report(work.path(), &[]), "unused-setting"),
        [
            "5: `777788889999` matches nothing: nothing that was read is in this account",
            "8: `infra//live/none` matches nothing: no VPC has such an address",
            "10: `infra//modules` matches nothing: there is no such directory",
            "11: `git@github.com:acme/absent-modules.git` matches nothing: no configuration names such a module",
        ],
        "the module of `live/other` is not at hand, and may make a VPC"
    );
    write(work.path(), "infra/live/third/terragrunt.hcl", VPC);
    let made = report(work.path(), &[]);
    let accounts = said(&made, "unused-setting").into_iter().filter(|s| s.contains("account")).count();
    assert_eq!(accounts, 0, "the account of one unit is not known");
}

#[test]
fn a_repository_without_anything_to_check_says_where_it_looked() {
    let work = tempfile::tempdir().unwrap();
    write(work.path(), "notes/README.md", "nothing\n");
    let output = run(work.path(), &["notes"]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.starts_with("error: nothing to check was found in `notes`\n"), "{errors}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_configuration_above_is_called_by_its_shortest_path() {
    let work = platform("- not a mapping\n");
    let from = |folder: &str, arguments: &[&str]| {
        let output = run(&work.path().join(folder), arguments);
        let errors = String::from_utf8(output.stderr).unwrap();
        errors.lines().find_map(|line| line.trim().strip_prefix("--> ")).unwrap_or("").to_owned()
    };
    assert_eq!(from("", &["infra"]), "driftline.yaml:1:1");
    assert_eq!(from("infra/live", &[]), "../../driftline.yaml:1:1");
    assert_eq!(from("k8s", &["../infra/live"]), "../driftline.yaml:1:1");
}

#[test]
fn a_folder_of_a_repository_says_that_the_whole_repository_has_its_modules() {
    let work = tempfile::tempdir().unwrap();
    assert!(Command::new("git").args(["init", "-q"]).current_dir(work.path()).status().unwrap().success());
    write(work.path(), "live/main.tf", "provider \"aws\" {}\nmodule \"m\" {\n  source = \"../modules/m\"\n}\n");
    write(work.path(), "modules/m/main.tf", "resource \"aws_efs_file_system\" \"a\" {}\n");
    let made = report(work.path(), &["live"]);
    let gap = &made["gaps"][0];
    assert!(gap["message"].as_str().unwrap().contains("leads out of the given folder"), "{gap}");
    assert!(gap["help"].as_str().unwrap().contains("give the whole repository"), "{gap}");
    assert_eq!(said(&report(work.path(), &["."]), "filesystem-without-kms").len(), 1);
}

#[test]
fn a_generated_name_is_said_to_have_its_hash_from_kustomize() {
    let work = tempfile::tempdir().unwrap();
    let flux = "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: flux-system, namespace: flux-system}\nspec: {url: https://example.com/k8s}\n---\n\
                apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: flux-system, namespace: flux-system}\n\
                spec:\n  path: ./clusters/prod\n  sourceRef: {kind: GitRepository, name: flux-system}\n";
    write(work.path(), "k8s/clusters/prod/flux-system/gotk-sync.yaml", flux);
    write(
        work.path(),
        "k8s/clusters/prod/kustomization.yaml",
        "resources: [flux-system/gotk-sync.yaml, release.yaml]\nconfigMapGenerator:\n- {name: values, namespace: acme, literals: [a=b]}\n",
    );
    let release = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: acme}\nspec:\n  chart:\n    spec:\n      \
                   chart: ./charts/web\n      sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}\n  valuesFrom:\n  - {kind: ConfigMap, name: values}\n";
    write(work.path(), "k8s/clusters/prod/release.yaml", release);
    write(work.path(), "k8s/charts/web/Chart.yaml", "name: web\nversion: 0.1.0\n");
    let made = report(work.path(), &["k8s"]);
    let findings = made["findings"].as_array().unwrap();
    let found = findings.iter().find(|f| f["message"].as_str().unwrap().contains("`values`")).unwrap();
    assert!(found["help"].as_str().unwrap().contains("disableNameSuffixHash"), "{found}");
}

#[test]
fn a_role_under_another_path_is_not_offered_as_what_was_meant() {
    let work = platform(REPOSITORIES);
    let role = "provider \"aws\" {\n  allowed_account_ids = [\"111122223333\"]\n}\nresource \"aws_iam_role\" \"a\" {\n  name = \"app\"\n  path = \"/eks/\"\n  assume_role_policy = \"{}\"\n}\n";
    write(work.path(), "infra/iam/main.tf", role);
    let account = "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: app\n  namespace: acme-pre\n  annotations:\n    \
                   eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/app\n";
    write(work.path(), "k8s/clusters/prod/namespace.yaml", &format!("{NAMESPACE}---\n{account}"));
    let made = report(work.path(), &[]);
    let found = made["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "role-not-declared").unwrap();
    let help = found["help"].as_str().unwrap();
    assert!(help.contains("has the path `/eks/`") && help.contains("`role/eks/app`"), "{help}");
}

#[test]
fn a_node_group_on_one_line_is_pointed_at_where_it_names_its_subnets() {
    let work = platform("");
    write(
        work.path(),
        "infra/live/eks/terragrunt.hcl",
        "dependency \"vpc\" {\n  config_path = \"../net\"\n}\nterraform {\n  source = \"tfr:///terraform-aws-modules/eks/aws?version=20.24.0\"\n}\ninputs = {\n  \
         cluster_name = \"c\"\n  subnet_ids = dependency.vpc.outputs.private_subnets\n  eks_managed_node_groups = {\n    \
         edge = { min_size = 1, subnet_ids = [dependency.vpc.outputs.public_subnets[0]] }\n  }\n}\n",
    );
    let net = VPC.replace("cidr = \"10.0.0.0/16\"", "cidr = \"10.0.0.0/16\"\n  azs = [\"eu-west-1a\"]\n  public_subnets = [\"10.0.1.0/24\"]\n  private_subnets = [\"10.0.2.0/24\"]");
    write(work.path(), "infra/live/net/terragrunt.hcl", &net);
    let made = report(&work.path().join("infra"), &["."]);
    let found = made["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "public-subnet-workload").unwrap();
    assert_eq!((&found["location"]["line"], &found["location"]["column"]), (&11.into(), &41.into()), "{found}");
}
