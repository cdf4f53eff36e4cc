//! Settings that match nothing. A pattern with a slip in it is silent by nature: nothing belongs to the organization, the
//! exception is not made. That is said only where everything was seen that could match; on one repository of several it is
//! not known what the others hold.

use super::Settings;
use super::waiver::own_finding;
use crate::config::{Mention, Names, pattern};
use crate::eval::configuration::{Configuration, Resource};
use crate::eval::value::{Address, Item, Kind, Value};
use crate::finding::{Finding, Severity};
use crate::model::Estate;
use crate::model::identity::{Pattern, RoleArn};
use crate::model::unit::Unit;
use crate::source::{Sources, Span, Tree, TreeId};
use globset::GlobMatcher;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Namespaces that every cluster has, whoever declares them.
const OF_KUBERNETES: [&str; 4] = ["default", "kube-system", "kube-public", "kube-node-lease"];
/// Deepest value that is searched for names.
const DEPTH: u32 = 32;

/// What a mention leads to.
enum Answer {
    /// Something, or nobody can tell.
    Fine,
    /// Nothing: what was looked for, and what there is that is nearest.
    Nothing(String, Option<String>),
}

/// The namespaces that the settings name and that a configuration's resources may name too, in whatever they apply to a
/// cluster.
pub fn said(settings: &Settings, configuration: &Configuration) -> BTreeSet<Arc<str>> {
    let of_cluster = |kind: &str| ["kubernetes_", "helm_", "kubectl_"].iter().any(|p| kind.starts_with(p));
    let resources: Vec<&Resource> = configuration.resources.iter().filter(|r| of_cluster(&r.kind)).collect();
    let namespaces = settings.mentions.iter().filter(|(mention, _)| mention.names == Names::Namespace);
    namespaces
        .filter(|(mention, _)| resources.iter().any(|r| may_say(&r.attributes, &mention.text, DEPTH)))
        .map(|(mention, _)| mention.text.clone())
        .collect()
}

/// Settings that match nothing, as findings in the configuration. `said` are the namespaces that configurations may name.
pub fn unused_settings(
    sources: &Sources,
    estate: &Estate,
    said: &BTreeSet<Arc<str>>,
    settings: &Settings,
) -> Vec<Finding> {
    if settings.off.contains("unused-setting") || settings.mentions.is_empty() {
        return Vec::new();
    }
    let world = World { sources, estate, said, settings };
    let found = settings.mentions.iter().filter_map(|(mention, at)| match world.answer(mention) {
        Answer::Nothing(what, near) => world.finding(mention, *at, what, near),
        Answer::Fine => None,
    });
    found.collect()
}

struct World<'w> {
    sources: &'w Sources,
    estate: &'w Estate,
    said: &'w BTreeSet<Arc<str>>,
    settings: &'w Settings,
}

impl World<'_> {
    fn finding(&self, mention: &Mention, at: Span, what: String, near: Option<String>) -> Option<Finding> {
        let file = self.sources.file(at.file)?;
        let subject = Address::new(self.sources.tree_name(file.tree), file.path.clone(), "");
        let aspect = format!("{:?}:{}", mention.names, mention.text);
        let message = format!("`{}` matches nothing: {what}", mention.text);
        let help = match near {
            Some(near) => format!("did you mean `{near}`? Otherwise remove it"),
            None => "correct it, or remove it: as it stands it has no effect".to_owned(),
        };
        Some(own_finding("unused-setting", Severity::Low, subject, at, &aspect, message, Some(help)))
    }

    fn answer(&self, mention: &Mention) -> Answer {
        let text = &*mention.text;
        match mention.names {
            Names::Vpcs => self.vpcs(text),
            Names::PublicWorkloads => self.workloads(text),
            Names::Files => self.files(text),
            Names::Namespace => self.namespace(text),
            Names::Account => self.account(text),
            Names::ClusterPath => self.cluster_path(text),
            Names::ClusterUnit => self.cluster_unit(text),
            Names::Directory => self.directory(text),
            Names::ModuleSource => self.module_source(text),
        }
    }

    fn tree(&self, name: &str) -> Option<TreeId> {
        whole_tree(self.sources, name)
    }

    fn all_here(&self, text: &str) -> bool {
        all_here(self.sources, self.settings, text)
    }

    /// A configuration that a pattern may mean, and of which not everything is seen.
    fn dim(&self, text: &str, matches: &GlobMatcher) -> bool {
        let first = text.find("//").map_or(0, |i| i + 2);
        let unit = text.rfind("//").filter(|i| *i > first).and_then(|i| text.get(..i)).and_then(|t| pattern(t).ok());
        self.estate.declared.units.iter().filter(|u| self.is_dim(u)).any(|u| {
            let address = u.address.to_string();
            matches.is_match(&address) || unit.as_ref().is_some_and(|unit| unit.is_match(&address))
        })
    }

    fn is_dim(&self, unit: &Unit) -> bool {
        unit.missing.is_some() || self.estate.declared.unread.of(&unit.address).is_some()
    }

    fn vpcs(&self, text: &str) -> Answer {
        let Ok(matches) = pattern(text) else { return Answer::Fine };
        let vpcs = &self.estate.declared.vpcs;
        let is = |a: &Address| matches.is_match(a.to_string()) || matches.is_match(a.subject("").to_string());
        if !self.all_here(text) || vpcs.iter().any(|v| is(&v.address)) || self.dim(text, &matches) {
            return Answer::Fine;
        }
        Answer::Nothing("no VPC has such an address".into(), near(text, vpcs.iter().map(|v| v.address.subject(""))))
    }

    fn workloads(&self, text: &str) -> Answer {
        let Ok(matches) = pattern(text) else { return Answer::Fine };
        let is = |address: &Address| matches.is_match(address.to_string());
        let declared = self.estate.declared.units.iter().any(|u| is(&u.address))
            || self.estate.declared.resources.iter().any(|r| is(&r.address));
        if !self.all_here(text) || declared || self.dim(text, &matches) {
            return Answer::Fine;
        }
        let units = self.estate.declared.units.iter().map(|u| u.address.clone());
        Answer::Nothing("nothing is declared at such an address".into(), near(text, units))
    }

    fn files(&self, text: &str) -> Answer {
        let Ok(matches) = pattern(text) else { return Answer::Fine };
        if !self.all_here(text) {
            return Answer::Fine;
        }
        for id in self.sources.tree_ids() {
            let Some(tree) = self.sources.tree(id).filter(|t| !t.embedded && t.revision.is_none()) else { continue };
            let inside = text.strip_prefix(&*tree.name).and_then(|rest| rest.strip_prefix("//"));
            let stem = inside.map(|path| path.split(['*', '?', '{']).next().unwrap_or("").trim_end_matches('/'));
            // Below a link that leads out, or in a submodule that is not checked out, nothing can be said.
            if stem.is_some_and(|stem| !stem.is_empty() && self.sources.unseen(id, stem).is_some()) {
                return Answer::Fine;
            }
            let mut directories: BTreeSet<&str> = BTreeSet::new();
            for file in self.sources.files_of(id) {
                if matches.is_match(format!("{}//{}", tree.name, file.path)) {
                    return Answer::Fine;
                }
                directories.insert(crate::source::path::parent(&file.path));
            }
            // A unit is named by its directory.
            if directories.iter().any(|dir| matches.is_match(format!("{}//{dir}", tree.name))) {
                return Answer::Fine;
            }
        }
        Answer::Nothing("no file has such a path".into(), None)
    }

    fn namespace(&self, text: &str) -> Answer {
        let declared = &self.estate.declared;
        if OF_KUBERNETES.contains(&text) || !self.settings.whole || !declared.has_kubernetes {
            return Answer::Fine;
        }
        let could = |p: &Pattern| p.could_be(text);
        let seen = declared.namespaces.iter().any(|n| could(&n.subject.name))
            || declared.workloads.iter().any(|w| could(&w.subject.namespace))
            || declared.service_accounts.iter().any(|s| could(&s.subject.namespace))
            || declared.unseen_objects.iter().any(|u| could(&u.namespace))
            || declared.pod_identities.iter().any(|p| p.namespace.get().is_none_or(could))
            || declared.roles.iter().flat_map(|r| &r.trust.service_accounts).any(|t| {
                let of_subject = |p: &Pattern| p.could_be(text) || p.text().is_none_or(|t| in_subject(&t, text));
                t.subject.get().is_none_or(of_subject)
            });
        if seen || declared.unread.mentions(self.sources, text) || self.said.contains(text) {
            return Answer::Fine;
        }
        let names: Vec<String> = declared.namespaces.iter().filter_map(|n| n.subject.name.text()).collect();
        Answer::Nothing("no namespace of this name is declared or used".into(), nearest(text, names.iter().cloned()))
    }

    fn account(&self, text: &str) -> Answer {
        let declared = &self.estate.declared;
        if !self.settings.whole || declared.units.is_empty() || declared.units.iter().any(|u| u.account.is_none()) {
            return Answer::Fine;
        }
        let is = |account: &Option<Arc<str>>| account.as_deref() == Some(text);
        let of_arn = |p: &Pattern| RoleArn::parse(p).is_none_or(|arn| arn.account.is_none_or(|a| &*a == text));
        let tied = self.estate.ties.iter().any(|t| is(&t.account));
        let named = declared.service_accounts.iter().filter_map(|s| s.role_arn.get()).any(of_arn);
        let used = tied || named || declared.units.iter().any(|u| is(&u.account));
        // An account may be named where no unit is: in a trust policy, or by a provider's alias.
        let written = || {
            let trees = self.sources.tree_ids().filter(|id| self.sources.tree(*id).is_some_and(|t| !t.embedded));
            let configuration = self.settings.mentions.first().map(|(_, at)| at.file);
            let mut files = trees.flat_map(|id| self.sources.files_of(id)).filter(|f| Some(f.id) != configuration);
            files.any(|f| read_as_text(&f.path) && self.sources.text(f.id).is_ok_and(|t| t.contains(text)))
        };
        if used || written() {
            return Answer::Fine;
        }
        Answer::Nothing("nothing that was read is in this account".into(), None)
    }

    fn cluster_path(&self, text: &str) -> Answer {
        let Some((repository, path)) = text.split_once("//") else { return Answer::Fine };
        if self.tree(repository).is_none() {
            return Answer::Fine;
        }
        let path = crate::source::path::join("", path).unwrap_or_default();
        let declared = &self.estate.declared;
        let is = |a: &Address| *a.repository == *repository && *a.scope == *path;
        let scopes =
            declared.namespaces.iter().map(|n| &n.subject).chain(declared.workloads.iter().map(|w| &w.subject));
        let at_scope = scopes.chain(declared.releases.iter().map(|r| &r.subject)).any(|s| is(&s.address));
        if at_scope || declared.entries.iter().any(|e| is(&e.address)) {
            return Answer::Fine;
        }
        let entries = declared.entries.iter().map(|e| e.address.clone());
        let what = match declared.entries.is_empty() {
            true => "nothing is applied from this directory".to_owned(),
            false => "no Flux entry point applies this directory".to_owned(),
        };
        Answer::Nothing(what, near(text, entries))
    }

    fn cluster_unit(&self, text: &str) -> Answer {
        let Some((repository, path)) = text.split_once("//") else { return Answer::Fine };
        if self.tree(repository).is_none() {
            return Answer::Fine;
        }
        let path = crate::source::path::join("", path).unwrap_or_default();
        let declared = &self.estate.declared;
        let is = |a: &Address| *a.repository == *repository && *a.scope == *path;
        let clusters = declared.clusters.iter().map(|c| c.address.subject(""));
        match declared.units.iter().find(|u| is(&u.address)) {
            Some(unit) if self.is_dim(unit) || clusters.clone().any(|c| is(&c)) => Answer::Fine,
            Some(_) => Answer::Nothing("no EKS cluster is declared there".into(), near(text, clusters)),
            None => {
                let units = declared.units.iter().map(|u| u.address.clone());
                let what = "no unit or root module is there".to_owned();
                Answer::Nothing(what, near(text, clusters).or_else(|| near(text, units)))
            }
        }
    }

    fn directory(&self, text: &str) -> Answer {
        let Some((repository, path)) = text.split_once("//") else { return Answer::Fine };
        let Some(tree) = self.tree(repository) else { return Answer::Fine };
        let path = crate::source::path::join("", path).unwrap_or_default();
        if self.sources.is_dir(tree, &path) || self.sources.unseen(tree, &path).is_some() {
            return Answer::Fine;
        }
        if self.sources.is_ignored(tree, &path) {
            return Answer::Nothing("`.gitignore` keeps this directory out of the repository".into(), None);
        }
        Answer::Nothing("there is no such directory".into(), None)
    }

    fn module_source(&self, text: &str) -> Answer {
        if !self.settings.whole {
            return Answer::Fine;
        }
        let stem = text.trim_end_matches('*');
        let hcl = |path: &str| [".hcl", ".tf", ".json", ".tofu"].iter().any(|end| path.ends_with(end));
        let trees = self.sources.tree_ids().filter(|id| self.sources.tree(*id).is_some_and(|t| !t.embedded));
        let mut texts = trees
            .flat_map(|id| self.sources.files_of(id))
            .filter(|f| hcl(&f.path))
            .filter_map(|f| self.sources.text(f.id).ok());
        // A source may be put together from a part that is written elsewhere.
        let tail = stem.rsplit('/').find(|part| !part.is_empty()).unwrap_or(stem);
        if stem.is_empty() || texts.any(|t| t.contains(tail)) {
            return Answer::Fine;
        }
        Answer::Nothing("no configuration names such a module".into(), None)
    }
}

/// The work tree of this name, when it was given as a whole.
fn whole_tree(sources: &Sources, name: &str) -> Option<TreeId> {
    let whole = |t: &Tree| *t.name == *name && !t.embedded && t.revision.is_none() && !t.partial;
    sources.tree_ids().find(|id| sources.tree(*id).is_some_and(whole))
}

/// Whether the repositories that a pattern of addresses may mean were all given.
pub(super) fn all_here(sources: &Sources, settings: &Settings, pattern: &str) -> bool {
    match pattern.split_once("//") {
        Some((repository, _)) if !repository.contains(['*', '?', '{']) => whole_tree(sources, repository).is_some(),
        _ => settings.whole,
    }
}

fn read_as_text(path: &str) -> bool {
    [".hcl", ".tf", ".tfvars", ".json", ".yaml", ".yml", ".tofu"].iter().any(|end| path.ends_with(end))
}

/// Whether the subject that a role trusts (`acme:app`, `acme-*:app`, `system:serviceaccount:acme:app`) may be of a namespace.
fn in_subject(subject: &str, namespace: &str) -> bool {
    subject.split(':').any(|part| Pattern::whole(part).wildcard(namespace) != Some(false))
}

/// Whether a value holds this text, or something that is not known and may.
fn may_say(value: &Value, text: &str, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return true };
    match &value.kind {
        Kind::Map(map) => map.rest.is_some() || map.entries.iter().any(|e| may_say(&e.value, text, depth)),
        Kind::List(items) => items.iter().any(|item| match item {
            Item::One(value) => may_say(value, text, depth),
            Item::Many(_) => true,
        }),
        Kind::Unknown(_) => true,
        Kind::Text(crate::eval::value::Text::Whole(whole)) => whole.contains(text),
        Kind::Text(_) => true,
        _ => false,
    }
}

/// The address nearest to what is written.
fn near(text: &str, addresses: impl Iterator<Item = Address>) -> Option<String> {
    nearest(text, addresses.map(|a| a.to_string()))
}

fn nearest(text: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let scored =
        known.map(|k| (strsim::normalized_damerau_levenshtein(text, &k), k)).filter(|(score, _)| *score > 0.75);
    scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1))).map(|(_, known)| known)
}
