//! The two repositories compared: what one names and the other declares.

pub mod role_not_declared;
pub mod service_account_not_trusted;

use crate::eval::value::Marks;
use crate::model::Estate;
use crate::model::fact::State;
use crate::model::identity::{Pattern, Role, RoleArn};
use crate::model::kubernetes::ServiceAccount;
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

/// Comparisons of names with holes that one rule makes; beyond them the question is open.
const COMPARISONS: u64 = 5_000_000;
/// Said where they are used up.
const TOO_MANY: &str = "driftline's bound of 5000000 comparisons of role names was reached";

/// What the estate knows of the role that a service account names.
enum Lookup<'a> {
    /// It is declared.
    Declared(&'a Role),
    /// A role whose name is partly unknown could be it.
    Perhaps(&'a Role),
    /// No declared role can be it.
    Nowhere,
    /// Not looked for further.
    Bound,
}

/// The service accounts that name a role by its ARN, with the ARN's parts.
fn with_roles(estate: &Estate) -> impl Iterator<Item = (&ServiceAccount, RoleArn, String)> {
    estate.declared.service_accounts.iter().filter_map(|account| {
        let arn = RoleArn::parse(account.role_arn.get()?)?;
        let name = arn.name.text()?;
        Some((account, arn, name))
    })
}

/// The declared roles by name.
struct Roles<'a> {
    /// Those whose name is wholly known, in the order they are declared.
    named: HashMap<String, Vec<&'a Role>>,
    /// Those whose name is partly known and that pods may assume, by the known text it begins with.
    open: HashMap<Arc<str>, Vec<(usize, &'a Role, Pattern)>>,
    comparisons: Cell<u64>,
}

impl<'a> Roles<'a> {
    fn of(estate: &'a Estate) -> Self {
        let mut roles = Self { named: HashMap::new(), open: HashMap::new(), comparisons: Cell::new(COMPARISONS) };
        for (index, role) in estate.declared.roles.iter().enumerate() {
            let pattern = role.pattern();
            match pattern.text() {
                Some(name) => roles.named.entry(name).or_default().push(role),
                None if for_pods(role) => {
                    let begins = pattern.0.first().cloned().flatten().unwrap_or_default();
                    roles.open.entry(begins).or_default().push((index, role, pattern));
                }
                None => {}
            }
        }
        roles
    }

    /// Whether one more comparison may be made.
    fn may_compare(&self) -> bool {
        let left = self.comparisons.get();
        self.comparisons.set(left.saturating_sub(1));
        left > 0
    }
}

/// A role that certainly trusts no service account (a cluster's, an instance's) is not the one, whatever it is called.
fn for_pods(role: &Role) -> bool {
    !role.trust.service_accounts.is_empty() || role.trust.pod_identity || role.trust.more.is_some()
}

/// The declared role that an ARN names: same account, as far as both are known, and the same name.
fn look_up<'a>(roles: &Roles<'a>, arn: &RoleArn, name: &str) -> Lookup<'a> {
    // An ARN carries the role's path, and one with another path names nothing.
    let same_path = |role: &Role| match (&arn.path, &role.path.state) {
        (Some(path), State::Absent) => &**path == "/" || role.path.marks.has(Marks::OVERRIDABLE),
        (Some(path), State::Known(pattern)) => pattern.could_be(path),
        _ => true,
    };
    let candidate = |role: &Role| {
        let same_account = match (&role.account, &arn.account) {
            (Some(of_role), Some(of_arn)) => of_role == of_arn,
            _ => true,
        };
        same_account && same_path(role)
    };
    for role in roles.named.get(name).into_iter().flatten() {
        if !roles.may_compare() {
            return Lookup::Bound;
        }
        if candidate(role) {
            return if role.perhaps.is_none() { Lookup::Declared(role) } else { Lookup::Perhaps(role) };
        }
    }
    let mut first: Option<(usize, &Role)> = None;
    for (end, _) in name.char_indices().chain([(name.len(), ' ')]) {
        for (index, role, pattern) in name.get(..end).and_then(|begins| roles.open.get(begins)).into_iter().flatten() {
            if !roles.may_compare() {
                return Lookup::Bound;
            }
            if candidate(role) && pattern.could_be(name) {
                first = first.filter(|(earlier, _)| earlier < index).or(Some((*index, role)));
                break;
            }
        }
    }
    first.map_or(Lookup::Nowhere, |(_, role)| Lookup::Perhaps(role))
}
