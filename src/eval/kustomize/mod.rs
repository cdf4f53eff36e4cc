//! `kustomize build`, from files in memory: what a directory's kustomization makes, every value with its place.
//!
//! Follows kustomize as `kustomize-controller` runs it: no restriction of paths inside the repository, an empty
//! kustomization is allowed, nothing remote, no plugins. Where kustomize would stop with an error, the build goes on with
//! what is left and says so in a gap.

mod accumulate;
mod builtin;
mod chart;
mod crds;
mod customize;
mod documents;
pub mod edit;
mod field_path;
mod fields;
mod generate;
mod json6902;
mod merge;
mod names;
mod order;
mod origin;
mod patch;
pub mod path;
mod plugin;
mod replacement;
mod resource;
mod schema;
pub mod scope;
mod selector;
mod shape;
mod structured;
#[cfg(test)]
mod tests;
mod transform;
mod value_add;
mod vars;

pub use accumulate::{Build, Extra, Kustomizer, LIMITS, Leaves, Named};
pub use documents::{Documents, Files, Reader, objects, type_of};
pub use resource::{Id, Resource};
