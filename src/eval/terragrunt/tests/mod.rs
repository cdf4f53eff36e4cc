#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod dependencies;
mod generated;
mod modules;
mod refused;
mod units;

use crate::eval::configuration::*;
use crate::eval::infrastructure::{Infrastructure, evaluate};
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::settings::Settings;
use crate::eval::value::*;
use crate::source::{GapKind, Sources};

fn run(files: Vec<(&str, &str)>) -> Infrastructure {
    run_with(vec![("live", files)], &Settings::default())
}

fn run_with(trees: Vec<(&str, Vec<(&str, &str)>)>, settings: &Settings) -> Infrastructure {
    evaluate(&Sources::from_memory(trees), settings)
}

fn unit<'i>(made: &'i Infrastructure, scope: &str) -> &'i Configuration {
    let scopes: Vec<&str> = made.configurations.iter().map(|c| &*c.scope).collect();
    made.configurations.iter().find(|c| &*c.scope == scope).unwrap_or_else(|| panic!("no {scope} in {scopes:?}"))
}

fn input(configuration: &Configuration, name: &str) -> String {
    let found =
        configuration.inputs.get(name).unwrap_or_else(|| panic!("no {name}: {}", configuration.inputs.display()));
    found.display()
}

const MODULE: (&str, &str) = (
    "modules/vpc/main.tf",
    r#"
    variable "cidr" {}
    variable "name" { default = "none" }
    resource "aws_vpc" "this" { cidr_block = var.cidr }
    output "id" { value = aws_vpc.this.id }
    output "cidr" { value = aws_vpc.this.cidr_block }
    "#,
);

#[test]
fn an_include_is_evaluated_in_the_context_of_the_unit() {
    let made = run(vec![
        (
            "root.hcl",
            r#"
            locals { region = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region }
            inputs = {
              region = local.region
              key    = "${path_relative_to_include()}/terraform.tfstate"
              dir    = basename(get_terragrunt_dir())
              parent = basename(get_parent_terragrunt_dir())
              name   = "root"
            }
            "#,
        ),
        ("prod/region.hcl", "locals { region = \"eu-west-1\" }"),
        ("stage/region.hcl", "locals { region = \"us-east-1\" }"),
        (
            "prod/vpc/terragrunt.hcl",
            "include \"root\" {\n path = find_in_parent_folders(\"root.hcl\")\n}\nterraform { source = \"../../modules//vpc\" }\ninputs = { name = \"mine\", cidr = \"10.0.0.0/16\" }",
        ),
        (
            "stage/vpc/terragrunt.hcl",
            "include {\n path = find_in_parent_folders(\"root.hcl\")\n}\nterraform { source = \"../../modules//vpc\" }",
        ),
        MODULE,
    ]);
    let prod = unit(&made, "prod/vpc");
    assert_eq!(input(prod, "region"), "eu-west-1");
    assert_eq!(input(prod, "key"), "prod/vpc/terraform.tfstate");
    assert_eq!(input(prod, "dir"), "vpc");
    assert_eq!(input(prod, "parent"), "live");
    assert_eq!(input(prod, "name"), "mine", "the unit's own input wins");
    let stage = unit(&made, "stage/vpc");
    assert_eq!(input(stage, "region"), "us-east-1");
    assert_eq!(input(stage, "name"), "root");
    assert!(prod.gaps.is_empty() && made.gaps.is_empty(), "{:?} {:?}", prod.gaps, made.gaps);
    let include = prod.inputs.get("region").unwrap().via.as_ref().unwrap();
    assert_eq!(include.how, How::Include);
}

#[test]
fn merge_strategies_are_terragrunts() {
    let base = "inputs = {\n tags = { a = 1, b = 1 }\n list = [1]\n only = true\n}";
    let child = |strategy: &str| {
        format!(
            "include \"base\" {{\n path = \"../base.hcl\"\n merge_strategy = \"{strategy}\"\n expose = true\n}}\n\
             terraform {{ source = \"../modules/vpc\" }}\n\
             inputs = {{\n tags = {{ b = 2 }}\n list = [2]\n seen = include.base.inputs.only\n}}"
        )
    };
    let (no, shallow, deep) = (child("no_merge"), child("shallow"), child("deep"));
    let made = run(vec![
        ("base.hcl", base),
        ("no/terragrunt.hcl", &no),
        ("shallow/terragrunt.hcl", &shallow),
        ("deep/terragrunt.hcl", &deep),
        MODULE,
    ]);
    assert_eq!(unit(&made, "no").inputs.display(), "{ tags = { b = 2 }, list = [2], seen = true }");
    assert_eq!(unit(&made, "shallow").inputs.display(), "{ tags = { b = 2 }, list = [2], seen = true, only = true }");
    assert_eq!(
        unit(&made, "deep").inputs.display(),
        "{ tags = { b = 2, a = 1 }, list = [1, 2], seen = true, only = true }"
    );
}

#[test]
fn of_several_includes_the_last_wins() {
    let made = run(vec![
        ("a.hcl", "inputs = { x = \"a\", y = \"a\" }"),
        ("b.hcl", "inputs = { x = \"b\" }"),
        (
            "u/terragrunt.hcl",
            "include \"a\" { path = \"../a.hcl\" }\ninclude \"b\" { path = \"../b.hcl\" }\nterraform { source = \"../modules/vpc\" }",
        ),
        MODULE,
    ]);
    let made = unit(&made, "u");
    assert_eq!((input(made, "x"), input(made, "y")), ("b".into(), "a".into()));
}

#[test]
fn a_given_environment_variable_is_used_and_never_shown() {
    let settings = Settings { env: [("TOKEN".to_owned(), "s3cret".to_owned())].into(), ..Settings::default() };
    let live = vec![
        MODULE,
        (
            "a/terragrunt.hcl",
            "terraform { source = \"../modules/vpc\" }\ninputs = { x = \"t-${get_env(\"TOKEN\")}\" }\n             generate \"p\" {\n contents = \"provider \\\"x\\\" { key = \\\"${get_env(\"TOKEN\")}\\\" }\"\n}",
        ),
    ];
    let made = run_with(vec![("live", live)], &settings);
    let made = unit(&made, "a");
    let x = made.inputs.get("x").unwrap();
    assert_eq!(x.as_str(), Some("t-s3cret"));
    assert!(x.marks.has(Marks::SENSITIVE));
    let key = made.providers[0].config.get("key").unwrap();
    assert!(key.as_str() == Some("s3cret") && key.marks.has(Marks::SENSITIVE), "{key:?}");
}

#[test]
fn nothing_is_run_and_the_environment_is_not_read() {
    let made = run(vec![
        (
            "a/terragrunt.hcl",
            r#"
        terraform { source = "../modules/vpc" }
        inputs = {
          cmd     = run_cmd("touch", "/tmp/x")
          account = get_aws_account_id()
          secret  = sops_decrypt_file("x.yaml")
          home    = get_env("HOME", "fallback")
          given   = get_env("GIVEN")
        }
        "#,
        ),
        MODULE,
    ]);
    let inputs = &unit(&made, "a").inputs;
    let why = |name: &str| inputs.get(name).unwrap().why().unwrap().clone();
    assert!(matches!(why("cmd").why, Why::Command));
    assert!(matches!(why("account").why, Why::Runner(_)));
    assert!(matches!(why("secret").why, Why::Secret) && inputs.get("secret").unwrap().marks.has(Marks::SENSITIVE));
    let home = inputs.get("home").unwrap();
    assert!(home.as_str() == Some("fallback") && home.marks.has(Marks::OVERRIDABLE), "{home:?}");
    assert!(matches!(&why("given").why, Why::Environment(name) if &**name == "GIVEN"));
}

#[test]
fn a_file_that_reads_itself_ends_and_is_named() {
    let made = run(vec![
        (
            "a/terragrunt.hcl",
            "locals { x = read_terragrunt_config(\"../b.hcl\") }\nterraform { source = \"../modules/vpc\" }\ninputs = { y = local.x.locals.b }",
        ),
        ("b.hcl", "locals { b = read_terragrunt_config(\"c.hcl\").locals.c }"),
        ("c.hcl", "locals { c = read_terragrunt_config(\"b.hcl\").locals.b }"),
        MODULE,
    ]);
    let gaps = &unit(&made, "a").gaps;
    assert!(gaps.iter().any(|g| g.message.contains("read_terragrunt_config(b.hcl)")), "{gaps:?}");
}

#[test]
fn includes_that_go_round_end() {
    let made = run(vec![
        (
            "a/terragrunt.hcl",
            "include \"b\" {\n path = \"../b/terragrunt.hcl\"\n expose = true\n}\ninclude \"a\" {\n path = \"terragrunt.hcl\"\n expose = true\n}\nlocals { x = include.b.locals.x }\ninputs = { x = local.x, y = include.a.inputs }",
        ),
        (
            "b/terragrunt.hcl",
            "include \"a\" {\n path = \"../a/terragrunt.hcl\"\n expose = true\n}\nlocals { x = include.a.locals.x }\ninputs = { x = local.x }\nterraform { source = \"../modules/vpc\" }",
        ),
        MODULE,
    ]);
    let gaps: Vec<_> = made.configurations.iter().flat_map(|c| c.gaps.iter().map(|g| &*g.message)).collect();
    assert!(gaps.iter().any(|g| g.contains("refers to itself") || g.contains("means nothing here")), "{gaps:?}");
}

#[test]
fn long_chains_and_wide_reads_end_within_their_bounds() {
    let chain: String = (0..2000).map(|i| format!("  l{i} = local.l{}\n", i + 1)).collect();
    let unit_text = format!(
        "locals {{\n{chain}  l2000 = 1\n}}\nterraform {{ source = \"../modules/vpc\" }}\ninputs = {{ x = local.l0 }}"
    );
    let reads: Vec<(String, String)> = (0..40)
        .map(|i| {
            let next = i + 1;
            (format!("r{i}.hcl"), format!("locals {{\n a = read_terragrunt_config(\"r{next}.hcl\")\n b = read_terragrunt_config(\"r{next}.hcl\")\n}}"))
        })
        .collect();
    let mut files: Vec<(&str, &str)> = vec![
        MODULE,
        ("a/terragrunt.hcl", &unit_text),
        (
            "b/terragrunt.hcl",
            "locals { r = read_terragrunt_config(\"../r0.hcl\") }\nterraform { source = \"../modules/vpc\" }\ninputs = { x = local.r }",
        ),
    ];
    files.extend(reads.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let made = run(files);
    let bound = |scope: &str| unit(&made, scope).gaps.iter().any(|g| g.kind == GapKind::Bound);
    assert!(bound("a") && bound("b"));
}

#[test]
fn local_alone_is_all_locals() {
    let made = run(vec![
        MODULE,
        (
            "unit/terragrunt.hcl",
            "locals {\n  cidr = \"10.0.0.0/16\"\n}\nterraform {\n  source = \"../modules/vpc\"\n}\ninputs = merge(local, { name = \"x\" })\n",
        ),
    ]);
    let found = unit(&made, "unit");
    assert_eq!((input(found, "cidr"), input(found, "name")), ("10.0.0.0/16".to_owned(), "x".to_owned()));
}
