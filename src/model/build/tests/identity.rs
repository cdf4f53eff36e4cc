use super::{Built, build, build_with};
use crate::model::estate::RoleLookup;
use crate::model::identity::{Class, Pattern, RoleArn};
use crate::model::organization::Ownership;

const PROVIDER: &str = "provider \"aws\" {\n  region = \"eu-west-1\"\n  allowed_account_ids = [\"111122223333\"]\n}\n";

fn plain(text: &str) -> Built {
    build(&[("infra/iam/p.tf", PROVIDER), ("infra/iam/main.tf", text)])
}

fn arn(name: &str) -> RoleArn {
    RoleArn::parse(&Pattern::whole(format!("arn:aws:iam::111122223333:role/{name}"))).unwrap()
}

#[test]
fn a_units_role_trusts_by_namespace_and_name_while_its_provider_is_unknown() {
    let built = build(&[(
        "infra/roles/acme/terragrunt.hcl",
        r#"
terraform {
  source = "tfr:///terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts?version=6.2.1"
}
inputs = {
  name            = "acme"
  use_name_prefix = false
  oidc_providers = {
    this = {
      provider_arn               = "arn:aws:iam::1:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/${get_env("OIDC")}"
      namespace_service_accounts = ["acme:app"]
    }
  }
}
"#,
    )]);
    let role = &built.estate.declared.roles[0];
    assert_eq!(role.pattern().text().as_deref(), Some("acme"));
    assert_eq!(role.trusts("acme", "app"), Some(true));
    assert_eq!(role.trusts("acme-pre", "app"), Some(false));
    assert_eq!(built.edited(&role.trust.service_accounts[0].subject), "\"acme:app\"");
}

#[test]
fn policy_documents_and_json_say_who_is_trusted() {
    let built = plain(
        r#"
        resource "aws_iam_openid_connect_provider" "eks" {
          url            = "https://oidc.example.com/id/1"
          client_id_list = ["sts.amazonaws.com"]
        }
        data "aws_iam_policy_document" "assume" {
          statement {
            actions = ["sts:AssumeRoleWithWebIdentity"]
            principals {
              type        = "Federated"
              identifiers = ["arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/1"]
            }
            condition {
              test     = "StringLike"
              variable = "oidc.example.com/id/1:sub"
              values   = ["system:serviceaccount:acme-*:app"]
            }
          }
        }
        resource "aws_iam_role" "document" {
          name               = "document"
          assume_role_policy = data.aws_iam_policy_document.assume.json
        }
        resource "aws_iam_role" "pods" {
          name_prefix = "pods-"
          assume_role_policy = jsonencode({
            Statement = [{
              Effect    = "Allow"
              Action    = ["sts:AssumeRole", "sts:TagSession"]
              Principal = { Service = "pods.eks.amazonaws.com" }
            }]
          })
        }
        resource "aws_eks_pod_identity_association" "app" {
          cluster_name    = "games"
          namespace       = "acme"
          service_account = "app"
          role_arn        = aws_iam_role.pods.arn
        }
        "#,
    );
    let roles = &built.estate.declared.roles;
    let document = roles.iter().find(|r| r.address.subject.ends_with("document")).unwrap();
    assert_eq!(document.trusts("acme-pre", "app"), Some(true));
    assert_eq!(document.trusts("globex", "app"), Some(false));
    let pods = roles.iter().find(|r| r.address.subject.ends_with("pods")).unwrap();
    assert!(pods.trust.pod_identity);
    let association = &built.estate.declared.pod_identities[0];
    assert_eq!(association.role_address.as_ref(), Some(&pods.address));
}

#[test]
fn a_written_policy_trusts_by_namespace_and_name_whatever_the_provider_is_called() {
    let built = plain(
        r#"
        variable "oidc" {}
        resource "aws_iam_role" "app" {
          name = "app"
          assume_role_policy = jsonencode({
            Statement = [{
              Effect    = "Allow"
              Action    = "sts:AssumeRoleWithWebIdentity"
              Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/${var.oidc}" }
              Condition = {
                StringEquals = {
                  "${var.oidc}:aud" = "sts.amazonaws.com"
                  "${var.oidc}:sub" = "system:serviceaccount:acme:app"
                }
              }
            }]
          })
        }
        "#,
    );
    let role = &built.estate.declared.roles[0];
    assert_eq!(role.trusts("acme", "app"), Some(true));
    assert_eq!(role.trusts("acme", "other"), Some(false));
}

#[test]
fn a_name_with_a_hole_could_be_the_one() {
    let built = plain(
        r#"
        variable "environment" {}
        resource "aws_iam_role" "open" {
          name               = "acme-${var.environment}-secrets"
          assume_role_policy = "{}"
        }
        "#,
    );
    assert!(matches!(built.estate.role(&arn("acme-pre-secrets")), RoleLookup::Perhaps(_)));
    assert!(matches!(built.estate.role(&arn("globex-pre-secrets")), RoleLookup::None));
}

#[test]
fn an_unseen_module_opens_the_world_only_when_it_may_create_roles() {
    let role = "resource \"aws_iam_role\" \"a\" {\n  name = \"a\"\n  assume_role_policy = \"{}\"\n}\n";
    let unit =
        |source: &str| format!("terraform {{\n  source = \"git::https://example.com/{source}.git?ref=v1\"\n}}\n");
    let covered = |source: &str, ownership: Ownership| {
        let unit = unit(source);
        let built = build_with(
            &[
                ("infra/iam/p.tf", PROVIDER),
                ("infra/iam/main.tf", role),
                ("infra/other/x/terragrunt.hcl", unit.as_str()),
            ],
            ownership,
        );
        built.estate.coverage(Class::Role, Some("111122223333")).unwrap().closed()
    };
    assert!(covered("terraform-aws-s3-bucket", Ownership::default()));
    assert!(!covered("terraform-aws-iam", Ownership::default()));
    assert!(!covered("platform", Ownership::default()), "nothing is known of it");
    let stated = Ownership { complete: [Class::Role].into(), ..Ownership::default() };
    assert!(covered("terraform-aws-iam", stated), "the configuration says that all roles are declared");
}

#[test]
fn nothing_declared_is_no_closed_world() {
    let built = plain("resource \"aws_vpc\" \"a\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n");
    assert!(!built.estate.coverage(Class::Role, None).unwrap().closed());
}
