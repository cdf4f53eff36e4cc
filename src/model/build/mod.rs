//! Facts from configurations and objects: the only files that know both sides.

mod admission;
mod applied;
mod bucket_purposes;
mod buckets;
mod databases;
mod folders;
mod identity;
mod infrastructure;
mod machines;
mod membership;
mod nat;
mod network;
mod object_references;
mod objects;
mod origins;
mod place;
mod placement;
mod pod_security;
mod policies;
mod projection;
mod read;
mod release_accounts;
mod resources;
mod routes;
mod stores;
mod templates;
mod trust;
mod unparsable;
mod unread;
mod unseen;
pub mod views;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests;

pub use applied::adopt;
pub use projection::{Projected, project};

use super::Declared;
use super::kubernetes::EntryPoint;
use super::network::Environment;
use super::organization::Ownership;
use super::unit::{Dependency, Unit};
use crate::eval::configuration::{Existence, ModuleSource};
use crate::eval::kubernetes::Kubernetes;
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::value::{Address, Ty, Unknown, Why};
use crate::source::{Gap, GapKind, Sources, Span};
use infrastructure::Infrastructure;
use membership::Membership;
use objects::Cluster;
use placement::Placer;
use std::sync::Arc;
use unread::Hidden;

/// The facts that configurations and objects declare. `gaps` are those that belong to no configuration or object: files that
/// could not be read as such.
pub fn declare(
    sources: &Sources,
    mut configurations: Vec<Projected>,
    kubernetes: &Kubernetes,
    ownership: &Ownership,
    gaps: &[Gap],
) -> Declared {
    let mut declared = Declared { has_infrastructure: !configurations.is_empty(), ..Declared::default() };
    let hidden = Hidden::new(sources, &configurations, kubernetes, gaps);
    declared.path_references = configurations.iter_mut().flat_map(|c| std::mem::take(&mut c.references)).collect();
    let arguments = configurations.iter_mut().map(|c| std::mem::take(&mut c.arguments)).collect();
    let mut dependencies: Vec<Dependency> =
        configurations.iter_mut().flat_map(|c| std::mem::take(&mut c.dependencies)).collect();
    dependencies.sort_by(|a, b| (&a.unit, a.at, &a.name).cmp(&(&b.unit, b.at, &b.name)));
    let infra = Infrastructure::new(sources, &configurations, ownership);
    declared.resources = resources::resources(&infra, arguments);
    networks(&infra, &hidden, &mut declared);
    declared.roles = identity::roles(&infra);
    declared.oidc_providers = identity::oidc_providers(&infra);
    declared.pod_identities = identity::pod_identities(&infra);
    declared.coverage = identity::coverage(&infra, &declared.roles, &declared.pod_identities);
    declared.units = units(&infra);
    declared.dependencies = dependencies;
    let membership = Membership::new(sources, kubernetes, ownership);
    objects(sources, kubernetes, &membership, &mut declared);
    declared.organizations = membership.organizations;
    declared.path_references.extend(kubernetes.references.iter().cloned());
    for reference in &mut declared.path_references {
        let partial = sources.file(reference.at.file).and_then(|f| sources.tree(f.tree)).is_some_and(|t| t.partial);
        if partial && matches!(reference.outcome, Outcome::Missing { .. }) {
            let why = "only a part of the repository was given, and what is named may lie in the rest: give its root";
            reference.outcome = Outcome::Undecided(Arc::new(Unknown {
                why: Why::Gap(why.into()),
                what: None,
                ty: Ty::Any,
                not_null: true,
                likely: None,
                at: reference.at,
            }));
        }
    }
    made_unseen(&configurations, &mut declared);
    written_by_terraform(&infra, &mut declared);
    declared.path_references.sort_by(|a, b| (a.at, a.kind, &a.target).cmp(&(b.at, b.kind, &b.target)));
    declared.unparsable = unparsable::unparsable(sources, &configurations, kubernetes, gaps);
    hidden.identities(&mut declared);
    hidden.objects(kubernetes, &mut declared);
    hidden.references(&mut declared);
    declared.unread = hidden.summary();
    declared.has_kubernetes = !kubernetes.objects.is_empty() || !kubernetes.clusters.is_empty();
    declared
}

/// A ConfigMap or Secret that Flux reads and nothing applies may be made by a module that is not at hand, as modules that
/// bootstrap a cluster do; its source says what it is about.
fn made_unseen(configurations: &[Projected], declared: &mut Declared) {
    let about_clusters = |gap: &&Gap| {
        let words = ["kubernetes", "k8s", "eks", "flux", "gitops", "bootstrap", "addon", "helm", "cluster"];
        gap.kind == GapKind::ModuleSource && words.iter().any(|word| gap.message.to_ascii_lowercase().contains(word))
    };
    let Some(gap) = configurations.iter().flat_map(|c| &c.gaps).find(about_clusters) else { return };
    for reference in declared.path_references.iter_mut().filter(|r| r.kind == ReferenceKind::ValuesFrom) {
        if matches!(reference.outcome, Outcome::Missing { .. }) {
            let unknown = Unknown::new(Why::Gap(gap.message.clone()), gap.at.unwrap_or(reference.at));
            reference.outcome = Outcome::Undecided(Arc::new(unknown));
        }
    }
}

/// A file that a configuration writes into a repository (`github_repository_file`) is there once that is applied.
fn written_by_terraform(infra: &Infrastructure<'_>, declared: &mut Declared) {
    let files: Vec<(Arc<str>, Span)> = infra
        .all
        .iter()
        .filter(|d| matches!(&*d.resource.kind, "github_repository_file" | "gitlab_repository_file"))
        .filter_map(|d| {
            let path = ["file", "file_path"].into_iter().find_map(|key| d.get(key).known().and_then(read::text))?;
            Some((path.trim_start_matches("./").into(), d.at()))
        })
        .collect();
    for reference in &mut declared.path_references {
        let Outcome::Missing { looked_for, .. } = &reference.outcome else { continue };
        let quoted = |path: &str| looked_for.contains(&format!("`{path}`"));
        let Some((path, at)) = files.iter().find(|(path, _)| !path.is_empty() && quoted(path)) else { continue };
        reference.outcome = Outcome::Undecided(Arc::new(Unknown {
            why: Why::Gap(format!("a configuration writes `{path}` into a repository when it is applied").into()),
            what: None,
            ty: Ty::Any,
            not_null: true,
            likely: None,
            at: *at,
        }));
    }
}

fn objects(sources: &Sources, kubernetes: &Kubernetes, membership: &Membership<'_>, declared: &mut Declared) {
    let cluster = Cluster::new(sources, kubernetes, membership);
    declared.namespaces = cluster.namespaces();
    declared.service_accounts = cluster.service_accounts();
    declared.service_accounts.extend(release_accounts::release_accounts(&cluster));
    declared.workloads = cluster.workloads();
    declared.network_policies = policies::network_policies(&cluster);
    declared.quotas = cluster.quotas();
    declared.releases = cluster.releases();
    declared.object_references = object_references::object_references(&cluster);
    declared.object_references.extend(folders::folders(&cluster));
    declared.entries =
        kubernetes.clusters.iter().map(|c| EntryPoint { address: c.address.clone(), at: c.at }).collect();
    declared.unseen_objects = unseen::unseen(kubernetes);
    declared.misshapen = cluster.misshapen();
    declared.pod_policies = admission::pod_policies(&cluster);
    declared.network_plugins = cluster.network_plugins();
    declared.namespaces.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared.service_accounts.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared.workloads.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared.network_policies.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared.quotas.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared.releases.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared
        .object_references
        .sort_by(|a, b| (&a.from.address, a.at(), &a.kind).cmp(&(&b.from.address, b.at(), &b.kind)));
}

fn networks(infra: &Infrastructure<'_>, hidden: &Hidden<'_>, declared: &mut Declared) {
    declared.vpcs = network::vpcs(infra);
    let mut subnets = network::subnets(infra);
    declared.tiers = network::tiers(infra, &mut subnets);
    declared.nats = nat::nats(infra, &subnets);
    declared.connections = network::connections(infra, &declared.vpcs);
    declared.subnets = subnets;
    hidden.networks(declared);
    let placer = Placer::new(infra, &declared.subnets);
    let (clusters, databases) = (machines::clusters(&placer), databases::databases(&placer));
    let mut machines = machines::machines(&placer);
    machines.extend(databases::placed(&databases));
    (declared.clusters, declared.databases, declared.machines) = (clusters, databases, machines);
    declared.machines.sort_by(|a, b| a.address.cmp(&b.address));
    declared.databases.sort_by(|a, b| a.address.cmp(&b.address));
    let mut stores = buckets::buckets(infra);
    stores.extend(stores::others(infra));
    declared.stores = stores::unique(stores);
    hidden.data(declared);
}

fn units(infra: &Infrastructure<'_>) -> Vec<Unit> {
    let unit = |(i, c): (usize, &Projected)| {
        let place = infra.unit_place(i, "aws");
        let version = c.module.version.as_ref().map(|v| format!(" {v}")).unwrap_or_default();
        let module: Option<Arc<str>> = match &c.module.resolved {
            ModuleSource::Local(path) => Some(path.clone()),
            ModuleSource::Model { source, .. } => Some(format!("{source}{version}").into()),
            ModuleSource::Missing(_) => c.module.source.as_ref().and_then(read::printable),
        };
        Unit {
            address: Address::new(c.repository.clone(), c.scope.clone(), ""),
            at: c.at,
            module,
            missing: match &c.module.resolved {
                ModuleSource::Missing(why) => Some(why.clone()),
                _ => None,
            },
            account: place.and_then(|p| p.account.clone()),
            region: place.and_then(|p| p.region.clone()),
            environment: place.map_or(Environment::Unknown, |p| p.environment.clone()),
            resources: c
                .resources
                .iter()
                .filter(|r| {
                    !r.data
                        && match &r.exists {
                            Existence::Certain => true,
                            Existence::Perhaps(why) => why.likely.is_some(),
                        }
                })
                .count(),
        }
    };
    let mut units: Vec<Unit> = infra.configurations.iter().enumerate().map(unit).collect();
    units.sort_by(|a, b| a.address.cmp(&b.address));
    units
}
