//! Launch templates that nothing here launches from.
//!
//! A template is no volume, and one that says nothing leaves it to whoever uses it: nothing is said then. But an EC2 fleet, a
//! Karpenter node class or a pipeline elsewhere may use it, and one that writes `encrypted = false` has decided for all of them.

use super::super::encryption::{Store, StoreClass, StorePurpose};
use super::infrastructure::{Declaration, Infrastructure};
use super::read;
use super::stores::flagged;
use crate::eval::value::{Address, Value};
use std::collections::HashSet;

/// What launches from templates, beside what is judged with its own.
const USERS: [&str; 6] = [
    "aws_instance",
    "aws_spot_instance_request",
    "aws_eks_node_group",
    "aws_autoscaling_group",
    "aws_ec2_fleet",
    "aws_spot_fleet_request",
];
/// The blocks that name one.
const BLOCKS: [&str; 3] = ["launch_template", "mixed_instances_policy", "launch_template_config"];
/// Deepest block that is searched for a template's name.
const DEPTH: u32 = 8;

/// The volumes that templates without a known user describe and leave in the clear.
pub(super) fn unused_templates<'a>(infra: &Infrastructure<'a>) -> Vec<(Declaration<'a>, Store)> {
    let mut used: HashSet<Address> = HashSet::new();
    for user in USERS.iter().flat_map(|kind| infra.of_kind(kind)) {
        for block in BLOCKS.iter().filter_map(|block| user.get(block).set()) {
            named(infra, user, block, DEPTH, &mut used);
        }
    }
    let mut out = Vec::new();
    for template in infra.of_kind("aws_launch_template").filter(|t| !used.contains(&t.address)) {
        let (mappings, _) = read::items(template.get("block_device_mappings"));
        let clear = mappings.into_iter().find(|mapping| {
            let flag = read::path(mapping, &["ebs", "encrypted"]);
            infra.read.boolean(flag, template.at()).get() == Some(&false)
        });
        let Some(mapping) = clear else { continue };
        let (flag, key) = (read::path(mapping, &["ebs", "encrypted"]), read::path(mapping, &["ebs", "kms_key_id"]));
        let name = infra.name(template, &["name", "name_prefix"]);
        let mut store = flagged(infra, template, StoreClass::Volume, name, flag, key);
        store.purpose = StorePurpose::Template;
        // A module's own default is nobody's decision.
        if store.unless.is_none() {
            out.push((template.clone(), store));
        }
    }
    out
}

fn named(infra: &Infrastructure<'_>, user: &Declaration<'_>, value: &Value, depth: u32, used: &mut HashSet<Address>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for key in ["id", "name", "launch_template_id", "launch_template_name"] {
        if let Some(name) = read::get(value, key).set() {
            let found = infra.join(name, "aws_launch_template", &["name", "id"], user);
            used.extend(found.into_iter().map(|template| template.address.clone()));
        }
    }
    for key in ["launch_template", "launch_template_specification", "override"] {
        for inner in read::items(read::get(value, key)).0 {
            named(infra, user, inner, depth, used);
        }
    }
    for inner in value.elements() {
        named(infra, user, inner, depth, used);
    }
}
