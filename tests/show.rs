//! `driftline show`: every value with its origin, and no secret.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn show(at: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_driftline")).current_dir(at).arg("show").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn json_of(at: &Path, arguments: &[&str]) -> Value {
    let (code, out, err) = show(at, &[arguments, &["--json"]].concat());
    assert_eq!(code, Some(0), "{err}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_node_tells_its_value_its_place_and_its_way() {
    let repo = repository(&[
        ("root.hcl", "locals {\n  region = \"eu-west-1\"\n}\n"),
        (
            "app/terragrunt.hcl",
            "locals {\n  root = read_terragrunt_config(find_in_parent_folders(\"root.hcl\"))\n}\n\
             terraform {\n  source = \"../modules/app\"\n}\n\
             inputs = {\n  region = local.root.locals.region\n  name = \"x-${get_aws_account_id()}\"\n  tags = { a = [1, true, null] }\n}\n",
        ),
        (
            "modules/app/main.tf",
            "variable \"region\" {}\nvariable \"name\" {}\nvariable \"tags\" {}\noutput \"id\" {\n  value = terraform_data.a.id\n}\nresource \"terraform_data\" \"a\" {}\n",
        ),
    ]);
    let document = json_of(repo.path(), &["app"]);
    let unit = &document["configurations"][0];
    assert_eq!(unit["kind"], "unit");
    let inputs = &unit["inputs"]["map"];
    assert_eq!(inputs["region"]["value"], "eu-west-1");
    let at = json!({ "file": inputs["region"]["at"]["file"], "line": inputs["region"]["at"]["line"] });
    assert_eq!(at, json!({ "file": "root.hcl", "line": 2 }));
    let via = inputs["region"]["via"].as_array().unwrap();
    assert!(via.iter().any(|hop| hop["how"] == "reference" && hop["at"]["file"] == "app/terragrunt.hcl"), "{via:?}");
    assert_eq!(inputs["name"]["text"][0], "x-");
    assert!(inputs["name"]["text"][1]["unknown"]["reason"].as_str().is_some_and(|r| !r.is_empty()));
    let list = inputs["tags"]["map"]["a"]["list"].as_array().unwrap();
    assert_eq!([&list[0]["value"], &list[1]["value"], &list[2]["value"]], [&json!(1), &json!(true), &Value::Null]);
    let output = &unit["outputs"]["map"]["id"]["unknown"];
    assert_eq!(output["refers_to"], "terraform_data.a.id");
}

#[test]
fn no_secret_is_shown_in_any_form() {
    let repo = repository(&[
        (
            "app/terragrunt.hcl",
            "terraform {\n  source = \"../modules/app\"\n}\ninputs = {\n  db_password = \"canary-1\"\n  hidden = \"canary-2\"\n  \
             nested = { api_token = \"canary-3\", keys = [{ secret_key = \"canary-4\" }] }\n  env = get_env(\"TOKEN\", \"canary-5\")\n}\n",
        ),
        (
            "modules/app/main.tf",
            "variable \"db_password\" {}\nvariable \"hidden\" {\n  sensitive = true\n}\nvariable \"nested\" {}\n\
             resource \"aws_db_instance\" \"a\" {\n  password = var.db_password\n  username = var.hidden\n  \
             tags = { note = \"is ${var.hidden}\" }\n}\n\
             output \"o\" {\n  value = upper(var.hidden)\n}\noutput \"p\" {\n  value = { inner = var.nested }\n}\n",
        ),
    ]);
    for arguments in [&["app", "--resources"][..], &["app", "--json"], &["modules/app", "--resources"][..]] {
        let (code, out, err) = show(repo.path(), arguments);
        assert_eq!(code, Some(0), "{err}");
        for canary in ["canary-1", "canary-2", "canary-3", "canary-4", "CANARY"] {
            assert!(!out.contains(canary), "{canary} in the output of {arguments:?}:\n{out}");
        }
        assert!(out.contains("sensitive") || arguments[0] != "app");
    }
}

#[test]
fn a_module_nobody_applies_is_shown_with_its_variables_unknown() {
    let repo = repository(&[
        (
            "modules/net/main.tf",
            "variable \"cidr\" {}\nlocals {\n  half = cidrsubnet(var.cidr, 1, 0)\n  two = 1 + 1\n}\n",
        ),
        ("live/main.tf", "module \"net\" {\n  source = \"../modules/net\"\n  cidr = \"10.0.0.0/16\"\n}\n"),
    ]);
    let document = json_of(repo.path(), &["modules/net"]);
    let locals = &document["configurations"][0]["locals"]["map"];
    assert_eq!(locals["two"]["value"], 2);
    assert!(locals["half"]["unknown"]["reason"].as_str().unwrap().contains("cidr"), "{locals}");
}

#[test]
fn each_variant_of_a_root_module_is_shown() {
    let repo = repository(&[
        ("net/main.tf", "terraform {\n  backend \"s3\" {}\n}\nvariable \"cidr\" {}\nlocals {\n  c = var.cidr\n}\n"),
        ("net/vars/a.tfvars", "cidr = \"10.1.0.0/16\"\n"),
        ("net/vars/b.tfvars", "cidr = \"10.2.0.0/16\"\n"),
    ]);
    let document = json_of(repo.path(), &["net"]);
    let all = document["configurations"].as_array().unwrap();
    let ranges: Vec<_> = all.iter().map(|c| &c["locals"]["map"]["c"]["value"]).collect();
    assert_eq!(ranges, ["10.1.0.0/16", "10.2.0.0/16"]);
}

#[test]
fn an_escape_sequence_in_a_value_does_not_reach_the_terminal() {
    let repo =
        repository(&[("app/terragrunt.hcl", "inputs = {\n  a = \"x\\u001b[31mred\"\n  \"\\u001b[2J\" = 1\n}\n")]);
    let (code, out, _) = show(repo.path(), &["app", "--color", "never"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("red") && !out.contains('\u{1b}'), "{out:?}");
}

#[test]
fn what_is_not_there_says_what_is() {
    let repo = repository(&[("a/one/terragrunt.hcl", "inputs = {}\n"), ("b/one/terragrunt.hcl", "inputs = {}\n")]);
    let (code, _, err) = show(repo.path(), &["one"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("several") && err.contains("//a/one") && err.contains("//b/one"), "{err}");
    let (code, _, err) = show(repo.path(), &["a"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("it holds these") && err.contains("//a/one") && !err.contains("//b/one"), "{err}");
}

#[test]
fn all_configurations_stand_on_lines_of_one_document() {
    let repo = repository(&[
        ("a/terragrunt.hcl", "inputs = {\n  one = 1\n  db_password = \"canary-1\"\n}\n"),
        ("b/terragrunt.hcl", "inputs = {\n  x = get_env(\"STAGE\")\n}\n"),
    ]);
    for paths in [&[][..], &["."]] {
        let (code, out, err) = show(repo.path(), &[&["--all", "--json"], paths].concat());
        assert_eq!(code, Some(0), "{err}");
        let document: Value = serde_json::from_str(&out).unwrap();
        let all = document["configurations"].as_array().unwrap();
        assert_eq!(all.iter().map(|c| &c["scope"]).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(out.lines().count(), all.len() + 2);
        let unknown = &all[1]["inputs"]["map"]["x"]["unknown"];
        assert_eq!((&unknown["class"], &unknown["follows"]), (&json!("environment"), &Value::Null));
        assert!(!out.contains("canary"), "{out}");
    }
    let (_, out, _) = show(repo.path(), &["--all"]);
    assert!(out.contains("//a\n") && out.contains("\n\nunit ") && !out.contains("canary"), "{out}");
    let (code, _, err) = show(tempfile::tempdir().unwrap().path(), &["--all"]);
    assert_eq!(code, Some(2), "{err}");
    let (code, _, err) = show(repo.path(), &[]);
    assert!(code == Some(2) && err.contains("UNIT"), "{err}");
}

#[test]
fn the_graph_shows_who_reads_whose_state_and_where_flux_objects_come_from() {
    let backend = |key: &str| {
        format!("terraform {{\n  backend \"s3\" {{\n    bucket = \"states\"\n    key    = \"{key}\"\n  }}\n}}\n")
    };
    let reads = "data \"terraform_remote_state\" \"net\" {\n  backend = \"s3\"\n  config = {\n    bucket = \"states\"\n    key = \"net\"\n  }\n}\n";
    let flux = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: flux-system\n  namespace: flux-system\n\
                spec:\n  path: ./clusters/p\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n---\n\
                apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: flux-system\n  namespace: flux-system\n\
                spec:\n  url: https://github.com/a/b\n";
    let repo = repository(&[
        ("net/main.tf", &backend("net")),
        ("app/main.tf", &(backend("app") + reads)),
        ("clusters/p/flux-system/gotk-sync.yaml", flux),
    ]);
    let graph = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_driftline"));
        let output =
            command.current_dir(repo.path()).args(["graph", "--format", "json"]).args(arguments).output().unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let edges = document["edges"].as_array().unwrap().clone();
        let last = |id: &Value| id.as_str().unwrap().rsplit("//").next().unwrap().to_owned();
        edges
            .iter()
            .map(|e| (last(&e["from"]), last(&e["to"]), e["kind"].as_str().unwrap().to_owned()))
            .collect::<Vec<_>>()
    };
    let edge = |from: &str, to: &str, kind: &str| (from.to_owned(), to.to_owned(), kind.to_owned());
    let state = edge("app", "net", "reads-state");
    let plain = graph(&[]);
    assert!(plain.contains(&state) && !plain.iter().any(|e| e.2 == "uses"), "{plain:?}");
    let taken = edge("Kustomization/flux-system/flux-system", "GitRepository/flux-system/flux-system", "uses");
    assert!(graph(&["--modules"]).contains(&taken), "{:?}", graph(&["--modules"]));
}

#[test]
fn what_does_not_parse_is_listed_and_what_may_stand_there_is_unknown() {
    let module = "locals {\n  a = 1\n}\noutput \"x\" {\n  value = local.a +\n}\noutput \"y\" {\n  value = try(kubernetes_namespace.ns.id, \"d\")\n}\n";
    let calls = "terraform {\n  backend \"s3\" {}\n}\nmodule \"m\" {\n  source = \"../m\"\n}\noutput \"o\" {\n  value = try(module.m.bad, \"dflt\")\n}\n\
                 output \"c\" {\n  value = can(module.m.bad)\n}\noutput \"ns\" {\n  value = module.m.y\n}\n";
    let repo = repository(&[
        ("m/main.tf", module),
        ("root/main.tf", calls),
        (
            "app/terragrunt.hcl",
            "terraform {\n  source = \"../m\"\n}\nfeature \"f\" {\n  default = \n}\ninputs = {\n  l = local.gone\n}\n",
        ),
    ]);
    let place = |gap: &Value| (gap["at"]["file"].as_str().unwrap().to_owned(), gap["at"]["line"].as_u64().unwrap());
    let syntax = |document: &Value| -> Vec<_> {
        let gaps = document["configurations"][0]["gaps"].as_array().unwrap().clone();
        gaps.iter().filter(|gap| gap["kind"] == "syntax").map(place).collect()
    };
    let root = json_of(repo.path(), &["root"]);
    let outputs = &root["configurations"][0]["outputs"]["map"];
    for name in ["o", "c", "ns"] {
        let reason = outputs[name]["unknown"]["reason"].as_str().unwrap_or_else(|| panic!("{name}: {outputs}"));
        assert!(reason.contains("a part of `m/main.tf` does not parse (line "), "{reason}");
    }
    assert_eq!(syntax(&root).iter().map(|(file, _)| file.as_str()).collect::<Vec<_>>(), ["m/main.tf"]);
    assert!(!root.to_string().contains("has not been declared"), "{root}");
    let module = json_of(repo.path(), &["m"]);
    assert_eq!(syntax(&module).len(), 1);
    assert!(module["configurations"][0]["outputs"]["rest"]["reason"].as_str().unwrap().contains("does not parse"));
    let unit = json_of(repo.path(), &["app"]);
    assert_eq!(
        syntax(&unit).iter().map(|(file, _)| file.as_str()).collect::<Vec<_>>(),
        ["app/terragrunt.hcl", "m/main.tf"]
    );
    let (_, out, _) = show(repo.path(), &["app", "--color", "never"]);
    assert!(out.contains("\nnot seen\n") && out.contains("terragrunt.hcl:5:"), "{out}");
}

#[test]
fn a_file_over_a_bound_is_not_said_to_be_wrong() {
    let many: String = "[".to_owned() + &"1, ".repeat(100_100) + "]";
    let repo = repository(&[
        (
            "app/terragrunt.hcl",
            "locals {\n  c = read_terragrunt_config(\"c.hcl\")\n}\ninputs = {\n  x = local.c.locals.many\n}\n",
        ),
        ("app/c.hcl", &format!("locals {{\n  many = {many}\n}}\n")),
    ]);
    let (_, out, _) = show(repo.path(), &["app", "--color", "never"]);
    assert!(out.contains("a part of `app/c.hcl` was not read") && !out.contains("does not parse"), "{out}");
}

#[test]
fn what_doubles_and_doubles_is_printed_up_to_a_bound() {
    let mut text = "locals {\n  j0 = [1, 2]\n".to_owned();
    for n in 1..60 {
        text += &format!("  j{n} = [local.j{}, local.j{}]\n", n - 1, n - 1);
    }
    let repo = repository(&[("a/main.tf", &format!("terraform {{\n  backend \"s3\" {{}}\n}}\n{text}}}\n"))]);
    let (code, out, err) = show(repo.path(), &["a", "--color", "never"]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(out.matches("more than 100000 values").count(), 1);
    assert!(out.len() < 64 << 20 && out.lines().count() > 50_000, "{}", out.len());
    let (code, out, err) = show(repo.path(), &["a", "--json"]);
    assert_eq!(code, Some(0), "{err}");
    let _: Value = serde_json::from_str(&out).unwrap();
    assert!(out.len() < 64 << 20, "{}", out.len());
    assert!(out.contains("\"omitted\": \"not printed: one configuration has more than 100000 values"));
}

#[test]
fn all_that_a_units_files_say_is_shown() {
    let unit = r#"
        terraform {
          source = "../m"
          before_hook "lint" {
            commands = ["plan"]
            execute  = ["tflint"]
          }
          extra_arguments "vars" {
            commands  = ["plan"]
            arguments = ["-lock-timeout=20m", "-var", "db_password=canary-1"]
            env_vars  = { API_TOKEN = "canary-2", STAGE = "p" }
          }
        }
        generate "provider" {
          path      = "provider.tf"
          if_exists = "overwrite_terragrunt"
          contents  = "provider \"x\" {\n  password = \"canary-3\"\n  user = \"u\"\n}\n"
        }
        feature "speed" {
          default = "fast"
        }
        exclude {
          if      = true
          actions = ["destroy"]
        }
        errors {
          retry "net" {
            retryable_errors   = [".*timeout.*"]
            max_attempts       = 3
            sleep_interval_sec = 5
          }
        }
        engine {
          source = "github.com/acme/engine"
        }
        dependency "d" {
          config_path  = "../d"
          mock_outputs = { id = "mock-id", none = null }
        }
        dependencies {
          paths = ["../d"]
        }
        iam_role                      = "arn:aws:iam::111122223333:role/deploy"
        prevent_destroy               = true
        download_dir                  = "down"
        terraform_version_constraint  = ">= 1.5"
        terragrunt_version_constraint = ">= 0.60"
    "#;
    let stack = "unit \"u\" {\n  source = \"git::https://example.com/none.git//u\"\n  path = \"u\"\n  values = {\n    size = 3\n  }\n}\n";
    let repo = repository(&[
        ("app/terragrunt.hcl", unit),
        ("d/terragrunt.hcl", "inputs = {}\n"),
        ("m/main.tf", "output \"o\" {\n  value = 1\n}\n"),
        ("live/terragrunt.stack.hcl", stack),
    ]);
    let (code, out, err) = show(repo.path(), &["app", "--color", "never"]);
    assert_eq!(code, Some(0), "{err}");
    for wanted in [
        "\n  before_hook = {",
        "\"tflint\"",
        "\"-lock-timeout=20m\"",
        "STAGE = \"p\"",
        "\ngenerate\n",
        "if_exists = \"overwrite_terragrunt\"",
        "path = \"provider.tf\"",
        "\nfeature\n",
        "default = \"fast\"",
        "\nexclude\n",
        "\nerrors\n",
        "max_attempts = 3",
        "\nengine\n",
        "id = \"mock-id\"",
        "none = null",
        "iam_role = \"arn:aws:iam::111122223333:role/deploy\"",
        "prevent_destroy = true",
        "download_dir = \"down\"",
        "terraform_version_constraint = \">= 1.5\"",
        "terragrunt_version_constraint = \">= 0.60\"",
        "\n  dependency d = d",
        "\n  dependencies = d",
    ] {
        assert!(out.contains(wanted), "{wanted:?} is missing:\n{out}");
    }
    assert!(!out.contains("canary"), "{out}");
    let document = json_of(repo.path(), &["app"]);
    assert!(!document.to_string().contains("canary"), "{document}");
    let said = &document["configurations"][0]["configuration"];
    assert_eq!(said["feature"]["map"]["speed"]["map"]["default"]["value"], "fast");
    assert_eq!(said["prevent_destroy"]["value"], true);
    assert!(said["generate"]["map"]["provider"]["map"]["contents"]["value"].as_str().unwrap().contains("user"));
    let all = json_of(repo.path(), &["--all"]);
    let all = all["configurations"].as_array().unwrap();
    let of_stack = all.iter().find(|c| c["scope"].as_str().unwrap().starts_with("live/")).unwrap();
    assert_eq!(of_stack["values"]["map"]["size"]["value"], 3);
}

#[test]
fn a_stack_that_contains_itself_is_named() {
    let stack =
        "stack \"s\" {\n  source = \".\"\n  path = \"s\"\n}\nstack \"t\" {\n  source = \"../s\"\n  path = \"t\"\n}\n";
    let repo = repository(&[("s/terragrunt.stack.hcl", stack)]);
    for arguments in [&["--all", "."][..], &["s"]] {
        let (code, _, err) = show(repo.path(), arguments);
        assert_eq!(code, Some(2));
        assert_eq!(err.matches("this stack contains itself").count(), 2, "{err}");
        assert!(err.contains("s/terragrunt.stack.hcl:1:1") && err.contains("s/terragrunt.stack.hcl:5:1"), "{err}");
    }
}

#[test]
fn reasons_are_what_they_say() {
    let repo = repository(&[(
        "app/terragrunt.hcl",
        "inputs = {\n  a = get_terraform_command()\n  b = get_platform()\n  c = get_aws_account_id()\n  d = get_env(\"X\")\n}\n",
    )]);
    let document = json_of(repo.path(), &["app"]);
    let inputs = &document["configurations"][0]["inputs"]["map"];
    for (name, wanted) in [
        ("a", "it depends on the command line"),
        ("b", "it depends on the operating system"),
        ("c", "it depends on the AWS credentials of whoever runs it"),
        ("d", "it comes from the environment variable `X`"),
    ] {
        assert_eq!(inputs[name]["unknown"]["reason"], wanted);
        assert_eq!(inputs[name]["unknown"]["class"], "environment");
    }
}
