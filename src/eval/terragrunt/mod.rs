//! Terragrunt: units, evaluated without running anything.

mod autoinclude;
mod combine;
mod component;
mod constraint;
mod dependency;
mod exposed;
mod functions;
mod generate;
mod globs;
mod hole;
mod merge;
mod missing;
mod mocks;
mod outputs;
mod reading;
mod rendered;
mod schema;
mod scope;
mod stack;
mod stack_schema;
mod template;
mod unit;
mod variables;

#[cfg(test)]
mod tests;

pub(super) use stack::{Expanded, LIMITS as STACK_LIMITS, expand};
pub(super) use template::takes_values;
pub(super) use unit::{Asked, Head, Outcome, Outcomes, Unit, evaluate_unit, head};

/// The names of a unit's file.
pub(super) const UNIT_FILES: &[&str] = &["terragrunt.hcl", "terragrunt.hcl.json"];
/// The name of a stack's file.
pub(super) const STACK_FILE: &str = "terragrunt.stack.hcl";
/// The name of a file of values beside a unit or a stack.
pub(super) const VALUES_FILE: &str = "terragrunt.values.hcl";
