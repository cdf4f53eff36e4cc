//! What leads from outside to services: Gateway API (<https://gateway-api.sigs.k8s.io/reference/spec/>, `v1alpha2` to `v1`)
//! and Ingress (<https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/>, also the `v1beta1` of
//! older clusters).

use super::field::{Field, Reading};
use super::named::{Link, Named, Space};
use crate::eval::value::Value;
use crate::model::identity::Pattern;

/// A `Gateway`.
#[derive(Clone, Debug)]
pub struct Gateway<'v> {
    /// `spec.gatewayClassName`.
    pub class: Field<'v, Pattern>,
    /// The host names of its listeners.
    pub hosts: Vec<&'v Value>,
    /// The secrets with its certificates.
    pub certificates: Vec<Link<'v>>,
    /// `allowedRoutes.namespaces.from` of each listener: `Same` when absent.
    pub routes_from: Vec<Field<'v, Pattern>>,
}

impl<'v> Gateway<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let (mut hosts, mut certificates, mut routes_from) = (Vec::new(), Vec::new(), Vec::new());
        for listener in read.each(&["spec", "listeners"]) {
            if let Field::Known(_, host) = listener.text(&["hostname"]) {
                hosts.push(host);
            }
            certificates.extend(listener.each(&["tls", "certificateRefs"]).into_iter().map(|c| c.as_link("Secret")));
            routes_from.push(listener.text(&["allowedRoutes", "namespaces", "from"]));
        }
        Self { class: read.wide_name(&["spec", "gatewayClassName"], "GatewayClass"), hosts, certificates, routes_from }
    }
}

/// An `HTTPRoute`, `GRPCRoute`, `TLSRoute`, `TCPRoute` or `UDPRoute`.
#[derive(Clone, Debug)]
pub struct Route<'v> {
    /// `spec.parentRefs`.
    pub parents: Vec<Link<'v>>,
    /// `spec.hostnames`.
    pub hosts: Vec<&'v Value>,
    /// `spec.rules[].backendRefs`, those of mirrors too.
    pub backends: Vec<Link<'v>>,
}

impl<'v> Route<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let mut backends = Vec::new();
        for rule in read.each(&["spec", "rules"]) {
            backends.extend(rule.each(&["backendRefs"]).into_iter().map(|b| b.as_link("Service")));
            for filter in rule.each(&["filters"]) {
                backends.extend(filter.link(&["requestMirror", "backendRef"], "Service"));
            }
        }
        Self {
            parents: read.each(&["spec", "parentRefs"]).into_iter().map(|p| p.as_link("Gateway")).collect(),
            hosts: super::core::hosts(&read.list(&["spec", "hostnames"])),
            backends,
        }
    }
}

/// A `ReferenceGrant`: who may name what of this namespace.
#[derive(Clone, Debug)]
pub struct Grant<'v> {
    /// `spec.from`: kind and namespace.
    pub from: Vec<(Field<'v, Pattern>, Field<'v, Pattern>)>,
    /// `spec.to`: kind and, when it is only one object, its name.
    pub to: Vec<(Field<'v, Pattern>, Field<'v, Pattern>)>,
}

impl<'v> Grant<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let from = |one: Reading<'v, '_>| (one.text(&["kind"]), one.text(&["namespace"]));
        let to = |one: Reading<'v, '_>| (one.text(&["kind"]), one.text(&["name"]));
        Self {
            from: read.each(&["spec", "from"]).into_iter().map(from).collect(),
            to: read.each(&["spec", "to"]).into_iter().map(to).collect(),
        }
    }
}

/// An `Ingress`.
#[derive(Clone, Debug)]
pub struct Ingress<'v> {
    /// `spec.ingressClassName`, or the older annotation `kubernetes.io/ingress.class`.
    pub class: Field<'v, Pattern>,
    /// The hosts of its rules and certificates.
    pub hosts: Vec<&'v Value>,
    /// The services it leads to.
    pub backends: Vec<Field<'v, Pattern>>,
    /// The secrets with its certificates; cert-manager makes them when the object's annotations ask it to.
    pub secrets: Vec<Field<'v, Pattern>>,
    /// `alb.ingress.kubernetes.io/scheme` and the like are its annotations.
    pub annotations: super::field::Pairs<'v>,
}

impl<'v> Ingress<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let class = match read.wide_name(&["spec", "ingressClassName"], "IngressClass") {
            // Older controllers read the annotation; it need name no IngressClass.
            Field::Absent => read.text(&["metadata", "annotations", "kubernetes.io/ingress.class"]),
            class => class,
        };
        let issued: [&'static [&'static str]; 3] = [
            &["metadata", "annotations", "cert-manager.io/cluster-issuer"],
            &["metadata", "annotations", "cert-manager.io/issuer"],
            &["metadata", "annotations", "kubernetes.io/tls-acme"],
        ];
        let made = issued.iter().any(|path| !read.any(path).is_absent());
        read.wide_name(issued[0], "ClusterIssuer");
        read.name(issued[1], "Issuer");
        let (mut hosts, mut backends, mut secrets) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(backend) = read.inside(&["spec", "defaultBackend"]).or_else(|| read.inside(&["spec", "backend"])) {
            backends.push(service(backend));
        }
        for rule in read.each(&["spec", "rules"]) {
            if let Field::Known(_, host) = rule.text(&["host"]) {
                hosts.push(host);
            }
            for path in rule.each(&["http", "paths"]) {
                backends.extend(path.inside(&["backend"]).map(service));
            }
        }
        for tls in read.each(&["spec", "tls"]) {
            hosts.extend(super::core::hosts(&tls.list(&["hosts"])));
            let secret = Named { made, space: Space::Own, ..Named::own("Secret", tls.from) };
            secrets.push(tls.named(&["secretName"], secret));
        }
        Self { class, hosts, backends, secrets, annotations: read.pairs(&["metadata", "annotations"]) }
    }
}

/// The service of a backend: `service.name`, or `serviceName` in `v1beta1`. The AWS controller reads an action in place of a
/// service whose port is `use-annotation`.
fn service<'v>(backend: Reading<'v, '_>) -> Field<'v, Pattern> {
    let action = backend.text(&["service", "port", "name"]).is("use-annotation");
    if action {
        return backend.text(&["service", "name"]);
    }
    match backend.name(&["service", "name"], "Service") {
        Field::Absent if matches!(backend.any(&["servicePort"]), Field::Known(port, _) if port.as_str() == Some("use-annotation")) => {
            backend.text(&["serviceName"])
        }
        Field::Absent => backend.name(&["serviceName"], "Service"),
        name => name,
    }
}
