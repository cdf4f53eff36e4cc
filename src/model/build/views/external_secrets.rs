//! External Secrets' kinds (<https://external-secrets.io/latest/api/spec/>), `v1alpha1`, `v1beta1` and `v1`.

use super::field::{Field, Reading};
use super::named::{Link, Named};
use crate::model::identity::Pattern;

/// What a secret of AWS is called in references.
pub const AWS_SECRET: &str = "AWS secret";

/// A `SecretStore` or `ClusterSecretStore`.
#[derive(Clone, Debug)]
pub struct Store<'v> {
    /// The key of the provider in `spec.provider`: `aws`, `vault`, `kubernetes`.
    pub provider: Option<&'v str>,
    /// `spec.provider.aws.service`: `SecretsManager` or `ParameterStore`.
    pub service: Field<'v, Pattern>,
    /// `spec.provider.aws.region`.
    pub region: Field<'v, Pattern>,
    /// `spec.provider.aws.role`: the role that it assumes.
    pub role: Field<'v, Pattern>,
    /// `spec.provider.aws.auth.jwt.serviceAccountRef`: whose role it has.
    pub service_account: Option<Link<'v>>,
    /// `spec.conditions` keep it to some namespaces.
    pub conditions: bool,
}

impl<'v> Store<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let provider = read.pairs(&["spec", "provider"]).entries.first().map(|e| &*e.key);
        if let Some(auth) = read.inside(&["spec", "provider", "aws", "auth", "secretRef"]) {
            auth.link(&["accessKeyIDSecretRef"], "Secret");
            auth.link(&["secretAccessKeySecretRef"], "Secret");
            auth.link(&["sessionTokenSecretRef"], "Secret");
        }
        Self {
            provider,
            service: read.text(&["spec", "provider", "aws", "service"]),
            region: read.text(&["spec", "provider", "aws", "region"]),
            role: read.text(&["spec", "provider", "aws", "role"]),
            service_account: read
                .link(&["spec", "provider", "aws", "auth", "jwt", "serviceAccountRef"], "ServiceAccount"),
            conditions: !read.list(&["spec", "conditions"]).is_empty(),
        }
    }
}

/// An `ExternalSecret`, or the template of one in a `ClusterExternalSecret`.
#[derive(Clone, Debug)]
pub struct ExternalSecret<'v> {
    /// `spec.secretStoreRef`; a `SecretStore` when no kind is written.
    pub store: Option<Link<'v>>,
    /// `spec.target.name`: the secret it makes; absent means its own name.
    pub target: Field<'v, Pattern>,
    /// `spec.target.creationPolicy`: `Owner` when absent; `Merge` and `None` make no secret.
    pub creation: Field<'v, Pattern>,
    /// The keys it asks the store for.
    pub keys: Vec<Field<'v, Pattern>>,
    /// It looks for keys by a pattern (`find`): any may be among them.
    pub finds: bool,
}

impl<'v> ExternalSecret<'v> {
    /// `wide` for a ClusterExternalSecret, whose `externalSecretSpec` it is.
    pub(super) fn read(read: Reading<'v, '_>, wide: bool) -> Self {
        let spec = if wide { read.inside(&["spec", "externalSecretSpec"]) } else { read.inside(&["spec"]) };
        let Some(spec) = spec else {
            return Self {
                store: None,
                target: Field::Absent,
                creation: Field::Absent,
                keys: Vec::new(),
                finds: false,
            };
        };
        let remote = |read: Reading<'v, '_>, path| read.named(path, Named::wide(AWS_SECRET, read.from));
        let (mut keys, mut finds) = (Vec::new(), false);
        for data in spec.each(&["data"]) {
            keys.push(remote(data, &["remoteRef", "key"]));
            data.link(&["sourceRef", "storeRef"], "SecretStore");
        }
        for data in spec.each(&["dataFrom"]) {
            keys.push(remote(data, &["extract", "key"]));
            data.link(&["sourceRef", "storeRef"], "SecretStore");
            finds |= !data.map(&["find"]).is_absent();
        }
        keys.retain(|key| !key.is_absent());
        let made = Named { made: true, ..Named::own("Secret", spec.from) };
        Self {
            store: spec.link(&["secretStoreRef"], "SecretStore"),
            target: spec.named(&["target", "name"], made),
            creation: spec.text(&["target", "creationPolicy"]),
            keys,
            finds,
        }
    }
}

/// A `PushSecret`.
#[derive(Clone, Debug)]
pub struct PushSecret<'v> {
    /// `spec.secretStoreRefs`.
    pub stores: Vec<Link<'v>>,
    /// `spec.selector.secret.name`: the secret it reads.
    pub secret: Field<'v, Pattern>,
    /// The keys that it writes: `spec.data[].match.remoteRef.remoteKey`.
    pub keys: Vec<Field<'v, Pattern>>,
}

impl<'v> PushSecret<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let stores = read.each(&["spec", "secretStoreRefs"]);
        let key = |data: Reading<'v, '_>| {
            let made = Named { made: true, ..Named::wide(AWS_SECRET, data.from) };
            data.named(&["match", "remoteRef", "remoteKey"], made)
        };
        Self {
            stores: stores.into_iter().map(|store| store.as_link("SecretStore")).collect(),
            secret: read.name(&["spec", "selector", "secret", "name"], "Secret"),
            keys: read.each(&["spec", "data"]).into_iter().map(key).collect(),
        }
    }
}
