//! Knative's kinds: Serving (<https://knative.dev/docs/serving/reference/serving-api/>) and its operator
//! (<https://knative.dev/docs/install/operator/configuring-serving-cr/>). Their pods are read like any other's.

use super::field::{Field, Pairs, Reading};
use super::named::Link;
use crate::model::identity::Pattern;

/// A `Service` or `Configuration` (`serving.knative.dev/v1`, `v1beta1`).
#[derive(Clone, Debug)]
pub struct Service<'v> {
    /// The label that keeps it inside the cluster: `networking.knative.dev/visibility`.
    pub visibility: Field<'v, Pattern>,
    /// The annotations of its pods, with the bounds of its scale.
    pub scale: Pairs<'v>,
}

impl<'v> Service<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self {
            visibility: read.text(&["metadata", "labels", "networking.knative.dev/visibility"]),
            scale: read.pairs(&["spec", "template", "metadata", "annotations"]),
        }
    }
}

/// A `DomainMapping` (`serving.knative.dev/v1beta1`, `v1alpha1`): its name is the host.
#[derive(Clone, Debug)]
pub struct DomainMapping<'v> {
    /// The host.
    pub host: Field<'v, Pattern>,
    /// `spec.ref`: whom the host leads to.
    pub to: Option<Link<'v>>,
    /// `spec.tls.secretName`.
    pub secret: Field<'v, Pattern>,
}

impl<'v> DomainMapping<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self {
            host: read.text(&["metadata", "name"]),
            to: read.link(&["spec", "ref"], "Service"),
            secret: read.name(&["spec", "tls", "secretName"], "Secret"),
        }
    }
}

/// A `KnativeServing` or `KnativeEventing` (`operator.knative.dev/v1beta1`, `v1alpha1`).
#[derive(Clone, Debug)]
pub struct Operated<'v> {
    /// `spec.version`.
    pub version: Field<'v, Pattern>,
    /// `spec.config`: the ConfigMaps of Knative by their names without `config-`.
    pub config: Pairs<'v>,
    /// `features.secure-pod-defaults`: whether pods get what `restricted` asks for.
    pub secure_pods: Field<'v, Pattern>,
    /// `network.ingress-class`.
    pub ingress_class: Field<'v, Pattern>,
    /// `domain`: the hosts that services get.
    pub domains: Pairs<'v>,
}

impl<'v> Operated<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        read.name(&["spec", "controller-custom-certs", "name"], "Secret");
        for secret in read.each(&["spec", "registry", "imagePullSecrets"]) {
            secret.name(&["name"], "Secret");
        }
        // The gateways of other namespaces are named as `namespace/name`, in texts that are not read here.
        let ingress_class = match read.text(&["spec", "config", "network", "ingress-class"]) {
            Field::Absent => read.text(&["spec", "config", "network", "ingress.class"]),
            class => class,
        };
        Self {
            version: read.text(&["spec", "version"]),
            config: read.pairs(&["spec", "config"]),
            secure_pods: read.text(&["spec", "config", "features", "secure-pod-defaults"]),
            ingress_class,
            domains: read.pairs(&["spec", "config", "domain"]),
        }
    }
}

/// A trigger or source of Eventing that sends somewhere: `spec.subscriber` and `spec.sink`
/// (<https://knative.dev/docs/eventing/reference/eventing-api/>).
#[derive(Clone, Debug)]
pub struct Sender<'v> {
    /// Whom it sends to.
    pub to: Vec<Link<'v>>,
    /// `spec.broker`.
    pub broker: Field<'v, Pattern>,
}

impl<'v> Sender<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let ends: [&'static [&'static str]; 2] = [&["spec", "subscriber", "ref"], &["spec", "sink", "ref"]];
        let to = ends.into_iter().filter_map(|path| read.link(path, "Service")).collect();
        Self { to, broker: read.name(&["spec", "broker"], "Broker") }
    }
}
