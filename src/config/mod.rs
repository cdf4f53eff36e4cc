//! The user's settings: `driftline.yaml`, first as written and then valid. It gives the settings that each layer owns.
//!
//! A file that is found (rather than given with `--config`) belongs to a repository, perhaps a stranger's: it cannot
//! widen what is read. Its paths stay in its own folder or in folders that were given on the command line.

mod dotenv;
mod find;
mod mention;
mod problem;
mod raw;
mod rules;
mod shape;
mod valid;

pub use find::{find, load};
pub use mention::{Mention, Names};
pub use problem::{Place, Problem};
pub use rules::{RuleSettings, RuleSpec};
pub use valid::illegible;

use crate::eval::flux::FluxSettings;
use crate::eval::settings;
use crate::eval::value::Address;
use crate::model::identity::Class;
use crate::model::organization::{Account, ClusterTie, Connected, Organization, Ownership};
use crate::source::{FileId, Gap, GapKind, Overlay, Root, Sources, Span, TreeId};
use globset::{GlobBuilder, GlobMatcher, GlobSet, GlobSetBuilder};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A valid configuration. The default is that of a platform without one.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file, as it was named; `None` without one.
    pub file: Option<PathBuf>,
    /// `repositories:`.
    pub repositories: Vec<Repository>,
    /// Paths of `repositories:` that a configuration which was found may not lead to, with their places: the other
    /// repository of a pair, most often. They are not read.
    pub left_out: Vec<(Arc<str>, Place)>,
    /// `organizations:`.
    pub organizations: Vec<Member>,
    /// `clusters:`.
    pub clusters: Vec<Cluster>,
    /// `accounts:`.
    pub accounts: Vec<Account>,
    /// `network.connected:`, each group with the place of its first member.
    pub connected: Vec<(GlobSet, Place)>,
    /// `complete:`.
    pub complete: BTreeSet<Class>,
    /// `assume:`, with the texts of files.
    pub overlays: Vec<Overlay>,
    /// `modules:`.
    pub modules: Vec<settings::ModuleMapping>,
    /// `charts:`.
    pub charts: Vec<settings::ChartMapping>,
    /// `environment.allow:`.
    pub environment_allow: Vec<Arc<str>>,
    /// `environment.values:`, over what the files of `environment.files:` say.
    pub environment: BTreeMap<Arc<str>, Arc<str>>,
    /// `unit_files:`.
    pub unit_files: Vec<Arc<str>>,
    /// `entry_points:`, as repository and directory.
    pub entry_points: Vec<(Arc<str>, Arc<str>)>,
    /// `rules:`, with what `network:` and `encryption:` mean for rules.
    pub rules: RuleSettings,
    /// `waivers:`.
    pub waivers: Vec<Waiver>,
    /// What the file says of things in the repositories, to be held against what is there.
    pub mentions: Vec<Mention>,
    /// Every repository that a path in the file names, with one place.
    pub mentioned: BTreeMap<Arc<str>, Place>,
}

/// An entry of `repositories:`.
#[derive(Clone, Debug)]
pub struct Repository {
    /// The name used in addresses.
    pub name: Option<Arc<str>>,
    /// The folder, absolute or relative to the working directory.
    pub path: PathBuf,
    /// The git URL as written.
    pub remote: Option<Arc<str>>,
    /// Line and column of `path` in the file, from 1.
    pub line_col: (u32, u32),
}

/// An entry of `organizations:`.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name.
    pub name: Arc<str>,
    /// The platform's owner.
    pub owner: bool,
    /// Patterns over `repository//path`.
    pub paths: GlobSet,
    /// Namespaces.
    pub namespaces: Vec<Arc<str>>,
    /// Account ids.
    pub accounts: Vec<Arc<str>>,
    /// Its name in the file.
    pub at: Place,
}

/// An entry of `clusters:`.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Its name.
    pub name: Arc<str>,
    /// The directory Flux applies.
    pub entry: Address,
    /// The configuration that creates the cluster.
    pub unit: Option<Address>,
    /// Account id.
    pub account: Option<Arc<str>>,
    /// Region.
    pub region: Option<Arc<str>>,
    /// The issuer, without `https://`.
    pub oidc: Option<Arc<str>>,
    /// Its Kubernetes version.
    pub kube_version: Option<Arc<str>>,
    /// Whether NetworkPolicies are enforced.
    pub network_policy: Option<bool>,
}

/// An entry of `waivers:`.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The rule's id.
    pub rule: Arc<str>,
    /// Matches the addresses it covers.
    pub address: GlobMatcher,
    /// Why it is right.
    pub reason: Arc<str>,
    /// The last day it holds.
    pub until: Option<jiff::civil::Date>,
    /// Who answers for it.
    pub owner: Option<Arc<str>>,
    /// The entry in the file.
    pub at: Place,
    /// Its line and column, from 1.
    pub line_col: (u32, u32),
}

/// Where a configuration comes from, which decides what it may name.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// Given with `--config`: it may name any folder.
    Given,
    /// Found beside what is checked. The folders were given on the command line.
    Found(&'a [PathBuf]),
}

/// A configuration as far as it is valid, and everything that is wrong with it.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What is valid.
    pub config: Config,
    /// What is not, in order of place. With any problem a run must not go on.
    pub problems: Vec<Problem>,
}

/// Reads a configuration from its text. `name` is what messages call the file; `folder` is where its relative paths
/// start; `read` gives the text of a file that `assume:` names, or why not.
pub fn parse(
    name: &str,
    text: &str,
    folder: &Path,
    origin: Origin<'_>,
    specs: &[RuleSpec],
    read: &dyn Fn(&Path) -> Result<String, String>,
) -> Loaded {
    valid::parse(name, text, folder, origin, specs, read)
}

/// The JSON Schema of `driftline.yaml`.
pub fn schema() -> String {
    let mut text = serde_json::to_string_pretty(&valid::schema()).unwrap_or_default();
    text.push('\n');
    text
}

impl Config {
    /// The repositories, to be opened when the command line names none.
    pub fn roots(&self) -> Vec<Root> {
        self.repositories.iter().map(Repository::root).collect()
    }

    /// A folder given on the command line, with the name and remote that the configuration gives it.
    pub fn root_for(&self, path: &Path) -> Root {
        let real = path.canonicalize().ok();
        let same = |r: &&Repository| real.is_some() && r.path.canonicalize().ok() == real;
        match self.repositories.iter().find(same) {
            Some(repository) => Root { path: path.to_owned(), ..repository.root() },
            None => Root { path: path.to_owned(), ..Root::default() },
        }
    }

    /// What Terragrunt's and Terraform's evaluation is told. `variable` reads driftline's own environment; it is asked for
    /// the names of `environment.allow` only, and `environment.values` win.
    pub fn evaluation(&self, variable: &dyn Fn(&str) -> Option<String>) -> settings::Settings {
        let allowed = self.environment_allow.iter().filter_map(|name| Some((name.to_string(), variable(name)?)));
        let written = self.environment.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        settings::Settings {
            env: allowed.chain(written).collect(),
            modules: self.modules.clone(),
            rendered: false,
            unit_files: self.unit_files.clone(),
        }
    }

    /// The configuration among the sources, when it lies in one of the repositories.
    pub fn file_in(&self, sources: &Sources) -> Option<FileId> {
        sources.find_on_disk(self.file.as_ref()?)
    }

    /// The directories of `entry_points:` in the repositories that are read.
    pub fn entry_points(&self, sources: &Sources) -> Vec<(TreeId, Arc<str>)> {
        let tree = |name: &Arc<str>| sources.tree_ids().find(|id| sources.tree_name(*id) == *name);
        self.entry_points.iter().filter_map(|(name, dir)| Some((tree(name)?, dir.clone()))).collect()
    }

    /// What Flux's evaluation is told.
    pub fn flux(&self, sources: &Sources) -> FluxSettings {
        let version = |c: &Cluster| Some((c.entry.clone(), c.kube_version.clone()?));
        FluxSettings {
            entry_points: self.entry_points(sources),
            charts: self.charts.clone(),
            kube_versions: self.clusters.iter().filter_map(version).collect(),
        }
    }

    /// Whether every repository that the configuration speaks of is read as a whole on this run: only then does something
    /// that matches nothing there match nothing at all.
    pub fn is_whole(&self, sources: &Sources) -> bool {
        let read: Vec<_> =
            sources.trees().iter().filter(|t| !t.embedded && t.revision.is_none() && !t.partial).collect();
        let opened = |r: &Repository| r.path.canonicalize().is_ok_and(|real| read.iter().any(|t| t.root == real));
        let partial = sources.trees().iter().any(|t| t.partial);
        !partial
            && self.left_out.is_empty()
            && self.repositories.iter().all(opened)
            && self.mentioned.keys().all(|name| read.iter().any(|t| t.name == *name))
    }

    /// Names of repositories that are neither listed in the configuration nor read: what is said of them has no effect.
    pub fn gaps(&self, sources: &Sources) -> Vec<Gap> {
        let file = self.file_in(sources);
        let read: Vec<Arc<str>> =
            sources.trees().iter().filter(|t| !t.embedded && t.revision.is_none()).map(|t| t.name.clone()).collect();
        let listed = |name: &Arc<str>| self.repositories.iter().any(|r| r.name.as_ref() == Some(name));
        let lost = self.mentioned.iter().filter(|(name, _)| !listed(name) && !read.contains(name));
        let gap = |(name, at): (&Arc<str>, &Place)| {
            let message =
                format!("the configuration names the repository `{name}`, which is not among those that are read");
            let help = problem::suggest(name, read.iter().map(|n| &**n), "those are");
            Gap {
                at: file.map(|file| Span { file, start: at.start, end: at.end }),
                kind: GapKind::Evaluation,
                message: message.into(),
                help: Some(help.into()),
            }
        };
        let left_out = self.left_out.iter().map(|(path, at)| Gap {
            at: file.map(|file| Span { file, start: at.start, end: at.end }),
            kind: GapKind::Remote,
            message: format!(
                "the repository at `{path}` is not read: a configuration found in a repository cannot widen what is read"
            )
            .into(),
            help: Some("give that folder on the command line too, or this configuration with --config".into()),
        });
        lost.map(gap).chain(left_out).collect()
    }

    /// Who owns what. `file` is the configuration among the sources, when it is there, so that findings can point at it.
    pub fn ownership(&self, file: Option<FileId>) -> Ownership {
        let span = |at: &Place| file.map(|file| Span { file, start: at.start, end: at.end });
        Ownership {
            organizations: self
                .organizations
                .iter()
                .map(|o| Organization {
                    name: o.name.clone(),
                    owner: o.owner,
                    paths: o.paths.clone(),
                    namespaces: o.namespaces.clone(),
                    accounts: o.accounts.clone(),
                    at: span(&o.at),
                    detected: false,
                })
                .collect(),
            clusters: self
                .clusters
                .iter()
                .map(|c| ClusterTie {
                    name: c.name.clone(),
                    entry: c.entry.clone(),
                    unit: c.unit.clone(),
                    account: c.account.clone(),
                    region: c.region.clone(),
                    oidc: c.oidc.clone(),
                    network_policy: c.network_policy,
                    detected: false,
                })
                .collect(),
            accounts: self.accounts.clone(),
            connected: self
                .connected
                .iter()
                .map(|(members, at)| Connected { members: members.clone(), at: span(at) })
                .collect(),
            complete: self.complete.clone(),
        }
    }
}

impl Repository {
    fn root(&self) -> Root {
        Root { path: self.path.clone(), name: self.name.clone(), remote: self.remote.clone(), revision: None }
    }
}

/// A pattern over addresses or `repository//path`: `*` and `?` stay within one name, `**` crosses, brackets are
/// literal (`aws_subnet.private[0]`).
pub fn pattern(text: &str) -> Result<GlobMatcher, String> {
    glob(text).map(|g| g.compile_matcher())
}

fn glob(text: &str) -> Result<globset::Glob, String> {
    let mut literal = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '[' => literal.push_str("[[]"),
            ']' => literal.push_str("[]]"),
            c => literal.push(c),
        }
    }
    let glob = GlobBuilder::new(&literal).literal_separator(true).backslash_escape(false).build();
    glob.map_err(|e| e.kind().to_string())
}

fn globs(patterns: impl IntoIterator<Item = globset::Glob>) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        builder.add(pattern);
    }
    builder.build().unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests;
