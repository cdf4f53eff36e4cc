//! What runs: where it is placed, whether it survives a zone, whether the world can reach it.

pub mod public_cluster_endpoint;
pub mod public_database;
pub mod public_subnet_workload;
pub mod single_instance_database;
