//! Flux Kustomizations: what each of them applies, as kustomize-controller settles it.

use super::artifact::{Artifact, Located};
use super::decrypt;
use super::index::{Name, ObjectName, shown as shown_name};
use super::post_render::{common_metadata, owner_labels};
use super::scope::Scope;
use super::source_ref::{self, because, elsewhere};
use super::substitute::{self, Variables};
use super::survey::{KUSTOMIZE, Survey, flux_path, is_flux_kustomization};
use super::values;
use crate::eval::budget::Done;
use crate::eval::kustomize::path;
use crate::eval::kustomize::{Build, Extra, Id, Kustomizer, LIMITS, Leaves, edit};
use crate::eval::reference::{Outcome, ReferenceKind, withheld};
use crate::eval::value::{Address, Marks, Unknown, Value, Why};
use crate::source::{Gap, GapKind, Span, TreeId};
use std::sync::Arc;

/// Most Flux Kustomizations of one scope.
pub const KUSTOMIZATIONS: usize = 5_000;

/// What a Flux Kustomization is kept waiting for, in the hope that another one brings it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Patience {
    /// Its source, and the ConfigMaps and Secrets with its variables.
    Everything,
    /// All but Secrets, which often come from elsewhere.
    NoSecrets,
    /// Nothing: what is not there now is not there.
    Nothing,
}

/// A Flux Kustomization with what it applies.
pub struct Job {
    kustomization: Value,
    tree: TreeId,
    dir: String,
    variables: Variables,
    ignored: Option<Arc<dyn Leaves>>,
    owner: Address,
    suspended: bool,
}

impl Job {
    /// Builds the directory, replaces variables, sets the common metadata, within a number of steps.
    fn build(&self, survey: &Survey<'_>, steps: u64) -> Done<(Build, Vec<Gap>)> {
        /// Bytes of substituted text that cost a step.
        const BYTES: usize = 8;
        let builder = Kustomizer::new(&survey.files, self.tree);
        let extra = Extra { ignored: self.ignored.clone(), ..extra(&self.kustomization) };
        let Done { made: mut build, used, cut } = builder.build_within(&self.dir, &extra, steps);
        let mut gaps = Vec::new();
        let bytes = usize::try_from(steps.saturating_sub(used)).unwrap_or(usize::MAX).saturating_mul(BYTES);
        let allowed = substitute::BYTES.min(bytes);
        let mut budget = allowed;
        if let Some((name, value)) = self.variables.misnamed().filter(|_| !build.resources.is_empty()) {
            let message = format!("Flux would refuse this Kustomization: `{name}` is no name for a variable");
            gaps.push(Gap::at(value.at, GapKind::Evaluation, message));
        }
        let decrypts = edit::lookup(&self.kustomization, &["spec", "decryption"]).is_some_and(|v| !edit::is_empty(v));
        let written = edit::lookup(&self.kustomization, &["metadata", "namespace"]).filter(|v| !edit::is_empty(v));
        let namespace = written.cloned().unwrap_or_else(|| edit::text("flux-system", self.kustomization.at));
        for resource in &mut build.resources {
            if decrypts {
                decrypt::apply(&mut resource.value);
            }
            resource.value = substitute::apply(&resource.value, &self.variables, &mut budget, &mut gaps);
            owner_labels(&mut resource.value, KUSTOMIZE, &self.kustomization, Some(&namespace));
            common_metadata(&mut resource.value, &self.kustomization);
        }
        let substituted = u64::try_from(allowed.saturating_sub(budget) / BYTES).unwrap_or(u64::MAX);
        let cut = cut || budget == 0 && allowed < substitute::BYTES;
        Done { made: (build, gaps), used: used.saturating_add(substituted), cut }
    }
}

impl Scope<'_> {
    /// Applies the Flux Kustomizations that are new and need not wait any longer. Whether there was one.
    pub fn kustomizations(&mut self, patience: Patience) -> bool {
        let pending: Vec<(Value, bool)> = self
            .objects
            .iter()
            .filter(|o| is_flux_kustomization(o.value()) && !self.applied.contains(&self.key(o.value())))
            .map(|o| (o.value().clone(), o.suspended))
            .collect();
        let before = self.applied.len();
        let mut jobs = Vec::new();
        for (kustomization, suspended) in pending {
            if self.applied.len() < KUSTOMIZATIONS {
                jobs.extend(self.prepare(kustomization, false, suspended, patience));
            }
        }
        self.apply(jobs);
        self.applied.len() > before
    }

    /// Builds what Flux Kustomizations apply, and takes it over.
    pub fn apply(&mut self, jobs: Vec<Job>) {
        let survey = self.survey;
        let built = self.budget.deal(&jobs, 0, LIMITS, |job, steps| job.build(survey, steps));
        for (job, (build, gaps)) in jobs.into_iter().zip(built) {
            self.gaps.extend(gaps);
            self.take(job.tree, build, Some(job.owner), job.suspended, None);
        }
    }

    /// What a Flux Kustomization is told from others by.
    fn key(&self, kustomization: &Value) -> String {
        let id = Id::of(kustomization);
        let namespace = if id.namespace.is_empty() { "flux-system" } else { &*id.namespace };
        format!("{}/{namespace}/{}", id.kind, id.name)
    }

    /// Settles what one Flux Kustomization applies, once, unless it had better wait. The bootstrap's source is the one that brings
    /// this scope.
    pub fn prepare(
        &mut self,
        kustomization: Value,
        bootstrap: bool,
        suspended: bool,
        patience: Patience,
    ) -> Option<Job> {
        let owner = self.owner(&kustomization, "flux-system");
        let namespace = Name::namespace_of(&kustomization, "");
        let source = edit::lookup(&kustomization, &["spec", "sourceRef"]).and_then(|r| source_ref::read(r, &namespace));
        let artifact = match &source {
            _ if bootstrap => Some(self.base.clone()),
            Some(source) => self.artifact(source),
            None => None,
        };
        if artifact.is_none() && patience != Patience::Nothing {
            return None;
        }
        let artifact = artifact.or_else(|| source.as_ref().and_then(|source| self.of_unseen_parts(source)));
        let variables = self.variables(&kustomization, &namespace, &owner, patience, suspended)?;
        if !self.applied.insert(self.key(&kustomization)) {
            return None;
        }
        if let Some(source) = &source {
            let outcome = if artifact.is_some() { Outcome::Found } else { self.absent(source) };
            self.note_object(ReferenceKind::SourceRef, &owner, source, outcome, suspended);
            self.within_namespace(&namespace, source);
        }
        self.refuse_components(&kustomization);
        self.other_cluster(&kustomization);
        let written = edit::lookup(&kustomization, &["spec", "path"]);
        let path_at = written.map_or(kustomization.at, |v| v.at);
        let marks = written.map_or(Marks::NONE, |v| v.marks);
        let shown: Arc<str> =
            written.map_or("./".into(), |v| edit::as_str(v).map_or_else(|| v.display(), str::to_owned)).into();
        let suspended = suspended || edit::bool_at(&kustomization, &["spec", "suspend"]) == Some(true);
        let dir = flux_path(&shown);
        // A source that nothing declares is usually the one that bootstrap made: believed when the path is there.
        let assumed = match (&artifact, &dir) {
            (None, Some(dir)) if !dir.is_empty() => match self.base.locate(dir) {
                Located::At(tree, dir) if self.survey.sources().is_dir(tree, &dir) => Some(self.base.clone()),
                _ => None,
            },
            _ => None,
        };
        let named = source.as_ref().map_or(String::new(), |s| s.name.shown().to_string());
        let (outcome, located) = match (artifact.or(assumed), dir) {
            (Some(Artifact::Elsewhere(unknown)), _) => {
                let message = format!(
                    "what the Flux Kustomization `{}` applies is in `{named}`, which is not among the given repositories",
                    edit::lookup(&kustomization, &["metadata", "name"]).map_or("?".into(), shown_name)
                );
                self.gaps.push(Gap::at(path_at, GapKind::Remote, message));
                self.unseen.push(unknown.clone());
                (Outcome::Undecided(unknown), None)
            }
            (None, _) => {
                let unknown = match &source {
                    Some(source) => elsewhere(source.absent(), path_at),
                    None => because(Why::Gap("this Flux Kustomization has no `sourceRef`".into()), path_at),
                };
                self.unseen.push(unknown.clone());
                (Outcome::Undecided(unknown), None)
            }
            (Some(_), _) if written.is_some_and(|v| edit::as_str(v).is_none()) => {
                let why = written.and_then(Value::first_unknown).map(|u| Arc::new(Unknown::because(u, path_at)));
                let unknown = why.unwrap_or_else(|| because(Why::Gap("the path is no text".into()), path_at));
                self.unseen.push(unknown.clone());
                (Outcome::Undecided(unknown), None)
            }
            (Some(artifact), dir) => self.locate(&artifact, dir.as_deref(), (&shown, marks), path_at),
        };
        self.note(ReferenceKind::FluxPath, &owner, path_at, &shown, outcome, suspended);
        self.marked(marks);
        let (tree, dir) = located?;
        let ignored = self.left_out(source.as_ref(), tree);
        Some(Job { kustomization, tree, dir, variables, ignored, owner, suspended })
    }

    /// The directory that a path of an artifact is, and whether it is there.
    fn locate(
        &mut self,
        artifact: &Artifact,
        dir: Option<&str>,
        (shown, marks): (&str, Marks),
        at: Span,
    ) -> (Outcome, Option<(TreeId, String)>) {
        let sources = self.survey.sources();
        let missing = |looked_for: String| Outcome::Missing { nearest: None, looked_for: looked_for.into() };
        let Some(dir) = dir else { return (missing(format!("`{shown}` leads out of the repository")), None) };
        let (tree, dir) = match artifact.locate(dir) {
            Located::At(tree, dir) => (tree, dir),
            Located::Nowhere => return (missing(format!("no directory `{dir}` in the artifact")), None),
            // A directory that only holds another one builds to what that one builds to.
            Located::Unseen(unknown) => {
                self.unseen.push(unknown.clone());
                return (Outcome::Undecided(unknown), None);
            }
            Located::Above(held) => match held.as_slice() {
                [only] => only.clone(),
                _ => {
                    let message = format!("`{shown}` is put together from several directories");
                    let why = because(Why::Gap(message.into()), at);
                    self.unseen.push(why.clone());
                    return (Outcome::Undecided(why), None);
                }
            },
        };
        if sources.is_dir(tree, &dir) {
            return (Outcome::Found, Some((tree, dir)));
        }
        let outcome = path::missing(sources, tree, &dir, "no directory", at);
        match &outcome {
            Outcome::Ignored => self.unseen.push(withheld(&because(Why::MissingFile(dir.into()), at), marks)),
            Outcome::Undecided(why) => self.unseen.push(withheld(why, marks)),
            _ => {}
        }
        (outcome, None)
    }

    /// The variables of `postBuild`; `None` while a ConfigMap is not there yet and there is another chance.
    fn variables(
        &mut self,
        kustomization: &Value,
        namespace: &Name,
        owner: &Address,
        patience: Patience,
        suspended: bool,
    ) -> Option<Variables> {
        let mut variables = Variables { strict: self.controllers.strict_substitution, ..Variables::default() };
        let Some(post) = edit::lookup(kustomization, &["spec", "postBuild"]).filter(|v| !edit::is_empty(v)) else {
            return Some(variables);
        };
        variables.always = edit::str_at(post, &["substituteStrategy"]) == Some("Always");
        let mut seen = Vec::new();
        for from in edit::items_at(post, "substituteFrom") {
            let Some(mut wanted) = source_ref::read(from, namespace) else { continue };
            wanted.namespace = namespace.clone();
            let optional = edit::bool_at(from, &["optional"]) == Some(true);
            let secret = wanted.kind.text == "Secret";
            let found = self.find_named(&wanted);
            let outcome = match &found {
                Some(object) => {
                    values::variables(object, &mut variables);
                    Outcome::Found
                }
                None if patience == Patience::Everything => return None,
                None if patience == Patience::NoSecrets && !secret => return None,
                None => {
                    let unknown = elsewhere(wanted.absent(), wanted.at);
                    variables.obscure(unknown.clone());
                    if secret || optional { Outcome::Undecided(unknown) } else { self.absent(&wanted) }
                }
            };
            if !(optional && found.is_none()) {
                seen.push((wanted, outcome));
            }
        }
        for (wanted, outcome) in seen {
            self.note_object(ReferenceKind::ValuesFrom, owner, &wanted, outcome, suspended);
        }
        if let Some(inline) = edit::get(post, "substitute") {
            for entry in edit::entries(inline) {
                variables.set(&entry.key, entry.value.clone());
            }
        }
        Some(variables)
    }
}

impl Scope<'_> {
    /// Says where the controllers refuse a name because it lies in another namespace.
    pub fn within_namespace(&mut self, namespace: &Name, wanted: &ObjectName) {
        let known = !namespace.text.is_empty() && !wanted.namespace.text.is_empty();
        if self.live && known && self.controllers.no_cross_namespace_refs && *namespace.text != wanted.namespace.text {
            let message = format!(
                "Flux would refuse this: {} is in another namespace, and the controllers run with `--no-cross-namespace-refs`",
                wanted.absent()
            );
            self.gaps.push(Gap::at(wanted.at, GapKind::Evaluation, message));
        }
    }

    /// `components` are paths relative to the Kustomization's own; Flux refuses all others.
    fn refuse_components(&mut self, kustomization: &Value) {
        let listed = edit::lookup(kustomization, &["spec", "components"]);
        for entry in listed.map(edit::items).into_iter().flatten() {
            if edit::as_str(entry).is_some_and(path::is_remote) {
                let message = "Flux would refuse this Kustomization: a component must be a local, relative path";
                self.gaps.push(Gap::at(entry.at, GapKind::Evaluation, message));
            }
        }
    }

    /// Says that objects of a Kustomization or a HelmRelease with a `kubeConfig` go to a cluster which the repository does not
    /// tell apart from this one.
    pub fn other_cluster(&mut self, applier: &Value) {
        let Some(config) = edit::lookup(applier, &["spec", "kubeConfig"]).filter(|v| !edit::is_empty(v)) else {
            return;
        };
        let kind = edit::str_at(applier, &["kind"]).unwrap_or("object");
        let message =
            format!("what this {kind} applies goes to another cluster (`kubeConfig`), and is counted as this one's");
        self.gaps.push(Gap::at(config.at, GapKind::Unsupported, message));
    }
}

/// What a Flux Kustomization adds to the kustomization of its path.
fn extra(kustomization: &Value) -> Extra {
    let Some(spec) = edit::get(kustomization, "spec") else { return Extra::default() };
    let cloned = |key: &str| edit::items_at(spec, key).into_iter().cloned().collect::<Vec<_>>();
    let mut patches = cloned("patches");
    for patch in edit::items_at(spec, "patchesStrategicMerge") {
        let mut entry = edit::empty_map(patch.at);
        edit::set(&mut entry, "patch", patch.at, patch.clone());
        patches.push(entry);
    }
    patches.extend(cloned("patchesJson6902"));
    Extra {
        namespace: edit::present(spec, "targetNamespace").cloned(),
        name_prefix: edit::present(spec, "namePrefix").cloned(),
        name_suffix: edit::present(spec, "nameSuffix").cloned(),
        patches,
        components: cloned("components"),
        ignore_missing_components: edit::bool_at(spec, &["ignoreMissingComponents"]) == Some(true),
        images: cloned("images"),
        build_metadata: edit::present(spec, "buildMetadata").cloned(),
        ignored: None,
        at: Some(kustomization.at),
    }
}
