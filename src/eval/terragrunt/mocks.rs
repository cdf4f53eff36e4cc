//! `mock_outputs`: they are never facts, and stand beside a unit's outputs only where its file asks for that.

use super::merge::{self, Strategy};
use super::reading::{Part, Reading};
use super::scope::PartScope;
use crate::eval::expression::{convert, evaluate};
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::value::{Entry, Item, Kind, Map, Unknown, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::Block;
use std::rc::Rc;
use std::sync::Arc;

/// Whether mocks are merged with the outputs that the state has.
pub(super) enum Merging {
    Never,
    /// What the state lacks comes from the mocks.
    Shallow,
    /// The same inside of maps too.
    Deep,
    /// It is not known.
    Perhaps(Arc<Unknown>),
}

/// Deepest level of mocks that is merged.
const MOCKED: u32 = 64;

/// What a mock gives: its keys are there, what it says is no fact.
pub(super) fn mocked(mock: &Value, at: Span) -> Value {
    let unknown =
        |at: Span| origin::unknown(Why::Gap("only `mock_outputs` gives it, and a mock is no fact".into()), at);
    match &mock.kind {
        Kind::Map(map) => {
            let entries = map.entries.iter().map(|e| {
                origin::entry(
                    e.key.clone(),
                    e.key_at,
                    Value::unknown(unknown(e.value.at).of(origin::ty(&e.value)), e.value.at),
                )
            });
            origin::map(entries.collect(), map.rest.clone(), at)
        }
        Kind::Unknown(of) => origin::map(Vec::new(), Some(of.clone()), at),
        _ => Value::unknown(unknown(at), at),
    }
}

/// The outputs with what only the mocks have.
fn filled_up(outputs: &Value, mocks: &Value, depth: u32) -> Value {
    let (Kind::Map(own), Some(depth)) = (&outputs.kind, depth.checked_sub(1)) else { return outputs.clone() };
    let Kind::Map(extra) = mocked(mocks, mocks.at).kind else { return outputs.clone() };
    let below = |entry: &Entry| match mocks.get(&entry.key) {
        Some(mock) if mock.as_map().is_some() => Entry { value: filled_up(&entry.value, mock, depth), ..entry.clone() },
        _ => entry.clone(),
    };
    let lacking = extra.entries.iter().filter(|entry| own.get(&entry.key).is_none()).cloned();
    let entries = own.entries.iter().map(below).chain(lacking).collect();
    let rest = own.rest.clone().or_else(|| extra.rest.clone());
    Value { kind: Kind::Map(Arc::new(Map { entries, rest })), ..outputs.clone() }
}

impl Reading<'_> {
    /// The outputs as the state has them, with the mocks laid below them where the block asks for that: a mock's value is no
    /// fact, but its key is there.
    pub(super) fn with_mocked(self: &Rc<Self>, outputs: Value, part: &Rc<Part>, block: &Block, run: &Run<'_>) -> Value {
        let merging = self.merging(part, block, run);
        let Some(mocks) = self.mocks(block, run).filter(|_| !matches!(merging, Merging::Never)) else { return outputs };
        match merging {
            Merging::Never => outputs,
            Merging::Shallow => filled_up(&outputs, &mocks, 1),
            Merging::Deep => filled_up(&outputs, &mocks, MOCKED),
            Merging::Perhaps(unknown) => {
                let Some(map) = outputs.as_map() else { return outputs };
                let map = Map { entries: map.entries.clone(), rest: map.rest.clone().or(Some(unknown)) };
                Value { kind: Kind::Map(Arc::new(map)), ..outputs }
            }
        }
    }

    /// Whether the mocks are merged with the outputs when the unit is applied, as Terragrunt's
    /// `mock_outputs_merge_strategy_with_state` says; `mock_outputs_merge_with_state` is its former name.
    pub(super) fn merging(self: &Rc<Self>, part: &Rc<Part>, block: &Block, run: &Run<'_>) -> Merging {
        let scope = PartScope::new(self, part);
        let value = |name: &str| block.body.attribute(name).map(|a| evaluate(&a.value, &scope, run));
        let because = |value: &Value| {
            let why = value.first_unknown().cloned();
            let unknown = || Arc::new(origin::unknown(Why::Gap("the mocks may be merged".into()), value.at));
            Merging::Perhaps(why.unwrap_or_else(unknown))
        };
        let asked = match (value("mock_outputs_merge_strategy_with_state"), value("mock_outputs_merge_with_state")) {
            (Some(strategy), _) if !strategy.is_null() => match strategy.as_str() {
                Some("shallow") => Merging::Shallow,
                Some("deep_map_only") => Merging::Deep,
                Some(_) => Merging::Never,
                None => because(&strategy),
            },
            (_, Some(flag)) => match convert::to_bool(&flag) {
                Ok(true) => Merging::Shallow,
                Ok(false) => Merging::Never,
                Err(_) if flag.first_unknown().is_some() => because(&flag),
                Err(_) => Merging::Never,
            },
            _ => Merging::Never,
        };
        if matches!(asked, Merging::Never) {
            return asked;
        }
        // Without a list of commands, mocks are for all of them.
        let Some(commands) = value("mock_outputs_allowed_terraform_commands") else { return asked };
        let open = commands.is_unknown() || commands.items().iter().any(|item| matches!(item, Item::Many(_)));
        let mut all = commands.elements();
        match all.any(|command| command.as_str() == Some("apply")) {
            true => asked,
            false if open || commands.first_unknown().is_some() => because(&commands),
            false if commands.is_null() || commands.items().is_empty() => asked,
            false => Merging::Never,
        }
    }

    /// `mock_outputs` of the block of that name that wins; a file that is included to be merged deeply adds its own.
    pub(super) fn mocks(self: &Rc<Self>, block: &Block, run: &Run<'_>) -> Option<Value> {
        let mut made: Option<Option<Value>> = None;
        for part in self.merged(run) {
            if made.is_some() && part.strategy != Strategy::Deep {
                continue;
            }
            if let (Some(unknown), Some(Some(own))) = (&part.unknown, &made) {
                // A file that is not at hand may add some.
                let parent = origin::map(Vec::new(), Some(unknown.clone()), part.at);
                made = Some(Some(merge::inputs(&parent, own, Strategy::Deep, run)));
            }
            let Some(same) = part.blocks("dependency").find(|b| b.label(0) == block.label(0)).cloned() else {
                continue;
            };
            let written = same.body.attribute("mock_outputs").map(|written| {
                let mocks = evaluate(&written.value, &PartScope::new(self, &part), run);
                origin::mark(mocks, part.marks)
            });
            made = Some(match (made.flatten(), written) {
                (Some(own), Some(mocks)) => Some(merge::inputs(&mocks, &own, Strategy::Deep, run)),
                (own, mocks) => own.or(mocks),
            });
        }
        made.flatten()
    }
}
