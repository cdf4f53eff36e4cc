//! What the user's configuration tells the evaluation.

use std::collections::BTreeMap;
use std::sync::Arc;

/// What the user's configuration tells the evaluation. The default is empty: nothing is known beyond the files.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Environment variables with their values; all others are unknown, the process's own included.
    pub env: BTreeMap<String, String>,
    /// Checkouts of module sources, tried in order before anything else.
    pub modules: Vec<ModuleMapping>,
    /// Names of units' files beside Terragrunt's own; one counts where no file of Terragrunt's own name lies beside it.
    pub unit_files: Vec<Arc<str>>,
    /// Whether [`Configuration::rendered`](super::configuration::Configuration::rendered) is worked out.
    pub rendered: bool,
}

/// Where the checkout of a module source is.
#[derive(Clone, Debug)]
pub struct ModuleMapping {
    /// The source as written, without `//subdirectory` and `?ref=`; a `*` at its end matches any continuation.
    pub source: Arc<str>,
    /// The name of the repository, among those given, that holds the checkout.
    pub repository: Arc<str>,
    /// The directory inside it; the source's own subdirectory is appended.
    pub directory: Arc<str>,
}

/// Where a chart of a registry is among the given repositories.
#[derive(Clone, Debug)]
pub struct ChartMapping {
    /// The chart as a HelmRelease names it: its repository's URL with its name behind it, or the URL of the OCI artifact.
    pub source: Arc<str>,
    /// The name of the repository, among those given, that holds it.
    pub repository: Arc<str>,
    /// The chart's directory inside of that.
    pub path: Arc<str>,
}

impl ChartMapping {
    /// Whether this mapping is of a chart, by its URL; a slash at the end says nothing.
    pub fn covers(&self, source: &str) -> bool {
        self.source.trim_end_matches('/') == source.trim_end_matches('/')
    }
}

impl ModuleMapping {
    /// Whether this mapping covers a source (without its subdirectory and query).
    pub fn covers(&self, source: &str) -> bool {
        match self.source.strip_suffix('*') {
            Some(start) => source.starts_with(start),
            None => *self.source == *source,
        }
    }
}
