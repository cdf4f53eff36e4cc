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

const TEMPLATE: &str = "apiVersion: fluxcd.controlplane.io/v1
kind: ResourceSet
metadata: {name: apps, namespace: flux-system}
spec:
  inputs: [{name: one}]
  resourcesTemplate: |
    <<- range list inputs.name \"more\" >>
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: << . >>
      namespace: flux-system
    <<- end >>
";

#[test]
fn what_the_template_of_a_resource_set_makes_is_there_and_points_at_the_template() {
    let apps = kustomization("apps", "./apps", "  postBuild: {substituteFrom: [{kind: ConfigMap, name: one}]}\n");
    let (sources, k) = cluster(&[
        ("clusters/prod/set.yaml", TEMPLATE),
        ("clusters/prod/apps.yaml", &apps),
        ("apps/a.yaml", &config_map("a", "")),
    ]);
    assert!(matches!(reference(&k, ReferenceKind::ValuesFrom, "one").outcome, Outcome::Found));
    let made = object(&k, "ConfigMap/flux-system/more");
    assert_eq!(super::text_at(&sources, value(made, &["kind"]).at), ("clusters/prod/set.yaml".into(), 10));
    assert!(k.gaps.is_empty(), "{:#?}", k.gaps);
}

#[test]
fn a_resource_set_whose_inputs_come_from_elsewhere_leaves_absence_undecided() {
    let provider = "apiVersion: fluxcd.controlplane.io/v1
kind: ResourceSetInputProvider
metadata: {name: pulls, namespace: flux-system}
spec: {type: GitHubPullRequest, url: 'https://example.org/r'}
";
    let from = TEMPLATE.replace("inputs: [{name: one}]", "inputsFrom: [{name: pulls}]");
    let apps = kustomization("apps", "./apps", "  postBuild: {substituteFrom: [{kind: ConfigMap, name: one}]}\n");
    for provider in [provider, "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n"] {
        let (_, k) = cluster(&[
            ("clusters/prod/set.yaml", &from),
            ("clusters/prod/provider.yaml", provider),
            ("clusters/prod/apps.yaml", &apps),
            ("apps/a.yaml", &config_map("a", "")),
        ]);
        assert!(matches!(reference(&k, ReferenceKind::ValuesFrom, "one").outcome, Outcome::Undecided(_)));
        assert!(k.gaps.iter().any(|gap| gap.message.contains("ResourceSet")), "{:#?}", k.gaps);
    }
}

#[test]
fn a_template_that_asks_for_an_input_nobody_gives_is_refused() {
    let set = TEMPLATE.replace("inputs.name", "inputs.nothing");
    let (_, k) = cluster(&[("clusters/prod/set.yaml", &set)]);
    assert!(k.gaps.iter().any(|gap| gap.message.contains("no entry for key")), "{:#?}", k.gaps);
}

#[test]
fn a_resource_set_that_never_ends_or_makes_too_much_is_bounded() {
    for (template, says) in [
        ("<<- range until 1000000000 >>x<< end >>", "bound"),
        ("<< define \"a\" >><< template \"a\" . >><< end >><< template \"a\" . >>", "bound"),
        ("<< repeat 1000000000 \"x\" >>", "bound"),
    ] {
        let set = format!(
            "apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSet\nmetadata: {{name: s, namespace: n}}\nspec:\n  inputs: [{{a: b}}]\n  resourcesTemplate: |\n    {template}\n"
        );
        let (_, k) = cluster(&[("clusters/prod/set.yaml", &set)]);
        assert!(k.gaps.iter().any(|gap| gap.message.contains(says)), "{template}: {:#?}", k.gaps);
    }
}

#[test]
fn inputs_of_several_providers_may_be_permuted() {
    let provider = |name: &str, value: &str| {
        format!(
            "apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSetInputProvider\nmetadata: {{name: {name}, namespace: team}}\nspec: {{type: Static, defaultValues: {{x: {value}}}}}\n"
        )
    };
    let set = "apiVersion: fluxcd.controlplane.io/v1
kind: ResourceSet
metadata: {name: my-set, namespace: team}
spec:
  inputStrategy: {name: Permute}
  inputs: [{n: 1}, {n: 2}]
  inputsFrom: [{name: one-a}, {name: two-b}]
  resources:
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: 'c-<< inputs.my_set.n >>-<< inputs.one_a.x >>-<< inputs.two_b.x >>', namespace: team}
    data: {id: '<< inputs.id | quote >>'}
";
    let (_, k) = cluster(&[
        ("clusters/prod/set.yaml", set),
        ("clusters/prod/a.yaml", &provider("one-a", "red")),
        ("clusters/prod/b.yaml", &provider("two-b", "blue")),
    ]);
    let id = |name: &str| edit::as_str(value(object(&k, name), &["data", "id"])).map(String::from);
    assert_ne!(id("ConfigMap/team/c-1-red-blue"), id("ConfigMap/team/c-2-red-blue"));
    assert!(k.gaps.is_empty(), "{:#?}", k.gaps);
}

#[test]
fn data_of_a_config_map_is_copied_from_another() {
    let set = "apiVersion: fluxcd.controlplane.io/v1
kind: ResourceSet
metadata: {name: s, namespace: team}
spec:
  inputs: [{to: one}]
  resources:
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: copy, namespace: << inputs.to >>, annotations: {fluxcd.controlplane.io/copyFrom: flux-system/info}}
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: lost, namespace: << inputs.to >>, annotations: {fluxcd.controlplane.io/copyFrom: flux-system/nowhere}}
";
    let (_, k) =
        cluster(&[("clusters/prod/set.yaml", set), ("clusters/prod/info.yaml", &config_map("info", "region: here"))]);
    assert_eq!(edit::as_str(value(object(&k, "ConfigMap/one/copy"), &["data", "region"])), Some("here"));
    let Kind::Map(open) = &value(object(&k, "ConfigMap/one/lost"), &["data"]).kind else { panic!() };
    assert!(open.rest.is_some(), "what it copies is not known");
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
