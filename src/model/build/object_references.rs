//! Names in objects that mean other objects, roles, secrets or hosts.

use super::super::identity::{Pattern, RoleArn};
use super::super::kubernetes::{ObjectReference, Subject};
use super::objects::Cluster;
use super::origins::{self, named};
use super::read::{self, Got};
use super::views::secrets_store::ProviderClass;
use super::views::{Named, Space, View, Viewed};
use crate::eval::kubernetes::Object;
use crate::eval::value::{Address, Entry, Item, Kind, Part, Text, Value};
use crate::source::Span;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Deepest nesting that is searched for references.
const DEPTH: u32 = 48;
/// Longest text that may be host names.
const TEXT: usize = 4 * 1024;

/// Declared objects by scope, kind, namespace and name.
type Index<'a> = HashMap<(&'a str, &'a str, &'a str, String, String), &'a Object>;

/// All references of all objects that people write.
pub(super) fn object_references(cluster: &Cluster<'_>) -> Vec<ObjectReference> {
    let mut index: Index<'_> = HashMap::new();
    for object in &cluster.kubernetes.objects {
        let (Some(name), Some(namespace)) = (read::text(&object.name), read::text(&object.namespace)) else { continue };
        let key = (
            &*object.address.repository,
            &*object.address.scope,
            &*object.kind,
            namespace.to_string(),
            name.to_string(),
        );
        index.entry(key).or_insert(object);
    }
    let of_object = |(object, viewed): (&Object, &Viewed<'_>)| {
        let mut out = Vec::new();
        if &*object.kind != "CustomResourceDefinition" && !cluster.generated(object) {
            let subject = cluster.subject(object);
            let organization = cluster.organization(object, &subject);
            let seen = HashSet::new();
            Finder { cluster, index: &index, object, subject, organization, seen, out: &mut out }.all(viewed);
        }
        out
    };
    cluster.kubernetes.objects.par_iter().zip(&cluster.views).flat_map_iter(of_object).collect()
}

struct Finder<'f, 'a> {
    cluster: &'f Cluster<'a>,
    index: &'f Index<'a>,
    object: &'f Object,
    subject: Subject,
    organization: Option<Arc<str>>,
    /// Places and names that this object has named already.
    seen: HashSet<(Span, Arc<str>, Pattern)>,
    out: &'f mut Vec<ObjectReference>,
}

impl Finder<'_, '_> {
    fn all(&mut self, viewed: &Viewed<'_>) {
        let object = self.object;
        // A namespace that is written in the object itself, not set by whoever brings it.
        if object.release.is_none()
            && object.namespace.at.file == object.at.file
            && let Some(name) = read::pattern(&object.namespace).filter(|n| !n.is_empty() && !n.is_unknown())
        {
            self.push("Namespace", name.clone(), name, true, &object.namespace);
        }
        for entry in read::entries(&object.value) {
            match &*entry.key {
                "metadata" => self.annotations(&entry.value),
                "status" => {}
                // What a Secret holds is never looked into.
                _ if &*object.kind == "Secret" => {}
                _ => self.walk(&entry.key, &entry.value, 0),
            }
        }
        for named in &viewed.names {
            self.typed(named);
        }
        if let View::ProviderClass(class) = &viewed.view {
            self.provider_objects(class);
        }
        let targets = match &viewed.view {
            View::Kustomization(flux) => vec![&flux.target_namespace],
            View::HelmRelease(release) => vec![&release.target_namespace, &release.storage_namespace],
            _ => Vec::new(),
        };
        for value in targets.into_iter().filter_map(|field| field.source()) {
            let name = named(value);
            self.push("Namespace", name.clone(), name, true, value);
        }
    }

    /// The secrets and parameters that a text of the AWS provider asks for, each at its place in the text.
    fn provider_objects(&mut self, class: &ProviderClass<'_>) {
        let Some(within) = class.text.source() else { return };
        let text = self.cluster.read.slice(within.at).unwrap_or_default();
        for object in &class.objects {
            let start = text.find(&*object.name).map(|i| within.at.start as usize + i);
            let at = start.map_or(within.at, |i| Span::new(within.at.file, i, i + object.name.len()));
            let kind = if object.parameter { "AWS parameter" } else { "AWS secret" };
            let named = Value { via: within.via.clone(), ..Value::text(object.name.clone(), at) };
            self.push(kind, Pattern::whole(""), Pattern::whole(object.name.clone()), false, &named);
        }
    }

    /// A name where the object's API has one.
    fn typed(&mut self, named: &Named<'_>) {
        let name = origins::named(named.name);
        let (namespace, written) = match named.space {
            Space::Own => (self.subject.namespace.clone(), None),
            Space::None => (Pattern::whole(""), None),
            Space::Written(value) => (origins::named(value), Some(value)),
        };
        // A role may be named by its ARN, a secret too: that says whose it is.
        if &*named.kind == "IAM role" && read::text(named.name).is_some_and(|t| t.starts_with("arn:")) {
            return;
        }
        let before = self.out.len();
        // The namespace says whose object it is: that is the text to change.
        self.push(&named.kind, namespace, name, written.is_some(), written.unwrap_or(named.name));
        for reference in self.out.iter_mut().skip(before) {
            (reference.optional, reference.made) = (named.optional, named.made);
        }
    }

    fn annotations(&mut self, metadata: &Value) {
        let Got::Value(annotations) = read::get(metadata, "annotations") else { return };
        for entry in read::entries(annotations) {
            self.scalar(&entry.value);
        }
    }

    fn walk(&mut self, key: &str, value: &Value, depth: u32) {
        if depth > DEPTH {
            return;
        }
        match &value.kind {
            Kind::Map(map) => {
                self.named(key, value);
                for Entry { key, value, .. } in map.entries.iter() {
                    self.walk(key, value, depth + 1);
                }
            }
            Kind::List(items) => {
                for item in items.iter() {
                    if let Item::One(item) = item {
                        self.walk(key, item, depth + 1);
                    }
                }
            }
            _ => self.scalar(value),
        }
    }

    /// A map that names something: `{name, namespace}` under a key that says what, a label selector on a namespace's
    /// name, or a remote secret.
    fn named(&mut self, key: &str, value: &Value) {
        match key {
            "remoteRef" | "extract" => {
                if let Some(found) = read::get(value, "key").set() {
                    let name = read::pattern(found).unwrap_or_else(Pattern::unknown);
                    self.push("AWS secret", Pattern::whole(""), name, false, found);
                }
                return;
            }
            "namespaceSelector" => {
                if let Some(found) = read::path(value, &["matchLabels", "kubernetes.io/metadata.name"]).set() {
                    let name = read::pattern(found).unwrap_or_else(Pattern::unknown);
                    self.push("Namespace", name.clone(), name, true, found);
                }
                return;
            }
            "metadata" => return,
            _ => {}
        }
        let Some(name) = read::get(value, "name").set() else { return };
        let declared = read::get(value, "kind").known().and_then(read::text);
        let Some(kind) = declared.clone().or_else(|| kind_by_key(key)) else { return };
        match read::get(value, "namespace").set() {
            Some(written) => {
                // The namespace says whose object it is: that is the text to change.
                let namespace = read::pattern(written).unwrap_or_else(Pattern::unknown);
                let pattern = read::pattern(name).unwrap_or_else(Pattern::unknown);
                self.push(&kind, namespace, pattern, true, written);
            }
            None if kind.starts_with("Cluster") => {
                let pattern = read::pattern(name).unwrap_or_else(Pattern::unknown);
                self.push(&kind, Pattern::whole(""), pattern, false, name);
            }
            None if key.ends_with("Ref") || key == "subjects" => self.local(&kind, name),
            None => {}
        }
    }

    /// A name in the object's own namespace.
    fn local(&mut self, kind: &str, name: &Value) {
        let namespace = self.subject.namespace.clone();
        let pattern = read::pattern(name).unwrap_or_else(Pattern::unknown);
        self.push(kind, namespace, pattern, false, name);
    }

    /// A role's ARN, or hosts inside the cluster.
    fn scalar(&mut self, value: &Value) {
        let first: &str = match &value.kind {
            Kind::Text(Text::Whole(whole)) => whole,
            Kind::Text(Text::Parts(parts)) => match parts.first() {
                Some(Part::Known(known, _)) => known,
                _ => return,
            },
            _ => return,
        };
        if first.starts_with("arn:aws") && first.contains(":iam::") {
            let pattern = read::pattern(value).filter(|p| p.to_string().contains(":role/"));
            if let Some(arn) = pattern.and_then(|p| RoleArn::parse(&p)) {
                self.push("IAM role", Pattern::whole(""), arn.name, false, value);
            }
            return;
        }
        let Kind::Text(Text::Whole(text)) = &value.kind else { return };
        if text.len() > TEXT || !text.contains(".svc") {
            return;
        }
        for (service, namespace) in hosts(text) {
            self.push("Service", Pattern::whole(namespace), Pattern::whole(service), true, value);
        }
    }

    fn push(&mut self, kind: &str, namespace: Pattern, name: Pattern, namespace_named: bool, value: &Value) {
        let kind: Arc<str> = kind.into();
        if !self.seen.insert((value.at, kind.clone(), name.clone())) {
            return;
        }
        let target = self.target(&kind, &namespace, &name);
        // A name in the object's own namespace means its own, whoever else writes into that namespace.
        let by_object = target.filter(|_| namespace_named || namespace.is_empty()).and_then(|t| {
            let space = read::pattern(&t.namespace).unwrap_or_else(Pattern::unknown);
            self.cluster.membership.of_object(t, &space)
        });
        let named = namespace.text().filter(|n| namespace_named && !n.is_empty());
        let by_namespace = named.and_then(|n| self.cluster.membership.of_namespace(&n));
        let to: Option<Address> = target.map(|t| t.address.clone());
        self.out.push(ObjectReference {
            from: self.subject.clone(),
            organization: self.organization.clone(),
            kind,
            namespace,
            namespace_named,
            name,
            to_organization: by_namespace.or(by_object),
            to,
            optional: false,
            made: false,
            places: self.cluster.places(self.object, value),
        });
    }

    fn target(&self, kind: &str, namespace: &Pattern, name: &Pattern) -> Option<&Object> {
        let (namespace, name) = (namespace.text()?, name.text()?);
        let namespace = if kind == "Namespace" { String::new() } else { namespace };
        let address = &self.subject.address;
        let index: &Index<'_> = self.index;
        index.get(&(&*address.repository, &*address.scope, kind, namespace, name)).copied()
    }
}

/// What kind of thing a key names when the map does not say.
fn kind_by_key(key: &str) -> Option<Arc<str>> {
    let kind = match key {
        "serviceAccountRef" | "serviceAccount" => "ServiceAccount",
        "secretRef" | "secretKeyRef" | "certSecretRef" | "credentialsSecret" | "tokenSecretRef" => "Secret",
        "configMapRef" | "configMapKeyRef" => "ConfigMap",
        "secretStoreRef" => "SecretStore",
        "parentRefs" => "Gateway",
        "backendRefs" | "backendRef" => "Service",
        _ if key.ends_with("SecretRef") => "Secret",
        _ => return None,
    };
    Some(kind.into())
}

/// The services that a text names as `service.namespace.svc`. Only a text that is a host or URL through and through, or several
/// of them with commas between, names one: prose, scripts and configuration files may speak of any.
fn hosts(text: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    for piece in text.split(',') {
        let Some(host) = host(piece.trim()) else { return Vec::new() };
        let Some(name) = host.strip_suffix(".svc").or_else(|| host.split_once(".svc.").map(|(name, _)| name)) else {
            continue;
        };
        let mut labels = name.rsplit('.');
        if let (Some(namespace), Some(service)) = (labels.next(), labels.next())
            && !out.contains(&(service, namespace))
        {
            out.push((service, namespace));
        }
    }
    out
}

/// The host of `[scheme://][user@]host[:port][/path]`, when a text is nothing else.
fn host(text: &str) -> Option<&str> {
    if text.contains(char::is_whitespace) {
        return None;
    }
    let (scheme, rest) = text.split_once("://").map_or((None, text), |(scheme, rest)| (Some(scheme), rest));
    // `jdbc:postgresql` is a scheme too.
    if !scheme.is_none_or(|s| s.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.:".contains(&b))) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    // A port may be a variable.
    let port = port.is_none_or(|p| p.bytes().all(|b| b.is_ascii_digit()) || p.contains(['$', '{']));
    let label = |l: &str| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let host = host.strip_suffix('.').unwrap_or(host);
    (port && host.split('.').all(label)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_or_url_names_a_service() {
        assert_eq!(hosts("http://api.acme.svc.cluster.local:80/x"), vec![("api", "acme")]);
        assert_eq!(hosts("jdbc:postgresql://app@db.acme.svc:5432/app?ssl=true"), vec![("db", "acme")]);
        assert_eq!(
            hosts("pod-0.db.acme-pre.svc:9092, other.globex.svc:9092"),
            vec![("db", "acme-pre"), ("other", "globex")]
        );
        assert_eq!(hosts("a.b.svc-x"), Vec::<(&str, &str)>::new());
        assert_eq!(hosts("docs.globex.svcs.example.com"), Vec::<(&str, &str)>::new());
    }

    #[test]
    fn prose_and_files_that_speak_of_a_host_name_nobody() {
        for text in [
            "was http://api.globex.svc before the move",
            "never call api.globex.svc, ask the platform team",
            "upstream:\n  url: http://api.globex.svc\n",
            "curl -s http://api.globex.svc/health || exit 1",
        ] {
            assert_eq!(hosts(text), Vec::<(&str, &str)>::new(), "{text}");
        }
    }
}
