//! Whole clusters against what `flate build all` prints of them (<https://github.com/home-operations/flate>).
//!
//! A case is a folder below `tests/conformance/clusters` with `repository/`, whose cluster is `clusters/prod`, and the recorded
//! `expected.yaml`. Any repository compares with `tests/flux_compare/compare.sh DIR ENTRY`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod flux_compare;

use driftline::eval::flux::{self, FluxSettings};
use driftline::eval::kubernetes::{Kubernetes, Reach};
use driftline::source::{Limits, Root, Sources};
use std::path::{Path, PathBuf};

/// What a cluster applies, as the reference program prints it: not what is suspended, nor what starts Flux.
fn applied(made: &Kubernetes, entry: &str) -> Vec<serde_json::Value> {
    let mine = |o: &&driftline::eval::kubernetes::Object| {
        matches!(&o.reach, Reach::Live(from) if from.iter().any(|address| &*address.scope == entry))
            && (o.applied_by.is_some() || o.release.is_some())
    };
    let with_namespace = |o: &driftline::eval::kubernetes::Object| {
        let mut object = flux_compare::json(&o.value);
        // The reference program writes the release's namespace into what names none.
        let namespace = o.namespace.as_str().filter(|name| o.release.is_some() && !name.is_empty());
        if let (Some(name), Some(metadata)) = (namespace, object.get_mut("metadata").and_then(|m| m.as_object_mut())) {
            metadata.entry("namespace").or_insert(name.into());
        }
        object
    };
    made.objects.iter().filter(mine).map(with_namespace).collect()
}

#[test]
fn recorded_clusters() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/clusters");
    let mut count = 0;
    for entry in std::fs::read_dir(&cases).unwrap() {
        let case = entry.unwrap().path();
        let Ok(expected) = std::fs::read_to_string(case.join("expected.yaml")) else { continue };
        let mut files = Vec::new();
        flux_compare::files(&case.join("repository"), &case.join("repository"), &mut files);
        let borrowed = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let sources = Sources::from_memory(vec![("case", borrowed)]);
        let made = flux::evaluate(&sources, &FluxSettings::default());
        let actual = applied(&made, "clusters/prod");
        let differences = flux_compare::differences(&flux_compare::documents(&expected), &actual);
        assert!(differences.is_empty(), "{}: {}\n{:#?}", case.display(), differences.join("\n"), made.gaps);
        assert!(made.gaps.is_empty(), "{}: {:#?}", case.display(), made.gaps);
        count += 1;
    }
    assert!(count > 0, "there are cases");
}

#[test]
#[ignore = "compares a repository of the caller's: tests/flux_compare/compare.sh"]
fn a_repository_compares() {
    let variable = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
    let root = PathBuf::from(variable("REPOSITORY"));
    let entry = variable("ENTRY");
    let mut expected = flux_compare::documents(&std::fs::read_to_string(variable("EXPECTED")).unwrap());
    // flate decrypts nothing, and keeps what sops has written.
    for object in expected.iter_mut().filter_map(serde_json::Value::as_object_mut) {
        object.remove("sops");
    }
    let root = Root { path: root, name: None, remote: None };
    let mut sources = Sources::open(&[root], Vec::new(), &[], &Limits::default()).sources;
    let pins = flux::pins(&sources);
    sources.open_pinned(&pins);
    let started = std::time::Instant::now();
    let made = flux::evaluate(&sources, &FluxSettings::default());
    let took = started.elapsed();
    let actual = applied(&made, entry.trim_start_matches("./").trim_matches('/'));
    let found = flux_compare::comparison(&expected, &actual);
    for line in found.different.values().flatten().take(400) {
        println!("different  {line}");
    }
    for name in &found.missing {
        println!("missing    {name}");
    }
    for name in &found.surplus {
        println!("surplus    {name}");
    }
    let (equal, different) = (found.equal, found.different.len());
    println!(
        "{entry}: {equal} equal ({} with values nobody knows), {different} different, {} missing, {} surplus; {} gaps, {} charts not rendered, {took:?}",
        found.open,
        found.missing.len(),
        found.surplus.len(),
        made.gaps.len(),
        made.unrendered.len(),
    );
    assert!(equal + different + found.missing.len() > 0, "the reference program printed nothing");
}
