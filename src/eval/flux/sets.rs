//! The ResourceSets of a scope: rendered when what they take their inputs from is there.

use super::apply::Patience;
use super::index::{Name, ObjectName, Placed, shown};
use super::inputs;
use super::post_render::{common_metadata, owner_labels};
use super::resource_set::{self, LIMITS, Made};
use super::scope::Scope;
use super::survey::{OPERATOR, Survey, is_kind};
use crate::eval::budget::Done;
use crate::eval::kustomize::{Resource, edit};
use crate::eval::value::{Kind, Map, Ty, Unknown, Value, Why};
use crate::source::{Gap, GapKind, TreeId};
use std::sync::Arc;

/// Steps of rendering the ResourceSets of a tree as they are written, for what nobody applies.
const STEPS: u64 = 4_000_000;

/// Why something among what the ResourceSets of a tree make is not known.
pub fn unseen(survey: &Survey<'_>, tree: TreeId) -> Option<Arc<Unknown>> {
    let sets = survey.tree(tree).into_iter().flat_map(|t| t.of_kind(OPERATOR, "ResourceSet"));
    let mut left = STEPS;
    for written in sets {
        let namespace = edit::lookup(&written.value, &["metadata", "namespace"]).map(shown).unwrap_or_default();
        let present = survey.tree(tree).into_iter().flat_map(|t| t.objects.iter()).map(|w| (&w.value, None));
        let (providers, complete) = inputs::providers(&written.value, &namespace, present);
        let Done { made, used, .. } = resource_set::render(survey, &written.value, &providers, left);
        left = left.saturating_sub(used);
        let why = made.unseen.or_else(|| (!complete).then(|| resource_set::not_evaluated(written.value.at)));
        if why.is_some() {
            return why;
        }
    }
    None
}

impl Scope<'_> {
    /// Renders the ResourceSets that are new and need not wait any longer. Whether there was one.
    pub fn resource_sets(&mut self, patience: Patience) -> bool {
        let pending: Vec<usize> = (0..self.objects.len())
            .filter(|i| !self.rendered_sets.contains(i))
            .filter(|i| self.objects.get(*i).is_some_and(|o| is_kind(o.value(), OPERATOR, "ResourceSet")))
            .collect();
        let mut jobs = Vec::new();
        for index in pending {
            let Some(placed) = self.objects.get(index).cloned() else { continue };
            let namespace = placed.namespace().map(shown).unwrap_or_default();
            let written = self.survey.tree(self.tree).into_iter().flat_map(|t| t.objects.iter());
            let own = self.objects.iter().map(|o| (o.value(), o.namespace()));
            let beside = written.filter(|_| !self.live).map(|w| (&w.value, None));
            let (providers, complete) = inputs::providers(placed.value(), &namespace, own.chain(beside));
            if !complete && patience != Patience::Nothing {
                continue;
            }
            self.rendered_sets.insert(index);
            if complete {
                jobs.push((placed, providers));
            } else {
                let at = edit::lookup(placed.value(), &["spec", "inputsFrom"]).map_or(placed.resource.at, |v| v.at);
                let message =
                    "what a ResourceSet makes is not evaluated: nothing here declares a provider of its inputs";
                self.gaps.push(Gap::at(at, GapKind::Unsupported, message));
                self.unseen.push(resource_set::not_evaluated(placed.resource.at));
            }
        }
        let survey = self.survey;
        let made = self.budget.deal(&jobs, 0, LIMITS, |(placed, providers), steps| {
            resource_set::render(survey, placed.value(), providers, steps)
        });
        let progress = !jobs.is_empty();
        for ((placed, _), made) in jobs.into_iter().zip(made) {
            self.take_made(&placed, made);
        }
        progress
    }

    fn take_made(&mut self, set: &Placed, made: Made) {
        let Made { objects, gaps, unseen } = made;
        for gap in gaps {
            if !self.gaps.contains(&gap) {
                self.gaps.push(gap);
            }
        }
        self.unseen.extend(unseen);
        let off = edit::str_at(set.value(), &["metadata", "annotations", "fluxcd.controlplane.io/reconcile"]);
        let suspended = set.suspended || off.is_some_and(|word| word.eq_ignore_ascii_case("disabled"));
        let namespace = set.namespace().cloned();
        for mut value in objects {
            owner_labels(&mut value, "resourceset.fluxcd.controlplane.io", set.value(), namespace.as_ref());
            common_metadata(&mut value, set.value());
            let mut resource = Resource::new(self.copied(value));
            resource.via.clone_from(&set.resource.via);
            resource.via.push(set.resource.at);
            let (tree, by) = (set.tree, set.applied_by.clone());
            self.place(tree, resource, by, suspended, set.release.clone(), namespace.clone());
        }
    }

    /// A ConfigMap or Secret that copies its data has that data, or data that nobody sees.
    fn copied(&self, mut object: Value) -> Value {
        let open = |object: &mut Value, why: Why| {
            let at = object.at;
            let rest = Unknown { why, what: None, ty: Ty::Text, not_null: true, likely: None, at };
            let map = Map { rest: Some(Arc::new(rest)), ..Map::default() };
            edit::set(object, "data", at, edit::at(Kind::Map(Arc::new(map)), at));
        };
        let converted =
            edit::lookup(&object, &["metadata", "annotations", "fluxcd.controlplane.io/convertKubeConfigFrom"]);
        if converted.is_some() {
            open(&mut object, Why::Secret);
            return object;
        }
        let Some((namespace, name)) = resource_set::copied_from(&object) else { return object };
        let kind = Name::plain(edit::str_at(&object, &["kind"]).unwrap_or(""));
        let wanted = ObjectName { kind, namespace: Name::plain(&namespace), name: Name::plain(&name), at: object.at };
        match self.find_named(&wanted) {
            Some(source) => {
                for field in ["data", "stringData", "binaryData"] {
                    if let Some(held) = edit::entry(&source, field) {
                        edit::set(&mut object, field, held.key_at, held.value.clone());
                    }
                }
            }
            None => open(&mut object, Why::NoSource(wanted.absent())),
        }
        object
    }
}
