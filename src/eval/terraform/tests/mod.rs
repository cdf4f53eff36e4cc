#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bounds;
mod files;
mod json;
mod published;

use crate::eval::configuration::*;
use crate::eval::infrastructure::{Infrastructure, evaluate};
use crate::eval::settings::Settings;
use crate::eval::value::*;
use crate::source::{GapKind, Sources};

fn run(files: Vec<(&str, &str)>) -> (Sources, Infrastructure) {
    let sources = Sources::from_memory(vec![("live", files)]);
    let made = evaluate(&sources, &Settings::default());
    (sources, made)
}

/// The one configuration of a repository whose root is a root module.
fn one(files: Vec<(&str, &str)>) -> Configuration {
    let (_, mut made) = run(files);
    assert_eq!(made.configurations.len(), 1, "{:?}", made.gaps);
    made.configurations.remove(0)
}

fn addresses(configuration: &Configuration) -> Vec<&str> {
    configuration.resources.iter().map(|r| &*r.address).collect()
}

fn resource<'c>(configuration: &'c Configuration, address: &str) -> &'c Resource {
    let found = configuration.resources.iter().find(|r| &*r.address == address);
    found.unwrap_or_else(|| panic!("no {address} in {:?}", addresses(configuration)))
}

fn shown(configuration: &Configuration, address: &str, path: &[&str]) -> String {
    let resource = resource(configuration, address);
    resource.attributes.path(path).unwrap_or_else(|| panic!("no {path:?} in {:?}", resource.attributes)).display()
}

fn output(configuration: &Configuration, name: &str) -> String {
    configuration.outputs.get(name).unwrap().display()
}

const PROVIDER: (&str, &str) = ("provider.tf", "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n");

#[test]
fn count_and_for_each_make_instances() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            locals { zones = ["a", "b"] }
            resource "aws_subnet" "private" {
              count             = length(local.zones)
              availability_zone = local.zones[count.index]
            }
            resource "aws_iam_role" "this" {
              for_each = { app = "x", db = "y" }
              name     = "${each.key}-${each.value}"
            }
            resource "aws_eip" "none" { count = 0 }
            "#,
        ),
    ]);
    let expected =
        ["aws_subnet.private[0]", "aws_subnet.private[1]", "aws_iam_role.this[\"app\"]", "aws_iam_role.this[\"db\"]"];
    assert_eq!(addresses(&made), expected);
    assert_eq!(shown(&made, "aws_subnet.private[1]", &["availability_zone"]), "b");
    assert_eq!(shown(&made, "aws_iam_role.this[\"db\"]", &["name"]), "db-y");
    assert!(made.gaps.is_empty(), "{:?}", made.gaps);
}

#[test]
fn an_unknown_count_is_one_instance_that_perhaps_exists() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            resource "aws_vpc" "this" {}
            resource "aws_subnet" "each" {
              count  = length(aws_vpc.this.some_list)
              vpc_id = aws_vpc.this.id
            }
            output "ids" { value = aws_subnet.each[*].id }
            "#,
        ),
    ]);
    let subnet = resource(&made, "aws_subnet.each[*]");
    assert_eq!(subnet.key, InstanceKey::Each);
    assert!(matches!(subnet.exists, Existence::Perhaps(_)));
    let Kind::List(items) = &made.outputs.get("ids").unwrap().kind else { panic!("{:?}", made.outputs) };
    let [Item::Many(unknown)] = &**items else { panic!("{items:?}") };
    let what = unknown.what.as_ref().unwrap();
    assert_eq!((&*what.owner.subject, &*what.path), ("aws_subnet.each[*]", &[Step::Key("id".into())][..]));
}

#[test]
fn a_reference_to_a_computed_attribute_keeps_what_it_refers_to() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
            resource "aws_subnet" "a" {
              vpc_id     = aws_vpc.this.id
              cidr_block = cidrsubnet(aws_vpc.this.cidr_block, 8, 1)
            }
            "#,
        ),
    ]);
    let subnet = resource(&made, "aws_subnet.a");
    let unknown = subnet.attributes.get("vpc_id").unwrap().why().unwrap();
    let what = unknown.what.as_ref().unwrap();
    assert!(matches!(unknown.why, Why::Applied) && unknown.not_null);
    assert_eq!(what.owner, Address::new("live", "", "aws_vpc.this"));
    assert_eq!(&*what.path, &[Step::Key("id".into())]);
    assert_eq!(shown(&made, "aws_subnet.a", &["cidr_block"]), "10.0.1.0/24");
}

#[test]
fn nested_and_dynamic_blocks_are_lists_of_maps() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            resource "aws_security_group" "this" {
              ingress { from_port = 1 }
              dynamic "ingress" {
                for_each = [443, 80]
                iterator = rule
                content { from_port = rule.value }
              }
            }
            "#,
        ),
    ]);
    assert_eq!(
        shown(&made, "aws_security_group.this", &["ingress"]),
        "[{ from_port = 1 }, { from_port = 443 }, { from_port = 80 }]"
    );
}

#[test]
fn a_local_module_is_evaluated_through_its_call() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            module "net" {
              for_each = toset(["one"])
              source   = "./modules/net"
              cidr     = "10.1.0.0/16"
            }
            output "cidr" { value = module.net["one"].cidr }
            output "name" { value = module.net["one"].name }
            "#,
        ),
        (
            "modules/net/main.tf",
            r#"
            variable "cidr" { type = string }
            variable "name" { default = "default-name" }
            resource "aws_vpc" "this" {
              cidr_block = var.cidr
              tags       = { Name = var.name }
            }
            output "cidr" { value = aws_vpc.this.cidr_block }
            output "name" { value = var.name }
            "#,
        ),
    ]);
    let address = "module.net[\"one\"].aws_vpc.this";
    let vpc = resource(&made, address);
    assert_eq!((&*vpc.module, vpc.calls.len()), ("module.net[\"one\"]", 1));
    assert_eq!(output(&made, "cidr"), "10.1.0.0/16");
    assert!(made.outputs.get("name").unwrap().marks.has(Marks::DEFAULTED));
    assert!(!made.outputs.get("cidr").unwrap().marks.has(Marks::DEFAULTED));
}

#[test]
fn a_default_may_be_set_by_a_caller_where_other_values_are_wanting() {
    let with = |more: &'static str| {
        one(vec![
            PROVIDER,
            (
                "main.tf",
                r#"
                variable "encrypted" { default = false }
                variable "volumes" { default = 1 }
                resource "aws_ebs_volume" "own" { encrypted = var.encrypted }
                resource "aws_ebs_volume" "many" { count = var.volumes }
                "#,
            ),
            ("more.tf", more),
        ])
    };
    let encrypted = |made: &Configuration| {
        let flag = resource(made, "aws_ebs_volume.own").attributes.get("encrypted").unwrap().marks;
        (flag.has(Marks::CALLER), resource(made, "aws_ebs_volume.many[0]").marks.has(Marks::CALLER))
    };
    assert_eq!(encrypted(&with("variable \"zone\" {}\n")), (true, true));
    assert_eq!(encrypted(&with("variable \"zone\" { default = \"a\" }\n")), (false, false));
}

#[test]
fn variables_take_their_types() {
    let made = one(vec![
        PROVIDER,
        ("terraform.tfvars", "port = \"5432\"\nnodes = { a = {} }\nnothing = null\n"),
        ("z.auto.tfvars", "late = \"auto\"\n"),
        (
            "main.tf",
            r#"
            variable "port" { type = number }
            variable "nodes" { type = map(object({ size = optional(number, 3), tags = optional(list(string)) })) }
            variable "nothing" {
              default  = "kept"
              nullable = false
            }
            variable "late" { default = "early" }
            variable "absent" { type = string }
            output "port" { value = var.port + 1 }
            output "size" { value = var.nodes["a"].size }
            output "tags" { value = var.nodes["a"].tags }
            output "nothing" { value = var.nothing }
            output "late" { value = var.late }
            output "absent" { value = var.absent }
            "#,
        ),
    ]);
    assert_eq!(output(&made, "port"), "5433");
    assert_eq!(output(&made, "size"), "3");
    assert_eq!(output(&made, "tags"), "null");
    assert_eq!(output(&made, "nothing"), "kept");
    assert_eq!(output(&made, "late"), "auto");
    assert!(
        matches!(&made.outputs.get("absent").unwrap().why().unwrap().root().why, Why::Unset(n) if &**n == "absent")
    );
}

#[test]
fn a_value_of_the_wrong_type_is_unknown_and_a_gap() {
    let made = one(vec![
        PROVIDER,
        ("terraform.tfvars", "zones = \"eu-west-1a\"\n"),
        ("main.tf", "variable \"zones\" { type = list(string) }\noutput \"zones\" { value = var.zones }"),
    ]);
    assert!(made.outputs.get("zones").unwrap().is_unknown());
    assert!(made.gaps.iter().any(|g| g.message.contains("`zones` needs a list")), "{:?}", made.gaps);
}

#[test]
fn cycles_name_their_way() {
    let made =
        one(vec![PROVIDER, ("main.tf", "locals {\n a = local.b\n b = local.a\n}\noutput \"a\" { value = local.a }")]);
    assert!(made.outputs.get("a").unwrap().is_unknown());
    let named = made.gaps.iter().any(|g| g.message.contains("local.a -> local.b -> local.a"));
    assert!(named, "{:?}", made.gaps);
}

#[test]
fn instances_are_bounded() {
    let made = one(vec![PROVIDER, ("main.tf", "resource \"aws_vpc\" \"this\" { count = 1000000000 }")]);
    assert_eq!(made.resources.len(), 10_000);
    assert!(made.gaps.iter().any(|g| g.kind == GapKind::Bound), "{:?}", made.gaps);
}

#[test]
fn a_module_that_is_not_at_hand_is_a_gap_and_its_outputs_refer_to_it() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            module "x" {
              source  = "someone/thing/aws"
              version = "1.0.0"
            }
            output "id" { value = module.x.id }
            "#,
        ),
    ]);
    let id = made.outputs.get("id").unwrap().why().unwrap();
    assert!(matches!(&id.why, Why::NoSource(Absent::Module(name)) if &**name == "someone/thing/aws"));
    assert_eq!(id.what.as_ref().unwrap().to_string(), "module.x.id");
    let gap = made.gaps.iter().find(|g| g.kind == GapKind::ModuleSource).unwrap();
    assert!(gap.help.as_ref().unwrap().contains("modules:"));
}

#[test]
fn a_policy_document_keeps_what_is_known_around_holes() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            resource "aws_iam_openid_connect_provider" "this" { url = "https://example" }
            data "aws_iam_policy_document" "trust" {
              statement {
                actions = ["sts:AssumeRoleWithWebIdentity"]
                principals {
                  type        = "Federated"
                  identifiers = [aws_iam_openid_connect_provider.this.arn]
                }
                condition {
                  test     = "StringEquals"
                  variable = "${aws_iam_openid_connect_provider.this.id}:sub"
                  values   = ["system:serviceaccount:ns:app"]
                }
              }
            }
            resource "aws_iam_role" "app" { assume_role_policy = data.aws_iam_policy_document.trust.json }
            "#,
        ),
    ]);
    let policy = shown(&made, "aws_iam_role.app", &["assume_role_policy"]);
    assert_eq!(
        policy,
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRoleWithWebIdentity\",\
         \"Principal\":{\"Federated\":\"${aws_iam_openid_connect_provider.this.arn}\"},\"Condition\":{\"StringEquals\":\
         {\"${aws_iam_openid_connect_provider.this.id}:sub\":\"system:serviceaccount:ns:app\"}}}]}"
    );
}

#[test]
fn a_policy_document_leaves_out_what_has_no_elements() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            variable "conditions" { default = [] }
            data "aws_iam_policy_document" "trust" {
              statement {
                actions   = ["sts:AssumeRole"]
                resources = []
                dynamic "condition" {
                  for_each = var.conditions
                  content {
                    test     = condition.value.test
                    variable = "a"
                    values   = ["b"]
                  }
                }
              }
            }
            resource "aws_iam_role" "app" { assume_role_policy = data.aws_iam_policy_document.trust.json }
            "#,
        ),
    ]);
    let policy = shown(&made, "aws_iam_role.app", &["assume_role_policy"]);
    assert_eq!(
        policy,
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"}]}"
    );
}

#[test]
fn data_sources_say_the_same_by_other_names() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            data "aws_partition" "here" {}
            data "aws_service_principal" "nodes" { service_name = "ec2" }
            output "partition" { value = data.aws_partition.here.id }
            output "principal" { value = data.aws_service_principal.nodes.name }
            "#,
        ),
    ]);
    assert_eq!(output(&made, "partition"), "aws");
    assert_eq!(output(&made, "principal"), "ec2.amazonaws.com");
}

#[test]
fn data_sources_that_follow_from_the_provider_are_known() {
    let made = one(vec![(
        "main.tf",
        r#"
        provider "aws" {
          region              = "cn-north-1"
          allowed_account_ids = ["123456789012"]
        }
        data "aws_caller_identity" "me" {}
        data "aws_region" "here" {}
        data "aws_partition" "here" {}
        output "arn" {
          value = "arn:${data.aws_partition.here.partition}:x:${data.aws_region.here.name}:${data.aws_caller_identity.me.account_id}"
        }
        "#,
    )]);
    assert_eq!(output(&made, "arn"), "arn:aws-cn:x:cn-north-1:123456789012");
    assert_eq!(made.providers[0].config.get("region").unwrap().display(), "cn-north-1");
}

#[test]
fn providers_are_followed_through_modules() {
    let made = one(vec![
        (
            "main.tf",
            r#"
            provider "aws" { region = "eu-west-1" }
            provider "aws" {
              alias  = "us"
              region = "us-east-1"
            }
            module "cdn" {
              source    = "./cdn"
              providers = { aws = aws.us }
            }
            "#,
        ),
        ("cdn/main.tf", "resource \"aws_acm_certificate\" \"this\" {}"),
    ]);
    assert_eq!(&*resource(&made, "module.cdn.aws_acm_certificate.this").provider, "aws.us");
    assert_eq!(made.providers[1].alias.as_deref(), Some("us"));
}

#[test]
fn what_differs_between_the_instances_of_a_provider_is_unknown() {
    let made = one(vec![
        (
            "main.tofu",
            r#"
        variable "regions" { default = ["eu-west-1", "us-east-1"] }
        provider "aws" {
          alias               = "by"
          for_each            = toset(var.regions)
          region              = each.key
          allowed_account_ids = ["123456789012"]
        }
        resource "aws_s3_bucket" "one" { provider = aws.by["us-east-1"] }
        resource "aws_s3_bucket" "each" {
          for_each = toset(var.regions)
          provider = aws.by[each.key]
        }
        module "net" {
          source    = "./net"
          providers = { aws = aws.by["eu-west-1"] }
        }
        "#,
        ),
        ("net/main.tf", "resource \"aws_vpc\" \"this\" {}"),
    ]);
    assert!(made.gaps.is_empty(), "{:?}", made.gaps);
    let [provider] = &*made.providers else { panic!("{:?}", made.providers) };
    assert_eq!(provider.alias.as_deref(), Some("by"));
    assert!(provider.config.get("region").unwrap().is_unknown());
    assert_eq!(provider.config.get("allowed_account_ids").unwrap().display(), "[\"123456789012\"]");
    for address in ["aws_s3_bucket.one", "aws_s3_bucket.each[\"us-east-1\"]", "module.net.aws_vpc.this"] {
        assert_eq!(&*resource(&made, address).provider, "aws.by", "{address}");
    }
}

#[test]
fn each_tfvars_file_is_a_variant() {
    let (_, made) = run(vec![
        ("app/main.tf", "variable \"env\" {}\nprovider \"aws\" {}\noutput \"env\" { value = var.env }"),
        ("app/dev.tfvars", "env = \"dev\""),
        ("app/env/prod/terraform.tfvars", "env = \"prod\""),
    ]);
    let scopes: Vec<(&str, String)> = made.configurations.iter().map(|c| (&*c.scope, output(c, "env"))).collect();
    assert_eq!(scopes, [("app@dev", "dev".to_owned()), ("app@env/prod", "prod".to_owned())]);
}

#[test]
fn a_slice_of_an_unknown_list_has_its_length() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            data "aws_availability_zones" "available" {}
            locals { azs = slice(data.aws_availability_zones.available.names, 0, 2) }
            resource "aws_subnet" "private" {
              count             = length(local.azs)
              cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
              availability_zone = local.azs[count.index]
            }
            "#,
        ),
    ]);
    assert_eq!(made.resources.len(), 3);
    assert_eq!(shown(&made, "aws_subnet.private[1]", &["cidr_block"]), "10.0.1.0/24");
    let zone =
        |i: usize| made.resources[i].attributes.get("availability_zone").unwrap().why().unwrap().what.clone().unwrap();
    assert!(zone(1) != zone(2), "two different zones");
}

#[test]
fn library_modules_and_examples_are_no_configurations() {
    let (_, made) = run(vec![
        ("modules/vpc/main.tf", "variable \"cidr\" {}\nresource \"aws_vpc\" \"this\" {}"),
        ("live/main.tf", "terraform {\n backend \"s3\" { bucket = \"b\" }\n}\nmodule \"n\" { source = \"../net\" }"),
        ("net/main.tf", "resource \"aws_vpc\" \"this\" {}"),
        ("net/examples/simple/main.tf", "provider \"aws\" {}\nmodule \"n\" { source = \"../..\" }"),
    ]);
    let scopes: Vec<&str> = made.configurations.iter().map(|c| &*c.scope).collect();
    assert_eq!(scopes, ["live"]);
    assert_eq!(made.recognised.library_modules, 2);
    assert_eq!(made.configurations[0].backend.as_ref().unwrap().config.get("bucket").unwrap().display(), "b");
}

#[test]
fn a_local_source_that_leads_nowhere_is_a_reference_that_dangles() {
    let made = one(vec![PROVIDER, ("main.tf", "module \"a\" { source = \"./gone\" }")]);
    let dangling = made.references.iter().find(|r| &*r.target == "./gone").unwrap();
    assert!(matches!(dangling.outcome, crate::eval::reference::Outcome::Missing { .. }));
}

#[test]
fn what_an_unknown_part_of_an_open_collection_does_is_left_open() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            resource "terraform_data" "x" {}
            resource "aws_subnet" "this" {
              for_each   = merge({ known = "10.0.1.0/24" }, terraform_data.x.output)
              cidr_block = each.value
            }
            "#,
        ),
    ]);
    assert_eq!(addresses(&made), ["terraform_data.x", "aws_subnet.this[\"known\"]", "aws_subnet.this[*]"]);
}

#[test]
fn what_a_module_declares_twice_is_refused_once_at_the_second_place() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            terraform {
              backend "local" {}
            }
            variable "a" { default = 1 }
            locals { x = 1 }
            resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
            data "aws_vpc" "this" { default = true }
            module "one" { source = "./one" }
            module "two" { source = "./one" }
            output "o" { value = 1 }
            "#,
        ),
        (
            "more.tf",
            r#"
            terraform { required_version = ">= 1" }
            terraform {
              backend "s3" {}
            }
            variable "a" { default = 2 }
            locals { x = 2 }
            resource "aws_vpc" "this" { cidr_block = "10.1.0.0/16" }
            provider "aws" { region = "eu-west-2" }
            provider "aws" {
              region = "eu-west-3"
              alias  = "other"
            }
            output "o" { value = 2 }
            "#,
        ),
        ("one/main.tf", "locals {\n  y = 1\n}\nlocals {\n  y = 2\n}\n"),
    ]);
    let refused: std::collections::BTreeSet<&str> =
        made.gaps.iter().filter(|g| g.kind == GapKind::Refused).map(|g| &*g.message).collect();
    let expected = [
        "backend of this module is declared twice, first in main.tf on line 3",
        "local `x` is declared twice, first in main.tf on line 6",
        "local `y` is declared twice, first on line 2",
        "output `o` is declared twice, first in main.tf on line 11",
        "provider `aws` is declared twice, first in more.tf on line 9",
        "resource `aws_vpc.this` is declared twice, first in main.tf on line 7",
        "variable `a` is declared twice, first in main.tf on line 5",
    ];
    assert_eq!(refused.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn values_that_were_not_read_leave_defaults_open() {
    let main = "variable \"n\" {\n  default = 1\n}\nvariable \"m\" {}\noutput \"n\" {\n  value = var.n\n}\noutput \"m\" {\n  value = var.m\n}\n";
    let with = |values: &str| {
        let made = one(vec![PROVIDER, ("main.tf", main), ("terraform.tfvars", values)]);
        let n = made.outputs.get("n").unwrap().clone();
        (n.marks.has(Marks::OVERRIDABLE), output(&made, "m"))
    };
    assert_eq!(with("m = 2\n"), (false, "2".to_owned()));
    assert_eq!(with("m = 2\nother = = 3\n"), (true, "2".to_owned()));
    assert!(with("\0GITCRYPT\0").0, "an encrypted file sets what nobody can see");
}

#[test]
fn a_directory_may_have_an_at_sign_and_variants_too() {
    let backend = "terraform {\n backend \"local\" {}\n}\nvariable \"env\" { default = \"none\" }\noutput \"env\" { value = var.env }";
    let reader = |path: &str| {
        format!(
            "data \"terraform_remote_state\" \"x\" {{\n backend = \"local\"\n config = {{ path = \"{path}\" }}\n}}\noutput \"env\" {{ value = data.terraform_remote_state.x.outputs.env }}"
        )
    };
    let (near, far) = (reader("../app@prod/terraform.tfstate"), reader("../app/terraform.tfstate"));
    let (_, made) = run(vec![
        ("app@prod/main.tf", backend),
        ("near/main.tf", &near),
        ("far/main.tf", &far),
        ("both@eu/main.tf", backend),
        ("both@eu/dev.tfvars", "env = \"dev\""),
        ("both@eu/vars/live.tfvars", "env = \"live\""),
    ]);
    let places: Vec<(&str, &str, Option<&str>)> =
        made.configurations.iter().map(|c| (&*c.scope, c.directory(), c.variant.as_deref())).collect();
    let expected = [
        ("app@prod", "app@prod", None),
        ("both@eu@dev", "both@eu", Some("dev")),
        ("both@eu@vars/live", "both@eu", Some("vars/live")),
        ("far", "far", None),
        ("near", "near", None),
    ];
    assert_eq!(places, expected);
    let env = |scope: &str| {
        let found = made.configurations.iter().find(|c| &*c.scope == scope).unwrap();
        found.outputs.get("env").unwrap().display()
    };
    assert_eq!(env("near"), "none");
    assert!(env("far").contains("${"), "{}", env("far"));
}

#[test]
fn a_name_that_nothing_declares_is_a_gap_of_its_own_kind() {
    let made = one(vec![PROVIDER, ("main.tf", "output \"a\" { value = var.gone }\noutput \"b\" { value = [1][4] }")]);
    let kinds: Vec<GapKind> = made.gaps.iter().map(|g| g.kind).collect();
    assert_eq!(kinds, [GapKind::Undeclared, GapKind::Evaluation]);
}

#[test]
fn what_is_ignored_after_creation_is_only_likely_and_a_thing_keeps_its_name() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            resource "aws_ssm_parameter" "p" {
              name  = "/a"
              value = "PLACEHOLDER"
              tags  = { a = "b", c = "d" }
              lifecycle { ignore_changes = [value, tags["a"]] }
            }
            resource "kubernetes_namespace" "n" {
              metadata {
                name   = "apps"
                labels = { a = "b" }
              }
              lifecycle { ignore_changes = [metadata] }
            }
            "#,
        ),
    ]);
    let of = |address: &str, path: &[&str]| resource(&made, address).attributes.path(path).unwrap().clone();
    let likely = |value: &Value| value.why().filter(|u| matches!(u.why, Why::Ignored)).and_then(|u| u.likely.clone());
    assert_eq!(likely(&of("aws_ssm_parameter.p", &["value"])).unwrap().as_str(), Some("PLACEHOLDER"));
    assert_eq!(likely(&of("aws_ssm_parameter.p", &["tags", "a"])).unwrap().as_str(), Some("b"));
    assert_eq!(of("aws_ssm_parameter.p", &["tags", "c"]).as_str(), Some("d"));
    let metadata = of("kubernetes_namespace.n", &["metadata"]).elements().next().unwrap().clone();
    assert_eq!(metadata.get("name").and_then(Value::as_str), Some("apps"));
    assert!(likely(metadata.get("labels").unwrap()).is_some());
}
