//! What separates organizations.

pub mod cross_org_reference;
