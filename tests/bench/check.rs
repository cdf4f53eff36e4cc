//! `cargo bench`: how long `driftline check` takes, how much memory, and how that compares with merely reading the files.
//!
//! Machines are noisy, so what counts is the ratio within one run. No test asserts a time. The series at the end show how
//! time and memory grow with the number of units: per unit both should stay as they are.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 7;

fn main() {
    let work = tempfile::tempdir().unwrap();
    let generated = work.path().join("generated");
    generate(&generated, 1_000, 5_000);
    let mut estates = vec![
        ("numinia", vec![PathBuf::from("fixtures/estates/numinia")]),
        ("layers", vec![PathBuf::from("fixtures/estates/layers")]),
        ("generated: 1,000 units, 5,000 manifests", vec![generated]),
    ];
    if let Ok(more) = std::env::var("DRIFTLINE_BENCH") {
        estates.push(("DRIFTLINE_BENCH", more.split(':').map(PathBuf::from).collect()));
    }
    println!("{:42} {:>10} {:>10} {:>10} {:>8}", "estate", "check", "reading", "peak", "ratio");
    for (name, paths) in estates {
        let mut checks: Vec<(Duration, u64)> = (0..RUNS).map(|_| check(&paths)).collect();
        let mut reads: Vec<Duration> = (0..RUNS).map(|_| read(&paths)).collect();
        checks.sort();
        reads.sort();
        let (check, read) = (checks[RUNS / 2].0, reads[RUNS / 2]);
        let peak = checks.iter().map(|c| c.1).max().unwrap();
        println!(
            "{name:42} {:>7.1} ms {:>7.1} ms {:>7.1} MB {:>7.1}x",
            check.as_secs_f64() * 1e3,
            read.as_secs_f64() * 1e3,
            peak as f64 / 1024.0,
            check.as_secs_f64() / read.as_secs_f64().max(1e-9),
        );
    }
    series(work.path(), "units", &|root, units| generate(root, units, 0));
    series(work.path(), "units in a row of dependencies", &chained);
    series(work.path(), "units of a hundred thousand values each", &heavy);
}

/// 100, 1,000 and 10,000 units.
fn series(work: &Path, name: &str, generate: &dyn Fn(&Path, usize)) {
    println!("\n{name:42} {:>10} {:>10} {:>12} {:>12}", "check", "peak", "a unit", "a unit");
    let mut before: Option<(usize, Duration, u64)> = None;
    for units in [100, 1_000, 10_000] {
        let estate = work.join(format!("{name}-{units}"));
        generate(&estate, units);
        let mut checks: Vec<(Duration, u64)> = (0..3).map(|_| check(std::slice::from_ref(&estate))).collect();
        checks.sort();
        let (time, peak) = (checks[0].0, checks.iter().map(|c| c.1).max().unwrap());
        // What a unit more costs: the difference to the smaller estate, so that what every run costs is left out.
        let (units_before, time_before, peak_before) = before.unwrap_or((0, Duration::ZERO, 0));
        let more = (units - units_before) as f64;
        println!(
            "{units:42} {:>7.1} ms {:>7.1} MB {:>9.1} us {:>9.2} kB",
            time.as_secs_f64() * 1e3,
            peak as f64 / 1024.0,
            time.saturating_sub(time_before).as_secs_f64() * 1e6 / more,
            peak.saturating_sub(peak_before) as f64 / more,
        );
        before = Some((units, time, peak));
    }
}

/// Wall time of one run, and its peak resident memory in KiB where the system tells (Linux).
fn check(paths: &[PathBuf]) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_driftline"))
        .args(["check", "--format", "json", "--output", "/dev/null", "--fail-on", "never"])
        .args(paths)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        if let Some(kib) = fs::read_to_string(&status).ok().and_then(|text| {
            let line = text.lines().find(|l| l.starts_with("VmHWM:"))?.to_string();
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        }) {
            peak = peak.max(kib);
        }
        if let Some(status) = child.try_wait().unwrap() {
            assert_eq!(status.code(), Some(0), "the run failed on {paths:?}");
            return (start.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_micros(500));
    }
}

/// Wall time of listing and reading the same files.
fn read(paths: &[PathBuf]) -> Duration {
    let start = Instant::now();
    let mut bytes = 0;
    let mut open = paths.to_vec();
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().is_some_and(|n| n == ".git") {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                bytes += fs::read(&path).map_or(0, |b| b.len());
            }
        }
    }
    assert!(bytes > 0);
    start.elapsed()
}

/// Units in rows of fifty, each of which uses outputs of those before it, with shared files that are included or read.
fn chained(root: &Path, units: usize) {
    let write = |path: &str, text: &str| write(root, path, text);
    let read = |name: &str| format!("{name} = read_terragrunt_config(find_in_parent_folders(\"{name}.hcl\"))");
    write(
        "root.hcl",
        &format!(
            "locals {{\n  {}\n  {}\n}}\nremote_state {{\n  backend = \"s3\"\n  config = {{\n    bucket = \"state\"\n    encrypt = true\n    key = \
             \"${{path_relative_to_include()}}/tf.tfstate\"\n  }}\n}}\ngenerate \"provider\" {{\n  path = \"provider.tf\"\n  if_exists = \
             \"overwrite\"\n  contents = <<EOF\nprovider \"aws\" {{\n  region = \"${{local.region.locals.name}}\"\n}}\nEOF\n}}\ninputs = \
             merge(local.region.locals, local.env.locals)\n",
            read("region"),
            read("env")
        ),
    );
    write(
        "modules/app/main.tf",
        "variable \"name\" {}\nvariable \"before\" {\n  default = null\n}\nresource \"null_resource\" \"x\" {\n  count = 3\n  triggers = { name \
         = var.name, before = var.before }\n}\noutput \"id\" { value = null_resource.x[0].id }\noutput \"name\" { value = var.name }\n",
    );
    write(
        "_common/app.hcl",
        "terraform {\n  source = \"${get_repo_root()}/modules/app\"\n}\ninputs = {\n  name = basename(get_terragrunt_dir())\n}\n",
    );
    for unit in 0..units {
        let (row, place) = (unit / 50, unit % 50);
        let env = format!("live/r{}/e{row}", row / 4);
        if place == 0 {
            write(&format!("live/r{}/region.hcl", row / 4), &format!("locals {{\n  name = \"r{}\"\n}}\n", row / 4));
            write(&format!("{env}/env.hcl"), &format!("locals {{\n  environment = \"e{row}\"\n}}\n"));
        }
        let mut text =
            "include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}\ninclude \"app\" {\n  path = \
                        \"${dirname(find_in_parent_folders(\"root.hcl\"))}/_common/app.hcl\"\n}\n"
                .to_owned();
        let before: Vec<usize> = [1, 3, 10].iter().filter_map(|back| place.checked_sub(*back)).collect();
        for other in &before {
            text.push_str(&format!(
                "dependency \"u{other}\" {{\n  config_path = \"../u{other}\"\n  mock_outputs = {{\n    name = \"mock\"\n  }}\n}}\n"
            ));
        }
        let names: Vec<String> = before.iter().map(|other| format!("dependency.u{other}.outputs.name")).collect();
        text.push_str(&format!("inputs = {{\n  before = join(\"-\", [{}])\n}}\n", names.join(", ")));
        write(&format!("{env}/u{place}/terragrunt.hcl"), &text);
    }
}

/// Units whose few lines make very many values: what they may keep is bounded.
fn heavy(root: &Path, units: usize) {
    write(root, "m/main.tf", "variable \"x\" {}\noutput \"y\" {\n  value = var.x\n}\n");
    for unit in 0..units {
        write(
            root,
            &format!("u{unit}/terragrunt.hcl"),
            "terraform {\n  source = \"../m\"\n}\ninputs = {\n  x = [for a in range(100) : [for b in range(1000) : \"${a}-${b}\"]]\n}\n",
        );
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// An estate of the first users' shape: units that include a root and depend on a VPC, organizations with overlays.
fn generate(root: &Path, units: usize, manifests: usize) {
    let write = |path: &str, text: &str| write(root, path, text);
    write(
        "live/root.hcl",
        "locals {\n  region = read_terragrunt_config(find_in_parent_folders(\"region.hcl\"))\n}\n\
         remote_state {\n  backend = \"s3\"\n  config = {\n    bucket = \"state\"\n    encrypt = true\n    \
         key = \"${path_relative_to_include()}/tf.tfstate\"\n  }\n}\n\
         inputs = merge(local.region.locals, { team = \"platform\" })\n",
    );
    for unit in 0..units {
        let region = unit / 100;
        if unit % 100 == 0 {
            write(&format!("live/r{region}/region.hcl"), &format!("locals {{\n  aws_region = \"r{region}\"\n}}\n"));
            write(
                &format!("live/r{region}/vpc/terragrunt.hcl"),
                &format!(
                    "include \"root\" {{\n  path = find_in_parent_folders(\"root.hcl\")\n}}\nterraform {{\n  source = \
                     \"tfr:///terraform-aws-modules/vpc/aws?version=5.19.0\"\n}}\ninputs = {{\n  name = \"vpc-{region}\"\n  \
                     cidr = \"10.{region}.0.0/16\"\n  azs = [\"a\", \"b\", \"c\"]\n  private_subnets = [\"10.{region}.1.0/24\", \
                     \"10.{region}.2.0/24\", \"10.{region}.3.0/24\"]\n}}\n"
                ),
            );
        } else {
            write(
                &format!("live/r{region}/s3/u{unit}/terragrunt.hcl"),
                &format!(
                    "include \"root\" {{\n  path = find_in_parent_folders(\"root.hcl\")\n}}\ndependency \"vpc\" {{\n  \
                     config_path = \"../../vpc\"\n}}\nterraform {{\n  source = \
                     \"tfr:///terraform-aws-modules/s3-bucket/aws?version=4.1.0\"\n}}\ninputs = {{\n  bucket = \
                     \"bucket-{unit}\"\n  tags = {{ vpc = dependency.vpc.outputs.vpc_id }}\n}}\n"
                ),
            );
        }
    }
    let base = "clusters/prod";
    write(
        &format!("{base}/flux-system/gotk-sync.yaml"),
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: flux-system\n  namespace: \
         flux-system\nspec:\n  interval: 1m\n  ref:\n    branch: main\n  url: https://example.com/platform/live\n---\n\
         apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: flux-system\n  namespace: \
         flux-system\nspec:\n  interval: 10m\n  path: ./clusters/prod\n  prune: true\n  sourceRef:\n    kind: \
         GitRepository\n    name: flux-system\n",
    );
    write(&format!("{base}/flux-system/kustomization.yaml"), "resources:\n- gotk-sync.yaml\n");
    let mut organizations = Vec::new();
    for organization in 0..manifests / 50 {
        let folder = format!("{base}/organizations/o{organization}");
        let mut resources = String::new();
        write(
            &format!("{folder}/namespace.yaml"),
            &format!("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: o{organization}\n"),
        );
        for n in 0..49 {
            resources.push_str(&format!("- d{n}.yaml\n"));
            write(
                &format!("{folder}/d{n}.yaml"),
                &format!(
                    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d{n}\nspec:\n  replicas: 2\n  selector:\n    \
                     matchLabels:\n      app: d{n}\n  template:\n    metadata:\n      labels:\n        app: d{n}\n    \
                     spec:\n      containers:\n      - name: main\n        image: example/d{n}:1.0\n        env:\n        - \
                     name: A\n          value: \"1\"\n"
                ),
            );
        }
        write(
            &format!("{folder}/kustomization.yaml"),
            &format!("namespace: o{organization}\nresources:\n- namespace.yaml\n{resources}"),
        );
        organizations.push(format!("- organizations/o{organization}\n"));
    }
    write(&format!("{base}/kustomization.yaml"), &format!("resources:\n- flux-system\n{}", organizations.concat()));
}
