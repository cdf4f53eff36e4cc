//! What policies amount to: what lets everything through isolates nothing, and what does not speak of pods secures none.

use super::build;
use crate::model::kubernetes::{NamespaceSelection, NetworkPolicy, PodPolicy};

/// The first network policy of a manifest.
fn policy(text: &str) -> NetworkPolicy {
    let built = build(&[("k8s/policy.yaml", text)]);
    let found = &built.estate.declared.network_policies;
    found.first().unwrap_or_else(|| panic!("no policy in {text}")).clone()
}

/// What a policy does with what comes in: `some` restricts it, `open` lets all pods in to every pod it selects, `unknown` is for
/// the network plugin to say, `-` says nothing of it.
fn inward(text: &str) -> &'static str {
    let found = policy(text);
    match (found.unknown.is_some(), found.ingress, found.opens) {
        (true, ..) => "unknown",
        (_, true, false) => "some",
        (_, false, true) => "open",
        (_, false, false) => "-",
        (_, true, true) => panic!("restricts and opens: {text}"),
    }
}

#[test]
fn a_policy_that_lets_every_pod_in_restricts_nothing() {
    let table = [
        ("{}", "some"),
        ("{ingress: []}", "some"),
        ("{ingress: [{}]}", "open"),
        ("{ingress: [{from: []}]}", "open"),
        ("{ingress: [{from: [], ports: []}]}", "open"),
        ("{ingress: [{from: [{namespaceSelector: {}}]}]}", "open"),
        ("{ingress: [{from: [{namespaceSelector: {}, podSelector: {}}]}]}", "open"),
        ("{ingress: [{from: [{namespaceSelector: {matchLabels: {}}}]}]}", "open"),
        ("{ingress: [{from: [{podSelector: {}}]}]}", "some"),
        ("{ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: a}}}]}]}", "some"),
        ("{ingress: [{from: [{namespaceSelector: {matchLabels: {a: b}}}]}]}", "some"),
        ("{ingress: [{ports: [{port: 443}]}]}", "some"),
        ("{ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}", "unknown"),
        ("{ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]}", "some"),
        ("{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}", "some"),
        ("{ingress: [{from: [{podSelector: {}}]}, {}]}", "open"),
        ("{policyTypes: [Egress], egress: []}", "-"),
        ("{podSelector: {matchLabels: {app: a}}, ingress: [{}]}", "-"),
    ];
    for (spec, wanted) in table {
        let spec = if spec.contains("podSelector: {matchLabels: {app: a}}, ingress") {
            spec.to_owned()
        } else {
            spec.replacen('{', "{podSelector: {}, ", 1)
        };
        let text = format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p, namespace: acme}}\nspec: {spec}\n"
        );
        assert_eq!(inward(&text), wanted, "{text}");
    }
}

/// <https://docs.cilium.io/en/stable/security/policy/language/>
#[test]
fn a_cilium_policy_that_lets_every_pod_in_restricts_nothing() {
    let one = [
        ("ingress: [{}]", "some"),
        ("ingress: []", "-"),
        ("ingress: [{fromEntities: [all]}]", "open"),
        ("ingress: [{fromEntities: [world, cluster]}]", "open"),
        ("ingress: [{fromEntities: [world]}]", "some"),
        ("ingress: [{fromEntities: [all], toPorts: [{ports: [{port: '80'}]}]}]", "some"),
        ("ingress: [{fromEndpoints: [{}]}]", "some"),
        (
            "ingress: [{fromEndpoints: [{matchExpressions: [{key: 'k8s:io.kubernetes.pod.namespace', operator: Exists}]}]}]",
            "open",
        ),
        ("ingress: [{fromCIDR: [0.0.0.0/0]}]", "some"),
        ("ingress: [{fromEntities: [all]}], ingressDeny: [{fromEndpoints: [{matchLabels: {a: b}}]}]", "some"),
        ("ingressDeny: [{fromEndpoints: [{matchLabels: {a: b}}]}]", "some"),
        ("ingress: [{fromEndpoints: [{}]}], enableDefaultDeny: {ingress: false}", "-"),
        ("egress: [{}]", "-"),
    ];
    for (rules, wanted) in one {
        let text = format!(
            "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {{name: p, namespace: acme}}\nspec: {{endpointSelector: {{}}, {rules}}}\n"
        );
        assert_eq!(inward(&text), wanted, "{text}");
    }
    let wide = "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: p}\nspec: {endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}\n";
    assert_eq!(inward(wide), "open", "an empty selector of a cluster-wide policy is every pod");
    let two = "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p, namespace: a}\nspecs:\n  - {nodeSelector: {}, ingress: [{fromEntities: [all]}]}\n  - {endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}\n";
    assert_eq!(inward(two), "some", "a rule for nodes is none for pods");
}

/// <https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy>
#[test]
fn a_calico_policy_that_lets_every_pod_in_restricts_nothing() {
    let table = [
        ("GlobalNetworkPolicy", "{types: [Ingress]}", "some"),
        ("GlobalNetworkPolicy", "{ingress: [{action: Allow}]}", "-"),
        ("GlobalNetworkPolicy", "{ingress: [{action: Log}, {action: Allow}]}", "-"),
        ("GlobalNetworkPolicy", "{ingress: [{action: Allow, source: {}}]}", "-"),
        ("GlobalNetworkPolicy", "{ingress: [{action: Allow, source: {nets: [0.0.0.0/0]}}]}", "-"),
        ("GlobalNetworkPolicy", "{ingress: [{action: Allow, source: {selector: all()}}]}", "-"),
        ("NetworkPolicy", "{ingress: [{action: Allow, source: {selector: all()}}]}", "some"),
        ("NetworkPolicy", "{ingress: [{action: Allow, source: {namespaceSelector: all()}}]}", "-"),
        ("NetworkPolicy", "{ingress: [{action: Deny, source: {selector: a == 'b'}}, {action: Allow}]}", "some"),
        ("NetworkPolicy", "{ingress: [{action: Allow, protocol: TCP}]}", "some"),
        ("NetworkPolicy", "{ingress: [{action: Allow, destination: {ports: [80]}}]}", "some"),
        ("GlobalNetworkPolicy", "{preDNAT: true, types: [Ingress]}", "-"),
    ];
    for (kind, spec, wanted) in table {
        let text = format!(
            "apiVersion: projectcalico.org/v3\nkind: {kind}\nmetadata: {{name: p, namespace: a}}\nspec: {spec}\n"
        );
        assert_eq!(inward(&text), wanted, "{text}");
    }
}

/// The policies for pods of a manifest.
fn pods(text: &str) -> Vec<(bool, NamespaceSelection)> {
    let built = build(&[("k8s/policy.yaml", text)]);
    let told = |p: &PodPolicy| (p.enforces, p.namespaces.clone());
    built.estate.declared.pod_policies.iter().map(told).collect()
}

#[test]
fn only_policies_that_concern_the_security_of_pods_count() {
    let kyverno = |rule: &str| {
        pods(&format!(
            "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {{name: p}}\nspec:\n  validationFailureAction: Enforce\n  rules:\n    - name: r\n{rule}"
        ))
    };
    let all = vec![(true, NamespaceSelection::All)];
    let any = "      match: {any: [{resources: {kinds: [Pod]}}]}\n";
    let with = |validate: &str| kyverno(&format!("{any}      validate: {validate}\n"));
    assert_eq!(with("{podSecurity: {level: baseline, version: latest}}"), all);
    for field in [
        "=(hostNetwork): 'false'",
        "=(volumes): [{X(hostPath): 'null'}]",
        "containers: [{=(securityContext): {=(privileged): 'false'}}]",
    ] {
        assert_eq!(with(&format!("{{message: no, pattern: {{spec: {{{field}}}}}}}")), all, "{field}");
    }
    let deny = "{deny: {conditions: {any: [{key: '{{ request.object.spec.containers[].securityContext.capabilities.add[] }}', operator: AnyIn, value: [SYS_ADMIN]}]}}}";
    assert_eq!(with(deny), all);
    assert_eq!(with("{cel: {expressions: [{expression: '!object.spec.hostPID'}]}}"), all);
    for other in [
        "{message: set runAsNonRoot, pattern: {metadata: {labels: {team: '?*'}}}}",
        "{pattern: {spec: {containers: [{image: 'registry.example.com/*'}]}}}",
        "{pattern: {spec: {containers: [{resources: {limits: {memory: '?*'}}}]}}}",
    ] {
        assert_eq!(with(other), [], "{other}");
    }
    let own = kyverno(
        "      match: {any: [{resources: {kinds: [Pod], namespaces: [acme]}}]}\n      validate: {podSecurity: {level: baseline}}\n",
    );
    assert_eq!(own, [(true, NamespaceSelection::Named(vec!["acme".into()]))]);
    let but = kyverno(
        "      match: {any: [{resources: {kinds: [Pod]}}]}\n      exclude: {any: [{resources: {namespaces: ['kube-*']}}]}\n      validate: {podSecurity: {level: baseline}}\n",
    );
    assert_eq!(but, [(true, NamespaceSelection::Except(vec!["kube-*".into()]))]);
    assert_eq!(but[0].1.selects("kube-system", None), Some(false));
    assert_eq!(but[0].1.selects("acme", None), Some(true));
    let labelled = kyverno(
        "      match: {any: [{resources: {kinds: [Pod], namespaceSelector: {matchLabels: {a: b}}}}]}\n      validate: {podSecurity: {level: baseline}}\n",
    );
    assert_eq!(labelled, [(true, NamespaceSelection::Other)]);
    let audit = pods(
        "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec:\n  rules:\n    - match: {any: [{resources: {kinds: [Pod]}}]}\n      validate: {podSecurity: {level: baseline}}\n",
    );
    assert!(!audit[0].0, "without an action Kyverno only reports");
    let namespaced = pods(
        "apiVersion: kyverno.io/v1\nkind: Policy\nmetadata: {name: p, namespace: acme}\nspec:\n  validationFailureAction: Enforce\n  rules:\n    - match: {any: [{resources: {kinds: [Pod]}}]}\n      validate: {podSecurity: {level: baseline}}\n",
    );
    assert_eq!(namespaced, [(true, NamespaceSelection::Named(vec!["acme".into()]))]);
}

#[test]
fn a_policy_in_cel_counts_where_a_binding_denies() {
    let policy = |check: &str| {
        format!(
            "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {{name: pods}}\nspec:\n  matchConstraints: {{resourceRules: [{{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}}]}}\n  validations: [{{expression: \"{check}\"}}]\n"
        )
    };
    let binding = |rest: &str| {
        format!(
            "---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {{name: b}}\nspec: {{policyName: pods, {rest}}}\n"
        )
    };
    let check = "!has(object.spec.hostNetwork)";
    let with = |rest: &str| pods(&(policy(check) + &binding(rest)));
    assert_eq!(with("validationActions: [Deny]"), [(true, NamespaceSelection::All)]);
    assert!(!with("validationActions: [Warn, Audit]")[0].0);
    assert!(!pods(&policy(check))[0].0, "a policy without a binding does nothing");
    assert_eq!(
        with(
            "validationActions: [Deny], matchResources: {namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}]}}"
        ),
        [(true, NamespaceSelection::Except(vec!["kube-system".into()]))]
    );
    assert_eq!(
        with("validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {tenant: acme}}}"),
        [(true, NamespaceSelection::Labelled(vec![("tenant".into(), "acme".into())]))]
    );
    assert_eq!(pods(&(policy("object.metadata.labels.team != ''") + &binding("validationActions: [Deny]"))), []);
}

#[test]
fn gatekeeper_s_constraints_speak_of_the_namespaces_they_match() {
    let constraint = |spec: &str| {
        pods(&format!(
            "apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sPSPPrivilegedContainer\nmetadata: {{name: c}}\nspec: {spec}\n"
        ))
    };
    assert_eq!(constraint("{}"), [(true, NamespaceSelection::All)]);
    assert!(!constraint("{enforcementAction: dryrun}")[0].0);
    let except = constraint("{match: {excludedNamespaces: [kube-system]}}");
    assert_eq!(except, [(true, NamespaceSelection::Except(vec!["kube-system".into()]))]);
}
