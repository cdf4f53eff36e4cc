//! All scopes put together: reach, identity, one entry for what is seen twice.

use super::artifact::Artifact;
use super::conceal::concealed;
use super::dormant;
use super::entry::Entry;
use super::index::Placed;
use super::scope::{Applied, STEPS, Scope, Seen, is_cluster_wide};
use super::survey::Survey;
use crate::eval::budget::Budget;
use crate::eval::kubernetes::{ClusterEntry, Controllers, Kubernetes, Object, Reach, UnparsableFile, Unrendered};
use crate::eval::kustomize::{Id, edit};
use crate::eval::reference::{Outcome, PathReference, ReferenceKind};
use crate::eval::value::{Address, Kind, Ty, Unknown, Value, Why};
use crate::source::{FileId, Gap, GapKind, Span, TreeId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What all scopes amount to.
#[derive(Debug)]
pub struct Assembly<'s> {
    survey: &'s Survey<'s>,
    entries: &'s [Entry],
    objects: Vec<Object>,
    by_address: BTreeMap<(Address, Span), Vec<usize>>,
    unrendered: Vec<Unrendered>,
    references: BTreeMap<(ReferenceKind, Span, Arc<str>, Address), PathReference>,
    gaps: BTreeSet<Gap>,
    files: BTreeMap<FileId, Reach>,
    directories: BTreeSet<(TreeId, Arc<str>)>,
    live_trees: BTreeSet<TreeId>,
    applied: BTreeMap<TreeId, Applied>,
    controllers: BTreeMap<Address, Controllers>,
    /// The steps that scopes may still take.
    pub budget: Budget,
}

impl<'s> Assembly<'s> {
    /// Nothing yet.
    pub fn new(survey: &'s Survey<'s>, entries: &'s [Entry]) -> Self {
        Self {
            survey,
            entries,
            objects: Vec::new(),
            by_address: BTreeMap::new(),
            unrendered: Vec::new(),
            references: BTreeMap::new(),
            gaps: BTreeSet::new(),
            files: BTreeMap::new(),
            directories: BTreeSet::new(),
            live_trees: entries.iter().map(|e| e.tree).collect(),
            applied: BTreeMap::new(),
            controllers: BTreeMap::new(),
            budget: Budget::new(STEPS),
        }
    }

    /// Whether a directory's kustomization is part of something already.
    pub fn has_directory(&self, tree: TreeId, dir: &Arc<str>) -> bool {
        self.directories.contains(&(tree, dir.clone()))
    }

    /// Whether a file is part of something already.
    pub fn has_file(&self, file: FileId) -> bool {
        self.files.contains_key(&file)
    }

    /// Whether Flux starts in a tree, or reads it.
    pub fn has_entries(&self, tree: TreeId) -> bool {
        self.live_trees.contains(&tree)
    }

    /// The entry point's directory above a directory.
    pub fn entry_above(&self, tree: TreeId, dir: &str) -> Option<Arc<str>> {
        dormant::above(self.entries.iter().filter(|e| e.tree == tree).map(|e| &e.path), dir)
    }

    /// What is pushed of a tree, when all its entry points agree; else the whole.
    pub fn base(&self, tree: TreeId) -> Artifact {
        let roots: BTreeSet<&Arc<str>> = self.entries.iter().filter(|e| e.tree == tree).map(|e| &e.root).collect();
        match (roots.first(), roots.len()) {
            (Some(root), 1) => Artifact::pushed(tree, root),
            _ => Artifact::Tree(tree),
        }
    }

    /// The objects that clusters apply from a tree.
    pub fn applied(&self, tree: TreeId) -> Arc<Applied> {
        Arc::new(self.applied.get(&tree).cloned().unwrap_or_default())
    }

    fn reach(&self, scope: &Scope<'_>, suspended: bool) -> Reach {
        match (scope.live, suspended) {
            (true, true) => Reach::Suspended,
            (true, false) => Reach::Live(BTreeSet::from([scope.address.clone()])),
            (false, _) if self.live_trees.contains(&scope.tree) => Reach::Dormant,
            (false, _) => Reach::Unknown,
        }
    }

    /// Takes over a scope.
    pub fn add(&mut self, scope: Scope<'_>) {
        if scope.live {
            // A tree that another tree's cluster reads is not without entry points.
            self.live_trees.extend(scope.directories.iter().map(|(tree, _)| *tree));
        }
        if scope.live {
            self.controllers.insert(scope.address.clone(), scope.controllers.clone());
            let applied = self.applied.entry(scope.tree).or_default();
            for placed in &scope.objects {
                let id = placed.resource.id();
                let namespace = placed.namespace().and_then(edit::scalar).unwrap_or_default().into_owned();
                let key = (id.kind.to_string(), namespace, id.name.to_string());
                applied.entry(key).or_insert_with(|| placed.value().clone());
            }
        }
        for placed in &scope.objects {
            let reach = self.reach(&scope, placed.suspended);
            let object = self.object(&scope, placed, reach);
            self.push(object);
        }
        for (file, suspended) in &scope.files {
            let reach = self.reach(&scope, *suspended);
            let slot = self.files.entry(*file).or_insert_with(|| reach.clone());
            *slot = join(slot.clone(), reach);
        }
        self.directories.extend(scope.directories.iter().cloned());
        for seen in &scope.references {
            let reach = self.reach(&scope, seen.suspended);
            self.reference(seen, reach);
        }
        for (entry, suspended) in &scope.unrendered {
            let reach = self.reach(&scope, *suspended);
            self.unrendered.push(Unrendered { reach, ..entry.clone() });
        }
        self.gaps.extend(scope.gaps);
    }

    fn reference(&mut self, seen: &Seen, reach: Reach) {
        let key = (seen.kind, seen.at, seen.target.clone(), seen.owner.clone());
        let new = PathReference {
            kind: seen.kind,
            owner: seen.owner.clone(),
            at: seen.at,
            target: seen.target.clone(),
            outcome: literal(seen),
            reach,
            marks: seen.marks,
        }
        .withheld();
        match self.references.get_mut(&key) {
            None => {
                self.references.insert(key, new);
            }
            Some(old) => {
                // What is missing for one who counts is missing.
                let worse = severity(&new.outcome) > severity(&old.outcome) && new.reach.counts() >= old.reach.counts();
                let better_reach = new.reach.counts() && !old.reach.counts();
                if worse || better_reach {
                    old.outcome = new.outcome;
                }
                old.reach = join(old.reach.clone(), new.reach);
            }
        }
    }

    fn object(&self, scope: &Scope<'_>, placed: &Placed, reach: Reach) -> Object {
        let value = concealed(placed.value());
        let id = Id::of(&value);
        let at = placed.resource.at;
        let path = self.survey.path(at.file);
        let tree = self.survey.sources().file(at.file).map_or(placed.tree, |f| f.tree);
        let namespace = if is_cluster_wide(&id) {
            edit::text("", at)
        } else {
            placed.namespace().cloned().unwrap_or_else(|| unset("metadata.namespace", at))
        };
        let name = edit::lookup(&value, &["metadata", "name"]).cloned().unwrap_or_else(|| unset("metadata.name", at));
        let labels = |key: &str| edit::str_at(&value, &["metadata", "labels", key]).map(String::from);
        let generated = path.rsplit('/').next() == Some("gotk-components.yaml")
            || labels("app.kubernetes.io/part-of").as_deref() == Some("flux")
                && labels("app.kubernetes.io/instance").as_deref() == Some("flux-system");
        Object {
            address: scope.address.subject(placed.subject()),
            api_version: edit::str_at(&value, &["apiVersion"]).unwrap_or("").into(),
            kind: id.kind.clone(),
            namespace,
            name,
            marks: value.marks,
            at,
            tree,
            path,
            release: placed.release.clone(),
            applied_by: placed.applied_by.clone(),
            reach,
            via: placed.resource.via.clone().into(),
            generated,
            value,
        }
    }

    /// Adds an object; one that is there already, the same in every respect, only widens its reach.
    fn push(&mut self, object: Object) {
        let key = (object.address.clone(), object.at);
        let known = self.by_address.entry(key).or_default();
        for index in known.iter() {
            if let Some(old) = self.objects.get_mut(*index)
                && old.release == object.release
                && edit::same(&old.value, &object.value)
            {
                old.reach = join(old.reach.clone(), object.reach);
                return;
            }
        }
        known.push(self.objects.len());
        self.objects.push(object);
    }

    /// Everything, in a stable order.
    pub fn finish(mut self) -> Kubernetes {
        let unparsable = self.unparsable();
        self.gaps.extend(self.survey.gaps.iter().cloned());
        self.gaps.extend(argo(&self.objects));
        self.objects.sort_by(|a, b| {
            (rank(&a.reach), &a.address, a.at, &a.release).cmp(&(rank(&b.reach), &b.address, b.at, &b.release))
        });
        self.unrendered.sort_by(|a, b| (rank(&a.reach), &a.release, a.at).cmp(&(rank(&b.reach), &b.release, b.at)));
        for entry in &self.unrendered {
            let what = match &entry.why.why {
                Why::NoSource(absent) => {
                    format!("the chart `{absent}` is not among the given repositories and was not rendered")
                }
                Why::Gap(message) => format!("a chart was not rendered: {message}"),
                _ => continue,
            };
            self.gaps.insert(Gap::at(entry.at, GapKind::Chart, what));
        }
        Kubernetes {
            clusters: self
                .entries
                .iter()
                .map(|e| ClusterEntry {
                    address: e.address.clone(),
                    tree: e.tree,
                    path: e.path.clone(),
                    at: e.at,
                    controllers: self.controllers.get(&e.address).cloned().unwrap_or_default(),
                })
                .collect(),
            objects: self.objects,
            unrendered: self.unrendered,
            references: self.references.into_values().collect(),
            unparsable,
            gaps: self.gaps.into_iter().collect(),
        }
    }

    /// Files that something applies, live or dormant, and that are no YAML.
    fn unparsable(&mut self) -> Vec<UnparsableFile> {
        let mut out = Vec::new();
        for tree in &self.survey.trees {
            for file in &tree.manifests {
                let documents = self.survey.files.get(*file);
                let broken: Vec<&Gap> = documents.gaps.iter().filter(|gap| gap.kind == GapKind::Syntax).collect();
                if broken.is_empty() {
                    continue;
                }
                let Some(reach) = self.files.get(file).cloned() else { continue };
                // Where no entry point is known, a template of another program (Terraform's, Helm's) may look applied.
                let text = self.survey.sources().text(*file).unwrap_or_default();
                if reach == Reach::Unknown && ["%{", "{{"].iter().any(|mark| text.contains(mark)) {
                    continue;
                }
                let path = self.survey.path(*file);
                for gap in broken {
                    out.push(UnparsableFile {
                        at: gap.at.unwrap_or(Span::file_start(*file)),
                        tree: tree.id,
                        path: path.clone(),
                        message: gap.message.clone(),
                        reach: reach.clone(),
                    });
                    self.gaps.insert(gap.clone());
                }
            }
        }
        out.sort_by_key(|file| file.at);
        out
    }
}

/// Says once that Argo CD's applications are not followed.
fn argo(objects: &[Object]) -> Option<Gap> {
    let is_application =
        |o: &&Object| o.api_version.starts_with("argoproj.io/") && matches!(&*o.kind, "Application" | "ApplicationSet");
    let count = objects.iter().filter(is_application).count();
    let first = objects.iter().filter(is_application).min_by_key(|o| o.at)?;
    let what = if count == 1 { "an Argo CD application".to_string() } else { format!("{count} Argo CD applications") };
    Some(Gap::at(first.at, GapKind::Unsupported, format!("{what} found: what they apply is not rendered")))
}

/// A name that a template is yet to fill in leads nowhere only by its text.
fn literal(seen: &Seen) -> Outcome {
    let filled_in = ["${", "{{", "%{"].iter().any(|mark| seen.target.contains(mark));
    match &seen.outcome {
        Outcome::Missing { .. } if filled_in => {
            let why = Why::Gap(format!("`{}` is filled in by a template", seen.target).into());
            Outcome::Undecided(Arc::new(Unknown {
                why,
                what: None,
                ty: Ty::Text,
                not_null: true,
                likely: None,
                at: seen.at,
            }))
        }
        outcome => outcome.clone(),
    }
}

fn severity(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Found => 0,
        Outcome::Ignored => 1,
        Outcome::Undecided(_) => 2,
        Outcome::Missing { .. } => 3,
    }
}

fn rank(reach: &Reach) -> u8 {
    match reach {
        Reach::Live(_) => 0,
        Reach::Unknown => 1,
        Reach::Suspended => 2,
        Reach::Dormant => 3,
    }
}

/// The nearer of two; live from several places is live from all of them.
fn join(a: Reach, b: Reach) -> Reach {
    match (a, b) {
        (Reach::Live(mut a), Reach::Live(b)) => {
            a.extend(b);
            Reach::Live(a)
        }
        (a, b) => {
            if rank(&a) <= rank(&b) {
                a
            } else {
                b
            }
        }
    }
}

fn unset(what: &str, at: Span) -> Value {
    let unknown = Unknown { why: Why::Unset(what.into()), what: None, ty: Ty::Text, not_null: false, likely: None, at };
    edit::at(Kind::Unknown(Arc::new(unknown)), at)
}
