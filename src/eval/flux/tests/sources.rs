//! What sources lead to.

use super::{cluster, config_map, kustomization, object, reference};
use crate::eval::kubernetes::{Kubernetes, Reach};
use crate::eval::reference::{Outcome, ReferenceKind};

#[test]
fn another_repository_s_source_is_undecided() {
    let source = "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: other, namespace: flux-system}\nspec: {url: 'https://example.com/org/other'}\n";
    let apps = kustomization("apps", "./apps", "").replace("name: flux-system}\n", "name: other}\n");
    let (_, k) = cluster(&[("clusters/prod/other.yaml", source), ("clusters/prod/apps.yaml", &apps)]);
    assert!(matches!(reference(&k, ReferenceKind::SourceRef, "other").outcome, Outcome::Found));
    assert!(matches!(reference(&k, ReferenceKind::FluxPath, "./apps").outcome, Outcome::Undecided(_)));
    assert!(k.gaps.iter().any(|gap| gap.message.contains("apps")), "{:#?}", k.gaps);
}

#[test]
fn artifacts_of_a_generator_lead_to_the_directories_they_copy() {
    let generator = "apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: {name: g, namespace: flux-system}
spec:
  sources: [{alias: repo, kind: GitRepository, name: flux-system}]
  artifacts:
  - name: apps
    copy: [{from: '@repo/apps/base/**', to: '@artifact/base/'}, {from: '@repo/apps/prod/**', to: '@artifact/here/'}]
";
    let apps =
        kustomization("apps", "./here", "").replace("GitRepository, name: flux-system", "ExternalArtifact, name: apps");
    let (_, k) = cluster(&[
        ("clusters/prod/generator.yaml", generator),
        ("clusters/prod/apps.yaml", &apps),
        ("apps/prod/kustomization.yaml", "resources: [a.yaml]"),
        ("apps/prod/a.yaml", &config_map("a", "")),
    ]);
    assert!(matches!(object(&k, "ConfigMap/flux-system/a").reach, Reach::Live(_)));
}

/// A cluster whose Flux Kustomization `apps` takes `./apps/one` from an artifact that is put together so.
fn generated(source: &str, copy: &str) -> Kubernetes {
    let generator = format!(
        "apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: {{name: g, namespace: flux-system}}
spec:
  sources: [{{alias: repo, kind: GitRepository, name: {source}}}]
  artifacts:
  - name: apps
    copy: [{copy}]
"
    );
    let apps = kustomization("apps", "./apps/one", "")
        .replace("GitRepository, name: flux-system", "ExternalArtifact, name: apps");
    let (_, k) = cluster(&[
        ("clusters/prod/generator.yaml", &generator),
        ("clusters/prod/apps.yaml", &apps),
        ("apps/one/kustomization.yaml", "resources: [a.yaml]"),
        ("apps/one/a.yaml", &config_map("a", "")),
    ]);
    k
}

#[test]
fn a_copied_directory_is_below_where_it_is_copied_to() {
    let k = generated("flux-system", "{from: '@repo/apps/one/', to: '@artifact/apps/one/'}");
    assert!(matches!(reference(&k, ReferenceKind::FluxPath, "./apps/one").outcome, Outcome::Found));
    assert!(matches!(object(&k, "ConfigMap/flux-system/a").reach, Reach::Live(_)));
}

#[test]
fn an_artifact_of_sources_that_nobody_declares_is_undecided_not_missing() {
    let k = generated("elsewhere", "{from: '@repo/apps/one/**', to: '@artifact/apps/one/'}");
    assert!(matches!(reference(&k, ReferenceKind::SourceRef, "apps").outcome, Outcome::Found));
    assert!(matches!(reference(&k, ReferenceKind::FluxPath, "./apps/one").outcome, Outcome::Undecided(_)));
}

#[test]
fn an_artifact_that_holds_single_files_is_undecided() {
    let k = generated("flux-system", "{from: '@repo/apps/one/*.yaml', to: '@artifact/apps/one/'}");
    assert!(matches!(reference(&k, ReferenceKind::FluxPath, "./apps/one").outcome, Outcome::Undecided(_)));
}

#[test]
fn a_source_that_sets_no_namespace_is_told_of() {
    let source = "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: chart}\nspec: {url: 'oci://example.com/chart'}\n";
    let release = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app, namespace: team}\nspec: {chartRef: {kind: OCIRepository, name: chart}}\n";
    let (_, k) = cluster(&[("clusters/prod/source.yaml", source), ("clusters/prod/release.yaml", release)]);
    let Outcome::Missing { looked_for, .. } = &reference(&k, ReferenceKind::SourceRef, "chart").outcome else {
        panic!("{:#?}", k.references)
    };
    assert!(looked_for.ends_with("the one of that name sets no namespace"), "{looked_for}");
}

#[test]
fn what_is_left_out_of_the_source_is_not_applied_from_a_directory_without_kustomization() {
    let apps = kustomization("apps", "./apps", "");
    let sync =
        super::SYNC.replace("ref: {branch: main}", "ref: {branch: main}, ignore: \"/apps/b*\\n!/apps/bb.yaml\\n\"");
    let files = |names: &[&str]| {
        let mut all = vec![
            ("clusters/prod/flux-system/gotk-sync.yaml".to_string(), sync.clone()),
            ("clusters/prod/apps.yaml".to_string(), apps.clone()),
            ("apps/sub/.sourceignore".to_string(), "*.generated.yaml\n".to_string()),
        ];
        all.extend(names.iter().map(|n| (format!("apps/{n}.yaml"), config_map(&n.replace(['/', '.'], "-"), ""))));
        all
    };
    let all = files(&["a", "b", "bb", "sub/c", "sub/d.generated", "e.generated"]);
    let borrowed: Vec<(&str, &str)> = all.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (_, k) = super::run(&borrowed);
    let mut names: Vec<&str> = k
        .objects
        .iter()
        .filter(|o| &*o.kind == "ConfigMap" && matches!(o.reach, crate::eval::kubernetes::Reach::Live(_)))
        .map(|o| o.name.as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["a", "bb", "e-generated", "sub-c"]);
}

#[test]
fn a_repository_may_include_another_at_a_directory() {
    let sources = "apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: whole, namespace: flux-system}
spec:
  url: ssh://git@example.com/org/repo
  include: [{repository: {name: flux-system}, fromPath: lib, toPath: vendor/lib}, {repository: {name: far}, toPath: vendor/far}]
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: far, namespace: flux-system}
spec: {url: 'https://example.com/org/far'}
";
    let at = |name: &str, path: &str| kustomization(name, path, "").replace("name: flux-system}\n", "name: whole}\n");
    let (_, k) = cluster(&[
        ("clusters/prod/sources.yaml", sources),
        ("clusters/prod/near.yaml", &at("near", "./vendor/lib/a")),
        ("clusters/prod/far.yaml", &at("far", "./vendor/far")),
        ("lib/a/a.yaml", &config_map("a", "")),
    ]);
    assert!(matches!(reference(&k, ReferenceKind::FluxPath, "./vendor/lib/a").outcome, Outcome::Found));
    assert!(matches!(object(&k, "ConfigMap/flux-system/a").reach, Reach::Live(_)));
    assert!(matches!(reference(&k, ReferenceKind::FluxPath, "./vendor/far").outcome, Outcome::Undecided(_)));
}
