//! `namespace-without-network-policy`: an organization's namespace that every pod of the cluster can reach.

use super::{is_in, organizations_namespaces};
use crate::eval::value::Unknown;
use crate::finding::{Cause, RuleId};
use crate::model::Estate;
use crate::model::fact::Role as Part;
use crate::model::kubernetes::{Namespace, NetworkPolicy};
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding, undecided};
use std::sync::Arc;

const ID: RuleId = "namespace-without-network-policy";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "kubernetes", check };

/// Whether a policy restricts what comes into a namespace.
enum Covers {
    Yes,
    No,
    Open(Option<Arc<Unknown>>),
}

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    for (namespace, name) in organizations_namespaces(estate).filter(|(n, _)| n.declared) {
        let subject = &namespace.subject;
        let answers: Vec<Covers> =
            estate.declared.network_policies.iter().map(|p| covers(p, namespace, &name)).collect();
        // Policies add up: what one of them lets through, no other one of their kind keeps out.
        let opened = estate.declared.network_policies.iter().find(|p| {
            let as_live = p.subject.reach.counts() || !subject.reach.counts();
            p.opens && p.unknown.is_none() && as_live && selected(p, namespace, &name) == Some(true)
        });
        if opened.is_none() && answers.iter().any(|a| matches!(a, Covers::Yes)) {
            verdicts.satisfied += 1;
            continue;
        }
        let of_policy = opened.is_none().then_some(answers).into_iter().flatten().find_map(|a| match a {
            Covers::Open(Some(why)) => Some(why),
            _ => None,
        });
        let unseen = || {
            let hidden = estate.unseen_in_namespace.iter();
            hidden
                .filter(|u| u.scope == subject.address.scope && u.namespace.could_be(&name))
                .filter(|u| u.may_hold("NetworkPolicy"))
                .map(|u| u.why.clone())
                .next()
        };
        if let Some(why) = of_policy.or_else(unseen) {
            verdicts.undecided.push(undecided(ID, &subject.address, subject.name_at, &why));
            continue;
        }
        let evidence = match opened {
            Some(policy) => {
                let open = format!("{} {} lets every pod in", policy.subject.kind, policy.subject.name);
                let evidence = subject.lacks("policies let everything come in");
                evidence.and(policy.subject.name_at, Part::Cause, open)
            }
            None => subject.lacks("no NetworkPolicy restricts what comes in"),
        };
        let message = format!("every pod of the cluster can connect to the pods of namespace {name}");
        let mut found = finding(ID, &subject.address, message, evidence, &Basis::default());
        let first = match estate.network_policy_enforced(&subject.address.scope) {
            Some(true) => "",
            Some(false) => {
                "first turn enforcement on: the vpc-cni add-on ignores NetworkPolicies until its configuration says \
                 `enableNetworkPolicy: \"true\"`. Then "
            }
            None => {
                "first make sure that the cluster enforces NetworkPolicies (`enableNetworkPolicy` of the vpc-cni add-on, \
                 Cilium or Calico). Then "
            }
        };
        let closing = opened.map(|policy| {
            let of = &policy.subject;
            format!(
                "keep {} {} to what {name} needs: policies add up, and it lets in what others keep out",
                of.kind, of.name
            )
        });
        found.help = closing.or_else(|| Some(format!(
            "{first}add a NetworkPolicy with `podSelector: {{}}` and `policyTypes: [Ingress]`, and allow what {name} needs"
        )));
        found.reach = subject.reach.clone();
        found.cause = Some(Cause {
            key: subject.address.scope.clone(),
            message: "every pod of the cluster can connect to the pods of these namespaces".into(),
        });
        verdicts.findings.push(found);
    }
}

fn covers(policy: &NetworkPolicy, namespace: &Namespace, name: &str) -> Covers {
    if !policy.ingress && policy.unknown.is_none() {
        return Covers::No;
    }
    match (selected(policy, namespace, name), &policy.unknown) {
        (Some(false), _) => Covers::No,
        (None, why) => Covers::Open(why.clone()),
        (Some(true), Some(why)) => Covers::Open(Some(why.clone())),
        (Some(true), None) => Covers::Yes,
    }
}

/// Whether a policy is one of a namespace; `None` when that is not known.
fn selected(policy: &NetworkPolicy, namespace: &Namespace, name: &str) -> Option<bool> {
    if policy.cluster_wide {
        let same = policy.subject.address.scope == namespace.subject.address.scope;
        return if same { policy.namespaces.selects(name, Some(namespace)) } else { Some(false) };
    }
    Some(is_in(&policy.subject, namespace, name))
}
