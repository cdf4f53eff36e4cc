//! What Terragrunt refuses, what does not parse, and names that lead nowhere.

use super::*;

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
fn an_attribute_of_terragrunt_before_version_one_is_a_note_and_no_fault() {
    let sources =
        Sources::from_memory(vec![("live", vec![("a/terragrunt.hcl", "skip = true\ninputs = {\n  x = 1\n}\n")])]);
    let made = evaluate(&sources, &Settings::default());
    let gaps: Vec<_> = made.configurations[0].gaps.iter().filter(|g| g.message.contains("`skip`")).collect();
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].kind, GapKind::Evaluation);
    assert_eq!(made.configurations[0].inputs.get("x").unwrap().display(), "1");
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
