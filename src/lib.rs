//! driftline reads a platform's Terragrunt/Terraform repositories and its Kubernetes/Flux repositories together, works
//! out what they mean without touching a cloud or a cluster, and says where they break the platform's rules or no
//! longer agree with each other.
//!
//! Data flows one way; each module uses only those above it:

pub mod bundled;
pub mod resemblance;
pub mod source;
pub mod syntax;
pub mod eval;
pub mod model;
pub mod finding;
pub mod rule;
pub mod rules;
pub mod config;
pub mod triage;
pub mod report;
pub mod pipeline;
pub mod cli;
