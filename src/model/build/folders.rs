//! Kustomizations and Flux paths of one organization that take in the files of another.

use super::super::fact::Evidence;
use super::super::identity::Pattern;
use super::super::kubernetes::{ObjectReference, Subject};
use super::objects::Cluster;
use crate::eval::reference::ReferenceKind;
use crate::source::path::join;
use std::sync::Arc;

/// Kustomizations of one organization that take in files of another.
pub(super) fn folders(cluster: &Cluster<'_>) -> Vec<ObjectReference> {
    let mut out = Vec::new();
    for reference in &cluster.kubernetes.references {
        if !matches!(reference.kind, ReferenceKind::KustomizationResource | ReferenceKind::FluxPath) {
            continue;
        }
        let Some(file) = cluster.sources.file(reference.at.file) else { continue };
        let repository = cluster.sources.tree_name(file.tree);
        let directory = match reference.kind {
            ReferenceKind::FluxPath => "",
            _ => file.path.rsplit_once('/').map_or("", |(d, _)| d),
        };
        let Some(target) = join(directory, &reference.target) else { continue };
        let own: Arc<str> = format!("{repository}//{}", file.path).into();
        let member = |path: &str| {
            let inside = cluster.membership.of_file(&format!("{repository}//{path}/kustomization.yaml"));
            inside.or_else(|| cluster.membership.of_file(&format!("{repository}//{path}")))
        };
        let (Some(from), Some(to)) = (cluster.membership.of_file(&own), member(&target)) else { continue };
        let subject = Subject {
            address: reference.owner.clone(),
            group: "".into(),
            kind: "kustomization".into(),
            namespace: Pattern::whole(""),
            name: Pattern::whole(file.path.rsplit_once('/').map_or("", |(d, _)| d)),
            name_at: reference.at,
            at: reference.at,
            file: own,
            brought_by: None,
            release: None,
            trail: Arc::new([]),
            reach: reference.reach.clone(),
            generated: false,
        };
        out.push(ObjectReference {
            from: subject,
            organization: Some(from),
            kind: "directory".into(),
            namespace: Pattern::whole(""),
            namespace_named: false,
            name: Pattern::whole(target),
            to_organization: Some(to),
            to: None,
            optional: false,
            made: false,
            places: Evidence::at(reference.at),
        });
    }
    out
}
