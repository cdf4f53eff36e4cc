//! Karpenter's kinds: `NodePool` and `EC2NodeClass` (<https://karpenter.sh/docs/concepts/>, `v1beta1` and `v1`), and the
//! `Provisioner` and `AWSNodeTemplate` before them (`v1alpha5`, `v1alpha1`).

use super::field::{Field, List, Pairs, Reading};
use super::named::Named;
use crate::eval::value::Value;
use crate::model::identity::Pattern;

/// A `NodePool` or `Provisioner`.
#[derive(Clone, Debug)]
pub struct NodePool<'v> {
    /// The name of its node class.
    pub class: Field<'v, Pattern>,
    /// The labels of its nodes.
    pub labels: Pairs<'v>,
    /// Its requirements, each a map of `key`, `operator` and `values`.
    pub requirements: List<'v>,
    /// The taints of its nodes.
    pub taints: List<'v>,
    /// `limits`: what all its nodes may have together; without them it grows for ever.
    pub limits: Field<'v, &'v Value>,
}

impl<'v> NodePool<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self {
            class: read.wide_name(&["spec", "template", "spec", "nodeClassRef", "name"], "EC2NodeClass"),
            labels: read.pairs(&["spec", "template", "metadata", "labels"]),
            requirements: read.list(&["spec", "template", "spec", "requirements"]),
            taints: read.list(&["spec", "template", "spec", "taints"]),
            limits: read.map(&["spec", "limits"]),
        }
    }

    pub(super) fn provisioner(read: Reading<'v, '_>) -> Self {
        Self {
            class: read.wide_name(&["spec", "providerRef", "name"], "AWSNodeTemplate"),
            labels: read.pairs(&["spec", "labels"]),
            requirements: read.list(&["spec", "requirements"]),
            taints: read.list(&["spec", "taints"]),
            limits: read.map(&["spec", "limits"]),
        }
    }
}

/// An `EC2NodeClass` or `AWSNodeTemplate`.
#[derive(Clone, Debug)]
pub struct NodeClass<'v> {
    /// `spec.role`: the role of its nodes.
    pub role: Field<'v, Pattern>,
    /// `spec.instanceProfile`, in place of a role.
    pub instance_profile: Field<'v, Pattern>,
    /// The terms that choose its subnets: maps of `tags` or `id`; of an AWSNodeTemplate the one map of tags.
    pub subnets: List<'v>,
    /// The terms that choose its security groups.
    pub security_groups: List<'v>,
    /// `spec.blockDeviceMappings`: its volumes.
    pub volumes: List<'v>,
    /// `spec.metadataOptions.httpTokens`: `required` when absent.
    pub tokens: Field<'v, Pattern>,
    /// `spec.metadataOptions.httpPutResponseHopLimit`: 1 in `v1`, 2 before, when absent.
    pub hop_limit: Field<'v, i64>,
    /// `spec.associatePublicIPAddress`.
    pub public_ip: Field<'v, bool>,
    /// `spec.launchTemplate` of an AWSNodeTemplate.
    pub launch_template: Field<'v, Pattern>,
}

impl<'v> NodeClass<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self {
            role: read.named(&["spec", "role"], Named::wide("IAM role", read.from)),
            instance_profile: read.text(&["spec", "instanceProfile"]),
            subnets: read.list(&["spec", "subnetSelectorTerms"]),
            security_groups: read.list(&["spec", "securityGroupSelectorTerms"]),
            volumes: read.list(&["spec", "blockDeviceMappings"]),
            tokens: read.text(&["spec", "metadataOptions", "httpTokens"]),
            hop_limit: read.number(&["spec", "metadataOptions", "httpPutResponseHopLimit"]),
            public_ip: read.flag(&["spec", "associatePublicIPAddress"]),
            launch_template: Field::Absent,
        }
    }

    pub(super) fn template(read: Reading<'v, '_>) -> Self {
        let one = |path| {
            let mut list = List::default();
            match read.map(path) {
                Field::Known(map, _) => list.items.push(map),
                Field::Unknown(why) => list.more = Some(why),
                Field::Wrong(wrong) => list.wrong = Some(wrong),
                Field::Absent => {}
            }
            list
        };
        Self {
            role: Field::Absent,
            instance_profile: read.text(&["spec", "instanceProfile"]),
            subnets: one(&["spec", "subnetSelector"]),
            security_groups: one(&["spec", "securityGroupSelector"]),
            volumes: read.list(&["spec", "blockDeviceMappings"]),
            tokens: read.text(&["spec", "metadataOptions", "httpTokens"]),
            hop_limit: read.number(&["spec", "metadataOptions", "httpPutResponseHopLimit"]),
            public_ip: Field::Absent,
            launch_template: read.text(&["spec", "launchTemplate"]),
        }
    }
}
