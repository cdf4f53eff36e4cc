//! What Flux Kustomizations apply, against what `github.com/fluxcd/pkg` makes of them, recorded by
//! `tests/conformance/flux/record.sh`.
//!
//! A case is a folder with `flux.yaml` (the Flux Kustomization), `input/` (its source), and perhaps `cluster.yaml` (objects that
//! are there already); `expected.yaml` is the recorded output. A case that Flux refuses has `expected-error.txt` instead: then a
//! gap or a name that leads nowhere must say so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod flux_compare;

use driftline::eval::flux::{FluxSettings, evaluate};
use driftline::eval::reference::Outcome;
use driftline::source::{GapKind, Sources};
use std::path::Path;

/// What starts Flux; with `strict`, a controller that refuses variables that are not set.
const SYNC: &str = "\
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec: {url: 'https://example.org/repo', ref: {branch: main}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: flux-system}
spec:
  path: ./start
  sourceRef: {kind: GitRepository, name: flux-system}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: kustomize-controller, namespace: flux-system}
spec:
  template:
    spec:
      containers: [{name: manager, args: ['--feature-gates=StrictPostBuildSubstitutions=STRICT']}]
";

fn sources(dir: &Path) -> Sources {
    let mut files = Vec::new();
    flux_compare::files(&dir.join("input"), &dir.join("input"), &mut files);
    let flux = std::fs::read_to_string(dir.join("flux.yaml")).unwrap();
    let strict = if flux.contains("record/strict") { "true" } else { "false" };
    files.push(("start/sync.yaml".into(), SYNC.replace("STRICT", strict)));
    files.push(("start/case.yaml".into(), flux));
    if let Ok(text) = std::fs::read_to_string(dir.join("cluster.yaml")) {
        files.push(("start/cluster.yaml".into(), text));
    }
    let borrowed = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Sources::from_memory(vec![("case", borrowed)])
}

fn case(expected: &Path) -> datatest_stable::Result<()> {
    let sources = sources(expected.parent().unwrap());
    let made = evaluate(&sources, &FluxSettings::default());
    let text = std::fs::read_to_string(expected)?;
    if expected.file_name().is_some_and(|name| name == "expected-error.txt") {
        let said = made.gaps.iter().any(|gap| matches!(gap.kind, GapKind::Evaluation | GapKind::Syntax));
        let missing = made.references.iter().any(|r| matches!(r.outcome, Outcome::Missing { .. }));
        assert!(said || missing, "Flux refuses this, and nothing says so:\n{text}\n{:#?}", made.gaps);
        return Ok(());
    }
    let of_case = |o: &&driftline::eval::kubernetes::Object| {
        o.applied_by.as_ref().is_some_and(|by| &*by.subject == "Kustomization/flux-system/case")
    };
    let mut actual: Vec<_> = made.objects.iter().filter(of_case).map(|o| flux_compare::json(&o.value)).collect();
    // The labels of the apply itself, which comes after what is recorded.
    for labels in actual.iter_mut().filter_map(|o| o.pointer_mut("/metadata/labels")?.as_object_mut()) {
        labels.retain(|key, _| !key.starts_with("kustomize.toolkit.fluxcd.io/name"));
    }
    for metadata in actual.iter_mut().filter_map(|o| o.get_mut("metadata")?.as_object_mut()) {
        metadata.retain(|key, value| key != "labels" || value.as_object().is_none_or(|labels| !labels.is_empty()));
    }
    let differences = flux_compare::differences(&flux_compare::documents(&text), &actual);
    assert!(differences.is_empty(), "{}\n{:#?}", differences.join("\n"), made.gaps);
    assert!(made.gaps.is_empty(), "Flux builds this: {:#?}", made.gaps);
    Ok(())
}

datatest_stable::harness! {
    { test = case, root = "tests/conformance/flux", pattern = r"expected(\.yaml|-error\.txt)$" },
}
