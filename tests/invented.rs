//! Nothing is invented: when files are missing, what is still known is what it was with all files there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use driftline::bundled;
use driftline::eval::configuration::{Configuration, Existence};
use driftline::eval::infrastructure;
use driftline::eval::value::{Item, Kind, Marks, Text, Value};
use driftline::source::{Limits, Root, Sources};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Everything that is known of an estate's configurations.
#[derive(Default)]
struct Known {
    /// A known scalar, an empty list or an empty map, by its path.
    leaves: BTreeMap<String, String>,
    /// The elements of each list, for lists whose positions are not comparable.
    elements: BTreeMap<String, BTreeSet<String>>,
    /// Resources that exist for certain.
    resources: BTreeSet<String>,
}

impl Known {
    fn of(configurations: &[Configuration]) -> Known {
        let mut known = Known::default();
        for c in configurations {
            let at = format!("{}//{}", c.repository, c.scope);
            known.value(&format!("{at} inputs"), &c.inputs);
            known.value(&format!("{at} locals"), &c.locals);
            known.value(&format!("{at} outputs"), &c.outputs);
            if let Some(backend) = &c.backend {
                known.value(&format!("{at} backend"), &backend.config);
            }
            for provider in &c.providers {
                let name = format!("{at} provider {} {:?}", provider.name, provider.alias);
                known.value(&name, &provider.config);
            }
            for resource in &c.resources {
                let name = format!("{at} {}", resource.address);
                // One that stands for none, one or several has no counterpart of its own.
                if matches!(resource.exists, Existence::Certain) && !resource.address.contains("[*]") {
                    known.value(&name, &resource.attributes);
                    known.resources.insert(name);
                }
            }
        }
        known
    }

    fn value(&mut self, path: &str, value: &Value) {
        // What may be overridden says so; it is not known.
        if value.marks.has(Marks::OVERRIDABLE) {
            return;
        }
        match &value.kind {
            Kind::Unknown(_) | Kind::Text(Text::Parts(_)) => {}
            Kind::List(items) if items.is_empty() => {
                self.leaves.insert(path.into(), "[]".into());
            }
            Kind::List(items) => {
                let open = items.iter().any(|item| matches!(item, Item::Many(_)));
                for (index, item) in items.iter().enumerate() {
                    let Item::One(value) = item else { continue };
                    if value.first_unknown().is_none() {
                        self.elements.entry(path.into()).or_default().insert(printed(value));
                    }
                    if !open {
                        self.value(&format!("{path}[{index}]"), value);
                    }
                }
            }
            Kind::Map(map) if map.entries.is_empty() => {
                if map.rest.is_none() {
                    self.leaves.insert(path.into(), "{}".into());
                }
            }
            Kind::Map(map) => {
                for entry in &map.entries {
                    self.value(&format!("{path}.{}", entry.key), &entry.value);
                }
            }
            _ => {
                self.leaves.insert(path.into(), printed(value));
            }
        }
    }
}

/// The value as text, also of what is never shown.
fn printed(value: &Value) -> String {
    match &value.kind {
        Kind::Null => "null".into(),
        Kind::Bool(b) => b.to_string(),
        Kind::Number(n) => n.text().to_string(),
        Kind::Text(Text::Whole(text)) => format!("{text:?}"),
        Kind::List(items) => {
            let each = items.iter().filter_map(|item| match item {
                Item::One(value) => Some(printed(value)),
                Item::Many(_) => None,
            });
            format!("[{}]", each.collect::<Vec<_>>().join(", "))
        }
        Kind::Map(map) => {
            let mut each: Vec<String> =
                map.entries.iter().map(|e| format!("{} = {}", e.key, printed(&e.value))).collect();
            each.sort();
            format!("{{{}}}", each.join(", "))
        }
        _ => "?".into(),
    }
}

/// A file's path in the estate, and its text.
type Files = Vec<(String, Vec<u8>)>;

fn read(top: &Path) -> Files {
    let mut files = Vec::new();
    let mut open = vec![top.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
                files.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn known(files: &[&(String, Vec<u8>)]) -> Known {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let to = folder.path().join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, text).unwrap();
    }
    let root = Root { path: folder.path().to_owned(), name: Some("estate".into()), ..Root::default() };
    let opened = Sources::open(&[root], Vec::new(), &bundled::module_models(), &Limits::default());
    let made = infrastructure::evaluate(&opened.sources, &Default::default());
    Known::of(&made.configurations)
}

/// What is removed together: an `.hcl` file alone; a folder of Terraform files as a whole, because a module with some of
/// its files is another module. Values of root modules stay: without them a root module is another one.
fn removable(files: &Files) -> Vec<BTreeSet<String>> {
    let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, _) in files.iter().filter(|(path, _)| !path.contains(".tfvars")) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let alone =
            path.ends_with(".hcl") || path.ends_with(".yaml") || path.ends_with(".json") && !path.ends_with(".tf.json");
        let key = if alone { path.clone() } else { format!("{folder}/*") };
        groups.entry(key).or_default().insert(path.clone());
    }
    groups.into_values().collect()
}

fn nothing_is_invented(files: &Files, cases: u32) {
    nothing_is_invented_without(files, removable(files), 100, cases, false);
}

/// The same, when any of these groups of files are removed, which a `.gitignore` then names if they are `ignored`; with all
/// files more than `least` values are known.
fn nothing_is_invented_without(files: &Files, groups: Vec<BTreeSet<String>>, least: usize, cases: u32, ignored: bool) {
    let all: Vec<&(String, Vec<u8>)> = files.iter().collect();
    let full = known(&all);
    assert!(full.leaves.len() > least, "only {} values are known with all files", full.leaves.len());
    // PROPTEST_CASES asks for more of them.
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(cases);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let count = 1..=groups.len();
    let subset = prop::sample::subsequence(groups, count);
    let result = runner.run(&subset, |removed| {
        let gone: BTreeSet<&String> = removed.iter().flatten().collect();
        let patterns: String = gone.iter().map(|path| format!("/{path}\n")).collect();
        let patterns = (".gitignore".to_owned(), patterns.into_bytes());
        let kept = files.iter().filter(|(path, _)| !gone.contains(path));
        let kept: Vec<&(String, Vec<u8>)> = kept.chain(ignored.then_some(&patterns)).collect();
        let partial = known(&kept);
        for (path, value) in &partial.leaves {
            let whole = full.leaves.get(path);
            prop_assert!(whole == Some(value), "{path} is {value}; with all files it is {whole:?}");
        }
        for (path, elements) in &partial.elements {
            let whole = full.elements.get(path).cloned().unwrap_or_default();
            let new: Vec<_> = elements.difference(&whole).collect();
            prop_assert!(new.is_empty(), "{path} has {new:?}, which are not there with all files");
        }
        for resource in &partial.resources {
            prop_assert!(full.resources.contains(resource), "{resource} exists only when files are missing");
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn in_a_terragrunt_repository() {
    let mut files = read(Path::new("fixtures/estates/numinia/terragrunt"));
    // What the configuration assumes of the git-ignored file is that file here.
    let assumed = fs::read("fixtures/estates/numinia/assume/env.hcl").unwrap();
    files.push(("infrastructure/production/eu-west-1/numinia/env.hcl".into(), assumed));
    files.retain(|(path, _)| !path.ends_with(".gitignore"));
    nothing_is_invented(&files, 24);
}

#[test]
fn in_a_terraform_repository() {
    nothing_is_invented(&read(Path::new("fixtures/estates/layers")), 16);
}

/// Units whose values hang on files in every way but an include: read with something instead, searched for with something
/// instead, given on a command line, generated, mocked.
const HANGING: &[(&str, &str)] = &[
    ("env.hcl", "locals {\n  size = \"large\"\n  name = \"prod\"\n}"),
    ("region.hcl", "locals { region = \"eu-west-1\" }"),
    ("empty.hcl", "locals {}"),
    (
        "root.hcl",
        r#"
        locals {
          env     = read_terragrunt_config(find_in_parent_folders("env.hcl", "empty.hcl"), { locals = {} })
          region  = read_terragrunt_config("${get_repo_root()}/region.hcl", { locals = { region = "us-east-1" } })
          instead = read_terragrunt_config(find_in_parent_folders("env.hcl", "${get_repo_root()}/empty.hcl"))
        }
        generate "generated" {
          path      = "generated.tf"
          if_exists = "overwrite"
          contents  = <<-EOF
            variable "made" {
              default = "${local.region.locals.region}"
            }
            output "made" {
              value = var.made
            }
            output "fixed" {
              value = "fixed"
            }
            EOF
        }
        generate "more" {
          path      = "more.tf"
          if_exists = "overwrite"
          contents  = try(local.env.locals.name, "") == "prod" ? "output \"more\" {\n value = 1\n}" : ""
        }
        inputs = merge(local.env.locals, {
          a     = try(local.env.locals.size, "small")
          keys  = keys(local.instead.locals)
          can   = can(local.instead.locals.size)
          found = basename(find_in_parent_folders("env.hcl", "fallback"))
        })
        "#,
    ),
    (
        "m/main.tf",
        r#"
        variable "a" { default = "default" }
        variable "b" { default = "default" }
        variable "c" { default = "default" }
        variable "size" { default = "default" }
        variable "flag" { default = false }
        resource "terraform_data" "x" {
          count = var.flag == true ? 1 : 0
          input = var.c
        }
        output "all" { value = "${var.a} ${var.b} ${var.c}" }
        output "c" { value = var.c }
        output "size" { value = var.size }
        output "equal" { value = var.a == var.b }
        output "none" { value = length(terraform_data.x) }
        "#,
    ),
    ("common/b.tfvars", "b = \"common\""),
    ("common/c.tfvars", "c = \"common\"\nflag = true"),
    (
        "u/terragrunt.hcl",
        r#"
        include "root" { path = find_in_parent_folders("root.hcl") }
        terraform {
          source = "../m"
          extra_arguments "files" {
            commands           = ["plan", "apply"]
            required_var_files = ["${get_terragrunt_dir()}/../common/b.tfvars"]
            optional_var_files = ["${get_terragrunt_dir()}/../common/c.tfvars"]
          }
        }
        inputs = { b = "input", text = try(file("${get_terragrunt_dir()}/../extra.txt"), "none") }
        "#,
    ),
    ("extra.txt", "extra"),
    (
        "v/terragrunt.hcl",
        r#"
        terraform { source = "../m" }
        dependency "u" {
          config_path  = "../u"
          mock_outputs = { all = "mock", made = "mock", more = "mock", other = "mock" }
        }
        inputs = {
          a    = dependency.u.outputs.all
          b    = try(dependency.u.outputs.other, "none")
          c    = dependency.u.outputs.c
          made = dependency.u.outputs.made
          more = try(dependency.u.outputs.more, 0)
          n    = length(dependency.u.outputs)
          has  = contains(keys(dependency.u.outputs), "more")
        }
        "#,
    ),
    ("w/terragrunt.hcl", "terraform { source = \"../kept\" }\ninputs = { x = 1 }"),
    ("kept/main.tf", "variable \"x\" {}\noutput \"x\" { value = var.x }"),
    (
        "x/terragrunt.hcl",
        "dependency \"w\" {\n config_path = \"../w\"\n mock_outputs = { x = 3, y = 4 }\n}\nterraform { source = \"../m\" }\ninputs = { a = keys(dependency.w.outputs), b = try(dependency.w.outputs.y, 5) }",
    ),
    (
        "root/main.tf",
        "variable \"enc\" { default = false }\noutput \"enc\" { value = var.enc }\nprovider \"aws\" { region = \"eu-west-1\" }",
    ),
    ("root/terraform.tfvars", "enc = true"),
];

/// Only files that `.gitignore` keeps out are removed: with any other file the repository itself is another one, and `try`,
/// a fallback or an optional file rightly answers something else.
#[test]
fn where_values_hang_on_git_ignored_files() {
    let files: Files = HANGING.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let kept_out = [
        "env.hcl",
        "region.hcl",
        "common/b.tfvars",
        "common/c.tfvars",
        "extra.txt",
        "kept/main.tf",
        "root/terraform.tfvars",
    ];
    let groups = kept_out.iter().map(|path| BTreeSet::from([(*path).to_owned()])).collect();
    nothing_is_invented_without(&files, groups, 20, 48, true);
}
