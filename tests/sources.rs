//! Sources on real folders: what is listed, what is read, and what is neither.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use driftline::source::{GapKind, Limits, Opened, Overlay, Revision, Root, Sources, Span, TreeId};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let full = root.join(path);
    fs::create_dir_all(full.parent().unwrap()).unwrap();
    fs::write(full, text).unwrap();
}

fn git(root: &Path, args: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"])
        .args(args)
        .current_dir(root)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn root(path: &Path) -> Root {
    Root { path: path.to_owned(), ..Root::default() }
}

fn open(path: &Path) -> Opened {
    open_within(path, &Limits::default())
}

fn open_within(path: &Path, limits: &Limits) -> Opened {
    let opened = Sources::open(&[root(path)], Vec::new(), &[], limits);
    assert_eq!(opened.errors, Vec::new());
    opened
}

fn paths(sources: &Sources) -> Vec<&str> {
    sources.files().iter().map(|f| &*f.path).collect()
}

fn text(sources: &Sources, path: &str) -> Result<Arc<str>, String> {
    let id = sources.find(TreeId(0), path).unwrap_or_else(|| panic!("{path} is not listed"));
    sources.text(id).map_err(|gap| gap.message.to_string())
}

#[test]
fn ignored_files_are_left_out_and_hidden_ones_are_not() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    git(top, &["init", "-q"]);
    write(top, ".gitignore", "*.log\n/build/\n");
    write(top, ".git/info/exclude", "secret.hcl\n");
    write(top, "live/.gitignore", "env.hcl\n!keep.log\n");
    write(top, "live/env.hcl", "");
    write(top, "live/keep.log", "");
    write(top, "live/other.log", "");
    write(top, "live/secret.hcl", "");
    write(top, "live/root.hcl", "");
    write(top, "build/x.tf", "");
    write(top, "live/build/x.tf", "");
    write(top, ".hidden/a.yaml", "");
    write(top, "live/.terraform/modules/m.tf", "");
    write(top, "live/.terragrunt-cache/m.tf", "");
    write(top, "live/.terragrunt-stack/m.tf", "");
    write(top, "node_modules/m.yaml", "");
    let opened = open(top);
    assert_eq!(opened.gaps, Vec::new());
    assert_eq!(
        paths(&opened.sources),
        [".gitignore", ".hidden/a.yaml", "live/.gitignore", "live/build/x.tf", "live/keep.log", "live/root.hcl"]
    );
    let ignored = |path| opened.sources.is_ignored(TreeId(0), path);
    assert!(ignored("live/deeper/env.hcl"), "patterns reach down, also into directories that do not exist");
    assert!(ignored("build"), "a pattern for directories counts for what is absent");
    assert!(ignored("build/deep/x.tf"));
    assert!(!ignored("env.hcl"), "patterns hold below their own directory only");
    assert!(!ignored("live/root.hcl"));
    assert!(!ignored("live/../../outside/env.hcl"));
}

#[test]
fn a_folder_inside_a_repository_obeys_the_patterns_above_it() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    git(top, &["init", "-q"]);
    git(top, &["remote", "add", "origin", "git@github.com:Acme/live.git"]);
    write(top, ".gitignore", "env.hcl\n");
    write(top, "live/prod/env.hcl", "");
    write(top, "live/prod/a.hcl", "");
    let opened = open(&top.join("live"));
    assert_eq!(paths(&opened.sources), ["prod/a.hcl"]);
    assert!(opened.sources.is_ignored(TreeId(0), "stage/env.hcl"));
    let tree = opened.sources.tree(TreeId(0)).unwrap();
    assert_eq!((&*tree.name, &tree.remote), ("live", &None), "the remote names the whole repository, not its folder");
    let whole = open(top);
    let tree = whole.sources.tree(TreeId(0)).unwrap();
    assert_eq!((&*tree.name, tree.remote.as_deref()), ("live", Some("github.com/acme/live")));
}

#[test]
fn a_tracked_file_counts_although_it_is_ignored() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    git(top, &["init", "-q"]);
    write(top, ".gitignore", "account.hcl\n/ignored/\n");
    write(top, "live/account.hcl", "a");
    write(top, "ignored/deep/b.tf", "b");
    write(top, "ignored/deep/untracked.tf", "c");
    write(top, "ignored/gone/account.hcl", "d");
    git(top, &["add", "-f", "live/account.hcl", "ignored/deep/b.tf", "ignored/gone/account.hcl"]);
    fs::remove_dir_all(top.join("ignored/gone")).unwrap();
    let opened = open(top);
    assert_eq!(paths(&opened.sources), [".gitignore", "ignored/deep/b.tf", "live/account.hcl"]);
    assert!(!opened.sources.is_ignored(TreeId(0), "ignored/gone/account.hcl"), "tracked, though absent");
    assert!(opened.sources.is_ignored(TreeId(0), "ignored/deep/untracked.tf"));
    let below = open(&top.join("ignored"));
    assert_eq!(paths(&below.sources), ["deep/b.tf", "deep/untracked.tf"], "a folder given by name is looked into");
}

#[test]
fn a_folder_whose_files_are_all_ignored_says_so() {
    let dir = TempDir::new().unwrap();
    git(dir.path(), &["init", "-q"]);
    write(dir.path(), ".gitignore", "*\n");
    write(dir.path(), "project/main.tf", "");
    let opened = open(&dir.path().join("project"));
    assert_eq!(opened.sources.files().len(), 0);
    assert!(opened.gaps[0].message.contains("`.gitignore` matches all"), "{:?}", opened.gaps);
}

#[test]
fn links_inside_are_followed_and_links_out_are_not() {
    let dir = TempDir::new().unwrap();
    let top = dir.path().join("repo");
    write(dir.path(), "outside/secret.yaml", "secret");
    write(&top, "base/a.yaml", "a");
    write(&top, "base/deep/b.yaml", "b");
    fs::create_dir_all(top.join("x")).unwrap();
    let link = |target: &str, at: &str| std::os::unix::fs::symlink(target, top.join(at)).unwrap();
    link("../base/a.yaml", "x/a.yaml");
    link("../base", "x/base");
    link("base", "x/again");
    link("../../outside/secret.yaml", "x/secret.yaml");
    link("../../outside", "x/outside");
    link("/etc/passwd", "x/passwd");
    link("nowhere", "x/broken");
    link("..", "x/loop");
    link("self", "x/self");
    let opened = open(&top);
    let sources = &opened.sources;
    assert_eq!(text(sources, "x/a.yaml").as_deref(), Ok("a"));
    assert_eq!(text(sources, "x/base/deep/b.yaml").as_deref(), Ok("b"));
    assert_eq!(text(sources, "x/again/a.yaml").as_deref(), Ok("a"));
    for outside in ["x/secret.yaml", "x/outside", "x/passwd"] {
        assert!(text(sources, outside).unwrap_err().contains("leads outside"), "{outside}");
    }
    assert!(text(sources, "x/broken").unwrap_err().contains("does not exist"));
    assert!(text(sources, "x/self").unwrap_err().contains("cannot be followed"));
    assert!(sources.unseen(TreeId(0), "x/outside/deeper/a.yaml").unwrap().contains("leads outside"));
    assert!(sources.unseen(TreeId(0), "x/loop/x/a.yaml").unwrap().contains("loop"));
    assert!(sources.unseen(TreeId(0), "a/.terraform/modules/m").unwrap().contains(".terraform"));
    assert_eq!(sources.unseen(TreeId(0), "x/nothing.yaml"), None);
    assert_eq!(sources.unseen(TreeId(0), "x/base/a.yaml"), None);
    let loops: Vec<_> = opened.gaps.iter().filter(|g| g.message.contains("loop")).collect();
    assert_eq!(loops.len(), 1, "{:?}", opened.gaps);
    assert!(loops[0].message.contains("`x/loop`"));
}

#[test]
fn links_that_lead_to_each_other_end() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    write(top, "a/1.yaml", "1");
    write(top, "b/2.yaml", "2");
    std::os::unix::fs::symlink("../b", top.join("a/x")).unwrap();
    std::os::unix::fs::symlink("../a", top.join("b/y")).unwrap();
    let opened = open(top);
    assert_eq!(paths(&opened.sources), ["a/1.yaml", "a/x/2.yaml", "b/2.yaml", "b/y/1.yaml"]);
    assert_eq!(opened.gaps.len(), 2, "{:?}", opened.gaps);
}

#[test]
fn many_links_into_each_other_are_bounded() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    for i in 0..12 {
        fs::create_dir_all(top.join(format!("d{i}"))).unwrap();
        for j in 0..12 {
            if i != j {
                std::os::unix::fs::symlink(format!("../d{j}"), top.join(format!("d{i}/l{j}"))).unwrap();
            }
        }
    }
    let opened = open(top);
    assert!(opened.gaps.iter().any(|g| g.kind == GapKind::Bound && g.message.contains("symbolic links")));
}

#[test]
fn what_is_not_text_is_a_gap_that_says_why() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    write(top, "bin.yaml", b"a\0b");
    write(top, "latin.yaml", b"caf\xe9");
    write(top, "wide.yaml", b"\xff\xfea\0");
    write(top, "large.yaml", vec![b'a'; 2049]);
    write(top, "bom.yaml", "\u{feff}a: 1");
    write(top, "empty.yaml", "");
    let opened = open_within(top, &Limits { file_bytes: 2048, files: 100 });
    let sources = &opened.sources;
    assert!(text(sources, "bin.yaml").unwrap_err().contains("`bin.yaml` is a binary file"));
    assert!(text(sources, "latin.yaml").unwrap_err().contains("not UTF-8"));
    assert!(text(sources, "wide.yaml").unwrap_err().contains("UTF-16"));
    let large = text(sources, "large.yaml").unwrap_err();
    assert!(large.contains("2 KiB") && large.contains("limit"), "{large}");
    assert_eq!(text(sources, "bom.yaml").as_deref(), Ok("\u{feff}a: 1"));
    assert_eq!(text(sources, "empty.yaml").as_deref(), Ok(""));
    let id = sources.find(TreeId(0), "bin.yaml").unwrap();
    assert_eq!(sources.text(id).unwrap_err().at, Some(Span::file_start(id)));
}

#[test]
fn a_named_pipe_is_not_opened() {
    let dir = TempDir::new().unwrap();
    let made = Command::new("mkfifo").arg(dir.path().join("pipe.yaml")).status().unwrap();
    assert!(made.success());
    std::os::unix::fs::symlink("pipe.yaml", dir.path().join("link.yaml")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", dir.path().join(".gitignore")).unwrap();
    let opened = open(dir.path());
    assert_eq!(opened.sources.find(TreeId(0), "pipe.yaml"), None);
    assert!(text(&opened.sources, "link.yaml").is_err());
}

/// Whether this user may read what its permissions forbid, as root may: then the test of the message in
/// `read::tests::permission_denied_is_named` is the only one that can be made.
fn permissions_do_not_hold(path: &Path) -> bool {
    fs::File::open(path).is_ok()
}

#[test]
fn an_unreadable_file_and_directory_are_gaps() {
    use std::os::unix::fs::PermissionsExt;
    let dir = TempDir::new().unwrap();
    write(dir.path(), "closed.yaml", "a");
    write(dir.path(), "closed/a.yaml", "a");
    write(dir.path(), "open.yaml", "a");
    fs::set_permissions(dir.path().join("closed.yaml"), fs::Permissions::from_mode(0o0)).unwrap();
    fs::set_permissions(dir.path().join("closed"), fs::Permissions::from_mode(0o0)).unwrap();
    let skip = permissions_do_not_hold(&dir.path().join("closed.yaml"));
    if !skip {
        let opened = open(dir.path());
        assert!(text(&opened.sources, "closed.yaml").unwrap_err().contains("permission denied"));
        assert!(opened.gaps.iter().any(|g| g.message.contains("`closed`") && g.message.contains("permission denied")));
        assert_eq!(text(&opened.sources, "open.yaml").as_deref(), Ok("a"));
    }
    fs::set_permissions(dir.path().join("closed"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn too_many_files_give_the_same_first_ones_and_a_gap() {
    let dir = TempDir::new().unwrap();
    for d in 0..10 {
        for f in 0..10 {
            write(dir.path(), &format!("d{d}/f{f}.yaml"), "");
        }
    }
    let limits = Limits { files: 30, ..Limits::default() };
    let first = open_within(dir.path(), &limits);
    assert!(first.gaps.iter().any(|g| g.kind == GapKind::Bound && g.message.contains("30 files")), "{:?}", first.gaps);
    for _ in 0..3 {
        let again = open_within(dir.path(), &limits);
        assert_eq!(paths(&first.sources), paths(&again.sources));
    }
    assert!(!paths(&first.sources).is_empty());
}

#[test]
fn a_deep_tree_is_listed_to_a_bound() {
    let dir = TempDir::new().unwrap();
    let mut deep = String::new();
    for _ in 0..200 {
        deep.push_str("d/");
    }
    write(dir.path(), &format!("{deep}x.yaml"), "");
    write(dir.path(), "y.yaml", "");
    let opened = open(dir.path());
    assert_eq!(paths(&opened.sources), ["y.yaml"]);
    assert!(opened.sources.unseen(TreeId(0), &format!("{deep}x.yaml")).is_some());
    assert!(opened.gaps.iter().any(|g| g.kind == GapKind::Bound && g.message.contains("128")));
}

#[test]
fn paths_that_cannot_be_opened_are_errors_and_the_others_are_opened() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), "repo/a.tf", "");
    let roots =
        [root(&dir.path().join("nowhere")), root(&dir.path().join("repo/a.tf")), root(&dir.path().join("repo"))];
    let opened = Sources::open(&roots, Vec::new(), &[], &Limits::default());
    assert_eq!(opened.errors.len(), 2);
    assert!(opened.errors[0].message.contains("does not exist"));
    assert!(opened.errors[1].message.contains("is a file"));
    assert!(opened.errors[1].help.contains("repo`"));
    assert_eq!(paths(&opened.sources), ["a.tf"]);
}

#[test]
fn names_are_unique() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), "x/live/a.tf", "");
    write(dir.path(), "y/live/b.tf", "");
    let roots = ["x/live", "y/live", "x/../x/live"].map(|path| root(&dir.path().join(path)));
    let opened = Sources::open(&roots, Vec::new(), &[("m/main.tf", "model")], &Limits::default());
    let sources = &opened.sources;
    let names: Vec<_> = sources.trees().iter().map(|t| &*t.name).collect();
    assert_eq!(names, ["live", "live-2", "module-models"]);
    assert!(sources.trees()[2].embedded);
    let model = sources.find(TreeId(2), "m/main.tf").unwrap();
    assert_eq!(sources.text(model).as_deref(), Ok("model"));
}

#[test]
fn a_folder_inside_another_is_its_own_tree_when_something_makes_it_one() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), "all/plain/a.tf", "");
    write(dir.path(), "all/named/b.tf", "");
    write(dir.path(), "all/clone/c.tf", "");
    git(&dir.path().join("all/clone"), &["init", "-q"]);
    write(dir.path(), "all/d.tf", "");
    let named = Root { name: Some("other".into()), ..root(&dir.path().join("all/named")) };
    let inside = |path: &str| root(&dir.path().join("all").join(path));
    let roots = [inside("plain"), named, inside("clone"), inside("")];
    let opened = Sources::open(&roots, Vec::new(), &[], &Limits::default());
    let sources = &opened.sources;
    let names: Vec<_> = sources.trees().iter().map(|t| &*t.name).collect();
    assert_eq!(names, ["other", "clone", "all"]);
    assert_eq!(sources.files_of(TreeId(2)).map(|f| &*f.path).collect::<Vec<_>>(), ["d.tf", "plain/a.tf"]);
}

#[test]
fn overlays_lie_where_there_is_no_file() {
    let dir = TempDir::new().unwrap();
    let top = dir.path().join("live");
    write(&top, ".gitignore", "env.hcl\n");
    write(&top, "a/env.hcl", "the reader's own, untracked");
    write(&top, "a/root.hcl", "the repository's");
    git(&top, &["init", "-q"]);
    let overlay = |repository: &str, path: &str, public| Overlay {
        given: None,
        repository: repository.into(),
        path: path.into(),
        text: "assumed".into(),
        public,
    };
    let overlays = vec![
        overlay("live", "./a/env.hcl", true),
        overlay("live", "b/env.hcl", false),
        overlay("live", "a/root.hcl", false),
        overlay("live", "../env.hcl", false),
        overlay("life", "env.hcl", false),
    ];
    let opened = Sources::open(&[root(&top)], overlays, &[], &Limits::default());
    let sources = &opened.sources;
    assert_eq!(text(sources, "a/env.hcl").as_deref(), Ok("assumed"), "what is ignored is not read");
    assert_eq!(sources.assumed(sources.find(TreeId(0), "a/env.hcl").unwrap()), Some(true));
    assert_eq!(sources.assumed(sources.find(TreeId(0), "b/env.hcl").unwrap()), Some(false));
    let kept = sources.find(TreeId(0), "a/root.hcl").unwrap();
    assert_eq!((text(sources, "a/root.hcl").as_deref(), sources.assumed(kept)), (Ok("the repository's"), None));
    let messages: Vec<_> = opened.gaps.iter().map(|g| g.message.to_string()).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    for part in ["outside the repository", "the repository has that file", "no repository named `life`"] {
        assert!(messages.iter().any(|m| m.contains(part)), "{part}: {messages:?}");
    }
}

#[test]
fn pinned_revisions_are_read_from_the_clone() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    git(top, &["init", "-q"]);
    write(top, "charts/app/Chart.yaml", "version: 1");
    write(top, "charts/app/big.yaml", vec![b'a'; 5000]);
    std::os::unix::fs::symlink("app", top.join("charts/alias")).unwrap();
    std::os::unix::fs::symlink("../../etc/passwd", top.join("out")).unwrap();
    git(top, &["add", "-A"]);
    git(top, &["commit", "-qm", "one"]);
    git(top, &["tag", "light"]);
    git(top, &["tag", "-a", "-m", "annotated", "v1"]);
    git(top, &["update-ref", "refs/remotes/origin/release", "HEAD"]);
    write(top, "charts/app/Chart.yaml", "version: 2");
    git(top, &["commit", "-qam", "two"]);
    let mut sources = open_within(top, &Limits { file_bytes: 4096, files: 100 }).sources;
    let (tag, light) = (Revision::Tag("v1".into()), Revision::Tag("light".into()));
    let (branch, remote) = (Revision::Branch("main".into()), Revision::Branch("release".into()));
    let missing = Revision::Tag("v9".into());
    let commit = Revision::Commit("0123456789012345678901234567890123456789".into());
    let all = [&tag, &light, &branch, &remote, &missing, &commit, &tag].map(|r| (TreeId(0), r.clone()));
    assert_eq!(sources.open_pinned(&all), Vec::new());
    let chart = |revision: &Revision| {
        let tree = sources.pinned(TreeId(0), revision)?;
        let file = sources.find(tree, "charts/app/Chart.yaml").unwrap();
        Some(sources.text(file).unwrap().to_string())
    };
    assert_eq!(chart(&tag).as_deref(), Some("version: 1"));
    assert_eq!(chart(&light).as_deref(), Some("version: 1"));
    assert_eq!(chart(&branch).as_deref(), Some("version: 2"));
    assert_eq!(chart(&remote).as_deref(), Some("version: 1"));
    assert_eq!(chart(&missing), None);
    assert_eq!(chart(&commit), None);
    let tree = sources.pinned(TreeId(0), &tag).unwrap();
    let about = sources.tree(tree).unwrap();
    assert_eq!((about.of, about.revision.as_deref()), (Some(TreeId(0)), Some("v1")));
    let read = |path: &str| sources.text(sources.find(tree, path).unwrap());
    assert_eq!(read("charts/alias/Chart.yaml").as_deref(), Ok("version: 1"));
    assert!(read("charts/app/big.yaml").unwrap_err().message.contains("limit"));
    assert!(read("out").unwrap_err().message.contains("leads outside"));
    let count = sources.trees().len();
    sources.open_pinned(&all);
    assert_eq!(sources.trees().len(), count, "the same revision is opened once");
}

#[test]
fn a_damaged_git_repository_is_a_gap_and_its_files_are_read() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    write(top, "index/a.tf", "a");
    git(&top.join("index"), &["init", "-q"]);
    git(&top.join("index"), &["add", "a.tf"]);
    write(top, "index/.git/index", b"DIRC\0\0\0\x02\xff\xff\xff\xffgarbage");
    write(top, "empty/a.tf", "a");
    fs::create_dir_all(top.join("empty/.git")).unwrap();
    write(top, "config/a.tf", "a");
    git(&top.join("config"), &["init", "-q"]);
    write(top, "config/.git/config", "[core\n\tbare = \x00");
    write(top, "link/a.tf", "a");
    write(top, "link/.git", "gitdir: /nowhere\n");
    for name in ["index", "empty", "config", "link"] {
        let mut opened = open(&top.join(name));
        assert_eq!(text(&opened.sources, "a.tf").as_deref(), Ok("a"), "{name}");
        assert_eq!(opened.gaps.len(), 1, "{name}: {:?}", opened.gaps);
        assert!(opened.gaps[0].message.contains("git"), "{}", opened.gaps[0].message);
        opened.sources.open_pinned(&[(TreeId(0), Revision::Branch("main".into()))]);
    }
}

#[test]
fn a_revision_whose_objects_are_missing_is_a_gap() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    git(top, &["init", "-q"]);
    write(top, "a/x.yaml", "x");
    write(top, "b/y.yaml", "y");
    git(top, &["add", "-A"]);
    git(top, &["commit", "-qm", "one"]);
    git(top, &["tag", "v1"]);
    let object = |name: &str| {
        let out = Command::new("git").args(["rev-parse", name]).current_dir(top).output().unwrap();
        let id = String::from_utf8(out.stdout).unwrap();
        top.join(".git/objects").join(&id[..2]).join(id[2..].trim())
    };
    fs::remove_file(object("HEAD:a")).unwrap();
    fs::remove_file(object("HEAD:b/y.yaml")).unwrap();
    let mut sources = open(top).sources;
    let tag = Revision::Tag("v1".into());
    let gaps = sources.open_pinned(&[(TreeId(0), tag.clone())]);
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert!(gaps[0].message.contains("`a`") && gaps[0].message.contains("missing"));
    let tree = sources.pinned(TreeId(0), &tag).unwrap();
    let file = sources.find(tree, "b/y.yaml").unwrap();
    assert!(sources.text(file).unwrap_err().message.contains("missing"));
    assert!(sources.unseen(tree, "a/x.yaml").is_some());
}

#[test]
fn what_a_checkout_leaves_out_is_not_missing() {
    let dir = TempDir::new().unwrap();
    let top = dir.path().join("repo");
    write(&top, "a/x.tf", "x");
    write(&top, "b/deep/y.tf", "y");
    write(&top, "gone.tf", "");
    write(&dir.path().join("module"), "main.tf", "");
    git(&dir.path().join("module"), &["init", "-q"]);
    git(&dir.path().join("module"), &["add", "-A"]);
    git(&dir.path().join("module"), &["commit", "-qm", "one"]);
    git(&top, &["init", "-q"]);
    git(&top, &["add", "-A"]);
    git(&top, &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../module", "vendor/module"]);
    git(&top, &["commit", "-qm", "one"]);
    assert_eq!(open(&top).sources.unseen(TreeId(0), "vendor/module"), None, "a submodule that is there is read");
    git(&top, &["submodule", "--quiet", "deinit", "--all", "--force"]);
    git(&top, &["update-index", "--skip-worktree", "b/deep/y.tf"]);
    fs::remove_dir_all(top.join("b")).unwrap();
    fs::remove_file(top.join("gone.tf")).unwrap();
    let opened = open(&top);
    let unseen = |path: &str| opened.sources.unseen(TreeId(0), path).map(|why| why.to_string()).unwrap_or_default();
    assert!(unseen("vendor/module/variables.tf").contains("submodule"));
    assert!(unseen("b/deep/y.tf").contains("sparse") && unseen("b").contains("sparse"));
    assert_eq!(unseen("gone.tf"), "", "what was removed is missing");
    assert_eq!(unseen("bc"), "");
}

#[test]
fn a_repository_inside_the_folder_has_its_own_rules() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    write(top, ".gitignore", "*.tf\n");
    write(top, "inner/a.tf", "");
    write(top, "inner/.gitignore", "*.hcl\n");
    write(top, "inner/account.hcl", "");
    write(top, "b.tf", "");
    git(top, &["init", "-q"]);
    git(&top.join("inner"), &["init", "-q"]);
    git(&top.join("inner"), &["add", "-f", "account.hcl"]);
    let opened = open(top);
    assert_eq!(paths(&opened.sources), [".gitignore", "inner/.gitignore", "inner/a.tf", "inner/account.hcl"]);
}

#[test]
fn clones_side_by_side_are_trees_of_their_own() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    for name in ["live", "k8s"] {
        write(top, &format!("{name}/a.yaml"), "");
        git(&top.join(name), &["init", "-q"]);
    }
    git(&top.join("k8s"), &["remote", "add", "upstream", "https://example.com/acme/clusters.git"]);
    let names = |opened: &Opened| opened.sources.trees().iter().map(|t| t.name.to_string()).collect::<Vec<_>>();
    let opened = open(top);
    assert_eq!(names(&opened), ["clusters", "live"]);
    write(top, "rest/driftline.yaml", "");
    let opened = open(top);
    assert_eq!(opened.sources.trees().len(), 3);
    assert_eq!(opened.sources.files_of(TreeId(2)).map(|f| &*f.path).collect::<Vec<_>>(), ["rest/driftline.yaml"]);
    let found = opened.sources.find_on_disk(&top.join("k8s/../rest/driftline.yaml"));
    assert_eq!(found, opened.sources.find(TreeId(2), "rest/driftline.yaml"));
    assert!(found.is_some());
}

#[test]
fn look_ups_by_path() {
    let files = ["a", "a-b/x", "a.d/y", "app/z", "ab/1/2", "ab/1/3", "ab/1.x", "ab/c"].map(|p| (p, ""));
    let sources = Sources::from_memory(vec![("one", files.to_vec()), ("two", vec![("ab/other", "")])]);
    let one = TreeId(0);
    let below = |dir| sources.below(one, dir).map(|f| f.path.to_string()).collect::<Vec<_>>();
    assert_eq!(below("ab"), ["ab/1.x", "ab/1/2", "ab/1/3", "ab/c"]);
    assert_eq!(below("a"), Vec::<String>::new());
    assert_eq!(below("").len(), 8);
    let children = |dir| sources.children(one, dir).map(|f| f.path.to_string()).collect::<Vec<_>>();
    assert_eq!(children("ab"), ["ab/1.x", "ab/c"]);
    assert_eq!(children(""), ["a"]);
    assert!(sources.is_dir(one, "ab/1") && sources.is_dir(one, "") && !sources.is_dir(one, "a"));
    assert_eq!(sources.find(one, "ab/other"), None);
    assert_eq!(sources.files_of(TreeId(1)).count(), 1);
    assert_eq!(sources.files_of(TreeId(9)).count(), 0);
}

/// A repository with a file that only its tag `v1` holds, and one that is tracked although it is ignored.
fn elsewhere(top: &Path) {
    fs::create_dir_all(top).unwrap();
    git(top, &["init", "-q"]);
    git(top, &["remote", "add", "origin", "https://example.com/acme/elsewhere"]);
    write(top, "private.yaml", "private");
    git(top, &["add", "-A"]);
    git(top, &["commit", "-qm", "one"]);
    git(top, &["tag", "v1"]);
    git(top, &["rm", "-q", "private.yaml"]);
    write(top, "x.tf", "");
    write(top, "kept.log", "");
    write(top, ".gitignore", "*.log\n");
    git(top, &["add", "-f", "."]);
    git(top, &["commit", "-qm", "two"]);
}

fn pinned(opened: Opened, tree: TreeId) -> (Option<TreeId>, Vec<String>) {
    let mut sources = opened.sources;
    let tag = Revision::Tag("v1".into());
    let gaps = opened.gaps.into_iter().chain(sources.open_pinned(&[(tree, tag.clone())]));
    let messages = gaps.map(|gap| gap.message.to_string()).collect();
    (sources.pinned(tree, &tag), messages)
}

#[test]
fn a_git_directory_elsewhere_is_read_only_when_it_names_the_given_folder() {
    let dir = TempDir::new().unwrap();
    let (home, tree, thief) = (dir.path().join("home"), dir.path().join("tree"), dir.path().join("thief"));
    elsewhere(&home);
    git(&home, &["worktree", "add", "-q", tree.to_str().unwrap()]);
    let opened = open(&tree);
    assert!(paths(&opened.sources).contains(&"kept.log"), "{:?}", opened.gaps);
    assert_eq!(&*opened.sources.trees()[0].name, "elsewhere");
    assert!(pinned(opened, TreeId(0)).0.is_some());

    for leads_to in [home.join(".git"), home.join(".git/worktrees/tree")] {
        write(&thief, ".git", format!("gitdir: {}\n", leads_to.display()));
        write(&thief, "y.tf", "");
        let opened = open(&thief);
        assert_eq!(&*opened.sources.trees()[0].name, "thief", "nothing of the other repository is told");
        let (found, gaps) = pinned(opened, TreeId(0));
        assert_eq!(found, None);
        assert!(gaps.iter().any(|m| m.contains("outside of the given folders")), "{gaps:?}");
    }
    fs::remove_dir_all(&thief).unwrap();
    write(&thief, "y.tf", "");
    std::os::unix::fs::symlink(home.join(".git"), thief.join(".git")).unwrap();
    assert_eq!(pinned(open(&thief), TreeId(0)).0, None);
}

#[test]
fn a_git_directory_inside_that_hands_on_to_one_outside_is_not_read() {
    let dir = TempDir::new().unwrap();
    let (home, thief) = (dir.path().join("home"), dir.path().join("thief"));
    elsewhere(&home);
    elsewhere(&thief);
    write(&thief, ".git/commondir", home.join(".git").to_str().unwrap());
    let (found, gaps) = pinned(open(&thief), TreeId(0));
    assert_eq!(found, None);
    assert!(gaps.iter().any(|m| m.contains("outside of the given folders")), "{gaps:?}");
}

#[test]
fn a_repository_inside_a_given_folder_reads_nothing_outside_of_it() {
    let dir = TempDir::new().unwrap();
    let (home, top) = (dir.path().join("home"), dir.path().join("top"));
    elsewhere(&home);
    write(&top, "x.tf", "");
    git(&top, &["init", "-q"]);
    git(&top, &["-c", "protocol.file.allow=always", "submodule", "add", "-q", home.to_str().unwrap(), "sub"]);
    let opened = open(&top);
    assert!(paths(&opened.sources).contains(&"sub/kept.log"), "a submodule keeps its git directory in the given one");
    assert!(!opened.gaps.iter().any(|g| g.message.contains("outside")), "{:?}", opened.gaps);

    git(&home, &["worktree", "add", "-q", top.join("nested").to_str().unwrap()]);
    let gaps = open(&top).gaps;
    let said: Vec<_> = gaps.iter().filter(|g| g.message.contains("outside of the given folders")).collect();
    assert!(said.len() == 1 && said[0].message.contains("`nested`"), "{gaps:?}");
}

#[test]
fn objects_that_are_borrowed_from_outside_the_given_folders_are_not_read() {
    let dir = TempDir::new().unwrap();
    let (home, clone) = (dir.path().join("home"), dir.path().join("clone"));
    elsewhere(&home);
    git(dir.path(), &["clone", "-q", "--shared", home.to_str().unwrap(), clone.to_str().unwrap()]);
    let (found, gaps) = pinned(open(&clone), TreeId(0));
    assert_eq!(found, None);
    assert!(gaps.iter().any(|m| m.contains("borrows git objects")), "{gaps:?}");

    let both = Sources::open(&[root(&clone), root(&home)], Vec::new(), &[], &Limits::default());
    assert!(pinned(both, TreeId(0)).0.is_some(), "what is given may be borrowed from");

    fs::remove_file(clone.join(".git/objects/info/alternates")).unwrap();
    fs::remove_dir(clone.join(".git/objects/pack")).unwrap();
    git(&home, &["repack", "-adq"]);
    std::os::unix::fs::symlink(home.join(".git/objects/pack"), clone.join(".git/objects/pack")).unwrap();
    assert_eq!(pinned(open(&clone), TreeId(0)).0, None, "a link is a way to borrow too");
}

#[test]
fn what_a_module_at_a_tag_makes_is_changed_where_it_is_called() {
    let dir = TempDir::new().unwrap();
    let top = dir.path();
    git(top, &["init", "-q"]);
    git(top, &["remote", "add", "origin", "https://github.com/Acme/Live.git"]);
    write(top, "modules/vpc/main.tf", "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.1.0.0/16\"\n}\n");
    git(top, &["add", "-A"]);
    git(top, &["commit", "-qm", "one"]);
    git(top, &["tag", "v1.0.0"]);
    let call = "module \"vpc\" {\n  source = \"github.com/Acme/Live//modules/vpc?ref=v1.0.0\"\n}\n";
    write(top, "live/main.tf", call);
    write(top, "modules/vpc/main.tf", "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.2.0.0/16\"\n}\n");
    git(top, &["add", "-A"]);
    let mut sources = open(top).sources;
    let settings = driftline::eval::settings::Settings::default();
    let wanted = driftline::eval::infrastructure::pins(&sources, &settings);
    assert_eq!(sources.open_pinned(&wanted), Vec::new());
    let made = driftline::eval::infrastructure::evaluate(&sources, &settings);
    let live = made.configurations.iter().find(|c| &*c.scope == "live").unwrap();
    let vpc = &live.resources[0];
    assert_eq!(vpc.attributes.get("cidr_block").unwrap().display(), "10.1.0.0/16", "as it was at the tag");
    assert_eq!(&*sources.file(vpc.at.file).unwrap().path, "live/main.tf");
}
