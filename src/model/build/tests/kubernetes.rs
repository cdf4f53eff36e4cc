use super::{Built, build};
use crate::model::kubernetes::{NamespaceSelection, NetworkPolicy};

const ENTRY: &str = r#"
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 10m
  path: ./clusters/prod
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
  namespace: flux-system
spec:
  url: https://example.com/k8s
"#;

/// A Flux repository with these files below its cluster's directory; every one of them is applied.
fn cluster(files: &[(&str, &str)]) -> Built {
    let mut all = vec![("k8s/clusters/prod/flux-system/gotk-sync.yaml".to_owned(), ENTRY.to_owned())];
    all.extend(files.iter().map(|(path, text)| (format!("k8s/clusters/prod/{path}"), (*text).to_owned())));
    let all: Vec<(&str, &str)> = all.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    build(&all)
}

fn namespace(name: &str) -> String {
    format!("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {name}\n")
}

#[test]
fn directories_below_an_entry_point_make_organizations() {
    let (acme, globex) = (namespace("acme"), namespace("globex"));
    let built = cluster(&[
        ("organizations/acme/namespace.yaml", acme.as_str()),
        ("organizations/globex/namespace.yaml", globex.as_str()),
        (
            "organizations/acme/binding.yaml",
            r#"
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: readers
  namespace: acme
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: reader
subjects:
  - kind: ServiceAccount
    name: app
    namespace: globex
"#,
        ),
    ]);
    let names: Vec<_> = built.estate.organizations.iter().map(|o| (o.name.to_string(), o.detected)).collect();
    assert_eq!(names, [("acme".to_owned(), true), ("globex".to_owned(), true)]);
    let namespace = built.estate.namespace("clusters/prod", "acme").unwrap();
    assert_eq!(namespace.organization.as_deref(), Some("acme"));
    let crossing: Vec<_> = built
        .estate
        .declared
        .object_references
        .iter()
        .filter(|r| r.to_organization.is_some() && r.to_organization != r.organization)
        .collect();
    assert_eq!(crossing.len(), 1);
    assert_eq!(crossing[0].to_organization.as_deref(), Some("globex"));
    assert_eq!(built.written(crossing[0].at()).1, "globex");
}

#[test]
fn one_entry_point_and_one_cluster_are_tied_and_two_are_not() {
    let eks = "provider \"aws\" {\n  region = \"eu-west-1\"\n}\nresource \"aws_eks_cluster\" \"a\" {\n  name = \"a\"\n  vpc_config { subnet_ids = [] }\n}\n";
    let one = build(&[("k8s/clusters/prod/flux-system/gotk-sync.yaml", ENTRY), ("infra/eks/main.tf", eks)]);
    let tie = one.estate.tie_of("clusters/prod").unwrap();
    assert!(tie.detected);
    assert_eq!(tie.region.as_deref(), Some("eu-west-1"));
    assert_eq!(one.estate.network_policy_enforced("clusters/prod"), None);
    let two = build(&[
        ("k8s/clusters/prod/flux-system/gotk-sync.yaml", ENTRY),
        ("infra/eks/main.tf", eks),
        ("infra/eks-two/main.tf", eks),
    ]);
    assert!(two.estate.ties.is_empty());
}

#[test]
fn a_namespace_that_is_only_used_is_known_too() {
    let built = cluster(&[("app.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: loose\n")]);
    let found = built.estate.namespace("clusters/prod", "loose").unwrap();
    assert!(!found.declared);
    assert!(found.subject.reach.counts());
}

fn policy(text: &str) -> NetworkPolicy {
    let built = cluster(&[("policy.yaml", text)]);
    built.estate.declared.network_policies[0].clone()
}

#[test]
fn a_policy_restricts_what_its_types_say_unless_a_rule_allows_all() {
    let kubernetes = |spec: &str| {
        policy(&format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: p\n  namespace: acme\nspec: {spec}\n"
        ))
    };
    let found = kubernetes("{ podSelector: {} }");
    assert!(found.selects_all && found.ingress && !found.egress, "no policyTypes: ingress");
    let found = kubernetes("{ podSelector: { matchLabels: { app: a } }, policyTypes: [Egress] }");
    assert!(!found.selects_all && !found.ingress && found.egress);
    let found = kubernetes("{ podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}] }");
    assert!(!found.ingress && found.egress, "an empty rule allows everything");
}

#[test]
fn cilium_policies_select_namespaces_by_label() {
    let text = |selector: &str| {
        format!(
            "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata:\n  name: p\nspec:\n  endpointSelector: {selector}\n  ingress:\n    - {{}}\n"
        )
    };
    let found = policy(&text("{}"));
    assert!(found.cluster_wide && found.selects_all && found.ingress && !found.egress);
    assert_eq!(found.namespaces, NamespaceSelection::All);
    let found = policy(&text(
        "{ matchExpressions: [{ key: io.kubernetes.pod.namespace, operator: NotIn, values: [kube-system] }] }",
    ));
    assert_eq!(found.namespaces, NamespaceSelection::Except(vec!["kube-system".into()]));
    let found = policy(&text("{ matchLabels: { app: a } }"));
    assert!(!found.selects_all);
    assert_eq!(found.namespaces, NamespaceSelection::Other);
}

#[test]
fn a_file_that_does_not_parse_has_the_reach_of_who_applies_it() {
    let built = cluster(&[
        ("kustomization.yaml", "resources:\n  - good.yaml\n  - broken.yaml\n"),
        ("good.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"),
        ("broken.yaml", "apiVersion: v1\nkind: [\n"),
        ("aside/broken.yaml", "apiVersion: v1\nkind: [\n"),
    ]);
    let found: Vec<_> =
        built.estate.declared.unparsable.iter().map(|u| (u.address.scope.to_string(), u.reach.word())).collect();
    assert_eq!(found.len(), 1, "what nobody applies may be a template or a draft: {found:?}");
    assert!(found[0].0.ends_with("prod/broken.yaml") && found[0].1 == "live", "{found:?}");
}

#[test]
fn the_values_of_a_release_that_was_not_rendered_name_roles_too() {
    let built = cluster(&[(
        "dns.yaml",
        r#"
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: dns
  namespace: dns
spec:
  chart:
    spec:
      chart: external-dns
      version: "1.15.0"
      sourceRef: { kind: HelmRepository, name: dns }
  values:
    serviceAccount:
      name: dns-sa
      annotations:
        eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/dns
    webhook:
      serviceAccount:
        create: false
        annotations:
          eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/other
"#,
    )]);
    let accounts = &built.estate.declared.service_accounts;
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].subject.address.subject.as_ref(), "ServiceAccount/dns/dns-sa");
    assert_eq!(built.written(accounts[0].role_arn.at()).1, "arn:aws:iam::111122223333:role/dns");
}

#[test]
fn a_folder_of_another_organization_is_one_reference_at_the_entry_that_names_it() {
    let (acme, globex) = (namespace("acme"), namespace("globex"));
    let job = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: job\nspec:\n  volumes:\n    - name: a\n      secret: {secretName: a}\n  \
               containers:\n    - name: a\n      envFrom:\n        - configMapRef: {name: badges}\n";
    let built = cluster(&[
        ("kustomization.yaml", "resources:\n  - organizations/acme\n  - organizations/globex/namespace.yaml\n"),
        (
            "organizations/acme/kustomization.yaml",
            "namespace: acme\nresources:\n  - namespace.yaml\n  - ../globex/shared\n",
        ),
        ("organizations/acme/namespace.yaml", acme.as_str()),
        ("organizations/globex/namespace.yaml", globex.as_str()),
        ("organizations/globex/shared/kustomization.yaml", "resources:\n  - job.yaml\n"),
        ("organizations/globex/shared/job.yaml", job),
    ]);
    let crossing: Vec<_> = built
        .estate
        .declared
        .object_references
        .iter()
        .filter(|r| r.organization.is_some() && r.to_organization.is_some() && r.to_organization != r.organization)
        .collect();
    let told: Vec<_> = crossing.iter().map(|r| (&*r.kind, built.written(r.at()).1)).collect();
    assert_eq!(told, [("directory", "../globex/shared".to_owned())], "what it brings into acme is acme's");
    assert_eq!(crossing[0].organization.as_deref(), Some("acme"));
    assert_eq!(crossing[0].to_organization.as_deref(), Some("globex"));
}

#[test]
fn a_namespace_below_tenants_says_by_flux_s_label_whose_it_is() {
    let labelled =
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: apps\n  labels:\n    toolkit.fluxcd.io/tenant: dev-team\n";
    let built = cluster(&[
        ("tenants/base/dev-team/rbac.yaml", labelled),
        ("infrastructure/namespace.yaml", &labelled.replace("apps", "tools").replace("dev-team", "platform")),
    ]);
    let names: Vec<_> = built.estate.organizations.iter().map(|o| o.name.to_string()).collect();
    assert_eq!(names, ["dev-team"], "a label outside of the tenants' directories makes no tenant");
    let namespace = built.estate.namespace("clusters/prod", "apps").unwrap();
    assert_eq!(namespace.organization.as_deref(), Some("dev-team"));
}

/// The namespaces that Kyverno's NetworkPolicy covers, for a rule with these lines.
fn kyverno(lines: &str) -> NetworkPolicy {
    policy(&format!(
        "apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: default-deny
spec:
  rules:
    - name: default-deny
{lines}
      generate:
        kind: NetworkPolicy
        name: default-deny
        namespace: '{{{{request.object.metadata.name}}}}'
        data:
          spec:
            podSelector: {{}}
            policyTypes: [Ingress]
"
    ))
}

#[test]
fn kyverno_makes_network_policies_in_the_namespaces_it_does_not_exclude() {
    let found = kyverno(
        "      match: {any: [{resources: {kinds: [Namespace]}}]}\n      exclude: {any: [{resources: {namespaces: [monitoring]}}]}",
    );
    assert!(found.ingress && !found.egress && found.selects_all && found.unknown.is_none());
    assert_eq!(found.namespaces, NamespaceSelection::Except(vec!["monitoring".into()]));
    let old = kyverno("      match: {resources: {kinds: [Namespace]}}");
    assert_eq!(old.namespaces, NamespaceSelection::All);
    let some =
        kyverno("      match: {any: [{resources: {kinds: [Namespace], selector: {matchLabels: {team: acme}}}}]}");
    assert!(some.namespaces == NamespaceSelection::Other && some.unknown.is_some(), "whom it selects by label is open");
}

#[test]
fn a_flux_kustomization_of_another_repository_may_bring_policies_into_its_namespace() {
    let sync = |more: &str| {
        format!(
            "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: app\n  namespace: acme\nspec:\n  url: https://example.com/acme\n---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: app\n  namespace: acme\nspec:\n  path: ./\n{more}  sourceRef:\n    kind: GitRepository\n    name: app\n"
        )
    };
    let (own, other) = (sync(""), sync("  targetNamespace: elsewhere\n"));
    let open = |sync: &str| {
        let built = cluster(&[("namespace.yaml", &namespace("acme")), ("sync.yaml", sync)]);
        built.estate.unseen_in("clusters/prod", "acme").count()
    };
    assert_eq!(open(&own), 1);
    assert_eq!(open(&other), 0, "what it applies goes to another namespace");
}

#[test]
fn policies_of_the_pod_security_standards_refuse_pods_when_they_enforce() {
    let policy = |category: &str, action: &str| {
        let text = format!(
            "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata:\n  name: p\n  annotations:\n    policies.kyverno.io/category: {category}\nspec:\n  validationFailureAction: {action}\n  rules:\n    - name: p\n      match: {{any: [{{resources: {{kinds: [Pod]}}}}]}}\n      validate: {{message: no, pattern: {{spec: {{containers: [{{image: \"*\"}}]}}}}}}\n"
        );
        let built = cluster(&[("policy.yaml", &text)]);
        built.estate.declared.pod_policies.iter().map(|p| p.enforces).collect::<Vec<_>>()
    };
    assert_eq!(policy("Pod Security Standards (Baseline)", "enforce"), [true]);
    assert_eq!(policy("Pod Security Standards (Baseline)", "Audit"), [false]);
    assert!(policy("Best Practices", "enforce").is_empty());
}

#[test]
fn a_file_that_terraform_writes_into_the_repository_is_not_missing() {
    let kustomization = "configMapGenerator:\n  - name: vars\n    envs: [vars.env, other.env]\nresources: [flux-system/gotk-sync.yaml]\n";
    let file = "resource \"github_repository_file\" \"vars\" {\n  repository = \"k8s\"\n  file       = \"clusters/prod/vars.env\"\n  content    = \"a=b\"\n}\n";
    let built = build(&[
        ("k8s/clusters/prod/flux-system/gotk-sync.yaml", ENTRY),
        ("k8s/clusters/prod/kustomization.yaml", kustomization),
        ("infra/bootstrap/main.tf", file),
    ]);
    let outcome = |target: &str| {
        let mut all = built.estate.declared.path_references.iter();
        all.find(|r| &*r.target == target).map(|r| matches!(r.outcome, crate::eval::reference::Outcome::Missing { .. }))
    };
    assert_eq!(outcome("vars.env"), Some(false));
    assert_eq!(outcome("other.env"), Some(true));
}

#[test]
fn a_cloud_s_namespace_is_none_of_the_cluster() {
    let bus = "apiVersion: servicebus.azure.com/v1api20211101\nkind: Namespace\nmetadata:\n  name: acme-servicebus\n  namespace: acme\n";
    let acme = namespace("acme");
    let built = cluster(&[("organizations/acme/bus.yaml", bus), ("organizations/acme/namespace.yaml", acme.as_str())]);
    let namespaces: Vec<_> = built.estate.organizations[0].namespaces.iter().map(|n| n.to_string()).collect();
    assert_eq!(namespaces, ["acme"]);
}

#[test]
fn the_secrets_of_a_provider_class_are_named_where_they_stand_in_its_text() {
    let class = "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: db\n  namespace: acme\nspec:\n  provider: aws\n  parameters:\n    objects: |\n      - objectName: prod/db\n        objectType: secretsmanager\n      - objectName: /prod/url\n        objectType: ssmparameter\n";
    let built = cluster(&[("class.yaml", class)]);
    let told: Vec<_> = built
        .estate
        .declared
        .object_references
        .iter()
        .filter(|r| r.kind.starts_with("AWS"))
        .map(|r| (&*r.kind, built.written(r.at())))
        .collect();
    let place = |line: u32| format!("clusters/prod/class.yaml:{line}");
    let wanted =
        [("AWS secret", (place(10), "prod/db".to_owned())), ("AWS parameter", (place(12), "/prod/url".to_owned()))];
    assert_eq!(told, wanted);
}

#[test]
fn pods_name_what_they_need_by_their_kind() {
    let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n  namespace: acme\nspec:\n  template:\n    spec:\n      serviceAccountName: app\n      volumes:\n        - name: a\n          secret:\n            secretName: keys\n            optional: true\n      containers:\n        - name: app\n          image: i\n";
    let certificate = "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: tls\n  namespace: acme\nspec:\n  secretName: tls\n  issuerRef:\n    kind: ClusterIssuer\n    name: le\n";
    let issuer =
        "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata:\n  name: le\nspec:\n  selfSigned: {}\n";
    let built = cluster(&[("app.yaml", text), ("tls.yaml", certificate), ("issuer.yaml", issuer)]);
    let told: Vec<_> = built
        .estate
        .declared
        .object_references
        .iter()
        .filter(|r| !matches!(&*r.kind, "Namespace" | "GitRepository"))
        .map(|r| (r.kind.to_string(), r.namespace.to_string(), r.name.to_string(), r.optional, r.made, r.to.is_some()))
        .collect();
    let row = |kind: &str, space: &str, name: &str, optional, made, to| {
        (kind.to_owned(), space.to_owned(), name.to_owned(), optional, made, to)
    };
    assert_eq!(
        told,
        [
            row("Secret", "acme", "tls", false, true, false),
            row("ClusterIssuer", "", "le", false, false, true),
            row("ServiceAccount", "acme", "app", false, false, false),
            row("Secret", "acme", "keys", true, false, false),
        ]
    );
}

#[test]
fn the_values_that_a_release_sets_are_known_with_their_places() {
    let release = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: app\n  namespace: acme\nspec:\n  values:\n    image:\n      tag: v1\n    hosts: [a, b]\n    empty: {}\n";
    let built = cluster(&[("app.yaml", release)]);
    let sets = &built.estate.declared.releases[0].sets;
    let told: Vec<_> = sets.iter().map(|s| (s.path.join("."), built.written(s.at).0)).collect();
    let at = |line: u32| format!("clusters/prod/app.yaml:{line}");
    assert_eq!(told, [("image.tag".to_owned(), at(9)), ("hosts".to_owned(), at(10)), ("empty".to_owned(), at(11))]);
}
