//! The two repositories compared: what one names and the other declares.

pub mod role_not_declared;
pub mod service_account_not_trusted;

use crate::eval::value::Marks;
use crate::model::Estate;
use crate::model::fact::State;
use crate::model::identity::{Role, RoleArn};
use crate::model::kubernetes::ServiceAccount;
use std::collections::BTreeMap;

/// What the estate knows of the role that a service account names.
enum Lookup<'a> {
    /// It is declared.
    Declared(&'a Role),
    /// A role whose name is partly unknown could be it.
    Perhaps(&'a Role),
    /// No declared role can be it.
    Nowhere,
}

/// The service accounts that name a role by its ARN, with the ARN's parts.
fn with_roles(estate: &Estate) -> impl Iterator<Item = (&ServiceAccount, RoleArn, String)> {
    estate.declared.service_accounts.iter().filter_map(|account| {
        let arn = RoleArn::parse(account.role_arn.get()?)?;
        let name = arn.name.text()?;
        Some((account, arn, name))
    })
}

/// The declared roles, those whose name is wholly known by name.
struct Roles<'a> {
    named: BTreeMap<String, Vec<&'a Role>>,
    open: Vec<&'a Role>,
}

impl<'a> Roles<'a> {
    fn of(estate: &'a Estate) -> Self {
        let mut roles = Self { named: BTreeMap::new(), open: Vec::new() };
        for role in &estate.declared.roles {
            match role.pattern().text() {
                Some(name) => roles.named.entry(name).or_default().push(role),
                None => roles.open.push(role),
            }
        }
        roles
    }
}

/// The declared role that an ARN names: same account, as far as both are known, and the same name.
fn look_up<'a>(roles: &Roles<'a>, arn: &RoleArn, name: &str) -> Lookup<'a> {
    // An ARN carries the role's path, and one with another path names nothing.
    let same_path = |role: &Role| match (&arn.path, &role.path.state) {
        (Some(path), State::Absent) => &**path == "/" || role.path.marks.has(Marks::OVERRIDABLE),
        (Some(path), State::Known(pattern)) => pattern.could_be(path),
        _ => true,
    };
    let candidate = |role: &&&Role| {
        let same_account = match (&role.account, &arn.account) {
            (Some(of_role), Some(of_arn)) => of_role == of_arn,
            _ => true,
        };
        same_account && same_path(role)
    };
    // A role that certainly trusts no service account (a cluster's, an instance's) is not the one, whatever it is called.
    let for_pods = |r: &Role| !r.trust.service_accounts.is_empty() || r.trust.pod_identity || r.trust.more.is_some();
    let exact = roles.named.get(name).and_then(|named| named.iter().find(candidate));
    let perhaps = || roles.open.iter().filter(candidate).find(|r| for_pods(r) && r.pattern().could_be(name));
    match exact.or_else(perhaps).copied() {
        Some(role) if role.pattern().text().is_some() && role.perhaps.is_none() => Lookup::Declared(role),
        Some(role) => Lookup::Perhaps(role),
        None => Lookup::Nowhere,
    }
}
