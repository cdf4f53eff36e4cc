//! What Flux would apply, from files in memory: entry points, Flux Kustomizations, HelmReleases, and how each object is
//! reached.
//!
//! Follows kustomize-controller and helm-controller. What Flux would fetch (other repositories, charts, remote bases) is
//! read only when it is among the given trees; else it is a gap, and absence beside it is never certain.
//!
//! What the fields of Flux's objects do to what is applied; fields that are not named change only when and how it is applied
//! (`interval`, `timeout`, `retryInterval`, `force`, `prune`, `wait`, `healthChecks`, `deletionPolicy`, `driftDetection`, `ignore` of
//! fields, `maxHistory`, `verify`, credentials), and stay in the objects for whoever asks:
//!
//! - Kustomization: `path`, `sourceRef`, `targetNamespace`, `namePrefix`, `nameSuffix`, `patches`, `images`, `components`,
//!   `ignoreMissingComponents`, `buildMetadata`, `commonMetadata`, `postBuild` (`substitute`), `decryption` (`decrypt`), `dependsOn`
//!   (names that must lead somewhere), `suspend`, `kubeConfig` (a gap: it is another cluster). The labels with its name and
//!   namespace are set on every object; objects with `reconcile: disabled` or `ssa: Ignore` are not applied.
//! - HelmRelease: `chart` and `chartRef` (`chart`), `valuesFrom` and `values` (`values`, `assign`), `valuesFiles`, `releaseName`,
//!   `targetNamespace`, `install.crds`, `upgrade.crds`, `disableHooks`, `postRenderers`, `postRenderStrategy`, `commonMetadata`
//!   (`post_render`), `dependsOn`, `suspend`, `kubeConfig`. `storageNamespace` is where Helm keeps its records.
//! - GitRepository: `url`, `ref`, `include`, `ignore`; of OCIRepository, HelmRepository and Bucket nothing is at hand, unless it is the
//!   artifact that starts the cluster. HelmChart: as `chart` of a HelmRelease. ArtifactGenerator: `sources`, `artifacts[].copy` of
//!   directories; an ExternalArtifact is what such a one makes.
//! - ResourceSet and ResourceSetInputProvider (`resource_set`, `inputs`), FluxInstance (`instance`, `controllers`).
//! - Image automation (ImageRepository, ImagePolicy, ImageUpdateAutomation) writes to the repository and not to the cluster, and
//!   notification (Receiver, Alert, Provider) applies nothing: they are objects like others.

mod apply;
mod artifact;
mod assemble;
mod assign;
mod chart;
mod conceal;
mod controllers;
mod decrypt;
mod dormant;
mod entry;
mod ignored;
mod index;
mod inputs;
mod instance;
mod post_render;
mod release;
mod resource_set;
mod scope;
mod sets;
mod source_ref;
mod substitute;
mod survey;
mod values;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests;

pub(in crate::eval) use conceal::concealed;
pub(in crate::eval) use index::shown as shown_in_address;
pub(in crate::eval) use release::KUBE_VERSION;
pub(in crate::eval) use values::merge as merge_values;

use super::kubernetes::Kubernetes;
use crate::source::{Revision, Sources, TreeId};
use scope::{SHARE, Scope};
use std::sync::Arc;

/// What the configuration says about Flux.
#[derive(Clone, Debug, Default)]
pub struct FluxSettings {
    /// Directories that a cluster applies, beside those that are found.
    pub entry_points: Vec<(TreeId, Arc<str>)>,
}

/// The revisions of the given trees that GitRepository objects in them pin, to be opened before [`evaluate`]. Sorted, each
/// once; objects that follow a branch are left out, because the work tree stands for that.
pub fn pins(sources: &Sources) -> Vec<(TreeId, Revision)> {
    source_ref::pins(&survey::Survey::mentioning(sources, "GitRepository"))
}

/// Evaluates every Kubernetes repository among the sources. Never fails: what could not be seen is in the gaps.
pub fn evaluate(sources: &Sources, settings: &FluxSettings) -> Kubernetes {
    let survey = survey::Survey::new(sources);
    let entries = entry::find(&survey, settings);
    let mut assembly = assemble::Assembly::new(&survey, &entries);
    let live = assembly.budget.deal(&entries, 0, SHARE, |entry, steps| Scope::live(&survey, entry, steps));
    for scope in live {
        assembly.add(scope);
    }
    dormant::add(&survey, &mut assembly);
    assembly.finish()
}
