//! What units take of each other.

use super::*;

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
fn an_output_that_only_a_mock_declares_is_there_only_where_mocks_are_merged() {
    let app = |merging: &str| {
        format!(
            "terraform {{ source = \"../modules/vpc\" }}\ndependency \"vpc\" {{\n config_path = \"../vpc\"\n mock_outputs = {{ later = \"x\" }}\n{merging}\n}}\n\
             inputs = {{\n cidr = dependency.vpc.outputs.later\n name = dependency.vpc.outputs.never\n}}"
        )
    };
    let (plain, merged) = (app(""), app("mock_outputs_merge_strategy_with_state = \"shallow\""));
    let made = run(vec![
        MODULE,
        ("vpc/terragrunt.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.0.0.0/16\" }"),
        ("plain/terragrunt.hcl", &plain),
        ("merged/terragrunt.hcl", &merged),
    ]);
    let why = |scope: &str, input: &str| {
        crate::eval::reason::clause(unit(&made, scope).inputs.get(input).unwrap().why().unwrap())
    };
    assert_eq!(why("plain", "cidr"), "the unit of dependency `vpc` has no output `later`");
    assert_eq!(why("plain", "name"), "the unit of dependency `vpc` has no output `never`");
    assert_eq!(why("merged", "cidr"), "only `mock_outputs` gives it, and a mock is no fact");
    assert_eq!(why("merged", "name"), "the unit of dependency `vpc` has no output `never`");
    let needed = |scope: &str| unit(&made, scope).dependencies[0].uses.iter().map(|u| u.needed).collect::<Vec<_>>();
    assert_eq!((needed("plain"), needed("merged")), (vec![true, true], vec![false, true]));
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
    let uses: Vec<_> = of.uses.iter().map(|u| (&*u.output, *u.declared.as_ref().unwrap(), u.mocked)).collect();
    let expected = vec![("id", true, Some(true)), ("cidr", true, Some(false)), ("gone", false, Some(true))];
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
fn what_was_let_go_of_is_evaluated_again_when_a_read_file_asks_for_it() {
    let unit_of = |inputs: &str| format!("terraform {{ source = \"../modules/vpc\" }}\n{inputs}");
    let early = unit_of("inputs = { cidr = \"10.0.0.0/16\" }");
    let middle = unit_of(
        "dependency \"early\" { config_path = \"../early\" }\ninputs = { cidr = dependency.early.outputs.cidr, name = \"middle\" }",
    );
    // Both asked for only once they are done and nobody waits for them: `middle` needs `early` once more for that.
    let late = unit_of(
        "dependency \"other\" { config_path = \"../other\" }\ninputs = merge({ name = dependency.other.outputs.id }, read_terragrunt_config(\"../shared.hcl\").inputs)",
    );
    let other = unit_of("dependency \"middle\" { config_path = \"../middle\" }\ninputs = { cidr = \"10.1.0.0/16\" }");
    let made = run(vec![
        MODULE,
        ("early/terragrunt.hcl", &early),
        ("middle/terragrunt.hcl", &middle),
        ("other/terragrunt.hcl", &other),
        ("late/terragrunt.hcl", &late),
        (
            "shared.hcl",
            "dependency \"middle\" { config_path = \"${get_repo_root()}/middle\" }\ninputs = { cidr = dependency.middle.outputs.cidr }",
        ),
    ]);
    assert_eq!(input(unit(&made, "late"), "cidr"), "10.0.0.0/16");
    assert_eq!(made.configurations.len(), 4);
    assert!(made.gaps.is_empty(), "{:?}", made.gaps);
}

#[test]
fn a_unit_that_is_evaluated_again_keeps_its_cycle_and_its_dependencies() {
    let reading = r#"
        variable "cidr" {}
        data "terraform_remote_state" "base" {
          backend = "s3"
          config  = { bucket = "states", key = "base" }
        }
        output "cidr" { value = data.terraform_remote_state.base.outputs.cidr }
        output "own" { value = var.cidr }
    "#;
    let base = "terraform {\n backend \"s3\" {\n bucket = \"states\"\n key = \"base\"\n }\n}\noutput \"cidr\" { value = \"10.9.0.0/16\" }";
    let unit_of = |module: &str, other: &str| {
        format!(
            "terraform {{ source = \"../modules/{module}\" }}\ndependency \"x\" {{ config_path = \"../{other}\" }}\ninputs = {{ cidr = dependency.x.outputs.cidr }}"
        )
    };
    let (a, b, c) = (unit_of("reading", "b"), unit_of("vpc", "a"), unit_of("reading", "plain"));
    let made = run(vec![
        MODULE,
        ("modules/reading/main.tf", reading),
        ("base/main.tf", base),
        ("plain/terragrunt.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.2.0.0/16\" }"),
        ("a/terragrunt.hcl", &a),
        ("b/terragrunt.hcl", &b),
        ("c/terragrunt.hcl", &c),
    ]);
    let output = |scope: &str, name: &str| unit(&made, scope).outputs.get(name).unwrap().display();
    assert_eq!(output("a", "cidr"), "10.9.0.0/16", "it was evaluated again");
    assert_eq!(unit(&made, "a").dependencies[0].cycle.join(" -> "), "a -> b -> a");
    assert_eq!(unit(&made, "b").dependencies[0].cycle.join(" -> "), "b -> a -> b");
    assert_eq!((output("c", "cidr"), output("c", "own")), ("10.9.0.0/16".to_owned(), "10.2.0.0/16".to_owned()));
}

#[test]
fn circles_beside_and_behind_each_other_are_each_told_once() {
    let on = |others: &[&str]| {
        let paths: Vec<String> = others.iter().map(|other| format!("\"../{other}\"")).collect();
        format!("dependencies {{ paths = [{}] }}", paths.join(", "))
    };
    let files: Vec<(String, String)> = [
        ("a", vec!["b"]),
        ("b", vec!["a", "c"]),
        ("c", vec!["d"]),
        ("d", vec!["c"]),
        ("e", vec!["f"]),
        ("f", vec!["e"]),
    ]
    .iter()
    .map(|(name, others)| (format!("{name}/terragrunt.hcl"), on(others)))
    .collect();
    let made = run(files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect());
    let told: Vec<&str> =
        made.gaps.iter().filter_map(|g| g.message.strip_prefix("these units depend on each other: ")).collect();
    assert_eq!(told, ["a -> b -> a", "c -> d -> c", "e -> f -> e"]);
    assert_eq!(made.configurations.len(), 6);
}

#[test]
fn values_that_would_fill_the_memory_are_let_go_of_and_others_are_not() {
    let bomb = "terraform { source = \"../modules/vpc\" }\ninputs = {\n cidr = \"10.0.0.0/16\"\n name = [for a in range(1000) : [for b in range(1000) : a]]\n}";
    let made = run(vec![
        MODULE,
        ("bomb/terragrunt.hcl", bomb),
        ("fine/terragrunt.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.1.0.0/16\" }"),
        (
            "after/terragrunt.hcl",
            "terraform { source = \"../modules/vpc\" }\ndependency \"bomb\" { config_path = \"../bomb\" }\ninputs = { cidr = dependency.bomb.outputs.cidr }",
        ),
    ]);
    let bomb = unit(&made, "bomb");
    let gaps: Vec<_> = bomb.gaps.iter().filter(|g| g.kind == GapKind::Bound).map(|g| &*g.message).collect();
    assert!(gaps.len() == 1 && gaps[0].contains("values would be kept"), "{gaps:?}");
    assert!(bomb.inputs.entries().is_empty() && bomb.inputs.as_map().unwrap().rest.is_some());
    assert_eq!(input(unit(&made, "fine"), "cidr"), "10.1.0.0/16");
    let cidr = unit(&made, "after").inputs.get("cidr").unwrap().why().unwrap();
    assert_eq!(cidr.what.as_ref().unwrap().owner.scope.as_ref(), "bomb");
}
