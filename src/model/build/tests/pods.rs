use super::build;

/// What keeps a pod with this spec from `baseline` and, beside that, from `restricted`.
fn fit(spec: &str) -> (Vec<String>, Vec<String>) {
    let spec: String = spec.lines().map(|l| format!("  {l}\n")).collect();
    let text = format!("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: b\nspec:\n{spec}");
    let built = build(&[("k8s/pod.yaml", text.as_str())]);
    let workload = &built.estate.declared.workloads[0];
    let fit = &workload.pod_security;
    assert!(fit.unknown.is_none(), "{:?}", fit.unknown);
    let words = |list: &[(std::sync::Arc<str>, crate::source::Span)]| list.iter().map(|(w, _)| w.to_string()).collect();
    (words(&fit.baseline), words(&fit.restricted))
}

const TIGHT: &str = r#"securityContext:
  runAsNonRoot: true
  seccompProfile: { type: RuntimeDefault }
containers:
  - name: app
    image: app
    securityContext:
      allowPrivilegeEscalation: false
      capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] }
volumes:
  - name: data
    emptyDir: {}
"#;

#[test]
fn a_tight_pod_meets_restricted() {
    assert_eq!(fit(TIGHT), (vec![], vec![]));
}

#[test]
fn a_pod_that_says_nothing_meets_baseline_only() {
    let (baseline, restricted) = fit("containers:\n  - name: app\n    image: app\n");
    assert!(baseline.is_empty());
    assert_eq!(restricted.len(), 4, "escalation, capabilities, seccomp, non-root: {restricted:?}");
}

#[test]
fn each_control_of_baseline_is_seen() {
    let bad = r#"hostNetwork: true
hostPID: true
securityContext:
  sysctls: [{ name: kernel.msgmax, value: "1" }, { name: net.ipv4.tcp_syncookies, value: "1" }]
  seLinuxOptions: { type: spc_t }
initContainers:
  - name: init
    image: init
    securityContext: { privileged: true, procMount: Unmasked }
containers:
  - name: app
    image: app
    ports: [{ containerPort: 80, hostPort: 80 }]
    securityContext:
      capabilities: { add: [SYS_ADMIN, CHOWN] }
      seccompProfile: { type: Unconfined }
      appArmorProfile: { type: Unconfined }
volumes:
  - name: root
    hostPath: { path: / }
"#;
    let (baseline, restricted) = fit(bad);
    let has = |word: &str| assert!(baseline.iter().any(|b| b.contains(word)), "{word}: {baseline:?}");
    for word in [
        "hostNetwork",
        "hostPID",
        "kernel.msgmax",
        "spc_t",
        "privileged",
        "procMount",
        "hostPort",
        "SYS_ADMIN",
        "seccompProfile",
        "appArmorProfile",
        "hostPath",
    ] {
        has(word);
    }
    assert!(!baseline.iter().any(|b| b.contains("syncookies") || b.contains("CHOWN")));
    assert!(restricted.iter().any(|r| r.contains("CHOWN")));
}

#[test]
fn containers_override_the_pod_for_root_and_seccomp() {
    let (_, restricted) = fit(&TIGHT.replace(
        "allowPrivilegeEscalation: false",
        "allowPrivilegeEscalation: false\n      runAsNonRoot: false\n      runAsUser: 0",
    ));
    assert_eq!(restricted.len(), 2, "{restricted:?}");
    let (_, restricted) = fit(&TIGHT.replace("emptyDir: {}", "nfs: { server: a, path: b }"));
    assert_eq!(restricted, ["volume `data` is of type `nfs`"]);
}
