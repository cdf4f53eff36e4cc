//! Whether pods would be admitted at the Pod Security levels `baseline` and `restricted`, by the controls of the Pod
//! Security Standards, version `latest` (<https://kubernetes.io/docs/concepts/security/pod-security-standards/>).

use super::super::kubernetes::PodSecurityFit;
use super::read::{self, Got, odd};
use crate::eval::value::{Item, Kind, Unknown, Value};
use crate::source::Span;
use std::sync::Arc;

/// Capabilities that `baseline` lets a container add.
const CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// Sysctls that `baseline` allows.
const SYSCTLS: [&str; 12] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_wmem",
];

/// SELinux types that `baseline` allows.
const SELINUX: [&str; 5] = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

/// Volume types that `restricted` allows.
const VOLUMES: [&str; 8] =
    ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

const APPARMOR_ANNOTATION: &str = "container.apparmor.security.beta.kubernetes.io/";

/// Judges a pod template: `template` holds `metadata`, `spec` is its pod spec, `at` stands for what is not written.
/// Whoever runs the pods may fill in what `restricted` asks for, or add containers of its own: then `completed` says so.
pub(super) fn fit(template: &Value, spec: &Value, at: Span, completed: Option<&str>) -> PodSecurityFit {
    let mut judge = Judge { baseline: Vec::new(), restricted: Vec::new(), unknown: None, missing: None };
    judge.pod(template, spec, at);
    if let (Some(why), Some(at)) = (completed, judge.missing) {
        judge.unknown.get_or_insert_with(|| odd(at, why));
    }
    PodSecurityFit { baseline: judge.baseline, restricted: judge.restricted, unknown: judge.unknown }
}

struct Judge {
    baseline: Vec<(Arc<str>, Span)>,
    restricted: Vec<(Arc<str>, Span)>,
    unknown: Option<Arc<Unknown>>,
    /// Where the first thing that is not written would be.
    missing: Option<Span>,
}

/// What the pod says for containers that do not say it themselves.
struct Defaults {
    non_root: bool,
    seccomp: bool,
    /// A Windows pod is exempt from what only Linux knows.
    windows: bool,
}

impl Judge {
    fn baseline(&mut self, what: String, at: Span) {
        self.baseline.push((what.into(), at));
    }

    fn restricted(&mut self, what: String, at: Span) {
        self.restricted.push((what.into(), at));
    }

    fn missing(&mut self, what: String, at: Span) {
        self.missing.get_or_insert(at);
        self.restricted(what, at);
    }

    /// The value at a path; what is not known is noted.
    fn get<'v>(&mut self, value: &'v Value, keys: &[&str]) -> Option<&'v Value> {
        let got = read::path(value, keys);
        if let Some(why) = got.why() {
            self.unknown.get_or_insert_with(|| why.clone());
        }
        got.known()
    }

    fn items<'v>(&mut self, value: &'v Value, key: &str) -> Vec<&'v Value> {
        let (known, more) = read::items(read::get(value, key));
        if let Some(why) = more {
            self.unknown.get_or_insert_with(|| why.clone());
        }
        known
    }

    /// A text; one with holes is noted as not known.
    fn text(&mut self, value: &Value) -> Option<Arc<str>> {
        if let Some(why) = read::hole(value) {
            self.unknown.get_or_insert_with(|| why.clone());
        }
        read::text(value)
    }

    fn pod(&mut self, template: &Value, spec: &Value, at: Span) {
        for field in ["hostNetwork", "hostPID", "hostIPC"] {
            if let Some(on) = self.get(spec, &[field]).filter(|v| read::boolean(v) == Some(true)) {
                self.baseline(format!("`{field}: true`"), on.at);
            }
        }
        self.apparmor_annotations(template);
        self.volumes(spec);
        let windows = self.get(spec, &["os", "name"]).and_then(read::text).is_some_and(|n| &*n == "windows");
        let mut defaults = Defaults { non_root: false, seccomp: false, windows };
        if let Some(context) = self.get(spec, &["securityContext"]) {
            self.context(context, "the pod");
            for sysctl in self.items(context, "sysctls") {
                let name = self.get(sysctl, &["name"]).and_then(|n| self.text(n));
                if let Some(name) = name.filter(|n| !SYSCTLS.contains(&&**n)) {
                    self.baseline(format!("sysctl `{name}`"), sysctl.at);
                }
            }
            match self.get(context, &["runAsNonRoot"]) {
                Some(value) if read::boolean(value) == Some(true) => defaults.non_root = true,
                Some(value) if read::boolean(value) == Some(false) => {
                    self.restricted("the pod sets `runAsNonRoot: false`".into(), value.at);
                }
                _ => {}
            }
            defaults.seccomp = self.get(context, &["seccompProfile", "type"]).is_some();
        }
        let mut any = false;
        for kind in ["initContainers", "containers", "ephemeralContainers"] {
            for container in self.items(spec, kind) {
                any = true;
                self.container(container, &defaults, at);
            }
        }
        if !any && self.unknown.is_none() {
            self.unknown = Some(odd(at, "the pod template names no containers"));
        }
    }

    fn apparmor_annotations(&mut self, template: &Value) {
        let Some(annotations) = self.get(template, &["metadata", "annotations"]) else { return };
        for entry in read::entries(annotations).iter().filter(|e| e.key.starts_with(APPARMOR_ANNOTATION)) {
            let Some(profile) = self.text(&entry.value) else { continue };
            if !(profile.is_empty() || &*profile == "runtime/default" || profile.starts_with("localhost/")) {
                self.baseline(format!("AppArmor profile `{profile}`"), entry.value.at);
            }
        }
    }

    fn volumes(&mut self, spec: &Value) {
        for volume in self.items(spec, "volumes") {
            let Some(map) = read::map(volume) else { continue };
            let name = read::get(volume, "name").known().and_then(read::text).unwrap_or_else(|| "?".into());
            for entry in map.entries.iter().filter(|e| &*e.key != "name") {
                match &*entry.key {
                    _ if matches!(entry.value.kind, Kind::Null) => {}
                    "hostPath" => self.baseline(format!("volume `{name}` is a `hostPath`"), entry.key_at),
                    "image" => {
                        self.unknown.get_or_insert_with(|| odd(entry.key_at, "image volumes are not judged"));
                    }
                    kind if VOLUMES.contains(&kind) => {}
                    kind => self.restricted(format!("volume `{name}` is of type `{kind}`"), entry.key_at),
                }
            }
        }
    }

    /// The controls that hold for the pod's security context and a container's alike.
    fn context(&mut self, context: &Value, who: &str) {
        if let Some(on) =
            self.get(context, &["windowsOptions", "hostProcess"]).filter(|v| read::boolean(v) == Some(true))
        {
            self.baseline(format!("{who} sets `hostProcess: true`"), on.at);
        }
        for field in ["appArmorProfile", "seccompProfile"] {
            let Some(value) = self.get(context, &[field, "type"]) else { continue };
            if let Some(kind) = self.text(value).filter(|k| !matches!(&**k, "RuntimeDefault" | "Localhost")) {
                self.baseline(format!("{who} sets `{field}.type: {kind}`"), value.at);
            }
        }
        if let Some(value) = self.get(context, &["seLinuxOptions", "type"])
            && let Some(kind) = self.text(value).filter(|k| !SELINUX.contains(&&**k))
        {
            self.baseline(format!("{who} sets SELinux type `{kind}`"), value.at);
        }
        for field in ["user", "role"] {
            let Some(value) = self.get(context, &["seLinuxOptions", field]) else { continue };
            if self.text(value).is_some_and(|t| !t.is_empty()) {
                self.baseline(format!("{who} sets an SELinux {field}"), value.at);
            }
        }
        if let Some(value) = self.get(context, &["runAsUser"])
            && read::natural(value) == Some(0)
        {
            self.restricted(format!("{who} sets `runAsUser: 0`"), value.at);
        }
    }

    fn container(&mut self, container: &Value, defaults: &Defaults, at: Span) {
        let name = read::get(container, "name").known().and_then(read::text);
        let who = name.map_or_else(|| "a container".to_owned(), |n| format!("container `{n}`"));
        for port in self.items(container, "ports") {
            if let Some(host) = self.get(port, &["hostPort"]).filter(|p| read::natural(p) != Some(0)) {
                self.baseline(format!("{who} uses a `hostPort`"), host.at);
            }
        }
        self.probes(container, &who);
        let place = if matches!(container.kind, Kind::Map(_)) { container.at } else { at };
        let context = match read::get(container, "securityContext") {
            Got::Maybe(why) => {
                self.unknown.get_or_insert_with(|| why.clone());
                return;
            }
            Got::Value(Value { kind: Kind::Unknown(why), .. }) => {
                self.unknown.get_or_insert_with(|| why.clone());
                return;
            }
            Got::Value(value) if !matches!(value.kind, Kind::Null) => Some(value),
            _ => None,
        };
        if let Some(context) = context {
            self.context(context, &who);
            if let Some(on) = self.get(context, &["privileged"]).filter(|v| read::boolean(v) == Some(true)) {
                self.baseline(format!("{who} is privileged"), on.at);
            }
            if let Some(value) = self.get(context, &["procMount"])
                && self.text(value).is_some_and(|t| !t.is_empty() && &*t != "Default")
            {
                self.baseline(format!("{who} changes `procMount`"), value.at);
            }
        }
        self.privileges(context, &who, defaults, context.map_or(place, |c| c.at));
    }

    /// What `restricted` asks of each container.
    fn privileges(&mut self, context: Option<&Value>, who: &str, defaults: &Defaults, at: Span) {
        let empty = Value { kind: Kind::Null, at, marks: Default::default(), via: None };
        let context = context.unwrap_or(&empty);
        let open = |value: &Value, key: &str| read::get(value, key).why().is_some();
        if !defaults.windows {
            match self.get(context, &["allowPrivilegeEscalation"]) {
                Some(value) if read::boolean(value) == Some(false) => {}
                Some(value) => self.restricted(format!("{who} sets `allowPrivilegeEscalation: true`"), value.at),
                None if open(context, "allowPrivilegeEscalation") => {}
                None => self.missing(format!("{who} does not set `allowPrivilegeEscalation: false`"), at),
            }
            self.capabilities(context, who, at);
            if self.get(context, &["seccompProfile", "type"]).is_none()
                && !defaults.seccomp
                && !open(context, "seccompProfile")
            {
                self.missing(format!("{who} has no seccomp profile (`RuntimeDefault`)"), at);
            }
        }
        match self.get(context, &["runAsNonRoot"]) {
            Some(value) if read::boolean(value) == Some(true) => {}
            Some(value) if read::boolean(value) == Some(false) => {
                self.restricted(format!("{who} sets `runAsNonRoot: false`"), value.at);
            }
            _ if defaults.non_root || open(context, "runAsNonRoot") => {}
            _ => self.missing(format!("{who} does not set `runAsNonRoot: true`"), at),
        }
    }

    fn capabilities(&mut self, context: &Value, who: &str, at: Span) {
        let capabilities = match read::get(context, "capabilities") {
            got if got.why().is_some() => {
                let _ = self.get(context, &["capabilities"]);
                return;
            }
            got => got.known(),
        };
        let mut dropped = false;
        if let Some(capabilities) = capabilities {
            for value in self.items(capabilities, "add") {
                let Some(name) = self.text(value) else { continue };
                if !CAPABILITIES.contains(&&*name) {
                    self.baseline(format!("{who} adds capability `{name}`"), value.at);
                } else if &*name != "NET_BIND_SERVICE" {
                    self.restricted(format!("{who} adds capability `{name}`"), value.at);
                }
            }
            let drops = self.items(capabilities, "drop");
            dropped = drops.iter().any(|v| read::text(v).is_some_and(|t| &*t == "ALL"));
            let open = matches!(read::get(capabilities, "drop"), Got::Value(Value { kind: Kind::List(items), .. })
                if items.iter().any(|i| matches!(i, Item::Many(_))));
            dropped |= open || read::get(capabilities, "drop").why().is_some();
        }
        if !dropped {
            self.missing(format!("{who} does not drop `ALL` capabilities"), at);
        }
    }

    /// Probes and lifecycle hooks must not name a host: the kubelet would connect to it.
    fn probes(&mut self, container: &Value, who: &str) {
        let probes: [&[&str]; 5] = [
            &["livenessProbe"],
            &["readinessProbe"],
            &["startupProbe"],
            &["lifecycle", "postStart"],
            &["lifecycle", "preStop"],
        ];
        for probe in probes {
            for action in ["httpGet", "tcpSocket"] {
                let keys: Vec<&str> = probe.iter().copied().chain([action, "host"]).collect();
                let Some(value) = read::path(container, &keys).known() else { continue };
                if read::text(value).is_none_or(|t| !t.is_empty()) {
                    self.baseline(format!("{who} names a host in `{}`", probe.join(".")), value.at);
                }
            }
        }
    }
}
