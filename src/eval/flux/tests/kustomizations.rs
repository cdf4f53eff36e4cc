//! What Flux Kustomizations apply.

use super::{SYNC, cluster, config_map, kustomization, object, reference, text_at, value};
use crate::eval::kubernetes::Reach;
use crate::eval::kustomize::edit;
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::value::{How, Kind};

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
    assert_eq!(crate::eval::flux::index::shown(host), "app.?");
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

#[test]
fn a_json_patch_adds_an_annotation_to_an_object_that_has_none() {
    let account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app, namespace: team}\n";
    let patched = "resources: [account.yaml]
patches:
- target: {kind: ServiceAccount}
  patch: |-
    - {op: add, path: /metadata/annotations/eks.amazonaws.com~1role-arn, value: a-role}
";
    let untouched = "resources: [account.yaml]\nnameSuffix: -two\npatches: [{target: {kind: ServiceAccount}, patch: '- {op: add, path: /automountServiceAccountToken, value: false}'}]";
    let (_, k) = cluster(&[
        ("clusters/prod/kustomization.yaml", "resources: [flux-system/gotk-sync.yaml, one, two]"),
        ("clusters/prod/one/kustomization.yaml", patched),
        ("clusters/prod/one/account.yaml", account),
        ("clusters/prod/two/kustomization.yaml", untouched),
        ("clusters/prod/two/account.yaml", account),
    ]);
    let role = ["metadata", "annotations", "eks.amazonaws.com/role-arn"];
    assert_eq!(edit::as_str(value(object(&k, "ServiceAccount/team/app"), &role)), Some("a-role"));
    assert!(edit::lookup(&object(&k, "ServiceAccount/team/app-two").value, &["metadata", "annotations"]).is_none());
    assert!(k.gaps.is_empty(), "{:#?}", k.gaps);
}

#[test]
fn a_patch_of_an_object_that_a_remote_resource_may_bring_is_not_refused() {
    let patched = |resources: &str| {
        let patch = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: mic}}";
        let (_, k) = cluster(&[
            ("clusters/prod/kustomization.yaml", &format!("resources: [{resources}]\npatches: [{{patch: '{patch}'}}]")),
            ("clusters/prod/a.yaml", &config_map("a", "")),
        ]);
        k.gaps.iter().any(|gap| gap.message.contains("no object is what this patch names"))
    };
    assert!(patched("flux-system/gotk-sync.yaml, a.yaml"));
    assert!(!patched("flux-system/gotk-sync.yaml, 'https://example.com/remote.yaml'"));
}

const LOCKED: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: kustomize-controller, namespace: flux-system}
spec: {template: {spec: {containers: [{name: manager, args: [--no-cross-namespace-refs=true, --default-service-account=default]}]}}}
";

#[test]
fn a_locked_cluster_refuses_names_in_other_namespaces() {
    let team = kustomization("team", "./team", "")
        .replace("namespace: flux-system}\nspec", "namespace: team}\nspec")
        .replace("name: flux-system}\n", "name: flux-system, namespace: flux-system}\n");
    let files = |lock: &str| {
        let (_, k) = cluster(&[
            ("clusters/prod/flux-system/lock.yaml", lock),
            ("clusters/prod/team.yaml", &team),
            ("team/a.yaml", &config_map("a", "")),
        ]);
        k
    };
    let k = files(LOCKED);
    assert!(k.gaps.iter().any(|gap| gap.message.contains("no-cross-namespace-refs")), "{:#?}", k.gaps);
    assert_eq!(k.clusters[0].controllers.default_service_account.as_deref(), Some("default"));
    let k = files("apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n");
    assert!(k.gaps.is_empty(), "{:#?}", k.gaps);
}

#[test]
fn objects_that_flux_is_told_to_leave_alone_are_suspended() {
    let apps = kustomization("apps", "./apps", "");
    let object_of = |name: &str, note: &str| {
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: n, annotations: {{{note}}}}}\n")
    };
    let (_, k) = cluster(&[
        ("clusters/prod/apps.yaml", &apps),
        ("apps/a.yaml", &object_of("off", "kustomize.toolkit.fluxcd.io/reconcile: disabled")),
        ("apps/b.yaml", &object_of("ignored", "kustomize.toolkit.fluxcd.io/ssa: Ignore")),
        ("apps/c.yaml", &object_of("merged", "kustomize.toolkit.fluxcd.io/ssa: Merge")),
    ]);
    assert_eq!(object(&k, "ConfigMap/n/off").reach, Reach::Suspended);
    assert_eq!(object(&k, "ConfigMap/n/ignored").reach, Reach::Suspended);
    assert!(matches!(object(&k, "ConfigMap/n/merged").reach, Reach::Live(_)));
}

#[test]
fn what_is_decrypted_keeps_its_keys_and_loses_its_values() {
    let apps = kustomization(
        "apps",
        "./apps",
        "  decryption: {provider: sops}\n  postBuild: {substituteFrom: [{kind: Secret, name: vars}]}\n",
    );
    let vars = kustomization("vars", "./vars", "  decryption: {provider: sops}\n");
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: vars, namespace: flux-system}\nstringData: {domain: 'ENC[AES256_GCM,data:x]'}\nsops: {mac: 'ENC[x]'}\n";
    let (_, k) = cluster(&[
        ("clusters/prod/apps.yaml", &apps),
        ("clusters/prod/vars.yaml", &vars),
        ("vars/vars.yaml", secret),
        ("apps/a.yaml", &config_map("a", "host: '${domain}', other: '${elsewhere}'")),
    ]);
    let made = object(&k, "Secret/flux-system/vars");
    assert!(edit::lookup(&made.value, &["sops"]).is_none());
    assert!(matches!(value(made, &["stringData", "domain"]).kind, Kind::Unknown(_)));
    let a = object(&k, "ConfigMap/flux-system/a");
    assert!(matches!(value(a, &["data", "host"]).kind, Kind::Unknown(_)));
    assert!(matches!(value(a, &["data", "other"]).kind, Kind::Null), "the keys of the Secret are known");
}

#[test]
fn what_goes_to_another_cluster_is_said() {
    let apps = kustomization("apps", "./apps", "  kubeConfig: {secretRef: {name: other}}\n");
    let (_, k) = cluster(&[("clusters/prod/apps.yaml", &apps), ("apps/a.yaml", &config_map("a", ""))]);
    assert!(k.gaps.iter().any(|gap| gap.message.contains("another cluster")), "{:#?}", k.gaps);
}
