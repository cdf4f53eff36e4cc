//! Where values come from, and what bad input is answered with; what builds amount to is in `tests/conformance`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::eval::reference::Outcome;
use crate::eval::value::Value;
use crate::source::{GapKind, Sources, Span};

const OBJECTS: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: web
        image: web:1
        args: [$(V)]
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: conf
data:
  a: one
";

fn sources(files: &[(&str, &str)]) -> Sources {
    Sources::from_memory(vec![("r", files.to_vec())])
}

fn build(sources: &Sources, dir: &str) -> Build {
    let files = Files::new(sources);
    Kustomizer::new(&files, sources.tree_ids().next().unwrap()).build(dir, &Extra::default())
}

/// Builds `k`, whose kustomization this is, over the objects above.
fn built(kustomization: &str, more: &[(&str, &str)]) -> (Sources, Build) {
    let kustomization = format!("resources: [m.yaml]\n{kustomization}");
    let mut files = vec![("k/kustomization.yaml", &*kustomization), ("k/m.yaml", OBJECTS)];
    files.extend(more);
    let sources = sources(&files);
    let build = build(&sources, "k");
    (sources, build)
}

/// `file:line` of a place.
fn place(sources: &Sources, at: Span) -> String {
    format!("{}:{}", sources.file(at.file).unwrap().path, sources.line_col(at.file, at.start).line)
}

fn object<'b>(build: &'b Build, kind: &str) -> &'b Resource {
    build.resources.iter().find(|r| &*r.id().kind == kind).unwrap()
}

fn field<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('/').fold(value, |v, step| match step.parse::<usize>() {
        Ok(index) => edit::items(v).nth(index).unwrap(),
        Err(_) => edit::get(v, step).unwrap_or_else(|| panic!("no {step}")),
    })
}

/// Where a field of the Deployment is written.
fn written(sources: &Sources, build: &Build, path: &str) -> String {
    place(sources, field(&object(build, "Deployment").value, path).at)
}

fn via(sources: &Sources, build: &Build, kind: &str) -> Vec<String> {
    object(build, kind).via.iter().map(|at| place(sources, *at)).collect()
}

const IMAGE: &str = "spec/template/spec/containers/0/image";

#[test]
fn a_patched_field_is_written_in_the_patch_and_the_others_where_they_were() {
    let patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 3\n";
    let (sources, build) = built("patches:\n- path: p.yaml\n", &[("k/p.yaml", patch)]);
    assert_eq!(written(&sources, &build, "spec/replicas"), "k/p.yaml:5");
    assert_eq!(written(&sources, &build, IMAGE), "k/m.yaml:11");
    let via = via(&sources, &build, "Deployment");
    assert!(via.contains(&"k/p.yaml:1".to_string()) && via.contains(&"k/kustomization.yaml:3".to_string()), "{via:?}");
    assert_eq!(self::via(&sources, &build, "ConfigMap"), ["k/kustomization.yaml:1"], "the patch is not of this one");
}

#[test]
fn an_element_that_a_patch_changes_keeps_the_places_of_its_other_fields() {
    let patch = "patches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec:\n      template:\n        spec:\n          containers:\n          - name: web\n            image: web:2\n";
    let (sources, build) = built(patch, &[]);
    assert_eq!(written(&sources, &build, IMAGE), "k/kustomization.yaml:12");
    assert_eq!(written(&sources, &build, "spec/template/spec/containers/0/args"), "k/m.yaml:12");
    assert_eq!(written(&sources, &build, "spec/template/spec/containers/0/name"), "k/m.yaml:10", "it says the same");
}

#[test]
fn a_field_of_a_json_patch_is_written_in_its_operation() {
    let text = "patches:\n- target: {kind: Deployment}\n  patch: |-\n    - op: replace\n      path: /spec/replicas\n      value: 3\n- target: {kind: Deployment}\n  path: p.json\n";
    let operations = "[\n{\"op\": \"add\", \"path\": \"/spec/paused\",\n \"value\": true}\n]";
    let (sources, build) = built(text, &[("k/p.json", operations)]);
    assert_eq!(written(&sources, &build, "spec/replicas"), "k/kustomization.yaml:7");
    assert_eq!(written(&sources, &build, "spec/paused"), "k/p.json:3");
    assert!(via(&sources, &build, "Deployment").contains(&"k/p.json:1".to_string()));
}

#[test]
fn what_a_field_of_the_kustomization_sets_is_written_there() {
    let text = "namespace: team\nimages:\n- name: web\n  newTag: \"2\"\nreplicas:\n- name: web\n  count: 4\nlabels:\n- pairs:\n    a: b\n";
    let (sources, build) = built(text, &[]);
    assert_eq!(written(&sources, &build, "metadata/namespace"), "k/kustomization.yaml:2");
    assert_eq!(written(&sources, &build, IMAGE), "k/kustomization.yaml:5");
    assert_eq!(written(&sources, &build, "spec/replicas"), "k/kustomization.yaml:8");
    assert_eq!(written(&sources, &build, "metadata/labels/a"), "k/kustomization.yaml:11");
}

#[test]
fn a_replaced_field_leads_to_its_source_and_a_variable_to_both() {
    let text = "replacements:\n- source: {kind: ConfigMap, fieldPath: data.a}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: [spec.template.spec.containers.0.image]\nvars:\n- {name: V, objref: {apiVersion: v1, kind: ConfigMap, name: conf}, fieldref: {fieldPath: data.a}}\n";
    let (sources, build) = built(text, &[]);
    assert_eq!(written(&sources, &build, IMAGE), "k/m.yaml:19");
    let variable = field(&object(&build, "Deployment").value, "spec/template/spec/containers/0/args/0");
    assert_eq!(edit::as_str(variable), Some("one"));
    assert_eq!(place(&sources, variable.at), "k/m.yaml:12");
    assert_eq!(place(&sources, variable.via.as_ref().unwrap().at), "k/m.yaml:19");
}

#[test]
fn generated_data_is_written_in_its_file_or_its_literal() {
    let text = "configMapGenerator:\n- name: made\n  literals:\n  - a=b\n  envs: [e.env]\n  files: [f.txt]\n";
    let (sources, build) = built(text, &[("k/e.env", "# one\nB=2\n"), ("k/f.txt", "text")]);
    let made = build.resources.iter().find(|r| r.id().name.starts_with("made-")).unwrap();
    let at = |key: &str| {
        let data = edit::get(&made.value, "data").unwrap();
        let entry = edit::entry(data, key).unwrap();
        (place(&sources, entry.key_at), place(&sources, entry.value.at))
    };
    let here = |line: u32| format!("k/kustomization.yaml:{line}");
    assert_eq!(at("a"), (here(5), here(5)));
    assert_eq!(at("B"), ("k/e.env:2".into(), "k/e.env:2".into()));
    assert_eq!(at("f.txt"), (here(7), "k/f.txt:1".into()));
}

/// The only gap of a kind.
fn told(build: &Build, kind: GapKind) -> String {
    let found: Vec<_> = build.gaps.iter().filter(|gap| gap.kind == kind).collect();
    assert_eq!(found.len(), 1, "{:?}", build.gaps);
    assert!(found[0].at.is_some());
    found[0].message.to_string()
}

#[test]
fn a_plugin_and_what_is_remote_are_gaps_that_name_them() {
    let plugin = "apiVersion: team.example.com/v1\nkind: Sealer\nmetadata: {name: s}\n";
    let (_, build) = built("transformers: [t.yaml]\n", &[("k/t.yaml", plugin)]);
    assert!(told(&build, GapKind::Evaluation).contains("`Sealer`"));
    assert_eq!(build.resources.len(), 2, "the rest goes on");
    assert!(!build.unseen.is_empty());
    let sources = sources(&[("k/kustomization.yaml", "resources: [https://example.com/x.yaml]\n")]);
    assert!(told(&self::build(&sources, "k"), GapKind::Remote).contains("https://example.com/x.yaml"));
    let (_, build) = built("helmCharts: [{name: redis, repo: https://charts.example.com, releaseName: r}]\n", &[]);
    assert!(told(&build, GapKind::Chart).contains("the chart `redis` of https://charts.example.com"));
}

#[test]
fn files_of_the_repository_may_be_named_and_others_may_not() {
    let config = "configMapGenerator:\n- {name: c, files: [../shared/x.txt]}\n- {name: d, files: [../../etc/passwd]}\n";
    let (_, build) = built(config, &[("shared/x.txt", "x")]);
    let outcome = |end: &str| &build.references.iter().find(|named| named.target.ends_with(end)).unwrap().outcome;
    assert!(matches!(outcome("x.txt"), Outcome::Found));
    let Outcome::Missing { looked_for, .. } = outcome("passwd") else { panic!("it leads out") };
    assert!(looked_for.contains("leads out of this repository"));
}

#[test]
fn kustomizations_that_include_each_other_end_with_one_gap() {
    let sources = sources(&[
        ("a/kustomization.yaml", "resources: [../b]\ncomponents: [../c]\n"),
        ("b/kustomization.yaml", "resources: [../a]\n"),
        ("c/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncomponents: [../c]\n"),
    ]);
    let build = build(&sources, "a");
    let cycles: Vec<_> = build.gaps.iter().filter(|gap| gap.message.contains("a cycle of kustomizations")).collect();
    assert_eq!(cycles.len(), 2, "{:?}", build.gaps);
    assert!(cycles[0].message.contains("a -> b -> a"));
}

#[test]
fn aliases_that_multiply_are_a_gap_in_manifests_and_patches() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        let names = vec![format!("*a{}", i - 1); 9].join(", ");
        bomb.push_str(&format!("a{i}: &a{i} [{names}]\n"));
    }
    let manifest = format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: bomb}}\n{bomb}");
    let patch: String = manifest.lines().map(|line| format!("    {line}\n")).collect();
    let text = format!("patches:\n- target: {{kind: ConfigMap}}\n  patch: |-\n{patch}- path: p.yaml\n");
    let (_, build) = built(&text, &[("k/p.yaml", &manifest)]);
    let bounds = build.gaps.iter().filter(|gap| gap.kind == GapKind::Bound).count();
    assert_eq!(bounds, 2, "{:?}", build.gaps);
    assert_eq!(build.resources.len(), 2);
}

#[test]
fn a_patch_of_very_long_lists_ends() {
    let env: String = (0..20_000).map(|i| format!("        - {{name: V{i}, value: x}}\n")).collect();
    let pod = format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  containers:\n      - name: c\n        env:\n{env}"
    );
    let sources = sources(&[
        ("k/kustomization.yaml", "resources: [m.yaml]\npatches: [{path: p.yaml}]\n"),
        ("k/m.yaml", &pod),
        ("k/p.yaml", &pod),
    ]);
    let build = build(&sources, "k");
    assert!(told(&build, GapKind::Bound).contains("steps"));
    assert!(build.resources.is_empty() && !build.unseen.is_empty(), "none, rather than one that is not patched");
}

#[test]
fn what_kustomize_cannot_write_is_told_once_and_the_rest_goes_on() {
    for (text, word) in [
        ("data: {a: b}\ndata: {c: d}\n", "a key that is there already"),
        ("data: {1: one}\n", "the key `1`"),
        ("data: {x: .inf}\n", "a number that JSON does not have"),
    ] {
        let manifest = format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\n{text}");
        let (_, build) = built("resources: [m.yaml, s.yaml]\n", &[("k/s.yaml", &manifest)]);
        assert!(told(&build, GapKind::Evaluation).contains(word), "{:?}", build.gaps);
        assert_eq!(build.resources.len(), 3);
    }
}

#[test]
fn a_top_kustomization_of_flux_is_read_as_flux_reads_it() {
    let sources =
        sources(&[("k/kustomization.yaml", "resources: [m.yaml]\nnamePrefix: 5\nextra: x\n"), ("k/m.yaml", OBJECTS)]);
    let files = Files::new(&sources);
    let at = Span::file_start(sources.files()[0].id);
    let extra = Extra { at: Some(at), ..Extra::default() };
    let build = Kustomizer::new(&files, sources.tree_ids().next().unwrap()).build("k", &extra);
    assert!(build.gaps.is_empty(), "{:?}", build.gaps);
    assert!(build.resources.iter().any(|r| &*r.id().name == "5web"));
}

#[test]
fn a_build_that_needs_more_than_its_steps_hands_on_nothing_and_says_so() {
    let objects: String =
        (0..50).map(|i| format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c{i}\n---\n")).collect();
    let patch = "patches:\n- target: {kind: ConfigMap}\n  patch: |-\n    - {op: add, path: /data, value: {a: b}}\n";
    let sources =
        sources(&[("k/kustomization.yaml", &*format!("resources: [m.yaml]\n{patch}")), ("k/m.yaml", &objects)]);
    let files = Files::new(&sources);
    let builder = Kustomizer::new(&files, sources.tree_ids().next().unwrap());
    let done = builder.build_within("k", &Extra::default(), 6_000);
    assert!(done.cut && done.used == 6_000);
    assert!(done.made.resources.is_empty(), "none of them, rather than some that are not patched");
    assert!(!done.made.unseen.is_empty() && done.made.directories.contains("k"));
    let said = done.made.gaps.iter().find(|g| g.kind == GapKind::Bound).unwrap();
    assert!(said.message.contains("6000 steps"), "{}", said.message);
    let done = builder.build_within("k", &Extra::default(), 60_000);
    assert!(!done.cut && done.made.resources.len() == 50 && done.made.gaps.is_empty(), "{:?}", done.made.gaps);
}

#[test]
fn a_path_that_leads_nowhere_is_noted_once_however_often_it_is_included() {
    let sources = sources(&[
        ("a/kustomization.yaml", "components: [../c, ../c, ../c]\n"),
        ("c/kustomization.yaml", "kind: Component\nresources: [nowhere.yaml]\n"),
    ]);
    let build = build(&sources, "a");
    let missing = build.references.iter().filter(|r| matches!(r.outcome, Outcome::Missing { .. })).count();
    assert_eq!(missing, 1);
}
