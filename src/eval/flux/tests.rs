use super::{FluxSettings, evaluate};
use crate::eval::kubernetes::{Kubernetes, Object, Reach};
use crate::eval::kustomize::edit;
use crate::eval::reference::{Outcome, PathReference, ReferenceKind};
use crate::eval::value::{How, Kind, Marks, Value, Why};
use crate::source::{Sources, Span};

const SYNC: &str = "\
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec: {url: 'ssh://git@example.com/org/repo', ref: {branch: main}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: flux-system}
spec:
  path: ./clusters/prod
  sourceRef: {kind: GitRepository, name: flux-system}
";

fn kustomization(name: &str, path: &str, more: &str) -> String {
    format!(
        "apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {{name: {name}, namespace: flux-system}}
spec:
  path: {path}
  sourceRef: {{kind: GitRepository, name: flux-system}}
{more}"
    )
}

fn config_map(name: &str, data: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: flux-system}}\ndata: {{{data}}}\n")
}

fn run(files: &[(&str, &str)]) -> (Sources, Kubernetes) {
    let sources = Sources::from_memory(vec![("repo", files.to_vec())]);
    let kubernetes = evaluate(&sources, &FluxSettings::default());
    (sources, kubernetes)
}

/// One cluster with gotk-sync, and these files.
fn cluster(files: &[(&str, &str)]) -> (Sources, Kubernetes) {
    let mut all = vec![("clusters/prod/flux-system/gotk-sync.yaml", SYNC)];
    all.extend(files);
    run(&all)
}

fn object<'a>(kubernetes: &'a Kubernetes, subject: &str) -> &'a Object {
    let found = kubernetes.objects.iter().find(|o| &*o.address.subject == subject);
    found.unwrap_or_else(|| {
        panic!("no {subject} among {:#?}", kubernetes.objects.iter().map(|o| &o.address).collect::<Vec<_>>())
    })
}

fn reference<'a>(kubernetes: &'a Kubernetes, kind: ReferenceKind, target: &str) -> &'a PathReference {
    let found = kubernetes.references.iter().find(|r| r.kind == kind && &*r.target == target);
    found.unwrap_or_else(|| panic!("no {kind:?} {target} among {:#?}", kubernetes.references))
}

fn value<'a>(object: &'a Object, path: &[&str]) -> &'a Value {
    edit::lookup(&object.value, path).unwrap_or_else(|| panic!("no {path:?} in {:#?}", object.value))
}

fn text_at(sources: &Sources, at: Span) -> (String, u32) {
    let path = sources.file(at.file).unwrap().path.to_string();
    (path, sources.line_col(at.file, at.start).line)
}

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
fn a_flux_path_that_is_not_there_is_missing_with_the_nearest_name() {
    let apps = kustomization("apps", "./infrastucture", "");
    let (sources, k) = cluster(&[("clusters/prod/apps.yaml", &apps), ("infrastructure/a.yaml", &config_map("a", ""))]);
    let r = reference(&k, ReferenceKind::FluxPath, "./infrastucture");
    let Outcome::Missing { nearest, looked_for } = &r.outcome else { panic!("{r:#?}") };
    assert_eq!(nearest.as_deref(), Some("infrastructure"));
    assert!(looked_for.contains("infrastucture"));
    assert_eq!(text_at(&sources, r.at), ("clusters/prod/apps.yaml".into(), 5));
}

#[test]
fn kustomization_entries_and_dependencies_that_lead_nowhere() {
    let apps = kustomization("apps", "./apps", "  dependsOn: [{name: infra}, {name: flux-system}]\n");
    let (_, k) = cluster(&[
        ("clusters/prod/apps.yaml", &apps),
        ("apps/kustomization.yaml", "resources: [deploy.yaml, empty, a.yaml]"),
        ("apps/deployment.yml", "x: 1"),
        ("apps/a.yaml", &config_map("a", "")),
        ("apps/empty/values.yaml", "x: 1"),
    ]);
    assert!(matches!(reference(&k, ReferenceKind::DependsOn, "infra").outcome, Outcome::Missing { .. }));
    assert!(matches!(reference(&k, ReferenceKind::DependsOn, "flux-system").outcome, Outcome::Found));
    assert!(matches!(reference(&k, ReferenceKind::KustomizationResource, "a.yaml").outcome, Outcome::Found));
    let r = reference(&k, ReferenceKind::KustomizationResource, "deploy.yaml");
    assert!(matches!(&r.outcome, Outcome::Missing { .. }), "{r:#?}");
    assert_eq!(r.owner.to_string(), "repo//apps//kustomization.yaml");
    let empty = reference(&k, ReferenceKind::KustomizationResource, "empty");
    let Outcome::Missing { looked_for, .. } = &empty.outcome else { panic!("{empty:#?}") };
    assert!(looked_for.contains("kustomization file"), "{looked_for}");
    assert!(matches!(object(&k, "ConfigMap/flux-system/a").reach, Reach::Live(_)));
}

#[test]
fn remote_resources_make_absence_undecided() {
    let apps = kustomization("apps", "./apps", "  dependsOn: [{name: elsewhere}]\n");
    let (_, k) = cluster(&[
        ("clusters/prod/apps.yaml", &apps),
        ("apps/kustomization.yaml", "resources: ['https://example.com/all.yaml', 'github.com/org/x//base?ref=v1']"),
    ]);
    assert!(matches!(reference(&k, ReferenceKind::DependsOn, "elsewhere").outcome, Outcome::Undecided(_)));
    assert_eq!(k.gaps.len(), 2, "{:#?}", k.gaps);
}

const VARS: &str = "\
apiVersion: v1
kind: ConfigMap
metadata: {name: vars, namespace: flux-system}
data: {region: eu-west-1, count: '3', empty: ''}
";

#[test]
fn post_build_variables() {
    let apps = kustomization(
        "apps",
        "./apps",
        "  postBuild:
    substitute: {domain: example.com, region: inline}
    substituteFrom: [{kind: ConfigMap, name: vars}]
",
    );
    let (sources, k) = cluster(&[
        ("clusters/prod/apps.yaml", &apps),
        ("clusters/prod/vars.yaml", VARS),
        (
            "apps/a.yaml",
            "apiVersion: example.com/v1
kind: Thing
metadata: {name: 'thing-${region}', namespace: n}
spec:
  host: app.${domain}
  replicas: ${count}
  quoted: '${count}'
  part: ${count}m
  default: ${absent:=fallback}
  emptied: ${empty:-filled}
  nothing: ${absent}
  nested: ${absent:-${domain}}
  escaped: $${domain}
  shell: $domain
",
        ),
        (
            "apps/off.yaml",
            "apiVersion: v1
kind: ConfigMap
metadata: {name: off, namespace: n, annotations: {kustomize.toolkit.fluxcd.io/substitute: disabled}}
data: {x: '${domain}'}
",
        ),
    ]);
    let thing = object(&k, "Thing/n/thing-inline");
    let spec = |key: &str| value(thing, &["spec", key]).clone();
    assert_eq!(edit::as_str(&spec("host")), Some("app.example.com"));
    // Flux writes the object anew before it replaces, so that quotes around a variable are lost.
    for key in ["replicas", "quoted"] {
        assert!(matches!(spec(key).kind, Kind::Number(_)), "{key}: {:?}", spec(key));
    }
    assert_eq!(edit::as_str(&spec("part")), Some("3m"));
    assert_eq!(edit::as_str(&spec("default")), Some("fallback"));
    assert_eq!(edit::as_str(&spec("emptied")), Some("filled"));
    assert!(matches!(spec("nothing").kind, Kind::Null));
    assert_eq!(edit::as_str(&spec("nested")), Some("example.com"));
    assert_eq!(edit::as_str(&spec("escaped")), Some("${domain}"));
    assert_eq!(edit::as_str(&spec("shell")), Some("$domain"));
    assert_eq!(edit::as_str(value(object(&k, "ConfigMap/n/off"), &["data", "x"])), Some("${domain}"));
    let host = spec("host");
    assert_eq!(text_at(&sources, host.at), ("apps/a.yaml".into(), 5));
    let hop = host.via.as_ref().unwrap();
    assert_eq!((hop.how, text_at(&sources, hop.at).0), (How::Substitution, "clusters/prod/apps.yaml".into()));
}

#[test]
fn variables_of_a_secret_that_is_not_there_are_holes() {
    let apps = kustomization(
        "apps",
        "./apps",
        "  postBuild:
    substitute: {known: k}
    substituteFrom: [{kind: Secret, name: vars}]
",
    );
    let (_, k) = cluster(&[
        ("clusters/prod/apps.yaml", &apps),
        ("apps/a.yaml", &config_map("a", "host: 'app.${domain}', all: '${domain:-d}', known: '${known}'")),
    ]);
    let a = object(&k, "ConfigMap/flux-system/a");
    let host = value(a, &["data", "host"]);
    assert!(edit::as_str(host).is_none());
    assert_eq!(super::index::shown(host), "app.?");
    let Kind::Unknown(all) = &value(a, &["data", "all"]).kind else { panic!("{a:#?}") };
    assert_eq!(all.likely.as_ref().and_then(edit::as_str), Some("d"));
    assert_eq!(edit::as_str(value(a, &["data", "known"])), Some("k"));
    assert!(matches!(reference(&k, ReferenceKind::ValuesFrom, "vars").outcome, Outcome::Undecided(_)));
}

#[test]
fn what_a_flux_kustomization_adds_to_its_path() {
    let apps = kustomization(
        "apps",
        "./apps",
        "  targetNamespace: team
  namePrefix: x-
  commonMetadata: {labels: {owner: team}}
  images: [{name: nginx, newTag: '2'}]
  components: [../extra]
  patches:
  - target: {kind: Deployment}
    patch: |
      - op: replace
        path: /spec/replicas
        value: 7
",
    );
    let (sources, k) = cluster(&[
        ("clusters/prod/apps.yaml", &apps),
        (
            "apps/d.yaml",
            "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 1, template: {spec: {containers: [{name: c, image: 'nginx:1'}]}}}
",
        ),
        (
            "extra/kustomization.yaml",
            "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [c.yaml]",
        ),
        ("extra/c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"),
    ]);
    let web = object(&k, "Deployment/team/x-web");
    let replicas = value(web, &["spec", "replicas"]);
    assert!(matches!(replicas.kind, Kind::Number(crate::eval::value::Number::Int(7))));
    // A patched value is changed where the patch writes it, inside the text of the Kustomization.
    assert_eq!(text_at(&sources, replicas.at), ("clusters/prod/apps.yaml".into(), 17));
    assert_eq!(replicas.via.as_ref().unwrap().how, How::Patch);
    assert_eq!(edit::str_at(&web.value, &["metadata", "labels", "owner"]), Some("team"));
    let image = edit::items(value(web, &["spec", "template", "spec", "containers"])).next().unwrap();
    assert_eq!(edit::str_at(image, &["image"]), Some("nginx:2"));
    object(&k, "ConfigMap/team/x-c");
}

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
fn what_a_kustomization_repeats_keeps_its_origin() {
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n  labels: {a: x, b: y}\n";
    let patch = "apiVersion: v1\nkind: Namespace\nmetadata: {name: team, labels: {b: z}}\n";
    let (sources, k) = cluster(&[
        (
            "clusters/prod/kustomization.yaml",
            "resources: [flux-system/gotk-sync.yaml, ns.yaml]\nnamespace: team\ncommonLabels: {a: x}\npatches: [{path: patch.yaml}]\n",
        ),
        ("clusters/prod/ns.yaml", namespace),
        ("clusters/prod/patch.yaml", patch),
    ]);
    let team = k.objects.iter().find(|o| &*o.kind == "Namespace").unwrap();
    let place = |path: &[&str]| {
        let at = value(team, path).at;
        sources.file(at.file).unwrap().path.to_string()
    };
    assert_eq!(place(&["metadata", "name"]), "clusters/prod/ns.yaml");
    assert_eq!(place(&["metadata", "labels", "a"]), "clusters/prod/ns.yaml");
    assert_eq!(place(&["metadata", "labels", "b"]), "clusters/prod/patch.yaml");
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
    assert!(role.marks.has(Marks::SENSITIVE) && matches!(role.why().map(|u| &u.why), Some(Why::Secret)), "{role:#?}");
}

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

#[test]
fn kustomizations_in_a_circle_end() {
    let a = kustomization("a", "./a", "");
    let b = kustomization("b", "./b", "");
    let (_, k) = cluster(&[
        ("clusters/prod/a.yaml", &a),
        ("a/b.yaml", &b),
        ("b/a.yaml", &a),
        ("x/kustomization.yaml", "resources: [../y]"),
        ("y/kustomization.yaml", "resources: [../x]"),
    ]);
    assert!(matches!(object(&k, "Kustomization/flux-system/b").reach, Reach::Live(_)));
    assert!(
        k.gaps.iter().any(|gap| gap.message.contains("cycle") && gap.message.contains("x -> y -> x")),
        "{:#?}",
        k.gaps
    );
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
fn what_another_kustomization_brings_is_waited_for() {
    // In order of name: the one that uses comes before the one that brings, and a third waits for nothing that comes.
    let uses = kustomization(
        "a-uses",
        "./uses",
        "  postBuild: {substituteFrom: [{kind: ConfigMap, name: late}, {kind: Secret, name: never}]}\n",
    );
    let sourced = kustomization("b-sourced", "./sourced", "").replace("name: flux-system}\n", "name: late-source}\n");
    let brings =
        kustomization("z-brings", "./brings", "  postBuild: {substituteFrom: [{kind: Secret, name: never}]}\n");
    let source = SYNC.split("---").next().unwrap().replace("name: flux-system", "name: late-source");
    let (_, k) = cluster(&[
        ("clusters/prod/all.yaml", &format!("{uses}---\n{sourced}---\n{brings}")),
        ("brings/late.yaml", &config_map("late", "x: found")),
        ("brings/source.yaml", &source),
        ("uses/a.yaml", &config_map("a", "x: '${x}'")),
        ("sourced/b.yaml", &config_map("b", "")),
    ]);
    assert_eq!(edit::as_str(value(object(&k, "ConfigMap/flux-system/a"), &["data", "x"])), Some("found"));
    for (kind, name) in [(ReferenceKind::ValuesFrom, "late"), (ReferenceKind::SourceRef, "late-source")] {
        assert!(matches!(reference(&k, kind, name).outcome, Outcome::Found), "{:#?}", k.references);
    }
}
