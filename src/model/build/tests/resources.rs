//! Facts of every provider's resources, and what is told of the module models that make them.

use super::build;
use crate::eval::value::Number;
use crate::model::resource::{Exists, Resource, Simple};
use std::collections::BTreeSet;

#[test]
fn every_resource_is_there_with_its_simple_arguments() {
    let built = build(&[
        (
            "infra/dns/main.tf",
            r#"
        provider "aws" {
          region              = "eu-west-1"
          allowed_account_ids = ["123456789012"]
        }
        variable "on" {}
        resource "cloudflare_record" "www" {
          name    = "www"
          ttl     = 300
          proxied = true
          tags    = ["a"]
          content = cloudflare_zone.z.id
        }
        resource "random_password" "p" {
          count    = var.on ? 1 : 0
          length   = 16
          password = "hunter2"
        }
        data "aws_caller_identity" "me" {}
        module "m" { source = "./m" }
        "#,
        ),
        ("infra/dns/m/main.tf", "resource \"aws_sns_topic\" \"t\" {\n for_each = toset([\"x\"])\n name = each.key\n}"),
    ]);
    let all: Vec<String> = built.estate.declared.resources.iter().map(|r| r.address.subject.to_string()).collect();
    let expected = [
        "cloudflare_record.www",
        "data.aws_caller_identity.me",
        "module.m.aws_sns_topic.t[\"x\"]",
        "random_password.p[*]",
    ];
    assert_eq!(all, expected);
    let find = |subject: &str| -> &Resource {
        built.estate.declared.resources.iter().find(|r| &*r.address.subject == subject).unwrap()
    };
    let record = find("cloudflare_record.www");
    assert_eq!((&*record.kind, &*record.name, &*record.provider), ("cloudflare_record", "www", "cloudflare"));
    assert_eq!(record.argument("name"), Some(&Simple::Text("www".into())));
    assert_eq!(record.argument("ttl"), Some(&Simple::Number(Number::Int(300))));
    assert_eq!(record.argument("proxied"), Some(&Simple::Bool(true)));
    assert!(record.argument("tags").is_none() && record.argument("content").is_none());
    assert!(matches!(record.exists, Exists::Certain) && record.account.is_none() && !record.data);
    assert_eq!(built.written(record.at).0, "dns/main.tf:7");
    let topic = find("module.m.aws_sns_topic.t[\"x\"]");
    assert_eq!((&*topic.module, topic.region.as_deref()), ("module.m", Some("eu-west-1")));
    assert_eq!(
        (topic.account.as_deref(), topic.argument("name")),
        (Some("123456789012"), Some(&Simple::Text("x".into())))
    );
    let password = find("random_password.p[*]");
    assert!(matches!(password.exists, Exists::Perhaps(_)), "{:?}", password.exists);
    assert_eq!(password.argument("length"), Some(&Simple::Number(Number::Int(16))));
    assert!(password.argument("password").is_none(), "a secret is not kept");
    assert!(find("data.aws_caller_identity.me").data);
}

#[test]
fn arguments_are_bounded() {
    let many: String = (0..40).map(|i| format!("a{i} = {i}\n")).collect();
    let text = format!("provider \"x\" {{}}\nresource \"x_y\" \"z\" {{\nlong = \"{}\"\n{many}}}", "t".repeat(300));
    let built = build(&[("infra/a/main.tf", &text)]);
    let [resource] = built.estate.declared.resources.as_slice() else { panic!() };
    assert_eq!(resource.arguments.len(), Resource::ARGUMENTS);
    assert!(resource.argument("long").is_none());
}

#[test]
fn what_goes_wrong_in_a_module_model_is_told_at_its_own_call() {
    let call = |name: &str, zones: &str| {
        format!(
            "module \"{name}\" {{\n  source = \"terraform-aws-modules/vpc/aws\"\n  version = \"5.19.0\"\n  cidr = \"10.0.0.0/16\"\n  azs = {zones}\n  \
             private_subnets = [\"10.0.1.0/24\"]\n}}\n"
        )
    };
    let text = format!("provider \"aws\" {{}}\n{}{}", call("good", "[\"a\"]"), call("bad", "[]"));
    let unit = "terraform {\n  source = \"tfr:///terraform-aws-modules/vpc/aws?version=5.19.0\"\n}\ninputs = {\n  cidr = \"10.0.0.0/16\"\n  azs = []\n  private_subnets = [\"10.0.1.0/24\"]\n}\n";
    for (path, text, expected) in
        [("infra/a/main.tf", text.as_str(), "a/main.tf:9"), ("infra/b/terragrunt.hcl", unit, "b/terragrunt.hcl:2")]
    {
        let built = build(&[(path, text)]);
        let places: BTreeSet<String> =
            built.configuration_gaps.iter().filter_map(|gap| Some(built.written(gap.at?).0)).collect();
        assert_eq!(places, BTreeSet::from([expected.to_owned()]), "{:?}", built.configuration_gaps);
    }
}
