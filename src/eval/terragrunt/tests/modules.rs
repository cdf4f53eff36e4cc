//! Which module a unit takes, and what reaches it.

use super::*;

const MODEL: [(&str, &str); 2] = [
    ("a/vpc/5/model.hcl", "model {\n source = \"a/vpc/aws\"\n versions = \">= 5.0.0, < 6.0.0\"\n}"),
    (
        "a/vpc/5/main.tf",
        r#"
        variable "name" { default = "" }
        variable "cidr" { default = "10.0.0.0/16" }
        variable "azs" {
          type    = list(string)
          default = []
        }
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
