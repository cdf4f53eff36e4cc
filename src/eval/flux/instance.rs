//! What the Flux operator makes of the `sync` of a FluxInstance: a source and the Flux Kustomization that starts a cluster
//! (<https://fluxoperator.dev/docs/crd/fluxinstance/#sync-configuration>).

use super::survey::{Survey, TreeSurvey};
use crate::eval::kustomize::{Kustomizer, Resource, edit};
use crate::eval::value::Value;
use std::sync::Arc;

/// Steps of patching the two objects.
const STEPS: u64 = 100_000;

/// A FluxInstance, or values of the chart that makes one.
pub struct Instance {
    /// What is its `spec`, or has the same fields.
    pub spec: Value,
    /// Its namespace.
    pub namespace: Arc<str>,
    /// The file.
    pub file: Arc<str>,
}

/// The FluxInstances of a tree, releases of the chart that makes one, and values files of that chart, which are no objects.
pub fn all(survey: &Survey<'_>, tree: &TreeSurvey) -> Vec<Instance> {
    let mut out = Vec::new();
    for written in &tree.objects {
        let path: &[&str] = match edit::str_at(&written.value, &["kind"]) {
            Some("FluxInstance") => &["spec"],
            Some("HelmRelease") => &["spec", "values", "instance"],
            _ => continue,
        };
        let Some(spec) = edit::lookup(&written.value, path).filter(|spec| edit::get(spec, "sync").is_some()) else {
            continue;
        };
        let namespace = edit::str_at(&written.value, &["metadata", "namespace"]).unwrap_or("flux-system");
        out.push(Instance { spec: spec.clone(), namespace: namespace.into(), file: written.path.clone() });
    }
    for file in &tree.manifests {
        for document in &survey.files.get(*file).documents {
            let spec = edit::get(document, "instance").filter(|spec| edit::get(spec, "sync").is_some());
            if let Some(spec) = spec {
                let namespace = "flux-system".into();
                out.push(Instance { spec: spec.clone(), namespace, file: survey.path(*file) });
            }
        }
    }
    out
}

impl Instance {
    /// The source and the Flux Kustomization, as the operator makes and the instance's patches change them.
    pub fn objects(&self, survey: &Survey<'_>, tree: &TreeSurvey) -> Option<(Value, Value)> {
        let sync = edit::get(&self.spec, "sync")?;
        let at = sync.at;
        let given = |key: &str| edit::get(sync, key).filter(|v| !edit::is_empty(v)).cloned();
        let text = |text: &str| edit::text(text, at);
        let map = |pairs: Vec<(&str, Value)>| {
            let mut map = edit::empty_map(at);
            for (key, value) in pairs {
                edit::set(&mut map, key, at, value);
            }
            map
        };
        let kind = given("kind").unwrap_or_else(|| text("GitRepository"));
        let name = given("name").unwrap_or_else(|| text(&self.namespace));
        let metadata = || map(vec![("name", name.clone()), ("namespace", text(&self.namespace))]);
        let mut source = edit::empty_map(at);
        let (address, reference) = match edit::as_str(&kind) {
            Some("OCIRepository") => ("url", "tag"),
            Some("Bucket") => ("endpoint", "bucketName"),
            _ => ("url", "name"),
        };
        if let Some(url) = given("url") {
            edit::set(&mut source, address, at, url);
        }
        match given("ref") {
            Some(bucket) if address == "endpoint" => edit::set(&mut source, reference, at, bucket),
            Some(named) => edit::set(&mut source, "ref", at, map(vec![(reference, named)])),
            None => {}
        }
        let reference = map(vec![("kind", kind.clone()), ("name", name.clone())]);
        let mut spec = map(vec![("prune", Value { kind: crate::eval::value::Kind::Bool(true), ..text("") })]);
        edit::set(&mut spec, "path", at, given("path")?);
        edit::set(&mut spec, "sourceRef", at, reference);
        let source = map(vec![
            ("apiVersion", text("source.toolkit.fluxcd.io/v1")),
            ("kind", kind),
            ("metadata", metadata()),
            ("spec", source),
        ]);
        let kustomization = map(vec![
            ("apiVersion", text("kustomize.toolkit.fluxcd.io/v1")),
            ("kind", text("Kustomization")),
            ("metadata", metadata()),
            ("spec", spec),
        ]);
        let multitenant = edit::bool_at(&self.spec, &["cluster", "multitenant"]) == Some(true);
        let mut made = vec![Resource::new(source), Resource::new(kustomization)];
        if let Some(made) = made.last_mut().filter(|_| multitenant)
            && let Some(spec) = edit::get_mut(&mut made.value, "spec")
        {
            edit::set(spec, "serviceAccountName", at, text("kustomize-controller"));
        }
        let patched = self.patched(survey, tree, made);
        let mut objects = patched.into_iter().map(|resource| resource.value);
        objects.next().zip(objects.next())
    }

    /// `kustomize.patches`, those of them that are for objects like these.
    fn patched(&self, survey: &Survey<'_>, tree: &TreeSurvey, made: Vec<Resource>) -> Vec<Resource> {
        let listed = edit::lookup(&self.spec, &["kustomize", "patches"]);
        let is_ours = |patch: &&Value| {
            let kind = edit::str_at(patch, &["target", "kind"]);
            kind.is_some_and(|kind| {
                matches!(kind, "Kustomization" | "GitRepository" | "OCIRepository" | "Bucket") || kind.contains('|')
            })
        };
        let ours: Vec<Value> = listed.map(edit::items).into_iter().flatten().filter(is_ours).cloned().collect();
        if ours.is_empty() {
            return made;
        }
        let at = self.spec.at;
        let mut kustomize = edit::empty_map(at);
        edit::set(&mut kustomize, "patches", at, edit::list(ours, at));
        let (patched, _) =
            Kustomizer::new(&survey.files, tree.id).post_render(made.clone(), &kustomize, at, STEPS).made;
        if patched.len() == made.len() { patched } else { made }
    }
}
