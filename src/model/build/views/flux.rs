//! Flux's kinds (<https://fluxcd.io/flux/components/>).

use super::field::{Field, List, Reading};
use super::named::Link;
use crate::eval::value::Value;
use crate::model::identity::Pattern;

/// A `Kustomization` (`kustomize.toolkit.fluxcd.io`, `v1beta1` to `v1`).
#[derive(Clone, Debug)]
pub struct Kustomization<'v> {
    /// `spec.path`.
    pub path: Field<'v, Pattern>,
    /// `spec.sourceRef`.
    pub source: Option<Link<'v>>,
    /// `spec.targetNamespace`.
    pub target_namespace: Field<'v, Pattern>,
    /// `spec.serviceAccountName`.
    pub service_account: Field<'v, Pattern>,
    /// `spec.decryption.provider`: `sops`.
    pub decryption: Field<'v, Pattern>,
    /// `spec.postBuild.substituteFrom`.
    pub substitute_from: Vec<Link<'v>>,
    /// `spec.prune`.
    pub prune: Field<'v, bool>,
    /// `spec.suspend`.
    pub suspend: Field<'v, bool>,
}

impl<'v> Kustomization<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        remote(read);
        read.name(&["spec", "decryption", "secretRef", "name"], "Secret");
        for check in read.each(&["spec", "healthChecks"]) {
            check.as_link("Deployment");
        }
        for before in read.each(&["spec", "dependsOn"]) {
            before.as_link("Kustomization");
        }
        Self {
            path: read.text(&["spec", "path"]),
            source: read.link(&["spec", "sourceRef"], "GitRepository"),
            target_namespace: read.text(&["spec", "targetNamespace"]),
            service_account: read.name(&["spec", "serviceAccountName"], "ServiceAccount"),
            decryption: read.text(&["spec", "decryption", "provider"]),
            substitute_from: links(read, &["spec", "postBuild", "substituteFrom"], "ConfigMap"),
            prune: read.flag(&["spec", "prune"]),
            suspend: read.flag(&["spec", "suspend"]),
        }
    }
}

/// A `HelmRelease` (`helm.toolkit.fluxcd.io`, `v2beta1` to `v2`).
#[derive(Clone, Debug)]
pub struct HelmRelease<'v> {
    /// `spec.chart.spec.chart`, or the name of `spec.chartRef`.
    pub chart: Field<'v, Pattern>,
    /// `spec.chart.spec.version`.
    pub version: Field<'v, Pattern>,
    /// `spec.chart.spec.sourceRef`, or `spec.chartRef`.
    pub source: Option<Link<'v>>,
    /// `spec.releaseName`.
    pub release_name: Field<'v, Pattern>,
    /// `spec.targetNamespace`.
    pub target_namespace: Field<'v, Pattern>,
    /// `spec.storageNamespace`.
    pub storage_namespace: Field<'v, Pattern>,
    /// `spec.serviceAccountName`.
    pub service_account: Field<'v, Pattern>,
    /// `spec.valuesFrom`.
    pub values_from: Vec<Link<'v>>,
    /// `spec.values`.
    pub values: Field<'v, &'v Value>,
    /// `spec.suspend`.
    pub suspend: Field<'v, bool>,
}

impl<'v> HelmRelease<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        remote(read);
        for before in read.each(&["spec", "dependsOn"]) {
            before.as_link("HelmRelease");
        }
        let by_reference = read.link(&["spec", "chartRef"], "OCIRepository");
        let source = read.link(&["spec", "chart", "spec", "sourceRef"], "HelmRepository");
        let chart = match read.text(&["spec", "chart", "spec", "chart"]) {
            Field::Absent => by_reference.as_ref().map_or(Field::Absent, |link| link.name.clone()),
            chart => chart,
        };
        Self {
            chart,
            version: read.text(&["spec", "chart", "spec", "version"]),
            source: source.or(by_reference),
            release_name: read.text(&["spec", "releaseName"]),
            target_namespace: read.text(&["spec", "targetNamespace"]),
            storage_namespace: read.text(&["spec", "storageNamespace"]),
            service_account: read.name(&["spec", "serviceAccountName"], "ServiceAccount"),
            values_from: links(read, &["spec", "valuesFrom"], "ConfigMap"),
            values: read.map(&["spec", "values"]),
            suspend: read.flag(&["spec", "suspend"]),
        }
    }
}

/// A source: `GitRepository`, `OCIRepository`, `HelmRepository`, `Bucket` or `HelmChart` (`source.toolkit.fluxcd.io`).
#[derive(Clone, Debug)]
pub struct Source<'v> {
    /// `spec.url`, or a Bucket's `spec.endpoint`.
    pub url: Field<'v, Pattern>,
    /// `spec.bucketName`.
    pub bucket: Field<'v, Pattern>,
    /// `spec.provider`: `aws` reads with the controller's own role.
    pub provider: Field<'v, Pattern>,
    /// `spec.secretRef.name`.
    pub secret: Field<'v, Pattern>,
    /// `spec.serviceAccountName`.
    pub service_account: Field<'v, Pattern>,
    /// `spec.verify`: signatures are checked.
    pub verified: bool,
    /// `spec.suspend`.
    pub suspend: Field<'v, bool>,
}

impl<'v> Source<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        for path in [
            &["spec", "certSecretRef", "name"] as &'static [&'static str],
            &["spec", "proxySecretRef", "name"],
            &["spec", "verify", "secretRef", "name"],
        ] {
            read.name(path, "Secret");
        }
        read.link(&["spec", "sourceRef"], "HelmRepository");
        let url = match read.text(&["spec", "url"]) {
            Field::Absent => read.text(&["spec", "endpoint"]),
            url => url,
        };
        Self {
            url,
            bucket: read.text(&["spec", "bucketName"]),
            provider: read.text(&["spec", "provider"]),
            secret: read.name(&["spec", "secretRef", "name"], "Secret"),
            service_account: read.name(&["spec", "serviceAccountName"], "ServiceAccount"),
            verified: !read.map(&["spec", "verify"]).is_absent(),
            suspend: read.flag(&["spec", "suspend"]),
        }
    }
}

/// A `Receiver`, `Provider` or `Alert` (`notification.toolkit.fluxcd.io`).
#[derive(Clone, Debug)]
pub struct Notification<'v> {
    /// `spec.secretRef.name`.
    pub secret: Field<'v, Pattern>,
    /// `spec.address`.
    pub address: Field<'v, Pattern>,
    /// The objects it speaks of: `spec.resources` or `spec.eventSources`.
    pub about: List<'v>,
}

impl<'v> Notification<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        read.name(&["spec", "certSecretRef", "name"], "Secret");
        read.name(&["spec", "providerRef", "name"], "Provider");
        let mut about = read.list(&["spec", "resources"]);
        about.items.extend(read.list(&["spec", "eventSources"]).items);
        Self {
            secret: read.name(&["spec", "secretRef", "name"], "Secret"),
            address: read.text(&["spec", "address"]),
            about,
        }
    }
}

/// Another cluster that is applied to, by the secret with its kubeconfig.
fn remote(read: Reading<'_, '_>) {
    read.name(&["spec", "kubeConfig", "secretRef", "name"], "Secret");
}

/// Links of a list, such as `valuesFrom`.
fn links<'v>(read: Reading<'v, '_>, path: &'static [&'static str], kind: &'static str) -> Vec<Link<'v>> {
    read.each(path).into_iter().map(|one| one.as_link(kind)).collect()
}
