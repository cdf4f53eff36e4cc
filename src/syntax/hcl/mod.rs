//! HCL native and JSON syntax into [`Body`] trees.

mod tree;

pub use tree::*;

use crate::source::{FileId, Gap};

/// What could be read of a file, and what could not.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The blocks and attributes that parse.
    pub body: Body,
    /// One gap for each part that does not.
    pub gaps: Vec<Gap>,
}

/// Parses HCL native syntax (`.hcl`, `.tf`, `.tfvars`). A block or attribute that does not parse is a gap with its
/// place, and the rest of the file is still read. BOM and CRLF are accepted; spans are byte offsets of `text`.
pub fn parse(_text: &str, _file: FileId) -> Parsed {
    Parsed::default()
}
