//! Charts rendered here against what the real `helm template` renders (`tests/conformance/helm/record.sh`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod helm_compare;

use driftline::eval::value::Value;
use driftline::source::{FileId, Sources, Span, TreeId};
use helm_compare::{Verdict, compare, objects, open, rendered, values};
use std::path::{Path, PathBuf};
use std::process::Command;

fn recorded(sources: &Sources, case: &str, expected: &str) -> Result<(), String> {
    let packed = sources.find(TreeId(0), &format!("{case}/chart.tgz")).map(|_| ".tgz");
    let rendered = rendered(
        sources,
        &format!("{case}/chart{}", packed.unwrap_or_default()),
        &values(sources, &format!("{case}/values.yaml")),
    );
    let failed = rendered.failed.is_some();
    if let Some(why) = expected.strip_prefix("# refused: ") {
        if !failed {
            return Err(format!("helm refuses this chart: {why}"));
        }
        // The same template and line are named.
        let place = rendered.gaps.last().and_then(|g| g.at).expect("a failure has a place");
        let path = sources.file(place.file).map(|f| f.path.to_string()).unwrap_or_default();
        let line = sources.line_col(place.file, place.start).line;
        let inside = path.strip_prefix(&format!("{case}/chart/")).unwrap_or(&path);
        let exact = format!("{inside}:{line}");
        let named = why.contains("/templates/") && why.contains("yaml:");
        let elsewhere = why.contains("YAML parse error") || why.contains("unexpected EOF");
        if named && !elsewhere && !why.contains(&exact) {
            return Err(format!("helm says `{}`, here it is {exact}", why.trim()));
        }
        return Ok(());
    }
    if failed {
        return Err(format!("does not render: {:?}", rendered.gaps.last().map(|g| &g.message)));
    }
    let ours: Vec<Value> = rendered.objects.iter().map(|o| o.value.clone()).collect();
    let found = compare(&objects(expected), &ours);
    let different = found.into_iter().find_map(|(name, verdict)| match verdict {
        Verdict::Equal => None,
        Verdict::Different(how) => Some(format!("{name}{how}")),
    });
    different.map_or(Ok(()), Err)
}

#[test]
fn charts_render_as_helm_renders_them() {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/helm");
    let sources = open(&root);
    let mut cases: Vec<String> = std::fs::read_dir(&root)
        .unwrap()
        .filter_map(|entry| entry.ok().filter(|e| e.path().is_dir()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    cases.retain(|case| case != "snippets");
    cases.sort();
    assert!(cases.len() >= 120, "the recorded cases are missing");
    let mut wrong = Vec::new();
    for case in &cases {
        let expected = std::fs::read_to_string(root.join(case).join("expected.yaml")).unwrap();
        if let Err(message) = recorded(&sources, case, &expected) {
            wrong.push(format!("{case}: {message}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases differ:\n  {}", wrong.len(), cases.len(), wrong.join("\n  "));
}

/// What one template of a line prints; `Err` is why it stops.
fn snippet(files: &[(String, String)], template: &str) -> Result<String, String> {
    let define = format!("{{{{ define \"snippet\" }}}}{}{{{{ end }}}}", template.replace('\u{23ce}', "\n"));
    let print = "kind: Snippet\nmetadata: {name: snippet}\ntext: {{ include \"snippet\" . | toJson }}\n";
    let mut all: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    all.extend([("chart/templates/_snippet.tpl", define.as_str()), ("chart/templates/snippet.yaml", print)]);
    let sources = Sources::from_memory(vec![("snippets", all)]);
    let nothing = values(&sources, "nothing.yaml");
    let rendered = rendered(&sources, "chart", &nothing);
    match rendered.objects.first().and_then(|o| o.value.path(&["text"])) {
        Some(text) if rendered.failed.is_none() => Ok(helm_compare::shown(text)),
        _ => Err(rendered.gaps.last().map(|g| g.message.to_string()).unwrap_or_default()),
    }
}

/// Snippets whose difference is known: the file, how the line begins, and why it is so.
const KNOWN: &[(&str, &str, &str)] = &[
    ("go", "{{ 1i }}", "no complex numbers"),
    (
        "go",
        "{{ .Capabilities.APIVersions.Has \"v1\" }}",
        "answered for the cluster, whose kinds helm does not know offline",
    ),
    ("go", "{{ .Files.GetBytes", "bytes are text"),
    ("text", "{{ title \"\" }}", "no title case of digraphs"),
    ("text", "{{ substr 0 1 .Values.u", "texts are not cut inside of a character"),
    ("text", "{{ initials ", "initials are characters, not bytes"),
    ("text", "{{ splitList \".\" ", "lists of texts are lists"),
    ("text", "{{ sortAlpha .Values.words }}", "a list of nothing is empty"),
    ("text", "{{ toYaml .Chart.Annotations }}", "an absent map is empty"),
    ("data", "{{ int64 .Values.huge }}", "no hexadecimal floats"),
    ("data", "{{ until 3 }}", "lists of numbers are lists"),
    ("data", "{{ toYaml (rest (list))", "what is left of an empty list is an empty list, not a nil one"),
    ("data", "{{ keys (dict \"a\" 1) }}", "lists of texts are lists"),
    ("data", "{{ dig \"n\" \"x\" .Values }}", "renders although helm wants `.Values.AsMap`"),
    ("data", "{{ deepEqual .Values.m", "lists of numbers are lists"),
    ("data", "{{ typeOf 1 }}", "lists of texts are lists"),
    ("data", "{{ typeIs \"string\" \"x\" }}", "lists of texts are lists"),
    ("data", "{{ durationRound ", "times are volatile"),
    ("data", "{{ date \"2006-01-02\"", "times are volatile"),
    ("data", "{{ mustToDate ", "times are volatile"),
    ("data", "{{ kindOf (genCA", "lengths of random texts and times are volatile"),
    ("data", "{{ genSignedCert \"a\" nil nil 1 \"x\" }}", "certificates are volatile"),
    ("data", "{{ derivePassword ", "passwords are volatile"),
];

#[test]
fn snippets_print_what_helm_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/helm/snippets");
    let mut files = vec![("nothing.yaml".to_string(), "{}".to_string())];
    for name in ["Chart.yaml", "values.yaml", "files/a.txt", "files/b.yaml", "files/empty"] {
        files.push((format!("chart/{name}"), std::fs::read_to_string(root.join("chart").join(name)).unwrap()));
    }
    let mut wrong = Vec::new();
    let mut checked = 0;
    for list in ["go", "text", "data"] {
        let read = |end: &str| std::fs::read_to_string(root.join(format!("{list}.{end}"))).unwrap();
        let (text, expected) = (read("txt"), read("expected"));
        let lines: Vec<&str> = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
        assert_eq!(lines.len(), expected.lines().count(), "{list}: record the cases again");
        for (line, expected) in lines.iter().zip(expected.lines()) {
            checked += 1;
            let found = snippet(&files, line);
            let same = match (expected.strip_prefix("! "), &found) {
                (Some(_), Err(message)) => !message.contains("driftline"),
                (None, Ok(text)) => serde_json::from_str::<String>(expected).unwrap() == *text,
                _ => false,
            };
            let known = KNOWN.iter().any(|(file, begin, _)| file == &list && line.starts_with(begin));
            if same == known {
                let known = if known { " (said to differ)" } else { "" };
                wrong.push(format!("{list}{known}: {line}\n    helm {expected}\n    here {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {checked} snippets differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// What one chart with one set of values gave.
#[derive(Default)]
struct Tally {
    charts: usize,
    refused_by_both: usize,
    refused_by_helm: usize,
    equal: usize,
    different: Vec<String>,
}

/// The directories with a `Chart.yaml`, subcharts not included.
fn charts(root: &Path, dir: &Path, out: &mut Vec<PathBuf>) {
    if dir.join("Chart.yaml").is_file() {
        out.push(dir.strip_prefix(root).unwrap().to_owned());
        return;
    }
    let mut inner: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().filter_map(|e| Some(e.ok()?.path())).collect();
    inner.sort();
    for path in inner.iter().filter(|p| p.is_dir() && !p.is_symlink() && !p.ends_with(".git")) {
        charts(root, path, out);
    }
}

fn template(helm: &str, chart: &Path, values: Option<&Path>) -> Result<String, String> {
    let mut command = Command::new(helm);
    command.args(["template", "release"]).arg(chart);
    command.args(["--namespace", "space", "--kube-version", "1.31.0", "--include-crds"]);
    if let Some(values) = values {
        command.arg("--values").arg(values);
    }
    let output = command.output().expect("helm runs");
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(error.lines().filter(|l| l.starts_with("Error")).collect::<Vec<_>>().join(" "))
}

/// Compares every chart below the directory `DRIFTLINE_CHARTS` with what `helm template` makes of it (the program is
/// `DRIFTLINE_HELM`, or `helm`), with its default values and with each `ci/*values.yaml`:
///
/// `DRIFTLINE_CHARTS=../charts cargo test --test conformance_helm -- --ignored --nocapture`
#[test]
#[ignore = "needs helm, and a directory of charts in DRIFTLINE_CHARTS"]
fn charts_of_a_directory() {
    let root = PathBuf::from(std::env::var("DRIFTLINE_CHARTS").expect("DRIFTLINE_CHARTS names a directory"));
    let helm = std::env::var("DRIFTLINE_HELM").unwrap_or_else(|_| "helm".into());
    let root = root.canonicalize().unwrap();
    let mut found = Vec::new();
    charts(&root, &root, &mut found);
    let sources = open(&root);
    let mut tally = Tally::default();
    for chart in &found {
        let mut files = vec![None];
        if let Ok(ci) = std::fs::read_dir(root.join(chart).join("ci")) {
            let mut names: Vec<PathBuf> = ci.filter_map(|e| Some(e.ok()?.path())).collect();
            names.retain(|p| p.to_string_lossy().ends_with("values.yaml"));
            names.sort();
            files.extend(names.into_iter().map(Some));
        }
        for values in files {
            one(&sources, &root, &helm, chart, values.as_deref(), &mut tally);
        }
    }
    for line in &tally.different {
        println!("{line}");
    }
    let all = tally.equal + tally.different.len();
    println!(
        "{} charts, {} renderings compared; refused by both: {}; refused by helm alone: {}\n{} of {all} objects are equal ({:.2}%)",
        found.len(),
        tally.charts,
        tally.refused_by_both,
        tally.refused_by_helm,
        tally.equal,
        100.0 * tally.equal as f64 / all.max(1) as f64
    );
    assert!(tally.equal * 100 >= all * 98, "fewer than 98% of the objects are equal");
}

fn one(sources: &Sources, root: &Path, helm: &str, chart: &Path, file: Option<&Path>, tally: &mut Tally) {
    let name = format!(
        "{} {}",
        chart.display(),
        file.and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
    );
    let theirs = template(helm, &root.join(chart), file);
    let nothing = Value::map(Vec::<(&str, Value)>::new(), Span::file_start(FileId::from_index(0)));
    let relative = file.and_then(|f| f.strip_prefix(root).ok()).map(|f| f.to_string_lossy().into_owned());
    let given = relative.filter(|f| sources.find(TreeId(0), f).is_some()).map_or(nothing, |f| values(sources, &f));
    let ours = rendered(sources, &chart.to_string_lossy(), &given);
    let why = || ours.gaps.iter().map(|g| g.message.to_string()).collect::<Vec<_>>();
    match theirs {
        Err(_) if ours.failed.is_some() => tally.refused_by_both += 1,
        Err(error) => {
            tally.refused_by_helm += 1;
            println!("{name}: helm alone refuses it: {error}");
        }
        Ok(text) => {
            tally.charts += 1;
            let objects: Vec<Value> = ours.objects.iter().map(|o| o.value.clone()).collect();
            if ours.failed.is_some() {
                println!("{name}: does not render here: {:?}", why());
            }
            for (key, verdict) in compare(&helm_compare::objects(&text), &objects) {
                match verdict {
                    Verdict::Equal => tally.equal += 1,
                    Verdict::Different(how) => tally.different.push(format!("{name}: {key}: {how}")),
                }
            }
        }
    }
}
