//! `role-not-declared`: a service account that names an IAM role no configuration creates.

use super::{Lookup, Roles, TOO_MANY, look_up, with_roles};
use crate::eval::similar::Names;
use crate::finding::{RuleId, Undecided};
use crate::model::Estate;
use crate::model::fact::{Evidence, Role as Part};
use crate::model::identity::{Class, Pattern, Role, RoleArn};
use crate::model::kubernetes::ServiceAccount;
use crate::rule::{Parameters, Rule, Verdicts};
use crate::rules::basis::{Basis, finding, reason};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

const ID: RuleId = "role-not-declared";

/// The rule.
pub const RULE: Rule = Rule { id: ID, family: "drift", check };

fn check(estate: &Estate, _: &Parameters, verdicts: &mut Verdicts) {
    let roles = Roles::of(estate);
    let mut worlds: HashMap<Option<Arc<str>>, Closed> = HashMap::new();
    let accounts = accounts(estate);
    let mut nearest = Nearest::of(estate);
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
            Lookup::Bound => verdicts.undecided.push(open(TOO_MANY.into(), None)),
            Lookup::Nowhere => {
                match worlds.entry(arn.account.clone()).or_insert_with(|| closed_world(estate, &accounts, &arn)).clone()
                {
                    Ok(()) => report(account, &name, arn.path.as_deref(), nearest.to(&arn, &name), verdicts),
                    Err((reason, help)) => verdicts.undecided.push(open(reason, help)),
                }
            }
        }
    }
}

/// Whether all roles of an account are seen; if not, why, and what helps.
type Closed = Result<(), (Arc<str>, Option<Arc<str>>)>;

/// Whether all roles of the ARN's account are seen.
fn closed_world(estate: &Estate, accounts: &BTreeSet<Arc<str>>, arn: &RoleArn) -> Closed {
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
        (Some(id), None) if all.is_some_and(|c| !c.stated) && accounts.iter().any(|other| other != id) => {
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

/// Every account that anything speaks of, or that a role is known to be in.
fn accounts(estate: &Estate) -> BTreeSet<Arc<str>> {
    let named = with_roles(estate).filter_map(|(_, arn, _)| arn.account);
    let of_roles = estate.declared.roles.iter().filter_map(|r| r.account.clone());
    let covered = estate.declared.coverage.iter().filter_map(|c| c.account.clone());
    let declared = estate.accounts.iter().map(|a| a.id.clone());
    named.chain(of_roles).chain(covered).chain(declared).collect()
}

fn report(
    account: &ServiceAccount,
    name: &str,
    path: Option<&str>,
    nearest: Option<(&Role, String)>,
    verdicts: &mut Verdicts,
) {
    let subject = &account.subject;
    let mut evidence = Evidence::new(account.role_arn.at(), "no configuration creates this role");
    for mark in account.role_arn.evidence.related() {
        evidence = evidence.and(mark.at, mark.role, mark.note.clone());
    }
    // An ARN holds the path, and two paths are two roles.
    let path = path.filter(|path| *path != "/");
    let named = path.map_or_else(|| name.to_owned(), |path| format!("{}{name}", path.trim_start_matches('/')));
    let help = match nearest {
        Some((role, other)) if other == name => {
            let own = role.path.get().and_then(Pattern::text).unwrap_or_else(|| "/".into());
            evidence = evidence.and(role.name.at(), Part::Counterpart, format!("this role has the path `{own}`"));
            let wanted = path.unwrap_or("/");
            format!(
                "role `{other}` has the path `{own}`: write `role{own}{other}` in the ARN, or give the role `path = \"{wanted}\"`"
            )
        }
        Some((role, other)) => {
            evidence = evidence.and(role.name.at(), Part::Counterpart, format!("the nearest role: `{other}`"));
            format!("did you mean `{other}`? Otherwise create `{named}` in the infrastructure repository")
        }
        None => format!("create `{named}` in the infrastructure repository, or correct the name"),
    };
    let message = format!(
        "service account {}/{} names role `{named}`, which no configuration creates",
        subject.namespace, subject.name
    );
    let mut found = finding(ID, &subject.address, message, evidence, &Basis::default());
    found.aspect = "role".into();
    found.help = Some(help);
    found.reach = subject.reach.clone();
    verdicts.findings.push(found);
}

/// Accounts whose names are put in order for did-you-mean; those of further ones get none.
const ACCOUNTS: usize = 64;

/// The names of the declared roles, for did-you-mean: what may be in one account, made when it is first asked for.
struct Nearest<'a> {
    estate: &'a Estate,
    by_name: HashMap<String, Vec<&'a Role>>,
    names: HashMap<Option<Arc<str>>, Names>,
}

impl<'a> Nearest<'a> {
    fn of(estate: &'a Estate) -> Self {
        Self { estate, by_name: HashMap::new(), names: HashMap::new() }
    }

    /// The declared role of the same account whose name is nearest.
    fn to(&mut self, arn: &RoleArn, name: &str) -> Option<(&'a Role, String)> {
        let Self { estate, by_name, names } = self;
        if by_name.is_empty() {
            for role in &estate.declared.roles {
                if let Some(name) = role.pattern().text() {
                    by_name.entry(name).or_default().push(role);
                }
            }
        }
        // Roles whose account is not known may be in any; where the ARN's is not known, every role may be meant.
        let same = |role: &&Role| role.account.is_none() || arn.account.is_none() || role.account == arn.account;
        let of_account = |(name, roles): (&String, &Vec<&Role>)| roles.iter().any(&same).then(|| name.clone());
        if !names.contains_key(&arn.account) {
            if names.len() >= ACCOUNTS {
                return None;
            }
            let known: Vec<String> = by_name.iter().filter_map(of_account).collect();
            names.insert(arn.account.clone(), known.iter().map(String::as_str).collect());
        }
        let other = names.get(&arn.account)?.nearest(name)?;
        let role = by_name.get(other)?.iter().find(|role| same(role))?;
        Some((role, other.to_owned()))
    }
}
