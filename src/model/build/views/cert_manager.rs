//! cert-manager's kinds (<https://cert-manager.io/docs/reference/api-docs/>), `v1alpha2` to `v1`.

use super::field::{Field, Reading};
use super::named::{Link, Named};
use crate::eval::value::Value;
use crate::model::identity::Pattern;

/// A `Certificate`.
#[derive(Clone, Debug)]
pub struct Certificate<'v> {
    /// `spec.secretName`: the secret it makes.
    pub secret: Field<'v, Pattern>,
    /// `spec.issuerRef`; an `Issuer` when no kind is written.
    pub issuer: Option<Link<'v>>,
    /// `spec.dnsNames` and `spec.commonName`.
    pub hosts: Vec<&'v Value>,
}

impl<'v> Certificate<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let mut hosts = super::core::hosts(&read.list(&["spec", "dnsNames"]));
        if let Field::Known(_, value) = read.text(&["spec", "commonName"]) {
            hosts.push(value);
        }
        let secret = Named { made: true, ..Named::own("Secret", read.from) };
        Self {
            secret: read.named(&["spec", "secretName"], secret),
            issuer: read.link(&["spec", "issuerRef"], "Issuer"),
            hosts,
        }
    }
}

/// An `Issuer` or `ClusterIssuer`.
#[derive(Clone, Debug)]
pub struct Issuer<'v> {
    /// How it issues: `acme`, `ca`, `vault`, `selfSigned`, `venafi`.
    pub way: Option<&'static str>,
    /// `spec.acme.server`.
    pub server: Field<'v, Pattern>,
    /// The roles that Route 53 solvers assume.
    pub roles: Vec<Field<'v, Pattern>>,
    /// The zones that solvers write to, by id.
    pub zones: Vec<Field<'v, Pattern>>,
}

/// The ways to issue, by their key in `spec`.
const WAYS: [&str; 5] = ["acme", "ca", "vault", "selfSigned", "venafi"];

impl<'v> Issuer<'v> {
    /// Secrets of a ClusterIssuer lie in cert-manager's own namespace, which the object does not say: they are named for an
    /// Issuer only.
    pub(super) fn read(read: Reading<'v, '_>, wide: bool) -> Self {
        let (mut roles, mut zones) = (Vec::new(), Vec::new());
        for solver in read.each(&["spec", "acme", "solvers"]) {
            if let Some(route53) = solver.inside(&["dns01", "route53"]) {
                roles.push(route53.text(&["role"]));
                zones.push(route53.text(&["hostedZoneID"]));
                if !wide {
                    route53.name(&["secretAccessKeySecretRef", "name"], "Secret");
                    route53.name(&["accessKeyIDSecretRef", "name"], "Secret");
                }
            }
            if !wide {
                solver.name(&["dns01", "cloudflare", "apiTokenSecretRef", "name"], "Secret");
            }
            if let Some(gateway) = solver.inside(&["http01", "gatewayHTTPRoute"]) {
                for parent in gateway.each(&["parentRefs"]) {
                    parent.as_link("Gateway");
                }
            }
        }
        if !wide {
            read.name(&["spec", "ca", "secretName"], "Secret");
            read.name(&["spec", "vault", "auth", "tokenSecretRef", "name"], "Secret");
        }
        let way = read.inside(&["spec"]).and_then(|spec| WAYS.into_iter().find(|way| spec.from.get(way).is_some()));
        Self { way, server: read.text(&["spec", "acme", "server"]), roles, zones }
    }
}
