//! Objects read as their API defines them.
//!
//! A view is made of an object's value and borrows from it: each field is known, not known, not written, or written in a shape
//! that the API refuses, with its place. Kinds that nothing here asks for stay what they are, a map. What an object names, and
//! what in it is misshapen, is gathered on the way.

pub mod admission;
pub mod cert_manager;
pub mod core;
pub mod external_secrets;
pub mod field;
pub mod flux;
pub mod gateway;
pub mod karpenter;
pub mod knative;
pub mod named;
pub mod network_policy;
pub mod pod;
pub mod secrets_store;

pub use field::{Field, List, Notes, Pairs, Reading, Wrong};
pub use named::{Link, Named, Space};

use crate::eval::kubernetes::Object;
use crate::eval::value::Value;
use std::cell::RefCell;

/// An object as its API defines it.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each is what its type says")]
pub enum View<'v> {
    Namespace(core::Namespace<'v>),
    ServiceAccount(core::ServiceAccount<'v>),
    Service(core::Service<'v>),
    Claim(core::Claim<'v>),
    StorageClass(core::StorageClass<'v>),
    Binding(core::Binding<'v>),
    Scaler(core::Scaler<'v>),
    Ingress(gateway::Ingress<'v>),
    Gateway(gateway::Gateway<'v>),
    Route(gateway::Route<'v>),
    Grant(gateway::Grant<'v>),
    Kustomization(flux::Kustomization<'v>),
    HelmRelease(flux::HelmRelease<'v>),
    Source(flux::Source<'v>),
    Notification(flux::Notification<'v>),
    Knative(knative::Service<'v>),
    DomainMapping(knative::DomainMapping<'v>),
    KnativeOperated(knative::Operated<'v>),
    KnativeSender(knative::Sender<'v>),
    Certificate(cert_manager::Certificate<'v>),
    Issuer(cert_manager::Issuer<'v>),
    SecretStore(external_secrets::Store<'v>),
    ExternalSecret(external_secrets::ExternalSecret<'v>),
    PushSecret(external_secrets::PushSecret<'v>),
    ProviderClass(secrets_store::ProviderClass<'v>),
    NetworkPolicy(network_policy::NetworkPolicy<'v>),
    CiliumPolicy(network_policy::Cilium<'v>),
    CalicoPolicy(network_policy::Calico<'v>),
    AdminPolicy(network_policy::Admin<'v>),
    Kyverno(admission::Kyverno<'v>),
    Validating(admission::Validating<'v>),
    ValidatingBinding(admission::ValidatingBinding<'v>),
    Constraint(admission::Constraint<'v>),
    NodePool(karpenter::NodePool<'v>),
    NodeClass(karpenter::NodeClass<'v>),
    /// A kind that is read for nothing but its pods, if it brings any.
    Other,
}

/// What reading an object gave.
#[derive(Clone, Debug)]
pub struct Viewed<'v> {
    /// What it is.
    pub view: View<'v>,
    /// The pods it brings.
    pub pods: Option<pod::Pods<'v>>,
    /// What it names.
    pub names: Vec<Named<'v>>,
    /// Fields in a shape that the API refuses.
    pub wrong: Vec<Wrong<'v>>,
}

/// The group of an `apiVersion`; empty for core.
pub fn group(api_version: &str) -> &str {
    api_version.rsplit_once('/').map_or("", |(group, _)| group)
}

/// Reads an object. Any value will do: what does not fit is said, never a reason to stop.
pub fn view(object: &Object) -> Viewed<'_> {
    of(group(&object.api_version), &object.kind, &object.value)
}

/// The same of a group, a kind and a value.
pub fn of<'v>(group: &str, kind: &str, value: &'v Value) -> Viewed<'v> {
    let notes = RefCell::new(Notes::default());
    let read = Reading::new(value, &notes);
    let view = typed(group, kind, read);
    let pods = pod::pods(group, kind, read);
    if (group, kind) == ("apps", "StatefulSet") {
        pod::claims(read);
    }
    let Notes { names, wrong } = notes.into_inner();
    Viewed { view, pods, names, wrong }
}

/// Which view a kind has, whatever the version: the fields that are read are the same, or read in each of their forms.
fn typed<'v>(group: &str, kind: &str, read: Reading<'v, '_>) -> View<'v> {
    match (group, kind) {
        ("", "Namespace") => View::Namespace(core::Namespace::read(read)),
        ("", "ServiceAccount") => View::ServiceAccount(core::ServiceAccount::read(read)),
        ("", "Service") => View::Service(core::Service::read(read)),
        ("", "PersistentVolumeClaim") => View::Claim(core::Claim::read(read)),
        ("storage.k8s.io", "StorageClass") => View::StorageClass(core::StorageClass::read(read)),
        ("rbac.authorization.k8s.io", "RoleBinding" | "ClusterRoleBinding") => View::Binding(core::Binding::read(read)),
        ("autoscaling", "HorizontalPodAutoscaler") | ("keda.sh", "ScaledObject") => {
            View::Scaler(core::Scaler::read(read))
        }
        ("networking.k8s.io" | "extensions", "Ingress") => View::Ingress(gateway::Ingress::read(read)),
        ("gateway.networking.k8s.io", "Gateway") => View::Gateway(gateway::Gateway::read(read)),
        ("gateway.networking.k8s.io", "HTTPRoute" | "GRPCRoute" | "TLSRoute" | "TCPRoute" | "UDPRoute") => {
            View::Route(gateway::Route::read(read))
        }
        ("gateway.networking.k8s.io", "ReferenceGrant") => View::Grant(gateway::Grant::read(read)),
        ("kustomize.toolkit.fluxcd.io", "Kustomization") => View::Kustomization(flux::Kustomization::read(read)),
        ("helm.toolkit.fluxcd.io", "HelmRelease") => View::HelmRelease(flux::HelmRelease::read(read)),
        ("source.toolkit.fluxcd.io", "GitRepository" | "OCIRepository" | "HelmRepository" | "Bucket" | "HelmChart") => {
            View::Source(flux::Source::read(read))
        }
        ("notification.toolkit.fluxcd.io", "Receiver" | "Provider" | "Alert") => {
            View::Notification(flux::Notification::read(read))
        }
        ("serving.knative.dev", "Service" | "Configuration" | "Revision") => {
            View::Knative(knative::Service::read(read))
        }
        ("serving.knative.dev", "DomainMapping") => View::DomainMapping(knative::DomainMapping::read(read)),
        ("operator.knative.dev", "KnativeServing" | "KnativeEventing") => {
            View::KnativeOperated(knative::Operated::read(read))
        }
        ("eventing.knative.dev", "Trigger")
        | ("sources.knative.dev", _)
        | ("messaging.knative.dev", "Subscription") => View::KnativeSender(knative::Sender::read(read)),
        ("cert-manager.io" | "certmanager.k8s.io", "Certificate") => {
            View::Certificate(cert_manager::Certificate::read(read))
        }
        ("cert-manager.io" | "certmanager.k8s.io", "Issuer" | "ClusterIssuer") => {
            View::Issuer(cert_manager::Issuer::read(read, kind == "ClusterIssuer"))
        }
        ("external-secrets.io", "SecretStore" | "ClusterSecretStore") => {
            View::SecretStore(external_secrets::Store::read(read))
        }
        ("external-secrets.io", "ExternalSecret" | "ClusterExternalSecret") => {
            let wide = kind == "ClusterExternalSecret";
            View::ExternalSecret(external_secrets::ExternalSecret::read(read, wide))
        }
        ("external-secrets.io", "PushSecret") => View::PushSecret(external_secrets::PushSecret::read(read)),
        ("secrets-store.csi.x-k8s.io", "SecretProviderClass") => {
            View::ProviderClass(secrets_store::ProviderClass::read(read))
        }
        ("networking.k8s.io" | "extensions", "NetworkPolicy") => {
            View::NetworkPolicy(network_policy::NetworkPolicy::read(read))
        }
        ("cilium.io", "CiliumNetworkPolicy" | "CiliumClusterwideNetworkPolicy") => {
            View::CiliumPolicy(network_policy::Cilium::read(read))
        }
        ("projectcalico.org" | "crd.projectcalico.org", "NetworkPolicy" | "GlobalNetworkPolicy") => {
            View::CalicoPolicy(network_policy::Calico::read(read))
        }
        ("policy.networking.k8s.io", "AdminNetworkPolicy" | "BaselineAdminNetworkPolicy") => {
            View::AdminPolicy(network_policy::Admin::read(read))
        }
        ("kyverno.io", "ClusterPolicy" | "Policy") => View::Kyverno(admission::Kyverno::read(read)),
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy") | ("policies.kyverno.io", "ValidatingPolicy") => {
            View::Validating(admission::Validating::read(read))
        }
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding") => {
            View::ValidatingBinding(admission::ValidatingBinding::read(read))
        }
        ("constraints.gatekeeper.sh", _) => View::Constraint(admission::Constraint::read(read)),
        ("karpenter.sh", "NodePool") => View::NodePool(karpenter::NodePool::read(read)),
        ("karpenter.sh", "Provisioner") => View::NodePool(karpenter::NodePool::provisioner(read)),
        ("karpenter.k8s.aws", "EC2NodeClass") => View::NodeClass(karpenter::NodeClass::read(read)),
        ("karpenter.k8s.aws", "AWSNodeTemplate") => View::NodeClass(karpenter::NodeClass::template(read)),
        _ => View::Other,
    }
}
