//! Facts from configurations and objects: the only files that know both sides.

mod applied;
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
mod place;
mod placement;
mod pod_security;
mod policies;
mod read;
mod release_accounts;
mod routes;
mod stores;
mod trust;
mod unparsable;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests;

pub use applied::adopt;

use super::encryption::{Encryption, StoreClass};
use super::fact::{Fact, State};
use super::identity::Pattern;
use super::kubernetes::EntryPoint;
use super::network::Environment;
use super::organization::Ownership;
use super::unit::Unit;
use super::{Declared, UnseenObjects};
use crate::eval::configuration::{Configuration, Existence, ModuleSource};
use crate::eval::kubernetes::Kubernetes;
use crate::eval::reference::Outcome;
use crate::eval::value::{Address, Ty, Unknown, Why};
use crate::source::{Gap, Sources, Span};
use infrastructure::Infrastructure;
use membership::Membership;
use objects::Cluster;
use placement::Placer;
use read::Reader;
use std::sync::Arc;

/// The facts that configurations and objects declare. `gaps` are those that belong to no configuration or object: files that
/// could not be read as such.
pub fn declare(
    sources: &Sources,
    configurations: &[Configuration],
    kubernetes: &Kubernetes,
    ownership: &Ownership,
    gaps: &[Gap],
) -> Declared {
    let infra = Infrastructure::new(sources, configurations, ownership);
    let mut declared = Declared { has_infrastructure: !configurations.is_empty(), ..Declared::default() };
    networks(&infra, &mut declared);
    declared.roles = identity::roles(&infra);
    declared.oidc_providers = identity::oidc_providers(&infra);
    declared.pod_identities = identity::pod_identities(&infra);
    declared.coverage = identity::coverage(&infra, &declared.roles, &declared.pod_identities);
    declared.units = units(&infra);
    let membership = Membership::new(sources, kubernetes, ownership);
    objects(sources, kubernetes, &membership, &mut declared);
    declared.organizations = membership.organizations;
    declared.path_references = configurations.iter().flat_map(|c| c.references.iter().cloned()).collect();
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
    declared.path_references.sort_by(|a, b| (a.at, a.kind, &a.target).cmp(&(b.at, b.kind, &b.target)));
    declared.unparsable = unparsable::unparsable(sources, configurations, kubernetes, gaps);
    behind_broken_text(sources, &mut declared);
    declared.has_kubernetes = !kubernetes.objects.is_empty() || !kubernetes.clusters.is_empty();
    declared
}

/// A bucket's encryption is a resource of its own: where a part of its module does not parse, that may be the part.
fn behind_broken_text(sources: &Sources, declared: &mut Declared) {
    let folder = |at: Span| sources.file(at.file).map(|f| (f.tree, crate::source::path::parent(&f.path).to_owned()));
    let broken: Vec<_> = declared.unparsable.iter().filter_map(|u| Some((folder(u.at)?, u.at))).collect();
    for store in declared.stores.iter_mut().filter(|s| s.class == StoreClass::Bucket) {
        let unset = matches!(store.encryption.state, State::Absent | State::Known(Encryption::ProviderOwned))
            && (store.at.contains(store.encryption.at()) || store.encryption.at().contains(store.at));
        let Some((_, at)) = broken.iter().find(|(dir, _)| unset && folder(store.at).as_ref() == Some(dir)) else {
            continue;
        };
        let why = Unknown {
            why: Why::Gap("a part of its module does not parse, and may encrypt it".into()),
            what: None,
            ty: Ty::Any,
            not_null: true,
            likely: None,
            at: *at,
        };
        store.encryption = Fact::unknown(Arc::new(why), store.encryption.at());
    }
}

fn objects(sources: &Sources, kubernetes: &Kubernetes, membership: &Membership<'_>, declared: &mut Declared) {
    let cluster = Cluster { read: Reader { sources }, sources, kubernetes, membership };
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
    declared.unseen_objects = kubernetes
        .unrendered
        .iter()
        .map(|u| UnseenObjects {
            scope: u.release.scope.clone(),
            release: u.release.clone(),
            namespace: read::pattern(&u.namespace).unwrap_or_else(Pattern::unknown),
            why: u.why.clone(),
            reach: u.reach.clone(),
        })
        .collect();
    declared.network_plugins = cluster.network_plugins();
    declared.namespaces.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared.service_accounts.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared.workloads.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared.network_policies.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared.quotas.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared.releases.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    declared.object_references.sort_by(|a, b| (&a.from.address, a.at, &a.kind).cmp(&(&b.from.address, b.at, &b.kind)));
}

fn networks(infra: &Infrastructure<'_>, declared: &mut Declared) {
    declared.vpcs = network::vpcs(infra);
    let mut subnets = network::subnets(infra);
    declared.tiers = network::tiers(infra, &mut subnets);
    declared.nats = nat::nats(infra, &subnets);
    declared.connections = network::connections(infra, &declared.vpcs);
    let placer = Placer::new(infra, &subnets);
    declared.clusters = machines::clusters(&placer);
    declared.databases = databases::databases(&placer);
    declared.machines = machines::machines(&placer);
    declared.machines.extend(databases::placed(&declared.databases));
    declared.machines.sort_by(|a, b| a.address.cmp(&b.address));
    declared.databases.sort_by(|a, b| a.address.cmp(&b.address));
    let mut stores = buckets::buckets(infra);
    stores.extend(stores::others(infra));
    declared.stores = stores::unique(stores);
    declared.subnets = subnets;
}

fn units(infra: &Infrastructure<'_>) -> Vec<Unit> {
    let unit = |(i, c): (usize, &Configuration)| {
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
