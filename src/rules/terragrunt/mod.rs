//! Terragrunt units that depend on each other.

pub mod dependency_cycle;
pub mod missing_output;
pub mod mock_without_output;
