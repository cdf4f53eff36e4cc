//! Kustomize's transformers of names, namespaces, labels, annotations, images and replicas. Each gets the fields it touches.

use super::edit;
use super::fields::{FieldSpec, split, visit};
use super::resource::Resource;
use crate::eval::value::{Entry, How, Kind, Part, Text, Value};
use crate::source::Span;
use regex::Regex;
use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

/// What a transformer cannot do to an object.
pub type Problems = Vec<String>;

fn misfit(spec: &FieldSpec, resource: &Resource) -> String {
    let id = resource.id();
    format!("`{}` of {} `{}` leads through a plain value", spec.joined(), id.kind, id.name)
}

/// Whose namespace is set among the subjects of role bindings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Subjects {
    /// Those named `default`.
    #[default]
    Default,
    /// All service accounts.
    Accounts,
    /// None.
    None,
}

impl Subjects {
    /// Reads `setRoleBindingSubjects`; none for a word it does not know.
    pub fn read(word: Option<&str>) -> Option<Self> {
        match word {
            None | Some("defaultOnly") => Some(Self::Default),
            Some("allServiceAccounts") => Some(Self::Accounts),
            Some("none") => Some(Self::None),
            Some(_) => None,
        }
    }
}

static META_NAMESPACE: LazyLock<Arc<[Arc<str>]>> = LazyLock::new(|| split("metadata/namespace"));

/// `namespace:`. Returns what goes wrong: identities that then exist twice.
pub fn namespace(
    resources: &mut [Resource],
    namespace: &Value,
    specs: &[FieldSpec],
    subjects: Subjects,
    unset_only: bool,
) -> Problems {
    let mut problems = Vec::new();
    let set = |slot: &mut Value| {
        if !unset_only || edit::is_empty(slot) {
            edit::overwrite(slot, namespace.clone());
        }
    };
    for resource in resources.iter_mut().filter(|r| !r.from_chart) {
        resource.remember();
        let id = resource.id();
        if !id.is_cluster_scoped() {
            visit(&mut resource.value, &META_NAMESPACE, Some(namespace.at), &mut |slot| set(slot));
        }
        let binding = matches!(&*id.kind, "RoleBinding" | "ClusterRoleBinding");
        if binding && let Some(list) = edit::get_mut(&mut resource.value, "subjects") {
            for subject in edit::items_mut(list) {
                let meant = match subjects {
                    Subjects::Default => edit::str_at(subject, &["name"]) == Some("default"),
                    Subjects::Accounts => edit::str_at(subject, &["kind"]) == Some("ServiceAccount"),
                    Subjects::None => false,
                };
                if meant && (!unset_only || edit::get(subject, "namespace").is_none_or(edit::is_empty)) {
                    edit::set_changed(subject, "namespace", namespace.at, namespace.clone());
                }
            }
        }
        let core = id.group.is_empty() && &*id.version == "v1";
        for spec in specs.iter().filter(|spec| spec.selects(&id)) {
            let own = spec.is("metadata/namespace")
                || (spec.is("metadata/name") && !core)
                || (binding && spec.is("subjects/namespace"));
            if !own && !visit(&mut resource.value, &spec.path, spec.create.then_some(namespace.at), &mut |s| set(s)) {
                problems.push(misfit(spec, resource));
            }
        }
    }
    let mut seen = HashSet::new();
    let twice = resources.iter().map(Resource::id).filter(|id| !seen.insert(id.key()));
    problems.extend(twice.map(|id| format!("with this namespace, {} `{}` is in the build twice", id.kind, id.name)));
    problems
}

/// `namePrefix:` (`before`) or `nameSuffix:`.
pub fn affix(resources: &mut [Resource], affix: &Value, before: bool, specs: &[FieldSpec]) -> Problems {
    let mut problems = Vec::new();
    let Some(text) = edit::as_str(affix) else { return problems };
    for resource in resources.iter_mut() {
        let id = resource.original();
        if matches!(&*id.kind, "CustomResourceDefinition" | "Namespace")
            || (&*id.kind == "APIService" && &*id.group == "apiregistration.k8s.io")
        {
            continue;
        }
        let mut add = |slot: &mut Value| {
            if text.is_empty() || matches!(slot.kind, Kind::Map(_) | Kind::List(_)) {
                return;
            }
            let renamed = if before { concat(&[affix, slot]) } else { concat(&[slot, affix]) };
            let mut renamed = edit::hop(renamed, How::Patch, affix.at);
            renamed.at = slot.at;
            *slot = renamed;
        };
        for spec in specs.iter().filter(|spec| spec.selects(&id)) {
            if spec.is("metadata/name") && !text.is_empty() {
                let list = if before { &mut resource.prefixes } else { &mut resource.suffixes };
                list.push(text.into());
                resource.remember();
            }
            if !visit(&mut resource.value, &spec.path, spec.create.then_some(affix.at), &mut add) {
                problems.push(misfit(spec, resource));
            }
        }
        resource.made_by(affix.at);
    }
    problems
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

/// `labels:`, `commonLabels:` and `commonAnnotations:`: pairs set in the maps at some fields.
pub fn pairs(resources: &mut [Resource], pairs: &Value, specs: &[FieldSpec]) -> Problems {
    let mut problems = Vec::new();
    let mut entries: Vec<&Entry> = edit::entries(pairs).iter().collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    if entries.is_empty() {
        return problems;
    }
    for resource in resources.iter_mut() {
        let id = resource.id();
        for spec in specs.iter().filter(|spec| spec.selects(&id)) {
            let mut fits = true;
            fits &= visit(&mut resource.value, &spec.path, spec.create.then_some(pairs.at), &mut |slot| {
                if !matches!(slot.kind, Kind::Map(_) | Kind::Null | Kind::Unknown(_)) {
                    fits = false;
                    return;
                }
                for entry in &entries {
                    edit::set_changed(slot, &entry.key, entry.key_at, stringly(&entry.value));
                }
            });
            if !fits {
                problems.push(misfit(spec, resource));
            }
        }
    }
    problems
}

/// Labels and annotations are text whatever they look like.
pub fn stringly(value: &Value) -> Value {
    match (&value.kind, edit::scalar(value)) {
        (Kind::Bool(_) | Kind::Number(_), Some(text)) => {
            Value { kind: Kind::Text(Text::Whole(text.into())), ..value.clone() }
        }
        _ => value.clone(),
    }
}

/// `images:`, in every list called `containers` or `initContainers` and in some fields.
pub fn image(resources: &mut [Resource], image: &Value, specs: &[FieldSpec]) {
    let name = edit::str_at(image, &["name"]).unwrap_or("");
    // Kustomize inserts the name into its pattern as it is, so that `.` means any character; what is no pattern means none.
    let pattern = format!("^{name}(:[a-zA-Z0-9_.{{}}-]*)?(@[a-zA-Z0-9]+([.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{{}}-]*)?$");
    let Ok(pattern) = Regex::new(&pattern) else { return };
    let given = |key: &str| edit::present(image, key).filter(|v| !edit::is_empty(v));
    let (new_name, tag, suffix, digest) = (given("newName"), given("newTag"), given("tagSuffix"), given("digest"));
    let place = digest.or(tag).or(suffix).or(new_name).map_or(image.at, |v| v.at);
    let mut update = |slot: &mut Value| {
        let Some(old) = edit::as_str(slot) else { return };
        if !pattern.is_match(old) {
            return;
        }
        let (old_name, old_tag, old_digest) = split_image(old);
        let own = |text: &str| edit::text(text, slot.at);
        let mut parts: Vec<Value> = vec![new_name.cloned().unwrap_or_else(|| own(old_name))];
        let (tag, digest) = match (tag, digest, suffix) {
            (None, None, Some(suffix)) => (Some(concat(&[&own(old_tag), suffix])), None),
            (None, None, None) => (
                Some(own(old_tag)).filter(|_| !old_tag.is_empty()),
                Some(own(old_digest)).filter(|_| !old_digest.is_empty()),
            ),
            (tag, digest, _) => (tag.cloned(), digest.cloned()),
        };
        for (before, part) in [(":", tag), ("@", digest)] {
            if let Some(part) = part {
                parts.extend([edit::text(before, part.at), part]);
            }
        }
        let mut new = concat(&parts.iter().collect::<Vec<_>>());
        new.at = place;
        edit::overwrite(slot, edit::hop(new, How::Patch, slot.at));
    };
    for resource in resources.iter_mut() {
        let id = resource.id();
        if &*id.kind == "CustomResourceDefinition" {
            continue;
        }
        if has_containers(&resource.value, 0) {
            containers(&mut resource.value, 0, &mut update);
        }
        for spec in specs.iter().filter(|spec| spec.selects(&id)) {
            if leads_somewhere(&resource.value, &spec.path) {
                visit(&mut resource.value, &spec.path, None, &mut update);
            }
        }
    }
}

/// Whether a path's first step is there: most objects have no `spec.jobTemplate`.
fn leads_somewhere(value: &Value, path: &[Arc<str>]) -> bool {
    let mut value = value;
    for step in path {
        if !matches!(value.kind, Kind::Map(_)) {
            return true;
        }
        match edit::get(value, step.strip_suffix("[]").unwrap_or(step)) {
            Some(child) => value = child,
            None => return false,
        }
    }
    true
}

/// Whether some list in an object is called `containers` or `initContainers`.
fn has_containers(value: &Value, depth: u32) -> bool {
    if depth > NESTING {
        return false;
    }
    match &value.kind {
        Kind::List(_) => edit::items(value).any(|item| has_containers(item, depth + 1)),
        Kind::Map(map) => map.entries.iter().any(|e| is_containers(&e.key) || has_containers(&e.value, depth + 1)),
        _ => false,
    }
}

fn is_containers(key: &str) -> bool {
    matches!(key, "containers" | "initContainers")
}

/// Deepest nesting in which containers are looked for.
const NESTING: u32 = 64;

/// Calls `f` on the image of every container anywhere in an object.
fn containers(value: &mut Value, depth: u32, f: &mut dyn FnMut(&mut Value)) {
    if depth > NESTING {
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
        .filter(|e| is_containers(&e.key) || has_containers(&e.value, depth + 1))
        .map(|e| e.key.clone())
        .collect();
    for key in keys {
        let Some(child) = edit::get_mut(value, &key) else { continue };
        containers(child, depth + 1, f);
        if is_containers(&key) {
            for container in edit::items_mut(child) {
                if let Some(image) = edit::get_mut(container, "image") {
                    f(image);
                }
            }
        }
    }
}

/// Name, tag and digest of an image.
pub fn split_image(image: &str) -> (&str, &str, &str) {
    let after = image.find('/').filter(|i| *i > 0).unwrap_or(0);
    let rest = image.get(after..).unwrap_or("");
    let colon = rest.find(':').map(|i| i + after);
    let digest = rest.find('@').map(|i| i + after);
    let part = |from: usize, to: usize| image.get(from..to).unwrap_or("");
    let end = image.len();
    match (colon, digest) {
        (None, None) => (image, "", ""),
        (Some(colon), Some(at)) if colon < at => (part(0, colon), part(colon + 1, at), part(at + 1, end)),
        (_, Some(at)) => (part(0, at), "", part(at + 1, end)),
        (Some(colon), None) => (part(0, colon), part(colon + 1, end), ""),
    }
}

/// `replicas:`. Whether an object of that name was found.
pub fn replicas(resources: &mut [Resource], entry: &Value, specs: &[FieldSpec]) -> bool {
    let Some(name) = edit::str_at(entry, &["name"]) else { return false };
    let zero = edit::at(Kind::Number(crate::eval::value::Number::Int(0)), entry.at);
    let count = edit::present(entry, "count").unwrap_or(&zero);
    let mut found = false;
    for resource in resources.iter_mut() {
        for spec in specs {
            if !resource.ids().any(|id| *id.name == *name && spec.selects(&id)) {
                continue;
            }
            found = true;
            if !spec.selects(&resource.id()) {
                continue;
            }
            visit(&mut resource.value, &spec.path, spec.create.then_some(count.at), &mut |slot| {
                edit::overwrite(slot, edit::hop(count.clone(), How::Patch, slot.at));
            });
        }
    }
    found
}
