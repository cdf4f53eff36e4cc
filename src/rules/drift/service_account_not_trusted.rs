//! `service-account-not-trusted`: a service account that names a role whose trust policy does not name it.

use super::{Lookup, Roles, TOO_MANY, look_up, with_roles};
use crate::eval::value::Unknown;
use crate::finding::{RuleId, Undecided};
use crate::model::Estate;
use crate::model::fact::{Evidence, Role as Part};
use crate::model::identity::{Class, Pattern, Role, TrustedServiceAccount};
use crate::model::kubernetes::ServiceAccount;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding, reason};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

const ID: RuleId = "service-account-not-trusted";

/// Accounts that a message names.
const NAMED: usize = 12;

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
    let associations = Associations::of(estate);
    let mut trusted: HashMap<*const Role, Trusted<'_>> = HashMap::new();
    for (account, arn, name) in with_roles(estate) {
        let role = match look_up(&roles, &arn, &name) {
            Lookup::Declared(role) => role,
            Lookup::Bound => {
                verdicts.undecided.push(open(account, TOO_MANY.into()));
                continue;
            }
            Lookup::Perhaps(_) | Lookup::Nowhere => continue,
        };
        let subject = &account.subject;
        let (Some(namespace), Some(own)) = (subject.namespace.text(), subject.name.text()) else {
            verdicts.undecided.push(open(account, "the service account's name is not known".into()));
            continue;
        };
        let trusts = trusted.entry(std::ptr::from_ref(role)).or_insert_with(|| Trusted::of(role));
        match trusts.by(&namespace, &own, &roles) {
            Some(true) => verdicts.satisfied += 1,
            _ if associations.may_name(&namespace, &own, &roles) => verdicts.satisfied += 1,
            None if roles.comparisons.get() == 0 => verdicts.undecided.push(open(account, TOO_MANY.into())),
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

/// Whom one role trusts, for quick answers.
struct Trusted<'a> {
    role: &'a Role,
    /// Accounts named without wildcards and holes.
    whole: HashSet<String>,
    others: Vec<&'a TrustedServiceAccount>,
}

impl<'a> Trusted<'a> {
    fn of(role: &'a Role) -> Self {
        let mut trusted = Self { role, whole: HashSet::new(), others: Vec::new() };
        for account in &role.trust.service_accounts {
            match account.subject.get().and_then(Pattern::text) {
                Some(text) if !account.like || !text.contains(['*', '?']) => {
                    trusted.whole.insert(text);
                }
                _ => trusted.others.push(account),
            }
        }
        trusted
    }

    /// Whether the role trusts a service account: `None` when something that is not known decides.
    fn by(&self, namespace: &str, name: &str, roles: &Roles<'_>) -> Option<bool> {
        let subject = format!("{namespace}:{name}");
        if self.whole.contains(&subject) {
            return Some(true);
        }
        let mut open = self.role.trust.more.is_some();
        for account in &self.others {
            match account.matches(&subject) {
                _ if !roles.may_compare() => return None,
                Some(true) => return Some(true),
                Some(false) => {}
                None => open = true,
            }
        }
        if open { None } else { Some(false) }
    }
}

/// The accounts that Pod Identity associations give a role, whatever their annotation says.
struct Associations<'a> {
    whole: HashSet<(String, String)>,
    others: Vec<(&'a Pattern, &'a Pattern)>,
}

impl<'a> Associations<'a> {
    fn of(estate: &'a Estate) -> Self {
        let mut all = Self { whole: HashSet::new(), others: Vec::new() };
        for association in &estate.declared.pod_identities {
            let (Some(namespace), Some(name)) = (association.namespace.get(), association.service_account.get()) else {
                continue;
            };
            match (namespace.text(), name.text()) {
                (Some(namespace), Some(name)) => {
                    all.whole.insert((namespace, name));
                }
                _ => all.others.push((namespace, name)),
            }
        }
        all
    }

    fn may_name(&self, namespace: &str, name: &str, roles: &Roles<'_>) -> bool {
        let could = |(of, account): &(&Pattern, &Pattern)| of.could_be(namespace) && account.could_be(name);
        self.whole.contains(&(namespace.to_owned(), name.to_owned()))
            || self.others.iter().take_while(|_| roles.may_compare()).any(could)
    }
}

fn unseen_association(estate: &Estate) -> Option<Arc<Unknown>> {
    let of_class = estate.declared.coverage.iter().find(|c| c.class == Class::PodIdentity && c.account.is_none());
    of_class.and_then(|c| c.unseen.first().cloned())
}

fn report(account: &ServiceAccount, role: &Role, name: &str, namespace: &str, own: &str, verdicts: &mut Verdicts) {
    let subject = &account.subject;
    let named = role.trust.service_accounts.iter().filter_map(|t| t.subject.get());
    let trusted: Vec<String> = named.take(NAMED).map(|p| format!("`{p}`")).collect();
    let trusts = match (trusted.as_slice(), role.trust.service_accounts.len()) {
        ([], _) => "it trusts no service account".to_string(),
        (some, all) if all > NAMED => format!("it trusts {} and others", some.join(", ")),
        (some, _) => format!("it trusts {}", some.join(", ")),
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
