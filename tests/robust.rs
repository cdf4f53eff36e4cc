//! Bad input: each gives one clear message that names the file and the limit, everything else is still checked, and the
//! program neither panics nor hangs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A finding that every case must still report: one healthy unit with a mistake beside the bad input.
const HEALTHY: &str = "terraform {\n  source = \"tfr:///terraform-aws-modules/vpc/aws?version=5.19.0\"\n}\n\ninputs = {\n  \
                       name = \"main\"\n  cidr = \"10.0.0.1/16\"\n}\n";

struct Run {
    report: Value,
    peak_kib: u64,
}

/// Runs the program beside a healthy unit; fails when it takes over a minute or ends by a signal.
fn run(prepare: impl FnOnce(&Path)) -> Run {
    let work = tempfile::tempdir().unwrap();
    let unit = work.path().join("repo/healthy/vpc");
    fs::create_dir_all(&unit).unwrap();
    fs::write(unit.join("terragrunt.hcl"), HEALTHY).unwrap();
    prepare(&work.path().join("repo"));
    let out = work.path().join("out.json");
    let mut child = Command::new(env!("CARGO_BIN_EXE_driftline"))
        .current_dir(work.path())
        .args(["check", "repo", "--format", "json", "--output"])
        .arg(&out)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0;
    let code = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|l| l.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        peak_kib = peak_kib.max(peak.unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if start.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("still running after a minute");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let mut errors = String::new();
    use std::io::Read;
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!(code, Some(1), "the healthy unit's finding fails the run: {errors}");
    let report: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
    let healthy = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .any(|f| f["rule"] == "invalid-cidr" && f["location"]["file"] == "healthy/vpc/terragrunt.hcl");
    assert!(healthy, "what is beside the bad input was not checked: {report:#}");
    Run { report, peak_kib }
}

/// What is said of a file: messages of gaps and of `unparsable-file`.
fn said(run: &Run, file: &str) -> Vec<String> {
    let about = |v: &&Value| v["location"]["file"] == file || v["message"].as_str().is_some_and(|m| m.contains(file));
    let gaps = run.report["gaps"].as_array().unwrap().iter().filter(about);
    let findings = run.report["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "unparsable-file");
    gaps.chain(findings.filter(about)).map(|v| v["message"].as_str().unwrap().to_string()).collect()
}

fn one_message(run: &Run, file: &str, words: &[&str]) {
    let said = said(run, file);
    let hits = said.iter().filter(|m| words.iter().all(|w| m.to_lowercase().contains(w))).count();
    assert!(hits >= 1, "about {file}, with {words:?}: {said:?}");
    assert!(said.len() <= 3, "one mistake, too many messages about {file}: {said:?}");
}

fn write(root: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_binary_file() {
    let run = run(|root| write(root, "unit/terragrunt.hcl", [0u8, 159, 146, 150, 0, 1, 2]));
    one_message(&run, "unit/terragrunt.hcl", &["binary"]);
}

#[test]
fn a_file_that_is_not_utf_8() {
    let run = run(|root| write(root, "apps/a.yaml", b"apiVersion: v1\nkind: ConfigMap\nname: \xff\xfe\n"));
    one_message(&run, "apps/a.yaml", &["utf-8"]);
}

#[test]
fn empty_files() {
    run(|root| {
        write(root, "unit/terragrunt.hcl", "");
        write(root, "apps/a.yaml", "");
        write(root, "apps/kustomization.yaml", "");
        write(root, "tf/main.tf", "");
    });
}

#[test]
fn a_file_of_fifty_megabytes() {
    let run = run(|root| write(root, "apps/big.yaml", vec![b'#'; 50 * 1024 * 1024]));
    one_message(&run, "apps/big.yaml", &["50", "limit"]);
    assert!(run.peak_kib < 300 * 1024, "{} KiB", run.peak_kib);
}

#[test]
fn ten_thousand_levels_of_nesting_in_hcl() {
    let run = run(|root| {
        let deep = format!("inputs = {{\n  a = {}{}\n}}\n", "[".repeat(10_000), "]".repeat(10_000));
        write(root, "unit/terragrunt.hcl", format!("terraform {{\n  source = \"./m\"\n}}\n{deep}"));
    });
    one_message(&run, "unit/terragrunt.hcl", &["nest"]);
}

#[test]
fn ten_thousand_levels_of_nesting_in_yaml() {
    let run = run(|root| {
        write(
            root,
            "apps/a.yaml",
            format!("apiVersion: v1\nkind: ConfigMap\na: {}{}\n", "[".repeat(10_000), "]".repeat(10_000)),
        );
    });
    one_message(&run, "apps/a.yaml", &["nest"]);
}

#[test]
fn ten_megabytes_of_numbers() {
    let numbers = "1234567, ".repeat(1_040_000);
    let run = run(|root| {
        write(root, "unit/terragrunt.hcl", format!("inputs = {{\n  a = [{numbers}]\n}}\n"));
        write(root, "apps/a.yaml", format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\na: [{numbers}]\n"));
    });
    assert!(run.peak_kib < 3 * 1024 * 1024, "{} KiB", run.peak_kib);
}

#[test]
fn a_yaml_alias_bomb() {
    let run = run(|root| {
        let mut bomb =
            String::from("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\na: &a [x, x, x, x, x, x, x, x, x]\n");
        for (from, to) in "abcdefghijkl".chars().zip("bcdefghijklm".chars()) {
            bomb.push_str(&format!("{to}: &{to} [{}]\n", vec![format!("*{from}"); 9].join(", ")));
        }
        write(root, "apps/a.yaml", bomb);
    });
    one_message(&run, "apps/a.yaml", &["alias"]);
    assert!(run.peak_kib < 500 * 1024, "{} KiB", run.peak_kib);
}

#[test]
fn includes_that_include_each_other() {
    let run = run(|root| {
        write(
            root,
            "a/terragrunt.hcl",
            "include \"b\" {\n  path = \"../b/terragrunt.hcl\"\n}\nterraform {\n  source = \"./m\"\n}\n",
        );
        write(
            root,
            "b/terragrunt.hcl",
            "include \"a\" {\n  path = \"../a/terragrunt.hcl\"\n}\nterraform {\n  source = \"./m\"\n}\n",
        );
        write(root, "c/x.hcl", "locals {\n  y = read_terragrunt_config(\"y.hcl\")\n}\n");
        write(root, "c/y.hcl", "locals {\n  x = read_terragrunt_config(\"x.hcl\")\n}\n");
        write(
            root,
            "c/terragrunt.hcl",
            "locals {\n  x = read_terragrunt_config(\"x.hcl\")\n}\ninputs = { x = local.x.locals.y }\n",
        );
    });
    let messages: Vec<String> =
        run.report["gaps"].as_array().unwrap().iter().map(|g| g["message"].to_string()).collect();
    let text = messages.join("\n").to_lowercase();
    assert!(text.contains("include") || text.contains("itself") || text.contains("cycle"), "{messages:?}");
}

#[test]
fn kustomizations_that_include_each_other() {
    let run = run(|root| {
        write(root, "a/kustomization.yaml", "resources:\n  - ../b\n");
        write(root, "b/kustomization.yaml", "resources:\n  - ../a\n");
    });
    let messages: Vec<String> =
        run.report["gaps"].as_array().unwrap().iter().map(|g| g["message"].to_string()).collect();
    assert!(messages.iter().any(|m| m.contains("cycle") || m.contains("itself")), "{messages:?}");
}

#[cfg(unix)]
#[test]
fn a_loop_of_symbolic_links() {
    run(|root| {
        fs::create_dir_all(root.join("a")).unwrap();
        std::os::unix::fs::symlink("../a", root.join("a/loop")).unwrap();
        std::os::unix::fs::symlink("two.hcl", root.join("a/one.hcl")).unwrap();
        std::os::unix::fs::symlink("one.hcl", root.join("a/two.hcl")).unwrap();
    });
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_repository_is_not_read() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.hcl"), "locals {\n  secret = \"do-not-read-me\"\n}\n").unwrap();
    let target = outside.path().join("secret.hcl");
    let run = run(|root| {
        write(
            root,
            "unit/terragrunt.hcl",
            "locals {\n  a = read_terragrunt_config(\"link.hcl\").locals.secret\n}\nterraform {\n  source = \"./m\"\n}\ninputs = { \
             cidr = local.a }\n",
        );
        std::os::unix::fs::symlink(&target, root.join("unit/link.hcl")).unwrap();
    });
    let text = run.report.to_string();
    assert!(!text.contains("do-not-read-me"), "{text}");
    one_message(&run, "unit/link.hcl", &["outside"]);
}

#[cfg(unix)]
#[test]
fn what_lies_behind_a_link_out_of_the_repository_is_undecided_not_missing() {
    let outside = tempfile::tempdir().unwrap();
    let run = run(|root| {
        write(root, "apps/kustomization.yaml", "resources:\n  - out/base\n  - nowhere\n");
        let unit = "include \"root\" {\n  path = \"../out/root.hcl\"\n}\ndependency \"vpc\" {\n  config_path = \"../out/vpc\"\n}\n\
                    dependency \"dns\" {\n  config_path = \"../dns\"\n}\nterraform {\n  source = \"../out/module\"\n}\n";
        write(root, "unit/terragrunt.hcl", unit);
        std::os::unix::fs::symlink(outside.path(), root.join("out")).unwrap();
        std::os::unix::fs::symlink(outside.path(), root.join("apps/out")).unwrap();
    });
    let places = |of: &str| -> Vec<(String, u64)> {
        let all = run.report[of].as_array().unwrap().iter().filter(|f| f["rule"] == "dangling-reference");
        let place =
            |f: &Value| (f["location"]["file"].as_str().unwrap().into(), f["location"]["line"].as_u64().unwrap());
        let mut places: Vec<_> = all.map(place).collect();
        places.sort();
        places
    };
    let at = |file: &str, line| (file.to_string(), line);
    assert_eq!(places("findings"), [at("apps/kustomization.yaml", 3), at("unit/terragrunt.hcl", 8)]);
    let undecided = run.report["undecided"].to_string();
    assert!(undecided.contains("dangling-reference"), "{undecided}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let mut readable_all_the_same = false;
    let run = run(|root| {
        write(root, "unit/terragrunt.hcl", HEALTHY);
        let path = root.join("unit/terragrunt.hcl");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        readable_all_the_same = fs::read(&path).is_ok();
    });
    if !readable_all_the_same {
        one_message(&run, "unit/terragrunt.hcl", &["permission"]);
    }
}

#[test]
fn terminal_escapes_in_a_source_line_do_not_reach_the_terminal() {
    let work = tempfile::tempdir().unwrap();
    let unit = HEALTHY
        .replace("name = \"main\"", "name = \"\u{1b}[2J\u{1b}]0;pwned\u{7}\"")
        .replace("10.0.0.1/16\"", "10.0.0.1/16\" # \u{1b}[31m");
    write(work.path(), "repo/vpc/terragrunt.hcl", unit);
    for format in ["human", "json", "sarif", "github"] {
        let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
            .current_dir(work.path())
            .args(["check", "repo", "--color", "never", "--format", format])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert!(!text.contains('\u{1b}') && !text.contains('\u{7}'), "{format}: {text:?}");
    }
}

/// GitHub's runner takes a line that begins with `::` for a command, blanks before it or not.
#[test]
fn no_line_of_a_report_begins_with_what_a_linted_file_says() {
    let work = tempfile::tempdir().unwrap();
    let named = "resource \"aws_db_instance\" \"a\" {\n  identifier          = \"a\\n::error::name\"\n  publicly_accessible = true\n}\n\
                 module \"m\" {\n  source = \"git::https://example.com/m\\n::error::source\"\n}\nprovider \"aws\" {}\n";
    write(work.path(), "repo/main.tf", named);
    write(work.path(), "repo/::warning::folder/broken.yaml", "a: [\n");
    write(work.path(), "repo/x\n::notice::folder/broken.yaml", "a: [\n");
    write(work.path(), "repo/kustomization.yaml", "resources: [\"x\\n::error::entry\"]\n");
    for arguments in [&["check", ".", "--all"][..], &["show", "."][..]] {
        let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
            .current_dir(work.path().join("repo"))
            .args(arguments)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert!(text.contains("::error::"), "{text}");
        assert!(text.lines().all(|line| !line.trim_start().starts_with("::error::")), "{text}");
        assert!(text.lines().all(|line| !line.trim_start().starts_with("::warning::folder")), "{text}");
        assert!(text.lines().all(|line| !line.trim_start().starts_with("::notice::")), "{text}");
    }
}

#[test]
fn a_byte_order_mark_is_no_column_of_the_picture() {
    let work = tempfile::tempdir().unwrap();
    write(work.path(), "repo/main.tf", "\u{feff}resource \"aws_efs_file_system\" \"a\" {}\r\nprovider \"aws\" {}\r\n");
    let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
        .current_dir(work.path())
        .args(["check", "repo", "--color", "never"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("repo/main.tf:1:1\n"), "{text}");
}

#[test]
fn a_very_long_line_is_not_printed_whole() {
    let work = tempfile::tempdir().unwrap();
    let unit = HEALTHY.replace("10.0.0.1/16\"", &format!("10.0.0.1/16\" # {}", "x".repeat(200_000)));
    write(work.path(), "repo/vpc/terragrunt.hcl", unit);
    let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
        .current_dir(work.path())
        .args(["check", "repo", "--color", "never"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.len() < 20_000, "{} bytes", output.stdout.len());
}

#[test]
fn a_path_that_does_not_exist_and_one_with_nothing_to_see() {
    let work = tempfile::tempdir().unwrap();
    write(work.path(), "empty/README.md", "nothing here\n");
    for (path, words) in [("nowhere", "nowhere"), ("empty", "terragrunt.hcl")] {
        let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
            .current_dir(work.path())
            .args(["check", path])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{path}");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(text.contains(words), "{path}: {text}");
    }
}

/// Every bundled fixture, cut at every few lines: something sensible comes out, and nothing panics.
#[test]
fn files_that_end_too_early() {
    let seeds = [
        "fixtures/estates/numinia/terragrunt/infrastructure/production/eu-west-1/numinia/vpc/terragrunt.hcl",
        "fixtures/estates/numinia/terragrunt/infrastructure/root.hcl",
        "fixtures/estates/layers/eks/eks.tf",
    ];
    let work = tempfile::tempdir().unwrap();
    for (n, seed) in seeds.iter().enumerate() {
        let text = fs::read_to_string(seed).unwrap();
        let mut end = 0;
        for (i, line) in text.split_inclusive('\n').enumerate() {
            end += line.len();
            let name = if seed.ends_with(".tf") { "main.tf" } else { "terragrunt.hcl" };
            write(work.path(), &format!("repo/s{n}/l{i}/{name}"), &text[..end]);
            write(work.path(), &format!("repo/s{n}/m{i}/{name}"), &text[..end - line.len() / 2]);
        }
    }
    write(work.path(), "repo/healthy/terragrunt.hcl", HEALTHY);
    let report = support::check(work.path(), &["repo"], &[]);
    assert!(report["gaps"].as_array().unwrap().iter().any(|g| g["kind"] == "syntax"));
}

/// A unit whose local `r` is this, beside a module that takes it.
fn unit(root: &Path, locals: &str) {
    let text = format!("locals {{\n{locals}}}\nterraform {{\n  source = \"./m\"\n}}\ninputs = {{\n  x = local.r\n}}\n");
    write(root, "unit/terragrunt.hcl", text);
    write(root, "unit/m/main.tf", "variable \"x\" {}\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = \"a\"\n}\n");
}

/// Locals of which each is made of the one before it, twice.
fn doubling(first: &str, next: impl Fn(usize) -> String) -> String {
    let steps: String = (1..60).map(|i| format!("  a{i} = {}\n", next(i - 1))).collect();
    format!("  a0 = {first}\n{steps}  r = local.a59\n")
}

fn bound(run: &Run, words: &[&str]) {
    let gaps = run.report["gaps"].as_array().unwrap();
    let said = |g: &&Value| words.iter().all(|w| g["message"].as_str().is_some_and(|m| m.contains(w)));
    let named = gaps.iter().filter(|g| g["kind"] == "bound").any(|g| said(&g));
    assert!(named, "no gap names the bound {words:?}: {:#}", run.report["gaps"]);
}

#[test]
fn text_that_doubles() {
    for first in ["\"xxxxxxxxxx\"", "\"x-${run_cmd(\"date\")}\""] {
        let run = run(|root| unit(root, &doubling(first, |i| format!("\"${{local.a{i}}}${{local.a{i}}}\""))));
        bound(&run, &["a text"]);
        assert!(run.peak_kib < 1024 * 1024, "{} KiB", run.peak_kib);
    }
}

#[test]
fn lists_that_double() {
    let run = run(|root| unit(root, &doubling("[\"x\"]", |i| format!("[local.a{i}, local.a{i}]"))));
    bound(&run, &["1000000 lists and maps"]);
    assert!(run.peak_kib < 1024 * 1024, "{} KiB", run.peak_kib);
}

#[test]
fn modules_that_call_the_next_one_twice() {
    let run = run(|root| {
        unit(root, "  r = 1\n");
        write(root, "unit/m/main.tf", "variable \"x\" {}\nmodule \"a\" {\n  source = \"./n0\"\n}\n");
        for i in 0..60 {
            let call = |name: &str| format!("module \"{name}\" {{\n  source = \"../n{}\"\n}}\n", i + 1);
            write(root, &format!("unit/m/n{i}/main.tf"), call("a") + &call("b"));
        }
        write(root, "unit/m/n60/main.tf", "resource \"aws_s3_bucket\" \"b\" {\n}\n");
    });
    bound(&run, &["20000 module calls"]);
    assert!(run.peak_kib < 1024 * 1024, "{} KiB", run.peak_kib);
}

#[test]
fn a_long_variable_that_is_substituted_often() {
    let run = run(|root| {
        let sync = "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: flux-system\n  namespace: \
                    flux-system\nspec:\n  url: https://github.com/a/b\n";
        let kustomization = |name: &str, path: &str| {
            format!(
                "---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: {name}\n  namespace: \
                 flux-system\nspec:\n  path: {path}\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n"
            )
        };
        let sync = format!("{sync}{}", kustomization("flux-system", "./clusters/p"));
        write(root, "clusters/p/flux-system/gotk-sync.yaml", sync);
        let long = format!("  postBuild:\n    substitute:\n      A: \"{}\"\n", "a".repeat(900_000));
        write(root, "clusters/p/k.yaml", kustomization("k", "./x") + &long);
        let data: String = (0..10_000).map(|i| format!("  k{i}: ${{A}}${{A}}${{A}}${{A}}\n")).collect();
        write(root, "x/m.yaml", format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n{data}"));
    });
    bound(&run, &["32 MiB of substituted text"]);
    assert!(run.peak_kib < 1024 * 1024, "{} KiB", run.peak_kib);
}

#[test]
fn chart_values_that_double() {
    let run = run(|root| {
        let gotk = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: flux-system\n  namespace: \
                    flux-system\nspec:\n  path: ./clusters/p\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n---\n\
                    apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: flux-system\n  namespace: \
                    flux-system\nspec:\n  url: https://github.com/a/b\n";
        write(root, "clusters/p/flux-system/gotk-sync.yaml", gotk);
        for name in ["eq $a $a", "deepCopy $a | len", "toJson $a", "hasKey (dict) (first $a)"] {
            let chart = format!("c{}", name.len());
            let release = format!(
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: {chart}\n  namespace: \
                 flux-system\nspec:\n  chart:\n    spec:\n      chart: ./{chart}\n      sourceRef:\n        kind: GitRepository\n        \
                 name: flux-system\n"
            );
            write(root, &format!("clusters/p/{chart}.yaml"), release);
            write(root, &format!("{chart}/Chart.yaml"), "apiVersion: v2\nname: c\nversion: 0.1.0\n");
            let lists = "{{ $a = list $a $a }}".repeat(60);
            let text = format!("{{{{ $a := list 1 }}}}{lists}x: {{{{ {name} }}}}\n");
            write(root, &format!("{chart}/templates/a.yaml"), text);
        }
    });
    bound(&run, &["1000000 values"]);
    assert!(run.peak_kib < 1024 * 1024, "{} KiB", run.peak_kib);
}

#[test]
fn thousands_of_names_that_lead_nowhere_beside_thousands_that_exist() {
    let run = run(|root| {
        let gotk = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: flux-system\n  namespace: \
                    flux-system\nspec:\n  path: ./clusters/p\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n---\n\
                    apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: flux-system\n  namespace: \
                    flux-system\nspec:\n  url: https://github.com/a/b\n";
        write(root, "clusters/p/flux-system/gotk-sync.yaml", gotk);
        let account = |i| {
            format!(
                "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: c{i}\n  namespace: n\n  annotations:\n    \
                 eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/orders-{i}-reader\n---\n"
            )
        };
        write(root, "clusters/p/accounts.yaml", (0..4_000).map(account).collect::<String>());
        let role = |i| format!("resource \"aws_iam_role\" \"r{i}\" {{\n  name = \"orders-{i}-writer\"\n}}\n");
        let roles: String = (0..4_000).map(role).collect();
        let provider = "provider \"aws\" {\n  allowed_account_ids = [\"111122223333\"]\n}\n";
        write(root, "roles/main.tf", format!("terraform {{\n  backend \"s3\" {{\n  }}\n}}\n{provider}{roles}"));
    });
    let found = run.report["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "role-not-declared");
    let helps: Vec<&str> = found.map(|f| f["help"].as_str().unwrap()).collect();
    assert_eq!(helps.len(), 4_000);
    assert!(helps.iter().all(|help| help.contains("did you mean `orders-")), "{}", helps[0]);
}

#[test]
fn a_thousand_units_that_depend_in_a_circle() {
    let run = run(|root| {
        for i in 0..1000 {
            let text = format!(
                "terraform {{\n  source = \"../../m\"\n}}\ndependency \"d\" {{\n  config_path = \"../n{}\"\n}}\ninputs = {{\n  x = dependency.d.outputs.x\n}}\n",
                (i + 1) % 1000
            );
            write(root, &format!("u/n{i}/terragrunt.hcl"), text);
        }
        write(root, "m/main.tf", "variable \"x\" {}\noutput \"x\" {\n  value = var.x\n}\n");
    });
    one_message(&run, "u/n0/terragrunt.hcl", &["depend on each other", "more) ->"]);
    assert!(said(&run, "u/n0/terragrunt.hcl").iter().all(|message| message.len() < 300));
    assert!(run.peak_kib < 1024 * 1024, "{} KiB", run.peak_kib);
}

#[test]
fn configurations_that_read_each_other_and_locals_that_go_round() {
    let run = run(|root| {
        let reads = |other: &str| {
            format!("locals {{\n  o = read_terragrunt_config(\"${{get_terragrunt_dir()}}/../d/{other}.hcl\")\n}}\n")
        };
        write(root, "d/a.hcl", reads("b"));
        write(root, "d/b.hcl", reads("a"));
        write(root, "self/terragrunt.hcl", "locals {\n  o = read_terragrunt_config(\"terragrunt.hcl\")\n}\n");
        write(root, "round/terragrunt.hcl", "locals {\n  a = local.b\n  b = local.a\n  all = local\n}\n");
        write(root, "unit/terragrunt.hcl", reads("a") + "inputs = local.o.locals\n");
    });
    one_message(&run, "d/b.hcl", &["refers to itself"]);
    one_message(&run, "self/terragrunt.hcl", &["refers to itself"]);
    one_message(&run, "round/terragrunt.hcl", &["refers to itself"]);
}

#[test]
fn a_hundred_includes_and_a_hundred_modules_in_each_other() {
    let run = run(|root| {
        for i in 0..100 {
            let include = format!("include \"n\" {{\n  path = \"${{get_terragrunt_dir()}}/i{}.hcl\"\n}}\n", i + 1);
            write(root, &format!("unit/i{i}.hcl"), include);
            let module = format!("module \"n\" {{\n  source = \"../n{}\"\n}}\n", i + 1);
            write(root, &format!("m/n{i}/main.tf"), module);
        }
        write(root, "unit/i100.hcl", "inputs = {}\n");
        write(root, "m/n100/main.tf", "");
        let text = "include \"n\" {\n  path = \"i0.hcl\"\n}\nterraform {\n  source = \"../m//n0\"\n}\n";
        write(root, "unit/terragrunt.hcl", text);
    });
    one_message(&run, "unit/terragrunt.hcl", &["one level of include"]);
    bound(&run, &["nest deeper than 20"]);
}

#[test]
fn a_stack_that_contains_itself_ten_times() {
    let run = run(|root| {
        let stacks: String = (0..10)
            .map(|i| format!("stack \"s{i}\" {{\n  source = \"${{get_repo_root()}}/s\"\n  path = \"s{i}\"\n}}\n"))
            .collect();
        fs::create_dir_all(root.join(".git")).unwrap();
        write(root, "s/terragrunt.stack.hcl", stacks);
    });
    assert!(!said(&run, "s/terragrunt.stack.hcl").is_empty());
    assert!(run.peak_kib < 1024 * 1024, "{} KiB", run.peak_kib);
}

#[test]
fn more_elements_and_longer_texts_than_functions_give() {
    let run = run(|root| {
        unit(
            root,
            "  r = flatten([for i in range(1024) : [for j in range(1024) : i * j]])\n  p = format(\"%99999s\", \"x\")\n  \
             n = range(0, 1000000000000)\n  z = 1 / 0\n  b = base64decode(\"//79\")\n  ok = 1\n",
        );
    });
    bound(&run, &["1000000 elements"]);
    bound(&run, &["format width"]);
    let said = said(&run, "unit/terragrunt.hcl");
    for words in ["1024 values", "division by zero", "not valid UTF-8"] {
        assert!(said.iter().any(|message| message.contains(words)), "{words}: {said:?}");
    }
}

#[test]
fn maps_of_a_million_leaves_are_merged_within_the_bounds() {
    let run = run(|root| {
        let big = |name: &str| {
            format!("{{ for i in range(1000) : \"k${{i}}\" => {{ for j in range(1000) : \"{name}${{j}}\" => i }} }}")
        };
        write(root, "root.hcl", format!("locals {{\n  r = {}\n}}\ninputs = local.r\n", big("a")));
        let text = format!(
            "include \"root\" {{\n  path = \"../root.hcl\"\n  merge_strategy = \"deep\"\n}}\nlocals {{\n  r = {}\n}}\ninputs = merge(local.r, local.r)\n",
            big("b")
        );
        write(root, "unit/terragrunt.hcl", text);
    });
    bound(&run, &["steps in one configuration"]);
    assert!(run.peak_kib < 1024 * 1024, "{} KiB", run.peak_kib);
}

#[test]
fn functions_read_no_file_outside_of_the_repository() {
    let run = run(|root| {
        write(root, "../outside/canary.txt", "canary");
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.join("../outside"), root.join("link")).unwrap();
        let calls = [
            "file(\"/etc/hostname\")",
            "file(\"~/.ssh/id_rsa\")",
            "file(\"../../outside/canary.txt\")",
            "file(\"../link/canary.txt\")",
            "fileexists(\"../../outside/canary.txt\")",
            "fileset(\"../../outside\", \"*\")",
            "templatefile(\"/etc/hosts\", {})",
            "filemd5(\"../link/canary.txt\")",
        ];
        let locals: String = calls.iter().enumerate().map(|(i, call)| format!("  c{i} = {call}\n")).collect();
        write(root, "unit/terragrunt.hcl", format!("locals {{\n{locals}  ok = 1\n}}\ninputs = local\n"));
    });
    let gaps = run.report["gaps"].as_array().unwrap();
    let of = |line: u64| {
        let here = |g: &&Value| g["location"]["file"] == "unit/terragrunt.hcl" && g["location"]["line"] == line;
        gaps.iter().filter(here).filter(|g| g["kind"] == "unreadable").count()
    };
    let seen: Vec<usize> = (2..10).map(of).collect();
    assert_eq!(seen, [1; 8], "{gaps:#?}");
    assert!(!run.report.to_string().contains("canary\""), "{:#}", run.report);
}
