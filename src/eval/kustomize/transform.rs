//! Kustomize's transformers of names, namespaces, labels, annotations, images and replicas.

use super::edit;
use super::fields::{Config, FieldSpec, visit};
use super::resource::Resource;
use crate::eval::value::{Entry, How, Kind, Part, Text, Value};
use crate::source::Span;
use regex::Regex;
use std::collections::HashSet;
use std::sync::Arc;

/// `namespace:`. Returns the identities that then exist twice.
pub fn namespace(resources: &mut [Resource], namespace: &Value, config: &Config) -> Vec<String> {
    let set = |slot: &mut Value| edit::overwrite(slot, namespace.clone());
    for resource in resources.iter_mut() {
        resource.remember();
        let id = resource.id();
        let name = split_path("metadata/name");
        let place = split_path("metadata/namespace");
        if !id.is_cluster_scoped() {
            visit(&mut resource.value, &place, Some(namespace.at), &mut |slot| set(slot));
        }
        match (&*id.group, &*id.kind) {
            ("", "Namespace") => visit(&mut resource.value, &name, Some(namespace.at), &mut |slot| set(slot)),
            ("apiregistration.k8s.io", "APIService") => {
                let path = split_path("spec/service/namespace");
                visit(&mut resource.value, &path, Some(namespace.at), &mut |slot| set(slot));
            }
            ("apiextensions.k8s.io", "CustomResourceDefinition") => {
                let path = split_path("spec/conversion/webhook/clientConfig/service/namespace");
                visit(&mut resource.value, &path, None, &mut |slot| set(slot));
            }
            (_, "RoleBinding" | "ClusterRoleBinding") => {
                if let Some(subjects) = edit::get_mut(&mut resource.value, "subjects") {
                    for subject in edit::items_mut(subjects) {
                        if edit::str_at(subject, &["name"]) == Some("default") {
                            edit::set_changed(subject, "namespace", namespace.at, namespace.clone());
                        }
                    }
                }
            }
            _ => {}
        }
        for spec in config.namespace.iter().filter(|spec| spec.selects(&id)) {
            if spec.path == place || (spec.path == name && !(id.group.is_empty() && &*id.kind == "Namespace")) {
                continue;
            }
            visit(&mut resource.value, &spec.path, spec.create.then_some(namespace.at), &mut |slot| set(slot));
        }
    }
    let mut seen = HashSet::new();
    let ids = resources.iter().map(Resource::id);
    ids.filter(|id| !seen.insert(id.key())).map(|id| format!("{} `{}`", id.kind, id.name)).collect()
}

fn split_path(path: &str) -> Arc<[Arc<str>]> {
    super::fields::split(path)
}

/// `namePrefix:` (`before`) or `nameSuffix:`.
pub fn affix(resources: &mut [Resource], affix: &Value, before: bool, config: &Config) {
    let Some(text) = edit::as_str(affix).filter(|s| !s.is_empty()) else { return };
    for resource in resources.iter_mut() {
        let id = resource.original();
        if matches!(&*id.kind, "CustomResourceDefinition" | "Namespace")
            || (&*id.kind == "APIService" && &*id.group == "apiregistration.k8s.io")
        {
            continue;
        }
        let list = if before { &mut resource.prefixes } else { &mut resource.suffixes };
        list.push(text.into());
        resource.remember();
        let mut add = |slot: &mut Value| {
            let renamed = if before { concat(&[affix, slot]) } else { concat(&[slot, affix]) };
            let mut renamed = edit::hop(renamed, How::Patch, affix.at);
            renamed.at = slot.at;
            *slot = renamed;
        };
        visit(&mut resource.value, &split_path("metadata/name"), None, &mut add);
        for spec in config.names.iter().filter(|spec| spec.selects(&id) && spec.joined() != "metadata/name") {
            visit(&mut resource.value, &spec.path, None, &mut add);
        }
        resource.made_by(affix.at);
    }
}

/// Texts one after the other; holes stay holes.
pub fn concat(values: &[&Value]) -> Value {
    let place = values.first().map_or(Span::file_start(crate::source::FileId::from_index(0)), |v| v.at);
    let mut parts = Vec::new();
    for value in values {
        match &value.kind {
            Kind::Text(Text::Parts(inner)) => parts.extend(inner.iter().cloned()),
            Kind::Unknown(unknown) => parts.push(Part::Hole(unknown.clone(), value.at)),
            _ => parts.push(Part::Known(edit::scalar(value).unwrap_or_default().into(), value.at)),
        }
    }
    let whole: Option<String> = parts
        .iter()
        .map(|part| match part {
            Part::Known(s, _) => Some(&**s),
            Part::Hole(..) => None,
        })
        .collect();
    let kind = match whole {
        Some(text) => Kind::Text(Text::Whole(text.into())),
        None => Kind::Text(Text::Parts(parts.into())),
    };
    edit::at(kind, place)
}

const POD_LABELS: &[(&str, &str, &str)] = &[
    ("", "ReplicationController", "spec/template/metadata/labels"),
    ("", "Deployment", "spec/template/metadata/labels"),
    ("", "ReplicaSet", "spec/template/metadata/labels"),
    ("", "DaemonSet", "spec/template/metadata/labels"),
    ("apps", "StatefulSet", "spec/template/metadata/labels"),
    ("batch", "Job", "spec/template/metadata/labels"),
    ("batch", "CronJob", "spec/jobTemplate/metadata/labels"),
    ("batch", "CronJob", "spec/jobTemplate/spec/template/metadata/labels"),
];

const SELECTORS: &[(&str, &str, &str, bool)] = &[
    ("", "Service", "spec/selector", true),
    ("", "ReplicationController", "spec/selector", true),
    ("", "Deployment", "spec/selector/matchLabels", true),
    ("", "ReplicaSet", "spec/selector/matchLabels", true),
    ("", "DaemonSet", "spec/selector/matchLabels", true),
    ("apps", "StatefulSet", "spec/selector/matchLabels", true),
    ("batch", "Job", "spec/selector/matchLabels", false),
    ("batch", "CronJob", "spec/jobTemplate/spec/selector/matchLabels", false),
    ("policy", "PodDisruptionBudget", "spec/selector/matchLabels", false),
    ("networking.k8s.io", "NetworkPolicy", "spec/podSelector/matchLabels", false),
    ("networking.k8s.io", "NetworkPolicy", "spec/ingress/from/podSelector/matchLabels", false),
    ("networking.k8s.io", "NetworkPolicy", "spec/egress/to/podSelector/matchLabels", false),
];

const AFFINITY: &[&str] = &[
    "affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
    "affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
    "affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
    "affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
    "topologySpreadConstraints/labelSelector/matchLabels",
];

/// How far labels reach.
#[derive(Clone, Copy, Debug, Default)]
pub struct LabelReach {
    /// Pod templates too.
    pub templates: bool,
    /// Selectors and templates too.
    pub selectors: bool,
    /// The templates of volume claims too.
    pub volume_claims: bool,
}

/// `labels:` or `commonLabels:`.
pub fn labels(resources: &mut [Resource], pairs: &Value, reach: LabelReach, extra: &[FieldSpec], config: &Config) {
    let mut specs: Vec<FieldSpec> = extra.to_vec();
    specs.push(FieldSpec::new("", "", "metadata/labels", true));
    if reach.templates || reach.selectors {
        specs.extend(POD_LABELS.iter().map(|(group, kind, path)| FieldSpec::new(group, kind, path, true)));
    }
    if reach.selectors {
        specs.extend(SELECTORS.iter().map(|(group, kind, path, create)| FieldSpec::new(group, kind, path, *create)));
        for kind in ["Deployment", "StatefulSet"] {
            for path in AFFINITY {
                specs.push(FieldSpec::new("apps", kind, &format!("spec/template/spec/{path}"), false));
            }
        }
        specs.extend(config.common_labels.iter().cloned());
    }
    if reach.selectors || reach.templates || reach.volume_claims {
        specs.push(FieldSpec::new("apps", "StatefulSet", "spec/volumeClaimTemplates[]/metadata/labels", true));
    }
    specs.extend(config.labels.iter().cloned());
    set_pairs(resources, pairs, &specs);
}

/// `commonAnnotations:`.
pub fn annotations(resources: &mut [Resource], pairs: &Value, config: &Config) {
    let mut specs = vec![FieldSpec::new("", "", "metadata/annotations", true)];
    for (group, kind, path) in POD_LABELS {
        // Kustomize names no group for StatefulSets here.
        let group = if *kind == "StatefulSet" { "" } else { group };
        specs.push(FieldSpec::new(group, kind, &path.replace("labels", "annotations"), true));
    }
    specs.extend(config.common_annotations.iter().cloned());
    set_pairs(resources, pairs, &specs);
}

fn set_pairs(resources: &mut [Resource], pairs: &Value, specs: &[FieldSpec]) {
    let mut entries: Vec<&Entry> = edit::entries(pairs).iter().collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    if entries.is_empty() {
        return;
    }
    for resource in resources.iter_mut() {
        let id = resource.id();
        for spec in specs.iter().filter(|spec| spec.selects(&id)) {
            visit(&mut resource.value, &spec.path, spec.create.then_some(pairs.at), &mut |slot| {
                for entry in &entries {
                    edit::set_changed(slot, &entry.key, entry.key_at, stringly(&entry.value));
                }
            });
        }
    }
}

/// Labels and annotations are text whatever they look like.
fn stringly(value: &Value) -> Value {
    match (&value.kind, edit::scalar(value)) {
        (Kind::Bool(_) | Kind::Number(_), Some(text)) => {
            Value { kind: Kind::Text(Text::Whole(text.into())), ..value.clone() }
        }
        _ => value.clone(),
    }
}

/// `images:`. Returns a message when the image's name cannot be looked for.
pub fn image(resources: &mut [Resource], image: &Value, config: &Config) -> Option<String> {
    let name = edit::str_at(image, &["name"])?;
    // Kustomize inserts the name into its pattern as it is, so that `.` means any character.
    let pattern = format!("^{}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?$", name);
    let Ok(pattern) = Regex::new(&pattern) else { return Some(format!("image name `{name}` is no pattern")) };
    let new_name = edit::present(image, "newName");
    let tag = edit::present(image, "newTag");
    let suffix = edit::present(image, "tagSuffix");
    let digest = edit::present(image, "digest");
    let place = digest.or(tag).or(new_name).map_or(image.at, |v| v.at);
    let mut update = |slot: &mut Value| {
        let Some(old) = edit::as_str(slot) else { return };
        if !pattern.is_match(old) {
            return;
        }
        let (old_name, old_tag, old_digest) = split_image(old);
        let mut parts: Vec<Value> = vec![match new_name {
            Some(v) => v.clone(),
            None => edit::text(old_name, slot.at),
        }];
        if tag.is_some() || digest.is_some() {
            if let Some(tag) = tag {
                parts.extend([edit::text(":", place), tag.clone()]);
            }
            if let Some(digest) = digest {
                parts.extend([edit::text("@", place), digest.clone()]);
            }
        } else {
            if !old_tag.is_empty() {
                parts.push(edit::text(format!(":{old_tag}"), slot.at));
                parts.extend(suffix.cloned());
            }
            if !old_digest.is_empty() {
                parts.push(edit::text(format!("@{old_digest}"), slot.at));
            }
        }
        let mut new = concat(&parts.iter().collect::<Vec<_>>());
        new.at = place;
        edit::overwrite(slot, edit::hop(new, How::Patch, slot.at));
    };
    for resource in resources.iter_mut() {
        let id = resource.id();
        if &*id.kind != "CustomResourceDefinition" {
            containers(&mut resource.value, 0, &mut update);
        }
        for base in ["spec", "spec/template/spec"] {
            visit(&mut resource.value, &split_path(&format!("{base}/volumes[]/image/reference")), None, &mut update);
        }
        for spec in config.images.iter().filter(|spec| spec.selects(&id)) {
            visit(&mut resource.value, &spec.path, None, &mut update);
        }
    }
    None
}

/// Calls `f` on the image of every container anywhere in an object.
fn containers(value: &mut Value, depth: u32, f: &mut dyn FnMut(&mut Value)) {
    if depth > 64 {
        return;
    }
    if let Kind::List(_) = value.kind {
        for item in edit::items_mut(value) {
            containers(item, depth + 1, f);
        }
        return;
    }
    let keys: Vec<Arc<str>> = edit::entries(value)
        .iter()
        .filter(|e| matches!(e.value.kind, Kind::Map(_) | Kind::List(_)))
        .map(|e| e.key.clone())
        .collect();
    for key in keys {
        let Some(child) = edit::get_mut(value, &key) else { continue };
        if matches!(&*key, "containers" | "initContainers") {
            for container in edit::items_mut(child) {
                if let Some(image) = edit::get_mut(container, "image") {
                    f(image);
                }
            }
        } else {
            containers(child, depth + 1, f);
        }
    }
}

/// Name, tag and digest of an image.
pub fn split_image(image: &str) -> (&str, &str, &str) {
    let (rest, digest) = image.split_once('@').unwrap_or((image, ""));
    let slash = rest.rfind('/').map_or(0, |i| i + 1);
    match rest.get(slash..).and_then(|last| last.find(':')) {
        Some(colon) => (rest.get(..slash + colon).unwrap_or(rest), rest.get(slash + colon + 1..).unwrap_or(""), digest),
        None => (rest, "", digest),
    }
}

/// `replicas:`. Whether an object of that name was found.
pub fn replicas(resources: &mut [Resource], entry: &Value, config: &Config) -> bool {
    let Some(name) = edit::str_at(entry, &["name"]) else { return true };
    let Some(count) = edit::get(entry, "count") else { return true };
    let mut specs: Vec<FieldSpec> = ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"]
        .iter()
        .map(|kind| FieldSpec::new("", kind, "spec/replicas", true))
        .collect();
    specs.extend(config.replicas.iter().cloned());
    let mut found = false;
    for resource in resources.iter_mut() {
        let id = resource.id();
        let named = *id.name == *name || resource.previous.iter().any(|p| *p.name == *name);
        for spec in specs.iter().filter(|spec| named && spec.selects(&id)) {
            found = true;
            visit(&mut resource.value, &spec.path, spec.create.then_some(count.at), &mut |slot| {
                edit::overwrite(slot, edit::hop(count.clone(), How::Patch, slot.at));
            });
        }
    }
    found
}
