//! Each rule's page is a test: its Bad examples fire on the lines marked `# expect` and nowhere else, its Good examples are
//! silent. Then the rule's fixtures: `fixtures/rules/<id>/{bad,good,unknown}`, each a folder of repositories.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use driftline::rule::page::{Example, Page};
use std::fs;
use std::path::Path;

datatest_stable::harness! {
    { test = page, root = "rules", pattern = r"^(?!modules/)[^/]+/[^/]+\.md$" },
}

fn page(path: &Path) -> datatest_stable::Result<()> {
    let text = fs::read_to_string(path)?;
    let page = Page::parse(path.strip_prefix("rules")?.to_str().unwrap(), &text)?;
    examples(&page.id, &page.bad, true);
    examples(&page.id, &page.good, false);
    let fixtures = Path::new("fixtures/rules").join(&*page.id);
    for case in ["bad", "good", "unknown"] {
        let folder = fixtures.join(case);
        if folder.is_dir() {
            fixture(&page.id, &folder, case);
        }
    }
    Ok(())
}

fn examples(rule: &str, examples: &[Example], bad: bool) {
    let work = tempfile::tempdir().unwrap();
    for example in examples {
        let (repository, path) = match example.file.split_once("//") {
            Some((repository, path)) => (repository, path),
            None if &*example.file == "driftline.yaml" => ("", "driftline.yaml"),
            None => ("example", &*example.file),
        };
        let file = work.path().join(repository).join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, &*example.text).unwrap();
    }
    let what = if bad { "Bad" } else { "Good" };
    compare(rule, work.path(), what);
    if bad {
        let marked = support::repositories(work.path());
        let any = marked.iter().any(|r| !support::marks(&work.path().join(r), r, Some(rule)).is_empty());
        assert!(any, "{rule}: Bad marks no line with `# expect`");
    }
}

fn fixture(rule: &str, folder: &Path, case: &str) {
    let work = tempfile::tempdir().unwrap();
    for file in support::files(folder) {
        let to = work.path().join(file.strip_prefix(folder).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&file, to).unwrap();
    }
    let report = compare(rule, work.path(), case);
    if case == "unknown" {
        let undecided = report["undecided"].as_array().unwrap();
        assert!(undecided.iter().any(|u| u["rule"] == rule), "{rule}: nothing is undecided in {}", folder.display());
    }
}

/// Runs the program on the repositories below a folder and compares the rule's findings with the marks.
fn compare(rule: &str, folder: &Path, what: &str) -> serde_json::Value {
    let repositories = support::repositories(folder);
    let paths: Vec<&str> = repositories.iter().map(String::as_str).collect();
    let report = support::check(folder, &paths, &[]);
    let marks = repositories.iter().flat_map(|r| support::marks(&folder.join(r), r, Some(rule))).collect();
    let found = support::found(&report, Some(rule));
    if found != marks {
        let gaps: Vec<String> = report["gaps"].as_array().unwrap().iter().map(|g| g["message"].to_string()).collect();
        let undecided: Vec<String> = report["undecided"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|u| u["rule"] == rule)
            .map(|u| u["reason"].to_string())
            .collect();
        panic!(
            "{rule}, {what}:\n  expected {marks:?}\n  found    {found:?}\n  undecided {undecided:?}\n  gaps {gaps:?}"
        );
    }
    report
}
