//! What one configuration reads of another's state and parameters.

use super::*;

fn named<'a>(made: &'a Infrastructure, scope: &str) -> &'a Configuration {
    made.configurations.iter().find(|c| &*c.scope == scope).unwrap_or_else(|| panic!("no {scope}"))
}

const NETWORK: &str = r#"
    terraform {
      backend "s3" {
        bucket = "states"
        key    = "network/terraform.tfstate"
      }
    }
    resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
    output "vpc_id" { value = aws_vpc.main.id }
    output "cidr" { value = aws_vpc.main.cidr_block }
"#;

fn reader(key: &str) -> String {
    format!(
        r#"
        provider "aws" {{ region = "eu-west-1" }}
        data "terraform_remote_state" "network" {{
          backend = "s3"
          config = {{
            bucket = "states"
            key    = "{key}"
            region = "eu-west-1"
          }}
        }}
        output "cidr" {{ value = data.terraform_remote_state.network.outputs.cidr }}
        output "id" {{ value = data.terraform_remote_state.network.outputs.vpc_id }}
        "#
    )
}

#[test]
fn remote_state_is_the_outputs_of_whoever_keeps_it_there() {
    let reading = reader("network/terraform.tfstate");
    let (_, made) = run(vec![("network/main.tf", NETWORK), ("app/main.tf", &reading)]);
    let app = named(&made, "app");
    assert_eq!(output(app, "cidr"), "10.0.0.0/16");
    let id = app.outputs.get("id").unwrap().why().unwrap().what.clone().unwrap();
    assert_eq!((&*id.owner.scope, &*id.owner.subject), ("network", "aws_vpc.main"));
    let at = app.outputs.get("cidr").unwrap().via.as_ref();
    assert!(
        at.is_some_and(|hop| std::iter::successors(Some(&**hop), |h| h.from.as_deref()).any(|h| h.how == How::Output))
    );
}

#[test]
fn a_state_that_nobody_or_several_keep_stays_unknown() {
    let other = reader("other/terraform.tfstate");
    let both = reader("network/terraform.tfstate");
    let (_, made) = run(vec![
        ("network/main.tf", NETWORK),
        ("copy/main.tf", NETWORK),
        ("app/main.tf", &other),
        ("web/main.tf", &both),
    ]);
    assert!(named(&made, "app").outputs.get("cidr").unwrap().is_unknown());
    assert!(named(&made, "web").outputs.get("cidr").unwrap().is_unknown());
}

#[test]
fn a_chain_of_states_is_followed_and_a_circle_is_not() {
    let link = |own: &str, from: &str, value: &str| {
        format!(
            "terraform {{\n  backend \"s3\" {{\n    bucket = \"b\"\n    key = \"{own}\"\n  }}\n}}\n\
             data \"terraform_remote_state\" \"x\" {{\n  backend = \"s3\"\n  config = {{ bucket = \"b\", key = \"{from}\" }}\n}}\n\
             output \"v\" {{\n  value = {value}\n}}\n"
        )
    };
    let next = "concat(data.terraform_remote_state.x.outputs.v, [1])";
    let (a, b, c) = (link("a", "none", "[0]"), link("b", "a", next), link("c", "b", next));
    let (_, made) = run(vec![("c1/main.tf", &c), ("b1/main.tf", &b), ("a1/main.tf", &a)]);
    assert_eq!(output(named(&made, "c1"), "v"), "[0, 1, 1]");
    let (p, q) = (link("p", "q", next), link("q", "p", next));
    let (_, made) = run(vec![("p1/main.tf", &p), ("q1/main.tf", &q)]);
    assert!(
        output(named(&made, "p1"), "v").contains('?')
            || named(&made, "p1").outputs.get("v").unwrap().first_unknown().is_some()
    );
    assert_eq!(named(&made, "p1").outputs.get("v").unwrap().elements().count(), 1);
}

#[test]
fn a_local_state_is_found_by_its_path() {
    let main = "terraform {\n  backend \"local\" {}\n}\noutput \"a\" {\n  value = 7\n}\n";
    let reading = "provider \"aws\" {}\ndata \"terraform_remote_state\" \"o\" {\n  backend = \"local\"\n  config = { path = \"../one/terraform.tfstate\" }\n}\noutput \"a\" {\n  value = data.terraform_remote_state.o.outputs.a\n}\n";
    let (_, made) = run(vec![("one/main.tf", main), ("two/main.tf", reading)]);
    assert_eq!(output(named(&made, "two"), "a"), "7");
}

#[test]
fn workspaces_of_terraform_cloud_are_states_too() {
    let workspaces = r#"
        terraform {
          cloud { organization = "acme" }
        }
        resource "tfe_workspace" "all" {
          for_each          = { net-prod = "vars/prod.tfvars", net-stage = "vars/stage.tfvars" }
          name              = each.key
          organization      = "acme"
          working_directory = "net"
        }
        resource "tfe_variable" "file" {
          for_each     = { net-prod = "vars/prod.tfvars", net-stage = "vars/stage.tfvars" }
          workspace_id = tfe_workspace.all[each.key].id
          key          = "TF_CLI_ARGS_plan"
          value        = "-var-file=${each.value}"
        }
    "#;
    let net = "terraform {\n  cloud {\n    organization = \"acme\"\n    workspaces {\n      tags = [\"net\"]\n    }\n  }\n}\nvariable \"cidr\" {}\noutput \"cidr\" {\n  value = var.cidr\n}\n";
    let app = "terraform {\n  cloud {\n    organization = \"acme\"\n  }\n}\ndata \"tfe_outputs\" \"net\" {\n  organization = \"acme\"\n  workspace = \"net-stage\"\n}\noutput \"cidr\" {\n  value = data.tfe_outputs.net.values.cidr\n}\n";
    let (_, made) = run(vec![
        ("workspaces/main.tf", workspaces),
        ("net/main.tf", net),
        ("net/vars/prod.tfvars", "cidr = \"10.1.0.0/16\"\n"),
        ("net/vars/stage.tfvars", "cidr = \"10.2.0.0/16\"\n"),
        ("app/main.tf", app),
    ]);
    assert_eq!(output(named(&made, "app"), "cidr"), "10.2.0.0/16");
}

#[test]
fn a_parameter_is_read_where_it_is_written() {
    let writer = "provider \"aws\" {\n  region = \"eu-west-1\"\n}\nresource \"aws_ssm_parameter\" \"p\" {\n  name = \"/net/cidr\"\n  type = \"String\"\n  value = \"10.0.0.0/16\"\n}\nresource \"aws_ssm_parameter\" \"s\" {\n  name = \"/db/key\"\n  type = \"SecureString\"\n  value = \"canary\"\n}\n";
    let reader = |region: &str| {
        format!(
            "provider \"aws\" {{\n  region = \"{region}\"\n}}\ndata \"aws_ssm_parameter\" \"p\" {{\n  name = \"/net/cidr\"\n}}\ndata \"aws_ssm_parameter\" \"s\" {{\n  name = \"/db/key\"\n}}\noutput \"cidr\" {{\n  value = data.aws_ssm_parameter.p.value\n}}\noutput \"key\" {{\n  value = data.aws_ssm_parameter.s.value\n}}\n"
        )
    };
    let (here, there) = (reader("eu-west-1"), reader("us-east-1"));
    let (_, made) = run(vec![("w/main.tf", writer), ("here/main.tf", &here), ("there/main.tf", &there)]);
    assert_eq!(output(named(&made, "here"), "cidr"), "10.0.0.0/16");
    assert_eq!(output(named(&made, "here"), "key"), "(sensitive)");
    assert!(named(&made, "there").outputs.get("cidr").unwrap().is_unknown());
}
