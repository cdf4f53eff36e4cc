//! Module sources: what a source names, and which module model stands in for it.

use super::world::World;
use crate::source::TreeId;
use crate::syntax::hcl::{Block, ExprKind};
use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, OnceLock};

/// The name of the tree that holds the module models, where it is held in memory only.
const MODELS: &str = "module-models";

/// Inputs that modules of every kind take: they say nothing about which module it is.
const COMMON_INPUTS: &[&str] = &[
    "create",
    "create_security_group",
    "description",
    "enabled",
    "environment",
    "name",
    "name_prefix",
    "namespace",
    "region",
    "security_group_ids",
    "stage",
    "subnet_ids",
    "subnets",
    "tags",
    "use_name_prefix",
    "vpc_id",
];

/// What a module source names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A path, relative to whoever names it, or absolute.
    Local(String),
    /// `namespace/name/provider` of a registry, with a subdirectory.
    Registry {
        /// `terraform-aws-modules/vpc/aws`.
        name: String,
        /// After `//`.
        submodule: Option<String>,
        /// `?version=` of a `tfr://` source.
        version: Option<String>,
    },
    /// A git repository.
    Git {
        /// `github.com/owner/name`.
        remote: String,
        /// After `//`.
        submodule: Option<String>,
        /// `?ref=`.
        reference: Option<String>,
    },
    /// Something else: an archive, a bucket, Mercurial.
    Other,
}

impl Source {
    /// Reads a source as Terraform and Terragrunt do. Never fails: what it does not know is [`Source::Other`].
    pub fn parse(text: &str) -> Source {
        let text = text.trim();
        if text.starts_with("./") || text.starts_with("../") || text.starts_with('/') || text == "." || text == ".." {
            return Source::Local(text.split('?').next().unwrap_or(text).to_owned());
        }
        let (body, query) = text.split_once('?').unwrap_or((text, ""));
        let parameter = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
        };
        if let Some(rest) = body.strip_prefix("tfr://") {
            // `tfr:///ns/name/provider` means the public registry.
            let (path, submodule) = split_submodule(rest);
            let path = path.trim_matches('/');
            let names: Vec<&str> = path.split('/').collect();
            let name = names.get(names.len().saturating_sub(3)..).unwrap_or_default().join("/");
            return Source::Registry { name, submodule, version: parameter("version") };
        }
        let (forced, rest) = match body.split_once("::") {
            Some((getter, rest)) => (Some(getter), rest),
            None => (None, body),
        };
        if forced.is_some_and(|getter| getter != "git") {
            return Source::Other;
        }
        let scheme = ["https://", "http://", "ssh://", "git://"].iter().find_map(|s| rest.strip_prefix(s));
        let (path, submodule) = split_submodule(scheme.unwrap_or(rest));
        let git = |remote: String| Source::Git { remote, submodule: submodule.clone(), reference: parameter("ref") };
        if scheme.is_some() || forced.is_some() || path.starts_with("git@") {
            return match remote_of(path) {
                Some(remote) if forced.is_some() || path.starts_with("git@") || is_git(path, &remote) => git(remote),
                _ => Source::Other,
            };
        }
        let names: Vec<&str> = path.split('/').collect();
        match names.as_slice() {
            ["github.com" | "bitbucket.org" | "gitlab.com", _, _] => remote_of(path).map_or(Source::Other, git),
            [_, _, _] if names.iter().all(|n| is_name(n)) => {
                Source::Registry { name: path.to_owned(), submodule, version: None }
            }
            [host, rest @ ..] if rest.len() == 3 && host.contains('.') && rest.iter().all(|n| is_name(n)) => {
                Source::Registry { name: rest.join("/"), submodule, version: None }
            }
            _ => Source::Other,
        }
    }

    /// The registry name of the module: its own, or what a git repository named by the registry's convention
    /// (`owner/terraform-PROVIDER-NAME`) is published as.
    pub fn registry_name(&self) -> Option<String> {
        match self {
            Source::Registry { name, .. } => Some(name.clone()),
            Source::Git { remote, .. } => {
                let mut parts = remote.rsplit('/');
                let repository = parts.next()?;
                let owner = parts.next()?;
                let (provider, name) = repository.strip_prefix("terraform-")?.split_once('-')?;
                Some(format!("{owner}/{name}/{provider}"))
            }
            _ => None,
        }
    }

    /// What follows `//`.
    pub fn submodule(&self) -> Option<&str> {
        match self {
            Source::Registry { submodule, .. } | Source::Git { submodule, .. } => submodule.as_deref(),
            _ => None,
        }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn is_git(path: &str, remote: &str) -> bool {
    path.contains(".git")
        || path.starts_with("git@")
        || remote.starts_with("github.com/")
        || remote.starts_with("gitlab.com/")
}

/// Cuts `//subdirectory` off. The subdirectory is a path: `//modules/x//.` names `modules/x`.
fn split_submodule(text: &str) -> (&str, Option<String>) {
    let trimmed = text.trim_start_matches('/');
    let lead = text.len() - trimmed.len();
    match trimmed.find("//") {
        Some(cut) => {
            let path = text.get(..lead + cut).unwrap_or(text);
            let steps = trimmed.get(cut..).unwrap_or("").split('/').filter(|step| !step.is_empty() && *step != ".");
            let sub = steps.collect::<Vec<_>>().join("/");
            (path, (!sub.is_empty()).then_some(sub))
        }
        None => (text, None),
    }
}

/// `git@github.com:owner/name.git` and `user@host/owner/name.git` as `github.com/owner/name`.
fn remote_of(path: &str) -> Option<String> {
    let path = path.split_once('@').map_or(path, |(_, rest)| rest);
    let path = path.trim_matches('/').trim_end_matches(".git");
    let (host, rest) = path.split_once(['/', ':'])?;
    let rest = rest.trim_matches('/');
    (!rest.is_empty()).then(|| format!("{}/{rest}", host.to_ascii_lowercase()))
}

/// The version a ref or version text names: `v5.19.0` and `5.19.0` alike. `None` for branches, commits, constraints and
/// shortened versions.
pub(super) fn exact_version(text: &str) -> Option<semver::Version> {
    let text = text.trim();
    let text = text.strip_prefix('v').unwrap_or(text);
    semver::Version::parse(text).ok()
}

type Triple = (u64, u64, u64);

/// The versions from `low` up to, but not including, `high`; without `high` there is no upper bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    low: Triple,
    high: Option<Triple>,
}

impl Range {
    /// Reads a Terraform version constraint (`~> 5.0`, `>= 5.0, < 6.0`, `5.1.2`); `!=` does not narrow. `None` when it
    /// is not one.
    pub fn parse(text: &str) -> Option<Range> {
        let mut out = Range { low: (0, 0, 0), high: None };
        for part in text.split(',') {
            let part = part.trim();
            let cut = part.find(|c: char| !"<>=!~".contains(c)).unwrap_or(part.len());
            let (operator, version) = part.split_at(cut);
            let (version, given) = triple(version)?;
            let next = (version.0, version.1, version.2.saturating_add(1));
            match operator {
                "" | "=" => out.narrow(version, Some(next)),
                ">=" => out.narrow(version, None),
                ">" => out.narrow(next, None),
                "<" => out.narrow((0, 0, 0), Some(version)),
                "<=" => out.narrow((0, 0, 0), Some(next)),
                "~>" if given >= 3 => out.narrow(version, Some((version.0, version.1.saturating_add(1), 0))),
                "~>" if given == 2 => out.narrow(version, Some((version.0.saturating_add(1), 0, 0))),
                "~>" => out.narrow(version, None),
                "!=" => {}
                _ => return None,
            }
        }
        Some(out)
    }

    fn narrow(&mut self, low: Triple, high: Option<Triple>) {
        self.low = self.low.max(low);
        self.high = match (self.high, high) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    fn is_empty(&self) -> bool {
        self.high.is_some_and(|high| high <= self.low)
    }

    /// Whether a version lies in it.
    pub fn contains(&self, version: &semver::Version) -> bool {
        let v = (version.major, version.minor, version.patch);
        self.low <= v && self.high.is_none_or(|high| v < high)
    }

    /// Whether the highest version this range allows lies in `other`.
    fn tops_out_in(&self, other: &Range) -> bool {
        match (self.high, other.high) {
            (Some(mine), Some(its)) => other.low < mine && mine <= its,
            (Some(mine), None) => other.low < mine,
            (None, Some(_)) => false,
            (None, None) => true,
        }
    }
}

fn triple(text: &str) -> Option<(Triple, usize)> {
    let text = text.trim().trim_start_matches('v');
    let text = text.split(['-', '+']).next()?;
    let mut numbers = [0u64; 3];
    let mut given = 0;
    for part in text.split('.') {
        *numbers.get_mut(given)? = part.parse().ok()?;
        given += 1;
    }
    let [a, b, c] = numbers;
    Some(((a, b, c), given))
}

/// A module model.
#[derive(Clone, Debug)]
pub(super) struct Model {
    /// `terraform-aws-modules/eks/aws`, with `//modules/x` for a submodule.
    pub source: Arc<str>,
    /// The registry name without submodule.
    pub name: Arc<str>,
    /// `modules/x`.
    pub submodule: Option<Arc<str>>,
    /// The range as the model states it.
    pub versions: Arc<str>,
    /// The range.
    pub range: Range,
    /// Versions inside the range that the model does not speak for (`!=`).
    excluded: Vec<Triple>,
    /// Where its files are.
    pub tree: TreeId,
    /// The directory of its files.
    pub directory: Arc<str>,
    variables: OnceLock<HashSet<String>>,
}

impl Model {
    /// The names of its variables, from the text alone: models are many, and only the one that is chosen is worth parsing.
    /// A declaration begins its line, as in every formatted file.
    fn variables(&self, world: &World<'_>) -> &HashSet<String> {
        self.variables.get_or_init(|| {
            let files = world.sources.children(self.tree, &self.directory).filter(|f| f.path.ends_with(".tf"));
            let texts = files.filter_map(|f| world.sources.text(f.id).ok());
            let name = |line: &str| Some(line.trim_start().strip_prefix("variable \"")?.split_once('"')?.0.to_owned());
            texts.flat_map(|text| text.lines().filter_map(name).collect::<Vec<_>>()).collect()
        })
    }
}

impl Model {
    /// Whether the model stands for this version.
    fn covers(&self, version: &semver::Version) -> bool {
        self.range.contains(version) && !self.excluded.contains(&(version.major, version.minor, version.patch))
    }
}

/// The versions that a constraint excludes.
fn excluded(constraint: &str) -> Vec<Triple> {
    let parts = constraint.split(',').filter_map(|part| part.trim().strip_prefix("!="));
    parts.filter_map(|version| triple(version).map(|(v, _)| v)).collect()
}

/// All module models, in order of path.
#[derive(Debug, Default)]
pub(super) struct Models {
    all: Vec<Model>,
}

/// Why no model stands in for a source.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoModel {
    /// No model of this module, or of this submodule.
    Unmodelled,
    /// There are models, for these ranges.
    OutOfRange(Vec<Arc<str>>),
    /// The source says no version, or none that decides.
    NoVersion(Vec<Arc<str>>),
}

impl Models {
    /// Reads every `model.hcl` of the models' tree. A model without a source or a readable range is left out.
    pub fn read(world: &World<'_>) -> Models {
        let mut out = Models::default();
        let trees = world.sources.tree_ids().filter(|id| world.is_models(*id));
        for tree in trees {
            for file in world.sources.files_of(tree) {
                let Some(directory) = file.path.strip_suffix("/model.hcl") else { continue };
                let parsed = world.file(file.id);
                for block in parsed.blocks_of("model") {
                    let text = |name: &str| block.body.attribute(name).and_then(|a| literal(&a.value.kind));
                    let (Some(name), Some(versions)) = (text("source"), text("versions")) else { continue };
                    let Some(range) = Range::parse(&versions) else { continue };
                    out.add(world, tree, directory, name, versions, range);
                    for only in block.body.blocks_of("only") {
                        out.narrow(tree, directory, only);
                    }
                    for alike in block.body.blocks_of("alike") {
                        out.repeat(tree, directory, alike);
                    }
                }
            }
        }
        out.all.sort_by(|a, b| (a.tree, &a.directory, &a.submodule).cmp(&(b.tree, &b.directory, &b.submodule)));
        out
    }

    fn add(
        &mut self,
        world: &World<'_>,
        tree: TreeId,
        directory: &str,
        name: Arc<str>,
        versions: Arc<str>,
        range: Range,
    ) {
        let mut directories = BTreeSet::new();
        for file in world.sources.below(tree, directory) {
            if let Some((dir, _)) = file.path.rsplit_once('/').filter(|(_, n)| n.ends_with(".tf")) {
                directories.insert(dir.to_owned());
            }
        }
        for dir in directories {
            let submodule = dir.strip_prefix(directory).map(|s| s.trim_matches('/')).filter(|s| !s.is_empty());
            self.all.push(Model {
                source: submodule.map_or_else(|| name.clone(), |s| format!("{name}//{s}").into()),
                name: name.clone(),
                submodule: submodule.map(Arc::from),
                versions: versions.clone(),
                range,
                excluded: excluded(&versions),
                tree,
                directory: dir.as_str().into(),
                variables: OnceLock::new(),
            });
        }
    }

    /// `only "modules/x" { versions = "..." }`: the versions for which the model of a submodule stands, where these are
    /// fewer than those of the root.
    fn narrow(&mut self, tree: TreeId, directory: &str, only: &Block) {
        let versions = only.body.attribute("versions").and_then(|a| literal(&a.value.kind));
        let (Some(module), Some(versions)) = (only.label(0), versions) else { return };
        let Some(range) = Range::parse(&versions) else { return };
        let of = format!("{directory}/{module}");
        for model in self.all.iter_mut().filter(|m| m.tree == tree && *m.directory == of) {
            *model = Model { excluded: excluded(&versions), versions: versions.clone(), range, ..model.clone() };
        }
    }

    /// `alike "modules/x" { modules = [...] }`: the submodules for which the model of `modules/x` stands too.
    fn repeat(&mut self, tree: TreeId, directory: &str, alike: &Block) {
        let (Some(first), Some(others)) = (alike.label(0), alike.body.attribute("modules")) else { return };
        let of = format!("{directory}/{first}");
        let Some(model) = self.all.iter().find(|m| m.tree == tree && *m.directory == of).cloned() else { return };
        let ExprKind::Tuple(others) = &*others.value.kind else { return };
        for other in others.iter().filter_map(|o| literal(&o.kind)) {
            let source = format!("{}//{other}", model.name).into();
            self.all.push(Model { source, submodule: Some(other), ..model.clone() });
        }
    }

    /// The model for a module at a version: exact (`5.19.0`, `v5.19.0`), or a constraint whose highest version a
    /// model's range contains.
    pub fn choose(&self, name: &str, submodule: Option<&str>, version: Option<&str>) -> Result<&Model, NoModel> {
        let of: Vec<&Model> =
            self.all.iter().filter(|m| &*m.name == name && m.submodule.as_deref() == submodule).collect();
        if of.is_empty() {
            return Err(NoModel::Unmodelled);
        }
        let mut sorted = of.clone();
        sorted.sort_by_key(|m| m.range.low);
        let ranges = || sorted.iter().map(|m| m.versions.clone()).collect();
        let Some(version) = version else { return Err(NoModel::NoVersion(ranges())) };
        if let Some(exact) = exact_version(version) {
            return of.into_iter().find(|m| m.covers(&exact)).ok_or_else(|| NoModel::OutOfRange(ranges()));
        }
        let Some(wanted) = Range::parse(version).filter(|r| !r.is_empty()) else {
            return Err(NoModel::NoVersion(ranges()));
        };
        of.into_iter().find(|m| wanted.tops_out_in(&m.range)).ok_or_else(|| match wanted.high {
            Some(_) => NoModel::OutOfRange(ranges()),
            None => NoModel::NoVersion(ranges()),
        })
    }

    /// The model that fits a unit whose source is unknown: its range has the version and its variables are what the
    /// unit sets, clearly better than any other's. `hint` is what the unknown source is called (`vpc_module_source`);
    /// it only decides between models that fit alike.
    pub fn fit(
        &self,
        world: &World<'_>,
        version: &str,
        submodule: Option<&str>,
        inputs: &[Arc<str>],
        hint: &str,
    ) -> Option<&Model> {
        let version = exact_version(version)?;
        let mut scored: Vec<(f64, usize, bool, &Model)> = Vec::new();
        for model in self.all.iter().filter(|m| m.covers(&version)) {
            if submodule.is_some() && model.submodule.as_deref() != submodule {
                continue;
            }
            let variables = model.variables(world);
            let matching = inputs.iter().filter(|i| variables.contains(&***i));
            let telling = matching.clone().filter(|i| !COMMON_INPUTS.contains(&&***i)).count();
            let matching = matching.count();
            if matching < 3 || telling < 2 {
                continue;
            }
            let share = matching as f64 / inputs.len() as f64;
            scored.push((share, matching, hints_at(hint, model), model));
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.2.cmp(&a.2)).then(a.3.source.cmp(&b.3.source)));
        let (share, matching, hinted, best) = *scored.first()?;
        if share < 0.8 {
            return None;
        }
        let rivals = scored.iter().skip(1).filter(|(s, _, h, _)| share - s < 0.15 && (!hinted || *h));
        (rivals.filter(|(_, m, _, _)| *m >= matching).count() == 0).then_some(best)
    }
}

/// Whether the name of an unknown source names this module: `vpc_module_source`, `iam_role_sa_module_source`.
fn hints_at(hint: &str, model: &Model) -> bool {
    let words: Vec<&str> = hint.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let short = model.name.split('/').nth(1).unwrap_or("");
    let first = short.split('-').next().unwrap_or(short);
    words.contains(&first)
}

fn literal(kind: &ExprKind) -> Option<Arc<str>> {
    match kind {
        ExprKind::String(text) => Some(text.clone()),
        _ => None,
    }
}

impl World<'_> {
    /// Whether a tree holds the module models.
    pub(super) fn is_models(&self, tree: TreeId) -> bool {
        self.sources.tree(tree).is_some_and(|t| t.embedded || (t.root.as_os_str().is_empty() && &*t.name == MODELS))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::eval::settings::Settings;
    use crate::source::Sources;

    fn git(remote: &str, submodule: Option<&str>, reference: Option<&str>) -> Source {
        Source::Git {
            remote: remote.into(),
            submodule: submodule.map(Into::into),
            reference: reference.map(Into::into),
        }
    }

    #[test]
    fn sources_are_read_as_terraform_reads_them() {
        let vpc = "github.com/terraform-aws-modules/terraform-aws-vpc";
        for (text, expected) in [
            (
                "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=v5.19.0",
                git(vpc, None, Some("v5.19.0")),
            ),
            ("git@github.com:terraform-aws-modules/terraform-aws-vpc.git?ref=v1.0.0", git(vpc, None, Some("v1.0.0"))),
            (
                "git::ssh://git@github.com/terraform-aws-modules/terraform-aws-vpc.git//modules/x?ref=v1",
                git(vpc, Some("modules/x"), Some("v1")),
            ),
            (
                "git::git@github.com:terraform-aws-modules/terraform-aws-vpc//modules/x",
                git(vpc, Some("modules/x"), None),
            ),
            ("github.com/terraform-aws-modules/terraform-aws-vpc", git(vpc, None, None)),
            ("../modules//vpc", Source::Local("../modules//vpc".into())),
            ("https://example.com/archive.zip", Source::Other),
            ("s3::https://s3.amazonaws.com/bucket/vpc.zip", Source::Other),
        ] {
            assert_eq!(Source::parse(text), expected, "{text}");
        }
        let registry = |version: Option<&str>, sub: Option<&str>| Source::Registry {
            name: "terraform-aws-modules/vpc/aws".into(),
            submodule: sub.map(Into::into),
            version: version.map(Into::into),
        };
        assert_eq!(Source::parse("terraform-aws-modules/vpc/aws"), registry(None, None));
        assert_eq!(Source::parse("terraform-aws-modules/vpc/aws//modules/x"), registry(None, Some("modules/x")));
        assert_eq!(Source::parse("tfr:///terraform-aws-modules/vpc/aws?version=5.1.0"), registry(Some("5.1.0"), None));
        assert_eq!(
            Source::parse("tfr://registry.terraform.io/terraform-aws-modules/vpc/aws//modules/x?version=1.0.0"),
            registry(Some("1.0.0"), Some("modules/x"))
        );
        for text in ["//modules/x//.", "//./modules//x/", "//modules/x/."] {
            let source = Source::parse(&format!("tfr:///terraform-aws-modules/vpc/aws{text}?version=1.0.0"));
            assert_eq!(source, registry(Some("1.0.0"), Some("modules/x")), "{text}");
        }
        assert_eq!(Source::parse("terraform-aws-modules/vpc/aws//."), registry(None, None));
    }

    #[test]
    fn a_git_source_has_its_registry_name() {
        let source =
            Source::parse("git::https://github.com/terraform-aws-modules/terraform-aws-rds-aurora.git?ref=v9.0.0");
        assert_eq!(source.registry_name().as_deref(), Some("terraform-aws-modules/rds-aurora/aws"));
    }

    #[test]
    fn constraints_are_intervals() {
        let holds =
            |range: &str, version: &str| Range::parse(range).unwrap().contains(&exact_version(version).unwrap());
        assert!(holds("~> 5.0", "5.19.0") && !holds("~> 5.0", "6.0.0"));
        assert!(holds("~> 5.1.2", "5.1.9") && !holds("~> 5.1.2", "5.2.0"));
        assert!(holds(">= 5.0.0, < 5.8.0", "5.7.1") && !holds(">= 5.0.0, < 5.8.0", "5.8.0"));
        assert!(holds("5.1.2", "5.1.2") && !holds("5.1.2", "5.1.3"));
        assert_eq!(Range::parse("main"), None);
    }

    fn models(files: Vec<(&str, &str)>, check: impl FnOnce(&World<'_>, &Models)) {
        let sources = Sources::from_memory(vec![(MODELS, files)]);
        let settings = Settings::default();
        let world = World::new(&sources, &settings);
        check(&world, world.models());
    }

    const VARIABLES: &str = "variable \"name\" {}\nvariable \"cidr\" {}\nvariable \"azs\" {}\nvariable \"tags\" {}";

    #[test]
    fn a_version_outside_every_range_has_no_model() {
        let files = vec![
            ("a/vpc/5/model.hcl", "model {\n source = \"a/vpc/aws\"\n versions = \">= 5.0.0, < 6.0.0\"\n}"),
            ("a/vpc/5/variables.tf", VARIABLES),
            ("a/vpc/4/model.hcl", "model {\n source = \"a/vpc/aws\"\n versions = \">= 4.0.0, < 5.0.0\"\n}"),
            ("a/vpc/4/variables.tf", VARIABLES),
        ];
        models(files, |_, models| {
            let chosen = |version| models.choose("a/vpc/aws", None, Some(version)).map(|m| m.versions.to_string());
            assert_eq!(chosen("v5.19.0").unwrap(), ">= 5.0.0, < 6.0.0");
            assert_eq!(chosen("~> 4.1").unwrap(), ">= 4.0.0, < 5.0.0");
            assert!(
                matches!(chosen("v6.0.0"), Err(NoModel::OutOfRange(r)) if r.len() == 2 && r[0].starts_with(">= 4"))
            );
            assert!(matches!(chosen(">= 4.0"), Err(NoModel::NoVersion(_))), "the newest may be beyond all models");
            assert!(matches!(chosen("main"), Err(NoModel::NoVersion(_))));
            assert!(matches!(models.choose("a/vpc/aws", None, None), Err(NoModel::NoVersion(_))));
            assert!(matches!(models.choose("a/other/aws", None, Some("1.0.0")), Err(NoModel::Unmodelled)));
        });
    }

    #[test]
    fn a_model_speaks_for_fewer_versions_or_more_submodules_when_it_says_so() {
        let model = r#"
            model {
              source   = "a/vpc/aws"
              versions = ">= 5.0.0, != 5.1.0, < 6.0.0"
              only "modules/x" {
                versions = ">= 5.4.0, < 6.0.0"
              }
              alike "modules/x" {
                modules = ["modules/y"]
              }
            }
        "#;
        let files = vec![
            ("a/vpc/5/model.hcl", model),
            ("a/vpc/5/variables.tf", VARIABLES),
            ("a/vpc/5/modules/x/variables.tf", VARIABLES),
        ];
        models(files, |_, models| {
            let chosen =
                |module, version| models.choose("a/vpc/aws", module, Some(version)).map(|m| m.source.to_string());
            assert!(chosen(None, "5.0.0").is_ok());
            assert!(matches!(chosen(None, "5.1.0"), Err(NoModel::OutOfRange(_))), "excluded");
            assert!(matches!(chosen(Some("modules/x"), "5.3.9"), Err(NoModel::OutOfRange(_))), "narrowed");
            assert_eq!(chosen(Some("modules/y"), "5.4.0").unwrap(), "a/vpc/aws//modules/y");
            assert!(matches!(chosen(Some("modules/y"), "5.3.9"), Err(NoModel::OutOfRange(_))), "narrowed alike");
            assert!(matches!(chosen(Some("modules/z"), "5.4.0"), Err(NoModel::Unmodelled)));
        });
    }

    #[test]
    fn a_model_is_fitted_only_when_the_inputs_tell() {
        let files = vec![
            ("a/vpc/5/model.hcl", "model {\n source = \"a/vpc/aws\"\n versions = \">= 5.0.0, < 6.0.0\"\n}"),
            ("a/vpc/5/variables.tf", VARIABLES),
        ];
        models(files, |world, models| {
            let fit = |version, inputs: &[&str]| {
                let inputs: Vec<Arc<str>> = inputs.iter().map(|i| Arc::from(*i)).collect();
                models.fit(world, version, None, &inputs, "").is_some()
            };
            assert!(fit("v5.1.0", &["name", "cidr", "azs", "tags"]));
            assert!(!fit("v4.1.0", &["name", "cidr", "azs", "tags"]), "another version");
            assert!(!fit("v5.1.0", &["name", "tags", "zone", "domain"]), "other inputs");
            assert!(!fit("v5.1.0", &["name", "tags", "cidr"]), "one telling input is not enough");
        });
    }
}
