use super::{build, build_with};
use crate::model::fact::State;
use crate::model::network::{Environment, Exposure};
use crate::model::organization::{Account, Connected, Ownership};
use globset::{Glob, GlobSetBuilder};

const PROVIDER: &str = r#"
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
"#;

fn plain(text: &str) -> super::Built {
    build(&[("infra/net/provider.tf", PROVIDER), ("infra/net/main.tf", text)])
}

const ROUTED: &str = r#"
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_vpc_ipv4_cidr_block_association" "pods" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "100.64.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "edge" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = element(["eu-west-1a", "eu-west-1b"], count.index)
}
resource "aws_subnet" "apps" {
  for_each          = { a = "10.0.10.0/24", b = "10.0.11.0/24" }
  vpc_id            = aws_vpc.main.id
  cidr_block        = each.value
  availability_zone = "eu-west-1${each.key}"
}
resource "aws_route_table" "edge" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route" "out" {
  route_table_id         = aws_route_table.edge.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}
resource "aws_route_table_association" "edge" {
  count          = 2
  subnet_id      = aws_subnet.edge[count.index].id
  route_table_id = aws_route_table.edge.id
}
resource "aws_nat_gateway" "main" {
  subnet_id = aws_subnet.edge[0].id
}
resource "aws_instance" "runner" {
  subnet_id = aws_subnet.edge[1].id
}
"#;

#[test]
fn routes_decide_exposure_and_subnets_with_one_name_are_a_tier() {
    let built = plain(ROUTED);
    let declared = &built.estate.declared;
    let vpc = &declared.vpcs[0];
    let ranges: Vec<_> = vpc.cidrs.iter().map(|c| c.get().unwrap().text.to_string()).collect();
    assert_eq!(ranges, ["10.0.0.0/16", "100.64.0.0/16"]);
    assert_eq!(vpc.account.as_deref(), Some("111122223333"));
    assert_eq!(vpc.region.as_deref(), Some("eu-west-1"));
    assert!(declared.subnets.iter().all(|s| s.vpc.as_ref() == Some(&vpc.address)));

    let tier = |name: &str| declared.tiers.iter().find(|t| &*t.name == name).unwrap();
    assert_eq!(tier("edge").exposure, Exposure::Public);
    assert_eq!(tier("apps").exposure, Exposure::Private, "no route table: the main one leads nowhere");
    assert_eq!(tier("apps").zones.get().unwrap().len(), 2);
    assert!(declared.subnets.iter().all(|s| !s.by_name));
}

#[test]
fn a_nat_gateway_is_counted_for_its_vpc() {
    let built = plain(ROUTED);
    let nat = &built.estate.declared.nats[0];
    assert_eq!(nat.vpc.as_ref().unwrap().subject.as_ref(), "aws_vpc.main");
    assert_eq!(nat.count.get(), Some(&1));
    assert_eq!(nat.zones.get(), Some(&2));
}

#[test]
fn a_placement_names_the_argument_and_the_subnet() {
    let built = plain(ROUTED);
    let machine = &built.estate.declared.machines[0];
    let placement = machine.placement.as_ref().unwrap();
    let choice = &placement.subnets[0];
    assert_eq!(choice.exposure, Exposure::Public);
    assert_eq!(choice.subnets[0].subject.as_ref(), "aws_subnet.edge[1]");
    assert_eq!(&*choice.text, "aws_subnet.edge[1].id");
    assert_eq!(built.written(placement.at).1, "aws_subnet.edge[1].id");
}

#[test]
fn an_unknown_number_of_gateways_or_zones_is_not_guessed() {
    let built = plain(
        r#"
        variable "azs" {}
        variable "gateways" {}
        resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
        resource "aws_subnet" "public" {
          count             = 3
          vpc_id            = aws_vpc.main.id
          cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
          availability_zone = element(var.azs, count.index)
        }
        resource "aws_nat_gateway" "main" {
          count     = var.gateways
          subnet_id = aws_subnet.public[0].id
        }
        "#,
    );
    let declared = &built.estate.declared;
    assert!(matches!(declared.tiers[0].zones.state, State::Unknown { likely: None, .. }));
    assert!(matches!(declared.nats[0].count.state, State::Unknown { likely: None, .. }));
}

#[test]
fn zones_that_the_region_lists_are_counted_though_their_names_are_not_known() {
    let zones = |zone: &str| {
        let built = plain(&format!(
            r#"
            data "aws_availability_zones" "all" {{}}
            locals {{ zones = slice(data.aws_availability_zones.all.names, 0, 3) }}
            resource "aws_vpc" "main" {{ cidr_block = "10.0.0.0/16" }}
            resource "aws_subnet" "private" {{
              count             = 3
              vpc_id            = aws_vpc.main.id
              cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
              availability_zone = {zone}
            }}
            "#
        ));
        let tier = built.estate.declared.tiers[0].zones.clone();
        (tier.get().map(Vec::len), tier.get_or_likely().map(Vec::len))
    };
    assert_eq!(zones("element(local.zones, count.index)"), (None, Some(3)), "a region may have two only");
    assert_eq!(zones("local.zones[count.index % 2]"), (Some(2), Some(2)));
    assert_eq!(zones("local.zones[0]"), (Some(1), Some(1)));
    assert_eq!(zones("data.aws_availability_zones.all.names[count.index].x"), (None, None));
}

#[test]
fn outputs_of_a_unit_that_was_not_evaluated_speak_by_name() {
    let built = build(&[
        ("infra/vpc/terragrunt.hcl", "terraform {\n  source = \"git::https://example.com/vpc.git?ref=v1\"\n}\n"),
        (
            "infra/host/terragrunt.hcl",
            r#"
            terraform {
              source = "tfr:///terraform-aws-modules/ec2-instance/aws?version=5.7.1"
            }
            dependency "vpc" {
              config_path = "../vpc"
            }
            inputs = {
              name      = "host"
              subnet_id = dependency.vpc.outputs.public_subnets[0]
            }
            "#,
        ),
    ]);
    let machine = built.estate.declared.machines.iter().find(|m| m.name.get().is_some()).unwrap();
    let choice = &machine.placement.as_ref().unwrap().subnets[0];
    assert_eq!((choice.exposure, choice.by_name), (Exposure::Public, true));
    assert_eq!(&*choice.text, "dependency.vpc.outputs.public_subnets[0]");
}

#[test]
fn a_module_model_points_at_the_unit_and_names_the_default() {
    let built = build(&[(
        "infra/prod/vpc/terragrunt.hcl",
        r#"
terraform {
  source = "tfr:///terraform-aws-modules/vpc/aws?version=5.19.0"
}
inputs = {
  name               = "main"
  cidr               = "10.0.0.0/16"
  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.1.0/24", "10.0.2.0/24"]
  public_subnets     = ["10.0.101.0/24", "10.0.102.0/24"]
  enable_nat_gateway = true
  single_nat_gateway = true
}
"#,
    )]);
    let declared = &built.estate.declared;
    assert_eq!(declared.nats[0].count.get(), Some(&1));
    assert_eq!(built.edited(&declared.nats[0].count), "single_nat_gateway = true");
    assert_eq!(declared.nats[0].environment, Environment::Production);
    let subnet = declared.subnets.iter().find(|s| s.address.subject.contains("public[1]")).unwrap();
    assert_eq!(built.edited(&subnet.cidr), "\"10.0.102.0/24\"");
    assert_eq!((subnet.exposure, subnet.by_name), (Exposure::Public, false));
}

#[test]
fn a_module_call_is_pointed_at_where_it_gives_the_argument() {
    let built = plain(
        r#"
module "vpc" {
  source             = "terraform-aws-modules/vpc/aws"
  version            = "5.19.0"
  name               = "main"
  cidr               = "10.0.0.0/16"
  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.1.0/24"]
  public_subnets     = ["10.0.101.0/24", "10.0.102.0/24"]
  enable_nat_gateway = true
  single_nat_gateway = true
}
"#,
    );
    let nat = &built.estate.declared.nats[0];
    assert_eq!(built.edited(&nat.count), "single_nat_gateway = true");
    assert_eq!(nat.zones.get(), Some(&1), "public subnets do not go out through NAT");
}

#[test]
fn a_single_subnet_beside_counted_ones_of_its_exposure_is_called_by_its_own_name() {
    let built = plain(
        r#"
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "nodes" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = element(["eu-west-1a", "eu-west-1b"], count.index)
}
resource "aws_subnet" "legacy" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.9.0/24"
  availability_zone = "eu-west-1a"
}
"#,
    );
    let mut names: Vec<&str> = built.estate.declared.tiers.iter().map(|t| &*t.name).collect();
    names.sort_unstable();
    assert_eq!(names, ["legacy", "nodes"]);
}

#[test]
fn vpcs_meet_by_peering_transit_gateway_and_the_configurations_word() {
    let mut members = GlobSetBuilder::new();
    members.add(Glob::new("infra//{a,c}").unwrap());
    let ownership = Ownership {
        connected: vec![Connected { members: members.build().unwrap(), at: None }],
        accounts: vec![Account {
            id: "111122223333".into(),
            name: Some("games".into()),
            environment: Some("production".into()),
        }],
        ..Ownership::default()
    };
    let vpc = "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";
    let built = build_with(
        &[
            ("infra/a/p.tf", PROVIDER),
            ("infra/a/main.tf", vpc),
            ("infra/c/p.tf", PROVIDER),
            ("infra/c/main.tf", vpc),
            ("infra/d/p.tf", PROVIDER),
            (
                "infra/d/main.tf",
                r#"
                resource "aws_vpc" "one" { cidr_block = "10.1.0.0/16" }
                resource "aws_vpc" "two" { cidr_block = "10.2.0.0/16" }
                resource "aws_vpc_peering_connection" "both" {
                  vpc_id      = aws_vpc.one.id
                  peer_vpc_id = aws_vpc.two.id
                }
                resource "aws_ec2_transit_gateway_vpc_attachment" "one" {
                  transit_gateway_id = "tgw-1"
                  vpc_id             = aws_vpc.one.id
                }
                "#,
            ),
        ],
        ownership,
    );
    let declared = &built.estate.declared;
    let of = |what: &str| declared.connections.iter().find(|c| c.what.contains(what)).unwrap();
    assert_eq!(of("peering").vpcs.len(), 2);
    assert!(!of("peering").beyond);
    assert_eq!(of("transit").vpcs.len(), 1);
    let scopes: Vec<_> = of("connected").vpcs.iter().map(|a| a.scope.to_string()).collect();
    assert_eq!(scopes, ["a", "c"]);
    assert_eq!(declared.vpcs[0].environment, Environment::Production, "the account's environment");
}

#[test]
fn a_unit_is_asked_for_what_its_local_module_uses() {
    let built = build(&[
        (
            "infra/modules/host/main.tf",
            "variable \"hosts\" {\n  type = any\n}\nresource \"aws_instance\" \"this\" {\n  for_each  = var.hosts\n  subnet_id = each.value.subnet_id\n}\n",
        ),
        ("infra/live/vpc/terragrunt.hcl", "terraform {\n  source = \"git::https://example.com/vpc.git?ref=v1\"\n}\n"),
        (
            "infra/live/host/terragrunt.hcl",
            r#"
terraform {
  source = "../../modules/host"
}
dependency "vpc" {
  config_path = "../vpc"
}
inputs = {
  hosts = {
    door = {
      subnet_id = dependency.vpc.outputs.public_subnets[0]
    }
  }
}
"#,
        ),
    ]);
    let placement = built.estate.declared.machines[0].placement.as_ref().unwrap();
    let (place, text) = built.written(placement.at);
    assert_eq!(place, "live/host/terragrunt.hcl:11");
    assert_eq!(text, "dependency.vpc.outputs.public_subnets[0]");
}

#[test]
fn subnets_written_one_by_one_are_a_tier_by_exposure() {
    let built = plain(
        r#"
        resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
        resource "aws_subnet" "a" {
          count             = 1
          vpc_id            = aws_vpc.main.id
          cidr_block        = "10.0.1.0/24"
          availability_zone = "eu-west-1a"
        }
        resource "aws_subnet" "b" {
          vpc_id            = aws_vpc.main.id
          cidr_block        = "10.0.2.0/24"
          availability_zone = "eu-west-1b"
        }
        "#,
    );
    let tiers = &built.estate.declared.tiers;
    assert_eq!(tiers.len(), 1);
    assert_eq!(tiers[0].zones.get().unwrap().len(), 2);
}
