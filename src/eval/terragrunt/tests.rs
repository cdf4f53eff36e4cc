#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

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
fn dependency_outputs_are_the_other_units_own() {
    let made = run(vec![
        MODULE,
        ("vpc/terragrunt.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.0.0.0/16\" }"),
        (
            "app/terragrunt.hcl",
            r#"
            terraform { source = "../modules/app" }
            dependency "vpc" {
              config_path  = "../vpc"
              mock_outputs = { id = "vpc-mock", cidr = "1.2.3.0/24" }
            }
            inputs = {
              vpc_id = dependency.vpc.outputs.id
              cidr   = dependency.vpc.outputs.cidr
            }
            "#,
        ),
        (
            "modules/app/main.tf",
            "variable \"vpc_id\" {}\nvariable \"cidr\" {}\nresource \"aws_subnet\" \"a\" {\n vpc_id = var.vpc_id\n cidr_block = var.cidr\n}",
        ),
    ]);
    let app = unit(&made, "app");
    let subnet = &app.resources[0].attributes;
    assert_eq!(subnet.get("cidr_block").unwrap().display(), "10.0.0.0/16", "never the mock");
    let what = subnet.get("vpc_id").unwrap().why().unwrap().what.clone().unwrap();
    assert_eq!(what.owner, Address::new("live", "vpc", "aws_vpc.this"));
    assert_eq!(&*what.path, &[Step::Key("id".into())]);
    assert_eq!(app.dependencies[0].target.as_deref(), Some("vpc"));
    assert_eq!(made.recognised.library_modules, 0, "units use both modules");
}

#[test]
fn an_output_of_a_module_that_is_not_at_hand_still_refers_to_the_unit() {
    let made = run(vec![
        ("vpc/terragrunt.hcl", "terraform { source = \"git::https://example.com/modules.git//vpc?ref=v1.2.3\" }"),
        (
            "app/terragrunt.hcl",
            "terraform { source = \"../m\" }\ndependency \"vpc\" { config_path = \"../vpc\" }\ninputs = { id = dependency.vpc.outputs.vpc_id }",
        ),
        ("m/main.tf", "variable \"id\" {}"),
    ]);
    let vpc = unit(&made, "vpc");
    assert_eq!(vpc.module.version.as_deref(), Some("1.2.3"));
    assert!(matches!(vpc.module.resolved, ModuleSource::Missing(_)));
    let unknown = unit(&made, "app").inputs.get("id").unwrap().why().unwrap().clone();
    assert!(matches!(unknown.why, Why::NoSource(_)), "{unknown:?}");
    let what = unknown.what.as_ref().unwrap();
    assert_eq!((&*what.owner.scope, &*what.owner.subject), ("vpc", "outputs"));
    assert_eq!(&*what.path, &[Step::Key("vpc_id".into())]);
}

#[test]
fn units_that_depend_on_each_other_are_named_and_both_evaluated() {
    let dependency = |other: &str| {
        format!(
            "terraform {{ source = \"../modules/vpc\" }}\ndependency \"x\" {{ config_path = \"../{other}\" }}\ninputs = {{ cidr = dependency.x.outputs.cidr }}"
        )
    };
    let (a, b) = (dependency("b"), dependency("a"));
    let made = run(vec![("a/terragrunt.hcl", &a), ("b/terragrunt.hcl", &b), MODULE]);
    assert_eq!(made.configurations.len(), 2);
    assert!(made.gaps.iter().any(|g| g.message.contains("a -> b -> a")), "{:?}", made.gaps);
}

#[test]
fn a_classic_root_is_a_parent_and_not_a_unit() {
    let made = run(vec![
        (
            "terragrunt.hcl",
            "remote_state {\n backend = \"s3\"\n config = { bucket = \"b\", key = \"${path_relative_to_include()}/x\" }\n}",
        ),
        (
            "app/terragrunt.hcl",
            "include { path = find_in_parent_folders() }\nterraform { source = \"../modules/vpc\" }",
        ),
        MODULE,
    ]);
    assert_eq!((made.recognised.units, made.recognised.parents), (1, 1));
    let backend = unit(&made, "app").backend.as_ref().unwrap();
    assert_eq!((&*backend.kind, backend.config.get("key").unwrap().display()), ("s3", "app/x".to_owned()));
}

#[test]
fn generated_providers_are_read_with_their_holes() {
    let made = run(vec![
        (
            "root.hcl",
            r#"
            generate "provider" {
              path      = "provider.tf"
              if_exists = "overwrite"
              contents  = <<EOF
            provider "aws" {
              region = "${get_env("REGION")}"
              allowed_account_ids = ["${local.account}"]
              assume_role {
                role_arn = "arn:aws:iam::${local.account}:role/${get_env("ROLE")}"
              }
            }
            EOF
            }
            locals { account = "123456789012" }
            "#,
        ),
        (
            "app/terragrunt.hcl",
            "include \"root\" { path = find_in_parent_folders(\"root.hcl\") }\nterraform { source = \"../m\" }",
        ),
        (
            "m/main.tf",
            "data \"aws_caller_identity\" \"me\" {}\noutput \"account\" { value = data.aws_caller_identity.me.account_id }",
        ),
    ]);
    let app = unit(&made, "app");
    let config = &app.providers[0].config;
    let region = config.get("region").unwrap();
    assert!(matches!(&region.why().unwrap().why, Why::Environment(name) if &**name == "REGION"), "{region:?}");
    assert_eq!(config.get("allowed_account_ids").unwrap().display(), "[\"123456789012\"]");
    let role = config.get("assume_role").unwrap().elements().next().unwrap().get("role_arn").unwrap();
    let Kind::Text(Text::Parts(parts)) = &role.kind else { panic!("{role:?}") };
    assert!(matches!(&parts[0], Part::Known(t, _) if &**t == "arn:aws:iam::123456789012:role/"));
    assert_eq!(app.outputs.get("account").unwrap().as_str(), Some("123456789012"));
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
fn names_that_lead_nowhere_are_recorded() {
    let made = run(vec![
        (
            "prod/app/terragrunt.hcl",
            r#"
            include "root" { path = find_in_parent_folders("rooot.hcl") }
            dependency "vpc" { config_path = "../vcp" }
            terraform { source = "../../modules/vpc" }
            "#,
        ),
        ("prod/vpc/terragrunt.hcl", "terraform { source = \"../../modules/vpc\" }"),
        ("root.hcl", ""),
        MODULE,
    ]);
    let app = unit(&made, "prod/app");
    let missing = |kind| {
        let found = app.references.iter().find(|r| r.kind == kind && matches!(r.outcome, Outcome::Missing { .. }));
        let found = found.unwrap_or_else(|| panic!("{:?}", app.references));
        match &found.outcome {
            Outcome::Missing { nearest, .. } => nearest.as_deref().map(str::to_owned),
            _ => None,
        }
    };
    assert_eq!(missing(ReferenceKind::Include).as_deref(), Some("root.hcl"));
    assert_eq!(missing(ReferenceKind::ConfigPath).as_deref(), Some("../vpc"));
    let config_path = app.references.iter().find(|r| r.kind == ReferenceKind::ConfigPath).unwrap();
    assert_eq!(&*config_path.target, "../vcp", "as it is written, not where it was looked for");
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
    assert!(matches!(why("account").why, Why::Environment(_)));
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
fn paths_out_of_the_repository_are_not_followed() {
    let made = run(vec![
        (
            "a/terragrunt.hcl",
            "locals { x = read_terragrunt_config(\"../../../etc/passwd\") }\nterraform { source = \"../modules/vpc\" }\ninputs = { y = local.x }",
        ),
        MODULE,
    ]);
    let gaps = &unit(&made, "a").gaps;
    assert!(gaps.iter().any(|g| g.kind == GapKind::Unreadable && g.message.contains("leads out")), "{gaps:?}");
}

const MODEL: [(&str, &str); 2] = [
    ("a/vpc/5/model.hcl", "model {\n source = \"a/vpc/aws\"\n versions = \">= 5.0.0, < 6.0.0\"\n}"),
    (
        "a/vpc/5/main.tf",
        r#"
        variable "name" { default = "" }
        variable "cidr" { default = "10.0.0.0/16" }
        variable "azs" { default = [] }
        variable "create" { default = true }
        variable "single_nat_gateway" { default = false }
        variable "tags" { default = {} }
        resource "aws_vpc" "this" {
          count      = var.create ? 1 : 0
          cidr_block = var.cidr
        }
        resource "aws_nat_gateway" "this" {
          count = var.single_nat_gateway ? 1 : length(var.azs)
        }
        output "vpc_id" { value = aws_vpc.this[0].id }
        "#,
    ),
];

#[test]
fn a_model_stands_in_for_a_public_module() {
    let live = vec![(
        "vpc/terragrunt.hcl",
        "terraform { source = \"tfr:///a/vpc/aws?version=5.1.0\" }\ninputs = {\n name = \"n\"\n azs = [\"x\", \"y\"]\n}",
    )];
    let made = run_with(vec![("live", live), ("module-models", MODEL.to_vec())], &Settings::default());
    let vpc = unit(&made, "vpc");
    assert!(
        matches!(&vpc.module.resolved, ModuleSource::Model { source, fitted: false, .. } if &**source == "a/vpc/aws")
    );
    assert_eq!(vpc.module.version.as_deref(), Some("5.1.0"));
    assert_eq!(vpc.resources.iter().filter(|r| &*r.kind == "aws_nat_gateway").count(), 2);
    let resource = &vpc.resources[0];
    assert!(matches!(resource.exists, Existence::Certain), "nothing else can reach the inputs");
    assert!(resource.marks.has(Marks::MODELLED) && !resource.marks.has(Marks::FITTED));
    let cidr = resource.attributes.get("cidr_block").unwrap();
    assert_eq!(cidr.as_str(), Some("10.0.0.0/16"));
    assert!(cidr.marks.has(Marks::DEFAULTED.with(Marks::MODELLED)));
    assert_eq!(resource.at.file, vpc.at.file, "a person would change the unit");
}

#[test]
fn an_unknown_source_is_fitted_and_open_inputs_make_defaults_likely() {
    let live = vec![
        ("root.hcl", "inputs = merge({ account = \"1\" }, { region = get_env(\"X\") }, jsondecode(run_cmd(\"x\")))"),
        (
            "vpc/terragrunt.hcl",
            r#"
            include "root" { path = find_in_parent_folders("root.hcl") }
            terraform { source = "${run_cmd("x")}?ref=v5.19.0" }
            inputs = {
              name               = "n"
              cidr               = "10.1.0.0/16"
              single_nat_gateway = true
              tags               = {}
            }
            "#,
        ),
    ];
    let made = run_with(vec![("live", live), ("module-models", MODEL.to_vec())], &Settings::default());
    let vpc = unit(&made, "vpc");
    assert!(matches!(&vpc.module.resolved, ModuleSource::Model { fitted: true, .. }), "{:?}", vpc.gaps);
    let network = vpc.resources.iter().find(|r| &*r.kind == "aws_vpc").unwrap();
    assert!(network.marks.has(Marks::FITTED));
    assert_eq!(
        network.attributes.get("cidr_block").unwrap().as_str(),
        Some("10.1.0.0/16"),
        "an input as written is a fact"
    );
    let Existence::Perhaps(why) = &network.exists else { panic!("`create` may be set elsewhere") };
    assert!(matches!(why.why, Why::Command | Why::Because(_)) && why.likely.is_some(), "{why:?}");
    let nat: Vec<_> = vpc.resources.iter().filter(|r| &*r.kind == "aws_nat_gateway").collect();
    assert!(nat.len() == 1 && matches!(nat[0].exists, Existence::Certain), "only written inputs decide this one");
}

#[test]
fn a_source_that_nothing_fits_is_a_gap_that_says_what_would_help() {
    let live = vec![(
        "acm/terragrunt.hcl",
        "terraform { source = \"${run_cmd(\"x\")}?ref=v5.0.0\" }\ninputs = { domain_name = \"x\", zone_id = \"z\", validation_method = \"DNS\", tags = {} }",
    )];
    let made = run_with(vec![("live", live), ("module-models", MODEL.to_vec())], &Settings::default());
    let acm = unit(&made, "acm");
    assert!(matches!(acm.module.resolved, ModuleSource::Missing(_)));
    let gap = acm.gaps.iter().find(|g| g.kind == GapKind::ModuleSource).unwrap();
    assert!(gap.help.as_ref().unwrap().contains("modules:"));
    assert!(acm.resources.is_empty());
}

#[test]
fn a_stack_is_the_units_it_would_generate() {
    let made = run(vec![
        MODULE,
        (
            "live/prod/terragrunt.stack.hcl",
            r#"
            locals { cidr = "10.7.0.0/16" }
            unit "vpc" {
              source = "../../units/vpc"
              path   = "net/vpc"
              values = { cidr = local.cidr }
            }
            unit "app" {
              source = "../../units/app"
              path   = "app"
              values = { vpc_path = "../net/vpc" }
            }
            unit "elsewhere" {
              source = "github.com/example/catalog//units/db?ref=v1.0.0"
              path   = "db"
            }
            "#,
        ),
        ("live/prod/account.hcl", "locals { account = \"prod\" }"),
        (
            "units/vpc/terragrunt.hcl",
            "terraform { source = \"${get_repo_root()}/modules//vpc\" }\ninputs = {\n cidr = values.cidr\n name = read_terragrunt_config(find_in_parent_folders(\"account.hcl\")).locals.account\n}",
        ),
        (
            "units/app/terragrunt.hcl",
            "terraform { source = \"${get_repo_root()}/modules/vpc\" }\ndependency \"vpc\" { config_path = values.vpc_path }\ninputs = { cidr = dependency.vpc.outputs.cidr }",
        ),
    ]);
    let scopes: Vec<&str> = made.configurations.iter().map(|c| &*c.scope).collect();
    let base = "live/prod/.terragrunt-stack";
    assert_eq!(scopes, [format!("{base}/app"), format!("{base}/db"), format!("{base}/net/vpc")]);
    let vpc = unit(&made, &format!("{base}/net/vpc"));
    assert_eq!((input(vpc, "cidr"), input(vpc, "name")), ("10.7.0.0/16".into(), "prod".into()));
    let app = unit(&made, &format!("{base}/app"));
    assert_eq!(app.resources[0].attributes.get("cidr_block").unwrap().display(), "10.7.0.0/16");
    assert!(matches!(unit(&made, &format!("{base}/db")).module.resolved, ModuleSource::Missing(_)));
    assert_eq!((made.recognised.units, made.recognised.stacks), (3, 1), "the units' templates are no units");
    assert!(
        made.gaps.iter().any(|g| g.kind == GapKind::ModuleSource && g.message.contains("catalog")),
        "{:?}",
        made.gaps
    );
}

#[test]
fn terraform_files_beside_a_unit_join_its_module() {
    let made = run(vec![
        MODULE,
        ("a/terragrunt.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.0.0.0/16\" }"),
        ("a/extra.tf", "resource \"aws_subnet\" \"extra\" { vpc_id = aws_vpc.this.id }"),
    ]);
    let kinds: Vec<&str> = unit(&made, "a").resources.iter().map(|r| &*r.kind).collect();
    assert_eq!(kinds, ["aws_vpc", "aws_subnet"]);
}

#[test]
fn inputs_reach_variables_as_terraform_reads_the_environment() {
    let made = run(vec![
        (
            "a/terragrunt.hcl",
            "terraform { source = \"../m\" }\ninputs = {\n text = { a = 1 }\n list = \"[\\\"x\\\"]\"\n number = \"5432\"\n}",
        ),
        (
            "m/main.tf",
            "variable \"text\" { type = string }\nvariable \"list\" { type = list(string) }\nvariable \"number\" { type = number }\n\
             output \"text\" { value = var.text }\noutput \"list\" { value = var.list[0] }\noutput \"number\" { value = var.number + 1 }",
        ),
    ]);
    let outputs = &unit(&made, "a").outputs;
    assert_eq!(outputs.display(), "{ text = \"{\\\"a\\\":1}\", list = \"x\", number = 5433 }");
}

#[test]
fn a_unit_that_takes_values_is_a_template() {
    let made = run(vec![
        (
            "units/a/terragrunt.hcl",
            "include \"root\" { path = find_in_parent_folders(\"root.hcl\") }\nterraform { source = \"../../m\" }\ninputs = { x = values.x }",
        ),
        ("m/main.tf", "variable \"x\" {}"),
    ]);
    assert!(made.configurations.is_empty());
    assert_eq!((made.recognised.units, made.recognised.templates), (0, 1));
}

#[test]
fn a_unit_that_reads_a_values_file_is_no_template() {
    let unit_with = |inputs: &str| {
        let made = run(vec![
            ("a/terragrunt.hcl", &*format!("terraform {{ source = \"../m\" }}\ninputs = {inputs}")),
            ("a/values.yaml", "x: 1"),
            ("m/main.tf", "variable \"x\" {}"),
        ]);
        (made.recognised.units, made.recognised.templates)
    };
    assert_eq!(unit_with("yamldecode(file(\"${get_terragrunt_dir()}/values.yaml\"))"), (1, 0));
    assert_eq!(unit_with("{ x = join(\",\", [for values in [\"a\"] : upper(values.x)]) }"), (1, 0));
    assert_eq!(unit_with("{ x = \"a ${values.x}\" }"), (0, 1));
    assert_eq!(unit_with("{ x = [for v in [1] : try(values[\"x\"], v)] }"), (0, 1));
}

#[test]
fn generated_files_declare_what_their_text_says() {
    let root = "generate \"variables\" {\n path = \"common.tf\"\n if_exists = \"overwrite\"\n contents = file(\"./common/common.tf\")\n}\n\
        generate \"net\" {\n path = \"net.tf\"\n if_exists = \"overwrite_terragrunt\"\n contents = <<EOF\nresource \"aws_vpc\" \"new\" {\n  cidr_block = var.cidr\n}\nEOF\n}\n\
        inputs = { cidr = \"10.0.0.0/16\" }";
    let made = run(vec![
        ("env/root.hcl", root),
        ("env/common/common.tf", "variable \"cidr\" {}"),
        (
            "env/a/terragrunt.hcl",
            "include \"root\" { path = find_in_parent_folders(\"root.hcl\") }\nterraform { source = \"../../m\" }",
        ),
        ("m/main.tf", "resource \"aws_vpc\" \"main\" { cidr_block = var.cidr }"),
        ("m/net.tf", "resource \"aws_vpc\" \"old\" { cidr_block = \"10.9.0.0/16\" }"),
    ]);
    let a = unit(&made, "env/a");
    assert!(a.gaps.is_empty(), "{:?}", a.gaps);
    let vpcs: Vec<(&str, String)> =
        a.resources.iter().map(|r| (&*r.address, r.attributes.get("cidr_block").unwrap().display())).collect();
    assert_eq!(vpcs, [("aws_vpc.main", "10.0.0.0/16".to_owned()), ("aws_vpc.new", "10.0.0.0/16".to_owned())]);
    let new = a.resources.iter().find(|r| &*r.address == "aws_vpc.new").unwrap();
    let at = new.at.start as usize..new.at.end as usize;
    assert!(root[at].starts_with("resource \"aws_vpc\" \"new\""));
}

#[test]
fn a_source_that_is_one_module_either_way_is_that_module() {
    let unit_with = |other: &str| {
        let text = format!(
            "terraform {{ source = \"${{get_env(\"ENVIRONMENT\") == \"production\" ? \"{other}\" : \"../m//vpc\"}}\" }}\n\
             inputs = {{ cidr = \"10.0.0.0/16\" }}"
        );
        let module = "variable \"cidr\" {}\nresource \"aws_vpc\" \"main\" { cidr_block = var.cidr }";
        let made = run(vec![("a/terragrunt.hcl", &*text), ("m/vpc/main.tf", module)]);
        unit(&made, "a").resources.len()
    };
    assert_eq!(unit_with("git::https://example.com/us/live//m/vpc?ref=v${get_env(\"VERSION\")}"), 1);
    assert_eq!(unit_with("git::https://example.com/us/live//m/other?ref=v1"), 0, "another module");
    assert_eq!(unit_with("${get_env(\"SOURCE\")}"), 0, "anything");
}

#[test]
fn a_repository_that_lives_in_a_larger_checkout_may_have_its_root_there() {
    let outcome_with = |source: &str| {
        let text = format!("include {{ path = find_in_parent_folders() }}\nterraform {{ source = \"{source}\" }}");
        let made = run(vec![("a/terragrunt.hcl", &*text), ("m/main.tf", "variable \"x\" {}")]);
        let a = unit(&made, "a");
        let include = a.references.iter().find(|r| r.kind == ReferenceKind::Include).unwrap();
        include.outcome.clone()
    };
    assert!(matches!(outcome_with("../../modules//vpc"), Outcome::Undecided(_)));
    assert!(matches!(outcome_with("../m"), Outcome::Missing { .. }));
}

#[test]
fn an_output_that_only_a_mock_declares_is_unknown_and_no_error() {
    let made = run(vec![
        MODULE,
        ("vpc/terragrunt.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.0.0.0/16\" }"),
        (
            "app/terragrunt.hcl",
            "terraform { source = \"../modules/vpc\" }\ndependency \"vpc\" {\n config_path = \"../vpc\"\n mock_outputs = { later = \"x\" }\n}\n\
             inputs = {\n cidr = dependency.vpc.outputs.later\n name = dependency.vpc.outputs.never\n}",
        ),
    ]);
    let app = unit(&made, "app");
    let cidr = app.inputs.get("cidr").unwrap().why().unwrap();
    assert_eq!(cidr.what.as_ref().unwrap().to_string(), "outputs.later");
    let [gap] = app.gaps.as_slice() else { panic!("{:?}", app.gaps) };
    assert_eq!(&*gap.message, "the unit of dependency `vpc` has no output `never`");
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
fn what_a_try_recovers_from_does_not_dangle() {
    let made = run(vec![
        MODULE,
        (
            "a/terragrunt.hcl",
            r#"
            terraform { source = "../modules/vpc" }
            locals {
              extra = try(yamldecode(file(find_in_parent_folders("extra.yaml"))), { cidr = "10.0.0.0/16" })
              given = read_terragrunt_config("given.hcl", { locals = { x = 1 } }).locals.x
            }
            inputs = {
              cidr = local.extra.cidr
              x    = local.given
            }
            "#,
        ),
    ]);
    let made = unit(&made, "a");
    assert_eq!((input(made, "cidr"), input(made, "x")), ("10.0.0.0/16".into(), "1".into()));
    assert!(made.references.iter().all(|r| matches!(r.outcome, Outcome::Found)), "{:?}", made.references);
    assert!(made.gaps.is_empty(), "{:?}", made.gaps);
}

#[test]
fn the_result_does_not_depend_on_threads_or_order() {
    let files = vec![
        MODULE,
        ("c/terragrunt.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.0.0.0/16\" }"),
        (
            "a/terragrunt.hcl",
            "terraform { source = \"../modules/vpc\" }\ndependency \"c\" { config_path = \"../c\" }\ninputs = { cidr = dependency.c.outputs.cidr }",
        ),
        (
            "b/terragrunt.hcl",
            "terraform { source = \"../modules/vpc\" }\ndependency \"a\" { config_path = \"../a\" }\ninputs = { cidr = dependency.a.outputs.cidr }",
        ),
    ];
    let mut turned = files.clone();
    turned.reverse();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let first = one.install(|| format!("{:?}", run(files).configurations));
    assert_eq!(first, format!("{:?}", run(turned).configurations));
    assert!(first.contains("10.0.0.0/16"));
}

#[test]
fn what_a_unit_uses_of_its_dependencies_is_recorded() {
    let made = run(vec![
        MODULE,
        ("vpc/terragrunt.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.0.0.0/16\" }"),
        (
            "app/terragrunt.hcl",
            r#"
            terraform { source = "../modules/vpc" }
            dependency "vpc" {
              config_path  = "../vpc"
              mock_outputs = { id = "vpc-mock", gone = "mock" }
            }
            inputs = { name = dependency.vpc.outputs.id, cidr = dependency.vpc.outputs.cidr, old = dependency.vpc.outputs.gone }
            "#,
        ),
        ("a/terragrunt.hcl", "dependency \"b\" { config_path = \"../b\" }"),
        ("b/terragrunt.hcl", "dependencies { paths = [\"../a\"] }"),
    ]);
    let of = &unit(&made, "app").dependencies[0];
    assert_eq!(of.mocks.as_ref().unwrap().get("id").unwrap().as_str(), Some("vpc-mock"));
    let uses: Vec<_> = of.uses.iter().map(|u| (&*u.output, u.declared, u.mocked)).collect();
    let expected =
        vec![("id", Some(true), Some(true)), ("cidr", Some(true), Some(false)), ("gone", Some(false), Some(true))];
    assert_eq!(uses, expected);
    assert!(of.cycle.is_empty());
    let ways: Vec<String> = ["a", "b"].map(|scope| unit(&made, scope).dependencies[0].cycle.join(" -> ")).into();
    assert_eq!(ways, ["a -> b -> a", "b -> a -> b"]);
}

#[test]
fn outputs_that_only_a_read_file_asks_for_are_waited_for() {
    let made = run(vec![
        MODULE,
        ("z/terragrunt.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.0.0.0/16\" }"),
        (
            "shared.hcl",
            "dependency \"z\" { config_path = \"${get_repo_root()}/z\" }\ninputs = { cidr = dependency.z.outputs.cidr }",
        ),
        (
            "a/terragrunt.hcl",
            "terraform { source = \"../modules/vpc\" }\ninputs = read_terragrunt_config(\"../shared.hcl\").inputs",
        ),
    ]);
    assert_eq!(input(unit(&made, "a"), "cidr"), "10.0.0.0/16");
}

#[test]
fn units_may_have_files_of_other_names() {
    let settings = Settings { unit_files: vec!["unit.hcl".into()], ..Settings::default() };
    let made = run_with(
        vec![(
            "live",
            vec![
                MODULE,
                ("a/unit.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.0.0.0/16\" }"),
                ("b/unit.hcl", "inputs = { cidr = \"no\" }"),
                (
                    "b/terragrunt.hcl",
                    "terraform { source = \"../modules/vpc\" }\ndependency \"a\" { config_path = \"../a/unit.hcl\" }\ninputs = { cidr = dependency.a.outputs.cidr }",
                ),
            ],
        )],
        &settings,
    );
    assert_eq!(input(unit(&made, "b"), "cidr"), "10.0.0.0/16");
    assert_eq!(made.recognised.units, 2);
}

#[test]
fn what_terragrunt_takes_only_once_is_refused_and_what_it_takes_again_is_not() {
    let made = run(vec![
        MODULE,
        ("root.hcl", "locals {\n  a = 1\n}\nlocals {\n  b = 1\n}\n"),
        (
            "unit/terragrunt.hcl",
            r#"
            include "root" {
              path           = find_in_parent_folders("root.hcl")
              merge_strategy = "deep_map_only"
            }
            terraform { source = "../modules/vpc" }
            terraform { source = "../modules/vpc" }
            generate "a" {
              path      = "a.tf"
              if_exists = "overwrite"
              contents  = ""
            }
            generate "a" {
              path      = "b.tf"
              if_exists = "overwrite"
              contents  = ""
            }
            feature "f" { default = 1 }
            feature "f" { default = 2 }
            inputs = { cidr = "10.0.0.0/16" }
            "#,
        ),
    ]);
    let found = unit(&made, "unit");
    let refused: Vec<&str> = found.gaps.iter().filter(|g| g.kind == GapKind::Refused).map(|g| &*g.message).collect();
    let expected = [
        "`terraform` is declared twice, first on line 6; Terragrunt takes only one",
        "generate `a` is declared twice, first on line 8; Terragrunt takes only one",
        "`deep_map_only` is no merge strategy: Terragrunt knows `no_merge`, `shallow` and `deep`",
        "`locals` is declared twice, first on line 1; Terragrunt takes only one",
    ];
    assert_eq!(refused, expected);
    assert_eq!(found.resources.len(), 1, "everything else goes on");
}

#[test]
fn inputs_in_a_part_that_does_not_parse_may_be_anything() {
    let made = run(vec![
        MODULE,
        (
            "unit/terragrunt.hcl",
            "terraform {\n  source = \"../modules/vpc\"\n}\ninputs = {\n  name = [\n  cidr = 1\n}\n",
        ),
        ("other/terragrunt.hcl", "terraform {\n  source = \"../modules/vpc\"\n}\nprevent_destroy = = true\n"),
    ]);
    let torn = made.configurations.iter().find(|c| &*c.scope == "unit").unwrap();
    assert!(torn.inputs.as_map().unwrap().rest.is_some(), "{}", torn.inputs.display());
    let other = unit(&made, "other");
    assert!(other.inputs.as_map().unwrap().rest.is_none(), "{}", other.inputs.display());
}

#[test]
fn locals_and_includes_that_were_not_read_leave_inputs_open() {
    let unit_of = |account: &str, include: &str| {
        let text = format!(
            "{include}\nlocals {{\n  account = read_terragrunt_config(\"account.hcl\")\n}}\nterraform {{\n  source = \"../modules/vpc\"\n}}\ninputs = merge(local.account.locals, {{ cidr = \"10.0.0.0/16\" }})\n"
        );
        let made = run(vec![
            MODULE,
            ("root.hcl", "inputs = {\n  name = \"root\"\n}\n"),
            ("unit/account.hcl", account),
            ("unit/terragrunt.hcl", &text),
        ]);
        let found = made.configurations.into_iter().find(|c| &*c.scope == "unit").unwrap();
        (found.inputs.as_map().unwrap().rest.is_some(), input(&found, "cidr"))
    };
    let cidr = "10.0.0.0/16".to_owned();
    assert_eq!(unit_of("locals {\n  a = 1\n}\n", ""), (false, cidr.clone()));
    assert_eq!(unit_of("locals {\n  a = 1\n  b = = 2\n}\n", ""), (true, cidr.clone()));
    let include = "include \"root\" {\n  path = = \"../root.hcl\"\n}\n";
    assert_eq!(unit_of("locals {\n  a = 1\n}\n", include), (true, cidr));
}

#[test]
fn no_function_of_generated_text_takes_the_name_of_a_hole_for_a_value() {
    let made = run(vec![
        MODULE,
        (
            "unit/terragrunt.hcl",
            r#"
            terraform { source = "../modules/vpc" }
            generate "provider" {
              path      = "provider.tf"
              if_exists = "overwrite"
              contents  = <<EOF
            provider "x" {
              up    = upper("a-${get_env("A")}")
              same  = "${get_env("A")}" == "prod" ? 1 : 2
              size  = length("${get_env("A")}")
              bare  = ${get_env("A")}
              keys  = { "${get_env("A")}" = 1 }
              whole = "${get_env("A")}"
              ca    = base64decode(data.aws_eks_cluster.main.certificate_authority[0].data)
            }
            EOF
            }
            "#,
        ),
    ]);
    let config = &unit(&made, "unit").providers[0].config;
    for name in ["up", "same", "size", "bare", "keys", "whole"] {
        let value = config.get(name).unwrap();
        let why = value.first_unknown().unwrap_or_else(|| panic!("{name} is taken for known: {value:?}"));
        assert!(matches!(&why.root().why, Why::Environment(env) if &**env == "A"), "{name}: {why:?}");
        assert!(!value.display().contains("hole"), "{name}: {}", value.display());
    }
    assert!(matches!(config.get("ca").unwrap().why().unwrap().root().why, Why::Applied));
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

#[test]
fn a_path_of_which_a_piece_is_unknown_has_the_reason_of_that_piece() {
    let made = run(vec![
        MODULE,
        (
            "unit/terragrunt.hcl",
            "locals {\n  v = jsondecode(read_tfvars_file(\"../${get_env(\"STAGE\")}.tfvars\"))\n}\nterraform {\n  source = \"../modules/vpc\"\n}\ninputs = {\n  cidr = local.v.cidr\n}\n",
        ),
    ]);
    let cidr = unit(&made, "unit").inputs.get("cidr").unwrap().clone();
    assert!(matches!(&cidr.why().unwrap().root().why, Why::Environment(name) if &**name == "STAGE"), "{cidr:?}");
}

#[test]
fn an_attribute_of_terragrunt_before_version_one_is_a_note_and_no_fault() {
    let sources =
        Sources::from_memory(vec![("live", vec![("a/terragrunt.hcl", "skip = true\ninputs = {\n  x = 1\n}\n")])]);
    let made = evaluate(&sources, &Settings::default());
    let gaps: Vec<_> = made.configurations[0].gaps.iter().filter(|g| g.message.contains("`skip`")).collect();
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].kind, GapKind::Evaluation);
    assert_eq!(made.configurations[0].inputs.get("x").unwrap().display(), "1");
}
