//! Clusters, node groups, instances and mount targets.

use super::super::fact::{Evidence, Fact, State};
use super::super::network::Cidr;
use super::super::workload::{Cluster, Machine, MachineKind};
use super::infrastructure::{Declaration, Infrastructure};
use super::network::flag;
use super::placement::Placer;
use super::read::{self, Got, or_default};
use crate::eval::value::{Address, Marks, Value};
use std::sync::Arc;

/// EKS clusters.
pub(super) fn clusters(placer: &Placer<'_, '_>) -> Vec<Cluster> {
    let infra = placer.infra;
    let addons = infra.grouped("aws_eks_addon", "cluster_name", "aws_eks_cluster", &["name"]);
    infra
        .of_kind("aws_eks_cluster")
        .map(|cluster| {
            let at = cluster.at();
            let read = infra.read;
            let public = read.boolean(cluster.path(&["vpc_config", "endpoint_public_access"]), at);
            let ranges = read.fact(cluster.path(&["vpc_config", "public_access_cidrs"]), at, texts);
            let placement = placer.place(cluster.path(&["vpc_config", "subnet_ids"]), cluster);
            let place = infra.place(cluster);
            let own: Vec<&Declaration<'_>> = addons.get(&cluster.address).into_iter().flatten().copied().collect();
            Cluster {
                address: cluster.address.clone(),
                at,
                name: read.text(cluster.get("name"), at),
                endpoint_public: or_default(public, true, "the endpoint is public unless told otherwise"),
                public_cidrs: or_default(ranges, vec!["0.0.0.0/0".into()], "open to the world unless restricted"),
                service_cidr: read.fact(cluster.path(&["kubernetes_network_config", "service_ipv4_cidr"]), at, |v| {
                    read::text(v).map(|t| Cidr::parse(&t))
                }),
                vpc: placer.vpc(placement.as_ref()),
                placement,
                version: read.text(cluster.get("version"), at),
                network_policy: network_policy(infra, cluster, &own),
                account: place.and_then(|p| p.account.clone()),
                region: place.and_then(|p| p.region.clone()),
                environment: infra.environment(cluster),
            }
        })
        .collect()
}

/// A range whose prefix length is known though its address is not: whatever the address, `/32` is not the world.
fn narrow(value: &Value) -> Option<Arc<str>> {
    let pattern = read::pattern(value)?;
    let (_, length) = pattern.0.last()?.as_deref()?.rsplit_once('/')?;
    let restricts = length.parse::<u8>().is_ok_and(|n| n > 0);
    restricts.then(|| format!("(not known)/{length}").into())
}

/// A list of ranges, when all of it is known as far as it matters.
fn texts(value: &Value) -> Option<Vec<Arc<str>>> {
    let (known, more) = read::items(Got::Value(value));
    if more.is_some() {
        return None;
    }
    known.into_iter().map(|v| read::text(v).or_else(|| narrow(v))).collect()
}

/// Whether the VPC CNI add-on is told to enforce NetworkPolicies. Without `enableNetworkPolicy` it does not
/// (<https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html>).
fn network_policy(infra: &Infrastructure<'_>, cluster: &Declaration<'_>, addons: &[&Declaration<'_>]) -> Fact<bool> {
    let named =
        |a: &&&Declaration<'_>| a.get("addon_name").known().and_then(read::text).is_some_and(|n| &*n == "vpc-cni");
    let Some(addon) = addons.iter().find(named) else {
        let unclear = addons.iter().find_map(|a| match a.get("addon_name").known() {
            Some(name) if read::text(name).is_some() => None,
            _ => a.get("addon_name").why().cloned().or_else(|| a.each()),
        });
        return match unclear {
            Some(why) => Fact::unknown(why, cluster.at()),
            None => Fact::absent(cluster.at()),
        };
    };
    let at = infra.input_at(addon, &["cluster_addons", "addons"]).unwrap_or_else(|| addon.at());
    let known = |enforced, value: Option<&Value>| Fact {
        state: State::Known(enforced),
        evidence: value.map_or_else(|| Evidence::at(at), |v| infra.read.evidence(v, at)),
        marks: value.map_or(addon.resource.marks, |v| v.marks.with(addon.resource.marks)),
    };
    let configuration = addon.get("configuration_values");
    if configuration.is_absent() {
        return known(false, None);
    }
    let Some(value) = configuration.known() else {
        return match configuration.why() {
            Some(why) => Fact::unknown(why.clone(), at),
            None => Fact::absent(at),
        };
    };
    let Some(text) = read::text(value) else {
        let why = read::hole(value).cloned().unwrap_or_else(|| read::odd(value.at, "not text"));
        return Fact::unknown(why, at);
    };
    match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(json) => match json.get("enableNetworkPolicy") {
            Some(serde_json::Value::Bool(b)) => known(*b, Some(value)),
            Some(serde_json::Value::String(s)) => known(s == "true", Some(value)),
            _ => known(false, Some(value)),
        },
        // The add-on also takes YAML, of which only this key matters.
        Err(_) => {
            let line = text.lines().find_map(|l| l.trim().strip_prefix("enableNetworkPolicy:"));
            known(line.is_some_and(|l| l.trim().trim_matches(['"', '\'']) == "true"), Some(value))
        }
    }
}

/// Everything that is placed in subnets, databases excepted.
pub(super) fn machines(placer: &Placer<'_, '_>) -> Vec<Machine> {
    let infra = placer.infra;
    let mut out = Vec::new();
    let kinds: [(&str, MachineKind, &str, &[&str]); 6] = [
        ("aws_eks_node_group", MachineKind::NodeGroup, "subnet_ids", &["node_group_name", "node_group_name_prefix"]),
        ("aws_eks_fargate_profile", MachineKind::FargateProfile, "subnet_ids", &["fargate_profile_name"]),
        ("aws_autoscaling_group", MachineKind::AutoscalingGroup, "vpc_zone_identifier", &["name", "name_prefix"]),
        ("aws_instance", MachineKind::Instance, "subnet_id", &[]),
        ("aws_spot_instance_request", MachineKind::Instance, "subnet_id", &[]),
        ("aws_efs_mount_target", MachineKind::MountTarget, "subnet_id", &[]),
    ];
    for (kind, machine, subnets, names) in kinds {
        for declaration in infra.of_kind(kind) {
            let at = declaration.at();
            let name = infra.name(declaration, names);
            out.push(Machine {
                address: declaration.address.clone(),
                at,
                kind: machine,
                name,
                placement: placer.place(declaration.get(subnets), declaration),
                public_ip: infra.read.boolean(declaration.get("associate_public_ip_address"), at),
                cluster: cluster_of(infra, declaration),
                environment: infra.environment(declaration),
            });
        }
    }
    out
}

/// The declared cluster that `cluster_name` means.
pub(super) fn cluster_of<'a>(infra: &Infrastructure<'a>, of: &Declaration<'a>) -> Option<Address> {
    let value = of.get("cluster_name").set()?;
    let mut found = infra.join(value, "aws_eks_cluster", &["name"], of).into_iter();
    let only = found.next()?;
    if found.next().is_some() { None } else { Some(only.address.clone()) }
}

/// Whether `publicly_accessible` or a similar flag is set, false by default.
pub(super) fn public(infra: &Infrastructure<'_>, of: &Declaration<'_>) -> Fact<bool> {
    let fact = flag(infra, of, "publicly_accessible", false);
    Fact { marks: fact.marks.with(Marks(of.resource.marks.0)), ..fact }
}
