//! Objects: what is told of each, and files that do not parse.

use super::{cluster, config_map, kustomization, object, reference, text_at, value};
use crate::eval::kustomize::edit;
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::value::Kind;

#[test]
fn files_that_do_not_parse_know_how_they_are_reached() {
    let apps = kustomization("apps", "./apps", "");
    let broken = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [}\n";
    let (sources, k) = cluster(&[
        ("clusters/prod/apps.yaml", &apps),
        ("apps/kustomization.yaml", "resources: [a.yaml]"),
        ("apps/a.yaml", broken),
        ("old/b.yaml", broken),
        ("mkdocs/theme.yaml", "a: [}\n"),
    ]);
    let found: Vec<_> = k.unparsable.iter().map(|f| (&*f.path, f.reach.word())).collect();
    assert_eq!(found, [("apps/a.yaml", "live")]);
    // What nobody applies is a gap, wherever it is.
    assert!(k.gaps.iter().any(|gap| gap.at.is_some_and(|at| text_at(&sources, at).0 == "old/b.yaml")));
}

#[test]
fn a_broken_manifest_hides_only_what_its_text_names() {
    let from = |name: &str| {
        kustomization(
            name,
            "./apps",
            &format!("  postBuild: {{substituteFrom: [{{kind: ConfigMap, name: {name}}}]}}\n"),
        )
    };
    let of = |name: &str, broken: &str| {
        let (_, k) = cluster(&[
            ("clusters/prod/apps.yaml", &from(name)),
            ("clusters/prod/broken.yaml", broken),
            ("apps/a.yaml", &config_map("a", "")),
        ]);
        reference(&k, ReferenceKind::ValuesFrom, name).outcome.clone()
    };
    let broken = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vars\n";
    assert!(matches!(of("vars", broken), Outcome::Undecided(_)));
    assert!(matches!(of("prod-vars", broken), Outcome::Undecided(_)), "a prefix could complete the name");
    assert!(matches!(of("settings", broken), Outcome::Missing { .. }));
    let brings = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: x\n";
    assert!(matches!(of("settings", brings), Outcome::Undecided(_)), "it could bring anything");
}

#[test]
fn cluster_wide_kinds_have_no_namespace_and_others_may_lack_one() {
    let apps = kustomization("apps", "./apps", "");
    let (_, k) = cluster(&[
        ("clusters/prod/apps.yaml", &apps),
        ("apps/kustomization.yaml", "namespace: team\nresources: [i.yaml]"),
        ("apps/i.yaml", "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {name: i}\n"),
        ("clusters/prod/bare.yaml", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: bare}\n"),
    ]);
    assert_eq!(edit::as_str(&object(&k, "ClusterIssuer//i").namespace), Some(""));
    assert!(matches!(object(&k, "ServiceAccount//bare").namespace.kind, Kind::Unknown(_)));
}

#[test]
fn flux_s_own_manifests_are_generated() {
    let (_, k) = cluster(&[(
        "clusters/prod/flux-system/gotk-components.yaml",
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: flux-system}\n",
    )]);
    assert!(object(&k, "Namespace//flux-system").generated);
    assert!(!object(&k, "GitRepository/flux-system/flux-system").generated);
}

#[test]
fn a_resource_set_makes_its_resources_once_for_each_input() {
    let set = "apiVersion: fluxcd.controlplane.io/v1
kind: ResourceSet
metadata: {name: apps, namespace: team}
spec:
  commonMetadata: {labels: {from: set}}
  inputs: [{name: one, replicas: 2}, {name: two, replicas: 3}]
  resources:
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: 'app-<< inputs.name >>', namespace: << inputs.provider.namespace >>}
    data: {replicas: << inputs.replicas >>}
";
    let (_, k) = cluster(&[("clusters/prod/set.yaml", set)]);
    let two = object(&k, "ConfigMap/team/app-two");
    assert_eq!(edit::scalar(value(two, &["data", "replicas"])).as_deref(), Some("3"));
    assert_eq!(edit::as_str(value(two, &["metadata", "labels", "from"])), Some("set"));
    assert!(object(&k, "ConfigMap/team/app-one").reach.counts() && k.gaps.is_empty(), "{:#?}", k.gaps);
}

#[test]
fn a_resource_set_whose_inputs_come_from_elsewhere_leaves_absence_undecided() {
    let set = "apiVersion: fluxcd.controlplane.io/v1
kind: ResourceSet
metadata: {name: apps, namespace: flux-system}
spec:
  inputs: [{name: one}]
  resourcesTemplate: |
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: << inputs.name >>}
";
    let apps = kustomization("apps", "./apps", "  postBuild: {substituteFrom: [{kind: ConfigMap, name: one}]}\n");
    let (_, k) = cluster(&[
        ("clusters/prod/set.yaml", set),
        ("clusters/prod/apps.yaml", &apps),
        ("apps/a.yaml", &config_map("a", "")),
    ]);
    assert!(matches!(reference(&k, ReferenceKind::ValuesFrom, "one").outcome, Outcome::Undecided(_)));
}

#[test]
fn what_a_kyverno_policy_clones_into_namespaces_is_not_missed() {
    let policy = "apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: copies}
spec:
  rules:
  - match: {any: [{resources: {kinds: [v1/Namespace]}}]}
    generate: {namespace: x, cloneList: {namespace: flux-system, kinds: [v1/ConfigMap]}}
";
    let apps = kustomization("apps", "./apps", "  postBuild: {substituteFrom: [{kind: ConfigMap, name: info}]}\n");
    let files = [("clusters/prod/apps.yaml", apps.as_str()), ("apps/a.yaml", "")];
    let (_, without) = cluster(&files);
    let found = &reference(&without, ReferenceKind::ValuesFrom, "info").outcome;
    assert!(matches!(found, Outcome::Missing { .. }), "{found:#?}");
    let (_, with) = cluster(&[files[0], files[1], ("clusters/prod/policy.yaml", policy)]);
    let found = &reference(&with, ReferenceKind::ValuesFrom, "info").outcome;
    assert!(matches!(found, Outcome::Undecided(_)), "{found:#?}");
}
