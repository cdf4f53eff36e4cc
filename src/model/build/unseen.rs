//! What may put objects into a namespace without their being seen: charts that are not rendered, Flux Kustomizations whose source
//! is not at hand, ResourceSets that are not evaluated.

use super::super::UnseenObjects;
use super::super::identity::Pattern;
use super::read;
use crate::eval::kubernetes::{Kubernetes, Object};
use crate::eval::reference::{Outcome, ReferenceKind};
use crate::eval::value::{Absent, Address, Unknown, Why};
use crate::source::{GapKind, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything of that kind.
pub(super) fn unseen(kubernetes: &Kubernetes) -> Vec<UnseenObjects> {
    let mut out: Vec<UnseenObjects> = kubernetes
        .unrendered
        .iter()
        .map(|u| UnseenObjects {
            scope: u.release.scope.clone(),
            release: u.release.clone(),
            namespace: read::pattern(&u.namespace).unwrap_or_else(Pattern::unknown),
            why: u.why.clone(),
            reach: u.reach.clone(),
            text: None,
        })
        .collect();
    let mut paths: BTreeMap<&Address, &Arc<Unknown>> = BTreeMap::new();
    for reference in kubernetes.references.iter().filter(|r| r.kind == ReferenceKind::FluxPath) {
        if let Outcome::Undecided(why) = &reference.outcome {
            paths.entry(&reference.owner).or_insert(why);
        }
    }
    let sets: BTreeSet<Span> =
        kubernetes.gaps.iter().filter(|g| g.kind == GapKind::Unsupported).filter_map(|g| g.at).collect();
    for object in &kubernetes.objects {
        let found = match &*object.kind {
            "Kustomization" => paths.get(&object.address).map(|why| (applied_to(object), (*why).clone())),
            "ResourceSet" if sets.contains(&object.at) => {
                let why = Why::NoSource(Absent::ResourceSet);
                Some((Pattern::unknown(), Arc::new(Unknown::new(why, object.at))))
            }
            _ => None,
        };
        if let Some((namespace, why)) = found {
            out.push(UnseenObjects {
                scope: object.address.scope.clone(),
                release: object.address.clone(),
                namespace,
                why,
                reach: object.reach.clone(),
                text: None,
            });
        }
    }
    out
}

/// The namespace that a Flux Kustomization applies to: the one it names; for a tenant's, which acts by an account of its own
/// namespace, that one; else any.
fn applied_to(object: &Object) -> Pattern {
    let target = read::path(&object.value, &["spec", "targetNamespace"]);
    if let Some(value) = target.set() {
        return read::pattern(value).unwrap_or_else(Pattern::unknown);
    }
    let own = read::pattern(&object.namespace).and_then(|n| n.text());
    match own {
        Some(own) if own != "flux-system" => Pattern::whole(own),
        _ => Pattern::unknown(),
    }
}
