//! Builds against what `kubectl kustomize` printed, recorded by `tests/conformance/kustomize/record.sh`.
//!
//! A case is a folder with `input/`, built at `input/build/`; `expected.yaml` is the recorded output. A case that kustomize
//! refuses has `expected-error.txt` instead: the build must then say so in a gap.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod kustomize_compare;

use driftline::source::{GapKind, Sources};
use std::path::Path;

fn sources(dir: &Path) -> Sources {
    fn walk(root: &Path, dir: &Path, out: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, out);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                out.push((path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"), text));
            }
        }
    }
    let mut files = Vec::new();
    walk(dir, dir, &mut files);
    let borrowed = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Sources::from_memory(vec![("case", borrowed)])
}

fn case(expected: &Path) -> datatest_stable::Result<()> {
    let dir = expected.parent().unwrap();
    let sources = sources(&dir.join("input"));
    let tree = sources.tree_ids().next().unwrap();
    let text = std::fs::read_to_string(expected)?;
    let gaps = kustomize_compare::gaps(&sources, tree, "build");
    if expected.file_name().is_some_and(|name| name == "expected-error.txt") {
        assert!(
            gaps.iter().any(|gap| gap.kind == GapKind::Evaluation),
            "kustomize refuses this, and the build says nothing:\n{text}\n{gaps:#?}"
        );
        return Ok(());
    }
    let differences = kustomize_compare::differences(&sources, tree, "build", &text);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(gaps.is_empty(), "kustomize builds this: {gaps:#?}");
    Ok(())
}

datatest_stable::harness! {
    { test = case, root = "tests/conformance/kustomize", pattern = r"expected(\.yaml|-error\.txt)$" },
}
