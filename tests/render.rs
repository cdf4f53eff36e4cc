//! `driftline render`: what is printed is what kustomize, Helm and Flux would make, with its origins, and what a change does to it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(path, text)| write(folder.path(), path, text));
    folder
}

fn render(at: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_driftline")).current_dir(at).arg("render").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[track_caller]
fn printed(at: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = render(at, arguments);
    assert_eq!(code, Some(0), "{out}{err}");
    out
}

#[track_caller]
fn objects(at: &Path, arguments: &[&str]) -> Vec<Value> {
    serde_json::from_str(&printed(at, &[arguments, &["--format", "json"]].concat())).unwrap()
}

fn names(objects: &[Value]) -> Vec<String> {
    let name = |o: &Value| format!("{}/{}", o["kind"].as_str().unwrap(), o["metadata"]["name"].as_str().unwrap());
    objects.iter().map(name).collect()
}

fn git(at: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"];
    let done = Command::new("git")
        .args(identity)
        .args(["-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(at)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn commit(at: &Path) {
    if !at.join(".git").exists() {
        git(at, &["init", "-q"]);
    }
    git(at, &["add", "."]);
    git(at, &["commit", "-qm", "x"]);
}

/// Kustomizations that use the corners of YAML: quoted words, folded lines, keys with numbers in them.
const SHOP: &[(&str, &str)] = &[
    (
        "base/kustomization.yaml",
        "resources:\n- app.yaml\nconfigMapGenerator:\n- name: settings\n  literals:\n  - level=info\n",
    ),
    (
        "base/app.yaml",
        r#"kind: Deployment
apiVersion: apps/v1
metadata:
  name: app
spec:
  replicas: 1
  selector: {matchLabels: {app: app}}
  template:
    metadata:
      labels: {app: app}
    spec:
      containers:
      - name: app
        image: nginx
        args: ["--note", "it's a text that is long enough to go beyond the eighty columns after which a line breaks"]
        env:
        - {name: "N", value: "1"}
        - {name: "Y", value: "yes"}
        - {name: EMPTY, value: ""}
        - name: SCRIPT
          value: |
            set -e
              echo "é 😀"
        envFrom:
        - configMapRef: {name: settings}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {a10: x, a2: y}}
"#,
    ),
    ("over/kustomization.yaml", "namespace: shop\nresources:\n- ../base\npatches:\n- path: more.yaml\n"),
    ("over/more.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  replicas: 3\n"),
];

/// Recorded with kustomize 5.8.2.
#[test]
fn a_kustomization_is_printed_byte_for_byte_as_kustomize_prints_it() {
    let repo = repository(SHOP);
    assert_eq!(printed(repo.path(), &["over"]), include_str!("render/kustomize.yaml"));
}

#[test]
fn json_is_one_array_of_the_same_objects() {
    let repo = repository(SHOP);
    let objects = objects(repo.path(), &["over"]);
    assert_eq!(names(&objects), ["Namespace/shop", "ConfigMap/settings-k4b9tgf9m9", "Deployment/app"]);
    assert_eq!(objects[2]["spec"]["replicas"], 3);
    assert_eq!(objects[2]["spec"]["template"]["spec"]["containers"][0]["env"][1]["value"], "yes");
}

#[test]
fn origins_say_where_an_object_and_what_in_it_is_from_elsewhere_is_written() {
    let repo = repository(SHOP);
    let out = printed(repo.path(), &["over", "--origins"]);
    let plain: String =
        out.lines().filter(|l| !l.starts_with("# ")).map(|l| format!("{}\n", l.split(" # ").next().unwrap())).collect();
    assert_eq!(plain, include_str!("render/kustomize.yaml"), "only comments are added");
    assert!(out.contains("---\n# from base/app.yaml:1:1\n"), "{out}");
    assert!(out.contains("  replicas: 3 # over/more.yaml:6:13 > over/kustomization.yaml:5:3\n"), "{out}");
    assert!(out.contains("  namespace: shop # over/kustomization.yaml:1:12\n"), "{out}");
    assert!(out.contains("        image: nginx\n"), "what is written beside the rest has no comment: {out}");
    let json: Vec<Value> =
        serde_json::from_str(&printed(repo.path(), &["over", "--origins", "--format", "json"])).unwrap();
    let app = &json[2];
    assert_eq!(app["object"]["spec"]["replicas"], 3);
    assert_eq!(app["at"], "base/app.yaml:1:1");
    assert_eq!(
        app["fields"]["spec"]["replicas"],
        json!({ "at": "over/more.yaml:6:13", "via": ["over/kustomization.yaml:5:3"] })
    );
    assert_eq!(app["fields"]["spec"]["template"]["spec"]["containers"][0]["image"]["at"], "base/app.yaml:14:16");
}

const CHART: &[(&str, &str)] = &[
    (
        "app/Chart.yaml",
        "apiVersion: v2\nname: app\nversion: 1.2.0\ndependencies: [{name: sub, version: 0.1.0, alias: ali}]\n",
    ),
    ("app/values.yaml", "size: 1\nlist: [a]\nname: none\n"),
    ("app/prod.yaml", "size: 3\nname: prod\n"),
    ("app/crds/crd.yaml", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: c}\n"),
    ("app/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 0.1.0\n"),
    ("app/charts/sub/templates/s.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n"),
    (
        "app/templates/hook.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: check, annotations: {helm.sh/hook: test}}\n---\n\
         apiVersion: v1\nkind: ConfigMap\nmetadata: {name: before, annotations: {helm.sh/hook: pre-install}}\n---\n\
         apiVersion: v1\nkind: ConfigMap\nmetadata: {name: never, annotations: {helm.sh/hook: no-such-event}}\n",
    ),
    (
        "app/templates/all.yaml",
        "apiVersion: example.com/v1\nkind: Zed\nmetadata: {name: z}\n---\napiVersion: apps/v1\nkind: Deployment\n\
         metadata:\n  name: {{ .Release.Name }}\n  namespace: {{ .Release.Namespace }}\nspec:\n  replicas: {{ .Values.size }}\n\
         \x20 tag: {{ .Values.name | quote }}\n  items: {{ .Values.list | toJson }}\n  cluster: {{ .Capabilities.KubeVersion.Version }}\n---\n\
         apiVersion: example.com/v1\nkind: Alpha\nmetadata: {name: a}\n",
    ),
];

/// The order was recorded with Helm 3.18.
#[test]
fn a_chart_is_printed_in_the_order_of_helm_template() {
    let repo = repository(CHART);
    let out = printed(repo.path(), &["--chart", "app", "--include-crds"]);
    let found: Vec<&str> = out.lines().filter(|l| l.starts_with("# Source: ") || l.starts_with("kind: ")).collect();
    let expected = [
        ("app/crds/crd.yaml", "CustomResourceDefinition"),
        ("app/charts/ali/templates/s.yaml", "Service"),
        ("app/templates/all.yaml", "Deployment"),
        ("app/templates/all.yaml", "Alpha"),
        ("app/templates/all.yaml", "Zed"),
        ("app/templates/hook.yaml", "ConfigMap"),
        ("app/templates/hook.yaml", "Pod"),
    ];
    let expected: Vec<String> =
        expected.iter().flat_map(|(file, kind)| [format!("# Source: {file}"), format!("kind: {kind}")]).collect();
    assert_eq!(found, expected);
    assert!(out.starts_with("---\n# Source: "));
    assert!(!printed(repo.path(), &["--chart", "app"]).contains("CustomResourceDefinition"), "unless asked for");
}

#[test]
fn values_files_and_set_lie_over_the_charts_own_in_that_order() {
    let repo = repository(CHART);
    let spec = |arguments: &[&str]| {
        let objects = objects(repo.path(), &[&["--chart", "app"], arguments].concat());
        objects.into_iter().find(|o| o["kind"] == "Deployment").unwrap()
    };
    let plain = spec(&[]);
    assert_eq!(plain["metadata"], json!({ "name": "release-name", "namespace": "default" }));
    assert_eq!(plain["spec"], json!({ "cluster": "v1.31.0", "items": ["a"], "replicas": 1, "tag": "none" }));
    let set = spec(&[
        "-f",
        "app/prod.yaml",
        "--set",
        "list[1]=b,size=7",
        "--set-string",
        "list[0]=1",
        "--release-name",
        "shop",
        "-n",
        "live",
        "--kube-version",
        "1.29",
    ]);
    assert_eq!(set["metadata"], json!({ "name": "shop", "namespace": "live" }));
    assert_eq!(set["spec"], json!({ "cluster": "v1.29.0", "items": ["1", "b"], "replicas": 7, "tag": "prod" }));
    let out = printed(repo.path(), &["--chart", "app", "-f", "app/prod.yaml", "--set", "size=7", "--origins"]);
    assert!(out.contains("  tag: prod # app/prod.yaml:2:7 > :12:8\n"), "{out}");
    assert!(out.contains("  replicas: 7 # command line/--set:1:1 > :11:13\n"), "{out}");
}

const BOOTSTRAP: &str = "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: flux-system, namespace: flux-system}\n\
     spec: {url: https://example.com/fleet, ref: {branch: main}}\n---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n\
     metadata: {name: flux-system, namespace: flux-system}\nspec:\n  path: ./clusters/prod\n  sourceRef: {kind: GitRepository, name: flux-system}\n";

fn release(name: &str, spec: &str) -> String {
    format!(
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {{name: {name}, namespace: shop}}\nspec:\n{spec}"
    )
}

fn of_git(chart: &str) -> String {
    format!(
        "  chart:\n    spec:\n      chart: {chart}\n      sourceRef: {{kind: GitRepository, name: flux-system, namespace: flux-system}}\n"
    )
}

fn fleet() -> TempDir {
    let repo = repository(&[("clusters/prod/flux-system/gotk-sync.yaml", BOOTSTRAP)]);
    let at = repo.path();
    write(at, "clusters/prod/flux-system/kustomization.yaml", "resources: [gotk-sync.yaml]\n");
    for (path, text) in CHART {
        write(at, &format!("charts/{path}"), text);
    }
    write(
        at,
        "clusters/prod/shop.yaml",
        &release("shop", &format!("{}  values: {{size: 5}}\n", of_git("./charts/app"))),
    );
    write(
        at,
        "clusters/prod/apps.yaml",
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps, namespace: flux-system}\n\
         spec:\n  path: ./apps\n  sourceRef: {kind: GitRepository, name: flux-system}\n  postBuild: {substitute: {color: blue}}\n",
    );
    write(at, "apps/kustomization.yaml", "resources: [cm.yaml]\n");
    write(
        at,
        "apps/cm.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: color, namespace: shop}\ndata: {color: '${color}'}\n",
    );
    write(at, "dormant/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: dormant, namespace: shop}\n");
    repo
}

#[test]
fn a_cluster_is_everything_that_flux_applies_from_there() {
    let repo = fleet();
    let objects = objects(repo.path(), &["--cluster", "clusters/prod"]);
    let names = names(&objects);
    for name in ["ConfigMap/color", "HelmRelease/shop", "Deployment/shop", "Kustomization/apps", "Service/s"] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
    assert!(!names.contains(&"ConfigMap/dormant".to_owned()) && !names.contains(&"Pod/check".to_owned()), "{names:?}");
    let color = objects.iter().find(|o| o["metadata"]["name"] == "color").unwrap();
    assert_eq!(color["data"]["color"], "blue");
    let out = printed(repo.path(), &["--cluster", "clusters/prod", "--origins"]);
    assert!(
        out.contains(
            "# from charts/app/templates/all.yaml:5:1\n# with clusters/prod/shop.yaml:1:1\n# by HelmRelease/shop/shop\n"
        ),
        "{out}"
    );
    assert!(out.contains("  replicas: 5 # clusters/prod/shop.yaml:9:18 > :11:13\n"), "{out}");
}

#[test]
fn a_release_is_its_own_objects_in_helms_order() {
    let repo = fleet();
    let names = names(&objects(repo.path(), &["--release", "shop/shop"]));
    let expected = [
        "CustomResourceDefinition/c",
        "Service/s",
        "Deployment/shop",
        "Alpha/a",
        "Zed/z",
        "ConfigMap/before",
        "ConfigMap/never",
    ];
    assert_eq!(names, expected);
    let (code, _, err) = render(repo.path(), &["--release", "shop/shp"]);
    assert_eq!((code, err.contains("did you mean `shop/shop`?")), (Some(2), true), "{err}");
}

#[test]
fn what_is_suspended_is_left_out_and_told() {
    let repo = fleet();
    write(
        repo.path(),
        "clusters/prod/shop.yaml",
        &release("shop", &format!("  suspend: true\n{}", of_git("./charts/app"))),
    );
    let (code, out, err) = render(repo.path(), &["--cluster", "clusters/prod"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(!out.contains("kind: Deployment") && out.contains("kind: HelmRelease"), "{out}");
    assert!(err.contains("only something with `suspend: true` brings them"), "{err}");
}

#[test]
fn a_cluster_goes_on_beside_what_cannot_be_rendered_and_the_exit_code_tells() {
    let repo = fleet();
    let at = repo.path();
    write(at, "charts/app/templates/broken.yaml", "a: {{ fail \"no way\" }}\n");
    write(
        at,
        "clusters/prod/far.yaml",
        &release(
            "far",
            "  chart:\n    spec:\n      chart: far\n      version: 1.0.0\n      sourceRef: {kind: HelmRepository, name: far}\n",
        ),
    );
    let (code, out, err) = render(at, &["--cluster", "clusters/prod"]);
    assert_eq!(code, Some(1), "{err}");
    assert!(out.contains("name: color") && !out.contains("kind: Deployment"), "{out}");
    assert!(err.contains("no way\n  --> charts/app/templates/broken.yaml:1:"), "{err}");
    assert!(
        err.contains("the HelmRelease `shop/far` is not rendered: the source of `far@1.0.0` is not at hand"),
        "{err}"
    );
    let (code, out, err) = render(at, &["--release", "shop/shop"]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains("no way"), "{err}");
}

fn registry(at: &Path) {
    write(
        at,
        "clusters/prod/sources.yaml",
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: charts, namespace: shop}\nspec: {url: https://charts.example.com/stable/}\n---\n\
         apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: app, namespace: shop}\nspec: {url: oci://ghcr.io/example/app, ref: {tag: 1.2.0}}\n",
    );
    let chart = |version: &str| {
        format!(
            "  chart:\n    spec:\n      chart: app\n      version: '{version}'\n      sourceRef: {{kind: HelmRepository, name: charts}}\n"
        )
    };
    write(at, "clusters/prod/shop.yaml", &release("shop", &chart("1.x")));
    write(at, "clusters/prod/oci.yaml", &release("oci", "  chartRef: {kind: OCIRepository, name: app}\n"));
    write(at, "clusters/prod/old.yaml", &release("old", &chart("<1.0")));
}

#[test]
fn a_chart_of_a_registry_renders_from_where_the_configuration_says_it_is() {
    let repo = fleet();
    let at = repo.path();
    registry(at);
    let (code, _, err) = render(at, &["--release", "shop/shop"]);
    assert_eq!(code, Some(2), "{err}");
    let configuration = "repositories: [{name: fleet, path: .}]\n\
         clusters: [{name: prod, path: fleet//clusters/prod, kube_version: '1.28'}]\n\
         charts:\n  - source: https://charts.example.com/stable/app\n    path: fleet//charts/app\n\
         \x20 - source: oci://ghcr.io/example/app\n    path: fleet//charts/app\n";
    write(at, "driftline.yaml", configuration);
    for name in ["shop/shop", "shop/oci"] {
        let objects = objects(at, &["--release", name]);
        let app = objects.iter().find(|o| o["kind"] == "Deployment").unwrap();
        assert_eq!(app["metadata"]["name"], name.split('/').nth(1).unwrap());
        assert_eq!(app["spec"]["cluster"], "v1.28.0", "the version is that of the cluster");
    }
    let (code, _, err) = render(at, &["--release", "shop/old"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("`fleet//charts/app` is version 1.2.0, and `<1.0` is asked for"), "{err}");
    write(at, "driftline.yaml", &configuration.replace("//charts/app", "//charts/nowhere"));
    let (code, _, err) = render(at, &["--release", "shop/shop"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("there is no chart at `fleet//charts/nowhere`"), "{err}");
}

#[test]
fn a_configuration_that_was_found_cannot_have_a_chart_read_from_elsewhere() {
    let repo = fleet();
    let (at, outside) = (repo.path().join("fleet"), repo.path().join("outside"));
    fs::create_dir_all(&at).unwrap();
    fs::rename(repo.path().join("clusters"), at.join("clusters")).unwrap();
    fs::rename(repo.path().join("charts"), &outside).unwrap();
    registry(&at);
    write(
        &at,
        "driftline.yaml",
        "repositories: [{name: fleet, path: .}, {name: outside, path: ../outside}]\n\
         charts: [{source: 'https://charts.example.com/stable/app', path: outside//app}]\n",
    );
    let (code, out, err) = render(&at, &["--release", "shop/shop"]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains("there is no chart at `outside//app`"), "{err}");
    let given = printed(&at, &["--release", "shop/shop", ".", "../outside"]);
    assert!(given.contains("kind: Deployment"), "the command line can: {given}");
}

#[test]
fn values_that_are_not_known_are_placeholders_with_their_reason() {
    let repo = fleet();
    let at = repo.path();
    write(
        at,
        "charts/app/templates/key.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: key}\ndata:\n  random: {{ randAlphaNum 8 }}\n  inside: a-{{ randAlphaNum 8 }}-b\n  size: {{ .Values.size | quote }}\n",
    );
    write(
        at,
        "clusters/prod/shop.yaml",
        &release(
            "shop",
            &format!(
                "{}  valuesFrom: [{{kind: ConfigMap, name: elsewhere, optional: true}}]\n",
                of_git("./charts/app")
            ),
        ),
    );
    let out = printed(at, &["--release", "shop/shop"]);
    assert!(out.contains("  inside: a-(unknown)-b # it differs at every run\n"), "{out}");
    assert!(out.contains("  random: (unknown) # it differs at every run\n"), "{out}");
    assert!(out.contains("  size: \"1\" # overridable\n"), "{out}");
    let (_, json, err) = render(at, &["--release", "shop/shop", "--format", "json"]);
    let objects: Vec<Value> = serde_json::from_str(&json).unwrap();
    let key = objects.iter().find(|o| o["metadata"]["name"] == "key").unwrap();
    assert_eq!(key["data"]["inside"], "a-(unknown)-b");
    assert!(
        err.contains("note: 2 values are not known: it differs at every run\n  --> charts/app/templates/key.yaml:5:"),
        "{err}"
    );
    let (_, json, _) = render(at, &["--release", "shop/shop", "--format", "json", "--origins"]);
    let objects: Vec<Value> = serde_json::from_str(&json).unwrap();
    let key = objects.iter().find(|o| o["object"]["metadata"]["name"] == "key").unwrap();
    assert_eq!(key["fields"]["data"]["random"]["unknown"], "it differs at every run");
}

#[test]
fn a_change_is_told_object_by_object() {
    let repo = repository(SHOP);
    let at = repo.path();
    commit(at);
    for arguments in [["over", "--diff", "HEAD"], ["over", "--diff", "main"]] {
        let (code, out, err) = render(at, &arguments);
        assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "nothing changes: 3 objects are the same\n", ""));
    }
    write(
        at,
        "over/more.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  replicas: 4\n",
    );
    write(at, "base/kustomization.yaml", &SHOP[0].1.replace("level=info", "level=debug"));
    write(at, "over/new.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: new}\n");
    write(at, "over/kustomization.yaml", &SHOP[2].1.replace("- ../base\n", "- ../base\n- new.yaml\n"));
    let app = fs::read_to_string(at.join("base/app.yaml")).unwrap();
    write(at, "base/app.yaml", app.split("---").next().unwrap());
    let (code, out, err) = render(at, &["over", "--diff", "HEAD"]);
    assert_eq!((code, err.as_str()), (Some(1), ""));
    assert_eq!(out, include_str!("render/change.diff"));
    let (code, out, _) = render(at, &["over", "--diff", "HEAD", "--format", "json"]);
    assert_eq!(code, Some(1));
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["summary"], json!({ "added": 1, "removed": 1, "changed": 2, "same": 0 }));
    assert_eq!(document["changes"][2]["object"], "Deployment/shop/app");
    assert_eq!(document["changes"][2]["before"]["spec"]["replicas"], 3);
    assert_eq!(document["changes"][2]["after"]["spec"]["replicas"], 4);
}

#[test]
fn a_change_is_told_of_charts_releases_and_clusters_too() {
    let repo = fleet();
    let at = repo.path();
    commit(at);
    write(at, "charts/app/values.yaml", "size: 1\nlist: [a, b]\nname: none\n");
    for arguments in [&["--cluster", "clusters/prod"][..], &["--release", "shop/shop"], &["--chart", "charts/app"]] {
        let (code, out, err) = render(at, &[arguments, &["--diff", "HEAD"]].concat());
        assert_eq!(code, Some(1), "{err}");
        assert!(
            out.contains("\n   items:\n   - a\n+  - b\n") && out.contains("0 added, 0 removed, 1 changed, "),
            "{out}"
        );
    }
    commit(at);
    let (code, out, _) = render(at, &["--cluster", "clusters/prod", "--diff", "HEAD"]);
    assert_eq!((code, out.starts_with("nothing changes: ")), (Some(0), true), "{out}");
    let (code, out, _) = render(at, &["--cluster", "clusters/prod", "--diff", "HEAD~1"]);
    assert_eq!((code, out.contains("+  - b\n")), (Some(1), true), "{out}");
    // A file of values counts as it was.
    write(at, "charts/app/prod.yaml", "size: 9\n");
    let (code, out, _) = render(at, &["--chart", "charts/app", "-f", "charts/app/prod.yaml", "--diff", "HEAD"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("-  replicas: 3\n-  tag: prod\n+  replicas: 9\n+  tag: none\n"), "{out}");
}

#[test]
fn what_is_new_altogether_is_added() {
    let repo = repository(SHOP);
    commit(repo.path());
    write(repo.path(), "other/kustomization.yaml", "resources: [cm.yaml]\n");
    write(repo.path(), "other/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: new}\n");
    let (code, out, err) = render(repo.path(), &["other", "--diff", "HEAD"]);
    assert_eq!(code, Some(1), "{err}");
    assert_eq!(
        out,
        "--- /dev/null\n+++ ConfigMap/new\n@@ -0,0 +1,4 @@\n+apiVersion: v1\n+kind: ConfigMap\n+metadata:\n+  name: new\n\
         1 added, 0 removed, 0 changed, 0 the same\n"
    );
}

#[test]
fn a_value_that_is_not_printed_is_told_to_differ() {
    let secret = |word: &str| {
        format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData:\n  token: {word}\n  other: same\n")
    };
    let repo = repository(&[("kustomization.yaml", "resources: [secret.yaml]\n"), ("secret.yaml", &secret("one"))]);
    commit(repo.path());
    assert_eq!(render(repo.path(), &[".", "--diff", "HEAD"]).0, Some(0));
    write(repo.path(), "secret.yaml", &format!("# moved\n{}", secret("one")));
    assert_eq!(render(repo.path(), &[".", "--diff", "HEAD"]).0, Some(0), "only its place changed");
    write(repo.path(), "secret.yaml", &secret("two"));
    let (code, out, _) = render(repo.path(), &[".", "--diff", "HEAD"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("   other: (sensitive)\n-  token: (sensitive)\n+  token: (sensitive) # differs\n"), "{out}");
}

/// What standard error says and the exit code, for what cannot be rendered.
#[test]
fn what_cannot_be_rendered_is_said_with_its_place() {
    let repo = repository(&[
        ("plain/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"),
        ("missing/kustomization.yaml", "resources:\n- here.yaml\n- gone.yaml\n"),
        ("missing/here.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"),
        ("broken/kustomization.yaml", "resources: [cm.yaml]\n"),
        ("broken/cm.yaml", "a: b: c\n"),
        ("empty/kustomization.yaml", "kind: Kustomization\n"),
        ("out/kustomization.yaml", "resources: [../../elsewhere/cm.yaml]\n"),
        ("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"),
        ("chart/templates/a.yaml", "kind: {{ required \"give a kind\" .Values.kind }}\n"),
        ("list.yaml", "- a\n"),
        ("word.yaml", "just text\n"),
        ("bad.yaml", "a: [\n"),
    ]);
    let chart = &["--chart", "chart"][..];
    let table: &[(&[&str], &[&str])] = &[
        (&["plain"], &["`plain` holds no kustomization", "--cluster"]),
        (&["missing"], &["no file or directory `missing/gone.yaml`", "--> missing/kustomization.yaml:3:3"]),
        (&["broken"], &["does not parse as YAML", "--> broken/cm.yaml:1:"]),
        (&["empty"], &["the kustomization is empty", "--> empty/kustomization.yaml:1:1"]),
        (&["out"], &["leads out of this repository", "--> out/kustomization.yaml:1:13"]),
        (&["nowhere"], &["`nowhere` does not exist"]),
        (&["plain/cm.yaml"], &["`plain/cm.yaml` is a file", "`plain`"]),
        (&["missing", "chart"], &["`missing` is not inside of what is read: chart"]),
        (chart, &["give a kind", "--> chart/templates/a.yaml:1:"]),
        (&["--chart", "plain"], &["`plain` is no chart"]),
        (&["--chart", "chart", "-f", "gone.yaml"], &["the values file `gone.yaml` does not exist"]),
        (&["--chart", "chart", "-f", "plain"], &["the values file `plain` is a folder"]),
        (&["--chart", "chart", "-f", "list.yaml"], &["`list.yaml` holds a list (line 1, column 1)"]),
        (&["--chart", "chart", "-f", "word.yaml"], &["`word.yaml` holds a single value"]),
        (&["--chart", "chart", "-f", "bad.yaml"], &["`bad.yaml` does not parse: line "]),
        (&["--chart", "chart", "--set", "a"], &["--set `a`: key \"a\" has no value"]),
        (&["--chart", "chart", "--kube-version", "new"], &["`new` is no version of a cluster"]),
        (&["--chart", "chart", "--release-name", "A_b"], &["`A_b` cannot name a release"]),
        (&["--cluster", "nowhere"], &["`nowhere` does not exist"]),
        (&["--release", "name"], &["`name` names no HelmRelease"]),
        (&["--release", "a/b"], &["no HelmRelease `a/b` is declared"]),
        (&["missing", "--diff", "HEAD"], &["is in no git repository"]),
        (&["--chart", "chart", "--cluster", "plain"], &["cannot be used with"]),
        (&["plain", "--set", "a=1"], &["--chart <DIR>"]),
        (&[], &["<DIR>"]),
    ];
    for (arguments, wanted) in table {
        let (code, out, err) = render(repo.path(), arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}: {err}");
        for part in *wanted {
            assert!(err.contains(part), "{arguments:?}: {part:?} in {err}");
        }
    }
    commit(repo.path());
    let (code, out, err) = render(repo.path(), &["plain", "--diff", "no-such-branch"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("`no-such-branch` is no revision of the git repository"), "{err}");
}

#[test]
fn a_part_that_is_not_at_hand_is_told_and_the_rest_printed() {
    let repo = repository(&[
        ("kustomization.yaml", "resources: [cm.yaml, 'https://example.com/more.yaml']\n"),
        ("cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"),
    ]);
    let (code, out, err) = render(repo.path(), &["."]);
    assert_eq!((code, out.as_str()), (Some(1), "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"));
    assert_eq!(err, "warning: `https://example.com/more.yaml` is remote and not read\n  --> kustomization.yaml:1:22\n");
}

#[test]
fn objects_stand_in_the_order_that_the_kustomization_asks_for() {
    let object = |kind: &str| format!("apiVersion: v1\nkind: {kind}\nmetadata: {{name: x}}\n");
    let all = ["Service", "Namespace", "ConfigMap"].map(object).join("---\n");
    let order = |options: &str| {
        let repo = repository(&[("a.yaml", &all), ("kustomization.yaml", &format!("resources: [a.yaml]\n{options}"))]);
        names(&objects(repo.path(), &["."]))
    };
    assert_eq!(order(""), ["Namespace/x", "ConfigMap/x", "Service/x"]);
    assert_eq!(order("sortOptions: {order: fifo}\n"), ["Service/x", "Namespace/x", "ConfigMap/x"]);
    let legacy = "sortOptions: {order: legacy, legacySortOptions: {orderFirst: [ConfigMap], orderLast: [Namespace]}}\n";
    assert_eq!(order(legacy), ["ConfigMap/x", "Service/x", "Namespace/x"]);
}

#[test]
fn nothing_to_print_is_no_failure() {
    let repo = repository(&[("kustomization.yaml", "resources: []\n")]);
    let (code, out, err) = render(repo.path(), &["."]);
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "", "note: there is no object in it\n"));
    assert_eq!(printed(repo.path(), &[".", "--format", "json"]), "[\n]\n");
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = fs::read_to_string("README.md").unwrap();
    let example =
        readme.split("```console\n").find(|block| block.starts_with("$ driftline render --release acme-pre/")).unwrap();
    let (command, shown) = example.split("\n```").next().unwrap().split_once('\n').unwrap();
    let arguments: Vec<&str> = command.strip_prefix("$ driftline render ").unwrap().split(' ').collect();
    let printed = printed(Path::new(env!("CARGO_MANIFEST_DIR")), &arguments);
    for part in shown.split("...").map(str::trim).filter(|part| !part.is_empty()) {
        assert!(part.lines().all(|line| printed.lines().any(|l| l == line)), "not printed:\n{part}\n{printed}");
    }
}
