//! Small repositories, evaluated as in a real run.

mod entries;
mod kustomizations;
mod objects;
mod releases;
mod sources;

use super::{FluxSettings, evaluate};
use crate::eval::kubernetes::{Kubernetes, Object};
use crate::eval::kustomize::edit;
use crate::eval::reference::{PathReference, ReferenceKind};
use crate::eval::value::Value;
use crate::source::{Sources, Span};

const SYNC: &str = "\
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec: {url: 'ssh://git@example.com/org/repo', ref: {branch: main}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: flux-system}
spec:
  path: ./clusters/prod
  sourceRef: {kind: GitRepository, name: flux-system}
";

fn kustomization(name: &str, path: &str, more: &str) -> String {
    format!(
        "apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {{name: {name}, namespace: flux-system}}
spec:
  path: {path}
  sourceRef: {{kind: GitRepository, name: flux-system}}
{more}"
    )
}

fn config_map(name: &str, data: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: flux-system}}\ndata: {{{data}}}\n")
}

fn run(files: &[(&str, &str)]) -> (Sources, Kubernetes) {
    let sources = Sources::from_memory(vec![("repo", files.to_vec())]);
    let kubernetes = evaluate(&sources, &FluxSettings::default());
    (sources, kubernetes)
}

/// One cluster with gotk-sync, and these files.
fn cluster(files: &[(&str, &str)]) -> (Sources, Kubernetes) {
    let mut all = vec![("clusters/prod/flux-system/gotk-sync.yaml", SYNC)];
    all.extend(files);
    run(&all)
}

fn object<'a>(kubernetes: &'a Kubernetes, subject: &str) -> &'a Object {
    let found = kubernetes.objects.iter().find(|o| &*o.address.subject == subject);
    found.unwrap_or_else(|| {
        panic!("no {subject} among {:#?}", kubernetes.objects.iter().map(|o| &o.address).collect::<Vec<_>>())
    })
}

fn reference<'a>(kubernetes: &'a Kubernetes, kind: ReferenceKind, target: &str) -> &'a PathReference {
    let found = kubernetes.references.iter().find(|r| r.kind == kind && &*r.target == target);
    found.unwrap_or_else(|| panic!("no {kind:?} {target} among {:#?}", kubernetes.references))
}

fn value<'a>(object: &'a Object, path: &[&str]) -> &'a Value {
    edit::lookup(&object.value, path).unwrap_or_else(|| panic!("no {path:?} in {:#?}", object.value))
}

fn text_at(sources: &Sources, at: Span) -> (String, u32) {
    let path = sources.file(at.file).unwrap().path.to_string();
    (path, sources.line_col(at.file, at.start).line)
}
