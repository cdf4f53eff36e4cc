//! What Terraform applies to clusters joins what Flux applies there.

use super::super::organization::Ownership;
use super::projection::Projected;
use crate::eval::applied::{self, Applied};
use crate::eval::configuration::{Configuration, Resource};
use crate::eval::kubernetes::{Kubernetes, Object, Reach, Unrendered};
use crate::eval::value::{Address, Item, Kind, Part, Text, Ty, Unknown, Value, Why};
use crate::source::{FileId, Gap, Sources, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Repositories and scopes of configurations.
type Owners = BTreeSet<(Arc<str>, Arc<str>)>;

/// What a configuration applies to a cluster.
#[derive(Clone, Debug)]
pub(super) struct Adoptable {
    made: Applied,
    /// The configurations whose resources its Kubernetes providers name: those that create the cluster.
    clusters: Owners,
}

/// What a configuration applies; `None` when it has no such resources.
pub(super) fn adoptable(sources: &Sources, configuration: &Configuration) -> Option<Adoptable> {
    if !configuration.resources.iter().any(|r| !r.data && applied::applies(&r.kind)) {
        return None;
    }
    let mut clusters = Owners::new();
    for provider in &configuration.providers {
        if matches!(&*provider.name, "kubernetes" | "helm" | "kubectl") {
            owners(&provider.config, &mut clusters, 0);
        }
    }
    if clusters.is_empty() && creates_a_cluster(&configuration.resources) {
        clusters.insert((configuration.repository.clone(), configuration.scope.clone()));
    }
    Some(Adoptable { made: applied::objects(sources, configuration), clusters })
}

/// Adds the objects that configurations apply, each in the scope of the cluster it goes to. A cluster that cannot be told
/// keeps the configuration's own scope; what else runs in it is then not seen. Gives what could not be seen.
pub fn adopt(configurations: &mut [Projected], ownership: &Ownership, kubernetes: &mut Kubernetes) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if configurations.iter().all(|c| c.applied.is_none()) {
        return gaps;
    }
    let only = only_cluster(configurations, kubernetes);
    forget(configurations, kubernetes);
    let mut known: BTreeSet<Address> = kubernetes.objects.iter().map(|o| o.address.clone()).collect();
    for configuration in configurations {
        let Some(applied) = configuration.applied.take() else { continue };
        let Adoptable { made, clusters } = *applied;
        gaps.extend(made.gaps);
        let home = Address::new(configuration.repository.clone(), configuration.scope.clone(), "");
        let cluster = cluster_of(clusters, ownership, only.as_ref());
        if cluster.is_none() && !(made.objects.is_empty() && made.unrendered.is_empty()) {
            elsewhere(configuration, &home, &made.objects, kubernetes);
        }
        let cluster = cluster.unwrap_or(home);
        let reach = Reach::Live(BTreeSet::from([cluster.clone()]));
        for object in made.objects {
            let address = cluster.subject(object.address.subject.clone());
            // What Flux applies too is Flux's: it reconciles it again.
            if known.insert(address.clone()) {
                kubernetes.objects.push(Object { address, reach: reach.clone(), ..object });
            }
        }
        kubernetes.unrendered.extend(made.unrendered.into_iter().map(|u| Unrendered {
            release: cluster.subject(u.release.subject.clone()),
            reach: reach.clone(),
            ..u
        }));
    }
    gaps
}

/// Drops what nothing was known to apply, where a configuration applies the same object of the same file.
fn forget(configurations: &[Projected], kubernetes: &mut Kubernetes) {
    type Known = (FileId, Arc<str>, Option<String>);
    let key = |o: &Object| -> Known { (o.at.file, o.kind.clone(), o.name.as_str().map(str::to_owned)) };
    let made = configurations.iter().filter_map(|c| c.applied.as_ref()).flat_map(|applied| &applied.made.objects);
    let taken: BTreeSet<Known> = made.map(key).collect();
    let applied = |o: &Object| matches!(o.reach, Reach::Live(_) | Reach::Suspended);
    kubernetes.objects.retain(|o| applied(o) || !taken.contains(&key(o)));
}

/// Notes, for a cluster that cannot be told, that more may run in it, and for every entry point that its policies may be
/// there.
fn elsewhere(configuration: &Projected, home: &Address, objects: &[Object], kubernetes: &mut Kubernetes) {
    let unknown = |message: &str, at: Span| {
        let why = Why::Gap(message.into());
        Arc::new(Unknown { why, what: None, ty: Ty::Text, not_null: true, likely: None, at })
    };
    let at = configuration.at;
    let which = "which cluster it applies to is not known: tie it to a Flux path in `clusters:`";
    let anywhere = Value { kind: Kind::Unknown(unknown(which, at)), ..Value::null(at) };
    kubernetes.unrendered.push(Unrendered {
        release: home.clone(),
        namespace: anywhere,
        why: unknown(which, at),
        reach: Reach::Live(BTreeSet::from([home.clone()])),
        at,
    });
    let policies = objects.iter().filter(|o| o.kind.ends_with("NetworkPolicy"));
    let mut open: Vec<Unrendered> = Vec::new();
    for policy in policies {
        open.extend(kubernetes.clusters.iter().map(|entry| Unrendered {
            release: entry.address.subject(policy.address.subject.clone()),
            namespace: policy.namespace.clone(),
            why: unknown("Terraform applies a policy, and to which cluster is not known", policy.at),
            reach: Reach::Live(BTreeSet::from([entry.address.clone()])),
            at: policy.at,
        }));
    }
    kubernetes.unrendered.extend(open);
}

fn creates_a_cluster(resources: &[Resource]) -> bool {
    resources.iter().any(|r| !r.data && &*r.kind == "aws_eks_cluster")
}

/// The entry point, when there is one and one configuration that creates a cluster.
fn only_cluster(all: &[Projected], kubernetes: &Kubernetes) -> Option<Address> {
    let [entry] = kubernetes.clusters.as_slice() else { return None };
    let creating = all.iter().filter(|c| creates_a_cluster(&c.resources)).count();
    (creating == 1).then(|| entry.address.clone())
}

/// The entry point of the cluster that a configuration's Kubernetes providers talk to: as `clusters:` ties the unit that
/// creates it, or the only one when there is one cluster and one entry point in the estate.
fn cluster_of(named: Owners, ownership: &Ownership, only: Option<&Address>) -> Option<Address> {
    if ownership.clusters.is_empty() {
        return only.cloned();
    }
    let mut ties = ownership.clusters.iter().filter(|tie| {
        let unit = tie.unit.as_ref();
        named.iter().any(|(repository, scope)| unit.is_some_and(|u| u.repository == *repository && u.scope == *scope))
    });
    let tie = ties.next()?;
    if ties.next().is_some() {
        return None;
    }
    Some(tie.entry.clone())
}

/// The configurations whose resources a value refers to.
fn owners(value: &Value, out: &mut Owners, depth: u32) {
    const DEEPEST: u32 = 16;
    let mut take = |unknown: &Unknown| {
        if let Some(what) = &unknown.what {
            out.insert((what.owner.repository.clone(), what.owner.scope.clone()));
        }
    };
    match &value.kind {
        Kind::Unknown(unknown) => take(unknown),
        Kind::Text(Text::Parts(parts)) => {
            for part in parts.iter() {
                if let Part::Hole(unknown, _) = part {
                    take(unknown);
                }
            }
        }
        Kind::List(items) if depth < DEEPEST => {
            for item in items.iter() {
                if let Item::One(value) = item {
                    owners(value, out, depth + 1);
                }
            }
        }
        Kind::Map(map) if depth < DEEPEST => {
            for entry in &map.entries {
                owners(&entry.value, out, depth + 1);
            }
        }
        _ => {}
    }
}
