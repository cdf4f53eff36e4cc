//! What `generate` blocks write.

use super::*;

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
