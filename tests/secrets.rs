//! Nothing sensitive is printed, in any format: every source of secrets is put into every position that a report could show,
//! as a word that occurs nowhere else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use base64::Engine as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Begins every secret of these tests.
const CANARY: &str = "kqzx";

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What each format prints, standard error included.
fn reports(root: &Path, arguments: &[&str]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let all: [&[&str]; 6] = [
        &["--format", "human"],
        &["--format", "human", "--all"],
        &["--format", "human", "--all", "--color", "always", "--fail-on-undecided"],
        &["--format", "json"],
        &["--format", "sarif"],
        &["--format", "github", "--fail-on-dormant"],
    ];
    for format in all {
        let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
            .current_dir(root)
            .env("DRIFTLINE_TEST_SECRET", format!("{CANARY}Allowed"))
            .env("RUST_BACKTRACE", "full")
            .arg("check")
            .args(arguments)
            .args(format)
            .output()
            .unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
        for text in [output.stdout, output.stderr] {
            out.push((format.join(" "), String::from_utf8(text).unwrap()));
        }
    }
    out
}

/// Every line that tells a secret: as it is, in capitals, in base64.
fn leaks(reports: &[(String, String)], secrets: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let encoded: Vec<String> = secrets.iter().map(|s| base64::engine::general_purpose::STANDARD.encode(s)).collect();
    for (format, text) in reports {
        for line in text.lines() {
            let lower = line.to_lowercase();
            if lower.contains(CANARY) || encoded.iter().any(|e| line.contains(e.get(..e.len() - 4).unwrap())) {
                found.push(format!("[{format}] {line}"));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

#[track_caller]
fn assert_silent(root: &Path, arguments: &[&str], secrets: &[&str], rules: &[&str]) {
    let reports = reports(root, arguments);
    let json = &reports.iter().find(|(format, text)| format == "--format json" && !text.is_empty()).unwrap().1;
    let missing: Vec<_> = rules.iter().filter(|rule| !json.contains(&format!("\"{rule}\""))).collect();
    let found = leaks(&reports, secrets);
    if std::env::var_os("DRIFTLINE_TEST_SHOW").is_some() {
        for (_, text) in &reports {
            println!("{text}");
        }
    }
    assert!(found.is_empty(), "{} lines tell a secret:\n{}", found.len(), found.join("\n"));
    assert!(missing.is_empty(), "these are judged all the same: {missing:?} in {json}");
}

/// Expressions of Terragrunt whose value is secret, each with the word it is made of.
const TERRAGRUNT: [(&str, &str, &str); 8] = [
    ("env", "get_env(\"DRIFTLINE_TEST_SECRET\")", "Allowed"),
    ("values", "get_env(\"GIVEN\")", "Given"),
    ("default", "get_env(\"DB_PASSWORD\", \"kqzxDefault\")", "Default"),
    ("assumed", "local.e.name", "Assumed"),
    ("argument", "local.f.name", "Argument"),
    ("called", "sensitive(\"kqzxCalled\")", "Called"),
    ("named", "local.db_password", "Named"),
    ("output", "dependency.out.outputs.hidden", "Output"),
];

/// Positions of a unit's configuration; `E` stands for the secret.
const POSITIONS: &[(&str, &str)] = &[
    ("path", "dependency \"d\" {\n  config_path = \"../${E}\"\n}\n"),
    ("list", "dependencies {\n  paths = [\"../${E}\", E]\n}\n"),
    ("include", "include \"i\" {\n  path = find_in_parent_folders(\"${E}.hcl\")\n}\n"),
    ("file", "include \"i\" {\n  path = \"../${E}/x.hcl\"\n}\n"),
    ("read", "inputs = {\n  x = read_terragrunt_config(\"../${E}.hcl\").locals.y\n}\n"),
    ("fallback", "inputs = {\n  x = read_terragrunt_config(\"../${E}.hcl\", {}).y\n}\n"),
    ("local", "terraform {\n  source = \"../${E}/vpc\"\n}\n"),
    ("git", "terraform {\n  source = \"git::https://example.com/${E}.git//vpc?ref=v1.0.0\"\n}\n"),
    ("ref", "terraform {\n  source = \"git::https://example.com/x.git//vpc?ref=${E}\"\n}\n"),
    ("tfr", "terraform {\n  source = \"tfr:///${E}/vpc/aws?version=1.0.0\"\n}\n"),
    ("version", "terraform {\n  source = \"tfr:///terraform-aws-modules/vpc/aws?version=${E}\"\n}\n"),
    ("hole", "terraform {\n  source = \"${get_env(\"NOWHERE\")}${E}?ref=v5.19.0\"\n}\n"),
    ("outside", "dependency \"d\" {\n  config_path = \"../../../../../${E}\"\n}\n"),
    (
        "state",
        "remote_state {\n  backend = \"s3\"\n  config = {\n    bucket = E\n    key = \"${E}/x\"\n    region = E\n    encrypt = E\n    kms_key_id = E\n  }\n}\n",
    ),
    ("backend", "remote_state {\n  backend = E\n  config = {\n    bucket = \"b\"\n  }\n}\n"),
    (
        "generate",
        "generate \"p\" {\n  path = \"${E}.tf\"\n  if_exists = E\n  contents = <<EOF\nprovider \"aws\" {\n  region = \"${E}\"\n  assume_role {\n    role_arn = \"arn:aws:iam::1:role/${E}\"\n  }\n}\nresource \"aws_db_instance\" \"${E}\" {\n  password = \"${E}\"\n  publicly_accessible = true\n  ${E}\n}\nEOF\n}\nterraform {\n  source = \"../modules/net\"\n}\n",
    ),
    (
        "broken",
        "generate \"p\" {\n  path = \"p.tf\"\n  if_exists = \"overwrite\"\n  contents = \"${E} {{{ = \"\n}\nterraform {\n  source = \"../modules/net\"\n}\n",
    ),
    (
        "net",
        "terraform {\n  source = \"../modules/net\"\n}\ninputs = {\n  name = E\n  zone = E\n  cidr = E\n  map = { (E) = E }\n}\n",
    ),
    (
        "vpc",
        "terraform {\n  source = \"tfr:///terraform-aws-modules/vpc/aws?version=5.19.0\"\n}\ninputs = {\n  name = E\n  cidr = \"10.0.0.1/16\"\n  azs = [E]\n  private_subnets = [\"10.9.0.0/24\", E]\n  public_subnets = [\"10.0.0.0/24\", \"10.0.0.0/25\"]\n  enable_nat_gateway = true\n  single_nat_gateway = true\n  tags = { (E) = E }\n  vpc_tags = { Name = E }\n}\n",
    ),
    (
        "bad",
        "terraform {\n  source = \"tfr:///terraform-aws-modules/vpc/aws?version=5.19.0\"\n}\ninputs = {\n  name = E\n  cidr = E\n  azs = E\n  private_subnets = [for i in [0, 1] : cidrsubnet(E, 4, i)]\n  single_nat_gateway = E\n}\n",
    ),
    (
        "rds",
        "terraform {\n  source = \"tfr:///terraform-aws-modules/rds-aurora/aws?version=9.0.0\"\n}\ninputs = {\n  name = E\n  engine = E\n  master_password = E\n  instances = { (E) = {} }\n  kms_key_id = E\n  publicly_accessible = true\n  storage_encrypted = false\n}\n",
    ),
    (
        "s3",
        "terraform {\n  source = \"tfr:///terraform-aws-modules/s3-bucket/aws?version=4.0.0\"\n}\ninputs = {\n  bucket = E\n  server_side_encryption_configuration = { rule = { apply_server_side_encryption_by_default = { sse_algorithm = E, kms_master_key_id = E } } }\n}\n",
    ),
    (
        "eks",
        "terraform {\n  source = \"tfr:///terraform-aws-modules/eks/aws?version=20.0.0\"\n}\ninputs = {\n  cluster_name = E\n  cluster_version = E\n  vpc_id = E\n  subnet_ids = [E]\n  cluster_endpoint_public_access = true\n  cluster_endpoint_public_access_cidrs = [E]\n  cluster_encryption_config = {}\n  eks_managed_node_groups = { (E) = { name = E } }\n}\n",
    ),
    (
        "ec2",
        "terraform {\n  source = \"tfr:///terraform-aws-modules/ec2-instance/aws?version=5.0.0\"\n}\ninputs = {\n  name = E\n  subnet_id = E\n  associate_public_ip_address = true\n  root_block_device = [{ encrypted = false, kms_key_id = E }]\n}\n",
    ),
    (
        "iam",
        "terraform {\n  source = \"tfr:///terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks?version=5.0.0\"\n}\ninputs = {\n  role_name = E\n  oidc_providers = { (E) = { provider_arn = E, namespace_service_accounts = [\"${E}:${E}\"] } }\n}\n",
    ),
    (
        "errors",
        "inputs = {\n  a = tonumber(E)\n  b = file(E)\n  c = regex(\"[\", E)\n  d = regex(E, \"x\")\n  e = {}[E]\n  f = local.m[E]\n  g = jsondecode(\"{${E}\")\n  h = yamldecode(\"a: [${E}\")\n  i = base64decode(\"${E}!\")\n  j = E.attr\n  k = E[0]\n  l = E + 1\n  m = E ? 1 : 2\n  n = parseint(E, 10)\n  o = formatdate(E, \"2020-01-01T00:00:00Z\")\n  p = index([], E)\n  q = -E\n  r = !E\n  s = merge(E, {})\n  t = concat(E, [])\n  u = [for x in E : x]\n  v = E[*].foo\n  w = timeadd(E, \"1h\")\n  x = timeadd(\"2020-01-01T00:00:00Z\", E)\n  y = get_env(E)\n  z = run_cmd(E)\n  aa = sops_decrypt_file(E)\n  ab = find_in_parent_folders(E)\n  ac = lookup({}, E)\n  ad = lookup(dependency.gone.outputs, E)\n  ae = dependency.gone.outputs[E]\n  af = dependency.gone.outputs.x[E].y\n  ag = cidrhost(E, 1)\n  ah = templatefile(E, {})\n  ai = tobool(E)\n  aj = format(\"%d\", E)\n  ak = format(E, 1)\n  al = element([], E)\n  am = range(E)\n  an = toset(E)\n  ao = keys(E)\n  ap = { for k in [E, E] : k => k }\n  aq = csvdecode(\"${E},a\\n1\")\n  ar = fileexists(E)\n  as = pathexpand(E)\n  at = local[E]\n  au = try(E.x, E.y)\n  av = coalesce(E.x)\n  aw = zipmap([E], [])\n  ax = slice([], 0, E)\n  ay = substr(E, E, E)\n  az = strrev(E).foo\n  ba = join(E, E)\n  bb = upper(E).foo\n  bc = replace(E, \"/(/\", E)\n  bd = one([E, E])\n  be = alltrue([E])\n  bf = sum([E])\n  bg = max(E)\n  bh = fileset(E, E)\n  bi = md5(E).x\n  bj = base64encode(E) + 1\n  bk = jsonencode(E) + 1\n  bl = \"${E}\" + 1\n  bm = timecmp(E, E)\n  bn = abspath(E)\n  bo = dirname(E) + 1\n  bp = indent(E, E)\n  bq = chunklist([1], E)\n  br = read_tfvars_file(E)\n  bs = get_path_to_repo_root(E)\n  bt = urlencode(E) + 1\n  bu = constraint_check(E, E)\n  bv = constraint_check(\"1.0.0\", E)\n}\ndependency \"gone\" {\n  config_path = \"../gone-${E}\"\n}\n",
    ),
    ("whole", "inputs = E\nterraform {\n  source = E\n}\n"),
    (
        "hooks",
        "terraform {\n  source = \"../modules/net\"\n  before_hook \"x\" {\n    commands = E\n    execute = [E]\n  }\n  extra_arguments \"y\" {\n    commands = [\"apply\"]\n    required_var_files = [E]\n    optional_var_files = [\"${E}.tfvars\"]\n  }\n}\n",
    ),
    (
        "flags",
        "skip = E\nprevent_destroy = E\ndownload_dir = E\niam_role = \"arn:aws:iam::1:role/${E}\"\nterraform_version_constraint = E\n",
    ),
    (
        "feature",
        "feature \"x\" {\n  default = E\n}\nexclude {\n  if = E\n  actions = [E]\n}\nterraform {\n  source = \"../modules/${feature.x.value}\"\n}\n",
    ),
];

/// A module whose resources take variables to every place that facts are read from.
const MODULE: &str = r#"variable "name" { default = "x" }
variable "zone" { default = "x" }
variable "cidr" { default = "10.0.0.0/16" }
variable "map" { default = {} }
variable "hidden" {
  sensitive = true
  default   = "kqzxVariable"
}
resource "aws_vpc" "this" {
  for_each   = toset([var.name])
  cidr_block = "10.0.0.1/16"
  tags       = { Name = each.key }
}
resource "aws_subnet" "private" {
  for_each          = { (var.name) = "10.0.1.0/24", "${var.name}-b" = "10.0.1.0/24" }
  vpc_id            = aws_vpc.this[var.name].id
  cidr_block        = each.value
  availability_zone = var.zone
}
resource "aws_subnet" "other" {
  vpc_id     = aws_vpc.this[var.name].id
  cidr_block = var.cidr
}
resource "aws_db_instance" "this" {
  for_each            = var.map
  identifier          = each.key
  password            = "kqzxPassword"
  publicly_accessible = true
  storage_encrypted   = false
  multi_az            = false
}
resource "aws_db_instance" "hidden" {
  identifier          = var.hidden
  password            = <<EOT
kqzxHeredoc
EOT
  publicly_accessible = true
  storage_encrypted   = false
}
resource "aws_s3_bucket" "this" {
  bucket = "${var.name}-logs"
}
resource "aws_ebs_volume" "this" {
  availability_zone = var.zone
  encrypted         = false
}
resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = "{${var.name}"
}
resource "aws_iam_role" "hidden" {
  name               = var.hidden
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.name, Principal = { Service = var.name }, Condition = { StringEquals = { (var.name) = var.name } } }] })
}
resource "aws_instance" "this" {
  subnet_id                   = aws_subnet.private[var.name].id
  associate_public_ip_address = true
  user_data                   = "kqzxUser"
}
module "again" {
  for_each = toset([var.name])
  source   = "./${each.key}"
}
module "registry" {
  source  = "terraform-aws-modules/vpc/aws"
  version = var.name
}
module "far" {
  source = "git::https://user:kqzxUrl@example.com/x.git?ref=${var.hidden}"
}
data "terraform_remote_state" "x" {
  backend = "s3"
  config  = { bucket = var.name, key = var.hidden }
}
check "x" {
  assert {
    condition     = var.name == "y"
    error_message = var.hidden
  }
}
output "hidden" {
  sensitive = true
  value     = "kqzxOutput"
}
output "password" {
  value = "kqzxOutput"
}
"#;

#[test]
fn secrets_of_terragrunt_and_terraform_are_in_no_format() {
    let work = tempfile::tempdir().unwrap();
    let root = work.path();
    let private = |word: &str| format!("locals {{\n  name = \"{CANARY}{word}\"\n}}\n");
    write(
        root,
        "driftline.yaml",
        &format!(
            "repositories:\n  - name: infra\n    path: infra\nenvironment:\n  allow: [DRIFTLINE_TEST_SECRET]\n  values:\n    GIVEN: {CANARY}Given\nassume:\n  - path: infra//env.hcl\n    hcl: |\n      locals {{\n        name = \"{CANARY}Assumed\"\n      }}\n"
        ),
    );
    write(root, "flags.hcl", &private("Argument"));
    write(root, "infra/.gitignore", "env.hcl\nflags.hcl\n");
    write(root, "infra/modules/net/main.tf", MODULE);
    write(root, "infra/out/terragrunt.hcl", "terraform {\n  source = \"../modules/net\"\n}\n");
    for (source, expression, _) in TERRAGRUNT {
        for (position, text) in POSITIONS {
            let text = text.replace("${E}", "\u{1}");
            let text = replace_word(&text, expression).replace('\u{1}', &format!("${{{expression}}}"));
            let head = format!(
                "locals {{\n  e           = read_terragrunt_config(find_in_parent_folders(\"env.hcl\")).locals\n  f           = read_terragrunt_config(find_in_parent_folders(\"flags.hcl\")).locals\n  db_password = \"{CANARY}Named\"\n  m           = merge({{ x = 1 }}, read_terragrunt_config(\"../none.hcl\").locals)\n}}\ndependency \"out\" {{\n  config_path = \"../out\"\n}}\n"
            );
            write(root, &format!("infra/{source}-{position}/terragrunt.hcl"), &format!("{head}{text}"));
        }
    }
    let words: Vec<String> = TERRAGRUNT.iter().map(|(_, _, word)| format!("{CANARY}{word}")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let rules = ["invalid-cidr", "public-database", "dangling-reference", "bucket-without-kms", "single-nat-gateway"];
    assert_silent(root, &["--config", "driftline.yaml", "--assume", "infra//flags.hcl=flags.hcl"], &words, &rules);
}

/// Replaces the name `E`.
fn replace_word(text: &str, by: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '.');
    let mut out = String::new();
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        let ends = !after.is_alphanumeric() && after != '_' && after != '"';
        if c == 'E' && !word(before) && ends {
            out.push_str(by)
        } else {
            out.push(c)
        }
        before = c;
    }
    out
}
