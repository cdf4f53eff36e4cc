//! Facts from small repositories, read and evaluated as in a real run.

mod applied;
mod data;
mod identity;
mod kubernetes;
mod network;
mod pods;
mod policies;
mod resources;
mod unread;
mod views;

use super::{adopt, declare, project};
use crate::bundled;
use crate::eval::{flux, infrastructure};
use crate::model::Estate;
use crate::model::estate::estate;
use crate::model::fact::Fact;
use crate::model::organization::Ownership;
use crate::source::{Gap, Limits, Root, Sources, Span};
use std::path::Path;

/// Repositories on disk, so that the module models are at hand as in a real run.
struct Built {
    _folder: tempfile::TempDir,
    sources: Sources,
    estate: Estate,
    /// What could not be seen of configurations.
    configuration_gaps: Vec<Gap>,
}

/// Builds the estate of these files; the first part of each path is the repository.
fn build(files: &[(&str, &str)]) -> Built {
    build_with(files, Ownership::default())
}

fn build_with(files: &[(&str, &str)], ownership: Ownership) -> Built {
    let folder = tempfile::tempdir().unwrap();
    let mut roots: Vec<String> = Vec::new();
    for (path, text) in files {
        let to = folder.path().join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, text).unwrap();
        let root = path.split('/').next().unwrap().to_owned();
        if !roots.contains(&root) {
            roots.push(root);
        }
    }
    let roots: Vec<Root> = roots
        .iter()
        .map(|name| Root { path: Path::new(folder.path()).join(name), name: Some(name.as_str().into()), remote: None })
        .collect();
    let opened = Sources::open(&roots, Vec::new(), &bundled::module_models(), &Limits::default());
    assert!(opened.errors.is_empty(), "{:?}", opened.errors);
    let sources = opened.sources;
    let project = |configuration| project(&sources, &ownership, configuration);
    let mut infrastructure = infrastructure::evaluate_each(&sources, &Default::default(), project);
    let mut kubernetes = flux::evaluate(&sources, &Default::default());
    let mut gaps = infrastructure.gaps.clone();
    let configuration_gaps = infrastructure.configurations.iter().flat_map(|c| c.gaps.clone()).collect();
    gaps.extend(adopt(&mut infrastructure.configurations, &ownership, &mut kubernetes));
    let declared = declare(&sources, infrastructure.configurations, &kubernetes, &ownership, &gaps);
    let estate = estate(declared, ownership, gaps);
    Built { _folder: folder, sources, estate, configuration_gaps }
}

impl Built {
    /// `path:line` of a place, with the text there.
    fn written(&self, at: Span) -> (String, String) {
        let file = self.sources.file(at.file).unwrap();
        let text = self.sources.text(at.file).unwrap();
        let line = self.sources.line_col(at.file, at.start).line;
        (format!("{}:{line}", file.path), text[at.start as usize..at.end as usize].to_owned())
    }

    /// The text a person would edit.
    fn edited<T>(&self, fact: &Fact<T>) -> String {
        self.written(fact.at()).1
    }
}
