//! Builds against what `kustomize build` printed, recorded by `tests/conformance/kustomize/record.sh`.
//!
//! A case is a folder with `input/`, built at `input/build/`; `expected.yaml` is the recorded output. A case that kustomize
//! refuses has `expected-error.txt` instead: the build must then say so in a gap.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod kustomize_compare;

use driftline::source::{Limits, Root, Sources};
use std::path::Path;

fn sources(dir: &Path) -> Sources {
    fn walk(root: &Path, dir: &Path, out: &mut Vec<(String, Option<String>)>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, out);
            } else {
                let inside = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                out.push((inside, std::fs::read_to_string(&path).ok()));
            }
        }
    }
    let mut files = Vec::new();
    walk(dir, dir, &mut files);
    let texts: Option<Vec<(&str, &str)>> = files.iter().map(|(path, text)| Some((&**path, text.as_deref()?))).collect();
    match texts {
        Some(texts) => Sources::from_memory(vec![("case", texts)]),
        // A file that is no text is only on disk.
        None => {
            let root = Root { path: dir.to_path_buf(), ..Root::default() };
            Sources::open(&[root], Vec::new(), &[], &Limits::default()).sources
        }
    }
}

fn case(expected: &Path) -> datatest_stable::Result<()> {
    let dir = expected.parent().unwrap();
    let sources = sources(&dir.join("input"));
    let tree = sources.tree_ids().next().unwrap();
    let text = std::fs::read_to_string(expected)?;
    let build = kustomize_compare::build(&sources, tree, "build");
    if expected.file_name().is_some_and(|name| name == "expected-error.txt") {
        let said = kustomize_compare::refused(&build);
        assert!(said.is_some(), "kustomize refuses this, and the build says nothing:\n{text}\n{:#?}", build.gaps);
        return Ok(());
    }
    let differences = kustomize_compare::differences(&sources, tree, "build", &text);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(build.gaps.is_empty(), "kustomize builds this: {:#?}", build.gaps);
    let ordered = std::fs::read_to_string(dir.join("input/build/kustomization.yaml"))?.contains("sortOptions:");
    if ordered {
        assert_eq!(kustomize_compare::names(&build), kustomize_compare::printed(&text), "the order");
    }
    Ok(())
}

datatest_stable::harness! {
    { test = case, root = "tests/conformance/kustomize", pattern = r"expected(\.yaml|-error\.txt)$" },
}
