//! Runs the real program on folders and compares what it reports with the marks in the files.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs `driftline check --format json` in `cwd` on `paths`, with more arguments.
pub fn check(cwd: &Path, paths: &[&str], more: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_driftline"))
        .current_dir(cwd)
        .args(["check", "--format", "json", "--fail-on", "never"])
        .args(more)
        .args(paths)
        .output()
        .unwrap();
    let code = output.status.code();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(code, Some(0), "driftline check {paths:?} in {}: {errors}", cwd.display());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A place: rule, repository, file, line.
pub type Place = (String, String, u64);

/// Where the rule's findings are: file with its repository, and line; all rules when `rule` is `None`.
pub fn found(report: &Value, rule: Option<&str>) -> BTreeSet<Place> {
    let findings = report["findings"].as_array().unwrap();
    let open = findings.iter().filter(|f| f["waived"] == false);
    open.filter(|f| rule.is_none_or(|r| f["rule"] == r))
        .map(|f| {
            let at = &f["location"];
            let file = format!("{}//{}", at["repository"].as_str().unwrap(), at["file"].as_str().unwrap());
            (f["rule"].as_str().unwrap().to_string(), file, at["line"].as_u64().unwrap())
        })
        .collect()
}

/// The marks `# expect` (for `default`) and `# expect: a, b` in the files below a folder, which is a repository of this
/// name.
pub fn marks(folder: &Path, repository: &str, default: Option<&str>) -> BTreeSet<Place> {
    let mut marks = BTreeSet::new();
    for file in files(folder) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        if file.extension().is_some_and(|e| e == "md") {
            continue;
        }
        let path = format!("{repository}//{}", file.strip_prefix(folder).unwrap().to_str().unwrap());
        for (i, line) in text.lines().enumerate() {
            let Some((_, rest)) = line.rsplit_once("# expect") else { continue };
            let line = i as u64 + 1;
            match rest.strip_prefix(':') {
                Some(rules) => {
                    marks.extend(rules.split(',').map(|r| (r.trim().to_string(), path.clone(), line)));
                }
                None => marks.extend(default.map(|r| (r.to_string(), path.clone(), line))),
            }
        }
    }
    marks
}

/// All files below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The repositories below a case: the folders named in its `driftline.yaml`'s place, else its only folder or itself.
pub fn repositories(case: &Path) -> Vec<String> {
    let mut folders: Vec<String> = fs::read_dir(case)
        .unwrap()
        .map(|e| e.unwrap())
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    folders
}
