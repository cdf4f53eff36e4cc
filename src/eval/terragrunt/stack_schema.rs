//! What a stack's file may hold, and what its units and stacks must not have in common. What is inside of a `unit` or `stack`
//! block and unknown, Terragrunt does not look at.

use super::component::Component;
use super::reading::Reading;
use super::unit::Unit;
use crate::eval::scope::Run;
use crate::source::{Gap, GapKind, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Says what of a stack's file, and of what another stack lays over it, Terragrunt refuses.
pub(super) fn check(reading: &Rc<Reading<'_>>, run: &Run<'_>) {
    let refused = |at: Span, message: String| run.gap(Gap::at(at, GapKind::Refused, message));
    let over = reading.auto.get().map(|(part, _)| part.clone());
    for (part, of) in [(Some(reading.main().clone()), "a stack"), (over, "what is laid over a stack")] {
        let Some(part) = part else { continue };
        let laid = reading.is_over(&part);
        for attribute in &part.content.attributes {
            refused(attribute.name_at, format!("Terragrunt knows no attribute `{}` in {of}", attribute.name));
        }
        for block in &part.content.blocks {
            let known =
                matches!(&*block.kind, "unit" | "stack") || !laid && matches!(&*block.kind, "locals" | "include");
            if !known {
                refused(block.header_at, format!("Terragrunt knows no block `{}` in {of}", block.kind));
            }
        }
    }
    let main = reading.main();
    let declares = reading.merged(run).iter().any(|part| {
        part.unknown.is_some()
            || part.content.gaps.iter().any(|gap| gap.kind != GapKind::Refused)
            || ["unit", "stack"].iter().any(|kind| part.blocks(kind).next().is_some())
    });
    if !declares {
        refused(main.at, "a stack needs at least one `unit` or `stack` block".to_owned());
    }
}

/// The components, by kind and name, that Terragrunt does not generate because another has their name or their place; the first
/// of them stays.
pub(super) fn duplicates(
    stack: &Unit,
    reading: &Rc<Reading<'_>>,
    all: [&[Component]; 2],
    run: &Run<'_>,
) -> BTreeSet<(String, Span)> {
    let mut out = BTreeSet::new();
    let mut places: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for components in all {
        let mut names: BTreeSet<String> = BTreeSet::new();
        for component in components {
            let at = component.block.header_at;
            let called = format!("{} `{}`", component.block.kind, component.address());
            let mut refused = |message: String| {
                run.gap(Gap::at(at, GapKind::Refused, message));
                out.insert(component.address_of_kind());
            };
            if !names.insert(component.address()) {
                refused(format!("{called} is declared twice: Terragrunt refuses this stack"));
                continue;
            }
            let said = run.gaps.borrow().len();
            let directory = component.directory(stack, reading, run);
            run.gaps.borrow_mut().truncate(said);
            let Ok(directory) = directory else { continue };
            match places.get(&directory) {
                Some((other, _)) => refused(format!("{called} has the path of {other}: Terragrunt refuses this stack")),
                None => {
                    places.insert(directory, (called, at));
                }
            }
        }
    }
    out
}
