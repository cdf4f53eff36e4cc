//! `validation` blocks of variables: a value that one refuses is never applied.

use super::expand::Frame;
use super::node::Node;
use super::scope::is_null;
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::value::Marks;
use crate::source::{Gap, GapKind};
use std::rc::Rc;

impl Node<'_> {
    /// Says which values the module's own conditions refuse. A condition that is not known, or cannot be evaluated,
    /// refuses nothing.
    pub(super) fn validate(self: &Rc<Self>, run: &Run<'_>) {
        let definition = self.definition.clone();
        for (name, block) in &definition.variables {
            for validation in block.body.blocks_of("validation") {
                let Some(condition) = validation.body.attribute("condition") else { continue };
                let Some(value) = self.variable(name, block.header_at, run) else { continue };
                if value.is_unknown() {
                    continue;
                }
                let frame = Frame::default();
                let seen = run.gaps.borrow().len();
                let holds = evaluate(&condition.value, &self.scope(&frame), run);
                let failed = run.gaps.borrow().len() > seen;
                run.gaps.borrow_mut().truncate(seen);
                if failed || holds.as_bool() != Some(false) || holds.all_marks().has(Marks::OVERRIDABLE) {
                    continue;
                }
                let told = validation.body.attribute("error_message");
                let told = told.map(|m| evaluate(&m.value, &self.scope(&frame), run));
                run.gaps.borrow_mut().truncate(seen);
                let told =
                    told.as_ref().and_then(origin::known_text).filter(|_| !value.all_marks().has(Marks::SENSITIVE));
                let told = told.map(|m| format!(": {}", m.trim())).unwrap_or_default();
                let by_default = if is_null(&value) || value.marks.has(Marks::DEFAULTED) { " by default" } else { "" };
                let message = format!("the module refuses the value that `{name}` has{by_default}{told}");
                let help =
                    "Terraform stops at this value; what is made of it here is only what the rest of the module says";
                let at = if value.at.file == block.at.file { block.header_at } else { value.at };
                run.gap(Gap { help: Some(help.into()), ..Gap::at(at, GapKind::Evaluation, message) });
            }
        }
    }
}
