//! What a repository says of itself: paths that lead somewhere, files that parse.

pub mod dangling_reference;
pub mod unparsable_file;
