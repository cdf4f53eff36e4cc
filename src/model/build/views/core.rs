//! Kubernetes' own kinds beside pods (<https://kubernetes.io/docs/reference/kubernetes-api/>).

use super::field::{Field, List, Pairs, Reading};
use super::named::{Link, Named};
use crate::eval::value::Value;
use crate::model::identity::Pattern;

/// The annotation that gives a service account its IAM role
/// (<https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html>).
pub const ROLE_ARN: &str = "eks.amazonaws.com/role-arn";

/// A `ServiceAccount` (`v1`).
#[derive(Clone, Debug)]
pub struct ServiceAccount<'v> {
    /// The role's ARN in the annotation [`ROLE_ARN`].
    pub role_arn: Field<'v, Pattern>,
    /// `automountServiceAccountToken`.
    pub token: Field<'v, bool>,
    /// `imagePullSecrets`.
    pub pull_secrets: List<'v>,
}

impl<'v> ServiceAccount<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        for secret in read.each(&["imagePullSecrets"]) {
            secret.name(&["name"], "Secret");
        }
        Self {
            role_arn: read.text(&["metadata", "annotations", ROLE_ARN]),
            token: read.flag(&["automountServiceAccountToken"]),
            pull_secrets: read.list(&["imagePullSecrets"]),
        }
    }
}

/// A `Service` (`v1`).
#[derive(Clone, Debug)]
pub struct Service<'v> {
    /// `spec.type`: `ClusterIP` when absent.
    pub kind: Field<'v, Pattern>,
    /// `spec.selector`.
    pub selector: Pairs<'v>,
    /// `spec.externalName`.
    pub external_name: Field<'v, Pattern>,
    /// `spec.loadBalancerClass`.
    pub load_balancer_class: Field<'v, Pattern>,
    /// `spec.loadBalancerSourceRanges`.
    pub source_ranges: List<'v>,
}

impl<'v> Service<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self {
            kind: read.text(&["spec", "type"]),
            selector: read.pairs(&["spec", "selector"]),
            external_name: read.text(&["spec", "externalName"]),
            load_balancer_class: read.text(&["spec", "loadBalancerClass"]),
            source_ranges: read.list(&["spec", "loadBalancerSourceRanges"]),
        }
    }
}

/// A `PersistentVolumeClaim` (`v1`).
#[derive(Clone, Debug)]
pub struct Claim<'v> {
    /// `spec.storageClassName`; absent means the cluster's default, empty none at all.
    pub storage_class: Field<'v, Pattern>,
    /// `spec.volumeName`.
    pub volume: Field<'v, Pattern>,
}

impl<'v> Claim<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self {
            storage_class: read.wide_name(&["spec", "storageClassName"], "StorageClass"),
            volume: read.wide_name(&["spec", "volumeName"], "PersistentVolume"),
        }
    }
}

/// A `StorageClass` (`storage.k8s.io`).
#[derive(Clone, Debug)]
pub struct StorageClass<'v> {
    /// `provisioner`.
    pub provisioner: Field<'v, Pattern>,
    /// `parameters`; what they mean is the driver's.
    pub parameters: Pairs<'v>,
    /// `reclaimPolicy`: `Delete` when absent.
    pub reclaim: Field<'v, Pattern>,
}

impl<'v> StorageClass<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let secrets: [&'static [&'static str]; 2] = [
            &["parameters", "csi.storage.k8s.io/provisioner-secret-name"],
            &["parameters", "csi.storage.k8s.io/node-stage-secret-name"],
        ];
        let spaces: [&'static [&'static str]; 2] = [
            &["parameters", "csi.storage.k8s.io/provisioner-secret-namespace"],
            &["parameters", "csi.storage.k8s.io/node-stage-secret-namespace"],
        ];
        for (name, space) in secrets.into_iter().zip(spaces) {
            let space = read.text(space);
            if let (Field::Known(_, name), Field::Known(_, space)) = (read.text(name), space) {
                read.names(Named { space: super::Space::Written(space), ..Named::own("Secret", name) });
            }
        }
        Self {
            provisioner: read.text(&["provisioner"]),
            parameters: read.pairs(&["parameters"]),
            reclaim: read.text(&["reclaimPolicy"]),
        }
    }
}

/// A `RoleBinding` or `ClusterRoleBinding` (`rbac.authorization.k8s.io`).
#[derive(Clone, Debug)]
pub struct Binding<'v> {
    /// `roleRef`.
    pub role: Option<Link<'v>>,
    /// `subjects`.
    pub subjects: Vec<Link<'v>>,
}

impl<'v> Binding<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let subject = |subject: Reading<'v, '_>| match subject.text(&["kind"]).is("ServiceAccount") {
            true => subject.as_link("ServiceAccount"),
            // Users and groups are no objects.
            false => Link {
                kind: subject.text(&["kind"]),
                name: subject.text(&["name"]),
                namespace: subject.text(&["namespace"]),
            },
        };
        Self {
            role: read.link(&["roleRef"], "Role"),
            subjects: read.each(&["subjects"]).into_iter().map(subject).collect(),
        }
    }
}

/// A `HorizontalPodAutoscaler` (`autoscaling`) or a `ScaledObject` (`keda.sh`): what it scales.
#[derive(Clone, Debug)]
pub struct Scaler<'v> {
    /// `spec.scaleTargetRef`.
    pub target: Option<Link<'v>>,
}

impl<'v> Scaler<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self { target: read.link(&["spec", "scaleTargetRef"], "Deployment") }
    }
}

/// A `Namespace` (`v1`).
#[derive(Clone, Debug)]
pub struct Namespace<'v> {
    /// Its labels.
    pub labels: Pairs<'v>,
    /// Its annotations.
    pub annotations: Pairs<'v>,
}

impl<'v> Namespace<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self { labels: read.pairs(&["metadata", "labels"]), annotations: read.pairs(&["metadata", "annotations"]) }
    }
}

/// The host names of a list of texts.
pub(super) fn hosts<'v>(list: &List<'v>) -> Vec<&'v Value> {
    list.items.iter().copied().filter(|v| super::field::known_text(v).is_some()).collect()
}
