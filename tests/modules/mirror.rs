//! The real modules: git repositories in a folder, read at their tags.

use super::cases::{Model, Version, version};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// Paths and texts of one tag.
pub type Files = Arc<Vec<(String, String)>>;

/// One module's repository.
pub struct Mirror {
    path: PathBuf,
}

impl Mirror {
    /// The repository of `terraform-aws-modules/NAME/aws` in a folder.
    pub fn open(mirrors: &str, name: &str) -> Mirror {
        let names = [
            format!("terraform-aws-modules+terraform-aws-{name}/repo"),
            format!("terraform-aws-modules+terraform-aws-{name}"),
            format!("terraform-aws-{name}"),
        ];
        let path = names.iter().map(|n| Path::new(mirrors).join(n)).find(|p| p.exists());
        Mirror { path: path.unwrap_or_else(|| panic!("no mirror of {name} in {mirrors}")) }
    }

    fn git(&self, arguments: &[&str]) -> Vec<u8> {
        let done = Command::new("git").arg("-C").arg(&self.path).args(arguments).output().unwrap();
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        done.stdout
    }

    /// The tags in the range of a model, oldest first.
    pub fn tags(&self, model: &Model) -> Vec<String> {
        let text = String::from_utf8(self.git(&["tag"])).unwrap();
        let mut found: Vec<(Version, String)> =
            text.lines().filter_map(|t| Some((version(t.trim_start_matches('v'))?, t.to_owned()))).collect();
        found.retain(|(v, _)| model.covers("", *v));
        found.sort();
        assert!(!found.is_empty(), "no tag of {model}");
        found.into_iter().map(|(_, tag)| tag).collect()
    }

    /// The module's files at a tag: everything that can be evaluated, and the templates it reads.
    pub fn files(&self, tag: &str) -> Files {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("module.tar");
        // Also because a mirror may lack the large files of examples.
        let aside = ["examples", "wrappers", "tests", "test", ".github", "docs"];
        let aside: Vec<String> = aside.iter().map(|a| format!(":(exclude){a}")).collect();
        let mut arguments = vec!["archive", "--format=tar", tag, "--", "."];
        arguments.extend(aside.iter().map(String::as_str));
        std::fs::write(&archive, self.git(&arguments)).unwrap();
        let to = folder.path().join("module");
        std::fs::create_dir(&to).unwrap();
        let done = Command::new("tar").arg("-xf").arg(&archive).arg("-C").arg(&to).status().unwrap();
        assert!(done.success());
        let mut files = Vec::new();
        let mut open = vec![to.clone()];
        while let Some(dir) = open.pop() {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                let inside = path.strip_prefix(&to).unwrap().to_string_lossy().into_owned();
                if path.is_dir() {
                    open.push(path);
                } else if let Ok(text) = std::fs::read_to_string(&path)
                    && text.len() < 400_000
                    && !inside.ends_with(".md")
                {
                    files.push((inside, text));
                }
            }
        }
        files.sort();
        Arc::new(files)
    }
}

/// The first, a middle and the last.
pub fn first_middle_last(tags: &[String]) -> Vec<String> {
    let mut chosen = vec![tags[0].clone(), tags[tags.len() / 2].clone(), tags[tags.len() - 1].clone()];
    chosen.dedup();
    chosen
}
