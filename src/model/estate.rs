//! The estate: what follows from all facts together. Indexes, ties between Flux entry points and clusters, and the joins
//! that rules ask for.

use super::identity::{Class, Coverage, Pattern, Role, RoleArn};
use super::kubernetes::{Namespace, NamespaceSelection, NetworkPolicy, ServiceAccount, Subject, Workload};
use super::network::{Subnet, Vpc};
use super::organization::{ClusterTie, Organization, Ownership};
use super::workload::Cluster;
use super::{Declared, Estate, UnseenObjects};
use crate::eval::value::Address;
use crate::source::Gap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Joins the declared facts of all repositories.
pub fn estate(mut declared: Declared, ownership: Ownership, gaps: Vec<Gap>) -> Estate {
    let ties = if ownership.clusters.is_empty() { detect(&declared) } else { completed(ownership.clusters, &declared) };
    let organizations = if ownership.organizations.is_empty() {
        std::mem::take(&mut declared.organizations)
    } else {
        ownership.organizations
    };
    let position = |addresses: Vec<Address>| -> BTreeMap<Address, usize> {
        addresses.into_iter().enumerate().map(|(i, a)| (a, i)).collect()
    };
    let vpc_index = position(declared.vpcs.iter().map(|v| v.address.clone()).collect());
    let subnet_index = position(declared.subnets.iter().map(|s| s.address.clone()).collect());
    let unseen_in_namespace = declared.unseen_objects.clone();
    let mut estate = Estate {
        declared,
        organizations,
        ties,
        accounts: ownership.accounts,
        gaps,
        vpc_index,
        subnet_index,
        unseen_in_namespace,
    };
    roles_of_organizations(&mut estate);
    estate
}

/// One entry point and one cluster in the whole estate belong together; with several nothing is guessed.
fn detect(declared: &Declared) -> Vec<ClusterTie> {
    let ([entry], [cluster]) = (declared.entries.as_slice(), declared.clusters.as_slice()) else { return Vec::new() };
    let name = entry.address.scope.rsplit('/').next().unwrap_or("").into();
    let tie = ClusterTie {
        name,
        entry: entry.address.clone(),
        unit: Some(cluster.address.subject("")),
        account: None,
        region: None,
        oidc: None,
        network_policy: None,
        detected: true,
    };
    completed(vec![tie], declared)
}

/// Fills in what the cluster's own configuration tells and the tie does not say.
fn completed(mut ties: Vec<ClusterTie>, declared: &Declared) -> Vec<ClusterTie> {
    for tie in &mut ties {
        let Some(unit) = &tie.unit else { continue };
        let found = declared.units.iter().find(|u| u.address == *unit);
        let cluster = declared.clusters.iter().find(|c| c.address.subject("") == *unit);
        if tie.account.is_none() {
            tie.account = cluster.and_then(|c| c.account.clone()).or_else(|| found.and_then(|u| u.account.clone()));
        }
        if tie.region.is_none() {
            tie.region = cluster.and_then(|c| c.region.clone()).or_else(|| found.and_then(|u| u.region.clone()));
        }
        if tie.oidc.is_none() {
            let own = declared
                .oidc_providers
                .iter()
                .find(|p| cluster.is_some_and(|c| p.cluster.as_ref() == Some(&c.address)));
            let url = own.and_then(|p| p.url.get()).and_then(Pattern::text);
            tie.oidc = url.map(|u| u.strip_prefix("https://").unwrap_or(&u).into());
        }
    }
    ties
}

/// An IAM role belongs to the organization whose files declare it: the organization of references to it follows.
fn roles_of_organizations(estate: &mut Estate) {
    let of_role = |role: &Role, organizations: &[Organization]| -> Option<Arc<str>> {
        let unit = role.address.subject("").to_string();
        let account = |o: &&Organization| role.account.as_ref().is_some_and(|a| o.accounts.contains(a));
        let path = |o: &&Organization| o.paths.is_match(&unit) || o.paths.is_match(format!("{unit}/terragrunt.hcl"));
        organizations.iter().find(path).or_else(|| organizations.iter().find(account)).map(|o| o.name.clone())
    };
    type Owned = (Address, Option<Arc<str>>);
    let mut owners: BTreeMap<String, Option<Owned>> = BTreeMap::new();
    for role in &estate.declared.roles {
        let Some(name) = role.pattern().text() else { continue };
        let found = (role.address.clone(), of_role(role, &estate.organizations));
        // A name that several accounts use says nothing.
        owners.entry(name).and_modify(|o| *o = None).or_insert(Some(found));
    }
    for reference in estate.declared.object_references.iter_mut().filter(|r| &*r.kind == "IAM role") {
        let found = reference.name.text().and_then(|n| owners.get(&n).cloned().flatten());
        if let Some((address, organization)) = found {
            reference.to = Some(address);
            reference.to_organization = organization;
        }
    }
}

/// What a role's ARN leads to.
#[derive(Clone, Debug)]
pub enum RoleLookup<'e> {
    /// A role of that name is declared.
    Declared(&'e Role),
    /// This one may be it: its name, account or existence is not wholly known.
    Perhaps(&'e Role),
    /// No declared role can be it.
    None,
}

impl Estate {
    /// A VPC by address.
    pub fn vpc(&self, address: &Address) -> Option<&Vpc> {
        self.vpc_index.get(address).and_then(|i| self.declared.vpcs.get(*i))
    }

    /// A subnet by address.
    pub fn subnet(&self, address: &Address) -> Option<&Subnet> {
        self.subnet_index.get(address).and_then(|i| self.declared.subnets.get(*i))
    }

    /// An organization by name.
    pub fn organization(&self, name: &str) -> Option<&Organization> {
        self.organizations.iter().find(|o| &*o.name == name)
    }

    /// Whether this is the platform's owner.
    pub fn is_owner(&self, organization: &str) -> bool {
        self.organization(organization).is_some_and(|o| o.owner)
    }

    /// The organization that has a namespace.
    pub fn organization_of_namespace(&self, namespace: &str) -> Option<&Organization> {
        self.organizations.iter().find(|o| o.namespaces.iter().any(|n| &**n == namespace))
    }

    /// The tie of a Flux entry point, by the scope of its objects.
    pub fn tie_of(&self, scope: &str) -> Option<&ClusterTie> {
        self.ties.iter().find(|t| &*t.entry.scope == scope)
    }

    /// The cluster that a Flux entry point is tied to.
    pub fn cluster_of(&self, scope: &str) -> Option<&Cluster> {
        let unit = self.tie_of(scope)?.unit.as_ref()?;
        self.declared.clusters.iter().find(|c| c.address.repository == unit.repository && c.address.scope == unit.scope)
    }

    /// A namespace of a cluster.
    pub fn namespace(&self, scope: &str, name: &str) -> Option<&Namespace> {
        let is =
            |n: &&Namespace| &*n.subject.address.scope == scope && n.subject.name.text().is_some_and(|t| t == name);
        self.declared
            .namespaces
            .iter()
            .find(|n| n.declared && is(n))
            .or_else(|| self.declared.namespaces.iter().find(is))
    }

    /// The service account of that name in a namespace of a cluster.
    pub fn service_account(&self, scope: &str, namespace: &str, name: &str) -> Option<&ServiceAccount> {
        let is = |s: &&ServiceAccount| {
            is_in(&s.subject, scope, namespace) && s.subject.name.text().is_some_and(|t| t == name)
        };
        self.declared.service_accounts.iter().find(is)
    }

    /// The workloads in a namespace of a cluster.
    pub fn workloads_in<'e>(&'e self, scope: &'e str, namespace: &'e str) -> impl Iterator<Item = &'e Workload> + 'e {
        self.declared.workloads.iter().filter(move |w| is_in(&w.subject, scope, namespace))
    }

    /// The network policies that hold in a namespace of a cluster: its own, and cluster-wide ones that select it for
    /// certain.
    pub fn policies_in<'e>(
        &'e self,
        scope: &'e str,
        namespace: &'e str,
    ) -> impl Iterator<Item = &'e NetworkPolicy> + 'e {
        let holds = move |policy: &&NetworkPolicy| {
            if !policy.cluster_wide {
                return is_in(&policy.subject, scope, namespace);
            }
            &*policy.subject.address.scope == scope && self.selects(&policy.namespaces, scope, namespace) == Some(true)
        };
        self.declared.network_policies.iter().filter(holds)
    }

    /// Whether a cluster-wide selection selects a namespace; `None` when that is not known.
    pub fn selects(&self, selection: &NamespaceSelection, scope: &str, namespace: &str) -> Option<bool> {
        selection.selects(namespace, self.namespace(scope, namespace))
    }

    /// HelmReleases that may put objects into a namespace without their being seen.
    pub fn unseen_in<'e>(&'e self, scope: &'e str, namespace: &'e str) -> impl Iterator<Item = &'e UnseenObjects> + 'e {
        self.unseen_in_namespace.iter().filter(move |u| &*u.scope == scope && u.namespace.could_be(namespace))
    }

    /// Whether something enforces NetworkPolicies in the cluster of an entry point: the configuration's word, Cilium or
    /// Calico seen in it, or the VPC CNI add-on told to. `None` when nothing tells.
    pub fn network_policy_enforced(&self, scope: &str) -> Option<bool> {
        if let Some(said) = self.tie_of(scope).and_then(|tie| tie.network_policy) {
            return Some(said);
        }
        let plugin = |p: &&super::kubernetes::NetworkPlugin| &*p.address.scope == scope && p.reach.counts();
        if self.declared.network_plugins.iter().any(|p| plugin(&p)) {
            return Some(true);
        }
        self.cluster_of(scope).and_then(|c| c.network_policy.get().copied())
    }

    /// The declared roles of an account; those whose account is not known belong to any.
    pub fn roles_in_account(&self, account: Option<&str>) -> impl Iterator<Item = &Role> + use<'_> {
        let account: Option<Arc<str>> = account.map(Arc::from);
        self.declared.roles.iter().filter(move |role| match (&role.account, &account) {
            (Some(of_role), Some(wanted)) => of_role == wanted,
            _ => true,
        })
    }

    /// The declared role that an ARN names.
    pub fn role(&self, arn: &RoleArn) -> RoleLookup<'_> {
        let candidates = || self.roles_in_account(arn.account.as_deref());
        let Some(name) = arn.name.text() else {
            return candidates().next().map_or(RoleLookup::None, RoleLookup::Perhaps);
        };
        let exact = |certain: bool| {
            candidates().find(|r| r.pattern().text().is_some_and(|n| n == name) && r.perhaps.is_none() == certain)
        };
        match (exact(true), exact(false)) {
            (Some(role), _) => RoleLookup::Declared(role),
            (None, Some(role)) => RoleLookup::Perhaps(role),
            (None, None) => {
                let could = candidates().find(|r| r.pattern().could_be(&name));
                could.map_or(RoleLookup::None, RoleLookup::Perhaps)
            }
        }
    }

    /// What was covered of a class in an account; of all accounts together when the account is not known or nothing was
    /// said of it.
    pub fn coverage(&self, class: Class, account: Option<&str>) -> Option<&Coverage> {
        let of = |wanted: Option<&str>| {
            self.declared.coverage.iter().find(|c| c.class == class && c.account.as_deref() == wanted)
        };
        of(account).or_else(|| of(None))
    }
}

fn is_in(subject: &Subject, scope: &str, namespace: &str) -> bool {
    &*subject.address.scope == scope && subject.namespace.text().is_some_and(|n| n == namespace)
}
