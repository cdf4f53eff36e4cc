//! Terraform: modules, evaluated without a plan.

mod call;
mod confidential;
mod data;
mod definition;
mod discover;
mod expand;
mod ignored;
mod literal;
mod node;
mod overrides;
mod policy;
mod provider;
mod resolve;
mod resource;
mod root;
mod schema;
mod scope;
mod types;
mod validation;

#[cfg(test)]
mod tests;

pub(super) use definition::{Definition, is_terraform};
pub(super) use discover::{Root, discover};
pub(super) use literal::encoded;
pub(super) use node::{Context, Node};
pub(super) use provider::provider;
pub(super) use resolve::{Found, NotFound, directory_of, resolve};
pub(super) use root::{assignments, assumed, automatic, evaluate_root};
pub(super) use scope::relative;
pub(super) use types::Type as Constraint;
