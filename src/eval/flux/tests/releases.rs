//! HelmReleases, their values and their charts.

use super::{cluster, kustomization, object, reference, text_at, value};
use crate::eval::kubernetes::{Kubernetes, Reach};
use crate::eval::kustomize::edit;
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::value::Marks;
use crate::source::Sources;

const CHART: &[(&str, &str)] = &[
    ("charts/app/Chart.yaml", "apiVersion: v2\nname: app\nversion: 1.0.0\n"),
    ("charts/app/values.yaml", "role: default-role\nextra: from-chart\nlist: [1]\n"),
    (
        "charts/app/templates/sa.yaml",
        "apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Release.Name }}
  annotations:
    role: {{ .Values.role }}
    extra: {{ .Values.extra }}
",
    ),
];

fn release(values: &str) -> String {
    format!(
        "apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {{name: app, namespace: team}}
spec:
  chart:
    spec:
      chart: ./charts/app
      sourceRef: {{kind: GitRepository, name: flux-system, namespace: flux-system}}
{values}"
    )
}

fn with_chart<'a>(files: &[(&'a str, &'a str)]) -> (Sources, Kubernetes) {
    let mut all: Vec<(&str, &str)> = CHART.to_vec();
    all.extend(files);
    cluster(&all)
}

#[test]
fn a_release_renders_with_values_in_order_and_keeps_their_places() {
    let release = release(
        "  targetNamespace: elsewhere
  valuesFrom:
  - {kind: ConfigMap, name: one}
  - {kind: ConfigMap, name: two, valuesKey: other}
  values: {}
",
    );
    let (sources, k) = with_chart(&[
        ("clusters/prod/release.yaml", &release),
        (
            "clusters/prod/one.yaml",
            "apiVersion: v1
kind: ConfigMap
metadata: {name: one, namespace: team}
data:
  values.yaml: |
    extra: first

    role: first
",
        ),
        (
            "clusters/prod/two.yaml",
            "apiVersion: v1
kind: ConfigMap
metadata: {name: two, namespace: team}
data:
  other: 'role: second'
",
        ),
    ]);
    let sa = object(&k, "ServiceAccount/elsewhere/elsewhere-app");
    assert_eq!(edit::str_at(&sa.value, &["metadata", "annotations", "role"]), Some("second"));
    let extra = value(sa, &["metadata", "annotations", "extra"]);
    assert_eq!(edit::as_str(extra), Some("first"));
    assert_eq!(text_at(&sources, extra.at), ("clusters/prod/one.yaml".into(), 6));
    assert_eq!(&*sa.release.as_ref().unwrap().subject, "HelmRelease/team/app");
    assert!(matches!(sa.reach, Reach::Live(_)));
    assert!(k.unrendered.is_empty(), "{:#?}", k.unrendered);
    for name in ["one", "two"] {
        assert!(matches!(reference(&k, ReferenceKind::ValuesFrom, name).outcome, Outcome::Found));
    }
    assert!(matches!(reference(&k, ReferenceKind::ChartPath, "./charts/app").outcome, Outcome::Found));
}

#[test]
fn values_from_what_nobody_creates() {
    let release = release(
        "  valuesFrom:
  - {kind: ConfigMap, name: app-value}
  - {kind: Secret, name: sealed}
  - {kind: ConfigMap, name: maybe, optional: true}
  values: {extra: inline}
",
    );
    let (_, k) = with_chart(&[
        ("clusters/prod/release.yaml", &release),
        ("clusters/prod/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app-values, namespace: team}\n"),
    ]);
    let Outcome::Missing { nearest, .. } = &reference(&k, ReferenceKind::ValuesFrom, "app-value").outcome else {
        panic!("{:#?}", k.references)
    };
    assert_eq!(nearest.as_deref(), Some("app-values"));
    assert!(matches!(reference(&k, ReferenceKind::ValuesFrom, "sealed").outcome, Outcome::Undecided(_)));
    assert!(!k.references.iter().any(|r| &*r.target == "maybe"));
    let sa = object(&k, "ServiceAccount/team/app");
    assert_eq!(edit::str_at(&sa.value, &["metadata", "annotations", "extra"]), Some("inline"));
    // The chart's own default may be overridden by values that nobody sees.
    let role = value(sa, &["metadata", "annotations", "role"]);
    assert!(edit::as_str(role).is_none() || role.marks.has(Marks::OVERRIDABLE), "{role:#?}");
}

#[test]
fn generated_values_are_found_by_the_name_kustomize_gives_them() {
    let release = release("  valuesFrom: [{kind: ConfigMap, name: app-values}]\n");
    let of_apps = |configurations: &str| {
        format!(
            "namespace: team\nresources: [release.yaml]\nconfigMapGenerator:\n- {{name: app-values, files: [values.yaml]}}\n{configurations}"
        )
    };
    let apps = kustomization("apps", "./apps", "");
    let config = "nameReference:\n- kind: ConfigMap\n  version: v1\n  fieldSpecs:\n  - {path: spec/valuesFrom/name, kind: HelmRelease}\n";
    let with = of_apps("configurations: [config.yaml]\n");
    let (sources, k) = with_chart(&[
        ("clusters/prod/apps.yaml", &apps),
        ("apps/kustomization.yaml", &with),
        ("apps/config.yaml", config),
        ("apps/values.yaml", "role: r\n"),
        ("apps/release.yaml", &release),
    ]);
    let sa = object(&k, "ServiceAccount/team/app");
    let role = value(sa, &["metadata", "annotations", "role"]);
    assert_eq!(text_at(&sources, role.at), ("apps/values.yaml".into(), 1));

    // Without the name reference the release names a ConfigMap that does not exist.
    let without = of_apps("");
    let (_, k) = with_chart(&[
        ("clusters/prod/apps.yaml", &apps),
        ("apps/kustomization.yaml", &without),
        ("apps/values.yaml", "role: r\n"),
        ("apps/release.yaml", &release),
    ]);
    assert!(matches!(reference(&k, ReferenceKind::ValuesFrom, "app-values").outcome, Outcome::Missing { .. }));
}

#[test]
fn charts_that_are_not_at_hand_are_unrendered() {
    let release = release("").replace("kind: GitRepository, name: flux-system", "kind: HelmRepository, name: bitnami");
    let release = release.replace("chart: ./charts/app", "chart: nginx\n      version: 1.2.3");
    let repository = "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: bitnami, namespace: flux-system}\nspec: {url: 'https://x'}\n";
    let (sources, k) = cluster(&[("clusters/prod/release.yaml", &release), ("clusters/prod/repo.yaml", repository)]);
    assert_eq!(k.unrendered.len(), 1);
    let entry = &k.unrendered[0];
    assert!(matches!(&entry.why.why, crate::eval::value::Why::NoSource(absent) if absent.to_string() == "nginx@1.2.3"));
    assert_eq!(text_at(&sources, entry.at), ("clusters/prod/release.yaml".into(), 7));
    assert!(matches!(entry.reach, Reach::Live(_)));
    assert!(matches!(reference(&k, ReferenceKind::SourceRef, "bitnami").outcome, Outcome::Found));
    assert!(k.gaps.iter().any(|gap| gap.message.contains("nginx@1.2.3")));
}

#[test]
fn a_chart_that_is_not_rendered_may_bring_what_is_named_after_its_release() {
    let unseen = release("").replace("kind: GitRepository, name: flux-system", "kind: HelmRepository, name: bitnami");
    let unseen = unseen.replace("chart: ./charts/app", "chart: nginx").replace("name: app", "name: web");
    let from = |name: &str| release(&format!("  valuesFrom: [{{kind: ConfigMap, name: {name}}}]\n"));
    let of = |name: &str| {
        let (_, k) = with_chart(&[("clusters/prod/a.yaml", &from(name)), ("clusters/prod/web.yaml", &unseen)]);
        reference(&k, ReferenceKind::ValuesFrom, name).outcome.clone()
    };
    assert!(matches!(of("web-settings"), Outcome::Undecided(_)));
    assert!(matches!(of("app-values"), Outcome::Missing { .. }));
}

#[test]
fn a_chart_path_that_is_not_there_is_missing() {
    let release = release("").replace("./charts/app", "./charts/apps");
    let (_, k) = with_chart(&[("clusters/prod/release.yaml", &release)]);
    let Outcome::Missing { nearest, .. } = &reference(&k, ReferenceKind::ChartPath, "./charts/apps").outcome else {
        panic!("{:#?}", k.references)
    };
    assert_eq!(nearest.as_deref(), Some("charts/app"));
    assert_eq!(k.unrendered.len(), 1);
}

#[test]
fn templates_of_charts_are_no_manifests() {
    let (_, k) = with_chart(&[]);
    assert!(k.unparsable.is_empty(), "{:#?}", k.unparsable);
    assert!(k.objects.iter().all(|o| !o.path.starts_with("charts/")));
}

#[test]
fn secrets_are_marked_and_encrypted_ones_are_unknown_as_values() {
    let release = release("  valuesFrom: [{kind: Secret, name: s}, {kind: Secret, name: enc}]\n");
    let (_, k) = with_chart(&[
        ("clusters/prod/release.yaml", &release),
        (
            "clusters/prod/s.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: team}\nstringData: {values.yaml: 'role: secret-role'}\n",
        ),
        (
            "clusters/prod/e.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: enc, namespace: team}\ndata: {values.yaml: 'ENC[AES256]'}\nsops: {}\n",
        ),
    ]);
    let secret = object(&k, "Secret/team/s");
    assert!(value(secret, &["stringData", "values.yaml"]).marks.has(Marks::SENSITIVE));
    let role = value(object(&k, "ServiceAccount/team/app"), &["metadata", "annotations", "role"]);
    let why = role.why().map(|u| &u.why);
    assert!(role.marks.has(Marks::SENSITIVE) && matches!(why, Some(crate::eval::value::Why::Secret)), "{role:#?}");
}

#[test]
fn a_chart_that_was_moved_is_the_nearest_by_its_directory_s_name() {
    let release = release("").replace("./charts/app", "./helm/old/app");
    let (_, k) = with_chart(&[("clusters/prod/release.yaml", &release)]);
    let Outcome::Missing { nearest, .. } = &reference(&k, ReferenceKind::ChartPath, "./helm/old/app").outcome else {
        panic!("{:#?}", k.references)
    };
    assert_eq!(nearest.as_deref(), Some("charts/app"));
}

/// A chart with a custom resource definition, a hook and a Service.
fn chart_files() -> Vec<(&'static str, &'static str)> {
    vec![
        ("charts/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"),
        ("charts/web/values.yaml", "own: default\nport: 80\n"),
        ("charts/web/prod.yaml", "port: 8080\n"),
        (
            "charts/web/crds/thing.yaml",
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.org}\n",
        ),
        (
            "charts/web/templates/all.yaml",
            "apiVersion: v1
kind: Service
metadata: {name: '{{ .Release.Name }}', annotations: {own: '{{ .Values.own | default \"none\" }}'}}
spec: {ports: [{port: {{ .Values.port }}}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, annotations: {helm.sh/hook: 'pre-install,pre-upgrade'}}
",
        ),
    ]
}

fn web(chart: &str, spec: &str) -> String {
    format!(
        "apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {{name: web, namespace: shop}}
spec:
  chart: {{spec: {{chart: ./charts/web, sourceRef: {{kind: GitRepository, name: flux-system, namespace: flux-system}}{chart}}}}}
{spec}"
    )
}

fn released(chart: &str, spec: &str) -> Kubernetes {
    let release = web(chart, spec);
    let mut files = chart_files();
    files.push(("clusters/prod/web.yaml", &release));
    cluster(&files).1
}

fn kinds(kubernetes: &Kubernetes) -> Vec<&str> {
    kubernetes.objects.iter().filter(|o| o.release.is_some()).map(|o| &*o.kind).collect()
}

#[test]
fn definitions_and_hooks_are_left_out_where_the_release_says_so() {
    assert_eq!(kinds(&released("", "")), ["CustomResourceDefinition", "Job", "Service"]);
    assert_eq!(kinds(&released("", "  install: {crds: Skip}\n")), ["Job", "Service"]);
    let later = "  install: {crds: Skip}\n  upgrade: {crds: CreateReplace}\n";
    assert_eq!(kinds(&released("", later)), ["CustomResourceDefinition", "Job", "Service"]);
    assert_eq!(kinds(&released("", "  install: {skipCRDs: true}\n")), ["Job", "Service"]);
    let hooks = "  install: {disableHooks: true}\n";
    assert_eq!(kinds(&released("", hooks)), ["CustomResourceDefinition", "Job", "Service"], "an upgrade runs it");
    let none = "  install: {disableHooks: true}\n  upgrade: {disableHooks: true}\n";
    assert_eq!(kinds(&released("", none)), ["CustomResourceDefinition", "Service"]);
}

#[test]
fn values_files_take_the_place_of_the_chart_s_own_values() {
    let k = released(", valuesFiles: [./charts/web/prod.yaml]", "");
    let service = object(&k, "Service/shop/web");
    assert_eq!(edit::as_str(value(service, &["metadata", "annotations", "own"])), Some("none"));
    let k = released(", valuesFiles: [./charts/web/prod.yaml, ./nowhere.yaml]", "");
    assert!(k.gaps.iter().any(|gap| gap.message.contains("nowhere.yaml")), "{:#?}", k.gaps);
    let k = released(", valuesFiles: [./nowhere.yaml], ignoreMissingValuesFiles: true", "");
    assert!(k.gaps.is_empty(), "{:#?}", k.gaps);
}

#[test]
fn labels_of_the_release_and_common_metadata_are_on_what_passes_the_post_renderers() {
    let k = released(
        "",
        "  commonMetadata: {labels: {team: a}}\n  postRenderers: [{kustomize: {patches: [{target: {kind: Service}, patch: '[{\"op\": \"remove\", \"path\": \"/metadata/annotations\"}]'}]}}]\n",
    );
    let service = object(&k, "Service/shop/web");
    assert!(edit::lookup(&service.value, &["metadata", "annotations"]).is_none());
    assert_eq!(edit::as_str(value(service, &["metadata", "labels", "team"])), Some("a"));
    assert_eq!(edit::as_str(value(service, &["metadata", "labels", "helm.toolkit.fluxcd.io/name"])), Some("web"));
    let definition = object(&k, "CustomResourceDefinition//things.example.org");
    assert!(edit::lookup(&definition.value, &["metadata", "labels"]).is_none(), "Helm installs it by itself");
}

#[test]
fn a_chart_may_be_what_an_artifact_generator_copies() {
    let generator = "apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: {name: charts, namespace: shop}
spec:
  sources: [{alias: repo, kind: GitRepository, name: flux-system, namespace: flux-system}]
  artifacts: [{name: web, copy: [{from: '@repo/charts/web/**', to: '@artifact/'}]}]
";
    let release = "apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: shop}
spec: {chartRef: {kind: ExternalArtifact, name: web}}
";
    let mut files = chart_files();
    files.extend([("clusters/prod/generator.yaml", generator), ("clusters/prod/web.yaml", release)]);
    let (_, k) = cluster(&files);
    assert_eq!(kinds(&k), ["CustomResourceDefinition", "Job", "Service"]);
    assert!(matches!(reference(&k, ReferenceKind::SourceRef, "web").outcome, Outcome::Found));
}
