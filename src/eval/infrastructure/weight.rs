//! What values weigh that are kept of a configuration, counted like steps: a short text can make very many.

use crate::eval::budget::Done;
use crate::eval::configuration::{Configuration, Resource};
use crate::eval::terragrunt::Outcome;
use crate::eval::value::{Address, Item, Kind, Map, Part, Ref, Text, Unknown, Value, Why};
use crate::source::{Gap, GapKind};
use std::sync::Arc;

/// Values that every configuration may keep: memory grows with the number of configurations.
const FREE: u64 = 2_000;
/// Steps that each further value counts for. All steps of a run make eight million values.
const STEPS: u64 = 50;
/// Values that a resource weighs as much as, its arguments aside.
const RESOURCE: u64 = 5;
/// Bytes of text that weigh as much as a value.
const TEXT: u64 = 64;
/// Deepest nesting that is weighed; values themselves are bounded below it.
const DEPTH: u32 = 512;

/// Counts what a configuration and its outcome keep towards the steps that it used of its share. Where that is too much, what
/// it keeps is cut: the values are unknown, and resources beyond the share are left out.
pub(super) fn weighed(
    configuration: &mut Configuration,
    outcome: Option<&mut Outcome>,
    done: Done<()>,
    share: u64,
) -> Done<()> {
    let room = FREE + share.saturating_sub(done.used) / STEPS;
    let mut scale = Scale { left: room };
    scale.put(&configuration.inputs, 0);
    scale.put(&configuration.outputs, 0);
    let resources = configuration.resources.iter().take_while(|resource| scale.hold(resource)).count();
    if scale.left > 0 {
        let kept = room.saturating_sub(scale.left).saturating_sub(FREE);
        return Done { used: done.used.saturating_add(kept.saturating_mul(STEPS)), ..done };
    }
    let message = format!("more than {room} values would be kept of this configuration; they are not seen");
    let unknown = Unknown::new(Why::Bound("values of one configuration"), configuration.at);
    let owner = Address::new(configuration.repository.clone(), configuration.scope.clone(), "outputs");
    let any_output = unknown.clone().with_what(Ref { owner, path: Arc::new([]) });
    let (unknown, any_output) = (Arc::new(unknown), Arc::new(any_output));
    let open = |value: &Value, rest: &Arc<Unknown>| {
        let map = Map { entries: Box::default(), rest: Some(rest.clone()) };
        Value { kind: Kind::Map(Arc::new(map)), via: None, ..value.clone() }
    };
    configuration.inputs = open(&configuration.inputs, &unknown);
    configuration.locals = open(&configuration.locals, &unknown);
    configuration.outputs = open(&configuration.outputs, &any_output);
    configuration.resources.truncate(resources.min(usize::try_from(room / RESOURCE).unwrap_or(usize::MAX)));
    (configuration.rendered, configuration.values) = (None, None);
    for resource in &mut configuration.resources {
        resource.attributes = Value { kind: Kind::Unknown(unknown.clone()), ..Value::null(resource.at) };
        resource.given = None;
    }
    configuration.gaps.push(Gap::at(configuration.at, GapKind::Bound, message));
    if let Some(outcome) = outcome {
        outcome.inputs = configuration.inputs.clone();
        outcome.outputs = configuration.outputs.clone();
    }
    Done { made: (), used: share.max(done.used), cut: true }
}

struct Scale {
    left: u64,
}

impl Scale {
    fn take(&mut self, weight: u64) -> bool {
        self.left = self.left.saturating_sub(weight);
        self.left > 0
    }

    /// Whether there was room for a resource.
    fn hold(&mut self, resource: &Resource) -> bool {
        self.take(RESOURCE) && self.put(&resource.attributes, 0)
    }

    /// Whether there was room for a value.
    fn put(&mut self, value: &Value, depth: u32) -> bool {
        if !self.take(1) || depth > DEPTH {
            return self.left > 0;
        }
        let bytes = |text: &str| u64::try_from(text.len()).unwrap_or(u64::MAX) / TEXT;
        match &value.kind {
            Kind::Text(Text::Whole(text)) => self.take(bytes(text)),
            Kind::Text(Text::Parts(parts)) => parts.iter().all(|part| match part {
                Part::Known(text, _) => self.take(1 + bytes(text)),
                Part::Hole(..) => self.take(1),
            }),
            Kind::List(items) => items.iter().all(|item| match item {
                Item::One(value) => self.put(value, depth + 1),
                Item::Many(_) => self.take(1),
            }),
            Kind::Map(map) => map.entries.iter().all(|entry| self.put(&entry.value, depth + 1)),
            Kind::Unknown(unknown) => unknown.likely.as_ref().is_none_or(|likely| self.put(likely, depth + 1)),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) => true,
        }
    }
}
