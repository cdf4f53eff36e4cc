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
        out.extend(run(root, &[&["check"], arguments, format].concat(), &format.join(" ")));
    }
    out
}

/// What one command prints, both streams, under a name.
fn run(root: &Path, arguments: &[&str], name: &str) -> [(String, String); 2] {
    let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
        .current_dir(root)
        .env("DRIFTLINE_TEST_SECRET", format!("{CANARY}Allowed"))
        .env("RUST_BACKTRACE", "full")
        .args(arguments)
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {errors}");
    [(name.to_owned(), String::from_utf8(output.stdout).unwrap()), (name.to_owned(), errors)]
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
  user_data                   = var.hidden
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
resource "kubernetes_secret" "this" {
  metadata {
    name      = "x"
    namespace = var.name
  }
  data = { a = "kqzxData", b = var.hidden }
}
resource "kubernetes_namespace" "this" {
  metadata {
    name   = var.name
    labels = { (var.hidden) = var.name }
  }
}
resource "kubernetes_service_account" "this" {
  metadata {
    name        = var.hidden
    namespace   = "x"
    annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::111122223333:role/${var.hidden}" }
  }
}
resource "kubectl_manifest" "this" {
  yaml_body = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${var.name}\nstringData:\n  a: kqzxManifest\n  b: [${var.hidden}\n"
}
resource "helm_release" "this" {
  name      = var.name
  chart     = var.hidden
  namespace = var.name
  values    = ["a: [${var.name}"]
  set_sensitive {
    name  = "x"
    value = var.name
  }
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
    // What one unit amounts to, each position with one of the sources, and who needs whom.
    let given = ["--config", "driftline.yaml", "--assume", "infra//flags.hcl=flags.hcl"];
    let mut shown = Vec::new();
    for (i, (position, _)) in POSITIONS.iter().enumerate() {
        let form: &[&str] = if i % 2 == 0 { &["--resources"] } else { &["--resources", "--json"] };
        let (source, ..) = TERRAGRUNT[i % TERRAGRUNT.len()];
        let unit = format!("infra/{source}-{position}");
        shown.extend(run(root, &[&["show", &unit, "infra"], &given[..], form].concat(), &format!("show {unit}")));
    }
    for format in ["dot", "mermaid", "json"] {
        let arguments = ["graph", "--config", "driftline.yaml", "--modules", "--format", format];
        shown.extend(run(root, &arguments, &format!("graph {format}")));
    }
    let told = leaks(&shown, &words);
    assert!(told.is_empty(), "{} lines tell a secret:\n{}", told.len(), told.join("\n"));
    let rules = ["invalid-cidr", "public-database", "dangling-reference", "bucket-without-kms"];
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

/// Fields of objects that a Flux Kustomization applies; `S` stands for the name of a secret variable.
const OBJECTS: &str = r#"
apiVersion: v1
kind: Namespace
metadata:
  name: acme-${S}
  labels:
    a: ${S}
    ${S}: a
  annotations:
    pod-security.kubernetes.io/enforce: ${S}
    ${S}: b
---
apiVersion: v1
kind: Namespace
metadata:
  name: acme
  annotations:
    pod-security.kubernetes.io/enforce: ${S}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${S}
  namespace: ${S}
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/${S}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: plain
  namespace: acme
  annotations:
    eks.amazonaws.com/role-arn: ${S}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: partly
  namespace: acme
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::${S}:role/x-${S}-y
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${S}
  namespace: acme
spec:
  template:
    spec:
      serviceAccountName: ${S}
      containers:
        - name: ${S}
          image: ${S}/${S}:${S}
          securityContext: {privileged: true}
          env:
            - name: ${S}
              value: ${S}
          envFrom:
            - secretRef: {name: "${S}"}
            - configMapRef: {name: "${S}", namespace: globex}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${S}
  namespace: ${S}
spec:
  podSelector:
    matchLabels:
      ${S}: ${S}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: ${S}
  namespace: acme
roleRef:
  kind: ClusterRole
  name: ${S}
subjects:
  - kind: ServiceAccount
    name: ${S}
    namespace: globex
---
apiVersion: ${S}/v1
kind: ${S}
metadata:
  name: odd
  namespace: acme
---
apiVersion: v1
kind: ResourceQuota
metadata:
  name: quota
  namespace: globex
spec:
  hard:
    ${S}: ${S}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: far
  namespace: flux-system
spec:
  url: https://example.com/${S}
  ref:
    tag: ${S}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: pinned
  namespace: flux-system
spec:
  url: https://github.com/example/k8s
  ref:
    tag: ${S}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: ranged
  namespace: flux-system
spec:
  url: https://github.com/example/k8s
  ref:
    semver: ${S}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata:
  name: oci
  namespace: ${S}
spec:
  url: oci://example.com/${S}
  ref:
    tag: ${S}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: one-${S}
  namespace: flux-system
spec:
  path: ./${S}/x
  targetNamespace: ${S}
  sourceRef: {kind: GitRepository, name: flux-system}
  dependsOn:
    - name: ${S}
    - name: x
      namespace: ${S}
  postBuild:
    substituteFrom:
      - {kind: Secret, name: "${S}"}
      - {kind: ConfigMap, name: "${S}"}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: two
  namespace: ${S}
spec:
  path: ./apps
  sourceRef: {kind: GitRepository, name: "${S}"}
  dependsOn:
    - name: x
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: three
  namespace: flux-system
spec:
  path: ./base
  targetNamespace: ${S}
  namePrefix: ${S}-
  nameSuffix: -${S}
  sourceRef: {kind: GitRepository, name: flux-system}
  images:
    - {name: nginx, newTag: "${S}"}
  commonMetadata:
    labels: {a: "${S}"}
  patches:
    - patch: |
        - op: add
          path: /metadata/${S}/${S}
          value: ${S}
      target: {kind: "${S}", name: "${S}"}
    - patch: |
        ${S}: [
  components: ["../${S}"]
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: four
  namespace: flux-system
spec:
  path: ./${S}
  sourceRef: {kind: GitRepository, name: pinned}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: five
  namespace: flux-system
spec:
  path: ../../${S}
  sourceRef: {kind: "${S}", name: ranged, namespace: "${S}"}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: six
  namespace: flux-system
spec:
  path: ./${S}
  sourceRef: {kind: GitRepository, name: far}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: one-${S}
  namespace: ${S}
spec:
  releaseName: ${S}
  targetNamespace: ${S}
  dependsOn:
    - name: ${S}
  chart:
    spec:
      chart: ${S}
      version: ${S}
      sourceRef: {kind: HelmRepository, name: "${S}", namespace: "${S}"}
      valuesFiles: ["${S}.yaml"]
  valuesFrom:
    - {kind: ConfigMap, name: "${S}"}
    - {kind: Secret, name: "${S}"}
    - {kind: ConfigMap, name: settings, valuesKey: "${S}"}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: two
  namespace: acme
spec:
  chart:
    spec:
      chart: ./${S}
      sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: three
  namespace: acme
spec:
  chartRef: {kind: OCIRepository, name: "${S}", namespace: "${S}"}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: four-${S}
  namespace: acme
spec:
  chartRef: {kind: OCIRepository, name: oci, namespace: "${S}"}
  valuesFrom:
    - kind: Secret
      name: settings
      valuesKey: values
      targetPath: "${S}"
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: five
  namespace: acme
spec:
  releaseName: five-${S}
  chart:
    spec:
      chart: ./chart
      valuesFiles: ["${S}.yaml", "./chart/${S}.yaml"]
      sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}
  values:
    secret: ${S}
    list: ["${S}"]
    map: {"${S}": "${S}"}
    case: plain
  postRenderers:
    - kustomize:
        patches:
          - target: {kind: "${S}"}
            patch: "${S}"
"#;

/// What a chart's templates do with a secret; each is a release of its own, because errors end the rendering.
const TEMPLATES: &[&str] = &[
    "metadata:\n  name: {{ .Values.secret }}\n  namespace: {{ .Values.secret }}\n",
    "metadata:\n  name: x\n  annotations:\n    {{ .Values.secret }}: {{ .Values.secret }}\n",
    "{{ fail .Values.secret }}",
    "{{ fail (printf \"no %s\" .Values.secret) }}",
    "{{ required .Values.secret nil }}",
    "{{ include .Values.secret . }}",
    "{{ tpl .Values.secret . }}",
    "{{ tpl (printf \"{{ %s \" .Values.secret) . }}",
    "{{ template \"none\" .Values.secret }}",
    "{{ index .Values.map .Values.secret .Values.secret }}",
    "{{ index .Values.list .Values.secret }}",
    "{{ get .Values.map .Values.secret | int | add .Values.secret }}",
    "{{ .Values.secret.deeper }}",
    "{{ range .Values.secret }}{{ end }}",
    "{{ if eq .Values.secret 1 }}{{ end }}",
    "{{ if lt .Values.secret 1 }}{{ end }}",
    "{{ .Files.Get .Values.secret }}",
    "{{ lookup .Values.secret .Values.secret .Values.secret .Values.secret }}",
    "{{ fromYaml (printf \"a: [%s\" .Values.secret) | toYaml }}",
    "{{ mustFromJson .Values.secret }}",
    "{{ mustRegexMatch (printf \"[%s\" .Values.secret) \"x\" }}",
    "{{ regexMatch (printf \"(%s\" .Values.secret) \"x\" }}",
    "{{ semverCompare .Values.secret \"1.0.0\" }}",
    "{{ semverCompare \">1\" .Values.secret }}",
    "{{ b64dec .Values.secret }}",
    "{{ .Values.secret | toDate \"x\" | date \"x\" }}",
    "{{ mustToDate .Values.secret .Values.secret }}",
    "{{ .Capabilities.APIVersions.Has .Values.secret | not | fail }}",
    "{{ printf \"%d\" .Values.secret | fail }}",
    "{{ printf .Values.secret 1 2 | fail }}",
    "{{ list .Values.secret | first | fail }}",
    "{{ dict .Values.secret .Values.secret | toJson | fail }}",
    "{{ merge .Values.secret .Values.map }}",
    "{{ atoi .Values.secret | fail }}",
    "{{ .Values.secret | nindent .Values.secret }}",
    "{{ trunc .Values.secret \"a\" }}",
    "{{ genCA .Values.secret 1 }}",
    "{{ urlParse (printf \"%s:%%zz\" .Values.secret) }}",
    "{{ slice .Values.secret 9 100 }}",
    "{{ call .Values.secret }}",
    "{{ kindIs .Values.secret .Values.secret | ternary 1 }}",
    "{{ .Values.secret | upper | fail }}",
    "{{ .Values.secret | sha256sum | fail }}",
    "metadata:\n  name: x\n  {{ .Values.secret }}\n bad: [",
    "metadata: {{ .Values.secret }}\n",
    "{{ .Values.secret }}",
    "metadata:\n  name: x\n  namespace: acme\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/{{ .Values.secret }}\n",
    "metadata:\n  name: x\nautomountServiceAccountToken: {{ .Values.secret }}\n",
    "metadata:\n  name: {{ .Values.deep.secret }}-{{ .Release.Name }}-{{ .Values.at.the.path }}\n",
];

#[test]
fn secrets_of_flux_and_helm_are_in_no_format() {
    let work = tempfile::tempdir().unwrap();
    let root = work.path();
    let encoded = |word: &str| base64::engine::general_purpose::STANDARD.encode(format!("{CANARY}{word}"));
    write(
        root,
        "driftline.yaml",
        "repositories:\n  - name: k8s\n    path: k8s\n    remote: https://github.com/example/k8s\norganizations:\n  - name: acme\n    namespaces: [acme]\n  - name: globex\n    namespaces: [globex]\ncomplete: [role]\n",
    );
    let flux = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: NAME\n  namespace: flux-system\nspec:\n  interval: 10m\n  path: PATH\n  prune: true\n  sourceRef: {kind: GitRepository, name: flux-system}\n";
    let flux = |name: &str, path: &str| flux.replace("NAME", name).replace("PATH", path);
    write(
        root,
        "k8s/clusters/prod/flux-system/gotk-sync.yaml",
        &format!(
            "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: flux-system\n  namespace: flux-system\nspec:\n  ref: {{branch: main}}\n  url: https://github.com/example/k8s\n---\n{}",
            flux("flux-system", "./clusters/prod")
        ),
    );
    write(
        root,
        "k8s/clusters/prod/flux-system/kustomization.yaml",
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [gotk-sync.yaml]\n",
    );
    // Variables from data, from stringData, from a generated Secret, and written under a secret's name.
    write(
        root,
        "k8s/clusters/prod/secrets.yaml",
        &format!(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: vars\n  namespace: flux-system\ndata:\n  ENCODED: {}\nstringData:\n  PLAIN: {CANARY}-plain\n  BLOCK: |\n    {CANARY}-block\n  QUOTED: \"{CANARY}-quoted\"\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: settings\n  namespace: acme\nstringData:\n  values: {CANARY}-target\n  values.yaml: |\n    secret: {CANARY}-values\n    list: [{CANARY}-list]\n    map: {{{CANARY}-key: {CANARY}-value}}\n    deep: {{secret: {CANARY}-deep}}\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: broken\n  namespace: acme\nstringData:\n  values.yaml: |\n    secret: [{CANARY}-broken\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: sealed\n  namespace: acme\nstringData:\n  values.yaml: ENC[AES256_GCM,data:{CANARY}]\nsops:\n  mac: ENC[{CANARY}]\n",
            encoded("Encoded")
        ),
    );
    let mut apps = String::new();
    for (i, name) in ["ENCODED", "PLAIN", "BLOCK", "QUOTED", "DB_PASSWORD"].iter().enumerate() {
        let from = format!(
            "  postBuild:\n    substituteFrom:\n      - {{kind: Secret, name: vars}}\n    substitute:\n      DB_PASSWORD: {CANARY}-inline\n"
        );
        apps.push_str(&format!("---\n{}{from}", flux(&format!("vars{i}"), &format!("./vars{i}"))));
        for (j, object) in OBJECTS.split("\n---\n").enumerate() {
            let object = object.replace("${S}", &format!("${{{name}}}"));
            write(root, &format!("k8s/vars{i}/{j}.yaml"), &format!("{}\n", object.trim_start()));
        }
    }
    let case = |name: &str, chart: &str, from: &str| {
        format!(
            "---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: {name}\n  namespace: acme\nspec:\n  chart:\n    spec:\n      chart: ./{chart}\n      sourceRef: {{kind: GitRepository, name: flux-system, namespace: flux-system}}\n  valuesFrom:\n{from}"
        )
    };
    for (i, template) in TEMPLATES.iter().enumerate() {
        let chart = format!("charts/c{i}");
        write(root, &format!("k8s/{chart}/Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        write(
            root,
            &format!("k8s/{chart}/templates/a.yaml"),
            &format!("apiVersion: v1\nkind: ServiceAccount\n{template}\n"),
        );
        let whole = "    - {kind: Secret, name: settings}\n    - {kind: Secret, name: settings, valuesKey: values, targetPath: at.the.path}\n";
        apps.push_str(&case(&format!("r{i}"), &chart, whole));
    }
    write(root, "k8s/chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
    write(
        root,
        "k8s/chart/templates/a.yaml",
        "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {{ .Values.secret }}\n  annotations:\n    {{- range $k, $v := .Values.map }}\n    {{ $k }}: {{ $v }}\n    {{- end }}\n",
    );
    for name in ["broken", "sealed", "none"] {
        apps.push_str(&case(&format!("from-{name}"), "chart", &format!("    - {{kind: Secret, name: {name}}}\n")));
    }
    write(root, "k8s/clusters/prod/apps.yaml", apps.trim_start_matches("---\n"));
    // Files that do not parse, around a secret and in one.
    write(
        root,
        "k8s/base/kustomization.yaml",
        "resources: [a.yaml, b.yaml, c.yaml, none.yaml]\nsecretGenerator:\n  - name: made\n    literals: [\"a=kqzx-literal\", kqzx-odd]\n    files: [none=kqzx]\n    envs: [a.env]\nconfigMapGenerator:\n  - name: plain\n    literals: [\"DB_PASSWORD=kqzx-named\"]\n",
    );
    write(root, "k8s/base/a.env", "A=kqzx-env\nkqzx bad\n");
    write(
        root,
        "k8s/base/a.yaml",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: torn\nstringData:\n  a: \"kqzx-torn\n  b: c\n",
    );
    write(
        root,
        "k8s/base/b.yaml",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: torn\nstringData:\n  a: b: kqzx-c\n  *kqzx: x\n",
    );
    write(
        root,
        "k8s/base/c.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: torn\ndata:\n  db_password: \"kqzx-torn\n  b: c\n",
    );
    let secrets = ["kqzxEncoded", "kqzx-plain", "kqzx-values", "kqzx-target"];
    let drawn: Vec<_> = ["dot", "mermaid", "json"]
        .iter()
        .flat_map(|format| run(root, &["graph", "--modules", "--format", format], &format!("graph {format}")))
        .collect();
    assert!(drawn.iter().any(|(_, text)| text.contains("vars0")), "what is drawn is this estate");
    let told = leaks(&drawn, &secrets);
    assert!(told.is_empty(), "{} lines tell a secret:\n{}", told.len(), told.join("\n"));
    let rules = ["dangling-reference", "unparsable-file", "pod-security-as-annotation"];
    assert_silent(root, &[], &secrets, &rules);
}

/// Secrets that nothing marks: what has a credential's form, arguments that providers call sensitive, data of Secrets.
const UNMARKED: &str = r##"
module "m" {
  source = "git::https://oauth2:kqzxSource@git.example.com/acme/mods.git//x?ref=v1"
}
locals {
  url = "postgres://app:kqzxUrl@db:5432/x"
  pem = "-----BEGIN RSA PRIVATE KEY-----\nkqzxPem\n-----END RSA PRIVATE KEY-----"
}
resource "aws_ssm_parameter" "p" {
  name  = "/a/b"
  type  = "SecureString"
  value = "kqzxParameter"
}
data "aws_ssm_parameter" "p" {
  name = "/a/b"
}
output "p" {
  value = data.aws_ssm_parameter.p.value
}
resource "helm_release" "r" {
  name  = "r"
  chart = "./none"
  set_sensitive {
    name  = "db.pass"
    value = "kqzxSet"
  }
  set {
    name  = "auth.password"
    value = "kqzxNamed"
  }
  values = [<<-YAML
    auth:
      password: kqzxYaml
  YAML
  ]
}
resource "kubectl_manifest" "s" {
  yaml_body = <<-YAML
    apiVersion: v1
    kind: Secret
    metadata:
      name: s
    stringData:
      a: kqzxBody
  YAML
}
resource "kubernetes_manifest" "s" {
  manifest = {
    apiVersion = "v1"
    kind       = "Secret"
    metadata   = { name = "s" }
    data       = { a = "kqzxManifest" }
  }
}
resource "local_sensitive_file" "f" {
  filename = "f"
  content  = "kqzxFile"
}
resource "tfe_variable" "v" {
  key       = "k"
  value     = "kqzxVariable"
  category  = "env"
  sensitive = true
}
resource "aws_instance" "i" {
  ami       = "ami-1"
  user_data = "#!/bin/sh\nexport TOKEN=kqzxData\ncurl https://kqzxCurl@example.com\n"
}
"##;

#[test]
fn secrets_that_nothing_marks_are_in_no_format() {
    let work = tempfile::tempdir().unwrap();
    write(work.path(), "main.tf", UNMARKED);
    let unit = "terraform {\n  source = \"git::https://kqzxToken@git.example.com/acme/mods.git//x?ref=v1\"\n}\n";
    write(work.path(), "u/terragrunt.hcl", unit);
    let mut told = Vec::new();
    for form in [&["show", "--all", "--resources"][..], &["show", "--all", "--resources", "--json"], &["graph"]] {
        let shown = run(work.path(), form, &form.join(" "));
        assert!(form[0] == "graph" || shown[0].1.contains("local_sensitive_file.f"), "{}", shown[0].1);
        told.extend(leaks(&shown, &[]));
    }
    assert!(told.is_empty(), "{} lines tell a secret:\n{}", told.len(), told.join("\n"));
    assert_silent(work.path(), &[], &[], &[]);
}
