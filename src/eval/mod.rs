//! What the text amounts to: values, known or unknown, each with its origin.

pub mod configuration;
pub mod expression;
pub mod flux;
pub mod functions;
pub mod kubernetes;
pub mod kustomize;
pub mod manifest;
pub mod number;
pub mod reference;
pub mod scope;
pub mod value;
pub mod value_ops;
