//! Every kustomization of given folders, built here and by kustomize, compared object by object.
//!
//! ```sh
//! KUSTOMIZE_TREES=~/src/one-repository:~/src/another cargo test --test kustomize_compare -- --ignored --nocapture
//! ```
//!
//! Needs `kustomize` on the path, or named by `KUSTOMIZE` (v5.8.2 is what is followed), and `helm` for kustomizations with
//! charts. Kustomizations that take something from a URL are counted and left out: here they are gaps. Prints one line a folder
//! and every difference, and fails when there is one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

#[path = "mod.rs"]
mod compare;

use driftline::eval::kustomize::path::KUSTOMIZATION_FILES;
use driftline::eval::value::{Absent, Why};
use driftline::source::path::parent;
use driftline::source::{Limits, Root, Sources, TreeId};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// What became of one kustomization.
enum Outcome {
    /// Both made the same objects.
    Equal(usize),
    /// Both made objects, with these differences.
    Different(Vec<String>),
    /// Kustomize refuses it, and so it is said here.
    Refused,
    /// Kustomize refuses it, and nothing is said here.
    Unsaid(String),
    /// Kustomize builds it, and here it is said that it would not.
    Misjudged(String),
    /// It takes something from elsewhere.
    Remote,
}

#[test]
#[ignore = "needs kustomize, and folders named by KUSTOMIZE_TREES"]
fn every_kustomization_is_built_as_kustomize_builds_it() {
    let trees = std::env::var("KUSTOMIZE_TREES").expect("KUSTOMIZE_TREES names the folders, with `:` between them");
    let mut wrong = 0usize;
    for folder in trees.split(':').filter(|f| !f.is_empty()) {
        wrong += folder_differs(Path::new(folder));
    }
    assert_eq!(wrong, 0, "kustomizations that are not built as kustomize does");
}

fn folder_differs(folder: &Path) -> usize {
    let root = Root { path: folder.to_path_buf(), ..Root::default() };
    let sources = Sources::open(&[root], Vec::new(), &[], &Limits::default()).sources;
    let tree = sources.tree_ids().next().expect("a folder");
    let named = |path: &str| KUSTOMIZATION_FILES.contains(&path.rsplit('/').next().unwrap_or(path));
    let dirs: BTreeSet<&str> = sources.files_of(tree).filter(|f| named(&f.path)).map(|f| parent(&f.path)).collect();
    let dirs: Vec<&str> = dirs.into_iter().collect();
    let outcomes: Vec<Outcome> = dirs.par_iter().map(|dir| outcome(&sources, tree, folder, dir)).collect();
    let count = |is: fn(&Outcome) -> bool| outcomes.iter().filter(|o| is(o)).count();
    let objects: usize = outcomes.iter().map(|o| if let Outcome::Equal(n) = o { *n } else { 0 }).sum();
    let equal = count(|o| matches!(o, Outcome::Equal(_)));
    let different = count(|o| matches!(o, Outcome::Different(_)));
    let misjudged = count(|o| matches!(o, Outcome::Misjudged(_)));
    let unsaid = count(|o| matches!(o, Outcome::Unsaid(_)));
    println!(
        "{}: {} kustomizations, {} built by kustomize, {equal} equal ({objects} objects), {different} different, \
         {misjudged} held to be refused, {} refused by both, {unsaid} refused by kustomize alone, {} remote",
        folder.file_name().unwrap_or_default().to_string_lossy(),
        dirs.len(),
        equal + different + misjudged,
        count(|o| matches!(o, Outcome::Refused)),
        count(|o| matches!(o, Outcome::Remote)),
    );
    for (dir, outcome) in dirs.iter().zip(&outcomes) {
        match outcome {
            Outcome::Different(lines) => {
                println!("  {dir}: {} differences", lines.len());
                lines.iter().take(5).for_each(|line| println!("    {line}"));
            }
            Outcome::Unsaid(why) => println!("  {dir}: kustomize refuses it: {why}"),
            Outcome::Misjudged(why) => println!("  {dir}: kustomize builds it: {why}"),
            Outcome::Equal(_) | Outcome::Refused | Outcome::Remote => {}
        }
    }
    different + misjudged + unsaid
}

fn outcome(sources: &Sources, tree: TreeId, folder: &Path, dir: &str) -> Outcome {
    let build = compare::build(sources, tree, dir);
    let absent = |why: &Why| matches!(why, Why::NoSource(Absent::Remote(_) | Absent::Chart { .. }));
    if build.unseen.iter().any(|u| absent(&u.why)) {
        return Outcome::Remote;
    }
    let program = std::env::var("KUSTOMIZE").unwrap_or_else(|_| "kustomize".into());
    let ran = Command::new(program)
        .args(["build", "--enable-helm", "--load-restrictor", "LoadRestrictionsNone"])
        .arg(folder.join(dir))
        .output()
        .expect("kustomize runs");
    let said = compare::refused(&build);
    if !ran.status.success() {
        let error = String::from_utf8_lossy(&ran.stderr);
        let last = error.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        return match said {
            Some(_) => Outcome::Refused,
            None => Outcome::Unsaid(last.chars().take(300).collect()),
        };
    }
    let differences = compare::differences(sources, tree, dir, &String::from_utf8_lossy(&ran.stdout));
    match said {
        Some(why) => Outcome::Misjudged(why),
        None if differences.is_empty() => Outcome::Equal(build.resources.len()),
        None => Outcome::Different(differences),
    }
}
