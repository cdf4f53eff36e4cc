//! Objects of each kind as their views read them, misshapen ones too.

use crate::eval::manifest;
use crate::eval::value::Value;
use crate::model::build::views::{self, Field, View, Viewed};
use crate::model::identity::Pattern;
use crate::source::FileId;
use crate::syntax::yaml;

fn read(text: &str) -> Value {
    let parsed = yaml::parse(text, FileId::from_index(0));
    assert_eq!(parsed.gaps, Vec::new(), "{text}");
    manifest::value(parsed.documents.first().expect("one document"))
}

fn viewed(value: &Value) -> Viewed<'_> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    views::of(views::group(text("apiVersion")), text("kind"), value)
}

/// What an object names, as `Kind name`, `Kind namespace/name` or `Kind /name` for what has no namespace; `+` for what it makes.
fn names(text: &str) -> Vec<String> {
    let value = read(text);
    let seen = viewed(&value);
    assert!(seen.wrong.is_empty(), "{:?}\n{text}", seen.wrong.iter().map(views::Wrong::words).collect::<Vec<_>>());
    let mut out: Vec<String> = seen.names.iter().map(shown).collect();
    out.sort();
    out.dedup();
    out
}

fn shown(named: &views::Named<'_>) -> String {
    let name = named.name.display();
    let made = if named.made { "+" } else { "" };
    let optional = if named.optional { "?" } else { "" };
    match named.space {
        views::Space::Own => format!("{made}{} {name}{optional}", named.kind),
        views::Space::None => format!("{made}{} /{name}{optional}", named.kind),
        views::Space::Written(space) => format!("{made}{} {}/{name}{optional}", named.kind, space.display()),
    }
}

/// What is misshapen in an object.
fn wrong(text: &str) -> Vec<String> {
    viewed(&read(text)).wrong.iter().map(views::Wrong::words).collect()
}

fn text(field: &Field<'_, Pattern>) -> String {
    match field {
        Field::Absent => "-".into(),
        Field::Known(known, _) => known.to_string(),
        Field::Unknown(_) => "?".into(),
        Field::Wrong(_) => "!".into(),
    }
}

#[test]
fn what_objects_name_is_seen_by_their_kind() {
    let table: &[(&str, &[&str])] = &[
        (
            "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\nimagePullSecrets: [{name: pull}]\n",
            &["Secret pull"],
        ),
        (
            "apiVersion: v1\nkind: PersistentVolumeClaim\nspec: {storageClassName: gp3, volumeName: v}\n",
            &["PersistentVolume /v", "StorageClass /gp3"],
        ),
        (
            "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nprovisioner: x\nparameters: {csi.storage.k8s.io/node-stage-secret-name: s, csi.storage.k8s.io/node-stage-secret-namespace: ns}\n",
            &["Secret ns/s"],
        ),
        (
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects:\n  - {kind: ServiceAccount, name: app, namespace: acme}\n  - {kind: Group, name: devs}\n",
            &["ClusterRole /view", "ServiceAccount acme/app"],
        ),
        (
            "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {scaleTargetRef: {kind: StatefulSet, name: db}}\n",
            &["StatefulSet db"],
        ),
        (
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {annotations: {cert-manager.io/cluster-issuer: le}}\nspec:\n  ingressClassName: alb\n  tls: [{hosts: [a.example.com], secretName: tls}]\n  rules:\n    - host: a.example.com\n      http:\n        paths:\n          - backend: {service: {name: app, port: {number: 80}}}\n          - backend: {service: {name: redirect, port: {name: use-annotation}}}\n",
            &["+Secret tls", "ClusterIssuer /le", "IngressClass /alb", "Service app"],
        ),
        (
            "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nspec:\n  backend: {serviceName: fallback, servicePort: 80}\n  tls: [{secretName: tls}]\n  rules: [{http: {paths: [{backend: {serviceName: app, servicePort: 80}}]}}]\n",
            &["Secret tls", "Service app", "Service fallback"],
        ),
        (
            "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nspec:\n  gatewayClassName: cilium\n  listeners:\n    - name: https\n      hostname: '*.example.com'\n      tls: {certificateRefs: [{name: wild, namespace: certs}]}\n",
            &["GatewayClass /cilium", "Secret certs/wild"],
        ),
        (
            "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: HTTPRoute\nspec:\n  parentRefs: [{name: main, namespace: edge}]\n  hostnames: [a.example.com]\n  rules:\n    - backendRefs: [{name: app, port: 80}]\n      filters: [{type: RequestMirror, requestMirror: {backendRef: {name: copy}}}]\n",
            &["Gateway edge/main", "Service app", "Service copy"],
        ),
        (
            "apiVersion: kustomize.toolkit.fluxcd.io/v1beta2\nkind: Kustomization\nspec:\n  path: ./a\n  sourceRef: {kind: GitRepository, name: own, namespace: flux-system}\n  serviceAccountName: tenant\n  decryption: {provider: sops, secretRef: {name: age}}\n  dependsOn: [{name: before}]\n  kubeConfig: {secretRef: {name: remote}}\n  postBuild: {substituteFrom: [{kind: ConfigMap, name: vars}, {kind: Secret, name: more, optional: true}]}\n",
            &[
                "ConfigMap vars",
                "GitRepository flux-system/own",
                "Kustomization before",
                "Secret age",
                "Secret more?",
                "Secret remote",
                "ServiceAccount tenant",
            ],
        ),
        (
            "apiVersion: helm.toolkit.fluxcd.io/v2beta1\nkind: HelmRelease\nspec:\n  chart: {spec: {chart: app, version: 1.x, sourceRef: {kind: HelmRepository, name: r}}}\n  valuesFrom: [{kind: ConfigMap, name: v}]\n  dependsOn: [{name: before, namespace: other}]\n",
            &["ConfigMap v", "HelmRelease other/before", "HelmRepository r"],
        ),
        (
            "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  chartRef: {kind: OCIRepository, name: app}\n  serviceAccountName: tenant\n",
            &["OCIRepository app", "ServiceAccount tenant"],
        ),
        (
            "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nspec: {url: https://example.com, secretRef: {name: key}, verify: {secretRef: {name: keys}}}\n",
            &["Secret key", "Secret keys"],
        ),
        (
            "apiVersion: serving.knative.dev/v1beta1\nkind: DomainMapping\nmetadata: {name: a.example.com}\nspec: {ref: {kind: Service, name: app, apiVersion: serving.knative.dev/v1}, tls: {secretName: tls}}\n",
            &["Secret tls", "Service app"],
        ),
        (
            "apiVersion: eventing.knative.dev/v1\nkind: Trigger\nspec: {broker: main, subscriber: {ref: {kind: Service, name: app}}}\n",
            &["Broker main", "Service app"],
        ),
        (
            "apiVersion: cert-manager.io/v1\nkind: Certificate\nspec: {secretName: tls, commonName: a, dnsNames: [b], issuerRef: {kind: ClusterIssuer, name: le}}\n",
            &["+Secret tls", "ClusterIssuer /le"],
        ),
        (
            "apiVersion: certmanager.k8s.io/v1alpha1\nkind: Certificate\nspec: {secretName: tls, issuerRef: {name: own}}\n",
            &["+Secret tls", "Issuer own"],
        ),
        (
            "apiVersion: cert-manager.io/v1\nkind: Issuer\nspec: {acme: {server: x, solvers: [{dns01: {cloudflare: {apiTokenSecretRef: {name: cf, key: t}}}}]}}\n",
            &["Secret cf"],
        ),
        (
            "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nspec: {acme: {solvers: [{dns01: {cloudflare: {apiTokenSecretRef: {name: cf, key: t}}}}]}}\n",
            &[],
        ),
        (
            "apiVersion: external-secrets.io/v1beta1\nkind: ClusterSecretStore\nspec: {provider: {aws: {service: SecretsManager, region: eu-west-1, auth: {jwt: {serviceAccountRef: {name: eso, namespace: external-secrets}}}}}}\n",
            &["ServiceAccount external-secrets/eso"],
        ),
        (
            "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nspec:\n  secretStoreRef: {kind: ClusterSecretStore, name: aws}\n  target: {name: made}\n  data: [{secretKey: a, remoteRef: {key: prod/a}}]\n  dataFrom: [{extract: {key: prod/b}}, {find: {name: {regexp: x}}}]\n",
            &["+Secret made", "AWS secret /prod/a", "AWS secret /prod/b", "ClusterSecretStore /aws"],
        ),
        (
            "apiVersion: external-secrets.io/v1\nkind: ClusterExternalSecret\nspec: {externalSecretSpec: {secretStoreRef: {name: own}, data: [{remoteRef: {key: k}}]}}\n",
            &["AWS secret /k", "SecretStore own"],
        ),
        (
            "apiVersion: external-secrets.io/v1alpha1\nkind: PushSecret\nspec: {secretStoreRefs: [{name: s}], selector: {secret: {name: from}}, data: [{match: {remoteRef: {remoteKey: to}}}]}\n",
            &["+AWS secret /to", "Secret from", "SecretStore s"],
        ),
        (
            "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nspec: {policyName: p, validationActions: [Deny]}\n",
            &["ValidatingAdmissionPolicy /p"],
        ),
        (
            "apiVersion: karpenter.sh/v1\nkind: NodePool\nspec: {template: {spec: {nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: default}}}}\n",
            &["EC2NodeClass /default"],
        ),
        (
            "apiVersion: karpenter.sh/v1alpha5\nkind: Provisioner\nspec: {providerRef: {name: default}}\n",
            &["AWSNodeTemplate /default"],
        ),
        ("apiVersion: karpenter.k8s.aws/v1beta1\nkind: EC2NodeClass\nspec: {role: nodes}\n", &["IAM role /nodes"]),
        (
            "apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  volumeClaimTemplates: [{spec: {storageClassName: gp3}}]\n  template:\n    spec:\n      serviceAccountName: app\n      priorityClassName: high\n      imagePullSecrets: [{name: pull}]\n      volumes:\n        - {name: a, secret: {secretName: s}}\n        - {name: b, configMap: {name: c, optional: true}}\n        - {name: d, persistentVolumeClaim: {claimName: e}}\n        - {name: f, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: g}}}\n        - {name: h, projected: {sources: [{secret: {name: i}}, {configMap: {name: j}}]}}\n      containers:\n        - name: app\n          envFrom: [{secretRef: {name: k}}]\n          env: [{name: L, valueFrom: {configMapKeyRef: {name: l, key: x, optional: true}}}]\n",
            &[
                "ConfigMap c?",
                "ConfigMap j",
                "ConfigMap l?",
                "PersistentVolumeClaim e",
                "PriorityClass /high",
                "Secret i",
                "Secret k",
                "Secret pull",
                "Secret s",
                "SecretProviderClass g",
                "ServiceAccount app",
                "StorageClass /gp3",
            ],
        ),
    ];
    for (object, wanted) in table {
        assert_eq!(names(object), *wanted, "{object}");
    }
}

#[test]
fn fields_are_read_in_every_version_that_has_them() {
    let value = read(
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: {chartRef: {name: app}, targetNamespace: acme}\n",
    );
    let View::HelmRelease(release) = viewed(&value).view else { panic!() };
    assert_eq!(
        (text(&release.chart), text(&release.target_namespace), text(&release.version)),
        ("app".into(), "acme".into(), "-".into())
    );
    let value = read(
        "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nspec: {acme: {server: s, solvers: [{dns01: {route53: {role: r, hostedZoneID: z}}}]}}\n",
    );
    let View::Issuer(issuer) = viewed(&value).view else { panic!() };
    assert_eq!((issuer.way, text(&issuer.roles[0]), text(&issuer.zones[0])), (Some("acme"), "r".into(), "z".into()));
    let value = read(
        "apiVersion: operator.knative.dev/v1beta1\nkind: KnativeServing\nspec: {version: '1.15', config: {features: {secure-pod-defaults: enabled}, network: {ingress.class: kourier}, domain: {example.com: ''}}}\n",
    );
    let View::KnativeOperated(knative) = viewed(&value).view else { panic!() };
    assert_eq!((text(&knative.secure_pods), text(&knative.ingress_class)), ("enabled".into(), "kourier".into()));
    assert!(knative.domains.get("example.com").is_some());
    let old = read(
        "apiVersion: karpenter.k8s.aws/v1alpha1\nkind: AWSNodeTemplate\nspec: {subnetSelector: {karpenter.sh/discovery: prod}, metadataOptions: {httpPutResponseHopLimit: 2}}\n",
    );
    let View::NodeClass(class) = viewed(&old).view else { panic!() };
    assert_eq!((class.subnets.items.len(), class.hop_limit.known().copied()), (1, Some(2)));
    let value = read(
        "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nspec: {from: [{kind: HTTPRoute, namespace: a}], to: [{kind: Service}]}\n",
    );
    let View::Grant(grant) = viewed(&value).view else { panic!() };
    assert_eq!((text(&grant.from[0].1), text(&grant.to[0].1)), ("a".into(), "-".into()));
    let value = read(
        "apiVersion: external-secrets.io/v1beta1\nkind: SecretStore\nspec: {provider: {aws: {service: ParameterStore, role: r}}, conditions: [{namespaces: [a]}]}\n",
    );
    let View::SecretStore(store) = viewed(&value).view else { panic!() };
    assert_eq!((store.provider, text(&store.role), store.conditions), (Some("aws"), "r".into(), true));
    let other = read("apiVersion: example.com/v1\nkind: Certificate\nspec: {secretName: {}}\n");
    let seen = viewed(&other);
    assert!(matches!(seen.view, View::Other) && seen.wrong.is_empty(), "another group's kind is not judged");
}

#[test]
fn the_objects_of_a_secret_provider_class_are_read_in_their_text() {
    let class = |objects: &str| {
        read(&format!(
            "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nspec:\n  provider: aws\n  parameters:\n    objects: |\n{objects}  secretObjects: [{{secretName: made}}]\n"
        ))
    };
    let value = class(
        "      - objectName: prod/db\n        objectType: secretsmanager\n        objectAlias: db\n      - objectName: arn:aws:ssm:eu-west-1:111122223333:parameter/x\n",
    );
    let seen = viewed(&value);
    let View::ProviderClass(found) = &seen.view else { panic!() };
    let objects: Vec<_> = found.objects.iter().map(|o| (&*o.name, o.parameter, o.alias.as_deref())).collect();
    assert_eq!(
        objects,
        [("prod/db", false, Some("db")), ("arn:aws:ssm:eu-west-1:111122223333:parameter/x", true, None)]
    );
    assert_eq!(seen.names.iter().map(shown).collect::<Vec<_>>(), ["+Secret made"]);
    for bad in ["      objectName: a\n", "      - [\n", "      - objectType: secretsmanager\n", "      text\n"] {
        let value = class(bad);
        let View::ProviderClass(found) = viewed(&value).view else { panic!() };
        assert!(found.objects.is_empty() && found.unread.is_some(), "{bad}");
    }
}

#[test]
fn a_wrong_shape_is_kept_and_said_and_never_a_reason_to_stop() {
    let table = [
        (
            "kind: ServiceAccount\napiVersion: v1\nimagePullSecrets: {name: a}\n",
            "`imagePullSecrets` is a map, and the API wants a list",
        ),
        (
            "apiVersion: cert-manager.io/v1\nkind: Certificate\nspec: {secretName: {}, dnsNames: []}\n",
            "`secretName` is a map, and the API wants text",
        ),
        ("apiVersion: cert-manager.io/v1\nkind: Certificate\nspec: [a]\n", "`spec` is a list, and the API wants a map"),
        (
            "apiVersion: cert-manager.io/v1\nkind: Certificate\nspec: {secretName: 7}\n",
            "`secretName` is a number, and the API wants text",
        ),
        (
            "apiVersion: v1\nkind: Pod\nspec: {containers: [a]}\n",
            "`containers` is text, and the API wants a list of maps",
        ),
        (
            "apiVersion: apps/v1\nkind: Deployment\nspec: {template: []}\n",
            "`template` is a list, and the API wants a map",
        ),
        (
            "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {prune: 'yes'}\n",
            "`prune` is text, and the API wants a boolean",
        ),
        (
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: {rules: [{http: {paths: [{backend: {service: app}}]}}]}\n",
            "`service` is text, and the API wants a map",
        ),
        (
            "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nspec: {metadataOptions: {httpPutResponseHopLimit: two}}\n",
            "`httpPutResponseHopLimit` is text, and the API wants a whole number",
        ),
    ];
    for (object, message) in table {
        assert!(wrong(object).iter().any(|w| w == message), "{object}: {:?}", wrong(object));
    }
    let open = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {prune: '${prune}'}\n";
    assert_eq!(wrong(open), Vec::<String>::new(), "what a template fills in may become what is wanted");
}

/// Every kind that has a view, given each of these shapes in place of its parts, is read to the end.
#[test]
fn no_shape_stops_a_view() {
    let kinds = [
        ("v1", "Namespace ServiceAccount Service PersistentVolumeClaim Pod ReplicationController PodTemplate"),
        ("apps/v1", "Deployment StatefulSet DaemonSet ReplicaSet"),
        ("batch/v1", "Job CronJob"),
        ("storage.k8s.io/v1", "StorageClass"),
        ("rbac.authorization.k8s.io/v1", "RoleBinding ClusterRoleBinding"),
        ("autoscaling/v2", "HorizontalPodAutoscaler"),
        ("networking.k8s.io/v1", "Ingress NetworkPolicy"),
        ("gateway.networking.k8s.io/v1", "Gateway HTTPRoute ReferenceGrant"),
        ("kustomize.toolkit.fluxcd.io/v1", "Kustomization"),
        ("helm.toolkit.fluxcd.io/v2", "HelmRelease"),
        ("source.toolkit.fluxcd.io/v1", "GitRepository OCIRepository HelmRepository Bucket HelmChart"),
        ("notification.toolkit.fluxcd.io/v1", "Receiver Provider Alert"),
        ("serving.knative.dev/v1", "Service Configuration Revision DomainMapping"),
        ("operator.knative.dev/v1beta1", "KnativeServing KnativeEventing"),
        ("eventing.knative.dev/v1", "Trigger"),
        ("cert-manager.io/v1", "Certificate Issuer ClusterIssuer"),
        ("external-secrets.io/v1", "SecretStore ClusterSecretStore ExternalSecret ClusterExternalSecret PushSecret"),
        ("secrets-store.csi.x-k8s.io/v1", "SecretProviderClass"),
        ("cilium.io/v2", "CiliumNetworkPolicy CiliumClusterwideNetworkPolicy"),
        ("projectcalico.org/v3", "NetworkPolicy GlobalNetworkPolicy"),
        ("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy BaselineAdminNetworkPolicy"),
        ("kyverno.io/v1", "ClusterPolicy Policy"),
        ("policies.kyverno.io/v1alpha1", "ValidatingPolicy"),
        ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"),
        ("constraints.gatekeeper.sh/v1beta1", "K8sPSPPrivilegedContainer"),
        ("karpenter.sh/v1", "NodePool Provisioner"),
        ("karpenter.k8s.aws/v1", "EC2NodeClass AWSNodeTemplate"),
        ("argoproj.io/v1alpha1", "Rollout Workflow CronWorkflow"),
        ("keda.sh/v1alpha1", "ScaledJob ScaledObject"),
        ("example.com/v1", "Anything"),
    ];
    let shapes = [
        "",
        "spec: text\n",
        "spec: []\n",
        "spec: [[]]\n",
        "spec: {}\n",
        "spec: 3\n",
        "metadata: x\n",
        "spec: {rules: [null, 1, {}], template: {spec: {containers: {}}}, templates: [a], specs: {}, listeners: x, provider: []}\n",
    ];
    let mut seen = 0;
    for (version, all) in kinds {
        for kind in all.split(' ') {
            for shape in shapes {
                let value = read(&format!("apiVersion: {version}\nkind: {kind}\n{shape}"));
                let viewed = viewed(&value);
                let typed = version == "example.com/v1" || viewed.pods.is_some() || !matches!(viewed.view, View::Other);
                let brings =
                    ["v1", "apps/v1", "batch/v1", "argoproj.io/v1alpha1", "keda.sh/v1alpha1"].contains(&version);
                assert!(typed || brings, "{version} {kind} has no view");
                seen += 1;
            }
        }
    }
    assert!(seen > 500, "{seen}");
}

/// A pod with one container called `app`, as YAML below a key.
fn holds_pods(object: &str) -> Vec<(String, Vec<String>)> {
    let value = read(object);
    let Some(pods) = viewed(&value).pods else { return Vec::new() };
    let pod = |pod: &views::pod::PodTemplate<'_>| {
        (text(&pod.service_account), pod.containers.iter().map(|c| text(&c.name)).collect())
    };
    pods.templates.iter().map(pod).collect()
}

#[test]
fn pods_are_found_in_every_kind_that_brings_them() {
    const POD: &str =
        "{metadata: {labels: {a: b}}, spec: {serviceAccountName: sa, containers: [{name: app, image: i}]}}";
    let table = [
        ("v1", "Pod", "", ""),
        ("v1", "PodTemplate", "template: ", ""),
        ("v1", "ReplicationController", "spec: {template: ", "}"),
        ("apps/v1", "Deployment", "spec: {template: ", "}"),
        ("extensions/v1beta1", "Deployment", "spec: {template: ", "}"),
        ("apps/v1", "StatefulSet", "spec: {template: ", "}"),
        ("apps/v1", "DaemonSet", "spec: {template: ", "}"),
        ("apps/v1", "ReplicaSet", "spec: {template: ", "}"),
        ("batch/v1", "Job", "spec: {template: ", "}"),
        ("batch/v1", "CronJob", "spec: {jobTemplate: {spec: {template: ", "}}}"),
        ("batch/v1beta1", "CronJob", "spec: {jobTemplate: {spec: {template: ", "}}}"),
        ("serving.knative.dev/v1", "Service", "spec: {template: ", "}"),
        ("serving.knative.dev/v1", "Configuration", "spec: {template: ", "}"),
        ("argoproj.io/v1alpha1", "Rollout", "spec: {template: ", "}"),
        ("apps.kruise.io/v1alpha1", "CloneSet", "spec: {template: ", "}"),
        ("apps.kruise.io/v1beta1", "StatefulSet", "spec: {template: ", "}"),
        ("apps.kruise.io/v1alpha1", "AdvancedCronJob", "spec: {template: {jobTemplate: {spec: {template: ", "}}}}"),
        ("keda.sh/v1alpha1", "ScaledJob", "spec: {jobTargetRef: {template: ", "}}"),
        ("example.com/v1", "Anything", "spec: {template: ", "}"),
        ("example.com/v1", "Anything", "spec: {jobTemplate: {spec: {template: ", "}}}"),
        ("apps.openshift.io/v1", "DeploymentConfig", "spec: {template: ", "}"),
    ];
    let one = vec![("sa".to_owned(), vec!["app".to_owned()])];
    for (version, kind, before, after) in table {
        let pod =
            if kind == "Pod" { "spec: {serviceAccountName: sa, containers: [{name: app, image: i}]}" } else { POD };
        let object = format!("apiVersion: {version}\nkind: {kind}\n{before}{pod}{after}\n");
        assert_eq!(holds_pods(&object), one, "{object}");
    }
    let revision = "apiVersion: serving.knative.dev/v1\nkind: Revision\nspec: {serviceAccountName: sa, containers: [{name: app, image: i}]}\n";
    assert_eq!(holds_pods(revision), one);
    let flow = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec:\n  serviceAccountName: sa\n  templates:\n    - {name: main, steps: [[{name: a, template: run}]]}\n    - {name: run, container: {name: app, image: i}}\n    - {name: also, serviceAccountName: other, script: {name: s, image: i}, sidecars: [{name: side, image: i}]}\n";
    let two =
        [("sa".to_owned(), vec!["app".to_owned()]), ("other".to_owned(), vec!["s".to_owned(), "side".to_owned()])];
    assert_eq!(holds_pods(flow), two);
    let cron = "apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nspec: {workflowSpec: {serviceAccountName: sa, templates: [{name: run, container: {name: app, image: i}}]}}\n";
    assert_eq!(holds_pods(cron), one);
}

#[test]
fn what_only_looks_like_a_workload_brings_no_pods() {
    for object in [
        "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {workloadRef: {name: a}}\n",
        "apiVersion: tekton.dev/v1\nkind: Task\nspec: {steps: [{name: a, image: i}]}\n",
        "apiVersion: example.com/v1\nkind: Anything\nspec: {template: {spec: {containers: [a]}}}\n",
        "apiVersion: v1\nkind: ConfigMap\nspec: {template: {spec: {containers: [{name: a, image: i}]}}}\n",
    ] {
        assert_eq!(holds_pods(object), Vec::new(), "{object}");
    }
}
