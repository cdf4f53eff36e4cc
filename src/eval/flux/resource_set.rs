//! ResourceSets of the Flux operator: what their templates make of their inputs
//! (<https://fluxoperator.dev/docs/crd/resourceset/>).

use super::index::shown;
use super::inputs::{self, Provider};
use super::source_ref::elsewhere;
use super::survey::Survey;
use crate::eval::budget::{Done, Limits};
use crate::eval::helm::{Fragment, render_fragment};
use crate::eval::kustomize::{Id, edit, objects as listed};
use crate::eval::value::{Absent, Item, Kind, Text, Unknown, Value};
use crate::source::{Gap, GapKind, Span};
use std::collections::HashMap;
use std::sync::Arc;

/// Most objects that one ResourceSet makes.
const OBJECTS: usize = 5_000;
/// How much of the run's steps one ResourceSet gets.
pub const LIMITS: Limits = Limits { most: 4_000_000, least: 2_000 };

/// What a ResourceSet makes, or why that is not known.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// Its objects.
    pub objects: Vec<Value>,
    /// What could not be seen.
    pub gaps: Vec<Gap>,
    /// Why there are no objects, or not all.
    pub unseen: Option<Arc<Unknown>>,
}

/// Renders a ResourceSet with what its providers give, within a number of steps.
pub fn render(survey: &Survey<'_>, set: &Value, providers: &[Provider], steps: u64) -> Done<Made> {
    let mut run = Run { survey, set, steps, used: 0, cut: false, made: Made::default(), seen: HashMap::new() };
    if let Err(why) = run.all(providers) {
        run.made.objects.clear();
        run.made.unseen = Some(why);
    }
    Done { made: run.made, used: run.used, cut: run.cut }
}

/// Why what a ResourceSet makes is not known.
pub fn not_evaluated(at: Span) -> Arc<Unknown> {
    elsewhere(Absent::ResourceSet, at)
}

struct Run<'a, 's> {
    survey: &'a Survey<'s>,
    set: &'a Value,
    steps: u64,
    used: u64,
    cut: bool,
    made: Made,
    /// The objects there are, and the step that made each.
    seen: HashMap<String, usize>,
}

impl Run<'_, '_> {
    fn refuse(&mut self, at: Span, kind: GapKind, message: impl Into<Arc<str>>) -> Arc<Unknown> {
        self.made.gaps.push(Gap::at(at, kind, message));
        not_evaluated(at)
    }

    fn all(&mut self, providers: &[Provider]) -> Result<(), Arc<Unknown>> {
        let spec = edit::get(self.set, "spec").cloned().unwrap_or_else(|| edit::empty_map(self.set.at));
        let inputs = match inputs::combined(self.set, &spec, providers) {
            Ok(inputs) => inputs,
            Err((at, message)) => {
                let kind = if message.starts_with("what") { GapKind::Unsupported } else { GapKind::Evaluation };
                return Err(self.refuse(at, kind, message));
            }
        };
        let from = edit::items_at(&spec, "inputsFrom");
        if inputs.is_empty() && !from.is_empty() {
            return Ok(());
        }
        let steps = edit::items_at(&spec, "steps");
        if steps.is_empty() {
            return self.step(&spec, &inputs, 0);
        }
        for (index, step) in steps.into_iter().enumerate() {
            self.step(step, &inputs, index)?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Value, inputs: &[Value], index: usize) -> Result<(), Arc<Unknown>> {
        let nothing = [edit::empty_map(self.set.at)];
        let sets = if inputs.is_empty() { &nothing } else { inputs };
        let resources = match edit::present(step, "resources").map(|v| &v.kind) {
            None => Vec::new(),
            Some(Kind::List(items)) if items.iter().all(|item| matches!(item, Item::One(_))) => {
                edit::items_at(step, "resources")
            }
            Some(_) => return Err(not_evaluated(self.set.at)),
        };
        for resource in resources {
            for input in sets {
                let made = match mentions(resource) {
                    true => self.fragment(Fragment::Object(resource), input)?,
                    false => vec![resource.clone()],
                };
                self.keep(made, !inputs.is_empty(), index)?;
            }
        }
        if let Some(template) = edit::present(step, "resourcesTemplate").filter(|v| !edit::is_empty(v)) {
            if edit::as_str(template).is_none() {
                return Err(not_evaluated(template.at));
            }
            let file = self.survey.sources().text(template.at.file).ok();
            let raw = file.as_ref().and_then(|text| text.get(template.at.start as usize..template.at.end as usize));
            let mut all = Vec::new();
            for input in sets {
                all.extend(self.fragment(Fragment::Text(template, raw), input)?);
            }
            let all = all.iter().flat_map(listed).collect();
            self.keep(all, true, index)?;
        }
        Ok(())
    }

    fn fragment(&mut self, fragment: Fragment<'_>, input: &Value) -> Result<Vec<Value>, Arc<Unknown>> {
        let done = render_fragment(fragment, input, self.steps.saturating_sub(self.used));
        self.used = self.used.saturating_add(done.used);
        self.cut |= done.cut;
        for gap in done.made.gaps {
            if !self.made.gaps.contains(&gap) {
                self.made.gaps.push(gap);
            }
        }
        match done.made.failed {
            Some(why) => Err(why),
            None => Ok(done.made.objects.into_iter().map(|object| object.value).collect()),
        }
    }

    /// Takes objects that are not switched off, each once.
    fn keep(&mut self, made: Vec<Value>, switch: bool, step: usize) -> Result<(), Arc<Unknown>> {
        for object in made {
            let off = edit::str_at(&object, &["metadata", "annotations", "fluxcd.controlplane.io/reconcile"]);
            if switch && off == Some("disabled") {
                continue;
            }
            let id = Id::of(&object);
            let key = format!("{}/{}/{}/{}", id.group, id.kind, id.namespace, id.name);
            match self.seen.get(&key) {
                Some(known) if *known == step => continue,
                Some(_) => {
                    let message = "the Flux operator would refuse this: an object that an earlier step makes";
                    return Err(self.refuse(object.at, GapKind::Evaluation, message));
                }
                None => {}
            }
            if self.made.objects.len() >= OBJECTS {
                let message = format!("more than {OBJECTS} objects of one ResourceSet: none of them is read");
                return Err(self.refuse(self.set.at, GapKind::Bound, message));
            }
            self.seen.insert(key, step);
            self.made.objects.push(object);
        }
        Ok(())
    }
}

/// Whether a value holds an action.
fn mentions(value: &Value) -> bool {
    match &value.kind {
        Kind::Text(Text::Whole(text)) => text.contains("<<"),
        Kind::Text(Text::Parts(_)) => true,
        Kind::List(items) => items.iter().any(|item| matches!(item, Item::One(v) if mentions(v))),
        Kind::Map(map) => map.entries.iter().any(|entry| entry.key.contains("<<") || mentions(&entry.value)),
        _ => false,
    }
}

/// The `namespace/name` that a ConfigMap or Secret copies its data from.
pub fn copied_from(object: &Value) -> Option<(String, String)> {
    let annotation = edit::lookup(object, &["metadata", "annotations", "fluxcd.controlplane.io/copyFrom"])?;
    let text = shown(annotation);
    text.split_once('/').map(|(namespace, name)| (namespace.trim().to_string(), name.trim().to_string()))
}
