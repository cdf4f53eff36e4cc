//! From what is written to what is valid: names that exist, patterns that compile, days of the calendar, paths that may
//! be read. Every mistake is named, not only the first.

use super::mention::Names as Meant;
use super::problem::{Place, Problems, suggest};
use super::raw::{self, Spanned};
use super::rules::{self, RuleSpec};
use super::shape::Shape;
use super::{Cluster, Config, Loaded, Member, Mention, Origin, Repository, Waiver, glob, globs};
use crate::eval::helm;
use crate::eval::settings::{ChartMapping, ModuleMapping};
use crate::eval::value::Address;
use crate::model::identity::Class;
use crate::model::organization::Account;
use crate::rule::Parameter;
use crate::source::{FileId, Overlay, path};
use crate::syntax::yaml;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

pub(super) fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(raw::File).to_value();
    without_null(&mut schema);
    if let Some(properties) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        properties.insert("rules".into(), rules::schema());
    }
    schema
}

/// An optional key is left out, not written without a value; and JSON Schema knows no `uint32`.
fn without_null(schema: &mut serde_json::Value) {
    use serde_json::Value;
    let null = Value::from("null");
    if let Value::Object(map) = schema {
        if let Some(Value::Array(kinds)) = map.get_mut("type") {
            kinds.retain(|kind| *kind != null);
            if let [only] = kinds.as_slice() {
                let only = only.clone();
                map.insert("type".into(), only);
            }
        }
        if let Some(Value::Array(choices)) = map.get_mut("anyOf") {
            choices.retain(|choice| choice.get("type") != Some(&null));
            if let [Value::Object(only)] = choices.as_slice() {
                let only = only.clone();
                map.remove("anyOf");
                map.extend(only);
            }
        }
        if map.get("format").and_then(Value::as_str) == Some("uint32") {
            map.remove("format");
        }
        map.values_mut().for_each(without_null);
    } else if let Value::Array(items) = schema {
        items.iter_mut().for_each(without_null);
    }
}

pub(super) fn parse(
    name: &str,
    text: &str,
    folder: &Path,
    origin: Origin<'_>,
    specs: &[RuleSpec],
    read: &dyn Fn(&Path) -> Result<String, String>,
) -> Loaded {
    let mut problems = Problems::new(name, text.into());
    let parsed = yaml::parse(text, FileId::from_index(0));
    for gap in &parsed.gaps {
        problems.add(gap.at.map(Place::from).unwrap_or_default(), gap.message.to_string());
    }
    let mut config = Config { file: Some(PathBuf::from(name)), ..Config::default() };
    if let Some(second) = parsed.documents.get(1) {
        problems.add(second.at, "a configuration is one document; a second begins here");
    }
    if let Some(document) = parsed.documents.first() {
        let schema = schema();
        let mut shape = Shape { schema: &schema, problems: &mut problems, elsewhere: &["rules"] };
        let shaped = shape.document(document);
        let file: raw::File = match serde_json::from_value(shaped) {
            Ok(file) => file,
            Err(error) => {
                problems.whole(format!("this configuration cannot be read: {error}"), None);
                raw::File::default()
            }
        };
        let names = Names::of(&file, &mut problems);
        let mentioned = BTreeMap::new();
        let mentions = mentions(&file);
        let mut valid = Valid { problems: &mut problems, names, mentioned, folder, origin, specs, read };
        valid.fill(file, &mut config);
        config.mentioned = valid.mentioned;
        config.mentions = mentions;
        if let Some(node) = document.get("rules") {
            rules::read(node, specs, &mut config.rules, &mut problems);
            config.mentions.extend(rules::mentions(node));
        }
    }
    Loaded { config, problems: problems.finish() }
}

type Text = Spanned<String>;

/// What is meant to match something in the repositories. Waivers are not among them: a waiver that matches no finding says
/// so itself.
fn mentions(file: &raw::File) -> Vec<Mention> {
    let mut out = Vec::new();
    let mut add = |names: Meant, text: &Text| {
        out.push(Mention { names, text: text.value.as_str().into(), at: text.at.into() });
    };
    for organization in &file.organizations {
        organization.paths.iter().for_each(|text| add(Meant::Files, text));
        organization.namespaces.iter().for_each(|text| add(Meant::Namespace, text));
        organization.accounts.iter().for_each(|text| add(Meant::Account, text));
    }
    for cluster in &file.clusters {
        add(Meant::ClusterPath, &cluster.path);
        cluster.unit.iter().for_each(|text| add(Meant::ClusterUnit, text));
    }
    file.accounts.iter().for_each(|account| add(Meant::Account, &account.id));
    file.network.connected.iter().flatten().for_each(|text| add(Meant::Vpcs, text));
    file.network.public_workloads.iter().for_each(|text| add(Meant::PublicWorkloads, text));
    file.entry_points.iter().for_each(|text| add(Meant::Directory, text));
    file.charts.iter().for_each(|chart| add(Meant::Directory, &chart.path));
    for module in &file.modules {
        add(Meant::ModuleSource, &module.source);
        add(Meant::Directory, &module.path);
    }
    out
}

/// The repositories' names; `None` when some are only known once the folders are open.
struct Names(Option<BTreeSet<String>>);

impl Names {
    fn of(file: &raw::File, problems: &mut Problems) -> Self {
        let mut names = BTreeSet::new();
        let mut all = !file.repositories.is_empty();
        for repository in &file.repositories {
            let Some(name) = &repository.name else {
                all = false;
                continue;
            };
            if name.value.contains("//") || name.value.trim().is_empty() {
                problems.add(name.at, format!("`{}` cannot name a repository in addresses", name.value));
            }
            if !names.insert(name.value.clone()) {
                problems.add(name.at, format!("two repositories are named `{}`", name.value));
            }
        }
        Self(all.then_some(names))
    }
}

struct Valid<'a> {
    problems: &'a mut Problems,
    names: Names,
    mentioned: BTreeMap<Arc<str>, Place>,
    folder: &'a Path,
    origin: Origin<'a>,
    specs: &'a [RuleSpec],
    read: &'a dyn Fn(&Path) -> Result<String, String>,
}

impl Valid<'_> {
    fn fill(&mut self, file: raw::File, config: &mut Config) {
        for repository in file.repositories {
            let Some(path) = self.allowed(&repository.path.value) else {
                config.left_out.push((repository.path.value.clone().into(), repository.path.at.into()));
                continue;
            };
            config.repositories.push(Repository {
                name: repository.name.map(|n| n.value.into()),
                path,
                remote: repository.remote.map(|r| r.value.into()),
                line_col: self.problems.line_col(repository.path.at.0),
            });
        }
        self.unique("organization", file.organizations.iter().map(|o| &o.name));
        self.unique("cluster", file.clusters.iter().map(|c| &c.name));
        self.unique("account", file.accounts.iter().map(|a| &a.id));
        config.organizations = file.organizations.into_iter().map(|o| self.organization(o)).collect();
        config.clusters = file.clusters.into_iter().filter_map(|c| self.cluster(c)).collect();
        for account in file.accounts {
            let name = account.name.map(|n| n.value.into());
            let environment = account.environment.map(|e| e.value.into());
            if let Some(id) = self.account(&account.id) {
                config.accounts.push(Account { id, name, environment });
            }
        }
        self.network(file.network, config);
        for store in file.encryption.customer_key {
            let rule = match store.value {
                raw::Store::Bucket => "bucket-without-kms",
                raw::Store::Database => "database-without-kms",
                raw::Store::Volume => "volume-without-kms",
                raw::Store::Filesystem => "filesystem-without-kms",
                raw::Store::ClusterSecrets => "cluster-secrets-without-kms",
                raw::Store::State => "state-without-kms",
            };
            config.rules.set(self.specs, rule, "customer_key", Parameter::Boolean(true));
        }
        let mut assumed = BTreeSet::new();
        for raw in file.assume {
            let at = raw.path.at;
            let Some(overlay) = self.assume(raw) else { continue };
            if assumed.insert((overlay.repository.clone(), overlay.path.clone())) {
                config.overlays.push(overlay);
            } else {
                let message = format!("`{}//{}` is assumed twice", overlay.repository, overlay.path);
                self.problems.add_with_help(at, message, "keep one of the two");
            }
        }
        for module in file.modules {
            if let Some((repository, directory)) = self.inside(&module.path) {
                config.modules.push(ModuleMapping { source: module.source.value.into(), repository, directory });
            }
        }
        for chart in file.charts {
            if let Some((repository, path)) = self.inside(&chart.path) {
                config.charts.push(ChartMapping { source: chart.source.value.into(), repository, path });
            }
        }
        self.environment(file.environment, config);
        self.unit_files(file.unit_files, config);
        config.complete = file
            .complete
            .into_iter()
            .map(|c| match c.value {
                raw::Class::Role => Class::Role,
                raw::Class::PodIdentity => Class::PodIdentity,
            })
            .collect();
        config.entry_points = file.entry_points.iter().filter_map(|e| self.inside(e)).collect();
        config.waivers = file.waivers.into_iter().filter_map(|w| self.waiver(w)).collect();
    }

    fn unique<'t>(&mut self, what: &str, names: impl Iterator<Item = &'t Text>) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(&name.value) {
                self.problems.add(name.at, format!("the {what} `{}` is listed twice", name.value));
            }
        }
    }

    fn organization(&mut self, raw: raw::Organization) -> Member {
        let mut paths = Vec::new();
        for path in &raw.paths {
            let named = path.value.split_once("//").map(|(repository, _)| repository);
            match named {
                None => self.problems.add_with_help(
                    path.at,
                    format!("`{}` does not say which repository it is in", path.value),
                    "write `repository//path/**`",
                ),
                Some(repository) if repository.contains(['*', '?', '{']) => {}
                Some(repository) => self.known(repository, path.at.into()),
            }
            paths.extend(self.glob(path));
        }
        Member {
            name: raw.name.value.into(),
            owner: raw.owner.is_some_and(|o| o.value),
            paths: globs(paths),
            namespaces: raw.namespaces.into_iter().map(|n| n.value.into()).collect(),
            accounts: raw.accounts.iter().filter_map(|a| self.account(a)).collect(),
            at: raw.name.at.into(),
        }
    }

    fn cluster(&mut self, raw: raw::Cluster) -> Option<Cluster> {
        let entry = self.inside(&raw.path);
        let unit = raw.unit.as_ref().and_then(|u| self.inside(u));
        let account = raw.account.as_ref().and_then(|a| self.account(a));
        let address = |(repository, scope): (Arc<str>, Arc<str>)| Address::new(repository, scope, "");
        Some(Cluster {
            name: raw.name.value.into(),
            entry: address(entry?),
            unit: unit.map(address),
            account,
            region: raw.region.map(|r| r.value.into()),
            oidc: raw.oidc_provider.map(|o| {
                // An ARN names the same provider: `arn:aws:iam::1:oidc-provider/ISSUER`.
                let issuer = o.value.strip_prefix("https://").unwrap_or(&o.value);
                let issuer = issuer.split_once(":oidc-provider/").map_or(issuer, |(_, rest)| rest);
                issuer.trim_end_matches('/').into()
            }),
            kube_version: raw.kube_version.and_then(|version| self.kube_version(&version)),
            network_policy: raw.network_policy.map(|p| p.value),
        })
    }

    fn kube_version(&mut self, text: &Text) -> Option<Arc<str>> {
        if helm::is_version(&text.value) {
            return Some(text.value.as_str().into());
        }
        let message = format!("`{}` is no Kubernetes version", text.value);
        self.problems.add_with_help(text.at, message, "write one such as \"1.31\", in quotes");
        None
    }

    fn network(&mut self, raw: raw::Network, config: &mut Config) {
        if let Some(azs) = raw.required_azs {
            config.rules.set(self.specs, "single-az-tier", "required_azs", Parameter::Integer(azs.value.into()));
        }
        for group in &raw.connected {
            let members: Vec<_> = group.iter().filter_map(|p| self.glob(p)).collect();
            if let Some(first) = group.first() {
                config.connected.push((globs(members), first.at.into()));
            }
        }
        if !raw.public_workloads.is_empty() {
            let patterns: Vec<Arc<str>> = raw
                .public_workloads
                .iter()
                .filter(|p| self.glob(p).is_some())
                .map(|p| p.value.as_str().into())
                .collect();
            config.rules.set(self.specs, "public-subnet-workload", "allowed", Parameter::List(patterns));
        }
    }

    fn environment(&mut self, raw: raw::Environment, config: &mut Config) {
        if let (Origin::Found(_), Some(first)) = (self.origin, raw.allow.first()) {
            self.problems.add_with_help(
                first.at,
                "`environment.allow` reads driftline's own environment, which a configuration found in a repository cannot allow",
                "give this file with --config, or write the values under `environment.values`",
            );
            return;
        }
        config.environment_allow = raw.allow.into_iter().map(|n| n.value.into()).collect();
        for file in &raw.files {
            let Some(real) = self.folder_named(file) else { continue };
            match (self.read)(&real) {
                Ok(text) => {
                    let variables = super::dotenv::variables(&text).into_iter();
                    config.environment.extend(variables.map(|(k, v)| (k.into(), v.into())));
                }
                Err(why) => self.problems.add(file.at, format!("`{}` {why}", file.value)),
            }
        }
        config.environment.extend(raw.values.into_iter().map(|(k, v)| (k.into(), v.value.into())));
    }

    fn unit_files(&mut self, raw: Vec<Text>, config: &mut Config) {
        for name in raw {
            if name.value.contains('/') || !(name.value.ends_with(".hcl") || name.value.ends_with(".hcl.json")) {
                let message = format!("`{}` is not the name of an `.hcl` or `.hcl.json` file", name.value);
                self.problems.add(name.at, message);
                continue;
            }
            config.unit_files.push(name.value.into());
        }
    }

    fn assume(&mut self, raw: raw::Assume) -> Option<Overlay> {
        let target = self.inside(&raw.path);
        let text = match (&raw.file, raw.hcl) {
            (Some(file), None) => {
                let real = self.folder_named(file)?;
                match (self.read)(&real) {
                    Ok(text) => Some(text),
                    Err(why) => {
                        self.problems.add(file.at, format!("`{}` {why}", file.value));
                        None
                    }
                }
            }
            (None, Some(hcl)) => Some(hcl.value),
            (both, _) => {
                let message = match both {
                    Some(_) => "an assumption has either `file` or `hcl`, not both",
                    None => "an assumption needs `file` or `hcl`",
                };
                self.problems.add(raw.path.at, message);
                None
            }
        };
        let written = raw.file.as_ref().map_or(raw.path.at, |file| file.at);
        let named = raw.file.as_ref().map_or_else(|| "this text".to_owned(), |file| format!("`{}`", file.value));
        let (repository, path) = target?;
        if let Some((line, column, why)) = text.as_deref().and_then(|text| illegible(&path, text)) {
            let message = format!("{named} does not parse: line {line}, column {column}: {why}");
            self.problems.add_with_help(
                written,
                message,
                "an assumption that is not wholly read would leave values out",
            );
        }
        if path.is_empty() {
            self.problems.add(raw.path.at, "an assumption stands for a file, not for a repository");
            return None;
        }
        Some(Overlay {
            repository,
            path,
            text: text?.into(),
            public: raw.public.is_some_and(|p| p.value),
            given: Some(raw.path.at),
        })
    }

    fn waiver(&mut self, raw: raw::Waiver) -> Option<Waiver> {
        let known = self.specs.iter().any(|s| *s.id == *raw.rule.value);
        if !known {
            rules::unknown_rule_at(&raw.rule.value, raw.rule.at.into(), self.specs, self.problems);
        }
        if raw.reason.value.trim().is_empty() {
            self.problems.add(raw.reason.at, "a waiver needs a reason that says why the finding is right to stay");
        }
        let until = raw.until.and_then(|until| until.value.parse().ok());
        let address = self.glob(&raw.address)?.compile_matcher();
        Some(Waiver {
            rule: raw.rule.value.into(),
            address,
            reason: raw.reason.value.trim().into(),
            until,
            owner: raw.owner.map(|o| o.value.into()),
            at: raw.rule.at.into(),
            line_col: self.problems.line_col(raw.rule.at.0),
        })
    }

    fn glob(&mut self, text: &Text) -> Option<globset::Glob> {
        match glob(&text.value) {
            Ok(glob) => Some(glob),
            Err(why) => {
                self.problems.add(text.at, format!("`{}` is no pattern: {why}", text.value));
                None
            }
        }
    }

    fn account(&mut self, text: &Text) -> Option<Arc<str>> {
        if text.value.len() == 12 && text.value.bytes().all(|b| b.is_ascii_digit()) {
            return Some(text.value.as_str().into());
        }
        self.problems.add(text.at, format!("`{}` is no AWS account id: those have twelve digits", text.value));
        None
    }

    fn known(&mut self, repository: &str, at: Place) {
        self.mentioned.entry(repository.into()).or_insert(at);
        if let Some(names) = self.names.0.as_ref().filter(|names| !names.contains(repository)) {
            let help = suggest(repository, names.iter().map(String::as_str), "the repositories listed are");
            self.problems.add_with_help(at, format!("no repository is named `{repository}`"), help);
        }
    }

    /// `repository//path`.
    fn inside(&mut self, text: &Text) -> Option<(Arc<str>, Arc<str>)> {
        let Some((repository, inside)) = text.value.split_once("//") else {
            let message = format!("`{}` does not say which repository it is in", text.value);
            self.problems.add_with_help(text.at, message, "write `repository//path`");
            return None;
        };
        self.known(repository, text.at.into());
        match path::join("", inside) {
            Some(path) => Some((repository.into(), path.into())),
            None => {
                self.problems.add(text.at, format!("`{}` leads outside its repository", text.value));
                None
            }
        }
    }

    /// A path on disk, relative to the configuration's folder, if a configuration of this origin may lead there.
    fn allowed(&self, path: &str) -> Option<PathBuf> {
        let joined = tidy(&self.folder.join(path));
        let Origin::Found(given) = self.origin else { return Some(joined) };
        // What does not exist is judged by where it would be; opening it then says that it does not exist.
        let real = |p: &Path| {
            p.canonicalize().unwrap_or_else(|_| match p.strip_prefix(self.folder) {
                Ok(rest) => tidy(&self.folder.canonicalize().unwrap_or_else(|_| self.folder.to_owned()).join(rest)),
                Err(_) => tidy(&self.folder.canonicalize().unwrap_or_else(|_| self.folder.to_owned()).join(p)),
            })
        };
        let target = real(&joined);
        let allowed = std::iter::once(self.folder).chain(given.iter().map(PathBuf::as_path));
        allowed.map(real).any(|folder| target.starts_with(folder)).then_some(joined)
    }

    /// The same for a path without which the configuration makes no sense.
    fn folder_named(&mut self, text: &Text) -> Option<PathBuf> {
        if let Some(path) = self.allowed(&text.value) {
            return Some(path);
        }
        self.problems.add_with_help(
            text.at,
            format!(
                "`{}` leads outside the folder of this file, and a configuration found in a repository cannot widen what is read",
                text.value
            ),
            "give that folder on the command line too, or give this file with --config",
        );
        None
    }
}

/// What keeps an assumed text from being read as the file it stands for: line, column and why.
pub fn illegible(path: &str, text: &str) -> Option<(usize, usize, Arc<str>)> {
    let file = FileId::from_index(0);
    let ends = |ends: &[&str]| ends.iter().any(|end| path.ends_with(end));
    let gaps = if ends(&[".hcl.json", ".tf.json", ".tfvars.json"]) {
        crate::syntax::hcl::parse_json(text, file).gaps
    } else if ends(&[".hcl", ".tf", ".tfvars"]) {
        crate::syntax::hcl::parse(text, file).gaps
    } else if ends(&[".yaml", ".yml"]) {
        yaml::parse(text, file).gaps
    } else {
        Vec::new()
    };
    let gap = gaps.into_iter().next()?;
    let before = text.get(..gap.at.map_or(0, |at| at.start as usize)).unwrap_or("");
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Some((before.matches('\n').count() + 1, column, gap.message))
}

/// Resolves `.` and `..` by name.
fn tidy(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(result.components().next_back(), Some(Component::Normal(_))) => {
                result.pop();
            }
            part => result.push(part),
        }
    }
    if result.as_os_str().is_empty() { PathBuf::from(".") } else { result }
}
