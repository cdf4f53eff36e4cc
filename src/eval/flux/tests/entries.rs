//! Where Flux starts, and how what it applies is reached.

use super::{SYNC, cluster, config_map, kustomization, object, reference, run};
use crate::eval::kubernetes::Reach;
use crate::eval::reference::{Outcome, ReferenceKind};

#[test]
fn a_kustomization_that_applies_its_own_file_is_an_entry_point() {
    let apps = kustomization("apps", "./apps", "");
    let (_, k) = cluster(&[
        ("clusters/prod/apps.yaml", &apps),
        ("apps/kustomization.yaml", "resources: [a.yaml]"),
        ("apps/a.yaml", &config_map("a", "")),
        ("apps/forgotten.yaml", &config_map("forgotten", "")),
        ("old/kustomization.yaml", "resources: [b.yaml]"),
        ("old/b.yaml", &config_map("b", "")),
    ]);
    assert_eq!(k.clusters.iter().map(|c| c.address.to_string()).collect::<Vec<_>>(), ["repo//clusters/prod"]);
    let a = object(&k, "ConfigMap/flux-system/a");
    assert_eq!(a.reach, Reach::Live([k.clusters[0].address.clone()].into()));
    assert_eq!(a.address.to_string(), "repo//clusters/prod//ConfigMap/flux-system/a");
    assert_eq!(&*a.applied_by.as_ref().unwrap().subject, "Kustomization/flux-system/apps");
    assert_eq!(object(&k, "ConfigMap/flux-system/forgotten").reach, Reach::Dormant);
    let dormant = object(&k, "ConfigMap/flux-system/b");
    assert_eq!((&dormant.reach, &*dormant.address.scope), (&Reach::Dormant, "old"));
    assert!(k.gaps.is_empty(), "{:#?}", k.gaps);
}

#[test]
fn without_an_entry_point_nothing_is_called_dormant() {
    let (_, k) = run(&[("base/kustomization.yaml", "resources: [a.yaml]"), ("base/a.yaml", &config_map("a", ""))]);
    assert!(k.clusters.is_empty());
    assert_eq!(object(&k, "ConfigMap/flux-system/a").reach, Reach::Unknown);
}

#[test]
fn clusters_without_committed_bootstrap_are_found_by_what_nobody_includes() {
    let (staging, production) =
        (kustomization("apps", "./apps/staging", ""), kustomization("apps", "./apps/production", ""));
    let (_, k) = run(&[
        ("clusters/staging/apps.yaml", &staging),
        ("clusters/production/apps.yaml", &production),
        ("apps/base/kustomization.yaml", "resources: [a.yaml]"),
        ("apps/base/a.yaml", &config_map("a", "x: base")),
        ("apps/staging/kustomization.yaml", "resources: [../base]"),
        ("apps/production/kustomization.yaml", "resources: [../base]\nnamePrefix: prod-"),
    ]);
    let scopes: Vec<_> = k.clusters.iter().map(|c| &*c.path).collect();
    assert_eq!(scopes, ["clusters/production", "clusters/staging"]);
    assert_eq!(&*object(&k, "ConfigMap/flux-system/a").address.scope, "clusters/staging");
    assert_eq!(&*object(&k, "ConfigMap/flux-system/prod-a").address.scope, "clusters/production");
    assert!(k.objects.iter().all(|o| matches!(o.reach, Reach::Live(_))));
    assert!(k.references.iter().all(|r| matches!(r.outcome, Outcome::Found)));
}

#[test]
fn switched_off_directories_of_a_bootstrapped_cluster_are_no_entry_points() {
    let off = kustomization("team", "./teams/one/app", "");
    let (_, k) = cluster(&[
        ("clusters/prod/kustomization.yaml", "resources: [flux-system/gotk-sync.yaml]"),
        ("clusters/prod/teams/one/kustomization.yaml", "resources: [flux.yaml]"),
        ("clusters/prod/teams/one/flux.yaml", &off),
        ("teams/one/app/a.yaml", &config_map("a", "")),
    ]);
    assert_eq!(k.clusters.len(), 1);
    let a = object(&k, "ConfigMap/flux-system/a");
    assert_eq!((&a.reach, &*a.address.scope), (&Reach::Dormant, "clusters/prod"));
    assert_eq!(&*a.applied_by.as_ref().unwrap().subject, "Kustomization/flux-system/team");
}

#[test]
fn what_only_a_suspended_kustomization_brings_is_suspended() {
    let on = kustomization("on", "./shared", "");
    let off = kustomization("off", "./apps", "  suspend: true\n");
    let (_, k) = cluster(&[
        ("clusters/prod/on.yaml", &on),
        ("clusters/prod/off.yaml", &off),
        ("apps/kustomization.yaml", "resources: [a.yaml, ../shared]"),
        ("apps/a.yaml", &config_map("a", "")),
        ("shared/kustomization.yaml", "resources: [s.yaml]"),
        ("shared/s.yaml", &config_map("s", "")),
    ]);
    assert_eq!(object(&k, "ConfigMap/flux-system/a").reach, Reach::Suspended);
    assert!(matches!(object(&k, "ConfigMap/flux-system/s").reach, Reach::Live(_)));
    assert!(matches!(object(&k, "Kustomization/flux-system/off").reach, Reach::Live(_)));
}

#[test]
fn a_kustomization_whose_path_a_patch_sets_to_its_own_directory_is_an_entry_point() {
    let shared = kustomization("flux-config", "./clusters/${CLUSTER}", "");
    let own = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: flux-config, namespace: flux-system}\nspec: {path: ./clusters/prod/00}\n";
    let (_, k) = run(&[
        ("flux/base/kustomization.yaml", "resources: [flux-config.yaml]"),
        ("flux/base/flux-config.yaml", &shared),
        ("flux/prod/00/own.yaml", own),
        (
            "clusters/prod/00/kustomization.yaml",
            "resources: [../base]\npatches: [{path: ../../../flux/prod/00/own.yaml}]",
        ),
        ("clusters/prod/base/kustomization.yaml", "resources: [../../../flux/base, a.yaml]"),
        ("clusters/prod/base/a.yaml", &config_map("a", "")),
    ]);
    let scopes: Vec<_> = k.clusters.iter().map(|c| &*c.path).collect();
    assert_eq!(scopes, ["clusters/prod/00"]);
    assert!(matches!(object(&k, "ConfigMap/flux-system/a").reach, Reach::Live(_)));
}

#[test]
fn a_directory_that_is_pushed_as_an_artifact_is_where_its_paths_begin() {
    let values =
        "instance:\n  sync: {kind: OCIRepository, url: 'oci://example.com/manifests', path: ./clusters/prod}\n";
    let from_artifact =
        |name: &str, path: &str| kustomization(name, path, "").replace("GitRepository", "OCIRepository");
    let (_, k) = run(&[
        (
            "kubernetes/clusters/prod/flux/app/kustomization.yaml",
            "configMapGenerator: [{name: v, files: [values.yaml]}]",
        ),
        ("kubernetes/clusters/prod/flux/app/values.yaml", values),
        ("kubernetes/clusters/prod/ks.yaml", &from_artifact("apps", "./apps/prod")),
        ("kubernetes/apps/prod/kustomization.yaml", "resources: [../base/on]"),
        ("kubernetes/apps/base/on/a.yaml", &config_map("a", "")),
        ("kubernetes/apps/base/on/kustomization.yaml", "resources: [a.yaml]"),
        ("kubernetes/apps/base/off/ks.yaml", &from_artifact("off", "./apps/base/gone")),
    ]);
    let scopes: Vec<_> = k.clusters.iter().map(|c| &*c.path).collect();
    assert_eq!(scopes, ["kubernetes/clusters/prod"]);
    assert!(matches!(object(&k, "ConfigMap/flux-system/a").reach, Reach::Live(_)));
    assert!(matches!(reference(&k, ReferenceKind::FluxPath, "./apps/prod").outcome, Outcome::Found));
    let off = reference(&k, ReferenceKind::FluxPath, "./apps/base/gone");
    assert!(matches!(off.outcome, Outcome::Missing { .. }) && off.reach == Reach::Dormant);
}

#[test]
fn what_is_put_away_is_not_asked_where_its_names_lead() {
    let gone = kustomization("gone", "./apps/gone", "");
    let (_, k) = cluster(&[
        ("clusters/prod/a.yaml", &config_map("a", "")),
        (".archive/gone/ks.yaml", &gone),
        ("apps/deprecated/kustomization.yaml", "resources: [missing.yaml]"),
        ("apps/forgotten/kustomization.yaml", "resources: [missing.yaml]"),
    ]);
    let missing: Vec<_> = k.references.iter().filter(|r| matches!(r.outcome, Outcome::Missing { .. })).collect();
    assert_eq!(missing.len(), 1, "{missing:#?}");
    assert_eq!(&*missing[0].owner.scope, "apps/forgotten");
    assert_eq!(object(&k, "Kustomization/flux-system/gone").reach, Reach::Dormant);
}

#[test]
fn an_entry_point_inside_another_is_the_same_cluster() {
    let instance = "apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux, namespace: flux-system}\nspec: {sync: {kind: GitRepository, path: kubernetes/flux/cluster}}\n";
    let old = SYNC.replace("flux-system", "home").replace("namespace: home", "namespace: flux-system");
    let (_, k) = run(&[
        ("kubernetes/flux/config/sync.yaml", &old.replace("./clusters/prod", "./kubernetes/flux")),
        ("kubernetes/flux/cluster/ks.yaml", &kustomization("apps", "./kubernetes/apps", "")),
        ("kubernetes/apps/instance.yaml", instance),
        (
            "kubernetes/apps/old.yaml",
            &kustomization("old", "./old", "").replace("GitRepository, name: flux-system", "GitRepository, name: home"),
        ),
        ("old/a.yaml", &config_map("a", "")),
    ]);
    let scopes: Vec<_> = k.clusters.iter().map(|c| &*c.path).collect();
    assert_eq!(scopes, ["kubernetes/flux"]);
    let missing: Vec<_> = k.references.iter().filter(|r| !matches!(r.outcome, Outcome::Found)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

const INSTANCE: &str = "apiVersion: fluxcd.controlplane.io/v1
kind: FluxInstance
metadata: {name: flux, namespace: flux-system}
spec:
  distribution: {version: 2.x, registry: ghcr.io/fluxcd}
  cluster: {multitenant: true, tenantDefaultServiceAccount: flux}
  sync: {kind: GitRepository, url: 'https://example.org/r', ref: refs/heads/main, path: clusters/prod}
  kustomize:
    patches:
    - target: {kind: Kustomization}
      patch: |
        - op: add
          path: /spec/postBuild
          value: {substitute: {region: here}}
    - target: {kind: Deployment, name: kustomize-controller}
      patch: |
        - op: add
          path: /spec/template/spec/containers/0/args/-
          value: --feature-gates=StrictPostBuildSubstitutions=true
";

#[test]
fn what_a_flux_instance_syncs_is_an_entry_point_with_its_patches() {
    let config =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: n}\ndata: {a: '${region}', b: '${nowhere}'}\n";
    let files = [("bootstrap/instance.yaml", INSTANCE), ("clusters/prod/c.yaml", config)];
    let (_, k) = run(&files);
    assert_eq!(k.clusters.iter().map(|c| &*c.path).collect::<Vec<_>>(), ["clusters/prod"]);
    let c = object(&k, "ConfigMap/n/c");
    assert_eq!(crate::eval::kustomize::edit::as_str(super::value(c, &["data", "a"])), Some("here"));
    let sync = object(&k, "Kustomization/flux-system/flux-system");
    let account = super::value(sync, &["spec", "serviceAccountName"]);
    assert_eq!(crate::eval::kustomize::edit::as_str(account), Some("kustomize-controller"));
    assert!(object(&k, "GitRepository/flux-system/flux-system").reach.counts());

    // With the instance among what the cluster applies, how its controllers run is known.
    let (_, k) = run(&[("clusters/prod/instance.yaml", INSTANCE), ("clusters/prod/c.yaml", config)]);
    let controllers = &k.clusters[0].controllers;
    assert!(controllers.no_cross_namespace_refs && controllers.strict_substitution);
    assert_eq!(controllers.default_service_account.as_deref(), Some("flux"));
}

#[test]
fn what_terraform_bootstraps_is_an_entry_point() {
    let apps = config_map("a", "");
    let (_, k) = run(&[
        ("terraform/flux.tf", "resource \"flux_bootstrap_git\" \"this\" {\n  path = \"clusters/prod\"\n}\n"),
        ("clusters/prod/a.yaml", &apps),
        ("old/b.yaml", &config_map("b", "")),
    ]);
    assert_eq!(k.clusters.iter().map(|c| &*c.path).collect::<Vec<_>>(), ["clusters/prod"]);
    assert!(matches!(object(&k, "ConfigMap/flux-system/a").reach, Reach::Live(_)));
    assert_eq!(object(&k, "ConfigMap/flux-system/b").reach, Reach::Dormant);
}

#[test]
fn argo_cd_applications_are_told_of_once() {
    let application = |name: &str| {
        format!("apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}, namespace: argocd}}\n")
    };
    let (_, k) = cluster(&[("clusters/prod/a.yaml", &application("a")), ("clusters/prod/b.yaml", &application("b"))]);
    let said: Vec<_> = k.gaps.iter().filter(|gap| gap.message.contains("Argo CD")).collect();
    assert_eq!(said.len(), 1, "{:#?}", k.gaps);
    assert!(said[0].message.starts_with("2 "), "{}", said[0].message);
}
