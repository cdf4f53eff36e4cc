//! What the text amounts to: values, known or unknown, each with its origin.

pub mod configuration;
pub mod flux;
pub mod helm;
pub mod kubernetes;
pub mod kustomize;
pub mod manifest;
pub mod reference;
pub mod scope;
pub mod value;
