//! Which files make a module: override files, OpenTofu's own, and what a module refuses.

use super::*;

#[test]
fn an_override_file_replaces_arguments_and_nested_blocks() {
    let made = one(vec![
        PROVIDER,
        (
            "main.tf",
            r#"
            locals { size = 1 }
            variable "name" { default = "a" }
            resource "aws_instance" "web" {
              ami           = "ami-1"
              instance_type = "t3.${local.size}"
              ebs_block_device {
                device_name = "a"
              }
              ebs_block_device {
                device_name = "b"
              }
              tags = { Name = var.name }
            }
            output "o" { value = 1 }
            "#,
        ),
        (
            "z_override.tf",
            r#"
            locals { size = 2 }
            variable "name" { default = "b" }
            resource "aws_instance" "web" {
              ami = "ami-2"
              ebs_block_device {
                device_name = "c"
              }
            }
            "#,
        ),
        ("override.tf.json", r#"{"output": {"o": {"value": 3}}}"#),
    ]);
    let web = &resource(&made, "aws_instance.web").attributes;
    assert_eq!(web.get("ami").unwrap().display(), "ami-2");
    assert_eq!(web.get("instance_type").unwrap().display(), "t3.2");
    assert_eq!(web.get("tags").unwrap().display(), "{ Name = \"b\" }");
    let devices: Vec<_> = web.get("ebs_block_device").unwrap().elements().collect();
    assert_eq!(devices.len(), 1);
    assert_eq!(devices[0].get("device_name").unwrap().display(), "c");
    assert_eq!(output(&made, "o"), "3");
    assert!(made.gaps.is_empty(), "{:?}", made.gaps);
}

#[test]
fn an_override_of_nothing_is_refused() {
    let made = one(vec![PROVIDER, ("main_override.tf", "resource \"aws_instance\" \"web\" {\n  ami = \"x\"\n}\n")]);
    assert!(made.resources.is_empty());
    let [gap] = made.gaps.as_slice() else { panic!("{:?}", made.gaps) };
    assert!(gap.message.contains("resource \"aws_instance\" \"web\"") && gap.at.is_some(), "{}", gap.message);
}

#[test]
fn an_overriding_backend_replaces_a_cloud_block() {
    let made = one(vec![
        ("main.tf", "terraform {\n  cloud {\n    organization = \"a\"\n  }\n}\n"),
        ("backend_override.tf", "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"),
    ]);
    assert_eq!(&*made.backend.unwrap().kind, "s3");
}

#[test]
fn a_tofu_file_stands_in_for_the_terraform_file_of_its_name() {
    let made = one(vec![
        PROVIDER,
        ("main.tf", "output \"o\" {\n  value = \"terraform\"\n}\noutput \"only\" {\n  value = 1\n}\n"),
        ("main.tofu", "output \"o\" {\n  value = \"tofu\"\n}\n"),
    ]);
    assert_eq!(output(&made, "o"), "tofu");
    assert!(made.outputs.get("only").is_none());
}

#[test]
fn a_value_that_its_validation_refuses_is_said_at_the_value() {
    let module = r#"
        variable "size" {
          type = number
          validation {
            condition     = var.size > 0 && var.size < 10
            error_message = "Between 1 and 9, not ${var.size}."
          }
        }
        variable "name" {
          validation {
            condition     = length(var.name) > 3
            error_message = "Too short."
          }
        }
    "#;
    let main = "module \"a\" {\n  source = \"./m\"\n  size = 12\n  name = var.unset\n}\nvariable \"unset\" {}\n";
    let (sources, made) = run(vec![PROVIDER, ("terraform.tfvars", ""), ("main.tf", main), ("m/main.tf", module)]);
    let gaps = &made.configurations[0].gaps;
    let [gap] = gaps.as_slice() else { panic!("{gaps:?}") };
    assert!(gap.message.contains("`size`") && gap.message.contains("Between 1 and 9, not 12."), "{}", gap.message);
    let at = gap.at.unwrap();
    assert_eq!(&*sources.file(at.file).unwrap().path, "main.tf");
    assert_eq!(sources.line_col(at.file, at.start).line, 3);
}

#[test]
fn the_workspace_is_unknown_and_most_likely_the_default_one() {
    let made = one(vec![PROVIDER, ("main.tf", "output \"w\" {\n  value = terraform.workspace\n}\n")]);
    let Kind::Unknown(unknown) = &made.outputs.get("w").unwrap().kind else { panic!() };
    assert_eq!(unknown.likely.as_ref().unwrap().as_str(), Some("default"));
}

#[test]
fn a_module_source_may_be_made_of_variables_and_locals_as_in_opentofu() {
    let made = one(vec![
        (
            "main.tofu",
            "variable \"kind\" {\n  default = \"small\"\n}\nlocals {\n  dir = \"./parts/${var.kind}\"\n}\n\
                       module \"part\" {\n  source = local.dir\n}\n\
                       module \"loop\" {\n  source = local.a\n}\nlocals {\n  a = local.b\n  b = local.a\n}\n",
        ),
        ("parts/small/main.tf", "resource \"aws_vpc\" \"this\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n"),
    ]);
    assert_eq!(addresses(&made), ["module.part.aws_vpc.this"]);
}
