//! Which kinds are cluster-wide: to kustomize, and in the cluster.

/// Whether kustomize knows a kind as cluster-wide: the description of Kubernetes 1.21 that it carries, and a few kinds since.
/// Other versions of the same kind are namespaced to it, as every kind that it does not know.
pub fn is_known_cluster_scoped(group: &str, version: &str, kind: &str) -> bool {
    let stable = version == "v1";
    let beta = version == "v1beta1";
    match group {
        "" => {
            stable && matches!(kind, "ComponentStatus" | "Namespace" | "Node" | "NodeProxyOptions" | "PersistentVolume")
        }
        "admissionregistration.k8s.io" => match kind {
            "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration" => stable || beta,
            "ValidatingAdmissionPolicy" | "ValidatingAdmissionPolicyBinding" => stable,
            _ => false,
        },
        "apiextensions.k8s.io" => (stable || beta) && kind == "CustomResourceDefinition",
        "apiregistration.k8s.io" => (stable || beta) && kind == "APIService",
        "certificates.k8s.io" => (stable || beta) && kind == "CertificateSigningRequest",
        "flowcontrol.apiserver.k8s.io" => beta && matches!(kind, "FlowSchema" | "PriorityLevelConfiguration"),
        "networking.k8s.io" => (stable || beta) && kind == "IngressClass",
        "node.k8s.io" => (stable || beta) && kind == "RuntimeClass",
        "policy" => beta && kind == "PodSecurityPolicy",
        "rbac.authorization.k8s.io" => (stable || beta) && matches!(kind, "ClusterRole" | "ClusterRoleBinding"),
        "scheduling.k8s.io" => (stable || beta) && kind == "PriorityClass",
        "storage.k8s.io" => {
            (stable || beta) && matches!(kind, "CSIDriver" | "CSINode" | "StorageClass" | "VolumeAttachment")
        }
        _ => false,
    }
}

/// Whether a kind of Kubernetes' own is cluster-wide.
pub fn is_cluster_scoped(group: &str, kind: &str) -> bool {
    match group {
        "" => matches!(kind, "Namespace" | "Node" | "PersistentVolume" | "ComponentStatus"),
        "rbac.authorization.k8s.io" => matches!(kind, "ClusterRole" | "ClusterRoleBinding"),
        "storage.k8s.io" => matches!(kind, "StorageClass" | "VolumeAttachment" | "CSIDriver" | "CSINode"),
        "apiextensions.k8s.io" => kind == "CustomResourceDefinition",
        "apiregistration.k8s.io" => kind == "APIService",
        "admissionregistration.k8s.io" => matches!(
            kind,
            "MutatingWebhookConfiguration"
                | "ValidatingWebhookConfiguration"
                | "ValidatingAdmissionPolicy"
                | "ValidatingAdmissionPolicyBinding"
                | "MutatingAdmissionPolicy"
                | "MutatingAdmissionPolicyBinding"
        ),
        "scheduling.k8s.io" => kind == "PriorityClass",
        "networking.k8s.io" => matches!(kind, "IngressClass" | "IPAddress" | "ServiceCIDR"),
        "node.k8s.io" => kind == "RuntimeClass",
        "certificates.k8s.io" => matches!(kind, "CertificateSigningRequest" | "ClusterTrustBundle"),
        "flowcontrol.apiserver.k8s.io" => matches!(kind, "FlowSchema" | "PriorityLevelConfiguration"),
        "authentication.k8s.io" => matches!(kind, "TokenReview" | "SelfSubjectReview"),
        "authorization.k8s.io" => {
            matches!(kind, "SelfSubjectAccessReview" | "SelfSubjectRulesReview" | "SubjectAccessReview")
        }
        "internal.apiserver.k8s.io" => kind == "StorageVersion",
        "resource.k8s.io" => matches!(kind, "DeviceClass" | "ResourceSlice"),
        "policy" | "extensions" => kind == "PodSecurityPolicy",
        _ => false,
    }
}

/// Whether an object of this kind has no namespace in the cluster: Kubernetes' own kinds and those custom resources that
/// platforms commonly install. Kustomize does not know the latter, and sets a namespace that the cluster ignores.
pub fn is_cluster_wide(group: &str, kind: &str) -> bool {
    is_cluster_scoped(group, kind)
        || match group {
            "cert-manager.io" => kind == "ClusterIssuer",
            "external-secrets.io" => {
                matches!(kind, "ClusterSecretStore" | "ClusterExternalSecret" | "ClusterPushSecret")
            }
            "karpenter.sh" => matches!(kind, "NodePool" | "NodeClaim" | "Provisioner" | "Machine"),
            "karpenter.k8s.aws" => matches!(kind, "EC2NodeClass" | "AWSNodeTemplate"),
            "cilium.io" => matches!(
                kind,
                "CiliumClusterwideNetworkPolicy"
                    | "CiliumClusterwideEnvoyConfig"
                    | "CiliumLoadBalancerIPPool"
                    | "CiliumL2AnnouncementPolicy"
                    | "CiliumNode"
                    | "CiliumIdentity"
                    | "CiliumEgressGatewayPolicy"
                    | "CiliumExternalWorkload"
                    | "CiliumBGPPeeringPolicy"
                    | "CiliumBGPClusterConfig"
                    | "CiliumBGPPeerConfig"
                    | "CiliumBGPAdvertisement"
                    | "CiliumBGPNodeConfigOverride"
                    | "CiliumCIDRGroup"
            ),
            "crd.projectcalico.org" | "projectcalico.org" => {
                matches!(
                    kind,
                    "GlobalNetworkPolicy"
                        | "GlobalNetworkSet"
                        | "IPPool"
                        | "FelixConfiguration"
                        | "BGPConfiguration"
                        | "BGPPeer"
                        | "ClusterInformation"
                        | "HostEndpoint"
                        | "Tier"
                )
            }
            "operator.tigera.io" => true,
            "kyverno.io" => matches!(kind, "ClusterPolicy" | "ClusterCleanupPolicy" | "GlobalContextEntry"),
            "policies.kyverno.io" => !kind.starts_with("Namespaced"),
            "gateway.networking.k8s.io" => kind == "GatewayClass",
            "elbv2.k8s.aws" => kind == "IngressClassParams",
            "snapshot.storage.k8s.io" => matches!(kind, "VolumeSnapshotClass" | "VolumeSnapshotContent"),
            "constraints.gatekeeper.sh" | "templates.gatekeeper.sh" | "mutations.gatekeeper.sh" => true,
            "policy.networking.k8s.io" => true,
            "metallb.io" => false,
            "trust.cert-manager.io" => kind == "Bundle",
            "pkg.crossplane.io" => {
                matches!(kind, "Provider" | "Configuration" | "Function" | "DeploymentRuntimeConfig")
            }
            "apiextensions.crossplane.io" => true,
            "fluxcd.controlplane.io" => false,
            "awsauth.io" => true,
            "crd.k8s.amazonaws.com" => kind == "ENIConfig",
            _ => false,
        }
}
