//! What of the given files was not read, and so what absence cannot be proven beside it.

use crate::eval::value::{Address, Unknown};
use crate::source::{FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Files that were read in part or not at all, by who reads them.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// The first reason of each configuration.
    pub(super) configurations: BTreeMap<Address, Arc<Unknown>>,
    /// All such files of the given repositories.
    pub(super) files: BTreeSet<FileId>,
}

impl Unread {
    /// Why not everything of a unit or root module was read.
    pub fn of(&self, configuration: &Address) -> Option<&Arc<Unknown>> {
        self.configurations.get(configuration)
    }

    /// Whether a file that was not wholly read holds this text, or nobody knows what it holds.
    pub fn mentions(&self, sources: &Sources, text: &str) -> bool {
        self.files
            .iter()
            .any(|file| sources.text(*file).is_ok_and(|t| t.contains(text)) || sources.text(*file).is_err())
    }
}
