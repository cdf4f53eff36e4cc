//! What is written: text to trees with spans. No meaning, no input or output; parsing never fails, it returns
//! what could be read and the gaps.

pub mod hcl;
pub mod yaml;
