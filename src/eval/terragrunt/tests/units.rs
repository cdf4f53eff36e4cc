//! Which files are units, and what stacks and templates make of them.

use super::*;

#[test]
fn a_classic_root_is_a_parent_and_not_a_unit() {
    let made = run(vec![
        (
            "terragrunt.hcl",
            "remote_state {\n backend = \"s3\"\n config = { bucket = \"b\", key = \"${path_relative_to_include()}/x\" }\n}",
        ),
        (
            "app/terragrunt.hcl",
            "include { path = find_in_parent_folders() }\nterraform { source = \"../modules/vpc\" }",
        ),
        MODULE,
    ]);
    assert_eq!((made.recognised.units, made.recognised.parents), (1, 1));
    let backend = unit(&made, "app").backend.as_ref().unwrap();
    assert_eq!((&*backend.kind, backend.config.get("key").unwrap().display()), ("s3", "app/x".to_owned()));
}

#[test]
fn a_stack_is_the_units_it_would_generate() {
    let made = run(vec![
        MODULE,
        (
            "live/prod/terragrunt.stack.hcl",
            r#"
            locals { cidr = "10.7.0.0/16" }
            unit "vpc" {
              source = "../../units/vpc"
              path   = "net/vpc"
              values = { cidr = local.cidr }
            }
            unit "app" {
              source = "../../units/app"
              path   = "app"
              values = { vpc_path = "../net/vpc" }
            }
            unit "elsewhere" {
              source = "github.com/example/catalog//units/db?ref=v1.0.0"
              path   = "db"
            }
            "#,
        ),
        ("live/prod/account.hcl", "locals { account = \"prod\" }"),
        (
            "units/vpc/terragrunt.hcl",
            "terraform { source = \"${get_repo_root()}/modules//vpc\" }\ninputs = {\n cidr = values.cidr\n name = read_terragrunt_config(find_in_parent_folders(\"account.hcl\")).locals.account\n}",
        ),
        (
            "units/app/terragrunt.hcl",
            "terraform { source = \"${get_repo_root()}/modules/vpc\" }\ndependency \"vpc\" { config_path = values.vpc_path }\ninputs = { cidr = dependency.vpc.outputs.cidr }",
        ),
    ]);
    let scopes: Vec<&str> = made.configurations.iter().map(|c| &*c.scope).collect();
    let base = "live/prod/.terragrunt-stack";
    assert_eq!(scopes, [format!("{base}/app"), format!("{base}/db"), format!("{base}/net/vpc")]);
    let vpc = unit(&made, &format!("{base}/net/vpc"));
    assert_eq!((input(vpc, "cidr"), input(vpc, "name")), ("10.7.0.0/16".into(), "prod".into()));
    let app = unit(&made, &format!("{base}/app"));
    assert_eq!(app.resources[0].attributes.get("cidr_block").unwrap().display(), "10.7.0.0/16");
    assert!(matches!(unit(&made, &format!("{base}/db")).module.resolved, ModuleSource::Missing(_)));
    assert_eq!((made.recognised.units, made.recognised.stacks), (3, 1), "the units' templates are no units");
    assert!(
        made.gaps.iter().any(|g| g.kind == GapKind::ModuleSource && g.message.contains("catalog")),
        "{:?}",
        made.gaps
    );
}

#[test]
fn a_unit_that_takes_values_is_a_template() {
    let made = run(vec![
        (
            "units/a/terragrunt.hcl",
            "include \"root\" { path = find_in_parent_folders(\"root.hcl\") }\nterraform { source = \"../../m\" }\ninputs = { x = values.x }",
        ),
        ("m/main.tf", "variable \"x\" {}"),
    ]);
    assert!(made.configurations.is_empty());
    assert_eq!((made.recognised.units, made.recognised.templates), (0, 1));
}

#[test]
fn a_unit_that_reads_a_values_file_is_no_template() {
    let unit_with = |inputs: &str| {
        let made = run(vec![
            ("a/terragrunt.hcl", &*format!("terraform {{ source = \"../m\" }}\ninputs = {inputs}")),
            ("a/values.yaml", "x: 1"),
            ("m/main.tf", "variable \"x\" {}"),
        ]);
        (made.recognised.units, made.recognised.templates)
    };
    assert_eq!(unit_with("yamldecode(file(\"${get_terragrunt_dir()}/values.yaml\"))"), (1, 0));
    assert_eq!(unit_with("{ x = join(\",\", [for values in [\"a\"] : upper(values.x)]) }"), (1, 0));
    assert_eq!(unit_with("{ x = \"a ${values.x}\" }"), (0, 1));
    assert_eq!(unit_with("{ x = [for v in [1] : try(values[\"x\"], v)] }"), (0, 1));
}

#[test]
fn units_may_have_files_of_other_names() {
    let settings = Settings { unit_files: vec!["unit.hcl".into()], ..Settings::default() };
    let made = run_with(
        vec![(
            "live",
            vec![
                MODULE,
                ("a/unit.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.0.0.0/16\" }"),
                ("b/unit.hcl", "inputs = { cidr = \"no\" }"),
                (
                    "b/terragrunt.hcl",
                    "terraform { source = \"../modules/vpc\" }\ndependency \"a\" { config_path = \"../a/unit.hcl\" }\ninputs = { cidr = dependency.a.outputs.cidr }",
                ),
            ],
        )],
        &settings,
    );
    assert_eq!(input(unit(&made, "b"), "cidr"), "10.0.0.0/16");
    assert_eq!(made.recognised.units, 2);
}

#[test]
fn a_repository_that_lives_in_a_larger_checkout_may_have_its_root_there() {
    let outcome_with = |source: &str| {
        let text = format!("include {{ path = find_in_parent_folders() }}\nterraform {{ source = \"{source}\" }}");
        let made = run(vec![("a/terragrunt.hcl", &*text), ("m/main.tf", "variable \"x\" {}")]);
        let a = unit(&made, "a");
        let include = a.references.iter().find(|r| r.kind == ReferenceKind::Include).unwrap();
        include.outcome.clone()
    };
    assert!(matches!(outcome_with("../../modules//vpc"), Outcome::Undecided(_)));
    assert!(matches!(outcome_with("../m"), Outcome::Missing { .. }));
}

#[test]
fn the_result_does_not_depend_on_threads_or_order() {
    let files = vec![
        MODULE,
        ("c/terragrunt.hcl", "terraform { source = \"../modules/vpc\" }\ninputs = { cidr = \"10.0.0.0/16\" }"),
        (
            "a/terragrunt.hcl",
            "terraform { source = \"../modules/vpc\" }\ndependency \"c\" { config_path = \"../c\" }\ninputs = { cidr = dependency.c.outputs.cidr }",
        ),
        (
            "b/terragrunt.hcl",
            "terraform { source = \"../modules/vpc\" }\ndependency \"a\" { config_path = \"../a\" }\ninputs = { cidr = dependency.a.outputs.cidr }",
        ),
    ];
    let mut turned = files.clone();
    turned.reverse();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let first = one.install(|| format!("{:?}", run(files).configurations));
    assert_eq!(first, format!("{:?}", run(turned).configurations));
    assert!(first.contains("10.0.0.0/16"));
}
