//! What Terraform applies to a cluster is there like what Flux applies.

use super::*;
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::model::identity::Pattern;

const FLUX: (&str, &str) = (
    "k8s/clusters/prod/flux-system/gotk-sync.yaml",
    "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: flux-system\n  namespace: flux-system\nspec:\n  url: https://example.com/k8s\n---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: flux-system\n  namespace: flux-system\nspec:\n  path: ./clusters/prod\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n",
);

const CLUSTER: (&str, &str) =
    ("infra/eks/main.tf", "provider \"aws\" {}\nresource \"aws_eks_cluster\" \"this\" {\n  name = \"prod\"\n}\n");

fn text(pattern: &Pattern) -> String {
    pattern.text().map(|t| t.to_string()).unwrap_or_else(|| "?".into())
}

#[test]
fn resources_become_the_objects_they_make_in_the_one_cluster() {
    let main = r#"
provider "kubernetes" {}
resource "kubernetes_namespace_v1" "acme" {
  metadata {
    name   = "acme"
    labels = { "pod-security.kubernetes.io/enforce" = "baseline" }
  }
}
resource "kubernetes_service_account" "app" {
  metadata {
    name        = "app"
    namespace   = kubernetes_namespace_v1.acme.metadata[0].name
    annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::111122223333:role/app" }
  }
}
resource "kubernetes_network_policy" "deny" {
  metadata {
    name      = "deny"
    namespace = "acme"
  }
  spec {
    pod_selector {}
    policy_types = ["Ingress"]
  }
}
resource "kubernetes_deployment" "app" {
  metadata {
    name      = "app"
    namespace = "acme"
  }
  spec {
    selector {
      match_labels = { app_name = "app" }
    }
    template {
      metadata {
        labels = { app_name = "app" }
      }
      spec {
        service_account_name = "app"
        host_pid             = true
        container {
          name  = "a"
          image = "i"
        }
      }
    }
  }
}
resource "kubectl_manifest" "sa" {
  yaml_body = <<-YAML
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: from-text
      namespace: acme
  YAML
}
resource "kubernetes_manifest" "sa" {
  manifest = {
    apiVersion = "v1"
    kind       = "ServiceAccount"
    metadata   = { name = "from-map", namespace = "acme" }
  }
}
"#;
    let built = build(&[FLUX, CLUSTER, ("infra/apps/main.tf", main)]);
    let declared = &built.estate.declared;
    let namespace = declared.namespaces.iter().find(|n| text(&n.subject.name) == "acme").unwrap();
    assert_eq!(&*namespace.subject.address.scope, "clusters/prod");
    assert_eq!(&*namespace.labels[0].key, "pod-security.kubernetes.io/enforce");
    let mut accounts: Vec<String> = declared
        .service_accounts
        .iter()
        .map(|a| format!("{}/{}", text(&a.subject.namespace), text(&a.subject.name)))
        .collect();
    accounts.sort();
    assert_eq!(accounts, ["acme/app", "acme/from-map", "acme/from-text"]);
    let policy = &declared.network_policies[0];
    assert!(policy.selects_all && policy.ingress && !policy.egress);
    let workload = &declared.workloads[0];
    assert_eq!(&*workload.pod_labels[0].key, "app_name");
    assert!(
        workload.pod_security.baseline.iter().any(|(what, _)| what.contains("hostPID")),
        "{:?}",
        workload.pod_security
    );
    let (path, line) = built.written(workload.subject.at);
    assert!(path.starts_with("apps/main.tf:") || path.contains("apps/main.tf:"), "{path} {line}");
}

#[test]
fn a_chart_beside_the_module_is_rendered_with_its_values() {
    let main = r#"
resource "helm_release" "app" {
  name      = "app"
  namespace = "acme"
  chart     = "${path.module}/chart"
  values    = [yamlencode({ account = { name = "from-values" } })]
  set {
    name  = "account.role\\.arn"
    value = "arn:aws:iam::111122223333:role/x"
  }
}
resource "helm_release" "remote" {
  name       = "remote"
  namespace  = "other"
  repository = "https://charts.example.com"
  chart      = "thing"
}
"#;
    let template = "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {{ .Values.account.name }}\n  annotations:\n    eks.amazonaws.com/role-arn: {{ index .Values.account \"role.arn\" }}\n";
    let built = build(&[
        FLUX,
        CLUSTER,
        ("infra/apps/main.tf", main),
        ("infra/apps/provider.tf", "provider \"helm\" {}\n"),
        ("infra/apps/chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n"),
        ("infra/apps/chart/templates/sa.yaml", template),
    ]);
    let declared = &built.estate.declared;
    let account = declared.service_accounts.iter().find(|a| text(&a.subject.name) == "from-values").unwrap();
    assert_eq!(text(&account.subject.namespace), "acme");
    assert_eq!(text(account.role_arn.get().unwrap()), "arn:aws:iam::111122223333:role/x");
    let unseen: Vec<String> = declared.unseen_objects.iter().map(|u| text(&u.namespace)).collect();
    assert_eq!(unseen, ["other"]);
}

#[test]
fn a_cluster_that_cannot_be_told_leaves_open_what_else_runs_there() {
    let main = "provider \"kubernetes\" {}\nresource \"kubernetes_namespace\" \"a\" {\n  metadata {\n    name = \"a\"\n  }\n}\n";
    let built = build(&[FLUX, ("infra/apps/main.tf", main)]);
    let declared = &built.estate.declared;
    let namespace = declared.namespaces.iter().find(|n| text(&n.subject.name) == "a").unwrap();
    assert_eq!(&*namespace.subject.address.scope, "apps");
    assert!(declared.unseen_objects.iter().any(|u| &*u.scope == "apps" && u.namespace.text().is_none()));
}

#[test]
fn manifests_read_from_files_are_objects_with_the_places_of_those_files() {
    let main = r#"
provider "kubernetes" {}
resource "kubernetes_manifest" "one" {
  manifest = yamldecode(file("${path.module}/manifests/one.yaml"))
}
resource "kubernetes_manifest" "each" {
  for_each = fileset("${path.module}/manifests/each", "*.yaml")
  manifest = yamldecode(file("${path.module}/manifests/each/${each.value}"))
}
resource "kubectl_manifest" "text" {
  for_each  = toset(["b"])
  yaml_body = file("${path.module}/manifests/text-${each.key}.yaml")
}
"#;
    let account = |name: &str| {
        format!(
            "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {name}\n  namespace: acme\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/{name}\n"
        )
    };
    let (one, a, b, fourth) = (account("one"), account("a"), account("b"), account("text"));
    let built = build(&[
        FLUX,
        CLUSTER,
        ("infra/apps/main.tf", main),
        ("infra/apps/manifests/one.yaml", &one),
        ("infra/apps/manifests/each/a.yaml", &a),
        ("infra/apps/manifests/each/b.yaml", &b),
        ("infra/apps/manifests/text-b.yaml", &fourth),
    ]);
    let accounts = &built.estate.declared.service_accounts;
    let mut found: Vec<(String, String)> =
        accounts.iter().map(|s| (text(&s.subject.name), built.written(s.role_arn.at()).0)).collect();
    found.sort();
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["a", "b", "one", "text"]);
    assert!(accounts.iter().all(|s| &*s.subject.address.scope == "clusters/prod"), "they are in the one cluster");
    let places: Vec<&str> = found.iter().map(|(_, place)| place.as_str()).collect();
    let below = |file: &str| format!("apps/manifests/{file}.yaml:7");
    assert_eq!(places, [below("each/a"), below("each/b"), below("one"), below("text-b")]);
    let one = accounts.iter().find(|s| text(&s.subject.name) == "one").unwrap();
    assert_eq!(built.written(one.subject.name_at).0, "apps/manifests/one.yaml:4", "what is missing belongs there");
    let shown: Vec<String> = one.role_arn.evidence.related().iter().map(|m| built.written(m.at).0).collect();
    assert_eq!(shown, ["apps/main.tf:3"]);
}

#[test]
fn a_chart_that_terraform_installs_shows_the_resource_that_does() {
    let main = "resource \"helm_release\" \"app\" {\n  name      = \"app\"\n  namespace = \"acme\"\n  chart     = \"${path.module}/chart\"\n}\n";
    let template = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: acme\n";
    let built = build(&[
        FLUX,
        CLUSTER,
        ("infra/apps/main.tf", main),
        ("infra/apps/provider.tf", "provider \"helm\" {}\n"),
        ("infra/apps/chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n"),
        ("infra/apps/chart/templates/namespace.yaml", template),
    ]);
    let namespace = built.estate.declared.namespaces.iter().find(|n| text(&n.subject.name) == "acme").unwrap();
    assert_eq!(built.written(namespace.subject.name_at).0, "apps/chart/templates/namespace.yaml:4");
    let places: Vec<String> = namespace.subject.trail.iter().map(|m| built.written(m.at).0).collect();
    assert_eq!(places, ["apps/main.tf:1"]);
}

#[test]
fn a_config_map_that_a_module_not_at_hand_may_make_is_not_missing() {
    let app = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: apps\n  namespace: flux-system\nspec:\n  path: ./apps\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n  postBuild:\n    substituteFrom:\n      - kind: ConfigMap\n        name: runtime-info\n";
    let files = [
        FLUX,
        CLUSTER,
        ("k8s/clusters/prod/apps.yaml", app),
        ("k8s/apps/a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n"),
    ];
    let outcome = |files: &[(&str, &str)]| {
        let references = build(files).estate.declared.path_references;
        references.into_iter().find(|r| r.kind == ReferenceKind::ValuesFrom).unwrap().outcome
    };
    assert!(matches!(outcome(&files), Outcome::Missing { .. }));
    let module = (
        "infra/boot/main.tf",
        "provider \"aws\" {}\nmodule \"bootstrap\" {\n  source = \"example/bootstrap/kubernetes\"\n}\n",
    );
    assert!(matches!(outcome(&[&files[..], &[module]].concat()), Outcome::Undecided(_)));
}
