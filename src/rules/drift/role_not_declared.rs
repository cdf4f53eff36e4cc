//! `role-not-declared`: a service account that names an IAM role no configuration creates.

use super::{Lookup, Roles, look_up, with_roles};
use crate::finding::{RuleId, Undecided};
use crate::model::Estate;
use crate::model::fact::{Evidence, Role as Part};
use crate::model::identity::{Class, Role, RoleArn};
use crate::model::kubernetes::ServiceAccount;
use crate::resemblance::slips;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding, reason};
use std::sync::Arc;

const ID: RuleId = "role-not-declared";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "drift", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    let roles = Roles::of(estate);
    for (account, arn, name) in with_roles(estate) {
        let open = |reason: Arc<str>, help: Option<Arc<str>>| Undecided {
            rule: ID,
            subject: account.subject.address.clone(),
            at: account.role_arn.at(),
            reason,
            help,
        };
        match look_up(&roles, &arn, &name) {
            Lookup::Declared(_) => verdicts.satisfied += 1,
            Lookup::Perhaps(role) => {
                let reason =
                    format!("the name of the role in {} is not known and could be the one", role.address.scope);
                verdicts.undecided.push(open(reason.into(), None));
            }
            Lookup::Nowhere => match closed_world(estate, &arn) {
                Ok(()) => report(estate, account, &arn, &name, verdicts),
                Err((reason, help)) => verdicts.undecided.push(open(reason, help)),
            },
        }
    }
}

/// Whether all roles of the account are seen; if not, why.
fn closed_world(estate: &Estate, arn: &RoleArn) -> Result<(), (Arc<str>, Option<Arc<str>>)> {
    let complete = "list `role` under `complete:` in driftline.yaml if every role is declared here";
    if !estate.declared.has_infrastructure {
        let help = "give the infrastructure repository too: `driftline check INFRA K8S`";
        return Err(("no Terragrunt or Terraform repository was given".into(), Some(help.into())));
    }
    let of_class = || estate.declared.coverage.iter().filter(|c| c.class == Class::Role);
    let of_account = arn.account.as_ref().and_then(|a| of_class().find(|c| c.account.as_ref() == Some(a)));
    // What all roles together say is said of an account only when every role can be of that one.
    let all = of_class().find(|c| c.account.is_none());
    let coverage = match (&arn.account, of_account.filter(|c| c.declared > 0)) {
        (_, Some(of_account)) => Some(of_account),
        (Some(id), None) if all.is_some_and(|c| !c.stated) && !only_account(estate, id) => {
            let why = if estate.declared.roles.is_empty() {
                "no IAM role is declared in the given repositories".to_owned()
            } else {
                format!("no IAM role is known to be declared in account {id}")
            };
            return Err((why.into(), Some(complete.into())));
        }
        (_, None) => all,
    };
    let Some(coverage) = coverage else {
        return Err(("no IAM role is declared in the given repositories".into(), Some(complete.into())));
    };
    if coverage.closed() {
        return Ok(());
    }
    match coverage.unseen.first() {
        Some(why) => {
            Err((format!("a configuration that was not seen may create the role: {}", reason(why)).into(), None))
        }
        None => {
            let whose = arn.account.as_ref().map(|a| format!(" for account {a}")).unwrap_or_default();
            Err((format!("no IAM role is declared{whose}").into(), Some(complete.into())))
        }
    }
}

/// Whether this is the only account that anything speaks of, and no role is known to be in any other.
fn only_account(estate: &Estate, id: &str) -> bool {
    let named = with_roles(estate).filter_map(|(_, arn, _)| arn.account);
    let of_roles = estate.declared.roles.iter().filter_map(|r| r.account.clone());
    let covered = estate.declared.coverage.iter().filter_map(|c| c.account.clone());
    let declared = estate.accounts.iter().map(|a| a.id.clone());
    named.chain(of_roles).chain(covered).chain(declared).all(|other| &*other == id)
}

fn report(estate: &Estate, account: &ServiceAccount, arn: &RoleArn, name: &str, verdicts: &mut Verdicts) {
    let subject = &account.subject;
    let mut evidence = Evidence::new(account.role_arn.at(), "no configuration creates this role");
    for mark in account.role_arn.evidence.related() {
        evidence = evidence.and(mark.at, mark.role, mark.note.clone());
    }
    let nearest = nearest(estate, arn, name);
    let help = match nearest {
        Some((role, other)) => {
            evidence = evidence.and(role.name.at(), Part::Counterpart, format!("the nearest role: `{other}`"));
            format!("did you mean `{other}`? Otherwise create `{name}` in the infrastructure repository")
        }
        None => format!("create `{name}` in the infrastructure repository, or correct the name"),
    };
    let message = format!(
        "service account {}/{} names role `{name}`, which no configuration creates",
        subject.namespace, subject.name
    );
    let mut found = finding(ID, &subject.address, message, evidence, &Basis::default());
    found.aspect = "role".into();
    found.help = Some(help);
    found.reach = subject.reach.clone();
    verdicts.findings.push(found);
}

/// The declared role of the same account whose name is nearest.
fn nearest<'a>(estate: &'a Estate, arn: &RoleArn, name: &str) -> Option<(&'a Role, String)> {
    let same = |role: &&Role| role.account.is_none() || arn.account.is_none() || role.account == arn.account;
    let scored = estate.declared.roles.iter().filter(same).filter_map(|role| {
        let other = role.pattern().text()?;
        Some((slips(name, &other)?, other, role))
    });
    scored.min_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1))).map(|(_, other, role)| (role, other))
}
