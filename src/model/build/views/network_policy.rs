//! Network policies: Kubernetes' (<https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/>),
//! Cilium's (<https://docs.cilium.io/en/stable/security/policy/language/>), Calico's
//! (<https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy>) and the AdminNetworkPolicy
//! (<https://network-policy-api.sigs.k8s.io/reference/spec/>). What they amount to is for who asks.

use super::field::{Field, List, Reading};
use crate::eval::value::Value;
use crate::model::identity::Pattern;

/// A `NetworkPolicy` (`networking.k8s.io/v1`).
#[derive(Clone, Debug)]
pub struct NetworkPolicy<'v> {
    /// `spec`, or what stands for it.
    pub spec: Field<'v, &'v Value>,
    /// `podSelector`.
    pub pods: Field<'v, &'v Value>,
    /// `policyTypes`.
    pub types: List<'v>,
    /// `ingress`.
    pub ingress: List<'v>,
    /// `egress`.
    pub egress: List<'v>,
}

impl<'v> NetworkPolicy<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self::of(read.map(&["spec"]), read)
    }

    /// The policy that the data of a generating rule of Kyverno make.
    pub fn of_data(data: &Field<'v, &'v Value>, read: Reading<'v, '_>) -> Self {
        match data {
            Field::Known(data, _) => Self::read(read.of(data)),
            Field::Absent => Self::of(Field::Absent, read),
            Field::Unknown(why) => Self::of(Field::Unknown(why), read),
            Field::Wrong(wrong) => Self::of(Field::Wrong(*wrong), read),
        }
    }

    fn of(spec: Field<'v, &'v Value>, read: Reading<'v, '_>) -> Self {
        match spec.known().map(|known| read.of(known)) {
            Some(inner) => Self {
                spec,
                pods: inner.map(&["podSelector"]),
                types: inner.list(&["policyTypes"]),
                ingress: inner.list(&["ingress"]),
                egress: inner.list(&["egress"]),
            },
            None => {
                let (types, ingress, egress) = (List::default(), List::default(), List::default());
                Self { spec, pods: Field::Absent, types, ingress, egress }
            }
        }
    }
}

/// A Calico `NetworkPolicy` or `GlobalNetworkPolicy` (`projectcalico.org/v3`, `crd.projectcalico.org/v1`).
#[derive(Clone, Debug)]
pub struct Calico<'v> {
    /// `spec`.
    pub spec: Field<'v, &'v Value>,
    /// `selector`.
    pub selector: Field<'v, Pattern>,
    /// `namespaceSelector`.
    pub namespaces: Field<'v, Pattern>,
    /// `serviceAccountSelector`.
    pub accounts: Field<'v, Pattern>,
    /// `types`.
    pub types: List<'v>,
    /// `ingress`, in the order in which they decide.
    pub ingress: Vec<CalicoRule<'v>>,
    /// `egress`.
    pub egress: Vec<CalicoRule<'v>>,
    /// It speaks of host endpoints only (`doNotTrack`, `preDNAT`).
    pub hosts_only: bool,
}

/// A rule of a Calico policy.
#[derive(Clone, Debug)]
pub struct CalicoRule<'v> {
    /// `action`: `Allow`, `Deny`, `Log` or `Pass`.
    pub action: Field<'v, Pattern>,
    /// The rule.
    pub rule: &'v Value,
}

impl<'v> Calico<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let spec = read.map(&["spec"]);
        let rules = |path: &'static [&'static str]| -> Vec<CalicoRule<'v>> {
            let rule = |rule: Reading<'v, '_>| CalicoRule { action: rule.text(&["action"]), rule: rule.from };
            read.each(path).into_iter().map(rule).collect()
        };
        let on = |path| read.flag(path).known() == Some(&true);
        Self {
            spec,
            selector: read.text(&["spec", "selector"]),
            namespaces: read.text(&["spec", "namespaceSelector"]),
            accounts: read.text(&["spec", "serviceAccountSelector"]),
            types: read.list(&["spec", "types"]),
            ingress: rules(&["spec", "ingress"]),
            egress: rules(&["spec", "egress"]),
            hosts_only: on(&["spec", "doNotTrack"]) || on(&["spec", "preDNAT"]),
        }
    }
}

/// A `CiliumNetworkPolicy` or `CiliumClusterwideNetworkPolicy` (`cilium.io/v2`): the one rule of `spec`, those of `specs`.
#[derive(Clone, Debug)]
pub struct Cilium<'v> {
    /// The rules.
    pub rules: Vec<CiliumRule<'v>>,
    /// Why there may be more.
    pub unknown: Option<std::sync::Arc<crate::eval::value::Unknown>>,
}

/// A rule of a Cilium policy.
#[derive(Clone, Debug)]
pub struct CiliumRule<'v> {
    /// `endpointSelector`; a rule without one is for nodes (`nodeSelector`).
    pub endpoints: Field<'v, &'v Value>,
    /// `ingress`.
    pub ingress: CiliumDirection<'v>,
    /// `egress`.
    pub egress: CiliumDirection<'v>,
}

/// One direction of a Cilium rule.
#[derive(Clone, Debug)]
pub struct CiliumDirection<'v> {
    /// What is allowed.
    pub allow: List<'v>,
    /// What is denied (`ingressDeny`), which goes before what any policy allows.
    pub deny: List<'v>,
    /// `enableDefaultDeny` of the direction: true when absent and a rule is there.
    pub default_deny: Field<'v, bool>,
}

impl<'v> Cilium<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let own = read.map(&["spec"]);
        let several = read.list(&["specs"]);
        let unknown = own.why().or_else(|| several.more.cloned());
        let mut rules: Vec<CiliumRule<'v>> = read.inside(&["spec"]).into_iter().map(CiliumRule::read).collect();
        rules.extend(read.each(&["specs"]).into_iter().map(CiliumRule::read));
        Self { rules, unknown }
    }
}

impl<'v> CiliumRule<'v> {
    fn read(read: Reading<'v, '_>) -> Self {
        Self {
            endpoints: read.map(&["endpointSelector"]),
            ingress: CiliumDirection {
                allow: read.list(&["ingress"]),
                deny: read.list(&["ingressDeny"]),
                default_deny: read.flag(&["enableDefaultDeny", "ingress"]),
            },
            egress: CiliumDirection {
                allow: read.list(&["egress"]),
                deny: read.list(&["egressDeny"]),
                default_deny: read.flag(&["enableDefaultDeny", "egress"]),
            },
        }
    }
}

/// An `AdminNetworkPolicy` or `BaselineAdminNetworkPolicy` (`policy.networking.k8s.io/v1alpha1`).
#[derive(Clone, Debug)]
pub struct Admin<'v> {
    /// `spec`.
    pub spec: Field<'v, &'v Value>,
    /// `spec.subject.namespaces`: the namespaces it selects by label.
    pub namespaces: Field<'v, &'v Value>,
    /// `spec.ingress`.
    pub ingress: List<'v>,
    /// `spec.egress`.
    pub egress: List<'v>,
}

impl<'v> Admin<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self {
            spec: read.map(&["spec"]),
            namespaces: read.map(&["spec", "subject", "namespaces"]),
            ingress: read.list(&["spec", "ingress"]),
            egress: read.list(&["spec", "egress"]),
        }
    }
}
