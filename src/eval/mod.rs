//! What the text amounts to: values, known or unknown, each with its origin.

pub mod applied;
pub mod configuration;
pub mod expression;
pub mod flux;
pub mod functions;
pub mod helm;
pub mod infrastructure;
pub mod kubernetes;
pub mod kustomize;
pub mod manifest;
mod modules;
pub mod number;
mod origin;
mod paths;
mod published;
pub mod reason;
pub mod reference;
pub mod scope;
pub mod sensitive;
pub mod settings;
mod terraform;
mod terragrunt;
pub mod value;
pub mod value_ops;
mod world;
