//! Conditions that a module sets: `validation` of variables, `precondition` and `postcondition`. Terraform stops where one
//! does not hold. `check` blocks only warn.

use super::expand::Frame;
use super::node::Node;
use super::scope::is_null;
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::value::Marks;
use crate::source::{Gap, GapKind};
use crate::syntax::hcl::Block;
use std::rc::Rc;
use std::sync::Arc;

/// Said with every condition that does not hold.
const HELP: &str = "Terraform stops at this value; what is made of it here is only what the rest of the module says";

impl Node<'_> {
    /// Says which values the module's own conditions refuse. A condition that is not known, or cannot be evaluated,
    /// refuses nothing.
    pub(super) fn validate(self: &Rc<Self>, run: &Run<'_>) {
        let definition = self.definition.clone();
        let frame = Frame::default();
        for (name, block) in &definition.variables {
            for validation in block.body.blocks_of("validation") {
                let Some(value) = self.variable(name, block.header_at, run) else { continue };
                if value.is_unknown() || !self.fails(validation, &frame, run) {
                    continue;
                }
                let told = self.told(validation, &frame, run);
                let told = told.filter(|_| !value.all_marks().has(Marks::SENSITIVE));
                let told = told.map(|m| format!(": {}", m.trim())).unwrap_or_default();
                let by_default = if is_null(&value) || value.marks.has(Marks::DEFAULTED) { " by default" } else { "" };
                let message = format!("the module refuses the value that `{name}` has{by_default}{told}");
                let at = if value.at.file == block.at.file { block.header_at } else { value.at };
                run.gap(Gap { help: Some(HELP.into()), ..Gap::at(at, GapKind::Evaluation, message) });
            }
        }
        for (_, block) in &definition.outputs {
            self.check_conditions(block, &frame, run);
        }
    }

    /// Says which `precondition` and `postcondition` blocks directly inside of this one do not hold.
    pub(super) fn check_conditions(self: &Rc<Self>, block: &Block, frame: &Frame, run: &Run<'_>) {
        if self.marks.has(Marks::MODELLED) || self.perhaps.is_some() {
            return;
        }
        for kind in ["precondition", "postcondition"] {
            for condition in block.body.blocks_of(kind) {
                let Some(expression) = condition.body.attribute("condition") else { continue };
                if !self.fails(condition, frame, run) {
                    continue;
                }
                let told = self.told(condition, frame, run).map(|m| format!(": {}", m.trim())).unwrap_or_default();
                let message = format!("this {kind} does not hold{told}");
                let gap = Gap::at(expression.value.at, GapKind::Evaluation, message);
                run.gap(Gap { help: Some(HELP.into()), ..gap });
            }
        }
    }

    /// Whether the block's `condition` is false for certain.
    fn fails(self: &Rc<Self>, block: &Block, frame: &Frame, run: &Run<'_>) -> bool {
        let Some(condition) = block.body.attribute("condition") else { return false };
        let seen = run.gaps.borrow().len();
        let holds = evaluate(&condition.value, &self.scope(frame), run);
        let failed = run.gaps.borrow().len() > seen;
        run.gaps.borrow_mut().truncate(seen);
        !failed && holds.as_bool() == Some(false) && !holds.all_marks().has(Marks::OVERRIDABLE)
    }

    /// The block's `error_message`, when it is known and may be shown.
    fn told(self: &Rc<Self>, block: &Block, frame: &Frame, run: &Run<'_>) -> Option<Arc<str>> {
        let message = block.body.attribute("error_message")?;
        let seen = run.gaps.borrow().len();
        let told = evaluate(&message.value, &self.scope(frame), run);
        run.gaps.borrow_mut().truncate(seen);
        origin::known_text(&told).filter(|_| !told.all_marks().has(Marks::SENSITIVE)).cloned()
    }
}
