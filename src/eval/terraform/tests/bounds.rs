//! Modules that never end, or are larger than anything one applies: each ends with a gap that has a place.

use super::*;
use std::time::{Duration, Instant};

/// What a bounded evaluation may take in a debug build on a busy machine.
const LONG: Duration = Duration::from_secs(60);

fn bounded(files: Vec<(&str, &str)>) -> (Sources, Configuration) {
    let start = Instant::now();
    let (sources, mut made) = run(files);
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
    let root = made.configurations.iter().position(|c| c.scope.is_empty()).unwrap();
    let configuration = made.configurations.remove(root);
    (sources, configuration)
}

/// The file, line and message of the first gap with this in its message.
fn said(sources: &Sources, configuration: &Configuration, what: &str) -> (String, u32, String) {
    let found = configuration.gaps.iter().find(|gap| gap.message.contains(what));
    let gap =
        found.unwrap_or_else(|| panic!("no {what} in {:?}", configuration.gaps.iter().take(5).collect::<Vec<_>>()));
    let at = gap.at.unwrap();
    let line = sources.line_col(at.file, at.start).line;
    (sources.file(at.file).unwrap().path.to_string(), line, gap.message.to_string())
}

#[test]
fn a_module_that_calls_itself_is_said_where_it_does() {
    let module = "resource \"terraform_data\" \"x\" {}\nmodule \"again\" {\n  source = \"../m\"\n}\n";
    let (sources, made) =
        bounded(vec![PROVIDER, ("main.tf", "module \"m\" {\n  source = \"./m\"\n}\n"), ("m/main.tf", module)]);
    let (file, line, message) = said(&sources, &made, "calls itself");
    assert_eq!((&*file, line), ("m/main.tf", 2));
    assert!(message.ends_with("`m` -> `m`"), "{message}");
    assert_eq!(addresses(&made), ["module.m.terraform_data.x"]);
}

#[test]
fn modules_that_call_each_other_are_a_way_round() {
    let (sources, made) = bounded(vec![
        PROVIDER,
        ("main.tf", "module \"a\" {\n  source = \"./a\"\n}\n"),
        ("a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n"),
        ("b/main.tf", "module \"a\" {\n  source = \"./../a\"\n}\noutput \"o\" {\n  value = module.a.o\n}\n"),
    ]);
    let (file, line, message) = said(&sources, &made, "calls itself");
    assert_eq!((&*file, line), ("b/main.tf", 1));
    assert!(message.ends_with("`a` -> `b` -> `a`"), "{message}");
}

#[test]
fn a_root_module_that_calls_its_own_directory_is_a_way_round() {
    let (sources, made) = bounded(vec![PROVIDER, ("main.tf", "module \"m\" {\n  source = \"./\"\n}\n")]);
    let (file, line, message) = said(&sources, &made, "calls itself");
    assert_eq!((&*file, line), ("main.tf", 1));
    assert!(message.ends_with("`.` -> `.`"), "{message}");
}

#[test]
fn a_hundred_levels_of_modules_end_at_the_bound() {
    let texts: Vec<(String, String)> = (0..100)
        .map(|i| {
            let next = format!("module \"next\" {{\n  source = \"../m{}\"\n}}\n", i + 1);
            (format!("m{i}/main.tf"), format!("resource \"terraform_data\" \"x\" {{}}\n{next}"))
        })
        .collect();
    let mut files = vec![PROVIDER, ("main.tf", "module \"m\" {\n  source = \"./m0\"\n}\n")];
    files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let (sources, made) = bounded(files);
    let (file, line, _) = said(&sources, &made, "nest deeper than 20");
    assert_eq!((&*file, line), ("m19/main.tf", 2));
    assert_eq!(made.resources.len(), 20);
}

#[test]
fn modules_that_double_at_every_level_end_at_the_bound() {
    let texts: Vec<(String, String)> = (0..20)
        .map(|i| {
            let call = |name: &str| format!("module \"{name}\" {{\n  source = \"../m{}\"\n  v = var.v\n}}\n", i + 1);
            let own = "variable \"v\" {}\noutput \"o\" {\n  value = [module.a.o, module.b.o]\n}\n";
            (format!("m{i}/main.tf"), format!("{}{}{own}", call("a"), call("b")))
        })
        .collect();
    let mut files = vec![PROVIDER, ("main.tf", "module \"m\" {\n  source = \"./m0\"\n  v = 1\n}\n")];
    files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    files.push((
        "m20/main.tf",
        "variable \"v\" {}\nresource \"terraform_data\" \"x\" {}\noutput \"o\" {\n  value = 1\n}\n",
    ));
    let (sources, made) = bounded(files);
    let (file, _, _) = said(&sources, &made, "more than 20000 module calls");
    assert!(file.starts_with('m'), "{file}");
    assert!(made.resources.len() <= 20_000);
}

#[test]
fn twenty_thousand_keys_end_at_the_bound() {
    let main = r#"
        locals {
          keys = toset(flatten([for a in range(200) : [for b in range(100) : "${a}-${b}"]]))
        }
        resource "terraform_data" "x" {
          for_each = local.keys
          input    = each.key
        }
        resource "terraform_data" "y" {
          for_each = local.keys
          input    = terraform_data.x[each.key].input
        }
        module "m" {
          for_each = local.keys
          source   = "./m"
          k        = each.key
        }
    "#;
    let module = "variable \"k\" {}\noutput \"o\" {\n  value = var.k\n}\n";
    let (sources, made) = bounded(vec![PROVIDER, ("main.tf", main), ("m/main.tf", module)]);
    let (file, line, _) = said(&sources, &made, "more than 10000 resource instances");
    assert_eq!((&*file, line), ("main.tf", 6));
    assert_eq!(made.resources.len(), 10_000);
}

#[test]
fn deep_object_types_are_read_or_said() {
    let ty = |levels: usize| {
        format!(
            "variable \"v\" {{\n  type = {}string{}\n  default = {{}}\n}}\n",
            "object({ a = optional(".repeat(levels),
            "), b = optional(number, 1) })".repeat(levels)
        )
    };
    let (deep, deeper) = (ty(9), ty(400));
    let (_, made) = bounded(vec![PROVIDER, ("main.tf", &deep), ("out.tf", "output \"b\" {\n  value = var.v.b\n}\n")]);
    assert_eq!(output(&made, "b"), "1");
    let (sources, infrastructure) = run(vec![PROVIDER, ("main.tf", &deeper)]);
    let gap = infrastructure.gaps.first().unwrap();
    let at = gap.at.unwrap();
    assert_eq!(gap.kind, GapKind::Bound);
    assert_eq!(&*sources.file(at.file).unwrap().path, "main.tf");
}

#[test]
fn objects_that_grow_by_their_optional_attributes_are_bounded() {
    let fields: Vec<String> = (0..2000).map(|i| format!("f{i} = optional(string, \"x\")")).collect();
    let main =
        "module \"m\" {\n  source = \"./m\"\n  v = flatten([for a in range(300) : [for b in range(300) : {}]])\n}\n";
    let module = format!("variable \"v\" {{\n  type = list(object({{\n{}\n  }}))\n}}\n", fields.join("\n"));
    let (sources, made) = bounded(vec![PROVIDER, ("main.tf", main), ("m/main.tf", &module)]);
    let (file, line, _) = said(&sources, &made, "steps");
    assert_eq!((&*file, line), ("main.tf", 3));
}
