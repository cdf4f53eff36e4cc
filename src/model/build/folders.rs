//! Kustomizations of one organization that name a file or folder of another's.

use super::super::identity::Pattern;
use super::super::kubernetes::{ObjectReference, Subject};
use super::objects::Cluster;
use crate::eval::reference::{Outcome, PathReference, ReferenceKind};
use crate::source::{Span, path};
use std::sync::Arc;

/// One reference for each entry of a kustomization that leads from one organization's files into another's. That the
/// objects found there then land in the first one's namespace is the same mistake, and not repeated.
pub(super) fn folders(cluster: &Cluster<'_>) -> Vec<ObjectReference> {
    cluster.kubernetes.references.iter().filter_map(|reference| folder(cluster, reference)).collect()
}

fn folder(cluster: &Cluster<'_>, reference: &PathReference) -> Option<ObjectReference> {
    if reference.kind != ReferenceKind::KustomizationResource || !matches!(reference.outcome, Outcome::Found) {
        return None;
    }
    let owner = &reference.owner;
    let target = path::join(&owner.scope, &reference.target)?;
    let own = path::join(&owner.scope, &owner.subject)?;
    let file: Arc<str> = format!("{}//{own}", owner.repository).into();
    let from = cluster.membership.of_file(&file)?;
    let named = format!("{}//{target}", owner.repository);
    // A pattern such as `acme/**` means what is below `acme`: the folder itself is seen through a file in it.
    let of_folder = || cluster.membership.of_file(&format!("{named}/{}", owner.subject));
    let to = cluster.membership.of_file(&named).or_else(of_folder)?;
    if from == to {
        return None;
    }
    Some(ObjectReference {
        from: Subject {
            address: owner.clone(),
            group: "kustomize.config.k8s.io".into(),
            kind: "kustomization".into(),
            namespace: Pattern::whole(""),
            name: Pattern::whole(&*owner.scope),
            name_at: reference.at,
            at: Span::file_start(reference.at.file),
            file,
            brought_by: None,
            release: None,
            via: Arc::default(),
            reach: reference.reach.clone(),
            generated: false,
        },
        organization: Some(from),
        kind: "folder".into(),
        namespace: Pattern::whole(""),
        namespace_named: false,
        to_organization: Some(to),
        to: None,
        name: Pattern::whole(target),
        at: reference.at,
    })
}
