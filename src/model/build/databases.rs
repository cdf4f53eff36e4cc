//! Databases: how many instances, replicas, and whether the internet can reach them.

use super::super::fact::{Evidence, Fact, Role, State};
use super::super::workload::{Database, Machine, MachineKind};
use super::infrastructure::{Declaration, Infrastructure};
use super::machines::public;
use super::network::flag;
use super::placement::Placer;
use super::read;
use crate::eval::value::{Address, Kind, Marks, Part, Text, Value};
use std::collections::HashMap;

/// All databases.
pub(super) fn databases(placer: &Placer<'_, '_>) -> Vec<Database> {
    let infra = placer.infra;
    let names = ["cluster_identifier", "id"];
    let instances = infra.grouped("aws_rds_cluster_instance", "cluster_identifier", "aws_rds_cluster", &names);
    let minimums = minimums(infra);
    let mut out: Vec<Database> = infra
        .of_kind("aws_rds_cluster")
        .map(|cluster| {
            let own = instances.get(&cluster.address).map_or(&[][..], |v| v);
            aurora(placer, cluster, own, minimums.get(&cluster.address).copied())
        })
        .collect();
    out.extend(infra.of_kind("aws_db_instance").map(|instance| single(placer, instance)));
    out
}

/// A number of instances, which is only likely when one of them is.
pub(super) fn count_state(count: u32, instances: &[&Declaration<'_>]) -> State<u32> {
    match instances.iter().find_map(|i| i.likely()) {
        Some(why) => State::Unknown { why: why.clone(), likely: Some(count) },
        None => State::Known(count),
    }
}

/// The same databases as things placed in subnets.
pub(super) fn placed(databases: &[Database]) -> Vec<Machine> {
    let machine = |d: &Database| Machine {
        address: d.address.clone(),
        at: d.at,
        kind: MachineKind::Database,
        name: d.name.clone(),
        placement: d.placement.clone(),
        public_ip: d.public.clone(),
        cluster: None,
        environment: d.environment.clone(),
    };
    databases.iter().map(machine).collect()
}

fn aurora<'a>(
    placer: &Placer<'_, 'a>,
    cluster: &Declaration<'a>,
    instances: &[&Declaration<'a>],
    minimum: Option<&Declaration<'a>>,
) -> Database {
    let infra = placer.infra;
    let at = cluster.at();
    let set = |key: &str| cluster.get(key).set().is_some_and(|v| read::text(v).is_none_or(|t| !t.is_empty()));
    let serverless_v1 = cluster.get("engine_mode").known().and_then(read::text).is_some_and(|m| &*m == "serverless");
    let multi_az = cluster.get("db_cluster_instance_class").known().is_some();
    let secondary = set("global_cluster_identifier")
        && (set("source_region") || cluster.get("master_username").is_absent() && !set("snapshot_identifier"));
    let count_at = infra.input_at(cluster, &["instances"]).or_else(|| instances.first().map(|i| i.at())).unwrap_or(at);
    let mut evidence = Evidence::at(count_at);
    for instance in instances {
        if instance.at() != count_at && !infra.read.embedded(instance.at()) && instance.at() != at {
            evidence = evidence.and(instance.at(), Role::Cause, "");
        }
    }
    let unclear = instances.iter().find_map(|i| i.each().or_else(|| i.perhaps().cloned()));
    let count = u32::try_from(instances.len()).unwrap_or(u32::MAX);
    let state = match unclear {
        // Multi-AZ DB clusters have one writer and two readers, always.
        _ if multi_az => State::Known(3),
        _ if serverless_v1 => State::Absent,
        Some(why) => State::Unknown { why, likely: None },
        None => count_state(count, instances),
    };
    let marks = instances.iter().fold(cluster.resource.marks, |m, i| m.with(i.resource.marks));
    let accessible = instances.iter().map(|i| public(infra, i));
    Database {
        address: cluster.address.clone(),
        at,
        engine: infra.read.text(cluster.get("engine"), at),
        name: infra.name(cluster, &["cluster_identifier", "cluster_identifier_prefix"]),
        instances: Fact { state, evidence, marks },
        autoscaling_min: match minimum {
            Some(target) => infra.read.fact(target.get("min_capacity"), target.at(), read::natural),
            None => Fact::absent(at),
        },
        replica: set("replication_source_identifier") || secondary,
        placement: placer.by_group(cluster, "db_subnet_group_name", "aws_db_subnet_group"),
        public: worst(accessible).unwrap_or_else(|| public(infra, cluster)),
        environment: infra.environment(cluster),
        cluster: true,
    }
}

fn single<'a>(placer: &Placer<'_, 'a>, instance: &Declaration<'a>) -> Database {
    let infra = placer.infra;
    let at = instance.at();
    let multi_az = flag(infra, instance, "multi_az", false);
    Database {
        address: instance.address.clone(),
        at,
        engine: infra.read.text(instance.get("engine"), at),
        name: infra.name(instance, &["identifier", "identifier_prefix", "db_name"]),
        instances: read::map_fact(multi_az, |yes| if yes { 2 } else { 1 }),
        autoscaling_min: Fact::absent(at),
        replica: !instance.get("replicate_source_db").is_absent(),
        placement: placer.by_group(instance, "db_subnet_group_name", "aws_db_subnet_group"),
        public: public(infra, instance),
        environment: infra.environment(instance),
        cluster: false,
    }
}

/// A flag of several things together: true when one is, unknown when one is not decided.
fn worst(facts: impl Iterator<Item = Fact<bool>>) -> Option<Fact<bool>> {
    facts.max_by_key(|f| match f.state {
        State::Known(true) => 2,
        State::Unknown { .. } => 1,
        State::Known(false) | State::Absent => 0,
    })
}

/// Autoscaling targets of Aurora clusters: `resource_id = "cluster:<identifier>"`.
fn minimums<'a, 'i>(infra: &'i Infrastructure<'a>) -> HashMap<Address, &'i Declaration<'a>> {
    let mut found = HashMap::new();
    for target in infra.of_kind("aws_appautoscaling_target") {
        let Some(value) = target.get("resource_id").known() else { continue };
        for cluster in clusters_named(infra, value, target) {
            found.insert(cluster.address.clone(), target);
        }
    }
    found
}

fn clusters_named<'a, 'i>(
    infra: &'i Infrastructure<'a>,
    value: &Value,
    from: &Declaration<'a>,
) -> Vec<&'i Declaration<'a>> {
    if let Kind::Text(Text::Parts(parts)) = &value.kind {
        let cluster = |p: &Part| match p {
            Part::Hole(why, _) => read::reference(why).cloned(),
            Part::Known(..) => None,
        };
        return parts.iter().filter_map(cluster).flat_map(|r| infra.referred(&r)).collect();
    }
    let Some(text) = read::text(value) else { return Vec::new() };
    let Some(name) = text.strip_prefix("cluster:") else { return Vec::new() };
    let named = Value { kind: Kind::Text(Text::Whole(name.into())), at: value.at, marks: Marks::NONE, via: None };
    infra.join(&named, "aws_rds_cluster", &["cluster_identifier"], from)
}
