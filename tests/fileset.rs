//! `fileset` over what is not listed: links that lead out, and files that `.gitignore` keeps out of the repository.
//! The lists are those of `terraform plan` in the same folder, where it has them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The outputs of a module in a git repository, each in one line, and what else `show` says.
fn shown(ignored: &str, calls: &[(&str, &str)]) -> (Vec<String>, String) {
    let work = tempfile::tempdir().unwrap();
    let root = work.path().join("r");
    write(&root, ".gitignore", ignored);
    write(work.path(), "outside/f.txt", "x");
    for file in ["m/real/a.txt", "m/x.txt", "m/sub/b.json"] {
        write(&root, file, "x");
    }
    std::os::unix::fs::symlink("../../outside", root.join("m/dirlink")).unwrap();
    std::os::unix::fs::symlink("real", root.join("m/inlink")).unwrap();
    let text: String =
        calls.iter().map(|(name, call)| format!("output \"{name}\" {{\n  value = {call}\n}}\n")).collect();
    write(&root, "m/main.tf", &text);
    assert!(Command::new("git").args(["init", "-q"]).current_dir(&root).status().unwrap().success());
    let out =
        Command::new(env!("CARGO_BIN_EXE_driftline")).current_dir(work.path()).args(["show", "r/m"]).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(0), "{text}{}", String::from_utf8_lossy(&out.stderr));
    let (outputs, rest) = text.split_once("\noutputs\n").unwrap().1.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines: Vec<String> = Vec::new();
    for line in outputs.lines() {
        let bare = line.split("  #").next().unwrap();
        match line.strip_prefix("  ").is_some_and(|rest| !rest.starts_with([' ', ']'])) {
            true => lines.push(bare.trim().to_owned()),
            false => lines.last_mut().unwrap().push_str(bare.trim()),
        }
    }
    lines.sort();
    (lines, rest.to_owned())
}

#[test]
fn a_link_that_leads_out_is_no_file_and_what_is_behind_it_is_unknown() {
    let (outputs, rest) = shown(
        "",
        &[
            ("behind", "fileset(\"${path.module}/dirlink\", \"*\")"),
            ("beside", "fileset(path.module, \"*.txt\")"),
            ("deep", "fileset(path.module, \"**/*.txt\")"),
            ("every", "fileset(path.module, \"*\")"),
            ("followed", "fileset(\"${path.module}/inlink\", \"*.txt\")"),
            ("none", "fileset(\"${path.module}/nothere\", \"*.txt\")"),
            ("up", "fileset(\"${path.module}/sub\", \"../*.txt\")"),
            ("back", "fileset(\"${path.module}/sub\", \"../sub/b.json\")"),
            ("dot", "fileset(\"${path.module}/sub\", \"./*.json\")"),
        ],
    );
    assert_eq!(
        outputs,
        [
            "back = [\"b.json\"]",
            "behind = ?",
            "beside = [\"x.txt\"]",
            "deep = [\"inlink/a.txt\"\"real/a.txt\"\"x.txt\"...]",
            "dot = [\"b.json\"]",
            "every = [\"main.tf\"\"x.txt\"...]",
            "followed = [\"a.txt\"]",
            "none = []",
            "up = [\"../x.txt\"]",
        ]
    );
    assert!(rest.contains("`m/dirlink` cannot be listed"), "{rest}");
    assert!(rest.contains("`m/dirlink` is a symbolic link that leads outside"), "{rest}");
}

#[test]
fn a_file_that_gitignore_keeps_out_may_be_there() {
    let ignored = "*.secret\n!keep.secret\nenv.hcl\n/m/sub/only.json\n.DS_Store\n.terraform/\nbuild\n*.yml\n!*.yml\n";
    let (outputs, rest) = shown(
        ignored,
        &[
            ("count", "length(fileset(path.module, \"*.hcl\"))"),
            ("anchored", "fileset(path.module, \"sub/*.json\")"),
            ("elsewhere", "fileset(\"${path.module}/real\", \"*.json\")"),
            ("taken_back", "fileset(path.module, \"*.yml\")"),
            ("kept", "fileset(path.module, \"keep.secret\")"),
            ("secret", "fileset(path.module, \"*.{secret,pem}\")"),
            ("deep", "fileset(\"${path.module}/sub\", \"**/*.json\")"),
            ("flat", "fileset(\"${path.module}/sub\", \"*.txt\")"),
            ("built", "fileset(path.module, \"build/*.txt\")"),
            ("tool", "fileset(\"${path.module}/sub\", \".terraform/*\")"),
        ],
    );
    assert_eq!(
        outputs,
        [
            "anchored = [\"sub/b.json\"...]",
            "built = [...]",
            "count = ?",
            "deep = [\"b.json\"...]",
            "elsewhere = []",
            "flat = []",
            "kept = []",
            "secret = [...]",
            "taken_back = []",
            "tool = []",
        ]
    );
    assert!(rest.contains("`env.hcl` is not in the repository"), "{rest}");
}
