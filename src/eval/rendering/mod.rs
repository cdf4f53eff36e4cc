//! Objects as they would be applied, to be printed: what one directory, one chart, one release or one cluster makes.
//!
//! What is secret is taken out here, so that nothing that prints can tell it.

mod order;
mod secret;

use super::flux::{self, FluxSettings, concealed};
use super::helm::{self, ReleaseInfo, RenderedObject};
use super::kubernetes::{Kubernetes, Object, Reach, Unrendered};
use super::kustomize::path::kustomization_file;
use super::kustomize::{Extra, Files, Kustomizer, edit};
use super::reason;
use super::reference::Outcome;
use super::value::{Address, Unknown, Value, Why};
use crate::source::{FileId, Gap, GapKind, Sources, Span, TreeId};
use secret::Places;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One object.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The object as a map; what is secret in it is unknown and marked.
    pub value: Value,
    /// Where it begins: the document, or the template.
    pub at: Span,
    /// Other documents that make it what it is: kustomization, patch, values.
    pub via: Arc<[Span]>,
    /// The template as Helm names it (`chart/templates/file.yaml`), when one chart is rendered.
    pub template: Option<Arc<str>>,
    /// The HelmRelease or Flux Kustomization that brings it, in a cluster.
    pub owner: Option<Address>,
}

/// What was rendered, and what was not.
#[derive(Clone, Debug, Default)]
pub struct Rendering {
    /// The objects, in the order of the program that is followed.
    pub objects: Vec<Manifest>,
    /// What the reference program would stop at: where, and what it is about.
    pub refused: Vec<Gap>,
    /// What could not be seen. An object may be missing because of it.
    pub unseen: Vec<Gap>,
    /// Something else to know.
    pub notes: Vec<Gap>,
}

impl Rendering {
    /// Whether nothing is missing as far as can be told.
    pub fn is_whole(&self) -> bool {
        self.refused.is_empty() && self.unseen.is_empty()
    }
}

/// What `kustomize build` makes of a directory with a kustomization file. (Of one without it kustomize makes nothing; here it is
/// what kustomize-controller makes: every manifest below.)
pub fn directory(sources: &Sources, tree: TreeId, dir: &str) -> Rendering {
    let files = Files::new(sources);
    let file = kustomization_file(sources, tree, dir);
    if let Some(file) = file.filter(|file| is_empty(&files, *file)) {
        let gap = Gap::at(
            Span::file_start(file),
            GapKind::Evaluation,
            "kustomize would refuse this build: the kustomization is empty",
        );
        return Rendering { refused: vec![gap], ..Rendering::default() };
    }
    let build = Kustomizer::new(&files, tree).build(dir, &Extra::default());
    let mut rendering = Rendering::default();
    for gap in build.gaps {
        match gap.kind {
            GapKind::Evaluation | GapKind::Syntax | GapKind::Refused => rendering.refused.push(gap),
            _ => rendering.unseen.push(gap),
        }
    }
    for named in build.references {
        let about = |message: String, kind| Gap::at(named.at, kind, message);
        match named.outcome {
            Outcome::Missing { looked_for, nearest } => {
                let gap = about(format!("kustomize would refuse this build: {looked_for}"), GapKind::Evaluation);
                rendering.refused.push(match nearest {
                    Some(name) => gap.with_help(format!("did you mean `{name}`?")),
                    None => gap,
                });
            }
            Outcome::Ignored => {
                let message = format!("`{}` is kept out of the repository by .gitignore", named.target);
                rendering.unseen.push(about(message, GapKind::IgnoredFile));
            }
            Outcome::Undecided(why) => rendering.also(unseen(&why, named.at)),
            Outcome::Found => {}
        }
    }
    for why in build.broken.iter().map(|(_, why)| why).chain(&build.unseen) {
        rendering.also(unseen(why, why.at));
    }
    let mut objects: Vec<Manifest> = build
        .resources
        .into_iter()
        .map(|r| Manifest {
            value: secret::hidden(&concealed(&r.value), &Places::default()),
            at: r.at,
            via: r.via.into(),
            template: None,
            owner: None,
        })
        .collect();
    let spec = file.map(|file| files.get(file));
    let options = spec.as_ref().and_then(|spec| edit::get(spec.documents.first()?, "sortOptions"));
    order::as_kustomize(&mut objects, options);
    rendering.objects = objects;
    rendering.settled()
}

/// Whether a kustomization file says nothing beside its own type (`Kustomization.CheckEmpty`): kustomize-controller takes one,
/// the program does not.
fn is_empty(files: &Files<'_>, file: FileId) -> bool {
    let documents = files.get(file);
    let spec = documents.documents.first();
    let says = |value: &Value| {
        let own = ["apiVersion", "kind"];
        edit::entries(value).iter().any(|entry| !own.contains(&&*entry.key) && !entry.value.is_null())
    };
    documents.gaps.is_empty() && !spec.is_some_and(says)
}

/// What `helm template` makes of a chart's directory: the release's objects in the order of installation, then its hooks.
/// Custom resource definitions of `crds/` are there with `crds`.
pub fn chart(
    sources: &Sources,
    tree: TreeId,
    dir: &str,
    values: &Value,
    release: &ReleaseInfo,
    crds: bool,
) -> Rendering {
    let rendered = helm::render(sources, tree, dir, values, release);
    let mut rendering = Rendering::default();
    let failed = rendered.failed.filter(|_| rendered.objects.is_empty());
    for gap in rendered.gaps {
        match gap.kind {
            GapKind::Chart | GapKind::Syntax if failed.as_ref().is_some_and(|why| gap.at == Some(why.at)) => {
                rendering.refused.push(gap);
            }
            GapKind::Evaluation => rendering.notes.push(gap),
            _ => rendering.unseen.push(gap),
        }
    }
    if let Some(why) = failed {
        rendering.also(unseen(&why, why.at));
    }
    let kept =
        rendered.objects.into_iter().filter(|object| (crds || !object.crd) && !order::is_unknown_hook(&object.value));
    rendering.objects =
        order::as_helm(kept.collect(), |object: &RenderedObject| (&object.value, &*object.name, object.crd))
            .into_iter()
            .map(|object| Manifest {
                value: secret::hidden(&concealed(&object.value), &Places::default()),
                at: object.at,
                via: Arc::default(),
                template: Some(object.name),
                owner: None,
            })
            .collect();
    rendering.settled()
}

/// What Flux applies from a directory, in the order in which kustomize would print it. `None` when nothing is there to apply.
pub fn cluster(sources: &Sources, settings: &FluxSettings, tree: TreeId, dir: &str) -> Option<Rendering> {
    let kubernetes = flux::cluster(sources, settings, tree, dir)?;
    let mut rendering = Rendering::default();
    let suspended = kubernetes.objects.iter().filter(|o| o.reach == Reach::Suspended).count();
    if suspended > 0 {
        let at = kubernetes.clusters.first().map(|c| c.at);
        let message = format!("{suspended} objects are left out: only something with `suspend: true` brings them");
        rendering.notes.push(Gap { at, kind: GapKind::Evaluation, message: message.into(), help: None });
    }
    rendering.told(&kubernetes);
    rendering.objects = manifests(sources, &kubernetes, |object| object.reach.counts());
    order::as_kustomize(&mut rendering.objects, None);
    Some(rendering.settled())
}

/// The releases that a name (`namespace/name`) may mean, by the entry point or directory they belong to; those that a
/// cluster applies stand alone when there are any.
pub fn releases(kubernetes: &Kubernetes, name: &str) -> Vec<Address> {
    let subject = format!("HelmRelease/{name}");
    let declared = kubernetes.objects.iter().filter(|o| *o.address.subject == *subject);
    let mut found: BTreeSet<(bool, Address)> = BTreeSet::new();
    for object in declared {
        found.insert((!object.reach.counts(), object.address.clone()));
    }
    let live = found.iter().any(|(dormant, _)| !dormant);
    found.into_iter().filter(|(dormant, _)| !(live && *dormant)).map(|(_, address)| address).collect()
}

/// The names of all HelmReleases, each once, as `namespace/name`.
pub fn release_names(kubernetes: &Kubernetes) -> Vec<String> {
    let subjects = kubernetes.objects.iter().filter_map(|o| o.address.subject.strip_prefix("HelmRelease/"));
    let names: BTreeSet<&str> = subjects.collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The objects of one HelmRelease, in Helm's order.
pub fn release(sources: &Sources, kubernetes: &Kubernetes, address: &Address) -> Rendering {
    let mut rendering = Rendering::default();
    let objects = manifests(sources, kubernetes, |object| object.release.as_ref() == Some(address));
    let crd = |object: &Manifest| {
        let path = sources.file(object.at.file).map(|file| &*file.path);
        path.is_some_and(|path| path.contains("/crds/") && !path.contains("/templates/"))
    };
    rendering.objects = order::as_helm(objects, |object: &Manifest| (&object.value, "", crd(object)));
    for (_, gap) in kubernetes.chart_gaps.iter().filter(|(release, _)| release == address) {
        let failed = kubernetes.unrendered.iter().any(|entry| entry.release == *address && gap.kind == GapKind::Chart);
        match gap.kind {
            GapKind::Evaluation => rendering.notes.push(gap.clone()),
            GapKind::Syntax => rendering.refused.push(gap.clone()),
            _ if failed => rendering.refused.push(gap.clone()),
            _ => rendering.unseen.push(gap.clone()),
        }
    }
    let mine = |entry: &&Unrendered| entry.release == *address;
    for entry in kubernetes.unrendered.iter().filter(mine) {
        rendering.refused.push(unrendered(entry));
    }
    rendering.settled()
}

/// Those objects of a cluster that are wanted, without what is secret.
fn manifests(sources: &Sources, kubernetes: &Kubernetes, wanted: impl Fn(&Object) -> bool) -> Vec<Manifest> {
    let places = Places::of(sources, kubernetes);
    let manifest = |object: &Object| Manifest {
        value: secret::hidden(&object.value, &places),
        at: object.at,
        via: object.via.clone(),
        template: None,
        owner: object.release.clone().or_else(|| object.applied_by.clone()),
    };
    kubernetes.objects.iter().filter(|o| wanted(o)).map(manifest).collect()
}

impl Rendering {
    /// Takes over what is said of a cluster.
    fn told(&mut self, kubernetes: &Kubernetes) {
        let charts: BTreeSet<Span> = kubernetes.unrendered.iter().map(|entry| entry.at).collect();
        for gap in &kubernetes.gaps {
            match gap.kind {
                // It is said with the name of the release.
                GapKind::Chart if gap.at.is_some_and(|at| charts.contains(&at)) => {}
                GapKind::Evaluation | GapKind::Syntax | GapKind::Refused => self.refused.push(gap.clone()),
                _ => self.unseen.push(gap.clone()),
            }
        }
        for entry in kubernetes.unrendered.iter().filter(|entry| entry.reach.counts()) {
            match entry.why.root().why {
                Why::NoSource(_) | Why::Bound(_) => self.unseen.push(unrendered(entry)),
                _ => self.refused.push(unrendered(entry)),
            }
        }
        for reference in kubernetes.references.iter().filter(|r| r.reach.counts()) {
            if let Outcome::Missing { looked_for, .. } = &reference.outcome {
                self.refused.push(Gap::at(reference.at, GapKind::Evaluation, looked_for.to_string()));
            }
        }
    }

    /// Something unseen, unless something is said of its place already.
    fn also(&mut self, gap: Gap) {
        if !self.refused.iter().chain(&self.unseen).any(|said| said.at == gap.at) {
            self.unseen.push(gap);
        }
    }

    /// Each message once, in order of place.
    fn settled(mut self) -> Self {
        for list in [&mut self.refused, &mut self.unseen, &mut self.notes] {
            list.sort();
            list.dedup_by(|a, b| a.at == b.at && a.message == b.message);
        }
        self
    }
}

fn unseen(why: &Arc<Unknown>, at: Span) -> Gap {
    Gap::at(at, GapKind::Unsupported, reason::clause(why))
}

fn unrendered(entry: &Unrendered) -> Gap {
    let name = entry.release.subject.strip_prefix("HelmRelease/").unwrap_or(&entry.release.subject);
    let message = format!("the HelmRelease `{name}` is not rendered: {}", reason::clause(&entry.why));
    Gap::at(entry.at, GapKind::Chart, message)
}

/// The identity of an object in words: `Deployment/namespace/name`, with `?` for what is not known.
pub fn title(value: &Value) -> String {
    let word = |path: &[&str]| match edit::lookup(value, path) {
        Some(found) => flux::shown_in_address(found),
        None => String::new(),
    };
    let (kind, namespace, name) = (word(&["kind"]), word(&["metadata", "namespace"]), word(&["metadata", "name"]));
    let name = if name.is_empty() { word(&["metadata", "generateName"]) } else { name };
    if namespace.is_empty() { format!("{kind}/{name}") } else { format!("{kind}/{namespace}/{name}") }
}
