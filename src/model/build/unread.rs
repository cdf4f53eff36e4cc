//! Absence beside text that was not read. A rule that says "there is no such thing" rests on having read every file that could
//! declare it; where a part of one does not parse, the fact is open and the rule undecided. This is the one place that says so,
//! for all families: facts are opened here, before any rule sees them.
//!
//! A file can hide a resource or object only if its text names the kind, or calls a module; so most faults open nothing.

use super::super::encryption::{Encryption, StoreClass};
use super::super::fact::{Fact, State};
use super::super::identity::{Class, Pattern};
use super::super::network::Exposure;
use super::super::unread::Unread;
use super::super::{Declared, UnseenObjects};
use super::projection::Projected;
use super::read::odd;
use crate::eval::configuration::{ConfigurationKind, ModuleSource};
use crate::eval::kubernetes::{Kubernetes, Reach};
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::value::{Address, Unknown};
use crate::source::path::{inside, join, name, parent};
use crate::source::{FileId, Gap, GapKind, Sources, Span, TreeId};
use crate::syntax::{hcl, yaml};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What routes are made of; not `aws_route53_record`.
const ROUTES: [&str; 3] = ["\"aws_route\"", "aws_route_table", "aws_default_route"];

/// One file of which not everything was read.
struct Torn {
    file: FileId,
    tree: TreeId,
    path: Arc<str>,
    /// What of its text was not read; `None` when there is none to look at.
    text: Option<Arc<str>>,
    why: Arc<Unknown>,
}

impl Torn {
    fn has(&self, words: &[&str]) -> bool {
        self.text.as_ref().is_none_or(|text| words.iter().any(|word| text.contains(word)))
    }

    /// Whether it may declare one of these kinds of resources, itself or through a module that it calls. Terragrunt's files
    /// declare none, but where they generate Terraform's: what they say of inputs is open already.
    fn hides(&self, kinds: &[&str]) -> bool {
        self.has(kinds) || (!self.path.ends_with(".hcl") && self.has(&["module \"", "module\t", "\"module\""]))
    }
}

/// What was not read, by configuration.
pub(super) struct Hidden<'a> {
    sources: &'a Sources,
    torn: Vec<Torn>,
    /// Positions in `torn`, by configuration.
    of: BTreeMap<Address, Vec<usize>>,
}

impl<'a> Hidden<'a> {
    pub(super) fn new(
        sources: &'a Sources,
        configurations: &[Projected],
        kubernetes: &Kubernetes,
        gaps: &[Gap],
    ) -> Self {
        let own = configurations.iter().flat_map(|c| &c.gaps).chain(&kubernetes.gaps);
        let mut torn: BTreeMap<FileId, Torn> = BTreeMap::new();
        for gap in own.chain(gaps) {
            let hides = matches!(gap.kind, GapKind::Syntax | GapKind::Bound | GapKind::Unreadable);
            let Some(at) = gap.at.filter(|_| hides) else { continue };
            let Some(file) = sources.file(at.file) else { continue };
            if sources.tree(file.tree).is_none_or(|t| t.embedded || t.revision.is_some()) {
                continue;
            }
            // A bound that evaluation reached lies in a file that was read.
            let whole = gap.kind != GapKind::Syntax && sources.text(at.file).is_ok();
            if whole && !gap.message.starts_with("not read:") {
                continue;
            }
            torn.entry(at.file).or_insert_with(|| {
                let clause = format!("a part of {} was not read, and may hold it", name(&file.path));
                Torn {
                    file: at.file,
                    tree: file.tree,
                    path: file.path.clone(),
                    text: sources.text(at.file).ok().map(|text| left(&file.path, &text, at.file)),
                    why: odd(at, &clause),
                }
            });
        }
        let torn: Vec<Torn> = torn.into_values().collect();
        let mut hidden = Hidden { sources, torn, of: BTreeMap::new() };
        if !hidden.torn.is_empty() {
            for configuration in configurations {
                let read = Read::by(sources, configuration);
                let mine: Vec<usize> =
                    hidden.torn.iter().enumerate().filter(|(_, torn)| read.has(torn)).map(|(i, _)| i).collect();
                if !mine.is_empty() {
                    let address = Address::new(configuration.repository.clone(), configuration.scope.clone(), "");
                    hidden.of.insert(address, mine);
                }
            }
        }
        hidden
    }

    /// Why one of these kinds may be declared, unseen, in the configuration of an address.
    fn may(&self, address: &Address, kinds: &[&str]) -> Option<Arc<Unknown>> {
        let mine = self.of.get(&address.subject(""))?;
        let torn = mine.iter().filter_map(|i| self.torn.get(*i)).find(|torn| torn.hides(kinds))?;
        Some(torn.why.clone())
    }

    /// For whoever asks later.
    pub(super) fn summary(&self) -> Unread {
        let first = |mine: &Vec<usize>| mine.iter().find_map(|i| self.torn.get(*i)).map(|torn| torn.why.clone());
        Unread {
            configurations: self.of.iter().filter_map(|(a, mine)| Some((a.clone(), first(mine)?))).collect(),
            files: self.torn.iter().map(|torn| torn.file).collect(),
        }
    }

    /// Networks: more gateways, subnets, ranges and routes may exist.
    pub(super) fn networks(&self, declared: &mut Declared) {
        for vpc in declared.vpcs.iter_mut().filter(|v| v.more_cidrs.is_none()) {
            vpc.more_cidrs = self.may(&vpc.address, &["cidr_block_association"]);
        }
        for nat in &mut declared.nats {
            let more = self.may(&nat.address, &["aws_nat_gateway"]);
            open(&mut nat.count, more.as_ref());
        }
        for tier in &mut declared.tiers {
            tier.more = self.may(&tier.address, &["aws_subnet", "aws_default_subnet"]);
            if tier.exposure == Exposure::Private && self.may(&tier.address, &ROUTES).is_some() {
                tier.exposure = Exposure::Unknown;
            }
        }
        for subnet in declared.subnets.iter_mut().filter(|s| s.exposure == Exposure::Private) {
            if self.may(&subnet.address, &ROUTES).is_some() {
                subnet.exposure = Exposure::Unknown;
            }
        }
    }

    /// Databases and what keeps data: readers, autoscaling and encryption may be declared beside them.
    pub(super) fn data(&self, declared: &mut Declared) {
        for database in declared.databases.iter_mut().filter(|d| d.cluster) {
            let more = self.may(&database.address, &["aws_rds_cluster_instance"]);
            open(&mut database.instances, more.as_ref());
            if database.autoscaling_min.is_absent() {
                let more = self.may(&database.address, &["aws_appautoscaling"]);
                open(&mut database.autoscaling_min, more.as_ref());
            }
        }
        let by_default =
            self.torn.iter().find(|torn| torn.text.is_some() && torn.has(&["aws_ebs_encryption_by_default"]));
        for store in &mut declared.stores {
            let unset = matches!(store.encryption.state, State::Absent | State::Known(Encryption::ProviderOwned))
                && (store.at.contains(store.encryption.at()) || store.encryption.at().contains(store.at));
            let why = match store.class {
                StoreClass::Bucket if unset => self.may(&store.address, &["aws_s3_bucket_server_side_encryption"]),
                StoreClass::Volume if store.unless.is_some() => by_default.map(|torn| torn.why.clone()),
                _ => None,
            };
            open(&mut store.encryption, why.as_ref());
        }
    }

    /// Roles and associations: beside such a file "created by nobody" cannot be said. A directory whose only file does not parse
    /// is no configuration at all, and counts too.
    pub(super) fn identities(&self, declared: &mut Declared) {
        let claimed: BTreeSet<usize> = self.of.values().flatten().copied().collect();
        for (class, kinds) in [(Class::Role, ["\"aws_iam_role\""]), (Class::PodIdentity, ["pod_identity"])] {
            let of_units =
                declared.units.iter().filter_map(|u| Some((u.account.clone(), self.may(&u.address, &kinds)?)));
            let nobody = |(i, torn): &(usize, &Torn)| {
                let aside =
                    torn.path.split('/').any(|d| ["examples", "example", "test", "tests", "fixtures"].contains(&d));
                let hcl = [".tf", ".tf.json", ".tofu"].iter().any(|end| torn.path.ends_with(end));
                !claimed.contains(i) && !aside && hcl && torn.has(&kinds)
            };
            let of_nobody = self.torn.iter().enumerate().filter(nobody).map(|(_, torn)| (None, torn.why.clone()));
            let unseen: Vec<(Option<Arc<str>>, Arc<Unknown>)> = of_units.chain(of_nobody).collect();
            for coverage in declared.coverage.iter_mut().filter(|c| c.class == class && !c.stated) {
                let concerns =
                    |a: &Option<Arc<str>>| coverage.account.is_none() || a.is_none() || *a == coverage.account;
                let mine = unseen.iter().filter(|(account, _)| concerns(account)).map(|(_, why)| why.clone());
                coverage.unseen.extend(mine);
            }
        }
    }

    /// Objects of a cluster. A manifest hides what its text names, in the namespaces whose objects lie beside it; a kustomization
    /// may bring and change anything there.
    pub(super) fn objects(&self, kubernetes: &Kubernetes, declared: &mut Declared) {
        let manifests = |torn: &&Torn| {
            let kustomization =
                ["kustomization.yaml", "kustomization.yml", "Kustomization"].contains(&name(&torn.path));
            kustomization || [".yaml", ".yml"].iter().any(|end| torn.path.ends_with(end))
        };
        for torn in self.torn.iter().filter(manifests) {
            let reach = kubernetes.unparsable.iter().find(|u| u.at.file == torn.file).map(|u| u.reach.clone());
            let reach = reach.unwrap_or(Reach::Unknown);
            let kustomization = name(&torn.path).to_ascii_lowercase().starts_with("kustomization.");
            let everywhere = torn.has(&["Clusterwide", "GlobalNetworkPolicy", "AdminNetworkPolicy"]);
            let repository = self.sources.tree_name(torn.tree);
            let beside = beside(kubernetes, torn);
            for namespace in &mut declared.namespaces {
                let subject = &namespace.subject;
                let Some(text) = subject.name.text() else { continue };
                let scope = (subject.address.repository.clone(), subject.address.scope.clone());
                let live = subject.reach.counts() && !reach.counts();
                if live || *subject.address.repository != *repository {
                    continue;
                }
                let here = beside.contains(&(subject.address.scope.clone(), text.clone()));
                if !here && !everywhere && !torn.has(&[&text]) {
                    continue;
                }
                if here && (kustomization || torn.has(&["pod-security.kubernetes.io", "kind: Namespace"])) {
                    namespace.more_labels.get_or_insert_with(|| torn.why.clone());
                }
                declared.unseen_objects.push(UnseenObjects {
                    scope: scope.1,
                    release: Address::new(scope.0, torn.path.clone(), ""),
                    namespace: Pattern::whole(text),
                    why: torn.why.clone(),
                    reach: reach.clone(),
                    text: if kustomization { None } else { torn.text.clone() },
                });
            }
        }
    }

    /// What leads nowhere may lead into a file that was not read.
    pub(super) fn references(&self, declared: &mut Declared) {
        let objects = [ReferenceKind::SourceRef, ReferenceKind::ValuesFrom, ReferenceKind::DependsOn];
        for reference in declared.path_references.iter_mut().filter(|r| objects.contains(&r.kind)) {
            if !matches!(reference.outcome, Outcome::Missing { .. }) {
                continue;
            }
            let tree = self.sources.file(reference.at.file).map(|f| f.tree);
            let last = reference.target.rsplit('/').next().unwrap_or(&reference.target);
            let last = last.rsplit(' ').next().unwrap_or(last);
            let yaml = |torn: &&Torn| torn.path.ends_with(".yaml") || torn.path.ends_with(".yml");
            let mut here = self.torn.iter().filter(|torn| Some(torn.tree) == tree).filter(yaml);
            if let Some(torn) = here.find(|torn| torn.has(&[last])) {
                reference.outcome = Outcome::Undecided(torn.why.clone());
            }
        }
    }
}

/// The text without the blocks, attributes and documents that parse.
fn left(path: &str, text: &str, file: FileId) -> Arc<str> {
    let read: Vec<Span> = if path.ends_with(".yaml") || path.ends_with(".yml") {
        yaml::parse(text, file).documents.iter().map(|document| document.at).collect()
    } else if path.ends_with(".json") {
        Vec::new()
    } else {
        let body = hcl::parse(text, file).body;
        body.blocks.iter().map(|b| b.at).chain(body.attributes.iter().map(|a| a.at)).collect()
    };
    let mut spans: Vec<(usize, usize)> = read.iter().map(|at| (at.start as usize, at.end as usize)).collect();
    spans.sort_unstable();
    let mut out = String::new();
    let mut from = 0;
    for (start, end) in spans {
        out.push_str(text.get(from..start).unwrap_or(""));
        out.push('\n');
        from = from.max(end);
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out.into()
}

/// A fact that more may be said of.
fn open<T>(fact: &mut Fact<T>, why: Option<&Arc<Unknown>>) {
    if let Some(why) = why
        && !matches!(fact.state, State::Unknown { likely: None, .. })
    {
        let at = fact.at();
        *fact = Fact::unknown(why.clone(), at);
    }
}

/// The namespaces whose objects are written below the directory of a file; below the nearest one above it that has any.
fn beside(kubernetes: &Kubernetes, torn: &Torn) -> BTreeSet<(Arc<str>, String)> {
    let mut directory: &str = parent(&torn.path);
    loop {
        let below = kubernetes.objects.iter().filter(|o| o.tree == torn.tree && inside(&o.path, directory).is_some());
        let found: BTreeSet<(Arc<str>, String)> = below
            .filter_map(|o| {
                let namespace = if &*o.kind == "Namespace" { &o.name } else { &o.namespace };
                let text = super::read::text(namespace).filter(|t| !t.is_empty())?;
                Some((o.address.scope.clone(), text.to_string()))
            })
            .collect();
        if !found.is_empty() || directory.is_empty() {
            return found;
        }
        directory = parent(directory);
    }
}

/// The files that a configuration reads.
struct Read {
    /// Terraform's count by directory; values of variables declare nothing.
    modules: BTreeSet<(TreeId, Arc<str>)>,
    /// Terragrunt's one by one.
    files: BTreeSet<(TreeId, Arc<str>)>,
}

impl Read {
    fn by(sources: &Sources, of: &Projected) -> Self {
        let scope: Arc<str> = of.directory().into();
        let mut modules = BTreeSet::from([(of.tree, scope)]);
        let mut files = BTreeSet::new();
        if let ModuleSource::Local(directory) = &of.module.resolved {
            modules.insert((of.tree, directory.clone()));
        }
        let places = of.resources.iter().flat_map(|r| r.calls.iter().chain([&r.at]));
        for file in places.filter_map(|at| sources.file(at.file)) {
            modules.insert((file.tree, parent(&file.path).into()));
        }
        if of.kind == ConfigurationKind::Unit
            && let Some(own) = sources.file(of.at.file)
        {
            files.insert((own.tree, own.path.clone()));
        }
        for reference in of.references.iter().filter(|r| matches!(r.outcome, Outcome::Found)) {
            let Some(from) = sources.file(reference.at.file) else { continue };
            match reference.kind {
                ReferenceKind::Include => {
                    files.insert((from.tree, reference.target.clone()));
                }
                ReferenceKind::ModuleSource => {
                    let path = reference.target.replace("//", "/");
                    if let Some(directory) = join(parent(&from.path), &path) {
                        modules.insert((from.tree, directory.into()));
                    }
                }
                _ => {}
            }
        }
        Self { modules, files }
    }

    fn has(&self, torn: &Torn) -> bool {
        let terraform = [".tf", ".tf.json", ".tofu", ".tofu.json"].iter().any(|end| torn.path.ends_with(end));
        if terraform {
            return self.modules.contains(&(torn.tree, parent(&torn.path).into()));
        }
        self.files.contains(&(torn.tree, torn.path.clone()))
    }
}
