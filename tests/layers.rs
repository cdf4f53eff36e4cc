//! The house's plan, held against the code: data flows one way, and the file system is touched at its edge only.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn sources() -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![PathBuf::from("src")];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(path, text);
            }
        }
    }
    found
}

/// The modules in the order of `lib.rs`.
fn order() -> Vec<String> {
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_string)).collect()
}

fn module_of(path: &Path) -> Option<String> {
    let rest = path.strip_prefix("src").unwrap();
    let first = rest.components().next()?.as_os_str().to_str()?.to_string();
    let name = first.strip_suffix(".rs").unwrap_or(&first).to_string();
    (name != "lib" && name != "main").then_some(name)
}

#[test]
fn a_module_uses_only_those_listed_above_it() {
    let order = order();
    assert!(order.len() > 8, "lib.rs lists the modules: {order:?}");
    let place = |name: &str| order.iter().position(|m| m == name);
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(module) = module_of(&path) else { continue };
        let own = place(&module).unwrap_or_else(|| panic!("{} is in no module of lib.rs", path.display()));
        for (number, line) in text.lines().enumerate() {
            for after in line.split("crate::").skip(1) {
                let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if place(&name).is_some_and(|p| p > own) {
                    wrong.push(format!("{}:{}: {module} uses {name}, which comes later", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_edge_touches_the_file_system_and_nothing_runs_programs_or_opens_connections() {
    let mut wrong = Vec::new();
    // What a module's own tests do is theirs.
    let is_test = |path: &PathBuf| path.components().any(|c| c.as_os_str() == "tests") || path.ends_with("tests.rs");
    for (path, text) in sources().into_iter().filter(|(path, _)| !is_test(path)) {
        let module = module_of(&path).unwrap_or_default();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (number, line) in code.lines().enumerate() {
            let line = line.trim_start();
            if line.starts_with("//") {
                continue;
            }
            let place = format!("{}:{}", path.display(), number + 1);
            let edge = ["source", "config", "cli"].contains(&module.as_str());
            if !edge && (line.contains("std::fs") || line.contains("File::open") || line.contains("fs::")) {
                wrong.push(format!("{place}: file system outside source, config and cli"));
            }
            if ["process::Command", "Command::new", "TcpStream", "UdpSocket", "ToSocketAddrs"]
                .iter()
                .any(|w| line.contains(w))
            {
                wrong.push(format!("{place}: runs a program or opens a connection"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_read_the_model_and_never_syntax_or_configuration() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if module_of(&path).as_deref() != Some("rules") {
            continue;
        }
        for banned in ["crate::syntax", "crate::config", "crate::report", "crate::triage"] {
            if text.contains(banned) {
                wrong.push(format!("{} uses {banned}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
