//! Facts from configurations and objects: the only files that know both sides.

mod buckets;
mod databases;
mod identity;
mod infrastructure;
mod machines;
mod nat;
mod network;
mod place;
mod placement;
mod read;
mod routes;
mod stores;
mod trust;

use super::Declared;
use super::network::Environment;
use super::organization::Ownership;
use super::unit::Unit;
use crate::eval::configuration::{Configuration, Existence, ModuleSource};
use crate::eval::kubernetes::Kubernetes;
use crate::eval::value::Address;
use crate::source::Sources;
use infrastructure::Infrastructure;
use placement::Placer;
use std::sync::Arc;

/// The name of the tree that holds the module models that come with driftline.
pub const MODELS: &str = "module-models";

/// The facts that configurations and objects declare.
pub fn declare(
    sources: &Sources,
    configurations: &[Configuration],
    kubernetes: &Kubernetes,
    ownership: &Ownership,
) -> Declared {
    let infra = Infrastructure::new(sources, configurations, ownership);
    let mut declared = Declared { has_infrastructure: !configurations.is_empty(), ..Declared::default() };
    networks(&infra, &mut declared);
    declared.roles = identity::roles(&infra);
    declared.oidc_providers = identity::oidc_providers(&infra);
    declared.pod_identities = identity::pod_identities(&infra);
    declared.coverage = identity::coverage(&infra, &declared.roles, &declared.pod_identities);
    declared.units = units(&infra);
    let _ = kubernetes;
    declared
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
            ModuleSource::Missing(_) => c.module.source.as_ref().and_then(read::text),
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
            resources: c.resources.iter().filter(|r| !r.data && matches!(r.exists, Existence::Certain)).count(),
        }
    };
    let mut units: Vec<Unit> = infra.configurations.iter().enumerate().map(unit).collect();
    units.sort_by(|a, b| a.address.cmp(&b.address));
    units
}
