//! `service-account-not-trusted`: a service account that names a role whose trust policy does not name it.

use super::{Lookup, Roles, look_up, with_roles};
use crate::eval::value::Unknown;
use crate::finding::{RuleId, Undecided};
use crate::model::Estate;
use crate::model::fact::{Evidence, Role as Part};
use crate::model::identity::{Class, Role};
use crate::model::kubernetes::ServiceAccount;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding, reason};
use std::sync::Arc;

const ID: RuleId = "service-account-not-trusted";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "drift", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    let trusting = || estate.declared.roles.iter().filter(|r| !r.trust.service_accounts.is_empty());
    if !estate.declared.has_kubernetes {
        verdicts.undecided.extend(trusting().map(|role| Undecided {
            rule: ID,
            subject: role.address.clone(),
            at: role.trust.at,
            reason: "no Kubernetes repository was given".into(),
            help: Some("give the Flux repository too: `driftline check INFRA K8S`".into()),
        }));
    }
    let roles = Roles::of(estate);
    for (account, arn, name) in with_roles(estate) {
        let Lookup::Declared(role) = look_up(&roles, &arn, &name) else { continue };
        let subject = &account.subject;
        let (Some(namespace), Some(own)) = (subject.namespace.text(), subject.name.text()) else {
            verdicts.undecided.push(open(account, "the service account's name is not known".into()));
            continue;
        };
        match role.trusts(&namespace, &own) {
            Some(true) => verdicts.satisfied += 1,
            _ if associated(estate, &namespace, &own) => verdicts.satisfied += 1,
            None => {
                let why = role.trust.more.as_ref().map_or_else(
                    || Arc::from("an entry of the role's trust policy is not known"),
                    |why| Arc::from(format!("the role's trust policy is not known: {}", reason(why))),
                );
                verdicts.undecided.push(open(account, why));
            }
            Some(false) => match unseen_association(estate) {
                Some(why) if role.trust.pod_identity => {
                    let why = format!("a Pod Identity association that was not seen may name it: {}", reason(&why));
                    verdicts.undecided.push(open(account, why.into()));
                }
                _ => report(account, role, &name, &namespace, &own, verdicts),
            },
        }
    }
}

fn open(account: &ServiceAccount, reason: Arc<str>) -> Undecided {
    Undecided { rule: ID, subject: account.subject.address.clone(), at: account.role_arn.at(), reason, help: None }
}

/// A Pod Identity association gives this account a role, whatever the annotation says.
fn associated(estate: &Estate, namespace: &str, name: &str) -> bool {
    estate.declared.pod_identities.iter().any(|a| {
        let could = |p: Option<&crate::model::identity::Pattern>, text: &str| p.is_some_and(|p| p.could_be(text));
        could(a.namespace.get(), namespace) && could(a.service_account.get(), name)
    })
}

fn unseen_association(estate: &Estate) -> Option<Arc<Unknown>> {
    let of_class = estate.declared.coverage.iter().find(|c| c.class == Class::PodIdentity && c.account.is_none());
    of_class.and_then(|c| c.unseen.first().cloned())
}

fn report(account: &ServiceAccount, role: &Role, name: &str, namespace: &str, own: &str, verdicts: &mut Verdicts) {
    let subject = &account.subject;
    let trusted: Vec<String> =
        role.trust.service_accounts.iter().filter_map(|t| t.subject.get()).map(|p| format!("`{p}`")).collect();
    let trusts = match trusted.as_slice() {
        [] => "it trusts no service account".to_string(),
        some => format!("it trusts {}", some.join(", ")),
    };
    let place = role.trust.service_accounts.first().map_or(role.trust.at, |t| t.subject.at());
    let mut evidence = Evidence::new(account.role_arn.at(), format!("the role does not trust {namespace}:{own}"));
    for mark in account.role_arn.evidence.related() {
        evidence = evidence.and(mark.at, mark.role, mark.note.clone());
    }
    let evidence = evidence.and(place, Part::Counterpart, trusts.clone());
    let message = format!("service account {namespace}/{own} may not assume role `{name}`: {trusts}");
    let mut found = finding(ID, &subject.address, message, evidence, &Basis::default());
    found.aspect = "trust".into();
    found.counterpart = Some(role.address.clone());
    found.help = Some(format!(
        "add \"{namespace}:{own}\" to the service accounts that `{name}` trusts, or name a role meant for it"
    ));
    found.reach = subject.reach.clone();
    verdicts.findings.push(found);
}
